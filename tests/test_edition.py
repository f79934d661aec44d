"""The standard is a value: two versions stand side by side in one process, and nobody can change either."""

from __future__ import annotations

import gc
import json
import pickle
import shutil
import weakref
from operator import delitem, setitem
from pathlib import Path
from typing import Any

import pytest
from conftest import days, edit_manifest, ndjson, write_batch
from edition import standard

from zhucun import BatchError, Finding, Severity, Standard, Verdict, ZhucunError, validate
from zhucun.standard import StandardError

#: The one rule of the other version.
RULE = """/*{
  "id": "VIS-001",
  "title": {"zh": "走访过短", "en": "Visit too short"},
  "message": {"zh": "走访 {minutes} 分钟（{kind}），少于 {least} 分钟", "en": "a visit ({kind}) of {minutes} minutes, fewer than {least}"},
  "fix": {"zh": "更正时长。", "en": "Correct the length."},
  "records": ["visit"],
  "policies": [{"table": "floor"}],
  "arguments": {"kind": "codelist:visit-kind"}
}*/
-- @query
SELECT 'visit' AS recordType, v.id AS recordId, f.policyRow, v.minutes, v.kind, f.least FROM visit v JOIN floor f ON short(v.minutes, f.least);
-- @break
UPDATE visit SET minutes = 0;
"""


def other(folder: Path) -> Standard:
    """Version 9.9: one record type, one code list, one macro, one rule, one profile."""
    manifest: Any = json.loads(json.dumps(standard.schema("manifest")))
    manifest["properties"]["standard"]["pattern"] = r"^9\.9$"
    coverage, files = (manifest["properties"][name]["items"]["properties"] for name in ("coverage", "files"))
    coverage["recordType"]["pattern"] = files["recordType"]["pattern"] = "^(visit)$"
    coverage["kind"]["x-coverageKinds"] = {}
    ident = dict(standard.schema("attendance")["properties"]["id"])
    texts = {"type": "array", "items": {"type": "string"}}
    visit = {
        "type": "object",
        "title": "走访",
        "additionalProperties": False,
        "required": ["id", "minutes", "kind"],
        "properties": {
            "id": ident,
            "minutes": {"title": "时长", "type": "integer", "minimum": 0},
            "kind": {"title": "类别", "type": "string", "enum": ["HOME", "FIELD"], "x-codelist": "visit-kind"},
            "redacted": texts,
        },
    }
    row = {"clauses": texts, "least": {"type": "integer"}, "validFrom": {"type": "string", "format": "date"}}
    row["validTo"] = row["validFrom"]
    profile = {
        "properties": {
            "id": dict(standard.schema("profile")["properties"]["id"]),
            "policy": {"properties": {"floor": {"items": {"properties": row}}}},
        }
    }
    here = {
        "id": "here-2024",
        "authority": "NORMATIVE",
        "effectiveFrom": "2021-01-01",
        "policy": {"floor": [{"id": "least", "clauses": ["XX-1"], "modality": "MUST", "basis": "STATED", "least": 10}]},
    }
    index = {"version": "9.9", "recordTypes": ["visit"], "documents": [], "severity": standard.index["severity"]}
    documents = {
        "standard.json": index,
        "records/visit.json": visit,
        "records/manifest.json": manifest,
        "profiles/profile.schema.json": profile,
        "profiles/here-2024/profile.json": here,
    }
    for place, data in documents.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    registers = {
        "codelists/visit-kind.csv": "code,zh,en,source,note\nHOME,入户,at home,,\nFIELD,田间,in the field,,\n",
        "registers/codelists.csv": "name,zh,en\nvisit-kind,走访类别,Kinds of visit\n",
        "registers/workbook.csv": "code,severity,zh,en,fixZh,fixEn\n",
        "registers/calendar.csv": "date,working\n",
        "registers/calendar-years.csv": "year,source\n",
        "registers/divisions.csv": "code,zh,level,parent,edition\n",
        "rules/macros.sql": "CREATE OR REPLACE MACRO short(actual, least) AS actual < least;\n",
        "rules/VIS-001.sql": RULE,
    }
    for place, text in registers.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, "utf-8")
    for name in ("structural", "patterns"):
        shutil.copy(standard.folder / "registers" / f"{name}.csv", folder / "registers")
    return Standard(folder)


@pytest.fixture
def nine(tmp_path: Path) -> Standard:
    return other(tmp_path / "9.9")


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """A batch of 9.9: a visit that is too short, one that is not, one whose kind does not exist."""
    records = [
        {"id": "v-1", "minutes": 3, "kind": "HOME"},
        {"id": "v-2", "minutes": 30, "kind": "FIELD"},
        {"id": "v-3", "minutes": 30, "kind": "PHONE"},
    ]
    return write_batch(tmp_path / "visits", {"visit.ndjson": (ndjson(records), 3)}, standard="9.9", profile="here-2024")


# --- side by side -------------------------------------------------------------------------------------


def test_two_versions_judge_in_turn(nine: Standard, visits: Path, tmp_path: Path) -> None:
    wrong = [{**days(1)[0], "status": "NOWHERE"}, *days(3)[1:]]
    attendance = write_batch(tmp_path / "b", {"attendance.ndjson": (ndjson(wrong), 3)}, asOf="2021-07-02")
    for _ in range(2):
        ours, theirs = validate(attendance), validate(visits, standard=nine)
        assert {f.rule for f in ours.findings} == {"STR-ENUM", "STD-015"}
        assert (ours.standard.version, theirs.standard.version) == ("1.0", "9.9")
        assert [r.rule for r in theirs.rules] == ["VIS-001"]
        assert theirs.records == {"visit": 3}
        assert theirs.verdict is Verdict.FAIL
        code, short = theirs.findings
        assert (code.rule, code.record_id, code.pointer) == ("STR-ENUM", "v-3", "/kind")
        assert "HOME" in code.message("en") and "FIELD" in code.message("en")
        assert (short.rule, short.record_id, short.severity) == ("VIS-001", "v-1", Severity.ERROR)
        assert short.message("zh") == "走访 3 分钟（入户），少于 10 分钟"
        assert short.message("en") == "a visit (at home) of 3 minutes, fewer than 10"
        assert "IN_VILLAGE" in next(f for f in ours.findings if f.rule == "STR-ENUM").message("en")


def test_a_batch_of_one_version_is_none_of_the_other(nine: Standard, visits: Path, batch: Path) -> None:
    with pytest.raises(BatchError, match="standard"):
        validate(visits)
    with pytest.raises(BatchError, match="standard"):
        validate(batch, standard=nine)
    edit_manifest(batch, lambda m: m.update(standard="9.9", profile="here-2024"))
    with pytest.raises(BatchError, match="recordType"):
        validate(batch, standard=nine)


def test_a_standard_can_be_sent_to_another_process(nine: Standard) -> None:
    sent = pickle.loads(pickle.dumps(nine))
    assert (sent.version, sent.folder, list(sent.rules)) == ("9.9", nine.folder, ["VIS-001"])


def test_a_version_that_is_not_installed_is_said_in_both_languages() -> None:
    with pytest.raises(ZhucunError) as raised:
        Standard.load("3.7")
    (problem,) = raised.value.problems
    assert problem.text("zh") == "没有安装标准的 3.7 版；已安装：1.0"
    assert problem.text("en") == "version 3.7 of the standard is not installed; there is: 1.0"


def test_a_version_is_loaded_once() -> None:
    assert Standard.load() is Standard.load("1.0")


READS: dict[str, Any] = {
    "standard.json": lambda s: s.version,
    "records/cadre.json": lambda s: s.schema("cadre"),
    "codelists/body.csv": lambda s: s.codelist("body"),
    "rules/ATT-001.sql": lambda s: s.rules,
    "rules/macros.sql": lambda s: s.macros,
    "rules/views/case_date.sql": lambda s: s.views,
    "registers/clauses/HN.jsonl": lambda s: s.clauses,
}


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("content", [None, b"\xff\xfe{"], ids=["missing", "not UTF-8"])
def test_a_damaged_standard_says_which_of_its_files(tmp_path: Path, name: str, content: bytes | None) -> None:
    folder = shutil.copytree(standard.folder, tmp_path / "1.0")
    (folder / name).unlink()
    if content is None:
        (folder / name).symlink_to(folder / "nowhere")
    else:
        (folder / name).write_bytes(content)
    with pytest.raises(StandardError) as raised:
        READS[name](Standard(folder))
    assert Path(name).name in str(raised.value)


# --- read-only ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.index.update(version="2"),
        lambda s: s.index["recordTypes"].append("x"),
        lambda s: s.schema("cadre")["properties"].pop("id"),
        lambda s: s.schema("cadre")["required"].clear(),
        lambda s: setitem(s.schema("cadre"), "title", "x"),
        lambda s: s.codelist("body")[0].update(code="X"),
        lambda s: setitem(s.columns_read["ATT-001"], "village", frozenset()),
        lambda s: delitem(s.register("calendar")[0], "date"),
        lambda s: setitem(s.register("calendar"), 0, {}),
        lambda s: setitem(s.columns("cadre"), "id", "BLOB"),
        lambda s: setitem(s.code_titles("body"), "X", ("x", "x")),
        lambda s: setitem(s.rules, "X", None),
        lambda s: s.rule("ATT-001").header["title"].update(en="x"),
        lambda s: s.views[0].header["reads"].append("x"),
        lambda s: s.profiles.read(s.profiles.own[0]).pop("id"),
        lambda s: s.profiles.read(s.profiles.own[0])["policy"].setdefault("x", []),
        lambda s: s.profiles.resolve(s.profiles.own[0]).rows[0].values.update(id="x"),
        lambda s: s.clauses[0].update(text="x"),
    ],
)
def test_what_the_standard_hands_out_cannot_be_changed(change: Any) -> None:
    with pytest.raises(TypeError):
        change(standard)


# --- held by whoever holds it ---------------------------------------------------------------------------


def test_nothing_but_its_holder_keeps_a_standard(nine: Standard, visits: Path) -> None:
    mine = Standard(nine.folder)
    report = validate(visits, standard=mine)
    said = [Finding.message(f, lang) for f in report.findings for lang in ("zh", "en")]
    assert len(said) == 4
    held = weakref.ref(mine)
    del mine, report
    gc.collect()
    assert held() is None
