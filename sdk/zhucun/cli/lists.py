"""What the standard holds: ``zhucun rule``, ``profile list``, ``clause``, ``codelist``; and ``explain``."""

from __future__ import annotations

import copy
from pathlib import Path

import click

from zhucun import output
from zhucun.cli.failures import errors, warn_undated
from zhucun.cli.group import main
from zhucun.cli.options import JSON, LANG, PROFILES, examples
from zhucun.cli.profile import profile as profile_group
from zhucun.cli.terminal import show_list
from zhucun.errors import BatchError, near, problem, short
from zhucun.standard import Profiles, Standard
from zhucun.words import say


def _hidden(command: click.Command) -> click.Command:
    """A command under an older name: it works, and is no longer listed."""
    old = copy.copy(command)
    old.hidden = True
    return old


@main.group()
def rule() -> None:
    """List the rules, or explain one. 列出规则，或解释一条。"""


@main.group()
def clause() -> None:
    """The clauses of the source documents. 各文件的条款。"""


@main.group()
def codelist() -> None:
    """The code lists. 代码表。"""


@rule.command("list", epilog=examples("zhucun rule list", "zhucun rule list --profile @ --format json"))
@click.option("--profile", metavar="ID|PATH", help="Only the rules that run under this profile. 只列该地区运行的规则。")
@PROFILES
@JSON
@LANG
def rule_list(profile: str | None, profiles: Path | None, format_: str, lang: str) -> None:
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


@profile_group.command("list", epilog=examples("zhucun profile list", "zhucun profile list --format json"))
@PROFILES
@JSON
@LANG
def profile_list(profiles: Path | None, format_: str, lang: str) -> None:
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


@clause.command(
    "list",
    epilog=examples("zhucun clause list", "zhucun clause list --uncarried --format json", "zhucun clause list --profile @"),
)
@click.option("--document", help="Only clauses of this document (the prefix of its clause ids). 只列该文件的条款。")
@click.option("--profile", metavar="ID|PATH", help="Only the clauses of this profile's document. 只列该地区文件的条款。")
@PROFILES
@click.option("--uncarried", is_flag=True, help="Only clauses that nothing carries. 只列无承载的条款。")
@JSON
@LANG
def clause_list(document: str | None, profile: str | None, profiles: Path | None, uncarried: bool, format_: str, lang: str) -> None:
    """List the clauses of the source documents, and what carries each. 列出条款及其承载。"""
    from zhucun.places import carriers, clauses

    with errors(lang):
        places = Profiles(Standard.load(), profiles)
        chosen = places.resolve_given(profile) if profile is not None else None
        elsewhere = [chosen] if chosen and chosen.outside else []
        elsewhere += [places.resolve(i) for i in places.ids if i not in places.own and (chosen is None or i != chosen.id)]
        listed = carriers.clauses(places.standard, [(p, clauses.own(places, p)) for p in elsewhere])
        wanted = document if chosen is None else str(chosen.data["document"])
        known = sorted({c["document"] for c in listed} | {str(p.data["document"]) for p in elsewhere})
        if wanted is not None and wanted not in known:
            raise BatchError(problem("document-unknown", name=short(wanted), near=near(wanted, known), known=", ".join(known)))
        items = [
            c
            for c in listed
            if (wanted is None or c["document"] == wanted)
            and (document is None or c["document"] == document)
            and not (uncarried and (c["carriers"] or "reason" in c))
        ]
        show_list(items, format_, lambda i: [i["id"], i["modality"], i[lang], " ".join(i["carriers"][:4])])


@codelist.command("list", epilog=examples("zhucun codelist list", "zhucun codelist list --format json"))
@JSON
@LANG
def codelist_list(format_: str, lang: str) -> None:
    """List the code lists. 列出代码表。"""
    with errors(lang):
        standard = Standard.load()
        titles = {name: dict(zip(("zh", "en"), standard.codelist_title(name), strict=True)) for name in standard.codelist_names}
        items = [{"name": name, "title": title, "codes": len(standard.codelist(name))} for name, title in titles.items()]
        show_list(items, format_, lambda i: [i["name"], i["title"][lang], str(i["codes"])])


@codelist.command("show", epilog=examples("zhucun codelist show exit-reason", "zhucun codelist show exit-reason --format json"))
@click.argument("name")
@JSON
@LANG
def codelist_show(name: str, format_: str, lang: str) -> None:
    """The codes of a list, with what they mean and what local systems call it. 显示代码表的代码、含义和本地叫法。"""
    with errors(lang):
        standard = Standard.load()
        if name not in standard.codelist_names:
            raise BatchError(problem("codelist-unknown", name=short(name), near=near(name, standard.codelist_names)))
        words = standard.synonyms(name)
        items = [{**r, "synonyms": list(words.get(r["code"], ()))} for r in standard.codelist(name)]
        show_list(items, format_, lambda i: [i["code"], i[lang], say("fill.comma", lang).join(i["synonyms"])])


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
    _explain(name, profile, profiles, lang)


@rule.command("show", epilog=examples("zhucun rule show ATT-001", "zhucun rule show ATT-001 --profile @"))
@click.argument("ident", metavar="RULE")
@click.option("--profile", metavar="ID|PATH", help="Show the values of this profile. 显示该地区的取值。")
@PROFILES
@LANG
def rule_show(ident: str, profile: str | None, profiles: Path | None, lang: str) -> None:
    """What a rule asks, why, its clauses and its SQL. 显示一条规则。"""
    with errors(lang):
        Standard.load().rule(ident)
    _explain(ident, profile, profiles, lang)


def _explain(name: str, profile: str | None, profiles: Path | None, lang: str) -> None:
    from zhucun.places import explain as explaining

    with errors(lang):
        standard = Standard.load()
        resolved = Profiles(standard, profiles).resolve_given(profile) if profile is not None else None
        output.write(explaining.explain(standard, name, resolved))


# the names that these commands had
for name, command in {"rules": rule_list, "profiles": profile_list, "clauses": clause_list}.items():
    main.add_command(_hidden(command), name)
