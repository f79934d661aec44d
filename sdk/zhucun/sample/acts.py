"""What everybody in a sample does: leave, attendance, periodic duties, assessments, support and measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from zhucun.calendar import DAY, Day, add_months, months_between, periods
from zhucun.sample.policy import Facts, Policy, Record, Values
from zhucun.sample.stories import assess, grant, measure, survey
from zhucun.sample.world import Stay, World, act

#: A day's entry: date and status.
Entry = tuple[Day, str]


def regular(world: World) -> None:
    """Add everything regular but the attendance."""
    _leaves(world)
    _assessments(world)
    for row in world.policy.rows("obligation"):
        _DUTIES[row["subject"]](world, row)
    _diaries(world)
    _inspections(world)
    _allowances(world, Attendance(world))
    _benefits(world)
    # single events and measures need some time around them
    if world.plan.end - world.plan.start >= 60 * DAY:
        _events(world)
        _measures(world)


# --- leave and attendance -------------------------------------------------------------------------


def _leaves(world: World) -> None:
    """Two days of leave in the month after the first, a Tuesday and a Wednesday, for whoever stays long enough.

    Of those with whom nothing special happens some are granted the whole week and come back on the Thursday, and some are
    on leave over the end of the month.
    """
    for n, stay in enumerate(world.stays):
        span = months_between(add_months(stay.start, 1), stay.last)[:-1]
        if not span:
            continue
        # where nothing special happens, leaves are spread over the period
        month = span[0] if stay.told else span[n % len(span)]
        day = month + ((1 - month.weekday()) % 7 + 7) * DAY
        turn = add_months(month, 1)
        if not stay.told and n % 4 == 1 and day > stay.start and day + 4 * DAY <= stay.last:
            grant(world, stay, day, day + 3 * DAY, "PERSONAL", back=day + 2 * DAY)
        elif not stay.told and n % 4 == 2 and turn - DAY > stay.start and turn + 2 * DAY <= stay.last:
            grant(world, stay, turn - DAY, turn, "PERSONAL")
        elif day > stay.start and day + 2 * DAY <= stay.last:
            grant(world, stay, day, day + DAY, "PERSONAL")


#: Parameters that ask for days in other periods than months and years, or for a share of the working days.
_OTHER_DAYS = ("minDaysPerWeek", "minDaysPerQuarter", "minDaysPerHalfYear", "minPercentPerMonth", "minPercentPerYear")


class Attendance:
    """The days of a posting, one entry a day, with as many credited days as the profile asks for and one more."""

    def __init__(self, world: World) -> None:
        policy = world.policy
        self._days, self._end = policy.days, world.plan.end
        self.credit: list[str] = [r["status"] for r in policy.rows("creditingStatus")] or ["IN_VILLAGE"]
        self._month = policy.number("presence.minDaysPerMonth")
        self._capped = policy.flag("presence.monthlyCapWorkingDays")
        year = policy.number("presence.minDaysPerYear")
        if self._month is None and year is not None:
            self._month = -(-year // 12) + 1
        # where days are asked for by another measure, every free day is spent in the village
        if any(policy.flag(f"presence.{name}") for name in _OTHER_DAYS):
            self._month = 31
        self._usual: dict[tuple[Day, int], list[Entry]] = {}

    def month(self, stay: Stay, first: Day) -> list[Entry]:
        """The entries of one calendar month, within the posting."""
        last = add_months(first, 1) - DAY
        whole = stay.start <= first and last <= stay.last
        special = any(a <= last and b >= first for a, b in [*stay.leaves, *stay.away])
        variant = int(stay.cadre["id"][1:]) % 7
        if whole and not special:
            if (first, variant) not in self._usual:
                self._usual[first, variant] = self._make(first, last, set(), set(), variant, True)
            return self._usual[first, variant]
        first, last = max(first, stay.start), min(last, stay.last)
        leave, away = _spread(stay.leaves), _spread(stay.away)
        return self._make(first, last, leave, away, variant, whole)

    def _make(self, first: Day, last: Day, leave: set[Day], away: set[Day], variant: int, whole: bool) -> list[Entry]:
        span = [first + DAY * n for n in range((last - first).days + 1)]
        free = [d for d in span if d not in leave and d not in away]
        credited = {d for d in free if d in self._days}
        if whole and self._month is not None:
            # working days alone may not be enough: then days off are spent in the village, earliest first
            working = len(self._days.between(first, last))
            target = (min(self._month, working) if self._capped else self._month) + 1
            for day in free:
                if len(credited) >= target:
                    break
                credited.add(day)
        if whole and variant == 3 and (off := [d for d in free if d not in credited]):
            # a day off worked in the village is made up for by a day of rest at the end of the month
            credited.remove(max(d for d in credited if d in self._days))
            credited.add(off[0])
        out: list[Entry] = []
        for day in span:
            if day in leave:
                status = "LEAVE"
            elif day in away:
                status = "TRAINING"
            elif day not in credited:
                status = "REST"
            else:
                status = self._status(day, variant)
            out.append((day, status))
        return out

    def _status(self, day: Day, variant: int) -> str:
        others = [s for s in self.credit if s != "IN_VILLAGE"]
        if others and (day.day + variant) % 9 == 0 and day in self._days:
            return others[(day.month + variant) % len(others)]
        return "IN_VILLAGE"

    def stay(self, stay: Stay) -> Iterator[Entry]:
        """All entries of a posting, in order."""
        for first in months_between(stay.start, stay.last):
            yield from self.month(stay, first)

    def credited(self, stay: Stay, first: Day, working: bool) -> int:
        """Credited days of a month, or those of them that are working days."""
        return sum(s in self.credit and (not working or d in self._days) for d, s in self.month(stay, first))


def _spread(spans: list[tuple[Day, Day]]) -> set[Day]:
    return {a + DAY * n for a, b in spans for n in range((b - a).days + 1)}


#: Parameters that ask for nights in the village.
_NIGHTS = ("overnightRequired", "minNightsPerWeek", "minNightsPerMonth", "minNightsPerYear")


def attendance(world: World) -> Iterator[Record]:
    """The attendance records, one at a time."""
    book, policy = Attendance(world), world.policy
    if not policy.reads_presence:
        return
    keeper, asked = policy.code("presence.keeper"), policy.rows("condition", recordType="attendance")
    nights = any(policy.flag(f"presence.{name}") for name in _NIGHTS)
    number = 0
    #: what the conditions on a day of some status ask of somebody of these roles and this level
    extras: dict[tuple[Any, ...], Record] = {}
    for stay in world.stays:
        cadre, village = stay.cadre["id"], stay.village["id"]
        for day, status in book.stay(stay):
            number += 1
            record = {"id": f"a{number:09d}", "cadreId": cadre, "date": day.isoformat(), "status": status}
            if status == "IN_VILLAGE":
                record["villageId"] = village
            # who has the day in the village, or rests there, spends the night there where nights are asked for
            if nights and status in ("IN_VILLAGE", "REST"):
                record["overnight"] = True
            if keeper:
                record["recordedBy"] = keeper
            if asked:
                key = (status, stay.facts.roles, stay.facts.level)
                if key not in extras:
                    extras[key] = policy.fill("attendance", {"kind": status, "status": status}, stay.facts)
                record |= {k: v for k, v in extras[key].items() if k != "kind"}
            yield record


# --- assessments ----------------------------------------------------------------------------------


def _services(world: World) -> list[Stay]:
    """The last posting of each unbroken service: what is owed to a person or by one runs over all of it."""
    return [s for s in world.stays if not s.moved]


def _assessments(world: World) -> None:
    policy, plan = world.policy, world.plan
    kinds = {r["kind"] for r in policy.rows("assessmentRequirement")}
    least = policy.number("assessment.minMonthsForAnnual")
    if "ANNUAL" in kinds or least or policy.flag("assessment.excellentMaxPercent") or policy.rows("gradeCap"):
        for year in range(plan.start.year, plan.end.year):
            _annual(world, year, least or 6)
    for stay in _services(world):
        if "HALF_YEAR_REVIEW" in kinds:
            for first, last in periods("HALF_YEAR", stay.since, stay.last):
                on, label = policy.days.add(last, 5), f"{first.year}-H{1 + (first.month > 1)}"
                if on <= stay.last and (stay.cadre["id"], "HALF_YEAR_REVIEW", label) not in world.assessed:
                    assess(world, stay, "HALF_YEAR_REVIEW", first.year, on, "COMPETENT", label)
        ended = stay.posting.get("endReason")
        if ended and policy.flag("assessment.inspectBeforeEnd"):
            assess(world, stay, "TERM_INSPECTION", stay.last.year, stay.last - 15 * DAY, "COMPETENT")
        if ended in ("ROTATION", "TWO_YEARS_SERVED") and ("TERM" in kinds or policy.flag("assessment.termBeforeRotation")):
            assess(world, stay, "TERM", stay.last.year, stay.last - 25 * DAY, "COMPETENT")


def _annual(world: World, year: int, months: int) -> None:
    """The annual assessment of everybody who was posted long enough in a year, excellent grades within their share."""
    policy, plan = world.policy, world.plan
    on = policy.days.add(Day(year, 12, 31), 6)
    if policy.days.add(on, 6) > plan.end:
        return
    pool = []
    for stay in _services(world):
        first, last = max(stay.since, Day(year, 1, 1)), min(stay.last, Day(year, 12, 31))
        if first <= last and add_months(first, months) - DAY <= last and (stay.cadre["id"], "ANNUAL", str(year)) not in world.assessed:
            pool.append(stay)
    percent = policy.number("assessment.excellentMaxPercent")
    best = len(pool) * percent // 100 if percent is not None else 1
    for stay in pool:
        clean = best > 0 and stay.cadre["id"] not in world.blemished and stay.whole
        best -= clean
        assess(world, stay, "ANNUAL", year, on, "EXCELLENT" if clean else "COMPETENT")
        if clean and (share := policy.number("support.bonusPrizePercent")):
            bonus: Record = {"id": world.ident("u", 6), "kind": "PERFORMANCE_BONUS", "cadreId": stay.cadre["id"], "year": year}
            bonus |= {"amountFen": 20_000 * share, "baseFen": 2_000_000, "payer": "DISPATCHING_UNIT", "rateBasis": "PREFECTURE_FIRST_PRIZE"}
            if gain := policy.number("support.meanIncreaseMinFen"):
                bonus["increaseFen"] = gain + 10_000
            world.supports.append(policy.fill("support", bonus, stay.facts))


# --- periodic duties ------------------------------------------------------------------------------


def _periods(row: Values, start: Day, end: Day) -> Iterator[tuple[Day, Day]]:
    """The periods in which an act is owed, each with the first and the last day on which it is in time."""
    for first, last in periods(row["period"], start, end):
        yield first, min(last, first + DAY * (row["dueDays"] - 1)) if "dueDays" in row else last


def _dates(world: World, first: Day, last: Day, many: int) -> list[Day]:
    """So many days, spread over a period: working days, where there is one before its end."""
    step = (last - first).days // (many + 1)
    days = (first + DAY * step * (n + 1) for n in range(many))
    return [after if (after := world.policy.days.on_or_after(day)) <= last else day for day in days]


def _duty(row: Values, day: Day, level: str | None) -> Record:
    record: Record = {"kind": row["act"], "date": day.isoformat()}
    if level := row.get("lowestLevel") or level:
        record["level"] = level
    for column, name in (("body", "body"), ("form", "form"), ("tier", "tier")):
        if column in row:
            record[name] = row[column]
    if "leaderRole" in row:
        record["leaderRoles"] = [row["leaderRole"]]
    if "topics" in row:
        record["topics"] = row["topics"][:1]
    if row["period"] == "ROUND":
        record["round"] = "1"
    return record


def _recipients(world: World, row: Values, village: Record | None, units: list[str], division: str) -> list[str]:
    """Ids of the organizations that an act is addressed to."""
    body, level = row.get("recipient"), row.get("recipientLevel")
    if body is None:
        return list(units) if row.get("perUnit") else []
    if body == "DISPATCHING_UNIT":
        return list(units)
    if village and body == "TOWNSHIP_PARTY_COMMITTEE":
        return [village["townshipId"]]
    if village and body == "MANAGEMENT_OFFICE" and level in (None, "50"):
        return [village["countyOfficeId"]]
    found = [o["id"] for o in world.organizations.values() if o["body"] == body and level in (None, o["level"])]
    near = [i for i in found if world.organizations[i]["divisionCode"][:2] == division[:2]]
    return (near or found)[:1]


def _cadre_duty(world: World, row: Values) -> None:
    """An act of each cadre; training is one act for all of a team."""
    grouped: dict[tuple[str, Day, Day], list[Stay]] = {}
    for stay in _services(world):
        if world.policy.concerns(row, stay.facts):
            for first, last in _periods(row, stay.since, stay.last):
                together = stay.team["id"] if row["act"] == "TRAINING" else stay.posting["id"]
                grouped.setdefault((together, first, last), []).append(stay)
    for (_, first, last), stays in grouped.items():
        stay = stays[0]
        for day in _dates(world, first, last, row["minimum"]):
            record = _duty(row, day, "50" if row["act"] == "TRAINING" else None)
            if row["act"] == "TRAINING":
                record |= {"organizationId": stay.village["countyOfficeId"], "cadreIds": [s.cadre["id"] for s in stays]}
            else:
                record |= {"organizationId": stay.unit["id"], "cadreId": stay.cadre["id"]}
            if recipients := _recipients(world, row, stay.village, [stay.unit["id"]], stay.village["villageCode"]):
                record["recipientIds"] = recipients
            act(world, record, replace(stay.facts, date=day.isoformat()))


def _team_duty(world: World, row: Values) -> None:
    homes = {v["id"]: v for v in world.villages}
    for team in world.teams:
        village, units = homes[team["homeVillageId"]], team["dispatchingUnitIds"]
        for first, last in _periods(row, world.plan.start, world.plan.end):
            for day in _dates(world, first, last, row["minimum"]):
                record = _duty(row, day, None) | {"teamId": team["id"], "villageId": village["id"]}
                if recipients := _recipients(world, row, village, units, village["villageCode"]):
                    record["recipientIds"] = recipients
                act(world, record)


def _organization_duty(world: World, row: Values) -> None:
    served: dict[str, list[str]] = {}
    homes = {t["id"]: [t["homeVillageId"], *t.get("additionalVillageIds", [])] for t in world.teams}
    for team in world.teams:
        for unit in team["dispatchingUnitIds"]:
            served[unit] = list(dict.fromkeys([*served.get(unit, []), *homes[team["id"]]]))
    for body in list(world.organizations.values()):
        if body["body"] not in row.get("subjectBodies", []) or row.get("subjectLevel", body["level"]) != body["level"]:
            continue
        places: list[str | None] = list(served.get(body["id"], [])) if row.get("perVillage") else [None]
        for begins, last in _periods(row, world.plan.start, world.plan.end):
            first = max(begins, Day(last.year, row.get("expectedFromMonth", 1), 1))
            for day in _dates(world, first, last, row["minimum"]):
                for place in places:
                    record = _duty(row, day, body["level"]) | {"organizationId": body["id"]}
                    if place:
                        record["villageId"] = place
                    if recipients := _recipients(world, row, None, [], body["divisionCode"]):
                        record["recipientIds"] = recipients
                    act(world, record)


def _household_duty(world: World, row: Values) -> None:
    """An act for every household of every village of a team in every period, together with a village cadre."""
    villages = {v["id"]: v for v in world.villages}
    for team in world.teams:
        for first, last in _periods(row, world.plan.start, world.plan.end):
            who = next(s for s in world.stays if s.team is team and s.start <= last and s.last >= first)
            for place in [team["homeVillageId"], *team.get("additionalVillageIds", [])]:
                for household in villages[place].get("households", []):
                    for day in _dates(world, first, last, row["minimum"]):
                        record = {"kind": row["act"], "date": day.isoformat(), "teamId": team["id"], "villageId": place}
                        record |= {
                            "cadreIds": [who.cadre["id"]],
                            "householdId": household["id"],
                            "participants": ["TEAM", "VILLAGE_CADRES"],
                        }
                        act(world, record | {"villageCadrePresent": True})


#: How an act is owed, by the kind of its subject.
_DUTIES = {"CADRE": _cadre_duty, "TEAM": _team_duty, "ORGANIZATION": _organization_duty, "HOUSEHOLD": _household_duty}


def _diaries(world: World) -> None:
    rows = [r for r in world.policy.rows("parameter", name="rectification.diaryPerMonth") if r.get("number")]
    for row in rows:
        for stay in world.stays:
            if world.policy.concerns(row, stay.facts):
                for first, last in periods("MONTH", stay.start, stay.last):
                    for day in _dates(world, first, last, row["number"]):
                        act(world, {"kind": "DIARY", "date": day.isoformat(), "cadreId": stay.cadre["id"], "villageId": stay.village["id"]})


def _inspections(world: World) -> None:
    """A find on post for everybody, a find off post while on approved leave for two, and a survey in each village."""
    policy = world.policy
    if not policy.flag("rectification.offPostFinds"):
        return
    absent = 0
    for stay in world.stays:
        base = {"kind": "INSPECTION", "level": "50", "organizationId": stay.village["countyOfficeId"]}
        base |= {"villageId": stay.village["id"], "cadreId": stay.cadre["id"]}
        day = policy.days.add(stay.start, 8)
        blocked = _spread(stay.leaves) | _spread(stay.away)
        if day <= stay.last and day not in blocked:
            act(world, base | {"date": day.isoformat(), "finding": "ON_POST"})
        if stay.leaves and absent < 2:
            absent += 1
            act(world, base | {"date": stay.leaves[0][0].isoformat(), "finding": "OFF_POST"})
        asked = policy.days.add(stay.start, 12)
        if stay.leader and asked <= stay.last and policy.flag("rectification.satisfactionBelowPercent"):
            survey(world, stay, asked, 36)


def _events(world: World) -> None:
    """Single events that a parameter or a statement of the document is about."""
    policy, plan = world.policy, world.plan
    village, stay = world.villages[0], world.stays[0]
    if topics := policy.stated("training.topics"):
        record: Record = {"kind": "TRAINING", "date": (plan.start + 5 * DAY).isoformat(), "endDate": (plan.start + 10 * DAY).isoformat()}
        record |= {"level": "40", "cadreIds": [s.cadre["id"] for s in world.stays[:50]], "tier": "JOINT_LEVELS", "topics": topics}
        record |= {"organiserLevels": ["40", "50", "60"], "trainers": policy.stated("training.trainers") or ["PARTY_SCHOOL_PROFESSOR"]}
        act(world, record)
    if policy.flag("commendation.perRound"):
        for kind in ("COMMENDATION_INDIVIDUAL", "COMMENDATION_COLLECTIVE"):
            act(
                world,
                {
                    "kind": kind,
                    "date": (plan.end - 20 * DAY).isoformat(),
                    "level": "50",
                    "organizationId": village["countyOfficeId"],
                    "round": "1",
                },
            )
    if policy.number("village.majorPetitions") is not None:
        act(
            world,
            {
                "kind": "PETITION",
                "date": (plan.start + 30 * DAY).isoformat(),
                "villageId": village["id"],
                "topics": ["RESOLVED_IN_VILLAGE"],
            },
        )
    if policy.flag("support.injuryBenefits"):
        injury = act(
            world,
            {"kind": "WORK_INJURY", "date": (plan.start + 30 * DAY).isoformat(), "cadreId": stay.cadre["id"], "recognisedWorkInjury": True},
        )
        for kind, payer in (("WORK_INJURY_BENEFIT", "HUMAN_RESOURCES_DEPT"), ("SOLATIUM", "DISPATCHING_UNIT")):
            support(world, stay, {"kind": kind, "amountFen": 500_000, "payer": payer, "activityId": injury["id"]}, plan.start + 45 * DAY)


# --- support --------------------------------------------------------------------------------------


def support(world: World, stay: Stay, record: Record, day: Day | None = None) -> None:
    """Add a support of a cadre; ``day`` gives the month concerned."""
    record = {"id": world.ident("u", 6), "cadreId": stay.cadre["id"], **record, **_paid_by(world.policy, record["kind"])}
    if day:
        record |= {"month": f"{day:%Y-%m}", "year": day.year}
    world.supports.append(world.policy.fill("support", record, stay.facts))


def _paid_by(policy: Policy, kind: str) -> Record:
    """Who pays a kind of support and from which source, as far as the document says."""
    out: Record = {}
    for row in policy.rows("rateBasis", kind=kind):
        out |= {k: v for k, v in (("payer", row.get("payer")), ("source", (row.get("sources") or [None])[0])) if v}
    return out


def _allowances(world: World, book: Attendance) -> None:
    """Monthly allowances and reimbursed trips of every cadre, for the months that are over."""
    policy, plan = world.policy, world.plan
    source = policy.stated("support.budgetLine")
    common: Record = {"payer": "DISPATCHING_UNIT"} | ({"source": source[0]} if source else {})
    trips = max((r["maxTrips"] for r in policy.rows("tripLimit")), default=None)
    fuel = any(r.get("fuelInstead") for r in policy.rows("tripLimit"))
    for stay in world.stays:
        for first in months_between(stay.start, stay.last):
            last = add_months(first, 1) - DAY
            if last > plan.end:
                continue
            whole = stay.start <= first and last <= stay.last
            for row in policy.rows("allowance"):
                if not policy.concerns(row, stay.facts) or (row["per"] == "MONTH" and not whole):
                    continue
                record = {"kind": row["kind"], **common}
                days = 1
                if row["per"] != "MONTH":
                    days = record["days"] = book.credited(stay, first, row["per"] == "CREDITED_WORKING_DAY")
                support(world, stay, record | {"amountFen": row["rateFen"] * days, "rateBasis": "FIXED_RATE"}, first)
            if trips is not None and whole:
                if fuel and stay is world.stays[-1]:
                    support(world, stay, {"kind": "FUEL", "amountFen": 20_000, "twoTripFareFen": 24_000, **common}, first)
                else:
                    support(world, stay, {"kind": "TRAVEL_ROUNDTRIP", "tripCount": trips, "amountFen": 12_000 * trips, **common}, first)
            for row in policy.rows("rateBasis"):
                if whole and "basisCode" in row and policy.concerns(row, stay.facts):
                    record = {"kind": row["kind"], "amountFen": 60_000, "rateBasis": row["basisCode"], **common}
                    support(world, stay, record | ({"tier": "1"} if row.get("tierRequired") else {}), first)
            if whole and stay.village.get("hardshipArea"):
                support(
                    world,
                    stay,
                    {"kind": "HARDSHIP_AREA_ALLOWANCE", "amountFen": 50_000, "rateBasis": "LOCAL_AREA_ALLOWANCE", **common},
                    first,
                )


def _benefits(world: World) -> None:
    """Insurance of every cadre, the funds of every team, and leave that was paid for because it was not taken."""
    policy, plan = world.policy, world.plan
    for stay in world.stays:
        for row in policy.rows("insurance"):
            if policy.concerns(row, stay.facts):
                _insure(world, stay, row)
    for row in policy.rows("fund"):
        for team in world.teams:
            for year in range(plan.start.year, plan.end.year + 1):
                _fund(world, row, team, year)
    # a condition on what is paid needs something that is paid
    for row in policy.rows("condition", recordType="support")[: not world.supports]:
        kind = row.get("kinds", ["OTHER_PUBLIC_TRANSPORT"])[0]
        support(world, world.stays[0], {"kind": kind, "amountFen": 6_000, "payer": "DISPATCHING_UNIT"}, plan.start)
    closed = [y for y in range(plan.start.year, plan.end.year - 1) if Day(y, 1, 1) >= plan.start]
    if policy.flag("support.unusedLeavePay") and closed:
        record: Record = {
            "kind": "UNUSED_LEAVE_PAY",
            "year": closed[0],
            "days": 5,
            "amountFen": 300_000,
            "entitledDays": 10,
            "takenDays": 5,
        }
        support(world, world.stays[0], record | {"workNeed": True, "madeUpNextYear": False, "payer": "DISPATCHING_UNIT"})


def _insure(world: World, stay: Stay, row: Values) -> None:
    """One policy for the posting, or one for each year of it, without a gap."""
    step, first = (600 if row["span"] == "POSTING" else 12), stay.start
    while first <= stay.last:
        last = min(add_months(first, step) - DAY, Day(world.plan.end.year + 2, 12, 31))
        record: Record = {"kind": row["kind"], "startDate": first.isoformat(), "endDate": last.isoformat(), "year": first.year}
        if "minSumFen" in row:
            record["sumInsuredFen"] = row["minSumFen"]
        support(world, stay, record | {"payer": "DISPATCHING_UNIT"})
        first = last + DAY


def _fund(world: World, row: Values, team: Record, year: int) -> None:
    least = row["minAmountFen"]
    record: Record = {"id": world.ident("u", 6), "kind": "WORK_FUND", "teamId": team["id"], "villageId": team["homeVillageId"]}
    record |= {"beneficiary": row.get("beneficiary", "TEAM"), "year": year, "amountFen": least}
    shares = [row.get(k) for k in ("provinceShare", "prefectureShare", "countyShare")]
    if all(isinstance(s, int) for s in shares):
        whole = sum(s or 0 for s in shares)
        names = ("provinceShareFen", "prefectureShareFen", "countyShareFen")
        record |= {"baseFen": least, **{n: least * (s or 0) // whole for n, s in zip(names, shares, strict=True)}}
    if "holder" in row:
        record["holder"] = row["holder"]
    if world.policy.flag("support.fundTransferChain"):
        first = max(Day(year, 1, 1), world.plan.start)
        chain = (("20", "50", 5), ("40", "50", 8), ("50", "60", 15))
        record["transfers"] = [{"from": a, "to": b, "date": (first + n * DAY).isoformat()} for a, b, n in chain]
    world.supports.append(world.policy.fill("support", record, Facts(level=team["dispatchLevel"])))


# --- measures -------------------------------------------------------------------------------------


def _measures(world: World) -> None:
    """Measures on units and townships with all that belongs to them, and honours of those without blemish."""
    policy, plan = world.policy, world.plan
    day = policy.days.on_or_after(plan.start + min((plan.end - plan.start) // 3, 120 * DAY))
    clean = [s for s in world.stays if s.cadre["id"] not in world.blemished and s.whole and s.start == plan.start]
    stay = clean[0] if clean else world.stays[0]
    targets = {"UNIT_GROUND": stay.unit, "TOWNSHIP_GROUND": world.organizations[stay.village["townshipId"]]}
    for trigger, target in targets.items():
        for row in policy.rows("consequence", trigger=trigger):
            more: Record = {
                "organizationId": target["id"],
                "grounds": row.get("grounds", [])[:1],
                "by": row.get("by", ["PARTY_ORG_DEPT"])[0],
            }
            more["byLevel"] = stay.posting["dispatchLevel"] if trigger == "UNIT_GROUND" else "50"
            if "targetRole" in row:
                more["targetRole"] = row["targetRole"]
            if row["measureKind"] == "ORDER_TO_RECTIFY":
                more["dueDate"] = (day + 60 * DAY).isoformat()
            measure(world, row["measureKind"], day, None, **more)
    if policy.flag("discipline.unitDueDate") and not policy.rows("consequence", trigger="UNIT_GROUND"):
        more = {"organizationId": stay.unit["id"], "grounds": ["POOR_PERFORMANCE"], "by": "MANAGEMENT_OFFICE"}
        measure(world, "ORDER_TO_RECTIFY", day, None, **more, byLevel="50", dueDate=(day + 60 * DAY).isoformat())
    if policy.flag("discipline.mitigateNonIntentional"):
        measure(world, "CRITICISM_EDUCATION", day, stay, grounds=["CARELESS"], intent="NON_INTENTIONAL", mitigation="MITIGATED")
    if clean and (level := policy.code("commendation.developmentPlanLevel")):
        honour = measure(world, "COMMENDATION", day, stay, grounds=["OUTSTANDING"], level=level, honour="OTHER")
        measure(world, "DEVELOPMENT_PLAN", policy.days.add(day, 10), stay, grounds=["OUTSTANDING"], measureId=honour["id"])
    if clean and policy.flag("rectification.meritBan"):
        _honour(world, clean, "MERIT_SELECTION", day)
    if clean and policy.number("rectification.promotionBanMonths"):
        _honour(world, clean, "RANK_ADVANCEMENT", day)


def _honour(world: World, clean: list[Stay], kind: str, day: Day) -> None:
    more: dict[str, Any] = {"grounds": ["OUTSTANDING"], "by": "PARTY_ORG_DEPT"}
    measure(world, kind, day, clean[-1], **more)
