"""Both sides of every limit of the rules on the activities that cadres, teams and offices owe, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from facts import GZ, HN, QN, YL, Facts, Outcome, Record, all_but, change, everything, further, join, judge, on, world
from worlds import BOTH

# --- OBL-001: an activity owed to or by each cadre is short ---------------------------------------


def test_a_health_check_each_full_year() -> None:
    period = {"as_of": "2021-12-31", "start": "2021-01-01"}
    assert judge(GZ, "OBL-001", world("2021-01-01"), **period).severities == ["error"]
    assert judge(GZ, "OBL-001", world("2021-01-02"), **period).silent
    for day, found in (("2020-12-31", ["p-1"]), ("2021-01-01", []), ("2021-12-31", [])):
        assert judge(GZ, "OBL-001", join(world("2020-06-01"), on("activity", {"kind": "HEALTH_CHECK", "date": day})), **period).ids == found
    other = join(world("2021-01-01"), on("activity", {"kind": "DIARY", "date": "2021-06-01"}))
    unknown = judge(GZ, "OBL-001", other, **period, coverage=all_but("2021-01-01", "2021-12-31", "activity"))
    assert (unknown.ids, unknown.missing) == ([], {"coverage.activity.HEALTH_CHECK": 1})


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


def acts(*records: Record) -> Facts:
    """Activities that are no cadre's unless they say so."""
    return on("activity", *records, cadre=None)


def test_an_unnamed_act_may_be_a_cadres_in_its_own_year_and_for_its_own_duty() -> None:
    trained = [{"kind": "TRAINING", "date": f"{y}-05-01", "cadreIds": ["c-1"], "level": "50"} for y in (2022, 2023)]
    unnamed = [{"kind": "TRAINING", "date": "2022-06-01", "level": "50"}, {"kind": "HEALTH_CHECK", "date": "2023-06-01"}]
    outcome = judge(HN, "OBL-001", join(world("2021-09-01"), acts(*trained, *unnamed)), start="2022-01-01", as_of="2023-12-31")
    assert (outcome.arguments("act"), outcome.arguments("period")) == (["HEALTH_CHECK"], ["2022"])
    assert outcome.missing == {"activity.cadreId": 1}  # the health check of 2023 may have been this cadre's


# --- OBL-002: an activity owed by a team is short -------------------------------------------------


def periods(outcome: Outcome) -> list[str]:
    return outcome.arguments("period")


def monthly(kind: str, **fields: Any) -> list[Record]:
    return [{"kind": kind, "date": f"2022-{m:02}-15", **fields} for m in range(1, 13)]


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


def test_a_half_year_without_a_report_to_the_county_office() -> None:
    reports = [{"kind": "REPORT", "date": d, "teamId": "t-1", "recipientIds": ["county-office"]} for d in ("2022-06-30", "2022-12-31")]
    assert periods(owed("OBL-002", "team-report-county-office", *reports, facts=managed())) == []
    assert periods(owed("OBL-002", "team-report-county-office", *reports[:1], facts=managed())) == ["2022-H2"]
    to_city = [r | {"recipientIds": ["city-office"]} for r in reports]
    assert periods(owed("OBL-002", "team-report-county-office", *to_city, facts=managed())) == ["2022-H1", "2022-H2"]


def test_an_unnamed_report_may_be_a_teams_in_its_own_month() -> None:
    unnamed = {"kind": "REPORT", "date": "2022-02-10", "recipientIds": ["township"]}
    outcome = judge(YL, "OBL-002", join(world("2021-09-01"), acts(unnamed)), start="2022-01-01", as_of="2022-02-28")
    assert (outcome.arguments("period"), outcome.unjudged) == (["2022-01"], ["activity.teamId"])


def reported(*reports: Record, facts: Facts | None = None) -> Outcome:
    """What is said of January 2022."""
    return judge(YL, "OBL-002", join(facts or world("2021-09-01"), acts(*reports)), start="2022-01-01", as_of="2022-01-31")


def test_a_report_to_the_township_of_another_village_is_none() -> None:
    elsewhere: Facts = {
        "organization": [{"id": "township-2", "body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60"}],
        "village": [{"id": "v-2", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "township-2"}],
        "team": [{"id": "t-2", "homeVillageId": "v-2", "dispatchingUnitIds": ["unit"], "dispatchLevel": "40", "formedOn": "2021-09-01"}],
    }
    two = join(world("2021-09-01"), elsewhere)
    own: Record = {"kind": "REPORT", "date": "2022-01-15", "teamId": "t-1", "recipientIds": ["township"]}
    other = own | {"teamId": "t-2", "recipientIds": ["township-2"]}
    assert reported(own, other, facts=two).silent
    assert reported(own | {"recipientIds": ["township-2"]}, other, facts=two).ids == ["t-1"]


def test_where_the_villages_are_not_in_the_batch_any_township_will_do() -> None:
    without = {k: r for k, r in world("2021-09-01").items() if k != "village"}
    report: Record = {"kind": "REPORT", "date": "2022-01-15", "teamId": "t-1", "recipientIds": ["township"]}
    assert reported(report, facts=without).silent
    assert reported(report | {"recipientIds": ["county"]}, facts=without).ids == ["t-1"]


# --- OBL-003: an activity owed by an organization is short ----------------------------------------


def test_guidance_each_quarter_and_prompts_each_month() -> None:
    force = {"organization": [{"id": "force", "body": "TASK_FORCE", "level": "40", "establishedOn": "2021-05-01"}]}
    period = {"as_of": "2021-09-30", "start": "2021-05-01"}
    said = judge(QN, "OBL-003", force, **period)
    assert said.arguments("period") == ["2021-05", "2021-06", "2021-07", "2021-08", "2021-09", "2021-Q3"], "the second quarter began before"
    prompts = [{"kind": "WORK_PROMPT", "date": f"2021-0{m}-28", "organizationId": "force"} for m in (5, 6, 7, 8, 9)]
    points = {"kind": "GUIDANCE_POINTS", "date": "2021-07-01", "organizationId": "force"}
    assert judge(QN, "OBL-003", join(force, on("activity", *prompts, points, cadre=None)), **period).silent
    surplus = [{**p, "date": "2021-05-28"} for p in prompts]
    kept = judge(QN, "OBL-003", join(force, on("activity", *surplus, points, cadre=None)), **period)
    assert kept.arguments("period") == ["2021-06", "2021-07", "2021-08", "2021-09"], "surplus of one month covers no other"


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


def knowing(start: str, end: str, *kinds: str) -> list[Record]:
    """Coverage of everything, of the activities only these kinds: what is owed besides cannot be judged."""
    return [*all_but(start, end, "activity"), *({"recordType": "activity", "kind": k, "startDate": start, "endDate": end} for k in kinds)]


def owed_for(profile: str, kind: str, *records: Record, facts: Facts | None = None, as_of: str = "2022-12-31") -> Outcome:
    """What is said of 2022 where only the acts of one kind are known to be complete."""
    found = join(facts or world("2021-09-01"), acts(*({"kind": kind} | r for r in records)))
    outcome = judge(profile, "OBL-003", found, start="2022-01-01", as_of=as_of, coverage=knowing("2022-01-01", as_of, kind))
    outcome.missing = {k: n for k, n in outcome.missing.items() if not k.startswith("coverage.")}
    return outcome


def test_a_township_that_only_sends_a_cadre_elsewhere_has_no_cadres_to_check() -> None:
    sends: Facts = {"organization": [{"id": "township-2", "body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60"}]}
    two = join(world("2021-09-01"), sends, further("2", "2021-09-01", dispatchingUnitId="township-2"))
    assert owed_for(YL, "SPOT_CHECK", {"date": "2022-01-15", "organizationId": "township"}, facts=two, as_of="2022-01-31").silent
    assert owed_for(YL, "SPOT_CHECK", {"date": "2022-01-15", "organizationId": "township-2"}, facts=two, as_of="2022-01-31").ids == [
        "township"
    ]


def test_a_unit_acts_through_its_party_committee_and_not_through_the_unit_below_it() -> None:
    def heard(profile: str, body: str) -> list[str]:
        part: Facts = {"organization": [{"id": "part", "body": body, "level": "40", "parentId": "unit"}]}
        hearing: Record = {"date": "2022-05-01", "organizationId": "part"}
        return owed_for(profile, "HEARING", hearing, facts=join(world("2021-09-01"), part), as_of="2022-06-30").ids

    assert heard(HN, "UNIT_PARTY_COMMITTEE") == []
    assert heard(HN, "UNIT_PERSONNEL_DEPT") == ["unit"]  # reserved to the committee
    assert heard(YL, "UNIT_PERSONNEL_DEPT") == []
    assert heard(YL, "DISPATCHING_UNIT") == ["unit"]


def test_a_visit_by_the_deputy_alone_is_not_the_principals() -> None:
    def visited(role: str) -> list[str]:
        return owed_for(HN, "LEADER_VISIT", {"date": "2022-05-01", "organizationId": "unit", "villageId": "v-1", "leaderRoles": [role]}).ids

    assert visited("PRINCIPAL_LEADER") == []
    assert visited("DEPUTY_IN_CHARGE") == ["unit"]


def test_what_a_visit_elsewhere_leaves_open_is_not_asked_for() -> None:
    """Of two visits one may have been to the village; of the other it does not matter who went."""
    other: Facts = {"village": [{"id": "v-2", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "township"}]}
    somewhere: Record = {"date": "2022-05-01", "organizationId": "unit", "leaderRoles": ["PRINCIPAL_LEADER"]}
    elsewhere: Record = {"date": "2022-06-01", "organizationId": "unit", "villageId": "v-2"}
    outcome = owed_for(HN, "LEADER_VISIT", somewhere, elsewhere, facts=join(world("2021-09-01"), other))
    assert (outcome.ids, outcome.missing) == ([], {"activity.villageId": 1})


def test_principal_deputy_and_party_committee_are_three_actors() -> None:
    year = {"start": "2022-01-01", "as_of": "2022-12-31"}

    def owed(profile: str, *acts: dict[str, Any]) -> set[str]:
        unit = on("activity", *({"organizationId": "unit", "villageId": "v-1", "date": "2022-03-01"} | a for a in acts), cadre=None)
        return set(judge(profile, "OBL-003", join(world("2021-09-01"), unit), **year).rows)

    deputy = {"kind": "LEADER_VISIT", "leaderRoles": ["DEPUTY_IN_CHARGE"]}
    assert "principal-visits-village" in owed(HN, deputy)
    assert "principal-visits-village" not in owed(HN, deputy | {"leaderRoles": ["PRINCIPAL_LEADER"]})
    heard = [{"kind": "HEARING", "date": d, "body": "DISPATCHING_UNIT"} for d in ("2022-03-01", "2022-09-01")]
    assert "unit-hears-report" in owed(HN, *heard), "in Hunan the party committee hears"
    assert "unit-hearing" not in owed(YL, *heard), "in Yulin the unit does"


# --- OBL-004: households not visited in a year ----------------------------------------------------

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


#: A year in which every household must be visited once.
YEAR: Record = {"start": "2022-01-01", "as_of": "2022-12-31"}


def visited_by(*visits: Record, facts: Facts | None = None, **period: Any) -> Outcome:
    """What is said of a village with one household."""
    base: Record = {"kind": "HOUSEHOLD_VISIT", "date": "2022-05-01", "villageId": "v-1", "householdId": "h-1", "villageCadrePresent": True}
    with_household = change(facts or world("2021-09-01"), "village", households=[{"id": "h-1"}])
    return judge(HN, "OBL-004", join(with_household, acts(*(base | v for v in visits))), **(YEAR | period))


def test_a_team_formed_on_new_years_day_owes_the_year() -> None:
    assert visited_by(facts=world("2022-01-01")).ids == ["t-1"]
    assert visited_by({"cadreId": "c-1"}, facts=world("2022-01-01")).silent


def test_only_a_visit_to_the_household_counts() -> None:
    assert visited_by({"cadreId": "c-1", "kind": "VILLAGE_SURVEY"}).ids == ["t-1"]
    assert visited_by({"teamId": "t-1"}).silent


def test_a_visit_is_the_teams_while_the_visitor_belongs_to_it() -> None:
    formed = change(world("2022-07-01"), "team", formedOn="2021-09-01")
    assert visited_by({"cadreId": "c-1", "date": "2022-06-30"}, facts=formed).ids == ["t-1"]
    assert visited_by({"cadreId": "c-1", "date": "2022-07-01"}, facts=formed).silent
    alone = join(world("2021-09-01"), further("2", "2021-09-01", teamId=None))
    assert visited_by({"cadreId": "c-2"}, facts=alone).ids == ["t-1"]


def test_a_year_that_the_coverage_does_not_hold_cannot_be_judged() -> None:
    """Neither visits known from February on, nor those known to November, nor other acts known all along, fill a year."""
    known: Record = {"recordType": "activity", "kind": "HOUSEHOLD_VISIT", "startDate": "2022-02-01", "endDate": "2023-11-30"}
    outcome = visited_by(as_of="2023-12-31", coverage=[*knowing("2022-01-01", "2023-12-31", "TRAINING"), known])
    assert (outcome.ids, outcome.missing) == ([], {"coverage.activity.HOUSEHOLD_VISIT": 1})


@pytest.mark.parametrize(("start", "end"), [("2022-07-01", "2022-12-31"), ("2022-01-01", "2022-11-30")])
def test_a_year_that_reaches_out_of_the_batch_is_no_concern_of_it(start: str, end: str) -> None:
    assert visited_by(start=start, end=end).silent


# --- OBL-005: no commendation in a round ----------------------------------------------------------


def test_a_round_commends_persons_and_collectives() -> None:
    over = world("2020-01-01", "2021-06-30", round="5")
    period = {"as_of": "2021-12-31", "start": "2020-01-01"}
    one, two = (
        {"kind": "COMMENDATION_INDIVIDUAL", "date": "2021-09-01", "round": "5"},
        {"kind": "COMMENDATION_COLLECTIVE", "date": "2021-09-01", "round": "5"},
    )
    assert judge(GZ, "OBL-005", over, **period).severities == ["warning", "warning"]
    assert judge(GZ, "OBL-005", join(over, on("activity", one, cadre=None)), **period).arguments("act") == ["COMMENDATION_COLLECTIVE"]
    assert judge(GZ, "OBL-005", join(over, on("activity", one, two, cadre=None)), **period).silent
    assert judge(GZ, "OBL-005", world("2020-01-01", "2022-01-01", round="5"), **period).silent, "the round is not over"


def commended(day: str | None, *parts: Facts, of: str | None = "5", ended: str = "2021-06-30", **period: Any) -> Outcome:
    """What is said at the end of 2021 of a round in a batch that reaches beyond."""
    kinds = ("COMMENDATION_INDIVIDUAL", "COMMENDATION_COLLECTIVE")
    both = acts(*({"kind": k, "date": day} | ({"round": of} if of else {}) for k in kinds)) if day else {}
    facts = join(world("2020-01-01", ended, round="5"), both, *parts)
    return judge(GZ, "OBL-005", facts, **({"start": "2020-01-01", "end": "2022-12-31", "as_of": "2021-12-31"} | period))


def test_what_is_dated_after_the_as_of_day_is_not_known_yet() -> None:
    assert commended("2021-12-31").silent
    assert commended("2022-01-01").severities == ["warning", "warning"]
    assert commended("2021-12-31", of=None).missing == {"activity.round": 1}
    assert commended("2022-01-01", of=None).severities == ["warning", "warning"]
    assert commended(None, further("2", "2022-02-01", "2022-06-30", round="5")).severities == ["warning", "warning"]
    assert commended(None, ended="2022-06-30").silent  # the round is not over


def test_a_round_is_judged_by_the_kinds_known_for_all_of_it() -> None:
    known = knowing("2020-01-01", "2022-12-31", "COMMENDATION_INDIVIDUAL", "TRAINING")
    known.append({"recordType": "activity", "kind": "COMMENDATION_COLLECTIVE", "startDate": "2020-01-01", "endDate": "2021-06-29"})
    outcome = commended(None, coverage=known)
    assert (outcome.arguments("act"), outcome.missing) == (["COMMENDATION_INDIVIDUAL"], {"coverage.activity.COMMENDATION_COLLECTIVE": 1})
