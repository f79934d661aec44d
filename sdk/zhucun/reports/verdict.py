"""The reports of runs that came to no judgement, and what the exit codes mean."""

from __future__ import annotations

from collections.abc import Iterable

from zhucun.errors import Problem
from zhucun.model import Report, Verdict
from zhucun.standard import Standard

PASS, FOUND, UNREADABLE, INCOMPLETE = 0, 1, 2, 3


def unreadable(standard: Standard, problems: Iterable[Problem]) -> Report:
    """The report on an input that could not be read as a batch."""
    return Report(standard=standard, verdict=Verdict.UNREADABLE, problems=tuple(problems))


def unfinished(standard: Standard, problem: Problem) -> Report:
    """The report of a run that we could not finish. It replaces any older one, which would pass for its result."""
    return Report(standard=standard, verdict=Verdict.INCOMPLETE, problems=(problem,))
