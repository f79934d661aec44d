"""Writes the conformance cases: ``python conformance/make_cases.py [--check]`` those of structure and batch,
and ``--rules [RULE …]`` those of the rules (see ``rule_cases.py``).

The cases of structure and batch are made from the schemas alone and expect what follows from how they were
made; no validator is asked. They are committed; ``--check`` says whether they would come out the same.
"""

from __future__ import annotations

import argparse
import copy
import datetime as dt
import gzip
import hashlib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
STANDARD = HERE.parent / "schemas" / "1.0"
CASES = HERE / "1.0" / "cases"

Record = dict[str, Any]
PROFILE, START, END = "guizhou-2017", "2021-01-01", "2021-12-31"


def dumps(value: Any) -> str:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def schema(name: str) -> Record:
    result: Record = json.loads((STANDARD / "records" / f"{name}.json").read_text("utf-8"))
    return result


TYPES: list[str] = json.loads((STANDARD / "standard.json").read_text("utf-8"))["recordTypes"]


# --- writing a case -------------------------------------------------------------------------------


def ndjson(records: Sequence[Any]) -> bytes:
    """Records, or texts of lines as they stand, as NDJSON."""
    return "".join((r if isinstance(r, str) else dumps(r)) + "\n" for r in records).encode()


def entry(path: str, record_type: str, data: bytes, count: int) -> Record:
    return {"path": path, "recordType": record_type, "count": count, "sha256": hashlib.sha256(data).hexdigest()}


def manifest(ident: str, files: list[Record], **changes: Any) -> Record:
    """A truthful manifest; ``changes`` replace members."""
    base = {
        "standard": "1.0",
        "batchId": ident[:64],
        "sender": {"id": "suite"},
        "profile": PROFILE,
        "startDate": START,
        "endDate": END,
        "asOf": END,
        "mode": "SNAPSHOT",
        "coverage": [],
        "files": files,
    }
    return base | changes


def write_case(folder: Path, case: Record, manifest_text: str | bytes | None, files: Mapping[str, bytes]) -> None:
    """One case folder: case.json, batch/manifest.json and the batch's files."""
    batch = folder / "batch"
    batch.mkdir(parents=True, exist_ok=True)
    expect = case["expect"]
    lines = [json.dumps({k: v for k, v in case.items() if k != "expect"}, ensure_ascii=False, indent=2)[:-2] + ',\n  "expect": {']
    lines.append(f'    "verdict": "{expect["verdict"]}",')
    for name, comma in (("findings", ","), ("notEvaluated", "")):
        items = ",\n".join("      " + json.dumps(f, ensure_ascii=False) for f in expect[name])
        lines.append(f'    "{name}": [' + (f"\n{items}\n    ]" if items else "]") + comma)
    (folder / "case.json").write_text("\n".join([*lines, "  }", "}"]) + "\n", "utf-8")
    if manifest_text is not None:
        data = manifest_text if isinstance(manifest_text, bytes) else manifest_text.encode()
        (batch / "manifest.json").write_bytes(data)
    for name, content in files.items():
        (batch / name).parent.mkdir(parents=True, exist_ok=True)
        (batch / name).write_bytes(content)


def manifest_json(value: Record) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def head(
    ident: str,
    purpose: str,
    zh: str,
    en: str,
    *,
    rule: str | None = None,
    level: str = "structure",
    profile: str = PROFILE,
    as_of: str = END,
    clauses: Sequence[str] = (),
) -> Record:
    """case.json without what is expected."""
    out: Record = {"id": ident}
    if rule:
        out["rule"] = rule
    return out | {
        "clauses": list(clauses),
        "profile": profile,
        "asOf": as_of,
        "level": level,
        "purpose": purpose,
        "title": {"zh": zh, "en": en},
    }


def expectation(findings: Sequence[Record], verdict: str | None = None, unjudged: Sequence[Record] = ()) -> Record:
    warnings = {"STR-EMPTY", "STR-BLANK", "STR-UNLISTED-FILE"}
    wrong = any(f["rule"] not in warnings for f in findings)
    return {"verdict": verdict or ("fail" if wrong else "pass"), "findings": list(findings), "notEvaluated": list(unjudged)}


# --- values from a schema -------------------------------------------------------------------------


def shortest(pattern: str) -> str:
    """A text that matches one of the standard's patterns, made from it piece by piece."""
    return "".join(piece(token, low) for token, low, _ in tokens(pattern))


def tokens(pattern: str) -> list[tuple[str, int, int]]:
    """The pieces of a pattern of the portable subset: (class, group or character, least, most)."""
    out, i, text = [], 0, pattern.removeprefix("^").removesuffix("$")
    while i < len(text):
        j = i + 1
        if text[i] == "[":
            j = text.index("]", i + 1) + 1
        elif text[i] == "(":
            depth = 1
            while depth:
                depth += (text[j] == "(") - (text[j] == ")")
                j += 1
        elif text[i] == "\\":
            j = i + 2
        token, low, high = text[i:j], 1, 1
        if j < len(text) and text[j] == "{":
            end = text.index("}", j)
            first, comma, last = text[j + 1 : end].partition(",")
            low, high, j = int(first), int(last or first if comma else first), end + 1
        elif j < len(text) and text[j] in "*+?":
            low, high, j = int(text[j] == "+"), 1 if text[j] == "?" else 3, j + 1
        out.append((token, low, high))
        i = j
    return out


def members(token: str) -> str:
    """The characters that a class allows."""
    if not token.startswith("["):
        return token[-1]
    body, out, i = token[1:-1], "", 0
    while i < len(body):
        if i + 2 < len(body) and body[i + 1] == "-":
            out += "".join(map(chr, range(ord(body[i]), ord(body[i + 2]) + 1)))
            i += 3
        else:
            out += body[i]
            i += 1
    return out


def piece(token: str, times: int, longest: bool = False) -> str:
    if token.startswith("("):
        choices = alternatives(token)
        return "".join((longest_of if longest else shortest)(choices[-1 if longest else 0]) for _ in range(times))
    found = members(token)
    return (found[-1] if longest else found[0]) * times


def alternatives(token: str) -> list[str]:
    body = token[1:-1].removeprefix("?:")
    out, depth, last = [], 0, 0
    for i, ch in enumerate(body + "|"):
        depth += (ch in "([") - (ch in ")]")
        if ch == "|" and depth == 0:
            out.append(body[last:i])
            last = i + 1
    return out


def longest_of(pattern: str) -> str:
    """The longest text that a pattern allows, of the last characters of its classes."""
    return "".join(piece(token, high, longest=True) for token, _, high in tokens(pattern))


def loosened(pattern: str) -> Iterator[tuple[str, str]]:
    """A pattern made looser in one place: (what, the new pattern)."""
    yield "without ^", pattern.removeprefix("^")
    yield "without $", pattern.removesuffix("$")
    for m in re.finditer(r"\{(\d+)(?:,(\d+))?\}", pattern):
        low, high = int(m[1]), m[2]
        longer = f"{{{low},{int(high) + 1}}}" if high else f"{{{low},{low + 1}}}"
        yield f"{m[0]} → {longer} at {m.start()}", pattern[: m.start()] + longer + pattern[m.end() :]
        if low:
            yield (
                f"{m[0]} → {{{low - 1},{high or low}}} at {m.start()}",
                pattern[: m.start()] + f"{{{low - 1},{high or low}}}" + pattern[m.end() :],
            )
    for m in re.finditer(r"\[([^\]]+)\]", pattern):
        yield f"{m[0]} → . at {m.start()}", pattern[: m.start()] + "." + pattern[m.end() :]


def ecma(pattern: str) -> re.Pattern[str]:
    """The pattern as ECMA-262 reads it: ``$`` is the end, also before a line feed."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))


@cache
def near_misses(pattern: str) -> tuple[str, ...]:
    """Texts that a pattern refuses though they are one character from one it takes: enough of them that the pattern,
    made looser in any one place, would take one."""
    strict = ecma(pattern)
    bases = dict.fromkeys([shortest(pattern), longest_of(pattern)])
    for token, _, _ in tokens(pattern):
        if token.startswith("("):
            for choice in alternatives(token):
                bases[shortest(pattern.replace(token, choice, 1))] = None
                bases[longest_of(pattern.replace(token, choice, 1))] = None

    def neighbours(text: str) -> Iterator[str]:
        yield text + "\n"
        yield text + text[-1:]
        yield text[:1] + text
        yield " " + text
        yield text[:-1]
        for i in range(len(text)):
            if 8 <= i < len(text) - 8 and len(text) > 24:
                continue  # the middle of a long run is like its ends
            for ch in "_0a9Z.*甲" + chr(max(1, ord(text[i]) - 1)) + chr(ord(text[i]) + 1):
                yield text[:i] + ch + text[i + 1 :]
            yield text[:i] + text[i + 1 :]
            yield text[:i] + text[i] + text[i:]

    pool = list(dict.fromkeys(t for base in bases for t in neighbours(base) if not strict.search(t)))
    chosen = {pool[0]: None} | ({"": None} if not strict.search("") else {})
    for _, looser in loosened(pattern):
        accepts = ecma(looser)
        if not any(accepts.search(t) for t in chosen) and (found := next((t for t in pool if accepts.search(t)), None)):
            chosen[found] = None
    return tuple(chosen)


def good(prop: Record, own: str, n: int = 0, owner: str = "") -> Any:
    """A valid value; ``n`` chooses among the codes. A reference to the record's own type points to itself."""
    if "enum" in prop:
        return prop["enum"][n % len(prop["enum"])]
    kind = prop["type"]
    if kind == "string":
        if prop.get("x-ref") == owner and owner:
            return own
        if prop.get("format") == "date":
            return "2021-06-01"
        return shortest(prop["pattern"]) if "pattern" in prop else "字" * max(1, prop.get("minLength", 0))
    if kind == "integer":
        return prop.get("minimum", 0)
    if kind == "boolean":
        return n % 2 == 0
    if kind == "array":
        return [good(prop["items"], own, n, owner)]
    return {k: good(v, own, n, owner) for k, v in prop.get("properties", {}).items()}


def minimal(record_type: str, ident: str) -> Record:
    """Only what is required."""
    data = schema(record_type)
    return {k: ident if k == "id" else good(data["properties"][k], ident, 0, record_type) for k in data["required"]}


def full(record_type: str, ident: str, n: int = 0) -> Record:
    """Every field but ``ext``."""
    props = schema(record_type)["properties"]
    return {k: ident if k == "id" else good(v, ident, n, record_type) for k, v in props.items() if k != "ext"}


def edges(prop: Record, own: str, upper: bool) -> Any:
    """A valid value at the edge of what is allowed."""
    if "enum" in prop or prop["type"] == "boolean" or prop.get("format") == "date" or "x-ref" in prop:
        return good(prop, own, -1 if upper else 0)
    kind = prop["type"]
    if kind == "string":
        if "pattern" in prop:
            return longest_of(prop["pattern"]) if upper else shortest(prop["pattern"])
        return "字" * (prop.get("maxLength", 1) if upper else prop.get("minLength", 1))
    if kind == "integer":
        return prop.get("maximum" if upper else "minimum", 0)
    if kind == "array":
        return [edges(prop["items"], own, upper)]
    return {k: edges(v, own, upper) for k, v in prop.get("properties", {}).items()}


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


# --- manifest, files and references ---------------------------------------------------------------


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
        ("files-digest-upper", {"files": [listed | {"sha256": listed["sha256"].upper()}]}),
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
        ("comma", b'[{"id":"C1"},]'),
        ("object", b'{"id":"C1"}'),
        ("after", b'[{"id":"C1"}] []'),
        ("syntax", b'[{"id":C1}]'),
    ):
        one(
            f"file-array-{name}",
            f"不合法的 JSON 数组:{name}",
            f"not a JSON array: {name}",
            files={"cadre.json": raw},
            entries=[entry("cadre.json", "cadre", raw, 1)],
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
        return made, [entry(name, t, made[name], len(lines)) for name, t, lines in parts]

    def refs(
        ident: str,
        zh: str,
        en: str,
        parts: list[tuple[str, str, list[Any]]],
        findings: Sequence[Record],
        rule: str,
        unjudged: Sequence[Record] = (),
    ) -> None:
        made, entries = files_of(parts)
        valid(ident, zh, en, files=made, entries=entries, findings=findings, rule=rule, unjudged=unjudged)

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
        "被引用类型没有合法记录时不判断",
        "no judgement where no record of the other type is valid",
        [("attendance.ndjson", "attendance", days), ("cadre.ndjson", "cadre", [{"id": "C1", "sex": "x"}, bad])],
        [told | {"recordId": "C1", "line": 1}, told],
        "STR-REFERENCE",
        [{"rule": "STR-REFERENCE", "missing": "coverage.cadre"}],
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


# --- the command ----------------------------------------------------------------------------------

GROUPS = ("structure", "json", "batch", "producer")


def generate(root: Path) -> None:
    """Write the groups that depend on no rule."""
    for group in GROUPS:
        shutil.rmtree(root / group, ignore_errors=True)
    structure_cases(root)
    json_cases(root)
    batch_cases(root)
    producer_cases(root)


def drift() -> list[str]:
    """The files that are not as they would come out now."""
    with tempfile.TemporaryDirectory(prefix="zhucun-") as folder:
        fresh = Path(folder)
        generate(fresh)
        new = {p.relative_to(fresh): p for p in fresh.rglob("*") if p.is_file()}
        old = {p.relative_to(CASES): p for g in GROUPS for p in (CASES / g).rglob("*") if p.is_file()}
        return sorted(str(k) for k in new.keys() | old.keys() if k not in new or k not in old or new[k].read_bytes() != old[k].read_bytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say what would change")
    parser.add_argument("--rules", nargs="*", metavar="RULE", help="make the cases of these rules, or of all")
    parser.add_argument("--guards", nargs="*", metavar="RULE", help="make the boundary cases that tell these rules from their mutants")
    parser.add_argument("--traps", action="store_true", help="make the cases of the points that are easy to get wrong")
    parser.add_argument("--more", action="store_true", help="with --guards: keep the boundary cases that are there, and add to them")
    parser.add_argument("--share", type=float, default=1.0, help="with --guards: so many times the usual time")
    options = parser.parse_args()
    if options.check:
        changed = drift()
        print("\n".join(changed) or "nothing would change")
        sys.exit(bool(changed))
    if options.rules is not None:
        import rule_cases  # it needs the SDK; the rest of this file does not

        rule_cases.generate(CASES, options.rules)
        return
    if options.traps:
        import trap_cases

        trap_cases.generate(CASES)
        return
    if options.guards is not None:
        import guards

        guards.generate(CASES, options.guards, share=options.share, more=options.more)
        return
    generate(CASES)
    print(sum(1 for _ in CASES.rglob("case.json")), "cases")


if __name__ == "__main__":
    main()
