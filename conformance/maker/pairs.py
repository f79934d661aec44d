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
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from zhucun import conformance, database, rules, sample, standard, tables

from . import casefile

Record = dict[str, Any]
Key = tuple[str, str]
Facts = dict[Key, Record]
Found = frozenset[tuple[str, str, str, str, str]]

#: Steps after which a pair is taken as it is, and seconds.
STEPS, SECONDS = 1500, 240.0


# --- judging in place -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    """What the manifest says: period, as-of date and coverage as (type, kind, start, end)."""

    start: str
    end: str
    as_of: str
    coverage: tuple[tuple[str, str | None, str, str], ...]

    def entries(self) -> list[Record]:
        return [{"recordType": t, **({"kind": k} if k else {}), "startDate": s, "endDate": e} for t, k, s, e in self.coverage]


class Bench:
    """A database with the policy of one profile, into which facts are put again and again."""

    def __init__(self, profile: standard.Profile) -> None:
        self.profile = profile
        self.con = duckdb.connect(config={"threads": 1})
        tables.create_facts(self.con)
        day = "2021-01-01"
        tables.create_context(self.con, profile, {"batchId": "B", "startDate": day, "endDate": day, "asOf": day, "coverage": []})
        self.rules = {r.id: r for r in standard.rules_under(profile)}
        self.failed: dict[str, str] = {}
        self._filled: dict[str, list[Record]] = {}
        self._frame: Frame | None = None
        self._suspects = list(self.rules)

    def load(self, facts: Facts, frame: Frame) -> None:
        """Replace all facts. Types whose records are the very same objects as before are left as they are."""
        rows: dict[str, list[Record]] = {}
        for (kind, _), record in facts.items():
            rows.setdefault(kind, []).append(record)
        for kind in rows.keys() | self._filled.keys():
            found = rows.get(kind, [])
            held = self._filled.get(kind, [])
            if len(held) == len(found) and all(a is b for a, b in zip(held, found, strict=True)):
                continue
            columns = standard.columns(kind)
            cols = ", ".join(f'"{k}" {c}' for k, c in {**columns, "_file": "USMALLINT", "_line": "UINTEGER"}.items())
            self.con.execute(f'CREATE OR REPLACE TABLE "{kind}" ({cols})')
            database.insert(self.con, kind, columns, found)
        self._filled = rows
        if frame != self._frame:
            self.con.execute('UPDATE batch SET startDate = ?, endDate = ?, "asOf" = ?', [frame.start, frame.end, frame.as_of])
            self.con.execute("DELETE FROM coverage")
            if frame.coverage:
                self.con.executemany("INSERT INTO coverage VALUES (?, ?, ?, ?)", [list(c) for c in frame.coverage])
            self._frame = frame
        self._present = set(rows) | {c[0] for c in frame.coverage}

    def run(self, rule: standard.Rule) -> tuple[Found, frozenset[str]]:
        """The findings of a rule, and what was missing."""
        if absent := [k for k in rule.header["records"] if k not in self._present]:
            return frozenset(), frozenset(f"coverage.{k}" for k in absent)
        if rule.id in self.failed:
            return frozenset(), frozenset()
        try:
            outcome = rules.query(self.con, rule, self.profile, {})
        except duckdb.Error as e:
            self.failed[rule.id] = str(e).splitlines()[0]
            return frozenset(), frozenset()
        found = frozenset((f.rule, f.severity, f.outcome, f.record_type, f.record_id or "") for f in outcome.found)
        return found, frozenset(outcome.missing)

    def others(self, rule: str, allowed: frozenset[str]) -> bool:
        """Whether a rule fires that is neither the rule nor allowed."""
        for ident in self._suspects:
            if ident != rule and ident not in allowed and self.run(self.rules[ident])[0]:
                # what stood in the way once will do so again
                self._suspects.remove(ident)
                self._suspects.insert(0, ident)
                return True
        return False

    def everything(self) -> tuple[Found, dict[str, frozenset[str]]]:
        results = {r.id: self.run(r) for r in self.rules.values()}
        return frozenset(f for found, _ in results.values() for f in found), {k: m for k, (_, m) in results.items()}


def dangling(facts: Facts) -> bool:
    """Whether a reference leads nowhere though its type is there (a structural finding), or an id is used twice."""
    kinds = {k for k, _ in facts}
    for (kind, _), record in facts.items():
        for name, (target, many) in standard.references(kind).items():
            if target in kinds and name in record and any((target, r) not in facts for r in (record[name] if many else [record[name]])):
                return True
    return False


# --- the pair -------------------------------------------------------------------------------------


@dataclass
class Pair:
    """Facts before and after a break."""

    rule: standard.Rule
    bench: Bench
    other: Bench
    before: Facts
    after: Facts
    frame: Frame
    target: Found = frozenset()
    entails: frozenset[str] = frozenset()
    tries: int = 0
    until: float = 0.0
    careful: bool = True

    def holds(self, before: Facts, after: Facts, frame: Frame) -> bool:
        """Whether the pair still shows the rule and nothing else. Cheap questions first."""
        self.tries += 1
        if dangling(after) or dangling(before):
            return False
        self.bench.load(after, frame)
        found, _ = self.bench.run(self.rule)
        if not found or not found <= self.target:
            return False
        self.other.load(before, frame)
        if self.other.run(self.rule)[0]:
            return False
        return not self.careful or not (self.other.others(self.rule.id, frozenset()) or self.bench.others(self.rule.id, self.entails))

    def tired(self) -> bool:
        return self.tries > STEPS or time.monotonic() > self.until

    def accept(self, before: Facts, after: Facts, frame: Frame) -> bool:
        if not self.tired() and self.holds(before, after, frame):
            self.before, self.after, self.frame = before, after, frame
            return True
        return False

    def without(self, keys: set[Key]) -> bool:
        return self.accept(
            {k: v for k, v in self.before.items() if k not in keys}, {k: v for k, v in self.after.items() if k not in keys}, self.frame
        )

    def ids(self) -> list[Key]:
        return list(dict.fromkeys([*self.after, *self.before]))


def shrink(pair: Pair) -> None:
    """Leave out whatever can be: coverage, whole types, halves, single records, days, fields.

    Each phase looks at the rule alone first, which is quick; where others fire at its end, it is done again with care.
    """
    for phase in (unread, types, neighbours, entities, narrow_if_large, halve, narrow, halve, strip, halve):
        kept = pair.before, pair.after, pair.frame
        pair.careful = False
        phase(pair)
        pair.careful = True
        if not pair.holds(pair.before, pair.after, pair.frame):
            pair.before, pair.after, pair.frame = kept
            phase(pair)


def unread(pair: Pair) -> None:
    """Leave out what the rule does not read, all at once."""
    read = set(pair.rule.reads)
    only = tuple(c for c in pair.frame.coverage if c[0] in read)
    pair.accept(
        {k: v for k, v in pair.before.items() if k[0] in read},
        {k: v for k, v in pair.after.items() if k[0] in read},
        replace(pair.frame, coverage=only),
    )


def types(pair: Pair) -> None:
    """Leave out the records and the coverage of a type."""
    for kind in sorted({*(k for k, _ in pair.ids()), *(c[0] for c in pair.frame.coverage)}, key=standard.record_types().index):
        frame = replace(pair.frame, coverage=tuple(c for c in pair.frame.coverage if c[0] != kind))
        gone = {k for k in pair.ids() if k[0] == kind}
        without = [{k: v for k, v in facts.items() if k not in gone} for facts in (pair.before, pair.after)]
        if not pair.accept(without[0], without[1], frame):
            pair.accept(pair.before, pair.after, frame)
            pair.without(gone)


def narrow_if_large(pair: Pair) -> None:
    if len(pair.ids()) > 60:
        narrow(pair)


def named(kind: str, record: Record) -> set[Key]:
    """What a record refers to."""
    out = set()
    for name, (target, many) in standard.references(kind).items():
        if name in record:
            out |= {(target, r) for r in (record[name] if many else [record[name]])}
    return out


def neighbours(pair: Pair) -> None:
    """Keep only what is one step, or two, away from the record at fault."""
    everything = {**pair.before, **pair.after}
    links = {k: named(k[0], r) | {k} for k, r in everything.items()}
    centre = {(f[3], f[4]) for f in sorted(pair.target)[:1]}
    if not centre & set(links):
        return
    for _ in range(3):
        reached = set().union(*(links[k] for k in centre if k in links))
        centre = {k for k, near in links.items() if near & reached}
        if len(centre) == len(links) or pair.without(set(links) - centre):
            return


def entities(pair: Pair) -> None:
    """Leave out a person, place, unit or any other record with everything that refers to it."""
    while True:
        everything = {**pair.before, **pair.after}
        users: dict[Key, set[Key]] = {}
        for key, record in everything.items():
            for target in named(key[0], record):
                users.setdefault(target, set()).add(key)
        removed = False
        for target in sorted(users, key=lambda k: -len(users[k])):
            gone, fresh = {target}, {target}
            while fresh:
                fresh = set().union(*(users.get(k, set()) for k in fresh)) - gone
                gone |= fresh
            gone &= set(pair.ids())
            if gone and len(gone) < len(pair.ids()):
                removed |= pair.without(gone)
            if pair.tired():
                return
        if not removed:
            return


def halve(pair: Pair) -> None:
    """Leave out runs of records, each half as long as the one before, until no single one can go."""
    # what is most numerous first; of each type by id, so that runs belong together
    size = 1 << max(0, (len(pair.ids()) - 1).bit_length() - 1)
    while size:
        removed = False
        kinds = sorted({k for k, _ in pair.ids()}, key=lambda kind: -sum(k == kind for k, _ in pair.ids()))
        for kind in kinds:
            keys = sorted(k for k in pair.ids() if k[0] == kind)
            if size > len(keys):
                continue
            for at in range(0, len(keys), size):
                if pair.tired():
                    return
                removed |= pair.without(set(keys[at : at + size]))
        if size == 1 and removed:
            continue
        size //= 2


def months(start: str, end: str) -> list[tuple[str, str]]:
    """The calendar months of a period, cut at its ends."""
    out, day = [], dt.date.fromisoformat(start)
    last = dt.date.fromisoformat(end)
    while day <= last:
        following = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        out.append((day.isoformat(), min(last, following - dt.timedelta(days=1)).isoformat()))
        day = following
    return out


def narrow(pair: Pair) -> None:
    """Shorten coverage and period, by months: half of them, then one by one."""
    if len(pair.ids()) <= 12:
        return
    for which in ("coverage", "period"):
        spans = months(pair.frame.start, pair.frame.end) if which == "period" else None
        if which == "coverage":
            if not pair.frame.coverage:
                continue
            spans = months(min(c[2] for c in pair.frame.coverage), max(c[3] for c in pair.frame.coverage))
        assert spans is not None
        step = len(spans) // 2
        while step and len(spans) > 1:
            changed = False
            for side in (0, 1):
                while len(spans) > step:
                    kept = spans[step:] if side == 0 else spans[:-step]
                    if not pair.accept(pair.before, pair.after, framed(pair.frame, which, kept[0][0], kept[-1][1])):
                        break
                    spans, changed = kept, True
            if not changed:
                step //= 2


def framed(frame: Frame, which: str, start: str, end: str) -> Frame:
    coverage = tuple((t, k, max(s, start), min(e, end)) for t, k, s, e in frame.coverage if max(s, start) <= min(e, end))
    if which == "coverage":
        return replace(frame, coverage=coverage)
    return Frame(start, end, end, coverage)


def strip(pair: Pair) -> None:
    """Leave out optional fields: of a whole type all, then half of them, then single ones; then of single records."""

    def attempt(keys: set[Key], names: set[str]) -> bool:
        def cut(facts: Facts) -> Facts:
            return {k: {n: v for n, v in r.items() if n not in names} if k in keys and names & r.keys() else r for k, r in facts.items()}

        return pair.accept(cut(pair.before), cut(pair.after), pair.frame)

    def parts(keys: set[Key], names: list[str]) -> None:
        if not names or attempt(keys, set(names)):
            return
        if len(names) > 1:
            parts(keys, names[: len(names) // 2])
            parts(keys, names[len(names) // 2 :])
        elif 1 < len(keys) <= 6:
            for key in sorted(keys):
                if any(names[0] in f.get(key, {}) for f in (pair.before, pair.after)):
                    attempt({key}, set(names))

    for kind in sorted({k for k, _ in pair.ids()}):
        mine = {k for k in pair.ids() if k[0] == kind}
        present = {n for k in mine for f in (pair.before, pair.after) for n in f.get(k, {})}
        parts(mine, sorted(present - set(standard.schema(kind)["required"])))


# --- from sample to pair --------------------------------------------------------------------------


def facts_of(con: duckdb.DuckDBPyConnection) -> Facts:
    return {(kind, r["id"]): r for kind in standard.record_types() for r in map(json.loads, sample._rows(con, kind))}


@cache
def _sample(profile: str) -> tuple[Any, duckdb.DuckDBPyConnection, Facts]:
    plan = sample.plan(standard.resolve(profile))
    con = sample.database(plan)
    return plan, con, facts_of(con)


@cache
def _bench(profile: str, _which: int = 0) -> Bench:
    return Bench(standard.resolve(profile))


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
    case = casefile.head(
        ident,
        purpose,
        f"{title['zh']}:{zh}",
        f"{title['en']}: {en}",
        rule=rule.id,
        level="profile",
        profile=profile.id,
        as_of=frame.as_of,
        clauses=clauses,
    )
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
