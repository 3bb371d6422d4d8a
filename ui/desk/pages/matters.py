"""Matters (F4): a box for words, the newest first, Enter opens. The same list serves the search of Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from app.changes import Changes
from app.domain.account import ACTS_ON_MATTERS
from app.services.codes import is_code
from app.services.listing import LIMIT, ListedMatter, list_matters
from resources.loader import words as words_of
from ui.desk.code_desk import CodeFollower
from ui.desk.hall import Hall
from ui.desk.pages.entry_strip import entry_words
from ui.desk.pages.ledger_card import LedgerCard, ledger_words
from ui.desk.shell import SearchPanel
from ui.desk.widgets.act_line import ActLine
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.wording import short_day
from ui.messages import words
from ui.theme import current

PAUSE = 160
"""Milliseconds after a key before the list is read: no read per key."""
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
        self._text = _text()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall = hall
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE)
        self._wait.timeout.connect(self.read)
        self.box = SearchBox()
        self.fields = PickLine([(name, self._text[f"field_{name or 'all'}"]) for name in FIELDS])
        card = Card(self._text["card"])
        box = Field(self._text["words"], self.box, hint=self._text["words_hint"])
        place = Field(self._text["field"], self.fields, hint=self._text["field_hint"])
        card.add_row(FieldRow(box, place, widths=(3, 1)))
        self.main.addWidget(card)
        self.ledger = LedgerCard(hall)
        self.main.addWidget(self.ledger)
        self.list = Card(self._text["list"], self._text["list_keys"])
        self.table = RowTable(columns(), key=lambda row: row.number, empty=self._text["empty"])
        self.list.content.addWidget(self.table, 1)
        self.main.addWidget(self.list, 1)
        self.box.textChanged.connect(lambda _: self._wait.start())
        self.fields.picked.connect(lambda _: self._wait.start())
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
            self.entry = ActLine("system-entry", entry_words()["line"], entry_words()["key"])
            self.entry.clicked.connect(self.enter)
            self.list.content.addWidget(self.entry)
            QShortcut(QKeySequence(entry_words()["key"]), self).activated.connect(self.enter)
        self.remark.show_keys(self._text["remark"])
        self.setFocusProxy(self.box)
        hall.bus.changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        """Reads the list for what stands in the box."""
        session, typed, field = self._hall.session, self.box.text(), self.fields.code
        self._hall.read(
            lambda: list_matters(session, typed, field), self.show_matters, asker=self, question="matters"
        )

    def show_matters(self, found: tuple[ListedMatter, ...]) -> None:
        """Shows a list that was read."""
        self.table.show_rows(found)
        title = self._text["list"]
        if self.box.text().strip():
            title = self._text["found_many" if len(found) == LIMIT else "found"].format(count=len(found))
        self.list.set_title(title)

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
            self._wait.start()


class Finder:
    """Fills the search panel of the shell: the same question as the page, results below the box."""

    def __init__(self, panel: SearchPanel, hall: Hall, in_front: Callable[[], str]) -> None:
        self._panel, self._hall = panel, hall
        self.table = RowTable(columns(short=True), key=lambda row: row.number, empty=_text()["empty"])
        self.table.hide()
        panel.content.insertWidget(1, self.table)
        self._wait = QTimer(self.table)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE)
        self._wait.timeout.connect(self.read)
        self._follower = CodeFollower(hall, self.table, in_front, panel.leave)
        panel.typed.connect(self._typed)
        panel.entered.connect(self._open_chosen)
        panel.stepped.connect(self._step)
        self.table.opened.connect(lambda _: self._open_chosen())

    def leave(self) -> None:
        """Takes the results away, with the person who saw them."""
        self._panel.typed.disconnect(self._typed)
        self._panel.entered.disconnect(self._open_chosen)
        self._panel.stepped.disconnect(self._step)
        self._panel.box.clear()
        self._panel.content.removeWidget(self.table)
        self.table.hide()
        self.table.deleteLater()

    def read(self) -> None:
        """Looks for what stands in the box."""
        session, typed = self._hall.session, self._panel.box.text()
        self._hall.read(lambda: list_matters(session, typed), self._show, asker=self.table, question="finder")

    def _typed(self, text: str) -> None:
        if text.strip() and not is_code(text):
            self._wait.start()
        else:
            self._wait.stop()
            self._show(())

    def _show(self, found: tuple[ListedMatter, ...]) -> None:
        self.table.show_rows(found)
        self.table.setFixedHeight(current.theme.px(38 + 34 * min(max(len(found), 1), 8)))
        self.table.setVisible(bool(self._panel.box.text().strip()))
        self._panel.place()

    def _step(self, by: int) -> None:
        if self.table.rows:
            row = min(max(self.table.currentIndex().row() + by, 0), len(self.table.rows) - 1)
            self.table.selectRow(row)

    def _open_chosen(self, typed: str = "") -> None:
        if is_code(typed):
            self._follower.follow(typed)
            return
        row = self.table.current_row
        if row is not None and self.table.isVisible():
            self._panel.leave()
            self._hall.asked_for_matter.emit(row.number)


def columns(*, short: bool = False) -> tuple[Column, ...]:
    """The columns of a list of matters; `short` for the narrow panel."""
    text = _text()

    def excerpt(row: ListedMatter) -> str:
        return str(text["restricted"]) if row.restricted else row.excerpt

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
        Column(title=text["channel"], text=lambda row: row.channel, width=100),
        Column(title=text["category"], text=lambda row: row.category, width=130),
        words_of_it,
        Column(title=text["state"], text=lambda row: state_words(row.state), width=130),
    )


def state_words(state: str) -> str:
    """The state of a matter in the office's words."""
    return str(words("states").get(state, state))


def _text() -> dict[str, Any]:
    found: dict[str, Any] = words_of("words/matters.toml")["matters"]
    return found
