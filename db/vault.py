"""Keys on disk: the key file with its slots, and people's own keys under their passwords.

`station.keys.json` lies beside the database and is not secret: it holds the data key wrapped in slots (typed-back
recovery code, clerk passphrases, the system's keyring: db/keyring_slot.py), a key-check value that tells a wrong key
from damage, and the recovery holder's age identity wrapped by the recovery code. There is no plaintext fallback, and
no new key is ever made while a database exists. Argon2id and AES-256-GCM (trust.md 5).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.errors import Damaged, NotAllowed, Unavailable
from db.personal_signing import PersonalSigner

FILE = "station.keys.json"
KEY_BYTES = 32
CODE_GROUPS = 8
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Thirty-two characters that are not mistaken for each other on paper: no I, O, 0, 1."""
KEPT_COPIES = 3


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a passphrase is to try: Argon2id memory in KiB, passes, lanes. Stored in the slot."""

    memory: int
    passes: int
    lanes: int


FULL = Strength(128 * 1024, 3, 2)
TRAINING = Strength(1024, 1, 1)
"""Training folders hold nothing real; their accounts open without a password, so hardness would only cost time."""


def new_code() -> str:
    """A fresh recovery code: eight groups of five characters, 200 bits, for the envelope in the safe."""
    return "-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(5)) for _ in range(CODE_GROUPS))


def same_code(text: str) -> str:
    """A typed code as it was printed: upper case, without spaces and hyphens."""
    return "".join(c for c in text.upper() if c.isalnum())


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


def file_names() -> tuple[str, ...]:
    """Every name under which a key file or one of its older copies may lie."""
    return (FILE, *(f"{FILE}.{age}" for age in range(1, KEPT_COPIES + 1)), f"{FILE}.new")


def wrap_raw(secret: bytes, key: bytes, context: str) -> dict[str, Any]:
    """A slot's sealed part: the secret under a random 32-byte key that lies elsewhere, bound to its context."""
    nonce = secrets.token_bytes(12)
    return {"nonce": _text(nonce), "sealed": _text(AESGCM(key).encrypt(nonce, secret, context.encode()))}


def unwrap_raw(slot: dict[str, Any], key: bytes, context: str) -> bytes | None:
    """The secret, or None for another key. Raises Damaged("keys.slot")."""
    try:
        return AESGCM(key).decrypt(_bytes(slot["nonce"]), _bytes(slot["sealed"]), context.encode())
    except InvalidTag:
        return None
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("keys.slot") from error


def wrap(secret: bytes, passphrase: str, context: str, strength: Strength) -> dict[str, Any]:
    """A slot: the secret under a passphrase, bound to its context."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    key = _stretched(passphrase, salt, strength)
    sealed = AESGCM(key).encrypt(nonce, secret, context.encode())
    return {
        "kdf": "argon2id",
        "memory": strength.memory,
        "passes": strength.passes,
        "lanes": strength.lanes,
        "salt": _text(salt),
        "nonce": _text(nonce),
        "sealed": _text(sealed),
    }


def unwrap(slot: dict[str, Any], passphrase: str, context: str) -> bytes | None:
    """The secret, or None for a wrong passphrase. Raises Damaged("keys.slot")."""
    try:
        strength = Strength(int(slot["memory"]), int(slot["passes"]), int(slot["lanes"]))
        if slot["kdf"] != "argon2id" or strength.memory > 1024 * 1024 or strength.passes > 16:
            raise Damaged("keys.slot")
        key = _stretched(passphrase, _bytes(slot["salt"]), strength)
        return AESGCM(key).decrypt(_bytes(slot["nonce"]), _bytes(slot["sealed"]), context.encode())
    except InvalidTag:
        return None
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("keys.slot") from error


class KeyFile:
    """The key file of one data folder."""

    def __init__(self, folder: Path, content: dict[str, Any]) -> None:
        self._folder = folder
        self._content = content

    @classmethod
    def create(
        cls, folder: Path, *, code: str, training: bool, memory_id: str
    ) -> tuple[KeyFile, bytes, Identity]:
        """Makes the data key, the recovery slot and the recovery holder. Writes the file.

        Raises Unavailable("keys.exists") where a key file or database is already.
        """
        if (folder / FILE).exists() or any(folder.glob("*.db")):
            raise Unavailable("keys.exists")
        key, holder = secrets.token_bytes(KEY_BYTES), Identity.fresh()
        strength = TRAINING if training else FULL
        content = {
            "v": 1,
            "suite": "intl",
            "memory": memory_id,
            "generation": 1,
            "check": _check_value(key),
            "slots": {
                "recovery": wrap(key, same_code(code), _context(memory_id, "recovery"), strength),
                "recovery-holder": wrap(
                    holder.secret.encode(), same_code(code), _context(memory_id, "recovery-holder"), strength
                ),
            },
        }
        file = cls(folder, content)
        file._write()
        return file, key, holder

    @classmethod
    def read(cls, folder: Path) -> KeyFile:
        """Reads the file. Raises Unavailable("keys.none"), Damaged("keys.file")."""
        try:
            content = json.loads((folder / FILE).read_text())
        except FileNotFoundError as error:
            raise Unavailable("keys.none") from error
        except (OSError, ValueError) as error:
            raise Damaged("keys.file") from error
        if not _whole(content):
            raise Damaged("keys.file")
        return cls(folder, content)

    @property
    def memory_id(self) -> str:
        """Which memory the slots belong to: every slot is bound to it."""
        return str(self._content["memory"])

    def slot(self, name: str) -> dict[str, Any] | None:
        """A slot as it is written, or None. Raises Damaged("keys.slot")."""
        found = self._content["slots"].get(name)
        if found is not None and not isinstance(found, dict):
            raise Damaged("keys.slot")
        return found

    def put_slot(self, name: str, slot: dict[str, Any], key: bytes) -> None:
        """Adds or replaces a slot that wraps the data key `key`. Raises Damaged("keys.not_this_folder")."""
        self.checked(key)
        self._content["slots"][name] = slot
        self._write()

    def drop_slot(self, name: str) -> None:
        """Takes a slot away; the recovery slot stays, whoever asks."""
        if name != "recovery" and self._content["slots"].pop(name, None) is not None:
            self._write()

    @property
    def strength(self) -> Strength:
        """How hard the slots of this folder are."""
        slot = self._content["slots"]["recovery"]
        return Strength(int(slot["memory"]), int(slot["passes"]), int(slot["lanes"]))

    @property
    def training(self) -> bool:
        """Whether the slots are those of a training folder, which holds nothing real."""
        return self.strength == TRAINING

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts whose passwords open the data key."""
        slots = (name.partition(":") for name in self._content["slots"])
        return tuple(rest for kind, _, rest in slots if kind == "clerk")

    def by_code(self, code: str) -> bytes:
        """The data key by recovery code. Raises NotAllowed("keys.wrong_code"), Damaged("keys.slot")."""
        key = self._open("recovery", same_code(code))
        if key is None:
            raise NotAllowed("keys.wrong_code")
        return self.checked(key)

    def holder_by_code(self, code: str) -> Identity | None:
        """The recovery holder's identity, for opening sealed parts when a person's own key is lost."""
        secret = self._open("recovery-holder", same_code(code))
        if secret is None:
            return None
        return Identity(str(pyrage.x25519.Identity.from_str(secret.decode()).to_public()), secret.decode())

    def by_password(self, account: str, password: str) -> bytes | None:
        """The data key by a clerk's passphrase slot; None when there is no such slot or the password is wrong."""
        key = self._open(f"clerk:{account}", password)
        return None if key is None else self.checked(key)

    def add_password(self, account: str, password: str, key: bytes) -> None:
        """Adds or replaces a clerk's passphrase slot for the data key."""
        name = f"clerk:{account}"
        self.put_slot(name, wrap(key, password, _context(self.memory_id, name), self.strength), key)

    def _open(self, name: str, passphrase: str) -> bytes | None:
        slot = self._content["slots"].get(name)
        return None if slot is None else unwrap(slot, passphrase, _context(self.memory_id, name))

    def checked(self, key: bytes) -> bytes:
        """The key, if it is this folder's. Raises Damaged("keys.not_this_folder")."""
        if not hmac.compare_digest(_check_value(key), self._content["check"]):
            raise Damaged("keys.not_this_folder")
        return key

    def _write(self) -> None:
        """New file, synced, renamed over the old one; the last three are kept."""
        path = self._folder / FILE
        for age in range(KEPT_COPIES, 0, -1):
            older = path.with_suffix(f".json.{age}")
            newer = path if age == 1 else path.with_suffix(f".json.{age - 1}")
            if newer.exists():
                older.write_bytes(newer.read_bytes())
        fresh = path.with_suffix(".json.new")
        with open(fresh, "w", encoding="utf-8") as file:
            json.dump(self._content, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)


def _whole(content: object) -> bool:
    """Whether a key file holds what it must: a damaged one is told apart from a wrong code."""
    if not isinstance(content, dict):
        return False
    slots = content.get("slots")
    texts = all(isinstance(content.get(name), str) for name in ("check", "memory"))
    return texts and isinstance(slots, dict) and isinstance(slots.get("recovery"), dict)


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


def _stretched(passphrase: str, salt: bytes, strength: Strength) -> bytes:
    return Argon2id(
        salt=salt,
        length=32,
        iterations=strength.passes,
        lanes=strength.lanes,
        memory_cost=strength.memory,
    ).derive(passphrase.encode("utf-8"))


def _check_value(key: bytes) -> str:
    return hmac.new(key, b"key check", hashlib.sha256).hexdigest()[:16]


def _context(memory_id: str, slot: str) -> str:
    return f"{memory_id}|1|{slot}"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
