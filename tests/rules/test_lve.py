"""Both sides of every limit of the rules on leave, rule by rule."""

from __future__ import annotations

from typing import Any

from facts import GZ, YL, Outcome, join, judge, on, said, world
from worlds import LEAVE, leaves

# --- LVE-001: leave formalities not met -----------------------------------------------------------


def on_leave(rule: str, as_of: str = "2021-12-31", **fields: Any) -> Outcome:
    away = {**LEAVE, "startDate": "2021-06-01", "endDate": "2021-06-03", "returnReportedOn": "2021-06-04", **fields}
    return judge(GZ, rule, join(world(), on("leave", away)), as_of=as_of, start="2021-01-01")


def test_leave_is_written_and_approved_by_its_first_day() -> None:
    assert on_leave("LVE-001").silent
    assert on_leave("LVE-001", approvedOn="2021-06-01").silent
    assert on_leave("LVE-001", approvedOn="2021-06-02").ids == ["leave-1"]
    assert on_leave("LVE-001", form="ORAL").severities == ["error"]
    assert on_leave("LVE-001", form=None).missing == {"leave.form": 1}


# --- LVE-002: return from leave not reported ------------------------------------------------------


def test_the_return_is_reported_once_the_leave_is_over() -> None:
    assert on_leave("LVE-002", returnReportedOn=None, as_of="2021-06-03").silent
    assert on_leave("LVE-002", returnReportedOn=None, as_of="2021-06-04").silent, "a Friday, on which the return is due"
    assert on_leave("LVE-002", returnReportedOn=None, as_of="2021-06-06").silent
    assert on_leave("LVE-002", returnReportedOn=None, as_of="2021-06-07").ids == ["leave-1"]


def test_return_from_leave_is_reported() -> None:
    def back(**fields: str) -> str:
        return said(
            judge(
                YL,
                "LVE-002",
                join(world("2021-09-01"), leaves(("2021-10-01", "2021-10-07"), **fields)),
                start="2021-09-01",
                as_of="2021-10-09",
            )
        )

    assert back() == "warning"
    assert back(returnReportedOn="2021-10-08") == "ok"


# --- LVE-003: many days of leave in a calendar year -----------------------------------------------


def test_leave_that_adds_up_in_a_calendar_year_warns() -> None:
    def added(*spans: tuple[str, str]) -> str:
        return said(judge(YL, "LVE-003", join(world("2021-09-01"), leaves(*spans)), start="2022-01-01", as_of="2022-12-31"))

    assert added(("2022-03-01", "2022-03-15"), ("2022-06-01", "2022-06-15")) == "ok"
    assert added(("2022-03-01", "2022-03-15"), ("2022-06-01", "2022-06-16")) == "warning"
    assert added(("2021-12-20", "2022-01-19")) == "ok"  # 31 days, of two years
