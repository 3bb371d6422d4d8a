"""F1: all keys that do something now, of the window and of the page in front, to be searched. Esc puts it away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget

from resources.loader import words as words_of
from ui.desk.bound_keys import BoundKey, bound_keys, key_words
from ui.desk.widgets.key_hint import KeyHint, text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.row_table import Column, RowTable
from ui.theme import current

PORTABLE = {
    "Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "PgDown": "PgDn",
}  # fmt: skip
"""Keys as they are printed on the keyboard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """One line of the sheet."""

    bound: BoundKey
    where: str

    @property
    def shown(self) -> str:
        """The key as it is printed."""
        *held, last = self.bound.key.split("+") if not self.bound.key.endswith("++") else ("Ctrl", "+")
        return "+".join([*held, PORTABLE.get(last, last)])


class PanelBox(QLineEdit):
    """The line of a panel over the page: Esc is the panel's, also where the page has bound it."""

    def event(self, event: QEvent) -> bool:
        """Claims Esc before the page's shortcut hears of it."""
        asked = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)


class KeySheet(Measured, QFrame):
    """Lies over the page and is not modal: Esc, F1 or going elsewhere puts it away, and the page is as it was."""

    def __init__(self, parent: QWidget, lines: Callable[[], tuple[KeyLine, ...]]) -> None:
        super().__init__(parent)
        self.setObjectName("search-panel")
        self._text = key_words()
        self._lines = lines
        self._all: tuple[KeyLine, ...] = ()
        self._came_from: QWidget | None = None
        self.box = PanelBox()
        self.box.setPlaceholderText(self._text["search"])
        self.box.setAccessibleName(self._text["search"])
        columns = (
            Column(title=self._text["column_key"], text=lambda row: row.shown, width=150, firm=True),
            Column(title=self._text["column_words"], text=lambda row: row.bound.words),
            Column(title=self._text["column_where"], text=lambda row: row.where, width=110, firm=True),
        )
        self.table = RowTable(columns, key=lambda row: row.bound.key, empty=self._text["empty"])
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = QVBoxLayout(self)
        self.content.addWidget(text_label(self._text["title"], "card-title"))
        self.content.addWidget(self.box)
        self.content.addWidget(self.table, 1)
        self.content.addWidget(KeyHint(self._text["hint"]))
        self.box.textChanged.connect(lambda _: self._find())
        self.box.returnPressed.connect(self._press)
        self.table.opened.connect(lambda _: self._press())
        self.measure()
        self.hide()

    @property
    def lines(self) -> tuple[KeyLine, ...]:
        """What the sheet lists now."""
        return tuple(self.table.rows)

    def measure(self) -> None:
        """The air around it."""
        px = current.theme.px
        self.content.setContentsMargins(px(14), px(12), px(14), px(10))
        self.content.setSpacing(px(8))

    def turn(self) -> None:
        """Brings the sheet, or puts it away."""
        if self.isVisible():
            self.leave()
        else:
            self.open()

    def open(self) -> None:
        """Reads what is bound now and shows it; the cursor stands in the box."""
        self._came_from = QApplication.focusWidget()
        self._all = self._lines()
        self.box.clear()
        self._find()
        self.place()
        self.show()
        self.raise_()
        self.box.setFocus()

    def leave(self) -> None:
        """Puts the sheet away; the cursor goes back to where it was."""
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()
        self._came_from = None

    def place(self) -> None:
        """In the middle of the window, as high as there is room."""
        window, px = self.window(), current.theme.px
        width = min(px(720), window.width() - px(24))
        height = min(px(600), window.height() - px(60))
        self.setGeometry((window.width() - width) // 2, px(40), width, height)

    def _find(self) -> None:
        wanted = self.box.text().casefold().split()
        self.table.show_rows(
            [line for line in self._all if all(_holds(line, word) for word in wanted)]
            if wanted
            else self._all
        )

    def _press(self) -> None:
        line = self.table.current_row
        if isinstance(line, KeyLine):
            self.leave()
            line.bound.shortcut.activated.emit()

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


def lines_of(
    window: QWidget, page: QWidget | None, name: str, titles: Mapping[str, str]
) -> tuple[KeyLine, ...]:
    """The keys of the page called `name`, then those of the window.

    `titles`: what each page of the rail that can be shown is called, by its key; a key that leads to none is not listed.
    """
    text = key_words()
    named = text["named"]
    own = bound_keys(page, dict(named.get(name, {})), inside=True) if page is not None else ()
    here = tuple(KeyLine(bound=bound, where=text["here"]) for bound in own)
    taken = {bound.key for bound in own}
    whole = bound_keys(window, {**named["window"], **titles}, inside=False)
    return here + tuple(
        KeyLine(bound=bound, where=text["window"])
        for bound in whole
        if bound.key not in taken and (bound.words or bound.key not in page_keys())
    )


def page_keys() -> frozenset[str]:
    """Every key that leads to a page, whether or not this person has it."""
    pages = (*words_of("words/desk.toml")["pages"], *key_words()["pages"])
    return frozenset(page["key"] for page in pages if page["key"])


def page_titles(offered: Callable[[str], bool]) -> dict[str, str]:
    """What each page that is offered is called, by its key."""
    pages = (*words_of("words/desk.toml")["pages"], *key_words()["pages"])
    return {page["key"]: page["title"] for page in pages if page["key"] and offered(page["id"])}


def _holds(line: KeyLine, word: str) -> bool:
    return any(
        word in text.casefold() for text in (line.shown, line.bound.words, line.where, line.bound.initials)
    )
