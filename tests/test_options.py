"""Options become types at the door, the same for Python and the command line; the language is the one that a user expects."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import days, ndjson, zhucun
from edition import standard

from zhucun import options, validate
from zhucun.cli import INCOMPLETE, OK, UNREADABLE
from zhucun.errors import OptionError

WRONG_DAYS = [
    "yesterday",
    "2021-13-01",
    "2021-02-29",
    "20210801",
    "2021-W31-7",
    "2021-8-1",
    "",
    " 2021-08-01",
    "２０２１-08-01",
    "2021-08-01T00:00",
]


@pytest.mark.parametrize("day", WRONG_DAYS)
def test_what_is_no_day_is_refused(batch: Path, day: str) -> None:
    with pytest.raises(OptionError, match="YYYY-MM-DD"):
        validate(batch, as_of=day)
    for lang, word in (("zh", "判断截止日"), ("en", "the day to judge as of")):
        result = zhucun("validate", batch, "--as-of", day, "--lang", lang)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (UNREADABLE, "", 1)
        assert word in result.stderr


def test_a_moment_is_no_day(batch: Path) -> None:
    with pytest.raises(OptionError):
        validate(batch, as_of=dt.datetime(2021, 8, 1, 12))


def test_a_day_may_be_a_date_or_text(batch: Path) -> None:
    for day in ("2021-08-05", dt.date(2021, 8, 5)):
        assert validate(batch, as_of=day).as_json("zh")["asOf"] == "2021-08-05"


@pytest.mark.parametrize("day", ["1990-01-01", "2021-06-30"])
def test_a_day_before_the_period_is_refused(batch: Path, day: str) -> None:
    with pytest.raises(OptionError, match="2021-07-01"):
        validate(batch, as_of=dt.date.fromisoformat(day))
    result = zhucun("validate", batch, "--as-of", day)
    assert result.exit_code == UNREADABLE
    assert "2021-07-01" in result.stderr


def test_the_first_day_of_the_period_is_accepted(batch: Path) -> None:
    assert validate(batch, as_of="2021-07-01").verdict == "pass"


def test_a_day_before_the_profile_of_a_single_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "attendance.ndjson").write_bytes(ndjson(days(1)))
    with pytest.raises(OptionError):
        validate(tmp_path / "attendance.ndjson", profile="hunan-2021", as_of="1990-01-01")


@pytest.mark.parametrize("lang", ["fr", "", "EN", "zh_CN"])
def test_an_unknown_language_is_refused(batch: Path, lang: str) -> None:
    with pytest.raises(OptionError, match="zh or en"):
        validate(batch).as_json(lang)
    assert zhucun("validate", batch, "--lang", lang).exit_code == UNREADABLE


@pytest.mark.parametrize("severity", ["critical", "", "ERROR"])
def test_an_unknown_severity_is_refused(batch: Path, severity: str) -> None:
    with pytest.raises(OptionError, match="error, warning or info"):
        validate(batch).exit_code(severity)
    assert zhucun("validate", batch, "--fail-on", severity).exit_code == UNREADABLE


@pytest.mark.parametrize("number", ["-1", "ten", "1.5", "", "１０"])
def test_what_is_no_number_of_findings_is_refused(batch: Path, number: str) -> None:
    with pytest.raises(OptionError):
        options.parse_max_findings(number)
    result = zhucun("validate", batch, "--max-findings", number)
    assert (result.exit_code, len(result.stderr.splitlines())) == (UNREADABLE, 1)


def test_a_number_of_findings() -> None:
    assert [options.parse_max_findings(n) for n in (None, 0, "0", 7, "1000000")] == [1000, 0, 0, 7, 1_000_000]
    for wrong in (-1, True, 1.5):
        with pytest.raises(OptionError):
            options.parse_max_findings(wrong)  # type: ignore[arg-type]


def test_rules_that_must_be_judged() -> None:
    a, b = list(standard.rules)[:2]
    for given, parsed in ((True, True), ("all", True), (False, frozenset()), (a, {a}), (f"{a}, {b}", {a, b}), ([a, b], {a, b})):
        assert options.parse_require_judged(standard, given) == parsed


@pytest.mark.parametrize("rules", ["ATT-01", "att-001", "", "ATT-001,", "all,ATT-001"])
def test_a_rule_that_there_is_not_cannot_be_required(batch: Path, rules: str) -> None:
    with pytest.raises(OptionError):
        options.parse_require_judged(standard, rules)
    for lang in ("zh", "en"):
        result = zhucun("validate", batch, "--require-judged", rules, "--lang", lang)
        assert (result.exit_code, len(result.stderr.splitlines())) == (UNREADABLE, 1)
    assert "ATT-001" in zhucun("validate", batch, "--require-judged", "ATT-01").stderr


def test_a_rule_that_must_be_judged_and_is_not_makes_the_run_incomplete(batch: Path) -> None:
    unjudged = next(r["id"] for r in validate(batch).as_json("zh")["rules"] if r["status"] == "NOT_EVALUATED")
    assert zhucun("validate", batch).exit_code == OK
    for required in (unjudged, "all"):
        for form in ("text", "json", "junit"):
            result = zhucun("validate", batch, "--require-judged", required, "--format", form, "--lang", "en")
            assert result.exit_code == INCOMPLETE
            assert "incomplete" in result.stdout


# --- the language -----------------------------------------------------------------------------------

ENVIRONMENTS: list[tuple[dict[str, str], str]] = [
    ({}, "zh"),
    ({"LANG": "en_US.UTF-8"}, "en"),
    ({"LANG": "en"}, "en"),
    ({"LANG": "zh_CN.UTF-8"}, "zh"),
    ({"LANG": "C.UTF-8"}, "zh"),
    ({"LANG": "de_DE.UTF-8"}, "zh"),
    ({"LC_ALL": "", "LANG": "en_US.UTF-8"}, "en"),
    ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
    ({"LC_ALL": "en_GB", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
    ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
    ({"LC_MESSAGES": "", "LANG": "en_GB"}, "en"),
    ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "zh"),
    ({"LC_CTYPE": "en_US.UTF-8"}, "zh"),
    ({"ZHUCUN_LANG": "en"}, "en"),
    ({"ZHUCUN_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
    ({"ZHUCUN_LANG": "zh", "LC_ALL": "en_US.UTF-8"}, "zh"),
    ({"ZHUCUN_LANG": "", "LANG": "en_US.UTF-8"}, "en"),
]


def told(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    quiet = {k: v for k, v in os.environ.items() if not k.startswith("LC_") and k not in ("LANG", "LANGUAGE", "ZHUCUN_LANG")}
    command = [sys.executable, "-m", "zhucun.cli", *arguments]
    return subprocess.run(command, env=quiet | environment, capture_output=True, text=True, encoding="utf-8", timeout=60)


@pytest.mark.parametrize(("environment", "lang"), ENVIRONMENTS, ids=lambda v: str(v))
def test_the_language_is_that_of_the_environment(environment: dict[str, str], lang: str) -> None:
    sentence = told(environment, "validate", "no-such-path").stderr
    assert ("does not exist" if lang == "en" else "找不到") in sentence


def test_what_is_asked_for_outweighs_the_environment() -> None:
    assert "找不到" in told({"ZHUCUN_LANG": "en"}, "validate", "no-such-path", "--lang", "zh").stderr


def test_a_language_that_is_not_spoken_is_refused() -> None:
    result = told({"ZHUCUN_LANG": "fr"}, "validate", "no-such-path")
    assert result.returncode == UNREADABLE
    assert "zh or en" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_locale_decides_nothing_else(batch: Path) -> None:
    results: list[Any] = [told(e, "validate", str(batch), "--lang", "en", "--format", "json").stdout for e, _ in ENVIRONMENTS[:4]]
    assert len(set(results)) == 1
