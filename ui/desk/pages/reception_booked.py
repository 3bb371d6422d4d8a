"""Today's booked visitors beside the form: who came is given a ticket, and what was told of them is there when it is called.

Without bookings nothing of it is seen. A booking about a matter leads to coming again (F8); else what was told stands in
the form, unless somebody else's words stand there.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.changes import Changes
from app.domain.booked_visits import ToldVisit
from app.domain.names import mask_name
from app.errors import AppError
from app.services.booked_visits import (
    BookedDay,
    BookedLine,
    TicketGiven,
    arrive,
    booked_day,
    give_ticket,
    miss_visit,
    told_of,
)
from ui.desk.hall import Hall
from ui.desk.pages.reception_state import ClaimTyped, FormTyped, PersonTyped
from ui.desk.widgets.card import Card
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.messages import words

SHOWN = 4
"""Visitors that the card lists; the page has them all."""


class BookedCard(Card):
    """Who is still expected today, by time; one of them is chosen."""

    def __init__(self) -> None:
        self._text = words("booked_card")
        super().__init__(str(self._text["title"]), str(self._text["keys"]))
        self.lines = [WrappedLine("", "body") for _ in range(SHOWN)]
        self.more, self.hint = WrappedLine("", "small"), WrappedLine(str(self._text["hint"]), "hint")
        self.told = WrappedLine("", "body")
        for part in (*self.lines, self.more, self.hint, self.told):
            self.content.addWidget(part)
        self.told.hide()
        self.hide()

    def show_lines(self, lines: tuple[BookedLine, ...], at: int) -> None:
        """These visitors from the chosen one's screenful on, and the chosen one marked."""
        text, first = self._text, max(0, at - SHOWN + 1)
        shown = lines[first : first + SHOWN]
        for place, label in enumerate(self.lines):
            label.setVisible(place < len(shown))
            if place < len(shown):
                mark = "chosen" if first + place == at else "other"
                label.setText(str(text[mark]).format(line=line_of(shown[place])))
                label.measure()
        left = len(lines) - len(shown)
        self.more.setText(str(text["more"]).format(count=left))
        self.more.setVisible(left > 0)
        self.hint.setVisible(bool(lines))
        self.hint.measure()
        self.setVisible(bool(lines) or bool(self.told.text()))

    def show_told(self, words_told: str) -> None:
        """What was told of the visitor who is received now; empty takes it away."""
        self.told.setText(words_told)
        self.told.setVisible(bool(words_told))
        self.told.measure()


def line_of(line: BookedLine) -> str:
    """A booked visit on one line: time, masked name, persons, what it is about."""
    text = words("booked_card")
    name, about = line.name or str(text["nameless"]), line.number or line.about
    return str(text["line"]).format(begin=line.begin, name=name, persons=line.persons, about=about).rstrip()


class BookedToday(QObject):
    """What the desk does with them."""

    filled = Signal()
    """What was told stands in the form."""
    matter_wanted = Signal(str)
    """The number of the matter that a called visitor came for."""

    def __init__(
        self,
        hall: Hall,
        form: Callable[[], FormTyped],
        take: Callable[[FormTyped], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._hall, self._form, self._take = hall, form, take
        self.card = BookedCard()
        self.lines: tuple[BookedLine, ...] = ()
        """Those still expected today."""
        self.at = 0
        """Which of them is chosen."""
        hall.bus.changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        """Reads who is expected."""
        session = self._hall.session
        self._hall.read(lambda: booked_day(session), self._show, asker=self, question=(id(self), "booked"))

    def choose(self, by: int) -> None:
        """Chooses the next or the one before."""
        self.at = min(max(self.at + by, 0), max(len(self.lines) - 1, 0))
        self.card.show_lines(self.lines, self.at)

    def arrived(self) -> None:
        """The chosen visitor came: a ticket is given."""
        session, line = self._hall.session, self._chosen()
        if line is not None:
            self._hall.write(lambda: arrive(session, line.id), self._ticketed, asker=self)

    def missed(self) -> None:
        """The chosen visitor did not come."""
        session, line = self._hall.session, self._chosen()
        if line is not None:
            self._hall.write(lambda: miss_visit(session, line.id), lambda _: self._missed(), asker=self)

    def give(self) -> None:
        """Somebody came without a booking: the next ticket."""
        session = self._hall.session
        self._hall.write(lambda: give_ticket(session), self._ticketed, asker=self)

    def received(self, booking: int) -> None:
        """A ticket was called; with a booking, what was told of it is brought."""
        self.card.show_told("")
        session = self._hall.session
        if booking:
            self._hall.write(lambda: told_of(session, booking), self._told, self._forgotten, asker=self)
        else:
            self.card.show_lines(self.lines, self.at)

    def set_quiet(self, quiet: bool) -> None:
        """With an accusation in the form nothing beside it repeats what was told."""
        if quiet:
            self.done()

    def done(self) -> None:
        """The visitor was dealt with: what was told of them goes from the screen."""
        self.card.show_told("")
        self.card.show_lines(self.lines, self.at)

    def _told(self, told: ToldVisit) -> None:
        text = words("booked_card")
        if told.number:
            self.card.show_told(str(text["told_again"]).format(number=told.number))
            self.matter_wanted.emit(told.number)
        else:
            name = mask_name(told.name) or str(text["nameless"])
            self.card.show_told(str(text["told"]).format(name=name, about=told.about).rstrip())
            self._fill(told)
        self.card.show_lines(self.lines, self.at)

    def _fill(self, told: ToldVisit) -> None:
        if not self._form().is_blank:
            self._hall.say("booked.form_in_use")
            return
        people = str(told.persons) if told.persons > 1 else ""
        self._take(
            FormTyped(
                persons=(PersonTyped(name=told.name),),
                claims=(ClaimTyped(content=told.about),),
                people=people,
            )
        )
        self.filled.emit()

    def _forgotten(self, error: AppError) -> None:
        self._hall.say_error(error)

    def _missed(self) -> None:
        self._hall.say("booked.missed")
        self.read()

    def _ticketed(self, made: TicketGiven) -> None:
        self._hall.ticket_given.emit(made)
        self.read()

    def _chosen(self) -> BookedLine | None:
        if self.at >= len(self.lines):
            self._hall.say("booked.none_chosen")
            return None
        return self.lines[self.at]

    def _show(self, found: BookedDay) -> None:
        self.lines = tuple(line for line in found.lines if line.expected)
        self.choose(0)

    def _changed(self, changes: Changes) -> None:
        if changes.obligations:
            self.read()
