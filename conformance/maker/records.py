"""The cases of records: a line with one fault at a time, from the schemas alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .casefile import TYPES, ByteCase, Record, dumps, entry, manifest, manifest_json, ndjson, schema
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

    def valid(self, record: Record) -> None:
        """A record at which nothing is wrong."""
        self.add(record, None, None)

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
    "too-many": (_many, "STR-ITEMS", "项数比上限多一的列表，以及 ext 的错误", "lists one longer than allowed, and faults of ext"),
}


def cases() -> Iterator[ByteCase]:
    """For each record type valid records, and one case for each kind of fault."""
    for t in TYPES:
        yield _case(t, "valid", _valid(t), "合法记录：最少、最全、上下限", "valid records: the least, the most, at the limits")
        if codes := _codes(t):
            yield _case(t, "codes", codes, "每个代码表的每个代码", "every code of every list")
        for name, (make, rule, zh, en) in FAULTS.items():
            lines = Lines(t)
            make(t, lines)
            if lines.lines:
                yield _case(t, name, lines, zh, en, rule)


def _case(t: str, name: str, lines: Lines, zh: str, en: str, rule: str | None = None) -> ByteCase:
    ident, data = f"{t}-{name}", ndjson(lines.lines)
    text = manifest_json(manifest(ident, [entry(f"{t}.ndjson", t, data, len(lines.lines))]))
    return ByteCase(
        ident,
        f"{schema(t)['title']}：{zh}",
        f"{t}: {en}",
        {f"{t}.ndjson": data},
        text,
        lines.expected,
        # the long lists of all types stand together, for they are long
        topic="too-many" if name == "too-many" else t,
        purpose="structure",
        rule=rule,
    )


def _valid(t: str) -> Lines:
    out = Lines(t)
    props = schema(t)["properties"]
    out.valid(minimal(t, out.id()))
    out.valid(full(t, out.id()))
    for upper in (False, True):
        ident = out.id()
        # a reference to the record's own type leads to itself
        own = {k: good(v, ident, 0, t) for k, v in props.items() if t == v.get("items", {}).get("x-ref")}
        limits = {k: edges(v, ident, upper) for k, v in props.items() if k not in ("id", "ext") and v.get("x-ref", "") != t}
        out.valid(full(t, ident) | limits | own)
    out.valid(minimal(t, "a" * 64))
    out.valid(minimal(t, "A.b_c:d-9") | {"ext": {"owner": {"any": [1, 2.5, None, {"deep": "内容"}]}, "k": {}}})
    reverse = full(t, out.id())
    out.valid({k: reverse[k] for k in reversed(reverse)})
    if date := next((k for k, v in props.items() if v.get("format") == "date"), None):
        for day in ("2020-02-29", "2000-02-29", "0001-01-01", "9999-12-31"):
            out.valid(minimal(t, out.id()) | {date: day})
    return out


def _codes(t: str) -> Lines | None:
    """Records that use each code of each list; None where a type has none."""
    out = Lines(t)
    coded = [(path, prop) for path, prop in places(t) if "enum" in prop]
    for n in range(max((len(prop["enum"]) for _, prop in coded), default=0)):
        record = minimal(t, out.id())
        for path, prop in coded:
            # a list of codes is set as a whole, a list of objects by its members
            record = _with(t, record, path, prop["enum"][n % len(prop["enum"])])
        out.valid(record)
    return out if out.lines else None


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
