"""Writes the conformance cases: ``python -m conformance.maker [--check]`` those of structure and batch,
``--rules [RULE …]`` the pairs of the rules, ``--guards`` their boundaries.

The cases of structure and batch are made from the schemas alone and expect what follows from how they were
made; no validator is asked. They are committed; ``--check`` says whether they would come out the same.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from .batches import batch_cases, producer_cases
from .casefile import CASES
from .structure import json_cases, structure_cases

GROUPS = ("structure", "json", "batch", "producer")


def generate(root: Path) -> None:
    """Write the groups that depend on no rule."""
    for group in GROUPS:
        shutil.rmtree(root / group, ignore_errors=True)
    structure_cases(root)
    json_cases(root)
    batch_cases(root)
    producer_cases(root)


def drift() -> list[str]:
    """The files that are not as they would come out now."""
    with tempfile.TemporaryDirectory(prefix="zhucun-") as folder:
        fresh = Path(folder)
        generate(fresh)
        new = {p.relative_to(fresh): p for p in fresh.rglob("*") if p.is_file()}
        old = {p.relative_to(CASES): p for g in GROUPS for p in (CASES / g).rglob("*") if p.is_file()}
        return sorted(str(k) for k in new.keys() | old.keys() if k not in new or k not in old or new[k].read_bytes() != old[k].read_bytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say what would change")
    parser.add_argument("--rules", nargs="*", metavar="RULE", help="make the cases of these rules, or of all")
    parser.add_argument("--guards", nargs="*", metavar="RULE", help="make the boundary cases that tell these rules from their mutants")
    parser.add_argument("--more", action="store_true", help="with --guards: keep the boundary cases that are there, and add to them")
    parser.add_argument("--share", type=float, default=1.0, help="with --guards: so many times the usual time")
    options = parser.parse_args()
    if options.check:
        changed = drift()
        print("\n".join(changed) or "nothing would change")
        sys.exit(bool(changed))
    if options.rules is not None:
        from . import pairs  # it needs the SDK; the rest of this file does not

        pairs.generate(CASES, options.rules)
        return
    if options.guards is not None:
        from . import search

        search.generate(CASES, options.guards, share=options.share, more=options.more)
        return
    generate(CASES)
    print(sum(1 for _ in CASES.rglob("case.json")), "cases")


if __name__ == "__main__":
    main()
