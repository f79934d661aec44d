"""The page of the package's public names, from their signatures and docstrings; Chinese stands beside each sentence in a table."""

from __future__ import annotations

import csv
import inspect
import re
from collections.abc import Iterator
from enum import Enum
from functools import cache, cached_property
from typing import Any, NamedTuple

import zhucun
from sitegen.markup import code, esc, facts, heading, inline, table
from sitegen.words import DATA, Words

#: What a docstring says of, and how the page calls it.
KINDS = {"ivar": ("属性", "Attribute"), "param": ("参数", "Parameter"), "raises": ("抛出", "Raises")}


class Doc(NamedTuple):
    """A docstring in parts: the text before the fields, and (kind, name, text) of each field."""

    text: str
    fields: tuple[tuple[str, str, str], ...]


class Member(NamedTuple):
    """What a public class offers, or the value itself.

    :ivar name: such as ``Report.as_json``.
    :ivar signature: how it is called; empty for what is read.
    """

    name: str
    signature: str
    doc: Doc


def parse(value: Any) -> Doc:
    """The docstring of a value, without its examples."""
    text = re.sub(r"^>>>.*?(\n\n|\Z)", "", inspect.getdoc(value) or "", flags=re.M | re.S)
    head, *rest = re.split(r"^:(?=[a-z]+ ?[^:\n]*:)", text, flags=re.M)
    fields = []
    for part in rest:
        said, _, told = part.partition(":")
        kind, _, name = said.partition(" ")
        fields.append((kind, name, _flat(told)))
    return Doc(_flat(head), tuple(fields))


def _flat(text: str) -> str:
    return " ".join(text.split())


def members(name: str) -> Iterator[Member]:
    """A public name, and after a class what it offers."""
    value = getattr(zhucun, name)
    called = "" if inspect.isclass(value) and issubclass(value, (Enum, Exception)) else str(inspect.signature(value))
    yield Member(name, _readable(called), parse(value))
    for key, held in vars(value).items() if inspect.isclass(value) else ():
        if key.startswith("_"):
            continue
        read = isinstance(held, (property, cached_property))
        function = held.fget if isinstance(held, property) else getattr(held, "func", getattr(held, "__func__", held))
        if inspect.isfunction(function):
            signature = str(inspect.signature(function))
            yield Member(f"{name}.{key}", "" if read else _readable(signature), parse(function))


def _readable(signature: str) -> str:
    """A signature as it is called: without ``self``, and without quotes around its types."""
    plain = re.sub(r"\((self|cls)(, )?", "(", signature)
    plain = re.sub(r"(: |-> )'([^']*)'", r"\1\2", plain)
    return re.sub(r"<([A-Za-z]+\.[A-Z_]+): [^>]*>", r"\1", plain).replace("<factory>", "…")


@cache
def chinese() -> dict[str, str]:
    """English sentence → Chinese."""
    with (DATA / "api.csv").open(encoding="utf-8", newline="") as file:
        return {row["en"]: row["zh"] for row in csv.DictReader(file)}


def sentences() -> Iterator[str]:
    """All that the page says, once each."""
    seen = set()
    for name in names():
        for member in members(name):
            for text in (member.doc.text, *(told for _, _, told in member.doc.fields)):
                if text and text not in seen:
                    seen.add(text)
                    yield text


def names() -> list[str]:
    return [name for name in zhucun.__all__ if name != "__version__"]


class Api(Words):
    def all(self) -> dict[str, str]:
        return {"api.md": self.page()}

    def page(self) -> str:
        w = self.w
        out = [
            f"# {w('Python 接口', 'Python API')}",
            "",
            w(
                "由代码的签名和说明生成：`zhucun` 导出的每个名称，及其可用的成员。用法见[在 Python 里](python.md)。",
                "From the signatures and docstrings of the code: each name that `zhucun` exports, and what it offers. How to use them: [In Python](python.md).",
            ),
            "",
        ]
        for name in names():
            for member in members(name):
                level = 2 if member.name == name else 3
                out += [heading(level, f"`{member.name}`", member.name), ""]
                if member.signature:
                    out += [f'<p class="zc-long">{code(member.name.rpartition(".")[2] + member.signature)}</p>', ""]
                out += [f"<p>{self.said(member.doc.text)}</p>", ""]
                value = getattr(zhucun, member.name, None)
                if inspect.isclass(value) and issubclass(value, Enum):
                    out += [table([w("成员", "Member"), w("值", "Value")], [[code(each.name), code(each.value)] for each in value]), ""]
                for kind, word in KINDS.items():
                    told = [(key, text) for k, key, text in member.doc.fields if k == kind]
                    if told:
                        out += [f"<p>{esc(w(*word))}</p>", facts((key, self.said(text)) for key, text in told), ""]
        return "\n".join(out)

    def said(self, text: str) -> str:
        return inline((text if self.en else chinese().get(text, text)).replace("``", "`"))
