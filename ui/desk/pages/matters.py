"""Matters (F4): a box for words, chips to narrow by, the newest first, Enter opens.

Every key asks at once, and only the newest answer is painted; where in the stories the words stand is read when the
fingers rest.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from app.changes import Changes
from app.domain.account import ACTS_ON_MATTERS
from app.services.listing import LIMIT, ListedMatter, list_matters
from app.services.saved_lists import SavedList
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.entry_strip import entry_words
from ui.desk.pages.ledger_card import LedgerCard, ledger_words
from ui.desk.pages.matters_narrowing import NarrowingField
from ui.desk.pages.matters_saved import SavedLine
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.wording import short_day
from ui.messages import words

PAUSE = 160
"""Milliseconds after a key before the stories are read for the places of the words."""
FIELDS = ("", "text", "name", "number")


class SearchBox(QLineEdit):
    """A line for words; ↓ goes to the list, Enter opens its first row."""

    down = Signal()
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class MattersPage(PageFrame):
    """The list of matters with its search."""

    def __init__(self, hall: Hall) -> None:
        self._text = matters_text()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall = hall
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE)
        self._wait.timeout.connect(self._read_places)
        self.box = SearchBox()
        self.fields = PickLine([(name, self._text[f"field_{name or 'all'}"]) for name in FIELDS])
        card = Card(self._text["card"], self._text["card_keys"])
        box = Field(self._text["words"], self.box, hint=self._text["words_hint"])
        place = Field(self._text["field"], self.fields, hint=self._text["field_hint"])
        self.narrowing = NarrowingField(hall, self._text, self)
        narrow = Field(
            self._text["narrow"],
            self.narrowing.field,
            keys=self._text["narrow_keys"],
            hint=self._text["narrow_hint"],
        )
        card.add_row(FieldRow(box, place, narrow, widths=(3, 2, 2)))
        card.content.addWidget(self.narrowing.row)
        self.saved = SavedLine(hall, self._text["saved"], self._question)
        card.content.addWidget(self.saved)
        self.main.addWidget(card)
        self.ledger = LedgerCard(hall)
        self.main.addWidget(self.ledger)
        self.list = Card(self._text["list"], self._text["list_keys"])
        self.table = RowTable(columns(), key=lambda row: row.number, empty=self._text["empty"])
        self.list.content.addWidget(self.table, 1)
        self.main.addWidget(self.list, 1)
        self.box.textChanged.connect(lambda _: self.read())
        self.fields.picked.connect(lambda _: self.read())
        self.narrowing.changed.connect(self.read)
        self.saved.asked.connect(self.show_list)
        self.saved.done.connect(self._back_to_words)
        self.box.down.connect(self.table.setFocus)
        self.box.entered.connect(self._open_chosen)
        self.table.opened.connect(lambda row: hall.asked_for_matter.emit(row.number))
        self.add_act(self._text["open"], is_next=True).clicked.connect(self._open_chosen)
        self.add_act(self._text["new"]).clicked.connect(lambda: hall.asked_for_page.emit("reception"))
        self.add_act(ledger_words()["show"]).clicked.connect(self.export)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.export)
        if hall.session.account.role in ACTS_ON_MATTERS:
            self.add_act(words_of("words/imports_page.toml")["imports_page"]["show"]).clicked.connect(
                self.ask_for_imports
            )
            QShortcut(QKeySequence("Ctrl+I"), self).activated.connect(self.ask_for_imports)
            self.entry = self.add_act(f"{entry_words()['line']}   {entry_words()['key']}")
            self.entry.clicked.connect(self.enter)
            QShortcut(QKeySequence(entry_words()["key"]), self).activated.connect(self.enter)
        self._bind_keys()
        self.remark.show_keys(self._text["remark"])
        self.setFocusProxy(self.box)
        hall.bus.changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        """Reads the list for what stands in the box, now; the places of the words when the fingers rest."""
        self._ask(placed=False)
        if self.box.text().strip():
            self._wait.start()

    def _read_places(self) -> None:
        self._ask(placed=True)

    def _ask(self, *, placed: bool) -> None:
        session, typed, field = self._hall.session, self.box.text(), self.fields.code
        narrowing = self.narrowing.narrowing
        self._hall.read(
            lambda: list_matters(session, typed, field, narrowing=narrowing, placed=placed),
            self.show_matters,
            asker=self,
            question="matters",
        )

    def show_matters(self, found: tuple[ListedMatter, ...]) -> None:
        """Shows a list that was read; one that says what is shown already is not painted again."""
        if found != self.table.rows:
            self.table.show_rows(found)
        title, alike = self._text["list"], sum(row.alike for row in found)
        if self.box.text().strip() or self.narrowing.row.chips:
            many = "found_alike" if alike else "found_many" if len(found) == LIMIT else "found"
            title = self._text[many].format(count=len(found) - alike, alike=alike)
        self.list.set_title(title)

    def show_list(self, wanted: SavedList) -> None:
        """Shows a saved list: its words in the stories, its chips."""
        self.fields.take("text" if wanted.words else "")
        self.box.setText(wanted.words)
        self.narrowing.take(wanted.narrowing)
        self.box.setFocus()

    def _back_to_words(self) -> None:
        self.box.setFocus()
        self.bring_to_sight(self.box)

    def _question(self) -> tuple[SavedList, str]:
        asked = SavedList(name="", words=self.box.text(), narrowing=self.narrowing.narrowing)
        return asked, self.fields.code

    def _bind_keys(self) -> None:
        """The keys of narrowing and of saved lists."""
        text, saved = self._text, self._text["saved"]
        acts = {
            text["narrow_key"]: self.narrowing.field.setFocus,
            text["clear_key"]: self.narrowing.clear,
            saved["save_key"]: self.saved.ask_for_name,
            saved["drop_key"]: self.saved.drop,
        }
        acts |= {key: partial(self.narrowing.take_away_at, at) for at, key in enumerate(text["chip_keys"])}
        acts |= {key: partial(self.saved.open_at, at) for at, key in enumerate(saved["open_keys"])}
        for key, act in acts.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def ask_for_imports(self) -> None:
        """Asks for the page that imports tables."""
        self._hall.asked_for_page.emit("imports")

    def enter(self) -> None:
        """Brings the strip for the chosen matter if its entry is owed, else for the first that waits."""
        row = self.table.current_row
        self._hall.asked_to_enter.emit("" if row is None else row.number, True)

    def export(self) -> None:
        """Brings the card of the ledger; where it stands already, writes the ledger."""
        if self.ledger.isVisible():
            self.ledger.export()
        else:
            self.ledger.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.ledger.isVisible():
            self.ledger.fold()
            self.box.setFocus()
        else:
            super().keyPressEvent(event)

    def _open_chosen(self) -> None:
        row = self.table.current_row
        if row is not None:
            self._hall.asked_for_matter.emit(row.number)

    def _changed(self, changes: Changes) -> None:
        if changes.matters:
            self.read_when_seen(self.read)


def columns(*, short: bool = False) -> tuple[Column, ...]:
    """The columns of a list of matters; `short` for the narrow panel."""
    text = matters_text()

    def excerpt(row: ListedMatter) -> str:
        if row.restricted:
            return str(text["restricted"])
        return text["alike"].format(words=row.excerpt) if row.alike else row.excerpt

    def name(row: ListedMatter) -> str:
        return "" if row.restricted else row.name or str(text["nobody"])

    number = Column(title=text["number"], text=lambda row: row.number, width=150, firm=True)
    day = Column(title=text["day"], text=lambda row: short_day(row.registered_on), width=80, firm=True)
    person = Column(title=text["person"], text=name, width=90)
    words_of_it = Column(title=text["excerpt"], text=excerpt)
    if short:
        return (number, day, person, words_of_it)
    return (
        number,
        day,
        person,
        Column(title=text["channel"], text=lambda row: row.channel, width=100, spare=True),
        Column(title=text["category"], text=lambda row: row.category, width=130),
        words_of_it,
        Column(title=text["state"], text=lambda row: state_words(row.state), width=130),
    )


def state_words(state: str) -> str:
    """The state of a matter in the office's words."""
    return str(words("states").get(state, state))


def matters_text() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/matters.toml")["matters"]
    return found
