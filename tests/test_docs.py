"""The documentation site: it builds strictly, holds a page for everything in the standard, and every command in it runs."""

from __future__ import annotations

import contextlib
import fcntl
import html
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from edition import standard

from zhucun import conformance
from zhucun.cli import main
from zhucun.cli.page import BUILT
from zhucun.places import carriers
from zhucun.record import faults

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LANGUAGES = {"zh": "", "en": "en/"}


@cache
def build(out: Path) -> None:
    """The documented command, once in a session."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(out)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "WARNING" not in done.stderr, done.stderr[-4000:]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, shared with the browser's tests, be they run by another process."""
    for module in ("mkdocs", "material", "jieba"):
        pytest.importorskip(module, reason="the site needs pip install -e '.[docs]'")
    own = tmp_path_factory.getbasetemp()
    # each worker has a folder of its own in one of the run
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (folder / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "site.done").exists():
            build(folder / "site")
            (folder / "site.done").touch()
    return folder / "site"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, str]:
    """URL path → HTML of every page. The checker is a program, which has tests of its own."""
    out = {}
    for path in site.rglob("*.html"):
        if path == site / "checker.html":
            continue
        url = path.relative_to(site).as_posix()
        out[url.removesuffix("index.html")] = path.read_text("utf-8")
    return out


@pytest.fixture(scope="session")
def anchors(pages: Mapping[str, str]) -> dict[str, set[str]]:
    return {url: {html.unescape(i) for i in re.findall(r'\sid="?([^"\s>]+)', text)} for url, text in pages.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_in_the_standard_has_its_page(pages: Mapping[str, str], anchors: Mapping[str, set[str]], lang: str) -> None:
    base = LANGUAGES[lang]

    def under(folder: str) -> set[str]:
        return {u.split("/")[-2] for u in pages if re.fullmatch(rf"{base}{folder}/[^/]+/", u)}

    assert under("rules") == set(standard.rules) | set(faults.catalogue(standard))
    assert under("records") == {*standard.record_types, "manifest", "finding", "report"}
    assert under("codelists") == set(standard.codelist_names)
    assert under("profiles") == {*standard.profiles.own, "tables", "matrix", "compare"}
    assert under("needs") == set(standard.profiles.own)
    assert under("clauses") == {d["code"] for d in standard.index["documents"]}
    missing = [c["id"] for c in standard.clauses if c["id"] not in anchors[f"{base}clauses/{c['document']}/"]]
    assert missing == []
    assert set(faults.catalogue(standard)) <= anchors[f"{base}findings/"]
    for name in standard.codelist_names:
        assert {r["code"] for r in standard.codelist(name)} <= anchors[f"{base}codelists/{name}/"], name
    for ident in standard.profiles.own:
        rows = {f"{r.table}-{r.values['id']}" for r in standard.profiles.resolve(ident).rows}
        assert rows <= anchors[f"{base}profiles/{ident}/"], ident
    for name in standard.record_types:
        assert set(standard.schema(name)["properties"]) <= anchors[f"{base}records/{name}/"], name
    assert {f"k{n}" for n in range(1, 23)} <= anchors[f"{base}conventions/"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_say_what_the_standard_says(pages: Mapping[str, str], lang: str) -> None:
    base = LANGUAGES[lang]
    carried = carriers.carriers(standard)
    for rule in standard.rules.values():
        page = html.unescape(pages[f"{base}rules/{rule.id}/"])
        assert rule.header["title"][lang] in page
        assert rule.header["asks"][lang].split("`")[0] in page, rule.id
        assert rule.header["fix"][lang].split("`")[0] in page, rule.id
        cited = [c for c, by in carried.items() if f"rule {rule.id}" in by]
        assert [c for c in cited if f"#{c}" not in page] == [], rule.id
    for clause in standard.clauses:
        assert clause[lang] in html.unescape(pages[f"{base}clauses/{clause['document']}/"]), clause["id"]


def test_a_profile_has_as_many_rows_on_its_page_as_in_the_list(pages: Mapping[str, str]) -> None:
    rows_of = re.compile(r'data-label="?Id"?><div><code>([a-z0-9-]+)</code>.*?data-label="?Rows"?><div>([0-9]+)<', re.S)
    listed = dict(rows_of.findall(pages["en/profiles/"]))
    assert set(listed) == set(standard.profiles.own)
    for ident, rows in listed.items():
        assert f"{rows} policy rows" in pages[f"en/profiles/{ident}/"]


def test_rules_show_a_case_that_fires_and_one_that_stays_silent(anchors: Mapping[str, set[str]]) -> None:
    cases = [c.data for c in conformance.load()]
    assert cases
    wanted = {(c["rule"], c["purpose"]) for c in cases if c.get("rule") in standard.rules and c["purpose"] in ("fires", "silent")}
    missing = [w for w in sorted(wanted) for base in LANGUAGES.values() if f"case-{w[1]}" not in anchors[f"{base}rules/{w[0]}/"]]
    assert missing == []


def test_the_checker_can_be_taken_from_the_site(site: Path, pages: Mapping[str, str]) -> None:
    if not BUILT.is_file():
        pytest.skip("the page needs python -m tools.page")
    assert (site / "checker.html").read_bytes() == BUILT.read_bytes()
    for url in ("ways/browser/", "en/ways/browser/"):
        (link,) = re.findall(r'href="?([^"\s>]*checker\.html)', pages[url])
        assert (site / url / link).resolve() == (site / "checker.html").resolve()


def test_both_languages_have_the_same_pages(pages: Mapping[str, str]) -> None:
    chinese = {u for u in pages if not u.startswith("en/")} - {"404.html"}
    assert {u.removeprefix("en/") for u in pages if u.startswith("en/")} - {"404.html"} == chinese
    by_hand = {lang: {p.relative_to(DOCS / lang) for p in (DOCS / lang).rglob("*.md")} for lang in LANGUAGES}
    assert by_hand["zh"] == by_hand["en"]


def test_no_page_only_repeats_its_heading(pages: Mapping[str, str]) -> None:
    thin = []
    for url, text in pages.items():
        article = re.search(r"<article.*?</article>", text, re.S)
        if article and "404" not in url:
            words = re.sub(r"<[^>]+>|\s+", "", re.sub(r"<h1.*?</h1>", "", article[0], flags=re.S))
            if len(words) < 60:
                thin.append(url)
    assert thin == []


def test_internal_links_and_anchors_resolve(site: Path, pages: Mapping[str, str], anchors: Mapping[str, set[str]]) -> None:
    broken = set()
    for url, text in pages.items():
        if url.endswith("404.html"):
            continue  # its links are absolute, for the root of a server
        here = "/" + url
        text = text.replace('\\"', '"')  # links in the data of the comparison count too
        for raw in set(re.findall(r'\s(?:href|src)="?([^"\s>]+)', text)):
            parts = urlsplit(html.unescape(raw))
            if parts.scheme or parts.netloc:
                continue
            target = os.path.normpath(os.path.join(here, unquote(parts.path))).lstrip("/") if parts.path else url
            if parts.path and parts.path.rsplit("/", 1)[-1] in ("", ".", ".."):  # a folder
                target = "" if target in (".", "") else target.rstrip("/") + "/"
            if target in pages:
                # a generated anchor of the theme itself starts with two underscores
                if parts.fragment and unquote(parts.fragment) not in anchors[target] and not parts.fragment.startswith("__"):
                    broken.add((url, raw))
            elif not (site / target).is_file():
                broken.add((url, raw))
    assert sorted(broken)[:20] == []


def test_nothing_is_loaded_from_another_origin(site: Path, pages: Mapping[str, str]) -> None:
    loading = re.compile(
        r"<(?:script|img|iframe|source|video|audio|object|embed|use)\b[^>]*?\s(?:src|data|href)=\"?(?:https?:)?//|<link\b[^>]*?href=\"?(?:https?:)?//",
        re.I,
    )
    assert [url for url, text in pages.items() if loading.search(text)] == []
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", sheet.read_text("utf-8")), sheet.name


@pytest.mark.parametrize(("lang", "word", "page"), [("zh", "在村天数", "rules/ATT-001/"), ("en", "credited", "rules/ATT-001/")])
def test_the_search_index_holds_the_words(site: Path, lang: str, word: str, page: str) -> None:
    entries = json.loads((site / LANGUAGES[lang] / "search/search_index.json").read_text("utf-8"))["docs"]
    found = {e["location"].split("#")[0] for e in entries if word in (e["title"] + e["text"]).replace("\u200b", "")}
    assert page in found
    other = "每月在村天数不足" if lang == "en" else "Too few credited days"
    assert not any(other in (e["title"] + e["text"]).replace("\u200b", "") for e in entries if e["location"].startswith("rules/ATT-001")), (
        "one language an index"
    )


# --- the commands in the documentation ----------------------------------------------------------------

_FENCE = re.compile(r"^```(sh|yaml|python)\n(.*?)^```", re.M | re.S)


def blocks(text: str) -> Iterator[tuple[str, str]]:
    for match in _FENCE.finditer(text):
        yield match[1], match[2]


def run(line: str) -> None:
    """One ``zhucun …`` line in this process. A comment that ends in a digit is the exit code it must have."""
    command, _, comment = line.partition("  #")
    expected = int(comment.strip()[-1]) if comment else 0
    words = shlex.split(command)
    result = CliRunner().invoke(main, words[1:])
    assert result.exit_code == expected, f"{line}\n{result.output[-2000:]}\n{result.exception!r}"


def asked(page: str) -> list[tuple[str, str]]:
    """The commands of a page, but for the language in which they answer and the words beside an exit code."""
    told = re.compile(r" --lang (?:zh|en)\b|(?<=  #).*?(?=\d?$)", re.M)
    return [(kind, told.sub("", text)) for kind, text in blocks((DOCS / page).read_text("utf-8"))]


#: An English page that asks what its Chinese twin asks is run as that.
ASKING = [
    page
    for page in sorted(p.relative_to(DOCS).as_posix() for lang in LANGUAGES for p in (DOCS / lang).rglob("*.md"))
    if page.startswith("zh/") or not (DOCS / f"zh/{page[3:]}").is_file() or asked(page) != asked(f"zh/{page[3:]}")
]


@pytest.mark.parametrize("page", ASKING)
def test_commands_of_a_page_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")  # a reader stands in the repository
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    for kind, text in blocks((DOCS / page).read_text("utf-8")):
        if kind == "python":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(text, page, "exec"), {})
            continue
        for line in filter(None, map(str.strip, text.splitlines())):
            line = line.removeprefix("- run: ")
            if line.startswith("zhucun "):
                run(line)
            else:
                # what is not ours is one of two commands, run by CI and by the fixture above
                assert line in ("pip install .", "pip install -e '.[docs]' && mkdocs build --strict"), line


@pytest.mark.parametrize("page", ["rules/ATT-001.md", "rules/OBL-001.md", "rules/STD-009.md", "profiles/compare.md", "needs/yulin-2021.md"])
def test_commands_of_generated_pages_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("mkdocs", reason="the site needs pip install -e '.[docs]'")
    monkeypatch.syspath_prepend(str(DOCS))
    from sitegen.pages import pages  # type: ignore[import-not-found, unused-ignore]

    monkeypatch.chdir(tmp_path)
    lines = [line for kind, text in blocks(pages("zh")[page]) if kind == "sh" for line in text.splitlines()]
    assert lines
    for line in lines:
        run(line)


# --- the page of the package's names ------------------------------------------------------------------


def test_each_sentence_of_the_api_stands_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table holds what the docstrings say now, and nothing that they said once."""
    monkeypatch.syspath_prepend(str(DOCS))
    from sitegen import api  # type: ignore[import-not-found, unused-ignore]

    assert set(api.sentences()) == set(api.chinese())
    assert all(re.search("[\u4e00-\u9fff]", text) or text.startswith("``") for text in api.chinese().values())


# --- nothing is left to the English pages -------------------------------------------------------------

#: What stands beside the site in both languages.
BESIDE = ["README", "CHANGELOG", "CONTRIBUTING", "schemas/1.0/rules/README", "schemas/1.0/profiles/README", "conformance/protocol"]


def sections(text: str) -> list[str]:
    """A page by its headings of the second level and what comes before the first, without the examples."""
    plain = _FENCE.sub("", text)
    return re.split(r"^## ", re.sub(r"^```.*?^```", "", plain, flags=re.M | re.S), flags=re.M)


def twins() -> Iterator[tuple[Path, Path]]:
    for english in sorted((DOCS / "en").rglob("*.md")):
        yield english, DOCS / "zh" / english.relative_to(DOCS / "en")
    for name in BESIDE:
        chinese = ROOT / f"{name}.zh.md"
        yield ROOT / f"{name}.md", chinese if chinese.exists() else ROOT / f"{name}.zh-CN.md"


@pytest.mark.parametrize(("english", "chinese"), list(twins()), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_chinese_page_says_less_than_half(english: Path, chinese: Path) -> None:
    """By sections; Chinese takes a third of the characters for the same."""
    there, here = sections(english.read_text("utf-8")), sections(chinese.read_text("utf-8"))
    assert len(here) >= len(there)
    for said, told in zip(there, here, strict=False):
        assert len(told.strip()) * 6 >= len(said.strip()), said[:60]


def test_each_change_is_told_in_both_languages() -> None:
    """Entry by entry: each begins with a few words in bold."""
    leads = [len(re.findall(r"^- ", (ROOT / name).read_text("utf-8"), re.M)) for name in ("CHANGELOG.md", "CHANGELOG.zh.md")]
    assert leads[0] == leads[1]


def test_no_code_stands_untranslated_on_a_chinese_page(pages: Mapping[str, str]) -> None:
    """Codes are marked as such, or stand in a column of codes: to who reads it, a bare one is English."""
    codes = {code for name in standard.codelist_names for code in standard.code_titles(name) if re.fullmatch("[A-Z][A-Z0-9_]{2,}", code)}
    families = {rule.split("-")[0] for rule in standard.rules}
    bare: dict[str, set[str]] = {}
    for url, text in pages.items():
        if url.startswith("en/") or (article := re.search(r"<article.*?</article>", text, re.S)) is None:
            continue
        plain = re.sub(r"<(code|pre|script|style|var)\b.*?</\1>", " ", article[0], flags=re.S)
        words = re.findall(
            r"(?<![\w.-])[A-Z][A-Z0-9_]{2,}(?![\w-])", html.unescape(re.sub(r"<[^>]+>", " ", plain)).replace("\u200b", ""), re.A
        )
        if found := {w for w in words if (w in codes or "_" in w) and w not in families}:
            bare[url] = found
    assert bare == {}


def test_everything_of_the_standard_has_its_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes, rules, tables, parameters, registers of findings, messages; properties are counted by test_standard.py."""
    han = re.compile("[\u4e00-\u9fff]")
    for name in standard.codelist_names:
        assert han.search(standard.codelist_title(name)[0]), name
        # what has no Chinese name is a sign, such as a letter of a route
        assert [r["code"] for r in standard.codelist(name) if not han.search(r["zh"]) and len(r["zh"]) > 2] == [], name
    for ident, rule in standard.rules.items():
        for part in ("title", "asks", "message", "fix"):
            assert han.search(rule.header[part]["zh"]), f"{ident} {part}"
    for table in standard.policy_tables:
        assert han.search(standard.policy_form(table)["title"]), table
    for row in standard.register("structural"):
        assert han.search(row["zh"]) and han.search(row["fixZh"]), row["code"]
    for clause in carriers.clauses(standard):
        assert han.search(clause["zh"]), clause["id"]
