"""Archives as programs of all sorts write them, archives that are damaged, and files that are not what was meant."""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import os
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from conftest import days, edit_manifest, ndjson, write_batch, zhucun
from edition import standard
from opening import found, one, refused, zip_of

from zhucun.cli import OK
from zhucun.errors import BatchError, OurError
from zhucun.opening.archive import Archive
from zhucun.opening.batch import open_batch
from zhucun.opening.streams import Budget

LONG = bool(os.environ.get("ZHUCUN_LONG"))


def zipped(batch: Path, target: Path, name: Callable[[str], str] = str, **more: bytes) -> Path:
    """A zip of a batch's files, each under a name of its own, and more files beside."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as z:
        for place in sorted(p for p in batch.rglob("*") if p.is_file()):
            z.writestr(name(place.relative_to(batch).as_posix()), place.read_bytes())
        for other, data in more.items():
            z.writestr(other, data)
    return target


def renamed(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """The zip with every name in it changed where it stands, and without the flag that says it is UTF-8."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as z:
        names = [i.filename for i in z.infolist()]
    for name in names:
        old = name.encode()
        assert len(change(old)) == len(old)
        data = data.replace(old, change(old))
    at = -1
    for mark, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        while (at := data.find(mark, at + 1)) >= 0:
            data = data[: at + offset] + bytes([data[at + offset] & ~8]) + data[at + offset + 1 :]
    path.write_bytes(data)
    return path


# --- from desktops -----------------------------------------------------------------------------------


def unlisted(path: Path) -> list[str]:
    code, findings, _ = found(path)
    assert code == OK
    assert {rule for rule, _, _ in findings} <= {"STR-UNLISTED-FILE"}
    return [name for _, name, _ in findings]


@pytest.mark.parametrize("below", ["", "batch/", "驻村/"])
def test_a_zip_from_the_finder(batch: Path, tmp_path: Path, below: str) -> None:
    junk = {
        f"__MACOSX/{below}._attendance.ndjson": b"\0\x05\x16\x07",
        f"__MACOSX/{below}._manifest.json": b"x",
        f"{below}._leave.ndjson": b"x",
        f"{below}.DS_Store": b"x",
        ".DS_Store": b"x",
        "__MACOSX/._manifest.json": b"{}",
    }
    path = zipped(batch, tmp_path / "b.zip", lambda n: below + n, **junk)
    assert unlisted(path) == []
    with zipfile.ZipFile(path) as z:
        z.extractall(tmp_path / "folder")
    assert unlisted(tmp_path / "folder" / below) == []


def test_a_zip_from_the_finder_says_nothing_of_its_utf8(batch: Path, tmp_path: Path) -> None:
    path = renamed(zipped(batch, tmp_path / "b.zip", lambda n: f"驻村/{n}", **{"驻村/leave-年休假.ndjson": b"x"}), bytes)
    assert unlisted(path) == ["leave-年休假.ndjson"]


def test_a_zip_from_powershell_5_with_backslashes(batch: Path, tmp_path: Path) -> None:
    (batch / "part").mkdir()
    (batch / "attendance.ndjson").rename(batch / "part" / "attendance.ndjson")
    edit_manifest(batch, lambda m: m["files"][0].update(path="part/attendance.ndjson"))
    path = zipped(batch, tmp_path / "b.zip", lambda n: f"batch/{n}".replace("/", "\\"), **{"batch\\part\\leave.ndjson": b"x"})
    assert unlisted(path) == ["part/leave.ndjson"]


@pytest.mark.parametrize("name", ["..\\attendance.ndjson", "\\attendance.ndjson", "a\\..\\..\\b.ndjson", "C:\\b.ndjson"])
def test_backslashes_that_lead_out(batch: Path, tmp_path: Path, name: str) -> None:
    refused(zipped(batch, tmp_path / "b.zip", **{name: b"x"}), name.replace("\\", "/"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.zip", "batch"]


@pytest.mark.parametrize("folder", ["驻村", "許"])  # the second byte of 許 in GBK is 0x53, that of 乗 a backslash
def test_a_zip_from_the_explorer_with_names_in_gbk(batch: Path, tmp_path: Path, folder: str) -> None:
    mark = "#" * len((folder + "乗").encode("gbk"))
    path = zipped(batch, tmp_path / "b.zip", lambda n: f"{mark}/{n}", **{f"{mark}/leave-{mark}.ndjson": b"x"})
    renamed(path, lambda n: n.replace(mark.encode(), (folder + "乗").encode("gbk")))
    assert unlisted(path) == [f"leave-{folder}乗.ndjson"]


def test_stray_files_beside_the_folder_do_no_harm(batch: Path, tmp_path: Path) -> None:
    path = zipped(batch, tmp_path / "b.zip", lambda n: f"batch/{n}", **{"说明.txt": b"x", "old/data.csv": b"x", "leave.ndjson": b"x"})
    assert unlisted(path) == ["../leave.ndjson"]


def test_only_what_is_listed_is_unpacked(batch: Path, tmp_path: Path) -> None:
    stray = {"村" * 100 + ".txt": b"x", "村" * 90 + ".ndjson": b"x", "manifest.json/x": b"x", "attendance.ndjson/deep/x": b"x"}
    path = zipped(batch, tmp_path / "b.zip", **stray)
    link = zipfile.ZipInfo("link.ndjson")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as z:
        z.writestr(link, "/etc/passwd")
        z.writestr("bomb.bin", bytes(100_000_000), zipfile.ZIP_DEFLATED)
    assert sorted(unlisted(path)) == ["link.ndjson", "村" * 90 + ".ndjson"]
    (tmp_path / "work").mkdir()
    with open_batch(standard, path, tmp_path / "work"):
        assert [p.name for p in (tmp_path / "work").iterdir()] == ["0000.ndjson"]


def test_where_a_manifest_was_seen_is_said(batch: Path, tmp_path: Path) -> None:
    refused(zipped(batch, tmp_path / "deep.zip", lambda n: f"a/b/{n}"), "deep.zip", "a/b/manifest.json")
    two = zipped(batch, tmp_path / "two.zip", lambda n: f"one/{n}", **{"two/manifest.json": b"{}"})
    refused(two, "two.zip", "one/manifest.json", "two/manifest.json")
    refused(tmp_path, "batch/manifest.json")
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", "manifest.json")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_method_of_packing_is_read(batch: Path, tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w", method) as z:
        for place in batch.iterdir():
            z.write(place, place.name)
    assert unlisted(tmp_path / "b.zip") == []


def test_a_zip_by_a_name_that_says_nothing(batch: Path, tmp_path: Path) -> None:
    for name in ("批次", "batch.bin", "B.ZIP"):
        assert unlisted(zipped(batch, tmp_path / name)) == []


# --- damage ------------------------------------------------------------------------------------------


def archives(batch: Path) -> list[bytes]:
    out = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", method) as z:
            for place in sorted(batch.iterdir()):
                z.write(place, place.name)
            z.writestr("batch/说明.txt", b"x" * 100)
        out.append(data.getvalue())
    return out


def mutant(data: bytes, chance: random.Random) -> bytes:
    """Damage as discs, lines and attackers do it: bytes, runs, cuts, and most of all the headers."""
    out = bytearray(data)
    heads = [i for i in range(len(data) - 4) if data[i : i + 2] == b"PK"]
    for _ in range(chance.choice([1, 1, 2, 8])):
        kind = chance.randrange(7)
        at = chance.randrange(len(out))
        if kind < 3:
            at = min(len(out) - 1, chance.choice(heads) + chance.randrange(46))
        if kind < 4:
            out[at] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        elif kind == 4:
            out[at : at + 4] = struct.pack("<I", chance.choice([0, 1, 2**31, 2**32 - 1, len(data)]))
        elif kind == 5:
            del out[at : at + chance.randrange(1, 20)]
        else:
            out[at:at] = chance.randbytes(chance.randrange(1, 20))
    return bytes(out)


def test_a_damaged_zip_is_a_zip_that_cannot_be_read_and_nothing_else(batch: Path, tmp_path: Path) -> None:
    chance = random.Random(15)
    whole = archives(batch)
    (tmp_path / "in").mkdir()
    (tmp_path / "work").mkdir()
    path = tmp_path / "in" / "b.zip"
    opened = 0
    for _ in range(40_000 if LONG else 3_000):
        path.write_bytes(mutant(chance.choice(whole), chance))
        try:
            with open_batch(standard, path, tmp_path / "work"):
                opened += 1
        except BatchError as e:
            assert e.problems
        for left in (tmp_path / "work").iterdir():
            left.unlink()
        assert sorted(p.name for p in tmp_path.iterdir()) == ["batch", "in", "work"]
    assert opened > 100  # much of a zip can be changed without harm


def central(data: bytes) -> int:
    return data.index(b"PK\x01\x02")


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "an empty name": lambda d: _with_name(b""),
    "a name that is no UTF-8": lambda d: _with_name(b"\xff\xfe\xfd", 0x800),
    "an unknown method": lambda d: d[: central(d) + 10] + b"\x63\x00" + d[central(d) + 12 :],
    "sizes that lie": lambda d: d[: central(d) + 24] + b"\x01\x00\x00\x00" + d[central(d) + 28 :],
    "an offset into nothing": lambda d: d[: central(d) + 42] + b"\xff\xff\xff\x7f" + d[central(d) + 46 :],
    "nothing behind its mark": lambda d: b"PK\x03\x04",
    "only an end": lambda d: b"PK\x05\x06" + bytes(10),
}


def _with_name(name: bytes, flag: int = 0) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as z:
        z.writestr("#" * max(1, len(name)), b"{}")
    out = data.getvalue().replace(b"#" * max(1, len(name)), name)
    if not name:
        for mark, offset in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):
            at = out.index(mark) + offset
            out = out[:at] + b"\0\0" + out[at + 2 :]
        end = out.index(b"PK\x05\x06")
        size, start = end - out.index(b"PK\x01\x02"), out.index(b"PK\x01\x02")
        out = out[: end + 12] + struct.pack("<II", size, start) + out[end + 20 :]
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.index(mark) + offset
        out = out[:at] + struct.pack("<H", flag) + out[at + 2 :]
    return out


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_of_every_kind_is_one_sentence(batch: Path, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    zip_of(batch, tmp_path / "b.zip")
    (tmp_path / "b.zip").write_bytes(damage((tmp_path / "b.zip").read_bytes()))
    refused(tmp_path / "b.zip", "b.zip")


def test_damaged_lzma(tmp_path: Path) -> None:
    folder = one(tmp_path, ndjson(days(300)), 300)
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_LZMA) as z:
        for place in folder.iterdir():
            z.write(place, place.name)
    data = bytearray((tmp_path / "b.zip").read_bytes())
    for at in (60, 70, 80):
        damaged = data.copy()
        damaged[at : at + 8] = b"\xff" * 8
        (tmp_path / "b.zip").write_bytes(damaged)
        refused(tmp_path / "b.zip", "b.zip")


# --- names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a\n::error::x.ndjson", "\x1b]0;x\x07.ndjson", "a\u202eb.ndjson", "x" * 60_000 + ".ndjson"])
def test_names_reach_the_terminal_escaped_and_short(batch: Path, tmp_path: Path, name: str) -> None:
    for form in ("zip-name", "zip-twice"):
        path = tmp_path / f"{form}.zip"
        with pytest.warns(UserWarning) if form == "zip-twice" else _nothing(), zipfile.ZipFile(path, "w") as z:
            z.writestr("../" + name if form == "zip-name" else f"{name}/manifest.json", b"x")
            if form == "zip-twice":
                z.writestr(f"{name}/manifest.json", b"x")
        sentence = refused(path)
        assert sentence.isprintable()
        assert len(sentence) < 3000


def _nothing() -> Any:
    import contextlib

    return contextlib.nullcontext()


def test_a_path_that_cannot_be_shown_is_escaped(tmp_path: Path) -> None:
    assert refused(tmp_path / "no\x1b[2Jsuch\nthing").isprintable()
    assert "File name too long" in refused(tmp_path / ("x" * 5000))


# --- a file is what its name says ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["attendance.ndjson", "attendance.json"])
def test_a_zip_at_the_end_of_a_file_of_records_is_not_looked_into(batch: Path, tmp_path: Path, name: str) -> None:
    zip_of(batch, tmp_path / "b.zip")
    data = b"{bad}\n" + (tmp_path / "b.zip").read_bytes()
    folder = one(tmp_path / "x", data, 1, name)
    result = zhucun("validate", folder / name, "--lang", "en")
    assert result.exit_code != OK


def test_a_zip_behind_a_gz_is_damage(batch: Path, tmp_path: Path) -> None:
    zip_of(batch, tmp_path / "b.zip")
    for name, pack in (("attendance.ndjson.gz", gzip.compress), ("attendance.ndjson.zst", zstandard.ZstdCompressor().compress)):
        (tmp_path / name).write_bytes(pack(ndjson(days(3))) + (tmp_path / "b.zip").read_bytes())
        refused(tmp_path / name, name)


def test_a_zip_behind_something_else_is_no_zip_without_the_name(batch: Path, tmp_path: Path) -> None:
    zip_of(batch, tmp_path / "b.zip")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG" + (tmp_path / "b.zip").read_bytes())
    refused(tmp_path / "picture.png", "picture.png", ".ndjson", ".zip")


def _tar() -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as t:
        info = tarfile.TarInfo("manifest.json")
        info.size = 2
        t.addfile(info, io.BytesIO(b"{}"))
    return data.getvalue()


def _xlsx() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("xl/workbook.xml", "<workbook/>")
    return data.getvalue()


WRONG: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "cadre.xlsx": (_xlsx(), (".xlsx",)),
    "cadre.XLS": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (".xlsx",)),
    "cadre.csv": (b"name of it,sort of it\n", ("sheet template",)),
    "cadre.wps": (_xlsx(), (".xlsx",)),
    "cadre": (_xlsx(), (".ndjson",)),
    "batch.7z": (b"7z\xbc\xaf\x27\x1c\0\x04", ("7z", "ZIP")),
    "batch.rar": (b"Rar!\x1a\x07\x01\0", ("RAR", "ZIP")),
    "batch.tar": (_tar(), ("tar", "ZIP")),
    "batch.tar.gz": (gzip.compress(_tar()), ("tar", "ZIP")),
    "batch.tgz": (gzip.compress(_tar()), ("tar", "ZIP")),
    "batch.zip": (b"Rar!\x1a\x07\x01\0", ("RAR",)),
    "batch": (_tar(), ("tar", "ZIP")),
    "attendance.ndjson": (gzip.compress(ndjson(days(1))), ("gzip", ".ndjson.gz")),
    "attendance-1.ndjson": (zstandard.ZstdCompressor().compress(ndjson(days(1))), ("zstd", ".ndjson.zst")),
    "attendance-2.ndjson": (_xlsx(), ("zip", ".zip")),
    "attendance-3.json": (gzip.compress(b"[]"), ("gzip", ".json.gz")),
    "attendance-4.ndjson": (b"7z\xbc\xaf\x27\x1c\0\x04", ("7z",)),
    "attendance-5.ndjson": (_tar(), ("tar",)),
    "attendance-6.ndjson": (bz2.compress(b"{}"), ("bzip2",)),
    "attendance.ndjson.gz": (ndjson(days(1)), ("gzip", ".gz")),
    "attendance.ndjson.zst": (ndjson(days(1)), ("zstd", ".zst")),
    "attendance-7.ndjson.gz": (zstandard.ZstdCompressor().compress(b"{}"), ("gzip",)),
    "attendance.json": (ndjson(days(2)), (".ndjson", "1")),
    "manifest.json": (b"{}", ("manifest.json",)),
    "attendance.txt": (ndjson(days(1)), (".ndjson", ".json", ".gz", ".zst", ".zip")),
}


@pytest.mark.parametrize(("name", "data", "want"), [(n, d, w) for n, (d, w) in WRONG.items()], ids=WRONG.keys())
def test_what_is_not_read_is_told_what_to_do_instead(tmp_path: Path, name: str, data: bytes, want: tuple[str, ...]) -> None:
    (tmp_path / name).write_bytes(data)
    for lang in ("zh", "en"):
        sentence = zhucun("validate", tmp_path / name, "--lang", lang).stderr
        assert all(part.lower() in sentence.lower() for part in (name, *want)), sentence
    refused(tmp_path / name, name)
    if name.startswith("attendance") and not name.endswith(".txt"):
        folder = write_batch(tmp_path / "batch", {name: (data, 1)})
        refused(folder, name)


def test_words_that_look_like_marks_are_records_all_the_same(tmp_path: Path) -> None:
    head = b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"IN_VILLAGE","ext":{"x":{"n":"'
    data = head + b"x" * (257 - len(head)) + b'ustar"}}}\n'
    assert found(one(tmp_path, data, 1))[:2] == (OK, [])


def test_a_packed_file_is_never_without_a_byte(tmp_path: Path) -> None:
    for name in ("attendance.ndjson.gz", "attendance.ndjson.zst", "attendance.json", "attendance.json.gz", "attendance.json.zst"):
        refused(one(tmp_path / name, b"", 0, name), name)


# --- a machine that has nothing left to give ----------------------------------------------------------


class Starved(io.BytesIO):
    """A file whose machine runs out of something when it is read."""

    def __init__(self, data: bytes, error: Exception) -> None:
        super().__init__(data)
        self._error = error

    def read(self, size: int | None = -1) -> bytes:
        raise self._error


@pytest.mark.parametrize(
    "error", [MemoryError(), OSError(errno.ENOMEM, "Cannot allocate memory"), OSError(errno.EMFILE, "Too many open files")]
)
def test_a_sound_zip_is_not_damaged_where_the_machine_has_nothing_left(batch: Path, tmp_path: Path, error: Exception) -> None:
    data = zipped(batch, tmp_path / "b.zip").read_bytes()
    with pytest.raises(OurError) as told:
        Archive(Starved(data, error), "b.zip", Budget(len(data)))
    assert [p.code for p in told.value.problems] == ["machine"]
