"""Both sides of every number of the documents that are not rules: FJX (a speech), FJS (a survey) and LS (a plan).

None of them weighs more than a warning; the plan only informs.
"""

from __future__ import annotations

from typing import Any

import pytest
from facts import Facts, Outcome, Record, all_but, change, further, join, judge, on, posted, present, said, world

FJX, FJS, LS = "x-county-2021", "fujian-2004", "lushan-2011"


def once(profile: str, rule: str, facts: Facts, start: str = "2021-07-01", as_of: str = "2021-12-31", **more: Any) -> str:
    return said(judge(profile, rule, facts, start=start, as_of=as_of, **more))


# --- FJX: presence ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        ("2021-07-01", "2021-07-31", 22),
        ("2021-10-01", "2021-10-31", 17),
        ("2021-12-01", "2021-12-31", 22),  # of 23 working days
        ("2022-02-01", "2022-02-28", 16),
        ("2022-06-01", "2022-06-30", 21),
    ],
)
def test_twenty_two_days_capped_by_the_working_days(first: str, last: str, due: int) -> None:
    def month(days: int) -> Outcome:
        return judge(FJX, "ATT-001", join(world("2021-07-01"), present(first, days)), start=first, as_of=last)

    assert month(due).silent
    short = month(due - 1)
    assert (short.severities, short.arguments("required")) == (["warning"], [due])


def test_the_month_before_the_speech_is_not_judged() -> None:
    assert once(FJX, "ATT-001", join(world("2021-01-01"), present("2021-06-01", 1)), start="2021-06-01", as_of="2021-06-30") == "ok"


@pytest.mark.parametrize("status", ["MEETING", "TRAINING", "OFFICIAL_TRIP", "LEAVE", "PROJECT_LIAISON"])
def test_what_gives_credit(status: str) -> None:
    expected = "ok" if status in ("MEETING", "TRAINING", "OFFICIAL_TRIP") else "warning"
    assert once(FJX, "ATT-001", join(world(), present("2021-10-01", 17, status=status)), start="2021-10-01", as_of="2021-10-31") == expected


def test_leave_does_not_excuse() -> None:
    away = on("leave", {"kind": "SICK", "startDate": "2021-10-18", "endDate": "2021-10-31", "approvedOn": "2021-10-01"})
    assert once(FJX, "ATT-001", join(world(), present("2021-10-01", 16), away), start="2021-10-01", as_of="2021-10-31") == "warning"


def test_a_month_without_a_night_in_the_village_is_suspect() -> None:
    def nights(overnight: bool | None, *more: Facts) -> Outcome:
        facts = join(world(), present("2021-10-01", 17, overnight=overnight), *more)
        return judge(FJX, "ATT-006", facts, start="2021-10-01", as_of="2021-10-31")

    assert (nights(False).severities, nights(False).outcomes) == (["warning"], ["CANDIDATE"])
    assert nights(False, present("2021-10-18", 1, overnight=True)).silent
    assert said(nights(None)) == "?attendance.overnight"


@pytest.mark.parametrize(("commuting", "expected"), [(True, "warning"), (False, "ok")])
def test_no_commuting(commuting: bool, expected: str) -> None:
    assert posting(commuting=commuting) == expected


def test_the_township_keeps_the_attendance() -> None:
    def kept(by: str | None) -> str:
        return once(FJX, "ATT-004", join(world(), present("2021-10-01", 2, recordedBy=by)))

    assert kept("TOWNSHIP_PARTY_COMMITTEE") == "ok"
    assert kept("VILLAGE_COMMITTEES") == "warning"
    assert kept(None) == "?attendance.recordedBy"


def test_a_month_without_any_attendance_is_the_townships_fault_even_undeclared() -> None:
    """One of two duties to keep the record itself (K12)."""

    def recorded(*months: str, covered: bool = False) -> list[str]:
        days = [present(f"{m}-11", 1) for m in months]
        coverage = None if covered else all_but("2021-10-01", "2021-11-30", "attendance")
        return judge(FJX, "ATT-003", join(world(), *days), start="2021-10-01", as_of="2021-11-30", coverage=coverage).arguments("month")

    assert recorded("2021-10", "2021-11") == []
    assert recorded("2021-10") == ["2021-11"]
    assert recorded(covered=True) == ["2021-10", "2021-11"]
    nothing = judge(
        FJX, "ATT-003", world(), start="2021-10-01", as_of="2021-10-31", coverage=all_but("2021-10-01", "2021-10-31", "attendance")
    )
    assert nothing.status == "NOT_EVALUATED"


def test_working_days_without_a_trace_are_suspect() -> None:
    def traced(*more: Facts) -> Outcome:
        return judge(FJX, "ATT-007", join(world(), present("2021-10-01", 28), *more), start="2021-10-01", as_of="2021-10-31")

    assert (traced().severities, traced().outcomes, traced().arguments("days")) == (["warning"], ["CANDIDATE"], [1])  # Friday the 29th
    assert traced(present("2021-10-29", 1, status="REST")).silent
    assert traced(on("leave", {"kind": "SICK", "startDate": "2021-10-29", "endDate": "2021-10-29", "approvedOn": "2021-10-28"})).silent


# --- FJX: posting, plan, bodies, villages -----------------------------------------------------------

#: What the conditions on postings ask, met.
KEPT: Record = {"personnelRelation": "HOME_UNIT", "salaryPaidBy": "HOME_UNIT", "benefitsUnchanged": True, "partyRelationPlace": "TOWNSHIP"}
KEPT |= {"villageElectionCandidate": False, "commuting": False, "fullyDetached": True}


def posting(rule: str = "POST-001", **fields: Any) -> str:
    return once(FJX, rule, change(world("2021-07-01", **KEPT | fields), "cadre", politicalStatus="01"))


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
    assert posting(**fields) == expected


def test_arriving_on_the_appointed_day() -> None:
    assert posting("POST-010", arrivedOn="2021-07-01") == "ok"
    assert posting("POST-010", arrivedOn="2021-07-02") == "warning"
    assert posting("POST-010") == "?posting.arrivedOn"


def planned(years: int = 3, surveyed: str | None = "2021-08-01", rule: str = "TEAM-008", **fields: Any) -> str:
    facts = change(world("2021-07-01"), "team", planYears=years, planOn="2021-08-01", **fields)
    surveys = on("activity", {"kind": "VILLAGE_SURVEY", "date": surveyed, "villageId": "v-1"}) if surveyed else {}
    return once(FJX, rule, join(facts, surveys))


def test_a_plan_of_three_years_after_a_survey() -> None:
    assert planned() == "ok"
    assert planned(2) == "warning"
    assert planned(4) == "warning"
    assert planned(surveyed="2021-08-02") == "warning"
    assert planned(surveyed=None) == "warning"


def test_the_plan_names_goals_tasks_and_measures() -> None:
    assert planned(rule="TEAM-010", planParts=["GOALS", "TASKS", "MEASURES", "TALENT"]) == "ok"
    assert planned(rule="TEAM-010", planParts=["GOALS", "TASKS"]) == "warning"
    assert planned(rule="TEAM-010") == "?team.planParts"


def test_no_length_of_a_posting_is_derived_from_the_plan() -> None:
    for rule in ("POST-002", "POST-003", "POST-004"):
        assert judge(FJX, rule, world(), start="2021-07-01", as_of="2021-12-31").status == "NOT_APPLICABLE"


@pytest.mark.parametrize(("number", "expected"), [(0, "warning"), (1, "ok"), (2, "warning")])
@pytest.mark.parametrize("body", ["DISPATCHING_UNIT", "TOWNSHIP_PARTY_COMMITTEE"])
def test_exactly_one_deputy_in_charge(body: str, number: int, expected: str) -> None:
    facts = change(world("2021-07-01"), "organization", deputyInChargeCount=1, systems=["LEAVE", "TALK", "MAJOR_MATTER_REPORT"])
    facts["organization"] = [o | {"deputyInChargeCount": number} if o["body"] == body else o for o in facts["organization"]]
    assert once(FJX, "ORG-001", facts) == expected


def test_three_systems_of_the_county() -> None:
    def kept(*systems: str) -> str:
        return once(FJX, "ORG-001", change(world("2021-07-01"), "organization", deputyInChargeCount=1, systems=systems))

    assert kept("LEAVE", "TALK", "MAJOR_MATTER_REPORT", "ATTENDANCE") == "ok"
    assert kept("LEAVE", "TALK") == "warning"


def village(rule: str, profile: str = FJX, **fields: Any) -> str:
    return once(profile, rule, change(world("2021-07-01"), "village", **fields), as_of="2021-12-31")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"permanentResidents": 199, "traits": ["SMALL_POPULATION"]}, "ok"),
        ({"permanentResidents": 200, "traits": ["SMALL_POPULATION"]}, "info"),
        ({"permanentResidents": 199, "traits": ["CONFLICT_PRONE"]}, "info"),
        ({"permanentResidents": 200, "traits": ["CONFLICT_PRONE"]}, "ok"),
        ({"ownRevenueFen": 20_000_000, "traits": ["LOW_OWN_REVENUE"]}, "ok"),
        ({"ownRevenueFen": 20_000_001, "traits": ["LOW_OWN_REVENUE"]}, "info"),
        ({"ownRevenueFen": 20_000_000, "traits": ["CONFLICT_PRONE"]}, "info"),
        ({"traits": ["LOW_OWN_REVENUE"]}, "?village.ownRevenueFen"),
    ],
)
def test_small_is_below_200_residents_and_low_is_up_to_200_000_yuan(fields: Record, expected: str) -> None:
    assert village("VIL-002", **fields) == expected


def test_weak_organisations_are_rectified_before_the_election() -> None:
    def rectified(on_day: str | None, kind: str = "WEAK_PARTY_ORG", election: str | None = "2021-09-01") -> str:
        return village("VIL-005", types=[{"code": kind}], weakRectifiedOn=on_day, electionStartOn=election)

    assert rectified("2021-08-31") == "ok"
    assert rectified("2021-09-01") == "warning"
    assert rectified("2021-09-01", "KEY_DIFFICULT") == "warning"
    assert rectified("2021-09-01", "RED_PILOT") == "ok"
    assert rectified("2021-08-31", election=None) == "?village.electionStartOn"
    assert rectified(None) == "?village.weakRectifiedOn"


# --- FJS --------------------------------------------------------------------------------------------


def round_of(
    rule: str, *parts: Facts, start: str = "2004-07-01", end: str | None = "2007-06-30", as_of: str = "2007-12-31", **fields: Any
) -> str:
    facts = join(world(start, end, role="VILLAGE_PARTY_SECRETARY", **fields), *parts)
    return once(FJS, rule, facts, start="2004-07-01", as_of=as_of)


def test_a_round_of_thirty_six_months() -> None:
    assert round_of("POST-002", plannedEnd="2007-06-30") == "ok"
    assert round_of("POST-002", plannedEnd="2007-06-29") == "info"
    assert round_of("POST-002", plannedEnd="2007-07-01") == "info"


def test_members_full_or_probationary_are_sent() -> None:
    def sent(status: str) -> str:
        return once(FJS, "CAD-001", change(world("2004-07-01"), "cadre", politicalStatus=status), start="2004-07-01", as_of="2004-12-31")

    assert sent("01") == "ok"
    assert sent("02") == "ok"
    assert sent("13") == "info"


def test_the_inspection_comes_before_the_end() -> None:
    def inspected(*days: str, kind: str = "TERM_INSPECTION") -> str:
        return round_of("ASM-010", on("assessment", *({"kind": kind, "date": d} for d in days)))

    assert inspected("2007-06-30") == "ok"
    assert inspected("2007-07-01") == "warning"
    assert inspected() == "warning"
    assert inspected("2007-06-30", kind="TERM") == "warning"


def outcome(rule: str, of: str, *parts: Facts, **fields: Any) -> str:
    facts = change(
        world("2004-07-01", "2007-06-30", role="VILLAGE_PARTY_SECRETARY"), "village", outcome=of, outcomeOn="2007-06-15", **fields
    )
    return once(FJS, rule, join(facts, *parts), start="2004-07-01", as_of="2007-12-31")


LINKED: Record = {"linkSystems": ["LEADER_LINK", "DEPARTMENT_LINK"]}


def test_no_gap_after_a_round_without_clear_change() -> None:
    def followed(by: str) -> str:
        return outcome("VIL-007", "NO_CLEAR_CHANGE", further("2", by, role="VILLAGE_PARTY_SECRETARY"), **LINKED)

    assert followed("2007-07-01") == "ok"
    assert followed("2007-06-01") == "ok"
    assert followed("2007-07-02") == "warning"
    assert outcome("VIL-007", "NO_CLEAR_CHANGE", **LINKED) == "warning"
    assert outcome("VIL-007", "CLEAR_CHANGE", **LINKED) == "ok"


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (["LEADER_LINK", "DEPARTMENT_LINK"], "ok"),
        (["LEADER_LINK"], "warning"),
        (["DEPARTMENT_LINK"], "warning"),
        (None, "?village.linkSystems"),
    ],
)
def test_leader_and_department_stay_linked(kept: list[str] | None, expected: str) -> None:
    assert outcome("VIL-007", "NO_CLEAR_CHANGE", further("2", "2007-07-01", role="VILLAGE_PARTY_SECRETARY"), linkSystems=kept) == expected


def test_an_instructor_follows_a_clear_change() -> None:
    instructor = {"cadre": [{"id": "c-2"}], "posting": [posted("2", "2007-07-10", role="PARTY_BUILDING_INSTRUCTOR")]}
    assert outcome("VIL-008", "CLEAR_CHANGE") == "warning"
    assert outcome("VIL-008", "CLEAR_CHANGE", instructor) == "ok"
    assert outcome("VIL-008", "NO_CLEAR_CHANGE") == "ok"


def test_a_candidate_for_secretary_is_a_wish() -> None:
    assert round_of("POST-011", endReason="ROTATION", secretaryCandidatesTrained=1) == "ok"
    assert round_of("POST-011", endReason="ROTATION", secretaryCandidatesTrained=0) == "info"
    assert round_of("POST-011", endReason="ROTATION") == "?posting.secretaryCandidatesTrained"
    assert round_of("POST-011", endReason="HEALTH", end="2005-06-30", plannedEnd="2007-06-30", secretaryCandidatesTrained=0) == "ok"


@pytest.mark.parametrize("rule", ["ATT-001", "ATT-002", "TEAM-001", "SUP-001", "SEL-001"])
def test_what_the_survey_does_not_say_is_not_in_force(rule: str) -> None:
    assert judge(FJS, rule, {}, start="2004-07-01", as_of="2004-12-31").status == "NOT_APPLICABLE"


# --- LS ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "fields", "expected"),
    [
        ("2012-05-01", {"topics": ["MAJOR"]}, "info"),
        ("2012-05-01", {}, "ok"),  # not declared major
        ("2013-01-01", {"topics": ["MAJOR"]}, "ok"),  # after the posting
        ("2012-05-01", {"topics": ["MAJOR"], "villageId": "v-2"}, "ok"),
        ("2012-05-01", {"topics": ["MAJOR"], "kind": "DISPUTE"}, "ok"),
    ],
)
def test_no_major_petition_is_the_plans_own_target(day: str, fields: Record, expected: str) -> None:
    petition = on("activity", {"kind": "PETITION", "date": day, "villageId": "v-1", **fields}, cadre=None)
    assert once(LS, "VIL-009", join(world("2011-03-01", "2012-12-31"), petition), start="2011-01-01", as_of="2013-12-31") == expected


@pytest.mark.parametrize("rule", ["POST-002", "POST-003", "ATT-001", "CAD-002"])
def test_a_personal_plan_binds_nobody_else(rule: str) -> None:
    assert judge(LS, rule, {}, start="2011-01-01", as_of="2013-12-31").status == "NOT_APPLICABLE"
