"""Ids and references: where they stand in a record, as the schemas say, and the same record with others in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from zhucun.record import quick, strictjson
from zhucun.standard import Standard, per_standard

#: The way to a value: names of members, one below the other; lists on the way are walked through.
Way = tuple[str, ...]


@per_standard
def ways(standard: Standard, kind: str) -> tuple[tuple[Way, str], ...]:
    """The way to each reference of a record type, also inside lists and objects, and the type it points to."""
    out: list[tuple[Way, str]] = []

    def walk(schema: Mapping[str, Any], way: Way) -> None:
        if "x-ref" in schema:
            out.append((way, schema["x-ref"]))
        for name, prop in schema.get("properties", {}).items():
            walk(prop, (*way, name))
        if isinstance(schema.get("items"), Mapping):
            walk(schema["items"], way)

    walk(standard.schema(kind), ())
    return tuple(out)


def values_at(node: Any, way: Way) -> Iterator[str]:
    """The texts at the end of a way."""
    if isinstance(node, list):
        for item in node:
            yield from values_at(item, way)
    elif not way:
        if isinstance(node, str):
            yield node
    elif isinstance(node, dict) and way[0] in node:
        yield from values_at(node[way[0]], way[1:])


def rename(node: Any, way: Way, name: Callable[[str], str]) -> Any:
    """The same value with the texts at the end of the way renamed."""
    if isinstance(node, list):
        return [rename(item, way, name) for item in node]
    if not way:
        return name(node) if isinstance(node, str) else node
    if isinstance(node, dict) and way[0] in node:
        node[way[0]] = rename(node[way[0]], way[1:], name)
    return node


def references(standard: Standard, kind: str, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a record refers to: record type and id."""
    for way, target in ways(standard, kind):
        for found in values_at(record, way):
            yield target, found


def record_of(text: bytes) -> dict[str, Any] | None:
    """A record that bears an id; None for a line of which that cannot be told."""
    seen = quick.read(text)
    if seen is not None and seen.exact:
        record = seen.record
    else:
        try:
            record = strictjson.object_of(text)
        except strictjson.Refused:
            return None
    return record if isinstance(record.get("id"), str) else None
