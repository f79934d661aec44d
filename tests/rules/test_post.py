"""Both sides of every limit of the rules on postings: terms, handovers and conditions, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from facts import FJX, HN, QN, YL, Facts, Outcome, Record, all_but, change, further, join, judge, on, said, world
from worlds import BOTH, FS, M, handover, in_half_year, posting_of, round_of

# --- POST-001: a posting does not meet a condition ------------------------------------------------

GATES = ["POLITICAL", "CHARACTER", "ABILITY", "WORKSTYLE", "INTEGRITY"]

#: What the conditions on postings ask, met.
KEPT: Record = {
    "selectionGates": GATES,
    "personnelRelation": "HOME_UNIT",
    "salaryPaidBy": "HOME_UNIT",
    "benefitsUnchanged": True,
    "performancePayUnchanged": True,
    "countsTowardVillagePosts": False,
    "villageElectionCandidate": False,
    "holdsHomeUnitDuties": False,
    "countsAsGrassrootsExperience": True,
    "partyRelationPlace": "VILLAGE",
}


def kept(
    profile: str, role: str = FS, party: str | None = "01", as_of: str = "2021-12-31", start: str = "2021-09-01", **fields: Any
) -> str:
    facts = change(world(start, role=role, **KEPT | fields), "cadre", politicalStatus=party)
    return said(judge(profile, "POST-001", facts, start=start, as_of=as_of))


@pytest.mark.parametrize(
    ("fields", "hn", "yl"),
    [
        ({}, "ok", "ok"),
        ({"personnelRelation": "VILLAGE"}, "error", "error"),
        ({"salaryPaidBy": "TOWNSHIP"}, "error", "error"),
        ({"benefitsUnchanged": False}, "error", "error"),
        ({"performancePayUnchanged": False}, "ok", "error"),
        ({"countsTowardVillagePosts": True}, "error", "error"),
        ({"villageElectionCandidate": True}, "warning", "warning"),
        ({"villageElectionCandidate": True, "justification": True}, "info", "info"),
        ({"holdsHomeUnitDuties": True}, "error", "error"),
        ({"countsAsGrassrootsExperience": False}, "error", "ok"),
        ({"partyRelationPlace": "HOME_UNIT"}, "error", "error"),
    ],
)
def test_relations_and_pay(fields: Record, hn: str, yl: str) -> None:
    assert kept(HN, **fields) == hn
    assert kept(YL, **fields) == yl


@BOTH
def test_the_party_relation_moves_within_the_first_full_month(profile: str) -> None:
    late: Record = {"partyRelationPlace": "HOME_UNIT", "start": "2021-09-02", "role": M}
    assert kept(profile, as_of="2021-10-30", **late) == "ok"
    assert kept(profile, as_of="2021-10-31", **late) == "error"
    assert kept(profile, as_of="2021-10-31", party="02", **late) == "error"


@pytest.mark.parametrize("role", [FS, M, "TEAM_LEADER"])
@BOTH
def test_the_party_relation_of_members_and_others(profile: str, role: str) -> None:
    assert kept(profile, role, partyRelationPlace="TOWNSHIP") == "error"
    outside = kept(profile, role, party="13", partyRelationPlace=None)
    assert outside == ("?posting.partyRelationPlace" if (profile, role) == (YL, FS) else "ok")


def test_who_is_no_member_has_no_relation_to_move() -> None:
    assert kept(HN, M, party="13", partyRelationPlace="VILLAGE") == "error"
    assert kept(HN, M, party=None, partyRelationPlace="VILLAGE") == "?cadre.politicalStatus"
    assert kept(YL, M, party="13", partyRelationPlace="VILLAGE") == "ok"


#: What the conditions on postings ask, met.
KEPT_IN_COUNTY: Record = {
    "personnelRelation": "HOME_UNIT",
    "salaryPaidBy": "HOME_UNIT",
    "benefitsUnchanged": True,
    "partyRelationPlace": "TOWNSHIP",
    "villageElectionCandidate": False,
    "commuting": False,
    "fullyDetached": True,
}


def posting_in_county(rule: str = "POST-001", **fields: Any) -> str:
    return in_half_year(FJX, rule, change(world("2021-07-01", **KEPT_IN_COUNTY | fields), "cadre", politicalStatus="01"))


@pytest.mark.parametrize(("commuting", "expected"), [(True, "warning"), (False, "ok")])
def test_no_commuting(commuting: bool, expected: str) -> None:
    assert posting_in_county(commuting=commuting) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "ok"),
        ({"partyRelationPlace": "VILLAGE"}, "ok"),  # where it goes is not said
        ({"partyRelationPlace": "HOME_UNIT"}, "warning"),
        ({"personnelRelation": "TOWNSHIP"}, "warning"),
        ({"salaryPaidBy": "TOWNSHIP"}, "warning"),
        ({"benefitsUnchanged": False}, "warning"),
        ({"fullyDetached": False}, "warning"),
        ({"fullyDetached": False, "justification": True}, "info"),
        ({"villageElectionCandidate": True}, "warning"),
    ],
)
def test_only_the_party_relation_moves(fields: Record, expected: str) -> None:
    assert posting_in_county(**fields) == expected


def found(outcome: Outcome) -> list[tuple[str, str]]:
    """Who is at fault, and how much it weighs; everything else could be judged."""
    assert not outcome.missing, outcome.missing
    return sorted((f["recordId"], f["severity"]) for f in outcome.findings)


def relations(*parts: Facts, as_of: str = "2021-12-31") -> Outcome:
    return judge(HN, "POST-001", join(*parts), start="2021-07-01", as_of=as_of)


#: What Hunan's conditions on postings ask, met.
KEPT_IN_HUNAN: Record = {
    "selectionGates": GATES,
    "personnelRelation": "HOME_UNIT",
    "salaryPaidBy": "HOME_UNIT",
    "benefitsUnchanged": True,
    "countsTowardVillagePosts": False,
    "villageElectionCandidate": False,
    "holdsHomeUnitDuties": False,
    "countsAsGrassrootsExperience": True,
    "partyRelationPlace": "VILLAGE",
}


def test_conditions_bind_from_the_first_day() -> None:
    unpaid = change(world("2021-10-01", **KEPT_IN_HUNAN | {"salaryPaidBy": "TOWNSHIP"}), "cadre", politicalStatus="01")
    assert relations(unpaid, as_of="2021-09-30").silent
    assert found(relations(unpaid, as_of="2021-10-01")) == [("p-1", "error")]


def test_the_justification_of_one_posting_lowers_nothing_of_another() -> None:
    standing = world("2021-09-01", **KEPT_IN_HUNAN | {"villageElectionCandidate": True})
    other = further("2", "2021-09-01", **KEPT_IN_HUNAN, justification=True)
    assert found(relations(change(join(standing, other), "cadre", politicalStatus="01"))) == [("p-1", "warning")]


# --- POST-002: the planned end does not fit the term ----------------------------------------------


def test_a_cycle_is_two_years_to_the_day() -> None:
    assert posting_of("POST-002", plannedEnd="2023-08-31") == "ok"
    assert posting_of("POST-002", plannedEnd="2023-08-30") == "warning"
    assert posting_of("POST-002", plannedEnd="2023-09-01") == "warning"
    assert posting_of("POST-002", plannedEnd="2023-09-01", justification=True) == "info"
    assert posting_of("POST-002") == "?posting.plannedEnd"


def test_no_length_of_a_posting_is_derived_from_the_plan() -> None:
    for rule in ("POST-002", "POST-003", "POST-004"):
        assert judge(FJX, rule, world(), start="2021-07-01", as_of="2021-12-31").status == "NOT_APPLICABLE"


def test_a_round_of_thirty_six_months() -> None:
    assert round_of("POST-002", plannedEnd="2007-06-30") == "ok"
    assert round_of("POST-002", plannedEnd="2007-06-29") == "info"
    assert round_of("POST-002", plannedEnd="2007-07-01") == "info"


def term(profile: str, rule: str, start: str, end: str | None = None, as_of: str = "2027-12-31", **fields: Any) -> Outcome:
    return judge(profile, rule, world(start, end, **fields), start=min(start, as_of), as_of=as_of)


@pytest.mark.parametrize(("planned", "right"), [("2026-02-27", False), ("2026-02-28", True), ("2026-03-01", False)])
def test_a_cycle_from_a_29_february_ends_with_a_28(planned: str, right: bool) -> None:
    assert term(HN, "POST-002", "2024-02-29", plannedEnd=planned).silent == right


def test_what_is_planned_for_a_posting_to_come_is_not_judged() -> None:
    assert term(HN, "POST-002", "2024-03-01", plannedEnd="2024-12-31", as_of="2024-02-29").silent
    assert found(term(HN, "POST-002", "2024-03-01", plannedEnd="2024-12-31", as_of="2024-03-01")) == [("p-1", "warning")]


# --- POST-003: rotated before the least term ------------------------------------------------------


def test_two_years_are_a_floor_in_yl() -> None:
    assert posting_of("POST-003", YL, end="2023-08-31", endReason="ROTATION") == "ok"
    assert posting_of("POST-003", YL, end="2023-08-30", endReason="ROTATION") == "warning"
    assert posting_of("POST-003", YL, end="2024-08-31", endReason="ROTATION") == "ok"
    assert posting_of("POST-003", YL, end="2022-08-31", endReason="HEALTH") == "ok"


@pytest.mark.parametrize(("end", "enough"), [("2026-02-27", False), ("2026-02-28", True)])
def test_two_years_from_a_29_february_are_served_on_a_28(end: str, enough: bool) -> None:
    assert term(YL, "POST-003", "2024-02-29", end, endReason="ROTATION").silent == enough


# --- POST-004: rotation was due at the review -----------------------------------------------------


def review(day: str, **posting: Any) -> Outcome:
    stay = {"startDate": "2019-06-15", "reviewedOn": day, **posting}
    return judge(QN, "POST-004", world(stay.pop("startDate"), **stay), as_of="2022-12-31", start="2019-01-01")


def test_two_years_served_at_the_review() -> None:
    assert review("2021-06-14").silent
    said = review("2021-06-15")
    assert (said.ids, said.severities) == (["p-1"], ["warning"])
    assert review("2021-06-15", endDate="2021-06-15", endReason="TWO_YEARS_SERVED").silent
    assert review("2022-02-28", startDate="2020-02-29").silent
    assert review("2022-03-01", startDate="2020-02-29").ids == ["p-1"]


@pytest.mark.parametrize("ground", ["poorEffect", "healthUnfit"])
def test_any_one_ground_is_enough_for_rotation(ground: str) -> None:
    assert review("2021-06-01", startDate="2021-05-10", **{ground: True}).ids == ["p-1"]
    assert review("2021-06-01", startDate="2021-05-10", **{ground: False}).silent


def test_two_years_are_no_end_of_themselves() -> None:
    said = judge(QN, "POST-004", world("2019-06-15"), as_of="2021-06-15", start="2019-01-01")
    assert (said.ids, said.missing) == ([], {"posting.reviewedOn": 1})
    assert judge(QN, "POST-004", world("2019-06-15"), as_of="2021-06-14", start="2019-01-01").silent


def test_a_review_before_the_rules_is_not_judged() -> None:
    """Qiannan's start on 1 May 2021."""
    assert review("2021-04-30", startDate="2018-01-01").silent
    assert review("2021-05-01", startDate="2018-01-01").ids == ["p-1"]


def test_without_a_review_the_term_is_looked_at_as_of_the_batch() -> None:
    assert term(QN, "POST-004", "2020-02-29", as_of="2022-02-28").silent
    assert list(term(QN, "POST-004", "2020-02-29", as_of="2022-03-01").missing) == ["posting.reviewedOn"]


def test_a_review_of_one_who_had_left_asks_for_no_reason() -> None:
    fields: Record = {"start": "2019-06-01", "as_of": "2022-12-31", "reviewedOn": "2022-06-01"}
    assert term(QN, "POST-004", end="2022-05-31", **fields).silent
    assert list(term(QN, "POST-004", end="2022-06-01", **fields).missing) == ["posting.endReason"]


# --- POST-005: left early for a reason not allowed ------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "hn", "yl"),
    [
        ("HEALTH", "ok", "ok"),
        ("RECALL", "ok", "ok"),
        ("ABILITY_UNSUITED", "ok", "warning"),
        ("FAMILY_HARDSHIP", "ok", "error"),
        ("LEFT_DISPATCHING_UNIT", "warning", "ok"),
        ("INCOMPETENT", "ok", "ok"),
        ("PROMOTION", "warning", "error"),
        ("POST_CHANGE", "warning", "error"),
        ("OTHER", "warning", "error"),
        ("ROTATION", "warning", "ok"),  # in YL measured against the least term instead
        ("DEATH", "ok", "ok"),
        (None, "?posting.endReason", "?posting.endReason"),
    ],
)
def test_reasons_for_leaving_early(reason: str | None, hn: str, yl: str) -> None:
    early: Record = {"end": "2022-08-31", "plannedEnd": "2023-08-31", "endReason": reason}
    assert posting_of("POST-005", **early) == hn
    assert posting_of("POST-005", YL, **early) == yl
    assert posting_of("POST-005", **early | {"end": "2023-08-31"}) == "ok"


def test_promotion_is_no_reason_to_leave_but_no_reason_against_staying() -> None:
    promoted = on("measure", {"kind": "PROMOTION", "date": "2022-03-01"})
    leaving = world("2021-09-01", "2022-03-01", plannedEnd="2023-08-31", endReason="PROMOTION")
    period = {"start": "2021-09-01", "as_of": "2022-12-31"}
    assert judge(YL, "POST-005", join(leaving, promoted), **period).severities == ["error"]
    assert judge(YL, "POST-005", join(world("2021-09-01", plannedEnd="2023-08-31"), promoted), **period).silent


# --- POST-006: an early adjustment by the wrong body ----------------------------------------------


def test_an_adjustment_comes_from_the_office_of_the_dispatch_level_after_consultation() -> None:
    def adjusted(**fields: Any) -> str:
        due: Record = {"endInitiator": "MANAGEMENT_OFFICE", "endInitiatorLevel": "40", "consultedUnit": True}
        return posting_of("POST-006", end="2022-08-31", plannedEnd="2023-08-31", endReason="FAMILY_HARDSHIP", **due | fields)

    assert adjusted() == "ok"
    assert adjusted(endInitiatorLevel="50") == "error"
    assert adjusted(endInitiator="DISPATCHING_UNIT") == "error"
    assert adjusted(consultedUnit=False) == "error"
    assert adjusted(consultedUnit=None) == "?posting.consultedUnit"


def test_who_leaves_later_is_not_yet_asked_who_wanted_it() -> None:
    def adjusted(as_of: str) -> Outcome:
        fields: Record = {"endReason": "HEALTH", "endInitiator": "DISPATCHING_UNIT", "endInitiatorLevel": "40", "consultedUnit": True}
        return term(HN, "POST-006", "2021-09-01", "2022-08-31", as_of, plannedEnd="2023-08-31", **fields)

    assert adjusted("2022-08-30").silent
    assert found(adjusted("2022-08-31")) == [("p-1", "error")]


# --- POST-007: a rotation without overlap ---------------------------------------------------------


def handed_over(
    rule: str, start: str = "2023-09-01", coverage: list[Record] | None = None, left: str = "2023-10-31", **successor: Any
) -> str:
    facts = join(world("2021-09-01", left, endReason="ROTATION"), further("2", start, role=FS, replacesPostingId="p-1", **successor))
    return said(judge(YL, rule, facts, start="2021-09-01", as_of="2023-12-31", coverage=coverage))


def test_the_successor_starts_before_the_predecessor_leaves() -> None:
    assert handed_over("POST-007", start="2023-10-31") == "ok"
    assert handed_over("POST-007", start="2023-11-01") == "error"
    alone = world("2021-09-01", "2023-10-31", endReason="ROTATION")
    period: Record = {"start": "2021-09-01", "as_of": "2023-12-31"}
    assert said(judge(YL, "POST-007", alone, **period)) == "error"
    assert said(judge(YL, "POST-007", alone, coverage=all_but("2021-09-01", "2023-12-31", "posting"), **period)) == "?coverage.posting"


def test_whoever_came_in_time_and_is_not_named_may_be_the_successor() -> None:
    """The first who came stayed for a month; the next had left before, which says nothing of the first."""

    def said_of(*others: tuple[str, str]) -> str:
        came = [further(str(n), first, last, role=FS) for n, (first, last) in enumerate(others, 2)]
        facts = join(world("2021-09-01", "2023-10-31", endReason="ROTATION"), *came)
        return said(judge(YL, "POST-007", facts, start="2021-09-01", as_of="2023-12-31"))

    assert said_of(("2023-09-01", "2023-11-30"), ("2023-10-01", "2023-10-15")) == "?posting.replacesPostingId"
    assert said_of(("2023-10-01", "2023-10-15")) == "error", "gone before the cadre left"
    assert said_of(("2021-09-01", "2023-11-30")) == "error", "there from the first day, so no successor"


# --- POST-008: too few working days of handover ---------------------------------------------------


def test_thirty_working_days_of_handover_across_the_holidays() -> None:
    """11 September to 26 October 2023: the National Day week off, two weekend days made up for."""
    assert handed_over("POST-008", handoverStart="2023-09-11", handoverEnd="2023-10-26") == "ok"
    assert handed_over("POST-008", handoverStart="2023-09-11", handoverEnd="2023-10-25") == "warning"
    assert handed_over("POST-008", handoverStart="2023-09-12", handoverEnd="2023-10-26") == "warning"
    assert handed_over("POST-008", handoverStart="2023-09-11", handoverEnd="2023-10-25", justification=True) == "info"
    assert handed_over("POST-008", start="2023-09-12", handoverStart="2023-09-11", handoverEnd="2023-10-26") == "warning"
    assert handed_over("POST-008") == "?posting.handoverStart"


def test_the_order_is_mandatory_although_the_length_is_not() -> None:
    period = {"start": "2021-09-01", "as_of": "2023-12-31"}
    short = handover(handoverStart="2023-10-30", handoverEnd="2023-10-31", handoverCompletedOn="2023-10-31")
    assert (judge(YL, "POST-008", short, **period).severities, judge(YL, "POST-009", short, **period).severities) == (["warning"], [])
    left = handover(handoverStart="2023-09-11", handoverEnd="2023-11-01", handoverCompletedOn="2023-11-01")
    assert judge(YL, "POST-009", left, **period).severities == ["error"]


# --- POST-009: left without a complete handover ---------------------------------------------------


def test_leaving_comes_after_the_handover() -> None:
    def completed(**more: Any) -> str:
        return handed_over("POST-009", handoverGuidedByIds=["unit"], **more)

    assert completed(handoverCompletedOn="2023-10-31") == "ok"
    assert completed(handoverCompletedOn="2023-11-01") == "error"
    assert completed(handoverStart="2023-09-11") == "error"
    assert completed(handoverStart="2023-09-11", redacted=["handoverCompletedOn"]) == "?posting.handoverCompletedOn"
    assert completed() == "?posting.handoverCompletedOn"


def test_the_units_of_both_cadres_guide_the_handover() -> None:
    def guided(by: list[str] | None, unit: str = "unit") -> str:
        return handed_over("POST-009", handoverCompletedOn="2023-10-31", handoverGuidedByIds=by, dispatchingUnitId=unit)

    assert guided(["unit"]) == "ok"
    assert guided(["unit"], unit="unit-2") == "error"
    assert guided(["unit", "unit-2"], unit="unit-2") == "ok"
    assert guided(["other"]) == "error"
    assert guided(None) == "?posting.handoverGuidedByIds"


# --- POST-010: arrived late -----------------------------------------------------------------------


def test_arriving_on_the_appointed_day() -> None:
    assert posting_in_county("POST-010", arrivedOn="2021-07-01") == "ok"
    assert posting_in_county("POST-010", arrivedOn="2021-07-02") == "warning"
    assert posting_in_county("POST-010") == "?posting.arrivedOn"


# --- POST-011: no candidate for village secretary at the end of the term --------------------------


def test_a_candidate_for_secretary_is_a_wish() -> None:
    assert round_of("POST-011", endReason="ROTATION", secretaryCandidatesTrained=1) == "ok"
    assert round_of("POST-011", endReason="ROTATION", secretaryCandidatesTrained=0) == "info"
    assert round_of("POST-011", endReason="ROTATION") == "?posting.secretaryCandidatesTrained"
    assert round_of("POST-011", endReason="HEALTH", end="2005-06-30", plannedEnd="2007-06-30", secretaryCandidatesTrained=0) == "ok"
