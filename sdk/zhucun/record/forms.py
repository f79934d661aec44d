"""The form that a schema asks of a value, in words: written from the schema and its registers, never from the value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from zhucun import standard

Schema = Mapping[str, Any]

#: Of longer code lists only name and length are said.
SHORT = 12

#: A pattern that only lists what may stand there.
_WORDS = re.compile(r"\^\(?((?:[A-Za-z_]|\\\.)+(?:\|(?:[A-Za-z_]|\\\.)+)*)\)?\$")

_TYPES = {
    "string": ("文本，写在双引号内", "a text in double quotes"),
    "integer": ("整数，不加引号", "an integer without quotes"),
    "boolean": ("true 或 false，不加引号", "true or false without quotes"),
    "array": ("列表 [ … ]", "a list [ … ]"),
    "object": ("对象 { … }", "an object { … }"),
}

#: Structural code → the keywords of its bounds, and what is counted.
_BOUNDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, str]]] = {
    "STR-LENGTH": (("minLength",), ("maxLength",), ("个字符", "characters")),
    "STR-RANGE": (("minimum",), ("maximum",), ("", "")),
    "STR-ITEMS": (("minItems",), ("maxItems", "maxProperties"), ("项", "items")),
}


def expected(code: str, schema: Schema) -> str:
    """What a schema asks for, for machines: a type, a pattern, the name of a code list, bounds."""
    if code == "STR-TYPE":
        return str(schema.get("type", ""))
    if code == "STR-ENUM":
        return str(schema.get("x-codelist", "")) or "|".join(schema.get("enum", ()))
    if code == "STR-PATTERN":
        return str(schema.get("pattern", ""))
    if code == "STR-FORMAT":
        return "YYYY-MM-DD"
    low, high = _bounds(code, schema)
    if low is None or high is None:
        return f"≤ {high}" if low is None and high is not None else f"≥ {low}" if low is not None else ""
    return f"{low}–{high}"


def in_words(code: str, schema: Schema, lang: str) -> str:
    """What a schema asks for, for people, in ``zh`` or ``en``."""
    english = lang == "en"
    if code == "STR-TYPE":
        return _TYPES.get(str(schema.get("type")), ("", ""))[english]
    if code == "STR-ENUM":
        return _codes(schema, english)
    if code == "STR-PATTERN":
        return _pattern(str(schema.get("pattern", "")), english)
    return _between(code, schema, english)


def alternatives(pattern: str) -> Sequence[str] | None:
    """The words that a pattern lists, if it does nothing else."""
    found = _WORDS.fullmatch(pattern)
    return found[1].replace("\\.", ".").split("|") if found else None


@cache
def _patterns() -> dict[str, dict[str, str]]:
    return {row["pattern"]: row for row in standard.register("patterns")}


def _pattern(pattern: str, english: bool) -> str:
    if words := alternatives(pattern):
        return _listed(words, english)
    if row := _patterns().get(pattern):
        example = row["example"]
        return f"{row['en']}, for instance {example}" if english else f"{row['zh']}，例如 {example}"
    return pattern


def _listed(words: Sequence[str], english: bool) -> str:
    return ("one of " if english and len(words) > 1 else "") + (", " if english else "、").join(words)


def _codes(schema: Schema, english: bool) -> str:
    codes, name = schema.get("enum", ()), schema.get("x-codelist")
    if name is None:
        return _listed(codes, english)
    title = standard.codelist_title(name)[english]
    if len(codes) > SHORT:
        return f"one of the {len(codes)} codes of {name} ({title})" if english else f"代码表 {name}（{title}）的 {len(codes)} 个代码之一"
    titles = standard.code_titles(name)
    listed = [f"{code} ({titles[code][1]})" if english else f"{code}（{titles[code][0]}）" for code in codes]
    # a field may take fewer codes than its list holds
    return f"{_listed(listed, True)}, from {name} ({title})" if english else f"{_listed(listed, False)}，取自代码表 {name}（{title}）"


def _bounds(code: str, schema: Schema) -> tuple[int | None, int | None]:
    lows, highs, _ = _BOUNDS.get(code, ((), (), ("", "")))
    return next((schema[k] for k in lows if k in schema), None), next((schema[k] for k in highs if k in schema), None)


def _between(code: str, schema: Schema, english: bool) -> str:
    low, high = _bounds(code, schema)
    unit = _BOUNDS.get(code, ((), (), ("", "")))[2][english]
    if low is not None and high is not None:
        said = f"{low} to {high}" if english else f"{low} 至 {high}"
    elif high is not None:
        said = f"at most {high}" if english else f"至多 {high}"
    elif low is not None:
        said = f"at least {low}" if english else f"至少 {low}"
    else:
        return ""
    return f"{said} {unit}".rstrip()
