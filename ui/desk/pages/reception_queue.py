"""The queue beside the form: calling the next ticket, and what became of the one that was called.

A ticket follows the registration, the further visit or the enquiry that it led to by itself. Without tickets nothing of it
is seen: no hall needs a queue.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.changes import Changes
from app.domain.day_file import TicketOutcome
from app.services.day_closing import settle_ticket
from app.services.queue import WALK_IN, CalledTicket, Queue, call_again, call_next, queue_now
from ui.desk.call_screen import CallScreen
from ui.desk.hall import Hall
from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.messages import words


class QueueCard(Card):
    """Which ticket is here, how many wait."""

    def __init__(self) -> None:
        self._text = words("queue")
        super().__init__(str(self._text["title"]), str(self._text["keys"]))
        self.here, self.waiting = text_label("", "body"), text_label("", "small")
        self.hint = WrappedLine("", "hint")
        for part in (self.here, self.waiting, self.hint):
            self.content.addWidget(part)
        self.hide()

    def show_queue(self, queue: Queue) -> None:
        """How it stands; nothing where no ticket was given today."""
        text = self._text
        self.here.setText(str(text["here"]).format(ticket=queue.here) if queue.here else str(text["nobody"]))
        self.waiting.setText(
            str(text["waiting"]).format(count=queue.waiting) if queue.waiting else str(text["none_waiting"])
        )
        self.hint.setText(str(text["keys_here" if queue.here else "keys_idle"]))
        self.hint.measure()
        self.setVisible(bool(queue.given))


class Queueing(QObject):
    """The tickets of this desk."""

    called = Signal(int)
    """A ticket was called: the booked visit that it was given to, 0 for none."""

    def __init__(self, hall: Hall, parent: QObject) -> None:
        super().__init__(parent)
        self._hall = hall
        self.card = QueueCard()
        self.here = 0
        """The ticket that is being received; 0 for none."""
        self.screen: CallScreen | None = None
        """The screen for those who wait, while it stands."""
        hall.visited_again.connect(lambda number: self.became(TicketOutcome.WITH_MATTER, number))
        hall.bus.changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        """Reads how the queue stands."""
        session = self._hall.session
        self._hall.read(lambda: queue_now(session), self._show, asker=self, question=(id(self), "queue"))

    def call(self) -> None:
        """Calls the next ticket."""
        session = self._hall.session
        self._hall.write(lambda: call_next(session), self._called, asker=self)

    def again(self) -> None:
        """Calls the ticket that is here once more."""
        session, ticket = self._hall.session, self.here
        if ticket:
            self._hall.write(lambda: call_again(session, ticket), self._called, asker=self)

    def not_come(self) -> None:
        """Nobody came with the ticket."""
        self.became(TicketOutcome.LEFT, reason=str(words("queue")["not_come"]))

    def gave_up(self, reason: str) -> None:
        """The draft was given up: so was the ticket, for the same reason."""
        self.became(TicketOutcome.LEFT, reason=str(words("queue")["gave_up"]).format(reason=reason))

    def became(self, outcome: TicketOutcome, number: str = "", reason: str = "") -> None:
        """Writes down what became of the ticket that is here; nothing where none is."""
        session, ticket, self.here = self._hall.session, self.here, 0
        if ticket:
            self._hall.write(
                lambda: settle_ticket(session, WALK_IN, ticket, outcome, number=number, reason=reason),
                lambda _: self.read(),
                asker=self,
            )

    def show_screen(self) -> None:
        """Brings the screen for those who wait, or takes it away."""
        if self.screen is not None:
            self.screen.close()
            return
        self.screen = CallScreen(self._hall)
        self.screen.closed.connect(self._screen_closed)
        self.screen.open()

    def leave(self) -> None:
        """The person goes, and the screen with her."""
        if self.screen is not None:
            self.screen.close()

    def _screen_closed(self) -> None:
        self.screen = None

    def _called(self, made: CalledTicket) -> None:
        self._hall.say("queue.called", ticket=made.ticket)
        self._show(made.queue)
        self.called.emit(made.booking)

    def _show(self, queue: Queue) -> None:
        self.here = queue.here
        self.card.show_queue(queue)

    def _changed(self, changes: Changes) -> None:
        if changes.obligations:
            self.read()
