"""Each rule keeps silent under a profile in which it does not run, on the very facts that break it elsewhere.

The facts come from the rule's own break, in the profile with the most rules among those where it runs; then the policy of the other profile takes the place of
the first one's. The query is executed all the same, past the check that would skip it: a rule has no numbers or places of its own, so
without its rows it must find nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import duckdb
import pytest
from edition import DATED, profiles, standard
from facts import found

from zhucun import sample
from zhucun.judging import rules, tables
from zhucun.judging.tables import Frame

PROFILES = standard.profiles.own


@cache
def runs(rule: str, profile: str) -> bool:
    return standard.rule(rule).rows(profiles.resolve(profile)) is not None


#: The dated profiles, those with the most rules first, so that few samples are made.
HOMES = sorted(
    DATED,
    key=lambda p: -len(list(profiles.resolve(p).rules)),
)

#: Each rule that some profile asks for and another does not, after the profile whose sample it breaks.
ABSENT = sorted((next(p for p in HOMES if runs(r, p)), r) for r in standard.rules if not all(runs(r, p) for p in PROFILES))


@cache
def policy(profile: str) -> dict[str, list[Any]]:
    """The rows of each policy table, as the database holds them."""
    con = duckdb.connect()
    tables.create_facts(con, standard)
    tables.create_context(con, profiles.resolve(profile), Frame("b", "2021-01-01", "2021-01-01", "2021-01-01"))
    rows = {table: con.execute(f'SELECT * FROM "{table}"').fetchall() for table in standard.policy_tables}
    con.close()
    return rows


def filled(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return con.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() is not None


class Worlds:
    """One sample at a time, with the policy tables of every profile beside it."""

    def __init__(self) -> None:
        self.home = ""
        self.con: Any = None

    def of(self, home: str) -> duckdb.DuckDBPyConnection:
        if home != self.home:
            self.close()
            self.con, self.home = sample.database(sample.plan(profiles.resolve(home))), home
            for profile in PROFILES:
                for table, rows in policy(profile).items():
                    self.con.execute(f'CREATE TABLE "{profile} {table}" AS SELECT * FROM "{table}" LIMIT 0')
                    if rows:
                        self.con.executemany(f'INSERT INTO "{profile} {table}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
        return self.con

    def close(self) -> None:
        if self.con:
            self.con.close()


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    made = Worlds()
    yield made
    made.close()


# the suite's cases "elsewhere" show the same of a small world in every run
@pytest.mark.long
@pytest.mark.parametrize(("home", "rule"), ABSENT)
def test_a_rule_is_silent_where_it_does_not_run(worlds: Worlds, home: str, rule: str) -> None:
    con, chosen = worlds.of(home), standard.rule(rule)
    con.execute("BEGIN")
    try:
        con.execute(chosen.breaking)
        assert found(con, chosen) > 0, "broken at home"
        for other in PROFILES:
            if not runs(rule, other):
                # a table without rows here and there is as it should be
                for table in (t for t in standard.policy_tables if policy(other)[t] or filled(con, t)):
                    con.execute(f'DELETE FROM "{table}"')
                    con.execute(f'INSERT INTO "{table}" SELECT * FROM "{other} {table}"')
                tables.create_values(con, profiles.resolve(other))
                assert found(con, chosen) == 0, other
                (outcome,) = rules.run(con, profiles.resolve(other), {}, only=frozenset([rule]))
                assert (outcome.status, outcome.found) == ("NOT_APPLICABLE", [])
    finally:
        con.execute("ROLLBACK")
