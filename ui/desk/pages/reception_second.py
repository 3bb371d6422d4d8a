"""The petitioner's own screen beside the form: turned on and off by one key, never by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.next_owed import next_owed
from app.services.registration import RegisteredMatter
from ui.desk.hall import Hall
from ui.desk.pages.reception_state import FormTyped
from ui.desk.second_screen import SecondScreen
from ui.desk.wording import long_day
from ui.messages import words


class BesideVisitor(QObject):
    """Keeps the screen while it stands. `form` gives the form."""

    confirmed = Signal()
    """The visitor touched that it is right."""

    def __init__(self, hall: Hall, form: Callable[[], FormTyped], parent: QObject) -> None:
        super().__init__(parent)
        self._hall, self._form = hall, form
        self.screen: SecondScreen | None = None
        """The screen, while it stands."""

    def turn(self) -> None:
        """Brings the screen, or takes it away."""
        if self.screen is not None:
            self.screen.close()
            return
        self.screen = SecondScreen(self._hall, self._form)
        self.screen.closed.connect(self._closed)
        self.screen.confirmed.connect(self._confirm)
        self.screen.open()

    def follow(self) -> None:
        """The form changed."""
        if self.screen is not None:
            self.screen.follow()

    def registered(self, made: RegisteredMatter) -> None:
        """A number was given: it stands there with what comes next by when, until something is typed."""
        if self.screen is None:
            return
        law, today = self._hall.session.law, self._hall.session.today()
        item = None if made.known is None else next_owed(made.known.obligations, law, today)
        day = None if item is None else item.due_legal
        said = "" if item is None or day is None else str(words("second_screen")["next"])
        if item is not None and day is not None:
            said = said.format(duty=law.rule(item.rule).title, day=long_day(day))
        self.screen.show_registered(made.number, said)

    def leave(self) -> None:
        """The form goes out of sight: the visitor's screen goes with it."""
        if self.screen is not None:
            self.screen.close()

    def _closed(self) -> None:
        self.screen = None

    def _confirm(self) -> None:
        self._hall.say("second_screen.confirmed")
        self.confirmed.emit()
