"""Pseudonyms: the same under the same key, of nobody else's under another, and nothing of the original is left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import days, write_batch, zhucun
from test_correction import files, held

from zhucun import validate
from zhucun.exchange import pseudonym
from zhucun.model import Verdict
from zhucun.standard import Standard

STANDARD = Standard.load()
RECORDS: dict[str, list[dict[str, Any]]] = {
    "organization": [
        {"id": "unit-77", "body": "DISPATCHING_UNIT", "level": "50", "name": "某某局", "divisionCode": "522722", "socialCreditCode": "11522722MB0000001X"},
        {"id": "town-78", "body": "TOWNSHIP_PARTY_COMMITTEE", "level": "60"},
    ],
    "village": [
        {"id": "village-79", "kind": "COMMUNITY", "townshipId": "town-78", "villageCode": "522722001001", "name": "甲村", "liftedPopulation": 3,
         "households": [{"id": "house-80", "relocated": True}], "ext": {"owner": {"note": "open-text"}}},
    ],
    "cadre": [
        {"id": "cadre-81", "name": "张三", "citizenId": "522722198001010011", "sex": "1", "homeUnitId": "unit-77", "redacted": ["ageBand"]},
    ],
    "team": [{"id": "team-82", "homeVillageId": "village-79", "dispatchingUnitIds": ["unit-77"], "dispatchLevel": "50", "round": "first-round"}],
    "activity": [{"id": "act-83", "kind": "LEADER_VISIT", "date": "2021-07-02", "cadreId": "cadre-81", "householdId": "house-80", "cadreIds": ["cadre-81"]}],
    "attendance": [{**r, "id": f"attend-{r['id']}", "cadreId": "cadre-81"} for r in days(3)],
}  # fmt: skip
OPEN = ("522722", "11522722", "某某局", "甲村", "张三", "open-text", "first-round", "unit-77", "town-78", "village-79", "house-80", "cadre-81",
        "team-82", "act-83", "attend-", "batch-secret", "sender-secret", "receiver-secret")  # fmt: skip


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    more = {"batchId": "batch-secret", "sender": {"id": "sender-secret", "name": "某县"}, "receiver": {"id": "receiver-secret"}}
    return write_batch(tmp_path / "batch", files(RECORDS), **more)


def key(place: Path, data: bytes = b"0123456789abcdef") -> Path:
    place.write_bytes(data)
    return place


def under(batch: Path, secret: Path, target: Path, *more: str) -> Path:
    done = zhucun("pseudonymise", batch, "--key", secret, "-o", target, "--lang", "en", *more)
    assert done.exit_code == 0, done.stderr
    return target


def test_nothing_of_the_original_is_left_and_what_is_left_out_is_named(batch: Path, tmp_path: Path) -> None:
    out = under(batch, key(tmp_path / "key"), tmp_path / "out")
    text = b"".join(p.read_bytes() for p in sorted(out.iterdir())).decode()
    assert [value for value in OPEN if value in text] == []
    (cadre,) = held(out, "cadre")
    assert cadre == {
        "id": cadre["id"],
        "homeUnitId": held(out, "organization")[0]["id"],
        "redacted": ["ageBand", "citizenId", "name", "sex"],
    }
    assert held(out, "village")[0]["redacted"] == ["ext", "households", "name", "villageCode"]
    assert {r["cadreId"] for r in held(out)} == {cadre["id"]} == {*held(out, "activity")[0]["cadreIds"]}
    report = validate(out)
    assert report.verdict is not Verdict.UNREADABLE
    assert not [f for f in report.findings if f.rule.startswith("STR-")]


def test_the_same_key_gives_the_same_pseudonyms_in_every_batch_and_another_others(batch: Path, tmp_path: Path) -> None:
    secret, other = key(tmp_path / "key", b"0123456789abcdef\n"), key(tmp_path / "other", b"fedcba9876543210")
    second = write_batch(tmp_path / "second", files({"cadre": [{"id": "cadre-81"}]}), batchId="batch-2", sender={"id": "sender-secret"})
    one, two = under(batch, secret, tmp_path / "1"), under(second, secret, tmp_path / "2")
    again, else_ = under(batch, secret, tmp_path / "3"), under(batch, other, tmp_path / "4")
    assert held(one, "cadre")[0]["id"] == held(two, "cadre")[0]["id"] != held(else_, "cadre")[0]["id"]
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in again.iterdir()}
    assert json.loads((one / "manifest.json").read_bytes())["sender"] == json.loads((two / "manifest.json").read_bytes())["sender"]


def test_an_id_of_one_type_is_no_id_of_another(batch: Path, tmp_path: Path) -> None:
    """Otherwise it could be told that a unit and a village were called alike."""
    twins = write_batch(
        tmp_path / "twins", files({"cadre": [{"id": "same"}], "organization": [{**RECORDS["organization"][1], "id": "same"}]})
    )
    out = under(twins, key(tmp_path / "key"), tmp_path / "out")
    assert held(out, "cadre")[0]["id"] != held(out, "organization")[0]["id"]


def test_which_classes_are_left_out_may_be_said(batch: Path, tmp_path: Path) -> None:
    out = under(batch, key(tmp_path / "key"), tmp_path / "out", "--drop", "LOCATION")
    assert held(out, "cadre")[0]["sex"] == "1"
    assert "name" not in held(out, "cadre")[0]  # a free text goes whatever its class
    assert {"id", "cadreId", "date", "status"} == set(held(out)[0])  # what a record must have stays
    assert zhucun("pseudonymise", batch, "--key", tmp_path / "key", "--drop", "NOTHING", "-o", tmp_path / "x").exit_code == 2


@pytest.mark.parametrize("kind", STANDARD.record_types)
def test_every_text_that_stays_is_closed_by_its_schema(kind: str) -> None:
    """Whatever the schemas come to hold: names, codes of places and of units go; months and codes of lists stay."""
    dropped = {name for name, prop in STANDARD.schema(kind)["properties"].items() if prop["type"] == "string"
               and not ({"enum", "format", "x-ref"} & prop.keys()) and name != "id" and prop["x-piClass"] != "LINK"}  # fmt: skip
    gone = pseudonym.plan(STANDARD, kind, frozenset()).dropped
    assert dropped - gone <= {"month", "shortMonth", "checkInTime"}


def test_what_cannot_be_put_under_pseudonyms_is_refused_in_one_sentence(batch: Path, tmp_path: Path) -> None:
    faulty = write_batch(tmp_path / "faulty", files({"cadre": [{"id": "c-1", "phone": "x"}]}))
    correction = write_batch(tmp_path / "c", files({"cadre": [{"id": "c-1"}]}), mode="CORRECTION")
    good = key(tmp_path / "key")
    for path, secret, told in (
        (batch, key(tmp_path / "short", b"secret"), "shorter than 16"),
        (batch, tmp_path / "none", "none"),
        (faulty, good, "1 records"),
        (correction, good, "is itself a correction"),
        (batch / "cadre.ndjson", good, "single file"),
    ):
        done = zhucun("pseudonymise", path, "--key", secret, "-o", tmp_path / "x", "--lang", "en")
        assert (done.exit_code, done.stderr.count("\n"), told in done.stderr) == (2, 1, True), done.stderr
        assert not (tmp_path / "x").exists()
