"""A whole prefecture, at the size that its report gives: the sample is valid, through the files, from end to end."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from edition import standard

from zhucun import sample, validation


def test_a_prefecture_of_the_reported_size_passes_without_a_finding(tmp_path: Path) -> None:
    plan = sample.plan(
        standard.profiles.resolve("qiannan-2021"),
        villages=1319,
        cadres=5756,
        start=dt.date(2021, 5, 1),
        end=dt.date(2021, 12, 31),
    )
    sample.write(plan, tmp_path / "batch")
    report = validation.validate(tmp_path / "batch")
    assert list(report.findings) == []
    assert report.verdict == "pass"
    records = report.records
    assert (records["village"], records["cadre"]) == (1319, 5756)
    assert records["attendance"] > 1_000_000
    assert [r.rule for r in report.rules if r.status in ("FAILED", "NOT_EVALUATED")] == []
