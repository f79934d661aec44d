"""From tables to records: finds what each sheet holds, reads its rows, gives ids to who has none, and follows names.

Every record keeps the row that it stood in, every member its column, so that whatever is found later lands on the cell.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from zhucun.record.faults import Fault
from zhucun.sheets import cells, grid, layout
from zhucun.sheets.cells import LostDigits, is_blank, text_of
from zhucun.sheets.layout import PARENT, Column, Layout, layouts
from zhucun.sheets.parts import Part, Told, fault_at, plain
from zhucun.sheets.tables import Table, error_cells
from zhucun.standard import Standard
from zhucun.words import say

#: The header stands within so many rows from the top.
HEADER = 10

#: Record → its columns as they are read: number of the column, column, reader.
Reading = tuple[int, Column, Callable[[cells.Value], Any]]


@dataclass(frozen=True)
class Read:
    """What a workbook holds.

    :ivar parts: the sheets with records, in the order of the record types.
    :ivar manifest: what its sheet 清单 says, by key; None where there is none.
    :ivar unread: the sheets that are none of ours.
    :ivar told: what is to be said of cells on sheets without records.
    """

    parts: Sequence[Part]
    manifest: Mapping[str, Any] | None
    unread: Sequence[Table]
    told: Sequence[tuple[Table, Told]] = ()


def read(standard: Standard, tables: Sequence[Table]) -> Read:
    """Read every table that holds records."""
    parts: list[Part] = []
    manifest, unread = None, []
    months: list[tuple[Table, grid.Shape]] = []
    symbols = grid.read_symbols(standard, [t for t in tables if grid.is_symbols(t)])
    for table in tables:
        if is_manifest(table):
            said = read_manifest(standard, table)
            # one that is empty says no more than one that is not there
            manifest = said if len(said) > 1 or said["coverage"] else None
        elif (part := _by_keys(standard, table)) is not None:
            parts.append(part)
        elif not _is_ours(table) and (shape := grid.recognise(standard, table)) is not None:
            months.append((table, shape))
        elif (part := _by_titles(standard, table)) is not None:
            parts.append(part)
        elif not _is_ours(table) and any(not is_blank(v) for row in table.rows for v in row):
            unread.append(table)
    order = {name: n for n, name in enumerate(standard.record_types)}
    parts.sort(key=lambda p: order[p.layout.record_type])
    whole = [p for p in parts if p.layout.field is None]
    for part in whole:
        _read_rows(part)
        _give_ids(part)
    names = _Names(standard, whole)
    for part in whole:
        names.follow(part)
    for part in parts:
        if part.layout.field is not None:
            _read_rows(part)
            names.follow(part)
            _attach(part, [p for p in whole if p.layout.record_type == part.layout.record_type])
    for table, shape in months:
        part = grid.read(standard, table, shape, symbols, names)
        _give_ids(part)
        whole.append(part)
    whole.sort(key=lambda p: order[p.layout.record_type])
    return Read(whole, manifest, unread, symbols.told)


# --- what a sheet holds ---------------------------------------------------------------------------


def _is_ours(table: Table) -> bool:
    """Whether a sheet is one that the template has besides those of records."""
    return table.name in {say(f"sheet.{name}", "zh") for name in ("help", "examples", "codes", "results", "symbols")}


def is_manifest(table: Table) -> bool:
    """Whether a sheet is that of the manifest."""
    return table.name.strip() == say("sheet.manifest", "zh") or any(str(v) == "manifest" for row in table.rows[:1] for v in row)


def _top(table: Table) -> list[list[str]]:
    return [[text_of(v) if not is_blank(v) else "" for v in row] for row in table.rows[:HEADER]]


def _by_keys(standard: Standard, table: Table) -> Part | None:
    """By the hidden row, whatever became of titles and of the sheet's name."""
    for row, texts in enumerate([] if _is_ours(table) else _top(table)):
        keys = [text for text in texts if re.fullmatch(r"[a-zA-Z]+(/[\^a-zA-Z]+)+", text)]
        if len(keys) * 2 < len([t for t in texts if t]) or not keys:
            continue
        kind = keys[0].split("/")[0]
        if kind not in standard.record_types:
            continue
        for shape in layouts(standard, kind):
            if all(key in shape.keys for key in keys[:1]) and _fits(shape, keys):
                return _part(table, shape, row + 1, {n: shape.keys.get(t) for n, t in enumerate(texts) if t}, texts)
    return None


def _fits(shape: Layout, keys: Sequence[str]) -> bool:
    return sum(key in shape.keys for key in keys) * 2 > len(keys)


def _by_titles(standard: Standard, table: Table) -> Part | None:
    """By the titles of the columns; the name of the sheet decides between types that have the same."""
    best: tuple[int, int, int, Layout] | None = None
    for row, texts in enumerate([] if _is_ours(table) else _top(table)):
        given = [plain(t) for t in texts if t]
        if len(given) < 2:
            continue
        for kind in standard.record_types:
            for shape in layouts(standard, kind):
                known = _known(shape)
                matches = sum(t in known for t in given)
                named = 1 if _is_named(shape, table.name) else 0
                needed = sum(plain(c.title) in given for c in shape.columns if c.required and c.path != ("id",))
                if matches >= 2 and (named or matches * 2 > len(given)) and (best is None or (named, matches, needed) > best[:3]):
                    best = named, matches, needed, shape
                    found = row, texts
    if best is None:
        return None
    row, texts = found
    known = _known(best[3])
    return _part(table, best[3], row + 1, {n: known.get(plain(t)) for n, t in enumerate(texts) if t}, ())


def _known(shape: Layout) -> dict[str, Column]:
    return {plain(c.title): c for c in shape.columns} | {plain(c.path[-1]): c for c in shape.columns if len(c.path) == 1}


def _is_named(shape: Layout, name: str) -> bool:
    return plain(name).startswith((plain(shape.name), plain(shape.record_type))) and (
        shape.field is None or plain(shape.name) in plain(name)
    )


def _part(table: Table, shape: Layout, head: int, columns: Mapping[int, Column | None], keys: Sequence[str]) -> Part:
    chosen: dict[int, Column] = {}
    extra: dict[int, str] = {}
    told = []
    for number, column in columns.items():
        if column is None and number < len(keys) and keys[number].count("/") == 1:
            extra[number] = keys[number].partition("/")[2]
        elif column is None:
            told.append(Told(shape.record_type, Fault("SHT-COLUMN", values={"column": layout.letters(number)}), head, number))
        elif column in chosen.values():
            told.append(Told(shape.record_type, Fault("SHT-TWICE", "", column.path, {"column": layout.letters(number)}), head, number))
        else:
            chosen[number] = column
    return Part(table, shape, head, chosen, told=told, extra=extra)


# --- rows -----------------------------------------------------------------------------------------


def _read_rows(part: Part) -> None:
    reading = [(number, column, cells.reader(column)) for number, column in part.columns.items()]
    errors = {(row, column) for row, column in error_cells(part.table)}
    titles = {number: column.title for number, column in part.columns.items()}
    for number, values in enumerate(islice(part.table.rows, part.head, None), part.head + 1):
        record: dict[str, Any] = {}
        for at, column, read_cell in reading:
            value = values[at] if at < len(values) else None
            if is_blank(value) or value is None:
                if errors and (number - 1, at) in errors:
                    part.told.append(Told(part.layout.record_type, fault_at("SHT-ERROR", part, column), number, at))
                    # nobody knows what should stand there: the record is not judged, as if it were absent it would be
                    _put(record, column.path, None)
                continue
            try:
                found = read_cell(value)
            except LostDigits:
                part.told.append(Told(part.layout.record_type, fault_at("SHT-DIGITS", part, column), number, at))
                found = int(value)  # type: ignore[arg-type]  # a number where text is wanted: the record is not judged
            if found != []:
                _put(record, column.path, found)
        for at, name in part.extra.items():
            if at < len(values) and not is_blank(values[at]):
                record[name] = text_of(values[at])
        if record and not _repeats_titles(values, titles):
            part.records.append(record)
            part.rows.append(number)


def _repeats_titles(values: Sequence[cells.Value], titles: Mapping[int, str]) -> bool:
    """Whether a row says the titles once more, as the second page of a print does."""
    filled = [n for n in titles if n < len(values) and not is_blank(values[n])]
    return len(filled) > 1 and all(plain(text_of(values[n])) == plain(titles[n]) for n in filled)


def _put(record: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        record = record.setdefault(name, {})
    record[path[-1]] = value


# --- ids for who has none -------------------------------------------------------------------------


def _give_ids(part: Part) -> None:
    """An id for each row without one, from what makes the record what it is: it stays the same when rows move."""
    paths = _natural(part.layout)
    seen: dict[str, int] = {}
    for record in part.records:
        if record.get("id"):
            continue
        ident = _ident(part.layout, paths, record)
        seen[ident] = seen.get(ident, 0) + 1
        rest = {name: value for name, value in record.items() if name != "id"}
        record.clear()
        record["id"] = ident if seen[ident] == 1 else f"{ident}.{seen[ident]}"
        record.update(rest)


def _ident(shape: Layout, paths: Sequence[str], record: Mapping[str, Any]) -> str:
    own = "\x1f".join(f"{name}={record[name]}" for name in paths if name in record)
    digest = hashlib.blake2b(own.encode(), digest_size=6, person=b"zhucun.sheet").hexdigest()
    return f"{shape.record_type}-{digest}"


def _natural(shape: Layout) -> list[str]:
    """The members that make a record what it is: name and unit; or whom, where and when."""
    out = []
    has_name = layout.name_column(shape) is not None
    unit_seen = False
    for column in shape.columns:
        (name, *below) = column.path
        if below or name == "id" or column.many:
            continue
        link = column.kind == layout.REFERENCE and column.target != shape.record_type
        when = name in ("date", "startDate", "year", "month")
        if column.required or name == "name" or when or (link and not (has_name and unit_seen)):
            out.append(name)
        unit_seen = unit_seen or link
    return out


class _Names(grid.Names):
    """The records of a workbook by the names that people know them by."""

    def __init__(self, standard: Standard, parts: Sequence[Part]) -> None:
        self.standard = standard
        self.cadres: dict[str, dict[str, Any]] = {}
        self.ids: dict[str, set[str]] = {}
        self.named: dict[str, dict[str, list[str]]] = {}
        for part in parts:
            kind = part.layout.record_type
            ids, named = self.ids.setdefault(kind, set()), self.named.setdefault(kind, {})
            has_name = layout.name_column(part.layout) is not None
            for record in part.records:
                ident = record["id"]
                if not isinstance(ident, str):
                    continue
                ids.add(ident)
                if kind == "cadre":
                    self.cadres.setdefault(ident, record)
                if has_name and isinstance(name := record.get("name"), str):
                    same = named.setdefault(plain(name), [])
                    if ident not in same:
                        same.append(ident)

    def follow(self, part: Part) -> None:
        """Turn the names that stand where an id is wanted into that id; tell of those that several records bear."""
        for at, column in part.columns.items():
            if column.kind != layout.REFERENCE or column.target is None:
                continue
            ids, named = self.ids.get(column.target, set()), self.named.get(column.target, {})
            if not named and column.path != PARENT:
                continue
            for record, row in zip(part.records, part.rows, strict=True):
                holder, name = _holder(record, column.path)
                value = holder.get(name) if holder is not None else None
                if value is None or holder is None:
                    continue
                values = value if isinstance(value, list) else [value]
                found = [self._one(v, ids, named) for v in values]
                if any(len(f) > 1 for f in found):
                    part.told.append(Told(part.layout.record_type, fault_at("SHT-NAME", part, column, target=column.target), row, at))
                meant = [f[0] if len(f) == 1 else v for f, v in zip(found, values, strict=True)]
                holder[name] = meant if isinstance(value, list) else meant[0]

    def meant(self, target: str, text: str, unit: str | None = None) -> Sequence[str] | None:
        """The ids of the records that bear a name; None where the workbook has no such records."""
        if not (ids := self.ids.get(target)):
            return None
        found = self._one(text, ids, self.named.get(target, {}))
        if len(found) > 1 and unit is not None:
            units = set(self._one(unit, self.ids.get("organization", set()), self.named.get("organization", {})))
            of_unit = [ident for ident in found if self.cadres.get(ident, {}).get("homeUnitId") in {*units, unit}]
            return of_unit if len(of_unit) == 1 else found
        return found

    def given(self, name: str, unit: str | None) -> str:
        """The id that a row of cadres without one would get."""
        shape = layouts(self.standard, "cadre")[0]
        record = {"name": name} | ({} if unit is None else {"homeUnitId": unit})
        return _ident(shape, _natural(shape), record)

    def _one(self, value: Any, ids: set[str], named: Mapping[str, Sequence[str]]) -> Sequence[Any]:
        if not isinstance(value, str) or value in ids:
            return (value,)
        return named.get(plain(value), (value,))


def _holder(record: dict[str, Any], path: tuple[str, ...]) -> tuple[dict[str, Any] | None, str]:
    for name in path[:-1]:
        below = record.get(name)
        if not isinstance(below, dict):
            return None, name
        record = below
    return record, path[-1]


def _attach(part: Part, owners: Sequence[Part]) -> None:
    """Put the elements of a list into the records that they belong to, in the order of their rows."""
    at_parent = next((n for n, c in part.columns.items() if c.path == PARENT), None)
    by_id: dict[Any, tuple[dict[str, Any], int]] = {}
    for owner in owners:
        owner.children[str(part.layout.field)] = part
        for number, record in enumerate(owner.records):
            by_id.setdefault(str(record["id"]), (record, number))
    name = str(part.layout.field)
    for element, row in zip(part.records, part.rows, strict=True):
        parent = element.pop(PARENT[0], None)
        found = by_id.get(str(parent))
        if found is None:
            fault = Fault("SHT-PARENT", f"/{name}", (), {"target": part.layout.record_type})
            part.told.append(Told(part.layout.record_type, fault, row, at_parent))
            continue
        record, number = found
        elements = record.setdefault(name, [])
        part.places[number, len(elements)] = row
        elements.append(element)


# --- the sheet of the manifest --------------------------------------------------------------------

#: The members of the manifest that its sheet has, in order.
MEMBERS = (
    "sender.id", "sender.name", "receiver.id", "receiver.name", "profile", "startDate", "endDate", "asOf", "batchId", "mode", "supersedes",
)  # fmt: skip


def read_manifest(standard: Standard, table: Table) -> dict[str, Any]:
    """What the sheet 清单 says, by the keys in its first column or by its titles; and what is declared complete."""
    out: dict[str, Any] = {}
    titles = {plain(member_title(standard, name)): name for name in MEMBERS} | {name.lower(): name for name in MEMBERS}
    types = {standard.schema(t)["title"]: t for t in standard.record_types}
    coverage: list[dict[str, Any]] = []
    covering = False
    heads: dict[str, int] = {}
    for values in table.rows:
        texts = [text_of(v) if not is_blank(v) else "" for v in values]
        label = next((t for t in texts if t), "")
        member = next((titles[plain(t)] for t in texts if plain(t) in titles), None)
        if not covering and say("sheet.complete", "zh") in texts:
            covering = True
            heads = {text: n for n, text in enumerate(texts) if text}
        elif covering and label:
            if (entry := _entry(standard, types, heads, values)) is not None:
                coverage.append(entry)
        elif member is not None:
            at = next(n for n, t in enumerate(texts) if plain(t) in titles)
            said = [v for t, v in zip(texts[at + 1 :], values[at + 1 :], strict=True) if t and plain(t) not in titles]
            if said:
                out[member] = _member(standard, member, said[0])
    for entry in coverage:
        entry.setdefault("startDate", out.get("startDate"))
        entry.setdefault("endDate", out.get("endDate"))
    return out | {"coverage": coverage}


def member_title(standard: Standard, name: str) -> str:
    """The Chinese title of a member of the manifest."""
    outer, _, inner = name.partition(".")
    prop = standard.schema("manifest")["properties"][outer]
    return str(prop["title"]) + (str(prop["properties"][inner]["title"]) if inner else "")


def _member(standard: Standard, name: str, value: cells.Value) -> Any:
    kind = layout.DATE if name in ("startDate", "endDate", "asOf") else layout.TEXT
    codes = {r["code"]: r["zh"] for r in standard.codelist("batch-mode")} if name == "mode" else None
    if name == "profile":
        kind = layout.REFERENCE
    column = Column((name,), name, layout.CODE if codes else kind, codes=codes)
    return cells.reader(column)(value)


def _entry(standard: Standard, types: Mapping[str, str], heads: Mapping[str, int], values: Sequence[cells.Value]) -> dict[str, Any] | None:
    """One row of what is declared complete; None where it is not."""

    def said(head: str) -> cells.Value | None:
        at = heads.get(say(f"sheet.{head}", "zh"))
        value = values[at] if at is not None and at < len(values) else None
        return None if is_blank(value) else value

    named, sure = said("type"), said("complete")
    if named is None or sure is None or cells.reader(Column(("x",), "", layout.BOOLEAN))(sure) is not True:
        return None
    kinds = {**{v: k for k, v in types.items()}}
    out = {"recordType": cells.reader(Column(("x",), "", layout.CODE, codes=kinds))(named)}
    if (kind := said("kind")) is not None:
        out["kind"] = cells.reader(Column(("x",), "", layout.CODE, codes={}))(kind)
    for head, name in (("from", "startDate"), ("to", "endDate")):
        if (day := said(head)) is not None:
            out[name] = cells.reader(Column(("x",), "", layout.DATE))(day)
    return out


def manifest_rows(standard: Standard, manifest: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Key, title and value of each member of the manifest's sheet."""
    for name in MEMBERS:
        outer, _, inner = name.partition(".")
        value = manifest.get(outer)
        yield name, member_title(standard, name), (value.get(inner) if isinstance(value, Mapping) else None) if inner else value
