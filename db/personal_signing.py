"""A person's key for signing heads: Ed25519, derived from their own key, so that only their password makes it.

Nothing of it is stored: whoever has the database key and no password can change rows, and cannot sign what they changed.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEED = 32
PURPOSE = b"petition-desk signed heads"


class PersonalSigner:
    """Signs with one person's key."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @classmethod
    def of(cls, secret: str) -> PersonalSigner:
        """The signer of whoever holds this age identity (RFC 5869, with its own purpose)."""
        return cls(HKDF(algorithm=SHA256(), length=SEED, salt=None, info=PURPOSE).derive(secret.encode()))

    @property
    def public(self) -> str:
        """The public key in hex."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, data: bytes) -> str:
        """The signature over the bytes, in hex."""
        return self._key.sign(data).hex()
