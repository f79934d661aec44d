"""``zhucun import``: records out of what other systems write."""

from __future__ import annotations

import datetime as dt

import click

from zhucun.cli.failures import errors, tell
from zhucun.cli.group import main
from zhucun.cli.options import DAY, FOUND, LANG, examples
from zhucun.errors import Problem, problem
from zhucun.standard import Standard
from zhucun.words import both


@main.group("import")
def import_() -> None:
    """Records out of the files of other systems. 把其他系统的文件转成记录。"""


@import_.command(epilog=examples("zhucun import lrmx examples/lrmx/one.lrmx --as-of 2021-05-20 --output cadre.ndjson"))
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--as-of", type=DAY, required=True, metavar="DATE", help="Day on which the age is told (YYYY-MM-DD). 计算年龄的日期。")
@click.option("--output", "-o", "target", metavar="FILE", help="Write them there; - is standard output. 写入何处。")
@LANG
def lrmx(paths: tuple[str, ...], as_of: dt.date, target: str | None, lang: str) -> None:
    """Cadres out of appointment forms, without name, number and photograph. 干部任免审批表转为干部记录，不含姓名、号码和照片。"""
    import orjson

    from zhucun import output
    from zhucun.exchange import lrmx as forms

    with errors(lang):
        told: list[Problem] = []
        left: dict[tuple[str, str], None] = {}
        with output.Output(target) as out:
            for person in forms.read(Standard.load(), paths, as_of):
                out.write(orjson.dumps(person.record, option=orjson.OPT_APPEND_NEWLINE))
                told += person.problems
                left.update(dict.fromkeys(person.left))
        if left:
            comma = both("fill.comma")
            tell([problem("lrmx-left", what=(comma[0].join(zh for zh, _ in left), comma[1].join(en for _, en in left)))], lang)
        tell(told, lang)
        if told:
            raise SystemExit(FOUND)
