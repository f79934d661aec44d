"""The points that are easy to get wrong, each by its number in the clause catalogue. Sections are appended, one for each author."""

from __future__ import annotations

from typing import Any

import pytest
from facts import Facts, Outcome, all_but, change, further, join, judge, on, present, world
from zhucun import standard

GZ, QN = "guizhou-2017", "qiannan-2021"
YEAR = {"as_of": "2021-12-31", "start": "2021-01-01"}


# --- Guizhou and Qiannan ----------------------------------------------------------------------------


def case(**fields: Any) -> Facts:
    """A case of cadre c-1, decided on 1 June 2021."""
    return on("rectificationCase", {"postingId": "p-1", "decisionOn": "2021-06-01", **fields})


def of_case(rule: str, level: str = "40", as_of: str = "2021-12-31", **fields: Any) -> Outcome:
    return judge(GZ, rule, join(world(level=level), case(**fields)), as_of=as_of, start="2021-01-01")


#: Each clock: its trigger, what is due, and the last day for a trigger of Friday 2 July 2021.
CLOCKS = [
    ("unitNotifiedOn", "recalledToUnitOn", "2021-07-13"),
    ("cadreNotifiedOn", "appealFiledOn", "2021-07-06"),
    ("appealFiledOn", "appealRepliedOn", "2021-07-09"),
    ("consentOn", "returnedOn", "2021-07-13"),
    ("noChangeConcludedOn", "replacementSelectedOn", "2021-07-13"),
]


@pytest.mark.parametrize(("trigger", "due", "last"), CLOCKS)
def test_trap_02_five_clocks_have_five_triggers(trigger: str, due: str, last: str) -> None:
    base = {"grounds": ["02"], "route": "A"}
    others = [t for t, _, _ in CLOCKS if t not in (trigger, due)]

    def late(*, own: str, other: str, done: str) -> bool:
        said = of_case("REC-005", **base, **dict.fromkeys(others, other), **{trigger: own, due: done})
        return due in said.arguments("endField")

    # whatever the other days are, only the own one counts
    for other in ("2021-01-04", "2021-12-01"):
        assert not late(own="2021-07-02", other=other, done=last)
        assert late(own="2021-07-02", other=other, done=last[:-2] + f"{int(last[-2:]) + 1:02}")


def test_trap_02_the_appeal_runs_from_the_cadres_own_receipt_not_the_units() -> None:
    told = {"grounds": ["02"], "route": "A", "unitNotifiedOn": "2021-06-01", "recalledToUnitOn": "2021-06-02", "appealFiledOn": "2021-07-06",
            "appealRepliedOn": "2021-07-07"}  # fmt: skip
    assert of_case("REC-005", **told, cadreNotifiedOn="2021-07-02").silent
    unknown = of_case("REC-005", **told)
    assert (unknown.ids, unknown.missing) == ([], {"rectificationCase.cadreNotifiedOn": 1}), "never taken from the unit's notice"


def test_trap_03_ground_2_counts_only_finds_without_leave() -> None:
    three = on("activity", *({"kind": "INSPECTION", "date": d, "finding": "OFF_POST", "level": n} for d, n in
                             (("2021-03-01", "20"), ("2021-04-01", "40"), ("2021-05-06", "60"))))  # fmt: skip
    away = on("leave", {"kind": "SICK", "startDate": "2021-04-01", "endDate": "2021-04-01", "form": "WRITTEN", "approvedOn": "2021-03-31"})
    assert judge(GZ, "REC-008", join(world(), three), **YEAR).ids == ["p-1"], "all levels together"
    assert judge(GZ, "REC-008", join(world(), three, away), **YEAR).silent


def test_trap_03_ground_4_needs_all_three() -> None:
    june = {"as_of": "2021-06-30", "start": "2021-06-01"}
    short = join(world("2021-06-01"), present("2021-06-01", 19))
    away = on("leave", {"kind": "SICK", "startDate": "2021-06-20", "endDate": "2021-06-20", "form": "WRITTEN", "approvedOn": "2021-06-19"})
    assert judge(GZ, "REC-011", short, **june).ids == ["p-1"]
    assert judge(GZ, "REC-011", join(short, away), **june).silent, "leave"
    assert judge(GZ, "REC-011", join(short, present("2021-06-20", 1, status="TRAINING")), **june).silent, "a reason"
    assert judge(GZ, "REC-011", join(short, present("2021-06-20", 1)), **june).silent, "twenty days"


@pytest.mark.parametrize("missed", [{}, {"diary"}, {"attendance"}])
def test_trap_03_ground_5_is_a_list_of_alternatives(missed: set[str]) -> None:
    facts = world("2021-06-01")
    if "diary" not in missed:
        facts = join(facts, on("activity", {"kind": "DIARY", "date": "2021-06-01"}))
    facts = join(facts, present("2021-06-01", 20, cadre="c-9" if "attendance" in missed else "c-1"))
    june = {"as_of": "2021-06-30", "start": "2021-06-01"}
    assert bool(judge(GZ, "ATT-010", facts, **june).ids) == ("diary" in missed)
    assert bool(judge(GZ, "ATT-003", facts, **june).ids) == ("attendance" in missed)


def test_trap_03_ground_9_is_both_at_once() -> None:
    event = {"grounds": ["09"], "route": "C", "eventKind": "MASS_INCIDENT"}
    assert of_case("REC-002", **event, notReported=True, notAtPost=True).silent
    assert of_case("REC-002", **event, notReported=True, notAtPost=False).ids == ["rectificationCase-1"], "reported late but at the post"


@pytest.mark.parametrize(("satisfied", "found"), [(50, []), (49, ["activity-1"])])
def test_trap_03_ground_3_is_strictly_below_half(satisfied: int, found: list[str]) -> None:
    asked = on("activity", {"kind": "SATISFACTION_SURVEY", "date": "2021-06-01", "satisfiedCount": satisfied, "respondentCount": 100})
    assert judge(GZ, "REC-010", join(world(), asked), **YEAR).ids == found


def test_trap_04_ground_13_takes_the_route_with_most_safeguards_and_says_why() -> None:
    assert of_case("REC-001", grounds=["13"], route="B").silent
    assert of_case("REC-001", grounds=["13"], route="A").ids == ["rectificationCase-1"]
    assert of_case("REC-002", grounds=["13"], route="B", otherText="see file", routeBasis="see file").silent
    assert of_case("REC-002", grounds=["13"], route="B").rows == ["fact-13-route-basis", "fact-13-text"]


@pytest.mark.parametrize(("grounds", "route"), [
    (["01", "02"], "A"), (["02", "04"], "B"), (["01", "13"], "B"), (["04", "10"], "C"), (["02", "12"], "C"), (["09", "13"], "C"),
])  # fmt: skip
def test_trap_04_mixed_grounds_take_the_stricter_route(grounds: list[str], route: str) -> None:
    for tried in "ABC":
        assert of_case("REC-001", grounds=grounds, route=tried).ids == ([] if tried == route else ["rectificationCase-1"])


def test_trap_05_neither_meetings_nor_trips_are_days_in_the_village() -> None:
    for profile in (GZ, QN):
        away = present("2021-06-20", 10, status="MEETING")
        facts = join(world("2021-06-01"), present("2021-06-01", 19), away)
        assert judge(profile, "ATT-001", facts, as_of="2021-06-30", start="2021-06-01").arguments("days") == [19]


def actors(*names: str) -> list[dict[str, str]]:
    return [{"body": n.split("@")[0], "level": n.split("@")[1]} for n in names]


def test_trap_10_a_provincial_cadre_is_filed_and_returned_at_province_level() -> None:
    """The same level is that of the unit, not of the village."""
    filed = {"grounds": ["04"], "route": "B", "townshipRequestOn": "2021-05-20", "filedOn": "2021-05-31"}
    for level, right, wrong in (("20", ("WORK_COMMITTEE@20", "PARTY_ORG_DEPT@20"), ("PARTY_ORG_DEPT@50",)), ("40", ("PARTY_ORG_DEPT@40",), ("PARTY_ORG_DEPT@50",))):
        assert not [r for r in of_case("REC-003", level, **filed, filedWith=actors(*right)).rows if r.startswith("b-filed")]
        assert [r for r in of_case("REC-003", level, **filed, filedWith=actors(*wrong)).rows if r.startswith("b-filed")]
    # county and township dispatch file nowhere
    assert not [r for r in of_case("REC-003", "50", **filed).rows if r.startswith("b-filed")]


def test_trap_10_but_the_county_and_the_township_of_the_place_assess() -> None:
    by = ["DISPATCHING_UNIT@20", "PARTY_ORG_DEPT@50", "TOWNSHIP_PARTY_COMMITTEE@60", "VILLAGE_PARTY_ORG@60"]
    for assessors, found in ((by, []), ([by[0], "PARTY_ORG_DEPT@20", *by[2:]], ["assessment-1"]), (by[:3], ["assessment-1"])):
        done = on("assessment", {"kind": "ANNUAL", "year": 2020, "date": "2021-01-10", "grade": "COMPETENT", "assessors": actors(*assessors)})
        assert judge(GZ, "ASM-003", join(world("2020-01-01", level="20"), done), **YEAR).ids == found


@pytest.mark.parametrize(("role", "found"), [("PRINCIPAL_LEADER", False), ("DEPUTY_IN_CHARGE", True), ("OTHER_LEADER", True)])
def test_trap_16_the_talk_is_the_principal_leaders_own(role: str, found: bool) -> None:
    said = of_case("REC-003", grounds=["02"], route="A", talkOn="2021-06-10", talkByRole=role, talkRecordRef="x")
    assert ("talk-by" in said.rows) == found


@pytest.mark.parametrize(("role", "found"), [("PRINCIPAL_LEADER", 0), ("DEPUTY_IN_CHARGE", 1)])
@pytest.mark.parametrize(("body", "ground"), [("TOWNSHIP_PARTY_COMMITTEE", "COVER_UP"), ("PARTY_ORG_DEPT", "WEAK_SUPERVISION")])
def test_trap_16_a_township_or_department_that_fails_has_its_principal_interviewed(body: str, ground: str, role: str, found: int) -> None:
    about = {"cadreId": None, "organizationId": "o-1", "date": "2021-06-01", "grounds": [ground]}
    facts = join(world(), {"organization": [{"id": "o-1", "body": body, "level": "60" if "TOWN" in body else "50"}]})
    assert judge(GZ, "MEA-010", join(facts, on("measure", {**about, "kind": "CIRCULATED_CRITICISM"})), **YEAR).ids == ["o-1"]
    talk = {**about, "kind": "INTERVIEW", "by": "PARTY_ORG_DEPT", "targetRole": role}
    assert len(judge(GZ, "MEA-010", join(facts, on("measure", talk)), **YEAR).ids) == found


def assessed(excellent: int, others: int) -> Facts:
    out: Facts = {}
    for n in range(excellent + others):
        grade = {"kind": "ANNUAL", "year": 2021, "date": "2022-01-10", "grade": "EXCELLENT" if n < excellent else "COMPETENT"}
        out = join(out, further(f"9{n}", "2021-05-01"), {"assessment": [{"id": f"a-{n}", "cadreId": f"c-9{n}", **grade}]})
    return out


def test_trap_17_thirty_percent_is_a_ceiling_and_no_duty() -> None:
    for excellent, found in ((0, 0), (3, 0), (4, 1)):
        assert len(judge(QN, "ASM-006", join(world(), assessed(excellent, 10 - excellent)), as_of="2022-06-30", start="2021-01-01").ids) == found


def test_trap_17_a_million_is_the_sum_insured() -> None:
    policy = {"kind": "ACCIDENT_INSURANCE", "startDate": "2021-05-01", "endDate": "2021-12-31"}
    for fields, found in (({"sumInsuredFen": 100_000_000}, []), ({"sumInsuredFen": 99_999_999, "amountFen": 100_000_000}, ["p-1"])):
        facts = join(world("2021-05-01"), on("support", {**policy, **fields}))
        assert judge(QN, "SUP-006", facts, as_of="2021-12-31", start="2021-05-01").ids == found
    premium_only = on("support", {**policy, "amountFen": 100_000_000})
    assert judge(QN, "SUP-006", join(world("2021-05-01"), premium_only), as_of="2021-12-31", start="2021-05-01").missing == {"support.sumInsuredFen": 1}


def test_trap_17_six_thousand_is_an_average() -> None:
    gains = [{"id": f"s-{n}", "kind": "PERFORMANCE_BONUS", "cadreId": f"c-9{n}", "year": 2021, "increaseFen": g} for n, g in enumerate((0, 1_200_000))]
    assert judge(QN, "SUP-012", join(world(), assessed(2, 0), {"support": gains}), as_of="2022-06-30", start="2021-01-01").silent


@pytest.mark.parametrize("rule", ["ATT-001", "ATT-003", "MEA-003", "SUP-001", "POST-001"])
def test_trap_17_sinking_cadres_are_outside_the_day_rule(rule: str) -> None:
    facts = join(world("2021-06-01", role="SINKING_CADRE", fullyDetached=False), present("2021-06-01", 2))
    assert judge(QN, rule, facts, as_of="2021-07-31", start="2021-06-01").ids == []


def test_trap_17_a_recall_is_no_rectification_and_neither_stands_in_for_the_other() -> None:
    short = join(world("2021-06-01"), present("2021-06-01", 19), present("2021-07-01", 31))
    july = {"as_of": "2021-07-31", "start": "2021-06-01"}
    recalled = on("measure", {"kind": "RECALL", "date": "2021-07-02"})
    opened = on("rectificationCase", {"grounds": ["04"], "route": "B", "shortMonth": "2021-06", "decisionOn": "2021-07-02"})
    assert judge(QN, "MEA-003", join(short, opened), **july).ids == ["p-1"], "a case is no recall"
    assert judge(QN, "REC-011", join(short, recalled), **july).ids == ["p-1"], "a recall is no case"
    assert judge(QN, "MEA-003", join(short, recalled), **july).silent
    assert judge(QN, "REC-011", join(short, opened), **july).silent
    # nor does a recall run any clock
    assert judge(QN, "REC-005", join(short, recalled, opened), **july).ids == []


def test_trap_18_numbers_are_not_borrowed() -> None:
    holders = {p for p in standard.profile_ids() for r in standard.resolve(p).table("parameter") if r.values["name"] == "rectification.satisfactionBelowPercent"}
    assert holders == {GZ, QN}, "others speak of low satisfaction without a number"
    qiannan = {r.values["subject"]: r.values for r in standard.resolve(QN).table("declaration")}
    for subject, number in (("lists.negative", 9), ("lists.qualification", 6)):
        assert qiannan[subject]["number"] == number
        assert "codes" not in qiannan[subject], "how many is known, which is not"


def test_trap_20_what_qiannan_inherits_from_guizhou_is_said_to_be_assumed() -> None:
    assert standard.read_profile(QN)["inheritanceBasis"] == "ASSUMED"
    decided = case(grounds=["02"], route="C")
    (finding,) = judge(QN, "REC-001", join(world(), decided), **YEAR).findings
    assert (finding["inherited"], finding["authority"], finding["policyRow"]) == (True, "NORMATIVE", "guizhou-2017/ground-02")
    assert judge(GZ, "REC-001", join(world(), decided), **YEAR).findings[0]["inherited"] is False


def test_trap_20_the_day_of_the_event_chooses_the_rules() -> None:
    early = change(case(grounds=["02"], route="C"), "rectificationCase", decisionOn="2021-04-30")
    assert judge(QN, "REC-001", join(world(), early), **YEAR).silent, "Qiannan's start on 1 May 2021, inherited ones too"
    assert judge(GZ, "REC-001", join(world(), early), **YEAR).ids == ["rectificationCase-1"]


def test_trap_22_the_half_year_review_opens_a_case_but_does_not_take_the_whole_bonus() -> None:
    review = on("assessment", {"kind": "HALF_YEAR_REVIEW", "year": 2021, "date": "2021-07-10", "grade": "NOT_COMPETENT"})
    half = on("support", {"kind": "PERFORMANCE_BONUS", "year": 2021, "baseFen": 1_000_000, "deductedFen": 200_000})
    assert judge(GZ, "REC-007", join(world(), review), **YEAR).ids == ["assessment-1"]
    assert judge(GZ, "REC-016", join(world(), review, half), **YEAR).silent
    assert judge(GZ, "REC-017", join(world(), review), **YEAR).silent


def test_trap_23_no_period_is_invented_for_follow_up() -> None:
    """No frequency is stated, so years without follow-up are judged only at an annual assessment."""
    back = {"grounds": ["02"], "route": "A", "outcome": "RETURN", "returnedOn": "2021-06-20", "consentOn": "2021-06-18", "unitOpinionOn": "2021-06-17"}
    assert "follow-up" not in of_case("REC-003", as_of="2023-12-31", **back).rows


def test_trap_24_missing_records_are_judged_only_where_they_are_complete() -> None:
    june = {"as_of": "2021-06-30", "start": "2021-06-01"}
    partly = all_but("2021-06-01", "2021-06-30", "attendance")
    other = join(world("2021-06-01"), present("2021-06-01", 20, cadre="c-9"))
    days = judge(GZ, "ATT-001", other, **june, coverage=partly)
    assert (days.ids, days.missing) == ([], {"coverage.attendance": 1})
    assert judge(GZ, "ATT-003", other, **june, coverage=partly).ids == ["p-1"], "here the record itself is the duty"


def test_trap_24_a_missing_field_is_no_violation() -> None:
    for rule, missing in (("POST-001", "posting.lodgingInVillage"), ("CAD-001", "cadre.inService")):
        said = judge(GZ, rule, world(), **YEAR)
        assert said.ids == []
        assert missing in said.missing


#: What follows a case: rule → facts that break it.
AFTER: dict[str, Facts] = {
    "REC-013": on("measure", {"kind": "MERIT_SELECTION", "date": "2021-11-01"}),
    "REC-014": on("measure", {"kind": "PROMOTION", "date": "2021-11-01"}),
    "REC-015": on("support", {"kind": "PERFORMANCE_BONUS", "year": 2021, "baseFen": 100, "deductedFen": 0}),
    "REC-018": {},
}


@pytest.mark.parametrize("rule", list(AFTER))
def test_trap_25_a_revoked_case_has_no_consequences_and_a_returned_cadre_bears_them(rule: str) -> None:
    told = {"grounds": ["02"], "route": "A", "unitNotifiedOn": "2021-06-02", "outcome": "RETURN", "returnedOn": "2021-07-01"}

    def found(**appeal: str) -> bool:
        return bool(judge(GZ, rule, join(world(), case(**told, **appeal), AFTER[rule]), **YEAR).ids)

    assert found(), "returned all the same"
    for outcome in ("UPHELD", "CHANGED"):
        assert found(appealOutcome=outcome, appealRepliedOn="2021-06-10")
    assert found(appealFiledOn="2021-06-03"), "an appeal alone lifts nothing"
    assert not found(appealOutcome="REVOKED", appealRepliedOn="2021-06-10")


def test_trap_25_what_was_taken_on_a_revoked_case_is_undone() -> None:
    taken = on("measure", {"kind": "TARGET_DEDUCTION", "date": "2021-06-20", "organizationId": "unit", "caseId": "rectificationCase-1"}, cadre=None)
    told = {"grounds": ["02"], "route": "A", "unitNotifiedOn": "2021-06-02"}
    revoked = case(**told, appealOutcome="REVOKED", appealRepliedOn="2021-06-25")
    assert judge(GZ, "REC-019", join(world(), revoked, taken), **YEAR).ids == ["measure-1"]
    assert judge(GZ, "REC-019", join(world(), case(**told), taken), **YEAR).silent


# --- Hunan, Yulin, Fujian, Lushan: appended below by their author -----------------------------------
