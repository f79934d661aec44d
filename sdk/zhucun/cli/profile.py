"""``zhucun profile``: for who writes one."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhucun import output
from zhucun.cli.failures import errors
from zhucun.cli.group import main
from zhucun.cli.options import DAY, FOUND, JSON, LANG, OK, PROFILES, examples
from zhucun.errors import BatchError, OptionError, problem
from zhucun.printing import printable
from zhucun.standard import Profiles, Standard
from zhucun.words import say

if TYPE_CHECKING:
    from zhucun.places.check import Review


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


@profile.command("needs", epilog=examples("zhucun profile needs @", "zhucun profile needs @ --format csv > needs.csv"))
@click.argument("ident", metavar="PROFILE")
@PROFILES
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Output format; csv for a spreadsheet. 输出格式，csv 供电子表格打开。",
)
@LANG
def profile_needs(ident: str, profiles: Path | None, format_: str, lang: str) -> None:
    """The fields that its rules read, what each holds, and what stays unjudged without it. 该地区的规则需要哪些字段。"""
    from zhucun import sample
    from zhucun.places import needs

    with errors(lang):
        found = needs.needs(Profiles(Standard.load(), profiles).resolve_given(ident))
        shown = needs.examples(sample.records(sample.plan(found.profile)))
        text = {"json": lambda: needs.to_json(found, shown), "csv": lambda: needs.to_csv(found, shown, lang)}
        output.write(text[format_]() if format_ in text else needs.to_text(found, shown, lang))


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
    "explain", epilog=examples("zhucun profile explain @/days-per-month", "zhucun profile explain days-per-month --profile @ --lang en")
)
@click.argument("row", metavar="ROW")
@click.option("--profile", "given", metavar="ID|PATH", help="Where the row is: a profile, or its folder. 该行所在的地区规则。")
@PROFILES
@LANG
def profile_explain(row: str, given: str | None, profiles: Path | None, lang: str) -> None:
    """What a policy row says, its clauses, and the rules that read it; ROW as findings name it. 解释一行政策。"""
    from zhucun.places import clauses, row_page

    with errors(lang):
        places = Profiles(Standard.load(), profiles)
        resolved = places.resolve_given(given if given is not None else row.partition("/")[0])
        output.write(row_page.explain_row(resolved, row, clauses.of(places, resolved), lang))


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
    """Check a profile: its form, who reads each row, what carries each clause, and what it loosens of its parent. 检查地区规则。"""
    from zhucun.places import check

    with errors(lang):
        standard = Standard.load()
        review = check.check(Profiles(standard, profiles), Path(folder))
        output.write(_review_json(review) if format_ == "json" else _review_text(standard, review, lang))
        raise SystemExit(FOUND if any(r.level == "error" for r in review.remarks) else OK)


def _review_json(review: Review) -> str:
    data = {
        "remarks": [{"level": r.level, "place": r.place, "zh": r.problem.text("zh"), "en": r.problem.text("en")} for r in review.remarks],
        "rows": [{"row": row, "rules": list(rules)} for row, rules in review.rows.items()],
        "rules": list(review.rules),
        "clauses": list(review.clauses),
        "uncarried": list(review.uncarried),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _review_text(standard: Standard, review: Review, lang: str) -> str:
    """The rows with their readers, then what is wrong, then the sum of it."""
    from zhucun.places.reading import declares

    def readers(row: str, rules: Sequence[str]) -> str:
        declared = declares(standard, row.partition("/")[0])
        return " ".join(rules) or say("profile.declared" if declared else "profile.nobody", lang)

    level = standard.code_titles("severity")
    out = [say("profile.reader", lang, row=row, rules=readers(row, rules)) for row, rules in review.rows.items()]
    out += [f"{level[r.level][lang == 'en']}  {r.place}  {r.problem.text(lang)}" for r in review.remarks]
    if review.uncarried:
        out.append(say("profile.uncarried", lang, which=" ".join(review.uncarried)))
    if review.rows or not review.remarks:
        counts = {"clauses": review.clauses, "rows": review.rows, "rules": review.rules, "none": review.uncarried}
        out.append(say("profile.carried", lang, **{name: len(what) for name, what in counts.items()}))
    return "".join(f"{printable(line)}\n" for line in out)


@profile.command(
    "new",
    epilog=examples(
        "zhucun profile new my-county-2024 --document MC --title-zh 某县办法 --title-en 'Measures of my county' --from 2024-03-01"
    ),
)
@click.argument("folder", type=click.Path())
@click.option("--document", required=True, metavar="CODE", help="Prefix of the document's clause ids, 2 or 3 capitals. 条款前缀。")
@click.option("--title-zh", required=True, help="Chinese title. 中文名称。")
@click.option("--title-en", required=True, help="English title. 英文名称。")
@click.option("--extends", metavar="ID", help="Profile it extends. 上位规则。")
@PROFILES
@click.option(
    "--from", "start", type=DAY, metavar="DATE", help="First day on which it binds, if the document says it. 文件写明的生效日期。"
)
@LANG
def profile_new(
    folder: str, document: str, title_zh: str, title_en: str, extends: str | None, profiles: Path | None, start: dt.date | None, lang: str
) -> None:
    """Write a profile to fill in, and a list for its clauses; its id is the folder's name. 新建地区规则模板。"""
    from zhucun.places import check, clauses, template

    with errors(lang):
        target, places = Path(folder), Profiles(Standard.load(), profiles)
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise BatchError(problem("folder-not-empty", path=folder))
        if extends is not None:
            places.resolve(extends)
        name = Path(os.path.abspath(folder)).name
        data = template.template(name, document, title_zh, title_en, extends, start.isoformat() if start else None)
        if wrong := check.form(places.standard, data):
            # nothing is written: a folder that is left would be in the way of the next try
            raise BatchError(*(problem("profile-new", place=r.place, what=(r.problem.text("zh"), r.problem.text("en"))) for r in wrong))
        target.mkdir(parents=True, exist_ok=True)
        output.write(template.dump(data), str(target / "profile.json"))
        output.write(template.CLAUSES, str(target / clauses.NAME))
        review = check.check(places, target)
        for r in review.remarks:
            click.echo(f"zhucun: {r.place}: {r.problem.text(lang)}", err=True)
        raise SystemExit(FOUND if any(r.level == "error" for r in review.remarks) else OK)


@profile.command("sheet", epilog=examples("zhucun profile sheet @ --output profile.xlsx"))
@click.argument("ident", metavar="PROFILE")
@click.option("--output", "-o", "target", required=True, type=click.Path(path_type=Path), help="Write it there. 写入何处。")
@PROFILES
@LANG
def profile_sheet(ident: str, target: Path, profiles: Path | None, lang: str) -> None:
    """Write a profile as a workbook: the document, a sheet for each policy table, the clauses. 把地区规则写成表格。"""
    from zhucun.places import clauses, workbook

    with errors(lang):
        if target.suffix.lower() != ".xlsx":
            raise OptionError(problem("sheet-target", path=target))
        places = Profiles(Standard.load(), profiles)
        resolved = places.resolve_given(ident)
        workbook.write(places.standard, resolved.data, workbook.listed(clauses.own(places, resolved)), target)


@profile.command(
    "from-sheet",
    epilog=examples("zhucun profile sheet @ --output profile.xlsx", "zhucun profile from-sheet profile.xlsx --output ./@"),
)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--output", "-o", "folder", required=True, type=click.Path(path_type=Path), help="An empty folder for it. 写入的文件夹。")
@PROFILES
@LANG
def profile_from_sheet(path: Path, folder: Path, profiles: Path | None, lang: str) -> None:
    """Write a workbook as a profile, and check it; what is wrong is told by sheet and cell. 把表格读成地区规则。"""
    from zhucun.opening.streams import Budget
    from zhucun.places import check, clauses, template, workbook

    with errors(lang):
        places = Profiles(Standard.load(), profiles)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BatchError(problem("folder-not-empty", path=folder))
        if not path.is_file():
            raise BatchError(problem("no-path", path=path))
        budget = Budget(path.stat().st_size)
        found = workbook.read(places, path, path.name, lambda n: budget.spend(n, path.name))
        folder.mkdir(parents=True, exist_ok=True)
        output.write(template.dump(found.profile), str(folder / "profile.json"))
        output.write(workbook.clauses_text(found.clauses), str(folder / clauses.NAME))
        for told in found.told:
            click.echo(f"zhucun: {printable(told.text(lang))}", err=True)
        review = check.check(places, folder)
        for r in review.remarks:
            sheet, cell = found.cell(r.place)
            click.echo(printable(f"zhucun: {sheet}!{cell} {r.place}: {r.problem.text(lang)}"), err=True)
        raise SystemExit(FOUND if any(r.level == "error" for r in review.remarks) else OK)
