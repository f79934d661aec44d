"""How strong the suite is: ``python conformance/measure.py [--rules [RULE …]] [--schemas [TYPE …]]``.

Each rule's SQL and each schema is changed in one place at a time (a *mutant*), the cases are judged by the
mutant, and the share of mutants that some case tells from the original is printed with those that survive.
A mutant that is no valid SQL any more does not count. ``equivalent-mutants.json`` names survivors that mean
the same as the original: classes of them, each a pattern (or a list) of names with its reason, and where the reason lies
in the policy rows, a query (``never``) that finds nothing under any profile, which is checked on each run.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

import duckdb

from zhucun import conformance, faults, findings, standard

from . import bench
from .mutants import mutants, schema_mutants

Record = dict[str, Any]

#: What a query says, one entry for a record.
Seen = frozenset[tuple[Any, ...]]

#: Of each rule or schema the number of its mutants, and the names of those that no case catches.
Measured = dict[str, tuple[int, list[str]]]

EQUIVALENT = Path(__file__).with_name("equivalent-mutants.json")
UNCAUGHT = Path(__file__).with_name("uncaught-mutants.json")

#: What stands above the figures in the file that ``--write`` makes.
HEAD = [
    "# How much the suite would notice",
    "",
    "Written by `python conformance/measure.py --write conformance/1.0/mutation.md`. Each rule's SQL and each schema is changed in one",
    "place at a time; a change is caught if some case of that rule (of the structure, for a schema) is judged otherwise. Changes that",
    "are no valid SQL do not count, nor do those that mean the same, which are listed with the reason.",
    "",
]

# --- mutants of a query ---------------------------------------------------------------------------


# --- judging them ---------------------------------------------------------------------------------


def facts_of(case: conformance.Case) -> tuple[bench.Facts, bench.Frame] | None:
    """The facts of a rule's case, if it is a plain batch."""
    batch = case.folder / "batch"
    manifest = json.loads((batch / "manifest.json").read_text("utf-8"))
    facts: bench.Facts = {}
    for entry in manifest["files"]:
        for line in (batch / entry["path"]).read_text("utf-8").splitlines():
            record = json.loads(line)
            facts[entry["recordType"], record["id"]] = record
    coverage = tuple((c["recordType"], c.get("kind"), c["startDate"], c["endDate"]) for c in manifest["coverage"])
    return facts, bench.Frame(manifest["startDate"], manifest["endDate"], manifest["asOf"], coverage)


def observe(court: bench.Bench, rule: standard.Rule, query: str) -> Seen:
    """What a query says of each record: a finding as (record, outcome, severity), or (record, "unjudged", missing)."""
    cursor = court.con.execute(query)
    names = [d[0] for d in cursor.description]
    out = set()
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        record = (row["recordType"], row["recordId"])
        if row["outcome"] == "unjudged":
            out.add((*record, "unjudged", row["missing"]))
            continue
        policy = court.profile.by_id[row["policyRow"]] if row.get("policyRow") else None
        severity = standard.severity(policy) if policy else str(rule.header["severity"])
        out.add((*record, row["outcome"], findings.lowered(severity, row.get("lowerBy") or 0)))
    return frozenset(out)


def visible(seen: Seen) -> tuple[Seen, Seen]:
    """What a case can tell of a batch: its findings, and which fields were missing (not of which records)."""
    return frozenset(s for s in seen if s[2] != "unjudged"), frozenset((s[3],) for s in seen if s[2] == "unjudged")


def rule_survivors(rule: standard.Rule, cases: Sequence[conformance.Case]) -> tuple[int, dict[str, str]]:
    """How many mutants of a rule there are, and those that no case catches."""
    alive: dict[str, str] = dict(mutants(rule.query))
    # what is known to mean the same is put to the boundary cases only
    spared = {name for name in alive if excused(rule.id, name, classes(EQUIVALENT)) is not None}
    born: set[str] = set()
    crashed: set[str] = set()
    # the boundary cases catch most, and what is caught need not be judged again
    for case in sorted(cases, key=lambda c: c.data["purpose"] != "boundary"):
        profile = standard.resolve(case.data["profile"])
        if rule.rows(profile) is None or not alive:
            continue
        loaded = facts_of(case)
        if loaded is None:
            continue
        court = bench._bench(profile.id)
        court.load(*loaded)
        if any(k not in court._present for k in rule.header["records"]):
            continue
        original = visible(observe(court, rule, rule.query))
        own = case.data.get("rule") == rule.id
        for name in list(alive):
            if name in spared and name in born and case.data["purpose"] != "boundary":
                continue
            try:
                found, missing = visible(observe(court, rule, alive[name]))
            except (duckdb.Error, KeyError, ValueError, OverflowError):
                # a query that fails makes the verdict incomplete; one that fails always was no valid SQL
                if original[0] or case.data["expect"]["verdict"] == "pass":
                    crashed.add(name)
                continue
            born.add(name)
            # of its own rule a case names all that is not evaluated, of other rules nothing
            if found != original[0] or (own and missing != original[1]):
                del alive[name]
    return len(born), {k: v for k, v in alive.items() if k in born and k not in crashed}


def _of_rule(job: tuple[str, bool]) -> tuple[str, int, dict[str, str]]:
    ident, whole = job
    own = [c for c in conformance.cases() if c.data.get("rule") == ident or whole]
    return ident, *rule_survivors(standard.rule(ident), [c for c in own if judged_by_rules(c)])


def judged_by_rules(case: conformance.Case) -> bool:
    return bool(case.data["level"] == "profile" and case.data["purpose"] != "batch")


def measure_rules(pool: Pool, chosen: Sequence[str], whole: bool) -> Measured:
    """For each rule its mutants, and the survivors."""
    wanted = [ident for ident in standard.rules() if not chosen or ident in chosen]
    out: Measured = {}
    for ident, count, alive in pool.imap(_of_rule, [(ident, whole) for ident in wanted], chunksize=1):
        out[ident] = count, list(alive)
        print(f"{ident}: {count - len(alive)} of {count}", flush=True)
    return out


# --- mutants of a schema --------------------------------------------------------------------------


def measure_schemas(chosen: Sequence[str]) -> Measured:
    """For each schema its mutants, and the survivors."""
    every = conformance.cases()
    out: Measured = {}
    for name in [*standard.record_types(), "manifest"]:
        if chosen and name not in chosen:
            continue
        alive = list(_manifest_survivors(every) if name == "manifest" else _record_survivors(name, every))
        count = sum(1 for _ in schema_mutants(standard.schema(name)))
        out[name] = count, alive
        print(f"{name}: {count - len(alive)} of {count}", flush=True)
    return out


def _validator(schema: Record) -> Any:
    import jsonschema

    return faults._Validator()(schema, format_checker=faults._format_checker(jsonschema))


def _told(validator: Any, value: Any, prefix: tuple[str, ...], name: str) -> frozenset[tuple[str, str]]:
    return frozenset((f.code, f.pointer) for f in faults._translate(validator.iter_errors(value), prefix, name))


def _record_survivors(name: str, every: Sequence[conformance.Case]) -> Iterator[str]:
    lines: list[Record] = []
    for case in every:
        place = case.folder / "batch" / f"{name}.ndjson"
        if case.data["purpose"] in ("structure", "batch") and place.is_file():
            for raw in place.read_bytes().split(b"\n"):
                try:
                    record = json.loads(raw)
                except ValueError:
                    continue
                if isinstance(record, dict):
                    lines.append(record)
    schema = standard.schema(name)
    top = (
        {"required": [], "properties": {}}
        | {k: schema[k] for k in ("type", "additionalProperties", "required")}
        | {"properties": dict.fromkeys(schema["properties"], True)}
    )
    by_property: dict[str, list[Any]] = {}
    for record in lines:
        for key, value in record.items():
            values = by_property.setdefault(key, [])
            if not any(type(v) is type(value) and v == value for v in values[-400:]):
                values.append(value)
    originals: dict[str, list[frozenset[tuple[str, str]]]] = {}
    whole = [_told(_validator(top), r, (), name) for r in lines]
    for what, path, mutant in schema_mutants(schema):
        if not path:
            changed = top | {k: mutant[k] for k in ("type", "additionalProperties", "required") if k in mutant}
            if "type" not in mutant:
                # a line that is no object is refused before the schema is asked
                continue
            validator = _validator(changed)
            if all(_told(validator, r, (), name) == was for r, was in zip(lines, whole, strict=True)):
                yield what
            continue
        key = path[1]
        values = by_property.get(key, [])
        if key not in originals:
            validator = _validator(schema["properties"][key])
            originals[key] = [_told(validator, v, (key,), name) for v in values]
        validator = _validator(mutant["properties"][key])
        if all(_told(validator, v, (key,), name) == was for v, was in zip(values, originals[key], strict=True)):
            yield what


def _manifest_survivors(every: Sequence[conformance.Case]) -> Iterator[str]:
    found = []
    for case in every:
        place = case.folder / "batch" / "manifest.json"
        if case.data["purpose"] == "batch" and place.is_file():
            try:
                found.append((json.loads(place.read_bytes()), case.data["expect"]["verdict"] == "unreadable"))
            except ValueError:
                continue
    original = _validator(standard.schema("manifest"))
    found = [(m, u) for m, u in found if not u or not original.is_valid(m)]
    for what, _, mutant in schema_mutants(standard.schema("manifest")):
        validator = _validator(mutant)
        if all(validator.is_valid(m) != unreadable for m, unreadable in found):
            yield what


# --- equivalents ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Class:
    """Mutants that mean the same as the original: a pattern of their names, the reason, and a query that finds nothing if it holds."""

    of: re.Pattern[str]
    mutants: re.Pattern[str]
    reason: str
    never: str | None


@cache
def classes(path: Path) -> Sequence[Class]:
    """The classes of a file.

    :raises ValueError: if a class leans on the policy rows and some profile's rows are otherwise.
    """
    if not path.exists():
        return []
    found = []
    for c in json.loads(path.read_text("utf-8")):
        names = c["mutants"]
        pattern = names if isinstance(names, str) else "^(" + "|".join(map(re.escape, names)) + ")$"
        found.append(Class(re.compile(c.get("of", ".*")), re.compile(pattern), c["reason"], c.get("never")))
    for profile in standard.profile_ids():
        if not standard.read_profile(profile).get("effectiveFrom"):
            continue
        con = bench._bench(profile).con
        for c in found:
            if c.never and con.execute(c.never).fetchone():
                raise ValueError(f"not so under {profile}: {c.never}")
    return found


def excused(of: str, name: str, known: Sequence[Class]) -> str | None:
    """Why a mutant means the same as the original, if it does."""
    return next((c.reason for c in known if c.of.fullmatch(of) and c.mutants.search(name)), None)


# --- the command ----------------------------------------------------------------------------------


def told(what: str, measured: Measured, known: Sequence[Class], gaps: Sequence[Class]) -> Iterator[str]:
    """The result in Markdown: the share in all and of each, then the survivors with their reasons."""
    reasons = {of: {n: excused(of, n, known) for n in alive} for of, (_, alive) in measured.items()}
    total = sum(count for count, _ in measured.values())
    alive = sum(len(names) for _, names in measured.values())
    same = sum(r is not None for found in reasons.values() for r in found.values())
    yield f"## {what}"
    yield ""
    yield f"**{total - alive} of {total - same} mutants caught ({_share(total - alive, total - same)})**; {same} more mean the same as the original."
    yield ""
    yield "| | caught | of | share | equivalent |"
    yield "|---|---:|---:|---:|---:|"
    for of, (count, names) in measured.items():
        equal = sum(r is not None for r in reasons[of].values())
        yield f"| {of} | {count - len(names)} | {count - equal} | {_share(count - len(names), count - equal)} | {equal} |"
    yield ""
    yield f"### Not caught: {alive - same}"
    yield ""
    missing: dict[str, list[str]] = {}
    for of, found in reasons.items():
        for name, reason in found.items():
            if reason is None:
                missing.setdefault(excused(of, name, gaps) or "no case found yet", []).append(f"{of} {name}")
    for reason, names in sorted(missing.items(), key=lambda m: -len(m[1])):
        yield from (f"{reason} ({len(names)}):", "", *(f"- `{n.replace('`', '')}`" for n in names), "")
    yield f"### Equivalent: {same}"
    yield ""
    by_reason: dict[str, list[str]] = {}
    for of, found in reasons.items():
        for name, reason in found.items():
            if reason is not None:
                by_reason.setdefault(reason, []).append(f"{of} {name}")
    for reason, names in sorted(by_reason.items(), key=lambda m: -len(m[1])):
        yield from (f"{reason} ({len(names)}):", "", *(f"- `{n.replace('`', '')}`" for n in names), "")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(whole, 1):.1f} %"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", nargs="*", metavar="RULE")
    parser.add_argument("--schemas", nargs="*", metavar="TYPE")
    parser.add_argument("--whole", action="store_true", help="judge a rule's mutants by the cases of all rules, not only its own")
    parser.add_argument("--equivalent", type=Path, default=EQUIVALENT)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the result there too, in Markdown")
    parser.add_argument("--jobs", type=int, default=2, help="rules measured at a time")
    options = parser.parse_args()
    both = options.rules is None and options.schemas is None
    known, gaps = classes(options.equivalent), classes(UNCAUGHT)
    lines: list[str] = []
    with multiprocessing.get_context("spawn").Pool(options.jobs, maxtasksperchild=20) as pool:
        # the schemas beside the rules
        schemas = pool.apply_async(measure_schemas, (options.schemas or (),)) if both or options.schemas is not None else None
        rules = measure_rules(pool, options.rules or (), options.whole) if both or options.rules is not None else None
        if schemas is not None:
            lines += told("Schemas", schemas.get(), known, gaps)
        if rules is not None:
            lines += told("Rules", rules, known, gaps)
    print("\n".join(["", *lines]))
    if options.write:
        options.write.write_text("\n".join([*HEAD, *lines]).rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
