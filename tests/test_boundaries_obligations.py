"""The limits of what teams, units and offices owe: whose act counts, of which period, and what the batch can tell of it."""

from __future__ import annotations

from typing import Any

import pytest
from facts import Facts, Outcome, Record, all_but, change, everything, further, join, judge, on, world

HN, YL, GZ, FJX = "hunan-2021", "yulin-2021", "guizhou-2017", "x-county-2021"


def knowing(start: str, end: str, *kinds: str) -> list[Record]:
    """Coverage of everything, of the activities only these kinds: what is owed besides cannot be judged."""
    return [*all_but(start, end, "activity"), *({"recordType": "activity", "kind": k, "startDate": start, "endDate": end} for k in kinds)]


def acts(*records: Record) -> Facts:
    """Activities that are no cadre's unless they say so."""
    return on("activity", *records, cadre=None)


# --- acts of nobody in particular -----------------------------------------------------------------


def test_an_unnamed_act_may_be_a_cadres_in_its_own_year_and_for_its_own_duty() -> None:
    trained = [{"kind": "TRAINING", "date": f"{y}-05-01", "cadreIds": ["c-1"], "level": "50"} for y in (2022, 2023)]
    unnamed = [{"kind": "TRAINING", "date": "2022-06-01", "level": "50"}, {"kind": "HEALTH_CHECK", "date": "2023-06-01"}]
    outcome = judge(HN, "OBL-001", join(world("2021-09-01"), acts(*trained, *unnamed)), start="2022-01-01", as_of="2023-12-31")
    assert (outcome.arguments("act"), outcome.arguments("period")) == (["HEALTH_CHECK"], ["2022"])
    assert outcome.missing == {"activity.cadreId": 1}  # the health check of 2023 may have been this cadre's


def test_an_unnamed_report_may_be_a_teams_in_its_own_month() -> None:
    unnamed = {"kind": "REPORT", "date": "2022-02-10", "recipientIds": ["township"]}
    outcome = judge(YL, "OBL-002", join(world("2021-09-01"), acts(unnamed)), start="2022-01-01", as_of="2022-02-28")
    assert (outcome.arguments("period"), outcome.unjudged) == (["2022-01"], ["activity.teamId"])


# --- what a team owes -----------------------------------------------------------------------------


def reported(*reports: Record, facts: Facts | None = None) -> Outcome:
    """What is said of January 2022."""
    return judge(YL, "OBL-002", join(facts or world("2021-09-01"), acts(*reports)), start="2022-01-01", as_of="2022-01-31")


def test_a_report_to_the_township_of_another_village_is_none() -> None:
    elsewhere: Facts = {
        "organization": [{"id": "township-2", "body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60"}],
        "village": [{"id": "v-2", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "township-2"}],
        "team": [{"id": "t-2", "homeVillageId": "v-2", "dispatchingUnitIds": ["unit"], "dispatchLevel": "40", "formedOn": "2021-09-01"}],
    }
    two = join(world("2021-09-01"), elsewhere)
    own: Record = {"kind": "REPORT", "date": "2022-01-15", "teamId": "t-1", "recipientIds": ["township"]}
    other = own | {"teamId": "t-2", "recipientIds": ["township-2"]}
    assert reported(own, other, facts=two).silent
    assert reported(own | {"recipientIds": ["township-2"]}, other, facts=two).ids == ["t-1"]


def test_where_the_villages_are_not_in_the_batch_any_township_will_do() -> None:
    without = {k: r for k, r in world("2021-09-01").items() if k != "village"}
    report: Record = {"kind": "REPORT", "date": "2022-01-15", "teamId": "t-1", "recipientIds": ["township"]}
    assert reported(report, facts=without).silent
    assert reported(report | {"recipientIds": ["county"]}, facts=without).ids == ["t-1"]


# --- what an organization owes --------------------------------------------------------------------


def owed(profile: str, kind: str, *records: Record, facts: Facts | None = None, as_of: str = "2022-12-31") -> Outcome:
    """What is said of 2022 where only the acts of one kind are known to be complete."""
    found = join(facts or world("2021-09-01"), acts(*({"kind": kind} | r for r in records)))
    outcome = judge(profile, "OBL-003", found, start="2022-01-01", as_of=as_of, coverage=knowing("2022-01-01", as_of, kind))
    outcome.missing = {k: n for k, n in outcome.missing.items() if not k.startswith("coverage.")}
    return outcome


def test_a_township_that_only_sends_a_cadre_elsewhere_has_no_cadres_to_check() -> None:
    sends: Facts = {"organization": [{"id": "township-2", "body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60"}]}
    two = join(world("2021-09-01"), sends, further("2", "2021-09-01", dispatchingUnitId="township-2"))
    assert owed(YL, "SPOT_CHECK", {"date": "2022-01-15", "organizationId": "township"}, facts=two, as_of="2022-01-31").silent
    assert owed(YL, "SPOT_CHECK", {"date": "2022-01-15", "organizationId": "township-2"}, facts=two, as_of="2022-01-31").ids == ["township"]


def test_a_unit_acts_through_its_party_committee_and_not_through_the_unit_below_it() -> None:
    def heard(profile: str, body: str) -> list[str]:
        part: Facts = {"organization": [{"id": "part", "body": body, "level": "40", "parentId": "unit"}]}
        hearing: Record = {"date": "2022-05-01", "organizationId": "part"}
        return owed(profile, "HEARING", hearing, facts=join(world("2021-09-01"), part), as_of="2022-06-30").ids

    assert heard(HN, "UNIT_PARTY_COMMITTEE") == []
    assert heard(HN, "UNIT_PERSONNEL_DEPT") == ["unit"]  # reserved to the committee
    assert heard(YL, "UNIT_PERSONNEL_DEPT") == []
    assert heard(YL, "DISPATCHING_UNIT") == ["unit"]


def test_a_visit_by_the_deputy_alone_is_not_the_principals() -> None:
    def visited(role: str) -> list[str]:
        return owed(HN, "LEADER_VISIT", {"date": "2022-05-01", "organizationId": "unit", "villageId": "v-1", "leaderRoles": [role]}).ids

    assert visited("PRINCIPAL_LEADER") == []
    assert visited("DEPUTY_IN_CHARGE") == ["unit"]


def test_what_a_visit_elsewhere_leaves_open_is_not_asked_for() -> None:
    """Of two visits one may have been to the village; of the other it does not matter who went."""
    other: Facts = {"village": [{"id": "v-2", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "township"}]}
    somewhere: Record = {"date": "2022-05-01", "organizationId": "unit", "leaderRoles": ["PRINCIPAL_LEADER"]}
    elsewhere: Record = {"date": "2022-06-01", "organizationId": "unit", "villageId": "v-2"}
    outcome = owed(HN, "LEADER_VISIT", somewhere, elsewhere, facts=join(world("2021-09-01"), other))
    assert (outcome.ids, outcome.missing) == ([], {"activity.villageId": 1})


# --- household visits -----------------------------------------------------------------------------

#: A year in which every household must be visited once.
YEAR: Record = {"start": "2022-01-01", "as_of": "2022-12-31"}


def visited(*visits: Record, facts: Facts | None = None, **period: Any) -> Outcome:
    """What is said of a village with one household."""
    base: Record = {"kind": "HOUSEHOLD_VISIT", "date": "2022-05-01", "villageId": "v-1", "householdId": "h-1", "villageCadrePresent": True}
    with_household = change(facts or world("2021-09-01"), "village", households=[{"id": "h-1"}])
    return judge(HN, "OBL-004", join(with_household, acts(*(base | v for v in visits))), **(YEAR | period))


def test_a_team_formed_on_new_years_day_owes_the_year() -> None:
    assert visited(facts=world("2022-01-01")).ids == ["t-1"]
    assert visited({"cadreId": "c-1"}, facts=world("2022-01-01")).silent


def test_only_a_visit_to_the_household_counts() -> None:
    assert visited({"cadreId": "c-1", "kind": "VILLAGE_SURVEY"}).ids == ["t-1"]
    assert visited({"teamId": "t-1"}).silent


def test_a_visit_is_the_teams_while_the_visitor_belongs_to_it() -> None:
    formed = change(world("2022-07-01"), "team", formedOn="2021-09-01")
    assert visited({"cadreId": "c-1", "date": "2022-06-30"}, facts=formed).ids == ["t-1"]
    assert visited({"cadreId": "c-1", "date": "2022-07-01"}, facts=formed).silent
    alone = join(world("2021-09-01"), further("2", "2021-09-01", teamId=None))
    assert visited({"cadreId": "c-2"}, facts=alone).ids == ["t-1"]


def test_a_year_that_the_coverage_does_not_hold_cannot_be_judged() -> None:
    """Neither visits known from February on, nor those known to November, nor other acts known all along, fill a year."""
    known: Record = {"recordType": "activity", "kind": "HOUSEHOLD_VISIT", "startDate": "2022-02-01", "endDate": "2023-11-30"}
    outcome = visited(as_of="2023-12-31", coverage=[*knowing("2022-01-01", "2023-12-31", "TRAINING"), known])
    assert (outcome.ids, outcome.missing) == ([], {"coverage.activity.HOUSEHOLD_VISIT": 1})


@pytest.mark.parametrize(("start", "end"), [("2022-07-01", "2022-12-31"), ("2022-01-01", "2022-11-30")])
def test_a_year_that_reaches_out_of_the_batch_is_no_concern_of_it(start: str, end: str) -> None:
    assert visited(start=start, end=end).silent


# --- commendation in each round -------------------------------------------------------------------


def commended(day: str | None, *parts: Facts, of: str | None = "5", ended: str = "2021-06-30", **period: Any) -> Outcome:
    """What is said at the end of 2021 of a round in a batch that reaches beyond."""
    kinds = ("COMMENDATION_INDIVIDUAL", "COMMENDATION_COLLECTIVE")
    both = acts(*({"kind": k, "date": day} | ({"round": of} if of else {}) for k in kinds)) if day else {}
    facts = join(world("2020-01-01", ended, round="5"), both, *parts)
    return judge(GZ, "OBL-005", facts, **({"start": "2020-01-01", "end": "2022-12-31", "as_of": "2021-12-31"} | period))


def test_what_is_dated_after_the_as_of_day_is_not_known_yet() -> None:
    assert commended("2021-12-31").silent
    assert commended("2022-01-01").severities == ["warning", "warning"]
    assert commended("2021-12-31", of=None).missing == {"activity.round": 1}
    assert commended("2022-01-01", of=None).severities == ["warning", "warning"]
    assert commended(None, further("2", "2022-02-01", "2022-06-30", round="5")).severities == ["warning", "warning"]
    assert commended(None, ended="2022-06-30").silent  # the round is not over


def test_a_round_is_judged_by_the_kinds_known_for_all_of_it() -> None:
    known = knowing("2020-01-01", "2022-12-31", "COMMENDATION_INDIVIDUAL", "TRAINING")
    known.append({"recordType": "activity", "kind": "COMMENDATION_COLLECTIVE", "startDate": "2020-01-01", "endDate": "2021-06-29"})
    outcome = commended(None, coverage=known)
    assert (outcome.arguments("act"), outcome.missing) == (["COMMENDATION_INDIVIDUAL"], {"coverage.activity.COMMENDATION_COLLECTIVE": 1})


# --- organizations on the as-of day ---------------------------------------------------------------

#: A batch whose as-of day is neither its first nor its last.
MIDDLE: Record = {"start": "2022-01-01", "end": "2022-12-31", "as_of": "2022-06-30"}


def late(kind: str) -> list[Record]:
    """Coverage of everything for the year, of one type only after the as-of day."""
    known: Record = {"recordType": kind, "startDate": "2022-07-01", "endDate": "2022-12-31"}
    return [*all_but("2022-01-01", "2022-12-31", kind), known]


def test_an_id_is_unique_only_among_records_of_a_type() -> None:
    """A posting at fault does not speak of the unit that happens to have the same id."""
    facts = change(world("2021-07-01", commuting=True), "posting", id="unit")
    facts = change(facts, "organization", deputyInChargeCount=1, systems=["LEAVE", "TALK", "MAJOR_MATTER_REPORT"])
    assert judge(FJX, "POST-001", facts, start="2021-07-01", as_of="2021-12-31").ids == ["unit"]
    assert judge(FJX, "ORG-001", facts, start="2021-07-01", as_of="2021-12-31").ids == []


def unit(rule: str, period: Record, **fields: Any) -> Outcome:
    """What is said of a provincial unit that sends nobody, able to and large enough."""
    able: Record = {"id": "u-2", "body": "DISPATCHING_UNIT", "level": "20", "dispatchEligible": True, "staffInPostCount": 40, **fields}
    return judge(HN, rule, {"organization": [able]}, **period)


UNIT_RULES = pytest.mark.parametrize("rule", ["ORG-002", "ORG-003"])


@UNIT_RULES
def test_a_unit_is_asked_from_the_day_on_which_the_rules_are_in_force(rule: str) -> None:
    year: Record = {"start": "2021-01-01", "end": "2021-12-31"}
    assert unit(rule, year | {"as_of": "2021-06-27"}).silent
    assert unit(rule, year | {"as_of": "2021-06-28"}).ids == ["u-2"]


@UNIT_RULES
def test_a_unit_is_asked_while_it_exists(rule: str) -> None:
    assert unit(rule, MIDDLE, establishedOn="2022-07-01").silent
    assert unit(rule, MIDDLE, establishedOn="2022-06-30").ids == ["u-2"]
    assert unit(rule, MIDDLE, abolishedOn="2022-06-29").silent
    assert unit(rule, MIDDLE, abolishedOn="2022-06-30").ids == ["u-2"]


@UNIT_RULES
def test_postings_must_be_known_on_the_as_of_day(rule: str) -> None:
    later = unit(rule, MIDDLE | {"coverage": late("posting")})
    assert (later.ids, later.missing) == ([], {"coverage.posting": 1})
    day: Record = {"recordType": "posting", "startDate": "2022-06-30", "endDate": "2022-06-30"}
    assert unit(rule, MIDDLE | {"coverage": [*all_but("2022-01-01", "2022-12-31", "posting"), day]}).ids == ["u-2"]


def groups(*dates: Record, number: int = 0, period: Record = MIDDLE) -> Outcome:
    """What is said of so many coordination groups without dates, and those with."""
    group: Record = {"body": "COORDINATION_GROUP", "level": "40"}
    found = [group | {"id": f"g-{n}"} | d for n, d in enumerate([*[{}] * number, *dates])]
    office = {"id": "o", "body": "MANAGEMENT_OFFICE", "level": "40"}
    return judge(YL, "ORG-004", {"organization": [*found, office]}, **period)


def test_the_groups_that_exist_on_the_as_of_day_are_counted() -> None:
    young: list[Record] = [{"establishedOn": "2022-03-01"}, {"establishedOn": "2022-06-30"}, {"establishedOn": "2022-08-01"}]
    old: list[Record] = [{"abolishedOn": "2022-03-31"}, {"abolishedOn": "2022-06-30"}]
    assert groups(*young, *old, number=5).silent
    assert groups(*young, *old, number=6).severities == ["info"]


def test_groups_are_counted_only_where_all_organizations_are_known() -> None:
    assert groups(number=7, period=MIDDLE | {"coverage": late("organization")}).missing == {"coverage.organization": 1}


def test_groups_are_asked_for_from_the_day_on_which_the_rules_are_in_force() -> None:
    year: Record = {"start": "2021-01-01", "end": "2021-12-31"}
    assert groups(period=year | {"as_of": "2021-08-29"}).silent
    assert groups(period=year | {"as_of": "2021-08-30"}).severities == ["info"]


#: An office of each level, by the code of its place, for a county with the code 431021.
PLACES = {"20": "43", "40": "4310", "50": "431021"}


def offices(codes: dict[str, str], period: Record = MIDDLE, **fields: Any) -> list[str]:
    """The levels at which the county is told to have no office."""
    held = {
        "organization": [{"id": f"o-{n}", "body": "MANAGEMENT_OFFICE", "level": n, "divisionCode": c, **fields} for n, c in codes.items()]
    }
    facts = world("2021-01-01")
    facts["organization"] = [o | ({"divisionCode": "431021"} if o["id"] == "county" else {}) for o in facts["organization"]]
    outcome = judge(HN, "ORG-005", join(facts, held), **period)
    assert set(outcome.ids) <= {"county"}
    return outcome.arguments("level")


@pytest.mark.parametrize(("level", "neighbour"), [("20", "42"), ("40", "4311"), ("50", "431022")])
def test_the_office_of_a_neighbour_is_not_the_countys(level: str, neighbour: str) -> None:
    assert offices(PLACES | {level: neighbour}) == [level]


def test_an_office_may_give_the_code_of_the_town_it_sits_in() -> None:
    assert offices(PLACES) == []
    assert offices(dict.fromkeys(PLACES, "431021100")) == []


def test_offices_count_while_they_exist() -> None:
    assert offices(PLACES, establishedOn="2022-07-01") == ["20", "40", "50"]
    assert offices(PLACES, establishedOn="2022-06-30", abolishedOn="2022-06-30") == []
    assert offices(PLACES, abolishedOn="2022-06-29") == ["20", "40", "50"]


def test_offices_are_missed_only_where_all_organizations_are_known() -> None:
    assert offices({}, MIDDLE | {"coverage": late("organization")}) == []
    assert offices({}, MIDDLE | {"coverage": everything("2022-06-30", "2022-06-30")}) == ["20", "40", "50"]


def test_offices_are_asked_for_from_the_day_on_which_the_rules_are_in_force() -> None:
    year: Record = {"start": "2021-01-01", "end": "2021-12-31"}
    assert offices({}, year | {"as_of": "2021-06-27"}) == []
    assert offices({}, year | {"as_of": "2021-06-28"}) == ["20", "40", "50"]
