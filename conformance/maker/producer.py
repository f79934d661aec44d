"""The cases of the producer level: plain facts from which a system must write a batch."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from .casefile import ByteCase, Record

ELSEWHERE = ("开会", "请假", "休息", "带薪年休假")


def days(who: str, where: str, first: str, statuses: Sequence[str]) -> list[Record]:
    """Days one after the other, each with its status; a place is said where the person was in the village."""
    start = dt.date.fromisoformat(first)
    return [
        {"who": who, "date": (start + dt.timedelta(days=n)).isoformat(), "status": status}
        | ({} if status in ELSEWHERE else {"where": where})
        for n, status in enumerate(statuses)
    ]


UNITS = [
    {"name": "甲县农业局", "body": "派出单位", "level": "县"},
    {"name": "清水镇党委", "body": "乡镇（街道）党（工）委", "level": "街道、镇、乡"},
]
VILLAGES = [
    {"name": "上坪村", "kind": "行政村", "township": "清水镇党委"},
    {"name": "下坪村", "kind": "行政村", "township": "清水镇党委"},
]
SENT = {"sentBy": "甲县农业局", "level": "县"}
LEAST: Record = {
    "profile": "qiannan-2021",
    "period": {"from": "2021-06-01", "to": "2021-06-10"},
    "units": UNITS,
    "villages": VILLAGES[:1],
    "people": [{"name": "驻村甲"}],
    "postings": [{"who": "驻村甲", "where": "上坪村", **SENT, "role": "第一书记", "from": "2021-06-01"}],
    "days": days("驻村甲", "上坪村", "2021-06-01", ["在村", "在村", "开会"]),
    "leaves": [],
}
MORE: Record = {
    **LEAST,
    "villages": VILLAGES,
    "people": [
        {"name": "驻村甲", "sex": "女性", "politicalStatus": "中国共产党党员", "unit": "甲县农业局"},
        {"name": "驻村乙", "sex": "男性", "politicalStatus": "中国共产党预备党员"},
        # a name that JSON and UTF-8 must carry: a rare character outside the basic plane, quotes, a dot
        {"name": '阿依·\U00020bb7"丙"', "sex": "未说明的性别"},
    ],
    "postings": [
        {"who": "驻村甲", "where": "上坪村", **SENT, "role": "第一书记", "from": "2021-05-20"},
        {"who": "驻村乙", "where": "上坪村", **SENT, "role": "工作队员（驻村干部）", "from": "2021-05-20"},
        {"who": '阿依·\U00020bb7"丙"', "where": "下坪村", **SENT, "role": "第一书记", "from": "2021-06-01"},
    ],
    "days": [
        *days("驻村甲", "上坪村", "2021-06-01", ["在村"] * 4 + ["休息", "休息", "在村", "开会"]),
        *days("驻村乙", "上坪村", "2021-06-01", ["在村", "请假", "请假", "在村"]),
        *days('阿依·\U00020bb7"丙"', "下坪村", "2021-06-03", ["在村", "因公出差"]),
    ],
    "leaves": [{"who": "驻村乙", "kind": "病假", "from": "2021-06-02", "to": "2021-06-03", "backReported": "2021-06-04"}],
}


#: A day from which on a posting in each other profile begins; one that judges no batch is not here.
FIRST_DAYS = {
    "fujian-2004": "2005-03-01",
    "guizhou-2017": "2018-03-01",
    "hunan-2021": "2021-08-02",
    "lushan-2011": "2012-03-01",
    "x-county-2021": "2021-08-02",
    "yulin-2021": "2021-09-06",
}


def under(profile: str, first: str) -> Record:
    """The least there is to say, under a profile, from a day on."""
    last = (dt.date.fromisoformat(first) + dt.timedelta(days=9)).isoformat()
    return {
        **LEAST,
        "profile": profile,
        "period": {"from": first, "to": last},
        "postings": [{**LEAST["postings"][0], "from": first}],
        "days": days("驻村甲", "上坪村", first, ["在村", "在村", "开会"]),
    }


#: A record of each type that no other case exports: the table of the facts, its rows, and what they say.
RECORDS: list[tuple[str, list[Record], str, str]] = [
    (
        "teams",
        [{"where": "上坪村", "sentBy": ["甲县农业局"], "level": "县", "leader": "驻村甲", "from": "2021-06-01"}],
        "一支工作队",
        "a team",
    ),
    ("activities", [{"kind": "走访农户", "date": "2021-06-03", "who": "驻村甲", "where": "上坪村"}], "一次走访", "a visit"),
    (
        "assessments",
        [{"who": "驻村甲", "kind": "年度考核", "year": 2021, "date": "2021-06-09", "grade": "称职（合格）"}],
        "一次考核",
        "an assessment",
    ),
    (
        "cases",
        [
            {
                "who": "驻村甲",
                "grounds": ["半年述职述评或年度考核不称职（不合格）"],
                "route": "县级组织部门提出、书面通知单位",
                "opinion": "2021-06-09",
            }
        ],
        "一个教育整改案件",
        "a case of rectification",
    ),
    (
        "supports",
        [{"kind": "通讯补助", "who": "驻村甲", "month": "2021-06", "fen": 20000, "payer": "派出单位"}],
        "一笔补助",
        "an allowance",
    ),
    ("measures", [{"kind": "批评教育", "date": "2021-06-08", "who": "驻村甲", "by": "党委组织部门"}], "一项措施", "a measure"),
]

CASES: list[tuple[str, str, str, Record]] = [
    ("producer-least", "一人一村", "one person in one village", LEAST),
    ("producer-more", "三人两村，有请假", "three persons in two villages, with leave", MORE),
    *((f"producer-{p}", f"一人一村，适用 {p}", f"one person in one village, under {p}", under(p, d)) for p, d in FIRST_DAYS.items()),
    *(
        (f"producer-{name}", f"一人一村，另有{zh}", f"one person in one village, and {en}", {**LEAST, name: rows})
        for name, rows, zh, en in RECORDS
    ),
]


def write(root: Path) -> None:
    """Write them; the facts stand where a batch stands in other cases."""
    for ident, zh, en, facts in CASES:
        case = ByteCase(
            ident,
            f"由事实导出批次：{zh}",
            f"a batch from facts: {en}",
            {},
            None,
            purpose="producer",
            level="producer",
            profile=facts["profile"],
            as_of=facts["period"]["to"],
        )
        folder = case.write(root)
        (folder / "facts.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
