"""This SDK's own end of the protocol."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import zhucun
from zhucun import database, findings, tables, validation
from zhucun.batch import open_batch
from zhucun.conformance import producer
from zhucun.conformance.protocol import KEPT_STDERR, Message
from zhucun.errors import BatchError
from zhucun.workspace import workspace


def serve(source: Iterator[bytes], answer: Callable[[Message], None]) -> None:
    """Answer requests until ``stop`` or the end of the input.

    :param source: lines of JSON.
    :param answer: called with each answer.
    """
    for line in source:
        message = json.loads(line)
        command = message["cmd"]
        if command == "start":
            who = {"name": "zhucun", "version": zhucun.__version__, "language": "Python " + sys.version.split()[0]}
            answer({"implementation": who, "levels": ["structure", "profiles", "producer"]})
        elif command == "stop":
            return
        else:
            try:
                if command == "produce":
                    from zhucun import producer

                    producer.write(json.loads(Path(message["facts"]).read_text("utf-8")), Path(message["into"]))
                    answer({"seq": message["seq"], "produced": {}})
                else:
                    answer({"seq": message["seq"], "result": judge(Path(message["case"]) / "batch", message["level"])})
            except Exception as e:  # a bug in one case is that case's, and its author wants to know where
                import traceback

                answer({"seq": message["seq"], "errored": {"context": "".join(traceback.format_exception(e))[-_KEPT_STDERR:]}})


def judge(batch: Path, level: str) -> dict[str, Any]:
    """What this SDK answers for a batch."""
    from zhucun import validation
    from zhucun.errors import BatchError

    try:
        if level == "structure":
            return _structure(batch)
        data = validation.validate(batch, max_findings=None).data
    except BatchError:
        return {"verdict": "unreadable", "findings": [], "notEvaluated": []}
    return {
        "verdict": data["verdict"],
        "findings": [told(f) for f in data["findings"]],
        "notEvaluated": [{k: n[k] for k in ("rule", "missing")} for n in data["notEvaluated"]],
    }


def told(finding: Mapping[str, Any]) -> dict[str, Any]:
    """A finding as the protocol has it."""
    names = {"file", "line", "pointer"} if str(finding["rule"]).startswith("STR-") else {"severity", "outcome"}
    return {k: v for k, v in finding.items() if k in {"rule", "recordType", "recordId"} | names}


def _structure(batch: Path) -> dict[str, Any]:
    """The first half of the way through: no profile, no rules."""
    from zhucun import database, findings, validation
    from zhucun.batch import open_batch
    from zhucun.workspace import workspace

    with workspace() as work, open_batch(batch, work) as opened:
        con = database.connect(work)
        try:
            run = validation.Validation(con, work, opened, validation.Wanted(kept=None))
            run.check_structure()
            unjudged = [{"rule": u.rule, "missing": u.missing} for u in run.loader.unresolvable()]
        finally:
            con.close()
    wrong = validation.severities(run.collector)["error"]
    found = [told(findings.as_json(f, "en")) for f in run.collector.found]
    return {"verdict": "fail" if wrong else "pass", "findings": found, "notEvaluated": unjudged}
