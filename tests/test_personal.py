"""Numbers of persons are told from other ids, in Python and in the engine alike."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.record import personal

#: Public examples (GB 11643 itself, textbooks) and numbers made for this test.
CITIZENS = ["11010519491231002X", "11010519491231002x", "440524188001010014"]
MOBILES = ["13800138000", "19912345678"]
OTHERS = [
    "110105194912310021",  # a wrong check digit
    "110105194913310027",  # no such month
    "010105194912310025",  # no such place
    "1101051949123100",
    "a11010519491231002X",
    "11010519491231002X-1",
    "１１０１０５１９４９１２３１００２X",
    "12800138000",
    "1380013800",
    "138001380001",
    "13800138000\n",
    "cadre-13800138000",
    "520000000000000001",
    "",
    "c1",
]


def in_the_engine(texts: list[str]) -> list[bool]:
    rows = duckdb.connect().execute(f"SELECT {personal.sql_test('t')} FROM (SELECT unnest(?) AS t)", [texts]).fetchall()
    return [found for (found,) in rows]


@pytest.mark.parametrize("text", CITIZENS + MOBILES)
def test_a_number_of_a_person_is_known_and_masked(text: str) -> None:
    assert personal.is_personal(text)
    assert in_the_engine([text]) == [True]
    assert personal.mask(text) == "*" * (len(text) - 2) + text[-2:]


@pytest.mark.parametrize("text", OTHERS)
def test_what_only_looks_like_one_is_left_as_it_is(text: str) -> None:
    assert not personal.is_personal(text)
    assert in_the_engine([text]) == [False]
    assert personal.mask(text) == text


def test_where_nothing_stands_there_is_no_number() -> None:
    assert duckdb.connect().execute(f"SELECT {personal.sql_test('NULL::VARCHAR')}").fetchone() == (False,)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.from_regex("[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9][0-9]{3}[0-9Xx]", fullmatch=True)
        | st.from_regex("[0-9]{11}|[0-9X]{18}|1[0-9]{10}|[1-9][0-9]{17}x?", fullmatch=True)
        | st.text(max_size=18),
        min_size=50,
        max_size=200,
    )
)
def test_python_and_the_engine_agree(texts: list[str]) -> None:
    assert in_the_engine([t for t in texts if "\0" not in t]) == [personal.is_personal(t) for t in texts if "\0" not in t]
