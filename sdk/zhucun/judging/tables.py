"""The database that the rules read: fact tables, policy tables, registers and shared views."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from zhucun import database, standard

#: What resolving adds to a policy table.
_RESOLVED = {"policyRow": "VARCHAR", "inherited": "BOOLEAN", "profile": "VARCHAR", "authority": "VARCHAR"}


def create_facts(con: duckdb.DuckDBPyConnection) -> None:
    """Create the empty fact tables. ``_file`` and ``_line`` say where a record came from."""
    for name in standard.record_types():
        con.execute(database.create(name, {**standard.columns(name), "_file": "USMALLINT", "_line": "UINTEGER"}))


def create_context(con: duckdb.DuckDBPyConnection, profile: standard.Profile, batch: Mapping[str, Any]) -> None:
    """Create what the rules read besides the facts. The fact tables must be there."""
    create_policy(con, profile, batch)
    create_views(con)


def create_views(con: duckdb.DuckDBPyConnection) -> None:
    """Create the shared views over facts and policy."""
    con.execute(standard.views())


def create_policy(con: duckdb.DuckDBPyConnection, profile: standard.Profile, batch: Mapping[str, Any]) -> None:
    """Create ``batch``, ``coverage``, the policy tables and the registers.

    :param batch: the manifest's ``batchId``, ``startDate``, ``endDate``, ``asOf`` and ``coverage``.
    """
    cols = {"id": "VARCHAR", "profile": "VARCHAR", "divisionCode": "VARCHAR", "startDate": "DATE", "endDate": "DATE", "asOf": "DATE"}
    con.execute(database.create("batch", cols))
    row = {
        "id": batch["batchId"],
        "profile": profile.id,
        "divisionCode": profile.data.get("divisionCode"),
        **{k: batch[k] for k in ("startDate", "endDate", "asOf")},
    }
    database.insert(con, "batch", cols, [row])
    cols = {"recordType": "VARCHAR", "kind": "VARCHAR", "startDate": "DATE", "endDate": "DATE"}
    con.execute(database.create("coverage", cols))
    database.insert(con, "coverage", cols, batch.get("coverage", []))
    for table in standard.policy_tables():
        cols = {**standard.policy_columns(table), **_RESOLVED}
        con.execute(database.create(table, cols))
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
        database.insert(con, table, cols, rows)
    _registers(con)


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
    # with all that they read, directly or not; a view stands after those that it reads
    beneath: dict[str, set[str]] = {}
    for name in names:
        beneath[name] = reads[name].union(*(beneath[other] for other in reads[name]))
    frozen = {n for n in needed if sum(n in w for w in wanted) + sum(n in reads[other] for other in needed) > 1}
    todo = [name for name in names if name in frozen]
    while todo:
        # those that wait for no other
        ready = [name for name in todo if not beneath[name] & set(todo)]
        for _ in database.side_by_side(con, _freeze, ready):
            pass
        todo = [name for name in todo if name not in ready]


def _freeze(con: duckdb.DuckDBPyConnection, name: str) -> None:
    con.execute(f'CREATE TABLE "frozen {name}" AS SELECT * FROM {name}')
    con.execute(f"DROP VIEW {name}")
    con.execute(f'ALTER TABLE "frozen {name}" RENAME TO {name}')


def _registers(con: duckdb.DuckDBPyConnection) -> None:
    cols = {"date": "DATE", "working": "BOOLEAN"}
    con.execute(database.create("calendar_exception", cols))
    days = [{"date": r["date"], "working": r["working"] == "true"} for r in standard.register("calendar")]
    database.insert(con, "calendar_exception", cols, days)
    cols = {"year": "BIGINT"}
    con.execute(database.create("calendar_year", cols))
    database.insert(con, "calendar_year", cols, [{"year": int(r["year"])} for r in standard.register("calendar-years")])
    cols = {"code": "VARCHAR", "level": "VARCHAR", "parent": "VARCHAR", "edition": "VARCHAR"}
    con.execute(database.create("division", cols))
    database.insert(con, "division", cols, [{k: r[k] for k in cols} for r in standard.register("divisions")])
    cols = {"list": "VARCHAR", "code": "VARCHAR", "zh": "VARCHAR", "en": "VARCHAR"}
    con.execute(database.create("code", cols))
    codes = [
        {"list": name, "code": r["code"], "zh": r["zh"], "en": r["en"]}
        for name in standard.codelist_names()
        for r in standard.codelist(name)
    ]
    database.insert(con, "code", cols, codes)
