"""The cases of the suite that are worlds of facts, judged in this process, each for the rules that it names."""

from __future__ import annotations

import facts
import pytest
from edition import standard

from zhucun import conformance

#: What corrects another batch is judged with it, and so by an implementation alone.
CASES = [c for c in conformance.load() if "facts" in c.data and "rule" in c.data and c.data.get("mode") != "CORRECTION"]
FILES = sorted({c.source.stem for c in CASES})


@pytest.mark.parametrize("rule", FILES)
def test_every_case_of(rule: str) -> None:
    wrong = {c.id: found for c in CASES if c.source.stem == rule and (found := differences(c))}
    assert wrong == {}


def differences(case: conformance.Case) -> dict[str, object]:
    """How what the rules say differs from what the case expects of them."""
    data, expect = case.data, case.data["expect"]
    asked = frozenset(case.rules or (data["rule"],))
    world = {kind: list(conformance.records_of(entries)) for kind, entries in data["facts"].items()}
    found, unjudged = [], []
    for rule in sorted(asked):
        outcome = facts.judge(
            data["profile"],
            rule,
            world,
            as_of=data["asOf"],
            start=data["startDate"],
            end=data["endDate"],
            coverage=data.get("coverage", []),
            mode=data.get("mode", "SNAPSHOT"),
        )
        # what concerns the whole batch bears its id
        found += [{**f, "recordId": case.id} if f["recordType"] == "manifest" else f for f in outcome.findings]
        unjudged += [{"rule": rule, "missing": m} for m in [*outcome.missing, *(f"coverage.{kind}" for kind in outcome.lacking)]]
    of_rules = {
        "findings": [f for f in expect["findings"] if f["rule"] in asked],
        "silent": sorted(asked),
        "notEvaluated": [n for n in expect["notEvaluated"] if n["rule"] in asked],
    }
    return conformance.differences(of_rules, {"findings": found, "notEvaluated": unjudged}, data["rule"])


def test_every_rule_has_its_file() -> None:
    assert sorted(standard.rules) == FILES
