"""Both sides of every limit of the rules on assessments, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from facts import FJS, GZ, HN, QN, YL, Facts, Outcome, Record, all_but, further, join, judge, on, said, world
from worlds import BOTH, FOUR, YEAR, actors_at, assessed, complete, grades, grades_of_team, round_of

# --- ASM-001: no annual assessment ----------------------------------------------------------------


@BOTH
def test_six_months_in_the_year(profile: str) -> None:
    owed: Record = {"as_of": "2023-06-30", "end": "2023-01-31"}
    assert assessed("ASM-001", profile, start="2022-07-01", **owed) == "warning"
    assert assessed("ASM-001", profile, start="2022-07-02", **owed) == "ok"
    assert assessed("ASM-001", profile, {}, start="2022-07-01", **owed) == "ok"
    assert assessed("ASM-002", profile, {}, start="2022-07-01", **owed) == "ok"
    assert assessed("ASM-002", profile, {}, start="2022-07-02", **owed) == "warning"


@BOTH
def test_the_annual_assessment_is_missed_only_when_the_year_is_settled(profile: str) -> None:
    """No text sets a date: the first quarter of the next year is waited for, and the absence weighs one step less."""
    assert assessed("ASM-001", profile, start="2022-01-01", as_of="2022-12-31") == "ok"
    assert assessed("ASM-001", profile, start="2022-01-01", as_of="2023-03-31") == "ok"
    assert assessed("ASM-001", profile, start="2022-01-01", as_of="2023-04-01") == "warning"


@pytest.mark.parametrize("profile", [HN, YL])
def test_six_months_from_the_31st_end_with_the_30th(profile: str) -> None:
    """September has no 31st: the sixth month from 31 March is full at the end of its last day."""

    def graded(end: str) -> Outcome:
        facts = join(world("2022-03-31", end), on("assessment", {"kind": "ANNUAL", "year": 2022, "date": "2023-01-10"}))
        return judge(profile, "ASM-002", facts, start="2022-01-01", as_of="2023-01-31")

    def ungraded(end: str) -> Outcome:
        return judge(profile, "ASM-001", world("2022-03-31", end), start="2022-01-01", as_of="2023-04-30")

    assert (ungraded("2022-09-30").ids, ungraded("2022-09-29").ids) == (["p-1"], [])
    assert (graded("2022-09-30").ids, graded("2022-09-29").ids) == ([], ["assessment-1"])


@pytest.mark.parametrize(
    ("rule", "profile", "stay", "of", "other"),
    [
        ("ASM-001", HN, world("2022-01-01", "2022-12-31"), "ANNUAL", "TERM"),
        ("ASM-009", HN, world("2022-01-01", "2022-12-31", endReason="ROTATION"), "TERM", "ANNUAL"),
        ("ASM-010", FJS, world("2022-01-01", "2022-12-31", endReason="ROTATION"), "TERM_INSPECTION", "TERM"),
    ],
    ids=["ASM-001", "ASM-009", "ASM-010"],
)
def test_assessments_of_one_kind_may_be_complete(rule: str, profile: str, stay: Facts, of: str, other: str) -> None:
    def lacking(kind: str) -> Outcome:
        coverage = complete("assessment", "2022-01-01", "2023-06-30", of=kind)
        return judge(profile, rule, stay, start="2022-01-01", as_of="2023-06-30", coverage=coverage)

    assert lacking(of).ids == ["p-1"]
    assert lacking(other).missing == {"coverage.assessment": 1}


def test_six_months_of_posting_are_not_a_calendar_half_year() -> None:
    """From April to October: seven months, owed an assessment, and no half-year in which anything is due."""
    year = {"start": "2022-01-01", "as_of": "2023-04-30"}
    served = world("2022-04-01", "2022-10-31")
    assert judge(HN, "ASM-001", served, **year).ids == ["p-1"]
    assert "unit-hears-report" not in judge(HN, "OBL-003", served, **year).rows
    whole = world("2022-01-01", "2022-06-30")
    assert judge(HN, "OBL-003", whole, **year).arguments("period") == ["2022-H1"]


# --- ASM-002: annual assessment without the months ------------------------------------------------


def test_a_year_before_the_rules_is_measured_all_the_same_when_it_is_assessed_under_them() -> None:
    """Six months of 2020 are enough for the assessment of 2020 that is made after the rules began."""

    def late(start: str) -> Outcome:
        facts = join(world(start), on("assessment", {"kind": "ANNUAL", "year": 2020, "date": "2021-07-05"}))
        return judge(HN, "ASM-002", facts, start="2020-01-01", as_of="2021-12-31")

    assert late("2020-07-01").silent
    assert late("2020-07-02").ids == ["assessment-1"]


def test_too_few_months_show_only_where_the_postings_of_the_year_are_complete() -> None:
    facts = join(world("2021-09-01"), on("assessment", {"kind": "ANNUAL", "year": 2021, "date": "2021-12-20"}))

    def of_2021(start: str, end: str, *, batch: str = "2021-01-01", batch_end: str = "2021-12-31", as_of: str = "2022-03-31") -> Outcome:
        return judge(HN, "ASM-002", facts, start=batch, end=batch_end, as_of=as_of, coverage=complete("posting", start, end))

    assert of_2021("2021-01-01", "2021-12-31").ids == ["assessment-1"]
    assert of_2021("2021-01-02", "2021-12-31").missing == {"coverage.posting": 1}
    assert of_2021("2021-01-01", "2021-12-30").missing == {"coverage.posting": 1}
    # a batch that begins inside the year knows of no posting that had ended by then
    assert of_2021("2021-07-01", "2021-12-31", batch="2021-07-01").missing == {"coverage.posting": 1}
    # a year still running, up to the as-of day and not the end of the batch
    assert of_2021("2021-01-01", "2021-12-24", batch_end="2021-11-30", as_of="2021-12-24").ids == ["assessment-1"]
    assert of_2021("2021-01-01", "2021-11-30", batch_end="2021-11-30", as_of="2021-12-24").missing == {"coverage.posting": 1}


# --- ASM-003: bodies missing from an assessment ---------------------------------------------------


def actors(*bodies: str, level: str = "50") -> list[Record]:
    return [{"body": b, "level": "60" if b == "TOWNSHIP_PARTY_COMMITTEE" else level} for b in bodies]


COUNTY_HN = actors(*FOUR, "TOWNSHIP_PARTY_COMMITTEE")


COUNTY_YL = actors("MANAGEMENT_OFFICE", "TOWNSHIP_PARTY_COMMITTEE")


ANNUAL: dict[str, Record] = {
    HN: {"lead": COUNTY_HN[0], "assessors": COUNTY_HN, "consulted": ["DISPATCHING_UNIT"]},
    YL: {"lead": COUNTY_YL[0], "assessors": COUNTY_YL, "consulted": ["DISPATCHING_UNIT"]},
}


TERM: dict[str, Record] = {
    HN: {"kind": "TERM", "lead": {"body": "DISPATCHING_UNIT"}, "assessors": COUNTY_HN},
    YL: {
        "kind": "TERM",
        "lead": {"body": "DISPATCHING_UNIT"},
        "assessors": COUNTY_YL,
        "heard": ["VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS"],
    },
}


@BOTH
def test_who_assesses(profile: str) -> None:
    annual, term = ANNUAL[profile], TERM[profile]
    assert assessed("ASM-003", profile, annual) == "ok"
    assert assessed("ASM-003", profile, term) == "ok"
    assert assessed("ASM-003", profile, annual | {"assessors": annual["assessors"][:-1]}) == "error"
    assert (
        assessed(
            "ASM-003",
            profile,
            annual
            | {
                "lead": actors("MANAGEMENT_OFFICE", level="40")[0],
                "assessors": actors(*FOUR, "MANAGEMENT_OFFICE", level="40") + COUNTY_HN[-1:],
            },
        )
        == "error"
    )
    assert assessed("ASM-003", profile, annual | {"consulted": ["VILLAGERS"]}) == "error"
    assert assessed("ASM-003", profile, term | {"lead": {"body": "PARTY_ORG_DEPT", "level": "50"}}) == "error"


def test_only_yl_hears_the_village_at_the_end_of_the_term() -> None:
    assert assessed("ASM-003", YL, TERM[YL] | {"heard": ["VILLAGE_CADRES", "PARTY_MEMBERS"]}) == "error"
    assert assessed("ASM-003", HN, TERM[HN] | {"heard": ["VILLAGE_CADRES"]}) == "ok"
    assert assessed("ASM-003", YL, ANNUAL[YL] | {"heard": ["VILLAGE_CADRES"]}) == "ok"


def test_but_the_county_and_the_township_of_the_place_assess() -> None:
    by = ["DISPATCHING_UNIT@20", "PARTY_ORG_DEPT@50", "TOWNSHIP_PARTY_COMMITTEE@60", "VILLAGE_PARTY_ORG@60"]
    for assessors, found in ((by, []), ([by[0], "PARTY_ORG_DEPT@20", *by[2:]], ["assessment-1"]), (by[:3], ["assessment-1"])):
        done = on(
            "assessment", {"kind": "ANNUAL", "year": 2020, "date": "2021-01-10", "grade": "COMPETENT", "assessors": actors_at(*assessors)}
        )
        assert judge(GZ, "ASM-003", join(world("2020-01-01", level="20"), done), **YEAR).ids == found


# --- ASM-004: approval of an assessment -----------------------------------------------------------


def test_the_result_is_approved_at_the_dispatch_level_in_yl() -> None:
    def approved(level: str, on_day: str = "2023-01-12", fed_back: str = "2023-01-15", body: str = "MANAGEMENT_OFFICE") -> str:
        result: Record = {"approvedBy": {"body": body, "level": level}, "approvedOn": on_day, "feedbackOn": fed_back}
        return assessed("ASM-004", YL, result, level="40")

    assert approved("40") == "ok"
    assert approved("50") == "error"
    assert approved("40", body="PARTY_ORG_DEPT") == "error"
    assert approved("40", on_day="2023-01-10", fed_back="2023-01-10") == "ok"
    assert approved("40", on_day="2023-01-09") == "error"
    assert approved("40", fed_back="2023-01-11") == "error"


def test_an_id_is_ones_own_among_records_of_its_type() -> None:
    """An assessment may bear the id of a cadre that it does not speak of."""
    stay = join(world("2021-09-01", level="40"), further("2", "2021-09-01", dispatchLevel="50"))
    result = {"kind": "ANNUAL", "year": 2022, "date": "2023-01-10", "approvedBy": {"body": "MANAGEMENT_OFFICE", "level": "40"}}
    result |= {"id": "c-2", "cadreId": "c-1", "approvedOn": "2023-01-12"}
    assert judge(YL, "ASM-004", join(stay, {"assessment": [result]}), start="2022-01-01", as_of="2023-06-30").silent

    # of a role that the share does not count
    instructor = join(world("2021-09-01", role="PARTY_BUILDING_INSTRUCTOR"), further("2", "2021-09-01"))
    excellent = {"id": "c-2", "cadreId": "c-1", "kind": "ANNUAL", "year": 2022, "date": "2023-01-10", "grade": "EXCELLENT"}
    assert judge(QN, "ASM-006", join(instructor, {"assessment": [excellent]}), start="2022-01-01", as_of="2023-06-30").silent


# --- ASM-005: assessment not fed back -------------------------------------------------------------


@BOTH
def test_the_result_is_fed_back(profile: str) -> None:
    assert assessed("ASM-005", profile, {"feedbackOn": "2023-01-10"}) == "ok"
    assert assessed("ASM-005", profile, {"feedbackOn": "2023-01-09"}) == "error"
    assert assessed("ASM-005", profile, {}) == "warning"


def test_feedback_is_missed_only_where_the_assessments_are_declared_complete() -> None:
    facts = join(world("2021-09-01"), on("assessment", {"kind": "ANNUAL", "year": 2022, "date": "2023-01-10"}))
    period = ("2022-01-01", "2023-06-30")
    assert judge(HN, "ASM-005", facts, start=period[0], as_of=period[1]).severities == ["warning"]
    others = judge(HN, "ASM-005", facts, start=period[0], as_of=period[1], coverage=all_but(*period, "assessment"))
    assert others.missing == {"coverage.assessment": 1}


# --- ASM-006: too many excellent grades -----------------------------------------------------------


def quota(*parts: Facts, as_of: str = "2022-12-31") -> Outcome:
    return judge(QN, "ASM-006", join(world(), *parts), as_of=as_of, start="2021-01-01")


def test_thirty_percent_is_a_ceiling_without_rounding() -> None:
    assert quota(grades(3, 7)).silent
    said = quota(grades(4, 6))
    assert (said.severities, said.arguments("excellent")) == (["warning"], [4])
    assert quota(grades(3, 6)).severities == ["warning"], "3 of 9 are more than 30 %"
    assert quota(grades(2, 7)).silent
    assert quota(grades(0, 10)).silent, "fewer is no fault"
    assert quota(grades(3, 6), grades(0, 5, role="SINKING_CADRE", first=200)).severities == ["warning"], (
        "sinking cadres are no stationed cadres"
    )


def test_the_quota_of_a_year_that_ended_before_the_rules_is_not_judged() -> None:
    assert quota(grades(4, 6, year=2020)).silent


def grades_on(excellent: int, competent: int, day: str = "2022-01-10") -> Facts:
    """Annual grades of 2021, each of another cadre."""
    return {
        "assessment": [
            {"id": f"a-{day}-{n}", "cadreId": f"c-{day}-{n}", "kind": "ANNUAL", "year": 2021, "date": day, "grade": grade}
            for n, grade in enumerate(["EXCELLENT"] * excellent + ["COMPETENT"] * competent)
        ]
    }


def share(*parts: Facts, start: str = "2021-01-01", end: str = "2022-03-31", as_of: str = "2022-03-31", **more: Any) -> Outcome:
    return judge(QN, "ASM-006", join(*parts), start=start, end=end, as_of=as_of, **more)


def test_ten_of_thirty_three_are_more_than_thirty_percent() -> None:
    assert share(grades_on(10, 23)).ids == ["b"]
    assert share(grades_on(10, 24)).silent


def test_the_share_is_that_of_the_grades_known_on_the_as_of_day() -> None:
    assert share(grades_on(0, 1), grades_on(1, 0, "2022-03-31")).ids == ["b"], "given on that very day"
    assert share(grades_on(0, 1), grades_on(1, 0, "2022-04-01")).silent, "given on the day after"
    later = share(
        grades_on(0, 1), grades_on(1, 0, "2022-03-31"), end="2022-01-31", coverage=complete("assessment", "2022-01-01", "2022-03-31")
    )
    assert later.ids == ["b"], "given after the end of the batch"


def test_the_share_means_something_from_the_first_grade_to_the_as_of_day() -> None:
    def declared(start: str, end: str, of: str | None = None) -> Outcome:
        return share(grades_on(1, 1), end="2022-01-31", coverage=complete("assessment", start, end, of=of))

    assert declared("2022-01-10", "2022-03-31").ids == ["b"]
    assert declared("2022-01-10", "2022-03-31", "ANNUAL").ids == ["b"]
    for lacking in (
        declared("2022-01-11", "2022-03-31"),
        declared("2022-01-10", "2022-01-31"),
        declared("2022-01-10", "2022-03-31", "TERM"),
    ):
        assert lacking.missing == {"coverage.assessment": 1}


def test_thirty_percent_is_a_ceiling_and_no_duty() -> None:
    for excellent, found in ((0, 0), (3, 0), (4, 1)):
        assert (
            len(judge(QN, "ASM-006", join(world(), grades_of_team(excellent, 10 - excellent)), as_of="2022-06-30", start="2021-01-01").ids)
            == found
        )


# --- ASM-007: excellent grade from the unit's quota -----------------------------------------------


def test_an_excellent_grade_does_not_use_the_units_quota() -> None:
    assert assessed("ASM-007", HN, {"grade": "EXCELLENT", "quotaSource": "OWN"}) == "ok"
    assert assessed("ASM-007", HN, {"grade": "EXCELLENT", "quotaSource": "DISPATCHING_UNIT"}) == "error"
    assert assessed("ASM-007", HN, {"grade": "COMPETENT", "quotaSource": "DISPATCHING_UNIT"}) == "ok"


@pytest.mark.parametrize(("rule", "profile"), [("ASM-007", HN), ("ASM-008", YL)])
def test_an_assessment_after_the_as_of_day_is_not_yet_known(rule: str, profile: str) -> None:
    record = {"kind": "ANNUAL", "year": 2022, "date": "2023-01-10", "grade": "EXCELLENT"}
    record |= {"homeUnitGrade": "COMPETENT", "quotaSource": "DISPATCHING_UNIT"}
    facts = join(world("2021-09-01"), on("assessment", record))
    assert judge(profile, rule, facts, start="2022-01-01", as_of="2023-01-09").silent
    assert judge(profile, rule, facts, start="2022-01-01", as_of="2023-01-10").severities == ["error"]


# --- ASM-008: grade of the home unit differs ------------------------------------------------------


def test_the_home_unit_takes_over_the_grade_in_yl() -> None:
    assert assessed("ASM-008", YL, {"grade": "COMPETENT", "homeUnitGrade": "COMPETENT"}) == "ok"
    assert assessed("ASM-008", YL, {"grade": "COMPETENT", "homeUnitGrade": "EXCELLENT"}) == "error"
    assert assessed("ASM-008", YL, {"grade": "COMPETENT"}) == "?assessment.homeUnitGrade"
    assert judge(HN, "ASM-008", {}, start="2021-09-01", as_of="2021-12-31").status == "NOT_APPLICABLE"


# --- ASM-009: rotated without the assessment at the end of the term -------------------------------


def test_hn_assesses_before_it_rotates() -> None:
    def rotated(*days: str) -> str:
        facts = join(
            world("2021-09-01", "2023-08-31", endReason="ROTATION"), on("assessment", *({"kind": "TERM", "date": d} for d in days))
        )
        return said(judge(HN, "ASM-009", facts, start="2021-09-01", as_of="2023-12-31"))

    assert rotated("2023-08-31") == "ok"
    assert rotated("2023-09-01") == "error"
    assert rotated() == "error"


# --- ASM-010: no inspection before the end of the round -------------------------------------------


def test_the_inspection_comes_before_the_end() -> None:
    def inspected(*days: str, kind: str = "TERM_INSPECTION") -> str:
        return round_of("ASM-010", on("assessment", *({"kind": kind, "date": d} for d in days)))

    assert inspected("2007-06-30") == "ok"
    assert inspected("2007-07-01") == "warning"
    assert inspected() == "warning"
    assert inspected("2007-06-30", kind="TERM") == "warning"
