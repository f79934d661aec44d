"""``python -m benchmarks [--records N] [--quick]``: generates batches, measures in alternation, prints and writes the table."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import work

NAMES = {
    "orjson": "orjson.loads",
    "zhucun": "zhucun validate",
    "structure": "zhucun, structure alone†",
    "fastjsonschema": "orjson + fastjsonschema",
    "jsonschema_rs": "orjson + jsonschema-rs",
    "pydantic": "pydantic validate_json",
    "jsonschema": "jsonschema*",
    "ajv": "Ajv (Node, JSON.parse)",
    "sourcemeta": "sourcemeta jsonschema --fast",
}


#: So many cadres has the batch in which key columns get one value.
KEYED = 10_000

#: What the table says, in Chinese. Longer phrases come before those that they contain.
ZH = {
    f"{work.SUBSET:,} lines of each file, scaled. CPU and memory include starting Python; of jsonschema they are those of the subset.": f"每个文件只取 {work.SUBSET:,} 行，按比例折算。CPU 和内存含启动 Python；jsonschema 的是这一部分的。",
    "† Without the opening, in which files are digested and lines counted; with typed tables left behind.": "† 不含打开（计算摘要、数行数），含留下的类型化数据表。",
    "median of {rounds}, in alternation in one run": "同一次运行里交替测量 {rounds} 轮，取中位数",
    "Where the time of a validation goes:": "一次校验的时间用在哪里：",
    "Three records from the shell": "命令行校验三条记录",
    "structure: × jsonschema-rs": "结构：× jsonschema-rs",
    "opening: SHA-256, lines": "打开：SHA-256、行数",
    "zhucun, structure alone": "zhucun，只查结构",
    "zhucun validate": "zhucun 完整校验",
    f"{KEYED:,} cadres for two days, and the same with one value in a key column of every record:": f"{KEYED:,} 名干部两天的数据，以及每条记录的某一关键列都取同一个值时：",
    "every line breaks one rule": "每一行都违反一条规则",
    "findings / record": "发现/记录",
    "one value in": "取同一值的列",
    "one line in ten broken": "每十行坏一行",
    "white space, CRLF": "带空白、CRLF",
    "rules, report": "规则、报告",
    "ids, views": "标识、视图",
    "µs / record": "微秒/条",
    "× clean": "× 干净",
    " records as a workbook of ": " 条记录的工作簿，",
    "batch: validate": "批次：校验",
    "workbook: read": "工作簿：读成批次",
    "workbook: validate": "工作簿：直接校验",
    "| workbook |": "| |",
    "× validate": "× 校验",
    "| clean |": "| 干净 |",
    "| structure |": "| 结构 |",
    "| records |": "| 记录 |",
    " records (": " 条记录 (",
    "CPU s": "CPU 秒",
    "| s |": "| 秒 |",
}


def chinese(text: str, rounds: int) -> str:
    """The text in Chinese."""
    for en, zh in ZH.items():
        text = text.replace(en.replace("{rounds}", str(rounds)), zh.replace("{rounds}", str(rounds)))
    return text


def generate(folder: Path, records: int) -> int:
    """A batch of about so many records; how many it has.

    In a process of its own: the peak memory of a child counts what its parent held when it was started.
    """
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.work", "generate", str(folder), str(records)], cwd=work.ROOT, check=True, stdout=subprocess.PIPE
    )
    return int(json.loads(run.stdout)["records"])


def changed(source: Path, target: Path, change: Callable[[bytes], bytes], kind: str = "attendance") -> None:
    """A copy of a batch with every line of a record type changed."""
    target.mkdir()
    manifest = json.loads((source / "manifest.json").read_text("utf-8"))
    for entry in manifest["files"]:
        digest = hashlib.sha256()
        with (source / entry["path"]).open("rb") as read, (target / entry["path"]).open("wb") as write:
            for line in read:
                out = change(line) if entry["recordType"] == kind else line
                digest.update(out)
                write.write(out)
        entry["sha256"] = digest.hexdigest()
    (target / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def breaker() -> Callable[[bytes], bytes]:
    """Breaks one line in ten, in one of six ways."""
    rng = random.Random(1)
    ways: list[Callable[[bytes], bytes]] = [
        lambda s: s[:-6] + b"\n",
        lambda s: s.replace(b'"status":"', b'"status":"X'),
        lambda s: s.replace(b'"date":"2021', b'"date":"21'),
        lambda s: s.replace(b'"cadreId":', b'"cadre":'),
        lambda s: s.replace(b'"cadreId":"c', b'"cadreId":"?'),
        lambda s: s[:-2] + b',"x":1}\n',
    ]
    return lambda line: rng.choice(ways)(line) if rng.random() < 0.1 else line


def spaced(line: bytes) -> bytes:
    return line.replace(b'":', b'": ').replace(b',"', b', "').replace(b"\n", b"\r\n")


def late(line: bytes) -> bytes:
    """A day after the as-of day: each line breaks one rule, STD-015."""
    return line.replace(b'"date":"2021', b'"date":"2022')


#: Key columns of the record types of which there are many; each in turn gets one value in all records.
KEYS = {
    "posting": ("cadreId", "villageId", "teamId", "dispatchingUnitId", "startDate"),
    "attendance": ("cadreId", "villageId", "date"),
    "support": ("cadreId",),
    "activity": ("villageId", "date"),
}


def constant(folder: Path, kind: str, column: str) -> Callable[[bytes], bytes] | None:
    """What gives all records of a type the first one's value in a column; None where no record has any."""
    pattern = re.compile(rb'("%s":)"[^"]*"' % column.encode())
    first = None
    with (folder / f"{kind}.ndjson").open("rb") as f:
        first = next((m for m in map(pattern.search, f) if m), None)
    if first is None:
        return None
    value = first[0]
    return lambda line: pattern.sub(lambda _: value, line)


def keys(folder: Path, rounds: int) -> str:
    """Ten thousand cadres for two days, and the same with one value in a key column: time, memory and findings beside the clean batch."""
    base = folder / "keys"
    subprocess.run([sys.executable, "-m", "benchmarks.work", "generate_cadres", str(base), str(KEYED)], cwd=work.ROOT, check=True)
    clean = [measure("zhucun", base) for _ in range(rounds)]
    seconds, memory = statistics.median(r["seconds"] for r in clean), max(r["memory"] for r in clean)
    rows = [["one value in", "s", "× clean", "MiB", "findings / record"], ["clean", f"{seconds:.2f}", "1.0", f"{memory:.0f}", ""]]
    for kind, columns in KEYS.items():
        for column in columns:
            if (base / f"{kind}.ndjson").exists() and (change := constant(base, kind, column)):
                place = folder / f"{kind}-{column}"
                changed(base, place, change, kind)
                runs = [measure("zhucun", place) for _ in range(rounds)]
                took = statistics.median(r["seconds"] for r in runs)
                found = sum(runs[0]["counts"].values()) / runs[0]["records"]
                rows.append(
                    [f"{kind}.{column}", f"{took:.2f}", f"{took / seconds:.1f}", f"{max(r['memory'] for r in runs):.0f}", f"{found:.1f}"]
                )
                print(f"  {kind}.{column:20} {took:8.2f} s", flush=True)
    return table(rows)


def sheets(folder: Path, records: int, rounds: int) -> str:
    """A batch, and the workbook of it: reading it, and validating it as it is, beside validating the batch."""
    base = folder / "sheets"
    count = generate(base, records)
    measure("sheet_write", base)
    book = base.with_suffix(".xlsx")
    wanted = {"batch: validate": ("zhucun", base), "workbook: read": ("sheet_read", book), "workbook: validate": ("zhucun", book)}
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in wanted}
    for _ in range(rounds):
        for name, (what, place) in wanted.items():
            runs[name].append(measure(what, place))
            print(f"  {name:20} {runs[name][-1]['seconds']:8.2f} s  {runs[name][-1]['memory']:7.0f} MiB", flush=True)
    clean = runs["batch: validate"]
    rows = [["workbook", "s", "CPU s", "× validate", "MiB"]]
    for name, mine in runs.items():
        ratio = statistics.median(a["cpu"] / b["cpu"] for a, b in zip(mine, clean, strict=True))
        seconds, cpu, memory = (statistics.median(r[k] for r in mine) for k in ("seconds", "cpu", "memory"))
        rows.append([name, f"{seconds:.2f}", f"{cpu:.2f}", f"{ratio:.1f}", f"{memory:.0f}"])
    return f"{count:,} records as a workbook of {book.stat().st_size / 2**20:.1f} MiB:\n\n{table(rows)}"


def measure(name: str, folder: Path) -> dict[str, Any]:
    """One run in a process of its own: wall and processor seconds, peak memory."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([sys.executable, "-m", "benchmarks.work", name, str(folder)], stdout=out, cwd=work.ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read()
    if process.returncode:
        return {"seconds": float("nan"), "cpu": float("nan"), "memory": 0.0, "records": 0}
    # ru_maxrss is in KiB on Linux and in bytes on macOS
    memory = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {**json.loads(text), "cpu": usage.ru_utime + usage.ru_stime, "memory": memory}


def alternate(names: list[str], folder: Path, rounds: int) -> dict[str, dict[str, Any]]:
    """Measure contenders in turn, several rounds; the median of each, and of its ratio to orjson in the same round."""
    runs: dict[str, list[dict[str, Any]]] = {n: [] for n in names}
    for _ in range(rounds):
        for name in names:
            runs[name].append(measure(name, folder))
            print(
                f"  {name:16} {runs[name][-1]['seconds']:8.2f} s  {runs[name][-1]['cpu']:8.2f} s CPU  {runs[name][-1]['memory']:7.0f} MiB",
                flush=True,
            )
    out: dict[str, dict[str, Any]] = {}
    for name, mine in runs.items():
        out[name] = {k: statistics.median(float(r[k]) for r in mine) for k in ("seconds", "cpu", "memory", "records")}
        if "stages" in mine[0]:
            out[name]["stages"] = [statistics.median(r["stages"][n] for r in mine) for n in range(len(mine[0]["stages"]))]
        out[name]["ratio"] = statistics.median(a["seconds"] / b["seconds"] for a, b in zip(mine, runs["orjson"], strict=True))
    return out


def table(rows: list[list[str]]) -> str:
    head, *rest = rows
    return "\n".join("| " + " | ".join(r) + " |" for r in (head, ["---", *["---:"] * (len(head) - 1)], *rest)) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000, help="records of the largest batch (default 1,000,000)")
    parser.add_argument("--quick", action="store_true", help="one small batch, one round, nothing written")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=work.ROOT / "docs" / "data" / "performance.md")
    given = parser.parse_args()
    rounds = 1 if given.quick else given.rounds
    sizes = [20_000] if given.quick else sorted({n for n in (10**5, 10**6, 10**7) if n <= given.records} | {given.records})
    # peers are compared at a million records at most: their times grow in proportion
    main_size = max(n for n in sizes if n <= 10**6) if min(sizes) <= 10**6 else sizes[0]
    folder = Path(tempfile.mkdtemp(prefix="zhucun-benchmark-"))
    try:
        text = run(folder, sizes, main_size, rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n" + text)
    if not given.quick:
        given.output.write_text(text, "utf-8")
        given.output.with_suffix(".zh.md").write_text(chinese(text, rounds), "utf-8")
        print(f"→ {given.output}")


def run(folder: Path, sizes: list[int], main_size: int, rounds: int) -> str:
    counts = {}
    for size in sizes:
        counts[size] = generate(folder / str(size), size)
        print(f"generated {counts[size]:,} records", flush=True)
    base = folder / str(main_size)
    names = work.available()
    print(f"peers, {counts[main_size]:,} records")
    found = alternate(names, base, rounds)
    total = counts[main_size]
    rows = [["", "s", "µs / record", "× orjson.loads", "CPU s", "MiB"]]
    for name in names:
        f = found[name]
        seconds = f["seconds"]
        rows.append(
            [NAMES[name], f"{seconds:.2f}", f"{seconds / total * 1e6:.2f}", f"{f['ratio']:.1f}", f"{f['cpu']:.2f}", f"{f['memory']:.0f}"]
        )
    parts = [
        f"<!-- python -m benchmarks, {dt.date.today().isoformat()} -->\n",
        f"{total:,} records ({work.PROFILE}), {os.cpu_count()} CPU, {platform.machine()}, Python {platform.python_version()}; median of {rounds}, in alternation in one run.\n",
        table(rows),
        f"\\* {work.SUBSET:,} lines of each file, scaled. CPU and memory include starting Python; of jsonschema they are those of the subset. † Without the opening, in which files are digested and lines counted; with typed tables left behind.\n",
    ]
    print("kinds of batches")
    changed(base, folder / "broken", breaker())
    changed(base, folder / "spaced", spaced)
    changed(base, folder / "late", late)
    rows = [["", "s", "× clean", "MiB", "× clean"]]
    kinds = {
        "clean": base,
        "one line in ten broken": folder / "broken",
        "white space, CRLF": folder / "spaced",
        "every line breaks one rule": folder / "late",
    }
    runs: dict[str, list[dict[str, Any]]] = {k: [] for k in kinds}
    for _ in range(rounds):
        for kind, place in kinds.items():
            runs[kind].append(measure("zhucun", place))
            print(f"  {kind:26} {runs[kind][-1]['seconds']:8.2f} s", flush=True)
    for kind, mine in runs.items():
        ratio = statistics.median(a["seconds"] / b["seconds"] for a, b in zip(mine, runs["clean"], strict=True))
        seconds, memory = (statistics.median(r[k] for r in mine) for k in ("seconds", "memory"))
        heavier = memory / statistics.median(r["memory"] for r in runs["clean"])
        rows.append([kind, f"{seconds:.2f}", f"{ratio:.1f}", f"{memory:.0f}", f"{heavier:.1f}"])
    parts.append(table(rows))
    print("one value in a key column")
    parts += [f"{KEYED:,} cadres for two days, and the same with one value in a key column of every record:\n", keys(folder, rounds)]
    print("workbooks")
    parts.append(sheets(folder, min(sizes), rounds))
    print("growth")
    rows = [["records", "s", "µs / record", "× orjson.loads", "structure: × jsonschema-rs", "MiB"]]
    stages = [["records", "opening: SHA-256, lines", "structure", "ids, views", "rules, report"]]
    grown_names = ["orjson", "zhucun", "structure", *(n for n in names if n == "jsonschema_rs")]
    for size in sizes:
        grown = alternate(grown_names, folder / str(size), rounds)
        z, peer = grown["zhucun"], grown.get("jsonschema_rs")
        rows.append(
            [
                f"{counts[size]:,}",
                f"{z['seconds']:.2f}",
                f"{z['seconds'] / counts[size] * 1e6:.2f}",
                f"{z['ratio']:.1f}",
                f"{grown['structure']['seconds'] / peer['seconds']:.2f}" if peer else "",
                f"{z['memory']:.0f}",
            ]
        )
        stages.append([f"{counts[size]:,}", *(f"{s:.2f} s" for s in z["stages"])])
    parts += [table(rows), "Where the time of a validation goes:\n", table(stages)]
    three = folder / "three"
    three.mkdir()
    with (base / "attendance.ndjson").open("rb") as lines:
        (three / "attendance.ndjson").write_bytes(b"".join(lines.readline() for _ in range(3)))
    shell = statistics.median(measure("shell", three / "attendance.ndjson")["seconds"] for _ in range(rounds))
    parts.append(f"Three records from the shell: {shell:.2f} s.\n")
    return "\n".join(parts)


if __name__ == "__main__":
    main()
