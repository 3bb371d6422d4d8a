"""Settings › lost: what a stick, a laptop or a package held that is gone; recorded, printed, saved."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.breaching import Lost
from ui.bootstrap.opening import Desk
from ui.desk import breach_desk
from ui.desk.breach_desk import PDF, XLSX, LostThing, Reported, breach_words
from ui.desk.hall import Hall
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.widgets.card import Card
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.theme import State

NOTES = 3
FIELD_OF_CODE = {
    "breach.later": "lost_on",
    "breach.package": "packages",
    "breach.package_needed": "packages",
    "breach.instant": "backup",
}


class BreachCard(QWidget):
    """What was lost, and below it every matter that it held."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        text, today = breach_words(), hall.session.today()
        self.lost = PickLine(breach_desk.choices())
        self.lost_on = DateField(today, today)
        self.fields = {
            "lost": Field(text["lost"], self.lost),
            "lost_on": Field(text["lost_on"], self.lost_on),
            "where": Field(text["where"], QLineEdit(), hint=text["where_hint"]),
            "backup": Field(text["backup"], QLineEdit(), hint=text["backup_hint"]),
            "packages": Field(text["packages"], QLineEdit(), hint=text["packages_hint"]),
        }
        what = Card(text["card"])
        what.add_row(FieldRow(self.fields["lost"], self.fields["lost_on"], widths=(3, 1)))
        what.add_row(FieldRow(*(self.fields[name] for name in ("where", "backup", "packages"))))
        self.found = Card(text["found"])
        self.notes = [StatusNote() for _ in range(NOTES)]
        for note in self.notes:
            self.found.content.addWidget(note)
        self.table = RowTable(_columns(), key=lambda row: row.number, empty=text["nothing"])
        self.found.content.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(what)
        column.addWidget(self.found, 1)

    @property
    def given(self) -> LostThing:
        """What stands in the form."""
        return LostThing(
            lost=Lost(self.lost.code),
            lost_on=self.lost_on.value,
            where=self.fields["where"].text,
            backup=self.fields["backup"].text,
            packages=self.fields["packages"].text,
        )

    def say(self, *told: tuple[str, State]) -> None:
        """What is known, a note each."""
        for at, note in enumerate(self.notes):
            note.say(*(told[at] if at < len(told) else ("", State.WAITING)))

    def show_reported(self, found: Reported) -> None:
        """How much it held, how it is guarded, what must be done, and the matters."""
        held, guard, duty = found.above[-NOTES:]
        self.say((held, State.LATE if found.rows else State.DONE), (guard, State.SOON), (duty, State.SOON))
        self.found.set_title(breach_words()["found_of"].format(count=len(found.rows)))
        self.table.show_rows(found.rows)


class BreachSection(Section):
    """The report on a lost thing; making it is recorded."""

    paper_asked = Signal(object)
    """The bytes of the report, to be printed."""

    def __init__(self, hall: Hall, desk: Desk) -> None:
        self.breach = BreachCard(hall)
        super().__init__(hall, self.breach, grows=True)
        self._desk = desk
        self._reported: Reported | None = None
        text = breach_words()
        self.acts = (
            SectionAct(words=text["report"], act=self.report),
            SectionAct(words=text["print"], act=self.print_report, keys=("Ctrl+P",), offered=self._there),
            SectionAct(
                words=text["pdf"], act=partial(self.save, PDF), keys=("Ctrl+Shift+P",), offered=self._there
            ),
            SectionAct(
                words=text["table"], act=partial(self.save, XLSX), keys=("Ctrl+E",), offered=self._there
            ),
        )
        self.remark = text["remark"]

    def report(self) -> None:
        """Finds out what it held and writes the loss down."""
        clear_refusals(self.breach.fields)
        desk, given = self._desk, self.breach.given
        self._reported = None
        self.breach.say((breach_words()["running"], State.WAITING))
        self.hall.read(
            lambda: breach_desk.reported(desk, given),
            self._show,
            self._refused,
            asker=self,
            question="breach",
        )
        self.changed.emit()

    def print_report(self) -> None:
        """Prints the report."""
        found = self._reported
        if found is not None:
            self.hall.read(lambda: breach_desk.pdf_of(found), self.paper_asked.emit, asker=self)

    def save(self, suffix: str) -> None:
        """Saves the report into the folder for documents."""
        found = self._reported
        if found is not None:
            self.hall.read(
                lambda: breach_desk.save(found, suffix),
                lambda path: self.hall.say("breach.saved", file=path),
                asker=self,
            )

    def _there(self) -> bool:
        return self._reported is not None

    def _show(self, found: Reported) -> None:
        self._reported = found
        self.breach.show_reported(found)
        breach = found.breach
        self.hall.say(
            "breach.reported",
            matters=len(breach.matters),
            restricted=breach.restricted,
            entries=breach.entries,
        )
        self.changed.emit()

    def _refused(self, error: AppError) -> None:
        self.breach.say()
        self.refusing(self.breach.fields, FIELD_OF_CODE)(error)


def _columns() -> tuple[Column, ...]:
    words = breach_desk.table_words()
    return (
        Column(title=words["number"], text=lambda row: row.number, width=180, firm=True),
        Column(title=words["registered_on"], text=lambda row: row.day, width=120, firm=True),
        Column(title=words["sealed"], text=lambda row: row.sealed, width=100),
        Column(title=words["held_classes"], text=lambda row: row.classes),
    )
