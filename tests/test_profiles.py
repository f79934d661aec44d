"""What a document sets binds where it stands and nowhere else; what it does not say is not in force."""

from __future__ import annotations

import pytest
from edition import standard
from facts import FJS, FJX, GZ, HN, LS, QN, YL, join, judge, on, world


def test_a_report_asks_less_loudly_than_a_rule() -> None:
    """Qiannan's rules are reported, and Guizhou's only assumed to be in force there: none weighs more than a warning."""
    rows = standard.profiles.resolve(QN).rows
    assert {r.severity for r in rows if r.profile == QN} == {"info", "warning"}
    assert {r.severity for r in rows if r.profile == GZ} == {"info", "warning"}


@pytest.mark.parametrize("rule", ["ATT-001", "ATT-002", "TEAM-001", "SUP-001", "SEL-001"])
def test_what_the_survey_does_not_say_is_not_in_force(rule: str) -> None:
    assert judge(FJS, rule, {}, start="2004-07-01", as_of="2004-12-31").status == "NOT_APPLICABLE"


@pytest.mark.parametrize("rule", ["POST-002", "POST-003", "ATT-001", "CAD-002"])
def test_a_personal_plan_binds_nobody_else(rule: str) -> None:
    assert judge(LS, rule, {}, start="2011-01-01", as_of="2013-12-31").status == "NOT_APPLICABLE"


def test_numbers_are_not_borrowed() -> None:
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


def test_what_a_day_is_depends_on_the_profile() -> None:
    def credited(profile: str) -> set[str]:
        return {str(r.values["status"]) for r in standard.profiles.resolve(profile).table("creditingStatus")}

    assert "PROJECT_LIAISON" not in credited(HN)
    assert "PROJECT_LIAISON" in credited(YL)
    for profile in (HN, YL, FJX):
        assert not credited(profile) & {"LEAVE", "ANNUAL_LEAVE", "REST", "HOME_UNIT_WORK", "ABSENT"}
    assert credited(FJS) == set(), "no number of days, so no list either"


def test_hunan_and_lushan_borrow_nothing() -> None:
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


def test_living_in_is_not_stationing() -> None:
    bodies = standard.code_titles("body")
    assert bodies["LIVING_IN_TEAM"] != bodies["TEAM"]
    assert not [r for r in standard.code_titles("role").values() if "住村" in r[0]]


def test_two_copies_are_one_source_and_the_county_stays_anonymous() -> None:
    profile = standard.profiles.read(FJX)
    assert "divisionCode" not in profile
    assert [p for p in standard.profiles.own if standard.profiles.read(p)["document"] == "FJX"] == [FJX]
    assert "将乐" not in str(profile)


def test_no_score_is_made_from_records() -> None:
    """Hunan forbids assessment by traces: no rule weighs a grade against attendance, visits or ledgers."""
    for rule in standard.profiles.resolve(HN).rules:
        if "policies" in rule.header and "assessment" in rule.header["records"]:
            assert not set(rule.header["records"]) & {"attendance", "activity", "support"}, rule.id
    # a score may be on record; none is made, and none decides
    for rule in standard.rules.values():
        assert "score" not in rule.query.lower(), rule.id
    poor = on("assessment", {"kind": "ANNUAL", "year": 2022, "date": "2023-01-10", "grade": "EXCELLENT", "quotaSource": "OWN"})
    for rule in ("ASM-007", "MEA-008"):
        assert judge(HN, rule, join(world("2021-09-01"), poor), start="2021-09-01", as_of="2023-06-30").silent


#: Clauses whose words are 定期, 经常, 及时, 适时 or 不定期.
WITHOUT_NUMBER = {"HN-4.2-4", "HN-4.2-5", "HN-5.3-1", "HN-5.3-2", "HN-5.3-7", "HN-4.2-16", "YL-7.2-3", "YL-6.4-1", "FJX-2.2-3", "FJX-4.2-4"}


def test_regularly_and_promptly_carry_no_number() -> None:
    for profile in (HN, YL, FJX):
        for row in standard.profiles.resolve(profile).rows:
            if set(row.clauses) & WITHOUT_NUMBER:
                assert row.table != "obligation", row.row_id
                assert "number" not in row.values, row.row_id
    owed = {(r.profile, r.values["act"]) for p in (HN, YL) for r in standard.profiles.resolve(p).table("obligation")}
    assert not {a for a in owed if a[1] in ("TALK", "JOINT_MEETING", "EXPERIENCE_MEETING", "BUSINESS_TRAINING_MEETING")}
