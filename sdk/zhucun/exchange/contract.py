"""Contracts: what a receiver takes, as data. The sender checks a batch against it before sending, the receiver the same."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zhucun.errors import BatchError, Problem, near, problem
from zhucun.exchange import correction, signature
from zhucun.exchange.signature import MANIFEST, Outcome, Verified, read_file, read_object
from zhucun.model import KEPT, Report, Severity, Status, Verdict
from zhucun.opening.batch import Batch, open_batch
from zhucun.opening.manifest import Manifest
from zhucun.printing import printable
from zhucun.standard import Standard
from zhucun.validation import Sink, Step, Validation, Wanted, wanted_of
from zhucun.workspace import workspace


@dataclass(frozen=True)
class Contract:
    """What a receiver takes.

    :ivar data: as ``contract.schema.json`` has it.
    :ivar digest: SHA-256 of the file.
    """

    data: Mapping[str, Any]
    digest: str

    @classmethod
    def read(cls, standard: Standard, path: str | Path) -> Contract:
        """From a file.

        :raises BatchError: if it is none.
        """
        data = read_file(path)
        said = read_object(standard, "contract", data, path)
        if unknown := [name for name in said.get("judged", ()) if name not in standard.rules]:
            # a rule that is not there would be asked for in vain, or never
            raise BatchError(problem("contract-rule", path=path, name=unknown[0], near=near(unknown[0], standard.rules)))
        return cls(said, hashlib.sha256(data).hexdigest())

    @property
    def refuses_from(self) -> Severity:
        """Findings of this severity or above refuse a batch."""
        return Severity(self.data.get("refuseFrom", "error"))


@dataclass(frozen=True)
class Judged:
    """What is known of a batch once it was judged.

    :ivar report: the report; of a correction with its base, on what both come to.
    :ivar batch: the batch that was sent, of which the files are closed by now.
    :ivar base: of a correction, the digest of its base's manifest.
    """

    report: Report
    batch: Batch
    verified: Verified
    base: str | None = None


def validate(
    path: str | Path,
    contract: str | Path,
    *,
    standard: Standard,
    base: str | Path | None = None,
    step: Step = lambda _what, _done, _total: None,
    profile: str | Path | None = None,
    profiles: str | Path | None = None,
    as_of: str | dt.date | None = None,
    max_findings: int | None = KEPT,
    findings: Sink | None = None,
    require_judged: bool | Collection[str] = False,
) -> Report:
    """Validate a batch as its sender may before sending it: the report says whether it keeps a receiver's contract.

    :param contract: the file of the contract.
    :param base: what a correction corrects.
    :raises BatchError: as :func:`judge`.
    """
    wanted = wanted_of(standard, profile, profiles, as_of, max_findings, findings, require_judged)
    return judge(standard, path, Contract.read(standard, contract), wanted=wanted, base=base, step=step).report


def judge(
    standard: Standard,
    path: str | Path,
    contract: Contract,
    *,
    wanted: Wanted | None = None,
    base: str | Path | None = None,
    trusted: tuple[signature.Trusted, ...] | None = None,
    step: Step = lambda _what, _done, _total: None,
) -> Judged:
    """Judge a batch, and whether it keeps a contract.

    :param base: what a correction corrects.
    :param trusted: the keys that the receiver trusts; without them a signature is looked for and not verified.
    :raises BatchError: if something cannot be read.
    """
    with ExitStack() as stack:
        work = stack.enter_context(workspace())
        sent = stack.enter_context(open_batch(standard, path, work))
        judged, named = path, None
        if base is not None:
            judged = work / "outcome"
            correction.apply(standard, base, [path], judged, wanted.profiles if wanted else None)
            named = sent.manifest.supersedes.manifest if sent.manifest and sent.manifest.supersedes else None
        with Validation(standard, judged, wanted or Wanted(), step) as run:
            run.choose_profile()
            run.check_structure()
            run.judge()
            report = run.report()
            said = run.batch.manifest
        verified = _verified(standard, sent, trusted)
        sent.check_unchanged()
        breaches = tuple(_breaches(contract, report, said, verified, trusted is not None))
        return Judged(replace(report, contract=breaches), sent, verified, named)


def _verified(standard: Standard, batch: Batch, trusted: tuple[signature.Trusted, ...] | None) -> Verified:
    if batch.manifest is None:
        return Verified(Outcome.UNSIGNED)
    # who sends has no trust list: that there is a signature of this manifest is all that can be seen
    return signature.verify(
        standard, batch.envelope, MANIFEST, batch.written, trusted or (), batch.manifest.sender["id"], batch.manifest.as_of
    )


def _breaches(contract: Contract, report: Report, said: Manifest | None, verified: Verified, with_keys: bool) -> Iterator[Problem]:
    """What a contract asks and is not so."""
    data = contract.data
    if said is None:
        yield problem("contract.batch")
        return
    profiles = dict.fromkeys([said.profile, *(p.profile for p in said.parts if p.profile is not None)])
    for member, given in (*(("profiles", name) for name in profiles), ("senders", said.sender["id"]), ("standards", said.standard)):
        if member in data and given not in data[member]:
            yield problem(f"contract.{member}", given=printable(given, 60), known=", ".join(data[member][:20]))
    if "receiver" in data and said.receiver is not None and said.receiver["id"] != data["receiver"]:
        yield problem("contract.receiver", given=said.receiver["id"], known=data["receiver"])
    if lacking := [kind for kind in data.get("recordTypes", ()) if not report.records.get(kind)]:
        yield problem("contract.recordTypes", kinds=", ".join(lacking))
    for entry in data.get("coverage", ()):
        if not _is_covered(said, entry["recordType"], entry.get("kind")):
            kind = ".".join([entry["recordType"], *([entry["kind"]] if "kind" in entry else [])])
            yield problem("contract.coverage", kind=kind, start=said.start, end=said.end)
    if unjudged := sorted(_unjudged(report) & set(data.get("judged", ()))):
        yield problem("contract.judged", rules=", ".join(unjudged[:20]), n=len(unjudged))
    least = contract.refuses_from
    if n := sum(count for severity, count in report.counts.items() if severity.rank >= least.rank):
        yield problem("contract.refuseFrom", n=n, severity=least.value)
    if report.verdict is Verdict.INCOMPLETE:
        yield problem("contract.verdict")
    yield from _unsigned(data, verified, with_keys)


def _is_covered(said: Manifest, record_type: str, kind: str | None) -> bool:
    """Whether a type, or a kind of it, is declared complete for the whole period."""
    return any(
        c.record_type == record_type and c.kind in (None, kind) and c.start <= said.start and said.end <= c.end for c in said.coverage
    )


def _unjudged(report: Report) -> set[str]:
    """The rules that apply and did not judge everything they met."""
    return {r.rule for r in report.rules if r.status in (Status.NOT_EVALUATED, Status.FAILED) or (r.status is Status.RAN and r.missing)}


def _unsigned(data: Mapping[str, Any], verified: Verified, with_keys: bool) -> Iterator[Problem]:
    """What is wrong with the signature. One that is false is never taken; whether there must be one the contract says."""
    demanded = data.get("signed", False) or "algorithms" in data
    if verified.outcome is Outcome.INVALID or (demanded and verified.outcome is Outcome.UNSIGNED):
        yield problem("contract.signed", outcome=verified.outcome.value)
    elif demanded and with_keys:
        if verified.outcome is not Outcome.VALID:
            yield problem("contract.signed", outcome=verified.outcome.value)
        elif lacking := set(data.get("algorithms", ())) - verified.algorithms:
            yield problem("contract.algorithms", known=", ".join(sorted(lacking)))
