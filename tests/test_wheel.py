"""What the wheel carries: the standard, the suite and the schemas of its messages, so that a command outside a checkout needs no other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel would install."""
    pytest.importorskip("hatchling", reason="building a wheel needs hatchling")
    built = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    [wheel] = built.glob("*.whl")
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(unpacked: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line as it stands in the wheel, away from the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-m", "zhucun.cli", *arguments]
    return subprocess.run(command, cwd=unpacked, env=environment, capture_output=True, text=True)


def test_the_suite_runs_from_the_wheel(unpacked: Path) -> None:
    serve = [sys.executable, "-m", "zhucun.cli", "conformance", "serve"]
    for pattern in ("ATT-001-hunan-2021-*", "leave-[de]*", "file-gz*", "producer-least"):
        done = run(unpacked, "conformance", "run", "--lang", "en", "--format", "json", "--case", pattern, "--", *serve)
        assert done.returncode == 0, done.stdout + done.stderr
        assert all(str(c["source"]).startswith("zhucun/_suite/1.0/") for c in json.loads(done.stdout)["cases"])


def test_the_wheel_carries_every_case_and_every_schema(unpacked: Path) -> None:
    def files(folder: Path) -> set[str]:
        return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}

    there = files(unpacked / "zhucun" / "_suite")
    suite = files(ROOT / "conformance")
    kept = ("1.0/cases/", "1.0/batches/", "1.0/mutants/", "1.0/profiles/", "schemas/")
    assert {f for f in suite if f.startswith(kept)} | {"protocol.md", "1.0/signatures.json"} == there
    assert files(unpacked / "zhucun" / "_standard" / "1.0") == files(ROOT / "schemas" / "1.0")


def test_a_case_is_laid_down_from_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    done = run(unpacked, "conformance", "show", "ATT-001-hunan-2021-fires", "-o", str(tmp_path / "case"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "case" / "batch" / "manifest.json").is_file()
