"""Both sides of every number of Guizhou 2017 and Qiannan 2021: the last value that passes and the first that does not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from edition import standard
from facts import Facts, Outcome, all_but, change, everything, further, join, judge, on, posted, present, world

GZ, QN = "guizhou-2017", "qiannan-2021"


def before(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(1)).isoformat()


def after(day: str) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(1)).isoformat()


# --- days in the village (GZ-1-02a, GZ-2-04, GZ-2-05, QN-2-6) ---------------------------------------


def june(rule: str, profile: str, *parts: Facts, **more: Any) -> Outcome:
    """June 2021 of a cadre who is posted all the month."""
    return judge(profile, rule, join(*parts), **{"as_of": "2021-06-30", "start": "2021-06-01", **more})


@pytest.mark.parametrize("profile", [GZ, QN])
def test_twenty_days_are_enough_and_nineteen_are_not(profile: str) -> None:
    assert june("ATT-001", profile, world("2021-06-01"), present("2021-06-01", 20)).silent
    short = june("ATT-001", profile, world("2021-06-01"), present("2021-06-01", 19))
    assert (short.ids, short.severities, short.arguments("days")) == (["p-1"], ["warning"], [19])


@pytest.mark.parametrize("profile", [GZ, QN])
@pytest.mark.parametrize("status", ["MEETING", "TRAINING", "OFFICIAL_TRIP", "PROJECT_LIAISON", "HOME_UNIT_WORK"])
def test_only_days_in_the_village_count(profile: str, status: str) -> None:
    facts = join(present("2021-06-01", 19), present("2021-06-20", 11, status=status))
    assert june("ATT-001", profile, world("2021-06-01"), facts).arguments("days") == [19]


def test_two_entries_on_one_date_are_one_day() -> None:
    facts = join(
        present("2021-06-01", 19), {"attendance": [{"id": "again", "cadreId": "c-1", "date": "2021-06-19", "status": "IN_VILLAGE"}]}
    )
    assert june("ATT-001", GZ, world("2021-06-01"), facts).arguments("days") == [19]


@pytest.mark.parametrize(("start", "end"), [("2021-06-02", None), ("2021-06-01", "2021-06-29")])
def test_a_month_partly_inside_the_posting_is_not_judged(start: str, end: str | None) -> None:
    assert june("ATT-001", GZ, world(start, end), present(start, 3)).silent


def test_a_month_still_running_is_not_judged() -> None:
    assert june("ATT-001", GZ, world("2021-06-01"), present("2021-06-01", 3), as_of="2021-06-29").silent


def test_days_cannot_be_judged_without_complete_attendance() -> None:
    said = june("ATT-001", GZ, world("2021-06-01"), present("2021-06-01", 3), coverage=all_but("2021-06-01", "2021-06-30", "attendance"))
    assert (said.ids, said.missing) == ([], {"coverage.attendance": 1})


@pytest.mark.parametrize(("month", "found"), [("2017-05-01", []), ("2017-06-01", ["p-1"])])
def test_a_month_is_judged_only_if_the_rule_was_in_force_all_along(month: str, found: list[str]) -> None:
    """Guizhou's rule starts on 2 May 2017."""
    last = before("2017-06-01" if month == "2017-05-01" else "2017-07-01")
    assert judge(GZ, "ATT-001", join(world("2017-01-01"), present(month, 5)), as_of=last, start=month).ids == found


def test_a_report_asks_less_loudly_than_a_rule() -> None:
    """Qiannan's rules are reported: none of its own rows weighs more than a warning, while Guizhou's inherited rows may."""
    rows = standard.profiles.resolve(QN).rows
    assert {r.severity for r in rows if r.profile == QN} == {"info", "warning"}
    assert {r.severity for r in rows if r.profile == GZ} == {"info", "warning", "error"}


LEAVE = {"kind": "PERSONAL", "form": "WRITTEN", "appliedOn": "2021-05-30", "approvedOn": "2021-05-31"}


def leave(start: str, end: str, **fields: Any) -> Facts:
    return on("leave", {**LEAVE, "startDate": start, "endDate": end, "returnReportedOn": after(end), **fields})


def test_a_short_month_opens_a_case_only_without_reason_and_without_leave() -> None:
    short = join(world("2021-06-01"), present("2021-06-01", 19))
    said = june("REC-011", GZ, short)
    assert (said.ids, said.outcomes) == (["p-1"], ["CANDIDATE"])
    assert june("REC-011", GZ, short, present("2021-06-20", 1)).silent
    assert june("REC-011", GZ, short, leave("2021-06-20", "2021-06-20")).silent
    assert june("REC-011", GZ, short, present("2021-06-20", 1, status="MEETING")).silent
    assert june("REC-011", GZ, short, present("2021-06-20", 1, status="ABSENT", justified=True)).silent
    assert june("REC-011", GZ, short, present("2021-06-20", 1, status="ABSENT", justified=False)).ids == ["p-1"]


def test_leave_excuses_the_days_it_covers_and_no_others() -> None:
    """17 days and two of leave are 19: one day is still missing without either."""
    short = join(world("2021-06-01"), present("2021-06-01", 17))
    assert june("REC-011", GZ, short, leave("2021-06-20", "2021-06-21")).ids == ["p-1"]
    assert june("REC-011", GZ, short, leave("2021-06-20", "2021-06-22")).silent
    assert june("REC-011", GZ, short, leave("2021-06-20", "2021-06-22", approvedOn="2021-06-21")).ids == ["p-1"], "approved only afterwards"
    assert june("REC-011", GZ, short, leave("2021-06-20", "2021-06-22", returnReportedOn="2021-06-21")).ids == ["p-1"], "back a day early"


def test_a_month_without_any_attendance_is_ground_5_and_not_ground_4() -> None:
    other = present("2021-05-01", 3, cadre="c-9")
    assert june("REC-011", GZ, world("2021-06-01"), other).silent
    assert june("ATT-003", GZ, world("2021-06-01"), other).outcomes == ["CANDIDATE"]
    assert june("ATT-003", GZ, world("2021-06-01"), other, present("2021-06-30", 1)).silent


def test_one_diary_a_month() -> None:
    assert june("ATT-010", GZ, world("2021-06-01")).outcomes == ["CANDIDATE"]
    assert june("ATT-010", GZ, world("2021-06-01"), on("activity", {"kind": "DIARY", "date": "2021-06-30"})).silent
    unknown = june("ATT-010", GZ, world("2021-06-01"), coverage=all_but("2021-06-01", "2021-06-30", "activity"))
    assert unknown.status == "NOT_EVALUATED", "no activity was handed in at all"
    other = on("activity", {"kind": "HEALTH_CHECK", "date": "2021-06-01"})
    unknown = june("ATT-010", GZ, world("2021-06-01"), other, coverage=all_but("2021-06-01", "2021-06-30", "activity"))
    assert (unknown.ids, unknown.missing) == ([], {"coverage.activity.DIARY": 1})


def test_attendance_is_untrue_where_an_inspection_found_the_cadre_away_that_day() -> None:
    there = join(world("2021-06-01"), present("2021-06-10", 1))
    for day, found in (("2021-06-10", 1), ("2021-06-11", 0)):
        seen = on("activity", {"kind": "INSPECTION", "date": day, "finding": "OFF_POST"})
        assert len(june("ATT-009", GZ, there, seen).ids) == found


# --- found off post (GZ-2-02) -----------------------------------------------------------------------


def finds(*days: str, **fields: Any) -> Facts:
    return on("activity", *({"kind": "SPOT_CHECK", "date": d, "finding": "OFF_POST", **fields} for d in days))


def off_post(*parts: Facts, stay: Facts | None = None) -> Outcome:
    return judge(GZ, "REC-008", join(stay or world("2021-01-01"), *parts), as_of="2021-12-31", start="2021-01-01")


def test_three_finds_and_not_two() -> None:
    assert off_post(finds("2021-03-01", "2021-05-06")).silent
    said = off_post(finds("2021-03-01", "2021-05-06", "2021-11-30"))
    assert (said.ids, said.outcomes, said.arguments("finds")) == (["p-1"], ["CANDIDATE"], [3])


def test_a_find_on_leave_does_not_count() -> None:
    three = finds("2021-06-10", "2021-07-10", "2021-08-10")
    assert off_post(three, leave("2021-06-10", "2021-06-10")).silent
    assert off_post(three, leave("2021-06-11", "2021-06-12")).ids == ["p-1"]
    assert off_post(three, leave("2021-06-10", "2021-06-10", approvedOn="2021-06-11")).ids == ["p-1"], "approved only afterwards"
    assert off_post(three, leave("2021-06-08", "2021-06-12", returnReportedOn="2021-06-09")).ids == ["p-1"], "already back"


def test_finds_of_one_day_are_one_find_and_levels_add_up() -> None:
    levels = [{"kind": "INSPECTION", "finding": "OFF_POST", "date": "2021-03-01", "level": level} for level in ("20", "40", "50", "60")]
    assert off_post(on("activity", *levels)).silent
    days = ("2021-03-01", "2021-03-02", "2021-03-03", "2021-03-03")
    assert off_post(on("activity", *({**x, "date": d} for x, d in zip(levels, days, strict=True)))).arguments("finds") == [3]


def test_finds_of_an_inspection_of_several_cadres_count_for_each() -> None:
    several = on(
        "activity",
        *({"kind": "INSPECTION", "date": f"2021-03-0{n}", "finding": "OFF_POST", "cadreIds": ["c-1", "c-2"]} for n in (1, 2, 3)),
        cadre=None,
    )
    assert off_post(several).ids == ["p-1"]


def test_finds_begin_anew_with_a_posting_and_after_a_case() -> None:
    two_stays = join(world("2021-01-01", "2021-06-30"), {"posting": [posted("9", "2021-07-01", cadreId="c-1")]})
    assert off_post(finds("2021-06-29", "2021-06-30", "2021-07-01"), stay=two_stays).silent
    case = on("rectificationCase", {"grounds": ["02"], "route": "A", "decisionOn": "2021-05-31", "postingId": "p-1"})
    old = ("2021-03-01", "2021-04-01", "2021-05-01")
    assert off_post(finds(*old, "2021-06-01", "2021-06-02"), case).silent
    assert off_post(finds(*old, "2021-06-01", "2021-06-02", "2021-06-03"), case).arguments("finds") == [3]


# --- satisfaction (GZ-2-03) -------------------------------------------------------------------------


def survey(satisfied: int, respondents: int) -> Facts:
    about = {"kind": "SATISFACTION_SURVEY", "date": "2021-05-06", "satisfiedCount": satisfied, "respondentCount": respondents}
    return on("activity", about)


@pytest.mark.parametrize(("satisfied", "low"), [(500, False), (499, True)])
def test_fifty_percent_is_not_below_fifty_percent(satisfied: int, low: bool) -> None:
    period = {"as_of": "2021-12-31", "start": "2021-01-01"}
    facts = join(world(), survey(satisfied, 1000))
    said = judge(GZ, "REC-010", facts, **period)
    assert (said.outcomes, said.severities) == ((["CANDIDATE"], ["warning"]) if low else ([], []))
    case = on("rectificationCase", {"grounds": ["03"], "route": "B", "decisionOn": "2021-05-20", "surveyId": "activity-1"})
    assert judge(GZ, "REC-009", join(facts, case), **period).ids == ([] if low else ["rectificationCase-1"])
    assert judge(GZ, "REC-010", join(facts, case), **period).silent


# --- five clocks (GZ-3-05a, 3-06b, 3-07a, 3-08a, 3-08c) ----------------------------------------------

#: Start → the last day of 2, 5 and 7 working days.
ENDS = {
    # Thursday before National Day: 1-7 October are holidays, Saturday 9 October is worked
    "2021-09-30": {2: "2021-10-09", 5: "2021-10-13", 7: "2021-10-15"},
    # Friday before Spring Festival: Saturday 29 and Sunday 30 January are worked, 31 January to 6 February are holidays
    "2022-01-28": {2: "2022-01-30", 5: "2022-02-09", 7: "2022-02-11"},
    # a Friday, a Saturday and a Sunday before an ordinary week
    "2021-07-02": {2: "2021-07-06", 5: "2021-07-09", 7: "2021-07-13"},
    "2021-07-03": {2: "2021-07-06", 5: "2021-07-09", 7: "2021-07-13"},
    "2021-07-04": {2: "2021-07-06", 5: "2021-07-09", 7: "2021-07-13"},
    # inside the holidays of May Day 2021: 1-5 May off, Saturday 8 May worked
    "2021-05-01": {2: "2021-05-07", 5: "2021-05-11", 7: "2021-05-13"},
    # over the end of a year
    "2020-12-31": {2: "2021-01-05", 5: "2021-01-08", 7: "2021-01-12"},
}

#: Trigger, what is due, working days, and whether it is a duty.
CLOCKS = [
    ("unitNotifiedOn", "recalledToUnitOn", 7, True),
    ("cadreNotifiedOn", "appealFiledOn", 2, False),
    ("appealFiledOn", "appealRepliedOn", 5, True),
    ("consentOn", "returnedOn", 7, True),
    ("noChangeConcludedOn", "replacementSelectedOn", 7, True),
]


def clock(as_of: str, **fields: Any) -> Outcome:
    """The clocks of one case; the late and the overdue by the field that is due."""
    case = on("rectificationCase", {"grounds": ["04"], "route": "B", "postingId": "p-1", **fields})
    return judge(GZ, "REC-005", join(world("2020-01-01"), case), as_of=as_of, start="2020-01-01")


@pytest.mark.parametrize("start", list(ENDS))
@pytest.mark.parametrize(("trigger", "due", "days", "duty"), CLOCKS)
def test_each_clock_ends_on_its_nth_working_day(trigger: str, due: str, days: int, duty: bool, start: str) -> None:
    last = ENDS[start][days]
    ends = {"appealRepliedOn": "2022-12-31"} if due == "appealFiledOn" else {}
    assert due not in clock("2022-12-31", **{trigger: start, due: last, **ends}).arguments("endField")
    late = clock("2022-12-31", **{trigger: start, due: after(last)})
    found = [f for f in late.findings if f["arguments"]["endField"] == due]
    assert [(f["severity"], f["arguments"]["due"]) for f in found] == [("error" if duty else "warning", last)]


@pytest.mark.parametrize(("trigger", "due", "days", "duty"), CLOCKS)
def test_an_open_clock_is_overdue_only_when_the_last_day_is_past(trigger: str, due: str, days: int, duty: bool) -> None:
    last = ENDS["2021-09-30"][days]
    assert clock(last, **{trigger: "2021-09-30"}).ids == []
    assert clock(after(last), **{trigger: "2021-09-30"}).arguments("endField") == ([due] if duty else [])


def test_a_clock_whose_year_the_calendar_lacks_is_not_judged() -> None:
    for start in ("2026-12-30", "2027-03-01"):
        said = clock("2027-12-31", unitNotifiedOn=start, recalledToUnitOn="2027-06-01")
        assert (said.ids, said.missing) == ([], {"register.calendar": 1})


def test_a_clock_that_began_before_the_rule_is_not_judged() -> None:
    """In force from 2 May 2017."""
    for start, found in (("2017-05-01", []), ("2017-05-02", ["recalledToUnitOn"])):
        assert clock("2017-12-31", unitNotifiedOn=start, recalledToUnitOn="2017-09-01").arguments("endField") == found


def test_what_is_done_without_the_day_that_starts_its_clock_is_not_judged() -> None:
    said = clock(
        "2021-12-31", appealFiledOn="2021-07-02", appealRepliedOn="2021-07-09", unitNotifiedOn="2021-06-01", recalledToUnitOn="2021-06-02"
    )
    assert (said.ids, said.missing) == ([], {"rectificationCase.cadreNotifiedOn": 1})


def test_only_the_clock_of_the_outcome_runs() -> None:
    both = {"consentOn": "2021-07-02", "noChangeConcludedOn": "2021-07-02"}
    assert clock("2021-12-31", outcome="RETURN", **both).arguments("endField") == ["returnedOn"]
    assert clock("2021-12-31", outcome="REPLACE", **both).arguments("endField") == ["replacementSelectedOn"]


# --- after a case (GZ-4-04) -------------------------------------------------------------------------


def rectified(rule: str, *parts: Facts, as_of: str = "2022-12-31", coverage: Any = None, **fields: Any) -> Outcome:
    """A rule over a case of route B, of which the unit was notified on 30 June 2021."""
    case = {"grounds": ["04"], "route": "B", "postingId": "p-1", "decisionOn": "2021-06-20", "unitNotifiedOn": "2021-06-30", **fields}
    facts = join(world(), on("rectificationCase", case), *parts)
    return judge(GZ, rule, facts, as_of=as_of, start="2021-01-01", coverage=coverage)


def measure(kind: str, date: str, **fields: Any) -> Facts:
    return on("measure", {"kind": kind, "date": date, **fields})


@pytest.mark.parametrize("kind", ["PROMOTION", "EXCEPTIONAL_PROMOTION"])
def test_no_promotion_before_the_anniversary(kind: str) -> None:
    assert rectified("REC-014", measure(kind, "2021-06-29")).silent
    assert rectified("REC-014", measure(kind, "2021-06-30")).severities == ["error"]
    assert rectified("REC-014", measure(kind, "2022-06-29")).ids == ["measure-1"]
    assert rectified("REC-014", measure(kind, "2022-06-30")).silent


def test_the_anniversary_of_29_february_is_1_march() -> None:
    leap = {"unitNotifiedOn": "2020-02-29"}
    assert rectified("REC-014", measure("PROMOTION", "2021-02-28"), **leap).ids == ["measure-1"]
    assert rectified("REC-014", measure("PROMOTION", "2021-03-01"), **leap).silent


def test_advancement_in_rank_is_no_promotion() -> None:
    assert rectified("REC-014", measure("RANK_ADVANCEMENT", "2021-07-01")).silent


def test_route_c_counts_from_the_determination() -> None:
    route_c = {"grounds": ["10"], "route": "C"}
    assert rectified("REC-014", measure("PROMOTION", "2022-06-19"), **route_c).ids == ["measure-1"]
    assert rectified("REC-014", measure("PROMOTION", "2022-06-20"), **route_c).silent


@pytest.mark.parametrize("kind", ["MERIT_SELECTION", "COMMENDATION"])
def test_no_merit_selection_in_the_calendar_year(kind: str) -> None:
    assert rectified("REC-013", measure(kind, "2020-12-31")).silent
    assert rectified("REC-013", measure(kind, "2021-01-01")).ids == ["measure-1"]
    assert rectified("REC-013", measure(kind, "2021-12-31")).severities == ["error"]
    assert rectified("REC-013", measure(kind, "2022-01-01")).silent
    assert rectified("REC-013", measure(kind, "2022-01-20", year=2021)).ids == ["measure-1"], "made in January for the year before"


def test_of_two_cases_in_a_year_one_before_the_rule_does_not_hide_the_other() -> None:
    """In force from 2 May 2017."""
    cases = on("rectificationCase", *({"grounds": ["02"], "route": "A", "unitNotifiedOn": d} for d in ("2017-05-01", "2017-08-01")))
    facts = join(world("2016-01-01"), cases, measure("MERIT_SELECTION", "2017-12-31"))
    assert judge(GZ, "REC-013", facts, as_of="2017-12-31", start="2017-01-01").ids == ["measure-1"]


def bonus(deducted: int, base: int = 1_000_000, year: int = 2021) -> Facts:
    return on("support", {"kind": "PERFORMANCE_BONUS", "year": year, "baseFen": base, "deductedFen": deducted})


def test_at_least_twenty_percent_of_the_bonus_is_withheld() -> None:
    assert rectified("REC-015", bonus(200_000)).silent
    assert rectified("REC-015", bonus(199_900)).severities == ["error"]
    assert rectified("REC-015", bonus(199_999)).ids == ["support-1"], "a fen short"
    assert rectified("REC-015", bonus(200_000, year=2022)).ids == ["rectificationCase-1"], "of another year"


def test_the_bonus_is_asked_for_when_the_year_is_over() -> None:
    assert rectified("REC-015", as_of="2021-12-30").silent
    assert rectified("REC-015", as_of="2021-12-31").ids == ["rectificationCase-1"]
    unknown = rectified("REC-015", bonus(0, year=2020), coverage=all_but("2021-01-01", "2022-12-31", "support"))
    assert (unknown.ids, unknown.missing) == ([], {"coverage.support": 1})


def graded(kind: str = "ANNUAL", grade: str = "NOT_COMPETENT", **fields: Any) -> Facts:
    return on("assessment", {"kind": kind, "year": 2021, "date": "2022-01-10", "grade": grade, **fields})


def failed(rule: str, *parts: Facts, kind: str = "ANNUAL") -> Outcome:
    return judge(GZ, rule, join(world(), graded(kind), *parts), as_of="2022-12-31", start="2021-01-01")


@pytest.mark.parametrize(
    ("deducted", "severity"),
    [(1_000_000, []), (999_999, ["warning"]), (990_000, ["warning"]), (200_000, ["warning"]), (199_999, ["error"]), (0, ["error"])],
)
def test_the_whole_bonus_after_an_annual_grade_of_not_competent(deducted: int, severity: list[str]) -> None:
    assert failed("REC-016", bonus(deducted)).severities == severity
    assert failed("REC-016", bonus(deducted), kind="HALF_YEAR_REVIEW").silent


def test_an_admonition_talk_follows_the_annual_grade_only() -> None:
    assert failed("REC-017").severities == ["error"]
    assert failed("REC-017", measure("ADMONITION_TALK", "2022-01-10")).silent
    assert failed("REC-017", measure("ADMONITION_TALK", "2022-01-09")).ids == ["assessment-1"]
    assert failed("REC-017", kind="HALF_YEAR_REVIEW").silent


@pytest.mark.parametrize("kind", ["ANNUAL", "HALF_YEAR_REVIEW"])
def test_either_assessment_opens_a_case(kind: str) -> None:
    assert failed("REC-007", kind=kind).severities == ["error"]
    case = {"route": "A", "decisionOn": "2022-01-20", "assessmentIds": ["assessment-1"]}
    assert failed("REC-007", on("rectificationCase", {"grounds": ["01"], **case}), kind=kind).silent
    assert failed("REC-007", on("rectificationCase", {"grounds": ["02"], **case}), kind=kind).ids == ["assessment-1"]


@pytest.mark.parametrize("grade", ["BASICALLY_COMPETENT", "COMPETENT", "NO_GRADE"])
def test_no_other_grade_opens_a_case(grade: str) -> None:
    for rule in ("REC-007", "REC-016", "REC-017"):
        assert judge(GZ, rule, join(world(), graded(grade=grade)), as_of="2022-12-31", start="2021-01-01").silent


def test_the_unit_loses_more_than_no_points_that_year() -> None:
    assert rectified("REC-018", as_of="2021-12-30").silent
    assert rectified("REC-018", as_of="2021-12-31").severities == ["error"]
    for points, found in ((1, []), (0, ["rectificationCase-1"])):
        lost = measure("TARGET_DEDUCTION", "2021-12-20", cadreId=None, organizationId="unit", pointsDeducted=points)
        assert rectified("REC-018", lost).ids == found


def test_follow_up_is_due_by_the_next_annual_assessment() -> None:
    returned = {"outcome": "RETURN", "attitudeChanged": True, "willing": True, "unitOpinionOn": "2021-07-20", "returnedOn": "2021-08-02"}
    formal = {"consentOn": "2021-07-26", "consentBy": [{"body": "PARTY_ORG_DEPT", "level": "40"}], "ledgerRef": "x"}
    heard = {"statementOn": "2021-06-10", "workRecordRef": "x"}

    def rows(*parts: Facts, **more: Any) -> list[str]:
        return rectified("REC-003", *parts, townshipRequestOn="2021-06-01", **returned, **formal, **heard, **more).rows

    assert rows() == [], "no assessment yet"
    assert rows(graded(grade="COMPETENT", date="2021-08-02")) == [], "that one was not after the return"
    assert rows(graded(grade="COMPETENT")) == ["follow-up"]
    assert rows(graded(grade="COMPETENT"), followUpDates=["2021-11-01"]) == []


def test_a_replacement_after_handling_has_no_limit() -> None:
    handled = {"outcome": "ORGANISATIONAL_HANDLING", "statementOn": "2021-06-10", "workRecordRef": "x", "ledgerRef": "x"}
    assert "handling-replacement" not in rectified("REC-003", townshipRequestOn="2021-06-01", **handled).rows
    assert rectified("REC-012", **handled).silent


@pytest.mark.parametrize(
    ("outcome", "home", "found"), [("REPLACE", "unit", 0), ("REPLACE", "other", 1), ("ORGANISATIONAL_HANDLING", "other", 0)]
)
def test_a_replacement_is_one_of_the_units_own_cadres(outcome: str, home: str, found: int) -> None:
    other = {"organization": [{"id": "other", "body": "DISPATCHING_UNIT", "level": "40"}]}
    successor = change(further("2", "2021-08-01"), "cadre", homeUnitId=home)
    case = {"outcome": outcome, "replacementPostingId": "p-2", "noChangeConcludedOn": "2021-07-10"}
    assert len(rectified("REC-012", other, successor, **case).ids) == found
    assert len(rectified("REC-012", other, change(successor, "posting", dispatchingUnitId="other"), **case).ids) == 1


# --- who decides (K9) -------------------------------------------------------------------------------


def consent(level: str, *bodies: str, rule: str = "REC-003", **fields: Any) -> list[str]:
    """The rows on consent and appeal that a returned cadre's case does not meet."""
    case = {
        "grounds": ["02"], "route": "A", "postingId": "p-1", "decisionOn": "2021-06-20", "unitNotifiedOn": "2021-06-22", "outcome": "RETURN",
        "consentOn": "2021-07-20", "consentBy": [{"body": b.split("@")[0], "level": b.split("@")[1]} for b in bodies], **fields,
    }  # fmt: skip
    said = judge(GZ, rule, join(world(level=level), on("rectificationCase", case)), as_of="2021-12-31", start="2021-01-01")
    return [r for r in said.rows if r.startswith(("consent", "appeal"))]


def test_the_organisation_department_of_the_dispatch_level_consents() -> None:
    assert consent("40", "PARTY_ORG_DEPT@40") == []
    assert consent("40", "PARTY_ORG_DEPT@50") == ["consent-org"]
    assert consent("50", "PARTY_ORG_DEPT@50") == []
    assert consent("20", "PARTY_ORG_DEPT@20", "WORK_COMMITTEE@20") == []
    assert consent("20", "PARTY_ORG_DEPT@20") == ["consent-committee"]
    assert consent("20", "WORK_COMMITTEE@20") == ["consent-org"]


def test_a_township_has_no_organisation_department_so_the_countys_consents() -> None:
    assert consent("60", "PARTY_ORG_DEPT@50") == []
    assert consent("60", "PARTY_ORG_DEPT@40") == ["consent-org-township"]
    appeal = {"appealFiledOn": "2021-06-23", "cadreNotifiedOn": "2021-06-22"}
    assert consent("60", "PARTY_ORG_DEPT@50", **appeal, appealAddressee={"body": "PARTY_ORG_DEPT", "level": "50"}) == []


@pytest.mark.parametrize(
    ("level", "by", "wrong"),
    [("40", "40", []), ("40", "50", ["replacement-review"]), ("60", "50", []), ("60", "40", ["replacement-review-township"])],
)
def test_who_reviews_a_replacement(level: str, by: str, wrong: list[str]) -> None:
    review = {"step": "REVIEW", "date": "2021-07-20", "body": "PARTY_ORG_DEPT", "level": by}
    case = {"grounds": ["02"], "route": "A", "decisionOn": "2021-06-20", "outcome": "REPLACE", "replacementPostingId": "p-2"}
    facts = join(
        world(level=level), further("2", "2021-08-01", dispatchLevel=level, selectionSteps=[review]), on("rectificationCase", case)
    )
    assert judge(GZ, "SEL-002", facts, as_of="2021-12-31", start="2021-01-01").rows == wrong


def test_an_appeal_goes_to_the_level_of_dispatch_and_for_the_province_to_a_work_committee() -> None:
    appeal = {"appealFiledOn": "2021-06-23", "cadreNotifiedOn": "2021-06-22"}
    for level, body, to, wrong in (
        ("40", "PARTY_ORG_DEPT", "40", []),
        ("40", "PARTY_ORG_DEPT", "50", ["appeal-org"]),
        ("20", "WORK_COMMITTEE", "20", []),
        ("20", "PARTY_ORG_DEPT", "20", ["appeal-committee"]),
    ):
        assert (
            consent(level, "PARTY_ORG_DEPT@" + level, "WORK_COMMITTEE@20", **appeal, appealAddressee={"body": body, "level": to}) == wrong
        )


@pytest.mark.parametrize(("level", "by", "found"), [("40", "40", 0), ("40", "50", 1), ("60", "50", 0), ("60", "40", 1)])
def test_who_holds_the_unit_to_account_for_a_posting_not_detached(level: str, by: str, found: int) -> None:
    common = {
        "cadreId": None,
        "organizationId": "unit",
        "date": "2021-05-01",
        "grounds": ["NOT_DETACHED"],
        "targetRole": "PRINCIPAL_LEADER",
    }
    taken = on(
        "measure",
        {**common, "kind": "INTERVIEW", "by": "PARTY_ORG_DEPT", "byLevel": by},
        {**common, "kind": "ORDER_TO_RECTIFY"},
        {**common, "kind": "TARGET_DEDUCTION"},
    )
    said = judge(GZ, "MEA-009", join(world(level=level, detachmentPoorEffect=True), taken), as_of="2021-12-31", start="2021-01-01")
    assert len(said.ids) == found


# --- routes and grounds (GZ-2, GZ-3) ----------------------------------------------------------------


def case_on(day: str, rule: str, **fields: Any) -> Outcome:
    case = {"postingId": "p-1", "decisionOn": day, **fields}
    return judge(GZ, rule, join(world("2016-01-01"), on("rectificationCase", case)), as_of="2021-12-31", start="2016-01-01")


def test_a_case_decided_before_the_rule_is_not_judged() -> None:
    wrong = {"grounds": ["02"], "route": "C"}
    assert case_on("2017-05-01", "REC-001", **wrong).silent
    assert case_on("2017-05-02", "REC-001", **wrong).ids == ["rectificationCase-1"]


@pytest.mark.parametrize(
    ("both", "found"), [((True, True), []), ((True, False), ["fact-09-not-at-post"]), ((False, True), ["fact-09-not-reported"])]
)
def test_ground_9_needs_both_not_reported_and_not_at_the_post(both: tuple[bool, bool], found: list[str]) -> None:
    facts = {"grounds": ["09"], "route": "C", "eventKind": "MASS_INCIDENT", "notReported": both[0], "notAtPost": both[1]}
    assert case_on("2021-06-01", "REC-002", **facts).rows == found


def test_ground_3_needs_a_survey_and_a_shortcoming() -> None:
    bare = {"grounds": ["03"], "route": "B"}
    assert case_on("2021-06-01", "REC-002", **bare).rows == ["fact-03-shortcomings", "fact-03-survey"]
    assert case_on("2021-06-01", "REC-002", **bare, shortcomings=["PUSH_WEAK"]).rows == ["fact-03-survey"]


# --- insurance and funds (GZ-4-06, QN-4-6) ----------------------------------------------------------


def insured(profile: str, *policies: tuple[str, str, int], posting: Facts | None = None, as_of: str = "2022-12-31") -> Outcome:
    covers = ({"kind": "ACCIDENT_INSURANCE", "startDate": a, "endDate": b, "sumInsuredFen": s} for a, b, s in policies)
    facts = join(posting or world("2022-01-01"), on("support", *covers))
    return judge(profile, "SUP-006", facts, as_of=as_of, start="2022-01-01")


YEAR = ("2022-01-01", "2022-12-31")


@pytest.mark.parametrize(("profile", "least", "severity"), [(GZ, 50_000_000, "error"), (QN, 100_000_000, "warning")])
def test_the_sum_insured_reaches_the_least(profile: str, least: int, severity: str) -> None:
    assert insured(profile, (*YEAR, least)).silent
    said = insured(profile, (*YEAR, least - 1))
    assert (said.ids, said.severities) == (["p-1"], [severity])


def test_policies_add_up_in_guizhou_and_not_in_qiannan() -> None:
    assert insured(GZ, (*YEAR, 30_000_000), (*YEAR, 20_000_000)).silent
    assert insured(GZ, (*YEAR, 30_000_000), (*YEAR, 19_999_999)).ids == ["p-1"]
    assert insured(QN, (*YEAR, 50_000_000), (*YEAR, 50_000_000)).ids == ["p-1"]


@pytest.mark.parametrize(("profile", "least"), [(GZ, 50_000_000), (QN, 100_000_000)])
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
    late = {"kind": "ACCIDENT_INSURANCE", "startDate": "2021-05-02", "endDate": "2021-12-31", "sumInsuredFen": 100_000_000}
    said = judge(QN, "SUP-006", join(early, on("support", late)), as_of="2021-12-31", start="2020-01-01")
    assert said.arguments("from") == ["2021-05-01"], "once, though the posting reaches back into years before the rule"


def fund(amount: int, stay: Facts | None = None) -> Outcome:
    given = on("support", {"kind": "WORK_FUND", "villageId": "v-1", "year": 2021, "amountFen": amount}, cadre=None)
    return judge(GZ, "SUP-007", join(stay or world("2021-01-01"), given), as_of="2021-12-31", start="2021-01-01")


def test_ten_thousand_a_year() -> None:
    assert fund(1_000_000).silent
    said = fund(999_999)
    assert (said.ids, said.severities) == (["v-1"], ["warning"])
    assert fund(999_999, world("2021-01-02")).silent, "not the whole year"


def test_a_health_check_each_full_year() -> None:
    period = {"as_of": "2021-12-31", "start": "2021-01-01"}
    assert judge(GZ, "OBL-001", world("2021-01-01"), **period).severities == ["error"]
    assert judge(GZ, "OBL-001", world("2021-01-02"), **period).silent
    for day, found in (("2020-12-31", ["p-1"]), ("2021-01-01", []), ("2021-12-31", [])):
        assert judge(GZ, "OBL-001", join(world("2020-06-01"), on("activity", {"kind": "HEALTH_CHECK", "date": day})), **period).ids == found
    other = join(world("2021-01-01"), on("activity", {"kind": "DIARY", "date": "2021-06-01"}))
    unknown = judge(GZ, "OBL-001", other, **period, coverage=all_but("2021-01-01", "2021-12-31", "activity"))
    assert (unknown.ids, unknown.missing) == ([], {"coverage.activity.HEALTH_CHECK": 1})


def test_a_round_commends_persons_and_collectives() -> None:
    over = world("2020-01-01", "2021-06-30", round="5")
    period = {"as_of": "2021-12-31", "start": "2020-01-01"}
    one, two = (
        {"kind": "COMMENDATION_INDIVIDUAL", "date": "2021-09-01", "round": "5"},
        {"kind": "COMMENDATION_COLLECTIVE", "date": "2021-09-01", "round": "5"},
    )
    assert judge(GZ, "OBL-005", over, **period).severities == ["warning", "warning"]
    assert judge(GZ, "OBL-005", join(over, on("activity", one, cadre=None)), **period).arguments("act") == ["COMMENDATION_COLLECTIVE"]
    assert judge(GZ, "OBL-005", join(over, on("activity", one, two, cadre=None)), **period).silent
    assert judge(GZ, "OBL-005", world("2020-01-01", "2022-01-01", round="5"), **period).silent, "the round is not over"


# --- leave (GZ-1-02b) -------------------------------------------------------------------------------


def on_leave(rule: str, as_of: str = "2021-12-31", **fields: Any) -> Outcome:
    away = {**LEAVE, "startDate": "2021-06-01", "endDate": "2021-06-03", "returnReportedOn": "2021-06-04", **fields}
    return judge(GZ, rule, join(world(), on("leave", away)), as_of=as_of, start="2021-01-01")


def test_leave_is_written_and_approved_by_its_first_day() -> None:
    assert on_leave("LVE-001").silent
    assert on_leave("LVE-001", approvedOn="2021-06-01").silent
    assert on_leave("LVE-001", approvedOn="2021-06-02").ids == ["leave-1"]
    assert on_leave("LVE-001", form="ORAL").severities == ["error"]
    assert on_leave("LVE-001", form=None).missing == {"leave.form": 1}


def test_the_return_is_reported_once_the_leave_is_over() -> None:
    assert on_leave("LVE-002", returnReportedOn=None, as_of="2021-06-03").silent
    assert on_leave("LVE-002", returnReportedOn=None, as_of="2021-06-04").ids == ["leave-1"]


# --- Qiannan: recall and rotation (QN-1-2, QN-2-6) --------------------------------------------------


def recall(days: int, *parts: Facts, role: str = "FIRST_SECRETARY") -> Outcome:
    return june("MEA-003", QN, world("2021-06-01", role=role), present("2021-06-01", days), *parts, as_of="2021-07-31")


JULY = present("2021-07-01", 31)


def test_a_short_month_leads_to_a_recall_leave_or_not() -> None:
    assert recall(20, JULY).silent
    said = recall(19, JULY, leave("2021-06-20", "2021-06-30"))
    assert (said.outcomes, said.severities, said.arguments("leaveDays")) == (["CANDIDATE"], ["warning"], [11])
    assert recall(19, JULY, measure("RECALL", "2021-07-05", orderedTo="DISPATCHING_UNIT", grounds=["DAYS_SHORT"])).silent


@pytest.mark.parametrize("rule", ["ATT-001", "MEA-003", "SUP-001", "REC-011", "ATT-003"])
def test_a_sinking_cadre_is_outside_the_rule_on_days(rule: str) -> None:
    assert june(rule, QN, world("2021-06-01", role="SINKING_CADRE"), present("2021-06-01", 3), as_of="2021-07-31").silent


def review(day: str, **posting: Any) -> Outcome:
    stay = {"startDate": "2019-06-15", "reviewedOn": day, **posting}
    return judge(QN, "POST-004", world(stay.pop("startDate"), **stay), as_of="2022-12-31", start="2019-01-01")


def test_two_years_served_at_the_review() -> None:
    assert review("2021-06-14").silent
    said = review("2021-06-15")
    assert (said.ids, said.severities) == (["p-1"], ["warning"])
    assert review("2021-06-15", endDate="2021-06-15", endReason="TWO_YEARS_SERVED").silent
    assert review("2022-02-28", startDate="2020-02-29").silent
    assert review("2022-03-01", startDate="2020-02-29").ids == ["p-1"]


@pytest.mark.parametrize("ground", ["poorEffect", "healthUnfit"])
def test_any_one_ground_is_enough_for_rotation(ground: str) -> None:
    assert review("2021-06-01", startDate="2021-05-10", **{ground: True}).ids == ["p-1"]
    assert review("2021-06-01", startDate="2021-05-10", **{ground: False}).silent


def test_two_years_are_no_end_of_themselves() -> None:
    said = judge(QN, "POST-004", world("2019-06-15"), as_of="2021-06-15", start="2019-01-01")
    assert (said.ids, said.missing) == ([], {"posting.reviewedOn": 1})
    assert judge(QN, "POST-004", world("2019-06-15"), as_of="2021-06-14", start="2019-01-01").silent


def test_a_review_before_the_rules_is_not_judged() -> None:
    """Qiannan's start on 1 May 2021."""
    assert review("2021-04-30", startDate="2018-01-01").silent
    assert review("2021-05-01", startDate="2018-01-01").ids == ["p-1"]


@pytest.mark.parametrize(("fields", "outcome"), [
    ({"fullyDetached": False}, "CANDIDATE"), ({"holdsHomeUnitDuties": True}, "CANDIDATE"),
    ({"poorEffect": True}, "VIOLATION"), ({"disobeysLocal": True}, "VIOLATION"),
])  # fmt: skip
def test_each_declared_ground_of_recall(fields: dict[str, bool], outcome: str) -> None:
    period = {"as_of": "2021-12-31", "start": "2021-05-01"}
    said = judge(QN, "MEA-004", world("2021-05-10", **fields), **period)
    assert (said.outcomes, said.severities) == ([outcome], ["warning"])
    assert judge(QN, "MEA-004", join(world("2021-05-10", **fields), measure("RECALL", "2021-06-01")), **period).silent
    assert judge(QN, "MEA-004", world("2021-05-10", fullyDetached=True, holdsHomeUnitDuties=False, poorEffect=False), **period).silent


# --- Qiannan: 1 + 2 + N (QN-1-9) --------------------------------------------------------------------


def staff(*roles: str) -> Outcome:
    """A village with a first secretary and these."""
    more = [further(str(n), "2021-06-01", role=role) for n, role in enumerate(roles, 2)]
    return judge(QN, "TEAM-001", join(world("2021-06-01"), *more), as_of="2021-06-30", start="2021-06-01")


def test_one_first_secretary_and_two_cadres() -> None:
    assert staff("TEAM_MEMBER", "TEAM_MEMBER").silent
    assert staff("TEAM_LEADER", "TEAM_MEMBER").silent
    said = staff("TEAM_MEMBER")
    assert (said.ids, said.severities) == (["v-1"], ["warning"])
    assert staff("TEAM_MEMBER", "SINKING_CADRE", "SINKING_CADRE").ids == ["v-1"], "sinking cadres are not counted"
    assert staff("TEAM_MEMBER", "TEAM_MEMBER", "SINKING_CADRE", "SINKING_CADRE").silent, "N may be any number"
    assert staff("TEAM_MEMBER", "TEAM_MEMBER", "TEAM_MEMBER").severities == ["info"], "one more is only noted"


def test_a_village_without_a_first_secretary() -> None:
    facts = join(world("2021-06-01", role="TEAM_LEADER"), further("2", "2021-06-01"))
    assert judge(QN, "TEAM-001", facts, as_of="2021-06-30", start="2021-06-01").ids == ["v-1"]


def test_a_first_secretary_who_also_leads_is_one_person() -> None:
    twice = {"posting": [posted("9", "2021-06-01", cadreId="c-1", role="TEAM_LEADER")]}
    facts = join(world("2021-06-01"), twice, further("2", "2021-06-01"))
    assert judge(QN, "TEAM-001", facts, as_of="2021-06-30", start="2021-06-01").ids == ["v-1"]


# --- Qiannan: pay and honours (QN-4) ----------------------------------------------------------------


def test_sixty_yuan_a_credited_day() -> None:
    for paid, found in ((120_000, []), (119_999, ["support-1"]), (200_000, [])):
        allowance = on("support", {"kind": "LIVING_ALLOWANCE", "month": "2021-06", "amountFen": paid})
        assert june("SUP-001", QN, world("2021-06-01"), present("2021-06-01", 20), allowance).ids == found
    assert june("SUP-001", QN, world("2021-06-01"), present("2021-06-01", 1)).ids == ["p-1"], "nothing paid"
    assert june("SUP-001", QN, world("2021-06-02"), present("2021-06-02", 20)).silent, "not a full month"


@pytest.mark.parametrize(("trips", "found"), [(2, []), (3, ["support-1"]), (0, [])])
def test_two_round_trips_a_month(trips: int, found: list[str]) -> None:
    assert (
        june("SUP-003", QN, world("2021-06-01"), on("support", {"kind": "TRAVEL_ROUNDTRIP", "month": "2021-06", "tripCount": trips})).ids
        == found
    )


def grades(excellent: int, competent: int, year: int = 2021, role: str = "TEAM_MEMBER", first: int = 100) -> Facts:
    """As many cadres with an annual grade."""
    out: Facts = {}
    for n in range(excellent + competent):
        who = further(str(first + n), f"{year}-01-01", role=role)
        grade = {"id": f"a-{first + n}", "cadreId": f"c-{first + n}", "kind": "ANNUAL", "year": year, "date": f"{year + 1}-01-10",
                 "grade": "EXCELLENT" if n < excellent else "COMPETENT"}  # fmt: skip
        out = join(out, who, {"assessment": [grade]})
    return out


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


def excellent(*supports: dict[str, Any], rule: str) -> Outcome:
    return judge(QN, rule, join(world(), grades(2, 0), {"support": list(supports)}), as_of="2022-12-31", start="2021-01-01")


def test_the_bonus_is_a_fifth_above_the_first_prize() -> None:
    def pay(n: int, amount: int) -> dict[str, Any]:
        return {"id": f"s-{n}", "kind": "PERFORMANCE_BONUS", "cadreId": f"c-{n}", "year": 2021, "baseFen": 1_000_000, "amountFen": amount}

    assert excellent(pay(100, 1_200_000), pay(101, 1_200_001), rule="SUP-011").silent
    assert excellent(pay(100, 1_199_999), pay(101, 1_200_000), rule="SUP-011").ids == ["s-100"]
    assert excellent(pay(100, 1_200_000), rule="SUP-011").ids == ["a-101"], "no bonus on record"


def test_six_thousand_is_a_mean() -> None:
    def more(n: int, amount: int) -> dict[str, Any]:
        return {"id": f"s-{n}", "kind": "PERFORMANCE_BONUS", "cadreId": f"c-{n}", "year": 2021, "increaseFen": amount}

    assert excellent(more(100, 400_000), more(101, 800_000), rule="SUP-012").silent
    assert excellent(more(100, 400_000), more(101, 799_999), rule="SUP-012").severities == ["info"]
    assert excellent(more(100, 400_000), rule="SUP-012").missing == {"support.increaseFen": 1}


@pytest.mark.parametrize(("level", "found"), [("20", ["measure-1"]), ("40", ["measure-1"]), ("50", []), ("60", [])])
def test_a_plan_for_each_cadre_commended_by_the_prefecture_or_above(level: str, found: list[str]) -> None:
    period = {"as_of": "2021-12-31", "start": "2021-05-01"}
    honour = {"kind": "COMMENDATION", "date": "2021-07-01", "level": level}
    assert judge(QN, "MEA-014", join(world(), on("measure", honour)), **period).ids == found
    assert judge(QN, "MEA-014", join(world(), on("measure", honour, {"kind": "DEVELOPMENT_PLAN", "date": "2021-08-01"})), **period).silent


def test_guidance_each_quarter_and_prompts_each_month() -> None:
    force = {"organization": [{"id": "force", "body": "TASK_FORCE", "level": "40", "establishedOn": "2021-05-01"}]}
    period = {"as_of": "2021-09-30", "start": "2021-05-01"}
    said = judge(QN, "OBL-003", force, **period)
    assert said.arguments("period") == ["2021-05", "2021-06", "2021-07", "2021-08", "2021-09", "2021-Q3"], "the second quarter began before"
    prompts = [{"kind": "WORK_PROMPT", "date": f"2021-0{m}-28", "organizationId": "force"} for m in (5, 6, 7, 8, 9)]
    points = {"kind": "GUIDANCE_POINTS", "date": "2021-07-01", "organizationId": "force"}
    assert judge(QN, "OBL-003", join(force, on("activity", *prompts, points, cadre=None)), **period).silent
    surplus = [{**p, "date": "2021-05-28"} for p in prompts]
    kept = judge(QN, "OBL-003", join(force, on("activity", *surplus, points, cadre=None)), **period)
    assert kept.arguments("period") == ["2021-06", "2021-07", "2021-08", "2021-09"], "surplus of one month covers no other"


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


# --- absences need coverage (K12) -------------------------------------------------------------------

ABSENCES: list[tuple[str, str, Facts, str]] = [
    (GZ, "REC-007", join(world(), graded()), "rectificationCase"),
    (GZ, "REC-017", join(world(), graded()), "measure"),
    (GZ, "REC-008", join(world(), finds("2021-03-01", "2021-03-02", "2021-03-03")), "leave"),
    (GZ, "REC-010", join(world(), survey(1, 10)), "rectificationCase"),
    (GZ, "SUP-006", world(), "support"),
    (GZ, "SUP-007", world(), "support"),
    (QN, "MEA-004", world("2021-06-01", poorEffect=True), "measure"),
    (QN, "MEA-014", join(world(), measure("COMMENDATION", "2021-07-01", level="40")), "measure"),
    (QN, "TEAM-001", world(), "posting"),
    (QN, "SUP-011", join(world(), grades(1, 0)), "support"),
    (QN, "ASM-006", join(world(), grades(1, 0)), "assessment"),
]


@pytest.mark.parametrize(("profile", "rule", "facts", "kind"), ABSENCES, ids=[a[1] for a in ABSENCES])
def test_an_absence_counts_only_where_the_records_are_declared_complete(profile: str, rule: str, facts: Facts, kind: str) -> None:
    period = ("2021-01-01", "2022-12-31")
    assert judge(profile, rule, facts, as_of=period[1], start=period[0], coverage=everything(*period)).findings
    # of the record type itself one record is still handed in, so that the rule runs
    handed = join(facts, on(kind, {"kind": "MEDICAL"} if kind == "support" else OTHER[kind]) if kind in OTHER or kind == "support" else {})
    said = judge(profile, rule, handed, as_of=period[1], start=period[0], coverage=all_but(*period, kind))
    assert said.findings == []
    assert list(said.missing) == [f"coverage.{kind}"]


#: A record of each type that answers no question above.
OTHER: dict[str, dict[str, Any]] = {
    "rectificationCase": {"grounds": ["11"], "route": "C", "decisionOn": "2020-01-01", "cadreId": "c-99"},
    "measure": {"kind": "PRIORITY", "date": "2020-01-01", "cadreId": "c-99"},
    "leave": {"kind": "SICK", "startDate": "2020-01-01", "endDate": "2020-01-02", "cadreId": "c-99"},
}
