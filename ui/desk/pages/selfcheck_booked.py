"""Booked visitors of whom nobody said what became, asked for at the closing of the day: one key each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.services.booked_visits import BookedLine, miss_visit
from ui.desk.hall import Hall
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.messages import words
from ui.theme import current

SHOWN = 6
"""Visitors that have a key; the next come up as these are settled."""


class ExpectedVisits(Measured, QWidget):
    """A line that says how many are open, and a button for each."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self._hall, self._text = hall, words("booked_close")
        self._day: date | None = None
        self._lines: tuple[BookedLine, ...] = ()
        layout = self._layout = QVBoxLayout(self)
        self.says = WrappedLine("", "body")
        layout.addWidget(self.says)
        self.buttons = [QPushButton() for _ in range(SHOWN)]
        for place, button in enumerate(self.buttons):
            button.clicked.connect(partial(self.missed, place))
            layout.addWidget(button)
        self.measure()
        self.hide()

    def measure(self) -> None:
        """Close together, within the card's own margins."""
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(current.theme.px(6))

    def show_lines(self, day: date, lines: Sequence[BookedLine]) -> None:
        """Those who are open; nothing where none is."""
        self._day, self._lines = day, tuple(lines)
        self.says.setText(str(self._text["open"]).format(count=len(lines)))
        self.says.measure()
        nameless = str(words("booked_card")["nameless"])
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(lines))
            if place < len(lines):
                one = lines[place]
                line = str(self._text["line"]).format(
                    begin=one.begin, name=one.name or nameless, persons=one.persons
                )
                button.setText(str(self._text["button"]).format(line=line, key=place + 1))
        self.setVisible(bool(lines))

    def missed(self, place: int) -> None:
        """That visitor did not come; the list follows when the page has read anew."""
        if place < len(self._lines) and self.isVisible():
            session, day, booking = self._hall.session, self._day, self._lines[place].id
            self._hall.write(
                lambda: miss_visit(session, booking, day),
                lambda _: self._hall.say("booked.missed"),
                asker=self,
            )
