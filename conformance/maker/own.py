"""The cases of what a place declares of its own: fields in ``ext`` and codes of open lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .casefile import END, START, ByteCase, Record
from .references import of_parts

#: The profile of the suite that declares them, and the code of its document.
PROFILE, OWNER = "made-up-dike", "MB"

_ELSEWHERE = "guizhou-2017"


def cases() -> Iterator[ByteCase]:
    """All of them."""
    for family in (judged, shapes, codes, coverage):
        yield from family()


def village(ident: str, **more: Any) -> Record:
    """The least that a village is."""
    return {"id": ident, "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "T1", **more}


def holding(ident: str, **fields: Any) -> Record:
    """A village with fields of the place's own."""
    return village(ident, ext={OWNER: fields})


def wrong(rule: str, ident: str, line: int, pointer: str) -> Record:
    """The finding of a village that is not valid."""
    return {"rule": rule, "recordType": "village", "recordId": ident, "file": "village.ndjson", "line": line, "pointer": pointer}


def broken(ident: str, severity: str = "error") -> Record:
    """The finding of a village that is not as the rows say."""
    return {"rule": "VIL-010", "severity": severity, "outcome": "VIOLATION", "recordType": "village", "recordId": ident}


def case(
    ident: str,
    zh: str,
    en: str,
    villages: Sequence[Record],
    findings: Sequence[Record] = (),
    rule: str = "STR-OWN-FIELD",
    unjudged: Sequence[Record] = (),
    verdict: str | None = None,
    profile: str = PROFILE,
    **changes: Any,
) -> ByteCase:
    """A batch of villages under the profile."""
    parts = [("village.ndjson", "village", villages)]
    made = of_parts(f"own-{ident}", zh, en, parts, findings, rule, unjudged, {"profile": profile} | changes)
    purpose = "structure" if findings and rule.startswith("STR-") else "batch"
    return replace(made, topic="own", level="profile", profile=profile, verdict=verdict, purpose=purpose)


def judged() -> Iterator[ByteCase]:
    """Rows that name them."""
    sound = {"polder": True, "dike": "SOUND", "walkedOn": "2021-05-31"}
    yield case(
        "fires",
        "政策行判断自有字段：应报告",
        "rows judge by fields of the place's own: they fire",
        [
            holding("V1", **sound | {"dike": "LEAKING", "account": "x"}),
            holding("V2", **sound | {"walkedOn": "2021-06-01"}),
            village("V3", traits=["MB:BELOW_RIVER"], ext={OWNER: {**sound, "pumps": 1}}),
            holding("V4", **sound | {"polder": False, "dike": "LEAKING"}),
        ],
        [broken("V1"), broken("V2"), broken("V3", "warning"), broken("V4")],
        "VIL-010",
    )
    yield case(
        "silent",
        "政策行判断自有字段：不应报告",
        "rows judge by fields of the place's own: they are silent",
        [
            holding("V1", **sound),
            village("V2", traits=["MB:BELOW_RIVER", "REMOTE"], ext={OWNER: {**sound, "pumps": 2}}),
            village("V3", traits=["REMOTE"], ext={OWNER: {**sound, "pumps": 0}}),
            holding("V4", **sound | {"polder": False, "dike": "LEAKING", "account": "x"}),
        ],
        rule="VIL-010",
    )
    yield case(
        "unjudged",
        "没有登记自有字段：不能判断，不算不合要求",
        "a field of the place's own is not on record: that cannot be judged, and is no violation",
        [holding("V1", polder=True, walkedOn="2021-05-31")],
        rule="VIL-010",
        unjudged=[{"rule": "VIL-010", "missing": "village.ext.MB.dike"}],
    )


def shapes() -> Iterator[ByteCase]:
    """What stands in ``ext``."""
    yield case(
        "undeclared",
        "所有者代码下含有没有声明的字段",
        "a field under the owner's code that is not declared",
        [holding("V1", dyke="SOUND", walkedOn="2021-05-31"), village("V2", ext={OWNER: {"甲": 1}})],
        [wrong("STR-OWN-FIELD", "V1", 1, "/ext/MB/dyke"), wrong("STR-OWN-FIELD", "V2", 2, "/ext/MB/?")],
    )
    yield case(
        "types",
        "自有字段的值不符合声明的类型",
        "values that are not of the type that is declared",
        [
            holding("V1", dike=1),
            holding("V2", pumps="2"),
            holding("V3", pumps=2.5),
            holding("V4", pumps=2**53),
            holding("V5", account=["x"]),
            holding("V6", account=""),
            holding("V7", walkedOn="2021-02-30"),
            holding("V8", walkedOn="31.5.2021"),
            holding("V9", polder="true"),
            holding("V10", polder={"deep": True}),
            village("V11", ext={OWNER: [1]}),
        ],
        [
            wrong("STR-TYPE", "V1", 1, "/ext/MB/dike"),
            wrong("STR-TYPE", "V2", 2, "/ext/MB/pumps"),
            wrong("STR-TYPE", "V3", 3, "/ext/MB/pumps"),
            wrong("STR-RANGE", "V4", 4, "/ext/MB/pumps"),
            wrong("STR-TYPE", "V5", 5, "/ext/MB/account"),
            wrong("STR-LENGTH", "V6", 6, "/ext/MB/account"),
            wrong("STR-FORMAT", "V7", 7, "/ext/MB/walkedOn"),
            wrong("STR-FORMAT", "V8", 8, "/ext/MB/walkedOn"),
            wrong("STR-TYPE", "V9", 9, "/ext/MB/polder"),
            wrong("STR-TYPE", "V10", 10, "/ext/MB/polder"),
            wrong("STR-TYPE", "V11", 11, "/ext/MB"),
        ],
        "STR-TYPE",
    )
    foreign = {"GZ": {"dike": ["anything", {"deep": 1.5}]}, "522701": {"x": None}}
    yield case(
        "foreign",
        "其他所有者代码下的内容不看",
        "what stands under other owners' codes is not looked at",
        [village("V1", ext={**foreign, OWNER: {"walkedOn": "2021-05-31"}}), village("V2", ext=foreign)],
    )
    yield case(
        "elsewhere",
        "在没有声明的地区规则下，ext 的内容不看",
        "under a profile that declares nothing, nothing in ext is looked at",
        [holding("V1", dyke=1.5, walkedOn="2021-06-01")],
        profile=_ELSEWHERE,
    )


def codes() -> Iterator[ByteCase]:
    """Codes of open lists."""
    yield case(
        "field-code",
        "自有字段的代码不在声明之列",
        "a code that is not among those declared for a field",
        [holding("V1", dike="DRY"), holding("V2", dike="MB:SOUND")],
        [wrong("STR-ENUM", "V1", 1, "/ext/MB/dike"), wrong("STR-ENUM", "V2", 2, "/ext/MB/dike")],
        "STR-ENUM",
    )
    yield case(
        "list-codes",
        "开放代码表的自有代码：声明的可用，其余不可用；不开放的代码表没有自有代码",
        "codes of open lists: those declared may stand there and no others; a list that is not open has none",
        [
            village("V1", traits=["MB:BELOW_RIVER", "REMOTE"]),
            village("V2", traits=["REMOTE", "MB:ABOVE_RIVER"]),
            village("V3", traits=["BELOW_RIVER"]),
            village("V4", traits=["GZ:BELOW_RIVER"]),
            village("V5", traits=["MB:DIKE_WALK"]),
            village("V6") | {"kind": "MB:BELOW_RIVER"},
        ],
        [
            wrong("STR-ENUM", "V2", 2, "/traits/1"),
            wrong("STR-ENUM", "V3", 3, "/traits/0"),
            wrong("STR-ENUM", "V4", 4, "/traits/0"),
            wrong("STR-ENUM", "V5", 5, "/traits/0"),
            wrong("STR-ENUM", "V6", 6, "/kind"),
        ],
        "STR-ENUM",
    )
    yield case(
        "list-codes-elsewhere",
        "自有代码在没有声明它的地区规则下不可用",
        "a code of a place's own under a profile that does not declare it",
        [village("V1", traits=["MB:BELOW_RIVER"])],
        [wrong("STR-ENUM", "V1", 1, "/traits/0")],
        "STR-ENUM",
        profile=_ELSEWHERE,
    )


def coverage() -> Iterator[ByteCase]:
    """What is declared complete by a kind of the place's own."""
    walked = [holding("V1", walkedOn="2021-05-31")]
    for ident, code, zh, en, verdict in (
        ("coverage", "MB:DIKE_WALK", "以自有类别声明完整", "declared complete by a kind of the place's own", None),
        (
            "coverage-undeclared",
            "MB:DYKE_WALK",
            "以没有声明的自有类别声明完整",
            "declared complete by a kind that is not declared",
            "unreadable",
        ),
    ):
        said = [{"recordType": "activity", "kind": code, "startDate": START, "endDate": END}]
        yield case(ident, zh, en, walked, verdict=verdict, coverage=said)
