"""``zhucun sheet``: workbooks to fill in, out of a batch, and into one."""

from __future__ import annotations

from pathlib import Path

import click

from zhucun.cli.failures import errors, tell
from zhucun.cli.group import main
from zhucun.cli.options import FOUND, LANG, PROFILES, examples
from zhucun.standard import Profiles, Standard

TARGET = click.option("--output", "-o", "target", required=True, type=click.Path(path_type=Path), help="Write it there. 写入何处。")

GRID = click.option("--grid", is_flag=True, help="Attendance as tables of months, a symbol for each day. 考勤用月表。")


@main.group()
def sheet() -> None:
    """Workbooks to fill in, and batches to and from them. 表格模板，以及批次与表格互转。"""


@sheet.command(
    epilog=examples(
        "zhucun sheet template --output template.xlsx --profile @",
        "zhucun sheet template --output leave.xlsx --profile @ --types cadre,leave",
        "zhucun sheet template --output month.xlsx --profile @ --types cadre,village --grid",
    )
)
@TARGET
@click.option("--profile", required=True, metavar="ID|PATH", help="A profile: its id, or its folder as ./x. 地区规则。")
@PROFILES
@click.option("--types", metavar="TYPE,TYPE", help="These record types, instead of those that its rules read. 记录类型。")
@GRID
@LANG
def template(target: Path, profile: str, profiles: Path | None, types: str | None, grid: bool, lang: str) -> None:
    """Write an empty workbook for a profile. 生成某地区规则的空白表格。"""
    from zhucun import conversion

    with errors(lang):
        standard = Standard.load()
        chosen = None if types is None else conversion.parse_types(standard, types)
        conversion.template(Profiles(standard, profiles).resolve_given(profile), target, chosen, grid=grid)


@sheet.command(
    epilog=examples(
        "zhucun sample batch --profile @",
        "zhucun sheet write batch --output batch.xlsx",
        "zhucun sheet write batch --output months.xlsx --grid",
    )
)
@click.argument("path", metavar="BATCH", type=click.Path())
@TARGET
@GRID
@LANG
def write(path: str, target: Path, grid: bool, lang: str) -> None:
    """Write a batch as a workbook. 把批次写成表格。"""
    from zhucun import conversion

    with errors(lang):
        if left_out := conversion.to_workbook(Standard.load(), path, target, grid=grid):
            tell(left_out, lang)
            raise SystemExit(FOUND)


@sheet.command(
    epilog=examples(
        "zhucun sample batch --profile @", "zhucun sheet write batch --output batch.xlsx", "zhucun sheet read batch.xlsx --output again"
    )
)
@click.argument("path", metavar="FILE", type=click.Path())
@TARGET
@LANG
def read(path: str, target: Path, lang: str) -> None:
    """Write a workbook, or tables of text, as a batch. 把表格读成批次。"""
    from zhucun import conversion

    with errors(lang):
        conversion.to_batch(Standard.load(), path, target)
