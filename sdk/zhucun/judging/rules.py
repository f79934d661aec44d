"""Runs the rules of the standard over the database.

A rule is a query; this module only executes it, looks up where the records stand, and gives each row the
weight of the policy row it rests on. A rule that crashes is reported as such and never counts as passed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from zhucun import database, findings
from zhucun.model import Finding, Outcome, Place, RuleResult, Severity, Status, Unjudged
from zhucun.spool import Spool
from zhucun.standard import Profile, Row, Rule, Standard

#: Columns of a query that are not arguments of the message.
_CONTRACT = ("outcome", "recordType", "recordId", "policyRow", "missing", "lowerBy", "pointer")


#: What is missing where a correction is judged without the batch that it corrects.
BASE = "base"

#: What is missing of an organisation that several parts have in common, where one of them is judged: what the others hold.
PARTS = "parts"

#: The record type of which one record may be in several parts.
SHARED = "organization"


@dataclass
class Judgement:
    """What became of one rule.

    :ivar found: the findings that are kept, first by file and line.
    :ivar counts: by severity, how many there are in all.
    :ivar missing: what was missing → number of records that could not be judged.
    :ivar lacking: the record types for whose absence it did not run.
    :ivar reason: why it failed.
    :ivar alone: whether it did not run because a correction was handed in without its base.
    :ivar spools: every finding, where all are wanted.
    """

    rule: Rule
    status: Status
    found: list[Finding] = field(default_factory=list)
    counts: Counter[Severity] = field(default_factory=Counter)
    missing: dict[str, int] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    reason: str | None = None
    alone: bool = False
    spools: list[Spool] = field(default_factory=list)

    @property
    def result(self) -> RuleResult:
        """What became of it, without its findings."""
        return RuleResult(self.rule.id, self.status, self.counts.total(), self.missing, self.lacking, BASE if self.alone else self.reason)

    @property
    def unjudged(self) -> list[Unjudged]:
        """What it could not judge."""
        return [Unjudged(self.rule.id, what, n) for what, n in self.missing.items()] + [
            Unjudged(self.rule.id, missing, 0) for missing in ([BASE] if self.alone else [f"coverage.{kind}" for kind in self.lacking])
        ]


@dataclass(frozen=True)
class Bounds:
    """How many findings of each rule are kept.

    :ivar limit: so many, first by file and line; None keeps all.
    :ivar uncut: record types of which all are kept nevertheless.
    :ivar spool: a folder that takes every finding, also those that are not kept.
    :ivar part: the prefix of the part that is judged by itself, and ``shared`` the organisations that it has in common with others.
    """

    limit: int | None = None
    uncut: frozenset[str] = frozenset()
    spool: Path | None = None
    part: str | None = None
    shared: Sequence[str] = ()


def run(
    con: duckdb.DuckDBPyConnection,
    profile: Profile,
    files: Mapping[int, str],
    bounds: Bounds = Bounds(),
    only: frozenset[str] | None = None,
    step: Callable[[str], None] = lambda _: None,
    workers: int = 1,
    lacking: frozenset[str] | None = None,
) -> Iterator[Judgement]:
    """Run every rule, or those in ``only``.

    :param files: file number (``_file`` of the fact tables) to path in the batch.
    :param step: called with a rule's id before it runs.
    :param workers: so many rules run at a time, each on a cursor of its own; more than one only outside a transaction.
    :param lacking: record types that were neither handed in nor declared complete, where the tables do not tell.
    """
    chosen = [r for r in profile.standard.rules.values() if only is None or r.id in only]
    if lacking is None:
        lacking = lacking_in(con, profile.standard)
    if workers == 1:
        for rule in chosen:
            step(rule.id)
            yield _outcome(con, rule, profile, files, bounds, lacking)
        return

    def judge(cursor: duckdb.DuckDBPyConnection, rule: Rule) -> Judgement:
        return _outcome(cursor, rule, profile, files, bounds, lacking)

    for rule, outcome in zip(chosen, database.side_by_side(con, judge, chosen, workers), strict=True):
        step(rule.id)
        yield outcome


def alone(profile: Profile, only: frozenset[str] | None = None) -> list[Judgement]:
    """What becomes of the rules, or of those in ``only``, where a correction was handed in without its base: a part says
    nothing of the whole, so none of them runs."""
    chosen = [r for r in profile.standard.rules.values() if only is None or r.id in only]
    return [
        Judgement(r, Status.NOT_APPLICABLE) if r.rows(profile) is None else Judgement(r, Status.NOT_EVALUATED, alone=True) for r in chosen
    ]


def _outcome(
    con: duckdb.DuckDBPyConnection,
    rule: Rule,
    profile: Profile,
    files: Mapping[int, str],
    bounds: Bounds,
    lacking: frozenset[str],
) -> Judgement:
    if rule.rows(profile) is None:
        return Judgement(rule, Status.NOT_APPLICABLE)
    if absent := [kind for kind in rule.header["records"] if kind in lacking]:
        return Judgement(rule, Status.NOT_EVALUATED, lacking=tuple(absent))
    try:
        return query(con, rule, profile, files, bounds)
    except duckdb.InterruptException:
        raise
    except duckdb.Error as e:
        if database.lacks_space(e):
            raise  # that says nothing of the rule
        # what the engine says of the SQL is safe to repeat; what it says of data may quote a value
        told = (
            f": {str(e).splitlines()[0][:200]}"
            if isinstance(e, (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException))
            else ""
        )
        return Judgement(rule, Status.FAILED, reason=type(e).__name__ + told)


def lacking_in(con: duckdb.DuckDBPyConnection, standard: Standard) -> frozenset[str]:
    """Record types that were neither handed in nor declared complete (K12)."""
    declared = {r[0] for r in con.execute("SELECT DISTINCT recordType FROM coverage").fetchall()}
    return frozenset(k for k in standard.record_types if k not in declared and not con.execute(f'SELECT 1 FROM "{k}" LIMIT 1').fetchone())


def query(con: duckdb.DuckDBPyConnection, rule: Rule, profile: Profile, files: Mapping[int, str], bounds: Bounds = Bounds()) -> Judgement:
    """Run one rule's query, whether or not it applies.

    :raises duckdb.Error: if it fails.
    """
    out = Judgement(rule, Status.RAN)
    if con.execute(f"CREATE OR REPLACE TEMP TABLE rule_result AS {rule.query}").fetchall()[0][0] == 0:
        return out
    _withhold(con, rule, bounds.shared)
    names = [r[0] for r in con.execute("DESCRIBE rule_result").fetchall()]
    if "missing" in names:
        out.missing = dict(
            con.execute(
                "SELECT missing, count(DISTINCT (recordType, recordId)) FROM rule_result WHERE missing IS NOT NULL GROUP BY missing ORDER BY missing"
            ).fetchall()
        )
    lowered = "lowerBy" if "lowerBy" in names else "0"
    groups = con.execute(
        f"SELECT recordType, policyRow, {lowered}, count(*) FROM rule_result WHERE {_found(names)} GROUP BY ALL"
    ).fetchall()
    for _, row, steps, n in groups:
        out.counts[_severity(rule, profile.row(row) if row else None, steps)] += n
    kinds = sorted({kind for kind, *_ in groups})
    if bounds.spool and kinds:
        out.spools = [Spool(bounds.spool / f"{rule.id}.findings")]
        for finding in _rows(con, rule, profile, files, names, kinds, None):
            out.spools[0].add(replace(finding, part=bounds.part))
    uncut = [kind for kind in kinds if kind in bounds.uncut]
    cut = [kind for kind in kinds if kind not in uncut]
    out.found = [*_rows(con, rule, profile, files, names, uncut, None)]
    out.found += findings.first(_rows(con, rule, profile, files, names, cut, bounds.limit), bounds.limit)
    if bounds.part is not None:
        out.found = [replace(finding, part=bounds.part) for finding in out.found]
    return out


def _withhold(con: duckdb.DuckDBPyConnection, rule: Rule, shared: Sequence[str]) -> None:
    """Turn what a rule found of organisations that other parts have too into what could not be judged, where it needs other
    records besides: those that refute it may lie in another part."""
    if not shared or not set(rule.header["records"]) - {SHARED}:
        return
    con.execute("ALTER TABLE rule_result ADD COLUMN IF NOT EXISTS missing VARCHAR")
    con.execute(
        "UPDATE rule_result SET missing = ? WHERE missing IS NULL AND recordType = ? AND list_contains(?::VARCHAR[], recordId)",
        [PARTS, SHARED, list(shared)],
    )


#: From so many times the limit on, findings are many.
_MANY = 20


def _found(names: Sequence[str]) -> str:
    """Which rows of a query's result are findings: those that miss nothing."""
    return "missing IS NULL" if "missing" in names else "true"


def _rows(
    con: duckdb.DuckDBPyConnection,
    rule: Rule,
    profile: Profile,
    files: Mapping[int, str],
    names: Sequence[str],
    kinds: Sequence[str],
    limit: int | None,
) -> Iterator[Finding]:
    """The findings on records of some types, the first of each type by file and line."""
    for kind in kinds:
        where = f'LEFT JOIN "{kind}" f ON f.id = r.recordId' if kind in profile.standard.record_types else ""
        place = "f._file, f._line" if where else "NULL AS _file, NULL AS _line"
        found = f"FROM rule_result WHERE {_found(names)} AND recordType = ?"
        if where and limit and con.execute(f"SELECT count(*) {found}", [kind]).fetchall()[0][0] > _MANY * limit:
            # of very many the first records are looked for by their ids alone: to join all of them would take the memory of all
            con.execute(
                f"""CREATE OR REPLACE TEMP TABLE first_found AS SELECT id, _file, _line FROM "{kind}"
                    WHERE id IN (SELECT recordId {found}) ORDER BY _file, _line LIMIT {limit}""",
                [kind],
            )
            where = "JOIN first_found f ON f.id = r.recordId"
        rows = con.execute(
            f"""SELECT r.*, {place} FROM rule_result r {where} WHERE {_found(names)} AND r.recordType = ?
                ORDER BY _file, _line, COLUMNS(*) {"" if limit is None else f"LIMIT {limit}"}""",
            [kind],
        )
        while chunk := rows.fetchmany(10_000):
            for row in chunk:
                yield _finding(rule, profile, dict(zip(names, row, strict=False)), row[-2], row[-1], files)


def _severity(rule: Rule, basis: Row | None, steps: int | None) -> Severity:
    return Severity(basis.severity if basis else rule.header["severity"]).lowered(steps or 0)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return str(value)


def _finding(
    rule: Rule,
    profile: Profile,
    row: Mapping[str, Any],
    file: int | None,
    line: int | None,
    files: Mapping[int, str],
) -> Finding:
    basis = profile.row(row["policyRow"]) if row.get("policyRow") else None
    return Finding(
        standard=profile.standard,
        rule=rule.id,
        severity=_severity(rule, basis, row.get("lowerBy")),
        outcome=Outcome(row["outcome"].upper() if "outcome" in row else rule.header.get("outcome", Outcome.VIOLATION)),
        record_type=row["recordType"],
        record_id=row["recordId"],
        place=Place(files[file], file, line) if file is not None and file in files else None,
        # a field of a place's own is named with dots
        pointer=(row.get("pointer") or "").replace(".", "/") or None,
        arguments={k: _plain(v) for k, v in row.items() if k not in _CONTRACT and v is not None},
        basis=basis,
    )
