"""What is said of a fault: which form is wanted, in words, and never the value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from edition import standard

from zhucun.record import faults, forms

NAMES = [*standard.record_types, "manifest", "finding", "report", "profile", "rule"]


def said(kind: str, record: dict[str, Any], lang: str = "en") -> list[str]:
    return [faults.text_of(standard, fault, kind, lang) for fault in faults.explain(standard, kind, record)]


def cadre(**more: Any) -> dict[str, Any]:
    return {"id": "c1", **more}


DAY = {"id": "a", "cadreId": "c", "date": "2021-07-01", "status": "REST"}


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    """Every schema within one."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node
        for value in node.values():
            yield from schemas(value)
    elif isinstance(node, list):
        for value in node:
            yield from schemas(value)


# --- forms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_pattern_is_told_in_words_with_an_example(name: str) -> None:
    known = {row["pattern"]: row for row in standard.register("patterns")}
    for schema in schemas(standard.schema(name)):
        pattern = schema.get("pattern")
        if isinstance(pattern, str) and not forms.alternatives(pattern):
            row = known[pattern]
            assert re.search(pattern, row["example"])
            for lang in ("zh", "en"):
                assert row[lang] in forms.in_words(standard, "STR-PATTERN", schema, lang)
                assert row["example"] in forms.in_words(standard, "STR-PATTERN", schema, lang)


def test_no_pattern_is_described_that_no_schema_has() -> None:
    used = {s["pattern"] for name in NAMES for s in schemas(standard.schema(name)) if isinstance(s.get("pattern"), str)}
    assert {row["pattern"] for row in standard.register("patterns")} <= used


def test_every_code_list_has_a_title() -> None:
    rows = standard.register("codelists")
    assert [r["name"] for r in rows] == list(standard.codelist_names)
    assert all(r["zh"] and r["en"] for r in rows)


@pytest.mark.parametrize("name", NAMES)
def test_every_keyword_of_every_schema_is_told(name: str) -> None:
    keywords = {
        "type": "STR-TYPE",
        "enum": "STR-ENUM",
        "pattern": "STR-PATTERN",
        "maxLength": "STR-LENGTH",
        "minimum": "STR-RANGE",
        "maxItems": "STR-ITEMS",
    }
    for schema in schemas(standard.schema(name)):
        for keyword, code in keywords.items():
            if isinstance(schema.get(keyword), (str, int, list)):
                for text in (
                    forms.in_words(standard, code, schema, "zh"),
                    forms.in_words(standard, code, schema, "en"),
                    forms.expected(code, schema),
                ):
                    assert text
                    assert "∞" not in text


@pytest.mark.parametrize(
    ("record", "kind", "zh", "en"),
    [
        (cadre(id="人 1"), "cadre", "cadre-0001", "letters, digits"),
        (cadre(id="人 1"), "cadre", "以字母或数字开头", "at most 64 characters"),
        ({**DAY, "date": "2021/7/1"}, "attendance", "YYYY-MM-DD", "2021-09-01"),
        ({**DAY, "date": "2021-02-30"}, "attendance", "真实存在", "that exists"),
        ({**DAY, "date": 44440}, "attendance", "文本，写在双引号内", "a text in double quotes"),
        ({**DAY, "overnight": "true"}, "attendance", "true 或 false，不加引号", "true or false without quotes"),
        ({**DAY, "status": "rest"}, "attendance", "IN_VILLAGE（", "IN_VILLAGE ("),
        (cadre(sex="男"), "cadre", "1（", "1 (Male)"),
        (cadre(ethnicGroup="布依族"), "cadre", "ethnic-group", "one of the 59 codes of ethnic-group ("),
        (cadre(name=""), "cadre", "1 至 200 个字符", "1 to 200 characters"),
        (cadre(redacted=[]), "cadre", "1 至 1000 项", "1 to 1000 items"),
        (cadre(ext={str(n): {} for n in range(21)}), "cadre", "至多 20 项", "at most 20 items"),
        (cadre(citizenId="11010519491231002x"), "cadre", "大写 X", "capital X"),
    ],
)  # fmt: skip
def test_a_message_says_which_form_is_wanted(record: dict[str, Any], kind: str, zh: str, en: str) -> None:
    assert zh in " ".join(said(kind, record, "zh"))
    assert en in " ".join(said(kind, record, "en"))


def test_where_a_schema_takes_part_of_a_code_list_that_part_is_named() -> None:
    """90 is a code of the list, and may not stand there."""
    posting = {"id": "p", "cadreId": "c", "villageId": "v", "role": "FIRST_SECRETARY", "startDate": "2021-07-01", "dispatchLevel": "90"}
    (text,) = (t for t in said("posting", posting) if "dispatchLevel" in t)
    assert "20 (Province)" in text
    assert "90" not in text
    assert "subordination" in text


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (cadre(id="B 1"), "^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$"),
        (cadre(id=1), "string"),
        (cadre(sex="x"), "sex"),
        (cadre(name=""), "1–200"),
        (cadre(ext={str(n): {} for n in range(21)}), "≤ 20"),
        (cadre(birthMonth="x", redacted=[]), "1–1000"),
    ],
)
def test_what_is_expected_is_said_for_machines_too(record: dict[str, Any], expected: str) -> None:
    assert expected in [fault.values.get("expected") for fault in faults.explain(standard, "cadre", record)]


def test_no_message_repeats_a_value() -> None:
    secret = "Zhang13912345678"
    record = dict.fromkeys(standard.schema("cadre")["properties"], secret + "驻" * 5000) | {secret: secret, "张三": 1}
    for lang in ("zh", "en"):
        assert secret not in json.dumps(said("cadre", record, lang))
        assert "张三" not in "".join(said("cadre", record, lang))


def test_every_text_is_filled_in() -> None:
    for kind in standard.record_types:
        record = {k: {"x": 1} if k == "ext" else [] for k in standard.schema(kind)["properties"]}
        for lang in ("zh", "en"):
            for text in said(kind, record, lang):
                assert "{" not in text.replace("{ … }", "")
                assert "None" not in text


# --- keys that are not known ------------------------------------------------------------------------


def unknown(record: dict[str, Any], kind: str = "cadre") -> list[tuple[str, dict[str, Any]]]:
    return [(f.pointer, dict(f.values)) for f in faults.explain(standard, kind, record) if f.code == "STR-UNKNOWN-FIELD"]


def test_the_standards_own_word_for_a_field_is_named_with_the_field() -> None:
    record = {"id": "c1", "姓名": "x", "性别": "1", "民族": "01"}
    assert said("cadre", record, "zh") == [
        "含有标准未定义的字段：姓名 应写作 name",
        "含有标准未定义的字段：性别 应写作 sex",
        "含有标准未定义的字段：民族 应写作 ethnicGroup",
    ]
    assert said("cadre", record)[0].endswith(": 姓名 should be name")
    assert [p for p, _ in unknown(record)] == ["/?"] * 3


def test_a_word_for_a_field_of_another_record_is_named_without_a_field() -> None:
    assert unknown({**DAY, "统一社会信用代码": "x"}, "attendance") == [("/?", {"name": "统一社会信用代码", "position": 5})]


def test_a_key_that_may_not_be_said_is_told_by_its_place() -> None:
    record = {"id": "c1", "备注一": 1, "sex": "1", "李四": 2}
    assert unknown(record) == [("/?", {"position": 2}), ("/?", {"position": 4})]
    assert said("cadre", record) == [
        "a field that the standard does not define, the 2nd member of its object",
        "a field that the standard does not define, the 4th member of its object",
    ]
    assert "第 4 个成员" in said("cadre", record, "zh")[1]


@pytest.mark.parametrize("key", ["x13800138000", "citizen52270119900101123X", "a123456", "张三", "a b", "", "x" * 65])
def test_a_key_that_could_be_a_value_is_not_repeated(key: str) -> None:
    assert unknown({"id": "c1", key: 1}) == [("/?", {"position": 2})]
    posting = {"id": "p", "selectionSteps": [{key: 1}]}
    assert [p for p, v in unknown(posting, "posting")] == ["/selectionSteps/0/?"]
    for record in ({"id": "c1", "ext": {"x": {key: 1}, key: 1}}, {"id": "c1", "ext": {key: {key: []}}}):
        for fault in faults.explain(standard, "cadre", record):
            assert not key or key not in fault.pointer


@pytest.mark.parametrize(
    ("key", "near"),
    [("nmae", "name"), ("Name", "name"), ("citizen_id", "citizenId"), ("workmonths", "workMonths"), ("zzzz", None), ("x12345", None)],
)
def test_a_name_that_is_close_is_offered(key: str, near: str | None) -> None:
    assert unknown({"id": "c1", key: 1}) == [(f"/{key}", {"name": key} | ({"near": near} if near else {}))]


def test_ordinals() -> None:
    record = {"id": "c1"} | {f"键{n}": 1 for n in range(2, 114)}
    texts = said("cadre", record)
    for n, word in (
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (111, "111th"),
        (112, "112th"),
        (113, "113th"),
    ):
        assert f" {word} " in texts[n - 2]


# --- the manifest -----------------------------------------------------------------------------------

MANIFEST = {
    "standard": "1.0", "batchId": "b", "sender": {"id": "s"}, "profile": "guizhou-2017", "startDate": "2021-01-01", "endDate": "2021-12-31",
    "asOf": "2021-12-31", "mode": "SNAPSHOT", "coverage": [],
    "files": [{"path": "data/village.ndjson", "recordType": "village", "count": 1, "sha256": "0123456789abcdef" * 4}],
}  # fmt: skip


def refused(lang: str = "en", file: dict[str, Any] | None = None, **more: Any) -> list[str]:
    manifest = {**MANIFEST, **more, "files": [{**MANIFEST["files"][0], **(file or {})}]}  # type: ignore[index]
    return [p.text(lang) for p in faults.explain_manifest(standard, manifest)]


def test_digests_may_be_written_in_capitals() -> None:
    assert refused(file={"sha256": "0123456789ABCDEF" * 4, "sm3": "ABCDEFabcdef0123" * 4}) == []
    assert "64 hexadecimal digits" in refused(file={"sha256": "0" * 63})[0]


def test_an_unknown_version_of_the_standard_says_which_is_known() -> None:
    (text,) = refused(standard="1.1")
    assert "the version of the standard that this tool knows, for instance 1.0" in text
    assert "1.0" in refused("zh", standard="1.1")[0]


def test_a_profile_of_no_proper_name_lists_what_there_is() -> None:
    for lang in ("zh", "en"):
        (text,) = refused(lang, profile="黔南2021")
        assert "黔南" not in text
        for ident in standard.profiles.own:
            assert ident in text


@pytest.mark.parametrize("path", ["村.ndjson", "data\\village.ndjson", "a b.ndjson", "-x.ndjson"])
def test_a_path_of_another_form_is_told_the_form(path: str) -> None:
    (text,) = refused(file={"path": path})
    assert "no backslash" in text
    assert "data/village.ndjson" in text
    assert "反斜杠" in refused("zh", file={"path": path})[0]


def test_a_record_type_that_is_none_lists_them() -> None:
    (text,) = refused(file={"recordType": "villages"})
    assert "one of organization, village" in text
    assert forms.alternatives(r"^(a\.b|c)$") == ["a.b", "c"]
