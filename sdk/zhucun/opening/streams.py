"""Bytes on their way in: hashed and counted as they are read, unpacked in blocks, and never more than the budget allows."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import Protocol

import zstandard

from zhucun.errors import BatchError, MachineError, exhausted, problem

#: Packed data may unpack to so many times its size, and always to the floor: NDJSON of attendance packs
#: some fifty times, so more than this is an attack or a mistake.
MAX_RATIO = 200
FLOOR = 64 * 1024 * 1024

BLOCK = 4 * 1024 * 1024

#: What unpacking a zstd file may need of memory; the window that ``zstd`` itself takes without being asked.
WINDOW = 128 * 1024 * 1024

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
#: Frames of zstd that hold no data begin so.
_SKIPPABLE = tuple(bytes([n]) + b"\x2a\x4d\x18" for n in range(0x50, 0x60))


class Stream(Protocol):
    """Something that is read from its start to its end."""

    def read(self, n: int = -1, /) -> bytes:
        """At most ``n`` bytes; none at the end."""
        ...


class Budget:
    """How much a batch may still unpack to: one account for all its files and layers."""

    def __init__(self, packed: int) -> None:
        self.left = max(FLOOR, packed * MAX_RATIO)

    def spend(self, count: int, name: str) -> None:
        """Account for what a file unpacked to.

        :raises BatchError: if that is more than is left.
        """
        self.left -= count
        if self.left < 0:
            raise BatchError(problem("bomb", path=name, ratio=MAX_RATIO))


class Tee:
    """A stream whose bytes are hashed and counted as they are read."""

    def __init__(self, stream: Stream, with_sm3: bool, progress: Callable[[int], None]) -> None:
        self.stream, self.progress, self.done = stream, progress, 0
        self.hashes = {"sha256": hashlib.sha256()}
        if with_sm3 and "sm3" in hashlib.algorithms_available:
            # where this Python's OpenSSL has no SM3, SHA-256 alone decides
            self.hashes["sm3"] = hashlib.new("sm3")
        self._busy: threading.Thread | None = None

    def read(self, n: int = -1) -> bytes:
        block = self.stream.read(n)
        self._join()
        if len(block) >= 2**20:
            # hashing leaves the interpreter free for counting the lines
            self._busy = threading.Thread(target=self._hash, args=(block,))
            self._busy.start()
        else:
            self._hash(block)
        self.done += len(block)
        self.progress(self.done)
        return block

    def digests(self) -> dict[str, str]:
        """The digests of all that was read, by algorithm."""
        self._join()
        return {name: h.hexdigest() for name, h in self.hashes.items()}

    def _join(self) -> None:
        if self._busy is not None:
            self._busy.join()
            self._busy = None

    def _hash(self, block: bytes) -> None:
        for h in self.hashes.values():
            h.update(block)


class Lines:
    """Counts the lines of blocks, and the blank ones apart. Blank ones are looked for only where there may be any."""

    _SUSPECT = re.compile(rb"\n[ \t\r\n]")
    _MARKS = bytes(10 if byte == 10 else 120 for byte in range(256))

    def __init__(self) -> None:
        self.filled = self.blank = 0
        self._open, self._content = False, False  # whether a line has begun, and whether it is more than white space

    def feed(self, block: bytes) -> None:
        """Count the lines that end in the next block."""
        if (self._content or block[:1] not in (b" ", b"\t", b"\r", b"\n")) and not self._SUSPECT.search(block):
            self.filled += block.count(b"\n")
            self._open = self._content = not block.endswith(b"\n")
            return
        # what is left are line feeds, and an x for each byte of content: a line is filled where one stands before its end
        marks = block.translate(self._MARKS, b" \t\r")
        ends = marks.count(b"\n")
        filled = marks.count(b"x\n") + (self._content and marks.startswith(b"\n"))
        self.filled += filled
        self.blank += ends - filled
        if ends:
            self._content = not marks.endswith(b"\n")
            self._open = not block.endswith(b"\n")
        else:
            self._content = self._content or bool(marks)
            self._open = self._open or bool(block)

    def end(self) -> None:
        """The file ends here, and with it a line that has begun."""
        self.filled += self._content
        self.blank += self._open and not self._content
        self._open = self._content = False


def packing(name: str) -> str | None:
    """How a file is packed, by its name."""
    return "gz" if name.endswith(".gz") else "zst" if name.endswith(".zst") else None


def unpacked(stream: Stream, name: str, budget: Budget) -> Iterator[bytes]:
    """The bytes of a file in blocks, unpacked as its name says.

    :raises BatchError: if it is damaged, or unpacks to more than the budget allows.
    """
    how = packing(name)
    if how is None:
        while block := stream.read(BLOCK):
            yield block
        return
    try:
        for block in _gz(stream, name) if how == "gz" else _zst(stream, name):
            budget.spend(len(block), name)
            yield block
    except (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as e:
        if exhausted(e):
            raise MachineError(problem("machine")) from e
        if "too much memory" in str(e):
            raise BatchError(problem("window", path=name, limit=WINDOW // 2**20)) from e
        raise BatchError(problem("truncated", path=name)) from e


class _Begun:
    """A stream of which the first bytes have been looked at."""

    def __init__(self, stream: Stream) -> None:
        self.head = b""
        while len(self.head) < 4 and (more := stream.read(4 - len(self.head))):
            self.head += more
        self._stream, self._rest = stream, self.head

    def read(self, n: int = -1) -> bytes:
        if self._rest:
            head, self._rest = (self._rest, b"") if n < 0 else (self._rest[:n], self._rest[n:])
            return head
        return self._stream.read(n)

    def demand(self, *marks: bytes, name: str, kind: str, suffix: str) -> None:
        """Demand that the stream begins as its name says: a packed file is never without a byte."""
        if not self.head:
            raise BatchError(problem("truncated", path=name))
        if not self.head.startswith(marks):
            raise BatchError(problem("file-not-packed", path=name, kind=kind, suffix=suffix))


def _gz(stream: Stream, name: str) -> Iterator[bytes]:
    begun = _Begun(stream)
    begun.demand(_GZIP, name=name, kind="gzip", suffix=".gz")
    unpacking = gzip.GzipFile(fileobj=begun)  # type: ignore[call-overload]
    while block := unpacking.read(BLOCK):
        yield block
    while stream.read(BLOCK):
        pass  # so that all of it is hashed


def _zst(stream: Stream, name: str) -> Iterator[bytes]:
    begun = _Begun(stream)
    begun.demand(_ZSTD, *_SKIPPABLE, name=name, kind="zstd", suffix=".zst")
    frames = _Frames(begun)
    unpacking = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(frames, read_across_frames=True)  # type: ignore[arg-type]
    while block := unpacking.read(BLOCK):
        yield block
    while frames.read(BLOCK):
        pass
    if not frames.whole:
        raise BatchError(problem("truncated", path=name))


class _Frames:
    """Follows the frames of a zstd file as it is read: the decompressor ends quietly where one is cut.

    Only sizes are looked at: a frame is a header, blocks that each say how long they are, and perhaps a checksum.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._steps = self._frames()
        self._need, self._have = next(self._steps), b""
        self._skip = 0

    def read(self, n: int = -1) -> bytes:
        block = self._stream.read(n)
        self._follow(block)
        return block

    @property
    def whole(self) -> bool:
        """Whether what was read ends where a frame ends."""
        return self._between and not self._have and not self._skip

    def _follow(self, block: bytes) -> None:
        at = 0
        while at < len(block):
            if self._skip:
                step = min(self._skip, len(block) - at)
                self._skip -= step
            else:
                step = min(self._need - len(self._have), len(block) - at)
                self._have += block[at : at + step]
                if len(self._have) == self._need:
                    self._need = self._steps.send(self._have)
                    self._have = b""
            at += step

    def _frames(self) -> Generator[int, bytes, None]:
        """Asks for so many bytes, and is sent them; what is of no interest is skipped."""
        while True:
            self._between = True
            magic = yield 4
            self._between = False
            if magic in _SKIPPABLE:
                self._skip = int.from_bytes((yield 4), "little")
                continue
            if magic != _ZSTD:
                self._skip = 2**62  # no frame at all: the decompressor says so
                yield 1
            (descriptor,) = yield 1
            single = descriptor >> 5 & 1
            sizes = (not single) + (0, 1, 2, 4)[descriptor & 3] + (single, 2, 4, 8)[descriptor >> 6]
            if sizes:
                yield sizes
            last = False
            while not last:
                header = int.from_bytes((yield 3), "little")
                last = bool(header & 1)
                self._skip = 1 if header >> 1 & 3 == 1 else header >> 3
            if descriptor & 4:
                yield 4
