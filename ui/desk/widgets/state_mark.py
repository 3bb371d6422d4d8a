"""A state as shape + word + colour: ■ late, ▲ soon, ● in time, ‖ waiting, ✓ done. Drawn; needs no font."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from resources.loader import words
from ui.desk.widgets.measured import Measured
from ui.theme import State, current

MARK = 12
"""Side of a shape, in pixels of the 14-pixel desk."""


def word_of(state: State) -> str:
    """The plain word of a state, where no better one (逾期 2 天) is known."""
    return str(words("words/desk.toml")["states"][state.value])


def paint_mark(painter: QPainter, box: QRectF, state: State, colour: str) -> None:
    """Draws the shape of `state` filling the square `box`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    side = box.width()
    if state is State.LATE:
        painter.drawRect(box)
    elif state is State.SOON:
        painter.drawPolygon(
            QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()])
        )
    elif state is State.IN_TIME:
        painter.drawEllipse(box)
    elif state is State.WAITING:
        for left in (0.1, 0.58):
            painter.drawRect(QRectF(box.left() + side * left, box.top(), side * 0.32, side))
    else:
        pen = QPen(QColor(colour), side * 0.17)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(
            [
                box.topLeft() + QPointF(side * x, side * y)
                for x, y in ((0.05, 0.55), (0.37, 0.87), (0.97, 0.15))
            ]
        )
    painter.restore()


def paint_state(painter: QPainter, box: QRectF, state: State, word: str, *, size: float = 13) -> None:
    """Draws shape and word side by side, centred in the height of `box`; late and soon are emphasised."""
    theme = current.theme
    side = theme.px(MARK)
    mark = QRectF(box.left(), box.center().y() - side / 2, side, side)
    paint_mark(painter, mark, state, theme.colours.of(state))
    painter.save()
    font = theme.font(size, strong=state in (State.LATE, State.SOON))
    painter.setFont(font)
    painter.setPen(QColor(theme.colours.of(state)))
    room = box.adjusted(side + theme.px(9), 0, 0, 0)
    text = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
    painter.restore()


def state_width(state: State, word: str, *, size: float = 13) -> int:
    """Pixels that shape and word need side by side."""
    theme = current.theme
    metrics = QFontMetrics(theme.font(size, strong=state in (State.LATE, State.SOON)))
    return theme.px(MARK) + theme.px(9) + metrics.horizontalAdvance(word)


class StateMark(Measured, QWidget):
    """One state in a form or a card."""

    def __init__(
        self, state: State, word: str = "", parent: QWidget | None = None, *, size: float = 13
    ) -> None:
        super().__init__(parent)
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_state(state, word)

    @property
    def state(self) -> State:
        """The state that is shown."""
        return self._state

    @property
    def word(self) -> str:
        """The word beside the shape."""
        return self._word

    def show_state(self, state: State, word: str = "") -> None:
        """Shows another state; without a word, the plain word of the state."""
        self._state, self._word = state, word or word_of(state)
        self.setAccessibleName(self._word)
        self.updateGeometry()
        self.update()

    def measure(self) -> None:
        """The room of shape and word."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        theme = current.theme
        font = theme.font(self._size, strong=True)
        word = QFontMetrics(font).horizontalAdvance(self._word)
        return QSize(theme.px(MARK) + theme.px(9) + word + theme.px(4), theme.px(self._size + 9))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_state(painter, QRectF(self.rect()), self._state, self._word, size=self._size)
