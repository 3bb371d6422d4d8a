"""The road map "you are here": eight stations in a line, each with its mark, its word and its day; one is explained below.

The arrow keys move from station to station; each says aloud what it is, whether the matter has been there, and where it
leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.theme import current

HEIGHT = 60
"""Mark, word and day, in pixels of the 14-pixel desk."""
LEAST = 40
"""The least width of one station."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How one station is shown: its id, word, day (empty: never reached), what is said of it, whether one stands there."""

    station: str
    word: str
    day: str
    says: str
    here: bool


class StopMark(QAbstractButton):
    """One station. A filled mark where the matter stands, a ring where it has been, an empty one ahead."""

    looked_at = Signal(str)
    """The id of the station that has the cursor now."""

    def __init__(self, station: str) -> None:
        super().__init__()
        self.station = station
        self.mark = Mark(station=station, word="", day="", says="", here=False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(lambda: self.looked_at.emit(self.station))

    def show_mark(self, mark: Mark) -> None:
        """Shows how the station stands now."""
        self.mark = mark
        self.setText(mark.word)
        self.setAccessibleName(mark.word)
        self.setAccessibleDescription(mark.says)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current.theme.px(LEAST), current.theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()  # a button would hand the cursor to the next widget; the road map moves it itself
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.looked_at.emit(self.station)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        colours, px, mark = theme.colours, theme.px, self.mark
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, width = px(14), self.width()
        painter.setPen(QPen(QColor(colours.line), px(2)))
        painter.drawLine(QPointF(0, middle), QPointF(width, middle))
        reached = bool(mark.day) or mark.here
        painter.setPen(QPen(QColor(colours.accent if reached else colours.waiting), px(2)))
        painter.setBrush(QColor(colours.accent if mark.here else colours.surface))
        painter.drawEllipse(QPointF(width / 2, middle), px(6), px(6))
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.setFont(theme.font(13, strong=mark.here))
        painter.setPen(QColor(colours.text if reached else colours.secondary))
        box = QRectF(px(2), px(24), width - px(4), px(18))
        cut = painter.fontMetrics().elidedText(mark.word, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, centre, cut)
        painter.setFont(theme.font(12))
        painter.setPen(QColor(colours.hint))
        painter.drawText(QRectF(0, px(41), width, px(17)), centre, mark.day)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class RoadMap(Measured, QWidget):
    """Eight stations from left to right, and a line below that explains the one that was looked at last."""

    def __init__(self, stations: Sequence[str]) -> None:
        super().__init__()
        self.stops = {station: StopMark(station) for station in stations}
        self._at = ""
        self._looked_at = ""
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        for stop in self.stops.values():
            self._row.addWidget(stop)
            stop.looked_at.connect(self.look_at)
        self.words = text_label("", "small")
        """What is said of the station."""
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self.words)
        self.measure()

    @property
    def station(self) -> str:
        """Where the matter stands."""
        return self._at

    @property
    def explained(self) -> str:
        """Which station the line below is about."""
        return self._looked_at

    def measure(self) -> None:
        """A mark above a word above a day."""
        for stop in self.stops.values():
            stop.setFixedHeight(current.theme.px(HEIGHT))

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Shows how the stations stand; the one where the matter is comes to be explained."""
        moved = self._at
        for mark in marks:
            self.stops[mark.station].show_mark(mark)
            if mark.here:
                self._at = mark.station
        self.setAccessibleName(self.stops[self._at].mark.word)
        self.look_at(self._at if moved != self._at or not self._looked_at else self._looked_at)

    def look_at(self, station: str) -> None:
        """Explains one station."""
        self._looked_at = station
        self.words.setText(self.stops[station].mark.says)
        for name, stop in self.stops.items():
            wanted = Qt.FocusPolicy.StrongFocus if name == station else Qt.FocusPolicy.NoFocus
            stop.setFocusPolicy(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        names = list(self.stops)
        at = min(max(names.index(self._looked_at) + step, 0), len(names) - 1)
        self.look_at(names[at])
        self.stops[names[at]].setFocus()
