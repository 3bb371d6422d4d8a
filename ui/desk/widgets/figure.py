"""A large figure with what it counts and a grey line of detail."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent

from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.state_mark import StateMark
from ui.theme import State


class Figure(Card):
    """One figure of a board; who clicks it asks for what it counts."""

    asked = Signal()
    """It was clicked."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word
        self.figure = text_label("", "figure")
        self.mark = StateMark(State.DONE, word)
        self.hint = text_label("", "hint")
        for part in (self.figure, self.mark, self.hint):
            self.content.addWidget(part)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.asked.emit()

    def show_figure(self, figure: str, state: State, hint: str) -> None:
        """Shows a figure; the shape says whether it presses."""
        self.figure.setText(figure)
        self.mark.show_state(state, self._word)
        self.hint.setText(hint)
        self.setAccessibleDescription(f"{figure} {self._word} {hint}")
