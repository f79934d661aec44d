"""What the columns of a policy table hold, as the marks in the schema of profiles say (``x-fieldOf``, ``x-valueOf``, ``x-units`` …).

No table is named here: one that is added to the schema is understood by its marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhucun.record import forms
from zhucun.standard import Standard, per_standard

Values = Mapping[str, Any]


def columns(standard: Standard, table: str) -> Mapping[str, Any]:
    """The schemas of a table's columns."""
    props: Mapping[str, Any] = standard.policy_form(table)["items"]["properties"]
    return props


@per_standard
def type_column(standard: Standard, table: str) -> str | None:
    """The column that holds a record type, if there is one: other columns name fields of it."""
    props = columns(standard, table)
    return next((p["x-fieldOf"] for p in props.values() if p.get("x-fieldOf") in props), None)


def record_type(standard: Standard, table: str, values: Values, column: str) -> str | None:
    """The record type whose field a column names, if it names one."""
    of = columns(standard, table)[column].get("x-fieldOf")
    return None if of is None else values.get(of) if of == type_column(standard, table) else of


def field_of(standard: Standard, table: str, values: Values, column: str) -> tuple[str, str] | None:
    """The record type and the field whose values a column holds, if the row says so."""
    target = columns(standard, table)[column].get("x-valueOf")
    if target is None or target not in values:
        return None
    if target == type_column(standard, table):
        return str(values[target]), "kind"
    kind = record_type(standard, table, values, target)
    return (kind, str(values[target])) if kind is not None and kind in standard.record_types else None


def codes_of(standard: Standard, record: str, field: str) -> frozenset[str] | None:
    """The values that a field of a record may hold, or that an entry of its list may; None where it holds no codes."""
    prop = standard.fields(record).get(field)
    if prop is None:
        return None
    if prop.get("x-withheld"):
        return frozenset()
    leaf = prop.get("items", prop)
    inner = leaf.get("properties", {})
    if leaf["type"] == "boolean":
        return frozenset({"true", "false"})
    if "body" in inner:
        levels = [*inner.get("level", {}).get("enum", ()), "DISPATCH"]
        bodies = inner["body"]["enum"]
        # a level alone is anybody of that level
        return frozenset({*bodies, *(f"@{level}" for level in levels), *(f"{b}@{level}" for b in bodies for level in levels)})
    leaf = inner.get("code", leaf)
    if "enum" in leaf:
        return frozenset(leaf["enum"])
    if "x-codelist" in leaf:
        return frozenset(standard.code_titles(leaf["x-codelist"]))
    words = forms.alternatives(leaf.get("pattern", ""))
    return frozenset(words) if words else None


# --- what a code list says of the row that names a code of it ---------------------------------------


@per_standard
def notes(standard: Standard, codelist: str) -> Mapping[str, Mapping[str, str]]:
    """Of each code what its note says, as ``key: value`` with semicolons between."""
    out = {}
    for entry in standard.codelist(codelist):
        pairs = (part.partition(":") for part in entry["note"].split(";"))
        out[entry["code"]] = {key.strip(): value.strip() for key, colon, value in pairs if colon}
    return out


@per_standard
def named(standard: Standard, table: str) -> str | None:
    """The column whose code says which other column holds the row's value, if the table has one (``x-units``)."""
    return next((name for name, prop in columns(standard, table).items() if "x-units" in prop), None)


def note_of(standard: Standard, table: str, values: Values) -> Mapping[str, str]:
    """What the code list notes of the code that names the row."""
    column = named(standard, table)
    if column is None or column not in values:
        return {}
    return notes(standard, columns(standard, table)[column]["x-codelist"]).get(str(values[column]), {})


def value_column(standard: Standard, table: str, values: Values) -> str | None:
    """The column in which the value of a named row stands, by its unit."""
    column = named(standard, table)
    if column is None:
        return None
    units = columns(standard, table)[column]["x-units"]
    return str(units.get(note_of(standard, table, values).get("unit", ""), units[""]))


# --- stricter and looser ----------------------------------------------------------------------------


def stricter(standard: Standard, table: str, values: Values, column: str) -> str | None:
    """In which direction a column asks more: ``higher``, ``lower``, ``more`` or ``fewer`` entries, ``true``; None where nobody says."""
    mark: str | Mapping[str, str] | None = columns(standard, table)[column].get("x-stricter")
    if isinstance(mark, Mapping):
        return mark.get(str(values.get(mark["by"])))
    if mark is not None and mark == named(standard, table):
        return note_of(standard, table, values).get("stricter")
    return mark
