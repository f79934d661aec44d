"""Rules over several record types: each type that was handed in is judged, whatever else is absent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import ndjson, write_batch
from edition import standard
from facts import Facts, Record, judge, world

from zhucun import validation

PERIOD: dict[str, Any] = {"start": "2021-09-01", "end": "2021-12-31", "as_of": "2021-12-31"}
LATE = "2022-02-01"
LIST = "yulin-2021"

#: One record of each type, with what it must have.
LEAST: dict[str, Record] = {
    "organization": {"id": "o-1", "body": "DISPATCHING_UNIT", "level": "50"},
    "village": {"id": "v-1", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "o-2"},
    "cadre": {"id": "c-1"},
    "team": {"id": "t-1", "homeVillageId": "v-1", "dispatchingUnitIds": ["o-1"], "dispatchLevel": "50"},
    "posting": {
        "id": "p-1",
        "cadreId": "c-1",
        "villageId": "v-1",
        "dispatchingUnitId": "o-1",
        "role": "TEAM_MEMBER",
        "dispatchLevel": "50",
        "startDate": "2021-09-01",
    },
    "leave": {"id": "l-1", "cadreId": "c-1", "kind": "SICK", "startDate": "2021-10-04", "endDate": "2021-10-05"},
    "attendance": {"id": "a-1", "cadreId": "c-1", "date": "2021-10-08", "status": "IN_VILLAGE"},
    "activity": {"id": "x-1", "kind": "DIARY", "date": "2021-10-08"},
    "assessment": {"id": "s-1", "cadreId": "c-1", "kind": "ANNUAL", "date": "2021-12-20"},
    "rectificationCase": {"id": "r-1", "cadreId": "c-1", "grounds": ["01"], "route": "A"},
    "support": {"id": "u-1", "kind": "WORK_FUND"},
    "measure": {"id": "m-1", "kind": "RECALL", "date": "2021-10-08"},
}

#: What makes the record of a type break a rule that judges each type by itself.
BREAKS: dict[str, dict[str, Record]] = {
    "STD-006": {
        "activity": {"endDate": "2021-10-01"},
        "posting": {"endDate": "2021-05-01"},
        "leave": {"endDate": "2021-10-01"},
        "support": {"startDate": "2021-10-02", "endDate": "2021-10-01"},
        "organization": {"establishedOn": "2021-10-02", "abolishedOn": "2021-10-01"},
        "team": {"formedOn": "2021-10-02", "dissolvedOn": "2021-10-01"},
        "village": {"types": [{"code": "LIFTED", "startDate": "2021-10-02", "endDate": "2021-10-01"}]},
    },
    "STD-008": {
        "organization": {"redacted": ["name"], "name": "甲"},
        "village": {"redacted": ["name"], "name": "甲"},
        "cadre": {"redacted": ["name"], "name": "甲"},
        "team": {"redacted": ["formedOn"], "formedOn": "2021-09-01"},
        "posting": {"redacted": ["round"], "round": "2021"},
        "leave": {"redacted": ["form"], "form": "WRITTEN"},
        "attendance": {"redacted": ["villageId"], "villageId": "v-1"},
        "activity": {"redacted": ["teamId"], "teamId": "t-1"},
        "assessment": {"redacted": ["year"], "year": 2021},
        "rectificationCase": {"redacted": ["ledgerRef"], "ledgerRef": "1"},
        "support": {"redacted": ["year"], "year": 2021},
        "measure": {"redacted": ["year"], "year": 2021},
    },
    "STD-013": {
        "village": {"villageCode": "610899001001", "divisionEdition": "NBS-2023"},
        "organization": {"divisionCode": "610899", "divisionEdition": "NBS-2023"},
    },
    "STD-015": {
        "activity": {"date": LATE},
        "attendance": {"date": LATE},
        "posting": {"arrivedOn": LATE},
        "assessment": {"date": LATE},
        "measure": {"date": LATE},
        "leave": {"returnReportedOn": LATE},
        "team": {"formedOn": LATE},
        "rectificationCase": {"opinionOn": LATE},
    },
}


def one(kind: str, change: Record) -> Facts:
    return {kind: [{**LEAST[kind], **change}]}


#: What an appeal took back.
REVOKED: Record = {"appealOutcome": "REVOKED", "appealRepliedOn": "2021-11-01"}


def unions() -> list[tuple[str, str]]:
    return [(r.id, kind) for r in standard.rules.values() for kind in r.header.get("each", [])]


@pytest.mark.parametrize(("rule", "kind"), [u for u in unions() if u[0] in BREAKS])
def test_each_type_is_judged_alone(rule: str, kind: str) -> None:
    """Nothing else is handed in, nothing is declared complete."""
    outcome = judge(LIST, rule, one(kind, BREAKS[rule][kind]), coverage=[], **PERIOD)
    assert [(f["recordType"], f["recordId"]) for f in outcome.findings] == [(kind, LEAST[kind]["id"])]
    assert not outcome.missing


def test_every_rule_of_that_kind_is_tried() -> None:
    assert {u[0] for u in unions()} == {*BREAKS, "ATT-009", "VOC-001", "REC-013", "REC-019"}
    assert [r for r, kinds in BREAKS.items() if set(kinds) != set(standard.rule(r).header["each"])] == []


def test_a_code_that_is_not_listed_is_found_without_any_posting() -> None:
    village = one("village", {"types": [{"code": "KEY_ASSIST", "startDate": "2021-01-01"}]})
    assert judge("qiannan-2021", "VOC-001", village, coverage=[], **PERIOD).ids == ["v-1"]


def test_an_untrue_diary_is_found_without_attendance_and_attendance_without_activities() -> None:
    alone = one("activity", {"cadreId": "c-1", "declaredFalse": True})
    diary = {**world("2021-09-01"), **alone}
    assert judge("guizhou-2017", "ATT-009", diary, coverage=[], **PERIOD).ids == ["x-1"]
    assert judge("guizhou-2017", "ATT-009", alone, coverage=[], **PERIOD).missing == {"coverage.posting": 1}, "the row binds some roles"
    day = {**world("2021-09-01"), **one("attendance", {"declaredFalse": True})}
    assert judge("guizhou-2017", "ATT-009", day, coverage=[], **PERIOD).ids == ["a-1"]


def test_an_untrue_day_without_a_posting_is_not_judged_rather_than_passed() -> None:
    day = judge("guizhou-2017", "ATT-009", one("attendance", {"declaredFalse": True}), coverage=[], **PERIOD)
    assert (day.findings, day.missing) == ([], {"coverage.posting": 1})


@pytest.mark.parametrize(
    ("profile", "rule", "facts", "missing"),
    [
        ("yulin-2021", "ASM-004", one("assessment", {"approvedBy": {"body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60"}}), None),
        ("fujian-2004", "VIL-007", one("village", {"outcome": "NO_CLEAR_CHANGE", "linkSystems": ["LEADER_LINK"]}), "coverage.posting"),
    ],
)
def test_what_a_record_says_by_itself_is_judged_without_postings(profile: str, rule: str, facts: Facts, missing: str | None) -> None:
    """Only the part of a rule that reads the postings needs them."""
    outcome = judge(profile, rule, facts, coverage=[], **PERIOD)
    assert len(outcome.ids) == 1
    assert list(outcome.missing) == ([missing] if missing else [])


@pytest.fixture
def partial() -> dict[str, tuple[bytes, int]]:
    """Five record types with a fault of their own in three of them."""
    facts = {
        **{k: [LEAST[k]] for k in ("organization", "village")},
        "cadre": [{"id": "c-1", "redacted": ["name"], "name": "甲"}],
        "posting": [{**LEAST["posting"], "endDate": "2021-05-01"}],
        "attendance": [{**LEAST["attendance"], "date": "2027-01-01"}],
    }
    facts["organization"].append({"id": "o-2", "body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60"})
    return {f"{kind}.ndjson": (ndjson(records), len(records)) for kind, records in facts.items()}


def found(folder: Path, files: dict[str, Any]) -> dict[str, str]:
    batch = write_batch(folder, files, profile=LIST, startDate="2021-09-01", endDate="2021-12-31", asOf="2021-12-31")
    return {f["rule"]: f["severity"] for f in validation.validate(batch).as_json("zh")["findings"] if f["rule"].startswith("STD-")}


def test_a_partial_batch_is_not_passed_over(tmp_path: Path, partial: dict[str, Any]) -> None:
    said = found(tmp_path / "batch", partial)
    assert said.items() >= {"STD-006": "error", "STD-008": "error", "STD-015": "warning"}.items()


def test_nor_where_all_records_of_another_type_are_invalid(tmp_path: Path, partial: dict[str, Any]) -> None:
    said = found(tmp_path / "batch", {**partial, "leave.ndjson": (ndjson([{"id": "l-1"}]), 1)})
    assert said.items() >= {"STD-006": "error", "STD-008": "error", "STD-015": "warning"}.items()


@pytest.mark.parametrize(
    ("rule", "of_case", "kind", "record"),
    [
        ("REC-013", {}, "measure", {"kind": "MERIT_SELECTION", "cadreId": "c-1", "date": "2021-11-08"}),
        ("REC-013", {}, "activity", {"kind": "COMMENDATION_INDIVIDUAL", "cadreIds": ["c-1"], "date": "2021-11-08"}),
        ("REC-019", REVOKED, "measure", {"kind": "TARGET_DEDUCTION", "caseId": "r-1", "date": "2021-11-08"}),
        ("REC-019", REVOKED, "support", {"kind": "PERFORMANCE_BONUS", "cadreId": "c-1", "year": 2021, "baseFen": 100, "deductedFen": 20}),
    ],
)
def test_what_follows_a_case_is_judged_with_either_type_alone(rule: str, of_case: Record, kind: str, record: Record) -> None:
    case = {"grounds": ["03"], "route": "B", "unitNotifiedOn": "2021-10-08", "outcome": "RETURN", **of_case}
    facts = one("rectificationCase", case) | one(kind, record)
    assert judge("guizhou-2017", rule, facts, coverage=[], **PERIOD).ids == [LEAST[kind]["id"]]
