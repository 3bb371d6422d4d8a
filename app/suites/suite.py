"""The two suites, `intl` and `gm`, and everything they do with bytes: hash, MAC, derive, encrypt, sign.

A suite is chosen when a folder is founded and written into its key file. Whatever is stored names the algorithm it was
written with (app/suites/stored.py), so that it is read by that name and not by what the folder uses today. Randomness
comes from `secrets` alone. Source: trust.md 2.2; GB/T 32905 (SM3), 32907 (SM4), 32918 (SM2); RFC 5869 (HKDF).
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import Unavailable
from app.suites import sm2

KEY: Final = 32
"""Bytes of every symmetric key that is handed over, whatever the cipher takes of it."""
NONCE: Final = 12
TAG: Final = 16
BOX = "age-x25519"
"""How both suites encrypt to a person or an office: an age message. There is no SM2 counterpart yet (decision 0114)."""
KDF = "argon2id"
"""How both suites stretch a password; its own hash is inside (BLAKE2b)."""


class Aead(Protocol):
    """A cipher that also finds changes. `context` is bound, not stored."""

    def seal(self, key: bytes, plain: bytes, context: bytes) -> bytes:
        """Nonce, ciphertext and tag under a fresh random nonce."""
        ...

    def open(self, key: bytes, sealed: bytes, context: bytes) -> bytes | None:
        """The plain bytes; None for another key, another context or a changed byte."""
        ...


class AesGcm:
    """AES-256-GCM (NIST SP 800-38D)."""

    def seal(self, key: bytes, plain: bytes, context: bytes) -> bytes:
        """Nonce, ciphertext and tag."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(key).encrypt(nonce, plain, context)

    def open(self, key: bytes, sealed: bytes, context: bytes) -> bytes | None:
        """The plain bytes or None."""
        if len(sealed) < NONCE + TAG:
            return None
        try:
            return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], context)
        except InvalidTag:
            return None


class Sm4Gcm:
    """SM4-GCM (RFC 8998). SM4 takes 128 bits: they are derived from the 256 that are handed over."""

    def seal(self, key: bytes, plain: bytes, context: bytes) -> bytes:
        """Nonce, ciphertext and tag."""
        nonce = secrets.token_bytes(NONCE)
        worker = Cipher(algorithms.SM4(_sm4_key(key)), modes.GCM(nonce)).encryptor()
        worker.authenticate_additional_data(context)
        return nonce + worker.update(plain) + worker.finalize() + worker.tag

    def open(self, key: bytes, sealed: bytes, context: bytes) -> bytes | None:
        """The plain bytes or None."""
        if len(sealed) < NONCE + TAG:
            return None
        mode = modes.GCM(sealed[:NONCE], sealed[-TAG:])
        worker = Cipher(algorithms.SM4(_sm4_key(key)), mode).decryptor()
        worker.authenticate_additional_data(context)
        try:
            return worker.update(sealed[NONCE:-TAG]) + worker.finalize()
        except InvalidTag:
            return None


def _sm4_key(key: bytes) -> bytes:
    return HKDF(hashes.SM3(), 16, None, b"petition-desk sm4").derive(key)


AEADS: Final[dict[str, Aead]] = {"aes-256-gcm": AesGcm(), "sm4-gcm": Sm4Gcm()}
"""Cipher by its id."""


def aead(name: str) -> Aead:
    """The cipher of that id. Raises Unavailable("suite.unknown") for one this program does not have."""
    found = AEADS.get(name)
    if found is None:
        raise Unavailable("suite.unknown", name=name[:32])
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """A suite by the ids of its algorithms; `number` is its byte in the short header of binary files."""

    name: str
    number: int
    hash: str
    mac: str
    aead: str
    sign: str

    def digest(self, data: bytes) -> bytes:
        """The hash (32 bytes)."""
        worker = hashes.Hash(self._algorithm())
        worker.update(data)
        return worker.finalize()

    def authenticate(self, key: bytes, data: bytes) -> bytes:
        """The keyed hash (HMAC, 32 bytes)."""
        worker = HMAC(key, self._algorithm())
        worker.update(data)
        return worker.finalize()

    def same(self, key: bytes, data: bytes, told: bytes) -> bool:
        """Whether `told` begins the keyed hash of the data; compared in constant time."""
        return bool(told) and hmac.compare_digest(self.authenticate(key, data)[: len(told)], told)

    def derive(self, key: bytes, purpose: str) -> bytes:
        """A key of its own for a purpose (HKDF, 32 bytes)."""
        return HKDF(self._algorithm(), KEY, None, f"petition-desk {purpose}".encode()).derive(key)

    def seal(self, key: bytes, plain: bytes, context: str) -> bytes:
        """Encrypted under the key and bound to a context."""
        return AEADS[self.aead].seal(key, plain, context.encode())

    def open(self, key: bytes, sealed: bytes, context: str) -> bytes | None:
        """The plain bytes; None for another key, another context, a changed byte."""
        return AEADS[self.aead].open(key, sealed, context.encode())

    def unproved(self, key: bytes, sealed: bytes) -> bytes:
        """The bytes without looking at the seal, for finding out what they might be. Nothing may rest on them."""
        counter = sealed[:NONCE] + b"\0\0\0\2"
        cipher = algorithms.AES(key) if self.aead == "aes-256-gcm" else algorithms.SM4(_sm4_key(key))
        if len(sealed) < NONCE + TAG:
            return b""
        worker = Cipher(cipher, modes.CTR(counter)).decryptor()
        return worker.update(sealed[NONCE:-TAG]) + worker.finalize()

    def _algorithm(self) -> hashes.HashAlgorithm:
        return hashes.SM3() if self.hash == "sm3" else hashes.SHA256()


INTL: Final = Suite(
    name="intl", number=1, hash="sha256", mac="hmac-sha256", aead="aes-256-gcm", sign="ed25519"
)
GM: Final = Suite(name="gm", number=2, hash="sm3", mac="hmac-sm3", aead="sm4-gcm", sign="sm2-sm3")
SUITES: Final = {suite.name: suite for suite in (INTL, GM)}
"""Suite by name."""


def suite(name: object) -> Suite:
    """The suite of that name. Raises Unavailable("suite.unknown") for one this program does not have."""
    found = SUITES.get(str(name))
    if found is None:
        raise Unavailable("suite.unknown", name=str(name)[:32])
    return found


def suite_numbered(number: int) -> Suite | None:
    """The suite with that byte in a header; None for one this program does not have."""
    return next((item for item in SUITES.values() if item.number == number), None)


class Signer(Protocol):
    """The secret side of a signature."""

    @property
    def public(self) -> str:
        """The public key in hex."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature over these bytes (64 bytes)."""
        ...


class Ed25519Signer:
    """Signs with Ed25519 (RFC 8032): the signature needs no fresh randomness."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)

    @property
    def public(self) -> str:
        """32 bytes in hex."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, data: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(data)


def new_signing_secret(sign: str) -> bytes:
    """Thirty-two fresh secret bytes for a signature algorithm. Raises Unavailable("suite.unknown", "suite.no_sm2")."""
    if sign == INTL.sign:
        return Ed25519PrivateKey.generate().private_bytes_raw()
    if sign == GM.sign:
        return sm2.new_secret()
    raise Unavailable("suite.unknown", name=sign[:32])


def signer(sign: str, secret: bytes) -> Signer:
    """The signer with that secret. Raises Unavailable("suite.unknown", "suite.no_sm2"), ValueError for a bad secret."""
    if sign == INTL.sign:
        return Ed25519Signer(secret)
    if sign == GM.sign:
        return sm2.Sm2Signer(secret)
    raise Unavailable("suite.unknown", name=sign[:32])


def is_signed(sign: str, data: bytes, signature: bytes, public: str) -> bool:
    """Whether the signature is that of the public key (hex) over these bytes.

    Raises Unavailable("suite.unknown", "suite.no_sm2").
    """
    if sign == GM.sign:
        return sm2.is_signed(data, signature, public)
    if sign != INTL.sign:
        raise Unavailable("suite.unknown", name=sign[:32])
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
