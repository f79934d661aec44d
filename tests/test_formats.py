"""A new form of records, or of the report, is one object that is registered; nothing else need know of it."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
import zipfile
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard
from conftest import write_batch, zhucun

from zhucun import Report, reports, validate
from zhucun.cli import FOUND, UNREADABLE
from zhucun.errors import BatchError, problem
from zhucun.opening import formats
from zhucun.opening.formats import Plain


class Csv:
    """Records with one text in each column, the names of the fields in the first line."""

    suffix, is_plain = ".csv", False

    def read(self, name: str, blocks: Iterator[bytes], write: Callable[[bytes], object]) -> Plain:
        lines = b"".join(blocks).decode("utf-8").splitlines()
        if not lines:
            raise BatchError(problem("empty", path=name))
        fields, numbers, size = next(csv.reader(lines)), array("Q"), 0
        for number, line in enumerate(lines[1:], 2):
            if line.strip():
                record = json.dumps(dict(zip(fields, next(csv.reader([line])), strict=False)), separators=(",", ":")).encode() + b"\n"
                write(record)
                numbers.append(number)
                size += len(record)
        return Plain(size, len(numbers), 0, numbers)


#: Three records; a blank line stands before the second, and the third has a status that there is not.
TABLE = b"id,cadreId,date,status\natt-0,c-1,2021-07-01,IN_VILLAGE\n\natt-1,c-1,2021-07-02,IN_VILLAGE\natt-2,c-1,2021-07-03,NOWHERE\n"


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """``.csv`` is read while the test runs."""
    monkeypatch.setattr(formats, "READERS", dict(formats.READERS))
    formats.register(Csv())


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("form", ["file", "folder", "zip"])
@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_a_reader_that_is_registered_is_taken_wherever_records_come_from(tmp_path: Path, form: str, packing: str) -> None:
    pack: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.ZstdCompressor().compress}
    name, data = "attendance.csv" + packing, pack[packing](TABLE)
    path = write_batch(tmp_path / "batch", {name: (data, 3)})
    if form == "file":
        path = path / name
    elif form == "zip":
        with zipfile.ZipFile(tmp_path / "batch.zip", "w") as z:
            for file in path.iterdir():
                z.write(file, file.name)
        path = tmp_path / "batch.zip"
    report = validate(path)
    assert report.records == {"attendance": 3}
    assert report.left_out == {"attendance": 1}
    found = [(f.rule, f.record_id, f.place and (f.place.file, f.place.line)) for f in report.findings]
    assert found == [("STR-ENUM", "att-2", (name, 5))]


@pytest.mark.usefixtures("tables")
def test_a_finding_of_a_rule_has_the_line_of_the_table(tmp_path: Path) -> None:
    report = validate(write_batch(tmp_path / "batch", {"attendance.csv": (TABLE, 3)}, asOf="2021-07-01"))
    assert [f.place.line for f in report.findings if f.rule == "STD-015" and f.place] == [4]


@pytest.mark.usefixtures("tables")
def test_what_a_reader_refuses_makes_the_batch_unreadable(tmp_path: Path) -> None:
    result = zhucun("validate", write_batch(tmp_path / "batch", {"attendance.csv": (b"", 0)}), "--lang", "en")
    assert (result.exit_code, result.stderr) == (UNREADABLE, "zhucun: attendance.csv is empty\n")


def test_without_the_reader_a_table_is_none_of_records(tmp_path: Path) -> None:
    assert set(formats.READERS) == {".ndjson", ".json"}
    result = zhucun("validate", write_batch(tmp_path / "batch", {"attendance.csv": (TABLE, 3)}), "--lang", "en")
    assert result.exit_code == UNREADABLE
    assert "attendance.csv" in result.stderr


# --- forms of the report ------------------------------------------------------------------------------


def as_count(report: Report, how: reports.Rendering) -> str:
    """So many findings, in a word of the language."""
    return f"{'findings' if how.lang == 'en' else '发现'} {len(report.findings)}\n"


def test_a_renderer_that_is_registered_is_a_form_of_the_command_line(batch: Path, tmp_path: Path) -> None:
    (batch / "leave.ndjson").write_bytes(b"x")
    before = dict(reports.RENDERERS)
    reports.register(reports.Renderer("count", "text/plain", ("只数", "the number alone"), as_count))
    try:
        assert zhucun("validate", batch, "--format", "count", "--lang", "en", "--fail-on", "info").stdout == "findings 1\n"
        zhucun("validate", batch, "--format", "count", "--lang", "zh", "--output", tmp_path / "count.txt")
        assert (tmp_path / "count.txt").read_text("utf-8") == "发现 1\n"
        assert "|count]" in zhucun("validate", "--help").stdout.replace("\n", "").replace(" ", "")
    finally:
        del reports.RENDERERS["count"]
    assert before == reports.RENDERERS
    refused = zhucun("validate", batch, "--format", "count")
    assert refused.exit_code == UNREADABLE
    assert "count" in refused.stderr


def test_a_program_of_its_own_adds_a_form_before_the_command_line_runs(batch: Path, tmp_path: Path) -> None:
    program = tmp_path / "ours.py"
    program.write_text(
        """from zhucun import reports
from zhucun.cli import main

reports.register(reports.Renderer("verdict", "text/plain", ("结论", "the verdict alone"), lambda report, how: report.verdict + "\\n"))
main()
""",
        "utf-8",
    )
    (batch / "attendance.ndjson").write_bytes(b"{}\n")
    command = [sys.executable, str(program), "validate", str(batch / "attendance.ndjson"), "--format", "verdict"]
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (FOUND, "fail\n"), done.stderr
