"""Both sides of every limit of the rules on measures: recalls, and what is done about units and people, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest
from facts import GZ, HN, QN, YL, Facts, Outcome, Record, all_but, change, further, join, judge, on, place, present, said, world
from worlds import AS_OF, AUTUMN, BOTH, END, START, YEAR, assessed, by_new_year, handover, june, leave, leaves, measure

# --- MEA-001: no recall after a grade -------------------------------------------------------------


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


#: Of each rule the profile, what a measure must answer, the day of it, the weight, and the kinds that answer.
CAUSES: dict[str, tuple[str, Facts, str, str, tuple[str, ...]]] = {
    "MEA-001": (YL, on("assessment", {"kind": "ANNUAL", "grade": "NOT_COMPETENT", "date": "2021-10-11", "year": 2021}), "2021-10-11", "error", ("RECALL",)),
    "MEA-002": (YL, on("leave", {"kind": "PERSONAL", "startDate": "2021-10-11", "endDate": "2021-11-10"}), "2021-10-11", "error", ("RECALL",)),
    "MEA-003": (QN, {}, "2021-10-01", "warning", ("RECALL",)),
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
    return by_new_year(profile, rule, join(stay, cause, *parts), **more)


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


def covered(*kinds: str, first: str = START, last: str = END) -> list[Record]:
    """Everything is declared complete, but of the measures only these kinds, and only from a day on."""
    return [*all_but(START, last, "measure"), *({"recordType": "measure", "kind": k, "startDate": first, "endDate": last} for k in kinds)]


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
    assert by_new_year(profile, rule, join(world(START, day), cause)) == weight
    assert by_new_year(profile, rule, join(world(START, "2021-10-10"), cause)) == "ok"


def test_the_second_lowest_grade_recalls_in_yulin_and_only_there() -> None:
    def graded(profile: str, rule: str, kind: str = "ANNUAL") -> Outcome:
        result = on(
            "assessment", {"kind": kind, "year": 2022, "date": "2023-01-10", "feedbackOn": "2023-01-20", "grade": "BASICALLY_COMPETENT"}
        )
        return judge(profile, rule, join(world("2021-09-01"), result), start="2021-09-01", as_of="2023-06-30")

    assert graded(YL, "MEA-001").severities == ["error"]
    assert graded(YL, "MEA-001", "TERM").silent
    assert graded(HN, "MEA-008").silent
    assert graded(HN, "MEA-001").status == "NOT_APPLICABLE"


# --- MEA-002: no recall after long leave ----------------------------------------------------------


def recalled(date: str, **fields: Any) -> Facts:
    return on("measure", {"kind": "RECALL", "date": date, **fields})


def long_leave(*parts: Facts, as_of: str = "2022-03-31") -> str:
    return said(judge(YL, "MEA-002", join(world("2021-09-01"), *parts), start="2021-09-01", as_of=as_of))


def test_leave_of_thirty_calendar_days_is_fine_and_of_thirty_one_is_not() -> None:
    assert long_leave(leaves(("2021-10-01", "2021-10-30"))) == "ok"
    assert long_leave(leaves(("2021-10-01", "2021-10-31"))) == "error"
    assert long_leave(leaves(("2021-10-01", "2021-10-31")), recalled("2021-10-31", grounds=["LEAVE_OVER_LIMIT"])) == "ok"
    assert long_leave(leaves(("2021-10-01", "2021-10-31")), recalled("2021-10-31", grounds=["ASSESSMENT_GRADE"])) == "error"


def test_adjacent_and_overlapping_leaves_are_one_spell() -> None:
    assert long_leave(leaves(("2021-10-01", "2021-10-15"), ("2021-10-16", "2021-10-31"))) == "error"
    assert long_leave(leaves(("2021-10-01", "2021-10-20"), ("2021-10-10", "2021-10-31"))) == "error"
    assert long_leave(leaves(("2021-10-01", "2021-10-15"), ("2021-10-17", "2021-11-15"))) == "ok"


def test_a_long_leave_is_overdue_from_its_thirty_first_day() -> None:
    leave = leaves(("2021-10-01", "2021-12-31"))
    assert long_leave(leave, as_of="2021-10-30") == "ok"
    assert long_leave(leave, as_of="2021-10-31") == "error"


def test_a_leave_leads_to_recall_only_if_the_posting_lasts_to_its_thirty_first_day() -> None:
    """From 11 October that is 10 November."""
    leave = CAUSES["MEA-002"][1]
    assert by_new_year(YL, "MEA-002", join(world(START, "2021-11-10"), leave)) == "error"
    assert by_new_year(YL, "MEA-002", join(world(START, "2021-11-09"), leave)) == "ok"
    assert by_new_year(YL, "MEA-002", join(world("2021-10-11"), leave)) == "error"
    assert by_new_year(YL, "MEA-002", join(world("2021-10-12"), leave)) == "ok"


def test_thirty_and_thirty_in_yulin() -> None:
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
    assert together("2023-10-10").arguments("workingDays") == [18], "thirty calendar days are far from enough"


# --- MEA-003: no recall after a short month -------------------------------------------------------


def recall_after(days: int, *parts: Facts, role: str = "FIRST_SECRETARY") -> Outcome:
    return june("MEA-003", QN, world("2021-06-01", role=role), present("2021-06-01", days), *parts, as_of="2021-07-31")


JULY = present("2021-07-01", 31)


def test_a_short_month_leads_to_a_recall_leave_or_not() -> None:
    assert recall_after(20, JULY).silent
    said = recall_after(19, JULY, leave("2021-06-20", "2021-06-30"))
    assert (said.outcomes, said.severities, said.arguments("leaveDays")) == (["CANDIDATE"], ["warning"], [11])
    assert recall_after(19, JULY, measure("RECALL", "2021-07-05", orderedTo="DISPATCHING_UNIT", grounds=["DAYS_SHORT"])).silent


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
    assert by_new_year(QN, "MEA-003", join(stay, recall), start="2021-07-01") == "ok"
    assert by_new_year(QN, "MEA-003", stay, start="2021-07-01") == "warning"


def test_a_recall_is_no_rectification_and_neither_stands_in_for_the_other() -> None:
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


# --- MEA-004: no recall after a ground declared ---------------------------------------------------


@pytest.mark.parametrize(("fields", "outcome"), [
    ({"fullyDetached": False}, "CANDIDATE"), ({"holdsHomeUnitDuties": True}, "CANDIDATE"),
    ({"poorEffect": True}, "VIOLATION"), ({"disobeysLocal": True}, "VIOLATION"),
])  # fmt: skip
def test_each_declared_ground_of_recall(fields: dict[str, bool], outcome: str) -> None:
    period = {"as_of": "2021-12-31", "start": "2021-05-01"}
    said = judge(QN, "MEA-004", world("2021-05-10", **fields), **period)
    assert (said.outcomes, said.severities) == ([outcome], ["warning"])
    assert judge(QN, "MEA-004", join(world("2021-05-10", **fields), measure("RECALL", "2021-06-01")), **period).silent
    assert judge(QN, "MEA-004", world("2021-05-10", fullyDetached=True, holdsHomeUnitDuties=False, poorEffect=False), **period).silent


# --- MEA-005: no recall after a sanction ----------------------------------------------------------


@pytest.mark.parametrize(("kind", "expected"), [("SANCTION", "error"), ("CRITICISM_EDUCATION", "ok"), ("INTERVIEW", "ok")])
def test_a_sanction_leads_to_recall(kind: str, expected: str) -> None:
    def recalled(*measures: Record) -> str:
        return said(judge(YL, "MEA-005", join(world("2021-09-01"), on("measure", *measures)), start="2021-09-01", as_of="2021-12-31"))

    first: Record = {"kind": kind, "date": "2021-10-11"}
    assert recalled(first) == expected
    assert recalled(first, {"kind": "RECALL", "date": "2021-10-11", "grounds": ["SANCTIONED"]}) == "ok"


@pytest.mark.parametrize(("rule", "day", "found"), [
    ("MEA-005", "2021-08-29", "ok"), ("MEA-005", "2021-08-30", "error"), ("MEA-013", "2021-08-29", "ok"), ("MEA-013", "2021-08-30", "error"),
])  # fmt: skip
def test_yulin_asks_for_an_answer_from_the_first_day_of_its_rules(rule: str, day: str, found: str) -> None:
    cause = on("measure", {"kind": "SANCTION", "date": day}) if rule == "MEA-005" else present(day, 1, status="ABSENT", severe=True)
    assert by_new_year(YL, rule, join(world("2021-08-01"), cause), start="2021-08-01") == found


# --- MEA-006: no replacement after a recall -------------------------------------------------------


def test_a_post_left_vacant_by_a_recall_warns() -> None:
    def vacant(*parts: Facts) -> str:
        facts = join(world("2021-09-01", "2021-11-01"), recalled("2021-11-01", grounds=["LEAVE_OVER_LIMIT"]), *parts)
        return said(judge(YL, "MEA-006", facts, start="2021-09-01", as_of="2021-12-31"))

    assert vacant() == "warning"
    assert vacant(further("2", "2021-12-31", replacesPostingId="p-1")) == "ok"


def vacant(*parts: Facts, **recall: Any) -> Facts:
    """A posting that ended by recall."""
    measure = {"kind": "RECALL", "date": "2021-11-01", "grounds": ["LEAVE_OVER_LIMIT"], **recall}
    return join(world(START, "2021-11-01"), on("measure", measure), *parts)


def test_a_post_is_vacant_until_the_replacement_has_begun() -> None:
    assert by_new_year(YL, "MEA-006", vacant(further("2", "2021-12-31", replacesPostingId="p-1"))) == "ok"
    assert by_new_year(YL, "MEA-006", vacant(further("2", "2022-01-10", replacesPostingId="p-1"))) == "warning"
    assert by_new_year(YL, "MEA-006", vacant(further("2", "2021-12-31"), replacementPostingId="p-2")) == "ok"
    assert by_new_year(YL, "MEA-006", vacant(further("2", "2022-01-10"), replacementPostingId="p-2")) == "warning"


def test_a_vacancy_is_judged_only_where_the_postings_are_complete() -> None:
    assert by_new_year(YL, "MEA-006", vacant(), coverage=all_but(START, END, "posting")) == "?coverage.posting"


def order(date: str = "2021-11-01", **fields: Any) -> Facts:
    """A recall as it should be ordered."""
    as_due = {"orderedTo": "DISPATCHING_UNIT", "by": "MANAGEMENT_OFFICE", "byLevel": "40", **fields}
    return on("measure", {"kind": "RECALL", "date": date, "grounds": ["LEAVE_OVER_LIMIT"], **as_due})


def test_an_id_names_one_record_of_its_type_and_not_those_of_other_types() -> None:
    """A recall and the posting of another cadre, from another level, both called ``x``."""
    other = {
        "cadre": [{"id": "c-2", "homeUnitId": "unit"}],
        "posting": [further("2", START, dispatchLevel="20")["posting"][0] | {"id": "x"}],
    }
    replaced = further("3", "2021-12-01", replacesPostingId="p-1")
    assert by_new_year(YL, "MEA-006", vacant(other, replaced, id="x")) == "ok"
    assert by_new_year(YL, "MEA-007", join(world(START, level="40"), order(id="x"), other)) == "ok"


# --- MEA-007: a recall by or to the wrong body ----------------------------------------------------


def test_the_recall_is_ordered_by_the_office_of_the_dispatch_level() -> None:
    def ordered(level: str, body: str = "MANAGEMENT_OFFICE", to: str = "DISPATCHING_UNIT") -> str:
        order = recalled("2021-11-01", grounds=["LEAVE_OVER_LIMIT"], by=body, byLevel=level, orderedTo=to)
        return said(judge(YL, "MEA-007", join(world("2021-09-01", level="40"), order), start="2021-09-01", as_of="2021-12-31"))

    assert ordered("40") == "ok"
    assert ordered("50") == "error"
    assert ordered("40", body="PARTY_ORG_DEPT") == "error"
    assert ordered("40", to="TOWNSHIP_PARTY_COMMITTEE") == "error"


def test_a_recall_by_whom_is_judged_only_if_body_and_level_are_on_record() -> None:
    def ordered(**fields: Any) -> str:
        return by_new_year(YL, "MEA-007", join(world(START, level="40"), order(**fields)))

    assert ordered() == "ok"
    assert ordered(byLevel=None) == "?measure.byLevel"
    assert ordered(by=None) == "?measure.by"


@pytest.mark.parametrize(("day", "found"), [("2021-08-29", "ok"), ("2021-08-30", "error")])
def test_who_orders_a_recall_is_set_from_the_first_day_of_the_rules(day: str, found: str) -> None:
    assert by_new_year(YL, "MEA-007", join(world("2021-08-01", level="40"), order(day, byLevel="50")), start="2021-08-01") == found


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, ["measure.grounds"]),
        ({"grounds": ["LEAVE_OVER_LIMIT"]}, ["measure.by", "measure.byLevel", "measure.orderedTo"]),
        ({"grounds": ["LEAVE_OVER_LIMIT"], "orderedTo": "DISPATCHING_UNIT", "byLevel": "40"}, ["measure.by"]),
        ({"grounds": ["MISCONDUCT"]}, []),
    ],
)
def test_a_recall_says_all_that_is_wanting(fields: dict[str, Any], missing: list[str]) -> None:
    recall = on("measure", {"kind": "RECALL", "date": "2021-12-01", **fields})
    outcome = judge(YL, "MEA-007", join(world("2021-09-01", level="40"), recall), start="2021-09-01", as_of="2021-12-31")
    assert (outcome.findings, sorted(outcome.missing)) == ([], missing)


# --- MEA-008: not competent without a recall ------------------------------------------------------


def test_a_recall_that_should_come_promptly_is_never_overdue_by_days() -> None:
    bad = on("assessment", {"kind": "ANNUAL", "year": 2022, "date": "2023-01-10", "grade": "NOT_COMPETENT"})
    for as_of in ("2023-01-11", "2025-12-31"):
        assert judge(HN, "MEA-008", join(world("2021-09-01"), bad), start="2021-09-01", as_of=as_of).severities == ["warning"]
    late = on("measure", {"kind": "RECALL", "date": "2025-12-31", "grounds": ["NOT_QUALIFIED"]})
    assert judge(HN, "MEA-008", join(world("2021-09-01"), bad, late), start="2021-09-01", as_of="2025-12-31").silent


# --- MEA-009: a unit not held to account for a posting not detached -------------------------------


@pytest.mark.parametrize(("level", "by", "found"), [("40", "40", 0), ("40", "50", 1), ("60", "50", 0), ("60", "40", 1)])
def test_who_holds_the_unit_to_account_for_a_posting_not_detached(level: str, by: str, found: int) -> None:
    common = {
        "cadreId": None,
        "organizationId": "unit",
        "date": "2021-05-01",
        "grounds": ["NOT_DETACHED"],
        "targetRole": "PRINCIPAL_LEADER",
    }
    taken = on(
        "measure",
        {**common, "kind": "INTERVIEW", "by": "PARTY_ORG_DEPT", "byLevel": by},
        {**common, "kind": "ORDER_TO_RECTIFY"},
        {**common, "kind": "TARGET_DEDUCTION"},
    )
    said = judge(GZ, "MEA-009", join(world(level=level, detachmentPoorEffect=True), taken), as_of="2021-12-31", start="2021-01-01")
    assert len(said.ids) == found


def held(changed: str = "INTERVIEW", **fields: Any) -> str:
    """A posting not detached, with poor effect, for which the unit has borne what it must; one of the measures is otherwise."""
    taken: list[Record] = [
        {"kind": "INTERVIEW", "by": "PARTY_ORG_DEPT", "byLevel": "40", "targetRole": "PRINCIPAL_LEADER"},
        {"kind": "ORDER_TO_RECTIFY"},
        {"kind": "TARGET_DEDUCTION"},
    ]
    common: Record = {"cadreId": None, "organizationId": "unit", "date": "2021-10-11", "grounds": ["NOT_DETACHED"]}
    measures = [common | m | (fields if m["kind"] == changed else {}) for m in taken]
    return by_new_year(GZ, "MEA-009", join(world(START, level="40", detachmentPoorEffect=True), on("measure", *measures)))


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
    assert by_new_year(GZ, "MEA-009", join(poor, rest), coverage=covered("INTERVIEW")) == "error"
    assert by_new_year(GZ, "MEA-009", join(poor, rest), coverage=covered("RECALL")) == "?coverage.measure"
    talk = on("measure", about | {"kind": "INTERVIEW", "grounds": ["WEAK_SUPPORT"], "by": "MANAGEMENT_OFFICE", "byLevel": "40"})
    assert by_new_year(YL, "MEA-010", join(world(START), talk), coverage=covered("ORDER_TO_RECTIFY")) == "error"
    assert by_new_year(YL, "MEA-010", join(world(START), talk), coverage=covered("INTERVIEW")) == "?coverage.measure"


# --- MEA-010: a ground against an organization without its measures -------------------------------


def measured(rule: str, profile: str, *measures: Record) -> str:
    facts = join(
        world("2021-09-01"), on("measure", *({"date": "2021-10-11", "cadreId": None, "organizationId": "unit"} | m for m in measures))
    )
    return said(judge(profile, rule, facts, start="2021-09-01", as_of="2021-12-31"))


def test_a_unit_at_fault_is_interviewed_and_ordered_to_rectify() -> None:
    talk: Record = {"kind": "INTERVIEW", "grounds": ["WEAK_SUPPORT"], "by": "MANAGEMENT_OFFICE", "byLevel": "40"}
    order = talk | {"kind": "ORDER_TO_RECTIFY", "dueDate": "2021-11-11"}
    assert measured("MEA-010", YL, talk, order) == "ok"
    assert measured("MEA-010", YL, talk) == "error"
    assert measured("MEA-010", YL, talk, order | {"byLevel": "50"}) == "error"


def test_a_ground_against_a_cadre_is_none_against_an_organization() -> None:
    own = on("measure", {"kind": "CRITICISM_EDUCATION", "date": "2021-10-11", "grounds": ["TASK_NOT_COMPLETED"]})
    assert by_new_year(YL, "MEA-010", join(world(START), own)) == "ok"


@pytest.mark.parametrize(("role", "found"), [("PRINCIPAL_LEADER", 0), ("DEPUTY_IN_CHARGE", 1)])
@pytest.mark.parametrize(("body", "ground"), [("TOWNSHIP_PARTY_COMMITTEE", "COVER_UP"), ("PARTY_ORG_DEPT", "WEAK_SUPERVISION")])
def test_a_township_or_department_that_fails_has_its_principal_interviewed(body: str, ground: str, role: str, found: int) -> None:
    about = {"cadreId": None, "organizationId": "o-1", "date": "2021-06-01", "grounds": [ground]}
    facts = join(world(), {"organization": [{"id": "o-1", "body": body, "level": "60" if "TOWN" in body else "50"}]})
    assert judge(GZ, "MEA-010", join(facts, on("measure", {**about, "kind": "CIRCULATED_CRITICISM"})), **YEAR).ids == ["o-1"]
    talk = {**about, "kind": "INTERVIEW", "by": "PARTY_ORG_DEPT", "targetRole": role}
    assert len(judge(GZ, "MEA-010", join(facts, on("measure", talk)), **YEAR).ids) == found


# --- MEA-011: an order to rectify without a due date ----------------------------------------------


@BOTH
def test_an_order_to_rectify_has_a_due_date(profile: str) -> None:
    order: Record = {"kind": "ORDER_TO_RECTIFY"}
    assert measured("MEA-011", profile, order) == "error"
    assert measured("MEA-011", profile, order | {"dueDate": "2021-11-11"}) == "ok"
    assert measured("MEA-011", profile, order | {"dueDate": "2021-10-10"}) == "error"


def test_an_order_to_a_person_needs_one_only_where_the_text_speaks_of_persons() -> None:
    order: Record = {"kind": "ORDER_TO_RECTIFY", "cadreId": "c-1", "organizationId": None}
    assert measured("MEA-011", HN, order) == "error"
    assert measured("MEA-011", YL, order) == "ok"


@pytest.mark.parametrize("rule", ["MEA-011", "MEA-012"])
@pytest.mark.parametrize(("day", "found"), [(AS_OF, "error"), ("2022-01-01", "ok")])
def test_a_measure_is_judged_from_its_own_day(rule: str, day: str, found: str) -> None:
    faulty = {"kind": "ORDER_TO_RECTIFY", "organizationId": "unit", "intent": "NON_INTENTIONAL", "mitigation": "NONE", "date": day}
    assert by_new_year(YL, rule, join(world(START), on("measure", faulty, cadre=None))) == found


# --- MEA-018: no recall on what calls for it ------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "reason", "found"),
    [("ADJUSTMENT", None, "error"), ("ADJUSTMENT", "HEALTH", "ok"), ("RECALL", "HEALTH", "error"), ("RECALL", "RECALL", "ok")],
)
def test_whoever_has_left_the_post_is_adjusted_and_recalled_only_by_a_recall(kind: str, reason: str | None, found: str) -> None:
    ill = {"ground": "HEALTH", "on": "2021-10-11"}
    due = place({"recallTrigger": [{"trigger": "DECLARED", "ground": "HEALTH", "measureKind": kind}]})
    facts = world("2021-09-01", "2021-10-20" if reason else None, declared=[ill], endReason=reason)
    assert said(judge(due, "MEA-018", facts, start="2021-09-01", as_of="2021-12-31")) == found


# --- MEA-012: a non-intentional fault neither mitigated nor explained -----------------------------


def test_a_fault_without_intent_is_mitigated_or_a_reason_given() -> None:
    case: Record = {"kind": "CRITICISM_EDUCATION", "intent": "NON_INTENTIONAL"}
    assert measured("MEA-012", YL, case | {"mitigation": "EXEMPTED"}) == "ok"
    assert measured("MEA-012", YL, case | {"mitigation": "NONE"}) == "error"
    assert measured("MEA-012", YL, case | {"mitigation": "NONE", "reason": "重复发生"}) == "ok"
    assert measured("MEA-012", YL, case) == "?measure.mitigation"


# --- MEA-013: a severe absence without handling ---------------------------------------------------


def test_a_severe_absence_is_dealt_with() -> None:
    def dealt(*parts: Facts) -> str:
        facts = join(world("2021-09-01"), present("2021-10-11", 1, status="ABSENT", severe=True), *parts)
        return said(judge(YL, "MEA-013", facts, start="2021-09-01", as_of="2021-12-31"))

    assert dealt() == "error"
    assert dealt(on("measure", {"kind": "HANDLING", "date": "2021-10-20"})) == "ok"


# --- MEA-014: no development plan after a commendation --------------------------------------------


@pytest.mark.parametrize(("level", "found"), [("20", ["measure-1"]), ("40", ["measure-1"]), ("50", []), ("60", [])])
def test_a_plan_for_each_cadre_commended_by_the_prefecture_or_above(level: str, found: list[str]) -> None:
    period = {"as_of": "2021-12-31", "start": "2021-05-01"}
    honour = {"kind": "COMMENDATION", "date": "2021-07-01", "level": level}
    assert judge(QN, "MEA-014", join(world(), on("measure", honour)), **period).ids == found
    assert judge(QN, "MEA-014", join(world(), on("measure", honour, {"kind": "DEVELOPMENT_PLAN", "date": "2021-08-01"})), **period).silent
