"""The same validation on Spark, for what one machine does not hold: ``pip install zhucun[spark]``.

Attendance is nearly all of the data. Its files are cut into pieces that are checked where they are read, and the valid
records are put together by county. The rules whose header says ``splitBy`` run county by county, with all other records
of the county's cadres; one who serves in two counties belongs to one of them. All other rules, and what crosses counties
(ids used twice, shares, comparisons), are judged once over the other records and over small keyed facts. Each task runs
the kernel that one machine runs, so the findings are the same.

The folders ``path`` and ``work`` must be reachable under the same names from the driver and the workers.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from zhucun import database, faults, rules, standard, structure, tables, validation
from zhucun.batch import Batch, Source, open_batch
from zhucun.database import connect, quote
from zhucun.errors import BatchError, Problem
from zhucun.streams import Lines
from zhucun.validation import Report, Step
from zhucun.workspace import temporary, workspace, writing

#: The record type that is split.
BULK = "attendance"

#: Bytes of a piece of a file.
PIECE = 256 * 2**20

#: Record types that each task gets whole: they belong to no cadre, and there are few.
_SHARED = ("organization", "village", "team")

Task = dict[str, Any]
Finding = dict[str, Any]


def session() -> Any:
    """The Spark session that is there, or one on this machine."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return SparkSession.builder.appName("zhucun").config("spark.ui.enabled", "false").getOrCreate()


def validate(
    spark: Any,
    path: str | Path,
    *,
    profile: str | None = None,
    as_of: str | None = None,
    lang: str = "zh",
    docs: str | None = None,
    work: str | Path | None = None,
    parts: int | None = None,
    piece: int = PIECE,
    step: Step = lambda _what, _done, _total: None,
) -> Report:
    """Validate a batch on Spark; the findings are those of ``zhucun.validate``.

    :param docs: address of a documentation site; each finding then links to its rule's page.
    :param work: a folder that all workers reach; by default the temporary folder, which will do on one machine.
    :param parts: into how many parts the counties are put; by default twice the tasks that run at a time.
    :param piece: bytes of a piece of an attendance file.
    :raises BatchError: if the input cannot be read as a batch.
    """
    around = Path(work) if work else temporary()
    with writing(around):
        place = Path(tempfile.mkdtemp(prefix="zhucun-", dir=around))
    try:
        run = _Run(spark, place, lang, parts or 2 * spark.sparkContext.defaultParallelism, piece, step)
        data = run.validate(path, profile, as_of)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    validation._help(data, docs, lang)
    return Report(data)


class _Run:
    """One validation, seen from the driver."""

    def __init__(self, spark: Any, work: Path, lang: str, parts: int, piece: int, step: Step) -> None:
        self.spark, self.work, self.lang, self.parts, self.piece, self.step = spark, work, lang, parts, piece, step

    def validate(self, path: str | Path, profile_name: str | None, as_of: str | None) -> dict[str, Any]:
        with open_batch(path, self.work, lambda n, total: self.step("open", n, total)) as batch:
            data = self._judge(batch, profile_name, as_of)
            batch.check_unchanged()
        return data

    def _judge(self, batch: Batch, profile_name: str | None, as_of: str | None) -> dict[str, Any]:
        profile, context = validation._context(batch, profile_name, as_of)
        # what this process holds open others find by its name only
        sources = {n: replace(s, path=s.named) for n, s in enumerate(batch.sources)}
        files = {n: s.name for n, s in sources.items()}
        collector = structure.Collector(self.lang)
        for name in batch.unlisted:
            collector.add("manifest", name, None, faults.Fault("STR-UNLISTED-FILE"))
        con = connect(self.work)
        try:
            loader = _Driver(con, self.work, collector)
            small = {n: s for n, s in sources.items() if s.record_type != BULK}
            loader.load(small)
            loader.finish()
            loader.check_ids(small)
            tables.create_context(con, profile, context)
            self._assign(con)
            found, vouched = self._pieces({n: s for n, s in sources.items() if s.record_type == BULK}, loader)
            self._twice(loader, sources, vouched)
            lacking = rules.lacking_in(con) - ({BULK} if loader.bulk else set())
            whole = frozenset(r.id for r in standard.rules().values() if "splitBy" not in r.header)
            local = self._export(con, profile, context, files, loader, lacking)
            tables.freeze(con, [r for r in standard.rules_under(profile) if r.id in whole])
            outcomes = {o.rule.id: o for o in rules.run(con, profile, files, self.lang, only=whole, lacking=lacking)}
            for result in local:
                found += result["structure"]
                _merge(outcomes, result["outcomes"])
                for code, n in result["counts"].items():
                    collector.counts[code] = collector.counts.get(code, 0) + n
            ordered = [outcomes[ident] for ident in standard.rules()]
            every = collector.found + found + [f for o in ordered for f in o.found]
            _lines(every, sources, vouched)
            validation._fill_lines([f for f in every if f["recordType"] != BULK], small)
            every.sort(key=validation.order)
            return validation._report(batch, profile, context, self.lang, loader, collector, ordered, every)
        finally:
            con.close()

    def _map(self, task: Callable[[Task], Any], tasks: Sequence[Task], what: str) -> list[Any]:
        if not tasks:
            return []
        self.step(what, 0, len(tasks))
        out = self.spark.sparkContext.parallelize(tasks, len(tasks)).map(task).collect()
        self.step(what, len(tasks), len(tasks))
        return list(out)

    def _assign(self, con: duckdb.DuckDBPyConnection) -> None:
        """Say of each cadre to which part the county belongs; of one who serves in several, the first by name."""
        con.execute(
            f"""CREATE TABLE "part of cadre" AS
                SELECT cadreId, (hash(min(county)) % {self.parts})::INTEGER AS part
                FROM (SELECT p.cadreId, coalesce(v.countyOfficeId, left(v.villageCode, 6), p.cadreId) AS county
                      FROM posting p LEFT JOIN village v ON v.id = p.villageId
                      UNION ALL SELECT id, NULL FROM cadre)
                GROUP BY cadreId"""
        )
        con.execute(f'COPY "part of cadre" TO {quote((self.work / "parts.parquet").as_posix())} (FORMAT parquet)')

    def _pieces(self, bulk: Mapping[int, Source], loader: _Driver) -> tuple[list[Finding], dict[int, list[tuple[int, int, int]]]]:
        """Check the attendance piece by piece. What was found, and of each file the pieces without doubt: start, end, line."""
        tasks: list[Task] = []
        for number, source in bulk.items():
            if source.bom:
                loader.collector.add(source.record_type, source.name, 1, faults.Fault("STR-BOM"))
            if source.lines == 0:
                loader.collector.add(source.record_type, source.name, None, faults.Fault("STR-EMPTY"))
            for start, end, line in _cut(source, self.piece):
                tasks.append(
                    {"source": replace(source, bom=False), "number": number, "start": start, "end": end, "line": line}
                    | {"serial": len(tasks), "work": self.work, "parts": self.parts, "lang": self.lang}
                )
        found: list[Finding] = []
        vouched: dict[int, list[tuple[int, int, int]]] = {}
        for task, result in zip(tasks, self._map(check_piece, tasks, "structure"), strict=True):
            if "problems" in result:
                raise BatchError(*(Problem(code, values) for code, values in result["problems"]))
            found += result["found"]
            loader.add(result)
            if result["vouched"]:
                vouched.setdefault(task["number"], []).append((task["start"], task["end"], task["line"]))
        return found, vouched

    def _twice(self, loader: _Driver, sources: Mapping[int, Source], vouched: Mapping[int, list[tuple[int, int, int]]]) -> None:
        """Attendance ids that are used twice, wherever."""
        tasks = [{"folder": folder} for folder in sorted((self.work / "ids").glob("bucket=*"))]
        rows = [row for result in self._map(used_twice, tasks, "structure") for row in result]
        wanted = {number: {i for i, n, line in rows if n == number and line is None} for number in vouched}
        known = {(n, i, line) for n, idents in wanted.items() if idents for i, line in _look_up(sources[n], vouched[n], idents)}
        placed = {(i, n, line) for i, n, line in rows if line is not None} | {(i, n, line) for n, i, line in known}
        first = loader._duplicates(BULK, sorted(placed), sources)
        if not first:
            return
        # of records that share an id the first is left to the rules
        listed = [{"id": ident} for ident in first]
        loader.con.execute("CREATE TABLE twice (id VARCHAR)")
        database.insert(loader.con, "twice", {"id": "VARCHAR"}, listed)
        found = [
            loader.reread(sources[n], n, {line for file, line in first.values() if file == n}) for n in {file for file, _ in first.values()}
        ]
        chosen = " UNION ALL ".join(f"({part} WHERE id IN (SELECT id FROM twice))" for part in found if part)
        loader.con.execute(
            f"""COPY (SELECT c.*, coalesce(p.part, (hash(c.cadreId) % {self.parts})::INTEGER) AS part
                      FROM ({chosen}) c LEFT JOIN "part of cadre" p ON p.cadreId = c.cadreId
                      QUALIFY row_number() OVER (PARTITION BY id ORDER BY c::VARCHAR) = 1)
                TO {quote((self.work / "first.parquet").as_posix())} (FORMAT parquet)"""
        )
        loader.con.execute(f"COPY twice TO {quote((self.work / 'twice.parquet').as_posix())} (FORMAT parquet)")

    def _export(
        self,
        con: duckdb.DuckDBPyConnection,
        profile: standard.Profile,
        context: Mapping[str, Any],
        files: Mapping[int, str],
        loader: _Driver,
        lacking: frozenset[str],
    ) -> list[Any]:
        """Hand out the other records by part, and judge the parts."""
        first = 'SELECT min(part) FROM "part of cadre"'
        for kind in standard.record_types():
            if kind == BULK:
                continue
            target = quote((self.work / kind).as_posix())
            if kind in _SHARED:
                con.execute(f'COPY "{kind}" TO {quote((self.work / f"{kind}.parquet").as_posix())} (FORMAT parquet)')
                continue
            owners = {"cadre": "[id]", "activity": "coalesce(cadreIds, []) || [cadreId]"}.get(kind, "[cadreId]")
            con.execute(
                f"""COPY (SELECT t.*, m.part FROM "{kind}" t JOIN (
                            SELECT DISTINCT u.id, coalesce(p.part, (hash(u.cadreId) % {self.parts})::INTEGER, ({first}), 0) AS part
                            FROM (SELECT id, unnest({owners}) AS cadreId FROM "{kind}") u LEFT JOIN "part of cadre" p ON p.cadreId = u.cadreId) m ON m.id = t.id)
                    TO {target} (FORMAT parquet, PARTITION_BY (part))"""
            )
        places = [self.work / BULK, *(self.work / k for k in standard.record_types() if k not in _SHARED and k != BULK)]
        numbers = {int(p.name.removeprefix("part=")) for place in places for p in place.glob("part=*")}
        full = {int(p.name.removeprefix("part=")) for p in (self.work / BULK).glob("part=*")}
        # a rule may ask whether there is any attendance at all: a part has some, or the batch has none
        groups = [[n] for n in sorted(full)] or [[]]
        groups[0] += sorted(numbers - full)
        shared = {
            "work": self.work,
            "lang": self.lang,
            "profile": profile,
            "context": dict(context),
            "files": dict(files),
            "lacking": lacking,
        }
        shared |= {"left": {k: v for k, v in loader.left_out_ids.items() if k in ("cadre", "village")}, "present": frozenset(loader.parts)}
        return self._map(judge_part, [{**shared, "parts": group} for group in groups], "rules")


class _Driver(structure.Loader):
    """Loads what is not split, and counts what is."""

    def __init__(self, con: duckdb.DuckDBPyConnection, work: Path, collector: structure.Collector) -> None:
        super().__init__(con, work, collector)
        self.bulk = 0
        self._refer: dict[str, int] = {}

    def add(self, result: Mapping[str, Any]) -> None:
        """Count a piece."""
        self.counts[BULK] = self.counts.get(BULK, 0) + result["lines"]
        self.bulk += result["rows"]
        for field, n in result["refer"].items():
            self._refer[field] = self._refer.get(field, 0) + n
        for kind, n in result["left_out"].items():
            self.left_out[kind] = self.left_out.get(kind, 0) + n
        for code, n in result["counts"].items():
            self.collector.counts[code] = self.collector.counts.get(code, 0) + n

    def unresolvable(self) -> list[tuple[str, str, int]]:
        out = super().unresolvable()
        for field, (target, _) in standard.references(BULK).items():
            if target not in self.parts and self._refer.get(field):
                out.append((f"{BULK}.{field}", target, self._refer[field]))
        order = {kind: n for n, kind in enumerate(standard.record_types())}
        return sorted(out, key=lambda r: order[r[0].partition(".")[0]])


# --- tasks ------------------------------------------------------------------------------------------


def check_piece(task: Task) -> dict[str, Any]:
    """Check the structure of a piece of an attendance file, and lay its records down by part, its ids by hash."""
    whole: Source = task["source"]
    with workspace() as local:
        lines = Lines()
        path = local / "piece.ndjson"
        with whole.path.open("rb") as f, path.open("wb") as out:
            f.seek(task["start"])
            for block in _blocks(f, task["end"] - task["start"]):
                lines.feed(block)
                out.write(block)
        lines.end()
        source = replace(whole, path=path, size=task["end"] - task["start"], lines=lines.filled, blanks=lines.blank)
        before = 0 if whole.numbers is not None else task["line"] - 1
        collector = structure.Collector(task["lang"], before)
        con = connect(local)
        try:
            loader = structure.Loader(con, local, collector)
            if source.lines:
                loader.load({task["number"]: source})
            elif source.blanks:
                loader.report_blanks(source, task["number"])
            loader.finish()
            refer = {n: _count(con, f'SELECT count("{n}") FROM {BULK}') for n in standard.references(BULK)}
            rows = _count(con, f"SELECT count(*) FROM {BULK}")
            vouched = rows > 0 and _count(con, f"SELECT count(_line) FROM {BULK}") == 0
            if rows:
                _lay_down(con, task, before)
        except BatchError as e:
            return {
                "problems": [(p.code, tuple((k, str(int(str(v)) + before) if k == "line" else v) for k, v in p.values)) for p in e.problems]
            }
        finally:
            con.close()
    return {
        "found": collector.found,
        "counts": collector.counts,
        "lines": source.lines,
        "left_out": loader.left_out,
        "rows": rows,
        "refer": refer,
        "vouched": vouched,
    }


def _lay_down(con: duckdb.DuckDBPyConnection, task: Task, before: int) -> None:
    work, serial, parts = task["work"], task["serial"], task["parts"]
    pattern = f"FORMAT parquet, FILENAME_PATTERN 'piece{serial}_{{i}}', OVERWRITE_OR_IGNORE"
    con.execute(
        f"""COPY (SELECT a.* REPLACE ((a._line + {before})::UINTEGER AS _line), coalesce(p.part, (hash(a.cadreId) % {parts})::INTEGER) AS part
                  FROM {BULK} a LEFT JOIN {quote((work / "parts.parquet").as_posix())} p ON p.cadreId = a.cadreId)
            TO {quote((work / BULK).as_posix())} ({pattern}, PARTITION_BY (part))"""
    )
    con.execute(
        f"""COPY (SELECT id, _file, (_line + {before})::UINTEGER AS _line, hash(id) % {parts} AS bucket FROM {BULK})
            TO {quote((work / "ids").as_posix())} ({pattern}, PARTITION_BY (bucket))"""
    )


def used_twice(task: Task) -> list[tuple[str, int, int | None]]:
    """(id, file, line) of each record whose id stands in a bucket more than once."""
    with workspace() as local:
        con = connect(local)
        place = quote((task["folder"] / "*.parquet").as_posix())
        con.execute(f"CREATE VIEW ids AS SELECT id, _file, _line FROM read_parquet({place}, hive_partitioning = false)")
        rows: list[tuple[str, int, int | None]] = con.execute(
            "SELECT * FROM ids WHERE id IN (SELECT id FROM ids GROUP BY id HAVING count(*) > 1)"
        ).fetchall()
        con.close()
    return rows


def judge_part(task: Task) -> dict[str, Any]:
    """Run the rules that may be split over some parts."""
    work: Path = task["work"]
    with workspace() as local:
        con = connect(local)
        try:
            collector = structure.Collector(task["lang"])
            loader = structure.Loader(con, local, collector)
            for kind in standard.record_types():
                places = (
                    [work / f"{kind}.parquet"]
                    if kind in _SHARED
                    else [p for n in task["parts"] for p in (work / kind / f"part={n}").glob("*.parquet")]
                )
                cols = {**standard.columns(kind), "_file": "USMALLINT", "_line": "UINTEGER"}
                con.execute(f'CREATE TABLE "{kind}" (' + ", ".join(f'"{k}" {t}' for k, t in cols.items()) + ")")
                if places:
                    listed = ", ".join(quote(p.as_posix()) for p in places)
                    names = ", ".join(f'"{k}"' for k in cols)
                    con.execute(f'INSERT INTO "{kind}" SELECT {names} FROM read_parquet([{listed}], hive_partitioning = false)')
            if (work / "twice.parquet").exists():
                names = ", ".join(f'"{k}"' for k in (*standard.columns(BULK), "_file", "_line"))
                first = f"SELECT * FROM {quote((work / 'first.parquet').as_posix())}"
                con.execute(f"DELETE FROM {BULK} WHERE id IN (SELECT id FROM {quote((work / 'twice.parquet').as_posix())})")
                con.execute(f"INSERT INTO {BULK} SELECT {names} FROM ({first}) WHERE list_contains(?, part)", [task["parts"]])
            loader.left_out_ids = task["left"]
            for name, (target, many) in standard.references(BULK).items():
                if target in task["present"]:
                    loader.tell_lost(BULK, name, target, structure.lost(con, (BULK, name, target, many)), task["files"])
            tables.create_context(con, task["profile"], task["context"])
            chosen = [r for r in standard.rules().values() if "splitBy" in r.header]
            tables.freeze(con, [r for r in chosen if r.rows(task["profile"]) is not None])
            ran = rules.run(
                con, task["profile"], task["files"], task["lang"], only=frozenset(r.id for r in chosen), lacking=task["lacking"]
            )
            outcomes = [(o.rule.id, o.status, o.found, o.missing, o.reason) for o in ran]
        finally:
            con.close()
    return {"outcomes": outcomes, "structure": collector.found, "counts": collector.counts}


# --- what the driver puts together ------------------------------------------------------------------


def _merge(outcomes: dict[str, rules.Outcome], part: Iterable[tuple[str, str, list[Finding], dict[str, int], str | None]]) -> None:
    """Add what a part found. What it shares with another part is told once."""
    for ident, status, found, missing, reason in part:
        if ident not in outcomes:
            outcomes[ident] = rules.Outcome(standard.rule(ident), status, [], {}, reason)
        outcome = outcomes[ident]
        if status == "FAILED":
            outcome.status, outcome.reason = status, reason
        told = {(f["fingerprint"], f.get("file"), f.get("line")) for f in outcome.found}
        outcome.found += [f for f in found if (f["fingerprint"], f.get("file"), f.get("line")) not in told]
        for what, n in missing.items():
            outcome.missing[what] = outcome.missing.get(what, 0) + n


def _lines(found: Iterable[Finding], sources: Mapping[int, Source], vouched: Mapping[int, list[tuple[int, int, int]]]) -> None:
    """Look up the lines of attendance that was checked in whole pieces."""
    lacking = [f for f in found if f["recordType"] == BULK and "file" in f and "line" not in f and "recordId" in f]
    for number, pieces in vouched.items():
        mine = [f for f in lacking if f["file"] == sources[number].name]
        if mine:
            known = dict(_look_up(sources[number], pieces, {f["recordId"] for f in mine}))
            for f in mine:
                if f["recordId"] in known:
                    f["line"] = known[f["recordId"]]


def _look_up(source: Source, pieces: Iterable[tuple[int, int, int]], wanted: set[str]) -> Iterator[tuple[str, int]]:
    keys = {w.encode() for w in wanted}
    with source.path.open("rb") as f:
        for start, end, line in pieces:
            f.seek(start)
            at = start
            while at < end and (raw := f.readline()):
                if (m := structure._ID.search(raw)) and m[1] in keys:
                    yield m[1].decode(), source.numbers[line - 1] if source.numbers is not None else line
                at += len(raw)
                line += 1


def _cut(source: Source, size: int) -> list[tuple[int, int, int]]:
    """Pieces of a file that end with a line: start, end, number of the first line."""
    if source.numbers is not None:
        return [(0, source.size, 1)] if source.size else []
    out: list[tuple[int, int, int]] = []
    with source.path.open("rb") as f:
        start, line = 0, 1
        while start < source.size:
            lines = sum(block.count(b"\n") for block in _blocks(f, size))
            rest = f.readline()
            end = f.tell()
            out.append((start, end, line))
            start, line = end, line + lines + (rest.endswith(b"\n"))
    return out


def _blocks(f: Any, size: int) -> Iterator[bytes]:
    while size > 0 and (block := f.read(min(size, 2**22))):
        size -= len(block)
        yield block


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(con.execute(query).fetchall()[0][0])
