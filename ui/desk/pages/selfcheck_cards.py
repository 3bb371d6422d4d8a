"""The cards beside the self-check: what a finding rests on, tickets given and settled, the board, closing the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from app.domain.check import require_check
from app.domain.codes import codes
from app.domain.day_file import TicketOutcome
from app.errors import AppError
from app.services.booked_visits import WALK_IN, TicketGiven
from app.services.day_closing import (
    Closing,
    DayWritten,
    check_board,
    close_day,
    give_tickets,
    settle_ticket,
)
from app.services.selfcheck import Found
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.selfcheck_booked import ExpectedVisits
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import give_role, text_label
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.story_field import StoryField
from ui.desk.widgets.ticks import TickRow
from ui.desk.wording import long_day, short_day
from ui.messages import words
from ui.theme import current


def page_words(section: str) -> dict[str, Any]:
    """A section of the words of the page."""
    found: dict[str, Any] = words_of("words/selfcheck_page.toml")[section]
    return found


class FindingCard(Card):
    """One finding at length: what it rests on, since when, what clears it, the key that leads there."""

    def __init__(self) -> None:
        self._text = page_words("card")
        super().__init__(self._text["title"], self._text["keys"])
        roles = ("card-title", "body", "small", "hint", "body", "small")
        self._labels: list[QLabel] = [text_label("", role) for role in roles]
        for label in self._labels:
            label.setWordWrap(True)
            self.content.addWidget(label)

    @property
    def lines(self) -> tuple[str, ...]:
        """What the card says, line by line."""
        return tuple(label.text() for label in self._labels)

    def show_finding(self, item: Found) -> None:
        """Shows another finding."""
        text, check = self._text, item.finding.definition
        acts, keys = words("acts"), words("act_keys")
        act = str(acts.get(item.act) or text.get(_PLACES.get(item.act, ""), item.act))
        lines = (
            item.title,
            item.text,
            check.article,
            text["since"].format(day=short_day(item.finding.since)),
            text["clears"].format(clears=item.clears),
            text["mend"].format(act=act, key=keys.get(item.act, "")),
        )
        for label, line in zip(self._labels, lines, strict=True):
            label.setText(line)
            label.setToolTip(line)
        self.setAccessibleDescription(" ".join(lines))


_PLACES: Mapping[str, str] = {
    "issue": "issue",
    "settle-ticket": "settle",
    "check-board": "board",
    "close-day": "close",
}
"""What is mended without an act on a matter, by its word on the card."""


class Doing(Card):
    """A card with some fields and one thing to do; a refusal is shown at its field."""

    done = Signal()
    """It was done: the card can go."""

    def __init__(self, hall: Hall, section: str, said: dict[str, Any] | None = None) -> None:
        self.words = page_words(section) if said is None else said
        super().__init__(self.words["title"], self.words.get("keys", ""))
        self._hall = hall
        self.fields: dict[str, Field] = {}
        self.button = QPushButton(self.words["done"])
        give_role(self.button, "next")
        self.button.clicked.connect(self.press)

    def add_field(self, name: str, editor: Any) -> Any:
        """A field with its word and hint; the answer is its editor."""
        made = Field(self.words[name], editor, hint=self.words.get(f"{name}_hint", ""))
        self.fields[name] = made
        self.add_row(FieldRow(made))
        return editor

    def finish(self) -> None:
        """Puts the button below the fields."""
        self.content.addWidget(self.button)
        self.measure()

    def measure(self) -> None:
        """Room below the button as above the title."""
        super().measure()
        if hasattr(self, "button"):
            px = current.theme.px
            self.content.setContentsMargins(px(16), px(12), px(16), px(16))

    def press(self) -> None:
        """Does what the card is for."""
        raise NotImplementedError

    def write(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """An act in the write lane; what is refused is said at its field, else at the foot."""
        clear_refusals(self.fields)
        self.button.setEnabled(False)
        self._hall.write(work, lambda answer: self._finished(done, answer), self._refuse, asker=self)

    def _finished(self, done: Callable[[Any], object], answer: Any) -> None:
        self.button.setEnabled(True)
        done(answer)
        self.done.emit()

    def _refuse(self, error: AppError) -> None:
        self.button.setEnabled(True)
        if not show_refusal(self.fields, error):
            self._hall.say_error(error)


class GiveCard(Doing):
    """Tickets for whoever and whatever arrives: visitors, stamped letters, lines of the telephone log."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall, "give")
        listed = [Choice(code=item.code, word=item.label) for item in codes("channels")]
        self.channel: ChoiceField = self.add_field("channel", ChoiceField(listed))
        self.count: NumberField = self.add_field("count", NumberField(1, 9999, 1))
        self.finish()

    def begin(self) -> None:
        """One visitor, as most often."""
        self.channel.take_code("walk_in")
        self.count.setFocus()
        self.count.selectAll()

    def press(self) -> None:
        """Gives them."""
        session, count = self._hall.session, self.count.value or 0
        code = self.channel.choice.code if self.channel.choice is not None else self.channel.text().strip()
        self.write(lambda: give_tickets(session, code, count), self._given)

    def _given(self, written: DayWritten) -> None:
        self._hall.say("selfcheck.given", count=len(written.file.tickets))
        last = written.file.tickets[-1]
        if last.channel == WALK_IN and self.count.value == 1:
            ahead = sum(one.waits for one in written.file.tickets if one.channel == WALK_IN) - 1
            given = TicketGiven(ticket=last.number, ahead=ahead, changes=written.changes)
            self._hall.ticket_given.emit(given)


class SettleCard(Doing):
    """What became of one ticket."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall, "settle")
        self._place: tuple[date, str, int] | None = None
        listed = [Choice(code=item.code, word=item.label) for item in codes("ticket_outcomes")]
        self.outcome: ChoiceField = self.add_field("outcome", ChoiceField(listed))
        self.number: QLineEdit = self.add_field("number", QLineEdit())
        self.reason: StoryField = self.add_field("reason", StoryField(lines=2))
        self.finish()

    def begin(self, item: Found) -> None:
        """Takes the ticket of a finding."""
        day, channel, ticket = item.finding.subject.split("/")
        self._place = (date.fromisoformat(day), channel, int(ticket)) if channel != "draft" else None
        details = dict(item.finding.details)
        known = {code.code: code.label for code in codes("channels")}
        self.set_title(
            self.words["title"].format(
                day=short_day(item.finding.since),
                channel=known.get(channel, channel),
                ticket=details["ticket"],
            )
        )
        for field in self.fields.values():
            field.clear()
        self.outcome.take_code(TicketOutcome.REGISTERED)
        self.button.setEnabled(self._place is not None)
        self.number.setFocus()

    def press(self) -> None:
        """Keeps it."""
        if self._place is None:
            return
        session, (day, channel, ticket) = self._hall.session, self._place
        code = self.outcome.choice.code if self.outcome.choice is not None else ""
        outcome = TicketOutcome(code) if code else TicketOutcome.REGISTERED
        number, reason = self.number.text().strip(), self.reason.toPlainText().strip()
        self.write(
            lambda: settle_ticket(session, channel, ticket, outcome, number=number, reason=reason, day=day),
            lambda _: self._settled(ticket),
        )

    def _settled(self, ticket: int) -> None:
        self._hall.say("selfcheck.settled", ticket=ticket)


class CloseCard(Doing):
    """Closing the day: never silently over something grave."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall, "close")
        self._day: date | None = None
        self._says = text_label("", "body")
        self._says.setWordWrap(True)
        self.content.addWidget(self._says)
        self.expected = ExpectedVisits(hall)
        self.content.addWidget(self.expected)
        self.reason: StoryField = self.add_field("reason", StoryField(lines=3))
        self.finish()

    @property
    def says(self) -> str:
        """What stands above the reason."""
        return self._says.text()

    def begin(self, before: Closing) -> None:
        """Shows what closing has before it."""
        self._day = before.day
        self.set_title(self.words["title"].format(day=long_day(before.day)))
        said = (
            self.words["grave"].format(count=len(before.findings))
            if before.findings
            else self.words["clean_but" if before.expected else "clean"]
        )
        lines = [said, self.words["again"] if before.closed else ""]
        lines.append("" if before.pack_ready else str(words("outage_pack")["closing"]))
        self._says.setText("\n".join(line for line in lines if line))
        self.show_expected(before)
        self.reason.setFocus()

    def show_expected(self, before: Closing) -> None:
        """Booked visitors that are still open, each with its key."""
        self.expected.show_lines(before.day, before.expected)

    def press(self) -> None:
        """Closes the day."""
        session, reason, day = self._hall.session, self.reason.toPlainText(), self._day
        self.write(lambda: close_day(session, reason, day=day), self._closed)

    def _closed(self, written: DayWritten) -> None:
        self.reason.clear()
        day, left = self._day or self._hall.session.today(), written.file.closings[-1].findings
        self._hall.say("selfcheck.day_closed", day=short_day(day), count=len(left))


class BoardCard(Doing):
    """Going over the hall's notice board (条例第十八条第一款)."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall, "board")
        self._last = text_label("", "hint")
        self.content.addWidget(self._last)
        labels = words_of("words/checks.toml")["items"]
        self.items: TickRow = self.add_field(
            "items", TickRow([(item, str(labels[item])) for item in require_check("K49").words])
        )
        self.finish()

    def begin(self) -> None:
        """As it was found last time."""
        board = self._hall.session.office.board
        known = self.words["never"] if board is None else self.words["last"].format(day=long_day(board.on))
        self._last.setText(known)
        self.items.take(() if board is None else board.items)
        self.items.setFocus()

    def press(self) -> None:
        """Keeps what stands on it."""
        session, items = self._hall.session, self.items.codes
        self.write(lambda: check_board(session, items), lambda _: self._kept())

    def _kept(self) -> None:
        self._hall.say("selfcheck.board")
