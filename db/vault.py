"""Keys on disk: the key file with its slots, and people's own keys under their passwords.

`station.keys.json` lies beside the database and is not secret: it holds the data key in slots (db/slots.py: typed-back
recovery code, clerk passphrases, the system's keyring, two county officers), a key-check value that tells a wrong key
from damage, and the recovery holder's age identity wrapped by the recovery code. There is no plaintext fallback, and
no new key is ever made while a database exists (trust.md 5, decision 0112).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.errors import AppError, Damaged, NotAllowed, Unavailable
from app.suites.suite import INTL, Suite, suite
from db import durable, slots
from db.sealer import PersonalSealer as PersonalSealer
from db.slots import Identity as Identity
from db.slots import Place
from db.slots import Strength as Strength
from db.slots import unwrap as unwrap
from db.slots import wrap as wrap

FILE = "station.keys.json"
FORM = 2
KEY_BYTES = 32
CODE_GROUPS = 8
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Thirty-two characters that are not mistaken for each other on paper: no I, O, 0, 1."""
KEPT_COPIES = 3
RECOVERY, HOLDER, ESCROW, CLERK = "recovery", "recovery-holder", "escrow", "clerk"
"""Names of slots; a clerk's is `clerk:<account>`, the keyring's is in db/keyring_slot.py."""
DATABASE_CIPHER = "sqlcipher-4"
"""How the database files are encrypted, in both suites: AES-256-CBC with HMAC-SHA512 a page."""
FULL = Strength(128 * 1024, 3, 2)
TRAINING = Strength(1024, 1, 1)
"""Training folders hold nothing real; their accounts open without a password, so hardness would only cost time."""


def new_code() -> str:
    """A fresh recovery code: eight groups of five characters, 200 bits, for the envelope in the safe."""
    return "-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(5)) for _ in range(CODE_GROUPS))


def same_code(text: str) -> str:
    """A typed code as it was printed: upper case, without spaces and hyphens."""
    return "".join(c for c in text.upper() if c.isalnum())


def older_names() -> tuple[str, ...]:
    """Names of the older copies of the key file, newest first."""
    return tuple(f"{FILE}.{age}" for age in range(1, KEPT_COPIES + 1))


def file_names() -> tuple[str, ...]:
    """Every name under which a key file or one of its older copies may lie."""
    return (FILE, *older_names(), *(f"{name}.new" for name in (FILE, *older_names())))


class KeyFile:
    """The key file of one data folder. `older` is the age of the copy that stands in for a damaged file; 0: the file."""

    def __init__(self, folder: Path, content: dict[str, Any], older: int = 0) -> None:
        self._folder = folder
        self._content = content
        self.older = older
        self.told: Callable[[Mapping[str, dict[str, Any] | None]], None] = _nobody
        """Who is told of slots that were put in (None: taken away): the other desks of a hall (db/shared_slots.py)."""

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        code: str,
        training: bool,
        memory_id: str,
        suite_name: str = INTL.name,
        at: int = 0,
    ) -> tuple[KeyFile, bytes, Identity]:
        """Makes the data key, the recovery slot and the recovery holder. Writes the file. `at`: UTC milliseconds.

        Raises Unavailable("keys.exists") where any key file or database is already, Unavailable("suite.unknown").
        """
        if any((folder / name).exists() for name in file_names()) or any(folder.glob("*.db")):
            raise Unavailable("keys.exists")
        key, holder = secrets.token_bytes(KEY_BYTES), Identity.fresh()
        chosen = suite(suite_name)
        content: dict[str, Any] = {
            "v": FORM,
            "suite": chosen.name,
            "database": DATABASE_CIPHER,
            "memory": memory_id,
            "generation": 1,
            "check": _check_value(key, chosen),
            "created_at": at,
            "slots": {},
        }
        file = cls(folder, content)
        strength = TRAINING if training else FULL
        content["slots"][RECOVERY] = file.passphrase_slot(RECOVERY, same_code(code), key, strength, at)
        content["slots"][HOLDER] = holder_slot(file, holder, code, strength, at)
        file._write()
        return file, key, holder

    @classmethod
    def read(cls, folder: Path) -> KeyFile:
        """Reads the file; when it is damaged, the newest sound older copy (`older` tells, and it must be said).

        Raises Unavailable("keys.none", "keys.newer_program"), Damaged("keys.file", "keys.not_ours").
        """
        try:
            return cls(folder, _content_of(folder / FILE))
        except Damaged as error:
            for age, name in enumerate(older_names(), start=1):
                with contextlib.suppress(AppError):
                    return cls(folder, _content_of(folder / name), older=age)
            raise error

    @property
    def memory_id(self) -> str:
        """Which memory the slots belong to: every slot is bound to it."""
        return str(self._content["memory"])

    @property
    def suite(self) -> Suite:
        """The suite that new objects of this folder are made with. Raises Unavailable("suite.unknown")."""
        return suite(self._content.get("suite", INTL.name))

    @property
    def generation(self) -> int:
        """How many data keys this memory has had."""
        return int(self._content.get("generation", 1))

    @property
    def created_at(self) -> int:
        """When the present data key was made (UTC milliseconds); 0: an older file does not tell."""
        return int(self._content.get("created_at", 0))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all slots."""
        return tuple(self._content["slots"])

    def slot(self, name: str) -> dict[str, Any] | None:
        """A slot as it is written, or None. Raises Damaged("keys.slot")."""
        found = self._content["slots"].get(name)
        if found is not None and not isinstance(found, dict):
            raise Damaged("keys.slot")
        return found

    def place(self, name: str) -> Place:
        """What a slot of that name is bound to."""
        return Place(self.memory_id, self.generation, name)

    def refresh(self) -> None:
        """Reads what another process wrote meanwhile, so that a change here does not bring a void code back.

        Raises Damaged("keys.not_this_folder") where the data key was changed meanwhile.
        """
        try:
            found = _content_of(self._folder / FILE)
        except AppError:
            return
        if (found["memory"], found.get("generation", 1)) != (self.memory_id, self.generation):
            raise Damaged("keys.not_this_folder")
        self._content = found

    def put_slot(self, name: str, slot: dict[str, Any], key: bytes) -> None:
        """Adds or replaces a slot that wraps the data key `key`. Raises Damaged("keys.not_this_folder")."""
        self.refresh()
        self.checked(key)
        before = self._content["slots"].get(name)
        self._content["slots"][name] = slot
        self._write(void=before is not None)
        self.told({name: slot})

    def drop_slot(self, name: str) -> None:
        """Takes a slot away; the recovery slot stays, whoever asks."""
        self.refresh()
        if name not in (RECOVERY, HOLDER) and self._content["slots"].pop(name, None) is not None:
            self._write(void=True)
            self.told({name: None})

    @property
    def strength(self) -> Strength:
        """How hard the slots of this folder are. Raises Damaged("keys.slot")."""
        slot = self._content["slots"][RECOVERY]
        try:
            return Strength(int(slot["memory"]), int(slot["passes"]), int(slot["lanes"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Damaged("keys.slot") from error

    @property
    def training(self) -> bool:
        """Whether the slots are those of a training folder, which holds nothing real."""
        return self.strength == TRAINING

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts whose passwords open the data key."""
        found = (name.partition(":") for name in self.names)
        return tuple(rest for kind, _, rest in found if kind == CLERK)

    def by_code(self, code: str) -> bytes:
        """The data key by recovery code. Raises NotAllowed("keys.wrong_code"), Damaged("keys.slot")."""
        key = self._open(RECOVERY, same_code(code))
        if key is None:
            raise NotAllowed("keys.wrong_code")
        return self.checked(key)

    def holder_by_code(self, code: str) -> Identity | None:
        """The recovery holder's identity, for opening sealed parts when a person's own key is lost."""
        slot = self.slot(HOLDER)
        secret = None if slot is None else unwrap(slot, same_code(code), self.place(HOLDER).secret_context)
        return None if secret is None else Identity.of(secret)

    def by_password(self, account: str, password: str) -> bytes | None:
        """The data key by a clerk's passphrase slot; None when there is no such slot or the password is wrong."""
        key = self._open(f"{CLERK}:{account}", password)
        return None if key is None else self.checked(key)

    def add_password(self, account: str, password: str, key: bytes, at: int = 0) -> None:
        """Adds or replaces a clerk's passphrase slot for the data key. `at`: UTC milliseconds."""
        name = f"{CLERK}:{account}"
        self.put_slot(name, self.passphrase_slot(name, password, key, self.strength, at), key)

    def passphrase_slot(
        self, name: str, passphrase: str, key: bytes, strength: Strength, at: int
    ) -> dict[str, Any]:
        """A slot under a passphrase, not yet written."""
        identity, place = Identity.fresh(), self.place(name)
        secret = wrap(identity.secret.encode(), passphrase, place.secret_context, strength, self.suite)
        return secret | slots.boxed(key, identity.public, place, self.suite) | {"at": at}

    def fill(self, found: Mapping[str, dict[str, Any]]) -> None:
        """Puts these slots in, whatever they hold, and writes the file."""
        self._content["slots"] = dict(found)
        self._write(void=True)
        self.told(found)

    def checked(self, key: bytes) -> bytes:
        """The key, if it is this folder's. Raises Damaged("keys.not_this_folder")."""
        told = self._content["check"]
        if not secrets.compare_digest(_check_value(key, self.suite).encode(), str(told).encode()):
            raise Damaged("keys.not_this_folder")
        return key

    def _open(self, name: str, passphrase: str) -> bytes | None:
        slot = self.slot(name)
        if slot is None:
            return None
        place = self.place(name)
        secret = unwrap(slot, passphrase, place.secret_context)
        return None if secret is None else slots.unboxed(slot, secret, place)

    def _write(self, *, void: bool = False) -> None:
        """The copies move on one place, each written whole; then the new file takes the place of the old one.

        With `void` something in the old file must open nothing any more: then the copies become the new file, too.
        Killed anywhere, the file that stands there is the old or the new one. A damaged file is not kept as a copy.
        """
        self._content["v"] = FORM
        self._content["sum"] = _sum(self._content)
        made = json.dumps(self._content, indent=1, sort_keys=True).encode()
        names = (FILE, *older_names())
        with durable.own_disk():
            if void:
                for name in names[1:]:
                    if (self._folder / name).exists():
                        durable.put_whole(self._folder / name, made)
            elif not self.older:
                for newer, older in reversed(list(pairwise(names))):
                    if (self._folder / newer).exists():
                        durable.put_whole(self._folder / older, (self._folder / newer).read_bytes())
            durable.put_whole(self._folder / FILE, made)
        self.older = 0


def portable(file: KeyFile, without: str) -> dict[str, Any]:
    """What stands in a key file, without the slot that stays at its computer: for another desk of the same hall."""
    rest = {name: slot for name, slot in file._content["slots"].items() if name != without}
    return file._content | {"slots": rest}


def carried_here(folder: Path, content: Mapping[str, Any]) -> KeyFile:
    """Writes the key file of a hall into another desk's folder.

    Raises Damaged("keys.not_ours"), Unavailable("keys.exists").
    """
    if any((folder / name).exists() for name in file_names()):
        raise Unavailable("keys.exists")
    if not _whole(content):
        raise Damaged("keys.not_ours")
    made = KeyFile(folder, dict(content))
    made.fill(content["slots"])
    return made


def _nobody(_: Mapping[str, dict[str, Any] | None]) -> None:
    """A folder of its own tells no other desk."""


def successor(file: KeyFile, folder: Path, key: bytes, at: int) -> KeyFile:
    """The key file of the next data key with no slot in it yet, not written: db/key_change.py fills it."""
    content = file._content | {
        "v": FORM,
        "suite": file.suite.name,
        "database": DATABASE_CIPHER,
        "generation": file.generation + 1,
        "check": _check_value(key, file.suite),
        "created_at": at,
        "slots": {},
    }
    return KeyFile(folder, content)


def is_for_practice(folder: Path) -> bool | None:
    """Whether a folder is one for practice, by its key file; None where that cannot be told."""
    with contextlib.suppress(AppError):
        return KeyFile.read(folder).training
    return None


def _content_of(path: Path) -> dict[str, Any]:
    """A sound key file's content. Raises Unavailable("keys.none", "keys.newer_program"), Damaged("keys.file", …)."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Unavailable("keys.none") from error
    except (OSError, ValueError) as error:
        raise Damaged("keys.file") from error
    if not isinstance(content, dict) or not ({"memory", "slots", "check"} & content.keys()):
        raise Damaged("keys.not_ours")
    if not _whole(content):
        raise Damaged("keys.file")
    if isinstance(content.get("v"), int) and content["v"] > FORM:
        raise Unavailable("keys.newer_program")
    if content.get("v") == FORM and content.get("sum") != _sum(content):
        raise Damaged("keys.file")
    return content


def _whole(content: Mapping[str, Any]) -> bool:
    """Whether a key file holds what it must: a damaged one is told apart from a wrong code."""
    found = content.get("slots")
    texts = all(isinstance(content.get(name), str) for name in ("check", "memory"))
    return texts and isinstance(found, dict) and isinstance(found.get(RECOVERY), dict)


def _sum(content: Mapping[str, Any]) -> str:
    """The SHA-256 over everything else in the file: it finds damage, not forgery."""
    rest = {name: value for name, value in content.items() if name != "sum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def holder_slot(file: KeyFile, holder: Identity, code: str, strength: Strength, at: int) -> dict[str, Any]:
    """The recovery holder's identity under the code, not yet written."""
    context = file.place(HOLDER).secret_context
    return wrap(holder.secret.encode(), same_code(code), context, strength, file.suite) | {"at": at}


def _check_value(key: bytes, chosen: Suite) -> str:
    return chosen.authenticate(key, b"key check").hex()[:16]
