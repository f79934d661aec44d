"""Workbooks as offices have them, and as nobody should: each with the right reading or the right sentence."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import zhucun
from test_sheets import CADRES, LEAVES, book, found, read

from zhucun import validate

xlsxwriter = pytest.importorskip("xlsxwriter", reason="needs zhucun[sheets]")
openpyxl = pytest.importorskip("openpyxl", reason="needs zhucun[sheets]")

LEAVE = {"id": "l-1", "cadreId": "c-1", "kind": "ANNUAL", "startDate": "2021-07-01", "endDate": "2021-07-05", "form": "WRITTEN"}


def edited(path: Path, change: Callable[[Any], Any]) -> Path:
    """A workbook with one leave, after a change by openpyxl."""
    made = openpyxl.load_workbook(book(path, {"请假": LEAVES}))
    change(made["请假"])
    made.save(path)
    return path


def patched(path: Path, change: Callable[[str, bytes], bytes | None], **more: bytes) -> Path:
    """The package of a workbook with its parts changed; None leaves one out."""
    before = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in before.namelist():
            if (data := change(name, before.read(name))) is not None:
                out.writestr(name, data)
        for name, data in more.items():
            out.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return path


# --- read as they are meant -------------------------------------------------------------------------


def _title_above(sheet: Any) -> None:
    sheet.insert_rows(1, 2)
    sheet["A1"] = "某县驻村干部请假登记表"
    sheet.merge_cells("A1:F1")


def _groups_above(sheet: Any) -> None:
    sheet.insert_rows(1)
    sheet["A1"], sheet["C1"] = "基本情况", "请假情况"
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:F1")


def _coloured_blanks(sheet: Any) -> None:
    for row in range(3, 3_000):
        for column in range(1, 20):
            sheet.cell(row, column).fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    sheet["C40"] = "  　"


def _titles_again(sheet: Any) -> None:
    for column in range(1, 7):
        sheet.cell(5, column).value = sheet.cell(1, column).value


def _other_order(sheet: Any) -> None:
    for row in (1, 2):
        values = [sheet.cell(row, c).value for c in range(1, 7)]
        for c, value in enumerate(reversed(values), 1):
            sheet.cell(row, c).value = value


def _marks_in_titles(sheet: Any) -> None:
    for c in range(1, 7):
        sheet.cell(1, c).value = f" {str(sheet.cell(1, c).value).strip('*')}（必填）\n"


MEANT: Mapping[str, Callable[[Any], Any]] = {
    "a title above": _title_above,
    "two rows of titles": _groups_above,
    "blank coloured rows": _coloured_blanks,
    "titles on every page": _titles_again,
    "columns in another order": _other_order,
    "marks in titles": _marks_in_titles,
    "a hidden row": lambda sheet: setattr(sheet.row_dimensions[2], "hidden", True),
    "a hidden column": lambda sheet: setattr(sheet.column_dimensions["C"], "hidden", True),
    "a filter": lambda sheet: setattr(sheet.auto_filter, "ref", "A1:F2"),
    "a hidden sheet": lambda sheet: (sheet.parent.create_sheet("说明2"), setattr(sheet, "sheet_state", "hidden")),
    "a protected sheet": lambda sheet: sheet.protection.set_password("x"),
    "a sheet by another name": lambda sheet: setattr(sheet, "title", "Sheet1"),
    "the sheet with more in its name": lambda sheet: setattr(sheet, "title", "请假（7月）"),
    "titles in English": lambda sheet: [setattr(sheet.cell(1, n), "value", k) for n, k in enumerate(LEAVE, 1)],
    "a blank first column": lambda sheet: sheet.insert_cols(1),
    "blank rows between": lambda sheet: sheet.insert_rows(2, 3),
    "a stored day": lambda sheet: setattr(sheet["D2"], "value", dt.datetime(2021, 7, 1)),
    "a day in Chinese form": lambda sheet: (
        setattr(sheet["D2"], "value", dt.datetime(2021, 7, 1)), setattr(sheet["D2"], "number_format", 'yyyy"年"m"月"d"日"')
    ),
    "a day as a number": lambda sheet: setattr(sheet["D2"], "value", 20210701),
    "full width": lambda sheet: setattr(sheet["D2"], "value", "２０２１年７月１日"),
    "spaces": lambda sheet: setattr(sheet["B2"], "value", "　c-1 "),
    "a code alone": lambda sheet: setattr(sheet["F2"], "value", "WRITTEN"),
    "a title alone": lambda sheet: setattr(sheet["F2"], "value", "书面"),
    "a comment": lambda sheet: setattr(sheet["C2"], "comment", openpyxl.comments.Comment("病假？", "x")),
    "merged data": lambda sheet: sheet.merge_cells("F2:G2"),
}  # fmt: skip


@pytest.mark.parametrize("change", MEANT.values(), ids=MEANT.keys())
def test_it_is_read_as_it_is_meant(tmp_path: Path, change: Callable[[Any], Any]) -> None:
    assert read(edited(tmp_path / "x.xlsx", change), "leave") == [LEAVE]


def test_days_from_1904(tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx", {"请假": [LEAVES[0], [*LEAVES[1][:3], dt.date(2021, 7, 1), dt.date(2021, 7, 5), "书面"]]}, date_1904=True
    )
    assert read(path, "leave") == [LEAVE]


def test_a_dimension_of_one_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", {"请假": LEAVES})
    patched(path, lambda _, data: data.replace(b'<dimension ref="A1:F2"/>', b'<dimension ref="A1"/>'))
    assert read(path, "leave") == [LEAVE]


def test_the_stored_result_of_a_formula_counts(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", {"请假": LEAVES})
    with xlsxwriter.Workbook(str(path)) as out:
        sheet = out.add_worksheet("请假")
        for r, row in enumerate(LEAVES):
            for c, value in enumerate(row):
                sheet.write_string(r, c, value)
        sheet.write_formula("B2", '=CONCAT("c-","9")', None, "c-1")
    assert read(path, "leave") == [LEAVE]


def test_several_sheets_of_one_type(tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx", {"请假": LEAVES, "请假2": [LEAVES[0], ["l-1", "c-1", "探亲", *LEAVES[1][3:]], ["l-2", *LEAVES[1][1:]]]}
    )
    assert [r["id"] for r in read(path, "leave")] == ["l-1", "l-1", "l-2"]
    assert ("STR-ENUM", "请假2", "C2") in found(path)


def test_macros_are_not_run_and_do_not_matter(tmp_path: Path) -> None:
    path = patched(book(tmp_path / "x.xlsx", {"请假": LEAVES}), lambda _, data: data, xl__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0")
    path = path.rename(tmp_path / "x.xlsm")
    assert read(path, "leave") == [LEAVE]
    zhucun("validate", path, "--annotate", tmp_path / "out.xlsx")
    assert "xl/vbaProject.bin" not in zipfile.ZipFile(tmp_path / "out.xlsx").namelist()


CSV = "标识,驻村干部,请假类别,起始日期,终止日期,请假形式\nl-1,c-1,年休假,2021-7-1,2021/7/5,书面\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("请假.csv", CSV.encode()), ("请假.csv", CSV.encode("utf-8-sig")), ("请假.csv", CSV.encode("gbk")), ("请假.csv", CSV.encode("utf-16")),
        ("请假.csv", CSV.replace(",", ";").encode("gbk")), ("请假.csv", CSV.replace(",", "\t").encode("gbk")), ("请假.tsv", CSV.replace(",", "\t").encode()),
        ("leave.CSV", CSV.replace("\n", "\r\n").encode("gb18030")), ("导出.csv", ("某县\n\n" + CSV).encode()),
        ("请假.csv", CSV.replace("年休假", '"年休假"').encode()),
    ],
)  # fmt: skip
def test_tables_of_text(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert read(tmp_path / name, "leave") == [LEAVE]


def test_a_folder_of_tables(tmp_path: Path) -> None:
    folder = tmp_path / "表"
    folder.mkdir()
    (folder / "请假.csv").write_bytes(CSV.replace("c-1", "张甲").encode("gbk"))
    (folder / "驻村干部.csv").write_bytes("标识,姓名\nc-1,张甲\n".encode())
    (folder / "~$请假.csv").write_bytes(b"\0")
    assert read(folder, "leave") == [LEAVE]
    assert found(folder) == []


# --- told at the cell -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value", "rule"),
    [
        ("D2", "七月初", "STR-FORMAT"), ("D2", "2021-02-30", "STR-FORMAT"), ("D2", 44378, "STR-TYPE"), ("C2", "探亲", "STR-ENUM"),
        ("B2", 110101199003070000, "SHT-DIGITS"), ("C2", "#N/A", "SHT-ERROR"), ("G1", "备注", "SHT-COLUMN"), ("G1", "请假类别", "SHT-TWICE"),
        ("A2", "编号一", "STR-PATTERN"),
    ],
)  # fmt: skip
def test_it_is_told_at_its_cell(tmp_path: Path, cell: str, value: Any, rule: str) -> None:
    def change(sheet: Any) -> None:
        sheet[cell] = value
        if value == "#N/A":
            sheet[cell].data_type = "e"

    assert (rule, "请假", cell) in found(edited(tmp_path / "x.xlsx", change))


def test_who_has_a_cell_that_cannot_be_read_is_not_judged(tmp_path: Path) -> None:
    """An approval that is an error in its cell is no approval that is absent."""

    def change(sheet: Any) -> None:
        sheet["F2"] = "#REF!"
        sheet["F2"].data_type = "e"

    report = validate(edited(tmp_path / "x.xlsx", change), profile="hunan-2021")
    assert report.left_out == {"leave": 1}
    assert {(f.rule, f.place and f.place.cell) for f in report.findings if f.record_type == "leave"} == {
        ("SHT-ERROR", "F2"),
        ("STR-TYPE", "F2"),
    }


def test_a_sheet_that_is_not_known_is_told(tmp_path: Path) -> None:
    told = found(book(tmp_path / "x.xlsx", {"请假": LEAVES, "通讯录": [["电话", "传真"], ["1", "2"]], "空": []}))
    assert told == [("SHT-SHEET", "通讯录", None)]


# --- refused in one sentence ------------------------------------------------------------------------


def _bomb(path: Path) -> Path:
    book(path, {"请假": LEAVES})
    return patched(path, lambda _, data: data, xl__media__a_dot_xml=b"0" * 300_000_000)


def _far_cell(path: Path) -> Path:
    book(path, {"请假": LEAVES})
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return patched(path, lambda name, data: data.replace(b"</sheetData>", far) if "sheet1" in name else data)


def _empty_titles(path: Path) -> Path:
    return book(path, {"请假": [LEAVES[0]]})


def _encrypted(path: Path) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4_000)
    return path


def _cut(path: Path) -> Path:
    whole = book(path, {"请假": LEAVES}).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def _no_sheet(path: Path) -> Path:
    return patched(book(path, {"请假": LEAVES}), lambda name, data: None if "sheet1" in name else data)


REFUSED: Mapping[str, tuple[Callable[[Path], Path], str]] = {
    "another template": (lambda path: book(path, {"通讯录": [["电话", "传真"], ["1", "2"]]}), "sheet template"),
    "no row": (_empty_titles, "no record yet"),
    "a bomb": (_bomb, "200"),
    "a cell far away": (_far_cell, "too far apart"),
    "no workbook inside": (_encrypted, "cannot be read as a workbook"),
    "cut": (_cut, "cannot be read as a workbook"),
    "a sheet that is not there": (_no_sheet, "cannot be read as a workbook"),
    "text": (lambda path: (path.write_text("id,name\n"), path)[1], "cannot be read as a workbook"),
    "random bytes": (lambda path: (path.write_bytes(bytes(range(256)) * 40), path)[1], "cannot be read as a workbook"),
    "an empty file": (lambda path: (path.write_bytes(b""), path)[1], "empty"),
}


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_in_one_sentence(tmp_path: Path, make: Callable[[Path], Path], words: str) -> None:
    result = zhucun("validate", make(tmp_path / "x.xlsx"), "--lang", "en")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr


def test_a_table_of_text_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "请假.csv").write_bytes(b"\x00\x01\xff" * 100)
    result = zhucun("validate", tmp_path / "请假.csv", "--lang", "en")
    assert result.exit_code == 2
    assert "cannot be read as a table of text" in result.stderr


def test_who_is_no_cadre_is_not_made_one(tmp_path: Path) -> None:
    """A row that holds a remark below the data is told, not left out without a word."""
    path = book(tmp_path / "x.xlsx", {"驻村干部": CADRES, "请假": [*LEAVES, ["填表人：某某"]]})
    assert ("STR-REQUIRED", "请假", "B3") in found(path)
