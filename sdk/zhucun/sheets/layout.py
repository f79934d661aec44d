"""How a workbook is laid out: a sheet for each record type, one for each list of objects in it, a column for each field.

All of it follows from the schemas. A column is known by its key (``leave/kind``), which stands in a hidden row, or by
its Chinese title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zhucun.standard import Standard, per_standard
from zhucun.words import say

#: Kinds of values that a cell may hold.
TEXT, CODE, DATE, MONTH, INTEGER, MONEY, BOOLEAN, REFERENCE, JSON = (
    "text", "code", "date", "month", "integer", "money", "boolean", "reference", "json",
)  # fmt: skip

_MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$"


@dataclass(frozen=True)
class Column:
    """One column.

    :ivar path: the members that lead to its value, from the record or, on a sheet of a list, from the list's element.
    :ivar title: in Chinese, as it stands above the column; money is told in yuan.
    :ivar kind: what its cells hold; ``many`` where a cell holds a list of them.
    :ivar codes: the codes that may stand there, with their Chinese titles.
    :ivar target: the record type that it refers to.
    """

    path: tuple[str, ...]
    title: str
    kind: str
    many: bool = False
    required: bool = False
    codes: Mapping[str, str] | None = None
    codelist: str | None = None
    target: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Layout:
    """One sheet.

    :ivar name: the sheet's, in Chinese.
    :ivar field: the list of objects that it holds; None where it holds the records themselves.
    """

    name: str
    record_type: str
    columns: Sequence[Column]
    field: str | None = None

    @cached_property
    def keys(self) -> Mapping[str, Column]:
        """By key, such as ``leave/kind``; ``^`` is the record that an element belongs to."""
        return {self.key(c): c for c in self.columns}

    @cached_property
    def titles(self) -> Mapping[str, Column]:
        """By title."""
        return {c.title: c for c in self.columns}

    def key(self, column: Column) -> str:
        """What stands in the hidden row above a column."""
        return "/".join((self.record_type, *([self.field] if self.field else []), *column.path))


#: The column of a sheet of a list that names the record which an element belongs to.
PARENT = ("^",)


@per_standard
def layouts(standard: Standard, record_type: str) -> Sequence[Layout]:
    """The sheet of a record type, and behind it those of its lists of objects."""
    schema = standard.schema(record_type)
    name = str(schema["title"])
    columns: list[Column] = []
    children: list[Layout] = []
    for field, prop in schema["properties"].items():
        if prop["type"] == "array" and prop["items"]["type"] == "object":
            parent = Column(PARENT, say("sheet.parent", "zh", kind=name), REFERENCE, required=True, target=record_type)
            below = tuple(columns_of(standard, prop["items"]))
            children.append(Layout(f"{name}·{prop['title']}"[:31], record_type, (parent, *below), field))
        else:
            columns += _column(standard, field, prop, (), "", field in schema.get("required", ()))
    return (Layout(name, record_type, tuple(columns)), *children)


def columns_of(standard: Standard, schema: Mapping[str, Any], path: tuple[str, ...] = (), above: str = "") -> Iterator[Column]:
    """The columns of an object, those of the objects in it among them.

    :param path: the members that lead to it, and ``above`` their titles.
    """
    for field, prop in schema["properties"].items():
        yield from _column(standard, field, prop, path, above, field in schema.get("required", ()))


def _column(standard: Standard, field: str, prop: Mapping[str, Any], path: tuple[str, ...], above: str, required: bool) -> Iterator[Column]:
    title = above + str(prop.get("title", field))
    if prop["type"] == "object" and "properties" in prop:
        yield from columns_of(standard, prop, (*path, field), title + "·")
        return
    many = prop["type"] == "array"
    leaf = prop["items"] if many else prop
    kind = _kind(field, leaf)
    codes = None
    if kind == CODE:
        named = standard.code_titles(leaf["x-codelist"])
        codes = {code: named[code][0] if code in named else code for code in leaf.get("enum", named)}
    if kind == MONEY:
        title = title.removesuffix(say("fill.in-fen", "zh")) + say("sheet.yuan", "zh")
    note = str(prop.get("x-descriptionZh", ""))
    yield Column((*path, field), title, kind, many, required, codes, leaf.get("x-codelist"), leaf.get("x-ref"), note)


def _kind(field: str, leaf: Mapping[str, Any]) -> str:
    if leaf["type"] == "object":
        return JSON
    if leaf["type"] == "boolean":
        return BOOLEAN
    if leaf["type"] == "integer":
        return MONEY if field.endswith("Fen") else INTEGER
    if "x-ref" in leaf:
        return REFERENCE
    if "x-codelist" in leaf:
        return CODE
    if leaf.get("format") == "date":
        return DATE
    return MONTH if leaf.get("pattern") == _MONTH else TEXT


def name_column(layout: Layout) -> Column | None:
    """The column by which people know a record, where its type has one."""
    return next((c for c in layout.columns if c.path == ("name",)), None)


def letters(column: int) -> str:
    """The name of a column, counted from 0: A, B … Z, AA."""
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def cell(row: int, column: int) -> str:
    """The name of a cell; the row counted from 1, the column from 0."""
    return f"{letters(column)}{row}"
