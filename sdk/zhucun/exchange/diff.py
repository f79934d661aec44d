"""Two states of a batch, record by record: what came, what went, what changed and in which fields; values only on request.

Records are matched by their ids. Of a bulky type (``x-bulk``) the changes are told by person and month. The difference can
also be written as the correction that leads from the one to the other.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import orjson

from zhucun import database
from zhucun.errors import BatchError, Problem, problem
from zhucun.exchange.correction import CORRECTION, misfits
from zhucun.exchange.records import Records, kinds_of, new_folder, record_and_id, texts_of, write_manifest
from zhucun.exchange.references import record_of
from zhucun.opening.batch import Batch, open_batch
from zhucun.opening.manifest import Coverage, Entry, Manifest, Named, Withdrawal
from zhucun.record.personal import mask
from zhucun.standard import Standard
from zhucun.workspace import workspace, writing

ADDED, REMOVED, CHANGED = "added", "removed", "changed"

#: What the engine may use to match the records of two batches; it spills early, so that comparing takes less than validating.
_MEMORY = "400MB"


@dataclass(frozen=True)
class Change:
    """What became of a record, or of the records of one person in one month.

    :ivar id: the record's id; of a bulky type the person's, with the month.
    :ivar fields: those that changed, and ``values`` what stood there and what stands there now, where they are wanted.
    :ivar counts: of a bulky type how many records came, went and changed.
    """

    record_type: str
    id: str
    kind: str
    fields: tuple[str, ...] = ()
    values: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    month: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        out: dict[str, Any] = {"recordType": self.record_type, "id": mask(self.id), "change": self.kind}
        if self.month is not None:
            return {"recordType": self.record_type, "cadreId": mask(self.id), "month": self.month, **self.counts}
        if self.fields:
            out["fields"] = list(self.fields)
        if self.values:
            out["values"] = {name: {"before": a, "after": b} for name, (a, b) in self.values.items()}
        return out


@dataclass
class Difference:
    """Between two batches.

    :ivar left, right: how they are named.
    :ivar counts: by record type, how many records came, went and changed.
    :ivar unread: how many lines of the two bear no id, so that they could not be compared.
    """

    left: Named | None
    right: Named | None
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    unread: tuple[int, int] = (0, 0)


def compare(
    standard: Standard, left: str | Path, right: str | Path, tell: Callable[[Change], object], *, with_values: bool = False
) -> Difference:
    """Compare two batches.

    :param tell: is told each change, by type, in the order of the ids.
    :raises BatchError: if one of them cannot be read.
    """
    with ExitStack() as stack:
        work, before, after, con = _opened(standard, left, right, stack)
        out = Difference(before.named, after.named)
        for kind in kinds_of(standard, [before, after]):
            sides = [_Side(work / f"{kind}.{n}.csv", batch, kind) for n, batch in enumerate((before, after))]
            out.unread = (out.unread[0] + sides[0].unread, out.unread[1] + sides[1].unread)
            pairs = _pairs(con, *sides)
            counts: Counter[str] = Counter()
            bulky = bool(standard.schema(kind).get("x-bulk"))
            for change in _by_month(kind, pairs, sides) if bulky else _by_record(kind, pairs, sides, with_values):
                counts.update(change.counts or {change.kind: 1})
                tell(change)
            if counts:
                out.counts[kind] = counts
        before.check_unchanged()
        after.check_unchanged()
        return out


def _opened(
    standard: Standard, left: str | Path, right: str | Path, stack: ExitStack
) -> tuple[Path, Batch, Batch, duckdb.DuckDBPyConnection]:
    work = stack.enter_context(workspace())
    batches = []
    for name, path in (("left", left), ("right", right)):
        place = work / name
        with writing(work):
            place.mkdir()
        batches.append(stack.enter_context(open_batch(standard, path, place)))
    con = database.connect(work, _MEMORY)
    stack.callback(con.close)
    stack.enter_context(database.failures(_MEMORY))
    return work, batches[0], batches[1], con


@dataclass(frozen=True, order=True)
class _Place:
    """Where the text of a record stands, in bytes."""

    at: int
    size: int


class _Side:
    """The records of a type in one batch: in files, their texts, and of each its id, its place and its digest."""

    def __init__(self, index: Path, batch: Batch, kind: str) -> None:
        self.index, self.unread = index, 0
        self._texts = index.with_suffix(".texts")
        at = 0
        with writing(index.parent), index.open("w") as listed, self._texts.open("wb") as texts:
            listed.write("id,at,size,digest\n")
            for text in texts_of(batch, kind):
                found = record_and_id(text)
                if found is None:
                    self.unread += 1
                    continue
                record, name = found
                # a number: as text it would take three times the room
                digest = int.from_bytes(hashlib.blake2b(_canonical(record), digest_size=16).digest())
                listed.write(f"{name},{at},{len(text)},{digest}\n")
                texts.write(text)
                at += len(text)

    def text(self, place: _Place) -> bytes:
        """The text of a record."""
        with self._texts.open("rb") as texts:
            texts.seek(place.at)
            return texts.read(place.size)

    def record(self, place: _Place) -> dict[str, Any]:
        """A record."""
        found = record_of(self.text(place))
        assert found is not None  # what has no id is not listed
        return found


def _canonical(record: Mapping[str, Any]) -> bytes:
    """The same bytes for the same record, however it is written."""
    return orjson.dumps(record, option=orjson.OPT_SORT_KEYS)


def _pairs(con: duckdb.DuckDBPyConnection, left: _Side, right: _Side) -> Iterator[tuple[_Place | None, _Place | None]]:
    """Where the records stand that are not the same on both sides, in the order of their ids; of records that share an id the first."""
    columns = "{'id': 'VARCHAR', 'at': 'BIGINT', 'size': 'BIGINT', 'digest': 'UHUGEINT'}"
    sides = [
        f'(SELECT id, min("at") AS "at", arg_min(size, "at") AS size, arg_min(digest, "at") AS digest FROM {found} GROUP BY id)'
        for found in (database.reading("read_csv", side.index, columns=columns, header="true") for side in (left, right))
    ]
    rows = con.execute(
        f"""SELECT a."at", a.size, b."at", b.size FROM {sides[0]} a FULL JOIN {sides[1]} b USING (id)
            WHERE a.digest IS DISTINCT FROM b.digest ORDER BY coalesce(a.id, b.id)"""
    )
    while chunk := rows.fetchmany(10_000):
        for before, its_size, after, size in chunk:
            yield None if before is None else _Place(before, its_size), None if after is None else _Place(after, size)


def _by_record(kind: str, pairs: Iterator[tuple[_Place | None, _Place | None]], sides: list[_Side], with_values: bool) -> Iterator[Change]:
    for before, after in pairs:
        old = sides[0].record(before) if before is not None else {}
        new = sides[1].record(after) if after is not None else {}
        name = str((old or new)["id"])
        if before is None or after is None:
            yield Change(kind, name, ADDED if before is None else REMOVED)
            continue
        names = tuple(sorted(k for k in old.keys() | new.keys() if old.get(k) != new.get(k) or (k in old) != (k in new)))
        yield Change(kind, name, CHANGED, names, {k: (old.get(k), new.get(k)) for k in names} if with_values else {})


def _by_month(kind: str, pairs: Iterator[tuple[_Place | None, _Place | None]], sides: list[_Side]) -> Iterator[Change]:
    """The changes of a bulky type by person and month; a record that moved to another is told where it went and where it came."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for before, after in pairs:
        old = None if before is None else _month_of(sides[0].record(before))
        new = None if after is None else _month_of(sides[1].record(after))
        if old is not None and old == new:
            found.setdefault(old, Counter())[CHANGED] += 1
            continue
        for key, what in ((old, REMOVED), (new, ADDED)):
            if key is not None:
                found.setdefault(key, Counter())[what] += 1
    for (person, month), counts in sorted(found.items()):
        yield Change(kind, person, CHANGED, month=month, counts={k: counts[k] for k in (ADDED, REMOVED, CHANGED) if counts[k]})


def _month_of(record: Mapping[str, Any]) -> tuple[str, str]:
    return str(record.get("cadreId", "")), str(record.get("date", ""))[:7]


# --- as a correction --------------------------------------------------------------------------------


def correct(standard: Standard, left: str | Path, right: str | Path, target: str | Path) -> Named:
    """Write the correction that leads from one batch to another of the same sender.

    It bears the id of the second; what the second no longer holds is withdrawn for the reason ``OTHER``.

    :raises BatchError: if one of them cannot be read, they do not fit, or are the same.
    :raises OurError: if there is no room.
    """
    with ExitStack() as stack:
        work, before, after, con = _opened(standard, left, right, stack)
        if before.manifest is None or after.manifest is None:
            raise BatchError(problem("exchange-single", path=left if before.manifest is None else right))
        if before.named == after.named:
            raise BatchError(problem("diff-same", left=left, right=right))
        said = replace(after.manifest, mode=CORRECTION, supersedes=before.named, coverage=(), lineage=(), parts=())
        for path, batch in ((left, before), (right, after)):
            if batch.manifest is not None and batch.manifest.mode == CORRECTION:
                raise BatchError(problem("base-is-correction", path=path))
        if wrong := [*misfits(before, before.manifest, said), *_unsaid(before.manifest, after.manifest, right)]:
            raise BatchError(*wrong)
        folder = stack.enter_context(new_folder(Path(target)))
        entries: list[Entry] = []
        withdrawn: list[Withdrawal] = []
        for kind in kinds_of(standard, [before, after]):
            sides = [_Side(work / f"{kind}.{n}.csv", batch, kind) for n, batch in enumerate((before, after))]
            if any(side.unread for side in sides):
                raise BatchError(problem("records-unread", path=left if sides[0].unread else right, n=sides[0].unread or sides[1].unread))
            gone: list[_Place] = []
            held: list[_Place] = []
            for old, new in _pairs(con, *sides):
                if new is not None:
                    held.append(new)
                elif old is not None:
                    gone.append(old)
            withdrawn += [Withdrawal(kind, str(sides[0].record(at)["id"]), "OTHER") for at in sorted(gone)]
            out = Records(folder, kind)
            for at in sorted(held):
                out.add(sides[1].text(at))
            if (entry := out.close()) is not None:
                entries.append(entry)
        if not entries and not withdrawn:
            raise BatchError(problem("diff-same", left=left, right=right))
        said = replace(said, withdrawn=tuple(withdrawn), files=tuple(entries))
        write_manifest(folder, said)
        return Named(said.batch_id, hashlib.sha256(said.encode()).hexdigest())


def _unsaid(was: Manifest, now: Manifest, path: str | Path) -> Iterator[Problem]:
    """What differs between two manifests and no correction can change."""
    # a part of the period is no other period: a correction may be of a month, and what it leads to is of all
    for member, before, after in (
        ("startDate", was.start, now.start),
        ("endDate", was.end, now.end),
        ("asOf", max(was.as_of, now.as_of), now.as_of),
        ("parts", _profiles(was), _profiles(now)),
        ("coverage", sorted(map(_covered, was.coverage)), sorted(map(_covered, now.coverage))),
    ):
        if before != after:
            yield problem("diff-manifest", path=path, member=member)


def _profiles(said: Manifest) -> dict[str, str]:
    """Of a merged batch the profile of each part that has one of its own."""
    return {part.prefix: part.profile for part in said.parts if part.profile is not None and part.profile != said.profile}


def _covered(entry: Coverage) -> tuple[str, ...]:
    return entry.record_type, entry.kind or "", entry.start, entry.end


# --- reports ----------------------------------------------------------------------------------------


def compare_reports(left: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Two reports in JSON by what identifies a finding: what is new, what is gone, how many stay."""
    sides = [{f["fingerprint"]: f for f in report.get("findings", ())} for report in (left, right)]
    return {
        ADDED: [f for k, f in sides[1].items() if k not in sides[0]],
        REMOVED: [f for k, f in sides[0].items() if k not in sides[1]],
        "same": [f for k, f in sides[1].items() if k in sides[0]],
    }
