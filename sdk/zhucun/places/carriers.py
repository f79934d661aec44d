"""What carries each clause, and the standard explained: rules, profiles and their rows as people read them.

Carriers are never listed by hand: a clause is carried by whatever cites it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from zhucun import standard


@cache
def _clause() -> re.Pattern[str]:
    codes = "|".join(d["code"] for d in standard.index()["documents"])
    return re.compile(rf"\b(?:{codes})-[0-9A-Za-z.]+(?:-[0-9A-Za-z]+)*\b")


def _fields(node: Mapping[str, Any], path: str) -> Iterator[tuple[str, list[str]]]:
    for name, prop in node.get("properties", {}).items():
        here = f"{path}.{name}"
        yield here, prop.get("x-clauses", [])
        yield from _fields(prop.get("items", prop), here)


@cache
def carriers() -> dict[str, list[str]]:
    """Clause id → what carries it: ``rule X``, ``row profile/id``, ``field type.name``, ``code list:CODE``."""
    out: dict[str, list[str]] = {c["id"]: [] for c in standard.clauses()}

    def add(clause: str, carrier: str) -> None:
        if clause in out and carrier not in out[clause]:
            out[clause].append(carrier)

    profiles = [standard.resolve(p) for p in standard.profile_ids()]
    for rule in standard.rules().values():
        for profile in profiles:
            for need in rule.rows(profile) or []:
                for row in need:
                    for clause in row.clauses:
                        add(clause, f"rule {rule.id}")
    for profile in profiles:
        for row in profile.rows:
            if not row.inherited:
                for clause in row.clauses:
                    add(clause, f"row {row.row_id}")
    for kind in standard.record_types():
        for name, cited in _fields(standard.schema(kind), kind):
            for clause in cited:
                add(clause, f"field {name}")
    for name in standard.codelist_names():
        for entry in standard.codelist(name):
            for clause in _clause().findall(entry["source"]):
                add(clause, f"code {name}:{entry['code']}")
    return out


def clauses() -> list[dict[str, Any]]:
    """Every clause with its paraphrase and its carriers."""
    found = carriers()
    return [{**c, "carriers": found[c["id"]]} for c in standard.clauses()]


# --- a rule, explained ----------------------------------------------------------------------------


_SHARED = frozenset({"id", "clauses", "modality", "basis", "note", "name", "validFrom", "validTo"})


def _shown(value: Any, prop: Mapping[str, Any], en: bool) -> str:
    if isinstance(value, list):
        return ("、" if not en else ", ").join(_shown(v, prop.get("items", {}), en) for v in value)
    if isinstance(value, bool):
        return ("否", "是")[value] if not en else str(value).lower()
    if isinstance(value, dict):
        inner = prop.get("properties", {})
        if "zh" in value:
            return str(value["en" if en else "zh"])
        return " ".join(_shown(v, inner.get(k, {}), en) for k, v in value.items())
    if codes := prop.get("x-codelist"):
        return standard.code_titles(codes).get(str(value), (str(value),) * 2)[en]
    return str(value)


def describe(row: standard.Row, lang: str) -> str:
    """What a row says, in words: the parameter's title or the titles of its columns, with their values."""
    en = lang == "en"
    props = standard.schema("profile")["properties"]["policy"]["properties"][row.table]["items"]["properties"]
    colon = ": " if en else "："
    parts = []
    for key, value in row.values.items():
        if key in _SHARED:
            continue
        text = _shown(value, props[key], en)
        if key in ("number", "flag", "code") and row.table == "parameter":
            parts.append(text)
        else:
            parts.append(f"{key if en else props[key]['title']}{colon}{text}")
    name = row.values.get("name")
    if row.table != "parameter":
        return ("; " if en else "；").join([str(name), *parts] if name else parts)
    label = standard.code_titles("parameter")[str(name)][en]
    return f"{label}{colon}{('; ' if en else '；').join(parts)}"


def marks(row: standard.Row, lang: str) -> str:
    """Modality, and whether inherited or interpreted."""
    en = lang == "en"
    out = [standard.code_titles("modality")[row.values["modality"]][en]]
    if row.inherited:
        out.append("inherited" if en else "继承")
    if row.interpreted:
        out.append("interpreted" if en else "依解释")
    return ", ".join(out)


# --- a profile, shown -----------------------------------------------------------------------------


def row_json(row: standard.Row) -> dict[str, Any]:
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
        "severity": standard.severity(row),
    }


def profile_json(profile: standard.Profile) -> str:
    """A resolved profile as JSON."""
    data = {k: v for k, v in profile.data.items() if k != "policy"}
    data["chain"] = list(profile.chain)
    data["rules"] = [r.id for r in standard.rules_under(profile)]
    data["rows"] = [row_json(r) for r in profile.rows]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def profile_text(profile: standard.Profile, lang: str) -> str:
    """A resolved profile for people."""
    en = lang == "en"
    data = profile.data
    titles = standard.schema("profile")["properties"]["policy"]["properties"]
    authority = standard.code_titles("authority-kind")[data["authority"]][en]
    words = (
        {"source": "source", "authority": "authority", "from": "binds from", "extends": "extends", "rules": "rules"}
        if en
        else {"source": "来源", "authority": "效力", "from": "生效", "extends": "上位", "rules": "规则"}
    )
    out = [f"{profile.id}  {data['title'][lang]}"]
    out.append(f"{words['source']}  " + " — ".join(data["source"][k] for k in ("title", "issuer", "publication") if k in data["source"]))
    out.append(f"{words['authority']}  {authority}")
    out.append(f"{words['from']}  {data.get('effectiveFrom', '?')} ({data['effectiveFromBasis']})")
    if "extends" in data:
        out.append(f"{words['extends']}  {data['extends']} ({data.get('inheritanceBasis', '?')})")
    out.append(f"{words['rules']}  {', '.join(r.id for r in standard.rules_under(profile))}")
    for table in standard.policy_tables():
        rows = profile.table(table)
        if not rows:
            continue
        out += ["", f"{titles[table]['title'] if not en else table}"]
        for row in rows:
            out.append(f"  {row.row_id}  {describe(row, lang)}  [{marks(row, lang)}]  {' '.join(row.clauses)}")
            if note := row.values.get("note"):
                out.append(f"      {note[lang]}")
    return "\n".join(out) + "\n"
