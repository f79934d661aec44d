"""Options that several commands share, each parsed into its type at the door."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from zhucun import options
from zhucun.errors import OptionError, Problem
from zhucun.model import Lang, parse_lang
from zhucun.printing import printable
from zhucun.standard import Standard

OK, FOUND, UNREADABLE, INCOMPLETE = 0, 1, 2, 3


def examples(*lines: str) -> str:
    """Examples for --help; ``@`` and ``@2`` stand for profiles that the standard names for this."""
    first, second = Standard.load().index["examples"]
    return "\b\nExamples:\n" + "\n".join("  " + line.replace("@2", second).replace("@", first) for line in lines)


class Typed(click.ParamType):  # type: ignore[type-arg]
    """An option that is parsed into its type at the door, in one sentence of both languages where it cannot be."""

    def __init__(self, name: str, parse: Callable[[str], Any]) -> None:
        self.name, self.parse = name, parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self.parse(value)
        except OptionError as e:
            self.fail(both(e.problems[0]), param, ctx)


def both(p: Problem) -> str:
    """A sentence in both languages, where it is not known yet which one is wanted."""
    return printable(f"{p.text('zh')} / {p.text('en')}")


def wanted_lang() -> Lang:
    """The language that the environment asks for."""
    try:
        return options.lang_of(os.environ)
    except OptionError as e:
        raise click.UsageError(f"ZHUCUN_LANG: {both(e.problems[0])}") from None


LANG = click.option(
    "--lang",
    type=Typed("language", parse_lang),
    metavar="[zh|en]",
    default=wanted_lang,
    show_default="ZHUCUN_LANG; else zh, or en where the locale is English",
    help="Language of messages. 消息的语言。",
)
PROFILES = click.option(
    "--profiles",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder with profiles besides the standard's. 另有地区规则的文件夹。",
)
IDENTITY = click.option(
    "--identity", metavar="FILE", help="Your private key of age, where the package is encrypted for it. 解密用的 age 私钥文件。"
)
JSON = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format. 输出格式。"
)


DAY = Typed("day", options.parse_as_of)
