"""The page of booked visits and the slips of tickets: how they are made, and what leads to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.services.booked_visits import TicketGiven
from ui.desk import day_desk
from ui.desk.hall import Hall
from ui.desk.pages.booked import BookedPage
from ui.desk.shell import Shell
from ui.printing import Printer

BOOKED = "booked"
"""Visits booked ahead; reached by its key, without a place in the rail."""
BOOKED_KEY = "Shift+F9"
BELONGS = {BOOKED: "reception"}
"""Pages without a place in the rail, each with the one it belongs to."""


def add_pages(shell: Shell, hall: Hall, receipts: Callable[[], Printer | None]) -> None:
    """Says how the page is made, and where slips of tickets come out: on the printer for strips, if there is one."""
    shell.add_page(BOOKED, partial(_booked, hall))
    hall.ticket_given.connect(partial(print_slip, hall, receipts))


def print_slip(hall: Hall, receipts: Callable[[], Printer | None], made: TicketGiven) -> None:
    """Prints the slip of a ticket; without a printer for strips its number is said, to be written by hand."""
    printer, session = receipts(), hall.session
    said = "queue.given" if printer is None else "queue.given_printed"
    hall.say(said, ticket=made.ticket, ahead=made.ahead)
    if printer is not None:
        hall.read(
            lambda: day_desk.ticket_slip(session, made.ticket, made.ahead),
            lambda pdf: hall.print_pdf(
                printer, pdf, f"ticket {made.ticket}", asker=hall, done=lambda _: None
            ),
            asker=hall,
        )


def _booked(hall: Hall) -> BookedPage:
    page = BookedPage(hall)
    page.left.connect(lambda: hall.asked_for_page.emit("reception"))
    return page
