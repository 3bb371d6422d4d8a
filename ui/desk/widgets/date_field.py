"""A day, typed as it comes to hand: 2026-11-21, 11-21, 1121, 11月21日. ↑ and ↓ go by days."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_NUMBERS = re.compile(r"\d+")


def read_day(text: str, today: date) -> date | None:
    """The day that `text` means, or None. Without a year it is the one nearest to `today`."""
    numbers = [int(part) for part in _NUMBERS.findall(unicodedata.normalize("NFKC", text))]
    match [len(part) for part in _NUMBERS.findall(unicodedata.normalize("NFKC", text))], numbers:
        case [8], [whole]:
            numbers = [whole // 10_000, whole // 100 % 100, whole % 100]
        case [4 | 3], [whole]:
            numbers = [whole // 100, whole % 100]
    if len(numbers) == 2:
        numbers = [_year_for(today, numbers[0]), *numbers]
    try:
        return date(*numbers) if len(numbers) == 3 else None
    except ValueError:
        return None


def _year_for(today: date, month: int) -> int:
    """The year that a day without one belongs to: the nearest such month."""
    off = month - today.month
    return today.year + (1 if off < -6 else -1 if off > 6 else 0)


class DateField(QLineEdit):
    """A field for a day. What cannot be read stays as typed; `value` is then None."""

    def __init__(self, today: date, value: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.set_value(value)

    @property
    def value(self) -> date | None:
        """The day that stands there."""
        return read_day(self.text(), self._today)

    def set_value(self, value: date | None) -> None:
        """Writes a day, or empties the field."""
        self.setText("" if value is None else value.isoformat())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.set_value((self.value or self._today) + timedelta(days=step if self.value else 0))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self.value is not None:
            self.set_value(self.value)
        super().focusOutEvent(event)
