"""The pages of what is written by hand: empty forms and packs, entering what was written while the power was gone."""

from __future__ import annotations

from collections.abc import Callable

from app.services.blank_forms import FormState
from ui.desk.hall import Hall
from ui.desk.pages.blank_forms import BlankFormsPage
from ui.desk.pages.outage import OutagePage
from ui.desk.pages.reception import ReceptionPage
from ui.desk.shell import Shell
from ui.printing import Printer
from ui.scans.reader import ChildScanReader

FORMS = "forms"
"""Empty forms for the waiting room; reached by its key, without a place in the rail."""
OUTAGE = "outage"
"""Entering what was written while the power was gone; reached from the empty forms, without a place in the rail."""


def forms_page(hall: Hall, printer: Callable[[], Printer]) -> BlankFormsPage:
    """The page of empty forms; it leads to the other one."""
    page = BlankFormsPage(hall, printer)
    page.left.connect(lambda: hall.asked_for_page.emit("reception"))
    page.outage_asked.connect(lambda: hall.asked_for_page.emit(OUTAGE))
    return page


def outage_page(hall: Hall, printer: Callable[[], Printer]) -> OutagePage:
    """The page of a day without power."""
    page = OutagePage(hall, printer, ChildScanReader())
    page.left.connect(lambda: hall.asked_for_page.emit(FORMS))
    return page


def enter_sheet(shell: Shell, found: FormState) -> None:
    """A sheet written while the power was gone is registered on the page of the others."""
    shell.show_page("reception")
    page = shell.page("reception")
    if isinstance(page, ReceptionPage):
        page.sheet.begin(found)
