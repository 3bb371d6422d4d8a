"""A state with a sentence that may need several lines: shape on the left, words that wrap. Knows no state's reason."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.state_mark import MARK, paint_mark
from ui.theme import State, current


class StatusNote(Measured, QWidget):
    """Shape and sentence; without a sentence it takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = State.WAITING
        """The state that is shown."""
        self._label = text_label("", "body", self)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        # a path has no place to break: it is cut rather than making the page wider than the screen
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._label, 1)
        self.measure()
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._label.text()

    def say(self, text: str, state: State = State.WAITING) -> None:
        """Says something in a state; an empty text takes the note away."""
        self.state = state
        self._label.setText(text)
        self._label.setToolTip(text)
        self.setAccessibleName(text)
        if not text or self.parentWidget() is not None:
            self.setVisible(bool(text))
        self.update()

    def measure(self) -> None:
        """Room for the shape on the left."""
        px = current.theme.px
        self._line.setContentsMargins(px(MARK + 9), px(4), 0, px(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current.theme
        side = theme.px(MARK)
        top = theme.px(4) + (self._label.fontMetrics().height() - side) / 2
        paint_mark(QPainter(self), QRectF(0, top, side, side), self.state, theme.colours.of(self.state))
