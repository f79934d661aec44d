"""Both sides of every limit of the rules on selection, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from edition import standard
from facts import GZ, HN, YL, Outcome, Record, further, join, judge, on, world
from worlds import AUTUMN, FS, M

# --- SEL-001: a step of selection is missing ------------------------------------------------------

THREE = ["RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT"]


PROPOSE: Record = {"step": "PROPOSE", "date": "2021-09-01", "body": "UNIT_PERSONNEL_DEPT"}


DECIDE: Record = {"step": "DECIDE", "date": "2021-09-05", "body": "UNIT_PARTY_COMMITTEE"}


PRE_REVIEW: Record = {"step": "PRE_REVIEW", "date": "2021-09-07", "body": "PARTY_ORG_DEPT", "level": "40", "result": "PASSED"}


FILE: Record = {"step": "FILE", "date": "2021-09-07", "body": "PARTY_ORG_DEPT", "level": "40", "consulted": THREE}


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


# --- SEL-002: a step of selection by the wrong body -----------------------------------------------


@pytest.mark.parametrize(
    ("level", "by", "wrong"),
    [("40", "40", []), ("40", "50", ["replacement-review"]), ("60", "50", []), ("60", "40", ["replacement-review-township"])],
)
def test_who_reviews_a_replacement(level: str, by: str, wrong: list[str]) -> None:
    review = {"step": "REVIEW", "date": "2021-07-20", "body": "PARTY_ORG_DEPT", "level": by}
    case = {"grounds": ["02"], "route": "A", "decisionOn": "2021-06-20", "outcome": "REPLACE", "replacementPostingId": "p-2"}
    facts = join(
        world(level=level), further("2", "2021-08-01", dispatchLevel=level, selectionSteps=[review]), on("rectificationCase", case)
    )
    assert judge(GZ, "SEL-002", facts, as_of="2021-12-31", start="2021-01-01").rows == wrong


REVIEW: Record = {"step": "REVIEW", "date": "2021-09-03", "body": "PARTY_ORG_DEPT", "level": "40", "consulted": THREE, "result": "PASSED"}


def test_yl_reviews_and_then_decides() -> None:
    assert selected(YL, PROPOSE, REVIEW, DECIDE, FILE) == {}
    assert selected(YL, PROPOSE, REVIEW | {"date": "2021-09-05"}, DECIDE, FILE) == {}
    assert selected(YL, PROPOSE, REVIEW | {"date": "2021-09-06"}, DECIDE, FILE) == {"SEL-003": "step-decide"}
    assert selected(YL, PROPOSE, REVIEW, DECIDE | {"date": "2021-09-11"}, FILE) == {"SEL-003": "step-decide"}
    assert selected(YL, PROPOSE, REVIEW, DECIDE, FILE | {"date": "2021-09-02"}) == {}  # before the review is as good
    assert selected(YL, PROPOSE, REVIEW | {"result": "REJECTED"}, DECIDE, FILE) == {"SEL-002": "step-review-first-secretary"}
    assert selected(YL, PROPOSE, REVIEW, DECIDE, FILE | {"consulted": THREE[:2]}) == {"SEL-002": "step-file"}


REVIEW_MEMBER: Record = REVIEW | {"body": "RURAL_REVITALISATION_DEPT", "consulted": ["PARTY_ORG_DEPT", *THREE[:2]]}


def test_who_reviews_depends_on_the_role_in_yl() -> None:
    assert selected(YL, PROPOSE, REVIEW_MEMBER, DECIDE, FILE, role=M) == {}
    assert selected(YL, PROPOSE, REVIEW, DECIDE, FILE, role=M) == {"SEL-002": "step-review-member"}
    assert selected(YL, PROPOSE, REVIEW_MEMBER, DECIDE, FILE) == {"SEL-002": "step-review-first-secretary"}
    assert selected(YL, PROPOSE, REVIEW, DECIDE, FILE, role="TEAM_LEADER") == {}


def test_a_provincial_cadre_is_filed_at_province_level_and_assessed_by_the_county() -> None:
    def filed(level: str) -> Outcome:
        steps = [{"step": "FILE", "date": "2021-08-30", "body": "PARTY_ORG_DEPT", "level": level}]
        return judge(HN, "SEL-002", world("2021-09-01", level="20", selectionSteps=steps), **AUTUMN)

    assert filed("20").silent
    assert filed("50").rows == ["select-file"]

    def approved(level: str) -> Outcome:
        result = {
            "kind": "ANNUAL",
            "year": 2021,
            "date": "2021-12-20",
            "approvedBy": {"body": "MANAGEMENT_OFFICE", "level": level},
            "approvedOn": "2021-12-25",
        }
        return judge(YL, "ASM-004", join(world("2021-09-01", level="20"), on("assessment", result)), **AUTUMN)

    assert approved("20").silent
    assert approved("50").ids == ["assessment-1"]
    annual = {r.values["id"]: r.values for r in standard.profiles.resolve(YL).table("assessmentRequirement")}["assessment-annual"]
    assert {a["level"] for a in annual["assessors"]} == {"50", "60"}


def test_the_order_of_selection_is_opposite() -> None:
    def steps(review: str, body: str = "PARTY_ORG_DEPT") -> list[dict[str, Any]]:
        three = ["RURAL_OFFICE", "AGRICULTURE_DEPT", "RURAL_REVITALISATION_DEPT", "PARTY_ORG_DEPT"]
        decide = {"step": "DECIDE", "date": "2021-08-20", "body": "UNIT_PARTY_COMMITTEE"}
        looked = {"body": body, "consulted": three, "result": "PASSED", "level": "40", "date": review}
        return [decide, looked | {"step": "REVIEW"}, looked | {"step": "PRE_REVIEW"}]

    def wrong(profile: str, rule: str, review: str, **fields: Any) -> bool:
        return bool(judge(profile, rule, world("2021-09-01", selectionSteps=steps(review), **fields), **AUTUMN).findings)

    assert wrong(YL, "SEL-003", "2021-08-25"), "reviewed after the decision"
    assert not wrong(HN, "SEL-003", "2021-08-25")
    assert not wrong(YL, "SEL-002", "2021-08-10")
    assert wrong(YL, "SEL-002", "2021-08-10", role="TEAM_MEMBER"), "members are reviewed by another body"
