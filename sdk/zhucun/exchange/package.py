"""Packages: a batch as one zip, the same bytes on every machine; and whether what it holds was signed by its sender."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from zhucun.errors import BatchError, problem
from zhucun.exchange.signature import MANIFEST, Key, Trusted, Verified, sign, verify
from zhucun.opening.batch import Batch, open_batch
from zhucun.opening.manifest import ENVELOPE, NAME, ORDER, RECEIPTS, WHOLE
from zhucun.output import Output
from zhucun.standard import Standard
from zhucun.workspace import workspace

#: The time of every file in a package: the first that a zip can say.
_TIME = (1980, 1, 1, 0, 0, 0)

_BLOCK = 2**20


def pack(standard: Standard, folder: str | Path, target: str) -> int:
    """Write a batch as a zip: the manifest, its signature, the listed files in their order, of a part what says of which
    whole it is one, the receipts; and nothing else.

    Nothing is compressed, for compression differs from machine to machine: what is to be small is a ``.gz`` or ``.zst``.

    :returns: how many files it holds.
    :raises BatchError: if it is no folder of a batch.
    :raises OutputError: if the zip cannot be written.
    """
    place = Path(folder)
    if place.is_file():
        raise BatchError(problem("pack-folder", path=folder))
    with workspace() as work, open_batch(standard, folder, work) as batch:
        assert batch.manifest is not None
        listed = {entry.path: entry.sha256.lower() for entry in batch.manifest.files}
        with Output(target) as out, zipfile.ZipFile(cast(IO[bytes], _Stream(out)), "w", zipfile.ZIP_STORED) as packed:
            _add(packed, NAME, iter([batch.written]), len(batch.written))
            if batch.envelope is not None:
                _add(packed, ENVELOPE, iter([batch.envelope]), len(batch.envelope))
            for name, digest in listed.items():
                _add(packed, name, _read(place / name, name, digest), (place / name).stat().st_size)
            if batch.whole is not None and batch.order is not None:
                _add(packed, WHOLE, iter([batch.whole]), len(batch.whole))
                _add(packed, ORDER, _blocks(batch.order), batch.order.stat().st_size)
            receipts = sorted(p for p in (place / RECEIPTS).glob("*.json") if p.is_file() and not p.is_symlink())
            for path in receipts:
                _add(packed, RECEIPTS + path.name, iter([path.read_bytes()]), path.stat().st_size)
            batch.check_unchanged()
            return len(packed.infolist())


class _Stream:
    """Where a zip is written to from start to end."""

    def __init__(self, out: Output) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        """Write some of it."""
        self._out.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def _add(packed: zipfile.ZipFile, name: str, blocks: Iterator[bytes], size: int) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.create_system, info.external_attr = 3, 0o644 << 16
    with packed.open(info, "w", force_zip64=size >= 2**31) as file:
        for block in blocks:
            file.write(block)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _read(path: Path, name: str, digest: str) -> Iterator[bytes]:
    """The bytes of a file, which must still be those that the manifest pins."""
    seen = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                seen.update(block)
                yield block
    except OSError as e:
        raise BatchError(problem("unreadable", path=name, reason=e.strerror or e)) from e
    if seen.hexdigest() != digest:
        raise BatchError(problem("file-changed", path=name))


def sign_batch(standard: Standard, folder: Path, key: Key) -> None:
    """Sign a batch that is a folder. A signature by another key stays.

    :raises BatchError: if it is no folder of a batch, or an envelope of another manifest lies there.
    :raises OutputError: if the envelope cannot be written.
    """
    if folder.is_file():
        raise BatchError(problem("pack-folder", path=folder))
    with workspace() as work, open_batch(standard, folder, work) as batch:
        envelope = sign(standard, key, MANIFEST, batch.written, batch.envelope)
    with Output(str(folder / ENVELOPE)) as out:
        out.write(envelope)


def verify_path(standard: Standard, path: str | Path, trusted: tuple[Trusted, ...]) -> Verified:
    """Whether a batch bears a signature of its sender.

    :raises BatchError: if it cannot be read as a batch, or a file is not the one that the manifest pins.
    """
    with workspace() as work, open_batch(standard, path, work) as batch:
        found = verify_batch(standard, batch, trusted)
        batch.check_unchanged()
        return found


def verify_batch(standard: Standard, batch: Batch, trusted: tuple[Trusted, ...]) -> Verified:
    """Whether an open batch bears a signature of its sender, by the day as of which it is judged.

    Opening it has shown that every file is the one that the manifest pins.
    """
    if batch.manifest is None:
        raise BatchError(problem("exchange-single", path=batch.id))
    said = batch.manifest
    return verify(standard, batch.envelope, MANIFEST, batch.written, trusted, said.sender["id"], said.as_of)
