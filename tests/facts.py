"""A tiny made-up world, and one rule judged over it in this process.

Facts are plain dicts by record type: ``{"posting": [{"id": "p-1", …}], …}``. ``world()`` is a village with its unit, offices and one
posted cadre; ``join`` adds records; ``judge`` runs a rule. Each record must be structurally valid, or ``judge`` refuses it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import duckdb
import jsonschema
from edition import profiles, standard

from zhucun import database, findings
from zhucun.judging import rules, tables
from zhucun.judging.tables import Frame
from zhucun.model import Finding
from zhucun.record import faults
from zhucun.standard import Profile, Rule

Record = dict[str, Any]
Facts = dict[str, list[Record]]

#: The profiles read from documents.
HN, YL, GZ, QN = "hunan-2021", "yulin-2021", "guizhou-2017", "qiannan-2021"
FJX, FJS, LS = "x-county-2021", "fujian-2004", "lushan-2011"


# --- judging --------------------------------------------------------------------------------------


@dataclass
class Outcome:
    """What a rule said: ``findings`` as in a report, ``missing`` → number of records that could not be judged, and the record
    types for whose absence it did not run; ``found`` are the findings themselves."""

    status: str
    findings: list[Record] = field(default_factory=list)
    missing: dict[str, int] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    found: list[Finding] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """The records found at fault, one entry for each finding."""
        return sorted(f["recordId"] for f in self.findings)

    @property
    def severities(self) -> list[str]:
        return sorted(f["severity"] for f in self.findings)

    @property
    def outcomes(self) -> list[str]:
        return sorted(f["outcome"] for f in self.findings)

    @property
    def rows(self) -> list[str]:
        """The policy rows the findings rest on, without the profile."""
        return sorted(f["policyRow"].split("/")[1] for f in self.findings)

    def arguments(self, name: str) -> list[Any]:
        return sorted(f["arguments"][name] for f in self.findings)

    @property
    def unjudged(self) -> list[str]:
        """What was missing, but for calendar periods that the batch cuts.

        A world of a few months always cuts its year; a test that is not about periods need not say so.
        """
        return [m for m in self.missing if not m.startswith("period.")]

    @property
    def silent(self) -> bool:
        """It ran, found nothing and could judge everything, but for periods that the batch cuts."""
        return self.status == "RAN" and not self.findings and not self.unjudged


def said(outcome: Outcome) -> str:
    """One word for what a rule said: ``ok``, the severity of its only finding, or ``?`` and what is missing."""
    if outcome.findings:
        assert len(outcome.findings) == 1, outcome.findings
        return outcome.severities[0]
    return "?" + ",".join(outcome.unjudged) if outcome.unjudged else "ok"


def found(con: duckdb.DuckDBPyConnection, rule: Rule) -> int:
    """How many rows of a rule's query accuse someone, past the check whether it applies."""
    rows = con.execute(rule.query)
    names = [name for name, *_ in rows.description]
    return sum(not ("missing" in names and row[names.index("missing")]) for row in rows.fetchall())


@cache
def direct_reads() -> dict[str, frozenset[str]]:
    """What each rule's query and each shared view reads itself, tables and views, as the engine knows it."""
    con = duckdb.connect(config={"threads": 1})
    con.execute("SET enable_view_dependencies = true")
    tables.create_facts(con, standard)
    day = "2021-01-01"
    tables.create_context(con, standard.profiles.resolve("hunan-2021"), Frame("b", day, day, day))
    created = {v.name: con.execute("SELECT sql FROM duckdb_views() WHERE view_name = ?", [v.name]).fetchone() for v in standard.views}
    # each shared view as an empty table: there what is read ends
    shared = ["fact_value", "fact_redacted", *created]
    for name in shared:
        con.execute(f'CREATE TABLE "empty {name}" AS SELECT * FROM {name} LIMIT 0')
    for name in reversed(shared):
        con.execute(f"DROP {'TABLE' if created.get(name, True) is None else 'VIEW'} {name}")
    for name in shared:
        con.execute(f'ALTER TABLE "empty {name}" RENAME TO {name}')

    def reads(query: str) -> frozenset[str]:
        con.execute(f"CREATE OR REPLACE VIEW probe AS {query}")
        found = con.execute(
            """SELECT t.table_name FROM duckdb_dependencies() d JOIN duckdb_tables() t ON t.table_oid = d.objid
               JOIN duckdb_views() v ON v.view_oid = d.refobjid WHERE v.view_name = 'probe'"""
        )
        return frozenset(name for (name,) in found.fetchall())

    views = {v.name: v.sql[v.sql.index(" AS") + 3 :].rstrip(";") for v in standard.views}
    return {name: reads(query) for name, query in (views | {r.id: r.query for r in standard.rules.values()}).items()}


#: Shared views that are tables of the registers alone.
REGISTERS = frozenset(view.name for view in standard.views if view.sql.startswith("CREATE TABLE"))


def settle(con: duckdb.DuckDBPyConnection, profile: Profile, chosen: Iterable[Rule]) -> None:
    """In a transaction, make the shared views that rules read anew as a validation makes them, over the facts as they are now.

    One with several readers is a table, so that it is planned and run once and not for each of them.
    """
    views = [view for view in tables.shared(profile, profile.rules, chosen) if view.name not in REGISTERS]
    for view in reversed(views):
        con.execute(f"DROP VIEW {view.name}")
    for view in views:
        con.execute(view.sql)


#: The registers and the policy of profiles, without facts, by the id of the profile; each made once.
_databases: dict[str, duckdb.DuckDBPyConnection] = {}


def _database(profile: Profile) -> duckdb.DuckDBPyConnection:
    """The registers and the policy of a profile, without facts."""
    if profile.id not in _databases:
        con = _databases[profile.id] = duckdb.connect(config={"threads": 1})
        tables.create_facts(con, standard)
        tables.create_context(con, profile, Frame("b", "2021-01-01", "2021-01-01", "2021-01-01"))
        con.execute("DELETE FROM batch")
    return _databases[profile.id]


def place(policy: Mapping[str, Sequence[Record]]) -> Profile:
    """A place that no profile of the standard is of: these policy rows, of a normative document in force since 2015.

    Ids, clauses, modality and basis are filled in where a row does not say.
    """
    rows = {
        table: [
            {"id": f"{table.lower()}-{n}", "clauses": [f"PL-{n}"], "modality": "MUST", "basis": "STATED"} | row
            for n, row in enumerate(some, 1)
        ]
        for table, some in policy.items()
    }
    data = {
        "id": "place-2015",
        "document": "PL",
        "authority": "NORMATIVE",
        "effectiveFrom": "2015-01-01",
        "effectiveFromBasis": "STATED",
        "era": "UNKNOWN",
        "title": {"zh": "某地", "en": "A place"},
        "source": {"title": "某地"},
        "policy": rows,
    }
    jsonschema.Draft202012Validator(standard.schema("profile")).validate(data)
    return standard.profiles.resolve_data(data, outside=True)


def judge(
    profile: str | Profile,
    rule: str,
    facts: Mapping[str, Sequence[Record]],
    *,
    as_of: str,
    start: str,
    end: str | None = None,
    coverage: Sequence[Record] | None = None,
    mode: str = "SNAPSHOT",
) -> Outcome:
    """Run one rule.

    :param profile: one of the standard by its id, one outside it that was read from a folder, or a ``place``.
    :param as_of: the day of the batch; ``start`` and ``end`` (by default ``as_of``) are its period.
    :param coverage: what is declared complete; by default everything, for the whole period.
    """
    end = end or as_of
    if coverage is None:
        coverage = everything(start, end)
    resolved = profiles.resolve(profile) if isinstance(profile, str) else profile
    # one made up for a single test is laid over another for as long as it takes
    passing = not isinstance(profile, str) and profile.folder is None
    con = _database(profiles.resolve(HN) if passing else resolved)
    con.execute("BEGIN")
    try:
        if passing:
            for table in standard.policy_tables:
                con.execute(f'DELETE FROM "{table}"')
            tables.insert_policy(con, resolved)
            tables.create_values(con, resolved)
        con.execute(
            "INSERT INTO batch VALUES ('b', ?, ?, ?, ?, ?, ?)", [resolved.id, resolved.data.get("divisionCode"), start, end, as_of, mode]
        )
        database.insert(con, "coverage", {"recordType": "VARCHAR", "kind": "VARCHAR", "startDate": "DATE", "endDate": "DATE"}, coverage)
        for kind, records in facts.items():
            wrong = [f"{r.get('id')}: {f}" for r in records for f in faults.explain(standard, kind, r)]
            assert not wrong, f"{kind}: {wrong[:3]}"
            database.insert(con, kind, standard.columns(kind), records)
        (result,) = rules.run(con, resolved, {}, only=frozenset([rule]))
        assert result.status != "FAILED", f"{rule}: {result.reason}"
        return Outcome(result.status, [findings.as_json(f, "zh") for f in result.found], result.missing, result.lacking, result.found)
    finally:
        con.execute("ROLLBACK")


def everything(start: str, end: str) -> list[Record]:
    """Coverage of every record type."""
    return [{"recordType": t, "startDate": start, "endDate": end} for t in standard.record_types]


def all_but(start: str, end: str, *kinds: str) -> list[Record]:
    """Coverage of every record type but these."""
    return [c for c in everything(start, end) if c["recordType"] not in kinds]


# --- facts ----------------------------------------------------------------------------------------


def join(*parts: Mapping[str, Sequence[Record]]) -> Facts:
    """The records of several parts together."""
    out: Facts = {}
    for part in parts:
        for kind, records in part.items():
            out.setdefault(kind, []).extend(records)
    return out


def change(facts: Facts, kind: str, **fields: Any) -> Facts:
    """The same facts with fields of every record of a kind set, or left out where the value is None."""
    return {k: [_set(r, fields) if k == kind else r for r in rs] for k, rs in facts.items()}


def _set(record: Record, fields: Mapping[str, Any]) -> Record:
    return {k: v for k, v in {**record, **fields}.items() if v is not None}


def world(start: str = "2021-01-01", end: str | None = None, *, role: str = "FIRST_SECRETARY", level: str = "40", **posting: Any) -> Facts:
    """A village ``v-1`` with its unit, township and county office, and cadre ``c-1`` posted there (``p-1``, team ``t-1``).

    :param start, end: of the posting.
    :param level: of dispatch, hence of the unit.
    """
    return {
        "organization": [
            {"id": "unit", "body": "DISPATCHING_UNIT", "level": level},
            {"id": "township", "body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60"},
            {"id": "county", "body": "PARTY_ORG_DEPT", "level": "50", "responsiblePersonCount": 1},
        ],
        "village": [{"id": "v-1", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "township", "countyOfficeId": "county"}],
        "cadre": [{"id": "c-1", "homeUnitId": "unit"}],
        "team": [{"id": "t-1", "homeVillageId": "v-1", "dispatchingUnitIds": ["unit"], "dispatchLevel": level, "formedOn": start}],
        "posting": [posted("1", start, end, role=role, dispatchLevel=level, **posting)],
    }


def posted(number: str, start: str, end: str | None = None, **fields: Any) -> Record:
    """Posting ``p-<number>`` of cadre ``c-<number>`` in the village of ``world``."""
    record = {
        "id": f"p-{number}",
        "cadreId": f"c-{number}",
        "villageId": "v-1",
        "teamId": "t-1",
        "dispatchingUnitId": "unit",
        "role": "TEAM_MEMBER",
        "dispatchLevel": "40",
        "startDate": start,
        "endDate": end,
    }
    return _set(record, fields)


def further(number: str, start: str, end: str | None = None, **fields: Any) -> Facts:
    """One more cadre with a posting, to be joined to ``world``."""
    return {"cadre": [{"id": f"c-{number}", "homeUnitId": "unit"}], "posting": [posted(number, start, end, **fields)]}


def dates(first: str, count: int) -> list[str]:
    """Days in a row."""
    day = dt.date.fromisoformat(first)
    return [(day + dt.timedelta(n)).isoformat() for n in range(count)]


def present(first: str, count: int, *, cadre: str = "c-1", status: str = "IN_VILLAGE", **fields: Any) -> Facts:
    """Attendance of a cadre, a record for each of some days in a row."""
    return {
        "attendance": [
            _set({"id": f"att-{cadre}-{d}-{status}", "cadreId": cadre, "date": d, "status": status}, fields) for d in dates(first, count)
        ]
    }


def on(kind: str, *records: Mapping[str, Any], cadre: str | None = "c-1") -> Facts:
    """Records of a type, numbered; of cadre ``c-1`` unless told otherwise: ``on("leave", {"kind": "SICK", …})``."""
    base: Record = {"cadreId": cadre} if cadre else {}
    return {kind: [_set({"id": f"{kind}-{n}", **base}, r) for n, r in enumerate(records, 1)]}
