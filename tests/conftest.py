"""Helpers that several test files share: a folder that is a batch, and the command line run in this process.

What a machine lacks (Node, Chromium, Java, the site's packages) is skipped with a reason, so that the README's command
runs anywhere. With ``ZHUCUN_ALL=1``, as ``.ci/run`` sets it, such a skip is a failure: what is not tried is not shown.
Two marks are for what is left out on purpose: ``long``, which runs with ``ZHUCUN_LONG=1`` only, and ``beside``, for
what is compared with documents that lie beside the repository and are no part of it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from zhucun.cli import main
from zhucun.opening.manifest import Entry, Manifest

ALL = os.environ.get("ZHUCUN_ALL") == "1"
LONG = os.environ.get("ZHUCUN_LONG") == "1"

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
    """A manifest that lists these files; ``more`` may be as wrong as a test wants it."""
    sound = Manifest(
        standard="1.0",
        batch_id="batch-1",
        sender={"id": "sender-1"},
        profile=PROFILE,
        start="2021-07-01",
        end="2021-07-31",
        as_of="2021-08-01",
    )
    base = {"supersedes": {"batchId": "batch-0", "manifest": "0" * 64}} if more.get("mode") == "CORRECTION" else {}
    return {**sound.as_json(), "files": list(files), **base, **more}


def entry(name: str, record_type: str, data: bytes, count: int) -> dict[str, Any]:
    """What a manifest says of one file."""
    return Entry.of(name, record_type, data, count).as_json()


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


# --- what may be left out -------------------------------------------------------------------------


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("long") and not LONG:
            item.add_marker(pytest.mark.skip(reason="takes long: set ZHUCUN_LONG=1"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    left_out = any(item.get_closest_marker(name) for name in ("long", "beside"))
    return report if left_out else _tried(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    return _tried((yield))  # a file that skips itself as a whole


def _tried(report: Any) -> Any:
    """A report as it is, or a failure where everything was to be tried and this was not."""
    if ALL and report.skipped and not hasattr(report, "wasxfail"):
        *_, reason = report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason.removeprefix('Skipped: ')}\nNothing is skipped with ZHUCUN_ALL=1: install what is missing, or unset it."
    return report
