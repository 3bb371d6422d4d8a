"""A small whole number: head counts, pages, days. Full-width digits are read; ↑ and ↓ count."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from resources.loader import words


class NumberField(QLineEdit):
    """A number from `least` to `most`. What cannot be read stays as typed, and `problem` says why."""

    changed = Signal(object)
    """The number, or None while there is none."""

    def __init__(
        self, least: int = 0, most: int = 9999, value: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.least, self.most = least, most
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.set_value(value)
        self.textChanged.connect(lambda _: self.changed.emit(self.value))

    @property
    def value(self) -> int | None:
        """The number that stands there, if it is one within the limits."""
        number = self._number()
        return number if number is not None and self.least <= number <= self.most else None

    @property
    def problem(self) -> str:
        """Why there is no number, in words; empty for an empty field and for a good number."""
        if not self.text().strip() or self.value is not None:
            return ""
        sentences = words("words/desk.toml")["number"]
        if self._number() is None:
            return str(sentences["not_a_number"])
        return str(sentences["outside"]).format(least=self.least, most=self.most)

    def set_value(self, value: int | None) -> None:
        """Writes a number, or empties the field."""
        self.setText("" if value is None else str(value))

    def _number(self) -> int | None:
        plain = unicodedata.normalize("NFKC", self.text()).replace(" ", "")
        return int(plain) if plain.isdecimal() and len(plain) <= 9 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if step:
            number = self._number()
            self.set_value(self.least if number is None else min(max(number + step, self.least), self.most))
        else:
            super().keyPressEvent(event)
