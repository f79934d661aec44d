"""Coverage entries are checked: a typing error there would turn a duty off without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import days, edit_manifest, ndjson, write_batch
from edition import standard

from zhucun.errors import BatchError
from zhucun.opening import declared
from zhucun.opening.batch import open_batch

START, END = "2021-07-01", "2021-07-31"


def entry(record_type: str, start: str = START, end: str = END, **more: Any) -> dict[str, Any]:
    return {"recordType": record_type, "startDate": start, "endDate": end, **more}


def sentences(*entries: dict[str, Any], lang: str = "en") -> list[str]:
    return [p.text(lang) for p in declared.check_coverage(standard, {"coverage": list(entries)})]


@pytest.mark.parametrize("record_type", ["activity", "support", "measure", "assessment"])
def test_every_kind_of_the_list_is_known(record_type: str) -> None:
    codes = [c["code"] for c in standard.codelist(f"{record_type}-kind")]
    assert sentences(*(entry(record_type, kind=code) for code in codes)) == []


@pytest.mark.parametrize("kind", ["NO_SUCH", "培训", "training", "RECALL"])
def test_an_unknown_kind_is_named_with_the_kinds_there_are(kind: str) -> None:
    (said,) = sentences(entry("cadre"), entry("activity", kind=kind))
    assert said.startswith(f"manifest.json /coverage/1 (activity): there is no kind {kind}; there are ")
    assert "TRAINING" in said


def test_a_type_that_has_no_kinds_says_which_have() -> None:
    (said,) = sentences(entry("leave", kind="SICK"), lang="zh")
    assert "/coverage/0（leave）" in said
    assert "activity, support, measure, assessment" in said


def test_dates_the_wrong_way_round() -> None:
    assert sentences(entry("cadre", END, START)) == [f"manifest.json /coverage/0 (cadre): {START} is before {END}; correct the dates"]
    assert sentences(entry("cadre", START, START)) == []


def test_coverage_may_reach_outside_the_period_of_the_batch() -> None:
    assert sentences(entry("posting", "2015-01-01", "2030-12-31")) == []


def test_a_thousand_wrong_entries_are_not_a_thousand_sentences() -> None:
    assert len(sentences(*(entry("activity", END, START, kind="X") for _ in range(1000)))) == 10


def test_nothing_of_an_entry_reaches_the_terminal_unescaped() -> None:
    (said,) = sentences(entry("activity", kind="A\x1b[31m\u202eB" + "C" * 200))
    assert said.isprintable()
    assert len(said) < 1000


def test_a_batch_that_declares_so_is_unreadable(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "b", {"attendance.ndjson": (ndjson(days(3)), 3)}, coverage=[entry("activity")])
    edit_manifest(folder, lambda m: m["coverage"][0].update(kind="DAIRY"))
    with pytest.raises(BatchError, match="there is no kind DAIRY"), open_batch(standard, folder, tmp_path):
        pass
