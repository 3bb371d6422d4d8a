"""The slot of the system's secret store: asked about, made, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.clock import milliseconds
from app.domain.account import Role
from app.errors import AppError
from app.services.looking import record_administration
from db import keyring_slot
from db.ways_in import key_file
from ui.bootstrap.opening import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringStatus:
    """The keyring slot of a folder: is there one, which store holds it, what that store says now (State), the refusal."""

    slot: bool
    state: str = ""
    backend: str = ""
    error: AppError | None = None


KEYRING_KEEPERS = (Role.LEADER, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
"""Who may add or take away the keyring slot."""


def keyring_status(folder: Path) -> KeyringStatus:
    """Asks the system's store, five seconds at most. Nobody needs to be signed in."""
    found = keyring_slot.look(key_file(folder))
    if found is None:
        return KeyringStatus(slot=False)
    answer, key = found
    error = None if key is not None else answer.error()
    return KeyringStatus(slot=True, state=answer.state, backend=answer.backend, error=error)


def enable_keyring(desk: Desk, *, reason: str = "") -> KeyringStatus:
    """Puts the data key into the system's store, whatever slot there was; recorded first.

    Raises Unavailable("keyring…"), NotAllowed("role.other_needed").
    """
    desk.session.require_role(*KEYRING_KEEPERS)
    record_administration(desk.session, "keyring-on", reason=reason)
    at = milliseconds(desk.session.now())
    answer = keyring_slot.enable(desk.opened.keys, desk.opened.key, at=at)
    return KeyringStatus(slot=True, state=answer.state, backend=answer.backend)


def disable_keyring(desk: Desk, *, reason: str = "") -> KeyringStatus:
    """Takes the keyring slot away, recorded first; `error` tells when the store could not be asked to forget.

    Raises NotAllowed("role.other_needed").
    """
    desk.session.require_role(*KEYRING_KEEPERS)
    record_administration(desk.session, "keyring-off", reason=reason)
    answer = keyring_slot.disable(desk.opened.keys)
    if answer is None or answer.state is keyring_slot.State.FOUND:
        return KeyringStatus(slot=False)
    return KeyringStatus(slot=False, state=answer.state, backend=answer.backend, error=answer.error())
