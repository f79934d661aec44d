"""For whoever writes the profile of another county: a template, a check, and a comparison of two profiles."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from zhucun import standard
from zhucun.errors import of_standard
from zhucun.places import carriers


class Remark(NamedTuple):
    """One thing wrong, or worth a look, in a profile.

    :ivar level: ``error`` or ``warning``.
    :ivar place: row id, or a JSON pointer.
    """

    level: str
    place: str
    zh: str
    en: str


# --- template -------------------------------------------------------------------------------------


def template(ident: str, document: str, zh: str, en: str, extends: str | None, start: str) -> dict[str, Any]:
    """A profile to fill in: two rows that show the form, and nothing that binds anybody else."""
    data: dict[str, Any] = {
        "id": ident,
        "document": document,
        "authority": "NORMATIVE",
        "effectiveFrom": start,
        "effectiveFromBasis": "STATED",
        "era": "REVITALISATION_TRANSITION",
        "title": {"zh": zh, "en": en},
        "source": {"title": f"《{zh}》", "issuer": "（发文机关）"},
    }
    if extends:
        data |= {"extends": extends, "inheritanceBasis": "STATED"}
    base = {"clauses": [f"{document}-1-1"], "modality": "MUST", "basis": "STATED"}
    data["policy"] = {
        "parameter": [{"id": "days-per-month", **base, "name": "presence.minDaysPerMonth", "number": 20}],
        "creditingStatus": [{"id": "credit-in-village", **base, "status": "IN_VILLAGE"}],
    }
    return data


def dump(profile: Mapping[str, Any]) -> str:
    """A profile as the standard writes it: metadata indented, one row a line."""
    head = {k: v for k, v in profile.items() if k != "policy"}
    lines = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "policy": {\n'
    tables = []
    for name, rows in profile["policy"].items():
        body = ",\n".join("      " + json.dumps(r, ensure_ascii=False) for r in rows)
        tables.append(f'    "{name}": [\n{body}\n    ]')
    return lines + ",\n".join(tables) + "\n  }\n}\n"


# --- check ----------------------------------------------------------------------------------------


def check(folder: Path, profiles: Path | None = None) -> list[Remark]:
    """Everything wrong with the profile in a folder.

    :param profiles: a folder in which the profiles that it extends are looked up besides the standard.
    :raises standard.ProfileFault: if there is no readable ``profile.json``.
    """
    path = folder / "profile.json"
    try:
        if not path.is_file():
            raise standard.ProfileFault("missing", str(folder))
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as e:
        raise standard.ProfileFault("form", str(path), str(e)) from e
    faults = list(_form(data))
    if faults:
        return faults
    return [*_name(data, folder), *_rows(data), *_dates(data), *_parents(data, profiles)]


def _name(data: Mapping[str, Any], folder: Path) -> Iterator[Remark]:
    name = Path(os.path.abspath(folder)).name
    if data["id"] != name:
        yield Remark(
            "error",
            "/id",
            f"应与文件夹名 {name} 相同，否则无法按名称找到",
            f"should be the name of the folder, {name}, or the profile cannot be found by it",
        )


def _form(data: Any) -> Iterator[Remark]:
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


def _rows(data: Mapping[str, Any]) -> Iterator[Remark]:
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
            yield from _codes(table, row, place)


def _codes(table: str, row: Mapping[str, Any], place: str) -> Iterator[Remark]:
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
            if value.partition("@")[0] not in standard.code_titles(codes):
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
            first, last = row.get("validFrom", start), row.get("validTo", end or standard.LAST_DAY)
            if first > last:
                yield Remark("error", f"{table}/{row['id']}", "该行没有任何有效日期", "the row is valid on no day")
            if first < start:
                yield Remark(
                    "warning",
                    f"{table}/{row['id']}",
                    "行的起始日期早于生效日期，以后者为准",
                    "the row begins before the profile; the later day counts",
                )


def _parents(data: dict[str, Any], profiles: Path | None) -> Iterator[Remark]:
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
        standard.resolve_data(data, profiles)  # would notice a circle through this very profile
        parent = standard.resolve(data["extends"], profiles)
    except standard.UnknownProfile as e:
        yield Remark(
            "error",
            "/extends",
            f"没有上位规则 {e.name}；现有：{', '.join(e.known)}",
            f"there is no profile {e.name}; there are: {', '.join(e.known)}",
        )
        return
    except standard.ProfileFault as e:
        fault = of_standard(e)
        yield Remark("error", "/extends", fault.text("zh"), fault.text("en"))
        return
    if data.get("effectiveFrom", standard.LAST_DAY) < parent.data.get("effectiveFrom", standard.FIRST_DAY):
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
                for what in _looser(old, row):
                    yield Remark("warning", f"{table}/{row['id']}", f"比上位规则宽：{what}", f"looser than the parent: {what}")


_STRENGTH = {"FACT": 0, "MAY": 0, "SHOULD": 1, "MUST": 2, "PROHIBITED": 2}


def _looser(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
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


# --- diff -----------------------------------------------------------------------------------------

#: What makes two rows of a table speak of the same thing.
_KEYS = {
    "parameter": ("name",),
    "creditingStatus": ("status",),
    "obligation": ("act", "subject", "subjectBodies", "recipient", "leaderRole", "tier"),
    "selectionStep": ("step", "roles", "replacementOnly"),
    "condition": ("recordType", "field"),
    "exitReason": ("reason",),
    "assessmentRequirement": ("kind",),
    "recallTrigger": ("trigger",),
    "allowance": ("kind",),
    "tripLimit": (),
    "rateBasis": ("kind", "dispatchLevels"),
    "insurance": ("kind",),
    "fund": ("beneficiary",),
    "rectificationGround": ("ground",),
    "groundFact": ("ground", "field"),
    "caseOrder": ("earlier", "later"),
    "clock": ("name",),
    "consequence": ("trigger", "measureKind"),
    "allowedCode": ("recordType", "field", "kinds"),
    "staffingBand": ("villageTypes",),
    "declaration": ("subject",),
}


class Pair(NamedTuple):
    """Two rows on the same point; either may be missing."""

    table: str
    left: standard.Row | None
    right: standard.Row | None


def diff(a: standard.Profile, b: standard.Profile) -> list[Pair]:
    """Every policy row of two profiles, side by side."""
    out = []
    for table in standard.policy_tables():
        sides: list[dict[str, list[standard.Row]]] = []
        for profile in (a, b):
            grouped: dict[str, list[standard.Row]] = {}
            for row in profile.table(table):
                key = json.dumps([row.values.get(k) for k in _KEYS[table]], ensure_ascii=False)
                grouped.setdefault(key, []).append(row)
            sides.append(grouped)
        for key in [*sides[0], *(k for k in sides[1] if k not in sides[0])]:
            out += [Pair(table, x, y) for x, y in zip_longest(sides[0].get(key, []), sides[1].get(key, []))]
    return out


def diff_json(a: standard.Profile, b: standard.Profile) -> str:
    """The comparison as JSON."""
    rows = [
        {
            "table": p.table,
            "same": _same(p),
            a.id: carriers.row_json(p.left) if p.left else None,
            b.id: carriers.row_json(p.right) if p.right else None,
        }
        for p in diff(a, b)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


_QUIET = {"id", "clauses", "note", "basis", "validFrom", "validTo"}


def _same(pair: Pair) -> bool:
    if pair.left is None or pair.right is None:
        return False
    a, b = ({k: v for k, v in r.values.items() if k not in _QUIET} for r in (pair.left, pair.right))
    return a == b


def diff_text(a: standard.Profile, b: standard.Profile, lang: str) -> str:
    """The comparison for people: table by table, what both say, then what differs."""
    en = lang == "en"
    tables = standard.schema("profile")["properties"]["policy"]["properties"]
    silent = "(silent)" if en else "（未作规定）"
    out = [f"A  {a.id}  {a.data['title'][lang]}", f"B  {b.id}  {b.data['title'][lang]}"]
    pairs = diff(a, b)
    for table in standard.policy_tables():
        mine = [p for p in pairs if p.table == table]
        if not mine:
            continue
        out += ["", f"■ {table if en else tables[table]['title']}"]
        for pair in sorted(mine, key=_same, reverse=True):
            if _same(pair):
                assert pair.left and pair.right
                out.append(
                    f"  =  {carriers.describe(pair.left, lang)}  [{carriers.marks(pair.left, lang)}]  {_cited(pair.left)} / {_cited(pair.right)}"
                )
                continue
            for name, row in (("A", pair.left), ("B", pair.right)):
                said = f"{carriers.describe(row, lang)}  [{carriers.marks(row, lang)}]  {_cited(row)}" if row else silent
                out.append(f"  {name}  {said}")
            out.append("")
        if out[-1] == "":
            out.pop()
    return "\n".join(out) + "\n"


def _cited(row: standard.Row) -> str:
    return " ".join(row.clauses)
