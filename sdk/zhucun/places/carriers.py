"""What carries each clause.

Carriers are never listed by hand: a clause is carried by whatever cites it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from zhucun.standard import Profile, Standard, per_standard


@per_standard
def _clause(standard: Standard) -> re.Pattern[str]:
    codes = "|".join(d["code"] for d in standard.index["documents"])
    return re.compile(rf"\b(?:{codes})-[0-9A-Za-z.]+(?:-[0-9A-Za-z]+)*\b")


def _fields(node: Mapping[str, Any], path: str) -> Iterator[tuple[str, list[str]]]:
    for name, prop in node.get("properties", {}).items():
        here = f"{path}.{name}"
        yield here, prop.get("x-clauses", [])
        yield from _fields(prop.get("items", prop), here)


@per_standard
def carriers(standard: Standard) -> dict[str, list[str]]:
    """What carries each clause of the standard's documents: see :func:`carriers_of`."""
    return carriers_of(standard, standard.clauses, [standard.profiles.resolve(p) for p in standard.profiles.own])


def carriers_of(standard: Standard, clauses: Iterable[Mapping[str, Any]], profiles: Sequence[Profile]) -> dict[str, list[str]]:
    """Clause id → what carries it: ``rule X``, ``row profile/id``, ``field type.name``, ``code list:CODE``."""
    out: dict[str, list[str]] = {c["id"]: [] for c in clauses}

    def add(clause: str, carrier: str) -> None:
        if clause in out and carrier not in out[clause]:
            out[clause].append(carrier)

    for rule in standard.rules.values():
        for profile in profiles:
            for need in rule.rows(profile) or []:
                for row in need:
                    for clause in row.clauses:
                        add(clause, f"rule {rule.id}")
    for profile in profiles:
        for row in profile.rows:
            if not row.inherited:
                for clause in row.clauses:
                    add(clause, f"row {row.row_id}")
    for kind in standard.record_types:
        for name, cited in _fields(standard.schema(kind), kind):
            for clause in cited:
                add(clause, f"field {name}")
    for name in standard.codelist_names:
        for entry in standard.codelist(name):
            for clause in _clause(standard).findall(entry["source"]):
                add(clause, f"code {name}:{entry['code']}")
    return out


def clauses(standard: Standard, profiles: Iterable[tuple[Profile, Sequence[Mapping[str, Any]]]] = ()) -> list[dict[str, Any]]:
    """Every clause of the standard's documents with its paraphrase and its carriers; then those of profiles from elsewhere.

    :param profiles: each with the clauses of its document.
    """
    found = carriers(standard)
    out = [{**c, "carriers": found[c["id"]]} for c in standard.clauses]
    for profile, own in profiles:
        carried = carriers_of(standard, own, [profile])
        out += [{**c, "carriers": carried[c["id"]]} for c in own]
    return out
