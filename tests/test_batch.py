"""What can be wrong with a batch gives one clear sentence, the right exit code, and nothing is skipped silently."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from conftest import days, edit_manifest, entry, manifest_of, ndjson, write_batch, zhucun
from edition import standard
from opening import found, one, refused, zip_of

from zhucun.cli import FOUND, INCOMPLETE, OK, UNREADABLE
from zhucun.model import Report, Severity, Verdict
from zhucun.opening import streams
from zhucun.record import faults, strictjson

# --- what is accepted -------------------------------------------------------------------------------


def test_a_valid_batch_passes(batch: Path) -> None:
    code, findings, report = found(batch)
    assert (code, findings, report["verdict"]) == (OK, [], "pass")
    assert report["records"] == {"attendance": 3}


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("attendance.ndjson", bytes),
        ("attendance.ndjson.gz", gzip.compress),
        ("attendance.ndjson.zst", zstandard.ZstdCompressor().compress),
        ("attendance.ndjson.zst", lambda d: zstandard.ZstdCompressor().compress(d[:100]) + zstandard.ZstdCompressor().compress(d[100:])),
        ("part/attendance-2021.ndjson", bytes),
        ("attendance.json", lambda d: b"[" + b",\n".join(d.splitlines()) + b"]\n"),
        ("attendance.json.gz", lambda d: gzip.compress(b"[" + b",".join(d.splitlines()) + b"]")),
    ],
)
def test_every_form_is_read(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    folder = one(tmp_path, pack(ndjson(days(3))), 3, name)
    assert found(folder)[:2] == (OK, [])
    packed = tmp_path / "batch.zip"
    zip_of(folder, packed)
    assert found(packed)[:2] == (OK, [])
    if "/" not in name:
        code, findings, report = found(folder / name)
        assert (code, findings, report["records"]) == (OK, [], {"attendance": 3})


def test_a_zip_of_the_folder_itself(batch: Path, tmp_path: Path) -> None:
    zip_of(batch, tmp_path / "b.zip", "batch/")
    assert found(tmp_path / "b.zip")[:2] == (OK, [])


def test_crlf_is_accepted(tmp_path: Path) -> None:
    assert found(one(tmp_path, ndjson(days(3)).replace(b"\n", b"\r\n"), 3))[:2] == (OK, [])


def test_no_line_feed_at_the_end(tmp_path: Path) -> None:
    assert found(one(tmp_path, ndjson(days(3))[:-1], 3))[:2] == (OK, [])


def test_the_same_batch_gives_the_same_report(batch: Path) -> None:
    (batch / "attendance.ndjson").write_bytes(data := ndjson([*days(3), {"id": "x"}]))
    edit_manifest(batch, lambda m: m.update(files=[entry("attendance.ndjson", "attendance", data, 4)]))
    assert found(batch)[2] == found(batch)[2]


# --- encodings and lines ----------------------------------------------------------------------------


def test_gbk(tmp_path: Path) -> None:
    data = ndjson([{**d, "name": "李四"} for d in days(3)]).decode().encode("gbk")
    first = ndjson(days(1))
    refused(one(tmp_path, first + data, 4), "attendance.ndjson", "2", "GBK")


def test_utf16(tmp_path: Path) -> None:
    refused(one(tmp_path, ndjson(days(1)).decode().encode("utf-16"), 1), "attendance.ndjson", "1", "UTF-16")


def test_a_stray_byte_is_a_finding_of_its_line(tmp_path: Path) -> None:
    lines = ndjson(days(3)).splitlines(keepends=True)
    folder = one(tmp_path, lines[0] + b"\xff" + lines[1] + lines[2], 3)
    assert found(folder)[:2] == (FOUND, [("STR-ENCODING", "attendance.ndjson", 2)])


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_bom_is_found_and_the_records_are_checked_all_the_same(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    records = [*days(3), {"id": "x"}]
    name = "attendance.ndjson" + (".gz" if pack is gzip.compress else "")
    code, findings, report = found(one(tmp_path, pack(b"\xef\xbb\xbf" + ndjson(records)), 4, name))
    assert code == FOUND
    assert ("STR-BOM", name, 1) in findings
    assert {f for f in findings if f[0] == "STR-REQUIRED"} == {("STR-REQUIRED", name, 4)}
    assert report["records"] == {"attendance": 4}


def test_bom_in_a_json_array(tmp_path: Path) -> None:
    assert found(one(tmp_path, b"\xef\xbb\xbf[]", 0, "attendance.json"))[1][0][0] == "STR-BOM"


def test_an_empty_file(tmp_path: Path) -> None:
    code, findings, _ = found(one(tmp_path, b"", 0))
    assert (code, findings) == (OK, [("STR-EMPTY", "attendance.ndjson", None)])
    refused(tmp_path / "batch" / "attendance.ndjson", "attendance.ndjson")


@pytest.mark.parametrize("empty", [b" \n\t\r\n", b"[ ]\n"], ids=["blank lines", "array"])
def test_a_file_without_records(tmp_path: Path, empty: bytes) -> None:
    name = "attendance.json" if b"[" in empty else "attendance.ndjson"
    assert ("STR-EMPTY", name, None) in found(one(tmp_path, empty, 0, name))[1]


def test_blank_lines_are_told(tmp_path: Path) -> None:
    a, b, c = ndjson(days(3)).splitlines(keepends=True)
    code, findings, report = found(one(tmp_path, b"\n" + a + b"  \n\t\r\n" + b + c + b"\n", 3))
    assert (code, report["records"]) == (OK, {"attendance": 3})
    assert findings == [("STR-BLANK", "attendance.ndjson", n) for n in (1, 3, 4, 7)]


LINES = {
    "not JSON": (b"{x}", "STR-JSON"),
    "half a record": (b'{"id":"a",', "STR-JSON"),
    "a list": (b'["a"]', "STR-OBJECT"),
    "null": (b"null", "STR-OBJECT"),
    "duplicate key": (b'{"id":"a","id":"b"}', "STR-DUPLICATE-KEY"),
    "NaN": (b'{"id":NaN}', "STR-NUMBER"),
    "Infinity": (b'{"id":-Infinity}', "STR-NUMBER"),
    "65 bits": (b'{"id":18446744073709551616}', "STR-INTEGER-RANGE"),
    "5,000 digits": (b'{"id":' + b"9" * 5000 + b"}", "STR-INTEGER-RANGE"),
    "1e999": (b'{"id":1e999}', "STR-INTEGER-RANGE"),
    "lone surrogate": (b'{"id":"\\ud800"}', "STR-SURROGATE"),
    "10,000 deep": (b'{"ext":' * 10_000 + b"1" + b"}" * 10_000, "STR-DEPTH"),
    "10,000 lists deep": (b"[" * 10_000, "STR-DEPTH"),
    "two documents": (b"{}{}", "STR-JSON"),
    "unknown field": (b'{"ID":"a"}', "STR-UNKNOWN-FIELD"),
}


@pytest.mark.parametrize(("line", "want"), LINES.values(), ids=LINES.keys())
def test_a_bad_line_among_good_ones(tmp_path: Path, line: bytes, want: str) -> None:
    a, b = ndjson(days(2)).splitlines(keepends=True)
    code, findings, report = found(one(tmp_path, a + line + b"\n" + b, 3))
    assert code == FOUND
    assert (want, "attendance.ndjson", 2) in findings
    assert {f[2] for f in findings} == {2}
    assert report["records"] == {"attendance": 3}


@pytest.mark.parametrize("over", [0, 1])
def test_a_line_of_sixteen_mebibytes(tmp_path: Path, over: int) -> None:
    a, b = ndjson(days(2)).splitlines(keepends=True)
    head, tail = b'{"ext":"', b'"}\n'
    long = head + b"x" * (strictjson.MAX_LINE + 1 + over - len(head) - len(tail)) + tail
    code, findings, _ = found(one(tmp_path, a + long + b, 3))
    assert code == FOUND
    assert {f[2] for f in findings} == {2}
    assert ("STR-LINE-LENGTH" in {f[0] for f in findings}) == bool(over)


def test_a_line_of_many_reads(tmp_path: Path) -> None:
    a, b = ndjson(days(2)).splitlines(keepends=True)
    code, findings, _ = found(one(tmp_path, a + b"x" * (3 * strictjson.MAX_LINE) + b"\n" + b + b"{", 4))
    assert (code, findings) == (FOUND, [("STR-JSON", "attendance.ndjson", 4), ("STR-LINE-LENGTH", "attendance.ndjson", 2)])


# --- packed files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("keep", [0.5, 0.99])
@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".zst", zstandard.ZstdCompressor().compress)], ids=["gz", "zst"])
def test_truncated(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes], keep: float) -> None:
    data = pack(ndjson([{**d, "ext": {hashlib.sha256(d["id"].encode()).hexdigest(): {}}} for d in days(900)]))
    name = f"attendance.ndjson{suffix}"
    refused(one(tmp_path, data[: int(len(data) * keep)], 900, name), name)


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_damaged(tmp_path: Path, suffix: str) -> None:
    name = f"attendance.ndjson{suffix}"
    refused(one(tmp_path, b"these are not packed bytes", 1, name), name)


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".zst", zstandard.ZstdCompressor().compress)], ids=["gz", "zst"])
def test_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    monkeypatch.setattr(streams, "FLOOR", 1024)
    name = f"attendance.ndjson{suffix}"
    refused(one(tmp_path, pack(b" " * 4_000_000), 0, name), name, "200")


def test_zip_bomb(batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FLOOR", 1024)
    (batch / "attendance.ndjson").write_bytes(b" " * 4_000_000)
    zip_of(batch, tmp_path / "b.zip")
    refused(tmp_path / "b.zip", "b.zip", "200")


@pytest.mark.parametrize("name", ["../attendance.ndjson", "/attendance.ndjson", "a/../../b.ndjson", "C:/b.ndjson"])
def test_zip_names_that_lead_out(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as z:
        z.writestr(name, b"x")
    refused(tmp_path / "b.zip", name)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["b.zip"]


def test_zip_with_a_link(batch: Path, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("attendance.ndjson")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as z:
        z.write(batch / "manifest.json", "manifest.json")
        z.writestr(link, "/etc/passwd")
    refused(tmp_path / "b.zip", "attendance.ndjson")


def test_zip_with_one_name_twice(batch: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as z:
        z.write(batch / "manifest.json", "manifest.json")
        z.writestr("attendance.ndjson", b"x")
        with pytest.warns(UserWarning):
            z.writestr("attendance.ndjson", b"y")
    refused(tmp_path / "b.zip", "attendance.ndjson")


def test_zip_with_a_file_where_a_folder_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as z:
        z.writestr("a", b"x")
        z.writestr("a/attendance.ndjson", b"y")
    refused(tmp_path / "b.zip")


def test_zip_encrypted(batch: Path, tmp_path: Path) -> None:
    zip_of(batch, tmp_path / "b.zip")
    data = bytearray((tmp_path / "b.zip").read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    (tmp_path / "b.zip").write_bytes(data)
    refused(tmp_path / "b.zip", "b.zip")


@pytest.mark.parametrize(
    "damage",
    [lambda d: d[:100], lambda d: b"PK\x03\x04" + b"\0" * 60, lambda d: d[:40] + bytes([d[40] ^ 255]) + d[41:], lambda d: b"no zip"],
)
def test_zip_damaged(batch: Path, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    zip_of(batch, tmp_path / "b.zip")
    (tmp_path / "b.zip").write_bytes(damage((tmp_path / "b.zip").read_bytes()))
    refused(tmp_path / "b.zip")


def test_zip_without_a_manifest(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as z:
        z.writestr("attendance.ndjson", ndjson(days(1)))
    assert "b.zip" in refused(tmp_path / "b.zip", "manifest.json")


# --- the manifest -----------------------------------------------------------------------------------


def test_no_such_path(tmp_path: Path) -> None:
    refused(tmp_path / "nothing", "nothing")


def test_manifest_missing(batch: Path) -> None:
    (batch / "manifest.json").unlink()
    refused(batch, "manifest.json")


@pytest.mark.parametrize(
    ("data", "line"),
    [(b'{\n"standard": "1.0",\n}', "3"), (b"{", "1"), (b'{"a":1,"a":2}', "1"), (b"[" * 10_000, "1"), (b'{"a":NaN}', "1"), (b"\n\n{]", "3")],
)
def test_manifest_is_not_json(batch: Path, data: bytes, line: str) -> None:
    (batch / "manifest.json").write_bytes(data)
    refused(batch, "manifest.json", line)


@pytest.mark.parametrize("data", [b"", b" \n", "驻村".encode("gbk"), b"\xef\xbb\xbf{}"], ids=["empty", "blank", "GBK", "BOM"])
def test_manifest_is_no_text(batch: Path, data: bytes) -> None:
    (batch / "manifest.json").write_bytes(data)
    refused(batch, "manifest.json")


@pytest.mark.parametrize(
    ("change", "want"),
    [
        (lambda m: m.pop("asOf"), "asOf"),
        (lambda m: m.update(asOf="2021-02-30"), "/asOf"),
        (lambda m: m.update(standard="9.9"), "/standard"),
        (lambda m: m.update(more=1), "/more"),
        (lambda m: m.update(files=[]), "/files"),
        (lambda m: m["files"][0].update(recordType="payroll"), "/files/0/recordType"),
        (lambda m: m["files"][0].update(sha256="0"), "/files/0/sha256"),
        (lambda m: m.update(startDate="2021-08-01"), "startDate"),
        (lambda m: m.update(asOf="2021-06-30"), "asOf"),
    ],
)
def test_manifest_against_its_schema(batch: Path, change: Callable[[dict[str, Any]], Any], want: str) -> None:
    edit_manifest(batch, change)
    refused(batch, "manifest.json", want)


def test_manifest_that_is_no_object(batch: Path) -> None:
    (batch / "manifest.json").write_text("[1]")
    refused(batch, "manifest.json")


def test_wrong_digest(batch: Path) -> None:
    edit_manifest(batch, lambda m: m["files"][0].update(sha256="0" * 64))
    refused(batch, "attendance.ndjson", "SHA-256")


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3")
def test_sm3(batch: Path) -> None:
    digest = hashlib.new("sm3", (batch / "attendance.ndjson").read_bytes()).hexdigest()
    edit_manifest(batch, lambda m: m["files"][0].update(sm3=digest))
    assert found(batch)[0] == OK
    edit_manifest(batch, lambda m: m["files"][0].update(sm3="0" * 64))
    refused(batch, "attendance.ndjson", "SM3")


def test_wrong_count(batch: Path) -> None:
    edit_manifest(batch, lambda m: m["files"][0].update(count=4))
    refused(batch, "attendance.ndjson", "3", "4")


def test_a_path_with_a_backslash_is_told_how_it_should_be_written(batch: Path) -> None:
    edit_manifest(batch, lambda m: m["files"][0].update(path="data\\attendance.ndjson"))
    said = zhucun("validate", batch, "--lang", "en")
    assert said.exit_code == 2
    assert "data/attendance.ndjson" in said.stderr


@pytest.mark.parametrize("name", ["../attendance.ndjson", "/etc/passwd", "a/../../b.ndjson", "C:\\b.ndjson", "..\\b.ndjson"])
def test_paths_that_lead_out(batch: Path, name: str) -> None:
    (batch.parent / "attendance.ndjson").write_bytes(b"")
    edit_manifest(batch, lambda m: m["files"][0].update(path=name))
    refused(batch, name)


def test_a_file_that_is_a_link(batch: Path, tmp_path: Path) -> None:
    (batch / "attendance.ndjson").rename(tmp_path / "real.ndjson")
    (batch / "attendance.ndjson").symlink_to(tmp_path / "real.ndjson")
    refused(batch, "attendance.ndjson")


def test_a_folder_that_is_a_link(batch: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (batch / "attendance.ndjson").rename(tmp_path / "real" / "attendance.ndjson")
    (batch / "part").symlink_to(tmp_path / "real")
    edit_manifest(batch, lambda m: m["files"][0].update(path="part/attendance.ndjson"))
    refused(batch, "part/attendance.ndjson")


def test_a_manifest_that_is_a_link(batch: Path, tmp_path: Path) -> None:
    (batch / "manifest.json").rename(tmp_path / "m.json")
    (batch / "manifest.json").symlink_to(tmp_path / "m.json")
    refused(batch, "manifest.json")


def test_a_file_listed_twice(batch: Path) -> None:
    edit_manifest(batch, lambda m: m["files"].append(m["files"][0]))
    refused(batch, "attendance.ndjson")


def test_a_listed_file_that_is_not_there(batch: Path) -> None:
    (batch / "attendance.ndjson").unlink()
    refused(batch, "attendance.ndjson")


def test_a_listed_folder(batch: Path) -> None:
    (batch / "attendance.ndjson").unlink()
    (batch / "attendance.ndjson").mkdir()
    refused(batch, "attendance.ndjson")


def test_an_unknown_kind_of_file(batch: Path) -> None:
    (batch / "attendance.xlsx").write_bytes(b"x")
    edit_manifest(batch, lambda m: m["files"].append(entry("attendance.xlsx", "attendance", b"x", 1)))
    refused(batch, "attendance.xlsx", ".ndjson")
    refused(batch / "attendance.xlsx", "attendance.xlsx", ".xlsx")


def test_several_reasons_are_all_told(batch: Path) -> None:
    edit_manifest(batch, lambda m: m["files"][0].update(sha256="0" * 64, count=9))
    assert len(zhucun("validate", batch).stderr.splitlines()) == 2


def test_a_file_whose_name_tells_no_record_type(tmp_path: Path) -> None:
    (tmp_path / "payroll.ndjson").write_bytes(b"{}\n")
    refused(tmp_path / "payroll.ndjson", "payroll.ndjson", *standard.record_types)


def test_unlisted_files_are_told(batch: Path) -> None:
    (batch / "part").mkdir()
    (batch / "part" / "leave.ndjson").write_bytes(b"x")
    (batch / "notes.txt").write_text("x")
    code, findings, _ = found(batch)
    assert (code, findings) == (OK, [("STR-UNLISTED-FILE", "part/leave.ndjson", None)])


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_an_unlisted_file_whose_name_is_no_utf8(batch: Path) -> None:
    with open(os.fsencode(batch) + b"/" + "驻村.ndjson".encode("gbk"), "wb") as f:
        f.write(b"x")
    for form in ("text", "json", "sarif", "junit", "github"):
        result = zhucun("validate", batch, "--format", form)
        assert result.exit_code == OK
        assert "STR-UNLISTED-FILE" in result.output


# --- the profile ------------------------------------------------------------------------------------


def test_unknown_profile(batch: Path) -> None:
    refused(batch, "no-such", *standard.profiles.own, arguments=("--profile", "no-such"))
    edit_manifest(batch, lambda m: m.update(profile="no-such"))
    refused(batch, "no-such", *standard.profiles.own)


def test_profile_not_in_force(tmp_path: Path) -> None:
    folder = write_batch(
        tmp_path / "b",
        {"attendance.ndjson": (ndjson(days(1)), 1)},
        profile="hunan-2021",
        startDate="2020-01-01",
        endDate="2020-12-31",
        asOf="2021-01-01",
    )
    refused(folder, "hunan-2021", "2021-06-28", "2020-01-01", "2020-12-31")


def test_profile_without_a_date(batch: Path) -> None:
    refused(batch, "symposium-county", arguments=("--profile", "symposium-county"))


# --- across files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("filler", [0, 3_500], ids=["row way", "columnar way"])
def test_an_id_used_twice(tmp_path: Path, filler: int) -> None:
    first = [*days(2), *({**d, "id": f"f-{n}"} for n, d in enumerate(days(1) * filler))]
    files = {
        "attendance-1.ndjson": (ndjson([*first, first[0]]), len(first) + 1),
        "attendance-2.ndjson": (ndjson([{**days(1)[0], "id": "x"}, first[1]]), 2),
    }
    code, findings, report = found(write_batch(tmp_path / "b", files))
    assert code == FOUND
    assert findings == [("STR-DUPLICATE-ID", "attendance-1.ndjson", len(first) + 1), ("STR-DUPLICATE-ID", "attendance-2.ndjson", 2)]
    arguments = [f["arguments"] for f in report["findings"]]
    assert [(a["firstFile"], a["firstLine"]) for a in arguments] == [("attendance-1.ndjson", 1), ("attendance-1.ndjson", 2)]
    assert "line 1 of attendance-1.ndjson" in report["findings"][0]["message"]


@pytest.mark.parametrize("filler", [0, 3_500], ids=["row way", "columnar way"])
def test_references_that_lead_nowhere(tmp_path: Path, filler: int) -> None:
    cadre = {"id": "c-1", "name": "X"}
    lost = {**days(1)[0], "id": "lost", "cadreId": "c-2"}
    records = [*({**d, "id": f"f-{n}"} for n, d in enumerate(days(1) * filler)), *days(2), lost]
    files = {"cadre.ndjson": (ndjson([cadre]), 1), "attendance.ndjson": (ndjson(records), len(records))}
    code, findings, report = found(write_batch(tmp_path / "b", files))
    assert (code, findings) == (FOUND, [("STR-REFERENCE", "attendance.ndjson", len(records))])
    assert report["findings"][0]["pointer"] == "/cadreId"


def test_a_reference_in_a_list(tmp_path: Path) -> None:
    unit = {k: v for k, v in standard.schema("organization").items() if k == "required"}
    made = {name: _any("organization", name) for name in unit["required"]} | {"id": "u-1"}
    team = {name: _any("team", name) for name in standard.schema("team")["required"]} | {"id": "t-1", "dispatchingUnitIds": ["u-1", "u-2"]}
    files = {"organization.ndjson": (ndjson([made]), 1), "team.ndjson": (ndjson([team]), 1)}
    _, findings, report = found(write_batch(tmp_path / "b", files))
    assert findings == [("STR-REFERENCE", "team.ndjson", 1)]
    assert next(f["pointer"] for f in report["findings"] if f["rule"] == "STR-REFERENCE") == "/dispatchingUnitIds/1"


def _any(kind: str, name: str) -> Any:
    """A valid value of a required field."""
    prop = standard.schema(kind)["properties"][name]
    return prop["enum"][0] if "enum" in prop else "x-1"


def test_references_to_what_was_not_handed_in_are_counted(batch: Path) -> None:
    missing = {(n["rule"], n["missing"]): n["count"] for n in found(batch)[2]["notEvaluated"]}
    assert missing["STR-REFERENCE", "coverage.cadre"] == 3


# --- JSON arrays ------------------------------------------------------------------------------------


def test_an_array_names_the_line_of_each_record(tmp_path: Path) -> None:
    good = json.dumps(days(1)[0], indent=2)
    bad = '{"id":\n"x"}'
    data = f"\n[\n{good},\n{bad}\n,{bad}]\n".encode()
    line = 3 + good.count("\n") + 1
    _, findings, report = found(one(tmp_path, data, 3, "attendance.json"))
    assert {f[2] for f in findings} == {line, line + 2}
    assert report["records"] == {"attendance": 3}


@pytest.mark.parametrize(
    ("text", "line"),
    [("{}", 1), ("[\n{},\n]", 3), ("[{}", 1), ("[\n{}\n]\nx", 4), ("[1,\n", 2), ("\n[{},,{}]", 2), ('[\n"]', 2), ("", 1), (" \n\n", 3)],
)
def test_a_broken_array(tmp_path: Path, text: str, line: int) -> None:
    refused(one(tmp_path, text.encode(), 1, "attendance.json"), "attendance.json", str(line))


@pytest.mark.parametrize(("text", "lines"), [("[\n{}\n{}]", [2]), ("[\n\n{x}]", [3]), ("[}\n,\n{]},{}]", [1, 3])])
def test_what_is_no_json_inside_an_array_is_a_finding_of_its_element(tmp_path: Path, text: str, lines: list[int]) -> None:
    code, findings, _ = found(one(tmp_path, text.encode(), text.count(",") + 1, "attendance.json"))
    assert code == FOUND
    assert sorted(line for rule, _, line in findings if rule == "STR-JSON") == lines


def test_a_line_feed_in_a_string_of_an_array_is_no_json(tmp_path: Path) -> None:
    data = json.dumps(days(2)).replace("IN_VILLAGE", "IN_\nVILLAGE", 1).encode()
    assert found(one(tmp_path, data, 2, "attendance.json"))[:2] == (FOUND, [("STR-JSON", "attendance.json", 1)])


def test_faults_inside_an_array(tmp_path: Path) -> None:
    data = b'[\n{"id":"a","id":"b"},\n{"id":NaN},\n1,\n{"id":"\\ud800"},\n' + b'{"ext":' * 70 + b"1" + b"}" * 70 + b"]"
    _, findings, _ = found(one(tmp_path, data, 5, "attendance.json"))
    codes = ["STR-DUPLICATE-KEY", "STR-NUMBER", "STR-OBJECT", "STR-SURROGATE", "STR-DEPTH"]
    assert sorted(findings) == sorted((code, "attendance.json", n) for n, code in enumerate(codes, 2))


def test_an_array_too_deep_to_be_read(tmp_path: Path) -> None:
    data = b"[\n1,\n" + b"[" * 100_000
    refused(one(tmp_path, data, 2, "attendance.json"), "attendance.json", "3")


def test_an_array_in_gbk(tmp_path: Path) -> None:
    refused(one(tmp_path, '[\n{"id":"驻村"}]'.encode("gbk"), 1, "attendance.json"), "attendance.json", "2", "GBK")


# --- exit codes and output --------------------------------------------------------------------------


def test_fail_on(tmp_path: Path) -> None:
    folder = one(tmp_path, ndjson(days(1)) + b"\n", 1)  # a blank line is a warning
    assert [zhucun("validate", folder, "--fail-on", s).exit_code for s in ("error", "warning", "info")] == [OK, FOUND, FOUND]
    (tmp_path / "batch" / "attendance.ndjson").write_bytes(data := b"{}\n")
    edit_manifest(folder, lambda m: m.update(files=[entry("attendance.ndjson", "attendance", data, 1)]))
    assert [zhucun("validate", folder, "--fail-on", s).exit_code for s in ("error", "warning", "info")] == [FOUND] * 3


@pytest.mark.parametrize(
    ("failed", "errors", "verdict", "code"),
    [(False, 0, "pass", OK), (False, 1, "fail", FOUND), (True, 0, "incomplete", INCOMPLETE), (True, 1, "fail", FOUND)],
)
def test_exit_code_of_a_report(failed: bool, errors: int, verdict: str, code: int) -> None:
    counts = {Severity.ERROR: errors, Severity.WARNING: 0, Severity.INFO: 0}
    report = Report(standard=standard, verdict=Verdict(verdict), counts=counts)
    assert report.exit_code() == code


def test_wrong_use_of_the_command_line(batch: Path) -> None:
    for arguments in (["--format", "yaml"], ["--as-of", "2021-02-30"], ["--lang", "fr"], ["--fail-on", "never"]):
        assert zhucun("validate", batch, *arguments).exit_code == UNREADABLE


def test_output_is_written_whole(batch: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "report.json"
    target.parent.mkdir()
    target.write_text("old")
    result = zhucun("validate", batch, "--format", "json", "--output", target)
    assert (result.exit_code, result.output) == (OK, "")
    assert json.loads(target.read_text("utf-8"))["verdict"] == "pass"
    assert [p.name for p in target.parent.iterdir()] == ["report.json"]


# --- the real command line --------------------------------------------------------------------------


def real(path: Path, temporary: Path, *arguments: str) -> subprocess.Popen[str]:
    """The command line in a process of its own, with its own place for temporary files."""
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "zhucun.cli", "validate", str(path), *arguments],
        env={**os.environ, "TMPDIR": str(temporary), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_temporary_folders_are_gone(batch: Path, tmp_path: Path) -> None:
    zip_of(batch, tmp_path / "b.zip")
    edit_manifest(batch, lambda m: m["files"][0].update(count=4))
    zip_of(batch, tmp_path / "wrong.zip")
    for name, code in (("b.zip", OK), ("wrong.zip", UNREADABLE)):
        process = real(tmp_path / name, tmp_path / "tmp")
        _, err = process.communicate(timeout=60)
        assert process.returncode == code, err
        assert "Traceback" not in err
        assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_temporary_folders_are_gone_after_a_signal(tmp_path: Path) -> None:
    line = b'{"\\u0069d":"a","cadreId":"c"}\n'
    data = zstandard.ZstdCompressor().compress(line * 1_500_000)
    process = real(one(tmp_path, data, 1_500_000, "attendance.ndjson.zst"), tmp_path / "tmp", "--output", str(tmp_path / "report.txt"))
    deadline = time.monotonic() + 60
    while not list((tmp_path / "tmp").rglob("*.ndjson")):  # it has begun to unpack
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 143, err
    assert "Traceback" not in err
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "report.txt").exists()


def test_python_call_says_the_same(batch: Path) -> None:
    import zhucun as package

    assert package.validate(batch).verdict == "pass"
    (batch / "manifest.json").unlink()
    with pytest.raises(package.BatchError):
        package.validate(batch)


def test_manifest_helper_is_valid() -> None:
    assert faults.explain_manifest(standard, manifest_of([entry("attendance.ndjson", "attendance", b"", 0)])) == []
