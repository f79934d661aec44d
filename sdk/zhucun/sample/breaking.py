"""Makes a valid sample violate a rule: by the rule's own break, and where the policy at hand is not the one that this was
written for, by the smallest change that is found to do it.

Which change that is, is searched for and never known beforehand: the fields that the policy rows name and that the query
reads are given other values that their schema takes, records are left out, until the rule finds something. So it holds for
any profile in which a rule runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from zhucun.calendar import DAY, Day
from zhucun.judging import rules
from zhucun.standard import Profile, Rule, Standard

#: Of a code list so many codes are tried.
_CODES = 12

#: Of changes that make other rules fire too so many are looked at, before the first of them is taken.
_NOISY = 6

#: A number and a day that hardly any rule lets pass.
_MANY, _LONG_AGO = 1_000_000, "1990-01-01"


@dataclass(frozen=True)
class _Change:
    """One change to the records of a type: a field gets a value, or, without a field, they are left out."""

    record_type: str
    field: str | None = None
    value: Any = None

    def apply(self, con: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> None:
        if self.field is None:
            con.execute(f'DELETE FROM "{self.record_type}" WHERE id IN (SELECT unnest(?))', [list(ids)])
        else:
            con.execute(
                f'UPDATE "{self.record_type}" SET "{self.field}" = ? WHERE id IN (SELECT unnest(?)) AND "{self.field}" IS DISTINCT FROM ?',
                [self.value, list(ids), self.value],
            )


def break_rule(con: duckdb.DuckDBPyConnection, profile: Profile, rule: Rule) -> bool:
    """Change the sample in a database so that a rule finds something, and as few others as can be.

    :return: whether a change was found; without one nothing is changed.
    """
    con.execute("BEGIN")
    con.execute(rule.breaking)
    if _fires(con, profile, rule):
        con.execute("COMMIT")
        return True
    con.execute("ROLLBACK")
    before = _fired(con, profile)
    if rule.id in before:
        return True
    allowed = before | {rule.id} | {e["rule"] for e in rule.header.get("entails", ())}
    noisy: tuple[_Change, list[str]] | None = None
    left = _NOISY
    for change in _changes(profile, rule):
        ids = _narrowed(con, profile, rule, change)
        if not ids:
            continue
        if _tried(con, change, ids, lambda: _fired(con, profile)) <= allowed:
            change.apply(con, ids)
            return True
        noisy, left = noisy or (change, ids), left - 1
        if not left:
            break
    if noisy:
        noisy[0].apply(con, noisy[1])
    return noisy is not None


def _fired(con: duckdb.DuckDBPyConnection, profile: Profile) -> set[str]:
    return {o.rule.id for o in rules.run(con, profile, {}) if o.found}


def _fires(con: duckdb.DuckDBPyConnection, profile: Profile, rule: Rule) -> bool:
    return any(o.found for o in rules.run(con, profile, {}, only=frozenset([rule.id])))


def _tried(con: duckdb.DuckDBPyConnection, change: _Change, ids: Sequence[str], look: Any) -> Any:
    """What is seen where a change is made; it is taken back."""
    con.execute("BEGIN")
    try:
        change.apply(con, ids)
        return look()
    finally:
        con.execute("ROLLBACK")


def _narrowed(con: duckdb.DuckDBPyConnection, profile: Profile, rule: Rule, change: _Change) -> list[str]:
    """As few records as will do; none where not even a change to all of them makes the rule find something."""

    def fires(ids: Sequence[str]) -> bool:
        return bool(_tried(con, change, ids, lambda: _fires(con, profile, rule)))

    ids = [i for (i,) in con.execute(f'SELECT id FROM "{change.record_type}" ORDER BY id').fetchall()]
    if not ids or not fires(ids):
        return []
    while len(ids) > 1:
        half = len(ids) // 2
        smaller = next((part for part in (ids[:half], ids[half:]) if fires(part)), None)
        if smaller is None:
            break
        ids = smaller
    return ids


def _changes(profile: Profile, rule: Rule) -> Iterator[_Change]:
    """What may be tried, the likeliest first."""
    standard = profile.standard
    told: set[tuple[str, str]] = set()
    for record_type, name in [*_named(profile, rule), *_read(standard, rule)]:
        prop = standard.fields(record_type).get(name)
        if prop is None or (record_type, name) in told or name == "id":
            continue
        told.add((record_type, name))
        # another reference would point at nobody
        values = [] if name in standard.references(record_type) else [*_bounds(profile, rule, record_type, name), *_values(prop)]
        if name not in standard.schema(record_type).get("required", ()):
            values.append(None)
        yield from (_Change(record_type, name, value) for value in values)
    # whoever is pointed at cannot be left out
    targets = {target for kind in standard.record_types for target, _ in standard.references(kind).values()}
    yield from (_Change(kind) for kind in rule.reads if kind not in targets)


def _bounds(profile: Profile, rule: Rule, record_type: str, name: str) -> Iterator[str]:
    """The days just beyond those that the rule's policy rows set for a field."""
    for row in (row for need in rule.rows(profile) or [] for row in need):
        if row.values.get("recordType") == record_type and row.values.get("field") == name and "date" in row.values:
            yield from ((Day.fromisoformat(row.values["date"]) + n * DAY).isoformat() for n in (1, -1))


def _named(profile: Profile, rule: Rule) -> Iterator[tuple[str, str]]:
    """The fields that the rule's policy rows name."""
    fields = profile.named_fields
    for need in rule.rows(profile) or []:
        for row in need:
            kinds = [k for k in fields if k in row.values.values()] or [k for k in rule.reads if k in fields]
            yield from ((kind, f) for kind in kinds for f in fields[kind] if f in row.values.values())


def _read(standard: Standard, rule: Rule) -> Iterator[tuple[str, str]]:
    """The fields that the rule's query names."""
    words = set(re.findall(r"\w+", rule.query))
    for kind in rule.reads:
        yield from ((kind, name) for name in standard.columns(kind) if name in words)


def _values(prop: Any) -> Iterator[Any]:
    """Values that a schema takes, different enough for a rule to mind."""
    kind = prop["type"]
    if "enum" in prop:
        yield from prop["enum"][:_CODES]
    elif kind == "boolean":
        yield from (True, False)
    elif kind == "integer":
        yield from (prop.get("minimum", 0), 1, min(prop.get("maximum", _MANY), _MANY))
    elif prop.get("format") == "date":
        yield _LONG_AGO
    elif kind == "array":
        yield from ([item] for item in _values(prop["items"]))
    elif kind == "object":
        yield from _objects(prop)


def _objects(prop: Any) -> Iterator[Any]:
    """Objects of what is required alone; where nothing is, of the first property that holds codes."""
    parts = prop.get("properties", {})
    coded = [name for name, part in parts.items() if "enum" in part][:1]
    made = {name: next(_values(parts[name]), None) for name in prop.get("required", coded)}
    if None in made.values():
        return
    for name in coded:
        yield from ({**dict.fromkeys(parts), **made, name: value} for value in _values(parts[name]))
