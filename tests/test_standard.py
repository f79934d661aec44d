"""The standard's own files are well formed, agree with each other, and name no jurisdiction where none belongs."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
from edition import standard

from tools import generate
from zhucun.judging import tables
from zhucun.judging.tables import Frame
from zhucun.places import carriers, columns
from zhucun.places.reading import declares, own_rows, readings
from zhucun.record import faults, forms
from zhucun.standard import VERSION, parse_rule

ROOT = standard.folder
REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
HAN = re.compile("[\u4e00-\u9fff]")
Node = Mapping[str, Any]

RECORD_SCHEMAS = sorted(p.stem for p in (ROOT / "records").glob("*.json"))
SCHEMAS = [*RECORD_SCHEMAS, "profile", "rule"]
LISTS = standard.codelist_names
PROFILES = standard.profiles.own
RULES = sorted(p for p in (ROOT / "rules").glob("*.sql") if p.name != "macros.sql")

# --- schemas ----------------------------------------------------------------------------------------

#: The keywords that mean the same in draft-07 and 2020-12 and in every validator, and our annotations.
PORTABLE = {
    "$schema", "$id", "title", "description", "type", "properties", "required", "additionalProperties", "maxProperties", "enum", "format", "pattern",
    "minLength", "maxLength", "minimum", "maximum", "items", "minItems", "maxItems", "uniqueItems", "x-codelist", "x-coverageKinds", "x-ref", "x-piClass", "x-clauses",
    "x-fieldOf", "x-fieldFormat", "x-bulk", "x-keys", "x-when", "x-codeWhen", "x-together", "x-declares", "x-loosens", "x-convention", "x-units", "x-valueOf", "x-asks", "x-stricter", "x-descriptionZh",
}  # fmt: skip

#: Objects that are open on purpose: a map from keys that the standard does not define.
MAPS = {"ext", "records", "omitted", "leftOut", "arguments", "where"}


def nodes(schema: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Every schema in a schema, with the names on the way to it."""
    yield path, schema
    for name, prop in schema.get("properties", {}).items():
        yield from nodes(prop, f"{path}/{name}")
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            yield from nodes(schema[name], f"{path}/{name}")


@pytest.fixture(params=SCHEMAS)
def schema(request: pytest.FixtureRequest) -> Node:
    return standard.schema(request.param)


@pytest.mark.parametrize(
    "path", sorted(p for p in ROOT.rglob("*.json") if p.name not in ("profile.json", "standard.json")), ids=lambda p: p.stem
)
def test_every_property_is_described_in_chinese_too(path: Path) -> None:
    """Who reads only Chinese has a sentence for each field, with Chinese punctuation."""
    described = [(at, node) for at, node in nodes(json.loads(path.read_text("utf-8"))) if "description" in node]
    assert len(described) > 1
    assert [at for at, node in described if not HAN.search(node.get("x-descriptionZh", ""))] == []
    wrong = "[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]|[\u4e00-\u9fff][.]$"
    assert [at for at, node in described if re.search(wrong, node["x-descriptionZh"])] == []


def test_every_record_type_has_its_schema() -> None:
    assert sorted(standard.record_types) == sorted(set(RECORD_SCHEMAS) - {"manifest", "finding", "report"})


def test_schema_is_valid(schema: Node) -> None:
    assert schema["$schema"] == standard.index["dialect"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_has_an_id_of_its_own(name: str) -> None:
    assert standard.schema(name)["$id"] == f"urn:zhucun:schema:{VERSION}:{name}"


def test_only_portable_keywords(schema: Node) -> None:
    for path, node in nodes(schema):
        assert set(node) <= PORTABLE, path
        assert node.get("format", "date") == "date", path
        if "enum" in node:
            assert all(isinstance(v, str) for v in node["enum"]), path
            assert len(set(node["enum"])) == len(node["enum"]), path


def test_patterns_mean_the_same_in_every_engine(schema: Node) -> None:
    for path, node in nodes(schema):
        pattern = node.get("pattern")
        if pattern is None:
            continue
        assert pattern.isascii(), path
        assert pattern.startswith("^"), path
        assert pattern.endswith("$"), path
        assert not re.search(r"\(\?|\\[^.\\/^$|()\[\]{}*+?-]|[*+?}]\+", pattern), path
        # an alternative at the top would escape the anchors, and an anchor inside would mean different things
        inner = re.sub(r"\[\^?[^\]]*\]|\\.", "x", pattern[1:-1])
        assert not set(inner) & set("^$"), path
        depth = 0
        for char in inner:
            depth += (char == "(") - (char == ")")
            assert char != "|" or depth > 0, path
        re.compile(pattern)


@pytest.mark.parametrize("kind", standard.record_types)
def test_coded_text_of_records_holds_no_white_space(kind: str) -> None:
    """The proof of the columnar way takes free text alone to hold spaces."""
    for path, node in nodes(standard.schema(kind)):
        assert not re.search(r"\s|\[\^|(?<!\\)\.(?![^\[]*\])", node.get("pattern", "")), path
        assert not any(re.search(r'[\s"\\|]', code) for code in node.get("enum", ())), path


def test_objects_are_closed(schema: Node) -> None:
    for path, node in nodes(schema):
        if node.get("type") == "object" and "/ext/" not in path:
            if path.rsplit("/", 1)[-1] in MAPS:
                assert isinstance(node["additionalProperties"], dict), path
                assert "properties" not in node, path
            else:
                assert node["additionalProperties"] is False, path
                assert set(node.get("required", ())) <= set(node["properties"]), path


def test_every_property_says_what_it_is(schema: Node) -> None:
    for path, node in nodes(schema):
        for name, prop in node.get("properties", {}).items():
            here = f"{path}/{name}"
            assert re.fullmatch(r"[a-z][A-Za-z0-9]*", name), here
            assert prop.get("description", "").isascii(), here
            assert prop.get("description"), here
            assert prop.get("title"), here


#: Titles that are the same in any language: names of digests, and the severities as codes.
PROPER = {"SHA-256", "SM3", "error", "warning", "info"}


def test_every_title_is_chinese(schema: Node) -> None:
    without = {
        f"{path}/{name}": prop["title"]
        for path, node in nodes(schema)
        for name, prop in node.get("properties", {}).items()
        if not HAN.search(prop["title"])
    }
    assert set(without.values()) <= PROPER, without


@pytest.mark.parametrize("kind", standard.record_types)
def test_every_field_has_a_personal_information_class(kind: str) -> None:
    classes = {r["code"] for r in standard.codelist("pi-class")}
    for path, node in nodes(standard.schema(kind)):
        for name, prop in node.get("properties", {}).items():
            assert prop.get("x-piClass") in classes, f"{path}/{name}"


#: Ids of what is no record: a person in the state's register, a household of the village's own list.
NO_REFERENCE = {"/citizenId", "/householdId", "/householdIds/items"}


@pytest.mark.parametrize("kind", standard.record_types)
def test_references_name_a_record_type(kind: str) -> None:
    for path, node in nodes(standard.schema(kind)):
        assert node.get("x-ref", kind) in standard.record_types, path
        looks_so = bool(re.search(r"Ids?(/items)?$", path)) and node.get("type") == "string"
        assert ("x-ref" in node) == (looks_so and path not in NO_REFERENCE), path


def test_cited_clauses_exist(schema: Node) -> None:
    known = {c["id"] for c in standard.clauses}
    for path, node in nodes(schema):
        for cited in node.get("x-clauses", ()):
            assert cited in known or re.fullmatch(r"K([1-9]|1[0-9]|2[0-2])", cited), f"{path}: {cited}"


#: Lists of which a field may know a part only.


def test_enums_are_their_code_lists(schema: Node) -> None:
    for path, node in nodes(schema):
        name = node.get("x-codelist")
        if name is None:
            continue
        assert name in LISTS, path
        codes = [r["code"] for r in standard.codelist(name)]
        if alternatives := forms.alternatives(node.get("pattern", "")):
            # a column that lists its codes in a pattern takes them, or a part of them
            assert set(alternatives) <= set(codes), path
        if "enum" in node:
            assert set(node["enum"]) <= set(codes), path
            if name not in generate.PARTS:
                assert set(node["enum"]) == set(codes), path


# --- code lists -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_code_list(name: str) -> None:
    with (ROOT / "codelists" / f"{name}.csv").open(encoding="utf-8", newline="") as f:
        head, *rows = list(csv.reader(f))
    assert head == ["code", "zh", "en", "source", "note"]
    assert rows
    assert all(len(r) == 5 for r in rows)
    codes = [r[0] for r in rows]
    assert len(set(codes)) == len(codes)
    for code, zh, en, *_ in rows:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", code)
        assert zh.strip() == zh != ""
        assert en.strip() == en != ""
        assert not HAN.search(en)


NATIONAL = {
    "sex": "GB/T 2261.1-2003 sex",
    "ethnic-group": "GB 3304-91 (GB/T 3304-1991) ethnic",
    "political-status": "GB/T 4762-1984 political",
    "education": "GB/T 4658-2006 education",
    "duty-level": "GB/T 12407-2008 duty level",
    "civil-servant-rank": "civil-servant rank 2019 (no national code; order only)",
    "personal-status": "GB/T 2261.4-2003 personal status",
    "subordination": "GB/T 12404-1997 subordination",
}


@pytest.mark.beside
@pytest.mark.skipif(not (SHARED / "codes.json").is_file(), reason="the national code lists lie beside the repository")
@pytest.mark.parametrize("name", NATIONAL)
def test_national_lists_are_whole(name: str) -> None:
    national = json.loads((SHARED / "codes.json").read_text("utf-8"))[NATIONAL[name]]
    rows = standard.codelist(name)
    assert len(rows) == len(national)
    if isinstance(national, dict):
        assert {r["code"] for r in rows} == set(national)


def test_a_local_word_means_one_code_of_its_list() -> None:
    """A word that could mean two codes, or is the term of another one, helps nobody."""
    rows = standard.register("synonyms")
    assert rows
    assert [w for w, n in Counter((r["list"], r["word"]) for r in rows).items() if n > 1] == []
    for row in rows:
        titles = standard.code_titles(row["list"])
        assert row["code"] in titles, row
        assert HAN.search(row["word"])
        assert row["word"] not in [zh for zh, _ in titles.values()], row


@pytest.mark.parametrize(
    ("codelist", "word", "code"), [("political-status", "中共党员", "01"), ("leave-kind", "年假", "ANNUAL"), ("education", "大专", "31")]
)
def test_the_words_of_local_systems_lead_to_codes(codelist: str, word: str, code: str) -> None:
    assert word in standard.synonyms(codelist)[code]


# --- registers --------------------------------------------------------------------------------------


def _working(day: dt.date, exceptions: dict[str, str]) -> bool:
    return exceptions.get(day.isoformat(), "true" if day.isoweekday() <= 5 else "false") == "true"


def test_calendar() -> None:
    rows = standard.register("calendar")
    exceptions = {r["date"]: r["working"] for r in rows}
    assert len(exceptions) == len(rows)
    years = [int(r["year"]) for r in standard.register("calendar-years")]
    assert len(set(years)) == len(years)
    assert {int(d[:4]) for d in exceptions} <= set(years)
    assert set(exceptions.values()) == {"true", "false"}
    first = {y: dt.date(y, 1, 1) for y in range(2020, 2028)}
    counts = [
        sum(_working(first[y] + dt.timedelta(n), exceptions) for n in range((first[y + 1] - first[y]).days)) for y in range(2020, 2027)
    ]
    assert counts == [249, 250, 249, 249, 251, 248, 248]
    assert dt.date(2005, 12, 31).isoweekday() == 6
    assert _working(dt.date(2005, 12, 31), exceptions)


def test_divisions() -> None:
    rows = standard.register("divisions")
    by_edition: dict[str, dict[str, Mapping[str, str]]] = {}
    for r in rows:
        assert r["code"] not in by_edition.setdefault(r["edition"], {}), r
        by_edition[r["edition"]][r["code"]] = r
    editions = {r["code"] for r in standard.codelist("division-edition")}
    assert set(by_edition) <= editions
    for edition in by_edition.values():
        for r in edition.values():
            assert re.fullmatch(r"[0-9]{2}|[0-9]{4}|[0-9]{6}", r["code"]), r
            assert r["zh"], r
            assert (r["level"] == "PROVINCE") == (r["parent"] == ""), r
            if r["parent"]:
                assert r["parent"] in edition, r
                assert r["code"].startswith(r["parent"]), r


def test_patterns_mean_the_same_to_every_engine() -> None:
    """Classes that some take for ASCII and others for Unicode, look-around and back-references are left out; the whole text is meant."""
    for path in [*(ROOT / "records").glob("*.json"), ROOT / "profiles" / "profile.schema.json", *(ROOT / "rules").glob("*.schema.json")]:
        for pattern in re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', path.read_text("utf-8")):
            plain = json.loads(f'"{pattern}"')
            assert not re.search(r"\\[^.]|\(\?|[*+?}][+?]", plain), (path.name, plain)
            assert plain.startswith("^"), (path.name, plain)
            assert plain.endswith("$"), (path.name, plain)


def test_structural_findings() -> None:
    rows = standard.register("structural")
    assert len({r["code"] for r in rows}) == len(rows)
    for r in rows:
        assert re.fullmatch(r"STR-[A-Z-]+", r["code"])
        assert r["severity"] in ("error", "warning", "info")
        assert HAN.search(r["zh"]), r
        assert HAN.search(r["fixZh"]), r
        assert r["en"], r
        assert r["fixEn"], r
        assert not HAN.search(r["en"] + r["fixEn"]), r
        assert re.findall(r"\{[a-zA-Z]+\}", r["zh"]).sort() == re.findall(r"\{[a-zA-Z]+\}", r["en"]).sort()


# --- profiles ---------------------------------------------------------------------------------------


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> Node:
    return standard.profiles.read(request.param)


def _rows(profile: Node) -> Iterator[tuple[str, Node]]:
    return ((table, row) for table, rows in profile["policy"].items() for row in rows)


def test_profile_is_valid(profile: Node) -> None:
    faults.validator(standard, "profile").validate(profile)
    assert (ROOT / "profiles" / profile["id"] / "profile.json").is_file()
    assert profile["document"] in {d["code"] for d in standard.index["documents"]}
    assert ("effectiveFrom" in profile) == (profile["effectiveFromBasis"] != "UNKNOWN")
    assert profile.get("effectiveFrom", "") <= profile.get("effectiveTo", "9")
    if "extends" in profile:
        assert profile["extends"] in PROFILES
        assert "inheritanceBasis" in profile


def test_row_ids_are_unique(profile: Node) -> None:
    twice = [i for i, n in Counter(row["id"] for _, row in _rows(profile)).items() if n > 1]
    assert not twice


def test_rows_rest_on_clauses_of_their_own_document(profile: Node) -> None:
    known = {c["id"] for c in standard.clauses if c["document"] == profile["document"]}
    for table, row in _rows(profile):
        assert set(row["clauses"]) <= known, f"{table} {row['id']}"


def test_interpreted_rows_say_how(profile: Node) -> None:
    for table, row in _rows(profile):
        if row["basis"] == "INTERPRETED":
            assert row.get("note", {}).get("zh"), f"{table} {row['id']}"
            assert row["note"].get("en"), f"{table} {row['id']}"


def test_parameters_are_known_and_hold_one_value(profile: Node) -> None:
    known = {r["code"] for r in standard.codelist("parameter")}
    for row in profile["policy"].get("parameter", ()):
        assert row["name"] in known, row["id"]
        assert len({"number", "flag", "code"} & set(row)) == 1, row["id"]


def _field(kind: str, name: str) -> Node:
    props = standard.schema(kind)["properties"]
    assert name in props, f"{kind}.{name}"
    result: Node = props[name]
    return result


def _codes(kind: str, prop: Node) -> set[str] | None:
    """The codes a field may hold, or None if it holds no codes."""
    prop = prop.get("items", prop)
    if prop["type"] == "boolean":
        return {"true", "false"}
    if "enum" in prop:
        return set(prop["enum"])
    if prop["type"] == "object" and "code" in prop.get("properties", {}):
        return set(prop["properties"]["code"]["enum"])
    if prop["type"] == "object" and "body" in prop.get("properties", {}):
        levels = [*prop["properties"].get("level", {}).get("enum", ()), "DISPATCH"]
        bodies = prop["properties"]["body"]["enum"]
        # a level alone is anybody of that level
        return {*bodies, *(f"@{level}" for level in levels), *(f"{b}@{level}" for b in bodies for level in levels)}
    if alternatives := re.fullmatch(r"\^\(([A-Z_|]+)\)\$", prop.get("pattern", "")):
        return set(alternatives[1].split("|"))
    if "x-codelist" in prop:
        return {r["code"] for r in standard.codelist(prop["x-codelist"])}
    return None


def _within(row: Node, kind: str, field: str, values: list[str]) -> None:
    codes = _codes(kind, _field(kind, field))
    if codes is not None:
        assert set(values) <= codes, f"{row['id']}: {kind}.{field}: {set(values) - codes}"


def test_conditions_speak_of_fields_and_codes_that_exist(profile: Node) -> None:
    for row in profile["policy"].get("condition", ()):
        prop = _field(row["recordType"], row["field"])
        coded = row["op"] in ("IN", "NOT_IN", "CONTAINS_ALL", "AT_MOST_CODE")
        assert coded == ("values" in row), row["id"]
        assert (row["op"] in ("AT_LEAST", "EQUALS_NUMBER")) == ("number" in row), row["id"]
        assert (row["op"] == "CONTAINS_ALL") <= (prop["type"] == "array"), row["id"]
        if "number" in row:
            assert prop["type"] == "integer", row["id"]
        if coded:
            assert _codes(row["recordType"], prop) is not None, row["id"]
            _within(row, row["recordType"], row["field"], row["values"])
        if "kinds" in row:
            _within(row, row["recordType"], "kind", row["kinds"])
        if "whenField" in row:
            _within(row, row["recordType"], row["whenField"], row.get("whenValues", []))
        assert "whenField" in row or "whenValues" not in row, row["id"]


def test_allowed_codes_exist(profile: Node) -> None:
    for row in profile["policy"].get("allowedCode", ()):
        _within(row, row["recordType"], row["field"], row["codes"])
        assert _codes(row["recordType"], _field(row["recordType"], row["field"])) is not None or row["field"] == "taskList", row["id"]
        if row["field"] == "taskList":
            assert set(row["codes"]) <= {r["code"] for r in standard.codelist("task")}, row["id"]
        if "kinds" in row:
            _within(row, row["recordType"], "kind", row["kinds"])


def test_steps_of_cases_exist(profile: Node) -> None:
    fields = {k for k, p in standard.schema("rectificationCase")["properties"].items() if p.get("format") == "date"}
    for row in profile["policy"].get("caseOrder", ()):
        assert {row["earlier"], row["later"]} <= fields, row["id"]
    for row in profile["policy"].get("clock", ()):
        assert {row["startField"], row["endField"]} <= fields, row["id"]
    for row in profile["policy"].get("groundFact", ()):
        _within(row, "rectificationCase", row["field"], row.get("values", []))


def test_replaced_rows_exist_in_the_parent_table_or_nowhere(profile: Node) -> None:
    """An id taken from a parent under another table would look like a replacement and be none."""
    if "extends" in profile:
        parent = {row["id"]: table for table, row in _rows(standard.profiles.read(profile["extends"]))}
        for table, row in _rows(profile):
            assert parent.get(row["id"], table) == table, row["id"]


@pytest.mark.parametrize("profile", PROFILES)
def test_every_row_is_read_by_a_rule_or_declares(profile: str) -> None:
    resolved = standard.profiles.resolve(profile)
    found = readings(resolved)
    assert [r.row_id for r in own_rows(resolved) if not found[r.row_id].rules and not declares(standard, r.table)] == []


def test_every_parameter_says_what_it_holds_and_is_read() -> None:
    units = {"day", "night", "workingDay", "month", "year", "count", "person", "percent", "fen", "flag", "code"}
    named = {
        name
        for owner in [*(r.header for r in standard.rules.values()), *(v.header for v in standard.views)]
        for need in [*owner.get("policies", ()), *owner.get("also", ())]
        for name in _list(need.get("where", {}).get("name", ()))
    }
    for code, note in columns.notes(standard, "parameter").items():
        assert note["unit"] in units, code
        assert set(note) <= {"unit", "stricter", "codes"}, code
        assert note.get("stricter", "higher") in ("higher", "lower"), code
        assert ("codes" in note) == (note["unit"] == "code"), code
        assert note.get("codes", "body") in LISTS, code
        assert code in named, f"nothing reads {code}"


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


#: Tables and parameters of which a query asks only whether the document has any: (rule, table or parameter).
ASKED_FOR_ONLY = {
    ("ATT-003", "rectificationGround"),
    ("calendar_period", "presence.minDaysPerWeek"),
    ("calendar_period", "presence.minNightsPerWeek"),
    ("POST-005", "recallTrigger"),
    ("POST-005", "rectificationGround"),
    ("POST-005", "term.minMonths"),
}


def test_a_header_names_the_policy_that_its_query_reads() -> None:
    """What a rule reads is told from its header, so that whoever writes a row learns what comes of it."""
    codes = [r["code"] for r in standard.codelist("parameter")]
    own = [(r.id, r.header, r.query) for r in standard.rules.values()] + [(v.name, v.header, v.sql) for v in standard.views]
    for ident, header, sql in own:
        needs = [*header.get("policies", ()), *header.get("also", ())]
        named = {name for need in needs for name in _list(need.get("where", {}).get("name", ()))} | {need["table"] for need in needs}
        read = {c for c in codes if f"'{c}'" in sql} | {t for t in standard.policy_tables if re.search(rf"(?:FROM|JOIN)\s+{t}\b", sql)}
        unsaid = {r for r in read - named - set(header.get("reads", ())) if (ident, r) not in ASKED_FOR_ONLY}
        assert unsaid == set(), ident


def test_keys_name_columns() -> None:
    policy = standard.schema("profile")["properties"]["policy"]
    tables = {t: form["items"]["properties"] for t, form in policy["properties"].items()}
    for table, props in tables.items():
        assert set(policy["properties"][table]["x-keys"]) <= set(props), table
        for column, prop in props.items():
            assert prop.get("x-valueOf", column) in props, f"{table}.{column}"
    for key in policy["x-keys"]:
        assert any(key in props for props in tables.values()), key


# --- rules ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", RULES, ids=lambda p: p.stem)
def test_rule_file(path: Path) -> None:
    data = parse_rule(path.read_text("utf-8"))
    faults.validator(standard, "rule").validate(data)
    assert data["id"] == path.stem
    for need in data.get("policies", ()):
        columns = standard.policy_columns(need["table"])
        assert set(need.get("where", {})) <= set(columns)
        if need["table"] == "parameter" and "name" in need.get("where", {}):
            named = need["where"]["name"]
            # one name, or several of which any will do
            assert set([named] if isinstance(named, str) else named) <= {r["code"] for r in standard.codelist("parameter")}
    for named in data.get("fields", ()):
        kind, _, field = named.partition(".")
        _field(kind, field)
    for entailed in data.get("entails", ()):
        assert entailed["rule"] != data["id"]
        assert (ROOT / "rules" / f"{entailed['rule']}.sql").is_file(), entailed["rule"]
    # where no row gives a finding its weight, the rule must
    assert "severity" in data or "policies" in data
    for kind in data.get("arguments", {}).values():
        if kind.startswith("codelist:"):
            assert kind[9:] in LISTS
        if kind.startswith("field:"):
            assert kind[6:] in standard.record_types
    assert not re.search(r"\{\{|\}\}|\$\{", data["query"] + data["break"]), "no templating"


def _names() -> list[str]:
    """What would betray a jurisdiction: ids of profiles and their parts, and place names in titles and divisions."""
    words = {"guizhou", "qiannan", "hunan", "yulin", "fujian", "lushan", "symposium-county", "x-county"}
    words |= {"贵州", "黔南", "湖南", "榆林", "福建", "鲁山", "陕西", "河南"}
    for ident in PROFILES:
        words.add(ident)
        code = standard.profiles.read(ident).get("divisionCode")
        words |= {
            re.sub("(省|市|县|州|自治区|布依族|苗族|自治)+$", "", r["zh"]) for r in standard.register("divisions") if r["code"] == code
        }
    return sorted(w for w in words if len(w) > 1)


def _naming(text: str) -> list[str]:
    return [w for w in _names() if w in text.lower()]


def test_the_names_are_found_where_they_belong() -> None:
    """Else the two tests below could not fail."""
    for ident in PROFILES:
        assert _naming((ROOT / "profiles" / ident / "profile.json").read_text("utf-8"))


@pytest.mark.parametrize("path", sorted((ROOT / "rules").rglob("*.*")), ids=lambda p: p.name)
def test_no_rule_names_a_jurisdiction(path: Path) -> None:
    assert _naming(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", sorted((REPOSITORY / "sdk").rglob("*.py")), ids=lambda p: p.name)
def test_no_code_names_a_jurisdiction(path: Path) -> None:
    assert _naming(path.read_text("utf-8")) == []


#: The SQL of the standard, headers left out.
TEXTS = {
    "macros": standard.macros,
    **{view.name: view.sql for view in standard.views},
    **{r.id: f"{r.query}\n{r.breaking}" for r in standard.rules.values()},
}


@pytest.mark.parametrize("name", TEXTS)
def test_sql_is_laid_out_to_be_read(name: str) -> None:
    lines = TEXTS[name].splitlines()
    assert [line for line in lines if len(line) > 120] == []
    # each CTE begins with a comment that says what it is
    begun = [n for n, line in enumerate(lines) if line.startswith(("WITH ", "), ")) and line.endswith("(")]
    assert [lines[n] for n in begun if not lines[n + 1].startswith("  -- ")] == []


@pytest.mark.parametrize("name", TEXTS)
def test_sql_needs_no_json_and_no_extension(name: str) -> None:
    assert [word for word in ("json", "->>", "LOAD ", "INSTALL ") if word in TEXTS[name]] == []


def test_every_view_stands_after_those_that_it_reads() -> None:
    names = [view.name for view in standard.views]
    assert names
    for n, view in enumerate(standard.views):
        assert set(view.reads) & set(names) <= set(names[:n]), view.name


def test_the_views_stand_in_the_same_order_in_every_process() -> None:
    show = "from zhucun.standard import Standard; print([view.name for view in Standard.load('1.0').views])"
    seen = [
        subprocess.run([sys.executable, "-c", show], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True)
        for seed in ("1", "2")
    ]
    assert [s.stdout.strip() for s in seen] == [str([view.name for view in standard.views])] * 2


def test_views_and_queries_are_understood_by_the_database() -> None:
    con = duckdb.connect(":memory:")
    tables.create_facts(con, standard)
    tables.create_context(con, standard.profiles.resolve(PROFILES[0]), Frame("b", "2021-01-01", "2021-12-31", "2021-12-31"))
    views = {r[0] for r in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    kept = {r[0] for r in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert views - {"fact_value", "fact_redacted"} == {v.name for v in standard.views} - kept
    for name in views:
        con.execute(f"SELECT * FROM {name}").fetchall()
    days = con.execute(
        "SELECT year(date), count(*) FROM working_day WHERE year(date) BETWEEN 2020 AND 2026 GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert [n for _, n in days] == [249, 250, 249, 249, 251, 248, 248]


# --- clauses ----------------------------------------------------------------------------------------


def test_clause_register() -> None:
    clauses = standard.clauses
    assert not [i for i, n in Counter(c["id"] for c in clauses).items() if n > 1]
    documents = [d["code"] for d in standard.index["documents"]]
    assert sorted(documents) == sorted(p.stem for p in (ROOT / "registers" / "clauses").glob("*.jsonl"))
    for c in clauses:
        assert c["id"].startswith(c["document"] + "-"), c["id"]
        assert HAN.search(c["zh"]), c["id"]
        assert c["en"].strip(), c["id"]
        # a document number has no English
        assert not HAN.search(re.sub(r"\w+〔[0-9]{4}〕[0-9]+号", "", c["en"])), c["id"]
        assert c["checkability"] in ("bat", "dec", "no", "rec"), c["id"]
        assert c["checkability"] != "no" or c.get("reason"), c["id"]


def test_every_clause_is_carried_or_has_a_reason() -> None:
    left = [c["id"] for c in carriers.clauses(standard) if not c["carriers"] and not c.get("reason")]
    assert left == []


@pytest.mark.beside
@pytest.mark.skipif(not (SHARED / "clauses.jsonl").is_file(), reason="the reading of the documents lies beside the repository")
def test_clauses_are_those_of_the_reading() -> None:
    lines = (SHARED / "clauses.jsonl").read_text("utf-8").splitlines()
    reading = {c["id"]: (c["checkability"], c["modality"]) for c in map(json.loads, lines)}
    register = {c["id"]: (c["checkability"], c["modality"]) for c in standard.clauses}
    assert set(register) == set(reading)
    assert {i: (v, reading[i]) for i, v in register.items() if v != reading[i]} == {}


@pytest.mark.beside
@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the documents lie beside the repository")
def test_no_paraphrase_quotes_a_document_at_length() -> None:
    run = 22
    quoted = set()
    for place in sorted((SHARED / "seeds").glob("*.txt")):
        for part in re.findall("[\u4e00-\u9fff]+", place.read_text("utf-8", "replace")):
            quoted |= {part[i : i + run] for i in range(len(part) - run + 1)}
    assert quoted
    same = {}
    for c in standard.clauses:
        for part in re.findall("[\u4e00-\u9fff]+", re.sub("《[^》]*》", "|", c["zh"])):
            if hits := [part[i : i + run] for i in range(len(part) - run + 1) if part[i : i + run] in quoted]:
                same[c["id"]] = hits[0]
    assert same == {}


@pytest.mark.parametrize(
    ("authority", "basis", "heaviest"),
    [("REPORTED", "ASSUMED", "warning"), ("REPORTED", "STATED", "error"), ("PLAN", "ASSUMED", "info"), ("NORMATIVE", "ASSUMED", "error")],
)
def test_what_is_only_assumed_to_be_inherited_weighs_no_more_than_the_heir_allows(authority: str, basis: str, heaviest: str) -> None:
    heir = {**standard.profiles.read("qiannan-2021"), "authority": authority, "inheritanceBasis": basis}
    weights = {row.severity for row in standard.profiles.resolve_data(heir).rows if row.inherited}
    assert max(weights, key=["info", "warning", "error"].index) == heaviest
