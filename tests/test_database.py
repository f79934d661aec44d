"""The engine reads the file that it is told to, takes no value for another, and gives up in one sentence."""

from __future__ import annotations

import ast
import contextlib
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
import zstandard

import zhucun
from zhucun import database
from zhucun.errors import EngineError

# --- one door to files ------------------------------------------------------------------------------

REPOSITORY = Path(__file__).resolve().parent.parent
CODE = sorted(
    p
    for folder in ("sdk", "conformance", "benchmarks", "docs")
    for p in (REPOSITORY / folder).rglob("*.py")
    if "node_modules" not in p.parts
)
#: What has the engine open a file; a name in quotes behind FROM does so too.
DOORS = (
    "read_json",
    "read_csv",
    "read_parquet",
    "read_text",
    "read_blob",
    "read_ndjson",
    "parquet_scan",
    "glob(",
    "COPY ",
    "ATTACH ",
    "EXPORT ",
    "IMPORT ",
    "FROM '",
)


@pytest.mark.parametrize("path", CODE, ids=lambda p: p.relative_to(REPOSITORY).as_posix())
def test_nobody_else_writes_a_path_into_sql(path: Path) -> None:
    """Each call of a reader's name is one of ``database.reading``; no other text of the program opens a file."""
    if path.name == "database.py":
        return
    tree = ast.parse(path.read_text("utf-8"))
    named = {id(call.args[0]) for call in ast.walk(tree) if isinstance(call, ast.Call) and call.args and _called(call) == "reading"}
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and isinstance(node.body[0], ast.Expr)
    }
    texts = [
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in named | said
    ]
    assert [t.value for t in texts if any(door in t.value for door in DOORS)] == []


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""


# --- hostile names ----------------------------------------------------------------------------------

NAMES = [
    "date=2021-12-31", "id=a-000001", "[1]", "b[!a]", "*", "b?", "~", "o'brien", '"', "line\nfeed", "file:", "a b", "{a,b}", "驻村", "#", ";--",
    "x.gz", "back\\slash",
]  # fmt: skip

MANIFEST = {
    "standard": "1.0", "batchId": "b", "mode": "SNAPSHOT", "sender": {"id": "s"}, "profile": "fujian-2004", "startDate": "2021-01-01",
    "endDate": "2021-12-31", "asOf": "2021-12-31", "coverage": [{"recordType": "attendance", "startDate": "2021-01-01", "endDate": "2021-12-31"}],
}  # fmt: skip


def lines(n: int, faults: bool) -> bytes:
    """Attendance of one year, days entered twice among it; with faults in the middle, where no sample looks."""
    out = []
    for i in range(n):
        day, status = f"2021-{i % 12 + 1:02d}-{i % 28 + 1:02d}", "REST" if i // 252 % 2 else "IN_VILLAGE"
        out.append(f'{{"id":"a-{i:06d}","cadreId":"c{i % 9}","date":"{day}","status":"{status}"}}\n')
    if faults:
        for i in range(n // 2, n // 2 + 5):
            out[i] = out[i].replace("2021-", "2021/")
    return "".join(out).encode()


def array(data: bytes) -> bytes:
    return b"[" + b",\n".join(data.splitlines()) + b"]"


#: Name of the file, lines, whether some are at fault, and how they are packed.
FORMS: dict[str, tuple[str, int, bool, Callable[[bytes], bytes]]] = {
    "small": ("attendance.ndjson", 50, True, bytes),
    "large": ("attendance.ndjson", 4_000, False, bytes),
    "doubtful": ("attendance.ndjson", 4_000, True, bytes),
    "gz": ("attendance.ndjson.gz", 4_000, True, lambda d: gzip.compress(d, mtime=0)),
    "zst": ("attendance.ndjson.zst", 4_000, False, zstandard.ZstdCompressor().compress),
    "json": ("attendance.json", 4_000, True, array),
}


def lay(folder: Path, form: str, name: str | None = None, inside: str | None = None) -> Path:
    """A batch in a folder. ``name``: what its file is called; ``inside``: the folder of the batch in which it lies."""
    usual, n, faults, packed = FORMS[form]
    data = packed(lines(n, faults))
    listed = (inside + "/" if inside else "") + (name or usual)
    place = folder / listed
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    files = [{"path": listed, "recordType": "attendance", "count": n, "sha256": hashlib.sha256(data).hexdigest()}]
    (folder / "manifest.json").write_text(json.dumps({**MANIFEST, "files": files}))
    return folder


def told(path: Path) -> dict[str, Any]:
    """The report, but for the name of the file, which is another one by intent."""
    data = json.loads(json.dumps(zhucun.validate(path, profile="fujian-2004").as_json("en")))
    for finding in data["findings"]:
        finding.pop("file", None)
        finding.pop("fingerprint")
        finding["message"] = ""
    return data  # type: ignore[no-any-return]


@cache
def _plain(form: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return told(lay(Path(folder) / "plain", form))


def the_same(form: str, path: Path) -> None:
    want = _plain(form)
    assert want["findings"]
    assert told(path) == want


@pytest.mark.parametrize("form", FORMS)
def test_the_names_of_folders_decide_nothing(form: str, tmp_path: Path) -> None:
    # a backslash beside a pattern is refused where the path itself must be read: see below
    the_same(form, lay(tmp_path.joinpath(*(n for n in NAMES if "\\" not in n)), form))


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_one_folder_decides_nothing(name: str, tmp_path: Path) -> None:
    for form in ("small", "large", "doubtful"):
        the_same(form, lay(tmp_path / name, form))


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_single_file_decides_nothing(name: str, tmp_path: Path) -> None:
    place = tmp_path / f"attendance-{name}.ndjson"
    place.write_bytes(lines(*FORMS["doubtful"][1:3]))
    found = [f.rule for f in zhucun.validate(place).findings if f.rule.startswith("STR-")]
    assert found == ["STR-FORMAT"] * 5


@pytest.mark.parametrize("form", ["small", "large", "doubtful"])
def test_a_neighbour_that_the_name_matches_is_not_read(form: str, tmp_path: Path) -> None:
    for name, neighbour in (("b[1]", "b1"), ("b*", "bx"), ("b?", "bx"), ("b[a-z]", "bc"), ("{x,y}", "x")):
        lay(tmp_path / neighbour, "large" if form != "large" else "doubtful")
        the_same(form, lay(tmp_path / name, form))


@pytest.mark.parametrize("form", ["small", "large", "doubtful"])
def test_a_relative_path_is_not_looked_up_elsewhere(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    lay(home, "large" if form != "large" else "doubtful")
    monkeypatch.setenv("HOME", str(home))
    for name in ("~", "file:", "date=2021-12-31"):
        lay(tmp_path / name, form)
        monkeypatch.chdir(tmp_path)
        the_same(form, Path(name))


@pytest.mark.parametrize("form", FORMS)
def test_the_folder_in_a_zip_decides_nothing(form: str, tmp_path: Path) -> None:
    for n, name in enumerate(("date=2021-12-31", "status=ABSENT", "[1]", "o'brien", "a b", "{a,b}", "驻村")):
        lay(tmp_path / str(n) / "in", form)
        packed = tmp_path / f"{n}.zip"
        with zipfile.ZipFile(packed, "w") as z:
            for file in (tmp_path / str(n) / "in").iterdir():
                z.write(file, f"{name}/{file.name}")
        the_same(form, packed)


@contextlib.contextmanager
def temporary(folder: Path) -> Iterator[None]:
    """Let what is temporary lie in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", str(folder))
        yield


@pytest.mark.parametrize("form", FORMS)
def test_the_name_of_the_temporary_folder_decides_nothing(form: str, tmp_path: Path) -> None:
    batch = lay(tmp_path / "batch", form)
    _plain(form)
    with temporary(tmp_path.joinpath(*(n for n in NAMES if "\\" not in n))):
        the_same(form, batch)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_one_temporary_folder_decides_nothing(name: str, tmp_path: Path) -> None:
    batch = lay(tmp_path / "batch", "doubtful")
    with temporary(tmp_path / name):
        the_same("doubtful", batch)


def test_what_is_spilled_goes_into_a_folder_of_any_name(tmp_path: Path) -> None:
    for name in ("date=2021-12-31", "o'brien", "b[1]*?"):
        work = tmp_path / name
        work.mkdir()
        con = database.connect(work)
        con.execute("SET memory_limit = '40MB'")
        con.execute("CREATE TABLE t AS SELECT range AS a, random()::VARCHAR AS b FROM range(2_000_000)")
        assert list((work / "spill").iterdir())
        con.close()


def test_where_no_pattern_can_say_a_name_it_is_refused(tmp_path: Path) -> None:
    if os.sep != "/":
        pytest.skip("a backslash is no part of a name here")
    with pytest.raises(EngineError, match="backslash"):
        database.reading("read_csv", tmp_path / "b\\[1]" / "x.csv")


# --- plain rows -------------------------------------------------------------------------------------

COLS = {
    "d": "DATE",
    "n": "BIGINT",
    "b": "BOOLEAN",
    "t": "VARCHAR",
    "l": "VARCHAR[]",
    "s": 'STRUCT("a b" BIGINT, c STRUCT(d DATE)[])',
    "u": "USMALLINT",
}


def stored(row: dict[str, Any]) -> dict[str, Any]:
    con = duckdb.connect()
    con.execute(database.create("t", COLS))
    database.insert(con, "t", COLS, [row])
    return dict(zip(COLS, con.execute("FROM t").fetchall()[0], strict=True))


def test_what_is_inserted_comes_back() -> None:
    row = {"n": -5, "b": False, "t": "驻村", "l": ["x", "y"], "s": {"a b": 1, "c": [{"d": None}]}, "u": 65535}
    assert stored(row) == {"d": None, **row}
    assert stored({"s": {"a b": 1}})["s"] == {"a b": 1, "c": None}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("d", v) for v in ("nonsense", "yesterday", "2021-13-01", "2021-02-30", "20210228", "2021-W07-7", " 2021-02-28", "infinity", "", 5, True)),
        *(("n", v) for v in ("5", 5.5, 5.0, True, 2**63, [])),
        *(("u", v) for v in (-1, 65536)),
        *(("b", v) for v in ("true", "maybe", 0, 1)),
        *(("t", v) for v in (1, True, ["x"], {})),
        *(("l", v) for v in ("x", [1], {})),
        *(("s", v) for v in ("x", [], {"x": 1}, {"c": [{"d": "soon"}]})),
    ],
)  # fmt: skip
def test_what_does_not_convert_is_refused_by_column_and_without_the_value(column: str, value: Any) -> None:
    with pytest.raises(TypeError, match=rf"^t\.{column} takes ") as refused:
        stored({column: value})
    assert str(value) not in str(refused.value) or len(str(value)) < 3


# --- space ------------------------------------------------------------------------------------------


def test_what_needs_more_than_there_is_ends_in_one_sentence(tmp_path: Path) -> None:
    con = database.connect(tmp_path)
    assert con.execute("SELECT current_setting('max_temp_directory_size')").fetchone() == ("29.8 GiB",)
    con.execute("SET memory_limit = '40MB'")
    con.execute("SET max_temp_directory_size = '10MB'")
    with pytest.raises(EngineError) as failed, database.failures():
        con.execute("CREATE TABLE t AS SELECT range AS a, random()::VARCHAR AS b FROM range(5_000_000)")
    for lang in ("zh", "en"):
        assert "TMPDIR" in failed.value.problems[0].text(lang)
        assert "\n" not in failed.value.problems[0].text(lang)


def test_a_defect_of_a_query_is_no_lack_of_space() -> None:
    with pytest.raises(duckdb.Error), database.failures():
        duckdb.connect().execute("SELECT nothing")


def test_a_file_that_finds_no_space_is_our_failure(tmp_path: Path) -> None:
    """A large file is not sent line by line because the engine lacks space, and the command says so with exit code 3."""
    program = (
        "import sys; from zhucun import cli, database, structure; database.MEMORY, database.SPILL = '30MB', '1MB'; "
        "sys.argv = ['zhucun', 'validate', sys.argv[1], '--lang', 'en']; cli.main()"
    )
    path = tmp_path / "attendance.ndjson"
    path.write_bytes(lines(400_000, True))
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("zhucun: memory (30MB)")
    assert done.stderr.count("\n") == 1


def test_small_means_the_row_way() -> None:
    """Else the forms above would not go the ways they are named after."""
    from zhucun.structure import file

    assert FORMS["small"][1] < file.SMALL <= FORMS["large"][1]
