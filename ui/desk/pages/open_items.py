"""What is open between offices: matters that wait and why, two words on one field side by side, matters that may be one.

Reached from the exchange. Nothing is decided here: Enter opens the matter, and what can be mended opens as its act.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from app.changes import Changes
from app.clock import from_milliseconds
from app.domain.acts.correcting import CORRECTABLE
from app.domain.field_words import Settled
from app.readmodels import SamePersonRow
from app.services.differing import LedgerLine
from app.services.exchange import ExchangeDesk, is_county
from app.services.standing import ExchangeState, WaitingMatter
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.open_items_desk import OpenItems, open_items
from ui.desk.pages.matter_both_sides import WordsBeside, field_title, in_words
from ui.desk.widgets.card import Card
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.desk.wording import short_day
from ui.messages import message_of
from ui.record_words import relabelled
from ui.theme import State

WAITING, DIFFERENCES, DUPLICATES = "waiting", "differences", "duplicates"
STATES = {
    ExchangeState.LOCAL: State.WAITING,
    ExchangeState.PACKED: State.WAITING,
    ExchangeState.ACKNOWLEDGED: State.DONE,
    ExchangeState.HELD: State.SOON,
    ExchangeState.REJECTED: State.LATE,
    ExchangeState.CORRECTED: State.WAITING,
}


class OpenItemsPage(PageFrame):
    """Three lists, one in sight; below it what the chosen row is about and what to do."""

    left = Signal()
    """Back to the exchange."""

    def __init__(self, hall: Hall, desk: Callable[[], ExchangeDesk]) -> None:
        self._text = open_items_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall, self._desk = hall, desk
        kinds = [WAITING, DIFFERENCES]
        if is_county(hall.session.office):
            kinds.append(DUPLICATES)
        self.pick = PickLine([(kind, self._text[kind]) for kind in kinds])
        self.pick.setAccessibleName(self._text["pick"])
        self.pick.picked.connect(lambda _: self._show_kind())
        self.main.addWidget(self.pick)
        self.tables = {kind: self._table(kind) for kind in kinds}
        self.cards = {kind: Card(self._text[kind]) for kind in kinds}
        for kind, card in self.cards.items():
            card.content.addWidget(self.tables[kind], 1)
            self.main.addWidget(card, 1)
        self.about = Card()
        self.note = StatusNote(self.about)
        self.about.content.addWidget(self.note)
        self._beside: WordsBeside | None = None
        self.main.addWidget(self.about)
        self._add_acts()
        self.remark.show_keys(self._text["remark"])
        hall.bus.changed.connect(self._changed)
        self._show_kind()
        self.read()

    @property
    def kind(self) -> str:
        """Which list is in sight."""
        return self.pick.code

    @property
    def table(self) -> RowTable:
        """The list in sight."""
        return self.tables[self.kind]

    def read(self) -> None:
        """Reads all lists."""
        desk = self._desk
        self._hall.write(lambda: open_items(desk()), self.show_items, asker=self)

    def show_items(self, found: OpenItems) -> None:
        """Shows what was read."""
        rows: dict[str, tuple[Any, ...]] = {
            WAITING: found.waiting,
            DIFFERENCES: found.differences,
            DUPLICATES: found.duplicates,
        }
        for kind, table in self.tables.items():
            table.show_rows(rows[kind])
            self.cards[kind].set_title(
                self._text["tab"].format(title=self._text[kind], count=len(rows[kind]))
            )
        self._explain()

    def turn(self, step: int) -> None:
        """The next list, or the one before."""
        kinds = list(self.tables)
        self.pick.take(kinds[(kinds.index(self.kind) + step) % len(kinds)])

    def open_chosen(self) -> None:
        """Opens the matter of the chosen row."""
        if (row := self.table.current_row) is not None:
            self._hall.asked_for_matter.emit(row.number)

    def open_other(self) -> None:
        """Opens the second matter of a pair."""
        if isinstance(row := self.table.current_row, SamePersonRow):
            self._hall.asked_for_matter.emit(row.other)

    def mend(self) -> None:
        """Opens what puts the chosen row right: the correction of a field that was refused, or the merger of a pair."""
        row = self.table.current_row
        if isinstance(row, SamePersonRow):
            self._hall.asked_for_act.emit(row.other, "merge-into", "reason", {"into": row.number})
        elif isinstance(row, WaitingMatter) and (field := _field_to_mend(row)):
            self._hall.asked_for_act.emit(row.number, "correct", "value", {"field": field})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _table(self, kind: str) -> RowTable:
        columns = {WAITING: _waiting_columns, DIFFERENCES: _difference_columns, DUPLICATES: _pair_columns}
        made = RowTable(columns[kind](self._text), key=_key, empty=self._text[f"no_{kind}"])
        made.opened.connect(lambda _: self.open_chosen())
        made.chosen.connect(lambda _: self._explain())
        return made

    def _add_acts(self) -> None:
        text = self._text
        self.opening = self.add_act(text["open"], is_next=True)
        self.opening.clicked.connect(self.open_chosen)
        self.mending = self.add_act(text["mend"])
        self.mending.clicked.connect(self.mend)
        self.other = self.add_act(text["other"])
        self.other.clicked.connect(self.open_other)
        self.add_act(text["back"]).clicked.connect(self.left)
        for keys, act in (
            ("Ctrl+Return", self.mend),
            ("Ctrl+Enter", self.mend),
            ("Ctrl+O", self.open_other),
            ("Ctrl+Right", partial(self.turn, 1)),
            ("Ctrl+Left", partial(self.turn, -1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _show_kind(self) -> None:
        for kind, card in self.cards.items():
            card.setVisible(kind == self.kind)
        self.setFocusProxy(self.table)
        if self.isVisible():
            self.table.setFocus()
        self._explain()

    def _explain(self) -> None:
        """Says below the list what the chosen row is about; acts that have nothing to do there go away."""
        row, text = self.table.current_row, self._text
        if self._beside is not None:
            self.about.content.removeWidget(self._beside)
            self._beside.deleteLater()
            self._beside = None
        self.other.setVisible(isinstance(row, SamePersonRow))
        self.mending.setVisible(
            isinstance(row, SamePersonRow) or (isinstance(row, WaitingMatter) and bool(_field_to_mend(row)))
        )
        self.mending.setText(text["merge" if isinstance(row, SamePersonRow) else "mend"])
        self.about.setVisible(row is not None)
        self.opening.setEnabled(row is not None)
        if isinstance(row, WaitingMatter):
            self.note.say(_sentence(row, text), STATES[row.state])
        elif isinstance(row, LedgerLine):
            self._beside = WordsBeside(self._hall.session, row.difference)
            self.about.content.addWidget(self._beside)
            waits = row.difference.state is Settled.OPEN
            self.note.say(text["differs"] if waits else "", State.SOON)
        elif isinstance(row, SamePersonRow):
            self.note.say(text["same"])

    def _changed(self, changes: Changes) -> None:
        if changes.matters or changes.settings:
            self.read_when_seen(self.read)


def open_items_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/open_items.toml")["open_items"]
    return found


def _key(row: WaitingMatter | LedgerLine | SamePersonRow) -> object:
    if isinstance(row, WaitingMatter):
        return (row.number, row.station, row.ours)
    if isinstance(row, LedgerLine):
        return (row.number, row.difference.field, row.difference.claim)
    return (row.number, row.other)


def _sentence(row: WaitingMatter, text: dict[str, Any]) -> str:
    """Why a matter waits and what to do; a receipt's own reason says more than its state."""
    if row.why is not None:
        message = message_of(relabelled(row.why))
        return f"{message.says}{message.do}"
    return str(text.get(f"{row.state}_long", ""))


def _field_to_mend(row: WaitingMatter) -> str:
    """The field of ours that the other side refused, where a correction can put it right; else empty."""
    if not row.ours or row.state is not ExchangeState.REJECTED or row.why is None:
        return ""
    field = (row.why.field or "").rpartition(".")[2]
    return field if field in CORRECTABLE else ""


def _waiting_columns(text: dict[str, Any]) -> tuple[Column, ...]:
    def why(row: WaitingMatter) -> str:
        return "" if row.why is None else message_of(relabelled(row.why)).says

    return (
        Column(title=text["number"], text=lambda row: row.number, width=170, firm=True),
        Column(title=text["with"], text=lambda row: row.station, width=80, firm=True),
        Column(title=text["whose"], text=lambda row: text["ours" if row.ours else "theirs"], width=110),
        Column(
            title=text["state"],
            text=lambda row: text["states"][row.state],
            width=170,
            state=lambda row: STATES[row.state],
        ),
        Column(
            title=text["since"],
            text=lambda row: short_day(from_milliseconds(row.since).date()),
            width=100,
            firm=True,
        ),
        Column(title=text["why"], text=why),
    )


def _difference_columns(text: dict[str, Any]) -> tuple[Column, ...]:
    def state(row: LedgerLine) -> State:
        return State.SOON if row.difference.state is Settled.OPEN else State.DONE

    def stands(row: LedgerLine) -> str:
        return in_words(row.difference.field, row.difference.stands.uttered)

    return (
        Column(title=text["number"], text=lambda row: row.number, width=170, firm=True),
        Column(title=text["field"], text=lambda row: field_title(row.difference.field), width=130),
        Column(
            title=text["settled"],
            text=lambda row: text["settled_as"][row.difference.state],
            width=170,
            state=state,
        ),
        Column(title=text["since"], text=lambda row: short_day(row.since), width=100, firm=True),
        Column(title=text["stands"], text=stands),
    )


def _pair_columns(text: dict[str, Any]) -> tuple[Column, ...]:
    return (
        Column(title=text["number"], text=lambda row: row.number, width=170, firm=True),
        Column(title=text["received"], text=lambda row: short_day(row.received_on), width=100, firm=True),
        Column(title=text["another"], text=lambda row: row.other, width=170, firm=True),
        Column(
            title=text["received"], text=lambda row: short_day(row.other_received_on), width=100, firm=True
        ),
        Column(title=text["category"], text=lambda row: in_words("category", row.category), width=200),
        Column(title=text["place"], text=lambda row: in_words("place", row.place)),
    )
