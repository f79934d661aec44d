"""How strong the suite is: ``python conformance/measure.py [--rules [RULE …]] [--schemas [TYPE …]]``.

Each rule's SQL and each schema is changed in one place at a time (a *mutant*), the cases are judged by the
mutant, and the share of mutants that some case tells from the original is printed with those that survive.
A mutant that is no valid SQL any more does not count. ``equivalent-mutants.json`` names survivors that mean
the same as the original: classes of them, each a pattern (or a list) of names with its reason, and where the reason lies
in the policy rows, a query (``never``) that finds nothing under any profile, which is checked on each run.
"""

from __future__ import annotations

import argparse
import copy
import json
import multiprocessing
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

import duckdb

from zhucun import conformance, faults, findings, standard

from . import pairs
from .values import loosened

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

_TOKEN = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"|[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?|<>|<=|>=|\|\||::|->|\s+|.", re.S)
_ENDS = {
    "GROUP",
    "ORDER",
    "HAVING",
    "JOIN",
    "LEFT",
    "RIGHT",
    "INNER",
    "CROSS",
    "ASOF",
    "SEMI",
    "ANTI",
    "WHERE",
    "UNION",
    "THEN",
    "WHEN",
    "ELSE",
    "END",
    "SELECT",
    "FROM",
    "AS",
    "LIMIT",
    "QUALIFY",
    "WINDOW",
    "ON",
    "OR",
    "AND",
}
_SHIFT = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def mutants(query: str) -> Iterator[tuple[str, str]]:
    """(what was changed, the changed query), each once."""
    tokens = _TOKEN.findall(query)
    solid = [i for i, t in enumerate(tokens) if t.strip() and not t.startswith("--")]
    # a column is called asOf like the join
    upper = {i: tokens[i] if tokens[i] == "asOf" else tokens[i].upper() for i in solid}
    # the closed set of days in this query, for swapping one with another
    days = sorted({tokens[i] for i in solid if tokens[i] in _days()})
    seen, names = {query}, set[str]()

    def made(at: Sequence[int], new: Sequence[str], what: str) -> Iterator[tuple[str, str]]:
        changed = list(tokens)
        for i, text in zip(at, new, strict=True):
            changed[i] = text
        text = "".join(changed)
        if text not in seen:
            seen.add(text)
            line = "".join(tokens[: at[0]]).count("\n") + 1
            before, touched, after = tokens[max(0, at[0] - 8) : at[0]], tokens[at[0] : at[-1] + 1], tokens[at[-1] + 1 : at[-1] + 10]
            inner = " ".join("".join(touched).split())
            shown = inner if len(inner) <= 160 else f"{inner[:120]} … {inner[-35:]}"
            around = " ".join(("".join(before) + f"‹{shown}›" + "".join(after)).split())
            name = f"line {line}: {what} [{around}]"
            number = 2
            while name in names:
                name, number = f"line {line}: {what} [{around}] ({number})", number + 1
            names.add(name)
            yield name, text

    between: list[int] = []
    for n, i in enumerate(solid):
        token, word = tokens[i], upper[i]
        before = upper[solid[n - 1]] if n else ""
        after = upper[solid[n + 1]] if n + 1 < len(solid) else ""
        if word == "BETWEEN":
            between.append(i)
        if token in _SHIFT:
            yield from made([i], [_SHIFT[token]], f"{token} → {_SHIFT[token]}")
        elif token == "=" and before not in ("", "=") and after:
            yield from made([i], ["<>"], "= → <>")
        elif token == "<>":
            yield from made([i], ["="], "<> → =")
        elif word in ("AND", "OR"):
            if word == "AND" and between:
                between.pop()
                continue
            yield from made([i], ["OR" if word == "AND" else "AND"], f"{word} → {'OR' if word == 'AND' else 'AND'}")
            span = _operand(solid, upper, n + 1)
            if span:
                yield from made([i, *span], [""] * (1 + len(span)), "dropped")
        elif word in ("WHERE", "ON") and (span := _operand(solid, upper, n + 1)):
            yield from made(span, ["TRUE", *[""] * (len(span) - 1)], "dropped")
        elif word == "NOT":
            yield from made([i], [""], "dropped NOT")
        elif token.isdigit() and before != "[" and not (before == "SELECT" and after == "FROM"):
            for step in (1, -1):
                if int(token) + step >= 0:
                    yield from made([i], [str(int(token) + step)], f"{token} → {int(token) + step}")
        elif token == "working_day":
            yield from made([i], ["calendar_day"], "working days → calendar days")
        elif token in _days() and after != "AS" and before != "AS":
            for other in days:
                if other != token:
                    yield from made([i], [other], f"{token} → {other}")


def _days() -> frozenset[str]:
    """Names of columns that hold a day."""
    found = {n for t in standard.record_types() for n, kind in standard.columns(t).items() if kind == "DATE"}
    return frozenset(found | {"periodStart", "periodEnd", "validFrom", "validTo", "asOf"})


def _operand(solid: Sequence[int], upper: Mapping[int, str], at: int) -> list[int]:
    """The tokens of one condition of a chain of AND and OR, from ``at`` on."""
    depth, cases, between, out = 0, 0, 0, []
    for n in range(at, len(solid)):
        word = upper[solid[n]]
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0:
            if word == "CASE":
                cases += 1
            elif word == "END" and cases:
                cases -= 1
            elif word == "BETWEEN":
                between += 1
            elif word == "AND" and between:
                between -= 1
            elif word in _ENDS and not cases and not (word == "LEFT" and n + 1 < len(solid) and upper[solid[n + 1]] == "("):
                break
        out.append(solid[n])
    return out


# --- judging them ---------------------------------------------------------------------------------


def facts_of(case: conformance.Case) -> tuple[pairs.Facts, pairs.Frame] | None:
    """The facts of a rule's case, if it is a plain batch."""
    batch = case.folder / "batch"
    manifest = json.loads((batch / "manifest.json").read_text("utf-8"))
    facts: pairs.Facts = {}
    for entry in manifest["files"]:
        for line in (batch / entry["path"]).read_text("utf-8").splitlines():
            record = json.loads(line)
            facts[entry["recordType"], record["id"]] = record
    coverage = tuple((c["recordType"], c.get("kind"), c["startDate"], c["endDate"]) for c in manifest["coverage"])
    return facts, pairs.Frame(manifest["startDate"], manifest["endDate"], manifest["asOf"], coverage)


def observe(bench: pairs.Bench, rule: standard.Rule, query: str) -> Seen:
    """What a query says of each record: a finding as (record, outcome, severity), or (record, "unjudged", missing)."""
    cursor = bench.con.execute(query)
    names = [d[0] for d in cursor.description]
    out = set()
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        record = (row["recordType"], row["recordId"])
        if row["outcome"] == "unjudged":
            out.add((*record, "unjudged", row["missing"]))
            continue
        policy = bench.profile.by_id[row["policyRow"]] if row.get("policyRow") else None
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
        bench = pairs._bench(profile.id)
        bench.load(*loaded)
        if any(k not in bench._present for k in rule.header["records"]):
            continue
        original = visible(observe(bench, rule, rule.query))
        own = case.data.get("rule") == rule.id
        for name in list(alive):
            if name in spared and name in born and case.data["purpose"] != "boundary":
                continue
            try:
                found, missing = visible(observe(bench, rule, alive[name]))
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


def schema_mutants(schema: Record) -> Iterator[tuple[str, tuple[str, ...], Record]]:
    """(what was changed, path of the property, the changed schema)."""

    def nodes(node: Record, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Record]]:
        yield path, node
        for name, child in node.get("properties", {}).items():
            yield from nodes(child, (*path, "properties", name))
        if isinstance(node.get("items"), dict):
            yield from nodes(node["items"], (*path, "items"))
        if isinstance(node.get("additionalProperties"), dict):
            yield from nodes(node["additionalProperties"], (*path, "additionalProperties"))

    def changed(path: tuple[str, ...], key: str, value: Any) -> Record:
        out = copy.deepcopy(schema)
        node = out
        for step in path:
            node = node[step]
        if value is None:
            del node[key]
        else:
            node[key] = value
        return out

    for path, node in nodes(schema, ()):
        place = "/".join(p for p in path if p != "properties")
        for key in ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "maxProperties"):
            if key in node:
                yield f"{place}: dropped {key}", path, changed(path, key, None)
                loose = node[key] - 1 if key.startswith("min") else node[key] + 1
                yield f"{place}: {key} {node[key]} → {loose}", path, changed(path, key, loose)
        if node.get("format") == "date":
            # pattern and format say the same twice, for validators that do not check formats: they go together
            both = changed(path, "format", None)
            target = both
            for step in path:
                target = target[step]
            del target["pattern"]
            yield f"{place}: dropped pattern and format", path, both
        for key in ("pattern", "format", "enum", "uniqueItems", "type"):
            if key in node and not (key == "pattern" and "format" in node):
                yield f"{place}: dropped {key}", path, changed(path, key, None)
        if "enum" in node and len(node["enum"]) > 1:
            yield f"{place}: dropped the code {node['enum'][-1]}", path, changed(path, "enum", node["enum"][:-1])
        if "pattern" in node and "format" not in node:
            for what, new in loosened(node["pattern"]):
                yield f"{place}: pattern {what}", path, changed(path, "pattern", new)
        for name in node.get("required", ()):
            yield f"{place}: {name} no longer required", path, changed(path, "required", [r for r in node["required"] if r != name])
        if node.get("additionalProperties") is False:
            yield f"{place}: unknown fields allowed", path, changed(path, "additionalProperties", True)


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
        con = pairs._bench(profile).con
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
