"""Settings (Shift+F5): a list of sections, one at a time. What a section shows and saves is its own affair."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from resources.loader import words as words_of
from ui.bootstrap.opening import Desk
from ui.desk.backup_watch import BackupWatch
from ui.desk.hall import Hall
from ui.desk.handbook_desk import SECTION as HANDBOOK_SECTION
from ui.desk.pages.settings_accounts import AccountsSection
from ui.desk.pages.settings_backup import BackupSection
from ui.desk.pages.settings_breach import BreachSection
from ui.desk.pages.settings_calendar import CalendarSection
from ui.desk.pages.settings_computer import LookSection, PrintingSection
from ui.desk.pages.settings_devices import DevicesSection
from ui.desk.pages.settings_hall import HallSection
from ui.desk.pages.settings_keyring import KeyringSection
from ui.desk.pages.settings_keys import KeysSection
from ui.desk.pages.settings_looks import LooksSection
from ui.desk.pages.settings_office import OfficeSection, RulesSection, UnitsSection
from ui.desk.pages.settings_phrases import PhrasesSection
from ui.desk.pages.settings_profiles import ProfilesSection
from ui.desk.pages.settings_record import RecordSection
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.pages.settings_templates import TemplatesSection
from ui.desk.pages.settings_transport import TransportSection
from ui.desk.pages.settings_update import UpdateSection
from ui.desk.pages.settings_words import settings_words
from ui.desk.settings_file import SettingsFile
from ui.desk.stepwise import Stepwise
from ui.desk.transport_watch import TransportWatch
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine

SECTIONS = (
    "office",
    "units",
    "look",
    "printing",
    "devices",
    "backup",
    "transport",
    "keyring",
    "opening_keys",
    "record",
    "accounts",
    "looks",
    "rules",
    "profiles",
    "calendar",
    "templates",
    "phrases",
    "update",
    "breach",
)
HALL = "hall"
"""The section of the windows of a hall."""


class SettingsPage(PageFrame):
    """One section at a time, chosen in the first line. A section is made when it is first asked for."""

    printer_changed = Signal()
    """Another printer, or other offsets, were saved."""
    trial_asked = Signal(object)
    """The bytes of a trial sheet, to be printed."""
    report_asked = Signal(object)
    """The bytes of a report, to be printed."""
    secret_asked = Signal(object)
    """The bytes of a sheet of which nothing may be left here, to be printed."""

    def __init__(
        self,
        hall: Hall,
        settings: SettingsFile,
        desk: Desk,
        watch: BackupWatch,
        steps: Stepwise,
        transport: TransportWatch,
    ) -> None:
        self._text = settings_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall, self._settings, self._desk, self._watch = hall, settings, desk, watch
        self._steps, self._transport = steps, transport
        names = [(name, self._text[name]) for name in SECTIONS]
        if hall.leases is not None:  # only where the data is on a server
            names.append((HALL, str(words_of("words/hall.toml")["hall_card"]["section"])))
        self.sections = PickLine(names, wraps=True)
        choose = Card()
        choose.add_row(FieldRow(Field(self._text["section"], self.sections, hint=self._text["section_hint"])))
        self.main.addWidget(choose)
        self.main.addStretch(0)
        self.made: dict[str, Section] = {}
        """The sections that were shown by now."""
        self._buttons: dict[str, list[tuple[SectionAct, QPushButton]]] = {}
        self._keys: set[str] = set()
        self._shown = ""
        self._makers = self._sections()
        self.sections.picked.connect(self.show_section)
        self.show_section(SECTIONS[0])
        self.setFocusProxy(self.sections)

    @property
    def cards(self) -> Mapping[str, QWidget]:
        """The cards of the sections that were shown by now."""
        return {name: section.card for name, section in self.made.items()}

    def section(self, name: str) -> Section:
        """The section, made if it was not yet."""
        if name not in self.made:
            self._add(name, self._makers[name]())
        return self.made[name]

    def show_section(self, name: str) -> None:
        """Brings one section."""
        shown = self.section(name)
        self._shown = name
        self.setProperty(HANDBOOK_SECTION, name)
        for other, section in self.made.items():
            section.card.setVisible(other == name)
        self._show_acts()
        shown.enter()

    def save(self) -> None:
        """Does the first act of the section that is shown."""
        acts = self.section(self._shown).acts
        if acts and acts[0].offered():
            acts[0].act()

    def _sections(self) -> Mapping[str, Callable[[], Section]]:
        hall = self._hall
        return {
            "office": lambda: OfficeSection(hall),
            "units": lambda: UnitsSection(hall),
            "look": lambda: LookSection(hall, self._settings),
            "printing": self._printing,
            "devices": lambda: DevicesSection(hall, self._settings),
            "backup": lambda: BackupSection(hall, self._desk, self._watch),
            "transport": lambda: TransportSection(hall, self._desk, self._transport),
            "keyring": lambda: KeyringSection(hall, self._desk),
            "accounts": lambda: AccountsSection(hall, self._desk),
            "looks": lambda: LooksSection(hall),
            "opening_keys": self._opening_keys,
            "record": lambda: RecordSection(hall, self._desk),
            "rules": lambda: RulesSection(hall),
            "profiles": lambda: ProfilesSection(hall, self._steps),
            "calendar": lambda: CalendarSection(hall, self._steps),
            "templates": lambda: TemplatesSection(hall),
            "phrases": lambda: PhrasesSection(hall),
            "update": lambda: UpdateSection(hall, self._desk),
            "breach": self._breach,
            HALL: lambda: HallSection(hall, self._desk),
        }

    def _printing(self) -> Section:
        made = PrintingSection(self._hall, self._settings)
        made.printer_changed.connect(self.printer_changed)
        made.trial_asked.connect(self.trial_asked)
        return made

    def _breach(self) -> Section:
        made = BreachSection(self._hall, self._desk)
        made.paper_asked.connect(self.report_asked)
        return made

    def _opening_keys(self) -> Section:
        made = KeysSection(self._hall, self._desk)
        made.sheet_asked.connect(self.secret_asked)
        return made

    def _add(self, name: str, section: Section) -> None:
        self.made[name] = section
        self.main.insertWidget(self.main.count() - 1, section.card, 1 if section.grows else 0)
        self._buttons[name] = []
        for at, act in enumerate(section.acts):
            button = self.add_act(act.words, is_next=at == 0 or act.is_next)
            button.clicked.connect(act.act)
            self._buttons[name].append((act, button))
            for keys in act.keys:
                self._listen_to(keys)
        section.changed.connect(self._show_acts)

    def _listen_to(self, keys: str) -> None:
        if keys not in self._keys:
            self._keys.add(keys)
            QShortcut(QKeySequence(keys), self).activated.connect(lambda: self._press(keys))

    def _press(self, keys: str) -> None:
        for act, button in self._buttons[self._shown]:
            if keys in act.keys and act.offered() and button.isEnabled():
                act.act()
                return

    def _show_acts(self) -> None:
        for name, buttons in self._buttons.items():
            for act, button in buttons:
                button.setVisible(name == self._shown and act.offered())
        self.remark.show_keys(self.made[self._shown].remark)
