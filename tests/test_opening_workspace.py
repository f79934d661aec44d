"""The work folder is this run's alone, is gone afterwards, and that there is no room for it is never the sender's fault."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from conftest import days, ndjson, write_batch
from opening import zip_of

import zhucun
from zhucun.cli import FOUND, INCOMPLETE, OK
from zhucun.errors import WorkspaceError
from zhucun.workspace import workspace

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights, locks and mounts")

COMMAND = [sys.executable, "-m", "zhucun.cli", "validate"]


def run(path: Path, temporary: Path | str, *before: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, with its own place for temporary files."""
    return subprocess.run(
        [*before, *COMMAND, str(path), "--lang", lang, "--format", "json"],
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def ours(result: subprocess.CompletedProcess[str], batch: Path) -> str:
    """Demand a failure of ours: exit code 3, one sentence that names TMPDIR and no batch."""
    assert result.returncode == INCOMPLETE, result
    report = json.loads(result.stdout)
    assert (report["verdict"], report["findings"]) == ("incomplete", [])
    assert str(batch) not in result.stdout
    (sentence,) = result.stderr.splitlines()
    assert "TMPDIR" in sentence
    assert str(batch) not in sentence
    return sentence


@contextmanager
def small_disk(place: Path, size: str, options: str = "") -> Iterator[Path]:
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}{options}", "tmpfs", str(place)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("may not mount")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Batches of a few megabytes, by what of them must be written into the work folder, and one that has many invalid lines.

    They are read only, so they are made once.
    """
    home = tmp_path_factory.mktemp("sent")
    good = ndjson([{**d, "ext": {"x": {"n": "x" * 100}}} for d in days(20_000)])
    array = b"[" + b",".join(good.splitlines()) + b"]"
    row = good.replace(b'"status":', b'"stat\\u0075s":')
    out = {
        "gz": write_batch(home / "sent-gz", {"attendance.ndjson.gz": (gzip.compress(good), 20_000)}),
        "array": write_batch(home / "sent-array", {"attendance.json": (array, 20_000)}),
        "bom": write_batch(home / "sent-bom", {"attendance.ndjson": (b"\xef\xbb\xbf" + good, 20_000)}),
        "rows": write_batch(home / "sent-rows", {"attendance.ndjson": (row, 20_000)}),
        "zip": home / "sent.zip",
    }
    zip_of(out["bom"], out["zip"])
    return out


@pytest.mark.parametrize("form", ["gz", "array", "bom", "zip", "rows"])
def test_a_full_disk_is_no_fault_of_the_batch(large: dict[str, Path], tmp_path: Path, form: str) -> None:
    with small_disk(tmp_path / "full", "1m") as disk:
        said = ours(run(large[form], disk), large[form])
        assert str(disk) in said
        assert "No space left" in said
        assert [p.name for p in disk.iterdir()] == []


def test_a_limit_on_the_size_of_files_is_no_fault_of_the_batch(large: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    ours(run(large["gz"], tmp_path / "tmp", "prlimit", "--fsize=500000"), large["gz"])


def test_a_pipe_that_does_not_fit_is_no_fault_of_the_batch(large: dict[str, Path], tmp_path: Path) -> None:
    with small_disk(tmp_path / "full", "1m") as disk:
        command = f"TMPDIR={disk} {sys.executable} -m zhucun.cli validate <(head -c 9000000 /dev/zero) --lang en --format json"
        result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
        ours(result, large["zip"])


def test_a_disk_that_cannot_be_written_is_no_fault_of_the_batch(batch: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "readonly", "1m", ",ro") as disk:
        assert "Read-only" in ours(run(batch, disk), batch)


@pytest.mark.parametrize("what", ["missing", "file"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_folder_for_temporary_files_is_no_fault_of_the_batch(batch: Path, tmp_path: Path, what: str, lang: str) -> None:
    place = tmp_path / what
    if what == "file":
        place.write_text("")
    said = ours(run(batch, place, lang=lang), batch)
    assert str(place) in said
    assert bool(re.search("[\u4e00-\u9fff]", said)) == (lang == "zh")


def test_from_python_it_is_an_error_of_its_own(batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    with pytest.raises(zhucun.OurError) as e:
        zhucun.validate(batch)
    assert not isinstance(e.value, zhucun.BatchError)


@pytest.fixture(scope="module")
def plainly(large: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """What is said of a batch where the folder for temporary files has a plain name."""
    return cache(lambda form: run(large[form], tmp_path_factory.mktemp("plain")))


@pytest.mark.parametrize("name", ["o'brien", "a [1]", "status=ABSENT", "date=2021-12-31", "两 空格", "*", "~", 'q"q', "line\nfeed"])
@pytest.mark.parametrize("form", ["rows", "zip"])
def test_the_name_of_the_folder_for_temporary_files_decides_nothing(
    large: dict[str, Path], plainly: Callable[[str], subprocess.CompletedProcess[str]], tmp_path: Path, name: str, form: str
) -> None:
    odd = tmp_path / name
    odd.mkdir()
    want, got = plainly(form), run(large[form], odd)
    assert want.returncode in (OK, FOUND), want.stderr
    assert (got.returncode, got.stdout) == (want.returncode, want.stdout), got.stderr
    assert list(odd.iterdir()) == []


def test_the_folder_is_private_and_gone_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = os.umask(0)
    try:
        with workspace() as work, workspace() as other:
            (work / "x").write_text("x")
            assert work != other
            assert {stat.S_IMODE(p.stat().st_mode) for p in (work, work.parent)} == {0o700}
            assert list(tmp_path.iterdir()) == [work.parent]
    finally:
        os.umask(before)
    assert list(tmp_path.iterdir()) == []


def test_strangers_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    kept = [tmp_path / "zhucun-my-venv", tmp_path / "run-mine", tmp_path / f"zhucun-{os.getuid()}" / "my-venv"]
    (tmp_path / f"zhucun-{os.getuid()}").mkdir(mode=0o700)
    for folder in kept:
        folder.mkdir()
        for name in (".lock", ".zhucun-run", "data.txt"):
            (folder / name).write_text("precious")
    with workspace():
        pass
    assert all((folder / "data.txt").read_text() == "precious" for folder in kept)


@pytest.mark.parametrize("squatter", ["open folder", "link", "file", "folder of another"])
def test_a_folder_that_is_not_ours_alone_is_not_worked_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, squatter: str) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    home, elsewhere = tmp_path / f"zhucun-{os.getuid()}", tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if squatter == "link":
        home.symlink_to(elsewhere)
    elif squatter == "file":
        home.write_text("")
    else:
        home.mkdir(mode=0o700)
        if squatter == "open folder":
            home.chmod(0o777)
        elif os.getuid() == 0:
            os.chown(home, 12345, 12345)
        else:
            pytest.skip("needs another's folder")
    left = home / "run-x" if home.is_dir() else elsewhere / "run-x"
    left.mkdir()
    (left / ".zhucun-run").write_text("")
    with workspace() as work:
        assert work.parent == tmp_path
        assert stat.S_IMODE(work.stat().st_mode) == 0o700
    assert not work.exists()
    assert left.exists()


def test_what_a_killed_run_left_is_removed_by_the_next_and_a_living_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    program = "import time\nfrom zhucun.workspace import workspace\nwith workspace() as w:\n    print(w, flush=True)\n    time.sleep(60)"
    with (
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as dead,
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as living,
    ):
        assert dead.stdout
        assert living.stdout
        left, held = Path(dead.stdout.readline().strip()), Path(living.stdout.readline().strip())
        (left / "personal.ndjson").write_text("x")
        dead.send_signal(signal.SIGKILL)
        dead.wait()
        assert left.exists()
        with workspace():
            assert not left.exists()
            assert held.exists()
        living.terminate()


def test_many_runs_at_once_do_not_disturb_each_other(batch: Path, tmp_path: Path) -> None:
    zip_of(batch, tmp_path / "b.zip")
    (tmp_path / "tmp").mkdir()
    program = "import sys\nfrom zhucun.workspace import workspace\nfor n in range(300):\n    with workspace() as w:\n        (w / 'x').write_text('x')"
    runs = [
        subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "TMPDIR": str(tmp_path / "tmp")}, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    assert [(r.wait(), r.stderr and r.stderr.read()) for r in runs] == [(0, b"")] * 4
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="lets a call of the system fail")
@pytest.mark.parametrize("error", ["ENOSYS", "ENOLCK", "EOPNOTSUPP"])
def test_a_file_system_without_locks_will_do(batch: Path, tmp_path: Path, error: str) -> None:
    (tmp_path / "tmp").mkdir()
    trace = ["strace", "-f", "-o", "/dev/null", "-e", "trace=flock", "-e", f"inject=flock:error={error}"]
    if subprocess.run([*trace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("may not trace")
    result = run(batch, tmp_path / "tmp", *trace)
    assert (result.returncode, result.stderr) == (OK, "")
    assert json.loads(result.stdout)["verdict"] == "pass"
    assert list((tmp_path / "tmp").iterdir()) == []


def test_another_name_in_the_environment_is_taken_and_no_other_folder_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMP", str(tmp_path / "tmp"))
    with pytest.raises(WorkspaceError), workspace():
        pass
    (tmp_path / "tmp").mkdir()
    with workspace() as work:
        assert work.is_relative_to(tmp_path / "tmp")
