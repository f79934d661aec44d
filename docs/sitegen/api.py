"""The pages of what programs call: the package's names from signatures and docstrings, the Node package's from the comments of its
source, the service from its OpenAPI description. Chinese stands beside each sentence in a table."""

from __future__ import annotations

import csv
import inspect
import json
import re
from collections.abc import Iterator
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import zhucun
from sitegen.markup import code, esc, facts, heading, inline, table
from sitegen.words import DATA, Words
from zhucun.words import WORDS

ROOT = Path(__file__).resolve().parents[2]

#: What embeds the Node implementation calls: the package, and the core without a host.
NODE = ("index.mjs", "core/judge.mjs", "core/report.mjs")

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


def exported(name: str) -> Iterator[Member]:
    """What a file of the Node implementation exports with a comment before it."""
    source = (ROOT / "conformance" / "implementations" / "node" / name).read_text("utf-8")
    # a function ends its line with a brace; the arguments of an arrow end at the first one
    form = r"/\*\*((?:(?!\*/).)*)\*/\nexport (?:(?:async )?function (\w+)(\([^\n]*\)) \{$|const (\w+) = (\([^\n]*?\)) =>)"
    for told, function, arguments, arrow, given in re.findall(form, source, re.S | re.M):
        yield Member(function or arrow, arguments or given, Doc(_flat(re.sub(r"^\s*\*", "", told, flags=re.M)), ()))


@cache
def service() -> dict[str, Any]:
    """The description of the service."""
    return dict(json.loads((ROOT / "sdk" / "zhucun" / "service" / "openapi.json").read_text("utf-8")))


def asked() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of each request that the service takes."""
    for path, methods in service()["paths"].items():
        for method, told in methods.items():
            yield method.upper(), path, told


def sentences() -> Iterator[str]:
    """All that the pages say, once each; what the catalogue of the program says is said there in both languages."""
    seen = {en for _, en in WORDS.values()}
    texts = [text for name in names() for m in members(name) for text in (m.doc.text, *(told for _, _, told in m.doc.fields))]
    texts += [m.doc.text for name in NODE for m in exported(name)]
    for _, _, told in asked():
        texts += [told["summary"], told.get("description", ""), *(p["description"] for p in told.get("parameters", ()))]
        texts += [answer["description"] for answer in told["responses"].values()]
    for text in texts:
        if text and text not in seen:
            seen.add(text)
            yield text


def names() -> list[str]:
    return [name for name in zhucun.__all__ if name != "__version__"]


class Api(Words):
    def all(self) -> dict[str, str]:
        return {"api.md": self.page(), "api-node.md": self.node(), "api-service.md": self.service()}

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

    def node(self) -> str:
        w = self.w
        out = [
            f"# {w('Node 接口', 'Node API')}",
            "",
            w(
                "由源代码的注释生成。程序包 `zhucun-node` 导出前两个；`core/` 不依赖 Node，引擎和文件由宿主给出（`host.mjs` 是 Node 的宿主）。怎样用见[第一个小时](ways/first-hour.md)。",
                "From the comments of the source. The package `zhucun-node` exports the first two; `core/` asks nothing of Node: a host brings engine and files (`host.mjs` is Node's). How to use them: [the first hour](ways/first-hour.md).",
            ),
            "",
        ]
        for name in NODE:
            out += [heading(2, f"`{name}`", name), ""]
            for member in exported(name):
                out += [heading(3, f"`{member.name}`", f"{name}-{member.name}"), ""]
                out += [f'<p class="zc-long">{code(member.name + member.signature)}</p>', "", f"<p>{self.said(member.doc.text)}</p>", ""]
        return "\n".join(out)

    def service(self) -> str:
        w = self.w
        out = [
            f"# {w('服务接口', 'Service API')}",
            "",
            w(
                "由 `/openapi.json` 生成；测试用运行中的服务核对过每个地址和每种回答。怎样运行见[服务](service.md)。",
                "From `/openapi.json`; a test holds each path and each answer against a running server. How to run it: [the service](service.md).",
            ),
            "",
        ]
        for method, path, told in asked():
            out += [heading(2, f"`{method} {path}`", told["operationId"]), "", f"<p>{self.said(told['summary'])}</p>", ""]
            if "description" in told:
                out += [f"<p>{self.said(told['description'])}</p>", ""]
            if "parameters" in told:
                rows = [[code(p["name"]), self.said(p["description"]), self.values(p["schema"])] for p in told["parameters"]]
                out += [table([w("参数", "Parameter"), w("含义", "What it is"), w("取值", "Values")], rows), ""]
            if "requestBody" in told:
                out += [
                    f"<p>{w('内容', 'Body')}</p>",
                    facts((w("类型", "Type"), code(kind)) for kind in told["requestBody"]["content"]),
                    "",
                ]
            rows = [
                [code(status), self.said(answer["description"]), " ".join(map(code, [*answer["content"], *answer.get("headers", ())]))]
                for status, answer in told["responses"].items()
            ]
            out += [table([w("回答", "Answer"), w("含义", "What it is"), w("类型和响应头", "Types and headers")], rows), ""]
        return "\n".join(out)

    def values(self, schema: dict[str, Any]) -> str:
        return " ".join(map(code, schema["enum"])) if "enum" in schema else code(schema.get("format", schema["type"]))

    def said(self, text: str) -> str:
        known = {en: zh for zh, en in WORDS.values()} | chinese()
        return inline((text if self.en else known.get(text, text)).replace("``", "`"))
