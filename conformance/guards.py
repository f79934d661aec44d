"""Makes the *boundary* cases that tell a rule from its mutants: ``python conformance/make_cases.py --guards [RULE …]``.

The pairs of ``rule_cases.py`` show that a rule fires. What it must not fire on, and where exactly it begins, is
found here by chance: excerpts of the samples, before and after the rule's break, are edited in a few places at
once (days moved to where a limit lies, codes replaced, records left out, doubled or brought in from elsewhere),
many such *worlds* are judged in one database by the rule and by each of its mutants (``mutate.py``), and a world
that tells some of them apart is shrunk as long as it still does. What tells most goes on as ground of further edits.

Worlds that share a manifest stand side by side in one case as its *variants*, their ids marked ``w1.``, ``w2.`` …

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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import mutate
import rule_cases
from mutate import Seen, observe, visible
from rule_cases import Facts, Frame, Key

from zhucun import conformance, standard

Record = dict[str, Any]
Queries = Mapping[str, str]

#: Seconds of the processor for a rule: so many at most, and so many for each mutant that no case catches yet.
SECONDS, EACH = 45.0, 0.5

#: Rounds without a catch after which a profile is left.
IDLE = 25

#: Records loaded at a time, and worlds.
RECORDS, WORLDS = 2500, 150

#: Seconds for one query.
PATIENCE = 0.5

#: Mutants that a world is held to while it shrinks; what else it catches is looked up when it is small.
HELD = 10

#: Records of the variants of one case.
TOGETHER = 60

#: Types with a record a day or more: only those of the days around the batch are taken.
BULK = {"attendance": 2, "activity": 40, "support": 40}


# --- judging many worlds at once ------------------------------------------------------------------


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


def side_by_side(worlds: Iterable[Facts], first: int = 0) -> Facts:
    together: Facts = {}
    for n, facts in enumerate(worlds, first):
        together |= marked(facts, f"w{n}.")
    return together


def split(seen: Seen) -> dict[int, Seen]:
    """What was seen, by the number of the world."""
    worlds: dict[int, set[tuple[Any, ...]]] = {}
    for kind, ident, *rest in seen:
        mark, dot, bare = str(ident).partition(".")
        worlds.setdefault(int(mark[1:]) if dot else -1, set()).add((kind, bare if dot else ident, *rest))
    return {k: frozenset(v) for k, v in worlds.items()}


@dataclass(frozen=True)
class Setting:
    """What worlds must share to stand side by side: the manifest, and the types of which all references are held to."""

    frame: Frame
    kinds: frozenset[str]
    #: Months by which what is taken from the sample is moved.
    shift: int = field(default=0, compare=False)

    def proper(self, facts: Facts, needs: Sequence[str]) -> bool:
        """Whether facts are structurally valid beside others, and the rule runs on them alone."""
        if not facts:
            return False
        for (kind, _), record in facts.items():
            for name, (target, many) in standard.references(kind).items():
                if target not in self.kinds or name not in record:
                    continue
                if any((target, r) not in facts for r in (record[name] if many else [record[name]])):
                    return False
        have = {k for k, _ in facts} | {c[0] for c in self.frame.coverage}
        return all(k in have for k in needs)


class Court:
    """A rule under a profile, before which worlds are brought."""

    def __init__(self, rule: standard.Rule, profile: standard.Profile) -> None:
        self.rule, self.profile, self.bench = rule, profile, rule_cases._bench(profile.id)
        #: The rule speaks of the batch as a whole, or compares what no id marks: one world at a time.
        self.lone = False
        self.slow: dict[str, int] = {}
        #: Mutants that lost what ties records together: side by side they mix worlds.
        self.wild: set[str] = set()

    def seen(self, name: str, query: str, size: int = 0) -> Seen | None:
        """What a query says; None if it fails, or takes too long: a mutant that lost its join pairs everything with everything."""
        if self.slow.get(name, size + 1) <= size:
            return None
        began = time.process_time()
        timer = threading.Timer(PATIENCE if name else 10 * PATIENCE, self.bench.con.interrupt)
        timer.start()
        try:
            return observe(self.bench, self.rule, query)
        except (duckdb.Error, KeyError, ValueError, OverflowError):
            return None
        finally:
            timer.cancel()
            if size and time.process_time() - began > PATIENCE:
                self.slow[name] = size

    def told(self, worlds: Sequence[Facts], setting: Setting, queries: Queries, until: float = 1e12) -> dict[str, set[int]]:
        """Of each query, the worlds that it judges otherwise than the rule."""
        if self.lone:
            out: dict[str, set[int]] = {}
            for n, facts in enumerate(worlds):
                for name in self.alone(facts, setting, queries):
                    out.setdefault(name, set()).add(n)
                if time.process_time() > until:
                    break
            return out
        together = side_by_side(worlds)
        self.bench.load(together, setting.frame)
        truth = self.seen("", self.rule.query)
        if truth is None:
            return {}
        ours, out = split(truth), {}
        shown = {n: visible(s) for n, s in ours.items()}
        nothing = visible(frozenset())
        for name, query in queries.items():
            other = self.seen(name, query, len(together))
            if other is None or other == truth:
                continue
            theirs = split(other)
            found = {
                n
                for n in ours.keys() | theirs.keys()
                if n >= 0 and ours.get(n) != theirs.get(n) and shown.get(n, nothing) != visible(theirs.get(n, frozenset()))
            }
            if found:
                out[name] = found
            if time.process_time() > until:
                break
        return out

    def alone(self, facts: Facts, setting: Setting, queries: Queries) -> list[str]:
        """The queries that judge a batch otherwise than the rule."""
        self.bench.load(facts, setting.frame)
        truth = self.seen("", self.rule.query)
        if truth is None:
            return []
        shown = visible(truth)
        return [n for n, q in queries.items() if (other := self.seen(n, q, len(facts))) is not None and visible(other) != shown]


# --- edits ----------------------------------------------------------------------------------------


@cache
def _bulk_free(profile: str) -> Mapping[str, list[Record]]:
    """Some records of each type of a sample, to be brought into other worlds."""
    out: dict[str, list[Record]] = {}
    for (kind, _), record in rule_cases._sample(profile)[2].items():
        out.setdefault(kind, []).append(record)
    chance = random.Random(profile)
    return {k: chance.sample(v, min(len(v), 40)) for k, v in out.items()}


@cache
def donors(kind: str) -> list[Record]:
    """Records of a type from the samples of all profiles."""
    found = [p for p in standard.profile_ids() if standard.read_profile(p).get("effectiveFrom")]
    return [r for p in found for r in _bulk_free(p).get(kind, [])]


def _moved(day: str, days: int) -> str:
    ordinal = min(max(dt.date.fromisoformat(day).toordinal() + days, 720_000), 750_000)
    return dt.date.fromordinal(ordinal).isoformat()


def _months_on(day: str, months: int) -> str:
    date = dt.date.fromisoformat(day)
    count = date.year * 12 + date.month - 1 + months
    year, month = min(max(count // 12, 1972), 2050), count % 12 + 1
    last = ((dt.date(year, month, 1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)).day
    return dt.date(year, month, min(date.day, last)).isoformat()


class Editor:
    """Edits worlds by chance, with the values that the rule, its policy rows and the world itself speak of."""

    def __init__(self, rule: standard.Rule, profile: standard.Profile, chance: random.Random) -> None:
        self.chance = chance
        views = _views_read(rule)
        self.near = set(re.findall(r"\w+", rule.query))
        self.far = set(re.findall(r"\w+", views))
        self.texts = set(re.findall(r"'([\w@%-]+)'", rule.query + views + rule.breaking))
        self.numbers: set[int] = {int(n) for n in re.findall(r"\b\d{1,3}\b", rule.query)} | {0, 1, 2}
        self.days: set[str] = set()
        rows = [row for need in rule.rows(profile) or [] for row in need]
        tables = {t for t in standard.policy_tables() if t in self.near | self.far}
        rows += [r for t in sorted(tables) if t != "parameter" for r in profile.table(t)]
        rows += [r for r in profile.table("parameter") if r.values.get("name") in self.texts or f"'{r.values.get('name')}'" in rule.query]
        #: The codes that each row speaks of.
        self.of_row: list[set[str]] = []
        for row in rows:
            self.days |= {row.valid_from, row.valid_to}
            before, self.texts = self.texts, set()
            self._walk(row.values)
            self.of_row.append(self.texts)
            self.texts = self.texts | before
        if {"calendar_year", "working_day", "calendar_day"} & (self.near | self.far):
            years = sorted(int(r["year"]) for r in standard.register("calendar-years"))
            self.days |= {f"{years[0]}-01-01", f"{years[-1]}-12-31"}
        self.starts = sorted({row.valid_from for row in rows if "1980" < row.valid_from < "2045"})
        self.days = {d for d in self.days if "1980" < d < "2045"}
        self.near |= {t for t in self.texts if re.fullmatch(r"[a-z]\w+", t)}
        self.spans = sorted(n for n in self.numbers if 0 < n <= 400)
        self.months = [n for n in self.spans if n <= 60] if "to_months" in rule.query + views or "INTERVAL" in rule.query else []
        self.working = [
            r[0].isoformat() for r in rule_cases._bench(profile.id).con.execute("SELECT date FROM working_day ORDER BY 1").fetchall()
        ]
        self.place = {d: n for n, d in enumerate(self.working)}

    def _walk(self, value: Any) -> None:
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, int):
            self.numbers.add(value)
        elif isinstance(value, str):
            if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                self.days.add(value)
            else:
                self.texts.add(value)
                self.texts |= set(value.split("@"))
        elif isinstance(value, Mapping):
            for v in value.values():
                self._walk(v)
        elif isinstance(value, (list, tuple)):
            for v in value:
                self._walk(v)

    def day(self, now: str | None, around: Sequence[str]) -> str:
        """A day at or beside a limit counted from some other day."""
        chance = self.chance
        kind = chance.random()
        if now is not None and kind < 0.22:
            return _moved(now, chance.choice((1, -1, 1, -1, 2, -2, 7, -7, 30, -30, 31, -31, 365, -365, 366, 730, -730)))
        base = chance.choice(around) if around and kind < 0.9 else chance.choice(sorted(self.days) or list(around) or [now or "2022-01-01"])
        kind = chance.random()
        sign = chance.choice((1, 1, -1))
        if kind < 0.4 or not self.spans:
            pass
        elif kind < 0.6:
            base = _moved(base, sign * chance.choice(self.spans))
        elif kind < 0.72 and base in self.place:
            at = self.place[base] + sign * chance.choice(self.spans)
            base = self.working[at] if 0 <= at < len(self.working) else base
        elif kind < 0.86:
            base = _months_on(base, sign * chance.choice([n for n in self.spans if n <= 60] or [1]))
        else:
            base = _months_on(base, sign * 12 * chance.choice([n for n in self.spans if n <= 5] or [1]))
        if (kind := chance.random()) < 0.2:
            base = base[:8] + "01" if sign > 0 else _moved(_months_on(base[:8] + "01", 1), -1)
        elif kind < 0.3:
            base = base[:5] + chance.choice(("01-01", "12-31", "12-31", "01-01", "06-30", "07-01", "03-31", "04-01", "09-30", "10-01"))
        return _moved(base, chance.choice((0, 0, 0, 1, -1, 1, -1, sign * 2)))

    def value(self, kind: str, name: str, prop: Mapping[str, Any], now: Any, facts: Facts, around: Sequence[str]) -> Any:
        """Another value for a place, valid by its schema; None if there is none."""
        chance = self.chance
        if "enum" in prop:
            wanted = [c for c in prop["enum"] if c in self.texts and c != now]
            others = [c for c in prop["enum"] if c != now]
            pick = wanted if wanted and chance.random() < 0.75 else others
            return chance.choice(pick) if pick else None
        if "x-ref" in prop:
            ids = [i for i in named_of(prop["x-ref"], facts) if i != now]
            return chance.choice(ids) if ids else None
        if prop.get("format") == "date":
            return self.day(now, around)
        if prop["type"] == "integer" and "year" in name.lower() and around:
            return min(int(chance.choice(list(around))[:4]) + chance.choice((0, 0, 1, -1)), 2050)
        if prop["type"] == "integer":
            near = [] if now is None else [now - 1, now + 1, now - 1, now + 1, now * 2, now // 2]
            n = chance.choice([*near, *(n + chance.choice((0, 0, 1, -1)) for n in self.numbers)])
            if chance.random() < 0.15:
                n *= chance.choice((2, 10, 12, 100))
            return n if prop.get("minimum", 0) <= n <= prop.get("maximum", 2**31) else None
        if prop["type"] == "boolean":
            return not now if now is not None else chance.random() < 0.5
        if prop["type"] == "array":
            items = prop["items"]
            if now and chance.random() < 0.35:
                at = chance.randrange(len(now))
                rest = [*now[:at], *now[at + 1 :]]
                return rest if len(rest) >= prop.get("minItems", 0) else None
            if now and chance.random() < 0.5:
                at = chance.randrange(len(now))
                new = self.value(kind, name, items, now[at], facts, around)
                return None if new is None or new in now else [*now[:at], new, *now[at + 1 :]]
            new = self.value(kind, name, items, None, facts, around)
            return None if new is None or new in (now or []) or len(now or ()) >= prop.get("maxItems", 99) else [*(now or []), new]
        if prop["type"] == "object":
            made: Record = dict(now or {})
            props = prop.get("properties", {})
            if not props:
                return None
            must = [n for n in prop.get("required", ()) if n not in made]
            for n in must or [chance.choice(sorted(props))]:
                if n in made and n not in prop.get("required", ()) and chance.random() < 0.3:
                    del made[n]
                elif (new := self.value(kind, n, props[n], made.get(n), facts, around)) is not None:
                    made[n] = new
            if any(n not in made for n in prop.get("required", ())):
                return None
            return made if made and made != now else None
        if "(0[1-9]|1[0-2])$" in prop.get("pattern", "") and "[0-9]{4}-" in prop.get("pattern", ""):
            return _months_on(chance.choice(list(around)), chance.choice((0, 0, 1, -1)))[:7] if around else None
        if name == "redacted":
            return chance.choice(sorted(standard.schema(kind)["properties"]))
        if "pattern" not in prop:
            return None
        fitting = sorted(t for t in self.texts if len(t) < 60 and re.search(prop["pattern"], t))
        if fitting and chance.random() < 0.3:
            return chance.choice(fitting)
        # some characters of what fits replaced
        seeds = [*fitting, *([now] if now else []), *[r[name] for r in donors(kind)[:20] if isinstance(r.get(name), str)]]
        for _ in range(12 if seeds else 0):
            text = list(str(chance.choice(seeds)))
            for _ in range(chance.choice((1, 1, 2, 4, 8))):
                text[chance.randrange(len(text))] = chance.choice("0123456789" if chance.random() < 0.7 else "ABCDEFGHJKLMNPQRTUWXYX")
            if len(text) > 3 and chance.random() < 0.2:
                at = chance.randrange(len(text) - 2)
                text[at : at + 3] = "000"
            if re.fullmatch(prop["pattern"].removesuffix("$"), new := "".join(text)):
                return new
        return None

    def edited(self, key: Key, facts: Facts, around: Sequence[str]) -> Record | None:
        """A record with one field changed."""
        chance, (kind, _) = self.chance, key
        schema, record = standard.schema(kind), facts[key]
        props = [n for n in schema["properties"] if n not in ("id", "ext")]
        near = [n for n in props if n in self.near]
        far = [n for n in props if n in self.far or n in record]
        pick = near if near and chance.random() < 0.8 else far or near
        if not pick:
            return None
        name = chance.choice(pick)
        optional = name not in schema["required"]
        if name in record and optional and chance.random() < 0.25:
            return {n: v for n, v in record.items() if n != name}
        if chance.random() < 0.15:
            # as some other record of the type says
            others = [r[name] for (k, _), r in facts.items() if k == kind and name in r] or (
                [] if name in standard.references(kind) else [r[name] for r in donors(kind) if name in r]
            )
            new = chance.choice(others) if others else None
        else:
            new = self.value(kind, name, schema["properties"][name], record.get(name), facts, around)
        return None if new is None or new == record.get(name) or new == [] else {**record, name: new}

    def brought(self, kind: str, facts: Facts, kinds: Collection[str], frame: Frame) -> Record | None:
        """A record from elsewhere, its references led to records of this world, its days moved into the batch."""
        chance = self.chance
        found = donors(kind)
        if not found:
            return None
        record = dict(chance.choice(found))
        for name, (target, many) in standard.references(kind).items():
            if name in record:
                ids = named_of(target, facts)
                if ids and (name in standard.schema(kind)["required"] or chance.random() < 0.8):
                    record[name] = [chance.choice(ids)] if many else chance.choice(ids)
                elif name in standard.schema(kind)["required"]:
                    if target in kinds:
                        return None
                else:
                    del record[name]
        # what the rule asks of it, it may well have
        schema = standard.schema(kind)["properties"]
        for name, (target, many) in standard.references(kind).items():
            ids = named_of(target, facts)
            if name in self.near and name not in record and ids and chance.random() < 0.6:
                record[name] = [chance.choice(ids)] if many else chance.choice(ids)
        around = [frame.start, frame.end, frame.as_of]
        row = chance.choice(self.of_row) if self.of_row else set()
        for name in [n for n in schema if n in self.near and n not in ("id", "ext") and n not in standard.references(kind)]:
            prop = schema[name]
            codes = sorted(row & set(prop.get("enum", prop.get("items", {}).get("enum", ()))))
            if codes and chance.random() < 0.7:
                record[name] = [chance.choice(codes)] if prop["type"] == "array" else chance.choice(codes)
            elif chance.random() < 0.4 and (new := self.value(kind, name, schema[name], record.get(name), facts, around)) is not None:
                record[name] = new
        days = [v for n, v in record.items() if isinstance(v, str) and standard.columns(kind).get(n) == "DATE"]
        if days and chance.random() < 0.7:
            span = max(1, dt.date.fromisoformat(frame.end).toordinal() - dt.date.fromisoformat(frame.start).toordinal())
            target_day = dt.date.fromisoformat(_moved(frame.start, chance.randrange(span)))
            by = target_day.toordinal() - dt.date.fromisoformat(chance.choice(days)).toordinal()
            for n, v in record.items():
                if isinstance(v, str) and standard.columns(kind).get(n) == "DATE":
                    record[n] = _moved(v, by)
        record["id"] = f"x{len(facts)}"
        return record

    def apart(self, facts: Facts, key: Key, near: Sequence[Key]) -> Facts:
        chance = self.chance
        places = [
            (k, n)
            for k in dict.fromkeys([key, *(k for k in near if k[0] not in BULK)])
            for n, v in facts[k].items()
            if isinstance(v, str) and standard.columns(k[0]).get(n) == "DATE"
        ]
        if len(places) < 2:
            return facts
        (k1, n1), (k2, n2) = chance.sample(places, 2)
        first = facts[k1][n1]
        if chance.random() < 0.6:
            first = first[:4] + chance.choice(("-01-31", "-03-31", "-05-31", "-08-31", "-10-31", "-12-31", "-02-28", "-11-30"))
        second = _moved(_months_on(first, chance.choice((1, 1, -1)) * chance.choice(self.months)), chance.choice((0, 0, -1, 1, 2)))
        facts = {**facts, k1: {**facts[k1], n1: first}}
        return {**facts, k2: {**facts[k2], n2: second}}

    def perturbed(self, facts: Facts, setting: Setting, edits: int, focus: Collection[Key]) -> Facts:
        """The facts after a few edits, half of them at the records in focus."""
        chance, facts = self.chance, dict(facts)
        frame = setting.frame
        for _ in range(edits):
            if not facts:
                break
            by_kind: dict[str, list[Key]] = {}
            for k in facts:
                by_kind.setdefault(k[0], []).append(k)
            at = [k for k in focus if k in facts]
            key = chance.choice(at) if at and chance.random() < 0.5 else chance.choice(by_kind[chance.choice(sorted(by_kind))])
            around = [frame.start, frame.end, frame.as_of]
            local = [key, *(k for k in at if k[0] not in BULK)] if chance.random() < 0.7 else [k for k in facts if k[0] not in BULK]
            for k in local:
                around += [v for n, v in facts[k].items() if isinstance(v, str) and standard.columns(k[0]).get(n) == "DATE"]
            roll = chance.random()
            if roll < 0.08:
                facts = without(facts, [key], setting.kinds)
            elif roll < 0.16:
                twin = {**facts[key], "id": f"{key[1][:40]}-{len(facts)}"}
                facts[key[0], twin["id"]] = twin
                if (new := self.edited((key[0], twin["id"]), facts, around)) is not None:
                    facts[key[0], twin["id"]] = new
            elif roll < 0.28:
                kind = chance.choice(sorted(setting.kinds))
                if (new := self.brought(kind, facts, setting.kinds, frame)) is not None:
                    facts[kind, new["id"]] = new
            elif roll < 0.33 and self.months:
                # two days a number of months apart, counted from the end of a month
                facts = self.apart(facts, key, at)
            elif roll < 0.37:
                # one field of all records of the type
                if (new := self.edited(key, facts, around)) is not None:
                    for name in new.keys() ^ facts[key].keys() | {n for n in new if facts[key].get(n) != new[n]}:
                        for k in by_kind[key[0]]:
                            facts[k] = {n: v for n, v in facts[k].items() if n != name} | ({name: new[name]} if name in new else {})
            elif (new := self.edited(key, facts, around)) is not None:
                facts[key] = new
        return facts


def named_of(kind: str, facts: Facts) -> list[str]:
    """The ids of a type that are there, or are referred to though no record of the type is."""
    here = [i for k, i in facts if k == kind]
    return here or sorted({i for key, r in facts.items() for k, i in rule_cases.named(key[0], r) if k == kind})


def _views_read(rule: standard.Rule) -> str:
    """The text of the shared views that a rule's query reads, directly or not."""
    views = {view.name: view for view in standard.views()}
    done: set[str] = set()
    fresh = set(rule.views) & views.keys()
    while fresh:
        done |= fresh
        fresh = {name for read in fresh for name in views[read].reads} & views.keys() - done
    return "\n".join(views[name].sql for name in sorted(done))


def dependents(facts: Facts, kinds: Collection[str]) -> Callable[[Iterable[Key]], set[Key]]:
    """A function that says what goes when some records go: they and all that refers to them."""
    users: dict[Key, set[Key]] = {}
    for key, record in facts.items():
        for target in rule_cases.named(key[0], record):
            if target[0] in kinds:
                users.setdefault(target, set()).add(key)

    def of(keys: Iterable[Key]) -> set[Key]:
        gone = fresh = set(keys)
        while fresh:
            fresh = set().union(*(users.get(k, set()) for k in fresh)) - gone
            gone = gone | fresh
        return gone

    return of


def without(facts: Facts, keys: Iterable[Key], kinds: Collection[str]) -> Facts:
    gone = dependents(facts, kinds)(keys)
    return {k: r for k, r in facts.items() if k not in gone}


# --- worlds and settings --------------------------------------------------------------------------


class Stage:
    """The samples of a profile before and after the rule's break, and what is cut from them."""

    def __init__(self, rule: standard.Rule, profile: standard.Profile, chance: random.Random) -> None:
        self.rule, self.profile, self.chance = rule, profile, chance
        plan, con, self.before = rule_cases._sample(profile.id)
        con.execute("BEGIN")
        try:
            con.execute(rule.breaking)
            self.after = rule_cases.facts_of(con)
        except duckdb.Error:
            self.after = self.before
        finally:
            con.execute("ROLLBACK")
        self.changed = [k for k in {**self.before, **self.after} if self.before.get(k) != self.after.get(k)]
        start, end = plan.start.isoformat(), plan.end.isoformat()
        own = set(re.findall(r"\w+", rule.query))
        words = own | set(re.findall(r"\w+", _views_read(rule)))
        self.needs: list[str] = list(rule.header["records"])
        read = set(rule.reads) | {t for t in standard.record_types() if t in own or (t in words and t not in BULK)}
        self.kinds = frozenset(read)
        self.full = Frame(start, end, end, tuple((t, None, start, end) for t in standard.record_types() if t in read))
        self.bulky = bool({"attendance", "support", "activity"} & read)
        self._clips: dict[tuple[str, str, frozenset[str], bool], tuple[Facts, dict[Key, set[Key]], dict[str, list[Key]]]] = {}

    def _window(self) -> tuple[str, str]:
        """Some months: of the break, or any."""
        days = [
            v
            for k in self.changed
            for f in (self.before, self.after)
            for n, v in f.get(k, {}).items()
            if isinstance(v, str) and standard.columns(k[0]).get(n) == "DATE" and self.full.start <= v <= self.full.end
        ]
        spans = rule_cases.months(self.full.start, self.full.end)
        at = self.chance.randrange(len(spans))
        if days and self.chance.random() < 0.75:
            day = self.chance.choice(days)
            at = next((n for n, (a, b) in enumerate(spans) if a <= day <= b), at)
        more = (0, 0, 0, 0, 0, 0, 1, 2) if "attendance" in self.kinds else (0, 0, 0, 1, 1, 2)
        first = max(0, at - self.chance.choice(more))
        last = min(len(spans) - 1, at + self.chance.choice(more))
        return spans[first][0], spans[last][1]

    def setting(self, editor: Editor, plain: bool) -> Setting:
        """The whole sample's, or one whose period, coverage or as-of day is another."""
        chance, frame, kinds = self.chance, self.full, self.kinds
        if self.bulky and chance.random() < (0.85 if "attendance" in kinds else 0.3):
            start, end = self._window()
            frame = Frame(start, end, end, tuple((t, k, start, end) for t, k, _, _ in frame.coverage))
        if not plain and editor.starts and chance.random() < 0.2:
            # the same some time before, when the rule's rows begin to bind
            day = _moved(chance.choice(editor.starts)[:8] + "01", 0)
            if chance.random() < 0.3:
                day = day[:5] + "01-01"
            shift = (int(day[:4]) - int(frame.start[:4])) * 12 + int(day[5:7]) - int(frame.start[5:7])
            start, end = day, _moved(_months_on(_moved(frame.end, 1), shift), -1)
            frame = Frame(start, end, end, tuple((t, k, start, end) for t, k, _, _ in frame.coverage))
            low = self.profile.data.get("effectiveFrom") or ""
            return Setting(frame, kinds, shift) if frame.end >= low else Setting(self.full, kinds)
        if plain:
            return Setting(frame, kinds)
        around = [frame.start, frame.end, *editor.days, *([] if not self.changed else self._days_of(chance.choice(self.changed)))]
        for _ in range(chance.choice((1, 1, 2))):
            roll = chance.random()
            if roll < 0.25:
                frame = replace(frame, as_of=max(frame.start, editor.day(frame.end, around)))
            elif roll < 0.45:
                start = editor.day(frame.start, around)
                if start <= frame.end:
                    moved = tuple((t, k, start if chance.random() < 0.5 and start <= e else s, e) for t, k, s, e in frame.coverage)
                    frame = replace(frame, start=start, as_of=max(start, frame.as_of), coverage=moved)
            elif roll < 0.6:
                end = editor.day(frame.end, around)
                if end >= frame.start:
                    moved = tuple((t, k, s, end if chance.random() < 0.5 and s <= end else e) for t, k, s, e in frame.coverage)
                    frame = replace(frame, end=end, as_of=end if chance.random() < 0.7 else max(frame.start, frame.as_of), coverage=moved)
            elif frame.coverage:
                weights = [4 if c[0] in self.rule.query and c[0] in self.rule.header.get("coverage", ()) else 1 for c in frame.coverage]
                n = chance.choices(range(len(frame.coverage)), weights)[0]
                t, k, s, e = frame.coverage[n]
                rest = (*frame.coverage[:n], *frame.coverage[n + 1 :])
                roll = chance.random()
                if roll < 0.3:
                    frame = replace(frame, coverage=rest)
                elif roll < 0.5:
                    codes = standard.schema(t)["properties"].get("kind", {}).get("enum", ())
                    near = [c for c in codes if c in editor.texts]
                    if codes:
                        frame = replace(
                            frame, coverage=(*rest, (t, chance.choice(near if near and chance.random() < 0.5 else list(codes)), s, e))
                        )
                elif roll < 0.75:
                    s = editor.day(s, around)
                    if s <= e:
                        frame = replace(frame, coverage=(*rest, (t, k, s, e)))
                else:
                    e = editor.day(e, around)
                    if s <= e:
                        frame = replace(frame, coverage=(*rest, (t, k, s, e)))
        spare = sorted(kinds - set(self.needs))
        if spare and chance.random() < 0.1:
            kinds = kinds - {chance.choice(spare)}
            frame = replace(frame, coverage=tuple(c for c in frame.coverage if c[0] in kinds))
        low, high = self.profile.data.get("effectiveFrom") or "", self.profile.data.get("effectiveTo") or "9999"
        if frame.end < low or frame.start > high or not "1990" < frame.start <= frame.end < "2040" or frame.as_of < frame.start:
            return Setting(self.full, self.kinds)
        return Setting(frame, kinds)

    def _days_of(self, key: Key) -> list[str]:
        record = self.after.get(key) or self.before[key]
        return [v for n, v in record.items() if isinstance(v, str) and standard.columns(key[0]).get(n) == "DATE"]

    def clip(self, setting: Setting, broken: bool) -> tuple[Facts, dict[Key, set[Key]], dict[str, list[Key]]]:
        """What there is of the types of a setting in its days, its links, and its keys by type."""
        frame = setting.frame
        low, high = frame.start, max(frame.end, frame.as_of)
        at = (low, high, setting.kinds, broken)
        if at not in self._clips:
            if setting.shift:
                low, high = _months_on(low, -setting.shift), _months_on(high, -setting.shift)
            bounds = {k: (_moved(low, -n), _moved(high, n)) for k, n in BULK.items()}
            facts: Facts = {}
            for key, record in (self.after if broken else self.before).items():
                kind = key[0]
                if kind not in setting.kinds:
                    continue
                if kind in BULK:
                    day = record.get("date") or record.get("startDate") or (record["month"] + "-01" if record.get("month") else None)
                    if day is not None and not bounds[kind][0] <= day <= bounds[kind][1]:
                        continue
                facts[key] = _shifted(kind, record, setting.shift) if setting.shift else record
            by_kind: dict[str, list[Key]] = {}
            for key in facts:
                by_kind.setdefault(key[0], []).append(key)
            if len(self._clips) > 40:
                self._clips.clear()
            self._clips[at] = facts, _links(facts), by_kind
        return self._clips[at]

    def excerpt(self, setting: Setting) -> tuple[Facts, list[Key]]:
        """Some record, most often one that the break changed, with what is a few steps away; and its near neighbours."""
        chance = self.chance
        facts, links, by_kind = self.clip(setting, chance.random() < 0.6)
        if not facts:
            return {}, []
        changed = [k for k in self.changed if k in facts]
        if changed and chance.random() < 0.75:
            centre = {chance.choice(changed)}
        else:
            kind = chance.choice([k for k in sorted(by_kind) if k in self.needs] or sorted(by_kind))
            centre = {chance.choice(by_kind[kind])}
        reached, near = set(centre), set(centre)
        # through an office or a village everything is near everything
        hubs = {"organization", "village"} - (set(self.needs) if chance.random() < 0.5 else set()) if chance.random() < 0.6 else set()
        for step in range(chance.choice((2, 3, 3, 4))):
            for k in list(reached):
                if k[0] in hubs and k not in centre:
                    continue
                reached |= links[k]
            if step == 0:
                near = set(reached)
            if len(reached) > 400:
                break
        reached = {k for k in reached if k in facts}
        # more than enough of what there is a record a day of
        for kind in BULK:
            many = [k for k in reached if k[0] == kind]
            if len(many) > 80:
                owners = sorted({str(facts[k].get("cadreId")) for k in many})
                keep = set(chance.sample(owners, max(1, len(owners) * 80 // len(many))))
                reached -= {k for k in many if str(facts[k].get("cadreId")) not in keep}
            many = sorted((k for k in reached if k[0] == kind), key=lambda k: (str(facts[k].get("date")), k))
            if len(many) > 130 and chance.random() < 0.8:
                at = chance.randrange(len(many) - 70)
                reached -= set(many[:at] + many[at + 70 :])
        closed = fresh = reached
        while fresh:
            fresh = {t for k in fresh for t in rule_cases.named(k[0], facts[k]) if t in facts} - closed
            closed = closed | fresh
        small = {k: facts[k] for k in facts if k in closed}
        loose = [k for k, r in small.items() if any(t[0] in setting.kinds and t not in small for t in rule_cases.named(k[0], r))]
        return without(small, loose, setting.kinds), [k for k in near if k in facts and (k[0] not in hubs or k in centre)]


def _shifted(kind: str, record: Record, months: int) -> Record:
    columns = standard.columns(kind)
    out = dict(record)
    for name, value in record.items():
        if isinstance(value, str) and columns.get(name) == "DATE":
            out[name] = _months_on(value, months)
        elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d", value):
            out[name] = _months_on(value + "-01", months)[:7]
    return out


def _links(facts: Facts) -> dict[Key, set[Key]]:
    """What each record refers to and what refers to it; what is referred to need not be there."""
    links: dict[Key, set[Key]] = {k: set() for k in facts}
    for key, record in facts.items():
        for target in rule_cases.named(key[0], record):
            links[key].add(target)
            links.setdefault(target, set()).add(key)
    return links


# --- shrinking ------------------------------------------------------------------------------------


def shrink(court: Court, facts: Facts, setting: Setting, queries: Queries, needs: Sequence[str], until: float, lone: bool = False) -> Facts:
    """The world without all that can go while every query still judges it otherwise than the rule.

    Many attempts stand side by side in one load, so that a step costs a few queries and not hundreds.
    """

    def hold(tries: Sequence[Facts]) -> list[bool]:
        out = [False] * len(tries)
        fit = [n for n, t in enumerate(tries) if setting.proper(t, needs)]
        if lone:
            # the attempts would mix with each other
            for n in fit[:40]:
                out[n] = time.process_time() < until and len(court.alone(tries[n], setting, queries)) == len(queries)
            return out
        at = 0
        while at < len(fit) and time.process_time() < until:
            part: list[int] = []
            size = 0
            while at < len(fit) and (not part or size + len(tries[fit[at]]) <= 2 * RECORDS):
                part.append(fit[at])
                size += len(tries[fit[at]])
                at += 1
            told = court.told([tries[n] for n in part], setting, queries)
            for i, n in enumerate(part):
                out[n] = all(i in told.get(name, ()) for name in queries)
        return out

    def cut(facts: Facts, cuts: Sequence[Any], apply: Callable[[Facts, Sequence[Any]], Facts]) -> tuple[Facts, bool]:
        """Make as many cuts as can be made together; of those that can each be made alone, the longest run from the first on."""
        any_made = False
        while cuts and time.process_time() < until:
            good = [c for c, ok in zip(cuts, hold([apply(facts, [c]) for c in cuts]), strict=True) if ok]
            if not good:
                break
            sizes = sorted({len(good), *(max(1, len(good) * n // 8) for n in range(1, 8))}, reverse=True)
            tries = [apply(facts, good[:s]) for s in sizes]
            size, smaller = next(((s, t) for s, t, ok in zip(sizes, tries, hold(tries), strict=True) if ok), (1, apply(facts, good[:1])))
            facts, cuts, any_made = smaller, good[size:], True
        return facts, any_made

    def without_keys(facts: Facts, cuts: Sequence[Sequence[Key]]) -> Facts:
        return without(facts, [k for c in cuts for k in c], setting.kinds)

    def without_fields(facts: Facts, cuts: Sequence[tuple[frozenset[Key], str]]) -> Facts:
        gone: dict[Key, set[str]] = {}
        for keys, name in cuts:
            for k in keys:
                gone.setdefault(k, set()).add(name)
        return {k: {n: v for n, v in r.items() if n not in gone[k]} if k in gone else r for k, r in facts.items()}

    size = 16
    while size:
        keys = sorted(facts)
        if size < len(keys) / 2 or size == 1:
            facts, made = cut(facts, [keys[n : n + size] for n in range(0, len(keys), size)], without_keys)
            if size == 1 and made and time.process_time() < until:
                continue
        size //= 4
    optional = [(k, n) for k, r in facts.items() for n in r if n not in standard.schema(k[0])["required"]]
    whole: dict[tuple[str, str], set[Key]] = {}
    for k, n in optional:
        whole.setdefault((k[0], n), set()).add(k)
    facts, _ = cut(facts, [(frozenset(keys), n) for (_, n), keys in whole.items()], without_fields)
    single = [(frozenset([k]), n) for k, r in facts.items() for n in r if n not in standard.schema(k[0])["required"]]
    if len(single) <= 60:
        facts, made = cut(facts, single, without_fields)
    return cut(facts, [[k] for k in sorted(facts)], without_keys)[0]


# --- the search -----------------------------------------------------------------------------------


@dataclass
class World:
    """A small world, and the mutants that it tells from the rule."""

    facts: Facts
    setting: Setting
    tells: set[str]


@dataclass
class Search:
    """The mutants of a rule that no case catches yet, and the worlds that catch some."""

    rule: standard.Rule
    alive: dict[str, str]
    every: Queries
    chance: random.Random
    kept: dict[str, list[World]] = field(default_factory=dict)
    made: dict[str, tuple[Court, Stage]] = field(default_factory=dict)

    def court(self, profile: standard.Profile) -> tuple[Court, Stage]:
        if profile.id not in self.made:
            court, stage = Court(self.rule, profile), Stage(self.rule, profile, self.chance)
            court.lone = self.entangled(court, stage)
            self.made[profile.id] = court, stage
        return self.made[profile.id]

    def profile(self, profile: standard.Profile, until: float) -> int:
        """Look for worlds under one profile until time is up or nothing is found any more; how many mutants were caught."""
        chance, before = self.chance, len(self.alive)
        court, stage = self.court(profile)
        editor = Editor(self.rule, profile, chance)
        kept = self.kept.setdefault(profile.id, [])
        pool: list[tuple[Facts, list[Key]]] = []
        for w in kept:
            pool.append((w.facts, list(w.facts)))
        idle = 0
        while self.alive and time.process_time() < until and idle < IDLE:
            used = [w.setting for w in kept]
            roll = chance.random()
            setting = chance.choice(used) if used and roll < 0.3 else stage.setting(editor, roll < 0.5)
            worlds, size, tries = list[tuple[Facts, list[Key]]](), 0, 0
            most = 12 if court.lone else WORLDS
            while len(worlds) < most and size < RECORDS and tries < 3 * most:
                tries += 1
                if pool and chance.random() < 0.55:
                    # the latest finds are the most promising
                    facts, focus = pool[-1 - min(int(chance.expovariate(0.15)), len(pool) - 1)]
                    facts = {k: r for k, r in facts.items() if k[0] in setting.kinds}
                else:
                    facts, focus = stage.excerpt(setting)
                facts = editor.perturbed(facts, setting, chance.choice((0, 1, 1, 2, 2, 3, 4, 6)), focus)
                if setting.proper(facts, stage.needs) and len(facts) <= 400:
                    worlds.append((facts, focus))
                    size += len(facts)
            if not worlds:
                idle += 1
                continue
            caught = self.sift(court, stage, worlds, setting, kept, pool, until)
            idle = 0 if caught else idle + 1
        return before - len(self.alive)

    def entangled(self, court: Court, stage: Stage) -> bool:
        """Whether worlds side by side are not judged as each alone."""
        if "'manifest'" in self.rule.query:
            return True
        setting = Setting(stage.full, stage.kinds)
        some = [w for w in (stage.excerpt(setting)[0] for _ in range(6)) if setting.proper(w, stage.needs)]
        court.bench.load(side_by_side(some), setting.frame)
        together = court.seen("", self.rule.query)
        if together is None:
            return True
        worlds = split(together)
        for n, facts in enumerate(some):
            court.bench.load(facts, setting.frame)
            if court.seen("", self.rule.query) != worlds.get(n, frozenset()):
                return True
        return False

    def sift(
        self,
        court: Court,
        stage: Stage,
        worlds: Sequence[tuple[Facts, list[Key]]],
        setting: Setting,
        kept: list[World],
        pool: list[tuple[Facts, list[Key]]],
        until: float,
    ) -> int:
        """Judge the worlds, and shrink as few as catch what can be caught."""
        before, ordinary = len(self.alive), len(worlds)
        tame = {m: q for m, q in self.alive.items() if m not in court.wild}
        told = court.told([f for f, _ in worlds], setting, tame, until)
        if wild := {m: q for m, q in self.alive.items() if m in court.wild}:
            # a few worlds together, as one world
            for _ in range(3):
                some = [f for f, _ in self.chance.sample(worlds, min(len(worlds), self.chance.choice((1, 2, 3))))]
                mixed = side_by_side(some) if len(some) > 1 else some[0]
                if told_here := court.alone(mixed, setting, wild):
                    worlds = [*worlds, (mixed, [])]
                    for m in told_here:
                        told.setdefault(m, set()).add(len(worlds) - 1)
                    wild = {m: q for m, q in wild.items() if m not in told_here}
        while told and time.process_time() < until:
            count: dict[int, int] = {}
            for found in told.values():
                for n in found:
                    count[n] = count.get(n, 0) + 1
            best = min(count, key=lambda n: (-count[n], len(worlds[n][0]), n))
            names = sorted(m for m, found in told.items() if best in found)
            told = {m: found - {best} for m, found in told.items() if found - {best}}
            held = {m: self.alive[m] for m in self.chance.sample(names, min(HELD, len(names)))}
            facts = worlds[best][0]
            # beside others it told them apart; so it must alone
            true = court.alone(facts, setting, held)
            court.wild |= held.keys() - set(true)
            told = {m: found for m, found in told.items() if m not in court.wild or best >= ordinary or max(found) >= ordinary}
            held = {m: held[m] for m in true}
            if not held:
                continue
            facts = shrink(court, facts, setting, held, stage.needs, until, best >= ordinary or not held.keys().isdisjoint(court.wild))
            caught = court.alone(facts, setting, self.alive)
            if not caught:
                continue
            pool += [worlds[best], (facts, list(facts))]
            kept.append(World(facts, setting, set(caught)))
            for m in caught:
                del self.alive[m]
            told = {m: found for m, found in told.items() if m in self.alive}
        return before - len(self.alive)


# --- from worlds to cases -------------------------------------------------------------------------


def settled(court: Court, worlds: list[World], queries: Queries, needs: Sequence[str]) -> list[World]:
    """As few worlds under as few manifests as tell the same mutants apart."""
    if not worlds:
        return []
    wanted = set().union(*(w.tells for w in worlds))
    by_setting: dict[Setting, int] = {}
    for w in worlds:
        by_setting[w.setting] = by_setting.get(w.setting, 0) + len(w.tells)
    ranked = sorted(by_setting, key=lambda s: -by_setting[s])
    chosen: list[World] = []
    options: list[World] = []
    mine = {m: queries[m] for m in wanted}
    for setting in ranked[:12]:
        fit = [w for w in worlds if setting.proper(w.facts, needs) and {k for k, _ in w.facts} <= setting.kinds]
        told: dict[int, set[str]] = {}
        for m, found in court.told([w.facts for w in fit], setting, mine).items():
            for n in found:
                told.setdefault(n, set()).add(m)
        options += [World(fit[n].facts, setting, names) for n, names in told.items()]
    options += [w for w in worlds if w.setting not in ranked[:12]]
    have: set[str] = set()
    while have < wanted:
        # a manifest of its own weighs like three mutants
        used = {w.setting for w in chosen}
        best = max(options, key=lambda w: (len(w.tells - have) - (0 if w.setting in used or not w.tells - have else 2.5), -len(w.facts)))
        if not best.tells - have:
            best = max(options, key=lambda w: len(w.tells - have))
            if not best.tells - have:
                break
        chosen.append(best)
        have |= best.tells
    return chosen


def batches(court: Court, worlds: Sequence[World], queries: Queries) -> Iterator[tuple[list[World], set[str]]]:
    """Worlds that can stand side by side without hiding what another tells; with the mutants that each batch tells apart."""
    by_setting: dict[Setting, list[World]] = {}
    for w in worlds:
        by_setting.setdefault(w.setting, []).append(w)
    for setting, mine in by_setting.items():
        rest = sorted(mine, key=lambda w: len(w.facts))
        if not court.lone and len(rest) > 1 and sum(len(w.facts) for w in rest) <= TOGETHER:
            every = set().union(*(w.tells for w in rest))
            if set(court.alone(side_by_side(w.facts for w in rest), setting, {m: queries[m] for m in every})) >= every:
                yield rest, every
                continue
        while rest:
            together, told = [rest[0]], rest[0].tells
            for w in rest[1:]:
                if court.lone or sum(len(x.facts) for x in together) + len(w.facts) > TOGETHER:
                    continue
                both = told | w.tells
                more = [*together, w]
                found = set(court.alone(side_by_side(x.facts for x in more), setting, {m: queries[m] for m in both}))
                if found >= both:
                    together, told = more, found
            yield together, told
            rest = [w for w in rest if w not in together]


def shown(names: Collection[str]) -> str:
    """What a variant tells apart, in short: the changes of the query that it would notice."""
    brief = [re.sub(r"^line \d+: ", "", n) for n in sorted(names, key=lambda n: (len(n), n))]
    brief = [b if len(b) <= 110 else b[:107] + "…" for b in brief]
    return "; ".join(brief[:2]) + (f"; … ({len(brief)})" if len(brief) > 2 else "")


def write(root: Path, court: Court, worlds: Sequence[World], queries: Queries, clauses: Sequence[str]) -> tuple[int, set[str]]:
    """The worlds as cases; how many, and the mutants they catch."""
    rule, profile = court.rule, court.profile
    made, caught = 0, set[str]()
    # a world that could not be written leaves its number free
    first = max((int(old.name.rpartition("-")[2]) for old in (root / rule.id).glob(f"{rule.id}-{profile.id}-variants-*")), default=0)
    for together, told in batches(court, worlds, queries):
        facts = side_by_side((w.facts for w in together), 1) if len(together) > 1 else dict(together[0].facts)
        frame = together[0].setting.frame
        # the manifest says no more than it must
        needed = {m: queries[m] for m in told}
        spare = {c[0] for c in frame.coverage} - set(rule.reads) - set(rule.header.get("coverage", ()))
        less = replace(frame, coverage=tuple(c for c in frame.coverage if c[0] not in spare))
        if spare and set(court.alone(facts, Setting(less, frozenset()), needed)) >= told:
            frame = less
        court.bench.load(facts, frame)
        found, _ = court.bench.everything()
        whats = [f"w{n}: {shown(w.tells & told)}" for n, w in enumerate(together, 1)] if len(together) > 1 else [shown(told)]
        made += 1
        try:
            rule_cases.write(
                root,
                rule,
                profile,
                f"{profile.id}-variants-{first + made}",
                "boundary",
                f"界限与旁证({len(together)} 个变体)",
                f"limits and near cases ({len(together)} variants)",
                copy.deepcopy(facts),
                frame,
                rule_cases.expect(found),
                clauses,
                variants=whats,
            )
        except ValueError as e:
            print(f"! {str(e)[:400]}", flush=True)
            continue
        caught |= told
    return made, caught


def of_rule(job: tuple[str, str, float, bool]) -> str:
    """The guards of one rule; what was caught."""
    root, ident, share, more_of_them = Path(job[0]), job[1], job[2], job[3]
    rule, began = standard.rule(ident), time.monotonic()
    if not (root / ident).is_dir():
        return f"{ident}: no cases to start from"
    for old in [] if more_of_them else list((root / ident).glob("*")):
        if re.search(r"-(variants?(-\d+)?|frame-\d+)$", old.name):
            shutil.rmtree(old)
    own = conformance.cases(root / ident)
    every = dict(mutate.mutants(rule.query))
    pairs = [c for c in own if c.data["purpose"] == "fires"]
    # what the pair of one profile does not catch is soon found again
    few = {c.data["profile"] for c in pairs[:1]}
    total, alive = mutate.rule_survivors(rule, own if more_of_them else [c for c in own if c.data["profile"] in few])
    known = mutate.classes(mutate.EQUIVALENT)
    alive = {k: v for k, v in alive.items() if mutate.excused(ident, k, known) is None}
    start = len(alive)
    if not alive:
        return f"{ident}: {total} of {total} or equivalent"
    chance = random.Random(f"{ident} {len(own)}")
    search = Search(rule, alive, every, chance)
    profiles = [c.data["profile"] for c in pairs]
    until = time.process_time() + min(SECONDS, 6 + EACH * start) * share
    notes = ""
    # a short look at each profile, then the longest where there is most to be found
    found: dict[str, int] = {}
    for n, name in enumerate(profiles):
        slot = min(until, time.process_time() + max(3.0, (until - time.process_time()) / (2 * (len(profiles) - n))))
        found[name] = search.profile(standard.resolve(name), slot)
    for name in sorted(found, key=lambda p: -found[p]):
        if time.process_time() < until:
            search.profile(standard.resolve(name), until)
    made, caught = 0, set[str]()
    for case in pairs:
        name = case.data["profile"]
        if not search.kept.get(name):
            continue
        court, stage = search.court(standard.resolve(name))
        try:
            worlds = settled(court, search.kept[name], every, stage.needs)
            more, told = write(root, court, worlds, every, case.data["clauses"])
        except (duckdb.Error, ValueError, KeyError, IndexError) as e:
            notes += f"\n! {ident} {name}: {type(e).__name__}: {str(e).splitlines()[0][:300]}"
            continue
        made, caught = made + more, caught | told
    took = time.monotonic() - began
    return f"{ident}: {total - start} of {total} → {total - len(alive)} of {total} with {made} more cases, {took:.0f} s{notes}"


def generate(root: Path, chosen: Sequence[str] = (), jobs: int = 2, share: float = 1.0, more: bool = False) -> None:
    """Make the guards of rules, or of all of them."""
    wanted = list(chosen) or list(standard.rules())
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=20) as pool:
        for line in pool.imap_unordered(of_rule, [(str(root), ident, share, more) for ident in wanted]):
            print(line, flush=True)
