"""No name from outside moves the cursor, turns text around or begins a line of its own."""

from __future__ import annotations

import pytest

from zhucun.printing import printable


@pytest.mark.parametrize("text", ["attendance.ndjson", "驻村 工作队", "C:\\批次", "许\u3000三", "o'brien [1] a=b", "𨟠", ""])
def test_what_can_be_seen_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("a\n::error::b", "a\\n::error::b"),
        ("\r\x1b[2K\x9b", "\\r\\x1b[2K\\x9b"),
        ("\x00\t\x7f", "\\x00\\t\\x7f"),
        ("a\u202eb\u2066c\u200fd\u061ce", "a\\u202eb\\u2066c\\u200fd\\u061ce"),
        ("a\u2028b\u2029c\u0085d\ufeff", "a\\u2028b\\u2029c\\x85d\\ufeff"),
        ("\udcd7\U000e0041", "\\udcd7\\U000e0041"),
    ],
)
def test_what_cannot_be_seen_is_escaped(text: str, want: str) -> None:
    assert printable(text) == want
    assert printable(want) == want
    assert want.encode("utf-8").decode().splitlines() == [want]


def test_every_mark_of_direction_and_every_control_is_escaped() -> None:
    marks = [*range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    assert all(printable(chr(m)).isascii() for m in marks)
    assert all(printable(chr(m)).isprintable() for m in marks)


def test_a_long_name_is_cut() -> None:
    assert printable("村" * 5000, 200) == "村" * 200 + "…"
    assert printable("村" * 200, 200) == "村" * 200
