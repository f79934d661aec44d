"""A skip is a reason on a user's machine and a failure where everything is to be tried."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ONE = """
import pytest

def test_runs():
    pass

def test_lacks_a_program():
    pytest.skip("needs a program that is not here")

@pytest.fixture
def lacking():
    pytest.importorskip("no_such_module", reason="needs a package that is not here")

def test_lacks_a_package(lacking):
    pass

@pytest.mark.skipif(True, reason="needs another machine")
def test_lacks_a_machine():
    pass

@pytest.mark.xfail(reason="known")
def test_known():
    assert False

@pytest.mark.long
def test_long():
    pass

@pytest.mark.beside
@pytest.mark.skipif(True, reason="no part of the repository")
def test_beside():
    pass
"""
WHOLE = """
import pytest

pytest.importorskip("no_such_module", reason="a whole file that cannot run")
"""


def counts(folder: Path, **environment: str) -> str:
    """The last line of pytest's output on the files above, and whether it was content."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_one.py").write_text(ONE)
    (folder / "test_whole.py").write_text(WHOLE)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  long: x\n  beside: x\n")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("ZHUCUN_", "PYTEST_"))}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        str(folder),
        "--rootdir",
        str(folder),
        "--continue-on-collection-errors",
    ]
    done = subprocess.run(command, env=clean | environment, capture_output=True, text=True, check=False)
    return f"{done.returncode} {done.stdout}"


def test_a_users_machine_skips_with_a_reason(tmp_path: Path) -> None:
    said = counts(tmp_path)
    assert said.startswith("0 ")
    assert "1 passed, 6 skipped, 1 xfailed" in said


def test_where_everything_is_tried_a_skip_fails(tmp_path: Path) -> None:
    said = counts(tmp_path, ZHUCUN_ALL="1")
    assert said.startswith("1 ")
    assert "1 failed, 1 passed, 2 skipped, 1 xfailed, 3 errors" in said  # what fails before it begins is called an error
    for reason in ("a program that is not here", "a package that is not here", "another machine", "a whole file that cannot run"):
        assert reason in said
    assert "install what is missing" in said


@pytest.mark.parametrize("everything", ["0", "1"])
def test_the_long_mode_runs_what_is_long(tmp_path: Path, everything: str) -> None:
    assert "2 passed" in counts(tmp_path, ZHUCUN_LONG="1", ZHUCUN_ALL=everything)
