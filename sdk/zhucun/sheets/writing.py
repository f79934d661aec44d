"""Writes workbooks: an empty one to fill in, or the records of a batch."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from zhucun.errors import BatchError, OurError, problem
from zhucun.sheets import cells, grid, layout
from zhucun.sheets.layout import PARENT, Column, Layout, layouts
from zhucun.sheets.lists import Lists
from zhucun.sheets.reading import manifest_rows
from zhucun.standard import Profile, Standard
from zhucun.words import say

#: Rows that drop-downs reach down to.
ROWS = 20_000

#: The day that a workbook says it was made on: the same content gives the same bytes.
_MADE = dt.datetime(2000, 1, 1)

_MOST_ROWS, _LONGEST = 1_048_576, 32_767

_TITLE, _NEEDED = "#DCE6E2", "#F3DCC0"


@dataclass(frozen=True)
class Wanted:
    """What a workbook is to hold.

    :ivar types: the record types that get a sheet.
    :ivar fields: by record type, the fields that are shown; the others are folded away. None shows all.
    :ivar examples: by record type, a few records for the sheet of examples.
    :ivar grid: whether attendance is written as tables of months, as far as they hold it.
    """

    types: Sequence[str]
    fields: Mapping[str, Collection[str]] | None = None
    examples: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    grid: bool = False


def read_by(profile: Profile) -> tuple[list[str], dict[str, set[str]]]:
    """The record types that the rules of a profile read, in the order of the standard, and of each the fields they need."""
    standard = profile.standard
    fields: dict[str, set[str]] = {}
    for rule in profile.rules:
        if not rule.header.get("policies"):
            continue
        for kind in rule.reads:
            fields.setdefault(kind, set())
        for named in rule.header.get("fields", []):
            kind, _, name = named.partition(".")
            fields.setdefault(kind, set()).add(name)
    for kind, names in profile.named_fields.items():
        fields.setdefault(kind, set()).update(names)
    # whom they refer to is needed too
    for kind in list(fields):
        for target, _ in standard.references(kind).values():
            if target in ("organization", "village", "cadre"):
                fields.setdefault(target, set())
    return [kind for kind in standard.record_types if kind in fields], fields


def write(
    standard: Standard,
    target: Path,
    wanted: Wanted,
    manifest: Mapping[str, Any],
    records: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
    strange: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write a workbook.

    :param manifest: what its sheet 清单 says.
    :param records: by record type; read once.
    :param strange: by record type, the members of records that the standard does not know; each gets a column.
    :raises OurError: if what writes it is not installed, or it cannot be written.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise OurError(problem("sheet-extra")) from None
    try:
        book = xlsxwriter.Workbook(str(target), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        _Writing(standard, book, wanted, strange or {}).write(manifest, records or {})
        book.close()
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as e:
        raise OurError(problem("no-space", path=target, reason=getattr(e, "strerror", None) or e)) from e


class _Writing:
    def __init__(self, standard: Standard, book: Any, wanted: Wanted, strange: Mapping[str, Sequence[str]]) -> None:
        self.standard, self.book, self.wanted, self.strange = standard, book, wanted, strange
        self.shapes = [shape for kind in wanted.types for shape in layouts(standard, kind)]
        add = book.add_format
        base = {"font_size": 11, "valign": "top"}
        self.formats = {
            layout.DATE: add({**base, "num_format": "yyyy-mm-dd", "align": "left"}),
            layout.INTEGER: add({**base, "num_format": "0"}),
            layout.MONEY: add({**base, "num_format": "#,##0.00"}),
        }
        self.text = add({**base, "num_format": "@"})
        self.title = add({**base, "bold": True, "bg_color": _TITLE, "bottom": 1, "text_wrap": True})
        self.needed = add({**base, "bold": True, "bg_color": _NEEDED, "bottom": 1, "text_wrap": True})
        self.quiet = add({**base, "font_color": "#777777"})
        self.wrapped = add({**base, "text_wrap": True})
        self.off = add({**base, "bg_color": "#EEEEEE", "align": "center"})
        self.day = add({**base, "align": "center"})
        self.lists = Lists(standard, book, (column for shape in self.shapes for column in shape.columns))
        self.names: dict[str, str] = {}

    def write(self, manifest: Mapping[str, Any], records: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        book = self.book
        book.set_properties({"title": say("sheet.workbook", "zh"), "created": _MADE})
        book.set_custom_property("zhucun.standard", self.standard.version)
        book.set_custom_property("zhucun.profile", str(manifest.get("profile", "")))
        self.help()
        self.manifest(manifest)
        self.name_ids()
        for kind in self.wanted.types:
            if kind == grid.TYPE and self.wanted.grid:
                self.months(records.get(kind, ()), is_empty=kind not in records)
            else:
                self.records(kind, records.get(kind, ()))
        if self.wanted.examples:
            self.examples()
        self.lists.write(self.title, self.text)

    # --- one record type

    def records(self, kind: str, records: Iterable[Mapping[str, Any]]) -> None:
        shapes = layouts(self.standard, kind)
        sheets = [self.sheet(shape) for shape in shapes]
        at = [2] * len(shapes)
        for record in records:
            ident = record.get("id", "")
            if self.wanted.grid and kind == "cadre" and isinstance(ident, str) and isinstance(name := record.get("name"), str):
                self.names[ident] = name
            self.row(sheets[0], at[0], shapes[0], record)
            # what the standard does not know stands behind all that it does
            for n, name in enumerate(self.strange.get(kind, ()), len(shapes[0].columns)):
                if name in record:
                    column = Column((name,), name, layout.TEXT)
                    self.put(sheets[0], at[0], n, column, cells.shown(column, record[name]))
            at[0] += 1
            for n, shape in enumerate(shapes[1:], 1):
                for element in _elements(record, str(shape.field)):
                    self.row(sheets[n], at[n], shape, {**element, PARENT[0]: ident})
                    at[n] += 1
        for sheet, shape, last in zip(sheets, shapes, at, strict=True):
            sheet.autofilter(0, 0, max(last - 1, 2), len(shape.columns) - 1)

    def row(self, sheet: Any, row: int, shape: Layout, record: Mapping[str, Any]) -> None:
        if row >= _MOST_ROWS:
            raise BatchError(problem("sheet-rows", kind=shape.name, limit=_MOST_ROWS))
        for n, column in enumerate(shape.columns):
            if (value := _value(record, column.path)) is not None:
                self.put(sheet, row, n, column, cells.shown(column, value))

    def put(self, sheet: Any, row: int, at: int, column: Column, value: Any) -> None:
        style = self.formats.get(column.kind, self.text)
        if isinstance(value, dt.date):
            sheet.write_datetime(row, at, dt.datetime(value.year, value.month, value.day), style)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, at, value, style)
        else:
            if len(str(value)) > _LONGEST:
                raise BatchError(problem("sheet-long", kind=sheet.name, field=column.title, limit=_LONGEST))
            sheet.write_string(row, at, str(value), self.text)

    def sheet(self, shape: Layout) -> Any:
        sheet = self.book.add_worksheet(shape.name)
        # a row is written for good once the next one begins
        sheet.set_row(0, 32)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        shown = None if self.wanted.fields is None else self.wanted.fields.get(shape.record_type, ())
        if shape.field is not None and shown is not None and shape.field not in shown:
            sheet.hide()
        for n, column in enumerate(shape.columns):
            is_shown = shown is None or shape.field is not None or column.required or column.path[0] in ("name", *shown)
            options = {} if is_shown else {"level": 1, "hidden": True}
            sheet.set_column(n, n, _width(column), self.formats.get(column.kind, self.text), options)
        for n, column in enumerate(shape.columns):
            is_needed = _is_needed(shape, column)
            sheet.write_string(0, n, column.title + ("*" if is_needed else ""), self.needed if is_needed else self.title)
        for n, column in enumerate(shape.columns):
            note = self.note(shape, column)
            sheet.write_comment(0, n, note, {"x_scale": 2, "y_scale": 1 + len(note) / 90, "author": "Zhucun"})
        more = self.strange.get(shape.record_type, ()) if shape.field is None else ()
        for n, name in enumerate(more, len(shape.columns)):
            sheet.write_string(0, n, name, self.title)
        for n, column in enumerate(shape.columns):
            sheet.write_string(1, n, shape.key(column), self.quiet)
        for n, name in enumerate(more, len(shape.columns)):
            sheet.write_string(1, n, f"{shape.record_type}/{name}", self.quiet)
        sheet.freeze_panes(2, 2 if len(shape.columns) > 2 else 1)
        for n, column in enumerate(shape.columns):
            if (choice := self.choice(column)) is not None:
                sheet.data_validation(2, n, ROWS, n, choice)
        return sheet

    def note(self, shape: Layout, column: Column) -> str:
        parts = [say("sheet.needed" if _is_needed(shape, column) else "sheet.free", "zh")]
        if column.note:
            parts.append(column.note)
        parts.append(say(f"sheet.form.{column.kind}", "zh"))
        if column.many:
            parts.append(say("sheet.many", "zh"))
        if column.target is not None:
            parts.append(say("sheet.refers", "zh", kind=self.standard.schema(column.target)["title"]))
        return "\n".join(parts)

    def choice(self, column: Column) -> dict[str, Any] | None:
        """The drop-down of a column: a list that warns, or one that only helps where several or other values may stand."""
        if column.kind == layout.BOOLEAN:
            yes, no = (say(f"fill.{word}", "zh") for word in ("yes", "no"))
            return {"validate": "list", "source": [yes, no], "error_type": "warning"}
        if (name := self.list_of(column)) is None:
            return None
        helps = column.many or column.kind == layout.REFERENCE
        return {"validate": "list", "source": f"={name}", "error_type": "warning", "show_error": not helps}

    # --- lists

    def list_of(self, column: Column) -> str | None:
        """The defined name of the list that a column chooses from; never the list itself, which may be too long for a cell."""
        if (codes := self.lists.of(column)) is not None:
            return codes
        return f"ids.{column.target}" if column.target in self.wanted.types and column.target != grid.TYPE else None

    def name_ids(self) -> None:
        for kind in self.wanted.types:
            if kind == grid.TYPE and self.wanted.grid:
                continue
            shape = layouts(self.standard, kind)[0]
            at = layout.letters(next(n for n, c in enumerate(shape.columns) if c.path == ("id",)))
            self.book.define_name(f"ids.{kind}", f"='{shape.name}'!${at}$3:${at}${ROWS + 1}")

    # --- attendance by the month

    def months(self, records: Iterable[Mapping[str, Any]], *, is_empty: bool) -> None:
        """Tables of the months, and the usual sheet for what they cannot hold.

        :param is_empty: whether it is one to fill in.
        """
        months = grid.Months(self.standard)
        left = (record for record in records if not months.take(record))
        if (first := next(left, None)) is not None:
            self.records(grid.TYPE, chain([first], left))
        used: dict[str, int] = {}
        for (year, month, shared), rows in months.tables():
            name = say("sheet.grid.name-of", "zh", month=say("sheet.grid.month-of", "zh", year=year, month=month))
            used[name] = n = used.get(name, 0) + 1
            self.month(name if n == 1 else f"{name}（{n}）", (year, month), shared, rows)
        if is_empty:
            self.month(say("sheet.grid", "zh"), None, None, [])
        self.symbols()

    def month(
        self, name: str, month: tuple[int, int] | None, shared: str | None, rows: Sequence[tuple[str, str | None, Mapping[int, str]]]
    ) -> None:
        sheet = self.book.add_worksheet(name)
        named = {c.path[0]: c for c in layouts(self.standard, grid.TYPE)[0].columns}
        days = calendar.monthrange(*month)[1] if month else 31
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.set_column(0, 2, 14, self.text)
        free = {day for day in range(1, days + 1) if month and calendar.weekday(*month, day) >= calendar.SATURDAY}
        for day in range(1, days + 1):
            sheet.set_column(2 + day, 2 + day, 4, self.off if day in free else self.day)
        sheet.set_column(3 + days, 3 + days, 20, self.text)
        sheet.write_string(0, 0, say("sheet.grid.month", "zh") + "*", self.needed)
        if month:
            sheet.write_string(0, 1, say("sheet.grid.month-of", "zh", year=month[0], month=month[1]), self.text)
        keeper = named[grid.SHARED[0]]
        sheet.write_string(0, 2, keeper.title, self.title)
        if shared is not None:
            sheet.write_string(0, 3, cells.shown(keeper, shared), self.text)
        own = {c.path[0]: c.title for c in layouts(self.standard, "cadre")[0].columns}
        for n, title in enumerate((named["cadreId"].title, own["name"], named["villageId"].title)):
            sheet.write_string(1, n, title, self.needed if n == 0 else self.title)
        for day in range(1, days + 1):
            sheet.write_number(1, 2 + day, day, self.title)
        sheet.write_string(1, 3 + days, say("sheet.grid.remark", "zh"), self.title)
        for row, (cadre, village, symbols) in enumerate(rows, 2):
            sheet.write_string(row, 0, cadre, self.text)
            if cadre in self.names:
                sheet.write_string(row, 1, self.names[cadre], self.text)
            if village is not None:
                sheet.write_string(row, 2, village, self.text)
            for day, symbol in sorted(symbols.items()):
                sheet.write_string(row, 2 + day, symbol, self.off if day in free else self.day)
        sheet.freeze_panes(2, 3)
        last = max(1 + len(rows), 201)
        for at, target in ((0, "cadre"), (2, "village")):
            if target in self.wanted.types:
                sheet.data_validation(2, at, last, at, {"validate": "list", "source": f"=ids.{target}", "show_error": False})
        sheet.data_validation(
            2, 3, last, 2 + days, {"validate": "list", "source": "=symbols", "error_type": "warning", "show_error": False}
        )

    def symbols(self) -> None:
        """The sheet that explains the symbols. Those without a meaning are there for the office to give them one."""
        name = say("sheet.symbols", "zh")
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 12, self.text)
        sheet.set_column(1, 3, 26, self.text)
        sheet.write_string(0, 0, say("sheet.grid.symbols-how", "zh"), self.quiet)
        for n, title in enumerate(grid.titles(self.standard)):
            sheet.write_string(1, n, title, self.needed if n < 2 else self.title)
        status = next(c for c in layouts(self.standard, grid.TYPE)[0].columns if c.path == ("status",))
        yes, no = (say(f"fill.{word}", "zh") for word in ("yes", "no"))
        row = 1
        for row, (symbol, meaning) in enumerate(grid.registered(self.standard), 2):
            sheet.write_string(row, 0, symbol, self.text)
            if meaning is None:
                continue
            sheet.write_string(row, 1, cells.shown(status, meaning.status), self.text)
            if meaning.overnight is not None:
                sheet.write_string(row, 2, yes if meaning.overnight else no, self.text)
            if meaning.at_village:
                sheet.write_string(row, 3, yes, self.text)
        self.book.define_name("symbols", f"='{name}'!$A$3:$A${row + 30}")
        if choice := self.choice(status):
            sheet.data_validation(2, 1, row + 30, 1, choice)
        sheet.data_validation(2, 2, row + 30, 3, {"validate": "list", "source": [yes, no], "error_type": "warning"})
        sheet.freeze_panes(2, 0)

    # --- the sheets besides

    def help(self) -> None:
        sheet = self.book.add_worksheet(say("sheet.help", "zh"))
        sheet.set_column(0, 0, 90)
        for n, line in enumerate(say("sheet.how", "zh").split("\n")):
            sheet.write_string(n, 0, line, self.title if n == 0 else self.wrapped)

    def manifest(self, manifest: Mapping[str, Any]) -> None:
        sheet = self.book.add_worksheet(say("sheet.manifest", "zh"))
        sheet.set_column(0, 0, 14, None, {"hidden": True})
        sheet.set_column(1, 1, 26)
        sheet.set_column(2, 5, 24, self.text)
        row = 0
        needed = {"sender.id", "profile", "startDate", "endDate", "asOf"}
        days = {"startDate", "endDate", "asOf"}
        for name, title, value in manifest_rows(self.standard, manifest):
            sheet.write_string(row, 0, name, self.quiet)
            sheet.write_string(row, 1, title + ("*" if name in needed else ""), self.needed if name in needed else self.title)
            if value is not None:
                kind = layout.DATE if name in days else layout.TEXT
                self.put(sheet, row, 2, Column((name,), title, kind), cells.shown(Column((name,), title, kind), value))
            row += 1
        row += 1
        sheet.write_string(row, 1, say("sheet.declare", "zh"))
        row += 1
        heads = [say(f"sheet.{name}", "zh") for name in ("type", "kind", "from", "to", "complete")]
        for n, head in enumerate(heads):
            sheet.write_string(row, n + 1, head, self.title)
        first = row + 1
        for entry in self.declared(manifest):
            row += 1
            title = self.standard.schema(entry["recordType"])["title"] if entry["recordType"] in self.standard.record_types else ""
            sheet.write_string(row, 1, f"{title} [{entry['recordType']}]", self.text)
            if "kind" in entry:
                sheet.write_string(row, 2, entry["kind"], self.text)
            for at, name in ((3, "startDate"), (4, "endDate")):
                if name in entry:
                    day = Column((name,), "", layout.DATE)
                    self.put(sheet, row, at, day, cells.shown(day, entry[name]))
            sheet.write_string(row, 5, say("fill.no" if "startDate" not in entry else "fill.yes", "zh"), self.text)
        yes, no = (say(f"fill.{word}", "zh") for word in ("yes", "no"))
        sheet.data_validation(first, 5, first + 200, 5, {"validate": "list", "source": [yes, no], "error_type": "warning"})
        sheet.freeze_panes(0, 2)

    def declared(self, manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """What is declared complete, and a row for each type of which that may still be said."""
        said = manifest.get("coverage", ())
        yield from said
        yield from ({"recordType": kind} for kind in self.wanted.types if kind not in {c["recordType"] for c in said})

    def examples(self) -> None:
        sheet = self.book.add_worksheet(say("sheet.examples", "zh"))
        sheet.set_column(0, 60, 18, self.text)
        row = 0
        for kind, records in self.wanted.examples.items():
            for shape in layouts(self.standard, kind):
                found = [r for record in records for r in ([record] if shape.field is None else _owned(record, shape.field))]
                columns = [c for c in shape.columns if any(_value(r, c.path) is not None for r in found)]
                if not columns:
                    continue
                sheet.write_string(row, 0, shape.name, self.title)
                for n, column in enumerate(columns):
                    sheet.write_string(row + 1, n, column.title, self.title)
                for r, record in enumerate(found, row + 2):
                    for n, column in enumerate(columns):
                        if (value := _value(record, column.path)) is not None:
                            self.put(sheet, r, n, column, cells.shown(column, value))
                row += len(found) + 3


def _owned(record: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return [{**element, PARENT[0]: record.get("id", "")} for element in _elements(record, name)]


def _elements(record: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = record.get(name)
    return [e for e in found if isinstance(e, Mapping)] if isinstance(found, list) else []


def _value(record: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    found: Any = record
    for name in path:
        if not isinstance(found, Mapping) or name not in found:
            return None
        found = found[name]
    return found


def _is_needed(shape: Layout, column: Column) -> bool:
    """Whether a column is to be filled in; an id may be left to the reader."""
    return column.required and column.path != ("id",)


def _width(column: Column) -> int:
    return {layout.DATE: 12, layout.BOOLEAN: 9, layout.INTEGER: 10, layout.CODE: 22}.get(column.kind, 18)
