"""Everything that is wrong, or worth a look, in a profile that is being written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from zhucun.standard import FIRST_DAY, LAST_DAY, ProfileFault, Profiles, Standard, UnknownProfile


class Remark(NamedTuple):
    """One thing wrong, or worth a look, in a profile.

    :ivar level: ``error`` or ``warning``.
    :ivar place: row id, or a JSON pointer.
    """

    level: str
    place: str
    zh: str
    en: str


def check(profiles: Profiles, folder: Path) -> list[Remark]:
    """Everything wrong with the profile in a folder.

    :param profiles: where the profiles that it extends are looked up.
    :raises ProfileFault: if there is no readable ``profile.json``.
    """
    standard, path = profiles.standard, folder / "profile.json"
    try:
        if not path.is_file():
            raise ProfileFault("missing", str(folder))
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as e:
        raise ProfileFault("form", str(path), str(e)) from e
    faults = list(_form(standard, data))
    if faults:
        return faults
    return [*_name(data, folder), *_rows(standard, data), *_dates(data), *_parents(profiles, data)]


def _name(data: Mapping[str, Any], folder: Path) -> Iterator[Remark]:
    name = Path(os.path.abspath(folder)).name
    if data["id"] != name:
        yield Remark(
            "error",
            "/id",
            f"应与文件夹名 {name} 相同，否则无法按名称找到",
            f"should be the name of the folder, {name}, or the profile cannot be found by it",
        )


def _form(standard: Standard, data: Any) -> Iterator[Remark]:
    import jsonschema

    for e in sorted(
        jsonschema.Draft202012Validator(standard.schema("profile")).iter_errors(data), key=lambda e: list(map(str, e.absolute_path))
    ):
        place = "/" + "/".join(map(str, e.absolute_path))
        if e.validator == "pattern" and place.endswith("/name"):
            yield Remark(
                "error",
                place,
                f"未知参数 {e.instance}；参数见代码表 parameter",
                f"unknown parameter {e.instance}; see the code list parameter",
            )
        elif e.validator == "required" and "'clauses'" in e.message:
            yield Remark("error", place, "该行没有条款；每行须注明所依条款", "the row has no clause; each row cites the clause it rests on")
        else:
            # a profile is a public document: quoting it is safe
            yield Remark(
                "error", place, f"不符合 profile.schema.json:{e.message[:160]}", f"not valid against profile.schema.json: {e.message[:160]}"
            )


def _rows(standard: Standard, data: Mapping[str, Any]) -> Iterator[Remark]:
    seen: set[str] = set()
    for table, rows in data["policy"].items():
        for row in rows:
            place = f"{table}/{row['id']}"
            if row["id"] in seen:
                yield Remark("error", place, "行标识重复", "the row id is used twice")
            seen.add(row["id"])
            for clause in row["clauses"]:
                if not clause.startswith(data["document"] + "-"):
                    yield Remark(
                        "error",
                        place,
                        f"条款 {clause} 不属于本文件 {data['document']}；不得借用他处规定",
                        f"the clause {clause} is not of this document ({data['document']}); no row is borrowed",
                    )
            if row["basis"] == "INTERPRETED" and "note" not in row:
                yield Remark("error", place, "依解释的行须说明理由（note）", "an interpreted row needs a note that says why")
            if table == "parameter" and not {"number", "flag", "code"} & set(row):
                yield Remark("error", place, "参数没有取值", "the parameter has no value")
            yield from _codes(standard, table, row, place)


def _codes(standard: Standard, table: str, row: Mapping[str, Any], place: str) -> Iterator[Remark]:
    if table not in ("condition", "allowedCode"):
        if table in ("groundFact", "caseOrder", "clock"):
            props = standard.schema("rectificationCase")["properties"]
            for key in ("field", "earlier", "later", "startField", "endField"):
                if key in row and row[key] not in props:
                    yield Remark("error", place, f"教育整改记录没有字段 {row[key]}", f"a rectification case has no field {row[key]}")
        return
    props = standard.schema(row["recordType"])["properties"]
    if row["field"] not in props:
        yield Remark("error", place, f"{row['recordType']} 没有字段 {row['field']}", f"{row['recordType']} has no field {row['field']}")
        return
    prop = props[row["field"]]
    leaf = prop.get("items", prop)
    leaf = leaf.get("properties", {}).get("code", leaf.get("properties", {}).get("body", leaf)) if leaf.get("type") == "object" else leaf
    if codes := leaf.get("x-codelist"):
        for value in row.get("values", row.get("codes", [])):
            body, _, level = value.partition("@")
            # a level alone is anybody of that level
            if body not in standard.code_titles(codes) and not (level and not body):
                yield Remark("error", place, f"代码表 {codes} 没有 {value}", f"the code list {codes} has no {value}")


def _dates(data: Mapping[str, Any]) -> Iterator[Remark]:
    start, end = data.get("effectiveFrom"), data.get("effectiveTo")
    if start is None:
        yield Remark(
            "warning",
            "/effectiveFrom",
            "没有生效日期，只能作描述，不能判断批次",
            "no effective date: it describes and cannot judge a batch",
        )
        return
    if end and end < start:
        yield Remark("error", "/effectiveTo", "失效日期早于生效日期", "it ends before it begins")
    for table, rows in data["policy"].items():
        for row in rows:
            first, last = row.get("validFrom", start), row.get("validTo", end or LAST_DAY)
            if first > last:
                yield Remark("error", f"{table}/{row['id']}", "该行没有任何有效日期", "the row is valid on no day")
            if first < start:
                yield Remark(
                    "warning",
                    f"{table}/{row['id']}",
                    "行的起始日期早于生效日期，以后者为准",
                    "the row begins before the profile; the later day counts",
                )


def _parents(profiles: Profiles, data: dict[str, Any]) -> Iterator[Remark]:
    if "extends" not in data:
        if "inheritanceBasis" in data:
            yield Remark("error", "/inheritanceBasis", "没有上位规则却写了继承依据", "an inheritance basis without a parent")
        return
    if "inheritanceBasis" not in data:
        yield Remark(
            "error",
            "/inheritanceBasis",
            "须说明继承是文件写明（STATED）还是推定（ASSUMED）",
            "say whether the inheritance is STATED or ASSUMED",
        )

    try:
        profiles.resolve_data(data)  # would notice a circle through this very profile
        parent = profiles.resolve(data["extends"])
    except UnknownProfile as e:
        yield Remark(
            "error",
            "/extends",
            f"没有上位规则 {e.name}；现有：{', '.join(e.known)}",
            f"there is no profile {e.name}; there are: {', '.join(e.known)}",
        )
        return
    except ProfileFault as e:
        fault = e.problems[0]
        yield Remark("error", "/extends", fault.text("zh"), fault.text("en"))
        return
    if data.get("effectiveFrom", LAST_DAY) < parent.data.get("effectiveFrom", FIRST_DAY):
        yield Remark(
            "warning",
            "/effectiveFrom",
            "早于上位规则生效；继承的行自上位规则生效起适用",
            "begins before its parent; inherited rows bind from the parent's day",
        )
    above = {(r.table, r.values["id"]): r.values for r in parent.rows}
    for table, rows in data["policy"].items():
        for row in rows:
            if old := above.get((table, row["id"])):
                for what in _looser(profiles.standard, old, row):
                    yield Remark("warning", f"{table}/{row['id']}", f"比上位规则宽：{what}", f"looser than the parent: {what}")


_STRENGTH = {"FACT": 0, "MAY": 0, "SHOULD": 1, "MUST": 2, "PROHIBITED": 2}


def _looser(standard: Standard, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """In what a row asks less than the one it replaces."""
    if _STRENGTH[new["modality"]] < _STRENGTH[old["modality"]]:
        yield f"{old['modality']} → {new['modality']}"
    notes = {r["code"]: r["note"] for r in standard.codelist("parameter")}
    for key in old.keys() | new.keys():
        a, b = old.get(key), new.get(key)
        if not isinstance(a, int) or not isinstance(b, int) or isinstance(a, bool) or isinstance(b, bool) or a == b:
            continue
        if key == "number":
            note = notes.get(str(new.get("name")), "")
            higher = True if "stricter: higher" in note else False if "stricter: lower" in note else None
        else:
            higher = True if key.startswith("min") or key == "rateFen" else False if key.startswith("max") or key == "workingDays" else None
        if higher is not None and (b < a) == higher:
            yield f"{key} {a} → {b}"
