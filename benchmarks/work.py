"""One measurement in a process of its own: ``python -m benchmarks.work NAME FOLDER``; prints what it took as JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

#: jsonschema is so slow that it gets so many lines of each file; its time is scaled.
SUBSET = 1_000

PROFILE = "qiannan-2021"
DAYS = 245  # May to December

ROOT = Path(__file__).resolve().parent.parent


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """(record type, file) of a batch whose files are plain."""
    for entry in json.loads((folder / "manifest.json").read_text("utf-8"))["files"]:
        yield entry["recordType"], folder / entry["path"]


def each_line(folder: Path, check: Callable[[str], Callable[[bytes], Any]], limit: int | None = None) -> dict[str, Any]:
    """Put every line through a check, which may raise."""
    checks = {kind: check(kind) for kind, _ in files(folder)}
    records = valid = 0
    scaled = 0.0
    for kind, path in files(folder):
        one = checks[kind]
        with path.open("rb") as f:
            begun, before = time.perf_counter(), records
            for line in islice(f, limit):
                records += 1
                try:
                    one(line)
                    valid += 1
                except (ValueError, TypeError):
                    pass
            spent = time.perf_counter() - begun
            rest = sum(1 for _ in f) if limit else 0
            done = records - before
            scaled += spent * (done + rest) / max(done, 1)
    return {"seconds": scaled, "records": records, "valid": valid}


def schema(kind: str) -> dict[str, Any]:
    from zhucun.standard import Standard

    # plain data: peers look at the type of what they are given
    plain: dict[str, Any] = json.loads(json.dumps(Standard.load().schema(kind)))
    return plain


def demand(valid: bool) -> None:
    if not valid:
        raise ValueError


def run_orjson(folder: Path) -> dict[str, Any]:
    return each_line(folder, lambda _: orjson.loads)


def run_fastjsonschema(folder: Path) -> dict[str, Any]:
    import datetime as dt

    import fastjsonschema

    def check(kind: str) -> Callable[[bytes], Any]:
        compiled = fastjsonschema.compile(schema(kind), formats={"date": lambda v: bool(dt.date.fromisoformat(v))}, use_default=False)
        return lambda line: compiled(orjson.loads(line))

    return each_line(folder, check)


def run_jsonschema_rs(folder: Path) -> dict[str, Any]:
    import jsonschema_rs

    def check(kind: str) -> Callable[[bytes], Any]:
        is_valid = jsonschema_rs.validator_for(schema(kind), validate_formats=True).is_valid
        return lambda line: demand(is_valid(orjson.loads(line)))

    return each_line(folder, check)


def run_pydantic(folder: Path) -> dict[str, Any]:
    from zhucun.models import MODELS

    return each_line(folder, lambda kind: MODELS[kind].model_validate_json)


def run_jsonschema(folder: Path) -> dict[str, Any]:
    from zhucun.record.faults import validator
    from zhucun.standard import Standard

    def check(kind: str) -> Callable[[bytes], Any]:
        is_valid = validator(Standard.load(), kind).is_valid
        return lambda line: demand(is_valid(json.loads(line)))

    return each_line(folder, check, SUBSET)


def run_ajv(folder: Path) -> dict[str, Any]:
    modules = ROOT / "conformance" / "implementations" / "node"
    given = [f"{kind}={path}" for kind, path in files(folder)]
    out = subprocess.run(
        ["node", str(Path(__file__).with_name("ajv.mjs")), str(modules), str(ROOT / "schemas" / "1.0" / "records"), *given],
        capture_output=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(out.stdout)
    return result


def run_sourcemeta(folder: Path) -> dict[str, Any]:
    # its script has the name of another package's
    tool = [sys.executable, "-m", "sourcemeta_jsonschema"]
    seconds, records = 0.0, 0
    with tempfile.TemporaryDirectory() as work:
        for kind, path in files(folder):
            link = Path(work) / f"{kind}.jsonl"
            link.symlink_to(path.resolve())
            begun = time.perf_counter()
            subprocess.run(
                [*tool, "validate", "--fast", str(ROOT / "schemas" / "1.0" / "records" / f"{kind}.json"), str(link)],
                capture_output=True,
                check=False,
            )
            seconds += time.perf_counter() - begun
            with path.open("rb") as f:
                records += sum(1 for _ in f)
    return {"seconds": seconds, "records": records}


def run_zhucun(folder: Path) -> dict[str, Any]:
    # what is loaded on first use is loaded before the clock runs, as with its peers
    from zhucun import validate

    # when each stage was first and last heard of
    heard: dict[str, list[float]] = {}

    def step(what: str, _done: int, _total: int) -> None:
        now = time.perf_counter()
        heard.setdefault(what, [now, now])[1] = now

    begun = time.perf_counter()
    report = validate(folder, step=step)
    ended = time.perf_counter()
    opened, checked, ruled = heard["open"][1], heard["structure"][1], heard["rules"][0]
    return {
        "seconds": ended - begun,
        "stages": [opened - begun, checked - opened, ruled - checked, ended - ruled],
        "records": sum(report.records.values()),
        "verdict": report.verdict.value,
        "counts": {severity.value: n for severity, n in report.counts.items()},
    }


def run_structure(folder: Path) -> dict[str, Any]:
    from zhucun import database, workspace
    from zhucun.opening.batch import open_batch
    from zhucun.standard import Standard
    from zhucun.structure import loader
    from zhucun.structure.collector import Collector

    standard = Standard.load()
    # no peer counts lines or digests files before it reads them
    with workspace.workspace() as work, open_batch(standard, folder, work) as batch:
        begun = time.perf_counter()
        con = database.connect(work)
        checking = loader.Loader(con, work, Collector(standard))
        checking.load(dict(enumerate(batch.sources)))
        spent = time.perf_counter() - begun
        con.close()
    return {"seconds": spent, "records": sum(s.lines for s in batch.sources)}


def run_sheet_write(folder: Path) -> dict[str, Any]:
    """A batch as a workbook beside it."""
    from zhucun import conversion
    from zhucun.standard import Standard

    conversion.to_workbook(Standard.load(), folder, folder.with_suffix(".xlsx"))
    return {"records": 0}


def run_sheet_read(path: Path) -> dict[str, Any]:
    """A workbook as a batch."""
    from zhucun import conversion
    from zhucun.standard import Standard

    with tempfile.TemporaryDirectory() as work:
        begun = time.perf_counter()
        conversion.to_batch(Standard.load(), path, Path(work) / "batch")
        spent = time.perf_counter() - begun
        lines = (path.open("rb") for path in (Path(work) / "batch").glob("*.ndjson"))
        return {"seconds": spent, "records": sum(1 for file in lines for _ in file)}


def run_shell(folder: Path) -> dict[str, Any]:
    """The command line as a whole, start and end included."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "from zhucun.cli import main; main()", "validate", str(folder)], capture_output=True, check=False)
    return {"seconds": time.perf_counter() - begun, "records": 3}


def run_generate(folder: Path, records: int) -> dict[str, Any]:
    """A batch of about so many records."""
    from zhucun import sample
    from zhucun.standard import Standard

    cadres = max(5, round(records / (DAYS * 1.1)))
    profile = Standard.load().profiles.resolve(PROFILE)
    day = type(sample.plan(profile).start)
    plan = sample.plan(profile, villages=max(1, cadres * 1319 // 5756), cadres=cadres, start=day(2021, 5, 1), end=day(2021, 12, 31))
    return {"records": sum(f.count for f in sample.write(plan, folder).files)}


def run_generate_cadres(folder: Path, cadres: int) -> dict[str, Any]:
    """A batch of so many cadres over two days."""
    from zhucun import sample
    from zhucun.standard import Standard

    profile = Standard.load().profiles.resolve(PROFILE)
    day = type(sample.plan(profile).start)
    plan = sample.plan(profile, villages=max(1, cadres * 1319 // 5756), cadres=cadres, start=day(2021, 12, 30), end=day(2021, 12, 31))
    return {"records": sum(f.count for f in sample.write(plan, folder).files)}


def run_counties(folder: Path, number: int, records: int) -> dict[str, Any]:
    """Batches of so many counties, about so many records each, and the prefix of each sender."""
    from dataclasses import replace

    from zhucun import sample
    from zhucun.standard import Standard

    profile = Standard.load().profiles.resolve(PROFILE)
    cadres = max(5, round(records / (DAYS * 1.1)))
    day = type(sample.plan(profile).start)
    count = 0
    for n in range(number):
        plan = sample.plan(
            profile, villages=max(1, cadres * 1319 // 5756), cadres=cadres, start=day(2021, 5, 1), end=day(2021, 12, 31), seed=n + 1
        )
        said = sample.write(plan, folder / f"county-{n}")
        replace(said, batch_id=f"county-{n}", sender={"id": f"S-{n}"}).write(folder / f"county-{n}")
        count += sum(f.count for f in said.files)
    (folder / "prefixes.json").write_text(json.dumps({f"S-{n}": f"C{n}" for n in range(number)}), "utf-8")
    return {"records": count}


def _timed(work: Callable[[], object], records: int = 0) -> dict[str, Any]:
    begun = time.perf_counter()
    work()
    return {"seconds": time.perf_counter() - begun, "records": records}


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def run_merge(folder: Path) -> dict[str, Any]:
    from zhucun.exchange import merge
    from zhucun.standard import Standard

    parts = sorted(folder.glob("county-*"))
    prefixes, target = merge.read_prefixes(folder / "prefixes.json"), _fresh(folder / "whole")
    return _timed(lambda: merge.merge(Standard.load(), parts, prefixes, target, batch_id="whole", sender="S"))


def run_split(folder: Path) -> dict[str, Any]:
    from zhucun.exchange import split
    from zhucun.standard import Standard

    target = _fresh(folder / "parts")
    return _timed(lambda: split.split(Standard.load(), folder / "whole", split.SENDER, target))


def run_restore(folder: Path) -> dict[str, Any]:
    from zhucun.exchange import split
    from zhucun.standard import Standard

    target = _fresh(folder / "again")
    return _timed(lambda: split.restore(Standard.load(), sorted((folder / "parts").iterdir()), target))


def run_compare(folder: Path) -> dict[str, Any]:
    from zhucun.exchange import diff
    from zhucun.standard import Standard

    return _timed(lambda: diff.compare(Standard.load(), folder / "was", folder / "now", lambda _: None))


def run_correct(folder: Path) -> dict[str, Any]:
    """The difference as a correction."""
    from zhucun.exchange import diff
    from zhucun.standard import Standard

    target = _fresh(folder / "correction")
    return _timed(lambda: diff.correct(Standard.load(), folder / "was", folder / "now", target))


def run_apply(folder: Path) -> dict[str, Any]:
    from zhucun.exchange import correction
    from zhucun.standard import Standard

    target = _fresh(folder / "outcome")
    return _timed(lambda: correction.apply(Standard.load(), folder / "was", [folder / "correction"], target))


def run_pseudonymise(folder: Path) -> dict[str, Any]:
    from zhucun.exchange import pseudonym
    from zhucun.standard import Standard

    target = _fresh(folder / "pseudonyms")
    return _timed(lambda: pseudonym.pseudonymise(Standard.load(), folder / "was", bytes(range(32)), target))


def run_split_county(folder: Path) -> dict[str, Any]:
    from zhucun.exchange import split
    from zhucun.standard import Standard

    target = _fresh(folder / "counties")
    return _timed(lambda: split.split(Standard.load(), folder / "was", "county", target))


def run_pack(folder: Path) -> dict[str, Any]:
    from zhucun.exchange import package
    from zhucun.standard import Standard

    return _timed(lambda: package.pack(Standard.load(), folder / "was", str(folder / "batch.zip")))


def run_sign_start(_: Path) -> dict[str, Any]:
    """What a run that verifies does once: loads the library, reads a private key and a trust list."""
    from zhucun.exchange import signature
    from zhucun.standard import Standard

    standard = Standard.load()
    return _timed(lambda: (signature.read_key(_EXAMPLES / "keys" / "city.pem"), signature.read_trust(standard, _TRUST)))


def run_sign_ed25519(folder: Path) -> dict[str, Any]:
    return _signed(folder, "county-a")


def run_sign_sm2(folder: Path) -> dict[str, Any]:
    return _signed(folder, "county-b")


_EXAMPLES = ROOT / "examples" / "exchange"
_TRUST = _EXAMPLES / "city" / "trusted-keys.json"


def _signed(folder: Path, name: str) -> dict[str, Any]:
    """Sign a manifest and verify the envelope, in a run that has started."""
    from zhucun.exchange import signature
    from zhucun.standard import Standard

    standard, manifest = Standard.load(), (folder / "manifest.json").read_bytes()
    key = signature.read_key(_EXAMPLES / "keys" / f"{name}.pem")
    (trusted,) = (k for k in signature.read_trust(standard, _TRUST) if k.spki == key.spki)
    (holder, *_), day = sorted(trusted.holders), "2021-08-01"
    signature.verify(standard, signature.sign(standard, key, signature.MANIFEST, b"{}"), signature.MANIFEST, b"{}", (trusted,), holder, day)

    def both() -> None:
        envelope = signature.sign(standard, key, signature.MANIFEST, manifest)
        found = signature.verify(standard, envelope, signature.MANIFEST, manifest, (trusted,), holder, day)
        assert found.outcome is signature.Outcome.VALID

    return _timed(both)


def available() -> list[str]:
    """The contenders whose programs are here."""
    from importlib.util import find_spec

    out = ["orjson", "zhucun", "structure"]
    out += [
        n
        for n, module in (
            ("fastjsonschema", "fastjsonschema"),
            ("jsonschema_rs", "jsonschema_rs"),
            ("pydantic", "pydantic"),
            ("jsonschema", "jsonschema"),
        )
        if find_spec(module)
    ]
    if shutil.which("node") and (ROOT / "conformance" / "implementations" / "node" / "node_modules" / "ajv").is_dir():
        out.append("ajv")
    if find_spec("sourcemeta_jsonschema"):
        out.append("sourcemeta")
    return out


if __name__ == "__main__":
    print(json.dumps(globals()[f"run_{sys.argv[1]}"](Path(sys.argv[2]), *map(int, sys.argv[3:]))))
