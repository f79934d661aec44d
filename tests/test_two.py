"""The two implementations find the same: on the example, and on every sample with every break.

By default the breaks of a profile are made in one sample, one after another, and those that come to nothing there in
another, so that each rule fires in one of a few runs; ``ZHUCUN_LONG=1`` looks at each break by itself, some hundreds of runs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import LONG, ndjson, write_batch
from edition import standard
from test_conformance import NODE, ROOT, installed
from test_rules import EVERYWHERE

from zhucun import conformance, sample
from zhucun.judging import rules

RUNS = [(p, r) for p, r in EVERYWHERE if p in standard.profiles.own]
PROFILES = list(dict.fromkeys(p for p, _ in RUNS))


@pytest.fixture(scope="module")
def node() -> Iterator[conformance.Implementation]:
    implementation = conformance.Implementation([installed(NODE), str(NODE / "zhucun-node.mjs")], limit=300)
    implementation.start()
    yield implementation
    implementation.stop()


def found(result: dict[str, Any]) -> set[tuple[Any, ...]]:
    """Everything that an answer says, a set as the protocol compares it."""
    unjudged = {("not evaluated", n["rule"], n["missing"]) for n in result["notEvaluated"]}
    return {("verdict", result["verdict"])} | unjudged | {conformance.key(f) for f in result["findings"]}


def differences(node: conformance.Implementation, case: Path, level: str = "profile") -> tuple[list[Any], list[Any]]:
    """What only this SDK says of the batch in a folder, and what only Node does."""
    theirs = node.ask({"cmd": "run", "case": str(case), "level": level, "lang": "en"}, "answer")
    ours, others = found(conformance.judge(standard, case / "batch", level)), found(theirs.get("result", theirs))
    return sorted(ours - others, key=str), sorted(others - ours, key=str)


@cache
def plan(profile: str) -> sample.Plan:
    return sample.plan(standard.profiles.resolve(profile))


def test_the_example(node: conformance.Implementation, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "libo" / "batch", tmp_path / "batch")
    assert differences(node, tmp_path) == ([], [])


def serving(profile: str, chosen: list[str]) -> list[str]:
    """Those of some rules whose own break still finds something after the breaks of those before it."""
    con, out = sample.database(plan(profile)), []
    for rule in chosen:
        con.execute("BEGIN")
        con.execute(standard.rule(rule).breaking)
        serves = any(o.found for o in rules.run(con, plan(profile).profile, {}, only=frozenset([rule])))
        con.execute("COMMIT" if serves else "ROLLBACK")
        out += [rule] * serves
    con.close()
    return out


#: With ZHUCUN_LONG all; else the document with the most rules of its own.
BROKEN = PROFILES if LONG else ["hunan-2021"]


@pytest.mark.parametrize("profile", BROKEN)
def test_a_sample_with_every_break(node: conformance.Implementation, profile: str, tmp_path: Path) -> None:
    left = [rule for p, rule in RUNS if p == profile]
    while left:
        case = tmp_path / str(len(left))
        # a break that another undid is made again without the other
        sample.broken(plan(profile), case / "batch", *(serving(profile, left) or left[:1]))
        assert differences(node, case) == ([], [])
        fired = {f["rule"] for f in conformance.judge(standard, case / "batch", "profile")["findings"]}
        assert not fired.isdisjoint(left), left
        left = [rule for rule in left if rule not in fired]


@pytest.mark.long
@pytest.mark.parametrize(("profile", "rule"), RUNS)
def test_a_sample_with_one_break(node: conformance.Implementation, profile: str, rule: str, tmp_path: Path) -> None:
    sample.broken(plan(profile), tmp_path / "batch", rule)
    assert differences(node, tmp_path) == ([], [])


# --- hostile files --------------------------------------------------------------------------------

LINES = [
    '{"id":"C@","name":"驻村@","sex":"1"}',
    '{"id":"C@"}',
    '{"id":"C@","ext":{"a":{"b":[1,2.5,{"c":"\\u7532\\n]"}]}},"workMonths":12}',
    r'{"id":"C@","name":"a\\\"b,]"}',
    ' { "id" :\t"C@" , "tags" : [ ] } ',
    '{"id":"1381234567@","homeUnitId":"11010519491231002X"}',
]
BYTES = b'{}[]",:\\ \t\r\x00\xff\xe9\xed1a-.NaN+u'


def line(random: Random) -> bytes:
    """A record of a cadre, or what is left of one: damaged in a few bytes, or in GBK."""
    text = random.choice(LINES).replace("@", str(random.randrange(10)))
    data = bytearray(text.encode(random.choices(["utf-8", "gb18030"], [9, 1])[0]))
    for _ in range(random.choice([0, 0, 0, 1, 2])):
        at = random.randrange(len(data))
        end = random.choice([at, at + 1, at + 3, len(data)])
        data[at:end] = bytes(random.sample(BYTES, random.randrange(3))) or b"0"
    return bytes(data)


def lay(folder: Path, form: str, random: Random) -> None:
    """A batch of some such lines, and of attendance that refers to each of the ids that they may have."""
    lines = [line(random) for _ in range(random.randrange(1, 7))]
    if form == "array":
        data = b"[" + random.choice([b",", b"\n,\r\n"]).join(lines) + random.choices([b"]", b"]\n", b"]]", b""], [8, 8, 1, 1])[0]
        count = len(lines)
    else:
        data = b"\n".join(lines) + random.choice([b"", b"\n", b"\n \n"])
        count = sum(row.strip(b" \t\r") != b"" for row in data.split(b"\n"))
    named = [f"C{n}" for n in range(10)] + ["13812345670"]
    days = [{"id": f"A{n}", "cadreId": ident, "date": "2021-07-01", "status": "IN_VILLAGE"} for n, ident in enumerate(named)]
    complete = {"recordType": "cadre", "startDate": "2021-07-01", "endDate": "2021-07-31"}
    files = {"cadre.json" if form == "array" else "cadre.ndjson": (data, count), "attendance.ndjson": (ndjson(days), len(days))}
    coverage = random.choice([[], [], [complete], [complete | {"endDate": "2021-06-30"}]])
    write_batch(folder / "batch", files, mode=random.choice(["SNAPSHOT", "SNAPSHOT", "CORRECTION"]), coverage=coverage)


@pytest.mark.parametrize("form", ["lines", pytest.param("array", marks=pytest.mark.long)])
def test_hostile_files(node: conformance.Implementation, form: str, tmp_path: Path) -> None:
    verdicts = set()
    for seed in range(3000 if LONG else 100):
        case = tmp_path / str(seed)
        lay(case, form, Random(seed))
        only = differences(node, case, "structure")
        assert only == ([], []), (seed, (case / "batch" / f"cadre.{'json' if form == 'array' else 'ndjson'}").read_bytes())
        verdicts.add(conformance.judge(standard, case / "batch", "structure")["verdict"])
        shutil.rmtree(case)
    assert verdicts == {"fail", "unreadable"}


def test_node_takes_no_meaning_from_a_path(tmp_path: Path) -> None:
    """Where the batch, the standard and the temporary files lie decides nothing: what reads like a column or a pattern least of all."""
    chosen = [rule for p, rule in RUNS if p == "lushan-2011"]
    sample.broken(plan("lushan-2011"), tmp_path / "plain", *chosen)
    answers = []
    for hostile in ("", "date=2021-12-31/status=ABSENT/code=1/b[1]*?'x"):
        place = tmp_path / "elsewhere" / hostile
        shutil.copytree(tmp_path / "plain", place / "batch")
        shutil.copytree(standard.folder, place / "standard")
        (place / "tmp").mkdir()
        environment = os.environ | {"TMPDIR": str(place / "tmp"), "ZHUCUN_STANDARD": str(place / "standard")}
        command = [installed(NODE), str(NODE / "zhucun-node.mjs"), str(place / "batch")]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        answers.append(found(json.loads(done.stdout)))
    assert answers[0] == answers[1]
