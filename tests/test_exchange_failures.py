"""What the exchange commands leave behind when the disk fills or somebody kills them: nothing under the name that was wanted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import days, ndjson, write_batch
from test_correction import correct, files

if os.name != "posix":
    pytest.skip("limits and signals of POSIX", allow_module_level=True)

import resource

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "zhucun.cli"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "sdk")}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Batches of which each result is longer than the limit."""
    work = tmp_path_factory.mktemp("failures")
    long = [{**r, "id": f"a-{n}"} for n, r in enumerate(days(1) * 1200)]
    base = write_batch(work / "base", files({"cadre": [{"id": "c-1"}], "attendance": long}))
    write_batch(work / "other", files({"cadre": [{"id": "c-1"}], "attendance": [{**r, "status": "REST"} for r in long]}), batchId="b-2")
    correct(work / "correction", base, {"cadre": [{"id": "c-1"}]})
    write_batch(work / "county", files({"attendance": long}), sender={"id": "S-A"})
    (work / "prefixes.json").write_text(json.dumps({"S-A": "A"}))
    (work / "key").write_bytes(b"0123456789abcdef")
    return work


COMMANDS = {
    "apply": ("base", "correction"),
    "pack": ("base",),
    "diff": ("base", "other", "--correction"),
    "merge": ("county", "--prefixes", "prefixes.json", "--id", "city", "--sender", "S-C"),
    "split": ("base", "--by", "county"),
    "pseudonymise": ("base", "--key", "key"),
}


def arguments(name: str, target: Path) -> list[str]:
    given = [*COMMAND, name, *COMMANDS[name]]
    return [*given, str(target), "--lang", "en"] if name == "diff" else [*given, "-o", str(target), "--lang", "en"]


@pytest.mark.parametrize("name", COMMANDS)
def test_where_the_disk_is_full_nothing_stands_under_the_name_and_nobodys_batch_is_blamed(name: str, place: Path, tmp_path: Path) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    target = tmp_path / "target"
    done = subprocess.run(
        arguments(name, target), cwd=place, env=ENVIRONMENT, capture_output=True, text=True, check=False, preexec_fn=limited, timeout=120
    )
    assert done.returncode == 3, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    assert (done.stderr.count("\n"), done.stderr.startswith("zhucun: ")) == (1, True), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_killed_half_way_leaves_nothing_under_the_name(place: Path, tmp_path: Path) -> None:
    lines = ndjson([{**r, "id": "a-00000000"} for r in days(1)]).replace(b"a-00000000", b"a-%08d")
    data = b"".join(lines % n for n in range(60_000))
    base = write_batch(tmp_path / "base", {"attendance.ndjson": (data, 60_000)})
    out = tmp_path / "out"
    out.mkdir()
    process = subprocess.Popen(
        [*COMMAND, "split", base, "--by", "county", "-o", out / "target"], env=ENVIRONMENT, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while process.poll() is None and not any(out.glob(".zhucun-*")) and time.monotonic() < deadline:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    # had it been faster than this test, all of it would be there
    assert not (out / "target").exists() or (out / "target" / "rest" / "manifest.json").exists()
