"""Encryption of packages, in the format of age (age-encryption.org/v1): for whom it is, only they can read it.

A signature says who sent a batch, encryption who may read it; the one stands inside the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhucun.errors import BatchError, problem
from zhucun.exchange.signature import NoLibrary, read_file
from zhucun.output import Output
from zhucun.workspace import workspace, writing

_BLOCK = 2**20

#: How a public key begins, and a private one.
_PUBLIC, _PRIVATE = "age1", "AGE-SECRET-KEY-1"

_MARKS = (b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")


def _library() -> Any:
    try:
        import pyrage
    except ImportError:
        raise NoLibrary(problem("exchange-extra")) from None
    return pyrage


def _lines(path: str | Path) -> list[str]:
    text = read_file(path).decode("utf-8", "replace")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def read_recipients(given: Sequence[str]) -> list[Any]:
    """Public keys, each given as such or as a file of them.

    :raises BatchError: if there is none, or one is none.
    :raises NoLibrary: if what encrypts is not installed.
    """
    library, out = _library(), []
    for text in given:
        lines = [text] if text.startswith(_PUBLIC) else _lines(text)
        for line in lines:
            try:
                out.append(library.x25519.Recipient.from_str(line))
            except library.RecipientError:
                raise BatchError(problem("recipient-form", given=text)) from None
        if not lines:
            raise BatchError(problem("recipient-form", given=text))
    return out


def encrypt(plain: Path, recipients: Sequence[Any], target: str) -> None:
    """Encrypt a file.

    :raises WorkspaceError: if there is no room for the work, and :class:`OutputError` if there is none for the result.
    """
    with workspace() as work:
        with writing(work):
            _library().encrypt_file(str(plain), str(work / "encrypted"), list(recipients))
        with Output(target) as out, (work / "encrypted").open("rb") as file:
            while block := file.read(_BLOCK):
                out.write(block)


@contextmanager
def decrypted(path: str | Path, identity: str | Path | None) -> Iterator[str | Path]:
    """Where a package lies in plain for as long as the context; where there is no private key, where it lies.

    :param identity: a file with the private key, as ``age-keygen`` writes it.
    :raises BatchError: if the package is not encrypted, or not for this key, or was changed; or if there is no such key.
    :raises NoLibrary: if what decrypts is not installed.
    """
    if identity is None:
        yield path
        return
    library, keys = _library(), []
    for line in _lines(identity):
        try:
            keys.append(library.x25519.Identity.from_str(line))
        except library.IdentityError:
            raise BatchError(problem("identity-form", path=identity)) from None
    if not keys:
        raise BatchError(problem("identity-form", path=identity))
    place = Path(path)
    if not place.exists():
        raise BatchError(problem("no-path", path=path))
    if not _is_encrypted(place):
        raise BatchError(problem("not-encrypted", path=path))
    with workspace() as work:
        plain = work / (place.name.removesuffix(".age") or "package")
        try:
            with writing(work):
                library.decrypt_file(str(place), str(plain), keys)
        except library.DecryptError:
            raise BatchError(problem("decrypt-key", path=path)) from None
        yield plain


def _is_encrypted(place: Path) -> bool:
    if not place.is_file():
        return False
    with place.open("rb") as file:
        return file.read(64).startswith(_MARKS)
