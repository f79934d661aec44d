"""The conformance suite: its cases, its harness, both implementations, and a wrong one that must be caught."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from edition import DATED, profiles, standard

from zhucun import conformance
from zhucun.cli import main
from zhucun.conformance import producer
from zhucun.standard import VERSION

ROOT = Path(__file__).resolve().parents[1]
NODE = ROOT / "conformance" / "implementations" / "node"
NEWCOMER = ROOT / "conformance" / "implementations" / "newcomer"
SUITE = ROOT / "conformance" / VERSION
OURS = [sys.executable, "-m", "zhucun.cli", "conformance", "serve"]
WRONG = [sys.executable, str(ROOT / "tests" / "wrong_implementation.py")]
JOBS = os.cpu_count() or 1


@pytest.fixture(scope="module")
def suite() -> list[conformance.Case]:
    return conformance.load()


def picked(suite: list[conformance.Case], pattern: str) -> list[conformance.Case]:
    return conformance.select(suite, pattern=pattern)


# --- the cases ------------------------------------------------------------------------------------


def test_generated_cases_have_not_drifted() -> None:
    done = subprocess.run([sys.executable, "-m", "conformance.maker", "structure", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_case_is_found_under_its_subject(suite: list[conformance.Case]) -> None:
    rules = standard.rules
    for case in suite:
        if case.source.is_dir():
            assert case.source.name == case.id
        elif case.data.get("rule") == case.source.stem:
            assert case.data["rule"] in rules
            assert case.data["expect"].get("silent"), f"{case.id} should say what is silent"
        else:
            assert case.source.parent.name == "structure" or case.source.stem in ("corrections", "parts")


def test_every_file_of_cases_reads_as_it_is_written() -> None:
    """One record, line and finding a line, whoever has written the file."""
    for path in (SUITE / "cases").rglob("*.json"):
        text = path.read_text("utf-8")
        assert conformance.dump(json.loads(text)) == text, path


def test_a_batch_is_laid_down_as_the_case_has_it(tmp_path: Path) -> None:
    file = tmp_path / "ATT-001.json"
    case = {
        "id": "as-it-stands",
        "purpose": "silent",
        "title": {"zh": "字节", "en": "bytes"},
        "profile": "guizhou-2017",
        "startDate": "2021-03-01",
        "endDate": "2021-03-31",
        "asOf": "2021-03-31",
        "files": [
            {"path": "cadre.ndjson", "lines": [{"id": "C1", "name": "甲"}, '{"id": "C2"}', {"base64": "/w=="}, "{"]},
            {"path": "old/more.ndjson", "recordType": "cadre", "text": '{"id":"C3"}\r\n'},
        ],
        "manifest": {"batchId": "other"},
        "without": ["mode"],
        "expect": {},
    }
    file.write_text(json.dumps({"topic": "bytes", "cases": [case]}))
    [read] = conformance.load(file)
    conformance.lay_down(read, tmp_path / "case")
    batch = tmp_path / "case" / "batch"
    assert (batch / "cadre.ndjson").read_bytes() == '{"id":"C1","name":"甲"}\n{"id": "C2"}\n'.encode() + b"\xff\n{\n"
    assert (batch / "old" / "more.ndjson").read_bytes() == b'{"id":"C3"}\r\n'
    manifest = json.loads((batch / "manifest.json").read_text("utf-8"))
    assert manifest["batchId"] == "other" and "mode" not in manifest
    assert [(f["path"], f["recordType"], f["count"]) for f in manifest["files"]] == [
        ("cadre.ndjson", "cadre", 4),
        ("old/more.ndjson", "cadre", 1),
    ]
    assert conformance.judge(standard, batch, "structure")["verdict"] == "unreadable"  # it has no mode


def test_an_entry_may_stand_for_many_days() -> None:
    entry = {"id": "a", "cadreId": "c-1", "status": "IN_VILLAGE", "dates": ["2024-02-28/2024-03-01", "2024-03-09"]}
    assert list(conformance.records_of([entry, {"id": "b"}])) == [
        *(
            {"id": f"a-{d}", "date": d, "cadreId": "c-1", "status": "IN_VILLAGE"}
            for d in ("2024-02-28", "2024-02-29", "2024-03-01", "2024-03-09")
        ),
        {"id": "b"},
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"expect": {"findings": [{"severity": "error"}]}}, "'rule' is a required property"),
        ({"facts": {}, "files": []}, "/cases/0: "),
        ({"profile": None}, "is not of type 'string'"),
        ({"asOf": ...}, "asOf"),
    ],
)
def test_a_case_that_is_not_valid_is_refused(change: dict[str, Any], why: str, tmp_path: Path) -> None:
    good = {"id": "x", "purpose": "silent", "title": {"zh": "甲", "en": "a"}, "profile": "p", "startDate": "2021-01-01"}
    good |= {"endDate": "2021-01-31", "asOf": "2021-01-31", "facts": {}, "expect": {}}
    file = tmp_path / "ATT-001.json"
    file.write_text(json.dumps({"rule": "ATT-001", "cases": [good, good]}))
    with pytest.raises(conformance.HarnessError, match="already: x"):
        conformance.load(file)
    bad = {k: v for k, v in {**good, **change}.items() if v is not ...}
    file.write_text(json.dumps({"rule": "ATT-001", "cases": [bad]}))
    with pytest.raises(conformance.HarnessError, match=why):
        conformance.load(file)


def test_every_structural_code_has_a_case(suite: list[conformance.Case]) -> None:
    told = {f["rule"] for c in suite for f in c.data["expect"]["findings"]}
    assert {r["code"] for r in standard.register("structural")} <= told


def test_every_code_of_every_list_is_used_in_a_valid_record() -> None:
    used: dict[str, set[str]] = {}

    def walk(schema: Mapping[str, Any], value: Any) -> None:
        if "x-codelist" in schema:
            used.setdefault(schema["x-codelist"], set()).add(value)
        for name, child in value.items() if isinstance(value, dict) else ():
            walk(schema.get("properties", {}).get(name, {}), child)
        for child in value if isinstance(value, list) else ():
            walk(schema.get("items", {}), child)

    wanted: dict[str, set[str]] = {}

    def lists(node: Any) -> None:
        if isinstance(node, dict):
            if "x-codelist" in node:
                wanted.setdefault(node["x-codelist"], set()).update(node["enum"])
            for child in node.values():
                lists(child)

    for name in standard.record_types:
        lists(standard.schema(name))
        case = next(c for c in conformance.load(SUITE / "cases" / "structure" / f"{name}.json") if c.id == f"{name}-codes")
        for line in case.data["files"][0]["lines"]:
            walk(standard.schema(name), line)
    assert used == wanted


def test_every_rule_has_its_pair_in_every_profile(suite: list[conformance.Case]) -> None:
    have = {(c.data["rule"], c.data["profile"], c.data["purpose"]) for c in suite if "rule" in c.data}
    wanted = set()
    for rule in standard.rules.values():
        found = [
            p
            for p in standard.profiles.own
            if "effectiveFrom" in standard.profiles.read(p) and rule.rows(standard.profiles.resolve(p)) is not None
        ]
        if not found:
            # what no document at hand asks is shown in a made-up place
            found = [p for p in DATED if p not in standard.profiles.own and rule.rows(profiles.resolve(p)) is not None][:1]
        # a rule of the standard itself is the same in every profile, and one will do
        both = [p for p in found if {(rule.id, p, "fires"), (rule.id, p, "silent")} <= have]
        some = found if rule.header.get("policies") else both[:1] or found[:1]
        wanted |= {(rule.id, p, purpose) for p in some for purpose in ("fires", "silent")}
    assert sorted(wanted - have) == [], "run: python -m conformance.maker pairs RULE …"


def test_the_suite_stays_small_enough_to_read() -> None:
    files = [p for p in SUITE.rglob("*") if p.is_file()]
    assert len(files) < 700
    assert sum(p.stat().st_size for p in files) < 10 * 2**20


# --- the implementations --------------------------------------------------------------------------


def check(report: dict[str, Any]) -> None:
    assert report["ok"], conformance.text(report, "en")
    assert report["counts"]["skipped"] == 0


def driven(suite: list[conformance.Case], per_rule: int) -> list[conformance.Case]:
    """The cases that an implementation is driven through; all of them with ``ZHUCUN_LONG``.

    ``test_suite.py`` judges every world of facts for the rule that it is about, in this process. So of the worlds of a rule an
    implementation goes the long way, as files and over the protocol and with every rule, through ``per_rule``: the first that
    must fire, and one that names its rules; this SDK through none.
    """
    if os.environ.get("ZHUCUN_LONG"):
        return suite
    out: list[conformance.Case] = []
    seen: dict[Path, set[bool]] = {}
    for case in suite:
        if "facts" in case.data and "rule" in case.data and not case.data.keys() & {"files", "mode", "manifest", "manifestText", "without"}:
            kinds = seen.setdefault(case.source, set())
            if bool(case.rules) in kinds or len(kinds) == per_rule:
                continue
            kinds.add(bool(case.rules))
        out.append(case)
    return out


def test_this_sdk_passes(suite: list[conformance.Case]) -> None:
    report = conformance.drive(OURS, driven(suite, 0), jobs=JOBS, limit=120)
    check(report)
    assert report["notClaimed"] == 0


def installed(folder: Path) -> str:
    """The path of Node, with the packages of a folder installed once."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        pytest.skip(f"{folder.name} needs Node 20 or later, with npm (nodejs.org)")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.lstrip("v").split(".")[0]) < 20:
        pytest.skip(f"{folder.name} needs Node 20 or later; this is {version.strip()}")
    marker = folder / "node_modules" / ".package-lock.json"
    if not marker.exists() or marker.stat().st_mtime < (folder / "package-lock.json").stat().st_mtime:
        done = subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--prefer-offline"], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"{folder.name} needs its packages, and npm ci failed: {done.stderr[-300:]}")
    return program


@pytest.mark.parametrize("folder", [NODE, NEWCOMER], ids=lambda f: str(f.name))
def test_the_lock_file_serves_every_platform(folder: Path) -> None:
    """npm 11 refuses a lock file that lacks the packages of another platform, though this one needs none of them."""
    packages = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = {name for p in packages.values() for kind in ("dependencies", "optionalDependencies") for name in p.get(kind, ())}
    assert {f"node_modules/{name}" for name in wanted} == {name for name in packages if name}
    assert [name for name, p in packages.items() if name and "integrity" not in p] == []
    # the file names no registry: each machine has its own
    assert [name for name, p in packages.items() if "resolved" in p] == []


def test_the_node_implementation_passes(suite: list[conformance.Case]) -> None:
    report = conformance.drive([installed(NODE), str(NODE / "zhucun-node.mjs")], driven(suite, 2), jobs=JOBS, limit=120)
    check(report)
    assert report["notClaimed"] == 0


def test_the_newcomer_passes_the_structure_level(suite: list[conformance.Case]) -> None:
    script = NEWCOMER / "structure.mjs"
    lines = [line for line in script.read_text("utf-8").splitlines() if line.strip() and not line.strip().startswith("//")]
    assert len(lines) < 140
    known = conformance.expected_failures(NEWCOMER / "expected-failures.json")
    report = conformance.drive(
        [installed(NEWCOMER), str(script)], conformance.select(suite, "structure"), jobs=JOBS, limit=60, excused=known
    )
    assert report["ok"], conformance.text(report, "en")
    assert report["counts"]["expectedFailure"] < 30


def test_a_batch_must_say_the_facts(tmp_path: Path) -> None:
    facts = json.loads((SUITE / "batches" / "producer-more" / "facts.json").read_text("utf-8"))
    assert conformance.departures("facts", facts) == []
    producer.write(standard, facts, tmp_path)
    assert producer.differences(standard, facts, tmp_path) == []
    assert producer.differences(standard, {**facts, "days": facts["days"][1:]}, tmp_path) == [
        "days: in the batch, but not a fact: who 驻村甲, date 2021-06-01, status 在村, where 上坪村"
    ]
    moved = [{**facts["postings"][0], "from": "2021-05-21"}, *facts["postings"][1:]]
    assert [d.split(":")[0] for d in producer.differences(standard, {**facts, "postings": moved}, tmp_path)] == ["postings", "postings"]
    (tmp_path / "leave.ndjson").write_text("{}")
    assert "digest" in producer.differences(standard, facts, tmp_path)[0]


# --- a wrong implementation is caught -------------------------------------------------------------


def outcome(report: dict[str, Any]) -> dict[str, str]:
    return {e["id"]: e["outcome"] for e in report["cases"]}


def test_a_wrong_pointer_is_shown_side_by_side(suite: list[conformance.Case]) -> None:
    report = conformance.drive([*WRONG, "--wrong-pointer"], picked(suite, "cadre-enum"))
    assert not report["ok"]
    text = conformance.text(report, "en")
    assert "pointer: expected /ethnicGroup, given /ethnicgroup" in text
    assert "conformance/1.0/cases/structure/cadre.json" in text
    assert "zhucun conformance show cadre-enum" in text
    assert "extra" not in text
    assert "pointer 应为 /ethnicGroup，实为 /ethnicgroup" in conformance.text(report, "zh")


def test_a_flipped_boundary_is_caught(suite: list[conformance.Case]) -> None:
    report = conformance.drive([*WRONG, "--flip-boundary"], picked(suite, "village-*"))
    bad = {k for k, v in outcome(report).items() if v == "failed"}
    assert bad == {"village-range", "village-length"}
    assert "missing: STR-RANGE village R1 village.ndjson:1 /liftedPopulation" in conformance.text(report, "en")
    assert "expected fail, given pass" in conformance.text(report, "en")


def test_a_crash_is_one_errored_case(suite: list[conformance.Case]) -> None:
    report = conformance.drive([*WRONG, "--crash", "--on", "leave-date"], picked(suite, "leave-*"), lang="en")
    got = outcome(report)
    assert got.pop("leave-date") == "errored"
    assert set(got.values()) == {"passed"}
    text = conformance.text(report, "en")
    assert "exit code 9" in text
    assert "about to fall over" in text


def test_a_hang_is_one_errored_case(suite: list[conformance.Case]) -> None:
    report = conformance.drive([*WRONG, "--hang", "--on", "leave-enum"], picked(suite, "leave-[de]*"), limit=3, lang="en")
    got = outcome(report)
    assert got.pop("leave-enum") == "errored"
    assert set(got.values()) == {"passed"}
    assert "no answer within 3 s" in conformance.text(report, "en")


@pytest.mark.parametrize(("flag", "words"), [("--babble", "not a line of JSON"), ("--wrong-seq", "answered seq")])
def test_nonsense_is_an_errored_case(suite: list[conformance.Case], flag: str, words: str) -> None:
    report = conformance.drive([*WRONG, flag, "--on", "team-date"], picked(suite, "team-[de]*"), lang="en")
    got = outcome(report)
    assert got.pop("team-date") == "errored"
    assert set(got.values()) == {"passed"}
    assert words in conformance.text(report, "en")


def test_what_cannot_start_is_said(suite: list[conformance.Case]) -> None:
    with pytest.raises(conformance.HarnessError, match="started"):
        conformance.drive([*WRONG, "--bad-start"], suite)
    with pytest.raises(conformance.HarnessError, match="no such command"):
        conformance.drive(["no-such-program-here"], suite)
    with pytest.raises(conformance.HarnessError, match="none was selected"):
        conformance.drive(WRONG, [])


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["--", "no-such-program-here"], "没有这个命令：no-such-program-here", "no such command: no-such-program-here"),
        (["--case", "no-such-case", "--", *WRONG], "没有选中任何用例", "none was selected"),
        (["--case", "producer-least", "--", *WRONG], "选中的 1 个，该实现都没有声明支持", "of 1 selected the implementation claims none"),
        (["--case", "leave-date", "--", *WRONG, "--bad-start"], "回答不合 started.schema.json", "not a valid answer (started.schema.json)"),
        (["--expected-failures", "no-such-file.json", "--", *WRONG], "无法读取 no-such-file.json", "no-such-file.json cannot be read"),
    ],
)
def test_the_harness_says_it_in_the_language_asked_for(arguments: list[str], zh: str, en: str) -> None:
    for lang, words, others in (("zh", zh, en), ("en", en, zh)):
        done = CliRunner().invoke(main, ["conformance", "run", "--lang", lang, *arguments])
        assert done.exit_code == 2
        assert words in done.output
        assert others not in done.output


def test_a_lost_answer_is_told_in_the_language_asked_for(suite: list[conformance.Case]) -> None:
    report = conformance.drive([*WRONG, "--crash", "--on", "leave-date"], picked(suite, "leave-date"), lang="zh")
    assert "进程已结束，退出码 9" in conformance.text(report, "zh")


def test_what_is_not_claimed_is_not_asked(suite: list[conformance.Case]) -> None:
    some = picked(suite, "profile-first-day-*")
    report = conformance.drive(WRONG, some)
    assert list(outcome(report)) == ["profile-first-day-guizhou-2017"]
    assert report["notClaimed"] == len(some) - 1


def test_compare_is_by_sets() -> None:
    finding = {"rule": "ATT-001", "severity": "error", "outcome": "VIOLATION", "recordType": "posting", "recordId": "P1"}
    other = {"rule": "X", "missing": "coverage.leave"}
    expect = {"verdict": "fail", "findings": [finding], "notEvaluated": []}
    assert not conformance.differences(expect, {"verdict": "fail", "findings": [finding, dict(finding)], "notEvaluated": [other]})
    light = conformance.differences(expect, {"verdict": "fail", "findings": [finding | {"severity": "warning"}], "notEvaluated": []})
    assert light["different"][0]["given"]["severity"] == "warning"
    assert conformance.differences(expect, {"verdict": "fail", "findings": [finding], "notEvaluated": [other]}, "X") == {"judged": [other]}
    assert conformance.differences(expect | {"notEvaluated": [other]}, {"verdict": "fail", "findings": [finding], "notEvaluated": []}) == {
        "notEvaluated": [other]
    }


def test_only_what_a_case_writes_is_compared() -> None:
    given = {"rule": "ATT-001", "severity": "error", "outcome": "VIOLATION", "recordType": "posting", "recordId": "P1"}
    other = {**given, "rule": "ATT-002"}
    answer = {"verdict": "fail", "findings": [given, other], "notEvaluated": []}

    def wrong(*findings: dict[str, Any], **more: Any) -> dict[str, Any]:
        return conformance.differences({"findings": list(findings), "notEvaluated": [], **more}, answer)

    assert wrong({"rule": "ATT-001"}, {"rule": "ATT-002", "recordId": "P1"}) == {}
    assert wrong({"rule": "ATT-001"}, silent=["ATT-001"]) == {}
    assert wrong({"rule": "ATT-001"}) == {"extra": [other]}
    assert wrong(silent=["ATT-002"]) == {"extra": [other]}
    assert wrong({"rule": "ATT-001", "severity": "info"}, silent=["ATT-002"])["absent"] == [{"rule": "ATT-001", "severity": "info"}]
    assert wrong({"rule": "ATT-001", "recordId": "P2"}, {"rule": "ATT-002"}, silent=["ATT-001"])["absent"]
    assert wrong({"rule": "ATT-001"}, silent=[], verdict="pass") == {"verdict": {"expected": "pass", "given": "fail"}}
    # a structural finding is expected whole
    lines = {
        "verdict": "fail",
        "findings": [{"rule": "STR-TYPE", "recordType": "cadre", "file": "a", "line": 1, "pointer": "/id"}],
        "notEvaluated": [],
    }
    assert conformance.differences({"findings": [{"rule": "STR-TYPE", "recordType": "cadre"}], "notEvaluated": []}, lines)


def test_the_rules_that_are_asked_for_are_judged_and_no_others(suite: list[conformance.Case]) -> None:
    [case] = picked(suite, "ATT-001-hunan-2021-fires")
    with conformance.laid_down(case) as folder:
        assert [f["rule"] for f in conformance.judge(standard, folder / "batch", "profile", ["ATT-001", "ATT-002"])["findings"]] == [
            "ATT-001"
        ]
        assert conformance.judge(standard, folder / "batch", "profile", ["ATT-002"])["findings"] == []
    assert not folder.exists()
    named = [c for c in suite if c.rules is not None]
    assert len(named) > 400
    assert [c.id for c in named if "rule" in c.data and c.data["rule"] not in (c.rules or ())] == []


def test_what_binds_nobody_is_a_question_and_no_failure(tmp_path: Path) -> None:
    file = json.loads((SUITE / "cases" / "structure" / "leave.json").read_text("utf-8"))
    (tmp_path / "leave.json").write_text(json.dumps({**file, "normative": False}))
    run = ["conformance", "run", "--lang", "en", "--cases", str(tmp_path)]
    done = CliRunner().invoke(main, [*run, "--mutants", "--", *WRONG, "--wrong-pointer"])
    assert done.exit_code == 0, done.output
    assert "question" in done.output and "pointer: expected" in done.output
    # without being asked for they do not run at all
    assert CliRunner().invoke(main, [*run, "--", *WRONG]).exit_code == 2


def test_no_mutant_is_named_by_its_sql() -> None:
    mutants = [c for c in conformance.load(mutants=True) if not c.normative]
    assert {c.source.parent.name for c in mutants} == {"mutants"}
    assert [c.id for c in mutants for t in c.data["title"].values() if re.search("[‹→]|SELECT|WHERE", t)] == []


# --- the command ----------------------------------------------------------------------------------


def test_the_command_and_its_reports(tmp_path: Path) -> None:
    runner = CliRunner()
    run = ["conformance", "run", "--lang", "en", "--case", "leave-[de]*"]
    assert runner.invoke(main, [*run, "--", *OURS]).exit_code == 0
    bad = [*WRONG, "--wrong-pointer"]
    shown = runner.invoke(main, [*run, "--format", "json", "--", *bad])
    assert shown.exit_code == 1
    report = json.loads(shown.output)
    assert report["counts"]["failed"] and not report["ok"]
    page = tmp_path / "report.html"
    assert runner.invoke(main, [*run, "--format", "html", "-o", str(page), "--", *bad]).exit_code == 1
    text = page.read_text("utf-8")
    assert "src=" not in text and "href=" not in text
    svg = text[text.index("<svg") : text.index("</svg>") + 6]
    assert ElementTree.fromstring(svg).attrib["role"] == "img"
    assert runner.invoke(main, [*run, "--", "no-such-program-here"]).exit_code == 2


def test_a_case_is_shown_and_laid_down(suite: list[conformance.Case], tmp_path: Path) -> None:
    runner, place = CliRunner(), tmp_path / "case"
    show = ["conformance", "show", "ATT-001-hunan-2021-fires", "--lang", "en", "-o", str(place)]
    done = runner.invoke(main, show)
    assert done.exit_code == 0, done.output
    for words in ("must fire", "HN-4.2-7", '"status": "MEETING"', "ATT-001 error posting p00001"):
        assert words in done.output
    assert runner.invoke(main, ["validate", str(place / "batch"), "--lang", "en"]).exit_code == 1
    assert runner.invoke(main, show).exit_code == 2  # nothing is written over
    assert runner.invoke(main, ["conformance", "show", "manifest-gbk", "-o", str(tmp_path / "bytes")]).exit_code == 0
    assert (tmp_path / "bytes" / "batch" / "manifest.json").is_file()
    assert "no case with the id none" in runner.invoke(main, ["conformance", "show", "none", "--lang", "en"]).output


def test_expected_failures_have_reasons(tmp_path: Path) -> None:
    runner, file = CliRunner(), tmp_path / "known.json"
    run = ["conformance", "run", "--lang", "en", "--case", "leave-[de]*", "--expected-failures", str(file), "--"]
    failing = {
        e["id"]: "pointers are in lower case"
        for e in conformance.drive([*WRONG, "--wrong-pointer"], picked(conformance.load(), "leave-[de]*"))["cases"]
        if e["outcome"] == "failed"
    }
    file.write_text(json.dumps(failing))
    done = runner.invoke(main, [*run, *WRONG, "--wrong-pointer"])
    assert done.exit_code == 0, done.output
    assert "pointers are in lower case" in done.output
    assert runner.invoke(main, [*run, *WRONG]).exit_code == 1  # they pass now: the list is out of date
    file.write_text('["leave-date"]')
    assert runner.invoke(main, [*run, *WRONG]).exit_code == 2


def test_the_first_hour_of_the_readme(suite: list[conformance.Case], tmp_path: Path) -> None:
    readme = (ROOT / "conformance" / "README.md").read_text("utf-8")
    program = re.search(r"```js\n(.*?)```", readme, re.S)
    assert program
    mine = tmp_path / "mine.mjs"
    mine.write_text(program[1])
    [command] = re.findall(r"`zhucun (conformance run .*?) -- node mine\.mjs`", readme)
    run = [*command.split(), "--case", "leave-*", "--", installed(NEWCOMER), str(mine)]
    done = CliRunner().invoke(main, run)
    assert done.exit_code == 1  # it runs, and fails honestly
    assert "leave-valid" not in done.output
    assert "expected fail, given pass" in done.output
    patterns = re.findall(r"'([a-z]+-\*)'", readme)
    assert patterns
    assert [p for p in patterns if not picked(suite, p)] == []
    files = set(re.findall(r"`([\w/]+\.(?:py|md|json|mjs))`", readme)) - {"case.json"}
    assert [f for f in files if not (ROOT / "conformance" / f).is_file()] == []
