"""From a hall to the spare station of this desk and back, by one key; in a folder of its own the key does nothing.

To the spare station only while the server cannot be reached: two series of numbers are for emergencies. Back at any time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from app.errors import AppError
from resources.loader import words as words_of
from ui.desk import door
from ui.desk.shell import Shell
from ui.messages import NO_SERVER, message_of_code
from ui.tasks import Tasks


class ChangingStation(QObject):
    """The key and what is said with it, for one window. `day_away` says whether the hall of whoever is inside is away."""

    moves = Signal(object)
    """The door of this folder is to be shown."""

    def __init__(
        self, shell: Shell, tasks: Tasks, folder: Path, day_away: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shell, self._tasks, self._day_away = shell, tasks, day_away
        self._door_away = False
        self.folder = folder
        """Which folder the window is on."""
        key = str(words_of("words/hall.toml")["away"]["key"])
        QShortcut(QKeySequence(key), shell).activated.connect(self.change)

    def change(self) -> None:
        """Shows the door of the other station, if there is one and it is time for it."""
        folder, away = self.folder, self._door_away or self._day_away()

        def found(place: Path | None) -> None:
            if place is None:
                return
            if place.parent == folder and not away:
                self._say("hall.is_there")
                return
            self.folder, self._door_away = place, False
            self.moves.emit(place)

        self._tasks.read(lambda: door.other_station(folder), found, asker=self)

    def refused(self, error: Exception) -> None:
        """Somebody was not let in: where the server is away, says what can be done."""
        self._door_away = isinstance(error, AppError) and error.code == NO_SERVER
        if not self._door_away:
            return
        folder = self.folder

        def found(place: Path | None) -> None:
            self._say("hall.away" if place is not None else "hall.away_no_spare")

        self._tasks.read(lambda: door.other_station(folder), found, asker=self)

    def entered(self) -> None:
        """Somebody was let in."""
        self._door_away = False

    def _say(self, note: str) -> None:
        self._shell.message.show_message(message_of_code(note))
