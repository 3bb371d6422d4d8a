"""The keyring slot: the data key under a random key that the operating system's secret store keeps.

The store is asked in a worker with a hard limit: with a screen it may wait for a person, and a service may never
answer (trust.md 4d). What it says is told apart (`State`); nothing is guessed, no other place is used instead, no key
is made because one is missing. Only stores that encrypt are used, by the name of their class; the slot records which.
"""

from __future__ import annotations

import base64
import getpass
import logging
import queue
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from app.errors import AppError, Damaged, Unavailable
from db.slots import Identity, boxed, unboxed, unwrap_raw, wrap_raw
from db.vault import KEY_BYTES, KeyFile

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

NAME = "keyring"
"""The slot's name in the key file."""
SERVICE = "petition-desk"
LIMIT: Final = 5.0
"""Seconds after which a store that has not answered counts as silent."""
ALLOWED = {
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
}
"""Stores that encrypt what they keep. Whatever else is installed or configured is refused."""

Question = Callable[["KeyringBackend"], str | None]


class State(StrEnum):
    """What the system's secret store said. The first five after `found` are those of trust.md 4d."""

    FOUND = "found"
    MISSING = "missing"
    NO_SERVICE = "no_service"
    NOT_READY = "not_ready"
    LOCKED = "locked"
    NO_ANSWER = "no_answer"
    UNFIT = "unfit"
    CHANGED = "changed"
    """It answered with something that is not what was put in."""


_ERRORS: dict[State, Callable[[str], AppError]] = {
    State.MISSING: lambda backend: Unavailable("keyring.missing", backend=backend),
    State.NO_SERVICE: lambda backend: Unavailable("keyring.no_service"),
    State.NOT_READY: lambda backend: Unavailable("keyring.not_ready"),
    State.LOCKED: lambda backend: Unavailable("keyring.locked"),
    State.NO_ANSWER: lambda backend: Unavailable("keyring.no_answer"),
    State.UNFIT: lambda backend: Unavailable("keyring.unfit", backend=backend),
    State.CHANGED: lambda backend: Unavailable("keyring.changed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found: the state, the class of the store that was asked, and what it gave (never printed)."""

    state: State
    backend: str = ""
    value: str = field(default="", repr=False)

    def error(self) -> AppError:
        """The refusal that a state other than FOUND means."""
        return _ERRORS[self.state](self.backend)


def enable(keys: KeyFile, key: bytes, *, limit: float = LIMIT, at: int = 0) -> Answer:
    """Puts a fresh wrapping key into the system's store, reads it back, and writes the slot. An older slot is replaced.

    The key file is changed only when the store gave back what it was given. `at`: UTC milliseconds. Raises
    Unavailable("keyring…").
    """
    before = keys.slot(NAME)
    item = f"{keys.memory_id[:8]}-{secrets.token_hex(8)}"
    outer = secrets.token_bytes(KEY_BYTES)
    text = base64.b64encode(outer).decode()

    def put(store: KeyringBackend) -> str | None:
        store.set_password(SERVICE, item, text)
        return store.get_password(SERVICE, item)

    answer = ask(put, limit=limit)
    if answer.state is State.MISSING or (answer.state is State.FOUND and answer.value != text):
        answer = Answer(state=State.CHANGED, backend=answer.backend)
    if answer.state is not State.FOUND:
        raise answer.error()
    own = Identity.fresh()
    slot = {"backend": answer.backend, "user": _user(), "item": item, "at": at}
    slot |= wrap_raw(own.secret.encode(), outer, _context(keys, item), keys.suite)
    keys.put_slot(NAME, slot | boxed(key, own.public, keys.place(NAME), keys.suite), key)
    if before is not None:
        _forget(str(before.get("item", "")), limit)
    return Answer(state=State.FOUND, backend=answer.backend)


def disable(keys: KeyFile, *, limit: float = LIMIT) -> Answer | None:
    """Takes the slot away, then what lies in the store; None when there was no slot.

    What the store keeps opens nothing any more once the slot is gone, so a silent store is told and no obstacle.
    """
    slot = keys.slot(NAME)
    if slot is None:
        return None
    keys.drop_slot(NAME)
    return _forget(str(slot.get("item", "")), limit)


def look(keys: KeyFile, *, limit: float = LIMIT) -> tuple[Answer, bytes | None] | None:
    """Asks the store for the data key; None when the folder has no keyring slot. Raises Damaged("keys.slot")."""
    slot = keys.slot(NAME)
    if slot is None:
        return None
    item = slot.get("item")
    if not isinstance(item, str):
        raise Damaged("keys.slot")
    answer = ask(lambda store: store.get_password(SERVICE, item), limit=limit)
    if answer.state is State.MISSING:
        return Answer(state=State.MISSING, backend=str(slot.get("backend", ""))), None
    if answer.state is not State.FOUND:
        return answer, None
    key = _opened(keys, slot, item, answer.value)
    state = State.CHANGED if key is None else State.FOUND
    return Answer(state=state, backend=answer.backend), key


def ask(question: Question, *, limit: float = LIMIT) -> Answer:
    """Asks the store in a worker. After `limit` seconds the worker is left behind and the store counts as silent.

    A late answer reaches nobody: what it might have written is bound to no slot.
    """
    box: queue.SimpleQueue[Answer] = queue.SimpleQueue()
    threading.Thread(target=_answer, args=(question, box), name="keyring", daemon=True).start()
    try:
        return box.get(timeout=limit)
    except queue.Empty:
        return Answer(state=State.NO_ANSWER)


def _answer(question: Question, box: queue.SimpleQueue[Answer]) -> None:
    answer = Answer(state=State.NOT_READY)
    try:
        answer = _asked(question)
    finally:
        box.put(answer)  # a worker that dies of a bug must not cost the whole limit


def _asked(question: Question) -> Answer:
    from keyring import errors  # loading it looks for plug-ins: only where a slot is used

    logging.getLogger("keyring").setLevel(
        logging.CRITICAL
    )  # a broken store is told by its state, not in a log
    try:
        store = _store()
    except (RuntimeError, OSError):
        return Answer(state=State.NO_SERVICE)
    except (ImportError, AttributeError, ValueError):
        return Answer(state=State.UNFIT)
    if store is None:
        return Answer(state=State.NO_SERVICE)
    name = _name(store)
    if name not in ALLOWED:
        return Answer(state=State.UNFIT, backend=name)
    not_ready: tuple[type[Exception], ...] = (errors.KeyringError, OSError, RuntimeError, *_bus_errors())
    try:
        found = question(store)
    except errors.KeyringLocked:
        return Answer(state=State.LOCKED, backend=name)
    except errors.NoKeyringError:
        return Answer(state=State.NO_SERVICE)
    except not_ready:
        return Answer(state=State.NOT_READY, backend=name)
    if found is None:
        return Answer(state=State.MISSING, backend=name)
    return Answer(state=State.FOUND, backend=name, value=found)


def _store() -> KeyringBackend | None:
    """The store that was configured by hand, fit or not; else the best of those that are fit and there.

    keyring's own choice may be a chain with a plain-text file in it and is remembered for the life of the program,
    although a service may come later; so each fit store is asked whether it is there.
    """
    from keyring import core

    chosen = core.load_env() or core.load_config()
    if chosen is not None:
        return chosen
    there = []
    for name in sorted(ALLOWED):
        with suppress(ImportError, AttributeError, OSError, RuntimeError, *_bus_errors()):
            store = core.load_keyring(name)
            there.append((float(store.priority), name, store))
    return max(there)[2] if there else None


def _name(store: KeyringBackend) -> str:
    return f"{type(store).__module__}.{type(store).__qualname__}"


def _bus_errors() -> tuple[type[Exception], ...]:
    """What stores on Linux raise beside keyring's own errors: a bus that hangs up, a service that says no."""
    try:
        from jeepney import DBusErrorResponse
        from jeepney.io.common import RouterClosed
        from secretstorage.exceptions import SecretStorageException
    except ImportError:
        return ()
    return (DBusErrorResponse, RouterClosed, SecretStorageException)


def _forget(item: str, limit: float) -> Answer:
    def take_out(store: KeyringBackend) -> str | None:
        if store.get_password(SERVICE, item) is not None:
            store.delete_password(SERVICE, item)
        return ""

    return ask(take_out, limit=limit)


def _opened(keys: KeyFile, slot: dict[str, Any], item: str, value: str) -> bytes | None:
    try:
        outer = base64.b64decode(value, validate=True)
    except ValueError:
        return None
    if len(outer) != KEY_BYTES:
        return None
    secret = unwrap_raw(slot, outer, _context(keys, item))
    return None if secret is None else keys.checked(unboxed(slot, secret, keys.place(NAME)))


def _context(keys: KeyFile, item: str) -> str:
    return f"{keys.memory_id}|1|{NAME}|{item}"


def _user() -> str:
    """Whose store it is: another account of the system has another one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
