"""Builds the checker as one HTML file, where ``zhucun page`` takes it from, and a wheel built afterwards.

    python -m tools.page            build it, in sdk/zhucun/_page

It needs Node 20 or later, with npm, which fetches the packages of ``conformance/implementations/page`` as its lock file
names them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from zhucun.cli.page import BUILT

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "conformance" / "implementations" / "page"


def build(target: Path) -> None:
    """Build the page.

    :raises OSError: if there is no Node.
    :raises subprocess.CalledProcessError: if npm or the build fails.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise FileNotFoundError("Node 20 or later is needed, with npm")
    marker = PAGE / "node_modules" / ".package-lock.json"
    if not marker.exists() or marker.stat().st_mtime < (PAGE / "package-lock.json").stat().st_mtime:
        subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--prefer-offline", "--silent"], cwd=PAGE, check=True)
    subprocess.run([node, "build.mjs", str(target)], cwd=PAGE, check=True)


def is_fresh(built: Path) -> bool:
    """Whether a page is there and younger than all that it is built from."""
    places = (PAGE, PAGE.parent / "node", ROOT / "schemas", ROOT / "sdk" / "zhucun" / "reports")
    sources = (p for place in places for p in place.rglob("*") if p.is_file() and not {"node_modules", "dist"} & set(p.parts))
    return built.is_file() and all(p.stat().st_mtime < built.stat().st_mtime for p in sources)


if __name__ == "__main__":
    build(BUILT)
    sys.exit(0)
