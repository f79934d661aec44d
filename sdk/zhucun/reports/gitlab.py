"""The code-quality report of GitLab: a list of issues, each with a fingerprint of its own and a place in the repository."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from zhucun.model import Report
from zhucun.reports.json import shielded
from zhucun.reports.rendering import PLAIN, Data, Rendering, shown
from zhucun.reports.sentences import failures, omissions, place, reckoned
from zhucun.words import say

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def as_gitlab(report: Report, how: Rendering = PLAIN) -> str:
    """The list. What a baseline accepts is not in it; what else is to be known stands at the batch as a whole."""
    out, seen = [], set()
    for issue in _issues(shown(report.as_json(how.lang, how.docs)), how):
        while issue["fingerprint"] in seen:  # GitLab shows one of those that bear the same
            issue["fingerprint"] = _digest(issue["fingerprint"])
        seen.add(issue["fingerprint"])
        out.append(issue)
    return shielded(json.dumps(out, ensure_ascii=False, indent=2)) + "\n"


def _issues(data: Data, how: Rendering) -> Iterator[dict[str, Any]]:
    for problem in data.get("problems", ()):
        yield _of_batch(problem["code"], "blocker", problem["message"], how)
    for f in data["findings"]:
        if "accepted" not in f:
            told = f"{place(f, record=True)}  {f['message']}"
            yield _issue(f["rule"], _SEVERITIES[f["severity"]], told, f["fingerprint"], how.locate(f))
    for rule, sentence in failures(data):
        yield _of_batch(rule, "major", sentence, how)
    for rule, sentence in omissions(data):
        yield _of_batch(rule, "info", sentence, how)
    if data.get("profileOutside"):
        yield _of_batch(data["profile"], "info", say("report.outside", how.lang, profile=data["profile"]), how)
    if sentences := reckoned(data):
        yield _of_batch("baseline", "info", say("report.semicolon", how.lang).join(sentences), how)


def _of_batch(name: str, severity: str, sentence: str, how: Rendering) -> dict[str, Any]:
    return _issue(name, severity, sentence, _digest(f"{severity} {name}"), how.locate({}))


def _issue(name: str, severity: str, sentence: str, fingerprint: str, where: tuple[str, int]) -> dict[str, Any]:
    path, line = where
    return {
        "description": sentence,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": shown(path).removeprefix("./"), "lines": {"begin": line}},
    }


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
