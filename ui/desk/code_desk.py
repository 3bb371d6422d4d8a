"""Where a code leads that came into the search line or onto a page: to its matter, into the form, or to a sentence."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.errors import Refused
from app.qr.families import Family
from app.services.blank_forms import FormState
from app.services.codes import ReadCode, family_in, read_code
from ui.desk.hall import Hall


class CodeFollower:
    """Follows codes. `in_front` is the number of the matter that is on the screen, `leave` is called before going on."""

    def __init__(
        self,
        hall: Hall,
        asker: QObject,
        in_front: Callable[[], str] = lambda: "",
        leave: Callable[[], object] = lambda: None,
    ) -> None:
        self._hall, self._asker, self._in_front, self._leave = hall, asker, in_front, leave

    def follow(self, text: str) -> None:
        """Reads a code and goes where it leads; what a visitor's phone shows goes to the registration page."""
        if family_in(text) is Family.PREREGISTRATION:
            self._leave()
            self._hall.asked_to_fill.emit(text)
            return
        session = self._hall.session
        self._hall.read(lambda: read_code(session, text), self._go, asker=self._asker, question="code")

    def _go(self, found: ReadCode) -> None:
        """A code leads to its matter; a form that is still free, into the matter that is in front."""
        form, front = found.form, self._in_front()
        if form is not None and form.state == "void":
            self._hall.say("codes.form_void", title=form.title, reason=form.reason)
            return
        if form is not None and form.state == "free":
            if not front and form.sheet:
                self._leave()
                self._enter(form)
            elif front:
                self._leave()
                self._hall.asked_for_act.emit(front, "bind-form", "code", {"code": form.code})
            else:
                self._hall.say("codes.form_free", title=form.title)
            return
        if not found.number:
            self._hall.say_error(Refused("form.bound_unseen"))
            return
        self._leave()
        self._hall.asked_for_matter.emit(found.number)
        if not found.genuine:
            self._hall.say("codes.not_ours", number=found.number)

    def _enter(self, form: FormState) -> None:
        """A sheet of a pack that waits: to the registration, once somebody said on which day it was written."""
        if form.written_on is None:
            self._hall.say_error(Refused("outage.no_day", sheet=form.sheet))
        else:
            self._hall.asked_for_sheet.emit(form)
