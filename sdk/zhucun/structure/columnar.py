"""The columnar way: whole files are checked in DuckDB, with queries derived from the JSON Schemas.

Why it is sound is said in ``structure``. Two forms of one check: *whole* files, column by column, and where that
fails *rows*, one by one. A column is read as JSON text, quotes and all, or, where no JSON number or word could be
taken for a value, as plain text: such a value stood in quotes, and written with them is never longer than what stood there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from zhucun import database
from zhucun.database import quote
from zhucun.record import quick, strictjson
from zhucun.standard import Standard, column_type, per_standard

Run = tuple[str, str]


def _item(prop: Mapping[str, Any]) -> str | None:
    """The regular expression of a quoted string that the property allows, or None if it has none."""
    if "enum" in prop:
        return '"(?:' + "|".join(re.escape(c) for c in prop["enum"]) + ')"'
    if "pattern" in prop:
        return '"(?:' + str(prop["pattern"]).removeprefix("^").removesuffix("$") + ')"'
    return None


def surely(name: str, prop: Mapping[str, Any]) -> tuple[str, str] | None:
    """SQL that is true only of a valid JSON text of the property, and SQL of its typed value."""
    col = f'"{name}"'
    kind = prop["type"]
    if kind == "string":
        inner = f"substring({col}, 2, strlen({col}) - 2)"
        if "format" in prop and "pattern" not in prop:
            return None
        if "enum" in prop:
            codes = ", ".join(quote(f'"{c}"') for c in prop["enum"])
            return f"{col} IN ({codes})", inner
        if "pattern" in prop:
            test = f"regexp_full_match({col}, {quote(_item(prop) or '')})"
            if prop.get("format") == "date":
                # the year 0000 is none; an absent value must give NULL here, not false
                return f"({test} AND TRY_CAST({inner} AS DATE) >= DATE '0001-01-01')", f"TRY_CAST({inner} AS DATE)"
            return test, inner
        low, high = prop.get("minLength", 0), prop.get("maxLength", 2**31)
        plain = f"(starts_with({col}, '\"') AND NOT contains({col}, '\\') AND length({col}) BETWEEN {low + 2} AND {high + 2})"
        return plain, f"substring({col}, 2, length({col}) - 2)"
    if kind == "integer":
        value = f"TRY_CAST({col} AS BIGINT)"
        return (
            f"(regexp_full_match({col}, '-?(?:0|[1-9][0-9]{{0,17}})') AND {value} BETWEEN {prop.get('minimum', -(2**62))} AND {prop.get('maximum', 2**62)})",
            value,
        )
    if kind == "boolean":
        return f"{col} IN ('true', 'false')", f"{col} = 'true'"
    if kind == "array" and prop["items"]["type"] == "string" and (item := _item(prop["items"])):
        values = f"""from_json({col}, '["VARCHAR"]')"""
        if prop["items"].get("format") == "date":
            return None
        listed = quote(rf"\[{item}(?:,{item})*\]")
        return (
            f"(regexp_full_match({col}, {listed}) AND json_array_length({col}) BETWEEN {prop['minItems']} AND {prop['maxItems']}"
            f" AND list_unique({values}) = json_array_length({col}))",
            values,
        )
    return None


# --- whole files ------------------------------------------------------------------------------------

#: Text that no JSON number, ``true``, ``false``, ``null``, ``NaN`` or ``Infinity`` can be: letters go on with something
#: else than a letter, digits with something that no number has in that place.
_QUOTED = r"(?:[A-Za-z]+[0-9._:-]|[0-9]+[-A-DF-Za-df-z_:]|[0-9]+[eE](?:[A-Za-z_:.]|[0-9]+[-A-Za-z_:.]))"
_ID = "^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$"
_WORDS = {"true", "false", "null", "nan", "inf", "infinity"}

#: Of files of more lines the distinct values of a column are tested, and ascending runs of ids looked for.
MANY = 50_000


class Column(NamedTuple):
    """How one property is read and checked.

    :ivar read: the type to read it as.
    :ivar extra: what its canonical length has besides the text: name, colon, comma, quotes.
    :ivar length: SQL of the length of the text.
    :ivar test: SQL that is true only of the text of a valid value.
    :ivar value: SQL of the typed value.
    """

    name: str
    read: str
    extra: int
    length: str
    test: str
    value: str
    required: bool
    repeats: bool


@per_standard
def _columns(standard: Standard, record_type: str, plain: bool) -> dict[str, Column]:
    """The properties that the columnar way can vouch for. ``plain``: ids may be read as plain text."""
    schema = standard.schema(record_type)
    out = {}
    for name, prop in schema["properties"].items():
        sure = surely(name, prop)
        if sure is None:
            continue
        col = f'"{name}"'
        read, extra, (test, value) = "JSON", len(name) + 4, sure
        if plain and (text := _plain(col, prop)):
            read, extra, (test, value) = "VARCHAR", len(name) + 6, text
        free_text = prop["type"] == "string" and "enum" not in prop and "pattern" not in prop
        length = f"strlen(replace({col}, ' ', ''))" if free_text else f"strlen({col})"
        out[name] = Column(name, read, extra, length, test, value, name in schema.get("required", ()), name != "id" and not free_text)
    return out


def names(standard: Standard, record_type: str) -> frozenset[str]:
    """The properties that the columnar way can vouch for."""
    return frozenset(_columns(standard, record_type, False))


def _plain(col: str, prop: Mapping[str, Any]) -> tuple[str, str] | None:
    """Test and value of a property read as plain text, if its text shows that it stood in quotes."""
    if prop["type"] != "string":
        return None
    if "enum" in prop:
        if any(c.lower() in _WORDS or not re.match(r"[A-Za-z]", c) for c in prop["enum"]):
            return None
        return f"{col} IN ({', '.join(map(quote, prop['enum']))})", col
    if prop.get("format") == "date":
        # digits, then a hyphen: no number is written so
        return (
            f"(regexp_full_match({col}, {quote(prop['pattern'])}) AND TRY_CAST({col} AS DATE) >= DATE '0001-01-01')",
            f"TRY_CAST({col} AS DATE)",
        )
    if prop.get("pattern") == _ID:
        return f"(regexp_full_match({col}, {quote(_QUOTED + '[A-Za-z0-9._:-]*')}) AND strlen({col}) <= 64)", col
    return None


class Sample(NamedTuple):
    """What some lines of a file look like.

    :ivar names: the properties that they have.
    :ivar plain: whether their ids may be read as plain text.
    :ivar flat: whether so many can be vouched for that it is worth while.
    :ivar clean: whether all of them are valid.
    :ivar shape: a GLOB that all their ids match, and nothing that is no id; None where they differ in more than digits.
    """

    names: frozenset[str]
    plain: bool
    flat: bool
    clean: bool
    shape: str | None = None


#: From this size on only the columns that a sample of the lines has are read at first.
_LARGE = 2**25
_PLAIN = re.compile(_QUOTED)
_WHOLE = re.compile(_QUOTED + "[A-Za-z0-9._:-]*")


def sample(standard: Standard, record_type: str, path: Path) -> Sample:
    """Look at lines here and there in a file. What they show is a guess that saves work, never a verdict."""
    known, props = _columns(standard, record_type, False), standard.schema(record_type)["properties"]
    idents = {k for k, p in props.items() if p.get("pattern") == _ID}
    size = path.stat().st_size
    found: set[str] = set()
    values: set[Any] = set()
    shapes: set[str | None] = set()
    count = nested = 0
    clean, check = True, quick.record_check(standard, record_type)
    with path.open("rb") as f:
        for at in range(0, size, max(4096, size // (48 if size > _LARGE else 8))):
            f.seek(at)
            for raw in f.read(4096).split(b"\n")[at > 0 : -1]:
                if (seen := quick.lenient(raw)) is None:
                    clean = clean and not raw.strip(quick.SPACE)
                else:
                    clean = clean and check(seen)
                    keys = seen.keys()
                    count += 1
                    nested += any(k in props and k not in known for k in keys)
                    found |= keys
                    values.update(v for v in map(seen.get, idents & keys) if isinstance(v, str))
                    shapes.add(id_shape(seen.get("id")))
    # of a type with many properties a sample misses the rare ones too often
    chosen = known.keys() if size < _LARGE or len(known) > 16 else (found & known.keys()) | {k for k, c in known.items() if c.required}
    plain, flat = all(map(_PLAIN.match, values)), nested == 0 or (size > _LARGE and nested * 3 < count)
    return Sample(frozenset(chosen), plain, flat, clean, shapes.pop() if len(shapes) == 1 else None)


def id_shape(ident: Any) -> str | None:
    """A GLOB of the ids that differ from this one in digits only; whether a text was quoted does not hang on which digits it has."""
    if not isinstance(ident, str) or len(ident) > 64 or not _WHOLE.fullmatch(ident):
        return None
    return re.sub("[0-9]", "[0-9]", ident)


class Checked(NamedTuple):
    """A whole file as a table, and whether every line of it is surely valid.

    :ivar sure: ``True``; ``False``; or ``None`` where reading more columns might help.
    :ivar select: SQL of each column of the fact table.
    :ivar runs: first and last id of each ascending run of ids, where they were looked for and are few.
    """

    sure: bool | None
    select: Mapping[str, str] = {}
    runs: list[Run] | None = None


class _Told(NamedTuple):
    """What is known of a column: how many values, the sum of their lengths, and how many (distinct) values are not surely valid."""

    values: int
    length: int
    faults: int


def read_whole(
    con: duckdb.DuckDBPyConnection,
    standard: Standard,
    table: str,
    record_type: str,
    path: Path,
    lines: int,
    sizes: Sequence[Any],
    seen: Sample,
) -> Checked:
    """Read a file into ``table`` and check it, column by column.

    :param lines: number of its lines that are not blank.
    :param sizes: functions that give a size that the canonical size may have, cheap ones first.
    """
    columns = [c for c in _columns(standard, record_type, seen.plain).values() if c.name in seen.names]
    # required dates become dates while they are read; their text goes once it is checked
    dates = [c for c in columns if c.required and "AS DATE" in c.value and lines > MANY]
    texts = ", ".join([f'"{c.name}"::VARCHAR AS "{c.name}"' for c in columns])
    typed = "".join(f', {c.value} AS "{c.name}="' for c in dates)
    listed = ", ".join(f"'{c.name}': '{c.read}'" for c in columns)
    con.execute(f"CREATE TABLE {table} AS SELECT *{typed} FROM (SELECT {texts} FROM {_objects(path, listed)})")
    rows = con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
    if rows != lines:
        return Checked(False)
    told, runs = _told(con, table, columns, rows, seen.shape)
    size = rows + sum(t.length + t.values * c.extra for c, t in told.items())
    if any(told[c].values != rows for c in columns if c.required):
        return Checked(False)
    if not any(size == measure() for measure in sizes):
        return Checked(None)
    if any(t.faults for t in told.values()):
        return Checked(False)
    present = [c for c in columns if told[c].values]
    return Checked(True, _typed(con, standard.columns(record_type), table, columns, present, dates), runs)


def _told(
    con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Column], rows: int, shape: str | None
) -> tuple[dict[Column, _Told], list[Run] | None]:
    """What is known of each column, and the runs of ids of a large table."""

    def wanted(c: Column, times: str = "") -> str:
        col, test = f'"{c.name}"', c.test
        if shape and c.name == "id" and c.read == "VARCHAR":
            # a CASE asks no further where the cheap test has told; an OR may
            test = f"CASE WHEN {col} GLOB {quote(shape)} THEN true ELSE {test} END"
        count = f"coalesce(sum({times}) FILTER ({col} IS NOT NULL), 0)" if times else f"count({col})"
        return (
            f"{count}, coalesce(sum({c.length}{times and ' * ' + times}), 0), "
            f"count(CASE WHEN {col} IS NULL THEN NULL WHEN {test} THEN NULL ELSE 1 END)"
        )

    def asked(cursor: duckdb.DuckDBPyConnection, query: str) -> list[int]:
        return [int(n) for n in cursor.execute(query).fetchall()[0]]

    if rows <= MANY:
        found = asked(con, f"SELECT {', '.join(map(wanted, columns))} FROM {table}")
        return {c: _Told(*found[3 * n : 3 * n + 3]) for n, c in enumerate(columns)}, None

    def one(cursor: duckdb.DuckDBPyConnection, c: Column | None) -> Any:
        if c is None:
            return _runs(cursor, table, rows)
        if c.repeats:
            # each of few values is tested once
            return asked(cursor, f'SELECT {wanted(c, "n")} FROM (SELECT "{c.name}", count(*) AS n FROM {table} GROUP BY ALL)')
        return asked(cursor, f"SELECT {wanted(c)} FROM {table}")

    # the runs keep one thread busy, so they begin first
    runs, *each = database.side_by_side(con, one, [None, *columns])
    return {c: _Told(*found) for c, found in zip(columns, each, strict=True)}, runs


def _runs(con: duckdb.DuckDBPyConnection, table: str, rows: int) -> list[Run] | None:
    """First and last id of each run in which the ids ascend, or None if there are many. Numbered ids stand in few."""
    found = con.execute(
        f"""SELECT n, before, id FROM (SELECT id, lag(id) OVER () AS before, row_number() OVER () AS n FROM {table})
            WHERE n = 1 OR n = {rows} OR before >= id LIMIT 10001"""
    ).fetchall()
    if len(found) > 10_000 or any(ident is None or (before is None and n > 1) for n, before, ident in found):
        return None  # an id that is absent will be told
    found.sort()
    runs, first = [], found[0][2]
    for _, before, ident in found[1:]:
        if before.encode() >= ident.encode():
            runs.append((first, before))
            first = ident
    return [*runs, (first, found[-1][2])]


def _typed(
    con: duckdb.DuckDBPyConnection,
    types: Mapping[str, str],
    table: str,
    columns: Sequence[Column],
    present: Sequence[Column],
    dates: Sequence[Column],
) -> dict[str, str]:
    """Bring the checked texts into the types of the fact table, with as little copying as can be."""
    select = {name: f"NULL::{kind}" for name, kind in types.items()}
    ready = {c.name: f'"{c.name}="' for c in dates} | {c.name: f'"{c.name}"' for c in present if c.value == f'"{c.name}"'}
    if all(c.name in ready for c in present):
        for c in columns:
            if c in dates or c not in present:
                con.execute(f'ALTER TABLE {table} DROP COLUMN "{c.name}"')
        return select | ready
    values = ", ".join(f'{ready.get(c.name, c.value)} AS "{c.name}"' for c in present)
    con.execute(f'CREATE TABLE "{table} typed" AS SELECT {values} FROM {table}')
    con.execute(f"DROP TABLE {table}")
    con.execute(f'ALTER TABLE "{table} typed" RENAME TO {table}')
    return select | {c.name: f'"{c.name}"' for c in present}


# --- rows -------------------------------------------------------------------------------------------


def checked_rows(standard: Standard, record_type: str, path: Path) -> str:
    """The query of the columnar way over a file.

    Its columns are those of the fact table and ``_len``, the canonical length: 0 where the row is in doubt.
    """
    select, casts, columns = _row_query(standard, record_type)
    return f"SELECT {select} FROM (SELECT {casts} FROM {_objects(path, columns)})"


@per_standard
def _row_query(standard: Standard, record_type: str) -> tuple[str, str, str]:
    """What is asked of each row, of its texts, and how they are read."""
    schema = standard.schema(record_type)
    props = schema["properties"]
    tests, typed, lengths = [], [], []
    for name, prop in props.items():
        col = f'"{name}"'
        sure = surely(name, prop)
        if sure is None:
            # nested values go the row way
            tests.append(f"{col} IS NULL")
            if name != "ext":
                typed.append(f"NULL::{column_type(prop)} AS {col}")
            else:
                typed += [f'NULL::{column_type(own)} AS "{field}"' for field, own in standard.own_fields(record_type).items()]
            continue
        test, value = sure
        if name in schema.get("required", ()):
            tests.append(f"coalesce({test}, false)")
        else:
            tests.append(f"({col} IS NULL OR coalesce({test}, false))")
        typed.append(f"{value} AS {col}")
        free_text = prop["type"] == "string" and "enum" not in prop and "pattern" not in prop
        length = f"strlen(replace({col}, ' ', ''))" if free_text else f"strlen({col})"
        lengths.append(f"coalesce({length} + {len(name) + 4}, 0)")
    columns = ", ".join(f"'{k}': 'JSON'" for k in props)
    casts = ", ".join(f'"{k}"::VARCHAR AS "{k}"' for k in props)
    checked = f"(CASE WHEN {' AND '.join(tests)} THEN 1 + {' + '.join(lengths)} ELSE 0 END)::INTEGER AS _len"
    return f"{', '.join(typed)}, {checked}", casts, columns


def _objects(path: Path, columns: str) -> str:
    """SQL of the objects on the lines of a file; what cannot be read as one gives NULL in every column."""
    return database.reading(
        "read_json",
        path,
        columns=f"{{{columns}}}",
        format="'newline_delimited'",
        ignore_errors="true",
        maximum_object_size=str(strictjson.MAX_LINE + 1024),
    )
