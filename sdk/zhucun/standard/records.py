"""Columns and references of a record type, as its schema says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhucun.standard.files import StandardError


def column_type(prop: Mapping[str, Any]) -> str:
    """The DuckDB type of a schema property, as ``rules/README.md`` defines it."""
    kind = prop["type"]
    if kind == "string":
        return "DATE" if prop.get("format") == "date" else "VARCHAR"
    if kind == "integer":
        return "BIGINT"
    if kind == "boolean":
        return "BOOLEAN"
    if kind == "array":
        return column_type(prop["items"]) + "[]"
    if kind == "object":
        return "STRUCT(" + ", ".join(f'"{k}" {column_type(v)}' for k, v in prop["properties"].items()) + ")"
    raise StandardError(f"no column type for {kind!r}")


def columns(schema: Mapping[str, Any]) -> dict[str, str]:
    """Column name to DuckDB type, for each property of an object's schema. ``ext`` is left out."""
    return {k: column_type(v) for k, v in schema["properties"].items() if k != "ext"}


def references(schema: Mapping[str, Any]) -> dict[str, tuple[str, bool]]:
    """Column to (record type it points to, whether it is a list), for each reference of a record's schema."""
    out: dict[str, tuple[str, bool]] = {}
    for name, prop in schema["properties"].items():
        if "x-ref" in prop:
            out[name] = (prop["x-ref"], False)
        elif prop.get("type") == "array" and "x-ref" in prop["items"]:
            out[name] = (prop["items"]["x-ref"], True)
    return out
