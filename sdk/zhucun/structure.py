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

import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import orjson

from zhucun import columnar, findings, quick, standard, strictjson, tables
from zhucun.batch import Source
from zhucun.errors import BatchError, problem
from zhucun.faults import Fault, catalogue, explain, text_of

#: Files of fewer lines go the row way at once: preparing the columnar query would take longer.
SMALL = 3_000

#: So many findings of one kind are kept in detail; the counts stay exact.
KEPT = 50_000

_IDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_SPACE = strictjson.SPACE

Finding = dict[str, Any]


class Collector:
    """Gathers structural findings, with exact counts."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.found: list[Finding] = []
        self.counts: dict[str, int] = {}

    def add(self, record_type: str, file: str, line: int | None, fault: Fault, record_id: str | None = None) -> None:
        entry = catalogue()[fault.code]
        self.counts[fault.code] = self.counts.get(fault.code, 0) + 1
        if self.counts[fault.code] > KEPT:
            return
        finding: Finding = {"rule": fault.code, "severity": entry["severity"], "outcome": "VIOLATION", "recordType": record_type}
        if record_id is not None:
            finding["recordId"] = record_id
        finding["file"] = file
        if line is not None:
            finding["line"] = line
        finding["pointer"] = fault.pointer
        finding["message"] = text_of(fault, record_type, self.lang)
        finding["clauses"] = []
        arguments = {k: v for k, v in fault.values.items() if isinstance(v, (str, int)) and v != ""}
        if arguments:
            finding["arguments"] = arguments
        finding["fingerprint"] = findings.fingerprint(fault.code, record_type, file, line, fault.pointer, fault.values.get("field"))
        self.found.append(finding)


# --- a file ---------------------------------------------------------------------------------------


class Loader:
    """Checks the files of a batch one by one and leaves a fact table for each record type."""

    def __init__(self, con: duckdb.DuckDBPyConnection, work: Path, collector: Collector) -> None:
        self.con, self.work, self.collector = con, work, collector
        self.parts: dict[str, list[str]] = {}
        self.counts: dict[str, int] = {}
        #: Per record type the invalid records: how many, and the ids of those that have one.
        self.left_out: dict[str, int] = {}
        self.left_out_ids: dict[str, set[str]] = {}
        self._serial = 0

    def load(self, source: Source, number: int, progress: Callable[[int], None] = lambda _: None) -> None:
        """Check one file. ``progress`` is told the lines done."""
        if source.bom:
            self.collector.add(source.record_type, source.name, 1, Fault("STR-BOM"))
        if source.lines == 0:
            self.collector.add(source.record_type, source.name, None, Fault("STR-EMPTY"))
            return
        self.counts[source.record_type] = self.counts.get(source.record_type, 0) + source.lines
        if source.lines < SMALL or source.numbers is not None or not self._columnar(source, number, progress):
            self._rows(source, number, _all_lines(source.path), progress)
        progress(source.lines)

    def _table(self) -> str:
        self._serial += 1
        return f"part_{self._serial}"

    def _part(self, record_type: str, table: str, number: int, line: str, select: Mapping[str, str] | None = None) -> None:
        cols = ", ".join(f'{select[c] if select else _name(c)} AS "{c}"' for c in standard.columns(record_type))
        self.parts.setdefault(record_type, []).append(
            f"SELECT {cols}, {number}::USMALLINT AS _file, ({line})::UINTEGER AS _line FROM {table}"
        )

    def _columnar(self, source: Source, number: int, progress: Callable[[int], None]) -> bool:
        """The columnar way. False if the file must go the row way as a whole."""
        seen = columnar.sample(source.record_type, source.path)
        if not seen.flat:
            return False
        table = self._table()
        try:
            if seen.clean and self._whole(source, number, table, seen):
                return True
            self._doubtful(source, number, table)
        except duckdb.Error:
            # a line beyond the limit, say; the row way will tell which
            self.con.execute(f"DROP TABLE IF EXISTS {table}")
            return False
        return True

    def _whole(self, source: Source, number: int, table: str, seen: columnar.Sample) -> bool:
        """Whether every line of a file is valid; then they are loaded. The line of a record is looked up for the few that a finding names."""
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
        self._part(source.record_type, table, number, "NULL", found.select)
        if source.blanks:
            self._report_blanks(source)
        return True

    def _doubtful(self, source: Source, number: int, table: str) -> None:
        """Find the lines in doubt by comparing each line with its row, and send them the row way."""
        threads = self.con.execute("SELECT current_setting('threads')").fetchall()[0][0]
        self.con.execute("SET threads = 1")  # only one reader keeps the rows in the order of the lines
        try:
            self.con.execute(
                f"CREATE TABLE {table} AS {columnar.checked_rows(source.record_type).replace('{path}', columnar.quote(source.path.as_posix()))}"
            )
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
                    self._rows(source, number, again, lambda n: None)
                    again = []
        if again:
            self._rows(source, number, again, lambda n: None)
        if source.blanks:
            self._report_blanks(source)
        self._keep(source, number, table, doubtful)

    def _lengths(self, table: str) -> Iterator[tuple[int]]:
        cursor = self.con.cursor().execute(f"SELECT _len FROM {table} ORDER BY rowid")
        while chunk := cursor.fetchmany(50_000):
            yield from chunk

    def _keep(self, source: Source, number: int, table: str, doubtful: array[int]) -> None:
        """Leave the rows that are not in doubt, with their lines."""
        marks, kept = self._table(), self._table()
        path = self.work / f"{marks}.csv"
        if source.blanks:
            # a row's number is not its line's where blank lines stand in between
            doubted = set(doubtful)
            pairs = ((row, line) for row, (line, _) in enumerate(_filled_lines(source.path)) if row not in doubted)
            line, join = "m.line", "JOIN"
        else:
            pairs = ((row, 0) for row in doubtful)
            line, join = "t.rowid + 1", "ANTI JOIN"
        with path.open("w") as f:
            f.write("at,line\n")
            f.writelines(f"{row},{at}\n" for row, at in pairs)
        self.con.execute(
            f"""CREATE TABLE {kept} AS SELECT t.*, {line} AS _at FROM {table} t {join}
                read_csv({columnar.quote(path.as_posix())}, columns={{'at': 'BIGINT', 'line': 'BIGINT'}}, header=true) m ON m.at = t.rowid"""
        )
        self.con.execute(f"DROP TABLE {table}")
        path.unlink()
        self._part(source.record_type, kept, number, "_at")

    def _report_blanks(self, source: Source) -> None:
        with source.path.open("rb") as f:
            for n, raw in enumerate(f, 1):
                if not raw.strip(_SPACE):
                    self.collector.add(source.record_type, source.name, n, Fault("STR-BLANK"))

    # the row way

    def _rows(self, source: Source, number: int, lines: Any, progress: Callable[[int], None]) -> None:
        """Check lines one by one and load the valid ones."""
        path = self.work / f"{self._table()}.ndjson"
        valid = 0
        with path.open("wb") as out:
            for count, (line, raw) in enumerate(lines):
                if count % 20_000 == 0:
                    progress(count)
                at = source.numbers[line - 1] if source.numbers is not None else line
                dense = self._row(source, at, raw)
                if dense is not None:
                    out.write(b'{"_line":%d,' % at + dense[1:] + b"\n")
                    valid += 1
        if valid:
            table = self._table()
            columns = {**standard.columns(source.record_type), "_line": "UINTEGER"}
            listed = ", ".join(f"'{k}': {columnar.quote(t)}" for k, t in columns.items())
            self.con.execute(
                f"CREATE TABLE {table} AS SELECT * FROM read_json('{path.as_posix()}', columns={{{listed}}}, "
                f"format='newline_delimited', maximum_object_size={strictjson.MAX_LINE + 1024})"
            )
            self._part(source.record_type, table, number, "_line")
        path.unlink()

    def _row(self, source: Source, line: int, raw: bytes) -> bytes | None:
        """One line: the record as the tables want it if it is valid, else None and findings."""
        text = raw.strip(_SPACE)
        if not text:
            self.collector.add(source.record_type, source.name, line, Fault("STR-BLANK"))
            return None
        seen = quick.read(text)
        if seen is not None and seen.whole and quick.record_check(source.record_type)(seen.record):
            return seen.dense
        try:
            record = seen.record if seen is not None and seen.exact else strictjson.object_of(text)
        except strictjson.Refused as e:
            if e.code == "STR-ENCODING":
                guess = e.values["guess"]
                if guess:
                    # the whole file will be in that encoding; a finding for each line would bury the report
                    raise BatchError(problem("file-encoding", path=source.name, line=line, guess=f" ({guess})")) from None
            known = self._leave_out(source.record_type, _lenient(text))
            self.collector.add(source.record_type, source.name, line, Fault(e.code, "", (), e.values), known)
            return None
        faults = explain(source.record_type, record)
        if not faults:
            record.pop("ext", None)
            return orjson.dumps(_integers(record))
        known = self._leave_out(source.record_type, record)
        for fault in faults:
            self.collector.add(source.record_type, source.name, line, fault, known)
        return None

    def _leave_out(self, kind: str, record: Any) -> str | None:
        """Count an invalid record; its id, if it has a proper one."""
        self.left_out[kind] = self.left_out.get(kind, 0) + 1
        ident = record.get("id") if isinstance(record, dict) else None
        if not isinstance(ident, str) or not _IDENT.fullmatch(ident):
            return None
        self.left_out_ids.setdefault(kind, set()).add(ident)
        return ident

    # what needs all files

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
        for kind in self.parts:
            if self.counts.get(kind, 0) > 50_000 and self._ascending(kind):
                continue
            rows = self.con.execute(
                f"""SELECT id, _file, _line FROM "{kind}" WHERE id IN (SELECT id FROM "{kind}" GROUP BY id HAVING count(*) > 1)"""
            ).fetchall()
            if rows:
                self._first_only(kind, self._duplicates(kind, rows, sources), sources)
        for kind in self.parts:
            for name, (target, many) in standard.references(kind).items():
                if target in self.parts:
                    self._references(kind, name, target, many, files)

    def _first_only(self, kind: str, first: Mapping[str, tuple[int, int]], sources: Mapping[int, Source]) -> None:
        """Of records that share an id, leave the first to the rules: a finding could not say which it means.

        :param first: file and line of the first record of each such id.
        """
        everything = " UNION ALL ".join(self.parts[kind])
        ids, chosen = self._table(), self._table()
        rows = [{"id": ident, "file": file, "line": line} for ident, (file, line) in first.items()]
        columns = {"id": "VARCHAR", "file": "USMALLINT", "line": "UINTEGER"}
        self.con.execute(f"CREATE TABLE {ids} (id VARCHAR, file USMALLINT, line UINTEGER)")
        tables.insert(self.con, ids, columns, rows)
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
        before = len(self.parts.setdefault(source.record_type, []))
        at = source.numbers
        self._rows(
            source,
            number,
            ((n, raw) for n, raw in _all_lines(source.path) if (at[n - 1] if at is not None else n) in lines),
            lambda n: None,
        )
        part = self.parts[source.record_type].pop() if len(self.parts[source.record_type]) > before else None
        if not self.parts[source.record_type]:
            del self.parts[source.record_type]
        return part

    def _ascending(self, kind: str) -> bool:
        """Whether the ids stand in few runs that ascend and do not overlap, as numbered ones do: then none is used twice.

        If the sorted starts and ends of the runs alternate, no run reaches over another's start.
        """
        runs = self.con.execute(
            f"""SELECT CASE WHEN before IS NULL OR before >= id THEN id END, CASE WHEN after IS NULL OR after <= id THEN id END
                FROM (SELECT id, lag(id) OVER () AS before, lead(id) OVER () AS after FROM "{kind}")
                WHERE before IS NULL OR before >= id OR after IS NULL OR after <= id LIMIT 10001"""
        ).fetchall()
        if len(runs) > 10_000:
            return False
        # compared as the database compares: by their bytes
        starts, ends = sorted(a.encode() for a, _ in runs if a), sorted(b.encode() for _, b in runs if b)
        return (
            len(starts) == len(ends)
            and all(a <= b for a, b in zip(starts, ends, strict=True))
            and all(b < a for b, a in zip(ends, starts[1:], strict=False))
        )

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

    def _references(self, kind: str, name: str, target: str, many: bool, files: Mapping[int, str]) -> None:
        if many:
            pairs = f'SELECT id, _file, _line, unnest("{name}") AS ref, generate_subscripts("{name}", 1) - 1 AS at FROM "{kind}" WHERE "{name}" IS NOT NULL'
        else:
            pairs = f'SELECT id, _file, _line, "{name}" AS ref, NULL AS at FROM "{kind}" WHERE "{name}" IS NOT NULL'
        # few distinct values are looked up, however many records there are
        values = f'SELECT DISTINCT unnest("{name}") AS ref FROM "{kind}"' if many else f'SELECT DISTINCT "{name}" AS ref FROM "{kind}"'
        nowhere = f'SELECT ref FROM ({values}) WHERE ref IS NOT NULL AND ref NOT IN (SELECT id FROM "{target}")'
        if not self.con.execute(f"{nowhere} LIMIT 1").fetchone():
            return
        lost = self.con.execute(
            f"WITH lost AS ({nowhere}) SELECT p.id, p._file, p._line, p.at, p.ref FROM ({pairs}) p SEMI JOIN lost USING (ref) ORDER BY 2, 3, 4"
        ).fetchall()
        for ident, file, line, at, ref in lost:
            if ref in self.left_out_ids.get(target, ()):
                continue  # it was handed in, and its own line says what is wrong with it
            pointer = f"/{name}" + ("" if at is None else f"/{at}")
            self.collector.add(kind, files[file], line, Fault("STR-REFERENCE", pointer, (name,), {"field": name, "target": target}), ident)

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


def _lenient(text: bytes) -> Any:
    """What a line that is refused may still tell of itself."""
    try:
        return orjson.loads(text)
    except ValueError:
        return None


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
