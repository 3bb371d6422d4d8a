"""Settings › what the office shares: who it is, its units, its rules. Each save is an entry of the journal."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from app.changes import Changes
from app.errors import AppError, BadInput
from app.services.offices import change_office
from app.services.session import Session
from app.services.units import list_units, read_units
from ui.desk.hall import Hall
from ui.desk.pages.settings_cards import OfficeCard, RulesCard, UnitsCard
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.pages.settings_words import settings_words
from ui.desk.widgets.refusals import clear_refusals, show_refusal


class OfficeSection(Section):
    """Who the office is."""

    def __init__(self, hall: Hall) -> None:
        self.office = OfficeCard()
        super().__init__(hall, self.office)
        text = settings_words()
        self.remark = text["remark_office"]
        self.acts = (SectionAct(words=text["save_office"], act=self.save),)
        self.office.show_office(hall.session.office)

    def save(self) -> None:
        """Changes the office."""
        clear_refusals(self.office.fields)
        session, values = self.hall.session, self.office.values
        self.hall.write(
            lambda: change_office(session, values),
            lambda _: self.hall.say("settings.office_saved"),
            self.refusing(self.office.fields),
            asker=self,
        )


class UnitsSection(Section):
    """The table of units."""

    def __init__(self, hall: Hall) -> None:
        self.units = UnitsCard()
        super().__init__(hall, self.units, grows=True)
        text = settings_words()
        self.remark = text["remark_office"]
        self.acts = (SectionAct(words=text["save_unit"], act=self.save),)
        self.units.show_units(hall.session.office.units)
        path = self.units.path.editor
        if isinstance(path, QLineEdit):
            path.returnPressed.connect(self.import_units)

    def save(self) -> None:
        """Adds or changes the unit that was typed."""
        clear_refusals(self.units.fields)
        session, refused = self.hall.session, self.refusing(self.units.fields)
        try:
            unit = self.units.unit
        except AppError as error:
            refused(error)
            return
        self.hall.write(lambda: list_units(session, (unit,)), self._saved, refused, asker=self)

    def import_units(self) -> None:
        """Takes units in from the file whose path was typed."""
        path, session = Path(self.units.path.text.strip()), self.hall.session
        self.hall.write(lambda: _imported(session, path), self._saved, self._refuse_import, asker=self)

    def _saved(self, _count: int) -> None:
        units = self.hall.session.office.units
        self.units.show_units(units)
        self.hall.say("settings.units_saved", count=len(units))
        self.hall.bus.tell(Changes(settings=True))

    def _refuse_import(self, error: AppError) -> None:
        if error.field is not None or not show_refusal({"file": self.units.path}, _at_file(error)):
            self.hall.say_error(error)


class RulesSection(Section):
    """The rules as they are worked by; they are changed among the overlays."""

    def __init__(self, hall: Hall) -> None:
        self.rules = RulesCard()
        super().__init__(hall, self.rules, grows=True)
        self.remark = settings_words()["remark_read"]

    def enter(self) -> None:
        """Shows the law of now: an overlay may have been adopted since."""
        self.rules.show_law(self.hall.session.law)


def _imported(session: Session, path: Path) -> int:
    """In the worker: reads the file and lists its units. Raises BadInput("file.unreadable", "units.file")."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=path.name) from error
    return list_units(session, read_units(path.name, text))


def _at_file(error: AppError) -> AppError:
    return type(error)(error.code, field="file", **error.details)
