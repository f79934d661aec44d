"""The points that are easy to get wrong, each by its number in the clause catalogue. Sections are appended, one for each author."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from edition import standard
from facts import Facts, Outcome, all_but, change, dates, further, join, judge, on, present, world

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
    for level, right, wrong in (
        ("20", ("WORK_COMMITTEE@20", "PARTY_ORG_DEPT@20"), ("PARTY_ORG_DEPT@50",)),
        ("40", ("PARTY_ORG_DEPT@40",), ("PARTY_ORG_DEPT@50",)),
    ):
        assert not [r for r in of_case("REC-003", level, **filed, filedWith=actors(*right)).rows if r.startswith("b-filed")]
        assert [r for r in of_case("REC-003", level, **filed, filedWith=actors(*wrong)).rows if r.startswith("b-filed")]
    # county and township dispatch file nowhere
    assert not [r for r in of_case("REC-003", "50", **filed).rows if r.startswith("b-filed")]


def test_trap_10_but_the_county_and_the_township_of_the_place_assess() -> None:
    by = ["DISPATCHING_UNIT@20", "PARTY_ORG_DEPT@50", "TOWNSHIP_PARTY_COMMITTEE@60", "VILLAGE_PARTY_ORG@60"]
    for assessors, found in ((by, []), ([by[0], "PARTY_ORG_DEPT@20", *by[2:]], ["assessment-1"]), (by[:3], ["assessment-1"])):
        done = on(
            "assessment", {"kind": "ANNUAL", "year": 2020, "date": "2021-01-10", "grade": "COMPETENT", "assessors": actors(*assessors)}
        )
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
        assert (
            len(judge(QN, "ASM-006", join(world(), assessed(excellent, 10 - excellent)), as_of="2022-06-30", start="2021-01-01").ids)
            == found
        )


def test_trap_17_a_million_is_the_sum_insured() -> None:
    policy = {"kind": "ACCIDENT_INSURANCE", "startDate": "2021-05-01", "endDate": "2021-12-31"}
    for fields, found in (({"sumInsuredFen": 100_000_000}, []), ({"sumInsuredFen": 99_999_999, "amountFen": 100_000_000}, ["p-1"])):
        facts = join(world("2021-05-01"), on("support", {**policy, **fields}))
        assert judge(QN, "SUP-006", facts, as_of="2021-12-31", start="2021-05-01").ids == found
    premium_only = on("support", {**policy, "amountFen": 100_000_000})
    assert judge(QN, "SUP-006", join(world("2021-05-01"), premium_only), as_of="2021-12-31", start="2021-05-01").missing == {
        "support.sumInsuredFen": 1
    }


def test_trap_17_six_thousand_is_an_average() -> None:
    gains = [
        {"id": f"s-{n}", "kind": "PERFORMANCE_BONUS", "cadreId": f"c-9{n}", "year": 2021, "increaseFen": g}
        for n, g in enumerate((0, 1_200_000))
    ]
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
    holders = {
        p
        for p in standard.profiles.own
        for r in standard.profiles.resolve(p).table("parameter")
        if r.values["name"] == "rectification.satisfactionBelowPercent"
    }
    assert holders == {GZ, QN}, "others speak of low satisfaction without a number"
    qiannan = {r.values["subject"]: r.values for r in standard.profiles.resolve(QN).table("declaration")}
    for subject, number in (("lists.negative", 9), ("lists.qualification", 6)):
        assert qiannan[subject]["number"] == number
        assert "codes" not in qiannan[subject], "how many is known, which is not"


def test_trap_20_what_qiannan_inherits_from_guizhou_is_said_to_be_assumed() -> None:
    assert standard.profiles.read(QN)["inheritanceBasis"] == "ASSUMED"
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
    back = {
        "grounds": ["02"],
        "route": "A",
        "outcome": "RETURN",
        "returnedOn": "2021-06-20",
        "consentOn": "2021-06-18",
        "unitOpinionOn": "2021-06-17",
    }
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
    taken = on(
        "measure", {"kind": "TARGET_DEDUCTION", "date": "2021-06-20", "organizationId": "unit", "caseId": "rectificationCase-1"}, cadre=None
    )
    told = {"grounds": ["02"], "route": "A", "unitNotifiedOn": "2021-06-02"}
    revoked = case(**told, appealOutcome="REVOKED", appealRepliedOn="2021-06-25")
    assert judge(GZ, "REC-019", join(world(), revoked, taken), **YEAR).ids == ["measure-1"]
    assert judge(GZ, "REC-019", join(world(), case(**told), taken), **YEAR).silent


# --- Hunan, Yulin, Fujian, Lushan: appended below by their author -----------------------------------

HN, YL, FJX, FJS, LS = "hunan-2021", "yulin-2021", "x-county-2021", "fujian-2004", "lushan-2011"
AUTUMN = {"start": "2021-09-01", "as_of": "2021-12-31"}


def handover(**successor: Any) -> Facts:
    """A rotation on 31 October 2023 after two years in Yulin, with a successor since 1 September."""
    later = further("2", "2023-09-01", role="FIRST_SECRETARY", replacesPostingId="p-1", **successor)
    return join(world("2021-09-01", "2023-10-31", endReason="ROTATION"), later)


@pytest.mark.parametrize("profile", [HN, YL])
def test_trap_01_party_seniority_runs_from_full_membership(profile: str) -> None:
    """Admitted twenty months ago, a full member for eight."""
    converted = change(world("2021-09-01"), "cadre", politicalStatus="01", partyFullMemberSince="2021-01-01")
    assert judge(profile, "CAD-002", converted, **AUTUMN).ids == ["c-1"]
    # a year later on, at the time of validating, the first day of the posting is still what counts
    assert judge(profile, "CAD-002", converted, start="2021-09-01", as_of="2023-12-31").ids == ["c-1"]
    assert judge(profile, "CAD-002", change(converted, "posting", role="TEAM_MEMBER"), **AUTUMN).silent


def test_trap_05_what_a_day_is_depends_on_the_profile() -> None:
    def credited(profile: str) -> set[str]:
        return {str(r.values["status"]) for r in standard.profiles.resolve(profile).table("creditingStatus")}

    assert "PROJECT_LIAISON" not in credited(HN)
    assert "PROJECT_LIAISON" in credited(YL)
    for profile in (HN, YL, FJX):
        assert not credited(profile) & {"LEAVE", "ANNUAL_LEAVE", "REST", "HOME_UNIT_WORK", "ABSENT"}
    assert credited(FJS) == set(), "no number of days, so no list either"


def test_trap_05_yulin_has_no_monthly_rule() -> None:
    year = {"start": "2022-01-01", "as_of": "2022-12-31"}
    front = join(world("2021-09-01"), present("2022-01-01", 220))
    assert judge(YL, "ATT-001", front, **year).status == "NOT_APPLICABLE"
    assert judge(YL, "ATT-002", front, **year).silent, "nothing from September on, and enough over the year"


def test_trap_06_twenty_two_days_are_capped_by_the_working_days_and_only_warn() -> None:
    october = judge(FJX, "ATT-001", join(world("2021-07-01"), present("2021-10-01", 16)), start="2021-10-01", as_of="2021-10-31")
    assert (october.arguments("required"), october.severities) == ([17], ["warning"])
    assert october.findings[0]["authority"] == "SPEECH"
    unreachable = [m for m in range(1, 13) if len([d for d in WORKING_DAYS if d.startswith(f"2021-{m:02}")]) < 22]
    assert unreachable == [1, 2, 5, 6, 10]


EXCEPTIONS = {r["date"]: r["working"] == "true" for r in standard.register("calendar")}
#: The working days of 2021.
WORKING_DAYS = [d for d in dates("2021-01-01", 365) if EXCEPTIONS.get(d, dt.date.fromisoformat(d).weekday() < 5)]


def test_trap_07_thirty_and_thirty_in_yulin() -> None:
    """Thirty calendar days of leave, exceeded on the thirty-first, an error; thirty working days of handover, missed at 29, a warning."""

    def leave(last: str) -> Outcome:
        return judge(
            YL, "MEA-002", join(world("2021-09-01"), on("leave", {"kind": "SICK", "startDate": "2021-10-01", "endDate": last})), **AUTUMN
        )

    assert leave("2021-10-30").silent
    assert leave("2021-10-31").severities == ["error"]

    def together(last: str) -> Outcome:
        return judge(YL, "POST-008", handover(handoverStart="2023-09-11", handoverEnd=last), start="2021-09-01", as_of="2023-12-31")

    assert together("2023-10-26").silent
    assert together("2023-10-25").severities == ["warning"]
    assert together("2023-10-10").arguments("days") == [18], "thirty calendar days are far from enough"


def test_trap_08_two_first_secretaries_during_the_handover_are_right() -> None:
    period = {"start": "2021-09-01", "as_of": "2023-12-31"}
    assert judge(YL, "STD-005", handover(), **period).silent
    assert judge(YL, "STD-005", change(handover(), "posting", replacesPostingId=None), **period).severities == ["error"]


def test_trap_08_the_order_is_mandatory_although_the_length_is_not() -> None:
    period = {"start": "2021-09-01", "as_of": "2023-12-31"}
    short = handover(handoverStart="2023-10-30", handoverEnd="2023-10-31", handoverCompletedOn="2023-10-31")
    assert (judge(YL, "POST-008", short, **period).severities, judge(YL, "POST-009", short, **period).severities) == (["warning"], [])
    left = handover(handoverStart="2023-09-11", handoverEnd="2023-11-01", handoverCompletedOn="2023-11-01")
    assert judge(YL, "POST-009", left, **period).severities == ["error"]


def test_trap_08_promotion_is_no_reason_to_leave_but_no_reason_against_staying() -> None:
    promoted = on("measure", {"kind": "PROMOTION", "date": "2022-03-01"})
    leaving = world("2021-09-01", "2022-03-01", plannedEnd="2023-08-31", endReason="PROMOTION")
    period = {"start": "2021-09-01", "as_of": "2022-12-31"}
    assert judge(YL, "POST-005", join(leaving, promoted), **period).severities == ["error"]
    assert judge(YL, "POST-005", join(world("2021-09-01", plannedEnd="2023-08-31"), promoted), **period).silent


def test_trap_09_the_second_lowest_grade_recalls_in_yulin_and_only_there() -> None:
    def graded(profile: str, rule: str, kind: str = "ANNUAL") -> Outcome:
        result = on(
            "assessment", {"kind": kind, "year": 2022, "date": "2023-01-10", "feedbackOn": "2023-01-20", "grade": "BASICALLY_COMPETENT"}
        )
        return judge(profile, rule, join(world("2021-09-01"), result), start="2021-09-01", as_of="2023-06-30")

    assert graded(YL, "MEA-001").severities == ["error"]
    assert graded(YL, "MEA-001", "TERM").silent
    assert graded(HN, "MEA-008").silent
    assert graded(HN, "MEA-001").status == "NOT_APPLICABLE"


def test_trap_10_a_provincial_cadre_is_filed_at_province_level_and_assessed_by_the_county() -> None:
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


def settled(lifted: int | None, kind: str = "RESETTLEMENT", role: str = "FIRST_SECRETARY") -> Outcome:
    village = {"types": [{"code": kind}], "liftedPopulation": lifted, "permanentResidents": 9_999}
    return judge(HN, "TEAM-001", change(world("2021-09-01", role=role), "village", **village), **AUTUMN)


def test_trap_11_five_hundred_belongs_to_the_upper_band() -> None:
    assert settled(499).silent, "lifted people count, residents do not"
    assert (settled(500).severities, settled(500).rows) == (["warning"], ["staffing-settlement-large"])


def test_trap_11_villages_that_are_neither_light_nor_key_are_ruled_by_nothing() -> None:
    assert settled(None, "LIFTED", "TEAM_MEMBER").silent
    assert settled(None, "LIFTED_LIGHT", "TEAM_MEMBER").severities == ["error"]


@pytest.mark.parametrize(("level", "duty"), [("20", "141"), ("40", "150")])
def test_trap_12_rank_binds_the_leader_and_through_him_the_first_secretary(level: str, duty: str) -> None:
    low = change(world("2021-09-01", level=level), "cadre", dutyLevel=duty)
    assert judge(HN, "CAD-006", low, **AUTUMN).silent, "a first secretary who does not lead"
    assert judge(HN, "CAD-006", change(low, "team", leaderCadreId="c-1"), **AUTUMN).severities == ["warning"]


def test_trap_13_the_order_of_selection_is_opposite() -> None:
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


def test_trap_14_two_funds_of_ten_thousand() -> None:
    def given(**fen: int) -> Outcome:
        funds = on(
            "support",
            *({"kind": "WORK_FUND", "villageId": "v-1", "year": 2022, "beneficiary": b, "amountFen": n} for b, n in fen.items()),
            cadre=None,
        )
        return judge(YL, "SUP-007", join(world("2021-09-01"), further("2", "2021-09-01"), funds), start="2022-01-01", as_of="2022-12-31")

    assert given(FIRST_SECRETARY=1_000_000, TEAM=1_000_000).silent
    assert given(FIRST_SECRETARY=1_000_000, TEAM=999_999).arguments("beneficiary") == ["TEAM"]
    assert given(FIRST_SECRETARY=2_000_000).arguments("beneficiary") == ["TEAM"]


def test_trap_14_the_extra_stays_outside_the_shares_and_the_township_holds_it() -> None:
    base = {"kind": "WORK_FUND", "villageId": "v-1", "year": 2022, "beneficiary": "TEAM", "amountFen": 1_700_000, "countyExtraFen": 700_000}
    shares = {"provinceShareFen": 500_000, "prefectureShareFen": 300_000, "countyShareFen": 200_000}
    down = {
        "holder": "TOWNSHIP_PARTY_COMMITTEE",
        "transfers": [{"from": "20", "to": "50", "date": "2022-03-01"}, {"from": "50", "to": "60", "date": "2022-04-01"}],
    }
    year = {"start": "2022-01-01", "as_of": "2022-12-31"}

    def wrong(rule: str, **changes: Any) -> list[str]:
        return judge(YL, rule, join(world("2021-09-01"), on("support", base | shares | down | changes, cadre=None)), **year).ids

    assert wrong("SUP-008") == []
    assert wrong("SUP-008", countyShareFen=900_000) == ["support-1"]
    assert wrong("SUP-009") == []
    assert wrong("SUP-009", holder="VILLAGE_COMMITTEES") == ["support-1"]


def test_trap_15_the_allowance_counts_working_days_and_the_attendance_calendar_days() -> None:
    october = join(world("2021-07-01"), present("2021-10-01", 20))
    period = {"start": "2021-10-01", "as_of": "2021-10-31"}
    assert judge(HN, "ATT-001", october, **period).silent
    paid = on(
        "support",
        {"kind": "LIVING_ALLOWANCE", "month": "2021-10", "amountFen": 90_000},
        {"kind": "COMMS_ALLOWANCE", "month": "2021-10", "amountFen": 10_000},
    )
    worked = [d for d in WORKING_DAYS if "2021-10-01" <= d <= "2021-10-20"]
    assert len(worked) == 10, "the National Day week is off"
    assert judge(HN, "SUP-001", join(october, paid), **period).arguments("due") == [100_000]


def test_trap_16_principal_deputy_and_party_committee_are_three_actors() -> None:
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


def test_trap_18_hunan_and_lushan_borrow_nothing() -> None:
    def parameters(profile: str) -> set[str]:
        return {str(r.values["name"]) for r in standard.profiles.resolve(profile).table("parameter")}

    assert not {n for n in parameters(HN) if n.startswith("rectification.")}, "low satisfaction has no number there"
    officers = {
        p: [
            r.values.get("codes", []) for r in standard.profiles.resolve(p).table("declaration") if "officer" in r.values["subject"].lower()
        ]
        for p in (FJS, LS)
    }
    assert max(len(codes) for codes in officers[FJS]) == 6
    assert not {c for codes in officers[LS] for c in codes} & {c for codes in officers[FJS] for c in codes}


def test_trap_19_living_in_is_not_stationing() -> None:
    bodies = standard.code_titles("body")
    assert bodies["LIVING_IN_TEAM"] != bodies["TEAM"]
    assert not [r for r in standard.code_titles("role").values() if "住村" in r[0]]


def test_trap_19_what_is_masked_has_no_number() -> None:
    masked = [r.values for r in standard.profiles.resolve(FJX).table("declaration") if r.values.get("redacted")]
    assert len(masked) > 5
    assert not [r["id"] for r in masked if "number" in r]
    hidden = change(world("2021-09-01"), "village", permanentResidents=150, redacted=["permanentResidents"])
    assert judge(FJX, "STD-008", hidden, **AUTUMN).severities == ["error"]


def test_trap_19_two_copies_are_one_source_and_the_county_stays_anonymous() -> None:
    profile = standard.profiles.read(FJX)
    assert "divisionCode" not in profile
    assert [p for p in standard.profiles.own if standard.profiles.read(p)["document"] == "FJX"] == [FJX]
    assert "将乐" not in str(profile)


def test_trap_20_yulin_starts_on_its_day_of_issue() -> None:
    def junior(start: str) -> Outcome:
        return judge(YL, "CAD-003", change(world(start), "cadre", workMonths=1), start="2021-01-01", as_of="2021-12-31")

    assert junior("2021-08-29").silent
    assert junior("2021-08-30").ids == ["c-1"]


def test_trap_21_no_score_is_made_from_records() -> None:
    """Hunan forbids assessment by traces: no rule weighs a grade against attendance, visits or ledgers."""
    for rule in standard.profiles.resolve(HN).rules:
        if "policies" in rule.header and "assessment" in rule.header["records"]:
            assert not set(rule.header["records"]) & {"attendance", "activity", "support"}, rule.id
    for kind in standard.record_types:
        assert not [f for f in standard.columns(kind) if "score" in f.lower()], kind
    poor = on("assessment", {"kind": "ANNUAL", "year": 2022, "date": "2023-01-10", "grade": "EXCELLENT", "quotaSource": "OWN"})
    for rule in ("ASM-007", "MEA-008"):
        assert judge(HN, rule, join(world("2021-09-01"), poor), start="2021-09-01", as_of="2023-06-30").silent


def test_trap_22_six_months_of_posting_are_not_a_calendar_half_year() -> None:
    """From April to October: seven months, owed an assessment, and no half-year in which anything is due."""
    year = {"start": "2022-01-01", "as_of": "2023-01-31"}
    served = world("2022-04-01", "2022-10-31")
    assert judge(HN, "ASM-001", served, **year).ids == ["p-1"]
    assert "unit-hears-report" not in judge(HN, "OBL-003", served, **year).rows
    whole = world("2022-01-01", "2022-06-30")
    assert judge(HN, "OBL-003", whole, **year).arguments("period") == ["2022-H1"]


#: Clauses whose words are 定期, 经常, 及时, 适时 or 不定期.
WITHOUT_NUMBER = {"HN-4.2-4", "HN-4.2-5", "HN-5.3-1", "HN-5.3-2", "HN-5.3-7", "HN-4.2-16", "YL-7.2-3", "YL-6.4-1", "FJX-2.2-3", "FJX-4.2-4"}


def test_trap_23_regularly_and_promptly_carry_no_number() -> None:
    for profile in (HN, YL, FJX):
        for row in standard.profiles.resolve(profile).rows:
            if set(row.clauses) & WITHOUT_NUMBER:
                assert row.table != "obligation", row.row_id
                assert "number" not in row.values, row.row_id
    owed = {(r.profile, r.values["act"]) for p in (HN, YL) for r in standard.profiles.resolve(p).table("obligation")}
    assert not {a for a in owed if a[1] in ("TALK", "JOINT_MEETING", "EXPERIENCE_MEETING", "BUSINESS_TRAINING_MEETING")}


def test_trap_23_a_recall_that_should_come_promptly_is_never_overdue_by_days() -> None:
    bad = on("assessment", {"kind": "ANNUAL", "year": 2022, "date": "2023-01-10", "grade": "NOT_COMPETENT"})
    for as_of in ("2023-01-11", "2025-12-31"):
        assert judge(HN, "MEA-008", join(world("2021-09-01"), bad), start="2021-09-01", as_of=as_of).severities == ["warning"]
    late = on("measure", {"kind": "RECALL", "date": "2025-12-31", "grounds": ["NOT_QUALIFIED"]})
    assert judge(HN, "MEA-008", join(world("2021-09-01"), bad, late), start="2021-09-01", as_of="2025-12-31").silent


def test_trap_24_a_month_of_attendance_is_missed_only_where_it_is_complete() -> None:
    month = {"start": "2021-09-01", "as_of": "2021-09-30"}
    few = join(world("2021-07-01"), present("2021-09-01", 3))
    assert judge(HN, "ATT-001", few, **month).severities == ["error"]
    partly = judge(HN, "ATT-001", few, coverage=all_but("2021-09-01", "2021-09-30", "attendance"), **month)
    assert (partly.findings, partly.missing) == ([], {"coverage.attendance": 1})
    one_day_less = judge(HN, "ATT-001", few, coverage=all_but("2021-09-01", "2021-09-29"), **month)
    assert one_day_less.findings == []
