"""Baselines: findings that are accepted for a time, as data that people edit. A finding stays a finding, and the verdict
stays what it is; only the exit code no longer heeds it.

What counts is told from every finding, also those that a report does not list. Nothing here looks at the clock: an
entry's last day is held against the day as of which the batch is judged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from zhucun.errors import BatchError, OptionError, Problem, problem
from zhucun.exchange.signature import read_file, read_object
from zhucun.model import SEVERITIES, Finding, Reckoning, Report, Severity, Status
from zhucun.record.personal import mask
from zhucun.reports.json import shielded
from zhucun.standard import Standard
from zhucun.validation import Sink

#: So many entries a baseline holds, as its schema says: whoever has more to accept has a batch to mend.
MOST = 50_000

#: So many entries are named where some are told.
_NAMED = 5


@dataclass(frozen=True)
class Entry:
    """One finding that is accepted.

    :ivar record_id: for people to read; what is compared is the fingerprint, and the rule.
    :ivar since: the day as of which the batch was judged when it was accepted; ``until`` the last day on which it is.
    """

    fingerprint: str
    rule: str
    record_type: str
    record_id: str | None = None
    since: str | None = None
    reason: str | None = None
    until: str | None = None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Entry:
        """From an entry as ``baseline.schema.json`` has it."""
        rest = (data.get(name) for name in ("recordId", "since", "reason", "until"))
        return cls(data["fingerprint"], data["rule"], data["recordType"], *rest)

    def as_json(self) -> dict[str, str]:
        """As ``baseline.schema.json`` has it."""
        named = {"fingerprint": self.fingerprint, "rule": self.rule, "recordType": self.record_type, "recordId": self.record_id}
        return {k: v for k, v in named.items() if v is not None} | self.said()

    def said(self) -> dict[str, str]:
        """What whoever accepts it says."""
        told = {"since": self.since, "reason": self.reason, "until": self.until}
        return {k: v for k, v in told.items() if v is not None}

    def holds(self, as_of: str | None) -> bool:
        """Whether it still accepts; one with a last day needs a day that it can be held against."""
        return self.until is None or (as_of is not None and as_of <= self.until)

    def name(self) -> str:
        """As a sentence names it."""
        return f"{self.rule} {self.record_type} {self.record_id or ''}".rstrip()


Entries = Mapping[str, Entry]


def read(standard: Standard, path: str | Path) -> dict[str, Entry]:
    """The entries of a baseline by their fingerprints.

    :raises BatchError: if the file is none.
    """
    out: dict[str, Entry] = {}
    for n, entry in enumerate(map(Entry.of, read_object(standard, "baseline", read_file(path), path)["entries"])):
        if entry.fingerprint in out:
            raise BatchError(problem("baseline-twice", path=path, n=n, fingerprint=entry.fingerprint))
        out[entry.fingerprint] = entry
    return out


def text_of(standard: Standard, entries: Iterable[Entry]) -> str:
    """A baseline, an entry on each line, so that two states of it compare well."""
    ordered = sorted(entries, key=lambda e: (e.rule, e.record_type, e.record_id or "", e.fingerprint))
    lines = ",".join(f"\n    {json.dumps(e.as_json(), ensure_ascii=False)}" for e in ordered)
    return shielded(f'{{\n  "standard": {json.dumps(standard.version)},\n  "entries": [{lines}\n  ]\n}}\n')


@dataclass(frozen=True)
class Earlier:
    """What an earlier report has.

    :ivar known: the fingerprints of the findings that it lists.
    :ivar partly: the rules and codes of which it does not list every finding.
    """

    known: frozenset[str]
    partly: tuple[str, ...] = ()

    @classmethod
    def read(cls, standard: Standard, path: str | Path) -> Earlier:
        """From a report in JSON.

        :raises BatchError: if the file is none, or the report of a run that came to no judgement.
        """
        said = read_object(standard, "report", read_file(path), path)
        if said.get("problems"):
            raise BatchError(problem("earlier-unjudged", path=path))
        return cls(frozenset(f["fingerprint"] for f in said["findings"]), tuple(sorted(said.get("omitted", ()))))


@dataclass
class Sieve:
    """Sees every finding on its way, and keeps of each that is expected how severe it is.

    :ivar baseline: whether there is a baseline; ``entries`` what it accepts, and ``earlier`` what an earlier report has.
    :ivar gathers_from: findings of this severity or above are gathered as entries, for a new baseline.
    :ivar onward: where the findings go from here.
    :ivar met: by fingerprint, the findings that the baseline has; ``old`` those that the earlier report has.
    """

    baseline: bool = False
    entries: Entries = field(default_factory=dict)
    earlier: Earlier | None = None
    gathers_from: Severity | None = None
    onward: Sink | None = None
    met: dict[str, Severity] = field(default_factory=dict)
    old: dict[str, Severity] = field(default_factory=dict)
    gathered: dict[str, tuple[Entry, Severity]] = field(default_factory=dict)

    def take(self, found: Iterable[Finding]) -> None:
        """Look at each finding.

        :raises OptionError: if there are more to be gathered than a baseline holds.
        """
        if self.onward:
            self.onward.take(self._watched(found))
        else:
            for _ in self._watched(found):
                pass

    def _watched(self, found: Iterable[Finding]) -> Iterator[Finding]:
        for finding in found:
            known = finding.fingerprint
            if known in self.entries and self.entries[known].rule == finding.rule:
                self.met[known] = finding.severity
            if self.earlier and known in self.earlier.known:
                self.old[known] = finding.severity
            if self.gathers_from and finding.severity.rank >= self.gathers_from.rank:
                ident = None if finding.record_id is None else mask(finding.record_id)
                self.gathered[known] = (Entry(known, finding.rule, finding.record_type, ident), finding.severity)
                if len(self.gathered) > MOST:
                    raise OptionError(problem("baseline-long", limit=MOST))
            yield finding


def renew(report: Report, sieve: Sieve) -> Sieve:
    """The sieve with a new baseline: what it gathered, with what the older one says of it, and the entries of the older one
    that are not known to be gone. A last day that is past is not moved: whoever accepts anew says so."""
    older, gathered = sieve.entries, sieve.gathered
    entries = {k: older[k] if k in sieve.met else replace(e, since=report.as_of) for k, (e, _) in gathered.items()}
    kept = {k: e for k, e in older.items() if k not in entries and (k in sieve.met or not _is_gone(report, e))}
    met = {k: severity for k, (_, severity) in gathered.items()} | {k: s for k, s in sieve.met.items() if k in kept}
    return replace(sieve, entries=entries | kept, met=met)


def prune(report: Report, sieve: Sieve) -> Sieve:
    """The sieve without the entries whose findings are gone."""
    return replace(sieve, entries={k: e for k, e in sieve.entries.items() if k in sieve.met or not _is_gone(report, e)})


def _is_gone(report: Report, entry: Entry) -> bool:
    """Whether a finding that was not met is gone for sure: whatever would find it could judge all that it met, and saw it all."""
    unjudged = {u.rule for u in report.unjudged}
    if entry.rule in unjudged:
        return False
    if entry.rule not in report.standard.rules:
        return entry.record_type == "manifest" or entry.record_type in report.records
    ran = next((r for r in report.rules if r.rule == entry.rule), None)
    return ran is not None and ran.status is Status.RAN and not ran.missing and not report.left_out


def reckon(report: Report, sieve: Sieve) -> Report:
    """The report, which says what of its findings decides the exit code."""
    entries = sieve.entries
    accepted = {k: s for k, s in sieve.met.items() if entries[k].holds(report.as_of)}
    unmet = [e for k, e in entries.items() if k not in sieve.met]
    stale = [e for e in unmet if _is_gone(report, e)]
    aside = Counter(accepted.values()) + Counter(s for k, s in sieve.old.items() if k not in accepted)
    return replace(
        report,
        reckoning=Reckoning(
            counts={s: n - aside[s] for s, n in report.counts.items()},
            accepted={k: entries[k].said() for k in accepted},
            accepted_counts=_by_severity(accepted.values()),
            over=tuple(k for k in sieve.met if k not in accepted),
            stale=tuple(e.fingerprint for e in stale),
            unseen=len(unmet) - len(stale),
            known=None if sieve.earlier is None else frozenset(sieve.old),
            known_counts=_by_severity(sieve.old.values()),
            partly=sieve.earlier.partly if sieve.earlier else (),
            baseline=sieve.baseline,
        ),
    )


def _by_severity(found: Iterable[Severity]) -> dict[Severity, int]:
    counts = Counter(found)
    return {s: counts[s] for s in reversed(SEVERITIES)}


def notes(report: Report, sieve: Sieve, path: str | None, *, pruned: bool = False) -> list[Problem]:
    """What whoever keeps the baseline is to know of it.

    :param path: the file of the baseline.
    :param pruned: whether the entries whose finding is gone have just been removed.
    """
    out, reckoning = [], report.reckoning
    if reckoning is None:
        return []
    for key, marks in (("baseline-pruned" if pruned else "baseline-stale", reckoning.stale), ("baseline-over", reckoning.over)):
        if marks:
            named = [sieve.entries[m].name() for m in marks[:_NAMED]]
            out.append(problem(key, path=path, n=len(marks), what="; ".join(named) + ("; …" if len(marks) > _NAMED else "")))
    if reckoning.unseen:
        out.append(problem("baseline-unseen", path=path, n=reckoning.unseen))
    if reckoning.partly:
        out.append(problem("earlier-partly", rules=", ".join(reckoning.partly[:_NAMED])))
    return out
