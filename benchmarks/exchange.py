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
from pathlib import Path

from benchmarks import work
from benchmarks.__main__ import generate, measure, table

ZH = {
    "counties": "个县",
    "median of": "中位数，轮数",
    "validate the whole": "校验合并的批次",
    "split by sender": "按发送方拆分",
    "merge the parts back": "把各部分合并还原",
    "merge": "合并",
    "A batch of": "一个批次，",
    "records, signed:": "条记录，签名：",
    "validate": "校验",
    "start: library, key, trust list": "启动：载入程序库，读密钥和受信密钥表",
    "sign and verify": "签名并核验",
    "% of validating": "占校验的 %",
    "records": "条记录",
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exchange", description=__doc__)
    parser.add_argument("--counties", type=int, default=100)
    parser.add_argument("--records", type=int, default=10_000, help="records of each county (default 10,000)")
    parser.add_argument("--signed", type=int, default=1_000_000, help="records of the batch that is signed (default 1,000,000)")
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
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = "\n".join(parts)
    print("\n" + text)
    given.output.write_text(text, "utf-8")
    given.output.with_suffix(".zh.md").write_text(chinese(text), "utf-8")
    print(f"→ {given.output}")


if __name__ == "__main__":
    main()
