"""A quiet chip: a few words and the key that takes them. Takes no focus: its key is enough."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.desk.widgets.measured import Measured
from ui.theme import current

MOST_LINES = 3
_WRAPPED = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWrapAnywhere)


class KeyChip(Measured, QAbstractButton):
    """One chip; words that are too long for its place go on below, the key never does."""

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
        """Lines of 12 with a little air: as many as the words need at this width."""
        theme = current.theme
        metrics = QFontMetrics(theme.font(12))
        room, lines = self._room(), 1
        if (
            self.testAttribute(Qt.WidgetAttribute.WA_Resized)
            and metrics.horizontalAdvance(self.text()) > room
        ):
            needed = metrics.boundingRect(QRect(0, 0, max(room, theme.px(24)), 10_000), _WRAPPED, self.text())
            lines = min(round(needed.height() / metrics.lineSpacing()), MOST_LINES)
        self.setFixedHeight(theme.px(24) + (lines - 1) * metrics.lineSpacing())
        self.updateGeometry()

    def _room(self) -> int:
        """Pixels that are left for a line of words."""
        theme = current.theme
        key = QFontMetrics(theme.font(12)).horizontalAdvance(self.key)
        return self.width() - 2 * theme.px(8) - 1 - key - theme.px(6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.measure()

    def sizeHint(self) -> QSize:
        theme = current.theme
        width = QFontMetrics(theme.font(12)).horizontalAdvance(f"{self.text()}  {self.key}") + theme.px(18)
        return QSize(width, max(self.minimumHeight(), theme.px(24)))

    def minimumSizeHint(self) -> QSize:
        return QSize(current.theme.px(60), current.theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        painter.setPen(QPen(QColor(theme.colours.edge), 1))
        painter.setBrush(QColor(theme.colours.selected) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        painter.setFont(theme.font(12))
        inner = box.adjusted(theme.px(8), 0, -theme.px(8), 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(theme.colours.secondary))
        painter.drawText(QRectF(inner.topLeft(), QSizeF(self._room(), inner.height())), _WRAPPED, self.text())
        painter.setPen(QColor(theme.colours.hint))
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignRight), self.key)
