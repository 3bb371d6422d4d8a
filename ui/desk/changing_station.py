"""From a hall to the spare station of this desk and back, by one key; in a folder of its own the key does nothing.

To the spare station only while the server cannot be reached: two series of numbers are for emergencies. Back at any time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from resources.loader import words as words_of
from ui.desk import door
from ui.messages import message_of_code

if TYPE_CHECKING:
    from ui.desk.window import DeskWindow

CHANGE_STATION = str(words_of("words/hall.toml")["away"]["key"])
NO_SERVER = "db.no_server"


def change_station(window: DeskWindow) -> None:
    """The key: shows the door of the other station, if there is one and it is time for it."""
    folder = window.folder
    away = window.hall_away if window.day is None else window.day.together.is_away

    def found(place: Path | None) -> None:
        if place is None:
            return
        if place.parent == folder and not away:
            window.shell.message.show_message(message_of_code("hall.is_there"))
        else:
            window.move_to(place)

    window.tasks.read(lambda: door.other_station(folder), found, asker=window)


def tell_away(window: DeskWindow) -> None:
    """After somebody was not let in because the server is away: says what can be done."""
    if not window.hall_away:
        return

    def found(place: Path | None) -> None:
        said = "hall.away" if place is not None else "hall.away_no_spare"
        window.shell.message.show_message(message_of_code(said))

    folder = window.folder
    window.tasks.read(lambda: door.other_station(folder), found, asker=window)


def leave_at_once(window: DeskWindow) -> None:
    """The account was closed or changed at another desk: the screen is locked, and it is said why."""
    window.lock("system")
    window.shell.message.show_message(message_of_code("hall.must_leave"))
