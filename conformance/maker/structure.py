"""The cases of structure: made from the schemas alone, they expect what follows from how they were made; no validator is asked.

They are committed; :func:`drift` says whether they would come out the same.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from zhucun.conformance.cases import dump

from . import files, lines, manifests, own, producer, records, references
from .casefile import BASE, SUITE, ByteCase, Record

#: Folders that are made here, and only here.
MADE = ("cases/structure", "batches")


def cases() -> Iterator[ByteCase]:
    """Every case of the structure."""
    for family in (records, lines, manifests, files, references, own):
        yield from family.cases()


def generate(root: Path = SUITE) -> None:
    """Write the cases anew.

    :raises ValueError: if two cases have the same id; one would hide the other.
    """
    for folder in MADE:
        shutil.rmtree(root / folder, ignore_errors=True)
        (root / folder).mkdir(parents=True)
    by_topic: dict[str, list[Record]] = {}
    every = {case.id: case for case in cases()}
    if len(every) < sum(1 for _ in cases()):
        raise ValueError("an id is used twice")
    for case in (every[ident] for ident in sorted(every)):
        if entry := case.entry():
            by_topic.setdefault(case.place, []).append(entry)
        else:
            case.write(root / "batches")
    for topic, entries in by_topic.items():
        path = root / "cases" / "structure" / f"{topic}.json"
        path.write_text(dump({"topic": topic, **BASE, "cases": entries}), "utf-8")
    producer.write(root / "batches")


def drift() -> list[str]:
    """The files that are not as they would come out now."""
    with tempfile.TemporaryDirectory(prefix="zhucun-") as folder:
        fresh = Path(folder)
        generate(fresh)
        new = {p.relative_to(fresh): p for p in fresh.rglob("*") if p.is_file()}
        old = {p.relative_to(SUITE): p for made in MADE for p in (SUITE / made).rglob("*") if p.is_file()}
        return sorted(str(k) for k in new.keys() | old.keys() if k not in new or k not in old or new[k].read_bytes() != old[k].read_bytes())
