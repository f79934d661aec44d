"""Which fields each rule reads, for the register of it. The queries say it themselves: the engine plans them and is asked what it would fetch."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from zhucun.judging import tables
from zhucun.standard import Standard

#: Views that hand over whatever field a policy row or the record itself names; laid out empty, so that they name none.
_BY_NAME = {
    "fact_value": ("recordType", "recordId", "field", "vals", "isList", "redacted"),
    "fact_redacted": ("recordType", "recordId", "field", "filled"),
    "case_date": ("caseId", "field", "date"),
}
_TYPES = {"vals": "VARCHAR[]", "isList": "BOOLEAN", "redacted": "BOOLEAN", "filled": "BOOLEAN", "date": "DATE"}


def columns_text(standard: Standard) -> str:
    """``columns-read.csv``, a line for each field that a rule reads."""
    found = columns_read(standard)
    lines = [f"{rule},{kind},{name}\n" for rule, kinds in found.items() for kind, names in kinds.items() for name in sorted(names)]
    return "".join(["rule,recordType,field\n", *lines])


def columns_read(standard: Standard) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """By rule and record type the fields that its query reads, whatever the policy; those that policy rows name are not among them."""
    con = duckdb.connect()
    try:
        tables.create_facts(con, standard)
        anyone = standard.profiles.resolve(next(iter(standard.profiles.own)))
        tables.create_context(con, anyone, tables.Frame("b", "2000-01-01", "2000-12-31", "2000-12-31"))
        for view, columns in _BY_NAME.items():
            empty = ", ".join(f'NULL::{_TYPES.get(c, "VARCHAR")} AS "{c}"' for c in columns)
            con.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT {empty} WHERE false")
        # nothing may be left out because the tables are empty; only what nobody reads
        others = con.execute("SELECT string_agg(name) FROM duckdb_optimizers() WHERE name <> 'unused_columns'").fetchall()[0][0]
        con.execute(f"SET disabled_optimizers = '{others}'")
        con.execute("SET explain_output = 'physical_only'")
        return {rule.id: _of_query(con, standard, rule.query, rule.reads, rule.views) for rule in standard.rules.values()}
    finally:
        con.close()


def _of_query(
    con: duckdb.DuckDBPyConnection, standard: Standard, query: str, records: list[str], views: list[str]
) -> dict[str, frozenset[str]]:
    plan = json.loads(con.execute(f"EXPLAIN (FORMAT json) {query}").fetchall()[0][1])
    found: dict[str, set[str]] = {}
    for table, columns in _scans(plan[0]):
        found.setdefault(table, set()).update(columns)
    # through a view over every type, a rule reads those that it is about
    wide = any(view.startswith("condition_") for view in views)
    kept = [kind for kind in standard.record_types if kind in found and (not wide or kind in records)]
    return {kind: frozenset(found[kind] & standard.columns(kind).keys()) for kind in kept}


def _scans(node: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The tables that a plan reads, each with the columns that it takes from it."""
    info = node.get("extra_info", {})
    if "Table" in info:
        columns = info.get("Projections", [])
        yield info["Table"].rpartition(".")[2], [columns] if isinstance(columns, str) else columns
    for child in node.get("children", ()):
        yield from _scans(child)
