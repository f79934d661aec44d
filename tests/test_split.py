"""Taking a batch apart and putting it together again: the same bytes, nothing lost, and nobody judged by what was left elsewhere."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import ndjson, write_batch, zhucun
from test_correction import day, files, held

from zhucun import validate

PERIOD = {"startDate": "2021-07-01", "endDate": "2021-07-31"}
COVERED = [{"recordType": kind, **PERIOD} for kind in ("attendance", "posting")]


def posting(ident: str, cadre: str, village: str, **more: Any) -> dict[str, Any]:
    return {"id": ident, "cadreId": cadre, "villageId": village, "role": "MEMBER", "startDate": "2021-05-01", **more}


#: Two counties of one city. The cadre both moved from the one to the other; the lone one has no village at all.
RECORDS: dict[str, list[dict[str, Any]]] = {
    "organization": [
        {"id": "town-1", "body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60", "divisionCode": "522722001"},
        {"id": "province", "body": "DISPATCHING_UNIT", "level": "20", "divisionCode": "52"},
        {"id": "town-2", "body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60", "divisionCode": "522721001"},
        {"id": "office-1", "body": "MANAGEMENT_OFFICE", "level": "50", "divisionCode": "522722"},
    ],
    "village": [
        {"id": "v-2", "kind": "COMMUNITY", "townshipId": "town-2", "villageCode": "522721001001"},
        {"id": "v-1", "kind": "COMMUNITY", "townshipId": "town-1"},
    ],
    "cadre": [{"id": "lone"}, {"id": "one", "homeUnitId": "province"}, {"id": "both"}, {"id": "two"}],
    "posting": [
        posting("p-1", "one", "v-1"),
        posting("p-b1", "both", "v-1", endDate="2021-07-10"),
        posting("p-2", "two", "v-2"),
        posting("p-b2", "both", "v-2", startDate="2021-07-11", replacesPostingId="p-2"),
    ],
    "attendance": [
        day(n, id=f"{c}-{n}", cadreId=c) for n in range(3) for c in ("two", "one", "both")
    ],
}  # fmt: skip


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return write_batch(tmp_path / "whole", files(RECORDS), coverage=COVERED)


def ids(folder: Path, kind: str) -> list[str]:
    return [r["id"] for r in held(folder, kind)]


def split(batch: Path, by: str, target: Path) -> list[Path]:
    done = zhucun("split", batch, "--by", by, "-o", target, "--lang", "en")
    assert done.exit_code == 0, done.stderr
    return sorted(target.iterdir())


def test_a_record_goes_where_its_villages_lie_or_its_person_belongs_and_takes_along_what_it_names(whole: Path, tmp_path: Path) -> None:
    two, one, rest = split(whole, "county", tmp_path / "parts")
    assert [p.name for p in (two, one, rest)] == ["522721", "522722", "rest"]
    assert ids(one, "cadre") == ["one", "both", "two"]  # the last is named by a posting that came with the one who moved
    assert ids(one, "posting") == ["p-1", "p-b1", "p-2", "p-b2"]
    assert {r["cadreId"] for r in held(one)} == {"one", "both"}
    assert ids(two, "posting") == ["p-b1", "p-2", "p-b2"]
    assert {r["cadreId"] for r in held(two)} == {"two", "both"}
    assert ids(one, "organization") == ["town-1", "province", "town-2", "office-1"]
    assert ids(rest, "cadre") == ["lone"]
    said = json.loads((one / "manifest.json").read_bytes())
    assert (said["batchId"], said["sender"], said["lineage"][-1]["batchId"]) == ("batch-1.522722", {"id": "sender-1"}, "batch-1")


def test_a_part_is_complete_only_where_nothing_outside_concerns_what_it_holds(whole: Path, tmp_path: Path) -> None:
    """The part of the first county holds the second one's cadre by name only: his days were left elsewhere."""
    two, one, _ = split(whole, "county", tmp_path / "parts")
    covered = {p.name: [c["recordType"] for c in json.loads((p / "manifest.json").read_bytes())["coverage"]] for p in (one, two)}
    assert covered == {"522722": ["posting"], "522721": ["attendance"]}  # of v-1 the second part lacks a posting
    assert not [f for f in validate(one).findings if f.record_id == "two"]


@pytest.mark.parametrize("by", ["county", "city"])
def test_all_parts_together_give_the_batch_back_byte_for_byte(whole: Path, tmp_path: Path, by: str) -> None:
    parts = split(whole, by, tmp_path / "parts")
    assert all("STR-UNLISTED" not in {f.rule for f in validate(part).findings} for part in parts)
    zipped = tmp_path / "part.zip"
    assert zhucun("pack", parts[0], "-o", zipped).exit_code == 0
    done = zhucun("merge", *reversed(parts[1:]), zipped, "-o", tmp_path / "again")
    assert done.exit_code == 0, done.stderr
    assert {p.name: p.read_bytes() for p in (tmp_path / "again").iterdir()} == {p.name: p.read_bytes() for p in whole.iterdir()}


def test_several_files_of_a_type_and_lines_that_are_none_come_back(tmp_path: Path) -> None:
    lines = ndjson(RECORDS["cadre"])
    batch = write_batch(
        tmp_path / "b", {**files(RECORDS), "cadre.ndjson": (b"no record\n" + lines, 5), "more/cadre-2.ndjson": (b'{"id" : "c-9"}\n', 1)}
    )
    parts = split(batch, "county", tmp_path / "parts")
    assert zhucun("merge", *parts, "-o", tmp_path / "again").exit_code == 0
    for path in (p for p in batch.rglob("*") if p.is_file()):
        assert (tmp_path / "again" / path.relative_to(batch)).read_bytes() == path.read_bytes()


def test_packed_files_come_back_plain_with_the_same_records(whole: Path, tmp_path: Path) -> None:
    import gzip

    records = files(RECORDS)
    data, count = records.pop("attendance.ndjson")
    packed = write_batch(tmp_path / "gz", {**records, "attendance.ndjson.gz": (gzip.compress(data), count)}, coverage=COVERED)
    assert zhucun("merge", *split(packed, "county", tmp_path / "parts"), "-o", tmp_path / "again").exit_code == 0
    assert (tmp_path / "again" / "attendance.ndjson").read_bytes() == data


@pytest.fixture
def parts(whole: Path, tmp_path: Path) -> list[Path]:
    return split(whole, "county", tmp_path / "parts")


def refused(tmp_path: Path, parts: list[Path]) -> str:
    done = zhucun("merge", *parts, "-o", tmp_path / "again", "--lang", "en")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1), done.output
    assert not (tmp_path / "again").exists()
    return str(done.stderr)


def test_what_is_not_all_of_one_batch_is_refused_in_one_sentence(parts: list[Path], whole: Path, tmp_path: Path) -> None:
    assert "a part is missing" in refused(tmp_path, parts[:2])
    assert "was not split" in refused(tmp_path, [*parts, whole])
    other = write_batch(tmp_path / "other", files(RECORDS), batchId="batch-2")
    assert "different batches" in refused(tmp_path, [*parts[1:], split(other, "county", tmp_path / "others")[0]])


def test_a_part_that_was_changed_is_refused(parts: list[Path], tmp_path: Path) -> None:
    one = parts[1]
    kept = {p.name: p.read_bytes() for p in one.iterdir()}
    records = {n.split(".")[0]: [json.loads(line) for line in d.splitlines()] for n, d in kept.items() if n.endswith(".ndjson")}
    records["attendance"][0]["status"] = "REST"
    write_batch(one, files(records), lineage=json.loads(kept["manifest.json"])["lineage"])
    assert "not the same in every part" in refused(tmp_path, parts) or "was changed" in refused(tmp_path, parts)
    for name, data in kept.items():
        (one / name).write_bytes(data)
    (one / "whole.manifest").write_bytes(kept["whole.manifest"].replace(b"batch-1", b"batch-2"))
    assert "is not the one that its own manifest names" in refused(tmp_path, parts)
    (one / "whole.manifest").write_bytes(kept["whole.manifest"])
    for text in (b"cadre 0\n", b"", kept["whole.order"] * 2, kept["whole.order"].replace(b" 1 ", b" 2 ", 1)):
        (one / "whole.order").write_bytes(text)
        assert "whole" in refused(tmp_path, parts)


def test_what_cannot_be_split_is_refused_in_one_sentence(whole: Path, tmp_path: Path) -> None:
    long = write_batch(tmp_path / "long", files(RECORDS), batchId="b" * 60)
    for path, told in ((long, "longer than 64"), (whole / "cadre.ndjson", "single file")):
        done = zhucun("split", path, "--by", "county", "-o", tmp_path / "x", "--lang", "en")
        assert (done.exit_code, done.stderr.count("\n"), told in done.stderr) == (2, 1, True), done.stderr
    assert not (tmp_path / "x").exists()
    shutil.copytree(whole, tmp_path / "x")
    assert zhucun("split", whole, "--by", "county", "-o", tmp_path / "x").exit_code == 2
