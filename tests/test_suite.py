"""The cases of the suite that are worlds of facts, judged in this process, each for the rules that it names."""

from __future__ import annotations

from typing import Any

import facts
import pytest
from edition import standard
from test_messages import CODES, texts_in, wrong_arguments, wrong_in

from zhucun import conformance

#: What corrects another batch is judged with it, and so by an implementation alone.
CASES = [c for c in conformance.load() if "facts" in c.data and "rule" in c.data and c.data.get("mode") != "CORRECTION"]
FILES = sorted({c.source.stem for c in CASES})


@pytest.mark.parametrize("rule", FILES)
def test_every_case_of(rule: str) -> None:
    wrong = {c.id: found for c in CASES if c.source.stem == rule and (found := differences(c))}
    assert wrong == {}


def world_of(case: conformance.Case) -> dict[str, list[Any]]:
    return {kind: list(conformance.records_of(entries)) for kind, entries in case.data["facts"].items()}


#: What was judged once, by case and rule: two tests look at it.
_JUDGED: dict[tuple[str, str], facts.Outcome] = {}


def judged(case: conformance.Case, rule: str) -> facts.Outcome:
    """What a rule says of a case."""
    data = case.data
    if (case.id, rule) not in _JUDGED:
        _JUDGED[case.id, rule] = facts.judge(
            data["profile"],
            rule,
            world_of(case),
            as_of=data["asOf"],
            start=data["startDate"],
            end=data["endDate"],
            coverage=data.get("coverage", []),
            mode=data.get("mode", "SNAPSHOT"),
        )
    return _JUDGED[case.id, rule]


def differences(case: conformance.Case) -> dict[str, object]:
    """How what the rules say differs from what the case expects of them."""
    data, expect = case.data, case.data["expect"]
    asked = frozenset(case.rules or (data["rule"],))
    found, unjudged = [], []
    for rule in sorted(asked):
        outcome = judged(case, rule)
        # what concerns the whole batch bears its id
        found += [{**f, "recordId": case.id} if f["recordType"] == "manifest" else f for f in outcome.findings]
        unjudged += [{"rule": rule, "missing": m} for m in [*outcome.missing, *(f"coverage.{kind}" for kind in outcome.lacking)]]
    of_rules = {
        "findings": [f for f in expect["findings"] if f["rule"] in asked],
        "silent": sorted(asked),
        "notEvaluated": [n for n in expect["notEvaluated"] if n["rule"] in asked],
    }
    return conformance.differences(of_rules, {"findings": found, "notEvaluated": unjudged}, data["rule"])


@pytest.mark.parametrize("rule", sorted(standard.rules))
def test_every_message_is_told_in_words(rule: str) -> None:
    """As a clerk of a county office reads it: without codes, names of fields, empty halves, or fen."""
    fires = [c for c in CASES if c.source.stem == rule and any(f["rule"] == rule for f in c.data["expect"]["findings"])]
    told = [(f, case) for case in fires for f in judged(case, rule).found]
    assert told, "no case of the suite makes it fire"
    wrong = {}
    for finding, case in told:
        ids = frozenset(text for text in texts_in(world_of(case)) if text not in CODES)
        for lang in ("zh", "en"):
            text = finding.message(lang)
            if faults := [*wrong_in(text, lang, ids), *wrong_arguments(finding, lang)]:
                wrong[text] = faults
    assert wrong == {}


def test_every_rule_has_its_file() -> None:
    assert sorted(standard.rules) == FILES
