"""Profiles and their rows, as people read them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from zhucun import findings
from zhucun.places import columns as marks_of
from zhucun.standard import Profile, Row, Standard
from zhucun.words import LANGUAGES, WORDS, room, say

#: So long is a description that serves as the name of a column.
_SHORT = 22

#: Where a word of a column's name begins.
_WORD = re.compile(r"(?<=[a-z])[A-Z]")


def table_title(standard: Standard, table: str, lang: str) -> str:
    """What a policy table is called."""
    return _spaced(table) if lang == "en" else str(standard.policy_form(table)["title"])


def column_title(standard: Standard, table: str, column: str, lang: str) -> str:
    """What a column is called; money is told in yuan, not in fen."""
    if lang == "en":
        # a description of a few words names the column better than its key
        said = str(marks_of.columns(standard, table)[column]["description"])
        short = len(said) <= _SHORT and not column.endswith("Fen") and said.replace(" ", "").isalpha()
        return said[0].lower() + said[1:] if short else _spaced(column.removesuffix("Fen"))
    return str(marks_of.columns(standard, table)[column]["title"]).replace(say("fill.in-fen", lang), "")


def _spaced(name: str) -> str:
    return _WORD.sub(lambda m: f" {m[0].lower()}", name)


def in_both(text: Callable[..., str], *arguments: Any) -> tuple[str, str]:
    """What one of the functions here says, in Chinese and in English: it takes the language last."""
    zh, en = (text(*arguments, lang) for lang in LANGUAGES)
    return zh, en


def column_text(standard: Standard, table: str, values: Mapping[str, Any], column: str, value: Any, lang: str) -> str:
    """A column with its value, in words.

    :param values: the row, which says whose values they are.
    """
    colon = ": " if lang == "en" else "："
    return f"{column_title(standard, table, column, lang)}{colon}{value_text(standard, table, values, column, value, lang)}"


def value_text(standard: Standard, table: str, values: Mapping[str, Any], column: str, value: Any, lang: str) -> str:
    """The value of a column, in words."""
    prop = marks_of.columns(standard, table)[column]
    if column == marks_of.type_column(standard, table) and value in standard.record_types:
        return _spaced(str(value)) if lang == "en" else str(standard.schema(value)["title"])
    if (kind := marks_of.record_type(standard, table, values, column)) in standard.record_types:
        return findings.field_title(standard, str(kind), str(value), lang)
    if owner := marks_of.field_of(standard, table, values, column):
        return _shown(standard, value, prop, lang, findings.value_kind(standard, *owner))
    if "x-valueOf" in prop and (codes := marks_of.note_of(standard, table, values).get("codes")):
        return findings.show(standard, value, f"codelist:{codes}", lang)
    if column == marks_of.value_column(standard, table, values) and isinstance(value, int) and not isinstance(value, bool):
        return _measured(marks_of.note_of(standard, table, values).get("unit", ""), value, lang)
    return _shown(standard, value, prop, lang, "money" if column.endswith("Fen") else "")


def _measured(unit: str, number: int, lang: str) -> str:
    """A number with its unit."""
    if unit == "fen":
        return say("fill.money", lang, yuan=f"{number / 100:,.2f}")
    return f"{number}{say(f'unit.{unit}', lang)}" if f"unit.{unit}" in WORDS else str(number)


def _shown(standard: Standard, value: Any, prop: Mapping[str, Any], lang: str, kind: str = "") -> str:
    if isinstance(value, list):
        return say("fill.comma", lang).join(_shown(standard, v, prop.get("items", {}), lang, kind) for v in value)
    if isinstance(value, bool):
        return findings.show(standard, value, "", lang)
    if isinstance(value, Mapping):
        inner = prop.get("properties", {})
        if lang in value:
            return str(value[lang])
        return " ".join(_shown(standard, v, inner.get(k, {}), lang) for k, v in value.items())
    if codes := prop.get("x-codelist"):
        kind = f"codelist:{codes}"
    return findings.show(standard, value, kind, lang) if kind else str(value)


def describe(standard: Standard, row: Row, lang: str) -> str:
    """What a row says, in words: its columns with their values, the one that names it first."""
    en, table, values = lang == "en", row.table, row.values
    colon, then = (": ", "; ") if en else ("：", "；")
    name, own = marks_of.named(standard, table), marks_of.value_column(standard, table, values)
    parts: list[str] = []
    worded = any(isinstance(v, Mapping) and lang in v for k, v in values.items() if k not in standard.policy_shared)
    said_by = [k for k in values if k not in standard.policy_shared and k != name]
    # an identifier says nothing to people, nor do codes of no list where the row says it in words
    telling = [k for k in said_by if not _is_bare(standard, table, k, worded)] or said_by
    for key in telling:
        value = values[key]
        if key == own:
            parts.insert(0, value_text(standard, table, values, key, value, lang))
        else:
            parts.append(column_text(standard, table, values, key, value, lang))
    said = then.join(parts)
    return said if name is None else f"{value_text(standard, table, values, name, values[name], lang)}{colon}{said}"


def _is_bare(standard: Standard, table: str, column: str, worded: bool) -> bool:
    """Whether a column holds a name made up for machines."""
    prop = marks_of.columns(standard, table)[column]
    leaf = prop.get("items", prop)
    if leaf["type"] != "string" or "x-codelist" in leaf or column == marks_of.type_column(standard, table):
        return False
    return not {"x-fieldOf", "x-valueOf"} & {*prop} and (worded or (prop is leaf and "pattern" in leaf))


def marks(standard: Standard, row: Row, lang: str) -> str:
    """Modality, and whether inherited or interpreted."""
    out = [standard.code_titles("modality")[row.values["modality"]][lang == "en"]]
    if row.inherited:
        out.append(say("place.inherited", lang))
    if row.interpreted:
        out.append(say("place.interpreted", lang))
    return ", ".join(out)


# --- a profile, shown -----------------------------------------------------------------------------


def row_json(row: Row) -> dict[str, Any]:
    """A resolved row as plain data."""
    return {
        "table": row.table,
        "policyRow": row.row_id,
        **{k: v for k, v in row.values.items() if k != "id"},
        "profile": row.profile,
        "authority": row.authority,
        "inherited": row.inherited,
        "validFrom": row.valid_from,
        "validTo": row.valid_to,
        "severity": row.severity,
    }


def profile_json(profile: Profile) -> str:
    """A resolved profile as JSON."""
    data = {k: v for k, v in profile.data.items() if k != "policy"}
    data["chain"] = list(profile.chain)
    data["rules"] = [r.id for r in profile.rules]
    data["rows"] = [row_json(r) for r in profile.rows]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _own(profile: Profile, lang: str) -> Iterator[str]:
    """The fields and codes that a profile and its parents declare."""
    standard, words, en = profile.standard, room("place", lang), lang == "en"
    if not standard.own:
        return
    yield from ("", words["own"])
    for kind in standard.record_types:
        for name, prop in standard.own_fields(kind).items():
            codes = standard.code_titles(prop["x-codelist"]) if "x-codelist" in prop else {}
            listed = say("fill.comma", lang).join(say("form.code", lang, code=code, title=titles[en]) for code, titles in codes.items())
            yield f"  {kind}.{name}  {findings.field_title(standard, kind, name, lang)}" + (f"  {listed}" if listed else "")
    for codelist in standard.codelist_names:
        for row in standard.codelist(codelist)[len(standard.base.codelist(codelist)) :]:
            yield f"  {codelist}  {say('form.code', lang, code=row['code'], title=row[lang])}"


def profile_text(profile: Profile, lang: str) -> str:
    """A resolved profile for people."""
    standard, data = profile.standard, profile.data
    words = room("place", lang)

    def told(key: str, missing: str = "UNKNOWN") -> str:
        prop = standard.schema("profile")["properties"][key]
        return standard.code_titles(prop["x-codelist"])[data.get(key, missing)][lang == "en"]

    out = [f"{profile.id}  {data['title'][lang]}"]
    out.append(f"{words['source']}  " + " — ".join(data["source"][k] for k in ("title", "issuer", "publication") if k in data["source"]))
    out.append(f"{words['authority']}  {told('authority')}")
    out.append(
        f"{words['from']}  " + words["because"].format(what=data.get("effectiveFrom", words["never"]), why=told("effectiveFromBasis"))
    )
    if "effectiveFromNote" in data:
        out.append(f"      {data['effectiveFromNote'][lang]}")
    if "extends" in data:
        out.append(f"{words['extends']}  " + words["because"].format(what=data["extends"], why=told("inheritanceBasis", "ASSUMED")))
    out.append(f"{words['rules']}  {', '.join(r.id for r in profile.rules)}")
    out += _own(profile, lang)
    for table in standard.policy_tables:
        rows = profile.table(table)
        if not rows:
            continue
        out += ["", table_title(standard, table, lang)]
        for row in rows:
            out.append(f"  {row.row_id}  {describe(standard, row, lang)}  [{marks(standard, row, lang)}]  {' '.join(row.clauses)}")
            if note := row.values.get("note"):
                out.append(f"      {note[lang]}")
    return "\n".join(out) + "\n"
