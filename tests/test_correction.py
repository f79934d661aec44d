"""Corrections: what they come to, byte for byte; what does not fit is refused in one sentence, and nothing is lost."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from conftest import days, edit_manifest, ndjson, write_batch, zhucun

from zhucun import validate
from zhucun.standard import Standard

STANDARD = Standard.load()
ALL = {"startDate": "2021-07-01", "endDate": "2021-07-31"}


def named(folder: Path) -> dict[str, str]:
    """How another batch names the one in a folder."""
    data = (folder / "manifest.json").read_bytes()
    return {"batchId": json.loads(data)["batchId"], "manifest": hashlib.sha256(data).hexdigest()}


def files(records: Mapping[str, Sequence[Any]]) -> dict[str, tuple[bytes, int]]:
    return {f"{kind}.ndjson": (ndjson(found), len(found)) for kind, found in records.items()}


def correct(place: Path, base: Path, records: Mapping[str, Sequence[Any]], withdrawn: Sequence[tuple[str, str]] = (), **more: Any) -> Path:
    """A correction of a base."""
    taken = {"withdrawn": [{"recordType": kind, "id": ident, "reason": "ERRONEOUS"} for kind, ident in withdrawn]} if withdrawn else {}
    said = {"batchId": place.name, "mode": "CORRECTION", "supersedes": named(base), **taken, **more}
    return write_batch(place, files(records), **said)


def change(folder: Path, members: Mapping[str, Any]) -> None:
    """Give the manifest of a batch other members; one that becomes ``...`` is left out."""
    edit_manifest(folder, lambda said: [said.pop(name) if value is ... else said.update({name: value}) for name, value in members.items()])


def held(folder: Path, kind: str = "attendance") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{kind}.ndjson").read_bytes().splitlines()]


def day(number: int, **more: Any) -> dict[str, Any]:
    return days(number + 1, **more)[number]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    covered = [{"recordType": "attendance", **ALL}]
    return write_batch(tmp_path / "base", files({"attendance": days(4), "cadre": [{"id": "c-1"}]}), coverage=covered)


# --- what comes out ---------------------------------------------------------------------------------


def test_a_correction_replaces_adds_and_withdraws_whole_records(base: Path, tmp_path: Path) -> None:
    correction = correct(
        tmp_path / "c1", base, {"attendance": [day(1, status="LEAVE"), day(9)], "cadre": [{"id": "c-2"}]}, [("attendance", "att-3")]
    )
    before = named(base)
    done = zhucun("apply", base, correction, "-o", tmp_path / "new")
    assert done.exit_code == 0, done.output
    assert held(tmp_path / "new") == [day(0), day(1, status="LEAVE"), day(2), day(9)]
    assert [c["id"] for c in held(tmp_path / "new", "cadre")] == ["c-1", "c-2"]
    said = json.loads((tmp_path / "new" / "manifest.json").read_bytes())
    assert said["batchId"] == "c1" and said["mode"] == "SNAPSHOT"
    assert said["coverage"] == [{"recordType": "attendance", **ALL}]
    assert said["lineage"] == [before, named(correction)]
    assert [f["path"] for f in said["files"]] == ["cadre.ndjson", "attendance.ndjson"]
    assert validate(tmp_path / "new").verdict == "pass"


def test_the_same_correction_comes_to_the_same_bytes_in_whatever_form_the_base_lies(base: Path, tmp_path: Path) -> None:
    """Records are lines: blank lines, white space around them and compression go."""
    correction = correct(tmp_path / "c1", base, {"attendance": [day(1, status="LEAVE")]})
    assert zhucun("apply", base, correction, "-o", tmp_path / "a").exit_code == 0
    loose = b"[" + b",\n\n ".join(ndjson(days(4)).splitlines()) + b" ]"
    other = write_batch(tmp_path / "other", {"attendance.json": (loose, 4), "cadre.ndjson.gz": (gzip.compress(ndjson([{"id": "c-1"}])), 1)})
    assert (
        zhucun(
            "apply", other, correct(tmp_path / "o" / "c1", other, {"attendance": [day(1, status="LEAVE")]}), "-o", tmp_path / "b"
        ).exit_code
        == 0
    )
    for name in ("attendance.ndjson", "cadre.ndjson"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    text = (tmp_path / "a" / "manifest.json").read_bytes()
    assert text == orjson.dumps(json.loads(text), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def test_corrections_are_applied_one_after_the_other(base: Path, tmp_path: Path) -> None:
    first = correct(tmp_path / "c1", base, {"attendance": [day(1, status="LEAVE")]})
    assert zhucun("apply", base, first, "-o", tmp_path / "one").exit_code == 0
    second = correct(tmp_path / "c2", tmp_path / "one", {"attendance": [day(1, status="TRAINING")]})
    assert zhucun("apply", base, first, second, "-o", tmp_path / "both").exit_code == 0
    assert zhucun("apply", tmp_path / "one", second, "-o", tmp_path / "two").exit_code == 0
    assert held(tmp_path / "both")[1]["status"] == "TRAINING"
    assert (tmp_path / "both" / "manifest.json").read_bytes() == (tmp_path / "two" / "manifest.json").read_bytes()
    lineage = json.loads((tmp_path / "both" / "manifest.json").read_bytes())["lineage"]
    assert [n["batchId"] for n in lineage] == ["batch-1", "c1", "c2"]


def test_an_invalid_record_of_the_base_can_be_replaced_or_withdrawn(tmp_path: Path) -> None:
    wrong = [day(0, status="NOWHERE"), day(1), day(2, remark="?"), day(1)]
    base = write_batch(tmp_path / "base", files({"attendance": wrong}))
    correction = correct(tmp_path / "c", base, {"attendance": [day(0), day(1, status="LEAVE")]}, [("attendance", "att-2")])
    assert zhucun("apply", base, correction, "-o", tmp_path / "new").exit_code == 0
    assert held(tmp_path / "new") == [day(0), day(1, status="LEAVE")]


def test_an_id_is_the_one_that_the_record_bears_however_it_is_written(tmp_path: Path) -> None:
    lines = [
        b'{"\\u0069d":"att-0","cadreId":"c-1","date":"2021-07-01","status":"IN_VILLAGE"}',
        b'{"cadreId":"c-1","ext":{"o":{"id":"att-0"}},"id":"att-1","date":"2021-07-02","status":"IN_VILLAGE"}',
        b'{"id":"att-0","id":"att-2"}',
    ]
    base = write_batch(tmp_path / "base", {"attendance.ndjson": (b"\n".join(lines) + b"\n", 3)})
    correction = correct(tmp_path / "c", base, {}, [("attendance", "att-0")])
    assert zhucun("apply", base, correction, "-o", tmp_path / "new").exit_code == 0
    assert (tmp_path / "new" / "attendance.ndjson").read_bytes() == b"\n".join(lines[1:]) + b"\n"


def test_a_correction_is_judged_with_its_base(base: Path, tmp_path: Path) -> None:
    """A cadre of the base is there for the correction's attendance; one that was withdrawn no longer is."""
    fine = correct(tmp_path / "c1", base, {"attendance": [day(4)]})
    assert zhucun("validate", fine, "--base", base).exit_code == 0
    lost = correct(tmp_path / "c2", base, {"cadre": [{"id": "c-2"}]}, [("cadre", "c-1")])
    done = zhucun("validate", lost, "--base", base, "--format", "json")
    found = {f["rule"] for f in json.loads(done.stdout)["findings"]}
    assert (done.exit_code, "STR-REFERENCE" in found) == (1, True)


def test_a_correction_alone_is_checked_for_its_structure_and_no_rule_runs(base: Path, tmp_path: Path) -> None:
    correction = correct(tmp_path / "c1", base, {"attendance": [day(1)]})
    report = validate(correction)
    assert report.verdict == "incomplete"
    assert {r.status for r in report.rules} == {"NOT_EVALUATED", "NOT_APPLICABLE"}
    assert {u.missing for u in report.unjudged if not u.rule.startswith("STR-")} == {"base"}
    text = zhucun("validate", correction, "--lang", "en").stdout
    assert text.count("--base") == 1
    broken = correct(tmp_path / "c2", base, {"attendance": [{"id": "x"}]})
    assert validate(broken).verdict == "fail"


# --- what does not fit ------------------------------------------------------------------------------


def refused(tmp_path: Path, base: Path, *corrections: Path) -> str:
    """The one sentence that a command ends with; nothing is written, and what was handed in stays as it is."""
    done = zhucun("apply", base, *corrections, "-o", tmp_path / "new", "--lang", "en")
    assert done.exit_code == 2, done.output
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob(".zhucun-*"))
    (line,) = done.stderr.splitlines()
    (again,) = zhucun("apply", base, *corrections, "-o", tmp_path / "new", "--lang", "zh").stderr.splitlines()
    assert again != line
    return line


def test_two_corrections_of_one_base_are_a_conflict(base: Path, tmp_path: Path) -> None:
    one, two = (correct(tmp_path / name, base, {"attendance": [day(1)]}) for name in ("c1", "c2"))
    assert "corrected already and is now c1" in refused(tmp_path, base, one, two)


def test_a_correction_of_another_batch_or_of_another_state_of_it_is_refused(base: Path, tmp_path: Path) -> None:
    correction = correct(tmp_path / "c1", base, {"attendance": [day(1)]})
    other = write_batch(tmp_path / "other", files({"attendance": days(4)}), batchId="batch-7")
    assert "corrects the batch batch-1, and batch-7 was given" in refused(tmp_path, other, correction)
    edit_manifest(base, lambda m: m.update(asOf="2021-08-02"))
    assert "another state of the batch batch-1" in refused(tmp_path, base, correction)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"sender": {"id": "sender-2"}}, "only its own sender"),
        ({"profile": "guizhou-2017"}, "names the profile guizhou-2017"),
        ({"endDate": "2021-08-01"}, "reaches beyond that of the batch"),
        ({"coverage": [{"recordType": "cadre", **ALL}]}, "/coverage/0 (cadre)"),
        ({"coverage": [{"recordType": "attendance", "startDate": "2021-06-30", "endDate": "2021-07-31"}]}, "/coverage/0 (attendance)"),
        ({"batchId": "batch-1"}, "the id batch-1"),
        ({"mode": "SNAPSHOT", "supersedes": ...}, "is a snapshot and no correction"),
    ],
)
def test_what_a_correction_may_not_change(base: Path, tmp_path: Path, more: dict[str, Any], told: str) -> None:
    correction = correct(tmp_path / "c1", base, {"attendance": [day(1)]})
    change(correction, more)
    assert told in refused(tmp_path, base, correction)


def test_what_is_not_there_cannot_be_withdrawn_nor_what_is_held_as_well(base: Path, tmp_path: Path) -> None:
    assert "does not hold it" in refused(tmp_path, base, correct(tmp_path / "c1", base, {}, [("attendance", "att-9")]))
    assert "does not hold it" in refused(tmp_path, base, correct(tmp_path / "c2", base, {}, [("village", "v-1")]))
    both = correct(tmp_path / "c3", base, {"attendance": [day(1)]}, [("attendance", "att-1")])
    assert "withdrawn and stands in a file" in refused(tmp_path, base, both)


def test_a_withdrawn_id_that_is_a_number_of_a_person_is_not_shown(base: Path, tmp_path: Path) -> None:
    assert "13800138000" not in refused(tmp_path, base, correct(tmp_path / "c1", base, {}, [("cadre", "13800138000")]))


def test_a_correction_with_faulty_records_is_not_taken_over(base: Path, tmp_path: Path) -> None:
    assert "1 records" in refused(tmp_path, base, correct(tmp_path / "c1", base, {"attendance": [{"id": "x"}]}))
    assert "an earlier one" in refused(tmp_path, base, correct(tmp_path / "c2", base, {"attendance": [day(1), day(1)]}))


def test_a_batch_is_not_withdrawn_whole(base: Path, tmp_path: Path) -> None:
    every = [("cadre", "c-1"), *(("attendance", f"att-{n}") for n in range(4))]
    assert "nothing is left" in refused(tmp_path, base, correct(tmp_path / "c1", base, {}, every))


def test_a_correction_is_no_base_and_a_file_no_batch(base: Path, tmp_path: Path) -> None:
    one = correct(tmp_path / "c1", base, {"attendance": [day(1)]})
    assert "is itself a correction" in refused(tmp_path, one, correct(tmp_path / "c2", one, {"attendance": [day(1)]}))
    assert "single file" in refused(tmp_path, base / "attendance.ndjson", one)


def test_what_stands_at_the_target_is_not_touched(base: Path, tmp_path: Path) -> None:
    correction = correct(tmp_path / "c1", base, {"attendance": [day(1)]})
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine").write_text("x")
    assert zhucun("apply", base, correction, "-o", tmp_path / "new").exit_code == 2
    assert (tmp_path / "new" / "mine").read_text() == "x"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"supersedes": ...}, "says in supersedes"),
        ({"withdrawn": [{"recordType": "cadre", "id": "c-1", "reason": "OTHER"}] * 2}, "withdrawn twice"),
        ({"files": []}, "corrects nothing"),
        ({"lineage": [{"batchId": "a", "manifest": "0" * 64}]}, "has no"),
        ({"mode": "SNAPSHOT"}, "/supersedes"),
        ({"mode": "SNAPSHOT", "supersedes": ..., "files": []}, "at least one file"),
    ],
)
def test_a_manifest_says_what_its_mode_needs(base: Path, tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    correction = correct(tmp_path / "c1", base, {"attendance": [day(1)]})

    change(correction, changes)
    done = zhucun("validate", correction, "--lang", "en")
    assert done.exit_code == 2
    assert told in done.stderr
