"""The limits of the rules on measures, on who may be sent and on listed codes: days around the cause, the as-of day and coverage."""

from __future__ import annotations

from typing import Any

import pytest
from facts import Facts, Record, all_but, change, further, join, judge, on, present, said, world

GZ, QN, HN, YL = "guizhou-2017", "qiannan-2021", "hunan-2021", "yulin-2021"

#: What was known on the as-of day, in a batch that reaches a month further.
START, AS_OF, END = "2021-09-01", "2021-12-31", "2022-01-31"


def once(profile: str, rule: str, facts: Facts, start: str = START, as_of: str = AS_OF, end: str = END, **more: Any) -> str:
    return said(judge(profile, rule, facts, start=start, as_of=as_of, end=end, **more))


def covered(*kinds: str, first: str = START, last: str = END) -> list[Record]:
    """Everything is declared complete, but of the measures only these kinds, and only from a day on."""
    return [*all_but(START, last, "measure"), *({"recordType": "measure", "kind": k, "startDate": first, "endDate": last} for k in kinds)]


# --- what a measure must answer ---------------------------------------------------------------------

#: Of each rule the profile, what a measure must answer, the day of it, the weight, and the kinds that answer.
CAUSES: dict[str, tuple[str, Facts, str, str, tuple[str, ...]]] = {
    "MEA-001": (YL, on("assessment", {"kind": "ANNUAL", "grade": "NOT_COMPETENT", "date": "2021-10-11", "year": 2021}), "2021-10-11", "error", ("RECALL",)),
    "MEA-002": (YL, on("leave", {"kind": "PERSONAL", "startDate": "2021-10-11", "endDate": "2021-11-10"}), "2021-10-11", "error", ("RECALL",)),
    "MEA-003": (QN, {}, "2021-10-31", "warning", ("RECALL",)),
    "MEA-004": (QN, {}, "2021-10-11", "warning", ("RECALL",)),
    "MEA-005": (YL, on("measure", {"kind": "SANCTION", "date": "2021-10-11"}), "2021-10-11", "error", ("RECALL",)),
    "MEA-008": (HN, on("assessment", {"kind": "TERM", "grade": "NOT_COMPETENT", "date": "2021-10-11"}), "2021-10-11", "warning", ("RECALL",)),
    "MEA-013": (YL, present("2021-10-11", 1, status="ABSENT", severe=True), "2021-10-11", "error", ("HANDLING", "SANCTION")),
    "MEA-014": (QN, on("measure", {"kind": "COMMENDATION", "date": "2021-10-11", "level": "40"}), "2021-10-11", "warning", ("DEVELOPMENT_PLAN",)),
}  # fmt: skip
EACH = pytest.mark.parametrize("rule", CAUSES)


def caused(rule: str, *parts: Facts, **more: Any) -> str:
    """A cadre with something to answer, and nobody else to whom it happened."""
    profile, cause, _, _, _ = CAUSES[rule]
    stay = world("2021-10-01", "2021-11-29") if rule == "MEA-003" else world("2021-10-01")
    if rule == "MEA-004":
        stay = change(stay, "posting", reviewedOn="2021-10-11", poorEffect=True)
    return once(profile, rule, join(stay, cause, *parts), **more)


def answer(rule: str, date: str, cadre: str = "c-1") -> Facts:
    return {"measure": [{"id": "answer", "kind": CAUSES[rule][4][0], "date": date, "cadreId": cadre}]}


@EACH
def test_the_answer_counts_from_the_day_of_the_cause_to_the_as_of_day(rule: str) -> None:
    _, _, day, weight, _ = CAUSES[rule]
    assert caused(rule) == weight
    assert caused(rule, answer(rule, day)) == "ok"
    assert caused(rule, answer(rule, AS_OF)) == "ok"
    assert caused(rule, answer(rule, "2022-01-01")) == weight, "not yet known on the as-of day"


@EACH
def test_what_was_done_to_another_cadre_answers_nothing(rule: str) -> None:
    assert caused(rule, further("2", "2021-12-01"), answer(rule, "2021-12-15", "c-2")) == CAUSES[rule][3]


@EACH
def test_a_cause_after_the_as_of_day_is_not_known_yet(rule: str) -> None:
    assert caused(rule, as_of="2021-10-10") == "ok"


@EACH
def test_only_the_kind_that_would_answer_must_be_complete(rule: str) -> None:
    _, _, _, weight, kinds = CAUSES[rule]
    assert caused(rule, coverage=covered(*kinds)) == weight
    assert caused(rule, coverage=covered("PRIORITY")) == "?coverage.measure"
    for kind in kinds[1:]:
        assert caused(rule, coverage=covered(kind)) == "?coverage.measure", "the other kind would answer as well"


@EACH
def test_the_measures_must_be_complete_from_the_cause_to_the_as_of_day(rule: str) -> None:
    _, _, day, weight, kinds = CAUSES[rule]
    assert caused(rule, coverage=covered(*kinds, first=day, last=AS_OF)) == weight
    assert caused(rule, coverage=covered(*kinds, first="2021-11-01", last=AS_OF)) == "?coverage.measure"
    assert caused(rule, end="2021-11-30", coverage=covered(*kinds, last="2021-11-30")) == "?coverage.measure", "judged later than declared"


@pytest.mark.parametrize(("rule", "day"), [("MEA-001", "2021-10-11"), ("MEA-005", "2021-10-11"), ("MEA-008", "2021-10-11")])
def test_the_last_day_of_a_posting_still_leads_to_recall(rule: str, day: str) -> None:
    profile, cause, _, weight, _ = CAUSES[rule]
    assert once(profile, rule, join(world(START, day), cause)) == weight
    assert once(profile, rule, join(world(START, "2021-10-10"), cause)) == "ok"


def test_a_leave_leads_to_recall_only_if_the_posting_lasts_to_its_thirty_first_day() -> None:
    """From 11 October that is 10 November."""
    leave = CAUSES["MEA-002"][1]
    assert once(YL, "MEA-002", join(world(START, "2021-11-10"), leave)) == "error"
    assert once(YL, "MEA-002", join(world(START, "2021-11-09"), leave)) == "ok"
    assert once(YL, "MEA-002", join(world("2021-10-11"), leave)) == "error"
    assert once(YL, "MEA-002", join(world("2021-10-12"), leave)) == "ok"


@pytest.mark.parametrize(("rule", "day", "found"), [
    ("MEA-005", "2021-08-29", "ok"), ("MEA-005", "2021-08-30", "error"), ("MEA-013", "2021-08-29", "ok"), ("MEA-013", "2021-08-30", "error"),
])  # fmt: skip
def test_yulin_asks_for_an_answer_from_the_first_day_of_its_rules(rule: str, day: str, found: str) -> None:
    cause = on("measure", {"kind": "SANCTION", "date": day}) if rule == "MEA-005" else present(day, 1, status="ABSENT", severe=True)
    assert once(YL, rule, join(world("2021-08-01"), cause), start="2021-08-01") == found


# --- a short month (QN-2-6) -------------------------------------------------------------------------


def test_a_short_month_cannot_be_judged_on_half_its_attendance() -> None:
    def kept(first: str, last: str) -> str:
        coverage = [*all_but(START, END, "attendance"), {"recordType": "attendance", "startDate": first, "endDate": last}]
        return caused("MEA-003", coverage=coverage)

    assert kept("2021-10-01", "2021-10-31") == "warning"
    assert kept("2021-10-01", "2021-10-30") == "?coverage.attendance"
    assert kept("2021-10-02", "2021-10-31") == "?coverage.attendance"


def test_each_month_is_judged_for_itself_and_not_the_quarter() -> None:
    """July was short and the recall followed at once; that it was before the end of the quarter does not matter."""
    stay = join(world("2021-07-01", "2021-09-30"), present("2021-08-01", 20), present("2021-09-01", 20))
    recall = on("measure", {"kind": "RECALL", "date": "2021-08-05", "grounds": ["DAYS_SHORT"]})
    assert once(QN, "MEA-003", join(stay, recall), start="2021-07-01") == "ok"
    assert once(QN, "MEA-003", stay, start="2021-07-01") == "warning"


# --- the post after a recall (YL-7.2-21) ------------------------------------------------------------


def vacant(*parts: Facts, **recall: Any) -> Facts:
    """A posting that ended by recall."""
    measure = {"kind": "RECALL", "date": "2021-11-01", "grounds": ["LEAVE_OVER_LIMIT"], **recall}
    return join(world(START, "2021-11-01"), on("measure", measure), *parts)


def test_a_post_is_vacant_until_the_replacement_has_begun() -> None:
    assert once(YL, "MEA-006", vacant(further("2", "2021-12-31", replacesPostingId="p-1"))) == "ok"
    assert once(YL, "MEA-006", vacant(further("2", "2022-01-10", replacesPostingId="p-1"))) == "warning"
    assert once(YL, "MEA-006", vacant(further("2", "2021-12-31"), replacementPostingId="p-2")) == "ok"
    assert once(YL, "MEA-006", vacant(further("2", "2022-01-10"), replacementPostingId="p-2")) == "warning"


def test_a_vacancy_is_judged_only_where_the_postings_are_complete() -> None:
    assert once(YL, "MEA-006", vacant(), coverage=all_but(START, END, "posting")) == "?coverage.posting"


def order(date: str = "2021-11-01", **fields: Any) -> Facts:
    """A recall as it should be ordered."""
    as_due = {"orderedTo": "DISPATCHING_UNIT", "by": "MANAGEMENT_OFFICE", "byLevel": "40", **fields}
    return on("measure", {"kind": "RECALL", "date": date, "grounds": ["LEAVE_OVER_LIMIT"], **as_due})


def test_a_recall_by_whom_is_judged_only_if_body_and_level_are_on_record() -> None:
    def ordered(**fields: Any) -> str:
        return once(YL, "MEA-007", join(world(START, level="40"), order(**fields)))

    assert ordered() == "ok"
    assert ordered(byLevel=None) == "?measure.byLevel"
    assert ordered(by=None) == "?measure.by"


@pytest.mark.parametrize(("day", "found"), [("2021-08-29", "ok"), ("2021-08-30", "error")])
def test_who_orders_a_recall_is_set_from_the_first_day_of_the_rules(day: str, found: str) -> None:
    assert once(YL, "MEA-007", join(world("2021-08-01", level="40"), order(day, byLevel="50")), start="2021-08-01") == found


def test_an_id_names_one_record_of_its_type_and_not_those_of_other_types() -> None:
    """A recall and the posting of another cadre, from another level, both called ``x``."""
    other = {
        "cadre": [{"id": "c-2", "homeUnitId": "unit"}],
        "posting": [further("2", START, dispatchLevel="20")["posting"][0] | {"id": "x"}],
    }
    replaced = further("3", "2021-12-01", replacesPostingId="p-1")
    assert once(YL, "MEA-006", vacant(other, replaced, id="x")) == "ok"
    assert once(YL, "MEA-007", join(world(START, level="40"), order(id="x"), other)) == "ok"


# --- the unit held to account (GZ-4-01b, GZ-4-03b, YL-8.1-11) ----------------------------------------


def held(changed: str = "INTERVIEW", **fields: Any) -> str:
    """A posting not detached, with poor effect, for which the unit has borne what it must; one of the measures is otherwise."""
    taken: list[Record] = [
        {"kind": "INTERVIEW", "by": "PARTY_ORG_DEPT", "byLevel": "40", "targetRole": "PRINCIPAL_LEADER"},
        {"kind": "ORDER_TO_RECTIFY"},
        {"kind": "TARGET_DEDUCTION"},
    ]
    common: Record = {"cadreId": None, "organizationId": "unit", "date": "2021-10-11", "grounds": ["NOT_DETACHED"]}
    measures = [common | m | (fields if m["kind"] == changed else {}) for m in taken]
    return once(GZ, "MEA-009", join(world(START, level="40", detachmentPoorEffect=True), on("measure", *measures)))


@pytest.mark.parametrize(("day", "found"), [("2021-08-31", "error"), (START, "ok"), (AS_OF, "ok"), ("2022-01-01", "error")])
def test_the_unit_is_held_to_account_between_the_first_day_of_the_posting_and_the_as_of_day(day: str, found: str) -> None:
    assert held(date=day) == found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"grounds": ["WEAK_SUPPORT"]}, "error"),
        ({"grounds": None}, "ok"),
        ({"by": "MANAGEMENT_OFFICE"}, "error"),
        ({"by": "WORK_COMMITTEE", "byLevel": "20"}, "ok"),  # of the committees no level is asked
        ({"by": None, "byLevel": "50"}, "ok"),  # without a body the level says nothing
        ({"targetRole": "DEPUTY_IN_CHARGE"}, "error"),
        ({"targetRole": None}, "ok"),
    ],
)
def test_the_interview_that_holds_a_unit_to_account(fields: Record, found: str) -> None:
    assert held(**fields) == found


def test_any_body_may_order_the_unit_to_rectify() -> None:
    assert held("ORDER_TO_RECTIFY", by="GOVERNMENT") == "ok"


def test_the_measures_against_a_unit_must_be_complete_of_the_kind_that_is_missing() -> None:
    """The interview alone is missing, then the order."""
    poor = world(START, level="40", detachmentPoorEffect=True)
    about: Record = {"cadreId": None, "organizationId": "unit", "date": "2021-10-11"}
    rest = on("measure", *(about | {"kind": k, "grounds": ["NOT_DETACHED"]} for k in ("ORDER_TO_RECTIFY", "TARGET_DEDUCTION")))
    assert once(GZ, "MEA-009", join(poor, rest), coverage=covered("INTERVIEW")) == "error"
    assert once(GZ, "MEA-009", join(poor, rest), coverage=covered("RECALL")) == "?coverage.measure"
    talk = on("measure", about | {"kind": "INTERVIEW", "grounds": ["WEAK_SUPPORT"], "by": "MANAGEMENT_OFFICE", "byLevel": "40"})
    assert once(YL, "MEA-010", join(world(START), talk), coverage=covered("ORDER_TO_RECTIFY")) == "error"
    assert once(YL, "MEA-010", join(world(START), talk), coverage=covered("INTERVIEW")) == "?coverage.measure"


def test_a_ground_against_a_cadre_is_none_against_an_organization() -> None:
    own = on("measure", {"kind": "CRITICISM_EDUCATION", "date": "2021-10-11", "grounds": ["TASK_NOT_COMPLETED"]})
    assert once(YL, "MEA-010", join(world(START), own)) == "ok"


@pytest.mark.parametrize("rule", ["MEA-011", "MEA-012"])
@pytest.mark.parametrize(("day", "found"), [(AS_OF, "error"), ("2022-01-01", "ok")])
def test_a_measure_is_judged_from_its_own_day(rule: str, day: str, found: str) -> None:
    faulty = {"kind": "ORDER_TO_RECTIFY", "intent": "NON_INTENTIONAL", "mitigation": "NONE", "date": day}
    assert once(YL, rule, join(world(START), on("measure", faulty))) == found


# --- who may be sent --------------------------------------------------------------------------------


def sent(rule: str, start: str, *, profile: str = HN, role: str = "FIRST_SECRETARY", level: str = "40", **cadre: Any) -> str:
    return once(profile, rule, change(world(start, role=role, level=level), "cadre", **cadre), start="2021-06-01")


@pytest.mark.parametrize(
    ("rule", "role", "cadre", "found"),
    [
        ("CAD-001", "FIRST_SECRETARY", {"politicalStatus": "13"}, "error"),
        ("CAD-002", "FIRST_SECRETARY", {"partyFullMemberSince": "2021-08-01"}, "error"),
        ("CAD-003", "FIRST_SECRETARY", {"workMonths": 3}, "error"),
        ("CAD-004", "TEAM_MEMBER", {"source": "STEPPED_DOWN_BY_AGE", "retiredOn": "2021-08-01"}, "warning"),
        ("CAD-005", "TEAM_MEMBER", {"politicalStatus": "13"}, "info"),
        ("CAD-006", "TEAM_LEADER", {"dutyLevel": "150"}, "warning"),
    ],
)
def test_who_was_sent_is_judged_from_the_first_day_of_the_posting(rule: str, role: str, cadre: Record, found: str) -> None:
    assert sent(rule, AS_OF, role=role, **cadre) == found
    assert sent(rule, "2022-01-01", role=role, **cadre) == "ok"


@pytest.mark.parametrize(("start", "found"), [("2021-06-27", "ok"), ("2021-06-28", "info")])
def test_hunan_asks_for_party_members_from_the_first_day_of_its_rules(start: str, found: str) -> None:
    assert sent("CAD-005", start, role="TEAM_MEMBER", politicalStatus="13") == found


def test_work_begun_on_a_leap_day_is_two_years_old_on_the_first_of_march() -> None:
    def begun(start: str) -> str:
        return once(YL, "CAD-003", change(world(start), "cadre", workStartDate="2020-02-29"), as_of="2022-12-31", end="2022-12-31")

    assert begun("2022-02-28") == "error"
    assert begun("2022-03-01") == "ok"


def test_a_justification_lowers_no_duty() -> None:
    facts = change(world(START, justification=True), "cadre", politicalStatus="13")
    assert once(HN, "CAD-001", facts) == "error"


def test_the_rank_of_a_leader_is_judged_once() -> None:
    """By the rule on leaders and not by that on conditions."""
    assert sent("CAD-006", START, role="TEAM_LEADER", level="20", dutyLevel="150") == "warning"
    assert sent("CAD-001", START, role="TEAM_LEADER", level="20", dutyLevel="150") == "ok"


# --- listed codes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "found"), [(AS_OF, "error"), ("2022-01-01", "ok")])
def test_codes_are_judged_from_the_day_of_their_record(start: str, found: str) -> None:
    assert once(HN, "VOC-001", world(start, selectionMethods=["ORG_NAMED"])) == found


def test_the_day_of_a_posting_is_not_that_of_a_measure_with_the_same_id() -> None:
    """The posting began before the rules, so that its way of selection is not judged."""
    named = world("2021-06-27", selectionMethods=["ORG_NAMED"])
    praise = on("measure", {"id": "p-1", "kind": "COMMENDATION", "date": "2021-10-11"})
    assert once(HN, "VOC-001", join(named, praise), start="2021-06-01") == "ok"
