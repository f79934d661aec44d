"""The records as tables: one for each record type, and one for each field that holds objects.

Names are the standard's. A row of such a table names its record (``recordId``) and its place in it (``position``, from 0);
``manifest`` holds the manifest of the one batch that the tables hold, as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhucun.generation import shapes
from zhucun.generation.shapes import Field, Shape
from zhucun.standard import Standard
from zhucun.standard.edition import per_standard

#: What a row of a part says of its record.
RECORD, POSITION = "recordId", "position"

#: The table of the manifest, and its columns.
MANIFEST, BATCH, DOCUMENT = "manifest", "batchId", "document"


@dataclass(frozen=True)
class Table:
    """A table.

    :ivar columns: the fields that are columns of it.
    :ivar part_of: the table of the record that its rows belong to, and ``field`` the field of it that they are.
    :ivar parts: the tables that hold the fields of it that are objects.
    """

    name: str
    comment: str
    columns: Sequence[Field]
    parts: Sequence[Table] = ()
    part_of: str | None = None
    field: Field | None = None

    @property
    def keys(self) -> Sequence[str]:
        """The columns of the primary key."""
        return ("id",) if self.part_of is None else (RECORD, POSITION)


@per_standard
def tables(standard: Standard) -> Sequence[Table]:
    """The table of each record type, in the standard's order."""
    found = {s.name: s for s in shapes.shapes(standard)}
    return tuple(_table(found, s) for s in found.values() if s.record_type in standard.record_types)


def _table(found: Mapping[str, Shape], shape: Shape) -> Table:
    name = str(shape.record_type)
    parts = tuple(_part(found, name, f) for f in shape.fields if f.kind == "object")
    return Table(name, shape.comment, tuple(f for f in shape.fields if f.kind != "object"), parts)


def _part(found: Mapping[str, Shape], owner: str, field: Field) -> Table:
    return Table(f"{owner}_{field.name}", field.comment, found[field.type].fields, (), owner, field)


def rows(table: Table, record: Mapping[str, Any]) -> Iterator[tuple[Table, dict[str, Any]]]:
    """A valid record as rows of its table and of the parts of that."""
    yield table, {f.name: record.get(f.name) for f in table.columns}
    for part in table.parts:
        for n, element in enumerate(_elements(part, record)):
            yield part, {RECORD: record["id"], POSITION: n, **{f.name: element.get(f.name) for f in part.columns}}


def _elements(part: Table, record: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    assert part.field is not None
    value = record.get(part.field.name, [])
    return value if isinstance(value, list) else [value]
