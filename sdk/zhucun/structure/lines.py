"""The lines of a file: read one by one, counted, measured; and whether a finding names the right one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from zhucun.model import Finding
from zhucun.opening.batch import Source
from zhucun.record import strictjson


def may_hold_a_long_line(path: Path, size: int) -> bool:
    """Whether a file may hold a line beyond the limit: such a line fills a window of half the limit from end to end."""
    window = strictjson.MAX_LINE // 2
    with path.open("rb") as f:
        for at in range(0, size - window, window):
            f.seek(at)
            # one step finds the line feed of any line that is not very long
            if b"\n" not in f.read(2**16) and b"\n" not in f.read(window - 2**16):
                return True
    return False


def all_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Every line with its number; of a line beyond the limit only so much as shows that it is."""
    with path.open("rb") as f:
        number = 0
        while raw := f.readline(strictjson.MAX_LINE + 2):
            number += 1
            whole = raw
            while not raw.endswith(b"\n") and len(raw) > strictjson.MAX_LINE:
                raw = f.readline(strictjson.MAX_LINE + 2)
                if not raw:
                    break
            yield number, whole


#: The id of a record. In a file whose every line the columnar way vouched for an ``"id":`` can stand nowhere else.
_ID = re.compile(rb'"id"\s*:\s*"([^"\\]*)"')


def check_lines(found: Iterable[Finding], whole: Collection[int], sources: Mapping[int, Source]) -> None:
    """Make sure that each finding names the line of its record, in files that were checked as a whole.

    Their lines are the numbers of the engine's rows, and the engine promises to keep the order of the lines.

    :raises AssertionError: if it has not: no report is better than one that sends people to the wrong line.
    """
    wanted: dict[int, dict[int, bytes]] = {}
    for finding in found:
        place = finding.place
        if place and place.number in whole and place.line is not None and finding.record_id is not None:
            wanted.setdefault(place.number, {})[place.line] = finding.record_id.encode()
    for number, ids in wanted.items():
        last = max(ids)
        with sources[number].path.open("rb") as f:
            for line, raw in enumerate(itertools.islice(f, last), 1):
                if line in ids and not ((m := _ID.search(raw)) and m[1] == ids[line]):
                    raise AssertionError("the engine has not kept the order of the lines")


def filled_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, each with its number."""
    return ((n, raw) for n, raw in all_lines(path) if raw.strip(strictjson.SPACE))


def ends_with_line_feed(path: Path) -> bool:
    """Whether the last byte of a file is a line feed."""
    with path.open("rb") as f:
        f.seek(-1, 2)
        return f.read(1) == b"\n"


def dense_size(path: Path) -> int:
    """The size of a file without white space."""
    size = 0
    with path.open("rb") as f:
        while block := f.read(4 * 1024 * 1024):
            size += len(block.translate(None, strictjson.SPACE))
    return size
