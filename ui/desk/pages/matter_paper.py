"""A paper in the place of the overview: its draft with what still has to be said, or the issued bytes; printing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.paper import PaperDraft, PaperRecord
from app.errors import AppError
from ui.desk import paper_desk
from ui.desk.hall import Hall
from ui.desk.pages.matter_paper_file import FileLine
from ui.desk.pages.matter_paper_form import PaperQuestions
from ui.desk.pages.matter_words import matter_words
from ui.desk.paper_desk import PaperWanted
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.paper_view import PaperView
from ui.printing import Printer

if TYPE_CHECKING:
    from app.services.papers import MadePaper

NOWHERE = ("print.no_printer", "print.vanished", "print.silent")
"""Refusals after which only saving the file is left."""
PAUSE = 500
"""Milliseconds after a key before the draft is made anew."""
NOTHING = PaperWanted(number="", kind="")


class PaperPlace(QWidget):
    """Shows one paper; makes drafts, issues, fetches, prints and saves."""

    drafted = Signal()
    """A draft is shown."""
    handed_on = Signal()
    """A draft was handed on to be reviewed and signed."""
    shown = Signal()
    """An issued paper is shown, just issued or again."""

    def __init__(self, hall: Hall, printer: Callable[[], Printer]) -> None:
        super().__init__()
        self._hall, self._printer = hall, printer
        self._text = matter_words()
        self._number = ""
        self._wanted = NOTHING
        self._made: MadePaper | None = None
        self._title = text_label("", "card-title")
        self.view = PaperView(self)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE)
        self._wait.timeout.connect(self._draft_again)
        self.questions = PaperQuestions()
        self.questions.changed.connect(self._wait.start)
        self.file = FileLine(hall)
        self.file.finished.connect(self.view.setFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._title, self.questions, self.file):
            column.addWidget(part)
        column.addWidget(self.view, 1)
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
        self.questions.hide()
        self.view.forget()
        self.file.hide()
        self.hide()

    @property
    def draft_id(self) -> str:
        """The kept draft that is shown; empty for one that nobody handed on yet."""
        return self._wanted.draft if self.record is None else ""

    def draft(self, number: str, kind: str) -> None:
        """Makes and shows the draft of a kind."""
        self._begin(PaperWanted(number=number, kind=kind))

    def draft_instead(self, number: str, record: PaperRecord) -> None:
        """Makes and shows the draft of a paper that takes the place of this one."""
        self._begin(PaperWanted(number=number, kind=record.kind, replaces=record.id))

    def open_draft(self, number: str, draft: PaperDraft) -> None:
        """Shows a draft that was handed on, with what its author said."""
        try:
            said = paper_desk.said_in(draft)
        except AppError as error:
            self._hall.say_error(error)
            return
        wanted = PaperWanted(
            number=number, kind=draft.kind, draft=draft.id, replaces=draft.replaces, said=said
        )
        self._begin(wanted)

    def hand_on(self) -> None:
        """Hands the draft that is shown on to be reviewed and signed."""
        session, wanted = self._hall.session, self._as_said()
        self._hall.write(lambda: paper_desk.hand_on(session, wanted), self._show_handed_on, asker=self)

    def issue_drafted(self) -> None:
        """Issues the paper whose draft is shown."""
        session, wanted = self._hall.session, self._as_said()
        self._hall.write(lambda: paper_desk.issue(session, wanted), self._show_issued, asker=self)

    def issue(self, number: str, kind: str, *, then: Callable[[], object] = lambda: None) -> None:
        """Issues a paper for which nothing more is said, and shows it; `then` comes once it stands there."""
        self.questions.forget()
        self._number, self._wanted = number, PaperWanted(number=number, kind=kind)
        session, wanted = self._hall.session, self._wanted

        def issued(made: MadePaper) -> None:
            self._show_issued(made)
            then()

        self._hall.write(lambda: paper_desk.issue(session, wanted), issued, asker=self)

    def open(self, number: str, reference: str) -> None:
        """Shows an issued paper again, the same bytes."""
        session = self._hall.session
        self._number = number
        self._hall.write(lambda: paper_desk.fetch(session, number, reference), self._show_final, asker=self)

    def print_it(self) -> None:
        """Prints the issued paper; where there is no printer, asks where to save."""
        made = self._made
        if made is None or made.record is None:
            return

        def failed(error: AppError) -> None:
            self._hall.say_error(error)
            if self._made is made and error.code in NOWHERE:
                self.ask_where()

        self._hall.print_paper(self._printer(), made, failed, asker=self)

    def ask_where(self) -> None:
        """Brings the line for the path of a PDF or of an editable copy."""
        made, session, number, wanted = self._made, self._hall.session, self._number, self._as_said()
        if made is not None:
            record = "" if made.record is None else made.record.id
            self.file.ask_where(number, made, lambda: paper_desk.copy_of(session, number, record, wanted))

    def ask_scan(self) -> None:
        """Brings the line for the file of the sealed sheet's scan."""
        if self._made is not None and self._made.record is not None:
            self.file.ask_scan(self._number, self._made)

    def _show_draft(self, made: MadePaper) -> None:
        self._show(made, str(self._text["preview"]).format(title=made.kind.title))
        self.questions.show_guesses(made.guesses)
        self.drafted.emit()

    def _show_issued(self, made: MadePaper) -> None:
        self._show_final(made)
        self.questions.forget()
        self._hall.say("paper.issued", title=f"{made.kind.title} {made.number}".strip())

    def _show_handed_on(self, _done: object) -> None:
        self.questions.forget()
        self.handed_on.emit()

    def _show_final(self, made: MadePaper) -> None:
        self._show(made, str(self._text["issued"]).format(title=made.kind.title, number=made.number))
        self.questions.hide()
        self.shown.emit()

    def _show(self, made: MadePaper, title: str) -> None:
        self._made = made
        self._title.setText(title.strip())
        self.file.hide()
        self.view.show_pdf(made.pdf)

    def _begin(self, wanted: PaperWanted) -> None:
        self._made, self._number, self._wanted = None, wanted.number, wanted
        today, wording = self._hall.session.today(), self._hall.session.office.wording
        phrases = [phrase.text for phrase in wording.phrases_for(wanted.kind, today)]
        self.questions.ask(wanted, today, phrases)
        self._preview()

    def _preview(self) -> None:
        session, wanted = self._hall.session, self._as_said()
        self._hall.read(
            lambda: paper_desk.preview(session, wanted), self._show_draft, asker=self, question="paper"
        )

    def _as_said(self) -> PaperWanted:
        """What is wanted, with what stands in the fields."""
        return replace(self._wanted, said=self.questions.said)

    def _draft_again(self) -> None:
        if self.record is None and not self.isHidden():
            self._preview()
