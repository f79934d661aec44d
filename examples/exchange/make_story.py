"""Writes the batches of the story: two counties report a month, and one of them corrects what it reported.

    python examples/exchange/make_story.py

Everything is synthetic. County A's batch breaks one rule; its correction holds the records that put this right.
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

import orjson

from zhucun import sample
from zhucun.opening.manifest import NAME, Entry, Manifest, Named, digest_of
from zhucun.standard import Standard
from zhucun.workspace import workspace

HERE = Path(__file__).resolve().parent
PROFILE = "qiannan-2021"
FIRST, LAST = dt.date(2021, 7, 1), dt.date(2021, 7, 31)

#: The rule that county A's batch breaks.
BREAK = "ATT-001"


def plan(standard: Standard, seed: int, register: Path | None) -> sample.Plan:
    """A small county for a month."""
    return sample.plan(standard.profiles.resolve(PROFILE), villages=2, cadres=6, start=FIRST, end=LAST, seed=seed, register=register)


def send(folder: Path, manifest: Manifest, **members: object) -> None:
    """Give a batch the sender's manifest."""
    replace(manifest, receiver={"id": "CN-5227", "name": "市(合成数据)"}, **members).write(folder)  # type: ignore[arg-type]


def changed(kind: str, wrong: Path, right: Path) -> tuple[list[bytes], list[str]]:
    """The records of a type that a correction must hold, and the ids that it must withdraw."""
    lines = {
        path: (path / f"{kind}.ndjson").read_bytes().splitlines() if (path / f"{kind}.ndjson").exists() else [] for path in (wrong, right)
    }
    ids = {path: {orjson.loads(line)["id"] for line in found} for path, found in lines.items()}
    return [line for line in lines[right] if line not in lines[wrong]], sorted(ids[wrong] - ids[right])


def make(into: Path) -> None:
    """Write the batches into a folder."""
    standard = Standard.load()
    county_a = {"id": "CN-522722", "name": "甲县(合成数据)"}
    county_b = {"id": "CN-522721", "name": "乙县(合成数据)"}
    for place in ("county-a/batch", "county-a/correction", "county-b/batch"):
        (into / place).mkdir(parents=True, exist_ok=True)
    of_a = plan(standard, 522722, HERE.parent / "libo" / "villages.csv")
    with workspace() as work:
        said = sample.broken(of_a, into / "county-a/batch", BREAK)
        send(into / "county-a/batch", said, batch_id="county-a-2021-07", sender=county_a)
        sample.write(of_a, work / "right")
        entries, withdrawn = [], []
        for kind in standard.record_types:
            lines, gone = changed(kind, into / "county-a/batch", work / "right")
            withdrawn += [(kind, ident) for ident in gone]
            if lines:
                data = b"".join(line + b"\n" for line in lines)
                (into / "county-a/correction" / f"{kind}.ndjson").write_bytes(data)
                entries.append(Entry.of(f"{kind}.ndjson", kind, data, len(lines)))
    assert not withdrawn
    base = Named("county-a-2021-07", digest_of((into / "county-a/batch" / NAME).read_bytes()))
    send(
        into / "county-a/correction",
        said,
        batch_id="county-a-2021-07-c1",
        sender=county_a,
        mode="CORRECTION",
        supersedes=base,
        coverage=(),
        files=entries,
    )
    said = sample.write(plan(standard, 522721, None), into / "county-b/batch")
    send(into / "county-b/batch", said, batch_id="county-b-2021-07", sender=county_b)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
