"""SM2 signatures (GB/T 32918.2, over SM3), by `gmssl`, whose own nonce is never used.

gmssl 3.2.2 draws its nonce from Python's `random`: two signatures under one seed give the private key away. So the
nonce is drawn here, from `secrets`, by rejection and never reduced, and gmssl only computes. It is pure Python and NOT
constant-time: who can measure this process signing may learn the key. gmssl is an extra (`gm`); without it SM2 is
refused in words. Certified hardware is to take its place (trust.md 2.2).
"""

from __future__ import annotations

import importlib
import importlib.util
import secrets
from typing import Any, Final

from cryptography.hazmat.primitives import hashes

from app.errors import Unavailable

ORDER: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
PRIME: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A: Final = PRIME - 3
B: Final = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
BASE: Final = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
"""The curve of GB/T 32918.5: order, prime, coefficients, base point."""
DISTINGUISHING: Final = b"1234567812345678"
"""The signer's identifier of GM/T 0009 where none was agreed; `openssl` takes it as distid."""


def is_here() -> bool:
    """Whether the extra is installed."""
    return importlib.util.find_spec("gmssl") is not None


def new_secret() -> bytes:
    """A fresh private key in 1…n-2. Raises Unavailable("suite.no_sm2") where it could not be used."""
    _provider("00" * 64)
    return (1 + secrets.randbelow(ORDER - 2)).to_bytes(32, "big")


def fresh_nonce() -> int:
    """A nonce in 1…n-1 from the system's secure source."""
    return 1 + secrets.randbelow(ORDER - 1)


class Sm2Signer:
    """Signs with SM2 over SM3, identifier `DISTINGUISHING`."""

    def __init__(self, secret: bytes) -> None:
        """Raises ValueError for a secret outside 1…n-2, Unavailable("suite.no_sm2")."""
        number = int.from_bytes(secret, "big")
        if len(secret) != 32 or not 1 <= number <= ORDER - 2:
            raise ValueError("not an SM2 secret")
        self._secret = secret.hex()
        provider = _provider("00" * 64)
        self._public = str(provider._kg(number, provider.ecc_table["g"]))
        self._provider = _provider(self._public, self._secret)

    @property
    def public(self) -> str:
        """The point's two coordinates, 64 bytes in hex."""
        return self._public

    def sign(self, data: bytes) -> bytes:
        """r and s, 64 bytes. Signs again with another nonce in the rare cases the standard excludes."""
        digest = digest_to_sign(data, self._public)
        made = None
        while made is None:
            made = self._provider.sign(digest, f"{fresh_nonce():064x}")
        return bytes.fromhex(made)


def is_signed(data: bytes, signature: bytes, public: str) -> bool:
    """Whether r and s are the signature of the public key (64 bytes in hex). Raises Unavailable("suite.no_sm2")."""
    try:
        point = bytes.fromhex(public)
    except ValueError:
        return False
    if len(signature) != 64 or len(point) != 64 or not _on_curve(point):
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (1 <= r < ORDER and 1 <= s < ORDER):
        return False
    try:
        return bool(_provider(public).verify(signature.hex(), digest_to_sign(data, public)))
    except TypeError:  # gmssl does not know the point at infinity: no honest signature reaches it
        return False


def digest_to_sign(data: bytes, public: str) -> bytes:
    """SM3 over the signer's Z value and the data (GB/T 32918.2, 5.5 and 6.1)."""
    about = (A, B, *BASE)
    head = (len(DISTINGUISHING) * 8).to_bytes(2, "big") + DISTINGUISHING
    head += b"".join(number.to_bytes(32, "big") for number in about) + bytes.fromhex(public)
    return _sm3(_sm3(head) + data)


def _sm3(data: bytes) -> bytes:
    worker = hashes.Hash(hashes.SM3())
    worker.update(data)
    return worker.finalize()


def _on_curve(point: bytes) -> bool:
    x, y = int.from_bytes(point[:32], "big"), int.from_bytes(point[32:], "big")
    return x < PRIME and y < PRIME and (y * y - x * x * x - A * x - B) % PRIME == 0


def _provider(public: str, secret: str = "") -> Any:
    try:
        module: Any = importlib.import_module("gmssl.sm2")  # an extra; loaded where SM2 is used
    except ImportError as error:
        raise Unavailable("suite.no_sm2") from error
    made = module.CryptSM2(private_key=secret, public_key="")
    made.public_key = (
        public  # its own constructor strips every 0 and 4 from the front of a key that begins with 04
    )
    return made
