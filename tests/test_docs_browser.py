"""The built site in a real browser: switching language, searching, rule pages, comparing; no console error, no other origin."""

from __future__ import annotations

import contextlib
import csv
import functools
import http.server
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from test_docs import site  # noqa: F401  (the fixture)

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,1000",
)  # fmt: skip


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:  # noqa: F811
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="the browser tests need selenium")
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("no Chromium with its chromedriver (Debian: chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=DRIVER))
    driver.set_page_load_timeout(60)
    yield driver
    driver.quit()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[[str], Any]]:
    """Opens a path of the site. Afterwards: no console error, no request to another origin."""
    # what came before belongs to no test
    browser.get_log("browser"), browser.get_log("performance")

    def go(path: str) -> Any:
        browser.get(address + path)
        return browser

    yield go
    errors = [e for e in browser.get_log("browser") if e["level"] in ("SEVERE", "WARNING")]
    sent = [json.loads(e["message"])["message"] for e in browser.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in sent if m["method"] == "Network.requestWillBeSent"]
    assert errors == []
    assert urls, "the log of requests is empty"
    assert [u for u in urls if not u.startswith((address, "data:", "blob:", "chrome:"))] == []  # chrome: is the browser's own first tab


def until(browser: Any, condition: Callable[[], Any], seconds: float = 20) -> Any:
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, seconds, ignored_exceptions=[StaleElementReferenceException]).until(lambda _: condition())


def find(browser: Any, css: str) -> list[Any]:
    found: list[Any] = browser.find_elements("css selector", css)
    return found


def test_the_language_switch_leads_to_the_same_page(visit: Callable[[str], Any], address: str) -> None:
    browser = visit("rules/ATT-001/")
    assert browser.find_element("css selector", "h1").text.startswith("ATT-001 每月在村天数不足")
    browser.find_element("css selector", "a.zc-lang").click()
    until(browser, lambda: browser.current_url == address + "en/rules/ATT-001/")
    assert "Too few credited days" in browser.find_element("css selector", "h1").text
    assert browser.find_element("css selector", "html").get_attribute("lang") == "en"
    browser.find_element("css selector", "a.zc-lang").click()
    until(browser, lambda: browser.current_url == address + "rules/ATT-001/")


def test_a_found_page_opens(visit: Callable[[str], Any], address: str) -> None:
    browser = visit("")
    link = until(browser, lambda: first(browser, "在村天数"))
    browser.get(link)
    until(browser, lambda: browser.current_url.split("?")[0].split("#")[0] == address + "rules/ATT-001/")
    assert browser.find_element("css selector", "h1").text


def first(browser: Any, words: str) -> str | None:
    """The address of what the search shows first."""
    field = browser.find_element("css selector", "input.md-search__input")
    if field.get_property("value") != words:
        browser.execute_script("arguments[0].focus()", field)
        field.clear()
        field.send_keys(words)
    found: str | None = next((a.get_attribute("href") for a in find(browser, "a.md-search-result__link")), None)
    return found


with (Path(__file__).resolve().parent.parent / "docs" / "data" / "searches.csv").open(encoding="utf-8", newline="") as _file:
    SEARCHES = [(row["lang"], row["words"], row["page"]) for row in csv.DictReader(_file)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_searches_reach_the_right_page_first(visit: Callable[[str], Any], address: str, lang: str) -> None:
    """What implementers look for, by terms, names, codes, and words of local systems: ``docs/data/searches.csv``."""
    start = "en/" if lang == "en" else ""
    from selenium.common.exceptions import TimeoutException

    asked = [(words, page) for said, words, page in SEARCHES if said == lang]
    assert len(asked) >= 20
    wrong = {}
    browser = visit(start)
    for words, page in asked:
        target = address + start + page
        with contextlib.suppress(TimeoutException):
            # results come while one types; those of the whole come last
            until(browser, lambda: shown(browser, words) == target, 8)  # noqa: B023
        if (found := shown(browser, words)) != target:
            wrong[words] = found
    assert wrong == {}


def test_a_sign_at_the_end_of_a_word_is_no_operator(visit: Callable[[str], Any]) -> None:
    """On the way to ATT-001 one passes ATT-, of which the theme's search made an error; :func:`visit` looks for those."""
    browser = visit("")
    for words in ("ATT-", "day +", "cadre*", "STR-~"):
        until(browser, lambda: first(browser, words))  # noqa: B023


def shown(browser: Any, words: str) -> str:
    """The page that the search shows first."""
    return (first(browser, words) or "").split("?")[0].split("#")[0]


def test_a_findings_link_opens_its_rule_and_clause(visit: Callable[[str], Any]) -> None:
    browser = visit("rules/STR-REQUIRED/")
    assert browser.find_element("css selector", "h1").text.startswith("STR-REQUIRED")
    browser = visit("en/rules/REC-011/")
    assert browser.find_element("css selector", "h1").text.startswith("REC-011")
    clause = next(a for a in find(browser, "a.zc-id") if a.text.startswith("GZ-"))
    name = clause.text
    browser.get(clause.get_attribute("href"))
    assert browser.find_element("css selector", "tr:target").get_attribute("id") == name


def test_two_profiles_are_compared(visit: Callable[[str], Any]) -> None:
    from selenium.webdriver.support.ui import Select

    browser = visit("profiles/compare/?a=hunan-2021&b=yulin-2021")
    result = browser.find_element("css selector", "#zc-result")
    assert "每月最少在村天数" in result.text
    assert "220 天" in result.text
    Select(browser.find_element("css selector", "#zc-b")).select_by_value("hunan-2021")
    until(browser, lambda: "没有不同" in result.text)
    assert "b=hunan-2021" in browser.current_url
    browser = visit("en/profiles/compare/?a=guizhou-2017&b=qiannan-2021")
    assert "Parameters" in browser.find_element("css selector", "#zc-result").text
    link = browser.find_element("css selector", '#zc-result a[href*="/rules/"]').get_attribute("href")
    browser.get(link)
    assert "/en/rules/" in browser.current_url


@pytest.mark.parametrize(
    "path",
    [
        "",
        "model/",
        "rules/ATT-001/",
        "records/cadre/",
        "profiles/matrix/",
        "profiles/compare/",
        "en/profiles/compare/",
        "needs/yulin-2021/",
        "en/clauses/GZ/",
    ],
)
def test_a_phone_needs_no_sideways_scrolling(visit: Callable[[str], Any], path: str) -> None:
    browser = visit("404.html")
    try:
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 375, "height": 800, "deviceScaleFactor": 1, "mobile": True})
        browser = visit(path)
        assert browser.execute_script("return document.scrollingElement.scrollWidth") <= 376
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
