"""Spark and one machine find the same, on a batch with every kind of violation spread over several counties."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from edition import standard

import zhucun
from zhucun import sample

pytest.importorskip("pyspark", reason="pip install zhucun[spark]")
if not shutil.which("java") and "JAVA_HOME" not in os.environ:
    pytest.skip("Java is not installed", allow_module_level=True)

from zhucun import spark as on_spark

PROFILE = "qiannan-2021"


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    made = SparkSession.builder.master("local[2]").appName("zhucun-tests").config("spark.ui.enabled", "false").getOrCreate()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Villages of six counties; every rule's break, three times where it finds something; and lines that are no records."""
    folder: Path = tmp_path_factory.mktemp("spark") / "batch"
    profile = standard.profiles.resolve(PROFILE)
    register = folder.parent / "villages.csv"
    places = [
        (f"5227{county}10{n}2{n:02}", f"村{county}{n}", f"5227{county}10{n}") for county in (22, 23, 25, 26, 27, 28) for n in range(4)
    ]
    register.write_text("villageCode,name,townshipCode\n" + "".join(",".join(p) + "\n" for p in places), "utf-8")
    plan = sample.plan(profile, villages=24, register=register)
    fitting = []
    con = sample.database(plan)
    for rule in [*profile.rules] * 3:
        try:
            con.execute(rule.breaking)
            fitting.append(rule.id)
        except duckdb.Error:
            continue  # what it would break is already broken
    con.close()
    sample.broken(plan, folder, *fitting)
    change(folder, "attendance", spoil)
    change(folder, "support", lambda lines: [*lines, lines[3], lines[0].replace(b'"id"', b'"ident"')])
    return folder


def spoil(lines: list[bytes]) -> list[bytes]:
    """Structural faults of every kind, here and there."""
    out = []
    for n, line in enumerate(lines):
        ways = {
            100: [line, line],
            350: [b"", line],
            701: [line[:-4]],
            1203: [line.replace(b'"status":"', b'"status":"X')],
            1777: [line.replace(b'"date":"2', b'"date":"3-')],
            2048: [line.replace(b'"cadreId":"c', b'"cadreId":"nobody-')],
            2500: [line.replace(b'"id":', b'"id": '), lines[5]],
            3001: [line[:-1] + b',"x":1}'],
            4001: [line[:-1] + b',"id":"z"}'],
        }
        out += ways.get(n % 5000, [line])
    return out


def change(folder: Path, kind: str, edit: Callable[[list[bytes]], list[bytes]]) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for entry in manifest["files"]:
        if entry["recordType"] == kind:
            place = folder / entry["path"]
            lines = edit(place.read_bytes().split(b"\n")[:-1])
            data = b"\n".join(lines) + b"\n"
            place.write_bytes(data)
            entry["sha256"], entry["count"] = hashlib.sha256(data).hexdigest(), sum(bool(line.strip()) for line in lines)
            entry.pop("sm3", None)
    path.write_text(json.dumps(manifest), "utf-8")


def text(findings: Sequence[zhucun.Finding]) -> Counter[str]:
    return Counter(json.dumps(f.as_json("zh"), sort_keys=True, ensure_ascii=False) for f in findings)


@pytest.mark.parametrize("piece", [300_000, pytest.param(10**9, marks=pytest.mark.long)])
def test_the_findings_are_those_of_one_machine(session: Any, broken: Path, piece: int) -> None:
    one = zhucun.validate(broken, max_findings=None)
    many = on_spark.validate(session, broken, parts=5, piece=piece, max_findings=None)
    assert {f.rule for f in one.findings} >= {
        "STR-DUPLICATE-ID",
        "STR-REFERENCE",
        "STR-JSON",
        "STR-ENUM",
        "STR-UNKNOWN-FIELD",
        "STR-BLANK",
    }
    assert len({f.rule for f in one.findings}) > 60
    villages = (broken / "village.ndjson").read_bytes().splitlines()
    assert len({json.loads(v).get("countyOfficeId") for v in villages}) > 1
    a, b = text(one.findings), text(many.findings)
    assert a == b
    left, right = one.as_json("zh"), many.as_json("zh")
    assert sorted(map(str, left.pop("notEvaluated"))) == sorted(map(str, right.pop("notEvaluated")))
    left.pop("findings"), right.pop("findings")
    assert left == right


def test_of_many_findings_the_same_are_kept(session: Any, broken: Path) -> None:
    """However the file is cut, the first by file and line are kept, and the counts are exact."""
    one = zhucun.validate(broken, max_findings=2)
    many = on_spark.validate(session, broken, parts=5, piece=300_000, max_findings=2)
    assert text(one.findings) == text(many.findings)
    assert one.as_json("zh")["omitted"] == many.as_json("zh")["omitted"]
    assert one.as_json("zh")["counts"] == many.as_json("zh")["counts"]


def test_names_of_folders_and_files_mean_nothing(session: Any, broken: Path, tmp_path: Path) -> None:
    """Neither those of the batch nor that of the folder in which the parts are laid down."""
    place, work = tmp_path / "date=2021-12-31" / "b[1]", tmp_path / "status=ABSENT [x] o'brien"
    place.parent.mkdir()
    shutil.copytree(broken, place)
    work.mkdir()
    many = on_spark.validate(session, place, parts=5, piece=300_000, max_findings=None, work=work)
    assert text(many.findings) == text(zhucun.validate(broken, max_findings=None).findings)


def test_a_clean_batch_passes(session: Any, tmp_path: Path) -> None:
    plan = sample.plan(standard.profiles.resolve(PROFILE), villages=8)
    sample.write(plan, tmp_path / "batch")
    one, many = zhucun.validate(tmp_path / "batch"), on_spark.validate(session, tmp_path / "batch", parts=3, piece=100_000)
    assert one.verdict == many.verdict == "pass"
    assert one.as_json("zh")["rules"] == many.as_json("zh")["rules"]


def test_what_reads_attendance_can_be_split() -> None:
    """A rule without ``splitBy`` is judged where no attendance is."""
    import re

    reads = re.compile(r"\b(FROM|JOIN)\s+(attendance|attendance_month|credited_day|credited_mask|credited_month)\b")
    assert [r.id for r in standard.rules.values() if reads.search(r.query) and "splitBy" not in r.header] == []


def test_no_folder_is_left(session: Any, broken: Path, tmp_path: Path) -> None:
    on_spark.validate(session, broken, work=tmp_path, parts=2)
    assert list(tmp_path.iterdir()) == []
