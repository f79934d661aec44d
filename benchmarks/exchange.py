"""``python -m benchmarks.exchange [--counties N] [--records N] [--signed N]``: what merging and signing cost beside validating."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from benchmarks import work
from benchmarks.__main__ import changed, generate, measure, table

ZH = {
    " counties, ": " 个县，",
    "; median of": "；中位数，轮数",
    "µs / record": "µs / 条",
    "validate the whole": "校验合并的批次",
    "split by sender": "按发送方拆分",
    "merge the parts back": "把各部分合并还原",
    "merge": "合并",
    "A batch of ": "一个批次，",
    "records, signed:": "条记录，签名：",
    "validate": "校验",
    "start: library, key, trust list": "启动：载入程序库，读密钥和受信密钥表",
    "sign and verify, ": "签名并核验，",
    "% of validating": "占校验的 %",
    "records; ": "条记录；",
    "One batch of ": "一个批次，",
    "records, one of a hundred corrected:": "条记录，更正其中百分之一：",
    "compare with the batch corrected": "与更正后的批次比较",
    "write the difference as a correction": "把差别写成更正批次",
    "apply the correction": "应用更正批次",
    "pseudonymise": "假名化",
    "split by county": "按县拆分",
    "pack": "打包",
}


def chinese(text: str) -> str:
    """The text in Chinese; longer phrases first."""
    for en in sorted(ZH, key=len, reverse=True):
        text = text.replace(en, ZH[en])
    return text


def merging(folder: Path, number: int, records: int, rounds: int) -> str:
    """Merging, validating what comes out, and splitting and merging it again: time and memory."""
    made = [sys.executable, "-m", "benchmarks.work", "counties", str(folder), str(number), str(records)]
    total = int(json.loads(subprocess.run(made, cwd=work.ROOT, check=True, stdout=subprocess.PIPE).stdout)["records"])
    rows = [["", "s", "µs / record", "CPU s", "MiB"]]
    steps = {"merge": "merge", "validate the whole": "zhucun", "split by sender": "split", "merge the parts back": "restore"}
    places = {"merge": folder, "zhucun": folder / "whole", "split": folder, "restore": folder}
    for title, name in steps.items():
        runs = [measure(name, places[name]) for _ in range(rounds)]
        seconds, cpu = (statistics.median(r[k] for r in runs) for k in ("seconds", "cpu"))
        rows.append([title, f"{seconds:.2f}", f"{seconds / total * 1e6:.2f}", f"{cpu:.2f}", f"{max(r['memory'] for r in runs):.0f}"])
        print(f"  {title:22} {seconds:8.2f} s", flush=True)
    head = (
        f"{number:,} counties, {total:,} records; {os.cpu_count()} CPU, {platform.machine()}, "
        f"Python {platform.python_version()}; median of {rounds}.\n"
    )
    return head + "\n" + table(rows)


def signing(folder: Path, records: int, rounds: int) -> str:
    """What signing and verifying a batch take beside validating it."""
    count = generate(folder, records)
    validated = statistics.median(measure("zhucun", folder)["seconds"] for _ in range(rounds))
    rows = [["", "s", "% of validating"], ["validate", f"{validated:.4f}", ""]]
    steps = {
        "start: library, key, trust list": "sign_start",
        "sign and verify, ed25519": "sign_ed25519",
        "sign and verify, sm2-sm3": "sign_sm2",
    }
    for title, name in steps.items():
        runs = [measure(name, folder) for _ in range(rounds)]
        seconds = statistics.median(r["seconds"] for r in runs)
        rows.append([title, f"{seconds:.4f}", f"{100 * seconds / validated:.2f}"])
    return f"A batch of {count:,} records, signed:\n\n" + table(rows)


#: What is done with one large batch, and how it is measured.
LARGE = {
    "validate": "zhucun",
    "compare with the batch corrected": "compare",
    "write the difference as a correction": "correct",
    "apply the correction": "apply",
    "pseudonymise": "pseudonymise",
    "split by county": "split_county",
    "pack": "pack",
}


def _each(number: int) -> Callable[[bytes], bytes]:
    """A change of every so many-th line, to one that is as valid."""
    counted = count(1)
    return lambda line: line.replace(b'"IN_VILLAGE"', b'"MEETING"') if next(counted) % number == 0 else line


def streaming(folder: Path, records: int) -> str:
    """Time and memory of each command on a batch of which one line in a hundred was corrected."""
    total = generate(folder / "was", records)
    changed(folder / "was", folder / "now", _each(100))
    said = folder / "now" / "manifest.json"
    said.write_text(json.dumps({**json.loads(said.read_text("utf-8")), "batchId": "corrected"}), "utf-8")
    rows = [["", "s", "µs / record", "MiB"]]
    for title, name in LARGE.items():
        run = measure(name, folder / "was" if name == "zhucun" else folder)
        rows.append([title, f"{run['seconds']:.1f}", f"{run['seconds'] / total * 1e6:.2f}", f"{run['memory']:.0f}"])
        print(f"  {title:38} {run['seconds']:8.2f} s {run['memory']:6.0f} MiB", flush=True)
    return f"One batch of {total:,} records, one of a hundred corrected:\n\n" + table(rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exchange", description=__doc__)
    parser.add_argument("--counties", type=int, default=100)
    parser.add_argument("--records", type=int, default=10_000, help="records of each county (default 10,000)")
    parser.add_argument("--signed", type=int, default=1_000_000, help="records of the batch that is signed (default 1,000,000)")
    parser.add_argument(
        "--large", type=int, default=10_000_000, help="records of the batch that goes through every command (default 10,000,000)"
    )
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--output", type=Path, default=work.ROOT / "docs" / "data" / "exchange.md")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="zhucun-benchmark-"))
    try:
        (folder / "merging").mkdir()
        parts = [
            f"<!-- python -m benchmarks.exchange, {dt.date.today().isoformat()} -->\n",
            merging(folder / "merging", given.counties, given.records, given.rounds),
            signing(folder / "signing", given.signed, given.rounds),
        ]
        for name in ("merging", "signing"):
            shutil.rmtree(folder / name)
        (folder / "large").mkdir()
        parts.append(streaming(folder / "large", given.large))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = "\n".join(parts)
    print("\n" + text)
    given.output.write_text(text, "utf-8")
    given.output.with_suffix(".zh.md").write_text(chinese(text), "utf-8")
    print(f"→ {given.output}")


if __name__ == "__main__":
    main()
