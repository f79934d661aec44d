"""One file on its way into the database, by columns where every line is surely valid, else line by line."""

from __future__ import annotations

import re
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import orjson

from zhucun import database
from zhucun.errors import BatchError, problem
from zhucun.model import Place
from zhucun.opening.batch import Source
from zhucun.record import quick, strictjson
from zhucun.record.faults import Fault, explain, plain
from zhucun.structure import columnar, lines
from zhucun.structure.collector import Collector

#: Files of fewer lines go the row way at once: preparing the columnar query would take longer.
SMALL = 3_000

_IDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_IDS = re.compile(rb'"id"[ \t\r\n]*:[ \t\r\n]*"([A-Za-z0-9][A-Za-z0-9._:-]{0,63})"')

#: The number of threads is one for the whole database: whoever needs one reader waits for the other who does.
_ONE_READER = threading.Lock()


class File:
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
        self.standard, self.collector = collector.standard, collector
        self.parts: list[str] = []
        self.left_out = 0
        self.left_out_ids: set[str] = set()
        self.runs: list[columnar.Run] | None = None
        self.whole = False
        self._serial = serial
        self._is_utf8 = False  # as a whole, as far as is known

    def check(self, progress: Callable[[int], None]) -> File:
        """Check the file. ``progress`` is told the lines done."""
        source = self.source
        self._refuse_utf16()
        if source.bom:
            self.tell(1, plain("STR-BOM"))
        if source.lines == 0:
            self.tell(None, plain("STR-EMPTY"))
            return self
        if source.lines < SMALL or source.numbers is not None or not self._columnar():
            self.rows(lines.all_lines(source.path), progress)
        progress(source.lines)
        return self

    def tell(self, line: int | None, fault: Fault, record_id: str | None = None) -> None:
        self.collector.add(self.source.record_type, Place(self.source.name, self.number, line), fault, record_id)

    def _table(self) -> str:
        return f"part_{next(self._serial)}"

    def _part(self, table: str, line: str, select: Mapping[str, str] | None = None) -> None:
        cols = ", ".join((select[c] if select else f'"{c}"') + f' AS "{c}"' for c in self.standard.columns(self.source.record_type))
        self.parts.append(f"SELECT {cols}, {self.number}::USMALLINT AS _file, ({line})::UINTEGER AS _line FROM {table}")

    def _columnar(self) -> bool:
        """The columnar way. False if the file must go the row way as a whole."""
        if lines.may_hold_a_long_line(self.source.path, self.source.size):
            return False
        seen = columnar.sample(self.standard, self.source.record_type, self.source.path)
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
        everything = columnar.names(self.standard, source.record_type)
        # the quick comparison holds only if every line has its line feed; else one byte too many would hide behind it
        sizes = (
            lambda: source.size - source.lines if lines.ends_with_line_feed(source.path) else -1,
            lambda: lines.dense_size(source.path),
        )
        found = columnar.read_whole(self.con, self.standard, table, source.record_type, source.path, source.lines, sizes, seen)
        if found.sure is None and seen.names < everything:
            # some lines may have what no line of the sample has
            self.con.execute(f"DROP TABLE {table}")
            found = columnar.read_whole(
                self.con, self.standard, table, source.record_type, source.path, source.lines, sizes, seen._replace(names=everything)
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
        query = columnar.checked_rows(self.standard, source.record_type, source.path)
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
            numbered = lines.filled_lines(source.path) if source.blanks else enumerate(f, 1)
            for row, ((line, raw), (length,)) in enumerate(zip(numbered, self._lengths(table), strict=True)):
                if (length == len(raw) - 1 and raw[-1] == 10) or length == len(raw.translate(None, strictjson.SPACE)):
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
            pairs = ((row, line) for row, (line, _) in enumerate(lines.filled_lines(self.source.path)) if row not in doubted)
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
        for n, raw in lines.all_lines(self.source.path):
            if not raw.strip(strictjson.SPACE):
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
            columns = {**self.standard.columns(source.record_type), "_line": "UINTEGER"}
            listed = ", ".join(f"'{k}': {database.quote(t)}" for k, t in columns.items())
            limit = str(strictjson.MAX_LINE + 1024)
            found = database.reading("read_json", path, columns=f"{{{listed}}}", format="'newline_delimited'", maximum_object_size=limit)
            self.con.execute(f"CREATE TABLE {table} AS SELECT * FROM {found}")
            self._part(table, "_line")
        path.unlink()

    def _row(self, line: int, raw: bytes) -> bytes | None:
        """One line: the record as the tables want it if it is valid, else None and findings."""
        record_type = self.source.record_type
        text = raw.strip(strictjson.SPACE)
        if strictjson.is_too_long(raw):
            self._refuse(line, raw, strictjson.Refused("STR-LINE-LENGTH", limit=strictjson.MAX_LINE // 2**20), quick.lenient(text))
            return None
        if not text:
            self.tell(line, plain("STR-BLANK"))
            return None
        seen = quick.read(text)
        if seen is not None and seen.whole and quick.record_check(self.standard, record_type)(seen.record):
            return seen.dense
        try:
            record = seen.record if seen is not None and seen.exact else strictjson.object_of(text)
        except strictjson.Refused as e:
            # a text that did not read is not read again; one that is only deep was not read
            self._refuse(line, raw, e, seen.record if seen else quick.lenient(text) if e.code == "STR-DEPTH" else None)
            return None
        faults = explain(self.standard, record_type, record)
        if not faults:
            ext = record.pop("ext", None)
            return orjson.dumps(_integers(record | self._own(ext) if ext else record))
        self.left_out += 1
        known = _proper_id(record)
        if known is not None:
            self.left_out_ids.add(known)
        for fault in faults:
            self.tell(line, fault, known)
        return None

    def _own(self, ext: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """Of what a record has in ``ext`` the fields that are declared, by the names of their columns."""
        out = {}
        for name in self.standard.own_fields(self.source.record_type):
            _, owner, field = name.split(".")
            if field in ext.get(owner, {}):
                out[name] = ext[owner][field]
        return out

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
        if (line := strictjson.first_in_gb18030(lines.all_lines(self.source.path))) is not None:
            raise self._in_other_encoding(line, "GBK/GB18030")
        self._is_utf8 = True

    def _in_other_encoding(self, line: int, encoding: str) -> BatchError:
        at = self.source.numbers[line - 1] if self.source.numbers is not None else line
        return BatchError(problem("file-encoding", path=self.source.name, line=at, guess=f" ({encoding})"))


# --- records ---------------------------------------------------------------------------------------


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
