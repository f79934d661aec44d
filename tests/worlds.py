"""What the tests of several rule families build their worlds from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from edition import standard
from facts import FJS, HN, YL, Facts, Outcome, Record, change, dates, further, join, judge, on, said, world


def after(day: str) -> str:
    """The next day."""
    return (dt.date.fromisoformat(day) + dt.timedelta(1)).isoformat()


def june(rule: str, profile: str, *parts: Facts, **more: Any) -> Outcome:
    """June 2021 of a cadre who is posted all the month."""
    return judge(profile, rule, join(*parts), **{"as_of": "2021-06-30", "start": "2021-06-01", **more})


#: A leave applied for and approved in writing before June 2021.
LEAVE = {"kind": "PERSONAL", "form": "WRITTEN", "appliedOn": "2021-05-30", "approvedOn": "2021-05-31"}


def leave(start: str, end: str, **fields: Any) -> Facts:
    """A leave of cadre ``c-1`` with nothing amiss."""
    return on("leave", {**LEAVE, "startDate": start, "endDate": end, "returnReportedOn": after(end), **fields})


def finds(*days: str, **fields: Any) -> Facts:
    """Spot checks that found cadre ``c-1`` off post."""
    return on("activity", *({"kind": "SPOT_CHECK", "date": d, "finding": "OFF_POST", **fields} for d in days))


def measure(kind: str, date: str, **fields: Any) -> Facts:
    """One measure, about cadre ``c-1`` unless told otherwise."""
    return on("measure", {"kind": kind, "date": date, **fields})


def graded(kind: str = "ANNUAL", grade: str = "NOT_COMPETENT", **fields: Any) -> Facts:
    """The grade of cadre ``c-1`` for 2021."""
    return on("assessment", {"kind": kind, "year": 2021, "date": "2022-01-10", "grade": grade, **fields})


def grades(excellent: int, competent: int, year: int = 2021, role: str = "TEAM_MEMBER", first: int = 100) -> Facts:
    """As many cadres with an annual grade."""
    out: Facts = {}
    for n in range(excellent + competent):
        who = further(str(first + n), f"{year}-01-01", role=role)
        grade = {"id": f"a-{first + n}", "cadreId": f"c-{first + n}", "kind": "ANNUAL", "year": year, "date": f"{year + 1}-01-10",
                 "grade": "EXCELLENT" if n < excellent else "COMPETENT"}  # fmt: skip
        out = join(out, who, {"assessment": [grade]})
    return out


#: Each of the two normative documents of 2021.
BOTH = pytest.mark.parametrize("profile", [HN, YL])


def leaves(*spans: tuple[str, str], **fields: str) -> Facts:
    """Leaves of cadre ``c-1`` from one day to another."""
    return on("leave", *({"kind": "PERSONAL", "startDate": a, "endDate": b, **fields} for a, b in spans))


FS, M = "FIRST_SECRETARY", "TEAM_MEMBER"


def team_of(
    rule: str, profile: str = HN, level: str = "40", village: Record | None = None, others: Facts | None = None, **fields: Any
) -> str:
    """What is said of the team in the autumn of 2021, with these fields."""
    facts = change(change(world("2021-09-01", level=level), "team", **fields), "village", **(village or {}))
    return said(judge(profile, rule, join(facts, others or {}), start="2021-09-01", as_of="2021-12-31"))


#: The members of an office in Hunan.
FOUR = ["PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT"]


def posting_of(
    rule: str, profile: str = HN, start: str = "2021-09-01", end: str | None = None, as_of: str = "2024-12-31", **fields: Any
) -> str:
    """What is said of a posting with these fields."""
    return said(judge(profile, rule, world(start, end, **fields), start=start, as_of=as_of))


def assessed(
    rule: str, profile: str, *assessments: Record, start: str = "2021-09-01", as_of: str = "2023-06-30", **world_fields: Any
) -> str:
    """What is said of assessments of cadre ``c-1``, by default the annual one of 2022."""
    records = [{"kind": "ANNUAL", "year": 2022, "date": "2023-01-10", **a} for a in assessments]
    return said(judge(profile, rule, join(world(start, **world_fields), on("assessment", *records)), start="2021-09-01", as_of=as_of))


#: What was known on the as-of day, in a batch that reaches a month further.
START, AS_OF, END = "2021-09-01", "2021-12-31", "2022-01-31"


def by_new_year(profile: str, rule: str, facts: Facts, start: str = START, as_of: str = AS_OF, end: str = END, **more: Any) -> str:
    """What is said in a batch that reaches a month beyond its as-of day."""
    return said(judge(profile, rule, facts, start=start, as_of=as_of, end=end, **more))


def in_half_year(profile: str, rule: str, facts: Facts, start: str = "2021-07-01", as_of: str = "2021-12-31", **more: Any) -> str:
    """What is said of the second half of 2021."""
    return said(judge(profile, rule, facts, start=start, as_of=as_of, **more))


def round_of(
    rule: str, *parts: Facts, start: str = "2004-07-01", end: str | None = "2007-06-30", as_of: str = "2007-12-31", **fields: Any
) -> str:
    """What is said of a round of postings in Fujian."""
    facts = join(world(start, end, role="VILLAGE_PARTY_SECRETARY", **fields), *parts)
    return in_half_year(FJS, rule, facts, start="2004-07-01", as_of=as_of)


def complete(kind: str, start: str, end: str, *, of: str | None = None) -> list[Record]:
    """Records of a type (of one kind of it) declared complete."""
    return [{"recordType": kind, **({"kind": of} if of else {}), "startDate": start, "endDate": end}]


def survey(satisfied: int, respondents: int, day: str = "2021-05-06") -> Facts:
    """A survey of the satisfaction with cadre ``c-1``."""
    return on("activity", {"kind": "SATISFACTION_SURVEY", "date": day, "satisfiedCount": satisfied, "respondentCount": respondents})


def shifted(day: str, days: int) -> str:
    """The day so many days later."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()


def village(facts: Facts, *types: str, until: str | None = None, **fields: Any) -> Facts:
    """The village of the world with types, all of them until a day."""
    return change(facts, "village", types=[{"code": t, **({"endDate": until} if until else {})} for t in types] or None, **fields)


def neighbour(number: str, *types: str) -> Facts:
    """One more village ``v-<number>`` with a team ``t-<number>``, without anybody in it."""
    place: Record = {"id": f"v-{number}", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "township"}
    return {
        "village": [place | ({"types": [{"code": t} for t in types]} if types else {})],
        "team": [{"id": f"t-{number}", "homeVillageId": f"v-{number}", "dispatchingUnitIds": ["unit"], "dispatchLevel": "40"}],
    }


def covered(kind: str, *spells: tuple[str, str]) -> list[Record]:
    """Coverage of a record type for some spells."""
    return [{"recordType": kind, "startDate": start, "endDate": end} for start, end in spells]


#: The year 2021, and its last four months.
YEAR = {"as_of": "2021-12-31", "start": "2021-01-01"}
AUTUMN = {"start": "2021-09-01", "as_of": "2021-12-31"}


def actors_at(*names: str) -> list[dict[str, str]]:
    """Bodies at a level, each written ``BODY@LEVEL``."""
    return [{"body": n.split("@")[0], "level": n.split("@")[1]} for n in names]


def grades_of_team(excellent: int, others: int) -> Facts:
    """Annual grades of 2021, each of one more cadre of the village."""
    out: Facts = {}
    for n in range(excellent + others):
        grade = {"kind": "ANNUAL", "year": 2021, "date": "2022-01-10", "grade": "EXCELLENT" if n < excellent else "COMPETENT"}
        out = join(out, further(f"9{n}", "2021-05-01"), {"assessment": [{"id": f"a-{n}", "cadreId": f"c-9{n}", **grade}]})
    return out


def handover(**successor: Any) -> Facts:
    """A rotation on 31 October 2023 after two years in Yulin, with a successor since 1 September."""
    later = further("2", "2023-09-01", role="FIRST_SECRETARY", replacesPostingId="p-1", **successor)
    return join(world("2021-09-01", "2023-10-31", endReason="ROTATION"), later)


#: Weekends that are worked and weekdays that are not.
EXCEPTIONS = {r["date"]: r["working"] == "true" for r in standard.register("calendar")}


#: The working days of 2021.
WORKING_DAYS = [d for d in dates("2021-01-01", 365) if EXCEPTIONS.get(d, dt.date.fromisoformat(d).weekday() < 5)]
