"""A mark that is set or not (匿名, 保密 …): a box with a tick, its word, and the key that sets it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from ui.desk.widgets.state_mark import paint_mark
from ui.theme import State, current

BOX = 15
"""Side of the box, in pixels of the 14-pixel desk."""


class Mark(QCheckBox):
    """Set by its key; left out when Enter goes from field to field."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__(text)
        self._key = key
        self.setAccessibleName(text)
        self.setAccessibleDescription(key)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def sizeHint(self) -> QSize:
        px = current.theme.px
        width = QFontMetrics(current.theme.font(13)).horizontalAdvance(self.text())
        width += QFontMetrics(current.theme.font(12)).horizontalAdvance(self._key)
        return QSize(px(BOX) + px(6) + width + px(6), px(18))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, side = theme.colours, theme.px(BOX)
        box = QRectF(0.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
        set_ = self.isChecked()
        edge = colours.accent if set_ or self.hasFocus() else colours.hint
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(colours.accent if set_ else colours.surface))
        painter.drawRoundedRect(box, theme.px(3), theme.px(3))
        if set_:
            inset = side * 0.2
            paint_mark(painter, box.adjusted(inset, inset, -inset, -inset), State.DONE, colours.on_accent)
        left = side + theme.px(6)
        painter.setFont(theme.font(13, strong=set_))
        painter.setPen(QColor(colours.text if set_ else colours.secondary))
        aligned = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), aligned, self.text())
        left += painter.fontMetrics().horizontalAdvance(self.text()) + theme.px(5)
        painter.setFont(theme.font(12))
        painter.setPen(QColor(colours.hint))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), aligned, self._key)
