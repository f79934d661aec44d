"""Both sides of every limit of the rules on support: allowances, insurance and funds, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from facts import GZ, HN, QN, YL, Facts, Outcome, Record, all_but, change, further, join, judge, on, posted, present, said, world
from worlds import FS, WORKING_DAYS, grades, grades_of_team, june

# --- SUP-001: allowance short of the rate ---------------------------------------------------------


def test_sixty_yuan_a_credited_day() -> None:
    for paid, found in ((120_000, []), (119_999, ["support-1"]), (200_000, [])):
        allowance = on("support", {"kind": "LIVING_ALLOWANCE", "month": "2021-06", "amountFen": paid})
        assert june("SUP-001", QN, world("2021-06-01"), present("2021-06-01", 20), allowance).ids == found
    assert june("SUP-001", QN, world("2021-06-01"), present("2021-06-01", 1)).ids == ["p-1"], "nothing paid"
    part = join(world("2021-06-21"), present("2021-06-21", 10))
    for paid, found in ((60_000, []), (59_999, ["support-1"])):
        allowance = on("support", {"kind": "LIVING_ALLOWANCE", "month": "2021-06", "amountFen": paid})
        assert june("SUP-001", QN, part, allowance).ids == found, "by the day in a part month too"


def paid(
    rule: str, *support: Record, profile: str = HN, attendance: Facts | None = None, start: str = "2021-07-01", **posting_fields: Any
) -> str:
    """What is said of October 2021: 17 working days."""
    facts = join(world(start, **posting_fields), attendance or {}, on("support", *({"month": "2021-10"} | s for s in support)))
    return said(judge(profile, rule, facts, start="2021-10-01", as_of="2021-10-31"))


def living_allowance(fen: int) -> Record:
    return {"kind": "LIVING_ALLOWANCE", "amountFen": fen}


COMMS: Record = {"kind": "COMMS_ALLOWANCE", "amountFen": 10_000}


def test_a_hundred_for_each_working_day_credited() -> None:
    whole = present("2021-10-01", 31)  # every day of the month, 17 of them working days
    assert paid("SUP-001", living_allowance(170_000), COMMS, attendance=whole) == "ok"
    assert paid("SUP-001", living_allowance(169_999), COMMS, attendance=whole) == "error"
    assert paid("SUP-002", living_allowance(170_000), attendance=whole) == "ok"
    assert paid("SUP-002", living_allowance(170_001), attendance=whole) == "warning"


def test_a_weekend_in_the_village_and_a_day_of_leave_earn_nothing() -> None:
    weekend = present("2021-10-16", 2)
    assert paid("SUP-001", COMMS, attendance=weekend) == "ok"
    assert paid("SUP-002", living_allowance(1), attendance=weekend) == "warning"
    made_up = present("2021-10-09", 1)  # a Saturday made up for
    assert paid("SUP-001", living_allowance(9_999), COMMS, attendance=made_up) == "error"
    leave = present("2021-10-11", 1, status="LEAVE")
    assert paid("SUP-002", living_allowance(10_000), attendance=leave) == "warning"
    training = present("2021-10-11", 1, status="TRAINING")
    assert paid("SUP-001", living_allowance(10_000), COMMS, attendance=training) == "ok"


def test_a_hundred_a_month_for_the_telephone() -> None:
    assert paid("SUP-001", COMMS | {"amountFen": 9_999}) == "error"
    assert paid("SUP-001", profile=YL, start="2021-09-01") == "error"
    assert paid("SUP-001", COMMS, profile=YL, start="2021-09-01") == "ok"
    assert paid("SUP-001", profile=YL, start="2021-10-02") == "ok"


def covering(*covers: Record, start: str, end: str, kind: str = "support") -> list[Record]:
    """Coverage of everything but one type, and of that type only these."""
    return all_but(start, end, kind) + [{"recordType": kind, **c} for c in covers]


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


def telephone(month: str | None, fen: int = 10_000, **fields: Any) -> Record:
    return {"kind": "COMMS_ALLOWANCE", "month": month, "amountFen": fen, **fields}


def living(month: str, fen: int) -> Record:
    return {"kind": "LIVING_ALLOWANCE", "month": month, "amountFen": fen}


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


def test_the_allowance_counts_working_days_and_the_attendance_calendar_days() -> None:
    october = join(world("2021-07-01"), present("2021-10-01", 20))
    period = {"start": "2021-10-01", "as_of": "2021-10-31"}
    assert judge(HN, "ATT-001", october, **period).silent
    paid = on(
        "support",
        {"kind": "LIVING_ALLOWANCE", "month": "2021-10", "amountFen": 90_000},
        {"kind": "COMMS_ALLOWANCE", "month": "2021-10", "amountFen": 10_000},
    )
    worked = [d for d in WORKING_DAYS if "2021-10-01" <= d <= "2021-10-20"]
    assert len(worked) == 10, "the National Day week is off"
    assert judge(HN, "SUP-001", join(october, paid), **period).arguments("due") == [100_000]


# --- SUP-002: allowance above the rate per working day --------------------------------------------


def test_a_month_that_began_before_the_rule_is_not_too_much() -> None:
    """Hunan's rule binds from 28 June 2021, so that July is its first full month."""

    def over(month: str) -> list[str]:
        facts = join(world("2021-06-01"), on("support", living(month, 1)))
        return judge(HN, "SUP-002", facts, start="2021-06-01", as_of="2021-07-31").severities

    assert over("2021-07") == ["warning"]
    assert over("2021-06") == []


# --- SUP-003: more round trips than allowed -------------------------------------------------------


@pytest.mark.parametrize(("trips", "found"), [(2, []), (3, ["support-1"]), (0, [])])
def test_two_round_trips_a_month(trips: int, found: list[str]) -> None:
    assert (
        june("SUP-003", QN, world("2021-06-01"), on("support", {"kind": "TRAVEL_ROUNDTRIP", "month": "2021-06", "tripCount": trips})).ids
        == found
    )


def test_two_round_trips_a_month_in_hunan() -> None:
    assert paid("SUP-003", {"kind": "TRAVEL_ROUNDTRIP", "tripCount": 2}) == "ok"
    assert paid("SUP-003", {"kind": "TRAVEL_ROUNDTRIP", "tripCount": 3}) == "warning"
    assert paid("SUP-003", {"kind": "TRAVEL_ROUNDTRIP", "tripCount": 2}, {"kind": "TRAVEL_ROUNDTRIP", "tripCount": 1}) == "warning"
    assert paid("SUP-003", {"kind": "OTHER_PUBLIC_TRANSPORT", "tripCount": 9}) == "ok"


# --- SUP-004: fuel beyond what may stand in for trips ---------------------------------------------


def test_fuel_instead_of_the_trips() -> None:
    def fuel(fen: int, trips: int | None = None, fare: int | None = 20_000) -> str:
        claims = [{"kind": "FUEL", "amountFen": fen, "twoTripFareFen": fare}] + (
            [{"kind": "TRAVEL_ROUNDTRIP", "tripCount": trips}] if trips else []
        )
        return paid("SUP-004", *claims)

    assert fuel(20_000) == "ok"
    assert fuel(20_001) == "warning"
    assert fuel(10_000, trips=1) == "ok"  # one trip each way of paying
    assert fuel(10_001, trips=1) == "warning"
    assert fuel(1, trips=2) == "warning"
    assert fuel(1, trips=2, fare=None) == "warning"
    assert fuel(1, fare=None) == "?support.twoTripFareFen"


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


# --- SUP-005: wrong basis or band of an allowance -------------------------------------------------


@pytest.mark.parametrize(
    ("level", "fields", "expected"),
    [
        ("50", {"rateBasis": "DISTANCE_TIER", "tier": "2"}, "ok"),
        ("50", {"rateBasis": "DISTANCE_TIER"}, "error"),
        ("40", {"rateBasis": "TRAVEL_RULES_AND_PUBLIC_FARE"}, "ok"),
        ("40", {"rateBasis": "DISTANCE_TIER", "tier": "2"}, "error"),
        ("40", {}, "?support.rateBasis"),
    ],
)
def test_the_travel_allowance_of_county_and_city_cadres(level: str, fields: Record, expected: str) -> None:
    assert paid("SUP-005", {"kind": "TRAVEL_ALLOWANCE", "amountFen": 5_000, **fields}, profile=YL, level=level) == expected


def test_the_living_allowance_of_yl_has_a_basis_and_no_number() -> None:
    by_unit = living_allowance(1) | {"payer": "DISPATCHING_UNIT", "source": "ANNUAL_BUDGET"}
    assert paid("SUP-005", by_unit | {"rateBasis": "TRAVEL_MEAL_ALLOWANCE"}, profile=YL) == "ok"
    assert paid("SUP-005", by_unit | {"rateBasis": "FIXED_RATE"}, profile=YL) == "error"
    assert paid("SUP-005", by_unit | {"rateBasis": "TRAVEL_MEAL_ALLOWANCE", "payer": "TOWNSHIP_PARTY_COMMITTEE"}, profile=YL) == "error"
    assert paid("SUP-005", by_unit | {"rateBasis": "TRAVEL_MEAL_ALLOWANCE", "source": "OTHER"}, profile=YL) == "error"


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
    assert travel("DISTANCE_TIER", month="2022-06").severities == ["error"]


def test_what_is_paid_for_no_known_time_is_not_judged() -> None:
    for basis in ("ACTUAL_COST", "DISTANCE_TIER"):
        assert (travel(basis).ids, travel(basis).missing) == ([], {"support.month": 1})


# --- SUP-006: insurance gap, or sum insured too small ---------------------------------------------


def insured(profile: str, *policies: tuple[str, str, int], posting: Facts | None = None, as_of: str = "2022-12-31") -> Outcome:
    covers = ({"kind": "ACCIDENT_INSURANCE", "startDate": a, "endDate": b, "sumInsuredFen": s} for a, b, s in policies)
    facts = join(posting or world("2022-01-01"), on("support", *covers))
    return judge(profile, "SUP-006", facts, as_of=as_of, start="2022-01-01")


YEAR_2022 = ("2022-01-01", "2022-12-31")


@pytest.mark.parametrize(("profile", "least", "severity"), [(GZ, 50_000_000, "error"), (QN, 100_000_000, "warning")])
def test_the_sum_insured_reaches_the_least(profile: str, least: int, severity: str) -> None:
    assert insured(profile, (*YEAR_2022, least)).silent
    said = insured(profile, (*YEAR_2022, least - 1))
    assert (said.ids, said.severities) == (["p-1"], [severity])


def test_concurrent_policies_add_up() -> None:
    assert insured(GZ, (*YEAR_2022, 30_000_000), (*YEAR_2022, 20_000_000)).silent
    assert insured(GZ, (*YEAR_2022, 30_000_000), (*YEAR_2022, 19_999_999)).ids == ["p-1"]
    assert insured(QN, (*YEAR_2022, 50_000_000), (*YEAR_2022, 50_000_000)).silent
    assert insured(QN, (*YEAR_2022, 50_000_000), (*YEAR_2022, 49_999_999)).ids == ["p-1"]


@pytest.mark.parametrize(("profile", "least"), [(GZ, 50_000_000)])
def test_a_gap_of_one_day_is_a_gap(profile: str, least: int) -> None:
    assert insured(profile, ("2022-01-01", "2022-06-30", least), ("2022-07-01", "2022-12-31", least)).silent
    said = insured(profile, ("2022-01-01", "2022-06-29", least), ("2022-07-01", "2022-12-31", least))
    assert said.arguments("from") == ["2022-06-30"]
    assert insured(profile, ("2022-01-02", "2022-12-31", least)).arguments("from") == ["2022-01-01"]
    assert insured(profile, ("2022-01-01", "2022-12-30", least)).arguments("from") == ["2022-12-31"]


def test_cover_is_asked_for_from_the_first_day_of_the_rule() -> None:
    """Qiannan's from 1 May 2021: days of the posting before are not judged, and a year that is still running is not either."""
    early = world("2020-01-01")
    assert insured(QN, ("2021-05-01", "2021-12-31", 100_000_000), posting=early, as_of="2022-06-30").silent
    short = {"kind": "ACCIDENT_INSURANCE", "startDate": "2021-05-02", "endDate": "2021-12-30", "sumInsuredFen": 100_000_000}
    said = judge(QN, "SUP-006", join(early, on("support", short)), as_of="2021-12-31", start="2020-01-01")
    assert said.arguments("from") == ["2021-12-31"], "once, though the posting reaches back into years before the rule"


def covered_by(
    profile: str, *policies: tuple[str, str, str], start: str = "2021-09-01", end: str | None = None, as_of: str = "2023-12-31"
) -> list[str]:
    support = on("support", *({"kind": k, "startDate": a, "endDate": b} for k, a, b in policies))
    return judge(profile, "SUP-006", join(world(start, end), support), start="2021-07-01", as_of=as_of).arguments("kind")


ACCIDENT, ILLNESS = "ACCIDENT_INSURANCE", "CRITICAL_ILLNESS_INSURANCE"


def test_accident_cover_over_the_whole_posting_in_yl() -> None:
    assert covered_by(YL, (ACCIDENT, "2021-09-01", "2022-08-31"), (ACCIDENT, "2022-09-01", "2023-12-31")) == []
    assert covered_by(YL, (ACCIDENT, "2021-09-01", "2022-08-31"), (ACCIDENT, "2022-09-02", "2023-12-31")) == [ACCIDENT]
    assert covered_by(YL, (ACCIDENT, "2021-09-02", "2023-12-31")) == [ACCIDENT]
    assert covered_by(YL, (ACCIDENT, "2021-09-01", "2023-08-30"), end="2023-08-31") == [ACCIDENT]
    assert covered_by(YL, (ACCIDENT, "2021-09-01", "2023-08-31"), end="2023-08-31") == []


def test_two_covers_in_each_year_in_hn() -> None:
    whole = [(kind, "2021-09-01", "2022-12-31") for kind in (ACCIDENT, ILLNESS)]
    assert covered_by(HN, *whole, as_of="2022-12-31") == []
    assert covered_by(HN, whole[0], as_of="2022-12-31") == [ILLNESS, ILLNESS]  # 2021 and 2022
    assert covered_by(HN, whole[0], (ILLNESS, "2022-01-01", "2022-12-31"), as_of="2022-12-31") == [ILLNESS]
    assert covered_by(HN, *whole, as_of="2023-06-30") == []  # 2023 is still running


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


def test_a_million_is_the_sum_insured() -> None:
    policy = {"kind": "ACCIDENT_INSURANCE", "startDate": "2021-05-01", "endDate": "2021-12-31"}
    for fields, found in (({"sumInsuredFen": 100_000_000}, []), ({"sumInsuredFen": 99_999_999, "amountFen": 100_000_000}, ["p-1"])):
        facts = join(world("2021-05-01"), on("support", {**policy, **fields}))
        assert judge(QN, "SUP-006", facts, as_of="2021-12-31", start="2021-05-01").ids == found
    premium_only = on("support", {**policy, "amountFen": 100_000_000})
    assert judge(QN, "SUP-006", join(world("2021-05-01"), premium_only), as_of="2021-12-31", start="2021-05-01").missing == {
        "support.sumInsuredFen": 1
    }


# --- SUP-007: work fund below the least amount ----------------------------------------------------


def work_fund(amount: int, stay: Facts | None = None) -> Outcome:
    given = on("support", {"kind": "WORK_FUND", "villageId": "v-1", "year": 2021, "amountFen": amount}, cadre=None)
    return judge(GZ, "SUP-007", join(stay or world("2021-01-01"), given), as_of="2021-12-31", start="2021-01-01")


def test_ten_thousand_a_year() -> None:
    assert work_fund(1_000_000).silent
    said = work_fund(999_999)
    assert (said.ids, said.severities) == (["v-1"], ["warning"])
    assert work_fund(999_999, world("2021-01-02")).silent, "not the whole year"


def funded(rule: str, *funds: Record, people: Facts | None = None, role: str = FS) -> list[str]:
    base: Record = {"kind": "WORK_FUND", "cadreId": None, "villageId": "v-1", "year": 2022}
    facts = join(world("2021-09-01", role=role), people or {}, on("support", *(base | f for f in funds)))
    outcome = judge(YL, rule, facts, start="2022-01-01", as_of="2022-12-31")
    return [f["arguments"].get("beneficiary", f["severity"]) for f in outcome.findings] + [f"?{m}" for m in outcome.missing]


def fund(beneficiary: str, fen: int, **fields: Any) -> Record:
    return {"beneficiary": beneficiary, "amountFen": fen, **fields}


def test_ten_thousand_each_for_first_secretary_and_team() -> None:
    team_too = further("2", "2021-09-01")
    assert funded("SUP-007", fund(FS, 1_000_000), fund("TEAM", 1_000_000), people=team_too) == []
    assert funded("SUP-007", fund(FS, 999_999), fund("TEAM", 1_000_000), people=team_too) == [FS]
    assert funded("SUP-007", fund(FS, 1_000_000), fund("TEAM", 999_999), people=team_too) == ["TEAM"]
    assert funded("SUP-007", fund(FS, 2_000_000), people=team_too) == ["TEAM"]


def test_a_first_secretary_alone_is_owed_one_fund() -> None:
    assert funded("SUP-007", fund(FS, 1_000_000)) == []
    assert funded("SUP-007", fund(FS, 1_000_000), people={"posting": [posted("1", "2021-09-01", id="p-lead", role="TEAM_LEADER")]}) == []


def funded_with(rule: str, facts: Facts, *funds: Record, coverage: list[Record] | None = None) -> Outcome:
    base: Record = {"kind": "WORK_FUND", "cadreId": None, "villageId": "v-1"}
    given = on("support", *(base | f for f in funds))
    return judge(YL, rule, join(facts, given), start="2022-01-01", as_of="2022-12-31", coverage=coverage)


def test_a_successor_on_the_next_day_keeps_the_village_served() -> None:
    def owed(first: str) -> list[str]:
        facts = join(world("2021-09-01", "2022-06-30"), further("2", first, role="FIRST_SECRETARY"))
        return funded_with("SUP-007", facts).ids

    assert owed("2022-07-01") == ["v-1"]
    assert owed("2022-07-02") == []


#: A village where nobody is posted.
ELSEWHERE: Facts = {"village": [{"id": "v-2", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "township", "countyOfficeId": "county"}]}


def test_only_a_member_who_is_the_first_secretary_at_the_time_is_no_team() -> None:
    def owed(village: str, last: str | None) -> list[str]:
        also = {"posting": [posted("2", "2021-09-01", last, cadreId="c-1", villageId=village, role="FIRST_SECRETARY")]}
        return funded_with("SUP-007", join(world("2022-01-01", role="TEAM_MEMBER"), ELSEWHERE, also)).ids

    assert owed("v-2", "2021-12-31") == ["v-1"], "he was one in another village"
    assert owed("v-1", "2021-12-31") == ["v-1"], "he was one before, and is a member now"
    assert owed("v-1", "2022-06-30") == [], "he is both, so he is no team"


def test_a_fund_of_no_known_year_may_be_the_one_missing_of_that_village_alone() -> None:
    def asked(**whose: str) -> Outcome:
        other = {
            "team": [{"id": "t-2", "homeVillageId": "v-2", "dispatchingUnitIds": ["unit"], "dispatchLevel": "40", "formedOn": "2021-09-01"}]
        }
        fund = {"villageId": None, "beneficiary": "FIRST_SECRETARY", "amountFen": 1_000_000, **whose}
        return funded_with("SUP-007", join(world("2021-09-01"), ELSEWHERE, other), fund)

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
    said = funded_with("SUP-007", world("2021-09-01"), coverage=covering(cover, start="2022-01-01", end="2022-12-31"))
    assert (said.ids, said.missing) == (found, {} if found else {"coverage.support": 1})


def test_two_funds_of_ten_thousand() -> None:
    def given(**fen: int) -> Outcome:
        funds = on(
            "support",
            *({"kind": "WORK_FUND", "villageId": "v-1", "year": 2022, "beneficiary": b, "amountFen": n} for b, n in fen.items()),
            cadre=None,
        )
        return judge(YL, "SUP-007", join(world("2021-09-01"), further("2", "2021-09-01"), funds), start="2022-01-01", as_of="2022-12-31")

    assert given(FIRST_SECRETARY=1_000_000, TEAM=1_000_000).silent
    assert given(FIRST_SECRETARY=1_000_000, TEAM=999_999).arguments("beneficiary") == ["TEAM"]
    assert given(FIRST_SECRETARY=2_000_000).arguments("beneficiary") == ["TEAM"]


# --- SUP-008: shares of the fund out of proportion ------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((500_000, 300_000, 200_000), []),
        ((500_001, 300_000, 199_999), []),  # within one fen of its share
        ((500_002, 300_000, 199_998), ["error"]),
        ((200_000, 300_000, 500_000), ["error"]),
        ((500_000, 300_000, None), ["?support.countyShareFen"]),
    ],
)
def test_the_base_is_shared_five_three_two(shares: tuple[int | None, ...], expected: list[str]) -> None:
    split = dict(zip(("provinceShareFen", "prefectureShareFen", "countyShareFen"), shares, strict=True))
    extra: Record = {"amountFen": 1_500_000, "countyExtraFen": 500_000}
    assert funded("SUP-008", fund(FS, 0) | extra | {k: v for k, v in split.items() if v is not None}) == expected


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
    said = funded_with(rule, world("2021-09-01"), {"beneficiary": "TEAM", **fields})
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
    said = funded_with(rule, facts, {"year": 2022, **fields})
    assert (said.ids, said.missing) == ([], {"support.beneficiary": 1})
    assert funded_with(rule, facts, {"year": 2022, "beneficiary": "TEAM", **fields}).ids == ["support-1"]


def test_the_extra_stays_outside_the_shares_and_the_township_holds_it() -> None:
    base = {"kind": "WORK_FUND", "villageId": "v-1", "year": 2022, "beneficiary": "TEAM", "amountFen": 1_700_000, "countyExtraFen": 700_000}
    shares = {"provinceShareFen": 500_000, "prefectureShareFen": 300_000, "countyShareFen": 200_000}
    down = {
        "holder": "TOWNSHIP_PARTY_COMMITTEE",
        "transfers": [{"from": "20", "to": "50", "date": "2022-03-01"}, {"from": "50", "to": "60", "date": "2022-04-01"}],
    }
    year = {"start": "2022-01-01", "as_of": "2022-12-31"}

    def wrong(rule: str, **changes: Any) -> list[str]:
        return judge(YL, rule, join(world("2021-09-01"), on("support", base | shares | down | changes, cadre=None)), **year).ids

    assert wrong("SUP-008") == []
    assert wrong("SUP-008", countyShareFen=900_000) == ["support-1"]
    assert wrong("SUP-009") == []
    assert wrong("SUP-009", holder="VILLAGE_COMMITTEES") == ["support-1"]


# --- SUP-009: holder or transfer chain of the fund ------------------------------------------------


@pytest.mark.parametrize(
    ("holder", "chain", "expected"),
    [
        ("TOWNSHIP_PARTY_COMMITTEE", ["20>50", "40>50", "50>60"], []),
        ("TOWNSHIP_PARTY_COMMITTEE", ["20>40", "40>50", "50>60"], []),
        ("DISPATCHING_UNIT", ["20>50", "50>60"], ["error"]),
        ("TOWNSHIP_PARTY_COMMITTEE", ["20>50"], ["?period.YEAR"]),  # still with the county, and the year is not over
        ("TOWNSHIP_PARTY_COMMITTEE", ["20>60"], ["error"]),  # past the county
        ("TOWNSHIP_PARTY_COMMITTEE", ["50>60", "20>50"], ["error"]),
        ("TOWNSHIP_PARTY_COMMITTEE", None, ["?support.transfers"]),
    ],
)
def test_the_fund_goes_down_to_the_township(holder: str, chain: list[str] | None, expected: list[str]) -> None:
    steps = [{"from": c[:2], "to": c[3:], "date": f"2022-0{n}-01"} for n, c in enumerate(chain or [], 1)]
    assert funded("SUP-009", fund(FS, 1_000_000, holder=holder, **({"transfers": steps} if chain else {}))) == expected


def test_the_days_of_the_transfers_do_not_run_backwards() -> None:
    def dated(first: str, second: str) -> list[str]:
        chain = [{"from": "20", "to": "50", "date": first}, {"from": "50", "to": "60", "date": second}]
        return funded("SUP-009", fund(FS, 1_000_000, holder="TOWNSHIP_PARTY_COMMITTEE", transfers=chain))

    assert dated("2022-03-01", "2022-03-01") == []
    assert dated("2022-03-02", "2022-03-01") == ["error"]


def test_a_broken_chain_is_one_whichever_fund_it_is() -> None:
    chain = [{"from": "20", "to": "60", "date": "2022-03-01"}]
    assert funded_with("SUP-009", world("2021-09-01"), {"year": 2022, "transfers": chain}).ids == ["support-1"]


# --- SUP-010: no allowance for a hardship area ----------------------------------------------------


def test_a_hardship_area_brings_an_allowance() -> None:
    def hard(*support: Record) -> str:
        facts = join(change(world("2021-07-01"), "village", hardshipArea=True), on("support", *support))
        return said(judge(HN, "SUP-010", facts, start="2021-07-01", as_of="2021-10-31"))

    assert hard() == "error"
    assert hard({"kind": "HARDSHIP_AREA_ALLOWANCE", "month": "2021-10", "amountFen": 1}) == "ok"


@pytest.mark.parametrize(("year", "expected"), [(2020, ["p-1"]), (2021, []), (2022, []), (2023, ["p-1"])])
def test_an_allowance_of_a_year_of_which_the_posting_has_a_day(year: int, expected: list[str]) -> None:
    facts = change(world("2021-11-01", "2022-01-01"), "village", hardshipArea=True)
    allowance = on("support", {"kind": "HARDSHIP_AREA_ALLOWANCE", "year": year})
    assert judge(HN, "SUP-010", join(facts, allowance), start="2021-07-01", as_of="2022-12-31").ids == expected


# --- SUP-011: bonus of an excellent cadre below the standard --------------------------------------


def excellent(*supports: dict[str, Any], rule: str) -> Outcome:
    return judge(QN, rule, join(world(), grades(2, 0), {"support": list(supports)}), as_of="2022-12-31", start="2021-01-01")


def test_the_bonus_is_a_fifth_above_the_first_prize() -> None:
    def pay(n: int, amount: int) -> dict[str, Any]:
        return {"id": f"s-{n}", "kind": "PERFORMANCE_BONUS", "cadreId": f"c-{n}", "year": 2021, "baseFen": 1_000_000, "amountFen": amount}

    assert excellent(pay(100, 1_200_000), pay(101, 1_200_001), rule="SUP-011").silent
    assert excellent(pay(100, 1_199_999), pay(101, 1_200_000), rule="SUP-011").ids == ["s-100"]
    assert excellent(pay(100, 1_200_000), rule="SUP-011").ids == ["a-101"], "no bonus on record"


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


# --- SUP-012: mean increase of excellent cadres below the figure ----------------------------------


def test_six_thousand_is_a_mean() -> None:
    def more(n: int, amount: int) -> dict[str, Any]:
        return {"id": f"s-{n}", "kind": "PERFORMANCE_BONUS", "cadreId": f"c-{n}", "year": 2021, "increaseFen": amount}

    assert excellent(more(100, 400_000), more(101, 800_000), rule="SUP-012").silent
    assert excellent(more(100, 400_000), more(101, 799_999), rule="SUP-012").severities == ["info"]
    assert excellent(more(100, 400_000), rule="SUP-012").missing == {"support.increaseFen": 1}


def test_the_mean_is_of_grades_given_under_the_rule_and_by_the_as_of_day() -> None:
    """Qiannan's rule binds from 1 May 2021."""

    def said(date: str, as_of: str = "2022-12-31") -> Outcome:
        return brought("SUP-012", graded("2", date=date), on("support", bonus("2", increaseFen=599_999)), as_of=as_of)

    assert said("2021-05-01").severities == ["info"]
    assert said("2021-04-30").silent
    assert said("2022-01-10", as_of="2022-01-10").severities == ["info"]
    assert said("2022-01-10", as_of="2022-01-09").silent


def test_six_thousand_is_an_average() -> None:
    gains = [
        {"id": f"s-{n}", "kind": "PERFORMANCE_BONUS", "cadreId": f"c-9{n}", "year": 2021, "increaseFen": g}
        for n, g in enumerate((0, 1_200_000))
    ]
    assert judge(QN, "SUP-012", join(world(), grades_of_team(2, 0), {"support": gains}), as_of="2022-06-30", start="2021-01-01").silent


# --- SUP-013: benefit or solatium missing after a work injury -------------------------------------


def test_a_work_injury_brings_benefit_and_solatium() -> None:
    def injured(*kinds: str, recognised: bool = True) -> list[str]:
        injury = on("activity", {"kind": "WORK_INJURY", "date": "2022-03-01", "recognisedWorkInjury": recognised})
        facts = join(world("2021-09-01"), injury, on("support", *({"kind": k} for k in kinds)))
        return judge(YL, "SUP-013", facts, start="2022-01-01", as_of="2022-12-31").arguments("kind")

    assert injured("WORK_INJURY_BENEFIT", "SOLATIUM") == []
    assert injured("WORK_INJURY_BENEFIT") == ["SOLATIUM"]
    assert injured(recognised=False) == []


# --- SUP-014: pay for unused leave without its conditions -----------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "ok"),
        ({"takenDays": 10}, "error"),
        ({"takenDays": 9}, "ok"),
        ({"days": 5}, "ok"),
        ({"days": 6}, "error"),
        ({"days": None}, "?support.days"),
        ({"workNeed": False}, "error"),
        ({"madeUpNextYear": True}, "error"),
        ({"madeUpNextYear": None}, "?support.madeUpNextYear"),
    ],
)
def test_pay_for_leave_that_was_not_taken(fields: Record, expected: str) -> None:
    pay: Record = {
        "kind": "UNUSED_LEAVE_PAY",
        "month": None,
        "year": 2022,
        "days": 1,
        "entitledDays": 10,
        "takenDays": 5,
        "workNeed": True,
        "madeUpNextYear": False,
        **fields,
    }
    assert paid("SUP-014", pay, profile=YL) == expected


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
