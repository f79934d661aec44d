"""Appointment forms: cadres without name, number and photograph, nothing made up, nothing dropped in silence, nothing hostile read."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import zhucun
from edition import standard

from zhucun.record import faults

DAY = dt.date(2021, 5, 20)
NAME, NUMBER = "欧阳驻村", "522701199001011234"


def form(
    folder: Path, inside: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>', encoding: str = "utf-8", name: str = "a.lrmx"
) -> Path:
    path = folder / name
    path.write_bytes(f"{head}<Person>{inside}</Person>".encode(encoding))
    return path


def imported(*paths: Path, code: int = 0) -> tuple[list[dict[str, Any]], str]:
    done = zhucun("import", "lrmx", *paths, "--as-of", DAY.isoformat(), "--lang", "en")
    assert done.exit_code == code, done.output
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [f for r in records for f in faults.explain(standard, "cadre", r)] == []
    return records, done.stderr


def test_a_form_becomes_a_cadre_without_its_person(tmp_path: Path) -> None:
    path = form(
        tmp_path,
        f"<XingMing>{NAME}</XingMing><ShenFenZheng>{NUMBER}</ShenFenZheng><ZhaoPian>AAAA</ZhaoPian><XingBie>女</XingBie>"
        "<MinZu>布依族</MinZu><ChuShengNianYue>198603</ChuShengNianYue><ZhengZhiMianMao>中共党员</ZhengZhiMianMao>"
        "<QuanRiZhiJiaoYu_XueLi>大学</QuanRiZhiJiaoYu_XueLi><ZaiZhiJiaoYu_XueLi>研究生</ZaiZhiJiaoYu_XueLi>"
        f"<JiaTingChengYuan><Item><XingMing>{NAME}</XingMing></Item></JiaTingChengYuan><XianRenZhiWu>科员</XianRenZhiWu>",
    )
    (record,), told = imported(path)
    assert record == {
        "id": "cadre-1", "sex": "2", "ethnicGroup": "09", "ageBand": "30_39", "politicalStatus": "01", "education": "10",
    }  # fmt: skip
    assert NAME not in told
    assert NUMBER not in told
    assert "Present post" in told


@pytest.mark.parametrize("text", ["198603", "1986.03", "1986-03", "1986年03月", "1986.03.05"])
def test_a_month_of_birth_as_programs_write_it(tmp_path: Path, text: str) -> None:
    assert imported(form(tmp_path, f"<ChuShengNianYue>{text}</ChuShengNianYue>"))[0][0]["ageBand"] == "30_39"


@pytest.mark.parametrize(
    ("month", "band"),
    [("199106", "UNDER_30"), ("199104", "30_39"), ("199105", None), ("198605", "30_39"), ("197105", None), ("203001", None), ("x", None)],
)
def test_a_band_is_told_only_where_the_day_of_birth_does_not_decide(tmp_path: Path, month: str, band: str | None) -> None:
    (record,), told = imported(form(tmp_path, f"<ChuShengNianYue>{month}</ChuShengNianYue>"), code=int(band is None))
    assert record.get("ageBand") == band
    assert ("Month of birth" in told) == (band is None)


def test_what_is_not_known_is_told_and_not_repeated(tmp_path: Path) -> None:
    (record,), told = imported(form(tmp_path, f"<MinZu>{NAME}</MinZu><Neu>1</Neu><XingBie>女</XingBie>"), code=1)
    assert record == {"id": "cadre-1", "sex": "2"}
    assert ("Ethnic group" in told, "Neu" in told, NAME in told) == (True, True, False)


@pytest.mark.parametrize(("declared", "encoding"), [("GB2312", "gbk"), ("gbk", "gbk"), ("UTF-8", "utf-8-sig"), ("UTF-16", "utf-16")])
def test_encodings_that_programs_write(tmp_path: Path, declared: str, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    assert imported(form(tmp_path, "<XingBie>女</XingBie>", head, encoding))[0][0]["sex"] == "2"


BOMB = '<?xml version="1.0"?><!DOCTYPE Person [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE Person [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("head", "inside", "said"),
    [
        (BOMB, "<XingMing>&b;</XingMing>", "document type"),
        (OUTSIDE, "<XingBie>&x;</XingBie>", "document type"),
        ('<!DOCTYPE Person SYSTEM "http://127.0.0.1:9/x.dtd">', "", "document type"),
        ("", "<XingBie>", "not valid XML"),
        ("", "<XingBie>男</XingBie><XingBie>女</XingBie>", "more than once"),
        ("", "<a>" * 100 + "</a>" * 100, "no appointment form"),
        ("", "&x;", "not valid XML"),
    ],
)
def test_what_is_hostile_or_broken_is_refused_in_a_sentence(tmp_path: Path, head: str, inside: str, said: str) -> None:
    done = zhucun("import", "lrmx", form(tmp_path, inside, head), "--as-of", DAY.isoformat(), "--lang", "en")
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_of_another_kind_is_refused_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "x.lrmx").write_bytes(b"\xff\xd8\xff\xe0 no form")
    good, target = form(tmp_path, "<XingBie>\u7537</XingBie>"), tmp_path / "cadre.ndjson"
    assert zhucun("import", "lrmx", good, tmp_path / "x.lrmx", "--as-of", DAY.isoformat(), "-o", target).exit_code == 2
    assert not target.exists()


def test_several_forms_keep_their_order(tmp_path: Path) -> None:
    paths = [form(tmp_path, f"<XingBie>{s}</XingBie>", name=f"{n}.lrmx") for n, s in enumerate("男女")]
    assert [(r["id"], r["sex"]) for r in imported(*paths)[0]] == [("cadre-1", "1"), ("cadre-2", "2")]


def test_the_mapping_maps_to_what_there_is() -> None:
    properties = standard.schema("cadre")["properties"]
    rows = standard.mapping("lrmx")
    for row in rows:
        if row["field"]:
            assert row["form"] or row["value"] in standard.code_titles(properties[row["field"]]["x-codelist"])
        else:
            assert row["form"] in ("PERSONAL", "NONE")
    assert not {"name", "citizenId"} & {r["field"] for r in rows}


def test_identifiers_of_gbt_14946_stay_empty_until_somebody_with_the_text_has_checked_them() -> None:
    rows = standard.mapping("gbt14946-2019")
    assert [(r["recordType"], r["field"]) for r in rows] == [
        (t, f) for t in standard.record_types for f in standard.schema(t)["properties"]
    ]
    assert {bool(r["identifier"]) == bool(r["checkedAgainst"]) for r in rows} == {True}
