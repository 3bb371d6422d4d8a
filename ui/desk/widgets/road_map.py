"""The road map as a line of stations; the one the matter stands on has a filled mark and a bold word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.desk.widgets.measured import Measured
from ui.theme import current


class RoadMap(Measured, QWidget):
    """Eight stations from left to right. Painted; says its station aloud."""

    def __init__(self, stations: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._stations = tuple(stations)
        self._at = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.measure()

    @property
    def station(self) -> str:
        """Where the matter stands."""
        return self._at

    def measure(self) -> None:
        """A mark above a word."""
        self.setFixedHeight(current.theme.px(46))

    def minimumSizeHint(self) -> QSize:
        return QSize(current.theme.px(40 * len(self._stations)), current.theme.px(46))

    def stand_at(self, station: str) -> None:
        """Shows where the matter stands."""
        self._at = station
        self.setAccessibleName(dict(self._stations).get(station, ""))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        colours, px = theme.colours, theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.width() / len(self._stations)
        middle, radius = px(12), px(6)
        painter.setPen(QPen(QColor(colours.line), px(2)))
        painter.drawLine(QPointF(step / 2, middle), QPointF(self.width() - step / 2, middle))
        for at, (station, word) in enumerate(self._stations):
            here = station == self._at
            centre = QPointF(step * (at + 0.5), middle)
            painter.setPen(QPen(QColor(colours.accent if here else colours.waiting), px(2)))
            painter.setBrush(QColor(colours.accent if here else colours.surface))
            painter.drawEllipse(centre, radius, radius)
            painter.setFont(theme.font(13, strong=here))
            painter.setPen(QColor(colours.text if here else colours.secondary))
            box = QRectF(step * at, px(24), step, px(20))
            cut = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, int(step) - 4)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), cut)
