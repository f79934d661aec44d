"""Tables of a database: one dialect is one :class:`Dialect`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhucun.generation import shapes
from zhucun.generation.shapes import CodeList, Field
from zhucun.generation.tables import BATCH, DOCUMENT, MANIFEST, POSITION, RECORD, Table, tables
from zhucun.standard import Standard

#: A text that the standard sets no bound to is an id, or a number of another register; none is longer.
_ID = 64


@dataclass(frozen=True)
class Dialect:
    """How a database writes what all of them have.

    :ivar types: the type of each kind of value; of ``text`` and ``code`` with ``{n}`` for the length, where it has one.
    :ivar listed: what a list of values is: the type of the values with ``{}`` in its place, or one type for all lists.
    :ivar comments: where comments stand: ``column`` in the column, ``statement`` apart, ``line`` before the line.
    """

    name: str
    types: Mapping[str, str]
    listed: str
    comments: str
    quote: str = '"'

    def named(self, name: str) -> str:
        """A name in quotes: it may be a word of the language, and keeps its capitals."""
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote

    def type(self, field: Field) -> str:
        """The type of a column."""
        one = self.types[field.kind].format(n=field.longest or _ID)
        return self.listed.format(one) if field.listed else one


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_PLAIN = {"text": "VARCHAR({n})", "code": "VARCHAR({n})", "integer": "BIGINT", "boolean": "BOOLEAN", "day": "DATE", "open": "JSON"}

POSTGRESQL = Dialect("postgresql", _PLAIN | {"text": "TEXT", "code": "TEXT"}, "{}[]", "statement")
DUCKDB = Dialect("duckdb", _PLAIN | {"text": "VARCHAR", "code": "VARCHAR"}, "{}[]", "statement")
MYSQL = Dialect("mysql", _PLAIN, "JSON", "column", "`")
SQLITE = Dialect("sqlite", _PLAIN | {"text": "TEXT", "code": "TEXT", "day": "TEXT", "open": "TEXT"}, "TEXT", "line")


def write(standard: Standard, dialect: Dialect) -> str:
    """The script that makes the tables."""
    return f"-- {shapes.origin(standard)}\n\n" + "".join(f"{s};\n\n" for s in statements(standard, dialect))


def statements(standard: Standard, dialect: Dialect) -> Iterator[str]:
    """Each statement that it takes."""
    q = dialect.named
    lists = {c.name: c for c in shapes.code_lists(standard)}
    for table in tables(standard):
        yield from _create(dialect, table, lists)
        for part in table.parts:
            yield from _create(dialect, part, lists)
    document = Field(DOCUMENT, "批次清单 / The manifest of the batch that the tables hold", "open", required=True)
    batch = Field(BATCH, "批次 / Id of the batch", "text", required=True)
    yield from _create(dialect, Table(MANIFEST, "批次清单 / Manifest", (batch, document)), lists)
    code = Table(
        "code",
        "代码表 / Codes and their labels",
        tuple(Field(n, c, "text", required=True, longest=500) for n, c in zip(("list", "code", "zh", "en"), _CODE, strict=True)),
    )
    yield from _create(dialect, code, lists)
    for found in lists.values():
        values = ",\n  ".join(f"({', '.join(map(_text, (found.list, c, zh, en)))})" for c, (zh, en) in found.codes.items())
        yield f"INSERT INTO {q('code')} ({', '.join(map(q, ('list', 'code', 'zh', 'en')))}) VALUES\n  {values}"


_CODE = ("代码表 / Code list", "代码 / Code", "中文名称 / Chinese label", "英文名称 / English label")
_KEYS: Mapping[str, Sequence[str]] = {MANIFEST: (BATCH,), "code": ("list", "code")}


def _create(dialect: Dialect, table: Table, lists: Mapping[str, CodeList]) -> Iterator[str]:
    q = dialect.named
    columns = list(table.columns)
    if table.part_of is not None:
        columns = [
            Field(RECORD, "所属记录 / The record that it belongs to", "text", required=True, target=table.part_of),
            Field(POSITION, "序号 / Its place in the list, from 0", "integer", required=True),
            *columns,
        ]
    lines = [_column(dialect, f, lists) for f in columns]
    lines.append(("", f"PRIMARY KEY ({', '.join(map(q, _KEYS.get(table.name, table.keys)))})"))
    if table.part_of is not None and dialect is not DUCKDB:  # DuckDB knows no cascade
        lines.append(("", f"FOREIGN KEY ({q(RECORD)}) REFERENCES {q(table.part_of)} ({q('id')}) ON DELETE CASCADE"))
    inner = ",\n".join(comment + "  " + line for comment, line in lines)
    before = f"-- {table.comment}\n" if dialect.comments == "line" else ""
    after = f" COMMENT = {_text(table.comment)}" if dialect.comments == "column" else ""
    yield f"{before}CREATE TABLE {q(table.name)} (\n{inner}\n){after}"
    if dialect.comments == "statement":
        yield f"COMMENT ON TABLE {q(table.name)} IS {_text(table.comment)}"
        for f in columns:
            yield f"COMMENT ON COLUMN {q(table.name)}.{q(f.name)} IS {_text(_said(f, lists))}"


def _said(field: Field, lists: Mapping[str, CodeList]) -> str:
    notes = [field.target and f"→ {field.target}", field.type and f"[{lists[field.type].list}]"]
    return " ".join([field.comment, *filter(None, notes)])


def _column(dialect: Dialect, field: Field, lists: Mapping[str, CodeList]) -> tuple[str, str]:
    """A column: the line of a comment before it, if the dialect has no other place, and what defines it."""
    name = dialect.named(field.name)
    line = f"{name} {dialect.type(field)}{' NOT NULL' if field.required else ''}"
    if field.kind == "code" and not field.listed:
        own = f" OR {name} LIKE '%:%'" if field.open else ""
        line += f" CHECK ({name} IN ({', '.join(map(_text, field.part or lists[field.type].codes))}){own})"
    if dialect.comments == "column":
        line += f" COMMENT {_text(_said(field, lists))}"
    return (f"  -- {_said(field, lists)}\n" if dialect.comments == "line" else ""), line
