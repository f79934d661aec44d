"""Makes the *boundary* cases that tell a rule from its mutants: ``python conformance/make_cases.py --guards [RULE …]``.

The pairs of ``rule_cases.py`` show that a rule fires. What it must not fire on, and where exactly it begins,
is found here: the facts of a pair are edited in one place (a day moved by one, a code replaced, a record
left out or doubled, the coverage shortened), and an edit is kept if some mutant of the rule's SQL
(``mutate.py``) judges it otherwise than the rule. Edits of facts become *variants* that stand side by side
in one batch, their ids marked ``w1.``, ``w2.`` …; edits of the manifest become cases of their own.

What a case expects is what the rule's SQL says; that the SQL says what the clause says is not shown here.
"""

from __future__ import annotations

import copy
import datetime as dt
import multiprocessing
import random
import re
import shutil
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import mutate
import rule_cases
from rule_cases import Bench, Facts, Frame

from zhucun import conformance, findings, standard

Record = dict[str, Any]
Seen = frozenset[tuple[Any, ...]]

#: Edited worlds judged at a time, rounds of random edits, and seconds for a rule under one profile.
WORLDS, ROUNDS, SECONDS = 400, 8, 60.0

#: Seconds for one query.
PATIENCE = 0.4


def observe(bench: Bench, rule: standard.Rule, query: str) -> Seen:
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


# --- worlds ---------------------------------------------------------------------------------------


def marked(facts: Facts, mark: str) -> Facts:
    """The facts with all ids, also in references, marked."""
    out = {}
    for (kind, ident), record in facts.items():
        new = {**record, "id": mark + ident}
        for name, (_, many) in standard.references(kind).items():
            if name in record:
                new[name] = [mark + r for r in record[name]] if many else mark + record[name]
        out[kind, mark + ident] = new
    return out


def split(seen: Seen) -> dict[str, Seen]:
    """What was seen, by mark, without it."""
    worlds: dict[str, set[tuple[Any, ...]]] = {}
    for kind, ident, *rest in seen:
        mark, dot, bare = str(ident).partition(".")
        worlds.setdefault(mark if dot else "", set()).add((kind, bare if dot else ident, *rest))
    return {k: frozenset(v) for k, v in worlds.items()}


# --- edits ----------------------------------------------------------------------------------------

Edit = tuple[str, Facts]


class Editor:
    """Knows what values are worth trying: those that the facts, the frame and the policy speak of, and their neighbours."""

    def __init__(self, rule: standard.Rule, profile: standard.Profile, bases: Sequence[Facts], frame: Frame) -> None:
        self.words = set(re.findall(r"\w+", rule.query + standard.views()))
        self.quoted = set(re.findall(r"'([A-Z0-9_]+)'", rule.query))
        rows = [row.values for need in rule.rows(profile) or [] for row in need]
        numbers, days = {0, 1, 2, 3}, {frame.start, frame.end, frame.as_of}
        for row in (r for need in rule.rows(profile) or [] for r in need):
            days |= {row.valid_from, row.valid_to}
        texts: set[str] = set()

        def walk(value: Any) -> None:
            if isinstance(value, bool):
                return
            if isinstance(value, int):
                numbers.update({value - 1, value, value + 1})
            elif isinstance(value, str):
                (days if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else texts).add(value)
            elif isinstance(value, Mapping):
                for v in value.values():
                    walk(v)
            elif isinstance(value, (list, tuple)):
                for v in value:
                    walk(v)

        walk(rows)
        for facts in bases:
            walk(list(facts.values()))
        months = {n for n in numbers if 0 < n <= 40}
        near: set[str] = set()
        for day in days:
            date = dt.date.fromisoformat(day)
            steps = {0, 1, -1, 7, -7, 30, 31, -31, 365, -366} | {n for n in months if n < 60}
            for step in steps:
                if dt.date(1990, 1, 1) < date < dt.date(2040, 1, 1):
                    near.add((date + dt.timedelta(days=step)).isoformat())
        self.days = sorted(near)
        self.numbers = sorted(n for n in numbers if n >= 0)
        self.texts = texts | self.quoted
        self.frame = frame

    def values(self, kind: str, prop: Mapping[str, Any], value: Any, facts: Facts) -> list[Any]:
        """Other values for one place, valid by its schema."""
        if "enum" in prop:
            codes = [c for c in prop["enum"] if c != value]
            wanted = [c for c in codes if c in self.texts]
            return wanted[:12] + [c for c in codes if c not in wanted][:3]
        if "x-ref" in prop:
            return [*[i for k, i in facts if k == prop["x-ref"] and i != value][:3], "other"]
        if prop.get("format") == "date":
            if value is None:
                return self.days[:: max(1, len(self.days) // 6)]
            date = dt.date.fromisoformat(value)
            steps = [
                (date + dt.timedelta(days=s)).isoformat() for s in (1, -1, 2, -2, 29, 30, 31, -29, -30, -31, 364, 365, 366, -365, 730, -730)
            ]
            close = sorted(self.days, key=lambda d: abs((dt.date.fromisoformat(d) - date).days))
            return [d for d in dict.fromkeys([*steps, *close[:24], *self.days[:: max(1, len(self.days) // 10)]]) if d != value]
        if prop["type"] == "integer":
            low, high = prop.get("minimum", 0), prop.get("maximum", 2**31)
            near = [] if value is None else [value - 1, value + 1, value * 2, value // 2, value * 10]
            return [n for n in dict.fromkeys([*near, *self.numbers]) if low <= n <= high and n != value][:14]
        if prop["type"] == "boolean":
            return [b for b in (True, False) if b is not value]
        return []

    def leaves(self, kind: str, record: Record, facts: Facts) -> Iterator[tuple[str, Record]]:
        """The record with one place changed, and what was changed."""
        schema = standard.schema(kind)
        for name, prop in schema["properties"].items():
            if name in ("id", "ext") or (name not in record and name not in self.words):
                continue
            present = record.get(name)
            if present is not None and name not in schema["required"]:
                yield f"without {name}", {k: v for k, v in record.items() if k != name}
            for new in self.places(kind, prop, present, facts):
                shown = new if not isinstance(new, (list, dict)) else "…"
                yield f"{name} {present if not isinstance(present, (list, dict)) else '…'} → {shown}", {**record, name: new}

    def places(self, kind: str, prop: Mapping[str, Any], value: Any, facts: Facts) -> Iterator[Any]:
        if prop["type"] == "array":
            items = prop["items"]
            if value is None:
                for first in self.fresh(kind, items, facts):
                    yield [first]
                return
            if len(value) > 1:
                for n in range(min(len(value), 4)):
                    yield value[:n] + value[n + 1 :]
            for n in range(min(len(value), 4)):
                for new in self.places(kind, items, value[n], facts):
                    if new not in value:
                        yield [*value[:n], new, *value[n + 1 :]]
            for new in self.fresh(kind, items, facts):
                if new not in value:
                    yield [*value, new]
        elif prop["type"] == "object":
            base = value or {}
            if not base:
                yield from self.fresh(kind, prop, facts)
                return
            for name, child in prop.get("properties", {}).items():
                if name in base and name not in prop.get("required", ()) and len(base) > 1:
                    yield {k: v for k, v in base.items() if k != name}
                for new in self.places(kind, child, base.get(name), facts):
                    yield {**base, name: new}
        else:
            yield from self.values(kind, prop, value, facts)

    def fresh(self, kind: str, prop: Mapping[str, Any], facts: Facts) -> list[Any]:
        """A few new values for a place that holds none."""
        if prop["type"] == "object":
            made: Record = {}
            for name in prop.get("required", ()):
                choices = self.values(kind, prop["properties"][name], None, facts)
                if not choices:
                    return []
                made[name] = choices[0]
            return [made] if made else []
        return self.values(kind, prop, None, facts)[:6]

    def edits(self, facts: Facts) -> Iterator[Edit]:
        """Every single edit of the facts; of a type with many records only three are edited."""
        by_kind: dict[str, list[str]] = {}
        for kind, ident in sorted(facts):
            by_kind.setdefault(kind, []).append(ident)
        for kind, idents in by_kind.items():
            for ident in dict.fromkeys([idents[0], idents[len(idents) // 2], idents[-1]]):
                key, record = (kind, ident), facts[kind, ident]
                yield f"{kind} {ident} left out", {k: v for k, v in facts.items() if k != key}
                double = {**record, "id": f"{ident}-2"}
                yield f"{kind} {ident} twice", {**facts, (kind, double["id"]): double}
                for what, changed in self.leaves(kind, record, facts):
                    yield f"{kind} {ident}: {what}", {**facts, key: changed}
                    yield f"{kind} {ident} again with {what}", {**facts, (kind, double["id"]): {**changed, "id": double["id"]}}

    def frames(self) -> Iterator[tuple[str, Frame]]:
        """Edits of the manifest: the coverage, the period, the as-of day."""
        frame = self.frame
        for n, (kind, sub, start, end) in enumerate(frame.coverage):
            rest = (*frame.coverage[:n], *frame.coverage[n + 1 :])
            yield f"without the coverage of {kind}", replace(frame, coverage=rest)
            for a, b in ((1, 0), (0, -1), (31, 0), (0, -31)):
                first, last = _moved(start, a), _moved(end, b)
                if first <= last:
                    yield f"coverage of {kind} {first} – {last}", replace(frame, coverage=(*rest, (kind, sub, first, last)))
        for kind in standard.record_types():
            if kind in self.words and not any(c[0] == kind for c in frame.coverage):
                yield f"with the coverage of {kind}", replace(frame, coverage=(*frame.coverage, (kind, None, frame.start, frame.end)))
        for day in self.days[:: max(1, len(self.days) // 16)]:
            if day >= frame.start and day != frame.as_of:
                yield f"as of {day}", replace(frame, as_of=day)
        for a, b in ((1, 0), (0, -1), (31, 0), (0, -31)):
            first, last = _moved(frame.start, a), _moved(frame.end, b)
            if first <= last and frame.as_of >= first:
                yield f"period {first} – {last}", replace(frame, start=first, end=last)
        # a batch that reaches out of the days on which the rows bind
        for early, late in ((1, 0), (40, 0), (400, 0), (0, 1), (0, 400), (400, 400)):
            first, last = _moved(frame.start, -early), _moved(frame.end, late)
            wider = tuple((k, sub, min(s, first), max(e, last)) for k, sub, s, e in frame.coverage)
            yield f"period and coverage {first} – {last}", Frame(first, last, max(frame.as_of, last), wider)
            if wider != frame.coverage:
                yield f"coverage {first} – {last}", replace(frame, coverage=wider)
        for n, (kind, _, start, end) in enumerate(frame.coverage):
            rest = (*frame.coverage[:n], *frame.coverage[n + 1 :])
            kinds = standard.schema(kind)["properties"].get("kind", {}).get("enum", ())
            for sub in [k for k in kinds if k in self.texts][:3] + [k for k in kinds if k not in self.texts][:1]:
                yield f"coverage of {kind} {sub} alone", replace(frame, coverage=(*rest, (kind, sub, start, end)))


def _moved(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()


# --- the search -----------------------------------------------------------------------------------


def proper(facts: Facts) -> bool:
    """Whether the facts are structurally valid."""
    return bool(facts) and not rule_cases.dangling(facts)


class Search:
    """The mutants of a rule that no case catches yet, under one profile."""

    def __init__(self, rule: standard.Rule, profile: standard.Profile, alive: dict[str, str], until: float) -> None:
        self.rule, self.bench, self.alive, self.until = rule, rule_cases._bench(profile.id), alive, until
        self.kept: list[tuple[str, Facts]] = []
        self.caught: dict[str, str] = {}
        self.frames: list[tuple[str, Facts, Frame]] = []

    def seen(self, query: str) -> Seen | None:
        # a mutant that lost its join condition pairs everything with everything
        timer = threading.Timer(PATIENCE, self.bench.con.interrupt)
        timer.start()
        try:
            return observe(self.bench, self.rule, query)
        except (duckdb.Error, KeyError, ValueError):
            return None
        finally:
            timer.cancel()

    def ready(self) -> bool:
        return all(k in self.bench._present for k in self.rule.header["records"])

    def sift(self, edits: Sequence[Edit], frame: Frame) -> None:
        """Judge many edited worlds at once, and keep as few as catch what can be caught."""
        if not edits or not self.alive:
            return
        together: Facts = {}
        for n, (_, facts) in enumerate(edits):
            together |= marked(facts, f"w{n}.")
        self.bench.load(together, frame)
        truth = self.seen(self.rule.query)
        if truth is None or not self.ready():
            return
        worlds = split(truth)
        if any(s[0] == "manifest" for s in truth):
            # the rule speaks of the batch as a whole: one world at a time
            for what, facts in edits[:80]:
                if time.monotonic() < self.until and (caught := self.alone(facts, frame, list(self.alive))):
                    self.frames.append((what, facts, frame))
                    for name in caught:
                        self.alive.pop(name)
            return
        catches: dict[str, set[int]] = {}
        for name, query in self.alive.items():
            if time.monotonic() > self.until:
                break
            other = self.seen(query)
            if other is None:
                continue
            theirs = split(other)
            different = {
                m for m in worlds.keys() | theirs.keys() if visible(worlds.get(m, frozenset())) != visible(theirs.get(m, frozenset()))
            }
            if found := {int(m[1:]) for m in different if m}:
                catches[name] = found
        while catches:
            count: dict[int, int] = {}
            for found in catches.values():
                for n in found:
                    count[n] = count.get(n, 0) + 1
            best = min(count, key=lambda n: (-count[n], len(edits[n][1]), n))
            # alone it must still tell them apart
            if caught := self.alone(edits[best][1], frame, [m for m, found in catches.items() if best in found]):
                self.kept.append(edits[best])
                for name in caught:
                    self.caught[name] = self.alive.pop(name)
            catches = {m: found - {best} for m, found in catches.items() if m not in caught and found - {best}}

    def alone(self, facts: Facts, frame: Frame, names: Sequence[str]) -> list[str]:
        """The mutants that one world tells apart by itself."""
        self.bench.load(facts, frame)
        truth = self.seen(self.rule.query)
        if truth is None or not self.ready():
            return []
        return [n for n in names if (other := self.seen(self.alive[n])) is not None and visible(other) != visible(truth)]

    def merged(self, together: Facts, frame: Frame) -> bool:
        """Whether the worlds in one batch still catch all that they caught one by one."""
        self.bench.load(together, frame)
        truth = self.seen(self.rule.query)
        return truth is not None and all(
            (other := self.seen(query)) is not None and visible(other) != visible(truth) for query in self.caught.values()
        )

    def run(self, bases: Sequence[Facts], frame: Frame, seed: str) -> None:
        editor = Editor(self.rule, self.bench.profile, bases, frame)
        chance = random.Random(seed)
        edits = [e for base in bases for e in editor.edits(base) if proper(e[1])]
        chance.shuffle(edits)
        size = max(20, min(WORLDS, 12_000 // max(len(b) for b in bases)))
        for at in range(0, min(len(edits), 4 * size), size):
            self.sift(edits[at : at + size], frame)
        # again with few at a time, for the mutants that were too slow
        for at in range(0, min(len(edits), 120), 24):
            self.sift(edits[at : at + 24], frame)
        pair: Facts = {}
        for n, base in enumerate(bases[:2], 1):
            pair |= marked(base, f"w{n}.")
        for what, other in editor.frames():
            if self.alive and time.monotonic() < self.until and (caught := self.alone(pair, other, list(self.alive))):
                self.frames.append((what, pair, other))
                for name in caught:
                    self.alive.pop(name)
        idle = 0
        for _ in range(ROUNDS):
            if not self.alive or time.monotonic() > self.until or idle > 2:
                return
            before = len(self.alive)
            grounds: list[Edit] = [("", b) for b in bases] + self.kept[-8:]
            singles = {n: [e for e in editor.edits(facts) if proper(e[1])] for n, (_, facts) in enumerate(grounds)}
            worlds = []
            for _ in range(size):
                n = chance.randrange(len(grounds))
                if not singles[n]:
                    continue
                first = chance.choice(singles[n])
                what, facts = "; ".join(filter(None, [grounds[n][0], first[0]])), first[1]
                for _ in range(chance.choice((0, 1, 1, 2))):
                    # one more edit, of a record chosen at random
                    key = chance.choice(sorted(facts))
                    if not (changes := list(editor.leaves(key[0], facts[key], facts))):
                        continue
                    more, record = chance.choice(changes)
                    what, facts = f"{what}; {key[0]} {key[1]}: {more}", {**facts, key: record}
                if proper(facts):
                    worlds.append((what, facts))
            self.sift(worlds, frame)
            idle = idle + 1 if len(self.alive) == before else 0


# --- cases ----------------------------------------------------------------------------------------


def write(root: Path, search: Search, frame: Frame, clauses: Sequence[str]) -> int:
    """The variants side by side in one batch if they tell as much so, else each in its own; then those of the manifest."""
    rule, profile = search.rule, search.bench.profile
    made = 0

    def one(suffix: str, zh: str, en: str, facts: Facts, frame: Frame, variants: Sequence[str]) -> None:
        nonlocal made
        search.bench.load(facts, frame)
        found, _ = search.bench.everything()
        rule_cases.write(
            root,
            rule,
            profile,
            f"{profile.id}-{suffix}",
            "boundary",
            zh,
            en,
            copy.deepcopy(facts),
            frame,
            rule_cases.expect(found),
            clauses,
            variants=variants,
        )
        made += 1

    if search.kept:
        together: Facts = {}
        for n, (_, facts) in enumerate(search.kept, 1):
            together |= marked(facts, f"w{n}.")
        whats = [f"w{n}: {what}" for n, (what, _) in enumerate(search.kept, 1)]
        if search.merged(together, frame):
            one("variants", f"{len(whats)} 个变体,界限与旁证", f"{len(whats)} variants, limits and near cases", together, frame, whats)
        else:
            for n, (what, facts) in enumerate(search.kept, 1):
                one(f"variant-{n}", f"变体:{what}", f"variant: {what}", facts, frame, [what])
    for n, (what, facts, other) in enumerate(search.frames, 1):
        one(f"frame-{n}", f"清单:{what}", f"manifest: {what}", facts, other, [what])
    return made


def of_rule(job: tuple[str, str]) -> str:
    """The guards of one rule; what was caught."""
    root, ident = Path(job[0]), job[1]
    rule, began = standard.rule(ident), time.monotonic()
    for old in (root / ident).glob("*"):
        if re.search(r"-(variants?(-\d+)?|frame-\d+)$", old.name):
            shutil.rmtree(old)
    if not (root / ident).is_dir():
        return f"{ident}: no cases to start from"
    own = conformance.cases(root / ident)
    total, alive = mutate.rule_survivors(rule, own)
    before, made = len(alive), 0
    bases: dict[str, list[tuple[Facts, Frame, list[str]]]] = {}
    for case in own:
        if case.data["purpose"] in ("fires", "silent"):
            loaded = mutate.facts_of(case)
            if loaded:
                bases.setdefault(case.data["profile"], []).append((*loaded, case.data["clauses"]))
    notes = ""
    for profile, found in bases.items():
        if not alive:
            break
        search = Search(rule, standard.resolve(profile), alive, time.monotonic() + SECONDS)
        frame = found[0][1]
        try:
            search.run([facts for facts, _, _ in found if facts], frame, f"{ident} {profile}")
            made += write(root, search, frame, found[0][2])
        except (duckdb.Error, ValueError, KeyError, IndexError) as e:
            notes += f"\n! {ident} {profile}: {type(e).__name__}: {str(e).splitlines()[0][:300]}"
    return f"{ident}: {total - before} of {total} → {total - len(alive)} of {total} with {made} more cases, {time.monotonic() - began:.0f} s{notes}"


def generate(root: Path, chosen: Sequence[str] = (), jobs: int = 2) -> None:
    """Make the guards of rules, or of all of them."""
    wanted = list(chosen) or list(standard.rules())
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=20) as pool:
        for line in pool.imap_unordered(of_rule, [(str(root), ident) for ident in wanted]):
            print(line, flush=True)
