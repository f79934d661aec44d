"""Dimensions of data quality: each rule and code speaks of one, and the report's summary adds up."""

from __future__ import annotations

from pathlib import Path

from conftest import days, ndjson, write_batch
from edition import standard

from zhucun import validate
from zhucun.record import faults
from zhucun.reports import RENDERERS, Rendering

DIMENSIONS = {r["code"] for r in standard.codelist("quality-dimension")}


def test_each_rule_and_each_code_speaks_of_one_dimension() -> None:
    assert {r.header.get("quality") for r in standard.rules.values()} <= DIMENSIONS
    assert {c["quality"] for c in faults.catalogue(standard).values()} <= DIMENSIONS


def test_the_summary_adds_up_whatever_is_listed(tmp_path: Path) -> None:
    records = [{**d, "status": "NOWHERE"} for d in days(4)] + [{"id": "x"}, *days(6)[4:]]
    folder = write_batch(tmp_path / "b", {"attendance.ndjson": (ndjson(records), 7)}, asOf="2021-07-31")
    (folder / "extra.ndjson").write_text("x")
    whole, cut = validate(folder), validate(folder, max_findings=1)
    assert cut.omitted
    assert list(whole.quality) == list(cut.quality)
    assert sum(q.findings for q in whole.quality) == sum(whole.counts.values())
    for name in ("apply", "full", "part", "none"):
        assert sum(getattr(q.judged, name) for q in whole.quality) == getattr(whole.judged, name)
    by = {q.dimension: q.findings for q in whole.quality}
    assert by["COMPLETENESS"] >= 1  # the record without its date
    assert by["CONFORMITY"] >= 5  # the codes that do not exist, and the file that is not listed
    said = whole.as_json("en")
    assert list(faults.validator(standard, "report").iter_errors(said)) == []
    assert "Data quality (GB/T 36344-2018):\n  Conformity: " in RENDERERS["text"].render(whole, Rendering("en"))
    assert "完整性" in RENDERERS["html"].render(whole, Rendering("zh"))
