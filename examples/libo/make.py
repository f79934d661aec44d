"""Writes the example: a batch of one county, May to December 2021, on its real villages, with deliberate faults.

    python examples/libo/make.py

The people are synthetic; village names and codes are those of the NBS edition of 2023 (``villages.csv``).
The faults are the rules' own breaks, and a few of the kind that only a file can have. ``expected.json`` beside it holds
the findings that ``zhucun validate examples/libo/batch`` must print; a test compares.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import sys
from dataclasses import replace
from pathlib import Path

import orjson

from zhucun import sample, validate
from zhucun.opening.manifest import Entry
from zhucun.standard import Standard
from zhucun.workspace import workspace

HERE = Path(__file__).resolve().parent
PROFILE = "qiannan-2021"

#: Rules whose break the example carries, each for another kind of fault.
BREAKS = ["ATT-001", "LVE-001", "POST-001", "SEL-002", "TEAM-001", "OBL-003", "REC-005", "REC-013", "SUP-001", "SUP-006", "STD-011"]


def lines_of(folder: Path, name: str) -> list[bytes]:
    return (folder / f"{name}.ndjson").read_bytes().splitlines()


def spoil(files: dict[str, list[bytes]]) -> None:
    """Faults that no rule's break makes: those of the lines themselves."""
    cadres = [orjson.loads(line) for line in files["cadre"]]
    cadres[10]["partyFullMemberSince"] = "2010-02-30"  # no such day
    cadres[20]["sexx"] = "1"  # a misspelt field
    files["cadre"] = [orjson.dumps(c) for c in cadres]
    leaves = [orjson.loads(line) for line in files["leave"]]
    leaves[5]["kind"] = "HOLIDAY"  # not in the code list
    leaves[6]["cadreId"] = "c99999"  # nobody
    files["leave"] = [orjson.dumps(x) for x in leaves]
    files["village"][3] = files["village"][3][:-1] + b',"name":"x"}'  # the same key twice
    files["village"].append(files["village"][0])  # the same id twice


def make(folder: Path) -> None:
    """Write batch and expectation into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    standard = Standard.load()
    plan = sample.plan(
        standard.profiles.resolve(PROFILE),
        villages=100,
        cadres=320,
        start=dt.date(2021, 5, 1),
        end=dt.date(2021, 12, 31),
        seed=522722,
        register=HERE / "villages.csv",
    )
    with workspace() as work:
        manifest = sample.broken(plan, work / "batch", *BREAKS)
        files = {kind: lines_of(work / "batch", kind) for kind in standard.record_types}
    spoil(files)
    entries = []
    for kind, lines in files.items():
        if not lines:
            continue
        data = b"\n".join(lines) + b"\n"
        name = f"{kind}.ndjson"
        if len(data) > 200_000:
            # a fixed time keeps the digest the same wherever the example is made
            name, data = name + ".gz", gzip.compress(data, 9, mtime=0)
        (folder / name).write_bytes(data)
        entries.append(Entry.of(name, kind, data, len(lines)))
    sender = {"id": "CN-522722", "name": "荔波县(合成数据)"}
    replace(manifest, batch_id="libo-2021-05-12", sender=sender, files=entries).write(folder)
    report = validate(folder, standard=standard).as_json("zh")
    keys = ("rule", "severity", "outcome", "recordType", "recordId", "file", "line", "pointer", "clauses", "message")
    expected = {
        "verdict": report["verdict"],
        "counts": report["counts"],
        "findings": [{k: f[k] for k in keys if k in f} for f in report["findings"]],
    }
    (folder.parent / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "batch")
