"""People at an open desk: their keys on disk, for opening and closing accounts, changing and resetting passwords."""

from __future__ import annotations

from app.personal_keys import PersonalKeys as PersonalKeysPort
from app.services.looking import record_lock, record_sign_out
from db.personal_keys import PersonalKeys
from db.tries import Tries
from ui.bootstrap.opening import Desk


def personal_keys(desk: Desk) -> PersonalKeysPort:
    """The keys of the people of an open desk, as the services of accounts need them."""
    opened = desk.opened
    return PersonalKeys(opened.memory.credentials, opened.keys, opened.key, Tries(opened.folder))


def sign_out(desk: Desk, why: str = "by_hand") -> None:
    """Writes that the person goes, and closes everything; `why`: by_hand, idle, system, closed."""
    record_sign_out(desk.session, why)
    desk.close()


def note_lock(desk: Desk, why: str) -> None:
    """Writes that the screen was locked; `why`: by_hand, idle, system. Called before anything is closed."""
    record_lock(desk.session, why)
