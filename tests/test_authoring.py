"""A profile for another county: written with the commands alone, checked, sampled, validated; and what the check finds."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from edition import standard

from zhucun.cli import main
from zhucun.places import check, describe, diff
from zhucun.places.template import dump
from zhucun.places.template import template as filled_in
from zhucun.standard import Profiles, Standard


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


NEW = ["--document", "FC", "--title-zh", "虚构县办法", "--title-en", "Measures of a fictitious county"]


def fill(folder: Path, **policy: list[dict[str, Any]]) -> None:
    """Write rows into the profile of a folder, each under the clause FC-1-1."""
    path = folder / "profile.json"
    data = json.loads(path.read_text("utf-8"))
    base = {"clauses": ["FC-1-1"], "modality": "MUST", "basis": "STATED"}
    data["policy"] = {
        table: [{"id": f"{table.lower()}-{n}", **base, **row} for n, row in enumerate(rows)] for table, rows in policy.items()
    }
    path.write_text(dump(data), "utf-8")


TWENTY = {"name": "presence.minDaysPerMonth", "number": 20}


def test_a_county_is_made_with_the_commands_alone(tmp_path: Path) -> None:
    folder, batch = tmp_path / "fictive-county-2024", tmp_path / "batch"
    made = run("profile", "new", str(folder), *NEW, "--from", "2024-01-01")
    assert made.exit_code == 0, made.output
    assert json.loads((folder / "profile.json").read_text("utf-8"))["policy"] == {}, "no row that no document says"
    fill(folder, parameter=[TWENTY], creditingStatus=[{"status": "IN_VILLAGE"}])
    checked = run("profile", "check", str(folder), "--lang", "zh")
    assert checked.exit_code == 0, checked.output
    assert checked.stdout.splitlines()[-1] == "1 条条款，2 行政策，由 2 条规则读取；0 条条款无承载"
    assert "parameter/parameter-0：ATT-001" in checked.stdout.splitlines()
    assert run("sample", str(batch), "--profile", str(folder)).exit_code == 0
    report = json.loads(run("validate", str(batch), "--profile", str(folder), "--format", "json").stdout)
    assert (report["verdict"], report["findings"], report["profile"]) == ("pass", [], "fictive-county-2024")
    assert "ATT-001" in [r["id"] for r in report["rules"] if r["status"] == "RAN"]
    broken = tmp_path / "broken"
    assert run("sample", str(broken), "--profile", str(folder), "--break", "ATT-001").exit_code == 0
    found = json.loads(run("validate", str(broken), "--profile", str(folder), "--format", "json").stdout)["findings"]
    assert {f["rule"] for f in found} == {"ATT-001"}


def test_a_profile_without_a_day_invents_none(tmp_path: Path) -> None:
    folder = tmp_path / "fictive-county-2024"
    assert run("profile", "new", str(folder), *NEW).exit_code == 0
    data = json.loads((folder / "profile.json").read_text("utf-8"))
    assert "effectiveFrom" not in data
    assert data["effectiveFromBasis"] == "UNKNOWN"
    # a day that the author assumes must be told as such, and weighs less
    data |= {"effectiveFrom": "2024-01-01", "effectiveFromBasis": "ASSUMED", "era": "REGULAR_ASSISTANCE"}
    (folder / "profile.json").write_text(dump(data), "utf-8")
    fill(folder, parameter=[TWENTY], creditingStatus=[{"status": "IN_VILLAGE"}])
    told = run("profile", "check", str(folder), "--lang", "zh")
    assert told.exit_code == 1
    assert "须在 effectiveFromNote 里说明理由" in told.stdout
    data = json.loads((folder / "profile.json").read_text("utf-8"))
    data["effectiveFromNote"] = {"zh": "通知没有日期，按转发日期推断。", "en": "The notice has no date; the day it was passed on is taken."}
    (folder / "profile.json").write_text(dump(data), "utf-8")
    assert run("profile", "check", str(folder)).exit_code == 0
    assert "编写者假定" in run("profile", "show", str(folder), "--lang", "zh").stdout
    assert {r.severity for r in Profiles(standard).resolve_given(folder).rows} == {"warning"}


def broken(tmp_path: Path, rule: str, **policy: list[dict[str, Any]]) -> Any:
    """A sample that is made to break a rule under a profile of a few rows; its folder is ``tmp_path / "broken"``."""
    folder = tmp_path / "fictive-county-2024"
    run("profile", "new", str(folder), *NEW, "--from", "2024-01-01")
    fill(folder, **policy)
    return run("sample", str(tmp_path / "broken"), "--profile", str(folder), "--break", rule, "--lang", "zh")


@pytest.mark.parametrize(
    ("rule", "policy"),
    [
        # breaks that were once written for the rows of one document
        ("MEA-004", {"recallTrigger": [{"trigger": "POOR_EFFECT", "ground": "POOR_EFFECT"}]}),
        ("TEAM-001", {"staffingBand": [{"minHeadcount": 3}]}),
        ("POST-001", {"condition": [{"recordType": "posting", "field": "commuting", "op": "NOT_IN", "values": ["true"]}]}),
        ("TEAM-010", {"condition": [{"recordType": "team", "field": "leaderCadreId", "op": "PRESENT"}]}),
        ("POST-005", {"exitReason": [{"reason": "HEALTH", "early": "ALLOWED"}]}),
    ],
)
def test_a_rule_is_broken_by_the_policy_that_is_there(tmp_path: Path, rule: str, policy: dict[str, list[dict[str, Any]]]) -> None:
    made = broken(tmp_path, rule, **policy)
    assert made.exit_code == 0, made.output
    folder = str(tmp_path / "fictive-county-2024")
    report = json.loads(run("validate", str(tmp_path / "broken"), "--profile", folder, "--format", "json").stdout)
    assert {f["rule"] for f in report["findings"]} == {rule}


def test_a_rule_that_cannot_be_broken_is_told(tmp_path: Path) -> None:
    """Nobody in the sample has such a role; nothing is written."""
    rows = {"parameter": [{**TWENTY, "roles": ["COUNTY_LEAD"]}], "creditingStatus": [{"status": "IN_VILLAGE"}]}
    failed = broken(tmp_path, "ATT-001", **rows)
    assert failed.exit_code == 2
    assert "没有什么能使规则 ATT-001" in failed.output
    assert "fictive-county-2024/parameter-0" in failed.output
    assert not (tmp_path / "broken").exists()


@pytest.mark.parametrize(("name", "document"), [("fictive-county-2024", "fc"), ("Fictive County", "FC")])
def test_a_try_that_fails_leaves_nothing_behind(tmp_path: Path, name: str, document: str) -> None:
    folder = tmp_path / name
    failed = run("profile", "new", str(folder), "--document", document, *NEW[2:], "--lang", "zh")
    assert failed.exit_code == 2
    assert "没有写出任何文件" in failed.output
    assert not folder.exists()
    assert run("profile", "new", str(tmp_path / "fictive-county-2024"), *NEW).exit_code == 0


def test_a_batch_names_the_profiles_that_exist(tmp_path: Path) -> None:
    failed = run("sample", str(tmp_path / "b"), "--profile", "nowhere-2024", "--lang", "en")
    assert failed.exit_code == 2
    assert all(p in failed.output for p in standard.profiles.own)


@pytest.mark.parametrize("command", [["profile", "show"], ["profile", "check"], ["sample", "b", "--profile"]])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"id": "my-county-2024",', "第 1 行第 25 个字符处，应有加英文双引号的名称"),
        (b'{"id": "\xff"}', "第 1 行，含有不是 UTF-8 的字节"),
        (b"[" * 5000, "不是合法的 JSON"),
        ('{\n  "id"： "x"}'.encode(), "第 2 行第 7 个字符处，： 是中文标点，应写英文的 :"),
        (b'{"id": "x", "id": "y"}', "同一对象中 id 出现了两次"),
    ],
)
def test_a_profile_that_cannot_be_read_is_its_authors(tmp_path: Path, command: list[str], content: bytes, why: str) -> None:
    folder = tmp_path / "my-county-2024"
    folder.mkdir()
    (folder / "profile.json").write_bytes(content)
    failed = run(*command, str(folder), "--lang", "zh")
    assert failed.exit_code == 2
    assert f"{folder}/profile.json 不是合格的地区规则：{why}" in failed.output
    assert not re.search("standard|[Ee]xpecting|delimiter", failed.output)


@pytest.fixture
def template() -> dict[str, Any]:
    data = filled_in("fictive-county-2024", "FC", "虚构县办法", "Fictitious", "guizhou-2017", "2024-01-01")
    base = {"clauses": ["FC-1-1"], "modality": "MUST", "basis": "STATED"}
    data["policy"] = {
        "parameter": [{"id": "days-per-month", **base, **TWENTY}],
        "creditingStatus": [{"id": "credit-in-village", **base, "status": "IN_VILLAGE"}],
    }
    return data


def review(tmp_path: Path, profile: dict[str, Any]) -> check.Review:
    folder = tmp_path / "fictive-county-2024"
    folder.mkdir(exist_ok=True)
    (folder / "profile.json").write_text(dump(profile), "utf-8")
    return check.check(Profiles(standard), folder)


def remarks(tmp_path: Path, profile: dict[str, Any]) -> Sequence[check.Remark]:
    return review(tmp_path, profile).remarks


def test_a_profile_is_written_one_row_a_line(tmp_path: Path, template: dict[str, Any]) -> None:
    assert [r for r in remarks(tmp_path, template) if r.level == "error"] == []
    assert json.loads(dump(template)) == template
    assert '"id": "days-per-month"' in next(line for line in dump(template).splitlines() if "minDaysPerMonth" in line)


def row(table: str, **columns: Any) -> Callable[[dict[str, Any]], None]:
    """A change: one more row of a table."""

    def add(profile: dict[str, Any]) -> None:
        base = {"id": "x", "clauses": ["FC-1-2"], "modality": "MUST", "basis": "STATED"}
        profile["policy"].setdefault(table, []).append({**base, **columns})

    return add


def alone(table: str, **columns: Any) -> Callable[[dict[str, Any]], None]:
    """A change: a row of a table and nothing else, inherited or not."""

    def add(profile: dict[str, Any]) -> None:
        del profile["extends"], profile["inheritanceBasis"]
        profile["policy"] = {}
        row(table, **columns)(profile)

    return add


def detached(**columns: Any) -> Callable[[dict[str, Any]], None]:
    return row("condition", **{"recordType": "posting", "field": "fullyDetached", "op": "IN", "values": ["true"], **columns})


@pytest.mark.parametrize(
    ("change", "place", "word"),
    [
        (
            lambda p: p["policy"]["parameter"][0].update(name="presence.invented"),
            "parameter/days-per-month/name",
            "it is presence.invented",
        ),
        (lambda p: p["policy"]["parameter"][0].pop("clauses"), "parameter/days-per-month", "no clause"),
        (lambda p: p["policy"]["parameter"][0].update(clauses=["HN-4.2-7"]), "parameter/days-per-month", "not of this document"),
        (lambda p: p["policy"]["parameter"][0].update(clauses=["第二十八条第二款"]), "parameter/days-per-month/clauses/0", "FC-28-2"),
        (lambda p: p["policy"]["parameter"].append(dict(p["policy"]["parameter"][0])), "parameter/days-per-month", "twice"),
        (lambda p: p["policy"]["parameter"][0].update(basis="INTERPRETED"), "parameter/days-per-month", "note"),
        (lambda p: p["policy"]["parameter"][0].pop("number"), "parameter/days-per-month", "belongs in the column number"),
        (lambda p: p["policy"]["parameter"][0].update(flag=True), "parameter/days-per-month/flag", "says nothing"),
        (
            lambda p: p["policy"]["parameter"][0].update(name="village.largePopulation", roles=["TEAM_MEMBER"]),
            "parameter/days-per-month/roles",
            "is not read",
        ),
        (lambda p: p.update(extends="nowhere-2024"), "/extends", "no profile"),
        (lambda p: p.update(id="another-county"), "/id", "name of the folder"),
        (lambda p: p.update(document="HN"), "/document", "used by hunan-2021"),
        (lambda p: p.update(divisionCode="999999"), "/divisionCode", "no 999999"),
        (lambda p: p.update(effectiveTo="2023-01-01"), "/effectiveTo", "before it begins"),
        (lambda p: p.pop("inheritanceBasis"), "/inheritanceBasis", "STATED or ASSUMED"),
        (lambda p: p["policy"]["creditingStatus"][0].update(status="HOLIDAY"), "creditingStatus/credit-in-village/status", "HOLIDAY"),
        (row("parameter", **TWENTY), "parameter/x", "the same thing as parameter/days-per-month"),
        (row("parameter", name="leave.form", number=1), "parameter/x", "belongs in the column code"),
        (row("parameter", name="leave.form", code="TELEPATHY"), "parameter/x/code", "no value TELEPATHY"),
        (row("parameter", name="presence.keepAttendance", number=1), "parameter/x", "belongs in the column flag"),
        (detached(field="shoeSize"), "condition/x/field", "no field shoeSize"),
        (detached(values=["yes"]), "condition/x/values", "no value yes"),
        (detached(whenField="cause", whenValues=["MOON"]), "condition/x/whenField", "no field cause"),
        (detached(op="AT_LEAST", field="handoverDays"), "condition/x", "needs number"),
        (detached(number=3), "condition/x/number", "does not read number"),
        (
            detached(kinds=["NO_SUCH_KIND"], recordType="leave", field="form", values=["WRITTEN"]),
            "condition/x/kinds",
            "no value NO_SUCH_KIND",
        ),
        (detached(levels=["99"]), "condition/x/levels/0", "it is 99"),
        (
            row("obligation", act="HOUSEHOLD_VISIT", subject="ORGANIZATION", subjectBodies=["PARTY_ORG_DEPT"], period="ROUND", minimum=1),
            "obligation/x/period",
            "cannot be",
        ),
        (detached(op="NOT_AFTER", field="startDate"), "condition/x", "needs date"),
        (row("obligation", act="NO_SUCH_ACT", subject="TEAM", period="MONTH", minimum=1), "obligation/x/act", "it is NO_SUCH_ACT"),
        (
            row("clock", name="n", startField="moonOn", endField="decisionOn", workingDays=3, duty=True),
            "clock/x/startField",
            "no field moonOn",
        ),
        # rows of which nothing comes
        (alone("recallTrigger", trigger="LEAVE_DAYS", ground="LEAVE_OVER_LIMIT"), "recallTrigger/x", "MEA-002 would read it"),
        (alone("consequence", trigger="RECALLED", measureKind="RECALL"), "consequence/x", "no rule reads this row"),
        (alone("parameter", name="settlement.monthsAfterYear", number=3), "parameter/x", "no rule reads this row"),
    ],
)
def test_the_check_finds(tmp_path: Path, template: dict[str, Any], change: Any, place: str, word: str) -> None:
    change(template)
    found = [r for r in remarks(tmp_path, template) if r.level == "error"]
    assert any(r.place == place and word in r.problem.text("en") for r in found), [(r.place, r.problem.text("en")) for r in found]
    assert not re.search("jsonschema|is not one of|does not match|required property", " ".join(r.problem.text("zh") for r in found))


def test_a_clause_that_nothing_carries_is_told(tmp_path: Path, template: dict[str, Any]) -> None:
    """A row of which nothing comes carries nothing, and neither does no row at all; a reason settles it."""
    row("consequence", trigger="RECALLED", measureKind="RECALL")(template)
    folder = tmp_path / "fictive-county-2024"
    folder.mkdir()
    lines = ["id,zh,reason", "FC-1-1,每月不少于20天。,", "FC-1-2,召回后处理。,", "FC-2,鼓励创新。,", "FC-3,宣传口号。,无可判断"]
    (folder / "clauses.csv").write_text("\n".join(lines) + "\n", "utf-8-sig")
    found = review(tmp_path, template)
    assert list(found.clauses) == ["FC-1-1", "FC-1-2", "FC-2", "FC-3"]
    assert list(found.uncarried) == ["FC-1-2", "FC-2"]
    listed = run("clause", "list", "--profile", str(folder), "--lang", "zh", "--format", "json")
    clauses = {c["id"]: c for c in json.loads(listed.stdout)}
    assert clauses["FC-1-1"]["zh"] == "每月不少于20天。"
    assert "row fictive-county-2024/days-per-month" in clauses["FC-1-1"]["carriers"]
    assert clauses["FC-2"]["carriers"] == []
    beside = run("clause", "list", "--profiles", str(tmp_path), "--document", "FC", "--format", "json")
    assert [c["id"] for c in json.loads(beside.stdout)] == list(clauses)
    said = run("profile", "explain", "days-per-month", "--profile", str(folder), "--lang", "zh").stdout
    assert "每月不少于20天。" in said
    assert "ATT-001" in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("id,en\nFC-1,x\n", "首行应有 id, zh"),
        ("id,zh\n第八条,甲\n", "第 2 行：条款编号 第八条 应以 FC-8 的样子书写"),
        ("id,zh\nFC-1,甲\nFC-1,乙\n", "第 3 行：条款 FC-1 重复"),
        ("id,zh\nFC-1,\n", "第 2 行：zh 不能为空"),
    ],
)
def test_a_list_of_clauses_that_cannot_be_taken_is_told_by_line(tmp_path: Path, template: dict[str, Any], text: str, why: str) -> None:
    review(tmp_path, template)
    folder = tmp_path / "fictive-county-2024"
    (folder / "clauses.csv").write_text(text, "utf-8")
    for command in (["profile", "check", str(folder)], ["clause", "list", "--profile", str(folder)]):
        failed = run(*command, "--lang", "zh")
        assert failed.exit_code == 2
        assert why in failed.output
    (folder / "clauses.csv").write_bytes("id,zh\nFC-1,条款内容\n".encode("gbk"))
    assert "另存为“CSV UTF-8”" in run("profile", "check", str(folder), "--lang", "zh").output


def test_an_unknown_document_is_told() -> None:
    failed = run("clause", "list", "--document", "XX", "--lang", "zh")
    assert failed.exit_code == 2
    assert "没有代码为 XX 的文件" in failed.output


# --- parents ----------------------------------------------------------------------------------------


def promotion_ban(months: int, **more: Any) -> Callable[[dict[str, Any]], None]:
    return row("parameter", **{"id": "my-own-id", "name": "rectification.promotionBanMonths", "number": months, **more})


def test_a_row_takes_the_place_of_the_parents_row_on_the_same_thing_whatever_its_id(template: dict[str, Any]) -> None:
    promotion_ban(18)(template)
    resolved = Profiles(standard).resolve_data(template)
    bans = [r for r in resolved.table("parameter") if r.values["name"] == "rectification.promotionBanMonths"]
    assert [(r.row_id, r.values["number"]) for r in bans] == [("fictive-county-2024/my-own-id", 18)]
    # of somebody else it says nothing
    template["policy"]["parameter"][-1]["roles"] = ["FIRST_SECRETARY"]
    assert len([r for r in Profiles(standard).resolve_data(template).rows if r.values.get("name") == bans[0].values["name"]]) == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (promotion_ban(18), ""),
        (promotion_ban(12), ""),
        (promotion_ban(6), "looser than the parent's guizhou-2017/rect-promotion-ban: number 12 months → 6 months"),
        (promotion_ban(12, modality="SHOULD"), "modality Prohibited → Should"),
        (row("creditingStatus", status="TRAINING"), "easier to meet"),
        (row("clock", name="recall", startField="unitNotifiedOn", endField="recalledToUnitOn", workingDays=5, duty=True), ""),
        (row("rectificationGround", ground="06", route="C"), "nothing proves that it is no looser: route"),
    ],
)
def test_the_check_proves_that_a_child_only_restricts(tmp_path: Path, template: dict[str, Any], change: Any, told: str) -> None:
    template["policy"] = {}
    change(template)
    said = [r.problem.text("en") for r in remarks(tmp_path, template) if "parent" in r.problem.text("en")]
    assert any(told in s for s in said) if told else said == [], said


@pytest.mark.parametrize(("basis", "said"), [("STATED", "继承自上级规则"), ("ASSUMED", "继承自上级规则（推定适用）")])
def test_what_is_inherited_by_the_text_is_not_called_assumed(tmp_path: Path, basis: str, said: str) -> None:
    folder = tmp_path / "fictive-county-2024"
    run("profile", "new", str(folder), *NEW, "--from", "2024-01-01", "--extends", "yulin-2021")
    data = json.loads((folder / "profile.json").read_text("utf-8"))
    (folder / "profile.json").write_text(dump({**data, "inheritanceBasis": basis}), "utf-8")
    made = run("sample", str(tmp_path / "b"), "--profile", str(folder), "--from", "2024-01-01", "--to", "2024-02-29", "--break", "ATT-005")
    assert made.exit_code == 0, made.output
    text = run("validate", str(tmp_path / "b"), "--profile", str(folder), "--lang", "zh").stdout
    assert re.findall(r"继承自上级规则(?:（推定适用）)?", text) == [said]


# --- the tools --------------------------------------------------------------------------------------


def test_profiles_are_compared_row_by_row() -> None:
    text = run("profile", "diff", "hunan-2021", "yulin-2021", "--lang", "zh").stdout
    assert "每月最少在村天数：20" in text or "每月最少在村天数:20" in text
    assert "每年最少驻村天数" in text
    assert "（未作规定）" in text
    rows = json.loads(run("profile", "diff", "hunan-2021", "yulin-2021", "--format", "json").stdout)
    named = {r["hunan-2021"]["policyRow"] for r in rows if r["hunan-2021"]}
    assert named == {r.row_id for r in standard.profiles.resolve("hunan-2021").rows}


@pytest.mark.parametrize("profile", standard.profiles.own)
def test_rows_are_told_without_codes(profile: str) -> None:
    """In Chinese nothing that a machine would write, but the rows' own names, clauses and rules."""
    other = next(p for p in standard.profiles.own if p != profile)
    for text in (run("profile", "show", profile, "--lang", "zh").stdout, run("profile", "diff", profile, other, "--lang", "zh").stdout):
        said = re.sub(r"\b[A-Z]{2,4}-[0-9A-Za-z.-]+|\b[a-z0-9-]+/[a-z0-9-]+|^[AB]  \S+", "", text, flags=re.M)
        assert re.findall(r"[A-Z]{2,}_?[A-Z]*|[a-z]+[A-Z]\w*", said) == []


def test_a_row_is_explained_as_a_finding_names_it() -> None:
    said = run("profile", "explain", "hunan-2021/min-days-per-month", "--lang", "zh").stdout
    assert "每月最少在村天数：20天" in said
    assert "HN-4.2-7  每名驻村干部" in said
    assert "读取它的规则  ATT-001" in said
    failed = run("profile", "explain", "hunan-2021/min-days-per-mont", "--lang", "zh")
    assert failed.exit_code == 2
    assert "是否为 hunan-2021/min-days-per-month" in failed.output


def test_a_table_that_is_added_is_shown_compared_and_checked(tmp_path: Path) -> None:
    """No line of the program names a table."""
    folder = tmp_path / "1.0"
    shutil.copytree(standard.folder, folder)
    path = folder / "profiles" / "profile.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    tables = schema["properties"]["policy"]["properties"]
    items = json.loads(json.dumps(tables["levelAs"]["items"]))
    for name in ("level", "countsAs"):
        del items["properties"][name]
    items["properties"] |= {
        "weather": {
            "title": "天气",
            "description": "Weather",
            "type": "string",
            "x-codelist": "severity",
            "enum": ["error", "warning", "info"],
        },
        "minUmbrellas": {"title": "最少雨伞", "description": "Fewest umbrellas", "type": "integer", "minimum": 0, "x-stricter": "higher"},
    }
    items["required"] = ["id", "clauses", "modality", "basis", "weather"]
    tables["umbrella"] = {"type": "array", "title": "雨伞", "x-keys": ["weather"], "description": "Umbrellas.", "items": items}
    path.write_text(json.dumps(schema), "utf-8")
    rule = folder / "rules" / "LVE-001.sql"
    text = rule.read_text("utf-8")
    rule.write_text(
        re.sub(r'"policies": .*', '"policies": [{"table": "umbrella", "where": {"weather": "error"}}],', text, count=1), "utf-8"
    )
    places = Profiles(Standard(folder))

    def place(name: str, document: str, *rows: dict[str, Any]) -> Path:
        data = filled_in(name, document, "甲", "A", None, "2024-01-01")
        base = {"clauses": [f"{document}-1"], "modality": "MUST", "basis": "STATED"}
        data["policy"] = {"umbrella": [{"id": f"u-{n}", **base, **r} for n, r in enumerate(rows)]}
        (tmp_path / name).mkdir()
        (tmp_path / name / "profile.json").write_text(dump(data), "utf-8")
        return tmp_path / name

    one = place("one-2024", "ON", {"weather": "error", "minUmbrellas": 2})
    two = place("two-2024", "TW", {"weather": "error", "minUmbrellas": 3}, {"weather": "info", "minUmbrellas": 1})
    a, b = places.resolve_given(one), places.resolve_given(two)
    assert "雨伞" in describe.profile_text(a, "zh")
    assert "天气：错误；最少雨伞：2" in describe.profile_text(a, "zh")
    assert "最少雨伞：3" in diff.diff_text(a, b, "zh")
    assert check.check(places, one).rows == {"umbrella/u-0": ("LVE-001",)}
    assert [(r.place, r.level) for r in check.check(places, two).remarks] == [("umbrella/u-1", "error")]
