"""The cases of structure: made from the schemas alone, they expect what follows from how they were made; no validator is asked.

They are committed; :func:`drift` says whether they would come out the same.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from . import files, lines, manifests, producer, records, references
from .casefile import CASES

#: Folders of cases that are made here, and only here.
GROUPS = ("structure", "json", "batch", "producer")


def generate(root: Path = CASES) -> None:
    """Write the cases anew."""
    for group in GROUPS:
        shutil.rmtree(root / group, ignore_errors=True)
    for family in (records, lines, manifests, files, references):
        for case in family.cases():
            case.write(root)
    producer.write(root)


def drift() -> list[str]:
    """The files that are not as they would come out now."""
    with tempfile.TemporaryDirectory(prefix="zhucun-") as folder:
        fresh = Path(folder)
        generate(fresh)
        new = {p.relative_to(fresh): p for p in fresh.rglob("*") if p.is_file()}
        old = {p.relative_to(CASES): p for g in GROUPS for p in (CASES / g).rglob("*") if p.is_file()}
        return sorted(str(k) for k in new.keys() | old.keys() if k not in new or k not in old or new[k].read_bytes() != old[k].read_bytes())
