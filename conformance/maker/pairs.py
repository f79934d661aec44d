"""Makes the cases of the rules: a sample, broken by the rule's own ``@break``, then shrunk as far as it goes.

For each rule and profile: *fires* (the broken sample), *silent* (the same facts before the break), and once
for each rule *elsewhere* (the broken facts under a profile in which the rule does not run), *notEvaluated*
(a needed field or the coverage taken away) and, where the break moves a day or a number, the *boundary*.

The pair of fires and silent shrinks together: what is left out is left out of both, and a step counts only if
the rule still fires in the one with nothing beside it but what it entails, and nothing fires in the other.
"""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from zhucun import conformance, rules, sample, standard

from . import casefile
from .bench import Facts, Found, Frame, Key, Record, _bench, _sample, dangling, facts_of
from .shrink import SECONDS, Pair, shrink

# --- judging in place -----------------------------------------------------------------------------


# --- the pair -------------------------------------------------------------------------------------


# --- from sample to pair --------------------------------------------------------------------------


def make_pair(rule: standard.Rule, profile: str) -> Pair | str:
    """The pair of a rule under a profile, shrunk; or why there is none."""
    plan, con, before = _sample(profile)
    con.execute("BEGIN")
    try:
        con.execute(rule.breaking)
        after = facts_of(con)
    except duckdb.Error as e:
        return f"the break fails: {str(e).splitlines()[0]}"
    finally:
        con.execute("ROLLBACK")
    start, end = plan.start.isoformat(), plan.end.isoformat()
    frame = Frame(start, end, end, tuple((t, None, start, end) for t in standard.record_types()))
    entails = frozenset(e["rule"] for e in rule.header.get("entails", []))
    pair = Pair(rule, _bench(profile), _bench(profile, 1), before, after, frame, frozenset(), entails, 0, time.monotonic() + SECONDS)
    bench = pair.bench
    try:
        bench.load(after, frame)
        pair.target, _ = bench.run(rule)
        if not pair.target:
            return f"the query fails: {bench.failed[rule.id]}" if rule.id in bench.failed else "the break does not make it fire"
        loud = {r.id for r in bench.rules.values() if r.id != rule.id and r.id not in entails and bench.run(r)[0]}
        bench.load(before, frame)
        loud |= {f"{r.id} (before the break)" for r in bench.rules.values() if bench.run(r)[0]}
    except (duckdb.Error, KeyError, ValueError) as e:
        return f"a rule fails: {str(e).splitlines()[0][:160]}"
    if rule.id in bench.failed:
        return f"the query fails: {bench.failed[rule.id]}"
    if dangling(after) or dangling(before):
        return "a reference leads nowhere"
    if loud:
        return "others fire: " + ", ".join(sorted(loud))
    # one finding is enough
    shrink(pair)
    return pair


# --- cases ----------------------------------------------------------------------------------------


def write(
    root: Path,
    rule: standard.Rule,
    profile: standard.Profile,
    suffix: str,
    purpose: str,
    zh: str,
    en: str,
    facts: Facts,
    frame: Frame,
    expected: Record,
    clauses: Sequence[str],
    variants: Sequence[str] = (),
    folder: Path | None = None,
) -> None:
    ident = folder.name if folder else f"{rule.id}-{suffix}"
    place = root / (folder or Path(rule.id) / ident)
    shutil.rmtree(place, ignore_errors=True)
    # a finding about the whole batch names it by its id
    expected = {
        **expected,
        "findings": [{**f, "recordId": ident} if f["recordType"] == "manifest" and "recordId" in f else f for f in expected["findings"]],
    }
    files, entries = {}, []
    for kind in standard.record_types():
        lines = [r for (k, _), r in sorted(facts.items()) if k == kind]
        if lines:
            data = casefile.ndjson(lines)
            files[f"{kind}.ndjson"] = data
            entries.append(casefile.entry(f"{kind}.ndjson", kind, data, len(lines)))
    if not entries:
        # a batch names a file at least: an empty one, of a type the rule reads
        kind = rule.reads[0]
        files, entries = {f"{kind}.ndjson": b""}, [casefile.entry(f"{kind}.ndjson", kind, b"", 0)]
        expected = expected | {
            "findings": [*expected["findings"], {"rule": "STR-EMPTY", "recordType": kind, "file": f"{kind}.ndjson", "pointer": ""}]
        }
    manifest = casefile.manifest(
        ident, entries, profile=profile.id, startDate=frame.start, endDate=frame.end, asOf=frame.as_of, coverage=frame.entries()
    )
    title = rule.header["title"]
    described = casefile.ByteCase(
        ident,
        f"{title['zh']}:{zh}",
        f"{title['en']}: {en}",
        files,
        None,
        purpose=purpose,
        rule=rule.id,
        level="profile",
        profile=profile.id,
        as_of=frame.as_of,
    )
    case = {**described.case(), "clauses": list(clauses)}
    if variants:
        case["variants"] = list(variants)
    casefile.write_case(place, case | {"expect": expected}, casefile.manifest_json(manifest), files)
    # what was judged in place must be what the whole way through gives
    result = conformance.judge(place / "batch", "profile")
    if wrong := conformance.compare(expected, result):
        shutil.rmtree(place)
        raise ValueError(f"{ident}: {json.dumps(wrong, ensure_ascii=False)[:300]}")
    # of its own rule a case names all that is not evaluated
    expected["notEvaluated"] = [n for n in result["notEvaluated"] if n["rule"] == rule.id]
    casefile.write_case(place, case | {"expect": expected}, casefile.manifest_json(manifest), files)


def expect(found: Found, unjudged: Sequence[Record] = ()) -> Record:
    names = ("rule", "severity", "outcome", "recordType", "recordId")
    findings = [dict(zip(names, f, strict=True)) for f in sorted(found)]
    for f in findings:
        if f["outcome"] == "VIOLATION":
            del f["outcome"]
    verdict = "fail" if any(f["severity"] == "error" for f in findings) else "pass"
    return {"verdict": verdict, "findings": findings, "notEvaluated": list(unjudged)}


def clauses_of(pair: Pair) -> list[str]:
    """The clauses that the target's findings rest on."""
    pair.bench.load(pair.after, pair.frame)
    outcome = rules.query(pair.bench.con, pair.rule, pair.bench.profile, {})
    return sorted({c for f in outcome.found if f.basis for c in f.basis.clauses})


def write_pair(root: Path, pair: Pair, first: bool) -> None:
    """The cases of a pair; of the first pair of a rule also what cannot be judged."""
    rule, profile, frame = pair.rule, pair.bench.profile, pair.frame
    clauses = clauses_of(pair)
    name = profile.data["title"]
    pair.bench.load(pair.after, frame)
    found, _ = pair.bench.everything()
    write(
        root,
        rule,
        profile,
        f"{profile.id}-fires",
        "fires",
        f"{name['zh']},应报告",
        f"{name['en']}, must fire",
        pair.after,
        frame,
        expect(found),
        clauses,
    )
    write(
        root,
        rule,
        profile,
        f"{profile.id}-silent",
        "silent",
        f"{name['zh']},不应报告",
        f"{name['en']}, must not fire",
        pair.before,
        frame,
        expect(frozenset()),
        clauses,
    )
    boundary(root, pair, clauses)
    if first:
        missing(root, pair, clauses)


def elsewhere(root: Path, pair: Pair, clauses: Sequence[str]) -> bool:
    """Whether there is a case of the broken facts under a profile in which the rule does not run: the quietest one in force."""
    best: tuple[int, str, Found] | None = None
    frame = pair.frame
    for ident in standard.profile_ids():
        other = standard.resolve(ident)
        start, end = other.data.get("effectiveFrom"), other.data.get("effectiveTo")
        if start is None or pair.rule.rows(other) is not None or frame.end < start or (end and frame.start > end):
            continue
        bench = _bench(ident)
        bench.load(pair.after, frame)
        found, _ = bench.everything()
        if best is None or (len(found), ident) < best[:2]:
            best = (len(found), ident, found)
    if best is None:
        return False
    _, ident, found = best
    other = standard.resolve(ident)
    name = other.data["title"]
    write(
        root,
        pair.rule,
        other,
        "elsewhere",
        "elsewhere",
        f"同样的事实,在{name['zh']}下该规则不运行",
        f"the same facts under {name['en']}, where the rule does not run",
        pair.after,
        frame,
        expect(found),
        clauses,
    )
    return True


def missing(root: Path, pair: Pair, clauses: Sequence[str]) -> None:
    """What the rule cannot judge when a field, or the coverage, is taken away from the broken facts."""
    rule, bench, profile = pair.rule, pair.bench, pair.bench.profile

    def attempt(name: str, facts: Facts, frame: Frame, wanted: str, zh: str, en: str) -> None:
        if dangling(facts):
            return
        bench.load(facts, frame)
        found, lost = bench.run(rule)
        if found or wanted not in lost:
            return
        every, _ = bench.everything()
        unjudged = [{"rule": rule.id, "missing": wanted}]
        write(
            root,
            rule,
            profile,
            f"unjudged-{name}",
            "notEvaluated",
            f"缺 {zh},不能判断",
            f"without {en} it cannot judge",
            facts,
            frame,
            expect(every, unjudged),
            clauses,
        )

    for kind in sorted({c[0] for c in pair.frame.coverage}):
        bare = replace(pair.frame, coverage=tuple(c for c in pair.frame.coverage if c[0] != kind))
        bench.load(pair.after, bare)
        for wanted in sorted(m for m in bench.run(rule)[1] if m.startswith(f"coverage.{kind}")):
            attempt(
                f"coverage-{wanted.removeprefix('coverage.')}",
                pair.after,
                bare,
                wanted,
                f"{kind} 的完整性声明",
                f"the coverage of {wanted.removeprefix('coverage.')}",
            )
    for kind in sorted({k for k, _ in pair.after}):
        names = {n for (k, _), r in pair.after.items() if k == kind for n in r} - set(standard.schema(kind)["required"])
        for name in sorted(names):
            cut = {k: {n: v for n, v in r.items() if n != name} if k[0] == kind else r for k, r in pair.after.items()}
            attempt(f"{kind}.{name}", cut, pair.frame, f"{kind}.{name}", f"{kind}.{name}", f"{kind}.{name}")


# --- boundaries -----------------------------------------------------------------------------------


def scalars(facts: Facts) -> Iterator[tuple[Key, str, Any]]:
    for key, record in facts.items():
        for name, value in record.items():
            if name != "id" and name not in standard.references(key[0]):
                yield key, name, value


def as_number(kind: str, name: str, value: Any) -> int | None:
    """A day or whole number as a number to step over; None for anything else."""
    column = standard.columns(kind)[name]
    if column == "BIGINT":
        return int(value)
    return dt.date.fromisoformat(value).toordinal() if column == "DATE" else None


def from_number(kind: str, name: str, number: int) -> Any:
    return number if standard.columns(kind)[name] == "BIGINT" else dt.date.fromordinal(number).isoformat()


def boundary(root: Path, pair: Pair, clauses: Sequence[str]) -> None:
    """Where the break moves a day or a number: the last value at which the rule is silent, and the first at which it fires."""
    rule, bench, profile = pair.rule, pair.bench, pair.bench.profile
    for key, name, value in scalars(pair.after):
        old = pair.before.get(key, {}).get(name)
        if old is None or old == value:
            continue
        good, bad = as_number(key[0], name, old), as_number(key[0], name, value)
        if good is None or bad is None or abs(good - bad) < 2:
            continue

        def at(number: int, key: Key = key, name: str = name) -> Facts:
            return {**pair.after, key: {**pair.after[key], name: from_number(key[0], name, number)}}

        while abs(good - bad) > 1:
            middle = (good + bad) // 2
            bench.load(at(middle), pair.frame)
            if bench.run(rule)[0]:
                bad = middle
            else:
                good = middle
        for number, word, zh, en in ((good, "last-silent", "界内", "just inside"), (bad, "first-firing", "越界", "just outside")):
            facts = at(number)
            bench.load(facts, pair.frame)
            found, _ = bench.everything()
            write(
                root,
                rule,
                profile,
                f"{profile.id}-{name}-{word}",
                "boundary",
                f"{name} 恰在{zh}",
                f"{name} {en}",
                facts,
                pair.frame,
                expect(found),
                clauses,
            )


# --- the command ----------------------------------------------------------------------------------


def profiles_of(rule: standard.Rule) -> list[str]:
    """The profiles in which a rule runs. A rule of the standard itself is the same in all, and one will do."""
    found = [
        p for p in standard.profile_ids() if standard.read_profile(p).get("effectiveFrom") and rule.rows(standard.resolve(p)) is not None
    ]
    if rule.header.get("policies"):
        return found
    return [p for p in found if not standard.read_profile(p).get("effectiveTo")][-1:] or found[:1]


def of_rule(job: tuple[str, str]) -> list[str]:
    """All cases of a rule; the notes say what could not be made."""
    root, ident = Path(job[0]), job[1]
    rule, notes, first, told, began = standard.rule(ident), [], True, False, time.monotonic()
    shutil.rmtree(root / ident, ignore_errors=True)
    sizes = []
    for profile in profiles_of(rule):
        try:
            pair = make_pair(rule, profile)
            if isinstance(pair, str):
                notes.append(f"{ident} {profile}: {pair}")
                continue
            sizes.append(f"{profile} {len(pair.after)}/{pair.tries}")
            write_pair(root, pair, first)
            told = told or elsewhere(root, pair, clauses_of(pair))
        except (duckdb.Error, ValueError, KeyError, IndexError, sample.SampleError) as e:
            notes.append(f"{ident} {profile}: {type(e).__name__}: {str(e).splitlines()[0][:300]}")
            continue
        first = False
    if not told and rule.header.get("policies"):
        notes.append(f"{ident}: no profile was in force at the same time in which it does not run")
    print(f"{ident} {time.monotonic() - began:.0f} s  {', '.join(sizes)}", flush=True)
    return notes


def generate(root: Path, chosen: Sequence[str] = (), jobs: int = 2) -> Mapping[str, list[str]]:
    """Make the cases of rules, or of all of them."""
    wanted = list(chosen) or list(standard.rules())
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=20) as pool:
        results = pool.map(of_rule, [(str(root), ident) for ident in wanted], chunksize=1)
    notes = {ident: found for ident, found in zip(wanted, results, strict=True) if found}
    for found in notes.values():
        print("\n".join(f"! {n}" for n in found))
    return notes
