"""Limits of the rules on support that no other file shows: what is covered by a declaration, whose days, which year, which role."""

from __future__ import annotations

from typing import Any

import pytest
from facts import Facts, Outcome, Record, all_but, change, further, join, judge, on, posted, present, world

HN, YL, QN = "hunan-2021", "yulin-2021", "qiannan-2021"
ACCIDENT = "ACCIDENT_INSURANCE"


def covering(*covers: Record, start: str, end: str, kind: str = "support") -> list[Record]:
    """Coverage of everything but one type, and of that type only these."""
    return all_but(start, end, kind) + [{"recordType": kind, **c} for c in covers]


# --- allowances by the month and by the day ---------------------------------------------------------


def telephone(month: str | None, fen: int = 10_000, **fields: Any) -> Record:
    return {"kind": "COMMS_ALLOWANCE", "month": month, "amountFen": fen, **fields}


def living(month: str, fen: int) -> Record:
    return {"kind": "LIVING_ALLOWANCE", "month": month, "amountFen": fen}


def test_a_month_not_paid_is_asked_for_only_where_the_whole_month_lies_in_the_batch() -> None:
    def missing(end: str, as_of: str) -> dict[str, int]:
        cover = covering({"startDate": "2021-09-01", "endDate": "2021-09-15"}, start="2021-09-01", end=end)
        return judge(YL, "SUP-001", world("2021-09-01"), start="2021-09-01", end=end, as_of=as_of, coverage=cover).missing

    assert missing("2021-09-15", "2021-09-30") == {"period.MONTH": 1}
    assert missing("2021-09-29", "2021-09-30") == {"period.MONTH": 1}
    assert missing("2021-09-30", "2021-10-15") == {"coverage.support": 1}


@pytest.mark.parametrize(
    ("cover", "found"),
    [
        ({"startDate": "2021-09-01", "endDate": "2021-09-30"}, ["p-1"]),
        ({"startDate": "2021-09-02", "endDate": "2021-09-30"}, []),
        ({"startDate": "2021-09-01", "endDate": "2021-09-29"}, []),
        ({"kind": "COMMS_ALLOWANCE", "startDate": "2021-09-01", "endDate": "2021-09-30"}, ["p-1"]),
        ({"kind": "LIVING_ALLOWANCE", "startDate": "2021-09-01", "endDate": "2021-09-30"}, []),
    ],
)
def test_nothing_paid_is_a_fault_where_the_payments_of_the_whole_month_are_declared_complete(cover: Record, found: list[str]) -> None:
    cover_all = covering(cover, start="2021-09-01", end="2021-09-30")
    said = judge(YL, "SUP-001", world("2021-09-01"), start="2021-09-01", as_of="2021-09-30", coverage=cover_all)
    assert (said.ids, len(said.missing)) == (found, 1 - len(found))


@pytest.mark.parametrize(("rule", "amount"), [("SUP-001", 20_000), ("SUP-002", 20_001)])
def test_what_is_due_by_the_day_is_not_known_where_half_a_month_is(rule: str, amount: int) -> None:
    """Two working days seen in July; further ones may lie in the half that is not declared."""
    facts = join(world("2021-07-01"), present("2021-07-01", 2), on("support", living("2021-07", amount), telephone("2021-07")))
    half = covering({"startDate": "2021-07-01", "endDate": "2021-07-15"}, start="2021-07-01", end="2021-07-31", kind="attendance")
    said = judge(HN, rule, facts, start="2021-07-01", as_of="2021-07-31", coverage=half)
    assert (said.ids, said.missing) == ([], {"coverage.attendance": 1})


def test_less_than_the_days_seen_is_short_whatever_the_days_unseen() -> None:
    facts = join(world("2021-07-01"), present("2021-07-01", 2), on("support", living("2021-07", 19_999), telephone("2021-07")))
    half = covering({"startDate": "2021-07-01", "endDate": "2021-07-15"}, start="2021-07-01", end="2021-07-31", kind="attendance")
    assert judge(HN, "SUP-001", facts, start="2021-07-01", as_of="2021-07-31", coverage=half).ids == ["support-1"]


def test_a_payment_without_its_month_may_be_the_one_missing_of_that_cadre_alone() -> None:
    def asked(cadre: str) -> Outcome:
        facts = join(world("2021-09-01"), further("2", "2021-09-02"), on("support", telephone(None, cadreId=cadre)))
        return judge(YL, "SUP-001", facts, start="2021-09-01", as_of="2021-09-30")

    assert asked("c-1").missing == {"support.month": 1}
    assert asked("c-2").ids == ["p-1"]


def test_without_a_calendar_only_what_is_paid_by_the_working_day_cannot_be_judged() -> None:
    said = judge(HN, "SUP-001", world("2038-01-01"), start="2038-01-01", as_of="2038-01-31")
    assert (said.arguments("kind"), said.missing) == (["COMMS_ALLOWANCE"], {"register.calendar": 1})


@pytest.mark.parametrize(("role", "found"), [("TEAM_LEADER", ["p-1"]), ("SINKING_CADRE", [])])
def test_the_days_of_a_sinking_cadre_earn_nothing_in_qiannan(role: str, found: list[str]) -> None:
    facts = join(world("2021-05-01", role=role), present("2021-05-06", 1))
    assert judge(QN, "SUP-001", facts, start="2021-05-01", as_of="2021-05-31").ids == found


def test_a_month_that_began_before_the_rule_is_not_too_much() -> None:
    """Hunan's rule binds from 28 June 2021, so that July is its first full month."""

    def over(month: str) -> list[str]:
        facts = join(world("2021-06-01"), on("support", living(month, 1)))
        return judge(HN, "SUP-002", facts, start="2021-06-01", as_of="2021-07-31").severities

    assert over("2021-07") == ["warning"]
    assert over("2021-06") == []


# --- trips and fuel ---------------------------------------------------------------------------------


def test_fuel_of_an_unknown_month_is_not_judged() -> None:
    fuel = {"kind": "FUEL", "amountFen": 30_000, "twoTripFareFen": 20_000}
    said = judge(HN, "SUP-004", join(world("2021-07-01"), on("support", fuel)), start="2021-07-01", as_of="2021-07-31")
    assert (said.ids, said.missing) == ([], {"support.month": 1})


def test_no_fuel_is_no_fault_beside_trips_too_many() -> None:
    def claimed(fen: int, trips: int) -> list[str]:
        claims = [
            {"kind": "FUEL", "month": "2021-07", "amountFen": fen, "twoTripFareFen": 20_000},
            {"kind": "TRAVEL_ROUNDTRIP", "month": "2021-07", "tripCount": trips},
        ]
        return judge(HN, "SUP-004", join(world("2021-07-01"), on("support", *claims)), start="2021-07-01", as_of="2021-07-31").severities

    assert claimed(0, 2) == []
    assert claimed(0, 3) == []
    assert claimed(1, 3) == ["warning"]


# --- basis and band ---------------------------------------------------------------------------------


def travel(basis: str | None, *postings: Record, **fields: Any) -> Outcome:
    facts = join(world("2021-09-01", "2022-12-30", level="50"), {"posting": [*postings]})
    paid = on("support", {"kind": "TRAVEL_ALLOWANCE", "rateBasis": basis, **fields})
    return judge(YL, "SUP-005", join(facts, paid), start="2022-01-01", as_of="2023-01-31")


def test_what_is_paid_for_a_year_goes_by_the_level_on_its_last_day() -> None:
    city = posted("2", "2022-12-31", cadreId="c-1", dispatchLevel="40")
    assert travel("TRAVEL_RULES_AND_PUBLIC_FARE", city, year=2022).silent
    assert travel("DISTANCE_TIER", city, year=2022, tier="2").severities == ["error"]


def test_a_masked_band_is_there() -> None:
    assert travel("DISTANCE_TIER", month="2022-06", redacted=["tier"]).silent
    assert travel("DISTANCE_TIER", month="2022-06").unjudged == ["support.tier"]


def test_what_is_paid_for_no_known_time_is_not_judged() -> None:
    for basis in ("ACTUAL_COST", "DISTANCE_TIER"):
        assert (travel(basis).ids, travel(basis).missing) == ([], {"support.month": 1})


# --- insurance --------------------------------------------------------------------------------------


def test_a_policy_covers_its_last_day() -> None:
    def gap(end: str) -> list[str]:
        """The first posting day is the last one of a policy that ran before."""
        policies = [
            {"kind": ACCIDENT, "startDate": "2021-01-01", "endDate": end},
            {"kind": ACCIDENT, "startDate": "2021-09-02", "endDate": "2021-12-31"},
        ]
        return judge(YL, "SUP-006", join(world("2021-09-01"), on("support", *policies)), start="2021-09-01", as_of="2021-12-31").ids

    assert gap("2021-09-01") == []
    assert gap("2021-08-31") == ["p-1"]


@pytest.mark.parametrize(("kind", "found"), [(ACCIDENT, ["p-1"]), ("CRITICAL_ILLNESS_INSURANCE", [])])
def test_a_cadre_without_a_policy_where_policies_of_one_kind_are_declared_complete(kind: str, found: list[str]) -> None:
    cover = covering({"kind": kind, "startDate": "2021-09-01", "endDate": "2021-12-31"}, start="2021-09-01", end="2021-12-31")
    said = judge(YL, "SUP-006", world("2021-09-01"), start="2021-09-01", as_of="2021-12-31", coverage=cover)
    assert (said.ids, said.missing) == (found, {} if found else {"coverage.support": 1})


# --- work fund --------------------------------------------------------------------------------------


def funded(rule: str, facts: Facts, *funds: Record, coverage: list[Record] | None = None) -> Outcome:
    base: Record = {"kind": "WORK_FUND", "cadreId": None, "villageId": "v-1"}
    given = on("support", *(base | f for f in funds))
    return judge(YL, rule, join(facts, given), start="2022-01-01", as_of="2022-12-31", coverage=coverage)


#: A village where nobody is posted.
ELSEWHERE: Facts = {"village": [{"id": "v-2", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "township", "countyOfficeId": "county"}]}


def test_a_successor_on_the_next_day_keeps_the_village_served() -> None:
    def owed(first: str) -> list[str]:
        facts = join(world("2021-09-01", "2022-06-30"), further("2", first, role="FIRST_SECRETARY"))
        return funded("SUP-007", facts).ids

    assert owed("2022-07-01") == ["v-1"]
    assert owed("2022-07-02") == []


def test_a_member_who_was_first_secretary_in_another_village_is_a_team_here() -> None:
    def owed(before: str) -> list[str]:
        earlier = {"posting": [posted("2", "2021-09-01", "2021-12-31", cadreId="c-1", villageId=before, role="FIRST_SECRETARY")]}
        return funded("SUP-007", join(world("2022-01-01", role="TEAM_MEMBER"), ELSEWHERE, earlier)).ids

    assert owed("v-2") == ["v-1"]
    assert owed("v-1") == []


def test_a_fund_of_no_known_year_may_be_the_one_missing_of_that_village_alone() -> None:
    def asked(**whose: str) -> Outcome:
        other = {
            "team": [{"id": "t-2", "homeVillageId": "v-2", "dispatchingUnitIds": ["unit"], "dispatchLevel": "40", "formedOn": "2021-09-01"}]
        }
        fund = {"villageId": None, "beneficiary": "FIRST_SECRETARY", "amountFen": 1_000_000, **whose}
        return funded("SUP-007", join(world("2021-09-01"), ELSEWHERE, other), fund)

    for here in ({"villageId": "v-1"}, {"teamId": "t-1"}, {}):
        assert asked(**here).missing == {"support.year": 1}
    for elsewhere in ({"villageId": "v-2"}, {"teamId": "t-2"}):
        assert asked(**elsewhere).ids == ["v-1"]


@pytest.mark.parametrize(
    ("cover", "found"),
    [
        ({"startDate": "2022-01-01", "endDate": "2022-12-31"}, ["v-1"]),
        ({"startDate": "2022-01-01", "endDate": "2022-12-30"}, []),
        ({"startDate": "2022-01-02", "endDate": "2022-12-31"}, []),
        ({"kind": "WORK_FUND", "startDate": "2022-01-01", "endDate": "2022-12-31"}, ["v-1"]),
        ({"kind": "PROJECT_FUND", "startDate": "2022-01-01", "endDate": "2022-12-31"}, []),
    ],
)
def test_no_fund_is_a_fault_where_the_funds_of_the_whole_year_are_declared_complete(cover: Record, found: list[str]) -> None:
    said = funded("SUP-007", world("2021-09-01"), coverage=covering(cover, start="2022-01-01", end="2022-12-31"))
    assert (said.ids, said.missing) == (found, {} if found else {"coverage.support": 1})


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("SUP-008", {"provinceShareFen": 200_000, "prefectureShareFen": 300_000, "countyShareFen": 500_000}),
        ("SUP-008", {"provinceShareFen": 500_000, "prefectureShareFen": 300_000, "countyShareFen": 200_000}),
        ("SUP-009", {"holder": "VILLAGE_COMMITTEES", "transfers": [{"from": "20", "to": "50", "date": "2022-03-01"}]}),
        ("SUP-009", {"holder": "TOWNSHIP_PARTY_COMMITTEE", "transfers": [{"from": "50", "to": "60", "date": "2022-03-01"}]}),
    ],
)
def test_a_fund_of_no_known_year_is_not_judged(rule: str, fields: Record) -> None:
    """Nobody knows whether it was given under this rule."""
    said = funded(rule, world("2021-09-01"), {"beneficiary": "TEAM", **fields})
    assert (said.ids, said.missing) == ([], {"support.year": 1})


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("SUP-008", {"provinceShareFen": 200_000, "prefectureShareFen": 300_000, "countyShareFen": 500_000}),
        ("SUP-009", {"holder": "VILLAGE_COMMITTEES", "transfers": [{"from": "20", "to": "50", "date": "2022-03-01"}, {"from": "50", "to": "60", "date": "2022-03-02"}]}),
    ],
)  # fmt: skip
def test_which_fund_it_is_must_be_known(rule: str, fields: Record) -> None:
    """The document speaks of two funds, and of one that names neither nobody knows what is asked of it."""
    facts = world("2021-09-01")
    said = funded(rule, facts, {"year": 2022, **fields})
    assert (said.ids, said.missing) == ([], {"support.beneficiary": 1})
    assert funded(rule, facts, {"year": 2022, "beneficiary": "TEAM", **fields}).ids == ["support-1"]


def test_a_broken_chain_is_one_whichever_fund_it_is() -> None:
    chain = [{"from": "20", "to": "60", "date": "2022-03-01"}]
    assert funded("SUP-009", world("2021-09-01"), {"year": 2022, "transfers": chain}).ids == ["support-1"]


# --- hardship area ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "expected"), [(2020, ["p-1"]), (2021, []), (2022, []), (2023, ["p-1"])])
def test_an_allowance_of_a_year_of_which_the_posting_has_a_day(year: int, expected: list[str]) -> None:
    facts = change(world("2021-11-01", "2022-01-01"), "village", hardshipArea=True)
    allowance = on("support", {"kind": "HARDSHIP_AREA_ALLOWANCE", "year": year})
    assert judge(HN, "SUP-010", join(facts, allowance), start="2021-07-01", as_of="2022-12-31").ids == expected


def test_pay_for_leave_not_taken_in_no_known_year_is_not_judged() -> None:
    """Not even where all of it was taken: nobody knows whether the rule held then."""
    pay = {"kind": "UNUSED_LEAVE_PAY", "entitledDays": 5, "takenDays": 5, "workNeed": True, "madeUpNextYear": False}
    for year, ids, missing in ((2022, ["support-1"], {}), (None, [], {"support.year": 1})):
        said = judge(
            YL,
            "SUP-014",
            join(world("2021-09-01"), on("support", pay | ({"year": year} if year else {}))),
            start="2021-10-01",
            as_of="2023-06-30",
        )
        assert (said.ids, said.missing) == (ids, missing)


# --- what a grade of excellent brings ---------------------------------------------------------------


def graded(number: str, role: str = "TEAM_MEMBER", **fields: Any) -> Facts:
    """A cadre graded excellent for 2021."""
    base: Record = {
        "id": f"a-{number}",
        "cadreId": f"c-{number}",
        "kind": "ANNUAL",
        "year": 2021,
        "date": "2022-01-10",
        "grade": "EXCELLENT",
    }
    return join(further(number, "2021-01-01", role=role), {"assessment": [{k: v for k, v in (base | fields).items() if v is not None}]})


def bonus(number: str, **fields: Any) -> Record:
    return {"cadreId": f"c-{number}", "kind": "PERFORMANCE_BONUS", "year": 2021, **fields}


def brought(rule: str, *parts: Facts, as_of: str = "2022-12-31", **more: Any) -> Outcome:
    return judge(QN, rule, join(world("2021-01-01"), *parts), start="2021-01-01", as_of=as_of, **more)


#: Paid as due, with the increase expected.
PAID: Record = {"baseFen": 1_000_000, "amountFen": 1_200_000, "increaseFen": 600_000}


@pytest.mark.parametrize("rule", ["SUP-011", "SUP-012"])
def test_a_sinking_cadre_is_no_stationed_cadre(rule: str) -> None:
    def said(role: str) -> Outcome:
        return brought(rule, graded("2"), graded("3", role), on("support", bonus("2", **PAID)))

    assert said("SINKING_CADRE").silent
    assert said("TEAM_LEADER").ids or said("TEAM_LEADER").missing


@pytest.mark.parametrize("rule", ["SUP-011", "SUP-012"])
def test_an_assessment_has_the_role_of_its_cadre_whatever_else_bears_its_id(rule: str) -> None:
    """An id marks a record of its type only."""
    same = graded("3", "SINKING_CADRE", id="c-2")
    assert brought(rule, graded("2"), same, on("support", bonus("2", **PAID))).silent


@pytest.mark.parametrize("rule", ["SUP-011", "SUP-012"])
def test_a_grade_of_no_known_year_is_not_judged(rule: str) -> None:
    said = brought(rule, graded("2"), graded("3", year=None), on("support", bonus("2", **PAID)))
    assert (said.ids, said.missing) == ([], {"assessment.year": 1})


@pytest.mark.parametrize(
    ("cover", "found"),
    [
        ({"startDate": "2021-01-01", "endDate": "2021-12-31"}, ["a-2"]),
        ({"startDate": "2021-01-02", "endDate": "2021-12-31"}, []),
        ({"startDate": "2021-01-01", "endDate": "2021-12-30"}, []),
        ({"kind": "PERFORMANCE_BONUS", "startDate": "2021-01-01", "endDate": "2021-12-31"}, ["a-2"]),
        ({"kind": "SOLATIUM", "startDate": "2021-01-01", "endDate": "2021-12-31"}, []),
    ],
)
def test_no_bonus_is_a_fault_where_the_payments_of_the_whole_year_are_declared_complete(cover: Record, found: list[str]) -> None:
    said = brought("SUP-011", graded("2"), coverage=covering(cover, start="2021-01-01", end="2022-12-31"))
    assert (said.ids, said.missing) == (found, {} if found else {"coverage.support": 1})


def test_the_mean_is_of_grades_given_under_the_rule_and_by_the_as_of_day() -> None:
    """Qiannan's rule binds from 1 May 2021."""

    def said(date: str, as_of: str = "2022-12-31") -> Outcome:
        return brought("SUP-012", graded("2", date=date), on("support", bonus("2", increaseFen=599_999)), as_of=as_of)

    assert said("2021-05-01").severities == ["info"]
    assert said("2021-04-30").silent
    assert said("2022-01-10", as_of="2022-01-10").severities == ["info"]
    assert said("2022-01-10", as_of="2022-01-09").silent
