"""Who is at this matter at another counter of the hall, and taking it over. Nobody is kept out: it is said, and that is all.

A lease is taken when a form is opened and given back when it is left; the server's desk of another clerk sees it at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.clock import CHINA, from_milliseconds
from app.errors import AppError
from app.hall_ports import Lease, Leases
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.widgets.key_hint import text_label

T = TypeVar("T")


class LeaseLine(QWidget):
    """One line above the matter; invisible while nobody else is there, and in a folder of its own always."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self._hall = hall
        self._text: dict[str, str] = words_of("words/hall.toml")["lease"]
        self._number = ""
        self._held = ""
        self.other: Lease | None = None
        """Who else is there."""
        self._label = text_label("", "warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label, 1)
        self._label.setWordWrap(True)
        self.setVisible(False)

    @property
    def says(self) -> str:
        """What stands there."""
        return self._label.text() if self.other is not None else ""

    def show_matter(self, number: str) -> None:
        """Another matter is shown: who is there?"""
        self.get_up()
        self._number = number
        self._show(None)
        self.look()

    def look(self) -> None:
        """Asks anew who is there; where somebody took over what was ours, that is said."""
        number = self._number
        if number:
            self._ask(lambda leases: leases.at(number), self._seen)

    def sit_down(self) -> None:
        """A form was opened."""
        number = self._number
        self._held = number
        self._ask(lambda leases: leases.take(number), self._show)

    def take_over(self) -> None:
        """The matter is ours from now on; the other desk is told."""
        number = self._number
        if self.other is None:
            return
        self._held = number

        def taken(lease: Lease | None) -> None:
            self._show(lease)
            self._hall.say("hall.took_over", number=number)

        self._ask(lambda leases: leases.take(number, over=True), taken)

    def get_up(self) -> None:
        """The form was left or saved."""
        number, self._held = self._held, ""
        if number:
            self._ask(lambda leases: leases.give_back([number]), lambda _: None)

    def _ask(self, work: Callable[[Leases], T], done: Callable[[T], object]) -> None:
        leases = self._hall.leases
        if leases is not None:
            self._hall.write(lambda: work(leases), done, _unsaid, asker=self)

    def _seen(self, lease: Lease | None) -> None:
        if lease is not None and lease.number != self._number:
            return
        if self._held and self._held == self._number and lease is not None and not lease.mine:
            self._held = ""
            self._hall.say(
                "hall.taken_over", person=self._who(lease), desk=lease.desk or self._text["no_desk"]
            )
        self._show(lease)

    def _show(self, lease: Lease | None) -> None:
        if lease is not None and lease.number != self._number:
            return
        self.other = None if lease is None or lease.mine else lease
        if self.other is not None:
            since = from_milliseconds(self.other.since).astimezone(CHINA)
            self._label.setText(
                self._text["there"].format(
                    person=self._who(self.other),
                    desk=self.other.desk or self._text["no_desk"],
                    time=since.strftime("%H:%M"),
                )
            )
        self.setVisible(self.other is not None)

    def _who(self, lease: Lease) -> str:
        return self._hall.session.accounts.name_of(lease.account)


def _unsaid(_: AppError) -> None:
    """Who is where is a help: a server that is away is told elsewhere."""
