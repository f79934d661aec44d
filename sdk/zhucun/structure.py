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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import duckdb
import orjson

from zhucun import columnar, database, findings, quick, standard, strictjson
from zhucun.batch import Source
from zhucun.errors import BatchError, problem
from zhucun.faults import Fault, catalogue, explain, plain, text_of

#: Files of fewer lines go the row way at once: preparing the columnar query would take longer.
SMALL = 3_000

#: So many findings of one kind are kept in detail; the counts stay exact.
KEPT = 50_000

_IDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_IDS = re.compile(rb'"id"[ \t\r\n]*:[ \t\r\n]*"([A-Za-z0-9][A-Za-z0-9._:-]{0,63})"')
_SPACE = strictjson.SPACE

Finding = dict[str, Any]

#: The number of threads is one for the whole database: whoever needs one reader waits for the other who does.
_ONE_READER = threading.Lock()


class Collector:
    """Gathers structural findings, with exact counts.

    :ivar before: lines of the file that stand before those that are looked at.
    """

    def __init__(self, lang: str, before: int = 0) -> None:
        self.lang = lang
        self.before = before
        self.found: list[Finding] = []
        self.counts: dict[str, int] = {}

    def add(self, record_type: str, file: str, line: int | None, fault: Fault, record_id: str | None = None) -> None:
        self.counts[fault.code] = self.counts.get(fault.code, 0) + 1
        if self.counts[fault.code] > KEPT:
            return
        if line is not None:
            line += self.before
        head, tail, field = _said(fault, record_type, self.lang)
        finding = head.copy()
        if record_id is not None:
            finding["recordId"] = record_id
        finding["file"] = file
        if line is not None:
            finding["line"] = line
        finding |= tail
        finding["fingerprint"] = findings.fingerprint(fault.code, record_type, file, line, fault.pointer, field)
        self.found.append(finding)

    def merge(self, other: Collector) -> None:
        """Add what another has gathered."""
        for finding in other.found:
            code = finding["rule"]
            self.counts[code] = self.counts.get(code, 0) + 1
            if self.counts[code] <= KEPT:
                self.found.append(finding)
        for code, n in other.counts.items():
            self.counts[code] += max(0, n - KEPT)


# the same few faults are told of very many lines
@lru_cache(10_000)
def _said(fault: Fault, record_type: str, lang: str) -> tuple[Finding, Finding, str | None]:
    """What findings of a fault have in common: what stands before the place, what after it, and the field."""
    head = {"rule": fault.code, "severity": catalogue()[fault.code]["severity"], "outcome": "VIOLATION", "recordType": record_type}
    tail: Finding = {"pointer": fault.pointer, "message": text_of(fault, record_type, lang), "clauses": []}
    arguments = {k: v for k, v in fault.values.items() if isinstance(v, (str, int)) and v != ""}
    if arguments:
        tail["arguments"] = arguments
    return head, tail, fault.values.get("field")


# --- a file ---------------------------------------------------------------------------------------


class _File:
    """One file on its way into the database.

    :ivar parts: queries of its valid records, as rows of the fact table.
    :ivar left_out: how many of its records are invalid, and ``left_out_ids`` the ids of those that have one.
    :ivar runs: first and last id of each ascending run of ids, where they were looked for and are few.
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
        self.collector.add(self.source.record_type, self.source.name, line, fault, record_id)

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
        """Whether every line is valid; then they are loaded. The line of a record is looked up for the few that a finding names."""
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
        self._part(table, "NULL", found.select)
        self.runs = found.runs
        if source.blanks:
            self.report_blanks()
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

    def _keep(self, table: str, doubtful: array[int]) -> None:
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
        self._part(kept, "_at")

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

    def __init__(self, con: duckdb.DuckDBPyConnection, work: Path, collector: Collector) -> None:
        self.con, self.work, self.collector = con, work, collector
        self.parts: dict[str, list[str]] = {}
        self.counts: dict[str, int] = {}
        #: Per record type the invalid records: how many, and the ids of those that have one.
        self.left_out: dict[str, int] = {}
        self.left_out_ids: dict[str, set[str]] = {}
        #: Per record type the runs of ids of each file, None where they are not known.
        self._runs: dict[str, list[list[columnar.Run] | None]] = {}
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
        return _File(con, self.work, Collector(self.collector.lang, self.collector.before), source, number, self._serial)

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
        """Ids used twice, and references that lead nowhere."""
        files = {n: source.name for n, source in sources.items()}
        doubted = [kind for kind in self.parts if not _disjoint(self._runs.get(kind, [None]))]
        for kind, rows in zip(doubted, database.side_by_side(self.con, _repeated, doubted), strict=True):
            if rows:
                self._first_only(kind, self._duplicates(kind, rows, sources), sources)
        pairs = [
            (kind, name, target, many)
            for kind in self.parts
            for name, (target, many) in standard.references(kind).items()
            if target in self.parts
        ]
        for (kind, name, target, _), rows in zip(pairs, database.side_by_side(self.con, lost, pairs), strict=True):
            self.tell_lost(kind, name, target, rows, files)

    def _first_only(self, kind: str, first: Mapping[str, tuple[int, int]], sources: Mapping[int, Source]) -> None:
        """Of records that share an id, leave the first to the rules: a finding could not say which it means.

        :param first: file and line of the first record of each such id.
        """
        everything = " UNION ALL ".join(self.parts[kind])
        ids, chosen = self._table(), self._table()
        rows = [{"id": ident, "file": file, "line": line} for ident, (file, line) in first.items()]
        columns = {"id": "VARCHAR", "file": "USMALLINT", "line": "UINTEGER"}
        self.con.execute(f"CREATE TABLE {ids} (id VARCHAR, file USMALLINT, line UINTEGER)")
        database.insert(self.con, ids, columns, rows)
        self.con.execute(
            f"CREATE TABLE {chosen} AS SELECT e.* FROM ({everything}) e JOIN {ids} i ON i.id = e.id AND i.file = e._file AND i.line = e._line"
        )
        unknown = self.con.execute(f"SELECT file, list(line) FROM {ids} WHERE id NOT IN (SELECT id FROM {chosen}) GROUP BY file").fetchall()
        for file, lines in unknown:
            # which row of a file that was checked as a whole is that line's is not known: it is read again
            if part := self.reread(sources[file], file, set(lines)):
                self.con.execute(f"INSERT INTO {chosen} {part} WHERE id IN (SELECT id FROM {ids})")
        self.con.execute(
            f'CREATE OR REPLACE VIEW "{kind}" AS SELECT * FROM ({everything}) WHERE id NOT IN (SELECT id FROM {ids}) UNION ALL '
            f"SELECT * FROM {chosen} c QUALIFY row_number() OVER (PARTITION BY id ORDER BY c::VARCHAR) = 1"
        )

    def reread(self, source: Source, number: int, lines: set[int]) -> str | None:
        """A query of the valid records on some lines of a file, or None if there is none."""
        file = self._file(self.con, source, number)
        at = source.numbers
        file.rows((n, raw) for n, raw in _all_lines(source.path) if (at[n - 1] if at is not None else n) in lines)
        return file.parts[0] if file.parts else None

    def _duplicates(
        self, kind: str, rows: Sequence[tuple[str, int, int | None]], sources: Mapping[int, Source]
    ) -> dict[str, tuple[int, int]]:
        """Report ids that are used again; file and line where each was used first."""
        places: dict[str, set[tuple[int, int]]] = {}
        unplaced: dict[int, set[str]] = {}
        for ident, file, line in rows:
            if line is None:
                unplaced.setdefault(file, set()).add(ident)
            else:
                places.setdefault(ident, set()).add((file, line))
        for file, wanted in unplaced.items():
            for ident, line in lines_of(sources[file].path, wanted):
                places.setdefault(ident, set()).add((file, line))
        for ident, found in sorted(places.items()):
            (first_file, first_line), *others = sorted(found)
            values = {"id": ident, "firstLine": first_line, "firstFile": sources[first_file].name}
            for file, line in others:
                self.collector.add(kind, sources[file].name, line, Fault("STR-DUPLICATE-ID", "/id", (), values), ident)
        return {ident: min(found) for ident, found in places.items()}

    def tell_lost(self, kind: str, name: str, target: str, lost: Sequence[tuple[Any, ...]], files: Mapping[int, str]) -> None:
        """Report references that lead nowhere."""

        @cache
        def fault(at: int | None) -> Fault:
            pointer = f"/{name}" + ("" if at is None else f"/{at}")
            return Fault("STR-REFERENCE", pointer, (name,), {"field": name, "target": target})

        for ident, file, line, at, ref in lost:
            # one that was handed in and left out has a line of its own that says what is wrong with it
            if ref not in self.left_out_ids.get(target, ()):
                self.collector.add(kind, files[file], line, fault(at), ident)

    def unresolvable(self) -> list[tuple[str, str, int]]:
        """References that cannot be judged because no record of their target was handed in: (field, target, records)."""
        out = []
        for kind in self.parts:
            for name, (target, _) in standard.references(kind).items():
                if target not in self.parts:
                    n = self.con.execute(f'SELECT count(*) FROM "{kind}" WHERE "{name}" IS NOT NULL').fetchall()[0][0]
                    if n:
                        out.append((f"{kind}.{name}", target, n))
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


def _repeated(con: duckdb.DuckDBPyConnection, kind: str) -> list[tuple[str, int, int | None]]:
    """Id, file and line of the records of a type whose id is used more than once."""
    return con.execute(
        f"""SELECT id, _file, _line FROM "{kind}" WHERE id IN (SELECT id FROM "{kind}" GROUP BY id HAVING count(*) > 1)"""
    ).fetchall()


def lost(con: duckdb.DuckDBPyConnection, reference: tuple[str, str, str, bool]) -> list[tuple[Any, ...]]:
    """References that lead nowhere: id, file and line of the record, place in the list if it is one, and what is named."""
    kind, name, target, many = reference
    if many:
        pairs = f'SELECT id, _file, _line, unnest("{name}") AS ref, generate_subscripts("{name}", 1) - 1 AS at FROM "{kind}" WHERE "{name}" IS NOT NULL'
    else:
        pairs = f'SELECT id, _file, _line, "{name}" AS ref, NULL AS at FROM "{kind}" WHERE "{name}" IS NOT NULL'
    # few distinct values are looked up, however many records there are
    values = f'SELECT DISTINCT unnest("{name}") AS ref FROM "{kind}"' if many else f'SELECT DISTINCT "{name}" AS ref FROM "{kind}"'
    nowhere = f'SELECT ref FROM ({values}) WHERE ref IS NOT NULL AND ref NOT IN (SELECT id FROM "{target}")'
    if not con.execute(f"{nowhere} LIMIT 1").fetchone():
        return []
    return con.execute(
        f"WITH lost AS ({nowhere}) SELECT p.id, p._file, p._line, p.at, p.ref FROM ({pairs}) p SEMI JOIN lost USING (ref) ORDER BY 2, 3, 4"
    ).fetchall()


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


_ID = re.compile(rb'"id"\s*:\s*"([^"\\]*)"')


def lines_of(path: Path, wanted: set[str]) -> Iterator[tuple[str, int]]:
    """(id, line) of each line of a file whose record has one of the ids.

    Only for files whose every line the columnar way vouched for: there an ``"id":`` can stand nowhere else.
    """
    keys = {w.encode() for w in wanted}
    for line, raw in _all_lines(path):
        if (m := _ID.search(raw)) and m[1] in keys:
            yield m[1].decode(), line


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
