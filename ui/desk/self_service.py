"""The hall's own screen on this computer (自助屏): opened by a clerk, who goes; ended only by the lock.

It works with the clerk's session, so every asking is written under the desk where it was made. The desk's own window is
hidden behind it and is never shown again without a password; the long silence does not lock, since silence is what this
screen waits in.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.acts.rating import Rate
from app.domain.obligations import Status
from app.errors import AppError
from app.services.asking import Standing, ask, asking_plan, rate_by_oneself
from app.services.perform import Performed
from ui.desk.self_service_screen import SelfServiceScreen
from ui.desk.shell import Shell
from ui.desk.wording import long_day
from ui.messages import message_of

if TYPE_CHECKING:
    from ui.desk.hall import Hall

REPAIR = "rating-repair"


class SelfService(QObject):
    """One for the time that the screen stands."""

    ended = Signal()
    """Somebody of the office took the screen back: the desk is to be locked."""

    def __init__(self, hall: Hall, shell: Shell) -> None:
        super().__init__(shell)
        self._hall, self._shell = hall, shell
        self.screen = SelfServiceScreen(hall.session.office.name, asking_plan().digits)
        """What the visitor sees."""
        self.screen.asked.connect(self._ask)
        self.screen.rated.connect(self._rate)
        self.screen.left.connect(self.ended)

    def open(self) -> None:
        """Covers the whole screen and hides the desk."""
        self.screen.showFullScreen()
        self.screen.activateWindow()
        self.screen.setFocus()
        self._shell.hide()

    def close(self) -> None:
        """The desk's window comes back; the door stands in it by now."""
        self._shell.show()
        self._shell.activateWindow()
        self.screen.hide()
        self.screen.deleteLater()
        self.deleteLater()

    def _ask(self, code: str, digits: str) -> None:
        self._hall.tasks.write(
            lambda: ask(self._hall.session, code, digits),
            partial(self._told, code),
            partial(self._failed, code),
            asker=self.screen,
        )

    def _told(self, code: str, standing: Standing) -> None:
        if self.screen.code != code:
            return  # that visitor has gone
        if standing.ratable and not self.screen.tail:
            self.screen.show_rating(has_unit=standing.has_unit)
        else:
            self.screen.show_standing(standing)

    def _rate(self, code: str, digits: str, mark: Rate) -> None:
        self._hall.tasks.write(
            lambda: rate_by_oneself(self._hall.session, code, mark, digits),
            partial(self._thank, code),
            partial(self._failed, code),
            asker=self.screen,
        )

    def _thank(self, code: str, done: Performed) -> None:
        if self.screen.code != code:
            return
        today = self._hall.session.today()
        owed = [
            item.due_legal
            for item in done.known.obligations
            if item.rule == REPAIR and item.status(today) is Status.OPEN
        ]
        day = next((long_day(item) for item in owed if item is not None), "")
        self.screen.show_thanks(bool(owed), day)

    def _failed(self, code: str, error: Exception) -> None:
        if self.screen.code != code and isinstance(error, AppError):
            return
        if not isinstance(error, AppError):
            self.screen.begin()
            raise error
        self.screen.show_message(message_of(error))
