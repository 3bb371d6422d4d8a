"""The papers of a mediation's file (文书): what may be made now, what it asks, what was made; printed as it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError
from app.services.mediation.reading import MediationView
from ui.desk import room_papers_desk
from ui.desk.hall import Hall
from ui.desk.widgets.asked_form import AskedForm
from ui.desk.widgets.card import Card
from ui.desk.widgets.fitted_table import FittedTable
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.desk.wording import short_day
from ui.messages import words

if TYPE_CHECKING:
    from app.services.mediation.papers import MadeMediationPaper, PaperOffer, PapersOfFile
    from ui.printing import Printer


class PapersForm(QWidget):
    """Kinds on the left of the page, one chosen with Enter; its questions below; what was made can be printed again."""

    def __init__(self, hall: Hall, printer: Callable[[], Printer]) -> None:
        super().__init__()
        text = self._text = words("room_papers")
        self._hall, self._printer = hall, printer
        self._number = ""
        self._wanted = ""
        self.asked: AskedForm | None = None
        """The questions of the chosen kind, or None."""
        self.offers = FittedTable(
            (Column(title=text["kind"], text=lambda row: row.kind.title),),
            key=lambda row: row.kind.kind,
            empty=text["none"],
        )
        self.made = FittedTable(self._made_columns(), key=lambda row: row.id, empty=text["none_made"])
        self._choose = Card(text["offers"], text["offers_keys"])
        self._choose.content.addWidget(self.offers)
        self.barred = WrappedLine("", "hint")
        self._choose.content.addWidget(self.barred)
        self._form = Card(" ")
        self._nothing = WrappedLine(str(text["nothing_asked"]), "hint")
        self._form.content.addWidget(self._nothing)
        self._made = Card(text["made"], text["made_keys"])
        self._made.content.addWidget(self.made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        for card in (self._form, self._choose, self._made):
            column.addWidget(card)
        self._form.hide()
        self.offers.opened.connect(self.choose)
        self.made.opened.connect(self.print_again)

    def begin(self, view: MediationView) -> None:
        """Reads what may be made and what was made."""
        self._number = view.mediation.number
        self._drop()
        self.read()
        self.offers.setFocus()

    def read(self) -> None:
        """Reads both lists anew."""
        session, number = self._hall.session, self._number
        self._hall.read(
            lambda: room_papers_desk.papers(session, number), self.show_papers, asker=self, question="papers"
        )

    def show_papers(self, found: PapersOfFile) -> None:
        """Shows what was read; kinds that cannot be made now are counted."""
        self.offers.show_rows([offer for offer in found.offers if offer.refused is None])
        barred = sum(offer.refused is not None for offer in found.offers)
        self.barred.setText(str(self._text["barred"]).format(count=barred) if barred else "")
        self.barred.measure()
        self.made.show_rows([paper for paper in reversed(found.made) if not paper.voided])

    def choose(self, offer: PaperOffer) -> None:
        """Asks what the file does not know for this kind."""
        session, number = self._hall.session, self._number
        self._wanted = offer.kind.kind
        self._hall.read(
            lambda: room_papers_desk.draft(session, number, offer.kind.kind),
            self._ask,
            asker=self,
            question="draft",
        )

    def make(self) -> None:
        """Makes the chosen paper, a copy for each party where each has an own one, and prints it."""
        if not self._wanted or self.asked is None:
            self._hall.say("room_papers.none_chosen")
            return
        clear_refusals(self.asked.fields)
        session, number, kind, said = self._hall.session, self._number, self._wanted, self.asked.said
        self._hall.write(
            lambda: room_papers_desk.make(session, number, kind, said), self._print, self._refuse, asker=self
        )

    def print_again(self, paper: Any) -> None:
        """Prints a paper of the file again, as the same bytes."""
        session, number = self._hall.session, self._number
        self._hall.read(
            lambda: room_papers_desk.fetch(session, number, paper.id),
            lambda made: self._send([made]),
            asker=self,
        )

    def _ask(self, draft: MadeMediationPaper) -> None:
        self._drop()
        self._wanted = draft.kind.kind
        self._form.set_title(draft.kind.title)
        self.asked = AskedForm(draft.asks, self._hall.session.today())
        self.asked.show_guesses(draft.guesses)
        self._form.content.addWidget(self.asked)
        self._nothing.setVisible(not draft.asks)
        self._form.show()
        for field in self.asked.fields.values():
            field.editor.setFocus()
            break

    def _print(self, made: list[MadeMediationPaper]) -> None:
        self._drop()
        self._hall.say("room_papers.made", count=len(made))
        self._send(made)
        self.read()

    def _send(self, made: list[MadeMediationPaper]) -> None:
        printer = self._printer()
        if not printer.name:
            self._hall.read(
                lambda: room_papers_desk.saved(made),
                lambda path: self._hall.say("room_papers.saved", path=path),
                asker=self,
            )
            return
        for paper in made:
            self._hall.print_pdf(printer, paper.pdf, f"{paper.mediation} {paper.kind.kind}", asker=self)

    def _refuse(self, error: AppError) -> None:
        if self.asked is None or not show_refusal(self.asked.fields, error):
            self._hall.say_error(error)

    def _drop(self) -> None:
        self._wanted = ""
        if self.asked is not None:
            self._form.content.removeWidget(self.asked)
            self.asked.deleteLater()
            self.asked = None
        self._form.hide()

    def _made_columns(self) -> tuple[Column, ...]:
        text, titles = self._text, room_papers_desk.title_of

        def whose(row: Any) -> str:
            return str(text["party"]).format(number=row.party) if row.party else ""

        return (
            Column(title=text["on"], text=lambda row: short_day(row.on), width=72, firm=True),
            Column(title=text["kind"], text=lambda row: titles(row.kind)),
            Column(title=text["number"], text=lambda row: row.number, width=170),
            Column(title=text["whose"], text=whose, width=84),
            Column(title=text["pages"], text=lambda row: str(row.pages), width=56, firm=True),
        )
