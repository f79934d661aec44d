"""What every form of a report says in the same words, each sentence written from the report as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from zhucun.record import faults
from zhucun.standard import Standard
from zhucun.words import room, say


def title(standard: Standard, rule: str, lang: str) -> str:
    """The title of a rule; of a structural code its sentence, where that says everything without a field's name."""
    if rule in standard.rules:
        return str(standard.rules[rule].header["title"][lang])
    sentence = faults.catalogue(standard).get(rule, {}).get(lang, "")
    for optional in ("{guess}", "{suggestion}"):
        sentence = sentence.replace(optional, "")
    return "" if "{" in sentence else sentence


def heading(standard: Standard, rule: str, lang: str) -> str:
    """The title of a rule; of a structural code its sentence, with dots for what each finding says of its own."""
    if named := title(standard, rule, lang):
        return named
    sentence = faults.catalogue(standard).get(rule, {}).get(lang, "")
    return re.sub(r"\{[a-zA-Z]+\}", "…", sentence.replace("{field}", say("explain.field", lang)))


def fix(standard: Standard, rule: str, lang: str) -> str:
    """How to put it right."""
    if rule in standard.rules:
        return str(standard.rules[rule].header["fix"][lang])
    return faults.catalogue(standard)[rule]["fixZh" if lang == "zh" else "fixEn"]


def asks(standard: Standard, rule: str, lang: str) -> str:
    """What a rule asks; of a structural code nothing, for its sentence says it."""
    return str(standard.rules[rule].header["asks"][lang]) if rule in standard.rules else ""


def notes(standard: Standard, finding: Mapping[str, Any], lang: str) -> str:
    """What else is to be known of a finding: whether its row is inherited, or only assumed to be, whether it rests on an
    interpretation, whose authority it has, that there is no determination yet, that it is new, and who accepted it until when."""
    words = room("report", lang)
    parts = []
    if finding.get("inherited"):
        parts.append(words["assumed" if finding.get("inheritanceBasis") == "ASSUMED" else "inherited"])
    if finding.get("interpreted"):
        parts.append(words["interpreted"])
    if finding.get("authority", "NORMATIVE") != "NORMATIVE":
        parts.append(standard.code_titles("authority-kind")[finding["authority"]][lang == "en"])
    if finding["outcome"] == "CANDIDATE":
        parts.append(words["candidate"])
    if finding.get("isNew"):
        parts.append(words["new"])
    said = finding.get("accepted", {})
    for name in ("since", "until"):
        if name in said:
            parts.append(words[f"accepted{name.title()}"].format(**{name: said[name]}))
    if "reason" in said:
        parts.append(said["reason"])
    return words["semicolon"].join(parts)


def sheet_cell(finding: Mapping[str, Any]) -> str:
    """Sheet and cell, or row, of a finding; empty where it stands in none."""
    at = finding.get("cell", finding.get("line"))
    return "!".join(str(part) for part in (finding.get("sheet"), at) if part is not None) if "sheet" in finding else ""


def place(finding: Mapping[str, Any], *, record: bool = True) -> str:
    """Where a finding stands, in one phrase: file and line, record and field.

    :param record: whether the record is named too.
    """
    parts = []
    if at := sheet_cell(finding):
        parts.append(at)
    elif "file" in finding:
        parts.append(f"{finding['file']}:{finding['line']}" if "line" in finding else finding["file"])
    if not record:
        return "  ".join(parts if "cell" in finding else [*parts, finding.get("pointer", "")]).strip()
    ident = f"{finding['recordType']} {finding['recordId']}" if "recordId" in finding else finding["recordType"]
    parts.append(ident + finding.get("pointer", ""))
    return "  ".join(parts)


def closing(data: Mapping[str, Any], verdict: str | None = None) -> str:
    """The last words of a report: the verdict, the counts, and how much stands behind them.

    :param verdict: how to write the verdict, where it is to be coloured.
    """
    words = room("report", data["language"])
    said = verdict or words[data["verdict"]]
    if data.get("problems"):
        return words["closing.unsaid"].format(verdict=said, unsaid=words["unsaid"])
    return words["closing"].format(
        verdict=said,
        counts=words["summary"].format(**data["counts"]),
        records=words["records"].format(n=sum(data["records"].values())),
        weight=words["weight"].format(**data["judged"]),
    )


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


def heeded(finding: Mapping[str, Any]) -> bool:
    """Whether a finding may decide the exit code: no baseline accepts it, and no earlier report has it."""
    return "accepted" not in finding and bool(finding.get("isNew", True))


def reckoned(data: Mapping[str, Any]) -> list[str]:
    """What of the findings decides the exit code, one sentence each; nothing where all do."""
    if "counting" not in data:
        return []
    words, out = room("report", data["language"]), []

    def summary(counts: Mapping[str, int]) -> str:
        return words["summary"].format(**counts)

    if baseline := data.get("baseline"):
        out.append(words["acceptedCount"].format(summary=summary(baseline["accepted"])))
        out += [words[name].format(n=len(baseline[name])) for name in ("over", "stale") if baseline[name]]
    if earlier := data.get("earlier"):
        out.append(words["knownCount"].format(summary=summary(earlier["known"])))
    return [*out, words["counting"].format(summary=summary(data["counting"]))]


def qualities(standard: Standard, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The dimensions of data quality, each with how much was found and judged in it."""
    words, titles = room("report", data["language"]), standard.code_titles("quality-dimension")
    return [(titles[q["dimension"]][data["language"] == "en"], words["qualityOf"].format(**q)) for q in data.get("quality", ())]


def failures(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rules that failed, with a sentence each."""
    words = room("report", data["language"])
    return [(r["id"], words["failed"].format(rule=r["id"], what=r.get("reason", ""))) for r in data["rules"] if r["status"] == "FAILED"]


def omissions(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rules and codes of which not every finding is listed, with a sentence each."""
    words = room("report", data["language"])
    return [(rule, words["omitted"].format(rule=rule, n=n)) for rule, n in data.get("omitted", {}).items()]
