"""The cases of a line and of a file of lines: what is JSON, what is a line, what is text."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence

from .casefile import ByteCase, Record, dumps, entry, manifest, manifest_json
from .values import minimal

#: A line, and the code of what is wrong with it.
Line = tuple[str | bytes, str | None]

#: The longest line that there may be.
LIMIT = 2**24

VALID = dumps(minimal("cadre", "C0"))


def cases() -> Iterator[ByteCase]:
    """All of them."""
    for family in (syntax, ranges, numbers, ends, lengths, files, encodings, encodings_of_files, several_faults):
        yield from family()


def of_bytes(
    ident: str,
    zh: str,
    en: str,
    raw: bytes,
    count: int,
    findings: Sequence[Record] = (),
    rule: str | None = None,
    verdict: str | None = None,
    name: str = "cadre.ndjson",
) -> ByteCase:
    """A case of one file as it stands; a name that ends in ``.gz`` has it packed."""
    data = gzip.compress(raw, 9, mtime=0) if name.endswith(".gz") else raw
    text = manifest_json(manifest(ident, [entry(name, "cadre", data, count)]))
    return ByteCase(ident, zh, en, {name: data}, text, findings, verdict, topic="lines", purpose="structure", rule=rule)


def of_lines(ident: str, zh: str, en: str, lines: Sequence[Line], rule: str | None = None, verdict: str | None = None) -> ByteCase:
    """A case of lines, each with what is wrong with it. Of a file that cannot be read at all nothing is told."""
    raw = [text if isinstance(text, bytes) else text.encode() for text, _ in lines]
    found = [] if verdict else [at(code, n) for n, (_, code) in enumerate(lines, 1) if code]
    return of_bytes(ident, zh, en, b"".join(r + b"\n" for r in raw), sum(bool(r.strip()) for r in raw), found, rule, verdict)


def at(rule: str, line: int | None, name: str = "cadre.ndjson", where: str = "", ident: str | None = None) -> Record:
    """A finding in a file of cadres."""
    owner = {"recordId": ident} if ident else {}
    return {"rule": rule, "recordType": "cadre", **owner, "file": name, **({"line": line} if line else {}), "pointer": where}


def good(*texts: str | bytes) -> list[Line]:
    """Lines at which nothing is wrong."""
    return [(text, None) for text in texts]


def bad(rule: str, *texts: str | bytes) -> list[Line]:
    """Lines that are all wrong in the same way."""
    return [(text, rule) for text in texts]


# --- JSON -----------------------------------------------------------------------------------------

NOT_JSON = (
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
    "\ufeff{}",
)

NO_OBJECT = ("[]", "1", '"a"', "null", "true", '[{"id":"C1"}]', "-0.5e1")

KEY_TWICE = (
    '{"id":"C1","id":"C1"}',
    '{"id":"C1","sex":"1","sex":"2"}',
    '{"id":"C1","ext":{"a":{"b":1,"b":1}}}',
    '{"id":"C1","i\\u0064":"C2"}',
    '{"id":"C1","ext":{"a":{"":1,"":2}}}',
    '{"id":"C1","ext":{"a":{"__proto__":1,"__proto__":2}}}',
    '[{"a":1,"a":2}]',
)

LONE_SURROGATES = (
    '{"id":"C1","name":"\\ud800"}',
    '{"id":"C1","name":"\\udc00\\ud800"}',
    '{"id":"C1","ext":{"a":{"\\ud83d":1}}}',
    '{"id":"C1","name":"\\uD800x"}',
)


def syntax() -> Iterator[ByteCase]:
    """What is JSON, and an object."""
    for ident, zh, en, rule, wrong, right in (
        ("json-syntax", "不是合法 JSON 的行", "lines that are not JSON", "STR-JSON", NOT_JSON, ()),
        ("json-not-object", "不是对象的行", "lines that are no object", "STR-OBJECT", NO_OBJECT, ()),
        (
            "json-duplicate-key",
            "对象中键名重复",
            "a key twice in one object",
            "STR-DUPLICATE-KEY",
            KEY_TWICE,
            ('{"id":"C9","ext":{"a":{"x":{"k":1},"y":{"k":1}}}}',),
        ),
        (
            "json-surrogate",
            "不成对的代理字符",
            "lone surrogates",
            "STR-SURROGATE",
            LONE_SURROGATES,
            ('{"id":"C9","name":"\\ud83d\\ude00 \\u7532"}',),
        ),
    ):
        yield of_lines(ident, zh, en, [*good(VALID), *bad(rule, *wrong), *good(*right)], rule)


def ranges() -> Iterator[ByteCase]:
    """How large a number may be, and how deep a record."""
    nan = [f'{{"id":"C1","workMonths":{v}}}' for v in ("NaN", "Infinity", "-Infinity")]
    lines = [*good(VALID), *bad("STR-NUMBER", *nan, '{"id":"C2","ext":{"a":{"b":[NaN]}}}')]
    yield of_lines("json-nan", "NaN 与 Infinity", "NaN and Infinity", lines, "STR-NUMBER")
    wide = ("18446744073709551616", "-9223372036854775809", "1" * 21, "9" * 5000, "1e400", "-1e400")
    beyond = bad("STR-INTEGER-RANGE", *(f'{{"id":"C1","workMonths":{v}}}' for v in wide))
    widest = '{"id":"C8","ext":{"a":{"b":18446744073709551615,"c":-9223372036854775808,"d":1e308}}}'
    lines = [*good(VALID), *beyond, *good(widest)]
    yield of_lines("json-integer-range", "超出 64 位的整数", "integers beyond 64 bits", lines, "STR-INTEGER-RANGE")
    deep = '{"id":"C1","ext":{"a":' + '{"a":' * 61 + "%s" + "}" * 61 + "}}"
    lines = [
        *good(deep % "{}"),
        *bad("STR-DEPTH", deep.replace("C1", "C2") % "[{}]"),
        *good('{"id":"C3","name":"' + "[" * 80 + '"}'),
        *bad("STR-DEPTH", "[" * 65),
        *good('{"id":"C4","name":"' + '\\"' + "{" * 70 + '"}'),
    ]
    yield of_lines("json-depth", "嵌套 64 层可以，65 层不可以", "nested 64 levels is allowed, 65 is not", lines, "STR-DEPTH")


def numbers() -> Iterator[ByteCase]:
    """Which numbers are whole."""
    whole = ("1.0", "1e2", "-0", "0.0", "9007199254740991", "12E+1")
    lines = good(*(f'{{"id":"C{n}","workMonths":{v}}}' for n, v in enumerate(whole, 1)))
    yield of_lines("json-whole-numbers", "写成 1.0、1e2 的整数是整数", "1.0 and 1e2 are whole numbers", lines)
    yield of_bytes(
        "json-fractions",
        "不是整数的数值",
        "numbers that are not whole",
        b'{"id":"C1","workMonths":1.5}\n{"id":"C2","workMonths":1e-1}\n{"id":"C3","workMonths":9007199254740993}\n',
        3,
        [at(r, n, where="/workMonths", ident=f"C{n}") for n, r in enumerate(("STR-TYPE", "STR-TYPE", "STR-RANGE"), 1)],
        "STR-TYPE",
    )


# --- lines and files ------------------------------------------------------------------------------


def ends() -> Iterator[ByteCase]:
    """Where a line ends, and what is blank."""
    first = '{"id":"C1"}'
    lines = [*good(VALID), *bad("STR-BLANK", "", " \t "), *good(first), *bad("STR-BLANK", "\r")]
    yield of_lines("line-blank", "空行", "blank lines", lines, "STR-BLANK")
    lines = good(VALID + "\r", f"  {first} \t\r")
    yield of_lines("line-crlf", "CRLF 换行、行首行尾空白", "CRLF line ends, white space around", lines)
    yield of_bytes("line-no-end", "最后一行没有换行符", "no line feed at the end", f"{VALID}\n{first}".encode(), 2)
    lines = good('{"id":"C1","name":"a\u2028b\u2029c\u0085d"}', VALID)
    yield of_lines("line-separators", "U+2028、U+0085 不是换行", "U+2028 and U+0085 do not end a line", lines)


def lengths() -> Iterator[ByteCase]:
    """How long a line may be."""
    name, too_long, second = "cadre.ndjson.gz", "STR-LINE-LENGTH", '{"id":"C2"}\n'
    for ident, zh, en, raw, count, found in (
        (
            "line-length",
            "一行超过 16 MiB",
            "a line beyond 16 MiB",
            f'{VALID}\n{{"id":"C1","name":"{"a" * LIMIT}"}}\n{second}',
            3,
            [(too_long, 2)],
        ),
        (
            "line-white-space",
            "行首行尾的空白也算在 16 MiB 之内，其后的内容不会漏看",
            "white space around a record counts towards the 16 MiB, and nothing hides behind it",
            VALID.ljust(LIMIT) + "\n" + '{"id":"C1"}'.ljust(LIMIT + 1) + "x\n" + second,
            3,
            [(too_long, 2)],
        ),
        (
            "line-white-space-only",
            "超过 16 MiB 的空行是过长的行；空行不计入记录数",
            "a blank line beyond 16 MiB is a line that is too long; blank lines are not counted",
            VALID + "\n" + " " * LIMIT + "\n" + " " * (LIMIT + 1) + "\n" + second,
            2,
            [("STR-BLANK", 2), (too_long, 3)],
        ),
    ):
        yield of_bytes(ident, zh, en, raw.encode(), count, [at(r, n, name) for r, n in found], too_long, name=name)


def files() -> Iterator[ByteCase]:
    """Files in which nothing stands, and a byte-order mark."""
    nothing = [at("STR-EMPTY", None)]
    yield of_bytes("file-empty", "空文件", "an empty file", b"", 0, nothing, "STR-EMPTY")
    yield of_bytes("file-blank", "只有空行的文件", "a file of blank lines", b"\n \n\r\n", 0, nothing, "STR-EMPTY")
    raw = b"\xef\xbb\xbf" + VALID.encode() + b'\n{"id":"C1","sex":"7"}\n'
    found = [at("STR-BOM", 1), at("STR-ENUM", 2, where="/sex", ident="C1")]
    yield of_bytes("file-bom", "以字节顺序标记开头的文件", "a file that starts with a byte-order mark", raw, 2, found, "STR-BOM")


# --- text -----------------------------------------------------------------------------------------

NAMES = [f'{{"id":"C{n}","name":"{name}"}}' for n, name in enumerate(("驻村甲", "驻村乙", "驻村丙", "驻村丁"), 1)]
WRONG_TEXT = "STR-ENCODING"


def encodings() -> Iterator[ByteCase]:
    """Single lines that are no text."""
    cut = b'{"id":"C5","name":"' + "驻村戊".encode()[:-1] + b'"}'
    in_gbk = [name.encode("gb18030") for name in NAMES]
    for ident, zh, en, lines in (
        (
            "stray-byte",
            "一行中有非 UTF-8 字节",
            "a byte that is not UTF-8 in one line",
            [*bad(WRONG_TEXT, b'{"id":"C1","name":"\xff"}', b'{"id":"C1","name":"a\xfe"}', b"\xff"), *good('{"id":"C3"}')],
        ),
        (
            "one-line",
            "中文文件中一行有被截断的字、一行有代理区字节：只是这两行有错",
            "a character cut short on one line of a Chinese file, and surrogates in bytes on another: two wrong lines",
            [*good(NAMES[0]), *bad(WRONG_TEXT, cut, b'{"id":"C6","name":"\xed\xa1\xa2\xed\xbf\xa0"}'), *good(NAMES[1])],
        ),
        ("latin-1", "Latin-1 编码的一行", "a line in Latin-1", bad(WRONG_TEXT, b'{"id":"C1","name":"caf\xe9"}')),
        (
            "gbk-half",
            "非 ASCII 的行恰有一半是 GBK：逐行报错",
            "just half of the lines that are not ASCII are in GBK: each of them is wrong",
            [*good(NAMES[0]), *bad(WRONG_TEXT, in_gbk[1]), *good(NAMES[2]), *bad(WRONG_TEXT, in_gbk[3])],
        ),
    ):
        # all but one begin with a line of ASCII
        yield of_lines(f"encoding-{ident}", zh, en, [*([] if ident == "one-line" else good(VALID)), *lines], WRONG_TEXT)


def encodings_of_files() -> Iterator[ByteCase]:
    """Files in another encoding, which cannot be read."""
    in_gbk = [name.encode("gb18030") for name in NAMES]
    for ident, zh, en, lines in (
        (
            "gbk",
            "GBK 编码的文件无法读作批次",
            "a file in GBK cannot be read as a batch",
            good(VALID, '{"id":"C1","name":"驻村第一书记"}'.encode("gb18030")),
        ),
        (
            "gbk-most",
            "非 ASCII 的行过半是 GBK：文件无法读作批次",
            "more than half of the lines that are not ASCII are in GBK: the file cannot be read",
            good(VALID, NAMES[0], *in_gbk[1:3]),
        ),
    ):
        yield of_lines(f"encoding-{ident}", zh, en, lines, WRONG_TEXT, "unreadable")
    for ident, zh, en, raw, count in (
        (
            "utf16-no-mark",
            "没有字节顺序标记的 UTF-16",
            "UTF-16 without a byte-order mark",
            (VALID + "\n").encode("utf-16-be"),
            1,
        ),
        (
            "utf16",
            "UTF-16 编码的文件无法读作批次",
            "a file in UTF-16 cannot be read as a batch",
            (VALID + '\n{"id":"C1","name":"甲"}\n').encode("utf-16"),
            3,
        ),
    ):
        yield of_bytes(f"encoding-{ident}", zh, en, raw, count, (), WRONG_TEXT, "unreadable")


# --- several faults -------------------------------------------------------------------------------

#: One place, several reasons: the type comes first, then the pattern, then the schema's order.
SEVERAL: list[tuple[str, list[tuple[str, str]]]] = [
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


def several_faults() -> Iterator[ByteCase]:
    """One finding for each place at which something is wrong."""
    found = [at(r, n, where=p, ident=f"C{n}" if n <= 4 else None) for n, (_, faults) in enumerate(SEVERAL, 1) for r, p in faults]
    raw = "".join(text + "\n" for text, _ in SEVERAL).encode()
    yield of_bytes(
        "several-faults", "一条记录多处错误，每处报一条", "several faults in one record, one for each place", raw, len(SEVERAL), found
    )
