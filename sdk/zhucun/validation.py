"""The way through: open, structure, tables, rules, findings. One call; or step by step, for whoever stops halfway."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Protocol, Self

import orjson

from zhucun import database, findings, options, postgresql
from zhucun.errors import BatchError, OptionError, problem
from zhucun.judging import parts, rules, tables
from zhucun.judging.counties import counties_of
from zhucun.judging.parts import Part
from zhucun.judging.tables import Frame
from zhucun.model import KEPT, SEVERITIES, Finding, JudgedPart, Lang, Place, Report, Severity, Status, Unjudged, Verdict
from zhucun.opening import declared
from zhucun.opening.batch import Batch, open_batch
from zhucun.opening.manifest import Manifest
from zhucun.opening.workbook import Workbook
from zhucun.output import Output
from zhucun.record import faults
from zhucun.reports.sentences import fix
from zhucun.standard import FIRST_DAY, LAST_DAY, Own, Profile, ProfileFault, Profiles, Standard, UnknownProfile, without_profile
from zhucun.structure import lines, loader
from zhucun.structure.collector import Collector
from zhucun.workspace import workspace, writing

Step = Callable[[str, int, int], None]


def _unseen(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


class Sink(Protocol):
    """Takes every finding, also those that are not kept."""

    def take(self, found: Iterable[Finding], /) -> None:
        """Take them, in one go."""


@dataclass(frozen=True)
class AllFindings:
    """A file that takes every finding, one on each line, also those that are not kept.

    :ivar lang: language of the messages, ``zh`` or ``en``.
    :ivar docs: address of a documentation site; each finding then links to its rule's page.
    """

    path: str
    lang: str = "zh"
    docs: str | None = None

    def take(self, found: Iterable[Finding]) -> None:
        """Write them.

        :raises OurError: if they cannot be written.
        """
        with Output(self.path) as out:
            for finding in found:
                out.write(orjson.dumps(finding.as_json(self.lang, self.docs), option=orjson.OPT_APPEND_NEWLINE))


@dataclass(frozen=True)
class Marked:
    """A workbook that takes what was read, with the findings marked.

    :ivar lang: language of the messages, ``zh`` or ``en``.
    """

    path: str
    lang: Lang = "zh"


@dataclass(frozen=True)
class Wanted:
    """What the caller wants of a validation.

    :ivar profile: profile id, or the folder of one, instead of the manifest's.
    :ivar profiles: a folder in which profiles are looked up besides the standard.
    :ivar as_of: the day as of which to judge, instead of the manifest's.
    :ivar kept: so many findings of each rule and code are kept, first by file and line; None keeps all.
    :ivar findings: where every finding goes.
    :ivar judged: rules that must have judged everything they met, or the verdict is ``incomplete``; True means all that apply.
    :ivar annotate: where the workbook goes with the findings marked.
    """

    profile: str | Path | None = None
    profiles: Path | None = None
    as_of: dt.date | None = None
    kept: int | None = KEPT
    findings: Sink | None = None
    judged: Literal[True] | frozenset[str] = frozenset()
    annotate: Marked | None = None


def validate(
    path: str | Path,
    *,
    standard: Standard | None = None,
    profile: str | Path | None = None,
    profiles: str | Path | None = None,
    as_of: str | dt.date | None = None,
    max_findings: int | None = KEPT,
    findings: Sink | None = None,
    require_judged: bool | Collection[str] = False,
    annotate: Marked | None = None,
    step: Step = _unseen,
) -> Report:
    """Validate a batch: a folder, a zip of it, one file, a workbook, or the address of a PostgreSQL database that holds one.

    :param standard: the version to judge by; whoever validates many batches loads it once.
    :param profile: profile id, or the folder of one (a path with a separator in it), instead of the manifest's. A
        single file without one is checked for its structure and by the standard's own rules.
    :param profiles: a folder in which profiles are looked up besides the standard.
    :param as_of: day as of which to judge, instead of the manifest's: a date or ISO text.
    :param max_findings: so many findings of each rule and code are kept, first by file and line; None keeps all. Counts are exact.
    :param findings: where every finding goes, also those that are not kept.
    :param require_judged: rules that must have judged everything they met, or the verdict is ``incomplete``; True means all that apply.
    :param annotate: where a workbook goes with the findings marked.
    :param step: told what is being done, how much is done and of how much.
    :raises BatchError: if the input cannot be read as a batch.
    :raises OptionError: if an option is not what it should be.
    :raises OurError: if there is no room to work in, or no way to write what was found; that is no fault of the batch.
    """
    standard = standard or Standard.load()
    wanted = replace(wanted_of(standard, profile, profiles, as_of, max_findings, findings, require_judged), annotate=annotate)
    with Validation(standard, path, wanted, step) as run:
        run.choose_profile()
        run.check_structure()
        run.judge()
        return run.report()


def wanted_of(
    standard: Standard,
    profile: str | Path | None,
    profiles: str | Path | None,
    as_of: str | dt.date | None,
    max_findings: int | None,
    findings: Sink | None,
    require_judged: bool | str | Collection[str],
) -> Wanted:
    """What the caller wants, parsed.

    :raises OptionError: if an option is not what it should be.
    """
    return Wanted(
        profile,
        None if profiles is None else Path(profiles),
        options.parse_as_of(as_of),
        None if max_findings is None else options.parse_max_findings(max_findings),
        findings,
        options.parse_require_judged(standard, require_judged),
    )


class Validation:
    """One batch on its way to a report. The local way walks it from end to end, Spark takes some steps elsewhere, and
    whoever wants the structure alone stops after the first.

    >>> with Validation(Standard.load(), "batch") as run:   # doctest: +SKIP
    ...     run.check_structure()
    ...     report = run.report()

    :ivar batch: the batch, once it is open.
    :ivar profile: the profile to judge by, and ``frame`` what the rules must know of the batch, once they are chosen.
    :ivar apart: of a merged batch the parts that are judged by themselves, each by a profile of its own; else none.
    :ivar collector: the structural findings.
    :ivar loader: what checks the structure and leaves the fact tables.
    """

    def __init__(self, standard: Standard, path: str | Path, wanted: Wanted = Wanted(), step: Step = _unseen) -> None:
        self.standard, self.path, self.wanted, self.step = standard, path, wanted, step
        self.profile: Profile = without_profile(standard)
        self.frame: Frame | None = None
        self.apart: tuple[Part, ...] = ()
        self.judgements: list[rules.Judgement] = []
        self.judged_parts: list[JudgedPart] = []
        self._unjudged: list[Unjudged] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Open the batch.

        :raises BatchError: if it cannot be read as one.
        :raises OurError: if there is no room to work in.
        """
        with ExitStack() as stack:
            self.work = self.room(stack)
            self.batch = self.opened(stack)
            if self.wanted.annotate and self.batch.workbook is None:
                raise OptionError(problem("sheet-annotate", path=self.path))
            self.con = database.connect(self.work)
            stack.callback(self.con.close)
            stack.enter_context(database.failures())
            self.sources = dict(enumerate(self.batch.sources))
            self.files = {n: s.name for n, s in self.sources.items()}
            self.collector = Collector(self.standard, self.wanted.kept, self.work / "structure.findings" if self.wanted.findings else None)
            for name in self.batch.unlisted:
                self.collector.add("manifest", Place(name, -1), faults.Fault("STR-UNLISTED-FILE"))
            for kind, place, fault, ident in self.batch.workbook.told if self.batch.workbook else ():
                self.collector.add(kind, place, fault, ident)
            manifest = self.batch.manifest
            complete = frozenset(c.record_type for c in manifest.coverage if c.kind is None) if manifest else frozenset()
            self.loader = self.load_with(complete, not self.is_part)
            if manifest and self.by_part:
                self.loader.keep_apart([p.prefix for p in manifest.parts], {ident for p in manifest.parts for ident in p.shared})
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool | None:
        return self._stack.__exit__(kind, error, trace)

    @property
    def is_part(self) -> bool:
        """Whether the batch is a correction, which says nothing without its base."""
        return self.batch.manifest is not None and self.batch.manifest.mode == "CORRECTION"

    @property
    def by_part(self) -> bool:
        """Whether the parts of the batch are judged by profiles of their own. Whoever names a profile wants the whole judged by it."""
        return self.batch.manifest is not None and self.batch.manifest.by_part and self.wanted.profile is None

    def room(self, stack: ExitStack) -> Path:
        """A folder to work in."""
        return stack.enter_context(workspace())

    def opened(self, stack: ExitStack) -> Batch:
        """The batch, open."""
        path = self.path
        if postgresql.is_address(path):
            path = self.work / "database"
            with writing(self.work):
                path.mkdir()
            postgresql.export(self.standard, str(self.path), path)
        return stack.enter_context(open_batch(self.standard, path, self.work, lambda n, total: self.step("open", n, total)))

    def load_with(self, complete: frozenset[str], snapshot: bool) -> loader.Loader:
        """What checks the structure.

        :param complete: the record types that are declared complete.
        :param snapshot: whether the batch is a whole.
        """
        return loader.Loader(self.con, self.work, self.collector, complete, snapshot)

    def choose_profile(self) -> None:
        """Find the profile to judge by, and the days between which it does.

        :raises BatchError: if there is no such profile, or it binds on no day of the batch.
        :raises OptionError: if the day to judge as of is before the batch.
        """
        standard = self.standard
        self.profile, self.frame = _chosen(standard, self.batch, self.wanted)
        if self.by_part:
            self.apart = tuple(_parts_of(standard, self.batch, self.wanted, self.profile, self.frame))
            self._read_by(opened_by([self.profile, *(part.profile for part in self.apart)]))
        else:
            self._read_by(self.profile.standard)

    def take_own(self, base: Manifest | None = None) -> None:
        """Read the batch by what its profile declares of its own, too, where that is known: for the structure no more is needed of it.

        :param base: of a correction what it corrects: where that was merged, the profiles of its parts count too.
        :raises BatchError: if the manifest names a kind of record that is not declared.
        """
        found: list[Profile] = []
        merged = base or self.batch.manifest
        names = [p.profile for p in merged.parts] if merged and merged.by_part and self.wanted.profile is None else []
        for name in (None, *dict.fromkeys(filter(None, names))):
            with suppress(UnknownProfile, ProfileFault):
                found.append(_found(self.standard, self.batch, self.wanted, name))
        self._read_by(opened_by(found) if found else self.standard)

    def _read_by(self, standard: Standard) -> None:
        if self.batch.manifest is not None and (wrong := declared.undeclared(standard, self.batch.manifest.coverage)):
            raise BatchError(*wrong)
        self.standard = self.collector.standard = self.loader.standard = standard

    def check_structure(self) -> None:
        """Check every line, ids and references, and leave the fact tables."""
        total = sum(s.lines for s in self.batch.sources)
        frame, profile = self.frame, self.profile
        # the tables of the policy need nothing of the files
        beside = None if frame is None else lambda cursor: tables.create_policy(cursor, profile, frame)
        self.loader.load(self.sources, lambda n: self.step("structure", n, total), beside)
        self.loader.finish()
        self.loader.check_ids(self.sources)

    def judge(self, only: frozenset[str] | None = None) -> None:
        """Run every rule, or those in ``only``. On a correction without its base none runs."""
        if self.is_part:
            self.judgements = rules.alone(self.profile, only)
            return
        if self.apart:
            # what compares the parts, over all of them; the rest part by part
            everything = self.standard.rules.values()
            of_parts = only
            only = frozenset(r.id for r in everything if "across" in r.header and (only is None or r.id in only))
        chosen = [r for r in self.profile.rules if only is None or r.id in only]
        lacking = rules.lacking_in(self.con, self.standard)
        tables.settle_views(self.con, self.profile, chosen, lacking)
        applicable, ran = len(self.standard.rules), 0

        def begin(_: str) -> None:
            nonlocal ran
            self.step("rules", ran, applicable)
            ran += 1

        bounds = rules.Bounds(self.wanted.kept, spool=self.work if self.wanted.findings else None)
        self.judgements = list(rules.run(self.con, self.profile, self.files, bounds, only, step=begin, workers=2, lacking=lacking))
        if self.apart:
            self._judge_parts(of_parts)
        self.step("rules", applicable, applicable)

    def _judge_parts(self, only: frozenset[str] | None) -> None:
        """Run the rules over each part by itself, but for those that compare the parts; those have run."""
        found = {j.rule.id: j for j in self.judgements}
        self._unjudged = [u for j in self.judgements for u in j.unjudged]
        every = list(self.apart)
        if parts.remains(self.con, self.standard, every) and self.frame is not None and self.batch.manifest is not None:
            every.append(Part(None, self.batch.manifest.sender["id"], self.profile, self.frame))
        for number, part in enumerate(every):
            spool = self.work / f"part-{number}" if self.wanted.findings else None
            if spool is not None:
                spool.mkdir()
            judged = parts.judge(self.con, part, self.apart, self.files, rules.Bounds(self.wanted.kept, spool=spool), only)
            self._unjudged += [replace(u, part=part.prefix) for j in judged for u in j.unjudged]
            for j in judged:
                found[j.rule.id] = parts.joined(found.get(j.rule.id), j, self.wanted.kept)
            counts = sum((j.counts for j in judged), Counter[Severity]())
            results = tuple(j.result for j in judged)
            profile = part.profile
            self.judged_parts.append(
                JudgedPart(
                    prefix=part.prefix,
                    batch_id=part.frame.batch_id,
                    sender=part.sender,
                    profile=profile.id,
                    outside=profile.outside,
                    counts=counts,
                    rules=results,
                )
            )
        self.judgements = [found[ident] for ident in self.standard.rules if ident in found]

    def report(self) -> Report:
        """Put together what was found. Counting, ordering and writing happen here and nowhere else.

        :raises BatchError: if a file was changed while it was read.
        :raises OurError: if what was found cannot be written.
        """
        self.batch.check_unchanged()
        judgements, collector, frame = self.judgements, self.collector, self.frame
        said, named = self.batch.manifest, self.batch.named
        kept = collector.found + [f for j in judgements for f in j.found]
        lines.check_lines(kept, self.loader.whole, self.sources)
        kept = sorted(map(self._at_cell, kept), key=findings.order)
        if self.wanted.findings:
            self.wanted.findings.take(self._everything())
        counts = count(self.standard, collector, judgements)
        unjudged = self._unjudged if self.apart else [u for j in judgements for u in j.unjudged]
        unjudged += self.loader.unresolvable()
        unfinished = _is_unfinished(judgements, {u.rule for u in unjudged}, self.wanted.judged)
        omitted = collector.omitted | {j.rule.id: n for j in judgements if (n := j.counts.total() - len(j.found))}
        if self.wanted.annotate and self.batch.workbook:
            _mark(self.standard, self.wanted.annotate, self.batch.workbook, kept, sum(omitted.values()))
        return Report(
            standard=self.standard,
            verdict=_verdict(counts, unfinished),
            unfinished=unfinished,
            counts=counts,
            records=dict(self.loader.counts),
            findings=tuple(findings.number(kept, {})),
            rules=tuple(j.result for j in judgements),
            parts=tuple(self.judged_parts),
            unjudged=tuple(unjudged),
            batch_id=self.batch.id,
            manifest=named.manifest if named else None,
            sender=said.sender["id"] if said else None,
            start=said.start if said else None,
            end=said.end if said else None,
            profile=self.profile.id or None,
            outside=self.profile.outside,
            as_of=frame.as_of if frame is not None and frame.as_of != LAST_DAY else None,
            left_out=dict(self.loader.left_out),
            omitted=omitted,
            counties=counties_of(self.con, self.standard, ((f.record_type, f.record_id) for f in kept if f.record_id is not None)),
        )

    def _everything(self) -> Iterator[Finding]:
        seen: dict[tuple[str, ...], int] = {}
        spools: list[Iterable[Finding]] = [
            self.collector.everything(),
            *(spool.read(self.standard) for j in self.judgements for spool in j.spools),
        ]
        for found in spools:
            yield from findings.number(map(self._at_cell, found), seen)

    def _at_cell(self, finding: Finding) -> Finding:
        if postgresql.is_address(self.path):
            return postgresql.at_row(finding)
        return self.batch.workbook.at_cell(finding) if self.batch.workbook else finding


def _found(standard: Standard, batch: Batch, wanted: Wanted, part: str | None = None) -> Profile:
    """The profile to judge by, or that of a part."""
    profiles = Profiles(standard, wanted.profiles)
    if part is not None:
        return profiles.resolve(part)
    # only what the user says can be a path; what the manifest says is a name
    return (
        profiles.resolve(batch.manifest.profile)
        if wanted.profile is None and batch.manifest
        else profiles.resolve_given(wanted.profile or "")
    )


def _chosen(standard: Standard, batch: Batch, wanted: Wanted) -> tuple[Profile, Frame]:
    manifest, day = batch.manifest, wanted.as_of
    as_of = day.isoformat() if day else None
    if manifest is None and wanted.profile is None:
        return without_profile(standard), Frame(batch.id, FIRST_DAY, LAST_DAY, as_of or LAST_DAY)
    try:
        profile = _found(standard, batch, wanted)
    except (UnknownProfile, ProfileFault) as e:
        raise BatchError(*e.problems) from None
    if manifest is None:
        start, end = _days_of(profile)
        options.check_as_of(day, start)
        return profile, Frame(batch.id, start, as_of or end or LAST_DAY, as_of or LAST_DAY)
    options.check_as_of(day, manifest.start)
    check_in_force(profile, manifest.start, manifest.end)
    coverage = tuple(c.as_json() for c in manifest.coverage)
    return profile, Frame(batch.id, manifest.start, manifest.end, as_of or manifest.as_of, coverage, manifest.mode)


def _days_of(profile: Profile) -> tuple[str, str | None]:
    """The first day on which a profile binds, and the last, if there is one.

    :raises BatchError: if it binds on none.
    """
    start: str | None = profile.data.get("effectiveFrom")
    if start is None:
        raise BatchError(problem("profile-undated", name=profile.id))
    return start, profile.data.get("effectiveTo")


def check_in_force(profile: Profile, first: str, last: str) -> None:
    """Demand that a profile binds on some day of a period.

    :raises BatchError: if it does not.
    """
    start, end = _days_of(profile)
    if last < start or (end is not None and first > end):
        until = f" – {end}" if end else ""
        raise BatchError(problem("profile-dates", name=profile.id, start=start, until=until, first=first, last=last))


def _parts_of(standard: Standard, batch: Batch, wanted: Wanted, whole: Profile, frame: Frame) -> Iterator[Part]:
    """The parts of a merged batch, each with its profile.

    :raises BatchError: if there is no such profile, or it binds on no day of the batch.
    """
    assert batch.manifest is not None
    known = {whole.id: whole}
    for part in batch.manifest.parts:
        name = part.profile or whole.id
        if name not in known:
            try:
                known[name] = _found(standard, batch, wanted, name)
            except (UnknownProfile, ProfileFault) as e:
                raise BatchError(*e.problems) from None
            check_in_force(known[name], frame.start, frame.end)
        yield Part(part.prefix, part.sender, known[name], replace(frame, batch_id=part.batch_id), part.shared)


def opened_by(profiles: Sequence[Profile]) -> Standard:
    """The standard with what several profiles declare of their own.

    :raises BatchError: if two of them declare one field differently, for a record would be right by the one and wrong by the other.
    """
    if len(profiles) == 1:
        return profiles[0].standard
    own: Own = tuple({json.dumps(entry, sort_keys=True): entry for p in profiles for entry in p.standard.own}.values())
    standard = profiles[0].standard.declaring(own)
    for profile in profiles:
        for kind in standard.record_types:
            for name, form in profile.standard.own_fields(kind).items():
                if _shape(form) != _shape(standard.own_fields(kind)[name]):
                    raise BatchError(problem("parts-own", kind=kind, field=name, profile=profile.id))
    return standard


def _shape(form: Mapping[str, Any]) -> dict[str, Any]:
    """What a schema takes, whatever it is called."""
    return {k: sorted(v) if k == "enum" else v for k, v in form.items() if k not in ("title", "description", "x-descriptionZh")}


def _mark(standard: Standard, target: Marked, book: Workbook, found: Sequence[Finding], more: int) -> None:
    from zhucun.sheets import marking

    fixes = {f.rule: fix(standard, f.rule, target.lang) for f in found}
    data = marking.marked(book.path, book.tables, found, fixes, more, target.lang)
    with Output(target.path) as out:
        out.write(data)


def count(standard: Standard, collector: Collector, judgements: Iterable[rules.Judgement] = ()) -> dict[Severity, int]:
    """How many findings there are of each severity, kept or not."""
    counts: Counter[Severity] = Counter(dict.fromkeys(reversed(SEVERITIES), 0))
    for code, n in collector.counts.items():
        counts[Severity(faults.catalogue(standard)[code]["severity"])] += n
    for judgement in judgements:
        counts.update(judgement.counts)
    return dict(counts)


def _is_unfinished(judgements: Iterable[rules.Judgement], unjudged: set[str], required: Literal[True] | frozenset[str]) -> bool:
    """Whether a rule failed, or one that had to judge everything did not."""
    short = unjudged if required is True else unjudged & required
    return bool(short) or any(j.status is Status.FAILED or j.alone for j in judgements)


def _verdict(counts: Mapping[Severity, int], unfinished: bool) -> Verdict:
    if counts[Severity.ERROR]:
        return Verdict.FAIL
    return Verdict.INCOMPLETE if unfinished else Verdict.PASS
