"""What a worker does: checks a piece, finds ids used twice, judges some parts. Each runs the kernel that one machine runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from zhucun.database import connect, copying, reading
from zhucun.errors import BatchError
from zhucun.judging import rules, tables
from zhucun.model import Finding
from zhucun.opening.batch import Source
from zhucun.opening.streams import Lines
from zhucun.spark.pieces import BULK, SHARED, Task, blocks, count
from zhucun.standard import Standard
from zhucun.structure import identity, loader
from zhucun.structure.collector import Collector
from zhucun.workspace import workspace


def check_piece(task: Task) -> dict[str, Any]:
    """Check the structure of a piece of an attendance file, and lay its records down by part, its ids by hash."""
    whole: Source = task["source"]
    standard: Standard = task["standard"]
    with workspace() as local:
        lines = Lines()
        path = local / "piece.ndjson"
        with whole.path.open("rb") as f, path.open("wb") as out:
            f.seek(task["start"])
            for block in blocks(f, task["end"] - task["start"]):
                lines.feed(block)
                out.write(block)
        lines.end()
        source = replace(whole, path=path, size=task["end"] - task["start"], lines=lines.filled, blanks=lines.blank)
        before = 0 if whole.numbers is not None else task["line"] - 1
        collector = Collector(standard, task["kept"])
        con = connect(local)
        try:
            loading = loader.Loader(con, local, collector)
            if source.lines:
                loading.load({task["number"]: source})
            elif source.blanks:
                loading.report_blanks(source, task["number"])
            loading.finish()
            refer = {n: count(con, f'SELECT count("{n}") FROM {BULK}') for n in standard.references(BULK)}
            rows = count(con, f"SELECT count(*) FROM {BULK}")
            if rows:
                _lay_down(con, task, before)
        except BatchError as e:
            return {
                "problems": [(p.code, tuple((k, str(int(str(v)) + before) if k == "line" else v) for k, v in p.values)) for p in e.problems]
            }
        finally:
            con.close()
    collector.kept = {code: [moved(f, before) for f in found] for code, found in collector.kept.items()}
    return {
        "collector": collector,
        "lines": source.lines,
        "left_out": loading.left_out,
        "rows": rows,
        "refer": refer,
        "whole": task["number"] in loading.whole,
    }


def moved(finding: Finding, lines: int) -> Finding:
    """A finding of a piece, with the line that it has in the file."""
    place = finding.place
    return replace(finding, place=replace(place, line=place.line + lines)) if place and place.line is not None else finding


def _lay_down(con: duckdb.DuckDBPyConnection, task: Task, before: int) -> None:
    work, serial, parts = task["work"], task["serial"], task["parts"]
    pattern = f"FORMAT parquet, FILENAME_PATTERN 'piece{serial}_{{i}}', OVERWRITE_OR_IGNORE"
    by_part = f"""SELECT a.* REPLACE ((a._line + {before})::UINTEGER AS _line), coalesce(p.part, (hash(a.cadreId) % {parts})::INTEGER) AS part
        FROM {BULK} a LEFT JOIN {reading("read_parquet", work / "parts.parquet")} p ON p.cadreId = a.cadreId"""
    con.execute(copying(by_part, work / BULK, f"{pattern}, PARTITION_BY (part)"))
    by_id = f"SELECT id, _file, (_line + {before})::UINTEGER AS _line, hash(id) % {parts} AS bucket FROM {BULK}"
    con.execute(copying(by_id, work / "ids", f"{pattern}, PARTITION_BY (bucket)"))


def used_twice(task: Task) -> tuple[list[tuple[Any, ...]], int]:
    """The first records of a bucket whose id an earlier one has, and the number of all; where the first stands goes to a file."""
    with workspace() as local:
        con = connect(local)
        found = reading("read_parquet", *sorted(task["folder"].glob("*.parquet")))
        con.execute(f"CREATE VIEW ids AS SELECT id, _file, _line FROM {found}")
        rows, total = [], 0
        if identity.set_twice_apart(con, "ids", "twice"):
            con.execute(copying("SELECT DISTINCT id, _file, _line FROM twice", task["target"]))
            total = count(con, "SELECT count(*) FROM twice")
            limit = "" if task["kept"] is None else f"LIMIT {task['kept']}"
            rows = con.execute(f"SELECT id, _file, _line, firstFile, firstLine FROM twice ORDER BY _file, _line {limit}").fetchall()
        con.close()
    return rows, total


def judge_part(task: Task) -> dict[str, Any]:
    """Run the rules that may be split over some parts."""
    work: Path = task["work"]
    standard: Standard = task["profile"].standard
    with workspace() as local:
        con = connect(local)
        try:
            collector = Collector(standard, task["kept"])
            loading = loader.Loader(con, local, collector)
            for kind in standard.record_types:
                places = (
                    [work / f"{kind}.parquet"]
                    if kind in SHARED
                    else [p for n in task["parts"] for p in (work / kind / f"part={n}").glob("*.parquet")]
                )
                cols = {**standard.columns(kind), "_file": "USMALLINT", "_line": "UINTEGER"}
                con.execute(f'CREATE TABLE "{kind}" (' + ", ".join(f'"{k}" {t}' for k, t in cols.items()) + ")")
                if places:
                    names = ", ".join(f'"{k}"' for k in cols)
                    con.execute(f'INSERT INTO "{kind}" SELECT {names} FROM {reading("read_parquet", *places)}')
            files = task["files"]
            for name in ("id", *standard.references(BULK)):
                loading.tell_personal(BULK, name, loading.personal(con, (BULK, name)), files)
            loading.left_out_ids = task["left"]
            for name, (target, _) in standard.references(BULK).items():
                if target in task["judged"]:
                    loading.tell_lost(BULK, name, loading.lost(con, (BULK, name)), files)
            if twice := sorted((work / "twice").glob("*.parquet")):
                con.execute(
                    f"""DELETE FROM {BULK} a USING {reading("read_parquet", *twice)} t
                        WHERE t.id = a.id AND t._file = a._file AND t._line = a._line"""
                )
            tables.create_policy(con, task["profile"], task["frame"])
            chosen = [r for r in standard.rules.values() if "splitBy" in r.header]
            tables.settle_views(con, task["profile"], [r for r in chosen if r.rows(task["profile"]) is not None])
            # of what is not split, the same may be found by several parts: all of it is kept, and counted once
            bounds = rules.Bounds(task["kept"], frozenset(standard.record_types) - {BULK})
            ran = rules.run(con, task["profile"], files, bounds, only=frozenset(r.id for r in chosen), lacking=task["lacking"])
            judgements = list(ran)
        finally:
            con.close()
    return {"judgements": judgements, "collector": collector}
