"""A person, a village and a unit stand once in a batch; what overlaps is told once for each record; and places lie where the profile is."""

from __future__ import annotations

from typing import Any

import pytest
from facts import Outcome, change, join, judge, on, posted, present, said, world

HN, YL, QN = "hunan-2021", "yulin-2021", "qiannan-2021"
PERIOD = {"start": "2023-01-01", "as_of": "2023-01-31"}
RIGHT, OTHER = "11010519491231002X", "440524188001010014"


def about(outcome: Outcome) -> list[tuple[str, int, str]]:
    """Record, number of others and the one that is named, of each finding."""
    return sorted((f["recordId"], f["arguments"]["others"], f["arguments"]["other"]) for f in outcome.findings)


# --- once ---------------------------------------------------------------------------------------


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


def village(ident: str, code: str, edition: str | None = None) -> dict[str, Any]:
    record = {"id": ident, "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "town", "villageCode": code}
    return {**record, "divisionEdition": edition} if edition else record


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


# --- what overlaps ------------------------------------------------------------------------------


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


def test_first_secretaries_are_reported_once_and_without_those_they_replace() -> None:
    postings = [
        posted("1", "2021-01-01", None, role="FIRST_SECRETARY"),
        posted("2", "2021-02-01", None, role="FIRST_SECRETARY"),
        posted("3", "2021-03-01", None, role="FIRST_SECRETARY", replacesPostingId="p-1"),
        posted("4", "2021-04-01", None, role="FIRST_SECRETARY", villageId="v-2"),
    ]
    outcome = judge(HN, "STD-005", {"posting": postings}, start="2021-01-01", as_of="2022-12-31")
    assert about(outcome) == [("p-2", 1, "p-1"), ("p-3", 1, "p-2")]


# --- where --------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("code", ["522722001000", "350527000000"])
def test_a_county_that_exists_is_not_said_to_be_unknown(code: str) -> None:
    (finding,) = judge(QN, "STD-013", {"village": [village("v-1", code, "NBS-2023")]}, **PERIOD).findings
    assert finding["arguments"] == {"code": code, "zeros": "000"}
    assert code[:6] not in finding["message"].replace(code, "")


# --- what is told, and what is wanting ----------------------------------------------------------


def test_a_day_away_names_the_leave_that_was_approved_too_late() -> None:
    """Of two that hold the day, the one that lasts longest; one that was ended by a return does not hold it."""
    leaves = on(
        "leave",
        {"kind": "SICK", "startDate": "2021-10-11", "endDate": "2021-10-12", "approvedOn": "2021-10-12"},
        {"kind": "SICK", "startDate": "2021-10-08", "endDate": "2021-10-20", "approvedOn": "2021-10-13"},
        {"kind": "SICK", "startDate": "2021-10-08", "endDate": "2021-10-30", "approvedOn": "2021-10-14", "returnReportedOn": "2021-10-10"},
    )
    facts = join(world("2021-06-01"), leaves, present("2021-10-12", 1, status="LEAVE"))
    (finding,) = judge(HN, "ATT-005", facts, start="2021-10-01", as_of="2021-10-31").findings
    assert (finding["arguments"]["leaveId"], finding["arguments"]["approvedOn"]) == ("leave-2", "2021-10-13")
    (bare,) = judge(
        HN, "ATT-005", change(facts, "leave", startDate="2021-11-01", endDate="2021-11-02"), start="2021-10-01", as_of="2021-10-31"
    ).findings
    assert "leaveId" not in bare["arguments"]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, ["measure.grounds"]),
        ({"grounds": ["LEAVE_OVER_LIMIT"]}, ["measure.by", "measure.byLevel", "measure.orderedTo"]),
        ({"grounds": ["LEAVE_OVER_LIMIT"], "orderedTo": "DISPATCHING_UNIT", "byLevel": "40"}, ["measure.by"]),
        ({"grounds": ["MISCONDUCT"]}, []),
    ],
)
def test_a_recall_says_all_that_is_wanting(fields: dict[str, Any], missing: list[str]) -> None:
    recall = on("measure", {"kind": "RECALL", "date": "2021-12-01", **fields})
    outcome = judge(YL, "MEA-007", join(world("2021-09-01", level="40"), recall), start="2021-09-01", as_of="2021-12-31")
    assert (outcome.findings, sorted(outcome.missing)) == ([], missing)
