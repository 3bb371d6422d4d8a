"""Several of a few, all in sight: Tab goes from one to the next, Space ticks it. For lists of codes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.desk.widgets.flow_row import FlowLayout
from ui.desk.widgets.mark import Mark


class TickRow(QWidget):
    """A row of words of which any may be ticked; as many lines as they need."""

    changed = Signal()
    """After every tick."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        flow = FlowLayout(self)
        self._marks: dict[str, Mark] = {}
        for code, word in choices:
            mark = Mark(word, "")
            mark.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            mark.toggled.connect(self._toggled)
            self._marks[code] = mark
            flow.addWidget(mark)
        if self._marks:
            self.setFocusProxy(next(iter(self._marks.values())))

    @property
    def codes(self) -> tuple[str, ...]:
        """What is ticked, in the order of the row."""
        return tuple(code for code, mark in self._marks.items() if mark.isChecked())

    def take(self, codes: Sequence[str]) -> None:
        """Ticks exactly these."""
        for code, mark in self._marks.items():
            mark.setChecked(code in codes)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        flow = self.layout()
        return 0 if flow is None else flow.heightForWidth(width)

    def _toggled(self, on: bool) -> None:
        self.changed.emit()
