"""How strong the suite is: ``python conformance/mutate.py [--rules [RULE …]] [--schemas [TYPE …]]``.

Each rule's SQL and each schema is changed in one place at a time (a *mutant*), the cases are judged by the
mutant, and the share of mutants that some case tells from the original is printed with those that survive.
A mutant that is no valid SQL any more does not count. ``--equivalent FILE`` names survivors that mean the
same as the original, each with its reason (a JSON object: mutant → reason); they are listed apart.
"""

from __future__ import annotations

import argparse
import copy
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import duckdb
import rule_cases
from make_cases import loosened

from zhucun import conformance, faults, rules, standard

Record = dict[str, Any]

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
    upper = {i: tokens[i].upper() for i in solid}
    # the closed set of days in this query, for swapping one with another
    days = sorted({tokens[i] for i in solid if tokens[i] in _days()})
    seen = {query}

    def made(at: Sequence[int], new: Sequence[str], what: str) -> Iterator[tuple[str, str]]:
        changed = list(tokens)
        for i, text in zip(at, new, strict=True):
            changed[i] = text
        text = "".join(changed)
        if text not in seen:
            seen.add(text)
            line = "".join(tokens[: at[0]]).count("\n") + 1
            around = " ".join("".join(tokens[max(0, at[0] - 8) : at[0] + 12]).split())
            yield f"line {line}: {what} [{around}]", text

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
                yield from made([i, *span], [""] * (1 + len(span)), f"dropped {word} …")
        elif word in ("WHERE", "ON") and (span := _operand(solid, upper, n + 1)):
            yield from made(span, ["TRUE", *[""] * (len(span) - 1)], f"dropped the first condition after {word}")
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


def facts_of(case: conformance.Case) -> tuple[rule_cases.Facts, rule_cases.Frame] | None:
    """The facts of a rule's case, if it is a plain batch."""
    batch = case.folder / "batch"
    manifest = json.loads((batch / "manifest.json").read_text("utf-8"))
    facts: rule_cases.Facts = {}
    for entry in manifest["files"]:
        for line in (batch / entry["path"]).read_text("utf-8").splitlines():
            record = json.loads(line)
            facts[entry["recordType"], record["id"]] = record
    coverage = tuple((c["recordType"], c.get("kind"), c["startDate"], c["endDate"]) for c in manifest["coverage"])
    return facts, rule_cases.Frame(manifest["startDate"], manifest["endDate"], manifest["asOf"], coverage)


def rule_survivors(rule: standard.Rule, cases: Sequence[conformance.Case]) -> tuple[int, dict[str, str]]:
    """How many mutants of a rule there are, and those that no case catches."""
    alive: dict[str, str] = dict(mutants(rule.query))
    born: set[str] = set()
    for case in cases:
        profile = standard.resolve(case.data["profile"])
        if rule.rows(profile) is None or not alive:
            continue
        loaded = facts_of(case)
        if loaded is None:
            continue
        bench = rule_cases._bench(profile.id)
        bench.load(*loaded)
        if any(k not in bench._present for k in rule.header["records"]):
            continue
        original = judged(bench, rule)
        wanted = {n["missing"] for n in case.data["expect"]["notEvaluated"] if n["rule"] == rule.id}
        for name in list(alive):
            try:
                found, missing = judged(bench, replace(rule, query=alive[name]))
            except (duckdb.Error, KeyError, ValueError):
                if name not in born:
                    del alive[name]  # it never was valid SQL
                continue
            born.add(name)
            if found != original[0] or not wanted <= missing:
                del alive[name]
    stillborn = {k for k in alive if k not in born}
    return len(born), {k: v for k, v in alive.items() if k not in stillborn}


def judged(bench: rule_cases.Bench, rule: standard.Rule) -> tuple[frozenset[tuple[Any, ...]], frozenset[str]]:
    outcome = rules._run(bench.con, rule, bench.profile, {}, "en")
    found = frozenset((f["severity"], f["outcome"], f["recordType"], f["recordId"]) for f in outcome.found)
    return found, frozenset(outcome.missing)


def measure_rules(chosen: Sequence[str], whole: bool) -> tuple[int, dict[str, str]]:
    """All mutants of the rules, and the survivors: ``rule line: change`` → query."""
    every = [c for c in conformance.cases() if c.data["level"] == "profile" and c.data["purpose"] != "batch"]
    total, survivors = 0, dict[str, str]()
    for rule in standard.rules().values():
        if chosen and rule.id not in chosen:
            continue
        own = [c for c in every if c.data.get("rule") == rule.id]
        count, alive = rule_survivors(rule, own + [c for c in every if c not in own] if whole else own)
        total += count
        survivors |= {f"{rule.id} {k}": v for k, v in alive.items()}
        print(f"{rule.id}: {count - len(alive)} of {count}", flush=True)
    return total, survivors


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


def measure_schemas(chosen: Sequence[str]) -> tuple[int, dict[str, str]]:
    """All mutants of the schemas, and the survivors."""
    every = conformance.cases()
    total, survivors = 0, dict[str, str]()
    for name in [*standard.record_types(), "manifest"]:
        if chosen and name not in chosen:
            continue
        alive = list(_manifest_survivors(every) if name == "manifest" else _record_survivors(name, every))
        count = sum(1 for _ in schema_mutants(standard.schema(name)))
        total += count
        survivors |= {f"{name} {k}": "" for k in alive}
        print(f"{name}: {count - len(alive)} of {count}", flush=True)
    return total, survivors


def _validator(schema: Record) -> Any:
    import jsonschema

    return faults._Validator()(schema, format_checker=faults._format_checker(jsonschema))


def _told(validator: Any, value: Any, prefix: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((f.code, f.pointer) for f in faults._translate(validator.iter_errors(value), prefix))


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
    whole = [_told(_validator(top), r, ()) for r in lines]
    for what, path, mutant in schema_mutants(schema):
        if not path:
            changed = top | {k: mutant[k] for k in ("type", "additionalProperties", "required") if k in mutant}
            if "type" not in mutant:
                # a line that is no object is refused before the schema is asked
                continue
            validator = _validator(changed)
            if all(_told(validator, r, ()) == was for r, was in zip(lines, whole, strict=True)):
                yield what
            continue
        key = path[1]
        values = by_property.get(key, [])
        if key not in originals:
            validator = _validator(schema["properties"][key])
            originals[key] = [_told(validator, v, (key,)) for v in values]
        validator = _validator(mutant["properties"][key])
        if all(_told(validator, v, (key,)) == was for v, was in zip(values, originals[key], strict=True)):
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
    found = [(m, u) for m, u in found if isinstance(m, dict) and (not u or not original.is_valid(m))]
    for what, _, mutant in schema_mutants(standard.schema("manifest")):
        validator = _validator(mutant)
        if all(validator.is_valid(m) != unreadable for m, unreadable in found):
            yield what


# --- the command ----------------------------------------------------------------------------------


def tell(what: str, total: int, survivors: Mapping[str, str], excused: Mapping[str, str]) -> None:
    """Print the share caught, and each survivor."""
    known = {k: excused[k] for k in survivors if k in excused}
    counted = total - len(known)
    caught = total - len(survivors)
    print(f"\n{what}: {caught} of {counted} mutants caught ({100 * caught / max(counted, 1):.1f} %), {len(known)} equivalent")
    for name in survivors:
        print(f"  {'≡' if name in known else '✗'} {name}" + (f" — {known[name]}" if name in known else ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", nargs="*", metavar="RULE")
    parser.add_argument("--schemas", nargs="*", metavar="TYPE")
    parser.add_argument("--whole", action="store_true", help="judge a rule's mutants by the cases of all rules, not only its own")
    parser.add_argument("--equivalent", type=Path, default=Path(__file__).with_name("equivalent-mutants.json"))
    options = parser.parse_args()
    both = options.rules is None and options.schemas is None
    excused = conformance.expected_failures(options.equivalent) if options.equivalent.exists() else {}
    results = []
    if both or options.schemas is not None:
        results.append(("schemas", *measure_schemas(options.schemas or ())))
    if both or options.rules is not None:
        results.append(("rules", *measure_rules(options.rules or (), options.whole)))
    for what, total, survivors in results:
        tell(what, total, survivors, excused)


if __name__ == "__main__":
    main()
