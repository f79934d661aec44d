"""Batches of several senders as one, and one as several.

Each sender has a prefix that is registered; it goes before every id and every reference to one, so that nobody's ids meet
another's. Organisations that several senders report alike are kept once under their own id. What is complete in the whole
is what is complete in every part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from zhucun.errors import BatchError, OptionError, problem, short
from zhucun.exchange.correction import CORRECTION
from zhucun.exchange.records import Records, ident, kinds_of, new_folder, texts_of, write_manifest
from zhucun.exchange.signature import read_file
from zhucun.opening.batch import Batch, open_batch
from zhucun.opening.manifest import Coverage, Entry, Manifest, Part
from zhucun.record import quick, strictjson
from zhucun.record.personal import is_personal, mask
from zhucun.standard import Standard, per_standard
from zhucun.workspace import workspace

#: Between a prefix and an id.
COLON = ":"

#: As long as an id may be.
_LONGEST = 64

#: The record type of which one record may be several senders'.
_SHARED = "organization"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,15}")


def read_prefixes(path: str | Path) -> dict[str, str]:
    """The register of prefixes: an object of sender ids and the prefix of each.

    :raises BatchError: if it is none, or two senders have one prefix.
    """
    try:
        said = strictjson.object_of(read_file(path).strip(strictjson.SPACE))
    except strictjson.Refused:
        raise BatchError(problem("prefixes-form", path=path)) from None
    if not said or not all(isinstance(p, str) and _PREFIX.fullmatch(p) for p in said.values()):
        raise BatchError(problem("prefixes-form", path=path))
    if len(set(said.values())) != len(said):
        twice = sorted(p for p in set(said.values()) if list(said.values()).count(p) > 1)
        raise BatchError(problem("prefix-twice", path=path, prefix=twice[0]))
    return dict(said)


# --- references -------------------------------------------------------------------------------------


@per_standard
def _reference_paths(standard: Standard, kind: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The way to each reference of a record type, also inside lists and objects, and the type it points to."""
    out: list[tuple[tuple[str, ...], str]] = []

    def walk(schema: Mapping[str, Any], way: tuple[str, ...]) -> None:
        if "x-ref" in schema:
            out.append((way, schema["x-ref"]))
        for name, prop in schema.get("properties", {}).items():
            walk(prop, (*way, name))
        if isinstance(schema.get("items"), Mapping):
            walk(schema["items"], way)

    walk(standard.schema(kind), ())
    return tuple(out)


def _rename(node: Any, way: tuple[str, ...], rename: Callable[[str], str]) -> Any:
    """The same value with the reference at the end of the way renamed."""
    if isinstance(node, list):
        return [_rename(item, way, rename) for item in node]
    if not way:
        return rename(node) if isinstance(node, str) else node
    if isinstance(node, dict) and way[0] in node:
        node[way[0]] = _rename(node[way[0]], way[1:], rename)
    return node


def references(standard: Standard, kind: str, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a record refers to: record type and id."""
    for way, target in _reference_paths(standard, kind):
        found: list[str] = []
        _rename(orjson.loads(orjson.dumps(record)), way, lambda ref, found=found: found.append(ref) or ref)  # type: ignore[misc]
        yield from ((target, ref) for ref in found)


def _record(text: bytes) -> dict[str, Any] | None:
    """A record that bears an id; None for a line of which that cannot be told."""
    seen = quick.read(text)
    if seen is not None and seen.exact:
        record = seen.record
    else:
        try:
            record = strictjson.object_of(text)
        except strictjson.Refused:
            return None
    return record if isinstance(record.get("id"), str) else None


# --- merging ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Opened:
    """One part, on its way into the whole."""

    path: str | Path
    batch: Batch
    said: Manifest
    prefix: str


def merge(
    standard: Standard,
    paths: Sequence[str | Path],
    prefixes: Mapping[str, str],
    target: str | Path,
    *,
    batch_id: str,
    sender: str,
) -> Manifest:
    """Write the batch that several senders' batches come to.

    :param prefixes: of each sender, as :func:`read_prefixes` gives them.
    :param batch_id: of the whole, and ``sender`` the id of who puts it together.
    :raises BatchError: if a part cannot be read or taken in, or something stands at ``target``.
    :raises OurError: if there is no room.
    """
    for given in (batch_id, sender):
        if not _ID.fullmatch(given):
            raise OptionError(problem("option-id", value=short(given)))
    with ExitStack() as stack:
        work = stack.enter_context(workspace())
        parts = [_open(standard, path, prefixes, work / str(n), stack) for n, path in enumerate(paths)]
        _demand_alike(parts)
        shared = _shared(standard, parts)
        folder = stack.enter_context(new_folder(Path(target)))
        entries: list[Entry] = []
        for kind in kinds_of(standard, [part.batch for part in parts]):
            with Records(folder, kind) as out:
                for text in shared.values() if kind == _SHARED else ():
                    out.add(text)
                for part in parts:
                    for text in _renamed(standard, part, kind, prefixes.values(), shared):
                        out.add(text)
                if (entry := out.close()) is not None:
                    entries.append(entry)
        for part in parts:
            part.batch.check_unchanged()
        first = parts[0].said
        said = Manifest(
            standard=first.standard,
            batch_id=batch_id,
            sender={"id": sender},
            profile=first.profile,
            start=first.start,
            end=first.end,
            # nobody is judged as of a day that he had not seen when he reported
            as_of=min(part.said.as_of for part in parts),
            coverage=intersection([part.said.coverage for part in parts]),
            files=tuple(entries),
            parts=tuple(_named(standard, part, shared) for part in parts),
        )
        write_manifest(folder, said)
        return said


def _open(standard: Standard, path: str | Path, prefixes: Mapping[str, str], work: Path, stack: ExitStack) -> _Opened:
    work.mkdir()
    batch = stack.enter_context(open_batch(standard, path, work))
    said = batch.manifest
    if said is None:
        raise BatchError(problem("exchange-single", path=path))
    if said.mode == CORRECTION:
        raise BatchError(problem("base-is-correction", path=path))
    if said.sender["id"] not in prefixes:
        raise BatchError(problem("prefix-none", path=path, sender=said.sender["id"]))
    return _Opened(path, batch, said, prefixes[said.sender["id"]])


def _demand_alike(parts: Sequence[_Opened]) -> None:
    first, seen = parts[0], set()
    for part in parts:
        if part.said.sender["id"] in seen:
            raise BatchError(problem("merge-sender", path=part.path, sender=part.said.sender["id"]))
        seen.add(part.said.sender["id"])
        for member, ours, theirs in (
            ("profile", first.said.profile, part.said.profile),
            ("startDate", first.said.start, part.said.start),
            ("endDate", first.said.end, part.said.end),
        ):
            if ours != theirs:
                raise BatchError(problem("merge-differs", path=part.path, member=member, given=theirs, wanted=ours, other=first.path))


def _shared(standard: Standard, parts: Sequence[_Opened]) -> dict[str, bytes]:
    """The organisations that several senders report alike, with all that they refer to: by id, in the order of the ids."""
    held: dict[str, tuple[bytes, int, bool]] = {}
    for part in parts:
        for text in texts_of(part.batch, _SHARED):
            record = _record(text)
            if record is None:
                continue
            dense = orjson.dumps(record)
            key = orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
            before = held.get(record["id"])
            if before is None:
                held[record["id"]] = (dense, 1, True)
            else:
                same = before[2] and orjson.dumps(orjson.loads(before[0]), option=orjson.OPT_SORT_KEYS) == key
                held[record["id"]] = (before[0], before[1] + 1, same)
    shared = {name: dense for name, (dense, times, same) in held.items() if times > 1 and same}
    while lost := [n for n, d in shared.items() if any(ref not in shared for _, ref in references(standard, _SHARED, orjson.loads(d)))]:
        for name in lost:
            del shared[name]
    return dict(sorted(shared.items()))


def _renamed(standard: Standard, part: _Opened, kind: str, prefixes: Any, shared: Mapping[str, bytes]) -> Iterator[bytes]:
    """The records of a type of one part under its prefix, without those that are shared."""
    known = tuple(prefix + COLON for prefix in prefixes)

    def rename(target: str, name: str) -> str:
        if target == _SHARED and name in shared:
            return name
        if name.startswith(known):
            raise BatchError(problem("prefix-again", path=part.path, kind=target, id=mask(name)))
        if is_personal(name):
            # behind a prefix nobody would see any more what it is
            raise BatchError(problem("merge-personal", path=part.path, kind=target, id=mask(name)))
        out = part.prefix + COLON + name
        if len(out) > _LONGEST:
            raise BatchError(problem("merge-long", path=part.path, kind=target, id=mask(name), longest=_LONGEST, length=len(out)))
        return out

    ways = _reference_paths(standard, kind)
    for number, text in enumerate(texts_of(part.batch, kind), 1):
        record = _record(text)
        if record is None:
            raise BatchError(problem("merge-unread", path=part.path, kind=kind, n=number))
        if kind == _SHARED and record["id"] in shared:
            continue
        record["id"] = rename(kind, record["id"])
        for way, target in ways:
            _rename(record, way, lambda ref, target=target: rename(target, ref))  # type: ignore[misc]
        yield orjson.dumps(record)


def _named(standard: Standard, part: _Opened, shared: Mapping[str, bytes]) -> Part:
    named = part.batch.named
    assert named is not None
    own = [name for text in texts_of(part.batch, _SHARED) if (name := ident(text)) is not None and name in shared]
    return Part(part.prefix, part.said.sender["id"], named.batch_id, named.manifest, tuple(sorted(own)))


def intersection(declared: Sequence[Sequence[Coverage]]) -> tuple[Coverage, ...]:
    """What every one of several batches declares complete."""
    both = set(declared[0])
    for other in declared[1:]:
        both = {found for a in both for b in other if (found := _both(a, b)) is not None}
    kept = [c for c in both if not any(o != c and _both(c, o) == c for o in both)]
    return tuple(sorted(kept, key=lambda c: (c.record_type, c.kind or "", c.start, c.end)))


def _both(a: Coverage, b: Coverage) -> Coverage | None:
    """What two entries both declare."""
    if a.record_type != b.record_type or (a.kind and b.kind and a.kind != b.kind):
        return None
    start, end = max(a.start, b.start), min(a.end, b.end)
    return Coverage(a.record_type, start, end, a.kind or b.kind) if start <= end else None


# --- splitting by sender ----------------------------------------------------------------------------


def split_by_sender(standard: Standard, path: str | Path, target: str | Path) -> list[str]:
    """Write the parts of a merged batch, each under its sender's own ids, into folders named by their prefixes.

    :returns: the prefixes.
    :raises BatchError: if it is no merged batch, or something stands at ``target``.
    :raises OurError: if there is no room.
    """
    with ExitStack() as stack:
        work = stack.enter_context(workspace())
        batch = stack.enter_context(open_batch(standard, path, work))
        if batch.manifest is None or not batch.manifest.parts:
            raise BatchError(problem("split-not-merged", path=path))
        folder = stack.enter_context(new_folder(Path(target)))
        for part in batch.manifest.parts:
            place = folder / part.prefix
            place.mkdir()
            _write_part(standard, batch, part, place)
        batch.check_unchanged()
        return [part.prefix for part in batch.manifest.parts]


def _write_part(standard: Standard, batch: Batch, part: Part, place: Path) -> None:
    assert batch.manifest is not None
    begins, shared = part.prefix + COLON, set(part.shared)
    entries: list[Entry] = []
    for kind in kinds_of(standard, [batch]):
        ways = _reference_paths(standard, kind)
        with Records(place, kind) as out:
            for text in texts_of(batch, kind):
                record = _record(text)
                if record is None or not (record["id"].startswith(begins) or (kind == _SHARED and record["id"] in shared)):
                    continue
                record["id"] = record["id"].removeprefix(begins)
                for way, _ in ways:
                    _rename(record, way, lambda ref: ref.removeprefix(begins))
                out.add(orjson.dumps(record))
            if (entry := out.close()) is not None:
                entries.append(entry)
    said = replace(batch.manifest, batch_id=part.batch_id, sender={"id": part.sender}, files=tuple(entries), parts=(), lineage=())
    write_manifest(place, said)
