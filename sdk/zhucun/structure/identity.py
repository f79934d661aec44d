"""Ids: used twice, referred to and not there, or a number of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from zhucun.model import Finding, Place
from zhucun.record.faults import Fault
from zhucun.standard import Standard
from zhucun.structure import columnar
from zhucun.structure.collector import finding_of


def are_disjoint(files: Sequence[Sequence[columnar.Run] | None]) -> bool:
    """Whether no id stands in two runs: then none is used twice. If sorted starts and ends alternate, no run reaches over another's start."""
    runs = [run for file in files for run in file or ()]
    if any(file is None for file in files):
        return False
    # compared as the database compares: by their bytes
    starts, ends = sorted(a.encode() for a, _ in runs), sorted(b.encode() for _, b in runs)
    return all(a <= b for a, b in zip(starts, ends, strict=True)) and all(b < a for b, a in zip(ends, starts[1:], strict=False))


def set_twice_apart(con: duckdb.DuckDBPyConnection, records: str, table: str) -> bool:
    """Put the records whose id an earlier one has into a table: id, file and line, and those of the first. False if there are none.

    :param records: SQL of a table with ``id``, ``_file`` and ``_line``.
    """
    used = f"SELECT id FROM {records} GROUP BY id HAVING count(*) > 1"
    if not con.execute(f"{used} LIMIT 1").fetchone():
        return False
    con.execute(
        f"""CREATE TABLE {table} AS SELECT * FROM (
                SELECT id, _file, _line, first_value(_file) OVER first AS firstFile, first_value(_line) OVER first AS firstLine
                FROM {records} WHERE id IN ({used}) WINDOW first AS (PARTITION BY id ORDER BY _file, _line))
            WHERE _file <> firstFile OR _line <> firstLine"""
    )
    return True


def duplicate(standard: Standard, kind: str, files: Mapping[int, str], row: tuple[Any, ...]) -> Finding:
    """The finding on a record whose id an earlier one has: id, file, line, and file and line of the first."""
    ident, file, line, first_file, first_line = row
    values = {"id": ident, "firstLine": first_line, "firstFile": files[first_file]}
    return finding_of(standard, kind, Place(files[file], file, line), Fault("STR-DUPLICATE-ID", "/id", (), values), ident)


def lost_reference(standard: Standard, kind: str, name: str, pointer: str) -> Fault:
    """A reference that leads nowhere."""
    return Fault("STR-REFERENCE", pointer, (name,), {"field": name, "target": standard.references(kind)[name][0]})


def personal_id(name: str, pointer: str) -> Fault:
    """An id, or a reference, that is a number of a person."""
    return Fault("STR-PERSONAL-ID", pointer, (name,), {"field": name})
