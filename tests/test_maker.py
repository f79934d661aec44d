"""The makers of the suite: what they call a change, what they find of it, and what they write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from edition import standard

from conformance.maker import bench, casefile, edits, measure, mutants
from zhucun.conformance.cases import records_of


def test_each_condition_and_limit_of_a_query_is_changed_once() -> None:
    query = "SELECT id FROM leave WHERE startDate <= DATE '2021-01-31' AND NOT cancelled"
    changed = dict(mutants.mutants(query))
    assert len(set(changed.values())) == len(changed)
    for expected in (
        "SELECT id FROM leave WHERE startDate < DATE '2021-01-31' AND NOT cancelled",
        "SELECT id FROM leave WHERE startDate <= DATE '2021-01-31' OR NOT cancelled",
        "SELECT id FROM leave WHERE startDate <= DATE '2021-01-31' AND  cancelled",
    ):
        assert expected in changed.values()


def test_a_rule_meets_its_cases_and_they_notice_a_change() -> None:
    tally = measure.of_rule(("CAD-003", False))
    assert tally.wrong == []
    assert 0 < len(tally.missed) < tally.count
    fires = [c for c in measure.cases_by_rule()["CAD-003"] if c.data["purpose"] == "fires"]
    there = measure.put(fires[0], standard.rule("CAD-003"))
    assert there is not None
    assert measure.catches(there, standard.rule("CAD-003"), "SELECT NULL AS recordId, NULL AS recordType, NULL AS missing WHERE false")


def test_days_that_say_the_same_are_folded_and_come_back() -> None:
    days = ["2022-03-01", "2022-03-02", "2022-03-03", "2022-03-07"]
    records = [{"id": f"d{n}", "cadreId": "c", "status": "IN_VILLAGE", "date": day} for n, day in enumerate(days)]
    folded = casefile.folded(records, set())
    assert [f["dates"] for f in folded] == [["2022-03-01/2022-03-03", "2022-03-07"]]
    assert [r["date"] for r in records_of(folded)] == days
    # one that a finding names keeps its id
    assert {"d1"} <= {r["id"] for r in casefile.folded(records, {"d1"})}


def test_every_edit_of_a_world_changes_it() -> None:
    rule = standard.rule("ATT-001")
    case = measure.cases_by_rule()["ATT-001"][0]
    facts, frame = measure.world_of(case)
    words = edits.Words(rule, standard.profiles.resolve(case.data["profile"]))
    found = list(edits.edits(facts, frame, words))
    assert found
    assert all((e.facts, e.frame) != (facts, frame) for e in found)


def test_machine_made_cases_bind_nobody(tmp_path: Path) -> None:
    for path in (casefile.SUITE / "mutants").glob("*.json"):
        assert json.loads(path.read_text("utf-8"))["normative"] is False
    path = tmp_path / "X-001.json"
    case = {"id": "X-001-a", "expect": {"findings": []}}
    casefile.write_cases(path, "X-001", [case], lambda _: False, normative=False)
    assert json.loads(path.read_text("utf-8"))["normative"] is False


@pytest.mark.parametrize("name", ["binds", "posting_span"])
def test_a_shared_piece_can_be_replaced_by_itself(name: str) -> None:
    court = bench.bench("guizhou-2017")
    court.con.execute(mutants.pieces()[name])
