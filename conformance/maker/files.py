"""The cases of files: what the manifest lists, paths, compression, and JSON arrays."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Sequence

from .casefile import ByteCase, Record, entry
from .manifests import CADRES, FILES, LISTED, UNREADABLE, batch

#: Two frames of stored blocks, written out so that no library's version changes the bytes.
ZSTD = b"\x28\xb5\x2f\xfd\x20" + bytes([len(CADRES)]) + (1 | len(CADRES) << 3).to_bytes(3, "little") + CADRES
ZSTD_EMPTY = b"\x28\xb5\x2f\xfd\x20\x00\x01\x00\x00"
GZIP = gzip.compress(CADRES, 9, mtime=0)


def cases() -> Iterator[ByteCase]:
    """All of them."""
    for family in (listed_wrong, paths, listed_otherwise, packed, packed_empty, arrays_refused, arrays, arrays_of_elements):
        yield from family()


def one_file(
    ident: str,
    zh: str,
    en: str,
    name: str,
    data: bytes,
    count: int,
    findings: Sequence[Record] = (),
    verdict: str | None = None,
) -> ByteCase:
    """A case of one file of cadres."""
    return batch(ident, zh, en, {"files": [entry(name, "cadre", data, count)]}, {name: data}, findings, verdict)


# --- what is listed -------------------------------------------------------------------------------


def listed_wrong() -> Iterator[ByteCase]:
    """Entries that are not true of the file."""
    for ident, zh, en, changes in (
        ("missing", "列出的文件不存在", "a listed file is not there", {"path": "cadre-2.ndjson"}),
        ("digest", "文件摘要不符", "a digest that is not the file's", {"sha256": hashlib.sha256(b"x").hexdigest()}),
        ("count-more", "清单所写记录数多一", "the manifest counts one record more", {"count": 3}),
        ("count-less", "清单所写记录数少一", "the manifest counts one record fewer", {"count": 1}),
    ):
        yield batch(f"file-{ident}", zh, en, {"files": [LISTED | changes]}, verdict=UNREADABLE)
    yield batch("file-twice", "同一文件列出两次", "a file listed twice", {"files": [LISTED, LISTED]}, verdict=UNREADABLE)
    yield one_file("file-kind", "不认识的文件类型", "an unknown kind of file", "cadre.txt", CADRES, 2, verdict=UNREADABLE)
    yield batch("file-folder", "列出的是文件夹", "a folder is listed", {}, {"cadre.ndjson/x.txt": b"x"}, verdict=UNREADABLE)


UNSAFE_PATHS = {
    "parent": "../batch/cadre.ndjson",
    "absolute": "/cadre.ndjson",
    "dot": "./cadre.ndjson",
    "backslash": "a\\cadre.ndjson",
    "drive": "C:cadre.ndjson",
    "inside-parent": "a/../cadre.ndjson",
    "double-slash": "a//cadre.ndjson",
}


def paths() -> Iterator[ByteCase]:
    """Paths that leave the batch, or might."""
    for name, path in UNSAFE_PATHS.items():
        changes = {"files": [LISTED | {"path": path}]}
        yield batch(f"file-path-{name}", f"路径不安全：{name}", f"an unsafe path: {name}", changes, verdict=UNREADABLE)
    path = "a/b/cadre.ndjson"
    yield one_file("file-in-folder", "文件在子文件夹中", "a file in a folder inside the batch", path, CADRES, 2)


def listed_otherwise() -> Iterator[ByteCase]:
    """Files beside those that are listed, and digests in other forms."""
    stray = {"team.ndjson": b"", "old/posting.ndjson.gz": b""}
    found = [{"rule": "STR-UNLISTED-FILE", "recordType": "manifest", "file": name, "pointer": ""} for name in stray]
    beside = {**FILES, **stray, "readme.txt": b"x"}
    yield batch("file-unlisted", "未列入清单的文件", "files that are not listed", {}, beside, found, rule="STR-UNLISTED-FILE")
    sm3 = hashlib.new("sm3", CADRES).hexdigest()
    upper = {"files": [LISTED | {"sha256": LISTED["sha256"].upper(), "sm3": sm3.upper()}]}
    yield batch("manifest-files-digest-upper", "摘要用大写字母", "digests in capitals", upper)
    yield batch("file-sm3", "同时给出 SM3 摘要", "with an SM3 digest", {"files": [LISTED | {"sm3": sm3}]})


# --- compression ----------------------------------------------------------------------------------


def packed() -> Iterator[ByteCase]:
    """Packed files, whole and cut."""
    for ident, zh, en, suffix, data, verdict in (
        ("gz", "gzip 压缩的文件", "a file packed by gzip", "gz", GZIP, None),
        ("gz-cut", "gzip 数据不完整", "gzip data that is cut", "gz", GZIP[:-6], UNREADABLE),
        ("gz-plain", "名为 .gz 却未压缩", "named .gz but not packed", "gz", CADRES, UNREADABLE),
        ("zst", "Zstandard 压缩的文件", "a file packed by Zstandard", "zst", ZSTD, None),
        ("zst-cut", "Zstandard 数据不完整", "Zstandard data that is cut", "zst", ZSTD[:-3], UNREADABLE),
    ):
        yield one_file(f"file-{ident}", zh, en, f"cadre.ndjson.{suffix}", data, 2, verdict=verdict)


def packed_empty() -> Iterator[ByteCase]:
    """Packed files in which nothing stands, and what is no packed file."""
    for suffix, empty in (("gz", gzip.compress(b"", 9, mtime=0)), ("zst", ZSTD_EMPTY)):
        name = f"cadre.ndjson.{suffix}"
        nothing = (f"名为 .{suffix} 却没有任何字节", f"named .{suffix} and without a byte")
        yield one_file(f"file-{suffix}-nothing", *nothing, name, b"", 0, verdict=UNREADABLE)
        found = [{"rule": "STR-EMPTY", "recordType": "cadre", "file": name, "pointer": ""}]
        yield one_file(f"file-{suffix}-empty", f"压缩的空文件：{suffix}", f"an empty file, packed: {suffix}", name, empty, 0, found)


# --- arrays ---------------------------------------------------------------------------------------

NO_ARRAYS = {
    "open": b'[{"id":"C1"}',
    "open-text": b'[{"id":"C1},{"id":"C2"}]',
    "comma": b'[{"id":"C1"},]',
    "empty-element": b'[{"id":"C1"},,{"id":"C2"}]',
    "object": b'{"id":"C1"}',
    "lines": b'{"id":"C1"}\n{"id":"C2"}\n',
    "after": b'[{"id":"C1"}] []',
    "nothing": b"",
    "blank": b" \n",
    "gbk": '[{"id":"C1","name":"张"},{"id":"C2","name":"王"}]'.encode("gb18030"),
}


def arrays_refused() -> Iterator[ByteCase]:
    """Files that are no JSON array."""
    for name, raw in NO_ARRAYS.items():
        count = max(1, raw.count(b'"id"'))
        title = (f"不合法的 JSON 数组：{name}", f"not a JSON array: {name}")
        yield one_file(f"file-array-{name}", *title, "cadre.json", raw, count, verdict=UNREADABLE)


def arrays() -> Iterator[ByteCase]:
    """What a line is in an array, and an array in which nothing stands."""
    raw = b'[\n  {"id": "C1"},\n  {\n    "id": "C2",\n    "sex": "7"\n  }, {"id":"C1"},\n {"id":"C3","id":"C4"}, 5\n]\n'
    found = [
        {"rule": "STR-ENUM", "recordType": "cadre", "recordId": "C2", "file": "cadre.json", "line": 3, "pointer": "/sex"},
        {"rule": "STR-DUPLICATE-ID", "recordType": "cadre", "recordId": "C1", "file": "cadre.json", "line": 6, "pointer": "/id"},
        {"rule": "STR-DUPLICATE-KEY", "recordType": "cadre", "file": "cadre.json", "line": 7, "pointer": ""},
        {"rule": "STR-OBJECT", "recordType": "cadre", "file": "cadre.json", "line": 7, "pointer": ""},
    ]
    title = ("JSON 数组文件：行号为元素起始行", "a JSON array: a record's line is where it begins")
    yield one_file("file-array", *title, "cadre.json", raw, 5, found)
    empty = [{"rule": "STR-EMPTY", "recordType": "cadre", "file": "cadre.json", "pointer": ""}]
    yield one_file("file-array-empty", "空数组", "an empty array", "cadre.json", b"[]\n", 0, empty)


#: Arrays whose outer form holds: what is wrong inside is its element's. (Id, titles, text, elements, faults by line, name of the file.)
ELEMENTS: list[tuple[str, str, str, bytes, int, list[tuple[str, int]], str]] = [
    (
        "syntax",
        "数组中一个元素不是合法 JSON",
        "an element of an array that is not JSON",
        b'[{"id":C1}]',
        1,
        [("STR-JSON", 1)],
        "cadre.json",
    ),
    (
        "garbage",
        "数组元素只按括号与引号划分，元素内的错误只属于该元素",
        "brackets and quotes divide an array; what is wrong inside an element is that element's",
        b'[{"id":"C1"},\n garbage,\n {"id":"C2"}},\n {"id":"C3" "sex":"1"},\n [1}, {"id":"C4"} {"id":"C5"},\n {"id":"C6"}]',
        7,
        [("STR-JSON", line) for line in (2, 3, 4, 5, 5)],
        "cadre.json",
    ),
    (
        "brackets",
        "字符串中的括号、逗号与转义引号不划分元素",
        "brackets, commas and quotes inside texts divide nothing",
        rb'[{"id":"C1","name":"],[{"},{"id":"C2","name":"\\\"],{"},{"id":"C3","name":"\\\\"},{"id":"C4"}]',
        4,
        [],
        "cadre.json",
    ),
    (
        "bad-byte",
        "数组中一个元素有非 UTF-8 字节",
        "a byte that is not UTF-8 in one element of an array",
        '[{"id":"C1","name":"甲"},\n{"id":"C2","name":"'.encode() + b'\xe4\xb9"},\n' + '{"id":"C3","name":"丙"}]'.encode(),
        3,
        [("STR-ENCODING", 2)],
        "cadre.json",
    ),
    (
        "deep",
        "数组中一个元素嵌套过深",
        "an element of an array that is nested too deep",
        b'[{"id":"C1"},\n' + b"[" * 65 + b"]" * 65 + b",\n" + b'{"a":' * 300 + b"0" + b"}" * 300 + b',\n{"id":"C2"}]',
        4,
        [("STR-DEPTH", 2), ("STR-DEPTH", 3)],
        "cadre.json",
    ),
    (
        "white-space",
        "元素之间的空白不属于任何元素，再长也可以",
        "white space between elements belongs to none, however long",
        b'\n[{"id":"C1"},' + b" " * (2**24 + 1) + b'\n{"id":"C2"}\n]\n',
        2,
        [],
        "cadre.json.gz",
    ),
    (
        "long",
        "数组中一个元素超过 16 MiB",
        "an element of an array beyond 16 MiB",
        b'[{"id":"C1"},\n{"id":"C2","name":"' + b"a" * 2**24 + b'"},\n{"id":"C3"}]',
        3,
        [("STR-LINE-LENGTH", 2)],
        "cadre.json.gz",
    ),
    ("name", "文件的种类看名称末尾", "the end of a name says what a file is", b'[{"id":"C1"}]', 1, [], "a.ndjson/cadre.ndjson.json"),
    ("bom", "数组前有字节顺序标记", "an array after a byte-order mark", b'\xef\xbb\xbf[{"id":"C1"}]', 1, [("STR-BOM", 1)], "cadre.json"),
]


def arrays_of_elements() -> Iterator[ByteCase]:
    """Arrays with elements at fault."""
    for ident, zh, en, raw, count, faults, name in ELEMENTS:
        found = [{"rule": rule, "recordType": "cadre", "file": name, "line": line, "pointer": ""} for rule, line in faults]
        data = gzip.compress(raw, 9, mtime=0) if name.endswith(".gz") else raw
        yield one_file(f"file-array-{ident}", zh, en, name, data, count, found)
