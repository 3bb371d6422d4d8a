"""A quiet chip: a few words and the key that takes them. Takes no focus: its key is enough."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.desk.widgets.measured import Measured
from ui.theme import current


class KeyChip(Measured, QAbstractButton):
    """One chip; words that are too long for its place are cut, the key never is."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__()
        self.key = key
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(key)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.measure()

    def measure(self) -> None:
        """One line of 12 with a little air."""
        self.setFixedHeight(current.theme.px(24))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        theme = current.theme
        width = QFontMetrics(theme.font(12)).horizontalAdvance(f"{self.text()}  {self.key}") + theme.px(18)
        return QSize(width, theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(current.theme.px(60), current.theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        painter.setPen(QPen(QColor(theme.colours.line), 1))
        painter.setBrush(QColor(theme.colours.selected) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        painter.setFont(theme.font(12))
        metrics = QFontMetrics(theme.font(12))
        inner = box.adjusted(theme.px(8), 0, -theme.px(8), 0)
        key = metrics.horizontalAdvance(self.key)
        said = metrics.elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(inner.width()) - key - theme.px(6)
        )
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(theme.colours.secondary))
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignLeft), said)
        painter.setPen(QColor(theme.colours.hint))
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignRight), self.key)
