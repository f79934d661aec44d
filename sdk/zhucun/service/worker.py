"""The process of one request: ``zhucun validate`` within limits of its own, nothing else.

It runs the command itself, so that the service cannot judge otherwise than the command line does. What it adds stands
before the report: one line of JSON that says what the run came to, whatever form the report has.
"""

from __future__ import annotations

import json
import runpy
import sys
from collections.abc import Sequence
from dataclasses import replace

#: No file that a run writes may be larger, whatever a sender's archive unpacks to.
LARGEST = 8 * 2**30

#: The exit code where not even the command could be loaded for want of memory; a loader that fails ends with it too.
NO_MEMORY = 127


def main(arguments: Sequence[str]) -> None:
    """Run the command.

    :param arguments: bytes of memory, seconds of processor time, the form of the report, and what the command is given.
    """
    memory, seconds, form, *given = arguments
    _limit(int(memory), int(seconds))
    try:
        _put_line_before(form)
        sys.argv = ["zhucun", "validate", *given, "--format", form]
        runpy.run_module("zhucun.cli", run_name="__main__")
    except MemoryError:
        sys.exit(NO_MEMORY)


def _limit(memory: int, seconds: int) -> None:
    """Hold this process to its share. Windows has no such limits; there only the time is watched, from outside."""
    try:
        import resource
    except ImportError:
        return
    shares = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_FSIZE: LARGEST, resource.RLIMIT_CORE: 0}
    for kind, most in shares.items():
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _put_line_before(form: str) -> None:
    """Let reports of this form begin with a line that says what the run came to."""
    from zhucun import reports
    from zhucun.model import Report

    renderer = reports.RENDERERS[form]

    def render(report: Report, how: reports.Rendering) -> str:
        problems = [{"code": p.code, "detail": p.text(how.lang)} for p in report.problems]
        return json.dumps({"verdict": report.verdict.value, "problems": problems}) + "\n" + renderer.render(report, how)

    reports.register(replace(renderer, render=render))


if __name__ == "__main__":
    main(sys.argv[1:])
