"""``zhucun conformance``: drive an implementation through the suite, or be one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from zhucun import output
from zhucun.cli.failures import errors
from zhucun.cli.group import main
from zhucun.cli.options import FOUND, LANG, OK, examples
from zhucun.cli.terminal import Bar
from zhucun.errors import BatchError, problem


@main.group()
def conformance() -> None:
    """Drive an implementation through the conformance suite, or be one. 符合性测试。"""


_RUN_EXAMPLES = (
    "zhucun conformance run --case 'ATT-001*fires' -- zhucun conformance serve",
    "zhucun conformance run --case 'ATT-001*fires' --profile @ --format html --output report.html -- zhucun conformance serve",
    "zhucun conformance run --level producer --profile @ --lang en -- zhucun conformance serve",
)


@conformance.command("run", epilog=examples(*_RUN_EXAMPLES))
@click.option(
    "--level", type=click.Choice(["structure", "profile", "profiles", "producer"]), help="Only the cases of this level. 只运行该级别。"
)
@click.option("--profile", help="Only the cases of this profile. 只运行该地区的用例。")
@click.option("--case", "pattern", metavar="GLOB", help="Only cases whose id or folder matches. 只运行匹配的用例。")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "html"]), default="text", show_default=True, help="Report format. 报告格式。"
)
@click.option("--output", "-o", "target", metavar="FILE", help="Write the report there; - is standard output. 报告写入何处。")
@click.option("--expected-failures", type=click.Path(), metavar="FILE", help='JSON: {"case id or glob": "reason"}. 预期不通过的用例。')
@click.option(
    "--time-limit", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Seconds for one case. 每个用例的时限（秒）。"
)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes at a time. 并行进程数。")
@click.option("--cases", "folder", type=click.Path(exists=True), help="Another folder or file of cases. 另用一个用例文件夹或文件。")
@click.option(
    "--mutants", is_flag=True, help="Also the cases that bind nobody: a difference there is a question. 连同不作判定依据的变异用例。"
)
@LANG
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def conformance_run(
    level: str | None,
    profile: str | None,
    pattern: str | None,
    format_: str,
    target: str | None,
    expected_failures: str | None,
    time_limit: float,
    jobs: int,
    folder: str | None,
    mutants: bool,
    lang: str,
    command: tuple[str, ...],
) -> None:
    """Run COMMAND, an implementation that speaks the protocol, on every case. 用全部用例检验一个实现。

    \b
    Exit codes: 0 all as expected, 1 differences, 2 the harness could not run.
    退出码：0 全部符合预期，1 有差异，2 未能运行。
    """
    from zhucun import conformance as harness

    bar, places = Bar(lang), [Path(folder)] if folder else []
    with errors(lang):
        chosen = harness.select(harness.load(*places, mutants=mutants), level, profile, pattern)
        excused = harness.expected_failures(Path(expected_failures)) if expected_failures else {}
        try:
            report = harness.drive(
                command,
                chosen,
                limit=time_limit,
                excused=excused,
                jobs=jobs,
                lang=lang,
                progress=lambda done, total: bar("cases", done, total),
            )
        finally:
            bar.close()
        output.write(harness.FORMATS[format_](report, lang), target)
        raise SystemExit(OK if report["ok"] else FOUND)


@conformance.command("show", epilog=examples("zhucun conformance show ATT-001-elsewhere -o case"))
@click.argument("ident", metavar="ID")
@click.option("--output", "-o", "folder", type=click.Path(), metavar="FOLDER", help="Lay its batch down there. 把批次写入该文件夹。")
@LANG
def conformance_show(ident: str, folder: str | None, lang: str) -> None:
    """Show a case, and lay down its batch. 显示一个用例，并写出其批次。"""
    from zhucun import conformance as harness

    with errors(lang):
        case = next((c for c in harness.load(mutants=True) if c.id == ident), None)
        if case is None:
            raise harness.HarnessError(problem("suite.noCase", id=ident))
        if folder is not None:
            target = Path(folder)
            if target.exists() and (not target.is_dir() or any(target.iterdir())):
                raise BatchError(problem("folder-not-empty", path=folder))
            harness.lay_down(case, target)
        output.write(harness.describe(case, lang))


@conformance.command("serve", epilog=examples("zhucun conformance run --case 'ATT-001*fires' -- zhucun conformance serve"))
def conformance_serve() -> None:
    """This SDK as an implementation: requests on stdin, answers on stdout. 以本 SDK 应答。"""
    from zhucun import conformance as harness

    def answer(message: dict[str, Any]) -> None:
        output.write(json.dumps(message, ensure_ascii=False) + "\n")

    harness.answer_requests(iter(sys.stdin.buffer.readline, b""), answer)
