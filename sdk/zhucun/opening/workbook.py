"""Opens workbooks and tables of text as a batch: what comes out is plain NDJSON, and a way back to sheet and cell."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from zhucun.errors import BatchError, problem
from zhucun.model import Finding, Place
from zhucun.opening.manifest import Entry, Manifest
from zhucun.opening.streams import Budget
from zhucun.record.faults import Fault
from zhucun.sheets import layout, reading, tables
from zhucun.sheets.parts import Part, Told
from zhucun.standard import Standard
from zhucun.words import say
from zhucun.workspace import output


@dataclass(frozen=True)
class Written:
    """The records of one sheet as plain NDJSON.

    :ivar name: file and sheet.
    """

    name: str
    record_type: str
    path: Path
    size: int
    sha256: str
    count: int


@dataclass(frozen=True)
class Workbook:
    """What workbooks hold.

    :ivar parts: the sheets with records, in the order of ``files``.
    :ivar told: what is to be said of cells, with its place and the record where one is known.
    :ivar sources: path and name of each file.
    """

    manifest: Manifest | None
    files: Sequence[Written]
    parts: Sequence[Part]
    told: Sequence[tuple[str, Place, Fault, str | None]]
    sources: Sequence[tuple[Path, str]]

    @property
    def path(self) -> Path | None:
        """The one file that all of it stands in."""
        return self.sources[0][0] if len(self.sources) == 1 else None

    def tables(self) -> Sequence[tables.Table]:
        """Every sheet, read once more: nobody keeps them while the rules run."""
        return [table for path, name in self.sources for table in tables.read(path, name, lambda _: None)]

    def at_cell(self, finding: Finding) -> Finding:
        """A finding with the sheet and the cell that it stands in."""
        place = finding.place
        if place is None or place.line is None or place.sheet is not None or not 0 <= place.number < len(self.parts):
            return finding
        whole = self.parts[place.number]
        pointer = finding.pointer
        if finding.fault and finding.fault.code == "STR-REQUIRED" and finding.fault.path:
            # what is to be filled in is the cell that is empty
            pointer = f"{pointer or ''}/{finding.fault.path[-1]}"
        part, row, column = whole.where(place.line - 1, pointer)
        cell = layout.cell(row, column) if column is not None else None
        at = replace(place, file=part.table.file, line=row, sheet=part.table.name, cell=cell)
        return replace(finding, place=at, fault=self._of_rows(finding.fault))

    def _of_rows(self, fault: Fault | None) -> Fault | None:
        """A fault that names another line, with the sheet and the row instead."""
        if fault is None or "firstLine" not in fault.values:
            return fault
        first = self.parts[[written.name for written in self.files].index(fault.values["firstFile"])]
        return replace(
            fault, values={**fault.values, "firstLine": first.rows[fault.values["firstLine"] - 1], "firstFile": first.table.name}
        )


def open_workbook(standard: Standard, files: Sequence[tuple[Path, str]], size: int, work: Path) -> Workbook:
    """Read files of sheets together.

    :param files: path and name of each.
    :param size: of all of them in bytes.
    :param work: an empty folder of the caller's.
    :raises BatchError: if they cannot be read, or none holds what the standard knows.
    """
    budget = Budget(size)
    found = [table for path, name in files for table in tables.read(path, name, lambda n, name=name: budget.spend(n, name))]  # type: ignore[misc]
    shown = files[0][1] if len(files) == 1 else str(Path(files[0][0]).parent.name)
    read = reading.read(standard, found)
    if not read.parts:
        known = say("fill.comma", "zh").join(str(standard.schema(t)["title"]) for t in standard.record_types)
        raise BatchError(problem("sheet-none", path=shown, version=standard.version, known=(known, ", ".join(standard.record_types))))
    parts = [part for part in read.parts if part.records]
    if not parts:
        raise BatchError(problem("sheet-empty", path=shown))
    written = [_written(part, work / f"{n:04d}.ndjson") for n, part in enumerate(parts)]
    manifest = None if read.manifest is None else _manifest(standard, read.manifest, written, shown)
    told = _told(read, parts)
    for part in (*parts, *(child for whole in parts for child in whole.children.values())):
        part.let_go()
    return Workbook(manifest, written, parts, told, files)


def _written(part: Part, target: Path) -> Written:
    digest, size = hashlib.sha256(), 0
    with output(target) as write:
        for record in part.records:
            line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
            write(line)
            digest.update(line)
            size += len(line)
    name = f"{part.table.file}#{part.table.name}"
    return Written(name, part.layout.record_type, target, size, digest.hexdigest(), len(part.records))


def _manifest(standard: Standard, said: Mapping[str, Any], written: Sequence[Written], shown: str) -> Manifest:
    """What the sheet 清单 says, as a manifest; what it leaves open follows from the records.

    :raises BatchError: if it lacks what only the sender can say, or is wrong.
    """
    sheet = say("sheet.manifest", "zh")
    absent = [name for name in ("sender.id", "profile", "startDate", "endDate", "asOf") if name not in said]
    if absent:
        raise BatchError(*(problem("sheet-manifest", path=shown, sheet=sheet, name=(reading.member_title(standard, n), n)) for n in absent))
    digest = hashlib.sha256("\n".join(f"{w.record_type} {w.sha256}" for w in written).encode()).hexdigest()
    data: dict[str, Any] = {
        "standard": standard.version,
        "batchId": said.get("batchId", f"sheet-{digest[:12]}"),
        "sender": _party(said, "sender"),
        **({"receiver": _party(said, "receiver")} if "receiver.id" in said else {}),
        **{name: said[name] for name in ("profile", "startDate", "endDate", "asOf")},
        "mode": said.get("mode", "SNAPSHOT"),
        **({"supersedes": said["supersedes"]} if "supersedes" in said else {}),
        "coverage": said["coverage"],
        "files": [entry.as_json() for entry in entries(written)],
    }
    return Manifest.read(standard, orjson.dumps(data))


def entries(written: Sequence[Written]) -> list[Entry]:
    """The files of records as a manifest lists them: several sheets of a type are numbered."""
    seen: dict[str, int] = {}
    out = []
    for one in written:
        seen[one.record_type] = n = seen.get(one.record_type, 0) + 1
        name = f"{one.record_type}{'' if n == 1 else f'-{n}'}.ndjson"
        out.append(Entry(name, one.record_type, one.count, one.sha256))
    return out


def _party(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {inner: said[f"{name}.{inner}"] for inner in ("id", "name") if f"{name}.{inner}" in said}


def _told(read: reading.Read, parts: Sequence[Part]) -> list[tuple[str, Place, Fault, str | None]]:
    out = []
    for part in read.parts:
        number = parts.index(part) if part in parts else -1
        ids = {at: record.get("id") for at, record in zip(part.placed(), part.records, strict=True)} if part.told else {}
        for told in part.told:
            ident = ids.get((told.row, told.column if part.at else None)) if told.row is not None else None
            out.append((told.record_type, _place(part, number, told), told.fault, ident if isinstance(ident, str) else None))
        for child in part.children.values():
            for told in child.told:
                out.append((told.record_type, _place(child, number, told), told.fault, None))
    for table, told in read.told:
        cell = layout.cell(told.row, told.column) if told.row is not None and told.column is not None else None
        out.append((told.record_type, Place(table.file, -1, told.row, table.name, cell), told.fault, None))
    for table in read.unread:
        out.append(("manifest", Place(table.file, -1, None, table.name), Fault("SHT-SHEET"), None))
    return out


def _place(part: Part, number: int, told: Told) -> Place:
    cell = layout.cell(told.row, told.column) if told.row is not None and told.column is not None else None
    return Place(part.table.file, number, told.row, part.table.name, cell)
