"""Synthetic batches that are valid by construction under any profile.

``plan`` chooses size and period, ``records`` makes the records, ``write`` writes a batch, and ``broken``
writes one that violates a rule by the rule's own ``@break``. The same plan gives the same bytes. All
persons, units and places are made up; nothing here knows a jurisdiction or a threshold.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, cast

import duckdb
import orjson

from zhucun.calendar import DAY, Day, add_months
from zhucun.database import insert
from zhucun.errors import problem
from zhucun.judging import tables
from zhucun.opening.manifest import Coverage, Entry, Manifest
from zhucun.printing import printable
from zhucun.record.strictjson import guess_encoding, is_utf8
from zhucun.sample.acts import attendance, regular
from zhucun.sample.breaking import break_rule
from zhucun.sample.policy import Policy, Record
from zhucun.sample.stories import tell
from zhucun.sample.world import Plan, SampleError, World, build, crowd
from zhucun.standard import Profile, Rule, Standard
from zhucun.words import both

__all__ = ["Plan", "SampleError", "broken", "manifest", "plan", "records", "write"]

#: First day of a sample under a profile that no day is known of: it binds none, so any serves.
_UNKNOWN = "2021-01-01"

#: Records between two calls of ``progress``.
_CHUNK = 20_000


# --- plan -----------------------------------------------------------------------------------------


def plan(
    profile: Profile,
    *,
    villages: int | None = None,
    cadres: int | None = None,
    start: Day | None = None,
    end: Day | None = None,
    seed: int = 1,
    register: Path | None = None,
) -> Plan:
    """Fill what is not given so that the rules of the profile have something to judge.

    :param villages: stationed villages; by default three.
    :param cadres: cadres with their successors; by default as few as the staffing needs.
    :param start: first day; by default the first of a month inside the profile's validity.
    :param end: last day; by default far enough for the longest period that the profile speaks of.
    :param register: CSV of real villages (``villageCode, name, townshipCode``), one used for each village, in order.
    :raises SampleError: if the register cannot be read or has too few villages, or the period is empty.
    """
    policy = Policy(profile)
    first, last = _period(policy)
    start = start or first
    end = end or (last if start == first else max(add_months(start, 8) - DAY, start))
    if end < start:
        raise SampleError(problem("sample-period", start=start, end=end))
    count = villages if villages is not None else 3
    places: tuple[dict[str, str], ...] = ()
    if register:
        places = read_register(register)
        if len(places) < count:
            raise SampleError(problem("sample-villages", has=len(places), wanted=count))
    return Plan(profile, count, cadres, start, end, seed, places)


#: What a register of villages must say of each; ``edition`` may be there too.
_COLUMNS = ("villageCode", "name", "townshipCode")
_VILLAGE_CODE = re.compile(r"[0-9]{12}")


def read_register(path: Path) -> tuple[dict[str, str], ...]:
    """The villages of a register: CSV in UTF-8, with or without a byte-order mark, as spreadsheets save it.

    :raises SampleError: if it is something else.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise SampleError(problem("no-path", path=path)) from None
    except OSError as e:
        raise SampleError(problem("unreadable", path=path, reason=e.strerror or e)) from None
    reader = csv.DictReader(io.StringIO(_decoded(raw, path), newline=""))
    try:
        header = reader.fieldnames or []
        if not set(_COLUMNS) <= set(header):
            actual = printable(", ".join(header), 100) or both("fill.nothing")
            raise SampleError(problem("register-header", path=path, wanted=",".join(_COLUMNS), actual=actual))
        return tuple(_checked(row, path, reader.line_num) for row in reader)
    except csv.Error as e:
        raise SampleError(problem("unreadable", path=path, reason=e)) from None


def _decoded(raw: bytes, path: Path) -> str:
    # ASCII in UTF-16 without a mark would pass as UTF-8 full of NULs
    guess = "UTF-16" if b"\0" in raw[:64] else guess_encoding(raw)
    if guess != "UTF-16" and is_utf8(raw):
        return raw.decode("utf-8-sig")
    raise SampleError(problem("register-encoding", path=path, guess=f" ({guess})" if guess else ""))


def _checked(row: dict[str, Any], path: Path, line: int) -> dict[str, str]:
    """A row of a register whose code and name can be used."""
    if not _VILLAGE_CODE.fullmatch(row["villageCode"] or ""):
        raise SampleError(problem("register-row", path=path, line=line, column="villageCode", wanted=both("fill.digits")))
    if not row["name"]:
        raise SampleError(problem("register-row", path=path, line=line, column="name", wanted=both("fill.blank")))
    return {k: v for k, v in row.items() if isinstance(k, str) and isinstance(v, str)}


def _period(policy: Policy) -> tuple[Day, Day]:
    """The default period: long enough for the longest term, duty or assessment of the profile, no longer."""
    data = policy.profile.data
    begins = Day.fromisoformat(data.get("effectiveFrom", _UNKNOWN))
    first = begins if begins.day == 1 else add_months(begins.replace(day=1), 1)
    spans = {r["period"] for r in policy.rows("obligation")}
    term = policy.number("term.nominalMonths") or policy.number("term.minMonths")
    longest = policy.number("term.maxMonths")
    if "TWO_YEARS" in spans:
        # a window of two years counts from an odd year; a month before it lets a term end inside
        year = first.year + 1 + first.year % 2
        return Day(year - 1, 12, 1), Day(year + 2, 2, 1) - DAY
    if term or longest:
        return first, add_months(first, (term or longest or 0) + 1) - DAY
    yearly = "YEAR" in spans or any(r["kind"] == "ANNUAL" for r in policy.rows("assessmentRequirement")) or policy.rows("gradeCap")
    if yearly or policy.number("presence.minDaysPerYear"):
        # two months into the next year, or one beyond the day on which the year should be settled
        months = (policy.number("settlement.monthsAfterYear") or 1) + 1
        return first, Day(first.year + (2 if first.month > 1 else 1), 1 + months, 1) - DAY
    return first, add_months(first, 8) - DAY


# --- records --------------------------------------------------------------------------------------


def _world(plan: Plan) -> World:
    world = build(plan)
    tell(world)
    crowd(world)
    regular(world)
    return world


def records(plan: Plan) -> Iterator[tuple[str, Record]]:
    """The records in the order in which a batch is loaded: (record type, record)."""
    world = _world(plan)
    made: dict[str, Sequence[Record]] = {
        "organization": list(world.organizations.values()),
        "village": world.villages,
        "cadre": list({s.cadre["id"]: s.cadre for s in world.stays}.values()),
        "team": world.teams,
        "posting": [s.posting for s in world.stays],
        "leave": world.leaves,
        "activity": world.activities,
        "assessment": world.assessments,
        "rectificationCase": world.cases,
        "support": world.supports,
        "measure": world.measures,
    }
    for name in plan.profile.standard.record_types:
        if name == "attendance":
            # made one at a time: of everything else a sample holds thousands, of these millions
            for record in attendance(world):
                yield name, record
        else:
            order = list(plan.profile.standard.fields(name))
            for record in sorted(made[name], key=lambda r: str(r["id"])):
                yield name, {k: record[k] for k in order if k in record}


def manifest(plan: Plan, files: Sequence[Entry]) -> Manifest:
    """The manifest of a batch of these files; everything is covered."""
    start, end = plan.start.isoformat(), plan.end.isoformat()
    return Manifest(
        standard=plan.profile.standard.version,
        batch_id=_batch_id(plan),
        sender={"id": "zhucun-sample", "name": "合成样例"},
        profile=plan.profile.id,
        start=start,
        end=end,
        as_of=end,
        coverage=_everything(plan),
        files=tuple(files),
    )


def _batch_id(plan: Plan) -> str:
    return f"sample-{plan.profile.id}-{plan.seed}"


def _everything(plan: Plan) -> tuple[Coverage, ...]:
    start, end = plan.start.isoformat(), plan.end.isoformat()
    return tuple(Coverage(kind, start, end) for kind in plan.profile.standard.record_types)


# --- writing --------------------------------------------------------------------------------------


class _Hashed(io.RawIOBase):
    """A file that hashes what is written to it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self.sha256 = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.sha256.update(data)
        return self._file.write(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _compressed(raw: _Hashed, compress: str | None) -> AbstractContextManager[Any]:
    if compress is None:
        return io.BufferedWriter(raw, 1 << 20)
    if compress == "gz":
        return gzip.GzipFile("", "wb", 6, raw, mtime=0)
    if compress == "zst":
        import zstandard

        return zstandard.ZstdCompressor().stream_writer(cast(IO[bytes], raw), closefd=False)
    raise ValueError(f"no such compression: {compress}")


def _write_file(folder: Path, name: str, lines: Iterator[bytes], compress: str | None) -> Entry:
    """Write one file; its entry in the manifest."""
    path = folder / (f"{name}.ndjson" + (f".{compress}" if compress else ""))
    count = 0
    raw = _Hashed(path)
    with _compressed(raw, compress) as f:
        for line in lines:
            count += 1
            f.write(line)
    digest = raw.sha256.hexdigest()
    raw.close()
    if count == 0:
        path.unlink()  # a type of which there is nothing has no file
    return Entry(path.name, name, count, digest)


def _finish(plan: Plan, folder: Path, files: Sequence[Entry]) -> Manifest:
    result = manifest(plan, [f for f in files if f.count])
    result.write(folder)
    return result


def write(plan: Plan, folder: Path, *, compress: str | None = None, progress: Callable[[str, int], None] | None = None) -> Manifest:
    """Write a batch into a folder, which is made if need be.

    :param compress: ``gz``, ``zst`` or None.
    :param progress: called with a record type and how many of it are written, now and then.
    :return: the manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files, source = [], records(plan)
    pending = next(source, None)
    for name in plan.profile.standard.record_types:

        def lines(name: str = name) -> Iterator[bytes]:
            nonlocal pending
            count = 0
            while pending is not None and pending[0] == name:
                yield orjson.dumps(_nested(plan.profile.standard, name, pending[1]), option=orjson.OPT_APPEND_NEWLINE)
                count += 1
                if progress and count % _CHUNK == 0:
                    progress(name, count)
                pending = next(source, None)
            if progress:
                progress(name, count)

        files.append(_write_file(folder, name, lines(), compress))
    return _finish(plan, folder, files)


# --- breaking -------------------------------------------------------------------------------------


def database(plan: Plan) -> duckdb.DuckDBPyConnection:
    """The sample in the database that the rules read."""
    standard, start, end = plan.profile.standard, plan.start.isoformat(), plan.end.isoformat()
    con = duckdb.connect()
    tables.create_facts(con, standard)
    for name, of_one_type in groupby(records(plan), key=itemgetter(0)):
        while chunk := [record for _, record in islice(of_one_type, _CHUNK)]:
            insert(con, name, standard.columns(name), chunk)
    coverage = tuple(c.as_json() for c in _everything(plan))
    tables.create_context(con, plan.profile, tables.Frame(_batch_id(plan), start, end, end, coverage))
    return con


def broken(plan: Plan, folder: Path, *rule_ids: str) -> Manifest:
    """Write a batch that violates rules: the sample, changed for each in turn, by its ``@break`` where that serves.

    :return: the manifest.
    :raises UnknownRule: if there is no such rule.
    :raises SampleError: if a rule does not run under the profile, or nothing in the sample can be made to violate it.
    """
    standard = plan.profile.standard
    chosen = [standard.rule(ident) for ident in rule_ids]
    for rule in chosen:
        if rule.rows(plan.profile) is None:
            raise SampleError(problem("rule-idle", name=rule.id, profile=plan.profile.id))
    con = database(plan)
    for rule in chosen:
        if not break_rule(con, plan.profile, rule):
            raise SampleError(problem("sample-unbroken", name=rule.id, profile=plan.profile.id, rows=_rows_of(rule, plan.profile)))
    folder.mkdir(parents=True, exist_ok=True)
    files = [_write_file(folder, name, rows(con, standard, name), None) for name in standard.record_types]
    con.close()
    return _finish(plan, folder, files)


def _rows_of(rule: Rule, profile: Profile) -> str:
    return ", ".join(dict.fromkeys(row.row_id for need in rule.rows(profile) or [] for row in need))


def rows(con: duckdb.DuckDBPyConnection, standard: Standard, name: str) -> Iterator[bytes]:
    """The records of a fact table as lines; what is NULL is left out."""
    cols = ", ".join(f'"{c}"' for c in standard.columns(name))
    found = con.execute(f'SELECT to_json(r) FROM (SELECT {cols} FROM "{name}" ORDER BY id) r')
    while chunk := found.fetchmany(_CHUNK):
        for (text,) in chunk:
            yield orjson.dumps(_nested(standard, name, without_nulls(json.loads(text))), option=orjson.OPT_APPEND_NEWLINE)


def _nested(standard: Standard, record_type: str, record: dict[str, Any]) -> dict[str, Any]:
    """A record with its declared fields in ``ext``, where it has any."""
    for column in standard.own_fields(record_type).keys() & record.keys():
        _, owner, name = column.split(".")
        record.setdefault("ext", {}).setdefault(owner, {})[name] = record.pop(column)
    return record


def without_nulls(value: Any) -> Any:
    """A value of the engine's as JSON has it: what is NULL is left out."""
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [without_nulls(v) for v in value]
    return value
