"""The pages of the mediation room: how each is made, and how one leads to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.account import ACTS_ON_MATTERS
from app.services.handwriting import StationSigner
from ui.desk.hall import Hall
from ui.desk.pages.mediation import MediationPage
from ui.desk.pages.mediation_calendar import MediationCalendarPage
from ui.desk.pages.mediation_file import MediationFilePage
from ui.desk.pages.mediation_form import MediationFormPage
from ui.desk.pages.mediation_register import MediationRegisterPage
from ui.desk.shell import Shell
from ui.printing import Printer

ROOM = "mediation"
"""The list of the mediation room."""
MEDIATION_FILE = "mediation-file"
"""The page of one mediation; reached from the list, from matters, without a place in the rail."""
ROOM_CALENDAR = "mediation-calendar"
"""What stands in the rooms; reached from the list of the mediation room."""
ROOM_REGISTER = "mediation-register"
"""Bodies, mediators and rooms; reached from the rooms' calendar."""
MEDIATION_FORM = "mediation-form"
"""The form of a new mediation; reached from the list and from a matter."""
BELONGS = dict.fromkeys((MEDIATION_FILE, MEDIATION_FORM, ROOM_CALENDAR, ROOM_REGISTER), ROOM)
"""Pages without a place in the rail, each with the one it belongs to."""

Printers = Callable[[], Printer]
Signers = Callable[[], StationSigner]


def add_pages(shell: Shell, hall: Hall, printer: Printers, signer: Signers) -> None:
    """Says how the pages are made that this person may see."""
    shell.add_page(ROOM, partial(_mediations, hall))
    shell.add_page(MEDIATION_FILE, partial(_mediation_file, hall, printer, signer))
    shell.add_page(ROOM_CALENDAR, partial(_room_calendar, hall, printer))
    shell.add_page(ROOM_REGISTER, partial(_room_register, hall))
    if hall.session.account.role in ACTS_ON_MATTERS:
        shell.add_page(MEDIATION_FORM, partial(_mediation_form, hall))


def show_mediation(shell: Shell, number: str) -> None:
    """Brings the page of one mediation."""

    def there(page: QWidget) -> None:
        if isinstance(page, MediationFilePage):
            page.open(number)

    shell.show_page(MEDIATION_FILE)
    shell.when_made(MEDIATION_FILE, there)


def mediate(shell: Shell, number: str) -> None:
    """A matter goes to the mediation room: the form begins with what the matter gives."""

    def there(page: QWidget) -> None:
        if isinstance(page, MediationFormPage):
            page.begin_from(number)

    shell.show_page(MEDIATION_FORM)
    shell.when_made(MEDIATION_FORM, there)


def _mediations(hall: Hall) -> Iterator[QWidget | None]:
    page = MediationPage(hall)
    page.new_asked.connect(lambda: hall.asked_for_page.emit(MEDIATION_FORM))
    page.rooms_asked.connect(lambda: hall.asked_for_page.emit(ROOM_CALENDAR))
    page.register_asked.connect(lambda: hall.asked_for_page.emit(ROOM_REGISTER))
    return page.made()


def _room_calendar(hall: Hall, printer: Printers) -> MediationCalendarPage:
    page = MediationCalendarPage(hall, printer)
    page.register_asked.connect(lambda: hall.asked_for_page.emit(ROOM_REGISTER))
    return page


def _room_register(hall: Hall) -> MediationRegisterPage:
    page = MediationRegisterPage(hall)
    page.left.connect(lambda: hall.asked_for_page.emit(ROOM))
    return page


def _mediation_file(hall: Hall, printer: Printers, signer: Signers) -> Iterator[QWidget | None]:
    page = MediationFilePage(hall, printer, signer)
    page.left.connect(lambda: hall.asked_for_page.emit(ROOM))
    return page.made()


def _mediation_form(hall: Hall) -> MediationFormPage:
    page = MediationFormPage(hall)
    page.left.connect(lambda: hall.asked_for_page.emit(ROOM))
    return page
