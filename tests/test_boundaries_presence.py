"""The limits in time of presence, leave and assessment: what lies in the batch, what is declared complete, and whose records they are."""

from __future__ import annotations

from typing import Any

import pytest
from facts import Facts, Outcome, Record, all_but, further, join, judge, on, present, world

GZ, QN, HN, YL, FJX, FJS = "guizhou-2017", "qiannan-2021", "hunan-2021", "yulin-2021", "x-county-2021", "fujian-2004"


def complete(kind: str, start: str, end: str, *, of: str | None = None) -> list[Record]:
    """Records of a type (of one kind of it) declared complete."""
    return [{"recordType": kind, **({"kind": of} if of else {}), "startDate": start, "endDate": end}]


# --- months and years that the batch does not span ----------------------------------------------------

#: A stay since October 2021 of which next to nothing is on record: one day of rest and one survey, both after the month asked for.
BARE = join(world("2021-10-01"), present("2021-11-02", 1, status="REST"), on("activity", {"kind": "VILLAGE_SURVEY", "date": "2021-11-02"}))

#: Rules on the month or the year, and what they say of one that lies in the batch and is not declared complete.
PERIODIC = [
    ("ATT-001", HN, {"coverage.attendance": 1}),
    ("ATT-003", FJX, {}),
    ("ATT-007", FJX, {"coverage.attendance": 1}),
    ("ATT-010", QN, {"coverage.activity.DIARY": 1}),
]


@pytest.mark.parametrize(("rule", "profile", "missing"), PERIODIC, ids=[p[0] for p in PERIODIC])
def test_a_month_that_the_batch_spans_is_asked_for_and_a_month_cut_by_it_is_not(rule: str, profile: str, missing: dict[str, int]) -> None:
    def october(start: str, end: str) -> Outcome:
        return judge(profile, rule, BARE, start=start, end=end, as_of="2021-11-15", coverage=[])

    whole = october("2021-10-01", "2021-10-31")
    assert (whole.ids, whole.missing) == (["p-1"] if rule == "ATT-003" else [], missing)
    assert october("2021-10-01", "2021-10-20").silent, "the batch ends inside the month"
    assert october("2021-10-15", "2021-11-15").silent, "the batch begins inside the month"


def test_a_year_that_the_batch_spans_is_asked_for_and_a_year_cut_by_it_is_not() -> None:
    facts = join(world("2021-09-01"), present("2022-03-01", 1))

    def of_2022(start: str, end: str, declared: tuple[str, str] | None = None) -> Outcome:
        coverage = complete("attendance", *declared) if declared else []
        return judge(YL, "ATT-002", facts, start=start, end=end, as_of="2023-01-15", coverage=coverage)

    assert of_2022("2022-01-01", "2022-12-31").missing == {"coverage.attendance": 1}
    assert of_2022("2022-01-01", "2022-06-30").silent
    assert of_2022("2022-07-01", "2023-01-15").silent
    assert of_2022("2022-01-01", "2022-12-31", ("2022-01-01", "2022-06-30")).missing == {"coverage.attendance": 1}
    assert of_2022("2022-01-01", "2022-12-31", ("2022-01-01", "2022-12-31")).ids == ["p-1"]


# --- months declared complete in part, or for something else --------------------------------------------


@pytest.mark.parametrize(("rule", "profile", "kind"), [("ATT-003", FJX, "attendance"), ("ATT-010", QN, "activity")])
def test_what_is_declared_for_the_very_month_counts_beyond_the_batch(rule: str, profile: str, kind: str) -> None:
    def october(start: str, end: str, *declared: str) -> Outcome:
        return judge(profile, rule, BARE, start=start, end=end, as_of="2021-11-15", coverage=complete(kind, *declared))

    assert october("2021-10-10", "2021-11-15", "2021-10-01", "2021-10-31").ids == ["p-1"]
    assert october("2021-10-10", "2021-11-15", "2021-10-10", "2021-11-15").silent
    assert october("2021-10-01", "2021-10-20", "2021-10-01", "2021-10-20").silent


def test_the_diaries_are_complete_only_where_that_is_said_of_them() -> None:
    def october(*declared: str, of: str | None = None) -> Outcome:
        return judge(
            QN, "ATT-010", BARE, start="2021-10-01", end="2021-10-31", as_of="2021-11-15", coverage=complete("activity", *declared, of=of)
        )

    month = ("2021-10-01", "2021-10-31")
    assert october(*month, of="DIARY").outcomes == ["CANDIDATE"]
    assert october(*month, of="VILLAGE_SURVEY").missing == {"coverage.activity.DIARY": 1}
    assert october("2021-10-01", "2021-10-20").missing == {"coverage.activity.DIARY": 1}


def test_days_nobody_accounts_for_need_attendance_and_leaves_of_the_whole_month() -> None:
    month = ("2021-10-01", "2021-10-31")

    def october(attendance: tuple[str, str], leave: tuple[str, str]) -> Outcome:
        coverage = complete("attendance", *attendance) + complete("leave", *leave)
        return judge(FJX, "ATT-007", BARE, start=month[0], end=month[1], as_of="2021-11-15", coverage=coverage)

    assert october(month, month).ids == ["p-1"]
    assert october(("2021-10-10", "2021-10-31"), month).missing == {"coverage.attendance": 1}
    assert october(month, ("2021-10-01", "2021-10-20")).missing == {"coverage.leave": 1}


@pytest.mark.parametrize(("rule", "profile", "kinds"), [("ATT-007", FJX, ["attendance", "leave"]), ("ATT-010", QN, ["activity"])])
def test_what_is_asked_by_the_month_may_be_declared_by_the_month(rule: str, profile: str, kinds: list[str]) -> None:
    months = [("2021-10-01", "2021-10-31"), ("2021-11-01", "2021-11-30"), ("2021-12-01", "2021-12-31")]
    coverage = [c for kind in kinds for m in months for c in complete(kind, *m)]
    said = judge(profile, rule, BARE, start="2021-10-01", as_of="2021-12-31", coverage=coverage)
    assert (said.arguments("month"), said.missing) == (["2021-10", "2021-11", "2021-12"], {})


def test_leave_counts_as_complete_for_the_very_day() -> None:
    facts = join(world("2021-10-01"), present("2021-10-11", 1, status="LEAVE"))  # a Monday

    def monday(start: str, end: str) -> Outcome:
        return judge(HN, "ATT-005", facts, start="2021-10-01", as_of="2021-10-31", coverage=complete("leave", start, end))

    assert monday("2021-10-11", "2021-10-11").severities == ["error"]
    assert monday("2021-10-12", "2021-10-31").missing == {"coverage.leave": 1}
    assert monday("2021-10-01", "2021-10-10").missing == {"coverage.leave": 1}


# --- the first day of the rules ---------------------------------------------------------------------------


@pytest.mark.parametrize(("profile", "last", "first"), [(HN, "2021-06-25", "2021-06-28"), (YL, "2021-08-27", "2021-08-30")])
def test_days_away_before_the_rules_began_are_none_of_theirs(profile: str, last: str, first: str) -> None:
    """A Friday, and the Monday on which the document takes effect."""

    def away(day: str) -> Outcome:
        return judge(
            profile, "ATT-005", join(world("2021-06-01"), present(day, 1, status="ABSENT")), start="2021-06-01", as_of="2021-09-30"
        )

    assert away(last).silent
    assert away(first).severities == ["error"]


# --- whose records they are -------------------------------------------------------------------------------


def test_the_keeper_answers_for_the_days_of_the_posting_alone() -> None:
    """Not for those before the rules began, nor for the days of a person who is not posted."""
    by_township = present("2021-10-11", 1, recordedBy="TOWNSHIP_PARTY_COMMITTEE")
    early = present("2021-06-30", 1, recordedBy="VILLAGE_COMMITTEES")
    another = join({"cadre": [{"id": "c-2"}]}, present("2021-10-12", 1, cadre="c-2", recordedBy="VILLAGE_COMMITTEES"))

    def kept(*parts: Facts) -> Outcome:
        return judge(FJX, "ATT-004", join(world("2021-06-01"), by_township, *parts), start="2021-06-01", as_of="2021-10-31")

    assert kept(early, another).silent
    assert kept(present("2021-10-12", 1, recordedBy="VILLAGE_COMMITTEES")).ids == ["p-1"]


def on_leave(first: str, last: str, cadre: str = "c-1", **fields: Any) -> Record:
    return {"cadreId": cadre, "kind": "SICK", "startDate": first, "endDate": last, "approvedOn": "2021-09-30", **fields}


def test_the_leave_or_the_day_of_a_colleague_does_not_excuse() -> None:
    away = join(world("2021-10-01"), further("2", "2021-10-01"), present("2021-10-11", 1, status="ABSENT"))
    for colleague in (present("2021-10-11", 1, cadre="c-2"), on("leave", on_leave("2021-10-11", "2021-10-11", "c-2"))):
        said = judge(HN, "ATT-005", join(away, colleague), start="2021-10-01", as_of="2021-10-31")
        assert said.ids == ["att-c-1-2021-10-11-ABSENT"]


def test_a_month_without_a_day_weighs_less_only_where_ones_own_leave_makes_up_for_all_of_it() -> None:
    """Twenty days are asked for: nineteen of leave leave one open, twenty none."""
    facts = join(
        world("2021-10-01"),
        further("2", "2021-10-01"),
        present("2021-10-31", 1, status="REST"),
        on("leave", on_leave("2021-10-01", "2021-10-19"), on_leave("2021-10-01", "2021-10-20", "c-2")),
    )
    said = judge(HN, "ATT-001", facts, start="2021-10-01", as_of="2021-10-31")
    assert {f["recordId"]: f["severity"] for f in said.findings} == {"p-1": "error", "p-2": "warning"}


@pytest.mark.parametrize("named", [{"cadreId": "c-1"}, {"cadreIds": ["c-3", "c-1"]}, {"cadreId": "c-3", "cadreIds": ["c-1"]}])
def test_an_inspection_of_several_days_bears_on_each_of_them_and_on_each_cadre_it_names(named: Record) -> None:
    found = {"kind": "INSPECTION", "date": "2021-10-11", "endDate": "2021-10-13", "finding": "OFF_POST", **named}
    stay = join(world("2021-10-01"), further("2", "2021-10-01"), further("3", "2021-10-01"), on("activity", found, cadre=None))

    def claimed(day: str, cadre: str = "c-1") -> list[str]:
        return judge(FJX, "ATT-009", join(stay, present(day, 1, cadre=cadre)), start="2021-10-01", as_of="2021-10-31").ids

    assert [len(claimed(f"2021-10-{d}")) for d in (10, 11, 12, 13, 14)] == [0, 1, 1, 1, 0]
    assert claimed("2021-10-12", "c-2") == []


def test_a_day_both_declared_untrue_and_found_out_is_one_finding() -> None:
    inspection = on("activity", {"kind": "INSPECTION", "date": "2021-10-11", "finding": "OFF_POST"})
    facts = join(world("2021-10-01"), inspection, present("2021-10-11", 1, declaredFalse=True))
    said = judge(FJX, "ATT-009", facts, start="2021-10-01", as_of="2021-10-31")
    assert (said.outcomes, said.arguments("finding")) == (["CANDIDATE"], ["OFF_POST"])


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


# --- six months in the year ---------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", [HN, YL])
def test_six_months_from_the_31st_end_with_the_30th(profile: str) -> None:
    """September has no 31st: the sixth month from 31 March is full at the end of its last day."""

    def graded(end: str) -> Outcome:
        facts = join(world("2022-03-31", end), on("assessment", {"kind": "ANNUAL", "year": 2022, "date": "2023-01-10"}))
        return judge(profile, "ASM-002", facts, start="2022-01-01", as_of="2023-01-31")

    def ungraded(end: str) -> Outcome:
        return judge(profile, "ASM-001", world("2022-03-31", end), start="2022-01-01", as_of="2023-01-31")

    assert (ungraded("2022-09-30").ids, ungraded("2022-09-29").ids) == (["p-1"], [])
    assert (graded("2022-09-30").ids, graded("2022-09-29").ids) == ([], ["assessment-1"])


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


# --- assessments declared complete, and those still to come -------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "profile", "stay", "of", "other"),
    [
        ("ASM-001", HN, world("2022-01-01", "2022-12-31"), "ANNUAL", "TERM"),
        ("ASM-009", HN, world("2022-01-01", "2022-12-31", endReason="ROTATION"), "TERM", "ANNUAL"),
        ("ASM-010", FJS, world("2022-01-01", "2022-12-31"), "TERM_INSPECTION", "TERM"),
    ],
    ids=["ASM-001", "ASM-009", "ASM-010"],
)
def test_assessments_of_one_kind_may_be_complete(rule: str, profile: str, stay: Facts, of: str, other: str) -> None:
    def lacking(kind: str) -> Outcome:
        coverage = complete("assessment", "2022-01-01", "2023-06-30", of=kind)
        return judge(profile, rule, stay, start="2022-01-01", as_of="2023-06-30", coverage=coverage)

    assert lacking(of).ids == ["p-1"]
    assert lacking(other).missing == {"coverage.assessment": 1}


def test_feedback_is_missed_only_where_the_assessments_are_declared_complete() -> None:
    facts = join(world("2021-09-01"), on("assessment", {"kind": "ANNUAL", "year": 2022, "date": "2023-01-10"}))
    period = ("2022-01-01", "2023-06-30")
    assert judge(HN, "ASM-005", facts, start=period[0], as_of=period[1]).severities == ["warning"]
    others = judge(HN, "ASM-005", facts, start=period[0], as_of=period[1], coverage=all_but(*period, "assessment"))
    assert others.missing == {"coverage.assessment": 1}


def grades(excellent: int, competent: int, day: str = "2022-01-10") -> Facts:
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
    assert share(grades(10, 23)).ids == ["b"]
    assert share(grades(10, 24)).silent


def test_the_share_is_that_of_the_grades_known_on_the_as_of_day() -> None:
    assert share(grades(0, 1), grades(1, 0, "2022-03-31")).ids == ["b"], "given on that very day"
    assert share(grades(0, 1), grades(1, 0, "2022-04-01")).silent, "given on the day after"
    later = share(grades(0, 1), grades(1, 0, "2022-03-31"), end="2022-01-31", coverage=complete("assessment", "2022-01-01", "2022-03-31"))
    assert later.ids == ["b"], "given after the end of the batch"


def test_the_share_means_something_from_the_first_grade_to_the_as_of_day() -> None:
    def declared(start: str, end: str, of: str | None = None) -> Outcome:
        return share(grades(1, 1), end="2022-01-31", coverage=complete("assessment", start, end, of=of))

    assert declared("2022-01-10", "2022-03-31").ids == ["b"]
    assert declared("2022-01-10", "2022-03-31", "ANNUAL").ids == ["b"]
    for lacking in (
        declared("2022-01-11", "2022-03-31"),
        declared("2022-01-10", "2022-01-31"),
        declared("2022-01-10", "2022-03-31", "TERM"),
    ):
        assert lacking.missing == {"coverage.assessment": 1}


@pytest.mark.parametrize(("rule", "profile"), [("ASM-007", HN), ("ASM-008", YL)])
def test_an_assessment_after_the_as_of_day_is_not_yet_known(rule: str, profile: str) -> None:
    record = {"kind": "ANNUAL", "year": 2022, "date": "2023-01-10", "grade": "EXCELLENT"}
    record |= {"homeUnitGrade": "COMPETENT", "quotaSource": "DISPATCHING_UNIT"}
    facts = join(world("2021-09-01"), on("assessment", record))
    assert judge(profile, rule, facts, start="2022-01-01", as_of="2023-01-09").silent
    assert judge(profile, rule, facts, start="2022-01-01", as_of="2023-01-10").severities == ["error"]
