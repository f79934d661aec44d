"""Who is where in a sample: organizations, villages, teams, cadres and their postings."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from zhucun.calendar import DAY, Day, add_months
from zhucun.errors import ZhucunError, problem
from zhucun.sample.policy import Facts, Policy, Record, Values
from zhucun.standard import Profile

#: Villages in a township and townships in a county, where no register says it.
_TOWNSHIP, _COUNTY = 8, 12

#: Lists of a village that hold what the document states of its villages.
_STATED = ("goals", "systems", "talentRegister", "cooperationModes", "industries", "linkSystems", "officers", "officerParticipation")


class SampleError(ZhucunError):
    """A sample cannot be made as it was asked for."""


@dataclass(frozen=True)
class Plan:
    """What a sample is to hold.

    :ivar villages: number of stationed villages.
    :ivar cadres: number of cadres, successors included; None = as few as the staffing needs.
    :ivar start: first day of the period and of the first postings; ``end`` the last, also the as-of day.
    :ivar seed: seed of what varies without meaning.
    :ivar places: rows of a register of villages (``villageCode, name, townshipCode``); empty = made-up codes.
    """

    profile: Profile
    villages: int
    cadres: int | None
    start: Day
    end: Day
    seed: int
    places: tuple[Values, ...] = field(default=(), repr=False)


@dataclass
class Stay:
    """One posting and what else must be known of it.

    :ivar start: first day; ``last`` the last day up to the as-of day.
    :ivar leaves: approved leaves, first and last day.
    :ivar away: spells at the dispatching unit in the course of a rectification.
    :ivar told: whether something special already happens in it.
    :ivar before: the posting that the same cadre had until the day before; ``moved`` says that another goes on after it.
    """

    posting: Record
    cadre: Record
    village: Record
    unit: Record
    team: Record
    start: Day
    last: Day
    leader: bool
    leaves: list[tuple[Day, Day]] = field(default_factory=list)
    away: list[tuple[Day, Day]] = field(default_factory=list)
    told: bool = False
    before: Stay | None = None
    moved: bool = False

    @property
    def since(self) -> Day:
        """First day of the unbroken service."""
        return self.before.since if self.before else self.start

    @property
    def facts(self) -> Facts:
        roles = (self.posting["role"], *(["TEAM_LEADER"] if self.leader else []))
        party = self.cadre.get("politicalStatus") in ("01", "02")
        return Facts(roles, self.posting["dispatchLevel"], party, self.start.isoformat())

    @property
    def whole(self) -> bool:
        """Whether it is still going on."""
        return "endDate" not in self.posting


@dataclass
class World:
    """Everything in a sample but the attendance and the regular acts, which are made as they are written."""

    plan: Plan
    policy: Policy
    organizations: dict[str, Record] = field(default_factory=dict)
    villages: list[Record] = field(default_factory=list)
    teams: list[Record] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    leaves: list[Record] = field(default_factory=list)
    activities: list[Record] = field(default_factory=list)
    assessments: list[Record] = field(default_factory=list)
    cases: list[Record] = field(default_factory=list)
    supports: list[Record] = field(default_factory=list)
    measures: list[Record] = field(default_factory=list)
    #: cadres with whom something went wrong, so that nobody commends them
    blemished: set[str] = field(default_factory=set)
    #: (cadre, kind, period) of the assessments that already exist
    assessed: set[tuple[str, str, str]] = field(default_factory=set)
    _counts: Counter[str] = field(default_factory=Counter)

    def ident(self, prefix: str, width: int) -> str:
        """The next id: a letter and a number."""
        self._counts[prefix] += 1
        return f"{prefix}{self._counts[prefix]:0{width}d}"

    def organization(self, body: str, level: str, division: str, **more: Any) -> Record:
        """The organization of a body in a division; it is made when first asked for."""
        ident = f"org-{body.lower().replace('_', '-')}-{division}" + (f"-{more['unit']}" if "unit" in more else "")
        if ident not in self.organizations:
            self.organizations[ident] = _organization(self, ident, body, level, division, more)
        return self.organizations[ident]

    @property
    def divisions(self) -> dict[str, list[str]]:
        """Codes of the divisions in the sample by level."""
        codes = [v["villageCode"] for v in self.villages]
        cut = {"20": 2, "40": 4, "50": 6, "60": 9}
        return {level: sorted({c[:n] for c in codes}) for level, n in cut.items()}


def build(plan: Plan) -> World:
    """Make the organizations, villages, teams and first postings."""
    world = World(plan, Policy(plan.profile))
    _villages(world)
    _offices(world)
    _teams(world)
    return world


# --- organizations --------------------------------------------------------------------------------


def _organization(world: World, ident: str, body: str, level: str, division: str, more: Record) -> Record:
    policy, unit = world.policy, body == "DISPATCHING_UNIT"
    record: Record = {"id": ident, "body": body, "name": f"样例机构{len(world.organizations) + 1:04d}", "level": level}
    record["divisionCode"] = division
    record["divisionEdition"] = world.villages[0]["divisionEdition"]
    record["responsiblePersonCount"] = record["deputyInChargeCount"] = 1
    if unit:
        kinds = policy.codes("organization", "unitKind") or ["PARTY_GOV_ORGAN", "PUBLIC_INSTITUTION", "STATE_OWNED_ENTERPRISE"]
        bindings = policy.codes("organization", "bindings") or policy.stated("unit.bindings") or ["RESPONSIBILITY"]
        record |= {"unitKind": kinds[len(world.organizations) % len(kinds)], "dispatchEligible": True}
        record |= {"staffInPostCount": 2 * (policy.number("unit.minStaffToDispatch") or 30), "includesSecondLevelUnits": True}
        record |= {"bindings": bindings, "responsibilityBindings": bindings, "assistancePlanCount": 1}
    else:
        record["establishedOn"] = world.plan.start.isoformat()
        if body == "COORDINATION_GROUP":
            record["headCount"] = 1
        if body in ("MANAGEMENT_OFFICE", "TASK_FORCE", "COORDINATION_GROUP"):
            record |= {"staffCount": 7, "budgetGuaranteed": True}
            if mechanisms := policy.stated("organization.mechanisms"):
                record["mechanisms"] = mechanisms
    return policy.fill("organization", record, Facts(level=level, date=world.plan.start.isoformat()))


def _offices(world: World) -> None:
    """The offices at each level that the profile's rows name, and one management office per county."""
    policy, wanted = world.policy, {("MANAGEMENT_OFFICE", "50"), ("TOWNSHIP_PARTY_COMMITTEE", "60")}
    for row in policy.rows("obligation"):
        wanted |= {(b, row["subjectLevel"]) for b in row.get("subjectBodies", []) if "subjectLevel" in row}
        if "recipientLevel" in row:
            wanted.add((row["recipient"], row["recipientLevel"]))
    for row in policy.rows("condition", recordType="organization"):
        wanted |= {(b, level) for b in row.get("bodies", []) for level in row.get("levels", [])}
    wanted |= {("MANAGEMENT_OFFICE", level) for level in policy.stated("organization.managementOfficeLevels")}
    groups = policy.number("organization.coordinationGroups") or 1
    for body, level in sorted(wanted):
        for division in world.divisions[level]:
            for n in range(groups if body == "COORDINATION_GROUP" else 1):
                world.organization(body, level, division, **({"unit": n + 1} if body == "COORDINATION_GROUP" else {}))


# --- villages -------------------------------------------------------------------------------------


def _codes(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Code, edition and name of each village."""
    if plan.places:
        for row in plan.places[: plan.villages]:
            yield row["villageCode"], row.get("edition") or "NBS-2023", row["name"]
        return
    base = plan.profile.data.get("divisionCode") or "99"
    base += "01" if len(base) == 2 else ""
    # two digits number the counties, three the townships of each; a profile of one county has but one
    counties = 1 if len(base) == 6 else 78
    townships = max(_COUNTY, -(-plan.villages // _TOWNSHIP // counties))
    for n in range(plan.villages):
        township, village = divmod(n, _TOWNSHIP)
        county, township = divmod(township, townships)
        code = base if len(base) == 6 else f"{base}{21 + county:02d}"
        yield f"{code}{100 + township:03d}{200 + village:03d}", "LOCAL", f"样例村{n + 1:04d}"


def _kinds(policy: Policy, count: int) -> tuple[list[list[str]], list[int]]:
    """Types and lifted population of each village: every staffing band and every type known occurs if it can."""
    types: list[list[str]] = [[] for _ in range(count)]
    people: list[int | None] = [None] * count
    bands = [b for b in policy.rows("staffingBand") if b.get("villageTypes")]
    # where villages are few, those that need a team share one, so that the sample stays small
    bands.sort(key=lambda b: -max(b.get("minHeadcount", 1), 1 + b.get("minMembers", 0)))
    strong = sum(max(b.get("minHeadcount", 1), 1 + b.get("minMembers", 0)) > 1 for b in bands)
    for n in range(max(count, len(bands)) if bands else 0):
        band = bands[n % len(bands)]
        first = n if count >= len(bands) else (0 if n < strong else 1 + (n - strong) % max(count - 1, 1))
        low, below = band.get("liftedPopulationMin"), band.get("liftedPopulationBelow")
        size: int | None = low if low is not None or below is None else below // 2
        for at in [(first + k) % count for k in range(count)]:
            if size is None or people[at] is None or people[at] == size:
                types[at] += [c for c in band["villageTypes"] if c not in types[at]]
                people[at] = size if size is not None else people[at]
                break
    known = policy.codes("village", "types")
    if policy.code("team.provincialMainlyTo"):
        known = [*known, str(policy.code("team.provincialMainlyTo"))]
    if policy.flag("team.maxAdditionalVillages"):
        known = [*known, "DEMONSTRATION"]
    if policy.flag("village.weakRectifiedBeforeElection"):
        known = [*known, "WEAK_PARTY_ORG"]
    missing = [c for c in dict.fromkeys(known) if not any(c in t for t in types)]
    for n in range(max(count if not bands else 0, len(missing)) if missing else 0):
        types[n % count].append(missing[n % len(missing)])
    return [t or (known[:1] or ["OTHER"]) for t in types], [p if p is not None else 300 for p in people]


def _villages(world: World) -> None:
    plan, policy = world.plan, world.policy
    types, people = _kinds(policy, plan.villages)
    rng = random.Random(plan.seed)
    for n, (code, edition, name) in enumerate(_codes(plan)):
        record: Record = {"id": world.ident("v", 4), "villageCode": code, "divisionEdition": edition, "name": name}
        settled = "RESETTLEMENT" in types[n]
        record |= {"kind": "COMMUNITY" if settled else "ADMINISTRATIVE_VILLAGE"}
        world.villages.append(record)
        record["types"] = [{"code": c} for c in types[n]]
        record["liftedPopulation"] = people[n]
        large, medium = policy.number("village.largePopulation"), policy.number("village.mediumPopulation")
        if settled and medium is not None and people[n] >= medium:
            record["resettlementClass"] = "LARGE" if large is not None and people[n] >= large else "MEDIUM"
        _numbers(policy, record, n, rng)
        record |= {"designatedOn": (plan.start - 90 * DAY).isoformat(), "priorProvincialTeam": False}
        if settled and policy.flag("village.settlementPartyOrg"):
            record["partyOrgForm"] = "STANDALONE"
        if policy.flag("village.weakRectifiedBeforeElection"):
            record |= {"electionStartOn": add_months(plan.start, 3).isoformat()}
            if "WEAK_PARTY_ORG" in types[n] or "KEY_DIFFICULT" in types[n]:
                record["weakRectifiedOn"] = add_months(plan.start, 2).isoformat()
        if policy.rows("obligation", subject="HOUSEHOLD") or policy.flag("village.relocatedEmployment"):
            least = policy.number("village.relocatedEmployment") or 1
            record["households"] = [
                {"id": f"{record['id']}-h{h}", "relocated": settled, "labourCount": h, "stablyEmployedCount": min(h, least)}
                for h in range(3)
            ]
            record["householdCount"] = 3
    for record in world.villages:
        code = record["villageCode"]
        record["townshipId"] = world.organization("TOWNSHIP_PARTY_COMMITTEE", "60", code[:9])["id"]
        record["countyOfficeId"] = world.organization("MANAGEMENT_OFFICE", "50", code[:6])["id"]
        for name in _STATED:
            if name not in record and (codes := policy.stated(f"village.{name}")):
                record[name] = codes
        policy.fill("village", record, Facts(date=plan.start.isoformat()))


def _numbers(policy: Policy, record: Record, n: int, rng: random.Random) -> None:
    """Residents, revenue and traits; the first village has each trait that the profile measures."""
    traits: list[str] = []
    small, poor = policy.number("village.smallPopulationBelow"), policy.number("village.lowRevenueFen")
    record["permanentResidents"] = (small or 200) + rng.randrange(400, 1500)
    record["ownRevenueFen"] = (poor or 10_000_000) + rng.randrange(1_000_000, 30_000_000)
    if n == 0 and small is not None:
        record["permanentResidents"] = small - 1
        traits.append("SMALL_POPULATION")
    if n == 0 and poor is not None:
        record["ownRevenueFen"] = poor
        traits.append("LOW_OWN_REVENUE")
    if policy.flag("support.hardshipAllowance"):
        record["hardshipArea"] = n == 0
        traits += ["HARDSHIP_AREA"] if n == 0 else []
    if traits:
        record["traits"] = traits


# --- teams and postings ---------------------------------------------------------------------------


#: Whom a staffing band counts where it does not say.
_COUNTED = frozenset({"FIRST_SECRETARY", "TEAM_LEADER", "TEAM_MEMBER"})


def _bands(policy: Policy, village: Record) -> Iterator[Values]:
    """The staffing bands of a village, by its types, kind and size."""
    held = {t["code"] for t in village["types"]}
    for band in policy.rows("staffingBand"):
        low, below = band.get("liftedPopulationMin", 0), band.get("liftedPopulationBelow")
        if band.get("villageTypes") and not held & set(band["villageTypes"]):
            continue
        if band.get("villageKinds") and village["kind"] not in band["villageKinds"]:
            continue
        if village["liftedPopulation"] >= low and (below is None or village["liftedPopulation"] < below):
            yield band


def need(policy: Policy, village: Record) -> tuple[int, int]:
    """First secretaries and members that a village needs: the strictest of its bands that count such."""
    leaders = members = heads = 0
    for band in _bands(policy, village):
        if _COUNTED & set(band.get("roles", _COUNTED)):
            leaders = max(leaders, band.get("minFirstSecretaries", 0))
            members = max(members, band.get("minMembers", 0))
            heads = max(heads, band.get("minHeadcount", 0))
    leaders = max(leaders, 1)
    members = max(members, heads - leaders, 0 if policy.rows("staffingBand") else 1)
    return leaders, members if _roles(policy)[1] else 0


def _others(policy: Policy, village: Record) -> Iterator[str]:
    """The roles of those whom a village needs besides its first secretaries and members, one for each person."""
    for band in _bands(policy, village):
        if not _COUNTED & set(band.get("roles", _COUNTED)):
            yield from [band["roles"][0]] * band.get("minHeadcount", 0)


def _roles(policy: Policy) -> tuple[str, str | None]:
    """The role that leads a team and the one of its members, as far as the document knows them."""
    known = policy.codes("posting", "role")
    main = [c for c in known if c not in ("COUNTY_LEAD", "TOWNSHIP_WORK_GROUP")]
    leader = "FIRST_SECRETARY" if not main or "FIRST_SECRETARY" in main else main[0]
    return leader, "TEAM_MEMBER" if not main or "TEAM_MEMBER" in main else None


def _teams(world: World) -> None:
    plan, policy = world.plan, world.policy
    count = len(world.villages)
    levels, units = policy.levels, _units(world, count)
    joint = policy.code("team.jointUnitMinLevel")
    for n, village in enumerate(world.villages):
        level = levels[n % len(levels)]
        mainly = policy.code("team.provincialMainlyTo")
        if level == "20" and mainly and {"code": mainly} not in village["types"]:
            level = next(v for v in reversed(levels) if v != level)
        pool = units[level]
        own = [pool[n // len(levels) % len(pool)]]
        if joint and level >= joint and len(pool) > 1 and not any(len(t["dispatchingUnitIds"]) > 1 for t in world.teams):
            own.append(next(u for u in pool if u not in own))
        team = _team(world, village, own, level)
        leaders, members = need(policy, village)
        leader_role, member_role = _roles(policy)
        if member_role is None and len(policy.codes("posting", "role")) > 1 and n % 2:
            leader_role = policy.codes("posting", "role")[1]
        for k in range(leaders + members):
            role = leader_role if k < leaders else str(member_role)
            station(world, village, team, own[k % len(own)], role, plan.start, leader=k == 0)
        for role in _others(policy, village):
            station(world, village, team, own[0], role, plan.start)
        village["linkedUnitIds"] = [u["id"] for u in own]
        if policy.flag("team.reductionNeedsBoth"):
            light = n == 0
            village |= {"dutyLight": light, "originalForceLarge": light, "previousStrength": leaders + members + light}
    # what is owed in the whole time of a team shows when that is over
    if any(row["period"] == "ROUND" and row["subject"] in ("TEAM", "HOUSEHOLD") for row in policy.rows("obligation")):
        world.teams[-1]["dissolvedOn"] = plan.end.isoformat()
    _idle_units(world)
    _additional(world)


def _round(policy: Policy, record_type: str, start: Day) -> str | None:
    """The round of dispatch with which a sample begins, where the document speaks of one that may begin then."""
    return next(iter(policy.rounds(record_type, start.isoformat())), None)


def _idle_units(world: World) -> None:
    """A unit that sends nobody is too small for it."""
    busy = {u for t in world.teams for u in t["dispatchingUnitIds"]}
    for unit in world.organizations.values():
        if unit["body"] == "DISPATCHING_UNIT" and unit["id"] not in busy:
            unit |= {"dispatchEligible": False, "staffInPostCount": unit["staffInPostCount"] // 4}


def _units(world: World, count: int) -> dict[str, list[Record]]:
    """Dispatching units by level: one for about five villages, and two where teams may be joint.

    Each level has one unit more, which sends nobody.
    """
    policy, levels = world.policy, world.policy.levels
    out: dict[str, list[Record]] = {}
    for level in levels:
        least = 2 if policy.code("team.jointUnitMinLevel") and level == max(levels) else 1
        many = max(least, -(-count // len(levels) // 5))
        divisions = world.divisions[level if level in world.divisions else "20"]
        made = [world.organization("DISPATCHING_UNIT", level, divisions[k % len(divisions)], unit=k + 1) for k in range(many + 1)]
        out[level] = made[:-1]
    return out


def _team(world: World, village: Record, units: list[Record], level: str) -> Record:
    plan, policy = world.plan, world.policy
    start = plan.start
    tasks = policy.codes("team", "taskList") or [
        c for row in policy.rows("declaration") for c in row.get("codes", []) if c in plan.profile.standard.code_titles("task")
    ]
    team: Record = {"id": world.ident("t", 4), "homeVillageId": village["id"], "dispatchingUnitIds": [u["id"] for u in units]}
    team |= {"dispatchLevel": level, "formedOn": start.isoformat(), "agreedOn": (start - 80 * DAY).isoformat()}
    if named := _round(policy, "team", start):
        team["round"] = named
    team["agreedBy"] = [{"body": "PARTY_COMMITTEE", "level": "50"}, {"body": "DISPATCHING_UNIT", "level": level}]
    team["taskArea"] = policy.stated("team.taskArea") or ["PARTY_BUILDING", "PROSPERITY", "GOVERNANCE", "SERVICE"]
    if tasks:
        team["taskList"] = [{"code": c, "goal": True, "responsibleRole": "FIRST_SECRETARY"} for c in dict.fromkeys(tasks)]
        team["taskListOn"] = (start + 9 * DAY).isoformat()
    if years := policy.number("team.planYears"):
        team |= {"planYears": years, "planOn": min(start + 40 * DAY, plan.end).isoformat(), "planParts": ["GOALS", "TASKS", "MEASURES"]}
        survey = {
            "kind": "VILLAGE_SURVEY",
            "date": min(start + 20 * DAY, plan.end).isoformat(),
            "teamId": team["id"],
            "villageId": village["id"],
        }
        act(world, survey)
    world.teams.append(team)
    return policy.fill("team", team, Facts(level=level, date=start.isoformat()))


def _additional(world: World) -> None:
    """One team that takes a neighbouring village more, where the profile allows it."""
    policy = world.policy
    if not policy.flag("team.maxAdditionalVillages"):
        return
    homes = {v["id"]: v for v in world.villages}
    team = next(t for t in world.teams if {"code": "DEMONSTRATION"} in homes[t["homeVillageId"]]["types"])
    home = homes[team["homeVillageId"]]
    code = home["villageCode"][:9] + "399"
    other = {k: v for k, v in home.items() if k not in ("traits", "households", "resettlementClass", "partyOrgForm")}
    other |= {"id": world.ident("v", 4), "villageCode": code, "name": "样例村相邻", "kind": "ADMINISTRATIVE_VILLAGE"}
    other |= {"types": [{"code": "OTHER"}], "divisionEdition": "LOCAL", "adjacentVillageIds": [home["id"]]}
    if "households" in home:
        other["households"] = [{**h, "id": f"{other['id']}-h{n}"} for n, h in enumerate(home["households"])]
    if "hardshipArea" in home:
        other["hardshipArea"] = False
    world.villages.append(other)
    home["adjacentVillageIds"] = team["additionalVillageIds"] = [other["id"]]


def station(
    world: World,
    village: Record,
    team: Record,
    unit: Record,
    role: str,
    start: Day,
    *,
    leader: bool = False,
    replaces: Stay | None = None,
    replacement: bool = False,
    guided: Iterable[str] = (),
    handover: tuple[Day, Day] | None = None,
    before: Stay | None = None,
) -> Stay:
    """Post a new cadre, or one who moves.

    :param before: the posting of the one who moves, which ended the day before; the term goes on.
    :param replaces: the posting that this one follows.
    :param replacement: whether it stands in for a cadre who was rectified or recalled.
    :param handover: first and last day of the handover.
    """
    plan, policy = world.plan, world.policy
    cadre = before.cadre if before else _cadre(world, unit, role, start, len(world.stays))
    posting: Record = {"id": world.ident("p", 5), "cadreId": cadre["id"], "villageId": village["id"], "teamId": team["id"]}
    posting |= {
        "dispatchingUnitId": unit["id"],
        "role": role,
        "dispatchLevel": unit["level"],
        "round": (start == plan.start and _round(policy, "posting", start)) or "1",
    }
    posting |= {"startDate": start.isoformat(), "arrivedOn": start.isoformat()}
    term = policy.number("term.nominalMonths") or policy.number("term.minMonths") or policy.number("term.maxMonths")
    if term:
        posting["plannedEnd"] = (add_months(before.since if before else start, term) - DAY).isoformat()
    posting |= {"personnelRelation": "HOME_UNIT", "salaryPaidBy": "HOME_UNIT", "benefitsUnchanged": True, "performancePayUnchanged": True}
    if cadre["politicalStatus"] in ("01", "02"):
        posting |= {"partyRelationPlace": "VILLAGE", "partyRelationMovedOn": (start + 5 * DAY).isoformat()}
    posting |= {"countsTowardVillagePosts": False, "villageElectionCandidate": False, "fullyDetached": True, "holdsHomeUnitDuties": False}
    posting |= {"lodgingInVillage": True, "mealsInVillage": True, "commuting": False, "countsAsGrassrootsExperience": True}
    if replaces:
        posting["replacesPostingId"] = replaces.posting["id"]
    if handover:
        posting |= {"handoverStart": handover[0].isoformat(), "handoverEnd": handover[1].isoformat()}
        posting |= {"handoverCompletedOn": handover[1].isoformat(), "handoverGuidedByIds": sorted(set(guided))}
    posting["selectionMethods"] = policy.codes("posting", "selectionMethods")[:1] or ["ORG_RECOMMENDATION"]
    if gates := policy.stated("selection.gates"):
        posting["selectionGates"] = gates
    if least := policy.number("posting.secretaryCandidates"):
        posting["secretaryCandidatesTrained"] = least
    stay = Stay(posting, cadre, village, unit, team, start, plan.end, leader, told=before is not None, before=before)
    if before:
        before.moved = True
    # whoever is in a team may come to lead it, so everybody has the rank for it
    policy.fill("cadre", cadre, replace(stay.facts, roles=(role, "TEAM_LEADER")))
    steps = _selection(policy, stay, replacement)
    if steps:
        posting["selectionSteps"] = steps
    policy.fill("posting", posting, stay.facts)
    if leader:
        team["leaderCadreId"] = cadre["id"]
    world.stays.append(stay)
    return stay


def _cadre(world: World, unit: Record, role: str, start: Day, number: int) -> Record:
    """A cadre who is eligible with a clear margin."""
    policy, rng = world.policy, random.Random(f"{world.plan.seed}-{number}")
    seniority = policy.number("eligibility.partySeniorityMonths") or 12
    months = (policy.number("eligibility.workMonths") or 24) + rng.randrange(24, 240)
    began = add_months(start, -months)
    record: Record = {"id": world.ident("c", 5), "sex": rng.choice("12"), "ageBand": rng.choice(["30_39", "40_49"]), "education": "21"}
    record |= {"politicalStatus": "01", "partyFullMemberSince": add_months(start, -seniority - rng.randrange(12, 120)).isoformat()}
    record |= {"workStartDate": began.isoformat(), "workMonths": months, "homeUnitId": unit["id"], "employmentKind": "CIVIL_SERVANT"}
    record |= {"source": "PARTY_GOV_ORGAN", "inService": True, "volunteered": True, "dutyLevel": "142", "unitPosition": "MIDDLE_LEVEL"}
    record |= {"tags": ["BACKBONE"], "expertise": ["PARTY_MASS_WORK", "ECONOMIC_WORK", "AGRICULTURE", "GRASSROOTS_GOVERNANCE"]}
    record |= {
        "ruralExperience": True,
        "agriExpertise": True,
        "fitForDuty": True,
        "basicConditionsAttestedOn": (start - 60 * DAY).isoformat(),
    }
    if policy.flag("eligibility.steppedDownNotRetired") and role != "FIRST_SECRETARY" and number % 5 == 1:
        record |= {"source": "STEPPED_DOWN_BY_AGE", "ageBand": "50_PLUS", "retiredOn": add_months(start, 60).isoformat()}
    return record


def _selection(policy: Policy, stay: Stay, replacement: bool) -> list[Record]:
    """The steps of selection that the profile asks of a posting, in an order that it allows, up to the first day."""
    rows = [r for r in policy.rows("selectionStep") if policy.concerns(r, stay.facts) and (replacement or not r.get("replacementOnly"))]
    ordered: list[Values] = []
    while rows:
        waiting = {r["step"] for r in rows}
        ready = [r for r in rows if not (set(r.get("notBefore", [])) - {r["step"]}) & waiting] or rows
        ordered += ready
        rows = [r for r in rows if r not in ready]
    out = []
    for n, row in enumerate(ordered):
        level = stay.posting["dispatchLevel"]
        on = policy.days.add(stay.start, n - len(ordered))
        step: Record = {"step": row["step"], "date": on.isoformat(), "body": row.get("bodies", ["DISPATCHING_UNIT"])[0]}
        step["level"] = level if row.get("levelBasis") == "DISPATCH" else row.get("level", level)
        step |= {k: row[k] for k in ("consulted", "result") if k in row}
        out.append(step)
    return out


def leave_post(world: World, stay: Stay, day: Day, reason: str) -> None:
    """End a posting on its last day, for a reason, in the form that the profile asks for."""
    posting = stay.posting
    posting |= {"endDate": day.isoformat(), "endReason": reason, "consultedUnit": True}
    stay.last = day
    row = next((r for r in world.policy.rows("exitReason") if r["reason"] == reason), {})
    if "initiator" in row:
        posting |= {"endInitiator": row["initiator"], "endInitiatorLevel": posting["dispatchLevel"]}


def follow(world: World, stay: Stay, start: Day, **more: Any) -> Stay:
    """Post a successor from the same unit in the same seat."""
    role = more.pop("role", stay.posting["role"])
    return station(world, stay.village, stay.team, stay.unit, role, start, leader=stay.leader, replaces=stay, **more)


def act(world: World, record: Record, facts: Facts | None = None) -> Record:
    """Add an activity."""
    record = {"id": world.ident("x", 6), **record}
    world.activities.append(world.policy.fill("activity", record, facts or Facts(date=record["date"])))
    return record


def crowd(world: World) -> None:
    """Post the cadres who are asked for beyond the need.

    They come to help without counting among the members, where the number of those is fixed; else they are members.

    :raises SampleError: if fewer are asked for than are needed.
    """
    wanted = world.plan.cadres
    if wanted is None:
        return
    extra = wanted - len(world.stays)
    if extra < 0:
        raise SampleError(problem("sample-cadres", least=len(world.stays), wanted=wanted))
    policy = world.policy
    known = policy.codes("posting", "role")
    fixed = any("expectedMembers" in b for b in policy.rows("staffingBand"))
    outside = "SINKING_CADRE" in known or (fixed and not policy.closed("posting", "role"))
    role = "SINKING_CADRE" if outside else _roles(policy)[1] or (known or ["FIRST_SECRETARY"])[-1]
    first = {s.team["id"]: s for s in reversed(world.stays)}
    for n in range(extra):
        seat = first[world.teams[n % len(world.teams)]["id"]]
        station(world, seat.village, seat.team, seat.unit, role, world.plan.start)
