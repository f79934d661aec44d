"""Makes the cases of the rules: a sample, broken by the rule's own ``@break``, then shrunk as far as it goes.

For each rule and profile: *fires* (the broken sample), *silent* (the same facts before the break), and once for each rule
*elsewhere* (the broken facts under a profile in which the rule does not run), *notEvaluated* (a needed field or the coverage taken
away) and, where the break moves a day or a number, the *boundary*.

The pair of fires and silent shrinks together: what is left out is left out of both, and a step counts only if the rule still fires in
the one with nothing beside it but what it entails, and nothing fires in the other.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from zhucun import sample
from zhucun.conformance.cases import Case, lay_down
from zhucun.conformance.compare import differences
from zhucun.conformance.serve import judge
from zhucun.standard import Rule

from .bench import Bench, Facts, Found, Frame, Key, bench, dangling, facts_of, named, sample_of
from .casefile import SUITE, Record, dumps, folded, write_cases
from .edition import dated, profiles, standard
from .shrink import SECONDS, Pair, shrink


def make_pair(rule: Rule, profile: str) -> Pair | str:
    """The pair of a rule under a profile, shrunk; or why there is none."""
    plan, con, before = sample_of(profile)
    con.execute("BEGIN")
    try:
        con.execute(rule.breaking)
        after = facts_of(con)
    except duckdb.Error as e:
        return f"the break fails: {str(e).splitlines()[0]}"
    finally:
        con.execute("ROLLBACK")
    start, end = plan.start.isoformat(), plan.end.isoformat()
    frame = Frame(start, end, end, tuple((t, None, start, end) for t in standard.record_types))
    entails = frozenset(e["rule"] for e in rule.header.get("entails", []))
    pair = Pair(rule, bench(profile), bench(profile, 1), before, after, frame, frozenset(), entails, 0, time.monotonic() + SECONDS)
    court = pair.bench
    court.load(after, frame)
    pair.target, _ = court.judge(rule)
    if not pair.target:
        return "the break does not make it fire"
    loud = {r.id for r in court.rules.values() if r.id != rule.id and r.id not in entails and court.judge(r)[0]}
    court.load(before, frame)
    loud |= {f"{r.id} (before the break)" for r in court.rules.values() if court.judge(r)[0]}
    if dangling(after) or dangling(before):
        return "a reference leads nowhere"
    if loud:
        return "others fire: " + ", ".join(sorted(loud))
    shrink(pair)
    return pair


# --- a case ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """Facts under a profile, of which a rule is asked."""

    rule: Rule
    court: Bench
    facts: Facts
    frame: Frame
    clauses: Sequence[str]

    def case(self, suffix: str, purpose: str, zh: str, en: str, alone: bool = True) -> Record:
        """The world as a case that expects what the rules say of it.

        :param alone: whether nothing is expected of other rules.
        :raises ValueError: if the whole way through says otherwise than the queries by themselves.
        """
        ident, profile, title = f"{self.rule.id}-{suffix}", self.court.profile, self.rule.header["title"]
        self.court.load(self.facts, replace(self.frame, batch=ident[:64]))
        runs = self.rule.id in self.court.rules
        found, missing = self.court.judge(self.rule) if runs else (frozenset(), frozenset())
        expect: Record = {"findings": findings_of(found if alone else self.court.everything())}
        expect["silent"] = [self.rule.id] if alone else ["*"]
        if missing:
            expect["notEvaluated"] = [{"rule": self.rule.id, "missing": m} for m in sorted(missing)]
        facts = self._facts(expect)
        if not alone:
            wrong = any(f["severity"] == "error" for f in expect["findings"])
            # a type that stands there only so that the batch has a file
            expect["findings"] += [_empty(kind) for kind, records in facts.items() if not records]
            expect["verdict"] = "fail" if wrong else "pass"
        case = {
            "id": ident,
            "purpose": purpose,
            "title": {"zh": f"{title['zh']}：{zh}", "en": f"{title['en']}: {en}"},
            "clauses": list(self.clauses),
            "profile": profile.id,
            "startDate": self.frame.start,
            "endDate": self.frame.end,
            "asOf": self.frame.as_of,
            **({"coverage": self.frame.entries()} if self.frame.coverage else {}),
            "facts": facts,
            "expect": expect,
        }
        self._prove(case)
        return case

    def _facts(self, expect: Record) -> dict[str, list[Record]]:
        """The facts by type; a type that is read stands there even if nothing else does, for a batch has a file at least."""
        kinds = [k for k in standard.record_types if any(kind == k for kind, _ in self.facts)] or [self.rule.reads[0]]
        out = {kind: [r for (k, _), r in sorted(self.facts.items()) if k == kind] for kind in kinds}
        if "attendance" in out:
            found = {f.get("recordId", "") for f in expect["findings"]}
            others = {i for kind, rs in out.items() for r in rs for k, i in named(kind, r) if k == "attendance"}
            out["attendance"] = folded(out["attendance"], found | others)
        return out

    def _prove(self, case: Record) -> None:
        """Hold the case against the whole way through."""
        expect = {"findings": [], "notEvaluated": [], **case["expect"]}
        whole = Case(Path(self.rule.id), {**case, "rule": self.rule.id, "level": "profile", "expect": expect})
        with tempfile.TemporaryDirectory(prefix="zhucun-case-") as folder:
            lay_down(whole, Path(folder))
            result = judge(standard, Path(folder) / "batch", "profile", whole.rules)
        if wrong := differences(expect, result, self.rule.id):
            raise ValueError(f"{case['id']}: {dumps(wrong)[:300]}")


def _empty(kind: str) -> Record:
    """The finding of a file in which nothing stands."""
    return {"rule": "STR-EMPTY", "recordType": kind, "file": f"{kind}.ndjson", "pointer": ""}


def findings_of(found: Found) -> list[Record]:
    """Findings as a case has them."""
    names = ("rule", "severity", "outcome", "recordType", "recordId")
    return [{k: v for k, v in zip(names, f, strict=True) if v} for f in sorted(found)]


# --- the cases of a rule --------------------------------------------------------------------------


def of_pair(pair: Pair, first: bool) -> Iterator[Record]:
    """The cases of a pair; of the first pair of a rule also what cannot be judged."""
    profile = pair.bench.profile
    name = profile.data["title"]
    pair.bench.load(pair.after, pair.frame)
    clauses = pair.bench.clauses(pair.rule)
    after = World(pair.rule, pair.bench, pair.after, pair.frame, clauses)
    yield after.case(f"{profile.id}-fires", "fires", f"{name['zh']}，应报告", f"{name['en']}, must fire", alone=False)
    before = replace(after, facts=pair.before)
    yield before.case(f"{profile.id}-silent", "silent", f"{name['zh']}，不应报告", f"{name['en']}, must not fire", alone=False)
    yield from boundaries(pair, after)
    if first:
        yield from unjudged(after)


def elsewhere(world: World) -> Record | None:
    """The same facts under a profile in which the rule does not run: the quietest one in force; None where there is none."""
    best: tuple[int, str] | None = None
    frame = world.frame
    for ident in standard.profiles.own:
        other = profiles.resolve(ident)
        start, end = other.data.get("effectiveFrom"), other.data.get("effectiveTo")
        if start is None or world.rule.rows(other) is not None or frame.end < start or (end and frame.start > end):
            continue
        bench(ident).load(world.facts, frame)
        rank = (len(bench(ident).everything()), ident)
        best = rank if best is None else min(best, rank)
    if best is None:
        return None
    there = World(world.rule, bench(best[1]), world.facts, frame, world.clauses)
    name = there.court.profile.data["title"]
    zh, en = f"同样的事实，在{name['zh']}下该规则不运行", f"the same facts under {name['en']}, where the rule does not run"
    return there.case("elsewhere", "elsewhere", zh, en)


def unjudged(world: World) -> Iterator[Record]:
    """What the rule cannot judge when a field, or the coverage, is taken away from the broken facts."""
    court, rule = world.court, world.rule

    def attempt(name: str, changed: World, wanted: str, zh: str, en: str) -> Iterator[Record]:
        if dangling(changed.facts):
            return
        court.load(changed.facts, changed.frame)
        found, lost = court.judge(rule)
        if wanted in lost and not found:
            yield changed.case(f"unjudged-{name}", "notEvaluated", f"缺 {zh}，不能判断", f"without {en} it cannot judge")

    for kind in sorted({c[0] for c in world.frame.coverage}):
        bare = replace(world, frame=replace(world.frame, coverage=tuple(c for c in world.frame.coverage if c[0] != kind)))
        court.load(bare.facts, bare.frame)
        for wanted in sorted(m for m in court.judge(rule)[1] if m.startswith(f"coverage.{kind}")):
            what = wanted.removeprefix("coverage.")
            yield from attempt(f"coverage-{what}", bare, wanted, f"{kind} 的完整性声明", f"the coverage of {what}")
    for kind in sorted({k for k, _ in world.facts}):
        names = {n for (k, _), r in world.facts.items() if k == kind for n in r} - set(standard.schema(kind)["required"])
        for name in sorted(names):
            cut = {k: {n: v for n, v in r.items() if n != name} if k[0] == kind else r for k, r in world.facts.items()}
            place = f"{kind}.{name}"
            yield from attempt(place, replace(world, facts=cut), place, place, place)


def as_number(kind: str, name: str, value: Any) -> int | None:
    """A day or whole number as a number to step over; None for anything else."""
    column = standard.columns(kind).get(name)
    if column == "BIGINT":
        return int(value)
    return dt.date.fromisoformat(value).toordinal() if column == "DATE" else None


def from_number(kind: str, name: str, number: int) -> Any:
    """The value that a number stands for."""
    return number if standard.columns(kind)[name] == "BIGINT" else dt.date.fromordinal(number).isoformat()


def boundaries(pair: Pair, world: World) -> Iterator[Record]:
    """Where the break moves a day or a number: the last value at which the rule is silent, and the first at which it fires."""
    for key, record in pair.after.items():
        for name, value in record.items():
            old = pair.before.get(key, {}).get(name)
            if name == "id" or old is None or old == value:
                continue
            good, bad = as_number(key[0], name, old), as_number(key[0], name, value)
            if good is not None and bad is not None and abs(good - bad) > 1:
                yield from boundary(world, key, name, good, bad)


def boundary(world: World, key: Key, name: str, good: int, bad: int) -> Iterator[Record]:
    """The two sides of the limit that lies between two values of a field."""

    def at(number: int) -> World:
        changed = {**world.facts[key], name: from_number(key[0], name, number)}
        return replace(world, facts={**world.facts, key: changed})

    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        world.court.load(at(middle).facts, world.frame)
        if world.court.judge(world.rule)[0]:
            bad = middle
        else:
            good = middle
    for number, word, zh, en in ((good, "last-silent", "界内", "just inside"), (bad, "first-firing", "越界", "just outside")):
        yield at(number).case(f"{world.court.profile.id}-{name}-{word}", "boundary", f"{name} 恰在{zh}", f"{name} {en}")


# --- the command ----------------------------------------------------------------------------------


def profiles_of(rule: Rule) -> list[str]:
    """The profiles in which a rule runs. A rule of the standard itself is the same in all, and one will do."""
    found = [p for p in dated() if rule.rows(profiles.resolve(p)) is not None]
    # what some document asks is shown where it is asked, all else in a place of the suite's own
    found = [p for p in found if p in standard.profiles.own] or found
    if rule.header.get("policies"):
        return found
    return [p for p in found if not profiles.read(p).get("effectiveTo")][-1:] or found[:1]


def of_rule(ident: str) -> list[str]:
    """Make all pairs of a rule; the notes say what could not be made."""
    rule, notes, made = standard.rule(ident), list[str](), list[Record]()
    there: Record | None = None
    for profile in profiles_of(rule):
        try:
            pair = make_pair(rule, profile)
            if isinstance(pair, str):
                notes.append(f"{ident} {profile}: {pair}")
                continue
            made += of_pair(pair, first=not made)
            pair.bench.load(pair.after, pair.frame)
            there = there or elsewhere(World(rule, pair.bench, pair.after, pair.frame, pair.bench.clauses(rule)))
        except (duckdb.Error, ValueError, KeyError, IndexError, sample.SampleError) as e:
            notes.append(f"{ident} {profile}: {type(e).__name__}: {str(e).splitlines()[0][:300]}")
    if there:
        made.append(there)
    ids = {case["id"] for case in made}
    write_cases(SUITE / "cases" / f"{ident}.json", ident, made, ids.__contains__)
    return [f"{ident}: {len(made)} cases", *notes]


def generate(chosen: Sequence[str]) -> None:
    """Make the cases of rules; what else their files hold stays as it is."""
    with multiprocessing.get_context("spawn").Pool(min(len(chosen), os.cpu_count() or 1)) as pool:
        for notes in pool.imap(of_rule, chosen):
            print(*notes, sep="\n", flush=True)
