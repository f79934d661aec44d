"""No rule's findings and no rule's work grow faster than the batch, whatever a sender puts into a column.

A batch is laid out of copies of a small sample, each with ids of its own, so that nothing in it is wrong on a large scale. Then
one column of one record type is given one value in every record; or all records of a type are made equal but for the id; or all
spans are made to reach over all years. Every rule that reads what was changed is run on such a batch and on one twice as large,
over the shared views as a validation makes them, which are measured too. Work is the number of rows that pass between the
operators of the query, as the engine counts them: it does not depend on the machine.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import duckdb
import pytest
from edition import standard
from facts import REGISTERS
from test_absence import BY_NAME, words
from test_rules import reads

from zhucun import sample
from zhucun.judging import tables

#: Under these, together, all rules run; each rule is tried under the first in which it does.
PROFILES = ("qiannan-2021", "yulin-2021", "guizhou-2017", "hunan-2021", "x-county-2021", "fujian-2004", "lushan-2011")

#: With ZHUCUN_LONG every column is tried; without, those by which records are matched, and the dates.
LONG = bool(os.environ.get("ZHUCUN_LONG"))

FIRST, LAST = "0001-01-01", "9999-12-31"

#: The years that spans are made to reach over: without ZHUCUN_LONG ten, for over all of them a rule by month takes a hundred years of months.
BEGIN, END = (FIRST, LAST) if LONG else ("2013-01-01", "2022-12-31")

#: Columns that are no references and yet say whose, where or when a record is.
KEYS = frozenset({"citizenId", "socialCreditCode", "villageCode", "divisionCode", "month", "year"})

#: The ends of spans; where all years are covered they are the last day, and the other dates the first.
ENDS = frozenset({"endDate", "plannedEnd", "abolishedOn", "dissolvedOn"})

#: What would cut a span short.
CUTS = frozenset({"returnReportedOn"})

#: Views that ask of any column whether a record has it.
ANY = BY_NAME | {"fact_redacted"}


# --- a batch that is multiplied -------------------------------------------------------------------


@cache
def chosen() -> dict[str, list[str]]:
    """Profile → the rules that are tried under it."""
    out: dict[str, list[str]] = {}
    seen: set[str] = set()
    for profile in PROFILES:
        out[profile] = [r.id for r in standard.profiles.resolve(profile).rules if r.id not in seen]
        seen |= set(out[profile])
    return out


@cache
def seeds(profile: str) -> duckdb.DuckDBPyConnection:
    """The sample of a profile, with its records kept in tables ``seed <type>`` beside the fact tables."""
    con = sample.database(sample.plan(standard.profiles.resolve(profile)))
    con.execute("SET memory_limit = '1200MB'; SET threads = 1; PRAGMA enable_profiling = 'no_output'")
    for kind in standard.record_types:
        con.execute(f'CREATE TABLE "seed {kind}" AS SELECT * FROM "{kind}" ORDER BY id')
    con.execute('CREATE TABLE "seed batch" AS FROM batch; CREATE TABLE "seed coverage" AS FROM coverage')
    for view in reversed(standard.views):
        if view.name not in REGISTERS:
            con.execute(f"DROP VIEW {view.name}")
    con.execute("DROP VIEW fact_value; DROP VIEW fact_redacted")
    return con


def size(con: duckdb.DuckDBPyConnection, table: str) -> int:
    (count,) = con.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0]
    return int(count)


def own(kind: str) -> str:
    """The columns of a record type, with ids and references of its own for each copy ``c``."""
    marked = ["id || '.' || c AS id"]
    for column, (_, many) in standard.references(kind).items():
        marked.append(
            f"""list_transform("{column}", lambda x: x || '.' || c) AS "{column}\""""
            if many
            else f""""{column}" || '.' || c AS "{column}\""""
        )
    return f"s.* REPLACE ({', '.join(marked)})"


def lay(con: duckdb.DuckDBPyConnection, kind: str, count: int) -> None:
    """Fill the fact tables with so many records of a type, also in ``laid <type>``, and with whole copies of the sample of the others."""
    copies = -(-count // size(con, f"seed {kind}"))
    for other in standard.record_types:
        whole = max(1, min(copies, count // max(1, size(con, f"seed {other}"))))
        most, times = (f"ORDER BY c, id LIMIT {count}", copies) if other == kind else ("", whole)
        con.execute(f'CREATE OR REPLACE TABLE "{other}" AS SELECT {own(other)} FROM "seed {other}" s, range({times}) r(c) {most}')
    con.execute(f'CREATE OR REPLACE TABLE "laid {kind}" AS FROM "{kind}" ORDER BY id')


# --- what a sender may do to it -------------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """One way to fill the records of a type: ``sql`` makes them from the laid ones, ``after`` may change the batch.

    :ivar changed: the columns that are no longer as they were laid; None where it is more than these.
    """

    kind: str
    name: str
    sql: str
    after: str = ""
    changed: frozenset[str] | None = None

    def __str__(self) -> str:
        return f"{self.kind}.{self.name}"


# The batch speaks of these years, and declares itself complete for them.
def whole(first: str = FIRST, last: str = LAST) -> str:
    return f"""UPDATE batch SET startDate = DATE '{first}', endDate = DATE '{last}', "asOf" = DATE '{last}';
               UPDATE coverage SET startDate = DATE '{first}', endDate = DATE '{last}'"""


def forms(profile: str, kind: str) -> Iterator[Form]:
    """What is tried with a record type."""
    con = seeds(profile)
    laid = f'FROM "laid {kind}" s'
    columns = {name: type_ for name, type_ in standard.columns(kind).items() if name != "id"}
    refs = [c for c in columns if c in standard.references(kind)]
    days = [c for c in columns if columns[c] == "DATE"]

    def first(column: str) -> str:
        return f'(SELECT "{column}" {laid} WHERE "{column}" IS NOT NULL ORDER BY id LIMIT 1) AS "{column}"'

    for column in columns if LONG else [c for c in columns if c in refs or c in KEYS]:
        if column in days:
            for day in (FIRST, LAST):
                yield Form(
                    kind, f"{column} {day}", f"SELECT s.* REPLACE (DATE '{day}' AS \"{column}\") {laid}", changed=frozenset([column])
                )
        else:
            yield Form(kind, f"{column} the same", f"SELECT s.* REPLACE ({first(column)}) {laid}", changed=frozenset([column]))
    if refs:
        yield Form(kind, "all references the same", f"SELECT s.* REPLACE ({', '.join(map(first, refs))}) {laid}", changed=frozenset(refs))
    if days:
        reach = ", ".join(f'NULL::DATE AS "{c}"' if c in CUTS else f"DATE '{END if c in ENDS else BEGIN}' AS \"{c}\"" for c in days)
        yield Form(kind, "all years", f"SELECT s.* REPLACE ({reach}) {laid}", whole(BEGIN, END))
        if refs:
            same = ", ".join(map(first, refs))
            yield Form(kind, "all years and the same references", f"SELECT s.* REPLACE ({reach}, {same}) {laid}", whole(BEGIN, END))
    by = next((c for c in ("kind", "role", "body", "status") if c in columns), None)
    groups = f'SELECT {by or "NULL"} AS v FROM "seed {kind}" GROUP BY v ORDER BY count(*) DESC, v' + ("" if LONG else " LIMIT 1")
    for (value,) in con.execute(groups).fetchall():
        which = f"WHERE {by} = '{value}'" if value is not None else ""
        model = f'(SELECT * FROM "laid {kind}" {which} ORDER BY id LIMIT 1)'
        yield Form(
            kind,
            f"all like a {value or kind}",
            f"SELECT o.* REPLACE (o.id || '.' || n AS id) FROM (SELECT row_number() OVER (ORDER BY id) AS n {laid}), {model} o",
        )


# --- what is measured -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """What a rule costs: rows of its result, and rows that passed between the operators of its query."""

    rows: int
    work: int


def cost(con: duckdb.DuckDBPyConnection, rule: str) -> Cost:
    return measured(con, "rule_result", f"CREATE OR REPLACE TEMP TABLE rule_result AS {standard.rule(rule).query}")


def measured(con: duckdb.DuckDBPyConnection, table: str, statement: str) -> Cost:
    """What it costs to make a table."""
    con.execute(statement)
    told = json.loads(con.get_profiling_information("json"))["query"]
    return Cost(size(con, table), told["total_intermediate_rows"])


def shared(profile: str, rules: list[str]) -> list[tables.Shared]:
    """The shared views that rules read, as a validation by the profile makes them."""
    resolved = standard.profiles.resolve(profile)
    return [v for v in tables.shared(resolved, resolved.rules, [standard.rule(r) for r in rules]) if v.name not in REGISTERS]


def settle(con: duckdb.DuckDBPyConnection, views: list[tables.Shared]) -> dict[str, Cost]:
    """Make shared views anew, and say what those cost that are tables."""
    out = {}
    for view in views:
        if view.sql.startswith("CREATE TABLE"):
            out[view.name] = measured(con, view.name, view.sql.replace("CREATE", "CREATE OR REPLACE", 1))
        else:
            con.execute(view.sql.replace("CREATE", "CREATE OR REPLACE", 1))
    return out


def drop(con: duckdb.DuckDBPyConnection, views: list[tables.Shared]) -> None:
    for view in reversed(views):
        con.execute(f"DROP {'TABLE' if view.sql.startswith('CREATE TABLE') else 'VIEW'} {view.name}")


def costs(profile: str, kind: str, forms: Iterable[Form], rules: list[str]) -> dict[tuple[str, str], Cost]:
    """Change the laid records of one type to a form after the other, and run the rules and make the views that can notice."""
    con, views = seeds(profile), shared(profile, rules)
    out, stale = {}, {view.name for view in views}

    def notices(sql: str, form: Form) -> bool:
        read = words(sql)
        return bool(form.after or read & ANY) or (kind in read and (form.changed is None or bool(read & form.changed)))

    for form in forms:
        # a new table, so that the engine plans by what is in it and not by what was
        con.execute(f'CREATE OR REPLACE TABLE "{kind}" AS {form.sql}')
        con.execute(form.after)
        changed = {view.name for view in views if notices(view.sql, form)}
        done = settle(con, [view for view in views if view.name in changed | stale])
        done |= {rule: cost(con, rule) for rule in rules if notices(standard.rule(rule).query, form)}
        out |= {(form.name, what): c for what, c in done.items()}
        con.execute(RESET)
        stale = changed
    drop(con, views)
    return out


RESET = 'DELETE FROM batch; INSERT INTO batch FROM "seed batch"; DELETE FROM coverage; INSERT INTO coverage FROM "seed coverage"'


def reading(profile: str, kind: str) -> list[str]:
    """The rules tried under a profile that read a record type."""
    return [r for r in chosen()[profile] if kind in reads()[r]]


PAIRS = [(p, k) for p in PROFILES for k in standard.record_types if reading(p, k)]

#: Records of the type that is multiplied. The larger number of whole samples fits into the double as often as into the single.
COUNT = 2_000 if LONG else 500

#: A span over all years takes part in each month of the hundred years that calendar periods are kept for.
MONTHS = 1224


@pytest.mark.long
@pytest.mark.parametrize(("profile", "kind"), PAIRS)
def test_twice_the_records_are_twice_the_work(profile: str, kind: str) -> None:
    con, rules = seeds(profile), reading(profile, kind)
    if not size(con, f"seed {kind}"):
        return  # the sample of the place has none to be multiplied
    lay(con, kind, COUNT)
    single = costs(profile, kind, forms(profile, kind), rules)
    lay(con, kind, 2 * COUNT)
    grown = []
    for (form, what), after in costs(profile, kind, forms(profile, kind), rules).items():
        before = single[form, what]
        # what is small may be more than double for other reasons: a plan that stops at once where one side is empty
        if after.work > 2.5 * before.work + 20 * COUNT or after.rows > 2.2 * before.rows + COUNT // 2 or after.rows > MONTHS * 2 * COUNT:
            grown.append(f"{what} with {kind}.{form}: {before} → {after}")
    assert grown == []


@pytest.mark.long
@pytest.mark.parametrize("kind", [k for k in standard.record_types if standard.references(k)])
def test_ten_thousand_records_that_share_their_references_fit_into_memory(kind: str) -> None:
    """No rule fails, and none says more than a few things of a record."""
    profile = PROFILES[0]
    con, rules = seeds(profile), reading(profile, kind)
    lay(con, kind, 10_000)
    same = [f for f in forms(profile, kind) if f.name == "all references the same"]
    found = costs(profile, kind, same, rules)
    assert [f"{what}: {c.rows}" for (_, what), c in found.items() if what in rules and c.rows > 30 * 10_000] == []


def test_one_inspection_over_all_years_of_a_hundred_cadres_is_judged() -> None:
    """Two thousand years of a hundred cadres would be three hundred million days."""
    con = seeds("qiannan-2021")
    lay(con, "activity", COUNT)
    con.execute(
        f"""INSERT INTO activity (id, kind, finding, date, endDate, cadreIds)
            SELECT 'long', 'INSPECTION', 'OFF_POST', DATE '{FIRST}', DATE '{LAST}', (SELECT list(id) FROM (SELECT id FROM cadre ORDER BY id LIMIT 100))"""
    )
    views = shared("qiannan-2021", ["ATT-009"])
    made = settle(con, views)
    found = cost(con, "ATT-009")
    drop(con, views)
    assert 0 < found.rows <= size(con, "attendance")
    assert found.work + sum(view.work for view in made.values()) < 50 * size(con, "attendance")


def test_one_leave_over_all_years_is_judged() -> None:
    con = seeds("qiannan-2021")
    lay(con, "leave", COUNT)
    con.execute(
        f"UPDATE leave SET startDate = DATE '{FIRST}', endDate = DATE '{LAST}', approvedOn = DATE '{FIRST}', returnReportedOn = NULL"
    )
    con.execute(whole())
    rules = reading("qiannan-2021", "leave")
    views = shared("qiannan-2021", rules)
    settle(con, views)
    for rule in rules:
        assert cost(con, rule).rows <= MONTHS * (size(con, "posting") + size(con, "leave")), rule
    drop(con, views)
    con.execute(RESET)
