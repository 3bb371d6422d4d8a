"""Settings › what only this computer has: its look and its printer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from app.changes import Changes
from app.errors import AppError
from app.services.looking import record_administration
from app.settings import Settings
from ui.desk import paper_desk
from ui.desk.hall import Hall
from ui.desk.pages.settings_cards import LookCard
from ui.desk.pages.settings_printer import PrinterCard
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.pages.settings_words import settings_words
from ui.desk.settings_file import SettingsFile
from ui.desk.widgets.refusals import clear_refusals
from ui.printing import known_printers
from ui.theme import Theme, apply_theme, current


class LookSection(Section):
    """Theme, size and the counter's name; a theme is seen before it is kept."""

    def __init__(self, hall: Hall, settings: SettingsFile) -> None:
        self.look = LookCard()
        super().__init__(hall, self.look)
        text = settings_words()
        self._settings = settings
        self.remark = text["remark_look"]
        self.acts = (SectionAct(words=text["save_look"], act=self.save),)
        self.look.show_settings(settings.settings, current.theme.body)
        self.look.theme_name.picked.connect(lambda name: _wear(Settings(theme=name, size=current.theme.body)))

    def save(self) -> None:
        """Keeps the look and wears it."""
        clear_refusals(self.look.fields)
        try:
            before = self._settings.settings
            settings = self.look.changed(before)
            self._settings.keep(settings)
        except AppError as error:
            self.refusing(self.look.fields)(error)
            return
        self._record(before, settings)
        _wear(settings)
        self.hall.say("settings.look_saved")
        self.hall.bus.tell(Changes(settings=True))

    def _record(self, before: Settings, after: Settings) -> None:
        """What the lock takes away and what the door lists are matters of safety: who changed them is written down."""
        changed = [] if before.place == after.place else [f"place={after.place}"]
        changed += [] if before.names == after.names else [f"names={'yes' if after.names else 'no'}"]
        session = self.hall.session
        if changed:
            about = " ".join(changed)
            self.hall.write(
                lambda: record_administration(session, "computer", about), lambda _: None, asker=self
            )


class PrintingSection(Section):
    """The printer of this computer, and a sheet to try it with."""

    printer_changed = Signal()
    """Another printer, or other offsets, were saved."""
    trial_asked = Signal(object)
    """The bytes of a trial sheet, to be printed."""

    def __init__(self, hall: Hall, settings: SettingsFile) -> None:
        self.printer = PrinterCard()
        super().__init__(hall, self.printer)
        text = settings_words()
        self._settings = settings
        self.remark = text["remark_look"]
        self.acts = (
            SectionAct(words=text["save_printer"], act=self.save),
            SectionAct(words=text["trial"], act=self.try_printer, keys=("Ctrl+P",)),
        )
        self.printer.show_settings(settings.settings.printer)

    def enter(self) -> None:
        """Asks which printers there are."""
        self.hall.read(known_printers, self.printer.offer, asker=self, question="printers")

    def try_printer(self) -> None:
        """Saves what stands there and prints the trial sheet with it."""
        if self.save():
            self.hall.read(paper_desk.trial, self.trial_asked.emit, asker=self)

    def save(self) -> bool:
        """Keeps the printer; False when something cannot be kept."""
        clear_refusals(self.printer.fields)
        try:
            self._settings.keep(replace(self._settings.settings, printer=self.printer.settings))
        except AppError as error:
            self.refusing(self.printer.fields)(error)
            return False
        self.hall.say("settings.printer_saved")
        self.printer_changed.emit()
        return True


def _wear(settings: Settings) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        theme = Theme(name=settings.theme, body=settings.size, strong_face=current.theme.strong_face)
        apply_theme(application, theme)
