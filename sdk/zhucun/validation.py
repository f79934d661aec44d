"""The way through: open, structure, tables, rules, findings. One call, plain data out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

import zhucun
from zhucun import faults, options, reports, rules, standard, structure, tables
from zhucun.batch import Batch, Source, open_batch
from zhucun.database import connect
from zhucun.errors import BatchError, of_standard, problem
from zhucun.workspace import workspace

Step = Callable[[str, int, int], None]


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
        """The findings, as ``finding.json`` describes them."""
        return list(self.data["findings"])

    def exit_code(self, fail_on: str = "error") -> int:
        """0 pass, 1 findings at or above ``fail_on``, 2 unreadable, 3 incomplete.

        :raises OptionError: if ``fail_on`` is no severity.
        """
        return reports.exit_code(self.data, options.parse_severity(fail_on))


def validate(
    path: str | Path,
    *,
    profile: str | Path | None = None,
    profiles: str | Path | None = None,
    as_of: str | dt.date | None = None,
    lang: str = "zh",
    docs: str | None = None,
    step: Step = lambda _what, _done, _total: None,
) -> Report:
    """Validate a batch: a folder, a zip of it, or one file.

    :param profile: profile id, or the folder of one (a path with a separator in it), instead of the manifest's. A
        single file without one is checked for its structure and by the standard's own rules.
    :param profiles: a folder in which profiles are looked up besides the standard.
    :param as_of: day as of which to judge, instead of the manifest's: a date or ISO text.
    :param lang: ``zh`` or ``en``, the language of the messages.
    :param docs: address of a documentation site; each finding then links to its rule's page.
    :param step: told what is being done, how much is done and of how much.
    :raises BatchError: if the input cannot be read as a batch.
    :raises OptionError: if an option is not what it should be.
    """
    lang, day = options.parse_lang(lang), options.parse_as_of(as_of)
    with workspace() as work:
        batch = open_batch(Path(path), work, lambda n, total: step("open", n, total))
        resolved, context = _context(batch, profile, day, Path(profiles) if profiles is not None else None)
        con = connect(work)
        try:
            data = _judge(con, work, batch, resolved, context, lang, step)
        finally:
            con.close()
    _help(data, docs, lang)
    return Report(data)


def _help(data: Mapping[str, Any], docs: str | None, lang: str) -> None:
    """Let each finding link to its rule's page."""
    if docs:
        base = docs.rstrip("/") + ("/en" if lang == "en" else "")
        for finding in data["findings"]:
            finding["help"] = f"{base}/rules/{finding['rule']}/"


def _context(
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


def _judge(
    con: duckdb.DuckDBPyConnection,
    work: Path,
    batch: Batch,
    profile: standard.Profile,
    context: Mapping[str, Any],
    lang: str,
    step: Step,
) -> dict[str, Any]:
    sources = dict(enumerate(batch.sources))
    files = {n: s.name for n, s in sources.items()}
    collector = structure.Collector(lang)
    for name in batch.unlisted:
        collector.add("manifest", name, None, faults.Fault("STR-UNLISTED-FILE"))
    loader = structure.Loader(con, work, collector)
    total = sum(s.lines for s in batch.sources)
    loader.load(sources, lambda n: step("structure", n, total), lambda cursor: tables.create_policy(cursor, profile, context))
    loader.finish()
    loader.check_ids(sources)
    tables.create_views(con)
    tables.freeze(con, standard.rules_under(profile))
    applicable = len(standard.rules())
    ran = 0

    def begin(_: str) -> None:
        nonlocal ran
        step("rules", ran, applicable)
        ran += 1

    outcomes = list(rules.run(con, profile, files, lang, step=begin, workers=2))
    step("rules", applicable, applicable)
    found = collector.found + [f for o in outcomes for f in o.found]
    _fill_lines(found, sources)
    found.sort(key=order)
    return _report(batch, profile, context, lang, loader, collector, outcomes, found)


_WEIGHT = {"error": 0, "warning": 1, "info": 2}


def order(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    """Where a finding stands in the report."""
    return (
        _WEIGHT[finding["severity"]],
        finding["rule"],
        finding.get("file", ""),
        finding.get("line", 0),
        finding.get("recordId", ""),
        finding["fingerprint"],
    )


def _fill_lines(found: list[dict[str, Any]], sources: Mapping[int, Source]) -> None:
    """Look up the lines of records that were checked as whole files."""
    by_name = {s.name: s for s in sources.values()}
    wanted: dict[str, set[str]] = {}
    for f in found:
        if "file" in f and "line" not in f and "recordId" in f:
            wanted.setdefault(f["file"], set()).add(f["recordId"])
    lines = {name: dict(structure.lines_of(by_name[name].path, ids)) for name, ids in wanted.items()}
    for f in found:
        if "line" not in f and (line := lines.get(f.get("file", ""), {}).get(f.get("recordId", ""))):
            f["line"] = line


def _report(
    batch: Batch,
    profile: standard.Profile,
    context: Mapping[str, Any],
    lang: str,
    loader: structure.Loader,
    collector: structure.Collector,
    outcomes: list[rules.Outcome],
    found: list[dict[str, Any]],
) -> dict[str, Any]:
    counts = dict.fromkeys(("error", "warning", "info"), 0)
    for f in found:
        counts[f["severity"]] += 1
    omitted = {code: n - structure.KEPT for code, n in collector.counts.items() if n > structure.KEPT}
    for code, n in omitted.items():
        counts[faults.catalogue()[code]["severity"]] += n
    not_evaluated = [{"rule": o.rule.id, "missing": what, "count": n} for o in outcomes for what, n in o.missing.items()]
    not_evaluated += [
        {"rule": o.rule.id, "missing": f"coverage.{kind}", "count": 0}
        for o in outcomes
        if o.status == "NOT_EVALUATED"
        for kind in (o.reason or "").split(", ")
    ]
    not_evaluated += [{"rule": "STR-REFERENCE", "missing": f"coverage.{target}", "count": n} for _, target, n in loader.unresolvable()]
    if any(o.status == "FAILED" for o in outcomes):
        verdict = "fail" if counts["error"] else "incomplete"
    else:
        verdict = "fail" if counts["error"] else "pass"
    data: dict[str, Any] = {
        "standard": standard.VERSION,
        "tool": {"name": "zhucun", "version": zhucun.__version__},
        "language": lang,
        "batchId": batch.manifest["batchId"],
        "verdict": verdict,
        "counts": counts,
        "records": loader.counts,
        "findings": found,
        "rules": [
            {
                "id": o.rule.id,
                "status": o.status,
                "findings": len(o.found),
                "notEvaluated": sum(o.missing.values()),
                **({"reason": o.reason} if o.reason else {}),
            }
            for o in outcomes
        ],
        "notEvaluated": not_evaluated,
    }
    data["judged"] = reports.judged(data["rules"])
    if profile.id:
        data["profile"] = profile.id
    if profile.outside:
        data["profileOutside"] = True
    if context["asOf"] != standard.LAST_DAY:
        data["asOf"] = context["asOf"]
    if loader.left_out:
        data["leftOut"] = loader.left_out
    if omitted:
        data["omitted"] = omitted
    return data
