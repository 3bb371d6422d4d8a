"""A text sealed to one office in a code (`XFP1:`): a photo of it over somebody's shoulder reads nothing.

    code   = version (1) · key id (4) · one-time public key (32) · ciphertext and tag (16) · check (4)
    plain  = identity (16) · day (2, from 2020-01-01) · the text made small
    key    = HKDF-SHA256(X25519(one-time, office), salt = both public keys, info = "XFP1")
    cipher = ChaCha20-Poly1305 with an empty nonce (each key seals once), bound to everything before the ciphertext
    check  = the first bytes of the SHA-256 of all before it: tells a code misread from one that was changed
    text   = "XFP1:" · Base45(code)

Sources: RFC 7748, 5869, 8439; reference/exchange.md 4.3; docs/decisions/0181.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import BadInput, Refused
from app.qr import base45
from app.qr.families import Family
from app.qr.story_text import packed, unpacked

PREFIX: Final = f"{Family.PREREGISTRATION}:"
VERSION: Final = 1
KEY_ID, PUBLIC, IDENTITY, DAY, CHECK = 4, 32, 16, 2, 4
FIRST_DAY: Final = date(2020, 1, 1)
HEAD: Final = 1 + KEY_ID + PUBLIC
_TAG = 16
LARGEST: Final = 4096
"""Bytes of a whole code, over all its frames: no honest one comes near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a code said: its identity (told again, it is the same code), the day it was made, the text."""

    identity: UUID
    made_on: date
    text: str


class PageKey:
    """The secret of an office that its page seals to."""

    def __init__(self, secret: bytes) -> None:
        """32 bytes. Raises ValueError for any other number."""
        self._secret = X25519PrivateKey.from_private_bytes(secret)

    @property
    def public(self) -> bytes:
        """The public key (32 bytes), as the page holds it."""
        return self._secret.public_key().public_bytes_raw()

    @property
    def id(self) -> bytes:
        """Its short name in codes."""
        return key_id(self.public)

    def shared(self, one_time: bytes) -> bytes:
        """The key of one code. Raises BadInput("code.altered") for a public key that gives none (RFC 7748, 6.1)."""
        try:
            secret = self._secret.exchange(X25519PublicKey.from_public_bytes(one_time))
        except ValueError as error:
            raise BadInput("code.altered") from error
        return _derived(secret, one_time, self.public)


def key_id(public: bytes) -> bytes:
    """The short name of a public key: the first bytes of its SHA-256."""
    return hashlib.sha256(public).digest()[:KEY_ID]


def seal(text: str, public: bytes, *, identity: UUID, made_on: date, one_time: bytes) -> bytes:
    """A whole code. `one_time` is 32 secret random bytes that are used for nothing else.

    Raises ValueError for a key or a day that cannot be.
    """
    secret = X25519PrivateKey.from_private_bytes(one_time)
    own = secret.public_key().public_bytes_raw()
    head = bytes([VERSION]) + key_id(public) + own
    key = _derived(secret.exchange(X25519PublicKey.from_public_bytes(public)), own, public)
    day = (made_on - FIRST_DAY).days
    if not 0 <= day < 2**16:
        raise ValueError("day")
    plain = identity.bytes + day.to_bytes(DAY, "big") + packed(text)
    code = head + ChaCha20Poly1305(key).encrypt(bytes(12), plain, head)
    return code + check_of(code)


def open_code(code: bytes, keys: Mapping[bytes, PageKey]) -> Said:
    """What a whole code says to who holds one of these keys (by short name).

    Raises BadInput("code.misread", "code.altered"), Refused("code.newer", "code.other_key") with the key's short name.
    """
    if (
        not HEAD + _TAG + IDENTITY + DAY + CHECK <= len(code) <= LARGEST
        or check_of(code[:-CHECK]) != code[-CHECK:]
    ):
        raise BadInput("code.misread")
    if code[0] != VERSION:
        raise Refused("code.newer")
    head, sealed = code[:HEAD], code[HEAD:-CHECK]
    name = head[1 : 1 + KEY_ID]
    key = keys.get(name)
    if key is None:
        raise Refused("code.other_key", key=name.hex())
    try:
        plain = ChaCha20Poly1305(key.shared(head[1 + KEY_ID :])).decrypt(bytes(12), sealed, head)
    except InvalidTag as error:
        raise BadInput("code.altered") from error
    day = int.from_bytes(plain[IDENTITY : IDENTITY + DAY], "big")
    return Said(
        identity=UUID(bytes=plain[:IDENTITY]),
        made_on=FIRST_DAY + timedelta(days=day),
        text=unpacked(plain[IDENTITY + DAY :]),
    )


def to_code_text(code: bytes) -> str:
    """The text of a code that fits into one picture."""
    return PREFIX + base45.encode(code)


def from_code_text(text: str) -> bytes:
    """The bytes of a code's text. Raises BadInput("code.misread")."""
    if not text.startswith(PREFIX):
        raise BadInput("code.misread")
    return base45.decode(text.removeprefix(PREFIX))


def check_of(data: bytes) -> bytes:
    """What tells that nothing was misread; it proves nothing."""
    return hashlib.sha256(data).digest()[:CHECK]


def _derived(secret: bytes, one_time: bytes, public: bytes) -> bytes:
    return HKDF(
        algorithm=hashes.SHA256(), length=32, salt=one_time + public, info=PREFIX[:4].encode()
    ).derive(secret)
