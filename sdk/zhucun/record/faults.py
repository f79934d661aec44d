"""Why a record is not valid: the normative answer, put into words that never repeat a value.

The schemas decide; ``jsonschema`` applies them. What comes out are the structural codes of the standard, a
pointer, and a sentence in both languages written from the schema.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import Any

from zhucun.errors import Problem, problem
from zhucun.record import forms, quick
from zhucun.standard import EXT, Standard, per_standard
from zhucun.words import say

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_NUMBER = re.compile(r"[0-9]{6}")


def may_be_said(key: str) -> bool:
    """Whether the name of a member may be repeated: it looks like one, and holds no number that could be a person's."""
    return _NAME.fullmatch(key) is not None and not _NUMBER.search(key)


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


@per_standard
def catalogue(standard: Standard) -> dict[str, Mapping[str, str]]:
    """The structural findings of the standard, by code, and those of workbooks."""
    return {r["code"]: r for name in ("structural", "workbook") for r in standard.register(name)}


def text_of(standard: Standard, fault: Fault, record_type: str, lang: str) -> str:
    """The sentence of a fault, written from the schema and never from the value."""
    values: dict[str, Any] = dict(fault.values)
    if fault.path:
        values["field"] = _title(standard, record_type, fault.path, lang)
        values["form"] = forms.in_words(standard, fault.code, _schema_at(standard, record_type, fault), lang)
    values["suggestion"] = _suggestion(fault, lang)
    if target := values.get("target"):
        values["target"] = standard.schema(target)["title"] if lang == "zh" else target
    return catalogue(standard)[fault.code][lang].format_map(_Blank(values))


def _suggestion(fault: Fault, lang: str) -> str:
    """Which member is not known, as far as its name may be said, and which it should be."""
    name, near, meant, position = (fault.values.get(k) for k in ("name", "near", "meant", "position"))
    if meant:
        return say("member.meant", lang, name=name, meant=meant)
    said = f" {name}" if name else ""
    if near:
        said += say("fill.near", lang, near=near)
    if position and not name:
        said += say("member.place", lang, position=position if lang == "zh" else _ordinal(position))
    return said


def _ordinal(n: int) -> str:
    return f"{n}{'th' if n // 10 % 10 == 1 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def _node(standard: Standard, record_type: str, names: Iterable[str]) -> Mapping[str, Any]:
    """The schema of an object, or of a list, that members lead to; empty below what is open."""
    node: Mapping[str, Any] = standard.schema(record_type)
    for name in names:
        node = node.get("items", node).get("properties", {}).get(name, {})
    return node


def _schema_at(standard: Standard, record_type: str, fault: Fault) -> Mapping[str, Any]:
    """The schema that refused a value."""
    node = _node(standard, record_type, fault.path)
    if fault.pointer.rpartition("/")[2].isdigit():
        node = node.get("items", node)
    return node or {"type": fault.values.get("expected")}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _title(standard: Standard, record_type: str, path: tuple[str, ...], lang: str) -> str:
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
    return not isinstance(value, str) or quick.is_date(value)


@per_standard
def validator(standard: Standard, name: str) -> Any:
    """The normative validator of a record type: jsonschema, dates checked, patterns as ECMA-262 has them.

    In ECMA-262 ``$`` does not match before a trailing line feed; Python's does, and is set right here.
    """
    return validator_of(standard.schema(name))


def validator_of(schema: Mapping[str, Any]) -> Any:
    """The normative validator of a schema: see :func:`validator`."""
    import jsonschema

    checker = jsonschema.FormatChecker(())
    checker.checks("date")(_date)
    return _dialect()(schema, format_checker=checker)


@cache
def _dialect() -> Any:
    import jsonschema

    def pattern(_: Any, expression: str, instance: Any, __: Any) -> Iterator[Any]:
        if isinstance(instance, str) and not quick.pattern(expression).search(instance):
            yield jsonschema.ValidationError("pattern")

    return jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": pattern})


@per_standard
def _fast(standard: Standard, record_type: str) -> tuple[dict[str, Callable[[Any], Sequence[Fault]]], frozenset[str], dict[str, Fault]]:
    """Per property what says why a value is refused, the names known, and what to say where a required one is not there."""
    schema = standard.schema(record_type)
    return (
        {k: _refusals(standard, record_type, k, v) for k, v in schema["properties"].items()},
        frozenset(schema["properties"]),
        {k: Fault("STR-REQUIRED", "", (k,), {"field": k}) for k in schema.get("required", ())},
    )


def _refusals(standard: Standard, record_type: str, name: str, prop: dict[str, Any]) -> Callable[[Any], Sequence[Fault]]:
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
            return list(translate(standard, _property_validator(standard, record_type, name).iter_errors(value), (name,), record_type))
        return ()

    return refusals


def explain(standard: Standard, record_type: str, record: dict[str, Any]) -> list[Fault]:
    """Every reason why a record is not valid; empty if it is."""
    refusals, known, required = _fast(standard, record_type)
    faults = [fault for k, fault in required.items() if k not in record]
    for position, (key, value) in enumerate(record.items(), 1):
        if key not in known:
            faults.append(_unknowns(standard)((), key, position, record_type))
        else:
            faults += refusals[key](value)
    return faults


@cache
def _letters(known: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    return [(name, frozenset(name.lower())) for name in sorted(known)]


def _near(key: str, known: frozenset[str]) -> str | None:
    """The name that was meant, if one is close. Only those with nearly the same letters are compared: there may be very many keys."""
    letters = frozenset(key.lower())
    alike = [name for name, own in _letters(known) if len(own ^ letters) <= 4 and abs(len(name) - len(key)) <= 4]
    return next(iter(difflib.get_close_matches(key, alike, 1)), None)


def _term(title: str) -> str:
    """A title without the unit that stands behind it in brackets."""
    return title.partition("（")[0]


@per_standard
def _terms(standard: Standard) -> frozenset[str]:
    """Every Chinese term for a field of a record."""
    out: set[str] = set()
    todo = [standard.schema(kind) for kind in standard.record_types]
    while todo:
        for prop in todo.pop().get("properties", {}).values():
            out |= {prop["title"], _term(prop["title"])}
            todo.append(prop.get("items", prop))
    return frozenset(out)


@per_standard
def _unknowns(standard: Standard) -> Callable[[tuple[Any, ...], str, int, str], Fault]:
    """What says of a member that it is not known. The same are met again and again, and a sender may write ever new ones."""
    return lru_cache(1000)(partial(_unknown, standard))


def _unknown(standard: Standard, path: tuple[Any, ...], key: str, position: int, record_type: str) -> Fault:
    values: dict[str, Any] = {}
    node = _node(standard, record_type, _names(path))
    members = node.get("items", node).get("properties", {})
    if may_be_said(key):
        values["name"] = key
        if near := _near(key, frozenset(members)):
            values["near"] = near
    else:
        # it is not repeated, for it could be a value that slipped: its place tells it from others
        values["position"] = position
        if key in _terms(standard):
            # but the standard's own word is no value
            values["name"] = key
            if meant := next((name for name, prop in members.items() if key in (prop["title"], _term(prop["title"]))), None):
                values["meant"] = meant
    if path[:1] == (EXT,) and len(path) == 2:
        return Fault("STR-OWN-FIELD", pointer_of([*path, key]), (), values | {"owner": path[1]})
    return Fault("STR-UNKNOWN-FIELD", pointer_of([*path, key]), (), values)


def _names(path: Iterable[Any]) -> tuple[str, ...]:
    """The names of members on a way; a key of ``ext`` that is no name could be a value that slipped."""
    return tuple(p if may_be_said(p) else "?" for p in path if isinstance(p, str))


def pointer_of(path: Iterable[Any]) -> str:
    """The JSON pointer of a way of names and places in lists; what may not be said is ``?``."""
    return "".join("/" + (str(p) if isinstance(p, int) or may_be_said(p) else "?") for p in path)


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


@per_standard
def _property_validator(standard: Standard, record_type: str, name: str) -> Any:
    return validator_of(standard.schema(record_type)["properties"][name])


def translate(standard: Standard, errors: Any, prefix: tuple[str, ...], record_type: str) -> Iterator[Fault]:
    told: set[str] = set()
    for e in sorted(errors, key=lambda e: (list(map(str, e.absolute_path)), e.validator != "type", e.validator != "pattern")):
        path = [*prefix, *e.absolute_path]
        names = _names(path)
        pointer = pointer_of(path)
        if e.validator == "required":
            for missing in e.validator_value:
                if missing not in e.instance and (pointer + "/" + missing) not in told:
                    told.add(pointer + "/" + missing)
                    yield Fault("STR-REQUIRED", pointer, (*names, missing), {"field": missing})
            continue
        if e.validator == "additionalProperties" and e.validator_value is False:
            for position, key in enumerate(e.instance, 1):
                if key not in e.schema.get("properties", ()):
                    yield _unknowns(standard)(tuple(path), key, position, record_type)
            continue
        if pointer in told:
            continue  # one reason for one place: a date that is no date also misses its pattern
        told.add(pointer)
        yield _fault(e.validator, e.schema, pointer, names)


def _fault(keyword: str, schema: Mapping[str, Any], pointer: str, names: tuple[str, ...]) -> Fault:
    code = _KEYWORDS.get(keyword, "STR-TYPE")
    if code == "STR-PATTERN" and schema.get("format") == "date":
        code = "STR-FORMAT"
    return Fault(code, pointer, names, {"field": names[-1], "expected": forms.expected(code, schema)})


def explain_manifest(standard: Standard, value: Any) -> list[Problem]:
    """Why a manifest is not valid, as sentences; empty if it is."""
    if quick.record_check(standard, "manifest")(value):
        return []
    return [
        _of_manifest(standard, fault) for fault in translate(standard, validator(standard, "manifest").iter_errors(value), (), "manifest")
    ]


def _of_manifest(standard: Standard, fault: Fault) -> Problem:
    if (fault.code, fault.pointer) == ("STR-PATTERN", "/profile"):
        return problem("manifest-profile", known=", ".join(standard.profiles.own))
    return problem("manifest-schema", pointer=fault.pointer or "/", what=in_both(standard, fault))


def in_both(standard: Standard, fault: Fault) -> tuple[str, str]:
    """The sentence of a fault of the manifest or of a file as a whole, in Chinese and in English."""
    return text_of(standard, fault, "manifest", "zh"), text_of(standard, fault, "manifest", "en")
