"""What a release holds stays right: a candidate tells each change that breaks something, and a release has none."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from zhucun.version import __version__

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "docs"))

from sitegen import changes  # noqa: E402
from sitegen.inventory import compare, inventory  # noqa: E402

BEFORE = changes.before()
NOW = inventory(changes.STANDARD)


def breaking() -> list[str]:
    return [c.name for c in compare(BEFORE, NOW) if c.breaks]


def test_what_breaks_is_told_with_what_to_do() -> None:
    told = {c.name: changes.advise(c) for c in compare(BEFORE, NOW) if c.breaks}
    assert [name for name, row in told.items() if row is None] == []
    assert all(row["zh"] and row["en"] for row in told.values() if row)


def test_nothing_is_told_that_does_not_break() -> None:
    used = {row["name"] for c in compare(BEFORE, NOW) if c.breaks and (row := changes.advise(c))}
    assert {row["name"] for row in changes.advice()} == used


def test_a_release_breaks_nothing() -> None:
    """Between candidates it may. From 1.0.0 on the list that it is compared with is the release's, and this fails."""
    if "rc" not in __version__:
        assert breaking() == []
    assert __version__ == changes.NEXT


@pytest.mark.parametrize(
    ("name", "holds", "breaks"),
    [
        ("posting.endDate", None, True),
        ("posting.role", None, True),
        ("leave-kind/ANNUAL", None, True),
        ("ATT-001", None, True),
        ("posting.endDate", {"required": True}, True),
        ("village.name", {"maxLength": 3}, True),
        ("village.name", {"maxLength": None}, False),
        ("posting.startDate", {"format": "date-time"}, True),
        ("posting.role", {"values": ["MEMBER"]}, True),
        ("posting.role", {"values": [*NOW["posting.role"]["values"], "ANOTHER"]}, False),
        ("posting.startDate", {"required": False}, False),
        ("report.verdict", {"values": [*NOW["report.verdict"]["values"], "maybe"]}, True),
        ("posting.another", {"required": True, "type": "string"}, True),
        ("posting.another", {"required": False, "type": "string"}, False),
        ("report.another", {"required": True, "type": "string"}, False),
        ("ATT-001", {"asks": "another"}, False),
    ],
)
def test_what_breaks_is_seen(name: str, holds: dict[str, Any] | None, breaks: bool) -> None:
    after = json.loads(json.dumps(NOW))
    if holds is None:
        del after[name]
    else:
        after[name] = {k: v for k, v in {**after.get(name, {}), **holds}.items() if v is not None}
    (change,) = compare(NOW, after)
    assert change.breaks is breaks
