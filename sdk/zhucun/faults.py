"""Why a record is not valid: the normative answer, put into words that never repeat a value.

The schemas decide; ``jsonschema`` applies them. What comes out are the structural codes of the standard, a
pointer, and a sentence in both languages written from the schema.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from zhucun import quick, standard
from zhucun.errors import Problem, problem

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """One reason why a line is not a valid record. The same few are said of very many lines, and are made once.

    :ivar code: a structural code.
    :ivar pointer: JSON pointer into the record.
    :ivar path: the property names on the way, for titles.
    :ivar values: what fills in the message besides the field.
    """

    code: str
    pointer: str = ""
    path: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


#: A fault of a line as a whole, by its code.
plain = cache(Fault)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """The structural findings of the standard, by code."""
    return {r["code"]: r for r in standard.register("structural")}


def text_of(fault: Fault, record_type: str, lang: str) -> str:
    """The sentence of a fault, written from the schema and never from the value."""
    values: dict[str, Any] = {"suggestion": "", **fault.values}
    if fault.path:
        values["field"] = _title(record_type, fault.path, lang)
    values["guess"] = ""
    if guess := fault.values.get("guess"):
        values["guess"] = f"（看来是 {guess}）" if lang == "zh" else f" (it looks like {guess})"
    if name := values.get("name"):
        values["suggestion"] = f" {name}"
    if near := values.get("near"):
        values["suggestion"] += f"(是否为 {near}?)" if lang == "zh" else f" (did you mean {near}?)"
    if target := values.get("target"):
        values["target"] = standard.schema(target)["title"] if lang == "zh" else target
    return catalogue()[fault.code][lang].format_map(_Blank(values))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _title(record_type: str, path: tuple[str, ...], lang: str) -> str:
    if lang == "en":
        return path[-1]
    node = standard.schema(record_type)
    title = path[-1]
    for name in path:
        node = node.get("properties", {}).get(name, {})
        title = node.get("title", name)
        node = node.get("items", node)
    return f"{title}({path[-1]})"


# --- the normative answer -------------------------------------------------------------------------


def _date(value: Any) -> bool:
    if not isinstance(value, str):
        return True
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


@cache
def validator(name: str) -> Any:
    """The normative validator of a record type: jsonschema, dates checked, patterns as ECMA-262 has them.

    In ECMA-262 ``$`` does not match before a trailing line feed; Python's does, and is set right here.
    """
    import jsonschema

    return _Validator()(standard.schema(name), format_checker=_format_checker(jsonschema))


@cache
def _Validator() -> Any:
    import jsonschema

    def pattern(_: Any, expression: str, instance: Any, __: Any) -> Iterator[Any]:
        if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", expression), instance):
            yield jsonschema.ValidationError("pattern")

    return jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": pattern})


def _format_checker(jsonschema: Any) -> Any:
    checker = jsonschema.FormatChecker(())
    checker.checks("date")(_date)
    return checker


@cache
def _fast(record_type: str) -> tuple[dict[str, Callable[[Any], Sequence[Fault]]], frozenset[str], dict[str, Fault]]:
    """Per property what says why a value is refused, the names known, and what to say where a required one is not there."""
    schema = standard.schema(record_type)
    return (
        {k: _refusals(record_type, k, v) for k, v in schema["properties"].items()},
        frozenset(schema["properties"]),
        {k: Fault("STR-REQUIRED", "", (k,), {"field": k}) for k in schema.get("required", ())},
    )


def _refusals(record_type: str, name: str, prop: dict[str, Any]) -> Callable[[Any], Sequence[Fault]]:
    """Why a property refuses a value: the quick check first, and where no fault is plain to see fastjsonschema, then jsonschema."""
    surely = quick.property_check(prop)
    # compiled on first use: a batch touches a few of a hundred properties
    made: list[Callable[[Any], Any]] = []
    by_keyword: dict[str, Sequence[Fault]] = {}

    def refusals(value: Any) -> Sequence[Fault]:
        if surely(value):
            return ()
        if keyword := quick.plain_fault(prop, value):
            if keyword not in by_keyword:
                by_keyword[keyword] = [_fault(keyword, prop, "/" + name, (name,))]
            return by_keyword[keyword]
        if not made:
            import fastjsonschema

            made.append(fastjsonschema.compile(prop, formats={"date": _date}, use_default=False))
        try:
            made[0](value)
        except (ValueError, RecursionError):
            # fastjsonschema's own exception is a ValueError; its text quotes the value and is dropped
            return list(_translate(_property_validator(record_type, name).iter_errors(value), (name,)))
        return ()

    return refusals


def explain(record_type: str, record: dict[str, Any]) -> list[Fault]:
    """Every reason why a record is not valid; empty if it is."""
    refusals, known, required = _fast(record_type)
    faults = [fault for k, fault in required.items() if k not in record]
    for key, value in record.items():
        if key not in known:
            faults.append(_unknown((), key, known))
        else:
            faults += refusals[key](value)
    return faults


def _near(key: str, known: frozenset[str]) -> str | None:
    return next(iter(difflib.get_close_matches(key, sorted(known), 1)), None)


@lru_cache(1000)
def _unknown(path: tuple[Any, ...], key: str, known: frozenset[str]) -> Fault:
    values = {}
    if _NAME.fullmatch(key):
        values["name"] = key
        if near := _near(key, known):
            values["near"] = near
    # a key that does not look like a name could be a value that slipped: it is not repeated
    return Fault("STR-UNKNOWN-FIELD", _pointer([*path, key]), (), values)


def _pointer(path: Any) -> str:
    return "".join("/" + (str(p) if isinstance(p, int) or _NAME.fullmatch(p) else "?") for p in path)


_KEYWORDS = {
    "type": "STR-TYPE",
    "enum": "STR-ENUM",
    "pattern": "STR-PATTERN",
    "format": "STR-FORMAT",
    "minLength": "STR-LENGTH",
    "maxLength": "STR-LENGTH",
    "minimum": "STR-RANGE",
    "maximum": "STR-RANGE",
    "minItems": "STR-ITEMS",
    "maxItems": "STR-ITEMS",
    "maxProperties": "STR-ITEMS",
    "uniqueItems": "STR-UNIQUE-ITEMS",
}


@cache
def _property_validator(record_type: str, name: str) -> Any:
    import jsonschema

    return _Validator()(standard.schema(record_type)["properties"][name], format_checker=_format_checker(jsonschema))


def _translate(errors: Any, prefix: tuple[str, ...]) -> Iterator[Fault]:
    told: set[str] = set()
    for e in sorted(errors, key=lambda e: (list(map(str, e.absolute_path)), e.validator != "type", e.validator != "pattern")):
        path = [*prefix, *e.absolute_path]
        # a key of ``ext`` that is no name could be a value that slipped
        names = tuple(p if _NAME.fullmatch(p) else "?" for p in path if isinstance(p, str))
        pointer = _pointer(path)
        if e.validator == "required":
            for missing in e.validator_value:
                if missing not in e.instance and (pointer + "/" + missing) not in told:
                    told.add(pointer + "/" + missing)
                    yield Fault("STR-REQUIRED", pointer, (*names, missing), {"field": missing})
            continue
        if e.validator == "additionalProperties" and e.validator_value is False:
            known = frozenset(e.schema.get("properties", ()))
            for key in e.instance:
                if key not in known:
                    yield _unknown(tuple(path), key, known)
            continue
        if pointer in told:
            continue  # one reason for one place: a date that is no date also misses its pattern
        told.add(pointer)
        yield _fault(e.validator, e.schema, pointer, names)


def _fault(keyword: str, schema: Mapping[str, Any], pointer: str, names: tuple[str, ...]) -> Fault:
    code = _KEYWORDS.get(keyword, "STR-TYPE")
    if code == "STR-TYPE":
        expected: Any = schema.get("type", "")
    elif code == "STR-ENUM":
        expected = schema.get("x-codelist", "")
    elif code == "STR-PATTERN" and schema.get("format") == "date":
        code, expected = "STR-FORMAT", ""
    else:
        low, high = {
            "STR-LENGTH": ("minLength", "maxLength"),
            "STR-RANGE": ("minimum", "maximum"),
            "STR-ITEMS": ("minItems", "maxItems"),
        }.get(code, ("", ""))
        expected = f"{schema.get(low, 0)}–{schema.get(high, '∞')}"
    return Fault(code, pointer, names, {"field": names[-1], "expected": expected})


def explain_manifest(value: Any) -> list[Problem]:
    """Why a manifest is not valid, as sentences; empty if it is."""
    if quick.record_check("manifest")(value):
        return []
    return [
        problem("manifest-schema", pointer=fault.pointer or "/", what=in_both(fault))
        for fault in _translate(validator("manifest").iter_errors(value), ())
    ]


def in_both(fault: Fault) -> tuple[str, str]:
    """The sentence of a fault of the manifest or of a file as a whole, in Chinese and in English."""
    return text_of(fault, "manifest", "zh"), text_of(fault, "manifest", "en")
