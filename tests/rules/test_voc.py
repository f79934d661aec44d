"""Both sides of every limit of the rules on codes that a document lists, rule by rule."""

from __future__ import annotations

import pytest
from facts import HN, join, judge, on, said, world
from worlds import AS_OF, BOTH, by_new_year, posting_of

# --- VOC-001: a code that the document does not list ----------------------------------------------


@BOTH
def test_either_method_of_selection_will_do(profile: str) -> None:
    assert posting_of("VOC-001", profile, selectionMethods=["SELF_APPLICATION"]) == "ok"
    assert posting_of("VOC-001", profile, selectionMethods=["ORG_NAMED"]) == "error"


@pytest.mark.parametrize(
    ("kind", "ground", "expected"),
    [
        ("RECALL", "INCOMPETENT", "ok"),
        ("RECALL", "HEALTH", "error"),
        ("ADJUSTMENT", "HEALTH", "ok"),
        ("ADJUSTMENT", "INCOMPETENT", "error"),
    ],
)
def test_recall_and_adjustment_have_grounds_of_their_own_in_hn(kind: str, ground: str, expected: str) -> None:
    facts = join(world("2021-09-01"), on("measure", {"kind": kind, "date": "2021-10-11", "grounds": [ground]}))
    assert said(judge(HN, "VOC-001", facts, start="2021-09-01", as_of="2021-12-31")) == expected


@pytest.mark.parametrize(("start", "found"), [(AS_OF, "error"), ("2022-01-01", "ok")])
def test_codes_are_judged_from_the_day_of_their_record(start: str, found: str) -> None:
    assert by_new_year(HN, "VOC-001", world(start, selectionMethods=["ORG_NAMED"])) == found


def test_the_day_of_a_posting_is_not_that_of_a_measure_with_the_same_id() -> None:
    """The posting began before the rules, so that its way of selection is not judged."""
    named = world("2021-06-27", selectionMethods=["ORG_NAMED"])
    praise = on("measure", {"id": "p-1", "kind": "COMMENDATION", "date": "2021-10-11"})
    assert by_new_year(HN, "VOC-001", join(named, praise), start="2021-06-01") == "ok"
