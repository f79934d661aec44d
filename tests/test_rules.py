"""Every rule, in every profile in which it runs: silent on the valid sample, firing on its own break, alone.

The break stands in the rule's file. It is executed in a transaction over the sample's tables, the rules run,
and the transaction is rolled back; so one sample serves all rules of a profile.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import duckdb
import pytest
from edition import DATED, profiles, standard
from facts import direct_reads, settle

from zhucun import findings, sample
from zhucun.calendar import WorkingDays
from zhucun.judging import rules
from zhucun.record import faults
from zhucun.standard import Rule, View

PROFILES = DATED
#: A rule that compares with the division of the profile has nothing to say where the profile names none.
EVERYWHERE = [
    (p, r.id)
    for p in PROFILES
    for r in profiles.resolve(p).rules
    # a condition on a field of the place's own has no break of the rule's: test_own.py searches one
    if ("b.divisionCode" not in r.query or "divisionCode" in profiles.read(p)) and (p, r.id) != ("made-up-dike", "VIL-010")
]

#: A rule is broken in the first profile where it runs, and with ZHUCUN_LONG in all: the suite's pairs are made from its break in each,
#: and the second implementation judges them with every rule.
FIRST = {rule: profile for profile, rule in reversed(EVERYWHERE)}
RUNS = EVERYWHERE if os.environ.get("ZHUCUN_LONG") else [(p, r) for p, r in EVERYWHERE if FIRST[r] == p]


@pytest.fixture(scope="module")
def databases() -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    made: dict[str, duckdb.DuckDBPyConnection] = {}
    yield made
    for con in made.values():
        con.close()


def database(made: dict[str, duckdb.DuckDBPyConnection], profile: str) -> duckdb.DuckDBPyConnection:
    if profile not in made:
        made[profile] = sample.database(sample.plan(profiles.resolve(profile)))
    return made[profile]


@cache
def reads() -> dict[str, frozenset[str]]:
    """Rule → the record types that its query reads, itself or through the shared views."""
    kinds = frozenset(standard.record_types)
    # what they ask of fields by their names may be of any record
    reads: dict[str, frozenset[str]] = {**direct_reads(), "fact_value": kinds, "fact_redacted": kinds}

    def below(name: str) -> frozenset[str]:
        return frozenset([name]).union(*(below(other) for other in reads.get(name, ())))

    return {rule: below(rule) & kinds for rule in standard.rules}


def outcomes(con: duckdb.DuckDBPyConnection, profile: str, changed: frozenset[str] | None = None) -> list[rules.Judgement]:
    """Run the rules; where only some record types changed, those that read one of them."""
    only = None if changed is None else frozenset(r for r, kinds in reads().items() if kinds & changed)
    found = list(rules.run(con, profiles.resolve(profile), {}, only=only))
    assert [f"{o.rule.id}: {o.reason}" for o in found if o.status == "FAILED"] == []
    return found


@pytest.mark.parametrize("profile", PROFILES)
def test_the_sample_is_valid(databases: dict[str, Any], profile: str) -> None:
    con = database(databases, profile)
    assert [f for o in outcomes(con, profile) for f in o.found] == []


#: Reasons for which a cadre leaves a posting and goes on the next day.
MOVES = {"ROLE_CHANGE", "VILLAGE_CHANGE"}


@pytest.mark.parametrize("profile", PROFILES)
def test_a_sample_of_some_size_tells_of_real_careers_and_is_valid(profile: str) -> None:
    """Two change villages, a member becomes first secretary, leaves end early or run over the end of a month, somebody works
    on a day off and rests on a working day: whatever of it the profile lets happen."""
    resolved = profiles.resolve(profile)
    rows = [r.values for r in resolved.table("exitReason")]
    allowed = {r["reason"] for r in rows if r["early"] == "ALLOWED"} & MOVES if rows else MOVES
    con = sample.database(sample.plan(resolved, villages=12))
    assert [f for o in outcomes(con, profile) for f in o.found] == []

    def told(query: str) -> list[Any]:
        return con.execute(query).fetchall()

    goes_on = "JOIN posting q ON q.cadreId = p.cadreId AND q.startDate = p.endDate + 1"
    members = told("SELECT 1 FROM posting WHERE role = 'TEAM_MEMBER'")
    assert {r for (r,) in told(f"SELECT DISTINCT p.endReason FROM posting p {goes_on}")} == (allowed if members else set())
    assert told("SELECT 1 FROM leave WHERE returnReportedOn <= endDate")
    assert told("SELECT 1 FROM leave WHERE month(startDate) <> month(endDate)")
    rests = [day for (day,) in told("SELECT date FROM attendance WHERE status = 'REST'")]
    assert not rests or any(day in WorkingDays(standard) for day in rests)
    con.close()


@pytest.mark.parametrize("profile", PROFILES)
def test_the_sample_lets_every_rule_judge(databases: dict[str, Any], profile: str) -> None:
    """A rule that could judge nothing in the sample would pass every test."""
    con = database(databases, profile)
    assert [(o.rule.id, o.status) for o in outcomes(con, profile) if o.status == "NOT_EVALUATED"] == []


@pytest.mark.parametrize(("profile", "rule"), RUNS)
def test_the_break_is_found_and_nothing_else(databases: dict[str, Any], profile: str, rule: str) -> None:
    con = database(databases, profile)
    chosen, resolved = standard.rule(rule), profiles.resolve(profile)
    allowed = {rule} | {e["rule"] for e in chosen.header.get("entails", [])}
    con.execute("BEGIN")
    try:
        before = digests_before(profile, con)
        con.execute(chosen.breaking)
        after = digests(con)
        changed = frozenset(t for t in before if before[t] != after[t])
        settle(con, resolved, [r for r in resolved.rules if reads()[r.id] & changed])
        judged = outcomes(con, profile, changed)
        assert repeated(judged) == []
        fired = {o.rule.id for o in judged if o.found}
        assert rule in fired
        assert fired <= allowed
        assert not structural(con, {t: before[t] for t in changed})
    finally:
        con.execute("ROLLBACK")


def repeated(judged: list[rules.Judgement]) -> list[Any]:
    """Findings that nothing tells apart: of one record, pointer and policy row, with the same values of the rule's ``keys``."""
    seen = Counter(findings.identity(f) for outcome in judged for f in outcome.found)
    return [identity for identity, times in seen.items() if times > 1]


@pytest.mark.parametrize("profile", PROFILES if os.environ.get("ZHUCUN_LONG") else ["hunan-2021"])
def test_two_findings_of_one_record_can_be_told_apart(databases: dict[str, Any], profile: str) -> None:
    """Everything broken at once, and every record there twice."""
    con = database(databases, profile)
    con.execute("BEGIN")
    try:
        for rule in profiles.resolve(profile).rules:
            con.execute(rule.breaking)
        for kind in standard.record_types:
            con.execute(f'INSERT INTO "{kind}" SELECT * REPLACE (id || \'-again\' AS id) FROM "{kind}"')
        resolved = profiles.resolve(profile)
        settle(con, resolved, resolved.rules)
        assert repeated(outcomes(con, profile)) == []
    finally:
        con.execute("ROLLBACK")


@pytest.mark.parametrize("rule", [r for r in standard.rules.values() if "keys" in r.header], ids=lambda r: str(r.id))
def test_keys_are_arguments_and_never_numbers_that_were_counted(rule: Rule) -> None:
    shown = rule.header["arguments"]
    assert [k for k in rule.header["keys"] if k not in shown or shown[k] in ("number", "yuan", "percent")] == []


def digests(con: duckdb.DuckDBPyConnection) -> dict[str, set[Any]]:
    return {t: set(con.execute(f'SELECT md5(t::VARCHAR) FROM "{t}" t').fetchall()) for t in standard.record_types}


KEPT: dict[str, dict[str, set[Any]]] = {}


def digests_before(profile: str, con: duckdb.DuckDBPyConnection) -> dict[str, set[Any]]:
    """Of the sample as it is before a break, and again after the break is rolled back."""
    if profile not in KEPT:
        KEPT[profile] = digests(con)
    return KEPT[profile]


def structural(con: duckdb.DuckDBPyConnection, before: dict[str, set[Any]]) -> list[Any]:
    """Structural faults of the records that the break changed."""
    out: list[Any] = []
    for kind, known in before.items():
        columns = ", ".join(f'"{c}"' for c in standard.columns(kind))
        rows = con.execute(f'SELECT md5(t::VARCHAR), (SELECT to_json(r) FROM (SELECT {columns}) r) FROM "{kind}" t').fetchall()
        for digest, text in rows:
            if (digest,) not in known:
                out += faults.explain(standard, kind, sample.without_nulls(json.loads(text)))
    return out


def test_what_a_rule_reads_is_found_through_the_views() -> None:
    assert reads()["ATT-001"] >= {"attendance", "posting", "leave"}
    assert reads()["STD-011"] == {"organization"}


def test_the_header_says_which_shared_views_the_query_reads() -> None:
    shared = {"fact_value", "fact_redacted", *(view.name for view in standard.views)}
    assert {r.id: r.views for r in standard.rules.values()} == {r: sorted(direct_reads()[r] & shared) for r in standard.rules}


@pytest.mark.parametrize("view", standard.views, ids=lambda view: view.name)
def test_the_head_of_a_view_says_what_it_reads(view: View) -> None:
    faults.validator(standard, "view").validate(view.header)
    assert view.header["name"] == view.name
    assert view.reads == sorted(direct_reads()[view.name])


def test_every_shared_view_is_read() -> None:
    read = frozenset().union(*(names for reader, names in direct_reads().items()))
    assert {"fact_value", "fact_redacted", *(view.name for view in standard.views)} - read == set()
