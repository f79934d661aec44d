"""All findings of a run, in a file of its own for each source, so that none needs to be held in memory."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhucun.model import Finding
from zhucun.standard import Standard

#: So many findings are written at a time.
_CHUNK = 2_000


class _Pickler(pickle.Pickler):
    """Writes findings without the standard, which whoever reads them holds."""

    def persistent_id(self, obj: Any) -> str | None:
        return "standard" if isinstance(obj, Standard) else None


class _Unpickler(pickle.Unpickler):
    standard: Standard

    def persistent_load(self, pid: Any) -> Standard:
        return self.standard


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
            _Pickler(f, pickle.HIGHEST_PROTOCOL).dump(self._waiting)
        self._waiting = []

    def read(self, standard: Standard) -> Iterator[Finding]:
        """What was taken, in order."""
        if self.path.exists():
            with self.path.open("rb") as f:
                while True:
                    reading = _Unpickler(f)  # written by this process a moment ago
                    reading.standard = standard
                    try:
                        yield from reading.load()
                    except EOFError:
                        break
        yield from self._waiting
