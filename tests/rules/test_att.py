"""Both sides of every limit of the rules on presence: days in the village, attendance, diaries and absence, rule by rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from edition import standard
from facts import FJX, GZ, HN, QN, YL, Facts, Outcome, Record, all_but, change, further, join, judge, on, present, said, world
from worlds import BOTH, WORKING_DAYS, complete, in_half_year, june

# --- ATT-001: too few credited days in a month ----------------------------------------------------


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


def before(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(1)).isoformat()


@pytest.mark.parametrize(("month", "found"), [("2017-05-01", []), ("2017-06-01", ["p-1"])])
def test_a_month_is_judged_only_if_the_rule_was_in_force_all_along(month: str, found: list[str]) -> None:
    """Guizhou's rule starts on 2 May 2017."""
    last = before("2017-06-01" if month == "2017-05-01" else "2017-07-01")
    assert judge(GZ, "ATT-001", join(world("2017-01-01"), present(month, 5)), as_of=last, start=month).ids == found


@pytest.mark.parametrize("rule", ["ATT-001", "MEA-003", "SUP-001", "REC-011", "ATT-003"])
def test_a_sinking_cadre_is_outside_the_rule_on_days(rule: str) -> None:
    assert june(rule, QN, world("2021-06-01", role="SINKING_CADRE"), present("2021-06-01", 3), as_of="2021-07-31").silent


def month(*parts: Facts, profile: str = HN, posting: tuple[str, str | None] = ("2021-07-01", None), **period: Any) -> str:
    """What is said of September 2021."""
    return said(judge(profile, "ATT-001", join(world(*posting), *parts), **({"start": "2021-09-01", "as_of": "2021-09-30"} | period)))


def test_twenty_days_a_month_pass_and_nineteen_do_not() -> None:
    assert month(present("2021-09-01", 20)) == "ok"
    assert month(present("2021-09-01", 19)) == "error"


def test_a_date_gives_one_credit() -> None:
    assert month(present("2021-09-01", 19), present("2021-09-19", 1, status="MEETING")) == "error"
    assert month(present("2021-09-01", 19), present("2021-09-20", 1, status="MEETING")) == "ok"


@pytest.mark.parametrize(
    ("days", "leave", "approved", "expected"),
    [
        (19, "2021-09-20", "2021-09-19", "warning"),  # one day short, one day of leave
        (18, "2021-09-20", "2021-09-19", "error"),  # two days short: the leave explains one
        (18, "2021-09-21", "2021-09-20", "warning"),
        (19, "2021-09-20", "2021-09-21", "error"),  # approved after it began
        (19, "2021-09-20", None, "error"),
    ],
)
def test_a_shortfall_that_leave_explains_wholly_weighs_less(days: int, leave: str, approved: str | None, expected: str) -> None:
    away = on("leave", {"kind": "SICK", "startDate": "2021-09-20", "endDate": leave, "approvedOn": approved})
    assert month(present("2021-09-01", days), away) == expected


@pytest.mark.parametrize("posting", [("2021-09-02", None), ("2021-07-01", "2021-09-29")])
def test_a_month_not_wholly_posted_is_not_judged(posting: tuple[str, str | None]) -> None:
    assert month(present("2021-09-05", 3), posting=posting) == "ok"


def test_a_month_not_over_is_not_judged() -> None:
    assert month(present("2021-09-01", 3), as_of="2021-09-29") == "ok"


def test_days_that_are_not_declared_complete_are_no_shortfall() -> None:
    partly = all_but("2021-09-01", "2021-09-30", "attendance")
    assert month(present("2021-09-01", 19), coverage=partly) == "?coverage.attendance"
    assert month(present("2021-09-01", 20), coverage=partly) == "ok"


CREDITED = {
    HN: {"IN_VILLAGE", "OFFICIAL_TRIP", "MEETING", "TRAINING"},
    YL: {"IN_VILLAGE", "OFFICIAL_TRIP", "MEETING", "TRAINING", "PROJECT_LIAISON"},
}


def year(
    *parts: Facts, posting: tuple[str, str | None] = ("2021-09-01", None), start: str = "2022-01-01", as_of: str = "2022-12-31"
) -> str:
    """What YL says of 2022."""
    return said(judge(YL, "ATT-002", join(world(*posting), *parts), start=start, as_of=as_of))


@pytest.mark.parametrize("status", standard.code_titles("attendance-status"))
def test_what_gives_credit(status: str) -> None:
    """HN closes its list; YL names project liaison and leaves its list open, so that official trips fall in it."""
    assert month(present("2021-09-01", 20, status=status)) == ("ok" if status in CREDITED[HN] else "error")
    assert year(present("2022-01-01", 220, status=status)) == ("ok" if status in CREDITED[YL] else "error")


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        ("2021-07-01", "2021-07-31", 22),
        ("2021-10-01", "2021-10-31", 17),
        ("2021-12-01", "2021-12-31", 22),  # of 23 working days
        ("2022-02-01", "2022-02-28", 16),
        ("2022-06-01", "2022-06-30", 21),
    ],
)
def test_twenty_two_days_capped_by_the_working_days(first: str, last: str, due: int) -> None:
    def month(days: int) -> Outcome:
        return judge(FJX, "ATT-001", join(world("2021-07-01"), present(first, days)), start=first, as_of=last)

    assert month(due).silent
    short = month(due - 1)
    assert (short.severities, short.arguments("required")) == (["warning"], [due])


def test_the_month_before_the_speech_is_not_judged() -> None:
    assert in_half_year(FJX, "ATT-001", join(world("2021-01-01"), present("2021-06-01", 1)), start="2021-06-01", as_of="2021-06-30") == "ok"


@pytest.mark.parametrize("status", ["MEETING", "TRAINING", "OFFICIAL_TRIP", "LEAVE", "PROJECT_LIAISON"])
def test_what_gives_credit_in_x_county(status: str) -> None:
    expected = "ok" if status in ("MEETING", "TRAINING", "OFFICIAL_TRIP") else "warning"
    assert (
        in_half_year(FJX, "ATT-001", join(world(), present("2021-10-01", 17, status=status)), start="2021-10-01", as_of="2021-10-31")
        == expected
    )


def test_leave_does_not_excuse() -> None:
    away = on("leave", {"kind": "SICK", "startDate": "2021-10-18", "endDate": "2021-10-31", "approvedOn": "2021-10-01"})
    assert in_half_year(FJX, "ATT-001", join(world(), present("2021-10-01", 16), away), start="2021-10-01", as_of="2021-10-31") == "warning"


def on_leave(first: str, last: str, cadre: str = "c-1", **fields: Any) -> Record:
    return {"cadreId": cadre, "kind": "SICK", "startDate": first, "endDate": last, "approvedOn": "2021-09-30", **fields}


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


def test_neither_meetings_nor_trips_are_days_in_the_village() -> None:
    for profile in (GZ, QN):
        away = present("2021-06-20", 10, status="MEETING")
        facts = join(world("2021-06-01"), present("2021-06-01", 19), away)
        assert judge(profile, "ATT-001", facts, as_of="2021-06-30", start="2021-06-01").arguments("days") == [19]


@pytest.mark.parametrize("rule", ["ATT-001", "ATT-003", "MEA-003", "SUP-001", "POST-001"])
def test_sinking_cadres_are_outside_the_day_rule(rule: str) -> None:
    facts = join(world("2021-06-01", role="SINKING_CADRE", fullyDetached=False), present("2021-06-01", 2))
    assert judge(QN, rule, facts, as_of="2021-07-31", start="2021-06-01").ids == []


def test_missing_records_are_judged_only_where_they_are_complete() -> None:
    june = {"as_of": "2021-06-30", "start": "2021-06-01"}
    partly = all_but("2021-06-01", "2021-06-30", "attendance")
    other = join(world("2021-06-01"), present("2021-06-01", 20, cadre="c-9"))
    days = judge(GZ, "ATT-001", other, **june, coverage=partly)
    assert (days.ids, days.missing) == ([], {"coverage.attendance": 1})
    assert judge(GZ, "ATT-003", other, **june, coverage=partly).ids == ["p-1"], "here the record itself is the duty"


def test_yulin_has_no_monthly_rule() -> None:
    year = {"start": "2022-01-01", "as_of": "2022-12-31"}
    front = join(world("2021-09-01"), present("2022-01-01", 220))
    assert judge(YL, "ATT-001", front, **year).status == "NOT_APPLICABLE"
    assert judge(YL, "ATT-002", front, **year).silent, "nothing from September on, and enough over the year"


def test_twenty_two_days_are_capped_by_the_working_days_and_only_warn() -> None:
    october = judge(FJX, "ATT-001", join(world("2021-07-01"), present("2021-10-01", 16)), start="2021-10-01", as_of="2021-10-31")
    assert (october.arguments("required"), october.severities) == ([17], ["warning"])
    assert october.findings[0]["authority"] == "SPEECH"
    unreachable = [m for m in range(1, 13) if len([d for d in WORKING_DAYS if d.startswith(f"2021-{m:02}")]) < 22]
    assert unreachable == [1, 2, 5, 6, 10]


def test_a_month_of_attendance_is_missed_only_where_it_is_complete() -> None:
    month = {"start": "2021-09-01", "as_of": "2021-09-30"}
    few = join(world("2021-07-01"), present("2021-09-01", 3))
    assert judge(HN, "ATT-001", few, **month).severities == ["error"]
    partly = judge(HN, "ATT-001", few, coverage=all_but("2021-09-01", "2021-09-30", "attendance"), **month)
    assert (partly.findings, partly.missing) == ([], {"coverage.attendance": 1})
    one_day_less = judge(HN, "ATT-001", few, coverage=all_but("2021-09-01", "2021-09-29"), **month)
    assert one_day_less.findings == []


# --- ATT-002: too few credited days in a year -----------------------------------------------------


def test_220_days_a_year_pass_and_219_do_not() -> None:
    assert year(present("2022-01-01", 220)) == "ok"
    assert year(present("2022-01-01", 219)) == "error"


def test_leave_does_not_make_up_for_days_of_the_year() -> None:
    away = on("leave", {"kind": "ANNUAL", "startDate": "2022-10-01", "endDate": "2022-10-30", "approvedOn": "2022-09-30"})
    assert year(present("2022-01-01", 219), away) == "error"


def test_a_year_not_wholly_posted_or_not_over_is_not_judged() -> None:
    assert year(posting=("2022-01-02", None)) == "ok"
    assert year(posting=("2021-09-01", "2022-12-30")) == "ok"
    assert year(as_of="2022-12-30") == "ok"


def test_the_year_in_which_the_rules_came_into_force_is_not_judged() -> None:
    assert year(posting=("2021-01-01", None), start="2021-01-01", as_of="2021-12-31") == "ok"


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


# --- ATT-003: no attendance record in a full month ------------------------------------------------


def test_a_month_without_any_attendance_is_the_townships_fault_even_undeclared() -> None:
    """One of two duties to keep the record itself (K12)."""

    def recorded(*months: str, covered: bool = False) -> list[str]:
        days = [present(f"{m}-11", 1) for m in months]
        coverage = None if covered else all_but("2021-10-01", "2021-11-30", "attendance")
        return judge(FJX, "ATT-003", join(world(), *days), start="2021-10-01", as_of="2021-11-30", coverage=coverage).arguments("month")

    assert recorded("2021-10", "2021-11") == []
    assert recorded("2021-10") == ["2021-11"]
    assert recorded(covered=True) == ["2021-10", "2021-11"]
    nothing = judge(
        FJX, "ATT-003", world(), start="2021-10-01", as_of="2021-10-31", coverage=all_but("2021-10-01", "2021-10-31", "attendance")
    )
    assert nothing.status == "NOT_EVALUATED"


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


@pytest.mark.parametrize(("rule", "profile", "kind"), [("ATT-003", FJX, "attendance"), ("ATT-010", QN, "activity")])
def test_what_is_declared_for_the_very_month_counts_beyond_the_batch(rule: str, profile: str, kind: str) -> None:
    def october(start: str, end: str, *declared: str) -> Outcome:
        return judge(profile, rule, BARE, start=start, end=end, as_of="2021-11-15", coverage=complete(kind, *declared))

    assert october("2021-10-10", "2021-11-15", "2021-10-01", "2021-10-31").ids == ["p-1"]
    assert october("2021-10-10", "2021-11-15", "2021-10-10", "2021-11-15").silent
    assert october("2021-10-01", "2021-10-20", "2021-10-01", "2021-10-20").silent


@pytest.mark.parametrize("missed", [{}, {"diary"}, {"attendance"}])
def test_ground_5_is_a_list_of_alternatives(missed: set[str]) -> None:
    facts = world("2021-06-01")
    if "diary" not in missed:
        facts = join(facts, on("activity", {"kind": "DIARY", "date": "2021-06-01"}))
    facts = join(facts, present("2021-06-01", 20, cadre="c-9" if "attendance" in missed else "c-1"))
    june = {"as_of": "2021-06-30", "start": "2021-06-01"}
    assert bool(judge(GZ, "ATT-010", facts, **june).ids) == ("diary" in missed)
    assert bool(judge(GZ, "ATT-003", facts, **june).ids) == ("attendance" in missed)


# --- ATT-004: attendance kept by another body than the one set ------------------------------------


def test_the_township_keeps_the_attendance() -> None:
    def kept(by: str | None) -> str:
        return in_half_year(FJX, "ATT-004", join(world(), present("2021-10-01", 2, recordedBy=by)))

    assert kept("TOWNSHIP_PARTY_COMMITTEE") == "ok"
    assert kept("VILLAGE_COMMITTEES") == "warning"
    assert kept(None) == "?attendance.recordedBy"


def test_the_keeper_answers_for_the_days_of_the_posting_alone() -> None:
    """Not for those before the rules began, nor for the days of a person who is not posted."""
    by_township = present("2021-10-11", 1, recordedBy="TOWNSHIP_PARTY_COMMITTEE")
    early = present("2021-06-30", 1, recordedBy="VILLAGE_COMMITTEES")
    another = join({"cadre": [{"id": "c-2"}]}, present("2021-10-12", 1, cadre="c-2", recordedBy="VILLAGE_COMMITTEES"))

    def kept(*parts: Facts) -> Outcome:
        return judge(FJX, "ATT-004", join(world("2021-06-01"), by_township, *parts), start="2021-06-01", as_of="2021-10-31")

    assert kept(early, another).silent
    assert kept(present("2021-10-12", 1, recordedBy="VILLAGE_COMMITTEES")).ids == ["p-1"]


# --- ATT-005: away on a working day without an approved leave -------------------------------------


@pytest.mark.parametrize("status", ["ABSENT", "LEAVE", "ANNUAL_LEAVE", "REST", "IN_VILLAGE"])
@BOTH
def test_a_working_day_away_needs_leave(profile: str, status: str) -> None:
    def away(day: str, **leave: str) -> str:
        leaves = on("leave", {"kind": "SICK", "startDate": day, "endDate": day, **leave}) if leave else {}
        return said(
            judge(
                profile,
                "ATT-005",
                join(world("2021-07-01"), present(day, 1, status=status), leaves),
                start="2021-09-01",
                as_of="2021-09-30",
            )
        )

    owed = "error" if status in ("ABSENT", "LEAVE", "ANNUAL_LEAVE") else "ok"
    assert away("2021-09-18") == owed  # a Saturday made up for
    assert away("2021-09-21") == "ok"  # a festival
    assert away("2021-09-24", approvedOn="2021-09-24") == "ok"
    assert away("2021-09-24", approvedOn="2021-09-25") == owed


def test_a_day_away_names_the_leave_that_was_approved_too_late() -> None:
    """Of two that hold the day, the one that lasts longest; one that was ended by a return does not hold it."""
    leaves = on(
        "leave",
        {"kind": "SICK", "startDate": "2021-10-11", "endDate": "2021-10-12", "approvedOn": "2021-10-13"},
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


def test_leave_counts_as_complete_for_the_very_day() -> None:
    facts = join(world("2021-10-01"), present("2021-10-11", 1, status="LEAVE"))  # a Monday

    def monday(start: str, end: str) -> Outcome:
        return judge(HN, "ATT-005", facts, start="2021-10-01", as_of="2021-10-31", coverage=complete("leave", start, end))

    assert monday("2021-10-11", "2021-10-11").severities == ["error"]
    assert monday("2021-10-12", "2021-10-31").missing == {"coverage.leave": 1}
    assert monday("2021-10-01", "2021-10-10").missing == {"coverage.leave": 1}


@pytest.mark.parametrize(("profile", "last", "first"), [(HN, "2021-06-25", "2021-06-28"), (YL, "2021-08-27", "2021-08-30")])
def test_days_away_before_the_rules_began_are_none_of_theirs(profile: str, last: str, first: str) -> None:
    """A Friday, and the Monday on which the document takes effect."""

    def away(day: str) -> Outcome:
        return judge(
            profile, "ATT-005", join(world("2021-06-01"), present(day, 1, status="ABSENT")), start="2021-06-01", as_of="2021-09-30"
        )

    assert away(last).silent
    assert away(first).severities == ["error"]


def test_the_leave_or_the_day_of_a_colleague_does_not_excuse() -> None:
    away = join(world("2021-10-01"), further("2", "2021-10-01"), present("2021-10-11", 1, status="ABSENT"))
    for colleague in (present("2021-10-11", 1, cadre="c-2"), on("leave", on_leave("2021-10-11", "2021-10-11", "c-2"))):
        said = judge(HN, "ATT-005", join(away, colleague), start="2021-10-01", as_of="2021-10-31")
        assert said.ids == ["att-c-1-2021-10-11-ABSENT"]


# --- ATT-006: no night in the village in a full month ---------------------------------------------


def test_a_month_without_a_night_in_the_village_is_suspect() -> None:
    def nights(overnight: bool | None, *more: Facts) -> Outcome:
        facts = join(world(), present("2021-10-01", 17, overnight=overnight), *more)
        return judge(FJX, "ATT-006", facts, start="2021-10-01", as_of="2021-10-31")

    assert (nights(False).severities, nights(False).outcomes) == (["warning"], ["CANDIDATE"])
    assert nights(False, present("2021-10-18", 1, overnight=True)).silent
    assert said(nights(None)) == "?attendance.overnight"


# --- ATT-007: working days that nobody accounts for -----------------------------------------------


def test_working_days_without_a_trace_are_suspect() -> None:
    def traced(*more: Facts) -> Outcome:
        return judge(FJX, "ATT-007", join(world(), present("2021-10-01", 28), *more), start="2021-10-01", as_of="2021-10-31")

    assert (traced().severities, traced().outcomes, traced().arguments("days")) == (["warning"], ["CANDIDATE"], [1])  # Friday the 29th
    assert traced(present("2021-10-29", 1, status="REST")).silent
    assert traced(on("leave", {"kind": "SICK", "startDate": "2021-10-29", "endDate": "2021-10-29", "approvedOn": "2021-10-28"})).silent


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


# --- ATT-008: attendance records something that is not allowed ------------------------------------


@BOTH
def test_work_for_the_home_unit_is_prohibited(profile: str) -> None:
    facts = join(world("2021-07-01"), present("2021-09-06", 1, status="HOME_UNIT_WORK"))
    assert said(judge(profile, "ATT-008", facts, start="2021-09-01", as_of="2021-09-30")) == "error"


# --- ATT-009: attendance or diary that is untrue --------------------------------------------------


def test_attendance_is_untrue_where_an_inspection_found_the_cadre_away_that_day() -> None:
    there = join(world("2021-06-01"), present("2021-06-10", 1))
    for day, found in (("2021-06-10", 1), ("2021-06-11", 0)):
        seen = on("activity", {"kind": "INSPECTION", "date": day, "finding": "OFF_POST"})
        assert len(june("ATT-009", GZ, there, seen).ids) == found


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


# --- ATT-010: no diary in a full month ------------------------------------------------------------


def test_one_diary_a_month() -> None:
    assert june("ATT-010", GZ, world("2021-06-01")).outcomes == ["CANDIDATE"]
    assert june("ATT-010", GZ, world("2021-06-01"), on("activity", {"kind": "DIARY", "date": "2021-06-30"})).silent
    unknown = june("ATT-010", GZ, world("2021-06-01"), coverage=all_but("2021-06-01", "2021-06-30", "activity"))
    assert unknown.status == "NOT_EVALUATED", "no activity was handed in at all"
    other = on("activity", {"kind": "HEALTH_CHECK", "date": "2021-06-01"})
    unknown = june("ATT-010", GZ, world("2021-06-01"), other, coverage=all_but("2021-06-01", "2021-06-30", "activity"))
    assert (unknown.ids, unknown.missing) == ([], {"coverage.activity.DIARY": 1})


def test_the_diaries_are_complete_only_where_that_is_said_of_them() -> None:
    def october(*declared: str, of: str | None = None) -> Outcome:
        return judge(
            QN, "ATT-010", BARE, start="2021-10-01", end="2021-10-31", as_of="2021-11-15", coverage=complete("activity", *declared, of=of)
        )

    month = ("2021-10-01", "2021-10-31")
    assert october(*month, of="DIARY").outcomes == ["CANDIDATE"]
    assert october(*month, of="VILLAGE_SURVEY").missing == {"coverage.activity.DIARY": 1}
    assert october("2021-10-01", "2021-10-20").missing == {"coverage.activity.DIARY": 1}
