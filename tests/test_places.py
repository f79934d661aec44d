"""Fourteen documents that the standard was not written from, each a folder of ``tests/places``: clauses, the profile that carries
what it can, and for each clause carried worlds that break it beside lawful ones (``tests/places/README.md`` tells their form).

They are excerpts of documents, examples of generality and no profiles of the standard.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from edition import standard
from facts import Facts, Outcome, Record, judge, world

from zhucun import sample
from zhucun.calendar import add_months
from zhucun.judging import rules
from zhucun.places import check
from zhucun.places.reading import Reading, declares, readings
from zhucun.sample.breaking import break_rule
from zhucun.standard import Profile, Profiles

FOLDER = Path(__file__).resolve().parent / "places"
PLACES = sorted(p.name for p in FOLDER.iterdir() if p.is_dir())
BESIDE = Profiles(standard, FOLDER)

#: So many of the 125 clauses are carried by a row that a rule reads, with a world that breaks it; it only grows.
CARRIED = 118

#: Rules that find nothing in a sample, since the rows do not say by which body: (place, rule).
NOBODY = {("baihe-2017", "ASM-003"), ("horinger-2019", "ASM-003"), ("chongqing-2021", "SEL-002")}


@cache
def of(place: str) -> Profile:
    return BESIDE.resolve(place)


@cache
def read(place: str) -> dict[str, Reading]:
    return readings(of(place))


@cache
def review(place: str) -> check.Review:
    return check.check(BESIDE, FOLDER / place)


@pytest.mark.parametrize("place", PLACES)
def test_the_profile_is_sound_and_every_row_is_read(place: str) -> None:
    assert [(r.place, r.problem.text("en")) for r in review(place).remarks if r.level == "error"] == []
    profile = of(place)
    found = read(place)
    assert [r.row_id for r in profile.rows if not found[r.row_id].rules and not declares(standard, r.table)] == []


# --- worlds ---------------------------------------------------------------------------------------

#: The records of a world by type and by the name that its file gives them.
Named = dict[str, dict[str, list[Record]]]


@cache
def told(place: str) -> dict[str, Any]:
    """The file of worlds of a place."""
    out: dict[str, Any] = json.loads((FOLDER / place / "worlds.json").read_text("utf-8"))
    return out


def clauses(place: str) -> list[dict[str, str]]:
    with (FOLDER / place / "clauses.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def days(text: str) -> Iterator[str]:
    """The days of an interval, or of a repetition of one day, as ISO 8601 writes them; or the one day."""
    repeated = re.fullmatch(r"R(\d+)/(.+)/P(\d+)([DM])", text)
    first, _, last = (repeated[2] if repeated else text).partition("/")
    day = dt.date.fromisoformat(first)
    if repeated:
        step = int(repeated[3])
        for n in range(int(repeated[1])):
            yield (add_months(day, step * n) if repeated[4] == "M" else day + dt.timedelta(step * n)).isoformat()
    else:
        for n in range((dt.date.fromisoformat(last or first) - day).days + 1):
            yield (day + dt.timedelta(n)).isoformat()


def spread(kind: str, record: Record) -> list[Record]:
    """A record, or one for each of its days; of cadre ``c-1`` where it must be somebody's and does not say whose."""
    if "cadreId" in standard.schema(kind)["required"]:
        record = {"cadreId": "c-1", **record}
    if "/" not in record.get("date", ""):
        return [record]
    return [{**record, "id": f"{record['id']}-{day}", "date": day} for day in days(record["date"])]


def changed(facts: Named, change: Mapping[str, Any]) -> Named:
    """The world after a change: records dropped, fields set (``null`` takes one away), records added."""
    out = {kind: dict(named) for kind, named in facts.items()}
    of = {name: kind for kind, named in out.items() for name in named}
    for name in change.get("drop", ()):
        del out[of[name]][name]
    for name, fields in change.get("set", {}).items():
        out[of[name]][name] = [{k: v for k, v in {**r, **fields}.items() if v is not None} for r in out[of[name]][name]]
    for kind, records in change.items():
        if kind not in ("drop", "set"):
            out.setdefault(kind, {}).update({r["id"]: spread(kind, r) for r in records})
    return out


def twins(place: str, entry: Mapping[str, Any]) -> tuple[Outcome, Outcome]:
    """What the rule says of the lawful world, and of the one that breaks the clause."""
    told_of = told(place)
    base: Named = {k: {r["id"]: [r] for r in rs} for k, rs in world(**{**told_of["base"], **entry.get("base", {})}).items()}
    lawful = changed(changed(base, told_of.get("common", {})), entry["lawful"])
    period = {**told_of["period"], **entry.get("period", {})}

    def said(facts: Named) -> Outcome:
        flat: Facts = {k: [r for rs in named.values() for r in rs] for k, named in facts.items()}
        return judge(of(place), entry["rule"], flat, start=period["start"], as_of=period["asOf"])

    return said(lawful), said(changed(lawful, entry["violation"]))


WORLDS = [pytest.param(p, e, id=f"{e['clause']}-{e['row']}-{e['rule']}") for p in PLACES for e in told(p)["worlds"]]


@pytest.mark.parametrize(("place", "entry"), WORLDS)
def test_what_breaks_a_clause_is_found_and_what_keeps_it_is_not(place: str, entry: dict[str, Any]) -> None:
    profile, named = of(place), f"{place}/{entry.get('names', entry['row'])}"
    row = profile.row(f"{place}/{entry['row']}")
    assert entry["clause"] in row.clauses
    assert entry["rule"] in read(place)[row.row_id].rules
    lawful, violation = twins(place, entry)
    assert lawful.silent, (lawful.status, lawful.findings, lawful.missing)
    assert [f["policyRow"] for f in violation.findings] == [named], (violation.findings, violation.missing)
    weight = {"MUST": "error", "PROHIBITED": "error", "FACT": "info"}.get(profile.row(named).values["modality"], "warning")
    if profile.data["authority"] != "NORMATIVE" and weight == "error":
        weight = "warning"
    assert violation.severities == [entry.get("severity", weight)]


def test_how_many_clauses_are_carried() -> None:
    """A clause is carried where the worlds above judge it; of each of the others its file says why it is not."""
    all_of = [(p, c) for p in PLACES for c in clauses(p)]
    assert len(all_of) == 125
    carried = {(p, e["clause"]) for p in PLACES for e in told(p)["worlds"]}
    assert len(carried) >= CARRIED
    assert [c["id"] for p, c in all_of if ((p, c["id"]) in carried) == bool(c["reason"])] == []
    assert [c["id"] for p in PLACES for c in clauses(p) if not re.search("[\u4e00-\u9fff]", c["zh"]) or c["zh"] == c["en"]] == []
    assert sorted(p for p in PLACES if review(p).uncarried) == []


# --- the sample -----------------------------------------------------------------------------------


def own_rules() -> list[tuple[str, str]]:
    """The rules that judge by the rows of each place."""
    return [(p, r.id) for p in PLACES for r in of(p).rules if r.needs]


@cache
def made(place: str) -> Any:
    return sample.database(sample.plan(of(place)))


@pytest.mark.parametrize("place", [p for p in PLACES if review(p).rows])
def test_the_sample_is_lawful(place: str) -> None:
    assert [f for o in rules.run(made(place), of(place), {}) for f in o.found] == []


@pytest.mark.long
@pytest.mark.parametrize(("place", "rule"), own_rules())
def test_each_rule_can_be_broken(place: str, rule: str) -> None:
    """By its own break; where that was written for other rows, by a change that is found, and then it fires alone."""
    profile, chosen, con = of(place), standard.rule(rule), made(place)
    con.execute("BEGIN")
    try:
        con.execute(chosen.breaking)
        if any(o.found for o in rules.run(con, profile, {}, only=frozenset([rule]))):
            return
    finally:
        con.execute("ROLLBACK")
    fresh = sample.database(sample.plan(profile))
    assert break_rule(fresh, profile, chosen) == ((place, rule) not in NOBODY)
    fired = {o.rule.id for o in rules.run(fresh, profile, {}) if o.found}
    assert fired <= {rule} | {e["rule"] for e in chosen.header.get("entails", ())}
    assert ((place, rule) in NOBODY) != (rule in fired)
    fresh.close()
