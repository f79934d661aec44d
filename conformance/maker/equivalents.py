"""Mutants that mean the same as the original: classes of them, each with its reason.

A class names mutants by a pattern or a list. Where its reason lies in the policy rows, it has a query (``never``) that must find
nothing under any profile. What matches nothing any more, and what some case catches all the same, is told by :func:`doubts`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .bench import bench
from .edition import dated
from .measure import Tally

FILE = Path(__file__).with_name("equivalent-mutants.json")


@dataclass(frozen=True)
class Class:
    """Mutants that mean the same for one reason.

    :ivar of: the rules, shared pieces or schemas that it speaks of.
    """

    of: re.Pattern[str]
    mutants: re.Pattern[str]
    reason: str
    never: str | None

    def holds(self, of: str, name: str) -> bool:
        """Whether a mutant is of this class."""
        return bool(self.of.fullmatch(of) and self.mutants.search(name))


@cache
def classes() -> Sequence[Class]:
    """The classes of the file."""
    found = []
    for c in json.loads(FILE.read_text("utf-8")):
        names = c["mutants"]
        pattern = names if isinstance(names, str) else "^(" + "|".join(map(re.escape, names)) + ")$"
        found.append(Class(re.compile(c.get("of", ".*")), re.compile(pattern), c["reason"], c.get("never")))
    return found


def reason_of(of: str, name: str) -> str | None:
    """Why a mutant means the same as the original, if it does."""
    return next((c.reason for c in classes() if c.holds(of, name)), None)


def untrue() -> list[str]:
    """Reasons that the policy rows of some profile contradict."""
    found = []
    for profile in dated():
        con = bench(profile).con
        found += [f"{c.reason}: not so under {profile}" for c in classes() if c.never and con.execute(c.never).fetchone()]
    return found


def stale(tallies: Sequence[Tally]) -> list[Class]:
    """Classes of which no mutant is left. Only of a whole measurement can this be said."""
    return [c for c in classes() if not any(c.holds(t.of, name) for t in tallies for name in t.names)]


def doubts(tallies: Sequence[Tally], whole: bool) -> Iterator[str]:
    """What in the file is not so, or says nothing any more.

    :param whole: whether everything was measured.
    """
    yield from untrue()
    for tally in tallies:
        for name in tally.names:
            if name not in tally.missed and (reason := reason_of(tally.of, name)):
                yield f"{tally.of} {name}: caught, though said to mean the same ({reason})"
    for c in stale(tallies) if whole else ():
        yield f"matches no mutant any more: {c.of.pattern} — {c.reason}"


def prune(tallies: Sequence[Tally]) -> int:
    """Leave out of the file the classes, and of lists the names, that match no mutant any more.

    :return: how many classes went.
    """
    gone = {id(c) for c in stale(tallies)}
    names = {(t.of, name) for t in tallies for name in t.names}
    kept = []
    for text, c in zip(json.loads(FILE.read_text("utf-8")), classes(), strict=True):
        if id(c) in gone:
            continue
        if isinstance(text["mutants"], list):
            text["mutants"] = [m for m in text["mutants"] if any(m == n and c.of.fullmatch(of) for of, n in names)]
        kept.append(text)
    FILE.write_text("[\n" + ",\n".join(json.dumps(c, ensure_ascii=False) for c in kept) + "\n]\n", "utf-8")
    return len(gone)
