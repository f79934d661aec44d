"""What was hashed is what is judged: whatever happens to a file between its opening and the end of the run is noticed."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import days, edit_manifest, entry, manifest_of, ndjson, write_batch
from edition import standard
from opening import refused, zip_of

import zhucun
from zhucun.errors import BatchError
from zhucun.opening.batch import HELD, open_batch

GOOD = ndjson(days(4000))
BAD = GOOD.replace(b"IN_VILLAGE", b"SOMEWHERE_")

Change = Callable[[Path], None]


def rename_over(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(BAD)
    other.replace(path)


def write_in_place(path: Path) -> None:
    with path.open("r+b") as f:
        f.write(BAD)


def write_in_place_and_set_the_time_back(path: Path) -> None:
    before = path.stat()
    write_in_place(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def append(path: Path) -> None:
    with path.open("ab") as f:
        f.write(ndjson(days(1)))


def remove(path: Path) -> None:
    path.unlink()


def link(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to(path.with_name("moved"))


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def swap_the_folder(path: Path) -> None:
    """The whole folder is another one by the same name."""
    folder = path.parent
    folder.rename(folder.with_name("old"))
    shutil.copytree(folder.with_name("old"), folder)
    path.write_bytes(BAD)


CHANGES = [
    rename_over,
    write_in_place,
    write_in_place_and_set_the_time_back,
    truncate,
    append,
    remove,
    link,
    pipe,
    swap_the_folder,
]


def batch_of(tmp_path: Path) -> Path:
    records = days(4000)
    return write_batch(tmp_path / "batch", {"attendance.ndjson": (ndjson(records), len(records))})


def judged(path: Path, stage: str, change: Change, target: Path) -> zhucun.Report:
    """Validate, with the change made once when a stage is first told of."""
    made = False

    def step(what: str, _done: int, _total: int) -> None:
        nonlocal made
        if what == stage and not made:
            made = True
            change(target)

    report = zhucun.validate(path, step=step)
    assert made
    return report


@pytest.mark.skipif(os.name != "posix", reason="replaces open files")
@pytest.mark.parametrize("stage", ["structure", "rules"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_changes_after_it_was_opened_is_no_pass(tmp_path: Path, change: Change, stage: str) -> None:
    folder = batch_of(tmp_path)
    with pytest.raises(BatchError) as e:
        judged(folder, stage, change, folder / "attendance.ndjson")
    assert {p.code for p in e.value.problems} == {"file-changed"}
    assert "attendance.ndjson" in str(e.value)


@pytest.mark.skipif(os.name != "posix", reason="replaces open files")
@pytest.mark.parametrize("change", [write_in_place, truncate, append, rename_over])
def test_a_file_that_changes_while_it_is_hashed_is_no_pass(tmp_path: Path, change: Change) -> None:
    folder = batch_of(tmp_path)
    with pytest.raises(BatchError):
        judged(folder, "open", change, folder / "attendance.ndjson")


@pytest.mark.skipif(os.name != "posix", reason="replaces open files")
@pytest.mark.parametrize("form", ["manifest", "zip", "gz", "file", "later file"])
@pytest.mark.parametrize("change", [rename_over, write_in_place, remove])
def test_every_form_is_watched(tmp_path: Path, form: str, change: Change) -> None:
    folder = batch_of(tmp_path)
    path, target = folder, folder / "attendance.ndjson"
    if form == "manifest":
        target = folder / "manifest.json"
    elif form == "zip":
        path = target = tmp_path / "b.zip"
        zip_of(folder, path)
    elif form == "gz":
        data = gzip.compress(GOOD)
        path = write_batch(tmp_path / "gz", {"attendance.ndjson.gz": (data, 4000)})
        target = path / "attendance.ndjson.gz"
    elif form == "file":
        path = target
    else:
        data = ndjson(days(1))
        path = write_batch(tmp_path / "many", {f"attendance-{n:03}.ndjson": (data, 1) for n in range(HELD + 3)})
        target = path / f"attendance-{HELD + 2:03}.ndjson"
    with pytest.raises(BatchError) as e:
        judged(path, "structure", change, target)
    assert [p.code for p in e.value.problems] == ["file-changed"]
    assert target.name in str(e.value)


@pytest.mark.skipif(sys.platform != "linux", reason="reads what is open, whatever bears its name")
@pytest.mark.parametrize("change", [rename_over, remove, link, swap_the_folder])
def test_what_is_read_later_is_what_was_hashed(tmp_path: Path, change: Change) -> None:
    folder, work = batch_of(tmp_path), tmp_path / "work"
    work.mkdir()
    data = (folder / "attendance.ndjson").read_bytes()
    with open_batch(standard, folder, work) as batch:
        (source,) = batch.sources
        assert source.named == folder / "attendance.ndjson"
        change(folder / "attendance.ndjson")
        assert source.path.read_bytes() == data
        with pytest.raises(BatchError):
            batch.check_unchanged()
    assert not source.path.exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_what_leaves_the_bytes_alone_is_no_change(tmp_path: Path) -> None:
    folder = batch_of(tmp_path)

    def chmod(path: Path) -> None:
        path.chmod(0o400)
        os.link(path, tmp_path / "second-name")
        path.read_bytes()

    want = zhucun.validate(folder).as_json("en")
    assert judged(folder, "structure", chmod, folder / "attendance.ndjson").as_json("en") == want


def test_a_thousand_files_are_read_whatever_may_be_open_at_once(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    data = [ndjson([{**days(1)[0], "id": f"a-{n}"}]) for n in range(1000)]
    folder = tmp_path / "batch"
    folder.mkdir()
    for n, line in enumerate(data):
        (folder / f"attendance-{n}.ndjson").write_bytes(line)
    entries = [entry(f"attendance-{n}.ndjson", "attendance", line, 1) for n, line in enumerate(data)]
    write_batch(folder, {})
    edit_manifest(folder, lambda m: m.update(manifest_of(entries)))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, hard))
    try:
        (tmp_path / "work").mkdir()
        with open_batch(standard, folder, tmp_path / "work") as batch:
            assert [s.path.read_bytes() for s in batch.sources] == data
            batch.check_unchanged()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
@pytest.mark.parametrize("what", ["pipe", "link to a device", "folder", "socket", "link"])
def test_a_manifest_is_a_regular_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    import socket

    folder = batch_of(tmp_path)
    path = folder / "manifest.json"
    path.rename(tmp_path / "m.json")
    with socket.socket(socket.AF_UNIX) as s:
        if what == "pipe":
            os.mkfifo(path)
        elif what == "folder":
            path.mkdir()
        elif what == "socket":
            monkeypatch.chdir(folder)  # the path of a socket is short
            s.bind("manifest.json")
        else:
            path.symlink_to("/dev/zero" if "device" in what else tmp_path / "m.json")
        refused(folder, "manifest.json")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
def test_a_listed_file_is_a_regular_file(tmp_path: Path) -> None:
    folder = batch_of(tmp_path)
    (folder / "attendance.ndjson").unlink()
    os.mkfifo(folder / "attendance.ndjson")
    refused(folder, "attendance.ndjson")
