"""The escrow slot: the data key for two county officers together, for neither of them alone.

The key is split in two by XOR with a random half; each half is an age message to one officer. So each opens a half where
their own key lies, without handing that key over, and one half says nothing of the data key. It opens the data, not what is
sealed to persons. Whoever looks at the keys of a folder sees that it is there and for whom (trust.md 5).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyrage

from app.errors import BadInput, Damaged, NotAllowed
from app.suites.suite import BOX, Suite
from db.slots import Identity, Place, bytes_of, text_of

OFFICERS = 2
WAY = "escrow"
GROUPS, DIGITS = 8, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A county officer who holds one half: a name for the screen, an age recipient."""

    name: str
    public: str

    @property
    def fingerprint(self) -> str:
        """Eight groups of five digits over the key, to be read to each other before it is trusted."""
        number = int.from_bytes(hashlib.sha256(f"escrow {self.public}".encode()).digest(), "big")
        digits = f"{number % 10 ** (GROUPS * DIGITS):0{GROUPS * DIGITS}d}"
        return " ".join(digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS))


def officers(slot: dict[str, Any]) -> tuple[Officer, ...]:
    """For whom a slot is. Raises Damaged("keys.slot")."""
    try:
        found = tuple(Officer(name=str(row["name"]), public=str(row["public"])) for row in slot["officers"])
    except (KeyError, TypeError) as error:
        raise Damaged("keys.slot") from error
    if len(found) != OFFICERS:
        raise Damaged("keys.slot")
    return found


def sealed(key: bytes, who: Sequence[Officer], place: Place, suite: Suite, at: int) -> dict[str, Any]:
    """A slot for these two. Raises BadInput("keys.escrow_two", "keys.escrow_key")."""
    if len({officer.public for officer in who}) != OFFICERS or len(who) != OFFICERS:
        raise BadInput("keys.escrow_two", field="officer")
    first = secrets.token_bytes(len(key))
    halves = (first, bytes(a ^ b for a, b in zip(first, key, strict=True)))
    try:
        parts = [
            text_of(
                bytes(
                    pyrage.encrypt(
                        place.box_context + half, [pyrage.x25519.Recipient.from_str(officer.public)]
                    )
                )
            )
            for officer, half in zip(who, halves, strict=True)
        ]
    except pyrage.RecipientError as error:
        raise BadInput("keys.escrow_key", field="officer") from error
    return {
        "alg": BOX,
        "officers": [{"name": officer.name, "public": officer.public} for officer in who],
        "parts": parts,
        "mac": text_of(suite.authenticate(suite.derive(key, "slots"), _proved(who, place))),
        "at": at,
    }


def is_proved(slot: dict[str, Any], key: bytes, place: Place, suite: Suite) -> bool:
    """Whether whoever named these officers had the data key."""
    try:
        told = bytes_of(slot["mac"])
    except (KeyError, TypeError, ValueError):
        return False
    return len(told) == 32 and suite.same(suite.derive(key, "slots"), _proved(officers(slot), place), told)


def opened(slot: dict[str, Any], identities: Sequence[bytes], place: Place) -> bytes:
    """The data key by both officers' identities, in whatever order; one alone opens nothing.

    Raises NotAllowed("keys.escrow_both"), Damaged("keys.slot").
    """
    halves = []
    for part in slot.get("parts", ()):
        half = _half(part, identities, place)
        if half is None:
            raise NotAllowed("keys.escrow_both")
        halves.append(half)
    if len(halves) != OFFICERS or len(halves[0]) != len(halves[1]):
        raise Damaged("keys.slot")
    return bytes(a ^ b for a, b in zip(*halves, strict=True))


def _half(part: str, identities: Sequence[bytes], place: Place) -> bytes | None:
    try:
        keys = [pyrage.x25519.Identity.from_str(Identity.of(secret).secret) for secret in identities]
        plain = bytes(pyrage.decrypt(base64.b64decode(part, validate=True), keys))
    except pyrage.DecryptError:
        return None
    except (TypeError, ValueError) as error:
        raise Damaged("keys.slot") from error
    if not plain.startswith(place.box_context):
        raise Damaged("keys.slot")
    return plain[len(place.box_context) :]


def _proved(who: Sequence[Officer], place: Place) -> bytes:
    return place.box_context + "|".join(officer.public for officer in who).encode()
