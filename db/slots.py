"""What a slot of the key file is: the data key in a box that only one secret opens.

A slot has a key pair of its own. Its secret half lies under a password, a recovery code, or a random key that another
store keeps; the data key is encrypted to its public half. So the data key can be changed without asking anybody for a
password, and who has the old data key learns nothing of the new one. Slots of older files hold the data key itself under
the secret; they are read, and written anew when their secret is next at hand. Argon2id; decision 0112.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from typing import Any

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.errors import Damaged
from app.suites.suite import BOX, INTL, KDF, Suite, aead


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a passphrase is to try: Argon2id memory in KiB, passes, lanes. Stored in the slot."""

    memory: int
    passes: int
    lanes: int


@dataclass(frozen=True, slots=True)
class Identity:
    """An age key pair: `public` travels, `secret` never does."""

    public: str
    secret: str

    @classmethod
    def fresh(cls) -> Identity:
        """A new pair."""
        made = pyrage.x25519.Identity.generate()
        return cls(str(made.to_public()), str(made))

    @classmethod
    def of(cls, secret: bytes) -> Identity:
        """The pair of a secret. Raises Damaged("keys.slot")."""
        try:
            found = pyrage.x25519.Identity.from_str(secret.decode().strip())
        except (pyrage.IdentityError, UnicodeDecodeError) as error:
            raise Damaged("keys.slot") from error
        return cls(str(found.to_public()), str(found))


@dataclass(frozen=True, slots=True)
class Place:
    """Whose slot it is: the memory's id, the generation of the data key, the slot's name. All of it is bound."""

    memory: str
    generation: int
    name: str

    @property
    def secret_context(self) -> str:
        """What the slot's own secret is bound to: it outlives the data key."""
        return f"{self.memory}|1|{self.name}"

    @property
    def box_context(self) -> bytes:
        """What the data key is bound to."""
        return f"{self.memory}|{self.generation}|{self.name}|".encode()


def wrap_raw(secret: bytes, key: bytes, context: str, suite: Suite = INTL) -> dict[str, Any]:
    """A slot's sealed part: the secret under a random 32-byte key that lies elsewhere, bound to its context."""
    return {"alg": suite.aead, "sealed": text_of(suite.seal(key, secret, context))}


def unwrap_raw(slot: dict[str, Any], key: bytes, context: str) -> bytes | None:
    """The secret, or None for another key. Raises Damaged("keys.slot"), Unavailable("suite.unknown")."""
    try:
        if "alg" in slot:
            return aead(str(slot["alg"])).open(key, bytes_of(slot["sealed"]), context.encode())
        return AESGCM(key).decrypt(bytes_of(slot["nonce"]), bytes_of(slot["sealed"]), context.encode())
    except InvalidTag:
        return None
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("keys.slot") from error


def wrap(
    secret: bytes, passphrase: str, context: str, strength: Strength, suite: Suite = INTL
) -> dict[str, Any]:
    """A secret under a passphrase, bound to its context."""
    salt = secrets.token_bytes(16)
    return {
        "kdf": KDF,
        "memory": strength.memory,
        "passes": strength.passes,
        "lanes": strength.lanes,
        "salt": text_of(salt),
        **wrap_raw(secret, _stretched(passphrase, salt, strength), context, suite),
    }


def unwrap(slot: dict[str, Any], passphrase: str, context: str) -> bytes | None:
    """The secret, or None for a wrong passphrase. Raises Damaged("keys.slot"), Unavailable("suite.unknown")."""
    try:
        strength = Strength(int(slot["memory"]), int(slot["passes"]), int(slot["lanes"]))
        if slot["kdf"] != KDF or strength.memory > 1024 * 1024 or strength.passes > 16:
            raise Damaged("keys.slot")
        key = _stretched(passphrase, bytes_of(slot["salt"]), strength)
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("keys.slot") from error
    return unwrap_raw(slot, key, context)


def boxed(key: bytes, public: str, place: Place, suite: Suite) -> dict[str, Any]:
    """The data key encrypted to a slot's public half, and the proof that whoever put it there had the data key."""
    sealed = pyrage.encrypt(place.box_context + key, [pyrage.x25519.Recipient.from_str(public)])
    proof = suite.authenticate(suite.derive(key, "slots"), _proved(public, place))
    return {"box": BOX, "public": public, "key": text_of(bytes(sealed)), "mac": text_of(proof)}


def unboxed(slot: dict[str, Any], secret: bytes, place: Place) -> bytes:
    """The data key by the slot's secret; in a slot of an older file the secret is the data key itself.

    Raises Damaged("keys.slot").
    """
    if "public" not in slot:
        return secret
    try:
        identity = pyrage.x25519.Identity.from_str(secret.decode())
        plain = bytes(pyrage.decrypt(bytes_of(slot["key"]), [identity]))
    except (pyrage.DecryptError, pyrage.IdentityError, KeyError, TypeError, ValueError) as error:
        raise Damaged("keys.slot") from error
    if not plain.startswith(place.box_context):
        raise Damaged("keys.slot")
    return plain[len(place.box_context) :]


def is_proved(slot: dict[str, Any], key: bytes, place: Place, suite: Suite) -> bool:
    """Whether this slot was made by somebody who had the data key, and not slipped into the file."""
    try:
        told = bytes_of(slot["mac"])
        return len(told) == 32 and suite.same(
            suite.derive(key, "slots"), _proved(str(slot["public"]), place), told
        )
    except (KeyError, TypeError, ValueError):
        return False


def _proved(public: str, place: Place) -> bytes:
    return place.box_context + public.encode()


def _stretched(passphrase: str, salt: bytes, strength: Strength) -> bytes:
    return Argon2id(
        salt=salt,
        length=32,
        iterations=strength.passes,
        lanes=strength.lanes,
        memory_cost=strength.memory,
    ).derive(passphrase.encode("utf-8"))


def text_of(data: bytes) -> str:
    """Bytes as they stand in a key file."""
    return base64.b64encode(data).decode()


def bytes_of(text: str) -> bytes:
    """What stands in a key file as bytes. Raises ValueError, TypeError."""
    return base64.b64decode(text, validate=True)
