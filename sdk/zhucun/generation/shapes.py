"""What there is to be written, free of any language: code lists, objects and their fields, by the names of the standard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zhucun.standard import Standard
from zhucun.standard.edition import per_standard
from zhucun.version import __version__

#: What one value of a field is.
Kind = Literal["text", "integer", "boolean", "day", "code", "object", "open"]


@dataclass(frozen=True)
class CodeList:
    """A code list that fields use.

    :ivar name: of the type: ``LeaveKind``; ``list`` that of the standard: ``leave-kind``.
    :ivar codes: code → its label in Chinese and in English.
    :ivar open: whether a place may have codes of its own besides, written OWNER:CODE.
    """

    name: str
    list: str
    title: tuple[str, str]
    codes: Mapping[str, tuple[str, str]]
    open: bool = False


@dataclass(frozen=True)
class Field:
    """A field of an object.

    :ivar type: name of the code list or of the object, where it is of one.
    :ivar part: the codes that it takes of its list, where those are not all.
    :ivar open: whether its list is open.
    :ivar longest: how long its text may be, where the standard says so.
    :ivar target: the record type that it refers to.
    """

    name: str
    comment: str
    kind: Kind
    type: str = ""
    required: bool = False
    listed: bool = False
    part: Sequence[str] = ()
    open: bool = False
    longest: int | None = None
    target: str | None = None


@dataclass(frozen=True)
class Shape:
    """An object with exactly these fields; ``record_type`` where it is a record, or the manifest."""

    name: str
    comment: str
    fields: Sequence[Field]
    record_type: str | None = None


@per_standard
def shapes(standard: Standard) -> Sequence[Shape]:
    """Every object of the records and of the manifest, each after those that it holds."""
    out: list[Shape] = []
    for kind in (*standard.record_types, "manifest"):
        _shape(standard, capital(kind), standard.schema(kind), out, kind)
    return tuple(out)


@per_standard
def code_lists(standard: Standard) -> Sequence[CodeList]:
    """The code lists that those objects use, sorted by name."""
    used = {f.type for s in shapes(standard) for f in s.fields if f.kind == "code"}
    named = {list_name(name): name for name in standard.codelist_names}
    return tuple(_code_list(standard, name, named[name]) for name in sorted(used))


def _code_list(standard: Standard, name: str, listed: str) -> CodeList:
    return CodeList(name, listed, standard.codelist_title(listed), standard.code_titles(listed), listed in standard.open_lists)


def _shape(standard: Standard, name: str, schema: Mapping[str, Any], out: list[Shape], record_type: str | None) -> None:
    required = set(schema.get("required", ()))
    fields = []
    for key, prop in schema["properties"].items():
        item = prop["items"] if prop["type"] == "array" else prop
        inner = name + capital(key)
        kind = _kind(item)
        if kind == "object":
            _shape(standard, inner, {"title": prop["title"], "description": prop["description"], **item}, out, None)
        fields.append(_field(standard, key, prop, item, kind, inner, key in required))
    out.append(Shape(name, _comment(schema), tuple(fields), record_type))


def _field(standard: Standard, key: str, prop: Mapping[str, Any], item: Mapping[str, Any], kind: Kind, inner: str, required: bool) -> Field:
    part: Sequence[str] = ()
    if kind == "code" and len(item["enum"]) < len(standard.codelist(item["x-codelist"])):
        part = tuple(item["enum"])
    named = inner if kind == "object" else list_name(item["x-codelist"]) if kind == "code" else ""
    is_open = kind == "code" and item["x-codelist"] in standard.open_lists
    return Field(key, _comment(prop), kind, named, required, item is not prop, part, is_open, item.get("maxLength"), item.get("x-ref"))


def _kind(item: Mapping[str, Any]) -> Kind:
    if item["type"] == "string":
        return "code" if "x-codelist" in item and "enum" in item else "day" if item.get("format") == "date" else "text"
    if item["type"] == "object":
        return "object" if "properties" in item else "open"
    return "integer" if item["type"] == "integer" else "boolean"


def _comment(schema: Mapping[str, Any]) -> str:
    """What a field or an object is, on one line: in Chinese, then in English."""
    title, meaning = schema["title"], schema.get("x-descriptionZh", schema["title"])
    chinese = title if meaning == title else f"{title}：{meaning}"
    return " ".join(f"{chinese} / {schema['description'].rstrip('.')}".replace("*/", "* /").split())


# --- names ------------------------------------------------------------------------------------------


def capital(name: str) -> str:
    """``leaveKind`` → ``LeaveKind``."""
    return name[0].upper() + name[1:]


def list_name(name: str) -> str:
    """The type of a code list: ``leave-kind`` → ``LeaveKind``."""
    return "".join(map(capital, name.split("-")))


def avoid(name: str, taken: Iterable[str]) -> str:
    """A name that means nothing to the language: one that does gets an underscore behind it."""
    return name + "_" if name in frozenset(taken) else name


def members(codes: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Code → a name that every language takes: ``YL-3`` → ``YL_3``, ``10`` → ``CODE_10``; no two codes share one."""
    out: dict[str, str] = {}
    for code in codes:
        name = re.sub(r"[^A-Za-z0-9_]", "_", code)
        name = avoid(f"CODE_{name}" if not name[:1].isalpha() else name, taken)
        while name in out.values():
            name += "_"
        out[code] = name
    return out


def origin(standard: Standard) -> str:
    """What the first line says: by what it was written, and from what."""
    return f"Generated by zhucun {__version__} from the standard {standard.version}; do not edit. 由标准生成，请勿手改。"
