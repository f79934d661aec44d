"""What happens to single cadres of a sample: rotation, early leaving, recall, rectification.

Each story is told only where the profile has the rows that judge it, each by another cadre, and so that
every step is in order, in time and by the right body.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from zhucun.calendar import DAY, Day, add_months, months_between
from zhucun.sample.policy import Facts, Policy, Record, Values, typed
from zhucun.sample.world import Stay, World, act, follow, leave_post, station

#: A story: whom it prefers (dispatch level), and what tells it of a cadre from a day on.
Story = tuple[str | None, Callable[[World, Stay, Day], None]]

#: Grounds that can be told without breaking another rule: ground, outcome, appeal, dispatch level preferred.
#: Too few days, missing records and finds off post are not among them: they are violations by themselves.
_CASES = (
    ("01", "RETURN", "UPHELD", "40"),
    ("03", "REPLACE", None, "20"),
    ("06", "RETURN", None, "40"),
    ("13", "RETURN", "REVOKED", "20"),
    ("10", "ORGANISATIONAL_HANDLING", None, "40"),
    ("12", "TRANSFERRED", None, "50"),
)

#: Reasons of leaving early that need no other record.
_PLAIN_EXITS = ("HEALTH", "FAMILY_HARDSHIP", "ABILITY_UNSUITED", "LEFT_DISPATCHING_UNIT")

#: Parameters that ask for something of a handover.
_HANDOVER = ("minWorkingDays", "minDays", "overlap", "completeBeforeLeaving", "guidedByUnits")

#: Working fund of a year's target bonus, in fen: any number serves.
_BONUS_FEN = 2_000_000


def tell(world: World) -> None:
    """Tell every story that the profile can judge."""
    plan = world.plan
    _rotations(world)
    stories = [*_exits(world.policy), *_recalls(world), *_cases(world.policy), *_moves(world.policy)]
    # the first month or two are ordinary; a story and what follows from it take two and a half
    slots = [m for m in months_between(plan.start, plan.end)[2:] if m + 75 * DAY <= plan.end]
    for n, (level, story) in enumerate(stories if slots else []):
        day = world.policy.days.on_or_after(slots[n % len(slots)] + 3 * DAY)
        if stay := cast(world, day, level):
            stay.told = True
            story(world, stay, day)
    _reviews(world)


def _reviews(world: World) -> None:
    """Where a longest term is set, everybody is reviewed halfway, before it can have been served."""
    longest = world.policy.number("term.maxMonths")
    for stay in world.stays:
        if longest and stay.whole and "reviewedOn" not in stay.posting and (on := add_months(stay.start, longest // 2)) <= stay.last:
            stay.posting["reviewedOn"] = on.isoformat()


def cast(world: World, day: Day, level: str | None = None) -> Stay | None:
    """Somebody of whom nothing is told yet, posted for a month at least; members first, so that teams keep their head."""
    ready = [s for s in world.stays if s.start == world.plan.start or s.start + 45 * DAY <= day]
    free = [s for s in ready if not s.told and s.whole]
    free.sort(key=lambda s: (level is not None and s.posting["dispatchLevel"] != level, s.leader))
    return free[0] if free else None


def januaries(world: World) -> list[Day]:
    """The first days of years before which a whole assessed half-year lies, with two months to come."""
    plan = world.plan
    return [
        Day(y, 1, 1)
        for y in range(plan.start.year + 1, plan.end.year + 1)
        if add_months(plan.start, 7) <= Day(y, 1, 1) <= plan.end - 70 * DAY
    ]


# --- rotation and early leaving -------------------------------------------------------------------


def _rotations(world: World) -> None:
    """One cadre who serves the whole term and hands over; where outcomes count, one of each outcome."""
    policy, plan = world.policy, world.plan
    term = policy.number("term.nominalMonths") or policy.number("term.minMonths")
    longest = policy.number("term.maxMonths")
    if not (term or longest) and any(policy.flag(f"handover.{name}") for name in _HANDOVER):
        # a handover is judged where somebody hands over: then halfway through the sample, whatever the term
        term = len(months_between(plan.start, plan.end)) // 2
    if not (term or longest) or add_months(plan.start, term or longest or 0) > plan.end:
        return
    outcomes: list[str | None] = [None]
    if policy.flag("village.noChangeNoGap") or policy.flag("village.changeInstructor"):
        outcomes = ["NO_CLEAR_CHANGE", "CLEAR_CHANGE"]
    for outcome in outcomes:
        stay = cast(world, plan.start)
        if stay is None:
            return
        stay.told = True
        last = add_months(plan.start, term or longest or 0) - DAY
        reason = "ROTATION"
        if not term:
            # the review that finds the longest term served comes after it, and the leaving after the review
            stay.posting["reviewedOn"] = policy.days.on_or_after(last + 3 * DAY).isoformat()
            last, reason = last + 14 * DAY, "TWO_YEARS_SERVED"
        more: dict[str, Any] = {}
        if outcome:
            stay.village |= {"outcome": outcome, "outcomeOn": (last - 10 * DAY).isoformat()}
            if outcome == "CLEAR_CHANGE":
                more["role"] = "PARTY_BUILDING_INSTRUCTOR"
        start = last + DAY
        # so many working days are never fewer days
        least = policy.number("handover.minWorkingDays") or policy.number("handover.minDays")
        if policy.flag("handover.overlap") or least:
            least = least or 5
            start = policy.days.add(last, -least - 5)
            more |= {"handover": (start, policy.days.add(last, -1)), "guided": [stay.unit["id"]]}
        leave_post(world, stay, last, reason)
        follow(world, stay, start, **more).told = True


def _exits(policy: Policy) -> list[Story]:
    rows = [r for r in policy.rows("exitReason", early="ALLOWED") if r["reason"] in _PLAIN_EXITS]
    rows.sort(key=lambda r: _PLAIN_EXITS.index(r["reason"]))

    def early(world: World, stay: Stay, day: Day) -> None:
        reason = rows[0]["reason"]
        if reason == "HEALTH":
            stay.posting |= {"healthUnfit": True, "reviewedOn": day.isoformat()}
        leave_post(world, stay, day, reason)
        follow(world, stay, day + DAY)
        if reason in policy.codes("measure", "grounds", "ADJUSTMENT"):
            measure(world, "ADJUSTMENT", day, stay, grounds=[reason])

    return [(None, early)] if rows else []


# --- moves ----------------------------------------------------------------------------------------


def _moves(policy: Policy) -> list[Story]:
    """Two members change villages, and a member becomes first secretary: the service of each goes on."""
    allowed = {r["reason"] for r in policy.rows("exitReason", early="ALLOWED")}
    told = {"VILLAGE_CHANGE": _exchange, "ROLE_CHANGE": _promote}
    return [(None, story) for reason, story in told.items() if not allowed or reason in allowed]


def _next_month(day: Day) -> Day:
    return add_months(day.replace(day=1), 1)


def _exchange(world: World, stay: Stay, day: Day) -> None:
    """Two of one unit and one role who change villages with each other at the turn of a month."""
    day = _next_month(day)
    other = next(
        (
            s
            for s in world.stays
            if not s.told
            and s.whole
            and not s.leader
            and not stay.leader
            and s.start < day - 45 * DAY
            and s.unit is stay.unit
            and s.posting["role"] == stay.posting["role"]
            and s.village is not stay.village
            and s.village["countyOfficeId"] == stay.village["countyOfficeId"]
        ),
        None,
    )
    if other is None:
        stay.told = False
        return
    other.told = True
    for one in (stay, other):
        leave_post(world, one, day - DAY, "VILLAGE_CHANGE")
    for one, seat in ((stay, other), (other, stay)):
        station(world, seat.village, seat.team, one.unit, one.posting["role"], day, replaces=seat, before=one)


def _promote(world: World, stay: Stay, day: Day) -> None:
    """A member who takes the seat of a first secretary whose health fails, at the turn of a month; somebody new follows the member."""
    day = _next_month(day)
    head = next((s for s in world.stays if s.team is stay.team and s.leader and s.whole and not s.told and s.start < day - 45 * DAY), None)
    if stay.leader or head is None or stay.cadre["source"] != head.cadre["source"] or head.posting["role"] == stay.posting["role"]:
        stay.told = False
        return
    head.told = True
    head.posting |= {"healthUnfit": True, "reviewedOn": (day - DAY).isoformat()}
    leave_post(world, head, day - DAY, "HEALTH")
    leave_post(world, stay, day - DAY, "ROLE_CHANGE")
    station(world, stay.village, stay.team, stay.unit, head.posting["role"], day, leader=True, replaces=head, before=stay)
    follow(world, stay, day)


# --- recall ---------------------------------------------------------------------------------------


def measure(world: World, kind: str, day: Day, stay: Stay | None = None, **more: Any) -> Record:
    """Add a measure: on a cadre, or on the organization in ``organizationId``."""
    record: Record = {"id": world.ident("m", 5), "kind": kind, "date": day.isoformat()}
    if stay and "organizationId" not in more:
        record["cadreId"] = stay.cadre["id"]
    if stay and "byLevel" not in more:
        more["byLevel"] = stay.posting["dispatchLevel"]
    record |= {"year": day.year, **more}
    facts = replace(stay.facts, date=day.isoformat()) if stay else Facts(date=day.isoformat())
    world.measures.append(world.policy.fill("measure", record, facts))
    return record


def _recalls(world: World) -> list[Story]:
    rows = list(world.policy.rows("recallTrigger"))
    if world.policy.flag("assessment.notCompetentRecall") and not any(r["trigger"] == "GRADE" for r in rows):
        grounds = world.policy.codes("measure", "grounds", "RECALL") or ["NOT_QUALIFIED"]
        ground = "NOT_QUALIFIED" if "NOT_QUALIFIED" in grounds else grounds[0]
        rows.append({"trigger": "GRADE", "ground": ground, "grades": ["NOT_COMPETENT"], "assessmentKinds": ["ANNUAL"]})
    # short months and a lack of detachment are violations by themselves, so no valid sample holds them
    tellers = {"GRADE": _bad_grade, "LEAVE_DAYS": _long_leave, "SANCTION": _sanction, "POOR_EFFECT": _declared, "DISOBEYS_LOCAL": _declared}
    out: list[Story] = []
    for row in rows:
        if row["trigger"] not in tellers or (row["trigger"] in ("GRADE", "LEAVE_DAYS") and not januaries(world)):
            continue

        def story(world: World, stay: Stay, day: Day, row: Values = row) -> None:
            teller = _much_leave if row.get("span") == "YEAR" else tellers[row["trigger"]]
            on, more = teller(world, stay, day, row)
            _recall(world, stay, on, row, more)

        out.append((None, story))
    return out


def _recall(world: World, stay: Stay, day: Day, row: Values, more: Record) -> None:
    """The recall, the leaving, the replacement on the next day, and who answers for it."""
    leave_post(world, stay, day, "RECALL")
    successor = follow(world, stay, day + DAY, replacement=True)
    by = row.get("by", "PARTY_ORG_DEPT")
    recall = measure(
        world,
        "RECALL",
        day,
        stay,
        grounds=[row["ground"]],
        by=by,
        orderedTo=row.get("orderedTo", "DISPATCHING_UNIT"),
        replacementPostingId=successor.posting["id"],
        accountabilityOutcome="NONE_FOUND",
        **more,
    )
    world.blemished.add(stay.cadre["id"])
    _consequences(world, stay, day, "RECALLED", {"measureId": recall["id"]})


def _bad_grade(world: World, stay: Stay, day: Day, row: Values) -> tuple[Day, Record]:
    first = next((j for j in januaries(world) if j > stay.start + 180 * DAY), januaries(world)[-1])
    on = world.policy.days.add(first, 5)
    record = assess(world, stay, row["assessmentKinds"][0], first.year - 1, on, row["grades"][0])
    return Day.fromisoformat(str(record.get("feedbackOn", record["date"]))), {"assessmentId": record["id"]}


def _long_leave(world: World, stay: Stay, day: Day, row: Values) -> tuple[Day, Record]:
    """A leave one day over the limit, across the turn of the year so that no year's total is remarkable."""
    limit = world.policy.number("leave.recallAfterDays") or 30
    start = next((j for j in januaries(world) if j > stay.start + 90 * DAY), januaries(world)[-1]) - limit // 2 * DAY
    last = start + limit * DAY
    return last, {"leaveId": grant(world, stay, start, last, "SICK")["id"]}


def _much_leave(world: World, stay: Stay, day: Day, row: Values) -> tuple[Day, Record]:
    """A week of leave in one month after another of a year, until they are more days than the row lets pass."""
    weeks = row.get("number", 0) // 7 + 1
    first = _next_month(day)
    if first.month + weeks > 13:
        first = Day(first.year + 1, 1, 1)
    for n in range(weeks):
        last = add_months(first, n) + 13 * DAY
        grant(world, stay, last - 6 * DAY, last, "SICK")
    return last, {}


def _sanction(world: World, stay: Stay, day: Day, row: Values) -> tuple[Day, Record]:
    record = measure(world, "SANCTION", day, stay, grounds=["MISCONDUCT"], by="DISCIPLINE_INSPECTION")
    return world.policy.days.add(day, 1), {"measureId": record["id"]}


def _declared(world: World, stay: Stay, day: Day, row: Values) -> tuple[Day, Record]:
    stay.posting["poorEffect" if row["trigger"] == "POOR_EFFECT" else "disobeysLocal"] = True
    stay.posting["reviewedOn"] = day.isoformat()
    # the recall reaches the cadre on leave, who comes back no more and has nothing to report
    on = world.policy.days.add(day, 2)
    grant(world, stay, on, on + 4 * DAY, "SICK")
    return on, {}


def grant(world: World, stay: Stay, start: Day, last: Day, kind: str, *, back: Day | None = None) -> Record:
    """Add an approved leave whose return is reported on the day after; who is recalled during a long one never returns.

    :param back: the day of a return before its end.
    """
    days = world.policy.days
    record: Record = {"id": world.ident("l", 6), "cadreId": stay.cadre["id"], "kind": kind}
    record |= {"startDate": start.isoformat(), "endDate": last.isoformat(), "form": world.policy.code("leave.form") or "WRITTEN"}
    record |= {"appliedOn": days.add(start, -3).isoformat(), "approvedOn": days.add(start, -2).isoformat()}
    record |= {"approver": "TOWNSHIP_PARTY_COMMITTEE", "approverLevel": "60"}
    if kind != "SICK":
        record["returnReportedOn"] = (back or last + DAY).isoformat()
    _approve(world, stay, record, (last - start).days + 1)
    stay.leaves.append((start, back - DAY if back else last))
    world.leaves.append(world.policy.fill("leave", record, replace(stay.facts, date=start.isoformat())))
    return record


def _approve(world: World, stay: Stay, record: Record, days: int) -> None:
    """Have a leave approved, agreed to and filed as its length asks."""
    for row in world.policy.rows("leaveApproval"):
        fits = row.get("aboveDays", 0) < days <= row.get("maxDays", days)
        if not fits or record["kind"] not in row.get("kinds", [record["kind"]]) or not world.policy.concerns(row, stay.facts):
            continue
        if "approvers" in row:
            first = row["approvers"][0]
            record["approver"] = first["body"]
            record.pop("approverLevel")
            record |= {"approverLevel": first["level"]} if "level" in first else {}
        for name in ("consentBy", "filedWith"):
            if name in row:
                record[name] = [{**actor, "date": record["appliedOn"]} for actor in row[name]]


# --- assessment -----------------------------------------------------------------------------------


def assess(world: World, stay: Stay, kind: str, year: int, day: Day, grade: str | None, period: str = "") -> Record:
    """Add an assessment by the bodies that the profile asks for, approved and fed back where it asks so."""
    policy, level = world.policy, stay.posting["dispatchLevel"]
    record: Record = {"id": world.ident("s", 5), "cadreId": stay.cadre["id"], "kind": kind, "year": year, "date": day.isoformat()}
    if grade:
        record["grade"] = grade
    levels = {"DISPATCHING_UNIT": level, "TOWNSHIP_PARTY_COMMITTEE": "60"}

    def actor(given: Values) -> Record:
        where = given.get("level") or levels.get(given["body"])
        return {"body": given["body"]} | ({"level": where} if where else {})

    for row in policy.rows("assessmentRequirement", kind=kind):
        if "lead" in row or "leads" in row:
            record["lead"] = actor(row["lead"] if "lead" in row else row["leads"][0])
        have = record.get("assessors", [])
        record["assessors"] = have + [a for a in map(actor, row.get("assessors", [])) if a not in have]
        if not record["assessors"]:
            del record["assessors"]
        for name in ("consulted", "heard"):
            if row.get(name):
                record[name] = list(dict.fromkeys([*record.get(name, []), *row[name]]))
        if "approver" in row:
            record["approvedBy"] = {"body": row["approver"], "level": level}
            record["approvedOn"] = policy.days.add(day, 2).isoformat()
        if row.get("feedback"):
            record["feedbackOn"] = policy.days.add(day, 4).isoformat()
    if methods := policy.codes("assessment", "methods"):
        record["methods"] = methods
    watched = [i for row in policy.rows("gradeCap", trigger="INDICATOR_BELOW") for i in row["indicators"]]
    if watched:
        record["indicators"] = [{"code": i, "valueHundredths": 10_000} for i in dict.fromkeys(watched)]
    if grade == "EXCELLENT":
        record["quotaSource"] = "OWN"
    if kind == "ANNUAL" and grade and policy.flag("assessment.homeGradeEqual"):
        record["homeUnitGrade"] = grade
    if uses := policy.codes("assessment", "usedFor"):
        record["usedFor"] = uses
    world.assessed.add((stay.cadre["id"], kind, period or str(year)))
    world.assessments.append(policy.fill("assessment", record, replace(stay.facts, date=day.isoformat())))
    return record


# --- rectification --------------------------------------------------------------------------------


def _cases(policy: Policy) -> list[Story]:
    routes = {r["ground"]: r["route"] for r in policy.rows("rectificationGround")}
    out: list[Story] = []
    for ground, outcome, appeal, level in _CASES:
        if ground not in routes:
            continue

        def story(world: World, stay: Stay, day: Day, told: tuple[str, str, str | None] = (ground, outcome, appeal)) -> None:
            _case(world, stay, day, told[0], routes[told[0]], told[1], told[2])

        out.append((level if level in policy.levels else None, story))
    return out


def _case(world: World, stay: Stay, day: Day, ground: str, route: str, outcome: str, appeal: str | None) -> None:
    """One case from its first step to its consequences, each step within its working days."""
    policy = world.policy
    wd = policy.days.add
    case: Record = {"id": world.ident("k", 4), "cadreId": stay.cadre["id"], "postingId": stay.posting["id"]}
    case |= {"grounds": [ground], "route": route}
    annual = None
    if ground == "01":
        day, annual = _not_competent(world, stay, day, case)
    _ground_facts(world, stay, day, ground, case)
    step: dict[str, Day] = {}
    if route == "A":
        step["opinionOn"], case["opinionBy"] = day, "PARTY_ORG_DEPT"
    elif route == "B":
        step |= {"townshipRequestOn": day, "reviewedOn": wd(day, 2)}
        case["townshipRequestForm"] = "WRITTEN"
    else:
        step["investigatedOn"] = wd(day, 2)
    step |= {"statementOn": wd(day, 2), "decisionOn": wd(day, 4)}
    case |= {"workRecordRef": f"wr-{case['id']}", "ledgerRef": f"ledger-{case['id']}", "usedFor": ["ANNUAL_ASSESSMENT"]}
    effective = step["decisionOn"]
    if route != "C":
        effective = step["unitNotifiedOn"] = step["cadreNotifiedOn"] = wd(day, 5)
        step |= {"recalledToUnitOn": wd(day, 6), "talkOn": wd(day, 6)}
        case |= {"noticeForm": "WRITTEN", "talkByRole": "PRINCIPAL_LEADER", "talkRecordRef": f"talk-{case['id']}"}
    last = wd(day, 8)
    case["outcome"] = outcome
    if outcome == "RETURN":
        step |= {"unitOpinionOn": wd(day, 7), "consentOn": wd(day, 7), "returnedOn": last}
        case |= {"attitudeChanged": True, "willing": True}
        stay.away.append((step["recalledToUnitOn"], last - DAY))
    else:
        if outcome == "REPLACE":
            step["noChangeConcludedOn"] = wd(day, 7)
            case["attitudeChanged"] = False
        if outcome == "TRANSFERRED":
            case["illegalOrDisciplinary"] = True
            step["transferredOn"] = wd(day, 5)
        last = _replace(world, stay, step, case, wd(day, 8), step.get("recalledToUnitOn", wd(day, 6)))
    if appeal:
        step |= {"appealFiledOn": wd(step["cadreNotifiedOn"], 1), "appealRepliedOn": wd(step["cadreNotifiedOn"], 3)}
        case |= {"appealOutcome": appeal, "appealAddressee": {"body": "PARTY_ORG_DEPT", "level": stay.posting["dispatchLevel"]}}
    case |= {k: v.isoformat() for k, v in step.items()}
    case["followUpDates"] = [min(last + 20 * DAY, world.plan.end).isoformat()]
    policy.fill("rectificationCase", case, replace(stay.facts, date=wd(day, 1).isoformat()), absent=False)
    if case.get("filedWith"):
        case["filedOn"] = wd(day, 3).isoformat()
    world.cases.append(case)
    world.blemished.add(stay.cadre["id"])
    if appeal != "REVOKED":
        _penalties(world, stay, case, effective, annual)


def _replace(world: World, stay: Stay, step: dict[str, Day], case: Record, selected: Day, away: Day) -> Day:
    """Another cadre of the unit, selected, reviewed and posted; the old one leaves on the day before."""
    reason = {"REPLACE": "RECTIFIED_REPLACED"}.get(case["outcome"], "ORGANISATIONAL_HANDLING")
    start = world.policy.days.add(selected, 6)
    step["replacementSelectedOn"] = selected
    stay.away.append((away, start - DAY))
    leave_post(world, stay, start - DAY, reason)
    case["replacementPostingId"] = follow(world, stay, start, replacement=True).posting["id"]
    return start


def _not_competent(world: World, stay: Stay, day: Day, case: Record) -> tuple[Day, Record | None]:
    """The assessment that opens a case: annual where a January lies in the period, else of a half-year."""
    wd = world.policy.days.add
    annual = None
    first = next((j for j in januaries(world) if j > stay.start + 180 * DAY), None)
    if first:
        day = wd(first, 8)
        annual = record = assess(world, stay, "ANNUAL", first.year - 1, wd(first, 5), "NOT_COMPETENT")
    else:
        half = next((m for m in months_between(stay.start, world.plan.end) if m.month in (1, 7)), None)
        on = wd(half or day, 5)
        day = wd(on, 3)
        label = f"{on.year}-H1" if on.month > 6 else f"{on.year - 1}-H2"
        record = assess(world, stay, "HALF_YEAR_REVIEW", int(label[:4]), on, "NOT_COMPETENT", label)
    case["assessmentIds"] = [record["id"]]
    return max(day, Day.fromisoformat(record["date"])), annual


def _ground_facts(world: World, stay: Stay, day: Day, ground: str, case: Record) -> None:
    for row in world.policy.rows("groundFact", ground=ground):
        name = row["field"]
        if name == "surveyId":
            below = world.policy.number("rectification.satisfactionBelowPercent") or 50
            case[name] = survey(world, stay, world.policy.days.add(day, -5), (below - 10) * 40 // 100)["id"]
        elif row.get("values"):
            case[name] = typed(world.plan.profile.standard, "rectificationCase", name, row["values"][:1], None, day.isoformat())
        elif codes := world.plan.profile.standard.schema("rectificationCase")["properties"][name].get("items", {}).get("enum"):
            case[name] = codes[:1]
        elif name.endswith("On"):
            case[name] = day.isoformat()
        else:
            case[name] = "see the work record"


def survey(world: World, stay: Stay, day: Day, satisfied: int) -> Record:
    """A survey of forty people about one cadre."""
    record = {"kind": "SATISFACTION_SURVEY", "date": day.isoformat(), "villageId": stay.village["id"], "cadreId": stay.cadre["id"]}
    return act(world, record | {"respondentCount": 40, "satisfiedCount": satisfied, "formula": "SATISFIED_ONLY"})


def _penalties(world: World, stay: Stay, case: Record, day: Day, annual: Record | None) -> None:
    """Bonus withheld, measures on cadre and unit: what must follow a case in force."""
    policy = world.policy
    percent = policy.number("rectification.bonusMinPercent")
    years = {day.year: percent}
    if annual:
        whole = policy.number("rectification.annualNotCompetentBonusPercent")
        years |= {day.year: whole or percent, annual["year"]: whole or percent}
    for year, share in sorted(years.items()):
        if share is not None:
            bonus: Record = {"id": world.ident("u", 6), "kind": "PERFORMANCE_BONUS", "cadreId": stay.cadre["id"], "year": year}
            bonus |= {"amountFen": _BONUS_FEN * (100 - share) // 100, "baseFen": _BONUS_FEN, "deductedFen": _BONUS_FEN * share // 100}
            world.supports.append(policy.fill("support", bonus | {"payer": "DISPATCHING_UNIT"}, stay.facts))
    on = min(policy.days.add(day, 10), world.plan.end)
    _consequences(world, stay, on, "RECTIFIED", {"caseId": case["id"], "pointsDeducted": 100})
    if annual:
        _consequences(world, stay, on, "ANNUAL_NOT_COMPETENT", {"caseId": case["id"], "assessmentId": annual["id"]})


def _consequences(world: World, stay: Stay, day: Day, trigger: str, more: Record) -> None:
    """The measures of the rows of a trigger."""
    for row in world.policy.rows("consequence", trigger=trigger):
        extra = dict(more) if row["measureKind"] == "TARGET_DEDUCTION" else {k: v for k, v in more.items() if k != "pointsDeducted"}
        if row.get("onOrganization"):
            extra["organizationId"] = stay.unit["id"]
        extra["by"] = row.get("by", ["PARTY_ORG_DEPT"])[0]
        if "targetRole" in row:
            extra["targetRole"] = row["targetRole"]
        if trigger == "RECTIFIED":
            extra["grounds"] = ["RECTIFIED"]
        measure(world, row["measureKind"], day, stay, **extra)
