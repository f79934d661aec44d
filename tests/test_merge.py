"""Merging, taking apart and comparing batches: nobody's ids meet another's, and what one state became leads back to it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import days, edit_manifest, ndjson, write_batch, zhucun
from test_correction import correct, day, files, held

from zhucun import validate
from zhucun.exchange.merge import intersection
from zhucun.opening.manifest import Coverage

OFFICE = {"id": "province", "body": "DISPATCHING_UNIT", "level": "20"}
BRANCH = {"id": "branch", "body": "DISPATCHING_UNIT", "level": "30", "parentId": "province"}
PERIOD = {"startDate": "2021-07-01", "endDate": "2021-07-31"}


def county(place: Path, sender: str, own: str, **more: Any) -> Path:
    """A county's batch: the province's unit and its branch as everybody has them, one unit of its own, one cadre."""
    records = {
        "organization": [OFFICE, {"id": "unit", "body": "DISPATCHING_UNIT", "level": "50", "name": own}, BRANCH],
        "cadre": [{"id": "c-1", "homeUnitId": "unit"}],
        "team": [
            {"id": "t", "homeVillageId": "v", "dispatchingUnitIds": ["province", "unit"], "dispatchLevel": "50",
             "taskList": [{"task": "01", "responsibleCadreId": "c-1"}]},
        ],
        "attendance": days(3),
    }  # fmt: skip
    covered = [{"recordType": "attendance", **PERIOD}]
    return write_batch(place, files(records), **{"batchId": place.name, "sender": {"id": sender}, "coverage": covered, **more})


@pytest.fixture
def counties(tmp_path: Path) -> list[Path]:
    return [county(tmp_path / "a", "S-A", "甲"), county(tmp_path / "b", "S-B", "乙")]


@pytest.fixture
def prefixes(tmp_path: Path) -> Path:
    place = tmp_path / "prefixes.json"
    place.write_text(json.dumps({"S-A": "A", "S-B": "B"}))
    return place


def merge(tmp_path: Path, parts: list[Path], prefixes: Path, name: str = "city", ident: str = "city-1") -> Any:
    return zhucun("merge", *parts, "--prefixes", prefixes, "--id", ident, "--sender", "S-C", "-o", tmp_path / name, "--lang", "en")


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != "manifest.json"}


# --- merging ----------------------------------------------------------------------------------------


def test_every_id_and_reference_bears_its_senders_prefix_and_shared_organisations_stand_once(
    counties: list[Path], prefixes: Path, tmp_path: Path
) -> None:
    assert merge(tmp_path, counties, prefixes).exit_code == 0
    city = tmp_path / "city"
    assert [o["id"] for o in held(city, "organization")] == ["branch", "province", "A:unit", "B:unit"]
    assert held(city, "organization")[0]["parentId"] == "province"
    assert [(c["id"], c["homeUnitId"]) for c in held(city, "cadre")] == [("A:c-1", "A:unit"), ("B:c-1", "B:unit")]
    team = held(city, "team")[1]
    assert (team["homeVillageId"], team["dispatchingUnitIds"]) == ("B:v", ["province", "B:unit"])
    assert team["taskList"][0]["responsibleCadreId"] == "B:c-1"
    assert {(r["id"], r["cadreId"]) for r in held(city)} == {(f"{p}:att-{n}", f"{p}:c-1") for p in "AB" for n in range(3)}
    said = json.loads((city / "manifest.json").read_bytes())
    assert (said["batchId"], said["sender"]) == ("city-1", {"id": "S-C"})
    assert [(p["prefix"], p["sender"], p["batchId"], p["shared"]) for p in said["parts"]] == [
        ("A", "S-A", "a", ["branch", "province"]),
        ("B", "S-B", "b", ["branch", "province"]),
    ]
    assert said["coverage"] == [{"recordType": "attendance", **PERIOD}]
    assert not [f for f in validate(city).findings if f.rule in ("STR-DUPLICATE-ID", "STR-PERSONAL-ID")]


def test_an_organisation_that_is_told_differently_or_belongs_to_such_a_one_is_each_senders_own(
    counties: list[Path], prefixes: Path, tmp_path: Path
) -> None:
    other = county(tmp_path / "b2", "S-B", "乙")
    records = [{**OFFICE, "name": "省厅"}, BRANCH]
    write_batch(other, files({"organization": records}), batchId="b2", sender={"id": "S-B"})
    assert merge(tmp_path, [counties[0], other], prefixes).exit_code == 0
    assert {o["id"] for o in held(tmp_path / "city", "organization")} == {"A:province", "A:unit", "A:branch", "B:province", "B:branch"}


def test_what_is_complete_in_the_whole_is_complete_in_every_part() -> None:
    def span(kind: str | None, start: int, end: int, record_type: str = "activity") -> Coverage:
        return Coverage(record_type, f"2021-07-{start:02}", f"2021-07-{end:02}", kind)

    assert intersection([[span(None, 1, 20)], [span("TRAINING", 10, 31)]]) == (span("TRAINING", 10, 20),)
    assert intersection([[span("TRAINING", 1, 31)], [span("DIARY", 1, 31)]]) == ()
    assert intersection([[span(None, 1, 9)], [span(None, 10, 31)]]) == ()
    assert intersection([[span(None, 1, 31), span("DIARY", 1, 31)], [span(None, 1, 31)]]) == (span(None, 1, 31),)
    assert intersection([[span(None, 1, 31)], []]) == ()


def test_split_then_merge_gives_the_files_back_byte_for_byte(counties: list[Path], prefixes: Path, tmp_path: Path) -> None:
    assert merge(tmp_path, counties, prefixes).exit_code == 0
    assert zhucun("split", tmp_path / "city", "--by", "sender", "-o", tmp_path / "parts").exit_code == 0
    parts = [tmp_path / "parts" / prefix for prefix in "AB"]
    for part, was in zip(parts, counties, strict=True):
        assert zhucun("diff", was, part, "--lang", "en").stdout == "both batches hold the same records\n"
    assert merge(tmp_path, parts, prefixes, "again").exit_code == 0
    assert content(tmp_path / "again") == content(tmp_path / "city")
    assert zhucun("merge", *parts, "-o", tmp_path / "back").exit_code == 0
    assert (tmp_path / "back" / "manifest.json").read_bytes() == (tmp_path / "city" / "manifest.json").read_bytes()
    assert content(tmp_path / "back") == content(tmp_path / "city")


def refused(tmp_path: Path, parts: list[Path], prefixes: Path) -> str:
    done = merge(tmp_path, parts, prefixes)
    assert done.exit_code == 2, done.output
    assert not (tmp_path / "city").exists()
    (line,) = done.stderr.splitlines()
    return str(line)


def test_what_cannot_be_merged_is_refused_in_one_sentence(counties: list[Path], prefixes: Path, tmp_path: Path) -> None:
    one, two = counties
    assert "another batch of the sender S-A" in refused(tmp_path, [one, one], prefixes)
    assert "no registered prefix" in refused(tmp_path, [one, county(tmp_path / "x", "S-X", "x")], prefixes)
    assert "profile of" in refused(tmp_path, [one, county(tmp_path / "p", "S-B", "x", profile="guizhou-2017")], prefixes)
    assert "startDate of" in refused(tmp_path, [one, county(tmp_path / "q", "S-B", "x", startDate="2021-06-01")], prefixes)
    assert "is itself a correction" in refused(tmp_path, [one, correct(tmp_path / "c", two, {"attendance": [day(1)]})], prefixes)
    assert "single file" in refused(tmp_path, [one, two / "cadre.ndjson"], prefixes)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"id": "a" * 63}, "65 characters long"),
        ({"id": "A:c-9"}, "bears a registered prefix already"),
        ({"id": "c-9", "homeUnitId": "B:unit"}, "bears a registered prefix already"),
        ({"id": "13800138000"}, "*********00 of"),
        ({"ident": "c-9"}, "shows no id"),
    ],
)
def test_an_id_is_refused_and_never_cut(prefixes: Path, tmp_path: Path, record: dict[str, str], told: str) -> None:
    part = write_batch(tmp_path / "a", files({"cadre": [{"id": "a" * 62}, record]}), sender={"id": "S-A"})
    assert told in refused(tmp_path, [part], prefixes)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"S-A": 1}', '{"S-A": "a:b"}', '{"S-A": "A", "S-B": "A"}', '{"S-A":"A","S-A":"B"}'])
def test_a_register_of_prefixes_gives_each_sender_its_own(counties: list[Path], tmp_path: Path, text: str) -> None:
    (tmp_path / "p.json").write_text(text)
    refused(tmp_path, counties, tmp_path / "p.json")


def test_only_a_merged_batch_is_split_by_sender(counties: list[Path], tmp_path: Path) -> None:
    done = zhucun("split", counties[0], "--by", "sender", "-o", tmp_path / "parts", "--lang", "en")
    assert (done.exit_code, "was not merged" in done.stderr) == (2, True)


# --- comparing --------------------------------------------------------------------------------------


@pytest.fixture
def states(tmp_path: Path) -> tuple[Path, Path]:
    one = {"cadre": [{"id": "c-1"}, {"id": "c-2", "name": "甲"}, {"id": "c-3"}], "attendance": days(40)}
    two = {
        "cadre": [{"name": "乙", "id": "c-2", "sex": "1"}, {"id": "c-1"}, {"id": "13800138000"}],
        "attendance": [*days(39)[1:], {**day(39), "status": "LEAVE"}, {**day(0), "id": "new", "cadreId": "c-2"}],
    }
    sender = {"startDate": "2021-07-01", "endDate": "2021-08-31", "asOf": "2021-09-01"}
    return write_batch(tmp_path / "one", files(one), **sender), write_batch(tmp_path / "two", files(two), batchId="batch-2", **sender)


def test_records_are_compared_by_their_ids_and_days_by_person_and_month(states: tuple[Path, Path]) -> None:
    told = json.loads(zhucun("diff", *states, "--format", "json").stdout)
    assert told["changes"] == [
        {"recordType": "cadre", "id": "*********00", "change": "added"},
        {"recordType": "cadre", "id": "c-2", "change": "changed", "fields": ["name", "sex"]},
        {"recordType": "cadre", "id": "c-3", "change": "removed"},
        {"recordType": "attendance", "cadreId": "c-1", "month": "2021-07", "removed": 1},
        {"recordType": "attendance", "cadreId": "c-1", "month": "2021-08", "changed": 1},
        {"recordType": "attendance", "cadreId": "c-2", "month": "2021-07", "added": 1},
    ]
    assert told["counts"]["cadre"] == {"added": 1, "changed": 1, "removed": 1}
    assert told["a"]["batchId"], told["b"]["batchId"] == ("batch-1", "batch-2")


def test_a_page_of_the_difference_is_one_file_the_same_every_time_and_escapes_what_it_shows(
    states: tuple[Path, Path], tmp_path: Path
) -> None:
    one, two = states
    records = [{"id": "c-1", "name": "<script>alert(1)</script>"}, {"id": "c-4"}]
    other = write_batch(tmp_path / "other", files({"cadre": records}), startDate="2021-07-01", endDate="2021-08-31", asOf="2021-09-01")
    for name in ("a.html", "b.html"):
        assert zhucun("diff", one, other, "--values", "--format", "html", "-o", tmp_path / name, "--lang", "en").exit_code == 0
    page = (tmp_path / "a.html").read_text("utf-8")
    assert page == (tmp_path / "b.html").read_text("utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page
    assert not re.search(r"(src|href)=", page)
    assert "<td>c-4</td><td>added</td>" in page and "<td>c-3</td><td>removed</td>" in page
    assert "name" not in re.sub("<style>.*?</style>|<meta[^>]*>", "", zhucun("diff", one, one, "--format", "html").stdout, flags=re.S)
    assert "乙" not in zhucun("diff", one, two, "--format", "html").stdout


def test_values_are_shown_on_request_only(states: tuple[Path, Path]) -> None:
    assert "乙" not in zhucun("diff", *states).stdout
    assert "乙" in zhucun("diff", *states, "--values").stdout


def test_the_correction_of_two_states_leads_from_the_one_to_the_other(states: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = states
    assert zhucun("diff", one, two, "--correction", tmp_path / "c").exit_code == 0
    assert zhucun("apply", one, tmp_path / "c", "-o", tmp_path / "new").exit_code == 0
    assert zhucun("diff", two, tmp_path / "new", "--lang", "en").stdout == "both batches hold the same records\n"
    assert json.loads((tmp_path / "new" / "manifest.json").read_bytes())["batchId"] == "batch-2"


def test_what_a_correction_cannot_say_is_refused_when_it_is_written(states: tuple[Path, Path], tmp_path: Path) -> None:
    """Otherwise it would be refused by whoever applies it, or come to something else."""
    one, two = states
    for more in ({"sender": {"id": "other"}}, {"endDate": "2021-09-30", "asOf": "2021-10-01"}, {"batchId": "batch-1"},
                 {"coverage": [{"recordType": "cadre", **PERIOD}]}, {"profile": "guizhou-2017"}, {"asOf": "2021-08-31"}):  # fmt: skip
        shutil.copytree(two, tmp_path / "other")
        edit_manifest(tmp_path / "other", lambda m, more=more: m.update(more))  # type: ignore[misc]
        done = zhucun("diff", one, tmp_path / "other", "--correction", tmp_path / "c", "--lang", "en")
        assert (done.exit_code, (tmp_path / "c").exists()) == (2, False), (more, done.stderr)
        shutil.rmtree(tmp_path / "other")


def test_the_same_records_need_no_correction(states: tuple[Path, Path], tmp_path: Path) -> None:
    done = zhucun("diff", states[0], states[0], "--correction", tmp_path / "c", "--lang", "en")
    assert (done.exit_code, "nothing to correct" in done.stderr) == (2, True)


def test_lines_without_an_id_are_said_to_be_left_out(tmp_path: Path) -> None:
    one = write_batch(tmp_path / "one", {"cadre.ndjson": (b'{"id":"c-1"}\nnothing\n', 2)})
    two = write_batch(tmp_path / "two", {"cadre.ndjson": (b'{"id":"c-1"}\n', 1)})
    assert "1 of the first, 0 of the second" in zhucun("diff", one, two, "--lang", "en").stdout
    assert zhucun("diff", one, two, "--correction", tmp_path / "c").exit_code == 2


def test_reports_are_compared_by_what_identifies_a_finding(tmp_path: Path) -> None:
    for name, records in (("one", [day(0), {"id": "x"}]), ("two", [{"id": "y"}, {"id": "x"}])):
        batch = write_batch(tmp_path / name, {"attendance.ndjson": (ndjson(records), len(records))})
        zhucun("validate", batch, "--format", "json", "-o", tmp_path / f"{name}.json", "--lang", "en")
    told = json.loads(zhucun("diff", tmp_path / "one.json", tmp_path / "two.json", "--format", "json").stdout)
    assert {f["recordId"] for f in told["added"]} == {"y"}
    assert told["removed"] == []
    assert {f["recordId"] for f in told["same"]} == {"x"}
    page = zhucun("diff", tmp_path / "one.json", tmp_path / "two.json", "--format", "html", "--lang", "en").stdout
    assert f"<h2>added: {len(told['added'])}</h2>" in page
