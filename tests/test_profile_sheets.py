"""A profile as a workbook and back."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import zhucun
from edition import standard

from zhucun.standard import Profiles

openpyxl = pytest.importorskip("openpyxl", reason="needs zhucun[sheets]")
pytest.importorskip("python_calamine", reason="needs zhucun[sheets]")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of every shipped profile."""
    folder = tmp_path_factory.mktemp("books")
    for ident in standard.profiles.own:
        assert zhucun("profile", "sheet", ident, "-o", folder / f"{ident}.xlsx").exit_code == 0
    return folder


@pytest.mark.parametrize("ident", list(standard.profiles.own))
def test_every_profile_comes_back_as_it_was(books: Path, tmp_path: Path, ident: str) -> None:
    result = zhucun("profile", "from-sheet", books / f"{ident}.xlsx", "-o", tmp_path / ident, "--lang", "en")
    assert "nothing was written" not in result.stderr
    before = json.loads((standard.folder / "profiles" / ident / "profile.json").read_text("utf-8"))
    after = json.loads((tmp_path / ident / "profile.json").read_text("utf-8"))
    assert after == before
    assert {t: [r["id"] for r in rows] for t, rows in after["policy"].items()} == {
        t: [r["id"] for r in rows] for t, rows in before["policy"].items()
    }
    listed = [c for c in standard.clauses if c["document"] == before["document"]]
    with (tmp_path / ident / "clauses.csv").open(encoding="utf-8-sig", newline="") as f:
        assert [(c["id"], c["zh"]) for c in csv.DictReader(f)] == [(c["id"], c["zh"]) for c in listed]


def test_what_a_place_declares_of_its_own_comes_back(tmp_path: Path) -> None:
    dikes = Path(__file__).resolve().parents[1] / "examples" / "dike-county-2024"
    assert zhucun("profile", "sheet", dikes, "-o", tmp_path / "dikes.xlsx").exit_code == 0
    result = zhucun("profile", "from-sheet", tmp_path / "dikes.xlsx", "-o", tmp_path / dikes.name, "--lang", "en")
    assert result.exit_code == 0, result.stderr
    before, after = (json.loads((folder / "profile.json").read_text("utf-8")) for folder in (dikes, tmp_path / dikes.name))
    assert after == before


def changed(books: Path, tmp_path: Path, change: Any) -> Any:
    """What comes of a profile whose workbook was changed."""
    book = openpyxl.load_workbook(books / "lushan-2011.xlsx")
    change(book)
    book.save(tmp_path / "x.xlsx")
    return zhucun("profile", "from-sheet", tmp_path / "x.xlsx", "-o", tmp_path / "my-county", "--lang", "zh")


def _head(book: Any, sheet: str, key: str) -> int:
    return next(c.column for c in book[sheet][2] if c.value == key)


def test_what_is_wrong_is_told_by_sheet_and_cell_and_nothing_is_written(books: Path, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["参数"] if book["参数"]["A3"].value else next(book[n] for n in book.sheetnames[2:] if book[n]["A3"].value)
        key = str(sheet["A2"].value).partition("/")[0]
        sheet.cell(3, _head(book, sheet.title, f"{key}/modality")).value = "或许"
        change.sheet = sheet.title, sheet.cell(3, _head(book, sheet.title, f"{key}/modality")).coordinate  # type: ignore[attr-defined]

    result = changed(books, tmp_path, change)
    assert result.exit_code == 2
    assert "!".join(change.sheet) in result.stderr  # type: ignore[attr-defined]
    assert "或许" in result.stderr
    assert not (tmp_path / "my-county").exists()


def test_what_the_check_finds_is_told_by_cell_too(books: Path, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        for row in book["文件"].iter_rows():
            if row[0].value == "id":
                row[2].value = "another-county"

    result = changed(books, tmp_path, change)
    assert result.exit_code == 1
    assert "文件!C1 /id" in result.stderr
    assert (tmp_path / "my-county" / "profile.json").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda book: book["参数"].cell(2, 60, "parameter/none"), "该列不是"),
        (lambda book: book.remove(book["文件"]), "没有工作表“文件”"),
        (lambda book: book["条款"].cell(500, 1, "LS-9-9"), "条款!"),
    ],
)
def test_other_faults(books: Path, tmp_path: Path, change: Any, words: str) -> None:
    result = changed(books, tmp_path, change)
    assert result.exit_code == 2
    assert words in result.stderr


def test_titles_alone_and_an_odd_sheet(books: Path, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        for sheet in book.worksheets:
            if sheet.row_dimensions[2].hidden:
                sheet.delete_rows(2)
        book.create_sheet("我的笔记")["A1"] = "x"

    result = changed(books, tmp_path, change)
    before = json.loads((standard.folder / "profiles" / "lushan-2011" / "profile.json").read_text("utf-8"))
    assert json.loads((tmp_path / "my-county" / "profile.json").read_text("utf-8")) == before
    assert "我的笔记" in result.stderr
    assert Profiles(standard).ids


def test_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"x")
    assert zhucun("profile", "from-sheet", tmp_path / "x.xlsx", "-o", tmp_path / "y").exit_code == 2
    assert zhucun("profile", "from-sheet", tmp_path / "none.xlsx", "-o", tmp_path / "y").exit_code == 2
    assert zhucun("profile", "sheet", "lushan-2011", "-o", tmp_path / "x.csv").exit_code == 2
