"""A vendor's kit for Node, and the first hour with it and with Python: each step of the pages is run, and says what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import write_batch, zhucun
from edition import standard
from test_conformance import NODE, ROOT, installed
from test_structure import MUTATIONS, bad_utf8, mutated

from zhucun.standard import Standard

PAGES = {lang: ROOT / "docs" / lang / "ways" / "first-hour.md" for lang in ("zh", "en")}
README = NODE / "README.md"
PACKAGE = "zhucun-node-1.0.0.tgz"


def npm() -> str:
    found = shutil.which("npm")
    if found is None:
        pytest.skip("needs npm")
    return found


def environment() -> dict[str, str]:
    """Where nothing but the repository is asked for, if npm has the packages that `npm ci` fetched."""
    quiet = {f"npm_config_{name}": "false" for name in ("audit", "fund", "update_notifier")}
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, **quiet, "npm_config_prefer_offline": "true", "PATH": paths, "PYTHONPATH": str(ROOT / "sdk"), "NO_COLOR": "1"}


def run(command: str, folder: Path, expected: int = 0) -> str:
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment(), capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == expected, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vendor's project into which the package is installed, with the versions that the lock names, as the pages say."""
    installed(NODE)
    folder = tmp_path_factory.mktemp("vendor")
    (folder / "conformance").symlink_to(ROOT / "conformance")
    own = json.loads((NODE / "package.json").read_text("utf-8"))
    lock = json.loads((NODE / "package-lock.json").read_text("utf-8"))
    wanted = {"zhucun-node": f"file:{PACKAGE}"}
    lock["packages"] = {
        "": {"name": "vendor", "dependencies": wanted},
        **{path: entry for path, entry in lock["packages"].items() if path},
        "node_modules/zhucun-node": {k: own[k] for k in ("version", "license", "dependencies", "bin", "engines")}
        | {"resolved": f"file:{PACKAGE}"},
    }
    (folder / "package.json").write_text(json.dumps({"name": "vendor", "private": True, "dependencies": wanted}), "utf-8")
    (folder / "package-lock.json").write_text(json.dumps({**lock, "name": "vendor"}), "utf-8")
    npm()
    for line in commands(PAGES["zh"].read_text("utf-8")):
        if line.startswith("npm "):
            run(line, folder)
    return folder


# --- the package ------------------------------------------------------------------------------------


def test_the_package_holds_the_standard_and_leaves_nothing_behind(project: Path) -> None:
    inside = project / "node_modules" / "zhucun-node"
    there = {p.relative_to(inside / "standard"): p.read_bytes() for p in (inside / "standard").rglob("*") if p.is_file()}
    folder = Standard.load().folder
    assert there == {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert {"LICENSE", "README.md", "cli.mjs", "core", "index.mjs", "package.json"} <= {p.name for p in inside.iterdir()}
    assert not (inside / "pack.mjs").exists()
    assert not (NODE / "standard").exists()
    own = json.loads((inside / "package.json").read_text("utf-8"))
    assert "private" not in own
    assert (own["license"], own["engines"], own["bin"]) == ("MIT", {"node": ">=20"}, {"zhucun-node": "cli.mjs"})


# --- what it says -----------------------------------------------------------------------------------

#: What is said besides of a name that may have been meant, and of an encoding; ids of lines that are no records.
NEAR = re.compile(r"（是否为 .*?？）| \(did you mean .*?\?\)|：所在对象的第 \d+ 个成员|, the \d+\w+ member of its object")


def ours(folder: Path, lang: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(zhucun("validate", folder, "--format", "json", "--lang", lang, "--max-findings", "100000").stdout)
    return result


def theirs(project: Path, folder: Path, lang: str, expected: int) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(run(f"npx zhucun-node validate '{folder}' --format json --lang {lang}", project, expected))
    return result


def told(report: dict[str, Any]) -> list[dict[str, Any]]:
    out = []
    for f in report["findings"]:
        kept = {k: v for k, v in f.items() if k not in ("fingerprint", "arguments")}
        if f["rule"] in ("STR-DUPLICATE-KEY", "STR-DEPTH", "STR-NUMBER", "STR-INTEGER-RANGE", "STR-SURROGATE"):
            kept.pop("recordId", None)  # the protocol leaves it open
        out.append({**kept, "message": NEAR.sub("", f["message"])})
    return sorted(out, key=lambda f: json.dumps(f, sort_keys=True))


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample with a break, beside whose records stand lines with every mutation. Bytes of another encoding would end it all."""
    folder = tmp_path_factory.mktemp("broken") / "batch"
    assert zhucun("sample", folder, "--profile", "yulin-2021", "--villages", "1", "--break", "STD-001").exit_code == 0
    files = {}
    for kind in standard.record_types:
        own = (folder / f"{kind}.ndjson").read_bytes().splitlines() if (folder / f"{kind}.ndjson").exists() else []
        lines = [*own, *(mutated(kind, m, 1).replace(b"\n", b" ") for m in MUTATIONS if m is not bad_utf8)]
        files[f"{kind}.ndjson"] = (b"\n".join(lines) + b"\n", sum(1 for line in lines if line.strip(b" \t\r\n")))
    span = {k: v for k, v in json.loads((folder / "manifest.json").read_text("utf-8")).items() if k not in ("files", "batchId")}
    return write_batch(tmp_path_factory.mktemp("both") / "batch", files, **span)


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.long)])
def test_it_says_what_the_sdk_says(project: Path, broken: Path, lang: str) -> None:
    mine, its = ours(broken, lang), theirs(project, broken, lang, 1)
    assert told(its) == told(mine)
    assert {f["rule"] for f in its["findings"]} >= {"STR-ENUM", "STR-TYPE", "STR-PATTERN", "STR-REQUIRED", "STR-UNKNOWN-FIELD", "STD-001"}
    for name in ("verdict", "counts", "records", "rules", "judged", "profile", "manifest", "leftOut"):
        assert its.get(name) == mine.get(name), name
    assert sorted(map(str, its["notEvaluated"])) == sorted(map(str, mine["notEvaluated"]))


def test_what_cannot_be_read_is_one_sentence_in_each_language(project: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for lang, said in (("zh", "没有 manifest.json"), ("en", "has no manifest.json")):
        assert said in run(f"npx zhucun-node validate '{tmp_path / 'empty'}' --lang {lang}", project, 2)
    assert "there is no such folder" in run(f"npx zhucun-node validate '{tmp_path / 'nowhere'}' --lang en", project, 2)
    run("npx zhucun-node validate", project, 2)
    run("npx zhucun-node validate a b --lang fr", project, 2)


# --- the first hour ---------------------------------------------------------------------------------

_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.M | re.S)


def blocks(text: str) -> Iterator[tuple[str, str, str]]:
    yield from _BLOCK.findall(text)


def commands(text: str) -> list[str]:
    return [line for kind, _, body in blocks(text) if kind == "bash" for line in body.splitlines()]


def hour(text: str, folder: Path) -> None:
    """Do what a text says: write its files, run its commands, see what they print."""
    said = ""
    for kind, title, body in blocks(text):
        if title:
            (folder / title).write_text(body, "utf-8")
        elif kind == "bash":
            for line in body.splitlines():
                if not line.startswith(("npm ", "pip ")):  # done once for all, by the fixture and by whoever runs the tests
                    command, _, code = line.partition("  # ")
                    said = run(command, folder, int(code or 0))
        elif kind == "text":
            shown, _, rest = body.partition("…\n")
            assert rest == ""
            assert said.startswith(shown) if "…" in body else said == shown


@pytest.mark.skipif(os.name != "posix", reason="the commands are for a shell")
@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.long)])
def test_the_first_hour_is_as_the_page_says(project: Path, lang: str) -> None:
    text = PAGES[lang].read_text("utf-8")
    assert len([kind for kind, _, _ in blocks(text) if kind == "text"]) == 6
    hour(text, project)


def test_the_package_tells_of_the_same_hour() -> None:
    page = list(blocks(PAGES["en"].read_text("utf-8").partition("## Python")[0]))
    assert [b for b in blocks(README.read_text("utf-8")) if b in page] == page
