"""The form that a schema asks of a value, in words: written from the schema and its registers, never from the value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zhucun.standard import Standard, per_standard
from zhucun.words import say

Schema = Mapping[str, Any]

#: Of longer code lists only name and length are said.
SHORT = 12

#: A pattern that only lists what may stand there.
_WORDS = re.compile(r"\^\(?((?:[A-Za-z_]|\\\.)+(?:\|(?:[A-Za-z_]|\\\.)+)*)\)?\$")

#: Structural code → the keywords of its bounds, and the word for what is counted.
_BOUNDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "STR-LENGTH": (("minLength",), ("maxLength",), "form.characters"),
    "STR-RANGE": (("minimum",), ("maximum",), ""),
    "STR-ITEMS": (("minItems",), ("maxItems", "maxProperties"), "form.items"),
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


def in_words(standard: Standard, code: str, schema: Schema, lang: str) -> str:
    """What a schema asks for, for people, in ``zh`` or ``en``."""
    if code == "STR-TYPE":
        return say(f"form.{schema['type']}", lang) if schema.get("type") else ""
    if code == "STR-ENUM":
        return _codes(standard, schema, lang)
    if code == "STR-PATTERN":
        return _pattern(standard, str(schema.get("pattern", "")), lang)
    return _between(code, schema, lang)


def alternatives(pattern: str) -> Sequence[str] | None:
    """The words that a pattern lists, if it does nothing else."""
    found = _WORDS.fullmatch(pattern)
    return found[1].replace("\\.", ".").split("|") if found else None


@per_standard
def _patterns(standard: Standard) -> dict[str, Mapping[str, str]]:
    return {row["pattern"]: row for row in standard.register("patterns")}


def _pattern(standard: Standard, pattern: str, lang: str) -> str:
    if words := alternatives(pattern):
        return _listed(words, lang)
    if row := _patterns(standard).get(pattern):
        return say("form.example", lang, form=row[lang], example=row["example"])
    return pattern


def _listed(words: Sequence[str], lang: str) -> str:
    listed = say("fill.comma", lang).join(words)
    return say("form.oneOf", lang, listed=listed) if len(words) > 1 else listed


def _codes(standard: Standard, schema: Schema, lang: str) -> str:
    codes, name = schema.get("enum", ()), schema.get("x-codelist")
    if name is None:
        return _listed(codes, lang)
    form = _of_list(standard, codes, name, lang)
    return say("form.orOwn", lang, form=form) if name in standard.open_lists else form


def _of_list(standard: Standard, codes: Sequence[str], name: str, lang: str) -> str:
    title = standard.codelist_title(name)[lang == "en"]
    if len(codes) > SHORT:
        return say("form.manyCodes", lang, n=len(codes), name=name, title=title)
    titles = standard.code_titles(name)
    listed = _listed([say("form.code", lang, code=code, title=titles[code][lang == "en"]) for code in codes], lang)
    # a field may take fewer codes than its list holds
    return say("form.fewCodes", lang, listed=listed, name=name, title=title)


def _bounds(code: str, schema: Schema) -> tuple[int | None, int | None]:
    lows, highs, _ = _BOUNDS.get(code, ((), (), ""))
    return next((schema[k] for k in lows if k in schema), None), next((schema[k] for k in highs if k in schema), None)


def _between(code: str, schema: Schema, lang: str) -> str:
    low, high = _bounds(code, schema)
    if low is None and high is None:
        return ""
    word = "form.atLeast" if high is None else "form.atMost" if low is None else "form.between"
    unit = _BOUNDS[code][2]
    return say(word, lang, low=low, high=high) + (" " + say(unit, lang) if unit else "")
