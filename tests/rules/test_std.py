"""Both sides of every limit of the rules on the standard itself: what needs no document, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from edition import standard
from facts import FJX, HN, QN, YL, Facts, Outcome, Record, all_but, change, further, join, judge, on, posted, present, said, world
from worlds import AUTUMN, handover

# --- STD-001: a cadre has two postings at a time --------------------------------------------------


def about(outcome: Outcome) -> list[tuple[str, int, str]]:
    """Record, number of others and the one that is named, of each finding."""
    return sorted((f["recordId"], f["arguments"]["others"], f["arguments"]["other"]) for f in outcome.findings)


def test_a_posting_that_overlaps_many_is_reported_once() -> None:
    """The number of others leaves out those of its own team, and the one that is named is none of them."""
    postings = [
        posted("1", "2021-01-01", "2021-12-31", cadreId="c-1", teamId="t-1"),
        posted("2", "2021-02-01", "2021-03-31", cadreId="c-1", teamId="t-1"),
        posted("3", "2021-03-01", "2021-03-31", cadreId="c-1", teamId="t-2"),
        posted("4", "2021-03-31", "2021-12-31", cadreId="c-1", teamId="t-1"),
        posted("5", "2021-04-01", "2021-04-30", cadreId="c-1", teamId=None),
        posted("6", "2022-01-01", None, cadreId="c-1", teamId="t-3"),
    ]
    outcome = judge(HN, "STD-001", {"posting": postings}, start="2021-01-01", as_of="2022-12-31")
    assert about(outcome) == [("p-3", 2, "p-1"), ("p-4", 1, "p-3"), ("p-5", 2, "p-4")]


# --- STD-002: attendance outside every posting ----------------------------------------------------


@pytest.mark.parametrize("own", [{"posting": []}, {"posting": [posted("2", "2021-01-01", "2021-03-31")]}])
def test_each_cadre_is_measured_by_their_own_posting(own: Facts) -> None:
    """Another's posting on the same day is no excuse for one who has none, or whose own is over."""
    facts = join(world("2021-01-01"), {"cadre": [{"id": "c-2", "homeUnitId": "unit"}]}, own)
    days = join(present("2021-05-03", 1), present("2021-05-03", 1, cadre="c-2"))
    stray = judge(HN, "STD-002", join(facts, days), start="2021-01-01", as_of="2021-06-30")
    assert stray.ids == ["att-c-2-2021-05-03-IN_VILLAGE"]


# --- STD-003: leave outside every posting ---------------------------------------------------------


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


# --- STD-004: a day of leave also gives credit ----------------------------------------------------


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


# --- STD-005: two first secretaries in one village ------------------------------------------------


def test_first_secretaries_are_reported_once_and_without_those_they_replace() -> None:
    postings = [
        posted("1", "2021-01-01", None, role="FIRST_SECRETARY"),
        posted("2", "2021-02-01", None, role="FIRST_SECRETARY"),
        posted("3", "2021-03-01", None, role="FIRST_SECRETARY", replacesPostingId="p-1"),
        posted("4", "2021-04-01", None, role="FIRST_SECRETARY", villageId="v-2"),
    ]
    outcome = judge(HN, "STD-005", {"posting": postings}, start="2021-01-01", as_of="2022-12-31")
    assert about(outcome) == [("p-2", 1, "p-1"), ("p-3", 1, "p-2")]


def test_two_first_secretaries_during_the_handover_are_right() -> None:
    period = {"start": "2021-09-01", "as_of": "2023-12-31"}
    assert judge(YL, "STD-005", handover(), **period).silent
    assert judge(YL, "STD-005", change(handover(), "posting", replacesPostingId=None), **period).severities == ["error"]


# --- STD-006: end before the beginning ------------------------------------------------------------


def test_a_village_is_of_a_type_for_one_day_at_least() -> None:
    def typed(first: str, last: str) -> Record:
        return {"code": "WEAK_PARTY_ORG", "startDate": first, "endDate": last}

    (village,) = world()["village"]
    lasts = ("2021-05-02", "2021-05-01", "2021-04-30")
    villages = [village | {"id": f"v-{n}", "types": [{"code": "RED_PILOT"}, typed("2021-05-01", last)]} for n, last in enumerate(lasts, 1)]
    assert judge(HN, "STD-006", {"village": villages}, start="2021-01-01", as_of="2021-12-31").ids == ["v-3"]


# --- STD-007: assessment of a year without a posting ----------------------------------------------


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


# --- STD-008: a redacted field carries a value ----------------------------------------------------


def test_what_is_masked_has_no_number() -> None:
    masked = [r.values for r in standard.profiles.resolve(FJX).table("declaration") if r.values.get("redacted")]
    assert len(masked) > 5
    assert not [r["id"] for r in masked if "number" in r]
    hidden = change(world("2021-09-01"), "village", permanentResidents=150, redacted=["permanentResidents"])
    assert judge(FJX, "STD-008", hidden, **AUTUMN).severities == ["error"]


# --- STD-009: wrong check digit of a citizen id ---------------------------------------------------

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


# --- STD-010: sex does not fit the citizen id -----------------------------------------------------


def test_the_last_digit_but_one_is_odd_for_men() -> None:
    numbers = [citizen("1980-05-01", n) for n in range(10)]
    assert persons("STD-010", *({"citizenId": n, "sex": "1"} for n in numbers)) == ["c-0", "c-2", "c-4", "c-6", "c-8"]
    assert persons("STD-010", *({"citizenId": n, "sex": "2"} for n in numbers)) == ["c-1", "c-3", "c-5", "c-7", "c-9"]
    assert persons("STD-010", {"citizenId": numbers[0], "sex": "9"}, {"citizenId": numbers[0]}, {"sex": "1"}) == []


# --- STD-013: division code unknown, or not of a village ------------------------------------------

PERIOD = {"start": "2023-01-01", "as_of": "2023-01-31"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("520000", {"code": "520000", "part": "520000", "edition": "NBS-2023", "write": "52"}),
        ("522700", {"code": "522700", "part": "522700", "edition": "NBS-2023", "write": "5227"}),
        ("999900", {"code": "999900", "part": "999900", "edition": "NBS-2023"}),
    ],
)
def test_a_code_filled_with_zeros_is_told_how_to_be_written(code: str, expected: dict[str, str]) -> None:
    unit = {"id": "o-1", "body": "DISPATCHING_UNIT", "level": "20", "divisionCode": code, "divisionEdition": "NBS-2023"}
    (finding,) = judge(QN, "STD-013", {"organization": [unit]}, **PERIOD).findings
    assert finding["arguments"] == expected
    assert ("52" in finding["message"].split("写")[-1]) == ("write" in expected)


def village(ident: str, code: str, edition: str | None = None) -> dict[str, Any]:
    record = {"id": ident, "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "town", "villageCode": code}
    return {**record, "divisionEdition": edition} if edition else record


@pytest.mark.parametrize("code", ["522722001000", "350527000000"])
def test_a_county_that_exists_is_not_said_to_be_unknown(code: str) -> None:
    (finding,) = judge(QN, "STD-013", {"village": [village("v-1", code, "NBS-2023")]}, **PERIOD).findings
    assert finding["arguments"] == {"code": code, "zeros": "000"}
    assert code[:6] not in finding["message"].replace(code, "")


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


# --- STD-017: impossible day of birth in a citizen id ---------------------------------------------


def test_nobody_is_born_tomorrow_or_on_a_day_that_is_none() -> None:
    days = ("1980-05-01", "2021-12-31", "2022-01-01", "1980-02-30", "1980-02-29")
    assert persons("STD-017", *({"citizenId": citizen(d)} for d in days), {}) == ["c-2", "c-3"]


# --- STD-018: one citizen id under two cadres -----------------------------------------------------

RIGHT, OTHER = "11010519491231002X", "440524188001010014"


def cadres(*numbers: str | None, **fields: Any) -> Outcome:
    records = [{"id": f"c-{n}", **({"citizenId": number} if number else {}), **fields} for n, number in enumerate(numbers, 1)]
    return judge(QN, "STD-018", {"cadre": records}, **PERIOD)


def test_one_citizen_id_under_two_cadres_is_an_error_of_each() -> None:
    found = cadres(RIGHT, RIGHT, OTHER, RIGHT)
    assert about(found) == [("c-1", 2, "c-2"), ("c-2", 2, "c-1"), ("c-4", 2, "c-1")]
    assert set(found.severities) == {"error"}
    assert RIGHT not in str(found.findings)


def test_without_a_number_nobody_is_the_same() -> None:
    assert cadres(RIGHT, OTHER, None, None).silent
    assert cadres(RIGHT, RIGHT, redacted=["citizenId"]).silent


# --- STD-019: one village code on two villages ----------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("522722101201", "NBS-2023"), ("522722101201", "NBS-2023"), ["error", "error"]),
        (("522722101201", "NBS-2023"), ("522722101202", "NBS-2023"), []),
        # codes of two editions are two codes, and local ones may coincide
        (("522722101201", "NBS-2023"), ("522722101201", "MCA-2021"), []),
        (("522722101201", "LOCAL"), ("522722101201", "LOCAL"), ["warning", "warning"]),
    ],
)
def test_one_code_of_one_edition_is_one_village(first: tuple[str, str], second: tuple[str, str], expected: list[str]) -> None:
    villages = [village(f"v-{n}", code, edition) for n, (code, edition) in enumerate([first, second], 1)]
    assert judge(QN, "STD-019", {"village": villages}, **PERIOD).severities == expected


def test_the_same_code_without_an_edition_is_not_judged() -> None:
    outcome = judge(QN, "STD-019", {"village": [village("v-1", "522722101201"), village("v-2", "522722101201", "NBS-2023")]}, **PERIOD)
    assert outcome.findings == []
    assert outcome.missing == {"village.divisionEdition": 1}


# --- STD-020: one social credit code on two organizations -----------------------------------------


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({}, ["warning", "warning"]),
        # a unit may have two parts in the procedure, and a successor takes over the code of what was abolished
        ({"body": "UNIT_PERSONNEL_DEPT"}, []),
        ({"abolishedOn": "2023-01-31"}, []),
        ({"abolishedOn": "2023-02-01"}, ["warning", "warning"]),
        ({"socialCreditCode": "115227000094701220"}, []),
    ],
)
def test_one_credit_code_is_one_unit_of_a_kind(second: dict[str, Any], expected: list[str]) -> None:
    unit = {"body": "DISPATCHING_UNIT", "level": "50", "socialCreditCode": "11522700009470121M"}
    outcome = judge(QN, "STD-020", {"organization": [{"id": "o-1", **unit}, {"id": "o-2", **unit, **second}]}, **PERIOD)
    assert outcome.severities == expected


# --- STD-021: a village outside the division of the profile ---------------------------------------


@pytest.mark.parametrize(
    ("code", "edition", "expected"),
    [
        ("522722101201", "NBS-2023", "ok"),
        ("522301101201", "NBS-2023", "warning"),
        ("430529101201", "NBS-2023", "warning"),
        # only what the register holds says plainly where it is
        ("430529101201", "LOCAL", "ok"),
        ("430529101201", "MCA-2021", "ok"),
        ("999999101201", "NBS-2023", "ok"),
    ],
)
def test_a_village_lies_in_the_division_of_the_profile(code: str, edition: str, expected: str) -> None:
    assert said(judge(QN, "STD-021", {"village": [village("v-1", code, edition)]}, **PERIOD)) == expected


def test_a_profile_without_a_division_has_no_outside() -> None:
    assert said(judge("x-county-2021", "STD-021", {"village": [village("v-1", "430529101201", "NBS-2023")]}, **PERIOD)) == "ok"
