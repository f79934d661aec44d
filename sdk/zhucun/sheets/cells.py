"""What a cell means: forgiving in form, strict in substance.

Spaces, full-width digits, the ways in which offices write days, 是 and 否, titles without their codes: all of that is
read. What is not surely meant is passed on as it stands, so that the check of its form lands on the cell.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from zhucun.sheets import layout
from zhucun.sheets.layout import Column
from zhucun.words import say

#: From here on a number in a cell has lost digits: a workbook keeps fifteen of them.
LOST = 10**15

Value = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta

_SPACES = " \t\r\n\u00a0\u3000\u200b\ufeff"
_SEPARATORS = re.compile(r"\s*[、；;，,\n]\s*")
_BRACKETED = re.compile(r"^(.*?)\s*[\[［【]\s*([^\[\]［］【】]+?)\s*[\]］】]$", re.S)
_ENDED = re.compile(r"(?<=[\]］】])\s*[、；;，,\n]*\s*")
_Y, _M, _D = say("sheet.calendar", "zh").split()
_DAY = re.compile(rf"([0-9]{{4}})(?:[-./]|{_Y})\s*([0-9]{{1,2}})(?:[-./]|{_M})\s*([0-9]{{1,2}}){_D}?|([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})")
_MONTH = re.compile(rf"([0-9]{{4}})(?:[-./]|{_Y})\s*([0-9]{{1,2}}){_M}?|([0-9]{{4}})([0-9]{{2}})")
_INTEGER = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)")


def _words(key: str) -> frozenset[str]:
    return frozenset(say(key, "zh").split()) | frozenset(say(key, "en").split())


_YES, _NO = _words("sheet.yes"), _words("sheet.no")


class LostDigits(Exception):
    """A number stands where text is wanted, and is longer than a workbook keeps."""


def is_blank(value: Value | None) -> bool:
    """Whether nothing stands in a cell: not even spaces count."""
    return value is None or (isinstance(value, str) and not value.strip(_SPACES))


def text_of(value: Value) -> str:
    """What stands in a cell, as text."""
    if isinstance(value, str):
        return value.strip(_SPACES)
    if isinstance(value, bool):
        return say("fill.yes" if value else "fill.no", "zh")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)


def reader(column: Column) -> Callable[[Value], Any]:
    """What reads the cells of a column. The same few values stand in it again and again.

    :returns: a function that may raise :class:`LostDigits`.
    """
    one = _READERS[column.kind](column)
    if not column.many:
        return _remembered(one)

    def several(value: Value) -> list[Any]:
        if not isinstance(value, str):
            return [one(value)]
        return [one(item) for item in items(value.strip(_SPACES), column.codes)]

    return _remembered(several)


def _remembered(read: Callable[[Value], Any]) -> Callable[[Value], Any]:
    known: dict[tuple[type, Value], Any] = {}

    def remembering(value: Value) -> Any:
        key = (type(value), value)
        if key in known:
            return known[key]
        found = read(value)
        if len(known) < 50_000:
            known[key] = found
        return found

    return remembering


def items(text: str, codes: Mapping[str, str] | None) -> list[str]:
    """The items of a list in one cell. Titles of codes may hold the very mark that stands between items."""
    titles = set(codes.values()) if codes else set()
    out: list[str] = []
    for piece in _ENDED.split(text):
        if not piece:
            continue
        coded = _BRACKETED.match(piece)
        front = piece if coded is None else coded[1]
        if front in titles or (coded and codes and codes.get(coded[2]) == front):
            out.append(piece)
            continue
        parts = [p for p in _SEPARATORS.split(piece) if p]
        if coded and codes and (title := codes.get(coded[2])) and front.endswith(title) and front != title:
            # items without a code before the one that has it
            before = [p for p in _SEPARATORS.split(front.removesuffix(title)) if p]
            parts = [*before, f"{title} [{coded[2]}]"]
        out += parts
    return out


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(_SPACES)


def _text(_: Column) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        if isinstance(value, float) and abs(value) >= LOST:
            raise LostDigits
        return text_of(value)

    return read


def _code(column: Column) -> Callable[[Value], Any]:
    codes = column.codes or {}
    by_title: dict[str, list[str]] = {}
    for code, title in codes.items():
        by_title.setdefault(_half_width(title), []).append(code)

    def read(value: Value) -> Any:
        text = text_of(value)
        plain = _half_width(text)
        if text in codes or plain in codes:
            return text if text in codes else plain
        if (found := _BRACKETED.match(text)) and (code := _half_width(found[2])):
            return code
        meant = by_title.get(plain, ())
        return meant[0] if len(meant) == 1 else text

    return read


def _reference(_: Column) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        if isinstance(value, float) and abs(value) >= LOST:
            raise LostDigits
        text = text_of(value)
        if found := _BRACKETED.match(text):
            return _half_width(found[2])
        plain = _half_width(text)
        return plain if plain.isascii() else text

    return read


def _date(_: Column) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        text = text_of(value)
        if isinstance(value, dt.date):
            return text
        found = _DAY.fullmatch(_half_width(text))
        if found is None:
            return value if isinstance(value, float) else text
        year, month, day = (int(part) for part in found.groups() if part)
        try:
            return dt.date(year, month, day).isoformat()
        except ValueError:
            return text

    return read


def _month(_: Column) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        text = text_of(value)
        if isinstance(value, dt.date):
            return text[:7] if value.day == 1 else text
        found = _MONTH.fullmatch(_half_width(text))
        if found is None:
            return text
        year, month = (part for part in found.groups() if part)
        return f"{year}-{int(month):02d}" if 1 <= int(month) <= 12 else text

    return read


def _number(value: Value) -> Any:
    """A whole number, or what stands there."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < LOST else value
    text = text_of(value)
    plain = _half_width(text)
    return int(plain.replace(",", "")) if _INTEGER.fullmatch(plain) and len(plain) < 20 else text


def _integer(_: Column) -> Callable[[Value], Any]:
    return lambda value: value if isinstance(value, bool) else _number(value)


def _money(_: Column) -> Callable[[Value], Any]:
    """Yuan, told exactly in fen: from the decimal text, not from the binary number."""

    def read(value: Value) -> Any:
        if isinstance(value, (bool, dt.date, dt.time, dt.timedelta)):
            return text_of(value)
        text = repr(value) if isinstance(value, float) else text_of(value)
        plain = _half_width(text).removeprefix("¥").removesuffix(say("sheet.unit", "zh")).replace(",", "").strip()
        try:
            fen = Decimal(plain) * 100
        except InvalidOperation:
            return text
        if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) >= LOST:
            return value if isinstance(value, float) else text
        return int(fen)

    return read


def _boolean(_: Column) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        if isinstance(value, bool):
            return value
        plain = _half_width(text_of(value)).lower()
        return True if plain in _YES else False if plain in _NO else text_of(value)

    return read


def _json(_: Column) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        try:
            return json.loads(text_of(value))
        except (ValueError, RecursionError):
            return text_of(value)

    return read


_READERS: Mapping[str, Callable[[Column], Callable[[Value], Any]]] = {
    layout.TEXT: _text, layout.CODE: _code, layout.DATE: _date, layout.MONTH: _month, layout.INTEGER: _integer,
    layout.MONEY: _money, layout.BOOLEAN: _boolean, layout.REFERENCE: _reference, layout.JSON: _json,
}  # fmt: skip


# --- and back -----------------------------------------------------------------------------------------


def shown(column: Column, value: Any) -> Any:
    """A value of a record as its cell shows it: text, a number, a day or a truth value. What does not fit stands as JSON."""
    if column.many:
        if not isinstance(value, list):
            return _as_text(value)
        parts = [_shown(column, v) for v in value]
        if len(parts) == 1 and isinstance(parts[0], (int, float, dt.date)):
            return parts[0]
        return say("sheet.between", "zh").join(p.isoformat() if isinstance(p, dt.date) else str(p) for p in parts)
    return _shown(column, value)


def _shown(column: Column, value: Any) -> Any:
    if column.kind == layout.JSON or isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        return say("fill.yes" if value else "fill.no", "zh")
    if isinstance(value, int):
        if column.kind == layout.MONEY:
            return value / 100 if abs(value) < LOST else str(Decimal(value) / 100)
        return value if abs(value) < LOST else str(value)
    text = _as_text(value)
    if column.kind == layout.CODE and column.codes and text in column.codes:
        return f"{column.codes[text]} [{text}]"
    if column.kind == layout.DATE and _is_day(text):
        return dt.date.fromisoformat(text)
    return text


def _is_day(text: str) -> bool:
    """Whether a workbook can hold a day as such."""
    try:
        return text[4:5] == "-" and dt.date.fromisoformat(text) >= dt.date(1900, 3, 1)
    except ValueError:
        return False


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
