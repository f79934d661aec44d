"""The commands of exchange: what becomes of a batch after it was made."""

from __future__ import annotations

import json
from pathlib import Path

import click

from zhucun import output
from zhucun.cli.failures import errors
from zhucun.cli.group import main
from zhucun.cli.options import FOUND, JSON, LANG, OK, examples
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


TRUST = click.option("--trust", required=True, metavar="FILE", help="The keys that you trust, in JSON. 受信密钥表。")
KEY = click.option("--key", required=True, metavar="FILE", help="Your private key in PEM, Ed25519 or SM2. 私钥。")


@main.command(epilog=examples("zhucun pack examples/exchange/county-b/batch -o county-b.zip"))
@click.argument("folder", type=click.Path())
@click.option("--output", "-o", "target", required=True, metavar="FILE", help="The zip. 写入的 ZIP。")
@LANG
def pack(folder: str, target: str, lang: str) -> None:
    """Write a batch as one zip, the same bytes on every machine. 打包批次。"""
    from zhucun.exchange import package

    with errors(lang):
        count = package.pack(Standard.load(), folder, target)
        click.echo(say("exchange.packed", lang, target=target, n=count), err=target == output.STDOUT)


@main.command(
    epilog=examples(
        "cp -r examples/exchange/county-b/batch mine",
        "openssl genpkey -algorithm ed25519 -out mine.pem",
        "zhucun sign mine --key mine.pem",
    )
)
@click.argument("folder", type=click.Path(path_type=Path))
@KEY
@LANG
def sign(folder: Path, key: str, lang: str) -> None:
    """Sign a batch: an envelope beside its manifest, which pins every file. 为批次签名。"""
    from zhucun.exchange import package, signature
    from zhucun.opening.manifest import ENVELOPE

    with errors(lang):
        private = signature.read_key(key)
        package.sign_batch(Standard.load(), folder, private)
        click.echo(say("exchange.signed", lang, target=folder / ENVELOPE, keyid=signature.keyid(private.spki)))


@main.command(
    epilog=examples(
        "cp -r examples/exchange/county-b/batch signed",
        "zhucun sign signed --key examples/exchange/keys/county-b.pem",
        "zhucun verify signed --trust examples/exchange/city/trusted-keys.json",
    )
)
@click.argument("path", type=click.Path())
@TRUST
@JSON
@LANG
def verify(path: str, trust: str, format_: str, lang: str) -> None:
    """Say whether a batch is whole and signed by its sender. 核验批次的签名。

    \b
    Exit codes: 0 valid, 1 not, 2 the input could not be read as a batch.
    退出码:0 有效,1 无效,2 无法读作批次。
    """
    from zhucun.exchange import package, signature

    with errors(lang):
        standard = Standard.load()
        found = package.verify_path(standard, path, signature.read_trust(standard, trust))
        if format_ == "json":
            output.write(json.dumps({"outcome": found.outcome.value, "algorithms": sorted(found.algorithms)}) + "\n")
        else:
            output.write(f"{found.outcome.value}: {say(f'signature.{found.outcome.value}', lang)}\n")
        raise SystemExit(OK if found.outcome is signature.Outcome.VALID else FOUND)
