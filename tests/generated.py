"""Records with every field that the standard has, and those of a sample, for whatever is generated from the schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from edition import standard

from zhucun import sample

#: A code of a place's own, which open lists take.
OWN_CODE = "YL:OWN"


def full(record_type: str, own: bool = True) -> dict[str, Any]:
    """A record in which no field is absent.

    :param own: whether open lists are given a code of a place's own.
    """
    return {name: _value(prop, own) for name, prop in standard.schema(record_type)["properties"].items()}


def _value(prop: Mapping[str, Any], own: bool) -> Any:
    if "enum" in prop:
        return OWN_CODE if own and prop.get("x-codelist") in standard.open_lists else prop["enum"][-1]
    if prop["type"] == "string":
        return "2024-02-29" if prop.get("format") == "date" else 'a "quoted" 词' if "minLength" in prop else "a-1"
    if prop["type"] == "integer":
        return prop.get("maximum", 7)
    if prop["type"] == "boolean":
        return False
    if prop["type"] == "array":
        item = prop["items"]
        return list(dict.fromkeys([*item["enum"][:2], _value(item, own)])) if "enum" in item else [_value(item, own)]
    if "properties" in prop:
        return {name: _value(inner, own) for name, inner in prop["properties"].items()}
    return {"vendor": {"任意": [1, {"a": True}]}}


def records() -> Iterator[tuple[str, dict[str, Any]]]:
    """Record type and record: of a sample, and the full ones."""
    for kind, record in sample.records(sample.plan(standard.profiles.resolve("yulin-2021"), villages=1)):
        yield kind, dict(record)
    for kind in standard.record_types:
        yield kind, full(kind)
