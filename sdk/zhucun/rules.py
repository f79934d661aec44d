"""Runs the rules of the standard over the database.

A rule is a query; this module only executes it, looks up where the records stand, and gives each row the
weight of the policy row it rests on. A rule that crashes is reported as such and never counts as passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from zhucun import database, findings, standard

#: Columns of a query that are not arguments of the message.
_CONTRACT = ("outcome", "recordType", "recordId", "policyRow", "missing", "lowerBy", "pointer")

Finding = dict[str, Any]


@dataclass
class Outcome:
    """What became of one rule.

    :ivar status: ``RAN``, ``NOT_APPLICABLE``, ``NOT_EVALUATED`` or ``FAILED``.
    :ivar found: its findings.
    :ivar missing: what was missing → number of records that could not be judged.
    :ivar reason: why it failed.
    """

    rule: standard.Rule
    status: str
    found: list[Finding] = field(default_factory=list)
    missing: dict[str, int] = field(default_factory=dict)
    reason: str | None = None


def run(
    con: duckdb.DuckDBPyConnection,
    profile: standard.Profile,
    files: Mapping[int, str],
    lang: str = "zh",
    only: frozenset[str] | None = None,
    step: Callable[[str], None] = lambda _: None,
    workers: int = 1,
    lacking: frozenset[str] | None = None,
) -> Iterator[Outcome]:
    """Run every rule, or those in ``only``.

    :param files: file number (``_file`` of the fact tables) to path in the batch.
    :param step: called with a rule's id before it runs.
    :param workers: so many rules run at a time, each on a cursor of its own; more than one only outside a transaction.
    :param lacking: record types that were neither handed in nor declared complete, where the tables do not tell.
    """
    chosen = [r for r in standard.rules().values() if only is None or r.id in only]
    if lacking is None:
        lacking = lacking_in(con)
    if workers == 1:
        for rule in chosen:
            step(rule.id)
            yield _outcome(con, rule, profile, files, lang, lacking)
        return

    def judge(cursor: duckdb.DuckDBPyConnection, rule: standard.Rule) -> Outcome:
        return _outcome(cursor, rule, profile, files, lang, lacking)

    for rule, outcome in zip(chosen, database.side_by_side(con, judge, chosen, workers), strict=True):
        step(rule.id)
        yield outcome


def _outcome(
    con: duckdb.DuckDBPyConnection,
    rule: standard.Rule,
    profile: standard.Profile,
    files: Mapping[int, str],
    lang: str,
    lacking: frozenset[str],
) -> Outcome:
    if rule.rows(profile) is None:
        return Outcome(rule, "NOT_APPLICABLE")
    if absent := [kind for kind in rule.header["records"] if kind in lacking]:
        return Outcome(rule, "NOT_EVALUATED", reason=", ".join(absent))
    try:
        return _run(con, rule, profile, files, lang)
    except (duckdb.Error, KeyError, ValueError) as e:
        # what the engine says of the SQL is safe to repeat; what it says of data may quote a value
        told = (
            f": {str(e).splitlines()[0][:200]}"
            if isinstance(e, (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException))
            else ""
        )
        return Outcome(rule, "FAILED", reason=type(e).__name__ + told)


def lacking_in(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Record types that were neither handed in nor declared complete (K12)."""
    declared = {r[0] for r in con.execute("SELECT DISTINCT recordType FROM coverage").fetchall()}
    return frozenset(k for k in standard.record_types() if k not in declared and not con.execute(f'SELECT 1 FROM "{k}" LIMIT 1').fetchone())


def _run(con: duckdb.DuckDBPyConnection, rule: standard.Rule, profile: standard.Profile, files: Mapping[int, str], lang: str) -> Outcome:
    if con.execute(f"CREATE OR REPLACE TEMP TABLE rule_result AS {rule.query}").fetchall()[0][0] == 0:
        return Outcome(rule, "RAN")
    names = [r[0] for r in con.execute("DESCRIBE rule_result").fetchall()]
    has = set(names)
    out = Outcome(rule, "RAN")
    if "missing" in has:
        out.missing = dict(
            con.execute(
                "SELECT missing, count(DISTINCT (recordType, recordId)) FROM rule_result WHERE outcome = 'unjudged' GROUP BY missing ORDER BY missing"
            ).fetchall()
        )
    kinds = [r[0] for r in con.execute("SELECT DISTINCT recordType FROM rule_result WHERE outcome <> 'unjudged' ORDER BY 1").fetchall()]
    for kind in kinds:
        where = f'LEFT JOIN "{kind}" f ON f.id = r.recordId' if kind in standard.record_types() else ""
        place = "f._file, f._line" if where else "NULL, NULL"
        rows = con.execute(
            f"""SELECT r.*, {place} FROM rule_result r {where}
                WHERE r.outcome <> 'unjudged' AND r.recordType = ? ORDER BY ALL""",
            [kind],
        )
        while chunk := rows.fetchmany(10_000):
            out.found += [_finding(rule, profile, dict(zip(names, row, strict=False)), row[-2], row[-1], files, lang) for row in chunk]
    return out


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return str(value)


def _finding(
    rule: standard.Rule,
    profile: standard.Profile,
    row: Mapping[str, Any],
    file: int | None,
    line: int | None,
    files: Mapping[int, str],
    lang: str,
) -> Finding:
    policy = profile.by_id[row["policyRow"]] if row.get("policyRow") else None
    arguments = {k: _plain(v) for k, v in row.items() if k not in _CONTRACT and v is not None}
    severity = standard.severity(policy) if policy else str(rule.header["severity"])
    out: Finding = {
        "rule": rule.id,
        "severity": findings.lowered(severity, row.get("lowerBy") or 0),
        "outcome": row["outcome"].upper(),
        "recordType": row["recordType"],
        "recordId": row["recordId"],
    }
    if file is not None and file in files:
        out["file"] = files[file]
        if line is not None:
            out["line"] = line
    if row.get("pointer"):
        out["pointer"] = row["pointer"]
    out["message"] = findings.message(rule.header, arguments, lang)
    out["clauses"] = policy.clauses if policy else list(rule.header.get("conventions", []))
    if policy:
        out["policyRow"], out["authority"] = policy.row_id, policy.authority
        out["inherited"], out["interpreted"] = policy.inherited, policy.interpreted
    if arguments:
        out["arguments"] = {k: _scalar(v) for k, v in arguments.items()}
    out["fingerprint"] = findings.fingerprint(
        rule.id, row["recordType"], row["recordId"], row.get("policyRow"), row.get("pointer"), sorted(arguments.items())
    )
    return out


def _scalar(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
