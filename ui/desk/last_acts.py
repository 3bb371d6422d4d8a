"""Ctrl+Alt+Z: what this person did last at this desk, fifty acts at most, to be chosen with the arrows and Enter.

Lies over the page and is not modal; Esc, the key or going elsewhere puts it away.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.taking_back import WrittenAct, last_acts
from ui.desk.hall import Hall
from ui.desk.key_sheet import PanelBox
from ui.desk.pages.matter_taking_back import TAKE_BACK
from ui.desk.pages.matter_words import taking_back_words
from ui.desk.widgets.key_hint import KeyHint, text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.wording import short_day
from ui.messages import message_of, words
from ui.theme import current

LIST_KEY = "Ctrl+Alt+Z"


class LastActs(Measured, QFrame):
    """The list, with the way back of each."""

    def __init__(self, hall: Hall, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("search-panel")
        self._hall = hall
        text = self._text = taking_back_words()
        self._all: tuple[WrittenAct, ...] = ()
        self._came_from: QWidget | None = None
        self.box = PanelBox()
        self.box.setPlaceholderText(text["search"])
        self.box.setAccessibleName(text["search"])
        columns = (
            Column(title=text["when"], text=self._when, width=130, firm=True),
            Column(title=text["number"], text=lambda row: row.number, width=150, firm=True),
            Column(title=text["what"], text=self._what, width=220),
            Column(title=text["way"], text=self._way),
        )
        self.table = RowTable(columns, key=lambda row: row.entry, empty=text["empty"])
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = QVBoxLayout(self)
        self.content.addWidget(text_label(text["title"], "card-title"))
        self.content.addWidget(self.box)
        self.content.addWidget(self.table, 1)
        self.content.addWidget(KeyHint(text["hint"]))
        self.box.textChanged.connect(lambda _: self._find())
        self.box.returnPressed.connect(self._press)
        self.table.opened.connect(lambda _: self._press())
        self.measure()
        self.hide()

    def measure(self) -> None:
        """The air around it."""
        px = current.theme.px
        self.content.setContentsMargins(px(14), px(12), px(14), px(10))
        self.content.setSpacing(px(8))

    def turn(self) -> None:
        """Reads the list and brings it, or puts it away."""
        if self.isVisible():
            self.leave()
            return
        session = self._hall.session
        self._hall.read(lambda: last_acts(session), self._show, asker=self, question="last-acts")

    def leave(self) -> None:
        """Puts the list away; the cursor goes back to where it was."""
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()
        self._came_from = None

    def _show(self, found: tuple[WrittenAct, ...]) -> None:
        self._all = found
        self._came_from = QApplication.focusWidget()
        self.box.clear()
        self._find()
        window, px = self.window(), current.theme.px
        width = min(px(980), window.width() - px(24))
        height = min(px(600), window.height() - px(60))
        self.setGeometry((window.width() - width) // 2, px(40), width, height)
        self.show()
        self.raise_()
        self.box.setFocus()

    def _find(self) -> None:
        wanted = self.box.text().casefold().split()
        rows = [
            row
            for row in self._all
            if all(word in f"{row.number} {self._what(row)}".casefold() for word in wanted)
        ]
        self.table.show_rows(rows)

    def _when(self, row: WrittenAct) -> str:
        return f"{short_day(row.at.date(), self._hall.session.today())} {row.at:%H:%M}"

    def _what(self, row: WrittenAct) -> str:
        if not row.kind:
            return str(self._text["sealed"])
        return f"{self._text['kinds'][row.kind]}  {row.name}".rstrip()

    def _way(self, row: WrittenAct) -> str:
        if not row.kind:
            return str(self._text["open_sealed"])
        if isinstance(row.way.why, AppError):
            return message_of(row.way.why).says
        if not row.way.act:
            return str(self._text["why"][row.kind])
        return str(words("acts").get(row.way.act, row.way.act))

    def _press(self) -> None:
        row = self.table.current_row
        if not isinstance(row, WrittenAct):
            return
        self.leave()
        if row.kind:
            self._hall.asked_for_act.emit(row.number, TAKE_BACK, "", {"entry": row.entry})
        else:
            self._hall.asked_for_matter.emit(row.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 12, Qt.Key.Key_PageUp: -12}
            if self.table.rows:
                row = self.table.currentIndex().row() + steps[Qt.Key(event.key())]
                self.table.selectRow(min(max(row, 0), len(self.table.rows) - 1))
        else:
            super().keyPressEvent(event)
