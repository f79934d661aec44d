"""A profile for another county: written with the commands alone, checked, sampled, validated; and what the check finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from edition import standard

from zhucun.cli import main
from zhucun.places import check
from zhucun.places.template import dump
from zhucun.places.template import template as filled_in
from zhucun.standard import Profiles


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def test_a_county_is_made_with_the_commands_alone(tmp_path: Path) -> None:
    folder, batch = tmp_path / "fictive-county-2024", tmp_path / "batch"
    made = run(
        "profile", "new", str(folder), "--document", "FC", "--title-zh", "虚构县办法", "--title-en", "Measures of a fictitious county"
    )
    assert made.exit_code == 0, made.output
    assert run("profile", "check", str(folder)).exit_code == 0
    assert run("sample", str(batch), "--profile", str(folder)).exit_code == 0
    report = json.loads(run("validate", str(batch), "--profile", str(folder), "--format", "json").stdout)
    assert (report["verdict"], report["findings"], report["profile"]) == ("pass", [], "fictive-county-2024")
    assert "ATT-001" in [r["id"] for r in report["rules"] if r["status"] == "RAN"]
    broken = tmp_path / "broken"
    assert run("sample", str(broken), "--profile", str(folder), "--break", "ATT-001").exit_code == 0
    found = json.loads(run("validate", str(broken), "--profile", str(folder), "--format", "json").stdout)["findings"]
    assert {f["rule"] for f in found} == {"ATT-001"}


def test_a_batch_names_the_profiles_that_exist(tmp_path: Path) -> None:
    failed = run("sample", str(tmp_path / "b"), "--profile", "nowhere-2024", "--lang", "en")
    assert failed.exit_code == 2
    assert all(p in failed.output for p in standard.profiles.own)


@pytest.mark.parametrize("command", [["profile", "show"], ["profile", "check"], ["sample", "b", "--profile"]])
@pytest.mark.parametrize("content", [b'{"id": "my-county-2024",', b'{"id": "\xff"}', b"[" * 5000])
def test_a_profile_that_cannot_be_read_is_its_authors(tmp_path: Path, command: list[str], content: bytes) -> None:
    folder = tmp_path / "my-county-2024"
    folder.mkdir()
    (folder / "profile.json").write_bytes(content)
    failed = run(*command, str(folder), "--lang", "zh")
    assert failed.exit_code == 2
    assert f"{folder}/profile.json 不是合格的地区规则" in failed.output
    assert "standard" not in failed.output


@pytest.fixture
def template() -> dict[str, Any]:
    return filled_in("fictive-county-2024", "FC", "虚构县办法", "Fictitious", "guizhou-2017", "2024-01-01")


def remarks(tmp_path: Path, profile: dict[str, Any]) -> list[check.Remark]:
    folder = tmp_path / "fictive-county-2024"
    folder.mkdir()
    (folder / "profile.json").write_text(dump(profile), "utf-8")
    return check.check(Profiles(standard), folder)


def test_the_template_is_sound_and_one_row_a_line(tmp_path: Path, template: dict[str, Any]) -> None:
    assert [r for r in remarks(tmp_path, template) if r.level == "error"] == []
    assert json.loads(dump(template)) == template


@pytest.mark.parametrize(
    ("change", "place", "word"),
    [
        (lambda p: p["policy"]["parameter"][0].update(name="presence.invented"), "/policy/parameter/0/name", "unknown parameter"),
        (lambda p: p["policy"]["parameter"][0].pop("clauses"), "/policy/parameter/0", "no clause"),
        (lambda p: p["policy"]["parameter"][0].update(clauses=["HN-4.2-7"]), "parameter/days-per-month", "not of this document"),
        (lambda p: p["policy"]["parameter"].append(dict(p["policy"]["parameter"][0])), "parameter/days-per-month", "twice"),
        (lambda p: p["policy"]["parameter"][0].update(basis="INTERPRETED"), "parameter/days-per-month", "note"),
        (lambda p: p["policy"]["parameter"][0].pop("number"), "parameter/days-per-month", "no value"),
        (
            lambda p: p["policy"]["parameter"][0].update(name="village.largePopulation", roles=["TEAM_MEMBER"]),
            "parameter/days-per-month",
            "no rule reads it there",
        ),
        (lambda p: p.update(extends="nowhere-2024"), "/extends", "no profile"),
        (lambda p: p.update(id="another-county"), "/id", "name of the folder"),
        (lambda p: p.update(effectiveTo="2023-01-01"), "/effectiveTo", "before it begins"),
        (lambda p: p.pop("inheritanceBasis"), "/inheritanceBasis", "STATED or ASSUMED"),
        (lambda p: p["policy"]["creditingStatus"][0].update(status="HOLIDAY"), "/policy/creditingStatus/0/status", "not valid"),
        (
            lambda p: p["policy"].update(
                condition=[
                    {
                        "id": "x",
                        "clauses": ["FC-1-2"],
                        "modality": "MUST",
                        "basis": "STATED",
                        "recordType": "cadre",
                        "field": "shoeSize",
                        "op": "PRESENT",
                    }
                ]
            ),
            "condition/x",
            "no field",
        ),
    ],
)
def test_the_check_finds(tmp_path: Path, template: dict[str, Any], change: Any, place: str, word: str) -> None:
    change(template)
    found = [r for r in remarks(tmp_path, template) if r.level == "error"]
    assert any(r.place == place and word in r.problem.text("en") for r in found), found


def test_the_check_finds_a_row_looser_than_its_parent(tmp_path: Path, template: dict[str, Any]) -> None:
    base = {"clauses": ["FC-1-1"], "basis": "STATED"}
    template["policy"]["parameter"] = [
        {"id": "promotion-ban", **base, "modality": "MUST", "name": "rectification.promotionBanMonths", "number": 6}
    ]
    parent = {r.values["id"]: r for r in standard.profiles.resolve("guizhou-2017").table("parameter")}
    mine = next(r for r in parent.values() if r.values["name"] == "rectification.promotionBanMonths")
    template["policy"]["parameter"][0]["id"] = mine.values["id"]
    assert any(r.level == "warning" and "12 → 6" in r.problem.text("en") for r in remarks(tmp_path, template))


def test_profiles_are_compared_row_by_row() -> None:
    text = run("profile", "diff", "hunan-2021", "yulin-2021", "--lang", "zh").stdout
    assert "每月最少在村天数：20" in text or "每月最少在村天数:20" in text
    assert "每年最少驻村天数" in text
    assert "（未作规定）" in text
    rows = json.loads(run("profile", "diff", "hunan-2021", "yulin-2021", "--format", "json").stdout)
    named = {r["hunan-2021"]["policyRow"] for r in rows if r["hunan-2021"]}
    assert named == {r.row_id for r in standard.profiles.resolve("hunan-2021").rows}
