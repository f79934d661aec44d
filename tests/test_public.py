"""What whoever embeds the package may rely on: its names, that all of it can be imported, and that it is typed."""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import zhucun

#: The names of the package, as its documentation lists them.
PUBLIC = [
    "AllFindings",
    "BatchError",
    "Finding",
    "OptionError",
    "OurError",
    "Outcome",
    "Place",
    "Report",
    "RuleResult",
    "Severity",
    "Standard",
    "Status",
    "Unjudged",
    "Validation",
    "Verdict",
    "Wanted",
    "ZhucunError",
    "__version__",
    "validate",
]
MODULES = sorted(m.name for m in pkgutil.walk_packages(zhucun.__path__, "zhucun.") if not m.name.endswith("__main__"))


def test_the_public_names_are_those_that_are_documented() -> None:
    assert sorted(zhucun.__all__) == PUBLIC


@pytest.mark.parametrize("name", [name for name in PUBLIC if name != "__version__"])
def test_a_public_name_says_what_it_is_and_has_types(name: str) -> None:
    value = getattr(zhucun, name)
    assert value.__name__ == name
    assert inspect.getdoc(value)
    functions = [value] if inspect.isfunction(value) else [f for n, f in vars(value).items() if inspect.isfunction(f) and n[0] != "_"]
    for function in functions:
        typed = {n for n in inspect.signature(function).parameters if n not in ("self", "cls")} | {"return"}
        assert typed <= function.__annotations__.keys(), function
        assert inspect.getdoc(function), function


def test_no_other_name_is_public() -> None:
    with pytest.raises(AttributeError):
        _ = zhucun.open_batch


@pytest.mark.parametrize("name", MODULES)
def test_every_module_can_be_imported(name: str) -> None:
    if name.startswith("zhucun.spark"):
        pytest.importorskip("pyspark", reason="pip install zhucun[spark]")
    assert importlib.import_module(name).__doc__


# --- types, as a project sees them that uses the package ----------------------------------------------

RIGHT = '''
"""A program of somebody else's."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import zhucun
from zhucun import AllFindings, Finding, OptionError, Report, Severity, Standard, Validation, Verdict, Wanted, ZhucunError


def serious(report: Report) -> Sequence[Finding]:
    return [f for f in report.findings if f.severity is Severity.ERROR]


def lines(findings: Sequence[Finding]) -> list[str]:
    return [f"{f.place.file}:{f.place.line or 1} {f.message('en')}" for f in findings if f.place is not None]


def main(batch: Path) -> int:
    standard = Standard.load()
    try:
        report = zhucun.validate(batch, standard=standard, as_of=dt.date(2021, 8, 1), findings=AllFindings("all.ndjson", lang="en"))
    except ZhucunError as e:
        print(*(p.text("zh") for p in e.problems))
        return 2
    print(*lines(serious(report)), report.judged.full, report.as_json("zh")["verdict"])
    with Validation(standard, batch, Wanted(kept=None)) as run:
        run.check_structure()
        structure: Report = run.report()
    clean: bool = structure.verdict is Verdict.PASS
    try:
        return report.exit_code("info") if clean else report.exit_code(Severity.WARNING)
    except OptionError:
        return 3
'''

WRONG = {
    "a finding is no dict": "report.findings[0]['rule']",
    "no language is asked of validate": "zhucun.validate('batch', lang='en')",
    "a severity is no number": "report.exit_code(2)",
    "every finding goes to what says in which language": "zhucun.validate('batch', findings='all.ndjson')",
    "a report is read-only": "report.verdict = zhucun.Verdict.PASS",
}


def checked(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    """What mypy says of a program, strictly, in a project that has no settings of its own."""
    folder.mkdir()
    (folder / "program.py").write_text(program, "utf-8")
    (folder / "mypy.ini").write_text("[mypy]\nstrict = true\n[mypy-duckdb.*]\nignore_missing_imports = true\n", "utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--cache-dir", str(folder.parent / "cache"), "program.py"]
    environment = {**os.environ, "MYPYPATH": str(Path(zhucun.__file__).parents[1])}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_program_that_uses_the_package_is_typed(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="pip install zhucun[dev]")
    assert (Path(zhucun.__file__).parent / "py.typed").is_file()
    right = checked(tmp_path / "right", RIGHT)
    ours = [line for line in right.stdout.splitlines() if line.startswith("program.py")]
    assert (right.returncode, ours) == (0, []), right.stdout + right.stderr
    head = "import zhucun\n\nreport = zhucun.validate('batch')\n"
    for number, line in enumerate(WRONG.values()):
        wrong = checked(tmp_path / f"wrong-{number}", head + line + "\n")
        assert wrong.returncode == 1, line
        assert any(said.startswith("program.py:4: error:") for said in wrong.stdout.splitlines()), wrong.stdout
