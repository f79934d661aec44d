"""Drives an implementation in any language through the cases and says where it differs."""

from __future__ import annotations

import fnmatch
import json
import queue
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from zhucun.conformance import producer
from zhucun.conformance.cases import Case, laid_down
from zhucun.conformance.compare import differences
from zhucun.conformance.process import Implementation, Lost
from zhucun.conformance.protocol import HarnessError, Message
from zhucun.conformance.report import GOOD, OUTCOMES
from zhucun.errors import problem
from zhucun.standard import VERSION, Standard
from zhucun.version import __version__

Progress = Callable[[int, int], None]


def claimed(case: Case, started: Mapping[str, Any]) -> bool:
    """Whether an implementation claims the level of a case."""
    levels, level = started["levels"], case.data["level"]
    if "base" in case.data and "correction" not in levels:
        return False
    if level == "profile":
        return "profiles" in levels or ("profile" in levels and case.data["profile"] in started.get("profiles", ()))
    return level in levels


def expected_failures(path: Path) -> dict[str, str]:
    """Case id or glob → reason, from a JSON object of that shape.

    :raises HarnessError: if the file is anything else.
    """
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as e:
        raise HarnessError(problem("suite.badList", path=path, what=e)) from e
    if not isinstance(value, dict) or not all(isinstance(v, str) and v for v in value.values()):
        raise HarnessError(problem("suite.noList", path=path))
    return value


def drive(
    command: Sequence[str],
    chosen: Sequence[Case],
    *,
    limit: float = 30.0,
    excused: Mapping[str, str] | None = None,
    jobs: int = 1,
    lang: str = "zh",
    progress: Progress = lambda _a, _b: None,
) -> dict[str, Any]:
    """Drive an implementation through cases and compare.

    :param limit: seconds for one case.
    :param excused: case id or glob → why it is expected to fail.
    :param jobs: processes at a time.
    :return: the report as plain data.
    :raises HarnessError: if the command does not start or claims none of the cases.
    """
    first = Implementation(command, limit)
    try:
        first.start()
    except Lost as lost:
        raise HarnessError(problem(f"suite.{lost.word}", **lost.values)) from None
    started = first.started
    mine = [c for c in chosen if claimed(c, started)]
    if not mine:
        first.stop()
        raise HarnessError(problem("suite.noneClaimed" if chosen else "suite.noneSelected", count=len(chosen)))
    todo: queue.SimpleQueue[Case] = queue.SimpleQueue()
    for c in mine:
        todo.put(c)
    results: dict[str, dict[str, Any]] = {}

    def work(implementation: Implementation) -> None:
        try:
            while True:
                try:
                    case = todo.get_nowait()
                except queue.Empty:
                    return
                results[case.id] = _one(implementation, case, lang)
                progress(len(results), len(mine))
        finally:
            implementation.stop()

    others = [Implementation(command, limit) for _ in range(min(jobs, len(mine)) - 1)]
    threads = [threading.Thread(target=work, args=(i,)) for i in others]
    for thread in threads:
        thread.start()
    work(first)
    for thread in threads:
        thread.join()
    entries = [_entry(c, results[c.id], excused or {}) for c in mine]
    counts = dict.fromkeys(OUTCOMES, 0)
    for entry in entries:
        counts[entry["outcome"]] += 1
    return {
        "standard": VERSION,
        "harness": {"name": "zhucun", "version": __version__},
        "implementation": started["implementation"],
        "levels": started["levels"],
        "ok": all(entry["outcome"] in GOOD for entry in entries),
        "counts": counts,
        "notClaimed": len(chosen) - len(mine),
        "cases": entries,
    }


def _one(implementation: Implementation, case: Case, lang: str) -> dict[str, Any]:
    try:
        with laid_down(case) as folder:
            if case.data["level"] == "producer":
                return _produce(implementation, folder)
            request = {"cmd": "run", "case": str(folder), "level": case.data["level"], "lang": lang}
            if case.rules is not None:
                request["rules"] = case.rules
            answer = implementation.ask(request, "answer")
    except Lost as e:
        return {"outcome": "errored", "context": e.text(lang)}
    if "result" not in answer:
        return _unanswered(answer)
    rule = case.data.get("rule") if case.data["level"] == "profile" else None
    found = differences(case.data["expect"], answer["result"], rule)
    if not found:
        return {"outcome": "passed"}
    return {"outcome": "failed" if case.normative else "question", "differences": found}


def _unanswered(answer: Message) -> dict[str, Any]:
    if "skipped" in answer:
        return {"outcome": "skipped", "reason": answer["skipped"]["reason"]}
    return {"outcome": "errored", "context": answer["errored"]["context"]}


def _produce(implementation: Implementation, place: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="zhucun-") as folder:
        into = Path(folder) / "batch"
        into.mkdir()
        facts = place / "facts.json"
        answer = implementation.ask({"cmd": "produce", "facts": str(facts), "into": str(into)}, "produced")
        if "produced" not in answer:
            return _unanswered(answer)
        wrong = producer.differences(Standard.load(), json.loads(facts.read_text("utf-8")), into)
    return {"outcome": "failed", "differences": {"producer": wrong}} if wrong else {"outcome": "passed"}


def _entry(case: Case, result: dict[str, Any], excused: Mapping[str, str]) -> dict[str, Any]:
    data = case.data
    entry = {k: data[k] for k in ("id", "rule", "clauses", "profile", "level", "purpose", "title") if k in data}
    entry["source"] = shown(case.source)
    if not case.normative:
        entry["normative"] = False
    reason = next((r for pattern, r in excused.items() if fnmatch.fnmatchcase(case.id, pattern)), None)
    if reason is not None:
        result = {**result, "excuse": reason, "outcome": "unexpectedPass" if result["outcome"] == "passed" else "expectedFailure"}
    return entry | result


def shown(place: Path) -> str:
    """A path as short as it can be written from here."""
    try:
        return place.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(place)
