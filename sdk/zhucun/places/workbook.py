"""A profile as a workbook and back: a sheet for the document, one for each policy table, one for the clauses.

All of it follows from the schema of profiles. A column is known by its key, which stands in a hidden row, or by its title.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from zhucun.errors import BatchError, OurError, Problem, problem
from zhucun.places import check, template
from zhucun.sheets import cells, layout, tables
from zhucun.sheets.cells import LostDigits, Value, is_blank, text_of
from zhucun.sheets.layout import Column, columns_of
from zhucun.sheets.lists import Lists
from zhucun.sheets.parts import plain
from zhucun.sheets.tables import Table
from zhucun.standard import Profiles, Standard
from zhucun.words import say

#: The columns of the sheet of clauses.
CLAUSES = ("id", "section", "modality", "checkability", "zh", "en", "reason")

_TOP, _BASIS, _POLICY = "/", "basis", "policy"

#: The day that a workbook says it was made on: the same content gives the same bytes.
_MADE = dt.datetime(2000, 1, 1)

#: Rows that drop-downs reach down to.
_ROWS = 2_000


def _sheets(standard: Standard) -> Iterator[tuple[str, str, Sequence[Column]]]:
    """Key, name and columns of each sheet with a schema: the document, the documents that it rests on, the policy tables."""
    schema = standard.schema("profile")
    props = schema["properties"]
    top = {**schema, "properties": {k: v for k, v in props.items() if k not in (_BASIS, _POLICY)}}
    yield _TOP, say("profile-sheet.document", "zh"), tuple(columns_of(standard, top))
    yield _BASIS, props[_BASIS]["title"], tuple(columns_of(standard, props[_BASIS]["items"]))
    for name, table in props[_POLICY]["properties"].items():
        yield name, table["title"], tuple(columns_of(standard, table["items"]))


def _key(column: Column) -> str:
    return "/".join(column.path)


def _is_actor(column: Column) -> bool:
    """Whether a column of a table holds bodies; what the document declares of its own stays as JSON."""
    return column.kind == layout.JSON and column.many and len(column.path) == 1


# --- into a workbook --------------------------------------------------------------------------------


def write(standard: Standard, profile: Mapping[str, Any], listed: Sequence[Mapping[str, Any]], target: Path) -> None:
    """Write a profile as a workbook.

    :param profile: as its ``profile.json`` has it.
    :param listed: the clauses of its document.
    :raises OurError: if what writes it is not installed, or it cannot be written.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise OurError(problem("sheet-extra")) from None
    try:
        book = xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False})
        book.set_properties({"title": say("profile-sheet.document", "zh"), "created": _MADE})
        _write(standard, book, profile, listed)
        book.close()
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as e:
        raise OurError(problem("no-space", path=target, reason=getattr(e, "strerror", None) or e)) from e


def _write(standard: Standard, book: Any, profile: Mapping[str, Any], listed: Sequence[Mapping[str, Any]]) -> None:
    base = {"font_size": 11, "valign": "top"}
    title = book.add_format({**base, "bold": True, "bg_color": "#DCE6E2", "bottom": 1, "text_wrap": True})
    needed = book.add_format({**base, "bold": True, "bg_color": "#F3DCC0", "bottom": 1, "text_wrap": True})
    text, quiet = book.add_format({**base, "num_format": "@", "text_wrap": True}), book.add_format({**base, "font_color": "#777777"})
    number = book.add_format({**base, "num_format": "General"})
    day = book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"})
    shapes = list(_sheets(standard))
    lists = Lists(standard, book, (column for _, _, columns in shapes for column in columns))

    def put(sheet: Any, row: int, at: int, value: Any) -> None:
        if isinstance(value, dt.date):
            sheet.write_datetime(row, at, dt.datetime(value.year, value.month, value.day), day)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, at, value, number)
        else:
            sheet.write_string(row, at, value, text)

    def choose(sheet: Any, column: Column, first: int, at: int, last: int) -> None:
        if column.kind == layout.BOOLEAN:
            source: Any = [say(f"fill.{word}", "zh") for word in ("yes", "no")]
        elif (name := lists.of(column)) is not None:
            source = f"={name}"
        else:
            return
        sheet.data_validation(
            first, at, last, at, {"validate": "list", "source": source, "error_type": "warning", "show_error": not column.many}
        )

    key, name, columns = shapes[0]
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 14, None, {"hidden": True})
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 70, text)
    for row, column in enumerate(columns):
        is_needed = column.required and len(column.path) == 1
        sheet.write_string(row, 0, _key(column), quiet)
        sheet.write_string(row, 1, column.title + ("*" if is_needed else ""), needed if is_needed else title)
        if (value := _value(profile, column.path)) is not None:
            put(sheet, row, 2, _shown(column, value))
        choose(sheet, column, row, 2, row)
    for key, name, columns in shapes[1:]:
        rows = profile.get(_BASIS, ()) if key == _BASIS else profile[_POLICY].get(key, ())
        sheet = book.add_worksheet(name)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.freeze_panes(2, 1)
        titles = [c.title for c in columns]
        for n, column in enumerate(columns):
            sheet.set_column(
                n, n, 28 if column.kind in (layout.CODE, layout.TEXT) else 14, number if column.kind == layout.INTEGER else text
            )
            told = column.title if titles.count(column.title) == 1 else f"{column.title}（{_key(column)}）"
            sheet.write_string(
                0, n, told + ("*" if column.required and len(column.path) == 1 else ""), needed if column.required else title
            )
            sheet.write_string(1, n, f"{key}/{_key(column)}", quiet)
            if column.note:
                sheet.write_comment(0, n, column.note, {"x_scale": 2, "author": "Zhucun"})
            choose(sheet, column, 2, n, _ROWS)
        for r, values in enumerate(rows, 2):
            for n, column in enumerate(columns):
                if (value := _value(values, column.path)) is not None:
                    put(sheet, r, n, _shown(column, value))
        if key not in (_TOP, _BASIS) and not rows:
            # a table of which the document says nothing yet stands behind, not in the way
            sheet.set_tab_color("#BBBBBB")
    sheet = book.add_worksheet(say("profile-sheet.clauses", "zh"))
    sheet.freeze_panes(1, 1)
    for n, column_name in enumerate(CLAUSES):
        sheet.set_column(n, n, 50 if column_name in ("zh", "en", "reason") else 14, text)
        sheet.write_string(0, n, column_name, title)
    for r, clause in enumerate(listed, 1):
        for n, column_name in enumerate(CLAUSES):
            if clause.get(column_name):
                sheet.write_string(r, n, str(clause[column_name]), text)
    lists.write(title, text)


def _value(record: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    found: Any = record
    for name in path:
        if not isinstance(found, Mapping) or name not in found:
            return None
        found = found[name]
    return found


def _shown(column: Column, value: Any) -> Any:
    if _is_actor(column):
        return say("sheet.between", "zh").join(_actor_shown(v) for v in value)
    if column.kind == layout.TEXT and column.many:
        return "\n".join(value)
    return cells.shown(_whole(column), value)


def _whole(column: Column) -> Column:
    """A list of objects is one JSON, brackets and all."""
    return replace(column, many=False) if column.kind == layout.JSON else column


def _actor_shown(value: Mapping[str, Any]) -> str:
    return str(value.get("body", "")) + (f"@{value['level']}" if "level" in value else "")


# --- and back ---------------------------------------------------------------------------------------


@dataclass
class Read:
    """A profile out of a workbook.

    :ivar profile: as its ``profile.json`` has it.
    :ivar clauses: the rows of its clauses.
    :ivar cells: sheet and cell by place, as a check of the profile names it: ``table/row/column`` or a JSON pointer.
    :ivar told: sheets that are not read.
    """

    profile: dict[str, Any]
    clauses: list[dict[str, str]] = field(default_factory=list)
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    told: list[Problem] = field(default_factory=list)

    def cell(self, place: str) -> tuple[str, str]:
        """Sheet and cell of a place; of what stands in no cell the sheet of the document."""
        while place and place not in self.cells:
            place = place.rpartition("/")[0]
        return self.cells.get(place, (say("profile-sheet.document", "zh"), "A1"))


def read(profiles: Profiles, path: Path, name: str, spend: Callable[[int], None]) -> Read:
    """Read a workbook of a profile.

    :param profiles: where those that it extends are looked up: what they or it declare of their own, its rows may name.
    :param name: of the file, for messages.
    :param spend: told how much it unpacks to.
    :raises BatchError: if it is none, or does not have the form of a profile; told by sheet and cell.
    :raises OurError: if what reads it is not installed.
    """
    shapes = {plain(sheet): (key, columns) for key, sheet, columns in _sheets(profiles.standard)}
    out, wrong = Read({}), list[Problem]()
    policy: dict[str, list[Any]] = {}
    own = {plain(say(key, "zh")) for key in ("sheet.codes", "sheet.help", "sheet.results")}
    found = False
    for table in tables.read(path, name, spend):
        if plain(table.name) in shapes:
            key, columns = shapes[plain(table.name)]
            if key == _TOP:
                found = True
                wrong += _read_document(table, columns, out)
            else:
                rows, faults = _read_rows(table, key, columns, out)
                wrong += faults
                if rows and key == _BASIS:
                    out.profile[_BASIS] = rows
                elif rows:
                    policy[key] = rows
        elif plain(table.name) == plain(say("profile-sheet.clauses", "zh")):
            wrong += _read_clauses(table, out)
        elif plain(table.name) not in own and any(not is_blank(v) for row in table.rows for v in row):
            out.told.append(problem("profile-sheet-unread", sheet=table.name))
    if not found:
        raise BatchError(problem("profile-sheet-none", path=name, sheet=say("profile-sheet.document", "zh")))
    out.profile[_POLICY] = policy
    if not wrong:
        standard = profiles.standard.declaring(profiles.declared(out.profile))
        wrong = [_at(out.cell(r.place), r.problem) for r in check.form(standard, out.profile)]
    if wrong:
        raise BatchError(*wrong)
    return out


def _at(cell: tuple[str, str], told: Problem) -> Problem:
    return problem("profile-sheet", sheet=cell[0], cell=cell[1], what=(told.text("zh"), told.text("en")))


def _read_cell(column: Column, value: Value) -> Any:
    text = text_of(value)
    if _is_actor(column):
        return [_actor(column, item) for item in cells.items(text, None)]
    if column.kind == layout.TEXT and column.many:
        return [line.strip() for line in (text.splitlines() if "\n" in text else cells.items(text, None) if _is_ids(column) else [text])]
    return cells.reader(_whole(column))(value)


def _is_ids(column: Column) -> bool:
    """Whether the items of a list are ids, in which no comma can stand."""
    return column.path[-1] == "clauses"


def _actor(column: Column, text: str) -> dict[str, str]:
    body, _, level = text.partition("@")
    return {name: value.strip() for name, value in (("body", body), ("level", level)) if value.strip()}


def _put(record: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        record = record.setdefault(name, {})
    record[path[-1]] = value


def _read_document(table: Table, columns: Sequence[Column], out: Read) -> Iterator[Problem]:
    known = {plain(c.title): c for c in columns} | {plain(_key(c)): c for c in columns}
    errors = set(tables.error_cells(table))
    for row, values in enumerate(table.rows):
        labels = [(n, column) for n, v in enumerate(values[:2]) if not is_blank(v) and (column := known.get(plain(text_of(v))))]
        if not labels:
            continue
        at = max(n for n, _ in labels) + 1
        column = labels[0][1]
        where = table.name, layout.cell(row + 1, at)
        out.cells["/" + _key(column)] = where
        if (row, at) in errors:
            yield _at(where, problem("profile-sheet-value"))
        elif at < len(values) and not is_blank(values[at]):
            try:
                _put(out.profile, column.path, _read_cell(column, values[at]))
            except LostDigits:
                yield _at(where, problem("profile-sheet-value"))


def _read_rows(table: Table, key: str, columns: Sequence[Column], out: Read) -> tuple[list[dict[str, Any]], list[Problem]]:
    known = {f"{key}/{_key(c)}": c for c in columns}
    by_title = {plain(c.title): c for c in reversed(columns)} | {plain(f"{c.title}（{_key(c)}）"): c for c in columns}
    wrong: list[Problem] = []
    chosen: dict[int, Column] = {}
    head = 0
    for row, values in enumerate(table.rows[:5]):
        texts = {n: text_of(v) for n, v in enumerate(values) if not is_blank(v)}
        keyed = sum(t in known for t in texts.values())
        titled = sum(plain(t) in by_title for t in texts.values())
        if not head and keyed < 2 and titled < 2:
            continue
        if head and not keyed:
            break
        names = known if keyed else {}
        head, chosen = row + 1, {}
        for n, text in texts.items():
            column = names.get(text) if names else by_title.get(plain(text))
            where = table.name, layout.cell(row + 1, n)
            if column is None:
                wrong.append(_at(where, problem("profile-sheet-column", table=table.name)))
            elif column in chosen.values():
                wrong.append(_at(where, problem("profile-sheet-twice")))
            else:
                chosen[n] = column
        if keyed:
            break
    rows: list[dict[str, Any]] = []
    errors = set(tables.error_cells(table))
    place = f"/{_BASIS}" if key == _BASIS else key
    for number, values in enumerate(islice(table.rows, head, None), head):
        record: dict[str, Any] = {}
        told: dict[str, tuple[str, str]] = {}
        for n, column in chosen.items():
            where = table.name, layout.cell(number + 1, n)
            told[_key(column)] = where
            try:
                if (number, n) in errors:
                    wrong.append(_at(where, problem("profile-sheet-value")))
                elif n < len(values) and not is_blank(values[n]):
                    _put(record, column.path, _read_cell(column, values[n]))
            except LostDigits:
                wrong.append(_at(where, problem("profile-sheet-value")))
        if not record:
            continue
        first = (table.name, layout.cell(number + 1, next(iter(chosen), 0)))
        for ident in (str(len(rows)), str(record.get("id", len(rows)))):
            out.cells.setdefault(f"{place}/{ident}", first)
            for name, where in told.items():
                out.cells.setdefault(f"{place}/{ident}/{name}", where)
        rows.append(record)
    return rows, wrong


def _read_clauses(table: Table, out: Read) -> Iterator[Problem]:
    heads: dict[int, str] = {}
    for row, values in enumerate(table.rows):
        texts = {n: text_of(v) for n, v in enumerate(values) if not is_blank(v)}
        if not heads:
            heads = {n: t for n, t in texts.items() if t in CLAUSES}
            if len(heads) < 2:
                heads = {}
        elif clause := {heads[n]: t for n, t in texts.items() if n in heads}:
            if "id" not in clause or "zh" not in clause:
                missing = next(name for name in ("id", "zh") if name not in clause)
                at = next((n for n, name in heads.items() if name == missing), 0)
                yield _at((table.name, layout.cell(row + 1, at)), problem("clauses-blank", column=missing))
            out.clauses.append(clause)


def clauses_text(rows: Sequence[Mapping[str, str]]) -> str:
    """The list of clauses as it lies beside a profile."""
    if not rows:
        return template.CLAUSES
    out = io.StringIO()
    named = [name for name in CLAUSES if name in ("id", "zh") or any(row.get(name) for row in rows)]
    writer = csv.DictWriter(out, named, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def listed(found: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Clauses as their sheet has them: a paraphrase that only stands for the other language is not said twice."""
    return [{k: v for k, v in c.items() if k != "en" or v != c.get("zh")} for c in found]
