"""The command line: what it lists and explains, its exit codes, and its help."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from zhucun import standard
from zhucun.cli import main

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def commands(group: click.Group, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    out = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            out += commands(command, (*prefix, name))
        else:
            out.append((*prefix, name))
    return out


@pytest.mark.parametrize("command", commands(main))
def test_every_command_has_help_with_an_example(command: tuple[str, ...]) -> None:
    text = run(*command, "--help").stdout
    assert "Examples:" in text
    assert f"zhucun {' '.join(command)}" in text
    assert any("\u4e00" <= c <= "\u9fff" for c in text)


@pytest.mark.parametrize("rule", list(standard.rules()))
def test_every_rule_is_explained_in_both_languages_with_clause_and_sql(rule: str) -> None:
    header = standard.rule(rule).header
    text = run("explain", rule).stdout
    for key in ("title", "asks", "fix"):
        assert header[key]["zh"] in text
        assert header[key]["en"] in text
    assert standard.rule(rule).query in text
    cited = {
        c
        for p in standard.profile_ids()
        for need in standard.rule(rule).rows(standard.resolve(p)) or []
        for row in need
        for c in row.clauses
    }
    assert all(c in text for c in cited)


@pytest.mark.parametrize("profile", standard.profile_ids())
def test_the_rules_of_a_profile_are_listed(profile: str) -> None:
    listed = json.loads(run("rules", "--profile", profile, "--format", "json").stdout)
    assert [r["id"] for r in listed] == [r.id for r in standard.rules_under(standard.resolve(profile))]
    assert all(isinstance(r["entails"], list) for r in listed)


def test_all_rules_profiles_and_clauses_are_listed_with_ids() -> None:
    assert [r["id"] for r in json.loads(run("rules", "--format", "json").stdout)] == list(standard.rules())
    assert [p["id"] for p in json.loads(run("profiles", "--format", "json").stdout)] == standard.profile_ids()
    assert [c["id"] for c in json.loads(run("clauses", "--format", "json").stdout)] == [c["id"] for c in standard.clauses()]


def test_no_clause_is_uncarried() -> None:
    assert run("clauses", "--uncarried").stdout == ""


@pytest.mark.parametrize("profile", standard.profile_ids())
def test_a_profile_is_shown_with_every_row(profile: str) -> None:
    rows = [r.row_id for r in standard.resolve(profile).rows]
    text = run("profile", "show", profile, "--lang", "zh").stdout
    assert all(row in text for row in rows)
    assert [r["policyRow"] for r in json.loads(run("profile", "show", profile, "--format", "json").stdout)["rows"]] == rows


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "ATT-999"),
        ("rules", "--profile", "nowhere"),
        ("profile", "show", "nowhere"),
        ("validate", "no/such/place"),
        ("sample", "x", "--profile", "nowhere"),
    ],
)
def test_what_does_not_exist_is_said_in_one_sentence_with_exit_code_two(arguments: tuple[str, ...]) -> None:
    for lang in ("zh", "en"):
        result = run(*arguments, "--lang", lang)
        assert result.exit_code == 2
        assert result.stderr.startswith("zhucun: ")
        assert len(result.stderr.strip().splitlines()) == 1


def test_the_same_seed_gives_the_same_batch_and_another_does_not(tmp_path: Path) -> None:
    profile = standard.index()["examples"][0]
    for name, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        assert run("sample", str(tmp_path / name), "--profile", profile, "--seed", seed).exit_code == 0
    a, b, c = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in "abc")
    assert a == b
    assert a != c


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--villages", "2", "--cadres", "1"), ("名干部，只要求了 1 名", "1 were asked for")),
        (("--from", "2021-08-01", "--to", "2021-07-01"), ("期间为空", "the period is empty")),
    ],
)
def test_what_no_sample_can_hold_is_said_in_both_languages(tmp_path: Path, asked: tuple[str, ...], said: tuple[str, str]) -> None:
    for lang, text in zip(("zh", "en"), said, strict=True):
        result = run("sample", str(tmp_path / lang), "--profile", standard.index()["examples"][0], *asked, "--lang", lang)
        assert result.exit_code == 2
        assert text in result.stderr


def test_a_sample_does_not_overwrite(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x")
    assert run("sample", str(tmp_path), "--profile", standard.index()["examples"][0]).exit_code == 2
    assert (tmp_path / "kept").read_text() == "x"


def test_a_broken_sample_validates_to_its_rule_through_the_command_line(tmp_path: Path) -> None:
    profile = standard.index()["examples"][0]
    rule = next(r for r in standard.rules_under(standard.resolve(profile)))
    assert run("sample", str(tmp_path / "b"), "--profile", profile, "--break", rule.id).exit_code == 0
    found = json.loads(run("validate", str(tmp_path / "b"), "--format", "json").stdout)["findings"]
    assert {f["rule"] for f in found} >= {rule.id}
    assert {f["rule"] for f in found} <= {rule.id, *(e["rule"] for e in rule.header.get("entails", []))}


def test_no_place_is_named_in_the_sdk() -> None:
    names: set[str] = set()
    for ident in standard.profile_ids():
        names.add(ident.rsplit("-", 1)[0])
    names |= {"贵州", "黔南", "湖南", "榆林", "福建", "鲁山", "guizhou", "qiannan", "hunan", "yulin", "fujian", "lushan"}
    for path in (ROOT / "sdk").rglob("*.py"):
        text = path.read_text("utf-8").lower()
        assert not [n for n in names if n in text], path.name


def test_starting_does_not_load_the_database() -> None:
    code = "import sys, zhucun.cli; print([m for m in ('duckdb', 'jsonschema', 'fastjsonschema', 'pydantic') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
