"""One thing that may be done: its word on the left, its key on the right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.desk.widgets.measured import Measured
from ui.theme import current


class ActLine(Measured, QAbstractButton):
    """A line to press. Enter and Space press it when the cursor is on it; its key does so from anywhere on the page."""

    def __init__(self, act: str, words: str, key: str) -> None:
        super().__init__()
        self.act = act
        self.key = key
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(key)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.measure()

    def measure(self) -> None:
        """Thirty pixels high."""
        self.setFixedHeight(current.theme.px(29))

    def sizeHint(self) -> QSize:
        return QSize(current.theme.px(200), current.theme.px(29))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        colours, px = theme.colours, theme.px
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect(), QColor(colours.selected))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        box = QRectF(self.rect()).adjusted(px(6), 0, -px(6), 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font(14))
        painter.setPen(QColor(colours.text))
        painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignLeft), self.text())
        painter.setFont(theme.font(12))
        painter.setPen(QColor(colours.hint))
        painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignRight), self.key)
