"""A pad to sign on with pen, finger or mouse: keeps strokes with their times. Knows nothing of what is signed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QTabletEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.clock import stopwatch
from app.domain.handwriting import HIGH, WIDE, Strokes
from ui.desk.widgets.measured import Measured
from ui.theme import current

CORNER = 6
WIDEST = 660
"""Pixels across at most."""
LINE_AT = 0.78
"""How far down the line stands on which one writes."""


class SignaturePad(Measured, QWidget):
    """A white box of three to one. What is written comes out in the pad's own measure, whatever the screen's."""

    changed = Signal()
    """A stroke was ended, or all was taken away."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._strokes: list[list[tuple[int, int, int]]] = []
        self._began = 0.0
        self._writing = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_TabletTracking, False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.measure()

    @property
    def strokes(self) -> Strokes:
        """What was written."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not self._strokes

    def measure(self) -> None:
        """Three to one; larger letters need no larger pad."""
        self.fit(WIDEST)

    def fit(self, room: int) -> None:
        """As wide as it usually is, or as wide as the room that there is."""
        width = min(current.theme.px(600), WIDEST, room)
        self.setFixedSize(width, width * HIGH // WIDE)

    def clear(self) -> None:
        """Takes away what was written."""
        self._strokes, self._writing = [], False
        self.update()
        self.changed.emit()

    def tabletEvent(self, event: QTabletEvent) -> None:
        kind = event.type()
        if kind is QTabletEvent.Type.TabletPress:
            self._begin(event.position())
        elif kind is QTabletEvent.Type.TabletMove:
            self._go_on(event.position())
        elif kind is QTabletEvent.Type.TabletRelease:
            self._end(event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._end(event.position())

    def _begin(self, at: QPointF) -> None:
        if not self._strokes:
            self._began = stopwatch()
        self._writing = True
        self._strokes.append([self._point(at)])
        self.update()

    def _go_on(self, at: QPointF) -> None:
        if not self._writing:
            return
        point, stroke = self._point(at), self._strokes[-1]
        if point[:2] != stroke[-1][:2]:
            stroke.append(point)
            self.update()

    def _end(self, at: QPointF) -> None:
        if self._writing:
            self._go_on(at)
            self._writing = False
            self.changed.emit()

    def _point(self, at: QPointF) -> tuple[int, int, int]:
        across = min(max(at.x() / self.width(), 0.0), 1.0)
        down = min(max(at.y() / self.height(), 0.0), 1.0)
        return round(across * WIDE), round(down * HIGH), round((stopwatch() - self._began) * 1000)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        # white on every theme: ink on paper is dark on white
        painter.setBrush(QColor("white"))
        edge = theme.colours.accent if self.hasFocus() else theme.colours.edge
        painter.setPen(QPen(QColor(edge), theme.px(1)))
        painter.drawRoundedRect(box, CORNER, CORNER)
        painter.setPen(QPen(QColor("#b8bec8"), theme.px(1)))
        line = box.height() * LINE_AT
        painter.drawLine(QPointF(theme.px(24), line), QPointF(box.width() - theme.px(24), line))
        pen = QPen(QColor(20, 24, 60), theme.px(3))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self._strokes:
            points = [QPointF(x / WIDE * self.width(), y / HIGH * self.height()) for x, y, _ in stroke]
            if len(points) == 1:
                painter.drawPoint(points[0])
            else:
                painter.drawPolyline(QPolygonF(points))
