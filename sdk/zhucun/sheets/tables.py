"""Rows of cells out of workbooks and of tables of text. Formulas are never evaluated: what a program stored is what counts."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from pathlib import Path
from posixpath import normpath
from typing import Any, overload

from zhucun.errors import BatchError, MachineError, OurError, exhausted, problem
from zhucun.sheets.cells import Value
from zhucun.sheets.layout import cell

#: Suffixes that are read, by what reads them.
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXTS = (".csv", ".tsv", ".txt")

#: A workbook may reach over so many cells, however few of them are filled: a reader makes room for all of them.
MOST_CELLS = 30_000_000

#: Cells of a workbook say so where they hold an error such as #N/A.
_FILLED = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'](?:[^>]*[^>/])?>""")
_ERROR = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3}[0-9]{1,7})["'][^>]*\bt=["']e["']""")
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="([0-9]{4,})"[^>]*office:value')
_BLOCK = 2**20


@dataclass(frozen=True)
class Table:
    """One sheet, or one file of text.

    :ivar name: the sheet's; of a file of text its name without the suffix.
    :ivar file: the file that it stands in.
    :ivar rows: every row from the first, each as long as it happens to be.
    :ivar errors: the names of cells that hold an error.
    """

    name: str
    file: str
    rows: Sequence[Sequence[Value]]
    errors: frozenset[str] = field(default_factory=frozenset)


def is_sheet(name: str) -> bool:
    """Whether a name is that of a workbook or a table of text."""
    return name.lower().endswith((*WORKBOOKS, *TEXTS[:2]))


def read(path: Path, name: str, spend: Callable[[int], None]) -> list[Table]:
    """The tables of a file.

    :param name: of the file, for messages.
    :param spend: told how much it unpacks to.
    :raises BatchError: if it cannot be read.
    :raises OurError: if what reads it is not installed.
    """
    if name.lower().endswith(WORKBOOKS):
        return _workbook(path, name, spend)
    return [_text(path.read_bytes(), name)]


# --- text -----------------------------------------------------------------------------------------


def _text(data: bytes, name: str) -> Table:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decoded(data, name, "utf-16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _decoded(data, name, "gb18030")
    if "\0" in text:
        raise BatchError(problem("sheet-text", path=name))
    first = text[: text.find("\n")] if "\n" in text else text
    separator = max((",", ";", "\t", "，"), key=first.count)
    before = csv.field_size_limit(2**24)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise BatchError(problem("sheet-text", path=name)) from None
    finally:
        csv.field_size_limit(before)
    return Table(Path(name).stem, name, rows)


def _decoded(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise BatchError(problem("sheet-text", path=name)) from None


# --- workbooks ------------------------------------------------------------------------------------


def _workbook(path: Path, name: str, spend: Callable[[int], None]) -> list[Table]:
    try:
        import python_calamine as calamine
    except ModuleNotFoundError:
        raise OurError(problem("sheet-extra")) from None
    errors = _looked_through(path, name, spend)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            return [
                Table(sheet.name, name, _Rows(book.get_sheet_by_name(sheet.name)), errors.get(sheet.name, frozenset()))
                for sheet in book.sheets_metadata
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError:
        raise BatchError(problem("sheet-password", path=name)) from None
    except (calamine.CalamineError, OSError, ValueError) as e:
        if exhausted(e):
            raise MachineError(problem("machine")) from e
        raise BatchError(problem("sheet-broken", path=name)) from None


class _Rows(Sequence[Sequence[Value]]):
    """The rows of a sheet, made one by one: the reader's own form of them is small, lists of values are not."""

    #: So many rows are kept: whoever looks for titles looks there again and again.
    TOP = 16

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._top: list[list[Value]] = list(islice(sheet.iter_rows(), self.TOP))

    def __len__(self) -> int:
        return 0 if self._sheet.end is None else int(self._sheet.end[0]) + 1

    def __iter__(self) -> Iterator[Sequence[Value]]:
        rows: Iterator[Sequence[Value]] = self._sheet.iter_rows()
        return rows

    @overload
    def __getitem__(self, at: int) -> Sequence[Value]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[Value]]: ...
    def __getitem__(self, at: int | slice) -> Sequence[Value] | Sequence[Sequence[Value]]:
        last = at.stop if isinstance(at, slice) else at + 1 or None
        if last is not None and 0 <= last <= self.TOP:
            return self._top[at]
        return list(self)[at]


def _looked_through(path: Path, name: str, spend: Callable[[int], None]) -> Mapping[str, frozenset[str]]:
    """Unpack a workbook once, as far as it may be unpacked, and refuse what a reader would choke on.

    :returns: by sheet, the cells that hold an error: a reader takes them for empty.
    """
    if not zipfile.is_zipfile(path):
        with path.open("rb") as f:
            head = f.read(8)
        if head == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            return {}
        raise BatchError(problem("sheet-broken", path=name))
    errors: dict[str, frozenset[str]] = {}
    try:
        with zipfile.ZipFile(path) as packed:
            names = _sheet_names(packed, spend)
            for info in packed.infolist():
                if info.flag_bits & 1:
                    raise BatchError(problem("sheet-password", path=name))
                found = _scanned(packed, info, name, spend)
                if found:
                    errors[names.get(info.filename, "")] = found
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError) as e:
        if exhausted(e):
            raise MachineError(problem("machine")) from e
        raise BatchError(problem("sheet-broken", path=name)) from None
    return errors


def _scanned(packed: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, spend: Callable[[int], None]) -> frozenset[str]:
    is_sheet = info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml")
    columns: set[bytes] = set()
    errors: set[str] = set()
    rows, tail = 0, b""
    with packed.open(info) as file:
        while block := file.read(_BLOCK):
            spend(len(block))
            text = tail + block
            if is_sheet:
                filled = _FILLED.findall(text)
                columns.update(column for column, _ in filled)
                rows = max(rows, max((int(row) for row in {row for _, row in filled}), default=0))
                errors.update(found.decode() for found in _ERROR.findall(text))
            elif info.filename == "content.xml" and any(int(n) > 16_384 for n in _REPEATED.findall(text)):
                raise BatchError(problem("sheet-wide", path=name))
            tail = text[-300:]
    wide = max((_number(column) for column in columns), default=0)
    if wide * rows > MOST_CELLS:
        raise BatchError(problem("sheet-wide", path=name))
    return frozenset(errors)


def _number(column: bytes) -> int:
    out = 0
    for letter in column:
        out = out * 26 + letter - 64
    return out


def _sheet_names(packed: zipfile.ZipFile, spend: Callable[[int], None]) -> dict[str, str]:
    """Path of each sheet in the package → its name."""
    try:
        book, links = (_small(packed, part, spend) for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    except KeyError:
        return {}
    paths = {}
    for link in re.findall(r"<Relationship\b[^>]*>", links):
        ident, target = (re.search(rf'\b{name}="([^"]*)"', link) for name in ("Id", "Target"))
        if ident and target:
            paths[ident[1]] = normpath(target[1].lstrip("/") if target[1].startswith("/") else f"xl/{target[1]}")
    out = {}
    for sheet in re.findall(r"<sheet\b[^>]*>", book):
        named, ident = re.search(r'\bname="([^"]*)"', sheet), re.search(r'\br:id="([^"]*)"', sheet)
        if named and ident and ident[1] in paths:
            out[paths[ident[1]]] = unescape(named[1])
    return out


def _small(packed: zipfile.ZipFile, part: str, spend: Callable[[int], None]) -> str:
    with packed.open(part) as file:
        data = file.read(2**24)
    spend(len(data))
    return data.decode("utf-8", "replace")


def error_cells(table: Table) -> Iterator[tuple[int, int]]:
    """Row and column, each counted from 0, of the cells that hold an error."""
    if table.errors:
        for row, values in enumerate(table.rows):
            for column in range(len(values)):
                if cell(row + 1, column) in table.errors:
                    yield row, column
