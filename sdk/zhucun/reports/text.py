"""The report for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from zhucun.model import Report
from zhucun.reports.rendering import PLAIN, Data, Rendering, shown
from zhucun.reports.sentences import closing, failures, fix, notes, omissions, place, qualities, reckoned, title, unjudged
from zhucun.standard import Standard
from zhucun.words import room

#: How many findings of one rule the text shows; the count is exact.
SAMPLES = 5

_COLOURS = {
    "error": "31;1",
    "warning": "33;1",
    "info": "36",
    "pass": "32;1",
    "fail": "31;1",
    "incomplete": "33;1",
    "unreadable": "31;1",
    "dim": "2",
    "bold": "1",
}


def as_text(report: Report, how: Rendering = PLAIN) -> str:
    """What was found, rule by rule; how much could be judged; the verdict."""
    return "\n".join(_Text(report.standard, shown(report.as_json(how.lang, how.docs)), how.colour).lines()) + "\n"


class _Text:
    """One report, line by line."""

    def __init__(self, standard: Standard, data: Data, colour: bool) -> None:
        self.standard, self.data, self.colour = standard, data, colour
        self.lang = data["language"]
        self.words = room("report", self.lang)

    def lines(self) -> Iterator[str]:
        data, words = self.data, self.words
        for problem in data.get("problems", ()):
            yield f"{self.paint(words['error'], 'error')} {problem['message']}"
        if not data["findings"] and not data.get("problems"):
            yield words["nothing"]
            yield ""
        yield from self.findings()
        yield from self.accepted()
        if data["rules"]:
            yield from self.judged()
        if data.get("profileOutside"):
            yield words["outside"].format(profile=data["profile"])
        yield from reckoned(data)
        yield closing(data, self.paint(words[data["verdict"]], data["verdict"]))

    def paint(self, text: str, kind: str) -> str:
        return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if self.colour else text

    def findings(self) -> Iterator[str]:
        left_out = dict(omissions(self.data))
        remaining = (f for f in self.data["findings"] if "accepted" not in f)
        for (severity, rule), group in groupby(remaining, key=lambda f: (f["severity"], f["rule"])):
            found = list(group)
            head = (
                f"{self.paint(self.words[severity], severity)} {self.paint(rule, 'bold')} {title(self.standard, rule, self.lang)}".rstrip()
            )
            yield f"{head} × {len(found)}"
            for f in found[:SAMPLES]:
                yield self.line(f)
                if notes := self.notes(f):
                    yield self.paint(f"      {notes}", "dim")
            if len(found) > SAMPLES:
                yield "  " + self.words["more"].format(n=len(found) - SAMPLES)
            if rule in left_out:
                yield "  " + left_out.pop(rule)
            yield self.paint(f"  → {fix(self.standard, rule, self.lang)}", "dim")
            if "help" in found[0]:
                yield self.paint(f"    {found[0]['help']}", "dim")
            yield ""
        if left_out:
            yield from left_out.values()
            yield ""

    def line(self, finding: Mapping[str, Any]) -> str:
        return f"  {place(finding)}  {finding['message']}"

    def accepted(self) -> Iterator[str]:
        """What a baseline accepts, apart from the rest."""
        found = [f for f in self.data["findings"] if "accepted" in f]
        if not found:
            return
        yield f"{self.words['accepted']}{self.words['colon'].strip()}"
        for rule, group in groupby(found, key=lambda f: f["rule"]):
            alike = list(group)
            yield f"{rule} {title(self.standard, rule, self.lang)}".rstrip() + f" × {len(alike)}"
            for f in alike[:SAMPLES]:
                yield self.line(f)
                if said := notes(self.standard, f, self.lang):
                    yield self.paint(f"      {said}", "dim")
            if len(alike) > SAMPLES:
                yield "  " + self.words["more"].format(n=len(alike) - SAMPLES)
        yield ""

    def notes(self, finding: Mapping[str, Any]) -> str:
        cited = f"{self.words['clauses']} {', '.join(finding['clauses'])}" if finding["clauses"] else ""
        return self.words["semicolon"].join(filter(None, (cited, notes(self.standard, finding, self.lang))))

    def judged(self) -> Iterator[str]:
        states = [r["status"] for r in self.data["rules"]]
        names = {"ran": "RAN", "idle": "NOT_APPLICABLE", "skipped": "NOT_EVALUATED", "failed": "FAILED"}
        yield f"{self.words['judged']}{self.words['colon']}{self.words['ran'].format(**{k: states.count(v) for k, v in names.items()})}"
        for _, sentence in failures(self.data):
            yield "  " + sentence
        for sentence in unjudged(self.data):
            yield "  " + sentence
        yield ""
        if told := qualities(self.standard, self.data):
            yield f"{self.words['quality']}{self.words['colon'].strip()}"
            yield from (f"  {name}{self.words['colon']}{sentence}" for name, sentence in told)
            yield ""
