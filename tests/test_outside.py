"""Nothing outside decides: a name out of a batch is looked up in the standard, and a profile from elsewhere only where the user says so."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import PROFILE, days, edit_manifest, ndjson, write_batch, zhucun
from edition import standard

from zhucun import validate
from zhucun.cli import FOUND, OK, UNREADABLE
from zhucun.errors import BatchError
from zhucun.places.template import dump
from zhucun.places.template import template as filled_in
from zhucun.standard import Profiles


def template(ident: str, extends: str | None = None) -> dict[str, Any]:
    data = filled_in(ident, "MC", "某县办法", "Measures", extends, "2021-01-01")
    base = {"clauses": ["MC-1-1"], "modality": "MUST", "basis": "STATED"}
    data["policy"] = {
        "parameter": [{"id": "days-per-month", **base, "name": "presence.minDaysPerMonth", "number": 20}],
        "creditingStatus": [{"id": "credit-in-village", **base, "status": "IN_VILLAGE"}],
    }
    return data


def write_profile(folder: Path, data: dict[str, Any]) -> Path:
    folder.mkdir(parents=True)
    (folder / "profile.json").write_text(dump(data), "utf-8")
    return folder


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """The folder of a profile that is not part of the standard, in a folder of profiles."""
    return write_profile(tmp_path / "profiles" / "my-county", template("my-county", "guizhou-2017"))


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A batch whose manifest names that profile."""
    return write_batch(tmp_path / "batch", {"attendance.ndjson": (ndjson(days(3)), 3)}, profile="my-county")


def said(*arguments: object) -> str:
    """The one sentence with which the command line refuses, the same in kind in both languages. The English one is returned."""
    for lang in ("zh", "en"):
        result = zhucun(*map(str, arguments), "--lang", lang)
        assert (result.exit_code, result.stdout) == (UNREADABLE, ""), result.output
        (sentence,) = result.stderr.splitlines()
        assert sentence.startswith("zhucun: ")
        assert len(sentence) < 1_000
    return sentence


# --- what a batch says ------------------------------------------------------------------------------


@pytest.mark.parametrize("beside", ["cwd", "batch"])
def test_a_batch_cannot_bring_its_profile(named: Path, county: Path, beside: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = named if beside == "batch" else tmp_path
    shutil.copytree(county, here / "my-county")
    monkeypatch.chdir(here)
    sentence = said("validate", named)
    assert "my-county" in sentence
    assert all(p in sentence for p in standard.profiles.own)


@pytest.mark.parametrize(
    "name", ["../profiles/my-county", "./my-county", "/etc", "..", ".", "my-county/", "my\\county", "x" * 5000, "'; --"]
)
def test_a_name_in_a_manifest_is_never_a_path(named: Path, county: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(county.parent)
    edit_manifest(named, lambda m: m.update(profile=name))
    said("validate", named)
    with pytest.raises(BatchError):
        validate(named, profiles=county.parent)


# --- what the user says -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        lambda county: (county,),
        lambda county: (f"{county}/",),
        lambda county: ("my-county", "--profiles", county.parent),
        lambda county: ("./my-county",),
        lambda county: ("../profiles/my-county",),
    ],
)
def test_the_user_may_name_a_profile_from_outside(
    named: Path, county: Path, given: Callable[[Path], tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county.parent)
    result = zhucun("validate", named, "--format", "json", "--profile", *given(county))
    assert result.exit_code == OK, result.output
    report = json.loads(result.stdout)
    assert (report["profile"], report["profileOutside"]) == ("my-county", True)
    text = zhucun("validate", named, "--lang", "en", "--profile", *given(county)).stdout.splitlines()
    assert "my-county" in text[-2]
    assert "not part of the standard" in text[-2]


def test_a_folder_of_profiles_serves_a_name_in_a_manifest(named: Path, county: Path) -> None:
    assert zhucun("validate", named).exit_code == UNREADABLE
    report = json.loads(zhucun("validate", named, "--profiles", county.parent, "--format", "json").stdout)
    assert (report["profile"], report["profileOutside"]) == ("my-county", True)


def test_a_plain_name_is_no_folder(named: Path, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(county.parent)
    assert "my-county" in said("validate", named, "--profile", "my-county")


def test_from_python_a_path_is_a_folder(named: Path, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(county.parent)
    assert validate(named, profile=Path("my-county")).as_json("zh")["profileOutside"] is True
    assert validate(named, profiles="../profiles").as_json("zh")["profileOutside"] is True
    with pytest.raises(BatchError):
        validate(named, profile="my-county")


def test_a_profile_of_the_standard_is_not_from_outside(batch: Path, county: Path) -> None:
    assert "profileOutside" not in validate(batch).as_json("zh")
    assert "profileOutside" not in validate(batch, profiles=county.parent).as_json("zh")
    assert "not part of the standard" not in zhucun("validate", batch, "--lang", "en").stdout


# --- extends ----------------------------------------------------------------------------------------


def test_a_parent_is_looked_up_in_the_folder_of_profiles(named: Path, county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    town = write_profile(county.parent / "my-town", template("my-town", "my-county"))
    report = validate(named, profile=town, profiles=county.parent).as_json("zh")
    assert report["profile"] == "my-town"
    assert Profiles(standard, county.parent).resolve("my-town").chain == ("my-town", "my-county", "guizhou-2017")
    # and not in the working directory, nor beside the profile that names it
    monkeypatch.chdir(county.parent)
    assert "my-county" in said("validate", named, "--profile", town)


def test_profiles_that_extend_each_other_are_refused(named: Path, tmp_path: Path) -> None:
    folder = tmp_path / "circle"
    write_profile(folder / "one-county", template("one-county", "two-county"))
    write_profile(folder / "two-county", template("two-county", "one-county"))
    assert "extends itself" in said("validate", named, "--profile", "one-county", "--profiles", folder)
    result = zhucun("profile", "check", folder / "one-county", "--profiles", folder, "--lang", "en")
    assert (result.exit_code, "extends itself" in result.stdout) == (FOUND, True)


# --- what cannot be taken ---------------------------------------------------------------------------


def test_the_id_inside_is_the_name_of_the_folder(named: Path, county: Path) -> None:
    forged = write_profile(county.parent / "other-county", template(PROFILE))
    assert PROFILE in said("validate", named, "--profile", forged)
    assert PROFILE in said("validate", named, "--profile", "other-county", "--profiles", county.parent)


def test_a_folder_of_profiles_cannot_replace_one_of_the_standard(batch: Path, county: Path) -> None:
    write_profile(county.parent / PROFILE, template(PROFILE))
    assert PROFILE in said("validate", batch, "--profiles", county.parent)
    # by its path it may be tried, and the report says so
    assert validate(batch, profile=county.parent / PROFILE).as_json("zh")["profileOutside"] is True


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"id":"my-county"}', b"[" * 100_000, b'{"id":"\x1b[31m"}'],
    ids=["empty", "cut", "list", "null", "utf-16", "poor", "deep", "escape"],
)
def test_what_is_no_profile_is_refused(named: Path, county: Path, content: bytes) -> None:
    (county / "profile.json").write_bytes(content)
    assert "profile.json" in said("validate", named, "--profile", county)
    assert zhucun("profile", "check", county).exit_code in (FOUND, UNREADABLE)


def test_a_date_that_is_none_is_refused(named: Path, county: Path) -> None:
    write_profile(county.parent / "dated", {**template("dated"), "effectiveFrom": "2021-02-30"})
    assert "effectiveFrom" in said("validate", named, "--profile", county.parent / "dated")


@pytest.mark.parametrize(
    "name", ["x" * 5000, "../..", "../../etc/passwd", "'", '"; DROP TABLE cadre', "a\nb", "\x1b[2J", "", ".", "./", "/", "~", "\0x"]
)
@pytest.mark.parametrize("more", [(), ("--profiles",)])
def test_a_hostile_name_is_refused_in_one_sentence(
    named: Path, county: Path, name: str, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county.parent)
    said("validate", named, "--profile", name, *more, *([county.parent] if more else []))


@pytest.mark.parametrize("folder", ["none", "x" * 5000, "batch/manifest.json"])
def test_a_folder_of_profiles_that_is_none_is_refused(named: Path, tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said("validate", named, "--profiles", folder)


# --- the other commands -----------------------------------------------------------------------------


def test_every_command_takes_a_profile_from_outside(county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ([str(county)], ["my-county", "--profiles", str(county.parent)]):
        assert "my-county" in zhucun("profile", "show", *given).stdout
        assert "my-county/days-per-month" in zhucun("explain", "ATT-001", "--profile", *given).stdout
        assert "ATT-001" in zhucun("rules", "--profile", *given).stdout
        assert "my-county" in zhucun("profile", "diff", "guizhou-2017", *given).stdout
        target = tmp_path / f"sample-{len(given)}"
        assert zhucun("sample", target, "--profile", *given).exit_code == OK
        assert zhucun("validate", target, "--profile", *given).exit_code == OK
    assert "my-county" in zhucun("profiles", "--profiles", county.parent).stdout
    assert zhucun("profile", "check", county, "--profiles", county.parent).exit_code == OK
    made = ("--document", "MT", "--title-zh", "某镇", "--title-en", "Town", "--extends", "my-county", "--profiles", county.parent)
    assert zhucun("profile", "new", county.parent / "my-town", *made).exit_code == OK
    monkeypatch.chdir(county.parent)
    for command in (("profile", "show"), ("rules", "--profile"), ("profile", "diff", "guizhou-2017"), ("explain", "ATT-001", "--profile")):
        assert "my-county" in said(*command, "my-county")
