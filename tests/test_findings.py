"""Findings are counted exactly, kept few, known again, and never show a number of a person."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from conftest import days, edit_manifest, ndjson, write_batch
from edition import standard

from zhucun.model import Finding, Place, Severity
from zhucun.opening.batch import open_batch
from zhucun.structure.lines import check_lines
from zhucun.validation import AllFindings, validate

#: A citizen number that nobody has: its place is none. The check digit is right.
CITIZEN = "999999199001010016"
MOBILE = "13800138000"

#: Where it stands below.
PLACES = [("attendance", "/cadreId"), ("activity", "/cadreIds/1"), ("activity", "/id")]


def prints(data: Any, rule: str | None = None) -> list[str]:
    return [f["fingerprint"] for f in data["findings"] if rule is None or f["rule"] == rule]


def attendance(folder: Path, lines: list[bytes], **more: Any) -> Any:
    data = b"".join(lines)
    return validate(write_batch(folder, {"attendance.ndjson": (data, len(lines))}, **more)).as_json("en")


# --- how many ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [40, 4_000])
@pytest.mark.parametrize("limit", [0, 1, 7, None])
def test_of_a_rule_the_first_are_kept_and_all_are_counted(tmp_path: Path, size: int, limit: int | None) -> None:
    """Days after the as-of day, told of each line (STD-015); small files go another way than large ones."""
    batch = write_batch(tmp_path / "b", {"attendance.ndjson": (ndjson(days(size)), size)}, asOf="2021-07-01")
    data = validate(batch, max_findings=limit).as_json("zh")
    found = [f for f in data["findings"] if f["rule"] == "STD-015"]
    kept = size - 1 if limit is None else min(limit, size - 1)
    assert [f["line"] for f in found] == list(range(2, 2 + kept))
    assert data["counts"]["warning"] == size - 1
    assert [r["findings"] for r in data["rules"] if r["id"] == "STD-015"] == [size - 1]
    assert data.get("omitted", {}).get("STD-015", 0) == size - 1 - kept


@pytest.mark.parametrize("size", [60, 4_000])
def test_what_is_kept_of_ids_and_references_comes_first_by_file_and_line(tmp_path: Path, size: int) -> None:
    """Two files, the second of which the manifest names first."""
    records = days(size)
    halves = {"attendance-b.ndjson": records[size // 2 :], "attendance-a.ndjson": [*records[: size // 2], *records[:5]]}
    files: dict[str, tuple[bytes, int]] = {name: (ndjson(found), len(found)) for name, found in halves.items()}
    batch = write_batch(tmp_path / "b", {**files, "cadre.ndjson": (ndjson([{"id": "c-2"}]), 1)})
    data = validate(batch, max_findings=size // 2 + 2).as_json("zh")
    lost = [(f["file"], f["line"]) for f in data["findings"] if f["rule"] == "STR-REFERENCE"]
    assert lost == [("attendance-b.ndjson", n + 1) for n in range(size - size // 2)] + [
        ("attendance-a.ndjson", 1),
        ("attendance-a.ndjson", 2),
    ]
    twice = [f for f in data["findings"] if f["rule"] == "STR-DUPLICATE-ID"]
    assert [(f["line"], f["arguments"]["firstLine"]) for f in twice] == [(size // 2 + n + 1, n + 1) for n in range(5)]


def test_every_finding_goes_to_a_file_on_request(tmp_path: Path) -> None:
    records = [*days(50), {"id": "att-x", "cadreId": "c-1"}, {"id": "att-y", "status": "NONE", "cadreId": "c-1", "date": "2021-07-01"}]
    batch = write_batch(tmp_path / "b", {"attendance.ndjson": (ndjson([*records, records[0]]), 53)}, asOf="2021-07-01")
    out = tmp_path / "all.ndjson"
    every = validate(batch, max_findings=None).as_json("zh")["findings"]
    few = validate(batch, max_findings=2, findings=AllFindings(str(out))).as_json("zh")
    streamed = [json.loads(line) for line in out.read_bytes().splitlines()]
    key = lambda f: (f["rule"], f["fingerprint"])  # noqa: E731
    assert sorted(streamed, key=key) == sorted(every, key=key)
    assert len(few["findings"]) < len(streamed) == sum(few["counts"].values())


def test_a_line_is_named_though_blank_lines_stand_before_it(tmp_path: Path) -> None:
    lines = ndjson(days(4_000)).splitlines(keepends=True)
    for at in (3_000, 2_000, 5):
        lines.insert(at, b" \n")
    batch = write_batch(tmp_path / "b", {"attendance.ndjson": (b"".join(lines), 4_000)}, asOf="2021-07-01")
    found = [f["line"] for f in validate(batch, max_findings=None).as_json("zh")["findings"] if f["rule"] == "STD-015"]
    assert found == [n for n in range(2, 4_004) if n not in (6, 2_002, 3_003)]


@pytest.mark.parametrize(("line", "holds"), [(1, True), (3, True), (2, False), (4, False)])
def test_no_report_comes_of_a_line_that_is_not_the_record_s(tmp_path: Path, line: int, holds: bool) -> None:
    """What if the engine had not kept the order of the lines? Of ``att-0`` and ``att-2`` the lines are known."""
    with open_batch(standard, write_batch(tmp_path / "b", {"attendance.ndjson": (ndjson(days(4)), 4)}), tmp_path) as batch:
        (source,) = batch.sources
        ident = {1: "att-0", 3: "att-2"}.get(line, "att-0")
        named = Finding(
            standard=standard,
            rule="STD-015",
            severity=Severity.WARNING,
            record_type="attendance",
            record_id=ident,
            place=Place(source.name, 0, line),
        )
        with nullcontext() if holds else pytest.raises(AssertionError, match="order of the lines"):
            check_lines([named], {0}, {0: source})


# --- which ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [30, 4_000])
def test_a_finding_is_known_again_after_a_line_is_inserted_before_it(tmp_path: Path, size: int) -> None:
    faulty = [
        b'{"id":"att-u","cadreId":"c-1","date":"2021-07-01","status":"IN_VILLAGE","xx":1,"\xe5\xa4\x87\xe6\xb3\xa8":2}\n',
        b'{"id":"att-u2","cadreId":"c-1","date":"2021-07-99","status":"NONE"}\n',
        b'{"id":\n',
    ]
    lines = [*ndjson(days(size)).splitlines(keepends=True), *faulty]
    more = [*ndjson([{**days(1)[0], "id": "new"}]).splitlines(keepends=True), *lines]
    first = attendance(tmp_path / "a", lines, asOf="2021-07-01")
    second = attendance(tmp_path / "b", more, asOf="2021-07-01")
    assert [f["line"] + 1 for f in first["findings"]] == [f["line"] for f in second["findings"]]
    assert prints(first) == prints(second)
    assert len(set(prints(first))) == len(first["findings"])


def test_a_finding_is_known_again_when_a_count_changes(tmp_path: Path) -> None:
    """Two first secretaries of a village, then three (STD-005): the number of the others is no part of what a finding is."""
    village = {"id": "v-1", "types": [{"code": "LIFTED"}]}

    def run(folder: Path, number: int) -> Any:
        postings = [
            {
                "id": f"p-{n}",
                "cadreId": f"c-{n}",
                "villageId": "v-1",
                "role": "FIRST_SECRETARY",
                "dispatchingUnitId": "org-1",
                "dispatchLevel": "50",
                "startDate": f"2021-07-0{n + 1}",
            }
            for n in range(number)
        ]
        files = {"village.ndjson": (ndjson([village]), 1), "posting.ndjson": (ndjson(postings), number)}
        return validate(write_batch(folder, files), max_findings=None).as_json("zh")

    two, three = prints(run(tmp_path / "2", 2), "STD-005"), prints(run(tmp_path / "3", 3), "STD-005")
    assert two
    assert set(two) < set(three)


def test_two_findings_never_share_a_fingerprint(tmp_path: Path) -> None:
    """Keys that cannot be named, records without an id, an id used three times, lists with several lost references."""
    lines = [
        '{"id":"a1","cadreId":"c-1","date":"2021-07-01","status":"IN_VILLAGE","备注一":1,"备注二":2,"备注三":3}'.encode(),
        b'{"cadreId":"c-1","date":"2021-07-01","status":"NONE"}',
        b'{"cadreId":"c-1","date":"2021-07-01","status":"NONE"}',
        b'{"id":"a2","cadreId":"c-1","date":"2021-07-01","status":"IN_VILLAGE"}',
        b'{"id":"a2","cadreId":"c-1","date":"2021-07-01","status":"IN_VILLAGE"}',
        b'{"id":"a2","cadreId":"c-1","date":"2021-07-01","status":"IN_VILLAGE"}',
        b"{",
        b"{",
    ]
    activity = {"id": "m-1", "kind": "JOINT_MEETING", "date": "2021-07-01", "cadreIds": ["x-1", "x-2", "x-3"]}
    files = {
        "attendance.ndjson": (b"\n".join(lines) + b"\n", len(lines)),
        "activity.ndjson": (ndjson([activity]), 1),
        "cadre.ndjson": (ndjson([{"id": "c-1"}]), 1),
    }
    data = validate(write_batch(tmp_path / "b", files)).as_json("zh")
    assert len(data["findings"]) >= 12
    assert len(set(prints(data))) == len(data["findings"])


# --- whom -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 4_000])
@pytest.mark.parametrize("number", [CITIZEN, MOBILE])
def test_a_number_of_a_person_is_no_id_and_is_shown_nowhere(tmp_path: Path, number: str, size: int) -> None:
    """As an id, as a reference, in a list, twice, lost; in the report and in the file of all findings."""
    records = [{**d, "cadreId": number} for d in days(size)]
    activity = {"id": "m-1", "kind": "JOINT_MEETING", "date": "2021-07-01", "cadreIds": ["c-1", number]}
    files = {
        "attendance.ndjson": (ndjson(records), size),
        "activity.ndjson": (ndjson([activity, {**activity, "id": number}, {**activity, "id": number}]), 3),
        "cadre.ndjson": (ndjson([{"id": "c-1"}]), 1),
    }
    out = tmp_path / "all.ndjson"
    report = validate(write_batch(tmp_path / "b", files, asOf="2021-07-01"), max_findings=3, findings=AllFindings(str(out)))
    text = json.dumps(report.as_json("zh")) + out.read_text("utf-8")
    assert number not in text
    assert "*" * (len(number) - 2) + number[-2:] in text
    streamed = [json.loads(line) for line in out.read_bytes().splitlines()]
    mine = [f for f in streamed if f["rule"] == "STR-PERSONAL-ID"]
    assert len(mine) == size + 5
    assert {(f["file"], f["pointer"]) for f in mine} == {(f"{a}.ndjson", p) for a, p in PLACES}
    assert sum(f.rule == "STR-PERSONAL-ID" for f in report.findings) == 3
    assert len({f["fingerprint"] for f in streamed}) == len(streamed)
    assert report.verdict == "fail"


@pytest.mark.parametrize("ident", ["999999199001010017", "123456789012345678", "12345678901", "1380013800", "c-13800138000"])
def test_a_serial_number_is_no_number_of_a_person(tmp_path: Path, ident: str) -> None:
    files = {"attendance.ndjson": (ndjson([{**days(1)[0], "id": ident}]), 1)}
    assert not validate(write_batch(tmp_path / "b", files)).findings


# --- how much ---------------------------------------------------------------------------------------


def test_a_report_says_how_many_rules_judged_and_how_far(tmp_path: Path) -> None:
    batch = write_batch(tmp_path / "b", {"attendance.ndjson": (ndjson(days(3)), 3)})
    data = validate(batch).as_json("zh")
    judged = data["judged"]
    assert judged["apply"] == sum(r["status"] != "NOT_APPLICABLE" for r in data["rules"])
    assert judged["full"] + judged["part"] + judged["none"] == judged["apply"]
    assert judged["none"] == sum(r["status"] == "NOT_EVALUATED" for r in data["rules"]) > 0


def test_a_rule_that_must_be_judged_and_was_not_leaves_the_verdict_open(tmp_path: Path) -> None:
    batch = write_batch(tmp_path / "b", {"attendance.ndjson": (ndjson(days(3)), 3)})
    assert validate(batch).verdict == "pass"
    assert validate(batch, require_judged=True).verdict == "incomplete"
    assert validate(batch, require_judged=["ATT-001"]).verdict == "incomplete"
    assert validate(batch, require_judged=["STD-014"]).verdict == "pass"
    edit_manifest(batch, lambda m: m.update(asOf="2021-07-01"))
    assert validate(batch, require_judged=True).exit_code("warning") == 1


# --- references -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "cadres", "coverage", "found", "unjudged"),
    [
        ("SNAPSHOT", [{"id": "c-2"}], [], 1, False),
        ("SNAPSHOT", [{"ident": "c-2"}], [], 1, False),
        ("SNAPSHOT", [{"id": "c-1", "sex": "X"}], [], 0, False),
        ("SNAPSHOT", None, [], 0, True),
        ("SNAPSHOT", None, [{"recordType": "cadre", "startDate": "2021-07-01", "endDate": "2021-07-31"}], 1, False),
        ("CORRECTION", [{"id": "c-2"}], [], 0, True),
        ("CORRECTION", None, [{"recordType": "cadre", "startDate": "2021-07-01", "endDate": "2021-07-31"}], 1, False),
    ],
    ids=["handed-in", "handed-in-refused", "refused", "nowhere", "complete", "correction", "correction-complete"],
)
def test_a_reference_is_followed_where_its_target_is_at_hand(
    tmp_path: Path, mode: str, cadres: list[Any] | None, coverage: list[Any], found: int, unjudged: bool
) -> None:
    files = {"attendance.ndjson": (ndjson(days(1)), 1)}
    if cadres is not None:
        files["cadre.ndjson"] = (ndjson(cadres), len(cadres))
    data = validate(write_batch(tmp_path / "b", files, mode=mode, coverage=coverage)).as_json("zh")
    assert sum(f["rule"] == "STR-REFERENCE" for f in data["findings"]) == found
    said = [(n["missing"], n["field"], n["count"]) for n in data["notEvaluated"] if n["rule"] == "STR-REFERENCE"]
    assert (("coverage.cadre", "attendance.cadreId", 1) in said) == unjudged
