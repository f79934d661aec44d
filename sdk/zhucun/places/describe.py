"""Profiles and their rows, as people read them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from zhucun.standard import Profile, Row, Standard
from zhucun.words import room, say

_SHARED = frozenset({"id", "clauses", "modality", "basis", "note", "name", "validFrom", "validTo"})


def _shown(standard: Standard, value: Any, prop: Mapping[str, Any], en: bool) -> str:
    if isinstance(value, list):
        return say("fill.comma", "en" if en else "zh").join(_shown(standard, v, prop.get("items", {}), en) for v in value)
    if isinstance(value, bool):
        return say(f"fill.{str(value).lower()}", "en" if en else "zh")
    if isinstance(value, dict):
        inner = prop.get("properties", {})
        if "zh" in value:
            return str(value["en" if en else "zh"])
        return " ".join(_shown(standard, v, inner.get(k, {}), en) for k, v in value.items())
    if codes := prop.get("x-codelist"):
        return standard.code_titles(codes).get(str(value), (str(value),) * 2)[en]
    return str(value)


def describe(standard: Standard, row: Row, lang: str) -> str:
    """What a row says, in words: the parameter's title or the titles of its columns, with their values."""
    en = lang == "en"
    props = standard.schema("profile")["properties"]["policy"]["properties"][row.table]["items"]["properties"]
    colon = ": " if en else "："
    parts = []
    for key, value in row.values.items():
        if key in _SHARED:
            continue
        text = _shown(standard, value, props[key], en)
        if key in ("number", "flag", "code") and row.table == "parameter":
            parts.append(text)
        else:
            parts.append(f"{key if en else props[key]['title']}{colon}{text}")
    name = row.values.get("name")
    if row.table != "parameter":
        return ("; " if en else "；").join([str(name), *parts] if name else parts)
    label = standard.code_titles("parameter")[str(name)][en]
    return f"{label}{colon}{('; ' if en else '；').join(parts)}"


def marks(standard: Standard, row: Row, lang: str) -> str:
    """Modality, and whether inherited or interpreted."""
    en = lang == "en"
    out = [standard.code_titles("modality")[row.values["modality"]][en]]
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


def profile_text(profile: Profile, lang: str) -> str:
    """A resolved profile for people."""
    standard, en = profile.standard, lang == "en"
    data = profile.data
    titles = standard.schema("profile")["properties"]["policy"]["properties"]
    authority = standard.code_titles("authority-kind")[data["authority"]][en]
    words = room("place", lang)
    out = [f"{profile.id}  {data['title'][lang]}"]
    out.append(f"{words['source']}  " + " — ".join(data["source"][k] for k in ("title", "issuer", "publication") if k in data["source"]))
    out.append(f"{words['authority']}  {authority}")
    out.append(f"{words['from']}  {data.get('effectiveFrom', '?')} ({data['effectiveFromBasis']})")
    if "extends" in data:
        out.append(f"{words['extends']}  {data['extends']} ({data.get('inheritanceBasis', '?')})")
    out.append(f"{words['rules']}  {', '.join(r.id for r in profile.rules)}")
    for table in standard.policy_tables:
        rows = profile.table(table)
        if not rows:
            continue
        out += ["", f"{titles[table]['title'] if not en else table}"]
        for row in rows:
            out.append(f"  {row.row_id}  {describe(standard, row, lang)}  [{marks(standard, row, lang)}]  {' '.join(row.clauses)}")
            if note := row.values.get("note"):
                out.append(f"      {note[lang]}")
    return "\n".join(out) + "\n"
