"""Fourteen documents that the standard was not written from, each a folder of ``tests/places``: clauses, and the profile that carries what it can.

They are excerpts of documents, examples of generality and no profiles of the standard.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from edition import standard

from zhucun import sample
from zhucun.judging import rules
from zhucun.places import check
from zhucun.places.reading import declares, readings
from zhucun.sample.breaking import break_rule
from zhucun.standard import Profiles

FOLDER = Path(__file__).resolve().parent / "places"
PLACES = sorted(p.name for p in FOLDER.iterdir())
BESIDE = Profiles(standard, FOLDER)

#: So many of the clauses are carried by rows that a rule reads; it only grows.
CARRIED = 55

#: Rules that bind nobody in a sample: (place, rule).
NOBODY = {("longshan-2019", "ATT-001")}


@cache
def review(place: str) -> check.Review:
    return check.check(BESIDE, FOLDER / place)


@pytest.mark.parametrize("place", PLACES)
def test_the_profile_is_sound_and_every_row_is_read(place: str) -> None:
    assert [(r.place, r.problem.text("en")) for r in review(place).remarks if r.level == "error"] == []
    profile = BESIDE.resolve(place)
    found = readings(profile)
    assert [r.row_id for r in profile.rows if not found[r.row_id].rules and not declares(standard, r.table)] == []


def test_how_many_clauses_are_carried() -> None:
    assert sum(len(review(p).clauses) for p in PLACES) == 125
    assert sum(len(review(p).clauses) - len(review(p).uncarried) for p in PLACES) >= CARRIED


def own_rules() -> list[tuple[str, str]]:
    """The rules that judge by the rows of each place."""
    return [(p, r.id) for p in PLACES for r in BESIDE.resolve(p).rules if r.needs]


@cache
def made(place: str) -> Any:
    return sample.database(sample.plan(BESIDE.resolve(place)))


@pytest.mark.parametrize("place", [p for p in PLACES if review(p).rows])
def test_the_sample_is_lawful(place: str) -> None:
    assert [f for o in rules.run(made(place), BESIDE.resolve(place), {}) for f in o.found] == []


@pytest.mark.parametrize(("place", "rule"), own_rules())
def test_each_rule_can_be_broken(place: str, rule: str) -> None:
    """By its own break; where that was written for other rows, by a change that is found, and then it fires alone."""
    profile, chosen, con = BESIDE.resolve(place), standard.rule(rule), made(place)
    con.execute("BEGIN")
    try:
        con.execute(chosen.breaking)
        if any(o.found for o in rules.run(con, profile, {}, only=frozenset([rule]))):
            return
    finally:
        con.execute("ROLLBACK")
    fresh = sample.database(sample.plan(profile))
    assert break_rule(fresh, profile, chosen) == ((place, rule) not in NOBODY)
    fired = {o.rule.id for o in rules.run(fresh, profile, {}) if o.found}
    assert fired <= {rule} | {e["rule"] for e in chosen.header.get("entails", ())}
    assert ((place, rule) in NOBODY) != (rule in fired)
    fresh.close()
