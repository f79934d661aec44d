"""The columnar way, the row way and the normative answer agree on every line, however hostile.

``ZHUCUN_LONG=1`` checks more than 100,000 lines instead of some thousands.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from edition import standard
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from zhucun.errors import BatchError
from zhucun.opening.batch import open_batch
from zhucun.record import faults, quick, strictjson
from zhucun.standard import Standard
from zhucun.structure import columnar, file, loader
from zhucun.structure.collector import Collector

LONG = os.environ.get("ZHUCUN_LONG") == "1"
TYPES = standard.record_types
Record = dict[str, Any]

# --- records made from the schemas ------------------------------------------------------------------

#: What a date of the schemas may hold, its edges among them.
DATES = ["2021-07-01", "2020-02-29", "0001-01-01", "9999-12-31", "2021-12-31"]
TEXTS = ["x", "李 四", "two  words ", "😀 e\u0301", "a/b", "\u2028", "\x7f", "é", "甲" * 200]
SAMPLES = {
    r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$": ["a", "cadre-1", "A.b_c:d-e", "9" * 64],
    r"^[0-9]{4}-(0[1-9]|1[0-2])$": ["2021-07", "1999-12"],
    r"^[0-9]{12}$": ["522701100200", "000000000000"],
    r"^[0-9]{2,6}$": ["52", "522701"],
    r"^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3})?)?)?$": ["52", "5227", "522701", "522701100"],
    r"^[0-9A-HJ-NPQRTUWXY]{18}$": ["12522701MB1A2B3C4D"[:18], "9" * 18],
    r"^[0-9A-Za-z-]{1,20}$": ["HN-1", "a"],
    r"^[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]$": ["52270119900101123X"],
    r"^[a-z][A-Za-z0-9]*$": ["name", "dutyLevel"],
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": ["08:30", "23:59"],
}


def value(prop: dict[str, Any], rng: Random, full: bool) -> Any:
    """A valid value of a property; ``full`` fills every optional field below it."""
    kind = prop["type"]
    if kind == "object":
        if "properties" not in prop:
            return {"522701": {"x": [None, 1.5, "t"]}} if full else {}
        return record(prop, rng, full)
    if kind == "array":
        wanted = rng.randint(max(1, prop.get("minItems", 0)), 3)
        out: list[Any] = []
        for _ in range(wanted):
            item = value(prop["items"], rng, full)
            if item not in out:
                out.append(item)
        return out
    if kind == "boolean":
        return rng.random() < 0.5
    if kind == "integer":
        low, high = prop.get("minimum", -5), prop.get("maximum", 2**53 - 1)
        return rng.choice([low, high, min(low + 1, high), min(low + 100, high)])
    if "enum" in prop:
        return rng.choice(prop["enum"])
    if prop.get("format") == "date":
        return rng.choice(DATES)
    if "pattern" in prop:
        alternatives = re.fullmatch(r"\^\(?([A-Za-z_|]+)\)?\$", prop["pattern"])
        return rng.choice(alternatives[1].split("|") if alternatives else SAMPLES[prop["pattern"]])
    return rng.choice([t for t in TEXTS if prop.get("minLength", 0) <= len(t) <= prop.get("maxLength", 999)])


def record(schema: Mapping[str, Any], rng: Random, full: bool | None = None) -> Record:
    """A valid object: required fields only, every field, or (``None``) some."""
    out = {}
    for name, prop in schema["properties"].items():
        if name in schema.get("required", ()) or full or (full is None and name != "ext" and rng.random() < 0.3):
            out[name] = value(prop, rng, bool(full) or rng.random() < 0.3)
    return out


def dense(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# --- the three answers ------------------------------------------------------------------------------


@cache
def _normative(kind: str) -> Any:
    return faults.validator(standard, kind)


def normative(kind: str, line: bytes) -> bool:
    """The answer that counts: strict JSON, then jsonschema."""
    try:
        parsed = strictjson.object_of(line.strip(b" \t\r\n"))
    except strictjson.Refused:
        return False
    return bool(_normative(kind).is_valid(parsed))


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


class Answer:
    """What one way said of a file.

    :ivar findings: (code, line, pointer) of each finding, sorted.
    :ivar rows: the fact table, without file and line.
    :ivar accepted: lines that became rows.
    :ivar whole: whether the whole file was vouched for.
    """

    def __init__(self, kind: str, data: bytes, small: int, trusting: bool) -> None:
        before = file.SMALL, columnar.MANY, columnar.sample
        file.SMALL = small
        if trusting:
            columnar.MANY, columnar.sample = 0, _trusting
        try:
            with tempfile.TemporaryDirectory() as folder:
                work = Path(folder)
                path = work / f"{kind}.ndjson"
                path.write_bytes(data)
                with open_batch(standard, path, work) as batch:
                    (source,) = batch.sources
                    con = _database()
                    collector = Collector(standard, None)
                    checking = loader.Loader(con, work, collector)
                    checking.load({0: source})
                    checking.finish()
                    self.findings = sorted((f.rule, f.place.line or 0, f.pointer) for f in collector.found if f.place)
                    columns = list(standard.columns(kind))
                    found = con.execute(f'SELECT {", ".join(map(_quoted, columns))}, _line FROM "{kind}"').fetchall()
                for name, is_table in con.execute("SELECT table_name, table_type = 'BASE TABLE' FROM information_schema.tables").fetchall():
                    con.execute(f'DROP {"TABLE" if is_table else "VIEW"} "{name}"')
        finally:
            file.SMALL, columnar.MANY, columnar.sample = before
        self.filled = source.lines
        self.rows = [dict(zip(columns, row[:-1], strict=True)) for row in found]
        numbers = [row[-1] for row in found]
        self.accepted = sorted(numbers)
        self.whole = bool(checking.whole)


def _quoted(name: str) -> str:
    return f'"{name}"'


_sample = columnar.sample


def _trusting(standard: Standard, record_type: str, path: Path) -> columnar.Sample:
    """What a sample shows of a large file if it happens to meet none of the lines that are at fault."""
    seen = _sample(standard, record_type, path)
    shapes = [columnar.id_shape(ident) for ident in _idents(path)]
    return seen._replace(clean=True, plain=True, shape=next(filter(None, shapes), None))


def _idents(path: Path) -> Iterator[str]:
    for m in re.finditer(rb'"id":"([^"]*)"', path.read_bytes()):
        yield m[1].decode("utf-8", "replace")


#: The ways to check a file: as columns as small files are, as columns as large ones are, and line by line.
WAYS = ((0, False), (0, True), (10**9, False))


def agree(kind: str, lines: list[bytes], end: bytes = b"\n", last: bytes = b"\n") -> list[Answer] | None:
    """Demand one answer of all ways on every line. None where all refused the file for its encoding."""
    data = end.join(lines) + last
    numbered = [(n, line) for n, line in enumerate(data.split(b"\n"), 1) if line.strip(b" \t\r")]
    want = [n for n, line in numbered if normative(kind, line)]
    foreign = in_other_encoding(data)
    answers = []
    for small, trusting in WAYS:
        try:
            answers.append(Answer(kind, data, small, trusting))
        except BatchError as e:
            assert foreign is not None, e
            assert [p.code for p in e.problems] == ["file-encoding"]
            assert dict(e.problems[0].values)["line"] == str(foreign)
    if foreign is not None:
        assert not answers
        return None
    everything = [n for n, _ in numbered]
    for answer in answers:
        accepted = answer.accepted
        assert accepted == want, _difference(kind, dict(numbered), accepted, want)
        refused = {line for code, line, _ in answer.findings if faults.catalogue(standard)[code]["severity"] == "error"}
        assert refused == set(everything) - set(want)
        assert answer.findings == answers[-1].findings
        assert _comparable(answer.rows) == _comparable(answers[-1].rows)
    return answers


def in_other_encoding(data: bytes) -> int | None:
    """The first line of a file that is in another encoding as the protocol says it, else None."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:64].count(b"\0") > 8:
        return 1
    high = [(n, line) for n, line in enumerate(data.split(b"\n"), 1) if any(b > 0x7F for b in line)]
    other = [n for n, line in high if not decodes(line, "utf-8") and in_form_of_gb18030(line)]
    return other[0] if len(other) * 2 > len(high) else None


def decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def in_form_of_gb18030(line: bytes) -> bool:
    at = 0
    while at < len(line):
        first, second, third, fourth = (*line[at : at + 4], -1, -1, -1)[:4]
        if first <= 0x7F:
            at += 1
        elif 0x81 <= first <= 0xFE and (0x40 <= second <= 0x7E or 0x80 <= second <= 0xFE):
            at += 2
        elif 0x81 <= first <= 0xFE and 0x30 <= second <= 0x39 and 0x81 <= third <= 0xFE and 0x30 <= fourth <= 0x39:
            at += 4
        else:
            return False
    return True


def _comparable(rows: list[Record]) -> list[str]:
    return sorted(repr(sorted(r.items())) for r in rows)


def _difference(kind: str, lines: dict[int, bytes], got: list[int], want: list[int]) -> str:
    return f"{kind}: " + "; ".join(
        f"line {n} {'accepted' if n in got else 'refused'}: {lines[n][:3000]!r}" for n in sorted(set(got) ^ set(want))
    )


# --- valid records ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TYPES)
def test_minimal_and_full_records_are_valid_in_every_way(kind: str) -> None:
    schema = standard.schema(kind)
    made = [record(schema, Random(seed), full) for seed in range(4) for full in (False, True, None)]
    answers = agree(kind, [dense(r).encode() for r in made])
    assert answers is not None
    for answer in answers:
        assert answer.findings == []
        assert len(answer.rows) == len(made)


@pytest.mark.parametrize("kind", TYPES)
def test_tables_hold_what_the_json_says(kind: str) -> None:
    schema = standard.schema(kind)
    made = [{**record(schema, Random(seed), full), "id": f"r-{seed}-{full}"} for seed in range(6) for full in (False, True, None)]
    answers = agree(kind, [dense(r).encode() for r in made])
    assert answers is not None
    for answer in answers:
        rows = {r["id"]: r for r in answer.rows}
        for given_record in made:
            given_record.pop("ext", None)
            assert rows[given_record["id"]] == typed(schema, given_record)


def typed(prop: Mapping[str, Any], given_value: Any) -> Any:
    """A JSON value as DuckDB hands back the column that ``column_type`` gives it."""
    if given_value is None:
        return None
    if prop["type"] == "object":
        return {k: typed(p, given_value.get(k)) for k, p in prop["properties"].items() if k != "ext"}
    if prop["type"] == "array":
        return [typed(prop["items"], v) for v in given_value]
    return dt.date.fromisoformat(given_value) if prop.get("format") == "date" else given_value


@pytest.mark.parametrize("kind", ["attendance", "cadre", "activity"])
def test_a_dense_file_is_vouched_for_as_a_whole(kind: str) -> None:
    """Else the property test below would compare the row way with itself."""
    schema = standard.schema(kind)
    flat = {k for k, p in schema["properties"].items() if columnar.surely(k, p)}
    lines = [dense({k: v for k, v in record(schema, Random(seed)).items() if k in flat}).encode() for seed in range(20)]
    for end, last in ((b"\n", b"\n"), (b"\n", b""), (b"\r\n", b"\r\n"), (b" \n", b"\n")):
        answers = agree(kind, lines, end, last)
        assert answers is not None
        assert answers[0].whole
        assert not answers[-1].whole


# --- hostile lines ----------------------------------------------------------------------------------

Mutation = Callable[[Record, Random], str | bytes]


def _key(r: Record, rng: Random) -> str:
    return rng.choice(list(r))


#: Names of fields that hold free text in some record type.
FREE = {k for t in TYPES for k, p in standard.schema(t)["properties"].items() if p["type"] == "string" and not {"enum", "pattern"} & set(p)}


def _text(r: Record, rng: Random) -> str:
    """A key whose value is text; every other time one of free text, if there is one."""
    keys = [k for k, v in r.items() if isinstance(v, str)]
    free = [k for k in keys if k in FREE]
    return rng.choice(free if free and rng.random() < 0.5 else keys)


def _pairs(r: Record) -> list[str]:
    return [f"{dense(k)}:{dense(v)}" for k, v in r.items()]


def _object(pairs: list[str]) -> str:
    return "{" + ",".join(pairs) + "}"


def _with(r: Record, key: str, text: str) -> str:
    """The record with the JSON text of one value replaced."""
    return _object([f"{dense(k)}:{text if k == key else dense(v)}" for k, v in r.items()])


def _renamed(r: Record, key: str, written: str) -> str:
    return _object([f"{written if k == key else dense(k)}:{dense(v)}" for k, v in r.items()])


def valid(r: Record, _: Random) -> str:
    return dense(r)


def unknown_key(r: Record, rng: Random) -> str:
    key = rng.choice(["x", "name ", "52270119900101123X", "Ext", "_line", "_file", "_len", "", "a b", "é"])
    return dense({**r, key: rng.choice([1, "x", None, {}, []])})


def duplicate_key(r: Record, rng: Random) -> str:
    key, pairs = _key(r, rng), _pairs(r)
    pairs.insert(rng.randrange(len(pairs) + 1), f"{dense(key)}:{dense(rng.choice([r[key], 'x', 1, None]))}")
    return _object(pairs)


def escaped_key(r: Record, rng: Random) -> str:
    key = _key(r, rng)
    at = rng.randrange(len(key))
    return _renamed(r, key, f'"{key[:at]}\\u{ord(key[at]):04x}{key[at + 1 :]}"')


def twice_once_escaped(r: Record, rng: Random) -> str:
    return _object([*_pairs(r), f'"\\u{ord("i"):04X}d":"other"'])


def case_changed_key(r: Record, rng: Random) -> str:
    key = _key(r, rng)
    return _renamed(r, key, dense(rng.choice([key.upper(), key.swapcase(), key.lower(), key.title()])))


def number_as_text(r: Record, rng: Random) -> str:
    keys = [k for k, v in r.items() if isinstance(v, (int, bool))]
    return _with(r, (key := rng.choice(keys)), f'"{dense(r[key])}"') if keys else dense(r)


def text_as_number(r: Record, rng: Random) -> str:
    keys = [k for k, v in r.items() if isinstance(v, str)]
    return _with(r, rng.choice(keys), rng.choice(["0", "1", "52", "522701", "2021", "true", "2021-07-01", "01"]))


def odd_number(r: Record, rng: Random) -> str:
    keys = [k for k, v in r.items() if isinstance(v, int)] or list(r)
    text = rng.choice(
        [
            "1.0",
            "-0",
            "-0.0",
            "0.0",
            "1e5",
            "1E2",
            "1e0",
            "10e-1",
            "1.5",
            "1e400",
            "-1e400",
            "NaN",
            "Infinity",
            "-Infinity",
            "+1",
            "01",
            ".5",
            "1.",
            "0x1",
            "-1",
            str(2**53 - 1),
            str(2**53),
            str(2**63 - 1),
            str(2**63),
            str(2**64),
            str(-(2**63)),
            "9" * 30,
            "9" * 5000,
            "1" + "0" * 17,
            "1e15",
            "1e17",
            "-",
            "true",
            "false",
            "True",
            "nan",
            "100.0",
            "1_0",
            "１",
        ]
    )
    return _with(r, rng.choice(keys), text)


def null(r: Record, rng: Random) -> str:
    return _with(r, _key(r, rng), rng.choice(["null", "Null", "[null]", '"null"', ""]))


def null_beside(r: Record, rng: Random) -> str:
    return _object([*_pairs(r), f'"{rng.choice(["ext", "redacted", "name", "x"])}":null'])


def white_space(r: Record, rng: Random) -> str:
    """White space between tokens, before and after: allowed."""
    blank = rng.choice([" ", "\t", "\r", "  ", " \t\r "])
    tokens = re.findall(r'"(?:[^"\\]|\\.)*"|[^\s"{}\[\],:]+|[{}\[\],:]', dense(r))
    return "".join(blank * rng.randint(0, 2) + t for t in tokens) + blank


def foreign_space(r: Record, rng: Random) -> str:
    """What looks like white space and is none in JSON."""
    blank = rng.choice(["\x0b", "\x0c", "\u00a0", "\u3000", "\u2003", "\ufeff", "\x00", "\x1f"])
    text = dense(r)
    return rng.choice([blank + text, text + blank, text.replace(":", ":" + blank, 1), blank])


def inner_space(r: Record, rng: Random) -> str:
    """White space inside a string counts."""
    key = _text(r, rng)
    return dense({**r, key: rng.choice([" " + r[key], r[key] + " ", r[key][:1] + " " + r[key][1:], " ", "\u3000"])})


def raw_control(r: Record, rng: Random) -> str:
    """A control character inside a string, written or escaped."""
    key = _text(r, rng)
    text = rng.choice(["\t", "\r", "\x00", "\x01", "\x1f", "\x7f", "\\u0000", "\\u0009", "\\n", "\\t", "\\b"])
    body = dense(r[key])
    return _with(r, key, body[:-1] + text + '"' if rng.random() < 0.5 else '"' + text + body[1:])


def trailing_line_feed(r: Record, rng: Random) -> str:
    key = _text(r, rng)
    return dense({**r, key: r[key] + "\n"})


def trailing_comma(r: Record, rng: Random) -> str:
    text = dense(r)
    lists = [k for k, v in r.items() if isinstance(v, list)]
    if lists and rng.random() < 0.5:
        key = rng.choice(lists)
        return _with(r, key, dense(r[key])[:-1] + ",]")
    return rng.choice([text[:-1] + ",}", text + ",", "{," + text[1:], text[:-1] + ",,}"])


def two_documents(r: Record, rng: Random) -> str:
    text = dense(r)
    return rng.choice(
        [
            text + text,
            text + " " + text,
            text + "\r" + text,
            text + "," + text,
            text + "{}",
            text + "null",
            text + "]",
            "[" + text + "]",
            f"[{text},{text}]",
        ]
    )


def cut(r: Record, rng: Random) -> bytes:
    text = dense(r).encode()
    return text[: rng.randrange(1, len(text))]


def comment(r: Record, rng: Random) -> str:
    text = dense(r)
    return rng.choice([text + "//x", "/*x*/" + text, text + "#", text.replace('"', "'"), text.replace(",", ",/**/", 1)])


def bad_utf8(r: Record, rng: Random) -> bytes:
    text = dense(r).encode()
    at = rng.randrange(len(text))
    return (
        text[:at] + rng.choice([b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xe4\xbd", b"\xf5\x80\x80\x80", "驻村".encode("gbk")]) + text[at:]
    )


def escaped_value(r: Record, rng: Random) -> str:
    """The same value in other clothes: allowed."""
    keys = [k for k, v in r.items() if isinstance(v, str) and v]
    key = rng.choice(keys)
    at = rng.randrange(len(r[key]))
    head, mark, tail = r[key][:at], r[key][at], r[key][at + 1 :]
    escape = json.dumps(mark)[1:-1] if ord(mark) > 127 else f"\\u{ord(mark):04x}"
    if mark == "/" and rng.random() < 0.5:
        escape = "\\/"
    return _with(r, key, dense(head)[:-1] + escape + dense(tail)[1:])


def odd_escape(r: Record, rng: Random) -> str:
    text = rng.choice(
        ["\\ud800", "\\udc00\\ud800", "\\ud83d\\ude00", "\\x41", "\\u12", "\\'", "\\", "\\U0041", '\\"', "\\\\", '"', "\\u0022"]
    )
    return _with(r, _text(r, rng), f'"{text}"')


def odd_text(r: Record, rng: Random) -> str:
    text = rng.choice(
        [
            "",
            " ",
            '"',
            "\\",
            "''",
            "😀",
            "👨‍👩‍👧",
            "e\u0301",
            "\u202e",
            "\ufffe",
            "甲" * 201,
            "甲" * 200,
            "a" * 4001,
            "\U0010ffff" * 200,
            "null",
            "NULL",
            "{}",
            "１",
            "a\u0000b",
        ]
    )
    return dense({**r, _text(r, rng): text})


def odd_date(r: Record, rng: Random) -> str:
    keys = [k for k, v in r.items() if isinstance(v, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", v)] or ["id"]
    text = rng.choice(
        [
            "0000-01-01",
            "2021-02-29",
            "2021-02-30",
            "2021-04-31",
            "1900-02-29",
            "2000-02-29",
            "2021-7-1",
            "20210701",
            "2021-W26-4",
            "2021-13-01",
            "2021-00-10",
            "2021-07-01T00:00:00",
            "10000-01-01",
            "-0001-01-01",
            "２０２１-07-01",
            "2021/07/01",
            "infinity",
            "epoch",
            "2021-07-01 ",
            "0001-01-01",
            "9999-12-31",
        ]
    )
    return dense({**r, rng.choice(keys): text})


def odd_list(r: Record, rng: Random) -> str:
    keys = [k for k, v in r.items() if isinstance(v, list)]
    if not keys:
        return dense(
            {
                **r,
                "redacted": rng.choice(
                    [[], ["name", "name"], ["Name"], "name", [1], ["name", None], [["name"]], ["name", "sex"], ["a"] * 1001]
                ),
            }
        )
    key = rng.choice(keys)
    return dense(
        {
            **r,
            key: rng.choice(
                [
                    [],
                    r[key] + r[key][:1],
                    r[key] * 2,
                    r[key] + [""],
                    r[key] + [None],
                    r[key] + [1],
                    r[key][0],
                    {"0": r[key][0]},
                    [r[key]],
                    None,
                ]
            ),
        }
    )


def odd_object(r: Record, rng: Random) -> str:
    keys = [k for k, v in r.items() if isinstance(v, dict)] or ["ext"]
    key = rng.choice(keys)
    return dense(
        {
            **r,
            key: rng.choice(
                [
                    {},
                    [],
                    {"x": 1},
                    {"x": {}},
                    {"": {}},
                    "x",
                    {**(r.get(key) or {}), "more": 1},
                    {str(n): {} for n in range(21)},
                    {str(n): {} for n in range(20)},
                ]
            ),
        }
    )


def inside(r: Record, rng: Random) -> str:
    """One of the other mutations, in an object inside the record."""
    nested = [(k, n) for k, v in r.items() if isinstance(v, list) for n, i in enumerate(v) if isinstance(i, dict) and i]
    if not nested:
        return dense(r)
    key, n = rng.choice(nested)
    text = (
        rng.choice([unknown_key, duplicate_key, escaped_key, case_changed_key, null, odd_number, odd_date, odd_list, dropped, white_space])(
            r[key][n], rng
        )
        if any(isinstance(v, str) for v in r[key][n].values())
        else "{}"
    )
    return _with(r, key, "[" + ",".join(text if at == n else dense(i) for at, i in enumerate(r[key])) + "]")


def wrong_type(r: Record, rng: Random) -> str:
    return dense({**r, _key(r, rng): rng.choice([True, 1, 0, "", "true", [], {}, [1], 1.5, "x", None])})


def wrong_code(r: Record, rng: Random) -> str:
    keys = [k for k, v in r.items() if isinstance(v, str)]
    key = rng.choice(keys)
    return dense({**r, key: rng.choice([r[key].lower(), r[key].upper(), r[key] + "X", r[key][:-1], f'"{r[key]}"', f"{r[key]}|{r[key]}"])})


def dropped(r: Record, rng: Random) -> str:
    key = _key(r, rng)
    return dense({k: v for k, v in r.items() if k != key})


def reordered(r: Record, rng: Random) -> str:
    keys = list(r)
    rng.shuffle(keys)
    return dense({k: r[k] for k in keys})


def not_an_object(r: Record, rng: Random) -> str:
    return rng.choice(
        [
            "null",
            "1",
            '"x"',
            "[]",
            "{}",
            "true",
            "x",
            "{",
            "}",
            "[" * 70 + "]" * 70,
            '{"ext":' * 70 + "1" + "}" * 70,
            dense(list(r.values())),
            dense(dense(r)),
        ]
    )


def deep(r: Record, rng: Random) -> str:
    levels = rng.choice([10, 61, 62, 63, 64, 252, 253, 254, 255, 300, 1_022, 1_024, 10_000])
    return _object([p for p in _pairs(r) if not p.startswith('"ext"')] + ['"ext":{"x":' + '{"y":' * levels + "1" + "}" * levels + "}"])


def blank(r: Record, rng: Random) -> str:
    return rng.choice(["", " ", "\t", "\r", "  \t", "\x0c", "\x0b "])


MUTATIONS: list[Mutation] = [
    valid, unknown_key, duplicate_key, escaped_key, twice_once_escaped, case_changed_key, number_as_text, text_as_number, odd_number, null,
    null_beside, white_space, foreign_space, inner_space, raw_control, trailing_line_feed, trailing_comma, two_documents, cut, comment, bad_utf8,
    escaped_value, odd_escape, odd_text, odd_date, odd_list, odd_object, inside, wrong_type, wrong_code, dropped, reordered, not_an_object, deep, blank,
]  # fmt: skip


def mutated(kind: str, mutation: Mutation, seed: int) -> bytes:
    """One line, the same for the same seed. Records of flat fields only are as frequent as others."""
    rng = Random(f"{kind} {seed}")
    schema = standard.schema(kind)
    made = record(schema, rng, rng.choice([None, None, False, True]))
    if rng.random() < 0.5:
        made = {k: v for k, v in made.items() if k in schema["required"] or columnar.surely(k, schema["properties"][k])}
    line = mutation(made, rng)
    return line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line


LINES = 60
EXAMPLES = 3_500 if LONG else 40

#: (mutation, seed) of each line; every other line is valid, so that a false "surely valid" has something to hide behind.
FILES = st.lists(st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 10**6)), min_size=30 if LONG else 1, max_size=LINES)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=not LONG, database=None)
@given(
    kind=st.sampled_from(TYPES),
    drawn=FILES,
    base=st.integers(0, 10**6),
    filler=st.sampled_from([0, 1, LINES]),
    end=st.sampled_from([b"\n", b"\n", b"\r\n", b" \n", b"\n\n"]),
    last=st.sampled_from([b"\n", b"\n", b"", b" ", b"\r\n", b"\n\n"]),
)
@example(kind="attendance", drawn=[(trailing_comma, 0)], base=0, filler=0, end=b"\n", last=b"")
def test_all_ways_agree_on_hostile_lines(
    kind: str, drawn: list[tuple[Mutation, int]], base: int, filler: int, end: bytes, last: bytes
) -> None:
    lines = [mutated(kind, mutation, seed) for mutation, seed in drawn]
    lines += [mutated(kind, valid, base + n) for n in range(filler)]
    Random(base).shuffle(lines)
    # a byte-order mark may stand before the first line, and a file of nothing is no batch: both have tests of their own
    agree(kind, [mutated(kind, valid, base), *lines], end, last)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.__name__)
def test_all_ways_agree_on_each_mutation(mutation: Mutation) -> None:
    """One file of many lines of one mutation, and, line by line, files in which nothing else is wrong."""
    for kind in ("cadre", "posting"):
        agree(kind, [mutated(kind, valid, 0), *(mutated(kind, mutation, seed) for seed in range(200 if LONG else 30))])
    for seed in range(60 if LONG else 2):
        for last in (b"\n", b""):
            agree("attendance", [mutated("attendance", valid, 0), mutated("attendance", mutation, seed)], b"\n", last)


# --- single cases -----------------------------------------------------------------------------------

DAY = b'{"id":"a-%d","cadreId":"c","date":"2021-07-01","status":"REST"}'


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST","x":1}', "STR-UNKNOWN-FIELD"),
        (b'{"id":"a","cadreId":"c","date":"2021-07-01"}', "STR-REQUIRED"),
        (b'{"id":1,"cadreId":"c","date":"2021-07-01","status":"REST"}', "STR-TYPE"),
        (b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"rest"}', "STR-ENUM"),
        (b'{"id":"a b","cadreId":"c","date":"2021-07-01","status":"REST"}', "STR-PATTERN"),
        (b'{"id":"a\\n","cadreId":"c","date":"2021-07-01","status":"REST"}', "STR-PATTERN"),
        (b'{"id":"a","cadreId":"c","date":"2021-02-29","status":"REST"}', "STR-FORMAT"),
        (b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST","redacted":[]}', "STR-ITEMS"),
        (b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST","redacted":["x","x"]}', "STR-UNIQUE-ITEMS"),
        (b'{"id":"a","id":"a","cadreId":"c","date":"2021-07-01","status":"REST"}', "STR-DUPLICATE-KEY"),
        (b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST","overnight":NaN}', "STR-NUMBER"),
        (b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST","overnight":18446744073709551616}', "STR-INTEGER-RANGE"),
        (b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST","villageId":"\\ud800"}', "STR-SURROGATE"),
        (b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST",}', "STR-JSON"),
        (b'["a","c","2021-07-01","REST"]', "STR-OBJECT"),
        (b'\xff{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST"}', "STR-ENCODING"),
        (b"", "STR-BLANK"),
    ],
)
def test_each_fault_has_its_code_and_its_line(line: bytes, code: str) -> None:
    """The line stands alone between valid ones, with a blank line before it in one of the files."""
    good = [DAY % n for n in range(50)]
    for lines in ([*good[:30], line, *good[30:]], [good[0], b"", *good[1:30], line, *good[30:]]):
        answers = agree("attendance", lines)
        assert answers is not None
        for answer in answers:
            assert (code, lines.index(line, 2) + 1) in [f[:2] for f in answer.findings]
            assert len(answer.rows) == 50


@pytest.mark.parametrize("last", [b"", b"\n"], ids=["open", "ended"])
@pytest.mark.parametrize("excess", [b",}", b"}\x0c", b"\x0c", b",}]", b"} {"])
def test_one_byte_too_many(excess: bytes, last: bytes) -> None:
    """In a file whose last line has no line feed, one byte could stand where the line feed is missing."""
    for good in (DAY % 1, b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST","redacted":["x"]}'):
        for bad in (good[:-1] + excess, excess + good, good.replace(b":", b":\x0c", 1), good.replace(b"]", b",]")):
            agree("attendance", [DAY % 0, bad], b"\n", last)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("a\\u0000b", 3),
        ("a\\nb", 3),
        ('\\"', 1),
        ("\\\\", 1),
        ("甲" * 200, 200),
        ("甲" * 201, 201),
        ("😀" * 200, 200),
        ("😀" * 201, 201),
        ("", 0),
    ],
)
def test_free_text_alone(text: str, length: int) -> None:
    """The text, escapes and all, in the table; lengths count characters."""
    line = f'{{"id":"a","name":"{text}"}}'.encode()
    answers = agree("cadre", [line])
    assert answers is not None
    for answer in answers:
        assert [len(r["name"]) for r in answer.rows] == ([length] if 1 <= length <= 200 else [])


def test_a_blank_line_at_the_end_is_told_by_both_ways() -> None:
    for last in (b"\n\n", b"\n \t", b"\n\r\n"):
        answers = agree("attendance", [DAY % n for n in range(3)], b"\n", last)
        assert answers is not None
        assert [a.findings for a in answers] == [[("STR-BLANK", 4, "")]] * len(WAYS)


def test_white_space_cannot_make_up_for_what_is_missing() -> None:
    """One line shorter than its canonical text, another longer by as much."""
    longer = b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST","x":1}'
    for other in (DAY % 1, b" " * 6 + DAY % 1, b'{"id":"b","cadreId":"c","date":"2021-07-01"}'):
        agree("attendance", [longer, other])
        agree("attendance", [other, longer], b"\n", b"")


@settings(max_examples=2_000 if LONG else 60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=not LONG, database=None)
@given(kind=st.sampled_from(TYPES), drawn=st.lists(st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 10**6)), min_size=1, max_size=10))
def test_explain_names_the_places_that_jsonschema_names(kind: str, drawn: list[tuple[Mutation, int]]) -> None:
    for mutation, seed in drawn:
        try:
            parsed = strictjson.object_of(mutated(kind, mutation, seed).strip(strictjson.SPACE))
        except strictjson.Refused:
            continue
        assert {f.pointer for f in faults.explain(standard, kind, parsed)} == set(_places(kind, parsed))


def _places(kind: str, parsed: Record) -> Iterator[str]:
    for error in _normative(kind).iter_errors(parsed):
        path = list(error.absolute_path)
        if error.validator == "additionalProperties" and error.validator_value is False:
            yield from (faults.pointer_of([*path, key]) for key in error.instance if key not in error.schema["properties"])
        else:
            yield faults.pointer_of(path)


# --- long, deep, in another encoding ----------------------------------------------------------------

LIMIT = strictjson.MAX_LINE


def told(lines: list[bytes], kind: str = "attendance", last: bytes = b"\n") -> list[tuple[str, int, str | None]]:
    """What all ways find, whether a file is small, large or surrounded by many good lines."""
    found = {repr((a := Answer(kind, b"\n".join(lines) + last, small, trusting)).findings): a.findings for small, trusting in WAYS}
    assert len(found) == 1
    return next(iter(found.values()))


@pytest.mark.parametrize("last", [b"\n", b""])
@pytest.mark.parametrize(
    "line",
    [
        pytest.param(DAY % 1 + b" " * LIMIT + b'GARBAGE \xff\xfe {"id":"hidden"}', id="garbage behind white space"),
        pytest.param(DAY % 1 + b" " * (LIMIT + 1 - len(DAY % 1)), id="one blank too many"),
        pytest.param(b" " * (LIMIT + 1 - len(DAY % 1)) + DAY % 1, id="one blank too many in front"),
        pytest.param(DAY % 1 + b" " * LIMIT + DAY % 2, id="a second record"),
        pytest.param(b" " * (LIMIT + 2) + b"{}", id="a bad record behind white space"),
        pytest.param(b" " * (LIMIT + 1), id="nothing but white space"),
        pytest.param(b"\r" * (3 * LIMIT), id="far more"),
        pytest.param(b'{"id":"' + b"a" * LIMIT + b'"}', id="a long id"),
    ],
)
def test_a_line_beyond_the_limit_is_never_cut_and_judged(line: bytes, last: bytes) -> None:
    assert told([DAY % 0, line, DAY % 3], last=last) == [("STR-LINE-LENGTH", 2, "")]
    assert told([DAY % 0, line], last=last) == [("STR-LINE-LENGTH", 2, "")]


def test_a_line_within_the_limit_is_judged() -> None:
    line = DAY % 1 + b" " * (LIMIT - len(DAY % 1))
    assert len(line) == LIMIT
    assert told([DAY % 0, line, DAY % 3]) == []
    assert told([DAY % 0, b" " * LIMIT, DAY % 3]) == [("STR-BLANK", 2, "")]


@pytest.mark.parametrize("levels", [65, 253, 254, 255, 300, 1_023, 1_024, 1_025, 5_000, 100_000])
def test_a_deep_line_is_told_and_ends_nothing(levels: int) -> None:
    for opening, closing in ((b"[", b"]"), (b'{"x":', b"}")):
        deep = opening * levels + b"1" + closing * levels
        for line in (
            deep,
            b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST","ext":{"x":' + deep + b"}}",
            b'{"id":"a","cadreId":"c","date":"2021-07-01","status":"REST","redacted":' + deep + b"}",
            b" " + deep + b" ",
        ):
            assert told([DAY % 0, line, DAY % 3]) == [("STR-DEPTH", 2, "")]


def test_brackets_in_a_string_are_no_depth() -> None:
    text = b'{"id":"a","name":"' + b'[{\\"[' * 30 + b'\\\\"}'
    assert told([text], "cadre") == []


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        (b"[" * 64 + b"]" * 64, False),
        (b"[" * 65, True),
        (b"[]" * 1000, False),
        (b'"' + b"[" * 100 + b'"', False),
        (b'"' + b"[" * 100, False),
        (b'"\\"' + b"[" * 100 + b'"', False),
        (b'"\\\\"' + b"[" * 100, True),
        (b'"\\', False),
        (b"]" * 30 + b"[" * 70, False),
        (b"]" * 3 + b"[" * 70, True),
        (b'{"a":[' * 33, True),
    ],
)
def test_depth_counts_what_is_open(text: bytes, deep: bool) -> None:
    assert strictjson.too_deep(text) is deep


VILLAGE = '{{"id":"v{}","kind":"ADMINISTRATIVE_VILLAGE","townshipId":"t","name":"{}"}}'
BAD = [b"\xe4\xbd", "驻村".encode("gbk"), b"\xed\xa1\xa2\xed\xbf\xa0", b"caf\xe9", b"\xff"]


@pytest.mark.parametrize("bad", BAD)
def test_one_damaged_line_is_one_finding(bad: bytes) -> None:
    lines = [VILLAGE.format(n, "高枧村").encode() for n in range(5)]
    lines[2] = lines[2].replace("枧村".encode(), bad)
    assert told(lines, "village") == [("STR-ENCODING", 3, "")]


def test_a_line_of_latin_alone_is_one_finding() -> None:
    """Its one byte is no GB18030, so that nothing but the line is at fault."""
    assert told([b'{"id":"c1","name":"caf\xe9"}', b'{"id":"c2"}'], "cadre") == [("STR-ENCODING", 1, "")]


def test_what_is_said_of_a_damaged_line_names_no_encoding() -> None:
    for lang in ("zh", "en"):
        said = faults.text_of(standard, faults.plain("STR-ENCODING"), "cadre", lang)
        assert "None" not in said
        assert "GB" not in said


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_another_encoding_is_no_batch(encoding: str) -> None:
    lines = "".join(VILLAGE.format(n, "高枧村") + "\n" for n in range(5)).encode(encoding)
    for small, trusting in WAYS:
        with pytest.raises(BatchError) as refused:
            Answer("village", lines, small, trusting)
        assert [p.code for p in refused.value.problems] == ["file-encoding"]
        assert ("UTF-16" if "16" in encoding and encoding != "gb18030" else "GBK") in refused.value.problems[0].text("zh")


def test_half_the_lines_are_not_more_than_half() -> None:
    good, bad = VILLAGE.format(1, "高枧村").encode(), VILLAGE.format(2, "高枧村").encode("gbk")
    ascii_only = VILLAGE.format(3, "x").encode()
    assert told([good, bad, ascii_only], "village") == [("STR-ENCODING", 2, "")]
    with pytest.raises(BatchError):
        told([good, bad, bad, ascii_only], "village")


# --- ids of lines that are refused ------------------------------------------------------------------


def handed_in(lines: list[bytes]) -> set[str]:
    """The ids that count as handed in though their lines are refused."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        path = work / "cadre.ndjson"
        path.write_bytes(b"\n".join(lines) + b"\n")
        with open_batch(standard, path, work) as batch:
            checking = loader.Loader(duckdb.connect(), work, Collector(standard, None))
            checking.load(dict(enumerate(batch.sources)))
            return checking.left_out_ids.get("cadre", set())


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        (b'{"id":"c1","sex":"?"}', {"c1"}),
        (b'{"id":"c 1","sex":"?"}', set()),
        (b'{"sex":"?"}', set()),
        (b'{"id":"c1","teams":[{"id":"x"}]}', {"c1"}),
        (b'{"id":"c1",}', {"c1"}),
        (b'{"id" :\t"c1","id":"c2"}', {"c1", "c2"}),
        (b'{"id":"c1"}{"id":"c2"}', {"c1", "c2"}),
        (b'{"id":"c1","name":"\xff"}', {"c1"}),
        (b'{"id":"c1","ext":{"x":' + b"[" * 300 + b"]" * 300 + b"}}", {"c1"}),
        (b'{"id":"c1"' + b" " * LIMIT + b',"id":"c2"}', {"c1"}),
        (b"x" * LIMIT + b'{"id":"c1"}', set()),
        (b'{"id":"c 1"} {"id":"' + b"a" * 65 + b'"}', set()),
        (b'"id"\x0b:"c1"', set()),
        (b'{"ids":"c1"},', set()),
        (b'["id","c1"]', set()),
    ],
)
def test_a_refused_line_hands_in_the_ids_that_it_shows(line: bytes, ids: set[str]) -> None:
    assert handed_in([b'{"id":"good"}', line]) == ids


# --- keywords that no schema has today ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "20230328",
        "2023-W01",
        "2023-W13-2",
        " 2024-01-15",
        "2024-01-15 ",
        "2024-1-15",
        "2024-01-15T00:00:00",
        "0000-01-01",
        "２０２４-01-15",
        "2023-02-29",
    ],
)
def test_a_date_is_written_one_way_also_where_no_pattern_says_so(text: str) -> None:
    prop = {"type": "string", "format": "date"}
    assert not quick.is_date(text)
    assert not quick.property_check(prop)(text)
    assert quick.plain_fault(prop, text) == "format"
    assert columnar.surely("x", prop) is None
    assert quick.property_check(prop)("2024-01-15")


@pytest.mark.parametrize(("pattern", "text"), [(r"^\d+$", "１２"), (r"^\w+$", "村"), (r"^[0-9]$", "1\n"), (r"^\d$", "1\n")])
def test_patterns_are_those_of_ecma(pattern: str, text: str) -> None:
    prop = {"type": "string", "pattern": pattern}
    assert not quick.property_check(prop)(text)
    assert quick.plain_fault(prop, text) == "pattern"
