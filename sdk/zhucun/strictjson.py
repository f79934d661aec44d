"""Strict JSON: what the standard accepts as one record's text, and why not.

Python's own parser takes duplicate keys, NaN and integers of any length; these rules do not.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

MAX_DEPTH = 64
MAX_LINE = 16 * 1024 * 1024

#: White space as JSON has it; ``bytes.strip`` alone would also take vertical tabs and form feeds.
SPACE = b" \t\r\n"

_OPEN, _CLOSE = b"{[", b"}]"


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


def _depth(data: bytes) -> int:
    """The deepest nesting, strings left out of account."""
    depth = deepest = 0
    quoted = escaped = False
    for byte in data:
        if quoted:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                quoted = False
        elif byte == 0x22:
            quoted = True
        elif byte in _OPEN:
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MAX_DEPTH:
                break
        elif byte in _CLOSE:
            depth -= 1
    return deepest


def guess_encoding(data: bytes) -> str | None:
    """``GB18030`` or ``UTF-16`` where undecodable bytes look like it, else None."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:64].count(0) > 8:
        return "UTF-16"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        # a line cut inside a character still tells
        text = data.decode("gb18030", "ignore")
    return "GBK/GB18030" if any("\u4e00" <= c <= "\u9fff" for c in text) else None


def loads(data: bytes) -> Any:
    """Parse one JSON text.

    :raises Refused: with a structural code.
    """
    if len(data) > MAX_LINE:
        raise Refused("STR-LINE-LENGTH", limit=MAX_LINE // 2**20)
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH and _depth(data) > MAX_DEPTH:
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
