"""The cases of manifests, files, ids and references, and those of the producer level."""

from __future__ import annotations

import copy
import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .casefile import (
    END,
    PROFILE,
    STANDARD,
    START,
    TYPES,
    Record,
    entry,
    expectation,
    head,
    manifest,
    manifest_json,
    ndjson,
    schema,
    write_case,
)
from .structure import places, pointer
from .values import minimal, near_misses


def batch_cases(root: Path) -> None:
    """Manifests, files, ids and references."""
    cadres = ndjson([minimal("cadre", "C1"), minimal("cadre", "C2")])
    listed = entry("cadre.ndjson", "cadre", cadres, 2)

    def one(
        ident: str,
        zh: str,
        en: str,
        *,
        text: str | bytes | None = None,
        changes: Record | None = None,
        files: Mapping[str, bytes] | None = None,
        entries: list[Record] | None = None,
        findings: Sequence[Record] = (),
        verdict: str | None = "unreadable",
        unjudged: Sequence[Record] = (),
        rule: str | None = None,
        level: str = "structure",
        no_manifest: bool = False,
        profile: str = PROFILE,
    ) -> None:
        value = manifest(ident, entries if entries is not None else [listed]) | (changes or {})
        value = {k: v for k, v in value.items() if v is not ...}
        content = None if no_manifest else text if text is not None else manifest_json(value)
        as_of = value["asOf"] if isinstance(value.get("asOf"), str) and len(value["asOf"]) == 10 and value["asOf"].count("-") == 2 else END
        case = head(ident, "batch", zh, en, rule=rule, level=level, profile=profile, as_of=as_of)
        case["expect"] = expectation(findings, verdict, unjudged)
        write_case(root / "batch" / ident, case, content, {"cadre.ndjson": cadres} if files is None else files)

    def valid(ident: str, zh: str, en: str, **more: Any) -> None:
        one(ident, zh, en, **({"verdict": None} | more))

    valid("manifest-least", "最少的清单", "the least manifest")
    most = {
        "sender": {"id": "S", "name": "发送单位"},
        "receiver": {"id": "R", "name": "接收单位"},
        "mode": "CORRECTION",
        "supersedes": "B-0",
        "coverage": [
            {"recordType": "cadre", "startDate": START, "endDate": END},
            {"recordType": "activity", "kind": "INSPECTION", "startDate": START, "endDate": START},
        ],
        "ext": {"owner": {"a": 1}},
    }
    valid("manifest-most", "最全的清单", "a manifest with every member", changes=most)
    around = {"recordType": "measure", "kind": "RECALL", "startDate": "2019-01-01", "endDate": "2024-12-31"}
    valid("manifest-coverage-around", "完整性声明超出批次期间", "coverage that reaches outside the period", changes={"coverage": [around]})
    valid("manifest-one-day", "起止与截止为同一天", "a period of one day", changes={"startDate": END})
    text = manifest_json(manifest("x", [listed]))
    one("manifest-missing", "没有清单", "no manifest", no_manifest=True)
    one("manifest-empty", "清单是空文件", "an empty manifest", text="")
    one("manifest-syntax", "清单不是合法 JSON", "a manifest that is not JSON", text=text[:-4])
    one("manifest-array", "清单是数组", "a manifest that is an array", text=f"[{text}]")
    one("manifest-bom", "清单以字节顺序标记开头", "a manifest with a byte-order mark", text=b"\xef\xbb\xbf" + text.encode())
    one(
        "manifest-gbk",
        "清单是 GBK 编码",
        "a manifest in GBK",
        text=manifest_json(manifest("x", [listed], sender={"id": "S", "name": "某单位"})).encode("gb18030"),
    )
    one(
        "manifest-duplicate-key",
        "清单中键名重复",
        "a key twice in the manifest",
        text=text.replace('"mode"', '"asOf": "2021-12-31",\n "mode"', 1),
    )
    one("manifest-nan", "清单中有 NaN", "NaN in the manifest", text=text.replace('"count": 2', '"count": NaN'))
    data = schema("manifest")
    for name in data["required"]:
        one(f"manifest-no-{name}", f"清单缺 {name}", f"a manifest without {name}", changes={name: ...})
    wrong: list[tuple[str, Record]] = [
        ("unknown-member", {"remark": "x"}),
        ("standard-2.0", {"standard": "2.0"}),
        ("standard-number", {"standard": 1.0}),
        ("batch-id", {"batchId": "a b"}),
        ("batch-id-long", {"batchId": "a" * 65}),
        ("sender-text", {"sender": "S"}),
        ("sender-no-id", {"sender": {"name": "x"}}),
        ("sender-id", {"sender": {"id": "-"}}),
        ("sender-name-empty", {"sender": {"id": "S", "name": ""}}),
        ("sender-name-long", {"sender": {"id": "S", "name": "字" * 201}}),
        ("sender-unknown", {"sender": {"id": "S", "tel": "1"}}),
        ("receiver-no-id", {"receiver": {}}),
        ("receiver-id", {"receiver": {"id": ""}}),
        ("receiver-name-empty", {"receiver": {"id": "R", "name": ""}}),
        ("receiver-name-long", {"receiver": {"id": "R", "name": "字" * 201}}),
        ("receiver-unknown", {"receiver": {"id": "R", "tel": "1"}}),
        ("receiver-text", {"receiver": "R"}),
        ("profile-form", {"profile": "Guizhou 2017"}),
        ("profile-list", {"profile": [PROFILE]}),
        ("start-form", {"startDate": "2021-1-1"}),
        ("start-no-day", {"startDate": "2021-02-29"}),
        ("end-form", {"endDate": "2021-12-32"}),
        ("end-no-day", {"endDate": "2021-11-31", "asOf": "2021-12-31"}),
        ("as-of-form", {"asOf": "20211231"}),
        ("as-of-no-day", {"asOf": "2021-11-31"}),
        ("mode-code", {"mode": "DELTA"}),
        ("supersedes-form", {"supersedes": ""}),
        ("coverage-object", {"coverage": {}}),
        ("coverage-many", {"coverage": [{"recordType": "cadre", "startDate": START, "endDate": END}] * 1001}),
        ("coverage-item", {"coverage": ["cadre"]}),
        ("coverage-type", {"coverage": [{"recordType": "person", "startDate": START, "endDate": END}]}),
        ("coverage-no-type", {"coverage": [{"startDate": START, "endDate": END}]}),
        ("coverage-no-start", {"coverage": [{"recordType": "cadre", "endDate": END}]}),
        ("coverage-no-end", {"coverage": [{"recordType": "cadre", "startDate": START}]}),
        ("coverage-start-form", {"coverage": [{"recordType": "cadre", "startDate": "2021", "endDate": END}]}),
        ("coverage-end-no-day", {"coverage": [{"recordType": "cadre", "startDate": START, "endDate": "2021-02-30"}]}),
        ("coverage-end-form", {"coverage": [{"recordType": "cadre", "startDate": START, "endDate": "2021-2-1"}]}),
        ("coverage-start-no-day", {"coverage": [{"recordType": "cadre", "startDate": "2021-02-30", "endDate": END}]}),
        ("coverage-kind-empty", {"coverage": [{"recordType": "activity", "kind": "", "startDate": START, "endDate": END}]}),
        ("coverage-kind-long", {"coverage": [{"recordType": "activity", "kind": "K" * 201, "startDate": START, "endDate": END}]}),
        ("coverage-kind-number", {"coverage": [{"recordType": "activity", "kind": 1, "startDate": START, "endDate": END}]}),
        ("coverage-kind-unknown", {"coverage": [{"recordType": "activity", "kind": "NO_SUCH", "startDate": START, "endDate": END}]}),
        ("coverage-kind-label", {"coverage": [{"recordType": "activity", "kind": "培训", "startDate": START, "endDate": END}]}),
        ("coverage-kind-of-another", {"coverage": [{"recordType": "assessment", "kind": "DIARY", "startDate": START, "endDate": END}]}),
        ("coverage-kind-where-none-is", {"coverage": [{"recordType": "cadre", "kind": "ANNUAL", "startDate": START, "endDate": END}]}),
        ("coverage-dates-reversed", {"coverage": [{"recordType": "cadre", "startDate": END, "endDate": START}]}),
        ("coverage-unknown", {"coverage": [{"recordType": "cadre", "startDate": START, "endDate": END, "x": 1}]}),
        ("files-none", {"files": []}),
        ("files-object", {"files": {"cadre": listed}}),
        ("files-item", {"files": ["cadre.ndjson"]}),
        ("files-no-path", {"files": [{k: v for k, v in listed.items() if k != "path"}]}),
        ("files-no-type", {"files": [{k: v for k, v in listed.items() if k != "recordType"}]}),
        ("files-no-count", {"files": [{k: v for k, v in listed.items() if k != "count"}]}),
        ("files-no-digest", {"files": [{k: v for k, v in listed.items() if k != "sha256"}]}),
        ("files-unknown", {"files": [listed | {"rows": 2}]}),
        ("files-type", {"files": [listed | {"recordType": "person"}]}),
        ("files-count-text", {"files": [listed | {"count": "2"}]}),
        ("files-count-negative", {"files": [listed | {"count": -1}]}),
        ("files-count-large", {"files": [listed | {"count": 2**53}]}),
        ("files-digest-short", {"files": [listed | {"sha256": listed["sha256"][:-1]}]}),
        ("files-sm3-short", {"files": [listed | {"sm3": "0" * 63}]}),
        ("files-path-hidden", {"files": [listed | {"path": ".cadre.ndjson"}]}),
        ("ext-text", {"ext": "x"}),
        ("ext-value", {"ext": {"a": 1}}),
        ("ext-many", {"ext": {f"k{n}": {} for n in range(21)}}),
    ]
    for name, changes in wrong:
        extra = {"files": {"cadre.ndjson": cadres, ".cadre.ndjson": cadres}} if name == "files-path-hidden" else {}
        one(f"manifest-{name}", f"清单不合结构:{name}", f"a manifest that is not valid: {name}", changes=changes, **extra)  # type: ignore[arg-type]
    # every place of the manifest once of a wrong type, and texts that almost have the form
    for place, prop in places("manifest"):
        texts = near_misses(prop["pattern"]) if "pattern" in prop and prop.get("format") != "date" else ()
        for n, value in enumerate([5 if prop["type"] in ("string", "array", "object") else "5", *texts]):
            whole: Any = copy.deepcopy(manifest("x", [listed | {"sm3": "0" * 64}]) | most)
            node = whole
            for step in place[:-1]:
                node = node[step]
            node[place[-1]] = value
            name = "-".join(str(p) for p in place if p != 0) + ("-type" if n == 0 else f"-form-{n}")
            what = ("类型", "type") if n == 0 else ("格式", "form")
            one(
                f"manifest-{name}",
                f"清单 {pointer(place)} 的{what[0]}错误",
                f"a manifest with {pointer(place)} of a wrong {what[1]}",
                changes={k: v for k, v in whole.items() if k != "batchId" or place == ("batchId",)},
            )
    one(
        "manifest-dates-reversed",
        "起始日期晚于终止日期",
        "the period ends before it starts",
        changes={"startDate": "2021-12-31", "endDate": "2021-12-30"},
    )
    one("manifest-as-of-early", "截止日期早于起始日期", "as of a day before the period", changes={"asOf": "2020-12-31"})
    valid("manifest-as-of-inside", "截止日期在期间之内", "as of a day inside the period", changes={"asOf": "2021-03-01"})
    # files
    one("file-missing", "列出的文件不存在", "a listed file is not there", entries=[listed | {"path": "cadre-2.ndjson"}])
    one("file-digest", "文件摘要不符", "a digest that is not the file's", entries=[listed | {"sha256": hashlib.sha256(b"x").hexdigest()}])
    one("file-count-more", "清单所写记录数多一", "the manifest counts one record more", entries=[listed | {"count": 3}])
    one("file-count-less", "清单所写记录数少一", "the manifest counts one record fewer", entries=[listed | {"count": 1}])
    one("file-twice", "同一文件列出两次", "a file listed twice", entries=[listed, listed])
    one("file-kind", "不认识的文件类型", "an unknown kind of file", files={"cadre.txt": cadres}, entries=[listed | {"path": "cadre.txt"}])
    for name, path in (
        ("parent", "../batch/cadre.ndjson"),
        ("absolute", "/cadre.ndjson"),
        ("dot", "./cadre.ndjson"),
        ("backslash", "a\\cadre.ndjson"),
        ("drive", "C:cadre.ndjson"),
        ("inside-parent", "a/../cadre.ndjson"),
        ("double-slash", "a//cadre.ndjson"),
    ):
        one(f"file-path-{name}", f"路径不安全:{name}", f"an unsafe path: {name}", entries=[listed | {"path": path}])
    one("file-folder", "列出的是文件夹", "a folder is listed", files={"cadre.ndjson/x.txt": b"x"})
    valid(
        "file-in-folder",
        "文件在子文件夹中",
        "a file in a folder inside the batch",
        files={"a/b/cadre.ndjson": cadres},
        entries=[listed | {"path": "a/b/cadre.ndjson"}],
    )
    valid(
        "file-unlisted",
        "未列入清单的文件",
        "files that are not listed",
        files={"cadre.ndjson": cadres, "team.ndjson": b"", "old/posting.ndjson.gz": b"", "readme.txt": b"x"},
        findings=[
            {"rule": "STR-UNLISTED-FILE", "recordType": "manifest", "file": f, "pointer": ""}
            for f in ("team.ndjson", "old/posting.ndjson.gz")
        ],
        rule="STR-UNLISTED-FILE",
    )
    valid(
        "manifest-files-digest-upper",
        "摘要用大写字母",
        "digests in capitals",
        entries=[listed | {"sha256": listed["sha256"].upper(), "sm3": hashlib.new("sm3", cadres).hexdigest().upper()}],
    )
    valid("file-sm3", "同时给出 SM3 摘要", "with an SM3 digest", entries=[listed | {"sm3": hashlib.new("sm3", cadres).hexdigest()}])
    packed = gzip.compress(cadres, 9, mtime=0)
    valid(
        "file-gz",
        "gzip 压缩的文件",
        "a file packed by gzip",
        files={"cadre.ndjson.gz": packed},
        entries=[entry("cadre.ndjson.gz", "cadre", packed, 2)],
    )
    one(
        "file-gz-cut",
        "gzip 数据不完整",
        "gzip data that is cut",
        files={"cadre.ndjson.gz": packed[:-6]},
        entries=[entry("cadre.ndjson.gz", "cadre", packed[:-6], 2)],
    )
    one(
        "file-gz-plain",
        "名为 .gz 却未压缩",
        "named .gz but not packed",
        files={"cadre.ndjson.gz": cadres},
        entries=[entry("cadre.ndjson.gz", "cadre", cadres, 2)],
    )
    # two frames of stored blocks, written out so that no library's version changes the bytes
    frame = b"\x28\xb5\x2f\xfd\x20" + bytes([len(cadres)]) + (1 | len(cadres) << 3).to_bytes(3, "little") + cadres
    valid(
        "file-zst",
        "Zstandard 压缩的文件",
        "a file packed by Zstandard",
        files={"cadre.ndjson.zst": frame},
        entries=[entry("cadre.ndjson.zst", "cadre", frame, 2)],
    )
    one(
        "file-zst-cut",
        "Zstandard 数据不完整",
        "Zstandard data that is cut",
        files={"cadre.ndjson.zst": frame[:-3]},
        entries=[entry("cadre.ndjson.zst", "cadre", frame[:-3], 2)],
    )
    for suffix in ("gz", "zst"):
        name = f"cadre.ndjson.{suffix}"
        one(
            f"file-{suffix}-nothing",
            f"名为 .{suffix} 却没有任何字节",
            f"named .{suffix} and without a byte",
            files={name: b""},
            entries=[entry(name, "cadre", b"", 0)],
        )
        nothing = gzip.compress(b"", 9, mtime=0) if suffix == "gz" else b"\x28\xb5\x2f\xfd\x20\x00\x01\x00\x00"
        valid(
            f"file-{suffix}-empty",
            f"压缩的空文件:{suffix}",
            f"an empty file, packed: {suffix}",
            files={name: nothing},
            entries=[entry(name, "cadre", nothing, 0)],
            findings=[{"rule": "STR-EMPTY", "recordType": "cadre", "file": name, "pointer": ""}],
        )
    array = b'[\n  {"id": "C1"},\n  {\n    "id": "C2",\n    "sex": "7"\n  }, {"id":"C1"},\n {"id":"C3","id":"C4"}, 5\n]\n'
    found = [
        {"rule": "STR-ENUM", "recordType": "cadre", "recordId": "C2", "file": "cadre.json", "line": 3, "pointer": "/sex"},
        {"rule": "STR-DUPLICATE-ID", "recordType": "cadre", "recordId": "C1", "file": "cadre.json", "line": 6, "pointer": "/id"},
        {"rule": "STR-DUPLICATE-KEY", "recordType": "cadre", "file": "cadre.json", "line": 7, "pointer": ""},
        {"rule": "STR-OBJECT", "recordType": "cadre", "file": "cadre.json", "line": 7, "pointer": ""},
    ]
    valid(
        "file-array",
        "JSON 数组文件:行号为元素起始行",
        "a JSON array: a record's line is where it begins",
        files={"cadre.json": array},
        entries=[entry("cadre.json", "cadre", array, 5)],
        findings=found,
    )
    for name, raw in (
        ("open", b'[{"id":"C1"}'),
        ("open-text", b'[{"id":"C1},{"id":"C2"}]'),
        ("comma", b'[{"id":"C1"},]'),
        ("empty-element", b'[{"id":"C1"},,{"id":"C2"}]'),
        ("object", b'{"id":"C1"}'),
        ("lines", b'{"id":"C1"}\n{"id":"C2"}\n'),
        ("after", b'[{"id":"C1"}] []'),
        ("nothing", b""),
        ("blank", b" \n"),
        ("gbk", '[{"id":"C1","name":"张"},{"id":"C2","name":"王"}]'.encode("gb18030")),
    ):
        one(
            f"file-array-{name}",
            f"不合法的 JSON 数组:{name}",
            f"not a JSON array: {name}",
            files={"cadre.json": raw},
            entries=[entry("cadre.json", "cadre", raw, max(1, raw.count(b'"id"')))],
        )

    def array_of(ident: str, zh: str, en: str, raw: bytes, count: int, faults: Sequence[tuple[str, int]], name: str = "cadre.json") -> None:
        """An array whose outer form holds: what is wrong inside is its element's."""
        told = [{"rule": rule, "recordType": "cadre", "file": name, "line": line, "pointer": ""} for rule, line in faults]
        data = gzip.compress(raw, 9, mtime=0) if name.endswith(".gz") else raw
        valid(ident, zh, en, files={name: data}, entries=[entry(name, "cadre", data, count)], findings=told)

    array_of(
        "file-array-syntax",
        "数组中一个元素不是合法 JSON",
        "an element of an array that is not JSON",
        b'[{"id":C1}]',
        1,
        [("STR-JSON", 1)],
    )
    array_of(
        "file-array-garbage",
        "数组元素只按括号与引号划分,元素内的错误只属于该元素",
        "brackets and quotes divide an array; what is wrong inside an element is that element's",
        b'[{"id":"C1"},\n garbage,\n {"id":"C2"}},\n {"id":"C3" "sex":"1"},\n [1}, {"id":"C4"} {"id":"C5"},\n {"id":"C6"}]',
        7,
        [("STR-JSON", line) for line in (2, 3, 4, 5, 5)],
    )
    array_of(
        "file-array-brackets",
        "字符串中的括号、逗号与转义引号不划分元素",
        "brackets, commas and quotes inside texts divide nothing",
        rb'[{"id":"C1","name":"],[{"},{"id":"C2","name":"\\\"],{"},{"id":"C3","name":"\\\\"},{"id":"C4"}]',
        4,
        [],
    )
    array_of(
        "file-array-bad-byte",
        "数组中一个元素有非 UTF-8 字节",
        "a byte that is not UTF-8 in one element of an array",
        '[{"id":"C1","name":"甲"},\n{"id":"C2","name":"'.encode() + b'\xe4\xb9"},\n' + '{"id":"C3","name":"丙"}]'.encode(),
        3,
        [("STR-ENCODING", 2)],
    )
    array_of(
        "file-array-deep",
        "数组中一个元素嵌套过深",
        "an element of an array that is nested too deep",
        b'[{"id":"C1"},\n' + b"[" * 65 + b"]" * 65 + b",\n" + b'{"a":' * 300 + b"0" + b"}" * 300 + b',\n{"id":"C2"}]',
        4,
        [("STR-DEPTH", 2), ("STR-DEPTH", 3)],
    )
    array_of(
        "file-array-white-space",
        "元素之间的空白不属于任何元素,再长也可以",
        "white space between elements belongs to none, however long",
        b'\n[{"id":"C1"},' + b" " * (2**24 + 1) + b'\n{"id":"C2"}\n]\n',
        2,
        [],
        "cadre.json.gz",
    )
    array_of(
        "file-array-long",
        "数组中一个元素超过 16 MiB",
        "an element of an array beyond 16 MiB",
        b'[{"id":"C1"},\n{"id":"C2","name":"' + b"a" * 2**24 + b'"},\n{"id":"C3"}]',
        3,
        [("STR-LINE-LENGTH", 2)],
        "cadre.json.gz",
    )
    array_of(
        "file-array-name",
        "文件的种类看名称末尾",
        "the end of a name says what a file is",
        b'[{"id":"C1"}]',
        1,
        [],
        "a.ndjson/cadre.ndjson.json",
    )
    array_of(
        "file-array-bom", "数组前有字节顺序标记", "an array after a byte-order mark", b'\xef\xbb\xbf[{"id":"C1"}]', 1, [("STR-BOM", 1)]
    )
    valid(
        "file-array-empty",
        "空数组",
        "an empty array",
        files={"cadre.json": b"[]\n"},
        entries=[entry("cadre.json", "cadre", b"[]\n", 0)],
        findings=[{"rule": "STR-EMPTY", "recordType": "cadre", "file": "cadre.json", "pointer": ""}],
    )

    # ids and references
    def files_of(parts: list[tuple[str, str, list[Any]]]) -> tuple[dict[str, bytes], list[Record]]:
        made = {name: ndjson(lines) for name, _, lines in parts}
        return made, [entry(name, t, made[name], sum(line.strip() != b"" for line in made[name].splitlines())) for name, t, _ in parts]

    def refs(
        ident: str,
        zh: str,
        en: str,
        parts: list[tuple[str, str, list[Any]]],
        findings: Sequence[Record],
        rule: str,
        unjudged: Sequence[Record] = (),
        changes: Record | None = None,
    ) -> None:
        made, entries = files_of(parts)
        valid(ident, zh, en, files=made, entries=entries, findings=findings, rule=rule, unjudged=unjudged, changes=changes)

    def twice(kind: str, ident: str, file: str, line: int) -> Record:
        return {"rule": "STR-DUPLICATE-ID", "recordType": kind, "recordId": ident, "file": file, "line": line, "pointer": "/id"}

    def lost(kind: str, ident: str, line: int, where: str) -> Record:
        return {"rule": "STR-REFERENCE", "recordType": kind, "recordId": ident, "file": f"{kind}.ndjson", "line": line, "pointer": where}

    c = [minimal("cadre", i) for i in ("C1", "C2", "C1", "C3", "C1")]
    refs(
        "id-twice",
        "同一文件内标识重复",
        "an id used again in a file",
        [("cadre.ndjson", "cadre", c)],
        [twice("cadre", "C1", "cadre.ndjson", 3), twice("cadre", "C1", "cadre.ndjson", 5)],
        "STR-DUPLICATE-ID",
    )
    refs(
        "id-twice-across-files",
        "不同文件间标识重复",
        "an id used again in another file",
        [("cadre-a.ndjson", "cadre", c[:2]), ("cadre-b.ndjson", "cadre", c[2:4])],
        [twice("cadre", "C1", "cadre-b.ndjson", 1)],
        "STR-DUPLICATE-ID",
    )
    refs(
        "id-other-type",
        "不同类型可用同一标识",
        "two types may use one id",
        [("cadre.ndjson", "cadre", [minimal("cadre", "X")]), ("village.ndjson", "village", [minimal("village", "X")])],
        [],
        "STR-DUPLICATE-ID",
    )
    refs(
        "id-of-invalid",
        "与不合法的记录标识相同不算重复",
        "an id of a record that is not valid is not used",
        [("cadre.ndjson", "cadre", [minimal("cadre", "C1") | {"sex": "7"}, minimal("cadre", "C1")])],
        [{"rule": "STR-ENUM", "recordType": "cadre", "recordId": "C1", "file": "cadre.ndjson", "line": 1, "pointer": "/sex"}],
        "STR-DUPLICATE-ID",
    )
    for t in TYPES:
        props = schema(t)["properties"]
        single = {k: v["x-ref"] for k, v in props.items() if "x-ref" in v}
        many = {k: v["items"]["x-ref"] for k, v in props.items() if "x-ref" in v.get("items", {})}
        if not single and not many:
            continue
        base = (
            minimal(t, "R1")
            | {k: "T1" if r != t else "R1" for k, r in single.items()}
            | {k: ["T1" if r != t else "R1"] for k, r in many.items()}
        )
        lines, found = [base], []
        for k in single:
            lines.append(base | {"id": f"R{len(lines) + 1}", k: "NOWHERE"})
            found.append(lost(t, f"R{len(lines)}", len(lines), f"/{k}"))
        for k, r in many.items():
            there = "T1" if r != t else "R1"
            lines.append(base | {"id": f"R{len(lines) + 1}", k: ["NOWHERE", there, "GONE"]})
            found += [lost(t, f"R{len(lines)}", len(lines), f"/{k}/{n}") for n in (0, 2)]
        targets = sorted({r for r in (*single.values(), *many.values()) if r != t})
        parts: list[tuple[str, str, list[Any]]] = [(f"{t}.ndjson", t, lines)]
        for r in targets:
            target = minimal(r, "T1")
            # the target's own references stay inside what is handed in
            for k, v in schema(r)["properties"].items():
                if k in target and v.get("x-ref") == t:
                    target[k] = "R1"
                elif k in target and "x-ref" in v:
                    target[k] = "T1"
                elif k in target and "x-ref" in v.get("items", {}):
                    target[k] = ["R1" if v["items"]["x-ref"] == t else "T1"]
            parts.append((f"{r}.ndjson", r, [target]))
        refs(
            f"reference-{t}",
            f"{schema(t)['title']}:每个引用各有一次指向不存在的记录",
            f"{t}: each reference once to a record that does not exist",
            parts,
            found,
            "STR-REFERENCE",
        )
        if targets:
            unjudged = [{"rule": "STR-REFERENCE", "missing": f"coverage.{r}"} for r in targets]
            refs(
                f"reference-{t}-alone",
                f"{schema(t)['title']}:未提交被引用类型时不判断",
                f"{t}: no judgement where the other type is not handed in",
                [(f"{t}.ndjson", t, [base])],
                [],
                "STR-REFERENCE",
                unjudged,
            )
    bad = minimal("cadre", "C2") | {"sex": "7"}
    told = {"rule": "STR-ENUM", "recordType": "cadre", "recordId": "C2", "file": "cadre.ndjson", "line": 2, "pointer": "/sex"}
    days = [minimal("attendance", f"A{n}") | {"cadreId": f"C{n}"} for n in (1, 2, 3)]
    refs(
        "reference-to-invalid",
        "指向不合法的记录不另报",
        "a reference to a record that is not valid is not reported again",
        [("attendance.ndjson", "attendance", days), ("cadre.ndjson", "cadre", [minimal("cadre", "C1"), bad])],
        [lost("attendance", "A3", 3, "/cadreId"), told],
        "STR-REFERENCE",
    )
    refs(
        "reference-to-none-valid",
        "被引用类型已提交,但没有一条合法:仍然判断",
        "a judgement where the other type was handed in, though none of it is valid",
        [("attendance.ndjson", "attendance", days), ("cadre.ndjson", "cadre", [{"id": "C1", "sex": "x"}, bad])],
        [lost("attendance", "A3", 3, "/cadreId"), told | {"recordId": "C1", "line": 1}, told],
        "STR-REFERENCE",
    )
    unknown_cadre = [{"rule": "STR-REFERENCE", "missing": "coverage.cadre"}]
    complete = {"recordType": "cadre", "startDate": START, "endDate": END}
    one_cadre = ("cadre.ndjson", "cadre", [minimal("cadre", "C1")])
    every_day = ("attendance.ndjson", "attendance", days)
    refs(
        "reference-to-blank-lines",
        "被引用类型的文件只有空行:没有提交,不判断",
        "a file of blank lines hands in nothing: no judgement",
        [every_day, ("cadre.ndjson", "cadre", ["", " "])],
        [{"rule": "STR-EMPTY", "recordType": "cadre", "file": "cadre.ndjson", "pointer": ""}],
        "STR-REFERENCE",
        unknown_cadre,
    )
    refs(
        "reference-complete",
        "被引用类型声明完整而一条未提交:每个引用都指向不存在的记录",
        "the other type is declared complete and none is handed in: each reference leads nowhere",
        [every_day],
        [lost("attendance", f"A{n}", n, "/cadreId") for n in (1, 2, 3)],
        "STR-REFERENCE",
        changes={"coverage": [complete]},
    )
    refs(
        "reference-complete-kind",
        "只声明某一类别完整不足以判断引用",
        "that one kind is complete is not enough",
        [("support.ndjson", "support", [minimal("support", "S1") | {"activityId": "A1"}])],
        [],
        "STR-REFERENCE",
        [{"rule": "STR-REFERENCE", "missing": "coverage.activity"}],
        {"coverage": [complete | {"recordType": "activity", "kind": "INSPECTION"}]},
    )
    refs(
        "reference-correction",
        "更正批次只含有变动的记录:不因提交而判断引用",
        "a correction holds but the records that change: no judgement by presence",
        [every_day, one_cadre],
        [],
        "STR-REFERENCE",
        unknown_cadre,
        {"mode": "CORRECTION"},
    )
    refs(
        "reference-correction-complete",
        "更正批次声明完整的类型照常判断",
        "a correction that declares a type complete is judged as usual",
        [every_day, one_cadre],
        [lost("attendance", f"A{n}", n, "/cadreId") for n in (2, 3)],
        "STR-REFERENCE",
        changes={"mode": "CORRECTION", "coverage": [complete]},
    )
    # ids of lines that cannot be read: (line, code, ids that it hands in, ids that it does not)
    deep = "[" * 65 + "]" * 65
    refused: list[tuple[str | bytes, str, str, str]] = [
        ('{"id":"C2","sex":"1","sex":"2"}', "STR-DUPLICATE-KEY", "C2", ""),
        ('{"id":"C3","id":"C4"}', "STR-DUPLICATE-KEY", "C3 C4", ""),
        (f'{{"id":"C5","ext":{{"a":{deep}}}}}', "STR-DEPTH", "C5", ""),
        (b'{"id":"C6","name":"\xff"}', "STR-ENCODING", "C6", ""),
        ('{"id":"C7","name":"', "STR-JSON", "C7", ""),
        ('{"id":"C8","workMonths":NaN}', "STR-NUMBER", "C8", ""),
        ('{"id":"C9","workMonths":18446744073709551616}', "STR-INTEGER-RANGE", "C9", ""),
        ('{"id":"C10","name":"\\ud800"}', "STR-SURROGATE", "C10", ""),
        ('[{"id":"C11"},{"ext":{"id" :\t"C12"}}]', "STR-OBJECT", "C11 C12", ""),
        ('{"id":"C13', "STR-JSON", "", "C13"),
        ("{'id':'C14'}", "STR-JSON", "", "C14"),
        ('{"ID":"C15","id":C16,"id":"C 17"', "STR-JSON", "", "C15 C16 C17"),
    ]
    named = [ident for *_, there, not_there in refused for ident in (there + " " + not_there).split()]
    visits = [minimal("attendance", f"A-{ident}") | {"cadreId": ident} for ident in named]
    refs(
        "reference-to-refused",
        "指向无法读取的行所写的标识,不另报",
        "a reference to an id that stands on a line that cannot be read is not reported again",
        [("attendance.ndjson", "attendance", visits), ("cadre.ndjson", "cadre", [minimal("cadre", "C1"), *(r[0] for r in refused)])],
        [
            {"rule": rule, "recordType": "cadre", "file": "cadre.ndjson", "line": n, "pointer": ""}
            for n, (_, rule, *_) in enumerate(refused, 2)
        ]
        + [
            lost("attendance", f"A-{ident}", n, "/cadreId")
            for n, ident in enumerate(named, 1)
            if any(ident in r[3].split() for r in refused)
        ],
        "STR-REFERENCE",
    )
    long = gzip.compress(b'{"id":"C1","name":"' + b"a" * 2**24 + b'","id":"C2"}\n', 9, mtime=0)
    near = ndjson(days[:2])
    valid(
        "reference-to-long",
        "过长的行只看前 16 MiB 中的标识",
        "of a line that is too long the ids in its first 16 MiB count",
        files={"attendance.ndjson": near, "cadre.ndjson.gz": long},
        entries=[entry("attendance.ndjson", "attendance", near, 2), entry("cadre.ndjson.gz", "cadre", long, 1)],
        findings=[
            lost("attendance", "A2", 2, "/cadreId"),
            {"rule": "STR-LINE-LENGTH", "recordType": "cadre", "file": "cadre.ndjson.gz", "line": 1, "pointer": ""},
        ],
        rule="STR-REFERENCE",
    )

    # ids that are persons' numbers; the first two have the check digit of an example that GB 11643 prints
    def personal(kind: str, ident: str, line: int, where: str = "/id") -> Record:
        return {"rule": "STR-PERSONAL-ID", "recordType": kind, "recordId": ident, "file": f"{kind}.ndjson", "line": line, "pointer": where}

    citizen, masked = "11010519491231002X", "*" * 16 + "2X"
    persons = [citizen, citizen.lower(), "13812345678", "11010519491231003X", "12812345678", f"P{citizen}", "138123456789", citizen]
    refs(
        "personal-id",
        "以公民身份号码或手机号码作标识:是错误,并遮盖显示",
        "a citizen number or a mobile number as an id: an error, and shown masked",
        [("cadre.ndjson", "cadre", [minimal("cadre", i) for i in persons])],
        [
            personal("cadre", masked, 1),
            personal("cadre", masked.lower(), 2),
            personal("cadre", "*" * 9 + "78", 3),
            personal("cadre", masked, 8),
            twice("cadre", masked, "cadre.ndjson", 8),
        ],
        "STR-PERSONAL-ID",
    )
    refs(
        "personal-id-invalid",
        "不合法记录的标识是公民身份号码:只报其错误,标识遮盖",
        "of a record that is not valid only the fault is told, the id masked",
        [("cadre.ndjson", "cadre", [minimal("cadre", citizen) | {"sex": "7"}])],
        [told | {"recordId": masked, "line": 1}],
        "STR-PERSONAL-ID",
    )
    meeting = minimal("activity", "13912345678") | {"cadreIds": ["C1", citizen, "13812345678"]}
    refs(
        "personal-reference",
        "引用公民身份号码或手机号码:是错误,不论引用能否判断",
        "a reference that is a citizen number or a mobile number is an error, whether or not it can be followed",
        [
            ("attendance.ndjson", "attendance", [minimal("attendance", "A1") | {"cadreId": citizen}]),
            ("activity.ndjson", "activity", [meeting]),
        ],
        [
            personal("attendance", "A1", 1, "/cadreId"),
            *(personal("activity", "*" * 9 + "78", 1, where) for where in ("/id", "/cadreIds/1", "/cadreIds/2")),
        ],
        "STR-PERSONAL-ID",
        unknown_cadre,
    )
    refs(
        "personal-reference-lost",
        "引用的号码没有对应的记录:两条都报",
        "a number that is no record's: both are told",
        [("attendance.ndjson", "attendance", [minimal("attendance", "A1") | {"cadreId": citizen}]), one_cadre],
        [personal("attendance", "A1", 1, "/cadreId"), lost("attendance", "A1", 1, "/cadreId")],
        "STR-PERSONAL-ID",
    )
    # a rule that judges several types each by itself
    backwards = ndjson([minimal("posting", "P1") | {"dispatchLevel": "50", "startDate": "2021-09-01", "endDate": "2021-05-01"}])
    valid(
        "rule-of-several-types",
        "逐类判断的规则:只提交一个类型,这个类型照常判断",
        "a rule that judges several types each by itself judges the one that was handed in",
        files={"posting.ndjson": backwards},
        entries=[entry("posting.ndjson", "posting", backwards, 1)],
        findings=[{"rule": "STD-006", "severity": "error", "recordType": "posting", "recordId": "P1"}],
        rule="STD-006",
        level="profile",
    )
    # the profile
    unreadable: list[tuple[str, str, str, Record]] = [
        ("profile-unknown", "没有这个地区规则", "no such profile", {"profile": "atlantis-2021"})
    ]
    for source in sorted((STANDARD / "profiles").glob("*/profile.json")):
        profile = json.loads(source.read_text("utf-8"))
        ident, start = profile["id"], profile.get("effectiveFrom")
        if start is None:
            unreadable.append(
                (f"profile-undated-{ident}", f"{ident} 没有生效日期,不能判断", f"{ident} has no date and cannot judge", {"profile": ident})
            )
        else:
            before = (dt.date.fromisoformat(start) - dt.timedelta(days=1)).isoformat()
            unreadable.append(
                (
                    f"profile-early-{ident}",
                    f"期间在 {ident} 生效前一天结束",
                    f"the period ends the day before {ident} binds",
                    {"profile": ident, "startDate": "2001-01-01", "endDate": before, "asOf": before},
                )
            )
            one(
                f"profile-first-day-{ident}",
                f"期间在 {ident} 生效当天结束",
                f"the period ends on the day from which {ident} binds",
                changes={"profile": ident, "startDate": "2001-01-01", "endDate": start, "asOf": start},
                verdict="pass",
                level="profile",
                profile=ident,
            )
            if end := profile.get("effectiveTo"):
                after = (dt.date.fromisoformat(end) + dt.timedelta(days=1)).isoformat()
                unreadable.append(
                    (
                        f"profile-late-{ident}",
                        f"期间在 {ident} 失效后一天开始",
                        f"the period starts the day after {ident} ends",
                        {"profile": ident, "startDate": after, "endDate": after, "asOf": after},
                    )
                )
    for ident, zh, en, changes in unreadable:
        one(ident, zh, en, changes=changes, level="profile", profile=changes["profile"])


# --- facts for the producer level -----------------------------------------------------------------


def producer_cases(root: Path) -> None:
    """Plain facts from which a system must write a batch."""

    def days(who: str, where: str, first: str, statuses: Sequence[str]) -> list[Record]:
        start = dt.date.fromisoformat(first)
        elsewhere = ("开会", "请假", "休息", "带薪年休假")
        return [
            {"who": who, "date": (start + dt.timedelta(days=n)).isoformat(), "status": status}
            | ({} if status in elsewhere else {"where": where})
            for n, status in enumerate(statuses)
        ]

    units = [
        {"name": "甲县农业局", "body": "派出单位", "level": "县"},
        {"name": "清水镇党委", "body": "乡镇（街道）党（工）委", "level": "街道、镇、乡"},
    ]
    villages = [
        {"name": "上坪村", "kind": "行政村", "township": "清水镇党委"},
        {"name": "下坪村", "kind": "行政村", "township": "清水镇党委"},
    ]
    who = {"sentBy": "甲县农业局", "level": "县"}
    least: Record = {
        "profile": "qiannan-2021",
        "period": {"from": "2021-06-01", "to": "2021-06-10"},
        "units": units,
        "villages": villages[:1],
        "people": [{"name": "驻村甲"}],
        "postings": [{"who": "驻村甲", "where": "上坪村", **who, "role": "第一书记", "from": "2021-06-01"}],
        "days": days("驻村甲", "上坪村", "2021-06-01", ["在村", "在村", "开会"]),
        "leaves": [],
    }
    more: Record = {
        **least,
        "villages": villages,
        "people": [
            {"name": "驻村甲", "sex": "女性", "politicalStatus": "中国共产党党员", "unit": "甲县农业局"},
            {"name": "驻村乙", "sex": "男性", "politicalStatus": "中国共产党预备党员"},
            # a name that JSON and UTF-8 must carry: a rare character outside the basic plane, quotes, a dot
            {"name": '阿依·\U00020bb7"丙"', "sex": "未说明的性别"},
        ],
        "postings": [
            {"who": "驻村甲", "where": "上坪村", **who, "role": "第一书记", "from": "2021-05-20"},
            {"who": "驻村乙", "where": "上坪村", **who, "role": "工作队员（驻村干部）", "from": "2021-05-20"},
            {"who": '阿依·\U00020bb7"丙"', "where": "下坪村", **who, "role": "第一书记", "from": "2021-06-01"},
        ],
        "days": [
            *days("驻村甲", "上坪村", "2021-06-01", ["在村"] * 4 + ["休息", "休息", "在村", "开会"]),
            *days("驻村乙", "上坪村", "2021-06-01", ["在村", "请假", "请假", "在村"]),
            *days('阿依·\U00020bb7"丙"', "下坪村", "2021-06-03", ["在村", "因公出差"]),
        ],
        "leaves": [{"who": "驻村乙", "kind": "病假", "from": "2021-06-02", "to": "2021-06-03", "backReported": "2021-06-04"}],
    }
    for ident, zh, en, facts in (
        ("producer-least", "一人一村", "one person in one village", least),
        ("producer-more", "三人两村,有请假", "three persons in two villages, with leave", more),
    ):
        case = head(
            ident,
            "producer",
            f"由事实导出批次:{zh}",
            f"a batch from facts: {en}",
            level="producer",
            profile=facts["profile"],
            as_of=facts["period"]["to"],
        )
        folder = root / "producer" / ident
        write_case(folder, case | {"expect": expectation([])}, None, {})
        (folder / "batch").rmdir()
        (folder / "facts.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
