"""Where a report is written: through devices, pipes and links, whole into plain files, and never leaving an old one to be taken for it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import edit_manifest, zhucun

from zhucun import output, validation
from zhucun.cli import FOUND, INCOMPLETE, OK, UNREADABLE

posix = pytest.mark.skipif(os.name != "posix", reason="devices, pipes and modes")
root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root makes devices")


def real(*arguments: object, **more: object) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own."""
    command = [sys.executable, "-m", "zhucun.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output="stdout" not in more, timeout=120, **more)  # type: ignore[call-overload, no-any-return]


def verdict(raw: bytes | str) -> str:
    return str(json.loads(raw)["verdict"])


@pytest.fixture
def failing(batch: Path) -> Path:
    """A batch with an error in it, and a report longer than a pipe holds."""
    line = b'{"id":"a 1","cadreId":"c-1","date":"2021-07-01","status":"REST"}\n'
    data = line * 500
    (batch / "attendance.ndjson").write_bytes(data)
    import hashlib

    edit_manifest(batch, lambda m: m["files"][0].update(count=500, sha256=hashlib.sha256(data).hexdigest()))
    return batch


# --- plain files ------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_a_plain_file_is_replaced_whole_and_keeps_its_mode(batch: Path, tmp_path: Path, mode: int) -> None:
    target = tmp_path / "out" / "report.json"
    target.parent.mkdir()
    target.write_text("x" * 100_000)
    target.chmod(mode)
    before = target.stat().st_ino
    assert zhucun("validate", batch, "--format", "json", "-o", target).exit_code == OK
    assert verdict(target.read_bytes()) == "pass"
    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert target.stat().st_ino != before
    assert [p.name for p in target.parent.iterdir()] == ["report.json"]


@root
def test_a_plain_file_keeps_its_owner(batch: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text("old")
    os.chown(target, 12345, 23456)
    zhucun("validate", batch, "--format", "json", "-o", target)
    assert (target.stat().st_uid, target.stat().st_gid) == (12345, 23456)


@posix
def test_a_new_file_has_the_mode_of_the_mask(batch: Path, tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        zhucun("validate", batch, "-o", tmp_path / "report.txt")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "report.txt").stat().st_mode) == 0o640


# --- links ------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_what_it_leads_to_is_written(batch: Path, tmp_path: Path, there: bool) -> None:
    (tmp_path / "far").mkdir()
    target, link, chain = tmp_path / "far" / "report.json", tmp_path / "link", tmp_path / "chain"
    if there:
        target.write_text("old")
    link.symlink_to("far/report.json")
    chain.symlink_to(link)
    assert zhucun("validate", batch, "--format", "json", "-o", chain).exit_code == OK
    assert chain.is_symlink()
    assert link.is_symlink()
    assert verdict(target.read_bytes()) == "pass"
    assert sorted(p.name for p in (tmp_path / "far").iterdir()) == ["report.json"]


@posix
def test_a_circle_of_links_is_our_failure(batch: Path, tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert zhucun("validate", batch, "-o", tmp_path / "a").exit_code == INCOMPLETE
    assert (tmp_path / "a").is_symlink()


# --- devices and pipes ------------------------------------------------------------------------------


@root
@pytest.mark.parametrize(("minor", "code"), [(3, OK), (7, INCOMPLETE)], ids=["null", "full"])
def test_a_device_stays_a_device(batch: Path, tmp_path: Path, minor: int, code: int) -> None:
    device = tmp_path / "device"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, minor))
        device.open("wb").close()
    except PermissionError:
        pytest.skip("this place makes no devices")
    result = zhucun("validate", batch, "--format", "json", "-o", device)
    assert result.exit_code == code
    assert stat.S_ISCHR(device.stat().st_mode)
    assert len(result.stderr.splitlines()) == (code != OK)


@posix
def test_a_pipe_stays_a_pipe_and_gets_it_all(failing: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    result = zhucun("validate", failing, "--format", "json", "-o", pipe)
    reader.join(60)
    assert (result.exit_code, result.output) == (FOUND, "")
    assert verdict(got[0]) == "fail"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
@pytest.mark.parametrize("target", ["-", "/dev/stdout", "/dev/fd/1"])
def test_standard_output_by_any_name(failing: Path, tmp_path: Path, target: str) -> None:
    piped = real("validate", failing, "--format", "json", "-o", target)
    assert (piped.returncode, verdict(piped.stdout)) == (FOUND, "fail")
    # where a shell has sent it to a file, what stands before stays before
    with (tmp_path / "log").open("ab") as log:
        log.write(b"before\n")
        log.flush()
        assert real("validate", failing, "--format", "json", "-o", target, stdout=log).returncode == FOUND
    first, rest = (tmp_path / "log").read_bytes().split(b"\n", 1)
    assert (first, verdict(rest)) == (b"before", "fail")


@posix
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_goes_away_does_not_change_the_exit_code(failing: Path, form: str) -> None:
    command = f'"{sys.executable}" -m zhucun.cli validate "{failing}" --format {form}'
    for reader in ("true", "head -c 10"):
        done = subprocess.run(["bash", "-c", f"{command} | {reader}; exit ${{PIPESTATUS[0]}}"], capture_output=True, timeout=120)
        assert (done.returncode, done.stderr) == (FOUND, b"")


@posix
def test_a_pipe_whose_reader_goes_away_does_not_either(failing: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def leave() -> None:
        with pipe.open("rb") as f:
            f.read(10)

    reader = threading.Thread(target=leave)
    reader.start()
    done = real("validate", failing, "--format", "json", "-o", pipe)
    reader.join(60)
    assert (done.returncode, done.stderr) == (FOUND, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk_is_our_failure(failing: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "zhucun.cli", "validate", str(failing), "--lang", "en"], stdout=full, stderr=subprocess.PIPE, timeout=120
        )
    assert done.returncode == INCOMPLETE
    assert done.stderr.decode().splitlines() == ["zhucun: standard output cannot be written: No space left on device"]


@posix
def test_a_disk_that_fills_up_leaves_no_old_report(failing: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text('{"verdict": "pass"}')
    # no file may grow beyond this; the report on the failing batch would
    limited = "import resource,sys;resource.setrlimit(resource.RLIMIT_FSIZE,(20000,20000));from zhucun import cli;cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", limited, "validate", str(failing), "--format", "json", "-o", str(target)], capture_output=True, timeout=120
    )
    assert done.returncode == INCOMPLETE
    assert len(done.stderr.splitlines()) == 1
    assert verdict(target.read_bytes()) == "incomplete"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".zhucun")] == []


def test_output_that_cannot_be_written_is_our_failure(batch: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for target in (tmp_path / "out", tmp_path / "none" / "report.txt", tmp_path / ("x" * 300)):
        result = zhucun("validate", batch, "-o", target)
        assert result.exit_code == INCOMPLETE
        assert len(result.stderr.splitlines()) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["batch", "out"]


# --- nothing stale ----------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"profile": "no-such"}, {"startDate": "x"}])
def test_an_unreadable_batch_leaves_no_old_report(batch: Path, tmp_path: Path, change: dict[str, str]) -> None:
    target = tmp_path / "report.json"
    target.write_text('{"verdict": "pass"}')
    edit_manifest(batch, lambda m: m.update(change))
    assert zhucun("validate", batch, "--format", "json", "-o", target).exit_code == UNREADABLE
    assert verdict(target.read_bytes()) == "unreadable"


@pytest.mark.parametrize("wrong", [("--as-of", "yesterday"), ("--as-of", "1990-01-01"), ("--profile", "./none"), ("--max-findings", "-1")])
def test_a_wrong_option_leaves_no_old_report(batch: Path, tmp_path: Path, wrong: tuple[str, str]) -> None:
    target = tmp_path / "report.json"
    target.write_text('{"verdict": "pass"}')
    assert zhucun("validate", batch, "--format", "json", "-o", target, *wrong).exit_code == UNREADABLE
    assert verdict(target.read_bytes()) == "unreadable"


def test_a_failure_of_ours_leaves_no_old_report(batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "connect", lambda _: (_ for _ in ()).throw(RuntimeError("a defect")))
    target = tmp_path / "report.json"
    target.write_text('{"verdict": "pass"}')
    assert zhucun("validate", batch, "--format", "json", "-o", target).exit_code == INCOMPLETE
    report = json.loads(target.read_bytes())
    assert (report["verdict"], report["problems"][0]["code"]) == ("incomplete", "internal")


@posix
def test_an_interrupted_run_leaves_no_old_report(batch: Path, tmp_path: Path) -> None:
    import signal
    import time

    target = tmp_path / "report.json"
    target.write_text('{"verdict": "pass"}')
    slow = (
        "import sys,time;from zhucun import validation,cli;validation.connect=lambda w:(print('on',flush=True),time.sleep(60));cli.main()"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", slow, "validate", str(batch), "--format", "json", "-o", str(target)], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "on\n"
    time.sleep(0.1)
    run.send_signal(signal.SIGTERM)
    assert run.wait(60) == 143
    assert not target.exists()


# --- all findings, line by line ---------------------------------------------------------------------


def test_all_findings_go_to_a_file_and_the_report_lists_a_part(failing: Path, tmp_path: Path) -> None:
    findings = tmp_path / "findings.ndjson"
    result = zhucun("validate", failing, "--format", "json", "--max-findings", "10", "--findings", findings)
    report = json.loads(result.stdout)
    assert result.exit_code == FOUND
    of_one = [f for f in report["findings"] if f["rule"] == "STR-PATTERN"]
    assert (len(of_one), report["omitted"]["STR-PATTERN"]) == (10, 490)
    lines = [json.loads(line) for line in findings.read_text("utf-8").splitlines()]
    assert sum(line["rule"] == "STR-PATTERN" for line in lines) == 500
    assert len(lines) == sum(report["counts"].values())


def test_no_old_findings_are_left_either(batch: Path, tmp_path: Path) -> None:
    findings = tmp_path / "findings.ndjson"
    findings.write_text("old")
    edit_manifest(batch, lambda m: m.update(profile="no-such"))
    assert zhucun("validate", batch, "--findings", findings).exit_code == UNREADABLE
    assert not findings.exists()


@pytest.mark.parametrize("target", [(), ("-o", "-")])
def test_report_and_findings_do_not_share_standard_output(batch: Path, target: tuple[str, ...]) -> None:
    result = zhucun("validate", batch, "--findings", "-", *target)
    assert (result.exit_code, result.stdout) == (UNREADABLE, "")
    assert "--findings" in result.stderr


# --- written from Python ----------------------------------------------------------------------------


def test_what_is_written_in_part_appears_only_when_all_is_there(tmp_path: Path) -> None:
    target = tmp_path / "f"
    target.write_text("old")

    def lines() -> Iterator[bytes]:
        yield b"new"
        raise KeyError("the work failed")

    with pytest.raises(KeyError), output.Output(str(target)) as out:
        for line in lines():
            out.write(line)
    assert target.read_text() == "old"
    with output.Output(str(target)) as out:
        out.write(b"new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["f"]
