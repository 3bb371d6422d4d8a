"""The form beside the booked visits: one booking, made, changed or cancelled; and the limit of a half hour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.domain.booked_visits import BookingWay, ToldVisit
from app.domain.codes import label
from app.errors import BadInput
from app.services.booked_visits import MOST_LIMIT, MOST_PERSONS
from resources.loader import words as words_of
from ui.desk.widgets.card import Card
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.pick import PickLine

NEW, CHANGE, CANCEL = "new", "change", "cancel"


def form_words() -> Mapping[str, Any]:
    """The words of the form."""
    found: Mapping[str, Any] = words_of("words/booked.toml")["booked_form"]
    return found


class BookedForm(Card):
    """Day, time, how many, how it was booked, who and about what; a reason where something is changed."""

    reason_given = Signal()
    """Enter was pressed in the reason."""

    def __init__(self, today: date) -> None:
        text = self._text = form_words()
        super().__init__(text["new"])
        self.mode, self.booking = NEW, 0
        """new, change or cancel; the place of the booking that stands in the form."""
        self.day, self.persons = DateField(today, today), NumberField(1, MOST_PERSONS, 1)
        self.begin, self.name, self.number = QLineEdit(), QLineEdit(), QLineEdit()
        self.about, self.why = QLineEdit(), QLineEdit()
        self.way = PickLine([(way.value, label("booking_ways", way)) for way in BookingWay])
        self.fields = {
            "on": Field(text["on"], self.day),
            "begin": Field(text["begin"], self.begin, hint=text["begin_hint"]),
            "way": Field(text["way"], self.way),
            "name": Field(text["name"], self.name, hint=text["name_hint"]),
            "persons": Field(text["persons"], self.persons),
            "about": Field(text["about"], self.about, hint=text["about_hint"]),
            "number": Field(text["number"], self.number, hint=text["number_hint"]),
            "reason": Field(text["reason"], self.why),
        }
        for names in (("on", "begin"), ("way",), ("name",), ("about",), ("number", "persons"), ("reason",)):
            widths = (3, 1) if names[-1] == "persons" else (1, 1)
            self.add_row(FieldRow(*(self.fields[name] for name in names), widths=widths[: len(names)]))
        self.why.returnPressed.connect(self.reason_given)
        self.begin_new(today)

    def begin_new(self, day: date) -> None:
        """An empty form for a day."""
        self._stand(NEW, 0, self._text["new"])
        self.day.set_value(day)
        self.persons.set_value(1)
        self.way.take(BookingWay.PHONE)
        for editor in (self.begin, self.name, self.number, self.about, self.why):
            editor.clear()

    def show_booking(self, mode: str, day: date, booking: int, told: ToldVisit) -> None:
        """A booking that stands, to be changed or cancelled."""
        self._stand(mode, booking, str(self._text[mode]).format(begin=told.begin))
        self.day.set_value(day)
        self.persons.set_value(told.persons)
        self.way.take(told.way)
        for editor, known in (
            (self.begin, told.begin),
            (self.name, told.name),
            (self.number, told.number),
            (self.about, told.about),
            (self.why, ""),
        ):
            editor.setText(known)

    @property
    def on(self) -> date:
        """The day that stands in the form. Raises BadInput("field.type")."""
        if self.day.value is None:
            raise BadInput("field.type", field="on", name="on", type="11-21")
        return self.day.value

    @property
    def told(self) -> ToldVisit:
        """What stands in the form, as typed. Raises BadInput("booked.persons")."""
        if self.persons.value is None:
            raise BadInput("booked.persons", field="persons", most=MOST_PERSONS)
        return ToldVisit(
            begin=self.begin.text(),
            persons=self.persons.value,
            way=BookingWay(self.way.code),
            name=self.name.text(),
            about=self.about.text(),
            number=self.number.text(),
        )

    def _stand(self, mode: str, booking: int, title: str) -> None:
        self.mode, self.booking = mode, booking
        self.set_title(title)
        for name, field in self.fields.items():
            field.editor.setEnabled((name == "reason") is (mode == CANCEL) or mode == CHANGE)
            field.say_hint()


class LimitForm(Card):
    """How many visits are booked for a half hour."""

    def __init__(self) -> None:
        text = form_words()
        super().__init__(text["limit"])
        self.most = NumberField(0, MOST_LIMIT, 0)
        self.fields = {"most": Field(text["most"], self.most, hint=text["most_hint"])}
        self.add_row(FieldRow(self.fields["most"]))
        self.hide()
