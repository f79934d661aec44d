"""The report as a page: what it says first, without a script and with one, in a real browser; nothing leaves the file."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import days, ndjson, write_batch
from test_docs_browser import browser, until  # noqa: F401  (the fixture)

from zhucun import Report, validate
from zhucun.errors import problem
from zhucun.reports import PLAIN, RENDERERS, Rendering, unreadable
from zhucun.standard import Standard


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Days after the as-of day in three months, and one with a status that there is not."""
    lines = [
        *days(50),
        *({"id": f"late-{n}", "cadreId": "c-1", "date": f"2021-{8 + n % 3:02d}-09", "status": "REST"} for n in range(400)),
    ]
    lines[3] = {**lines[3], "status": "NOWHERE"}
    return validate(
        write_batch(tmp_path_factory.mktemp("page") / "b", {"attendance.ndjson": (ndjson(lines), len(lines))}, asOf="2021-07-01")
    )


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return RENDERERS["html"].render(report, Rendering("zh", "https://docs.example"))


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Days after the as-of day, of cadres in two counties and of one of whom nobody can say where."""
    villages = [
        {"id": f"v-{n}", "villageCode": code, "divisionEdition": "NBS-2023", "kind": "ADMINISTRATIVE_VILLAGE", "townshipId": "t-1"}
        for n, code in ((1, "522722100201"), (2, "430103001201"))
    ]
    postings = [
        {"id": f"p-{n}", "cadreId": f"c-{n}", "villageId": f"v-{n}", "role": "FIRST_SECRETARY", "startDate": "2021-05-10"}
        | {"dispatchingUnitId": "o-1", "dispatchLevel": "50"}
        for n in (1, 2)
    ]
    days = [{"id": f"a-{n}", "cadreId": f"c-{1 + n % 3}", "date": f"2021-{8 + n % 2:02d}-09", "status": "REST"} for n in range(30)]
    files = {
        "village": villages,
        "posting": postings,
        "attendance": [{**d, "villageId": "v-2"} if d["cadreId"] == "c-2" else d for d in days],
    }
    folder = tmp_path_factory.mktemp("counties") / "b"
    return validate(write_batch(folder, {f"{t}.ndjson": (ndjson(r), len(r)) for t, r in files.items()}, asOf="2021-07-01"))


def plain(text: str) -> str:
    """What is read without a script: no data, no markup."""
    text = re.sub(r"<(script|style).*?</\1>", "", text, flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def test_the_same_report_gives_the_same_bytes(report: Report, page: str) -> None:
    assert RENDERERS["html"].render(report, Rendering("zh", "https://docs.example")) == page
    assert "<title>校验报告 batch-1</title>" in page
    assert '<html lang="en">' in RENDERERS["html"].render(report, Rendering("en"))


def test_the_verdict_comes_first_then_how_much_then_what_to_do_then_the_list(page: str) -> None:
    places = [page.index(word) for word in ("不通过", "能够判断多少", "要做什么", "怎样改正", "逐条列出")]
    assert places == sorted(places)


def test_without_a_script_both_languages_and_the_first_hundred_are_there(report: Report, page: str) -> None:
    said = plain(page)
    for finding in (report.findings[0], report.findings[99]):
        for lang in ("zh", "en"):
            assert finding.message(lang) in said
    assert page.count("<tr><td>") == 100
    for rule in {f.rule for f in report.findings}:
        assert rule in said
    header = report.standard.rule("STD-015").header
    for lang in ("zh", "en"):
        assert header["asks"][lang] in said
        assert header["fix"][lang] in said
    assert "https://docs.example/rules/STD-015/" in page
    assert "https://docs.example/en/rules/STD-015/" in page


def test_nothing_is_let_in_but_its_own_style_and_script(page: str) -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for name in ("style", "script"):
        (text,) = re.findall(rf"<{name}>(.*?)</{name}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not re.search(r'\s(src|style|on[a-z]+)="', page.split("<script")[0])
    assert [link for link in re.findall(r'href="([^"]+)"', page) if not link.startswith("https://docs.example/")] == []


def test_no_name_ends_the_script(report: Report) -> None:
    name = "</script><script>alert(1)</script>"
    page = RENDERERS["html"].render(replace(report, findings=[replace(report.findings[0], record_id=name)]), PLAIN)
    assert page.count("</script>") == 2
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert [name] == [f[3] for f in json.loads(data)["findings"]]


def test_clauses_are_told_in_our_words(tmp_path: Path) -> None:
    from zhucun import sample
    from zhucun.standard import Profiles

    sample.broken(sample.plan(Profiles(Standard.load()).resolve("hunan-2021")), tmp_path / "b", "ATT-001")
    report = validate(tmp_path / "b")
    cited = {c for f in report.findings for c in f.as_json("zh")["clauses"]}
    texts = {c["id"]: c for c in report.standard.clauses}
    said = plain(RENDERERS["html"].render(report, PLAIN))
    assert cited
    for clause in cited & set(texts):
        assert texts[clause]["zh"] in said
        assert texts[clause]["en"] in said


def test_of_what_cannot_be_read_and_of_nothing_found(batch: Path) -> None:
    page = RENDERERS["html"].render(unreadable(Standard.load(), [problem("no-path", path="x")]), PLAIN)
    assert "找不到 x" in page
    assert "x does not exist" in page
    found = plain(RENDERERS["html"].render(validate(batch), PLAIN))
    assert "没有判断的不算符合" in found


def test_findings_lie_in_the_county_of_their_village(counties: Report) -> None:
    late = [f for f in counties.findings if f.rule == "STD-015"]
    where = {(f.record_id or ""): counties.counties.get((f.record_type, f.record_id or "")) for f in late}
    assert {ident: where[ident] for ident in ("a-0", "a-1", "a-2")} == {"a-0": "522722", "a-1": "430103", "a-2": None}
    page = RENDERERS["html"].render(counties, PLAIN)
    assert "按县" in page
    assert "荔波县 522722" in page
    assert RENDERERS["html"].render(counties, PLAIN) == page


# --- in a browser ------------------------------------------------------------------------------------


@pytest.fixture
def opened(browser: Any, page: str, tmp_path: Path) -> Iterator[Callable[[str], Any]]:  # noqa: F811
    """Opens a page from a file. Afterwards: no console error, and no request but for the file."""
    browser.get_log("browser"), browser.get_log("performance")
    file = tmp_path / "报告.html"

    def go(text: str) -> Any:
        file.write_text(text, "utf-8")
        browser.get(file.as_uri())
        return browser

    yield go
    assert browser.get_log("browser") == []
    sent = [json.loads(e["message"])["message"] for e in browser.get_log("performance")]
    urls = {m["params"]["request"]["url"] for m in sent if m["method"] == "Network.requestWillBeSent"}
    assert {u for u in urls if not u.startswith(("data:", "chrome:", "blob:"))} == {file.as_uri()}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def rows(driver: Any) -> int:
    return int(driver.execute_script("return document.querySelectorAll('#rows tr').length"))


def choose(driver: Any, name: str, value: str) -> None:
    driver.execute_script(
        "const f = document.forms[0].elements[arguments[0]];"
        "f.value = arguments[0] === 'text' ? arguments[1] : [...f.options].find((o) => o.text.includes(arguments[1])).value;"
        "f.dispatchEvent(new Event('input', {bubbles: true}))",
        name,
        value,
    )


def test_filters_and_language(opened: Callable[[str], Any], report: Report, page: str) -> None:
    driver = opened(page)
    assert rows(driver) == 200
    driver.find_element("id", "more").click()
    assert rows(driver) == len(report.findings)
    choose(driver, "rule", "STR-ENUM")
    assert rows(driver) == 1
    choose(driver, "severity", "警告")
    assert rows(driver) == 0
    driver.find_element("css selector", "button[type=reset]").click()
    until(driver, lambda: rows(driver) == 200)
    choose(driver, "text", "late-7 std-015")
    assert rows(driver) == len([f for f in report.findings if f.rule == "STD-015" and (f.record_id or "").startswith("late-7")])
    choose(driver, "type", "考勤")
    choose(driver, "place", "attendance.ndjson")
    assert rows(driver) > 0
    driver.find_element("css selector", "label[for=en]").click()
    assert driver.execute_script("return document.documentElement.lang") == "en"
    body = driver.find_element("tag name", "main").text
    assert "What to do" in body
    assert not re.search("[\u4e00-\u9fff]", body.replace("中文", ""))


def test_the_filter_by_county(opened: Callable[[str], Any], counties: Report) -> None:
    driver = opened(RENDERERS["html"].render(counties, PLAIN))
    everything = rows(driver)
    parts = {}
    for name in ("522722", "430103", "看不出在哪个县"):
        choose(driver, "county", name)
        parts[name] = rows(driver)
    assert sum(parts.values()) == everything
    assert min(parts.values()) >= 10
    driver.find_element("css selector", "button[type=reset]").click()
    until(driver, lambda: rows(driver) == everything)
    driver.find_element("css selector", "label[for=en]").click()
    choose(driver, "county", "county not known")
    assert rows(driver) == parts["看不出在哪个县"]
    assert not re.search("[\u4e00-\u9fff]", driver.find_element("tag name", "main").text.replace("中文", ""))


@pytest.mark.parametrize(("width", "scheme"), [(375, "light"), (375, "dark"), (1280, "dark")])
def test_a_phone_and_the_dark(opened: Callable[[str], Any], page: str, width: int, scheme: str) -> None:
    driver = opened(page)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 800}
    )
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    ground, text = driver.execute_script("const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]")
    light = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (ground, text)]
    assert (light[0] < light[1]) == (scheme == "dark")


def test_in_print_all_is_open_and_nothing_is_to_click(opened: Callable[[str], Any], report: Report, page: str) -> None:
    driver = opened(page)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    driver.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert rows(driver) == len(report.findings)
    assert driver.execute_script("return document.querySelectorAll('details.rule:not([open])').length") == 0
    assert not driver.find_element("tag name", "form").is_displayed()
    assert driver.execute_script("return getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    driver.execute_script("dispatchEvent(new Event('afterprint'))")
    assert rows(driver) == 200


def test_nothing_found_has_no_list_and_no_error(opened: Callable[[str], Any], batch: Path) -> None:
    driver = opened(RENDERERS["html"].render(validate(batch), PLAIN))
    driver.find_element("css selector", "label[for=en]").click()
    assert "Nothing was found" in driver.find_element("tag name", "main").text
