"""Workflow commands of GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterator

from zhucun.model import Report
from zhucun.reports.rendering import PLAIN, Data, Rendering, shown
from zhucun.reports.sentences import closing, failures, heeded, omissions, outside, place, reckoned

_KINDS = {"error": "error", "warning": "warning", "info": "notice"}


def as_github(report: Report, how: Rendering = PLAIN) -> str:
    """One line a finding that may decide the exit code, then what else is to be known, and the verdict in plain words."""
    return "\n".join(_lines(shown(report.as_json(how.lang, how.docs)), how)) + "\n"


def _lines(data: Data, how: Rendering) -> Iterator[str]:
    for problem in data.get("problems", ()):
        yield _command("error", problem["code"], problem["message"], how.locate({}))
    for f in filter(heeded, data["findings"]):
        yield _command(_KINDS[f["severity"]], f["rule"], f"{place(f)}  {f['message']}", how.locate(f))
    for rule, sentence in failures(data):
        yield _command("error", rule, sentence)
    for rule, sentence in omissions(data):
        yield _command("warning", rule, sentence)
    for name, sentence in outside(data):
        yield _command("warning", name, sentence)
    yield from reckoned(data)
    yield closing(data)


def _command(kind: str, title: str, message: str, where: tuple[str, int] | None = None) -> str:
    properties = {} if where is None else {"file": shown(where[0]), "line": str(where[1])}
    told = ",".join(f"{k}={_escape(v, property_value=True)}" for k, v in (properties | {"title": title}).items())
    return f"::{kind} {told}::{_escape(message)}"


def _escape(text: str, property_value: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_value else text
