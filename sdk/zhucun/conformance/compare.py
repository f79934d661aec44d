"""What an answer is compared by, and how it differs from what a case expects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Key = tuple[tuple[str, Any], ...]

_STRUCTURAL = ("rule", "recordType", "recordId", "file", "line", "pointer")
#: Faults of a line's text: whether its id can still be told is left to the implementation.
_TEXTUAL = frozenset(
    f"STR-{c}" for c in ("LINE-LENGTH", "DEPTH", "ENCODING", "JSON", "NUMBER", "INTEGER-RANGE", "DUPLICATE-KEY", "SURROGATE", "OBJECT")
)
_JUDGED = ("rule", "severity", "outcome", "recordType", "recordId")


def key(finding: Mapping[str, Any]) -> Key:
    """What is compared of a finding: of a structural one its place, of a rule's its weight and its record."""
    structural = str(finding["rule"]).startswith("STR-")
    return _members({"pointer" if structural else "outcome": "" if structural else "VIOLATION", **finding})


def _members(finding: Mapping[str, Any]) -> Key:
    """The members that are compared, those that are written."""
    names = _STRUCTURAL if str(finding["rule"]).startswith("STR-") else _JUDGED
    return tuple((k, finding[k]) for k in names if k in finding and not (k == "recordId" and finding["rule"] in _TEXTUAL))


def _wanted(finding: Mapping[str, Any]) -> Key:
    """A structural finding is expected whole, of a rule's what is written."""
    return key(finding) if str(finding["rule"]).startswith("STR-") else _members(finding)


def _meets(given: Key, wanted: Key) -> bool:
    if dict(wanted)["rule"].startswith("STR-"):
        return given == wanted
    return set(wanted) <= set(given)


def differences(expect: Mapping[str, Any], result: Mapping[str, Any], rule: str | None = None) -> dict[str, Any]:
    """How an answer differs from what a case expects; empty if it does not.

    :param rule: the rule that the case is about; of this rule nothing else may be not evaluated.
    """
    wanted, given = {_wanted(f) for f in expect["findings"]}, {key(f) for f in result["findings"]}
    unjudged = {(n["rule"], n["missing"]) for n in result["notEvaluated"]}
    silent = expect.get("silent", ("*",))
    exact = wanted & given
    others = {w: {g for g in given if _meets(g, w)} for w in wanted - exact}
    absent = sorted((w for w, met in others.items() if not met), key=str)
    left = given - exact - set().union(*others.values())
    extra = sorted((g for g in left if "*" in silent or dict(g)["rule"] in silent), key=str)
    near = []
    for w in list(absent):
        # the same rule on the same record or line, but somewhere else: most likely one mistake and not two
        close = [g for g in extra if _alike(dict(w), dict(g))]
        if close:
            best = max(close, key=lambda g: len(set(g) & set(w)))
            near.append({"expected": dict(w), "given": dict(best)})
            absent.remove(w)
            extra.remove(best)
    out: dict[str, Any] = {}
    if "verdict" in expect and expect["verdict"] != result["verdict"]:
        out["verdict"] = {"expected": expect["verdict"], "given": result["verdict"]}
    if "outcome" in expect and expect["outcome"] != result.get("outcome"):
        out["outcome"] = {"expected": expect["outcome"], "given": result.get("outcome", "")}
    if near:
        out["different"] = near
    if absent:
        out["absent"] = [dict(f) for f in absent]
    if extra:
        out["extra"] = [dict(f) for f in extra]
    if lost := [n for n in expect["notEvaluated"] if (n["rule"], n["missing"]) not in unjudged]:
        out["notEvaluated"] = lost
    asked = {(n["rule"], n["missing"]) for n in expect["notEvaluated"]}
    if more := sorted(n for n in unjudged - asked if n[0] == rule):
        out["judged"] = [{"rule": r, "missing": m} for r, m in more]
    return out


def _alike(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    if a.get("recordType", b["recordType"]) != b["recordType"] or a.get("file") != b.get("file"):
        return False
    if a["rule"] == b["rule"]:
        return a.get("recordId", b.get("recordId")) == b.get("recordId") and a.get("line") == b.get("line")
    return "line" in a and a["line"] == b.get("line") and a["pointer"] == b["pointer"]
