"""One of several things to choose, as a line of its own that breaks where it must."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.desk.widgets.measured import Measured
from ui.theme import current

_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


class ChoiceLine(Measured, QAbstractButton):
    """A line to press, by mouse, Space, Enter, or the key that its words begin with."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__()
        self.code = code
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.measure()

    def measure(self) -> None:
        """As high as its words need at this width."""
        self.setFixedHeight(self._needed(self.width()))

    def sizeHint(self) -> QSize:
        return QSize(current.theme.px(200), self._needed(current.theme.px(200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect(), QColor(theme.colours.selected))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.colours.accent), theme.px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.setFont(theme.font(14))
        painter.setPen(QColor(theme.colours.text))
        edge = theme.px(6)
        painter.drawText(self.rect().adjusted(edge, 0, -edge, 0), _WRAPPED, self.text())

    def _needed(self, width: int) -> int:
        theme = current.theme
        room = QRect(0, 0, max(width - theme.px(12), theme.px(60)), 10_000)
        used = QFontMetrics(theme.font(14)).boundingRect(room, _WRAPPED, self.text())
        return max(used.height() + theme.px(8), theme.px(29))
