"""Strict JSON: what the standard accepts as one record's text, and why not.

Python's own parser takes duplicate keys, NaN and integers of any length; these rules do not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import accumulate
from typing import Any, NoReturn

MAX_DEPTH = 64
MAX_LINE = 16 * 1024 * 1024

#: White space as JSON has it; ``bytes.strip`` alone would also take vertical tabs and form feeds.
SPACE = b" \t\r\n"


class Refused(Exception):
    """The text is not acceptable.

    :ivar code: a structural code such as ``STR-JSON``.
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class _Found(Exception):
    def __init__(self, code: str) -> None:
        self.code = code


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise _Found("STR-DUPLICATE-KEY")
    return out


def _constant(_: str) -> NoReturn:
    raise _Found("STR-NUMBER")


def _integer(text: str) -> int:
    # a number of thousands of digits would also cost quadratic time
    if len(text) > 20 or not -(2**63) <= (value := int(text)) < 2**64:
        raise _Found("STR-INTEGER-RANGE")
    return value


def _float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise _Found("STR-INTEGER-RANGE")
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant, parse_int=_integer, parse_float=_float)


_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.S)
_NO_BRACKETS = bytes(set(range(256)) - set(b"{}[]"))
_STEPS = {ord("{"): 1, ord("["): 1, ord("}"): -1, ord("]"): -1}


def too_deep(data: bytes) -> bool:
    """Whether brackets and braces outside strings nest deeper than the limit. Asked before anything recurses."""
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return False
    brackets = _STRING.sub(b"", data).translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > MAX_DEPTH


# --- encodings ------------------------------------------------------------------------------------

#: The form of GB18030: one byte, two, or four.
_GB18030 = re.compile(rb"(?:[\x00-\x7f]|[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9]))*+")


def is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8, without surrogates and overlong forms."""
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def guess_encoding(data: bytes) -> str | None:
    """What bytes that are not UTF-8 are, if they show it: ``UTF-16``, or ``GBK/GB18030`` where every byte of them fits."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:64].count(0) > 8:
        return "UTF-16"
    return "GBK/GB18030" if _GB18030.fullmatch(data) else None


def first_in_gb18030(lines: Iterable[tuple[int, bytes]]) -> int | None:
    """The number of the first line in GB18030, of a file that as a whole is. A damaged line or two make no such file.

    :param lines: number and bytes of each line.
    """
    first: int | None = None
    foreign = others = 0
    for number, raw in lines:
        if raw.isascii() or is_too_long(raw):
            continue
        if not is_utf8(raw) and _GB18030.fullmatch(raw):
            foreign += 1
            first = number if first is None else first
        else:
            others += 1
    return first if foreign > others else None


# --- texts ----------------------------------------------------------------------------------------


def is_too_long(raw: bytes) -> bool:
    """Whether a line is beyond the limit, white space and all, its line feed left out of account."""
    return len(raw) - raw.endswith(b"\n") > MAX_LINE


def loads(data: bytes) -> Any:
    """Parse one JSON text.

    :raises Refused: with a structural code.
    """
    if len(data) > MAX_LINE:
        raise Refused("STR-LINE-LENGTH", limit=MAX_LINE // 2**20)
    if too_deep(data):
        raise Refused("STR-DEPTH", limit=MAX_DEPTH)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("STR-ENCODING", guess=guess_encoding(data)) from None
    return loads_text(text)


def loads_text(text: str) -> Any:
    """Parse one JSON text that is already decoded and not too deep.

    :raises Refused: with a structural code.
    """
    try:
        value = _DECODER.decode(text)
    except _Found as e:
        raise Refused(e.code) from None
    except (ValueError, RecursionError):
        raise Refused("STR-JSON") from None
    if "\\u" in text or "\\U" in text:
        _surrogates(value)
    return value


def _surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("STR-SURROGATE") from None


def object_of(data: bytes) -> dict[str, Any]:
    """Parse one record.

    :raises Refused: with a structural code; ``STR-OBJECT`` if it is not an object.
    """
    value = loads(data)
    if not isinstance(value, dict):
        raise Refused("STR-OBJECT")
    return value
