"""The month's table of attendance: a row a cadre, a column a day, symbols that a sheet of the workbook explains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import zhucun
from edition import standard
from test_sheets import CADRES, Rows, book, found, read, records

from zhucun import conversion, sample, validate

openpyxl = pytest.importorskip("openpyxl", reason="needs zhucun[sheets]")
pytest.importorskip("python_calamine", reason="needs zhucun[sheets]")

DAYS = list(range(1, 32))
HEAD = ["序号", "姓名", "单位", "所驻村", *DAYS, "合计", "备注"]


def month(*rows: Sequence[Any], title: str = "某县2026年3月驻村干部考勤表", head: Sequence[Any] = HEAD) -> Rows:
    return [[title], list(head), *rows]


def row(number: int, name: str, unit: str, village: str, days: Mapping[int, Any], *more: Any) -> list[Any]:
    return [number, name, unit, village, *(days.get(d) for d in DAYS), *more]


def held(path: Path) -> list[tuple[str, ...]]:
    """Whom, when and what, and where, of each record."""
    return [(r["cadreId"], r["date"], r["status"], *([r["villageId"]] if "villageId" in r else [])) for r in read(path, "attendance")]


def test_a_table_as_offices_keep_it(tmp_path: Path) -> None:
    weekdays = [None, None, None, None, *("日一二三四五六"[d % 7] for d in DAYS)]
    path = book(
        tmp_path / "x.xlsx",
        {
            "驻村干部": CADRES,
            "村": [["标识", "村名"], ["v-1", "甲村"]],
            "三月考勤": month(
                weekdays,
                row(1, "张 甲", "", "甲村", {1: "√", 2: "假", 3: " ✓ ", 4: "会", 5: None, 6: "　", 31: "训"}, 3, "病愈"),
                row(2, "李乙", "", "", {1: "√", 2: "休", 3: "差", 4: "年", 5: "旷", 6: "因公出差", 7: "MEETING"}),
                ["合计", None, None, None, *([2] * 31)],
                ["说明：√ 在村，假 请假"],
            ),
        },
    )
    assert held(path) == [
        ("c-1", "2026-03-01", "IN_VILLAGE", "v-1"), ("c-1", "2026-03-02", "LEAVE"), ("c-1", "2026-03-03", "IN_VILLAGE", "v-1"),
        ("c-1", "2026-03-04", "MEETING"), ("c-1", "2026-03-31", "TRAINING"),
        ("c-2", "2026-03-01", "IN_VILLAGE"), ("c-2", "2026-03-02", "REST"), ("c-2", "2026-03-03", "OFFICIAL_TRIP"),
        ("c-2", "2026-03-04", "ANNUAL_LEAVE"), ("c-2", "2026-03-05", "ABSENT"), ("c-2", "2026-03-06", "OFFICIAL_TRIP"), ("c-2", "2026-03-07", "MEETING"),
    ]  # fmt: skip
    assert [where for _, sheet, where in found(path) if sheet == "三月考勤"] == []


@pytest.mark.parametrize(
    ("name", "title", "head"),
    [
        ("考勤", "2026年3月考勤表", HEAD),
        ("2026年3月", "驻村干部考勤表", HEAD),
        ("2026.3", "考勤表", HEAD),
        ("3月", "2026年度考勤表", HEAD),
        ("考勤", "考勤（2026-03）", HEAD),
        ("考勤", "填报日期：2026年4月1日 考勤月份：2026年3月", HEAD),
        ("考勤", "考勤", [*HEAD[:4], *(dt.date(2026, 3, d) for d in DAYS)]),
        ("2026年3月", "考勤", [*HEAD[:4], *(f"{d}日" for d in DAYS)]),
    ],
)
def test_the_month_is_said_above_or_by_the_name(tmp_path: Path, name: str, title: str, head: Sequence[Any]) -> None:
    path = book(tmp_path / "x.xlsx", {"驻村干部": CADRES, name: month(row(1, "张甲", "", "", {5: "√"}), title=title, head=head)})
    assert held(path) == [("c-1", "2026-03-05", "IN_VILLAGE")]


@pytest.mark.parametrize("title", ["考勤表", "2026年考勤表", "2026年2月至2026年3月", "2026年13月"])
def test_without_a_month_it_is_refused(tmp_path: Path, title: str) -> None:
    path = book(tmp_path / "x.xlsx", {"驻村干部": CADRES, "考勤": month(row(1, "张甲", "", "", {5: "√"}), title=title)})
    result = zhucun("validate", path, "--lang", "zh")
    assert result.exit_code == 2
    assert "看不出是哪一年哪一月" in result.stderr


def test_days_over_two_months_need_dates(tmp_path: Path) -> None:
    head = [*HEAD[:4], *range(26, 32), *range(1, 26)]
    path = book(tmp_path / "x.xlsx", {"驻村干部": CADRES, "考勤": month(["1", "张甲", "", "", "√"], head=head)})
    assert "2026年3月" in zhucun("validate", path, "--lang", "zh").stderr
    dates = [dt.date(2026, 2, 26) + dt.timedelta(n) for n in range(28)]
    path = book(
        tmp_path / "y.xlsx", {"驻村干部": CADRES, "考勤": month(["1", "张甲", "", "", "√", None, None, "√"], head=[*HEAD[:4], *dates])}
    )
    assert [day for _, day, _ in held(path)] == ["2026-02-26", "2026-03-01"]


def test_what_nobody_explains_is_told_and_not_judged(tmp_path: Path) -> None:
    """A mark that means absent in one office and present in another makes nobody absent."""
    path = book(tmp_path / "x.xlsx", {"驻村干部": CADRES, "考勤": month(row(1, "张甲", "", "", {1: "×", 2: "√/假", 3: "√/√", 4: "√"}))})
    told = found(path)
    assert {where for rule, _, where in told if rule == "SHT-SYMBOL"} == {"E3", "F3"}
    report = validate(path)
    assert (report.records["attendance"], report.left_out) == (4, {"attendance": 2})
    assert "×" not in "".join(f.message("zh") for f in report.findings)


def test_a_sheet_explains_the_symbols(tmp_path: Path) -> None:
    path = book(
        tmp_path / "x.xlsx",
        {
            "驻村干部": CADRES,
            "考勤符号": [["说明"], ["符号", "状态", "在村过夜"], ["×", "休息"], ["√／假", "请假 [LEAVE]"], ["●", "在村", "是"], ["○", "溜了"], ["假", "休息"], ["假", "请假"]],
            "考勤": month(row(1, "张甲", "", "", {1: "×", 2: "√/假", 3: "●", 4: "√", 5: "○", 6: "假"})),
        },
    )  # fmt: skip
    assert [(r["status"], r.get("overnight")) for r in read(path, "attendance")] == [
        ("REST", None), ("LEAVE", None), ("IN_VILLAGE", True), ("√", None), ("○", None), ("假", None),
    ]  # fmt: skip
    told = found(path)
    assert {(sheet, where) for rule, sheet, where in told if rule == "SHT-MEANING"} == {("考勤符号", "B6"), ("考勤符号", "B8")}
    assert {where for rule, _, where in told if rule == "SHT-SYMBOL"} == {"H3", "I3", "J3"}


def test_mornings_and_afternoons(tmp_path: Path) -> None:
    rows_of_halves = month([1, "张甲", "上午", "√", "√", "√"], [None, None, "下午", "√", "假", None], head=["序号", "姓名", "时段", *DAYS])
    path = book(tmp_path / "x.xlsx", {"驻村干部": CADRES, "考勤": rows_of_halves})
    assert held(path) == [("c-1", "2026-03-01", "IN_VILLAGE"), ("c-1", "2026-03-02", "√/假"), ("c-1", "2026-03-03", "√/")]
    assert {where for rule, _, where in found(path) if rule == "SHT-SYMBOL"} == {"E3", "F3"}
    days = [v for d in DAYS for v in (d, None)]
    columns = [["2026年3月"], ["姓名", *days], [None, *(["上午", "下午"] * 31)], ["张甲", "√", "√", "√", "假"]]
    path = book(tmp_path / "y.xlsx", {"驻村干部": CADRES, "考勤": columns})
    assert held(path) == [("c-1", "2026-03-01", "IN_VILLAGE"), ("c-1", "2026-03-02", "√/假")]


def test_one_name_twice_is_told_apart_by_the_unit(tmp_path: Path) -> None:
    cadres = [["标识", "姓名", "原单位"], ["c-1", "张甲", "o-1"], ["c-2", "张甲", "农业局"], ["c-3", "李乙", ""], ["c-4", "李乙", ""]]
    units = [["标识", "名称"], ["o-1", "组织部"], ["o-2", "农业局"]]
    path = book(
        tmp_path / "x.xlsx",
        {
            "机构": units,
            "驻村干部": cadres,
            "考勤": month(
                row(1, "张甲", "农业局", "", {1: "√"}), row(2, "张甲", "组织部", "", {1: "√"}), row(3, "李乙", "", "", {1: "√", 2: "√"})
            ),
        },
    )
    assert [who for who, *_ in held(path)] == ["c-2", "c-1", "李乙", "李乙"]
    assert [where for rule, _, where in found(path) if rule == "SHT-NAME"] == ["B5"]


def test_alone_a_name_gets_an_id_that_stays(tmp_path: Path) -> None:
    first = book(tmp_path / "x.xlsx", {"考勤": month(row(1, "张甲", "组织部", "", {1: "√"}), row(2, "李乙", "组织部", "", {1: "√"}))})
    second = book(tmp_path / "y.xlsx", {"考勤": month(row(1, "李乙", "组织部", "", {1: "√"}), row(2, "张甲", "组织部", "", {1: "√"}))})
    assert found(first) == []
    assert read(first, "attendance") == read(second, "attendance")[::-1]


def test_days_that_there_are_not_and_errors_are_told_at_the_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", {"驻村干部": CADRES, "考勤": month(row(1, "张甲", "", "", {1: "√", 31: "√"}), title="2026年2月")})
    assert ("STR-FORMAT", "考勤", "AI3") in found(path)
    made = openpyxl.load_workbook(path)
    made["考勤"]["F3"], made["考勤"]["F3"].data_type = "#N/A", "e"
    made.save(path)
    assert ("SHT-ERROR", "考勤", "F3") in found(path)


# --- there and back ---------------------------------------------------------------------------------


def as_told(batch: Mapping[str, list[Any]]) -> list[tuple[Any, ...]]:
    """Attendance without the ids, which a table of a month has no room for."""
    return sorted(tuple(sorted((k, v) for k, v in r.items() if k != "id")) for r in batch["attendance"])


@pytest.mark.parametrize("profile", [p for p in standard.profiles.own if standard.profiles.resolve(p).table("creditingStatus")])
def test_attendance_goes_into_months_and_back(tmp_path: Path, profile: str) -> None:
    sample.write(sample.plan(standard.profiles.resolve(profile), villages=1), tmp_path / "batch")
    conversion.to_workbook(standard, tmp_path / "batch", tmp_path / "表.xlsx", grid=True)
    assert any(name.startswith("考勤 20") for name in openpyxl.load_workbook(tmp_path / "表.xlsx", read_only=True).sheetnames)
    conversion.to_batch(standard, tmp_path / "表.xlsx", tmp_path / "back")
    before, after = records(tmp_path / "batch"), records(tmp_path / "back")
    assert as_told(after) == as_told(before)
    assert {k: v for k, v in after.items() if k != "attendance"} == {k: v for k, v in before.items() if k != "attendance"}


def test_what_a_month_cannot_hold_stays_on_the_usual_sheet(batch: Path, tmp_path: Path) -> None:
    import json

    lines = [
        {"id": "a-1", "cadreId": "c-1", "date": "2021-07-01", "status": "IN_VILLAGE", "overnight": True, "villageId": "v-1"},
        {"id": "a-2", "cadreId": "c-1", "date": "2021-07-01", "status": "MEETING"},
        {"id": "a-3", "cadreId": "c-1", "date": "2021-07-02", "status": "IN_VILLAGE", "checkInMeans": "APP"},
        {"id": "a-4", "cadreId": "c-1", "date": "2021-07-03", "status": "LEAVE", "villageId": "v-1"},
        {"id": "a-5", "cadreId": "c-1", "date": "2021-07-xx", "status": "LEAVE"},
    ]
    (tmp_path / "attendance.ndjson").write_text("".join(json.dumps(line) + "\n" for line in lines))
    conversion.to_workbook(standard, tmp_path / "attendance.ndjson", tmp_path / "x.xlsx", grid=True)
    back = read(tmp_path / "x.xlsx", "attendance")
    assert {r["id"] for r in back} & {line["id"] for line in lines} == {"a-2", "a-3", "a-4", "a-5"}
    assert as_told({"attendance": back}) == as_told({"attendance": lines})


def test_a_template_with_a_month_to_fill_in(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    assert zhucun("sheet", "template", "-o", path, "--profile", "hunan-2021", "--types", "cadre", "--grid").exit_code == 0
    made = openpyxl.load_workbook(path)
    assert [n for n in made.sheetnames if "考勤" in n] == ["考勤月表", "考勤符号"]
    sheet = made["考勤月表"]
    sheet["B1"], sheet["A3"], sheet["D3"], sheet["F3"] = "2026年3月", "c-1", "√", "×"
    explained = made["考勤符号"]
    (at,) = [r[0].row for r in explained.iter_rows() if r[0].value == "×"]
    assert explained.cell(at, 2).value is None
    explained.cell(at, 2).value = "休息 [REST]"
    del made["清单"]
    made.save(path)
    assert held(path) == [("c-1", "2026-03-01", "IN_VILLAGE"), ("c-1", "2026-03-03", "REST")]
