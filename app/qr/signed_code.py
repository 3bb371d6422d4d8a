"""A code that a station signed: whoever holds the station's public key knows without a network that it is genuine.

    code   = version (1) · key id (8) · payload · signature (64)
    key id = the first bytes of the SHA-256 of the public key's bytes
    signed = prefix, as "XFV1" · a zero byte · version · key id · payload
    text   = prefix · ":" · Base45(code)

The domain line in front keeps the families apart from each other and from headers of packages, which begin with "{". The
algorithm is that of the key one knows, never what a code says: Ed25519 (RFC 8032), or SM2 with SM3 (GB/T 32918.2). Signed
codes are single, never in frames (reference/exchange.md 4.4; docs/decisions/0187). Their payload has an even number of
bytes, the whole an odd one: so no text ends with a blank, which many a field would take away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.errors import BadInput, Refused
from app.exchange.keys import is_signed
from app.qr import base45
from app.qr.families import Family

VERSION: Final = 1
KEY_ID: Final = 8
HEAD: Final = 1 + KEY_ID
SIGNATURE: Final = 64
LARGEST: Final = 300
"""Bytes of a whole code (reference/trust.md, row 35)."""
FIRST_DAY: Final = date(2020, 1, 1)
DAY: Final = 2
"""Bytes of a day, counted from the first one."""
STATION: Final = 4
Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A code that was taken apart; nothing of it is proved before `is_genuine` said so."""

    family: Family
    key: str
    payload: bytes
    signed: bytes
    signature: bytes

    def is_genuine(self, public: str) -> bool:
        """Whether the holder of this public key (hex) signed it. Raises Unavailable("suite.no_sm2")."""
        return key_id(public) == self.key and is_signed(self.signed, self.signature, public)


def key_id(public: str) -> str:
    """The short name of a public key (hex) in signed codes: sixteen hexadecimal digits."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[: 2 * KEY_ID]


def signed_text(family: Family, payload: bytes, *, public: str, sign: Sign) -> str:
    """The text of a code that says `payload`, signed by the holder of `public`. Raises ValueError for an odd payload."""
    if len(payload) % 2:
        raise ValueError("payload")
    head = bytes([VERSION]) + bytes.fromhex(key_id(public))
    signature = sign(_domain(family) + head + payload)
    return f"{family}:{base45.encode(head + payload + signature)}"


def taken_apart(text: str, family: Family) -> Signed:
    """The parts of a code's text, as a scanner gave it; a line end behind it and lower case are forgiven.

    Raises BadInput("code.misread") for what is no code of the family, Refused("code.newer") for a later version.
    """
    prefix, _, rest = text.lstrip().rstrip("\r\n\t").partition(":")
    if prefix.upper() != family or len(rest) > 2 * LARGEST:
        raise BadInput("code.misread")
    code = base45.decode(rest.upper())
    if not HEAD + SIGNATURE < len(code) <= LARGEST or len(code) % 2 == 0:
        raise BadInput("code.misread")
    if code[0] != VERSION:
        raise Refused("code.newer")
    body, signature = code[:-SIGNATURE], code[-SIGNATURE:]
    return Signed(
        family=family,
        key=body[1:HEAD].hex(),
        payload=body[HEAD:],
        signed=_domain(family) + body,
        signature=signature,
    )


def _domain(family: Family) -> bytes:
    return family.encode() + b"\0"


def filled(text: str, count: int) -> bytes:
    """Letters and digits filled up with zero bytes. Raises ValueError for a text that is too long or no ASCII."""
    made = text.encode("ascii")
    if len(made) > count:
        raise ValueError("text")
    return made.ljust(count, b"\0")


def day_bytes(day: date) -> bytes:
    """A day in two bytes. Raises ValueError for one that does not fit."""
    number = (day - FIRST_DAY).days
    if not 0 <= number < 256**DAY:
        raise ValueError("day")
    return number.to_bytes(DAY, "big")


def day_of_bytes(data: bytes) -> date:
    """The day of two bytes."""
    return FIRST_DAY + timedelta(days=int.from_bytes(data, "big"))


class Reader:
    """Takes the fields of a payload off its front, in order; what is left over or missing is a misread code."""

    def __init__(self, payload: bytes) -> None:
        self._left = payload

    def take(self, count: int) -> bytes:
        """The next bytes. Raises BadInput("code.misread") when there are fewer."""
        found, self._left = self._left[:count], self._left[count:]
        if len(found) != count:
            raise BadInput("code.misread")
        return found

    def number(self, count: int) -> int:
        """The next bytes as a number."""
        return int.from_bytes(self.take(count), "big")

    def text(self, count: int) -> str:
        """The next bytes as capital letters and digits, filled up with zeros. Raises BadInput("code.misread") for others."""
        found = self.take(count).rstrip(b"\0")
        if not found.isalnum() or found != found.upper():
            raise BadInput("code.misread")
        return found.decode("ascii")

    def end(self) -> None:
        """Raises BadInput("code.misread") when something is left."""
        if self._left:
            raise BadInput("code.misread")
