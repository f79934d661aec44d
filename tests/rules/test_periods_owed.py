"""Obligations of any place: by whom, to whom, about what, and by when."""

from __future__ import annotations

import pytest
from facts import Facts, join, judge, on, place, said, world

WEEK = {"act": "SPOT_CHECK", "subject": "ORGANIZATION", "subjectBodies": ["TOWNSHIP_PARTY_COMMITTEE"], "period": "WEEK", "minimum": 1}
REPORT = {"act": "REPORT", "subject": "CADRE", "period": "MONTH", "minimum": 1}


def asked(row: dict[str, object], facts: Facts, *, end: str = "2022-01-31", **more: object) -> str:
    rule = {"CADRE": "OBL-001", "TEAM": "OBL-002", "ORGANIZATION": "OBL-003"}[str(row["subject"])]
    return said(judge(place({"obligation": [row]}), rule, facts, as_of=end, start="2022-01-01", end=end, **more))  # type: ignore[arg-type]


def acts(kind: str, *days: str, **fields: object) -> Facts:
    return on("activity", *({"kind": kind, "date": day, **fields} for day in days), cadre=None)


def test_each_week_from_monday_to_sunday_has_its_act() -> None:
    weekly = ["2022-01-03", "2022-01-16", "2022-01-17", "2022-01-30"]
    base = world("2021-01-01")
    assert asked(WEEK, join(base, acts("SPOT_CHECK", *weekly, organizationId="township"))) == "ok"
    assert asked(WEEK, join(base, acts("SPOT_CHECK", *weekly[1:], organizationId="township"))) == "error"
    # the week of the first two days began in December, and that of the 31st is not over
    found = judge(place({"obligation": [WEEK]}), "OBL-003", base, as_of="2022-01-31", start="2022-01-01")
    assert found.arguments("period") == ["2022-W01", "2022-W02", "2022-W03", "2022-W04"]
    assert "period.WEEK" in found.missing


def test_an_act_is_due_within_the_first_days_of_its_period() -> None:
    early = {**WEEK, "act": "GUIDANCE_POINTS", "period": "MONTH", "dueDays": 10}
    base = world("2021-01-01")
    assert asked(early, join(base, acts("GUIDANCE_POINTS", "2022-01-10", organizationId="township"))) == "ok"
    assert asked(early, join(base, acts("GUIDANCE_POINTS", "2022-01-11", organizationId="township"))) == "error"


@pytest.mark.parametrize(("topics", "answer"), [(["PROGRESS"], "ok"), (["POLICY"], "error"), (None, "?activity.topics")])
@pytest.mark.parametrize("subject", ["CADRE", "TEAM", "ORGANIZATION"])
def test_an_act_has_the_topic_that_is_asked(subject: str, topics: list[str] | None, answer: str) -> None:
    row = {"act": "REPORT", "subject": subject, "period": "MONTH", "minimum": 1, "topics": ["PROGRESS", "CASE_SHOW"]}
    whose = {"CADRE": {"cadreId": "c-1"}, "TEAM": {"teamId": "t-1"}, "ORGANIZATION": {"organizationId": "unit"}}[subject]
    if subject == "ORGANIZATION":
        row["subjectBodies"] = ["DISPATCHING_UNIT"]
    assert asked(row, join(world("2021-01-01"), acts("REPORT", "2022-01-05", topics=topics, **whose))) == answer


@pytest.mark.parametrize(
    ("to", "answer"), [(["township"], "ok"), (["unit"], "error"), (["far"], "error"), (None, "?activity.recipientIds")]
)
def test_a_cadre_reports_to_the_township_of_the_place(to: list[str] | None, answer: str) -> None:
    row = {**REPORT, "recipient": "TOWNSHIP_PARTY_COMMITTEE"}
    far = {"organization": [{"id": "far", "body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60"}]}
    assert asked(row, join(world("2021-01-01"), far, acts("REPORT", "2022-01-05", recipientIds=to, cadreId="c-1"))) == answer


@pytest.mark.parametrize(("to", "answer"), [(["unit"], "ok"), (["township"], "error")])
def test_a_cadre_reports_to_the_unit_that_sent_him(to: list[str], answer: str) -> None:
    row = {**REPORT, "recipient": "DISPATCHING_UNIT"}
    assert asked(row, join(world("2021-01-01"), acts("REPORT", "2022-01-05", recipientIds=to, cadreId="c-1"))) == answer


@pytest.mark.parametrize("subject", ["CADRE", "TEAM"])
def test_what_is_owed_once_in_a_round_is_missed_when_the_round_is_over(subject: str) -> None:
    row = {"act": "VILLAGE_SURVEY", "subject": subject, "period": "ROUND", "minimum": 1}
    whose = {"CADRE": {"cadreId": "c-1"}, "TEAM": {"teamId": "t-1"}}[subject]
    over = world("2022-01-03", "2022-01-25")
    assert asked(row, over) == "error"
    assert asked(row, join(over, acts("VILLAGE_SURVEY", "2022-01-12", **whose))) == "ok"
    assert asked(row, join(over, acts("VILLAGE_SURVEY", "2022-01-12"))) == f"?activity.{next(iter(whose))}"
    # it is not over yet
    assert asked(row, world("2022-01-03")) == "ok"
    # of a round that began before the batch not all is known
    begun = judge(
        place({"obligation": [row]}),
        {"CADRE": "OBL-001", "TEAM": "OBL-002"}[subject],
        world("2021-06-01", "2022-01-25"),
        as_of="2022-01-31",
        start="2022-01-01",
    )
    assert (begun.findings, list(begun.missing)) == ([], ["period.ROUND"])


@pytest.mark.parametrize("body", ["PARTY_ORG_DEPT", "RURAL_OFFICE"])
def test_every_body_of_the_county_owes_what_is_asked_of_it(body: str) -> None:
    """Not only the one that the villages name as their county office."""
    row = {
        "act": "DISPATCH_MEETING",
        "subject": "ORGANIZATION",
        "subjectBodies": [body],
        "subjectLevel": "50",
        "period": "MONTH",
        "minimum": 1,
    }
    base = world("2021-01-01")
    base["village"][0].update(villageCode="610524101203", divisionEdition="NBS-2023")
    more = {"organization": [{"id": "office", "body": "RURAL_OFFICE", "level": "50", "divisionCode": "610524"}]}
    elsewhere = {"organization": [{"id": "other", "body": body, "level": "50", "divisionCode": "610525"}]}
    facts = join(base, more, elsewhere)
    owing = {"PARTY_ORG_DEPT": "county", "RURAL_OFFICE": "office"}[body]
    assert judge(place({"obligation": [row]}), "OBL-003", facts, as_of="2022-01-31", start="2022-01-01").ids == [owing]
    assert asked(row, join(facts, acts("DISPATCH_MEETING", "2022-01-20", organizationId=owing))) == "ok"


def test_a_body_that_does_not_say_where_it_is_cannot_be_judged() -> None:
    row = {**WEEK, "subjectBodies": ["RURAL_OFFICE"], "period": "MONTH"}
    more = {"organization": [{"id": "office", "body": "RURAL_OFFICE", "level": "50"}]}
    assert asked(row, join(world("2021-01-01"), more)) == "?organization.divisionCode"


@pytest.mark.parametrize(
    ("limit", "answer"),
    [
        ({"roles": ["TEAM_LEADER"]}, "ok"),
        ({"roles": ["FIRST_SECRETARY"]}, "error"),
        ({"dispatchLevels": ["50"]}, "ok"),
        ({"dispatchLevels": ["40"]}, "error"),
    ],
)
def test_an_organization_owes_it_where_it_has_cadres_that_are_meant(limit: dict[str, list[str]], answer: str) -> None:
    row = {
        "act": "LEADER_VISIT",
        "subject": "ORGANIZATION",
        "subjectBodies": ["DISPATCHING_UNIT"],
        "period": "MONTH",
        "minimum": 1,
        **limit,
    }
    assert asked(row, world("2021-01-01")) == answer


def test_several_roles_one_after_the_other_fill_the_period_of_an_organization() -> None:
    row = {"act": "LEADER_VISIT", "subject": "ORGANIZATION", "subjectBodies": ["DISPATCHING_UNIT"], "period": "MONTH", "minimum": 1}
    facts = world("2021-01-01", "2022-01-15")
    facts["posting"].append({**facts["posting"][0], "id": "p-2", "role": "TEAM_LEADER", "startDate": "2022-01-16"})
    facts["posting"][1].pop("endDate")
    assert asked(row, facts) == "error"


VISIT = {"act": "HOUSEHOLD_VISIT", "subject": "HOUSEHOLD", "minimum": 1}


def visited(row: dict[str, object], facts: Facts, end: str = "2022-01-31") -> str:
    return said(judge(place({"obligation": [row]}), "OBL-004", facts, as_of=end, start="2022-01-01", end=end))


def household(start: str, end: str | None = None) -> Facts:
    base = world(start, end)
    base["village"][0]["households"] = [{"id": "h-1"}]
    if end:
        base["team"][0]["dissolvedOn"] = end
    return base


@pytest.mark.parametrize(("period", "start", "end"), [("MONTH", "2021-01-01", None), ("ROUND", "2022-01-03", "2022-01-25")])
def test_each_household_is_visited_in_each_period_or_once_in_a_round(period: str, start: str, end: str | None) -> None:
    row, base = {**VISIT, "period": period}, household(start, end)
    alone = acts("HOUSEHOLD_VISIT", "2022-01-12", teamId="t-1", householdId="h-1", villageCadrePresent=False)
    assert visited(row, base) == "error"
    assert visited(row, join(base, alone)) == "ok"
    assert visited({**row, "withVillageCadre": True}, join(base, alone)) == "warning"
    assert visited({**row, "dueDays": 5}, join(base, alone)) == "error"


def test_a_round_of_visits_is_not_missed_before_it_is_over() -> None:
    assert visited({**VISIT, "period": "ROUND"}, household("2022-01-03")) == "ok"
