"""Receipts: what became of a batch at its receiver, signed, so that anyone can check it against batch and report.

A receipt names the batch by the digest of its manifest, the report by its digest, and the receipt before it: it cannot be
moved to another batch, another verdict or another place in the order.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from zhucun import reports
from zhucun.errors import BatchError, Problem, problem
from zhucun.exchange.contract import Contract, Judged, judge
from zhucun.exchange.encryption import decrypted
from zhucun.exchange.signature import RECEIPT, Key, Outcome, Trusted, Verified, payload_of, read_file, read_object, sign, verify
from zhucun.model import Report, Severity, Verdict
from zhucun.opening.batch import open_batch
from zhucun.opening.manifest import NAME, digest_of
from zhucun.standard import Standard
from zhucun.validation import Step
from zhucun.version import __version__
from zhucun.workspace import workspace


@dataclass(frozen=True)
class Received:
    """What a receiver gives back.

    :ivar report: the bytes of the report, in JSON; ``receipt`` those of the signed receipt.
    :ivar said: what the receipt says.
    :ivar problems: why the batch was refused, or could not be read.
    """

    report: bytes
    receipt: bytes
    said: Mapping[str, Any]
    problems: tuple[Problem, ...]


def receive(
    standard: Standard,
    path: str | Path,
    contract: Contract,
    trusted: tuple[Trusted, ...],
    key: Key,
    received_on: str,
    *,
    base: str | Path | None = None,
    previous: str | Path | None = None,
    identity: str | Path | None = None,
    lang: str = "zh",
    step: Step = lambda _what, _done, _total: None,
) -> Received:
    """Judge a batch against a contract, and give a signed receipt, also of what is no batch.

    :param received_on: the day, as an ISO text; no clock is asked.
    :param previous: the receipt that the receiver gave before this one.
    :param identity: the private key for which the batch is encrypted.
    :raises BatchError: if the previous receipt is none.
    :raises OurError: if we could not finish; then there is no receipt.
    """
    before = None if previous is None else read_file(previous)
    if before is not None and previous is not None:
        read(standard, before, previous)
    try:
        with decrypted(path, identity) as plain:
            found = judge(standard, plain, contract, base=base, trusted=trusted, step=step)
        report, problems = found.report, tuple(found.report.contract or ())
        sent = _of_batch(found)
    except BatchError as e:
        report, problems = reports.unreadable(standard, e.problems), e.problems
        sent = _of_what_is_none(path)
    text = orjson.dumps(report.as_json(lang), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    said: dict[str, Any] = {
        "receiver": contract.data["receiver"],
        "receivedOn": received_on,
        "status": _status(report, contract),
        **sent,
        "verdict": report.verdict.value,
        "counts": {severity.value: n for severity, n in report.counts.items()},
        "reasons": _reasons(report),
        "notEvaluated": [{"rule": u.rule, "missing": u.missing, "count": u.count} for u in report.unjudged],
        "report": hashlib.sha256(text).hexdigest(),
        "contract": contract.digest,
        "standard": {"version": standard.version, "digest": standard.digest or digest_of(b"")},
        "tool": {"name": "zhucun", "version": __version__},
    }
    if before is not None:
        said["previous"] = hashlib.sha256(before).hexdigest()
    payload = (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
    return Received(text, sign(standard, key, RECEIPT, payload), said, problems)


def _of_batch(found: Judged) -> dict[str, Any]:
    said, named = found.batch.manifest, found.batch.named
    if said is None or named is None:
        return {"signature": found.verified.outcome.value}
    out: dict[str, Any] = {"batchId": said.batch_id, "sender": said.sender["id"], "manifest": named.manifest}
    if found.base is not None:
        out |= {"base": found.base, "outcome": found.report.manifest}
    return out | {"signature": found.verified.outcome.value}


def _of_what_is_none(path: str | Path) -> dict[str, Any]:
    """What names an input that is no batch: the digest of the file, or of its manifest as far as there is one."""
    out: dict[str, Any] = {}
    for name, place in (("package", Path(path)), ("manifest", Path(path) / NAME)):
        if place.is_file():
            with place.open("rb") as file:
                out[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return out | {"signature": Outcome.UNSIGNED.value}


def _status(report: Report, contract: Contract) -> str:
    if report.verdict is Verdict.UNREADABLE:
        return "UNREADABLE"
    if report.contract:
        return "REJECTED"
    return "ACCEPTED_WITH_WARNINGS" if report.counts[Severity.WARNING] or report.counts[Severity.ERROR] else "ACCEPTED"


def _reasons(report: Report) -> list[dict[str, Any]]:
    """By rule or code how many findings there are, and what of the contract is not kept."""
    counts: Counter[tuple[str, str]] = Counter((f.rule, f.severity.value) for f in report.findings)
    for rule, more in report.omitted.items():
        # what is not kept weighs like what is: of each rule the first are kept
        severity = next((s for code, s in counts if code == rule), Severity.ERROR.value)
        counts[rule, severity] += more
    out = [{"code": code, "severity": severity, "count": n} for (code, severity), n in sorted(counts.items())]
    return out + [{"code": p.code, "severity": "error", "count": 1} for p in report.contract or ()]


# --- checking ---------------------------------------------------------------------------------------


def read(standard: Standard, data: bytes, path: str | Path) -> Mapping[str, Any]:
    """What a receipt says, whoever signed it.

    :raises BatchError: if it is none.
    """
    return read_object(standard, "receipt", payload_of(standard, data, path), path)


def check(
    standard: Standard,
    path: str | Path,
    trusted: tuple[Trusted, ...],
    *,
    batch: str | Path | None = None,
    report: str | Path | None = None,
    previous: str | Path | None = None,
) -> tuple[Mapping[str, Any], Verified, tuple[Problem, ...]]:
    """Whether a receipt was signed by its receiver, and is one of this batch, this report and this predecessor.

    :returns: what it says, what became of its signature, and each thing that it does not fit.
    :raises BatchError: if something cannot be read.
    """
    data = read_file(path)
    said = read(standard, data, path)
    verified = verify(standard, data, RECEIPT, payload_of(standard, data, path), trusted, said["receiver"], said["receivedOn"])
    return said, verified, tuple(_misfits(standard, said, batch, report, previous))


def _misfits(
    standard: Standard, said: Mapping[str, Any], batch: str | Path | None, report: str | Path | None, previous: str | Path | None
) -> Iterator[Problem]:
    if batch is not None:
        with workspace() as work, open_batch(standard, batch, work) as opened:
            named = opened.named
        if named is None or (named.batch_id, named.manifest) != (said.get("batchId"), said.get("manifest")):
            yield problem("receipt.batch", path=batch)
    if report is not None:
        text = read_file(report)
        if hashlib.sha256(text).hexdigest() != said["report"]:
            yield problem("receipt.report", path=report)
    if previous is not None and hashlib.sha256(read_file(previous)).hexdigest() != said.get("previous"):
        yield problem("receipt.previous", path=previous)
