"""Every form of the report says the same, is valid in its own format, and tells no personal value."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from conftest import days, ndjson, write_batch, zhucun
from edition import standard

from zhucun import Finding, Outcome, Place, Report, RuleResult, Severity, Status, Unjudged, Verdict, validate
from zhucun.errors import problem
from zhucun.printing import printable
from zhucun.record import faults
from zhucun.reports import PLAIN, RENDERERS, Rendering, unfinished, unreadable
from zhucun.reports.sentences import fix
from zhucun.standard import FIRST_DAY, LAST_DAY, Row
from zhucun.words import say

FORMS = sorted(RENDERERS)
EN = Rendering("en")
CITIZEN, NAME, PHONE = "522701199001011234", "欧阳驻村", "13800138000"

#: Records whose every personal value stands where it is not valid, one fault in each.
LEAKY: list[dict[str, Any]] = [
    {"id": "c-1", "name": NAME, "citizenId": CITIZEN + CITIZEN},
    {"id": "c-2", "name": NAME * 100},
    {"id": "c-3", "name": [NAME, CITIZEN]},
    {"id": "c-4", "name": {"zh": NAME}},
    {"id": "c-5", "name": NAME, "sex": CITIZEN},
    {"id": "c-6", "name": NAME, "partyFullMemberSince": CITIZEN},
    {"id": "c-7", "name": NAME, CITIZEN: NAME},
    {"id": "c-8", "name": NAME, NAME: CITIZEN},
    {"id": "c-9", "name": NAME, "phone": PHONE},
    {"id": "c-10", "name": NAME, "ext": CITIZEN},
    {"id": "c-11", "name": NAME, "ext": {CITIZEN: NAME}},
    {"id": "c-12", "name": NAME, "redacted": [NAME, NAME]},
    {"id": f"{NAME} {CITIZEN}", "name": NAME},
    {"id": [CITIZEN], "name": NAME},
    {"name": NAME, "citizenId": int(CITIZEN)},
]


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A batch with faults of several kinds and weights, in a file whose name needs escaping in places."""
    attendance = [*days(8), {"id": "bad", "cadreId": "c-1"}, {**days(1)[0], "status": "NOWHERE"}]
    (tmp_path / "b").mkdir()
    files = {
        "attendance-1.ndjson": (ndjson(attendance) + b"\n", 10),
        "cadre.ndjson": (ndjson(LEAKY), len(LEAKY)),
    }
    folder = write_batch(tmp_path / "b", files)
    (folder / "unlisted, 100%: 甲.ndjson").write_bytes(b"x")
    return folder


@pytest.fixture
def report(faulty: Path) -> Report:
    return validate(faulty)


@pytest.fixture(params=["zh", "en"])
def how(request: pytest.FixtureRequest) -> Rendering:
    return Rendering(request.param)


@dataclass(frozen=True, kw_only=True)
class Odd(Finding):
    """A finding that says of itself what no batch would make it say.

    :ivar said: members of ``finding.json``, instead of its own.
    """

    said: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self, lang: str, docs: str | None = None) -> dict[str, Any]:
        return {**Finding.as_json(self, lang, docs), **self.said}


BASIS = Row(
    table="parameter",
    row_id="p/r",
    values={"clauses": ["HN-1-1"], "basis": "INTERPRETED"},
    profile="p",
    authority="REPORTED",
    inherited=True,
    severity="warning",
    valid_from=FIRST_DAY,
    valid_to=LAST_DAY,
)


def odd(severity: Severity = Severity.WARNING, **more: Any) -> Odd:
    """A finding with odd texts and every optional part."""
    given: dict[str, Any] = {
        "place": Place("a b%/c:d,e.ndjson", 0, 7),
        "pointer": "/x",
        "said": {"message": "100% of\nA,B::C <&\"'>\r"},
        **more,
    }
    return Odd(
        standard=standard,
        rule=next(iter(standard.rules)),
        severity=severity,
        outcome=Outcome.CANDIDATE,
        record_type="posting",
        record_id="p-1",
        basis=BASIS,
        **given,
    )


def unable(**more: Any) -> Report:
    """A report by hand, of what no small batch brings about: rules that crashed, odd texts, every optional part."""
    rule, failed, lacking, idle, *_ = standard.rules
    given: dict[str, Any] = {
        "verdict": Verdict.INCOMPLETE,
        "counts": {Severity.ERROR: 0, Severity.WARNING: 2, Severity.INFO: 1},
        "records": {"posting": 1},
        "findings": (odd(), odd(Severity.INFO, ordinal=1)),
        "rules": (
            RuleResult(rule, Status.RAN, findings=2, missing={"cadre.sex": 4}),
            RuleResult(failed, Status.FAILED, reason='Error: "x" < & \x01'),
            RuleResult(lacking, Status.NOT_EVALUATED, lacking=("leave",)),
            RuleResult(idle, Status.NOT_APPLICABLE),
        ),
        "unjudged": (Unjudged(rule, "cadre.sex", 4), Unjudged(rule, "coverage.leave", 0)),
        "batch_id": 'b<&">',
        "profile": "my-county",
        "outside": True,
        "omitted": {"STR-TYPE": 1},
    }
    return Report(standard=standard, **{**given, **more})


# --- JSON -------------------------------------------------------------------------------------------


def test_json_is_valid_against_the_standard(report: Report, how: Rendering) -> None:
    written = json.loads(RENDERERS["json"].render(report, how))
    faults.validator(standard, "report").validate(written)
    assert written["findings"]
    for finding in written["findings"]:
        faults.validator(standard, "finding").validate(finding)


def test_counts_are_those_of_the_findings(report: Report, how: Rendering) -> None:
    data = report.as_json(how.lang)
    severities = [f["severity"] for f in data["findings"]]
    assert data["counts"] == {s: severities.count(s) for s in ("error", "warning", "info")}
    assert {f["rule"] for f in data["findings"]} >= {"STR-REQUIRED", "STR-ENUM", "STR-BLANK", "STR-UNLISTED-FILE", "STR-TYPE"}


def test_both_languages_find_the_same(faulty: Path) -> None:
    zh, en = (validate(faulty).as_json(lang)["findings"] for lang in ("zh", "en"))
    assert [f["fingerprint"] for f in zh] == [f["fingerprint"] for f in en]
    assert all(re.search("[\u4e00-\u9fff]", f["message"]) for f in zh)
    assert not any(re.search("[\u4e00-\u9fff]", f["message"]) for f in en)


def test_fingerprints_are_stable_and_distinct(faulty: Path) -> None:
    first, second = ([f.fingerprint for f in validate(faulty).findings] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)


def test_more_findings_than_are_kept_are_counted(tmp_path: Path) -> None:
    report = validate(write_batch(tmp_path / "b", {"attendance.ndjson": (b"{\n" * 10, 10)}), max_findings=3)
    result = report.as_json("zh")
    assert (result["counts"]["error"], len(result["findings"]), result["omitted"]) == (10, 3, {"STR-JSON": 7})
    faults.validator(standard, "report").validate(json.loads(RENDERERS["json"].render(report, PLAIN)))
    assert "7" in RENDERERS["text"].render(report, PLAIN)


@pytest.mark.parametrize("name", ["attendance 荔波 (1).ndjson", "attendance-" + "x" * 200 + ".ndjson"])
def test_a_single_file_of_any_name(tmp_path: Path, name: str) -> None:
    name = name if name.startswith("attendance-") else name.replace(" 荔波", "-荔波")
    (tmp_path / name).write_bytes(b"{}\n")
    result = validate(tmp_path / name)
    assert {f.place.line for f in result.findings if f.place} == {1}
    for form in FORMS:
        assert RENDERERS[form].render(result, PLAIN)


# --- SARIF ------------------------------------------------------------------------------------------


def _sarif_schema() -> Any:
    return json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text("utf-8"))


def test_sarif_is_valid_against_its_schema(report: Report, how: Rendering) -> None:
    validator = jsonschema.Draft7Validator(_sarif_schema())
    for each in (report, unable()):
        validator.validate(json.loads(RENDERERS["sarif"].render(each, how)))


def test_the_sarif_schema_refuses_what_is_wrong() -> None:
    wrong = json.loads(RENDERERS["sarif"].render(unable(), PLAIN))
    wrong["runs"][0]["results"][0]["level"] = "fatal"
    assert not jsonschema.Draft7Validator(_sarif_schema()).is_valid(wrong)


def test_sarif_tells_every_finding(report: Report, how: Rendering) -> None:
    data = report.as_json(how.lang)
    (run,) = json.loads(RENDERERS["sarif"].render(report, how))["runs"]
    assert sorted(r["partialFingerprints"]["zhucun/v1"] for r in run["results"]) == sorted(f["fingerprint"] for f in data["findings"])
    found = {f["fingerprint"]: f for f in data["findings"]}
    for result in run["results"]:
        finding = found[result["partialFingerprints"]["zhucun/v1"]]
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding["rule"]
        place = result["locations"][0]["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", place["artifactLocation"]["uri"])
        assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert place["region"]["startLine"] == finding.get("line", 1)


def test_sarif_tells_that_a_rule_failed() -> None:
    (run,) = json.loads(RENDERERS["sarif"].render(unable(), PLAIN))["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    # the failure; what is not listed; the profile from outside; the rule that did not run; what was missing
    assert [n["level"] for n in invocation["toolExecutionNotifications"]] == ["error", "warning", "warning", "note", "note"]
    assert not any(" 0 " in n["message"]["text"] for n in invocation["toolExecutionNotifications"])


# --- JUnit ------------------------------------------------------------------------------------------


def test_junit_parses_and_its_counts_agree(report: Report, how: Rendering) -> None:
    for told_of in (report, unable()):
        each = told_of.as_json(how.lang)
        root = ElementTree.fromstring(RENDERERS["junit"].render(told_of, how))
        (suite,) = root
        cases = suite.findall("testcase")
        for element in (root, suite):
            assert int(element.attrib["tests"]) == len(cases)
            assert int(element.attrib["failures"]) == len(suite.findall("testcase/failure"))
            assert int(element.attrib["errors"]) == len(suite.findall("testcase/error"))
            assert int(element.attrib["skipped"]) == len(suite.findall("testcase/skipped"))
        assert len({c.attrib["name"] for c in cases}) == len(cases)
        failing = {c.attrib["name"].split()[0] for c in cases if c.find("failure") is not None}
        assert each["findings"]
        assert failing == {f["rule"] for f in each["findings"] if f["severity"] == "error"}
        told = "\n".join(e.text or "" for e in [*suite.findall("testcase/failure"), *suite.findall("testcase/system-out")])
        for finding in each["findings"]:
            assert printable(finding["message"]) in told


def test_junit_of_a_rule_that_failed_and_of_those_that_did_not_run() -> None:
    suite = ElementTree.fromstring(RENDERERS["junit"].render(unable(), PLAIN))[0]
    assert (suite.attrib["errors"], suite.attrib["skipped"], suite.attrib["failures"]) == ("1", "2", "0")


# --- GitHub -----------------------------------------------------------------------------------------


def test_github_has_one_line_for_each_finding(report: Report, how: Rendering) -> None:
    for told_of in (report, unable()):
        each = told_of.as_json(how.lang)
        *lines, last = RENDERERS["github"].render(told_of, how).splitlines()
        assert not last.startswith("::")
        assert len(lines) >= len(each["findings"])
        for line, finding in zip(lines, each["findings"], strict=False):
            found = re.fullmatch(r"::(error|warning|notice) ((?:[a-z]+=[^,:]*,?)+)::(.*)", line)
            assert found, line
            properties = dict(p.split("=", 1) for p in found[2].split(","))
            assert _unescape(properties["title"]) == finding["rule"]
            assert _unescape(properties["file"]) == finding.get("file", "manifest.json")
            assert properties["line"] == str(finding.get("line", 1))
            assert _unescape(found[3]).endswith(printable(finding["message"]))


def _unescape(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


# --- text -------------------------------------------------------------------------------------------


def test_text_tells_codes_places_and_verdict(report: Report, how: Rendering) -> None:
    data = report.as_json(how.lang)
    text = RENDERERS["text"].render(report, how)
    for rule in {f["rule"] for f in data["findings"]}:
        assert re.search(rf"^\S+ {rule}( .+)? × \d+$", text, re.M)
        assert fix(standard, rule, how.lang) in text
    assert "attendance-1.ndjson:9" in text
    assert say("report.fail", how.lang) in text.splitlines()[-1]
    assert str(data["counts"]["error"]) in text.splitlines()[-1]
    assert text.endswith("\n")


def test_text_of_what_could_not_be_judged() -> None:
    text = RENDERERS["text"].render(unable(), EN)
    for part in ("incomplete", "failed: Error", "leave", "cadre.sex", "STR-TYPE: 1 more", "inherited", "interpretation", "candidate"):
        assert part in text


@pytest.mark.parametrize(
    ("missing", "zh", "en"),
    [
        ("cadre.sex", "缺少 cadre.sex", "cadre.sex is missing"),
        ("coverage.leave", "没有声明 leave 的记录在所需期间内完整", "leave are not declared complete"),
        ("period.YEAR", "没有相应的完整年度", "year does not lie whole inside the batch's period"),
        ("period.HALF_YEAR", "没有相应的完整半年", "half-year does not lie whole"),
        ("register.calendar", "登记表 calendar 不含", "register calendar does not hold"),
    ],
)
def test_why_something_was_not_judged_is_a_sentence(missing: str, zh: str, en: str) -> None:
    rule = next(iter(standard.rules))
    for lang, want in (("zh", zh), ("en", en)):
        report = unable(unjudged=(Unjudged(rule, missing, 4),))
        line = next(line for line in RENDERERS["text"].render(report, Rendering(lang)).splitlines() if want in line)
        assert "4" in line
        assert rule in line


def test_text_of_nothing_found(batch: Path) -> None:
    assert "没有发现问题" in zhucun("validate", batch, "--lang", "zh").stdout
    assert "Nothing was found" in zhucun("validate", batch, "--lang", "en").stdout


@pytest.mark.parametrize("form", FORMS)
def test_colours_only_when_asked(form: str, report: Report, how: Rendering) -> None:
    plain, coloured = RENDERERS[form].render(report, how), RENDERERS[form].render(report, replace(how, colour=True))
    assert "\x1b" not in plain
    assert ("\x1b[" in coloured) == (form == "text")
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_no_colours_in_a_file_or_a_pipe(faulty: Path, tmp_path: Path) -> None:
    zhucun("validate", faulty, "--output", tmp_path / "report.txt")
    assert "\x1b" not in (tmp_path / "report.txt").read_text("utf-8")
    assert "\x1b" not in zhucun("validate", faulty).output


@pytest.mark.skipif(os.name != "posix", reason="terminals")
def test_colours_on_a_terminal_unless_refused(faulty: Path) -> None:
    import pty
    import subprocess
    import sys

    for more, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        ours, theirs = pty.openpty()
        environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | more
        process = subprocess.Popen(
            [sys.executable, "-m", "zhucun.cli", "validate", str(faulty)], env=environment, stdout=theirs, stderr=subprocess.DEVNULL
        )
        os.close(theirs)
        told = b""
        while block := _read(ours):
            told += block
        os.close(ours)
        assert process.wait(60) == 1
        assert (b"\x1b[" in told) == coloured


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # the other end has closed
        return b""


# --- personal values --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_personal_value_is_in_any_form(faulty: Path, form: str, lang: str) -> None:
    result = zhucun("validate", faulty, "--format", form, "--lang", lang)
    assert result.exit_code == 1
    for value in (CITIZEN, NAME, PHONE, "NOWHERE"):
        assert value not in result.output
        assert json.dumps(value)[1:-1] not in result.output


@pytest.mark.parametrize("record", LEAKY, ids=lambda r: str(len(str(r))))
def test_each_of_those_records_is_found_out(record: dict[str, Any]) -> None:
    assert faults.explain(standard, "cadre", record)


def test_no_personal_value_where_the_line_cannot_be_parsed(tmp_path: Path) -> None:
    lines = [
        f'{{"name":"{NAME}","citizenId":"{CITIZEN}"',
        f'{{"name":"{NAME}","name":"{NAME}"}}',
        f'["{CITIZEN}"]',
        f"{CITIZEN}",
        f'{{"{CITIZEN}":"\\ud800"}}',
    ]
    folder = write_batch(tmp_path / "b", {"cadre.ndjson": ("\n".join(lines).encode() + b"\n", len(lines))})
    for form in FORMS:
        output = zhucun("validate", folder, "--format", form).output
        assert CITIZEN not in output
        assert NAME not in output


def test_no_personal_value_in_what_is_said_of_a_manifest(batch: Path) -> None:
    manifest = json.loads((batch / "manifest.json").read_text("utf-8"))
    for key, value in (
        ("batchId", NAME),
        (CITIZEN, 1),
        ("sender", {"id": NAME, CITIZEN: NAME}),
        ("asOf", CITIZEN),
        ("standard", [CITIZEN]),
    ):
        (batch / "manifest.json").write_text(json.dumps({**manifest, key: value}), "utf-8")
        result = zhucun("validate", batch)
        assert result.exit_code == 2
        assert CITIZEN not in result.output
        assert NAME not in result.output


# --- the verdict carries its weight -----------------------------------------------------------------


def test_every_form_tells_how_much_was_judged() -> None:
    states = [Status.RAN] * 65 + [Status.NOT_EVALUATED] * 2 + [Status.FAILED] + [Status.NOT_APPLICABLE] * 4
    rules = [
        RuleResult(rule, status, missing={"cadre.sex": 1} if n < 5 else {})
        for n, (rule, status) in enumerate(zip(standard.rules, states, strict=False))
    ]
    report = unable(rules=rules)
    judged = {"apply": 68, "full": 60, "part": 5, "none": 3}
    weight = "rules: 68 apply, 60 judged fully, 5 in part, 3 not at all"
    assert RENDERERS["text"].render(report, EN).splitlines()[-1].endswith(weight)
    assert RENDERERS["github"].render(report, EN).splitlines()[-1].endswith(weight)
    assert json.loads(RENDERERS["json"].render(report, EN))["judged"] == judged
    (run,) = json.loads(RENDERERS["sarif"].render(report, EN))["runs"]
    assert run["properties"]["judged"] == run["invocations"][0]["properties"]["judged"] == judged
    told = {p.attrib["name"]: p.attrib["value"] for p in ElementTree.fromstring(RENDERERS["junit"].render(report, EN)).iter("property")}
    assert {k: told[f"judged.{k}"] for k in judged} == {"apply": "68", "full": "60", "part": "5", "none": "3"}


def test_what_was_judged_adds_up(report: Report) -> None:
    data = report.as_json("zh")
    judged = data["judged"]
    assert judged["apply"] == judged["full"] + judged["part"] + judged["none"]
    assert judged["apply"] == sum(r["status"] != "NOT_APPLICABLE" for r in data["rules"])
    assert judged["none"] == sum(r["status"] in ("NOT_EVALUATED", "FAILED") for r in data["rules"])


def test_text_groups_stand_in_order_of_file_and_line(tmp_path: Path) -> None:
    """Files as the manifest lists them, and line 9 before line 10."""
    bad = b"".join(b"{\n" if n in (8, 9) else ndjson(days(1, id=f"x-{n}")) for n in range(12))
    files = {"attendance-b.ndjson": (bad, 12), "attendance-a.ndjson": (bad.replace(b"x-", b"y-"), 12)}
    text = RENDERERS["text"].render(validate(write_batch(tmp_path / "b", files)), PLAIN)
    found = re.findall(r"^  attendance-(a|b)\.ndjson:(\d+)", text, re.M)
    assert found == [("b", "9"), ("b", "10"), ("a", "9"), ("a", "10")]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_what_it_does_not_list_and_how_to_get_it(form: str) -> None:
    rule = next(iter(standard.rules))
    told = RENDERERS[form].render(unable(omitted={rule: 90210, "STR-TYPE": 4711}), PLAIN)
    assert "90210" in told
    assert "4711" in told
    assert "--findings" in told or form == "json"


@pytest.mark.parametrize("form", [f for f in FORMS if f != "json"])
def test_every_form_says_that_a_profile_is_from_outside(form: str) -> None:
    told = RENDERERS[form].render(unable(), EN)
    assert "my-county" in told
    assert "profileOutside" in told or "not part of the standard" in told


# --- no batch, or no end ----------------------------------------------------------------------------


def without_judgement() -> Sequence[tuple[Report, str]]:
    """Reports of runs that came to nothing, and the language in which each is told."""
    said = problem("file-digest", path="x.ndjson", algorithm="sha256")
    return [
        (unreadable(standard, [said, problem("empty", path="y")]), "en"),
        (unfinished(standard, problem("internal", what="KeyError")), "zh"),
    ]


def test_a_report_without_judgement_is_a_report_in_every_form() -> None:
    for (report, lang), code in zip(without_judgement(), (2, 3), strict=True):
        how, number = Rendering(lang, prefix="data/"), len(report.problems)
        assert report.exit_code("error") == code
        faults.validator(standard, "report").validate(json.loads(RENDERERS["json"].render(report, how)))
        sarif = json.loads(RENDERERS["sarif"].render(report, how))
        jsonschema.Draft7Validator(_sarif_schema()).validate(sarif)
        (run,) = sarif["runs"]
        assert (run["invocations"][0]["executionSuccessful"], run["invocations"][0]["exitCode"]) == (False, code)
        assert len(run["results"]) == number > 0
        for result in run["results"]:
            assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "data/manifest.json"
        suite = ElementTree.fromstring(RENDERERS["junit"].render(report, how))[0]
        assert int(suite.attrib["errors"]) == number == int(suite.attrib["tests"])
        lines = RENDERERS["github"].render(report, how).splitlines()
        assert len(lines) == number + 1
        assert all(line.startswith("::error file=data/manifest.json,line=1,title=") for line in lines[:-1])
        text = RENDERERS["text"].render(report, how).splitlines()
        assert say(f"report.{report.verdict}", lang) in text[-1]
        assert say("report.nothing", lang) not in text
        assert len(text) == number + 1


@pytest.mark.parametrize("form", FORMS)
def test_an_unreadable_batch_is_told_in_every_form(batch: Path, form: str, tmp_path: Path) -> None:
    (batch / "attendance.ndjson").write_bytes(b"{}\n{}\n{}\n")
    result = zhucun("validate", batch, "--format", form, "--lang", "en")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert ("attendance.ndjson" in result.stdout) == (form != "text")
    target = tmp_path / "report"
    target.write_text("pass")
    assert zhucun("validate", batch, "--format", form, "-o", target).exit_code == 2
    assert "attendance.ndjson" in target.read_text("utf-8")
    if form == "json":
        assert json.loads(target.read_text("utf-8"))["verdict"] == "unreadable"


# --- within what code scanning takes ----------------------------------------------------------------


def test_sarif_keeps_the_most_severe_within_the_limit_and_says_so() -> None:
    severities = [Severity.ERROR] * 4_000 + [Severity.WARNING] * 3_000 + [Severity.INFO] * 20_000
    many = [odd(severity, ordinal=n) for n, severity in enumerate(severities)]
    (run,) = json.loads(RENDERERS["sarif"].render(unable(findings=many), EN))["runs"]
    levels = [r["level"] for r in run["results"]]
    assert len(levels) == 25_000
    assert levels[:7_000] == ["error"] * 4_000 + ["warning"] * 3_000
    assert any("2000 findings are left out" in n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"])


def test_sarif_places_what_stands_in_no_file_in_the_manifest() -> None:
    nowhere = unable(findings=[odd(place=None)])
    (run,) = json.loads(RENDERERS["sarif"].render(nowhere, Rendering(prefix="data/batch/")))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("data/batch/manifest.json", 1)


# --- JUnit agrees with --fail-on --------------------------------------------------------------------


@pytest.mark.parametrize("fail_on", list(Severity))
def test_junit_fails_where_the_exit_code_does(report: Report, fail_on: Severity) -> None:
    warnings = [f for f in report.findings if f.severity is Severity.WARNING]
    counts = {Severity.ERROR: 0, Severity.WARNING: len(warnings), Severity.INFO: 0}
    mild = replace(report, findings=warnings, verdict=Verdict.PASS, counts=counts)
    bounded = replace(report, findings=(), omitted={"STR-TYPE": 1})  # counted, and none of them listed
    for each in (report, mild, bounded, unable(), *(r for r, _ in without_judgement())):
        root = ElementTree.fromstring(RENDERERS["junit"].render(each, Rendering(fail_on=fail_on)))
        red = int(root.attrib["failures"]) + int(root.attrib["errors"]) > 0
        assert red == (each.exit_code(fail_on) != 0)


def test_junit_of_a_verdict_that_no_case_explains() -> None:
    rules = [r for r in unable().rules if r.status is not Status.FAILED]
    report = unable(findings=(), counts=dict.fromkeys(Severity, 0), rules=rules)
    (error,) = ElementTree.fromstring(RENDERERS["junit"].render(report, EN)).iter("error")
    assert "not at all" in error.attrib["message"]


# --- paths from the root of the working tree --------------------------------------------------------


def annotated(stdout: str) -> set[str]:
    return set(re.findall(r"^::\w+ file=([^,]*),", stdout, re.M))


def located(stdout: str) -> set[str]:
    (run,) = json.loads(stdout)["runs"]
    return {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]}


@pytest.fixture
def tree(faulty: Path, tmp_path: Path) -> Path:
    """A working tree with a batch in it."""
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    (tmp_path / "tree" / "data").mkdir()
    faulty.rename(tmp_path / "tree" / "data" / "batch")
    return tmp_path / "tree"


def test_paths_lead_from_the_root_of_the_working_tree(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for here, path in ((tree, "data/batch"), (tree / "data", "batch"), (tree / "data" / "batch", "."), (tree.parent, "tree/data/batch")):
        monkeypatch.chdir(here)
        expected = {"data/batch/attendance-1.ndjson", "data/batch/cadre.ndjson"}
        assert annotated(zhucun("validate", path, "--format", "github").stdout) >= expected
        assert located(zhucun("validate", path, "--format", "sarif").stdout) >= expected
    one = tree / "data" / "batch" / "cadre.ndjson"
    assert annotated(zhucun("validate", one, "--format", "github").stdout) == {"data/batch/cadre.ndjson"}


def test_paths_lead_from_here_where_there_is_no_working_tree(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / ".git").rmdir()
    monkeypatch.chdir(tree)
    assert "data/batch/cadre.ndjson" in annotated(zhucun("validate", "data/batch", "--format", "github").stdout)


def test_a_prefix_says_where_an_archive_lies(tree: Path) -> None:
    import shutil

    next((tree / "data" / "batch").glob("unlisted*")).unlink()
    packed = shutil.make_archive(str(tree / "batch"), "zip", tree / "data" / "batch")
    assert "cadre.ndjson" in annotated(zhucun("validate", packed, "--format", "github").stdout)
    for prefix in ("data/batch", "data/batch/"):
        told = zhucun("validate", packed, "--format", "github", "--path-prefix", prefix).stdout
        assert "data/batch/cadre.ndjson" in annotated(told)
        told = zhucun("validate", packed, "--format", "sarif", "--path-prefix", prefix).stdout
        assert "data/batch/cadre.ndjson" in located(told)


# --- nothing breaks out of a form -------------------------------------------------------------------

HOSTILE = (
    "a\x1b[2J\x1b]0;x\x07\r\n::error file=x,line=1::forged\nVerdict: pass\u2028\u202e\u200f\x85\x7f]]></testsuite><&\"',:%0A\ufffe\udcff"
)
#: What a terminal acts on: control characters but the line feeds of the form itself, marks of direction, line separators.
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def named(text: str) -> Report:
    """A report in which this text stands wherever something of a batch can."""
    said = {"message": text, "recordId": text}
    report = unable()
    return replace(
        report,
        batch_id=text,
        profile=text,
        findings=[
            replace(f, place=Place(f"{text}.ndjson", 0, 7), pointer="/x", said=said | {"pointer": f"/{text}"})
            for f in (odd(), odd(Severity.INFO))
        ],
        rules=[replace(r, reason=text) if r.reason or r.lacking else r for r in report.rules],
        records={text: 1},
        left_out={text: 2},
        omitted={"STR-TYPE": 1},
        unjudged=[Unjudged("STR-REFERENCE", text, 3, text)],
    )


@pytest.mark.parametrize("form", FORMS)
def test_no_name_breaks_out_of_a_form(form: str) -> None:
    plain, hostile = (RENDERERS[form].render(named(text), PLAIN) for text in ("plain", HOSTILE))
    assert len(hostile.splitlines()) == len(plain.splitlines()) == plain.count("\n") == hostile.count("\n")
    assert not ACTING.search(hostile)
    if form == "json":
        assert json.loads(hostile) == named(HOSTILE).as_json("zh")
    if form == "sarif":
        assert json.loads(hostile)["runs"][0]["results"]
    if form == "junit":
        assert len(ElementTree.fromstring(hostile)[0].findall("testcase")) == len(ElementTree.fromstring(plain)[0].findall("testcase"))
    if form == "github":
        assert [line[:3] for line in hostile.splitlines()] == [line[:3] for line in plain.splitlines()]


@pytest.mark.skipif(os.name != "posix", reason="names that other systems refuse")
@pytest.mark.parametrize("form", FORMS)
def test_no_file_name_breaks_out_of_a_form(batch: Path, form: str) -> None:
    plain = batch / "plain.ndjson"
    plain.write_bytes(b"x")
    expected = zhucun("validate", batch, "--format", form).stdout
    plain.unlink()
    (batch / "\x1b[31m\n::error::forged\nVerdict: pass\u202e\x85.ndjson").write_bytes(b"x")
    told = zhucun("validate", batch, "--format", form).stdout
    assert "forged" in told
    assert len(told.splitlines()) == len(expected.splitlines())
    assert not ACTING.search(told)
    assert not re.search(r"^(::error|Verdict: pass)", told, re.M)


def test_no_name_breaks_out_of_what_is_said_on_stderr(batch: Path) -> None:
    for path in ("no\x1b[31m\nzhucun: such", "\u202e" * 3000):
        result = zhucun("validate", path)
        assert result.exit_code in (2, 3)
        assert len(result.stderr.splitlines()) == 1
        assert not ACTING.search(result.stderr)
    result = zhucun("validate", batch, "--profile", "\x1b[31m\nnone", "--lang", "en")
    assert len(result.stderr.splitlines()) == 1
    assert not ACTING.search(result.stderr)
