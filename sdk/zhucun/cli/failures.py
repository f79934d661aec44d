"""How a command ends when something goes wrong: a sentence for each reason, an exit code, and no stale result."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import click

from zhucun import output, reports
from zhucun.cli.options import INCOMPLETE, UNREADABLE
from zhucun.errors import OurError, Problem, ZhucunError, exhausted, problem
from zhucun.model import Report
from zhucun.printing import printable
from zhucun.standard import Profile, Standard


@contextlib.contextmanager
def errors(lang: str, result: Result | None = None) -> Iterator[None]:
    """Known errors become one sentence each on stderr, and an exit code: 2, or 3 where the failure is ours.

    :param result: where the result should have gone; no older one is left there.
    """
    try:
        yield
    except KeyboardInterrupt:
        _forget(result)
        raise SystemExit(130) from None
    except SystemExit:
        if _ended:
            _forget(result)
        raise
    except Exception as e:
        if _ended or str(e) == "Query interrupted":
            # the database turns what a signal's handler raises into an error of its own
            _forget(result)
            raise SystemExit(_ended[0] if _ended else 130) from None
        if problems := _refusal(e):
            tell(problems, lang)
            if result:
                result.instead(reports.unreadable(result.standard, problems))
            raise SystemExit(UNREADABLE) from None
        # of a defect of ours the user gets a sentence, whoever mends it the rest
        if "ZHUCUN_DEBUG" in os.environ and not isinstance(e, OurError):
            _forget(result)
            raise
        ours = e.problems if isinstance(e, OurError) else [_defect(e)]
        tell(ours, lang)
        if result:
            result.instead(reports.unfinished(result.standard, ours[0]))
        raise SystemExit(INCOMPLETE) from None


def warn_undated(profile: Profile, lang: str) -> None:
    """Say on stderr that a profile without a date judges no batch, where a command goes on all the same."""
    if "effectiveFrom" not in profile.data:
        tell([problem("profile-undated", name=profile.id)], lang)


def _refusal(error: Exception) -> Sequence[Problem]:
    """Why what the user gave cannot be taken; nothing where that is not the reason."""
    return error.problems if isinstance(error, ZhucunError) and not isinstance(error, OurError) else ()


def _defect(error: Exception) -> Problem:
    """What a defect of the program is told as; want of memory is none."""
    if exhausted(error):
        return problem("machine")
    return problem("internal", what=f"{type(error).__name__}: {str(error).splitlines()[0][:200] if str(error) else ''}")


def tell(problems: Iterable[Problem], lang: str) -> None:
    """Say each of them on stderr."""
    for p in problems:
        click.echo(f"zhucun: {printable(p.text(lang))}", err=True)


def _forget(result: Result | None) -> None:
    if result:
        result.forget()


@dataclass(frozen=True)
class Result:
    """Where the result of a validation goes, and in which form."""

    standard: Standard
    form: str
    output: str | None
    findings: str | None
    how: reports.Rendering
    marked: str | None = None

    def write(self, report: Report) -> None:
        """Write the report."""
        output.write(reports.RENDERERS[self.form].render(report, self.how), self.output)

    def instead(self, report: Report) -> None:
        """Write the report of a run that came to no judgement in the place of any older one."""
        output.discard(self.findings)
        output.discard(self.marked)
        if self.form == "text" and self.output in (None, output.STDOUT):
            return  # the sentences stand on stderr already
        try:
            self.write(report)
        except output.OutputError:
            self.forget()

    def forget(self) -> None:
        """Leave no older result behind."""
        output.discard(self.output)
        output.discard(self.findings)
        output.discard(self.marked)


_ended: list[int] = []


def _end(code: int) -> None:
    _ended.append(code)
    sys.exit(code)


def end_on_signals() -> None:
    """Let a killed run unwind like an interrupted one, so that its temporary folder goes with it."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGTERM, lambda *_: _end(143))
    if hasattr(signal, "SIGHUP"):
        with contextlib.suppress(ValueError):
            signal.signal(signal.SIGHUP, lambda *_: _end(129))
