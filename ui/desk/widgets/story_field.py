"""The story in the person's own words: room to write, characters counted, nothing ever cut off."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from resources.loader import words
from ui.desk.widgets.measured import Measured
from ui.theme import current

LIMIT = 50_000
"""Characters that a matter may hold; a longer text is still shown and kept in the draft."""


class StoryField(Measured, QPlainTextEdit):
    """Several lines of text. Enter makes a new line, Tab leaves."""

    counted = Signal(str)
    """The count in words, for the right end of the label line."""

    def __init__(self, parent: QWidget | None = None, *, lines: int = 4, limit: int = LIMIT) -> None:
        super().__init__(parent)
        self.limit = limit
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._lines = lines
        self.measure()
        self.textChanged.connect(lambda: self.counted.emit(self.count_words))

    def measure(self) -> None:
        """Room for the wanted lines."""
        self.setMinimumHeight(current.theme.px(21 * self._lines + 16))

    def set_lines(self, lines: int) -> None:
        """Room for at least so many lines."""
        if lines != self._lines:
            self._lines = lines
            self.measure()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.minimumHeight())

    @property
    def text(self) -> str:
        """What was written, exactly."""
        return self.toPlainText()

    @property
    def count(self) -> int:
        """Characters without blanks and line ends; a rare character counts as one."""
        return sum(not character.isspace() for character in self.toPlainText())

    @property
    def is_too_long(self) -> bool:
        """Whether there is more than a matter may hold."""
        return len(self.toPlainText()) > self.limit

    @property
    def count_words(self) -> str:
        """'143 字', or what to do when it is too long."""
        sentence = words("words/desk.toml")["story"]["over" if self.is_too_long else "count"]
        return str(sentence).format(count=self.count, limit=self.limit)

    def set_text(self, text: str) -> None:
        """Replaces the text, cursor at the end."""
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.setTextCursor(cursor)
