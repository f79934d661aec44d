"""An absent field is a finding only where the rule's header says so (``absence``), with the reason.

The property: from the valid sample of each profile, one field after the other is taken out of all records, and every rule that then
finds something must have declared it. Records that are absent count only where their type is declared complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import duckdb
import pytest
from edition import DATED, profiles, standard
from facts import GZ, QN, YL, Facts, Record, all_but, change, everything, found, join, judge, on, settle, world
from worlds import YEAR, finds, graded, grades, measure, survey

from zhucun import conformance, sample
from zhucun.standard import Profile, column_type

PROFILES = DATED
WORD = re.compile(r"\w+")
#: Views that read whatever fields the rows of a profile name.
BY_NAME = frozenset({"fact_value"})


@cache
def words(sql: str) -> frozenset[str]:
    """The words of a query and of the shared views under it."""
    views = {view.name: view.sql for view in standard.views}
    seen: set[str] = set(WORD.findall(sql))
    todo = seen & views.keys()
    done: set[str] = set()
    while todo:
        view = todo.pop()
        done.add(view)
        seen |= set(WORD.findall(views[view]))
        todo |= (seen & views.keys()) - done
    return frozenset(seen)


def optional(kind: str) -> Iterator[tuple[str, str | None]]:
    """The fields that a record may leave out, also those inside the entries of a list."""
    schema = standard.schema(kind)
    for name, prop in schema["properties"].items():
        if name in ("ext", "redacted"):
            continue
        if name not in schema["required"]:
            yield name, None
        inside = prop.get("items", prop)
        for inner in inside.get("properties", {}):
            if inner not in inside.get("required", []):
                yield name, inner


def without(kind: str, name: str, inner: str | None) -> str:
    """The statement that leaves a field out of all records."""
    if inner is None:
        return f'UPDATE "{kind}" SET "{name}" = NULL'
    prop = standard.schema(kind)["properties"][name]
    inside = prop.get("items", prop)
    entry = ", ".join(f"'{n}': " + ("NULL" if n == inner else f'x."{n}"') for n in inside["properties"])
    made = f"{{{entry}}}::{column_type(inside)}"
    if prop["type"] == "array":
        return f'UPDATE "{kind}" SET "{name}" = list_transform("{name}", lambda x: {made})'
    made = made.replace('x."', f'"{name}"."')
    return f'UPDATE "{kind}" SET "{name}" = CASE WHEN "{name}" IS NOT NULL THEN {made} END'


def named(profile: Profile) -> set[tuple[str, str | None]]:
    """The fields that rows of a profile name."""
    rows = [r.values for table in ("condition", "allowedCode") for r in profile.table(table)]
    facts = {("rectificationCase", r.values["field"]) for r in profile.table("groundFact")}
    return {(r["recordType"], r[f]) for r in rows for f in ("field", "whenField") if f in r} | facts


@cache
def reported(profile: str) -> frozenset[tuple[str, str]]:
    """(rule, field) of each finding that an absent field makes in the sample of a profile."""
    resolved = profiles.resolve(profile)
    con = sample.database(sample.plan(resolved))
    con.execute("SET threads = 1")
    told, active = named(resolved), list(resolved.rules)
    out = set()
    for kind in standard.record_types:
        for name, inner in optional(kind):
            if con.execute(f'SELECT count("{name}") FROM "{kind}"').fetchone() == (0,):
                continue
            by_name = (kind, name) in told
            reading = [r for r in active if kind in (w := words(r.query)) and ({name, inner or name} <= w or (by_name and w & BY_NAME))]
            con.execute("BEGIN")
            con.execute(without(kind, name, inner))
            settle(con, resolved, reading)
            out |= {(r.id, f"{kind}.{name}" + (f".{inner}" if inner else "")) for r in reading if found(con, r)}
            con.execute("ROLLBACK")
    con.close()
    return frozenset(out)


def declared() -> set[tuple[str, str]]:
    return {(r.id, entry["field"]) for r in standard.rules.values() for entry in r.header.get("absence", [])}


def asked(profile: Profile) -> set[str]:
    """The fields that rows of a profile want to be there: of these it is the row that says so."""
    return {f"{r.values['recordType']}.{r.values['field']}" for r in profile.table("condition") if r.values["op"] == "PRESENT"}


#: The largest samples are looked at with ZHUCUN_LONG.
LARGE = {"qiannan-2021", "guizhou-2017", "yulin-2021", "hunan-2021"}


@pytest.mark.parametrize("profile", [pytest.param(p, marks=[pytest.mark.long] * (p in LARGE)) for p in PROFILES])
def test_an_absent_field_is_a_finding_only_where_the_header_says_so(profile: str) -> None:
    assert sorted((rule, f) for rule, f in reported(profile) - declared() if f not in asked(profiles.resolve(profile))) == []


#: Declared, and shown by a case of the suite: no sample has a record where the absence shows.
BY_HAND = {
    ("ASM-013", "posting.endDate"),
    ("ATT-011", "posting.endDate"),
    ("POST-007", "posting.replacesPostingId"),
    ("SUP-008", "support.countyExtraFen"),
    ("VIL-005", "village.weakRectifiedOn"),
}


@pytest.mark.parametrize(("rule", "field"), sorted(BY_HAND))
def test_an_absence_that_no_sample_shows_is_shown_by_a_case(rule: str, field: str) -> None:
    kind, name = field.split(".")
    cases = [c.data for c in conformance.load() if c.source.stem == rule and "facts" in c.data]
    told = [(c["facts"].get(kind, []), {f["recordId"] for f in c["expect"]["findings"] if f["rule"] == rule}) for c in cases]
    assert any(record["id"] in ids and name not in record for records, ids in told for record in records)


@pytest.mark.long
def test_nothing_is_declared_that_is_never_reported() -> None:
    assert sorted(declared() - frozenset().union(*map(reported, PROFILES)) - BY_HAND) == []


def test_what_is_declared_are_fields_that_may_be_absent() -> None:
    known = {(kind, name, inner) for kind in standard.record_types for name, inner in optional(kind)}
    for rule, field in declared():
        kind, name, inner = (*field.split("."), None)[:3]
        assert (kind, name, inner) in known, (rule, field)


# --- what a vendor met ----------------------------------------------------------------------------

HALF: dict[str, Any] = {"start": "2022-01-01", "end": "2022-06-30", "as_of": "2022-06-30"}


def tasks(*entries: Record) -> Any:
    return judge(YL, "TEAM-007", change(world("2022-01-01"), "team", taskList=list(entries)), **HALF)


def test_a_task_without_goal_or_person_is_not_judged_and_one_said_to_have_no_goal_is_found() -> None:
    assert (tasks({"code": "YL-1"}).ids, tasks({"code": "YL-1"}).unjudged) == ([], ["team.taskList"])
    assert tasks({"code": "YL-1", "goal": True}).unjudged == ["team.taskList"]
    assert tasks({"code": "YL-1", "goal": True, "responsibleCadreId": "c-1"}).silent
    assert tasks({"code": "YL-1", "goal": False, "responsibleCadreId": "c-1"}).ids == ["t-1"]


def travel(**fields: Any) -> Any:
    paid = on("support", {"kind": "TRAVEL_ALLOWANCE", "month": "2022-03", "amountFen": 10000, **fields})
    return judge(YL, "SUP-005", join(world("2022-01-01", level="50"), paid), **HALF)


def test_an_allowance_that_does_not_say_its_basis_is_not_judged() -> None:
    (row,) = [r.values for r in standard.profiles.resolve(YL).table("rateBasis") if r.values.get("tierRequired")]
    assert travel().unjudged == ["support.rateBasis"]
    assert travel(rateBasis=row["basisCode"]).ids == ["support-1"], "without its band it was not set by bands"
    assert travel(rateBasis=row["basisCode"], tier="1").silent
    other = next(c["code"] for c in standard.codelist("rate-basis") if c["code"] != row["basisCode"])
    assert travel(rateBasis=other).ids == ["support-1"]


def test_a_recall_that_does_not_say_of_whom_may_be_the_one_that_is_missed() -> None:
    graded = on("assessment", {"kind": "ANNUAL", "year": 2022, "date": "2022-12-20", "grade": "NOT_COMPETENT", "feedbackOn": "2022-12-21"})
    facts = join(world("2022-01-01"), graded)
    year: dict[str, Any] = {"start": "2022-01-01", "end": "2023-03-31", "as_of": "2023-03-31"}
    assert judge("hunan-2021", "MEA-008", facts, **year).ids == ["assessment-1"]
    nameless = on("measure", {"kind": "RECALL", "date": "2023-01-10"}, cadre=None)
    said = judge("hunan-2021", "MEA-008", join(facts, nameless), **year)
    assert (said.ids, said.unjudged) == ([], ["measure.cadreId"])


def test_a_diary_that_does_not_say_whose_it_is_may_be_the_one_that_is_missed() -> None:
    month: dict[str, Any] = {"start": "2022-03-01", "end": "2022-03-31", "as_of": "2022-03-31"}
    diary = on("activity", {"kind": "DIARY", "date": "2022-03-10"}, cadre=None)
    assert judge("guizhou-2017", "ATT-010", world("2022-01-01"), **month).ids == ["p-1"]
    assert judge("guizhou-2017", "ATT-010", join(world("2022-01-01"), diary), **month).unjudged == ["activity.cadreId"]


def test_a_missing_field_is_no_violation() -> None:
    for rule, missing in (("POST-001", "posting.lodgingInVillage"), ("CAD-001", "cadre.inService")):
        said = judge(GZ, rule, world(), **YEAR)
        assert said.ids == []
        assert missing in said.missing


# --- absent records ------------------------------------------------------------------------------

ABSENCES: list[tuple[str, str, Facts, str]] = [
    (GZ, "REC-007", join(world(), graded()), "rectificationCase"),
    (GZ, "REC-017", join(world(), graded()), "measure"),
    (GZ, "REC-008", join(world(), finds("2021-03-01", "2021-03-02", "2021-03-03")), "leave"),
    (GZ, "REC-010", join(world(), survey(1, 10)), "rectificationCase"),
    (GZ, "SUP-006", world(), "support"),
    (GZ, "SUP-007", world(), "support"),
    (QN, "MEA-004", world("2021-06-01", poorEffect=True), "measure"),
    (QN, "MEA-014", join(world(), measure("COMMENDATION", "2021-07-01", level="40")), "measure"),
    (QN, "TEAM-001", world(), "posting"),
    (QN, "SUP-011", join(world(), grades(1, 0)), "support"),
    (QN, "ASM-006", join(world(), grades(1, 0)), "assessment"),
]


#: A record of each type that answers no question above.
OTHER: dict[str, dict[str, Any]] = {
    "rectificationCase": {"grounds": ["11"], "route": "C", "decisionOn": "2020-01-01", "cadreId": "c-99"},
    "measure": {"kind": "PRIORITY", "date": "2020-01-01", "cadreId": "c-99"},
    "leave": {"kind": "SICK", "startDate": "2020-01-01", "endDate": "2020-01-02", "cadreId": "c-99"},
}


@pytest.mark.parametrize(("profile", "rule", "facts", "kind"), ABSENCES, ids=[a[1] for a in ABSENCES])
def test_an_absence_counts_only_where_the_records_are_declared_complete(profile: str, rule: str, facts: Facts, kind: str) -> None:
    period = ("2021-01-01", "2022-12-31")
    assert judge(profile, rule, facts, as_of=period[1], start=period[0], coverage=everything(*period)).findings
    # of the record type itself one record is still handed in, so that the rule runs
    handed = join(facts, on(kind, {"kind": "MEDICAL"} if kind == "support" else OTHER[kind]) if kind in OTHER or kind == "support" else {})
    said = judge(profile, rule, handed, as_of=period[1], start=period[0], coverage=all_but(*period, kind))
    assert said.findings == []
    assert list(said.missing) == [f"coverage.{kind}"]


def test_what_is_blacked_out_is_held_against_nobody() -> None:
    """An exemption that the sender has blacked out may be the very one that the row lets pass, and so may the step that a row waits for."""
    year: dict[str, Any] = {"start": "2022-01-01", "end": "2022-12-31", "as_of": "2022-12-31"}

    def lodging(**posting: Any) -> Any:
        return judge("made-up-county", "POST-001", world("2022-01-01", lodgingInVillage=False, **posting), **year)

    assert "p-1" in lodging().ids
    veiled = lodging(redacted=["exemptions"])
    assert (veiled.ids, "posting.exemptions" in veiled.unjudged) == ([], True)

    def filed(**fields: Any) -> Any:
        graded = on("assessment", {"kind": "ANNUAL", "year": 2021, "date": "2022-01-20", **fields})
        return judge("made-up-county", "ASM-012", join(world("2021-01-01"), graded), **year)

    assert filed(grade="COMPETENT").ids == ["assessment-1"]
    assert (filed().ids, filed().unjudged) == ([], [])
    veiled = filed(redacted=["grade"])
    assert (veiled.ids, veiled.unjudged) == ([], ["assessment.grade"])


def test_every_plain_field_of_a_day_can_be_named_in_a_condition() -> None:
    """One that the macro left out would be an exemption that nobody heeds."""
    properties = standard.schema("attendance")["properties"]
    plain = {n for n, p in properties.items() if p["type"] in ("string", "boolean")} - {"id", "cadreId", "date"}
    (macro,) = re.findall(r"CREATE MACRO attendance_text.*?;", standard.macros, re.S)
    con = duckdb.connect()
    con.execute(macro)
    day = ", ".join(f"'{name}': '{name}'" for name in plain)
    assert {name for name in plain if con.execute(f"SELECT attendance_text({{{day}}}, '{name}')").fetchone() == (name,)} == plain
