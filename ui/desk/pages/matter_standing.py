"""Where a matter stands with each office we exchange with, one line each. Hidden where nothing of it was written here."""

from __future__ import annotations

from app.clock import from_milliseconds
from app.services.standing import Standing, exchange_of
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.open_items import STATES, open_items_words
from ui.desk.widgets.card import Card
from ui.desk.widgets.status_note import StatusNote
from ui.desk.wording import short_day
from ui.messages import message_of
from ui.record_words import relabelled


class StandingCard(Card):
    """The card; it asks for itself, because the ledger of packages is read in the write lane."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(words_of("words/open_items.toml")["standing_card"]["title"])
        self._hall = hall
        self._number = ""
        self.notes: list[StatusNote] = []
        """One line for each office."""
        self.hide()

    def read(self, number: str) -> None:
        """Asks where a matter stands; an answer about another one that comes late is not shown."""
        session = self._hall.session
        if number != self._number:
            self.hide()
        self._number = number
        if session.office.trusted:
            self._hall.write(
                lambda: exchange_of(session, number),
                lambda found: self.show_standing(number, found),
                lambda _: self.hide(),
                asker=self,
            )

    def show_standing(self, number: str, found: tuple[Standing, ...]) -> None:
        """Shows what was read."""
        if number != self._number:
            return
        while len(self.notes) < len(found):
            self.notes.append(StatusNote(self))
            self.content.addWidget(self.notes[-1])
        for at, note in enumerate(self.notes):
            if at < len(found):
                note.say(self._words_of(found[at]), STATES[found[at].state])
            else:
                note.say("")
        self.setVisible(bool(found))

    def _words_of(self, item: Standing) -> str:
        text, states = words_of("words/open_items.toml")["standing_card"], open_items_words()["states"]
        pinned = self._hall.session.office.trusts(item.station)
        pending = text["pending"].format(state=states[item.pending]) if item.pending else ""
        return str(text["line"]).format(
            office=item.station if pinned is None else pinned.office,
            station=item.station,
            state=states[item.state],
            day=short_day(from_milliseconds(item.since).date()),
            why="" if item.why is None else message_of(relabelled(item.why)).says,
            pending=pending,
        )
