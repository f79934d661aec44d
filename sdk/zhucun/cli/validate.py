"""``zhucun validate``."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from zhucun import options, output, reports
from zhucun.cli.failures import Result, errors, tell
from zhucun.cli.group import main
from zhucun.cli.options import IDENTITY, LANG, PROFILES, examples
from zhucun.cli.terminal import Bar
from zhucun.errors import OptionError, Problem, problem
from zhucun.model import KEPT, Lang, Report, Severity
from zhucun.reports.rendering import whereabouts
from zhucun.standard import Standard


class Form(click.ParamType):  # type: ignore[type-arg]
    """A form of the report, one of those that are registered when the command runs."""

    name = "form"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return click.Choice(list(reports.RENDERERS)).convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join(reports.RENDERERS)}]"


@main.command(
    epilog=examples(
        "zhucun validate examples/libo/batch",
        "zhucun validate examples/libo/batch --format sarif --output out.sarif",
        "zhucun validate examples/libo/batch --format html --output report.html",
        "zhucun validate examples/libo/batch/leave.ndjson --lang en",
        "zhucun validate examples/libo/batch --fail-on warning --as-of 2022-03-31",
        "zhucun validate examples/libo/batch --write-baseline baseline.json",
        "zhucun validate examples/libo/batch --baseline baseline.json --prune-baseline",
        "zhucun validate examples/libo/batch --format json --output before.json",
        "zhucun validate examples/libo/batch --new-since before.json",
        "zhucun validate examples/libo/batch --format gitlab --output gl-code-quality-report.json",
    )
)
@click.argument("path", type=click.Path())
@click.option(
    "--profile", metavar="ID|PATH", help="A profile, instead of the manifest's: its id, or its folder as ./x. 地区规则，替代清单所写。"
)
@PROFILES
@LANG
@click.option(
    "--format",
    "format_",
    type=Form(),
    default="text",
    show_default=True,
    help="Report format. 报告格式。",
)
@click.option("--output", "-o", "target", metavar="FILE", help="Write the report there; - is standard output. 报告写入何处。")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="Exit 1 from this severity up. 从此严重程度起退出码为 1。",
)
@click.option("--as-of", metavar="DATE", help="Judge as of this day (YYYY-MM-DD), instead of the manifest's. 判断截止日。")
@click.option(
    "--base", type=click.Path(), metavar="BATCH", help="The batch that a correction corrects; judges what comes out. 被更正的批次。"
)
@IDENTITY
@click.option("--contract", metavar="FILE", help="What the receiver takes: says whether the batch keeps it. 接收约定。")
@click.option(
    "--require-judged",
    metavar="all|RULE,RULE",
    help="Exit 3 where one of these rules could not judge all that it met. 这些规则有未判断的，退出码为 3。",
)
@click.option(
    "--max-findings",
    metavar="N",
    help=f"List at most so many findings of each rule or code (default {KEPT}); counts stay exact. 每条规则最多列出几条。",
)
@click.option("--findings", metavar="FILE", help="Write every finding there, one JSON object a line. 全部发现逐行写入文件。")
@click.option("--annotate", metavar="FILE", help="Write the workbook there, with the findings marked. 标注了发现的表格写入何处。")
@click.option("--baseline", metavar="FILE", help="Findings accepted there decide no exit code. 基线：其中的发现不影响退出码。")
@click.option(
    "--write-baseline", metavar="FILE", help="Accept what there is from --fail-on up; reasons given there stay. 把现有发现写入基线。"
)
@click.option("--prune-baseline", is_flag=True, help="Remove entries whose finding is gone from --baseline. 移除已改正的项。")
@click.option(
    "--new-since", metavar="REPORT", help="Only what this report in JSON does not have decides the exit code. 只有先前报告没有的才算。"
)
@click.option(
    "--path-prefix",
    metavar="PATH",
    help="Way from the root of the repository to the batch, for sarif, github and gitlab. 从代码库根目录到批次的路径。",
)
@click.option(
    "--docs-url", envvar="ZHUCUN_DOCS_URL", metavar="URL", help="Address of a documentation site, to link findings to. 文档网站地址。"
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="spark needs zhucun[spark] and Java. 在本机或在 Spark 上运行。",
)
def validate(
    path: str,
    profile: str | None,
    profiles: Path | None,
    lang: Lang,
    format_: str,
    target: str | None,
    fail_on: str,
    as_of: str | None,
    base: str | None,
    identity: str | None,
    contract: str | None,
    require_judged: str | None,
    max_findings: str | None,
    findings: str | None,
    annotate: str | None,
    baseline: str | None,
    write_baseline: str | None,
    prune_baseline: bool,
    new_since: str | None,
    path_prefix: str | None,
    docs_url: str | None,
    engine: str,
) -> None:
    """Validate a batch: a folder, a zip of it, one file, a workbook, or postgresql://… (one snapshot). 校验批次、表格或数据库。"""
    standard = Standard.load()
    colour = target is None and format_ == "text" and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    how = reports.Rendering(lang, docs_url, Severity(fail_on), colour, *whereabouts(Path(path), path_prefix))
    result = Result(standard, format_, target, findings, how, annotate)
    bar = Bar(lang)
    with errors(lang, result):
        asked: dict[str, Any] = {"standard": standard, "profile": profile, "profiles": profiles, "as_of": options.parse_as_of(as_of)}
        if max_findings is not None:
            asked["max_findings"] = options.parse_max_findings(max_findings)
        if require_judged is not None:
            asked["require_judged"] = options.parse_require_judged(standard, require_judged)
        if findings is not None:
            asked["findings"] = _all_findings(findings, target, engine, how)
        if annotate is not None:
            asked["annotate"] = _marked(annotate, engine, lang)
        kept = _Baseline(standard, baseline, write_baseline, prune_baseline, new_since)
        if kept.asked:
            asked["findings"] = kept.sieve(engine, Severity(fail_on), asked.get("findings"))
        try:
            with _plain(path, identity) as plain:
                report = _engine(engine, base, contract)(plain, step=bar, **asked)
        finally:
            bar.close()
        told: list[Problem] = []
        if kept.asked:
            report, told = kept.heed(report, asked["findings"])
        result.write(report)
        tell([*told, *(report.contract or ())], lang)
        raise SystemExit(report.exit_code(fail_on))


@dataclass(frozen=True)
class _Baseline:
    """What the user says of findings that are accepted or known."""

    standard: Standard
    path: str | None
    target: str | None
    prunes: bool
    report: str | None

    @property
    def asked(self) -> bool:
        return self.path is not None or self.target is not None or self.prunes or self.report is not None

    def sieve(self, engine: str, fail_on: Severity, onward: Any) -> Any:
        """What sees every finding on its way.

        :raises OptionError: if the options do not go together.
        :raises BatchError: if a file is not what it should be.
        """
        from zhucun.exchange import baseline

        if (self.path is not None and self.target is not None) or (self.prunes and self.path is None):
            raise OptionError(problem("option-baseline"))
        if output.STDOUT in (self.path, self.target):
            raise OptionError(problem("option-baseline-stdout"))
        if engine == "spark":
            raise OptionError(problem("option-baseline-spark"))
        read = self.path if self.target is None or not os.path.exists(self.target) else self.target
        return baseline.Sieve(
            baseline=self.path is not None or self.target is not None,
            entries=baseline.read(self.standard, read) if read is not None else {},
            earlier=None if self.report is None else baseline.Earlier.read(self.standard, self.report),
            gathers_from=None if self.target is None else fail_on,
            onward=onward,
        )

    def heed(self, report: Report, sieve: Any) -> tuple[Report, list[Problem]]:
        """The report that says what counts, and what is to be known of the baseline, which is written where that is wanted."""
        from zhucun.exchange import baseline

        if self.target is not None:
            sieve = baseline.renew(report, sieve)
            output.write(baseline.text_of(self.standard, sieve.entries.values()), self.target)
        reckoned = baseline.reckon(report, sieve)
        if self.prunes:
            output.write(baseline.text_of(self.standard, baseline.prune(report, sieve).entries.values()), self.path)
        return reckoned, baseline.notes(reckoned, sieve, self.path or self.target, pruned=self.prunes)


def _all_findings(path: str, target: str | None, engine: str, how: reports.Rendering) -> Any:
    """Where every finding goes.

    :raises OptionError: if that is where the report goes, or the engine has no such place.
    """
    from zhucun.validation import AllFindings

    if path == output.STDOUT and target in (None, output.STDOUT):
        raise OptionError(problem("option-findings"))
    if engine == "spark":
        raise OptionError(problem("option-findings-spark"))
    return AllFindings(path, how.lang, how.docs)


def _marked(path: str, engine: str, lang: Lang) -> Any:
    """Where a workbook goes with the findings marked.

    :raises OptionError: if that is no name of a workbook, or the engine does not do it.
    """
    from zhucun.validation import Marked

    if engine == "spark":
        raise OptionError(problem("sheet-annotate-spark"))
    if not path.lower().endswith(".xlsx"):
        raise OptionError(problem("sheet-target", path=path))
    return Marked(path, lang)


def _plain(path: str, identity: str | None) -> contextlib.AbstractContextManager[str | Path]:
    """Where the batch lies in plain."""
    if identity is None:
        return contextlib.nullcontext(path)
    from zhucun.exchange import encryption

    return encryption.decrypted(path, identity)


def _engine(name: str, base: str | None, contract: str | None) -> Callable[..., Any]:
    """What validates: in this process, or on a Spark session; a correction together with its base; against a contract.

    :raises OptionError: if the engine takes no base or no contract.
    """
    if contract is not None:
        if name == "spark":
            raise OptionError(problem("option-contract-spark"))
        from zhucun.exchange import contract as contracts

        return functools.partial(contracts.validate, contract=contract, base=base)
    if base is not None:
        if name == "spark":
            raise OptionError(problem("option-base-spark"))
        from zhucun.exchange import correction

        return functools.partial(correction.validate, base=base)
    if name == "spark":
        from zhucun import spark

        return functools.partial(spark.validate, spark.session())
    from zhucun import validation

    return validation.validate
