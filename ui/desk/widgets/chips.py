"""Chips: what a list is narrowed by, each with the key that takes it away. As many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.desk.widgets.flow_row import FlowLayout
from ui.desk.widgets.measured import Measured
from ui.theme import current


class Chip(Measured, QAbstractButton):
    """One word with its key; pressing it, or its key, does what `says` tells."""

    def __init__(self, code: str, word: str, key: str, says: str) -> None:
        super().__init__()
        self.code, self.key = code, key
        self.setText(word)
        self.setAccessibleName(says)
        self.setAccessibleDescription(key)
        self.setToolTip(says)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.measure()

    def measure(self) -> None:
        """As wide as its word and its key."""
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        theme = current.theme
        word = QFontMetrics(theme.font(13)).horizontalAdvance(self.text())
        key = QFontMetrics(theme.font(12)).horizontalAdvance(self.key)
        return QSize(word + key + theme.px(30), theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        colours, px = theme.colours, theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.hasFocus()
        painter.setPen(QPen(QColor(colours.accent if strong else colours.edge), 2 if strong else 1))
        painter.setBrush(QColor(colours.selected if self.underMouse() else colours.chip))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, px(4), px(4))
        inner = box.adjusted(px(9), 0, -px(9), 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font(13))
        painter.setPen(QColor(colours.text))
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignLeft), self.text())
        painter.setFont(theme.font(12))
        painter.setPen(QColor(colours.secondary))
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignRight), self.key)


class ChipRow(QWidget):
    """Chips side by side; hidden while there is none."""

    pressed = Signal(str)
    """The code of the chip that was pressed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._flow = FlowLayout(self)
        self.chips: tuple[Chip, ...] = ()
        """What is shown, from left to right."""
        self.hide()

    def show_chips(self, chips: Sequence[tuple[str, str, str, str]]) -> None:
        """Shows these and no others: code, word, key, what pressing it does."""
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = tuple(Chip(*each) for each in chips)
        for chip in self.chips:
            chip.clicked.connect(lambda _=False, code=chip.code: self.pressed.emit(code))
            self._flow.addWidget(chip)
        self.setVisible(bool(self.chips) and self.parentWidget() is not None)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow.heightForWidth(width)
