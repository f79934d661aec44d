"""The command line. Reads arguments, calls, prints; nothing is decided here."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import click

from zhucun import __version__, options, output, reports, standard
from zhucun.errors import BatchError, OurError, Problem, of_standard, problem
from zhucun.model import KEPT, Severity
from zhucun.options import OptionError
from zhucun.printing import printable
from zhucun.reports.rendering import whereabouts

OK, FOUND, UNREADABLE, INCOMPLETE = 0, 1, 2, 3


def _examples(*lines: str) -> str:
    """Examples for --help; ``@`` and ``@2`` stand for profiles that the standard names for this."""
    first, second = standard.index()["examples"]
    return "\b\nExamples:\n" + "\n".join("  " + line.replace("@2", second).replace("@", first) for line in lines)


class _Typed(click.ParamType):  # type: ignore[type-arg]
    """An option that is parsed into its type at the door, in one sentence of both languages where it cannot be."""

    def __init__(self, name: str, parse: Callable[[str], Any]) -> None:
        self.name, self.parse = name, parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self.parse(value)
        except OptionError as e:
            self.fail(_both(e.problem), param, ctx)


def _both(p: Problem) -> str:
    """A sentence in both languages, where it is not known yet which one is wanted."""
    return printable(f"{p.text('zh')} / {p.text('en')}")


def _wanted_lang() -> options.Lang:
    try:
        return options.lang_of(os.environ)
    except OptionError as e:
        raise click.UsageError(f"ZHUCUN_LANG: {_both(e.problem)}") from None


LANG = click.option(
    "--lang",
    type=_Typed("language", options.parse_lang),
    metavar="[zh|en]",
    default=_wanted_lang,
    show_default="ZHUCUN_LANG; else zh, or en where the locale is English",
    help="Language of messages. 消息的语言。",
)
PROFILES = click.option(
    "--profiles",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder with profiles besides the standard's. 另有地区规则的文件夹。",
)
JSON = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format. 输出格式。"
)


DAY = _Typed("day", options.parse_as_of)


@contextlib.contextmanager
def _errors(lang: str, result: _Result | None = None) -> Iterator[None]:
    """Known errors become one sentence each on stderr, and an exit code: 2, or 3 where the failure is ours.

    :param result: where the result should have gone; no older one is left there.
    """
    try:
        yield
    except KeyboardInterrupt:
        _forget(result)
        raise SystemExit(130) from None
    except SystemExit:
        if _ended:
            _forget(result)
        raise
    except Exception as e:
        if _ended or str(e) == "Query interrupted":
            # the database turns what a signal's handler raises into an error of its own
            _forget(result)
            raise SystemExit(_ended[0] if _ended else 130) from None
        if problems := _refusal(e):
            _say(problems, lang)
            if result:
                result.instead(reports.unreadable(problems, lang))
            raise SystemExit(UNREADABLE) from None
        # of a defect of ours the user gets a sentence, whoever mends it the rest
        if "ZHUCUN_DEBUG" in os.environ and not isinstance(e, OurError):
            _forget(result)
            raise
        ours = e.problems if isinstance(e, OurError) else [_defect(e)]
        _say(ours, lang)
        if result:
            result.instead(reports.unfinished(ours[0], lang))
        raise SystemExit(INCOMPLETE) from None


def _refusal(error: Exception) -> Sequence[Problem]:
    """Why what the user gave cannot be taken; nothing where that is not the reason."""
    if isinstance(error, BatchError):
        return error.problems
    if isinstance(error, OptionError):
        return [error.problem]
    if isinstance(error, standard.StandardError):
        return [of_standard(error)]
    return []


def _defect(error: Exception) -> Problem:
    """What a defect of the program is told as."""
    return problem("internal", what=f"{type(error).__name__}: {str(error).splitlines()[0][:200] if str(error) else ''}")


def _say(problems: Iterable[Problem], lang: str) -> None:
    for p in problems:
        click.echo(f"zhucun: {printable(p.text(lang))}", err=True)


def _forget(result: _Result | None) -> None:
    if result:
        result.forget()


@dataclass(frozen=True)
class _Result:
    """Where the result of a validation goes, and in which form."""

    form: str
    output: str | None
    findings: str | None
    how: reports.Rendering

    def write(self, data: Mapping[str, Any]) -> None:
        output.write(reports.FORMATS[self.form](data, self.how), self.output)

    def instead(self, data: Mapping[str, Any]) -> None:
        """Write the report of a run that came to no judgement in the place of any older one."""
        output.discard(self.findings)
        if self.form == "text" and self.output in (None, output.STDOUT):
            return  # the sentences stand on stderr already
        try:
            self.write(data)
        except output.OutputError:
            self.forget()

    def forget(self) -> None:
        output.discard(self.output)
        output.discard(self.findings)


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


@main.command(
    epilog=_examples(
        "zhucun validate examples/libo/batch",
        "zhucun validate examples/libo/batch --format sarif --output out.sarif",
        "zhucun validate examples/libo/batch/leave.ndjson --lang en",
        "zhucun validate examples/libo/batch --fail-on warning --as-of 2022-03-31",
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
    type=click.Choice(["text", "json", "sarif", "junit", "github"]),
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
@click.option(
    "--path-prefix",
    metavar="PATH",
    help="Way from the root of the repository to the batch, for sarif and github. 从代码库根目录到批次的路径。",
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
    lang: options.Lang,
    format_: str,
    target: str | None,
    fail_on: Severity,
    as_of: str | None,
    require_judged: str | None,
    max_findings: str | None,
    findings: str | None,
    path_prefix: str | None,
    docs_url: str | None,
    engine: str,
) -> None:
    """Validate a batch: a folder, a zip of it, or one file. 校验批次。"""
    colour = target is None and format_ == "text" and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    result = _Result(format_, target, findings, reports.Rendering(fail_on, colour, *whereabouts(Path(path), path_prefix)))
    bar = _Bar(lang)
    with _errors(lang, result):
        asked: dict[str, Any] = {"profile": profile, "as_of": options.parse_as_of(as_of), "lang": lang, "docs": docs_url}
        if profiles is not None:
            asked["profiles"] = profiles
        if max_findings is not None:
            asked["max_findings"] = options.parse_max_findings(max_findings)
        if require_judged is not None:
            asked["require_judged"] = options.parse_require_judged(require_judged)
        if findings is not None:
            if findings == output.STDOUT and target in (None, output.STDOUT):
                raise OptionError(problem("option-findings"))
            if engine == "spark":
                raise OptionError(problem("option-findings-spark"))
            asked["findings"] = findings
        try:
            report = _engine(engine)(path, step=bar, **asked)
        finally:
            bar.close()
        result.write(report.data)
        raise SystemExit(report.exit_code(fail_on))


def _engine(name: str) -> Callable[..., Any]:
    """What validates: in this process, or on a Spark session."""
    if name == "spark":
        from zhucun import spark

        return functools.partial(spark.validate, spark.session())
    from zhucun import validation

    return validation.validate


@main.command(
    epilog=_examples(
        "zhucun sample batch --profile @",
        "zhucun sample big --profile @ --villages 40 --cadres 150 --from 2021-07-01 --to 2021-12-31",
        "zhucun sample broken --profile @ --break ATT-001",
    )
)
@click.argument("folder", type=click.Path())
@click.option("--profile", required=True, metavar="ID|PATH", help="A profile: its id, or its folder as ./x. 地区规则。")
@PROFILES
@click.option("--villages", type=click.IntRange(1), help="Number of villages. 村数。")
@click.option("--cadres", type=click.IntRange(1), help="Number of cadres. 干部数。")
@click.option("--from", "start", type=DAY, metavar="DATE", help="First day. 起始日期。")
@click.option("--to", "end", type=DAY, metavar="DATE", help="Last day. 终止日期。")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same batch. 同一种子生成同一批次。")
@click.option("--register", type=click.Path(), help="CSV of villages (villageCode,name,townshipCode) whose codes to use. 村名册 CSV。")
@click.option("--break", "rule", metavar="RULE", help="Make the smallest change that this rule must find. 使该规则恰好报错。")
@LANG
def sample(
    folder: str,
    profile: str,
    profiles: Path | None,
    villages: int | None,
    cadres: int | None,
    start: dt.date | None,
    end: dt.date | None,
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
                standard.resolve_given(profile, profiles),
                villages=villages,
                cadres=cadres,
                start=start,
                end=end,
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
        output.write(json.dumps(items, ensure_ascii=False, indent=2) + "\n")
    else:
        output.write(_table([row(i) for i in items]))


@main.command(epilog=_examples("zhucun rules", "zhucun rules --profile @ --format json"))
@click.option("--profile", metavar="ID|PATH", help="Only the rules that run under this profile. 只列该地区运行的规则。")
@PROFILES
@JSON
@LANG
def rules(profile: str | None, profiles: Path | None, format_: str, lang: str) -> None:
    """List the rules. 列出规则。"""
    with _errors(lang):
        resolved = standard.resolve_given(profile, profiles) if profile is not None else None
        items = []
        for r in standard.rules().values():
            needs = r.rows(resolved) if resolved else []
            if needs is None:
                continue
            item = {
                k: r.header[k]
                for k in ("id", "since", "title", "asks", "fix", "records", "each", "policies", "conventions", "absence", "keys")
                if k in r.header
            }
            item["entails"] = [e["rule"] for e in r.header.get("entails", [])]
            if resolved:
                rows = [row for need in needs for row in need]
                item["clauses"] = sorted({c for row in rows for c in row.clauses})
                item["policyRows"] = [row.row_id for row in rows]
                item["severity"] = r.header.get("severity") or sorted({standard.severity(row) for row in needs[0]})
            items.append(item)
        _list(items, format_, lambda i: [i["id"], i["title"][lang], " ".join(i.get("clauses", []))], lang)


@main.command(epilog=_examples("zhucun profiles", "zhucun profiles --format json"))
@PROFILES
@JSON
@LANG
def profiles(profiles: Path | None, format_: str, lang: str) -> None:
    """List the profiles. 列出地区规则。"""
    with _errors(lang):
        items = []
        for ident in standard.known_profiles(profiles):
            resolved = standard.resolve(ident, profiles)
            data = resolved.data
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
            items.append({k: data[k] for k in keys if k in data} | {"rules": [r.id for r in standard.rules_under(resolved)]})
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


@main.command(
    epilog=_examples(
        "zhucun explain ATT-001", "zhucun explain ATT-001 --profile @", "zhucun explain STR-PATTERN", "zhucun explain posting.endDate"
    )
)
@click.argument("name")
@click.option("--profile", metavar="ID|PATH", help="Of a rule, show the values of this profile. 显示该地区的取值。")
@PROFILES
@LANG
def explain(name: str, profile: str | None, profiles: Path | None, lang: str) -> None:
    """What a rule asks, why, its clauses, its SQL; what a structural code means; what a field holds. 解释规则、结构代码或字段。"""
    from zhucun import explaining

    with _errors(lang):
        resolved = standard.resolve_given(profile, profiles) if profile is not None else None
        output.write(explaining.explain(name, resolved))


@main.group()
def profile() -> None:
    """Show, compare and check profiles. 查看、比较、检查地区规则。"""


@profile.command("show", epilog=_examples("zhucun profile show @"))
@click.argument("ident", metavar="PROFILE")
@PROFILES
@JSON
@LANG
def profile_show(ident: str, profiles: Path | None, format_: str, lang: str) -> None:
    """A resolved profile: its source and every policy row, inherited ones marked. 显示地区规则。"""
    from zhucun import coverage

    with _errors(lang):
        resolved = standard.resolve_given(ident, profiles)
        output.write(coverage.profile_json(resolved) if format_ == "json" else coverage.profile_text(resolved, lang))


@profile.command("diff", epilog=_examples("zhucun profile diff @ @2 --lang zh"))
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@PROFILES
@JSON
@LANG
def profile_diff(left: str, right: str, profiles: Path | None, format_: str, lang: str) -> None:
    """Two profiles side by side, every policy row. 比较两个地区规则。"""
    from zhucun import authoring

    with _errors(lang):
        a, b = standard.resolve_given(left, profiles), standard.resolve_given(right, profiles)
        output.write(authoring.diff_json(a, b) if format_ == "json" else authoring.diff_text(a, b, lang))


@profile.command(
    "check",
    epilog=_examples(
        "zhucun profile new my-county-2024 --document MC --title-zh 某县办法 --title-en 'Measures of my county'",
        "zhucun profile check my-county-2024",
    ),
)
@click.argument("folder", type=click.Path())
@PROFILES
@JSON
@LANG
def profile_check(folder: str, profiles: Path | None, format_: str, lang: str) -> None:
    """Check a profile that is being written: form, rows, clauses, dates, loosening of its parent. 检查地区规则。"""
    from zhucun import authoring

    with _errors(lang):
        remarks = authoring.check(Path(folder), profiles)
        items = [{"level": r.level, "place": r.place, "zh": r.zh, "en": r.en} for r in remarks]
        if not items and format_ == "text":
            output.write({"zh": "没有问题\n", "en": "Nothing is wrong\n"}[lang])
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
@click.option("--extends", metavar="ID", help="Profile it extends. 上位规则。")
@PROFILES
@click.option(
    "--from",
    "start",
    type=DAY,
    default="2024-01-01",
    show_default=True,
    metavar="DATE",
    help="First day on which it binds. 生效日期。",
)
@LANG
def profile_new(
    folder: str, document: str, title_zh: str, title_en: str, extends: str | None, profiles: Path | None, start: dt.date, lang: str
) -> None:
    """Write a profile to fill in; its id is the folder's name. 新建地区规则模板。"""
    from zhucun import authoring

    with _errors(lang):
        target = Path(folder)
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise BatchError(problem("folder-not-empty", path=folder))
        if extends is not None:
            standard.resolve(extends, profiles)
        target.mkdir(parents=True, exist_ok=True)
        output.write(
            authoring.dump(authoring.template(target.name, document, title_zh, title_en, extends, start.isoformat())),
            str(target / "profile.json"),
        )
        remarks = authoring.check(target, profiles)
        for r in remarks:
            click.echo(f"zhucun: {r.place}: {r.zh if lang == 'zh' else r.en}", err=True)
        raise SystemExit(FOUND if any(r.level == "error" for r in remarks) else OK)


@main.group()
def conformance() -> None:
    """Drive an implementation through the conformance suite, or be one. 符合性测试。"""


_RUN_EXAMPLES = (
    "zhucun conformance run --case 'ATT-001*fires' -- zhucun conformance serve",
    "zhucun conformance run --case 'ATT-001*fires' --profile @ --format html --output report.html -- zhucun conformance serve",
    "zhucun conformance run --level producer --lang en -- zhucun conformance serve",
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
    退出码:0 全部符合预期,1 有差异,2 未能运行。
    """
    from zhucun import conformance as harness

    bar, places = _Bar(lang), [Path(folder)] if folder else []
    with _errors(lang):
        try:
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
        except harness.HarnessError as e:
            click.echo(f"zhucun: {e.text(lang)}", err=True)
            raise SystemExit(UNREADABLE) from None
        output.write(harness.FORMATS[format_](report, lang), target)
        raise SystemExit(OK if report["ok"] else FOUND)


@conformance.command("show", epilog=_examples("zhucun conformance show ATT-001-qiannan-2021-fires -o case"))
@click.argument("ident", metavar="ID")
@click.option("--output", "-o", "folder", type=click.Path(), metavar="FOLDER", help="Lay its batch down there. 把批次写入该文件夹。")
@LANG
def conformance_show(ident: str, folder: str | None, lang: str) -> None:
    """Show a case, and lay down its batch. 显示一个用例，并写出其批次。"""
    from zhucun import conformance as harness

    with _errors(lang):
        try:
            case = next((c for c in harness.load(mutants=True) if c.id == ident), None)
            if case is None:
                raise harness.HarnessError("noCase", id=ident)
        except harness.HarnessError as e:
            click.echo(f"zhucun: {e.text(lang)}", err=True)
            raise SystemExit(UNREADABLE) from None
        if folder is not None:
            target = Path(folder)
            if target.exists() and (not target.is_dir() or any(target.iterdir())):
                raise BatchError(problem("folder-not-empty", path=folder))
            harness.lay_down(case, target)
        output.write(harness.describe(case, lang))


@conformance.command("serve", epilog=_examples("zhucun conformance run --case 'ATT-001*fires' -- zhucun conformance serve"))
def conformance_serve() -> None:
    """This SDK as an implementation: requests on stdin, answers on stdout. 以本 SDK 应答。"""
    from zhucun import conformance as harness

    def answer(message: dict[str, Any]) -> None:
        output.write(json.dumps(message, ensure_ascii=False) + "\n")

    harness.answer_requests(iter(sys.stdin.buffer.readline, b""), answer)


if __name__ == "__main__":
    main()
