"""What a place has of its own besides the standard: fields that records write in ``ext``, and codes of open lists.

A profile declares both, under its document's code. What it declares becomes part of the schemas and code lists that a batch is
judged by, so that whatever checks, stores, shows or writes a record treats it like everything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: What profiles declare: each document's code with the profile's ``own``, the nearest profile first.
Own = Sequence[tuple[str, Mapping[str, Any]]]

#: What stands between the code of a document and a code of its own; no code of the standard holds it.
COLON = ":"

#: The member of a record that holds fields of others' own.
EXT = "ext"

_DAY = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
#: Beyond this a whole number is not the same in every language.
_EXACT = 2**53 - 1

#: The type of a field → the schema of its value.
_FORMS: Mapping[str, Mapping[str, Any]] = {
    "CODE": {"type": "string"},
    "TEXT": {"type": "string", "minLength": 1, "maxLength": 2000},
    "NUMBER": {"type": "integer", "minimum": -_EXACT, "maximum": _EXACT},
    "DATE": {"type": "string", "format": "date", "pattern": _DAY},
    "BOOLEAN": {"type": "boolean"},
}


def own_of(chain: Sequence[Mapping[str, Any]]) -> Own:
    """What the profiles of a chain declare; nothing, where none of them declares anything."""
    return tuple((profile["document"], profile["own"]) for profile in chain if profile.get("own"))


def members(own: Own, record_type: str) -> dict[str, dict[str, Mapping[str, Any]]]:
    """By owner the declared fields of a record type, by name. Of two of a name the first counts."""
    out: dict[str, dict[str, Mapping[str, Any]]] = {}
    for owner, declared in own:
        for field in declared.get("fields", ()):
            if field["recordType"] == record_type:
                out.setdefault(owner, {}).setdefault(field["name"], field)
    return out


def path(owner: str, name: str) -> str:
    """What a policy row calls a field of an owner's; the fact tables have a column of that name."""
    return f"{EXT}.{owner}.{name}"


def form(owner: str, field: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a field."""
    title = field["title"]
    # nobody here knows what it says of whom
    out = {
        **_FORMS[field["type"]],
        "title": title["zh"],
        "description": title["en"],
        "x-descriptionZh": title["zh"],
        "x-piClass": "IDENTITY",
    }
    if field["type"] == "CODE":
        out |= {"enum": [*dict.fromkeys(entry["code"] for entry in field.get("codes", ()))], "x-codelist": path(owner, field["name"])}
    elif field["type"] == "TEXT":
        out["x-withheld"] = True
    return out


def entries(own: Own, codelist: str) -> list[dict[str, str]]:
    """The rows that are declared for a code list: of an open one those that it has besides, of a field all of it."""
    out: dict[str, dict[str, str]] = {}

    def add(code: str, title: Mapping[str, str], owner: str) -> None:
        out.setdefault(code, {"code": code, "zh": title["zh"], "en": title["en"], "source": owner, "note": ""})

    for owner, declared in own:
        for entry in declared.get("codes", ()):
            if entry["list"] == codelist:
                add(f"{owner}{COLON}{entry['code']}", entry["title"], owner)
    for owner, declared in own if codelist.startswith(f"{EXT}.") else ():
        for field in declared.get("fields", ()):
            if path(owner, field["name"]) == codelist:
                for entry in field.get("codes", ()):
                    add(entry["code"], entry["title"], owner)
    return list(out.values())


def declaring(own: Own, name: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema that takes what is declared, too.

    :param name: the record type, or what else the schema is of.
    """
    more = {
        entry["list"]: [row["code"] for row in entries(own, entry["list"])] for _, declared in own for entry in declared.get("codes", ())
    }

    def opened(node: Any) -> Any:
        if isinstance(node, list):
            return [opened(n) for n in node]
        if not isinstance(node, Mapping):
            return node
        out = {k: opened(v) for k, v in node.items()}
        if "enum" in node and (codes := more.get(node.get("x-codelist", ""))):
            out["enum"] = [*node["enum"], *codes]
        return out

    out: dict[str, Any] = opened(schema)
    if found := members(own, name):
        title, description = schema["properties"][EXT]["title"], schema["properties"][EXT]["description"]
        out["properties"][EXT]["properties"] = {
            owner: {
                "title": title,
                "description": description,
                "type": "object",
                "additionalProperties": False,
                "properties": {field: form(owner, said) for field, said in fields.items()},
                "x-piClass": "IDENTITY",
            }
            for owner, fields in found.items()
        }
    return out
