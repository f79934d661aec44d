"""A check of one record that is fast and may only answer "surely valid"; derived from the JSON Schemas.

What it says no to is looked at again by the exact way in ``structure``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import orjson

from zhucun import standard
from zhucun.record import strictjson

SPACE = b" \t\r\n"

#: The keywords that are understood here; a property with any other is never vouched for.
_KEYWORDS = {
    *("type", "enum", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"),
    *("uniqueItems", "items", "properties", "required", "additionalProperties", "title", "description"),
}

Check = Callable[[Any], bool]


class Line:
    """A line of a file, read leniently and written again.

    Writing never makes a string or an integer longer. So if both are as long, white space left out, the line has no
    key twice and no needless escape. A number that is no integer could be written longer: no check here accepts one.

    :ivar record: the object.
    :ivar dense: its text without white space.
    :ivar whole: whether the line shows that it held nothing else.
    :ivar exact: whether the text reads back to the byte: then a strict parser reads the same.
    """

    __slots__ = ("dense", "exact", "record", "whole")

    def __init__(self, text: bytes, record: dict[str, Any]) -> None:
        self.record, self.dense = record, orjson.dumps(record)
        self.exact = self.dense == text
        self.whole = self.exact or len(self.dense.translate(None, SPACE)) == len(text.translate(None, SPACE))


def lenient(text: bytes) -> dict[str, Any] | None:
    """An object, read without looking closely; None if it is none."""
    try:
        record = orjson.loads(text)
    except ValueError:
        return None
    return record if type(record) is dict else None


def read(text: bytes) -> Line | None:
    """Read a line, or None if it takes a closer look."""
    # what reads a text that is nested deep may not write it again
    if len(text) > strictjson.MAX_LINE or strictjson.too_deep(text) or (record := lenient(text)) is None:
        return None
    return Line(text, record)


@cache
def record_check(record_type: str) -> Check:
    """True only of a valid record."""
    return property_check({k: v for k, v in standard.schema(record_type).items() if k not in ("$schema", "$id")})


def property_check(prop: Mapping[str, Any]) -> Check:
    """True only of a valid value of a property."""
    kind = prop["type"]
    if any(k not in _KEYWORDS and not k.startswith("x-") for k in prop) or prop.get("format", "date") != "date":
        return _never
    if kind == "string":
        return _text(prop)
    if kind == "integer":
        low, high = prop.get("minimum", -(2**63)), prop.get("maximum", 2**63 - 1)
        return lambda v: type(v) is int and low <= v <= high
    if kind == "boolean":
        return lambda v: type(v) is bool
    if kind == "array":
        return _array(prop)
    if kind == "object" and prop.get("additionalProperties") is False:
        return _object(prop)
    return _never


def _never(_: Any) -> bool:
    return False


@cache
def pattern(expression: str) -> re.Pattern[str]:
    """A pattern as ECMA-262 has it: ``$`` does not match before a line feed at the end, and ``\\d`` and ``\\w`` are ASCII."""
    return re.compile(re.sub(r"\$$", r"\\Z", expression), re.ASCII)


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_date(value: str) -> bool:
    """Whether a text is a day as RFC 3339 writes it. Python's parser also takes weeks, and days without hyphens."""
    if not _DATE.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _text(prop: Mapping[str, Any]) -> Check:
    if "enum" in prop:
        allowed = frozenset(prop["enum"])
        return lambda v: type(v) is str and v in allowed
    low, high = prop.get("minLength", 0), prop.get("maxLength", 2**31)
    search = pattern(prop.get("pattern", "")).search
    if "format" not in prop:
        return lambda v: type(v) is str and low <= len(v) <= high and search(v) is not None
    seen: set[str] = set()

    def check(value: Any) -> bool:
        if type(value) is not str:
            return False
        if value in seen:
            return True
        if not (low <= len(value) <= high and search(value) and is_date(value)):
            return False
        if len(seen) < 100_000:
            seen.add(value)
        return True

    return check


def _array(prop: Mapping[str, Any]) -> Check:
    low, high, item = prop.get("minItems", 0), prop.get("maxItems", 2**31), property_check(prop["items"])
    unique, plain = prop.get("uniqueItems", False), prop["items"]["type"] == "string"

    def check(value: Any) -> bool:
        if type(value) is not list or not low <= len(value) <= high or not all(map(item, value)):
            return False
        if not unique or len(value) < 2:
            return True
        return len(set(value if plain else (orjson.dumps(v, option=orjson.OPT_SORT_KEYS) for v in value))) == len(value)

    return check


def _object(schema: Mapping[str, Any]) -> Check:
    checks = {k: property_check(v) for k, v in schema["properties"].items()}
    required = schema.get("required", ())

    def check(value: Any) -> bool:
        if type(value) is not dict:
            return False
        for name in required:
            if name not in value:
                return False
        try:
            for name, entry in value.items():
                if not checks[name](entry):
                    return False
        except KeyError:
            return False
        return True

    return check


def plain_fault(prop: Mapping[str, Any], value: Any) -> str | None:
    """The keyword by which a plain property refuses a value, as ``jsonschema`` would name it first.

    None where it accepts the value, or where that takes a closer look.
    """
    kind = prop["type"]
    if kind not in ("string", "integer", "boolean") or isinstance(value, float):
        return None
    if type(value) is not {"string": str, "integer": int, "boolean": bool}[kind]:
        return "type"
    plain: Any = value
    if "pattern" in prop and not pattern(prop["pattern"]).search(plain):
        return "pattern"
    for keyword, limit in prop.items():
        if (
            (keyword == "enum" and plain not in limit)
            or (keyword == "format" and not is_date(plain))
            or (keyword == "minLength" and len(plain) < limit)
            or (keyword == "maxLength" and len(plain) > limit)
            or (keyword == "minimum" and plain < limit)
            or (keyword == "maximum" and plain > limit)
        ):
            return keyword
    return None
