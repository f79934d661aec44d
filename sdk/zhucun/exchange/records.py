"""Batches as lines of records, read one by one and written again: the same records give the same bytes on every machine.

What is written has one plain file of NDJSON for each record type, in the standard's order of types. A line is kept as it
stood, without the white space around it; blank lines and byte-order marks go.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhucun.errors import BatchError, problem
from zhucun.exchange.references import record_of
from zhucun.opening import manifest
from zhucun.opening.batch import Batch, Source
from zhucun.opening.manifest import Entry, Manifest
from zhucun.output import OutputError
from zhucun.record import strictjson
from zhucun.standard import Standard
from zhucun.structure import lines

_ID = re.compile(rb'"id"[ \t\r\n]*:[ \t\r\n]*"([^"\\]*)"')
_PROPER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


# --- reading ----------------------------------------------------------------------------------------


def texts(source: Source) -> Iterator[bytes]:
    """The text of each record of a file, in order, valid or not.

    :raises BatchError: if a line is longer than the standard allows; it could not be carried over whole.
    """
    for number, raw in lines.all_lines(source.path):
        if strictjson.is_too_long(raw):
            at = source.numbers[number - 1] if source.numbers is not None else number
            raise BatchError(problem("line-long", path=source.name, line=at, limit=strictjson.MAX_LINE // 2**20))
        if text := raw.strip(strictjson.SPACE):
            yield text


def texts_of(batch: Batch, record_type: str) -> Iterator[bytes]:
    """The text of each record of a type, in the manifest's order of files."""
    for source in batch.sources:
        if source.record_type == record_type:
            yield from texts(source)


def record_and_id(text: bytes) -> tuple[dict[str, Any], str] | None:
    """A record and its id, if the line is an object of strict JSON and has a proper one."""
    record = record_of(text)
    return (record, record["id"]) if record is not None and _PROPER.fullmatch(record["id"]) else None


def ident(text: bytes) -> str | None:
    """The id of a record, if its line is an object of strict JSON and has a proper one."""
    found = record_and_id(text)
    return None if found is None else found[1]


def ident_among(text: bytes, wanted: set[bytes] | dict[bytes, int]) -> str | None:
    """The id of a record, if it is among those that are wanted. Of the others most are told without reading the record."""
    if b"\\" not in text and not any(found in wanted for found in _ID.findall(text)):
        return None
    found = ident(text)
    return found if found is not None and found.encode() in wanted else None


# --- writing ----------------------------------------------------------------------------------------


@contextmanager
def telling(place: Path) -> Iterator[None]:
    """What fails in here is a writing of what was asked for.

    :raises OutputError: if it fails.
    """
    try:
        yield
    except OSError as e:
        raise OutputError(problem("no-space", path=place, reason=e.strerror or e)) from e


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder that takes the place of ``target`` once all of it is written; where that fails, nothing is there.

    :raises BatchError: if something stands there already.
    :raises OutputError: if there is no room.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BatchError(problem("folder-not-empty", path=target))
    real = Path(os.path.realpath(target))
    with telling(target):
        real.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=real.parent, prefix=".zhucun-"))
    try:
        yield folder
        with telling(target):
            folder.chmod(0o777 & ~_mask())
            if real.exists():
                real.rmdir()
            folder.rename(real)
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Records:
    """The file of one record type, on its way into a batch.

    :param block: so many bytes wait to be written; with many files at once fewer.
    """

    def __init__(self, folder: Path, record_type: str, block: int = 2**20) -> None:
        self.record_type, self.name = record_type, f"{record_type}.ndjson"
        self.count = 0
        self._path = folder / self.name
        self._digest = hashlib.sha256()
        self._waiting: list[bytes] = []
        self._size, self._block = 0, block
        self._there = False

    def add(self, text: bytes) -> None:
        """Write one more record."""
        self.count += 1
        self._waiting.append(text)
        self._size += len(text)
        if self._size > self._block:
            self._write()

    def _write(self) -> None:
        block = b"".join([text + b"\n" for text in self._waiting])
        self._waiting, self._size = [], 0
        # not held open, for a process may only open so many
        with telling(self._path), self._path.open("ab") as file:
            file.write(block)
        self._there = True
        self._digest.update(block)

    def close(self) -> Entry | None:
        """What the manifest says of the file; None where there is no record, and so no file."""
        if self._waiting:
            self._write()
        return Entry(self.name, self.record_type, self.count, self._digest.hexdigest()) if self._there else None


def write_manifest(folder: Path, said: Manifest) -> None:
    """Write the manifest of a new batch, once its files are there.

    :raises OutputError: if there is no room.
    """
    with telling(folder / manifest.NAME):
        said.write(folder)


def kinds_of(standard: Standard, batches: Sequence[Batch]) -> list[str]:
    """The record types of which some batch has a file, in the standard's order."""
    held = {source.record_type for batch in batches for source in batch.sources}
    return [kind for kind in standard.record_types if kind in held]
