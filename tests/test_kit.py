"""What a pipeline takes from the repository: each file is read as its runner reads it, and its commands are run.

What installs is held to be the documented command and then left out: the program is there already.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import days, ndjson, write_batch

yaml = pytest.importorskip("yaml", reason="the files of pipelines need pip install -e '.[dev]'")

ROOT = Path(__file__).resolve().parent.parent


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A working tree with a batch in it: of its three records the last is wrong."""
    (tmp_path / "work" / ".git").mkdir(parents=True)
    records = days(3)
    records[2]["status"] = "NOWHERE"
    write_batch(tmp_path / "work" / "data" / "batch", {"attendance.ndjson": (ndjson(records), 3)})
    return tmp_path / "work"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Where ``zhucun`` is this one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "zhucun").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m zhucun.cli "$@"\n')
    (folder / "zhucun").chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "sdk"), "HOME": str(tmp_path)}


def bash(script: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """As the runners do: bash that stops at the first failure."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


# --- GitHub -----------------------------------------------------------------------------------------


def filled(text: str, inputs: Mapping[str, str]) -> str:
    """What the runner puts in the place of an expression."""
    return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda m: inputs[m[1]], text)


def act(checkout: Path, environment: Mapping[str, str], **given: str) -> tuple[int, str]:
    """The steps of the action, one after the other. Exit code, and what was written to the log."""
    action = load("action.yml")
    assert all(entry.get("required") or "default" in entry for entry in action["inputs"].values())
    inputs = {name: entry.get("default", "") for name, entry in action["inputs"].items()} | given
    code, log = 0, ""
    for step in action["runs"]["steps"]:
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w/-]+@v[0-9]+", step["uses"])
            continue
        assert step["shell"] == "bash"  # a composite action must say so
        if step["name"] == "Install":
            assert step["run"] == 'python -m pip install "$GITHUB_ACTION_PATH"'
            continue
        if code and step.get("if") != "always()":
            continue
        done = bash(
            filled(step["run"], inputs), checkout, {**environment, **{k: filled(v, inputs) for k, v in step.get("env", {}).items()}}
        )
        code, log = code or done.returncode, log + done.stdout + done.stderr
    return code, log


def test_the_action_fails_and_says_where(checkout: Path, environment: Mapping[str, str]) -> None:
    code, log = act(checkout, environment, path="data/batch", lang="en")
    assert code == 1
    assert "::error file=data/batch/attendance.ndjson,line=3,title=STR-ENUM::" in log
    results = json.loads((checkout / "zhucun.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert any(r["ruleId"] == "STR-ENUM" for r in results)


def test_the_action_heeds_a_baseline(checkout: Path, environment: Mapping[str, str]) -> None:
    assert bash("zhucun validate data/batch --write-baseline 'the baseline.json'", checkout, environment).returncode == 0
    code, log = act(checkout, environment, path="data/batch", baseline="the baseline.json")
    assert code == 0, log
    assert "::error" not in log


def test_the_action_takes_no_command_from_its_inputs(checkout: Path, environment: Mapping[str, str]) -> None:
    code, _ = act(checkout, environment, path='data/batch"; touch stolen; "', profile="$(touch stolen)")
    assert code == 2
    assert not (checkout / "stolen").exists()
    steps = load("action.yml")["runs"]["steps"]
    assert all("${{" not in step.get("run", "") for step in steps)


# --- pre-commit -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("data/batch/manifest.json", True),
        ("manifest.json", True),
        ("data/batch/attendance.ndjson", True),
        ("b/attendance.ndjson.gz", True),
        ("b/attendance.ndjson.zst", True),
        ("package.json", False),
        ("src/my-manifest.json", False),
        ("README.md", False),
    ],
)
def test_the_hook_runs_where_a_batch_changes(path: str, wanted: bool) -> None:
    (hook,) = load(".pre-commit-hooks.yaml")
    assert bool(re.search(hook["files"], path)) is wanted


def test_the_hook_stops_a_commit(checkout: Path, environment: Mapping[str, str]) -> None:
    (hook,) = load(".pre-commit-hooks.yaml")
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    assert (ROOT / "pyproject.toml").is_file()  # what pre-commit installs
    command = [*shlex.split(hook["entry"]), "data/batch", "--lang", "en"]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "STR-ENUM" in done.stdout


# --- GitLab -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("accepted", [False, True])
def test_the_job_writes_what_gitlab_collects(checkout: Path, environment: Mapping[str, str], accepted: bool) -> None:
    job = load("ci/gitlab.yml")["zhucun"]
    said = {**environment, **job["variables"], "ZHUCUN_BATCH": "data/batch", "ZHUCUN_SOURCE": "."}
    if accepted:
        said["ZHUCUN_BASELINE"] = "the baseline.json"
        assert bash("zhucun validate data/batch --write-baseline 'the baseline.json'", checkout, environment).returncode == 0
    install, *rest = job["script"]
    assert install == 'python -m pip install "$ZHUCUN_SOURCE"'
    assert bash("\n".join(rest), checkout, said).returncode == (0 if accepted else 1)
    assert job["artifacts"]["when"] == "always"
    name = job["artifacts"]["reports"]["codequality"].replace("$ZHUCUN_REPORT", said["ZHUCUN_REPORT"])
    found = [i for i in json.loads((checkout / name).read_text("utf-8")) if i["check_name"] == "STR-ENUM"]
    assert [i["location"] for i in found] == [] if accepted else [{"path": "data/batch/attendance.ndjson", "lines": {"begin": 3}}]
