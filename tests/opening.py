"""What the tests of opening share: what a refusal looks like, what was found, and batches in their forms."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

from conftest import write_batch, zhucun

from zhucun.cli import UNREADABLE

HAN = re.compile("[\u4e00-\u9fff]")


def refused(path: Path, *want: str, arguments: tuple[str, ...] = ()) -> str:
    """Demand exit code 2 and one sentence in each language that holds every part of ``want``. The English one is returned."""
    for lang in ("zh", "en"):
        result = zhucun("validate", path, "--lang", lang, *arguments)
        assert result.exit_code == UNREADABLE, result.output
        assert result.stdout == ""
        (sentence,) = result.stderr.splitlines()
        assert sentence.startswith("zhucun: ")
        assert "Traceback" not in sentence
        assert "STR-" not in sentence
        for part in want:
            assert part in sentence
        assert bool(HAN.search(sentence)) == (lang == "zh"), sentence
    return sentence


def found(path: Path, *arguments: str) -> tuple[int, list[tuple[str, str, int | None]], dict[str, Any]]:
    """Exit code, (code, file, line) of each structural finding, and the whole report."""
    result = zhucun("validate", path, "--format", "json", "--lang", "en", *arguments)
    report = json.loads(result.stdout)
    return (
        result.exit_code,
        [(f["rule"], f.get("file", ""), f.get("line")) for f in report["findings"] if f["rule"].startswith("STR-")],
        report,
    )


def one(tmp_path: Path, data: bytes, count: int, name: str = "attendance.ndjson") -> Path:
    return write_batch(tmp_path / "batch", {name: (data, count)})


def zip_of(folder: Path, target: Path, below: str = "") -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as z:
        for place in sorted(folder.rglob("*")):
            if place.is_file():
                z.write(place, below + place.relative_to(folder).as_posix())
