"""The story of two counties and a city runs with one command, and ends as it is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytest.importorskip("cryptography", reason="signing needs pip install -e '.[exchange]'")


@pytest.mark.skipif(shutil.which("bash") is None, reason="the story is for a shell")
def test_the_story_of_two_counties_and_a_city(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "zhucun").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m zhucun.cli "$@"\n')
    (tmp_path / "bin" / "zhucun").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "sdk")}
    work = tmp_path / "work"
    done = subprocess.run(
        ["bash", ROOT / "examples" / "exchange" / "story.sh", work],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = []
    for name in ("a", "c", "b"):
        check = [sys.executable, "-m", "zhucun.cli", "receipt", "check", f"{name}.receipt.json", "--format", "json", "--trust"]
        trust = ROOT / "examples" / "exchange" / "city" / "trusted-keys.json"
        told.append(
            json.loads(subprocess.run([*check, trust], cwd=work, env=environment, capture_output=True, text=True, check=True).stdout)
        )
    assert [t["receipt"]["status"] for t in told] == ["REJECTED", "ACCEPTED", "ACCEPTED"]
    assert [t["receipt"]["signature"] for t in told] == ["VALID"] * 3
    assert {r["code"] for r in told[0]["receipt"]["reasons"]} >= {"contract.refuseFrom"}
    merged = json.loads((work / "city" / "manifest.json").read_bytes())
    assert [(p["prefix"], p["batchId"]) for p in merged["parts"]] == [("A", "county-a-2021-07-c1"), ("B", "county-b-2021-07")]
