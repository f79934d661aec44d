"""SARIF 2.1.0, within what code scanning takes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from zhucun.model import Report
from zhucun.reports.json import shielded
from zhucun.reports.rendering import PLAIN, Data, Rendering, shown
from zhucun.reports.sentences import failures, fix, omissions, outside, parts, reckoned, sheet_cell, title, unjudged
from zhucun.standard import Standard
from zhucun.words import room, say

#: Results that code scanning takes of one run; it shows the first five thousand, so the most severe stand first.
RESULTS = 25_000

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ROOT = "%SRCROOT%"


def as_sarif(report: Report, how: Rendering = PLAIN) -> str:
    """One run. ``uri`` is the path from the root of the working tree, percent-encoded."""
    data, lang = report.as_json(how.lang, how.docs), how.lang
    found = list(data["findings"])
    kept = found[:RESULTS]
    problems = data.get("problems", [])
    rules = sorted({f["rule"] for f in kept}) + sorted({p["code"] for p in problems})
    numbers = {rule: n for n, rule in enumerate(rules)}
    pages = {f["rule"]: f["help"] for f in kept if "help" in f}
    results = [_result(f, numbers, how) for f in kept] + [_problem(p, numbers, how) for p in problems]
    run = {
        "tool": {
            "driver": {
                "name": data["tool"]["name"],
                "version": data["tool"]["version"],
                "language": lang,
                "rules": [_descriptor(report.standard, rule, pages, problems, lang) for rule in rules],
            }
        },
        "originalUriBaseIds": {_ROOT: {"description": {"text": say("report.root", lang)}}},
        "results": results,
        "invocations": [
            {
                "executionSuccessful": data["verdict"] in ("pass", "fail"),
                "exitCode": report.exit_code(how.fail_on),
                "toolExecutionNotifications": list(_notices(shown(data), len(found) - len(kept), how)),
                "properties": {"verdict": data["verdict"], "judged": data["judged"]},
            }
        ],
        "columnKind": "unicodeCodePoints",
        "properties": {
            k: data[k] for k in ("verdict", "counts", "counting", "judged", "omitted", "profile", "profileOutside", "asOf") if k in data
        },
    }
    whole = {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}
    return shielded(json.dumps(whole, ensure_ascii=False, indent=2)) + "\n"


def _descriptor(standard: Standard, rule: str, pages: Data, problems: Iterable[Data], lang: str) -> dict[str, Any]:
    if any(p["code"] == rule for p in problems):
        return {"id": rule, "shortDescription": {"text": say("report.unreadable", lang)}}
    out: dict[str, Any] = {"id": rule, "help": {"text": fix(standard, rule, lang)}}
    if rule in pages:
        out["helpUri"] = pages[rule]
    if name := title(standard, rule, lang):
        out["shortDescription"] = {"text": name}
    return out


def _locations(path: str, line: int, cell: str = "") -> list[dict[str, Any]]:
    artifact = {"uri": quote(path.encode("utf-8", "surrogatepass")), "uriBaseId": _ROOT}
    named = {"message": {"text": shown(cell)}} if cell else {}
    return [{"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": line}}, **named}]


def _result(finding: Data, numbers: Data, how: Rendering) -> dict[str, Any]:
    return {
        "ruleId": finding["rule"],
        "ruleIndex": numbers[finding["rule"]],
        "level": _LEVELS[finding["severity"]],
        "message": {"text": shown(finding["message"])},
        "locations": _locations(*how.locate(finding), sheet_cell(finding)),
        "partialFingerprints": {"zhucun/v1": finding["fingerprint"]},
        **_state(finding),
        "properties": {k: finding[k] for k in ("recordType", "recordId", "outcome", "clauses", "policyRow", "authority") if k in finding},
    }


def _state(finding: Data) -> dict[str, Any]:
    """Whether a baseline accepts it, and whether an earlier report has it."""
    out: dict[str, Any] = {}
    if "isNew" in finding:
        out["baselineState"] = "new" if finding["isNew"] else "unchanged"
    if (said := finding.get("accepted")) is not None:
        reason = {"justification": shown(said["reason"])} if "reason" in said else {}
        rest = {k: said[k] for k in ("since", "until") if k in said}
        out["suppressions"] = [{"kind": "external", "status": "accepted", **reason, **({"properties": rest} if rest else {})}]
    return out


def _problem(problem: Data, numbers: Data, how: Rendering) -> dict[str, Any]:
    """What kept a batch from being read, as a result: where there is no result, code scanning takes all for mended."""
    return {
        "ruleId": problem["code"],
        "ruleIndex": numbers[problem["code"]],
        "level": "error",
        "message": {"text": problem["message"]},
        "locations": _locations(*how.locate({})),
    }


def _notices(data: Data, cut: int, how: Rendering) -> Iterable[dict[str, Any]]:
    """What else is to be known: failures, what could not be judged, what is not listed."""
    words = room("report", data["language"])
    for problem in data.get("problems", ()):
        yield {"level": "error", "message": {"text": problem["message"]}, "locations": _locations(*how.locate({}))}
    for _, sentence in failures(data):
        yield {"level": "error", "message": {"text": sentence}}
    if cut:
        yield {"level": "warning", "message": {"text": words["cut"].format(n=cut, limit=RESULTS)}}
    for _, sentence in omissions(data):
        yield {"level": "warning", "message": {"text": sentence}}
    for _, sentence in outside(data):
        yield {"level": "warning", "message": {"text": sentence}}
    for sentence in parts(data):
        yield {"level": "note", "message": {"text": sentence}}
    for sentence in [*reckoned(data), *unjudged(data)]:
        yield {"level": "note", "message": {"text": sentence}}
