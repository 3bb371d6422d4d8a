"""The line for a file beside a paper: where its PDF or an editable copy is saved, or whence the scan of the sealed sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QLineEdit

from app.domain.paper import PaperRecord
from app.errors import AppError
from ui.desk import paper_desk
from ui.desk.hall import Hall
from ui.desk.pages.matter_words import matter_words
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.messages import words
from ui.printing import save_pdf

if TYPE_CHECKING:
    from app.services.papers import MadePaper

COPY = ".docx"


class FileLine(Card):
    """One line for a path; Enter does what it was brought for."""

    finished = Signal()
    """It was done, the line is away again."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self._hall = hall
        text = matter_words()
        self._does: Callable[[], None] = self._nothing
        self._made: MadePaper | None = None
        self._number = ""
        self._copy: Callable[[], bytes] = bytes
        self.path = Field(text["path"], QLineEdit(), keys=text["keep_now"])
        self.add_row(FieldRow(self.path))
        editor = self.path.editor
        if isinstance(editor, QLineEdit):
            editor.returnPressed.connect(lambda: self._does())
        self.hide()

    def ask_where(self, number: str, made: MadePaper, copy: Callable[[], bytes]) -> None:
        """Asks where the PDF is to be saved; a name that ends in .docx saves the editable copy, which `copy` makes.

        Of a draft there is only a copy. `copy` is called in a worker.
        """
        self._copy = copy
        ending = COPY if made.record is None else ".pdf"
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._made = made
        self._ask(
            str(matter_words()["path"]), str(Path(folder) / f"{number}-{made.kind.kind}{ending}"), self._save
        )
        self.path.say_hint(str(words("copy_words")["hint"]))

    def ask_scan(self, number: str, made: MadePaper) -> None:
        """Asks for the file of the scan."""
        self._made, self._number = made, number
        self._ask(str(words("office_papers")["scan_path"]), "", self._file_scan)

    def _ask(self, label: str, proposed: str, does: Callable[[], None]) -> None:
        self.path.label.setText(label)
        self.path.say_hint("")
        editor = self.path.editor
        editor.setAccessibleName(label)
        if isinstance(editor, QLineEdit):
            editor.setText(proposed)
        self._does = does
        self.show()
        editor.setFocus()

    def _nothing(self) -> None:
        """Nothing was asked for yet."""

    def _save(self) -> None:
        made = self._made
        if made is None:
            return
        path = Path(self.path.text.strip())
        if path.suffix.lower() == COPY:
            copy = self._copy
            self._hall.read(lambda: save_pdf(copy(), path), lambda _: self._saved(), asker=self)
            return
        if made.record is None:
            self.path.warn(str(words("copy_words")["only_copy"]))
            return
        try:
            save_pdf(made.pdf, Path(self.path.text.strip()))
        except AppError as error:
            self._hall.say_error(error)
            return
        self._saved()

    def _saved(self) -> None:
        self._hall.say("print.saved", path=self.path.text.strip())
        self._away()

    def _file_scan(self) -> None:
        record: PaperRecord | None = None if self._made is None else self._made.record
        if record is None:
            return
        session, number, path = self._hall.session, self._number, self.path.text.strip()
        self._hall.write(
            lambda: paper_desk.file_scan(session, number, record.id, path), self._filed, asker=self
        )

    def _filed(self, _done: object) -> None:
        self._hall.say("scan.filed")
        self._away()

    def _away(self) -> None:
        self.hide()
        self.finished.emit()
