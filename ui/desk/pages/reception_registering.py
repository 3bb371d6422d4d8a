"""Registering what stands in the form, and its receipt: two jobs of the write lane, the second only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from app.services.registration import RegisteredMatter, register_matter
from ui.desk.hall import Hall
from ui.desk.pages.reception_command import command_of
from ui.desk.pages.reception_insight import surroundings
from ui.desk.pages.reception_state import FormTyped

if TYPE_CHECKING:
    from app.services.papers import MadePaper

RECEIPT = "D02"
"""The registration receipt (登记回执)."""


class Registering(QObject):
    """One registration at a time."""

    done = Signal(object)
    """The RegisteredMatter."""
    failed = Signal(object)
    """The AppError; nothing was registered, the form is as it was."""
    receipt_made = Signal(object)
    """The MadePaper of the receipt."""
    receipt_failed = Signal(object)
    """The AppError; the registration stands."""

    def __init__(self, hall: Hall, parent: QObject) -> None:
        super().__init__(parent)
        self._hall = hall
        self.busy = False

    def register(self, form: FormTyped, key: str, *, with_receipt: bool) -> None:
        """Registers the form under the key of its draft; a second call meanwhile is passed over."""
        if self.busy:
            return
        self.busy = True
        session = self._hall.session

        def work() -> RegisteredMatter:
            command = command_of(form, surroundings(session))
            return register_matter(session, command, key=key, apart=tuple(form.apart.split()))

        def registered(made: RegisteredMatter) -> None:
            self.busy = False
            self.done.emit(made)
            if with_receipt:
                self._issue(made.number)

        def failed(error: AppError) -> None:
            self.busy = False
            self.failed.emit(error)

        self._hall.write(work, registered, failed, asker=self)

    def _issue(self, number: str) -> None:
        session = self._hall.session

        def work() -> MadePaper:
            # the paper machinery takes long to import: the worker that first prints loads it, never the start
            from app.services.papers import issue

            return issue(session, number, RECEIPT)

        self._hall.write(work, self.receipt_made.emit, self.receipt_failed.emit, asker=self)
