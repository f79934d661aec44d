"""What stands on a terminal while a command works, and lists when it is done."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any
from unicodedata import east_asian_width

from zhucun import output
from zhucun.words import say


class Bar:
    """A progress line on stderr, on terminals only."""

    def __init__(self, lang: str) -> None:
        self.lang, self.on, self.last = lang, sys.stderr.isatty(), ""

    def __call__(self, what: str, done: int, total: int) -> None:
        if not self.on:
            return
        share = 1.0 if total <= 0 else min(1.0, done / total)
        filled = int(share * 24)
        line = f"\r{say(f'step.{what}', self.lang)} [{'█' * filled}{'·' * (24 - filled)}] {share:4.0%}"
        if line != self.last:
            sys.stderr.write(line)
            sys.stderr.flush()
            self.last = line

    def count(self, what: str, done: int) -> None:
        """Progress towards an end that is not known beforehand."""
        if self.on:
            self.last = f"\r\x1b[K{say('step.sample', self.lang)} {what} {done:,}"
            sys.stderr.write(self.last)
            sys.stderr.flush()

    def close(self) -> None:
        if self.on and self.last:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _table(rows: list[list[str]]) -> str:
    def width(s: str) -> int:
        return sum(2 if east_asian_width(c) in "WF" else 1 for c in s)

    widths = [max(map(width, column)) for column in zip(*rows, strict=True)] if rows else []
    return "".join("  ".join(cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows)


def show_list(items: list[dict[str, Any]], format_: str, row: Callable[[dict[str, Any]], list[str]]) -> None:
    """Print what was asked for, as a table or as JSON."""
    if format_ == "json":
        output.write(json.dumps(items, ensure_ascii=False, indent=2) + "\n")
    else:
        output.write(_table([row(i) for i in items]))
