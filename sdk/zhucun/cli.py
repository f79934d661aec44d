"""The command line. Reads arguments, calls, prints; nothing is decided here."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import click

from zhucun import __version__, standard
from zhucun.errors import BatchError, OurError, problem

OK, FOUND, UNREADABLE, INCOMPLETE = 0, 1, 2, 3


def _examples(*lines: str) -> str:
    """Examples for --help; ``@`` and ``@2`` stand for profiles that the standard names for this."""
    first, second = standard.index()["examples"]
    return "\b\nExamples:\n" + "\n".join("  " + line.replace("@2", second).replace("@", first) for line in lines)


LANG = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=lambda: (
        "en" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en") and os.environ.get("ZHUCUN_LANG") != "zh" else "zh"
    ),
    show_default="zh; en where the locale is English",
    help="Language of messages. 消息的语言。",
)
JSON = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format. 输出格式。"
)


def _iso(_ctx: Any, _param: Any, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter("YYYY-MM-DD") from None


@contextlib.contextmanager
def _errors(lang: str) -> Iterator[None]:
    """Known errors become one sentence each on stderr, and exit code 2, or 3 where the failure is ours."""
    try:
        yield
    except BatchError as e:
        for p in e.problems:
            click.echo(f"zhucun: {p.text(lang)}", err=True)
        raise SystemExit(UNREADABLE) from None
    except OurError as e:
        for p in e.problems:
            click.echo(f"zhucun: {p.text(lang)}", err=True)
        raise SystemExit(INCOMPLETE) from None
    except standard.UnknownProfile as e:
        click.echo("zhucun: " + problem("profile-unknown", name=e.name, known=", ".join(e.known)).text(lang), err=True)
        raise SystemExit(UNREADABLE) from None
    except standard.UnknownRule as e:
        click.echo("zhucun: " + problem("rule-unknown", name=e.name).text(lang), err=True)
        raise SystemExit(UNREADABLE) from None
    except standard.StandardError as e:
        click.echo(f"zhucun: {e}", err=True)
        raise SystemExit(UNREADABLE) from None
    except BrokenPipeError:
        # the reader of a pipe has gone: nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(OK) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as e:
        if _ended or str(e) == "Query interrupted":
            # the database turns what a signal's handler raises into an error of its own
            raise SystemExit(_ended[0] if _ended else 130) from None
        # a defect of ours: the user gets a sentence, whoever mends it the rest
        if "ZHUCUN_DEBUG" in os.environ:
            raise
        what = f"{type(e).__name__}: {str(e).splitlines()[0][:200] if str(e) else ''}"
        click.echo("zhucun: " + problem("internal", what=what).text(lang), err=True)
        raise SystemExit(INCOMPLETE) from None


_ended: list[int] = []


def _end(code: int) -> None:
    _ended.append(code)
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="zhucun")
def main() -> None:
    """Zhucun 驻村: check records of village-stationed cadres against the rules that bind that place on those dates.

    \b
    Exit codes: 0 pass, 1 findings, 2 the input could not be read as a batch, 3 incomplete.
    退出码:0 通过,1 有发现,2 无法读作批次,3 未能完成。
    """
    # a killed run unwinds like an interrupted one, so that its temporary folder goes with it
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGTERM, lambda *_: _end(143))
    if hasattr(signal, "SIGHUP"):
        with contextlib.suppress(ValueError):
            signal.signal(signal.SIGHUP, lambda *_: _end(129))


class _Bar:
    """A progress line on stderr, on terminals only."""

    WORDS: ClassVar[dict[str, tuple[str, str]]] = {
        "open": ("读取", "reading"),
        "structure": ("结构", "structure"),
        "rules": ("规则", "rules"),
        "sample": ("生成", "writing"),
        "cases": ("用例", "cases"),
    }

    def __init__(self, lang: str) -> None:
        self.lang, self.on, self.last = lang, sys.stderr.isatty(), ""

    def __call__(self, what: str, done: int, total: int) -> None:
        if not self.on:
            return
        share = 1.0 if total <= 0 else min(1.0, done / total)
        filled = int(share * 24)
        line = f"\r{self.WORDS[what][self.lang == 'en']} [{'█' * filled}{'·' * (24 - filled)}] {share:4.0%}"
        if line != self.last:
            sys.stderr.write(line)
            sys.stderr.flush()
            self.last = line

    def count(self, what: str, done: int) -> None:
        """Progress towards an end that is not known beforehand."""
        if self.on:
            self.last = f"\r\x1b[K{self.WORDS['sample'][self.lang == 'en']} {what} {done:,}"
            sys.stderr.write(self.last)
            sys.stderr.flush()

    def close(self) -> None:
        if self.on and self.last:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _write(text: str, output: str | None, lang: str) -> None:
    """Print, or write the file whole or not at all."""
    if output is None:
        # one write: Windows consoles and pipes get UTF-8 too
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.flush()
        return
    target = Path(output)
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent or ".", prefix=".zhucun-")
    except OSError as e:
        raise BatchError(problem("no-space", path=output, reason=e.strerror or e)) from e
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(text.encode("utf-8"))
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, target)
    except OSError as e:
        raise BatchError(problem("no-space", path=output, reason=e.strerror or e)) from e
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


@main.command(
    epilog=_examples(
        "zhucun validate examples/libo",
        "zhucun validate batch.zip --format sarif --output out.sarif",
        "zhucun validate attendance.ndjson.gz --lang en",
    )
)
@click.argument("path", type=click.Path())
@click.option("--profile", help="Profile id, instead of the manifest's. 地区规则，替代清单所写。")
@LANG
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "sarif", "junit", "github"]),
    default="text",
    show_default=True,
    help="Report format. 报告格式。",
)
@click.option("--output", "-o", type=click.Path(), help="Write the report to this file. 报告写入文件。")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="Exit 1 from this severity up. 从此严重程度起退出码为 1。",
)
@click.option("--as-of", callback=_iso, metavar="DATE", help="Judge as of this day (YYYY-MM-DD), instead of the manifest's. 判断截止日。")
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
    lang: str,
    format_: str,
    output: str | None,
    fail_on: str,
    as_of: str | None,
    docs_url: str | None,
    engine: str,
) -> None:
    """Validate a batch: a folder, a zip of it, or one file. 校验批次。"""
    from zhucun import report, validation

    bar = _Bar(lang)
    with _errors(lang):
        try:
            if engine == "spark":
                from zhucun import spark

                result = spark.validate(spark.session(), path, profile=profile, as_of=as_of, lang=lang, docs=docs_url, step=bar)
            else:
                result = validation.validate(path, profile=profile, as_of=as_of, lang=lang, docs=docs_url, step=bar)
        finally:
            bar.close()
        colour = output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        _write(report.FORMATS[format_](result.data, colour), output, lang)
        raise SystemExit(result.exit_code(fail_on))


@main.command(
    epilog=_examples(
        "zhucun sample batch --profile @",
        "zhucun sample big --profile @ --villages 1319 --cadres 5756 --from 2021-05-01 --to 2021-12-31",
        "zhucun sample broken --profile @ --break ATT-001",
    )
)
@click.argument("folder", type=click.Path())
@click.option("--profile", required=True, help="Profile id. 地区规则。")
@click.option("--villages", type=click.IntRange(1), help="Number of villages. 村数。")
@click.option("--cadres", type=click.IntRange(1), help="Number of cadres. 干部数。")
@click.option("--from", "start", callback=_iso, metavar="DATE", help="First day. 起始日期。")
@click.option("--to", "end", callback=_iso, metavar="DATE", help="Last day. 终止日期。")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same batch. 同一种子生成同一批次。")
@click.option("--register", type=click.Path(), help="CSV of villages (villageCode,name,townshipCode) whose codes to use. 村名册 CSV。")
@click.option("--break", "rule", metavar="RULE", help="Make the smallest change that this rule must find. 使该规则恰好报错。")
@LANG
def sample(
    folder: str,
    profile: str,
    villages: int | None,
    cadres: int | None,
    start: str | None,
    end: str | None,
    seed: int,
    register: str | None,
    rule: str | None,
    lang: str,
) -> None:
    """Write a synthetic batch that is valid by construction. 生成合法的合成批次。"""
    from zhucun import sample as generator

    bar = _Bar(lang)
    with _errors(lang):
        target = Path(folder)
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise BatchError(problem("folder-not-empty", path=folder))
        try:
            plan = generator.plan(
                standard.resolve(profile),
                villages=villages,
                cadres=cadres,
                start=dt.date.fromisoformat(start) if start else None,
                end=dt.date.fromisoformat(end) if end else None,
                seed=seed,
                register=Path(register) if register else None,
            )
            if rule:
                generator.broken(plan, target, rule)
            else:
                generator.write(plan, target, progress=bar.count)
        except generator.SampleError as e:
            raise BatchError(e.problem) from None
        finally:
            bar.close()


def _table(rows: list[list[str]]) -> str:
    from unicodedata import east_asian_width

    def width(s: str) -> int:
        return sum(2 if east_asian_width(c) in "WF" else 1 for c in s)

    widths = [max(map(width, column)) for column in zip(*rows, strict=True)] if rows else []
    return "".join("  ".join(cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows)


def _list(items: list[dict[str, Any]], format_: str, row: Callable[[dict[str, Any]], list[str]], lang: str) -> None:
    if format_ == "json":
        _write(json.dumps(items, ensure_ascii=False, indent=2) + "\n", None, lang)
    else:
        _write(_table([row(i) for i in items]), None, lang)


@main.command(epilog=_examples("zhucun rules", "zhucun rules --profile @ --format json"))
@click.option("--profile", help="Only the rules that run under this profile. 只列该地区运行的规则。")
@JSON
@LANG
def rules(profile: str | None, format_: str, lang: str) -> None:
    """List the rules. 列出规则。"""
    with _errors(lang):
        resolved = standard.resolve(profile) if profile else None
        items = []
        for r in standard.rules().values():
            needs = r.rows(resolved) if resolved else []
            if needs is None:
                continue
            item = {k: r.header[k] for k in ("id", "since", "title", "asks", "fix", "records", "policies", "conventions") if k in r.header}
            item["entails"] = [e["rule"] for e in r.header.get("entails", [])]
            if resolved:
                rows = [row for need in needs for row in need]
                item["clauses"] = sorted({c for row in rows for c in row.clauses})
                item["policyRows"] = [row.row_id for row in rows]
                item["severity"] = r.header.get("severity") or sorted({standard.severity(row) for row in needs[0]})
            items.append(item)
        _list(items, format_, lambda i: [i["id"], i["title"][lang], " ".join(i.get("clauses", []))], lang)


@main.command(epilog=_examples("zhucun profiles", "zhucun profiles --format json"))
@JSON
@LANG
def profiles(format_: str, lang: str) -> None:
    """List the profiles. 列出地区规则。"""
    with _errors(lang):
        items = []
        for ident in standard.profile_ids():
            data = standard.read_profile(ident)
            keys = (
                "id",
                "title",
                "document",
                "authority",
                "divisionCode",
                "effectiveFrom",
                "effectiveFromBasis",
                "effectiveTo",
                "extends",
                "inheritanceBasis",
                "era",
            )
            items.append({k: data[k] for k in keys if k in data} | {"rules": [r.id for r in standard.rules_under(standard.resolve(ident))]})
        authority = standard.code_titles("authority-kind")
        _list(
            items,
            format_,
            lambda i: [
                i["id"],
                i["title"][lang],
                authority[i["authority"]][lang == "en"],
                i.get("effectiveFrom", "?"),
                i.get("extends", ""),
                str(len(i["rules"])),
            ],
            lang,
        )


@main.command(epilog=_examples("zhucun clauses", "zhucun clauses --uncarried --format json"))
@click.option("--document", help="Only clauses of this document (the prefix of its clause ids). 只列该文件的条款。")
@click.option("--uncarried", is_flag=True, help="Only clauses that nothing carries. 只列无承载的条款。")
@JSON
@LANG
def clauses(document: str | None, uncarried: bool, format_: str, lang: str) -> None:
    """List the clauses of the source documents, and what carries each. 列出条款及其承载。"""
    from zhucun import coverage

    with _errors(lang):
        items = [
            c
            for c in coverage.clauses()
            if (document is None or c["document"] == document) and not (uncarried and (c["carriers"] or "reason" in c))
        ]
        _list(items, format_, lambda i: [i["id"], i["modality"], i[lang], " ".join(i["carriers"][:4])], lang)


@main.command(epilog=_examples("zhucun explain ATT-001", "zhucun explain ATT-001 --profile @"))
@click.argument("rule")
@click.option("--profile", help="Show the values of this profile. 显示该地区的取值。")
@LANG
def explain(rule: str, profile: str | None, lang: str) -> None:
    """What a rule asks, why, its clauses, its SQL and an example, in both languages. 解释规则。"""
    from zhucun import coverage

    with _errors(lang):
        _write(coverage.explain(rule, profile), None, lang)


@main.group()
def profile() -> None:
    """Show, compare and check profiles. 查看、比较、检查地区规则。"""


@profile.command("show", epilog=_examples("zhucun profile show @"))
@click.argument("ident", metavar="PROFILE")
@JSON
@LANG
def profile_show(ident: str, format_: str, lang: str) -> None:
    """A resolved profile: its source and every policy row, inherited ones marked. 显示地区规则。"""
    from zhucun import coverage

    with _errors(lang):
        resolved = standard.resolve(ident)
        _write(coverage.profile_json(resolved) if format_ == "json" else coverage.profile_text(resolved, lang), None, lang)


@profile.command("diff", epilog=_examples("zhucun profile diff @ @2 --lang zh"))
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@JSON
@LANG
def profile_diff(left: str, right: str, format_: str, lang: str) -> None:
    """Two profiles side by side, every policy row. 比较两个地区规则。"""
    from zhucun import authoring

    with _errors(lang):
        a, b = standard.resolve(left), standard.resolve(right)
        _write(authoring.diff_json(a, b) if format_ == "json" else authoring.diff_text(a, b, lang), None, lang)


@profile.command("check", epilog=_examples("zhucun profile check my-county-2024"))
@click.argument("folder", type=click.Path())
@JSON
@LANG
def profile_check(folder: str, format_: str, lang: str) -> None:
    """Check a profile that is being written: form, rows, clauses, dates, loosening of its parent. 检查地区规则。"""
    from zhucun import authoring

    with _errors(lang):
        remarks = authoring.check(Path(folder))
        items = [{"level": r.level, "place": r.place, "zh": r.zh, "en": r.en} for r in remarks]
        if not items and format_ == "text":
            _write({"zh": "没有问题\n", "en": "Nothing is wrong\n"}[lang], None, lang)
        else:
            level = standard.code_titles("severity")
            _list(items, format_, lambda i: [level[i["level"]][lang == "en"], i["place"], i[lang]], lang)
        raise SystemExit(FOUND if any(r.level == "error" for r in remarks) else OK)


@profile.command(
    "new", epilog=_examples("zhucun profile new my-county-2024 --document MC --title-zh 某县办法 --title-en 'Measures of my county'")
)
@click.argument("folder", type=click.Path())
@click.option("--document", required=True, metavar="CODE", help="Prefix of the document's clause ids, 2 or 3 capitals. 条款前缀。")
@click.option("--title-zh", required=True, help="Chinese title. 中文名称。")
@click.option("--title-en", required=True, help="English title. 英文名称。")
@click.option("--extends", help="Profile it extends. 上位规则。")
@click.option(
    "--from",
    "start",
    callback=_iso,
    default="2024-01-01",
    show_default=True,
    metavar="DATE",
    help="First day on which it binds. 生效日期。",
)
@LANG
def profile_new(folder: str, document: str, title_zh: str, title_en: str, extends: str | None, start: str, lang: str) -> None:
    """Write a profile to fill in; its id is the folder's name. 新建地区规则模板。"""
    from zhucun import authoring

    with _errors(lang):
        target = Path(folder)
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise BatchError(problem("folder-not-empty", path=folder))
        if extends:
            standard.resolve(extends)
        target.mkdir(parents=True, exist_ok=True)
        _write(
            authoring.dump(authoring.template(target.name, document, title_zh, title_en, extends, start)),
            str(target / "profile.json"),
            lang,
        )
        remarks = authoring.check(target)
        for r in remarks:
            click.echo(f"zhucun: {r.place}: {r.zh if lang == 'zh' else r.en}", err=True)
        raise SystemExit(FOUND if any(r.level == "error" for r in remarks) else OK)


@main.group()
def conformance() -> None:
    """Drive an implementation through the conformance suite, or be one. 符合性测试。"""


_RUN_EXAMPLES = (
    "zhucun conformance run -- zhucun conformance serve",
    "zhucun conformance run --level structure -- perl my-validator.pl",
    "zhucun conformance run --profile @ --format html --output report.html -- node validator.mjs",
    "zhucun conformance run --case 'ATT-001*' --lang en -- java -jar validator.jar",
)


@conformance.command("run", epilog=_examples(*_RUN_EXAMPLES))
@click.option(
    "--level", type=click.Choice(["structure", "profile", "profiles", "producer"]), help="Only the cases of this level. 只运行该级别。"
)
@click.option("--profile", help="Only the cases of this profile. 只运行该地区的用例。")
@click.option("--case", "pattern", metavar="GLOB", help="Only cases whose id or folder matches. 只运行匹配的用例。")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "html"]), default="text", show_default=True, help="Report format. 报告格式。"
)
@click.option("--output", "-o", type=click.Path(), help="Write the report to this file. 报告写入文件。")
@click.option("--expected-failures", type=click.Path(), metavar="FILE", help='JSON: {"case id or glob": "reason"}. 预期不通过的用例。')
@click.option(
    "--time-limit", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Seconds for one case. 每个用例的时限（秒）。"
)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes at a time. 并行进程数。")
@click.option("--cases", "folder", type=click.Path(), help="Another folder of cases. 另用一个用例文件夹。")
@LANG
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def conformance_run(
    level: str | None,
    profile: str | None,
    pattern: str | None,
    format_: str,
    output: str | None,
    expected_failures: str | None,
    time_limit: float,
    jobs: int,
    folder: str | None,
    lang: str,
    command: tuple[str, ...],
) -> None:
    """Run COMMAND, an implementation that speaks the protocol, on every case. 用全部用例检验一个实现。

    \b
    Exit codes: 0 all as expected, 1 differences, 2 the harness could not run.
    退出码:0 全部符合预期,1 有差异,2 未能运行。
    """
    from zhucun import conformance as harness

    bar = _Bar(lang)
    with _errors(lang):
        try:
            chosen = harness.select(harness.cases(Path(folder) if folder else None), level, profile, pattern)
            excused = harness.expected_failures(Path(expected_failures)) if expected_failures else {}
            try:
                report = harness.run(
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
        except harness.HarnessError as e:
            click.echo(f"zhucun: {e.text(lang)}", err=True)
            raise SystemExit(UNREADABLE) from None
        _write(harness.FORMATS[format_](report, lang), output, lang)
        raise SystemExit(OK if report["ok"] else FOUND)


@conformance.command("serve", epilog=_examples("zhucun conformance run -- zhucun conformance serve"))
def conformance_serve() -> None:
    """This SDK as an implementation: requests on stdin, answers on stdout. 以本 SDK 应答。"""
    from zhucun import conformance as harness

    def answer(message: dict[str, Any]) -> None:
        _write(json.dumps(message, ensure_ascii=False) + "\n", None, "en")

    harness.serve(iter(sys.stdin.buffer.readline, b""), answer)


if __name__ == "__main__":
    main()
