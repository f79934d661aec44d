"""The parts of a merged batch, each judged by itself and by a profile of its own.

A part has the records under its prefix, and of the organisations that stand once those that it has in common with others.
What no part has is a part of its own. A rule finds the facts of one part under the names under which it finds those of a
whole batch: they are views in a schema of the engine's that is there for as long as the part is judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import duckdb

from zhucun import database, findings
from zhucun.judging import rules, tables
from zhucun.judging.rules import SHARED, Bounds, Judgement
from zhucun.judging.tables import Frame
from zhucun.model import Status
from zhucun.standard import Profile, Standard

#: Between a prefix and an id.
COLON = ":"

#: The character after it: an id under a prefix lies between the two.
_AFTER = ";"

#: The schema of a part's facts.
_SCHEMA = "part of the batch"

#: Of the states that a rule has over several parts the one that says most.
_STATES = (Status.FAILED, Status.RAN, Status.NOT_EVALUATED, Status.NOT_APPLICABLE)


@dataclass(frozen=True)
class Part:
    """One part, on its way to be judged.

    :ivar prefix: what stands before its ids; None for what belongs to no part.
    :ivar sender: the id of its sender.
    :ivar shared: the ids of the organisations that it has in common with other parts.
    """

    prefix: str | None
    sender: str
    profile: Profile
    frame: Frame
    shared: Sequence[str] = ()


def owner(ident: str, prefixes: Sequence[str]) -> str:
    """SQL of the prefix of an id among these; NULL where it has none."""
    listed = ", ".join(map(database.quote, prefixes))
    prefix = f"split_part({ident}, '{COLON}', 1)"
    return f"CASE WHEN contains({ident}, '{COLON}') AND {prefix} IN ({listed}) THEN {prefix} END"


def remains(con: duckdb.DuckDBPyConnection, standard: Standard, parts: Sequence[Part]) -> bool:
    """Whether there are records that belong to no part."""
    return any(con.execute(f'SELECT 1 FROM "{kind}" WHERE {_of_none(kind, parts)} LIMIT 1').fetchall() for kind in standard.record_types)


def _of_none(kind: str, parts: Sequence[Part]) -> str:
    found = f"{owner('id', [part.prefix for part in parts if part.prefix is not None])} IS NULL"
    shared = sorted({ident for part in parts for ident in part.shared}) if kind == SHARED else []
    return f"{found} AND id NOT IN ({', '.join(map(database.quote, shared))})" if shared else found


def _of(kind: str, part: Part, parts: Sequence[Part]) -> str:
    """SQL of whether a record of a type belongs to a part. Of the records under a prefix the engine reads no others."""
    if part.prefix is None:
        return _of_none(kind, parts)
    found = f"(id >= {database.quote(part.prefix + COLON)} AND id < {database.quote(part.prefix + _AFTER)})"
    if kind != SHARED or not part.shared:
        return found
    return f"{found} OR id IN ({', '.join(map(database.quote, part.shared))})"


@contextmanager
def _facts(con: duckdb.DuckDBPyConnection, standard: Standard, part: Part, parts: Sequence[Part]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor to which the fact tables are those of a part."""
    cursor = con.cursor()
    try:
        cursor.execute(f'CREATE SCHEMA "{_SCHEMA}"')
        cursor.execute(f'USE "{_SCHEMA}"')
        for kind in standard.record_types:
            cursor.execute(f'CREATE VIEW "{kind}" AS SELECT * FROM main."{kind}" WHERE {_of(kind, part, parts)}')
        yield cursor
    finally:
        cursor.execute("USE main")
        cursor.execute(f'DROP SCHEMA IF EXISTS "{_SCHEMA}" CASCADE')
        cursor.close()


def judge(
    con: duckdb.DuckDBPyConnection,
    part: Part,
    parts: Sequence[Part],
    files: Mapping[int, str],
    bounds: Bounds,
    only: frozenset[str] | None = None,
) -> list[Judgement]:
    """Run the rules over one part, but for those that compare the parts.

    :param parts: all of them.
    :param only: the rules that are asked for; by default all.
    """
    profile = part.profile
    chosen = frozenset(r.id for r in profile.standard.rules.values() if "across" not in r.header and (only is None or r.id in only))
    with _facts(con, profile.standard, part, parts) as cursor:
        tables.create_policy(cursor, profile, part.frame)
        lacking = rules.lacking_in(cursor, profile.standard)
        tables.settle_views(cursor, profile, [r for r in profile.rules if r.id in chosen], lacking)
        of_part = replace(bounds, part=part.prefix, shared=part.shared)
        return list(rules.run(cursor, profile, files, of_part, chosen, workers=2, lacking=lacking))


def joined(before: Judgement | None, found: Judgement, limit: int | None) -> Judgement:
    """What became of a rule over several parts. Where it did not run over one of them, part of it is unjudged."""
    if before is None:
        before = Judgement(found.rule, Status.NOT_APPLICABLE)
    both = (before, found)
    out = Judgement(found.rule, min((j.status for j in both), key=_STATES.index))
    out.found = findings.first([f for j in both for f in j.found], limit)
    out.spools = [spool for j in both for spool in j.spools]
    for j in both:
        out.counts.update(j.counts)
        for what, n in j.missing.items():
            out.missing[what] = out.missing.get(what, 0) + n
        out.lacking = tuple(dict.fromkeys((*out.lacking, *j.lacking)))
        out.reason = out.reason or j.reason
    if out.status is Status.RAN:
        for kind in out.lacking:
            out.missing.setdefault(f"coverage.{kind}", 0)
        out.lacking = ()
    return out
