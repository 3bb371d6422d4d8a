"""The figures of the mediation room (统计), each with its definition, by body and mediator; the list for finance (补贴表).

They count what bodies and mediators did, never what parties are like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.errors import AppError
from ui.desk import register_desk, room_desk
from ui.desk.hall import Hall
from ui.desk.pages.mediation_words import sum_of
from ui.desk.widgets.card import Card
from ui.desk.widgets.fitted_table import FittedTable
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column
from ui.desk.widgets.span_row import SpanRow, span_words
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.messages import words

if TYPE_CHECKING:
    from app.services.mediation.figures import MediationFigure, RoomFigures


class MediationFiguresCard(Card):
    """Hidden until asked for: days, figures, bodies and mediators; the list for finance goes where the path says."""

    def __init__(self, hall: Hall) -> None:
        text = self._text = words("mediation_figures_card")
        super().__init__(text["title"], text["keys"])
        self._hall, self._named = hall, words("mediation_figures")
        self._writing = False
        self.span = SpanRow(hall.session.today(), text["file"])
        self.figures = FittedTable(self._figure_columns(), key=lambda row: row.name)
        self.said = WrappedLine("", "hint")
        self.bodies, self.mediators = (
            FittedTable(self._work_columns(text[who]), key=lambda row: row.code, empty=text["empty"])
            for who in ("body", "mediator")
        )
        self.add_row(self.span)
        for widget in (self.said, self.figures, self.bodies, self.mediators):
            self.content.addWidget(widget)
        self.span.changed.connect(self.read)
        self.figures.chosen.connect(self._define)
        self.hide()

    def open(self) -> None:
        """Shows the card; the cursor stands in the figures."""
        self.show()
        self._hall.read(register_desk.usual_folder, self.span.offer_folder, asker=self)
        self.figures.setFocus()
        self.read()

    def fold(self) -> None:
        """Puts the card away."""
        clear_refusals(self.span.named)
        self.hide()

    def read(self) -> None:
        """Reads the figures of the days that stand there."""
        session = self._hall.session
        clear_refusals(self.span.named)
        try:
            first, last = self.span.span
        except AppError as error:
            self._refuse(error)
            return
        self._hall.read(
            lambda: room_desk.figures_of_rooms(session, first, last),
            self.show_figures,
            self._refuse,
            asker=self,
            question="figures",
            slow=True,  # of a year of a large office every matter is looked at
        )

    def show_figures(self, found: RoomFigures) -> None:
        """Shows what was read."""
        self.figures.show_rows(found.figures)
        self.bodies.show_rows(found.bodies)
        self.mediators.show_rows(found.mediators)
        if self.figures.current_row is not None:
            self._define(self.figures.current_row)

    def export(self) -> None:
        """Writes the list for finance of these days; it is recorded who did."""
        if self._writing:
            return
        clear_refusals(self.span.named)
        session, path = self._hall.session, self.span.path.text()
        try:
            first, last = self.span.span
        except AppError as error:
            self._refuse(error)
            return
        self._wait(True)
        self._hall.write(
            lambda: room_desk.subsidy_written(session, first, last, path),
            self._written,
            self._refuse,
            asker=self,
        )

    def _written(self, file: str) -> None:
        self._wait(False)
        self._hall.say("registers.written", file=file)

    def _refuse(self, error: AppError) -> None:
        self._wait(False)
        if not show_refusal(self.span.named, error, _PLACES):
            self._hall.say_error(error)

    def _wait(self, writing: bool) -> None:
        self._writing = writing
        self.set_keys(span_words()["writing"] if writing else self._text["keys"])

    def _define(self, row: MediationFigure) -> None:
        """The whole definition of the chosen figure, which a narrow table cuts."""
        named = self._named[row.name]
        self.said.setText(str(self._text["definition"]).format(title=named["title"], says=named["says"]))
        self.said.measure()

    def _figure_columns(self) -> tuple[Column, ...]:
        text, named = self._text, self._named

        def out_of(row: Any) -> str:
            return str(text["out_of"]).format(count=row.count, of=row.of) if row.of else ""

        return (
            Column(title=text["figure"], text=lambda row: str(named[row.name]["title"]), width=150),
            Column(title=text["value"], text=lambda row: row.value, width=80, firm=True),
            Column(title=text["from"], text=out_of, width=90, firm=True),
            Column(title=text["says"], text=lambda row: str(named[row.name]["says"])),
        )

    def _work_columns(self, title: str) -> tuple[Column, ...]:
        text = self._text
        return (
            Column(title=title, text=lambda row: row.name),
            Column(title=text["opened"], text=lambda row: str(row.opened), width=70, firm=True),
            Column(title=text["settled"], text=lambda row: str(row.settled), width=70, firm=True),
            Column(title=text["failed"], text=lambda row: str(row.failed), width=70, firm=True),
            Column(title=text["subsidy"], text=lambda row: sum_of(row.fen), width=110, firm=True),
        )


_PLACES = {"register.kind": "path", "file.unwritable": "path"}
"""The fields of refusals that name another one."""
