"""Villages and teams at their limits: the day that decides, what ties records together, and what a batch is complete for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from facts import Facts, Outcome, Record, change, everything, further, join, judge, on, world

HN, YL, QN, FJX, FJS = "hunan-2021", "yulin-2021", "qiannan-2021", "x-county-2021", "fujian-2004"


def shifted(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()


def village(facts: Facts, *types: str, until: str | None = None, **fields: Any) -> Facts:
    """The village of the world with types, all of them until a day."""
    return change(facts, "village", types=[{"code": t, **({"endDate": until} if until else {})} for t in types] or None, **fields)


def neighbour(number: str, *types: str) -> Facts:
    """One more village ``v-<number>`` with a team ``t-<number>``, without anybody in it."""
    place: Record = {"id": f"v-{number}", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "township"}
    return {
        "village": [place | ({"types": [{"code": t} for t in types]} if types else {})],
        "team": [{"id": f"t-{number}", "homeVillageId": f"v-{number}", "dispatchingUnitIds": ["unit"], "dispatchLevel": "40"}],
    }


def covered(kind: str, *spells: tuple[str, str]) -> list[Record]:
    """Coverage of a record type for some spells."""
    return [{"recordType": kind, "startDate": start, "endDate": end} for start, end in spells]


# --- the day from which a rule binds ----------------------------------------------------------------

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


def test_a_rectification_without_an_election_is_asked_for_from_the_first_day_on() -> None:
    facts = village(world("2021-06-01"), "WEAK_PARTY_ORG", weakRectifiedOn="2021-06-20")
    assert judge(FJX, "VIL-005", facts, as_of="2021-07-01", start="2021-06-01").missing == {"village.electionStartOn": 1}
    assert judge(FJX, "VIL-005", facts, as_of="2021-06-30", start="2021-06-01", end="2021-07-31").silent


@pytest.mark.parametrize(("formed", "found"), [("2021-06-28", ["t-1"]), ("2021-06-27", [])])
def test_a_joint_team_is_judged_by_the_day_it_was_formed(formed: str, found: list[str]) -> None:
    units = {"organization": [{"id": "province", "body": "DISPATCHING_UNIT", "level": "20"}]}
    facts = join(change(world(formed), "team", dispatchingUnitIds=["unit", "province"]), units)
    assert judge(HN, "TEAM-004", facts, as_of="2021-12-31", start="2021-06-01").ids == found


# --- the day on which a type counts -----------------------------------------------------------------


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


# --- what the batch is complete for -----------------------------------------------------------------


def test_complete_before_and_after_the_as_of_day_is_not_complete_on_it() -> None:
    def judged(profile: str, rule: str, facts: Facts, kind: str, *spells: tuple[str, str]) -> Outcome:
        coverage = covered(kind, *spells)
        return judge(profile, rule, facts, as_of="2021-10-31", start="2021-09-01", end="2021-12-31", coverage=coverage)

    around, on_it = [("2021-09-01", "2021-10-30"), ("2021-11-01", "2021-12-31")], ("2021-10-31", "2021-10-31")
    provincial = village(world("2021-09-01", level="20"), "LIFTED")
    assert judged(HN, "TEAM-006", provincial, "team", *around).missing == {"coverage.team": 1}
    assert judged(HN, "TEAM-006", provincial, "team", on_it).severities == ["warning"]
    fewer = village(world("2021-09-01"), "LIFTED", previousStrength=2, dutyLight=False, originalForceLarge=True)
    assert judged(YL, "TEAM-011", fewer, "posting", *around).missing == {"coverage.posting": 1}
    assert judged(YL, "TEAM-011", fewer, "posting", on_it).severities == ["error"]


def test_a_shortage_is_judged_only_for_days_that_the_postings_are_complete_for() -> None:
    facts = join(village(world("2021-09-01", role="TEAM_MEMBER"), "WEAK_PARTY_ORG"), further("2", "2021-10-10", role="FIRST_SECRETARY"))

    def complete_from(day: str) -> Outcome:
        coverage = covered("posting", (day, "2021-12-31"))
        return judge(HN, "TEAM-001", facts, as_of="2021-12-31", start="2021-09-01", coverage=coverage)

    assert complete_from("2021-09-30").arguments("date") == ["2021-09-30"]
    assert complete_from("2021-10-01").missing == {"coverage.posting": 1}


# --- TEAM-001: strength -----------------------------------------------------------------------------


def test_strength_is_judged_at_the_month_ends_of_the_batch_and_no_others() -> None:
    """Three villages are without a first secretary for a while: one until past the first day, one from the last day on, one later."""

    def short(number: str, since: str, until: str) -> Facts:
        return join(
            neighbour(number, "WEAK_PARTY_ORG"),
            further(f"{number}1", since, villageId=f"v-{number}", teamId=f"t-{number}"),
            further(f"{number}2", shifted(until, 1), villageId=f"v-{number}", teamId=f"t-{number}", role="FIRST_SECRETARY"),
        )

    facts = join(short("2", "2021-09-01", "2021-10-05"), short("3", "2021-10-31", "2021-11-05"), short("4", "2021-11-01", "2021-12-05"))
    coverage = covered("posting", ("2021-09-01", "2021-12-31"))
    said = judge(HN, "TEAM-001", facts, as_of="2021-12-15", start="2021-09-30", end="2021-10-31", coverage=coverage)
    assert (said.ids, said.arguments("date")) == (["v-2", "v-3"], ["2021-09-30", "2021-10-31"])
    said = judge(HN, "TEAM-001", facts, as_of="2021-12-15", start="2021-10-01", end="2021-10-30", coverage=coverage)
    assert said.silent


def test_whoever_hands_over_is_not_counted_as_one_too_many() -> None:
    """From the day the successor begins; the others of the village are counted all the same."""

    successor = further("4", "2021-05-31", replacesPostingId="p-2")
    facts = join(world("2021-05-03"), further("2", "2021-05-03"), further("3", "2021-05-03"), successor)
    assert judge(QN, "TEAM-001", facts, as_of="2021-05-31", start="2021-05-03").silent
    more = join(facts, further("5", "2021-05-31"))
    assert judge(QN, "TEAM-001", more, as_of="2021-05-31", start="2021-05-03").severities == ["info"]


# --- TEAM-003 to TEAM-005: villages and units of a team ---------------------------------------------


def test_without_the_units_on_record_a_joint_team_cannot_be_judged() -> None:
    facts = change(world("2021-09-01"), "team", dispatchingUnitIds=["unit", "province"])
    del facts["organization"]
    assert judge(HN, "TEAM-004", facts, as_of="2021-12-31", start="2021-09-01").missing == {"organization.level": 1}


def test_the_reason_of_another_team_does_not_help() -> None:
    facts = village(world("2021-09-01", level="20"), priorProvincialTeam=True)
    other = join(neighbour("2"), further("2", "2021-09-01", villageId="v-2", teamId="t-2", justification=True))
    assert judge(HN, "TEAM-005", join(facts, other), as_of="2021-12-31", start="2021-09-01").severities == ["warning"]
    own = change(facts, "posting", justification=True)
    assert judge(HN, "TEAM-005", own, as_of="2021-12-31", start="2021-09-01").severities == ["info"]


# --- TEAM-008: survey and plan ----------------------------------------------------------------------


def test_a_survey_counts_for_the_village_or_the_team_it_names() -> None:
    facts = join(change(world("2021-07-01"), "team", planYears=3, planOn="2021-08-01"), neighbour("2"))

    def surveyed(**at: str) -> list[str]:
        survey = on("activity", {"kind": "VILLAGE_SURVEY", "date": "2021-07-20", **at}, cadre=None)
        return judge(FJX, "TEAM-008", join(facts, survey), as_of="2021-12-31", start="2021-07-01").ids

    assert surveyed(villageId="v-1") == []
    assert surveyed(teamId="t-1") == []
    assert surveyed(villageId="v-2") == ["t-1"]
    assert surveyed(teamId="t-2") == ["t-1"]


@pytest.mark.parametrize(("kind", "missing"), [("VILLAGE_SURVEY", False), (None, False), ("HOUSEHOLD_VISIT", True)])
def test_no_survey_is_a_fault_only_where_surveys_are_complete(kind: str | None, missing: bool) -> None:
    facts = change(world("2021-07-01"), "team", planYears=3, planOn="2021-08-01")
    coverage = [{**c, **({"kind": kind} if kind else {})} for c in covered("activity", ("2021-07-01", "2021-12-31"))]
    said = judge(FJX, "TEAM-008", facts, as_of="2021-12-31", start="2021-07-01", coverage=coverage)
    assert (said.ids, said.missing) == (([], {"coverage.activity.VILLAGE_SURVEY": 1}) if missing else (["t-1"], {}))


# --- VIL-007 and VIL-008: what follows a round ------------------------------------------------------

LINKED: Record = {"linkSystems": ["LEADER_LINK", "DEPARTMENT_LINK"]}


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
