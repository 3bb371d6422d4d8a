"""A person's own keys at work: sealing parts to persons, opening those that are addressed to this one (age v1)."""

from __future__ import annotations

from typing import Any

import pyrage

from app.errors import Unavailable
from db.personal_signing import PersonalSigner
from db.slots import Identity


class PersonalSealer:
    """Seals parts to persons as age messages; opens those that the signed-in person holds a key for."""

    def __init__(self, identities: tuple[Identity, ...] = ()) -> None:
        self._identities = [pyrage.x25519.Identity.from_str(item.secret) for item in identities]

    @property
    def signer(self) -> PersonalSigner | None:
        """Signs heads with a key derived from this person's own; None for somebody without keys."""
        return PersonalSigner.of(str(self._identities[0])) if self._identities else None

    def seal(self, plain: bytes, holders: Any) -> bytes:
        """An age message to these recipients. Raises Unavailable("seal.too_few_holders") for fewer than two."""
        recipients = [pyrage.x25519.Recipient.from_str(holder) for holder in dict.fromkeys(holders)]
        if len(recipients) < 2:
            raise Unavailable("seal.too_few_holders")
        return bytes(pyrage.encrypt(plain, recipients))

    def seal_own(self, plain: bytes) -> bytes:
        """An age message to this person alone: for drafts."""
        return bytes(pyrage.encrypt(plain, [item.to_public() for item in self._identities]))

    def open(self, sealed: bytes) -> bytes | None:
        """The plain bytes, or None when this person holds no key for them."""
        if not self._identities:
            return None
        try:
            return bytes(pyrage.decrypt(sealed, self._identities))
        except pyrage.DecryptError:
            return None
