"""Where results go: standard output, or what the user named, whatever that is.

A plain file is replaced whole or not at all and keeps its mode. A device, a pipe, or what a link leads to is written
into: replaced, it would be gone.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, cast

from zhucun.errors import OurError, problem
from zhucun.printing import printable
from zhucun.words import both

#: The name of standard output.
STDOUT = "-"


class OutputError(OurError):
    """A result could not be written."""


def write(text: str, target: str | None = None) -> None:
    """Write a text to ``target``; to standard output where that is None or ``-``.

    :raises OutputError: if it cannot be written.
    """
    with Output(target) as out:
        # one write: Windows consoles and pipes get UTF-8 too
        out.write(text.encode("utf-8", "backslashreplace"))


class Output:
    """Where a result is written to, as a context. A plain file appears, or is replaced, only once all is written, and
    not at all where the work in between fails.

    A reader that goes away is no failure: whoever waits for the exit code still gets that of the verdict.
    """

    def __init__(self, target: str | None) -> None:
        self._target, self._stack, self._gone = target, contextlib.ExitStack(), False

    def __enter__(self) -> Output:
        with self._told():
            context = _standard_output() if self._target is None or self._target == STDOUT else _named(Path(self._target))
            self._file = self._stack.enter_context(context)
        return self

    def write(self, data: bytes) -> None:
        """Write some of it.

        :raises OutputError: if it cannot be written.
        """
        if not self._gone:
            with self._told():
                self._file.write(data)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None:
            # what is being raised tells more than what closing could add
            with contextlib.suppress(BaseException):
                self._stack.__exit__(kind, error, trace)
            return
        with self._told():
            self._stack.close()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self._gone = True
        except OSError as e:
            named = both("fill.stdout") if self._target in (None, STDOUT) else printable(str(self._target))
            raise OutputError(problem("no-space", path=named, reason=e.strerror or e)) from e


def discard(target: str | None) -> None:
    """See that nothing stale stays where a result should have gone: a plain file is removed, anything else left alone."""
    if target is None or target == STDOUT:
        return
    with contextlib.suppress(OSError):
        real = os.path.realpath(target)
        if stat.S_ISREG(os.stat(real).st_mode) and _descriptor_of(os.stat(real)) is None:
            os.unlink(real)


@contextlib.contextmanager
def _standard_output() -> Iterator[IO[bytes]]:
    try:
        yield sys.stdout.buffer
    finally:
        try:
            sys.stdout.flush()
        except OSError:
            # what is left in the buffer would be tried again at the end, and fail again
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise


def _named(target: Path) -> contextlib.AbstractContextManager[IO[bytes]]:
    try:
        there = os.stat(target)
    except FileNotFoundError:  # nothing, or a link to nothing
        return _replacing(Path(os.path.realpath(target)), None)
    if (descriptor := _descriptor_of(there)) is not None:
        return cast(IO[bytes], open(descriptor, "wb", closefd=False))
    if not stat.S_ISREG(there.st_mode):
        return cast(IO[bytes], open(target, "wb"))
    return _replacing(Path(os.path.realpath(target)), there)


def _descriptor_of(there: os.stat_result) -> int | None:
    """Which of our own standard streams a file is, if any: ``/dev/stdout`` may well lead to a plain file."""
    for descriptor in (1, 2):
        with contextlib.suppress(OSError):
            if os.path.samestat(there, os.fstat(descriptor)):
                return descriptor
    return None


@contextlib.contextmanager
def _replacing(target: Path, there: os.stat_result | None) -> Iterator[IO[bytes]]:
    """A file beside ``target`` that takes its place at the end, with the mode and owner of what stands there."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".zhucun-")
    try:
        with os.fdopen(handle, "wb") as f:
            yield f
        os.chmod(temporary, stat.S_IMODE(there.st_mode) if there else 0o666 & ~_mask())
        if there and hasattr(os, "chown"):
            with contextlib.suppress(OSError):  # only root may give a file away
                os.chown(temporary, there.st_uid, there.st_gid)
        os.replace(temporary, target)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
