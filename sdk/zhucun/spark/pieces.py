"""What driver and tasks share: how the bulk is cut, and what goes to whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from zhucun.opening.batch import Source

#: The record type that is split.
BULK = "attendance"

#: Bytes of a piece of a file.
PIECE = 256 * 2**20

#: Record types that each task gets whole: they belong to no cadre, and there are few.
SHARED = ("organization", "village", "team")

Task = dict[str, Any]


def cut(source: Source, size: int) -> list[tuple[int, int, int]]:
    """Pieces of a file that end with a line: start, end, number of the first line."""
    if source.numbers is not None:
        return [(0, source.size, 1)] if source.size else []
    out: list[tuple[int, int, int]] = []
    with source.path.open("rb") as f:
        start, line = 0, 1
        while start < source.size:
            lines = sum(block.count(b"\n") for block in blocks(f, size))
            rest = f.readline()
            end = f.tell()
            out.append((start, end, line))
            start, line = end, line + lines + (rest.endswith(b"\n"))
    return out


def blocks(f: Any, size: int) -> Iterator[bytes]:
    """So many bytes of a file, in blocks."""
    while size > 0 and (block := f.read(min(size, 2**22))):
        size -= len(block)
        yield block


def count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one number that a query gives."""
    return int(con.execute(query).fetchall()[0][0])
