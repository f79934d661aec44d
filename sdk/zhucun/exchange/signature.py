"""Signatures: a DSSE envelope over the bytes of a manifest, a receipt or a trust list, and the keys that a receiver trusts.

Two algorithms, fixed to the last parameter, because that is where implementations part: Ed25519, and SM2 with SM3 under
the id of :mod:`zhucun.exchange.sm2`, its signature in DER. An envelope says by a hint which key signed; whether that key is to be
trusted only the receiver's own list says, judged by the day of what was signed and not by the clock.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from zhucun.errors import BatchError, OurError, Problem, problem
from zhucun.opening.manifest import ENVELOPE
from zhucun.record import faults, quick, strictjson
from zhucun.standard import Standard

MANIFEST, RECEIPT = "application/vnd.zhucun.manifest+json", "application/vnd.zhucun.receipt+json"
TRUST = "application/vnd.zhucun.trust+json"

ED25519, SM2 = "ed25519", "sm2-sm3"

_SPKI = {ED25519: bytes.fromhex("302a300506032b6570032100"), SM2: bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")}
_LENGTHS = {ED25519: 44, SM2: 91}

#: How a private key of SM2 in PKCS #8 begins, with the number right behind.
_SM2_PRIVATE = bytes.fromhex("308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420")


class Outcome(StrEnum):
    """What becomes of a signature."""

    VALID = "VALID"
    #: There is none.
    UNSIGNED = "UNSIGNED"
    #: Nobody whose key is trusted has signed for this party.
    UNKNOWN_KEY = "UNKNOWN_KEY"
    #: By the day of what was signed, the key was not valid yet, no longer, or revoked.
    EXPIRED = "EXPIRED"
    #: What was signed is something else, or the signature is not that of the key.
    INVALID = "INVALID"


class NoLibrary(OurError):
    """What signs is an extra that is not installed."""


def pae(payload_type: str, payload: bytes) -> bytes:
    """What is signed: the type and the payload, each with its length before it (DSSE 1.0)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


# --- keys -------------------------------------------------------------------------------------------


class Key(Protocol):
    """A private key.

    :ivar spki: its public key, as SubjectPublicKeyInfo in DER.
    """

    spki: bytes

    def sign(self, data: bytes) -> bytes:
        """A signature."""
        ...


class _Ed25519:
    def __init__(self, key: Any) -> None:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        self._key = key
        self.spki: bytes = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, data: bytes) -> bytes:
        return bytes(self._key.sign(data))


class _Sm2:
    def __init__(self, secret: int) -> None:
        from zhucun.exchange import sm2

        self._secret, self._public = secret, sm2.public_of(secret)
        self.spki = _SPKI[SM2] + self._public

    def sign(self, data: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

        from zhucun.exchange import sm2

        return encode_dss_signature(*sm2.sign(self._secret, self._public, data))


def read_key(path: str | Path) -> Key:
    """A private key in PEM, without a password, as ``openssl genpkey`` writes it: Ed25519 or SM2.

    :raises BatchError: if it is none.
    :raises NoLibrary: if what signs is not installed.
    """
    _demand_library()
    der = _pem(path, read_file(path), b"PRIVATE KEY", "key-form")
    if der.startswith(_SM2_PRIVATE) and len(der) >= len(_SM2_PRIVATE) + 32:
        try:
            return _Sm2(int.from_bytes(der[len(_SM2_PRIVATE) : len(_SM2_PRIVATE) + 32]))
        except ValueError:
            raise BatchError(problem("key-form", path=path)) from None
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    try:
        key = load_der_private_key(der, None)
    except Exception:  # the library raises several kinds, and says of each what only its authors need
        raise BatchError(problem("key-form", path=path)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BatchError(problem("key-form", path=path))
    return _Ed25519(key)


def read_public_key(path: str | Path) -> PublicKey:
    """A public key in PEM, as ``openssl pkey -pubout`` writes it: Ed25519 or SM2.

    :raises BatchError: if it is none.
    """
    der = _pem(path, read_file(path), b"PUBLIC KEY", "public-key-form")
    for algorithm in _SPKI:
        if _is_public(algorithm, der):
            return PublicKey(algorithm, der)
    raise BatchError(problem("public-key-form", path=path))


def _pem(path: str | Path, data: bytes, what: bytes, wrong: str) -> bytes:
    lines = [line.strip() for line in data.split(b"\n")]
    try:
        first = next(n for n, line in enumerate(lines) if line.startswith(b"-----BEGIN ") and line.endswith(what + b"-----"))
        last = next(n for n, line in enumerate(lines) if n > first and line.startswith(b"-----END "))
        return base64.b64decode(b"".join(lines[first + 1 : last]), validate=True)
    except (StopIteration, binascii.Error):
        raise BatchError(problem(wrong, path=path)) from None


def keyid(spki: bytes) -> str:
    """By what an envelope hints at a key."""
    return hashlib.sha256(spki).hexdigest()[:16]


def _demand_library() -> None:
    if not all(map(find_spec, ("cryptography", "gmalg"))):
        raise NoLibrary(problem("exchange-extra"))


@dataclass(frozen=True)
class PublicKey:
    """A public key, and what it is of.

    :ivar spki: SubjectPublicKeyInfo in DER.
    """

    algorithm: str
    spki: bytes

    def has_signed(self, data: bytes, sig: bytes) -> bool:
        """Whether a signature of the data is this key's."""
        return _ed25519_signed(self.spki, data, sig) if self.algorithm == ED25519 else _sm2_signed(self.spki, data, sig)


@dataclass(frozen=True)
class Trusted(PublicKey):
    """A key that a receiver trusts. Days are ISO texts.

    :ivar holders: ids of those for whom it signs.
    """

    holders: frozenset[str]
    valid_from: str
    valid_to: str | None = None
    revoked_on: str | None = None

    def is_valid_on(self, day: str) -> bool:
        """Whether it may sign what is of this day."""
        return (
            self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
            and (self.revoked_on is None or day < self.revoked_on)
        )


def _ed25519_signed(spki: bytes, data: bytes, sig: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(spki[-32:]).verify(sig, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _sm2_signed(spki: bytes, data: bytes, sig: bytes) -> bool:
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

    from zhucun.exchange import sm2

    try:
        r, s = decode_dss_signature(sig)
        # the shortest form only: what could be written in two ways could be changed unseen
        if encode_dss_signature(r, s) != sig:
            return False
        return sm2.has_signed(spki[-65:], data, r, s)
    except Exception:  # a point that is not on the curve, a number out of range: whatever it is, it did not sign
        return False


def _is_public(algorithm: str, spki: bytes) -> bool:
    """Whether this is a public key. One that is none is the fault of who wrote it down, not of who is said to have signed."""
    if not spki.startswith(_SPKI[algorithm]) or len(spki) != _LENGTHS[algorithm]:
        return False
    if algorithm != SM2:
        return True
    _demand_library()
    from zhucun.exchange import sm2

    return sm2.is_public(spki[-65:])


def read_trust(standard: Standard, path: str | Path, signer: PublicKey | None = None) -> tuple[Trusted, ...]:
    """The keys of a trust list.

    :param signer: the key that must have signed the list, which then lies in an envelope; without it the list lies there as it is.
    :raises BatchError: if it is none, or not signed by that key.
    :raises NoLibrary: if what verifies is not installed.
    """
    data = read_file(path)
    if signer is None and _is_envelope(data):
        # whoever put it there may have signed it: only a key that is named says that it is the right one
        raise BatchError(problem("trust-key-none", path=path))
    said = read_object(standard, "trust", data if signer is None else _signed_list(standard, path, data, signer), path)
    out = []
    for number, key in enumerate(said["keys"]):
        spki = _decoded(key["publicKey"])
        if spki is None or not _is_public(key["algorithm"], spki):
            raise BatchError(problem("trust-key", path=path, n=number, algorithm=key["algorithm"]))
        holders = frozenset(key["holders"])
        out.append(Trusted(key["algorithm"], spki, holders, key["validFrom"], key.get("validTo"), key.get("revokedOn")))
    return tuple(out)


def _signed_list(standard: Standard, path: str | Path, data: bytes, signer: PublicKey) -> bytes:
    """The trust list in an envelope, once it is seen that the key has signed it."""
    _demand_library()
    if not _is_envelope(data):
        raise BatchError(problem("trust-unsigned", path=path))
    said = read_object(standard, "envelope", data, path)
    payload = _decoded(said["payload"])
    sigs = [_decoded(s["sig"]) for s in said["signatures"] if s["keyid"] == keyid(signer.spki)]
    if said["payloadType"] != TRUST or payload is None or not sigs:
        raise BatchError(problem("trust-unsigned", path=path))
    if not all(sig is not None and signer.has_signed(pae(TRUST, payload), sig) for sig in sigs):
        raise BatchError(problem("trust-changed", path=path))
    return payload


def _is_envelope(data: bytes) -> bool:
    try:
        return "payloadType" in strictjson.object_of(data.strip(strictjson.SPACE))
    except strictjson.Refused:
        return False


def sign_trust(standard: Standard, path: str | Path, key: Key) -> bytes:
    """The bytes of an envelope with a trust list, signed.

    :raises BatchError: if it is none.
    """
    read_trust(standard, path)
    return sign(standard, key, TRUST, read_file(path))


# --- envelopes --------------------------------------------------------------------------------------


def sign(standard: Standard, key: Key, payload_type: str, payload: bytes, before: bytes | None = None) -> bytes:
    """The bytes of an envelope.

    :param before: an envelope of the same payload, to which the signature is added; one by the same key is replaced.
    :raises BatchError: if the envelope is none, or of another payload.
    """
    signatures = []
    if before is not None:
        said = read_object(standard, "envelope", before, ENVELOPE)
        if said["payloadType"] != payload_type or _decoded(said["payload"]) != payload:
            raise BatchError(problem("envelope-other", path=ENVELOPE))
        signatures = [s for s in said["signatures"] if s["keyid"] != keyid(key.spki)]
    signatures.append({"keyid": keyid(key.spki), "sig": _encoded(key.sign(pae(payload_type, payload)))})
    envelope = {"payloadType": payload_type, "payload": _encoded(payload), "signatures": signatures}
    return (json.dumps(envelope, indent=2) + "\n").encode()


@dataclass(frozen=True)
class Verified:
    """What became of a signature.

    :ivar algorithms: of the signatures that are valid.
    """

    outcome: Outcome
    algorithms: frozenset[str] = frozenset()


def verify(
    standard: Standard, data: bytes | None, payload_type: str, payload: bytes, trusted: tuple[Trusted, ...], holder: str, day: str
) -> Verified:
    """Whether an envelope holds the signature of a party whose key is trusted.

    :param data: the bytes of the envelope; None where there is none.
    :param payload: what must have been signed, byte for byte.
    :param holder: id of the party that must have signed.
    :param day: the day of what was signed, by which the keys' dates are judged.
    :raises NoLibrary: if what verifies is not installed.
    """
    if data is None:
        return Verified(Outcome.UNSIGNED)
    try:
        said = read_object(standard, "envelope", data, ENVELOPE)
    except BatchError:
        return Verified(Outcome.INVALID)
    if said["payloadType"] != payload_type or _decoded(said["payload"]) != payload:
        return Verified(Outcome.INVALID)
    if not said["signatures"]:
        return Verified(Outcome.UNSIGNED)
    _demand_library()
    known = {keyid(k.spki): k for k in trusted}
    signed, outcomes, algorithms = pae(payload_type, payload), set(), set()
    for signature in said["signatures"]:
        key, sig = known.get(signature["keyid"]), _decoded(signature["sig"])
        if sig is None:
            return Verified(Outcome.INVALID)
        if key is None or holder not in key.holders:
            outcomes.add(Outcome.UNKNOWN_KEY)
        elif not key.has_signed(signed, sig):
            return Verified(Outcome.INVALID)
        elif not key.is_valid_on(day):
            outcomes.add(Outcome.EXPIRED)
        else:
            outcomes.add(Outcome.VALID)
            algorithms.add(key.algorithm)
    best = next(o for o in (Outcome.VALID, Outcome.EXPIRED, Outcome.UNKNOWN_KEY) if o in outcomes)
    return Verified(best, frozenset(algorithms))


# --- files ------------------------------------------------------------------------------------------


def payload_of(standard: Standard, data: bytes, path: str | Path) -> bytes:
    """The payload of an envelope, whoever signed it.

    :raises BatchError: if it is none.
    """
    payload = _decoded(read_object(standard, "envelope", data, path)["payload"])
    if payload is None:
        raise BatchError(problem("exchange-form", path=path, what="/payload"))
    return payload


def read_object(standard: Standard, schema: str, data: bytes, path: str | Path) -> Mapping[str, Any]:
    """An object of strict JSON that is valid against a schema of the standard.

    :raises BatchError: if it is not.
    """
    try:
        value = strictjson.object_of(data.strip(strictjson.SPACE))
    except strictjson.Refused as e:
        raise BatchError(
            problem("exchange-json", path=path, what=faults.in_both(standard, faults.Fault(e.code, "", (), e.values)))
        ) from None
    if quick.record_check(standard, schema)(value):
        return value
    # to load what is normative takes longer than to sign
    errors = sorted(faults.validator(standard, schema).iter_errors(value), key=lambda e: [str(p) for p in e.path])
    if errors:
        raise BatchError(*(_misformed(path, e) for e in errors[:10]))
    return value


def _misformed(path: str | Path, error: Any) -> Problem:
    return problem("exchange-form", path=path, what="/" + "/".join(str(p) for p in error.path) + f" ({error.validator})")


#: Longer is no envelope, trust list, contract or receipt: a manifest of the greatest length in base64, and some more.
_MOST = 32 * 2**20


def read_file(path: str | Path) -> bytes:
    """The bytes of a file that somebody named.

    :raises BatchError: if it cannot be read, or is too long.
    """
    try:
        with open(path, "rb") as f:
            data = f.read(_MOST + 1)
    except FileNotFoundError:
        raise BatchError(problem("no-path", path=path)) from None
    except (OSError, ValueError) as e:
        raise BatchError(problem("unreadable", path=path, reason=getattr(e, "strerror", None) or e)) from e
    if len(data) > _MOST:
        raise BatchError(problem("exchange-long", path=path, limit=_MOST // 2**20))
    return data


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: str) -> bytes | None:
    """Bytes from base64, if that is how they are written: only one text means them."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _encoded(data) == text else None
