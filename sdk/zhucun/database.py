"""The engine: a connection that keeps to its share of memory, cursors side by side, and an insert of plain rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

import duckdb

T = TypeVar("T")
R = TypeVar("R")

#: What the engine may use before it spills to disk; two million days of attendance need far less.
MEMORY = "1200MB"


def connect(work: Path) -> duckdb.DuckDBPyConnection:
    """A database that keeps to its share of memory and spills into ``work``."""
    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(work / "spill"),
            "autoinstall_known_extensions": "false",
            "checkpoint_threshold": "1TB",
        },
    )


def quote(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


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


def create(name: str, cols: Mapping[str, str]) -> str:
    """The statement that creates an empty table."""
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
