"""The day of a signed-in person in the window: the hall, its pages, the lines at the rail's foot, idle moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.domain.account import ACTS_ON_MATTERS, READS_MATTERS
from app.errors import NotAllowed
from app.settings import PrinterSettings
from resources.loader import names_in
from resources.loader import words as words_of
from ui.bootstrap.backups import save_before_risk
from ui.bootstrap.opening import Desk, exchange_desk, station_signer
from ui.bootstrap.page_keys import page_key_shelf
from ui.changes import ChangeBus
from ui.collector import spare_what_is_loaded
from ui.desk import booked_pages, handbook_printing, room_pages
from ui.desk.backup_watch import BackupWatch
from ui.desk.coach import Coach
from ui.desk.conversation_desk import CONVERSATION, add_conversations
from ui.desk.day_status import DayStatus
from ui.desk.hall import Hall
from ui.desk.hall_life import HallLife
from ui.desk.handbook_desk import HANDBOOK, add_handbook
from ui.desk.last_acts import LIST_KEY, LastActs
from ui.desk.making_ready import make_ready
from ui.desk.pages.codes import CodesPage
from ui.desk.pages.delivery import DeliveryPage
from ui.desk.pages.entry_strip import EntryStrip
from ui.desk.pages.exchange import ExchangePage
from ui.desk.pages.imports import ImportsPage
from ui.desk.pages.inbox import InboxPage
from ui.desk.pages.leaders import LeadersPage
from ui.desk.pages.mail import KEY as MAIL_KEY
from ui.desk.pages.mail import MailPage
from ui.desk.pages.matter import MatterPage
from ui.desk.pages.matters import MattersPage
from ui.desk.pages.matters_finder import Finder
from ui.desk.pages.old_ledger import OldLedgerPage
from ui.desk.pages.open_items import OpenItemsPage
from ui.desk.pages.reception import ReceptionPage
from ui.desk.pages.reception_registering import RECEIPT
from ui.desk.pages.returned import ReturnedPage
from ui.desk.pages.seal_basket import SealBasketPage
from ui.desk.pages.selfcheck import SelfCheckPage
from ui.desk.pages.settings import SettingsPage
from ui.desk.pages.stick import StickPage
from ui.desk.pages.today import SELF_CHECK, TodayPage
from ui.desk.rehearsal_watch import RehearsalWatch
from ui.desk.self_service import SelfService
from ui.desk.settings_file import SettingsFile
from ui.desk.sheet_pages import FORMS, OUTAGE, enter_sheet, forms_page, outage_page
from ui.desk.shell import Maker, Shell
from ui.desk.stepwise import Stepwise
from ui.desk.suggestion_watch import SuggestionWatch
from ui.desk.transport_watch import TransportWatch
from ui.desk.wording import name_rules
from ui.entry_order import order_of
from ui.messages import words
from ui.printing import Printer, SystemPrinter
from ui.scans.reader import ChildScanReader
from ui.tasks import Tasks

if TYPE_CHECKING:
    from app.services.papers import MadePaper

STEP = 120
"""Milliseconds between two idle steps: each is short, and a key between them is served first."""
READY_AHEAD = ("reception", "matter", "matters", "delivery")
"""Pages that are made in idle moments: the key that first calls one of them need not wait for it."""
MATTER = "matter"
"""The page that shows one matter; it has no place in the rail."""
INBOX = "inbox"
"""What was sent down; it is reached by its key and from the board, and has no place in the rail."""
INBOX_KEY = "Shift+F6"
BASKET = "basket"
"""Drafts and the seal basket; reached by its key, without a place in the rail."""
BASKET_KEY = "Shift+F7"
MAIL = "mail"
"""Letters that were opened; reached by its key, without a place in the rail."""
FORMS_KEY = "Shift+F8"
STICK = "stick"
"""The steps of writing to a stick; reached from the exchange, without a place in the rail."""
OPEN_ITEMS = "open-items"
"""What is open between offices; reached from the exchange, without a place in the rail."""
IMPORTS = "imports"
"""The page that imports tables; it is reached from the matters and has no place in the rail."""
LEDGER = "old-ledger"
"""The steps of reading an old ledger in; reached from the page that imports tables."""
RETURNED = "returned"
"""The list that another system gave back; reached from the page that imports tables."""
BELONGS = {
    RETURNED: "matters",
    LEDGER: "matters",
    MATTER: "matters",
    CONVERSATION: "matters",
    IMPORTS: "matters",
    STICK: "exchange",
    OPEN_ITEMS: "exchange",
    SELF_CHECK: "today",
    INBOX: "today",
    BASKET: "today",
    MAIL: "today",
    FORMS: "reception",
    OUTAGE: "reception",
    **room_pages.BELONGS,
    **booked_pages.BELONGS,
}
"""Pages without a place in the rail, each with the one it belongs to."""
SELF_SERVICE_KEY = "Ctrl+Alt+K"
"""Makes this computer the hall's own screen until somebody locks it."""
PAGE_KEYS = (
    (INBOX_KEY, INBOX),
    (BASKET_KEY, BASKET),
    (FORMS_KEY, FORMS),
    (MAIL_KEY, MAIL),
    (booked_pages.BOOKED_KEY, booked_pages.BOOKED),
)
FIRST_CHECK = 5_000
"""Milliseconds after signing in until the journal is walked, and the self-check is run."""


def load_words() -> None:
    """Reads all words of the screen once; they are kept."""
    words("acts")
    for name in names_in("words", ".toml"):
        words_of(f"words/{name}")


def _reads(desk: Desk) -> bool:
    return desk.session.account.role in READS_MATTERS


def _delivery(day: Day) -> Iterator[QWidget | None]:
    reader = ChildScanReader()
    return DeliveryPage(day.hall, reader, lambda: station_signer(day.desk), lambda: day.printer).made()


def _print_secret(day: Day, pdf: bytes) -> None:
    """Prints a sheet of which nothing may be left: straight into the queue, never drawn by way of a file."""
    printer = day.printer
    if isinstance(printer, SystemPrinter):
        printer = printer.straight()
    day.hall.print_pdf(printer, pdf, "sheet", asker=day, done=lambda _: day.hall.say("recovery.printed"))


def _key(shell: Shell, keys: str, act: Callable[[], object]) -> QShortcut:
    made = QShortcut(QKeySequence(keys), shell)
    made.activated.connect(lambda: act())
    return made


def _matter_in_front(shell: Shell) -> str:
    """The number of the matter that is shown now; empty on every other page."""
    page = shell.page(MATTER) if shell.current_page == MATTER else None
    return page.number if isinstance(page, MatterPage) else ""


def _show_transport(day: Day, _: object) -> None:
    day.status.exchange = day.transport.line
    day.status.show()


def _fill_form(hall: Hall, shell: Shell, text: str) -> None:
    """A visitor's code came into the search line: it fills the registration form, for who registers."""
    shell.show_page("reception")
    page = shell.page("reception")
    if isinstance(page, ReceptionPage):
        page.scanning.take_text(text)
    else:
        hall.say_error(NotAllowed("role.acts_on_no_matters", role=hall.session.account.role))


def _enter(day: Day, shell: Shell, number: str, or_first: bool) -> None:
    if day.strip is None:
        day.strip = EntryStrip(day.hall, lambda: order_of(day.desk.opened.folder), shell)
    if or_first:
        day.strip.open_first(number)
    else:
        day.strip.open(number)


def _ledger(day: Day) -> OldLedgerPage:
    page = OldLedgerPage(day.hall, day.steps)
    page.left.connect(lambda: day.hall.asked_for_page.emit(IMPORTS))
    return page


def _returned(day: Day) -> ReturnedPage:
    page = ReturnedPage(day.hall, day.desk.opened.folder)
    page.left.connect(lambda: day.hall.asked_for_page.emit(IMPORTS))
    return page


def _stick(day: Day) -> StickPage:
    page = StickPage(day.hall, lambda: exchange_desk(day.desk))
    page.left.connect(lambda: day.hall.asked_for_page.emit("exchange"))
    return page


def _open_items(day: Day) -> OpenItemsPage:
    page = OpenItemsPage(day.hall, lambda: exchange_desk(day.desk))
    page.left.connect(lambda: day.hall.asked_for_page.emit("exchange"))
    return page


def _codes(day: Day) -> CodesPage:
    page = CodesPage(day.hall, lambda: day.printer)
    page.self_service_asked.connect(day.serve_oneself)
    return page


def _made_ready(day: Day, is_quiet: Callable[[], bool], initials: Mapping[str, str]) -> None:
    day.hall.unit_initials = initials
    spare_what_is_loaded()  # what draws papers stays for good: the collector need not walk it again and again
    day._rested(is_quiet, True)


def _mail(day: Day) -> MailPage:
    page = MailPage(day.hall)
    page.left.connect(lambda: day.hall.asked_for_page.emit("today"))
    return page


def _listen_to_pages(day: Day, shell: Shell) -> None:
    """What a page asks of the others."""
    hall = day.hall
    hall.said.connect(shell.message.show_message)
    hall.asked_for_page.connect(shell.show_page)
    hall.asked_for_matter.connect(day.open_matter)
    hall.asked_for_act.connect(day.open_act)
    hall.asked_for_mediation.connect(partial(room_pages.show_mediation, shell))
    hall.asked_to_mediate.connect(partial(room_pages.mediate, shell))
    hall.asked_to_enter.connect(partial(_enter, day, shell))
    hall.asked_to_fill.connect(partial(_fill_form, hall, shell))
    hall.asked_for_sheet.connect(partial(enter_sheet, shell))


class Day(QObject):
    """What one person has in the window until they leave."""

    taken_back = Signal()
    """The hall's own screen was taken back by somebody of the office: the desk is to be locked."""

    def __init__(
        self, shell: Shell, desk: Desk, tasks: Tasks, bus: ChangeBus, settings: SettingsFile
    ) -> None:
        super().__init__(shell)
        self._shell, self._tasks, self._bus = shell, tasks, bus
        self.desk = desk
        """The open data folder."""
        self._settings = settings
        self._text = words_of("words/window.toml")["window"]
        self._resting = False
        self._papers_ready = False
        self._finder: Finder | None = None
        self._came_from = "today"
        self.last_acts: LastActs | None = None
        self.coach: Coach | None = None
        self.strip: EntryStrip | None = None
        """The strip beside the browser, once it was asked for."""
        self.printer: Printer = SystemPrinter(settings.settings.printer)
        """Where papers come out; tests put their own."""
        self.receipts: Printer | None = None
        """Where strips of receipts come out, if this computer has such a printer; tests put their own."""
        self.steps = Stepwise(tasks, self)
        """What is done batch by batch while the counter goes on."""
        name_rules(desk.session.law)
        self.hall = Hall(desk.session, desk.drafts, tasks, bus)
        self.hall.before_risk = lambda: save_before_risk(desk)
        self.hall.page_keys = page_key_shelf(desk)
        self.hall.card_reader = settings.settings.card_reader
        self.backups = BackupWatch(desk, self.hall, self)
        """Takes backups when they are due."""
        self.trials = RehearsalWatch(desk, self.hall, self.backups, self)
        """Tries the newest one out when nobody types."""
        self.learning = SuggestionWatch(self.hall, self) if _reads(desk) else None
        """Learns the class suggestion anew when there is more to learn from."""
        self.transport = TransportWatch(desk, self.hall, self)
        """Sends and fetches by a folder when that is due."""
        self.status = DayStatus(shell, desk, self.hall, self.backups, self.trials, self)
        """The lines at the rail's foot."""
        self.together = HallLife(shell, desk, self.hall, bus, self.status, self)
        """What the other windows of a hall have to do with this one."""
        self.transport.looked.connect(partial(_show_transport, self))
        _listen_to_pages(self, shell)
        shell.page_shown.connect(self._mark_rail)
        bus.changed.connect(self._changed)
        self.self_service: SelfService | None = None
        """The hall's own screen, while this computer is it."""
        self._keys = [_key(shell, key, partial(shell.show_page, page)) for key, page in PAGE_KEYS]
        if desk.session.account.role in ACTS_ON_MATTERS:
            self._keys.append(_key(shell, SELF_SERVICE_KEY, self.serve_oneself))
            self.last_acts = LastActs(self.hall, shell)
            self._keys.append(_key(shell, LIST_KEY, self.last_acts.turn))
            self.coach = Coach(self.hall, shell, settings)
        self._take_printer()
        self._add_pages()
        self._show_office()
        self.status.read()
        QTimer.singleShot(FIRST_CHECK, self.status, self.status.check_chain)
        QTimer.singleShot(FIRST_CHECK, self.status, self.status.check_day)
        QTimer.singleShot(FIRST_CHECK, self.status, self.status.check_keys)
        QTimer.singleShot(FIRST_CHECK, self.status, self.status.check_program)

    def leave(self) -> Desk:
        """The person goes: nothing more is read or shown; the answer is the desk, to be closed."""
        if self.self_service is not None:
            self.self_service.close()
        self._bus.changed.disconnect(self._changed)
        self._shell.page_shown.disconnect(self._mark_rail)
        for shortcut in self._keys:
            shortcut.deleteLater()
        if self.last_acts is not None:
            self.last_acts.deleteLater()
        if self.coach is not None:
            self.coach.leave()
        if self.strip is not None:
            self.strip.leave()
            self.strip.deleteLater()
        self.steps.leave()
        self.backups.leave()
        self.trials.leave()
        self.transport.leave()
        self.together.leave()
        if self.learning is not None:
            self.learning.leave()
        if self._finder is not None:
            self._finder.leave()
        self.hall.deleteLater()
        self.deleteLater()
        return self.desk

    def serve_oneself(self) -> None:
        """Petitioners ask and rate at this computer, until somebody of the office takes it back by locking it."""
        if self.self_service is None:
            self.self_service = SelfService(self.hall, self._shell)
            self.self_service.ended.connect(self.taken_back)
            self.self_service.open()

    def open_matter(self, number: str) -> None:
        """Shows one matter."""
        self._show_matter(number, lambda _: None)

    def _show_matter(self, number: str, then: Callable[[MatterPage], object]) -> None:
        if self._shell.current_page not in (MATTER, HANDBOOK):
            self._came_from = self._shell.current_page

        def there(page: QWidget) -> None:
            if isinstance(page, MatterPage):
                page.open(number)
                then(page)

        self._shell.show_page(MATTER)
        self._shell.when_made(MATTER, there)

    def open_act(self, number: str, act: str, field: str, filled: Mapping[str, str]) -> None:
        """Shows one matter with the form of an act, the cursor in a field."""
        self._show_matter(number, lambda page: page.begin_when_read(act, field, filled))

    def _mark_rail(self, page: str) -> None:
        """Pages without a place in the rail belong to the matters, or to the day."""
        if page in BELONGS:
            self._shell.rail.mark(BELONGS[page])

    def print_paper(self, made: MadePaper) -> None:
        """Prints a paper that another page made; without a printer says so: it can be saved at its matter."""
        if self.receipts is not None and made.record is not None and made.kind.kind == RECEIPT:
            self.hall.print_strip(self.receipts, made.matter, made.record, asker=self)
        else:
            self.hall.print_paper(self.printer, made, asker=self)

    def come_again(self, number: str) -> None:
        """Opens a matter with the form of a further visit, as asked for at the counter."""
        self._show_matter(number, lambda page: page.begin_when_read("visit-again"))

    def _take_printer(self) -> None:
        """The printer of the settings; which one is the default is asked in a worker."""
        chosen = self._settings.settings.printer
        printer = self.printer = SystemPrinter(chosen)
        self.receipts = SystemPrinter(PrinterSettings(name=chosen.receipts)) if chosen.receipts else None
        self.hall.read(printer.find, lambda _: None, lambda _: None, asker=self)

    def _settings_page(self) -> SettingsPage:
        page = SettingsPage(self.hall, self._settings, self.desk, self.backups, self.steps, self.transport)
        page.printer_changed.connect(self._take_printer)
        page.trial_asked.connect(
            lambda pdf: self.hall.print_pdf(self.printer, pdf, "trial-sheet", asker=self)
        )
        page.report_asked.connect(
            lambda pdf: self.hall.print_pdf(self.printer, pdf, "breach-report", asker=self)
        )
        page.secret_asked.connect(partial(_print_secret, self))
        return page

    def _reception(self) -> ReceptionPage:
        page = ReceptionPage(self.hall)
        page.receipt_ready.connect(self.print_paper)
        page.visit_again_asked.connect(self.come_again)
        return page

    def _self_check(self) -> SelfCheckPage:
        page = SelfCheckPage(self.hall)
        page.sheet_made.connect(
            lambda pdf: self.hall.print_pdf(self.printer, pdf, "hand-over-sheet", asker=self)
        )
        page.left.connect(lambda: self._shell.show_page("today"))
        return page

    def _exchange(self) -> Iterator[QWidget | None]:
        return ExchangePage(self.hall, lambda: exchange_desk(self.desk)).made()

    def _inbox(self) -> Iterator[QWidget | None]:
        page = InboxPage(self.hall)
        page.left.connect(lambda: self._shell.show_page("today"))
        return page.made()

    def _basket(self) -> Iterator[QWidget | None]:
        page = SealBasketPage(self.hall, lambda: self.printer)
        page.left.connect(lambda: self._shell.show_page("today"))
        return page.made()

    def _matter(self) -> Iterator[QWidget | None]:
        page = MatterPage(self.hall, lambda: self.printer, self.steps, lambda: self.receipts)
        page.left.connect(lambda: self._shell.show_page(self._came_from))
        return page.made()

    def rest(self, is_quiet: Callable[[], bool]) -> None:
        """Makes ready and tidies up in small steps as long as nobody types."""
        if self._resting or not is_quiet():
            return
        self._resting = True
        if any(self._shell.prepare(page) for page in READY_AHEAD):
            self._rested(is_quiet, True)
        elif not self._papers_ready:
            self._papers_ready = True
            units = self.desk.session.office.units
            self._tasks.read(
                lambda: make_ready(units), partial(_made_ready, self, is_quiet), self._tired, asker=self
            )
        else:
            self._tidy(is_quiet)

    def _tidy(self, is_quiet: Callable[[], bool]) -> None:
        self._tasks.write(self.desk.rest_a_little, partial(self._rested, is_quiet), self._tired, asker=self)

    def _rested(self, is_quiet: Callable[[], bool], more: bool) -> None:
        self._resting = False
        if more:
            QTimer.singleShot(STEP, self, lambda: self.rest(is_quiet))
        elif is_quiet():
            self.trials.idle()

    def _tired(self, error: Exception) -> None:
        """An idle step failed: it is tried again at the next silence; bugs go to their door."""
        self._resting = False
        raise error

    def _add_pages(self) -> None:
        first = "settings"
        if _reads(self.desk):
            first = "today"
            self._shell.add_page("today", self._made(TodayPage))
            self._shell.add_page("matters", self._made(MattersPage))
            self._shell.add_page(MATTER, self._matter)
            self._shell.add_page("leaders", self._made(LeadersPage))
            self._shell.add_page(INBOX, self._inbox)
            self._shell.add_page(BASKET, self._basket)
            self._shell.add_page(SELF_CHECK, self._self_check)
            signer = partial(station_signer, self.desk)
            room_pages.add_pages(self._shell, self.hall, lambda: self.printer, signer)
            if self.desk.session.account.role in ACTS_ON_MATTERS:
                self._shell.add_page("reception", self._reception)
                self._shell.add_page(FORMS, partial(forms_page, self.hall, lambda: self.printer))
                self._shell.add_page(OUTAGE, partial(outage_page, self.hall, lambda: self.printer))
                booked_pages.add_pages(self._shell, self.hall, lambda: self.receipts)
                self._shell.add_page("exchange", self._exchange)
                add_conversations(self._shell, self.hall, lambda: self.printer, signer)
                self._shell.add_page(STICK, partial(_stick, self))
                self._shell.add_page(OPEN_ITEMS, partial(_open_items, self))
                self._shell.add_page(MAIL, partial(_mail, self))
                self._shell.add_page("delivery", partial(_delivery, self))
                self._shell.add_page("codes", partial(_codes, self))
                self._shell.add_page(RETURNED, partial(_returned, self))
                self._shell.add_page(LEDGER, partial(_ledger, self))
                self._shell.add_page(IMPORTS, lambda: ImportsPage(self.hall, self.steps))
        self._shell.add_page("settings", self._settings_page)
        add_handbook(self._shell, partial(handbook_printing.offer, self.hall, lambda: self.printer))
        self._finder = Finder(self._shell, self.hall, partial(_matter_in_front, self._shell))
        self._shell.show_page(first)

    def _made(self, page: Callable[[Hall], QWidget]) -> Maker:
        return lambda: page(self.hall)

    def _show_office(self) -> None:
        office = self.desk.session.office
        counter = self._settings.settings.counter or self._text["no_counter"]
        place = self._text["place"].format(counter=counter, station=office.station)
        self._shell.show_office(office.name, place)

    def _changed(self, changes: Changes) -> None:
        if changes.settings:
            self._papers_ready = False  # units may have other names now
            name_rules(self.desk.session.law)
            self._show_office()
        self.status.read_soon()
