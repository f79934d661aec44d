"""Says of each line of a batch whether it is a valid record, or why not, and leaves the valid ones as tables.

Two ways with one meaning. The *columnar* way checks a whole file in DuckDB and may only answer "surely
valid"; every line of which it cannot say so goes the *row* way: a strict parser, fastjsonschema for the
verdict, jsonschema to explain. The normative answer is ``jsonschema`` on the schema; the others are tested
against it. Both are derived from the JSON Schemas alone.

Why the columnar way is sound: every column is read as JSON text, so quotes stay and patterns are matched on
the quoted text. The *canonical length* of a row is what its known keys and their re-serialised values take up
without white space. Re-serialising never makes a string or an integer longer, and rows that fail a check
count nothing, so a line is never shorter than its canonical length; the two are equal only if the line holds
nothing else: no unknown key, no duplicate, no null, no needless escape. If the sums over a file agree, they
agree on every line.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import duckdb

from zhucun import database
from zhucun.judging.parts import owner
from zhucun.judging.rules import SHARED
from zhucun.model import Place, Unjudged
from zhucun.opening.batch import Source
from zhucun.record import personal
from zhucun.record.faults import Fault
from zhucun.structure import columnar, identity
from zhucun.structure.collector import Collector, finding_of
from zhucun.structure.file import File


class Loader:
    """Checks the files of a batch, two at a time, and leaves a fact table for each record type."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        work: Path,
        collector: Collector,
        complete: frozenset[str] = frozenset(),
        snapshot: bool = True,
    ) -> None:
        """
        :param complete: the record types that are declared complete.
        :param snapshot: whether the batch is a whole; what a correction does not bring may stand in its base.
        """
        self.con, self.work, self.collector = con, work, collector
        self.standard = collector.standard
        self.complete, self.snapshot = complete, snapshot
        #: Of a merged batch of which each part is judged by itself, the prefixes, and the ids of what the parts have in common.
        self._prefixes: Sequence[str] = ()
        self._common: Sequence[str] = ()
        self.parts: dict[str, list[str]] = {}
        self.counts: dict[str, int] = {}
        #: Per record type the invalid records: how many, and the ids of those that have one.
        self.left_out: dict[str, int] = {}
        self.left_out_ids: dict[str, set[str]] = {}
        #: Per record type the runs of ids of each file, None where they are not known.
        self._runs: dict[str, list[list[columnar.Run] | None]] = {}
        #: The files that were checked as a whole.
        self.whole: set[int] = set()
        self._serial = itertools.count(1)

    def keep_apart(self, prefixes: Sequence[str], common: Collection[str]) -> None:
        """Let a reference lead no further than its part, for each part will be judged by itself.

        :param common: the ids of the organisations that parts have in common.
        """
        self._prefixes, self._common = tuple(prefixes), tuple(sorted(common))

    def load(
        self,
        sources: Mapping[int, Source],
        progress: Callable[[int], None] = lambda _: None,
        beside: Callable[[duckdb.DuckDBPyConnection], None] | None = None,
    ) -> None:
        """Check files.

        :param sources: by the number that the fact tables have for them.
        :param progress: told the lines done.
        :param beside: what else may be done meanwhile, on a cursor of its own.
        """
        done = dict.fromkeys(sources, 0)

        def told(number: int, lines: int) -> None:
            done[number] = lines
            progress(sum(done.values()))

        def one(cursor: duckdb.DuckDBPyConnection, number: int | None) -> File | None:
            if number is None:
                if beside is not None:
                    beside(cursor)
                return None
            return self._file(cursor, sources[number], number).check(partial(told, number))

        # what takes longest begins first
        order = sorted(sources, key=lambda n: -sources[n].size)
        with database.failures():
            checked = [file for file in database.side_by_side(self.con, one, [*order[:1], None, *order[1:]]) if file is not None]
        for file in sorted(checked, key=lambda f: f.number):
            self._merge(file)

    def _file(self, con: duckdb.DuckDBPyConnection, source: Source, number: int) -> File:
        return File(con, self.work, self.collector.beside(number), source, number, self._serial)

    def _table(self) -> str:
        return f"part_{next(self._serial)}"

    def report_blanks(self, source: Source, number: int) -> None:
        """Report the lines of a file that holds blank ones only."""
        file = self._file(self.con, source, number)
        file.report_blanks()
        self._merge(file)

    def _merge(self, file: File) -> None:
        kind, lines = file.source.record_type, file.source.lines
        self.collector.merge(file.collector)
        if lines:
            self.counts[kind] = self.counts.get(kind, 0) + lines
        if file.parts:
            self.parts.setdefault(kind, []).extend(file.parts)
            self._runs.setdefault(kind, []).append(file.runs)
        if file.whole:
            self.whole.add(file.number)
        if file.left_out:
            self.left_out[kind] = self.left_out.get(kind, 0) + file.left_out
            self.left_out_ids.setdefault(kind, set()).update(file.left_out_ids)

    def finish(self) -> None:
        """Create the fact tables over what was loaded."""
        for kind in self.standard.record_types:
            if parts := self.parts.get(kind):
                self.con.execute(f'CREATE VIEW "{kind}" AS ' + " UNION ALL ".join(parts))
            else:
                cols = {**self.standard.columns(kind), "_file": "USMALLINT", "_line": "UINTEGER"}
                self.con.execute(f'CREATE TABLE "{kind}" (' + ", ".join(f'"{k}" {t}' for k, t in cols.items()) + ")")

    def check_ids(self, sources: Mapping[int, Source]) -> None:
        """Ids used twice, references that lead nowhere, and ids that are numbers of persons."""
        files = {n: s.name for n, s in sources.items()}
        # of every record, also of those whose id an earlier one has
        suspect = [
            kind for kind, found in zip(self.parts, database.side_by_side(self.con, self._any_personal, self.parts), strict=True) if found
        ]
        fields = [(kind, name) for kind in suspect for name in ("id", *self.standard.references(kind))]
        for (kind, name), found in zip(fields, database.side_by_side(self.con, self.personal, fields), strict=True):
            self.tell_personal(kind, name, found, files)
        pairs = [(kind, name) for kind in self.parts for name, (target, _) in self.standard.references(kind).items() if self.judged(target)]
        for (kind, name), found in zip(pairs, database.side_by_side(self.con, self.lost, pairs), strict=True):
            self.tell_lost(kind, name, found, files)
        doubted = [kind for kind in self.parts if not identity.are_disjoint(self._runs.get(kind, [None]))]
        for kind, twice in zip(doubted, database.side_by_side(self.con, self._repeated, doubted), strict=True):
            if twice:
                self._tell_twice(kind, twice, files)

    def judged(self, target: str) -> bool:
        """Whether references to a type can be followed: records of it were handed in, or it is declared complete."""
        return target in self.complete or (self.snapshot and self.counts.get(target, 0) > 0)

    def _repeated(self, con: duckdb.DuckDBPyConnection, kind: str) -> str | None:
        """Leave to the rules the first of the records that share an id, since a finding could not say which it means.

        :returns: a table of the others, each with the place of the first; None where no id is used twice.
        """
        twice = self._table()
        if not identity.set_twice_apart(con, f'"{kind}"', twice):
            return None
        everything = " UNION ALL ".join(self.parts[kind])
        con.execute(
            f"""CREATE OR REPLACE VIEW "{kind}" AS SELECT e.* FROM ({everything}) e
                ANTI JOIN {twice} t ON t.id = e.id AND t._file = e._file AND t._line = e._line"""
        )
        return twice

    def _tell_twice(self, kind: str, twice: str, files: Mapping[int, str]) -> None:
        """Report the records whose id an earlier one has."""
        rows, total = self._first(self.con, f"SELECT id, _file, _line, firstFile, firstLine FROM {twice}")
        self.collector.offer("STR-DUPLICATE-ID", [identity.duplicate(self.standard, kind, files, row) for row in rows], total)

    def _first(self, con: duckdb.DuckDBPyConnection, query: str) -> tuple[list[tuple[Any, ...]], int]:
        """The rows of a query that may be kept, first by file and line, and the number of all."""
        limit = None if self.collector.spool else self.collector.limit
        ordered = f"SELECT * FROM ({query}) ORDER BY _file, _line, COLUMNS(*)"
        if limit is None:
            rows = con.execute(ordered).fetchall()
            return rows, len(rows)
        rows = con.execute(f"{ordered} LIMIT {limit}").fetchall()
        return rows, len(rows) if len(rows) < limit else con.execute(f"SELECT count(*) FROM ({query})").fetchall()[0][0]

    def _any_personal(self, con: duckdb.DuckDBPyConnection, kind: str) -> bool:
        """Whether any id or reference of a type is as long as a number of a person: hardly ever, so its fields are asked together first."""
        tests = [personal.sql_length("id")]
        for name, (_, many) in self.standard.references(kind).items():
            tests.append(
                f'len(list_filter("{name}", lambda ref: {personal.sql_length("ref")})) > 0' if many else personal.sql_length(f'"{name}"')
            )
        return con.execute(f'SELECT 1 FROM "{kind}" WHERE {" OR ".join(tests)} LIMIT 1').fetchone() is not None

    def _values(self, kind: str, name: str) -> str:
        """A query of the values of a field: id, file and line of the record, place in the list if it is one, and the value."""
        if self.standard.references(kind).get(name, ("", False))[1]:
            return f"""SELECT id, _file, _line, generate_subscripts("{name}", 1) - 1 AS at, unnest("{name}") AS ref FROM "{kind}" WHERE "{name}" IS NOT NULL"""
        return f'SELECT id, _file, _line, NULL AS at, "{name}" AS ref FROM "{kind}" WHERE "{name}" IS NOT NULL'

    def lost(self, con: duckdb.DuckDBPyConnection, field: tuple[str, str]) -> tuple[list[tuple[Any, ...]], int]:
        """References that lead nowhere. One that was handed in and refused has a line of its own that says what is wrong with it."""
        kind, name = field
        target, many = self.standard.references(kind)[name]
        values = f'SELECT DISTINCT unnest("{name}") AS ref FROM "{kind}"' if many else f'SELECT DISTINCT "{name}" AS ref FROM "{kind}"'
        # few distinct values are looked up, however many records there are
        nowhere = con.execute(
            f'SELECT ref FROM ({values}) WHERE ref IS NOT NULL AND ref NOT IN (SELECT id FROM "{target}") ORDER BY ref'
        ).fetchall()
        missing = [ref for (ref,) in nowhere if ref not in self.left_out_ids.get(target, ())]
        if not missing and not self._prefixes:
            return [], 0
        con.execute("CREATE OR REPLACE TEMP TABLE lost AS SELECT unnest(?::VARCHAR[]) AS ref", [missing])
        if self._prefixes:
            return self._first(con, self._strays(con, kind, name, target))
        return self._first(con, f"SELECT p.* EXCLUDE (ref) FROM ({self._values(kind, name)}) p SEMI JOIN lost USING (ref)")

    def _strays(self, con: duckdb.DuckDBPyConnection, kind: str, name: str, target: str) -> str:
        """A query of the references that lead nowhere, or to a record of another part."""
        con.execute("CREATE OR REPLACE TEMP TABLE common AS SELECT unnest(?::VARCHAR[]) AS id", [self._common if target == SHARED else []])
        return f"""SELECT p.* EXCLUDE (ref) FROM ({self._values(kind, name)}) p
            WHERE ref IN (FROM lost) OR ({owner("ref", self._prefixes)} IS DISTINCT FROM {owner("id", self._prefixes)}
                AND ref NOT IN (FROM common) AND ref IN (SELECT id FROM "{target}"))"""

    def personal(self, con: duckdb.DuckDBPyConnection, field: tuple[str, str]) -> tuple[list[tuple[Any, ...]], int]:
        """Ids and references that are numbers of persons."""
        return self._first(con, f"SELECT p.* EXCLUDE (ref) FROM ({self._values(*field)}) p WHERE {personal.sql_test('ref')}")

    def tell_lost(self, kind: str, name: str, found: tuple[Sequence[tuple[Any, ...]], int], files: Mapping[int, str]) -> None:
        """Report references that lead nowhere: id, file and line of the record and the place in the list if it is one; and how many in all."""
        self._tell(kind, name, partial(identity.lost_reference, self.standard, kind), found, files)

    def tell_personal(self, kind: str, name: str, found: tuple[Sequence[tuple[Any, ...]], int], files: Mapping[int, str]) -> None:
        """Report ids and references that are numbers of persons."""
        self._tell(kind, name, identity.personal_id, found, files)

    def _tell(
        self,
        kind: str,
        name: str,
        fault: Callable[[str, str], Fault],
        found: tuple[Sequence[tuple[Any, ...]], int],
        files: Mapping[int, str],
    ) -> None:
        """Report values of a field."""
        rows, total = found
        shared = cache(lambda at: fault(name, f"/{name}" + ("" if at is None else f"/{at}")))
        told = [finding_of(self.standard, kind, Place(files[file], file, line), shared(at), ident) for ident, file, line, at in rows]
        if told:
            self.collector.offer(told[0].rule, told, total)

    def unresolvable(self) -> list[Unjudged]:
        """References that cannot be followed: neither was a record of their target handed in, nor is it declared complete."""
        out = []
        for kind in self.parts:
            for name, (target, _) in self.standard.references(kind).items():
                if not self.judged(target):
                    n = self.con.execute(f'SELECT count(*) FROM "{kind}" WHERE "{name}" IS NOT NULL').fetchall()[0][0]
                    if n:
                        out.append(Unjudged("STR-REFERENCE", f"coverage.{target}", n, f"{kind}.{name}"))
        return out
