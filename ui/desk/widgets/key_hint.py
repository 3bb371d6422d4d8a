"""The key printed where it acts, in hint grey. Knows no act."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import current


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


class YieldingHint(KeyHint):
    """A hint that gives its room away when others need it; the whole text stays in the tool tip."""

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
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(QColor(current.theme.colours.hint))
        painter.drawText(self.rect(), int(self.alignment()), text)
