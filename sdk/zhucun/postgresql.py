"""Batches in PostgreSQL: one schema holds one batch, in the tables that ``zhucun generate ddl`` makes or views like them.

What is read is one snapshot, read-only, and streams out as plain NDJSON with a manifest: from there it is a batch like any
other. What is written is written whole or not at all. The address is libpq's; of it nothing but server and database is told.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from zhucun.errors import BatchError, OptionError, OurError, problem, shown_place
from zhucun.generation import ddl
from zhucun.generation.tables import BATCH, DOCUMENT, MANIFEST, POSITION, RECORD, Table, rows, tables
from zhucun.model import Finding
from zhucun.opening.manifest import NAME, Entry, Manifest
from zhucun.standard import Standard
from zhucun.workspace import output, writing

#: How an address begins.
SCHEMES = ("postgresql://", "postgres://")

#: Where a database says what a row holds: what cannot be converted (class 22), and what a function of its own raises (P0).
_OF_ROWS = ("22", "P0")

#: So many rows go over at once.
_ROWS = 5000


class DatabaseFailure(OurError):
    """The database ended the work; nothing is said of the batch."""


def is_address(path: object) -> bool:
    """Whether what was named is a database."""
    return str(path).startswith(SCHEMES)


def shown(address: str) -> str:
    """Server and database of an address, without user, password and options."""
    try:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    except ValueError:
        return "postgresql://"


# --- reading ------------------------------------------------------------------------------------------


def export(standard: Standard, address: str, folder: Path) -> None:
    """Write what the tables hold at one moment as a batch: a line a record, by id.

    :param folder: an empty one of the caller's.
    :raises BatchError: if there is no such database, or no one manifest in it.
    :raises OurError: if the database fails, or there is no room.
    """
    with _connection(address) as cursor, _told(address):
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        there = _there(cursor)
        if MANIFEST not in there:
            raise BatchError(problem("database-manifest", path=shown(address), count=0))
        cursor.execute(f'SELECT "{DOCUMENT}"::text FROM "{MANIFEST}" LIMIT 2')
        found = cursor.fetchall()
        if len(found) != 1:
            raise BatchError(problem("database-manifest", path=shown(address), count=len(found)))
        entries = [_file(cursor, table, there, folder) for table in tables(standard) if table.name in there]
        _manifest(found[0][0], [e for e in entries if e.count], folder)


def _there(cursor: Any) -> set[str]:
    """The tables and views that the search path leads to."""
    cursor.execute("SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND pg_table_is_visible(oid)")
    return {name for (name,) in cursor.fetchall()}


def _file(cursor: Any, table: Table, there: set[str], folder: Path) -> Entry:
    name, count, digest = f"{table.name}.ndjson", 0, hashlib.sha256()
    cursor.execute(_query(table, there))
    with output(folder / name) as write:
        # not by batches of Arrow: they fail with no error of the database's
        while some := cursor.fetchmany(_ROWS):
            for (text,) in some:
                # a line end can only be white space here: within a text it is escaped
                line = text.replace("\r", " ").replace("\n", " ").encode() + b"\n"
                write(line)
                digest.update(line)
                count += 1
    if count == 0:
        (folder / name).unlink()  # a table without rows is a type that is not handed in
    return Entry(name, table.name, count, digest.hexdigest())


def _query(table: Table, there: set[str]) -> str:
    """Each row as the JSON text of its record, columns that the standard does not know included."""
    members = ["SELECT key, value FROM json_each(to_json(r))"]
    for part in table.parts:
        if part.name in there:
            assert part.field is not None
            element = (
                f"SELECT coalesce(json_object_agg(key, value), '{{}}') FROM json_each(to_json(p)) "
                f"WHERE key NOT IN ('{RECORD}', '{POSITION}') AND json_typeof(value) <> 'null'"
            )
            parts = f'FROM "{part.name}" p WHERE p."{RECORD}" = r."id"'
            listed = f'json_agg(({element}) ORDER BY p."{POSITION}") {parts}' if part.field.listed else f"({element}) {parts}"
            members.append(f"SELECT '{part.field.name}', (SELECT {listed})")
    union = " UNION ALL ".join(members)
    return (
        f"SELECT (SELECT json_object_agg(key, value) FROM ({union}) m WHERE json_typeof(value) <> 'null')::text "
        f'FROM "{table.name}" r ORDER BY r."id"'
    )


def _manifest(document: str, files: list[Entry], folder: Path) -> None:
    """The manifest as it stands in its table, with the files that were written. What is no object is left to be refused."""
    try:
        said = orjson.loads(document)
    except ValueError:
        said = None
    data = orjson.dumps({**said, "files": [f.as_json() for f in files]}) if isinstance(said, dict) else document.encode()
    with writing(folder):
        (folder / NAME).write_bytes(data)


def at_row(finding: Finding) -> Finding:
    """A finding with its table in the place of file and line: a row is known by its id alone."""
    place = finding.place
    if place is None or not place.file.endswith(".ndjson"):
        return finding
    return replace(finding, place=replace(place, file=place.file.removesuffix(".ndjson"), line=None))


# --- writing ------------------------------------------------------------------------------------------


def write(
    standard: Standard,
    address: str,
    manifest: Manifest,
    records: Mapping[str, Iterable[Mapping[str, Any]]],
    check: Callable[[], object],
) -> None:
    """Write a batch into its tables, which are made where there are none.

    :param records: record type → valid records.
    :param check: called when all are written; what it raises takes everything back.
    :raises BatchError: if there is no such database, it holds a batch, or the records do not fit into it together.
    :raises OurError: if the database fails.
    """
    with _connection(address) as cursor, _told(address):
        if MANIFEST not in _there(cursor):
            for statement in ddl.statements(standard, ddl.POSTGRESQL):
                cursor.execute(statement)
        cursor.execute(f'LOCK TABLE "{MANIFEST}"')
        cursor.execute(f'SELECT count(*) FROM "{MANIFEST}"')
        if cursor.fetchall()[0][0]:
            raise BatchError(problem("database-full", path=shown(address)))
        for table in tables(standard):
            given = iter(records.get(table.name, ()))
            while some := list(islice(given, _ROWS)):
                _insert(cursor, table, some)
        document = orjson.dumps(manifest.as_json()).decode()
        cursor.execute(f'INSERT INTO "{MANIFEST}" ("{BATCH}", "{DOCUMENT}") VALUES ($1, $2::text::json)', (manifest.batch_id, document))
        check()
        cursor.connection.commit()


def _insert(cursor: Any, table: Table, records: Iterable[Mapping[str, Any]]) -> None:
    import pyarrow

    found: dict[str, tuple[Table, list[dict[str, Any]]]] = {}
    for record in records:
        for part, row in rows(table, record):
            found.setdefault(part.name, (part, []))[1].append(row)
    for name, (part, given) in found.items():
        own = [] if part.part_of is None else [pyarrow.field(RECORD, pyarrow.string()), pyarrow.field(POSITION, pyarrow.int64())]
        schema = pyarrow.schema([*own, *(pyarrow.field(f.name, _arrow(f)) for f in part.columns)])
        columns = [pyarrow.array([_plain(row[column.name], column.type) for row in given], type=column.type) for column in schema]
        cursor.adbc_ingest(name, pyarrow.table(columns, schema=schema), mode="append")


def _arrow(field: Any) -> Any:
    import pyarrow

    one = {"integer": pyarrow.int64(), "boolean": pyarrow.bool_(), "day": pyarrow.date32()}.get(field.kind, pyarrow.string())
    return pyarrow.list_(one) if field.listed else one


def _plain(value: Any, kind: Any) -> Any:
    import datetime as dt

    import pyarrow

    if value is None:
        return None
    if pyarrow.types.is_list(kind):
        return [_plain(v, kind.value_type) for v in value]
    if pyarrow.types.is_date(kind):
        return dt.date.fromisoformat(value)
    if isinstance(value, dict):
        return orjson.dumps(value).decode()
    # to the standard a number without a fraction is whole, however it is written
    return int(value) if isinstance(value, float) else value


# --- the connection -----------------------------------------------------------------------------------


@contextlib.contextmanager
def _connection(address: str) -> Iterator[Any]:
    """A cursor in a transaction of its own, which is given up unless it was committed."""
    try:
        import pyarrow  # noqa: F401
        from adbc_driver_postgresql import dbapi
    except ImportError:
        raise OptionError(problem("database-extra")) from None
    try:
        connection = dbapi.connect(address)
    except dbapi.Error as e:
        raise BatchError(problem("database-connect", path=shown(address), reason=_reason(e, address))) from None
    with contextlib.closing(connection):
        try:
            with contextlib.closing(connection.cursor()) as cursor:
                yield cursor
        finally:
            # closing alone would leave its locks until the server notices
            with contextlib.suppress(dbapi.Error):
                connection.rollback()


@contextlib.contextmanager
def _told(address: str) -> Iterator[None]:
    from adbc_driver_postgresql import dbapi

    try:
        yield
    except dbapi.IntegrityError as e:
        # its detail would show the values of the row
        raise BatchError(problem("database-refused", path=shown(address), reason=_reason(e, address))) from None
    except dbapi.Error as e:
        raise DatabaseFailure(problem("database-failed", path=shown(address), reason=_reason(e, address))) from None


def _reason(error: Any, address: str) -> str:
    """What the database says, on one line, with nothing of a row and nothing secret: else the number of it, which is public."""
    said = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    secrets = re.findall(r"password=([^&]+)", address) + re.findall(r"//[^/@]*:(.+)@", address)
    if (error.sqlstate or "").startswith(_OF_ROWS) or "://" in said or any(s in said for s in secrets):
        return f"SQLSTATE {error.sqlstate}" if error.sqlstate else "–"
    return shown_place(said)
