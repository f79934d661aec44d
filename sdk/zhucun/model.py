"""What a validation says, typed and free of language: sentences are written when something is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from zhucun import findings
from zhucun.errors import OptionError, Problem, problem, short
from zhucun.printing import printable
from zhucun.record.faults import Fault, catalogue
from zhucun.standard import Row, Standard
from zhucun.version import __version__, engine
from zhucun.words import LANGUAGES

#: So many findings of a rule or of a structural code are kept, first by file and line; the counts stay exact.
KEPT = 1000

#: As long as a sentence of a report may be, where it is not a finding's.
_LONGEST = 4_000


Lang = Literal["zh", "en"]


def parse_lang(value: str) -> Lang:
    """``zh`` or ``en``.

    :raises OptionError: if it is anything else.
    """
    if value in LANGUAGES:
        return "en" if value == "en" else "zh"
    raise OptionError(problem("option-lang", value=short(str(value))))


class Severity(StrEnum):
    """How serious a finding is, mildest first."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for the mildest."""
        return _RANKS[self]

    def lowered(self, steps: int) -> Severity:
        """The severity so many steps lower (K1)."""
        return SEVERITIES[max(0, self.rank - steps)]

    @classmethod
    def of(cls, value: str) -> Severity:
        """``error``, ``warning`` or ``info``.

        :raises OptionError: if it is anything else.
        """
        if value in SEVERITIES:
            return cls(value)
        raise OptionError(problem("option-severity", value=short(str(value))))


SEVERITIES: tuple[Severity, ...] = tuple(Severity)
_RANKS = {severity: n for n, severity in enumerate(SEVERITIES)}


class Outcome(StrEnum):
    """What a finding says of its record."""

    VIOLATION = "VIOLATION"
    #: It would burden a person, and there is no determination yet (K16).
    CANDIDATE = "CANDIDATE"


class Status(StrEnum):
    """What became of a rule."""

    RAN = "RAN"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    NOT_EVALUATED = "NOT_EVALUATED"
    FAILED = "FAILED"


class Verdict(StrEnum):
    """What a batch comes to."""

    PASS = "pass"
    FAIL = "fail"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands.

    :ivar file: the file's path in the batch.
    :ivar number: the file's place in the manifest; -1 for a file that is not listed.
    :ivar line: the line, or the row of a sheet, from 1; None where the finding concerns the file as a whole.
    :ivar sheet: the sheet of a workbook, and ``cell`` the cell in it, such as ``F3``.
    """

    file: str
    number: int
    line: int | None = None
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    :ivar standard: by which it is.
    :ivar rule: the rule, or the structural code.
    :ivar record_type: the record type; ``manifest`` for what concerns the batch.
    :ivar record_id: the record, as it calls itself; shown masked where that is a number of a person.
    :ivar pointer: JSON pointer into the record; None where a rule names no field.
    :ivar arguments: what fills in the message of a rule.
    :ivar basis: the policy row that it rests on.
    :ivar fault: for a structural code what the line did wrong.
    :ivar ordinal: its number among findings that are alike in all that identifies them, from 0.
    """

    standard: Standard = field(repr=False, compare=False)
    rule: str
    severity: Severity
    outcome: Outcome = Outcome.VIOLATION
    record_type: str
    record_id: str | None = None
    place: Place | None = None
    pointer: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    basis: Row | None = None
    fault: Fault | None = None
    ordinal: int = 0

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that stay the same from run to run and from batch to batch."""
        return findings.fingerprint(self)

    def message(self, lang: str) -> str:
        """The sentence, in ``zh`` or ``en``.

        :raises OptionError: if the language is anything else.
        """
        return findings.message_of(self, parse_lang(lang))

    def as_json(self, lang: str, docs: str | None = None) -> dict[str, Any]:
        """As ``finding.json`` describes it.

        :param docs: address of a documentation site; the finding then links to its rule's page.
        """
        return findings.as_json(self, lang, docs)


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What could not be judged.

    :ivar missing: ``recordType.field``, ``coverage.recordType[.KIND]``, ``register.NAME`` or ``period.KIND``.
    :ivar count: the number of records; 0 where a whole rule did not run.
    :ivar field: for references the field that could not be followed.
    """

    rule: str
    missing: str
    count: int
    field: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As ``report.json`` has it."""
        out = {"rule": self.rule, "missing": self.missing, "count": self.count}
        return out if self.field is None else out | {"field": self.field}


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What became of one rule.

    :ivar findings: how many there are in all, kept or not.
    :ivar missing: what was missing → number of records that could not be judged.
    :ivar lacking: the record types for whose absence it did not run.
    :ivar reason: why it failed.
    """

    rule: str
    status: Status
    findings: int = 0
    missing: Mapping[str, int] = field(default_factory=dict)
    lacking: Sequence[str] = ()
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As ``report.json`` has it."""
        out: dict[str, Any] = {
            "id": self.rule,
            "status": self.status.value,
            "findings": self.findings,
            "notEvaluated": sum(self.missing.values()),
        }
        reason = self.reason or ", ".join(self.lacking)
        return out | {"reason": reason} if reason else out


@dataclass(frozen=True, slots=True)
class Judged:
    """How much was judged: how many rules apply, and of those how many all that they met, part of it, nothing."""

    apply: int = 0
    full: int = 0
    part: int = 0
    none: int = 0

    @classmethod
    def by(cls, rules: Sequence[RuleResult]) -> Judged:
        """Counted from what became of each rule."""
        apply = [r for r in rules if r.status is not Status.NOT_APPLICABLE]
        ran = [r for r in apply if r.status is Status.RAN]
        part = sum(1 for r in ran if r.missing)
        return cls(len(apply), len(ran) - part, part, len(apply) - len(ran))

    def as_json(self) -> dict[str, int]:
        """As ``report.json`` has it."""
        return {"apply": self.apply, "full": self.full, "part": self.part, "none": self.none}


@dataclass(frozen=True, slots=True)
class Quality:
    """Findings and how much was judged in one dimension of data quality.

    :ivar dimension: its code.
    :ivar findings: how many there are of its rules and structural codes, kept or not.
    :ivar judged: how much its rules judged.
    """

    dimension: str
    findings: int
    judged: Judged

    def as_json(self) -> dict[str, Any]:
        """As ``report.json`` has it."""
        return {"dimension": self.dimension, "findings": self.findings, **self.judged.as_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """What of the findings decides the exit code, where a baseline accepts some or an earlier report has them already.

    :ivar counts: by severity, how many decide it, listed or not.
    :ivar accepted: by fingerprint, what a baseline says of a finding that it accepts; ``accepted_counts`` how many.
    :ivar over: fingerprints of findings whose acceptance has ended, and ``stale`` of entries whose finding is gone.
    :ivar unseen: how many entries were not met, and may not be gone.
    :ivar known: fingerprints of the findings that an earlier report has; None where there is none. ``known_counts`` how many.
    :ivar partly: the rules and codes of which the earlier report does not list every finding.
    """

    counts: Mapping[Severity, int]
    accepted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    accepted_counts: Mapping[Severity, int] = field(default_factory=dict)
    over: Sequence[str] = ()
    stale: Sequence[str] = ()
    unseen: int = 0
    known: frozenset[str] | None = None
    known_counts: Mapping[Severity, int] = field(default_factory=dict)
    partly: Sequence[str] = ()
    baseline: bool = False

    def of(self, fingerprint: str) -> dict[str, Any]:
        """What ``finding.json`` says besides of a finding."""
        out: dict[str, Any] = {}
        if fingerprint in self.accepted:
            out["accepted"] = dict(self.accepted[fingerprint])
        if self.known is not None:
            out["isNew"] = fingerprint not in self.known
        return out

    def as_json(self) -> dict[str, Any]:
        """As ``report.json`` has it."""
        out: dict[str, Any] = {"counting": _counted(self.counts)}
        if self.baseline:
            out["baseline"] = {
                "accepted": _counted(self.accepted_counts),
                "over": list(self.over),
                "stale": list(self.stale),
                "unseen": self.unseen,
            }
        if self.known is not None:
            out["earlier"] = {"known": _counted(self.known_counts), "partly": list(self.partly)}
        return out


def _counted(counts: Mapping[Severity, int]) -> dict[str, int]:
    return {severity.value: n for severity, n in counts.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a validation found, and how much it could judge.

    :ivar verdict: what the batch comes to.
    :ivar counts: by severity, how many findings there are, kept or not.
    :ivar records: by record type, how many there are.
    :ivar findings: those that are kept, the severest first.
    :ivar rules: what became of each rule.
    :ivar unjudged: what could not be judged.
    :ivar batch_id: the batch, where it could be read.
    :ivar manifest: SHA-256 of its manifest; ``sender`` the id of who sent it, ``start`` and ``end`` its period as ISO texts.
    :ivar contract: what a receiver's contract asks and is not so; None where none was asked.
    :ivar profile: the profile by which it was judged, ``outside`` where that is no part of the standard.
    :ivar as_of: the day as of which it was judged, as an ISO text.
    :ivar left_out: by record type, how many records are not valid, so that no rule saw them.
    :ivar omitted: by rule or code, how many findings are not kept.
    :ivar problems: why it could not be read, or the run not be finished.
    :ivar counties: by record type and id, the six digits of the county in which a record with findings lies.
    :ivar unfinished: whether a rule that had to judge did not; a verdict of ``fail`` does not tell.
    :ivar reckoning: what of the findings decides the exit code; None where all do.
    """

    standard: Standard = field(repr=False)
    verdict: Verdict
    counts: Mapping[Severity, int] = field(default_factory=lambda: dict.fromkeys(reversed(SEVERITIES), 0))
    records: Mapping[str, int] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    rules: Sequence[RuleResult] = ()
    unjudged: Sequence[Unjudged] = ()
    batch_id: str | None = None
    manifest: str | None = None
    sender: str | None = None
    start: str | None = None
    end: str | None = None
    contract: Sequence[Problem] | None = None
    profile: str | None = None
    outside: bool = False
    as_of: str | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    omitted: Mapping[str, int] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    counties: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unfinished: bool = False
    reckoning: Reckoning | None = None

    @property
    def judged(self) -> Judged:
        """How much was judged."""
        return Judged.by(self.rules)

    @property
    def quality(self) -> Sequence[Quality]:
        """By dimension of data quality, in the order of its code list; those that nothing speaks of are left out."""
        dimension = {code: str(entry["quality"]) for code, entry in catalogue(self.standard).items()}
        dimension |= {name: str(rule.header["quality"]) for name, rule in self.standard.rules.items() if "quality" in rule.header}
        # of a rule its result has the number; of a structural code the report lists some and counts the rest
        found = Counter({r.rule: r.findings for r in self.rules})
        codes = Counter(f.rule for f in self.findings if f.fault is not None)
        found.update(codes + Counter({k: n for k, n in self.omitted.items() if k not in self.standard.rules}))
        out = []
        for entry in self.standard.codelist("quality-dimension"):
            of_it = [r for r in self.rules if dimension.get(r.rule) == entry["code"]]
            number = sum(n for name, n in found.items() if dimension.get(name) == entry["code"])
            judged = Judged.by(of_it)
            if number or judged.apply:
                out.append(Quality(entry["code"], number, judged))
        return out

    def exit_code(self, fail_on: Severity | str = Severity.ERROR) -> int:
        """0 pass, 1 findings at or above ``fail_on`` that count or a contract that is not kept, 2 unreadable, 3 incomplete.

        :raises OptionError: if ``fail_on`` is no severity.
        """
        least = Severity.of(fail_on)
        if self.verdict is Verdict.UNREADABLE:
            return 2
        counts = self.reckoning.counts if self.reckoning else self.counts
        if self.contract or any(n and severity.rank >= least.rank for severity, n in counts.items()):
            return 1
        return 3 if self.verdict is Verdict.INCOMPLETE or self.unfinished else 0

    def as_json(self, lang: str, docs: str | None = None) -> dict[str, Any]:
        """As ``report.json`` describes it, with messages in ``zh`` or ``en``.

        :param docs: address of a documentation site; each finding then links to its rule's page.
        :raises OptionError: if the language is anything else.
        """
        lang = parse_lang(lang)
        out: dict[str, Any] = {
            "standard": self.standard.version,
            "tool": {"name": "zhucun", "version": __version__, "engine": dict(engine())},
            "language": lang,
            **({"batchId": self.batch_id} if self.batch_id is not None else {}),
            "verdict": self.verdict.value,
            "counts": _counted(self.counts),
            "records": dict(self.records),
            "findings": [f.as_json(lang, docs) | (self.reckoning.of(f.fingerprint) if self.reckoning else {}) for f in self.findings],
            "rules": [r.as_json() for r in self.rules],
            "notEvaluated": [u.as_json() for u in self.unjudged],
            "judged": self.judged.as_json(),
        }
        optional = {
            "manifest": self.manifest,
            "sender": self.sender,
            "startDate": self.start,
            "endDate": self.end,
            "standardDigest": self.standard.digest,
            "contract": self._contract(lang),
            "profile": self.profile,
            "profileOutside": self.outside,
            "asOf": self.as_of,
            "leftOut": dict(self.left_out),
            "omitted": dict(self.omitted),
            "quality": [] if self.problems else [q.as_json() for q in self.quality],
            "problems": [{"code": p.code, "message": printable(p.text(lang))[:_LONGEST]} for p in self.problems],
        }
        reckoned = self.reckoning.as_json() if self.reckoning else {}
        return out | {name: value for name, value in optional.items() if value} | reckoned

    def _contract(self, lang: str) -> dict[str, Any] | None:
        if self.contract is None:
            return None
        breaches = [{"code": p.code, "message": printable(p.text(lang))[:_LONGEST]} for p in self.contract]
        return {"kept": not breaches, "breaches": breaches}
