"""Lists: ``zhucun rules``, ``profiles``, ``clauses``; and ``explain``."""

from __future__ import annotations

from pathlib import Path

import click

from zhucun import output
from zhucun.cli.failures import errors, warn_undated
from zhucun.cli.group import main
from zhucun.cli.options import JSON, LANG, PROFILES, examples
from zhucun.cli.terminal import show_list
from zhucun.standard import Profiles, Standard


@main.command(epilog=examples("zhucun rules", "zhucun rules --profile @ --format json"))
@click.option("--profile", metavar="ID|PATH", help="Only the rules that run under this profile. 只列该地区运行的规则。")
@PROFILES
@JSON
@LANG
def rules(profile: str | None, profiles: Path | None, format_: str, lang: str) -> None:
    """List the rules. 列出规则。"""
    with errors(lang):
        standard = Standard.load()
        resolved = Profiles(standard, profiles).resolve_given(profile) if profile is not None else None
        if resolved:
            warn_undated(resolved, lang)
        items = []
        for r in standard.rules.values():
            needs = r.rows(resolved) if resolved else []
            if needs is None:
                continue
            item = {
                k: r.header[k]
                for k in ("id", "since", "title", "asks", "fix", "records", "each", "policies", "conventions", "absence", "keys")
                if k in r.header
            }
            item["entails"] = [e["rule"] for e in r.header.get("entails", [])]
            if resolved:
                rows = [row for need in needs for row in need]
                item["clauses"] = sorted({c for row in rows for c in row.clauses})
                item["policyRows"] = [row.row_id for row in rows]
                item["severity"] = r.header.get("severity") or sorted({row.severity for row in needs[0]})
            items.append(item)
        show_list(items, format_, lambda i: [i["id"], i["title"][lang], " ".join(i.get("clauses", []))])


@main.command(epilog=examples("zhucun profiles", "zhucun profiles --format json"))
@PROFILES
@JSON
@LANG
def profiles(profiles: Path | None, format_: str, lang: str) -> None:
    """List the profiles. 列出地区规则。"""
    with errors(lang):
        places, items = Profiles(Standard.load(), profiles), []
        for ident in places.ids:
            resolved = places.resolve(ident)
            data = resolved.data
            keys = (
                "id",
                "title",
                "document",
                "authority",
                "divisionCode",
                "effectiveFrom",
                "effectiveFromBasis",
                "effectiveTo",
                "extends",
                "inheritanceBasis",
                "era",
            )
            items.append({k: data[k] for k in keys if k in data} | {"rules": [r.id for r in resolved.rules]})
        authority = places.standard.code_titles("authority-kind")
        show_list(
            items,
            format_,
            lambda i: [
                i["id"],
                i["title"][lang],
                authority[i["authority"]][lang == "en"],
                i.get("effectiveFrom", "?"),
                i.get("extends", ""),
                str(len(i["rules"])),
            ],
        )


@main.command(epilog=examples("zhucun clauses", "zhucun clauses --uncarried --format json"))
@click.option("--document", help="Only clauses of this document (the prefix of its clause ids). 只列该文件的条款。")
@click.option("--uncarried", is_flag=True, help="Only clauses that nothing carries. 只列无承载的条款。")
@JSON
@LANG
def clauses(document: str | None, uncarried: bool, format_: str, lang: str) -> None:
    """List the clauses of the source documents, and what carries each. 列出条款及其承载。"""
    from zhucun.places import carriers

    with errors(lang):
        items = [
            c
            for c in carriers.clauses(Standard.load())
            if (document is None or c["document"] == document) and not (uncarried and (c["carriers"] or "reason" in c))
        ]
        show_list(items, format_, lambda i: [i["id"], i["modality"], i[lang], " ".join(i["carriers"][:4])])


@main.command(
    epilog=examples(
        "zhucun explain ATT-001", "zhucun explain ATT-001 --profile @", "zhucun explain STR-PATTERN", "zhucun explain posting.endDate"
    )
)
@click.argument("name")
@click.option("--profile", metavar="ID|PATH", help="Of a rule, show the values of this profile. 显示该地区的取值。")
@PROFILES
@LANG
def explain(name: str, profile: str | None, profiles: Path | None, lang: str) -> None:
    """What a rule asks, why, its clauses, its SQL; what a structural code means; what a field holds. 解释规则、结构代码或字段。"""
    from zhucun.places import explain as explaining

    with errors(lang):
        standard = Standard.load()
        resolved = Profiles(standard, profiles).resolve_given(profile) if profile is not None else None
        output.write(explaining.explain(standard, name, resolved))
