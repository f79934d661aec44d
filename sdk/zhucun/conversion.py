"""From batches to workbooks and back, and workbooks to fill in."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from zhucun import postgresql, sample
from zhucun.errors import BatchError, OptionError, Problem, problem, short
from zhucun.opening import workbook
from zhucun.opening.batch import Batch, Source, open_batch
from zhucun.record import faults, strictjson
from zhucun.sheets import writing
from zhucun.sheets.grid import TYPE
from zhucun.sheets.writing import Wanted
from zhucun.standard import Profile, Profiles, Standard
from zhucun.workspace import output, workspace

#: So many records of each type stand on the sheet of examples.
_EXAMPLES = 2


def parse_types(standard: Standard, text: str) -> list[str]:
    """Record types with commas between, each by its name or its Chinese title, in the order of the standard.

    :raises OptionError: if one of them is none.
    """
    known = {t: t for t in standard.record_types} | {str(standard.schema(t)["title"]): t for t in standard.record_types}
    given = [name.strip() for name in text.replace("，", ",").replace("、", ",").split(",") if name.strip()]
    for name in given:
        if name not in known:
            raise OptionError(problem("sheet-type", name=short(name), known=", ".join(standard.record_types)))
    return [t for t in standard.record_types if t in {known[name] for name in given}]


def template(profile: Profile, target: Path, types: Sequence[str] | None = None, *, grid: bool = False) -> None:
    """Write a workbook to fill in for a profile: the records that its rules read, the fields they need, examples.

    :param types: other record types than those.
    :param grid: whether attendance is to be filled in as a table of a month.
    :raises OptionError: if the target is no name of a workbook.
    :raises OurError: if it cannot be written.
    """
    _check(target)
    standard = profile.standard
    read, fields = writing.read_by(profile)
    wanted = list(types or read)
    if grid and TYPE not in wanted:
        wanted = [t for t in standard.record_types if t in {*wanted, TYPE}]
    examples: dict[str, list[Any]] = {}
    if "effectiveFrom" in profile.data:
        for kind, record in sample.records(sample.plan(profile, villages=1)):
            if kind in wanted and len(examples.setdefault(kind, [])) < _EXAMPLES:
                examples[kind].append(record)
    manifest = {"profile": profile.id} if profile.id and not profile.outside else {}
    writing.write(standard, target, Wanted(wanted, fields, {k: examples[k] for k in wanted if k in examples}, grid), manifest)


def to_workbook(standard: Standard, path: str | Path, target: Path, *, grid: bool = False) -> list[Problem]:
    """Write the records of a batch as a workbook.

    :param grid: whether attendance is written as tables of months, as far as they hold it; its ids are not kept there.
    :returns: a sentence for each line that is no record at all, which no workbook can hold.
    :raises BatchError: if it cannot be read as a batch.
    :raises OurError: if it cannot be written.
    """
    _check(target)
    left_out: list[Problem] = []
    with _opened(standard, path) as batch:
        manifest = batch.manifest.as_json() if batch.manifest else {}
        types = [t for t in standard.record_types if any(s.record_type == t for s in batch.sources)]
        strange = {t: _strange(standard, t, [s for s in batch.sources if s.record_type == t]) for t in types}
        records = {t: _records([s for s in batch.sources if s.record_type == t], left_out) for t in types}
        writing.write(standard, target, Wanted(types, grid=grid), manifest, records, strange)
        batch.check_unchanged()
    return left_out


def to_batch(standard: Standard, path: str | Path, folder: Path) -> None:
    """Write the records of a workbook as a batch.

    :raises BatchError: if it cannot be read, or the folder is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BatchError(problem("folder-not-empty", path=folder))
    with _opened(standard, path) as batch:
        book = batch.workbook
        if book is None:
            raise BatchError(problem("sheet-annotate", path=path))
        files = workbook.entries(book.files)
        folder.mkdir(parents=True, exist_ok=True)
        for written, entry in zip(book.files, files, strict=True):
            with output(folder / entry.path) as write, written.path.open("rb") as f:
                while block := f.read(2**20):
                    write(block)
        if batch.manifest is not None:
            batch.manifest.write(folder)
        batch.check_unchanged()


def to_database(standard: Standard, path: str | Path, address: str, profiles: Path | None = None) -> None:
    """Write a batch into PostgreSQL, whole or not at all.

    :param profiles: a folder in which profiles are looked up besides the standard: what they declare of their own a record may hold.
    :raises BatchError: if it cannot be read as a batch, a record is not valid, or the database does not take it.
    :raises OurError: if the database fails.
    """
    with _opened(standard, path) as batch:
        if batch.manifest is None:
            raise BatchError(problem("database-file", path=path))
        declaring = Profiles(standard, profiles).resolve(batch.manifest.profile).standard
        records = {t: _valid(declaring, t, [s for s in batch.sources if s.record_type == t]) for t in standard.record_types}
        postgresql.write(standard, address, batch.manifest, records, batch.check_unchanged)


def _valid(standard: Standard, record_type: str, sources: Sequence[Source]) -> Iterator[Mapping[str, Any]]:
    for source, number, raw in _lines(sources):
        try:
            record = strictjson.object_of(raw)
        except strictjson.Refused:
            record = None
        if record is None or faults.explain(standard, record_type, record):
            raise BatchError(problem("database-record", path=source.name, line=number))
        yield record


@contextlib.contextmanager
def _opened(standard: Standard, path: str | Path) -> Iterator[Batch]:
    with workspace() as work, open_batch(standard, path, work) as batch:
        yield batch


def _check(target: Path) -> None:
    if target.suffix.lower() != ".xlsx":
        raise OptionError(problem("sheet-target", path=target))


def _lines(sources: Sequence[Source]) -> Iterator[tuple[Source, int, bytes]]:
    for source in sources:
        with source.path.open("rb") as f:
            for number, raw in enumerate(f, 1):
                if raw.strip(strictjson.SPACE):
                    yield source, source.numbers[number - 1] if source.numbers else number, raw


def _object(raw: bytes) -> dict[str, Any] | None:
    try:
        found = orjson.loads(raw)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _records(sources: Sequence[Source], left_out: list[Problem]) -> Iterator[Mapping[str, Any]]:
    for source, number, raw in _lines(sources):
        record = _object(raw)
        try:
            strictjson.object_of(raw)
        except strictjson.Refused:
            left_out.append(problem("sheet-line" if record is None else "sheet-key", path=source.name, line=number))
        if record is not None:
            yield record


def _strange(standard: Standard, record_type: str, sources: Sequence[Source]) -> list[str]:
    """The members of records that the standard does not know, in the order in which they come."""
    known = standard.schema(record_type)["properties"].keys()
    return list(dict.fromkeys(name for _, _, raw in _lines(sources) for name in (_object(raw) or {}) if name not in known))
