"""The open door: what a place declares of its own is validated like everything else."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import zhucun
from zhucun.cli import main
from zhucun.findings import message_of
from zhucun.places import check, describe
from zhucun.places.explain import explain
from zhucun.record import faults, quick
from zhucun.reports import PLAIN, RENDERERS
from zhucun.standard import Profiles, Standard

ROOT = Path(__file__).resolve().parent.parent
STANDARD = Standard.load()
BASE = {"clauses": ["FC-1-1"], "modality": "MUST", "basis": "STATED"}
SECRET = "张三家有重病人"

OWN = {
    "fields": [
        {
            "recordType": "village",
            "name": "dike",
            "type": "CODE",
            "codes": [
                {"code": "SOUND", "title": {"zh": "完好", "en": "sound"}},
                {"code": "LEAKING", "title": {"zh": "渗漏", "en": "leaking"}},
            ],
            "title": {"zh": "堤防状况", "en": "state of the dike"},
        },
        {"recordType": "village", "name": "pumps", "type": "NUMBER", "title": {"zh": "泵站数", "en": "pumping stations"}},
        {"recordType": "village", "name": "story", "type": "TEXT", "title": {"zh": "情况说明", "en": "account"}},
        {"recordType": "village", "name": "walked", "type": "DATE", "title": {"zh": "巡堤日期", "en": "day of the dike walk"}},
        {"recordType": "posting", "name": "swims", "type": "BOOLEAN", "title": {"zh": "会游泳", "en": "can swim"}},
        {"recordType": "attendance", "name": "boat", "type": "BOOLEAN", "title": {"zh": "乘船", "en": "by boat"}},
        {"recordType": "rectificationCase", "name": "heardOn", "type": "DATE", "title": {"zh": "听证日期", "en": "day of the hearing"}},
    ],
    "codes": [
        {"list": "activity-kind", "code": "DIKE_WALK", "title": {"zh": "巡堤", "en": "dike walk"}},
        {"list": "village-trait", "code": "BELOW_RIVER", "title": {"zh": "低于河面", "en": "below the river"}},
        {"list": "support-kind", "code": "BOAT_FARE", "title": {"zh": "船费", "en": "boat fare"}},
        {"list": "measure-kind", "code": "NIGHT_WATCH", "title": {"zh": "夜间值守", "en": "night watch"}},
    ],
}

POLICY: dict[str, list[dict[str, Any]]] = {
    "condition": [
        {"id": "dike", "recordType": "village", "field": "ext.FC.dike", "op": "IN", "values": ["SOUND"]},
        {
            "id": "story",
            "recordType": "village",
            "field": "ext.FC.story",
            "op": "ABSENT",
            "whenField": "ext.FC.dike",
            "whenValues": ["SOUND"],
        },
        {"id": "pumps", "recordType": "village", "field": "ext.FC.pumps", "op": "AT_LEAST", "number": 2},
        {"id": "swims", "recordType": "posting", "field": "ext.FC.swims", "op": "IN", "values": ["true"]},
    ],
    "obligation": [{"id": "dike-walk", "subject": "CADRE", "act": "FC:DIKE_WALK", "period": "MONTH", "minimum": 1}],
}


def profile(folder: Path, *, own: Any = None, policy: Any = None, **more: Any) -> Path:
    """A profile FC in a folder, with declarations and rows of its own."""
    ident = more.get("id", "fictive-county-2024")
    home = folder / ident
    home.mkdir(parents=True, exist_ok=True)
    rows = {t: [{**BASE, **r} for r in entries] for t, entries in (POLICY if policy is None else policy).items()}
    data = {
        "id": ident,
        "document": "FC",
        "authority": "NORMATIVE",
        "effectiveFrom": "2024-01-01",
        "effectiveFromBasis": "STATED",
        "era": "REGULAR_ASSISTANCE",
        "title": {"zh": "虚构县", "en": "A fictive county"},
        "source": {"title": "（虚构）"},
        "own": OWN if own is None else own,
        "policy": rows,
    } | more
    (home / "profile.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return profile(tmp_path_factory.mktemp("own"))


def batch(folder: Path, /, **records: list[dict[str, Any]]) -> Path:
    """A batch of one place and year; every type in it is complete."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kind, held in records.items():
        text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in held).encode()
        (folder / f"{kind}.ndjson").write_bytes(text)
        files.append({"path": f"{kind}.ndjson", "recordType": kind, "count": len(held), "sha256": hashlib.sha256(text).hexdigest()})
    span = {"startDate": "2024-01-01", "endDate": "2024-12-31"}
    manifest = {
        "standard": "1.0", "batchId": "b-1", "mode": "SNAPSHOT", "sender": {"id": "s-1", "name": "虚构县委组织部"}, "profile": "fictive-county-2024",
        **span, "asOf": "2024-12-31", "coverage": [{"recordType": k, **span} for k in records], "files": files,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    return folder


def village(ident: str = "v-1", **more: Any) -> dict[str, Any]:
    return {"id": ident, "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "t-1", **more}


def told(folder: Path, home: Path, /, **records: list[dict[str, Any]]) -> zhucun.Report:
    return zhucun.validate(batch(folder, **records), profile=home)


def found(report: zhucun.Report) -> set[tuple[str, str | None, str | None]]:
    return {(f.rule, f.record_id, f.pointer) for f in report.findings if f.rule != "STR-REFERENCE"}


# --- records ------------------------------------------------------------------------------------------


SOUND = {"FC": {"dike": "SOUND", "pumps": 2, "walked": "2024-05-01"}}


#: By the id of a village what stands in its ``ext``, and what is wrong with it.
EXT: dict[str, tuple[Any, tuple[str, str] | None]] = {
    "sound": (SOUND, None),
    # what others declare travels along
    "foreign": ({**SOUND, "GZ": {"dike": ["whatever", {"deep": 1.5}]}}, None),
    "undeclared": ({"FC": {"dyke": "SOUND"}}, ("STR-OWN-FIELD", "/ext/FC/dyke")),
    "elsewhere": ({"FC": {"swims": True}}, ("STR-OWN-FIELD", "/ext/FC/swims")),
    "code": ({"FC": {"dike": "BROKEN"}}, ("STR-ENUM", "/ext/FC/dike")),
    "no-text": ({"FC": {"dike": 1}}, ("STR-TYPE", "/ext/FC/dike")),
    "no-number": ({"FC": {"pumps": "2"}}, ("STR-TYPE", "/ext/FC/pumps")),
    "fraction": ({"FC": {"pumps": 2.5}}, ("STR-TYPE", "/ext/FC/pumps")),
    "large": ({"FC": {"pumps": 2**53}}, ("STR-RANGE", "/ext/FC/pumps")),
    "no-day": ({"FC": {"walked": "2024-02-30"}}, ("STR-FORMAT", "/ext/FC/walked")),
    "nested": ({"FC": {"story": {"more": 1}}}, ("STR-TYPE", "/ext/FC/story")),
    "empty": ({"FC": {"story": ""}}, ("STR-LENGTH", "/ext/FC/story")),
    "no-object": ({"FC": []}, ("STR-TYPE", "/ext/FC")),
    "no-object-either": ({"GZ": 1}, ("STR-TYPE", "/ext/GZ")),
    "leaking": ({"FC": {"dike": "LEAKING", "pumps": 1}}, None),
    "told": ({"FC": {"dike": "SOUND", "pumps": 2, "story": SECRET}}, None),
}

#: The same for codes of open lists.
CODED: dict[str, tuple[Any, tuple[str, str] | None]] = {
    "own": ({"traits": ["FC:BELOW_RIVER", "REMOTE"]}, None),
    "unknown": ({"traits": ["FC:ABOVE_RIVER"]}, ("STR-ENUM", "/traits/0")),
    # another place's code says nothing here, and a list that is not open takes none
    "others": ({"traits": ["GZ:BELOW_RIVER"]}, ("STR-ENUM", "/traits/0")),
    "bare": ({"traits": ["BELOW_RIVER"]}, ("STR-ENUM", "/traits/0")),
    "closed": ({"kind": "FC:BELOW_RIVER"}, ("STR-ENUM", "/kind")),
    "slip": ({"traits": [SECRET]}, ("STR-ENUM", "/traits/0")),
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory, home: Path) -> zhucun.Report:
    """Villages of every sort in one batch."""
    records = [village(ident, ext=ext) for ident, (ext, _) in EXT.items()] + [village(ident, **own) for ident, (own, _) in CODED.items()]
    return told(tmp_path_factory.mktemp("judged"), home, village=records)


@pytest.mark.parametrize("ident", [*EXT, *CODED])
def test_records_are_checked_as_the_profile_declares(judged: zhucun.Report, ident: str) -> None:
    wrong = [(rule, pointer) for rule, name, pointer in found(judged) if name == ident and rule.startswith("STR-")]
    expected = (EXT | CODED)[ident][1]
    assert wrong == ([expected] if expected else [])


def test_what_is_wrong_is_said_in_words(judged: zhucun.Report) -> None:
    said = [message_of(f, lang) for f in judged.findings for lang in ("zh", "en")]
    assert any("FC" in s and "dyke" in s and "dike" in s for s in said), said
    assert any("堤防状况" in s and "SOUND（完好）" in s for s in said), said
    assert any("自有代码" in s for s in said), said
    assert SECRET not in "".join(said)


def test_many_records_are_checked_alike(tmp_path: Path, home: Path) -> None:
    """From so many lines on files are checked by columns: with own codes as fast as without, and ext line by line."""
    many = [village(f"v-{n}", traits=["FC:BELOW_RIVER"]) for n in range(4_000)]
    many[7]["ext"], many[8]["ext"], many[9]["traits"] = {"FC": {"dike": "LEAKING"}}, {"FC": {"dyke": "SOUND"}}, ["FC:NO"]
    report = told(tmp_path, home, village=many)
    assert found(report) == {
        ("STR-OWN-FIELD", "v-8", "/ext/FC/dyke"),
        ("STR-ENUM", "v-9", "/traits/0"),
        ("VIL-010", "v-7", "/ext/FC/dike"),
    }


HOSTILE: list[Any] = [
    None,
    True,
    0,
    1.0,
    1.5,
    -(2**63),
    2**64,
    "",
    "SOUND",
    "sound",
    "SOUND\n",
    "2024-02-30",
    "2024-05-01",
    "0000-01-01",
    [],
    ["SOUND"],
    {},
    {"x": 1},
]


@pytest.mark.parametrize("field", ["dike", "pumps", "story", "walked", "more"])
def test_every_way_agrees_with_the_schema(home: Path, field: str) -> None:
    """The schema that the profile opens is the normative answer; what is quick may say yes only where it does."""
    opened = Profiles(STANDARD).resolve_given(home).standard
    normative, check_quickly = faults.validator(opened, "village"), quick.record_check(opened, "village")
    for value in HOSTILE:
        for ext in ({"FC": {field: value}}, {"FC": value}, {"FC": {}, "GZ": {field: value}}, {"GZ": value}):
            record = village(ext=ext, traits=["FC:BELOW_RIVER"])
            valid = normative.is_valid(record)
            assert (faults.explain(opened, "village", record) == []) == valid, record
            assert valid or not check_quickly(record), record


def test_a_profile_that_declares_nothing_looks_into_nothing(tmp_path: Path) -> None:
    bare = profile(tmp_path / "p", own={}, policy={})
    report = told(tmp_path / "b", bare, village=[village(ext={"FC": {"dyke": 1.5}}), village("v-2", traits=["FC:BELOW_RIVER"])])
    assert found(report) == {("STR-ENUM", "v-2", "/traits/0")}
    assert Profiles(STANDARD).resolve_given(bare).standard is STANDARD


def test_a_child_has_what_its_parent_declares(tmp_path: Path) -> None:
    profile(tmp_path, policy={})
    own = {"codes": [{"list": "village-trait", "code": "TERRACED", "title": {"zh": "梯田", "en": "terraced"}}]}
    child = profile(
        tmp_path, id="fictive-town-2024", document="FT", extends="fictive-county-2024", inheritanceBasis="STATED", own=own, policy={}
    )
    records = [village(traits=["FT:TERRACED", "FC:BELOW_RIVER"], ext={"FC": {"dyke": 1}})]
    report = zhucun.validate(batch(tmp_path / "b", village=records), profile=child, profiles=tmp_path)
    assert found(report) == {("STR-OWN-FIELD", "v-1", "/ext/FC/dyke")}


def test_what_is_complete_may_be_of_a_kind_of_its_own(tmp_path: Path, home: Path) -> None:
    folder = batch(tmp_path, village=[village()])
    path = folder / "manifest.json"
    data = json.loads(path.read_text("utf-8"))
    entry = {"recordType": "activity", "kind": "FC:DIKE_WALK", "startDate": "2024-01-01", "endDate": "2024-12-31"}
    path.write_text(json.dumps(data | {"coverage": [entry]}), "utf-8")
    assert found(zhucun.validate(folder, profile=home)) == set()
    path.write_text(json.dumps(data | {"coverage": [entry | {"kind": "FC:DYKE_WALK"}]}), "utf-8")
    with pytest.raises(zhucun.BatchError) as wrong:
        zhucun.validate(folder, profile=home)
    assert wrong.value.problems[0].code == "coverage-kind"


# --- rules --------------------------------------------------------------------------------------------


def test_rows_judge_by_fields_of_its_own(judged: zhucun.Report) -> None:
    assert {f for f in found(judged) if f[0] == "VIL-010"} == {
        ("VIL-010", "leaking", "/ext/FC/dike"),
        ("VIL-010", "leaking", "/ext/FC/pumps"),
        ("VIL-010", "told", "/ext/FC/story"),
    }
    assert {u.missing for u in judged.unjudged if u.rule == "VIL-010"} >= {"village.ext.FC.dike"}
    zh, en = ([message_of(f, lang) for f in judged.findings if f.rule == "VIL-010"] for lang in ("zh", "en"))
    assert any(m == "堤防状况登记为渗漏，应为完好" for m in zh), zh
    assert any("state of the dike" in m and "leaking" in m for m in en), en
    # a text is never shown
    assert SECRET not in written(judged)


def written(report: zhucun.Report) -> str:
    return "".join(str(RENDERERS[form].render(report, PLAIN)) for form in ("json", "text", "html", "sarif"))


# --- profiles -----------------------------------------------------------------------------------------


def remarks(folder: Path) -> dict[str, str]:
    review = check.check(Profiles(STANDARD), folder)
    return {r.place: r.problem.code for r in review.remarks if r.level == "error"}


def test_a_profile_with_declarations_is_in_order(home: Path) -> None:
    assert remarks(home) == {}


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        ("condition", {"recordType": "village", "field": "ext.FC.dyke", "op": "PRESENT"}, "profile.field"),
        ("condition", {"recordType": "posting", "field": "ext.FC.dike", "op": "PRESENT"}, "profile.field"),
        ("condition", {"recordType": "village", "field": "ext.GZ.dike", "op": "PRESENT"}, "profile.field"),
        ("condition", {"recordType": "village", "field": "ext.FC.dike", "op": "IN", "values": ["DRY"]}, "profile.code"),
        ("condition", {"recordType": "village", "field": "ext.FC.story", "op": "IN", "values": ["a"]}, "profile.code"),
        ("condition", {"recordType": "village", "field": "ext.FC.story", "op": "AT_LEAST", "number": 1}, "profile.own-op"),
        ("condition", {"recordType": "village", "field": "ext.FC.dike", "op": "NOT_AFTER", "date": "2024-01-01"}, "profile.own-op"),
        ("condition", {"recordType": "village", "field": "kind", "op": "PRESENT", "whenField": "ext.FC.dike", "whenValues": ["DRY"]}, "profile.code"),
        ("condition", {"recordType": "attendance", "field": "ext.FC.boat", "op": "PRESENT"}, "profile.own-bulk"),
        ("allowedCode", {"recordType": "village", "field": "traits", "codes": ["FC:DRY"], "closed": True}, "profile.code"),
        ("obligation", {"subject": "CADRE", "act": "FC:DIKE_RUN", "period": "MONTH", "minimum": 1}, "profile.schema"),
        ("caseOrder", {"earlier": "ext.FC.heardOn", "later": "grounds"}, "profile.field-form"),
    ],
)  # fmt: skip
def test_a_row_names_only_what_is_declared(tmp_path: Path, table: str, row: dict[str, Any], expected: str) -> None:
    folder = profile(tmp_path, policy={table: [{"id": "row", **row}]})
    assert expected in remarks(folder).values(), remarks(folder)


def test_rows_name_what_is_declared_wherever_they_name_fields_and_codes(tmp_path: Path) -> None:
    policy = {
        "allowedCode": [{"id": "a", "recordType": "village", "field": "traits", "codes": ["FC:BELOW_RIVER"], "closed": True}],
        "caseOrder": [{"id": "b", "earlier": "ext.FC.heardOn", "later": "decisionOn"}],
        "condition": [
            {"id": "c", "recordType": "support", "field": "payer", "op": "PRESENT", "kinds": ["FC:BOAT_FARE"]},
            {"id": "d", "recordType": "village", "field": "ext.FC.story", "op": "PRESENT", "unlessField": "ext.FC.dike"},
        ],
        "rateBasis": [{"id": "e", "kind": "FC:BOAT_FARE", "payer": "FINANCE_DEPT"}],
        "gradeCap": [{"id": "f", "trigger": "MEASURE", "measureKinds": ["FC:NIGHT_WATCH"], "atLeast": 1, "maxGrade": "COMPETENT"}],
    }
    assert remarks(profile(tmp_path, policy=policy)) == {}


FIELD = {"recordType": "village", "name": "dike", "type": "DATE", "title": {"zh": "堤", "en": "dike"}}
CODE = {"list": "village-trait", "code": "LOW", "title": {"zh": "低", "en": "low"}}


@pytest.mark.parametrize(
    ("own", "place", "expected"),
    [
        ({"fields": [FIELD, FIELD]}, "/own/fields/1", "profile.own-twice"),
        ({"fields": [FIELD | {"type": "CODE"}]}, "/own/fields/0", "profile.own-codes"),
        ({"fields": [FIELD | {"codes": [{"code": "A", "title": FIELD["title"]}]}]}, "/own/fields/0/codes", "profile.own-idle-codes"),
        ({"codes": [CODE, CODE]}, "/own/codes/1", "profile.own-twice"),
        ({"codes": [CODE | {"list": "grade"}]}, "/own/codes/0/list", "profile.schema"),
        ({"codes": [CODE | {"code": "GZ:LOW"}]}, "/own/codes/0/code", "profile.schema"),
        ({"fields": [FIELD | {"name": "Dike"}]}, "/own/fields/0/name", "profile.schema"),
        ({"fields": [FIELD | {"type": "OBJECT"}]}, "/own/fields/0/type", "profile.schema"),
    ],
)
def test_a_declaration_is_checked_itself(tmp_path: Path, own: Any, place: str, expected: str) -> None:
    assert remarks(profile(tmp_path, own=own, policy={}))[place] == expected


def test_profiles_that_extend_each_other_are_still_told(tmp_path: Path) -> None:
    profile(tmp_path, id="one-2024", extends="two-2024", inheritanceBasis="STATED", policy={})
    profile(tmp_path, id="two-2024", document="FD", extends="one-2024", inheritanceBasis="STATED", policy={})
    review = check.check(Profiles(STANDARD, tmp_path), tmp_path / "one-2024")
    assert "profile-circle" in {r.problem.code for r in review.remarks}


def test_no_code_of_the_standard_can_be_taken_for_a_places_own() -> None:
    assert not [c for name in STANDARD.codelist_names for c in STANDARD.code_titles(name) if ":" in c]


def test_labels_are_shown_everywhere(home: Path) -> None:
    resolved = Profiles(STANDARD).resolve_given(home)
    shown = describe.profile_text(resolved, "zh")
    for text in ("堤防状况", "完好", "巡堤", "自有字段与代码", "village.ext.FC.pumps", "FC:BELOW_RIVER（低于河面）"):
        assert text in shown
    field = explain(STANDARD, "village.ext.FC.dike", resolved)
    assert "渗漏 / leaking" in field
    assert "VIL-010" in field
    assert "巡堤 / dike walk" in explain(STANDARD, "activity.kind", resolved)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_in_the_docs_is_the_profile_in_the_repository(lang: str) -> None:
    page = (ROOT / "docs" / lang / "ways" / "profile.md").read_text("utf-8")
    shown = next(block for block in re.findall(r"```json\n(.*?)```", page, re.S) if '"own"' in block)
    written = json.loads((ROOT / "examples" / "dike-county-2024" / "profile.json").read_text("utf-8"))
    assert json.loads(f"{{{shown}}}")["own"] == written["own"]


# --- from end to end ----------------------------------------------------------------------------------


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args), catch_exceptions=False)


def test_a_sample_of_the_place_passes_and_breaks(tmp_path: Path, home: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    assert run("sample", str(whole), "--profile", str(home)).exit_code == 0
    assert "DIKE_WALK" in (whole / "activity.ndjson").read_text("utf-8")
    assert json.loads((whole / "village.ndjson").read_text("utf-8").splitlines()[0])["ext"]["FC"]["dike"] == "SOUND"
    report = json.loads(run("validate", str(whole), "--profile", str(home), "--format", "json").stdout)
    assert (report["verdict"], report["findings"]) == ("pass", [])
    for rule in ("VIL-010", "POST-001"):
        assert run("sample", str(broken / rule), "--profile", str(home), "--break", rule).exit_code == 0
        report = json.loads(run("validate", str(broken / rule), "--profile", str(home), "--format", "json").stdout)
        assert {f["rule"] for f in report["findings"]} == {rule}
