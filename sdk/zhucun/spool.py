"""All findings of a run, in a file of its own for each source, so that none needs to be held in memory."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

from zhucun.model import Finding

#: So many findings are written at a time.
_CHUNK = 2_000


class Spool:
    """Findings on their way to a file. Nothing is written before there is something to write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: list[Finding] = []

    def add(self, finding: Finding) -> None:
        """Take one more."""
        self._waiting.append(finding)
        if len(self._waiting) >= _CHUNK:
            self._write()

    def _write(self) -> None:
        with self.path.open("ab") as f:
            pickle.dump(self._waiting, f, pickle.HIGHEST_PROTOCOL)
        self._waiting = []

    def read(self) -> Iterator[Finding]:
        """What was taken, in order."""
        if self.path.exists():
            with self.path.open("rb") as f:
                while True:
                    try:
                        yield from pickle.load(f)  # written by this process a moment ago
                    except EOFError:
                        break
        yield from self._waiting
