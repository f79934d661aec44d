"""Baselines and earlier reports: a finding stays a finding, the verdict stays what it is, and only the exit code changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import days, edit_manifest, ndjson, write_batch, zhucun
from edition import standard

from zhucun import validate
from zhucun.record import faults
from zhucun.reports import RENDERERS, Rendering

SCHEMA = faults.validator(standard, "report")


def batch_of(folder: Path, bad: int, good: int = 3, **more: Any) -> Path:
    """A batch in which each of the first ``bad`` records has a code that does not exist: one error each."""
    records = [{**d, "status": "NOWHERE"} for d in days(bad)] + days(bad + good)[bad:]
    return write_batch(folder, {"attendance.ndjson": (ndjson(records), len(records))}, **more)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return batch_of(tmp_path / "faulty", 3)


def reported(batch: Path, *options: Any, code: int) -> dict[str, Any]:
    """The report in JSON, which is valid."""
    done = zhucun("validate", batch, "--format", "json", "--lang", "en", *options)
    assert done.exit_code == code, done.output
    said: dict[str, Any] = json.loads(done.stdout)
    assert list(SCHEMA.iter_errors(said)) == []
    return said


def entries(path: Path) -> list[dict[str, Any]]:
    data = json.loads(path.read_text("utf-8"))
    assert list(faults.validator(standard, "baseline").iter_errors(data)) == []
    found: list[dict[str, Any]] = data["entries"]
    return found


def change(path: Path, edit: Callable[[list[dict[str, Any]]], Any]) -> None:
    data = json.loads(path.read_text("utf-8"))
    edit(data["entries"])
    path.write_text(json.dumps(data), "utf-8")


@pytest.fixture
def baseline(faulty: Path, tmp_path: Path) -> Path:
    assert zhucun("validate", faulty, "--write-baseline", tmp_path / "baseline.json").exit_code == 0
    return tmp_path / "baseline.json"


def test_a_baseline_says_what_is_accepted_and_since_when(baseline: Path) -> None:
    found = entries(baseline)
    assert [(e["rule"], e["recordType"], e["recordId"], e["since"]) for e in found] == [
        ("STR-ENUM", "attendance", f"att-{n}", "2021-08-01") for n in range(3)
    ]


def test_what_is_accepted_changes_the_exit_code_and_nothing_else(faulty: Path, baseline: Path) -> None:
    plain, said = reported(faulty, code=1), reported(faulty, "--baseline", baseline, code=0)
    assert said["verdict"] == plain["verdict"] == "fail"
    assert said["counts"] == plain["counts"]
    assert [{k: v for k, v in f.items() if k != "accepted"} for f in said["findings"]] == plain["findings"]
    assert said["counting"]["error"] == 0
    assert said["baseline"] == {"accepted": {"error": 3, "warning": 0, "info": 0}, "over": [], "stale": [], "unseen": 0}
    assert "counting" not in plain


def test_one_finding_more_fails(faulty: Path, baseline: Path, tmp_path: Path) -> None:
    said = reported(batch_of(tmp_path / "more", 4), "--baseline", baseline, code=1)
    assert said["counting"]["error"] == 1
    assert [f["recordId"] for f in said["findings"] if "accepted" not in f and f["severity"] == "error"] == ["att-3"]


def test_what_is_not_listed_counts_too(faulty: Path, baseline: Path, tmp_path: Path) -> None:
    """The listed ones are all accepted, and one that is not listed is not."""
    said = reported(batch_of(tmp_path / "more", 4), "--baseline", baseline, "--max-findings", "3", code=1)
    assert said["omitted"] == {"STR-ENUM": 1}
    assert all("accepted" in f for f in said["findings"] if f["severity"] == "error")
    reported(faulty, "--baseline", baseline, "--max-findings", "1", code=0)
    assert zhucun("validate", faulty, "--write-baseline", tmp_path / "b.json", "--max-findings", "0").exit_code == 0
    assert len(entries(tmp_path / "b.json")) == 3


def test_a_file_of_all_findings_is_written_all_the_same(faulty: Path, baseline: Path, tmp_path: Path) -> None:
    reported(faulty, "--baseline", baseline, "--findings", tmp_path / "all.ndjson", "--max-findings", "1", code=0)
    assert (tmp_path / "all.ndjson").read_text("utf-8").count("STR-ENUM") == 3


@pytest.mark.parametrize(("until", "code"), [("2021-08-01", 0), ("2021-07-31", 1)])
def test_an_end_is_held_against_the_day_of_the_batch(faulty: Path, baseline: Path, until: str, code: int) -> None:
    change(baseline, lambda found: found[0].update(until=until))
    said = reported(faulty, "--baseline", baseline, code=code)
    assert len(said["baseline"]["over"]) == code
    assert ("accept no more" in zhucun("validate", faulty, "--baseline", baseline, "--lang", "en").stderr) == bool(code)


def test_an_end_accepts_nothing_where_there_is_no_day(faulty: Path, baseline: Path) -> None:
    change(baseline, lambda found: [e.update(until="2099-01-01") for e in found])
    assert reported(faulty, "--baseline", baseline, code=0)
    assert zhucun("validate", faulty / "attendance.ndjson", "--baseline", baseline).exit_code == 1


def test_writing_anew_keeps_reasons_and_ends(faulty: Path, baseline: Path) -> None:
    change(baseline, lambda found: (found[0].update(reason="legacy", until="2021-07-01"), found.pop()))
    # an end that is over is not moved by writing anew
    assert zhucun("validate", faulty, "--write-baseline", baseline).exit_code == 1
    found = entries(baseline)
    assert len(found) == 3
    assert (found[0]["reason"], found[0]["until"]) == ("legacy", "2021-07-01")


def test_a_stale_entry_is_told_and_only_it_is_removed(faulty: Path, baseline: Path, tmp_path: Path) -> None:
    mended = batch_of(tmp_path / "mended", 2)
    gone = entries(baseline)[2]["fingerprint"]
    before = baseline.read_bytes()
    done = zhucun("validate", mended, "--baseline", baseline, "--lang", "en")
    assert done.exit_code == 0
    assert "STR-ENUM attendance att-2" in done.stderr
    assert reported(mended, "--baseline", baseline, code=0)["baseline"]["stale"] == [gone]
    assert baseline.read_bytes() == before
    # a new finding is not accepted by pruning
    worse = batch_of(tmp_path / "worse", 2, good=1, batchId="b")
    with (worse / "attendance.ndjson").open("ab") as f:
        f.write(b'{"id":"new","cadreId":"c-1"}\n')
    data = (worse / "attendance.ndjson").read_bytes()
    write_batch(worse, {"attendance.ndjson": (data, 4)})
    assert zhucun("validate", worse, "--baseline", baseline, "--prune-baseline").exit_code == 1
    assert [e["recordId"] for e in entries(baseline)] == ["att-0", "att-1"]


def test_an_entry_is_kept_where_nothing_can_say_that_it_is_gone(baseline: Path, tmp_path: Path) -> None:
    change(baseline, lambda found: found.append({"fingerprint": "0" * 16, "rule": "ATT-001", "recordType": "posting"}))
    change(baseline, lambda found: found.append({"fingerprint": "1" * 16, "rule": "STR-ENUM", "recordType": "leave"}))
    said = reported(batch_of(tmp_path / "clean", 0), "--baseline", baseline, "--prune-baseline", code=0)
    assert len(said["baseline"]["stale"]) == 3
    assert said["baseline"]["unseen"] == 2
    assert {e["fingerprint"] for e in entries(baseline)} == {"0" * 16, "1" * 16}


def test_an_entry_of_another_rule_accepts_nothing(faulty: Path, baseline: Path) -> None:
    change(baseline, lambda found: found[0].update(rule="STR-TYPE"))
    assert reported(faulty, "--baseline", baseline, code=1)["counting"]["error"] == 1


def test_accepted_errors_do_not_hide_that_a_rule_could_not_judge(faulty: Path, baseline: Path) -> None:
    """The verdict says fail, and behind it a rule that had to judge did not."""
    assert reported(faulty, "--require-judged", "ATT-001", code=1)["verdict"] == "fail"
    reported(faulty, "--baseline", baseline, "--require-judged", "ATT-001", code=3)


def test_only_what_fail_on_heeds_is_written(batch: Path, tmp_path: Path) -> None:
    (batch / "extra.ndjson").write_text("x")
    assert zhucun("validate", batch, "--write-baseline", tmp_path / "b.json").exit_code == 0
    assert entries(tmp_path / "b.json") == []
    assert zhucun("validate", batch, "--fail-on", "warning").exit_code == 1
    assert zhucun("validate", batch, "--fail-on", "warning", "--write-baseline", tmp_path / "b.json").exit_code == 0
    assert [e["rule"] for e in entries(tmp_path / "b.json")] == ["STR-UNLISTED-FILE"]


def test_a_number_of_a_person_is_masked(tmp_path: Path) -> None:
    record = {**days(1)[0], "id": "522701199001011234"}
    folder = write_batch(tmp_path / "b", {"attendance.ndjson": (ndjson([record]), 1)})
    assert zhucun("validate", folder, "--write-baseline", tmp_path / "b.json").exit_code == 0
    assert "522701199001011234" not in (tmp_path / "b.json").read_text("utf-8")
    assert zhucun("validate", folder, "--baseline", tmp_path / "b.json").exit_code == 0


# --- what it is not ---------------------------------------------------------------------------------


WRONG: Sequence[tuple[str, str]] = [
    ("[]", "is not a JSON object"),
    ('{"standard": "1.0", "entries": [{"rule": "ATT-001"}]}', "is not valid at /entries/0"),
    (
        json.dumps({"standard": "1.0", "entries": [{"fingerprint": "0" * 16, "rule": "ATT-001", "recordType": "posting"}] * 2}),
        "same finding",
    ),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_file_that_is_no_baseline_is_told(batch: Path, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "b.json").write_text(text)
    for option in ("--baseline", "--write-baseline"):
        done = zhucun("validate", batch, option, tmp_path / "b.json", "--lang", "en")
        assert done.exit_code == 2
        assert said in done.stderr
    assert (tmp_path / "b.json").read_text() == text


@pytest.mark.parametrize(
    "options",
    [
        ("--baseline", "a", "--write-baseline", "b"),
        ("--prune-baseline",),
        ("--write-baseline", "-"),
        ("--baseline", "a", "--engine", "spark"),
    ],
)
def test_options_that_do_not_go_together(batch: Path, options: Sequence[str]) -> None:
    done = zhucun("validate", batch, *options, "--lang", "en")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1


def test_a_batch_that_cannot_be_read_leaves_the_baseline_alone(faulty: Path, baseline: Path) -> None:
    before = baseline.read_bytes()
    edit_manifest(faulty, lambda data: data.update(profile="nowhere"))
    assert zhucun("validate", faulty, "--write-baseline", baseline).exit_code == 2
    assert baseline.read_bytes() == before


# --- earlier reports --------------------------------------------------------------------------------


def test_only_what_is_new_decides(faulty: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "before.json"
    zhucun("validate", faulty, "--format", "json", "-o", earlier)
    assert reported(faulty, "--new-since", earlier, code=0)["earlier"]["known"]["error"] == 3
    said = reported(batch_of(tmp_path / "more", 4), "--new-since", earlier, code=1)
    assert [f["recordId"] for f in said["findings"] if f["isNew"] and f["severity"] == "error"] == ["att-3"]
    assert said["verdict"] == "fail"
    reported(batch_of(tmp_path / "more2", 4), "--new-since", earlier, "--max-findings", "1", code=1)


def test_what_an_earlier_report_does_not_list_counts_as_new(faulty: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "before.json"
    zhucun("validate", faulty, "--format", "json", "-o", earlier, "--max-findings", "2")
    done = zhucun("validate", faulty, "--new-since", earlier, "--lang", "en")
    assert done.exit_code == 1
    assert "STR-ENUM" in done.stderr
    assert "--max-findings" in done.stderr


def test_a_report_that_judged_nothing_is_nothing_to_compare_with(batch: Path, tmp_path: Path) -> None:
    zhucun("validate", tmp_path / "none", "--format", "json", "-o", tmp_path / "r.json")
    done = zhucun("validate", batch, "--new-since", tmp_path / "r.json", "--lang", "en")
    assert (done.exit_code, "judged nothing" in done.stderr) == (2, True)


def test_a_baseline_and_an_earlier_report_together(faulty: Path, baseline: Path, tmp_path: Path) -> None:
    change(baseline, lambda found: found.pop())
    zhucun("validate", batch_of(tmp_path / "before", 1), "--format", "json", "-o", tmp_path / "r.json")
    said = reported(faulty, "--baseline", baseline, "--new-since", tmp_path / "r.json", code=1)
    assert said["counting"]["error"] == 1


# --- how it is shown --------------------------------------------------------------------------------


@pytest.fixture
def shown(faulty: Path, baseline: Path, tmp_path: Path) -> Callable[[str], str]:
    change(baseline, lambda found: (found[0].update(reason="agreed 甲"), found.pop()))

    def show(form: str) -> str:
        done = zhucun("validate", faulty, "--baseline", baseline, "--format", form, "--lang", "en")
        assert done.exit_code == 1, done.stderr
        return done.stdout

    return show


def test_the_text_tells_them_apart(shown: Callable[[str], str]) -> None:
    before, _, after = shown("text").partition("Accepted by the baseline:")
    assert ("att-2" in before, "att-0" in before) == (True, False)
    assert ("att-0" in after, "att-1" in after, "agreed 甲" in after, "counting for the exit code: errors 1" in after) == (True,) * 4
    assert after.rstrip().splitlines()[-1].startswith("Verdict: fail")


def test_the_page_tells_them_apart(shown: Callable[[str], str]) -> None:
    before, _, after = shown("html").partition('<h2><span class="zh" lang="zh">基线接受的发现')
    assert "att-0" not in before
    assert "att-0" in after.partition("<script")[0]
    assert "agreed 甲" in after


def test_sarif_suppresses_them(shown: Callable[[str], str]) -> None:
    run = json.loads(shown("sarif"))["runs"][0]
    states = {r["properties"]["recordId"]: r.get("suppressions") for r in run["results"] if r["ruleId"] == "STR-ENUM"}
    assert states["att-2"] is None
    assert states["att-0"] == [
        {"kind": "external", "status": "accepted", "justification": "agreed 甲", "properties": {"since": "2021-08-01"}}
    ]
    assert run["invocations"][0]["exitCode"] == 1


def test_annotations_and_tests_heed_the_rest(shown: Callable[[str], str]) -> None:
    assert ("att-0" in shown("github"), "att-2" in shown("github")) == (False, True)
    case = next(c for c in ElementTree.fromstring(shown("junit"))[0].iter("testcase") if c.get("name", "").startswith("STR-ENUM"))
    assert case.find("failure") is not None
    assert "att-0" not in str(case.find("failure").text)  # type: ignore[union-attr]


def gitlab_of(text: str) -> list[Mapping[str, Any]]:
    """What GitLab asks of the report, held to be so."""
    found: list[Mapping[str, Any]] = json.loads(text)
    for issue in found:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1
        assert not issue["location"]["path"].startswith(("/", "./"))
    assert len({i["fingerprint"] for i in found}) == len(found)
    return found


def test_gitlab_gets_what_it_reads(faulty: Path, shown: Callable[[str], str]) -> None:
    plain = gitlab_of(zhucun("validate", faulty, "--format", "gitlab", "--path-prefix", "data").stdout)
    enums = [i for i in plain if i["check_name"] == "STR-ENUM"]
    assert [(i["severity"], i["location"]) for i in enums] == [
        ("major", {"path": "data/attendance.ndjson", "lines": {"begin": n}}) for n in (1, 2, 3)
    ]
    kept = [i for i in gitlab_of(shown("gitlab")) if i["check_name"] == "STR-ENUM"]
    assert [i["fingerprint"] for i in kept] == [enums[2]["fingerprint"]]


def test_gitlab_is_told_where_nothing_was_judged(tmp_path: Path) -> None:
    (issue,) = gitlab_of(zhucun("validate", tmp_path / "none", "--format", "gitlab").stdout)
    assert issue["severity"] == "blocker"


def test_what_a_report_lists_is_what_a_finding_is() -> None:
    """The schema of the report takes every finding that the schema of findings takes."""
    own = {k: {n: v for n, v in p.items() if n != "x-piClass"} for k, p in standard.schema("finding")["properties"].items()}
    assert standard.schema("report")["properties"]["findings"]["items"]["properties"] == own


def test_a_report_in_python_says_it_too(faulty: Path) -> None:
    report = validate(faulty)
    assert report.reckoning is None
    assert RENDERERS["gitlab"].render(report, Rendering("en")).startswith("[")
