"""The checker in a browser: one file from the disk, without a network, through the suite and by hand."""

from __future__ import annotations

import html
import json
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import LONG, PROFILE, days, ndjson, write_batch, zhucun
from test_conformance import driven, installed, suite  # noqa: F401  (the fixture)
from test_docs_browser import CHROMIUM, DRIVER, until

from tools.page import PAGE, build, is_fresh
from zhucun import conformance, validate
from zhucun.cli.page import BUILT
from zhucun.reports import PLAIN, RENDERERS

BRIDGE = PAGE / "bridge.py"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page: the one that is built, if nothing has changed since."""
    if is_fresh(BUILT):
        return BUILT
    installed(PAGE)
    target = tmp_path_factory.mktemp("page") / "page.html"
    build(target)
    return target


@pytest.fixture(scope="module")
def browser(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser without a network, with the page in it, ready."""
    pytest.importorskip("selenium.webdriver", reason="the browser tests need selenium")
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("no Chromium with its chromedriver (Debian: chromium chromium-driver)")
    sys.path.insert(0, str(PAGE))
    import bridge  # type: ignore[import-not-found, unused-ignore]

    driver = bridge.open_page(page, tmp_path_factory.mktemp("chromium"))
    assert driver.execute_async_script("const done = arguments[0]; zhucun.then(() => done('ready'), (e) => done(String(e)))") == "ready"
    yield driver
    driver.quit()


def checked(browser: Any, path: Path) -> dict[str, Any]:
    """Hand a file to the page as a user does; what its report draws from."""
    browser.switch_to.default_content()
    browser.execute_script("if (!document.getElementById('result').hidden) document.getElementById('again').click()")
    browser.find_element("id", "file").send_keys(str(path))
    until(browser, lambda: browser.execute_script("return !document.getElementById('result').hidden"), 120)
    inside = "document.getElementById('report').contentDocument"
    until(browser, lambda: browser.execute_script(f"return {inside}.readyState === 'complete' && !!{inside}.getElementById('data')"))
    data: dict[str, Any] = json.loads(browser.execute_script(f"return {inside}.getElementById('data').textContent"))
    return data


def shown(browser: Any) -> str:
    return str(browser.execute_script("return document.getElementById('report').contentDocument.body.innerText"))


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Days after the as-of day in three months, one with a status that there is not, one without its day, one twice."""
    lines = [
        *days(30),
        *({"id": f"late-{n}", "cadreId": "c-1", "date": f"2021-{8 + n % 3:02d}-09", "status": "REST"} for n in range(130)),
    ]
    lines[3] = {**lines[3], "status": "NOWHERE"}
    del lines[4]["date"]
    lines[6] = {**lines[6], "id": lines[5]["id"]}
    folder = tmp_path_factory.mktemp("handed") / "批次"
    return write_batch(folder, {"attendance.ndjson": (ndjson(lines), len(lines))}, asOf="2021-07-01")


def packed(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder), "zip", folder.parent, folder.name))


def test_the_page_passes_the_suite(page: Path, suite: list[conformance.Case]) -> None:  # noqa: F811
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("no Chromium with its chromedriver (Debian: chromium chromium-driver)")
    cases = driven(suite, 2) if LONG else few(driven(suite, 2))
    report = conformance.drive([sys.executable, str(BRIDGE), str(page)], cases, limit=300)
    assert report["ok"], conformance.text(report, "en")
    assert report["counts"]["skipped"] == 0
    assert report["notClaimed"] == 0


def few(cases: list[conformance.Case]) -> list[conformance.Case]:
    """A few dozen: what differs from Node is the engine and what unpacks; each profile costs a database of its own, each case that names no rules all of them."""
    rules = [c for c in cases if "files" not in c.data and c.rules and c.data.get("profile") == PROFILE]
    structure = [c for c in cases if "files" in c.data and c.data.get("level", "structure") == "structure"]
    packed = [c for c in structure if re.search("gz|zst|sm3", c.id)]
    corrections = [c for c in cases if "base" in c.data and c.data.get("level") == "structure"]
    return list({c.id: c for c in [*rules[::3], *structure[::25], *packed[::3], *corrections[:3]]}.values())


def text_of(page: str) -> list[str]:
    """What is read of a report, but for the tool that made it."""
    body = re.sub(r"<(script|style).*?</\1>|<footer>.*?</footer>", "", page.partition("<body>")[2], flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", "\n", body)).split()


def test_the_report_is_that_of_the_command_line(browser: Any, batch: Path) -> None:
    theirs = RENDERERS["html"].render(validate(batch), PLAIN)
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', theirs, re.S)
    assert checked(browser, packed(batch)) == json.loads(data) | {"counties": []}
    ours = browser.execute_script("return document.getElementById('report').srcdoc")
    assert text_of(ours) == text_of(theirs)
    for name in ("style", "script"):
        assert re.findall(rf"<{name}>(.*?)</{name}>", ours, re.S) == re.findall(rf"<{name}>(.*?)</{name}>", theirs, re.S)


def test_what_is_found_can_be_taken_along(browser: Any, batch: Path, tmp_path: Path) -> None:
    checked(browser, packed(batch))
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    for button in ("save-json", "save-csv", "save-html"):
        browser.find_element("id", button).click()
    until(browser, lambda: {"report.json", "findings.csv", "report.html"} <= {p.name for p in tmp_path.iterdir()})
    told, report = validate(batch).as_json("zh"), json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [f["message"] for f in report["findings"]] == [f["message"] for f in told["findings"]]
    for member in ("verdict", "counts", "records", "leftOut", "rules", "notEvaluated", "judged", "manifest", "asOf"):
        assert report[member] == told[member], member
    assert len((tmp_path / "findings.csv").read_text("utf-8-sig").splitlines()) == len(told["findings"]) + 1


def test_of_a_single_file_only_the_structure_is_judged(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "attendance.ndjson").write_bytes(ndjson(days(3)))
    checked(browser, tmp_path / "attendance.ndjson")
    assert "未能完成" in shown(browser)
    assert "单个文件没有清单" in shown(browser)


@pytest.mark.parametrize(("kind", "sentence"), [("torn", "不是可读的 ZIP"), ("bare", "没有 manifest.json"), ("changed", "摘要与清单不符")])
def test_what_is_no_batch_is_told_in_a_sentence(browser: Any, batch: Path, tmp_path: Path, kind: str, sentence: str) -> None:
    target = tmp_path / "b.zip"
    if kind == "torn":
        target.write_bytes(b"PK\x03\x04" + bytes(200))
    else:
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("b/attendance.ndjson", "{}\n")
            if kind == "changed":
                archive.write(batch / "manifest.json", "b/manifest.json")
    checked(browser, target)
    assert "无法读取" in shown(browser)
    assert sentence in shown(browser)


def test_nothing_leaves_the_page_and_nothing_else_is_let_in(browser: Any, page: Path) -> None:
    """Last in this file: the log holds all that the tests above did."""
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page.read_text("utf-8").partition("<style>")[0])
    assert policy.startswith("default-src 'none';")
    assert "'unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", "")
    assert "connect-src" not in policy
    assert "unsafe-inline" not in policy
    sent = [json.loads(e["message"])["message"] for e in browser.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in sent if m["method"] == "Network.requestWillBeSent"]
    assert page.absolute().as_uri() in asked
    assert [u for u in asked if not u.startswith((page.absolute().as_uri(), "data:", "blob:", "chrome:", "about:"))] == []
    assert [e for e in browser.get_log("browser") if e["level"] == "SEVERE"] == []


def test_the_lock_file_serves_every_platform() -> None:
    packages = json.loads((PAGE / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = {name for p in packages.values() for name in p.get("optionalDependencies", ())}
    assert {f"node_modules/{name}" for name in wanted} <= packages.keys()
    assert [name for name, p in packages.items() if name and ("integrity" not in p or "resolved" in p)] == []


def test_the_command_writes_what_was_built(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhucun.cli import page as command

    monkeypatch.setattr(command, "BUILT", page)
    assert zhucun("page", "-o", tmp_path / "驻村检查.html").exit_code == 0
    assert (tmp_path / "驻村检查.html").read_bytes() == page.read_bytes()
    monkeypatch.setattr(command, "BUILT", tmp_path / "nothing")
    missing = zhucun("page", "-o", tmp_path / "x.html", "--lang", "zh")
    assert missing.exit_code == 3
    assert "python -m tools.page" in missing.output
    assert not (tmp_path / "x.html").exists()
