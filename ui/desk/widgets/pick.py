"""One of a few, all in sight: ←→ or the mouse choose, Tab leaves. For kinds, looks, fields of search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.desk.widgets.measured import Measured
from ui.theme import current


class PickLine(Measured, QWidget):
    """A row of words of which one is taken. The taken one has a frame and a bar: not colour alone."""

    spoken_role = QAccessible.Role.ComboBox
    picked = Signal(str)
    """The code that was taken, after every change."""

    def __init__(self, choices: Sequence[tuple[str, str]], code: str = "", *, wraps: bool = False) -> None:
        """`wraps`: what does not fit stands on a line below, instead of making the page wider than the screen."""
        super().__init__()
        self._choices, self._wraps = tuple(choices), wraps
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if code:
            self.take(code)
        self.measure()

    @property
    def code(self) -> str:
        """What is taken."""
        return self._choices[self._at][0]

    @property
    def word(self) -> str:
        """What is taken, in words."""
        return self._choices[self._at][1]

    @property
    def spoken_value(self) -> str:
        """What is taken, for a screen reader."""
        return self.word

    def take(self, code: str) -> None:
        """Takes the choice with that code; unknown codes change nothing."""
        codes = [item for item, _ in self._choices]
        if code in codes and codes.index(code) != self._at:
            self._at = codes.index(code)
            self.picked.emit(code)
        self.setAccessibleDescription(self.word)
        self.update()

    def measure(self) -> None:
        """As high as a field."""
        boxes = self._boxes()
        if self._wraps:
            self.setMinimumWidth(int(max((box.width() for box in boxes), default=0)) + 2)
            self.setFixedHeight(int(boxes[-1].bottom()) + 1 if boxes else current.theme.px(32))
        else:
            self.setFixedHeight(current.theme.px(32))
            self.setMinimumWidth(self.sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._wraps:
            self.measure()

    def sizeHint(self) -> QSize:
        boxes = self._boxes()
        width = max((box.right() for box in boxes), default=0)
        return QSize(int(width) + 2, int(boxes[-1].bottom()) + 1 if boxes else current.theme.px(32))

    def _boxes(self) -> list[QRectF]:
        theme, left, top, boxes = current.theme, 1.0, 1.0, []
        metrics = QFontMetrics(theme.font(14, strong=True))
        for _, word in self._choices:
            width = metrics.horizontalAdvance(word) + theme.px(22)
            if self._wraps and left > 1 and left + width + 1 > self.width():
                left, top = 1.0, top + theme.px(32) + theme.px(5)
            boxes.append(QRectF(left, top, width, theme.px(32) - 2))
            left += width + theme.px(6)
        return boxes

    def _step(self, by: int) -> None:
        self.take(self._choices[(self._at + by) % len(self._choices)][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Space: 1, Qt.Key.Key_Left: -1}
        if (by := steps.get(Qt.Key(event.key()))) is not None:
            self._step(by)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at, box in enumerate(self._boxes()):
            if box.contains(event.position()):
                self.take(self._choices[at][0])
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        colours = theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, (box, (_, word)) in enumerate(zip(self._boxes(), self._choices, strict=True)):
            taken = at == self._at
            painter.setBrush(QColor(colours.selected if taken else colours.surface))
            strong = taken and self.hasFocus()
            painter.setPen(QPen(QColor(colours.accent if taken else colours.line), 2 if strong else 1))
            painter.drawRoundedRect(box, theme.px(4), theme.px(4))
            if taken:
                bar = QRectF(box.left() + theme.px(8), box.bottom() - theme.px(4), 0, theme.px(2))
                bar.setRight(box.right() - theme.px(8))
                painter.fillRect(bar, QColor(colours.accent))
            painter.setFont(theme.font(14, strong=taken))
            painter.setPen(QColor(colours.text))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), word)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()
