"""One policy row, explained to whoever met it in a finding or wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhucun.errors import BatchError, near, problem, short
from zhucun.places.describe import describe, marks, table_title
from zhucun.places.reading import declares, needs_text, readings
from zhucun.standard import LAST_DAY, Profile, Row
from zhucun.words import room


def explain_row(profile: Profile, name: str, clauses: Sequence[Mapping[str, Any]], lang: str) -> str:
    """What a row says, in words: its table, days, weight, clauses and readers.

    :param name: ``profile/row``, as findings have it, or the row's own id.
    :param clauses: the clauses whose paraphrase is known.
    :raises BatchError: if the profile has no such row; it names what is near.
    """
    row = next((r for r in profile.rows if name in (r.row_id, r.values["id"])), None)
    if row is None:
        known = [r.row_id for r in profile.rows]
        raise BatchError(problem("row-unknown", name=short(name), profile=profile.id, near=near(name, known)))
    return "".join(f"{line}\n" for line in _lines(profile, row, {c["id"]: c for c in clauses}, lang))


def _lines(profile: Profile, row: Row, clauses: Mapping[str, Mapping[str, Any]], lang: str) -> Iterator[str]:
    standard, words, en = profile.standard, room("row", lang), lang == "en"
    yield f"{row.row_id}  {table_title(standard, row.table, lang)}"
    yield ""
    yield f"{words['says']}  {describe(standard, row, lang)}"
    if note := row.values.get("note"):
        yield f"{words['note']}  {note[lang]}"
    yield f"{words['marks']}  {marks(standard, row, lang)}"
    yield f"{words['weight']}  {standard.code_titles('severity')[row.severity][en]}"
    yield f"{words['days']}  {_days(row, words)}"
    yield ""
    for clause in row.clauses:
        yield f"{clause}  {clauses[clause][lang] if clause in clauses else ''}".rstrip()
    yield ""
    reading = readings(profile)[row.row_id]
    for rule in reading.rules:
        yield f"{words['read']}  {rule}  {standard.rule(rule).header['title'][lang]}"
    for rule, lacking in reading.idle:
        yield f"{words['idle']}  " + words["lacks"].format(rule=rule, needs=needs_text(standard, lacking, lang))
    if not reading.rules and not reading.idle:
        yield words["declared" if declares(standard, row.table) else "unread"]


def _days(row: Row, words: Mapping[str, str]) -> str:
    if row.valid_from > row.valid_to:
        return words["never"]
    return words["since"].format(first=row.valid_from) if row.valid_to == LAST_DAY else f"{row.valid_from} – {row.valid_to}"
