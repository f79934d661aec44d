"""In which county the records lie that something was found of: by the codes of villages and bodies, and what refers to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from zhucun.standard import Standard

#: So many digits of a division code name a county.
_DIGITS = 6

#: The field of a type that holds the code.
_CODES = {"village": "villageCode", "organization": "divisionCode"}

#: What of a type's references tells where a record lies, the surest first; of those that are not named all.
_FOLLOWED: Mapping[str, tuple[str, ...]] = {"village": (), "organization": (), "posting": ("village",), "team": ("village",), "cadre": ()}
_ALL = ("village", "posting", "team", "cadre", "organization")


def counties_of(con: duckdb.DuckDBPyConnection, standard: Standard, records: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """The county of each of these records, as far as it can be told.

    :param records: record type and id of each.
    :returns: by type and id, the six digits of its county.
    """
    by_type: dict[str, set[str]] = {}
    tables = {name for (name,) in con.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    for kind, ident in records:
        if kind in tables and kind in standard.record_types:
            by_type.setdefault(kind, set()).add(ident)
    out: dict[tuple[str, str], str] = {}
    for kind, ids in sorted(by_type.items()):
        if (sql := _told(standard, kind, "r", tables)) is not None:
            found = con.execute(f'SELECT r.id, {sql} FROM "{kind}" r WHERE list_contains($ids, r.id)', {"ids": sorted(ids)}).fetchall()
            out.update({(kind, ident): county for ident, county in found if county})
    return out


def _told(standard: Standard, kind: str, row: str, tables: set[str]) -> str | None:
    """What tells the county of a row of a type, as SQL; None where nothing does."""
    ways: list[str] = []
    if kind in _CODES:
        ways.append(f"CASE WHEN length({row}.{_CODES[kind]}) >= {_DIGITS} THEN left({row}.{_CODES[kind]}, {_DIGITS}) END")
    if kind == "cadre" and (sql := _posted(standard, f"{row}.id", row, tables)) is not None:
        ways.append(sql)
    for target in _FOLLOWED.get(kind, _ALL):
        for name in (n for n, (refers, many) in standard.references(kind).items() if refers == target and not many):
            there, at = f"{row}{target[0]}", f'{row}."{name}"'
            if target == "cadre":
                told = _posted(standard, at, there, tables)
            elif target in tables and (sql := _told(standard, target, there, tables)) is not None:
                told = f'(SELECT max({sql}) FROM "{target}" {there} WHERE {there}.id = {at})'
            else:
                told = None
            if told is not None:
                ways.append(told)
    return f"coalesce({', '.join(ways)})" if ways else None


def _posted(standard: Standard, cadre: str, row: str, tables: set[str]) -> str | None:
    """The county in which a cadre was posted last, whether or not the cadre is on record."""
    if "posting" not in tables or (sql := _told(standard, "posting", f"{row}p", tables)) is None:
        return None
    return f'(SELECT arg_max({sql}, {row}p.startDate) FROM "posting" {row}p WHERE {row}p.cadreId = {cadre})'
