"""A station's own keys, and what the other side may know of them: one to sign, one (age, X25519) to receive.

Keys travel on a trust card (.json), which shows nothing secret. Its fingerprint is eight groups of five digits: what
two offices read to each other by telephone before they pin the keys (trust.md 5, Enrolment).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pyrage

from app.domain import codec
from app.domain.fields import from_json, to_json
from app.errors import AppError, BadInput
from app.suites import suite as suites

CARD = "xfp-card/1"
LARGEST_CARD = 16 * 1024
GROUPS, DIGITS = 8, 5
_SIGN_PUBLIC = {
    suites.INTL.sign: re.compile(r"[0-9a-f]{64}"),
    suites.GM.sign: re.compile(r"[0-9a-f]{128}"),
}
"""Public signing keys in hex, by algorithm. Their lengths differ, so a pinned key says by itself how it verifies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustCard:
    """The public side of a station (信任卡): who it is, and its two public keys.

    `sign` is the public signing key in hex, `alg` its algorithm (absent: Ed25519), `box` an age recipient (`age1…`).
    """

    station: str
    office: str
    role: str
    sign: str
    box: str
    training: bool = False
    alg: str = ""

    @property
    def fingerprint(self) -> str:
        """Eight groups of five digits over everything the card says: 132 bits."""
        digest = hashlib.sha256(codec.canonical({"format": CARD, **to_json(self)})).digest()
        digits = f"{int.from_bytes(digest, 'big') % 10 ** (GROUPS * DIGITS):0{GROUPS * DIGITS}d}"
        return " ".join(digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS))

    def to_bytes(self) -> bytes:
        """The card as a file."""
        return codec.canonical({"format": CARD, **to_json(self), "fingerprint": self.fingerprint}) + b"\n"

    @classmethod
    def from_bytes(cls, data: bytes) -> TrustCard:
        """Reads a card. Raises BadInput("trust.card") for anything else, also for one that was changed."""
        try:
            if len(data) > LARGEST_CARD:
                raise BadInput("trust.card")
            raw = codec.parse_object(data)
            card = from_json(cls, raw)
            pyrage.x25519.Recipient.from_str(card.box)
            if raw.get("format") != CARD or raw.get("fingerprint") != card.fingerprint:
                raise BadInput("trust.card")
            if sign_algorithm(card.sign) != (card.alg or suites.INTL.sign):
                raise BadInput("trust.card")
        except (AppError, pyrage.RecipientError) as error:
            raise BadInput("trust.card") from error
        return card


def same_digits(one: str, other: str) -> bool:
    """Whether two fingerprints say the same, however their groups were parted."""
    return "".join(c for c in one if c.isdigit()) == "".join(c for c in other if c.isdigit())


def key_id(public: str) -> str:
    """A short name for a public key, for the clear header: sixteen hex digits of its SHA-256."""
    return hashlib.sha256(public.encode()).hexdigest()[:16]


def sign_algorithm(public: str) -> str:
    """Which algorithm a pinned public key is for; nothing a package says can change it. Empty for no such key."""
    return next((name for name, form in _SIGN_PUBLIC.items() if form.fullmatch(public)), "")


def is_signed(data: bytes, signature: bytes, public: str) -> bool:
    """Whether `signature` is that of the pinned key `public` (hex) over these bytes. Raises Unavailable("suite.no_sm2")."""
    algorithm = sign_algorithm(public)
    return bool(algorithm) and suites.is_signed(algorithm, data, signature, public)


def public_pem(public: str) -> bytes:
    """The public key as `openssl` reads it (RFC 8410; SM2: RFC 5480): for the recipe in docs/FORMAT.md."""
    sm2 = sign_algorithm(public) == suites.GM.sign
    head = "3059301306072a8648ce3d020106082a811ccf5501822d03420004" if sm2 else "302a300506032b6570032100"
    der = bytes.fromhex(head) + bytes.fromhex(public)
    return b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(der) + b"\n-----END PUBLIC KEY-----\n"


class Writer(Protocol):
    """Anything that takes bytes."""

    def write(self, data: bytes) -> int:
        """Takes the next bytes."""
        ...


class Readable(Protocol):
    """Anything that gives bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        ...


class Decrypting(Protocol):
    """Whoever opens what was sent to this station."""

    def decrypt(self, source: Readable, target: Writer) -> bool:
        """Decrypts an age stream piece by piece; False when it is no age stream for these keys or was cut."""
        ...


class ReceivingKey:
    """The secret receiving keys alone, a line each: what the child that checks a package is given, and it cannot sign."""

    def __init__(self, boxes: str) -> None:
        """Raises ValueError for what is no age identity, or none at all."""
        try:
            self._boxes = [pyrage.x25519.Identity.from_str(box) for box in boxes.splitlines()]
        except pyrage.IdentityError as error:
            raise ValueError("box") from error
        if not self._boxes:
            raise ValueError("box")

    def decrypt(self, source: Readable, target: Writer) -> bool:
        """Decrypts an age stream piece by piece; False when it is no age stream for these keys or was cut."""
        return _decrypted(source, target, self._boxes)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierBox:
    """A receiving key that was replaced: its short name, until when packages sealed to it are taken (UTC milliseconds).

    `secret` is its age identity, empty once it was destroyed: the name alone says then why a package is refused.
    """

    id: str
    until: int
    secret: str = ""


class StationKeys:
    """The secret side: signs, and opens what was sent to this station. Held by db/, never shown."""

    def __init__(
        self, sign: bytes, box: str, alg: str = suites.INTL.sign, earlier: Sequence[EarlierBox] = ()
    ) -> None:
        """`earlier` are the receiving keys before this one, the newest first.

        Raises Unavailable("suite.unknown", "suite.no_sm2"), ValueError for a secret that is none.
        """
        self.alg = alg
        self.earlier = tuple(earlier)
        self._sign = suites.signer(alg, sign)
        self._box = pyrage.x25519.Identity.from_str(box)
        self._all = [
            self._box,
            *(pyrage.x25519.Identity.from_str(item.secret) for item in self.earlier if item.secret),
        ]

    @classmethod
    def fresh(cls, alg: str = suites.INTL.sign) -> tuple[StationKeys, bytes, str]:
        """New keys, and their two secrets to be kept: 32 bytes for signing, an age identity."""
        sign = suites.new_signing_secret(alg)
        box = str(pyrage.x25519.Identity.generate())
        return cls(sign, box, alg), sign, box

    @property
    def sign_public(self) -> str:
        """The public signing key in hex."""
        return self._sign.public

    @property
    def box_public(self) -> str:
        """The public receiving key, an age recipient."""
        return str(self._box.to_public())

    @property
    def identity(self) -> str:
        """The secret receiving keys as age reads them, a line each: for the child that checks, and for exercises."""
        return "\n".join(str(item) for item in self._all)

    def taken_until(self, recipients: Sequence[str]) -> int | None:
        """Until when (UTC milliseconds) packages for these recipients (short names) are taken; None: for ever.

        A name that is none of ours is taken, too: whether the package opens is another question.
        """
        if key_id(self.box_public) in recipients:
            return None
        return max((item.until for item in self.earlier if item.id in recipients), default=None)

    def sign(self, data: bytes) -> bytes:
        """The signature over these bytes (64 bytes)."""
        return self._sign.sign(data)

    def decrypt(self, source: Readable, target: Writer) -> bool:
        """Decrypts an age stream piece by piece; False when it is no age stream for these keys or was cut."""
        return _decrypted(source, target, self._all)


def _decrypted(source: Readable, target: Writer, boxes: Sequence[pyrage.x25519.Identity]) -> bool:
    try:
        pyrage.decrypt_io(source, target, boxes)
    except (pyrage.DecryptError, OSError):
        return False
    return True


def encrypt(source: Readable, target: Writer, recipients: tuple[str, ...]) -> bool:
    """Encrypts everything that `source` gives to these age recipients; False when reading or writing failed."""
    try:
        pyrage.encrypt_io(source, target, [pyrage.x25519.Recipient.from_str(item) for item in recipients])
    except (pyrage.EncryptError, OSError):
        return False
    return True
