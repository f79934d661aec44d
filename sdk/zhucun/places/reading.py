"""Which rules read a policy row, as their headers say, and what keeps the others from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from zhucun.places.describe import column_text, column_title, table_title
from zhucun.standard import Profile, Row, Rule, Standard, has_all, meets, per_standard
from zhucun.words import say

Need = Mapping[str, Any]


class Reading(NamedTuple):
    """Who reads a row.

    :ivar rules: the rules that run under the profile and read it.
    :ivar idle: the rules that would judge by it and do not run, each with the needs for which there is no row.
    """

    rules: tuple[str, ...]
    idle: tuple[tuple[str, tuple[Need, ...]], ...]


def readings(profile: Profile) -> dict[str, Reading]:
    """Of each row of a resolved profile, by its id ``profile/row``, who reads it."""
    standard = profile.standard
    rules: dict[str, list[str]] = {row.row_id: [] for row in profile.rows}
    idle: dict[str, list[tuple[str, tuple[Need, ...]]]] = {row.row_id: [] for row in profile.rows}
    for rule in standard.rules.values():
        lacking = tuple(n for n in rule.needs if not any(meets(row, n) for row in profile.table(n["table"])))
        wanted = rule.needs if lacking else [*rule.needs, *_beside(standard, rule.id)]
        for row in profile.rows:
            if any(n["table"] == row.table and meets(row, n) for n in wanted):
                if lacking:
                    idle[row.row_id].append((rule.id, lacking))
                else:
                    rules[row.row_id].append(rule.id)
    return {ident: Reading(tuple(rules[ident]), tuple(sorted(idle[ident], key=lambda i: len(i[1])))) for ident in rules}


def declares(standard: Standard, table: str) -> bool:
    """Whether the rows of a table state what no rule judges."""
    return bool(standard.policy_form(table).get("x-declares"))


@per_standard
def _beside(standard: Standard, rule_id: str) -> Sequence[Need]:
    """What a rule reads of the policy besides its needs: itself, through its views, and by its conventions."""
    rule = standard.rule(rule_id)
    views = {v.name: v for v in standard.views}
    conventions = set(rule.header.get("conventions", ()))

    def below(names: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        for name in names:
            if name in views:
                yield views[name].header
                yield from below(views[name].reads)

    headers = [rule.header, *below(rule.views)]
    tables = [t for t in standard.policy_tables if standard.policy_form(t).get("x-convention") in conventions]
    return [*(n for h in headers for n in h.get("also", ())), *({"table": t} for t in tables)]


def judges(standard: Standard, table: str, values: Mapping[str, Any] | None = None) -> list[Rule]:
    """The rules of the standard that judge by rows of a table, or read it beside others.

    :param values: columns of a row; then those that read such a row, whatever else it says.
    """

    def asks(need: Need) -> bool:
        told = {k: v for k, v in need.get("where", {}).items() if k in (values or {})}
        return need["table"] == table and has_all(values or {}, told)

    return [r for r in standard.rules.values() if any(map(asks, [*r.needs, *_beside(standard, r.id)]))]


def need_text(standard: Standard, need: Need, lang: str) -> str:
    """What a rule needs, in words: the table, and the columns by which it chooses."""
    table = need["table"]
    chosen = [
        column_title(standard, table, column, lang) if wanted == "*" else column_text(standard, table, {}, column, wanted, lang)
        for column, wanted in need.get("where", {}).items()
    ]
    title = table_title(standard, table, lang)
    return say("place.because", lang, what=title, why=say("fill.comma", lang).join(chosen)) if chosen else title


def needs_text(standard: Standard, needs: Sequence[Need], lang: str) -> str:
    """Several needs in words."""
    return say("row.and", lang).join(need_text(standard, need, lang) for need in needs)


def own_rows(profile: Profile) -> list[Row]:
    """The rows that a profile says itself."""
    return [row for row in profile.rows if not row.inherited]
