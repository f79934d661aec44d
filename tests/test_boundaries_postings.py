"""Where the rules on postings and those that need no document turn: days of leap years, days after the batch's own, and who is meant.

Each world has someone beside the one at fault, or a record on the last day that is still in order.
"""

from __future__ import annotations

from typing import Any

import pytest
from facts import Facts, Outcome, Record, all_but, change, further, join, judge, on, posted, present, world

HN, YL, QN = "hunan-2021", "yulin-2021", "qiannan-2021"


def found(outcome: Outcome) -> list[tuple[str, str]]:
    """Who is at fault, and how much it weighs; everything else could be judged."""
    assert not outcome.missing, outcome.missing
    return sorted((f["recordId"], f["severity"]) for f in outcome.findings)


# --- whatever the documents say: attendance, leave and assessments lie in postings ------------------


@pytest.mark.parametrize("own", [{"posting": []}, {"posting": [posted("2", "2021-01-01", "2021-03-31")]}])
def test_each_cadre_is_measured_by_their_own_posting(own: Facts) -> None:
    """Another's posting on the same day is no excuse for one who has none, or whose own is over."""
    facts = join(world("2021-01-01"), {"cadre": [{"id": "c-2", "homeUnitId": "unit"}]}, own)
    days = join(present("2021-05-03", 1), present("2021-05-03", 1, cadre="c-2"))
    stray = judge(HN, "STD-002", join(facts, days), start="2021-01-01", as_of="2021-06-30")
    assert stray.ids == ["att-c-2-2021-05-03-IN_VILLAGE"]


def declared(rule: str, facts: Facts, first: str, last: str, as_of: str) -> Outcome:
    """What a rule says where the postings are declared complete from one day to another."""
    coverage = [*all_but("2020-01-01", as_of, "posting"), {"recordType": "posting", "startDate": first, "endDate": last}]
    return judge(HN, rule, facts, start="2020-01-01", as_of=as_of, coverage=coverage)


@pytest.mark.parametrize(
    ("first", "last", "known"),
    [
        ("2021-08-09", "2021-08-13", True),
        ("2021-08-10", "2021-08-13", False),
        ("2021-08-09", "2021-08-12", False),
    ],
)
def test_a_leave_outside_is_judged_where_the_postings_of_all_its_days_are_known(first: str, last: str, known: bool) -> None:
    away = on("leave", {"kind": "SICK", "startDate": "2021-08-09", "endDate": "2021-08-13"})
    said = declared("STD-003", join(world("2021-01-01", "2021-08-08"), away), first, last, "2021-12-31")
    assert (said.ids, list(said.missing)) == ((["leave-1"], []) if known else ([], ["coverage.posting"]))


def test_of_a_leave_that_goes_on_only_the_days_until_now_must_be_known() -> None:
    away = on("leave", {"kind": "SICK", "startDate": "2021-08-09", "endDate": "2021-09-30"})
    facts = join(world("2021-01-01", "2021-08-08"), away)
    assert declared("STD-003", facts, "2021-08-09", "2021-08-31", "2021-08-31").ids == ["leave-1"]
    assert list(declared("STD-003", facts, "2021-08-09", "2021-08-30", "2021-08-31").missing) == ["coverage.posting"]


def test_one_is_away_while_another_is_in_the_village() -> None:
    away = on("leave", {"kind": "SICK", "startDate": "2021-08-09", "endDate": "2021-08-13", "approvedOn": "2021-08-06"})
    facts = join(world("2021-08-01"), further("2", "2021-08-01"), away)
    period: Record = {"start": "2021-08-01", "as_of": "2021-08-31"}
    assert judge(HN, "STD-004", join(facts, present("2021-08-09", 5, cadre="c-2")), **period).silent
    assert judge(HN, "STD-004", join(facts, present("2021-08-09", 5)), **period).arguments("days") == [5]


@pytest.mark.parametrize(("returned", "days"), [("2021-08-11", [2]), ("2021-08-16", [5]), (None, [5])])
def test_a_leave_lasts_until_the_day_before_the_return(returned: str | None, days: list[int]) -> None:
    due = {"kind": "SICK", "startDate": "2021-08-09", "endDate": "2021-08-13", "approvedOn": "2021-08-09", "returnReportedOn": returned}
    away = on("leave", {k: v for k, v in due.items() if v})
    facts = join(world("2021-08-01"), away, present("2021-08-01", 31))
    assert judge(HN, "STD-004", facts, start="2021-08-01", as_of="2021-08-31").arguments("days") == days


def test_a_leave_to_come_or_not_approved_in_time_clashes_with_nothing() -> None:
    booked = {"kind": "SICK", "startDate": "2021-08-11", "endDate": "2021-08-13"}
    facts = join(world("2021-08-01"), present("2021-08-01", 31))
    for approved, as_of in (("2021-08-09", "2021-08-10"), ("2021-08-12", "2021-08-31"), (None, "2021-08-31")):
        away = on("leave", booked | ({"approvedOn": approved} if approved else {}))
        assert judge(HN, "STD-004", join(facts, away), start="2021-08-01", as_of=as_of).silent


def test_a_village_is_of_a_type_for_one_day_at_least() -> None:
    def typed(first: str, last: str) -> Record:
        return {"code": "WEAK_PARTY_ORG", "startDate": first, "endDate": last}

    (village,) = world()["village"]
    lasts = ("2021-05-02", "2021-05-01", "2021-04-30")
    villages = [village | {"id": f"v-{n}", "types": [{"code": "RED_PILOT"}, typed("2021-05-01", last)]} for n, last in enumerate(lasts, 1)]
    assert judge(HN, "STD-006", {"village": villages}, start="2021-01-01", as_of="2021-12-31").ids == ["v-3"]


@pytest.mark.parametrize(("first", "last"), [("2020-01-01", "2021-01-01"), ("2021-12-31", None)])
def test_one_day_of_a_posting_is_enough_for_an_assessment_of_the_year(first: str, last: str | None) -> None:
    assessed = on("assessment", {"kind": "ANNUAL", "year": 2021, "date": "2022-01-20"})
    assert judge(HN, "STD-007", join(world(first, last), assessed), start="2020-01-01", as_of="2022-12-31").silent


@pytest.mark.parametrize(("first", "last"), [("2020-01-01", "2020-12-31"), ("2022-01-01", None)])
def test_an_assessment_of_a_year_without_a_posting_needs_the_postings_of_that_year(first: str, last: str | None) -> None:
    facts = join(world(first, last), on("assessment", {"kind": "ANNUAL", "year": 2021, "date": "2022-01-20"}))
    assert declared("STD-007", facts, "2021-01-01", "2021-12-31", "2022-12-31").ids == ["assessment-1"]
    for days in (("2021-01-02", "2021-12-31"), ("2021-01-01", "2021-12-30")):
        assert list(declared("STD-007", facts, *days, "2022-12-31").missing) == ["coverage.posting"]
    assert declared("STD-007", facts, "2021-01-01", "2021-11-30", "2021-11-30").ids == ["assessment-1"]


# --- numbers of persons -----------------------------------------------------------------------------

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def citizen(born: str, number: int = 1) -> str:
    """A number with its check character, of a region that does not exist."""
    first = f"999999{born.replace('-', '')}{number:03}"
    return first + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, first, strict=True)) % 11]


def persons(rule: str, *cadres: Record, as_of: str = "2021-12-31") -> list[str]:
    numbered = [{"id": f"c-{n}", **c} for n, c in enumerate(cadres)]
    return judge(HN, rule, {"cadre": numbered}, start="2021-01-01", as_of=as_of).ids


def test_every_check_character_of_a_citizen_number() -> None:
    right = [citizen("1980-05-01", n) for n in range(30)]
    assert {r[-1] for r in right} == set("0123456789X")
    assert persons("STD-009", *({"citizenId": r} for r in right), {}) == []
    wrong = {"citizenId": right[0][:-1] + "0123456789X"["0123456789X".index(right[0][-1]) - 1]}
    assert persons("STD-009", {"citizenId": right[0]}, wrong) == ["c-1"]


def test_the_last_digit_but_one_is_odd_for_men() -> None:
    numbers = [citizen("1980-05-01", n) for n in range(10)]
    assert persons("STD-010", *({"citizenId": n, "sex": "1"} for n in numbers)) == ["c-0", "c-2", "c-4", "c-6", "c-8"]
    assert persons("STD-010", *({"citizenId": n, "sex": "2"} for n in numbers)) == ["c-1", "c-3", "c-5", "c-7", "c-9"]
    assert persons("STD-010", {"citizenId": numbers[0], "sex": "9"}, {"citizenId": numbers[0]}, {"sex": "1"}) == []


def test_nobody_is_born_tomorrow_or_on_a_day_that_is_none() -> None:
    days = ("1980-05-01", "2021-12-31", "2022-01-01", "1980-02-30", "1980-02-29")
    assert persons("STD-017", *({"citizenId": citizen(d)} for d in days), {}) == ["c-2", "c-3"]


# --- places -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"villageCode": "110101001001"}, False),
        ({"villageCode": "110101001000"}, True),  # a township
        ({"villageCode": "110101000001"}, True),
        ({"villageCode": "110199001001"}, True),  # of no county
        ({"villageCode": "110199001001", "divisionEdition": "NBS-2021"}, False),
        ({"villageCode": None}, False),
    ],
)
def test_a_village_code_names_a_village_of_a_county_in_the_edition_named(fields: Record, wrong: bool) -> None:
    said = judge(
        HN, "STD-013", change(world(), "village", **{"divisionEdition": "NBS-2023"} | fields), start="2021-01-01", as_of="2021-12-31"
    )
    assert said.ids == (["v-1"] if wrong else [])
    assert not said.missing


# --- terms ------------------------------------------------------------------------------------------


def term(profile: str, rule: str, start: str, end: str | None = None, as_of: str = "2027-12-31", **fields: Any) -> Outcome:
    return judge(profile, rule, world(start, end, **fields), start=min(start, as_of), as_of=as_of)


@pytest.mark.parametrize(("planned", "right"), [("2026-02-27", False), ("2026-02-28", True), ("2026-03-01", False)])
def test_a_cycle_from_a_29_february_ends_with_a_28(planned: str, right: bool) -> None:
    assert term(HN, "POST-002", "2024-02-29", plannedEnd=planned).silent == right


def test_what_is_planned_for_a_posting_to_come_is_not_judged() -> None:
    assert term(HN, "POST-002", "2024-03-01", plannedEnd="2024-12-31", as_of="2024-02-29").silent
    assert found(term(HN, "POST-002", "2024-03-01", plannedEnd="2024-12-31", as_of="2024-03-01")) == [("p-1", "warning")]


@pytest.mark.parametrize(("end", "enough"), [("2026-02-27", False), ("2026-02-28", True)])
def test_two_years_from_a_29_february_are_served_on_a_28(end: str, enough: bool) -> None:
    assert term(YL, "POST-003", "2024-02-29", end, endReason="ROTATION").silent == enough


def test_without_a_review_the_term_is_looked_at_as_of_the_batch() -> None:
    assert term(QN, "POST-004", "2020-02-29", as_of="2022-02-28").silent
    assert list(term(QN, "POST-004", "2020-02-29", as_of="2022-03-01").missing) == ["posting.reviewedOn"]


def test_a_review_of_one_who_had_left_asks_for_no_reason() -> None:
    fields: Record = {"start": "2019-06-01", "as_of": "2022-12-31", "reviewedOn": "2022-06-01"}
    assert term(QN, "POST-004", end="2022-05-31", **fields).silent
    assert list(term(QN, "POST-004", end="2022-06-01", **fields).missing) == ["posting.endReason"]


def test_who_leaves_later_is_not_yet_asked_who_wanted_it() -> None:
    def adjusted(as_of: str) -> Outcome:
        fields: Record = {"endReason": "HEALTH", "endInitiator": "DISPATCHING_UNIT", "endInitiatorLevel": "40", "consultedUnit": True}
        return term(HN, "POST-006", "2021-09-01", "2022-08-31", as_of, plannedEnd="2023-08-31", **fields)

    assert adjusted("2022-08-30").silent
    assert found(adjusted("2022-08-31")) == [("p-1", "error")]


# --- relations --------------------------------------------------------------------------------------


def relations(*parts: Facts, as_of: str = "2021-12-31") -> Outcome:
    return judge(HN, "POST-001", join(*parts), start="2021-07-01", as_of=as_of)


#: What Hunan's conditions on postings ask, met.
KEPT: Record = {"personnelRelation": "HOME_UNIT", "salaryPaidBy": "HOME_UNIT", "benefitsUnchanged": True, "countsTowardVillagePosts": False}
KEPT |= {"villageElectionCandidate": False, "holdsHomeUnitDuties": False, "countsAsGrassrootsExperience": True}
KEPT |= {"partyRelationPlace": "VILLAGE"}


def test_conditions_bind_from_the_first_day() -> None:
    unpaid = change(world("2021-10-01", **KEPT | {"salaryPaidBy": "TOWNSHIP"}), "cadre", politicalStatus="01")
    assert relations(unpaid, as_of="2021-09-30").silent
    assert found(relations(unpaid, as_of="2021-10-01")) == [("p-1", "error")]


def test_the_justification_of_one_posting_lowers_nothing_of_another() -> None:
    standing = world("2021-09-01", **KEPT | {"villageElectionCandidate": True})
    other = further("2", "2021-09-01", **KEPT, justification=True)
    assert found(relations(change(join(standing, other), "cadre", politicalStatus="01"))) == [("p-1", "warning")]
