"""SM2 with SM3: signatures by GB/T 32918.2 on the curve that part 5 recommends, under one id.

The scheme and the curve's arithmetic are gmalg's. Beneath it stand OpenSSL, which hashes, and the interpreter, which
inverts: with gmalg's own of both a signature takes twice as long.

What stands here is an extra; only :mod:`zhucun.exchange.signature` imports it, once it is seen to be installed.
"""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from gmalg.base import Hash
from gmalg.ellipticcurve import ECDLP, EllipticCurve
from gmalg.primefield import PrimeField
from gmalg.sm2 import SM2Core

#: Under this id is signed; GB/T 32918 leaves it to the parties, and most of them take this one.
ID = b"1234567812345678"

# GB/T 32918.5: the field's prime, the curve's coefficients, its base point
_P = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_00000000_FFFFFFFF_FFFFFFFF
_A = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFF_00000000_FFFFFFFF_FFFFFFFC
_B = 0x28E9FA9E_9D9F5E34_4D5A9E4B_CF6509A7_F39789F5_15AB8F92_DDBCBD41_4D940E93
_G = (
    0x32C4AE2C_1F198119_5F990446_6A39C994_8FE30BBF_F2660BE1_715A4589_334C74C7,
    0xBC3736A2_F4F6779C_59BDCEE3_6B692153_D0A9877C_C62A4740_02DF32E5_2139F0A0,
)
#: How many multiples the base point has, itself and infinity among them.
ORDER = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_7203DF6B_21C6052B_53BBF409_39D54123

#: A point without compression: 04, and two coordinates of 32 bytes.
_PLAIN, _WIDTH = b"\x04", 32


class _Field(PrimeField):  # type: ignore[misc]
    def inv(self, x: int) -> int:
        return pow(x, -1, self.p)


class _Sm3(Hash):  # type: ignore[misc]
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._hash = hashes.Hash(hashes.SM3())

    def update(self, data: bytes) -> None:
        self._hash.update(data)

    def value(self) -> bytes:
        return self._hash.copy().finalize()


def _curve() -> ECDLP:
    curve = ECDLP(_P, _A, _B, _G, ORDER)
    curve.fp, curve.fpn = _Field(_P), _Field(ORDER)
    curve.ec = EllipticCurve(curve.fp, _A, _B)
    return curve


_CURVE = _curve()


def public_of(secret: int) -> bytes:
    """The public key of a private one, 65 bytes: a multiplication on the curve, which takes as long as a signature.

    :raises ValueError: if the number is none that the standard allows.
    """
    # a signature divides by one more than the number
    if not 0 < secret < ORDER - 1:
        raise ValueError("not a private key of SM2")
    x, y = _CURVE.kG(secret)
    return _PLAIN + int(x).to_bytes(_WIDTH) + int(y).to_bytes(_WIDTH)


def sign(secret: int, public: bytes, data: bytes) -> tuple[int, int]:
    """A signature of the data, r and s."""
    r, s = SM2Core(_CURVE, _Sm3()).sign(data, secret, ID, _point(public))
    return int(r), int(s)


def has_signed(public: bytes, data: bytes, r: int, s: int) -> bool:
    """Whether r and s are a signature of the data by this key.

    :raises ValueError: if that is no point of the curve.
    """
    if not is_public(public):
        raise ValueError("not a public key of SM2")
    return bool(SM2Core(_CURVE, _Sm3()).verify(data, r, s, ID, _point(public)))


def is_public(public: bytes) -> bool:
    """Whether a public key is a point of the curve. Under another anybody could sign: the library does not look."""
    point = _point(public)
    return all(n < _P for n in point) and bool(_CURVE.ec.isvalid(point))


def _point(public: bytes) -> tuple[int, int]:
    return int.from_bytes(public[1 : 1 + _WIDTH]), int.from_bytes(public[1 + _WIDTH :])
