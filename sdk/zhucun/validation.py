"""The way through: open, structure, tables, rules, findings. One call, plain data out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb
import orjson

import zhucun
from zhucun import database, faults, findings, options, reports, rules, standard, structure, tables
from zhucun.batch import Batch, open_batch
from zhucun.collector import Collector
from zhucun.errors import BatchError, of_standard, problem
from zhucun.model import KEPT, SEVERITIES, Finding, Place
from zhucun.output import Output
from zhucun.workspace import workspace

Step = Callable[[str, int, int], None]


def _unseen(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Report:
    """What a validation found, and how much it could judge.

    :ivar data: the report as ``report.json`` describes it.
    """

    data: Mapping[str, Any]

    @property
    def verdict(self) -> str:
        """``pass``, ``fail``, ``incomplete`` or ``unreadable``."""
        return str(self.data["verdict"])

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings that are kept, as ``finding.json`` describes them."""
        return list(self.data["findings"])

    def exit_code(self, fail_on: str = "error") -> int:
        """0 pass, 1 findings at or above ``fail_on``, 2 unreadable, 3 incomplete.

        :raises OptionError: if ``fail_on`` is no severity.
        """
        return reports.exit_code(self.data, options.parse_severity(fail_on))


@dataclass(frozen=True)
class Wanted:
    """What the caller wants of a validation.

    :ivar lang: ``zh`` or ``en``, the language of the messages.
    :ivar docs: address of a documentation site; each finding then links to its rule's page.
    :ivar kept: so many findings of each rule and code are kept, first by file and line; None keeps all.
    :ivar findings: a file that takes every finding, also those that are not kept, one on each line.
    :ivar judged: rules that must have judged everything they met, or the verdict is ``incomplete``; True means all that apply.
    """

    lang: str = "zh"
    docs: str | None = None
    kept: int | None = KEPT
    findings: str | None = None
    judged: Literal[True] | frozenset[str] = frozenset()


def validate(
    path: str | Path,
    *,
    profile: str | Path | None = None,
    profiles: str | Path | None = None,
    as_of: str | dt.date | None = None,
    lang: str = "zh",
    docs: str | None = None,
    max_findings: int | None = KEPT,
    findings: str | Path | None = None,
    require_judged: bool | Collection[str] = False,
    step: Step = _unseen,
) -> Report:
    """Validate a batch: a folder, a zip of it, or one file.

    :param profile: profile id, or the folder of one (a path with a separator in it), instead of the manifest's. A
        single file without one is checked for its structure and by the standard's own rules.
    :param profiles: a folder in which profiles are looked up besides the standard.
    :param as_of: day as of which to judge, instead of the manifest's: a date or ISO text.
    :param lang: ``zh`` or ``en``, the language of the messages.
    :param docs: address of a documentation site; each finding then links to its rule's page.
    :param max_findings: so many findings of each rule and code are kept, first by file and line; None keeps all. Counts are exact.
    :param findings: a file that takes every finding, one on each line, also those that are not kept.
    :param require_judged: rules that must have judged everything they met, or the verdict is ``incomplete``; True means all that apply.
    :param step: told what is being done, how much is done and of how much.
    :raises BatchError: if the input cannot be read as a batch.
    :raises OptionError: if an option is not what it should be.
    :raises OurError: if there is no room to work in, or no way to write what was found; that is no fault of the batch.
    """
    wanted, day = wanted_of(lang, docs, max_findings, findings, require_judged), options.parse_as_of(as_of)
    with workspace() as work, open_batch(path, work, lambda n, total: step("open", n, total)) as batch:
        resolved, context = context_of(batch, profile, day, Path(profiles) if profiles is not None else None)
        con = database.connect(work)
        try:
            with database.failures():
                run = Validation(con, work, batch, wanted, step)
                run.check_structure(lambda cursor: tables.create_policy(cursor, resolved, context))
                outcomes = run.judge(resolved)
                batch.check_unchanged()
                return run.report(resolved, context, outcomes)
        finally:
            con.close()


def wanted_of(
    lang: str, docs: str | None, max_findings: int | None, findings: str | Path | None, require_judged: bool | str | Collection[str]
) -> Wanted:
    """What the caller wants, parsed.

    :raises OptionError: if an option is not what it should be.
    """
    return Wanted(
        options.parse_lang(lang),
        docs,
        None if max_findings is None else options.parse_max_findings(max_findings),
        None if findings is None else str(findings),
        options.parse_require_judged(require_judged),
    )


def context_of(
    batch: Batch, profile: str | Path | None, day: dt.date | None, profiles: Path | None = None
) -> tuple[standard.Profile, dict[str, Any]]:
    """The profile to judge by, and what the tables need to know of the batch."""
    manifest = batch.manifest
    as_of = day.isoformat() if day else None
    named: str | None = manifest.get("profile")
    context = {"batchId": manifest["batchId"], "coverage": manifest.get("coverage", [])}
    if profile is None and named is None:
        context |= {"startDate": standard.FIRST_DAY, "endDate": standard.LAST_DAY, "asOf": as_of or standard.LAST_DAY}
        return standard.Profile("", {}, (), (), {}), context
    try:
        # only what the user says can be a path; what the manifest says is a name
        resolved = standard.resolve_given(profile, profiles) if profile is not None else standard.resolve(str(named), profiles)
    except standard.StandardError as e:
        raise BatchError(of_standard(e)) from None
    name = resolved.id
    start, end = resolved.data.get("effectiveFrom"), resolved.data.get("effectiveTo")
    if start is None:
        raise BatchError(problem("profile-undated", name=name))
    if batch.single:
        options.check_as_of(day, start)
        context |= {"startDate": start, "endDate": as_of or end or standard.LAST_DAY, "asOf": as_of or standard.LAST_DAY}
        return resolved, context
    options.check_as_of(day, manifest["startDate"])
    context |= {"startDate": manifest["startDate"], "endDate": manifest["endDate"], "asOf": as_of or manifest["asOf"]}
    if manifest["endDate"] < start or (end is not None and manifest["startDate"] > end):
        values = {
            "name": name,
            "start": start,
            "until": f" – {end}" if end else "",
            "first": manifest["startDate"],
            "last": manifest["endDate"],
        }
        raise BatchError(problem("profile-dates", **values))
    return resolved, context


class Validation:
    """An opened batch on its way to a report: what the local way, the suite's and Spark's have in common.

    :ivar sources: the files of the batch, by their place in the manifest.
    :ivar collector: the structural findings.
    :ivar loader: what checks the structure and leaves the fact tables.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        work: Path,
        batch: Batch,
        wanted: Wanted,
        step: Step = _unseen,
        loading: type[structure.Loader] = structure.Loader,
    ) -> None:
        self.con, self.work, self.batch, self.wanted, self.step = con, work, batch, wanted, step
        self.sources = dict(enumerate(batch.sources))
        self.files = {n: s.name for n, s in self.sources.items()}
        self.collector = Collector(wanted.kept, work / "structure.findings" if wanted.findings else None)
        for name in batch.unlisted:
            self.collector.add("manifest", Place(name, -1), faults.Fault("STR-UNLISTED-FILE"))
        complete = frozenset(c["recordType"] for c in batch.manifest.get("coverage", ()) if "kind" not in c)
        self.loader = loading(con, work, self.collector, complete, batch.manifest.get("mode") != "CORRECTION")

    def check_structure(self, beside: Callable[[duckdb.DuckDBPyConnection], None] | None = None) -> None:
        """Check every line, ids and references, and leave the fact tables.

        :param beside: what else may be done meanwhile, on a cursor of its own.
        """
        total = sum(s.lines for s in self.batch.sources)
        self.loader.load(self.sources, lambda n: self.step("structure", n, total), beside)
        self.loader.finish()
        self.loader.check_ids(self.sources)

    def judge(self, profile: standard.Profile) -> list[rules.Outcome]:
        """Run every rule."""
        tables.create_views(self.con, profile)
        tables.freeze(self.con, standard.rules_under(profile))
        applicable, ran = len(standard.rules()), 0

        def begin(_: str) -> None:
            nonlocal ran
            self.step("rules", ran, applicable)
            ran += 1

        bounds = rules.Bounds(self.wanted.kept, spool=self.work if self.wanted.findings else None)
        outcomes = list(rules.run(self.con, profile, self.files, bounds, step=begin, workers=2))
        self.step("rules", applicable, applicable)
        return outcomes

    def report(self, profile: standard.Profile, context: Mapping[str, Any], outcomes: list[rules.Outcome]) -> Report:
        """Put together what was found. Counting, ordering and writing happen here and nowhere else."""
        kept = self.collector.found + [f for o in outcomes for f in o.found]
        structure.check_lines(kept, self.loader.whole, self.sources)
        kept.sort(key=findings.order)
        if self.wanted.findings:
            _write_all(self.wanted.findings, self._everything(outcomes))
        wanted = self.wanted
        shown = [findings.as_json(f, wanted.lang, wanted.docs) for f in findings.number(kept, {})]
        return Report(_data(self, profile, context, outcomes, shown))

    def _everything(self, outcomes: Iterable[rules.Outcome]) -> Iterator[dict[str, Any]]:
        seen: dict[tuple[str, ...], int] = {}
        spools: list[Iterable[Finding]] = [self.collector.everything(), *(o.spool.read() for o in outcomes if o.spool)]
        for found in spools:
            for finding in findings.number(found, seen):
                yield findings.as_json(finding, self.wanted.lang, self.wanted.docs)


def _write_all(target: str, found: Iterable[dict[str, Any]]) -> None:
    with Output(target) as out:
        for finding in found:
            out.write(orjson.dumps(finding, option=orjson.OPT_APPEND_NEWLINE))


def _data(
    run: Validation, profile: standard.Profile, context: Mapping[str, Any], outcomes: list[rules.Outcome], shown: list[dict[str, Any]]
) -> dict[str, Any]:
    """The report as ``report.json`` describes it."""
    counts, collector = severities(run.collector, outcomes), run.collector
    omitted = collector.omitted | {o.rule.id: n for o in outcomes if (n := o.counts.total() - len(o.found))}
    unjudged = [u for o in outcomes for u in o.unjudged] + run.loader.unresolvable()
    data: dict[str, Any] = {
        "standard": standard.VERSION,
        "tool": {"name": "zhucun", "version": zhucun.__version__},
        "language": run.wanted.lang,
        "batchId": run.batch.manifest["batchId"],
        "verdict": _verdict(counts, outcomes, {u.rule for u in unjudged}, run.wanted.judged),
        "counts": counts,
        "records": run.loader.counts,
        "findings": shown,
        "rules": [
            {
                "id": o.rule.id,
                "status": o.status,
                "findings": o.counts.total(),
                "notEvaluated": sum(o.missing.values()),
                **({"reason": reason} if (reason := o.reason or ", ".join(o.lacking)) else {}),
            }
            for o in outcomes
        ],
        "notEvaluated": [
            {"rule": u.rule, "missing": u.missing, "count": u.count, **({"field": u.field} if u.field else {})} for u in unjudged
        ],
    }
    data["judged"] = reports.judged(data["rules"])
    if profile.id:
        data["profile"] = profile.id
    if profile.outside:
        data["profileOutside"] = True
    if context["asOf"] != standard.LAST_DAY:
        data["asOf"] = context["asOf"]
    if run.loader.left_out:
        data["leftOut"] = run.loader.left_out
    if omitted:
        data["omitted"] = omitted
    return data


def severities(collector: Collector, outcomes: Iterable[rules.Outcome] = ()) -> dict[str, int]:
    """How many findings there are of each severity, kept or not."""
    counts: Counter[str] = Counter(dict.fromkeys(reversed(SEVERITIES), 0))
    for code, n in collector.counts.items():
        counts[faults.catalogue()[code]["severity"]] += n
    for outcome in outcomes:
        counts.update(outcome.counts)
    return dict(counts)


def _verdict(
    counts: Mapping[str, int], outcomes: Iterable[rules.Outcome], unjudged: set[str], required: Literal[True] | frozenset[str]
) -> str:
    if counts["error"]:
        return "fail"
    short = unjudged if required is True else unjudged & required
    return "incomplete" if short or any(o.status == "FAILED" for o in outcomes) else "pass"
