"""The cards of one matter: road map, people and claims, duties, papers, history. Shows; does nothing."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.domain.five_steps import STEPS
from app.domain.obligations import Obligation
from app.domain.paper import PaperDraft, PaperRecord
from app.domain.roadmap import stations
from app.services.matter_sheet import MatterSheet
from app.services.timeline import HistoryLine
from app.services.today import owner_of
from ui.desk.hall import Hall
from ui.desk.pages.matter_both_sides import BothSides
from ui.desk.pages.matter_masked import MaskedPeople
from ui.desk.pages.matter_road import marks_of, shown_steps, step_words
from ui.desk.pages.matter_standing import StandingCard
from ui.desk.pages.matter_words import (
    claim_lines,
    duty_state,
    history_words,
    matter_words,
    number_lines,
    paper_state,
    paper_title,
    people_lines,
    registered_words,
    struck_words,
)
from ui.desk.widgets.card import Card
from ui.desk.widgets.fitted_table import FittedTable
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.road_map import RoadMap
from ui.desk.widgets.row_table import Column
from ui.desk.widgets.step_strip import StepStrip
from ui.desk.wording import duty_title, owner_words, short_day
from ui.theme import current


class Overview(Measured, QWidget):
    """Everything known of one matter, from top to bottom."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        session = self._session = hall.session
        self._today = session.today()
        text = self._text = matter_words()
        self.steps = StepStrip(len(STEPS))
        self.road = RoadMap([station.id for station in stations()])
        self._people = Card(text["people"])
        self._lines: list[QLabel] = []
        self.masked = MaskedPeople(hall)
        """What of the people is masked, each to be held."""
        self.duties = FittedTable(self._duty_columns(), key=lambda row: row.id, empty=text["no_duties"])
        self.papers = FittedTable(self._paper_columns(), key=lambda row: row.id, empty=text["no_papers"])
        self.history = FittedTable(self._history_columns(), key=lambda row: (row.at, row.number))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        said = step_words()
        self.both_sides = BothSides(hall)
        """What two sides wrote of one field, above everything else."""
        self._column.addWidget(self.both_sides)
        steps = Card()
        steps.setAccessibleName(said["title"])
        steps.content.addWidget(self.steps)
        self._column.addWidget(steps)
        road = Card(text["road"], said["road_keys"])
        road.content.addWidget(self.road)
        self._column.addWidget(road)
        self._column.addWidget(self._people)
        self.standing = StandingCard(hall)
        """Where it stands with the offices we exchange with."""
        self._column.addWidget(self.standing)
        for title, keys, table in (
            (text["duties"], text["duties_keys"], self.duties),
            (text["papers"], text["papers_keys"], self.papers),
            (text["history"], "", self.history),
        ):
            card = Card(title, keys)
            card.content.addWidget(table)
            self._column.addWidget(card)
        self._column.addStretch(1)
        self.measure()

    def measure(self) -> None:
        """Gaps between the cards."""
        if hasattr(self, "_column"):
            self._column.setSpacing(current.theme.px(11))

    def show_sheet(self, sheet: MatterSheet) -> None:
        """Shows what was read."""
        self._today = sheet.today
        self.both_sides.show_sheet(sheet)
        self.standing.read(sheet.matter.number)
        self.steps.show_steps(shown_steps(sheet.steps, sheet.today))
        self.road.show_marks(marks_of(sheet.stops, sheet.today))
        self._show_people(sheet)
        duties = sorted(
            sheet.view.known.obligations, key=lambda o: (o.kind == "window", _settled(o), _due(o))
        )
        self.duties.show_rows(duties)
        self.papers.show_rows((*reversed(sheet.matter.drafts), *reversed(sheet.matter.papers)))
        self.history.show_rows(sheet.history)

    @property
    def people_words(self) -> str:
        """What the card of people and claims says."""
        return "\n".join((*(label.text() for label in self._lines), self.masked.words))

    def _show_people(self, sheet: MatterSheet) -> None:
        for label in self._lines:
            self._people.content.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._lines.clear()
        matter, text = sheet.matter, self._text
        self._say(registered_words(matter), "small")
        for line in number_lines(matter):
            self._say(line, "small")
        closed_people = matter.people_sealed and not matter.people.petitioners
        closed_story = matter.story_sealed and not any(
            c.words.text or c.words.requested for c in matter.claims
        )
        for line in people_lines(matter):
            self._say(line, "card-title")
        self._people.content.addWidget(self.masked)
        self.masked.show_sheet(sheet)
        for claim in matter.claims:
            head, story, wanted = claim_lines(claim)
            self._say(head, "small")
            self._say(story, "body")
            if wanted != story:
                self._say(wanted, "body")
        if closed_people or closed_story:
            self._say(str(text["sealed"]), "card-title")
            self._say(str(text["sealed_by"]).format(names="、".join(sheet.openers)), "small")

    def _say(self, text: str, role: str) -> None:
        if text:
            label = text_label(text, role)
            label.setWordWrap(True)
            self._people.content.addWidget(label)
            self._lines.append(label)

    def _duty_columns(self) -> tuple[Column, ...]:
        text = self._text

        def day(value: date | None) -> str:
            return short_day(value, self._today)

        return (
            Column(
                title=text["light"],
                text=lambda row: duty_state(row, self._today)[1],
                width=150,
                state=lambda row: duty_state(row, self._today)[0],
            ),
            Column(title=text["duty"], text=duty_title, width=210),
            Column(title=text["strict"], text=lambda row: day(row.due_strict), width=98, firm=True),
            Column(title=text["legal"], text=lambda row: day(row.due_legal), width=98, firm=True),
            Column(title=text["office"], text=lambda row: day(row.due_office), width=100, firm=True),
            Column(title=text["owner"], text=self._owner),
        )

    def _owner(self, row: Obligation) -> str:
        return owner_words(owner_of(self._session, row))

    def _paper_columns(self) -> tuple[Column, ...]:
        text = self._text

        def day(row: PaperRecord | PaperDraft) -> str:
            on = row.issued_on if isinstance(row, PaperRecord) else row.drafted_on
            return short_day(on, self._today)

        def number(row: PaperRecord | PaperDraft) -> str:
            return row.number if isinstance(row, PaperRecord) else row.returned

        return (
            Column(
                title=text["paper_state"],
                text=lambda row: paper_state(row)[1],
                width=150,
                state=lambda row: paper_state(row)[0],
            ),
            Column(title=text["paper"], text=paper_title, width=210),
            Column(title=text["issued_on"], text=day, width=80, firm=True),
            Column(title=text["document_number"], text=number),
        )

    def _history_columns(self) -> tuple[Column, ...]:
        text = self._text

        def when(row: HistoryLine) -> str:
            return f"{short_day(row.at.date(), self._today)} {row.at:%H:%M}"

        return (
            Column(title=text["when"], text=when, width=140, firm=True),
            Column(title=text["what"], text=history_words, struck=struck_words),
            Column(title=text["who"], text=lambda row: row.who, width=90),
            Column(title=text["desk"], text=lambda row: row.desk, width=90),
        )


def _settled(item: Obligation) -> bool:
    return item.discharged_on is not None or item.voided_on is not None


def _due(item: Obligation) -> date:
    return item.due_office or date.max
