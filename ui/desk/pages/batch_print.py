"""The card of a batch for the printer: many papers in one job, which pages they are, and pages printed again alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from app.errors import AppError, BadInput
from app.papers.catalogue import paper_kind
from app.readmodels import PaperRow
from ui.desk import paper_desk
from ui.desk.hall import Hall
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.messages import words
from ui.printing import Printed, Printer

if TYPE_CHECKING:
    from app.services.printing import NotedPrint, PrintBatch


class BatchPrintCard(Card):
    """Shows the last job; hidden before the first."""

    def __init__(self, hall: Hall, printer: Callable[[], Printer]) -> None:
        text = self._text = words("batch_print")
        super().__init__(text["title"], text["keys"])
        self._hall, self._printer = hall, printer
        self._job: PrintBatch | None = None
        self._told = text_label("", "small")
        self._told.setWordWrap(True)
        self.content.addWidget(self._told)
        self.pages = Field(text["pages"], QLineEdit(), hint=text["pages_hint"])
        self.add_row(FieldRow(self.pages))
        editor = self.pages.editor
        if isinstance(editor, QLineEdit):
            editor.returnPressed.connect(self.print_pages)
        self.hide()

    @property
    def told(self) -> str:
        """Which paper lies on which pages of the job."""
        return self._told.text()

    def print_rows(self, rows: Sequence[PaperRow]) -> None:
        """Prints these papers in one job."""
        session, chosen = self._hall.session, [(row.number, row.id) for row in rows]
        self._hall.write(lambda: paper_desk.batch(session, chosen), self.print_job, asker=self)

    def print_pages(self) -> None:
        """Prints the pages that stand in the field again, alone."""
        clear_refusals({"pages": self.pages})
        try:
            if self._job is None:
                raise BadInput("print.nothing", field="pages")
            again = self._job.on_pages(*_read(self.pages.text))
        except AppError as error:
            self._refuse(error)
            return
        self._send(again, again=True)

    def print_job(self, job: PrintBatch) -> None:
        """Prints a job that was made already, and says which paper lies on which of its pages."""
        self._job = job
        lines = [
            str(self._text["line"]).format(
                first=paper.first,
                last=paper.last,
                title=paper_kind(paper.kind).title,
                document_number=paper.document_number,
                number=paper.number,
            )
            for paper in job.papers
        ]
        self._told.setText("\n".join(lines))
        self.show()
        self._send(job, again=False)

    def _send(self, job: PrintBatch, *, again: bool) -> None:
        session = self._hall.session

        def note(printed: Printed) -> None:
            def work() -> NotedPrint:
                return paper_desk.note_batch(session, job, printed.printer, again=again)

            self._hall.write(work, lambda _: None, asker=self)

        title = str(self._text["job"]).format(station=session.office.station, count=len(job.papers))
        self._hall.print_pdf(self._printer(), job.pdf, title, self._refuse, asker=self, done=note)

    def _refuse(self, error: AppError) -> None:
        if not show_refusal({"pages": self.pages}, error):
            self._hall.say_error(error)


def _read(text: str) -> tuple[int, int]:
    """First and last page of what was typed: 7, 7-8. Raises BadInput("field.type")."""
    first, _, last = text.strip().partition("-")
    if not first.strip().isdecimal() or not (last or first).strip().isdecimal():
        raise BadInput("field.type", field="pages", name="pages", type="7-8")
    return int(first), int(last or first)
