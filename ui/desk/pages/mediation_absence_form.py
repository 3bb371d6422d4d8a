"""The form beside the rooms' calendar that says when a mediator is away (不在岗): nobody books them then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.domain.mediation.register import MediatorRegistered
from app.errors import AppError, BadInput
from ui.desk import room_desk
from ui.desk.hall import Hall
from ui.desk.room_desk import AbsenceNoted
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.refusals import clear_refusals, show_refusal


class AbsenceForm(Card):
    """Who is away, from when until when, why; hidden until asked for."""

    noted = Signal(object)
    """It was noted: carries the first day."""

    def __init__(self, hall: Hall, text: Mapping[str, Any]) -> None:
        super().__init__(text["absence"], text["absence_keys"])
        self._hall = hall
        today = hall.session.today()
        self.mediator, self.why = ChoiceField(), QLineEdit()
        self.first, self.last = DateField(today), DateField(today)
        self.fields = {
            "mediator": Field(text["absent_mediator"], self.mediator),
            "first": Field(text["absent_first"], self.first),
            "last": Field(text["absent_last"], self.last, hint=text["absent_last_hint"]),
            "words": Field(text["absent_why"], self.why, hint=text["absent_why_hint"]),
        }
        for names in (("mediator",), ("first", "last"), ("words",)):
            self.add_row(FieldRow(*(self.fields[name] for name in names)))
        self.hide()

    def offer(self, mediators: Sequence[MediatorRegistered]) -> None:
        """Who may be away."""
        self.mediator.offer([Choice(code=row.code, word=row.name) for row in mediators])

    def begin(self, day: date) -> None:
        """An empty form for absences from that day on."""
        clear_refusals(self.fields)
        self.mediator.take_text("")
        self.why.clear()
        self.first.set_value(day)
        self.last.set_value(None)
        self.show()
        self.mediator.setFocus()

    def save(self) -> None:
        """Notes the absence."""
        clear_refusals(self.fields)
        session, first = self._hall.session, self.first.value
        if first is None:
            self._refuse(BadInput("mediation.no_time", field="first", text=self.first.text()[:20]))
            return
        if self.last.text().strip() and self.last.value is None:
            self._refuse(BadInput("mediation.no_time", field="last", text=self.last.text()[:20]))
            return
        who, last, why = self.mediator.code, self.last.value or first, self.why.text().strip()
        if not (who and why):
            name = "words" if who else "mediator"
            self._refuse(BadInput("field.missing", field=name, name=name))
            return
        self._hall.write(
            lambda: room_desk.absence_noted(session, who, first, last, why),
            self._noted,
            self._refuse,
            asker=self,
        )

    def _noted(self, made: AbsenceNoted) -> None:
        self._hall.say("rooms.absence_noted", days=made.days)
        self.hide()
        self.noted.emit(made.first)

    def _refuse(self, error: AppError) -> None:
        if not show_refusal(self.fields, error, _PLACES):
            self._hall.say_error(error)


_PLACES = {
    "mediation.unknown_mediator": "mediator",
    "mediation.mediator_busy": "mediator",
    "mediation.mediator_busy_stand_in": "mediator",
    "mediation.booking_past": "first",
    "mediation.booking_too_far": "last",
}
"""The fields of refusals that name none of the form's, or another one."""
