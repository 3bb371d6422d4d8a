"""Settings (Shift+F5): the office, its units, the look of this computer, accounts, rules, calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.changes import Changes
from app.errors import AppError, BadInput
from app.services.offices import change_office
from app.services.session import Session
from app.services.units import list_units, read_units
from app.settings import Settings
from ui.desk import paper_desk
from ui.desk.hall import Hall
from ui.desk.pages.settings_cards import (
    LookCard,
    OfficeCard,
    UnitsCard,
    accounts_card,
    calendar_card,
    rules_card,
)
from ui.desk.pages.settings_printer import PrinterCard
from ui.desk.pages.settings_words import settings_words
from ui.desk.settings_file import SettingsFile
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.printing import known_printers
from ui.theme import Theme, apply_theme, current

SAVED = {"office": "save_office", "units": "save_unit", "look": "save_look", "printing": "save_printer"}
"""What the button at the foot says, in the sections that can be saved."""
SECTIONS = ("office", "units", "look", "printing", "accounts", "rules", "calendar")


class SettingsPage(PageFrame):
    """One section at a time, chosen in the first line."""

    printer_changed = Signal()
    """Another printer, or other offsets, were saved."""
    trial_asked = Signal(object)
    """The bytes of a trial sheet, to be printed."""

    def __init__(self, hall: Hall, settings: SettingsFile) -> None:
        self._text = settings_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall, self._settings = hall, settings
        self.sections = PickLine([(name, self._text[name]) for name in SECTIONS])
        choose = Card()
        choose.add_row(FieldRow(Field(self._text["section"], self.sections, hint=self._text["section_hint"])))
        self.main.addWidget(choose)
        self.office, self.units, self.look, self.printer = (
            OfficeCard(),
            UnitsCard(),
            LookCard(),
            PrinterCard(),
        )
        self.cards: dict[str, QWidget] = {
            "office": self.office,
            "units": self.units,
            "look": self.look,
            "printing": self.printer,
        }
        """The sections that were shown; those to be read only are made when first asked for."""
        for name, card in self.cards.items():
            self.main.addWidget(card, 1 if name == "units" else 0)
        self.main.addStretch(0)
        self.save_button = self.add_act("", is_next=True)
        self.save_button.clicked.connect(self.save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)
        self.sections.picked.connect(self.show_section)
        self.look.theme_name.picked.connect(self._try_theme)
        self.trial_button = self.add_act(self._text["trial"])
        self.trial_button.clicked.connect(self.try_printer)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.trial_button.click)
        path = self.units.path.editor
        if isinstance(path, QLineEdit):
            path.returnPressed.connect(self.import_units)
        self._fill()
        self.show_section("office")
        self.setFocusProxy(self.sections)

    def show_section(self, name: str) -> None:
        """Brings one section."""
        if name not in self.cards:
            self.cards[name] = self._read_only(name)
            self.main.insertWidget(self.main.count() - 1, self.cards[name], 1)
        for section, card in self.cards.items():
            card.setVisible(section == name)
        words = SAVED.get(name, "")
        if name == "printing":
            self._hall.read(known_printers, self.printer.offer, asker=self, question="printers")
        self.save_button.setVisible(bool(words))
        self.trial_button.setVisible(name == "printing")
        self.save_button.setText(self._text[words] if words else "")
        remarks = {
            "look": "remark_look",
            "printing": "remark_look",
            "office": "remark_office",
            "units": "remark_office",
        }
        self.remark.show_keys(self._text[remarks.get(name, "remark_read")])

    def save(self) -> None:
        """Saves the section that is shown."""
        saving = {
            "office": self._save_office,
            "units": self._save_unit,
            "look": self._save_look,
            "printing": self._save_printer,
        }
        if (save := saving.get(self.sections.code)) is not None:
            save()

    def import_units(self) -> None:
        """Takes units in from the file whose path was typed."""
        path, session = Path(self.units.path.text.strip()), self._hall.session
        self._hall.write(lambda: _imported(session, path), self._units_saved, self._refuse_import, asker=self)

    def _read_only(self, name: str) -> QWidget:
        session = self._hall.session
        if name == "accounts":
            return accounts_card(session.accounts.accounts)
        if name == "rules":
            return rules_card(session.law)
        return calendar_card(session.calendar, session.today().year)

    def _fill(self) -> None:
        self.office.show_office(self._hall.session.office)
        self.units.show_units(self._hall.session.office.units)
        self.look.show_settings(self._settings.settings, current.theme.body)
        self.printer.show_settings(self._settings.settings.printer)

    def _save_office(self) -> None:
        clear_refusals(self.office.fields)
        session, values = self._hall.session, self.office.values
        self._hall.write(
            lambda: change_office(session, values),
            lambda _: self._hall.say("settings.office_saved"),
            self._refuse(self.office.fields),
            asker=self,
        )

    def _save_unit(self) -> None:
        clear_refusals(self.units.fields)
        session = self._hall.session
        try:
            unit = self.units.unit
        except AppError as error:
            self._refuse(self.units.fields)(error)
            return
        self._hall.write(
            lambda: list_units(session, (unit,)),
            self._units_saved,
            self._refuse(self.units.fields),
            asker=self,
        )

    def _units_saved(self, _count: int) -> None:
        units = self._hall.session.office.units
        self.units.show_units(units)
        self._hall.say("settings.units_saved", count=len(units))
        self._hall.bus.tell(Changes(settings=True))

    def _save_look(self) -> None:
        clear_refusals(self.look.fields)
        try:
            settings = self.look.changed(self._settings.settings)
            self._settings.keep(settings)
        except AppError as error:
            self._refuse(self.look.fields)(error)
            return
        self._wear(settings)
        self._hall.say("settings.look_saved")
        self._hall.bus.tell(Changes(settings=True))

    def try_printer(self) -> None:
        """Saves what stands there and prints the trial sheet with it."""
        if self._save_printer():
            self._hall.read(paper_desk.trial, self.trial_asked.emit, asker=self)

    def _save_printer(self) -> bool:
        clear_refusals(self.printer.fields)
        try:
            self._settings.keep(replace(self._settings.settings, printer=self.printer.settings))
        except AppError as error:
            self._refuse(self.printer.fields)(error)
            return False
        self._hall.say("settings.printer_saved")
        self.printer_changed.emit()
        return True

    def _try_theme(self, name: str) -> None:
        self._wear(Settings(theme=name, size=current.theme.body))

    def _wear(self, settings: Settings) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme = Theme(name=settings.theme, body=settings.size, strong_face=current.theme.strong_face)
            apply_theme(application, theme)

    def _refuse_import(self, error: AppError) -> None:
        if error.field is not None or not show_refusal({"file": self.units.path}, _at_file(error)):
            self._hall.say_error(error)

    def _refuse(self, fields: Mapping[str, Field]) -> Callable[[AppError], object]:
        def show(error: AppError) -> None:
            if not show_refusal(fields, error):
                self._hall.say_error(error)

        return show


def _imported(session: Session, path: Path) -> int:
    """In the worker: reads the file and lists its units. Raises BadInput("file.unreadable", "units.file")."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=path.name) from error
    return list_units(session, read_units(path.name, text))


def _at_file(error: AppError) -> AppError:
    return type(error)(error.code, field="file", **error.details)
