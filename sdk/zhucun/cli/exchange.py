"""The commands of exchange: what becomes of a batch after it was made."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhucun import output
from zhucun.cli.failures import errors, tell
from zhucun.cli.group import main
from zhucun.cli.options import DAY, FOUND, IDENTITY, JSON, LANG, OK, PROFILES, UNREADABLE, examples
from zhucun.cli.terminal import Bar
from zhucun.errors import OptionError, problem
from zhucun.printing import printable
from zhucun.standard import Standard
from zhucun.words import say

if TYPE_CHECKING:
    from zhucun.exchange.diff import Change, Difference

INTO = click.option(
    "--output", "-o", "target", required=True, type=click.Path(path_type=Path), help="A folder that is not there yet. 新文件夹。"
)


@main.command(
    epilog=examples("zhucun apply examples/exchange/county-a/batch examples/exchange/county-a/correction -o corrected"),
)
@click.argument("base", type=click.Path())
@click.argument("corrections", nargs=-1, required=True, metavar="CORRECTION...", type=click.Path())
@INTO
@PROFILES
@LANG
def apply(base: str, corrections: tuple[str, ...], target: Path, profiles: Path | None, lang: str) -> None:
    """Write the snapshot to which a batch comes by its corrections, in this order. 把更正批次依次合入，写成全量批次。"""
    from zhucun.exchange import correction

    with errors(lang):
        said = correction.apply(Standard.load(), base, corrections, target, profiles)
        click.echo(say("exchange.applied", lang, target=target, id=said.batch_id, n=sum(f.count for f in said.files)))


TRUST = click.option("--trust", required=True, metavar="FILE", help="The keys that you trust, in JSON. 受信密钥表。")
KEY = click.option("--key", required=True, metavar="FILE", help="Your private key in PEM, Ed25519 or SM2. 私钥。")


@main.command(
    epilog=examples(
        "zhucun pack examples/exchange/county-b/batch -o county-b.zip",
        "zhucun pack examples/exchange/county-b/batch --encrypt-to examples/exchange/keys/city.age.pub -o county-b.zip.age",
    )
)
@click.argument("folder", type=click.Path())
@click.option(
    "--encrypt-to",
    "recipients",
    multiple=True,
    metavar="KEY|FILE",
    help="Encrypt it for this public key of age, or those in a file; may be repeated. 用收件方的 age 公钥加密。",
)
@click.option("--output", "-o", "target", required=True, metavar="FILE", help="The zip. 写入的 ZIP。")
@LANG
def pack(folder: str, recipients: tuple[str, ...], target: str, lang: str) -> None:
    """Write a batch as one zip, the same bytes on every machine; encrypted, where that is asked. 打包批次。"""
    from zhucun.exchange import encryption, package
    from zhucun.workspace import workspace

    with errors(lang):
        if recipients:
            keys = encryption.read_recipients(recipients)
            with workspace() as work:
                count = package.pack(Standard.load(), folder, str(work / "package.zip"))
                encryption.encrypt(work / "package.zip", keys, target)
        else:
            count = package.pack(Standard.load(), folder, target)
        click.echo(say("exchange.packed", lang, target=target, n=count), err=target == output.STDOUT)


@main.command(
    epilog=examples(
        "cp -r examples/exchange/county-b/batch mine && zhucun sign mine --key examples/exchange/keys/county-b.pem",
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
        "cp -r examples/exchange/county-b/batch signed && zhucun sign signed --key examples/exchange/keys/county-b.pem",
        "zhucun verify signed --trust examples/exchange/city/trusted-keys.json",
    )
)
@click.argument("path", type=click.Path())
@TRUST
@IDENTITY
@JSON
@LANG
def verify(path: str, trust: str, identity: str | None, format_: str, lang: str) -> None:
    """Say whether a batch is whole and signed by its sender. 核验批次的签名。

    \b
    Exit codes: 0 valid, 1 not, 2 the input could not be read as a batch.
    退出码：0 有效，1 无效，2 无法读作批次。
    """
    from zhucun.exchange import encryption, package, signature

    with errors(lang):
        standard = Standard.load()
        keys = signature.read_trust(standard, trust)
        with encryption.decrypted(path, identity) as plain:
            found = package.verify_path(standard, plain, keys)
        if format_ == "json":
            output.write(json.dumps({"outcome": found.outcome.value, "algorithms": sorted(found.algorithms)}) + "\n")
        else:
            output.write(f"{found.outcome.value}: {say(f'signature.{found.outcome.value}', lang)}\n")
        raise SystemExit(OK if found.outcome is signature.Outcome.VALID else FOUND)


@main.command(
    epilog=examples(
        "zhucun receive examples/exchange/county-b/batch --contract examples/exchange/city/open-contract.json"
        " --trust examples/exchange/city/trusted-keys.json --key examples/exchange/keys/city.pem --on 2021-08-02"
        " --report report.json -o receipt.json",
    )
)
@click.argument("path", type=click.Path())
@click.option("--contract", required=True, metavar="FILE", help="What you take, in JSON. 接收约定。")
@TRUST
@KEY
@click.option("--on", "day", required=True, type=DAY, metavar="DATE", help="Day on which it was received. 接收日期。")
@click.option("--base", type=click.Path(), metavar="BATCH", help="The batch that a correction corrects. 被更正的批次。")
@click.option("--previous", metavar="RECEIPT", help="The receipt that you gave before this one. 前一份回执。")
@IDENTITY
@click.option("--report", "report", required=True, metavar="FILE", help="Write the report there, in JSON. 报告写入何处。")
@click.option("--output", "-o", "target", required=True, metavar="FILE", help="The receipt. 回执写入何处。")
@LANG
def receive(
    path: str,
    contract: str,
    trust: str,
    key: str,
    day: dt.date,
    base: str | None,
    previous: str | None,
    identity: str | None,
    report: str,
    target: str,
    lang: str,
) -> None:
    """Verify and validate a batch against your contract, and sign a receipt. 接收批次并出具回执。

    \b
    Exit codes: 0 accepted, 1 rejected, 2 the input could not be read as a batch; each with a receipt.
    退出码：0 已接收，1 拒收，2 无法读作批次；均出具回执。
    """
    from zhucun.exchange import receipt, signature
    from zhucun.exchange.contract import Contract

    bar = Bar(lang)
    with errors(lang):
        standard = Standard.load()
        keys, private = signature.read_trust(standard, trust), signature.read_key(key)
        terms = Contract.read(standard, contract)
        try:
            given = receipt.receive(
                standard,
                path,
                terms,
                keys,
                private,
                day.isoformat(),
                base=base,
                previous=previous,
                identity=identity,
                lang=lang,
                step=bar,
            )
        finally:
            bar.close()
        for name, data in ((report, given.report), (target, given.receipt)):
            with output.Output(name) as out:
                out.write(data)
        tell(given.problems, lang)
        click.echo(_said(given.said, None, lang))
        raise SystemExit({"REJECTED": FOUND, "UNREADABLE": UNREADABLE}.get(given.said["status"], OK))


@main.command(
    epilog=examples(
        "zhucun apply examples/exchange/county-a/batch examples/exchange/county-a/correction -o corrected",
        "zhucun diff examples/exchange/county-a/batch corrected --lang en",
        "zhucun diff examples/exchange/county-a/batch corrected --format html --output diff.html",
    )
)
@click.argument("left", metavar="A", type=click.Path())
@click.argument("right", metavar="B", type=click.Path())
@click.option("--values", is_flag=True, help="Say also what stood there and what stands there now. 写出改动前后的值。")
@click.option("--correction", type=click.Path(path_type=Path), metavar="FOLDER", help="Write it as a correction of A. 写成更正批次。")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "html"]), default="text", show_default=True, help="Output format. 输出格式。"
)
@click.option("--output", "-o", "target", metavar="FILE", help="Write it there; - is standard output. 写入何处。")
@LANG
def diff(left: str, right: str, values: bool, correction: Path | None, format_: str, target: str | None, lang: str) -> None:
    """Compare two batches record by record, or two reports in JSON by their findings. 比较两个批次或两份报告。"""
    from zhucun.exchange import diff as comparing

    with errors(lang):
        standard = Standard.load()
        if correction is not None:
            named = comparing.correct(standard, left, right, correction)
            click.echo(say("split.done", lang, target=correction, names=named.batch_id))
            return
        if left.endswith(".json") and right.endswith(".json") and Path(left).is_file() and Path(right).is_file():
            _show_reports(left, right, format_, target, lang)
            return
        with output.Output(target) as out:
            shown = _Page(out, lang) if format_ == "html" else _Changes(out, format_, lang)
            found = comparing.compare(standard, left, right, shown.tell, with_values=values)
            shown.close(found)


#: So many changes of each record type does a page list.
_LISTED = 1000


class _Page:
    """Changes as one page: the sum first, then the first changes of each type."""

    def __init__(self, out: output.Output, lang: str) -> None:
        self._out, self._lang = out, lang
        self._kept: dict[str, list[Change]] = {}
        self._left: dict[str, int] = {}

    def tell(self, change: Change) -> None:
        """Keep one."""
        kept = self._kept.setdefault(change.record_type, [])
        if len(kept) < _LISTED:
            kept.append(change)
        else:
            self._left[change.record_type] = self._left.get(change.record_type, 0) + 1

    def close(self, found: Difference) -> None:
        """Write the page."""
        from zhucun.reports.html import plain_page

        left, right = (named.batch_id if named is not None else "" for named in (found.left, found.right))
        for text in plain_page(self._lang, say("diff.title", self._lang, left=left, right=right), self._body(found)):
            self._out.write(text.encode())

    def _body(self, found: Difference) -> Iterator[str]:
        if not found.counts:
            yield f"<p>{escape(say('diff.nothing', self._lang))}</p>\n"
        if any(found.unread):
            yield f"<p>{escape(say('diff.unread', self._lang, left=found.unread[0], right=found.unread[1]))}</p>\n"
        yield from _table(
            ["", *(say(f"diff.{what}", self._lang) for what in _WHAT)],
            ([kind, *(str(counts[what]) for what in _WHAT)] for kind, counts in found.counts.items()),
        )
        for kind, changes in self._kept.items():
            yield f"<h2>{escape(kind)}</h2>\n"
            yield from _table([], (self._row(change.as_json()) for change in changes))
            if kind in self._left:
                yield f"<p>{escape(say('diff.more', self._lang, n=self._left[kind]))}</p>\n"

    def _row(self, data: Mapping[str, Any]) -> list[str]:
        if "month" in data:
            return [data["cadreId"], data["month"], ", ".join(f"{say(f'diff.{w}', self._lang)} {data[w]}" for w in _WHAT if w in data)]
        values = data.get("values", {})
        shown = (f"{name}{f': {_shown(values[name])}' if name in values else ''}" for name in data.get("fields", ()))
        return [data["id"], say("diff." + data["change"], self._lang), "; ".join(shown)]


_WHAT = ("added", "removed", "changed")


def _shown(pair: Mapping[str, Any]) -> str:
    return f"{json.dumps(pair['before'], ensure_ascii=False)} → {json.dumps(pair['after'], ensure_ascii=False)}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "<table>\n"
    if heads:
        yield "<tr>" + "".join(f"<th>{escape(text)}</th>" for text in heads) + "</tr>\n"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{escape(printable(text))}</td>" for text in row) + "</tr>\n"
    yield "</table>\n"


class _Changes:
    """Changes on their way to standard output, one by one."""

    def __init__(self, out: output.Output, form: str, lang: str) -> None:
        self._out, self._form, self._lang, self._first = out, form, lang, True
        if form == "json":
            self._write('{"changes": [')

    def _write(self, text: str) -> None:
        self._out.write(text.encode())

    def tell(self, change: Change) -> None:
        """Write one."""
        data = change.as_json()
        if self._form == "json":
            self._write(("\n" if self._first else ",\n") + json.dumps(data, ensure_ascii=False))
        elif "change" in data:
            fields = ": " + ", ".join(data["fields"]) if "fields" in data else ""
            self._write(f"{say('diff.' + data['change'], self._lang)}  {data['recordType']} {data['id']}{fields}\n")
            for name, pair in data.get("values", {}).items():
                self._write(
                    "    "
                    + printable(
                        f"{name}: {json.dumps(pair['before'], ensure_ascii=False)} → {json.dumps(pair['after'], ensure_ascii=False)}"
                    )
                    + "\n"
                )
        else:
            counts = ", ".join(f"{say('diff.' + k, self._lang)} {data[k]}" for k in ("added", "removed", "changed") if k in data)
            self._write(f"{data['recordType']} {data['cadreId']} {printable(data['month'])}: {counts}\n")
        self._first = False

    def close(self, found: Difference) -> None:
        """Write the counts."""
        if self._form == "json":
            named = {side: n.as_json() for side, n in (("a", found.left), ("b", found.right)) if n is not None}
            rest = {**named, "counts": found.counts, "unread": list(found.unread)}
            self._write("],\n" + json.dumps(rest, ensure_ascii=False)[1:] + "\n")
            return
        for kind, counts in found.counts.items():
            told = ", ".join(f"{say('diff.' + k, self._lang)} {counts[k]}" for k in ("added", "removed", "changed") if counts[k])
            self._write(f"{kind}: {told}\n")
        if not found.counts:
            self._write(say("diff.nothing", self._lang) + "\n")
        if any(found.unread):
            self._write(say("diff.unread", self._lang, left=found.unread[0], right=found.unread[1]) + "\n")


def _show_reports(left: str, right: str, form: str, target: str | None, lang: str) -> None:
    from zhucun.exchange import diff as comparing
    from zhucun.exchange.signature import read_file, read_object

    standard = Standard.load()
    found = comparing.compare_reports(*(read_object(standard, "report", read_file(path), path) for path in (left, right)))
    if form == "json":
        output.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n", target)
    elif form == "html":
        from zhucun.reports.html import plain_page

        title = say("diff.title", lang, left=left, right=right)
        output.write("".join(plain_page(lang, title, _findings(found, lang))), target)
    else:
        lines = [
            f"{say('diff.' + kind, lang)}  {f['rule']} {f['recordType']} {f.get('recordId', '')}  {printable(f['message'])}\n"
            for kind in ("added", "removed")
            for f in found[kind]
        ]
        output.write("".join(lines) + f"{say('diff.stay', lang)}: {len(found['same'])}\n", target)


def _findings(found: Mapping[str, Sequence[Mapping[str, Any]]], lang: str) -> Iterator[str]:
    for kind, word in (("added", "diff.added"), ("removed", "diff.removed"), ("same", "diff.stay")):
        yield f"<h2>{escape(say(word, lang))}: {len(found[kind])}</h2>\n"
        yield from _table([], ([f["rule"], f["recordType"], f.get("recordId", ""), f["message"]] for f in found[kind]))


@main.command(
    epilog=examples(
        "zhucun merge examples/exchange/county-a/batch examples/exchange/county-b/batch"
        " --prefixes examples/exchange/city/prefixes.json --id city-2021-07 --sender CN-5227 -o city",
    )
)
@click.argument("batches", nargs=-1, required=True, metavar="BATCH...", type=click.Path())
@click.option("--prefixes", metavar="FILE", help="JSON: the prefix of each sender. 各发送方的前缀。")
@click.option("--id", "ident", metavar="ID", help="Id of the whole. 合并后的批次标识。")
@click.option("--sender", metavar="ID", help="Id of who puts it together. 合并者的标识。")
@INTO
@LANG
def merge(batches: tuple[str, ...], prefixes: str | None, ident: str | None, sender: str | None, target: Path, lang: str) -> None:
    """Put batches of several senders together, each under its registered prefix; or what was split. 合并批次。

    Without --prefixes, --id and --sender the batches must be all the parts of one that was split; it is given back as it
    was, byte for byte.
    不给出这三项时，各批次须是同一批次拆分出的全部部分，合并后逐字节还原。
    """
    from zhucun.exchange import merge as merging
    from zhucun.exchange import split as splitting

    with errors(lang):
        if prefixes is None and ident is None and sender is None:
            said = splitting.restore(Standard.load(), batches, target)
            click.echo(say("merged", lang, target=target, parts=len(batches), n=sum(f.count for f in said.files)))
            return
        if prefixes is None or ident is None or sender is None:
            raise OptionError(problem("merge-options"))
        said = merging.merge(Standard.load(), batches, merging.read_prefixes(prefixes), target, batch_id=ident, sender=sender)
        click.echo(say("merged", lang, target=target, parts=len(said.parts), n=sum(f.count for f in said.files)))


@main.command(
    epilog=examples(
        "zhucun split examples/exchange/county-b/batch --by county -o parts",
        "zhucun merge parts/522721 parts/rest -o whole",
    )
)
@click.argument("path", type=click.Path())
@click.option("--by", type=click.Choice(["county", "city", "sender"]), required=True, help="What makes a part. 按什么拆分。")
@INTO
@LANG
def split(path: str, by: str, target: Path, lang: str) -> None:
    """Take a batch apart by the division of its villages, or a merged one by sender. 按区划或发送方拆分批次。"""
    from zhucun.exchange import split as splitting

    with errors(lang):
        names = splitting.split(Standard.load(), path, by, target)
        click.echo(say("split.done", lang, target=target, names=", ".join(names)))


class _Class(click.ParamType):  # type: ignore[type-arg]
    """A class of personal information, one of those that the schemas know when the command runs."""

    name = "class"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from zhucun.exchange import pseudonym

        return click.Choice(pseudonym.classes(Standard.load())).convert(value, param, ctx)


@main.command(
    epilog=examples(
        "head -c 32 /dev/urandom > secret.key && zhucun pseudonymise examples/exchange/county-b/batch --key secret.key -o pseudonyms",
    )
)
@click.argument("path", type=click.Path())
@click.option("--key", required=True, metavar="FILE", help="A secret of at least 16 bytes: the same gives the same pseudonyms. 密钥文件。")
@click.option(
    "--drop",
    multiple=True,
    type=_Class(),
    metavar="CLASS",
    help="Leave out fields of this x-piClass, instead of IDENTITY, BASIC and HEALTH; may be repeated. 去除哪些类别的个人信息。",
)
@INTO
@LANG
def pseudonymise(path: str, key: str, drop: tuple[str, ...], target: Path, lang: str) -> None:
    """Write a batch under pseudonyms: ids as keyed digests, names and free text left out. 假名化批次。"""
    from zhucun.exchange import pseudonym

    with errors(lang):
        said = pseudonym.pseudonymise(Standard.load(), path, pseudonym.read_key(key), target, drop or pseudonym.DROPPED)
        click.echo(say("exchange.applied", lang, target=target, id=said.batch_id, n=sum(f.count for f in said.files)))


@main.group()
def receipt() -> None:
    """Check what a receiver gave back. 核对回执。"""


@receipt.command(
    "check",
    epilog=examples(
        "zhucun receive examples/exchange/county-b/batch --contract examples/exchange/city/open-contract.json"
        " --trust examples/exchange/city/trusted-keys.json --key examples/exchange/keys/city.pem --on 2021-08-02"
        " --report report.json -o receipt.json",
        "zhucun receipt check receipt.json --trust examples/exchange/city/trusted-keys.json"
        " --batch examples/exchange/county-b/batch --report report.json",
    ),
)
@click.argument("path", metavar="RECEIPT", type=click.Path())
@TRUST
@click.option("--batch", type=click.Path(), metavar="BATCH", help="The batch that it should be of. 应为哪个批次的回执。")
@click.option("--report", metavar="FILE", help="The report that it should be of. 应为哪份报告的回执。")
@click.option("--previous", metavar="RECEIPT", help="The receipt that should come before it. 应在其前的回执。")
@JSON
@LANG
def receipt_check(path: str, trust: str, batch: str | None, report: str | None, previous: str | None, format_: str, lang: str) -> None:
    """Say whether a receipt is signed by its receiver and fits batch, report and predecessor. 核对回执。

    \b
    Exit codes: 0 it is and fits, 1 not, 2 something could not be read.
    退出码：0 相符，1 不符，2 无法读取。
    """
    from zhucun.exchange import receipt, signature

    with errors(lang):
        standard = Standard.load()
        keys = signature.read_trust(standard, trust)
        said, verified, misfits = receipt.check(standard, path, keys, batch=batch, report=report, previous=previous)
        if format_ == "json":
            told = {"outcome": verified.outcome.value, "misfits": [p.code for p in misfits], "receipt": said}
            output.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        else:
            output.write(_said(said, verified.outcome.value, lang) + "\n")
            tell(misfits, lang)
        raise SystemExit(OK if verified.outcome is signature.Outcome.VALID and not misfits else FOUND)


def _said(said: Mapping[str, Any], outcome: str | None, lang: str) -> str:
    """A receipt in one sentence."""
    return say(
        "receipt.said",
        lang,
        status=say(f"receipt.{said['status']}", lang),
        batch=said.get("batchId", say("fill.empty", lang)),
        receiver=said["receiver"],
        day=said["receivedOn"],
        signature=say(f"signature.{outcome or said['signature']}", lang),
    )
