"""Puts everything that an installation without internet needs into one folder.

    python -m tools.bundle OUT                                      for a machine like this one
    python -m tools.bundle OUT --platform windows --python 3.12     for an office's computer

The folder holds wheels at the versions of ``constraints.txt``, a command that installs them (``install.cmd``, ``install.sh``), a
text to read first, an example batch and the digests of it all.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from email.parser import Parser
from pathlib import Path

from packaging.requirements import Requirement

from zhucun.version import __version__

ROOT = Path(__file__).resolve().parent.parent

#: What an office works with beside the command line: workbooks, packages and receipts.
EXTRAS = ("sheets", "exchange")

#: What pip calls a platform, oldest last, and what requirements see there.
PLATFORMS: Mapping[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
    "windows": (
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
    "linux": (
        ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    ),
}

_READ_FIRST = """\
驻村 Zhucun {version}：离线安装

1. 先装好 Python {python}（Windows 安装包可在有网的电脑上从 python.org 下载后拷入）。
2. Windows：双击 install.cmd。Linux：在本文件夹运行 sh install.sh。程序装入本文件夹的 zhucun 子文件夹，不改动系统，不联网。
3. 试一试（校验示例，退出码 1：有发现）：
     Windows  zhucun\\Scripts\\zhucun validate example
     Linux    zhucun/bin/zhucun validate example
4. 各文件的摘要在 SHA256SUMS。工具和引擎的版本都写在报告里；版本相同，结论相同。

Zhucun {version}: installation without internet

1. Have Python {python} (for Windows take its installer from python.org to the machine).
2. Windows: double-click install.cmd. Linux: run sh install.sh here. It installs into the folder zhucun beside this file, changes
   nothing else and asks no network.
3. Try it (it validates the example and exits with 1: there are findings): the commands of step 3 above.
4. SHA256SUMS holds the digests. The report names the versions of program and engine; the same versions give the same verdict.
"""

# ASCII alone: a Windows console reads a command file in its own code page
_CMD = """\
@echo off
cd /d "%~dp0"
py -{python} -m venv zhucun || python -m venv zhucun || exit /b 1
zhucun\\Scripts\\python -m pip install --no-index --find-links wheels "{wanted}" || exit /b 1
zhucun\\Scripts\\zhucun --version
if not defined ZHUCUN_QUIET pause
"""

_SH = """\
#!/bin/sh
set -e
cd "$(dirname "$0")"
"${{PYTHON:-python3}}" -m venv zhucun
zhucun/bin/python -m pip install -q --no-index --find-links wheels "{wanted}"
zhucun/bin/zhucun --version
"""


def bundle(out: Path, platform: str, python: str) -> None:
    """Write the folder.

    :param platform: one of ``PLATFORMS``; ``python`` a version such as ``3.12``.
    :raises FileExistsError: if something stands at ``out``.
    :raises subprocess.CalledProcessError: if a wheel cannot be had.
    """
    wheels = out / "wheels"
    wheels.mkdir(parents=True)
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels.resolve()))
    download(wheels, platform, python)
    wanted = f"zhucun[{','.join(EXTRAS)}]=={__version__}"
    (out / "读我.txt").write_text(_READ_FIRST.format(version=__version__, python=python), "utf-8-sig", newline="\r\n")
    if platform == "windows":
        (out / "install.cmd").write_text(_CMD.format(python=python, wanted=wanted), "ascii", newline="\r\n")
    else:
        (out / "install.sh").write_text(_SH.format(wanted=wanted), "utf-8")
    shutil.copytree(ROOT / "examples" / "libo" / "batch", out / "example")
    files = sorted(p for p in out.rglob("*") if p.is_file())
    sums = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(out).as_posix()}\n" for p in files]
    (out / "SHA256SUMS").write_text("".join(sums), "utf-8")


def download(wheels: Path, platform: str, python: str) -> None:
    """The wheels of the program's requirements into a folder, and of theirs, as that platform sees them.

    pip asks the conditions of a requirement of the machine that it runs on, so those of the other one are asked here.
    """
    tags, sees = PLATFORMS[platform]
    seen = {**sees, "python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython"}
    wanted = {str(r) for r in requirements(seen)}
    had: set[str] = set()
    while more := wanted - had:
        _run(
            *(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", str(wheels)),
            *("-c", str(ROOT / "constraints.txt"), "--python-version", python, "--implementation", "cp"),
            *(word for tag in tags for word in ("--platform", tag)),
            *sorted(more),
        )
        had |= more
        wanted = {str(r) for wheel in wheels.glob("*.whl") if not wheel.name.startswith("zhucun-") for r in _needs(wheel, seen)} | had


def requirements(seen: Mapping[str, str]) -> Iterator[Requirement]:
    """What the program and the extras of the bundle require, where a platform sees what it sees."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    texts = [*project["dependencies"], *(text for extra in EXTRAS for text in project["optional-dependencies"][extra])]
    yield from holding((Requirement(text) for text in texts), seen)


def _needs(wheel: Path, seen: Mapping[str, str]) -> Iterator[Requirement]:
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        said = Parser().parsestr(archive.read(name).decode("utf-8"))
    yield from holding((Requirement(text) for text in said.get_all("Requires-Dist", [])), seen)


def holding(given: Iterable[Requirement], seen: Mapping[str, str]) -> Iterator[Requirement]:
    """Those requirements whose condition holds where a platform sees what it sees, without the condition."""
    for requirement in given:
        if requirement.marker is None or requirement.marker.evaluate({**seen, "extra": ""}):
            requirement.marker = None
            yield requirement


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bundle", description="Everything that an installation without internet needs.")
    parser.add_argument("out", type=Path, help="a folder that is not there yet")
    parser.add_argument("--platform", choices=PLATFORMS, default="windows" if sys.platform == "win32" else "linux")
    parser.add_argument("--python", default=f"{sys.version_info.major}.{sys.version_info.minor}", help="such as 3.12")
    given = parser.parse_args()
    bundle(given.out.absolute(), given.platform, given.python)


if __name__ == "__main__":
    main()
