"""``zhucun profile``: for who writes one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from zhucun import output
from zhucun.cli.failures import errors
from zhucun.cli.group import main
from zhucun.cli.options import DAY, FOUND, JSON, LANG, OK, PROFILES, examples
from zhucun.cli.terminal import show_list
from zhucun.errors import BatchError, problem
from zhucun.standard import Profiles, Standard
from zhucun.words import say


@main.group()
def profile() -> None:
    """Show, compare and check profiles. 查看、比较、检查地区规则。"""


@profile.command("show", epilog=examples("zhucun profile show @"))
@click.argument("ident", metavar="PROFILE")
@PROFILES
@JSON
@LANG
def profile_show(ident: str, profiles: Path | None, format_: str, lang: str) -> None:
    """A resolved profile: its source and every policy row, inherited ones marked. 显示地区规则。"""
    from zhucun.places import describe

    with errors(lang):
        resolved = Profiles(Standard.load(), profiles).resolve_given(ident)
        output.write(describe.profile_json(resolved) if format_ == "json" else describe.profile_text(resolved, lang))


@profile.command("diff", epilog=examples("zhucun profile diff @ @2 --lang zh"))
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@PROFILES
@JSON
@LANG
def profile_diff(left: str, right: str, profiles: Path | None, format_: str, lang: str) -> None:
    """Two profiles side by side, every policy row. 比较两个地区规则。"""
    from zhucun.places import diff

    with errors(lang):
        places = Profiles(Standard.load(), profiles)
        a, b = places.resolve_given(left), places.resolve_given(right)
        output.write(diff.diff_json(a, b) if format_ == "json" else diff.diff_text(a, b, lang))


@profile.command(
    "check",
    epilog=examples(
        "zhucun profile new my-county-2024 --document MC --title-zh 某县办法 --title-en 'Measures of my county'",
        "zhucun profile check my-county-2024",
    ),
)
@click.argument("folder", type=click.Path())
@PROFILES
@JSON
@LANG
def profile_check(folder: str, profiles: Path | None, format_: str, lang: str) -> None:
    """Check a profile that is being written: form, rows, clauses, dates, loosening of its parent. 检查地区规则。"""
    from zhucun.places import check

    with errors(lang):
        standard = Standard.load()
        remarks = check.check(Profiles(standard, profiles), Path(folder))
        items = [{"level": r.level, "place": r.place, "zh": r.problem.text("zh"), "en": r.problem.text("en")} for r in remarks]
        if not items and format_ == "text":
            output.write(say("profile.fine", lang) + "\n")
        else:
            level = standard.code_titles("severity")
            show_list(items, format_, lambda i: [level[i["level"]][lang == "en"], i["place"], i[lang]])
        raise SystemExit(FOUND if any(r.level == "error" for r in remarks) else OK)


@profile.command(
    "new", epilog=examples("zhucun profile new my-county-2024 --document MC --title-zh 某县办法 --title-en 'Measures of my county'")
)
@click.argument("folder", type=click.Path())
@click.option("--document", required=True, metavar="CODE", help="Prefix of the document's clause ids, 2 or 3 capitals. 条款前缀。")
@click.option("--title-zh", required=True, help="Chinese title. 中文名称。")
@click.option("--title-en", required=True, help="English title. 英文名称。")
@click.option("--extends", metavar="ID", help="Profile it extends. 上位规则。")
@PROFILES
@click.option(
    "--from",
    "start",
    type=DAY,
    default="2024-01-01",
    show_default=True,
    metavar="DATE",
    help="First day on which it binds. 生效日期。",
)
@LANG
def profile_new(
    folder: str, document: str, title_zh: str, title_en: str, extends: str | None, profiles: Path | None, start: dt.date, lang: str
) -> None:
    """Write a profile to fill in; its id is the folder's name. 新建地区规则模板。"""
    from zhucun.places import check, template

    with errors(lang):
        target, places = Path(folder), Profiles(Standard.load(), profiles)
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise BatchError(problem("folder-not-empty", path=folder))
        if extends is not None:
            places.resolve(extends)
        target.mkdir(parents=True, exist_ok=True)
        output.write(
            template.dump(template.template(target.name, document, title_zh, title_en, extends, start.isoformat())),
            str(target / "profile.json"),
        )
        remarks = check.check(places, target)
        for r in remarks:
            click.echo(f"zhucun: {r.place}: {r.problem.text(lang)}", err=True)
        raise SystemExit(FOUND if any(r.level == "error" for r in remarks) else OK)
