"""Rectification in Guizhou 2017 at its edges: what is only almost tied to a case, the first day of the rule, and what cannot be judged."""

from __future__ import annotations

from typing import Any

import pytest
from facts import Facts, Outcome, Record, all_but, change, further, join, judge, on, present, world

GZ = "guizhou-2017"

#: Guizhou's rules bind from this day on.
FIRST, EVE = "2017-05-02", "2017-05-01"


def case(ident: str = "k-1", **fields: Any) -> Facts:
    """A case of cadre ``c-1``; on route A and without a fault of form unless told otherwise."""
    base = {"id": ident, "cadreId": "c-1", "grounds": ["02"], "route": "A", "opinionBy": "PARTY_ORG_DEPT", "noticeForm": "WRITTEN"}
    return {"rectificationCase": [{k: v for k, v in {**base, **fields}.items() if v is not None}]}


def year(rule: str, *parts: Facts, start: str = "2021-01-01", as_of: str = "2021-12-31", coverage: Any = None) -> Outcome:
    """A rule over one year of a cadre who is posted all the time."""
    return judge(GZ, rule, join(world("2016-01-01"), *parts), as_of=as_of, start=start, coverage=coverage)


def declared(kind: str, first: str, last: str, of: str | None = None, start: str = "2021-01-01", end: str = "2021-12-31") -> list[Record]:
    """Everything is complete for the whole period, but one record type only for some days (and one kind of it)."""
    own = {"recordType": kind, "startDate": first, "endDate": last}
    return [*all_but(start, end, kind), {**own, "kind": of} if of else own]


# --- formalities (REC-003) --------------------------------------------------------------------------

CONCLUDED: Record = {"outcome": "REPLACE", "postingId": "p-1", "opinionOn": "2021-06-20", "noChangeConcludedOn": "2021-07-10"}
SELECTED: Record = {**CONCLUDED, "replacementSelectedOn": "2021-08-20"}


def assessed(day: str, kind: str = "ANNUAL", grade: str = "COMPETENT", **fields: Any) -> Facts:
    return on("assessment", {"kind": kind, "year": 2021, "date": day, "grade": grade, **fields})


@pytest.mark.parametrize(
    ("fields", "day", "found"),
    [
        (CONCLUDED, "2021-07-01", []),
        (CONCLUDED, "2021-07-11", ["k-1"]),
        (SELECTED, "2021-08-01", []),
        (SELECTED, "2021-08-20", []),
        (SELECTED, "2021-08-21", ["k-1"]),
        (SELECTED, "2021-12-31", ["k-1"]),
        (SELECTED, "2022-01-01", []),
    ],
)
def test_follow_up_is_asked_for_once_an_annual_assessment_came_after_the_replacement(fields: Record, day: str, found: list[str]) -> None:
    """As of 31 December 2021: what comes later is not known yet."""
    assert year("REC-003", case(**fields), assessed(day)).ids == found


def test_a_half_year_review_does_not_call_for_follow_up() -> None:
    assert year("REC-003", case(**SELECTED), assessed("2021-12-20", "HALF_YEAR_REVIEW")).silent


def test_a_fault_of_a_posting_is_not_one_of_the_case_with_the_same_id() -> None:
    """Ids are unique within a record type only."""
    undetached = change(world("2021-01-01"), "posting", fullyDetached=False)
    assert judge(GZ, "REC-003", join(undetached, case("p-1", **CONCLUDED)), as_of="2021-12-31", start="2021-01-01").silent


RETURNED: Record = {"outcome": "RETURN", "attitudeChanged": True, "willing": True, "unitOpinionOn": "2021-07-10"}
CONSENT: Record = {"consentOn": "2021-07-12", "consentBy": [{"body": "PARTY_ORG_DEPT", "level": "40"}]}


@pytest.mark.parametrize(
    ("fields", "unknown"),
    [
        ({**RETURNED, **CONSENT}, True),
        ({**RETURNED, **CONSENT, "postingId": "p-1"}, False),
        (RETURNED, False),
        ({**CONCLUDED, **CONSENT, "postingId": None}, False),
        ({"appealFiledOn": "2021-06-25"}, True),
        ({"route": "B", "grounds": ["04"]}, True),
        ({}, False),
    ],
)
def test_the_level_of_dispatch_is_missed_only_where_a_step_depends_on_it(fields: Record, unknown: bool) -> None:
    """Consent to a return, an appeal and filing on route B go by the level of the unit; nothing else does."""
    said = year("REC-003", case(**{"opinionOn": "2021-06-20", **fields}))
    assert ("rectificationCase.postingId" in said.missing) is unknown


def test_the_level_of_dispatch_is_not_missed_because_of_another_case() -> None:
    said = year(
        "REC-003", case(opinionOn="2021-06-20", **RETURNED), case("k-2", opinionOn="2021-06-20", postingId="p-1", **RETURNED, **CONSENT)
    )
    assert said.silent


@pytest.mark.parametrize(("day", "unknown"), [(EVE, False), (FIRST, True)])
def test_the_level_of_dispatch_is_missed_from_the_first_day_of_the_rule(day: str, unknown: bool) -> None:
    said = year("REC-003", case(opinionOn=day, appealFiledOn="2017-06-01"), start="2017-01-01")
    assert ("rectificationCase.postingId" in said.missing) is unknown


# --- limits (REC-005) -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "found", "missing"),
    [
        ({"unitNotifiedOn": "2021-06-01"}, ["k-1"], {}),
        ({"unitNotifiedOn": "2021-06-01", "redacted": ["talkOn"]}, ["k-1"], {}),
        ({"unitNotifiedOn": "2021-06-01", "redacted": ["recalledToUnitOn"]}, [], {"rectificationCase.recalledToUnitOn": 1}),
        ({"cadreNotifiedOn": "2021-06-01", "redacted": ["appealFiledOn"]}, [], {"rectificationCase.appealFiledOn": 1}),
    ],
)
def test_whether_a_blacked_out_day_was_too_late_is_not_judged(fields: Record, found: list[str], missing: dict[str, int]) -> None:
    said = year("REC-005", case(**fields))
    assert (said.ids, said.missing) == (found, missing)


def test_a_blacked_out_day_inside_the_limit_needs_no_judgement() -> None:
    hidden: Record = {"unitNotifiedOn": "2021-12-28", "redacted": ["recalledToUnitOn"]}
    assert year("REC-005", case(**hidden)).silent, "seven working days are not over by the end of the year"


# --- a grade of not competent (REC-007) -------------------------------------------------------------


def graded(day: str = "2021-07-10", **fields: Any) -> Facts:
    return assessed(day, grade="NOT_COMPETENT", **fields)


def test_a_grade_to_come_calls_for_nothing_yet() -> None:
    assert year("REC-007", graded("2021-12-31"), case()).ids == ["assessment-1"]
    assert year("REC-007", graded("2022-01-01"), case()).silent


def test_a_case_on_another_grade_does_not_answer_this_one() -> None:
    """The colleague's case names no assessment, which would do for any before it; the cadre's own names another one."""
    own = case(grounds=["01"], decisionOn="2021-08-01", assessmentIds=["earlier"])
    colleague = case("k-2", cadreId="c-2", grounds=["01"], decisionOn="2021-09-01")
    earlier = {
        "assessment": [{"id": "earlier", "cadreId": "c-1", "kind": "ANNUAL", "year": 2020, "date": "2021-01-20", "grade": "COMPETENT"}]
    }
    facts = (graded(), earlier, own, further("2", "2020-01-01"), colleague)
    assert year("REC-007", *facts).ids == ["assessment-1"]


# --- found off post (REC-008) -----------------------------------------------------------------------


def finds(*days: str) -> Facts:
    return on("activity", *({"kind": "SPOT_CHECK", "date": d, "finding": "OFF_POST"} for d in days))


THREE = ("2021-03-01", "2021-04-01", "2021-05-06")


def test_finds_before_the_rule_are_not_counted() -> None:
    assert year("REC-008", finds("2017-04-20", EVE, FIRST, "2017-05-03"), start="2017-01-01", as_of="2017-12-31").silent
    assert year("REC-008", finds(EVE, FIRST, "2017-05-03", "2017-05-04"), start="2017-01-01", as_of="2017-12-31").arguments("finds") == [3]


def test_leave_of_a_colleague_excuses_nobody_else() -> None:
    leave = {
        "kind": "SICK",
        "form": "WRITTEN",
        "startDate": "2021-04-01",
        "endDate": "2021-04-01",
        "approvedOn": "2021-03-31",
        "cadreId": "c-2",
    }
    assert year("REC-008", finds(*THREE), further("2", "2020-01-01"), on("leave", leave)).ids == ["p-1"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"decisionOn": "2021-05-20"}, []),
        ({"decisionOn": "2021-05-20", "cadreId": "c-2"}, ["p-1"]),
        ({"decisionOn": "2021-05-20", "route": "B", "grounds": ["04"]}, ["p-1"]),
        ({"decisionOn": "2021-02-28"}, ["p-1"]),
        ({"decisionOn": "2021-03-01"}, []),
    ],
)
def test_only_a_case_of_the_cadre_on_this_ground_begins_the_count_anew(fields: Record, found: list[str]) -> None:
    """A find on the very day of the case is one of those it answers."""
    assert year("REC-008", finds(*THREE), further("2", "2020-01-01"), case(**fields)).ids == found


@pytest.mark.parametrize(("first", "found"), [("2021-05-06", ["p-1"]), ("2021-05-07", [])])
def test_cases_must_be_complete_from_the_last_find_on(first: str, found: list[str]) -> None:
    said = year("REC-008", finds(*THREE), coverage=declared("rectificationCase", first, "2021-12-31"))
    assert (said.ids, said.missing) == (found, {} if found else {"coverage.rectificationCase": 1})


# --- satisfaction (REC-009, REC-010) ----------------------------------------------------------------


def survey(satisfied: int, respondents: int, day: str = "2021-05-06") -> Facts:
    return on("activity", {"kind": "SATISFACTION_SURVEY", "date": day, "satisfiedCount": satisfied, "respondentCount": respondents})


@pytest.mark.parametrize(("day", "found"), [(EVE, []), (FIRST, ["k-1"])])
def test_the_survey_of_a_case_is_looked_at_from_the_first_day_of_the_rule(day: str, found: list[str]) -> None:
    on_ground_3 = case(grounds=["03"], route="B", surveyId="activity-1", decisionOn=day)
    assert year("REC-009", survey(50, 100, day), on_ground_3, start="2017-01-01").ids == found


def test_a_case_without_its_survey_cannot_be_weighed() -> None:
    on_ground_3 = case(grounds=["03"], route="B", decisionOn="2021-05-20")
    said = year("REC-009", survey(50, 100), on_ground_3)
    assert (said.ids, said.missing) == ([], {"rectificationCase.surveyId": 1})


def test_a_low_survey_is_answered_by_a_case_of_the_same_cadre() -> None:
    on_ground_3: Record = {"grounds": ["03"], "route": "B", "decisionOn": "2021-05-20"}
    assert year("REC-010", survey(40, 100), case(**on_ground_3)).silent
    assert year("REC-010", survey(40, 100), further("2", "2020-01-01"), case(cadreId="c-2", **on_ground_3)).ids == ["activity-1"]


def test_a_survey_that_nobody_answered_says_nothing() -> None:
    assert year("REC-010", survey(0, 0), case()).silent


# --- a short month (REC-011) ------------------------------------------------------------------------


def second_quarter(*parts: Facts, coverage: Any = None) -> Outcome:
    """April to June 2021: nineteen days in April, every day in May and June."""
    there = join(present("2021-04-01", 19), present("2021-05-01", 61))
    return judge(GZ, "REC-011", join(world("2021-04-01"), there, *parts), as_of="2021-06-30", start="2021-04-01", coverage=coverage)


def test_a_quarter_is_not_a_month() -> None:
    """The case on April has answered what was short; the quarter, which begins with that month, is no other shortfall."""
    april = case(grounds=["04"], route="B", shortMonth="2021-04", decisionOn="2021-05-10")
    assert second_quarter(april).silent
    assert second_quarter(case(grounds=["04"], route="B", shortMonth="2021-05", decisionOn="2021-06-10")).arguments("month") == ["2021-04"]


@pytest.mark.parametrize("excused", [19, 20])
def test_a_month_with_attendance_but_no_credited_day_has_none(excused: int) -> None:
    facts = join(world("2021-06-01"), present("2021-06-01", excused, status="MEETING"))
    said = judge(GZ, "REC-011", facts, as_of="2021-06-30", start="2021-06-01")
    assert said.ids == ([] if excused == 20 else ["p-1"])
    assert said.arguments("days") == ([] if excused == 20 else [0])


@pytest.mark.parametrize("kind", ["attendance", "leave", "rectificationCase"])
@pytest.mark.parametrize(
    ("first", "last", "complete"),
    [("2021-04-01", "2021-06-30", True), ("2021-04-02", "2021-06-30", False), ("2021-04-01", "2021-04-29", False)],
)
def test_a_short_month_is_judged_only_where_it_is_complete_to_its_ends(kind: str, first: str, last: str, complete: bool) -> None:
    said = second_quarter(coverage=declared(kind, first, last, start="2021-04-01", end="2021-06-30"))
    assert (said.ids, said.missing) == ((["p-1"], {}) if complete else ([], {f"coverage.{kind}": 1}))


# --- who replaces (REC-012) -------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["REPLACE", "ORGANISATIONAL_HANDLING"])
@pytest.mark.parametrize(("day", "found"), [(EVE, []), (FIRST, ["k-1"])])
def test_the_unit_of_the_replacement_is_looked_at_from_the_first_day_of_the_rule(outcome: str, day: str, found: list[str]) -> None:
    other = {"organization": [{"id": "other", "body": "DISPATCHING_UNIT", "level": "40"}]}
    successor = change(further("2", "2017-08-01"), "posting", dispatchingUnitId="other")
    fields = {"outcome": outcome, "replacementPostingId": "p-2", "decisionOn": day, "postingId": "p-1"}
    assert year("REC-012", other, successor, case(**fields), start="2017-01-01").ids == found


def test_a_cadre_who_returned_is_not_replaced() -> None:
    """Whoever came later, from another unit, did not come in place of this one."""
    other = {"organization": [{"id": "other", "body": "DISPATCHING_UNIT", "level": "40"}]}
    successor = change(further("2", "2021-08-01"), "posting", dispatchingUnitId="other")
    fields = {"replacementPostingId": "p-2", "decisionOn": "2021-06-01", "postingId": "p-1"}
    assert year("REC-012", other, successor, case(outcome="RETURN", **fields)).silent
    assert year("REC-012", other, successor, case(**fields)).silent, "no outcome yet"


# --- honours (REC-013) ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("honoured", "effective", "found"),
    [("c-1", FIRST, ["measure-1"]), ("c-2", FIRST, []), ("c-1", EVE, [])],
)
def test_the_bar_to_honours_holds_for_the_cadre_of_a_case_under_the_rule(honoured: str, effective: str, found: list[str]) -> None:
    honour = on("measure", {"kind": "MERIT_SELECTION", "date": "2017-12-20", "cadreId": honoured})
    facts = (further("2", "2016-01-01"), case(unitNotifiedOn=effective), honour)
    assert year("REC-013", *facts, start="2017-01-01", as_of="2017-12-31").ids == found


# --- bonus and deductions (REC-015, REC-016, REC-018) -----------------------------------------------

NOTIFIED = {"postingId": "p-1", "unitNotifiedOn": "2021-06-30"}

#: Days for which support is declared complete, and whether that is the whole of 2021.
SPANS = [("2021-01-01", "2021-12-31", True), ("2021-01-02", "2021-12-31", False), ("2021-01-01", "2021-12-30", False)]


@pytest.mark.parametrize(("first", "last", "complete"), SPANS)
def test_a_bonus_that_is_not_on_record_was_not_withheld_only_in_a_year_that_is_complete(first: str, last: str, complete: bool) -> None:
    coverage = declared("support", first, last)
    for rule, cause, record in (("REC-015", case(**NOTIFIED), "k-1"), ("REC-016", graded(), "assessment-1")):
        said = year(rule, cause, coverage=coverage)
        assert (said.ids, said.missing) == (([record], {}) if complete else ([], {"coverage.support": 1}))


def test_an_annual_grade_without_its_year_cannot_be_held_against_a_bonus() -> None:
    bonus = on("support", {"kind": "PERFORMANCE_BONUS", "year": 2021, "baseFen": 1_000_000, "deductedFen": 0})
    two = on("assessment", *({"kind": "ANNUAL", "date": d, "grade": "NOT_COMPETENT"} for d in ("2021-02-01", "2021-12-31", "2022-01-01")))
    said = year("REC-016", two, bonus)
    assert (said.ids, said.missing) == ([], {"assessment.year": 2}), "and the one after the as-of day is not known yet"


@pytest.mark.parametrize(
    ("first", "last", "of", "complete"),
    [
        ("2021-06-30", "2021-12-31", "TARGET_DEDUCTION", True),
        ("2021-06-30", "2021-12-31", "RECALL", False),
        ("2021-07-01", "2021-12-31", None, False),
        ("2021-06-30", "2021-12-30", None, False),
    ],
)
def test_the_unit_was_not_charged_only_if_deductions_are_complete_from_the_case_to_the_end_of_the_year(
    first: str, last: str, of: str | None, complete: bool
) -> None:
    said = year("REC-018", case(**NOTIFIED), coverage=declared("measure", first, last, of))
    assert (said.ids, said.missing) == ((["k-1"], {}) if complete else ([], {"coverage.measure": 1}))
