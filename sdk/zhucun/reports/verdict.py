"""What a verdict means to whoever waits for it, and the reports of runs that came to no judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import zhucun
from zhucun import standard
from zhucun.errors import Problem
from zhucun.model import SEVERITIES, Severity
from zhucun.printing import printable

PASS, FOUND, UNREADABLE, INCOMPLETE = 0, 1, 2, 3

#: As long as a message of a report may be.
_LONGEST = 4_000


def exit_code(data: Mapping[str, Any], fail_on: Severity) -> int:
    """0 pass, 1 findings at or above ``fail_on``, 2 unreadable, 3 incomplete."""
    if data["verdict"] == "unreadable":
        return UNREADABLE
    if any(n and fails(severity, fail_on) for severity, n in data["counts"].items()):
        return FOUND
    return INCOMPLETE if data["verdict"] == "incomplete" else PASS


def fails(severity: str, fail_on: Severity) -> bool:
    """Whether a finding of this severity fails."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(fail_on)


def judged(rules: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How much the rules of a report judged: how many apply, and of those how many all they met, part of it, nothing."""
    out = dict.fromkeys(("apply", "full", "part", "none"), 0)
    for rule in rules:
        if rule["status"] == "NOT_APPLICABLE":
            continue
        out["apply"] += 1
        out["none" if rule["status"] != "RAN" else "part" if rule["notEvaluated"] else "full"] += 1
    return out


def unreadable(problems: Iterable[Problem], lang: str) -> dict[str, Any]:
    """The report on an input that could not be read as a batch."""
    return _without_judgement("unreadable", problems, lang)


def unfinished(problem: Problem, lang: str) -> dict[str, Any]:
    """The report of a run that we could not finish. It replaces any older one, which would pass for its result."""
    return _without_judgement("incomplete", [problem], lang)


def _without_judgement(verdict: str, problems: Iterable[Problem], lang: str) -> dict[str, Any]:
    return {
        "standard": standard.VERSION,
        "tool": {"name": "zhucun", "version": zhucun.__version__},
        "language": lang,
        "verdict": verdict,
        "counts": {"error": 0, "warning": 0, "info": 0},
        "records": {},
        "findings": [],
        "rules": [],
        "notEvaluated": [],
        "judged": judged([]),
        "problems": [{"code": p.code, "message": printable(p.text(lang))[:_LONGEST]} for p in problems],
    }
