"""The cases of ids and of references from one record to another."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .casefile import END, START, TYPES, ByteCase, Record, entry, ndjson, schema
from .manifests import batch
from .values import minimal

#: A file of a batch: its name, its type, and its records or lines.
Part = tuple[str, str, Sequence[Any]]

#: What makes a batch declare all cadres.
ALL_CADRES: Record = {"recordType": "cadre", "startDate": START, "endDate": END}

CADRE_UNKNOWN = [{"rule": "STR-REFERENCE", "missing": "coverage.cadre"}]

DAYS = [minimal("attendance", f"A{n}") | {"cadreId": f"C{n}"} for n in (1, 2, 3)]
EVERY_DAY: Part = ("attendance.ndjson", "attendance", DAYS)
ONE_CADRE: Part = ("cadre.ndjson", "cadre", [minimal("cadre", "C1")])


def cases() -> Iterator[ByteCase]:
    """All of them."""
    for family in (ids, each_reference, to_invalid, to_coverage, to_refused, to_long, personal_ids, personal_references, several_types):
        yield from family()


def of_parts(
    ident: str,
    zh: str,
    en: str,
    parts: Sequence[Part],
    findings: Sequence[Record] = (),
    rule: str = "STR-REFERENCE",
    unjudged: Sequence[Record] = (),
    changes: Record | None = None,
) -> ByteCase:
    """A case of some files."""
    files = {name: ndjson(lines) for name, _, lines in parts}
    entries = [entry(name, t, files[name], sum(bool(line.strip()) for line in files[name].splitlines())) for name, t, _ in parts]
    return replace(batch(ident, zh, en, {"files": entries} | (changes or {}), files, findings, rule=rule), unjudged=unjudged)


def twice(kind: str, ident: str, file: str, line: int) -> Record:
    """The finding that an id was used before."""
    return {"rule": "STR-DUPLICATE-ID", "recordType": kind, "recordId": ident, "file": file, "line": line, "pointer": "/id"}


def lost(kind: str, ident: str, line: int, where: str) -> Record:
    """The finding that a reference leads nowhere."""
    return {"rule": "STR-REFERENCE", "recordType": kind, "recordId": ident, "file": f"{kind}.ndjson", "line": line, "pointer": where}


def wrong_sex(ident: str, line: int) -> Record:
    """The finding of a cadre that is not valid."""
    return {"rule": "STR-ENUM", "recordType": "cadre", "recordId": ident, "file": "cadre.ndjson", "line": line, "pointer": "/sex"}


# --- ids ------------------------------------------------------------------------------------------


def ids() -> Iterator[ByteCase]:
    """Ids used twice, and what is no such use."""
    c = [minimal("cadre", i) for i in ("C1", "C2", "C1", "C3", "C1")]
    rule = "STR-DUPLICATE-ID"
    yield of_parts(
        "id-twice",
        "同一文件内标识重复",
        "an id used again in a file",
        [("cadre.ndjson", "cadre", c)],
        [twice("cadre", "C1", "cadre.ndjson", n) for n in (3, 5)],
        rule,
    )
    yield of_parts(
        "id-twice-across-files",
        "不同文件间标识重复",
        "an id used again in another file",
        [("cadre-a.ndjson", "cadre", c[:2]), ("cadre-b.ndjson", "cadre", c[2:4])],
        [twice("cadre", "C1", "cadre-b.ndjson", 1)],
        rule,
    )
    yield of_parts(
        "id-twice-with-lost-references",
        "标识重复的记录仍是合格的记录，其引用照样判断",
        "a record whose id is used already is a valid record, and its references are judged too",
        [ONE_CADRE, ("attendance.ndjson", "attendance", [minimal("attendance", "A1") | {"cadreId": f"C{n}"} for n in (2, 3)])],
        [
            lost("attendance", "A1", 1, "/cadreId"),
            lost("attendance", "A1", 2, "/cadreId"),
            twice("attendance", "A1", "attendance.ndjson", 2),
        ],
        rule,
    )
    yield of_parts(
        "id-other-type",
        "不同类型可用同一标识",
        "two types may use one id",
        [(f"{t}.ndjson", t, [minimal(t, "X")]) for t in ("cadre", "village")],
        [],
        rule,
    )
    yield of_parts(
        "id-of-invalid",
        "与不合法的记录标识相同不算重复",
        "an id of a record that is not valid is not used",
        [("cadre.ndjson", "cadre", [minimal("cadre", "C1") | {"sex": "7"}, minimal("cadre", "C1")])],
        [wrong_sex("C1", 1)],
        rule,
    )


# --- references -----------------------------------------------------------------------------------


def each_reference() -> Iterator[ByteCase]:
    """Each reference of each type once to a record that there is not, and to a type that was not handed in."""
    for t in TYPES:
        props = schema(t)["properties"]
        single = {k: v["x-ref"] for k, v in props.items() if "x-ref" in v}
        many = {k: v["items"]["x-ref"] for k, v in props.items() if "x-ref" in v.get("items", {})}
        if not single and not many:
            continue
        # T1 is a record of another type, R1 this one itself
        there = {k: "R1" if target == t else "T1" for k, target in (single | many).items()}
        base = minimal(t, "R1") | {k: there[k] for k in single} | {k: [there[k]] for k in many}
        lines, found = [base], []
        for k in single:
            lines.append(base | {"id": f"R{len(lines) + 1}", k: "NOWHERE"})
            found.append(lost(t, f"R{len(lines)}", len(lines), f"/{k}"))
        for k in many:
            lines.append(base | {"id": f"R{len(lines) + 1}", k: ["NOWHERE", there[k], "GONE"]})
            found += [lost(t, f"R{len(lines)}", len(lines), f"/{k}/{n}") for n in (0, 2)]
        targets = sorted({target for target in (single | many).values() if target != t})
        parts = [(f"{t}.ndjson", t, lines), *((f"{r}.ndjson", r, [_target(r, t)]) for r in targets)]
        title = schema(t)["title"]
        each = f"{t}: each reference once to a record that does not exist"
        yield of_parts(f"reference-{t}", f"{title}：每个引用各有一次指向不存在的记录", each, parts, found)
        if targets:
            unjudged = [{"rule": "STR-REFERENCE", "missing": f"coverage.{r}"} for r in targets]
            titles = (f"{title}：未提交被引用类型时不判断", f"{t}: no judgement where the other type is not handed in")
            yield of_parts(f"reference-{t}-alone", *titles, [(f"{t}.ndjson", t, [base])], unjudged=unjudged)


def _target(kind: str, user: str) -> Record:
    """The record that others refer to; its own references stay inside what is handed in."""
    record = minimal(kind, "T1")
    for k, v in schema(kind)["properties"].items():
        if k in record and "x-ref" in v:
            record[k] = "R1" if v["x-ref"] == user else "T1"
        elif k in record and "x-ref" in v.get("items", {}):
            record[k] = ["R1" if v["items"]["x-ref"] == user else "T1"]
    return record


def to_invalid() -> Iterator[ByteCase]:
    """References to records that are not valid."""
    bad = minimal("cadre", "C2") | {"sex": "7"}
    yield of_parts(
        "reference-to-invalid",
        "指向不合法的记录不另报",
        "a reference to a record that is not valid is not reported again",
        [EVERY_DAY, ("cadre.ndjson", "cadre", [minimal("cadre", "C1"), bad])],
        [lost("attendance", "A3", 3, "/cadreId"), wrong_sex("C2", 2)],
    )
    yield of_parts(
        "reference-to-none-valid",
        "被引用类型已提交，但没有一条合法：仍然判断",
        "a judgement where the other type was handed in, though none of it is valid",
        [EVERY_DAY, ("cadre.ndjson", "cadre", [{"id": "C1", "sex": "x"}, bad])],
        [lost("attendance", "A3", 3, "/cadreId"), wrong_sex("C1", 1), wrong_sex("C2", 2)],
    )


def to_coverage() -> Iterator[ByteCase]:
    """Whether references are judged, by what was handed in and what is declared complete."""
    yield of_parts(
        "reference-to-blank-lines",
        "被引用类型的文件只有空行：没有提交，不判断",
        "a file of blank lines hands in nothing: no judgement",
        [EVERY_DAY, ("cadre.ndjson", "cadre", ["", " "])],
        [{"rule": "STR-EMPTY", "recordType": "cadre", "file": "cadre.ndjson", "pointer": ""}],
        unjudged=CADRE_UNKNOWN,
    )
    yield of_parts(
        "reference-complete",
        "被引用类型声明完整而一条未提交：每个引用都指向不存在的记录",
        "the other type is declared complete and none is handed in: each reference leads nowhere",
        [EVERY_DAY],
        [lost("attendance", f"A{n}", n, "/cadreId") for n in (1, 2, 3)],
        changes={"coverage": [ALL_CADRES]},
    )
    yield of_parts(
        "reference-complete-kind",
        "只声明某一类别完整不足以判断引用",
        "that one kind is complete is not enough",
        [("support.ndjson", "support", [minimal("support", "S1") | {"activityId": "A1"}])],
        unjudged=[{"rule": "STR-REFERENCE", "missing": "coverage.activity"}],
        changes={"coverage": [ALL_CADRES | {"recordType": "activity", "kind": "INSPECTION"}]},
    )
    yield of_parts(
        "reference-correction",
        "更正批次只含有变动的记录：不因提交而判断引用",
        "a correction holds but the records that change: no judgement by presence",
        [EVERY_DAY, ONE_CADRE],
        unjudged=CADRE_UNKNOWN,
        changes={"mode": "CORRECTION"},
    )
    yield of_parts(
        "reference-correction-complete",
        "更正批次声明完整的类型照常判断",
        "a correction that declares a type complete is judged as usual",
        [EVERY_DAY, ONE_CADRE],
        [lost("attendance", f"A{n}", n, "/cadreId") for n in (2, 3)],
        changes={"mode": "CORRECTION", "coverage": [ALL_CADRES]},
    )


DEEP = "[" * 65 + "]" * 65

#: Lines that cannot be read: (line, code, ids that it hands in, ids that it does not).
REFUSED: list[tuple[str | bytes, str, str, str]] = [
    ('{"id":"C2","sex":"1","sex":"2"}', "STR-DUPLICATE-KEY", "C2", ""),
    ('{"id":"C3","id":"C4"}', "STR-DUPLICATE-KEY", "C3 C4", ""),
    (f'{{"id":"C5","ext":{{"a":{DEEP}}}}}', "STR-DEPTH", "C5", ""),
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


def to_refused() -> Iterator[ByteCase]:
    """References to ids that stand on lines which cannot be read."""
    named = [(ident, ident in there.split()) for _, _, there, absent in REFUSED for ident in f"{there} {absent}".split()]
    visits = [minimal("attendance", f"A-{ident}") | {"cadreId": ident} for ident, _ in named]
    codes = enumerate((code for _, code, *_ in REFUSED), 2)
    unread = [{"rule": code, "recordType": "cadre", "file": "cadre.ndjson", "line": n, "pointer": ""} for n, code in codes]
    yield of_parts(
        "reference-to-refused",
        "指向无法读取的行所写的标识，不另报",
        "a reference to an id that stands on a line that cannot be read is not reported again",
        [("attendance.ndjson", "attendance", visits), ("cadre.ndjson", "cadre", [minimal("cadre", "C1"), *(r[0] for r in REFUSED)])],
        [*unread, *(lost("attendance", f"A-{ident}", n, "/cadreId") for n, (ident, there) in enumerate(named, 1) if not there)],
    )


def to_long() -> Iterator[ByteCase]:
    """References to ids on a line that is too long."""
    long = gzip.compress(b'{"id":"C1","name":"' + b"a" * 2**24 + b'","id":"C2"}\n', 9, mtime=0)
    near = ndjson(DAYS[:2])
    entries = [entry("attendance.ndjson", "attendance", near, 2), entry("cadre.ndjson.gz", "cadre", long, 1)]
    yield batch(
        "reference-to-long",
        "过长的行只看前 16 MiB 中的标识",
        "of a line that is too long the ids in its first 16 MiB count",
        {"files": entries},
        {"attendance.ndjson": near, "cadre.ndjson.gz": long},
        [
            lost("attendance", "A2", 2, "/cadreId"),
            {"rule": "STR-LINE-LENGTH", "recordType": "cadre", "file": "cadre.ndjson.gz", "line": 1, "pointer": ""},
        ],
        rule="STR-REFERENCE",
    )


# --- persons' numbers -----------------------------------------------------------------------------

#: The first two ids of ``PERSONS`` have the check digit of an example that GB 11643 prints.
CITIZEN, CITIZEN_MASKED = "11010519491231002X", "*" * 16 + "2X"
MOBILE_MASKED = "*" * 9 + "78"
PERSONS = [CITIZEN, CITIZEN.lower(), "13812345678", "11010519491231003X", "12812345678", f"P{CITIZEN}", "138123456789", CITIZEN]
OF_CITIZEN: Part = ("attendance.ndjson", "attendance", [minimal("attendance", "A1") | {"cadreId": CITIZEN}])


def personal(kind: str, ident: str, line: int, where: str = "/id") -> Record:
    """The finding that an id is a person's number."""
    return {"rule": "STR-PERSONAL-ID", "recordType": kind, "recordId": ident, "file": f"{kind}.ndjson", "line": line, "pointer": where}


def personal_ids() -> Iterator[ByteCase]:
    """Records whose id is a person's number."""
    rule = "STR-PERSONAL-ID"
    yield of_parts(
        "personal-id",
        "以公民身份号码或手机号码作标识：是错误，并遮盖显示",
        "a citizen number or a mobile number as an id: an error, and shown masked",
        [("cadre.ndjson", "cadre", [minimal("cadre", i) for i in PERSONS])],
        [
            personal("cadre", CITIZEN_MASKED, 1),
            personal("cadre", CITIZEN_MASKED.lower(), 2),
            personal("cadre", MOBILE_MASKED, 3),
            personal("cadre", CITIZEN_MASKED, 8),
            twice("cadre", CITIZEN_MASKED, "cadre.ndjson", 8),
        ],
        rule,
    )
    yield of_parts(
        "personal-id-invalid",
        "不合法记录的标识是公民身份号码：只报其错误，标识遮盖",
        "of a record that is not valid only the fault is told, the id masked",
        [("cadre.ndjson", "cadre", [minimal("cadre", CITIZEN) | {"sex": "7"}])],
        [wrong_sex(CITIZEN_MASKED, 1)],
        rule,
    )


def personal_references() -> Iterator[ByteCase]:
    """References that are a person's number."""
    rule = "STR-PERSONAL-ID"
    meeting = minimal("activity", "13912345678") | {"cadreIds": ["C1", CITIZEN, "13812345678"]}
    yield of_parts(
        "personal-reference",
        "引用公民身份号码或手机号码：是错误，不论引用能否判断",
        "a reference that is a citizen number or a mobile number is an error, whether or not it can be followed",
        [OF_CITIZEN, ("activity.ndjson", "activity", [meeting])],
        [
            personal("attendance", "A1", 1, "/cadreId"),
            *(personal("activity", MOBILE_MASKED, 1, where) for where in ("/id", "/cadreIds/1", "/cadreIds/2")),
        ],
        rule,
        CADRE_UNKNOWN,
    )
    yield of_parts(
        "personal-reference-lost",
        "引用的号码没有对应的记录：两条都报",
        "a number that is no record's: both are told",
        [OF_CITIZEN, ONE_CADRE],
        [personal("attendance", "A1", 1, "/cadreId"), lost("attendance", "A1", 1, "/cadreId")],
        rule,
    )


def several_types() -> Iterator[ByteCase]:
    """A rule that judges several types each by itself."""
    backwards = minimal("posting", "P1") | {"dispatchLevel": "50", "startDate": "2021-09-01", "endDate": "2021-05-01"}
    case = of_parts(
        "rule-of-several-types",
        "逐类判断的规则：只提交一个类型，这个类型照常判断",
        "a rule that judges several types each by itself judges the one that was handed in",
        [("posting.ndjson", "posting", [backwards])],
        [{"rule": "STD-006", "severity": "error", "recordType": "posting", "recordId": "P1"}],
        "STD-006",
    )
    yield replace(case, level="profile")
