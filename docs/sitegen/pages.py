"""All generated pages of a language, and the navigation."""

from __future__ import annotations

import re
from typing import Any

from sitegen.api import Api
from sitegen.changes import Changes
from sitegen.clauses import Clauses
from sitegen.edition import standard
from sitegen.needs import Needs
from sitegen.profiles import Profiles
from sitegen.records import Records
from sitegen.rules import Rules
from sitegen.words import Words, families, record_names
from zhucun.record import faults


def pages(lang: str) -> dict[str, str]:
    """Path (from the root of one language) → Markdown."""
    return {path: text for part in (Records, Rules, Profiles, Needs, Clauses, Changes, Api) for path, text in part(lang).all().items()}


def files(lang: str) -> dict[str, str]:
    """Path → text of what is there to download."""
    return {path: text for part in (Needs, Records) for path, text in part(lang).files().items()}


def terms(lang: str) -> list[tuple[str, str, str]]:
    """What the search finds beside pages and sections: address, title, text."""
    return Records(lang).terms()


def short_terms() -> set[str]:
    """The terms of the standard that are one word to who searches for them: of at most five characters."""
    titles = [title.split(" ")[0] for _, title, _ in terms("zh")]
    return {title for title in titles if re.fullmatch("[\u4e00-\u9fff]{2,5}", title)}


def nav(lang: str) -> list[Any]:
    """The navigation: hand-written pages first, then what is generated."""
    p = Words(lang)
    w = p.w
    return [
        {w("入门", "Start"): ["index.md", "start.md", "install.md", {w("几种接入", "Ways in"): [f"ways/{n}.md" for n in ("office", "browser", "vendor", "first-hour", "province", "ci", "profile")]}, "faq.md"]},
        {w("指南", "Guide"): [f"{n}.md" for n in ("model", "files", "traps", "flow", "conventions", "divisions", "privacy", "report", "exchange", "service", "python", "api", "api-node", "api-service", "conformance", "versions", "rc2", "performance")]},
        {w("规则", "Rules"): [
            "rules/index.md",
            *({p.family(k): [f"rules/{r.id}.md" for r in rules]} for k, rules in families().items()),
            {w("结构发现", "Structure"): ["findings/index.md", *(f"rules/{c}.md" for c in faults.catalogue(standard))]},
        ]},
        {w("记录", "Records"): ["records/index.md", *(f"records/{n}.md" for n in record_names())]},
        {w("代码表", "Code lists"): ["codelists/index.md", *(f"codelists/{n}.md" for n in standard.codelist_names)]},
        {w("地区", "Profiles"): ["profiles/index.md", "profiles/tables.md", "profiles/matrix.md", "profiles/compare.md", *(f"profiles/{i}.md" for i in standard.profiles.own), {w("需要哪些字段", "Which fields are needed"): ["needs/index.md", *(f"needs/{i}.md" for i in standard.profiles.own)]}]},
        {w("条款", "Clauses"): ["clauses/index.md", *(f"clauses/{d['code']}.md" for d in standard.index["documents"])]},
    ]  # fmt: skip
