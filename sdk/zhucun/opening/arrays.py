"""Splits a JSON array into its elements at the level of bytes, in blocks, and never holds it whole.

What counts is brackets and strings alone: an element ends at the comma or at the ``]`` that stands outside strings and
outside brackets that the element has opened. What is between may be anything; it is judged as a line, like any other.
"""

from __future__ import annotations

import itertools
import re
from array import array
from collections.abc import Callable, Iterable

from zhucun.record.strictjson import MAX_LINE, SPACE

#: Brackets nested so deep are passed in one step of the pattern; what is deeper, or cut by the end of a block, in windows.
_QUICK_DEPTH = 12

#: Windows begin so small and grow so large while an element goes on.
_SMALL, _LARGE = 64, 64 * 1024

_STRING = rb'"(?:[^"\\]++|\\.)*+"'


def _nested(depth: int) -> bytes:
    inside = rb"[^\"{}\[\]]++|" + _STRING
    if depth:
        inside += rb"|[{\[]" + _nested(depth - 1) + rb"[}\]]"
    return rb"(?:" + inside + rb")*+"


#: What can stand in an element outside all its brackets.
_TOP_TEXT = rb"(?:[^\"{}\[\],]++|\}|" + _STRING + rb"|[{\[]" + _nested(_QUICK_DEPTH) + rb"[}\]])*+"
_TOP = re.compile(_TOP_TEXT, re.DOTALL)

#: An element that begins here and ends in this block, and what ends it.
_ELEMENT = re.compile(rb"[ \t\r\n]*+(" + _TOP_TEXT + rb")([,\]])", re.DOTALL)
_BELOW = re.compile(_nested(0), re.DOTALL)
_INSIDE = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_STRINGS = re.compile(_STRING, re.DOTALL)

#: So many pieces are written at once: an element of two bytes takes fifty while it waits.
_PIECES = 20_000

_FILLED = re.compile(rb"[^ \t\r\n]")

#: A line feed inside an element would end its line. A carriage return is white space where it is, and as wrong in a string.
_ONE_LINE = bytes.maketrans(b"\n", b"\r")

_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"{}[]")
_DIRECTIONS = {byte: 1 if byte in b"{[" else -1 for byte in b"{}[]"}


class Broken(Exception):
    """What was read is not one array.

    :ivar line: where that shows.
    :ivar what: what should stand there; None where no array begins.
    """

    def __init__(self, line: int, what: str | None) -> None:
        super().__init__(what)
        self.line, self.what = line, what


class Splitter:
    """Takes an array block by block and gives its elements, each on a line of its own.

    :ivar numbers: the line of the array on which each element begins.
    :ivar size: bytes given.
    :ivar block: what was split last, for whoever must say why it could not be.
    """

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self.numbers: array[int] = array("Q")
        self.size = 0
        self.block = b""
        self._write = write
        self._line = 1
        self._step: Callable[[bytes, int], int] = self._before
        self._depth = 0
        self._quoted = False
        self._spaces = 0  # white space that the element ends with so far
        self._behind_comma = False
        self._half = b""  # a backslash whose character is in the next block
        self._out: list[bytes] = []

    def feed(self, blocks: Iterable[bytes]) -> None:
        """Split all of it.

        :raises Broken: if it is not one array.
        """
        for block in blocks:
            block, self._half = self._half + block, b""
            self.block, at = block, 0
            while at < len(block):
                at = self._step(block, at)
            self._flush()
        if self._step == self._before:
            raise Broken(self._line, None)
        if self._step != self._behind:
            raise Broken(self._line, "]")

    def _flush(self) -> None:
        data = b"".join(self._out)
        self._out = []
        self.size += len(data)
        self._write(data)

    def _filled(self, block: bytes, at: int) -> int:
        """The next place that is not white space; the lines up to it are counted."""
        found = _FILLED.search(block, at)
        end = found.start() if found else len(block)
        self._line += block.count(b"\n", at, end)
        return end

    # each step looks at a block from a place, and says how far it came

    def _before(self, block: bytes, at: int) -> int:
        at = self._filled(block, at)
        if at == len(block):
            return at
        if block[at] != 0x5B:
            raise Broken(self._line, None)
        self._step = self._between
        return at + 1

    def _behind(self, block: bytes, at: int) -> int:
        if (at := self._filled(block, at)) < len(block):
            raise Broken(self._line, "")
        return at

    def _between(self, block: bytes, at: int) -> int:
        """Elements that lie whole in the block, and the start of one that does not."""
        while found := _ELEMENT.match(block, at):
            begun, ended = found.span(1)
            if begun == ended:
                at = self._filled(block, at)
                return self._ended_empty(block, at)
            self._line += block.count(b"\n", at, begun)
            self.numbers.append(self._line)
            element = found[1]
            if feeds := element.count(b"\n"):
                self._line += feeds
            element = element.rstrip(SPACE)
            if feeds:
                element = element.translate(_ONE_LINE)
            self._out += (element, b"\n")
            at = found.end()
            if found[2] == b"]":
                self._step = self._behind
                return at
            self._behind_comma = True
            if len(self._out) > _PIECES:
                self._flush()
        at = self._filled(block, at)
        if at == len(block):
            return at
        if block[at] in b",]":
            return self._ended_empty(block, at)
        self.numbers.append(self._line)
        self._step, self._depth, self._quoted, self._spaces = self._within, 0, False, 0
        return at

    def _ended_empty(self, block: bytes, at: int) -> int:
        """No element stands before the comma or the end here. That is right in an empty array only."""
        if block[at] == 0x2C or self._behind_comma:
            raise Broken(self._line, "")
        self._step = self._behind
        return at + 1

    def _within(self, block: bytes, at: int) -> int:
        """An element from where it has come to, as far as the block or the element goes."""
        begun, size = at, _SMALL
        while at < len(block):
            passed = self._passed(block[at : at + size])
            if passed is None and size > _SMALL:
                size = max(_SMALL, size // 8)
                continue
            if passed == 0:
                # a backslash, and what it stands before is in the next block
                self._half = block[at:]
                break
            if passed is not None:
                at += passed
                size = min(_LARGE, 2 * size)
                continue
            at, ended = self._step_by_step(block, at, at + size)
            if ended:
                self._give(block, begun, at - 1)
                self._out.append(b"\n")
                self._behind_comma = block[at - 1] == 0x2C
                self._step = self._between if self._behind_comma else self._behind
                return at
        self._give(block, begun, at)
        return len(block)

    def _passed(self, window: bytes) -> int | None:
        """How far the element goes on in a window, in a few looks at the whole of it. None where it may end there."""
        start = 0
        if self._quoted:
            start = _INSIDE.match(window).end()  # type: ignore[union-attr]
            if start == len(window) or window[start] == 0x5C:
                return start
            start += 1
        rest = _STRINGS.sub(b"", window[start:])
        cut = rest.find(b'"')
        brackets = (rest if cut < 0 else rest[:cut]).translate(None, _NO_BRACKETS)
        closed = brackets.count(b"}") + brackets.count(b"]")
        if closed >= self._depth and (
            not self._depth or 0 in itertools.accumulate(map(_DIRECTIONS.__getitem__, brackets), initial=self._depth)
        ):
            return None
        self._depth += len(brackets) - 2 * closed
        self._quoted = cut >= 0
        # a string that goes on behind the window takes the last backslash with it
        halved = cut >= 0 and _INSIDE.match(rest, cut + 1).end() < len(rest)  # type: ignore[union-attr]
        return len(window) - halved

    def _step_by_step(self, block: bytes, at: int, until: int) -> tuple[int, bool]:
        """Go bracket by bracket, to the end of the element or about as far as was said. Whether the element ended."""
        while at < min(until, len(block)):
            if self._quoted:
                at = _INSIDE.match(block, at).end()  # type: ignore[union-attr]
                if at == len(block) or block[at] == 0x5C:
                    break
            else:
                at = (_BELOW if self._depth else _TOP).match(block, at).end()  # type: ignore[union-attr]
                if at == len(block):
                    break
            byte = block[at]
            at += 1
            if byte == 0x22:
                self._quoted = not self._quoted
            elif byte in b"{[":
                self._depth += 1
            elif self._depth:
                self._depth -= 1
            else:
                return at, True
        return at, False

    def _give(self, block: bytes, begun: int, ended: int) -> None:
        piece = block[begun:ended]
        self._line += piece.count(b"\n")
        # outside strings and brackets, white space belongs to the element only if something of it follows
        kept = piece if self._depth or self._quoted else piece.rstrip(SPACE)
        if kept:
            self._out += (b" " * min(self._spaces, MAX_LINE + 1), kept.translate(_ONE_LINE))
            self._spaces = 0
        self._spaces += len(piece) - len(kept)
