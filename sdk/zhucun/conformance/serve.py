"""This SDK's own end of the protocol."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from zhucun.conformance import producer
from zhucun.conformance.protocol import KEPT_STDERR, Message
from zhucun.errors import BatchError
from zhucun.exchange import correction
from zhucun.model import Finding, Report
from zhucun.opening.manifest import NAME, digest_of
from zhucun.record.personal import mask
from zhucun.standard import Standard
from zhucun.validation import Validation, Wanted
from zhucun.version import __version__
from zhucun.workspace import workspace


def answer_requests(source: Iterator[bytes], answer: Callable[[Message], None]) -> None:
    """Answer requests until ``stop`` or the end of the input.

    :param source: lines of JSON.
    :param answer: called with each answer.
    """
    standard = Standard.load()
    for line in source:
        message = json.loads(line)
        command = message["cmd"]
        if command == "start":
            standard = Standard.load(message["version"])
            who = {"name": "zhucun", "version": __version__, "language": "Python " + sys.version.split()[0]}
            answer({"implementation": who, "levels": ["structure", "profiles", "producer", "correction"]})
        elif command == "stop":
            return
        else:
            try:
                if command == "produce":
                    producer.write(standard, json.loads(Path(message["facts"]).read_text("utf-8")), Path(message["into"]))
                    answer({"seq": message["seq"], "produced": {}})
                else:
                    result = answer_case(standard, Path(message["case"]), message["level"], message.get("rules"))
                    answer({"seq": message["seq"], "result": result})
            except Exception as e:  # a bug in one case is that case's, and its author wants to know where
                answer({"seq": message["seq"], "errored": {"context": "".join(traceback.format_exception(e))[-KEPT_STDERR:]}})


def answer_case(standard: Standard, case: Path, level: str, chosen: Collection[str] | None = None) -> dict[str, Any]:
    """What this SDK answers for a case: for its batch, or for what that comes to with the base that lies beside it."""
    if not (case / "base").is_dir():
        return judge(standard, case / "batch", level, chosen)
    with workspace() as work:
        outcome = work / "outcome"
        try:
            beside = case / "profiles"
            correction.apply(standard, case / "base", [case / "batch"], outcome, beside if beside.is_dir() else None)
        except BatchError:
            return dict(_UNREADABLE)
        digest = digest_of((outcome / NAME).read_bytes())
        return judge(standard, outcome, level, chosen) | {"outcome": digest}


_UNREADABLE = {"verdict": "unreadable", "findings": [], "notEvaluated": []}


def judge(standard: Standard, batch: Path, level: str, chosen: Collection[str] | None = None) -> dict[str, Any]:
    """What this SDK answers for a batch. Profiles that lie beside it are those of the suite.

    :param chosen: at the levels of rules, the rules that are asked for; by default all.
    """
    beside = batch.parent / "profiles"
    try:
        with Validation(standard, batch, Wanted(profiles=beside if beside.is_dir() else None, kept=None)) as run:
            if level == "structure":
                run.take_own()
                run.check_structure()
            else:
                run.choose_profile()
                run.check_structure()
                run.judge(None if chosen is None else frozenset(chosen))
            return _answer(run.report())
    except BatchError:
        return dict(_UNREADABLE)


def _answer(report: Report) -> dict[str, Any]:
    return {
        "verdict": report.verdict.value,
        "findings": [_told(f) for f in report.findings],
        "notEvaluated": [{"rule": u.rule, "missing": u.missing} for u in report.unjudged],
    }


def _told(finding: Finding) -> dict[str, Any]:
    """A finding as the protocol has it."""
    out: dict[str, Any] = {"rule": finding.rule, "recordType": finding.record_type}
    if finding.record_id is not None:
        out["recordId"] = mask(finding.record_id)
    if finding.fault is None:
        return out | {"severity": finding.severity.value, "outcome": finding.outcome.value}
    if finding.place is not None:
        out["file"] = finding.place.file
        if finding.place.line is not None:
            out["line"] = finding.place.line
    return out | ({} if finding.pointer is None else {"pointer": finding.pointer})
