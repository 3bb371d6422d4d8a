"""A text with marks in it: to be looked at, to be selected, each mark to be taken away by a click or by Delete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from ui.desk.widgets.measured import Measured
from ui.theme import State, current


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of the text in characters, and whether it must go; that is said by the line under it, not colour alone."""

    start: int
    end: int
    must: bool


class MarkedText(Measured, QPlainTextEdit):
    """Read only. Arrows and Shift select; Delete asks about the selection, or about the mark where the cursor stands."""

    asked = Signal(int, int)
    """A stretch was meant, in characters; without a selection both ends are the place of the cursor."""

    def __init__(self, lines: int = 9) -> None:
        super().__init__()
        self._lines = lines
        self._marks: tuple[Marked, ...] = ()
        self._units: list[int] = []
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.measure()

    def measure(self) -> None:
        """Room for its lines; the marks take the colours of the theme."""
        self.setMinimumHeight(current.theme.px(21 * self._lines + 16))
        if hasattr(self, "_marks"):
            self._draw()

    def show_text(self, text: str, marks: Sequence[Marked] = ()) -> None:
        """Shows a text with its marks; the same text keeps the place of the cursor."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self._units = _units_of(text)
        self._marks = tuple(marks)
        self._draw()

    @property
    def marks(self) -> tuple[Marked, ...]:
        """What is marked."""
        return self._marks

    def select(self, start: int, end: int) -> None:
        """Selects a stretch, in characters."""
        self.setTextCursor(self._cursor(start, end))

    def ask(self) -> None:
        """What Delete does."""
        cursor = self.textCursor()
        self.asked.emit(self._place(cursor.selectionStart()), self._place(cursor.selectionEnd()))

    def next_mark(self) -> None:
        """Puts the cursor on the next mark, after the last on the first."""
        if self._marks:
            at = self._place(self.textCursor().position())
            after = next((m for m in self._marks if m.start > at), self._marks[0])
            self.setTextCursor(self._cursor(after.start, after.start))
            self.ensureCursorVisible()

    def _draw(self) -> None:
        self.setExtraSelections([self._selection(mark) for mark in self._marks])

    def _selection(self, mark: Marked) -> QTextEdit.ExtraSelection:
        colours, shape = current.theme.colours, QTextCharFormat()
        ink = QColor(colours.of(State.LATE if mark.must else State.SOON))
        shape.setBackground(QColor(colours.selected))
        shape.setForeground(ink)
        shape.setUnderlineColor(ink)
        lines = QTextCharFormat.UnderlineStyle
        shape.setUnderlineStyle(lines.SingleUnderline if mark.must else lines.DashUnderline)
        if mark.must:
            shape.setFontWeight(QFont.Weight.Medium)
        made = QTextEdit.ExtraSelection()
        made.cursor = self._cursor(mark.start, mark.end)
        made.format = shape
        return made

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._unit(start))
        cursor.setPosition(self._unit(end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _unit(self, place: int) -> int:
        """Qt counts UTF-16 units, the marks count characters."""
        return place + sum(1 for rare in self._units if rare < place)

    def _place(self, unit: int) -> int:
        return unit - sum(1 for at, rare in enumerate(self._units) if rare + at < unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.ask()
        elif event.key() == Qt.Key.Key_F10:
            self.next_mark()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        cursor = self.textCursor()
        if event.button() == Qt.MouseButton.LeftButton and not cursor.hasSelection():
            place = self._place(self.cursorForPosition(event.position().toPoint()).position())
            if any(mark.start <= place < mark.end for mark in self._marks):
                self.asked.emit(place, place)


def _units_of(text: str) -> list[int]:
    """The places of characters that take two units."""
    return [place for place, letter in enumerate(text) if ord(letter) > 0xFFFF]
