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
import re
import threading
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import duckdb
import orjson

from zhucun import database, standard
from zhucun.errors import BatchError, problem
from zhucun.model import Finding, Place, Unjudged
from zhucun.opening.batch import Source
from zhucun.record import personal, quick, strictjson
from zhucun.record.faults import Fault, explain, plain
from zhucun.structure import columnar
from zhucun.structure.collector import Collector, finding_of

#: Files of fewer lines go the row way at once: preparing the columnar query would take longer.
SMALL = 3_000

_IDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_IDS = re.compile(rb'"id"[ \t\r\n]*:[ \t\r\n]*"([A-Za-z0-9][A-Za-z0-9._:-]{0,63})"')
_SPACE = strictjson.SPACE

#: The number of threads is one for the whole database: whoever needs one reader waits for the other who does.
_ONE_READER = threading.Lock()


# --- a file ---------------------------------------------------------------------------------------


class _File:
    """One file on its way into the database.

    :ivar parts: queries of its valid records, as rows of the fact table.
    :ivar left_out: how many of its records are invalid, and ``left_out_ids`` the ids of those that have one.
    :ivar runs: first and last id of each ascending run of ids, where they were looked for and are few.
    :ivar whole: whether it was checked as a whole, so that the number of a row is that of its line.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, work: Path, collector: Collector, source: Source, number: int, serial: Iterator[int]
    ) -> None:
        self.con, self.work, self.source, self.number = con, work, source, number
        self.collector = collector
        self.parts: list[str] = []
        self.left_out = 0
        self.left_out_ids: set[str] = set()
        self.runs: list[columnar.Run] | None = None
        self.whole = False
        self._serial = serial
        self._is_utf8 = False  # as a whole, as far as is known

    def check(self, progress: Callable[[int], None]) -> _File:
        """Check the file. ``progress`` is told the lines done."""
        source = self.source
        self._refuse_utf16()
        if source.bom:
            self.tell(1, plain("STR-BOM"))
        if source.lines == 0:
            self.tell(None, plain("STR-EMPTY"))
            return self
        if source.lines < SMALL or source.numbers is not None or not self._columnar():
            self.rows(_all_lines(source.path), progress)
        progress(source.lines)
        return self

    def tell(self, line: int | None, fault: Fault, record_id: str | None = None) -> None:
        self.collector.add(self.source.record_type, Place(self.source.name, self.number, line), fault, record_id)

    def _table(self) -> str:
        return f"part_{next(self._serial)}"

    def _part(self, table: str, line: str, select: Mapping[str, str] | None = None) -> None:
        cols = ", ".join(f'{select[c] if select else _name(c)} AS "{c}"' for c in standard.columns(self.source.record_type))
        self.parts.append(f"SELECT {cols}, {self.number}::USMALLINT AS _file, ({line})::UINTEGER AS _line FROM {table}")

    def _columnar(self) -> bool:
        """The columnar way. False if the file must go the row way as a whole."""
        if _may_hold_a_long_line(self.source.path, self.source.size):
            return False
        seen = columnar.sample(self.source.record_type, self.source.path)
        if not seen.flat:
            return False
        table = self._table()
        try:
            if seen.clean and self._whole(table, seen):
                return True
            self._doubtful(table)
        except duckdb.InterruptException:
            raise
        except duckdb.Error as e:
            if database.lacks_space(e):
                raise
            # a line beyond the limit, say; the row way will tell which
            self.con.execute(f"DROP TABLE IF EXISTS {table}")
            return False
        return True

    def _whole(self, table: str, seen: columnar.Sample) -> bool:
        """Whether every line is valid; then they are loaded. The engine keeps the rows in the order of the lines."""
        source = self.source
        everything = columnar.names(source.record_type)
        # the quick comparison holds only if every line has its line feed; else one byte too many would hide behind it
        sizes = (lambda: source.size - source.lines if _ends_with_line_feed(source.path) else -1, lambda: _dense_size(source.path))
        found = columnar.read_whole(self.con, table, source.record_type, source.path, source.lines, sizes, seen)
        if found.sure is None and seen.names < everything:
            # some lines may have what no line of the sample has
            self.con.execute(f"DROP TABLE {table}")
            found = columnar.read_whole(
                self.con, table, source.record_type, source.path, source.lines, sizes, seen._replace(names=everything)
            )
        if not found.sure:
            self.con.execute(f"DROP TABLE {table}")
            return False
        self.runs, self.whole = found.runs, True
        if source.blanks:
            self.report_blanks()
            self._keep(table, array("Q"), found.select)
        else:
            self._part(table, "rowid + 1", found.select)
        return True

    def _doubtful(self, table: str) -> None:
        """Find the lines in doubt by comparing each line with its row, and send them the row way."""
        source = self.source
        query = columnar.checked_rows(source.record_type, source.path)
        with _ONE_READER:
            threads = self.con.execute("SELECT current_setting('threads')").fetchall()[0][0]
            self.con.execute("SET threads = 1")  # only one reader keeps the rows in the order of the lines
            try:
                self.con.execute(f"CREATE TABLE {table} AS {query}")
            finally:
                self.con.execute(f"SET threads = {threads}")
        rows = self.con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
        if rows != source.lines:
            raise duckdb.DataError("the rows are not the lines")
        doubtful: array[int] = array("Q")
        again: list[tuple[int, bytes]] = []
        with source.path.open("rb") as f:
            lines = _filled_lines(source.path) if source.blanks else enumerate(f, 1)
            for row, ((line, raw), (length,)) in enumerate(zip(lines, self._lengths(table), strict=True)):
                if (length == len(raw) - 1 and raw[-1] == 10) or length == len(raw.translate(None, _SPACE)):
                    continue
                doubtful.append(row)
                again.append((line, raw))
                if len(again) >= 20_000:
                    self.rows(again)
                    again = []
        if again:
            self.rows(again)
        if source.blanks:
            self.report_blanks()
        self._keep(table, doubtful)

    def _lengths(self, table: str) -> Iterator[tuple[int]]:
        cursor = self.con.cursor().execute(f"SELECT _len FROM {table} ORDER BY rowid")
        while chunk := cursor.fetchmany(50_000):
            yield from chunk

    def _keep(self, table: str, doubtful: array[int], select: Mapping[str, str] | None = None) -> None:
        """Leave the rows that are not in doubt, with their lines."""
        marks, kept = self._table(), self._table()
        path = self.work / f"{marks}.csv"
        if self.source.blanks:
            # a row's number is not its line's where blank lines stand in between
            doubted = set(doubtful)
            pairs = ((row, line) for row, (line, _) in enumerate(_filled_lines(self.source.path)) if row not in doubted)
            line, join = "m.line", "JOIN"
        else:
            pairs = ((row, 0) for row in doubtful)
            line, join = "t.rowid + 1", "ANTI JOIN"
        with path.open("w") as f:
            f.write("at,line\n")
            f.writelines(f"{row},{at}\n" for row, at in pairs)
        listed = database.reading("read_csv", path, columns="{'at': 'BIGINT', 'line': 'BIGINT'}", header="true")
        self.con.execute(f"CREATE TABLE {kept} AS SELECT t.*, {line} AS _at FROM {table} t {join} {listed} m ON m.at = t.rowid")
        self.con.execute(f"DROP TABLE {table}")
        path.unlink()
        self._part(kept, "_at", select)

    def report_blanks(self) -> None:
        """Report the blank lines of a file that has no line beyond the limit."""
        for n, raw in _all_lines(self.source.path):
            if not raw.strip(_SPACE):
                self.tell(n, plain("STR-BLANK"))

    # the row way

    def rows(self, lines: Iterable[tuple[int, bytes]], progress: Callable[[int], None] = lambda _: None) -> None:
        """Check lines one by one and load the valid ones."""
        source = self.source
        path = self.work / f"{self._table()}.ndjson"
        valid = 0
        with path.open("wb") as out:
            for count, (line, raw) in enumerate(lines):
                if count % 20_000 == 0:
                    progress(count)
                at = source.numbers[line - 1] if source.numbers is not None else line
                dense = self._row(at, raw)
                if dense is not None:
                    out.write(b'{"_line":%d,' % at + dense[1:] + b"\n")
                    valid += 1
        if valid:
            table = self._table()
            columns = {**standard.columns(source.record_type), "_line": "UINTEGER"}
            listed = ", ".join(f"'{k}': {database.quote(t)}" for k, t in columns.items())
            limit = str(strictjson.MAX_LINE + 1024)
            found = database.reading("read_json", path, columns=f"{{{listed}}}", format="'newline_delimited'", maximum_object_size=limit)
            self.con.execute(f"CREATE TABLE {table} AS SELECT * FROM {found}")
            self._part(table, "_line")
        path.unlink()

    def _row(self, line: int, raw: bytes) -> bytes | None:
        """One line: the record as the tables want it if it is valid, else None and findings."""
        record_type = self.source.record_type
        text = raw.strip(_SPACE)
        if strictjson.is_too_long(raw):
            self._refuse(line, raw, strictjson.Refused("STR-LINE-LENGTH", limit=strictjson.MAX_LINE // 2**20), quick.lenient(text))
            return None
        if not text:
            self.tell(line, plain("STR-BLANK"))
            return None
        seen = quick.read(text)
        if seen is not None and seen.whole and quick.record_check(record_type)(seen.record):
            return seen.dense
        try:
            record = seen.record if seen is not None and seen.exact else strictjson.object_of(text)
        except strictjson.Refused as e:
            # a text that did not read is not read again; one that is only deep was not read
            self._refuse(line, raw, e, seen.record if seen else quick.lenient(text) if e.code == "STR-DEPTH" else None)
            return None
        faults = explain(record_type, record)
        if not faults:
            record.pop("ext", None)
            return orjson.dumps(_integers(record))
        self.left_out += 1
        known = _proper_id(record)
        if known is not None:
            self.left_out_ids.add(known)
        for fault in faults:
            self.tell(line, fault, known)
        return None

    def _refuse(self, line: int, raw: bytes, why: strictjson.Refused, record: Any) -> None:
        """Report a line that is no strict JSON, and note the ids that it shows: they were handed in, if badly.

        :param record: what a parser that looks less closely made of it.
        """
        if why.code == "STR-ENCODING":
            self._refuse_gb18030()
        self.left_out += 1
        self.left_out_ids.update(m[1].decode() for m in _IDS.finditer(raw, 0, strictjson.MAX_LINE))
        # what one line looks like is no guide: the file is in UTF-8
        values = {} if why.code == "STR-ENCODING" else why.values
        self.tell(line, Fault(why.code, "", (), values) if values else plain(why.code), _proper_id(record))

    def _refuse_utf16(self) -> None:
        """A file whose every second byte is NUL has no line that is ours."""
        with self.source.path.open("rb") as f:
            if strictjson.guess_encoding(f.read(64)) == "UTF-16":
                raise self._in_other_encoding(1, "UTF-16")

    def _refuse_gb18030(self) -> None:
        """A file that is in another encoding as a whole is no batch: a finding for each line would bury the report."""
        if self._is_utf8:
            return
        if (line := strictjson.first_in_gb18030(_all_lines(self.source.path))) is not None:
            raise self._in_other_encoding(line, "GBK/GB18030")
        self._is_utf8 = True

    def _in_other_encoding(self, line: int, encoding: str) -> BatchError:
        at = self.source.numbers[line - 1] if self.source.numbers is not None else line
        return BatchError(problem("file-encoding", path=self.source.name, line=at, guess=f" ({encoding})"))


# --- all files ------------------------------------------------------------------------------------


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
        self.complete, self.snapshot = complete, snapshot
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

        def one(cursor: duckdb.DuckDBPyConnection, number: int | None) -> _File | None:
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

    def _file(self, con: duckdb.DuckDBPyConnection, source: Source, number: int) -> _File:
        return _File(con, self.work, self.collector.beside(number), source, number, self._serial)

    def _table(self) -> str:
        return f"part_{next(self._serial)}"

    def report_blanks(self, source: Source, number: int) -> None:
        """Report the lines of a file that holds blank ones only."""
        file = self._file(self.con, source, number)
        file.report_blanks()
        self._merge(file)

    def _merge(self, file: _File) -> None:
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
        for kind in standard.record_types():
            if parts := self.parts.get(kind):
                self.con.execute(f'CREATE VIEW "{kind}" AS ' + " UNION ALL ".join(parts))
            else:
                cols = {**standard.columns(kind), "_file": "USMALLINT", "_line": "UINTEGER"}
                self.con.execute(f'CREATE TABLE "{kind}" (' + ", ".join(f'"{k}" {t}' for k, t in cols.items()) + ")")

    def check_ids(self, sources: Mapping[int, Source]) -> None:
        """Ids used twice, references that lead nowhere, and ids that are numbers of persons."""
        files = {n: s.name for n, s in sources.items()}
        # of every record, also of those whose id an earlier one has
        suspect = [
            kind for kind, found in zip(self.parts, database.side_by_side(self.con, _any_personal, self.parts), strict=True) if found
        ]
        fields = [(kind, name) for kind in suspect for name in ("id", *standard.references(kind))]
        for (kind, name), found in zip(fields, database.side_by_side(self.con, self.personal, fields), strict=True):
            self.tell_personal(kind, name, found, files)
        doubted = [kind for kind in self.parts if not _disjoint(self._runs.get(kind, [None]))]
        for kind, twice in zip(doubted, database.side_by_side(self.con, self._repeated, doubted), strict=True):
            if twice:
                self._tell_twice(kind, twice, files)
        pairs = [(kind, name) for kind in self.parts for name, (target, _) in standard.references(kind).items() if self.judged(target)]
        for (kind, name), found in zip(pairs, database.side_by_side(self.con, self.lost, pairs), strict=True):
            self.tell_lost(kind, name, found, files)

    def judged(self, target: str) -> bool:
        """Whether references to a type can be followed: records of it were handed in, or it is declared complete."""
        return target in self.complete or (self.snapshot and self.counts.get(target, 0) > 0)

    def _repeated(self, con: duckdb.DuckDBPyConnection, kind: str) -> str | None:
        """Leave to the rules the first of the records that share an id, since a finding could not say which it means.

        :returns: a table of the others, each with the place of the first; None where no id is used twice.
        """
        twice = self._table()
        if not set_twice_apart(con, f'"{kind}"', twice):
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
        self.collector.offer("STR-DUPLICATE-ID", [duplicate(kind, files, row) for row in rows], total)

    def _first(self, con: duckdb.DuckDBPyConnection, query: str) -> tuple[list[tuple[Any, ...]], int]:
        """The rows of a query that may be kept, first by file and line, and the number of all."""
        limit = None if self.collector.spool else self.collector.limit
        ordered = f"SELECT * FROM ({query}) ORDER BY _file, _line, COLUMNS(*)"
        if limit is None:
            rows = con.execute(ordered).fetchall()
            return rows, len(rows)
        rows = con.execute(f"{ordered} LIMIT {limit}").fetchall()
        return rows, len(rows) if len(rows) < limit else con.execute(f"SELECT count(*) FROM ({query})").fetchall()[0][0]

    def lost(self, con: duckdb.DuckDBPyConnection, field: tuple[str, str]) -> tuple[list[tuple[Any, ...]], int]:
        """References that lead nowhere. One that was handed in and refused has a line of its own that says what is wrong with it."""
        kind, name = field
        target, many = standard.references(kind)[name]
        values = f'SELECT DISTINCT unnest("{name}") AS ref FROM "{kind}"' if many else f'SELECT DISTINCT "{name}" AS ref FROM "{kind}"'
        # few distinct values are looked up, however many records there are
        nowhere = con.execute(
            f'SELECT ref FROM ({values}) WHERE ref IS NOT NULL AND ref NOT IN (SELECT id FROM "{target}") ORDER BY ref'
        ).fetchall()
        missing = [ref for (ref,) in nowhere if ref not in self.left_out_ids.get(target, ())]
        if not missing:
            return [], 0
        con.execute("CREATE OR REPLACE TEMP TABLE lost AS SELECT unnest(?::VARCHAR[]) AS ref", [missing])
        return self._first(con, f"SELECT p.* EXCLUDE (ref) FROM ({_values(kind, name)}) p SEMI JOIN lost USING (ref)")

    def personal(self, con: duckdb.DuckDBPyConnection, field: tuple[str, str]) -> tuple[list[tuple[Any, ...]], int]:
        """Ids and references that are numbers of persons."""
        return self._first(con, f"SELECT p.* EXCLUDE (ref) FROM ({_values(*field)}) p WHERE {personal.sql_test('ref')}")

    def tell_lost(self, kind: str, name: str, found: tuple[Sequence[tuple[Any, ...]], int], files: Mapping[int, str]) -> None:
        """Report references that lead nowhere: id, file and line of the record and the place in the list if it is one; and how many in all."""
        self._tell(kind, name, partial(lost_reference, kind), found, files)

    def tell_personal(self, kind: str, name: str, found: tuple[Sequence[tuple[Any, ...]], int], files: Mapping[int, str]) -> None:
        """Report ids and references that are numbers of persons."""
        self._tell(kind, name, personal_id, found, files)

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
        told = [finding_of(kind, Place(files[file], file, line), shared(at), ident) for ident, file, line, at in rows]
        if told:
            self.collector.offer(told[0].rule, told, total)

    def unresolvable(self) -> list[Unjudged]:
        """References that cannot be followed: neither was a record of their target handed in, nor is it declared complete."""
        out = []
        for kind in self.parts:
            for name, (target, _) in standard.references(kind).items():
                if not self.judged(target):
                    n = self.con.execute(f'SELECT count(*) FROM "{kind}" WHERE "{name}" IS NOT NULL').fetchall()[0][0]
                    if n:
                        out.append(Unjudged("STR-REFERENCE", f"coverage.{target}", n, f"{kind}.{name}"))
        return out


# --- ids ------------------------------------------------------------------------------------------


def _disjoint(files: Sequence[Sequence[columnar.Run] | None]) -> bool:
    """Whether no id stands in two runs: then none is used twice. If sorted starts and ends alternate, no run reaches over another's start."""
    runs = [run for file in files for run in file or ()]
    if any(file is None for file in files):
        return False
    # compared as the database compares: by their bytes
    starts, ends = sorted(a.encode() for a, _ in runs), sorted(b.encode() for _, b in runs)
    return all(a <= b for a, b in zip(starts, ends, strict=True)) and all(b < a for b, a in zip(ends, starts[1:], strict=False))


def set_twice_apart(con: duckdb.DuckDBPyConnection, records: str, table: str) -> bool:
    """Put the records whose id an earlier one has into a table: id, file and line, and those of the first. False if there are none.

    :param records: SQL of a table with ``id``, ``_file`` and ``_line``.
    """
    used = f"SELECT id FROM {records} GROUP BY id HAVING count(*) > 1"
    if not con.execute(f"{used} LIMIT 1").fetchone():
        return False
    con.execute(
        f"""CREATE TABLE {table} AS SELECT * FROM (
                SELECT id, _file, _line, first_value(_file) OVER first AS firstFile, first_value(_line) OVER first AS firstLine
                FROM {records} WHERE id IN ({used}) WINDOW first AS (PARTITION BY id ORDER BY _file, _line))
            WHERE _file <> firstFile OR _line <> firstLine"""
    )
    return True


def duplicate(kind: str, files: Mapping[int, str], row: tuple[Any, ...]) -> Finding:
    """The finding on a record whose id an earlier one has: id, file, line, and file and line of the first."""
    ident, file, line, first_file, first_line = row
    values = {"id": ident, "firstLine": first_line, "firstFile": files[first_file]}
    return finding_of(kind, Place(files[file], file, line), Fault("STR-DUPLICATE-ID", "/id", (), values), ident)


def lost_reference(kind: str, name: str, pointer: str) -> Fault:
    """A reference that leads nowhere."""
    return Fault("STR-REFERENCE", pointer, (name,), {"field": name, "target": standard.references(kind)[name][0]})


def personal_id(name: str, pointer: str) -> Fault:
    """An id, or a reference, that is a number of a person."""
    return Fault("STR-PERSONAL-ID", pointer, (name,), {"field": name})


def _any_personal(con: duckdb.DuckDBPyConnection, kind: str) -> bool:
    """Whether any id or reference of a type is as long as a number of a person: hardly ever, so its fields are asked together first."""
    tests = [personal.sql_length("id")]
    for name, (_, many) in standard.references(kind).items():
        tests.append(
            f'len(list_filter("{name}", lambda ref: {personal.sql_length("ref")})) > 0' if many else personal.sql_length(f'"{name}"')
        )
    return con.execute(f'SELECT 1 FROM "{kind}" WHERE {" OR ".join(tests)} LIMIT 1').fetchone() is not None


def _values(kind: str, name: str) -> str:
    """A query of the values of a field: id, file and line of the record, place in the list if it is one, and the value."""
    if standard.references(kind).get(name, ("", False))[1]:
        return f"""SELECT id, _file, _line, generate_subscripts("{name}", 1) - 1 AS at, unnest("{name}") AS ref FROM "{kind}" WHERE "{name}" IS NOT NULL"""
    return f'SELECT id, _file, _line, NULL AS at, "{name}" AS ref FROM "{kind}" WHERE "{name}" IS NOT NULL'


# --- lines ----------------------------------------------------------------------------------------


def _name(column: str) -> str:
    return f'"{column}"'


def _integers(value: Any) -> Any:
    """Whole numbers written as ``1.0`` are integers to JSON Schema; the tables want them so."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {k: _integers(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_integers(v) for v in value]
    return value


def _proper_id(record: Any) -> str | None:
    """The id of an invalid record, if it has one that may be named."""
    ident = record.get("id") if isinstance(record, dict) else None
    return ident if isinstance(ident, str) and _IDENT.fullmatch(ident) else None


def _may_hold_a_long_line(path: Path, size: int) -> bool:
    """Whether a file may hold a line beyond the limit: such a line fills a window of half the limit from end to end."""
    window = strictjson.MAX_LINE // 2
    with path.open("rb") as f:
        for at in range(0, size - window, window):
            f.seek(at)
            # one step finds the line feed of any line that is not very long
            if b"\n" not in f.read(2**16) and b"\n" not in f.read(window - 2**16):
                return True
    return False


def _all_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Every line with its number; of a line beyond the limit only so much as shows that it is."""
    with path.open("rb") as f:
        number = 0
        while raw := f.readline(strictjson.MAX_LINE + 2):
            number += 1
            whole = raw
            while not raw.endswith(b"\n") and len(raw) > strictjson.MAX_LINE:
                raw = f.readline(strictjson.MAX_LINE + 2)
                if not raw:
                    break
            yield number, whole


#: The id of a record. In a file whose every line the columnar way vouched for an ``"id":`` can stand nowhere else.
_ID = re.compile(rb'"id"\s*:\s*"([^"\\]*)"')


def check_lines(found: Iterable[Finding], whole: Collection[int], sources: Mapping[int, Source]) -> None:
    """Make sure that each finding names the line of its record, in files that were checked as a whole.

    Their lines are the numbers of the engine's rows, and the engine promises to keep the order of the lines.

    :raises AssertionError: if it has not: no report is better than one that sends people to the wrong line.
    """
    wanted: dict[int, dict[int, bytes]] = {}
    for finding in found:
        place = finding.place
        if place and place.number in whole and place.line is not None and finding.record_id is not None:
            wanted.setdefault(place.number, {})[place.line] = finding.record_id.encode()
    for number, ids in wanted.items():
        last = max(ids)
        with sources[number].path.open("rb") as f:
            for line, raw in enumerate(itertools.islice(f, last), 1):
                if line in ids and not ((m := _ID.search(raw)) and m[1] == ids[line]):
                    raise AssertionError("the engine has not kept the order of the lines")


def _filled_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    return ((n, raw) for n, raw in _all_lines(path) if raw.strip(_SPACE))


def _ends_with_line_feed(path: Path) -> bool:
    with path.open("rb") as f:
        f.seek(-1, 2)
        return f.read(1) == b"\n"


def _dense_size(path: Path) -> int:
    """The size of a file without white space."""
    size = 0
    with path.open("rb") as f:
        while block := f.read(4 * 1024 * 1024):
            size += len(block.translate(None, _SPACE))
    return size
