"""The key printed where it acts, in hint grey. Knows no act."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import current

_ENDS = re.compile(r"\s*[·•]\s*|\s{2,}|[；。，：;]")
"""Where a hint may end before its end: between keys, and between the parts of a sentence."""


def text_label(text: str, role: str, parent: QWidget | None = None) -> QLabel:
    """A label in a role of the style sheet: title, card-title, label, body, small, hint, warning, chip."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label


def give_role(widget: QWidget, role: str) -> None:
    """Changes the role of a widget that is already dressed."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class KeyHint(QLabel):
    """Which key does it, e.g. 'Ctrl+Enter 加一项诉求'. Read aloud with the thing, not by itself."""

    def __init__(self, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(keys, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "hint")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if not keys:
            self.hide()  # never shown by hand before it has a parent: it would be a window of its own for a moment

    def show_keys(self, keys: str) -> None:
        """Prints other keys; nothing printed takes no room."""
        self.setText(keys)
        if not keys or self.parentWidget() is not None:
            self.setVisible(bool(keys))


def whole_parts(text: str, room: float, wide: Callable[[str], float]) -> str:
    """As many whole parts of a hint as find room, with … behind them; nothing where not even the first does.

    `wide` measures a text in the unit of `room`. Half a word of a hint would say nothing and look like a fault.
    """
    if wide(text) <= room:
        return text
    ends = [found.start() for found in _ENDS.finditer(text)]
    shorter = (f"{text[:end]} …" for end in reversed(ends) if text[:end].strip())
    return next((part for part in shorter if wide(part) <= room), "")


class YieldingHint(KeyHint):
    """A hint that gives its room away when others need it, part by part; the whole text stays in the tool tip."""

    def __init__(self, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(keys, parent)
        self.setToolTip(keys)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def show_keys(self, keys: str) -> None:
        """Prints other keys."""
        super().show_keys(keys)
        self.setToolTip(keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = whole_parts(self.text(), self.width(), self.fontMetrics().horizontalAdvance)
        painter.setPen(QColor(current.theme.colours.hint))
        painter.drawText(self.rect(), int(self.alignment()), text)
