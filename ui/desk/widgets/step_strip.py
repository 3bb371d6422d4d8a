"""The five steps at the door in a row: what is done, what is being done, what is owed, and what each still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.state_mark import StateMark
from ui.theme import State, current


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """One step in words: its title, shape, the word of its state, what it lacks, and all of it to be read aloud."""

    title: str
    state: State
    word: str
    lacks: str
    spoken: str


class _Cell(QWidget):
    """One step: title, state, what is missing."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.title = text_label("", "card-title")
        self.mark = StateMark(State.WAITING)
        self.lacks = text_label("", "hint")
        self.lacks.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (self.title, self.mark, self.lacks):
            column.addWidget(part)
        column.addStretch(1)

    def show_step(self, step: ShownStep) -> None:
        """Shows a step."""
        self.title.setText(f"{self._number}  {step.title}")
        self.mark.show_state(step.state, step.word)
        self.lacks.setText(step.lacks)
        self.lacks.setToolTip(step.lacks)
        self.lacks.setVisible(bool(step.lacks))
        self.setAccessibleName(step.spoken)


class StepStrip(Measured, QWidget):
    """The five steps side by side; where there is little room, in two rows."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._cells = [_Cell(number) for number in range(1, count + 1)]
        self._on_a_line = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.measure()

    @property
    def steps(self) -> tuple[str, ...]:
        """What each step says."""
        return tuple(cell.accessibleName() for cell in self._cells)

    def measure(self) -> None:
        """Gaps of 12; as many in a row as there is room for, the rows equally full."""
        self._grid.setSpacing(current.theme.px(12))
        self._arrange()

    def show_steps(self, steps: Sequence[ShownStep]) -> None:
        """Shows the steps."""
        for cell, step in zip(self._cells, steps, strict=True):
            cell.show_step(step)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        widest = max(cell.minimumSizeHint().width() for cell in self._cells)
        return QSize(widest, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        widest = max(max(cell.mark.sizeHint().width(), cell.title.sizeHint().width()) for cell in self._cells)
        gap = self._grid.spacing()
        fitting = max((self.width() + gap) // (widest + gap), 1)
        if fitting < len(self._cells):
            rows = -(-len(self._cells) // fitting)
            fitting = -(-len(self._cells) // rows)
        fitting = min(fitting, len(self._cells))
        if fitting == self._on_a_line:
            return
        self._on_a_line = fitting
        for at, cell in enumerate(self._cells):
            self._grid.removeWidget(cell)
            self._grid.addWidget(cell, at // fitting, at % fitting)
            self._grid.setColumnStretch(at, 1 if at < fitting else 0)
        self.updateGeometry()
