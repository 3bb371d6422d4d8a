"""The form beside the rooms' calendar: one booking, to be made, moved or cancelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.domain.codes import text_of
from app.domain.mediation.booking import LEAST, MOST, BookRoom, MoveBooking
from app.domain.mediation.register import RoomRegistered
from app.errors import BadInput
from app.mediation_ports import MediationRow
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.room_bars import Bar, BarKind, clock

USUAL = 120
"""Minutes of a sitting where nothing is said."""
MORNING = 9 * 60
SAME, OWN, STAND_IN = "same", "own", "stand_in"


class BookingForm(Card):
    """Room, day, time, mediation or use; a reason to cancel."""

    reason_given = Signal()
    """Enter was pressed in the reason."""
    mediation_chosen = Signal()
    """A mediation was chosen."""

    def __init__(self, text: Mapping[str, Any], today: date) -> None:
        super().__init__(text["new"])
        self._text, self._today = text, today
        self.booking = ""
        """The booking that stands in the form; empty for a new one."""
        self.room, self.mediation = ChoiceField(), ChoiceField()
        self.day, self.minutes = DateField(today), NumberField(LEAST, MOST, USUAL)
        self.begin, self.use, self.why = QLineEdit(), QLineEdit(), QLineEdit()
        self.who = PickLine([(code, text["who_choices"][code]) for code in (SAME, OWN, STAND_IN)])
        self.fields = {
            "room": Field(text["room"], self.room),
            "on": Field(text["on"], self.day),
            "begin": Field(text["begin"], self.begin, hint=text["begin_hint"]),
            "minutes": Field(text["minutes"], self.minutes),
            "mediation": Field(text["mediation"], self.mediation, hint=text["mediation_hint"]),
            "who": Field(text["who"], self.who),
            "words": Field(text["words"], self.use, hint=text["words_hint"]),
            "reason": Field(text["reason"], self.why, hint=text["reason_hint"]),
        }
        for names in (
            ("room",),
            ("on", "begin"),
            ("mediation",),
            ("minutes", "who"),
            ("words",),
            ("reason",),
        ):
            self.add_row(FieldRow(*(self.fields[name] for name in names), widths=(2, 3)[: len(names)]))
        self.why.returnPressed.connect(self.reason_given)
        self.mediation.chosen.connect(lambda choice: self.mediation_chosen.emit() if choice else None)
        self.begin_new("", today, None)

    def offer(self, rooms: Sequence[RoomRegistered], mediations: Sequence[MediationRow]) -> None:
        """The rooms and mediations that may be chosen."""
        seats = str(self._text["seats"])
        self.room.offer(
            [
                Choice(
                    code=row.code,
                    word=seats.format(name=row.name, seats=row.seats) if row.seats else row.name,
                )
                for row in rooms
            ]
        )
        self.mediation.offer(
            [
                Choice(
                    code=row.number, word=f"{row.number} {text_of('dispute_kinds', row.dispute_kind)}".strip()
                )
                for row in mediations
                if not row.unlisted
            ]
        )

    def begin_new(self, room: str, day: date, minute: int | None) -> None:
        """Empties the form for a booking at that place and time."""
        self.booking = ""
        self.set_title(str(self._text["new"]))
        self._stand(room, day, MORNING if minute is None else minute, USUAL)
        self.mediation.take_text("")
        self.who.take(OWN)
        for editor in (self.use, self.why):
            editor.clear()
        self._bind(new=True)

    def show_booking(self, bar: Bar) -> None:
        """A booking to be moved or cancelled."""
        self.booking = bar.key
        self.set_title(str(self._text["changing"]).format(booking=bar.key))
        self._stand(bar.room, bar.day, bar.begin, bar.end - bar.begin)
        self.mediation.take_text("")
        self.use.setText("" if bar.kind is BarKind.MEDIATION else bar.words)
        self.who.take(SAME)
        self.why.clear()
        self._bind(new=False)

    def focus_first(self) -> None:
        """The cursor where the next thing is to be said."""
        (self.begin if self.booking else self.mediation).setFocus()

    @property
    def reason(self) -> str:
        """Why it is cancelled."""
        return self.why.text().strip()

    @property
    def wish(self) -> tuple[str, str, int] | None:
        """Mediation, moment and minutes, where all are there."""
        number, day, minute = self.mediation.code, self.day.value, read_clock(self.begin.text())
        if not number or day is None or minute is None:
            return None
        return number, f"{day.isoformat()}T{clock(minute)}", self.minutes.value or USUAL

    @property
    def act(self) -> BookRoom | MoveBooking:
        """What the form asks for. Raises BadInput("mediation.no_time", "field.missing", "mediation.booking_minutes")."""
        day, minute, minutes = self.day.value, read_clock(self.begin.text()), self.minutes.value
        if day is None:
            raise BadInput("mediation.no_time", field="on", text=self.day.text()[:20])
        if minute is None:
            raise BadInput("mediation.no_time", field="begin", text=self.begin.text()[:20])
        if minutes is None:
            raise BadInput("mediation.booking_minutes", field="minutes", least=LEAST, most=MOST)
        begin = f"{day.isoformat()}T{clock(minute)}"
        if self.booking:
            stand_in = {SAME: None, OWN: False, STAND_IN: True}[self.who.code]
            return MoveBooking(
                booking=self.booking, begin=begin, minutes=minutes, room=self.room.code, stand_in=stand_in
            )
        number = self.mediation.code or self.mediation.text().strip()
        return BookRoom(
            begin=begin,
            minutes=minutes,
            room=self.room.code,
            mediation=number,
            stand_in=bool(number) and self.who.code == STAND_IN,
            words="" if number else self.use.text(),
        )

    def _stand(self, room: str, day: date, minute: int, minutes: int) -> None:
        if not self.room.take_code(room):
            self.room.take_text("")
        self.day.set_value(day)
        self.begin.setText(clock(minute))
        self.minutes.set_value(minutes)

    def _bind(self, *, new: bool) -> None:
        """What a booking is for does not change when it is moved."""
        for editor in (self.mediation, self.use):
            editor.setEnabled(new)
        self.why.setEnabled(not new)


def read_clock(text: str) -> int | None:
    """The minute of the day that `09:30`, `9：30`, `930` or `9` means, or None."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("点时")
    found = re.fullmatch(r"(\d{1,2})(?::|点|时|\.)?(\d{2})?分?", plain)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None
