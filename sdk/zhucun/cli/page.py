"""``zhucun page``."""

from __future__ import annotations

from pathlib import Path

import click

import zhucun
from zhucun import output
from zhucun.cli.failures import errors
from zhucun.cli.group import main
from zhucun.cli.options import LANG, examples
from zhucun.errors import OurError, problem

#: Where a build leaves the page: ``python -m tools.page``.
BUILT = Path(zhucun.__file__).with_name("_page") / "page.html"


@main.command(epilog=examples("zhucun page --output 驻村检查.html"))
@click.option("--output", "-o", "target", metavar="FILE", required=True, help="Write the page there; - is standard output. 页面写入何处。")
@LANG
def page(target: str, lang: str) -> None:
    """Write the checker as one HTML file, which works in a browser without a network. 写出在浏览器里校验的单个网页，断网可用。"""
    with errors(lang):
        if not BUILT.is_file():
            raise OurError(problem("page-none"))
        with output.Output(target) as out:
            out.write(BUILT.read_bytes())
