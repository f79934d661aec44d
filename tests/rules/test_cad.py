"""Both sides of every limit of the rules on who may be sent, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from facts import FJS, HN, YL, Outcome, Record, change, judge, said, world
from worlds import AS_OF, AUTUMN, BOTH, START, by_new_year, in_half_year

# --- CAD-001: a cadre does not meet a condition ---------------------------------------------------


def eligible(
    rule: str, start: str = "2021-09-01", profile: str = HN, role: str = "FIRST_SECRETARY", level: str = "40", **cadre: Any
) -> str:
    facts = change(world(start, role=role, level=level), "cadre", **cadre)
    return said(judge(profile, rule, facts, start=start, as_of="2025-12-31"))


#: What the rest of the conditions on persons asks, met.
FINE: Record = {
    "politicalStatus": "01",
    "employmentKind": "CIVIL_SERVANT",
    "source": "PARTY_GOV_ORGAN",
    "volunteered": True,
    "fitForDuty": True,
}


@BOTH
def test_a_first_secretary_is_a_full_member(profile: str) -> None:
    assert eligible("CAD-001", profile=profile, **FINE) == "ok"
    assert eligible("CAD-001", profile=profile, **FINE | {"politicalStatus": "02"}) == "error"
    assert eligible("CAD-001", profile=profile, role="TEAM_MEMBER", **FINE | {"politicalStatus": "13"}) == "ok"
    assert eligible("CAD-001", profile=profile, **FINE | {"politicalStatus": None}) == "?cadre.politicalStatus"


@pytest.mark.parametrize("role", ["FIRST_SECRETARY", "TEAM_MEMBER"])
@pytest.mark.parametrize("kind", ["TEMPORARY_HIRE", "PUBLIC_WELFARE_POST", "SECONDED_IN", "LOGISTICS_WORKER"])
def test_four_kinds_of_staff_are_not_sent(kind: str, role: str) -> None:
    assert eligible("CAD-001", profile=YL, role=role, **FINE | {"employmentKind": kind}) == "error"


def test_another_source_is_only_noted() -> None:
    assert eligible("CAD-001", profile=YL, **FINE | {"source": "OTHER"}) == "info"


def test_a_stepped_down_cadre_volunteers() -> None:
    assert eligible("CAD-001", **FINE | {"volunteered": False}) == "ok"
    assert eligible("CAD-001", **FINE | {"source": "STEPPED_DOWN_BY_AGE", "volunteered": False}) == "warning"


@pytest.mark.parametrize("profile", [HN, YL])
def test_whoever_is_sent_is_fit(profile: str) -> None:
    assert eligible("CAD-001", profile=profile, **FINE | {"fitForDuty": False}) == "error"


def sent(rule: str, start: str, *, profile: str = HN, role: str = "FIRST_SECRETARY", level: str = "40", **cadre: Any) -> str:
    return by_new_year(profile, rule, change(world(start, role=role, level=level), "cadre", **cadre), start="2021-06-01")


@pytest.mark.parametrize(
    ("rule", "role", "cadre", "found"),
    [
        ("CAD-001", "FIRST_SECRETARY", {"politicalStatus": "13"}, "error"),
        ("CAD-002", "FIRST_SECRETARY", {"partyFullMemberSince": "2021-08-01"}, "error"),
        ("CAD-003", "FIRST_SECRETARY", {"workMonths": 3}, "error"),
        ("CAD-004", "TEAM_MEMBER", {"source": "STEPPED_DOWN_BY_AGE", "retiredOn": "2021-08-01"}, "warning"),
        ("CAD-005", "TEAM_MEMBER", {"politicalStatus": "13"}, "info"),
        ("CAD-006", "TEAM_LEADER", {"dutyLevel": "150"}, "warning"),
    ],
)
def test_who_was_sent_is_judged_from_the_first_day_of_the_posting(rule: str, role: str, cadre: Record, found: str) -> None:
    assert sent(rule, AS_OF, role=role, **cadre) == found
    assert sent(rule, "2022-01-01", role=role, **cadre) == "ok"


def test_a_justification_lowers_no_duty() -> None:
    facts = change(world(START, justification=True), "cadre", politicalStatus="13")
    assert by_new_year(HN, "CAD-001", facts) == "error"


def test_the_rank_of_a_leader_is_judged_once() -> None:
    """By the rule on leaders and not by that on conditions."""
    assert sent("CAD-006", START, role="TEAM_LEADER", level="20", dutyLevel="150") == "warning"
    assert sent("CAD-001", START, role="TEAM_LEADER", level="20", dutyLevel="150", fitForDuty=True) == "ok"


def test_members_full_or_probationary_are_sent() -> None:
    def sent(status: str) -> str:
        return in_half_year(
            FJS, "CAD-001", change(world("2004-07-01"), "cadre", politicalStatus=status), start="2004-07-01", as_of="2004-12-31"
        )

    assert sent("01") == "ok"
    assert sent("02") == "ok"
    assert sent("13") == "info"


# --- CAD-002: too little party seniority ----------------------------------------------------------


@BOTH
def test_party_seniority_is_reached_on_the_anniversary(profile: str) -> None:
    assert eligible("CAD-002", "2021-09-10", profile, partyFullMemberSince="2020-09-10") == "ok"
    assert eligible("CAD-002", "2021-09-09", profile, partyFullMemberSince="2020-09-10") == "error"


@BOTH
def test_a_year_from_29_february_is_over_on_1_march(profile: str) -> None:
    assert eligible("CAD-002", "2025-02-28", profile, partyFullMemberSince="2024-02-29") == "error"
    assert eligible("CAD-002", "2025-03-01", profile, partyFullMemberSince="2024-02-29") == "ok"


@BOTH
def test_seniority_binds_first_secretaries_only_and_needs_its_day(profile: str) -> None:
    assert eligible("CAD-002", profile=profile) == "?cadre.partyFullMemberSince"
    assert eligible("CAD-002", profile=profile, role="TEAM_MEMBER", partyFullMemberSince="2021-08-31") == "ok"


@pytest.mark.parametrize("profile", [HN, YL])
def test_party_seniority_runs_from_full_membership(profile: str) -> None:
    """Admitted twenty months ago, a full member for eight."""
    converted = change(world("2021-09-01"), "cadre", politicalStatus="01", partyFullMemberSince="2021-01-01")
    assert judge(profile, "CAD-002", converted, **AUTUMN).ids == ["c-1"]
    # a year later on, at the time of validating, the first day of the posting is still what counts
    assert judge(profile, "CAD-002", converted, start="2021-09-01", as_of="2023-12-31").ids == ["c-1"]
    assert judge(profile, "CAD-002", change(converted, "posting", role="TEAM_MEMBER"), **AUTUMN).silent


# --- CAD-003: too little work experience ----------------------------------------------------------


@BOTH
def test_two_years_of_work(profile: str) -> None:
    assert eligible("CAD-003", profile=profile, workMonths=24) == "ok"
    assert eligible("CAD-003", profile=profile, workMonths=23) == "error"
    assert eligible("CAD-003", profile=profile, workStartDate="2019-09-01") == "ok"
    assert eligible("CAD-003", profile=profile, workStartDate="2019-09-02") == "error"
    assert eligible("CAD-003", profile=profile) == "?cadre.workMonths"
    assert eligible("CAD-003", profile=profile, role="TEAM_MEMBER", workMonths=1) == "ok"


def test_work_begun_on_a_leap_day_is_two_years_old_on_the_first_of_march() -> None:
    def begun(start: str) -> str:
        return by_new_year(YL, "CAD-003", change(world(start), "cadre", workStartDate="2020-02-29"), as_of="2022-12-31", end="2022-12-31")

    assert begun("2022-02-28") == "error"
    assert begun("2022-03-01") == "ok"


def test_yulin_starts_on_its_day_of_issue() -> None:
    def junior(start: str) -> Outcome:
        return judge(YL, "CAD-003", change(world(start), "cadre", workMonths=1), start="2021-01-01", as_of="2021-12-31")

    assert junior("2021-08-29").silent
    assert junior("2021-08-30").ids == ["c-1"]


# --- CAD-004: a stepped-down cadre has already retired --------------------------------------------


@pytest.mark.parametrize(("profile", "weight"), [(HN, "warning"), (YL, "error")])
def test_a_stepped_down_cadre_is_not_retired_on_the_first_day(profile: str, weight: str) -> None:
    assert eligible("CAD-004", profile=profile, source="STEPPED_DOWN_BY_AGE") == "ok"
    assert eligible("CAD-004", profile=profile, source="STEPPED_DOWN_BY_AGE", retiredOn="2021-09-02") == "ok"
    assert eligible("CAD-004", profile=profile, source="STEPPED_DOWN_BY_AGE", retiredOn="2021-09-01") == weight
    assert eligible("CAD-004", profile=profile, source="PARTY_GOV_ORGAN", retiredOn="2021-09-01") == "ok"


# --- CAD-005: no party member among the team members ----------------------------------------------


@BOTH
def test_the_share_of_party_members_is_only_noted(profile: str) -> None:
    assert eligible("CAD-005", profile=profile, role="TEAM_MEMBER", politicalStatus="13") == "info"
    assert eligible("CAD-005", profile=profile, role="TEAM_MEMBER", politicalStatus="02") == "ok"


@pytest.mark.parametrize(("start", "found"), [("2021-06-27", "ok"), ("2021-06-28", "info")])
def test_hunan_asks_for_party_members_from_the_first_day_of_its_rules(start: str, found: str) -> None:
    assert sent("CAD-005", start, role="TEAM_MEMBER", politicalStatus="13") == found


# --- CAD-006: rank or position of a team leader ---------------------------------------------------


@pytest.mark.parametrize(
    ("level", "cadre", "expected"),
    [
        ("20", {"dutyLevel": "132"}, "ok"),  # deputy division head
        ("20", {"dutyLevel": "141"}, "warning"),
        ("40", {"dutyLevel": "142"}, "ok"),  # deputy section head
        ("40", {"dutyLevel": "150"}, "warning"),
        ("50", {"unitPosition": "MIDDLE_LEVEL"}, "ok"),
        ("50", {"unitPosition": "STAFF"}, "warning"),
        ("50", {"unitPosition": "STAFF", "tags": ["OUTSTANDING_YOUNG"]}, "ok"),
        ("50", {"dutyLevel": "150"}, "?cadre.unitPosition"),
        ("20", {"dutyLevel": "241", "equivalentDutyLevel": "132"}, "ok"),
        ("20", {"dutyLevel": "241", "equivalentDutyLevel": "141"}, "warning"),
        ("20", {"dutyLevel": "241"}, "?cadre.equivalentDutyLevel"),
        ("20", {}, "?cadre.dutyLevel"),
    ],
)
@pytest.mark.parametrize("leads", [True, False])
def test_rank_of_the_leader(level: str, cadre: Record, expected: str, leads: bool) -> None:
    facts = change(world("2021-09-01", level=level), "cadre", **cadre)
    if leads:
        facts = change(facts, "team", leaderCadreId="c-1")
    assert said(judge(HN, "CAD-006", facts, start="2021-09-01", as_of="2021-12-31")) == (expected if leads else "ok")


@pytest.mark.parametrize(("level", "duty"), [("20", "141"), ("40", "150")])
def test_rank_binds_the_leader_and_through_him_the_first_secretary(level: str, duty: str) -> None:
    low = change(world("2021-09-01", level=level), "cadre", dutyLevel=duty)
    assert judge(HN, "CAD-006", low, **AUTUMN).silent, "a first secretary who does not lead"
    assert judge(HN, "CAD-006", change(low, "team", leaderCadreId="c-1"), **AUTUMN).severities == ["warning"]
