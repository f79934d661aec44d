"""The forms in which records may come, each read by one reader that is registered by its suffix.

A reader turns the text of a file into plain NDJSON and says on which line each record stood. A new form is one such
object: :func:`register` it, and folders, zips, pipes and single files take it, packed or not.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from zhucun.errors import BatchError, Problem, problem
from zhucun.opening.arrays import Broken, Splitter
from zhucun.opening.streams import Lines
from zhucun.record import strictjson
from zhucun.words import both

#: How each of them may be packed besides.
PACKINGS = (".gz", ".zst")


@dataclass(frozen=True, slots=True)
class Plain:
    """What a file is once it is plain NDJSON.

    :ivar size: in bytes.
    :ivar lines: number of lines that are not blank, and ``blanks`` of those that are.
    :ivar numbers: line of each record in the text handed in, where that is not its line here.
    """

    size: int
    lines: int
    blanks: int = 0
    numbers: array[int] | None = None


class Reader(Protocol):
    """Reads one form.

    :ivar suffix: how the names of its files end, before any packing: ``.ndjson``.
    :ivar is_plain: whether its text is plain NDJSON as it stands, so that a file need not be copied.
    """

    suffix: str
    is_plain: bool

    def read(self, name: str, blocks: Iterator[bytes], write: Callable[[bytes], object]) -> Plain:
        """Turn text into plain NDJSON.

        :param name: of the file, for messages.
        :param blocks: the text, unpacked and without a byte-order mark.
        :param write: takes the NDJSON.
        :raises BatchError: if the text is not of this form.
        """
        ...


class Ndjson:
    """One record on each line."""

    suffix, is_plain = ".ndjson", True

    def read(self, name: str, blocks: Iterator[bytes], write: Callable[[bytes], object]) -> Plain:
        lines, size = Lines(), 0
        for block in blocks:
            write(block)
            size += len(block)
            lines.feed(block)
        lines.end()
        return Plain(size, lines.filled, lines.blank)


class JsonArray:
    """One array, whose elements are kept as they stand."""

    suffix, is_plain = ".json", False

    def read(self, name: str, blocks: Iterator[bytes], write: Callable[[bytes], object]) -> Plain:
        splitter = Splitter(write)
        try:
            splitter.feed(blocks)
        except Broken as e:
            raise BatchError(_broken(name, e, splitter.block)) from None
        return Plain(splitter.size, len(splitter.numbers), 0, splitter.numbers)


def _broken(name: str, broken: Broken, block: bytes) -> Problem:
    """Why it is not an array. Bytes of another encoding hold brackets and quotes that are none."""
    try:
        block.decode("utf-8")
    except UnicodeDecodeError as e:
        if e.start < len(block) - 4 and (guess := strictjson.guess_encoding(block)):
            line = max(1, broken.line - block.count(b"\n", e.start))
            return problem("file-encoding", path=name, line=line, guess=f" ({guess})")
    if broken.what is None:
        return problem("array-lines", path=name, line=broken.line)
    return problem("array", path=name, line=broken.line, what=broken.what or both("not-json"))


#: Suffix → reader.
READERS: dict[str, Reader] = {}


def register(reader: Reader) -> None:
    """Let files of one more form be read."""
    READERS[reader.suffix] = reader


register(Ndjson())
register(JsonArray())


def suffixes() -> tuple[str, ...]:
    """How names of files of records may end."""
    return tuple(suffix + packing for suffix in READERS for packing in ("", *PACKINGS))


def reader_of(name: str) -> Reader | None:
    """The reader of a file, by its name; None for a file that is none of records."""
    for packing in PACKINGS:
        name = name.removesuffix(packing)
    return next((reader for suffix, reader in READERS.items() if name.endswith(suffix)), None)
