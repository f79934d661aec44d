"""What a manifest declares, checked beyond its schema: what is complete, and what a snapshot and a correction must say.

A typing error in ``kind``, or dates the wrong way round, would turn a duty off without a word: nothing would be complete, so nothing
absent would count. So such a manifest is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from zhucun.errors import Problem, problem
from zhucun.printing import printable
from zhucun.record.personal import mask
from zhucun.standard import Standard, per_standard

if TYPE_CHECKING:
    from zhucun.opening.manifest import Coverage

#: So many wrong entries are told; a manifest may have a thousand of them.
_TOLD = 10


@per_standard
def coverage_kinds(standard: Standard) -> dict[str, list[str]]:
    """Record type → the kinds by which it may be declared complete, as the schema of the manifest says."""
    lists = standard.schema("manifest")["properties"]["coverage"]["items"]["properties"]["kind"]["x-coverageKinds"]
    return {record_type: [row["code"] for row in standard.codelist(name)] for record_type, name in lists.items()}


def check_coverage(standard: Standard, manifest: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the coverage of a manifest that is valid against its schema, the first few."""
    out: list[Problem] = []
    for number, entry in enumerate(manifest["coverage"]):
        out += _wrong(standard, number, entry)
        if len(out) >= _TOLD:
            break
    return out[:_TOLD]


def _wrong(standard: Standard, number: int, entry: Mapping[str, Any]) -> Iterator[Problem]:
    kind, known = entry["recordType"], coverage_kinds(standard)
    if entry["endDate"] < entry["startDate"]:
        yield problem("coverage-dates", n=number, kind=kind, start=entry["startDate"], end=entry["endDate"])
    if "kind" not in entry:
        return
    if kind not in known:
        yield problem("coverage-no-kinds", n=number, kind=kind, known=", ".join(known))
    elif entry["kind"] not in known[kind] and not _is_own(standard, kind, entry["kind"]):
        yield problem("coverage-kind", n=number, kind=kind, given=printable(entry["kind"], 60), known=", ".join(known[kind]))


_OWN = re.compile(r"[A-Z]{2,3}:[A-Z][A-Z0-9_]{0,39}")


def _is_own(standard: Standard, record_type: str, kind: str) -> bool:
    """Whether a kind may be a place's own: that it is declared is seen once the profile is known."""
    lists = standard.schema("manifest")["properties"]["coverage"]["items"]["properties"]["kind"]["x-coverageKinds"]
    return lists[record_type] in standard.open_lists and _OWN.fullmatch(kind) is not None


def undeclared(standard: Standard, coverage: Sequence[Coverage]) -> list[Problem]:
    """What is complete by a kind of a place's own that no profile of the batch declares, the first few."""
    known = coverage_kinds(standard)
    wrong = ((n, c.record_type, c.kind) for n, c in enumerate(coverage) if c.kind is not None and c.kind not in known[c.record_type])
    return [
        problem("coverage-kind", n=n, kind=kind, given=printable(given, 60), known=", ".join(known[kind]))
        for n, kind, given in islice(wrong, _TOLD)
    ]


def check_parts(manifest: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the parts of a manifest that is valid against its schema: no two of them have one prefix, the first few."""
    prefixes = [part["prefix"] for part in manifest.get("parts", ())]
    return [problem("parts-prefix", prefix=prefix) for prefix in sorted({p for p in prefixes if prefixes.count(p) > 1})[:_TOLD]]


def check_mode(manifest: Mapping[str, Any]) -> list[Problem]:
    """What a manifest that is valid against its schema lacks, or has too much, of a snapshot or of a correction."""
    return list(_wrong_mode(manifest))[:_TOLD]


def _wrong_mode(manifest: Mapping[str, Any]) -> Iterator[Problem]:
    if manifest["mode"] != "CORRECTION":
        yield from (problem("mode-snapshot", member=name) for name in ("supersedes", "withdrawn") if name in manifest)
        if not manifest["files"]:
            yield problem("mode-no-files")
        return
    if "supersedes" not in manifest:
        yield problem("mode-supersedes")
    yield from (problem("mode-lineage", member=name) for name in ("lineage", "parts") if name in manifest)
    withdrawn = manifest.get("withdrawn", [])
    if not manifest["files"] and not withdrawn:
        yield problem("mode-nothing")
    seen = set()
    for entry in withdrawn:
        key = entry["recordType"], entry["id"]
        if key in seen:
            yield problem("withdrawn-twice", kind=key[0], id=mask(key[1]))
        seen.add(key)
