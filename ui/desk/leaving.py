"""A person leaves the desk: where they were is kept, the leaving is recorded, their keys and connections go."""

from __future__ import annotations

from contextlib import suppress

from app.errors import AppError
from app.services.looking import record_lock, record_sign_out
from ui.bootstrap.locked_hall import LockedHall, lock_hall
from ui.bootstrap.opening import Desk
from ui.bootstrap.spare import leave_for_the_hall
from ui.desk.kept_place import keep_place, place_of
from ui.desk.shell import Shell


class Leaving:
    """Made on the GUI thread while the pages still stand; `close` runs in the write lane, after all that was typed.

    `lock` says by which way the desk is locked, "" that it is left for good; `stays`: backups go on behind the lock.
    """

    def __init__(self, shell: Shell, desk: Desk, *, lock: str, stays: bool) -> None:
        self.place = place_of(shell)
        """Where the person is."""
        self._desk, self._lock, self._stays = desk, lock, stays

    def close(self) -> LockedHall | None:
        """Keeps, records and closes; the answer is what goes on in a locked hall."""
        desk = self._desk
        writable = desk.opened.memory.read_only is None
        if self._lock and writable:
            keep_place(desk.session, desk.drafts, self.place)
        if writable:
            with suppress(AppError):  # a full disk is no reason to stay open
                self._record()
            with suppress(AppError):
                leave_for_the_hall(desk)
        desk.sign_everything()
        if self._stays:
            return lock_hall(desk)
        desk.close()
        return None

    def _record(self) -> None:
        session = self._desk.session
        if self._lock:
            record_lock(session, self._lock)
        else:
            record_sign_out(session, "closed")
