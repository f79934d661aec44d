"""The README's example: it prints exactly the findings that stand beside it, and it is what its maker makes."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "libo"


def test_the_command_prints_the_expected_findings_and_exits_with_one() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "zhucun.cli", "validate", str(EXAMPLE / "batch"), "--lang", "zh", "--format", "json"],
        capture_output=True,
        check=False,
    )
    assert run.returncode == 1, run.stderr.decode()
    report = json.loads(run.stdout)
    expected = json.loads((EXAMPLE / "expected.json").read_text("utf-8"))
    found = [{k: f[k] for k in e if k in f} for f, e in zip(report["findings"], expected["findings"], strict=True)]
    assert found == expected["findings"]
    assert (report["verdict"], report["counts"]) == (expected["verdict"], expected["counts"])
    assert all(r["status"] != "FAILED" for r in report["rules"])


def test_the_example_is_what_its_maker_makes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_libo", EXAMPLE / "make.py")
    assert spec and spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    maker.make(tmp_path / "batch")
    made = {p.name: p.read_bytes() for p in (tmp_path / "batch").iterdir()}
    kept = {p.name: p.read_bytes() for p in (EXAMPLE / "batch").iterdir()}
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []
    assert (tmp_path / "expected.json").read_bytes() == (EXAMPLE / "expected.json").read_bytes()


def test_the_villages_are_those_of_the_register() -> None:
    register = {line.split(",")[0] for line in (EXAMPLE / "villages.csv").read_text("utf-8").splitlines()[1:]}
    villages = [line for line in (EXAMPLE / "batch" / "village.ndjson").read_text("utf-8").splitlines() if '"villageCode":"522722' in line]
    assert len(villages) >= 100
    assert {json.loads(v)["villageCode"] for v in villages} <= register
