"""The rooms' calendar: a month, a week or a day of all rooms, and beside it the form that books, moves and cancels.

It hangs where visitors may see it: no party is named, and what is held in private is taken and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from app.changes import Changes
from app.domain.account import ACTS_ON_MATTERS
from app.domain.mediation.booking import BookRoom, CancelBooking, MoveBooking
from app.errors import AppError
from app.services.mediation.booking import Booked, Proposal, book, cancel, move, propose
from resources.loader import words as words_of
from ui.desk import room_desk
from ui.desk.hall import Hall
from ui.desk.pages.mediation_absence_form import AbsenceForm
from ui.desk.pages.mediation_booking_form import BookingForm
from ui.desk.pages.settings_section import SAVE
from ui.desk.room_desk import RoomDays
from ui.desk.widgets.card import Card
from ui.desk.widgets.flow_row import FlowLayout
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.room_bars import Shown
from ui.desk.widgets.room_calendar import RoomCalendar, month_days, week_of
from ui.printing import Printer

MOST_SAID = 5
"""Bookings of the chosen cell that are listed beside the calendar."""


def calendar_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/mediation_rooms.toml")["rooms_page"]
    return found


class MediationCalendarPage(PageFrame):
    """What stands in the rooms, and booking them."""

    register_asked = Signal()
    """The register of bodies, mediators and rooms is wanted."""

    def __init__(self, hall: Hall, printer: Callable[[], Printer]) -> None:
        text = self._text = calendar_words()
        super().__init__(text["title"], text["keys"], side=True)
        self._hall, self._printer = hall, printer
        self._day = hall.session.today()
        self._days: RoomDays | None = None
        self.calendar = RoomCalendar(text, self._day)
        self.view = PickLine([(code.value, text["views"][code.value]) for code in Shown])
        self.view.setAccessibleName(text["view_name"])
        self.form = BookingForm(text, self._day)
        self.absence = AbsenceForm(hall, text)
        self._card = Card(" ")
        self._here = HereCard(text["here"])
        self._lay_out()
        self._connect()
        self.remark.show_keys(text["remark"])
        self.setFocusProxy(self.calendar)
        self.read()

    # ------------------------------------------------------------ what is shown

    def read(self) -> None:
        """Reads the days that are shown anew."""
        session, days = self._hall.session, self.days
        first, last = days[0], days[-1]
        self._hall.read(
            lambda: room_desk.room_days(session, first, last), self.show_read, asker=self, question="rooms"
        )

    @property
    def days(self) -> tuple[date, ...]:
        """The days that are shown."""
        if self.view.code == Shown.MONTH:
            return month_days(self._day)
        return week_of(self._day) if self.view.code == Shown.WEEK else (self._day,)

    def show_read(self, found: RoomDays) -> None:
        """Shows what was read, unless other days are wanted by now."""
        if (found.plan.first, found.plan.last) != (self.days[0], self.days[-1]):
            return
        self._days, text = found, self._text
        rooms = [(room.code, room.name) for room in found.plan.rooms]
        if found.plan.away:
            rooms.append(("", text["away_row"]))
        self._card.set_title(title_of(text, Shown(self.view.code), self.days))
        self.calendar.show_days(Shown(self.view.code), self.days, rooms, found.bars, self._day)
        self.absence.offer(found.mediators)
        self.form.offer([room for room in found.plan.rooms if not room.closed], found.mediations)
        if not self.form.booking and not self.form.room.text():
            self.form.room.take_code(self.calendar.room)
        if not rooms:
            self._here.show_lines([text["no_rooms"]])

    def _changed(self, changes: Changes) -> None:
        """Another desk or page booked, or changed the register: now, or once the page is looked at."""
        if changes.rooms:
            self.read_when_seen(self.read)

    def go_to(self, day: date, *, shown: str = "") -> None:
        """Shows the days around `day`, in another view where one is named."""
        self._day = day
        before = self.view.code
        self.view.take(shown or before)
        if self.view.code == before:
            self.read()

    def _show_here(self) -> None:
        day = self.calendar.day
        if day is not None and self.calendar.days == self.days:
            self._day = day
        if self.calendar.hasFocus():
            box = self.calendar.cell(self.calendar.row, self.calendar.column)
            centre = self.calendar.mapTo(self, box.center().toPoint())
            self.scroll_to(centre, box.size().toSize())
        lines = [bar.line for bar in self.calendar.here]
        more = len(lines) - MOST_SAID
        if more > 0:
            lines = [*lines[:MOST_SAID], self._text["here_more"].format(count=more)]
        said = self.calendar.spoken_value.split(self._text["none"])[0] if not lines else ""
        self._here.show_lines(lines or [f"{said}{self._text['none']}" if said else self._text["none"]])

    # ------------------------------------------------------------ keys of the calendar

    def _open(self) -> None:
        """Enter: from days to the day; in the day the booking that stands there, or a new one."""
        day, minute = self.calendar.day, self.calendar.minute
        if day is None:
            return
        if minute is None:
            self.go_to(day, shown=Shown.DAY)
            return
        here = self.calendar.here
        clear_refusals(self.form.fields)
        if here:
            self.form.show_booking(here[0])
        else:
            self.form.begin_new(self.calendar.room, day, minute)
        self._to_form()

    def _give_up(self) -> None:
        """The booking that the frame stands on, into the form: the reason is asked for, Enter there cancels."""
        here = self.calendar.here
        if len(here) != 1:
            self._hall.say("rooms.none_chosen")
            return
        clear_refusals(self.form.fields)
        self.form.show_booking(here[0])
        self._ask_reason()

    def _turn(self, by: int) -> None:
        if self.view.code == Shown.MONTH:
            self.go_to(months_on(self._day, by))
        else:
            self.go_to(self._day + timedelta(days=by * (7 if self.view.code == Shown.WEEK else 1)))

    # ------------------------------------------------------------ booking

    def save(self) -> None:
        """Books what the form says, or moves the booking that stands in it; or notes that somebody is away."""
        if self.absence.isVisibleTo(self):
            self.absence.save()
            return
        session, form = self._hall.session, self.form
        clear_refusals(form.fields)
        try:
            act = form.act
        except AppError as error:
            self._refuse(error)
            return
        if isinstance(act, MoveBooking):
            moving = act
            self._hall.write(lambda: move(session, moving), self._booked, self._refuse, asker=self)
        elif isinstance(act, BookRoom):
            booking = act
            self._hall.write(lambda: book(session, booking), self._booked, self._refuse, asker=self)

    def cancel(self) -> None:
        """Cancels the booking in the form for the reason that was written; without one, that of the calendar is taken up."""
        session, booking, reason = self._hall.session, self.form.booking, self.form.reason
        if not booking:
            self._give_up()
            return
        if not reason:
            self._ask_reason()
            return
        act = CancelBooking(booking=booking, reason=reason)
        self._hall.write(lambda: cancel(session, act), self._booked, self._refuse, asker=self)

    def begin_absence(self) -> None:
        """The form of an absence in the place of the other one; the key again leads back."""
        if self.absence.isVisibleTo(self):
            self._to_form()
            return
        self.form.hide()
        self.absence.begin(self.calendar.day or self._day)
        self.bring_to_sight(self.absence.mediator)

    def begin_new(self) -> None:
        """An empty form for the room and day on which the frame stands."""
        clear_refusals(self.form.fields)
        self.form.begin_new(self.calendar.room, self.calendar.day or self._day, self.calendar.minute)
        self._to_form()

    def print_door(self) -> None:
        """Prints the sheet for the door of the room, for the day on which the frame stands."""
        session, room, day = self._hall.session, self.calendar.room, self.calendar.day or self._day
        if not room:
            self._hall.say("rooms.no_room")
            return
        self._hall.read(
            lambda: room_desk.door_sheet(session, room, day),
            lambda pdf: self._hall.print_pdf(self._printer(), pdf, f"M16 {room} {day}", asker=self),
            asker=self,
        )

    def export(self) -> None:
        """Writes the days that are shown as a calendar file."""
        session, first, last = self._hall.session, self.days[0], self.days[-1]
        name = str(self._text["file"]).format(name=self._text["name"], first=first, last=last)
        self._hall.read(
            lambda: room_desk.calendar_written(session, first, last, name),
            lambda path: self._hall.say("rooms.file_written", path=path),
            asker=self,
        )

    def _ask_reason(self) -> None:
        bring_booking_form(self)
        self._hall.say("rooms.no_reason")
        self.form.why.setFocus()
        self.bring_to_sight(self.form.why)

    def _to_form(self) -> None:
        """The cursor into the form, which may stand below the calendar."""
        bring_booking_form(self)
        self.form.focus_first()
        self.bring_to_sight(self.form.begin if self.form.booking else self.form.mediation)

    def _ask_free(self) -> None:
        """Who would mediate and where there is room, once a mediation and a time are chosen."""
        session, wish = self._hall.session, self.form.wish
        if wish is None:
            return
        number, begin, minutes = wish
        self._hall.read(
            lambda: propose(session, number, begin, minutes),
            lambda found: show_free(self.form, self._text, self._days, found),
            lambda error: show_refusal(self.form.fields, error, {error.code: "mediation"}),
            asker=self,
            question="free rooms",
        )

    def _booked(self, made: Booked) -> None:
        """Booked, moved or, without a time, cancelled."""
        said = "rooms.crowded" if made.crowded else "rooms.booked" if made.begin else "rooms.cancelled"
        self._hall.say(said, booking=made.booking)
        self._after(date.fromisoformat(made.begin[:10]) if made.begin else self._day)

    def _after(self, day: date) -> None:
        bring_booking_form(self)
        self.form.begin_new(self.calendar.room, day, None)
        self.calendar.setFocus()
        self.go_to(day)

    def _refuse(self, error: AppError) -> None:
        if not show_refusal(self.form.fields, error, _PLACES):
            self._hall.say_error(error)

    # ------------------------------------------------------------ laying out

    def _lay_out(self) -> None:
        self._card.put_in_head(self.view)
        self._card.content.addWidget(self.calendar, 1)
        more = QWidget()
        self._more = FlowLayout(more)
        self._card.content.addWidget(more)
        self.main.addWidget(self._card, 1)
        self.side.addWidget(self._here)
        self.side.addWidget(self.form)
        self.side.addWidget(self.absence)
        self.side.addStretch(1)

    def _connect(self) -> None:
        calendar = self.calendar
        self.view.picked.connect(lambda _: self.read())
        calendar.moved.connect(self._show_here)
        calendar.opened.connect(self._open)
        calendar.given_up.connect(self._give_up)
        calendar.turned.connect(self._turn)
        calendar.turned_month.connect(lambda by: self.go_to(months_on(self._day, by)))
        calendar.wanted.connect(
            lambda shown: self.go_to(self._day if shown else self._hall.session.today(), shown=shown)
        )
        self.absence.noted.connect(self._after)
        self._hall.bus.changed.connect(self._changed)
        self.form.reason_given.connect(self.cancel)
        self.form.mediation_chosen.connect(self._ask_free)
        writes, text = self._hall.session.account.role in ACTS_ON_MATTERS, self._text
        self.form.setVisible(writes)
        if writes:
            _bind(self, self.add_act(text["act_save"], is_next=True), self.save, *SAVE)
            _bind(self, self.add_act(text["act_cancel"]), self.cancel, "Ctrl+D")
        _bind(self, self.add_act(text["act_register"]), self.register_asked.emit, "Ctrl+R")
        small = [("act_new", self.begin_new, "Ctrl+N"), ("act_absence", self.begin_absence, "Ctrl+B")]
        small = small if writes else []
        small += [("act_door", self.print_door, "Ctrl+P"), ("act_file", self.export, "Ctrl+E")]
        for name, act, key in small:  # below the calendar: they go to another line where there is little room
            button = QPushButton(text[name])
            self._more.addWidget(button)
            _bind(self, button, act, key)


class HereCard(Card):
    """What stands in the chosen cell, a line each."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._lines = [text_label("", "small") for _ in range(MOST_SAID + 1)]
        for label in self._lines:
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setMinimumWidth(1)  # names of rooms wrap instead of making the column wider
            self.content.addWidget(label)

    def show_lines(self, lines: list[str]) -> None:
        """Shows these lines and no others."""
        for label, line in zip(self._lines, [*lines, *[""] * len(self._lines)], strict=False):
            label.setText(line)
            label.setVisible(bool(line))


def bring_booking_form(page: MediationCalendarPage) -> None:
    """The form of a booking where that of an absence may stand."""
    page.absence.hide()
    page.form.show()


def show_free(form: BookingForm, text: Mapping[str, Any], days: RoomDays | None, found: Proposal) -> None:
    """Who would mediate and where there is room, below the mediation that was chosen."""
    names = {} if days is None else {room.code: room.name for room in days.plan.rooms}
    rooms = "、".join(names.get(code, code) for code in found.rooms[:3]) or text["no_free"]
    said = "free_stand_in" if found.stand_in else "free" if found.mediator else "nobody"
    field = form.fields["mediation"]
    (field.confirm if said == "free" else field.warn)(
        text[said].format(mediator=found.mediator, absent=found.absent, rooms=rooms)
    )


def months_on(day: date, by: int) -> date:
    """The same day some months on, or the last of a shorter month."""
    at = day.year * 12 + day.month - 1 + by
    first = date(at // 12, at % 12 + 1, 1)
    return first.replace(day=min(day.day, month_days(first)[-1].day))


def title_of(text: Mapping[str, Any], shown: Shown, days: Sequence[date]) -> str:
    """2026年11月, the days of a week, or a day with its weekday."""
    first = days[0]
    if shown is Shown.MONTH:
        return str(text["month"]).format(year=first.year, month=first.month)
    if shown is Shown.WEEK:
        return str(text["week"]).format(first=first.isoformat(), last=days[-1].isoformat())
    weekday = text["weekdays"][first.weekday()]
    return str(text["whole_day"]).format(year=first.year, month=first.month, day=first.day, weekday=weekday)


def _bind(page: MediationCalendarPage, button: QPushButton, act: Callable[[], None], *keys: str) -> None:
    button.clicked.connect(act)
    for key in keys:
        shortcut = QShortcut(QKeySequence(key), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)


_PLACES = {
    "mediation.room_taken": "room",
    "mediation.mediator_busy": "who",
    "mediation.mediator_busy_stand_in": "who",
    "mediation.no_stand_in": "who",
    "mediation.mediator_is_party": "who",
    "mediation.mediator_of_other_body": "who",
    "mediation.unknown_mediator": "who",
    "mediation.not_its_mediator": "who",
    "mediation.no_mediator_yet": "mediation",
    "mediation.ended": "mediation",
    "mediation.unknown": "mediation",
    "mediation.booking_no_words": "words",
    "mediation.booking_over": "on",
    "mediation.booking_cancelled": "on",
}
"""The fields of refusals that name none of the form's, or another one."""
