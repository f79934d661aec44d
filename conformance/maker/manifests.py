"""The cases of the manifest: its text, its members, its period and its profile."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .casefile import BASE, END, PROFILE, STANDARD, START, ByteCase, Record, entry, manifest, manifest_json, ndjson, schema
from .records import places, pointer
from .values import minimal, near_misses

CADRES = ndjson([minimal("cadre", "C1"), minimal("cadre", "C2")])
LISTED = entry("cadre.ndjson", "cadre", CADRES, 2)
FILES: Mapping[str, bytes] = {"cadre.ndjson": CADRES}

UNREADABLE = "unreadable"


def batch(
    ident: str,
    zh: str,
    en: str,
    changes: Record,
    files: Mapping[str, bytes] = FILES,
    findings: Sequence[Record] = (),
    verdict: str | None = None,
    rule: str | None = None,
) -> ByteCase:
    """A case of two cadres whose manifest is truthful but for ``changes``; a member that becomes ``...`` is left out."""
    value = {k: v for k, v in truthful(ident, changes).items() if v is not ...}
    as_of = value.get("asOf")
    day = as_of if isinstance(as_of, str) and len(as_of) == 10 and as_of.count("-") == 2 else END
    return ByteCase(ident, zh, en, files, manifest_json(value), findings, verdict, rule=rule, as_of=day)


def truthful(ident: str, changes: Record) -> Record:
    """A manifest of two cadres, truthful but for what replaces members."""
    mode = {"mode": "CORRECTION"} if changes.get("mode") == "CORRECTION" else {}
    return manifest(ident, [LISTED], **mode) | changes


def cases() -> Iterator[ByteCase]:
    """All of them."""
    for family in (valid, texts, missing, wrong, places_wrong, periods, profiles):
        yield from family()


#: A manifest with every member.
MOST: Record = {
    "sender": {"id": "S", "name": "发送单位"},
    "receiver": {"id": "R", "name": "接收单位"},
    "mode": "CORRECTION",
    "supersedes": {"batchId": "B-0", "manifest": "0" * 64},
    "withdrawn": [{"recordType": "cadre", "id": "C9", "reason": "OTHER"}],
    "coverage": [
        {"recordType": "cadre", "startDate": START, "endDate": END},
        {"recordType": "activity", "kind": "INSPECTION", "startDate": START, "endDate": START},
    ],
    "ext": {"owner": {"a": 1}},
}


#: The members that only a snapshot has.
AFTER: Record = {
    "lineage": [MOST["supersedes"]],
    "parts": [{"prefix": "A", "sender": "S", "batchId": "B-0", "manifest": "0" * 64, "profile": BASE["profile"], "shared": ["O"]}],
}


def valid() -> Iterator[ByteCase]:
    """Manifests at which nothing is wrong."""
    around = {"recordType": "measure", "kind": "RECALL", "startDate": "2019-01-01", "endDate": "2024-12-31"}
    yield batch("manifest-least", "最少的清单", "the least manifest", {})
    yield batch("manifest-most", "最全的清单", "a manifest with every member", MOST)
    only = {"mode": "CORRECTION", "supersedes": MOST["supersedes"], "withdrawn": MOST["withdrawn"], "files": []}
    yield batch("manifest-withdrawal-only", "只撤回记录的更正批次", "a correction that only withdraws records", only, {})
    merged = {"parts": [*AFTER["parts"], {"prefix": "B", "sender": "T", "batchId": "B-1", "manifest": "0" * 64}]}
    yield batch("manifest-parts", "由几个批次合并而成", "a batch that was merged", merged)
    lineage = {"lineage": [MOST["supersedes"], {"batchId": "C-1", "manifest": "0" * 64}]}
    yield batch("manifest-lineage", "由更正得出的全量批次", "a snapshot that corrections came to", lineage)
    yield batch("manifest-coverage-around", "完整性声明超出批次期间", "coverage that reaches outside the period", {"coverage": [around]})
    yield batch("manifest-one-day", "起止与截止为同一天", "a period of one day", {"startDate": END})
    yield batch("manifest-as-of-inside", "截止日期在期间之内", "as of a day inside the period", {"asOf": "2021-03-01"})


def texts() -> Iterator[ByteCase]:
    """Manifests that are no JSON object in UTF-8."""
    text = manifest_json(manifest("x", [LISTED]))
    gbk = manifest_json(manifest("x", [LISTED], sender={"id": "S", "name": "某单位"})).decode().encode("gb18030")
    for ident, zh, en, data in (
        ("missing", "没有清单", "no manifest", None),
        ("empty", "清单是空文件", "an empty manifest", b""),
        ("syntax", "清单不是合法 JSON", "a manifest that is not JSON", text[:-4]),
        ("array", "清单是数组", "a manifest that is an array", b"[" + text + b"]"),
        ("bom", "清单以字节顺序标记开头", "a manifest with a byte-order mark", b"\xef\xbb\xbf" + text),
        ("gbk", "清单是 GBK 编码", "a manifest in GBK", gbk),
        (
            "duplicate-key",
            "清单中键名重复",
            "a key twice in the manifest",
            text.replace(b'"mode"', b'"asOf": "2021-12-31",\n "mode"', 1),
        ),
        ("nan", "清单中有 NaN", "NaN in the manifest", text.replace(b'"count": 2', b'"count": NaN')),
    ):
        yield ByteCase(f"manifest-{ident}", zh, en, FILES, data, verdict=UNREADABLE)


def missing() -> Iterator[ByteCase]:
    """Each required member missing once."""
    for name in schema("manifest")["required"]:
        yield batch(f"manifest-no-{name}", f"清单缺 {name}", f"a manifest without {name}", {name: ...}, verdict=UNREADABLE)


def _covering(**changes: Any) -> Record:
    """A declaration of coverage, changed; a member that becomes ``...`` is left out."""
    item = {"recordType": "cadre", "kind": ..., "startDate": START, "endDate": END} | changes
    return {"coverage": [{k: v for k, v in item.items() if v is not ...}]}


def _listing(**changes: Any) -> Record:
    """The list of files with its only entry changed; a member that becomes ``...`` is left out."""
    return {"files": [{k: v for k, v in (LISTED | changes).items() if v is not ...}]}


WRONG: dict[str, Record] = {
    "unknown-member": {"remark": "x"},
    "standard-2.0": {"standard": "2.0"},
    "standard-number": {"standard": 1.0},
    "batch-id": {"batchId": "a b"},
    "batch-id-long": {"batchId": "a" * 65},
    "sender-text": {"sender": "S"},
    "sender-no-id": {"sender": {"name": "x"}},
    "sender-id": {"sender": {"id": "-"}},
    "sender-name-empty": {"sender": {"id": "S", "name": ""}},
    "sender-name-long": {"sender": {"id": "S", "name": "字" * 201}},
    "sender-unknown": {"sender": {"id": "S", "tel": "1"}},
    "receiver-no-id": {"receiver": {}},
    "receiver-id": {"receiver": {"id": ""}},
    "receiver-name-empty": {"receiver": {"id": "R", "name": ""}},
    "receiver-name-long": {"receiver": {"id": "R", "name": "字" * 201}},
    "receiver-unknown": {"receiver": {"id": "R", "tel": "1"}},
    "receiver-text": {"receiver": "R"},
    "profile-form": {"profile": "Guizhou 2017"},
    "profile-list": {"profile": [PROFILE]},
    "start-form": {"startDate": "2021-1-1"},
    "start-no-day": {"startDate": "2021-02-29"},
    "end-form": {"endDate": "2021-12-32"},
    "end-no-day": {"endDate": "2021-11-31", "asOf": "2021-12-31"},
    "as-of-form": {"asOf": "20211231"},
    "as-of-no-day": {"asOf": "2021-11-31"},
    "mode-code": {"mode": "DELTA"},
    "supersedes-id": {"supersedes": "B-0", "mode": "CORRECTION"},
    "supersedes-no-digest": {"supersedes": {"batchId": "B-0"}, "mode": "CORRECTION"},
    "supersedes-digest-upper": {"supersedes": {"batchId": "B-0", "manifest": "A" * 64}, "mode": "CORRECTION"},
    "supersedes-of-a-snapshot": {"supersedes": MOST["supersedes"]},
    "withdrawn-of-a-snapshot": {"withdrawn": MOST["withdrawn"]},
    "withdrawn-twice": {"mode": "CORRECTION", "supersedes": MOST["supersedes"], "withdrawn": MOST["withdrawn"] * 2},
    "withdrawn-no-reason": {
        "mode": "CORRECTION",
        "supersedes": MOST["supersedes"],
        "withdrawn": [{"recordType": "cadre", "id": "C9"}],
    },
    "correction-of-nothing": {"mode": "CORRECTION", "supersedes": ...},
    "correction-without-content": {"mode": "CORRECTION", "supersedes": MOST["supersedes"], "files": []},
    "correction-with-lineage": {"mode": "CORRECTION", "supersedes": MOST["supersedes"], "lineage": [MOST["supersedes"]]},
    "coverage-object": {"coverage": {}},
    "coverage-many": {"coverage": _covering()["coverage"] * 1001},
    "coverage-item": {"coverage": ["cadre"]},
    "coverage-record-type": _covering(recordType="person"),
    "coverage-no-type": _covering(recordType=...),
    "coverage-no-start": _covering(startDate=...),
    "coverage-no-end": _covering(endDate=...),
    "coverage-start-form": _covering(startDate="2021"),
    "coverage-end-no-day": _covering(endDate="2021-02-30"),
    "coverage-end-form": _covering(endDate="2021-2-1"),
    "coverage-start-no-day": _covering(startDate="2021-02-30"),
    "coverage-kind-empty": _covering(recordType="activity", kind=""),
    "coverage-kind-long": _covering(recordType="activity", kind="K" * 201),
    "coverage-kind-number": _covering(recordType="activity", kind=1),
    "coverage-kind-unknown": _covering(recordType="activity", kind="NO_SUCH"),
    "coverage-kind-label": _covering(recordType="activity", kind="培训"),
    "coverage-kind-of-another": _covering(recordType="assessment", kind="DIARY"),
    "coverage-kind-where-none-is": _covering(kind="ANNUAL"),
    "coverage-dates-reversed": _covering(startDate=END, endDate=START),
    "coverage-unknown": _covering(x=1),
    "files-none": {"files": []},
    "files-object": {"files": {"cadre": LISTED}},
    "files-item": {"files": ["cadre.ndjson"]},
    "files-no-path": _listing(path=...),
    "files-no-type": _listing(recordType=...),
    "files-no-count": _listing(count=...),
    "files-no-digest": _listing(sha256=...),
    "files-unknown": _listing(rows=2),
    "files-record-type": _listing(recordType="person"),
    "files-count-text": _listing(count="2"),
    "files-count-negative": _listing(count=-1),
    "files-count-large": _listing(count=2**53),
    "files-digest-short": _listing(sha256=LISTED["sha256"][:-1]),
    "files-sm3-short": _listing(sm3="0" * 63),
    "files-path-hidden": _listing(path=".cadre.ndjson"),
    "ext-text": {"ext": "x"},
    "ext-value": {"ext": {"a": 1}},
    "ext-many": {"ext": {f"k{n}": {} for n in range(21)}},
}


def wrong() -> Iterator[ByteCase]:
    """Manifests with one member that is not valid."""
    for name, changes in WRONG.items():
        # a hidden file is refused though it is there
        files = {**FILES, ".cadre.ndjson": CADRES} if name == "files-path-hidden" else FILES
        yield batch(
            f"manifest-{name}", f"清单不合结构：{name}", f"a manifest that is not valid: {name}", changes, files, verdict=UNREADABLE
        )


def places_wrong() -> Iterator[ByteCase]:
    """Every place of the manifest once of a wrong type, and texts that almost have the form."""
    for place, prop in places("manifest"):
        near = near_misses(prop["pattern"]) if "pattern" in prop and prop.get("format") != "date" else ()
        other = 5 if prop["type"] in ("string", "array", "object") else "5"
        for n, value in enumerate([other, *near]):
            whole: Any = copy.deepcopy(manifest("x", [LISTED | {"sm3": "0" * 64}]) | (AFTER if place[0] in AFTER else MOST))
            node = whole
            for step in place[:-1]:
                node = node[step]
            node[place[-1]] = value
            name = "-".join(str(p) for p in place if p != 0) + ("-list" if prop["type"] == "array" else "")
            name += "-type" if n == 0 else f"-form-{n}"
            zh, en = ("类型", "type") if n == 0 else ("格式", "form")
            yield batch(
                f"manifest-{name}",
                f"清单 {pointer(place)} 的{zh}错误",
                f"a manifest with {pointer(place)} of a wrong {en}",
                {k: v for k, v in whole.items() if k != "batchId" or place == ("batchId",)},
                verdict=UNREADABLE,
            )


def periods() -> Iterator[ByteCase]:
    """Periods that cannot be."""
    reversed_ = {"startDate": "2021-12-31", "endDate": "2021-12-30"}
    early = {"asOf": "2020-12-31"}
    yield batch("manifest-dates-reversed", "起始日期晚于终止日期", "the period ends before it starts", reversed_, verdict=UNREADABLE)
    yield batch("manifest-as-of-early", "截止日期早于起始日期", "as of a day before the period", early, verdict=UNREADABLE)


def profiles() -> Iterator[ByteCase]:
    """A profile that there is not, and for each that there is the days on which it begins and ceases to bind."""

    def refused(ident: str, zh: str, en: str, changes: Record) -> ByteCase:
        case = batch(ident, zh, en, changes, verdict=UNREADABLE)
        return replace(case, level="profile", profile=changes["profile"])

    def beside(day: str, days: int) -> str:
        return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()

    yield refused("profile-unknown", "没有这个地区规则", "no such profile", {"profile": "atlantis-2021"})
    for source in sorted((STANDARD / "profiles").glob("*/profile.json")):
        profile = json.loads(source.read_text("utf-8"))
        ident, start, end = profile["id"], profile.get("effectiveFrom"), profile.get("effectiveTo")
        only: Record = {"profile": ident}
        if start is None:
            undated = f"{ident} 没有生效日期，不能判断"
            yield refused(f"profile-undated-{ident}", undated, f"{ident} has no date and cannot judge", only)
            continue
        until = only | {"startDate": "2001-01-01"}
        first = batch(
            f"profile-first-day-{ident}",
            f"期间在 {ident} 生效当天结束",
            f"the period ends on the day from which {ident} binds",
            until | {"endDate": start, "asOf": start},
        )
        yield replace(first, verdict="pass", level="profile", profile=ident)
        before = beside(start, -1)
        early = (f"期间在 {ident} 生效前一天结束", f"the period ends the day before {ident} binds")
        yield refused(f"profile-early-{ident}", *early, until | {"endDate": before, "asOf": before})
        if end:
            after = beside(end, 1)
            late = (f"期间在 {ident} 失效后一天开始", f"the period starts the day after {ident} ends")
            yield refused(f"profile-late-{ident}", *late, only | {"startDate": after, "endDate": after, "asOf": after})
