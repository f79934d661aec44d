"""Two profiles, row by row."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import NamedTuple

from zhucun.places.describe import describe, marks, row_json
from zhucun.standard import Profile, Row
from zhucun.words import say


class Pair(NamedTuple):
    """Two rows on the same point; either may be missing."""

    table: str
    left: Row | None
    right: Row | None


def diff(a: Profile, b: Profile) -> list[Pair]:
    """Every policy row of two profiles, side by side."""
    standard, out = a.standard, []
    # what makes two rows of a table speak of the same thing
    keys = standard.schema("profile")["properties"]["policy"]["properties"]
    for table in standard.policy_tables:
        sides: list[dict[str, list[Row]]] = []
        for profile in (a, b):
            grouped: dict[str, list[Row]] = {}
            for row in profile.table(table):
                key = json.dumps([row.values.get(k) for k in keys[table]["x-keys"]], ensure_ascii=False)
                grouped.setdefault(key, []).append(row)
            sides.append(grouped)
        for key in [*sides[0], *(k for k in sides[1] if k not in sides[0])]:
            out += [Pair(table, x, y) for x, y in zip_longest(sides[0].get(key, []), sides[1].get(key, []))]
    return out


def diff_json(a: Profile, b: Profile) -> str:
    """The comparison as JSON."""
    rows = [
        {
            "table": p.table,
            "same": _same(p),
            a.id: row_json(p.left) if p.left else None,
            b.id: row_json(p.right) if p.right else None,
        }
        for p in diff(a, b)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


_QUIET = {"id", "clauses", "note", "basis", "validFrom", "validTo"}


def _same(pair: Pair) -> bool:
    if pair.left is None or pair.right is None:
        return False
    a, b = ({k: v for k, v in r.values.items() if k not in _QUIET} for r in (pair.left, pair.right))
    return a == b


def diff_text(a: Profile, b: Profile, lang: str) -> str:
    """The comparison for people: table by table, what both say, then what differs."""
    standard, en = a.standard, lang == "en"
    tables = standard.schema("profile")["properties"]["policy"]["properties"]
    silent = say("place.silent", lang)
    out = [f"A  {a.id}  {a.data['title'][lang]}", f"B  {b.id}  {b.data['title'][lang]}"]
    pairs = diff(a, b)
    for table in standard.policy_tables:
        mine = [p for p in pairs if p.table == table]
        if not mine:
            continue
        out += ["", f"■ {table if en else tables[table]['title']}"]
        for pair in sorted(mine, key=_same, reverse=True):
            if _same(pair):
                assert pair.left and pair.right
                out.append(
                    f"  =  {describe(standard, pair.left, lang)}  [{marks(standard, pair.left, lang)}]  {_cited(pair.left)} / {_cited(pair.right)}"
                )
                continue
            for name, row in (("A", pair.left), ("B", pair.right)):
                said = f"{describe(standard, row, lang)}  [{marks(standard, row, lang)}]  {_cited(row)}" if row else silent
                out.append(f"  {name}  {said}")
            out.append("")
        if out[-1] == "":
            out.pop()
    return "\n".join(out) + "\n"


def _cited(row: Row) -> str:
    return " ".join(row.clauses)
