"""The month's table of attendance as offices keep it: a row for each cadre, a column for each day, a symbol in each cell.

What a symbol stands for is said on a sheet of the workbook; without that sheet those symbols are read of which every
office means the same. An empty cell is no record. A symbol that nobody explains, and a day whose halves differ, make a
record that no rule judges, and are told at the cell: whoever they concern is neither present nor absent.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

from zhucun.errors import BatchError, problem
from zhucun.record.faults import Fault
from zhucun.sheets import cells, layout
from zhucun.sheets.cells import Value, is_blank, text_of
from zhucun.sheets.layout import Column, Layout, layouts
from zhucun.sheets.parts import Part, Told, fault_at, plain
from zhucun.sheets.tables import Table
from zhucun.standard import Standard
from zhucun.words import say

#: The record type that such a table holds.
TYPE = "attendance"

#: The fields that the whole of a table shares; each is said once above it.
SHARED = ("recordedBy",)

#: So many columns of days make a table of a month.
_FEWEST = 7

#: The row of the days stands within so many rows from the top.
_HEADER = 10

_Y, _M, _ = say("sheet.calendar", "zh").split()
_DAYS, _YEARS = ("|".join(say(f"sheet.grid.{name}-marks", "zh").split()) for name in ("date", "year"))
_DAY = re.compile(rf"(?:0?([1-9])|([12][0-9]|3[01]))(?:{_DAYS})?")
_MONTH = re.compile(rf"([0-9]{{4}})(?:[-./]|(?:{_YEARS}))([0-9]{{1,2}}){_M}?(?![0-9]|[-./][0-9])")
_YEAR = re.compile(rf"([0-9]{{4}}){_Y}")
_MONTH_ALONE = re.compile(rf"(?<![0-9])([0-9]{{1,2}}){_M}(?![0-9])")
_BETWEEN = re.compile(r"\s*[/／|｜、，,；;\n]\s*|\s+")


def _words(key: str) -> tuple[str, ...]:
    return tuple(say(key, "zh").split()) + tuple(say(key, "en").split())


_IGNORED, _TOTALS, _WEEKDAYS = (
    _words("sheet.grid.ignored"),
    _words("sheet.grid.totals"),
    frozenset(say("sheet.grid.weekdays", "zh").split()),
)
_HALVES = {word: n for n, key in enumerate(("morning", "afternoon")) for word in _words(f"sheet.grid.{key}")}


@dataclass(frozen=True)
class Meaning:
    """What a symbol stands for.

    :ivar at_village: whether the day was spent in the village that the row names.
    """

    status: str
    overnight: bool | None = None
    at_village: bool = False


@dataclass
class Symbols:
    """The symbols of a workbook.

    :ivar meanings: what each stands for; what stands for nothing is not in it.
    :ivar told: what is wrong with the sheet that explains them.
    """

    meanings: dict[str, Meaning]
    told: list[tuple[Table, Told]] = field(default_factory=list)


def registered(standard: Standard) -> Iterator[tuple[str, Meaning | None]]:
    """The symbols that the standard knows, those first that are written; None of which offices mean different things."""
    for row in standard.register("attendance-symbols"):
        overnight = row["overnight"] == "true" if row["overnight"] else None
        yield row["symbol"], Meaning(row["status"], overnight, row["atVillage"] == "true") if row["status"] else None


def titles(standard: Standard) -> tuple[str, str, str, str]:
    """Those of the sheet that explains the symbols: symbol, status, night in the village, in the village of the row."""
    shape = layouts(standard, TYPE)[0]
    named = {c.path[0]: c.title for c in shape.columns}
    return say("sheet.grid.symbol", "zh"), named["status"], named["overnight"], say("sheet.grid.at-village", "zh")


def is_symbols(table: Table) -> bool:
    """Whether a sheet is the one that explains the symbols."""
    return table.name.strip() == say("sheet.symbols", "zh")


def _column(standard: Standard, name: str) -> Column:
    return next(c for c in layouts(standard, TYPE)[0].columns if c.path == (name,))


def read_symbols(standard: Standard, tables: Sequence[Table]) -> Symbols:
    """What the symbols stand for: by the sheets that say so, or else by the standard."""
    if not tables:
        return Symbols({s: m for s, m in registered(standard) if m is not None})
    out = Symbols({})
    status, boolean = _column(standard, "status"), cells.reader(Column(("x",), "", layout.BOOLEAN))
    read_status = cells.reader(status)
    wrong: set[str] = set()
    for table in tables:
        heads: dict[str, int] = {}
        for number, values in enumerate(table.rows, 1):
            texts = [plain(text_of(v)) if not is_blank(v) else "" for v in values]
            if not heads:
                wanted = [plain(t) for t in titles(standard)]
                if wanted[0] in texts and wanted[1] in texts:
                    heads = {t: texts.index(t) for t in wanted if t in texts}
                    order = [heads.get(t) for t in wanted]
                continue
            symbol, meant, night, there = (
                values[n] if n is not None and n < len(values) and not is_blank(values[n]) else None for n in order
            )
            if symbol is None or meant is None:
                continue
            code = read_status(meant)
            found = Meaning(code, boolean(night) is True if night is not None else None, there is not None and boolean(there) is True)
            key = _pair(_halves(symbol))
            if code not in (status.codes or {}) or out.meanings.get(key, found) != found:
                out.told.append((table, Told(TYPE, Fault("SHT-MEANING"), number, order[1])))
                wrong.add(key)
            else:
                out.meanings[key] = found
    for key in wrong:
        out.meanings.pop(key, None)
    return out


# --- what a table looks like ------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """Where things stand in a table of a month.

    :ivar head: how many rows stand above its data.
    :ivar days: by column, the day of the month or the date, and which half of it: None for the whole.
    :ivar named: by column, what tells whom a row is of: ``id``, ``name``, ``unit``, ``village`` or ``half``.
    :ivar strange: the columns that are none of ours.
    """

    head: int
    days: Mapping[int, tuple[int | dt.date, int | None]]
    named: Mapping[str, int]
    strange: Sequence[int]


def recognise(standard: Standard, table: Table) -> Shape | None:
    """The shape of a table of a month; None where it is none."""
    top = table.rows[:_HEADER]
    for row, values in enumerate(top):
        days = {n: day for n, v in enumerate(values) if (day := _day(v)) is not None}
        if len(days) < _FEWEST or not _in_order([*days.values()]):
            continue
        below = [text_of(v) if not is_blank(v) else "" for v in table.rows[row + 1]] if row + 1 < len(table.rows) else []
        halves = {n: _HALVES[t] for n, t in enumerate(below) if t in _HALVES and (n in days or n - 1 in days)}
        split = {n: (days.get(n, days.get(n - 1)), half) for n, half in halves.items()}
        head = row + 2 if split or _is_weekdays(below, days) else row + 1
        known: dict[str, int] = {}
        strange = []
        all_days = {**{n: (d, None) for n, d in days.items()}, **split}
        # titles may stand over two rows; a title of the whole table is none
        above = row - 1 if row and len([v for v in table.rows[row - 1] if not is_blank(v)]) > 2 else row
        width = max(len(r) for r in table.rows[above:head])
        for n in range(width):
            if n in all_days:
                continue
            said = [t for r in range(head - 1, above - 1, -1) if (t := _title(table, r, n))]
            role = next((found for t in said if (found := _role(standard, t)) is not None), None)
            if role is not None and role not in known:
                known[role] = n
            elif said and role is None and not any(map(_is_ignored, said)):
                strange.append(n)
        if "name" in known or "id" in known:
            return Shape(head, all_days, known, strange)  # type: ignore[arg-type]  # a half has the day of its neighbour
    return None


def _in_order(days: Sequence[int | dt.date]) -> bool:
    """Whether each day is the one after that before it, or the first of a month."""
    follows = [(_number(b) == 1 or _number(b) - _number(a) == 1) and type(a) is type(b) for a, b in pairwise(days)]
    return all(follows) and len(set(days)) == len(days)


def _number(day: int | dt.date) -> int:
    return day if isinstance(day, int) else day.day


def _title(table: Table, row: int, column: int) -> str:
    values = table.rows[row]
    return text_of(values[column]) if column < len(values) and not is_blank(values[column]) else ""


def _day(value: Value) -> int | dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if is_blank(value) or isinstance(value, bool):
        return None
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text_of(value)))
    return int(found[1] or found[2]) if found else None


def _is_weekdays(texts: Sequence[str], days: Iterable[int]) -> bool:
    filled = [texts[n] for n in days if n < len(texts) and texts[n]]
    return bool(filled) and all(t in _WEEKDAYS for t in filled)


def _is_ignored(title: str) -> bool:
    text = plain(title)
    return any(word in text for word in _IGNORED)


def _role(standard: Standard, title: str) -> str | None:
    text = plain(title)
    cadre, village = _column(standard, "cadreId"), _column(standard, "villageId")
    own = {c.path[0]: plain(c.title) for c in layouts(standard, "cadre")[0].columns}
    roles = {
        "id": {plain(cadre.title), plain(cadre.path[0]), own["id"], *_words("sheet.grid.id")},
        "name": {own["name"], "name", *_words("sheet.grid.name")},
        "unit": {own["homeUnitId"], *_words("sheet.grid.unit")},
        "village": {plain(village.title), plain(village.path[0]), *_words("sheet.grid.village")},
        "half": set(_words("sheet.grid.half")),
    }
    return next((role for role, known in roles.items() if text in known), None)


def _month(table: Table, shape: Shape) -> tuple[int, int] | None:
    """The month that a table is of: as said above it, or by the sheet's name."""
    above = ["".join(_as_said(v) for v in row) for row in table.rows[: shape.head]]
    name = re.sub(r"\s", "", unicodedata.normalize("NFKC", table.name))
    for texts in (above, [name]):
        found = {(int(y), int(m)) for text in texts for y, m in _MONTH.findall(text) if 1 <= int(m) <= 12}
        if len(found) == 1:
            return found.pop()
    years = {int(y) for text in (*above, name) for y in _YEAR.findall(text)}
    for texts in (above, [name]):
        months = {int(m) for text in texts for m in _MONTH_ALONE.findall(text) if 1 <= int(m) <= 12}
        if len(years) == 1 and len(months) == 1:
            return years.pop(), months.pop()
    return None


def _as_said(value: Value) -> str:
    if isinstance(value, dt.date):
        # a month that a program took for its first day
        return f"{value.year}{_Y}{value.month}{_M}" if value.day == 1 else ""
    return "" if is_blank(value) else re.sub(r"\s", "", unicodedata.normalize("NFKC", text_of(value)))


# --- its rows ---------------------------------------------------------------------------------------


class Names:
    """What a table of a month asks of the rest of the workbook: whose a name is."""

    def meant(self, target: str, text: str, unit: str | None = None) -> Sequence[str] | None:
        """The ids of the records that bear a name, or that id itself; None where the workbook has no such records.

        :param unit: id or name of the unit, where the same name stands twice.
        """
        raise NotImplementedError

    def given(self, name: str, unit: str | None) -> str:
        """The id of a cadre of whom only name and unit are known."""
        raise NotImplementedError


def read(standard: Standard, table: Table, shape: Shape, symbols: Symbols, names: Names) -> Part:
    """Read a table of a month.

    :raises BatchError: if it has days on record, and nothing says of which month.
    """
    whole: Layout = layouts(standard, TYPE)[0]
    cadre, village = _column(standard, "cadreId"), _column(standard, "villageId")
    at_cadre = shape.named.get("id", shape.named.get("name", 0))
    columns = {at_cadre: cadre} | ({shape.named["village"]: village} if "village" in shape.named else {})
    part = Part(table, whole, shape.head, columns)
    part.told += [
        Told(TYPE, Fault("SHT-COLUMN", values={"column": layout.letters(n)}), shape.head, n)
        for n in shape.strange
    ]  # fmt: skip
    numbered = [d for d, half in shape.days.values() if isinstance(d, int) and half != 1]
    month = _month(table, shape) if numbered == sorted(numbered) else None
    shared = _shared(standard, table, shape)
    reference = cells.reader(cadre)
    errors = table.errors
    of_before: dict[str, str] = {}
    days: dict[tuple[str, int], dict[int | dt.date, dict[int | None, tuple[int, int, Value]]]] = {}
    people: dict[tuple[str, int], tuple[dict[str, str], int]] = {}
    order = 0
    for number, values in enumerate(islice(table.rows, shape.head, None), shape.head + 1):
        said = {role: text_of(values[n]) for role, n in shape.named.items() if n < len(values) and not is_blank(values[n])}
        if _is_total(values, shape, said):
            continue
        half = _HALVES.get(said.pop("half", ""))
        filled = {n: values[n] for n in shape.days if n < len(values) and not is_blank(values[n])}
        filled |= {n: "" for n in shape.days if errors and layout.cell(number, n) in errors}
        texts = {n: text_of(v) for n, v in filled.items()}
        if not filled or (not said and all(t in _WEEKDAYS for t in texts.values())) or _repeats(shape, texts):
            of_before = said or of_before
            continue
        if half is not None and not (said.keys() & {"id", "name"}):
            said = of_before
        of_before = said
        if half is None:
            order += 1
        who = said.get("id", said.get("name", "")), said.get("village", ""), said.get("unit", "")
        key = ("\x1f".join(who), 0 if half is not None else order)
        people.setdefault(key, (said, number))
        cell_days = days.setdefault(key, {})
        for n, value in filled.items():
            day, column_half = shape.days[n]
            slot = column_half if column_half is not None else half
            if slot in cell_days.get(day, {}):
                # the same half of a day once more: a record of its own
                again = key[0], -number
                people.setdefault(again, (said, number))
                days.setdefault(again, {}).setdefault(day, {})[slot] = (number, n, value)
            else:
                cell_days.setdefault(day, {})[slot] = (number, n, value)
    if days and month is None and any(isinstance(d, int) for found in days.values() for d in found):
        raise BatchError(problem("sheet-month", path=table.file, sheet=table.name))
    for key, by_day in days.items():
        said, number = people[key]
        whom, where = _who(part, said, number, shape, names, reference, cadre, village)
        for day, by_half in by_day.items():
            row, column, _ = next(iter(by_half.values()))
            halves = [text_of(by_half[h][2]) if h in by_half else "" for h in (0, 1)] if None not in by_half else _halves(by_half[None][2])
            pair = _pair(halves)
            meaning = symbols.meanings.get(pair) or _coded(standard, halves)
            date = day.isoformat() if isinstance(day, dt.date) else "{:04d}-{:02d}-{:02d}".format(*(month or (0, 0)), day)
            record: dict[str, Any] = {"id": "", **({} if whom is None else {"cadreId": whom}), "date": date}
            if not any(halves):
                part.told.append(Told(TYPE, fault_at("SHT-ERROR", part, _column(standard, "status")), row, column))
                record["status"] = None
            elif meaning is None:
                part.told.append(Told(TYPE, fault_at("SHT-SYMBOL", part, _column(standard, "status")), row, column))
                record["status"] = pair
            else:
                record["status"] = meaning.status
                if meaning.at_village and where is not None:
                    record["villageId"] = where
                if meaning.overnight is not None:
                    record["overnight"] = meaning.overnight
            part.records.append(record | shared)
            part.rows.append(row)
            part.at.append(column)
    return part


def _who(
    part: Part, said: Mapping[str, str], number: int, shape: Shape, names: Names, reference: Any, cadre: Column, village: Column
) -> tuple[str | None, str | None]:
    """The cadre of a row and the village; what several bear is told at its cell."""
    out: list[str | None] = []
    for target, text, column in (("cadre", said.get("id") or said.get("name"), cadre), ("village", said.get("village"), village)):
        if text is None:
            out.append(None)
            continue
        ident = str(reference(text))
        meant = names.meant(target, ident, said.get("unit") if target == "cadre" else None)
        if meant is None and target == "cadre" and "id" not in said:
            ident = names.given(ident, said.get("unit"))
        elif meant and len(meant) > 1:
            at = next((n for n, c in part.columns.items() if c is column), 0)
            part.told.append(Told(TYPE, fault_at("SHT-NAME", part, column, target=target), number, at))
        elif meant:
            ident = meant[0]
        out.append(ident)
    return out[0], out[1]


def _is_total(values: Sequence[Value], shape: Shape, said: Mapping[str, str]) -> bool:
    """Whether a row is a sum, or a remark below the table: its first cell says so."""
    first = next((text_of(v) for n, v in enumerate(values) if n not in shape.days and not is_blank(v)), "")
    return plain(first).startswith(_TOTALS) and said.get("name", first) == first and "id" not in said


def _repeats(shape: Shape, texts: Mapping[int, str]) -> bool:
    """Whether a row says the days once more, as the second page of a print does."""
    return len(texts) >= _FEWEST and all(_day(t) == shape.days[n][0] for n, t in texts.items())


def _shared(standard: Standard, table: Table, shape: Shape) -> dict[str, Any]:
    """What is said once above the table: a field's title, and its value in the next cell that is filled."""
    wanted = {plain(_column(standard, name).title): name for name in SHARED}
    out = {}
    for row in table.rows[: shape.head - 1]:
        filled = [v for v in row if not is_blank(v)]
        for label, value in pairwise(filled):
            if (name := wanted.get(plain(text_of(label)))) is not None:
                out[name] = cells.reader(_column(standard, name))(value)
    return out


def _halves(value: Value) -> list[str]:
    """The one symbol of a cell, or the two of its halves."""
    parts = [p for p in _BETWEEN.split(text_of(value)) if p]
    return parts if len(parts) == 2 else ["".join(text_of(value).split())]


def _pair(texts: Sequence[str]) -> str:
    """A symbol, or two with a stroke between where the halves of a day differ."""
    return texts[0] if len(set(texts)) == 1 else "/".join(texts)


def _coded(standard: Standard, texts: Sequence[str]) -> Meaning | None:
    """A status that is written out, as a code or its title."""
    status = _column(standard, "status")
    if len(set(texts)) != 1 or (code := cells.reader(status)(texts[0])) not in (status.codes or {}):
        return None
    by_code = {m.status: m for _, m in registered(standard) if m is not None and m.overnight is None}
    return Meaning(code, None, code in by_code and by_code[code].at_village)


# --- and back ---------------------------------------------------------------------------------------


class Months:
    """Records of attendance, put together into tables of months as far as those can hold them. Their ids have no room there."""

    def __init__(self, standard: Standard) -> None:
        self._symbols: dict[Meaning, str] = {}
        for symbol, meaning in registered(standard):
            if meaning is not None:
                self._symbols.setdefault(meaning, symbol)
        self._keepers = _column(standard, SHARED[0]).codes or {}
        self._found: dict[tuple[int, int, str | None], dict[str, dict[int, tuple[str, str | None, bool]]]] = {}

    def take(self, record: Mapping[str, Any]) -> bool:
        """Take a record; False where no table can hold it."""
        if not record.keys() <= {"id", "cadreId", "date", "status", "villageId", "overnight", *SHARED}:
            return False
        cadre, village, night, shared = (record.get(name) for name in ("cadreId", "villageId", "overnight", SHARED[0]))
        if (
            not isinstance(cadre, str)
            or not cadre
            or not isinstance(village, (str, type(None)))
            or not isinstance(night, (bool, type(None)))
        ):
            return False
        if (shared is not None and shared not in self._keepers) or any(v is None for v in record.values()):
            return False
        try:
            day = dt.date.fromisoformat(str(record.get("date")))
        except ValueError:
            return False
        found = next(((m, s) for at in (True, False) if (s := self._symbols.get(m := Meaning(str(record.get("status")), night, at)))), None)
        if found is None or day.isoformat() != record.get("date") or (village is not None and not found[0].at_village):
            return False
        days = self._found.setdefault((day.year, day.month, shared), {}).setdefault(cadre, {})
        if day.day in days:
            return False
        days[day.day] = found[1], village, found[0].at_village
        return True

    def tables(self) -> Iterator[tuple[tuple[int, int, str | None], list[tuple[str, str | None, dict[int, str]]]]]:
        """Year, month and what is shared of each table, and its rows: cadre, village, and the symbol of each day."""
        for key in sorted(self._found, key=lambda k: (k[0], k[1], k[2] or "")):
            out = []
            for cadre, days in self._found[key].items():
                rows: dict[str | None, dict[int, str]] = {}
                for day, (symbol, village, at_village) in days.items():
                    if at_village:
                        rows.setdefault(village, {})[day] = symbol
                # what is no day in the village stands beside those that are
                beside = rows.setdefault(next(iter(rows), None), {})
                for day, (symbol, _, at_village) in days.items():
                    if not at_village:
                        beside[day] = symbol
                out += [(cadre, village, symbols) for village, symbols in rows.items()]
            yield key, out
