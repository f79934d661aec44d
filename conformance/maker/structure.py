"""The cases of structure: a line with one fault at a time, from the schemas alone."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .casefile import TYPES, Record, dumps, entry, expectation, head, manifest, manifest_json, ndjson, schema, write_case
from .values import edges, full, good, minimal, near_misses

# --- one fault at a time --------------------------------------------------------------------------

Place = tuple[tuple[str | int, ...], Record]


def places(record_type: str) -> Iterator[Place]:
    """Every place in a record that a schema speaks of: (path, schema of the value). The first item stands for a list."""

    def walk(path: tuple[str | int, ...], node: Record) -> Iterator[Place]:
        yield path, node
        if node["type"] == "array":
            yield from walk((*path, 0), node["items"])
        elif node["type"] == "object" and path and path[0] != "ext":
            for name, prop in node.get("properties", {}).items():
                yield from walk((*path, name), prop)

    for name, prop in schema(record_type)["properties"].items():
        yield from walk((name,), prop)


def put(record_type: str, record: Record, path: Sequence[str | int], value: Any) -> Record:
    """The record with a value at a path; what lies on the way is made as small as it may be."""
    own = str(record["id"])
    node: Any = schema(record_type)

    def build(at: int, node: Record, present: Any) -> Any:
        if at == len(path):
            return value
        step = path[at]
        if isinstance(step, int):
            return [build(at + 1, node["items"], None)]
        base = dict(present) if isinstance(present, dict) else {k: good(node["properties"][k], own) for k in node.get("required", ())}
        return base | {step: build(at + 1, node["properties"][step], base.get(step))}

    result: Record = build(0, node, record)
    return result


def pointer(path: Sequence[str | int]) -> str:
    return "".join(f"/{p}" for p in path)


Line = tuple[Record | str, list[Record]]


class Lines:
    """The lines of one case and what each must give."""

    def __init__(self, record_type: str, prefix: str = "R") -> None:
        self.type, self.prefix = record_type, prefix
        self.lines: list[Record | str] = []
        self.expected: list[Record] = []

    def id(self) -> str:
        return f"{self.prefix}{len(self.lines) + 1}"

    def fault(self, path: Sequence[str | int], value: Any, rule: str, at: str | None = None) -> None:
        """A minimal record with one value that the rule must name."""
        ident = self.id()
        record = put(self.type, minimal(self.type, ident), path, value)
        self.add(record, (rule, pointer(path) if at is None else at), ident if tuple(path) != ("id",) else None)

    def add(self, record: Record | str, found: tuple[str, str] | None, ident: str | None) -> None:
        self.lines.append(record)
        if found:
            finding: Record = {"rule": found[0], "recordType": self.type}
            if ident:
                finding["recordId"] = ident
            self.expected.append(finding | {"file": f"{self.type}.ndjson", "line": len(self.lines), "pointer": found[1]})


WRONG: dict[str, list[Any]] = {
    "string": [None, 1, True, ["a"], {"a": 1}],
    "integer": ["1", None, 1.5, False, [1]],
    "boolean": ["true", 0, None, 1],
    "array": ["a", None, {}, 1],
    "object": ["a", None, [], 1],
}


def _types(t: str, out: Lines) -> None:
    for n, (path, prop) in enumerate(places(t)):
        wrong = WRONG[prop["type"]]
        out.fault(path, wrong[n % len(wrong)], "STR-TYPE")


def _every_type(t: str, out: Lines) -> None:
    seen: set[str] = set()
    for path, prop in places(t):
        if prop["type"] not in seen:
            seen.add(prop["type"])
            for wrong in WRONG[prop["type"]]:
                out.fault(path, wrong, "STR-TYPE")


def _required(t: str, out: Lines) -> None:
    data = schema(t)
    for name in data["required"]:
        ident = out.id()
        record = minimal(t, ident)
        del record[name]
        out.add(record, ("STR-REQUIRED", ""), ident if name != "id" else None)
    for path, prop in places(t):
        for name in prop.get("required", ()) if prop["type"] == "object" else ():
            value = {k: good(prop["properties"][k], "x") for k in prop["required"] if k != name}
            out.fault(path, value, "STR-REQUIRED")


def _unknown(t: str, out: Lines) -> None:
    for key, shown in (
        ("remark", "remark"),
        ("Id", "Id"),
        ("名称", "?"),
        ("a-b", "?"),
        ("", "?"),
        ("constructor", "constructor"),
        ("__proto__", "__proto__"),
    ):
        ident = out.id()
        out.add(dumps(minimal(t, ident))[:-1] + f",{dumps(key)}:1}}", ("STR-UNKNOWN-FIELD", f"/{shown}"), ident)
    for path, prop in places(t):
        if prop["type"] == "object" and prop.get("properties"):
            value = {k: good(prop["properties"][k], "x") for k in prop.get("required", ())} | {"remark": "x"}
            out.fault(path, value, "STR-UNKNOWN-FIELD", pointer(path) + "/remark")


def _enum(t: str, out: Lines) -> None:
    for path, prop in places(t):
        if "enum" in prop:
            code = prop["enum"][0]
            out.fault(path, code.lower() if code.lower() not in prop["enum"] else f"{code}0~", "STR-ENUM")
            out.fault(path, "ZZ_NO_SUCH_CODE", "STR-ENUM")
            out.fault(path, code + " ", "STR-ENUM")


def _pattern(t: str, out: Lines) -> None:
    for path, prop in places(t):
        if "pattern" in prop and prop.get("format") != "date":
            for wrong in near_misses(prop["pattern"]):
                out.fault(path, wrong, "STR-PATTERN")


BAD_DATES = [
    "2021-02-29",
    "2021-04-31",
    "2021-13-01",
    "2021-00-10",
    "2021-6-1",
    "20210601",
    "2021/06/01",
    "2021-06-01T00:00:00",
    "0000-01-01",
    "2021-06-00",
    " 2021-06-01",
    "２０２１-06-01",
    "2021-06-01\n",
    "1900-02-29",
    "21-06-01",
    "",
]


def _date(t: str, out: Lines) -> None:
    first = True
    for n, (path, prop) in enumerate(places(t)):
        if prop.get("format") == "date":
            # each date with one that misses the form and one that is no day
            for wrong in BAD_DATES if first else [BAD_DATES[2 + n % 12], BAD_DATES[n % 2]]:
                out.fault(path, wrong, "STR-FORMAT")
            first = False


def _length(t: str, out: Lines) -> None:
    for path, prop in places(t):
        if "maxLength" in prop and "pattern" not in prop:
            out.fault(path, "字" * (prop["maxLength"] + 1), "STR-LENGTH")
            out.fault(path, "", "STR-LENGTH")


def _range(t: str, out: Lines) -> None:
    for path, prop in places(t):
        if prop["type"] == "integer":
            if "minimum" in prop:
                out.fault(path, prop["minimum"] - 1, "STR-RANGE")
            if "maximum" in prop:
                out.fault(path, prop["maximum"] + 1, "STR-RANGE")


def _items(t: str, out: Lines) -> None:
    for path, prop in places(t):
        if prop["type"] == "array" and prop.get("minItems"):
            out.fault(path, [], "STR-ITEMS")


def _unique(t: str, out: Lines) -> None:
    for path, prop in places(t):
        if prop["type"] == "array" and prop.get("uniqueItems"):
            item = good(prop["items"], "x")
            out.fault(path, [item, item], "STR-UNIQUE-ITEMS")


def _many(t: str, out: Lines) -> None:
    for path, prop in places(t):
        if prop["type"] == "array" and "maxItems" in prop:
            out.fault(path, [good(prop["items"], f"x{n}", n) for n in range(prop["maxItems"] + 1)], "STR-ITEMS")
        elif path == ("ext",):
            out.fault(path, {f"k{n}": {} for n in range(prop["maxProperties"] + 1)}, "STR-ITEMS")
            out.fault(path, {"k": 1}, "STR-TYPE", "/ext/k")
            out.fault(path, {"a.b": "x"}, "STR-TYPE", "/ext/?")


FAULTS: dict[str, tuple[Callable[[str, Lines], None], str, str, str]] = {
    "type": (_types, "STR-TYPE", "每个字段各有一行类型错误", "each field once of a wrong type"),
    "every-type": (_every_type, "STR-TYPE", "每种类型各被其他类型代替", "each kind of value replaced by every other"),
    "required": (_required, "STR-REQUIRED", "每个必填字段各缺一次", "each required field missing once"),
    "unknown-field": (_unknown, "STR-UNKNOWN-FIELD", "标准未定义的字段", "fields that the standard does not define"),
    "enum": (_enum, "STR-ENUM", "每个代码字段各有代码表以外的代码", "each coded field with a code outside its list"),
    "pattern": (_pattern, "STR-PATTERN", "格式差一点的文本", "texts that almost have the form"),
    "date": (_date, "STR-FORMAT", "不存在的日期", "days that do not exist"),
    "length": (_length, "STR-LENGTH", "过长与空的文本", "texts too long, and empty"),
    "range": (_range, "STR-RANGE", "比上下限多一或少一的数值", "numbers one beyond the limits"),
    "items": (_items, "STR-ITEMS", "空列表", "empty lists"),
    "unique-items": (_unique, "STR-UNIQUE-ITEMS", "同一项出现两次的列表", "lists that hold an item twice"),
    "too-many": (_many, "STR-ITEMS", "项数比上限多一的列表,以及 ext 的错误", "lists one longer than allowed, and faults of ext"),
}


def structure_cases(root: Path) -> None:
    """For each record type valid records, and one case for each kind of fault."""
    for t in TYPES:
        title = schema(t)["title"]

        def write(name: str, lines: Lines, zh: str, en: str, rule: str | None = None, t: str = t, title: str = title) -> None:
            if not lines.lines:
                return
            ident = f"{t}-{name}"
            data = ndjson(lines.lines)
            case = head(ident, "structure", f"{title}:{zh}", f"{t}: {en}", rule=rule) | {"expect": expectation(lines.expected)}
            text = manifest_json(manifest(ident, [entry(f"{t}.ndjson", t, data, len(lines.lines))]))
            write_case(root / "structure" / ident, case, text, {f"{t}.ndjson": data})

        valid = Lines(t)
        valid.add(minimal(t, valid.id()), None, None)
        valid.add(full(t, valid.id()), None, None)
        props = schema(t)["properties"]
        for upper in (False, True):
            ident = valid.id()
            record = full(t, ident) | {
                k: edges(v, ident, upper) for k, v in props.items() if k not in ("id", "ext") and v.get("x-ref", "") != t
            }
            valid.add(record | {k: good(v, ident, 0, t) for k, v in props.items() if t == v.get("items", {}).get("x-ref")}, None, None)
        valid.add(minimal(t, "a" * 64), None, None)
        valid.add(minimal(t, "A.b_c:d-9") | {"ext": {"owner": {"any": [1, 2.5, None, {"deep": "内容"}]}, "k": {}}}, None, None)
        reverse = full(t, valid.id())
        valid.add({k: reverse[k] for k in reversed(reverse)}, None, None)
        if leap := next((k for k, v in props.items() if v.get("format") == "date"), None):
            for day in ("2020-02-29", "2000-02-29", "0001-01-01", "9999-12-31"):
                valid.add(minimal(t, valid.id()) | {leap: day}, None, None)
        write("valid", valid, "合法记录:最少、最全、上下限", "valid records: the least, the most, at the limits")
        codes = Lines(t)
        longest = max((len(p["enum"]) for _, p in places(t) if "enum" in p), default=0)
        for n in range(longest):
            record = minimal(t, codes.id())
            for path, prop in places(t):
                # a list of codes is set as a whole, a list of objects by its members
                if "enum" in prop:
                    record = _with(t, record, path, prop["enum"][n % len(prop["enum"])])
            codes.add(record, None, None)
        write("codes", codes, "每个代码表的每个代码", "every code of every list")
        for name, (make, rule, zh, en) in FAULTS.items():
            lines = Lines(t)
            make(t, lines)
            write(name, lines, zh, en, rule)


def _with(t: str, record: Record, path: Sequence[str | int], value: Any) -> Record:
    """Like :func:`put`, keeping what earlier calls put into the same object."""
    node, data = record, schema(t)
    for n, step in enumerate(path[:-1]):
        data = data["items"] if isinstance(step, int) else data["properties"][step]
        if isinstance(step, int):
            node = node[step]  # type: ignore[index]
            continue
        if step not in node:
            inner = {k: good(v, str(record["id"])) for k, v in data.get("properties", {}).items() if k in data.get("required", ())}
            item = data.get("items", {})
            blank = (
                {k: good(item["properties"][k], str(record["id"])) for k in item.get("required", ())}
                if item.get("type") == "object"
                else value
            )
            node[step] = [blank] if isinstance(path[n + 1], int) else inner
        node = node[step]
    node[path[-1]] = value  # type: ignore[index]
    return record


# --- the text of a line, and of a file ------------------------------------------------------------


def json_cases(root: Path) -> None:
    """What is JSON, what is a line, what is text."""
    ok = dumps(minimal("cadre", "C0"))

    def one(
        ident: str,
        zh: str,
        en: str,
        lines: Sequence[tuple[str | bytes, str | None]],
        rule: str | None = None,
        *,
        raw: bytes | None = None,
        count: int | None = None,
        findings: list[Record] | None = None,
        verdict: str | None = None,
        name: str = "cadre.ndjson",
    ) -> None:
        data = raw if raw is not None else b"".join((t if isinstance(t, bytes) else t.encode()) + b"\n" for t, _ in lines)
        expected = (
            findings
            if findings is not None
            else [{"rule": r, "recordType": "cadre", "file": name, "line": n, "pointer": ""} for n, (_, r) in enumerate(lines, 1) if r]
        )
        size = count if count is not None else sum(bool((t if isinstance(t, bytes) else t.encode()).strip()) for t, _ in lines)
        case = head(ident, "structure", zh, en, rule=rule) | {"expect": expectation(expected, verdict)}
        write_case(root / "json" / ident, case, manifest_json(manifest(ident, [entry(name, "cadre", data, size)])), {name: data})

    def at(rule: str, line: int | None, name: str = "cadre.ndjson", where: str = "", ident: str | None = None) -> Record:
        out: Record = {"rule": rule, "recordType": "cadre"}
        if ident:
            out["recordId"] = ident
        out["file"] = name
        return out | ({"line": line} if line else {}) | {"pointer": where}

    bad = [
        "{",
        "{'id':'C1'}",
        '{"id":"C1",}',
        '{"id":"C1"}}',
        '{"id":"C1"} {"id":"C2"}',
        '{"id":"C1" "sex":"1"}',
        '{id:"C1"}',
        '{"id":"C1","workMonths":01}',
        '{"id":"C1","workMonths":+1}',
        '{"id":"C1","workMonths":.5}',
        '{"id":"C1","workMonths":1.}',
        '{"id":"C1","workMonths":0x1}',
        '{"id":"C\t1"}',
        '{"id":"C\\x31"}',
        '{"id":"C\\u00g1"}',
        '{"id":True}',
        '{"id":"C1"',
        '{"id":"C1","a":[1,]}',
        "nul",
        '"open',
        "//x",
        '{"id":"C1",/**/"sex":"1"}',
        '{"id":"C1"},',
        '\u00a0{"id":"C1"}',
        "﻿{}",
    ]
    one("json-syntax", "不是合法 JSON 的行", "lines that are not JSON", [(ok, None), *((b, "STR-JSON") for b in bad)], "STR-JSON")
    one(
        "json-not-object",
        "不是对象的行",
        "lines that are no object",
        [(ok, None), *((b, "STR-OBJECT") for b in ("[]", "1", '"a"', "null", "true", '[{"id":"C1"}]', "-0.5e1"))],
        "STR-OBJECT",
    )
    twice = [
        '{"id":"C1","id":"C1"}',
        '{"id":"C1","sex":"1","sex":"2"}',
        '{"id":"C1","ext":{"a":{"b":1,"b":1}}}',
        '{"id":"C1","i\\u0064":"C2"}',
        '{"id":"C1","ext":{"a":{"":1,"":2}}}',
        '{"id":"C1","ext":{"a":{"__proto__":1,"__proto__":2}}}',
        '[{"a":1,"a":2}]',
    ]
    one(
        "json-duplicate-key",
        "对象中键名重复",
        "a key twice in one object",
        [(ok, None), *((b, "STR-DUPLICATE-KEY") for b in twice), ('{"id":"C9","ext":{"a":{"x":{"k":1},"y":{"k":1}}}}', None)],
        "STR-DUPLICATE-KEY",
    )
    one(
        "json-nan",
        "NaN 与 Infinity",
        "NaN and Infinity",
        [
            (ok, None),
            *((f'{{"id":"C1","workMonths":{v}}}', "STR-NUMBER") for v in ("NaN", "Infinity", "-Infinity")),
            ('{"id":"C2","ext":{"a":{"b":[NaN]}}}', "STR-NUMBER"),
        ],
        "STR-NUMBER",
    )
    wide = ["18446744073709551616", "-9223372036854775809", "1" * 21, "9" * 5000, "1e400", "-1e400"]
    one(
        "json-integer-range",
        "超出 64 位的整数",
        "integers beyond 64 bits",
        [
            (ok, None),
            *((f'{{"id":"C1","workMonths":{v}}}', "STR-INTEGER-RANGE") for v in wide),
            ('{"id":"C8","ext":{"a":{"b":18446744073709551615,"c":-9223372036854775808,"d":1e308}}}', None),
        ],
        "STR-INTEGER-RANGE",
    )
    lone = [
        '{"id":"C1","name":"\\ud800"}',
        '{"id":"C1","name":"\\udc00\\ud800"}',
        '{"id":"C1","ext":{"a":{"\\ud83d":1}}}',
        '{"id":"C1","name":"\\uD800x"}',
    ]
    one(
        "json-surrogate",
        "不成对的代理字符",
        "lone surrogates",
        [(ok, None), *((b, "STR-SURROGATE") for b in lone), ('{"id":"C9","name":"\\ud83d\\ude00 \\u7532"}', None)],
        "STR-SURROGATE",
    )
    deep = '{"id":"C1","ext":{"a":' + '{"a":' * 61 + "%s" + "}" * 61 + "}}"
    one(
        "json-depth",
        "嵌套 64 层可以,65 层不可以",
        "nested 64 levels is allowed, 65 is not",
        [
            (deep % "{}", None),
            (deep.replace("C1", "C2") % "[{}]", "STR-DEPTH"),
            ('{"id":"C3","name":"' + "[" * 80 + '"}', None),
            ("[" * 65, "STR-DEPTH"),
            ('{"id":"C4","name":"' + '\\"' + "{" * 70 + '"}', None),
        ],
        "STR-DEPTH",
    )
    number = [
        {"id": "C1", "w": "1.0"},
        {"id": "C2", "w": "1e2"},
        {"id": "C3", "w": "-0"},
        {"id": "C4", "w": "0.0"},
        {"id": "C5", "w": "9007199254740991"},
        {"id": "C6", "w": "12E+1"},
    ]
    one(
        "json-whole-numbers",
        "写成 1.0、1e2 的整数是整数",
        "1.0 and 1e2 are whole numbers",
        [(f'{{"id":"{n["id"]}","workMonths":{n["w"]}}}', None) for n in number],
    )
    one(
        "json-fractions",
        "不是整数的数值",
        "numbers that are not whole",
        [],
        "STR-TYPE",
        raw=b'{"id":"C1","workMonths":1.5}\n{"id":"C2","workMonths":1e-1}\n{"id":"C3","workMonths":9007199254740993}\n',
        count=3,
        findings=[
            at("STR-TYPE", 1, where="/workMonths", ident="C1"),
            at("STR-TYPE", 2, where="/workMonths", ident="C2"),
            at("STR-RANGE", 3, where="/workMonths", ident="C3"),
        ],
    )
    one(
        "line-blank",
        "空行",
        "blank lines",
        [(ok, None), ("", "STR-BLANK"), (" \t ", "STR-BLANK"), ('{"id":"C1"}', None), ("\r", "STR-BLANK")],
        "STR-BLANK",
    )
    one("line-crlf", "CRLF 换行、行首行尾空白", "CRLF line ends, white space around", [(ok + "\r", None), ('  {"id":"C1"} \t\r', None)])
    one("line-no-end", "最后一行没有换行符", "no line feed at the end", [], raw=(ok + '\n{"id":"C1"}').encode(), count=2, findings=[])
    one(
        "line-separators",
        "U+2028、U+0085 不是换行",
        "U+2028 and U+0085 do not end a line",
        [('{"id":"C1","name":"a\u2028b\u2029c\u0085d"}', None), (ok, None)],
    )
    one(
        "line-length",
        "一行超过 16 MiB",
        "a line beyond 16 MiB",
        [],
        "STR-LINE-LENGTH",
        raw=gzip.compress((ok + '\n{"id":"C1","name":"' + "a" * 2**24 + '"}\n{"id":"C2"}\n').encode(), 9, mtime=0),
        count=3,
        findings=[at("STR-LINE-LENGTH", 2, "cadre.ndjson.gz")],
        name="cadre.ndjson.gz",
    )
    limit = 2**24
    one(
        "line-white-space",
        "行首行尾的空白也算在 16 MiB 之内,其后的内容不会漏看",
        "white space around a record counts towards the 16 MiB, and nothing hides behind it",
        [],
        "STR-LINE-LENGTH",
        raw=gzip.compress((ok.ljust(limit) + "\n" + '{"id":"C1"}'.ljust(limit + 1) + 'x\n{"id":"C2"}\n').encode(), 9, mtime=0),
        count=3,
        findings=[at("STR-LINE-LENGTH", 2, "cadre.ndjson.gz")],
        name="cadre.ndjson.gz",
    )
    one(
        "line-white-space-only",
        "超过 16 MiB 的空行是过长的行;空行不计入记录数",
        "a blank line beyond 16 MiB is a line that is too long; blank lines are not counted",
        [],
        "STR-LINE-LENGTH",
        raw=gzip.compress((ok + "\n" + " " * limit + "\n" + " " * (limit + 1) + '\n{"id":"C2"}\n').encode(), 9, mtime=0),
        count=2,
        findings=[at("STR-BLANK", 2, "cadre.ndjson.gz"), at("STR-LINE-LENGTH", 3, "cadre.ndjson.gz")],
        name="cadre.ndjson.gz",
    )
    one("file-empty", "空文件", "an empty file", [], "STR-EMPTY", raw=b"", count=0, findings=[at("STR-EMPTY", None)])
    one(
        "file-blank",
        "只有空行的文件",
        "a file of blank lines",
        [],
        "STR-EMPTY",
        raw=b"\n \n\r\n",
        count=0,
        findings=[at("STR-EMPTY", None)],
    )
    one(
        "file-bom",
        "以字节顺序标记开头的文件",
        "a file that starts with a byte-order mark",
        [],
        "STR-BOM",
        raw=b"\xef\xbb\xbf" + ok.encode() + b'\n{"id":"C1","sex":"7"}\n',
        count=2,
        findings=[at("STR-BOM", 1), at("STR-ENUM", 2, where="/sex", ident="C1")],
    )
    one(
        "encoding-stray-byte",
        "一行中有非 UTF-8 字节",
        "a byte that is not UTF-8 in one line",
        [
            (ok, None),
            (b'{"id":"C1","name":"\xff"}', "STR-ENCODING"),
            (b'{"id":"C1","name":"a\xfe"}', "STR-ENCODING"),
            (b"\xff", "STR-ENCODING"),
            ('{"id":"C3"}', None),
        ],
        "STR-ENCODING",
    )
    one(
        "encoding-gbk",
        "GBK 编码的文件无法读作批次",
        "a file in GBK cannot be read as a batch",
        [(ok, None), ('{"id":"C1","name":"驻村第一书记"}'.encode("gb18030"), None)],
        "STR-ENCODING",
        findings=[],
        verdict="unreadable",
    )
    names = [f'{{"id":"C{n}","name":"{name}"}}' for n, name in enumerate(("驻村甲", "驻村乙", "驻村丙", "驻村丁"), 1)]
    one(
        "encoding-one-line",
        "中文文件中一行有被截断的字、一行有代理区字节:只是这两行有错",
        "a character cut short on one line of a Chinese file, and surrogates in bytes on another: two wrong lines",
        [
            (names[0], None),
            (b'{"id":"C5","name":"' + "驻村戊".encode()[:-1] + b'"}', "STR-ENCODING"),
            (b'{"id":"C6","name":"\xed\xa1\xa2\xed\xbf\xa0"}', "STR-ENCODING"),
            (names[1], None),
        ],
        "STR-ENCODING",
    )
    one(
        "encoding-latin-1",
        "Latin-1 编码的一行",
        "a line in Latin-1",
        [(ok, None), (b'{"id":"C1","name":"caf\xe9"}', "STR-ENCODING")],
        "STR-ENCODING",
    )
    one(
        "encoding-gbk-half",
        "非 ASCII 的行恰有一半是 GBK:逐行报错",
        "just half of the lines that are not ASCII are in GBK: each of them is wrong",
        [
            (ok, None),
            (names[0], None),
            (names[1].encode("gb18030"), "STR-ENCODING"),
            (names[2], None),
            (names[3].encode("gb18030"), "STR-ENCODING"),
        ],
        "STR-ENCODING",
    )
    one(
        "encoding-gbk-most",
        "非 ASCII 的行过半是 GBK:文件无法读作批次",
        "more than half of the lines that are not ASCII are in GBK: the file cannot be read",
        [(ok, None), (names[0], None), *((n.encode("gb18030"), None) for n in names[1:3])],
        "STR-ENCODING",
        findings=[],
        verdict="unreadable",
    )
    one(
        "encoding-utf16-no-mark",
        "没有字节顺序标记的 UTF-16",
        "UTF-16 without a byte-order mark",
        [],
        "STR-ENCODING",
        raw=(ok + "\n").encode("utf-16-be"),
        count=1,
        findings=[],
        verdict="unreadable",
    )
    one(
        "encoding-utf16",
        "UTF-16 编码的文件无法读作批次",
        "a file in UTF-16 cannot be read as a batch",
        [],
        "STR-ENCODING",
        raw=(ok + '\n{"id":"C1","name":"甲"}\n').encode("utf-16"),
        count=3,
        findings=[],
        verdict="unreadable",
    )
    # one place, several reasons: the type comes first, then the pattern, then the schema's order
    several: list[tuple[str, list[tuple[str, str]]]] = [
        ('{"id":"C1","sex":1,"name":"","tags":[]}', [("STR-TYPE", "/sex"), ("STR-LENGTH", "/name"), ("STR-ITEMS", "/tags")]),
        ('{"id":"C2","tags":["NO","NO"]}', [("STR-UNIQUE-ITEMS", "/tags"), ("STR-ENUM", "/tags/0"), ("STR-ENUM", "/tags/1")]),
        (
            '{"id":"C3","ext":{"a":1,"b":2},"x":1,"y":2}',
            [("STR-TYPE", "/ext/a"), ("STR-TYPE", "/ext/b"), ("STR-UNKNOWN-FIELD", "/x"), ("STR-UNKNOWN-FIELD", "/y")],
        ),
        (
            '{"id":"C4","retiredOn":"2021-02-30","workStartDate":"x","inService":"true"}',
            [("STR-FORMAT", "/retiredOn"), ("STR-FORMAT", "/workStartDate"), ("STR-TYPE", "/inService")],
        ),
        ('{"sex":"7"}', [("STR-REQUIRED", ""), ("STR-ENUM", "/sex")]),
        ('{"id":"","sex":null}', [("STR-PATTERN", "/id"), ("STR-TYPE", "/sex")]),
    ]
    found = [at(r, n, where=p, ident=f"C{n}" if n <= 4 else None) for n, (_, faults) in enumerate(several, 1) for r, p in faults]
    one(
        "several-faults",
        "一条记录多处错误,每处报一条",
        "several faults in one record, one for each place",
        [(text, None) for text, _ in several],
        findings=found,
    )
