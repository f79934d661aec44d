"""Whom a row binds: wherever the schema takes `roles` or `dispatchLevels`, the rules that read the row heed them.

Each rule is broken in a sample. The row that its findings rest on is then limited to roles, or to levels of dispatch, that nobody there
has, and the findings must go; limited to all that there are, and they must be back. Which rules and rows these are follows from the
rules' headers and the schema alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from edition import standard

from zhucun import sample
from zhucun.standard import Rule

#: The dated profiles, those with the most rules first, so that few samples are made.
HOMES = sorted(
    (p for p in standard.profiles.own if "effectiveFrom" in standard.profiles.read(p)),
    key=lambda p: -len(list(standard.profiles.resolve(p).rules)),
)
LIMITS = ("roles", "dispatchLevels")
#: Where they say who is counted, not whom the row binds.
COUNTED = ("staffingBand",)
POLICY = standard.schema("profile")["properties"]["policy"]["properties"]


def taken(table: str, row: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The limits that the schema takes on a row, each with all its codes."""
    columns = POLICY[table]["items"]["properties"]
    for limit in LIMITS:
        if (
            table not in COUNTED
            and limit in columns
            and all(row.get(k) in values for k, values in columns[limit].get("x-when", {}).items())
        ):
            yield limit, columns[limit]["items"]["enum"]


def limited(rule: Rule, profile: str) -> list[tuple[str, str, str]]:
    """The rows that the rule's findings may rest on, by its header, each with a limit that it takes."""
    needs = rule.rows(standard.profiles.resolve(profile)) or []
    return [(r.table, r.row_id, limit) for rows in needs for r in rows for limit, _ in taken(r.table, dict(r.values))]


#: Each rule in each profile where it has such a row, by profile.
ASKED = [(home, rule.id) for home in HOMES for rule in standard.profiles.resolve(home).rules if limited(rule, home)]


class Samples:
    """One sample at a time."""

    def __init__(self) -> None:
        self.home, self.con = "", duckdb.connect()

    def of(self, home: str) -> duckdb.DuckDBPyConnection:
        if home != self.home:
            self.con.close()
            self.con, self.home = sample.database(sample.plan(standard.profiles.resolve(home))), home
        return self.con


@pytest.fixture(scope="module")
def samples() -> Iterator[Samples]:
    made = Samples()
    yield made
    made.con.close()


def accused(con: duckdb.DuckDBPyConnection, rule: Rule) -> Counter[str]:
    """How many findings rest on each policy row."""
    rows = con.execute(rule.query)
    names = [name for name, *_ in rows.description]
    at, open_ = names.index("policyRow"), names.index("missing") if "missing" in names else None
    return Counter(row[at] for row in rows.fetchall() if open_ is None or row[open_] is None)


@pytest.mark.parametrize(("home", "name"), ASKED)
def test_a_finding_comes_and_goes_with_whom_its_row_binds(samples: Samples, home: str, name: str) -> None:
    con, rule = samples.of(home), standard.rule(name)
    con.execute("BEGIN")
    try:
        con.execute(rule.breaking)
        before = accused(con, rule)
        assert before, "the break is found"
        for table, row, limit in limited(rule, home):
            if row not in before:
                continue
            value = con.execute(f'SELECT "{limit}" FROM "{table}" WHERE policyRow = ?', [row]).fetchone()
            codes = POLICY[table]["items"]["properties"][limit]["items"]["enum"]
            # who leads a team is its leader, whatever the posting says
            held = {"TEAM_LEADER"} | {c for (c,) in con.execute(f'SELECT DISTINCT "{limit[:-1]}" FROM posting').fetchall()}
            set_to = f'UPDATE "{table}" SET "{limit}" = ? WHERE policyRow = ?'
            con.execute(set_to, [[c for c in codes if c not in held], row])
            assert accused(con, rule)[row] == 0, f"{row}: meant for other {limit}, still found"
            if value == (None,):
                con.execute(set_to, [codes, row])
                assert accused(con, rule) == before, f"{row}: meant for all {limit}, not found any more"
            con.execute(set_to, [value and value[0], row])
    finally:
        con.execute("ROLLBACK")
