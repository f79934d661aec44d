"""Batches as workbooks and back; workbooks filled in by people; findings that name the cell."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import days, ndjson, write_batch, zhucun
from edition import standard

from zhucun import conversion, sample, validate
from zhucun.sheets import cells, layout
from zhucun.sheets.layout import Column, layouts
from zhucun.validation import Marked

xlsxwriter = pytest.importorskip("xlsxwriter", reason="needs zhucun[sheets]")
openpyxl = pytest.importorskip("openpyxl", reason="needs zhucun[sheets]")
pytest.importorskip("python_calamine", reason="needs zhucun[sheets]")

EXAMPLE = Path("examples/libo/batch")
SOFFICE = shutil.which("soffice")

Rows = Sequence[Sequence[Any]]

CADRES: Rows = [["标识", "姓名", "原单位"], ["c-1", "张甲", ""], ["c-2", "李乙", ""]]
LEAVES: Rows = [
    ["标识", "驻村干部*", "请假类别*", "起始日期*", "终止日期*", "请假形式"],
    ["l-1", "c-1", "年休假", "2021年7月1日", "2021.7.5", "书面 [WRITTEN]"],
]


def book(path: Path, sheets: Mapping[str, Rows], **options: Any) -> Path:
    """A workbook with these rows in these sheets; days are days."""
    with xlsxwriter.Workbook(str(path), options) as out:
        day = out.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = out.add_worksheet(name)
            for r, values in enumerate(rows):
                for c, value in enumerate(values):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(r, c, dt.datetime(value.year, value.month, value.day), day)
                    elif isinstance(value, str):
                        sheet.write_string(r, c, value)
                    elif value is not None:
                        sheet.write(r, c, value)
    return path


def records(folder: Path) -> dict[str, list[Any]]:
    out: dict[str, list[Any]] = {}
    for entry in json.loads((folder / "manifest.json").read_text("utf-8"))["files"]:
        raw = (folder / entry["path"]).read_bytes()
        lines = (gzip.decompress(raw) if entry["path"].endswith(".gz") else raw).splitlines()
        out.setdefault(entry["recordType"], []).extend(json.loads(line) for line in lines)
    return out


def read(path: Path, kind: str) -> list[Any]:
    """The records of a type in a workbook without a manifest."""
    folder = path.parent / f"{path.name}.batch"
    conversion.to_batch(standard, path, folder)
    return [
        json.loads(line)
        for f in sorted(folder.glob(f"{kind}*.ndjson"), key=lambda f: (len(f.name), f.name))
        for line in f.read_text("utf-8").splitlines()
    ]


def found(path: Path, **more: Any) -> list[tuple[str, str | None, str | None]]:
    report = validate(path, **more)
    return [(f.rule, f.place.sheet if f.place else None, f.place.cell if f.place else None) for f in report.findings]


# --- there and back ---------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=list(standard.profiles.own))
def there(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A sample of a profile, and the workbook of it."""
    folder = tmp_path_factory.mktemp("there")
    sample.write(sample.plan(standard.profiles.resolve(request.param), villages=1), folder / "batch")
    assert conversion.to_workbook(standard, folder / "batch", folder / "表.xlsx") == []
    return folder / "batch", folder / "表.xlsx"


def test_every_sample_comes_back_as_it_was(there: tuple[Path, Path], tmp_path: Path) -> None:
    batch, path = there
    conversion.to_batch(standard, path, tmp_path / "back")
    assert records(tmp_path / "back") == records(batch)
    before, after = (json.loads((f / "manifest.json").read_text("utf-8")) for f in (batch, tmp_path / "back"))
    assert {**before, "files": []} == {**after, "files": []}


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice (Debian: libreoffice-calc)")
@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_a_workbook_saved_again_by_libreoffice_reads_the_same(tmp_path: Path, form: str) -> None:
    sample.write(sample.plan(standard.profiles.resolve("lushan-2011"), villages=1), tmp_path / "batch")
    conversion.to_workbook(standard, tmp_path / "batch", tmp_path / "表.xlsx")
    command = [str(SOFFICE), "--headless", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "表.xlsx")], check=True, capture_output=True, timeout=300)
    conversion.to_batch(standard, tmp_path / "out" / f"表.{form}", tmp_path / "back")
    assert records(tmp_path / "back") == records(tmp_path / "batch")


def test_the_example_comes_back_as_it_was_but_for_its_own_faults(tmp_path: Path) -> None:
    """A key that stands twice is told; two villages with one id cannot be told apart by the sheet of their types."""
    left_out = conversion.to_workbook(standard, EXAMPLE, tmp_path / "libo.xlsx")
    assert [dict(p.values)["line"] for p in left_out] == ["4"]
    conversion.to_batch(standard, tmp_path / "libo.xlsx", tmp_path / "back")
    before, after = records(EXAMPLE), records(tmp_path / "back")
    for kind in before:
        differ = [a["id"] for a, b in zip(before[kind], after[kind], strict=True) if a != b]
        assert set(differ) <= {"break-village"}, kind


def test_findings_in_the_workbook_are_those_of_the_batch(tmp_path: Path) -> None:
    sample.broken(sample.plan(standard.profiles.resolve("hunan-2021"), villages=1), tmp_path / "b", "ATT-001")
    conversion.to_workbook(standard, tmp_path / "b", tmp_path / "x.xlsx")
    before, after = validate(tmp_path / "b"), validate(tmp_path / "x.xlsx")
    assert [f.fingerprint for f in before.findings] == [f.fingerprint for f in after.findings]
    assert before.verdict is after.verdict
    for f in after.findings:
        assert f.place
        assert f.place.file == "x.xlsx"
        assert f.place.cell


def test_what_is_long_or_no_record_is_told(tmp_path: Path) -> None:
    batch = write_batch(tmp_path / "b", {"cadre.ndjson": (b'{"id":"c-1"}\n[1]\n', 2)})
    result = zhucun("sheet", "write", batch, "-o", tmp_path / "x.xlsx", "--lang", "en")
    assert (result.exit_code, result.stderr) == (1, "zhucun: cadre.ndjson line 2 is no JSON object, so it is not in the workbook\n")
    batch = write_batch(tmp_path / "c", {"cadre.ndjson": (ndjson([{"id": "c-1", "name": "x" * 40_000}]), 1)})
    result = zhucun("sheet", "write", batch, "-o", tmp_path / "y.xlsx", "--lang", "en")
    assert result.exit_code == 2
    assert "32767" in result.stderr
    assert not (tmp_path / "y.xlsx").exists()


# --- the template -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("template") / "模板.xlsx"
    assert zhucun("sheet", "template", "-o", path, "--profile", "hunan-2021").exit_code == 0
    return openpyxl.load_workbook(path)


def test_the_template_has_what_the_profile_reads(template: Any) -> None:
    names = template.sheetnames
    assert names[:2] == ["填表说明", "清单"]
    assert {"请假", "派驻", "驻村干部", "示例", "代码表"} <= set(names)
    sheet = template["请假"]
    assert [sheet.cell(1, n).value for n in (2, 3)] == ["驻村干部*", "请假类别*"]
    assert [sheet.cell(2, n).value for n in (2, 3)] == ["leave/cadreId", "leave/kind"]
    assert sheet.row_dimensions[2].hidden
    assert "必填" in sheet.cell(1, 3).comment.text
    listed = {str(v.sqref): v for v in sheet.data_validations.dataValidation}
    (kinds,) = [v for where, v in listed.items() if where.startswith("C3:")]
    codes, at = template.defined_names[kinds.formula1].attr_text.replace("$", "").replace("'", "").split("!")
    shown = [row[0].value for row in template[codes][at]]
    assert shown == [f"{zh} [{code}]" for code, (zh, _) in standard.code_titles("leave-kind").items()]
    assert all(v.formula1.startswith('"') is False or len(v.formula1) < 20 for v in listed.values())


def test_columns_that_the_rules_do_not_need_are_folded_away(template: Any) -> None:
    sheet = template["驻村干部"]
    shown = {sheet.cell(2, n).value for n in range(1, sheet.max_column + 1) if not _hidden(sheet, n)}
    assert {"cadre/id", "cadre/name", "cadre/politicalStatus"} <= shown
    assert len(shown) < sheet.max_column


def _hidden(sheet: Any, column: int) -> bool:
    return any(d.hidden and d.min <= column <= d.max for d in sheet.column_dimensions.values())


def test_an_empty_template_is_told_to_be_empty(tmp_path: Path) -> None:
    zhucun("sheet", "template", "-o", tmp_path / "t.xlsx", "--profile", "hunan-2021")
    result = zhucun("validate", tmp_path / "t.xlsx", "--lang", "zh")
    assert result.exit_code == 2
    assert "没有填写任何记录" in result.stderr


def test_types_by_name_or_title_and_unknown_ones(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    assert zhucun("sheet", "template", "-o", path, "--profile", "hunan-2021", "--types", "请假，cadre").exit_code == 0
    names = openpyxl.load_workbook(path).sheetnames
    assert [n for n in names if n in ("驻村干部", "请假", "派驻")] == ["驻村干部", "请假"]
    result = zhucun("sheet", "template", "-o", path, "--profile", "hunan-2021", "--types", "leaf", "--lang", "en")
    assert result.exit_code == 2
    assert "leaf" in result.stderr
    assert zhucun("sheet", "template", "-o", tmp_path / "t.xls", "--profile", "hunan-2021").exit_code == 2


def test_a_filled_template_is_judged_by_its_manifest(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    zhucun("sheet", "template", "-o", path, "--profile", "hunan-2021")
    filled = openpyxl.load_workbook(path)
    sheet = filled["清单"]
    said = {"sender.id": "office-1", "startDate": "2021年7月1日", "endDate": "2021-07-31", "asOf": dt.date(2021, 8, 31)}
    for row in sheet.iter_rows(max_row=12):
        if row[0].value in said:
            row[2].value = said[row[0].value]
    for row in sheet.iter_rows(min_row=13):
        if row[1].value == "请假 [leave]":
            row[5].value = "是"
    for n, value in enumerate(["", "c-1", "年休假", "2021/7/1", "2021-7-5"], 1):
        filled["请假"].cell(3, n).value = value or None
    filled.save(path)
    report = validate(path)
    assert report.profile == "hunan-2021"
    assert report.as_of == "2021-08-31"
    assert report.records == {"leave": 1}
    conversion.to_batch(standard, path, tmp_path / "back")
    manifest = json.loads((tmp_path / "back" / "manifest.json").read_text("utf-8"))
    assert manifest["coverage"] == [{"recordType": "leave", "startDate": "2021-07-01", "endDate": "2021-07-31"}]
    assert manifest["batchId"].startswith("sheet-")
    for row in sheet.iter_rows(max_row=12):
        if row[0].value == "sender.id":
            row[2].value = None
    filled.save(path)
    result = zhucun("validate", path, "--lang", "zh")
    assert result.exit_code == 2
    assert "“清单”没有填写发送方标识" in result.stderr


# --- what a cell means ------------------------------------------------------------------------------


def column(kind: str, name: str) -> Column:
    return next(c for shape in layouts(standard, kind) for c in shape.columns if c.path == (name,))


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2021年5月1日", "2021-05-01"), ("2021.5.1", "2021-05-01"), ("2021/05/01", "2021-05-01"), ("20210501", "2021-05-01"),
        (20210501.0, "2021-05-01"), (" ２０２１－０５－０１　", "2021-05-01"), (dt.date(2021, 5, 1), "2021-05-01"),
        (dt.datetime(2021, 5, 1), "2021-05-01"), ("2021-02-30", "2021-02-30"), ("5月1日", "5月1日"), (44317.0, 44317.0),
        (dt.datetime(2021, 5, 1, 8, 30), "2021-05-01 08:30:00"), ("01/05/2021", "01/05/2021"), ("2021年5月", "2021年5月"),
    ],
)  # fmt: skip
def test_days(given: Any, meant: Any) -> None:
    assert cells.reader(column("leave", "startDate"))(given) == meant


@pytest.mark.parametrize(
    ("kind", "name", "given", "meant"),
    [
        ("leave", "form", "书面 [WRITTEN]", "WRITTEN"), ("leave", "form", "书面", "WRITTEN"), ("leave", "form", "ＷＲＩＴＴＥＮ", "WRITTEN"),
        ("leave", "form", "书面【WRITTEN】", "WRITTEN"), ("leave", "form", "传真", "传真"), ("leave", "approverLevel", 40.0, "40"),
        ("attendance", "overnight", "是", True), ("attendance", "overnight", "×", False), ("attendance", "overnight", 1.0, True),
        ("attendance", "overnight", "大概", "大概"), ("attendance", "overnight", True, True),
        ("support", "amountFen", 1234.56, 123456), ("support", "amountFen", "1,260元", 126000), ("support", "amountFen", "¥0.10", 10),
        ("support", "amountFen", 0.07, 7), ("support", "amountFen", 1.234, 1.234), ("support", "amountFen", "若干", "若干"),
        ("support", "month", "2021年7月", "2021-07"), ("support", "month", dt.date(2021, 7, 1), "2021-07"), ("support", "month", 202107.0, "2021-07"),
        ("support", "days", "21", 21), ("support", "days", 21.5, 21.5), ("support", "days", "廿一", "廿一"),
        ("cadre", "name", "　张 甲 ", "张 甲"), ("posting", "round", 3.0, "3"),
        ("organization", "members", "组织部门 [PARTY_ORG_DEPT]、OTHER", ["PARTY_ORG_DEPT", "OTHER"]),
        ("team", "additionalVillageIds", "v-1，v-2;v-3", ["v-1", "v-2", "v-3"]),
        ("rectificationCase", "followUpDates", dt.date(2021, 5, 1), ["2021-05-01"]),
    ],
)  # fmt: skip
def test_other_values(kind: str, name: str, given: Any, meant: Any) -> None:
    read = cells.reader(column(kind, name))(given)
    assert (read, type(read)) == (meant, type(meant))


def test_every_code_is_read_from_its_title_alone_or_from_a_list(tmp_path: Path) -> None:
    """Titles that hold the very mark between items are told apart."""
    for kind in standard.record_types:
        for shape in layouts(standard, kind):
            for c in shape.columns:
                if c.kind == layout.CODE and c.codes:
                    all_of = list(c.codes)
                    assert cells.items(cells.shown(Column(c.path, c.title, c.kind, True, codes=c.codes), all_of), c.codes) == [
                        f"{c.codes[code]} [{code}]" for code in all_of
                    ]
                    one = cells.reader(Column(c.path, c.title, c.kind, codes=c.codes))
                    titles = list(c.codes.values())
                    for code, title in c.codes.items():
                        assert one(title) == (code if titles.count(title) == 1 else title)


@pytest.mark.parametrize("fen", [0, 1, 7, 10, 99, 100, 126000, 123456789, 99999999999999])
def test_money_comes_back_to_the_fen(fen: int) -> None:
    money = column("support", "amountFen")
    assert (
        cells.reader(money)(cells.shown(money, fen) if isinstance(cells.shown(money, fen), str) else float(cells.shown(money, fen))) == fen
    )


# --- ids and names ----------------------------------------------------------------------------------


def test_an_id_that_is_not_given_stays_when_rows_move(tmp_path: Path) -> None:
    rows = [["姓名", "原单位", "性别"], ["张甲", "组织部", "男"], ["李乙", "农业局", "女"], ["张甲", "农业局", "男"]]
    before = read(book(tmp_path / "a.xlsx", {"驻村干部": rows}), "cadre")
    after = read(book(tmp_path / "b.xlsx", {"驻村干部": [rows[0], rows[3], rows[1], rows[2]]}), "cadre")
    assert len({r["id"] for r in before}) == 3
    assert [r["id"] for r in after] == [before[n]["id"] for n in (2, 0, 1)]
    schema = standard.schema("cadre")["properties"]["id"]["pattern"]
    import re

    assert all(re.fullmatch(schema, r["id"]) for r in before)


def test_a_name_stands_for_an_id_where_one_bears_it(tmp_path: Path) -> None:
    leaves = [LEAVES[0], ["l-1", "张 甲", *LEAVES[1][2:]], ["l-2", "李乙", *LEAVES[1][2:]], ["l-3", "王丙", *LEAVES[1][2:]]]
    path = book(tmp_path / "x.xlsx", {"驻村干部": [*CADRES, ["c-3", "李乙", ""]], "请假": leaves})
    assert [r["cadreId"] for r in read(path, "leave")] == ["c-1", "李乙", "王丙"]
    told = found(path)
    assert ("SHT-NAME", "请假", "B3") in told
    assert ("SHT-NAME", "请假", "B4") not in told
    assert ("STR-PATTERN", "请假", "B4") in told
    assert {where for rule, sheet, where in told} == {"B3", "B4"}


def test_elements_of_lists_belong_to_their_record(tmp_path: Path) -> None:
    children = [["所属村", "代码"], ["v-2", "LIFTED"], ["v-9", "LIFTED"], ["甲村", "NOWHERE"]]
    titles = {c.path[0]: c.title for c in layouts(standard, "village")[1].columns}
    children[0] = [titles["^"], titles["code"]]
    villages = [["标识", "村名", "村类别", "所在乡镇"], ["v-1", "甲村", "行政村", "o-1"], ["v-2", "乙村", "行政村", "o-1"]]
    path = book(tmp_path / "x.xlsx", {"村": villages, "村·村类型": children})
    assert [r.get("types") for r in read(path, "village")] == [[{"code": "NOWHERE"}], [{"code": "LIFTED"}]]
    told = found(path)
    assert ("SHT-PARENT", "村·村类型", "A3") in told
    assert ("STR-ENUM", "村·村类型", "B4") in told


# --- the marked copy --------------------------------------------------------------------------------


def test_the_marked_copy_lists_colours_and_comments(tmp_path: Path) -> None:
    conversion.to_workbook(
        standard,
        write_batch(tmp_path / "b", {"attendance.ndjson": (ndjson([*days(2), *days(1, id="x", status="NOWHERE")]), 3)}),
        tmp_path / "x.xlsx",
    )
    result = zhucun("validate", tmp_path / "x.xlsx", "--annotate", tmp_path / "out.xlsx", "--lang", "zh")
    assert result.exit_code == 1
    assert "考勤!D5" in result.stdout
    marked = openpyxl.load_workbook(tmp_path / "out.xlsx")
    first = marked.worksheets[0]
    assert first.title == "检查结果"
    row = next(r for r in first.iter_rows(min_row=2) if r[1].value == "STR-ENUM")
    assert row[0].value == "错误"
    assert row[2].hyperlink.location == "'考勤'!D5"
    cell = marked["考勤"]["D5"]
    assert cell.fill.fgColor.rgb == "00F6C9C4"
    assert "STR-ENUM" in cell.comment.text
    assert cell.comment.width > 100
    assert marked["考勤"].data_validations.dataValidation
    # it can be handed in again as it is
    assert validate(tmp_path / "out.xlsx").counts == validate(tmp_path / "x.xlsx").counts


def test_what_is_no_workbook_of_ours_is_copied_and_marked(tmp_path: Path) -> None:
    (tmp_path / "请假.csv").write_bytes("标识,驻村干部,请假类别,起始日期,终止日期\nl-1,c-1,年休假,=1+1,2021-07-05\n".encode("gb18030"))
    report = validate(tmp_path / "请假.csv", annotate=Marked(str(tmp_path / "out.xlsx")))
    assert [(f.rule, f.place and f.place.cell) for f in report.findings] == [("STR-FORMAT", "D2")]
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx")["请假"]["D2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert cell.comment


def test_a_batch_is_not_marked_and_nothing_stale_stays(batch: Path, tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").write_bytes(b"older")
    result = zhucun("validate", batch, "--annotate", tmp_path / "out.xlsx", "--lang", "en")
    assert result.exit_code == 2
    assert "no workbook" in result.stderr
    assert not (tmp_path / "out.xlsx").exists()


# --- every form names the cell ----------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "html"])
def test_every_form_names_sheet_and_cell(tmp_path: Path, form: str) -> None:
    path = book(tmp_path / "表.xlsx", {"请假": [LEAVES[0], ["l-1", "c-1", "探亲", *LEAVES[1][3:]]]})
    output = zhucun("validate", path, "--format", form).stdout
    if form == "json":
        (finding,) = json.loads(output)["findings"]
        assert {k: finding[k] for k in ("file", "line", "sheet", "cell")} == {"file": "表.xlsx", "line": 2, "sheet": "请假", "cell": "C2"}
    else:
        assert "请假!C2" in output
    if form == "sarif":
        (result,) = json.loads(output)["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}


def test_zip_of_a_batch_and_package_of_a_workbook_are_told_apart(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", {"驻村干部": CADRES})
    assert zipfile.is_zipfile(path)
    assert validate(path).records == {"cadre": 2}
