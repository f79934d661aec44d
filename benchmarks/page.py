"""``python -m benchmarks.page [--records N]``: the size of the page, and how long it takes for so many records."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tools.page import PAGE, build, is_fresh
from zhucun import sample
from zhucun.cli.page import BUILT
from zhucun.standard import Profiles, Standard

#: Records that a sample has of each village, about.
_EACH = 800


def batch_of(records: int, folder: Path) -> int:
    """A valid batch of at least so many records; how many it has."""
    standard = Standard.load()
    profile = Profiles(standard).resolve(standard.index["examples"][0])
    villages = -(-records // _EACH)
    while True:
        sample.write(sample.plan(profile, villages=villages), folder)
        counted = sum(f["count"] for f in json.loads((folder / "manifest.json").read_text("utf-8"))["files"])
        if counted >= records:
            return int(counted)
        shutil.rmtree(folder)
        villages = villages * records // counted + 1


def _cpu(root: int) -> float:
    """Seconds of processor time that a process and all below it have taken, where the system tells."""
    total, children = 0.0, [root]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat.parent.name) in children or int(fields[1]) in children:
            children.append(int(stat.parent.name))
            total += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return total


_CHECK = """
const [text, done] = arguments;
const handed = [['batch.zip', Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]];
const began = performance.now();
zhucun.then((ask) => ask('check', { handed, profile: '', lang: 'zh' })).then(
  ({ verdict, report }) => done([verdict, Object.values(report.records).reduce((a, b) => a + b, 0), (performance.now() - began) / 1000]), (e) => done([String(e)]));
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    records = parser.parse_args().records
    sys.path.insert(0, str(PAGE))
    import base64

    import bridge  # type: ignore[import-not-found, unused-ignore]

    if not is_fresh(BUILT):
        build(BUILT)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "batch")
        batch_of(records, folder)
        packed = Path(shutil.make_archive(str(folder), "zip", folder))
        began = time.perf_counter()
        driver: Any = bridge.open_page(BUILT, Path(work, "home"))
        try:
            driver.execute_async_script("zhucun.then(() => arguments[0]())")
            started, cpu = time.perf_counter() - began, _cpu(driver.service.process.pid)
            told = driver.execute_async_script(_CHECK, base64.b64encode(packed.read_bytes()).decode())
            used = _cpu(driver.service.process.pid) - cpu
        finally:
            driver.quit()
    verdict, counted, seconds = told
    print(f"page            {BUILT.stat().st_size / 1e6:.1f} MB")
    print(f"start           {started:.1f} s, with the browser ({cpu:.1f} s of processor)")
    print(f"check           {seconds:.1f} s for {counted:,} records ({used:.1f} s of processor): {verdict}")


if __name__ == "__main__":
    main()
