"""What somebody else named, made fit for a terminal, a log or a report of one line an entry."""

from __future__ import annotations

import unicodedata

#: Characters without a picture of their own: controls, formats (bidirectional marks among them), lone surrogates,
#: separators of lines and paragraphs. They can move the cursor, turn text around, or end the line that they stand in.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: str, limit: int | None = None) -> str:
    """A text on one line, with every character that cannot be seen written as its escape.

    :param limit: so many characters are shown; the rest is an ellipsis.
    """
    if limit is not None and len(text) > limit:
        text = text[:limit] + "…"
    if text.isprintable():
        return text
    return "".join(map(_seen, text))


def _seen(char: str) -> str:
    if unicodedata.category(char) not in _UNSEEN:
        return char
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
