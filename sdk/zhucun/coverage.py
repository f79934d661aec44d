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

_CLAUSE = re.compile(r"\b(?:HN|YL|GZ|QN|FJX|SYM|FJS|LS)-[0-9A-Za-z.]+(?:-[0-9A-Za-z]+)*\b")


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
            for clause in _CLAUSE.findall(entry["source"]):
                add(clause, f"code {name}:{entry['code']}")
    return out


def clauses() -> list[dict[str, Any]]:
    """Every clause with its paraphrase and its carriers."""
    found = carriers()
    return [{**c, "carriers": found[c["id"]]} for c in standard.clauses()]


# --- a rule, explained ----------------------------------------------------------------------------


def _value(row: standard.Row) -> str:
    """The columns of a row that are its own, as ``name=value``."""
    shared = {"id", "clauses", "modality", "basis", "note", "name", "validFrom", "validTo"}
    parts = []
    for k, v in row.values.items():
        if k not in shared:
            parts.append(f"{k}={v if isinstance(v, str) else json.dumps(v, ensure_ascii=False)}")
    name = row.values.get("name")
    return (f"{name} " if name else "") + " ".join(parts)


def explain(ident: str, profile: str | None = None) -> str:
    """A rule in both languages, with its clauses, values and SQL.

    :raises standard.UnknownRule: if there is none.
    :raises standard.UnknownProfile: if there is no such profile.
    """
    rule = standard.rule(ident)
    header = rule.header
    names = [profile] if profile else standard.profile_ids()
    texts = {c["id"]: c for c in standard.clauses()}
    out = [f"{rule.id}  {header['title']['zh']} / {header['title']['en']}", ""]
    for key, zh, en in (("asks", "要求", "Asks"), ("message", "消息", "Message"), ("fix", "处理办法", "Put right")):
        out += [f"{zh}  {header[key]['zh']}", f"{en}  {header[key]['en']}", ""]
    if header.get("conventions"):
        out += [f"约定 Conventions  {', '.join(header['conventions'])}", ""]
    out.append("地区规则 Profiles")
    cited: list[str] = []
    for name in names:
        resolved = standard.resolve(name)
        needs = rule.rows(resolved)
        if needs is None:
            if profile:
                out.append(f"  {name}: 不运行 / does not run")
            continue
        if not needs:
            out.append(f"  {name}: 标准自身的规则 / a rule of the standard itself")
            continue
        out.append(f"  {name}")
        for need in needs:
            for row in need:
                marks = [row.values["modality"]]
                marks += ["继承 inherited"] if row.inherited else []
                marks += ["依解释 interpreted"] if row.interpreted else []
                out.append(f"    {row.row_id}  {_value(row)}  [{', '.join(marks)}]  {' '.join(row.clauses)}")
                cited += [c for c in row.clauses if c not in cited]
    if cited:
        out += ["", "条款 Clauses"]
        for clause in cited:
            c = texts.get(clause)
            if c:
                out += [f"  {clause}  {c['zh']}", f"  {' ' * len(clause)}  {c['en']}"]
    if header.get("entails"):
        out += ["", "连带 Entails"]
        for e in header["entails"]:
            out += [f"  {e['rule']}  {e['why']['zh']} / {e['why']['en']}"]
    out += ["", "SQL", "", rule.query + ";", "", "示例:下列语句使合法样本违反本规则 / Example: this makes a valid sample break the rule", "", rule.breaking, ""]
    return "\n".join(out)


# --- a profile, shown -----------------------------------------------------------------------------


def row_json(row: standard.Row) -> dict[str, Any]:
    """A resolved row as plain data."""
    return {
        "table": row.table,
        "rowId": row.row_id,
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
    titles = {k: v["properties"] for k, v in {"policy": standard.schema("profile")["properties"]["policy"]}.items()}["policy"]
    authority = standard.code_titles("authority-kind")[data["authority"]][en]
    words = (
        {"source": "source", "authority": "authority", "from": "binds from", "extends": "extends", "rules": "rules"}
        if en
        else {"source": "来源", "authority": "效力", "from": "生效", "extends": "上位", "rules": "规则"}
    )
    out = [f"{profile.id}  {data['title'][lang]}"]
    out.append(f"{words['source']}  {data['source']['title']} — {data['source']['issuer']}")
    out.append(f"{words['authority']}  {authority}")
    out.append(f"{words['from']}  {data.get('effectiveFrom', '?')} ({data['effectiveFromBasis']})")
    if "extends" in data:
        out.append(f"{words['extends']}  {data['extends']} ({data.get('inheritanceBasis', '?')})")
    out.append(f"{words['rules']}  {', '.join(r.id for r in standard.rules_under(profile))}")
    parameters = standard.code_titles("parameter")
    modality = standard.code_titles("modality")
    for table in standard.policy_tables():
        rows = profile.table(table)
        if not rows:
            continue
        out += ["", f"{titles[table]['title'] if not en else table}"]
        for row in rows:
            name = row.values.get("name")
            label = parameters[name][en] if name in parameters else ""
            if text := row.values.get("text"):
                label = text[lang]
            marks = [modality[row.values["modality"]][en]]
            if row.inherited:
                marks.append("inherited" if en else "继承")
            if row.interpreted:
                marks.append("interpreted" if en else "依解释")
            values = _value(row) if table != "declaration" else " ".join(str(row.values.get(k, "")) for k in ("subject", "codes", "number")).strip()
            out.append(f"  {row.row_id}  {label}  {values}  [{', '.join(marks)}]  {' '.join(row.clauses)}")
            if note := row.values.get("note"):
                out.append(f"      {note[lang]}")
    return "\n".join(out) + "\n"
