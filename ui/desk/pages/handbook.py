"""The handbook (Ctrl+F1): chapters on the left, what one says on the right, a line to find in all of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from resources.loader import words as words_of
from ui.desk.widgets.chapter_view import ChapterView
from ui.desk.widgets.key_hint import YieldingHint, text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.page_header import PageHeader
from ui.desk.widgets.row_table import Column, RowTable
from ui.handbook import Chapter, Place, found
from ui.theme import current

LIST = 270
"""Width of the list of chapters, in pixels of the 14-pixel desk; at most a third of the page."""


def handbook_words() -> dict[str, Any]:
    """The words of the page."""
    text: dict[str, Any] = words_of("words/handbook.toml")["handbook"]
    return text


class HandbookPage(Measured, QWidget):
    """Reads nothing of the office and keeps nothing: it is the same at the door and inside."""

    left = Signal()
    """Esc: back to the page that was in front."""
    print_asked = Signal(object)
    """The chapter that is to come out on paper."""
    save_asked = Signal(object)
    """The chapter that is to be written as a file."""

    def __init__(self) -> None:
        super().__init__()
        text = self._text = handbook_words()
        self.header = PageHeader(text["title"], text["keys"])
        self.box = QLineEdit()
        self.box.setPlaceholderText(text["find"])
        self.box.setAccessibleName(text["find"])
        self.table = RowTable(
            (Column(title=text["list"], text=lambda row: row.title),),
            key=lambda row: (row.chapter.name, row.section),
            empty=text["empty"],
        )
        self.table.setAccessibleName(text["list"])
        self.view = ChapterView()
        self.count = text_label("", "small")
        self.remark = YieldingHint(text["remark"])
        self._side = QWidget()
        side = self._side_column = QVBoxLayout(self._side)
        side.addWidget(self.box)
        side.addWidget(self.count)
        side.addWidget(self.table, 1)
        self._columns = QHBoxLayout()
        self._columns.addWidget(self._side)
        self._columns.addWidget(self.view, 1)
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(self.header)
        self._whole.addLayout(self._columns, 1)
        self._whole.addWidget(self.remark)
        self.box.textChanged.connect(lambda _: self._find())
        self.box.returnPressed.connect(self.view.setFocus)
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _: self.view.setFocus())
        self.setFocusProxy(self.box)
        self.count.hide()
        self.measure()

    @property
    def chapter(self) -> Chapter | None:
        """What is being read."""
        row = self.table.current_row
        return row.chapter if isinstance(row, Place) else None

    def open(self, chapter: Chapter) -> None:
        """Shows a chapter in the whole list; the cursor stands in the line to find."""
        self.box.clear()
        if not self.table.rows:
            self.table.show_rows(found(""))
        names = [place.chapter.name for place in self.table.rows]
        self.table.selectRow(names.index(chapter.name))
        self.box.setFocus()

    def offer_paper(self) -> None:
        """Binds the keys that print and save; they stand at the foot from now on."""
        self.remark.show_keys(self._text["remark_paper"])
        for key, asked in (("Ctrl+P", self.print_asked), ("Ctrl+S", self.save_asked)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._hand_on, asked))

    def _hand_on(self, asked: SignalInstance) -> None:
        if self.chapter is not None:
            asked.emit(self.chapter)

    def measure(self) -> None:
        """Margins of 20; the list as wide as its titles, as long as there is room."""
        px = current.theme.px
        self._whole.setContentsMargins(px(20), px(14), px(20), px(10))
        self._whole.setSpacing(px(8))
        self._columns.setSpacing(px(12))
        self._side_column.setContentsMargins(0, 0, 0, 0)
        self._side_column.setSpacing(px(6))
        self._lay_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        rows = self.table.rows
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and rows:
            row = self.table.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            self.table.selectRow(min(max(row, 0), len(rows) - 1))
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.view.page_on(1 if key == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def _find(self) -> None:
        typed = self.box.text()
        places = found(typed)
        self.table.show_rows(places)
        self.count.setText(self._text["found"].format(count=len(places)) if typed.strip() else "")
        self.count.setVisible(bool(typed.strip()))
        if places and typed.strip():
            self.table.selectRow(0)
        self._show(self.table.current_row)

    def _show(self, row: object) -> None:
        if isinstance(row, Place):
            self.view.show_chapter(row.chapter, row.section, self.box.text().split())

    def _lay_columns(self) -> None:
        self._side.setFixedWidth(min(current.theme.px(LIST), max(self.width() // 3, current.theme.px(150))))

    def resizeEvent(self, event: object) -> None:
        self._lay_columns()
