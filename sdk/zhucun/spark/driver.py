"""The same validation on Spark, for what one machine does not hold: ``pip install zhucun[spark]``.

Attendance is nearly all of the data. Its files are cut into pieces that are checked where they are read, and the valid
records are put together by county. The rules whose header says ``splitBy`` run county by county, with all other records
of the county's cadres; one who serves in two counties belongs to one of them. All other rules, and what crosses counties
(ids used twice, shares, comparisons), are judged once over the other records and over small keyed facts. Each task runs
the kernel that one machine runs, so the findings are the same.

The folders ``path`` and ``work`` must be reachable under the same names from the driver and the workers.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from zhucun import findings
from zhucun.database import copying
from zhucun.errors import BatchError, OptionError, Problem, problem
from zhucun.judging import rules, tables
from zhucun.model import KEPT, Finding, Place, Report, Status, Unjudged
from zhucun.opening.batch import Batch, Source
from zhucun.record import faults
from zhucun.spark.pieces import BULK, PIECE, SHARED, Task, cut
from zhucun.spark.tasks import check_piece, judge_part, used_twice
from zhucun.standard import Standard
from zhucun.structure import identity, loader
from zhucun.structure.collector import Collector
from zhucun.validation import Step, Validation, Wanted, wanted_of
from zhucun.workspace import temporary, writing


def session() -> Any:
    """The Spark session that is there, or one on this machine."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return SparkSession.builder.appName("zhucun").config("spark.ui.enabled", "false").getOrCreate()


def validate(
    spark: Any,
    path: str | Path,
    *,
    standard: Standard | None = None,
    profile: str | Path | None = None,
    profiles: str | Path | None = None,
    as_of: str | dt.date | None = None,
    max_findings: int | None = KEPT,
    require_judged: bool | Collection[str] = False,
    work: str | Path | None = None,
    parts: int | None = None,
    piece: int = PIECE,
    step: Step = lambda _what, _done, _total: None,
) -> Report:
    """Validate a batch on Spark; the findings are those of ``zhucun.validate``.

    The options are those of ``zhucun.validate``, but for a file of all findings, which is written on one machine only.

    :param work: a folder that all workers reach; by default the temporary folder, which will do on one machine.
    :param parts: into how many parts the counties are put; by default twice the tasks that run at a time.
    :param piece: bytes of a piece of an attendance file.
    :raises BatchError: if the input cannot be read as a batch.
    """
    standard = standard or Standard.load()
    wanted = wanted_of(standard, profile, profiles, as_of, max_findings, None, require_judged)
    around = Path(work) if work else temporary()
    with OnSpark(standard, path, wanted, step, spark, around, parts or 2 * spark.sparkContext.defaultParallelism, piece) as run:
        run.choose_profile()
        run.check_structure()
        run.judge()
        return run.report()


class OnSpark(Validation):
    """A validation, seen from the driver: attendance is checked, and the rules that may be split are judged, by tasks."""

    def __init__(
        self, standard: Standard, path: str | Path, wanted: Wanted, step: Step, spark: Any, around: Path, parts: int, piece: int
    ) -> None:
        super().__init__(standard, path, wanted, step)
        self.spark, self.around, self.parts, self.piece = spark, around, parts, piece

    def room(self, stack: ExitStack) -> Path:
        with writing(self.around):
            place = Path(tempfile.mkdtemp(prefix="zhucun-", dir=self.around))
        stack.callback(shutil.rmtree, place, ignore_errors=True)
        return place

    def opened(self, stack: ExitStack) -> Batch:
        batch = super().opened(stack)
        # what this process holds open others find by its name only
        return replace(batch, sources=tuple(replace(s, path=s.named) for s in batch.sources))

    def load_with(self, complete: frozenset[str], snapshot: bool) -> Counting:
        self.counting = Counting(self.con, self.work, self.collector, complete, snapshot)
        return self.counting

    def choose_profile(self) -> None:
        super().choose_profile()
        if self.by_part:
            raise OptionError(problem("spark-parts", path=self.path))

    def check_structure(self) -> None:
        small = {n: s for n, s in self.sources.items() if s.record_type != BULK}
        self.loader.load(small)
        self.loader.finish()
        self.loader.check_ids(small)
        self._assign()
        self._pieces({n: s for n, s in self.sources.items() if s.record_type == BULK})
        self._twice()

    def judge(self, only: frozenset[str] | None = None) -> None:
        if self.is_part:
            super().judge(only)
            return
        assert self.frame is not None
        profile, standard, con = self.profile, self.standard, self.con
        tables.create_policy(con, profile, self.frame)
        lacking = rules.lacking_in(con, standard) - ({BULK} if self.counting.bulk else set())
        whole = frozenset(r.id for r in standard.rules.values() if "splitBy" not in r.header)
        local = self._export(lacking)
        tables.settle_views(con, profile, [r for r in profile.rules if r.id in whole])
        bounds = rules.Bounds(self.wanted.kept)
        judgements = {j.rule.id: j for j in rules.run(con, profile, self.files, bounds, only=whole, lacking=lacking)}
        for result in local:
            self.collector.merge(result["collector"])
        judgements |= _merge((part for result in local for part in result["judgements"]), self.wanted.kept)
        self.judgements = [judgements[ident] for ident in standard.rules if only is None or ident in only]

    def _map(self, task: Callable[[Task], Any], tasks: Sequence[Task], what: str) -> list[Any]:
        if not tasks:
            return []
        self.step(what, 0, len(tasks))
        out = self.spark.sparkContext.parallelize(tasks, len(tasks)).map(task).collect()
        self.step(what, len(tasks), len(tasks))
        return list(out)

    def _assign(self) -> None:
        """Say of each cadre to which part the county belongs; of one who serves in several, the first by name."""
        self.con.execute(
            f"""CREATE TABLE "part of cadre" AS
                SELECT cadreId, (hash(min(county)) % {self.parts})::INTEGER AS part
                FROM (SELECT p.cadreId, coalesce(v.countyOfficeId, left(v.villageCode, 6), p.cadreId) AS county
                      FROM posting p LEFT JOIN village v ON v.id = p.villageId
                      UNION ALL SELECT id, NULL FROM cadre)
                GROUP BY cadreId"""
        )
        self.con.execute(copying('FROM "part of cadre"', self.work / "parts.parquet"))

    def _pieces(self, bulk: Mapping[int, Source]) -> None:
        """Check the attendance piece by piece."""
        tasks: list[Task] = []
        for number, source in bulk.items():
            if source.bom:
                self.collector.add(source.record_type, Place(source.name, number, 1), faults.Fault("STR-BOM"))
            if source.lines == 0:
                self.collector.add(source.record_type, Place(source.name, number), faults.Fault("STR-EMPTY"))
            for start, end, line in cut(source, self.piece):
                tasks.append(
                    {"source": replace(source, bom=False), "number": number, "start": start, "end": end, "line": line}
                    | {"serial": len(tasks), "work": self.work, "parts": self.parts, "kept": self.wanted.kept, "standard": self.standard}
                )
        results = self._map(check_piece, tasks, "structure")
        self.loader.whole |= set(bulk) - {t["number"] for t, r in zip(tasks, results, strict=True) if not r.get("whole")}
        for result in results:
            if "problems" in result:
                raise BatchError(*(Problem(code, values) for code, values in result["problems"]))
            self.counting.add(result)

    def _twice(self) -> None:
        """Attendance ids that are used twice, wherever."""
        (self.work / "twice").mkdir()
        folders = sorted((self.work / "ids").glob("bucket=*"))
        tasks = [
            {"folder": folder, "kept": self.wanted.kept, "target": self.work / "twice" / f"{n}.parquet"} for n, folder in enumerate(folders)
        ]
        for rows, total in self._map(used_twice, tasks, "structure"):
            self.collector.offer("STR-DUPLICATE-ID", [identity.duplicate(self.standard, BULK, self.files, row) for row in rows], total)

    def _export(self, lacking: frozenset[str]) -> list[Any]:
        """Hand out the other records by part, and judge the parts."""
        con, standard = self.con, self.standard
        first = 'SELECT min(part) FROM "part of cadre"'
        for kind in standard.record_types:
            if kind == BULK:
                continue
            if kind in SHARED:
                con.execute(copying(f'FROM "{kind}"', self.work / f"{kind}.parquet"))
                continue
            owners = {"cadre": "[id]", "activity": "coalesce(cadreIds, []) || [cadreId]"}.get(kind, "[cadreId]")
            by_part = f"""SELECT t.*, m.part FROM "{kind}" t JOIN (
                SELECT DISTINCT u.id, coalesce(p.part, (hash(u.cadreId) % {self.parts})::INTEGER, ({first}), 0) AS part
                FROM (SELECT id, unnest({owners}) AS cadreId FROM "{kind}") u LEFT JOIN "part of cadre" p ON p.cadreId = u.cadreId) m ON m.id = t.id"""
            con.execute(copying(by_part, self.work / kind, "FORMAT parquet, PARTITION_BY (part)"))
        places = [self.work / BULK, *(self.work / k for k in standard.record_types if k not in SHARED and k != BULK)]
        numbers = {int(p.name.removeprefix("part=")) for place in places for p in place.glob("part=*")}
        full = {int(p.name.removeprefix("part=")) for p in (self.work / BULK).glob("part=*")}
        # a rule may ask whether there is any attendance at all: a part has some, or the batch has none
        groups = [[n] for n in sorted(full)] or [[]]
        groups[0] += sorted(numbers - full)
        shared: Task = {
            "work": self.work,
            "kept": self.wanted.kept,
            "profile": self.profile,
            "frame": self.frame,
            "files": dict(self.files),
            "lacking": lacking,
        }
        targets = {target for target, _ in standard.references(BULK).values()}
        shared |= {"left": {k: v for k, v in self.loader.left_out_ids.items() if k in targets}}
        shared |= {"judged": frozenset(target for target in targets if self.loader.judged(target))}
        return self._map(judge_part, [{**shared, "parts": group} for group in groups], "rules")


class Counting(loader.Loader):
    """Loads what is not split, and counts what is."""

    def __init__(self, con: duckdb.DuckDBPyConnection, work: Path, collector: Collector, complete: frozenset[str], snapshot: bool) -> None:
        super().__init__(con, work, collector, complete, snapshot)
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
        self.collector.merge(result["collector"])

    def unresolvable(self) -> list[Unjudged]:
        out = super().unresolvable()
        for field, (target, _) in self.standard.references(BULK).items():
            if not self.judged(target) and self._refer.get(field):
                out.append(Unjudged("STR-REFERENCE", f"coverage.{target}", self._refer[field], f"{BULK}.{field}"))
        order = {kind: n for n, kind in enumerate(self.standard.record_types)}
        return sorted(out, key=lambda u: order[(u.field or "").partition(".")[0]])


def _merge(parts: Iterable[rules.Judgement], limit: int | None) -> dict[str, rules.Judgement]:
    """What the parts found. What several of them found is told once."""
    merged: dict[str, rules.Judgement] = {}
    shared: dict[str, dict[Any, Finding]] = {}
    for part in parts:
        ident = part.rule.id
        whole = merged.setdefault(ident, rules.Judgement(part.rule, part.status, lacking=part.lacking, reason=part.reason))
        if part.status is Status.FAILED:
            whole.status, whole.reason = part.status, part.reason
        loose = [f for f in part.found if f.record_type != BULK]
        shared.setdefault(ident, {}).update((findings.order(f), f) for f in loose)
        whole.found += [f for f in part.found if f.record_type == BULK]
        whole.counts += part.counts - Counter(f.severity for f in loose)
        for what, n in part.missing.items():
            whole.missing[what] = whole.missing.get(what, 0) + n
    for ident, whole in merged.items():
        loose = list(shared[ident].values())
        whole.counts += Counter(f.severity for f in loose)
        whole.found = findings.first([*whole.found, *loose], limit)
    return merged
