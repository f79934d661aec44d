"""``zhucun generate`` and ``zhucun load``: types, tables and a database for those who build upon the standard."""

from __future__ import annotations

from pathlib import Path

import click

from zhucun import output
from zhucun.cli.failures import errors
from zhucun.cli.group import main
from zhucun.cli.options import LANG, PROFILES, examples, wanted_lang
from zhucun.errors import OptionError, problem
from zhucun.generation.targets import DIALECTS, LANGUAGES
from zhucun.standard import Standard

TARGET = click.option("--output", "-o", "target", metavar="FILE", help="Write it there; - is standard output. 写入何处。")


@main.group()
def generate() -> None:
    """Types and tables from the standard, for your own system. 由标准生成类型与表结构。"""


@generate.command(
    epilog=examples("zhucun generate types --lang typescript --output zhucun.ts", "zhucun generate types --lang java --output Records.java")
)
@click.option("--lang", "language", required=True, type=click.Choice(sorted(LANGUAGES)), help="Programming language. 编程语言。")
@TARGET
def types(language: str, target: str | None) -> None:
    """Write the records as types of a language. 生成某种编程语言的类型。"""
    with errors(wanted_lang()):
        output.write(LANGUAGES[language].write(Standard.load()), target)


@generate.command(
    epilog=examples(
        "zhucun generate ddl --dialect postgresql --output tables.sql", "zhucun generate ddl --dialect sqlite --output tables.sql"
    )
)
@click.option("--dialect", required=True, type=click.Choice(sorted(DIALECTS)), help="The database. 数据库。")
@TARGET
@LANG
def ddl(dialect: str, target: str | None, lang: str) -> None:
    """Write the records as tables of a database. 生成某种数据库的建表语句。"""
    with errors(lang):
        output.write(DIALECTS[dialect].write(Standard.load()), target)


@main.command(epilog=examples("zhucun load examples/libo/batch postgresql://user@server/database"))
@click.argument("path", metavar="BATCH", type=click.Path())
@click.argument("address", metavar="ADDRESS")
@PROFILES
@LANG
def load(path: str, address: str, profiles: Path | None, lang: str) -> None:
    """Write a batch into PostgreSQL, at an address as libpq has it. 把批次写入 PostgreSQL。"""
    from zhucun import conversion, postgresql

    with errors(lang):
        if not postgresql.is_address(address):
            raise OptionError(problem("database-address"))
        conversion.to_database(Standard.load(), path, address, profiles)
