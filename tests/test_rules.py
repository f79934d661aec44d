"""Every rule, in every profile in which it runs: silent on the valid sample, firing on its own break, alone.

The break stands in the rule's file. It is executed in a transaction over the sample's tables, the rules run,
and the transaction is rolled back; so one sample serves all rules of a profile.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from zhucun import faults, rules, sample, standard

PROFILES = [p for p in standard.profile_ids() if "effectiveFrom" in standard.read_profile(p)]
RUNS = [(p, r.id) for p in PROFILES for r in standard.rules_under(standard.resolve(p))]


@pytest.fixture(scope="module")
def databases() -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    made: dict[str, duckdb.DuckDBPyConnection] = {}
    yield made
    for con in made.values():
        con.close()


def database(made: dict[str, duckdb.DuckDBPyConnection], profile: str) -> duckdb.DuckDBPyConnection:
    if profile not in made:
        made[profile] = sample.database(sample.plan(standard.resolve(profile)))
    return made[profile]


def outcomes(con: duckdb.DuckDBPyConnection, profile: str) -> list[rules.Outcome]:
    found = list(rules.run(con, standard.resolve(profile), {}))
    assert [f"{o.rule.id}: {o.reason}" for o in found if o.status == "FAILED"] == []
    return found


@pytest.mark.parametrize("profile", PROFILES)
def test_the_sample_is_valid(databases: dict[str, Any], profile: str) -> None:
    con = database(databases, profile)
    assert [f for o in outcomes(con, profile) for f in o.found] == []


@pytest.mark.parametrize("profile", PROFILES)
def test_the_sample_lets_every_rule_judge(databases: dict[str, Any], profile: str) -> None:
    """A rule that could judge nothing in the sample would pass every test."""
    con = database(databases, profile)
    assert [(o.rule.id, o.status) for o in outcomes(con, profile) if o.status == "NOT_EVALUATED"] == []


@pytest.mark.parametrize(("profile", "rule"), RUNS)
def test_the_break_is_found_and_nothing_else(databases: dict[str, Any], profile: str, rule: str) -> None:
    con = database(databases, profile)
    chosen = standard.rule(rule)
    allowed = {rule} | {e["rule"] for e in chosen.header.get("entails", [])}
    con.execute("BEGIN")
    try:
        before = {t: set(con.execute(f'SELECT md5(t::VARCHAR) FROM "{t}" t').fetchall()) for t in standard.record_types()}
        con.execute(chosen.breaking)
        fired = {o.rule.id for o in outcomes(con, profile) if o.found}
        assert rule in fired
        assert fired <= allowed
        assert not structural(con, before)
    finally:
        con.execute("ROLLBACK")


def structural(con: duckdb.DuckDBPyConnection, before: dict[str, Any]) -> list[Any]:
    """Structural faults of the records that the break changed."""
    out: list[Any] = []
    for kind in standard.record_types():
        columns = ", ".join(f'"{c}"' for c in standard.columns(kind))
        rows = con.execute(f'SELECT md5(t::VARCHAR), (SELECT to_json(r) FROM (SELECT {columns}) r) FROM "{kind}" t').fetchall()
        for digest, text in rows:
            if (digest,) not in before[kind]:
                out += faults.explain(kind, sample._without_nulls(json.loads(text)))
    return out
