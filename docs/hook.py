"""mkdocs events: adds the generated pages and the navigation, resolves ``zc:`` links, builds English beside Chinese."""

from __future__ import annotations

import json
import logging
import re
import shutil
import sys
from pathlib import Path
from posixpath import relpath
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import jieba  # type: ignore[import-untyped, unused-ignore]
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.files import File

from sitegen import blocks, pages
from zhucun.cli.page import BUILT

log = logging.getLogger("mkdocs.hooks.zhucun")
logging.getLogger("jieba").setLevel(logging.WARNING)
# words that the search must not cut in two, as jieba does with 在村天数
jieba.load_userdict(str(Path(__file__).with_name("data") / "words.txt"))
for term in pages.short_terms():
    jieba.add_word(term, 100_000)


def _lang(config: Any) -> str:
    return str(config.theme["language"])


def on_config(config: Any) -> Any:
    config.nav = pages.nav(_lang(config))
    # filled in for each page; here only so that the theme shows the switch
    config.extra["alternate"] = [{"name": "中文", "lang": "zh", "link": "."}, {"name": "English", "lang": "en", "link": "."}]
    return config


def on_files(files: Any, config: Any) -> Any:
    for path, text in pages.pages(_lang(config)).items():
        files.append(File.generated(config, path, content=text))
    for path, text in pages.files(_lang(config)).items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    return blocks.expand(markdown, _lang(config))


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    known = {f.url for f in files.documentation_pages()}

    def resolve(match: re.Match[str]) -> str:
        path, _, anchor = match[1].partition("#")
        if (path or "./") not in known:
            log.warning("%s: no page %r", page.file.src_uri, path)
        return 'href="' + _relative(page.url, path) + (f"#{anchor}" if anchor else "") + '"'

    return re.sub(r'href="zc:([^"]*)"', resolve, html)


def _relative(here: str, there: str) -> str:
    """A link from one page's URL to another's, both from the site's root and ending in a slash."""
    base = "" if here in ("", "./", ".") else here
    path = relpath("/" + there, "/" + base)
    return path if path.endswith("/") else path + "/"


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    """Each page's counterpart in the other language."""
    url = "" if page.url in ("./", ".") else page.url
    english = _lang(config) == "en"
    here = ("en/" if english else "") + url
    context["zc_alternates"] = [
        {"name": "中文", "lang": "zh", "link": _relative(here, url), "here": not english},
        {"name": "English", "lang": "en", "link": _relative(here, "en/" + url), "here": english},
    ]
    return context


def _add_terms(config: Any) -> None:
    """Give the search every field and every code: a table is one section to it, in which a term is no better than any other word."""
    path = Path(config.site_dir, "search", "search_index.json")
    index = json.loads(path.read_text("utf-8"))
    terms = pages.terms(_lang(config))
    index["docs"] += [{"location": where, "title": _words(title), "text": _words(text), "boost": 2} for where, title, text in terms]
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _words(text: str) -> str:
    """A Chinese text with its words apart, as the search has them."""
    return re.sub("[\u4e00-\u9fff]+", lambda m: "\u200b" + "\u200b".join(jieba.cut(m[0])) + "\u200b", text).strip("\u200b")


def on_post_build(config: Any) -> None:
    _add_terms(config)
    if _lang(config) == "en":
        return
    if BUILT.is_file():
        shutil.copyfile(BUILT, Path(config.site_dir, blocks.CHECKER))
    english = load_config(
        str(Path(config.config_file_path).with_name("mkdocs.en.yml")), site_dir=str(Path(config.site_dir, "en")), strict=config.strict
    )
    english.plugins.on_startup(command="build", dirty=False)
    build(english)
    english.plugins.on_shutdown()
