"""Corrections: what they correct, whether they fit, and the snapshot that they come to.

A correction names the batch that it corrects by id and by the digest of its manifest. It holds whole records, which
replace those of the same id or are new, and it takes records back. What it comes to is a snapshot that bears the
correction's id, and from which a further correction can go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from zhucun import validation
from zhucun.errors import BatchError, Problem, problem
from zhucun.exchange.records import Records, ident, ident_among, kinds_of, new_folder, texts_of, write_manifest
from zhucun.model import Report
from zhucun.opening.batch import Batch, open_batch
from zhucun.opening.manifest import Coverage, Entry, Manifest
from zhucun.record.personal import mask
from zhucun.standard import Standard
from zhucun.validation import Validation, Wanted
from zhucun.workspace import workspace

CORRECTION = "CORRECTION"


def apply(
    standard: Standard, base: str | Path, corrections: Sequence[str | Path], target: str | Path, profiles: Path | None = None
) -> Manifest:
    """Write the snapshot to which a batch comes by its corrections, one after the other.

    :param base: a snapshot: the first batch, or what earlier corrections came to.
    :param target: a folder that is not there yet, or is empty.
    :param profiles: a folder in which profiles are looked up besides the standard: what they declare of their own a record may hold.
    :returns: the manifest of the snapshot.
    :raises BatchError: if something cannot be read, a correction does not fit, or something stands at ``target``.
    :raises OurError: if there is no room.
    """
    return _apply(standard, base, corrections, target, Wanted(profiles=profiles))


def _apply(standard: Standard, base: str | Path, corrections: Sequence[str | Path], target: str | Path, wanted: Wanted) -> Manifest:
    with workspace() as work, new_folder(Path(target)) as folder:
        state = base
        for number, correction in enumerate(corrections):
            last = number == len(corrections) - 1
            into = folder if last else work / f"state-{number}"
            into.mkdir(exist_ok=True)
            said = _applied(standard, state, correction, into, wanted)
            state = into
    return said


def validate(path: str | Path, base: str | Path, *, standard: Standard | None = None, **asked: Any) -> Report:
    """Judge what a correction comes to.

    :param path: the correction.
    :param base: the snapshot that it corrects.
    :param asked: as :func:`zhucun.validate` takes it.
    :raises BatchError: as :func:`apply` and :func:`zhucun.validate`.
    """
    standard = standard or Standard.load()
    with workspace() as work:
        wanted = Wanted(profile=asked.get("profile"), profiles=Path(asked["profiles"]) if asked.get("profiles") else None)
        _apply(standard, base, [path], work / "outcome", wanted)
        return validation.validate(work / "outcome", standard=standard, **asked)


def _applied(standard: Standard, base: str | Path, correction: str | Path, into: Path, wanted: Wanted) -> Manifest:
    with ExitStack() as stack:
        work = stack.enter_context(workspace())
        before = stack.enter_context(open_batch(standard, base, work))
        run = stack.enter_context(Validation(standard, correction, wanted))
        said = check_fit(before, run.batch, base, correction)
        run.take_own(before.manifest)
        run.check_structure()
        if wrong := list(_faults(run, correction)):
            raise BatchError(*wrong)
        entries: list[Entry] = []
        kinds = kinds_of(standard, [before, run.batch])
        missing = [_absent(w.record_type, w.id) for w in said.withdrawn if w.record_type not in kinds]
        for kind in kinds:
            out = Records(into, kind)
            missing += _change(before, run.batch, said, kind, out)
            if (entry := out.close()) is not None:
                entries.append(entry)
        if missing:
            raise BatchError(*missing)
        if not entries:
            raise BatchError(problem("correction-empties", path=correction))
        before.check_unchanged()
        run.batch.check_unchanged()
        outcome = _outcome(before, run.batch, entries)
        write_manifest(into, outcome)
    return outcome


# --- whether it fits --------------------------------------------------------------------------------


def check_fit(base: Batch, correction: Batch, base_path: str | Path, path: str | Path) -> Manifest:
    """Demand that a correction is one of this base.

    :returns: the correction's manifest.
    :raises BatchError: with every reason why it is not.
    """
    was, said = base.manifest, correction.manifest
    for batch, shown in ((base, base_path), (correction, path)):
        if batch.manifest is None:
            raise BatchError(problem("exchange-single", path=shown))
    assert was is not None and said is not None
    if was.mode == CORRECTION:
        raise BatchError(problem("base-is-correction", path=base_path))
    if said.mode != CORRECTION:
        raise BatchError(problem("no-correction", path=path))
    if wrong := list(misfits(base, was, said)):
        raise BatchError(*wrong)
    return said


def misfits(base: Batch, was: Manifest, said: Manifest) -> Iterator[Problem]:
    """Why a correction is not one of this base."""
    target, named = said.supersedes, base.named
    assert target is not None and named is not None
    earlier = [n.batch_id for n in was.lineage]
    if target != named:
        if target.batch_id in earlier and target.batch_id != base.id:
            yield problem("correction-conflict", id=said.batch_id, base=target.batch_id, last=base.id)
        elif target.batch_id != base.id:
            yield problem("correction-base", id=said.batch_id, wanted=target.batch_id, given=base.id)
        else:
            yield problem("correction-digest", id=said.batch_id, base=base.id, wanted=target.manifest, given=named.manifest)
        return
    if said.batch_id in {*earlier, base.id}:
        yield problem("correction-id", id=said.batch_id)
    if said.sender["id"] != was.sender["id"]:
        yield problem("correction-sender", id=said.batch_id, given=said.sender["id"], wanted=was.sender["id"])
    if said.profile != was.profile:
        yield problem("correction-profile", id=said.batch_id, given=said.profile, wanted=was.profile)
    if said.start < was.start or said.end > was.end:
        yield problem("correction-period", id=said.batch_id, first=said.start, last=said.end, start=was.start, end=was.end)
    for number, entry in enumerate(said.coverage):
        if not any(_lies_inside(entry, other) for other in was.coverage):
            yield problem("correction-coverage", n=number, kind=entry.record_type)


def _lies_inside(entry: Coverage, other: Coverage) -> bool:
    """Whether what one entry declares is declared by another."""
    same = entry.record_type == other.record_type and other.kind in (None, entry.kind)
    return same and other.start <= entry.start and entry.end <= other.end


def _faults(run: Validation, path: str | Path) -> Iterator[Problem]:
    """Why the records of a correction cannot be taken over: each must be valid, and bear an id of its own."""
    if faulty := sum(run.loader.left_out.values()):
        yield problem("correction-faulty", path=path, n=faulty)
    if twice := run.collector.counts["STR-DUPLICATE-ID"]:
        yield problem("correction-twice", path=path, n=twice)


# --- what it comes to -------------------------------------------------------------------------------


def _change(base: Batch, correction: Batch, said: Manifest, kind: str, out: Records) -> list[Problem]:
    """Write the records of a type: those of the base in their order, replaced or left out, and then the new ones.

    :returns: which records are to be withdrawn that are not there, or are held as well.
    """
    taken = {w.id.encode() for w in said.withdrawn if w.record_type == kind}
    held: dict[bytes, bytes] = {}
    for text in texts_of(correction, kind):
        valid = ident(text)
        assert valid is not None  # each of them is
        held[valid.encode()] = text
    if both := taken & held.keys():
        return [problem("withdrawn-held", kind=kind, id=mask(name.decode())) for name in sorted(both)]
    changed = dict.fromkeys(taken | held.keys(), 0)
    for text in texts_of(base, kind):
        found = ident_among(text, changed)
        if found is None:
            out.add(text)
            continue
        name = found.encode()
        changed[name] += 1
        # of records that share an id the first is replaced, and the others go
        if name in held and changed[name] == 1:
            out.add(held[name])
    for name, text in held.items():
        if not changed[name]:
            out.add(text)
    return [_absent(kind, name.decode()) for name in sorted(taken) if not changed[name]]


def _absent(kind: str, name: str) -> Problem:
    return problem("withdrawn-missing", kind=kind, id=mask(name))


def _outcome(base: Batch, correction: Batch, entries: Sequence[Entry]) -> Manifest:
    was, said = base.manifest, correction.manifest
    assert was is not None and said is not None and base.named is not None and correction.named is not None
    return Manifest(
        standard=was.standard,
        batch_id=said.batch_id,
        sender=was.sender,
        profile=was.profile,
        start=was.start,
        end=was.end,
        as_of=max(was.as_of, said.as_of),
        coverage=was.coverage,
        files=tuple(entries),
        receiver=was.receiver,
        lineage=(*(was.lineage or (base.named,)), correction.named),
        parts=was.parts,
        ext=was.ext,
    )
