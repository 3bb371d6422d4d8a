"""What one step of the hall's own screen is made of: large words in the middle of the screen and buttons for a finger."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.theme import current

WIDTH = 820
"""Of the column of words, in pixels of the 14-pixel desk."""


class HallStep(Measured, QWidget):
    """One thing said, and what can be done about it; from top to bottom in the middle."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._column = QWidget()
        self.content = QVBoxLayout(self._column)
        """Where the parts go."""
        around = QHBoxLayout(self)
        around.addStretch(1)
        around.addWidget(self._column)
        around.addStretch(1)
        self.content.addStretch(2)
        self.title = self.say(title, "hall-title")
        """The large words."""
        self.measure()

    def measure(self) -> None:
        """The column keeps its width in every size of the words."""
        self._column.setFixedWidth(current.theme.px(WIDTH))
        self.content.setSpacing(current.theme.px(14))

    def say(self, words: str, role: str = "hall-body") -> QLabel:
        """Words below what is there; they wrap."""
        label = text_label(words, role)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.content.addWidget(label)
        return label

    def offer(self, *acts: tuple[str, Callable[[], object]], has_next: bool = True) -> list[QPushButton]:
        """Buttons side by side; the first is the one thing to do next, where there is one."""
        row = QHBoxLayout()
        made: list[QPushButton] = []
        row.addStretch(1)
        for words, act in acts:
            button = hall_button(words, is_next=has_next and not made)
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
            made.append(button)
        row.addStretch(1)
        self.content.addLayout(row)
        return made

    def end(self) -> None:
        """Nothing comes below."""
        self.content.addStretch(3)


def hall_button(words: str, *, is_next: bool = False) -> QPushButton:
    """A button for a finger."""
    button = QPushButton(words)
    button.setProperty("role", "hall-next" if is_next else "hall")
    button.setAutoDefault(False)
    return button
