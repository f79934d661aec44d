"""The database that the rules read: fact tables, policy tables, registers and shared views."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from zhucun import standard

#: What resolving adds to a policy table.
_RESOLVED = {"policyRow": "VARCHAR", "inherited": "BOOLEAN", "profile": "VARCHAR", "authority": "VARCHAR"}


def _create(name: str, cols: Mapping[str, str]) -> str:
    return f'CREATE TABLE "{name}" (' + ", ".join(f'"{k}" {t}' for k, t in cols.items()) + ")"


def _structure(sql_type: str) -> Any:
    """A DuckDB type as ``from_json`` wants it; only the types that ``column_type`` makes."""
    if sql_type.endswith("[]"):
        return [_structure(sql_type[:-2])]
    if sql_type.startswith("STRUCT("):
        fields, depth, start = [], 0, 7
        for i, ch in enumerate(sql_type):
            depth += (ch in "([") - (ch in ")]")
            if (ch == "," and depth == 1) or (ch == ")" and depth == 0):
                fields.append(sql_type[start:i].strip())
                start = i + 1
        pairs = (f.split(" ", 1) for f in fields)
        return {k.strip('"'): _structure(t) for k, t in pairs}
    return sql_type


def insert(con: duckdb.DuckDBPyConnection, table: str, cols: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Append plain dicts to a table; keys that are absent are NULL."""
    if not rows:
        return
    structure = json.dumps([{k: _structure(t) for k, t in cols.items()}])
    for at in range(0, len(rows), 20_000):
        text = json.dumps(rows[at : at + 20_000], ensure_ascii=False)
        con.execute(
            f"""INSERT INTO "{table}" ({", ".join(f'"{k}"' for k in cols)})
                SELECT {", ".join(f'r."{k}"' for k in cols)} FROM (SELECT unnest(from_json(?, ?)) AS r)""",
            [text, structure],
        )


def create_facts(con: duckdb.DuckDBPyConnection) -> None:
    """Create the empty fact tables. ``_file`` and ``_line`` say where a record came from."""
    for name in standard.record_types():
        con.execute(_create(name, {**standard.columns(name), "_file": "USMALLINT", "_line": "UINTEGER"}))


def create_context(con: duckdb.DuckDBPyConnection, profile: standard.Profile, batch: Mapping[str, Any]) -> None:
    """Create ``batch``, ``coverage``, the policy tables, the registers and the views.

    :param batch: the manifest's ``batchId``, ``startDate``, ``endDate``, ``asOf`` and ``coverage``.
    """
    cols = {"id": "VARCHAR", "profile": "VARCHAR", "divisionCode": "VARCHAR", "startDate": "DATE", "endDate": "DATE", "asOf": "DATE"}
    con.execute(_create("batch", cols))
    row = {
        "id": batch["batchId"],
        "profile": profile.id,
        "divisionCode": profile.data.get("divisionCode"),
        **{k: batch[k] for k in ("startDate", "endDate", "asOf")},
    }
    insert(con, "batch", cols, [row])
    cols = {"recordType": "VARCHAR", "kind": "VARCHAR", "startDate": "DATE", "endDate": "DATE"}
    con.execute(_create("coverage", cols))
    insert(con, "coverage", cols, batch.get("coverage", []))
    for table in standard.policy_tables():
        cols = {**standard.policy_columns(table), **_RESOLVED}
        con.execute(_create(table, cols))
        rows = [
            {
                **r.values,
                "policyRow": r.row_id,
                "inherited": r.inherited,
                "profile": r.profile,
                "authority": r.authority,
                "validFrom": r.valid_from,
                "validTo": r.valid_to,
            }
            for r in profile.table(table)
        ]
        insert(con, table, cols, rows)
    _registers(con)
    con.execute(standard.views())


_VIEW = re.compile(r"^CREATE VIEW (\w+)", re.M)
_WORD = re.compile(r"\w+")


def freeze(con: duckdb.DuckDBPyConnection, chosen: Iterable[standard.Rule]) -> None:
    """Turn the shared views that several of these rules read into tables. Only where the facts no longer change."""
    parts = _VIEW.split(re.sub(r"--.*", "", standard.views()))
    names = parts[1::2]
    reads = {name: set(_WORD.findall(body)) & set(names) for name, body in zip(names, parts[2::2], strict=True)}
    wanted = [set(_WORD.findall(rule.query)) & set(names) for rule in chosen]
    needed: set[str] = set().union(*wanted)
    for name in reversed(names):
        if name in needed:
            needed |= reads[name]
    for name in names:
        readers = sum(name in w for w in wanted) + sum(name in reads[other] for other in needed)
        if name in needed and readers > 1:
            con.execute(f'CREATE TABLE "frozen {name}" AS SELECT * FROM {name}')
            con.execute(f"DROP VIEW {name}")
            con.execute(f'ALTER TABLE "frozen {name}" RENAME TO {name}')


def _registers(con: duckdb.DuckDBPyConnection) -> None:
    cols = {"date": "DATE", "working": "BOOLEAN"}
    con.execute(_create("calendar_exception", cols))
    days = [{"date": r["date"], "working": r["working"] == "true"} for r in standard.register("calendar")]
    insert(con, "calendar_exception", cols, days)
    cols = {"year": "BIGINT"}
    con.execute(_create("calendar_year", cols))
    insert(con, "calendar_year", cols, [{"year": int(r["year"])} for r in standard.register("calendar-years")])
    cols = {"code": "VARCHAR", "level": "VARCHAR", "parent": "VARCHAR", "edition": "VARCHAR"}
    con.execute(_create("division", cols))
    insert(con, "division", cols, [{k: r[k] for k in cols} for r in standard.register("divisions")])
    cols = {"list": "VARCHAR", "code": "VARCHAR", "zh": "VARCHAR", "en": "VARCHAR"}
    con.execute(_create("code", cols))
    codes = [
        {"list": name, "code": r["code"], "zh": r["zh"], "en": r["en"]}
        for name in standard.codelist_names()
        for r in standard.codelist(name)
    ]
    insert(con, "code", cols, codes)
