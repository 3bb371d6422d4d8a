"""What goes on in a hall while the screen is locked: backups and side files, by the database key, without any person's.

A laptop has nothing of the kind: there the database key goes too (rulings.md 12).
"""

from __future__ import annotations

from collections.abc import Callable

from app.clock import Clock
from app.errors import AppError
from app.services.keeping import BackupKeeper
from db import backup
from db.folder import Opened
from db.side_files import SideFiles
from ui.bootstrap.backups import backup_plan
from ui.bootstrap.opening import Desk


class LockedHall:
    """An open data folder with nobody signed in."""

    def __init__(self, opened: Opened, side: SideFiles | None, clock: Clock) -> None:
        self._opened, self._side, self._clock = opened, side, clock
        self.problem: AppError | None = None
        """Why the last round could not save."""

    def keep(self, step: Callable[[], None] = lambda: None) -> bool:
        """One round: what is new goes to the side files; a backup is taken when one is due. True when one was taken.

        `step` is called as it goes on, and may raise to end it.
        """
        self.problem = None
        if self._opened.memory.read_only is not None:
            return False
        try:
            while self._side is not None and self._side.write():
                step()
            keeper = BackupKeeper(backup.FolderBackups(self._opened), backup_plan(self._opened.folder))
            now = self._clock.now()
            if not keeper.due(now):
                return False
            return bool(keeper.run(now, step=step).kept)
        except AppError as error:
            self.problem = error
            return False

    def close(self) -> None:
        """Closes every connection."""
        self._opened.memory.close()


def lock_hall(desk: Desk) -> LockedHall:
    """Takes everything of the person out of an open desk; what is left has no person's keys."""
    kept = LockedHall(desk.opened, desk.side, desk.session.clock)
    desk.drafts.close()
    desk.suggestions.close()
    return kept
