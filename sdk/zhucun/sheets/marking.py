"""Gives a workbook back with what was found in it: a first sheet that lists it, coloured cells, and comments."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from zhucun.errors import OurError, problem
from zhucun.model import Finding, Severity
from zhucun.printing import printable
from zhucun.sheets.layout import letters
from zhucun.sheets.tables import Table
from zhucun.words import room, say

#: So many findings are listed, and so many cells get a comment; the others are coloured only.
LISTED, COMMENTED = 5_000, 5_000

#: So many sentences stand in one comment.
_TOGETHER = 20

_FILLS = {Severity.ERROR: "F6C9C4", Severity.WARNING: "F7E2B5", Severity.INFO: "D3E3F1"}

#: Parts of a package that would be lost if it were saved anew.
_FRAGILE = ("xl/media/", "xl/charts/", "xl/vbaProject", "xl/pivot", "xl/externalLinks/", "xl/activeX/", "xl/embeddings/", "xl/slicers/")


def marked(
    path: Path | None, tables: Callable[[], Sequence[Table]], found: Sequence[Finding], fixes: Mapping[str, str], more: int, lang: str
) -> bytes:
    """The workbook with its findings marked.

    What has pictures, macros or links to others is not saved anew, for it would lose them: its values are written into
    a new workbook instead, and so are those of tables of text and of older forms.

    :param path: the workbook that was read; None where it was none, or several files.
    :param tables: gives every sheet that was read.
    :param fixes: by rule, how to put it right.
    :param more: how many findings there are besides.
    :raises OurError: if what writes it is not installed.
    """
    try:
        import openpyxl
    except ModuleNotFoundError:
        raise OurError(problem("sheet-extra")) from None
    if path is not None and _is_safe(path):
        with path.open("rb") as f:
            book = openpyxl.load_workbook(f)
    else:
        book = _copied(tables())
    _mark_cells(book, found, lang)
    _list(book, found, fixes, more, lang)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _is_safe(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as packed:
        names = packed.namelist()
    return "xl/workbook.xml" in names and not any(
        name.startswith(_FRAGILE) or "/drawing" in name for name in names if "vml" not in name.lower()
    )


def _copied(tables: Sequence[Table]) -> Any:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        for row, values in enumerate(table.rows, 1):
            for column, value in enumerate(values, 1):
                if value != "":
                    cell = sheet.cell(row, column)
                    cell.value = printable(value) if isinstance(value, str) else value
                    if isinstance(value, str):
                        # a text that looks like a formula stays a text
                        cell.data_type, cell.number_format = "s", "@"
    return book


def _mark_cells(book: Any, found: Sequence[Finding], lang: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    words = room("report", lang)
    fills = {severity: PatternFill("solid", fgColor=colour) for severity, colour in _FILLS.items()}
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        place = finding.place
        if place and place.sheet and place.cell and place.sheet in book.sheetnames:
            by_cell.setdefault((place.sheet, place.cell), []).append(finding)
    for number, ((sheet, name), together) in enumerate(by_cell.items()):
        cell = book[sheet][name]
        cell = next((book[sheet][r.coord.split(":")[0]] for r in book[sheet].merged_cells.ranges if name in r), cell)
        cell.fill = fills[max((f.severity for f in together), key=lambda s: s.rank)]
        if number >= COMMENTED:
            continue
        lines = [f"{words[f.severity.value]} {f.rule} {printable(f.message(lang))}" for f in together[:_TOGETHER]]
        if len(together) > _TOGETHER:
            lines.append(words["more"].format(n=len(together) - _TOGETHER))
        if cell.comment is not None:
            lines.insert(0, cell.comment.text)
        text = "\n".join(lines)
        # a box without a size is invisible in some programs
        cell.comment = Comment(text, "Zhucun", width=360, height=min(400, 40 + 18 * sum(1 + len(line) // 24 for line in lines)))


def _list(book: Any, found: Sequence[Finding], fixes: Mapping[str, str], more: int, lang: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    name = say("sheet.results", "zh")
    while name in book.sheetnames:
        del book[name]
    sheet = book.create_sheet(name, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    heads = ("severity", "rule", "cell", "record", "message", "fix")
    for column, (head, width) in enumerate(zip(heads, (10, 16, 20, 22, 70, 50), strict=True)):
        cell = sheet.cell(1, column + 1, say(f"sheet.head.{head}", lang))
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DCE6E2")
        sheet.column_dimensions[letters(column)].width = width
    wrapped = Alignment(wrap_text=True, vertical="top")
    row = 1
    for finding in found[:LISTED]:
        row += 1
        place = finding.place
        at = ""
        if place and place.sheet:
            at = f"{place.sheet}!{place.cell or place.line or ''}".removesuffix("!")
        told = finding.as_json(lang)
        values = (
            say(f"report.{finding.severity.value}", lang),
            finding.rule,
            at,
            told.get("recordId", ""),
            told["message"],
            fixes[finding.rule],
        )
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column)
            cell.value, cell.data_type, cell.alignment = printable(str(value)), "s", wrapped
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=_FILLS[finding.severity])
        if place and place.sheet and place.cell and place.sheet in book.sheetnames:
            quoted = place.sheet.replace("'", "''")
            sheet.cell(row, 3).hyperlink = Hyperlink(ref=f"C{row}", location=f"'{quoted}'!{place.cell}")
            sheet.cell(row, 3).font = Font(underline="single", color="1B6A60")
    more += max(0, len(found) - LISTED)
    if more:
        sheet.cell(row + 1, 5, say("sheet.head.more", lang, n=more))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:F{max(row, 2)}"
