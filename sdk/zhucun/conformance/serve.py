"""This SDK's own end of the protocol."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import zhucun
from zhucun import database, findings, rules, tables, validation
from zhucun.batch import open_batch
from zhucun.conformance import producer
from zhucun.conformance.protocol import KEPT_STDERR, Message
from zhucun.errors import BatchError
from zhucun.workspace import workspace


def answer_requests(source: Iterator[bytes], answer: Callable[[Message], None]) -> None:
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
                    producer.write(json.loads(Path(message["facts"]).read_text("utf-8")), Path(message["into"]))
                    answer({"seq": message["seq"], "produced": {}})
                else:
                    result = judge(Path(message["case"]) / "batch", message["level"], message.get("rules"))
                    answer({"seq": message["seq"], "result": result})
            except Exception as e:  # a bug in one case is that case's, and its author wants to know where
                answer({"seq": message["seq"], "errored": {"context": "".join(traceback.format_exception(e))[-KEPT_STDERR:]}})


def judge(batch: Path, level: str, chosen: Collection[str] | None = None) -> dict[str, Any]:
    """What this SDK answers for a batch.

    :param chosen: at the levels of rules, the rules that are asked for; by default all.
    """
    try:
        if level == "structure":
            return _structure(batch)
        if chosen is not None:
            return _some(batch, frozenset(chosen))
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
    with workspace() as work, open_batch(batch, work) as opened, closing(database.connect(work)) as con:
        run = validation.Validation(con, work, opened, validation.Wanted(kept=None))
        run.check_structure()
        return _answer(run, [])


def _some(batch: Path, chosen: frozenset[str]) -> dict[str, Any]:
    """The way through with a few rules: what they read stays a view, which is cheaper than a table for all."""
    with workspace() as work, open_batch(batch, work) as opened:
        profile, context = validation.context_of(opened, None, None)
        with closing(database.connect(work)) as con:
            run = validation.Validation(con, work, opened, validation.Wanted(kept=None))
            run.check_structure(lambda cursor: tables.create_policy(cursor, profile, context))
            tables.create_views(con, profile)
            return _answer(run, list(rules.run(con, profile, run.files, only=chosen)))


def _answer(run: validation.Validation, outcomes: Sequence[rules.Outcome]) -> dict[str, Any]:
    unjudged = [*run.loader.unresolvable(), *(u for o in outcomes for u in o.unjudged)]
    found = [*run.collector.found, *(f for o in outcomes for f in o.found)]
    wrong = validation.severities(run.collector, outcomes)["error"]
    failed = any(o.status == "FAILED" for o in outcomes)
    return {
        "verdict": "fail" if wrong else "incomplete" if failed else "pass",
        "findings": [told(findings.as_json(f, "en")) for f in found],
        "notEvaluated": [{"rule": u.rule, "missing": u.missing} for u in unjudged],
    }
