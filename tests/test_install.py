"""Installation where there is no internet, and the engines that a verdict may be repeated with."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename

from tools import bundle
from zhucun.version import engine as present

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "libo" / "batch"
PINNED = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#"))


def told(*command: str, **environment: str) -> dict[str, Any]:
    """The report on the example by a program, but for the versions that made it."""
    done = subprocess.run([*command, "validate", str(EXAMPLE), "--format", "json"], capture_output=True, env={**os.environ, **environment})
    assert done.returncode == 1, done.stderr.decode()[-2000:]
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def but_for_tool(report: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in report.items() if name != "tool"}


@pytest.fixture(scope="module")
def here() -> dict[str, Any]:
    return told(sys.executable, "-m", "zhucun.cli")


# --- the folder for a closed network --------------------------------------------------------------


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the bundle is built for Linux here")
def test_the_bundle_installs_and_runs_with_the_network_cut(tmp_path: Path, here: dict[str, Any]) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("no strace")
    folder = tmp_path / "离线 bundle"
    bundle.bundle(folder, "linux", "{}.{}".format(*sys.version_info[:2]))
    # whoever installs has nothing of ours and no settings of pip; each connection fails, and is told
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHON": sys.executable, "PIP_CONFIG_FILE": os.devnull}
    asked = tmp_path / "asked"
    cut = [strace, "-f", "-qq", "-e", "trace=connect", "-e", "inject=connect:error=ENETUNREACH", "-o", str(asked)]
    subprocess.run([*cut, "sh", str(folder / "install.sh")], check=True, env=bare, cwd=tmp_path, stdout=subprocess.DEVNULL)
    program = str(folder / "zhucun" / "bin" / "zhucun")
    done = subprocess.run([*cut, program, "validate", str(folder / "example"), "--format", "json"], capture_output=True, env=bare)
    assert done.returncode == 1, done.stderr.decode()
    report = json.loads(done.stdout)
    assert but_for_tool(report) == but_for_tool(here)
    assert report["tool"]["engine"]["version"] == PINNED["duckdb"]
    assert "AF_INET" not in asked.read_text()
    installed = {parse_wheel_filename(p.name)[0] for p in (folder / "wheels").iterdir()}
    assert installed - {"zhucun"} <= set(PINNED)


def test_the_bundle_of_an_office_holds_what_windows_asks_for(tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    bundle.bundle(folder, "windows", "3.12")
    for wheel in (folder / "wheels").iterdir():
        name, version, _, tags = parse_wheel_filename(wheel.name)
        assert {t.platform for t in tags} <= {"any", "win_amd64"}, wheel.name
        assert name == "zhucun" or PINNED[name] == str(version)
    wanted = f"zhucun[{','.join(bundle.EXTRAS)}]"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "-q", "--dry-run", "--no-index", "--find-links", str(folder / "wheels")),
            *("--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.12", "--target", str(tmp_path / "x"), wanted),
        ],
        check=True,
    )
    command = (folder / "install.cmd").read_bytes()
    command.decode("ascii")
    assert command.count(b"\n") == command.count(b"\r\n")
    assert wanted.encode() in command
    assert (folder / "读我.txt").read_bytes().startswith(b"\xef\xbb\xbf")
    sums = dict(reversed(line.split("  ", 1)) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    assert set(sums) == {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"SHA256SUMS"}


def test_conditions_are_asked_of_the_other_platform() -> None:
    seen = {**bundle.PLATFORMS["windows"][1], "python_version": "3.12"}
    given = [Requirement("colorama; platform_system == 'Windows'"), Requirement("uvloop; sys_platform != 'win32'"), Requirement("click")]
    assert [str(r) for r in bundle.holding(given, seen)] == ["colorama", "click"]


# --- the engine -----------------------------------------------------------------------------------


def test_the_oldest_engine_finds_the_same(tmp_path: Path, here: dict[str, Any]) -> None:
    """The range in pyproject.toml is what is tested: its first version here, the newest by everything else."""
    engine = next(r for r in bundle.requirements({}) if r.name == "duckdb")
    oldest = next(s.version for s in engine.specifier if s.operator == ">=")
    assert engine.specifier.contains(PINNED["duckdb"])
    assert engine.specifier.contains(present()["version"])
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(tmp_path), f"duckdb=={oldest}.*"]
    subprocess.run(pip, check=True)
    report = told(sys.executable, "-m", "zhucun.cli", PYTHONPATH=os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", ""))))
    assert report["tool"]["engine"]["version"].startswith(f"{oldest}.")
    assert but_for_tool(report) == but_for_tool(here)
