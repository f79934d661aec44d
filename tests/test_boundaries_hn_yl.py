"""Both sides of every number, and the order of every procedure, of the two normative documents of 2021: HN and YL."""

from __future__ import annotations

from typing import Any

import pytest
from edition import standard
from facts import Facts, Outcome, Record, all_but, change, everything, further, join, judge, on, posted, present, said, world

HN, YL = "hunan-2021", "yulin-2021"
BOTH = pytest.mark.parametrize("profile", [HN, YL])


# --- days in the village --------------------------------------------------------------------------


def month(*parts: Facts, profile: str = HN, posting: tuple[str, str | None] = ("2021-07-01", None), **period: Any) -> str:
    """What is said of September 2021."""
    return said(judge(profile, "ATT-001", join(world(*posting), *parts), **({"start": "2021-09-01", "as_of": "2021-09-30"} | period)))


def test_twenty_days_a_month_pass_and_nineteen_do_not() -> None:
    assert month(present("2021-09-01", 20)) == "ok"
    assert month(present("2021-09-01", 19)) == "error"


def test_a_date_gives_one_credit() -> None:
    assert month(present("2021-09-01", 19), present("2021-09-19", 1, status="MEETING")) == "error"
    assert month(present("2021-09-01", 19), present("2021-09-20", 1, status="MEETING")) == "ok"


@pytest.mark.parametrize(
    ("days", "leave", "approved", "expected"),
    [
        (19, "2021-09-20", "2021-09-19", "warning"),  # one day short, one day of leave
        (18, "2021-09-20", "2021-09-19", "error"),  # two days short: the leave explains one
        (18, "2021-09-21", "2021-09-20", "warning"),
        (19, "2021-09-20", "2021-09-21", "error"),  # approved after it began
        (19, "2021-09-20", None, "error"),
    ],
)
def test_a_shortfall_that_leave_explains_wholly_weighs_less(days: int, leave: str, approved: str | None, expected: str) -> None:
    away = on("leave", {"kind": "SICK", "startDate": "2021-09-20", "endDate": leave, "approvedOn": approved})
    assert month(present("2021-09-01", days), away) == expected


@pytest.mark.parametrize("posting", [("2021-09-02", None), ("2021-07-01", "2021-09-29")])
def test_a_month_not_wholly_posted_is_not_judged(posting: tuple[str, str | None]) -> None:
    assert month(present("2021-09-05", 3), posting=posting) == "ok"


def test_a_month_not_over_is_not_judged() -> None:
    assert month(present("2021-09-01", 3), as_of="2021-09-29") == "ok"


def test_days_that_are_not_declared_complete_are_no_shortfall() -> None:
    partly = all_but("2021-09-01", "2021-09-30", "attendance")
    assert month(present("2021-09-01", 19), coverage=partly) == "?coverage.attendance"
    assert month(present("2021-09-01", 20), coverage=partly) == "ok"


CREDITED = {
    HN: {"IN_VILLAGE", "OFFICIAL_TRIP", "MEETING", "TRAINING"},
    YL: {"IN_VILLAGE", "OFFICIAL_TRIP", "MEETING", "TRAINING", "PROJECT_LIAISON"},
}


@pytest.mark.parametrize("status", standard.code_titles("attendance-status"))
def test_what_gives_credit(status: str) -> None:
    """HN closes its list; YL names project liaison and leaves its list open, so that official trips fall in it."""
    assert month(present("2021-09-01", 20, status=status)) == ("ok" if status in CREDITED[HN] else "error")
    assert year(present("2022-01-01", 220, status=status)) == ("ok" if status in CREDITED[YL] else "error")


def year(
    *parts: Facts, posting: tuple[str, str | None] = ("2021-09-01", None), start: str = "2022-01-01", as_of: str = "2022-12-31"
) -> str:
    """What YL says of 2022."""
    return said(judge(YL, "ATT-002", join(world(*posting), *parts), start=start, as_of=as_of))


def test_220_days_a_year_pass_and_219_do_not() -> None:
    assert year(present("2022-01-01", 220)) == "ok"
    assert year(present("2022-01-01", 219)) == "error"


def test_leave_does_not_make_up_for_days_of_the_year() -> None:
    away = on("leave", {"kind": "ANNUAL", "startDate": "2022-10-01", "endDate": "2022-10-30", "approvedOn": "2022-09-30"})
    assert year(present("2022-01-01", 219), away) == "error"


def test_a_year_not_wholly_posted_or_not_over_is_not_judged() -> None:
    assert year(posting=("2022-01-02", None)) == "ok"
    assert year(posting=("2021-09-01", "2022-12-30")) == "ok"
    assert year(as_of="2022-12-30") == "ok"


def test_the_year_in_which_the_rules_came_into_force_is_not_judged() -> None:
    assert year(posting=("2021-01-01", None), start="2021-01-01", as_of="2021-12-31") == "ok"


@pytest.mark.parametrize("status", ["ABSENT", "LEAVE", "ANNUAL_LEAVE", "REST", "IN_VILLAGE"])
@BOTH
def test_a_working_day_away_needs_leave(profile: str, status: str) -> None:
    def away(day: str, **leave: str) -> str:
        leaves = on("leave", {"kind": "SICK", "startDate": day, "endDate": day, **leave}) if leave else {}
        return said(
            judge(
                profile,
                "ATT-005",
                join(world("2021-07-01"), present(day, 1, status=status), leaves),
                start="2021-09-01",
                as_of="2021-09-30",
            )
        )

    owed = "error" if status in ("ABSENT", "LEAVE", "ANNUAL_LEAVE") else "ok"
    assert away("2021-09-18") == owed  # a Saturday made up for
    assert away("2021-09-21") == "ok"  # a festival
    assert away("2021-09-24", approvedOn="2021-09-24") == "ok"
    assert away("2021-09-24", approvedOn="2021-09-25") == owed


@BOTH
def test_work_for_the_home_unit_is_prohibited(profile: str) -> None:
    facts = join(world("2021-07-01"), present("2021-09-06", 1, status="HOME_UNIT_WORK"))
    assert said(judge(profile, "ATT-008", facts, start="2021-09-01", as_of="2021-09-30")) == "error"


# --- leave ------------------------------------------------------------------------------------------


def leaves(*spans: tuple[str, str], **fields: str) -> Facts:
    return on("leave", *({"kind": "PERSONAL", "startDate": a, "endDate": b, **fields} for a, b in spans))


def recall(date: str, **fields: Any) -> Facts:
    return on("measure", {"kind": "RECALL", "date": date, **fields})


def long_leave(*parts: Facts, as_of: str = "2022-03-31") -> str:
    return said(judge(YL, "MEA-002", join(world("2021-09-01"), *parts), start="2021-09-01", as_of=as_of))


def test_leave_of_thirty_calendar_days_is_fine_and_of_thirty_one_is_not() -> None:
    assert long_leave(leaves(("2021-10-01", "2021-10-30"))) == "ok"
    assert long_leave(leaves(("2021-10-01", "2021-10-31"))) == "error"
    assert long_leave(leaves(("2021-10-01", "2021-10-31")), recall("2021-10-31", grounds=["LEAVE_OVER_LIMIT"])) == "ok"
    assert long_leave(leaves(("2021-10-01", "2021-10-31")), recall("2021-10-31", grounds=["ASSESSMENT_GRADE"])) == "error"


def test_adjacent_and_overlapping_leaves_are_one_spell() -> None:
    assert long_leave(leaves(("2021-10-01", "2021-10-15"), ("2021-10-16", "2021-10-31"))) == "error"
    assert long_leave(leaves(("2021-10-01", "2021-10-20"), ("2021-10-10", "2021-10-31"))) == "error"
    assert long_leave(leaves(("2021-10-01", "2021-10-15"), ("2021-10-17", "2021-11-15"))) == "ok"


def test_a_long_leave_is_overdue_from_its_thirty_first_day() -> None:
    leave = leaves(("2021-10-01", "2021-12-31"))
    assert long_leave(leave, as_of="2021-10-30") == "ok"
    assert long_leave(leave, as_of="2021-10-31") == "error"


def test_leave_that_adds_up_in_a_calendar_year_warns() -> None:
    def added(*spans: tuple[str, str]) -> str:
        return said(judge(YL, "LVE-003", join(world("2021-09-01"), leaves(*spans)), start="2022-01-01", as_of="2022-12-31"))

    assert added(("2022-03-01", "2022-03-15"), ("2022-06-01", "2022-06-15")) == "ok"
    assert added(("2022-03-01", "2022-03-15"), ("2022-06-01", "2022-06-16")) == "warning"
    assert added(("2021-12-20", "2022-01-19")) == "ok"  # 31 days, of two years


def test_the_recall_is_ordered_by_the_office_of_the_dispatch_level() -> None:
    def ordered(level: str, body: str = "MANAGEMENT_OFFICE", to: str = "DISPATCHING_UNIT") -> str:
        order = recall("2021-11-01", grounds=["LEAVE_OVER_LIMIT"], by=body, byLevel=level, orderedTo=to)
        return said(judge(YL, "MEA-007", join(world("2021-09-01", level="40"), order), start="2021-09-01", as_of="2021-12-31"))

    assert ordered("40") == "ok"
    assert ordered("50") == "error"
    assert ordered("40", body="PARTY_ORG_DEPT") == "error"
    assert ordered("40", to="TOWNSHIP_PARTY_COMMITTEE") == "error"


def test_a_post_left_vacant_by_a_recall_warns() -> None:
    def vacant(*parts: Facts) -> str:
        facts = join(world("2021-09-01", "2021-11-01"), recall("2021-11-01", grounds=["LEAVE_OVER_LIMIT"]), *parts)
        return said(judge(YL, "MEA-006", facts, start="2021-09-01", as_of="2021-12-31"))

    assert vacant() == "warning"
    assert vacant(further("2", "2021-12-31", replacesPostingId="p-1")) == "ok"


def test_return_from_leave_is_reported() -> None:
    def back(**fields: str) -> str:
        return said(
            judge(
                YL,
                "LVE-002",
                join(world("2021-09-01"), leaves(("2021-10-01", "2021-10-07"), **fields)),
                start="2021-09-01",
                as_of="2021-10-08",
            )
        )

    assert back() == "warning"
    assert back(returnReportedOn="2021-10-08") == "ok"


def test_a_severe_absence_is_dealt_with() -> None:
    def dealt(*parts: Facts) -> str:
        facts = join(world("2021-09-01"), present("2021-10-11", 1, status="ABSENT", severe=True), *parts)
        return said(judge(YL, "MEA-013", facts, start="2021-09-01", as_of="2021-12-31"))

    assert dealt() == "error"
    assert dealt(on("measure", {"kind": "HANDLING", "date": "2021-10-20"})) == "ok"


# --- who may be sent --------------------------------------------------------------------------------


def eligible(
    rule: str, start: str = "2021-09-01", profile: str = HN, role: str = "FIRST_SECRETARY", level: str = "40", **cadre: Any
) -> str:
    facts = change(world(start, role=role, level=level), "cadre", **cadre)
    return said(judge(profile, rule, facts, start=start, as_of="2025-12-31"))


@BOTH
def test_party_seniority_is_reached_on_the_anniversary(profile: str) -> None:
    assert eligible("CAD-002", "2021-09-10", profile, partyFullMemberSince="2020-09-10") == "ok"
    assert eligible("CAD-002", "2021-09-09", profile, partyFullMemberSince="2020-09-10") == "error"


@BOTH
def test_a_year_from_29_february_is_over_on_1_march(profile: str) -> None:
    assert eligible("CAD-002", "2025-02-28", profile, partyFullMemberSince="2024-02-29") == "error"
    assert eligible("CAD-002", "2025-03-01", profile, partyFullMemberSince="2024-02-29") == "ok"


@BOTH
def test_seniority_binds_first_secretaries_only_and_needs_its_day(profile: str) -> None:
    assert eligible("CAD-002", profile=profile) == "?cadre.partyFullMemberSince"
    assert eligible("CAD-002", profile=profile, role="TEAM_MEMBER", partyFullMemberSince="2021-08-31") == "ok"


@BOTH
def test_two_years_of_work(profile: str) -> None:
    assert eligible("CAD-003", profile=profile, workMonths=24) == "ok"
    assert eligible("CAD-003", profile=profile, workMonths=23) == "error"
    assert eligible("CAD-003", profile=profile, workStartDate="2019-09-01") == "ok"
    assert eligible("CAD-003", profile=profile, workStartDate="2019-09-02") == "error"
    assert eligible("CAD-003", profile=profile) == "?cadre.workMonths"
    assert eligible("CAD-003", profile=profile, role="TEAM_MEMBER", workMonths=1) == "ok"


#: What the rest of the conditions on persons asks, met.
FINE: Record = {
    "politicalStatus": "01",
    "employmentKind": "CIVIL_SERVANT",
    "source": "PARTY_GOV_ORGAN",
    "volunteered": True,
    "fitForDuty": True,
}


@BOTH
def test_a_first_secretary_is_a_full_member(profile: str) -> None:
    assert eligible("CAD-001", profile=profile, **FINE) == "ok"
    assert eligible("CAD-001", profile=profile, **FINE | {"politicalStatus": "02"}) == "error"
    assert eligible("CAD-001", profile=profile, role="TEAM_MEMBER", **FINE | {"politicalStatus": "13"}) == "ok"
    assert eligible("CAD-001", profile=profile, **FINE | {"politicalStatus": None}) == "?cadre.politicalStatus"


@pytest.mark.parametrize("role", ["FIRST_SECRETARY", "TEAM_MEMBER"])
@pytest.mark.parametrize("kind", ["TEMPORARY_HIRE", "PUBLIC_WELFARE_POST", "SECONDED_IN", "LOGISTICS_WORKER"])
def test_four_kinds_of_staff_are_not_sent(kind: str, role: str) -> None:
    assert eligible("CAD-001", profile=YL, role=role, **FINE | {"employmentKind": kind}) == "error"


def test_another_source_is_only_noted() -> None:
    assert eligible("CAD-001", profile=YL, **FINE | {"source": "OTHER"}) == "info"


@pytest.mark.parametrize(("profile", "weight"), [(HN, "warning"), (YL, "error")])
def test_a_stepped_down_cadre_is_not_retired_on_the_first_day(profile: str, weight: str) -> None:
    assert eligible("CAD-004", profile=profile, source="STEPPED_DOWN_BY_AGE") == "ok"
    assert eligible("CAD-004", profile=profile, source="STEPPED_DOWN_BY_AGE", retiredOn="2021-09-02") == "ok"
    assert eligible("CAD-004", profile=profile, source="STEPPED_DOWN_BY_AGE", retiredOn="2021-09-01") == weight
    assert eligible("CAD-004", profile=profile, source="PARTY_GOV_ORGAN", retiredOn="2021-09-01") == "ok"


@pytest.mark.parametrize("field", ["volunteered", "fitForDuty"])
def test_a_stepped_down_cadre_volunteers_and_is_fit(field: str) -> None:
    assert eligible("CAD-001", **FINE | {field: False}) == "ok"
    assert eligible("CAD-001", **FINE | {"source": "STEPPED_DOWN_BY_AGE", field: False}) == "warning"


@BOTH
def test_the_share_of_party_members_is_only_noted(profile: str) -> None:
    assert eligible("CAD-005", profile=profile, role="TEAM_MEMBER", politicalStatus="13") == "info"
    assert eligible("CAD-005", profile=profile, role="TEAM_MEMBER", politicalStatus="02") == "ok"


@pytest.mark.parametrize(
    ("level", "cadre", "expected"),
    [
        ("20", {"dutyLevel": "132"}, "ok"),  # deputy division head
        ("20", {"dutyLevel": "141"}, "warning"),
        ("40", {"dutyLevel": "142"}, "ok"),  # deputy section head
        ("40", {"dutyLevel": "150"}, "warning"),
        ("50", {"unitPosition": "MIDDLE_LEVEL"}, "ok"),
        ("50", {"unitPosition": "STAFF"}, "warning"),
        ("50", {"unitPosition": "STAFF", "tags": ["OUTSTANDING_YOUNG"]}, "ok"),
        ("50", {"dutyLevel": "150"}, "?cadre.unitPosition"),
        ("20", {"dutyLevel": "241", "equivalentDutyLevel": "132"}, "ok"),
        ("20", {"dutyLevel": "241", "equivalentDutyLevel": "141"}, "warning"),
        ("20", {"dutyLevel": "241"}, "?cadre.equivalentDutyLevel"),
        ("20", {}, "?cadre.dutyLevel"),
    ],
)
@pytest.mark.parametrize("leads", [True, False])
def test_rank_of_the_leader(level: str, cadre: Record, expected: str, leads: bool) -> None:
    facts = change(world("2021-09-01", level=level), "cadre", **cadre)
    if leads:
        facts = change(facts, "team", leaderCadreId="c-1")
    assert said(judge(HN, "CAD-006", facts, start="2021-09-01", as_of="2021-12-31")) == (expected if leads else "ok")


# --- villages and teams -----------------------------------------------------------------------------


def staffed(profile: str, types: list[str], people: list[str], **village: Any) -> str:
    facts = change(world("2021-09-01", role=people[0]), "village", types=[{"code": t} for t in types], **village)
    more = [further(str(n), "2021-09-01", role=role) for n, role in enumerate(people[1:], 2)]
    return said(judge(profile, "TEAM-001", join(facts, *more), start="2021-09-01", as_of="2021-12-31"))


FS, M = "FIRST_SECRETARY", "TEAM_MEMBER"


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


@pytest.mark.parametrize(
    ("lifted", "marked", "expected"),
    [
        (499, "LARGE", "error"),
        (500, "LARGE", "ok"),
        (500, "MEDIUM", "error"),
        (499, "MEDIUM", "ok"),
        (100, "MEDIUM", "ok"),
        (99, "MEDIUM", "error"),
        (99, None, "ok"),
        (500, None, "?village.resettlementClass"),
        (None, "LARGE", "?village.liftedPopulation"),
    ],
)
def test_the_class_of_a_settlement_follows_its_lifted_population(lifted: int | None, marked: str | None, expected: str) -> None:
    facts = change(world("2021-09-01"), "village", types=[{"code": "RESETTLEMENT"}], liftedPopulation=lifted, resettlementClass=marked)
    assert said(judge(HN, "VIL-001", facts, start="2021-09-01", as_of="2021-12-31")) == expected


@pytest.mark.parametrize(("profile", "weight"), [(HN, "warning"), (YL, "error")])
def test_the_first_secretary_leads_the_team(profile: str, weight: str) -> None:
    def led(by: str) -> str:
        facts = join(change(world("2021-09-01"), "team", leaderCadreId=by), further("2", "2021-09-01"))
        return said(judge(profile, "TEAM-002", facts, start="2021-09-01", as_of="2021-12-31"))

    assert led("c-1") == "ok"
    assert led("c-2") == weight


def team(rule: str, profile: str = HN, level: str = "40", village: Record | None = None, others: Facts | None = None, **fields: Any) -> str:
    facts = change(change(world("2021-09-01", level=level), "team", **fields), "village", **(village or {}))
    return said(judge(profile, rule, join(facts, others or {}), start="2021-09-01", as_of="2021-12-31"))


def test_a_team_takes_one_or_two_neighbouring_villages_more() -> None:
    near: Record = {"types": [{"code": "DEMONSTRATION"}], "adjacentVillageIds": ["v-2", "v-3", "v-4"]}
    assert team("TEAM-003", village=near, additionalVillageIds=["v-2"]) == "ok"
    assert team("TEAM-003", village=near, additionalVillageIds=["v-2", "v-3"]) == "ok"
    assert team("TEAM-003", village=near, additionalVillageIds=["v-2", "v-3", "v-4"]) == "warning"
    assert team("TEAM-003", village=near, additionalVillageIds=["v-2", "v-5"]) == "warning"
    assert team("TEAM-003", village=near | {"types": [{"code": "LIFTED"}]}, additionalVillageIds=["v-2"]) == "warning"
    assert team("TEAM-003", village={"types": near["types"]}, additionalVillageIds=["v-2"]) == "?village.adjacentVillageIds"


@pytest.mark.parametrize(
    ("levels", "expected"),
    [(["50", "50"], "ok"), (["40", "50"], "ok"), (["20", "40"], "warning"), (["10", "50"], "warning"), (["20"], "ok")],
)
def test_joint_teams_are_for_units_of_city_and_county(levels: list[str], expected: str) -> None:
    units = [{"id": f"u-{n}", "body": "DISPATCHING_UNIT", "level": level} for n, level in enumerate(levels)]
    assert team("TEAM-004", others={"organization": units}, dispatchingUnitIds=[u["id"] for u in units]) == expected


def test_a_provincial_team_keeps_away_from_former_villages() -> None:
    assert team("TEAM-005", level="20", village={"priorProvincialTeam": True}) == "warning"
    assert team("TEAM-005", level="20", village={"priorProvincialTeam": False}) == "ok"
    assert team("TEAM-005", level="40", village={"priorProvincialTeam": True}) == "ok"


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


def test_strength_is_reduced_only_for_both_reasons() -> None:
    def reduced(**village: Any) -> str:
        return team("TEAM-011", YL, village={"types": [{"code": "LIFTED"}], **village})

    assert reduced(previousStrength=1, dutyLight=False, originalForceLarge=False) == "ok"
    assert reduced(previousStrength=2, dutyLight=True, originalForceLarge=True) == "ok"
    assert reduced(previousStrength=2, dutyLight=True, originalForceLarge=False) == "error"
    assert reduced(previousStrength=2, dutyLight=True) == "?village.originalForceLarge"


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


def test_expertise_that_a_village_needs_is_only_noted_when_lacking() -> None:
    def matched(expertise: str, **village: Any) -> str:
        facts = change(change(world("2021-09-01"), "village", **village), "cadre", expertise=[expertise])
        return said(judge(YL, "TEAM-009", facts, start="2021-09-01", as_of="2021-12-31"))

    assert matched("PARTY_MASS_WORK", types=[{"code": "WEAK_PARTY_ORG"}]) == "ok"
    assert matched("OTHER", types=[{"code": "WEAK_PARTY_ORG"}]) == "info"
    assert matched("AGRICULTURE", types=[{"code": "RED_PILOT"}]) == "ok"
    assert matched("PARTY_MASS_WORK", types=[{"code": "HEAVY_DUTY"}]) == "info"
    assert matched("ECONOMIC_WORK", traits=["CONFLICT_PRONE"]) == "info"


def test_the_village_comes_before_the_person() -> None:
    def ordered(designated: str) -> str:
        facts = world("2021-10-01", selectionSteps=[{"step": "PROPOSE", "date": "2021-09-05"}])
        return said(judge(YL, "VIL-006", change(facts, "village", designatedOn=designated), start="2021-09-01", as_of="2021-12-31"))

    assert ordered("2021-09-05") == "ok"
    assert ordered("2021-09-06") == "error"


@pytest.mark.parametrize(("labour", "employed", "expected"), [(1, 1, "ok"), (1, 0, "warning"), (3, 1, "ok"), (0, 0, "ok")])
def test_one_in_stable_work_in_each_relocated_household_with_labour(labour: int, employed: int, expected: str) -> None:
    home: Record = {"id": "h-1", "relocated": True, "labourCount": labour, "stablyEmployedCount": employed}
    assert team("VIL-004", YL, village={"households": [home]}) == expected
    assert team("VIL-004", YL, village={"households": [home | {"relocated": False}]}) == "ok"


def test_every_settlement_has_a_party_organisation() -> None:
    assert team("VIL-003", YL, village={"types": [{"code": "RESETTLEMENT"}]}) == "warning"
    assert team("VIL-003", YL, village={"types": [{"code": "RESETTLEMENT"}], "partyOrgForm": "JOINT"}) == "ok"


# --- units and offices ------------------------------------------------------------------------------


def unit(rule: str, **fields: Any) -> str:
    other = {"organization": [{"id": "u-2", "body": "DISPATCHING_UNIT", "level": "20", "staffInPostCount": 0, **fields}]}
    busy = change(world("2021-09-01", level="20"), "organization", dispatchEligible=True, staffInPostCount=400)
    return said(judge(HN, rule, join(busy, other), start="2021-09-01", as_of="2021-12-31"))


def test_a_provincial_unit_of_forty_takes_part() -> None:
    assert unit("ORG-003", staffInPostCount=40) == "warning"
    assert unit("ORG-003", staffInPostCount=39) == "ok"
    assert unit("ORG-003", staffInPostCount=39, includesSecondLevelUnits=False) == "?organization.includesSecondLevelUnits"
    assert unit("ORG-003", staffInPostCount=400, level="40") == "ok"


def test_an_eligible_unit_dispatches() -> None:
    assert unit("ORG-002", dispatchEligible=True) == "error"
    assert unit("ORG-002", dispatchEligible=False) == "ok"
    assert unit("ORG-002") == "?organization.dispatchEligible"


def test_a_share_in_a_joint_team_is_taking_part() -> None:
    facts = change(world("2021-09-01", level="50"), "team", dispatchingUnitIds=["unit", "u-2"])
    other = {"organization": [{"id": "u-2", "body": "DISPATCHING_UNIT", "level": "50", "dispatchEligible": True}]}
    assert (
        said(
            judge(HN, "ORG-002", change(join(facts, other), "organization", dispatchEligible=True), start="2021-09-01", as_of="2021-12-31")
        )
        == "ok"
    )


OFFICES = {HN: ["20", "40", "50"], YL: ["40", "50"]}


@BOTH
def test_an_office_that_does_not_exist_is_an_error(profile: str) -> None:
    def with_offices(*levels: str) -> list[str]:
        offices = {"organization": [{"id": f"o-{n}", "body": "MANAGEMENT_OFFICE", "level": n} for n in levels]}
        outcome = judge(profile, "ORG-005", join(world("2021-09-01"), offices), start="2021-09-01", as_of="2021-12-31")
        assert set(outcome.severities) <= {"error"}
        return outcome.arguments("level")

    assert with_offices(*OFFICES[profile]) == []
    assert with_offices() == OFFICES[profile]
    assert with_offices("50") == OFFICES[profile][:-1]


NINE = ["PARTY_ORG_DEPT", "DISCIPLINE_INSPECTION", "PUBLICITY_DEPT", "RURAL_OFFICE", "DEVELOPMENT_REFORM_DEPT", "FINANCE_DEPT"]
NINE += ["HUMAN_RESOURCES_DEPT", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT"]
FOUR = ["PARTY_ORG_DEPT", "RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT"]


@pytest.mark.parametrize(("profile", "members", "weight"), [(HN, FOUR, "error"), (YL, NINE, "warning")])
def test_the_members_of_an_office(profile: str, members: list[str], weight: str) -> None:
    def with_members(*bodies: str) -> str:
        office: Record = {"id": "o", "body": "MANAGEMENT_OFFICE", "level": "40", "members": bodies}
        return said(
            judge(profile, "ORG-001", join(world("2021-09-01"), {"organization": [office]}), start="2021-09-01", as_of="2021-12-31")
        )

    facts = with_members(*members)
    assert facts in ("ok", "?organization.responsiblePersonCount")  # the township of the tiny world says nothing of it
    assert with_members(*members, "AUDIT_DEPT") == facts
    assert with_members(*members[1:]) == weight


@pytest.mark.parametrize(("found", "expected"), [(7, "info"), (8, "ok"), (9, "info")])
def test_eight_coordination_groups(found: int, expected: str) -> None:
    groups = {"organization": [{"id": f"g-{n}", "body": "COORDINATION_GROUP", "level": "40"} for n in range(found)]}
    assert said(judge(YL, "ORG-004", groups, start="2021-09-01", as_of="2021-12-31")) == expected


@pytest.mark.parametrize(
    ("fields", "expected"), [({}, "ok"), ({"headCount": 2}, "error"), ({"headDutyLevel": "132"}, "ok"), ({"headDutyLevel": "141"}, "error")]
)
def test_a_coordination_group_has_one_head_of_county_rank(fields: Record, expected: str) -> None:
    group: Record = {"id": "g", "body": "COORDINATION_GROUP", "level": "40", "headCount": 1, "headDutyLevel": "131", **fields}
    assert said(judge(YL, "ORG-001", {"organization": [group]}, start="2021-09-01", as_of="2021-12-31")) == expected


def test_a_township_with_cadres_names_someone_responsible() -> None:
    def named(number: int, until: str | None = None) -> str:
        facts = world("2021-09-01", until)
        facts["organization"][1]["responsiblePersonCount"] = number
        return said(judge(HN, "ORG-001", facts, start="2021-09-01", as_of="2021-12-31"))

    assert named(1) == "ok"
    assert named(0) == "error"
    assert named(0, until="2021-10-31") == "ok"


# --- the posting ------------------------------------------------------------------------------------


def posting(
    rule: str, profile: str = HN, start: str = "2021-09-01", end: str | None = None, as_of: str = "2024-12-31", **fields: Any
) -> str:
    return said(judge(profile, rule, world(start, end, **fields), start=start, as_of=as_of))


def test_a_cycle_is_two_years_to_the_day() -> None:
    assert posting("POST-002", plannedEnd="2023-08-31") == "ok"
    assert posting("POST-002", plannedEnd="2023-08-30") == "warning"
    assert posting("POST-002", plannedEnd="2023-09-01") == "warning"
    assert posting("POST-002", plannedEnd="2023-09-01", justification=True) == "info"
    assert posting("POST-002") == "?posting.plannedEnd"


def test_two_years_are_a_floor_in_yl() -> None:
    assert posting("POST-003", YL, end="2023-08-31", endReason="ROTATION") == "ok"
    assert posting("POST-003", YL, end="2023-08-30", endReason="ROTATION") == "warning"
    assert posting("POST-003", YL, end="2024-08-31", endReason="ROTATION") == "ok"
    assert posting("POST-003", YL, end="2022-08-31", endReason="HEALTH") == "ok"


@pytest.mark.parametrize(
    ("reason", "hn", "yl"),
    [
        ("HEALTH", "ok", "ok"),
        ("RECALL", "ok", "ok"),
        ("ABILITY_UNSUITED", "ok", "warning"),
        ("FAMILY_HARDSHIP", "ok", "error"),
        ("LEFT_DISPATCHING_UNIT", "warning", "ok"),
        ("INCOMPETENT", "warning", "ok"),
        ("PROMOTION", "warning", "error"),
        ("POST_CHANGE", "warning", "error"),
        ("OTHER", "warning", "error"),
        ("ROTATION", "warning", "ok"),  # in YL measured against the least term instead
        ("DEATH", "ok", "ok"),
        (None, "?posting.endReason", "?posting.endReason"),
    ],
)
def test_reasons_for_leaving_early(reason: str | None, hn: str, yl: str) -> None:
    early: Record = {"end": "2022-08-31", "plannedEnd": "2023-08-31", "endReason": reason}
    assert posting("POST-005", **early) == hn
    assert posting("POST-005", YL, **early) == yl
    assert posting("POST-005", **early | {"end": "2023-08-31"}) == "ok"


def test_an_adjustment_comes_from_the_office_of_the_dispatch_level_after_consultation() -> None:
    def adjusted(**fields: Any) -> str:
        due: Record = {"endInitiator": "MANAGEMENT_OFFICE", "endInitiatorLevel": "40", "consultedUnit": True}
        return posting("POST-006", end="2022-08-31", plannedEnd="2023-08-31", endReason="FAMILY_HARDSHIP", **due | fields)

    assert adjusted() == "ok"
    assert adjusted(endInitiatorLevel="50") == "error"
    assert adjusted(endInitiator="DISPATCHING_UNIT") == "error"
    assert adjusted(consultedUnit=False) == "error"
    assert adjusted(consultedUnit=None) == "?posting.consultedUnit"


def handed_over(
    rule: str, start: str = "2023-09-01", coverage: list[Record] | None = None, left: str = "2023-10-31", **successor: Any
) -> str:
    facts = join(world("2021-09-01", left, endReason="ROTATION"), further("2", start, role=FS, replacesPostingId="p-1", **successor))
    return said(judge(YL, rule, facts, start="2021-09-01", as_of="2023-12-31", coverage=coverage))


def test_thirty_working_days_of_handover_across_the_holidays() -> None:
    """11 September to 26 October 2023: the National Day week off, two weekend days made up for."""
    assert handed_over("POST-008", handoverStart="2023-09-11", handoverEnd="2023-10-26") == "ok"
    assert handed_over("POST-008", handoverStart="2023-09-11", handoverEnd="2023-10-25") == "warning"
    assert handed_over("POST-008", handoverStart="2023-09-12", handoverEnd="2023-10-26") == "warning"
    assert handed_over("POST-008", handoverStart="2023-09-11", handoverEnd="2023-10-25", justification=True) == "info"
    assert handed_over("POST-008", start="2023-09-12", handoverStart="2023-09-11", handoverEnd="2023-10-26") == "warning"
    assert handed_over("POST-008") == "?posting.handoverStart"


def test_leaving_comes_after_the_handover() -> None:
    assert handed_over("POST-009", handoverCompletedOn="2023-10-31") == "ok"
    assert handed_over("POST-009", handoverCompletedOn="2023-11-01") == "error"
    assert handed_over("POST-009", handoverStart="2023-09-11") == "error"
    assert handed_over("POST-009", handoverStart="2023-09-11", redacted=["handoverCompletedOn"]) == "?posting.handoverCompletedOn"
    assert handed_over("POST-009") == "?posting.handoverCompletedOn"


def test_the_successor_starts_before_the_predecessor_leaves() -> None:
    assert handed_over("POST-007", start="2023-10-31") == "ok"
    assert handed_over("POST-007", start="2023-11-01") == "error"
    alone = world("2021-09-01", "2023-10-31", endReason="ROTATION")
    period: Record = {"start": "2021-09-01", "as_of": "2023-12-31"}
    assert said(judge(YL, "POST-007", alone, **period)) == "error"
    assert said(judge(YL, "POST-007", alone, coverage=all_but("2021-09-01", "2023-12-31", "posting"), **period)) == "?coverage.posting"


#: What the conditions on postings ask, met.
KEPT: Record = {"personnelRelation": "HOME_UNIT", "salaryPaidBy": "HOME_UNIT", "benefitsUnchanged": True, "performancePayUnchanged": True}
KEPT |= {"countsTowardVillagePosts": False, "villageElectionCandidate": False, "holdsHomeUnitDuties": False}
KEPT |= {"countsAsGrassrootsExperience": True, "partyRelationPlace": "VILLAGE"}


def kept(
    profile: str, role: str = FS, party: str | None = "01", as_of: str = "2021-12-31", start: str = "2021-09-01", **fields: Any
) -> str:
    facts = change(world(start, role=role, **KEPT | fields), "cadre", politicalStatus=party)
    return said(judge(profile, "POST-001", facts, start=start, as_of=as_of))


@pytest.mark.parametrize(
    ("fields", "hn", "yl"),
    [
        ({}, "ok", "ok"),
        ({"personnelRelation": "VILLAGE"}, "error", "error"),
        ({"salaryPaidBy": "TOWNSHIP"}, "error", "error"),
        ({"benefitsUnchanged": False}, "error", "error"),
        ({"performancePayUnchanged": False}, "ok", "error"),
        ({"countsTowardVillagePosts": True}, "error", "error"),
        ({"villageElectionCandidate": True}, "warning", "warning"),
        ({"villageElectionCandidate": True, "justification": True}, "info", "info"),
        ({"holdsHomeUnitDuties": True}, "error", "error"),
        ({"countsAsGrassrootsExperience": False}, "error", "ok"),
        ({"partyRelationPlace": "HOME_UNIT"}, "error", "error"),
    ],
)
def test_relations_and_pay(fields: Record, hn: str, yl: str) -> None:
    assert kept(HN, **fields) == hn
    assert kept(YL, **fields) == yl


def test_the_party_relation_moves_within_the_first_full_month_in_hn() -> None:
    late: Record = {"partyRelationPlace": "HOME_UNIT", "start": "2021-09-02"}
    assert kept(HN, as_of="2021-10-30", **late) == "ok"
    assert kept(HN, as_of="2021-10-31", **late) == "error"
    assert kept(HN, as_of="2021-10-31", party="02", **late) == "error"


@pytest.mark.parametrize("role", [FS, M, "TEAM_LEADER"])
@BOTH
def test_the_party_relation_of_members_and_others(profile: str, role: str) -> None:
    assert kept(profile, role, partyRelationPlace="TOWNSHIP") == "error"
    outside = kept(profile, role, party="13", partyRelationPlace=None)
    assert outside == ("?posting.partyRelationPlace" if (profile, role) == (YL, FS) else "ok")


def test_who_is_no_member_has_no_relation_to_move() -> None:
    assert kept(HN, M, party="13", partyRelationPlace="VILLAGE") == "error"
    assert kept(HN, M, party=None, partyRelationPlace="VILLAGE") == "?cadre.politicalStatus"
    assert kept(YL, M, party="13", partyRelationPlace="VILLAGE") == "ok"


# --- selection --------------------------------------------------------------------------------------

THREE = ["RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT"]
PROPOSE: Record = {"step": "PROPOSE", "date": "2021-09-01", "body": "UNIT_PERSONNEL_DEPT"}
DECIDE: Record = {"step": "DECIDE", "date": "2021-09-05", "body": "UNIT_PARTY_COMMITTEE"}
PRE_REVIEW: Record = {"step": "PRE_REVIEW", "date": "2021-09-07", "body": "PARTY_ORG_DEPT", "level": "40"}
FILE: Record = {"step": "FILE", "date": "2021-09-07", "body": "PARTY_ORG_DEPT", "level": "40", "consulted": THREE}
REVIEW: Record = {"step": "REVIEW", "date": "2021-09-03", "body": "PARTY_ORG_DEPT", "consulted": THREE, "result": "PASSED"}
REVIEW_MEMBER: Record = REVIEW | {"body": "RURAL_REVITALISATION_DEPT", "consulted": ["PARTY_ORG_DEPT", *THREE[:2]]}


def selected(profile: str, *steps: Record, role: str = FS) -> dict[str, str]:
    """What the three rules of selection say, where they say anything."""
    facts = world("2021-09-10", role=role, selectionSteps=list(steps))
    told = {rule: judge(profile, rule, facts, start="2021-09-01", as_of="2021-12-31") for rule in ("SEL-001", "SEL-002", "SEL-003")}
    return {rule: ",".join(o.rows) or "?" for rule, o in told.items() if not o.silent}


def test_hn_decides_and_then_reports() -> None:
    assert selected(HN, PROPOSE, DECIDE, PRE_REVIEW, FILE) == {}
    assert selected(HN, PROPOSE, DECIDE, PRE_REVIEW | {"date": "2021-09-02"}, FILE) == {}  # prior to the decision is as good
    assert selected(HN, PROPOSE, DECIDE, PRE_REVIEW | {"date": "2021-09-10"}, FILE | {"date": "2021-09-10"}) == {}
    assert selected(HN, PROPOSE, DECIDE, PRE_REVIEW | {"date": "2021-09-11"}, FILE) == {"SEL-003": "select-pre-review"}
    assert selected(HN, PROPOSE, DECIDE, PRE_REVIEW, FILE | {"date": "2021-09-11"}) == {"SEL-003": "select-file"}
    assert selected(HN, PROPOSE, DECIDE, PRE_REVIEW, FILE | {"date": "2021-09-04"}) == {"SEL-003": "select-file"}
    assert selected(HN, PROPOSE | {"date": "2021-09-06"}, DECIDE, PRE_REVIEW, FILE) == {"SEL-003": "select-decide"}
    assert selected(HN, PROPOSE, DECIDE, FILE) == {"SEL-001": "select-pre-review"}
    assert selected(HN, PROPOSE, DECIDE, PRE_REVIEW | {"level": "50"}, FILE) == {"SEL-002": "select-pre-review"}


def test_yl_reviews_and_then_decides() -> None:
    assert selected(YL, PROPOSE, REVIEW, DECIDE, FILE) == {}
    assert selected(YL, PROPOSE, REVIEW | {"date": "2021-09-05"}, DECIDE, FILE) == {}
    assert selected(YL, PROPOSE, REVIEW | {"date": "2021-09-06"}, DECIDE, FILE) == {"SEL-003": "step-decide"}
    assert selected(YL, PROPOSE, REVIEW, DECIDE | {"date": "2021-09-11"}, FILE) == {"SEL-003": "step-decide"}
    assert selected(YL, PROPOSE, REVIEW, DECIDE, FILE | {"date": "2021-09-02"}) == {}  # before the review is as good
    assert selected(YL, PROPOSE, REVIEW | {"result": "REJECTED"}, DECIDE, FILE) == {"SEL-002": "step-review-first-secretary"}
    assert selected(YL, PROPOSE, REVIEW, DECIDE, FILE | {"consulted": THREE[:2]}) == {"SEL-002": "step-file"}


def test_who_reviews_depends_on_the_role_in_yl() -> None:
    assert selected(YL, PROPOSE, REVIEW_MEMBER, DECIDE, FILE, role=M) == {}
    assert selected(YL, PROPOSE, REVIEW, DECIDE, FILE, role=M) == {"SEL-002": "step-review-member"}
    assert selected(YL, PROPOSE, REVIEW_MEMBER, DECIDE, FILE) == {"SEL-002": "step-review-first-secretary"}
    assert selected(YL, PROPOSE, REVIEW, DECIDE, FILE, role="TEAM_LEADER") == {}


@BOTH
def test_either_method_of_selection_will_do(profile: str) -> None:
    assert posting("VOC-001", profile, selectionMethods=["SELF_APPLICATION"]) == "ok"
    assert posting("VOC-001", profile, selectionMethods=["ORG_NAMED"]) == "error"


# --- assessment -------------------------------------------------------------------------------------


def assessed(
    rule: str, profile: str, *assessments: Record, start: str = "2021-09-01", as_of: str = "2023-06-30", **world_fields: Any
) -> str:
    records = [{"kind": "ANNUAL", "year": 2022, "date": "2023-01-10", **a} for a in assessments]
    return said(judge(profile, rule, join(world(start, **world_fields), on("assessment", *records)), start="2021-09-01", as_of=as_of))


@BOTH
def test_six_months_in_the_year(profile: str) -> None:
    owed: Record = {"as_of": "2023-06-30", "end": "2023-01-31"}
    assert assessed("ASM-001", profile, start="2022-07-01", **owed) == "error"
    assert assessed("ASM-001", profile, start="2022-07-02", **owed) == "ok"
    assert assessed("ASM-001", profile, {}, start="2022-07-01", **owed) == "ok"
    assert assessed("ASM-002", profile, {}, start="2022-07-01", **owed) == "ok"
    assert assessed("ASM-002", profile, {}, start="2022-07-02", **owed) == "warning"


@BOTH
def test_the_annual_assessment_is_missed_only_when_the_year_is_over(profile: str) -> None:
    assert assessed("ASM-001", profile, start="2022-01-01", as_of="2022-12-31") == "ok"
    assert assessed("ASM-001", profile, start="2022-01-01", as_of="2023-01-01") == "error"


def actors(*bodies: str, level: str = "50") -> list[Record]:
    return [{"body": b, "level": "60" if b == "TOWNSHIP_PARTY_COMMITTEE" else level} for b in bodies]


COUNTY_HN = actors(*FOUR, "TOWNSHIP_PARTY_COMMITTEE")
COUNTY_YL = actors("MANAGEMENT_OFFICE", "TOWNSHIP_PARTY_COMMITTEE")
ANNUAL: dict[str, Record] = {
    HN: {"assessors": COUNTY_HN, "consulted": ["DISPATCHING_UNIT"]},
    YL: {"lead": COUNTY_YL[0], "assessors": COUNTY_YL, "consulted": ["DISPATCHING_UNIT"]},
}
TERM: dict[str, Record] = {
    HN: {"kind": "TERM", "lead": {"body": "DISPATCHING_UNIT"}, "assessors": COUNTY_HN},
    YL: {
        "kind": "TERM",
        "lead": {"body": "DISPATCHING_UNIT"},
        "assessors": COUNTY_YL,
        "heard": ["VILLAGE_CADRES", "PARTY_MEMBERS", "VILLAGERS"],
    },
}


@BOTH
def test_who_assesses(profile: str) -> None:
    annual, term = ANNUAL[profile], TERM[profile]
    assert assessed("ASM-003", profile, annual) == "ok"
    assert assessed("ASM-003", profile, term) == "ok"
    assert assessed("ASM-003", profile, annual | {"assessors": annual["assessors"][:-1]}) == "error"
    assert (
        assessed(
            "ASM-003",
            profile,
            annual
            | {
                "lead": actors("MANAGEMENT_OFFICE", level="40")[0],
                "assessors": actors(*FOUR, "MANAGEMENT_OFFICE", level="40") + COUNTY_HN[-1:],
            },
        )
        == "error"
    )
    assert assessed("ASM-003", profile, annual | {"consulted": ["VILLAGERS"]}) == "error"
    assert assessed("ASM-003", profile, term | {"lead": {"body": "PARTY_ORG_DEPT", "level": "50"}}) == "error"


def test_only_yl_hears_the_village_at_the_end_of_the_term() -> None:
    assert assessed("ASM-003", YL, TERM[YL] | {"heard": ["VILLAGE_CADRES", "PARTY_MEMBERS"]}) == "error"
    assert assessed("ASM-003", HN, TERM[HN] | {"heard": ["VILLAGE_CADRES"]}) == "ok"
    assert assessed("ASM-003", YL, ANNUAL[YL] | {"heard": ["VILLAGE_CADRES"]}) == "ok"


def test_the_result_is_approved_at_the_dispatch_level_in_yl() -> None:
    def approved(level: str, on_day: str = "2023-01-12", fed_back: str = "2023-01-15", body: str = "MANAGEMENT_OFFICE") -> str:
        result: Record = {"approvedBy": {"body": body, "level": level}, "approvedOn": on_day, "feedbackOn": fed_back}
        return assessed("ASM-004", YL, result, level="40")

    assert approved("40") == "ok"
    assert approved("50") == "error"
    assert approved("40", body="PARTY_ORG_DEPT") == "error"
    assert approved("40", on_day="2023-01-10", fed_back="2023-01-10") == "ok"
    assert approved("40", on_day="2023-01-09") == "error"
    assert approved("40", fed_back="2023-01-11") == "error"


@BOTH
def test_the_result_is_fed_back(profile: str) -> None:
    assert assessed("ASM-005", profile, {"feedbackOn": "2023-01-10"}) == "ok"
    assert assessed("ASM-005", profile, {"feedbackOn": "2023-01-09"}) == "error"
    assert assessed("ASM-005", profile, {}) == "warning"


def test_an_excellent_grade_does_not_use_the_units_quota() -> None:
    assert assessed("ASM-007", HN, {"grade": "EXCELLENT", "quotaSource": "OWN"}) == "ok"
    assert assessed("ASM-007", HN, {"grade": "EXCELLENT", "quotaSource": "DISPATCHING_UNIT"}) == "error"
    assert assessed("ASM-007", HN, {"grade": "COMPETENT", "quotaSource": "DISPATCHING_UNIT"}) == "ok"


def test_the_home_unit_takes_over_the_grade_in_yl() -> None:
    assert assessed("ASM-008", YL, {"grade": "COMPETENT", "homeUnitGrade": "COMPETENT"}) == "ok"
    assert assessed("ASM-008", YL, {"grade": "COMPETENT", "homeUnitGrade": "EXCELLENT"}) == "error"
    assert assessed("ASM-008", YL, {"grade": "COMPETENT"}) == "?assessment.homeUnitGrade"
    assert judge(HN, "ASM-008", {}, start="2021-09-01", as_of="2021-12-31").status == "NOT_APPLICABLE"


def test_hn_assesses_before_it_rotates() -> None:
    def rotated(*days: str) -> str:
        facts = join(
            world("2021-09-01", "2023-08-31", endReason="ROTATION"), on("assessment", *({"kind": "TERM", "date": d} for d in days))
        )
        return said(judge(HN, "ASM-009", facts, start="2021-09-01", as_of="2023-12-31"))

    assert rotated("2023-08-31") == "ok"
    assert rotated("2023-09-01") == "error"
    assert rotated() == "error"


# --- recall -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("grade", ["EXCELLENT", "COMPETENT", "BASICALLY_COMPETENT", "NOT_COMPETENT"])
@pytest.mark.parametrize("kind", ["ANNUAL", "TERM"])
def test_grades_that_lead_to_recall(grade: str, kind: str) -> None:
    result: Record = {"grade": grade, "kind": kind, "feedbackOn": "2023-01-20"}
    bad_in_yl = kind == "ANNUAL" and grade in ("BASICALLY_COMPETENT", "NOT_COMPETENT")
    assert assessed("MEA-001", YL, result) == ("error" if bad_in_yl else "ok")
    assert assessed("MEA-008", HN, result) == ("warning" if grade == "NOT_COMPETENT" else "ok")


def test_recall_is_immediate() -> None:
    result: Record = {"grade": "BASICALLY_COMPETENT", "feedbackOn": "2023-01-20"}
    assert assessed("MEA-001", YL, result, as_of="2023-01-20") == "ok"
    assert assessed("MEA-001", YL, result, as_of="2023-01-21") == "error"


@pytest.mark.parametrize(("kind", "expected"), [("SANCTION", "error"), ("CRITICISM_EDUCATION", "ok"), ("INTERVIEW", "ok")])
def test_a_sanction_leads_to_recall(kind: str, expected: str) -> None:
    def recalled(*measures: Record) -> str:
        return said(judge(YL, "MEA-005", join(world("2021-09-01"), on("measure", *measures)), start="2021-09-01", as_of="2021-12-31"))

    first: Record = {"kind": kind, "date": "2021-10-11"}
    assert recalled(first) == expected
    assert recalled(first, {"kind": "RECALL", "date": "2021-10-11", "grounds": ["SANCTIONED"]}) == "ok"


@pytest.mark.parametrize(
    ("kind", "ground", "expected"),
    [
        ("RECALL", "INCOMPETENT", "ok"),
        ("RECALL", "HEALTH", "error"),
        ("ADJUSTMENT", "HEALTH", "ok"),
        ("ADJUSTMENT", "INCOMPETENT", "error"),
    ],
)
def test_recall_and_adjustment_have_grounds_of_their_own_in_hn(kind: str, ground: str, expected: str) -> None:
    facts = join(world("2021-09-01"), on("measure", {"kind": kind, "date": "2021-10-11", "grounds": [ground]}))
    assert said(judge(HN, "VOC-001", facts, start="2021-09-01", as_of="2021-12-31")) == expected


def measured(rule: str, profile: str, *measures: Record) -> str:
    facts = join(
        world("2021-09-01"), on("measure", *({"date": "2021-10-11", "cadreId": None, "organizationId": "unit"} | m for m in measures))
    )
    return said(judge(profile, rule, facts, start="2021-09-01", as_of="2021-12-31"))


@BOTH
def test_an_order_to_rectify_has_a_due_date(profile: str) -> None:
    assert measured("MEA-011", profile, {"kind": "ORDER_TO_RECTIFY"}) == "error"
    assert measured("MEA-011", profile, {"kind": "ORDER_TO_RECTIFY", "dueDate": "2021-11-11"}) == "ok"
    assert measured("MEA-011", profile, {"kind": "ORDER_TO_RECTIFY", "dueDate": "2021-10-10"}) == "error"


def test_a_unit_at_fault_is_interviewed_and_ordered_to_rectify() -> None:
    talk: Record = {"kind": "INTERVIEW", "grounds": ["WEAK_SUPPORT"], "by": "MANAGEMENT_OFFICE", "byLevel": "40"}
    order = talk | {"kind": "ORDER_TO_RECTIFY", "dueDate": "2021-11-11"}
    assert measured("MEA-010", YL, talk, order) == "ok"
    assert measured("MEA-010", YL, talk) == "error"
    assert measured("MEA-010", YL, talk, order | {"byLevel": "50"}) == "error"


def test_a_fault_without_intent_is_mitigated_or_a_reason_given() -> None:
    case: Record = {"kind": "CRITICISM_EDUCATION", "intent": "NON_INTENTIONAL"}
    assert measured("MEA-012", YL, case | {"mitigation": "EXEMPTED"}) == "ok"
    assert measured("MEA-012", YL, case | {"mitigation": "NONE"}) == "error"
    assert measured("MEA-012", YL, case | {"mitigation": "NONE", "reason": "重复发生"}) == "ok"
    assert measured("MEA-012", YL, case) == "?measure.mitigation"


# --- periodic obligations ---------------------------------------------------------------------------


def owed(
    rule: str,
    row: str,
    *acts: Record,
    profile: str = YL,
    facts: Facts | None = None,
    start: str = "2021-09-01",
    as_of: str = "2022-12-31",
    covered: bool = True,
) -> Outcome:
    """What a rule says of one policy row, in a batch of 2022."""
    records = join(facts or world(start), on("activity", *acts, cadre=None))
    coverage = everything("2022-01-01", "2022-12-31") if covered else all_but("2022-01-01", "2022-12-31", "activity")
    outcome = judge(profile, rule, records, start="2022-01-01", end="2022-12-31", as_of=as_of, coverage=coverage)
    outcome.findings = [f for f in outcome.findings if f["policyRow"] == f"{profile}/{row}"]
    return outcome


def periods(outcome: Outcome) -> list[str]:
    return outcome.arguments("period")


def monthly(kind: str, **fields: Any) -> list[Record]:
    return [{"kind": kind, "date": f"2022-{m:02}-15", **fields} for m in range(1, 13)]


OFFICES_FOUND: Facts = {
    "organization": [
        {"id": "city-office", "body": "MANAGEMENT_OFFICE", "level": "40"},
        {"id": "county-office", "body": "MANAGEMENT_OFFICE", "level": "50"},
        {"id": "group", "body": "COORDINATION_GROUP", "level": "40"},
        {"id": "agriculture", "body": "AGRICULTURE_DEPT", "level": "40"},
    ]
}


def managed(start: str = "2021-09-01", **fields: Any) -> Facts:
    """The tiny world under the offices of county and city."""
    return join(change(world(start, **fields), "village", countyOfficeId="county-office"), OFFICES_FOUND)


def test_a_month_without_a_report_to_the_township() -> None:
    reports = monthly("REPORT", teamId="t-1", recipientIds=["township"])
    assert periods(owed("OBL-002", "team-report-township", *reports)) == []
    assert periods(owed("OBL-002", "team-report-township", *reports[1:], reports[1])) == ["2022-01"]  # two in February make up for nothing
    assert periods(owed("OBL-002", "team-report-township", *reports[1:], start="2022-01-02")) == []
    assert periods(owed("OBL-002", "team-report-township", *reports[:-1], as_of="2022-12-30")) == []
    assert periods(owed("OBL-002", "team-report-township", *reports[:-1], reports[-1] | {"recipientIds": ["unit"]})) == ["2022-12"]


def test_a_joint_team_reports_to_each_of_its_units() -> None:
    joint = change(world("2021-09-01"), "team", dispatchingUnitIds=["unit", "u-2"])
    both = [
        {"kind": "REPORT", "date": d, "teamId": "t-1", "recipientIds": ["unit", "u-2"]}
        for d in ("2022-02-01", "2022-05-01", "2022-08-01", "2022-11-01")
    ]
    assert owed("OBL-002", "team-report-unit", *both, facts=joint).findings == []
    outcome = owed("OBL-002", "team-report-unit", *both[:3], both[3] | {"recipientIds": ["unit"]}, facts=joint)
    assert [(f["arguments"]["unit"], f["arguments"]["period"], f["severity"]) for f in outcome.findings] == [("u-2", "2022-Q4", "error")]


def test_a_half_year_without_a_report_to_the_county_office() -> None:
    reports = [{"kind": "REPORT", "date": d, "teamId": "t-1", "recipientIds": ["county-office"]} for d in ("2022-06-30", "2022-12-31")]
    assert periods(owed("OBL-002", "team-report-county-office", *reports, facts=managed())) == []
    assert periods(owed("OBL-002", "team-report-county-office", *reports[:1], facts=managed())) == ["2022-H2"]
    to_city = [r | {"recipientIds": ["city-office"]} for r in reports]
    assert periods(owed("OBL-002", "team-report-county-office", *to_city, facts=managed())) == ["2022-H1", "2022-H2"]


def test_only_the_coordination_group_must_write() -> None:
    written = [
        {"kind": "REPORT", "date": f"2022-{m}-01", "organizationId": "group", "recipientIds": ["city-office"], "form": "WRITTEN"}
        for m in ("03", "06", "09", "12")
    ]
    assert periods(owed("OBL-003", "coordination-group-report", *written, facts=managed())) == []
    oral = owed("OBL-003", "coordination-group-report", *written[:3], written[3] | {"form": "ORAL"}, facts=managed())
    assert periods(oral) == ["2022-Q4"]
    by_member = [
        {"kind": "REPORT", "date": d, "organizationId": "agriculture", "recipientIds": ["city-office"], "form": "ORAL"}
        for d in ("2022-01-01", "2022-07-01")
    ]
    assert periods(owed("OBL-003", "office-member-report", *by_member, facts=managed())) == []
    assert periods(owed("OBL-003", "office-member-report", by_member[0], facts=managed())) == ["2022-H2"]


@pytest.mark.parametrize(
    ("row", "act", "dates", "last"),
    [
        ("city-dispatch-meeting", {"kind": "DISPATCH_MEETING", "organizationId": "city-office"}, ["01-01", "07-01"], "2022-H2"),
        (
            "county-promotion-meeting",
            {"kind": "PROMOTION_MEETING", "organizationId": "county-office"},
            ["03-31", "04-01", "09-30", "10-01"],
            "2022-Q4",
        ),
        ("county-inspection", {"kind": "INSPECTION", "organizationId": "county-office"}, ["03-31", "04-01", "09-30", "10-01"], "2022-Q4"),
        ("unit-hearing", {"kind": "HEARING", "organizationId": "unit"}, ["06-30", "07-01"], "2022-H2"),
        ("unit-special-meeting", {"kind": "UNIT_SPECIAL_MEETING", "organizationId": "unit"}, ["12-31"], "2022"),
        ("condolence-visit", {"kind": "CONDOLENCE_VISIT", "organizationId": "unit"}, ["01-01", "12-31"], "2022"),
        (
            "city-demonstration-training",
            {"kind": "TRAINING", "organizationId": "city-office", "tier": "PREFECTURE_DEMONSTRATION"},
            ["05-01"],
            "2022",
        ),
        ("township-spot-check", {"kind": "SPOT_CHECK", "organizationId": "township"}, [f"{m:02}-28" for m in range(1, 13)], "2022-12"),
    ],
)
def test_each_body_acts_once_in_each_period(row: str, act: Record, dates: list[str], last: str) -> None:
    acts = [act | {"date": f"2022-{d}"} for d in dates]
    assert owed("OBL-003", row, *acts, facts=managed()).findings == []
    short = owed("OBL-003", row, *acts[:-1], facts=managed())
    assert (periods(short), short.severities) == ([last], ["error"])
    assert owed("OBL-003", row, *acts[:-1], facts=managed(), as_of="2022-12-30").findings == []
    other = {"kind": "OTHER", "date": "2022-05-01", "organizationId": "unit"}
    unseen = owed("OBL-003", row, *acts[:-1], other, facts=managed(), covered=False)
    assert unseen.findings == []
    assert f"coverage.activity.{act['kind']}" in unseen.missing


@pytest.mark.parametrize("start", ["2022-01-01", "2022-01-02"])
def test_bodies_of_the_place_owe_nothing_for_a_period_without_cadres(start: str) -> None:
    expected = ["2022-Q1"] if start.endswith("01") else []
    assert [p for p in periods(owed("OBL-003", "county-inspection", facts=managed(start))) if p == "2022-Q1"] == expected


def test_the_principal_and_the_deputy_each_come_to_the_village() -> None:
    def visits(*roles: list[str], village: str | None = "v-1") -> list[str]:
        acts = [
            {"kind": "LEADER_VISIT", "date": "2022-03-01", "organizationId": "unit", "villageId": village, "leaderRoles": r} for r in roles
        ]
        rows = ("leader-visit-principal", "leader-visit-deputy")
        return [row for row in rows if "2022-H1" in periods(owed("OBL-003", row, *acts))]

    assert visits(["PRINCIPAL_LEADER", "DEPUTY_IN_CHARGE"]) == []
    assert visits(["PRINCIPAL_LEADER"], ["DEPUTY_IN_CHARGE"]) == []
    assert visits(["PRINCIPAL_LEADER"]) == ["leader-visit-deputy"]
    assert visits(["DEPUTY_IN_CHARGE"], ["DEPUTY_IN_CHARGE"]) == ["leader-visit-principal"]
    assert visits(["PRINCIPAL_LEADER", "DEPUTY_IN_CHARGE"], village="v-2") == ["leader-visit-principal", "leader-visit-deputy"]


def test_the_principal_comes_to_each_village_once_a_year_in_hn() -> None:
    two = join(
        world("2021-09-01"),
        {"village": [{"id": "v-2", "kind": "COMMUNITY", "townshipId": "township"}]},
        further("2", "2021-09-01", villageId="v-2"),
    )

    def visits(*places: str, role: str = "PRINCIPAL_LEADER") -> list[str]:
        acts = [
            {"kind": "LEADER_VISIT", "date": "2022-12-31", "organizationId": "unit", "villageId": v, "leaderRoles": [role]} for v in places
        ]
        return owed("OBL-003", "principal-visits-village", *acts, profile=HN, facts=two).arguments("village")

    assert visits("v-1", "v-2") == []
    assert visits("v-1") == ["v-2"]
    assert visits("v-1", "v-2", role="DEPUTY_IN_CHARGE") == ["v-1", "v-2"]


def test_in_hn_the_party_committee_itself_hears_the_report() -> None:
    def heard(body: str | None) -> Outcome:
        acts = [{"kind": "HEARING", "date": d, "organizationId": "unit", "body": body} for d in ("2022-01-05", "2022-07-05")]
        return owed("OBL-003", "unit-hears-report", *acts, profile=HN)

    assert heard("UNIT_PARTY_COMMITTEE").findings == []
    assert periods(heard("UNIT_PERSONNEL_DEPT")) == ["2022-H1", "2022-H2"]
    assert "activity.body" in heard(None).missing


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"level": "50"}, []),
        ({"level": "60"}, ["warning"]),
        ({"organiserLevels": ["60"]}, ["warning"]),
        ({"organiserLevels": ["60", "50"]}, []),
        ({"level": "20"}, []),
    ],
)
def test_training_by_the_county_or_above_once_a_year_in_hn(fields: Record, expected: list[str]) -> None:
    training: Record = {"kind": "TRAINING", "date": "2022-05-01", "cadreIds": ["c-1"], **fields}
    assert owed("OBL-001", "training-county-or-above", training, profile=HN).severities == expected


def test_the_county_trains_every_cadre_in_yl_and_the_city_does_not_stand_in() -> None:
    training: Record = {"kind": "TRAINING", "date": "2022-05-01", "cadreIds": ["c-1"], "tier": "COUNTY_ROTATION"}
    two = join(world("2021-09-01"), further("2", "2021-09-01"))
    assert owed("OBL-001", "county-rotation-training", training | {"cadreIds": ["c-1", "c-2"]}, facts=two).findings == []
    (missed,) = owed("OBL-001", "county-rotation-training", training, facts=two).findings
    assert (missed["recordId"], missed["severity"], missed["arguments"]["chargedTo"]) == ("p-2", "error", "MANAGEMENT_OFFICE")
    assert owed("OBL-001", "county-rotation-training", training | {"tier": "PREFECTURE_DEMONSTRATION"}).severities == ["error"]


@BOTH
def test_a_health_check_for_each_cadre_each_year(profile: str) -> None:
    check: Record = {"kind": "HEALTH_CHECK", "date": "2022-05-01", "cadreId": "c-1"}
    assert owed("OBL-001", "health-check", check, profile=profile).findings == []
    assert owed("OBL-001", "health-check", profile=profile).severities == ["error"]
    assert owed("OBL-001", "health-check", profile=profile, start="2022-01-02").findings == []


@pytest.mark.parametrize(
    ("dates", "expected"),
    [(["2022-12-28"], []), (["2022-10-01"], []), (["2022-09-30"], ["info"]), (["2022-09-30", "2022-12-28"], []), ([], ["error"])],
)
def test_the_meeting_at_the_end_of_the_year(dates: list[str], expected: list[str]) -> None:
    meetings = [{"kind": "TWO_EXCELLENCE_MEETING", "date": d, "organizationId": "city-office"} for d in dates]
    assert owed("OBL-003", "two-excellence-meeting", *meetings, facts=managed()).severities == expected


@pytest.mark.parametrize(
    ("first", "dates", "expected"),
    [(2021, [], []), (2023, [], ["warning"]), (2023, ["2023-01-01"], []), (2023, ["2024-12-31"], []), (2023, ["2022-12-31"], ["warning"])],
)
def test_a_commendation_round_in_two_calendar_years(first: int, dates: list[str], expected: list[str]) -> None:
    """Windows count from 2021; the first began before the rules were in force and is not judged (K14)."""
    rounds = on("activity", *({"kind": "COMMENDATION_INDIVIDUAL", "date": d, "organizationId": "city-office"} for d in dates), cadre=None)
    outcome = judge(YL, "OBL-003", join(OFFICES_FOUND, rounds), start=f"{first}-01-01", as_of=f"{first + 1}-12-31")
    assert [f["severity"] for f in outcome.findings if f["policyRow"].endswith("/commendation-round")] == expected


# --- household visits -------------------------------------------------------------------------------

HOUSEHOLDS: Record = {"households": [{"id": "h-1"}, {"id": "h-2"}]}


def visited(
    *visits: Record, start: str = "2021-09-01", as_of: str = "2022-12-31", coverage: list[Record] | None = None, more: Facts | None = None
) -> list[str]:
    base: Record = {"kind": "HOUSEHOLD_VISIT", "date": "2022-05-01", "cadreIds": ["c-1"], "villageId": "v-1", "villageCadrePresent": True}
    facts = join(change(world(start), "village", **HOUSEHOLDS), more or {}, on("activity", *(base | v for v in visits), cadre=None))
    return judge(HN, "OBL-004", facts, start="2022-01-01", end="2022-12-31", as_of=as_of, coverage=coverage).severities


def test_every_household_is_visited_in_the_year() -> None:
    assert visited({"householdIds": ["h-1", "h-2"]}) == []
    assert visited({"householdId": "h-1"}) == ["error"]
    assert visited({"householdId": "h-1"}, {"householdId": "h-2", "date": "2023-01-01"}, as_of="2023-01-01") == ["error"]
    assert visited({"householdId": "h-1"}, start="2022-01-02") == []
    assert visited({"householdId": "h-1"}, as_of="2022-12-30") == []
    assert visited({"householdId": "h-1"}, coverage=all_but("2022-01-01", "2022-12-31", "activity")) == []


def test_the_duty_is_the_teams_and_another_teams_visit_does_not_fulfil_it() -> None:
    other = further("2", "2021-09-01", teamId="t-2")
    assert visited({"householdId": "h-1"}, {"householdId": "h-2", "cadreIds": ["c-2"]}, more=further("2", "2021-09-01")) == []
    assert visited({"householdId": "h-1"}, {"householdId": "h-2", "cadreIds": ["c-2"]}, more=other) == ["error"]


def test_a_visit_without_a_village_cadre_warns_and_one_where_nobody_was_met_is_noted() -> None:
    assert visited({"householdId": "h-1"}, {"householdId": "h-2", "villageCadrePresent": False}) == ["warning"]
    assert visited({"householdId": "h-1"}, {"householdId": "h-2", "unreachable": True}) == ["info"]


def test_a_household_of_the_same_number_in_another_village_is_another() -> None:
    assert visited({"householdId": "h-1"}, {"householdId": "h-2", "villageId": "v-2"}) == ["error"]


# --- support ----------------------------------------------------------------------------------------


def paid(
    rule: str, *support: Record, profile: str = HN, attendance: Facts | None = None, start: str = "2021-07-01", **posting_fields: Any
) -> str:
    """What is said of October 2021: 17 working days."""
    facts = join(world(start, **posting_fields), attendance or {}, on("support", *({"month": "2021-10"} | s for s in support)))
    return said(judge(profile, rule, facts, start="2021-10-01", as_of="2021-10-31"))


def living(fen: int) -> Record:
    return {"kind": "LIVING_ALLOWANCE", "amountFen": fen}


COMMS: Record = {"kind": "COMMS_ALLOWANCE", "amountFen": 10_000}


def test_a_hundred_for_each_working_day_credited() -> None:
    whole = present("2021-10-01", 31)  # every day of the month, 17 of them working days
    assert paid("SUP-001", living(170_000), COMMS, attendance=whole) == "ok"
    assert paid("SUP-001", living(169_999), COMMS, attendance=whole) == "error"
    assert paid("SUP-002", living(170_000), attendance=whole) == "ok"
    assert paid("SUP-002", living(170_001), attendance=whole) == "warning"


def test_a_weekend_in_the_village_and_a_day_of_leave_earn_nothing() -> None:
    weekend = present("2021-10-16", 2)
    assert paid("SUP-001", COMMS, attendance=weekend) == "ok"
    assert paid("SUP-002", living(1), attendance=weekend) == "warning"
    made_up = present("2021-10-09", 1)  # a Saturday made up for
    assert paid("SUP-001", living(9_999), COMMS, attendance=made_up) == "error"
    leave = present("2021-10-11", 1, status="LEAVE")
    assert paid("SUP-002", living(10_000), attendance=leave) == "warning"
    training = present("2021-10-11", 1, status="TRAINING")
    assert paid("SUP-001", living(10_000), COMMS, attendance=training) == "ok"


def test_a_hundred_a_month_for_the_telephone() -> None:
    assert paid("SUP-001", COMMS | {"amountFen": 9_999}) == "error"
    assert paid("SUP-001", profile=YL, start="2021-09-01") == "error"
    assert paid("SUP-001", COMMS, profile=YL, start="2021-09-01") == "ok"
    assert paid("SUP-001", profile=YL, start="2021-10-02") == "ok"


def test_two_round_trips_a_month() -> None:
    assert paid("SUP-003", {"kind": "TRAVEL_ROUNDTRIP", "tripCount": 2}) == "ok"
    assert paid("SUP-003", {"kind": "TRAVEL_ROUNDTRIP", "tripCount": 3}) == "warning"
    assert paid("SUP-003", {"kind": "TRAVEL_ROUNDTRIP", "tripCount": 2}, {"kind": "TRAVEL_ROUNDTRIP", "tripCount": 1}) == "warning"
    assert paid("SUP-003", {"kind": "OTHER_PUBLIC_TRANSPORT", "tripCount": 9}) == "ok"


def test_fuel_instead_of_the_trips() -> None:
    def fuel(fen: int, trips: int | None = None, fare: int | None = 20_000) -> str:
        claims = [{"kind": "FUEL", "amountFen": fen, "twoTripFareFen": fare}] + (
            [{"kind": "TRAVEL_ROUNDTRIP", "tripCount": trips}] if trips else []
        )
        return paid("SUP-004", *claims)

    assert fuel(20_000) == "ok"
    assert fuel(20_001) == "warning"
    assert fuel(10_000, trips=1) == "ok"  # one trip each way of paying
    assert fuel(10_001, trips=1) == "warning"
    assert fuel(1, trips=2) == "warning"
    assert fuel(1, trips=2, fare=None) == "warning"
    assert fuel(1, fare=None) == "?support.twoTripFareFen"


@pytest.mark.parametrize(
    ("level", "fields", "expected"),
    [
        ("50", {"rateBasis": "DISTANCE_TIER", "tier": "2"}, "ok"),
        ("50", {"rateBasis": "DISTANCE_TIER"}, "?support.tier"),
        ("40", {"rateBasis": "TRAVEL_RULES_AND_PUBLIC_FARE"}, "ok"),
        ("40", {"rateBasis": "DISTANCE_TIER", "tier": "2"}, "error"),
        ("40", {}, "?support.rateBasis"),
    ],
)
def test_the_travel_allowance_of_county_and_city_cadres(level: str, fields: Record, expected: str) -> None:
    assert paid("SUP-005", {"kind": "TRAVEL_ALLOWANCE", "amountFen": 5_000, **fields}, profile=YL, level=level) == expected


def test_the_living_allowance_of_yl_has_a_basis_and_no_number() -> None:
    assert paid("SUP-005", living(1) | {"rateBasis": "TRAVEL_MEAL_ALLOWANCE"}, profile=YL) == "ok"
    assert paid("SUP-005", living(1) | {"rateBasis": "FIXED_RATE"}, profile=YL) == "error"


def test_a_hardship_area_brings_an_allowance() -> None:
    def hard(*support: Record) -> str:
        facts = join(change(world("2021-07-01"), "village", hardshipArea=True), on("support", *support))
        return said(judge(HN, "SUP-010", facts, start="2021-07-01", as_of="2021-10-31"))

    assert hard() == "error"
    assert hard({"kind": "HARDSHIP_AREA_ALLOWANCE", "month": "2021-10", "amountFen": 1}) == "ok"


def insured(
    profile: str, *policies: tuple[str, str, str], start: str = "2021-09-01", end: str | None = None, as_of: str = "2023-12-31"
) -> list[str]:
    support = on("support", *({"kind": k, "startDate": a, "endDate": b} for k, a, b in policies))
    return judge(profile, "SUP-006", join(world(start, end), support), start="2021-07-01", as_of=as_of).arguments("kind")


ACCIDENT, ILLNESS = "ACCIDENT_INSURANCE", "CRITICAL_ILLNESS_INSURANCE"


def test_accident_cover_over_the_whole_posting_in_yl() -> None:
    assert insured(YL, (ACCIDENT, "2021-09-01", "2022-08-31"), (ACCIDENT, "2022-09-01", "2023-12-31")) == []
    assert insured(YL, (ACCIDENT, "2021-09-01", "2022-08-31"), (ACCIDENT, "2022-09-02", "2023-12-31")) == [ACCIDENT]
    assert insured(YL, (ACCIDENT, "2021-09-02", "2023-12-31")) == [ACCIDENT]
    assert insured(YL, (ACCIDENT, "2021-09-01", "2023-08-30"), end="2023-08-31") == [ACCIDENT]
    assert insured(YL, (ACCIDENT, "2021-09-01", "2023-08-31"), end="2023-08-31") == []


def test_two_covers_in_each_year_in_hn() -> None:
    whole = [(kind, "2021-09-01", "2022-12-31") for kind in (ACCIDENT, ILLNESS)]
    assert insured(HN, *whole, as_of="2022-12-31") == []
    assert insured(HN, whole[0], as_of="2022-12-31") == [ILLNESS, ILLNESS]  # 2021 and 2022
    assert insured(HN, whole[0], (ILLNESS, "2022-01-01", "2022-12-31"), as_of="2022-12-31") == [ILLNESS]
    assert insured(HN, *whole, as_of="2023-06-30") == []  # 2023 is still running


def funded(rule: str, *funds: Record, people: Facts | None = None, role: str = FS) -> list[str]:
    base: Record = {"kind": "WORK_FUND", "cadreId": None, "villageId": "v-1", "year": 2022}
    facts = join(world("2021-09-01", role=role), people or {}, on("support", *(base | f for f in funds)))
    outcome = judge(YL, rule, facts, start="2022-01-01", as_of="2022-12-31")
    return [f["arguments"].get("beneficiary", f["severity"]) for f in outcome.findings] + [f"?{m}" for m in outcome.missing]


def fund(beneficiary: str, fen: int, **fields: Any) -> Record:
    return {"beneficiary": beneficiary, "amountFen": fen, **fields}


def test_ten_thousand_each_for_first_secretary_and_team() -> None:
    team_too = further("2", "2021-09-01")
    assert funded("SUP-007", fund(FS, 1_000_000), fund("TEAM", 1_000_000), people=team_too) == []
    assert funded("SUP-007", fund(FS, 999_999), fund("TEAM", 1_000_000), people=team_too) == [FS]
    assert funded("SUP-007", fund(FS, 1_000_000), fund("TEAM", 999_999), people=team_too) == ["TEAM"]
    assert funded("SUP-007", fund(FS, 2_000_000), people=team_too) == ["TEAM"]


def test_a_first_secretary_alone_is_owed_one_fund() -> None:
    assert funded("SUP-007", fund(FS, 1_000_000)) == []
    assert funded("SUP-007", fund(FS, 1_000_000), people={"posting": [posted("1", "2021-09-01", id="p-lead", role="TEAM_LEADER")]}) == []


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((500_000, 300_000, 200_000), []),
        ((500_001, 300_000, 199_999), []),  # within one fen of its share
        ((500_002, 300_000, 199_998), ["error"]),
        ((200_000, 300_000, 500_000), ["error"]),
        ((500_000, 300_000, None), ["?support.countyShareFen"]),
    ],
)
def test_the_base_is_shared_five_three_two(shares: tuple[int | None, ...], expected: list[str]) -> None:
    split = dict(zip(("provinceShareFen", "prefectureShareFen", "countyShareFen"), shares, strict=True))
    extra: Record = {"amountFen": 1_500_000, "countyExtraFen": 500_000}
    assert funded("SUP-008", fund(FS, 0) | extra | {k: v for k, v in split.items() if v is not None}) == expected


@pytest.mark.parametrize(
    ("holder", "chain", "expected"),
    [
        ("TOWNSHIP_PARTY_COMMITTEE", ["20>50", "40>50", "50>60"], []),
        ("TOWNSHIP_PARTY_COMMITTEE", ["20>40", "40>50", "50>60"], []),
        ("DISPATCHING_UNIT", ["20>50", "50>60"], ["error"]),
        ("TOWNSHIP_PARTY_COMMITTEE", ["20>50"], ["error"]),
        ("TOWNSHIP_PARTY_COMMITTEE", ["20>60"], ["error"]),  # past the county
        ("TOWNSHIP_PARTY_COMMITTEE", ["50>60", "20>50"], ["error"]),
        ("TOWNSHIP_PARTY_COMMITTEE", None, ["?support.transfers"]),
    ],
)
def test_the_fund_goes_down_to_the_township(holder: str, chain: list[str] | None, expected: list[str]) -> None:
    steps = [{"from": c[:2], "to": c[3:], "date": f"2022-0{n}-01"} for n, c in enumerate(chain or [], 1)]
    assert funded("SUP-009", fund(FS, 1_000_000, holder=holder, **({"transfers": steps} if chain else {}))) == expected


def test_the_days_of_the_transfers_do_not_run_backwards() -> None:
    def dated(first: str, second: str) -> list[str]:
        chain = [{"from": "20", "to": "50", "date": first}, {"from": "50", "to": "60", "date": second}]
        return funded("SUP-009", fund(FS, 1_000_000, holder="TOWNSHIP_PARTY_COMMITTEE", transfers=chain))

    assert dated("2022-03-01", "2022-03-01") == []
    assert dated("2022-03-02", "2022-03-01") == ["error"]


def test_a_work_injury_brings_benefit_and_solatium() -> None:
    def injured(*kinds: str, recognised: bool = True) -> list[str]:
        injury = on("activity", {"kind": "WORK_INJURY", "date": "2022-03-01", "recognisedWorkInjury": recognised})
        facts = join(world("2021-09-01"), injury, on("support", *({"kind": k} for k in kinds)))
        return judge(YL, "SUP-013", facts, start="2022-01-01", as_of="2022-12-31").arguments("kind")

    assert injured("WORK_INJURY_BENEFIT", "SOLATIUM") == []
    assert injured("WORK_INJURY_BENEFIT") == ["SOLATIUM"]
    assert injured(recognised=False) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "ok"),
        ({"takenDays": 10}, "error"),
        ({"takenDays": 9}, "ok"),
        ({"workNeed": False}, "error"),
        ({"madeUpNextYear": True}, "error"),
        ({"madeUpNextYear": None}, "?support.madeUpNextYear"),
    ],
)
def test_pay_for_leave_that_was_not_taken(fields: Record, expected: str) -> None:
    pay: Record = {
        "kind": "UNUSED_LEAVE_PAY",
        "month": None,
        "year": 2022,
        "entitledDays": 10,
        "takenDays": 5,
        "workNeed": True,
        "madeUpNextYear": False,
        **fields,
    }
    assert paid("SUP-014", pay, profile=YL) == expected
