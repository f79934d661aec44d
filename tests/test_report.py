"""Every form of the report says the same, is valid in its own format, and tells no personal value."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from conftest import days, ndjson, write_batch, zhucun

from zhucun import faults, report, standard, validate

FORMS = sorted(report.FORMATS)
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


@pytest.fixture(params=["zh", "en"])
def data(faulty: Path, request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(validate(faulty, lang=request.param).data)


def unable() -> dict[str, Any]:
    """A report by hand, of what no small batch brings about: rules that crashed, odd texts, every optional part."""
    rule = next(iter(standard.rules()))
    finding = {
        "rule": rule,
        "severity": "warning",
        "outcome": "CANDIDATE",
        "recordType": "posting",
        "recordId": "p-1",
        "file": "a b%/c:d,e.ndjson",
        "line": 7,
        "pointer": "/x",
        "message": "100% of\nA,B::C <&\"'>\r",
        "clauses": ["HN-1-1"],
        "policyRow": "p/r",
        "authority": "REPORTED",
        "inherited": True,
        "interpreted": True,
        "fingerprint": "0123456789abcdef",
    }
    return {
        "standard": "1.0",
        "tool": {"name": "zhucun", "version": "1"},
        "language": "en",
        "batchId": 'b<&">',
        "verdict": "incomplete",
        "counts": {"error": 0, "warning": 2, "info": 1},
        "records": {"posting": 1},
        "findings": [finding, {**finding, "severity": "info", "fingerprint": "0" * 16}],
        "rules": [
            {"id": rule, "status": "RAN", "findings": 2, "notEvaluated": 0},
            {"id": list(standard.rules())[1], "status": "FAILED", "findings": 0, "notEvaluated": 0, "reason": 'Error: "x" < & \x01'},
            {"id": list(standard.rules())[2], "status": "NOT_EVALUATED", "findings": 0, "notEvaluated": 0, "reason": "leave"},
            {"id": list(standard.rules())[3], "status": "NOT_APPLICABLE", "findings": 0, "notEvaluated": 0},
        ],
        "notEvaluated": [{"rule": rule, "missing": "cadre.sex", "count": 4}],
        "omitted": {"STR-TYPE": 1},
    }


# --- JSON -------------------------------------------------------------------------------------------


def test_json_is_valid_against_the_standard(data: dict[str, Any]) -> None:
    written = json.loads(report.as_json(data))
    faults.validator("report").validate(written)
    assert written["findings"]
    for finding in written["findings"]:
        faults.validator("finding").validate(finding)


def test_counts_are_those_of_the_findings(data: dict[str, Any]) -> None:
    severities = [f["severity"] for f in data["findings"]]
    assert data["counts"] == {s: severities.count(s) for s in ("error", "warning", "info")}
    assert {f["rule"] for f in data["findings"]} >= {"STR-REQUIRED", "STR-ENUM", "STR-BLANK", "STR-UNLISTED-FILE", "STR-TYPE"}


def test_both_languages_find_the_same(faulty: Path) -> None:
    zh, en = (validate(faulty, lang=lang).findings for lang in ("zh", "en"))
    assert [f["fingerprint"] for f in zh] == [f["fingerprint"] for f in en]
    assert all(re.search("[\u4e00-\u9fff]", f["message"]) for f in zh)
    assert not any(re.search("[\u4e00-\u9fff]", f["message"]) for f in en)


def test_fingerprints_are_stable_and_distinct(faulty: Path) -> None:
    first, second = ([f["fingerprint"] for f in validate(faulty).findings] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)


def test_more_findings_than_are_kept_are_counted(tmp_path: Path) -> None:
    result = validate(write_batch(tmp_path / "b", {"attendance.ndjson": (b"{\n" * 10, 10)}), max_findings=3).data
    assert (result["counts"]["error"], len(result["findings"]), result["omitted"]) == (10, 3, {"STR-JSON": 7})
    faults.validator("report").validate(json.loads(report.as_json(result)))
    assert "7" in report.as_text(result)


@pytest.mark.parametrize("name", ["attendance 荔波 (1).ndjson", "attendance-" + "x" * 200 + ".ndjson"])
def test_a_single_file_of_any_name(tmp_path: Path, name: str) -> None:
    name = name if name.startswith("attendance-") else name.replace(" 荔波", "-荔波")
    (tmp_path / name).write_bytes(b"{}\n")
    result = validate(tmp_path / name).data
    assert {f["line"] for f in result["findings"]} == {1}
    for form in FORMS:
        assert report.FORMATS[form](result)


# --- SARIF ------------------------------------------------------------------------------------------


def _sarif_schema() -> Any:
    return json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text("utf-8"))


def test_sarif_is_valid_against_its_schema(data: dict[str, Any]) -> None:
    validator = jsonschema.Draft7Validator(_sarif_schema())
    for each in (data, unable()):
        validator.validate(json.loads(report.as_sarif(each)))


def test_the_sarif_schema_refuses_what_is_wrong() -> None:
    wrong = json.loads(report.as_sarif(unable()))
    wrong["runs"][0]["results"][0]["level"] = "fatal"
    assert not jsonschema.Draft7Validator(_sarif_schema()).is_valid(wrong)


def test_sarif_tells_every_finding(data: dict[str, Any]) -> None:
    (run,) = json.loads(report.as_sarif(data))["runs"]
    assert [r["partialFingerprints"]["zhucun/v1"] for r in run["results"]] == [f["fingerprint"] for f in data["findings"]]
    for result, finding in zip(run["results"], data["findings"], strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding["rule"]
        place = result["locations"][0]["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", place["artifactLocation"]["uri"])
        assert place.get("region", {}).get("startLine") == finding.get("line")


def test_sarif_tells_that_a_rule_failed() -> None:
    (run,) = json.loads(report.as_sarif(unable()))["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [n["level"] for n in invocation["toolExecutionNotifications"]] == ["error", "note"]


# --- JUnit ------------------------------------------------------------------------------------------


def test_junit_parses_and_its_counts_agree(data: dict[str, Any]) -> None:
    for each in (data, unable()):
        root = ElementTree.fromstring(report.as_junit(each))
        (suite,) = root
        cases = suite.findall("testcase")
        for element in (root, suite):
            assert int(element.attrib["tests"]) == len(cases)
            assert int(element.attrib["failures"]) == len(suite.findall("testcase/failure"))
            assert int(element.attrib["errors"]) == len(suite.findall("testcase/error"))
            assert int(element.attrib["skipped"]) == len(suite.findall("testcase/skipped"))
        assert len({c.attrib["name"] for c in cases}) == len(cases)
        failing = {c.attrib["name"].split()[0] for c in cases if c.find("failure") is not None}
        assert failing == {f["rule"] for f in each["findings"] if f["severity"] == "error"}
        told = "\n".join(e.text or "" for e in [*suite.findall("testcase/failure"), *suite.findall("testcase/system-out")])
        for finding in each["findings"]:
            assert finding["message"].replace("\r", "").strip() in told


def test_junit_of_a_rule_that_failed_and_of_those_that_did_not_run() -> None:
    suite = ElementTree.fromstring(report.as_junit(unable()))[0]
    assert (suite.attrib["errors"], suite.attrib["skipped"]) == ("1", "2")


# --- GitHub -----------------------------------------------------------------------------------------


def test_github_has_one_line_for_each_finding(data: dict[str, Any]) -> None:
    for each in (data, unable()):
        *lines, last = report.as_github(each).splitlines()
        assert len(lines) == len(each["findings"])
        assert not last.startswith("::")
        for line, finding in zip(lines, each["findings"], strict=True):
            found = re.fullmatch(r"::(error|warning|notice) ((?:[a-z]+=[^,:]*,?)+)::(.*)", line)
            assert found, line
            properties = dict(p.split("=", 1) for p in found[2].split(","))
            assert _unescape(properties["title"]) == finding["rule"]
            assert _unescape(properties.get("file", "")) == finding.get("file", "")
            assert properties.get("line") == (str(finding["line"]) if "line" in finding else None)
            assert _unescape(found[3]).endswith(finding["message"])


def _unescape(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


# --- text -------------------------------------------------------------------------------------------


def test_text_tells_codes_places_and_verdict(data: dict[str, Any]) -> None:
    text = report.as_text(data)
    for rule in {f["rule"] for f in data["findings"]}:
        assert f"{rule}  ×" in text.replace(" ×", "  ×")
        assert report.fix(rule, data["language"]) in text
    assert "attendance-1.ndjson:9" in text
    assert report.WORDS[data["language"]]["fail"] in text.splitlines()[-1]
    assert str(data["counts"]["error"]) in text.splitlines()[-1]
    assert text.endswith("\n")


def test_text_of_what_could_not_be_judged() -> None:
    text = report.as_text(unable())
    for part in ("incomplete", "failed: Error", "leave", "cadre.sex", "STR-TYPE: 1 more", "inherited", "interpretation", "candidate"):
        assert part in text


def test_text_of_nothing_found(batch: Path) -> None:
    assert "没有发现问题" in zhucun("validate", batch, "--lang", "zh").stdout
    assert "Nothing was found" in zhucun("validate", batch, "--lang", "en").stdout


@pytest.mark.parametrize("form", FORMS)
def test_colours_only_when_asked(form: str, data: dict[str, Any]) -> None:
    assert "\x1b" not in report.FORMATS[form](data)
    assert ("\x1b[" in report.FORMATS[form](data, True)) == (form == "text")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", report.FORMATS[form](data, True))
    assert plain == report.FORMATS[form](data)


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
    assert faults.explain("cadre", record)


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
