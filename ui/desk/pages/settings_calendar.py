"""Settings › the working calendar: which years are known, and a new table, adopted after the before/after list."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.calendar import WorkCalendar
from app.errors import AppError, BadInput
from app.services.adoption import Proposal, propose_calendar, read_calendar
from app.services.session import Session
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.adoption_card import IDLE, SEEN, AdoptionCard, AdoptionFlow, profile_words
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.pages.settings_words import settings_words
from ui.desk.stepwise import Stepwise
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.theme import State


def calendar_words() -> dict[str, Any]:
    """The words of the section."""
    found: dict[str, Any] = words_of("words/profiles_page.toml")["calendar_section"]
    return found


class CalendarCard(QWidget):
    """The years, a line to import a table, the before/after list."""

    def __init__(self) -> None:
        super().__init__()
        text, words = settings_words(), calendar_words()
        self._years = Card(text["calendar_card"])
        self._tables: dict[int, Any] = {}
        self.table = RowTable(self._columns(), key=repr)
        self.waiting = text_label("", "warning")
        self.waiting.setWordWrap(True)
        self._years.content.addWidget(self.waiting)
        self._years.content.addWidget(self.table, 1)
        self.path = Field(
            words["import_path"], QLineEdit(), keys=words["import_keys"], hint=words["import_hint"]
        )
        self._import = Card(words["import_card"])
        self._import.add_row(FieldRow(self.path))
        self.preview = AdoptionCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(self._years, 1)
        column.addWidget(self._import)
        column.addWidget(self.preview, 3)
        self.setFocusProxy(self.table)

    def show_calendar(self, calendar: WorkCalendar, waiting: tuple[int, ...], year: int) -> None:
        """Shows which years' holidays are known; the one after this as 未公布 until it is."""
        self._tables = {table.year: table for table in calendar.tables}
        self.table.show_rows(sorted({*self._tables, year, year + 1}, reverse=True))
        self.waiting.setText(calendar_words()["waiting"].format(years="、".join(str(y) for y in waiting)))
        self.waiting.setVisible(bool(waiting))

    def stand_back(self, back: bool) -> None:
        """The years and the line give their room to the before/after list."""
        for part in (self._years, self._import):
            part.setVisible(not back)

    def _columns(self) -> tuple[Column, ...]:
        text = settings_words()

        def count(row: int, kind: str) -> str:
            known = self._tables.get(row)
            return "" if known is None else str(text["days"]).format(count=len(getattr(known, kind)))

        def known(row: int) -> str:
            return str(text["published_yes" if row in self._tables else "published_no"])

        return (
            Column(title=text["year"], text=str, width=90),
            Column(
                title=text["published"],
                text=known,
                width=200,
                state=lambda row: State.DONE if row in self._tables else State.SOON,
            ),
            Column(title=text["off_days"], text=lambda row: count(row, "holidays"), width=90),
            Column(title=text["make_up"], text=lambda row: count(row, "makeup_workdays"), width=100),
            Column(
                title=text["source"],
                text=lambda row: self._tables[row].source if row in self._tables else "",
            ),
        )


class CalendarSection(Section):
    """The working calendar."""

    def __init__(self, hall: Hall, steps: Stepwise) -> None:
        self.calendar = CalendarCard()
        super().__init__(hall, self.calendar, grows=True)
        text, words = profile_words(), calendar_words()
        self.flow = AdoptionFlow(hall, steps, self.calendar.preview, self._subject)
        self.flow.changed.connect(self._turn)
        self.flow.adopted.connect(self.enter)
        self.remark = words["remark"]
        self.acts = (
            SectionAct(words=text["adopt"], act=self.flow.adopt, offered=lambda: self.flow.state == SEEN),
            SectionAct(words=words["look_waiting"], act=self.look_at_waiting, offered=self._something_waits),
            SectionAct(
                words=text["give_up"],
                act=self.flow.give_up,
                keys=("Esc",),
                offered=lambda: self.flow.state not in (IDLE, "adopting"),
            ),
        )
        path = self.calendar.path.editor
        if isinstance(path, QLineEdit):
            path.returnPressed.connect(self.look_at_file)

    def enter(self) -> None:
        """Shows the calendar as it is now."""
        session = self.hall.session
        waiting = tuple(table.year for table in session.adopted.waiting_tables)
        self.calendar.show_calendar(session.calendar, waiting, session.today().year)
        self.changed.emit()

    def look_at_waiting(self) -> None:
        """What the tables would move that came with the program."""
        session = self.hall.session
        self.flow.look(lambda: propose_calendar(session, session.adopted.waiting_tables), self.hall.say_error)

    def look_at_file(self) -> None:
        """What a table of a file would move."""
        clear_refusals({"file": self.calendar.path})
        path = Path(self.calendar.path.text.strip())
        self.flow.look(partial(_proposed, self.hall.session, path), self._refuse)

    def _refuse(self, error: AppError) -> None:
        at_file = type(error)(error.code, field="file", **error.details)
        if not show_refusal({"file": self.calendar.path}, at_file):
            self.hall.say_error(error)

    def _something_waits(self) -> bool:
        return self.flow.state == IDLE and bool(self.hall.session.adopted.waiting_tables)

    def _turn(self) -> None:
        self.calendar.stand_back(self.flow.state != IDLE)
        self.changed.emit()

    @staticmethod
    def _subject(proposal: Proposal) -> str:
        return str(calendar_words()["subject"]).format(years=proposal.subject)


def _proposed(session: Session, path: Path) -> Proposal:
    """In the worker: reads the file. Raises BadInput("file.unreadable", "calendar.malformed")."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=path.name) from error
    return propose_calendar(session, (read_calendar(path.name, text),))
