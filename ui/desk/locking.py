"""Locking the desk: what is covered, emptied, kept and closed, in this order; what goes on behind the lock.

In a hall the background lane keeps the database key for backups and side files; on a laptop nothing keeps it
(rulings.md 12). The person's keys and views go in both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import AppError
from app.settings import Settings
from resources.loader import words as words_of
from ui.desk.clipboard_care import ClipboardCare
from ui.desk.quiet import LAPTOP_LOCK_AFTER, LOCK_AFTER
from ui.desk.shell import Shell
from ui.desk.shield import Shield
from ui.desk.system_lock import SystemLock
from ui.desk.widgets.rail import StatusLine
from ui.tasks import Cancelled, Tasks
from ui.theme import State

if TYPE_CHECKING:
    from ui.bootstrap.locked_hall import LockedHall
    from ui.desk.windows_session import WindowsSession

EVERY = 60_000
"""Milliseconds between two rounds behind the lock."""
LAPTOP = "laptop"


class Locking(QObject):
    """One for the window."""

    wanted = Signal(str)
    """The system wants the desk locked; by which way."""

    def __init__(self, shell: Shell, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._tasks = shell, tasks
        self._text = words_of("words/people_window.toml")["lock"]
        self.shield = Shield(shell, self._text["covered"])
        self.clipboard = ClipboardCare(self)
        self.system = SystemLock(self)
        self.system.locked.connect(lambda: self.wanted.emit("system"))
        self._windows: WindowsSession | None = None
        self.hall: LockedHall | None = None
        """What goes on in a locked hall; None on a laptop, and while somebody is signed in. Set in the write lane only."""
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.keep)
        self._ended = False

    def listen(self) -> None:
        """Listens to the system from now on: over the bus, or by Windows' own messages. Loads what it needs now."""
        self.system.attach()
        if sys.platform == "win32" and self._windows is None:
            from ui.desk.windows_session import WindowsSession

            self._windows = WindowsSession(lambda: self.wanted.emit("system"))
            self._windows.attach(int(self._shell.winId()))

    def cover(self) -> None:
        """Covers everything at once; the clipboard goes too."""
        self.shield.raise_()
        self.clipboard.clear()

    def keep(self) -> None:
        """One round of backups and side files behind the lock."""
        hall = self.hall
        if hall is None or self._ended:
            return

        def step() -> None:
            if self._ended:
                raise Cancelled

        self._tasks.read(lambda: hall.keep(step), lambda _: self._show(hall), asker=self, question="locked")

    def go_on(self) -> None:
        """The hall, if there is one, goes on behind the lock."""
        if self.hall is not None:
            self._ended = False
            self._timer.start()
            self._show(self.hall)
            self.keep()

    def show(self, *, laptop: bool) -> None:
        """At the door: the rail says again what goes on behind the lock, or that backups wait on a laptop."""
        if laptop:
            self._shell.show_status((StatusLine(state=State.WAITING, text=self._text["paused"]),))
        elif self.hall is not None:
            self._show(self.hall)

    def end(self) -> Callable[[], None]:
        """Somebody came, or the window closes: the answer closes what was open, in the write lane."""
        self._timer.stop()
        self._ended = True

        def close() -> None:
            hall, self.hall = self.hall, None
            if hall is not None:
                self._tasks.finish_reads()
                hall.close()

        return close

    def _show(self, hall: LockedHall) -> None:
        if self.hall is not hall or self._ended:
            return
        problem: AppError | None = hall.problem
        state = State.DONE if problem is None else State.SOON
        text = self._text["goes_on" if problem is None else "goes_on_badly"]
        self._shell.show_status((StatusLine(state=state, text=text),))


def lock_after(settings: Settings) -> int:
    """Milliseconds of silence after which a computer at that place locks."""
    return LAPTOP_LOCK_AFTER if settings.place == LAPTOP else LOCK_AFTER
