"""Encrypted packages: who has the private key reads them, and nobody else; a changed byte is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import days, ndjson, write_batch, zhucun

pytest.importorskip("pyrage", reason="encrypting needs pip install -e '.[exchange]'")

import pyrage

from zhucun import ZhucunError
from zhucun.exchange.encryption import decrypted


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("key") / "mine.key"
    identity = pyrage.x25519.Identity.generate()
    place.write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    place.with_suffix(".pub").write_text(f"# of the city\n{identity.to_public()}\n")
    return place


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    return write_batch(tmp_path / "batch", {"attendance.ndjson": (ndjson(days(3)), 3)})


def test_what_is_encrypted_reads_back_to_the_byte_with_the_private_key(batch: Path, key: Path, tmp_path: Path) -> None:
    plain, sealed = tmp_path / "b.zip", tmp_path / "b.zip.age"
    assert zhucun("pack", batch, "-o", plain).exit_code == 0
    assert zhucun("pack", batch, "--encrypt-to", key.with_suffix(".pub"), "-o", sealed).exit_code == 0
    with decrypted(sealed, key) as found:
        assert Path(found).read_bytes() == plain.read_bytes()
    assert b"attendance" not in sealed.read_bytes()
    wanted, done = zhucun("validate", plain, "--format", "json"), zhucun("validate", sealed, "--identity", key, "--format", "json")
    assert (done.exit_code, done.stdout) == (wanted.exit_code, wanted.stdout)


def test_several_may_read_it_and_a_key_may_stand_on_the_line(batch: Path, key: Path, tmp_path: Path) -> None:
    other = pyrage.x25519.Identity.generate()
    sealed = tmp_path / "b.age"
    done = zhucun("pack", batch, "--encrypt-to", key.with_suffix(".pub"), "--encrypt-to", str(other.to_public()), "-o", sealed)
    assert done.exit_code == 0, done.stderr
    (tmp_path / "other.key").write_text(f"{other}\n")
    for who in (key, tmp_path / "other.key"):
        assert zhucun("validate", sealed, "--identity", who).exit_code == zhucun("validate", batch).exit_code


def test_no_byte_of_an_encrypted_package_can_be_changed(batch: Path, key: Path, tmp_path: Path) -> None:
    sealed = tmp_path / "b.age"
    assert zhucun("pack", batch, "--encrypt-to", key.with_suffix(".pub"), "-o", sealed).exit_code == 0
    data = sealed.read_bytes()
    for at in [*range(0, len(data), 37), len(data) - 1]:
        sealed.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(ZhucunError), decrypted(sealed, key):
            pass
    sealed.write_bytes(data[:-1])
    with pytest.raises(ZhucunError), decrypted(sealed, key):
        pass


def test_a_wrong_key_and_what_is_none_are_refused_in_one_sentence(batch: Path, key: Path, tmp_path: Path) -> None:
    sealed, other, nothing = tmp_path / "b.age", tmp_path / "other.key", tmp_path / "nothing"
    assert zhucun("pack", batch, "--encrypt-to", key.with_suffix(".pub"), "-o", sealed).exit_code == 0
    other.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    nothing.write_text("# nothing\n")
    for arguments, told in (
        (("validate", sealed, "--identity", other), "cannot be decrypted"),
        (("validate", sealed, "--identity", key.with_suffix(".pub")), "no file with a private key"),
        (("validate", sealed, "--identity", nothing), "no file with a private key"),
        (("validate", sealed), "is encrypted (age)"),
        (("validate", batch, "--identity", key), "is not encrypted"),
        (("validate", tmp_path / "none", "--identity", key), "none"),
        (("pack", batch, "--encrypt-to", nothing, "-o", tmp_path / "x"), "no public key"),
        (("pack", batch, "--encrypt-to", "age1nothing", "-o", tmp_path / "x"), "no public key"),
        (("pack", batch, "--encrypt-to", key, "-o", tmp_path / "x"), "no public key"),
    ):
        done = zhucun(*arguments, "--lang", "en")
        assert (done.exit_code, told in done.stderr) == (2, True), (arguments, done.stderr, done.stdout)
        assert str(key.read_text().split()[-1]) not in done.stderr
    assert not (tmp_path / "x").exists()
