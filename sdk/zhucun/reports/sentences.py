"""What every form of a report says in the same words, each sentence written from the report as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhucun.record import faults
from zhucun.standard import Standard
from zhucun.words import room


def title(standard: Standard, rule: str, lang: str) -> str:
    """The title of a rule; of a structural code its sentence, where that says everything without a field's name."""
    if rule in standard.rules:
        return str(standard.rules[rule].header["title"][lang])
    sentence = faults.catalogue(standard).get(rule, {}).get(lang, "")
    for optional in ("{guess}", "{suggestion}"):
        sentence = sentence.replace(optional, "")
    return "" if "{" in sentence else sentence


def fix(standard: Standard, rule: str, lang: str) -> str:
    """How to put it right."""
    if rule in standard.rules:
        return str(standard.rules[rule].header["fix"][lang])
    return faults.catalogue(standard)[rule]["fixZh" if lang == "zh" else "fixEn"]


def place(finding: Mapping[str, Any]) -> str:
    """Where a finding stands, in one phrase: file and line, record and field."""
    parts = []
    if "file" in finding:
        parts.append(f"{finding['file']}:{finding['line']}" if "line" in finding else finding["file"])
    ident = f"{finding['recordType']} {finding['recordId']}" if "recordId" in finding else finding["recordType"]
    parts.append(ident + finding.get("pointer", ""))
    return "  ".join(parts)


def closing(data: Mapping[str, Any], verdict: str | None = None) -> str:
    """The last words of a report: the verdict, the counts, and how much stands behind them.

    :param verdict: how to write the verdict, where it is to be coloured.
    """
    words = room("report", data["language"])
    said = f"{words['verdict']}: {verdict or words[data['verdict']]}"
    if data.get("problems"):
        return f"{said} — {words['unsaid']}"
    counts = words["summary"].format(**data["counts"])
    total = words["records"].format(n=sum(data["records"].values()))
    return f"{said} — {counts} ({total}); {words['weight'].format(**data['judged'])}"


def unjudged(data: Mapping[str, Any]) -> list[str]:
    """What could not be judged, one sentence each: rules that did not run, records left out, what was missing."""
    words = room("report", data["language"])
    idle = [r for r in data["rules"] if r["status"] == "NOT_EVALUATED"]
    out = [words["absent"].format(rule=r["id"], what=r.get("reason", "")) for r in idle if r.get("reason") != "base"]
    if alone := sum(1 for r in idle if r.get("reason") == "base"):
        out.append(words["alone"].format(n=alone))
    out += [words["leftOut"].format(n=count, kind=kind) for kind, count in data.get("leftOut", {}).items()]
    # a count of nothing belongs to a rule that did not run, which is told above
    out += [_missing(n, data["language"]) for n in data["notEvaluated"] if n["count"]]
    return out


def _missing(entry: Mapping[str, Any], lang: str) -> str:
    words = room("report", lang)
    rule = f"{entry['rule']} {entry['field']}" if "field" in entry else entry["rule"]
    kind, _, what = entry["missing"].partition(".")
    if kind == "period":
        why = words["period"].format(what=words.get(f"period.{what}", what), code=what)
    elif kind in ("coverage", "register"):
        why = words[kind].format(what=what)
    else:
        why = words["field"].format(what=entry["missing"])
    return words["missing"].format(rule=rule, n=entry["count"], why=why)


def failures(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rules that failed, with a sentence each."""
    words = room("report", data["language"])
    return [(r["id"], words["failed"].format(rule=r["id"], what=r.get("reason", ""))) for r in data["rules"] if r["status"] == "FAILED"]


def omissions(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rules and codes of which not every finding is listed, with a sentence each."""
    words = room("report", data["language"])
    return [(rule, words["omitted"].format(rule=rule, n=n)) for rule, n in data.get("omitted", {}).items()]
