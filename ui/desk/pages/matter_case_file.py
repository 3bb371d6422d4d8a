"""The card that binds the papers of a matter into one PDF (装订卷宗): where to, how far, what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.errors import AppError
from resources.loader import words as words_of
from ui.desk import register_desk
from ui.desk.case_file_desk import CaseFileWork, CaseFileWritten
from ui.desk.hall import Hall
from ui.desk.stepwise import Stepwise
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal

VOLUMES = ("main", "accusation", "addressee")


def case_file_words() -> dict[str, Any]:
    """The words of the card."""
    found: dict[str, Any] = words_of("words/case_file.toml")["case_file_card"]
    return found


class CaseFileCard(Card):
    """Enter in the path begins, Esc stops or puts the card away."""

    put_away = Signal()
    """The card is gone from sight."""

    def __init__(self, hall: Hall, steps: Stepwise) -> None:
        text = self._text = case_file_words()
        super().__init__(text["title"], text["keys"])
        self._hall, self._steps = hall, steps
        self._number = ""
        self._work: CaseFileWork | None = None
        self.path = QLineEdit()
        self.archive_number = QLineEdit()
        self.volume = PickLine([(name, text[name]) for name in VOLUMES])
        self.named = {
            "path": Field(text["path"], self.path, keys="Enter"),
            "archive_number": Field(text["archive_number"], self.archive_number),
            "volume": Field(text["volume"], self.volume),
        }
        self.add_row(FieldRow(*self.named.values(), widths=(4, 1, 2)))
        self._told = text_label("", "small")
        self._told.setWordWrap(True)
        self.content.addWidget(self._told)
        self.path.returnPressed.connect(self.bind)
        self.archive_number.returnPressed.connect(self.bind)
        steps.stepped.connect(self._tell_progress)
        steps.ended.connect(self._ended)
        self.hide()

    @property
    def told(self) -> str:
        """What is said below the fields."""
        return self._told.text()

    @property
    def is_busy(self) -> bool:
        """Whether a file is being bound."""
        return self._work is not None

    def open(self, number: str) -> None:
        """Comes into sight for a matter."""
        if self.is_busy:
            self.show()
            return
        self._number = number
        self._told.setText("")
        self.path.setText(str(Path(register_desk.usual_folder()) / self._text["file"].format(number=number)))
        self.show()
        self.path.setFocus()

    def bind(self) -> None:
        """Begins to bind."""
        clear_refusals(self.named)
        if self.is_busy:
            return
        work = CaseFileWork(
            self._hall.session, self._number, self.volume.code, self.path.text(), self.archive_number.text()
        )
        if not self._steps.run(work):
            self._told.setText(self._text["other_work"])
            return
        self._work = work
        self._told.setText(self._text["gathering"])

    def leave(self) -> bool:
        """Stops a binding, else goes out of sight; False when it was not there."""
        if self.isHidden():
            return False
        if self.is_busy:
            self._steps.stop()
        else:
            self.hide()
            self.put_away.emit()
        return True

    def _tell_progress(self) -> None:
        if self._work is not None:
            self._told.setText(self._text["progress"].format(done=self._work.done, total=self._work.total))

    def _ended(self, done: object, error: object) -> None:
        if self._work is None:
            return
        self._work = None
        if isinstance(error, AppError):
            self._told.setText("")
            if not show_refusal(self.named, error):
                self._hall.say_error(error)
        elif isinstance(done, CaseFileWritten):
            lines = [self._text["written"].format(file=done.file, pages=done.pages)]
            lines += [self._text["missing"].format(count=len(done.missing))] if done.missing else []
            self._told.setText("\n".join([*lines, *done.missing]))
            self._hall.say("case_file.bound", pages=done.pages, missing=len(done.missing))
        else:
            self._told.setText(self._text["stopped"])
