"""Contracts and receipts: the sender sees what the receiver will say, and a receipt fits one batch, one report, one place."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import days, ndjson, write_batch, zhucun
from test_correction import correct, day, files
from test_signature import PEMS, trust

from zhucun.record import faults, quick
from zhucun.standard import Standard

pytest.importorskip("cryptography", reason="signing needs pip install -e '.[exchange]'")
pytest.importorskip("gmalg", reason="signing needs pip install -e '.[exchange]'")

from zhucun.exchange import receipt as receipts
from zhucun.exchange import signature

STANDARD = Standard.load()
COVERED = [{"recordType": "attendance", "startDate": "2021-07-01", "endDate": "2021-07-31"}]


def contract(place: Path, **members: Any) -> Path:
    place.write_text(json.dumps({"title": {"zh": "约", "en": "terms"}, "receiver": "receiver-1", **members}))
    return place


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A trust list of the sender and of the receiver."""
    sender, receiver = (
        json.loads(trust(tmp_path / "k.json", **k).read_text())["keys"][0] for k in ({}, {"algorithm": "sm2-sm3", "holder": "receiver-1"})
    )
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [sender, receiver]}))
    return tmp_path / "keys.json"


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    folder = write_batch(tmp_path / "batch", files({"attendance": days(31)}), coverage=COVERED)
    assert zhucun("sign", folder, "--key", PEMS["ed25519"]).exit_code == 0
    return folder


def receive(tmp_path: Path, batch: Path, keys: Path, terms: Path, name: str = "receipt", **more: Any) -> tuple[int, dict[str, Any]]:
    """Exit code, and what the receipt says."""
    extra = [part for option, value in more.items() for part in (f"--{option}", value)]
    done = zhucun(
        "receive", batch, "--contract", terms, "--trust", keys, "--key", PEMS["sm2-sm3"], "--on", "2021-08-03",
        "--report", tmp_path / f"{name}.report.json", "-o", tmp_path / f"{name}.json", *extra,
    )  # fmt: skip
    data = (tmp_path / f"{name}.json").read_bytes()
    return done.exit_code, dict(receipts.read(STANDARD, data, name))


# --- contracts --------------------------------------------------------------------------------------

#: What a contract asks, and the member that says it is not so, for a batch of attendance under hunan-2021.
BREACHES: list[tuple[Mapping[str, Any], str | None]] = [
    ({}, None),
    ({"profiles": ["hunan-2021"]}, None),
    ({"profiles": ["guizhou-2017"]}, "contract.profiles"),
    ({"senders": ["sender-1"]}, None),
    ({"senders": ["sender-2"]}, "contract.senders"),
    ({"standards": ["1.0"]}, None),
    ({"standards": ["2.0"]}, "contract.standards"),
    ({"recordTypes": ["attendance"]}, None),
    ({"recordTypes": ["attendance", "posting"]}, "contract.recordTypes"),
    ({"coverage": [{"recordType": "attendance"}]}, None),
    ({"coverage": [{"recordType": "posting"}]}, "contract.coverage"),
    ({"coverage": [{"recordType": "activity", "kind": "TRAINING"}]}, "contract.coverage"),
    ({"judged": ["ATT-001"]}, "contract.judged"),
    ({"signed": True}, None),
    ({"algorithms": ["ed25519"]}, None),
]


@pytest.mark.parametrize(("members", "code"), BREACHES)
def test_the_sender_sees_what_the_receiver_will_say(
    batch: Path, keys: Path, tmp_path: Path, members: dict[str, Any], code: str | None
) -> None:
    terms = contract(tmp_path / "terms.json", **members)
    done = zhucun("validate", batch, "--contract", terms, "--format", "json")
    said = json.loads(done.stdout)["contract"]
    assert [b["code"] for b in said["breaches"]] == ([code] if code else [])
    assert (done.exit_code, said["kept"]) == ((1, False) if code else (0, True))
    faults.validator(STANDARD, "report").validate(json.loads(done.stdout))
    status, told = receive(tmp_path, batch, keys, terms)
    assert (status, told["status"]) == ((1, "REJECTED") if code else (0, "ACCEPTED"))
    assert [r["code"] for r in told["reasons"]] == ([code] if code else [])


HOSTILE: list[Any] = [
    "",
    " ",
    "x",
    "X\n",
    "a" * 300,
    "2024-02-30",
    "2024-05-01\n",
    "ＡＢ",
    0,
    -1,
    1.0,
    10**20,
    True,
    None,
    [],
    ["x"],
    {},
    {"x": 1},
]


def mutations(value: Any) -> Iterator[Any]:
    """The value with one thing in it otherwise."""
    yield from HOSTILE
    if isinstance(value, list):
        yield [*value, *value]
        for n, item in enumerate(value):
            yield [*value[:n], *value[n + 1 :]]
            yield from ([*value[:n], other, *value[n + 1 :]] for other in mutations(item))
    if isinstance(value, dict):
        yield {**value, "": 1}
        for name, item in value.items():
            yield {k: v for k, v in value.items() if k != name}
            yield from ({**value, name: other} for other in mutations(item))


def test_what_is_accepted_at_once_the_schema_accepts(batch: Path, keys: Path, tmp_path: Path) -> None:
    said = {k: v for members, _ in BREACHES for k, v in members.items()}
    terms = contract(tmp_path / "terms.json", **said)
    _, receipt = receive(tmp_path, batch, keys, terms)
    envelope = json.loads((batch / "manifest.dsse.json").read_text())
    documents = {"contract": json.loads(terms.read_text()), "trust": json.loads(keys.read_text()), "receipt": receipt, "envelope": envelope}
    for schema, document in documents.items():
        normative, surely = faults.validator(STANDARD, schema), quick.record_check(STANDARD, schema)
        assert surely(document), schema
        wrong = [m for m in mutations(document) if surely(m) and not normative.is_valid(m)]
        assert wrong == [], schema


def test_findings_refuse_from_the_severity_that_the_contract_says(tmp_path: Path, keys: Path) -> None:
    wrong = write_batch(tmp_path / "wrong", {"attendance.ndjson": (ndjson([day(0), {"id": "x"}]), 2)})
    warned = write_batch(tmp_path / "warned", {"attendance.ndjson": (ndjson([day(0)]) + b"\n", 1)})
    lax, strict = contract(tmp_path / "lax.json"), contract(tmp_path / "strict.json", refuseFrom="warning")
    assert receive(tmp_path, wrong, keys, lax)[1]["status"] == "REJECTED"
    assert receive(tmp_path, warned, keys, lax)[1]["status"] == "ACCEPTED_WITH_WARNINGS"
    code, told = receive(tmp_path, warned, keys, strict)
    assert (code, told["status"]) == (1, "REJECTED")
    assert {r["code"] for r in told["reasons"]} == {"STR-BLANK", "contract.refuseFrom"}


def test_a_signature_that_is_asked_for_must_be_valid_and_a_false_one_is_never_taken(batch: Path, keys: Path, tmp_path: Path) -> None:
    signed = contract(tmp_path / "signed.json", signed=True)
    both = contract(tmp_path / "both.json", algorithms=["ed25519", "sm2-sm3"])
    assert receive(tmp_path, batch, keys, both)[1]["reasons"] == [{"code": "contract.algorithms", "severity": "error", "count": 1}]
    nobody = trust(tmp_path / "nobody.json", holder="sender-9")
    assert receive(tmp_path, batch, nobody, signed)[1]["signature"] == "UNKNOWN_KEY"
    assert receive(tmp_path, batch, nobody, signed)[0] == 1
    assert receive(tmp_path, batch, nobody, contract(tmp_path / "lax.json"))[0] == 0
    (batch / "manifest.dsse.json").unlink()
    assert zhucun("validate", batch, "--contract", signed).exit_code == 1
    (batch / "manifest.dsse.json").write_text("{}")
    assert receive(tmp_path, batch, keys, contract(tmp_path / "lax.json"))[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"title":{"zh":"x","en":"x"},"receiver":"r","judged":["ATT-999"]}',
        '{"title":{"zh":"x","en":"x"}}',
        '{"title":{"zh":"x","en":"x"},"receiver":"r","refuse":"error"}',
        "\xff",
    ],
)
def test_what_is_no_contract_is_refused_in_a_sentence(batch: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "terms.json").write_text(text, "latin-1")
    done = zhucun("validate", batch, "--contract", tmp_path / "terms.json")
    assert done.exit_code == 2
    assert done.stderr.startswith("zhucun: ")


# --- receipts ---------------------------------------------------------------------------------------


def check(tmp_path: Path, keys: Path, name: str = "receipt", **more: Path) -> tuple[int, str, list[str]]:
    extra = [part for option, value in more.items() for part in (f"--{option}", value)]
    done = zhucun("receipt", "check", tmp_path / f"{name}.json", "--trust", keys, "--format", "json", *extra)
    told = json.loads(done.stdout) if done.exit_code < 2 else {"outcome": "", "misfits": []}
    return done.exit_code, told["outcome"], told["misfits"]


def test_a_receipt_fits_its_batch_its_report_and_its_predecessor_and_no_other(batch: Path, keys: Path, tmp_path: Path) -> None:
    terms = contract(tmp_path / "terms.json")
    other = write_batch(tmp_path / "other", files({"attendance": days(30)}), coverage=COVERED)
    receive(tmp_path, batch, keys, terms, "one")
    receive(tmp_path, other, keys, terms, "two", previous=tmp_path / "one.json")
    one, two = tmp_path / "one.report.json", tmp_path / "two.report.json"
    assert check(tmp_path, keys, "one", batch=batch, report=one) == (0, "VALID", [])
    assert check(tmp_path, keys, "two", batch=other, report=two, previous=tmp_path / "one.json") == (0, "VALID", [])
    assert check(tmp_path, keys, "two", batch=batch, report=one, previous=tmp_path / "two.json") == (
        1, "VALID", ["receipt.batch", "receipt.report", "receipt.previous"],
    )  # fmt: skip
    assert check(tmp_path, keys, "one", previous=tmp_path / "two.json")[2] == ["receipt.previous"]
    changed = json.loads(one.read_bytes())
    one.write_text(json.dumps({**changed, "verdict": "fail"}))
    assert check(tmp_path, keys, "one", report=one)[2] == ["receipt.report"]


def test_what_a_receipt_says_cannot_be_changed(batch: Path, keys: Path, tmp_path: Path) -> None:
    receive(tmp_path, batch, keys, contract(tmp_path / "terms.json"))
    data = (tmp_path / "receipt.json").read_bytes()
    trusted = signature.read_trust(STANDARD, keys)
    from zhucun import ZhucunError

    for at in range(0, len(data), 5):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        (tmp_path / "receipt.json").write_bytes(changed)
        try:
            _, verified, _ = receipts.check(STANDARD, tmp_path / "receipt.json", trusted)
        except ZhucunError:
            continue
        assert verified.outcome in ("INVALID", "UNKNOWN_KEY"), at


def test_a_receipt_that_another_signs_is_not_the_receivers(batch: Path, keys: Path, tmp_path: Path) -> None:
    receive(tmp_path, batch, keys, contract(tmp_path / "terms.json"))
    data = (tmp_path / "receipt.json").read_bytes()
    forged = signature.sign(
        STANDARD, signature.read_key(PEMS["ed25519"]), signature.RECEIPT, signature.payload_of(STANDARD, data, "receipt")
    )
    (tmp_path / "receipt.json").write_bytes(forged)
    assert check(tmp_path, keys)[:2] == (1, "UNKNOWN_KEY")


def test_what_is_no_batch_has_its_receipt_too(batch: Path, keys: Path, tmp_path: Path) -> None:
    terms = contract(tmp_path / "terms.json")
    (batch / "attendance.ndjson").write_bytes(ndjson(days(2)))
    code, told = receive(tmp_path, batch, keys, terms)
    assert (code, told["status"], told["verdict"]) == (2, "UNREADABLE", "unreadable")
    assert told["manifest"] == hashlib.sha256((batch / "manifest.json").read_bytes()).hexdigest()
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 broken")
    code, told = receive(tmp_path, tmp_path / "x.zip", keys, terms)
    assert (code, told["package"]) == (2, hashlib.sha256(b"PK\x03\x04 broken").hexdigest())
    assert receive(tmp_path, tmp_path / "nowhere", keys, terms)[0] == 2


def test_a_correction_is_received_with_its_base(keys: Path, tmp_path: Path) -> None:
    base = write_batch(tmp_path / "base", files({"attendance": days(31)}), coverage=COVERED)
    correction = correct(tmp_path / "c1", base, {"attendance": [day(1, status="LEAVE")]})
    terms = contract(tmp_path / "terms.json", coverage=[{"recordType": "attendance"}])
    assert receive(tmp_path, correction, keys, terms)[1]["status"] == "REJECTED"
    code, told = receive(tmp_path, correction, keys, terms, base=base)
    assert (code, told["batchId"]) == (0, "c1")
    zhucun("apply", base, correction, "-o", tmp_path / "new")
    assert told["outcome"] == hashlib.sha256((tmp_path / "new" / "manifest.json").read_bytes()).hexdigest()
    assert told["base"] == hashlib.sha256((base / "manifest.json").read_bytes()).hexdigest()


def test_a_receipt_holds_no_more_of_a_person_than_counts(batch: Path, keys: Path, tmp_path: Path) -> None:
    wrong = write_batch(tmp_path / "wrong", files({"cadre": [{"id": "13800138000"}], "attendance": [day(0)]}))
    told = receive(tmp_path, wrong, keys, contract(tmp_path / "terms.json"))[1]
    assert "STR-PERSONAL-ID" in {r["code"] for r in told["reasons"]}
    assert "13800138000" not in json.dumps(told)


def test_a_receipt_travels_with_the_batch(batch: Path, keys: Path, tmp_path: Path) -> None:
    receive(tmp_path, batch, keys, contract(tmp_path / "terms.json"))
    (batch / "receipts").mkdir()
    shutil.copy(tmp_path / "receipt.json", batch / "receipts" / "CN-1.json")
    assert zhucun("validate", batch, "--fail-on", "info").exit_code == 0
    assert check(tmp_path, keys, batch=batch)[0] == 0
