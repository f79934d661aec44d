"""Gathers what the structure of a batch gets wrong: the counts exact, the findings bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from zhucun import findings
from zhucun.model import KEPT, Finding, Place
from zhucun.record.faults import Fault, catalogue
from zhucun.spool import Spool


def finding_of(record_type: str, place: Place, fault: Fault, record_id: str | None = None) -> Finding:
    """A structural finding."""
    return Finding(
        rule=fault.code,
        severity=catalogue()[fault.code]["severity"],
        record_type=record_type,
        record_id=record_id,
        place=place,
        pointer=fault.pointer,
        fault=fault,
    )


class Collector:
    """Structural findings, with exact counts; of each code the first ``limit`` are kept.

    :ivar kept: by code, in the order in which they were added: by file, then by line.
    :ivar counts: by code, how many there are.
    :ivar limit: None keeps all.
    """

    def __init__(self, limit: int | None = KEPT, spool: Path | None = None) -> None:
        """
        :param spool: a file of the caller's that takes every finding, also those that are not kept.
        """
        self.limit = limit
        self.kept: dict[str, list[Finding]] = {}
        self.counts: Counter[str] = Counter()
        self.spool = Spool(spool) if spool else None
        self._spools: list[Spool] = []

    def add(self, record_type: str, place: Place, fault: Fault, record_id: str | None = None) -> None:
        """Add a fault of a line, or of a file as a whole; what is added of a file comes in the order of its lines."""
        code = fault.code
        self.counts[code] += 1
        full = self.limit is not None and self.counts[code] > self.limit
        if full and self.spool is None:
            return
        finding = finding_of(record_type, place, fault, record_id)
        if not full:
            self.kept.setdefault(code, []).append(finding)
        if self.spool:
            self.spool.add(finding)

    def offer(self, code: str, found: Iterable[Finding], total: int) -> None:
        """Add the first findings of a code out of so many in all, wherever in the batch they stand."""
        self.counts[code] += total
        kept = self.kept.setdefault(code, [])
        for finding in found:
            kept.append(finding)
            if self.spool:
                self.spool.add(finding)
        self._cut(code)

    def _cut(self, code: str) -> None:
        self.kept[code] = findings.first(self.kept[code], self.limit)

    def beside(self, number: int) -> Collector:
        """One for a file of its own, with the same bounds."""
        return Collector(self.limit, self.spool.path.with_suffix(f".{number}") if self.spool else None)

    def merge(self, other: Collector) -> None:
        """Add what another has gathered."""
        self.counts.update(other.counts)
        for code, found in other.kept.items():
            self.kept.setdefault(code, []).extend(found)
            self._cut(code)
        if other.spool:
            self._spools.append(other.spool)

    @property
    def found(self) -> list[Finding]:
        """What is kept, in the order of the report."""
        return sorted((f for kept in self.kept.values() for f in kept), key=findings.order)

    @property
    def omitted(self) -> dict[str, int]:
        """By code, how many are not kept."""
        return {code: n - len(self.kept.get(code, ())) for code, n in self.counts.items() if n > len(self.kept.get(code, ()))}

    def everything(self) -> Iterable[Finding]:
        """Every finding, kept or not; only where there is a spool."""
        for spool in (*self._spools, self.spool):
            if spool:
                yield from spool.read()
