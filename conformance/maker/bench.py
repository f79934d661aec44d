"""A rule judged in place: a database with the policy of one profile, into which facts are put again and again."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import duckdb

from zhucun import database, sample
from zhucun.conformance.cases import Case, records_of
from zhucun.judging import rules, tables
from zhucun.model import Severity
from zhucun.standard import Profile, Rule

from .casefile import Record
from .edition import profiles, standard

Key = tuple[str, str]
Facts = dict[Key, Record]

#: Findings as (rule, severity, outcome, record type, record id).
Found = frozenset[tuple[str, str, str, str, str]]


@dataclass(frozen=True)
class Frame:
    """What the manifest says: period, as-of date, coverage as (type, kind, start, end), the id of the batch and its mode."""

    start: str
    end: str
    as_of: str
    coverage: tuple[tuple[str, str | None, str, str], ...]
    batch: str = "B"
    mode: str = "SNAPSHOT"

    def entries(self) -> list[Record]:
        """The coverage as a manifest has it."""
        return [{"recordType": t, **({"kind": k} if k else {}), "startDate": s, "endDate": e} for t, k, s, e in self.coverage]


def world_of(case: Case) -> tuple[Facts, Frame]:
    """The facts of a rule's case, and what its manifest says."""
    data = case.data
    facts = {(kind, r["id"]): r for kind, entries in data["facts"].items() for r in records_of(entries)}
    coverage = tuple((c["recordType"], c.get("kind"), c["startDate"], c["endDate"]) for c in data.get("coverage", ()))
    return facts, Frame(data["startDate"], data["endDate"], data["asOf"], coverage, case.id[:64], data.get("mode", "SNAPSHOT"))


class Bench:
    """A database with the policy of one profile."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.con = duckdb.connect(config={"threads": 1})
        self.con.execute("SET enable_progress_bar = false")
        tables.create_facts(self.con, standard)
        day = "2021-01-01"
        tables.create_context(self.con, profile, tables.Frame("B", day, day, day))
        self.rules = {r.id: r for r in profile.rules}
        self._filled: dict[str, list[Record]] = {}
        self._frame: Frame | None = None
        self._suspects = list(self.rules)
        self._settled: list[str] = []

    def load(self, facts: Facts, frame: Frame) -> None:
        """Replace all facts. Types whose records are the very same objects as before are left as they are."""
        for name in self._settled:
            self.con.execute(f"DROP TABLE temp.{name}")
        self._settled = []
        rows: dict[str, list[Record]] = {}
        for (kind, _), record in facts.items():
            rows.setdefault(kind, []).append(record)
        for kind in rows.keys() | self._filled.keys():
            found = rows.get(kind, [])
            held = self._filled.get(kind, [])
            if len(held) == len(found) and all(a is b for a, b in zip(held, found, strict=True)):
                continue
            self.con.execute(f'DELETE FROM "{kind}"')
            database.insert(self.con, kind, standard.columns(kind), found)
        self._filled = rows
        if frame != self._frame:
            self.con.execute(
                'UPDATE batch SET id = ?, startDate = ?, endDate = ?, "asOf" = ?, mode = ?',
                [frame.batch, frame.start, frame.end, frame.as_of, frame.mode],
            )
            self.con.execute("DELETE FROM coverage")
            if frame.coverage:
                self.con.executemany("INSERT INTO coverage VALUES (?, ?, ?, ?)", [list(c) for c in frame.coverage])
            self._frame = frame
        self._present = set(rows) | {c[0] for c in frame.coverage}

    def settle(self, views: Collection[str]) -> None:
        """Answer shared views once and for all queries over the facts that are loaded."""
        for name in views:
            self.con.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM main.{name}")
            self._settled.append(name)

    def lacking(self, rule: Rule) -> list[str]:
        """The record types for whose absence a rule does not run."""
        return [k for k in rule.header["records"] if k not in self._present]

    def judge(self, rule: Rule, query: str | None = None) -> tuple[Found, frozenset[str]]:
        """The findings of a rule and what was missing, by its own query or by another.

        :raises duckdb.Error: if the query fails.
        """
        if absent := self.lacking(rule):
            return frozenset(), frozenset(f"coverage.{k}" for k in absent)
        cursor = self.con.execute(query or rule.query)
        names = [d[0] for d in cursor.description]
        found, missing = set(), set()
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            if row.get("missing"):
                missing.add(row["missing"])
                continue
            basis = self.profile.row(row["policyRow"]) if row.get("policyRow") else None
            weight = Severity(basis.severity if basis else rule.header["severity"]).lowered(row.get("lowerBy") or 0)
            outcome = row["outcome"] if "outcome" in row else rule.header.get("outcome", "VIOLATION")
            found.add((rule.id, weight, outcome.upper(), row["recordType"], row["recordId"] or ""))
        return frozenset(found), frozenset(missing)

    def others(self, rule: str, allowed: frozenset[str]) -> bool:
        """Whether a rule fires that is neither the rule nor allowed."""
        for ident in self._suspects:
            if ident != rule and ident not in allowed and self.judge(self.rules[ident])[0]:
                # what stood in the way once will do so again
                self._suspects.remove(ident)
                self._suspects.insert(0, ident)
                return True
        return False

    def everything(self) -> Found:
        """The findings of all rules."""
        return frozenset(f for rule in self.rules.values() for f in self.judge(rule)[0])

    def clauses(self, rule: Rule) -> list[str]:
        """The clauses that the findings of a rule rest on."""
        outcome = rules.query(self.con, rule, self.profile, {})
        return sorted({c for f in outcome.found if f.basis for c in f.basis.clauses})


@cache
def bench(profile: str, which: int = 0) -> Bench:
    """The bench of a profile, made once; ``which`` tells two of them apart."""
    return Bench(profiles.resolve(profile))


# --- facts ----------------------------------------------------------------------------------------


@cache
def sample_of(profile: str) -> tuple[sample.Plan, duckdb.DuckDBPyConnection, Facts]:
    """The smallest sample of a profile: its plan, in a database, and its facts."""
    plan = sample.plan(profiles.resolve(profile))
    con = sample.database(plan)
    return plan, con, facts_of(con)


def facts_of(con: duckdb.DuckDBPyConnection) -> Facts:
    """What stands in the fact tables of a database."""
    return {(kind, r["id"]): r for kind in standard.record_types for r in map(json.loads, sample.rows(con, standard, kind))}


def named(kind: str, record: Record) -> set[Key]:
    """What a record refers to."""
    out: set[Key] = set()
    for name, (target, many) in standard.references(kind).items():
        if name in record:
            out |= {(target, r) for r in (record[name] if many else [record[name]])}
    return out


def dangling(facts: Facts) -> bool:
    """Whether a reference leads nowhere though its type is there (a structural finding)."""
    kinds = {k for k, _ in facts}
    return any(target[0] in kinds and target not in facts for (kind, _), r in facts.items() for target in named(kind, r))
