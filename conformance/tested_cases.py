"""Makes cases of the little worlds that tests have a rule judge: ``python conformance/make_cases.py --traps`` and ``--tested``.

What is right at the points that are easy to get wrong is said once, in ``tests/test_traps.py``, and at the limits of each
rule in ``tests/test_boundaries_*.py``. The tests are run, and the worlds written down: of the points all of them, with what
does not bear on the answer left out; of the limits those that tell a rule from mutants that no case catches yet.
"""

from __future__ import annotations

import multiprocessing
import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import guards
import mutate
import pytest
import rule_cases
from rule_cases import Facts, Found, Frame

from zhucun import conformance, standard
from zhucun.judging import rules

TESTS = Path(__file__).resolve().parent.parent / "tests"

#: The points, by number.
POINTS: dict[str, tuple[str, str]] = {
    "01": ("党龄自转为正式党员算起", "party seniority runs from full membership"),
    "02": ("五个期限各有起算点", "five clocks, each with its own trigger"),
    "03": ("情形里的并且与或者", "and and or in the grounds"),
    "04": ("没有写明路径的情形", "a ground without a route, and grounds of several routes"),
    "05": ("什么算一天", "what a day is"),
    "06": ("二十二天以当月工作日为限", "twenty-two days, capped by the working days of the month"),
    "07": ("两个三十天不是一回事", "thirty and thirty are not the same"),
    "08": ("压茬交接期间的人数与次序", "persons and order during a handover"),
    "09": ("次低等次只在一地即召回", "the second-lowest grade recalls in one place only"),
    "10": ("同级与所在", "the same level, and the place"),
    "11": ("按脱贫人口分档", "bands by lifted population"),
    "12": ("职级要求约束队长", "rank binds the leader"),
    "13": ("选派步骤的先后", "the order of selection"),
    "14": ("两项经费与分担", "two funds, and their shares"),
    "15": ("补助天数不同于在村天数", "allowance days are not attendance days"),
    "16": ("主要负责人、分管负责人、党委", "principal, deputy and party committee"),
    "17": ("上限、保额与平均数", "a ceiling, a sum insured, an average"),
    "18": ("不借用数字", "numbers are not borrowed"),
    "19": ("住村、驻村与遮盖的内容", "living in, stationing, and what is masked"),
    "20": ("依事情发生的日期", "by the day of the event"),
    "21": ("不以痕迹打分", "no score from traces"),
    "22": ("半年的三种意思", "three senses of half a year"),
    "23": ("定期、及时没有数字", "regularly and promptly carry no number"),
    "24": ("缺数据不是违规", "missing data is no violation"),
    "25": ("后果随案件", "consequences follow the case"),
}

#: More of one test would only say the same again.
MOST = 6

World = tuple[str, str, Facts, Frame]


class Recorder:
    """Writes down what tests have judged."""

    def __init__(self) -> None:
        self.worlds: dict[str, list[World]] = {}

    @pytest.fixture(autouse=True)
    def _record(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        judge: Callable[..., Any] = request.module.judge
        mine = self.worlds.setdefault(str(request.node.originalname), [])

        def recorded(
            profile: str, rule: str, facts: Mapping[str, Any], *, as_of: str, start: str, end: str | None = None, coverage: Any = None
        ) -> Any:
            outcome = judge(profile, rule, facts, as_of=as_of, start=start, end=end, coverage=coverage)
            if coverage is None:
                coverage = [{"recordType": t, "startDate": start, "endDate": end or as_of} for t in standard.record_types()]
            frame = Frame(
                start, end or as_of, as_of, tuple((c["recordType"], c.get("kind"), c["startDate"], c["endDate"]) for c in coverage)
            )
            mine.append((profile, rule, {(k, r["id"]): r for k, rs in facts.items() for r in rs}, frame))
            return outcome

        monkeypatch.setattr(request.module, "judge", recorded)


def least(rule: standard.Rule, profile: str, facts: Facts, frame: Frame) -> tuple[Facts, Frame, Found, frozenset[str]] | None:
    """The world without what does not bear on what the rule says; None where the rule does not run."""
    bench = rule_cases._bench(profile)
    if rule.id not in bench.rules:
        return None

    def said(facts: Facts, frame: Frame) -> tuple[Found, frozenset[str]]:
        bench.load(facts, frame)
        return bench.run(rule)

    wanted = said(facts, frame)
    for kind in [*standard.record_types(), *[c[0] for c in frame.coverage]]:
        fewer = {k: r for k, r in facts.items() if k[0] != kind}
        uncovered = Frame(frame.start, frame.end, frame.as_of, tuple(c for c in frame.coverage if c[0] != kind))
        for f, w in ((fewer, uncovered), (facts, uncovered), (fewer, frame)):
            if f and not rule_cases.dangling(f) and said(f, w) == wanted:
                facts, frame = f, w
                break
    for key in sorted(facts):
        fewer = {k: r for k, r in facts.items() if k != key}
        # days are kept whole: a row of nineteen says more than what can be told from it
        if fewer and key[0] != "attendance" and not rule_cases.dangling(fewer) and said(fewer, frame) == wanted:
            facts = fewer
    return facts, frame, *wanted


def write(root: Path, test: str, worlds: list[World]) -> list[str]:
    """The cases of one test; the notes say what could not be made."""
    number = re.match(r"test_trap_(\d\d)_", test)
    assert number is not None
    zh, en = POINTS[number[1]]
    notes: list[str] = []
    seen: set[str] = set()
    for profile, ident, facts, frame in worlds:
        rule = standard.rule(ident)
        made = least(rule, profile, facts, frame)
        if made is None or repr(made) in seen or len(seen) == MOST:
            continue
        seen.add(repr(made))
        few, shown, found, missing = made
        bench = rule_cases._bench(profile)
        bench.load(few, shown)
        every, _ = bench.everything()
        purpose = "fires" if found else "notEvaluated" if missing else "silent"
        outcome = rules.query(bench.con, rule, bench.profile, {})
        clauses = sorted({c for f in outcome.found if f.basis for c in f.basis.clauses}) or sorted(
            {c for rows in rule.rows(bench.profile) or [] for r in rows for c in r.clauses}
        )
        n = len(list((root / "traps").glob(f"trap-{number[1]}-*"))) + 1
        name = f"trap-{number[1]}-{n:02}"
        says = {
            "fires": ("应报告", "must fire"),
            "silent": ("不应报告", "must not fire"),
            "notEvaluated": ("不能判断", "cannot be judged"),
        }[purpose]
        try:
            rule_cases.write(root, rule, bench.profile, name, purpose, f"易错点“{zh}”,{says[0]}", f"easy to get wrong: {en}; {says[1]}", few, shown,
                             rule_cases.expect(every, [{"rule": ident, "missing": m} for m in sorted(missing)]), clauses, folder=Path("traps") / name)  # fmt: skip
        except ValueError as e:
            notes.append(f"{test}: {e}")
    return notes


def recorded(*files: Path) -> dict[str, list[World]]:
    """Run tests; the worlds that each has judged."""
    recorder = Recorder()
    sys.path.insert(0, str(TESTS))
    if pytest.main(["-q", "-p", "no:cacheprovider", *map(str, files)], plugins=[recorder]) != 0:
        raise SystemExit("the tests fail; no case was made")
    return recorder.worlds


def limits(job: tuple[str, str, list[World]]) -> str:
    """The cases of one rule: worlds that tell it from mutants which no case catches yet."""
    root, ident, worlds = Path(job[0]), job[1], job[2]
    rule, every = standard.rule(ident), dict(mutate.mutants(standard.rule(ident).query))
    total, alive = mutate.rule_survivors(
        rule, [c for c in conformance.cases(root) if c.data.get("rule") == ident and mutate.judged_by_rules(c)]
    )
    known = mutate.classes(mutate.EQUIVALENT)
    alive = {k: v for k, v in alive.items() if mutate.excused(ident, k, known) is None}
    start, made = len(alive), 0
    courts: dict[str, guards.Court] = {}
    kept: dict[str, list[guards.World]] = {}
    for profile, _, facts, frame in worlds:
        resolved = standard.resolve(profile)
        if not alive or rule.rows(resolved) is None:
            continue
        court = courts.setdefault(profile, guards.Court(rule, resolved))
        for few in ({k: r for k, r in facts.items() if k[0] in rule.reads}, facts):
            setting = guards.Setting(frame, frozenset(k for k, _ in few))
            if not setting.proper(few, rule.header["records"]):
                continue
            if names := court.alone(few, setting, alive):
                kept.setdefault(profile, []).append(guards.World(few, setting, set(names)))
                for name in names:
                    del alive[name]
                break
    for profile, mine in kept.items():
        clauses = sorted({c for rows in rule.rows(standard.resolve(profile)) or [] for r in rows for c in r.clauses})
        made += guards.write(root, courts[profile], mine, every, clauses)[0]
    return f"{ident}: {start} uncaught of {total} → {len(alive)} with {made} more cases"


def generate_limits(cases: Path, chosen: Sequence[str] = (), jobs: int = 2) -> None:
    """Add the cases of the limits, of the chosen rules or of all."""
    by_rule: dict[str, list[World]] = {}
    for worlds in recorded(*sorted(TESTS.glob("test_boundaries_*.py")), TESTS / "test_traps.py").values():
        for world in worlds:
            if not chosen or world[1] in chosen:
                by_rule.setdefault(world[1], []).append(world)
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=20) as pool:
        for line in pool.imap_unordered(limits, [(str(cases), ident, worlds) for ident, worlds in by_rule.items()]):
            print(line, flush=True)


def generate(cases: Path) -> None:
    """Make the cases of the points anew."""
    worlds_of = recorded(TESTS / "test_traps.py")
    shutil.rmtree(cases / "traps", ignore_errors=True)
    for test, worlds in worlds_of.items():
        for note in write(cases, test, worlds):
            print("!", note)
    print(sum(1 for _ in (cases / "traps").rglob("case.json")), "cases")
