"""Writes what is derived from the standard: codes in its schemas, which fields its rules read, its digests, the typed
models, the description of the service, the coverage table, the words of the implementations in JavaScript.

    python -m tools.generate            write them
    python -m tools.generate --check    say what would change, and exit 1 if anything would

A test runs the check, so that neither an accidental change of the standard nor a stale file goes unnoticed.
"""

from __future__ import annotations

import hashlib
import json
import keyword
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.columns import columns_text
from zhucun.places import carriers
from zhucun.service import openapi
from zhucun.standard import Standard
from zhucun.words import WORDS

SUMS = "SHA256SUMS"


def sums_text(standard: Standard) -> str:
    """``SHA256SUMS``: the digest of every file of the standard, with line feeds as line ends, as ``sha256sum -c`` takes it."""
    root, lines = standard.folder, []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name != SUMS:
            digest = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
            lines.append(f"{digest}  {name}\n")
    return "".join(lines)


# --- models ---------------------------------------------------------------------------------------


#: What the models have in common; the rest is derived from the schemas.
_MODELS = '''\
"""Typed models of the records. Generated from the schemas by ``python -m tools.generate``; do not edit.

``Cadre.model_validate(data)`` takes what the schema takes and nothing else; it raises ``pydantic.ValidationError``.
``record.dump()`` gives plain data as the standard writes it, absent fields left out. A field that is not there is left
out when a record is made, too: ``None`` is no value. Needs ``pip install zhucun[models]``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

_T = TypeVar("_T")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> Any:
    """A day as the standard writes it; every other text is left for the type to refuse."""
    return dt.date.fromisoformat(value) if type(value) is str and _DATE.fullmatch(value) else value


def _whole(value: Any) -> Any:
    """To JSON Schema a number without a fraction is an integer, however it is written."""
    return int(value) if type(value) is float and value.is_integer() else value


def _unique(items: list[_T]) -> list[_T]:
    """The items, if none is there twice."""
    seen = [item.model_dump_json() if isinstance(item, BaseModel) else item for item in items]
    if len(set(seen)) != len(seen):
        raise ValueError("an item is there twice")
    return items


#: A day of the calendar, given as ``YYYY-MM-DD`` or as a :class:`datetime.date`.
Day = Annotated[dt.date, BeforeValidator(_day)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _no_null(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and None in data.values():
            raise ValueError("a field without a value is left out; null is no value")
        return data

    def dump(self) -> dict[str, Any]:
        """The record as plain data."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)
'''


def _class(name: str) -> str:
    return name[0].upper() + name[1:]


def _annotated(kind: str, parts: list[str]) -> str:
    return f"Annotated[{kind}, {', '.join(parts)}]" if parts else kind


def _field(prop: Mapping[str, Any], **words: str) -> list[str]:
    limits = [f"{word}={prop[key]!r}" for key, word in words.items() if key in prop]
    return [f"Field({', '.join(limits)})"] if limits else []


def _type(prop: Mapping[str, Any], owner: str, name: str, nested: list[str]) -> str:
    kind = prop["type"]
    if kind == "string":
        if "enum" in prop:
            return "Literal[" + ", ".join(json.dumps(c) for c in prop["enum"]) + "]"
        if prop.get("format") == "date":
            return "Day"
        return _annotated("str", _field(prop, pattern="pattern", minLength="min_length", maxLength="max_length"))
    if kind == "integer":
        return _annotated("int", ["BeforeValidator(_whole)", *_field(prop, minimum="ge", maximum="le")])
    if kind == "boolean":
        return "bool"
    if kind == "array":
        unique = ["AfterValidator(_unique)"] if prop.get("uniqueItems") else []
        return _annotated(
            f"list[{_type(prop['items'], owner, name, nested)}]", _field(prop, minItems="min_length", maxItems="max_length") + unique
        )
    if "properties" not in prop:
        inner = prop.get("additionalProperties")
        value = _type(inner, owner, name, nested) if isinstance(inner, Mapping) else "Any"
        return _annotated(f"dict[str, {value}]", _field(prop, maxProperties="max_length"))
    inner_name = owner + _class(name)
    nested += _model(inner_name, prop)
    return inner_name


def _model(name: str, schema: Mapping[str, Any]) -> list[str]:
    nested: list[str] = []
    body = [f"class {name}(_Record):", f'    """{schema.get("title", name)}: {schema.get("description", name).rstrip(".")}."""', ""]
    required = set(schema.get("required", ()))
    for key, prop in sorted(schema["properties"].items(), key=lambda kv: kv[0] not in required):
        annotation = _type(prop, name, key, nested)
        default = "" if key in required else "default=None"
        attribute = key
        if keyword.iskeyword(key):
            attribute, default = f"{key}_", ", ".join(filter(None, [default, f"alias={key!r}"]))
        annotation += "" if key in required else " | None"
        shown = " = None" if default == "default=None" else f" = Field({default})" if default else ""
        body.append(f"    {attribute}: {annotation}{shown}")
        body.append(f'    """{prop["title"]}: {prop["description"].rstrip(".")}."""')
    return [*nested, *body, "", ""]


def models_text(standard: Standard) -> str:
    """``models.py``."""
    out = [_MODELS, ""]
    for kind in standard.record_types:
        out += _model(_class(kind), standard.schema(kind))
    classes = ", ".join(f'"{k}": {_class(k)}' for k in standard.record_types)
    out += ["#: Record type → model.", f"MODELS: dict[str, type[_Record]] = {{{classes}}}", ""]
    return "\n".join(out)


# --- coverage table -------------------------------------------------------------------------------


def coverage_text(standard: Standard) -> str:
    """The coverage table: each clause and what carries it."""
    out = [
        "# 条款承载表 / Coverage of the clauses",
        "",
        "由 `python -m tools.generate` 生成。Generated by `python -m tools.generate`.",
        "",
        "| 文件 Document | 条款 Clauses | 规则承载 By rules | 仅记录承载 By fields, codes or rows | 无可承载 Nothing can | 未承载 Uncarried |",
        "|---|---|---|---|---|---|",
    ]
    found = carriers.clauses(standard)
    for document in [*standard.index["documents"], None]:
        mine = [c for c in found if document is None or c["document"] == document["code"]]
        by_rule = sum(any(x.startswith("rule ") for x in c["carriers"]) for c in mine)
        none = sum("reason" in c for c in mine)
        lost = sum(not c["carriers"] and "reason" not in c for c in mine)
        label = f"{document['zh']} {document['en']}" if document else "**合计 Total**"
        out.append(f"| {label} | {len(mine)} | {by_rule} | {len(mine) - by_rule - none - lost} | {none} | {lost} |")
    for document in standard.index["documents"]:
        out += ["", f"## {document['code']} {document['zh']}", "", "| 条款 Clause | 强度 | 内容 | Carried by |", "|---|---|---|---|"]
        for c in found:
            if c["document"] == document["code"]:
                held = ", ".join(f"`{x}`" for x in c["carriers"]) or f"{c['reason']['zh']} / {c['reason']['en']}"
                out.append(f"| {c['id']} | {c['modality']} | {c['zh']} | {held} |")
    return "\n".join(out) + "\n"


# --- codes in the schemas ---------------------------------------------------------------------------

#: Code lists of which a field may take a part.
PARTS = frozenset({"subordination", "body", "role"})


def schema_texts(standard: Standard) -> Iterator[tuple[Path, str]]:
    """Each schema, with the codes of its lists: a code is written into its list and nowhere else."""
    for path in sorted(standard.folder.rglob("*.json")):
        if path.parent.name in ("records", "rules") or path.name == "profile.schema.json":
            schema = json.loads(path.read_text("utf-8"))
            _fill(standard, schema)
            yield path, json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _fill(standard: Standard, node: Any) -> None:
    if isinstance(node, list):
        for item in node:
            _fill(standard, item)
    elif isinstance(node, dict):
        if "enum" in node and node.get("x-codelist", "") in set(standard.codelist_names) - PARTS:
            node["enum"] = [entry["code"] for entry in standard.codelist(node["x-codelist"])]
        for item in node.values():
            _fill(standard, item)


# --- words of the implementations in JavaScript -------------------------------------------------------


#: Rooms of which they say every word; of others those that they name.
_ROOMS = ("html", "report", "form", "page")


def words_text(folder: Path) -> str:
    """``words.mjs``: what the implementations in JavaScript say of their own, in the words of the SDK."""
    sources = "".join(
        p.read_text("utf-8") for place in ("node/core", "page") for p in sorted((folder / place).glob("*.mjs")) if p.name != "words.mjs"
    )
    named = set(re.findall(r"'([a-z]+[a-zA-Z.-]+)'", sources))
    lines = [
        f"  {json.dumps(key)}: {json.dumps(both, ensure_ascii=False)},\n"
        for key, both in WORDS.items()
        if key in named or key.partition(".")[0] in _ROOMS
    ]
    head = "// Words in Chinese and in English. Generated by python -m tools.generate; do not edit.\n"
    return f"{head}export const WORDS = {{\n{''.join(lines)}}};\n"


# --- all of it --------------------------------------------------------------------------------------


def outputs() -> Iterator[tuple[Path, str]]:
    """Each generated file and its content."""
    repository = Path(__file__).resolve().parent.parent
    standard = Standard.load()
    yield from schema_texts(standard)
    yield standard.folder / "registers" / "columns-read.csv", columns_text(standard)
    yield standard.folder / SUMS, sums_text(standard)
    yield repository / "sdk" / "zhucun" / "models.py", models_text(standard)
    yield repository / "sdk" / "zhucun" / "service" / "openapi.json", openapi.text(standard)
    yield repository / "docs" / "coverage.md", coverage_text(standard)
    implementations = repository / "conformance" / "implementations"
    yield implementations / "node" / "core" / "words.mjs", words_text(implementations)


def stale() -> list[tuple[Path, str]]:
    """The generated files that are not as they should be."""
    return [(path, text) for path, text in outputs() if not path.is_file() or path.read_text("utf-8") != text]


def main(arguments: list[str]) -> int:
    """Write, or with ``--check`` compare."""
    if "--check" in arguments:
        found = stale()
        for path, _ in found:
            print(path.name)
        return 1 if found else 0
    # digests and models are of the schemas as they are written: what is written may make others stale
    while found := stale():
        for path, text in found:
            print(path.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
