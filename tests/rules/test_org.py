"""Both sides of every limit of the rules on organizations: units, offices and coordination groups, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from facts import FJX, HN, QN, YL, Outcome, Record, all_but, change, everything, join, judge, said, world
from worlds import BOTH, FOUR, in_half_year

# --- ORG-001: an organization does not meet a condition -------------------------------------------


@pytest.mark.parametrize(("bindings", "plans", "rows"), [
    (["RESPONSIBILITY", "PROJECTS", "FUNDS", "PERSONNEL"], 1, []),
    (["RESPONSIBILITY", "PROJECTS", "FUNDS"], 1, ["responsibility-list"]),
    (["RESPONSIBILITY", "PROJECTS", "FUNDS", "PERSONNEL"], 2, ["assistance-plan"]),
    (["RESPONSIBILITY", "PROJECTS", "FUNDS", "PERSONNEL"], 0, ["assistance-plan"]),
])  # fmt: skip
def test_four_bindings_and_exactly_one_plan(bindings: list[str], plans: int, rows: list[str]) -> None:
    facts = world("2021-06-01")
    facts["organization"][0] |= {"responsibilityBindings": bindings, "assistancePlanCount": plans}
    assert judge(QN, "ORG-001", facts, as_of="2021-06-30", start="2021-06-01").rows == rows


NINE = [
    "PARTY_ORG_DEPT",
    "DISCIPLINE_INSPECTION",
    "PUBLICITY_DEPT",
    "RURAL_OFFICE",
    "DEVELOPMENT_REFORM_DEPT",
    "FINANCE_DEPT",
    "HUMAN_RESOURCES_DEPT",
    "AGRICULTURE_DEPT",
    "RURAL_REVITALISATION_DEPT",
]


@pytest.mark.parametrize(("profile", "members", "weight"), [(HN, FOUR, "error"), (YL, NINE, "warning")])
def test_the_members_of_an_office(profile: str, members: list[str], weight: str) -> None:
    def with_members(*bodies: str) -> str:
        office: Record = {"id": "o", "body": "MANAGEMENT_OFFICE", "level": "40", "members": bodies, "budgetGuaranteed": True}
        return said(
            judge(profile, "ORG-001", join(world("2021-09-01"), {"organization": [office]}), start="2021-09-01", as_of="2021-12-31")
        )

    facts = with_members(*members)
    assert facts in ("ok", "?organization.responsiblePersonCount")  # the township of the tiny world says nothing of it
    assert with_members(*members, "AUDIT_DEPT") == facts
    assert with_members(*members[1:]) == weight


@pytest.mark.parametrize(
    ("fields", "expected"), [({}, "ok"), ({"headCount": 2}, "error"), ({"headDutyLevel": "132"}, "ok"), ({"headDutyLevel": "141"}, "error")]
)
def test_a_coordination_group_has_one_head_of_county_rank(fields: Record, expected: str) -> None:
    group: Record = {"id": "g", "body": "COORDINATION_GROUP", "level": "40", "headCount": 1, "headDutyLevel": "131", **fields}
    assert said(judge(YL, "ORG-001", {"organization": [group]}, start="2021-09-01", as_of="2021-12-31")) == expected


def test_a_township_with_cadres_names_someone_responsible() -> None:
    def named(number: int, until: str | None = None) -> str:
        facts = world("2021-09-01", until)
        facts["organization"][1]["responsiblePersonCount"] = number
        return said(judge(HN, "ORG-001", facts, start="2021-09-01", as_of="2021-12-31"))

    assert named(1) == "ok"
    assert named(0) == "error"
    assert named(0, until="2021-10-31") == "ok"


def test_an_id_is_unique_only_among_records_of_a_type() -> None:
    """A posting at fault does not speak of the unit that happens to have the same id."""
    facts = change(world("2021-07-01", commuting=True), "posting", id="unit")
    facts = change(facts, "organization", deputyInChargeCount=1, systems=["LEAVE", "TALK", "MAJOR_MATTER_REPORT"])
    assert judge(FJX, "POST-001", facts, start="2021-07-01", as_of="2021-12-31").ids == ["unit"]
    assert judge(FJX, "ORG-001", facts, start="2021-07-01", as_of="2021-12-31").ids == []


@pytest.mark.parametrize(("number", "expected"), [(0, "warning"), (1, "ok"), (2, "warning")])
@pytest.mark.parametrize("body", ["DISPATCHING_UNIT", "TOWNSHIP_PARTY_COMMITTEE"])
def test_exactly_one_deputy_in_charge(body: str, number: int, expected: str) -> None:
    facts = change(world("2021-07-01"), "organization", deputyInChargeCount=1, systems=["LEAVE", "TALK", "MAJOR_MATTER_REPORT"])
    facts["organization"] = [o | {"deputyInChargeCount": number} if o["body"] == body else o for o in facts["organization"]]
    assert in_half_year(FJX, "ORG-001", facts) == expected


def test_three_systems_of_the_county() -> None:
    def kept(*systems: str) -> str:
        return in_half_year(FJX, "ORG-001", change(world("2021-07-01"), "organization", deputyInChargeCount=1, systems=systems))

    assert kept("LEAVE", "TALK", "MAJOR_MATTER_REPORT", "ATTENDANCE") == "ok"
    assert kept("LEAVE", "TALK") == "warning"


# --- ORG-002: an eligible unit has not dispatched -------------------------------------------------


def unit(rule: str, **fields: Any) -> str:
    other = {"organization": [{"id": "u-2", "body": "DISPATCHING_UNIT", "level": "20", "staffInPostCount": 0, **fields}]}
    busy = change(world("2021-09-01", level="20"), "organization", dispatchEligible=True, staffInPostCount=400)
    return said(judge(HN, rule, join(busy, other), start="2021-09-01", as_of="2021-12-31"))


def test_an_eligible_unit_dispatches() -> None:
    assert unit("ORG-002", dispatchEligible=True) == "error"
    assert unit("ORG-002", dispatchEligible=False) == "ok"
    assert unit("ORG-002") == "?organization.dispatchEligible"


def test_a_share_in_a_joint_team_is_taking_part() -> None:
    facts = change(world("2021-09-01", level="50"), "team", dispatchingUnitIds=["unit", "u-2"])
    other = {"organization": [{"id": "u-2", "body": "DISPATCHING_UNIT", "level": "50", "dispatchEligible": True}]}
    assert (
        said(
            judge(HN, "ORG-002", change(join(facts, other), "organization", dispatchEligible=True), start="2021-09-01", as_of="2021-12-31")
        )
        == "ok"
    )


def unit_in(rule: str, period: Record, **fields: Any) -> Outcome:
    """What is said of a provincial unit that sends nobody, able to and large enough."""
    able: Record = {"id": "u-2", "body": "DISPATCHING_UNIT", "level": "20", "dispatchEligible": True, "staffInPostCount": 40, **fields}
    return judge(HN, rule, {"organization": [able]}, **period)


UNIT_RULES = pytest.mark.parametrize("rule", ["ORG-002", "ORG-003"])


@UNIT_RULES
def test_a_unit_is_asked_from_the_day_on_which_the_rules_are_in_force(rule: str) -> None:
    year: Record = {"start": "2021-01-01", "end": "2021-12-31"}
    assert unit_in(rule, year | {"as_of": "2021-06-27"}).silent
    assert unit_in(rule, year | {"as_of": "2021-06-28"}).ids == ["u-2"]


#: A batch whose as-of day is neither its first nor its last.
MIDDLE: Record = {"start": "2022-01-01", "end": "2022-12-31", "as_of": "2022-06-30"}


@UNIT_RULES
def test_a_unit_is_asked_while_it_exists(rule: str) -> None:
    assert unit_in(rule, MIDDLE, establishedOn="2022-07-01").silent
    assert unit_in(rule, MIDDLE, establishedOn="2022-06-30").ids == ["u-2"]
    assert unit_in(rule, MIDDLE, abolishedOn="2022-06-29").silent
    assert unit_in(rule, MIDDLE, abolishedOn="2022-06-30").ids == ["u-2"]


def late(kind: str) -> list[Record]:
    """Coverage of everything for the year, of one type only after the as-of day."""
    known: Record = {"recordType": kind, "startDate": "2022-07-01", "endDate": "2022-12-31"}
    return [*all_but("2022-01-01", "2022-12-31", kind), known]


@UNIT_RULES
def test_postings_must_be_known_on_the_as_of_day(rule: str) -> None:
    later = unit_in(rule, MIDDLE | {"coverage": late("posting")})
    assert (later.ids, later.missing) == ([], {"coverage.posting": 1})
    day: Record = {"recordType": "posting", "startDate": "2022-06-30", "endDate": "2022-06-30"}
    assert unit_in(rule, MIDDLE | {"coverage": [*all_but("2022-01-01", "2022-12-31", "posting"), day]}).ids == ["u-2"]


# --- ORG-003: a unit of the size has not dispatched -----------------------------------------------


def test_a_provincial_unit_of_forty_takes_part() -> None:
    assert unit("ORG-003", staffInPostCount=40) == "warning"
    assert unit("ORG-003", staffInPostCount=39) == "ok"
    assert unit("ORG-003", staffInPostCount=39, includesSecondLevelUnits=False) == "?organization.includesSecondLevelUnits"
    assert unit("ORG-003", staffInPostCount=400, level="40") == "ok"


# --- ORG-004: number of coordination groups -------------------------------------------------------


@pytest.mark.parametrize(("found", "expected"), [(7, "info"), (8, "ok"), (9, "info")])
def test_eight_coordination_groups(found: int, expected: str) -> None:
    groups = {"organization": [{"id": f"g-{n}", "body": "COORDINATION_GROUP", "level": "40"} for n in range(found)]}
    assert said(judge(YL, "ORG-004", groups, start="2021-09-01", as_of="2021-12-31")) == expected


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


# --- ORG-005: no management office ----------------------------------------------------------------

OFFICES = {HN: ["20", "40", "50"], YL: ["40", "50"]}


@BOTH
def test_an_office_that_does_not_exist_is_an_error(profile: str) -> None:
    def with_offices(*levels: str) -> list[str]:
        offices = {"organization": [{"id": f"o-{n}", "body": "MANAGEMENT_OFFICE", "level": n} for n in levels]}
        outcome = judge(profile, "ORG-005", join(world("2021-09-01"), offices), start="2021-09-01", as_of="2021-12-31")
        assert set(outcome.severities) <= {"error"}
        return outcome.arguments("level")

    assert with_offices(*OFFICES[profile]) == []
    assert with_offices() == OFFICES[profile]
    assert with_offices("50") == OFFICES[profile][:-1]


#: An office of each level, by the code of its place, for a county with the code 431021.
PLACES = {"20": "43", "40": "4310", "50": "431021"}


def offices(codes: dict[str, str], period: Record = MIDDLE, **fields: Any) -> list[str]:
    """The levels at which the county is told to have no office, which is told of the batch."""
    held = {
        "organization": [{"id": f"o-{n}", "body": "MANAGEMENT_OFFICE", "level": n, "divisionCode": c, **fields} for n, c in codes.items()]
    }
    facts = world("2021-01-01")
    facts["organization"] = [o | ({"divisionCode": "431021"} if o["id"] == "county" else {}) for o in facts["organization"]]
    outcome = judge(HN, "ORG-005", join(facts, held), **period)
    assert set(outcome.ids) <= {"b"}
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
