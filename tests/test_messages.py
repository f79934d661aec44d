"""Every message, as a clerk of a county office reads it: in words, without codes, names of fields, empty halves, or fen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from edition import standard

from zhucun.findings import message
from zhucun.model import Finding

#: Codes that are no words in either language.
CODES = {code for name in standard.codelist_names for code in standard.code_titles(name)}
SHOUTED = {code for code in CODES if re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", code) and len(code) > 1}
NUMBERED = {code for code in CODES if re.fullmatch(r"[0-9]{2,3}", code)}

#: Signs of a half that nobody filled in, or of a text that was meant for a machine.
BARE = re.compile(r"—|@|（\s*）|\(\s*\)|[\[\]{}|]|[（(、：:，,；;]\s*[、，；）)]|\bNone\b|_|→[0-9]|[0-9]→")
FEN = re.compile(r"（分）|\bfen\b|[0-9]{5,}\s*(元|yuan)")


def texts_in(value: Any) -> Iterator[str]:
    """The texts of a world, at any depth."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(inner)


def wrong_in(text: str, lang: str, ids: frozenset[str]) -> list[str]:
    """What a clerk could not read: the ids of records, rules and clauses aside."""
    out = [m[0] for p in (BARE, FEN) for m in p.finditer(text)]
    plain = _ids(ids).sub("", text) if ids else text
    plain = re.sub(r"\b[A-Z]{2,4}-[0-9][0-9A-Za-z.-]*", "", plain)
    out += [w for w in re.findall(r"[A-Z][A-Z0-9_]+", plain) if w in SHOUTED]
    if lang == "zh":
        out += re.findall(r"[A-Za-z]{2,}", plain)
    else:
        out += re.findall(r"[\u3000-\u9fff\uff00-\uffef]+", plain)
        out += re.findall(r"\b[a-z]+[A-Z]\w*", plain)
    return out


@cache
def _ids(ids: frozenset[str]) -> re.Pattern[str]:
    longest = sorted(ids, key=len, reverse=True)
    return re.compile(r"(?<![0-9A-Za-z])(" + "|".join(map(re.escape, longest)) + r")(?![0-9A-Za-z])")


def wrong_arguments(finding: Finding, lang: str) -> list[str]:
    """Arguments that the message names outside brackets and this finding lacks, and codes in digits that are told as they stand."""
    header = finding.standard.rule(finding.rule).header
    template, kinds = header["message"][lang], header.get("arguments", {})
    always = set(re.findall(r"\{(\w+)\}", re.sub(r"\[[^\]]*\]", "", template)))
    held = {k: v for k, v in finding.arguments.items() if v is not None and v != []}
    out = [f"no {name}" for name in sorted(always - held.keys())]
    for name, value in held.items():
        values = value if isinstance(value, list) else [value]
        if f"{{{name}}}" in template and kinds.get(name, "text") == "text" and any(v in NUMBERED for v in values):
            out.append(f"{name}: {value}")
    return out


# --- how a message is filled in --------------------------------------------------------------------


def said(template: str, kinds: dict[str, str], arguments: dict[str, Any], lang: str = "zh", record_type: str = "support") -> str:
    return message(standard, {"message": {lang: template}, "arguments": kinds}, record_type, arguments, lang)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [({"a": "1", "b": "2"}, "甲1，乙2"), ({"a": "1"}, "甲1"), ({"a": "1", "b": None}, "甲1"), ({"a": "1", "b": []}, "甲1")],
)
def test_a_part_in_brackets_is_told_where_its_arguments_are_there(arguments: dict[str, Any], told: str) -> None:
    assert said("甲{a}[，乙{b}]", {}, arguments) == told


def test_after_a_bar_stands_what_is_told_instead() -> None:
    template = "[反馈于{on}，早于考核|没有登记反馈日期]"
    assert said(template, {}, {"on": "2023-01-01"}) == "反馈于2023-01-01，早于考核"
    assert said(template, {}, {}) == "没有登记反馈日期"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("PARTY_ORG_DEPT", "党委组织部门", "Party organisation department"),
        ("PARTY_ORG_DEPT@50", "党委组织部门（县级）", "Party organisation department (County)"),
        ("PARTY_ORG_DEPT@DISPATCH", "党委组织部门（派出层级）", "Party organisation department (level of dispatch)"),
        ("@20", "省级", "Province"),
        (
            ["FINANCE_DEPT", "AUDIT_DEPT@40"],
            "财政部门、审计部门（市、地区级）",
            "Finance department, Audit department (City or prefecture)",
        ),
    ],
)
def test_an_actor_is_told_by_body_and_level(value: Any, zh: str, en: str) -> None:
    kinds = {"who": "codelist:body"}
    assert said("{who}", kinds, {"who": value}) == zh
    assert said("{who}", kinds, {"who": value}, "en") == en


@pytest.mark.parametrize(
    ("record_type", "field", "value", "zh", "en"),
    [
        ("support", "rateBasis", "FIXED_RATE", "标准依据：固定标准", "rate basis: Fixed rate"),
        ("support", "amountFen", "20000001", "金额：200,000.01元", "amount: 200,000.01 yuan"),
        ("posting", "fullyDetached", "true", "与原单位工作脱钩：是", "fully detached: yes"),
        (
            "rectificationCase",
            "consentBy",
            ["PARTY_ORG_DEPT@40"],
            "同意机构：党委组织部门（市、地区级）",
            "consent by: Party organisation department (City or prefecture)",
        ),
        ("organization", "headDutyLevel", ["131", "132"], "负责人职务层次：县处级正职、县处级副职", None),
    ],
)
def test_a_value_is_told_as_its_field_has_it(record_type: str, field: str, value: Any, zh: str, en: str | None) -> None:
    kinds, arguments = {"field": "field", "found": "value"}, {"field": field, "found": value}
    assert said("{field}：{found}", kinds, arguments, "zh", record_type) == zh
    if en is not None:
        assert said("{field}: {found}", kinds, arguments, "en", record_type) == en
    elsewhere = {"field": f"field:{record_type}", "found": f"value:{record_type}"}
    assert said("{field}：{found}", elsewhere, arguments, "zh", "measure") == zh
