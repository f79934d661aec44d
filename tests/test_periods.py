"""A calendar period that the batch cuts is said not to be judged, wherever a rule would have judged the whole one (K5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import ndjson, write_batch
from edition import standard
from facts import Facts, all_but, further, join, judge, on, present, world

from zhucun import sample, validation

YL, HN, GZ = "yulin-2021", "hunan-2021", "guizhou-2017"

#: The batch that most counties hand in: a year, and not a calendar year.
YEAR: dict[str, Any] = {"start": "2021-09-01", "end": "2022-08-31", "as_of": "2022-08-31"}


def two(end: str | None = None) -> Facts:
    """Two cadres, posted on the first day of the batch."""
    return join(world("2021-09-01", end), further("2", "2021-09-01", end))


def test_a_year_that_the_batch_cuts_is_not_judged() -> None:
    """2021 is not covered by the postings, so nothing is said of it; of 2022 the last months are unknown."""
    outcome = judge(YL, "ATT-002", join(two(), present("2021-09-01", 10)), **YEAR)
    assert (outcome.findings, outcome.missing) == ([], {"period.YEAR": 2})


def test_the_report_says_it(tmp_path: Path) -> None:
    files: dict[str, Any] = {f"{kind}.ndjson": (ndjson(records), len(records)) for kind, records in two().items()}
    files["attendance.ndjson"] = (ndjson(present("2021-09-01", 10)["attendance"]), 10)
    covered = [{"recordType": t, "startDate": "2021-09-01", "endDate": "2022-08-31"} for t in standard.record_types]
    batch = write_batch(tmp_path, files, profile=YL, startDate="2021-09-01", endDate="2022-08-31", asOf="2022-08-31", coverage=covered)
    said = [n for n in validation.validate(batch).as_json("zh")["notEvaluated"] if n["rule"] == "ATT-002"]
    assert [(n["missing"], n["count"]) for n in said] == [("period.YEAR", 2)]


def test_a_year_that_the_posting_itself_does_not_cover_is_nobodys_concern() -> None:
    assert judge(YL, "ATT-002", two("2022-05-31"), **YEAR).missing == {}


def test_days_enough_are_enough_before_the_year_is_over() -> None:
    outcome = judge(YL, "ATT-002", join(world("2021-09-01"), present("2022-01-01", 220)), **YEAR)
    assert (outcome.findings, outcome.missing) == ([], {})


def test_a_period_declared_complete_beyond_the_batch_is_judged() -> None:
    """The batch is of March to December, but vouches for attendance from January on."""
    year: dict[str, Any] = {"start": "2022-03-01", "end": "2022-12-31", "as_of": "2022-12-31"}
    whole = [{"recordType": "attendance", "startDate": "2022-01-01", "endDate": "2022-12-31"}]
    assert judge(YL, "ATT-002", two(), coverage=whole, **year).ids == ["p-1", "p-2"]
    assert judge(YL, "ATT-002", two(), **year).missing == {"period.YEAR": 2}


def test_what_is_promised_of_days_to_come_is_not_judged() -> None:
    whole = [{"recordType": "attendance", "startDate": "2022-01-01", "endDate": "2022-12-31"}]
    assert judge(YL, "ATT-002", two(), coverage=whole, **YEAR).missing == {"period.YEAR": 2}


def test_a_month_that_is_running_is_not_judged_and_one_to_come_is_not_spoken_of() -> None:
    """The batch is of half a year, the data of its second month."""
    outcome = judge(HN, "ATT-001", world("2022-01-01"), start="2022-01-01", end="2022-06-30", as_of="2022-02-10")
    assert (len(outcome.findings), outcome.missing) == (1, {"period.MONTH": 1})


CUT_MONTH: dict[str, Any] = {"start": "2022-03-10", "end": "2022-05-10", "as_of": "2022-05-10"}


@pytest.mark.parametrize(
    ("profile", "rule", "facts"),
    [
        (HN, "ATT-001", {}),
        (GZ, "ATT-003", {}),
        (GZ, "ATT-010", {}),
    ],
)
def test_months_at_both_ends_are_one_posting_not_judged(profile: str, rule: str, facts: Facts) -> None:
    """March and May are cut, April is whole."""
    outcome = judge(profile, rule, join(world("2022-01-01"), facts), **CUT_MONTH)
    assert (outcome.arguments("month"), outcome.missing) == (["2022-04"], {"period.MONTH": 1})


def test_one_night_or_entry_on_record_is_enough_for_the_rules_that_ask_for_one() -> None:
    march_and_may = join(present("2022-03-20", 1), present("2022-05-02", 1))
    assert judge(GZ, "ATT-003", join(world("2022-01-01"), march_and_may), **CUT_MONTH).missing == {}


def test_a_yearly_duty_is_not_judged_where_the_batch_cuts_the_year() -> None:
    """The health check of each cadre, the meetings of a unit, the insurance of a year."""
    assert judge(YL, "OBL-001", two(), **YEAR).missing["period.YEAR"] == 2
    assert "period.YEAR" in judge(YL, "OBL-003", two(), **YEAR).missing
    assert judge(HN, "SUP-006", two(), **YEAR).missing["period.YEAR"] == 2
    assert judge(YL, "ASM-001", two(), **YEAR).missing["period.YEAR"] == 2
    assert judge(YL, "SUP-007", two(), **YEAR).missing["period.YEAR"] == 1


#: What a cadre in Yulin is owed in a year.
DUTIES = (
    {"kind": "HEALTH_CHECK", "date": "2022-03-01"},
    {"kind": "TRAINING", "date": "2022-03-01", "tier": "COUNTY_ROTATION"},
)


def test_a_duty_done_already_is_done() -> None:
    done = join(two(), on("activity", *DUTIES))
    assert judge(YL, "OBL-001", done, **YEAR).missing == {"period.YEAR": 1}


def test_a_half_year_batch_says_the_halves_and_years_that_it_cuts() -> None:
    """Household visits of a year, in a batch of six months."""
    half: dict[str, Any] = {"start": "2022-01-01", "end": "2022-06-30", "as_of": "2022-06-30"}
    outcome = judge(HN, "OBL-004", world("2021-07-01"), **half)
    assert (outcome.findings, outcome.missing) == ([], {"period.YEAR": 1})


def test_a_task_list_is_due_after_the_first_whole_month() -> None:
    """The team was formed on the tenth, its first whole month is running."""
    batch: dict[str, Any] = {"start": "2022-03-10", "end": "2022-04-15", "as_of": "2022-04-15"}
    assert judge(HN, "TEAM-007", world("2022-03-10"), **batch).missing == {"period.MONTH": 1}
    over: dict[str, Any] = {"start": "2022-03-10", "end": "2022-04-30", "as_of": "2022-04-30"}
    assert judge(HN, "TEAM-007", world("2022-03-10"), **over).ids == ["t-1"]


@pytest.mark.parametrize("year", [1995, 2045])
def test_no_year_is_too_early_or_too_late_for_the_calendar(year: int) -> None:
    """A posting of any time has its months; whether a rule binds them is the profile's to say."""
    con = sample.database(sample.plan(standard.profiles.resolve(HN)))
    con.execute(f"UPDATE batch SET startDate = DATE '{year}-01-01', endDate = DATE '{year}-12-31', \"asOf\" = DATE '{year}-12-31'")
    assert con.execute(f"SELECT count(*) FROM calendar_period WHERE kind = 'MONTH' AND label LIKE '{year}-%' AND within").fetchone() == (
        12,
    )


def test_a_whole_month_needs_the_coverage_and_a_cut_one_the_period() -> None:
    facts = join(world("2022-01-01"), present("2022-04-01", 1))
    outcome = judge(HN, "ATT-001", facts, coverage=all_but("2022-03-10", "2022-05-10", "attendance"), **CUT_MONTH)
    assert outcome.missing == {"coverage.attendance": 1, "period.MONTH": 1}
