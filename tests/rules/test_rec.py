"""Both sides of every limit of the rules on rectification, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from edition import standard
from facts import GZ, QN, Facts, Outcome, Record, all_but, change, further, join, judge, on, posted, present, world
from worlds import YEAR, actors_at, after, finds, graded, june, leave, measure, survey

# --- REC-001: route of the case does not match its grounds ----------------------------------------


def case_on(day: str, rule: str, **fields: Any) -> Outcome:
    case = {"postingId": "p-1", "decisionOn": day, **fields}
    return judge(GZ, rule, join(world("2016-01-01"), on("rectificationCase", case)), as_of="2021-12-31", start="2016-01-01")


def test_a_case_decided_before_the_rule_is_not_judged() -> None:
    wrong = {"grounds": ["02"], "route": "C"}
    assert case_on("2017-05-01", "REC-001", **wrong).silent
    assert case_on("2017-05-02", "REC-001", **wrong).ids == ["rectificationCase-1"]


def case_of_june(**fields: Any) -> Facts:
    """A case of cadre c-1, decided on 1 June 2021."""
    return on("rectificationCase", {"postingId": "p-1", "decisionOn": "2021-06-01", **fields})


def of_case(rule: str, level: str = "40", as_of: str = "2021-12-31", **fields: Any) -> Outcome:
    return judge(GZ, rule, join(world(level=level), case_of_june(**fields)), as_of=as_of, start="2021-01-01")


def test_ground_13_takes_the_route_with_most_safeguards_and_says_why() -> None:
    assert of_case("REC-001", grounds=["13"], route="B").silent
    assert of_case("REC-001", grounds=["13"], route="A").ids == ["rectificationCase-1"]
    assert of_case("REC-002", grounds=["13"], route="B", otherText="see file", routeBasis="see file").silent
    assert of_case("REC-002", grounds=["13"], route="B").rows == ["fact-13-route-basis", "fact-13-text"]


@pytest.mark.parametrize(("grounds", "route"), [
    (["01", "02"], "A"), (["02", "04"], "B"), (["01", "13"], "B"), (["04", "10"], "C"), (["02", "12"], "C"), (["09", "13"], "C"),
])  # fmt: skip
def test_mixed_grounds_take_the_stricter_route(grounds: list[str], route: str) -> None:
    for tried in "ABC":
        assert of_case("REC-001", grounds=grounds, route=tried).ids == ([] if tried == route else ["rectificationCase-1"])


def test_what_qiannan_inherits_from_guizhou_is_said_to_be_assumed() -> None:
    assert standard.profiles.read(QN)["inheritanceBasis"] == "ASSUMED"
    decided = case_of_june(grounds=["02"], route="C")
    (finding,) = judge(QN, "REC-001", join(world(), decided), **YEAR).findings
    assert (finding["inherited"], finding["authority"], finding["policyRow"]) == (True, "NORMATIVE", "guizhou-2017/ground-02")
    assert judge(GZ, "REC-001", join(world(), decided), **YEAR).findings[0]["inherited"] is False


def test_the_day_of_the_event_chooses_the_rules() -> None:
    early = change(case_of_june(grounds=["02"], route="C"), "rectificationCase", decisionOn="2021-04-30")
    assert judge(QN, "REC-001", join(world(), early), **YEAR).silent, "Qiannan's start on 1 May 2021, inherited ones too"
    assert judge(GZ, "REC-001", join(world(), early), **YEAR).ids == ["rectificationCase-1"]


# --- REC-002: a ground lacks a fact it needs ------------------------------------------------------


@pytest.mark.parametrize(
    ("both", "found"), [((True, True), []), ((True, False), ["fact-09-not-at-post"]), ((False, True), ["fact-09-not-reported"])]
)
def test_ground_9_needs_both_not_reported_and_not_at_the_post(both: tuple[bool, bool], found: list[str]) -> None:
    facts = {"grounds": ["09"], "route": "C", "eventKind": "MASS_INCIDENT", "notReported": both[0], "notAtPost": both[1]}
    assert case_on("2021-06-01", "REC-002", **facts).rows == found


def test_ground_3_needs_a_survey_and_a_shortcoming() -> None:
    bare = {"grounds": ["03"], "route": "B"}
    assert case_on("2021-06-01", "REC-002", **bare).rows == ["fact-03-shortcomings", "fact-03-survey"]
    assert case_on("2021-06-01", "REC-002", **bare, shortcomings=["PUSH_WEAK"]).rows == ["fact-03-survey"]


def test_ground_9_is_both_at_once() -> None:
    event = {"grounds": ["09"], "route": "C", "eventKind": "MASS_INCIDENT"}
    assert of_case("REC-002", **event, notReported=True, notAtPost=True).silent
    assert of_case("REC-002", **event, notReported=True, notAtPost=False).ids == ["rectificationCase-1"], "reported late but at the post"


# --- REC-003: a formality of the case is not met --------------------------------------------------


#: The talk of the unit's principal leader.
TALKED: Record = {"talkOn": "2021-07-02", "talkByRole": "PRINCIPAL_LEADER", "talkRecordRef": "x"}


def rectified(rule: str, *parts: Facts, as_of: str = "2022-12-31", coverage: Any = None, **fields: Any) -> Outcome:
    """A rule over a case of route B, of which the unit was notified on 30 June 2021."""
    case = {"grounds": ["04"], "route": "B", "postingId": "p-1", "decisionOn": "2021-06-20", "unitNotifiedOn": "2021-06-30", **fields}
    facts = join(world(), on("rectificationCase", case), *parts)
    return judge(GZ, rule, facts, as_of=as_of, start="2021-01-01", coverage=coverage)


def test_follow_up_is_due_by_the_next_annual_assessment() -> None:
    returned = {"outcome": "RETURN", "attitudeChanged": True, "willing": True, "unitOpinionOn": "2021-07-20", "returnedOn": "2021-08-02"}
    formal = {"consentOn": "2021-07-26", "consentBy": [{"body": "PARTY_ORG_DEPT", "level": "40"}], "ledgerRef": "x"}
    groups = ("TOWNSHIP_PARTY_COMMITTEE", "VILLAGE_PARTY_ORG", "PARTY_MEMBERS", "VILLAGERS")
    heard = {"statementOn": "2021-06-10", "workRecordRef": "x", "consulted": [{"body": b, "date": "2021-06-10"} for b in groups], **TALKED}
    reviewed = {"reviewedOn": "2021-06-05", "reviewers": ["PARTY_ORG_DEPT", "DISPATCHING_UNIT"]}
    filed = {"filedOn": "2021-06-08", "filedWith": [{"body": "PARTY_ORG_DEPT", "level": "40"}]}

    def rows(*parts: Facts, **more: Any) -> list[str]:
        return rectified("REC-003", *parts, townshipRequestOn="2021-06-01", **reviewed, **filed, **returned, **formal, **heard, **more).rows

    assert rows() == [], "no assessment yet"
    assert rows(graded(grade="COMPETENT", date="2021-08-02")) == [], "that one was not after the return"
    assert rows(graded(grade="COMPETENT")) == ["follow-up"]
    assert rows(graded(grade="COMPETENT"), followUpDates=["2021-11-01"]) == []


def test_a_replacement_after_handling_has_no_limit() -> None:
    handled = {"outcome": "ORGANISATIONAL_HANDLING", "statementOn": "2021-06-10", "workRecordRef": "x", "ledgerRef": "x"}
    assert "handling-replacement" not in rectified("REC-003", townshipRequestOn="2021-06-01", **handled).rows
    assert rectified("REC-012", **handled).silent


def consent(level: str, *bodies: str, rule: str = "REC-003", **fields: Any) -> list[str]:
    """The rows on consent and appeal that a returned cadre's case does not meet."""
    case = {
        "grounds": ["02"], "route": "A", "postingId": "p-1", "decisionOn": "2021-06-20", "unitNotifiedOn": "2021-06-22", "outcome": "RETURN",
        "consentOn": "2021-07-20", "consentBy": [{"body": b.split("@")[0], "level": b.split("@")[1]} for b in bodies], **fields,
    }  # fmt: skip
    said = judge(GZ, rule, join(world(level=level), on("rectificationCase", case)), as_of="2021-12-31", start="2021-01-01")
    return [r for r in said.rows if r.startswith(("consent", "appeal"))]


def test_the_organisation_department_of_the_dispatch_level_consents() -> None:
    assert consent("40", "PARTY_ORG_DEPT@40") == []
    assert consent("40", "PARTY_ORG_DEPT@50") == ["consent-org"]
    assert consent("50", "PARTY_ORG_DEPT@50") == []
    assert consent("20", "PARTY_ORG_DEPT@20", "WORK_COMMITTEE@20") == []
    assert consent("20", "PARTY_ORG_DEPT@20") == ["consent-committee"]
    assert consent("20", "WORK_COMMITTEE@20") == ["consent-org"]


def test_a_township_has_no_organisation_department_so_the_countys_consents() -> None:
    assert consent("60", "PARTY_ORG_DEPT@50") == []
    assert consent("60", "PARTY_ORG_DEPT@40") == ["consent-org-township"]
    appeal = {"appealFiledOn": "2021-06-23", "cadreNotifiedOn": "2021-06-22"}
    assert consent("60", "PARTY_ORG_DEPT@50", **appeal, appealAddressee={"body": "PARTY_ORG_DEPT", "level": "50"}) == []


def test_an_appeal_goes_to_the_level_of_dispatch_and_for_the_province_to_a_work_committee() -> None:
    appeal = {"appealFiledOn": "2021-06-23", "cadreNotifiedOn": "2021-06-22"}
    for level, body, to, wrong in (
        ("40", "PARTY_ORG_DEPT", "40", []),
        ("40", "PARTY_ORG_DEPT", "50", ["appeal-org"]),
        ("20", "WORK_COMMITTEE", "20", []),
        ("20", "PARTY_ORG_DEPT", "20", ["appeal-committee"]),
    ):
        assert (
            consent(level, "PARTY_ORG_DEPT@" + level, "WORK_COMMITTEE@20", **appeal, appealAddressee={"body": body, "level": to}) == wrong
        )


def case(ident: str = "k-1", **fields: Any) -> Facts:
    """A case of cadre ``c-1``; on route A and without a fault of form unless told otherwise."""
    base = {"id": ident, "cadreId": "c-1", "grounds": ["02"], "route": "A", "opinionBy": "PARTY_ORG_DEPT", "noticeForm": "WRITTEN"}
    return {"rectificationCase": [{k: v for k, v in {**base, **fields}.items() if v is not None}]}


def year(rule: str, *parts: Facts, start: str = "2021-01-01", as_of: str = "2021-12-31", coverage: Any = None) -> Outcome:
    """A rule over one year of a cadre who is posted all the time."""
    return judge(GZ, rule, join(world("2016-01-01"), *parts), as_of=as_of, start=start, coverage=coverage)


CONCLUDED: Record = {"outcome": "REPLACE", "postingId": "p-1", "opinionOn": "2021-06-20", "noChangeConcludedOn": "2021-07-10", **TALKED}


SELECTED: Record = {**CONCLUDED, "replacementSelectedOn": "2021-08-20"}


def assessed(day: str, kind: str = "ANNUAL", grade: str = "COMPETENT", **fields: Any) -> Facts:
    return on("assessment", {"kind": kind, "year": 2021, "date": day, "grade": grade, **fields})


@pytest.mark.parametrize(
    ("fields", "day", "found"),
    [
        (CONCLUDED, "2021-07-01", []),
        (CONCLUDED, "2021-07-11", ["k-1"]),
        (SELECTED, "2021-08-01", []),
        (SELECTED, "2021-08-20", []),
        (SELECTED, "2021-08-21", ["k-1"]),
        (SELECTED, "2021-12-31", ["k-1"]),
        (SELECTED, "2022-01-01", []),
    ],
)
def test_follow_up_is_asked_for_once_an_annual_assessment_came_after_the_replacement(fields: Record, day: str, found: list[str]) -> None:
    """As of 31 December 2021: what comes later is not known yet."""
    assert year("REC-003", case(**fields), assessed(day)).ids == found


def test_a_half_year_review_does_not_call_for_follow_up() -> None:
    assert year("REC-003", case(**SELECTED), assessed("2021-12-20", "HALF_YEAR_REVIEW")).silent


def test_a_fault_of_a_posting_is_not_one_of_the_case_with_the_same_id() -> None:
    """Ids are unique within a record type only."""
    undetached = change(world("2021-01-01"), "posting", fullyDetached=False)
    assert judge(GZ, "REC-003", join(undetached, case("p-1", **CONCLUDED)), as_of="2021-12-31", start="2021-01-01").silent


RETURNED: Record = {"outcome": "RETURN", "attitudeChanged": True, "willing": True, "unitOpinionOn": "2021-07-10", **TALKED}


CONSENT: Record = {"consentOn": "2021-07-12", "consentBy": [{"body": "PARTY_ORG_DEPT", "level": "40"}]}


@pytest.mark.parametrize(
    ("fields", "unknown"),
    [
        ({**RETURNED, **CONSENT}, True),
        ({**RETURNED, **CONSENT, "postingId": "p-1"}, False),
        (RETURNED, False),
        ({**CONCLUDED, **CONSENT, "postingId": None}, False),
        ({"appealFiledOn": "2021-06-25"}, True),
        ({"route": "B", "grounds": ["04"]}, True),
        ({}, False),
    ],
)
def test_the_level_of_dispatch_is_missed_only_where_a_step_depends_on_it(fields: Record, unknown: bool) -> None:
    """Consent to a return, an appeal and filing on route B go by the level of the unit; nothing else does."""
    said = year("REC-003", case(**{"opinionOn": "2021-06-20", **fields}))
    assert ("rectificationCase.postingId" in said.missing) is unknown


def test_the_level_of_dispatch_is_not_missed_because_of_another_case() -> None:
    said = year(
        "REC-003", case(opinionOn="2021-06-20", **RETURNED), case("k-2", opinionOn="2021-06-20", postingId="p-1", **RETURNED, **CONSENT)
    )
    assert said.silent


#: Guizhou's rules bind from this day on.
FIRST, EVE = "2017-05-02", "2017-05-01"


@pytest.mark.parametrize(("day", "unknown"), [(EVE, False), (FIRST, True)])
def test_the_level_of_dispatch_is_missed_from_the_first_day_of_the_rule(day: str, unknown: bool) -> None:
    said = year("REC-003", case(opinionOn=day, appealFiledOn="2017-06-01"), start="2017-01-01")
    assert ("rectificationCase.postingId" in said.missing) is unknown


def test_a_provincial_cadre_is_filed_and_returned_at_province_level() -> None:
    """The same level is that of the unit, not of the village."""
    filed = {"grounds": ["04"], "route": "B", "townshipRequestOn": "2021-05-20", "filedOn": "2021-05-31"}
    for level, right, wrong in (
        ("20", ("WORK_COMMITTEE@20", "PARTY_ORG_DEPT@20"), ("PARTY_ORG_DEPT@50",)),
        ("40", ("PARTY_ORG_DEPT@40",), ("PARTY_ORG_DEPT@50",)),
    ):
        assert not [r for r in of_case("REC-003", level, **filed, filedWith=actors_at(*right)).rows if r.startswith("b-filed")]
        assert [r for r in of_case("REC-003", level, **filed, filedWith=actors_at(*wrong)).rows if r.startswith("b-filed")]
    # county and township dispatch file nowhere
    assert not [r for r in of_case("REC-003", "50", **filed).rows if r.startswith("b-filed")]


@pytest.mark.parametrize(("role", "found"), [("PRINCIPAL_LEADER", False), ("DEPUTY_IN_CHARGE", True), ("OTHER_LEADER", True)])
def test_the_talk_is_the_principal_leaders_own(role: str, found: bool) -> None:
    said = of_case("REC-003", grounds=["02"], route="A", talkOn="2021-06-10", talkByRole=role, talkRecordRef="x")
    assert ("talk-by" in said.rows) == found


def test_no_period_is_invented_for_follow_up() -> None:
    """No frequency is stated, so years without follow-up are judged only at an annual assessment."""
    back = {
        "grounds": ["02"],
        "route": "A",
        "outcome": "RETURN",
        "returnedOn": "2021-06-20",
        "consentOn": "2021-06-18",
        "unitOpinionOn": "2021-06-17",
    }
    assert "follow-up" not in of_case("REC-003", as_of="2023-12-31", **back).rows


# --- REC-005: a limit in working days was missed --------------------------------------------------

#: Start → the last day of 2, 5 and 7 working days.
ENDS = {
    # Thursday before National Day: 1-7 October are holidays, Saturday 9 October is worked
    "2021-09-30": {2: "2021-10-09", 5: "2021-10-13", 7: "2021-10-15"},
    # Friday before Spring Festival: Saturday 29 and Sunday 30 January are worked, 31 January to 6 February are holidays
    "2022-01-28": {2: "2022-01-30", 5: "2022-02-09", 7: "2022-02-11"},
    # a Friday, a Saturday and a Sunday before an ordinary week
    "2021-07-02": {2: "2021-07-06", 5: "2021-07-09", 7: "2021-07-13"},
    "2021-07-03": {2: "2021-07-06", 5: "2021-07-09", 7: "2021-07-13"},
    "2021-07-04": {2: "2021-07-06", 5: "2021-07-09", 7: "2021-07-13"},
    # inside the holidays of May Day 2021: 1-5 May off, Saturday 8 May worked
    "2021-05-01": {2: "2021-05-07", 5: "2021-05-11", 7: "2021-05-13"},
    # over the end of a year
    "2020-12-31": {2: "2021-01-05", 5: "2021-01-08", 7: "2021-01-12"},
}


#: Trigger, what is due, working days, and whether it is a duty.
CLOCKS = [
    ("unitNotifiedOn", "recalledToUnitOn", 7, True),
    ("cadreNotifiedOn", "appealFiledOn", 2, False),
    ("appealFiledOn", "appealRepliedOn", 5, True),
    ("consentOn", "returnedOn", 7, True),
    ("noChangeConcludedOn", "replacementSelectedOn", 7, True),
]


def clock(as_of: str, **fields: Any) -> Outcome:
    """The clocks of one case; the late and the overdue by the field that is due."""
    case = on("rectificationCase", {"grounds": ["04"], "route": "B", "postingId": "p-1", **fields})
    return judge(GZ, "REC-005", join(world("2020-01-01"), case), as_of=as_of, start="2020-01-01")


@pytest.mark.parametrize("start", list(ENDS))
@pytest.mark.parametrize(("trigger", "due", "days", "duty"), CLOCKS)
def test_each_clock_ends_on_its_nth_working_day(trigger: str, due: str, days: int, duty: bool, start: str) -> None:
    last = ENDS[start][days]
    ends = {"appealRepliedOn": "2022-12-31"} if due == "appealFiledOn" else {}
    assert due not in clock("2022-12-31", **{trigger: start, due: last, **ends}).arguments("endField")
    late = clock("2022-12-31", **{trigger: start, due: after(last)})
    found = [f for f in late.findings if f["arguments"]["endField"] == due]
    assert [(f["severity"], f["arguments"]["due"]) for f in found] == [("error" if duty else "warning", last)]


@pytest.mark.parametrize(("trigger", "due", "days", "duty"), CLOCKS)
def test_an_open_clock_is_overdue_only_when_the_last_day_is_past(trigger: str, due: str, days: int, duty: bool) -> None:
    last = ENDS["2021-09-30"][days]
    assert clock(last, **{trigger: "2021-09-30"}).ids == []
    assert clock(after(last), **{trigger: "2021-09-30"}).arguments("endField") == ([due] if duty else [])


def test_a_clock_whose_year_the_calendar_lacks_is_not_judged() -> None:
    for start in ("2026-12-30", "2027-03-01"):
        said = clock("2027-12-31", unitNotifiedOn=start, recalledToUnitOn="2027-06-01")
        assert (said.ids, said.missing) == ([], {"register.calendar": 1})


def test_a_clock_that_began_before_the_rule_is_not_judged() -> None:
    """In force from 2 May 2017."""
    for start, found in (("2017-05-01", []), ("2017-05-02", ["recalledToUnitOn"])):
        assert clock("2017-12-31", unitNotifiedOn=start, recalledToUnitOn="2017-09-01").arguments("endField") == found


def test_what_is_done_without_the_day_that_starts_its_clock_is_not_judged() -> None:
    said = clock(
        "2021-12-31", appealFiledOn="2021-07-02", appealRepliedOn="2021-07-09", unitNotifiedOn="2021-06-01", recalledToUnitOn="2021-06-02"
    )
    assert (said.ids, said.missing) == ([], {"rectificationCase.cadreNotifiedOn": 1})


def test_only_the_clock_of_the_outcome_runs() -> None:
    both = {"consentOn": "2021-07-02", "noChangeConcludedOn": "2021-07-02"}
    assert clock("2021-12-31", outcome="RETURN", **both).arguments("endField") == ["returnedOn"]
    assert clock("2021-12-31", outcome="REPLACE", **both).arguments("endField") == ["replacementSelectedOn"]


@pytest.mark.parametrize(
    ("fields", "found", "missing"),
    [
        ({"unitNotifiedOn": "2021-06-01"}, ["k-1"], {}),
        ({"unitNotifiedOn": "2021-06-01", "redacted": ["talkOn"]}, ["k-1"], {}),
        ({"unitNotifiedOn": "2021-06-01", "redacted": ["recalledToUnitOn"]}, [], {"rectificationCase.recalledToUnitOn": 1}),
        ({"cadreNotifiedOn": "2021-06-01", "redacted": ["appealFiledOn"]}, [], {"rectificationCase.appealFiledOn": 1}),
    ],
)
def test_whether_a_blacked_out_day_was_too_late_is_not_judged(fields: Record, found: list[str], missing: dict[str, int]) -> None:
    said = year("REC-005", case(**fields))
    assert (said.ids, said.missing) == (found, missing)


def test_a_blacked_out_day_inside_the_limit_needs_no_judgement() -> None:
    hidden: Record = {"unitNotifiedOn": "2021-12-28", "redacted": ["recalledToUnitOn"]}
    assert year("REC-005", case(**hidden)).silent, "seven working days are not over by the end of the year"


#: Each clock: its trigger, what is due, and the last day for a trigger of Friday 2 July 2021.
LAST_DAYS = [
    ("unitNotifiedOn", "recalledToUnitOn", "2021-07-13"),
    ("cadreNotifiedOn", "appealFiledOn", "2021-07-06"),
    ("appealFiledOn", "appealRepliedOn", "2021-07-09"),
    ("consentOn", "returnedOn", "2021-07-13"),
    ("noChangeConcludedOn", "replacementSelectedOn", "2021-07-13"),
]


@pytest.mark.parametrize(("trigger", "due", "last"), LAST_DAYS)
def test_five_clocks_have_five_triggers(trigger: str, due: str, last: str) -> None:
    base = {"grounds": ["02"], "route": "A"}
    others = [t for t, _, _ in LAST_DAYS if t not in (trigger, due)]

    def late(*, own: str, other: str, done: str) -> bool:
        said = of_case("REC-005", **base, **dict.fromkeys(others, other), **{trigger: own, due: done})
        return due in said.arguments("endField")

    # whatever the other days are, only the own one counts
    for other in ("2021-01-04", "2021-12-01"):
        assert not late(own="2021-07-02", other=other, done=last)
        assert late(own="2021-07-02", other=other, done=last[:-2] + f"{int(last[-2:]) + 1:02}")


def test_the_appeal_runs_from_the_cadres_own_receipt_not_the_units() -> None:
    told = {"grounds": ["02"], "route": "A", "unitNotifiedOn": "2021-06-01", "recalledToUnitOn": "2021-06-02", "appealFiledOn": "2021-07-06",
            "appealRepliedOn": "2021-07-07"}  # fmt: skip
    assert of_case("REC-005", **told, cadreNotifiedOn="2021-07-02").silent
    unknown = of_case("REC-005", **told)
    assert (unknown.ids, unknown.missing) == ([], {"rectificationCase.cadreNotifiedOn": 1}), "never taken from the unit's notice"


# --- REC-007: graded not competent, but no case ---------------------------------------------------


def failed(rule: str, *parts: Facts, kind: str = "ANNUAL") -> Outcome:
    return judge(GZ, rule, join(world(), graded(kind), *parts), as_of="2022-12-31", start="2021-01-01")


@pytest.mark.parametrize("kind", ["ANNUAL", "HALF_YEAR_REVIEW"])
def test_either_assessment_opens_a_case(kind: str) -> None:
    assert failed("REC-007", kind=kind).severities == ["error"]
    case = {"route": "A", "decisionOn": "2022-01-20", "assessmentIds": ["assessment-1"]}
    assert failed("REC-007", on("rectificationCase", {"grounds": ["01"], **case}), kind=kind).silent
    assert failed("REC-007", on("rectificationCase", {"grounds": ["02"], **case}), kind=kind).ids == ["assessment-1"]


@pytest.mark.parametrize("grade", ["BASICALLY_COMPETENT", "COMPETENT", "NO_GRADE"])
def test_no_other_grade_opens_a_case(grade: str) -> None:
    for rule in ("REC-007", "REC-016", "REC-017"):
        assert judge(GZ, rule, join(world(), graded(grade=grade)), as_of="2022-12-31", start="2021-01-01").silent


def graded_on(day: str = "2021-07-10", **fields: Any) -> Facts:
    return assessed(day, grade="NOT_COMPETENT", **fields)


def test_a_grade_to_come_calls_for_nothing_yet() -> None:
    assert year("REC-007", graded_on("2021-12-29"), case()).ids == ["assessment-1"]
    assert year("REC-007", graded_on("2021-12-30"), case()).silent, "the first working day after it is not over"
    assert year("REC-007", graded_on("2022-01-01"), case()).silent


def test_a_case_on_another_grade_does_not_answer_this_one() -> None:
    """The colleague's case names no assessment, which would do for any before it; the cadre's own names another one."""
    own = case(grounds=["01"], decisionOn="2021-08-01", assessmentIds=["earlier"])
    colleague = case("k-2", cadreId="c-2", grounds=["01"], decisionOn="2021-09-01")
    earlier = {
        "assessment": [{"id": "earlier", "cadreId": "c-1", "kind": "ANNUAL", "year": 2020, "date": "2021-01-20", "grade": "COMPETENT"}]
    }
    facts = (graded_on(), earlier, own, further("2", "2020-01-01"), colleague)
    assert year("REC-007", *facts).ids == ["assessment-1"]


def test_the_half_year_review_opens_a_case_but_does_not_take_the_whole_bonus() -> None:
    review = on("assessment", {"kind": "HALF_YEAR_REVIEW", "year": 2021, "date": "2021-07-10", "grade": "NOT_COMPETENT"})
    half = on("support", {"kind": "PERFORMANCE_BONUS", "year": 2021, "baseFen": 1_000_000, "deductedFen": 200_000})
    assert judge(GZ, "REC-007", join(world(), review), **YEAR).ids == ["assessment-1"]
    assert judge(GZ, "REC-016", join(world(), review, half), **YEAR).silent
    assert judge(GZ, "REC-017", join(world(), review), **YEAR).silent


# --- REC-008: found off post without leave too often ----------------------------------------------


def off_post(*parts: Facts, stay: Facts | None = None) -> Outcome:
    return judge(GZ, "REC-008", join(stay or world("2021-01-01"), *parts), as_of="2021-12-31", start="2021-01-01")


def test_three_finds_and_not_two() -> None:
    assert off_post(finds("2021-03-01", "2021-05-06")).silent
    said = off_post(finds("2021-03-01", "2021-05-06", "2021-11-30"))
    assert (said.ids, said.outcomes, said.arguments("finds")) == (["p-1"], ["CANDIDATE"], [3])


def test_a_find_on_leave_does_not_count() -> None:
    three = finds("2021-06-10", "2021-07-10", "2021-08-10")
    assert off_post(three, leave("2021-06-10", "2021-06-10")).silent
    assert off_post(three, leave("2021-06-11", "2021-06-12")).ids == ["p-1"]
    assert off_post(three, leave("2021-06-10", "2021-06-10", approvedOn="2021-06-11")).ids == ["p-1"], "approved only afterwards"
    assert off_post(three, leave("2021-06-08", "2021-06-12", returnReportedOn="2021-06-09")).ids == ["p-1"], "already back"


def test_finds_of_one_day_are_one_find_and_levels_add_up() -> None:
    levels = [{"kind": "INSPECTION", "finding": "OFF_POST", "date": "2021-03-01", "level": level} for level in ("20", "40", "50", "60")]
    assert off_post(on("activity", *levels)).silent
    days = ("2021-03-01", "2021-03-02", "2021-03-03", "2021-03-03")
    assert off_post(on("activity", *({**x, "date": d} for x, d in zip(levels, days, strict=True)))).arguments("finds") == [3]


def test_finds_of_an_inspection_of_several_cadres_count_for_each() -> None:
    several = on(
        "activity",
        *({"kind": "INSPECTION", "date": f"2021-03-0{n}", "finding": "OFF_POST", "cadreIds": ["c-1", "c-2"]} for n in (1, 2, 3)),
        cadre=None,
    )
    assert off_post(several).ids == ["p-1"]


def test_finds_begin_anew_with_a_posting_and_after_a_case() -> None:
    two_stays = join(world("2021-01-01", "2021-06-30"), {"posting": [posted("9", "2021-07-01", cadreId="c-1")]})
    assert off_post(finds("2021-06-29", "2021-06-30", "2021-07-01"), stay=two_stays).silent
    case = on("rectificationCase", {"grounds": ["02"], "route": "A", "decisionOn": "2021-05-31", "postingId": "p-1"})
    old = ("2021-03-01", "2021-04-01", "2021-05-01")
    assert off_post(finds(*old, "2021-06-01", "2021-06-02"), case).silent
    assert off_post(finds(*old, "2021-06-01", "2021-06-02", "2021-06-03"), case).arguments("finds") == [3]


def test_finds_before_the_rule_are_not_counted() -> None:
    assert year("REC-008", finds("2017-04-20", EVE, FIRST, "2017-05-03"), start="2017-01-01", as_of="2017-12-31").silent
    assert year("REC-008", finds(EVE, FIRST, "2017-05-03", "2017-05-04"), start="2017-01-01", as_of="2017-12-31").arguments("finds") == [3]


THREE = ("2021-03-01", "2021-04-01", "2021-05-06")


def test_leave_of_a_colleague_excuses_nobody_else() -> None:
    leave = {
        "kind": "SICK",
        "form": "WRITTEN",
        "startDate": "2021-04-01",
        "endDate": "2021-04-01",
        "approvedOn": "2021-03-31",
        "cadreId": "c-2",
    }
    assert year("REC-008", finds(*THREE), further("2", "2020-01-01"), on("leave", leave)).ids == ["p-1"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"decisionOn": "2021-05-20"}, []),
        ({"decisionOn": "2021-05-20", "cadreId": "c-2"}, ["p-1"]),
        ({"decisionOn": "2021-05-20", "route": "B", "grounds": ["04"]}, ["p-1"]),
        ({"decisionOn": "2021-02-28"}, ["p-1"]),
        ({"decisionOn": "2021-03-01"}, []),
    ],
)
def test_only_a_case_of_the_cadre_on_this_ground_begins_the_count_anew(fields: Record, found: list[str]) -> None:
    """A find on the very day of the case is one of those it answers."""
    assert year("REC-008", finds(*THREE), further("2", "2020-01-01"), case(**fields)).ids == found


def declared(kind: str, first: str, last: str, of: str | None = None, start: str = "2021-01-01", end: str = "2021-12-31") -> list[Record]:
    """Everything is complete for the whole period, but one record type only for some days (and one kind of it)."""
    own = {"recordType": kind, "startDate": first, "endDate": last}
    return [*all_but(start, end, kind), {**own, "kind": of} if of else own]


@pytest.mark.parametrize(("first", "found"), [("2021-05-06", ["p-1"]), ("2021-05-07", [])])
def test_cases_must_be_complete_from_the_last_find_on(first: str, found: list[str]) -> None:
    said = year("REC-008", finds(*THREE), coverage=declared("rectificationCase", first, "2021-12-31"))
    assert (said.ids, said.missing) == (found, {} if found else {"coverage.rectificationCase": 1})


def test_ground_2_counts_only_finds_without_leave() -> None:
    three = on("activity", *({"kind": "INSPECTION", "date": d, "finding": "OFF_POST", "level": n} for d, n in
                             (("2021-03-01", "20"), ("2021-04-01", "40"), ("2021-05-06", "60"))))  # fmt: skip
    away = on("leave", {"kind": "SICK", "startDate": "2021-04-01", "endDate": "2021-04-01", "form": "WRITTEN", "approvedOn": "2021-03-31"})
    assert judge(GZ, "REC-008", join(world(), three), **YEAR).ids == ["p-1"], "all levels together"
    assert judge(GZ, "REC-008", join(world(), three, away), **YEAR).silent


# --- REC-009: the survey relied on is not below the threshold -------------------------------------


@pytest.mark.parametrize(("satisfied", "low"), [(500, False), (499, True)])
def test_fifty_percent_is_not_below_fifty_percent(satisfied: int, low: bool) -> None:
    period = {"as_of": "2021-12-31", "start": "2021-01-01"}
    facts = join(world(), survey(satisfied, 1000))
    said = judge(GZ, "REC-010", facts, **period)
    assert (said.outcomes, said.severities) == ((["CANDIDATE"], ["warning"]) if low else ([], []))
    case = on("rectificationCase", {"grounds": ["03"], "route": "B", "decisionOn": "2021-05-20", "surveyId": "activity-1"})
    assert judge(GZ, "REC-009", join(facts, case), **period).ids == ([] if low else ["rectificationCase-1"])
    assert judge(GZ, "REC-010", join(facts, case), **period).silent


@pytest.mark.parametrize(("day", "found"), [(EVE, []), (FIRST, ["k-1"])])
def test_the_survey_of_a_case_is_looked_at_from_the_first_day_of_the_rule(day: str, found: list[str]) -> None:
    on_ground_3 = case(grounds=["03"], route="B", surveyId="activity-1", decisionOn=day)
    assert year("REC-009", survey(50, 100, day), on_ground_3, start="2017-01-01").ids == found


def test_a_case_without_its_survey_cannot_be_weighed() -> None:
    on_ground_3 = case(grounds=["03"], route="B", decisionOn="2021-05-20")
    said = year("REC-009", survey(50, 100), on_ground_3)
    assert (said.ids, said.missing) == ([], {"rectificationCase.surveyId": 1})


# --- REC-010: satisfaction below the threshold, no case -------------------------------------------


def test_a_low_survey_is_answered_by_a_case_of_the_same_cadre() -> None:
    on_ground_3: Record = {"grounds": ["03"], "route": "B", "decisionOn": "2021-05-20"}
    assert year("REC-010", survey(40, 100), case(**on_ground_3)).silent
    assert year("REC-010", survey(40, 100), further("2", "2020-01-01"), case(cadreId="c-2", **on_ground_3)).ids == ["activity-1"]


def test_a_survey_that_nobody_answered_says_nothing() -> None:
    assert year("REC-010", survey(0, 0), case()).silent


@pytest.mark.parametrize(("satisfied", "found"), [(50, []), (49, ["activity-1"])])
def test_ground_3_is_strictly_below_half(satisfied: int, found: list[str]) -> None:
    asked = on("activity", {"kind": "SATISFACTION_SURVEY", "date": "2021-06-01", "satisfiedCount": satisfied, "respondentCount": 100})
    assert judge(GZ, "REC-010", join(world(), asked), **YEAR).ids == found


# --- REC-011: short month without reason and without leave ----------------------------------------


def test_a_short_month_opens_a_case_only_without_reason_and_without_leave() -> None:
    short = join(world("2021-06-01"), present("2021-06-01", 19))
    said = june("REC-011", GZ, short)
    assert (said.ids, said.outcomes) == (["p-1"], ["CANDIDATE"])
    assert june("REC-011", GZ, short, present("2021-06-20", 1)).silent
    assert june("REC-011", GZ, short, leave("2021-06-20", "2021-06-20")).silent
    assert june("REC-011", GZ, short, present("2021-06-20", 1, status="MEETING")).silent
    assert june("REC-011", GZ, short, present("2021-06-20", 1, status="ABSENT", justified=True)).silent
    assert june("REC-011", GZ, short, present("2021-06-20", 1, status="ABSENT", justified=False)).ids == ["p-1"]


def test_leave_excuses_the_days_it_covers_and_no_others() -> None:
    """17 days and two of leave are 19: one day is still missing without either."""
    short = join(world("2021-06-01"), present("2021-06-01", 17))
    assert june("REC-011", GZ, short, leave("2021-06-20", "2021-06-21")).ids == ["p-1"]
    assert june("REC-011", GZ, short, leave("2021-06-20", "2021-06-22")).silent
    assert june("REC-011", GZ, short, leave("2021-06-20", "2021-06-22", approvedOn="2021-06-21")).ids == ["p-1"], "approved only afterwards"
    assert june("REC-011", GZ, short, leave("2021-06-20", "2021-06-22", returnReportedOn="2021-06-21")).ids == ["p-1"], "back a day early"


def test_a_month_without_any_attendance_is_ground_5_and_not_ground_4() -> None:
    other = present("2021-05-01", 3, cadre="c-9")
    assert june("REC-011", GZ, world("2021-06-01"), other).silent
    assert june("ATT-003", GZ, world("2021-06-01"), other).outcomes == ["CANDIDATE"]
    assert june("ATT-003", GZ, world("2021-06-01"), other, present("2021-06-30", 1)).silent


def second_quarter(*parts: Facts, coverage: Any = None) -> Outcome:
    """April to June 2021: nineteen days in April, every day in May and June."""
    there = join(present("2021-04-01", 19), present("2021-05-01", 61))
    return judge(GZ, "REC-011", join(world("2021-04-01"), there, *parts), as_of="2021-06-30", start="2021-04-01", coverage=coverage)


def test_a_quarter_is_not_a_month() -> None:
    """The case on April has answered what was short; the quarter, which begins with that month, is no other shortfall."""
    april = case(grounds=["04"], route="B", shortMonth="2021-04", decisionOn="2021-05-10")
    assert second_quarter(april).silent
    assert second_quarter(case(grounds=["04"], route="B", shortMonth="2021-05", decisionOn="2021-06-10")).arguments("month") == ["2021-04"]


@pytest.mark.parametrize("excused", [19, 20])
def test_a_month_with_attendance_but_no_credited_day_has_none(excused: int) -> None:
    facts = join(world("2021-06-01"), present("2021-06-01", excused, status="MEETING"))
    said = judge(GZ, "REC-011", facts, as_of="2021-06-30", start="2021-06-01")
    assert said.ids == ([] if excused == 20 else ["p-1"])
    assert said.arguments("days") == ([] if excused == 20 else [0])


@pytest.mark.parametrize("kind", ["attendance", "leave", "rectificationCase"])
@pytest.mark.parametrize(
    ("first", "last", "complete"),
    [("2021-04-01", "2021-06-30", True), ("2021-04-02", "2021-06-30", False), ("2021-04-01", "2021-04-29", False)],
)
def test_a_short_month_is_judged_only_where_it_is_complete_to_its_ends(kind: str, first: str, last: str, complete: bool) -> None:
    said = second_quarter(coverage=declared(kind, first, last, start="2021-04-01", end="2021-06-30"))
    assert (said.ids, said.missing) == ((["p-1"], {}) if complete else ([], {f"coverage.{kind}": 1}))


def test_ground_4_needs_all_three() -> None:
    june = {"as_of": "2021-06-30", "start": "2021-06-01"}
    short = join(world("2021-06-01"), present("2021-06-01", 19))
    away = on("leave", {"kind": "SICK", "startDate": "2021-06-20", "endDate": "2021-06-20", "form": "WRITTEN", "approvedOn": "2021-06-19"})
    assert judge(GZ, "REC-011", short, **june).ids == ["p-1"]
    assert judge(GZ, "REC-011", join(short, away), **june).silent, "leave"
    assert judge(GZ, "REC-011", join(short, present("2021-06-20", 1, status="TRAINING")), **june).silent, "a reason"
    assert judge(GZ, "REC-011", join(short, present("2021-06-20", 1)), **june).silent, "twenty days"


# --- REC-012: the replacement does not come from the same unit ------------------------------------


@pytest.mark.parametrize(
    ("outcome", "home", "found"), [("REPLACE", "unit", 0), ("REPLACE", "other", 1), ("ORGANISATIONAL_HANDLING", "other", 0)]
)
def test_a_replacement_is_one_of_the_units_own_cadres(outcome: str, home: str, found: int) -> None:
    other = {"organization": [{"id": "other", "body": "DISPATCHING_UNIT", "level": "40"}]}
    successor = change(further("2", "2021-08-01"), "cadre", homeUnitId=home)
    case = {"outcome": outcome, "replacementPostingId": "p-2", "noChangeConcludedOn": "2021-07-10", **TALKED}
    assert len(rectified("REC-012", other, successor, **case).ids) == found
    assert len(rectified("REC-012", other, change(successor, "posting", dispatchingUnitId="other"), **case).ids) == 1


@pytest.mark.parametrize("outcome", ["REPLACE", "ORGANISATIONAL_HANDLING"])
@pytest.mark.parametrize(("day", "found"), [(EVE, []), (FIRST, ["k-1"])])
def test_the_unit_of_the_replacement_is_looked_at_from_the_first_day_of_the_rule(outcome: str, day: str, found: list[str]) -> None:
    other = {"organization": [{"id": "other", "body": "DISPATCHING_UNIT", "level": "40"}]}
    successor = change(further("2", "2017-08-01"), "posting", dispatchingUnitId="other")
    fields = {"outcome": outcome, "replacementPostingId": "p-2", "decisionOn": day, "postingId": "p-1"}
    assert year("REC-012", other, successor, case(**fields), start="2017-01-01").ids == found


def test_a_cadre_who_returned_is_not_replaced() -> None:
    """Whoever came later, from another unit, did not come in place of this one."""
    other = {"organization": [{"id": "other", "body": "DISPATCHING_UNIT", "level": "40"}]}
    successor = change(further("2", "2021-08-01"), "posting", dispatchingUnitId="other")
    fields = {"replacementPostingId": "p-2", "decisionOn": "2021-06-01", "postingId": "p-1"}
    assert year("REC-012", other, successor, case(outcome="RETURN", **fields)).silent
    assert year("REC-012", other, successor, case(**fields)).silent, "no outcome yet"


# --- REC-013: selected for merit in the year of a case --------------------------------------------


@pytest.mark.parametrize("kind", ["MERIT_SELECTION", "COMMENDATION"])
def test_no_merit_selection_in_the_calendar_year(kind: str) -> None:
    assert rectified("REC-013", measure(kind, "2020-12-31")).silent
    assert rectified("REC-013", measure(kind, "2021-06-29")).silent, "lawful then"
    assert rectified("REC-013", measure(kind, "2021-06-30")).ids == ["measure-1"]
    assert rectified("REC-013", measure(kind, "2021-12-31")).severities == ["error"]
    assert rectified("REC-013", measure(kind, "2022-01-01")).silent
    assert rectified("REC-013", measure(kind, "2022-01-20", year=2021)).ids == ["measure-1"], "made in January for the year before"


def test_of_two_cases_in_a_year_one_before_the_rule_does_not_hide_the_other() -> None:
    """In force from 2 May 2017."""
    cases = on("rectificationCase", *({"grounds": ["02"], "route": "A", "unitNotifiedOn": d} for d in ("2017-05-01", "2017-08-01")))
    facts = join(world("2016-01-01"), cases, measure("MERIT_SELECTION", "2017-12-31"))
    assert judge(GZ, "REC-013", facts, as_of="2017-12-31", start="2017-01-01").ids == ["measure-1"]


@pytest.mark.parametrize(
    ("honoured", "effective", "found"),
    [("c-1", FIRST, ["measure-1"]), ("c-2", FIRST, []), ("c-1", EVE, [])],
)
def test_the_bar_to_honours_holds_for_the_cadre_of_a_case_under_the_rule(honoured: str, effective: str, found: list[str]) -> None:
    honour = on("measure", {"kind": "MERIT_SELECTION", "date": "2017-12-20", "cadreId": honoured})
    facts = (further("2", "2016-01-01"), case(unitNotifiedOn=effective), honour)
    assert year("REC-013", *facts, start="2017-01-01", as_of="2017-12-31").ids == found


#: What follows a case: rule → facts that break it.
AFTER: dict[str, Facts] = {
    "REC-013": on("measure", {"kind": "MERIT_SELECTION", "date": "2021-11-01"}),
    "REC-014": on("measure", {"kind": "PROMOTION", "date": "2021-11-01"}),
    "REC-015": on("support", {"kind": "PERFORMANCE_BONUS", "year": 2021, "baseFen": 100, "deductedFen": 0}),
    "REC-018": {},
}


@pytest.mark.parametrize("rule", list(AFTER))
def test_a_revoked_case_has_no_consequences_and_a_returned_cadre_bears_them(rule: str) -> None:
    told = {"grounds": ["02"], "route": "A", "unitNotifiedOn": "2021-06-02", "outcome": "RETURN", "returnedOn": "2021-07-01"}

    def found(**appeal: str) -> bool:
        return bool(judge(GZ, rule, join(world(), case_of_june(**told, **appeal), AFTER[rule]), start="2021-01-01", as_of="2022-12-31").ids)

    assert found(), "returned all the same"
    for outcome in ("UPHELD", "CHANGED"):
        assert found(appealOutcome=outcome, appealRepliedOn="2021-06-10")
    assert found(appealFiledOn="2021-06-03"), "an appeal alone lifts nothing"
    assert not found(appealOutcome="REVOKED", appealRepliedOn="2021-06-10")


# --- REC-014: promoted within the months after a case ---------------------------------------------


@pytest.mark.parametrize("kind", ["PROMOTION", "EXCEPTIONAL_PROMOTION"])
def test_no_promotion_before_the_anniversary(kind: str) -> None:
    assert rectified("REC-014", measure(kind, "2021-06-29")).silent
    assert rectified("REC-014", measure(kind, "2021-06-30")).severities == ["error"]
    assert rectified("REC-014", measure(kind, "2022-06-29")).ids == ["measure-1"]
    assert rectified("REC-014", measure(kind, "2022-06-30")).silent


def test_the_anniversary_of_29_february_is_1_march() -> None:
    leap = {"unitNotifiedOn": "2020-02-29"}
    assert rectified("REC-014", measure("PROMOTION", "2021-02-28"), **leap).ids == ["measure-1"]
    assert rectified("REC-014", measure("PROMOTION", "2021-03-01"), **leap).silent


def test_advancement_in_rank_is_no_promotion() -> None:
    assert rectified("REC-014", measure("RANK_ADVANCEMENT", "2021-07-01")).silent


def test_route_c_counts_from_the_determination() -> None:
    route_c = {"grounds": ["10"], "route": "C"}
    assert rectified("REC-014", measure("PROMOTION", "2022-06-19"), **route_c).ids == ["measure-1"]
    assert rectified("REC-014", measure("PROMOTION", "2022-06-20"), **route_c).silent


# --- REC-015: too little of the bonus withheld after a case ---------------------------------------


def bonus(deducted: int, base: int = 1_000_000, year: int = 2021) -> Facts:
    return on("support", {"kind": "PERFORMANCE_BONUS", "year": year, "baseFen": base, "deductedFen": deducted})


def test_at_least_twenty_percent_of_the_bonus_is_withheld() -> None:
    assert rectified("REC-015", bonus(200_000)).silent
    assert rectified("REC-015", bonus(199_900)).severities == ["error"]
    assert rectified("REC-015", bonus(199_999)).ids == ["support-1"], "a fen short"
    assert rectified("REC-015", bonus(200_000, year=2022)).ids == ["rectificationCase-1"], "of another year"


def test_the_bonus_is_asked_for_when_the_year_is_settled() -> None:
    assert rectified("REC-015", as_of="2022-03-31").silent
    assert rectified("REC-015", as_of="2022-04-01").severities == ["warning"]
    unknown = rectified("REC-015", bonus(0, year=2020), coverage=all_but("2021-01-01", "2022-12-31", "support"))
    assert (unknown.ids, unknown.missing) == ([], {"coverage.support": 1})


NOTIFIED = {"postingId": "p-1", "unitNotifiedOn": "2021-06-30"}


#: Days for which support is declared complete, and whether that is the whole of 2021.
SPANS = [("2021-01-01", "2021-12-31", True), ("2021-01-02", "2021-12-31", False), ("2021-01-01", "2021-12-30", False)]


@pytest.mark.parametrize(("first", "last", "complete"), SPANS)
def test_a_bonus_that_is_not_on_record_was_not_withheld_only_in_a_year_that_is_complete(first: str, last: str, complete: bool) -> None:
    coverage = declared("support", first, last)
    for rule, cause, record in (("REC-015", case(**NOTIFIED), "k-1"), ("REC-016", graded_on(), "assessment-1")):
        said = year(rule, cause, as_of="2022-04-01", coverage=coverage)
        assert (said.ids, said.missing) == (([record], {}) if complete else ([], {"coverage.support": 1}))


# --- REC-016: bonus paid despite the annual grade not competent -----------------------------------


@pytest.mark.parametrize(
    ("deducted", "severity"),
    [(1_000_000, []), (999_999, ["warning"]), (990_000, ["warning"]), (200_000, ["warning"]), (199_999, ["error"]), (0, ["error"])],
)
def test_the_whole_bonus_after_an_annual_grade_of_not_competent(deducted: int, severity: list[str]) -> None:
    assert failed("REC-016", bonus(deducted)).severities == severity
    assert failed("REC-016", bonus(deducted), kind="HALF_YEAR_REVIEW").silent


def test_an_annual_grade_without_its_year_cannot_be_held_against_a_bonus() -> None:
    bonus = on("support", {"kind": "PERFORMANCE_BONUS", "year": 2021, "baseFen": 1_000_000, "deductedFen": 0})
    two = on("assessment", *({"kind": "ANNUAL", "date": d, "grade": "NOT_COMPETENT"} for d in ("2021-02-01", "2021-12-31", "2022-01-01")))
    said = year("REC-016", two, bonus)
    assert (said.ids, said.missing) == ([], {"assessment.year": 2}), "and the one after the as-of day is not known yet"


# --- REC-017: no measure after the annual grade not competent -------------------------------------


def test_an_admonition_talk_follows_the_annual_grade_only() -> None:
    assert failed("REC-017").severities == ["error"]
    assert failed("REC-017", measure("ADMONITION_TALK", "2022-01-10")).silent
    assert failed("REC-017", measure("ADMONITION_TALK", "2022-01-09")).ids == ["assessment-1"]
    assert failed("REC-017", kind="HALF_YEAR_REVIEW").silent


# --- REC-018: no points deducted from the unit after a case ---------------------------------------


def test_the_unit_loses_more_than_no_points_that_year() -> None:
    assert rectified("REC-018", as_of="2022-03-31").silent
    assert rectified("REC-018", as_of="2022-04-01").severities == ["warning"]
    for points, found in ((1, []), (0, ["rectificationCase-1"])):
        lost = measure("TARGET_DEDUCTION", "2021-12-20", cadreId=None, organizationId="unit", pointsDeducted=points)
        assert rectified("REC-018", lost).ids == found


@pytest.mark.parametrize(
    ("first", "last", "of", "complete"),
    [
        ("2021-06-30", "2022-03-31", "TARGET_DEDUCTION", True),
        ("2021-06-30", "2022-03-31", "RECALL", False),
        ("2021-07-01", "2022-03-31", None, False),
        ("2021-06-30", "2022-03-30", None, False),
    ],
)
def test_the_unit_was_not_charged_only_if_deductions_are_complete_from_the_case_until_the_year_is_settled(
    first: str, last: str, of: str | None, complete: bool
) -> None:
    said = year("REC-018", case(**NOTIFIED), as_of="2022-04-01", coverage=declared("measure", first, last, of))
    assert (said.ids, said.missing) == ((["k-1"], {}) if complete else ([], {"coverage.measure": 1}))


# --- REC-019: a revoked case still carries consequences -------------------------------------------


def test_what_was_taken_on_a_revoked_case_is_undone() -> None:
    taken = on(
        "measure", {"kind": "TARGET_DEDUCTION", "date": "2021-06-20", "organizationId": "unit", "caseId": "rectificationCase-1"}, cadre=None
    )
    told = {"grounds": ["02"], "route": "A", "unitNotifiedOn": "2021-06-02"}
    revoked = case_of_june(**told, appealOutcome="REVOKED", appealRepliedOn="2021-06-25")
    assert judge(GZ, "REC-019", join(world(), revoked, taken), **YEAR).ids == ["measure-1"]
    assert judge(GZ, "REC-019", join(world(), case_of_june(**told), taken), **YEAR).silent
