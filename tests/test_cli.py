"""The command line: what it lists and explains, its exit codes, and its help."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from edition import standard

from zhucun import validate
from zhucun.cli import main
from zhucun.cli.page import BUILT
from zhucun.places import explain
from zhucun.record import faults

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def commands(group: click.Group, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    out = []
    for name, command in group.commands.items():
        if command.hidden:
            continue
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


@pytest.mark.parametrize("rule", list(standard.rules))
def test_every_rule_is_explained_in_both_languages_with_clause_and_sql(rule: str) -> None:
    header = standard.rule(rule).header
    text = run("explain", rule).stdout
    for key in ("title", "asks", "fix"):
        assert header[key]["zh"] in text
        assert header[key]["en"] in text
    assert standard.rule(rule).query in text
    cited = {
        c
        for p in standard.profiles.own
        for need in standard.rule(rule).rows(standard.profiles.resolve(p)) or []
        for row in need
        for c in row.clauses
    }
    assert all(c in text for c in cited)


@pytest.mark.parametrize("profile", standard.profiles.own)
def test_the_rules_of_a_profile_are_listed(profile: str) -> None:
    listed = json.loads(run("rule", "list", "--profile", profile, "--format", "json").stdout)
    assert [r["id"] for r in listed] == [r.id for r in standard.profiles.resolve(profile).rules]
    assert all(isinstance(r["entails"], list) for r in listed)


def test_all_rules_profiles_and_clauses_are_listed_with_ids() -> None:
    assert [r["id"] for r in json.loads(run("rule", "list", "--format", "json").stdout)] == list(standard.rules)
    assert [p["id"] for p in json.loads(run("profile", "list", "--format", "json").stdout)] == list(standard.profiles.own)
    assert [c["id"] for c in json.loads(run("clause", "list", "--format", "json").stdout)] == [c["id"] for c in standard.clauses]


def test_the_code_lists_and_their_codes_are_listed() -> None:
    listed = json.loads(run("codelist", "list", "--format", "json").stdout)
    assert {c["name"]: c["codes"] for c in listed} == {name: len(standard.codelist(name)) for name in standard.codelist_names}
    codes = json.loads(run("codelist", "show", "exit-reason", "--format", "json").stdout)
    assert {c["code"]: (c["zh"], c["en"]) for c in codes} == standard.code_titles("exit-reason")


@pytest.mark.parametrize(("old", "new"), [("rules", ("rule", "list")), ("profiles", ("profile", "list")), ("clauses", ("clause", "list"))])
def test_a_command_works_under_its_older_name_which_help_no_longer_lists(old: str, new: tuple[str, str]) -> None:
    assert run(old, "--lang", "zh").stdout == run(*new, "--lang", "zh").stdout
    assert f"\n  {old} " not in run("--help").stdout


def test_no_clause_is_uncarried() -> None:
    assert run("clause", "list", "--uncarried").stdout == ""


@pytest.mark.parametrize("profile", standard.profiles.own)
def test_a_profile_is_shown_with_every_row(profile: str) -> None:
    rows = [r.row_id for r in standard.profiles.resolve(profile).rows]
    text = run("profile", "show", profile, "--lang", "zh").stdout
    assert all(row in text for row in rows)
    assert [r["policyRow"] for r in json.loads(run("profile", "show", profile, "--format", "json").stdout)["rows"]] == rows


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "ATT-999"),
        ("explain", "STR-NONE"),
        ("explain", "posting.none"),
        ("explain", ""),
        ("explain", "x" * 5000),
        ("rule", "list", "--profile", "nowhere"),
        ("rule", "show", "ATT-999"),
        ("codelist", "show", "exit-reasons"),
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


# --- explain ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", list(faults.catalogue(standard)))
def test_every_structural_code_is_explained_in_both_languages(code: str) -> None:
    text = run("explain", code).stdout
    entry = faults.catalogue(standard)[code]
    assert text.startswith(code)
    assert entry["fixZh"] in text
    assert entry["fixEn"] in text
    assert all(title in text for title in standard.code_titles("severity")[entry["severity"]])
    assert "{" not in text.split("Example")[0]


#: Codes that one file of records alone does not show.
ELSEWHERE = {r["code"] for r in standard.register("workbook")} | {
    "STR-REFERENCE",
    "STR-UNLISTED-FILE",
    "STR-DEPTH",
    "STR-LINE-LENGTH",
    "STR-EMPTY",
    "STR-OWN-FIELD",  # it is the batch's profile that tells what is its own
}


@pytest.mark.parametrize("code", [c for c in faults.catalogue(standard) if c not in ELSEWHERE])
def test_the_example_of_a_code_has_that_fault_and_no_other(code: str, tmp_path: Path) -> None:
    kind, raw = explain.EXAMPLES[code]
    (tmp_path / f"{kind}.ndjson").write_bytes(raw + b"\n")
    assert {f.rule for f in validate(tmp_path / f"{kind}.ndjson").findings} == {code}
    text = run("explain", code).stdout
    assert raw.decode("utf-8", "backslashreplace").split("\n")[-1].lstrip("\ufeff") in text


def fields() -> list[str]:
    return [f"{kind}.{name}" for kind in standard.record_types for name in standard.schema(kind)["properties"]]


@pytest.mark.parametrize("field", fields())
def test_every_field_is_explained_in_both_languages(field: str) -> None:
    kind, _, name = field.partition(".")
    prop = standard.schema(kind)["properties"][name]
    text = run("explain", field).stdout
    assert prop["title"] in text
    assert prop["description"] in text
    leaf = prop.get("items", prop)
    if codes := leaf.get("x-codelist"):
        assert codes in text
        for code in leaf["enum"]:
            assert all(part in text for part in (code, *standard.code_titles(codes)[code]))
    if "pattern" in leaf:
        assert leaf["pattern"] not in text, "the pattern should be told in words"
    if "x-ref" in leaf:
        assert leaf["x-ref"] in text
    for rule in standard.rules.values():
        if field in rule.header.get("fields", ()):
            assert rule.id in text


def test_a_field_inside_a_field_is_explained() -> None:
    text = run("explain", "posting.selectionSteps.step").stdout
    assert "selection-step" in text
    assert "SEL-002" in text


def test_a_record_type_is_explained_by_its_fields() -> None:
    text = run("explain", "posting").stdout
    assert all(f"posting.{name}" in text for name in standard.schema("posting")["properties"])


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("ATT-01", "ATT-001"),
        ("att-001", "ATT-001"),
        ("STR-PATERN", "STR-PATTERN"),
        ("posting.endDat", "posting.endDate"),
        ("posting.enddate", "posting.endDate"),
        ("endDate", "posting.endDate"),
    ],
)
def test_an_unknown_name_lists_what_is_near(asked: str, near: str) -> None:
    assert near in run("explain", asked, "--lang", "zh").stderr
    assert near in run("explain", asked, "--lang", "en").stderr


def test_an_unknown_rule_to_break_lists_what_is_near(tmp_path: Path) -> None:
    result = run("sample", str(tmp_path / "s"), "--profile", standard.index["examples"][0], "--break", "ATT-01")
    assert (result.exit_code, "ATT-001" in result.stderr) == (2, True)


# --- examples of --help -----------------------------------------------------------------------------


def examples(command: tuple[str, ...]) -> list[str]:
    _, _, text = run(*command, "--help").stdout.partition("Examples:")
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.skipif(os.name != "posix", reason="the examples are for a shell")
@pytest.mark.parametrize("command", [c for c in commands(main) if c != ("load",)], ids=" ".join)  # that one: test_postgresql
def test_the_examples_of_help_run(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "zhucun").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m zhucun.cli "$@"\n')
    (tmp_path / "bin" / "zhucun").chmod(0o755)
    shutil.copytree(ROOT / "examples", tmp_path / "checkout" / "examples")
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "sdk")}
    assert examples(command)
    if command == ("page",) and not BUILT.is_file():
        pytest.skip("the page is not built: python -m tools.page")
    for line in examples(command):
        done = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path / "checkout", env=environment, capture_output=True, text=True, encoding="utf-8", timeout=600
        )
        # a batch of the examples has findings on purpose
        assert done.returncode in ((0, 1) if command == ("validate",) else (0,)), f"{line}\n{done.stdout[-500:]}{done.stderr[-500:]}"
        assert done.stdout or "--output" in line or ">" in line or "new" in command or "sample" in line or "check" in command


# --- registers of villages --------------------------------------------------------------------------

HEADER = "villageCode,name,townshipCode\n"
ROWS = "522722001001,永济泉社区居民委员会,522722001\n522722001002,玉屏村,522722001\n522722001003,时来村,522722001\n"


def sampled(tmp_path: Path, raw: bytes | None, lang: str = "en") -> Any:
    register = tmp_path / "villages.csv"
    if raw is not None:
        register.write_bytes(raw)
    target = tmp_path / "sample" / lang
    return run("sample", str(target), "--profile", "qiannan-2021", "--register", str(register), "--lang", lang)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_register_as_spreadsheets_save_it(tmp_path: Path, mark: bytes, ends: str) -> None:
    assert sampled(tmp_path, mark + (HEADER + ROWS).replace("\n", ends).encode()).exit_code == 0
    villages = (tmp_path / "sample" / "en" / "village.ndjson").read_text("utf-8")
    assert "522722001001" in villages


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (None, "does not exist"),
        (b"", "nothing"),
        ((HEADER + ROWS).encode("gbk"), "GBK"),
        ((HEADER + ROWS).encode("utf-16"), "UTF-16"),
        ((HEADER + ROWS).encode("utf-16-le"), "UTF-16"),
        (("code,name,streetCode\n" + ROWS).encode(), "code, name, streetCode"),
        ((HEADER + ROWS).replace(",", ";").encode(), "villageCode;name;townshipCode"),
        (ROWS.encode(), "522722001001"),
        ((HEADER + "5.22722E+11,甲,522722001\n").encode(), "line 2"),
        ((HEADER + ROWS + ",乙,522722001\n").encode(), "line 5"),
        ((HEADER + "522722001001\n").encode(), "line 2"),
        (b"\0\0\0", "UTF-16"),
        (b"PK\x03\x04" + b"\xff" * 50, "not UTF-8"),
        ((HEADER + '"' + "x" * 200_000).encode(), "cannot be read"),
    ],
)
def test_a_register_that_cannot_be_read_is_said_in_one_sentence(tmp_path: Path, raw: bytes | None, word: str) -> None:
    assert word in sampled(tmp_path, raw).stderr
    for lang in ("zh", "en"):
        result = sampled(tmp_path, raw, lang)
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1), result.stderr
        assert "villages.csv" in result.stderr


def test_the_same_seed_gives_the_same_batch_and_another_does_not(tmp_path: Path) -> None:
    profile = standard.index["examples"][0]
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
        result = run("sample", str(tmp_path / lang), "--profile", standard.index["examples"][0], *asked, "--lang", lang)
        assert result.exit_code == 2
        assert text in result.stderr


def test_a_sample_does_not_overwrite(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x")
    assert run("sample", str(tmp_path), "--profile", standard.index["examples"][0]).exit_code == 2
    assert (tmp_path / "kept").read_text() == "x"


def test_a_broken_sample_validates_to_its_rule_through_the_command_line(tmp_path: Path) -> None:
    profile = standard.index["examples"][0]
    rule = next(r for r in standard.profiles.resolve(profile).rules)
    assert run("sample", str(tmp_path / "b"), "--profile", profile, "--break", rule.id).exit_code == 0
    found = json.loads(run("validate", str(tmp_path / "b"), "--format", "json").stdout)["findings"]
    assert {f["rule"] for f in found} >= {rule.id}
    assert {f["rule"] for f in found} <= {rule.id, *(e["rule"] for e in rule.header.get("entails", []))}


def test_no_place_is_named_in_the_sdk() -> None:
    names: set[str] = set()
    for ident in standard.profiles.own:
        names.add(ident.rsplit("-", 1)[0])
    names |= {"贵州", "黔南", "湖南", "榆林", "福建", "鲁山", "guizhou", "qiannan", "hunan", "yulin", "fujian", "lushan"}
    for path in (ROOT / "sdk").rglob("*.py"):
        text = path.read_text("utf-8").lower()
        assert not [n for n in names if n in text], path.name


def test_starting_does_not_load_the_database() -> None:
    code = "import sys, zhucun.cli; print([m for m in ('duckdb', 'jsonschema', 'fastjsonschema', 'pydantic') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_of_a_profile_without_a_date_it_is_said_that_it_judges_nothing(tmp_path: Path) -> None:
    undated = next(p for p in standard.profiles.own if "effectiveFrom" not in standard.profiles.read(p))
    for asked in (("sample", str(tmp_path / "b")), ("rule", "list")):
        result = run(*asked, "--profile", undated, "--lang", "zh")
        assert result.exit_code == 0
        assert f"{undated} 没有生效日期" in result.stderr
