"""The database that the rules read: fact tables, policy tables, registers and shared views."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, TypeVar

import duckdb

from zhucun import standard

T = TypeVar("T")
R = TypeVar("R")

#: What resolving adds to a policy table.
_RESOLVED = {"policyRow": "VARCHAR", "inherited": "BOOLEAN", "profile": "VARCHAR", "authority": "VARCHAR"}


def side_by_side(
    con: duckdb.DuckDBPyConnection, job: Callable[[duckdb.DuckDBPyConnection, T], R], items: Iterable[T], workers: int = 2
) -> Iterator[R]:
    """Do a job for each item, some at a time, each worker on a cursor of its own. Only outside a transaction.

    Much of what is asked of the database is too small to be spread over its threads; two at a time are.

    :returns: the results in the order of the items.
    """
    cursors = [con.cursor() for _ in range(workers)]
    free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
    for cursor in cursors:
        free.put(cursor)

    def one(item: T) -> R:
        cursor = free.get()
        try:
            return job(cursor, item)
        finally:
            free.put(cursor)

    pool = ThreadPoolExecutor(workers)
    try:
        yield from pool.map(one, items)
    except BaseException:
        # nobody waits for the others any more
        for cursor in cursors:
            cursor.interrupt()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        for cursor in cursors:
            cursor.close()


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
        for _ in side_by_side(con, _freeze, ready):
            pass
        todo = [name for name in todo if name not in ready]


def _freeze(con: duckdb.DuckDBPyConnection, name: str) -> None:
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
