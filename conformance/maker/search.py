"""Looks beside the cases of a rule for worlds that tell it from mutants which no case catches.

Each world is a case after one small change, or two. What is found goes into ``mutants/``: it expects what the rule's SQL says, which
is no proof that the SQL says what the clause says, and binds nobody.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import time
from collections.abc import Iterator, Mapping, Sequence

import duckdb

from zhucun.standard import Rule

from .bench import bench, dangling, world_of
from .casefile import SUITE, Record, write_cases
from .edition import profiles, standard
from .edits import Edit, Words, both, edits
from .equivalents import reason_of
from .measure import cases_by_rule, catches_any, of_rule
from .mutants import is_view, mutants
from .pairs import World

#: Seconds of the processor for a rule, and records of a world at most.
SECONDS, LARGEST = 60.0, 150


def neighbours(rule: Rule) -> Iterator[tuple[World, Edit]]:
    """Worlds beside the cases of a rule: all that are one change away, in turn from each case, then some that are two away."""
    chance = random.Random(rule.id)
    found: list[tuple[World, list[Edit]]] = []
    for case in cases_by_rule().get(rule.id, ()):
        profile = profiles.resolve(case.data["profile"])
        if rule.rows(profile) is None:
            continue
        facts, frame = world_of(case)
        if len(facts) <= LARGEST:
            near = list(edits(facts, frame, Words(rule, profile)))
            chance.shuffle(near)
            found.append((World(rule, bench(profile.id), facts, frame, case.data["clauses"]), near))
    for row in itertools.zip_longest(*(near for _, near in found)):
        yield from ((world, edit) for (world, _), edit in zip(found, row, strict=True) if edit is not None)
    while any(len(near) > 1 for _, near in found):
        world, near = chance.choice(found)
        if len(near) > 1:
            first, second = chance.sample(near, 2)
            if edit := both(first, second, world.facts):
                yield world, edit


def proper(edit: Edit) -> bool:
    """Whether a changed world is one that a batch could hold."""
    return bool(edit.facts) and not dangling(edit.facts) and edit.frame.start <= edit.frame.as_of


def search(rule: Rule, alive: Mapping[str, str], first: int) -> Iterator[tuple[Record, set[str]]]:
    """Cases that tell the rule from some of its mutants, each with those that it tells.

    :param alive: the mutants that no case catches.
    :param first: the number of the first case.
    """
    left, until = dict(alive), time.process_time() + SECONDS
    for world, edit in neighbours(rule):
        if not left or time.process_time() > until:
            return
        if not proper(edit):
            continue
        world.court.load(edit.facts, edit.frame)
        if world.court.lacking(rule):
            continue
        try:
            world.court.settle([name for name in rule.views if is_view(name)])
            caught = catches_any(world.court, rule, left)
            if not caught:
                continue
            there = World(rule, world.court, edit.facts, edit.frame, world.clauses)
            fires = bool(world.court.judge(rule)[0])
            zh, en = (f"{edit.zh}；应报告", f"{edit.en}; found") if fires else (f"{edit.zh}；不应报告", f"{edit.en}; not found")
            yield there.case(f"{world.court.profile.id}-beside-{first}", "boundary", zh, en), caught
        except (duckdb.Error, ValueError):
            # an edit that is no valid batch
            continue
        first += 1
        left = {name: query for name, query in left.items() if name not in caught}


def of_one(ident: str) -> str:
    """Search beside the cases of one rule, and write what is found.

    :return: what came of it.
    """
    rule, path = standard.rule(ident), SUITE / "mutants" / f"{ident}.json"
    tally = of_rule((ident, True))
    every = dict(mutants(rule.query))
    alive = {n: every[n] for n in tally.missed if n not in tally.machine and reason_of(ident, n) is None}
    numbers = [int(c.id.rpartition("-")[2]) for c in cases_by_rule(True).get(ident, ()) if "-beside-" in c.id]
    found = list(search(rule, alive, max(numbers, default=0) + 1))
    caught = set().union(*(names for _, names in found)) if found else set()
    write_cases(path, ident, [case for case, _ in found], lambda _: False, normative=False)
    return f"{ident}: {len(alive)} that no case catches → {len(alive) - len(caught)}, with {len(found)} more machine-made cases"


def generate(chosen: Sequence[str]) -> None:
    """Search beside the cases of rules."""
    with multiprocessing.get_context("spawn").Pool(min(len(chosen), os.cpu_count() or 1)) as pool:
        for line in pool.imap(of_one, chosen):
            print(line, flush=True)
