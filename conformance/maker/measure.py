"""How strong the suite is: of the mutants of each rule, shared view and schema, how many some case tells from the original.

Only the normative cases count. A mutant is caught if a case would not be met by it any more; one that is no valid SQL does not
count. What means the same as the original is said in ``equivalents``.
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import duckdb

from zhucun.conformance.cases import Case, load
from zhucun.conformance.compare import differences
from zhucun.record import faults
from zhucun.standard import Rule

from . import manifests, structure
from .bench import Bench, Found, bench, world_of
from .casefile import SUITE, Record
from .edition import profiles, standard
from .mutants import is_macro, is_view, mutants, pieces, pieces_of, schema_mutants

#: What an engine says of a query that is none.
NO_SQL = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException, duckdb.NotImplementedException)

#: Seconds after which a query has failed.
PATIENCE = 10.0

#: Cases that a shared piece is put to at most: all of them would take hours.
MOST = 40

#: What a case finds of a rule, and what was missing.
Answer = tuple[Found, frozenset[str]]


@dataclass
class Tally:
    """What became of the mutants of a rule, a shared piece of SQL or a schema.

    :ivar cases: how many cases there were to catch them.
    :ivar count: how many mutants there are.
    :ivar missed: those that no normative case catches.
    :ivar names: all of them.
    :ivar machine: of these, those that a machine-made case catches.
    :ivar wrong: cases that the original itself does not meet.
    """

    of: str
    cases: int
    count: int
    missed: list[str]
    names: list[str] = field(default_factory=list)
    machine: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


# --- one case -------------------------------------------------------------------------------------


def expected_of(case: Case, rule: str) -> Record:
    """What a case expects of one rule."""
    expect = case.data["expect"]
    return {
        "findings": [f for f in expect["findings"] if f["rule"] == rule],
        "notEvaluated": [n for n in expect["notEvaluated"] if n["rule"] == rule],
        "silent": [rule] if case.silent & {"*", rule} else [],
    }


def meets(case: Case, rule: str, answer: Answer) -> bool:
    """Whether a rule's answer is what a case expects of it."""
    found, missing = answer
    names = ("rule", "severity", "outcome", "recordType", "recordId")
    result = {
        "findings": [dict(zip(names, f, strict=True)) for f in found],
        "notEvaluated": [{"rule": rule, "missing": m} for m in missing],
    }
    return not differences(expected_of(case, rule), result, rule)


def answer_of(court: Bench, rule: Rule, query: str | None = None) -> Answer | None:
    """What a query says; None if it fails on these facts, or does not end.

    :raises duckdb.Error: one of :data:`NO_SQL` if it is no valid SQL.
    """
    timer = threading.Timer(PATIENCE, court.con.interrupt)
    timer.start()
    try:
        return court.judge(rule, query)
    except NO_SQL:
        raise
    except (duckdb.Error, KeyError, ValueError, OverflowError):
        # by values that no calendar or policy has, or because it pairs everything with everything
        return None
    finally:
        timer.cancel()


@dataclass
class Put:
    """A case as it was put to a rule."""

    case: Case
    court: Bench
    truth: Answer


def put(case: Case, rule: Rule, settled: bool = True) -> Put | None:
    """Load a case; None where the rule does not run, so that nothing can be told.

    :param settled: whether the shared views are answered once for all mutants.
    """
    profile = profiles.resolve(case.data["profile"])
    if rule.rows(profile) is None or "facts" not in case.data:
        return None
    court = bench(profile.id)
    court.load(*world_of(case))
    if court.lacking(rule):
        return None
    if settled:
        court.settle([name for name in rule.views if is_view(name)])
    truth = answer_of(court, rule)
    return Put(case, court, truth) if truth is not None else None


def catches(there: Put, rule: Rule, query: str | None = None) -> bool:
    """Whether the case is not met by a mutant: another query, or a shared piece that is already in place."""
    answer = answer_of(there.court, rule, query)
    return answer is None or (answer != there.truth and not meets(there.case, rule.id, answer))


def catches_any(court: Bench, rule: Rule, alive: Mapping[str, str]) -> set[str]:
    """The mutants that answer otherwise than the rule over the facts that are loaded.

    :raises ValueError: if the rule itself gives no answer.
    """
    if (truth := answer_of(court, rule)) is None:
        raise ValueError(f"{rule.id} gives no answer")
    return {name for name, query in alive.items() if answer_of(court, rule, query) != truth}


# --- rules ----------------------------------------------------------------------------------------


@cache
def cases_by_rule(mutants: bool = False) -> Mapping[str, list[Case]]:
    """The cases of each rule; those that fire come first, for they catch most.

    :param mutants: the machine-made ones, and only those.
    """
    out: dict[str, list[Case]] = {}
    for case in load(SUITE / "mutants", mutants=True) if mutants else load(SUITE / "cases"):
        if case.data["level"] == "profile" and "rule" in case.data:
            out.setdefault(case.data["rule"], []).append(case)
    return {rule: sorted(cases, key=lambda c: c.data["purpose"] != "fires") for rule, cases in out.items()}


def of_rule(job: tuple[str, bool]) -> Tally:
    """Measure the mutants of one rule.

    :param job: the rule, and whether the machine-made cases are asked too.
    """
    ident, machine = job
    rule, alive = standard.rule(ident), dict(mutants(standard.rule(ident).query))
    cases, wrong, no_sql = cases_by_rule().get(ident, []), list[str](), set[str]()
    names = list(alive)
    for case in cases:
        if (there := put(case, rule)) is None:
            continue
        if not meets(case, ident, there.truth):
            wrong.append(case.id)
            continue
        caught = set(_caught(there, rule, alive, no_sql))
        alive = {name: query for name, query in alive.items() if name not in caught | no_sql}
    names = [name for name in names if name not in no_sql]
    tally = Tally(ident, len(cases), len(names), list(alive), names, wrong=wrong)
    for case in cases_by_rule(True).get(ident, ()) if machine else ():
        if alive and (there := put(case, rule)):
            tally.machine |= set(_caught(there, rule, alive, set()))
            alive = {name: query for name, query in alive.items() if name not in tally.machine}
    return tally


def _caught(there: Put, rule: Rule, alive: Mapping[str, str], no_sql: set[str]) -> Iterator[str]:
    """The mutants that a case catches.

    :param no_sql: takes those that are no valid SQL.
    """
    for name, query in alive.items():
        try:
            if catches(there, rule, query):
                yield name
        except NO_SQL:
            no_sql.add(name)


# --- shared views and macros ----------------------------------------------------------------------


def of_piece(name: str) -> Tally:
    """Measure the mutants of a shared view, table or macro by some cases of all rules that read it."""
    text = pieces()[name]
    users = [rule for rule in standard.rules.values() if name in pieces_of(rule.id)]
    by_rule = [[(rule, case) for case in cases_by_rule().get(rule.id, ())] for rule in users]
    # in turn one of each rule
    every = [pair for row in itertools.zip_longest(*by_rule) for pair in row if pair][:MOST]
    alive, no_sql = dict(mutants(text)), set[str]()
    names = list(alive)
    for rule, case in every:
        if not alive:
            break
        if (there := put(case, rule, settled=False)) is None or not meets(case, rule.id, there.truth):
            continue
        before, caught = _contents(there.court, name), set()
        for mutant, other in alive.items():
            try:
                there.court.con.execute(other)
                # where it holds the same, whoever reads it says the same
                if (before is None or _contents(there.court, name) != before) and catches(there, rule):
                    caught.add(mutant)
            except NO_SQL:
                no_sql.add(mutant)
            except duckdb.Error:
                # a table that cannot be made
                caught.add(mutant)
        there.court.con.execute(text)
        alive = {n: q for n, q in alive.items() if n not in caught | no_sql}
    names = [n for n in names if n not in no_sql]
    return Tally(name, len(every), len(names), list(alive), names)


def _contents(court: Bench, name: str) -> Any:
    """A digest of what a shared view or table holds; None of a macro, which holds nothing."""
    if is_macro(name):
        return None
    return court.con.execute(f"SELECT count(*), bit_xor(hash(t)), sum(hash(t)) FROM {name} t").fetchone()


# --- schemas --------------------------------------------------------------------------------------


def of_schema(name: str) -> Tally:
    """Measure the mutants of a schema by the cases of the structure."""
    return of_manifest() if name == "manifest" else of_record_type(name)


def _faults(schema: Record, value: Any, prefix: tuple[str, ...], name: str) -> frozenset[tuple[str, str]]:
    return frozenset((f.code, f.pointer) for f in faults.translate(standard, faults.validator_of(schema).iter_errors(value), prefix, name))


def _lines_of(name: str) -> list[Record]:
    """The objects on the lines of all cases of a record type."""
    out = []
    for case in structure.cases():
        for line in case.files.get(f"{name}.ndjson", b"").split(b"\n"):
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict):
                out.append(value)
    return out


def of_record_type(name: str) -> Tally:
    """Measure the mutants of a record type: property by property, for a whole record would take too long."""
    schema, lines = standard.schema(name), _lines_of(name)
    own = ("type", "additionalProperties", "required")
    bare = {"properties": dict.fromkeys(schema["properties"], True)}
    values: dict[str, list[Any]] = {}
    for record in lines:
        for key, value in record.items():
            values.setdefault(key, []).append(value)
    distinct = {k: list({(type(v).__name__, json.dumps(v, sort_keys=True)): v for v in found}.values()) for k, found in values.items()}
    truths: dict[str, list[frozenset[tuple[str, str]]]] = {}
    missed, names = [], []
    for what, path, mutant in schema_mutants(schema):
        # a line that is no object is refused before the schema is asked
        if not path and "type" not in mutant:
            continue
        names.append(what)
        if path:
            key, asked, parts = path[1], distinct.get(path[1], []), (schema["properties"][path[1]], mutant["properties"][path[1]])
            prefix: tuple[str, ...] = (key,)
        else:
            key, asked, prefix = "", lines, ()
            parts = ({**bare, **{k: schema[k] for k in own}}, {**bare, **{k: mutant[k] for k in own if k in mutant}})
        if key not in truths:
            truths[key] = [_faults(parts[0], v, prefix, name) for v in asked]
        if all(_faults(parts[1], v, prefix, name) == truth for v, truth in zip(asked, truths[key], strict=True)):
            missed.append(what)
    return Tally(name, len(lines), len(names), missed, names)


def of_manifest() -> Tally:
    """Measure the mutants of the manifest's schema: by whether a manifest is valid."""
    original = faults.validator_of(standard.schema("manifest"))
    found = []
    for case in manifests.cases():
        try:
            value = json.loads(case.manifest or b"")
        except ValueError:
            continue
        if (case.verdict == "unreadable") is not original.is_valid(value):
            found.append((value, case.verdict != "unreadable"))
    missed, names = [], []
    for what, _, mutant in schema_mutants(standard.schema("manifest")):
        names.append(what)
        validator = faults.validator_of(mutant)
        if all(validator.is_valid(value) is valid for value, valid in found):
            missed.append(what)
    return Tally("manifest", len(found), len(names), missed, names)


# --- all of it ------------------------------------------------------------------------------------


@dataclass
class Measured:
    """What was measured: rules, what they share, and schemas."""

    rules: list[Tally]
    shared: list[Tally]
    schemas: list[Tally]
    seconds: float

    def all(self) -> list[Tally]:
        """Every tally."""
        return [*self.rules, *self.shared, *self.schemas]


def measure(chosen: Sequence[str] = (), machine: bool = False) -> Measured:
    """Measure the chosen rules, or all of them with what they share and the schemas.

    :param machine: ask the machine-made cases too for what no normative case catches.
    """
    began = time.monotonic()
    jobs = min(os.cpu_count() or 1, 4)
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        rules = pool.imap(of_rule, [(ident, machine) for ident in standard.rules if not chosen or ident in chosen], chunksize=1)
        shared = pool.map_async(of_piece, [] if chosen else list(pieces()), chunksize=1)
        schemas = pool.map_async(of_schema, [] if chosen else [*standard.record_types, "manifest"], chunksize=1)
        found = []
        for tally in rules:
            found.append(tally)
            print(f"{tally.of}: {tally.count - len(tally.missed)} of {tally.count}", flush=True)
        return Measured(found, shared.get(), schemas.get(), time.monotonic() - began)
