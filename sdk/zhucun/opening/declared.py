"""What a manifest declares complete, checked beyond its schema.

A typing error in ``kind``, or dates the wrong way round, would turn a duty off without a word: nothing would be complete, so nothing
absent would count. So such a manifest is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from zhucun import standard
from zhucun.errors import Problem, problem
from zhucun.printing import printable

#: So many wrong entries are told; a manifest may have a thousand of them.
_TOLD = 10


@cache
def coverage_kinds() -> dict[str, list[str]]:
    """Record type → the kinds by which it may be declared complete, as the schema of the manifest says."""
    lists = standard.schema("manifest")["properties"]["coverage"]["items"]["properties"]["kind"]["x-coverageKinds"]
    return {record_type: [row["code"] for row in standard.codelist(name)] for record_type, name in lists.items()}


def check_coverage(manifest: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the coverage of a manifest that is valid against its schema, the first few."""
    out: list[Problem] = []
    for number, entry in enumerate(manifest["coverage"]):
        out += _wrong(number, entry)
        if len(out) >= _TOLD:
            break
    return out[:_TOLD]


def _wrong(number: int, entry: Mapping[str, Any]) -> Iterator[Problem]:
    kind, known = entry["recordType"], coverage_kinds()
    if entry["endDate"] < entry["startDate"]:
        yield problem("coverage-dates", n=number, kind=kind, start=entry["startDate"], end=entry["endDate"])
    if "kind" not in entry:
        return
    if kind not in known:
        yield problem("coverage-no-kinds", n=number, kind=kind, known=", ".join(known))
    elif entry["kind"] not in known[kind]:
        yield problem("coverage-kind", n=number, kind=kind, given=printable(entry["kind"], 60), known=", ".join(known[kind]))
