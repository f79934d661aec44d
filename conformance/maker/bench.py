"""A rule judged in place: a database with the policy of one profile, into which facts are put again and again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

from zhucun import database, rules, sample, standard, tables

Record = dict[str, Any]


Key = tuple[str, str]


Facts = dict[Key, Record]


Found = frozenset[tuple[str, str, str, str, str]]


@dataclass(frozen=True)
class Frame:
    """What the manifest says: period, as-of date and coverage as (type, kind, start, end)."""

    start: str
    end: str
    as_of: str
    coverage: tuple[tuple[str, str | None, str, str], ...]

    def entries(self) -> list[Record]:
        return [{"recordType": t, **({"kind": k} if k else {}), "startDate": s, "endDate": e} for t, k, s, e in self.coverage]


class Bench:
    """A database with the policy of one profile, into which facts are put again and again."""

    def __init__(self, profile: standard.Profile) -> None:
        self.profile = profile
        self.con = duckdb.connect(config={"threads": 1})
        tables.create_facts(self.con)
        day = "2021-01-01"
        tables.create_context(self.con, profile, {"batchId": "B", "startDate": day, "endDate": day, "asOf": day, "coverage": []})
        self.rules = {r.id: r for r in standard.rules_under(profile)}
        self.failed: dict[str, str] = {}
        self._filled: dict[str, list[Record]] = {}
        self._frame: Frame | None = None
        self._suspects = list(self.rules)

    def load(self, facts: Facts, frame: Frame) -> None:
        """Replace all facts. Types whose records are the very same objects as before are left as they are."""
        rows: dict[str, list[Record]] = {}
        for (kind, _), record in facts.items():
            rows.setdefault(kind, []).append(record)
        for kind in rows.keys() | self._filled.keys():
            found = rows.get(kind, [])
            held = self._filled.get(kind, [])
            if len(held) == len(found) and all(a is b for a, b in zip(held, found, strict=True)):
                continue
            columns = standard.columns(kind)
            cols = ", ".join(f'"{k}" {c}' for k, c in {**columns, "_file": "USMALLINT", "_line": "UINTEGER"}.items())
            self.con.execute(f'CREATE OR REPLACE TABLE "{kind}" ({cols})')
            database.insert(self.con, kind, columns, found)
        self._filled = rows
        if frame != self._frame:
            self.con.execute('UPDATE batch SET startDate = ?, endDate = ?, "asOf" = ?', [frame.start, frame.end, frame.as_of])
            self.con.execute("DELETE FROM coverage")
            if frame.coverage:
                self.con.executemany("INSERT INTO coverage VALUES (?, ?, ?, ?)", [list(c) for c in frame.coverage])
            self._frame = frame
        self._present = set(rows) | {c[0] for c in frame.coverage}

    def run(self, rule: standard.Rule) -> tuple[Found, frozenset[str]]:
        """The findings of a rule, and what was missing."""
        if absent := [k for k in rule.header["records"] if k not in self._present]:
            return frozenset(), frozenset(f"coverage.{k}" for k in absent)
        if rule.id in self.failed:
            return frozenset(), frozenset()
        try:
            outcome = rules.query(self.con, rule, self.profile, {})
        except duckdb.Error as e:
            self.failed[rule.id] = str(e).splitlines()[0]
            return frozenset(), frozenset()
        found = frozenset((f.rule, f.severity, f.outcome, f.record_type, f.record_id or "") for f in outcome.found)
        return found, frozenset(outcome.missing)

    def others(self, rule: str, allowed: frozenset[str]) -> bool:
        """Whether a rule fires that is neither the rule nor allowed."""
        for ident in self._suspects:
            if ident != rule and ident not in allowed and self.run(self.rules[ident])[0]:
                # what stood in the way once will do so again
                self._suspects.remove(ident)
                self._suspects.insert(0, ident)
                return True
        return False

    def everything(self) -> tuple[Found, dict[str, frozenset[str]]]:
        results = {r.id: self.run(r) for r in self.rules.values()}
        return frozenset(f for found, _ in results.values() for f in found), {k: m for k, (_, m) in results.items()}


def dangling(facts: Facts) -> bool:
    """Whether a reference leads nowhere though its type is there (a structural finding), or an id is used twice."""
    kinds = {k for k, _ in facts}
    for (kind, _), record in facts.items():
        for name, (target, many) in standard.references(kind).items():
            if target in kinds and name in record and any((target, r) not in facts for r in (record[name] if many else [record[name]])):
                return True
    return False


def named(kind: str, record: Record) -> set[Key]:
    """What a record refers to."""
    out = set()
    for name, (target, many) in standard.references(kind).items():
        if name in record:
            out |= {(target, r) for r in (record[name] if many else [record[name]])}
    return out


def facts_of(con: duckdb.DuckDBPyConnection) -> Facts:
    return {(kind, r["id"]): r for kind in standard.record_types() for r in map(json.loads, sample._rows(con, kind))}


@cache
def _sample(profile: str) -> tuple[Any, duckdb.DuckDBPyConnection, Facts]:
    plan = sample.plan(standard.resolve(profile))
    con = sample.database(plan)
    return plan, con, facts_of(con)


@cache
def _bench(profile: str, _which: int = 0) -> Bench:
    return Bench(standard.resolve(profile))
