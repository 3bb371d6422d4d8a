"""One of a few, all in sight: ←→ or the mouse choose, Tab leaves. For kinds, looks, fields of search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
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
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.desk.widgets.measured import Measured
from ui.theme import current

SHORT = 480
"""In a window under this height, in pixels of the 14-pixel desk, words for several lines stand on one that is leafed."""
ARROW = 26
"""Width of what leafs on, at each end of such a line."""


class PickLine(Measured, QWidget):
    """A row of words of which one is taken. The taken one has a frame and a bar: not colour alone."""

    spoken_role = QAccessible.Role.ComboBox
    picked = Signal(str)
    """The code that was taken, after every change."""

    def __init__(self, choices: Sequence[tuple[str, str]], code: str = "", *, wraps: bool = False) -> None:
        """`wraps`: what does not fit stands on a line below, instead of making the page wider than the screen.

        Where the window has little height, too, there is one line only, and at its ends ‹ and › lead to the others.
        """
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
            self.setMinimumWidth(int(max((box.width() for box in self._wrapped()), default=0)) + 2)
            self.setFixedHeight(_bottom(boxes))
        else:
            self.setFixedHeight(current.theme.px(32))
            self.setMinimumWidth(self.sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._wraps:
            self.measure()

    def showEvent(self, event: QShowEvent) -> None:
        if self._wraps:
            self.measure()
        super().showEvent(event)

    @property
    def leafs(self) -> bool:
        """Whether only a part of the words is in sight, on one line."""
        if not self._wraps or self.window().height() >= current.theme.px(SHORT):
            return False
        return self._wrapped()[-1].top() > 1 if self._choices else False

    def sizeHint(self) -> QSize:
        boxes = self._boxes()
        width = max((box.right() for box in boxes), default=0)
        return QSize(int(width) + 2, _bottom(boxes))

    def _boxes(self) -> list[QRectF]:
        """Where each word stands; one that is not in sight has an empty place."""
        return self._leaf() if self.leafs else self._wrapped()

    def _leaf(self) -> list[QRectF]:
        """The words that stand on one line with the taken one."""
        ends = current.theme.px(ARROW) + current.theme.px(6)
        boxes: list[QRectF] = []
        left, first = 1.0 + ends, 0
        for at, box in enumerate(self._wrapped()):
            if left > 1 + ends and left + box.width() + 1 + ends > self.width():
                if first <= self._at < at:
                    return [*boxes, *(QRectF() for _ in self._choices[at:])]
                boxes = [QRectF() for _ in boxes]
                left, first = 1.0 + ends, at
            boxes.append(QRectF(left, 1.0, box.width(), box.height()))
            left += box.width() + current.theme.px(6)
        return boxes

    def _arrows(self) -> tuple[QRectF, QRectF]:
        wide, high = current.theme.px(ARROW), current.theme.px(32) - 2
        return QRectF(1, 1, wide, high), QRectF(self.width() - wide - 1, 1, wide, high)

    def _turn(self, on: bool) -> None:
        """To the words before or behind those in sight."""
        shown = [at for at, box in enumerate(self._boxes()) if not box.isEmpty()]
        self.take(self._choices[(shown[-1] + 1 if on else shown[0] - 1) % len(self._choices)][0])

    def _wrapped(self) -> list[QRectF]:
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
        for on, box in enumerate(self._arrows() if self.leafs else ()):
            if box.contains(event.position()):
                self._turn(bool(on))
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        colours = theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.leafs:
            self._paint_arrows(painter)
        for at, (box, (_, word)) in enumerate(zip(self._boxes(), self._choices, strict=True)):
            if box.isEmpty():
                continue
            taken = at == self._at
            painter.setBrush(QColor(colours.selected if taken else colours.surface))
            strong = taken and self.hasFocus()
            painter.setPen(QPen(QColor(colours.accent if taken else colours.edge), 2 if strong else 1))
            painter.drawRoundedRect(box, theme.px(4), theme.px(4))
            if taken:
                bar = QRectF(box.left() + theme.px(8), box.bottom() - theme.px(4), 0, theme.px(2))
                bar.setRight(box.right() - theme.px(8))
                painter.fillRect(bar, QColor(colours.accent))
            painter.setFont(theme.font(14, strong=taken))
            painter.setPen(QColor(colours.text))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), word)

    def _paint_arrows(self, painter: QPainter) -> None:
        theme = current.theme
        for on, box in enumerate(self._arrows()):
            painter.setPen(QPen(QColor(theme.colours.edge), 1))
            painter.setBrush(QColor(theme.colours.surface))
            painter.drawRoundedRect(box, theme.px(4), theme.px(4))
            painter.setPen(QPen(QColor(theme.colours.text), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            middle, wide, high = box.center(), theme.px(3) * (1 if on else -1), theme.px(5)
            points = ((-wide, -high), (wide, 0), (-wide, high))
            painter.drawPolyline([middle + QPointF(x, y) for x, y in points])

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()


def _bottom(boxes: Sequence[QRectF]) -> int:
    """How high these boxes are together."""
    return int(max((box.bottom() for box in boxes), default=current.theme.px(32) - 1)) + 1
