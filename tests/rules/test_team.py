"""Both sides of every limit of the rules on teams, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from facts import FJX, HN, QN, YL, Facts, Outcome, Record, change, further, join, judge, on, place, posted, said, world
from worlds import AUTUMN, FS, M, covered, in_half_year, neighbour, shifted, team_of, village

# --- TEAM-001: strength of a village's cadres is not as set ---------------------------------------


def staff(*roles: str) -> Outcome:
    """A village with a first secretary and these."""
    more = [further(str(n), "2021-06-01", role=role) for n, role in enumerate(roles, 2)]
    return judge(QN, "TEAM-001", join(world("2021-06-01"), *more), as_of="2021-06-30", start="2021-06-01")


def test_one_first_secretary_and_two_cadres() -> None:
    assert staff("TEAM_MEMBER", "TEAM_MEMBER").silent
    assert staff("TEAM_LEADER", "TEAM_MEMBER").silent
    said = staff("TEAM_MEMBER")
    assert (said.ids, said.severities) == (["v-1"], ["warning"])
    assert staff("TEAM_MEMBER", "SINKING_CADRE", "SINKING_CADRE").ids == ["v-1"], "sinking cadres are not counted"
    assert staff("TEAM_MEMBER", "TEAM_MEMBER", "SINKING_CADRE", "SINKING_CADRE").silent, "N may be any number"
    assert staff("TEAM_MEMBER", "TEAM_MEMBER", "TEAM_MEMBER").severities == ["info"], "one more is only noted"


def test_a_village_without_a_first_secretary() -> None:
    facts = join(world("2021-06-01", role="TEAM_LEADER"), further("2", "2021-06-01"))
    assert judge(QN, "TEAM-001", facts, as_of="2021-06-30", start="2021-06-01").ids == ["v-1"]


def test_a_first_secretary_who_also_leads_is_one_person() -> None:
    twice = {"posting": [posted("9", "2021-06-01", cadreId="c-1", role="TEAM_LEADER")]}
    facts = join(world("2021-06-01"), twice, further("2", "2021-06-01"))
    assert judge(QN, "TEAM-001", facts, as_of="2021-06-30", start="2021-06-01").ids == ["v-1"]


def staffed(profile: str, types: list[str], people: list[str], **village: Any) -> str:
    facts = change(world("2021-09-01", role=people[0]), "village", types=[{"code": t} for t in types], **village)
    more = [further(str(n), "2021-09-01", role=role) for n, role in enumerate(people[1:], 2)]
    return said(judge(profile, "TEAM-001", join(facts, *more), start="2021-09-01", as_of="2021-12-31"))


@pytest.mark.parametrize(
    ("lifted", "people", "expected"),
    [
        (99, [M], "ok"),
        (100, [M], "error"),
        (100, [FS], "ok"),
        (499, [M], "error"),
        (499, [FS], "ok"),
        (500, [FS], "warning"),
        (500, [FS, M], "warning"),
        (500, [FS, M, M], "ok"),
        (500, [M, M, M], "warning"),
        (None, [M], "?village.liftedPopulation"),
    ],
)
def test_settlements_are_staffed_by_their_lifted_population(lifted: int | None, people: list[str], expected: str) -> None:
    assert staffed(HN, ["RESETTLEMENT"], people, liftedPopulation=lifted, permanentResidents=5000) == expected


@pytest.mark.parametrize(
    ("kind", "people", "expected"),
    [
        ("KEY_ASSIST", [FS, M], "warning"),
        ("KEY_ASSIST", [FS, M, M], "ok"),
        ("LIFTED_LIGHT", [M], "error"),
        ("LIFTED_LIGHT", [FS], "ok"),
        ("WEAK_PARTY_ORG", [M, M, M], "error"),
        ("WEAK_PARTY_ORG", [FS], "ok"),
        ("LIFTED", [M], "ok"),  # neither light nor key: nothing is said of it
        ("DEMONSTRATION", [M], "ok"),
    ],
)
def test_villages_are_staffed_by_their_type_in_hn(kind: str, people: list[str], expected: str) -> None:
    assert staffed(HN, [kind], people) == expected


@pytest.mark.parametrize("kind", ["LIFTED", "LIFTED_LIGHT", "RESETTLEMENT", "DEMONSTRATION", "HEAVY_DUTY"])
def test_one_first_secretary_and_two_members_in_yl(kind: str) -> None:
    assert staffed(YL, [kind], [FS, M]) == "error"
    assert staffed(YL, [kind], [M, M]) == "error"
    assert staffed(YL, [kind], [FS, M, M], liftedPopulation=10) == "ok"
    assert staffed(YL, [kind], [FS, M, M, M]) == ("ok" if kind.startswith("LIFTED") else "info")


@pytest.mark.parametrize("kind", ["WEAK_PARTY_ORG", "RED_PILOT"])
def test_a_first_secretary_suffices_in_some_villages_of_yl(kind: str) -> None:
    assert staffed(YL, [kind], [FS]) == "ok"
    assert staffed(YL, [kind], [M]) == "error"
    assert staffed(YL, ["OTHER"], [M]) == "ok"


def test_the_strictest_type_wins() -> None:
    assert staffed(YL, ["WEAK_PARTY_ORG", "LIFTED"], [FS]) == "error"
    assert staffed(HN, ["LIFTED_LIGHT", "KEY_ASSIST"], [FS]) == "warning"


def test_a_type_that_is_over_asks_for_nothing() -> None:
    def weak(until: str) -> str:
        facts = change(world("2021-09-01", role=M), "village", types=[{"code": "WEAK_PARTY_ORG", "endDate": until}])
        return said(judge(HN, "TEAM-001", facts, start="2021-10-01", as_of="2021-12-31"))

    assert weak("2021-10-30") == "ok"
    assert weak("2021-10-31") == "error"


def test_a_first_secretary_who_is_also_posted_as_leader_is_one_person() -> None:
    def staffed_with(*others: Facts, profile: str, kind: str) -> str:
        facts = change(world("2021-09-01"), "village", types=[{"code": kind}])
        leading = {"posting": [posted("1", "2021-09-01", id="p-lead", role="TEAM_LEADER")]}
        return said(judge(profile, "TEAM-001", join(facts, leading, *others), start="2021-09-01", as_of="2021-09-30"))

    two, three = further("2", "2021-09-01"), further("3", "2021-09-01")
    assert staffed_with(two, profile=HN, kind="KEY_ASSIST") == "warning"
    assert staffed_with(two, profile=YL, kind="LIFTED") == "error"
    assert staffed_with(two, three, profile=YL, kind="LIFTED") == "ok"


def test_a_shortage_is_judged_only_for_days_that_the_postings_are_complete_for() -> None:
    facts = join(village(world("2021-09-01", role="TEAM_MEMBER"), "WEAK_PARTY_ORG"), further("2", "2021-10-10", role="FIRST_SECRETARY"))

    def complete_from(day: str) -> Outcome:
        coverage = covered("posting", (day, "2021-12-31"))
        return judge(HN, "TEAM-001", facts, as_of="2021-12-31", start="2021-09-01", coverage=coverage)

    assert complete_from("2021-09-30").arguments("date") == ["2021-09-30"]
    assert complete_from("2021-10-01").missing == {"coverage.posting": 1}


def test_strength_is_judged_at_the_month_ends_of_the_batch_and_no_others() -> None:
    """Three villages are without a first secretary for a while: one until past the first day, one from the last day on, one later."""

    def short(number: str, since: str, until: str) -> Facts:
        return join(
            neighbour(number, "WEAK_PARTY_ORG"),
            further(f"{number}1", since, villageId=f"v-{number}", teamId=f"t-{number}"),
            further(f"{number}2", shifted(until, 1), villageId=f"v-{number}", teamId=f"t-{number}", role="FIRST_SECRETARY"),
        )

    facts = join(short("2", "2021-09-01", "2021-10-05"), short("3", "2021-10-31", "2021-11-05"), short("4", "2021-11-01", "2021-12-05"))
    coverage = covered("posting", ("2021-09-01", "2021-12-31"))
    said = judge(HN, "TEAM-001", facts, as_of="2021-12-15", start="2021-09-30", end="2021-10-31", coverage=coverage)
    assert (said.ids, said.arguments("date")) == (["v-2", "v-3"], ["2021-09-30", "2021-10-31"])
    said = judge(HN, "TEAM-001", facts, as_of="2021-12-15", start="2021-10-01", end="2021-10-30", coverage=coverage)
    assert said.silent


def test_whoever_hands_over_is_not_counted_as_one_too_many() -> None:
    """From the day the successor begins; the others of the village are counted all the same."""

    successor = further("4", "2021-05-31", replacesPostingId="p-2")
    facts = join(world("2021-05-03"), further("2", "2021-05-03"), further("3", "2021-05-03"), successor)
    assert judge(QN, "TEAM-001", facts, as_of="2021-05-31", start="2021-05-03").silent
    more = join(facts, further("5", "2021-05-31"))
    assert judge(QN, "TEAM-001", more, as_of="2021-05-31", start="2021-05-03").severities == ["info"]


def settled(lifted: int | None, kind: str = "RESETTLEMENT", role: str = "FIRST_SECRETARY") -> Outcome:
    village = {"types": [{"code": kind}], "liftedPopulation": lifted, "permanentResidents": 9_999}
    return judge(HN, "TEAM-001", change(world("2021-09-01", role=role), "village", **village), **AUTUMN)


def test_five_hundred_belongs_to_the_upper_band() -> None:
    assert settled(499).silent, "lifted people count, residents do not"
    assert (settled(500).severities, settled(500).rows) == (["warning"], ["staffing-settlement-large"])


def test_villages_that_are_neither_light_nor_key_are_ruled_by_nothing() -> None:
    assert settled(None, "LIFTED", "TEAM_MEMBER").silent
    assert settled(None, "LIFTED_LIGHT", "TEAM_MEMBER").severities == ["error"]


# --- TEAM-002: the team leader is not the first secretary -----------------------------------------


@pytest.mark.parametrize(("profile", "weight"), [(HN, "warning"), (YL, "error")])
def test_the_first_secretary_leads_the_team(profile: str, weight: str) -> None:
    def led(by: str) -> str:
        facts = join(change(world("2021-09-01"), "team", leaderCadreId=by), further("2", "2021-09-01"))
        return said(judge(profile, "TEAM-002", facts, start="2021-09-01", as_of="2021-12-31"))

    assert led("c-1") == "ok"
    assert led("c-2") == weight


# --- TEAM-003: a team serves more villages than permitted -----------------------------------------


def test_a_team_takes_one_or_two_neighbouring_villages_more() -> None:
    near: Record = {"types": [{"code": "DEMONSTRATION"}], "adjacentVillageIds": ["v-2", "v-3", "v-4"]}
    assert team_of("TEAM-003", village=near, additionalVillageIds=["v-2"]) == "ok"
    assert team_of("TEAM-003", village=near, additionalVillageIds=["v-2", "v-3"]) == "ok"
    assert team_of("TEAM-003", village=near, additionalVillageIds=["v-2", "v-3", "v-4"]) == "warning"
    assert team_of("TEAM-003", village=near, additionalVillageIds=["v-2", "v-5"]) == "warning"
    assert team_of("TEAM-003", village=near | {"types": [{"code": "LIFTED"}]}, additionalVillageIds=["v-2"]) == "warning"
    assert team_of("TEAM-003", village={"types": near["types"]}, additionalVillageIds=["v-2"]) == "?village.adjacentVillageIds"


# --- TEAM-004: a unit of a joint team is of too high a level --------------------------------------


@pytest.mark.parametrize(
    ("levels", "expected"),
    [(["50", "50"], "ok"), (["40", "50"], "ok"), (["20", "40"], "warning"), (["10", "50"], "warning"), (["20"], "ok")],
)
def test_joint_teams_are_for_units_of_city_and_county(levels: list[str], expected: str) -> None:
    units = [{"id": f"u-{n}", "body": "DISPATCHING_UNIT", "level": level} for n, level in enumerate(levels)]
    assert team_of("TEAM-004", others={"organization": units}, dispatchingUnitIds=[u["id"] for u in units]) == expected


@pytest.mark.parametrize(("formed", "found"), [("2021-06-28", ["t-1"]), ("2021-06-27", [])])
def test_a_joint_team_is_judged_by_the_day_it_was_formed(formed: str, found: list[str]) -> None:
    units = {"organization": [{"id": "province", "body": "DISPATCHING_UNIT", "level": "20"}]}
    facts = join(change(world(formed), "team", dispatchingUnitIds=["unit", "province"]), units)
    assert judge(HN, "TEAM-004", facts, as_of="2021-12-31", start="2021-06-01").ids == found


def test_without_the_units_on_record_a_joint_team_cannot_be_judged() -> None:
    facts = change(world("2021-09-01"), "team", dispatchingUnitIds=["unit", "province"])
    del facts["organization"]
    assert judge(HN, "TEAM-004", facts, as_of="2021-12-31", start="2021-09-01").missing == {"organization.level": 1}


# --- TEAM-005: a provincial team's village was not chosen as the rules say ------------------------

#: The county and the unit settled where the team goes.
AGREED: list[Record] = [{"body": "PARTY_COMMITTEE", "level": "50"}, {"body": "DISPATCHING_UNIT", "level": "20"}]


def test_a_provincial_team_keeps_away_from_former_villages() -> None:
    assert team_of("TEAM-005", level="20", village={"priorProvincialTeam": True}, agreedBy=AGREED) == "warning"
    assert team_of("TEAM-005", level="20", village={"priorProvincialTeam": False}, agreedBy=AGREED) == "ok"
    assert team_of("TEAM-005", level="40", village={"priorProvincialTeam": True}) == "ok"


@pytest.mark.parametrize(
    ("parties", "found"),
    [
        (AGREED, "ok"),
        ([{"body": "GOVERNMENT", "level": "50"}, {"body": "DISPATCHING_UNIT"}], "ok"),  # whichever body of the county
        ([{"body": "PARTY_COMMITTEE"}, {"body": "DISPATCHING_UNIT"}], "ok"),  # of a level that is not on record
        ([{"body": "PARTY_COMMITTEE", "level": "40"}, {"body": "DISPATCHING_UNIT"}], "error"),
        ([{"body": "DISPATCHING_UNIT", "level": "50"}], "error"),  # the unit is not the county
        ([{"body": "PARTY_COMMITTEE", "level": "50"}], "error"),
        (None, "?team.agreedBy"),
    ],
)
def test_where_a_provincial_team_goes_is_agreed_between_county_and_unit(parties: list[Record] | None, found: str) -> None:
    assert team_of("TEAM-005", level="20", village={"priorProvincialTeam": False}, agreedBy=parties) == found


def test_the_reason_of_another_team_does_not_help() -> None:
    facts = village(world("2021-09-01", level="20"), priorProvincialTeam=True)
    other = join(neighbour("2"), further("2", "2021-09-01", villageId="v-2", teamId="t-2", justification=True))
    assert judge(HN, "TEAM-005", join(facts, other), as_of="2021-12-31", start="2021-09-01").severities == ["warning"]
    own = change(facts, "posting", justification=True)
    assert judge(HN, "TEAM-005", own, as_of="2021-12-31", start="2021-09-01").severities == ["info"]


# --- TEAM-006: provincial teams do not go mainly where they should --------------------------------


def test_more_than_half_of_the_provincial_teams_go_to_key_villages() -> None:
    def half(*types: str) -> str:
        ids = range(len(types))
        facts: Facts = {
            "village": [{"id": f"v-{n}", "kind": "COMMUNITY", "townshipId": "t", "types": [{"code": types[n]}]} for n in ids],
            "team": [
                {"id": f"t-{n}", "homeVillageId": f"v-{n}", "dispatchingUnitIds": ["u"], "dispatchLevel": "20", "formedOn": "2021-09-01"}
                for n in ids
            ],
        }
        return said(judge(HN, "TEAM-006", facts, start="2021-09-01", as_of="2021-12-31"))

    assert half("KEY_ASSIST", "LIFTED") == "warning"
    assert half("KEY_ASSIST", "LIFTED", "KEY_ASSIST") == "ok"


def test_complete_before_and_after_the_as_of_day_is_not_complete_on_it() -> None:
    def judged(profile: str, rule: str, facts: Facts, kind: str, *spells: tuple[str, str]) -> Outcome:
        coverage = covered(kind, *spells)
        return judge(profile, rule, facts, as_of="2021-10-31", start="2021-09-01", end="2021-12-31", coverage=coverage)

    around, on_it = [("2021-09-01", "2021-10-30"), ("2021-11-01", "2021-12-31")], ("2021-10-31", "2021-10-31")
    provincial = village(world("2021-09-01", level="20"), "LIFTED")
    assert judged(HN, "TEAM-006", provincial, "team", *around).missing == {"coverage.team": 1}
    assert judged(HN, "TEAM-006", provincial, "team", on_it).severities == ["warning"]
    fewer = village(world("2021-09-01"), "LIFTED", previousStrength=2, dutyLight=False, originalForceLarge=True)
    assert judged(YL, "TEAM-011", fewer, "posting", *around).missing == {"coverage.posting": 1}
    assert judged(YL, "TEAM-011", fewer, "posting", on_it).severities == ["error"]


# --- TEAM-007: no task list, or an incomplete one -------------------------------------------------


def test_the_task_list_is_due_at_the_end_of_the_first_full_month() -> None:
    def listed(as_of: str, profile: str = HN, **fields: Any) -> str:
        return said(judge(profile, "TEAM-007", change(world("2021-09-02"), "team", **fields), start="2021-09-01", as_of=as_of))

    task: Record = {"code": "HN-1", "goal": True, "responsibleRole": "FIRST_SECRETARY"}
    assert listed("2021-10-30") == "ok"
    assert listed("2021-10-31") == "error"
    assert listed("2021-10-31", taskList=[{"code": "HN-1"}]) == "ok"
    assert listed("2021-10-31", YL, taskList=[task | {"code": "YL-1"}]) == "ok"
    assert listed("2021-10-31", YL, taskList=[task | {"code": "YL-1", "goal": False}]) == "error"
    assert listed("2021-10-31", YL, taskList=[{"code": "YL-1", "goal": True}]) == "?team.taskList"


# --- TEAM-008: horizon of the plan, or no survey before it ----------------------------------------


def planned(years: int = 3, surveyed: str | None = "2021-08-01", rule: str = "TEAM-008", **fields: Any) -> str:
    facts = change(world("2021-07-01"), "team", planYears=years, planOn="2021-08-01", **fields)
    surveys = on("activity", {"kind": "VILLAGE_SURVEY", "date": surveyed, "villageId": "v-1"}) if surveyed else {}
    return in_half_year(FJX, rule, join(facts, surveys))


def test_a_plan_of_three_years_after_a_survey() -> None:
    assert planned() == "ok"
    assert planned(2) == "warning"
    assert planned(4) == "warning"
    assert planned(surveyed="2021-08-02") == "warning"
    assert planned(surveyed=None) == "warning"


def test_a_survey_counts_for_the_village_or_the_team_it_names() -> None:
    facts = join(change(world("2021-07-01"), "team", planYears=3, planOn="2021-08-01"), neighbour("2"))

    def surveyed(**at: str) -> list[str]:
        survey = on("activity", {"kind": "VILLAGE_SURVEY", "date": "2021-07-20", **at}, cadre=None)
        return judge(FJX, "TEAM-008", join(facts, survey), as_of="2021-12-31", start="2021-07-01").ids

    assert surveyed(villageId="v-1") == []
    assert surveyed(teamId="t-1") == []
    assert surveyed(villageId="v-2") == ["t-1"]
    assert surveyed(teamId="t-2") == ["t-1"]


@pytest.mark.parametrize(("kind", "missing"), [("VILLAGE_SURVEY", False), (None, False), ("HOUSEHOLD_VISIT", True)])
def test_no_survey_is_a_fault_only_where_surveys_are_complete(kind: str | None, missing: bool) -> None:
    facts = change(world("2021-07-01"), "team", planYears=3, planOn="2021-08-01")
    coverage = [{**c, **({"kind": kind} if kind else {})} for c in covered("activity", ("2021-07-01", "2021-12-31"))]
    said = judge(FJX, "TEAM-008", facts, as_of="2021-12-31", start="2021-07-01", coverage=coverage)
    assert (said.ids, said.missing) == (([], {"coverage.activity.VILLAGE_SURVEY": 1}) if missing else (["t-1"], {}))


# --- TEAM-009: nobody in the team has the expertise the village calls for -------------------------


def test_expertise_that_a_village_needs_is_only_noted_when_lacking() -> None:
    def matched(expertise: str, **village: Any) -> str:
        facts = change(change(world("2021-09-01"), "village", **village), "cadre", expertise=[expertise])
        return said(judge(YL, "TEAM-009", facts, start="2021-09-01", as_of="2021-12-31"))

    assert matched("PARTY_MASS_WORK", types=[{"code": "WEAK_PARTY_ORG"}]) == "ok"
    assert matched("OTHER", types=[{"code": "WEAK_PARTY_ORG"}]) == "info"
    assert matched("AGRICULTURE", types=[{"code": "RED_PILOT"}]) == "ok"
    assert matched("PARTY_MASS_WORK", types=[{"code": "HEAVY_DUTY"}]) == "info"
    assert matched("ECONOMIC_WORK", traits=["CONFLICT_PRONE"]) == "info"


# --- TEAM-010: a team is not as the rules say -----------------------------------------------------


def test_the_plan_names_goals_tasks_and_measures() -> None:
    assert planned(rule="TEAM-010", planParts=["GOALS", "TASKS", "MEASURES", "TALENT"]) == "ok"
    assert planned(rule="TEAM-010", planParts=["GOALS", "TASKS"]) == "warning"
    assert planned(rule="TEAM-010") == "?team.planParts"


# --- TEAM-011: strength was reduced without both conditions ---------------------------------------


def test_strength_is_reduced_only_for_both_reasons() -> None:
    def reduced(**village: Any) -> str:
        return team_of("TEAM-011", YL, village={"types": [{"code": "LIFTED"}], **village})

    assert reduced(previousStrength=1, dutyLight=False, originalForceLarge=False) == "ok"
    assert reduced(previousStrength=2, dutyLight=True, originalForceLarge=True) == "ok"
    assert reduced(previousStrength=2, dutyLight=True, originalForceLarge=False) == "error"
    assert reduced(previousStrength=2, dutyLight=True) == "?village.originalForceLarge"


# --- staffing of any place ------------------------------------------------------------------------


def numbered(row: dict[str, object], *roles: str, level: str = "40", **more: object) -> str:
    """What TEAM-001 says of a village with one person for each of these roles."""
    base = world("2022-01-01", role=roles[0], level=level)
    rest = [further(str(n), "2022-01-01", role=role, dispatchLevel=level) for n, role in enumerate(roles[1:], 2)]
    return said(judge(place({"staffingBand": [row]}), "TEAM-001", join(base, *rest), as_of="2022-03-31", start="2022-01-01", **more))  # type: ignore[arg-type]


def test_a_row_counts_the_roles_that_it_names() -> None:
    row = {"roles": ["TOWNSHIP_WORK_GROUP"], "minHeadcount": 2}
    assert numbered(row, "FIRST_SECRETARY", "TOWNSHIP_WORK_GROUP", "TEAM_MEMBER") == "error"
    assert numbered(row, "TOWNSHIP_WORK_GROUP", "TOWNSHIP_WORK_GROUP") == "ok"
    # where it names none, those of the township are not counted
    assert numbered({"minHeadcount": 2}, "FIRST_SECRETARY", "TOWNSHIP_WORK_GROUP") == "error"


def test_a_row_counts_those_from_the_levels_that_it_names() -> None:
    row = {"dispatchLevels": ["50"], "minHeadcount": 1}
    assert numbered(row, "FIRST_SECRETARY", level="50") == "ok"
    assert numbered(row, "FIRST_SECRETARY", level="40") == "error"


def test_more_than_the_ceiling_is_wrong_whether_or_not_the_postings_are_complete() -> None:
    row = {"minHeadcount": 2, "maxHeadcount": 3}
    assert numbered(row, "FIRST_SECRETARY", "TEAM_MEMBER", "TEAM_MEMBER") == "ok"
    four = ("FIRST_SECRETARY", "TEAM_MEMBER", "TEAM_MEMBER", "TEAM_MEMBER")
    assert numbered(row, *four) == "error"
    assert numbered(row, *four, coverage=[]) == "error"
    assert numbered(row, "FIRST_SECRETARY", coverage=[]) == "?coverage.posting"


def test_a_predecessor_who_hands_over_is_not_one_too_many() -> None:
    base = join(world("2022-01-01", "2022-02-03"), further("2", "2022-01-20", role="FIRST_SECRETARY", replacesPostingId="p-1"))
    row = {"maxHeadcount": 1}
    assert said(judge(place({"staffingBand": [row]}), "TEAM-001", base, as_of="2022-01-31", start="2022-01-01")) == "ok"


def test_a_row_is_for_the_kinds_of_village_that_it_names() -> None:
    row = {"villageKinds": ["COMMUNITY"], "minHeadcount": 2}
    assert numbered(row, "FIRST_SECRETARY") == "ok"
    assert numbered({**row, "villageKinds": ["ADMINISTRATIVE_VILLAGE"]}, "FIRST_SECRETARY") == "error"
