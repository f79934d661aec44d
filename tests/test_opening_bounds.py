"""However little is handed in, opening it takes no more time, memory or room than that little may cost."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from conftest import days, edit_manifest, entry, manifest_of, ndjson, write_batch, zhucun
from edition import standard
from opening import found, one, refused, zip_of

from zhucun.cli import FOUND, OK, UNREADABLE
from zhucun.errors import MOST, BatchError
from zhucun.opening import batch as batch_module
from zhucun.opening import streams
from zhucun.opening.batch import open_batch
from zhucun.opening.streams import Budget, Lines, unpacked

zst = zstandard.ZstdCompressor().compress


def capped(path: Path, mebibytes: int, *more: str) -> subprocess.CompletedProcess[str]:
    """Open a path in a process of its own that may not hold more memory than this beyond what its modules take."""
    program = (
        "import resource, sys, tempfile\n"
        "from pathlib import Path\n"
        "from zhucun.opening.batch import open_batch\n"
        "from zhucun.record import faults\n"
        "from zhucun.standard import Standard\n"
        "standard = Standard.load()\n"
        "faults.validator(standard, 'manifest'); faults.explain_manifest(standard, {})\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        f"resource.setrlimit(resource.RLIMIT_AS, (used + {mebibytes} * 2**20,) * 2)\n"
        "work = Path(tempfile.mkdtemp(dir=sys.argv[2]))\n"
        "try:\n"
        "    with open_batch(standard, sys.argv[1], work) as batch:\n"
        "        print('opened', sum(s.lines for s in batch.sources), sum(s.blanks for s in batch.sources))\n"
        "except Exception as e:\n"
        "    print(type(e).__name__, *(p.code for p in getattr(e, 'problems', ())))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program, str(path), str(path.parent)], capture_output=True, text=True, check=True, timeout=300
    )


# --- one budget -------------------------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FLOOR", 1_000_000)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_many_files_share_one_budget(tmp_path: Path, suffix: str) -> None:
    data = (gzip.compress if suffix == ".gz" else zst)(b"\n" * 300_000)
    names = [f"attendance-{n}.ndjson{suffix}" for n in range(9)]
    assert found(write_batch(tmp_path / "three", dict.fromkeys(names[:3], (data, 0))))[0] == OK
    folder = write_batch(tmp_path / "nine", dict.fromkeys(names, (data, 0)))
    refused(folder, "attendance-", suffix, "200")


@pytest.mark.usefixtures("small")
def test_all_layers_share_one_budget(tmp_path: Path) -> None:
    data = gzip.compress(gzip.compress(b"\n" * 30_000_000))
    inner = gzip.decompress(data)
    folder = one(tmp_path, inner, 0, "attendance.ndjson.gz")
    zip_of(folder, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").stat().st_size * streams.MAX_RATIO < len(inner) * streams.MAX_RATIO < 30_000_000
    refused(tmp_path / "b.zip", "attendance.ndjson.gz", "200")
    refused(folder, "attendance.ndjson.gz", "200")


@pytest.mark.usefixtures("small")
def test_a_zip_of_many_files_shares_one_budget(tmp_path: Path) -> None:
    files = {f"attendance-{n}.ndjson": (b"\n" * 300_000, 0) for n in range(9)}
    zip_of(write_batch(tmp_path / "nine", files), tmp_path / "b.zip")
    refused(tmp_path / "b.zip", "b.zip", "200")


@pytest.mark.usefixtures("small")
def test_what_packs_well_is_no_bomb(tmp_path: Path) -> None:
    lines = ndjson([{"id": f"a-{n}", "cadreId": "c", "date": "2021-07-01", "status": "IN_VILLAGE"} for n in range(60_000)])
    folder = write_batch(tmp_path / "b", {f"attendance-{n}.ndjson.gz": (gzip.compress(lines), 60_000) for n in range(3)})
    (tmp_path / "work").mkdir()
    with open_batch(standard, folder, tmp_path / "work") as batch:
        assert sum(s.lines for s in batch.sources) == 180_000


# --- blocks, whatever the ratio -----------------------------------------------------------------------


def zst_of_one_byte(size: int) -> bytes:
    """A frame of blocks that each say: this byte, 128 KiB of it."""
    blocks, block = size // 2**17, (2**17 << 3 | 2).to_bytes(3, "little") + b"\n"
    last = (2**17 << 3 | 3).to_bytes(3, "little") + b"\n"
    return b"\x28\xb5\x2f\xfd" + b"\x00" + b"\x38" + block * (blocks - 1) + last


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory")
@pytest.mark.parametrize(
    ("name", "data", "want"),
    [
        ("attendance.ndjson.gz", lambda: gzip.compress(b"\n" * 60_000_000), "opened 0 60000000"),
        ("attendance.ndjson.zst", lambda: zst_of_one_byte(60 * 2**20), "opened 0 62914560"),
        ("attendance.ndjson.zst", lambda: zst_of_one_byte(2**36), "BatchError bomb"),
        ("attendance.json.gz", lambda: gzip.compress(b"[" + b" " * 60_000_000 + b'"\xf0\xa0\xa8\xa0"]'), "opened 1 0"),
        ("attendance.json.gz", lambda: gzip.compress(b'["' + b"x" * 60_000_000 + b'"]'), "opened 1 0"),
        ("attendance.json.gz", lambda: gzip.compress(b"[" * 60_000_000), "BatchError array"),
        ("attendance.json.gz", lambda: gzip.compress(b"[" + b'["",' * 15_000_000), "BatchError array"),
        ("attendance.json.gz", lambda: gzip.compress(b"[" + b"[" * 20 + b"[]" * 30_000_000), "BatchError array"),
        ("attendance.json.gz", lambda: gzip.compress(b"[" + b'"",' * 4_000_000 + b"0]"), "opened 4000001 0"),
    ],
)
def test_no_file_is_held_whole(tmp_path: Path, name: str, data: Callable[[], bytes], want: str) -> None:
    path = tmp_path / name
    path.write_bytes(data())
    assert capped(path, 150).stdout.strip() == want


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory")
@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_entry_of_a_zip_is_held_whole(tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w", method) as z:
        data = b"\n" * 160_000_000
        z.writestr("attendance.ndjson", data)
        z.writestr("manifest.json", json.dumps(manifest_of([entry("attendance.ndjson", "attendance", data, 0)])))
    assert capped(tmp_path / "b.zip", 150).stdout.strip() == "BatchError bomb"


def test_a_window_that_takes_too_much_memory_is_said(tmp_path: Path) -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=30, enable_ldm=True)
    packing = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    data = packing.compress(ndjson(days(3))) + packing.flush()
    refused(one(tmp_path, data, 3, "attendance.ndjson.zst"), "attendance.ndjson.zst", "128", "--long")


class Dripping:
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        self.data, self.size = data, size

    def read(self, n: int = -1) -> bytes:
        n = self.size if n < 0 else min(n, self.size)
        block, self.data = self.data[:n], self.data[n:]
        return block


FRAMES = {
    "plain": zst(b"x" * 1000 + os.urandom(140_000)),
    "checksum": zstandard.ZstdCompressor(write_checksum=True).compress(b"abc" * 100_000),
    "no size": zstandard.ZstdCompressor(write_content_size=False).compress(b"abc" * 100_000),
    "empty": zst(b""),
    "two": zst(b"a") + zst(b"b" * 70_000),
    "skippable": b"\x50\x2a\x4d\x18\x05\x00\x00\x00hello" + zst(b"a") + b"\x5f\x2a\x4d\x18\x00\x00\x00\x00",
    "blocks": zst_of_one_byte(2**20),
}


@pytest.mark.parametrize("frames", FRAMES.values(), ids=FRAMES.keys())
@pytest.mark.parametrize("size", [1, 1000, 10**7])
def test_a_zst_file_is_whole_or_cut(frames: bytes, size: int) -> None:
    def read(data: bytes) -> bytes:
        return b"".join(unpacked(Dripping(data, size), "x.zst", Budget(10**9)))

    want = zstandard.ZstdDecompressor().stream_reader(frames, read_across_frames=True).read()
    assert read(frames) == want
    ends = set(range(1, 60)) | {len(frames) - n for n in range(1, 20)} if size > 1 else {3, 10, len(frames) - 1}
    whole = (
        {4 + 4 + 5, len(FRAMES["skippable"]) - 8}
        if frames == FRAMES["skippable"]
        else {len(zst(b"a"))}
        if frames == FRAMES["two"]
        else set()
    )
    for end in sorted(e for e in ends if 0 < e < len(frames)):
        if end in whole:
            assert read(frames[:end]) in (b"", b"a")
        else:
            with pytest.raises(BatchError):
                read(frames[:end])


def test_lines_are_counted_wherever_a_block_ends() -> None:
    import random

    chance = random.Random(1)
    for _ in range(3000):
        data = bytes(chance.choices(b"\n\n \t\rx", k=chance.randrange(40)))
        lines, at = Lines(), 0
        while at < len(data):
            step = chance.randrange(1, 10)
            lines.feed(data[at : at + step])
            at += step
        lines.end()
        each = data.split(b"\n")[: -1 if data.endswith(b"\n") or not data else None]
        filled = sum(1 for line in each if line.strip(b" \t\r"))
        assert (lines.filled, lines.blank) == (filled, len(each) - filled), data


# --- manifests ----------------------------------------------------------------------------------------


def _unknown(count: int) -> dict[str, int]:
    return {f"k{zlib.crc32(str(n).encode()):x}": n for n in range(count)}


WRONG: dict[str, Callable[[dict[str, Any]], Any]] = {
    "wrong files": lambda m: m.update(files=[{"path": 1, "count": -1}] * 100_000),
    "wrong coverage": lambda m: m.update(coverage=[7] * 100_000),
    "unknown members": lambda m: m.update(_unknown(100_000)),
    "unknown members of an entry": lambda m: m["files"][0].update(_unknown(100_000)),
    "unknown members of all entries": lambda m: m.update(files=[{**m["files"][0], **_unknown(100)}] * 1000),
    "paths that lead out": lambda m: m.update(files=[{**m["files"][0], "path": f"../{n}"} for n in range(20_000)]),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_a_manifest_with_very_many_faults_is_told_in_few_sentences(batch: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    edit_manifest(batch, change)
    for lang, more in (("zh", r"另有 \d+ 处"), ("en", r"\d+ more")):
        result = zhucun("validate", batch, "--lang", lang)
        assert (result.exit_code, result.stdout) == (UNREADABLE, "")
        sentences = result.stderr.splitlines()
        assert len(sentences) == MOST + 1
        assert re.search(more, sentences[-1])
        assert not re.search(more, sentences[0])


def test_how_many_more_there_are_is_counted(batch: Path) -> None:
    edit_manifest(batch, lambda m: m.update(_unknown(12_345)))
    assert f"{12_345 - MOST} more" in zhucun("validate", batch, "--lang", "en").stderr
    edit_manifest(batch, lambda m: [m.pop(k) for k in _unknown(12_345)] and m.update(_unknown(MOST)))
    assert "more" not in zhucun("validate", batch, "--lang", "en").stderr


def test_faults_of_very_many_files_are_told_in_few_sentences(tmp_path: Path) -> None:
    folder = write_batch(tmp_path / "b", {})
    edit_manifest(folder, lambda m: m.update(files=[entry(f"attendance-{n}.ndjson", "attendance", b"", 0) for n in range(1000)]))
    sentences = zhucun("validate", folder, "--lang", "en").stderr.splitlines()
    assert len(sentences) == MOST + 1
    assert "900 more" in sentences[-1]


def test_a_manifest_is_not_read_without_end(batch: Path) -> None:
    with (batch / "manifest.json").open("ab") as f:
        f.truncate(2**40)
    refused(batch, "manifest.json", "16 MiB")


# --- depth and names ------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_link_to_itself_hides_nothing_else(batch: Path) -> None:
    (batch / "a.ndjson").symlink_to("a.ndjson")
    (batch / "leave.ndjson").write_bytes(b"x")
    assert found(batch)[:2] == (OK, [("STR-UNLISTED-FILE", "leave.ndjson", None)])


@pytest.mark.skipif(os.name != "posix", reason="paths of Windows are shorter")
def test_a_listed_file_many_folders_deep(batch: Path) -> None:
    place = batch / ("d/" * 1000)
    os.makedirs(batch / ("d/" * 500))
    os.makedirs(place)
    (batch / "attendance.ndjson").rename(place / "attendance.ndjson")
    edit_manifest(batch, lambda m: m["files"][0].update(path="d/" * 1000 + "attendance.ndjson"))
    try:
        assert found(batch)[:2] == (OK, [])
    finally:
        subprocess.run(["rm", "-rf", str(batch / "d")], check=True)


@pytest.mark.skipif(os.name != "posix", reason="paths of Windows are shorter")
def test_folders_nested_very_deep(batch: Path) -> None:
    place, below = str(batch), "d/" * 1500
    for _ in range(1500):
        place += "/d"
        os.mkdir(place)
    try:
        Path(place, "leave.ndjson").write_bytes(b"x")
        want = (OK, [("STR-UNLISTED-FILE", below + "leave.ndjson", None)])
        assert found(batch)[:2] == want
    finally:
        # nothing that a test may be left to has a way down there
        subprocess.run(["rm", "-rf", str(batch / "d")], check=True)
    with zipfile.ZipFile(batch.parent / "deep.zip", "w") as z:
        z.writestr(below + "leave.ndjson", b"x")
        for file in batch.iterdir():
            z.write(file, file.name)
    assert found(batch.parent / "deep.zip")[:2] == want


def test_a_listed_name_that_no_disk_takes(batch: Path) -> None:
    for name in ("a" * 300 + ".ndjson", "a/" * 3000 + "b.ndjson", "a" * 1_000_000 + ".ndjson"):
        edit_manifest(batch, lambda m, name=name: m["files"][0].update(path=name))
        assert len(refused(batch, "aaa" if "/" not in name else "a/a")) < 2000


# --- what is no file --------------------------------------------------------------------------------------


def test_an_empty_path_is_not_the_current_folder(batch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(batch)
    assert zhucun("validate", ".").exit_code == OK
    refused("")  # type: ignore[arg-type]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
def test_a_device_or_socket_is_no_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    refused(Path("/dev/zero"), "/dev/zero")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as s:
        s.bind("s")
        refused(tmp_path / "s", str(tmp_path / "s"))


def through(pipe: Path, data: bytes) -> Iterator[None]:
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(data))
    writer.start()
    yield
    writer.join()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
def test_a_zip_through_a_pipe_is_read(batch: Path, tmp_path: Path) -> None:
    zip_of(batch, tmp_path / "b.zip")
    for _ in through(tmp_path / "pipe", (tmp_path / "b.zip").read_bytes()):
        assert found(tmp_path / "pipe")[:2] == (OK, [])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
def test_records_through_a_pipe_with_a_name_are_read(tmp_path: Path) -> None:
    for _ in through(tmp_path / "attendance.ndjson", ndjson([*days(2), {"id": "x"}])):
        code, findings, report = found(tmp_path / "attendance.ndjson")
    assert (code, {line for _, _, line in findings}, report["records"]) == (FOUND, {3}, {"attendance": 3})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
def test_records_through_a_pipe_without_a_name_are_told_to_take_one(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        for _ in through(tmp_path / f"pipe-{lang}", ndjson(days(2))):
            result = zhucun("validate", tmp_path / f"pipe-{lang}", "--lang", lang)
        assert result.exit_code == UNREADABLE
        assert "attendance.ndjson" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="process substitution")
def test_a_pipe_is_not_read_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_module, "PIPE", 2**30)
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["bash", "-c", f"head -c 1200000000 /dev/zero > {tmp_path}/pipe"], stderr=subprocess.DEVNULL):
        result = zhucun("validate", tmp_path / "pipe", "--lang", "en")
    assert result.exit_code == UNREADABLE
    assert "more than 1 GiB" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="process substitution")
@pytest.mark.parametrize("command", ["validate <(cat b.zip)", "validate /dev/stdin < b.zip", "validate /dev/stdin < <(cat b.zip)"])
def test_a_zip_from_the_shell_is_read(batch: Path, tmp_path: Path, command: str) -> None:
    zip_of(batch, tmp_path / "b.zip")
    result = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m zhucun.cli {command} --format json"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == OK, result.stderr
    assert json.loads(result.stdout)["verdict"] == "pass"
