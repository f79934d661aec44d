"""The report as data."""

from __future__ import annotations

import json

from zhucun.model import Report
from zhucun.printing import printable
from zhucun.reports.rendering import PLAIN, Rendering


def as_json(report: Report, how: Rendering = PLAIN) -> str:
    """The report as ``report.json`` describes it."""
    import orjson

    data = report.as_json(how.lang, how.docs)
    try:
        text = orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()
    except TypeError:
        # a name that is not UTF-8 holds halves of surrogate pairs, which orjson refuses and JSON can escape
        text = json.dumps(data, ensure_ascii=False, indent=2)
    return shielded(text) + "\n"


def shielded(text: str) -> str:
    """A JSON text that says the same, with everything escaped that a terminal would act on."""
    return "\n".join(_escaped(line) for line in text.split("\n"))


def _escaped(line: str) -> str:
    safe = printable(line)
    if safe == line:
        return line
    return "".join(c if printable(c) == c else _as_json(c) for c in line)


def _as_json(char: str) -> str:
    number = ord(char)
    if number < 0x10000:
        return f"\\u{number:04x}"
    number -= 0x10000
    return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
