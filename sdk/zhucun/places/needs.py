"""What a profile asks of the data: the fields that its rules read, what each holds, and what stays unjudged without it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhucun.places.describe import describe
from zhucun.record import forms
from zhucun.standard import Profile, Row, Rule, Standard, per_standard
from zhucun.words import LANGUAGES, say


@dataclass(frozen=True)
class Need:
    """A field that rules of a profile read.

    :ivar unjudged: the rules that leave a record unjudged where it lacks the field.
    :ivar absent: those for which its absence may be the finding.
    :ivar rows: the policy rows that name it; what they say decides.
    :ivar rules: every rule that reads it.
    """

    kind: str
    path: str
    prop: Mapping[str, Any]
    required: bool
    unjudged: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def codelist(self) -> str:
        return str(self.prop.get("items", self.prop).get("x-codelist", ""))

    def meaning(self, lang: str) -> str:
        return str(self.prop["x-descriptionZh" if lang == "zh" else "description"])


@dataclass(frozen=True)
class Needs:
    """What a profile asks of the data.

    :ivar fields: in the order of the standard.
    :ivar complete: of what the batch must be declared complete (a record type, or one kind of it), with the rules that need it.
    """

    profile: Profile
    fields: Sequence[Need]
    complete: Mapping[str, Sequence[str]]


def needs(profile: Profile) -> Needs:
    """The fields that the rules read which run under a profile for its rows, and those that their records must have anyway.

    The rules of the standard itself read what is there, and ask for nothing more.
    """
    standard, read = profile.standard, profile.standard.columns_read
    running = [rule for rule in profile.rules if rule.needs]
    by_field: dict[tuple[str, str], _Readers] = {}

    def readers(kind: str, name: str) -> _Readers:
        return by_field.setdefault((kind, name), _Readers())

    for rule in running:
        named = [(kind, name, row) for row in _rows(profile, rule) for kind, name in _named(standard, row)]
        about = {kind for kind, _, _ in named}
        for kind, fields in read[rule.id].items():
            # what judges each type by itself is about those that the rows name
            if kind not in rule.header.get("each", ()) or not about or kind in about:
                for name in sorted(fields):
                    readers(kind, name).rules[rule.id] = None
        for kind, name, row in named:
            readers(kind, name).rules[rule.id] = None
            readers(kind, name).rows[row.row_id] = row
        for entry in rule.header.get("fields", ()):
            kind, _, name = entry.partition(".")
            readers(kind, name).unjudged[rule.id] = None
        for entry in rule.header.get("absence", ()):
            kind, name = entry["field"].split(".")[:2]
            if (kind, name) in by_field:
                readers(kind, name).absent[rule.id] = None
    return Needs(profile, [*_fields(standard, by_field)], _complete(running))


@dataclass(frozen=True)
class _Readers:
    """Who reads a field; each is kept once, in the order in which it was met."""

    rules: dict[str, None] = field(default_factory=dict)
    unjudged: dict[str, None] = field(default_factory=dict)
    absent: dict[str, None] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)


def _rows(profile: Profile, rule: Rule) -> Iterable[Row]:
    return [row for rows in rule.rows(profile) or () for row in rows]


def _named(standard: Standard, row: Row) -> Iterator[tuple[str, str]]:
    """The record types and fields that a policy row names; columns marked ``x-fieldOf`` say whose field they hold."""
    for column, prop in standard.policy_form(row.table)["items"]["properties"].items():
        if "x-fieldOf" in prop and column in row.values:
            yield row.values.get(prop["x-fieldOf"], prop["x-fieldOf"]), row.values[column]


@per_standard
def named_by(standard: Standard) -> Mapping[tuple[str, str], frozenset[str]]:
    """By record type and field the rules that run under one of the standard's profiles for a row that names it."""
    out: dict[tuple[str, str], set[str]] = {}
    for profile in map(standard.profiles.resolve, standard.profiles.own):
        for rule in profile.rules:
            for row in _rows(profile, rule):
                for named in _named(standard, row):
                    out.setdefault(named, set()).add(rule.id)
    return {named: frozenset(rules) for named, rules in out.items()}


def _fields(standard: Standard, by_field: Mapping[tuple[str, str], _Readers]) -> Iterator[Need]:
    kinds = {kind for kind, _ in by_field}
    for kind in standard.record_types:
        schema = standard.schema(kind)
        own = standard.own_fields(kind)
        for name, prop in {**schema["properties"], **own}.items() if kind in kinds else ():
            required = name in schema["required"]
            found = by_field.get((kind, name))
            if found or required:
                r = found or _Readers()
                need = Need(kind, name, prop, required, tuple(r.unjudged), tuple(r.absent), tuple(r.rows.values()), tuple(r.rules))
                yield need
                yield from _inside(need, prop.get("items", prop))


def _inside(need: Need, node: Mapping[str, Any]) -> Iterator[Need]:
    """The fields of an entry of a list; who reads the list reads them."""
    for name, prop in node.get("properties", {}).items():
        inner = Need(need.kind, f"{need.path}.{name}", prop, name in node.get("required", ()), rules=need.rules)
        yield inner
        yield from _inside(inner, prop.get("items", prop))


def _complete(running: Iterable[Rule]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for rule in running:
        for what in rule.header.get("coverage", ()):
            out.setdefault(what, []).append(rule.id)
    return out


def example(need: Need, examples: Mapping[tuple[str, str], Any]) -> str:
    """An example of its value as JSON, where there is one."""
    value = examples.get((need.kind, need.path))
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def examples(records: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[tuple[str, str], Any]:
    """By record type and field the first value that records have."""
    out: dict[tuple[str, str], Any] = {}

    def look(kind: str, node: Mapping[str, Any], prefix: str) -> None:
        for name, value in node.items():
            out.setdefault((kind, prefix + name), value)
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict):
                    look(kind, inner, f"{prefix}{name}.")

    for kind, record in records:
        look(kind, record, "")
    return out


# --- shown ----------------------------------------------------------------------------------------


def form(standard: Standard, need: Need, lang: str) -> str:
    """What it takes, in words."""
    leaf = need.prop.get("items", need.prop)
    kind = say(f"type.{leaf['type']}", lang) if isinstance(leaf.get("type"), str) else ""
    if leaf is not need.prop:
        kind = say("type.each", lang, outer=say(f"type.{need.prop['type']}", lang), inner=kind)
    if "x-ref" in leaf:
        told = say("needs.refers", lang, target=standard.schema(leaf["x-ref"])["title"] if lang == "zh" else leaf["x-ref"])
    elif "pattern" in leaf and "x-codelist" not in leaf:
        told = forms.in_words(standard, "STR-PATTERN", leaf, lang)
    else:
        return kind
    return say("needs.line", lang, label=kind, value=told)


def says(standard: Standard, need: Need, lang: str) -> str:
    """What the rows that name it say."""
    return " / ".join(f"{row.row_id} {describe(standard, row, lang)}" for row in need.rows)


def to_csv(found: Needs, shown: Mapping[tuple[str, str], Any], lang: str) -> str:
    """The sheet as CSV, which begins with a byte-order mark so that a spreadsheet reads it as UTF-8."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    keys = ("record", "title", "field", "name", "meaning", "form", "codelist", "required", "unjudged", "absent", "rows", "rules", "example")
    sheet.writerow([say(f"needs.{key}", lang) for key in keys])
    standard = found.profile.standard
    for n in found.fields:
        sheet.writerow(
            [
                n.kind,
                standard.schema(n.kind)["title"],
                n.path,
                str(n.prop["title"]),
                n.meaning(lang),
                form(standard, n, lang),
                n.codelist,
                say("needs.yes", lang) if n.required else "",
                " ".join(n.unjudged),
                " ".join(n.absent),
                says(standard, n, lang),
                " ".join(n.rules),
                example(n, shown),
            ]
        )
    for what, rules in found.complete.items():
        meaning = say("needs.complete", lang, what=what)
        sheet.writerow(
            ["manifest", standard.schema("manifest")["title"], "coverage", what, meaning, "", "", "", " ".join(rules), "", "", "", ""]
        )
    return "\ufeff" + out.getvalue()


def to_json(found: Needs, shown: Mapping[tuple[str, str], Any]) -> str:
    """The sheet as JSON, in both languages."""
    standard = found.profile.standard
    fields = [
        {
            "recordType": n.kind,
            "field": n.path,
            "name": str(n.prop["title"]),
            "meaning": {lang: n.meaning(lang) for lang in LANGUAGES},
            "form": {lang: form(standard, n, lang) for lang in LANGUAGES},
            **({"codelist": n.codelist} if n.codelist else {}),
            "required": n.required,
            "unjudgedWithout": list(n.unjudged),
            "absenceIsFinding": list(n.absent),
            "policyRows": [row.row_id for row in n.rows],
            "rules": list(n.rules),
            **({"example": shown[n.kind, n.path]} if (n.kind, n.path) in shown else {}),
        }
        for n in found.fields
    ]
    complete = [{"what": what, "rules": list(rules)} for what, rules in found.complete.items()]
    return json.dumps({"profile": found.profile.id, "fields": fields, "coverage": complete}, ensure_ascii=False, indent=2) + "\n"


def to_text(found: Needs, shown: Mapping[tuple[str, str], Any], lang: str) -> str:
    """The sheet as text, by record type."""
    standard, out, kind = found.profile.standard, [], ""
    for n in found.fields:
        if n.kind != kind:
            kind = n.kind
            out += ["", f"{kind}  {standard.schema(kind)['title']}"]
        out.append(f"  {'*' if n.required else ' '} {kind}.{n.path}  {n.prop['title']}")
        out.append(f"      {n.meaning(lang)}")
        facts = {
            "form": form(standard, n, lang),
            "codelist": n.codelist,
            "unjudged": " ".join(n.unjudged),
            "absent": " ".join(n.absent),
            "rows": says(standard, n, lang),
            "rules": " ".join(n.rules),
            "example": example(n, shown),
        }
        out += [f"      {say('needs.line', lang, label=say(f'needs.{key}', lang), value=value)}" for key, value in facts.items() if value]
    out += ["", say("needs.coverage", lang)]
    out += [f"    {what}  {' '.join(rules)}" for what, rules in found.complete.items()]
    out += ["", f"  * {say('needs.required', lang)}"]
    return "\n".join(out).lstrip("\n") + "\n"
