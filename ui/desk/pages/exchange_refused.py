"""The part of the exchange page that shows what was refused: each package, why, and what to do. Hidden while nothing is."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.clock import from_milliseconds
from app.services.quarantine import Quarantined
from resources.loader import words as words_of
from ui.desk.quarantine_desk import RefusedOnes
from ui.desk.widgets.card import Card
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.messages import message_of
from ui.theme import State


class RefusedCard(Card):
    """The card. Knows no folder: it is told what lies there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        text = quarantine_words()
        super().__init__(text["title"], text["keys"], parent)
        self._text = text
        self.table = RowTable(_columns(text), key=lambda row: row.sha256)
        self.notes = [StatusNote() for _ in range(2)]
        self.content.addWidget(self.table)
        for note in self.notes:
            self.content.addWidget(note)
        self.table.chosen.connect(lambda _: self._explain())
        self.hide()

    def show_refused(self, found: RefusedOnes) -> None:
        """Shows what lies in the quarantine; without any the card takes no room."""
        self.setVisible(bool(found.notes))
        self.table.show_rows(found.notes)
        self.notes[1].say(self._text["full"] if found.full else "", State.LATE)
        self._explain()

    def _explain(self) -> None:
        row = self.table.current_row
        if not isinstance(row, Quarantined):
            self.notes[0].say("")
            return
        message = message_of(row.error)
        self.notes[0].say(self._text["chosen"].format(says=message.says, do=message.do), State.SOON)


def quarantine_words() -> dict[str, Any]:
    """The words of the card."""
    found: dict[str, Any] = words_of("words/quarantine.toml")["quarantine"]
    return found


def _columns(text: dict[str, Any]) -> tuple[Column, ...]:
    return (
        Column(title=text["package"], text=lambda row: row.name or text["unknown"], width=190),
        Column(title=text["from"], text=lambda row: row.station or text["unknown"], width=90, firm=True),
        Column(
            title=text["at"],
            text=lambda row: f"{from_milliseconds(row.at):%m-%d %H:%M}",
            width=120,
            firm=True,
        ),
        Column(title=text["origin"], text=lambda row: row.origin, width=220),
        Column(title=text["why"], text=lambda row: message_of(row.error).says, state=lambda row: State.SOON),
    )
