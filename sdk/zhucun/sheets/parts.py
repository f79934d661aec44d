"""One sheet with records in it: which row, and in a month's table which cell, each of them stood in."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from zhucun.record.faults import Fault
from zhucun.sheets.layout import PARENT, Column, Layout
from zhucun.sheets.tables import Table
from zhucun.words import say

_MARKS = re.compile(rf"[\s*★:·.]|\((?:{'|'.join(say('sheet.marks', 'zh').split())})\)")


def plain(text: object) -> str:
    """A title or a name as it is compared: without marks, spaces and the width of letters."""
    folded = unicodedata.normalize("NFKC", str(text))
    return _MARKS.sub("", folded).lower()


@dataclass(frozen=True)
class Told:
    """Something to say of a cell that no check of a record would find.

    :ivar row, column: counted from 1 and from 0; None for a sheet as a whole.
    """

    record_type: str
    fault: Fault
    row: int | None = None
    column: int | None = None


@dataclass(eq=False)
class Part:
    """One sheet that holds records or elements of their lists.

    :ivar head: how many rows stand above its data.
    :ivar columns: what is read, by the number of its column.
    :ivar records: the records, ``rows`` the row of each, counted from 1, and ``at`` the column of each where a cell is a
        record.
    :ivar places: for a list, by (number of the record, place in its list), the row of the element.
    :ivar told: what is to be said of its cells.
    """

    table: Table
    layout: Layout
    head: int
    columns: Mapping[int, Column]
    records: list[dict[str, Any]] = field(default_factory=list)
    rows: array[int] = field(default_factory=lambda: array("Q"))
    at: array[int] = field(default_factory=lambda: array("Q"))
    children: dict[str, Part] = field(default_factory=dict)
    places: dict[tuple[int, int], int] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    extra: Mapping[int, str] = field(default_factory=dict)

    def where(self, number: int, pointer: str | None) -> tuple[Part, int, int | None]:
        """Sheet, row and column of a member of a record; of the record as a whole those of its id.

        :param number: which record it is, counted from 0.
        """
        path, row = tuple((pointer or "").split("/")[1:]), self.rows[number]
        if len(path) > 1 and path[0] in self.children and path[1].isdigit():
            child = self.children[path[0]]
            if (number, int(path[1])) in child.places:
                return child, child.places[number, int(path[1])], child.column(path[2:])
        column = None if not path or path[0] in self.children else self.column(path)
        if column is None:
            column = self.at[number] if self.at else self.column(("id",))
        return self, row, column

    def column(self, path: tuple[str, ...]) -> int | None:
        """The column of a member; of an element of a list in one cell that of the list."""
        while path:
            for number, column in self.columns.items():
                if column.path == path:
                    return number
            for number, name in self.extra.items():
                if path == (name,):
                    return number
            within = [n for n, c in self.columns.items() if c.path[: len(path)] == path]
            if within:
                return within[0]
            path = path[:-1]
        return None

    def let_go(self) -> None:
        """Keep no more than where the records stood."""
        self.records = []
        self.table = replace(self.table, rows=())

    def placed(self) -> Iterator[tuple[int, int | None]]:
        """Row of each record, and its column where a cell is a record."""
        return zip(self.rows, self.at or (None for _ in self.rows), strict=True)


def fault_at(code: str, part: Part, column: Column, **values: Any) -> Fault:
    """Something wrong in the cells of a column."""
    path = column.path if part.layout.field is None else (part.layout.field, *column.path)
    return Fault(code, "/" + "/".join(path), () if column.path == PARENT else path, values)
