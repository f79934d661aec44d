"""Helpers that several test files share: a folder that is a batch, and the command line run in this process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from zhucun.cli import main

#: A batch small enough to read: one village, one unit, one cadre, three days.
PROFILE = "hunan-2021"
ORGANIZATION = {"id": "org-1", "name": "Unit One", "kind": "PARTY_GOV_ORGAN", "body": "DISPATCHING_UNIT", "level": "50"}


def ndjson(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Records as they stand in a file: one on each line, dense, UTF-8."""
    return b"".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for r in records)


def days(count: int, **more: Any) -> list[dict[str, Any]]:
    """Attendance of one cadre, a record a day from 2021-07-01."""
    import datetime as dt

    first = dt.date(2021, 7, 1)
    return [
        {"id": f"att-{n}", "cadreId": "c-1", "date": (first + dt.timedelta(n)).isoformat(), "status": "IN_VILLAGE", **more}
        for n in range(count)
    ]


def manifest_of(files: Sequence[Mapping[str, Any]], **more: Any) -> dict[str, Any]:
    """A manifest that lists these files."""
    return {
        "standard": "1.0",
        "batchId": "batch-1",
        "sender": {"id": "sender-1"},
        "profile": PROFILE,
        "startDate": "2021-07-01",
        "endDate": "2021-07-31",
        "asOf": "2021-08-01",
        "mode": "SNAPSHOT",
        "coverage": [],
        "files": list(files),
        **more,
    }


def entry(name: str, record_type: str, data: bytes, count: int) -> dict[str, Any]:
    """What a manifest says of one file."""
    return {"path": name, "recordType": record_type, "count": count, "sha256": hashlib.sha256(data).hexdigest()}


def write_batch(folder: Path, files: Mapping[str, tuple[bytes, int]], **more: Any) -> Path:
    """A folder with these files (name → content and count; the name starts with the record type) and their manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    for name, (data, count) in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        entries.append(entry(name, place.name.split(".")[0].split("-")[0], data, count))
    (folder / "manifest.json").write_text(json.dumps(manifest_of(entries, **more)), "utf-8")
    return folder


def edit_manifest(folder: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Rewrite the manifest of a batch after ``change``."""
    path = folder / "manifest.json"
    data = json.loads(path.read_text("utf-8"))
    change(data)
    path.write_text(json.dumps(data), "utf-8")


def zhucun(*arguments: str | Path) -> Result:
    """The command line, in this process. Whatever is raised but an exit is a bug and is raised on."""
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """A folder that is a valid batch of three days."""
    return write_batch(tmp_path / "batch", {"attendance.ndjson": (ndjson(days(3)), 3)})
