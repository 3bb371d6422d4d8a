"""One of a few, all in sight: ←→ or the mouse choose, Tab leaves. For kinds, looks, fields of search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.desk.widgets.measured import Measured
from ui.theme import current


class PickLine(Measured, QWidget):
    """A row of words of which one is taken. The taken one has a frame and a bar: not colour alone."""

    picked = Signal(str)
    """The code that was taken, after every change."""

    def __init__(self, choices: Sequence[tuple[str, str]], code: str = "") -> None:
        super().__init__()
        self._choices = tuple(choices)
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
        self.setFixedHeight(current.theme.px(32))
        self.setMinimumWidth(self.sizeHint().width())

    def sizeHint(self) -> QSize:
        boxes = self._boxes()
        return QSize(int(boxes[-1].right()) + 2 if boxes else 0, current.theme.px(32))

    def _boxes(self) -> list[QRectF]:
        theme, left, boxes = current.theme, 1.0, []
        metrics = QFontMetrics(theme.font(14, strong=True))
        for _, word in self._choices:
            width = metrics.horizontalAdvance(word) + theme.px(22)
            boxes.append(QRectF(left, 1, width, theme.px(32) - 2))
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
