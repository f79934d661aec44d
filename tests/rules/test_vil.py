"""Both sides of every limit of the rules on villages, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from facts import FJS, FJX, HN, LS, YL, Facts, Outcome, Record, change, everything, further, join, judge, on, posted, said, world
from worlds import covered, in_half_year, neighbour, shifted, team_of, village

# --- VIL-001: resettlement class does not match the lifted population -----------------------------


@pytest.mark.parametrize(
    ("lifted", "marked", "expected"),
    [
        (499, "LARGE", "error"),
        (500, "LARGE", "ok"),
        (500, "MEDIUM", "error"),
        (499, "MEDIUM", "ok"),
        (100, "MEDIUM", "ok"),
        (99, "MEDIUM", "error"),
        (99, None, "ok"),
        (500, None, "?village.resettlementClass"),
        (None, "LARGE", "?village.liftedPopulation"),
    ],
)
def test_the_class_of_a_settlement_follows_its_lifted_population(lifted: int | None, marked: str | None, expected: str) -> None:
    facts = change(world("2021-09-01"), "village", types=[{"code": "RESETTLEMENT"}], liftedPopulation=lifted, resettlementClass=marked)
    assert said(judge(HN, "VIL-001", facts, start="2021-09-01", as_of="2021-12-31")) == expected


#: Faults that are judged by the as-of day, with the day from which the document binds.
FAULTS: list[tuple[str, str, str, Facts]] = [
    (HN, "TEAM-001", "2021-06-28", village(world("2021-06-01", role="TEAM_MEMBER"), "WEAK_PARTY_ORG")),
    (HN, "TEAM-006", "2021-06-28", village(world("2021-06-01", level="20"), "LIFTED")),
    (YL, "TEAM-009", "2021-08-30", change(village(world("2021-06-01"), "WEAK_PARTY_ORG"), "cadre", expertise=["OTHER"])),
    (YL, "TEAM-011", "2021-08-30", village(world("2021-06-01"), "LIFTED", previousStrength=2, dutyLight=True, originalForceLarge=False)),
    (HN, "VIL-001", "2021-06-28", village(world("2021-06-01"), "RESETTLEMENT", liftedPopulation=499, resettlementClass="LARGE")),
    (FJX, "VIL-002", "2021-07-01", village(world("2021-06-01"), permanentResidents=199, traits=["CONFLICT_PRONE"])),
    (FJX, "VIL-002", "2021-07-01", village(world("2021-06-01"), ownRevenueFen=20_000_000, traits=["CONFLICT_PRONE"])),
    (YL, "VIL-003", "2021-08-30", village(world("2021-06-01"), "RESETTLEMENT")),
    (
        YL,
        "VIL-004",
        "2021-08-30",
        village(world("2021-06-01"), households=[{"id": "h-1", "relocated": True, "labourCount": 1, "stablyEmployedCount": 0}]),
    ),
    (FJS, "VIL-007", "2004-07-01", village(world("2004-06-01"), outcome="NO_CLEAR_CHANGE", linkSystems=["LEADER_LINK"])),
    (FJS, "VIL-008", "2004-07-01", village(world("2004-06-01", "2004-06-20"), outcome="CLEAR_CHANGE")),
]


@pytest.mark.parametrize(("profile", "rule", "first", "facts"), FAULTS, ids=[f"{f[1]}-{n}" for n, f in enumerate(FAULTS)])
def test_the_as_of_day_decides_whether_the_document_binds_yet(profile: str, rule: str, first: str, facts: Facts) -> None:
    """And not the period of the batch, which may reach beyond that day."""
    assert len(judge(profile, rule, facts, as_of=first, start=shifted(first, -20)).findings) == 1
    assert judge(profile, rule, facts, as_of=shifted(first, -1), start=shifted(first, -20), end=shifted(first, 20)).silent


# --- VIL-002: a trait of the village does not match its figures -----------------------------------


def village_in_county(rule: str, profile: str = FJX, **fields: Any) -> str:
    return in_half_year(profile, rule, change(world("2021-07-01"), "village", **fields), as_of="2021-12-31")


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
    assert village_in_county("VIL-002", **fields) == expected


# --- VIL-003: resettlement without a party organisation -------------------------------------------


def test_every_settlement_has_a_party_organisation() -> None:
    assert team_of("VIL-003", YL, village={"types": [{"code": "RESETTLEMENT"}]}) == "warning"
    assert team_of("VIL-003", YL, village={"types": [{"code": "RESETTLEMENT"}], "partyOrgForm": "JOINT"}) == "ok"


def lately(profile: str, rule: str, facts: Facts) -> Outcome:
    """Judged a month after the end of the batch's period."""
    coverage = everything("2021-09-01", "2022-01-31")
    return judge(profile, rule, facts, as_of="2022-01-31", start="2021-09-01", end="2021-12-31", coverage=coverage)


def test_a_type_that_ended_before_the_as_of_day_counts_no_more() -> None:
    for until, key, others in (("2022-01-30", 1, 0), ("2022-01-31", 0, 1)):
        reduced: Record = {"previousStrength": 2, "dutyLight": True, "originalForceLarge": False}
        assert len(lately(HN, "TEAM-006", village(world("2021-09-01", level="20"), "KEY_ASSIST", until=until)).findings) == key
        assert len(lately(YL, "TEAM-011", village(world("2021-09-01"), "LIFTED", until=until, **reduced)).findings) == others
        assert len(lately(YL, "VIL-003", village(world("2021-09-01"), "RESETTLEMENT", until=until)).findings) == others
        assert len(lately(FJX, "VIL-005", village(world("2021-09-01"), "WEAK_PARTY_ORG", until=until)).missing) == others


# --- VIL-004: too few in stable employment in a relocated household -------------------------------


@pytest.mark.parametrize(("labour", "employed", "expected"), [(1, 1, "ok"), (1, 0, "warning"), (3, 1, "ok"), (0, 0, "ok")])
def test_one_in_stable_work_in_each_relocated_household_with_labour(labour: int, employed: int, expected: str) -> None:
    home: Record = {"id": "h-1", "relocated": True, "labourCount": labour, "stablyEmployedCount": employed}
    assert team_of("VIL-004", YL, village={"households": [home]}) == expected
    assert team_of("VIL-004", YL, village={"households": [home | {"relocated": False}]}) == "ok"


# --- VIL-005: weak organisation not rectified before the election ---------------------------------


def test_weak_organisations_are_rectified_before_the_election() -> None:
    def rectified(on_day: str | None, kind: str = "WEAK_PARTY_ORG", election: str | None = "2021-09-01") -> str:
        return village_in_county("VIL-005", types=[{"code": kind}], weakRectifiedOn=on_day, electionStartOn=election)

    assert rectified("2021-08-31") == "ok"
    assert rectified("2021-09-01") == "warning"
    assert rectified("2021-09-01", "KEY_DIFFICULT") == "warning"
    assert rectified("2021-09-01", "RED_PILOT") == "ok"
    assert rectified("2021-08-31", election=None) == "?village.electionStartOn"
    assert rectified(None) == "?village.weakRectifiedOn"


def test_a_rectification_without_an_election_is_asked_for_from_the_first_day_on() -> None:
    facts = village(world("2021-06-01"), "WEAK_PARTY_ORG", weakRectifiedOn="2021-06-20")
    assert judge(FJX, "VIL-005", facts, as_of="2021-07-01", start="2021-06-01").missing == {"village.electionStartOn": 1}
    assert judge(FJX, "VIL-005", facts, as_of="2021-06-30", start="2021-06-01", end="2021-07-31").silent


# --- VIL-006: person proposed before the village was fixed ----------------------------------------


def test_the_village_comes_before_the_person() -> None:
    def ordered(designated: str) -> str:
        facts = world("2021-10-01", selectionSteps=[{"step": "PROPOSE", "date": "2021-09-05"}])
        return said(judge(YL, "VIL-006", change(facts, "village", designatedOn=designated), start="2021-09-01", as_of="2021-12-31"))

    assert ordered("2021-09-05") == "ok"
    assert ordered("2021-09-06") == "error"


# --- VIL-007: a village without clear change was left ---------------------------------------------


def outcome(rule: str, of: str, *parts: Facts, **fields: Any) -> str:
    facts = change(
        world("2004-07-01", "2007-06-30", role="VILLAGE_PARTY_SECRETARY"), "village", outcome=of, outcomeOn="2007-06-15", **fields
    )
    return in_half_year(FJS, rule, join(facts, *parts), start="2004-07-01", as_of="2007-12-31")


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


def test_a_gap_is_judged_only_where_the_postings_are_complete_from_the_last_day_to_the_next() -> None:
    facts = village(world("2004-07-01", "2007-06-30"), outcome="NO_CLEAR_CHANGE", outcomeOn="2007-06-15", **LINKED)
    followed = join(facts, further("2", "2007-09-01"))

    def complete(start: str, end: str) -> Outcome:
        return judge(FJS, "VIL-007", followed, as_of="2007-12-31", start="2007-01-01", coverage=covered("posting", (start, end)))

    assert complete("2007-06-30", "2007-09-01").arguments("gap") == [62]
    assert complete("2007-07-01", "2007-09-01").missing == {"coverage.posting": 1}
    assert complete("2007-06-30", "2007-08-31").missing == {"coverage.posting": 1}


def test_a_short_posting_leaves_no_gap_within_a_longer_one_or_in_the_next_village() -> None:
    facts = village(world("2004-07-01"), outcome="NO_CLEAR_CHANGE", outcomeOn="2007-06-15", **LINKED)
    beside = join(further("2", "2005-01-01", "2005-12-31"), further("3", "2006-01-01", "2006-12-31", villageId="v-2", teamId="t-2"))
    assert judge(FJS, "VIL-007", join(facts, neighbour("2"), beside), as_of="2007-12-31", start="2007-01-01").silent


def test_a_posting_that_ended_before_it_began_is_no_round() -> None:
    """Dates that cannot be are for another rule to find. A single day is a round."""

    def ended(on_day: str) -> Outcome:
        facts = village(world("2007-06-30", on_day), outcome="NO_CLEAR_CHANGE", outcomeOn="2007-06-30", **LINKED)
        return judge(FJS, "VIL-007", facts, as_of="2007-12-31", start="2007-01-01")

    assert ended("2007-06-30").arguments("since") == ["2007-07-01"]
    assert ended("2007-06-29").silent


# --- VIL-008: no instructor after a clear change --------------------------------------------------


def test_an_instructor_follows_a_clear_change() -> None:
    instructor = {"cadre": [{"id": "c-2"}], "posting": [posted("2", "2007-07-10", role="PARTY_BUILDING_INSTRUCTOR")]}
    assert outcome("VIL-008", "CLEAR_CHANGE") == "info"  # the text sets no day
    assert outcome("VIL-008", "CLEAR_CHANGE", instructor) == "ok"
    assert outcome("VIL-008", "NO_CLEAR_CHANGE") == "ok"


def test_an_outcome_of_the_as_of_day_is_judged() -> None:
    facts = village(world("2004-07-01", "2007-06-30"), outcome="CLEAR_CHANGE", outcomeOn="2007-12-31")
    assert judge(FJS, "VIL-008", facts, as_of="2007-12-31", start="2007-01-01").arguments("since") == ["2007-06-30"]


def test_instructors_of_before_are_no_instructors_of_after() -> None:
    facts = village(world("2004-07-01", "2007-06-30"), outcome="CLEAR_CHANGE", outcomeOn="2007-06-15")

    def instructed(start: str, end: str) -> Outcome:
        last = further("2", start, end, role="PARTY_BUILDING_INSTRUCTOR")
        return judge(FJS, "VIL-008", join(facts, last), as_of="2007-12-31", start="2007-01-01")

    assert instructed("2006-01-01", "2007-06-29").arguments("since") == ["2007-06-30"]
    assert instructed("2007-07-10", "2007-11-30").silent


# --- VIL-009: major petitions ---------------------------------------------------------------------


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
    assert (
        in_half_year(LS, "VIL-009", join(world("2011-03-01", "2012-12-31"), petition), start="2011-01-01", as_of="2013-12-31") == expected
    )
