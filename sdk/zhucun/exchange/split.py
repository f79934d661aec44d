"""One batch as several: a merged one by sender, any one by the division of its villages. All parts together give it back.

A part holds what belongs to it and whatever that refers to. Beside its manifest lie the manifest of the whole and where
in the whole its records stood; its own manifest names the whole by digest. What a part is complete for is what the whole
is complete for, unless a record outside the part names one that is inside: nobody is judged by what was left elsewhere.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import orjson

from zhucun.errors import BatchError, Problem, problem
from zhucun.exchange.correction import CORRECTION
from zhucun.exchange.merge import LONGEST
from zhucun.exchange.records import Records, kinds_of, new_folder, telling, texts, texts_of, write_manifest
from zhucun.exchange.references import record_of, references, rename, ways
from zhucun.judging.parts import COLON
from zhucun.judging.rules import SHARED
from zhucun.opening.batch import Batch, open_batch
from zhucun.opening.manifest import ORDER, WHOLE, Entry, Manifest, Part, digest_of
from zhucun.record.personal import mask
from zhucun.standard import Standard
from zhucun.workspace import workspace

SENDER = "sender"

#: So many digits of a division code name a division of this level, GB/T 2260.
DIGITS = {"county": 6, "city": 4}

#: The part of what belongs to no division.
REST = "rest"

#: All parts together hold so many bytes back before they are written.
_HELD = 2**26

Parts = frozenset[str]
_NOWHERE: Parts = frozenset()


class Cut(Protocol):
    """A way to take a batch apart."""

    @property
    def parts(self) -> Sequence[str]:
        """The names of the parts."""
        ...

    def of(self, kind: str, record: Mapping[str, Any]) -> Parts:
        """The parts that hold a record."""
        ...

    def unread(self) -> Parts:
        """The parts that hold a line of which no id can be told."""
        ...

    def text(self, part: str, kind: str, text: bytes) -> bytes:
        """A record as the part holds it."""
        ...

    def whole(self, part: str, kind: str, text: bytes) -> bytes:
        """A record of a part as the whole held it."""
        ...

    def manifest(self, part: str, said: Manifest) -> Manifest:
        """The manifest of a part but for its files; ``said`` is the whole's."""
        ...


def split(standard: Standard, path: str | Path, by: str, target: str | Path) -> list[str]:
    """Write the parts of a batch, each into a folder of its name.

    :param by: ``sender``, for a merged batch; or the level of the divisions, a key of :data:`DIGITS`.
    :returns: the names of the parts: prefixes, or division codes.
    :raises BatchError: if it cannot be read or taken apart, or something stands at ``target``.
    :raises OurError: if there is no room.
    """
    with ExitStack() as stack:
        work = stack.enter_context(workspace())
        batch = stack.enter_context(open_batch(standard, path, work))
        said = batch.manifest
        if said is None:
            raise BatchError(problem("exchange-single", path=path))
        if said.mode == CORRECTION:
            raise BatchError(problem("base-is-correction", path=path))
        cut: Cut = _BySender(standard, said, path) if by == SENDER else _ByDivision(standard, batch, DIGITS[by], path)
        folder = stack.enter_context(new_folder(Path(target)))
        writing = _Writing(standard, batch, cut, folder, path)
        writing.write()
        batch.check_unchanged()
        return list(cut.parts)


class _Writing:
    """The parts of a batch, on their way into their folders."""

    def __init__(self, standard: Standard, batch: Batch, cut: Cut, folder: Path, path: str | Path) -> None:
        self.standard, self.batch, self.cut, self.folder, self.path = standard, batch, cut, folder, path
        self._entries: dict[str, list[Entry]] = {part: [] for part in cut.parts}
        # of which batches that were merged a part holds records, where those are judged by themselves
        self._merged: dict[str, set[str]] | None = (
            {part: set() for part in cut.parts} if batch.manifest and batch.manifest.by_part else None
        )
        # which types a part can no longer be complete for
        self._lacking: set[tuple[str, str]] = set()
        self._held: dict[tuple[str, str], Parts] = cut.held if isinstance(cut, _ByDivision) else {}
        self._block = max(2**14, _HELD // max(1, len(cut.parts)))

    def write(self) -> None:
        for part in self.cut.parts:
            with telling(self.folder / part):
                (self.folder / part).mkdir()
        orders = {part: _Order(self.folder / part / ORDER, self._block) for part in self.cut.parts}
        exact, again = True, []
        for kind in kinds_of(self.standard, [self.batch]):
            files = {part: Records(self.folder / part, kind, self._block) for part in self.cut.parts}
            same, entry = self._write_kind(kind, files, orders)
            exact = exact and same
            again += [entry] if entry.count else []
            for part, records in files.items():
                if (found := records.close()) is not None:
                    self._entries[part].append(found)
        for order in orders.values():
            order.close()
        said = self.batch.manifest
        assert said is not None
        # what is packed, or has white space, comes back plain: the same records in other bytes
        whole = self.batch.written if exact else replace(said, files=tuple(again)).encode()
        for part in self.cut.parts:
            with telling(self.folder / part / WHOLE):
                (self.folder / part / WHOLE).write_bytes(whole)
            covered = tuple(c for c in said.coverage if (part, c.record_type) not in self._lacking)
            named = replace(self.batch.named, manifest=digest_of(whole))  # type: ignore[type-var]
            own = self.cut.manifest(part, replace(said, coverage=covered, lineage=(*said.lineage, named)))  # type: ignore[arg-type]
            if self._merged is not None:
                # of a batch that is not here at all nothing is judged, least of all that something is absent
                own = replace(own, parts=tuple(p for p in own.parts if p.prefix in self._merged[part]))
            write_manifest(self.folder / part, replace(own, files=tuple(self._entries[part])))

    def _write_kind(self, kind: str, files: Mapping[str, Records], orders: Mapping[str, _Order]) -> tuple[bool, Entry]:
        """Write the records of a type.

        :returns: whether the parts give its files back to the byte, and the entry of the one file that they give otherwise.
        """
        place, same, total = 0, True, hashlib.sha256()
        listed = {entry.path: entry.sha256.lower() for entry in self.batch.manifest.files} if self.batch.manifest else {}
        for source in self.batch.sources:
            if source.record_type != kind:
                continue
            digest = hashlib.sha256()
            for text in texts(source):
                record = record_of(text)
                parts = self.cut.unread() if record is None else self.cut.of(kind, record)
                if not parts and record is None:
                    raise BatchError(problem("split-unread", path=self.path, kind=kind, n=place + 1))
                if not parts and record is not None:
                    raise BatchError(problem("split-stray", path=self.path, kind=kind, id=mask(record["id"])))
                back = text
                for part in sorted(parts):
                    own = self.cut.text(part, kind, text)
                    files[part].add(own)
                    orders[part].add(kind, place)
                    if self._merged is not None and record is not None:
                        self._merged[part].add(str(record["id"]).partition(COLON)[0])
                    back = self.cut.whole(part, kind, own)
                if record is None:
                    # nobody can say whose it is
                    self._lacking |= {(part, kind) for part in self.cut.parts if part not in parts}
                else:
                    self._see(kind, record, parts)
                digest.update(back + b"\n")
                total.update(back + b"\n")
                place += 1
            same = same and digest.hexdigest() == listed[source.name]
        return same, Entry(f"{kind}.ndjson", kind, place, total.hexdigest())

    def _see(self, kind: str, record: Mapping[str, Any], parts: Parts) -> None:
        """Note the parts that hold what this record names, and not the record."""
        for ref in references(self.standard, kind, record):
            for part in self._held.get(ref, _NOWHERE) - parts:
                self._lacking.add((part, kind))


# --- by sender --------------------------------------------------------------------------------------


class _BySender:
    """A merged batch by its prefixes, each part under its sender's own ids."""

    def __init__(self, standard: Standard, said: Manifest, path: str | Path) -> None:
        if not said.parts:
            raise BatchError(problem("split-not-merged", path=path))
        self.standard = standard
        self.parts = [part.prefix for part in said.parts]
        self._named = {part.prefix: part for part in said.parts}
        self._back = {part.prefix: _Prefixed(standard, part, self.parts) for part in said.parts}

    def of(self, kind: str, record: Mapping[str, Any]) -> Parts:
        prefix, colon, _ = str(record["id"]).partition(COLON)
        if colon and prefix in self._named:
            return frozenset([prefix])
        return frozenset(p.prefix for p in self._named.values() if kind == SHARED and record["id"] in p.shared)

    def unread(self) -> Parts:
        return _NOWHERE

    def text(self, part: str, kind: str, text: bytes) -> bytes:
        begins = part + COLON
        return _renamed(self.standard, kind, text, lambda _, name: name.removeprefix(begins))

    def whole(self, part: str, kind: str, text: bytes) -> bytes:
        return self._back[part].text(kind, text)

    def manifest(self, part: str, said: Manifest) -> Manifest:
        named = self._named[part]
        return replace(said, batch_id=named.batch_id, sender={"id": named.sender}, profile=named.profile or said.profile, parts=())


class _Prefixed:
    """A sender's records under the prefix that they had in the whole."""

    def __init__(self, standard: Standard, part: Part, prefixes: Collection[str]) -> None:
        self.standard, self._begins, self._shared = standard, part.prefix + COLON, frozenset(part.shared)
        self._known = tuple(prefix + COLON for prefix in prefixes)

    def text(self, kind: str, text: bytes) -> bytes:
        return _renamed(self.standard, kind, text, self._name)

    def _name(self, target: str, name: str) -> str:
        stays = (target == SHARED and name in self._shared) or name.startswith(self._known)
        return name if stays else self._begins + name


def _renamed(standard: Standard, kind: str, text: bytes, name: Callable[[str, str], str]) -> bytes:
    record = record_of(text)
    assert record is not None
    record["id"] = name(kind, record["id"])
    for way, target in ways(standard, kind):
        rename(record, way, lambda ref, target=target: name(target, ref))  # type: ignore[misc]
    return orjson.dumps(record)


# --- by division ------------------------------------------------------------------------------------


class _ByDivision:
    """A batch by the division of its villages.

    A record belongs where the villages lie that it names, and where the person belongs whom it is about; a person where
    the records lie that name both. What names neither follows what it names; an organisation goes where it is named, or
    has its seat.

    :ivar held: of each record that others may name, the parts that hold it.
    """

    def __init__(self, standard: Standard, batch: Batch, digits: int, path: str | Path) -> None:
        self.standard, self._batch, self._digits, self._path = standard, batch, digits, path
        kinds = kinds_of(standard, [batch])
        self._named = {target for kind in standard.record_types for _, target in ways(standard, kind)}
        self._bulky = [kind for kind in kinds if standard.schema(kind).get("x-bulk")]
        self._small = [kind for kind in kinds if kind not in self._bulky]
        self._all_read = True
        self._sets: dict[Parts, Parts] = {}
        self._place: dict[tuple[str, str], Parts] = {}
        self._seat: dict[str, Parts] = {}
        self.held: dict[tuple[str, str], Parts] = {}
        self._place_villages()
        self._place_people()
        self._place_others()
        self.held = dict(self._place)
        self._carry([*self._bulky, *self._small])
        self._seat_organisations()
        self._carry(self._small)
        found = set().union(*self.held.values(), *self._alone())
        self.parts = sorted(found if self._all_read else found | {REST})
        for part in self.parts:
            if len(f"{batch.id}.{part}") > LONGEST:
                raise BatchError(problem("split-long", path=path, id=mask(batch.id), longest=LONGEST))

    def of(self, kind: str, record: Mapping[str, Any]) -> Parts:
        found = self._placed(kind, record) | self.held.get((kind, record["id"]), _NOWHERE)
        return found or self._rest(kind, record)

    def unread(self) -> Parts:
        return frozenset([REST])

    def text(self, part: str, kind: str, text: bytes) -> bytes:
        return text

    def whole(self, part: str, kind: str, text: bytes) -> bytes:
        return text

    def manifest(self, part: str, said: Manifest) -> Manifest:
        return replace(said, batch_id=f"{said.batch_id}.{part}")

    def _records(self, *kinds: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for kind in kinds:
            if kind in self._small or kind in self._bulky:
                for text in texts_of(self._batch, kind):
                    if (record := record_of(text)) is not None:
                        yield kind, record
                    else:
                        self._all_read = False

    def _add(self, into: dict[tuple[str, str], Parts], key: tuple[str, str], parts: Parts) -> bool:
        before = into.get(key, _NOWHERE)
        if parts <= before or key[0] not in self._named:
            return False
        both = before | parts
        into[key] = self._sets.setdefault(both, both)
        return True

    def _code(self, value: object) -> Parts:
        known = isinstance(value, str) and len(value) >= self._digits and value.isascii() and value.isdigit()
        return frozenset([str(value)[: self._digits]]) if known else _NOWHERE

    def _place_villages(self) -> None:
        for _, record in self._records(SHARED):
            self._seat[record["id"]] = self._code(record.get("divisionCode"))
        for kind, record in self._records("village"):
            own = self._code(record.get("villageCode")) or self._seats(kind, record)
            self._add(self._place, (kind, record["id"]), own)

    def _seats(self, kind: str, record: Mapping[str, Any]) -> Parts:
        return _NOWHERE.union(
            *(self._seat.get(name, _NOWHERE) for target, name in references(self.standard, kind, record) if target == SHARED)
        )

    def _villages(self, kind: str, record: Mapping[str, Any]) -> Parts:
        return _NOWHERE.union(*(self._place.get(ref, _NOWHERE) for ref in references(self.standard, kind, record) if ref[0] == "village"))

    def _person(self, record: Mapping[str, Any]) -> Parts:
        name = record.get("cadreId")
        return self._place.get(("cadre", name), _NOWHERE) if isinstance(name, str) else _NOWHERE

    def _place_people(self) -> None:
        for kind, record in self._records(*(k for k in self._small if k not in (SHARED, "village"))):
            if (found := self._villages(kind, record)) and isinstance(record.get("cadreId"), str):
                self._add(self._place, ("cadre", record["cadreId"]), found)
        # whom no record names with a village follows the team that names him
        for kind, record in self._records("team"):
            for name in {n for target, n in references(self.standard, kind, record) if target == "cadre"}:
                if ("cadre", name) not in self._place:
                    self._add(self._place, ("cadre", name), self._villages(kind, record))
        for kind, record in self._records("cadre"):
            if (kind, record["id"]) not in self._place:
                self._add(self._place, (kind, record["id"]), self._seats(kind, record))

    def _place_others(self) -> None:
        grew = True
        while grew:
            grew = False
            for kind, record in self._records(*(k for k in self._small if k not in (SHARED, "village", "cadre"))):
                grew |= self._add(self._place, (kind, record["id"]), self._placed(kind, record))

    def _placed(self, kind: str, record: Mapping[str, Any]) -> Parts:
        if kind in (SHARED, "village", "cadre"):
            return self._place.get((kind, record["id"]), _NOWHERE)
        own = self._villages(kind, record) | self._person(record)
        return own or _NOWHERE.union(
            *(self._place.get(ref, _NOWHERE) for ref in references(self.standard, kind, record) if ref[0] != SHARED)
        )

    def _carry(self, kinds: Sequence[str]) -> None:
        """See that each part holds what its records name, and what that names."""
        grew = True
        while grew:
            grew = False
            for kind, record in self._records(*reversed(kinds)):
                parts = self._placed(kind, record) | self.held.get((kind, record["id"]), _NOWHERE)
                for ref in references(self.standard, kind, record) if parts else ():
                    grew |= self._add(self.held, ref, parts)
            # nobody names what is bulky: once is enough
            kinds = [kind for kind in kinds if kind not in self._bulky]

    def _seat_organisations(self) -> None:
        for kind, record in self._records(*self._small):
            if not (self._placed(kind, record) or self.held.get((kind, record["id"]))):
                rest = self._rest(kind, record)
                self._add(self.held, (kind, record["id"]), rest)
                for ref in references(self.standard, kind, record):
                    self._add(self.held, ref, rest)

    def _rest(self, kind: str, record: Mapping[str, Any]) -> Parts:
        seat = self._seat.get(record["id"], _NOWHERE) if kind == SHARED else self._seats(kind, record)
        return seat or frozenset([REST])

    def _alone(self) -> Iterator[Parts]:
        """The parts of records that nobody names."""
        yield from {self.of(kind, record) for kind, record in self._records(*self._small, *self._bulky) if kind not in self._named}


# --- where the records stood ------------------------------------------------------------------------

_RUN = re.compile(rb"([A-Za-z]{1,40}) ([0-9]{1,15}) ([0-9]{1,15})\n")


class _Order:
    """Where in the whole the records of a part stood: lines of type, first place, number of records in a row."""

    def __init__(self, path: Path, block: int) -> None:
        self._path, self._block = path, block
        self._lines: list[bytes] = []
        self._kind, self._start, self._count = "", 0, 0
        with telling(path):
            path.touch()

    def add(self, kind: str, place: int) -> None:
        """One more record."""
        if kind == self._kind and place == self._start + self._count:
            self._count += 1
            return
        self._end()
        self._kind, self._start, self._count = kind, place, 1

    def _end(self) -> None:
        if self._count:
            self._lines.append(b"%s %d %d\n" % (self._kind.encode(), self._start, self._count))
        if len(self._lines) * 24 > self._block:
            self._write()

    def _write(self) -> None:
        with telling(self._path), self._path.open("ab") as file:
            file.write(b"".join(self._lines))
        self._lines = []

    def close(self) -> None:
        """Write what waits."""
        self._end()
        self._write()


class _Places:
    """What a file of :class:`_Order` says."""

    def __init__(self, path: Path, shown: str | Path) -> None:
        self._shown = shown
        self._starts: dict[str, array[int]] = {}
        self._counts: dict[str, array[int]] = {}
        with path.open("rb") as file:
            for line in file:
                if (found := _RUN.fullmatch(line)) is None:
                    raise BatchError(problem("whole-order", path=shown))
                kind = found[1].decode()
                self._starts.setdefault(kind, array("Q")).append(int(found[2]))
                self._counts.setdefault(kind, array("Q")).append(int(found[3]))

    def of(self, kind: str, found: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
        """The records of a type, each with its place.

        :raises BatchError: if there are not as many, or they do not stand in order.
        """
        last = -1
        for start, count in zip(self._starts.get(kind, ()), self._counts.get(kind, ()), strict=True):
            for place in range(start, start + count):
                text = next(found, None)
                if text is None or place <= last:
                    raise BatchError(problem("whole-order", path=self._shown))
                last = place
                yield place, text
        if next(found, None) is not None:
            raise BatchError(problem("whole-order", path=self._shown))


# --- the whole again --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Piece:
    """A part, on its way back into the whole."""

    path: str | Path
    batch: Batch
    places: _Places
    prefixed: _Prefixed | None


def are_parts(standard: Standard, paths: Sequence[str | Path]) -> bool:
    """Whether batches were split from another, all of them.

    :raises BatchError: if one cannot be read.
    """
    for path in paths:
        with workspace() as work, open_batch(standard, path, work) as batch:
            if batch.whole is None or batch.order is None:
                return False
    return True


def restore(standard: Standard, paths: Sequence[str | Path], target: str | Path) -> Manifest:
    """Write the batch that was split into these parts, byte for byte as it was.

    :raises BatchError: if one cannot be read, they are not all the parts, are of different batches, or were changed.
    :raises OurError: if there is no room.
    """
    with ExitStack() as stack:
        work = stack.enter_context(workspace())
        batches = []
        for number, path in enumerate(paths):
            (work / str(number)).mkdir()
            batches.append((path, stack.enter_context(open_batch(standard, path, work / str(number)))))
        whole, said = _whole_of(standard, batches)
        pieces = [_piece(standard, path, batch, said) for path, batch in batches]
        folder = stack.enter_context(new_folder(Path(target)))
        for kind in standard.record_types:
            entries = [entry for entry in said.files if entry.record_type == kind]
            wrong = _restore_kind(kind, entries, pieces, folder)
            if wrong is not None:
                raise BatchError(wrong)
        for piece in pieces:
            piece.batch.check_unchanged()
        with telling(folder):
            said.write(folder, whole)
        return said


def _whole_of(standard: Standard, batches: Sequence[tuple[str | Path, Batch]]) -> tuple[bytes, Manifest]:
    """The manifest of the whole that every part names and carries."""
    (first, batch), *others = batches
    whole = batch.whole or b""
    for path, other in batches:
        own = other.manifest
        if other.whole is None or other.order is None or own is None or not own.lineage:
            raise BatchError(problem("whole-none", path=path))
        if digest_of(other.whole) != own.lineage[-1].manifest:
            raise BatchError(problem("whole-carried", path=path))
    for path, other in others:
        if other.whole != whole:
            raise BatchError(problem("whole-other", path=path, other=first))
    return whole, Manifest.read(standard, whole)


def _piece(standard: Standard, path: str | Path, batch: Batch, said: Manifest) -> _Piece:
    assert batch.manifest is not None and batch.order is not None
    own = batch.manifest
    part = next((p for p in said.parts if (p.sender, p.batch_id) == (own.sender["id"], own.batch_id)), None)
    prefixed = None if part is None else _Prefixed(standard, part, [p.prefix for p in said.parts])
    return _Piece(path, batch, _Places(batch.order, path), prefixed)


def _restore_kind(kind: str, entries: Sequence[Entry], pieces: Sequence[_Piece], folder: Path) -> Problem | None:
    """Write the files of a type, and say what is wrong with what comes out."""
    streams = [_placed_texts(piece, kind) for piece in pieces]
    merged = heapq.merge(*streams, key=lambda found: found[0])
    waiting = next(merged, None)
    place = 0
    for entry in entries:
        digest, lines = hashlib.sha256(), 0
        with telling(folder / entry.path):
            (folder / entry.path).parent.mkdir(parents=True, exist_ok=True)
            file = (folder / entry.path).open("wb")
        with file:
            while lines < entry.count:
                if waiting is None or waiting[0] > place:
                    return problem("whole-lacks", kind=kind, n=place + 1)
                text = waiting[1]
                # several parts hold what each of them needs
                while waiting is not None and waiting[0] == place:
                    if waiting[1] != text:
                        return problem("whole-differs", kind=kind, n=place + 1)
                    waiting = next(merged, None)
                digest.update(text + b"\n")
                with telling(folder / entry.path):
                    file.write(text + b"\n")
                place, lines = place + 1, lines + 1
            with telling(folder / entry.path):
                file.flush()
        if digest.hexdigest() != entry.sha256.lower():
            return problem("whole-changed", path=entry.path)
    return None if waiting is None else problem("whole-lacks", kind=kind, n=place + 1)


def _placed_texts(piece: _Piece, kind: str) -> Iterator[tuple[int, bytes]]:
    for place, text in piece.places.of(kind, texts_of(piece.batch, kind)):
        if piece.prefixed is None:
            yield place, text
            continue
        if record_of(text) is None:
            raise BatchError(problem("split-unread", path=piece.path, kind=kind, n=place + 1))
        yield place, piece.prefixed.text(kind, text)
