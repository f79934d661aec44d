"""An implementation as a process: started, asked, ended, and started again after a crash."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any

from zhucun.conformance.protocol import KEPT_STDERR, Message, departures
from zhucun.standard import VERSION
from zhucun.words import say

#: Seconds that an implementation has to start, whatever the limit for a case.
START_LIMIT = 60.0


class Lost(Exception):
    """The process gave no usable answer; it has been ended.

    :ivar word: the sentence that says so, of the harness's in the catalogue of words, and ``values`` what fills it in.
    """

    def __init__(self, word: str, /, **values: Any) -> None:
        super().__init__(say(f"suite.{word}", "en", **values))
        self.word, self.values = word, values

    def text(self, lang: str) -> str:
        """The sentence in ``zh`` or ``en``."""
        return say(f"suite.{self.word}", lang, **self.values)


class Implementation:
    """A process that speaks the protocol. After a crash, a time-out or nonsense it is started again for the next case."""

    def __init__(self, command: Sequence[str], limit: float) -> None:
        self.command, self.limit = list(command), limit
        self.started: Message = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._seq = 0

    def start(self) -> None:
        """Start the process and hear what it claims.

        :raises Lost: if it does not answer as the protocol wants.
        """
        program = shutil.which(self.command[0])
        if program is None:
            raise Lost("noCommand", command=self.command[0])
        try:
            self._process = subprocess.Popen(
                [program, *self.command[1:]],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=os.name == "posix",
            )
        except OSError as e:
            raise Lost("cannotStart", command=self.command[0], what=e.strerror) from e
        self._lines: queue.Queue[bytes | None] = queue.Queue()
        self._stderr = bytearray()
        self._readers = [
            threading.Thread(target=self._read_answers, args=(self._process.stdout, self._lines), daemon=True),
            threading.Thread(target=self._read_errors, args=(self._process.stderr, self._stderr), daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        self.started = self._exchange({"cmd": "start", "version": VERSION}, "started", max(self.limit, START_LIMIT))

    @staticmethod
    def _read_answers(stream: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
        for line in stream:
            lines.put(line)
        lines.put(None)

    @staticmethod
    def _read_errors(stream: IO[bytes], kept: bytearray) -> None:
        while block := stream.read1(4096):  # type: ignore[attr-defined]
            kept += block
            del kept[:-KEPT_STDERR]

    def ask(self, message: Message, answer: str) -> Message:
        """One request and its answer, which is valid against the schema ``answer``.

        :raises Lost: with what went wrong.
        """
        if self._process is None:
            self.start()
        self._seq += 1
        value = self._exchange({**message, "seq": self._seq}, answer, self.limit)
        if value["seq"] != self._seq:
            self.end()
            raise Lost("wrongSeq", given=value["seq"], wanted=self._seq)
        return value

    def _exchange(self, message: Message, answer: str, limit: float) -> Message:
        process = self._process
        assert process is not None and process.stdin is not None
        try:
            process.stdin.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")
            process.stdin.flush()
            line = self._lines.get(timeout=limit)
        except queue.Empty:
            raise self._lost("noAnswer", limit=f"{limit:g}") from None
        except OSError:
            line = None
        if line is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            raise self._lost("ended", status=process.poll())
        try:
            value = json.loads(line)
        except ValueError:
            raise self._lost("noJson", line=repr(line[:200])) from None
        if wrong := departures(answer, value):
            raise self._lost("badAnswer", schema=f"{answer}.schema.json", what=wrong[0])
        result: Message = value
        return result

    def _lost(self, word: str, **values: Any) -> Lost:
        self.end()
        said = self._stderr.decode("utf-8", "replace").strip()
        return Lost(word, **values, stderr=f"\nstderr: {said}" if said else "")

    def stop(self) -> None:
        """Ask the process to end, and end it if it does not."""
        process = self._process
        if process is not None and process.stdin is not None:
            with suppress(OSError):
                process.stdin.write(b'{"cmd": "stop"}\n')
                process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
        self.end()

    def end(self) -> None:
        """End the process and whatever it started, at once."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
        for reader in self._readers:
            reader.join(5)
        for stream in (process.stdin, process.stdout, process.stderr):
            with suppress(OSError):
                stream.close()  # type: ignore[union-attr]
