"""The masked values of one row of a list, beside each other below it: each held to be seen, recorded, copied by a look."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.errors import AppError
from ui.desk.hall import Hall
from ui.desk.widgets.masked_value import MaskedValue
from ui.theme import current

Value = tuple[str, str, str]
"""What a value is called where it is asked for, its label, and its mask."""


class Asking(QObject):
    """Asks a service for values that are held, and gives them to their line: one way for all pages."""

    revealed = Signal(str)
    """A value was shown or copied: the field."""

    def __init__(
        self,
        hall: Hall,
        parent: QObject,
        ask: Callable[[str], Callable[[], str]],
        refused: Callable[[AppError], bool],
    ) -> None:
        """`ask` makes of a field what is run in the write lane; `refused` shows a refusal at its place, if it has one."""
        super().__init__(parent)
        self._hall, self._question, self._refused = hall, ask, refused

    def serve(self, line: MaskedValue) -> None:
        """From now on the line is answered."""
        line.held.connect(lambda _: self._ask(line, line.show_full))
        line.copy_asked.connect(lambda _: self._ask(line, self._copied))

    def _copied(self, value: str) -> None:
        """An act of its own, recorded like every other look; the clipboard forgets an identity number soon."""
        QApplication.clipboard().setText(value)
        self._hall.say("masked.copied")

    def _ask(self, line: MaskedValue, done: Callable[[str], None]) -> None:
        def told(value: str) -> None:
            done(value)
            self.revealed.emit(line.field)

        def refused(error: AppError) -> None:
            line.let_go()
            if not self._refused(error):
                self._hall.say_error(error)

        self._hall.write(self._question(line.field), told, refused, asker=line)


class MaskedLines(QWidget):
    """The values of the chosen row; no room where nothing is masked."""

    def __init__(self, hall: Hall, ask: Callable[[str, str], str]) -> None:
        """`ask` answers a value by what the row is about and the field; it records first, and runs in the write lane."""
        super().__init__()
        self._about = ""
        self._shown: tuple[Value, ...] = ()
        self.values: Sequence[MaskedValue] = ()
        """The lines that stand there now."""
        self._asking = Asking(hall, self, self._question(ask), lambda error: False)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(current.theme.px(16))
        self._line.addStretch(1)
        self.hide()

    def show_values(self, about: str, values: Sequence[Value]) -> None:
        """Shows the masks of a row that is about this number; what is empty has no line."""
        found = tuple(value for value in values if value[2])
        if (about, found) != (self._about, self._shown):
            self._about, self._shown = about, found
            self._make()
        self.setVisible(bool(found))

    def _question(self, ask: Callable[[str, str], str]) -> Callable[[str], Callable[[], str]]:
        def question(field: str) -> Callable[[], str]:
            about = self._about
            return lambda: ask(about, field)

        return question

    def _make(self) -> None:
        for old in self.values:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        made = [MaskedValue(*item) for item in self._shown]
        for at, value in enumerate(made):
            self._line.insertWidget(at, value)
            value.hint_beside(at == len(made) - 1)
            self._asking.serve(value)
        self.values = made
