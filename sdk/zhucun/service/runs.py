"""A request's process: started in a session and a folder of its own, ended with all that it started, whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zhucun.service.asking import Asked
from zhucun.service.refusals import Refusal, details
from zhucun.service.settings import Settings
from zhucun.service.worker import NO_MEMORY

#: Codes of failures that are the machine's: another may have more to give.
_MACHINE = {"machine", "engine-space", "workspace", "no-space"}

_ANSWER = "answer"


@dataclass(frozen=True)
class Answer:
    """What a run came to.

    :ivar verdict: of the batch.
    :ivar path: the file that holds the report, and ``start`` where in it the report begins.
    """

    verdict: str
    path: Path
    start: int


@contextmanager
def folder(above: Path) -> Iterator[Path]:
    """A folder of one request, gone afterwards."""
    with tempfile.TemporaryDirectory(dir=above, prefix="request-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        (place / "tmp").mkdir()
        yield place


async def judge(settings: Settings, asked: Asked, place: Path) -> Answer:
    """Run the command on the body that lies in the folder.

    :raises Refusal: if there is no verdict.
    """
    given = [*asked.given, "--path-prefix", "", "--output", _ANSWER, asked.name]
    code = await _run(settings, [asked.form, *given], place)
    try:
        with (place / _ANSWER).open("rb") as file:
            said = json.loads(line := file.readline())
    except FileNotFoundError:
        # it was ended from outside, or not even begun
        raise Refusal("resources" if code in (-9, NO_MEMORY) else "failure") from None
    verdict, problems = said["verdict"], said["problems"]
    if verdict == "unreadable":
        raise Refusal("unreadable", *details(problems))
    if problems:
        raise Refusal("resources" if all(p["code"] in _MACHINE for p in problems) else "failure")
    return Answer(verdict, place / _ANSWER, len(line))


async def _run(settings: Settings, given: Sequence[str], place: Path) -> int:
    """The exit code of the process.

    :raises Refusal: if it takes too long.
    """
    # all processors together may spend what one has of time: a server that was killed leaves nothing that runs for ever
    seconds = math.ceil(settings.time_limit * (os.cpu_count() or 1)) + 1
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "zhucun.service.worker", str(settings.memory), str(seconds), *given),
        cwd=place,
        env=_environment(place),
        stdin=asyncio.subprocess.DEVNULL,
        # what is printed may hold what a sender wrote
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    )
    try:
        async with asyncio.timeout(settings.time_limit):
            return await process.wait()
    except TimeoutError:
        raise Refusal("time-limit", limit=f"{settings.time_limit:g}") from None
    finally:
        if process.returncode is None:
            _end(process)
            await process.wait()


def _end(process: asyncio.subprocess.Process) -> None:
    """End a process and all that it started, at once."""
    with contextlib.suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _environment(place: Path) -> Mapping[str, str]:
    """Ours, with temporary files in the request's folder, and nothing that would show more than a sentence."""
    kept = {k: v for k, v in os.environ.items() if k not in ("TEMP", "TMP", "ZHUCUN_DEBUG", "ZHUCUN_LANG")}
    if "PYTHONPATH" in kept:
        # the process has another working directory
        kept["PYTHONPATH"] = os.pathsep.join(map(os.path.abspath, kept["PYTHONPATH"].split(os.pathsep)))
    # what the allocator sets aside for each thread counts as used: on a large machine that would be all there is
    return {"MALLOC_ARENA_MAX": "2", **kept, "TMPDIR": str(place / "tmp"), "TEMP": str(place / "tmp")}
