"""Batches of several senders as one.

Each sender has a prefix that is registered; it goes before every id and every reference to one, so that nobody's ids meet
another's. Organisations that several senders report alike are kept once under their own id. What is complete in the whole
is what is complete in every part. Where the senders' profiles differ each part keeps its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from zhucun.errors import BatchError, OptionError, problem, short
from zhucun.exchange.correction import CORRECTION
from zhucun.exchange.records import Records, ident, kinds_of, new_folder, texts_of, write_manifest
from zhucun.exchange.references import record_of, references, ways
from zhucun.exchange.references import rename as rename_at
from zhucun.exchange.signature import read_file
from zhucun.judging.parts import COLON
from zhucun.judging.rules import SHARED
from zhucun.opening.batch import Batch, open_batch
from zhucun.opening.manifest import Coverage, Entry, Manifest, Part
from zhucun.record import strictjson
from zhucun.record.personal import is_personal, mask
from zhucun.standard import ProfileFault, Profiles, Standard, UnknownProfile
from zhucun.validation import check_in_force, opened_by
from zhucun.workspace import workspace

#: As long as an id may be.
LONGEST = 64

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
    profile: str | None = None,
    profiles: Path | None = None,
) -> Manifest:
    """Write the batch that several senders' batches come to.

    :param prefixes: of each sender, as :func:`read_prefixes` gives them.
    :param batch_id: of the whole, and ``sender`` the id of who puts it together.
    :param profile: of the whole; by default that of the parts, or where theirs differ the nearest that all of them extend.
    :param profiles: a folder in which profiles are looked up besides the standard.
    :raises BatchError: if a part cannot be read or taken in, the parts have no profile in common, or something stands at ``target``.
    :raises OurError: if there is no room.
    """
    for given in (batch_id, sender):
        if not _ID.fullmatch(given):
            raise OptionError(problem("option-id", value=short(given)))
    with ExitStack() as stack:
        work = stack.enter_context(workspace())
        parts = [_open(standard, path, prefixes, work / str(n), stack) for n, path in enumerate(paths)]
        _demand_alike(parts)
        whole = _profile_of(Profiles(standard, profiles), parts, profile)
        shared = _shared(standard, parts)
        folder = stack.enter_context(new_folder(Path(target)))
        entries: list[Entry] = []
        for kind in kinds_of(standard, [part.batch for part in parts]):
            out = Records(folder, kind)
            for text in shared.values() if kind == SHARED else ():
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
            profile=whole,
            start=first.start,
            end=first.end,
            # nobody is judged as of a day that he had not seen when he reported
            as_of=min(part.said.as_of for part in parts),
            coverage=intersection([part.said.coverage for part in parts]),
            files=tuple(entries),
            parts=tuple(_named(standard, part, shared, whole) for part in parts),
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
    if said.by_part:
        # one prefix would be put before another, and whose profile is whose could no longer be said
        raise BatchError(problem("merge-parts", path=path))
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
            ("startDate", first.said.start, part.said.start),
            ("endDate", first.said.end, part.said.end),
        ):
            if ours != theirs:
                raise BatchError(problem("merge-differs", path=part.path, member=member, given=theirs, wanted=ours, other=first.path))


def _profile_of(profiles: Profiles, parts: Sequence[_Opened], given: str | None) -> str:
    """The profile of the whole: the one that is given, that of all parts, or the nearest that all of theirs extend.

    :raises BatchError: if one is unknown or does not bind in the period, or they have none in common.
    """
    first, names = parts[0].said, list(dict.fromkeys(part.said.profile for part in parts))
    if names == [given or names[0]]:
        return names[0]
    try:
        resolved = [profiles.resolve(name) for name in names]
        for found in resolved:
            check_in_force(found, first.start, first.end)
        opened_by(resolved)
        if given is not None:
            whole = profiles.resolve(given)
            check_in_force(whole, first.start, first.end)
            opened_by([whole, *resolved])
            return given
        # a chain leads from a profile to what it extends, the nearest first
        for name in resolved[0].chain:
            if all(name in other.chain for other in resolved):
                with suppress(BatchError):
                    check_in_force(profiles.resolve(name), first.start, first.end)
                    return name
    except (UnknownProfile, ProfileFault) as e:
        raise BatchError(*e.problems) from None
    raise BatchError(problem("merge-profile", names=", ".join(names), first=first.start, last=first.end))


def _shared(standard: Standard, parts: Sequence[_Opened]) -> dict[str, bytes]:
    """The organisations that several senders report alike, with all that they refer to: by id, in the order of the ids."""
    held: dict[str, tuple[bytes, int, bool]] = {}
    for part in parts:
        for text in texts_of(part.batch, SHARED):
            record = record_of(text)
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
    while lost := [n for n, d in shared.items() if any(ref not in shared for _, ref in references(standard, SHARED, orjson.loads(d)))]:
        for name in lost:
            del shared[name]
    return dict(sorted(shared.items()))


def _renamed(standard: Standard, part: _Opened, kind: str, prefixes: Any, shared: Mapping[str, bytes]) -> Iterator[bytes]:
    """The records of a type of one part under its prefix, without those that are shared."""
    known = tuple(prefix + COLON for prefix in prefixes)

    def rename(target: str, name: str) -> str:
        if target == SHARED and name in shared:
            return name
        if name.startswith(known):
            raise BatchError(problem("prefix-again", path=part.path, kind=target, id=mask(name)))
        if is_personal(name):
            # behind a prefix nobody would see any more what it is
            raise BatchError(problem("merge-personal", path=part.path, kind=target, id=mask(name)))
        out = part.prefix + COLON + name
        if len(out) > LONGEST:
            raise BatchError(problem("merge-long", path=part.path, kind=target, id=mask(name), longest=LONGEST, length=len(out)))
        return out

    places = ways(standard, kind)
    for number, text in enumerate(texts_of(part.batch, kind), 1):
        record = record_of(text)
        if record is None:
            raise BatchError(problem("merge-unread", path=part.path, kind=kind, n=number))
        if kind == SHARED and record["id"] in shared:
            continue
        record["id"] = rename(kind, record["id"])
        for way, target in places:
            rename_at(record, way, lambda ref, target=target: rename(target, ref))  # type: ignore[misc]
        yield orjson.dumps(record)


def _named(standard: Standard, part: _Opened, shared: Mapping[str, bytes], whole: str) -> Part:
    named = part.batch.named
    assert named is not None
    own = [name for text in texts_of(part.batch, SHARED) if (name := ident(text)) is not None and name in shared]
    profile = part.said.profile if part.said.profile != whole else None
    return Part(part.prefix, part.said.sender["id"], named.batch_id, named.manifest, profile, tuple(sorted(own)))


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
