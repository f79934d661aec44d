"""The engine: a connection that keeps to its share of memory, the one door to files, cursors side by side, and an insert of plain rows."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

import duckdb

from zhucun.errors import EngineError, problem

T = TypeVar("T")
R = TypeVar("R")

#: What the engine may use before it spills to disk; two million days of attendance need far less.
MEMORY = "1200MB"

#: What it may spill: some two hundred million days of attendance. More comes of a query gone wrong, and would fill the disk.
SPILL = "32GB"


def connect(work: Path, memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """A database that keeps to its share of memory, :data:`MEMORY` by default, and spills into ``work``."""
    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": memory or MEMORY,
            "temp_directory": str(work / "spill"),
            "max_temp_directory_size": SPILL,
            "autoinstall_known_extensions": "false",
            "checkpoint_threshold": "1TB",
        },
    )


@contextmanager
def failures(memory: str | None = None) -> Iterator[None]:
    """Let what the engine says of its limits be told as one sentence. A full disk is told by whoever owns the work folder.

    :param memory: the share that it was given.
    :raises EngineError: instead of the engine's own exception.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as e:
        raise EngineError(problem("engine-space", memory=memory or MEMORY, spill=SPILL)) from e


def lacks_space(error: duckdb.Error) -> bool:
    """Whether the engine gave up for want of memory or of disk. That says nothing about the data."""
    return isinstance(error, (duckdb.OutOfMemoryException, duckdb.IOException))


# --- files ------------------------------------------------------------------------------------------

#: What a path would mean as a pattern, and what takes the meaning out of it.
_PATTERN = re.compile(r"[\[*?]")


def quote(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def reading(reader: str, *paths: Path, **options: str) -> str:
    """SQL of a table of what stands in files: in these, whatever they are called and wherever they lie, and in no others.

    To the engine a path is a pattern, its folders may be columns and its ending a kind of compression. This is the only
    place that writes one into SQL to be read, and it takes all of that out.

    :param reader: ``read_json``, ``read_csv`` or ``read_parquet``. Text is plain: whoever opened it has unpacked it.
    :param options: SQL of further arguments of the reader.
    """
    if reader != "read_parquet":
        # of the names for none, the one that every reader of every engine in the range knows
        options["compression"] = "'uncompressed'"
    options["hive_partitioning"] = "false"
    listed = ", ".join(quote(_literal(path)) for path in paths)
    return f"{reader}([{listed}], {', '.join(f'{name}={value}' for name, value in options.items())})"


def _literal(path: Path) -> str:
    """An absolute path in which nothing is a pattern, a home folder, or an address of something elsewhere."""
    name = os.path.abspath(path)
    pattern = _PATTERN.sub(r"[\g<0>]", name)
    if pattern != name and os.sep == "/" and "\\" in name:
        # in a pattern the engine takes a backslash for the start of another folder, and knows no way to write a plain one
        raise EngineError(problem("engine-path", path=ascii(name)[1:-1]))
    return pattern


def copying(query: str, path: Path, options: str = "FORMAT parquet") -> str:
    """The statement that writes what a query gives into a file, or with ``PARTITION_BY`` into a folder. The only place that does."""
    return f"COPY ({query}) TO {quote(os.path.abspath(path))} ({options})"


# --- workers ----------------------------------------------------------------------------------------


def side_by_side(
    con: duckdb.DuckDBPyConnection, job: Callable[[duckdb.DuckDBPyConnection, T], R], items: Iterable[T], workers: int = 2
) -> Iterator[R]:
    """Do a job for each item, some at a time, each worker on a cursor of its own. Only outside a transaction.

    Much of what is asked of the database is too small to be spread over its threads; two at a time are.

    :returns: the results in the order of the items.
    """
    (schema,) = con.execute("SELECT current_schema()").fetchall()[0]
    cursors = [con.cursor() for _ in range(workers)]
    for cursor in cursors:
        # what a name means is no property of the database but of whoever asks
        cursor.execute(f'USE "{schema}"')
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


# --- rows -------------------------------------------------------------------------------------------


def create(name: str, cols: Mapping[str, str]) -> str:
    """The statement that creates an empty table."""
    return f'CREATE TABLE "{name}" (' + ", ".join(f'"{k}" {t}' for k, t in cols.items()) + ")"


def insert(con: duckdb.DuckDBPyConnection, table: str, cols: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Append plain dicts to a table; keys that are absent are NULL.

    :raises TypeError: if a value is not of its column's type as it stands. The engine would make NULL of it or guess.
    """
    if not rows:
        return
    kinds = {name: _kind(con, kind) for name, kind in cols.items()}
    for name, kind in kinds.items():
        fits = _fitting(kind)
        if not all(fits(row.get(name)) for row in rows):
            raise TypeError(f"{table}.{name} takes {kind}, or nothing")
    structure = json.dumps([{name: _structure(kind) for name, kind in kinds.items()}])
    for at in range(0, len(rows), 20_000):
        text = json.dumps([{name: row.get(name) for name in cols} for row in rows[at : at + 20_000]], ensure_ascii=False)
        con.execute(
            # the records of the list, and of each record its members: to name every member would be planned one by one
            f"""INSERT INTO "{table}" ({", ".join(f'"{k}"' for k in cols)}) SELECT unnest(from_json(?, ?), max_depth := 2)""",
            [text, structure],
        )


#: The engine's types by what they are called; they belong to no connection.
_KINDS: dict[str, Any] = {}


def _kind(con: duckdb.DuckDBPyConnection, name: str) -> Any:
    """A type of the engine's."""
    if name not in _KINDS:
        _KINDS[name] = con.type(name)
    return _KINDS[name]


def _structure(kind: Any) -> Any:
    """A type of the engine's as ``from_json`` wants it."""
    if kind.id == "list":
        return [_structure(kind.children[0][1])]
    if kind.id == "struct":
        return {name: _structure(member) for name, member in kind.children}
    return str(kind)


_RANGES = {
    "bigint": (-(2**63), 2**63 - 1),
    "integer": (-(2**31), 2**31 - 1),
    "uinteger": (0, 2**32 - 1),
    "usmallint": (0, 2**16 - 1),
}


def _fitting(kind: Any) -> Callable[[Any], bool]:
    """Whether a value is one of a type of the engine's, or None."""
    if kind.id == "list":
        item = _fitting(kind.children[0][1])
        return lambda v: v is None or (isinstance(v, (list, tuple)) and all(map(item, v)))
    if kind.id == "struct":
        members = {name: _fitting(member) for name, member in kind.children}
        return lambda v: v is None or (isinstance(v, dict) and v.keys() <= members.keys() and all(members[k](x) for k, x in v.items()))
    if kind.id in _RANGES:
        low, high = _RANGES[kind.id]
        return lambda v: v is None or (type(v) is int and low <= v <= high)
    return {"varchar": _text, "date": _date, "boolean": _truth}[kind.id]


def _text(value: Any) -> bool:
    return value is None or type(value) is str


def _truth(value: Any) -> bool:
    return value is None or type(value) is bool


def _date(value: Any) -> bool:
    if value is None:
        return True
    try:
        # nothing but YYYY-MM-DD: the parser also takes weeks and dates without hyphens
        return type(value) is str and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
