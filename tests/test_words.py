"""The catalogue of words: each in both languages, filled in alike, used somewhere, and nothing said past it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from zhucun.words import WORDS

SDK = Path(__file__).resolve().parent.parent / "sdk" / "zhucun"
IMPLEMENTATIONS = SDK.parent.parent / "conformance" / "implementations"
HAN = re.compile("[\u4e00-\u9fff]")

#: What is Chinese there is no sentence of the program: generated docstrings of fields, names in synthetic data and in a
#: profile to be filled in, the help of a command in both languages, and what a format of the register says of itself.
ELSEWHERE = ("models.py", "generation/", "sample/world.py", "sample/writing.py", "places/template.py", "cli/", "reports/formats.py")


def _texts(source: str) -> Iterator[str]:
    """The text constants of a module that are no docstrings."""
    tree = ast.parse(source)
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.value


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", WORDS)
def test_a_word_is_said_in_both_languages_with_the_same_values(key: str) -> None:
    zh, en = WORDS[key]
    assert zh.strip() and en.strip()
    assert not HAN.search(en)
    assert _names(zh) == _names(en)


@pytest.mark.parametrize("path", [p for p in sorted(SDK.rglob("*.py")) if p.name != "words.py"], ids=lambda p: str(p.relative_to(SDK)))
def test_no_module_speaks_chinese_past_the_catalogue(path: Path) -> None:
    if not path.relative_to(SDK).as_posix().startswith(ELSEWHERE):
        assert [text for text in _texts(path.read_text("utf-8")) if HAN.search(text)] == []


def test_every_word_is_used() -> None:
    """By its key, by what follows a room's name (``room("report", lang)``), or by a key put together (``f"explain.{name}"``); or in JavaScript."""
    scripts = [p for room in ("node/core", "page") for p in (IMPLEMENTATIONS / room).glob("*.[mh]*") if p.name != "words.mjs"]
    said = {word for p in scripts for word in re.findall(r"[\w.-]+", p.read_text("utf-8"))}
    composed: set[str] = set()
    for path in SDK.rglob("*.py"):
        if path.name == "words.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                composed.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
    # and by the checker in a browser
    page = "".join(p.read_text("utf-8") for p in SDK.parent.parent.glob("conformance/implementations/page/*.[hm][tj]*"))
    said |= set(re.findall(r"""['"](page\.[a-z-]+)['"]""", page))
    composed |= {"page."} if "`page.${what}`" in page else set()
    begun = tuple(p for p in composed | said if re.fullmatch(r"[\w.]+[.-]", p))
    unused = [key for key in WORDS if not any(name in said or name.startswith(begun) for name in (key, key.partition(".")[2]))]
    assert unused == []
