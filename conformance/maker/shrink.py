"""A pair of worlds, before and after a break, without all that can go."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, replace

from zhucun.standard import Rule

from .bench import Bench, Facts, Found, Frame, Key, dangling, named
from .edition import standard

#: Steps after which a pair is taken as it is, and seconds.
STEPS, SECONDS = 1500, 240.0


@dataclass
class Pair:
    """Facts before and after a break."""

    rule: Rule
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
        found, _ = self.bench.judge(self.rule)
        if not found or not found <= self.target:
            return False
        self.other.load(before, frame)
        if self.other.judge(self.rule)[0]:
            return False
        return not self.careful or not (self.other.others(self.rule.id, frozenset()) or self.bench.others(self.rule.id, self.entails))

    def tired(self) -> bool:
        """Whether it has taken long enough."""
        return self.tries > STEPS or time.monotonic() > self.until

    def accept(self, before: Facts, after: Facts, frame: Frame) -> bool:
        """Take a smaller pair if it still holds."""
        if not self.tired() and self.holds(before, after, frame):
            self.before, self.after, self.frame = before, after, frame
            return True
        return False

    def without(self, keys: set[Key]) -> bool:
        """Leave records out of both."""
        return self.accept(
            {k: v for k, v in self.before.items() if k not in keys}, {k: v for k, v in self.after.items() if k not in keys}, self.frame
        )

    def ids(self) -> list[Key]:
        """The keys of all records."""
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
    for kind in sorted({*(k for k, _ in pair.ids()), *(c[0] for c in pair.frame.coverage)}, key=standard.record_types.index):
        frame = replace(pair.frame, coverage=tuple(c for c in pair.frame.coverage if c[0] != kind))
        gone = {k for k in pair.ids() if k[0] == kind}
        without = [{k: v for k, v in facts.items() if k not in gone} for facts in (pair.before, pair.after)]
        if not pair.accept(without[0], without[1], frame):
            pair.accept(pair.before, pair.after, frame)
            pair.without(gone)


def narrow_if_large(pair: Pair) -> None:
    """Shorten coverage and period early where there is much to gain."""
    if len(pair.ids()) > 60:
        narrow(pair)


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
    """A frame whose coverage, or whose period and coverage, lie inside some days."""
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
