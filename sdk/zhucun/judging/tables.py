"""The database that the rules read: fact tables, policy tables, registers and shared views."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from typing import Any

import duckdb

from zhucun import database
from zhucun.standard import Profile, Rule, Standard

#: What resolving adds to a policy table.
_RESOLVED = {"policyRow": "VARCHAR", "inherited": "BOOLEAN", "profile": "VARCHAR", "authority": "VARCHAR"}


@dataclass(frozen=True)
class Frame:
    """What the rules must know of a batch besides its records. Days are ISO texts.

    :ivar start, end: its period; ``as_of`` the day as of which it is judged.
    :ivar coverage: what it is complete for, as the table ``coverage`` has it.
    :ivar mode: ``SNAPSHOT`` or ``CORRECTION``.
    """

    batch_id: str
    start: str
    end: str
    as_of: str
    coverage: Sequence[Mapping[str, str]] = ()
    mode: str = "SNAPSHOT"


def create_facts(con: duckdb.DuckDBPyConnection, standard: Standard) -> None:
    """Create the empty fact tables. ``_file`` and ``_line`` say where a record came from."""
    for name in standard.record_types:
        con.execute(database.create(name, {**standard.columns(name), "_file": "USMALLINT", "_line": "UINTEGER"}))


def create_context(con: duckdb.DuckDBPyConnection, profile: Profile, frame: Frame) -> None:
    """Create what the rules read besides the facts. The fact tables must be there."""
    create_policy(con, profile, frame)
    create_views(con, profile)


def create_views(con: duckdb.DuckDBPyConnection, profile: Profile) -> None:
    """Create the macros and the shared views over facts and policy."""
    standard = profile.standard
    con.execute(standard.macros)
    create_values(con, profile)
    for view in standard.views:
        con.execute(view.sql)


def create_values(con: duckdb.DuckDBPyConnection, profile: Profile) -> None:
    """Create, or replace, what the rules ask of fields that no rule names: it is the implementation that knows every column."""
    con.execute(f"CREATE OR REPLACE VIEW fact_value AS {_fact_value(profile.standard, profile.named_fields)}")
    con.execute(f"CREATE OR REPLACE VIEW fact_redacted AS {_fact_redacted(profile.standard)}")


def _fact_value(standard: Standard, named: Mapping[str, Iterable[str]]) -> str:
    """The values of the fields that a profile's rows name, as texts, as ``rules/README.md`` defines it."""
    rows = [
        """SELECT NULL::VARCHAR AS recordType, NULL::VARCHAR AS recordId, NULL::VARCHAR AS field, NULL::VARCHAR[] AS vals,
            NULL::BOOLEAN AS isList, NULL::BOOLEAN AS redacted WHERE false"""
    ] + [
        f"""SELECT '{kind}', id, '{name}', {_texts(f'"{name}"', prop)},
            {prop["type"] == "array"}, coalesce(list_contains(redacted, '{name}'), false) FROM "{kind}\""""
        for kind, fields in named.items()
        for name, prop in standard.fields(kind).items()
        if name in fields
    ]
    return "\nUNION ALL ".join(rows)


def _fact_redacted(standard: Standard) -> str:
    """Every field that a record says is blacked out, and whether the record holds it nevertheless."""
    rows = []
    for kind in standard.record_types:
        filled = ", ".join(f"""CASE WHEN "{name}" IS NOT NULL THEN '{name}' END""" for name in standard.columns(kind))
        rows.append(
            f"""SELECT '{kind}' AS recordType, id AS recordId, field, list_contains(filled, field) AS filled
                FROM (SELECT id, unnest(redacted) AS field, [{filled}] AS filled FROM "{kind}" WHERE redacted IS NOT NULL)"""
        )
    return "\nUNION ALL ".join(rows)


def _texts(value: str, prop: Mapping[str, Any]) -> str:
    """A field's values as a list of texts; NULL where it is absent."""
    if prop.get("x-withheld"):
        return f"CASE WHEN {value} IS NOT NULL THEN ['*'] END"
    if prop["type"] == "array":
        return f"list_transform({value}, lambda x: {_text('x', prop['items'])})"
    return f"CASE WHEN {value} IS NOT NULL THEN [{_text(value, prop)}] END"


def _text(value: str, prop: Mapping[str, Any]) -> str:
    """One value as a text: an actor as BODY@LEVEL or BODY, another object by its code."""
    if prop["type"] != "object":
        return f"{value}::VARCHAR"
    ways = [f"{value}.body || '@' || {value}.level"] if {"body", "level"} <= prop["properties"].keys() else []
    ways += [f"{value}.{name}" for name in ("body", "code") if name in prop["properties"]]
    return f"coalesce({', '.join(ways)})" if ways else "NULL::VARCHAR"


def create_policy(con: duckdb.DuckDBPyConnection, profile: Profile, frame: Frame) -> None:
    """Create ``batch``, ``coverage``, the policy tables and the registers."""
    standard = profile.standard
    cols = {
        "id": "VARCHAR",
        "profile": "VARCHAR",
        "divisionCode": "VARCHAR",
        "startDate": "DATE",
        "endDate": "DATE",
        "asOf": "DATE",
        "mode": "VARCHAR",
    }
    con.execute(database.create("batch", cols))
    row = {
        "id": frame.batch_id,
        "profile": profile.id,
        "divisionCode": profile.data.get("divisionCode"),
        "startDate": frame.start,
        "endDate": frame.end,
        "asOf": frame.as_of,
        "mode": frame.mode,
    }
    database.insert(con, "batch", cols, [row])
    cols = {"recordType": "VARCHAR", "kind": "VARCHAR", "startDate": "DATE", "endDate": "DATE"}
    con.execute(database.create("coverage", cols))
    database.insert(con, "coverage", cols, frame.coverage)
    for table in standard.policy_tables:
        con.execute(database.create(table, {**standard.policy_columns(table), **_RESOLVED}))
    insert_policy(con, profile)
    _registers(con, standard)


def insert_policy(con: duckdb.DuckDBPyConnection, profile: Profile) -> None:
    """Fill the policy tables with the rows of a profile."""
    for table in profile.standard.policy_tables:
        rows = [
            {
                **r.values,
                "policyRow": r.row_id,
                "inherited": r.inherited,
                "profile": r.profile,
                "authority": r.authority,
                "validFrom": r.valid_from,
                "validTo": r.valid_to,
            }
            for r in profile.table(table)
        ]
        database.insert(con, table, {**profile.standard.policy_columns(table), **_RESOLVED}, rows)


@dataclass(frozen=True)
class Shared:
    """A shared view as some rules need it.

    :ivar reads: the shared views that it reads itself.
    :ivar sql: the statement that creates it: as a table where it has several readers.
    """

    name: str
    reads: Sequence[str]
    sql: str


def shared(profile: Profile, chosen: Iterable[Rule], running: Iterable[Rule] | None = None) -> list[Shared]:
    """The shared views that these rules read, themselves or through others, each after those that it reads.

    :param running: which of the rules will run; views that none of these reads are left out. By default all.
    """
    views: dict[str, Shared] = {
        "fact_value": Shared("fact_value", (), f"CREATE VIEW fact_value AS {_fact_value(profile.standard, profile.named_fields)}"),
        "fact_redacted": Shared("fact_redacted", (), f"CREATE VIEW fact_redacted AS {_fact_redacted(profile.standard)}"),
    }
    for view in profile.standard.views:
        views[view.name] = Shared(view.name, [name for name in view.reads if name in views], view.sql)
    readers = _readers(views, chosen)
    needed = readers if running is None else _readers(views, running)
    return [
        replace(view, sql=view.sql.replace("CREATE VIEW", "CREATE TABLE", 1)) if readers[name] > 1 else view
        for name, view in views.items()
        if needed[name]
    ]


def _readers(views: Mapping[str, Shared], chosen: Iterable[Rule]) -> Counter[str]:
    """How many read each view: rules, and views that are read themselves."""
    readers = Counter(name for rule in chosen for name in rule.views)
    # backwards, so that a view's own readers are known
    for name in reversed(list(views)):
        if readers[name]:
            readers.update(views[name].reads)
    return readers


def settle_views(con: duckdb.DuckDBPyConnection, profile: Profile, chosen: Iterable[Rule], lacking: frozenset[str] = frozenset()) -> None:
    """Create the macros, and the shared views that these rules read. Only where the facts no longer change.

    What several read is a table before the next is planned over it: views upon views would be planned again for every reader.

    :param lacking: record types that were neither handed in nor declared complete; what asks for one will not run.
    """
    con.execute(profile.standard.macros)
    chosen = list(chosen)
    running = [rule for rule in chosen if lacking.isdisjoint(rule.header["records"])]
    views = {view.name: view for view in shared(profile, chosen, running)}
    order = TopologicalSorter({name: view.reads for name, view in views.items()})
    order.prepare()
    while ready := order.get_ready():
        for _ in database.side_by_side(con, _execute, [views[name].sql for name in sorted(ready)]):
            pass
        order.done(*ready)


def _execute(con: duckdb.DuckDBPyConnection, statement: str) -> None:
    con.execute(statement)


def _registers(con: duckdb.DuckDBPyConnection, standard: Standard) -> None:
    cols = {"date": "DATE", "working": "BOOLEAN"}
    con.execute(database.create("calendar_exception", cols))
    days = [{"date": r["date"], "working": r["working"] == "true"} for r in standard.register("calendar")]
    database.insert(con, "calendar_exception", cols, days)
    cols = {"year": "BIGINT"}
    con.execute(database.create("calendar_year", cols))
    database.insert(con, "calendar_year", cols, [{"year": int(r["year"])} for r in standard.register("calendar-years")])
    cols = {"code": "VARCHAR", "level": "VARCHAR", "parent": "VARCHAR", "edition": "VARCHAR"}
    con.execute(database.create("division", cols))
    database.insert(con, "division", cols, [{k: r[k] for k in cols} for r in standard.register("divisions")])
    cols = {"list": "VARCHAR", "code": "VARCHAR", "zh": "VARCHAR", "en": "VARCHAR"}
    con.execute(database.create("code", cols))
    codes = [
        {"list": name, "code": r["code"], "zh": r["zh"], "en": r["en"]} for name in standard.codelist_names for r in standard.codelist(name)
    ]
    database.insert(con, "code", cols, codes)
