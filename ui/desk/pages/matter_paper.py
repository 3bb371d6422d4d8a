"""A paper in the place of the overview: its draft with what still has to be said, or the issued bytes; printing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.delivery import DeliveryMethod
from app.domain.paper import PaperRecord
from app.errors import AppError
from ui.desk import paper_desk
from ui.desk.hall import Hall
from ui.desk.pages.matter_words import matter_words
from ui.desk.widgets.act_form import code_word
from ui.desk.widgets.card import Card
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.paper_view import PaperView
from ui.messages import words
from ui.printing import Printer, save_pdf

if TYPE_CHECKING:
    from app.services.papers import MadePaper

NOWHERE = ("print.no_printer", "print.vanished", "print.silent")
"""Refusals after which only saving the file is left."""
PAUSE = 500
"""Milliseconds after a key before the draft is made anew."""


class PaperPlace(QWidget):
    """Shows one paper; makes drafts, issues, fetches, prints and saves."""

    drafted = Signal()
    """A draft is shown."""
    issued = Signal()
    """A paper was issued and is shown."""
    shown = Signal()
    """An issued paper is shown again."""

    def __init__(self, hall: Hall, printer: Callable[[], Printer]) -> None:
        super().__init__()
        self._hall, self._printer = hall, printer
        self._text = matter_words()
        self._number = self._kind = ""
        self._made: MadePaper | None = None
        self._title = text_label("", "card-title")
        self.view = PaperView(self)
        self._more = Card(self._text["extras"])
        self.extras: dict[str, Field] = {}
        self._row: FieldRow | None = None
        self.path = Field(self._text["path"], QLineEdit(), keys=self._text["keep_now"])
        self._path_card = Card()
        self._path_card.add_row(FieldRow(self.path))
        editor = self.path.editor
        if isinstance(editor, QLineEdit):
            editor.returnPressed.connect(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._title, self._more, self._path_card):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE)
        self._wait.timeout.connect(self._draft_again)
        self.forget()

    @property
    def record(self) -> PaperRecord | None:
        """The issued paper that is shown; None for a draft."""
        return None if self._made is None else self._made.record

    @property
    def printer_words(self) -> str:
        """Which printer will be used."""
        name = self._printer().name
        return str(self._text["printer"]).format(name=name) if name else str(self._text["no_printer"])

    def forget(self) -> None:
        """Shows nothing and goes out of sight."""
        self._made = None
        self._wait.stop()
        self.view.forget()
        self._path_card.hide()
        self.hide()

    def draft(self, number: str, kind: str) -> None:
        """Makes and shows the draft of a kind."""
        if kind != self._kind or number != self._number or not self.extras:
            self._number, self._kind = number, kind
            self._ask_for_extras()
        session, extra = self._hall.session, self._extra()
        self._hall.read(
            lambda: paper_desk.draft(session, number, kind, extra),
            self._show_draft,
            asker=self,
            question="paper",
        )

    def issue_drafted(self) -> None:
        """Issues the paper whose draft is shown."""
        self.issue(self._number, self._kind, extra=self._extra())

    def issue(self, number: str, kind: str, *, extra: dict[str, str] | None = None) -> None:
        """Issues a paper and shows it."""
        session, given = self._hall.session, dict(extra or {})
        self._number, self._kind = number, kind
        self._hall.write(
            lambda: paper_desk.issue(session, number, kind, given), self._show_issued, asker=self
        )

    def open(self, number: str, reference: str) -> None:
        """Shows an issued paper again, the same bytes."""
        session = self._hall.session
        self._number = number
        self._hall.write(lambda: paper_desk.fetch(session, number, reference), self._show_again, asker=self)

    def print_it(self) -> None:
        """Prints the issued paper; where there is no printer, asks where to save."""
        made = self._made
        if made is None or made.record is None:
            return

        def failed(error: AppError) -> None:
            self._hall.say_error(error)
            if self._made is made and error.code in NOWHERE:
                self.ask_where()

        title = f"{self._number} {made.kind.kind}"
        self._hall.print_pdf(self._printer(), made.pdf, title, failed, asker=self)

    def ask_where(self) -> None:
        """Brings the line for the path of a PDF."""
        made = self._made
        if made is None or made.record is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{self._number}-{made.kind.kind}.pdf"
        editor = self.path.editor
        if isinstance(editor, QLineEdit):
            editor.setText(str(Path(folder) / name))
        self._path_card.show()
        editor.setFocus()

    def save(self) -> None:
        """Saves the issued paper where the line says."""
        made = self._made
        if made is None or made.record is None:
            return
        try:
            save_pdf(made.pdf, Path(self.path.text.strip()))
        except AppError as error:
            self._hall.say_error(error)
            return
        self._path_card.hide()
        self._hall.say("print.saved", path=self.path.text.strip())
        self.view.setFocus()

    def _show_draft(self, made: MadePaper) -> None:
        self._show(made, str(self._text["preview"]).format(title=made.kind.title))
        self._more.setVisible(bool(self.extras))
        self.drafted.emit()

    def _show_issued(self, made: MadePaper) -> None:
        self._show_final(made)
        self._hall.say("paper.issued", title=f"{made.kind.title} {made.number}".strip())
        self.issued.emit()

    def _show_again(self, made: MadePaper) -> None:
        self._show_final(made)
        self.shown.emit()

    def _show_final(self, made: MadePaper) -> None:
        self._show(made, str(self._text["issued"]).format(title=made.kind.title, number=made.number))
        self._more.hide()

    def _show(self, made: MadePaper, title: str) -> None:
        self._made = made
        self._title.setText(title.strip())
        self._path_card.hide()
        self.view.show_pdf(made.pdf)

    def _ask_for_extras(self) -> None:
        names = [str(name) for name in words("paper_extras").get(self._kind, ())]
        labels = words("act_fields")
        if self._row is not None:
            self._row.hide()
            self._row.deleteLater()
            self._row = None
        today = self._hall.session.today()
        self.extras = {
            name: Field(str(labels[name]), DateField(today) if name.endswith("_on") else QLineEdit())
            for name in names
        }
        for name, field in self.extras.items():
            if name == "method" and isinstance(field.editor, QLineEdit):
                field.editor.setText(code_word("method", DeliveryMethod.POST))
            if isinstance(field.editor, QLineEdit):
                field.editor.textChanged.connect(lambda _: self._wait.start())
        if names:
            self._row = self._more.add_row(FieldRow(*self.extras.values()))

    def _draft_again(self) -> None:
        if self.record is None and not self.isHidden():
            self.draft(self._number, self._kind)

    def _extra(self) -> dict[str, str]:
        found = {}
        for name, field in self.extras.items():
            if isinstance(field.editor, DateField):
                found[name] = field.editor.value.isoformat() if field.editor.value else ""
            else:
                found[name] = field.text.strip()
        return {name: value for name, value in found.items() if value}
