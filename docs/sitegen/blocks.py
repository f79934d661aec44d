"""What a hand-written page may ask for: ``<!-- zc:NAME -->`` on a line of its own becomes the block of that name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sitegen import diagrams, examples
from sitegen.edition import standard
from sitegen.markup import code, esc, json_block, link, table
from sitegen.words import DATA, Words
from zhucun import reports
from zhucun.cli.page import BUILT
from zhucun.service import refusals
from zhucun.words import say


def performance(lang: str, name: str = "performance") -> str:
    path = DATA / (f"{name}.zh.md" if lang == "zh" else f"{name}.md")
    if path.is_file():
        # the page has its own heading
        return re.sub(r"^# .*\n", "", path.read_text("utf-8"), flags=re.M).strip()
    if lang == "en":
        return "No table of measurements is shipped with this version. The benchmark writes it to `docs/data/`; this page shows it from then on."
    return "本版本未附测量结果。基准测试把结果写入 `docs/data/`，本页随即显示。"


def formats(lang: str) -> str:
    rows = [[code(f"--format {r.name}"), esc(r.about[lang == "en"]), code(r.media_type)] for r in reports.RENDERERS.values()]
    return table(["格式", "用途", "媒体类型"] if lang == "zh" else ["Format", "For", "Media type"], rows)


def problems(lang: str) -> str:
    """Why the service may have no report."""
    # a path and a method that there are not concern no batch
    kinds = [k for k in refusals.STATUSES if k not in ("no-path", "method")]
    rows = [[str(refusals.STATUSES[k]), code(f"urn:zhucun:problem:{k}"), esc(say(f"serve.title.{k}", lang))] for k in kinds]
    return table(["状态", "种类", "含义"] if lang == "zh" else ["Status", "Kind", "Meaning"], rows)


def pi_classes(lang: str) -> str:
    """Which fields carry which class of personal information."""
    by_class: dict[str, list[str]] = {}

    def walk(kind: str, node: Mapping[str, Any], path: str) -> None:
        for name, prop in node.get("properties", {}).items():
            here = f"{path}.{name}" if path else name
            by_class.setdefault(prop.get("x-piClass", "NONE"), []).append(link(f"records/{kind}/#{here}", code(f"{kind}.{here}")))
            walk(kind, prop.get("items", prop), here)

    for kind in standard.record_types:
        walk(kind, standard.schema(kind), "")
    rows = []
    for r in standard.codelist("pi-class"):
        fields = by_class.get(r["code"], [])
        shown = " ".join(fields) if len(fields) <= 14 else ""
        rows.append([f'<span title="{esc(r["code"])}">{esc(r[lang])}</span>', str(len(fields)), shown])
    return table(["类别", "字段数", "哪些字段"] if lang == "zh" else ["Class", "Fields", "Which"], rows)


def numbers(lang: str) -> str:
    """What this version holds, counted."""
    p = Words(lang)
    counted = [
        (len(standard.record_types), "records/", "种记录", "record types"),
        (len(standard.codelist_names), "codelists/", "个代码表", "code lists"),
        (len(standard.rules), "rules/", "条规则", "rules"),
        (len(standard.profiles.own), "profiles/", "个地区规则", "profiles"),
        (len(standard.clauses), "clauses/", "条登记条款", "registered clauses"),
    ]
    items = "".join(f"<li>{link(target, f'<b>{n}</b> {p.w(zh, en)}')}</li>" for n, target, zh, en in counted)
    return f'<ul class="zc-numbers">{items}</ul>'


def editions(lang: str) -> str:
    rows = [[code(r["code"]), esc(r[lang]), esc(r["note"])] for r in standard.codelist("division-edition")]
    return table(["代码", "体系与版本", "备注"] if lang == "zh" else ["Code", "System and edition", "Note"], rows)


def absence(lang: str) -> str:
    """Every field whose absence a rule takes for a violation, and why."""
    p = Words(lang)
    rows = [
        [p.rule_links([rule.id]), link("records/{}/#{}".format(*entry["field"].split(".", 1)), code(entry["field"])), esc(entry[lang])]
        for rule in standard.rules.values()
        for entry in rule.header.get("absence", [])
    ]
    return table(p.w("规则,字段,为什么", "Rule,Field,Why").split(","), rows, "stack")


#: What the checker as one HTML file is called at the root of the site.
CHECKER = "checker.html"


def checker(lang: str) -> str:
    """The checker to take along, if it is built."""
    if not BUILT.is_file():
        return "本网站生成时没有附上这个网页。" if lang == "zh" else "This copy of the site was made without the page."
    up, title = ("../..", "下载这个网页") if lang == "zh" else ("../../..", "Download the page")
    return f'<p><a class="md-button" href="{up}/{CHECKER}" download>{title}</a></p>'


BLOCKS: dict[str, Callable[[str], str]] = {
    "model": diagrams.model,
    "flow": diagrams.flow,
    "story": diagrams.story,
    "numbers": numbers,
    "performance": performance,
    "exchange-performance": lambda lang: performance(lang, "exchange"),
    "service-performance": lambda lang: performance(lang, "service"),
    "problems": problems,
    "formats": formats,
    "pi-classes": pi_classes,
    "editions": editions,
    "absence": absence,
    "checker": checker,
    "finding": lambda lang: json_block(examples.document("finding", lang)),
}

_BLOCK = re.compile(r"^<!-- zc:([a-z-]+) -->$", re.M)


def expand(markdown: str, lang: str) -> str:
    """A hand-written page with its blocks filled in."""
    return _BLOCK.sub(lambda m: BLOCKS[m[1]](lang), markdown)
