"""The commands of exchange: what becomes of a batch after it was made."""

from __future__ import annotations

from pathlib import Path

import click

from zhucun.cli.failures import errors
from zhucun.cli.group import main
from zhucun.cli.options import LANG, examples
from zhucun.standard import Standard
from zhucun.words import say

INTO = click.option(
    "--output", "-o", "target", required=True, type=click.Path(path_type=Path), help="A folder that is not there yet. 新文件夹。"
)


@main.command(
    epilog=examples("zhucun apply examples/exchange/county-a/batch examples/exchange/county-a/correction -o corrected"),
)
@click.argument("base", type=click.Path())
@click.argument("corrections", nargs=-1, required=True, metavar="CORRECTION...", type=click.Path())
@INTO
@LANG
def apply(base: str, corrections: tuple[str, ...], target: Path, lang: str) -> None:
    """Write the snapshot to which a batch comes by its corrections, in this order. 把更正批次依次合入，写成全量批次。"""
    from zhucun.exchange import correction

    with errors(lang):
        said = correction.apply(Standard.load(), base, corrections, target)
        click.echo(say("exchange.applied", lang, target=target, id=said.batch_id, n=sum(f.count for f in said.files)))
