"""Days and nights in the village as any place may ask for them: by the week, the quarter, in percent of the working days."""

from __future__ import annotations

from typing import Any

import pytest
from facts import Facts, dates, join, judge, on, place, present, said, world

CREDIT = {"creditingStatus": [{"status": "IN_VILLAGE"}]}


def asked(name: str, number: int, facts: Facts, *, rule: str = "ATT-002", end: str = "2022-03-31", **more: Any) -> str:
    rows = {"parameter": [{"name": f"presence.{name}", "number": number}, *more.pop("rows", [])], **more.pop("policy", CREDIT)}
    return said(judge(place(rows), rule, facts, as_of=end, start="2022-01-01", end=end, **more))


@pytest.mark.parametrize(("days", "answer"), [(5, "ok"), (4, "error")])
def test_so_many_days_a_week(days: int, answer: str) -> None:
    mondays = ["2022-01-03", "2022-01-10", "2022-01-17"]
    facts = join(world("2022-01-03", "2022-01-30"), *(present(d, 5) for d in mondays), present("2022-01-24", days))
    assert asked("minDaysPerWeek", 5, facts, end="2022-01-31") == answer


@pytest.mark.parametrize(("count", "answer"), [(60, "ok"), (59, "error")])
def test_so_many_days_a_quarter(count: int, answer: str) -> None:
    assert asked("minDaysPerQuarter", 60, join(world("2021-12-01"), present("2022-01-01", count))) == answer


@pytest.mark.parametrize(("count", "answer"), [(12, "ok"), (11, "error")])
def test_a_share_of_the_working_days_of_a_month_is_rounded_up(count: int, answer: str) -> None:
    """March 2022 has 23 working days: half of them are eleven and a half."""
    facts = join(world("2022-03-01"), present("2022-03-01", count))
    assert asked("minPercentPerMonth", 50, facts) == answer


def test_a_share_of_days_of_a_year_without_a_calendar_cannot_be_judged() -> None:
    facts = join(world("2099-03-01"), present("2099-03-01", 1))
    rows = {"parameter": [{"name": "presence.minPercentPerMonth", "number": 50}], **CREDIT}
    outcome = judge(place(rows), "ATT-002", facts, as_of="2099-03-31", start="2099-03-01")
    assert (outcome.findings, outcome.unjudged) == ([], ["register.calendar"])


@pytest.mark.parametrize(("excuse", "answer"), [(None, "error"), ("NONE", "error"), ("DOWNGRADES", "warning"), ("EXCLUDES", "ok")])
@pytest.mark.parametrize(
    ("rule", "name", "short"),
    [("ATT-002", "minDaysPerQuarter", 57), ("ATT-001", "minDaysPerMonth", 28), ("ATT-006", "minNightsPerMonth", 28)],
)
def test_approved_leave_explains_what_is_missing_where_the_text_says_so(
    rule: str, name: str, short: int, excuse: str | None, answer: str
) -> None:
    month = name.endswith("Month")
    base = world("2022-03-01" if month else "2021-12-01")
    leave = on("leave", {"kind": "PERSONAL", "startDate": "2022-03-29", "endDate": "2022-03-31", "approvedOn": "2022-03-20"})
    first = "2022-03-01" if month else "2022-01-01"
    facts = join(base, present(first, short, overnight=True), leave)
    rows = [{"name": "presence.leaveExcuse", "code": excuse}] if excuse else []
    assert asked(name, 31 if month else 60, facts, rule=rule, rows=rows) == answer


def nights(count: int, *, rest: int = 0, unsaid: int = 0) -> Facts:
    day = dates("2022-03-01", 31)
    there = [{"date": d, "status": "IN_VILLAGE", "overnight": True} for d in day[:count]]
    home = [{"date": d, "status": "IN_VILLAGE", "overnight": False} for d in day[count : count + rest]]
    open_ = [{"date": d, "status": "IN_VILLAGE"} for d in day[count + rest : count + rest + unsaid]]
    return join(world("2022-03-01"), on("attendance", *there, *home, *open_))


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        (nights(10, rest=12), "ok"),
        (nights(9, rest=12), "error"),
        (nights(0), "error"),
        (nights(9, rest=12, unsaid=1), "?attendance.overnight"),
    ],
)
def test_so_many_nights_a_month(facts: Facts, answer: str) -> None:
    assert asked("minNightsPerMonth", 10, facts, rule="ATT-006") == answer


def test_so_many_nights_a_week() -> None:
    week = [{"date": d, "status": "IN_VILLAGE", "overnight": n < 4} for n, d in enumerate(dates("2022-03-07", 7))]
    base = world("2022-03-07", "2022-03-13")
    for number, answer in ((4, "ok"), (5, "error")):
        assert asked("minNightsPerWeek", number, join(base, on("attendance", *week)), rule="ATT-006") == answer


def test_where_no_row_says_what_gives_credit_rest_does_not_and_duty_elsewhere_does() -> None:
    base = world("2022-03-01")
    resting = present("2022-03-01", 31, status="REST")
    assert asked("minDaysPerMonth", 20, join(base, resting), rule="ATT-001", policy={}) == "error"
    duty = join(present("2022-03-01", 15), present("2022-03-16", 5, status="MEETING"))
    assert asked("minDaysPerMonth", 20, join(base, duty), rule="ATT-001", policy={}) == "ok"


@pytest.mark.parametrize(("last", "answer"), [("2022-03-07", "ok"), ("2022-03-06", "error")])
def test_a_handover_of_so_many_days(last: str, answer: str) -> None:
    facts = world("2022-01-01", "2022-03-10", endReason="ROTATION")
    facts["posting"].append(
        {
            **facts["posting"][0],
            "id": "p-2",
            "cadreId": "c-2",
            "startDate": "2022-03-01",
            "replacesPostingId": "p-1",
            "handoverStart": "2022-03-01",
            "handoverEnd": last,
        }
    )
    for field in ("endDate", "endReason"):
        facts["posting"][1].pop(field)
    facts["cadre"].append({"id": "c-2", "homeUnitId": "unit"})
    row = {"parameter": [{"name": "handover.minDays", "number": 7}]}
    assert said(judge(place(row), "POST-008", facts, as_of="2022-03-31", start="2022-01-01")) == answer
