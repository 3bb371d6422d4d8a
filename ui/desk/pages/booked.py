"""Visits booked ahead (预约来访): what a day has before it, and the form that books, changes and cancels.

It is no list of persons: names stand masked, days that are over show counts, nothing can be searched. Who comes without a
booking is received all the same; the page says so at its foot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from app.changes import Changes
from app.domain.account import ACTS_ON_MATTERS
from app.domain.booked_visits import BookedState, ToldVisit
from app.domain.codes import text_of
from app.errors import AppError
from app.services.booked_visits import (
    BookedDay,
    BookedLine,
    BookingWritten,
    TicketGiven,
    arrive,
    book_visit,
    booked_day,
    cancel_visit,
    change_visit,
    miss_visit,
    set_booking_limit,
    told_of,
)
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.booked_form import CANCEL, CHANGE, NEW, BookedForm, LimitForm
from ui.desk.pages.settings_section import SAVE
from ui.desk.widgets.card import Card
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.wording import long_day, weekday
from ui.theme import State

STATES = {BookedState.ARRIVED: State.DONE, BookedState.EXPECTED: State.WAITING}
"""The shape of what became of a visit; the others bear none of their own."""


def page_words() -> Mapping[str, Any]:
    """The words of the page."""
    found: Mapping[str, Any] = words_of("words/booked.toml")["booked_page"]
    return found


class BookedPage(PageFrame):
    """The booked visits of one day."""

    left = Signal()
    """Esc in the list: back to where it was opened."""

    def __init__(self, hall: Hall) -> None:
        text = self._text = page_words()
        super().__init__(text["title"], text["keys"], side=True)
        self._hall = hall
        self._day = hall.session.today()
        self._card = Card(" ")
        self.table = RowTable(_columns(text), key=lambda row: row.id, empty=text["empty"])
        self._card.content.addWidget(self.table, 1)
        self.main.addWidget(self._card, 1)
        self.form, self.limit = BookedForm(self._day), LimitForm()
        for card in (self.form, self.limit):
            self.side.addWidget(card)
        self.side.addStretch(1)
        self.remark.show_keys(text["remark"])
        self.setFocusProxy(self.table)
        self._connect()
        hall.bus.changed.connect(self._changed)
        self.read()

    # ------------------------------------------------------------ what is shown

    def read(self) -> None:
        """Reads the day anew."""
        session, day = self._hall.session, self._day
        self._hall.read(lambda: booked_day(session, day), self.show_day, asker=self, question="booked")

    def show_day(self, found: BookedDay) -> None:
        """Shows what was read, unless another day is wanted by now."""
        if found.day != self._day:
            return
        text = self._text
        title = text["list"].format(
            day=long_day(found.day), weekday=weekday(found.day), count=found.count, persons=found.persons
        )
        if found.limit:
            title += text["list_limit"].format(limit=found.limit)
        self._card.set_title(title + (text["list_rest"] if found.rest_day else ""))
        over = found.day < self._hall.session.today()
        counts = {state.value: found.counts.get(state, 0) for state in BookedState}
        self.table.say_when_empty(text["over"].format(**counts) if over else text["empty"])
        self.table.show_rows(found.lines)
        self.limit.most.set_value(found.limit)

    def go_to(self, day: date) -> None:
        """Shows another day; a new booking is for that day."""
        self._day = day
        if self.form.mode == NEW:
            self.form.day.set_value(day)
        self.read()

    @property
    def chosen(self) -> BookedLine | None:
        """The visit that is looked at, if nobody said yet what became of it."""
        row = self.table.current_row
        return row if isinstance(row, BookedLine) and row.expected else None

    # ------------------------------------------------------------ acts

    def begin_new(self) -> None:
        """An empty form for the day that is shown."""
        self._bring(self.form)
        self.form.begin_new(self._day)
        self.form.begin.setFocus()

    def take_up(self, mode: str) -> None:
        """The chosen visit into the form, to be changed or cancelled."""
        row, session, day = self.chosen, self._hall.session, self._day
        if row is None:
            self._hall.say("booked.none_chosen")
            return

        def told(found: ToldVisit) -> None:
            self._bring(self.form)
            self.form.show_booking(mode, day, row.id, found)
            (self.form.why if mode == CANCEL else self.form.begin).setFocus()
            self.bring_to_sight(self.form.why if mode == CANCEL else self.form.begin)

        self._hall.write(lambda: told_of(session, row.id, day), told, asker=self)

    def save(self) -> None:
        """Does what the form in sight says."""
        session, form, day = self._hall.session, self.form, self._day
        if self.limit.isVisibleTo(self):
            most = self.limit.most.value or 0
            self._hall.write(
                lambda: set_booking_limit(session, most), self._limited, self._refuse, asker=self
            )
            return
        clear_refusals(form.fields)
        booking, why = form.booking, form.why.text()
        try:
            on, told = form.on, form.told
        except AppError as error:
            self._refuse(error)
            return
        if form.mode == CANCEL:
            self._hall.write(
                lambda: cancel_visit(session, day, booking, why), self._cancelled, self._refuse, asker=self
            )
        elif form.mode == CHANGE:
            self._hall.write(
                lambda: change_visit(session, day, booking, told, reason=why, to=on),
                partial(self._written, "booked.changed"),
                self._refuse,
                asker=self,
            )
        else:
            self._hall.write(
                lambda: book_visit(session, on, told),
                partial(self._written, "booked.written"),
                self._refuse,
                asker=self,
            )

    def arrived(self) -> None:
        """The chosen visitor of today came: a ticket is given."""
        session, row = self._hall.session, self.chosen
        if row is None or self._day != session.today():
            self._hall.say("booked.none_chosen")
            return
        self._hall.write(lambda: arrive(session, row.id), self._ticketed, asker=self)

    def missed(self) -> None:
        """The chosen visitor did not come."""
        session, row, day = self._hall.session, self.chosen, self._day
        if row is None:
            self._hall.say("booked.none_chosen")
            return
        self._hall.write(
            lambda: miss_visit(session, row.id, day), lambda _: self._hall.say("booked.missed"), asker=self
        )

    def turn_limit(self) -> None:
        """The limit of a half hour in the place of the form; the key again leads back."""
        shown = self.limit.isVisibleTo(self)
        self._bring(self.form if shown else self.limit)
        (self.form.begin if shown else self.limit.most).setFocus()

    # ------------------------------------------------------------ answers

    def _written(self, code: str, made: BookingWritten) -> None:
        said = "booked.written_rest_day" if made.rest_day else code
        self._hall.say(said, day=long_day(made.day), begin=made.begin)
        self._after(made.day)

    def _cancelled(self, _: Changes) -> None:
        self._hall.say("booked.cancelled")
        self._after(self._day)

    def _ticketed(self, made: TicketGiven) -> None:
        self._hall.ticket_given.emit(made)

    def _limited(self, _: Changes) -> None:
        self._hall.say("booked.limit_set")
        self._bring(self.form)
        self.table.setFocus()
        self.read()

    def _after(self, day: date) -> None:
        self.form.begin_new(day)
        self.table.setFocus()
        self.go_to(day)

    def _refuse(self, error: AppError) -> None:
        if not show_refusal({**self.form.fields, **self.limit.fields}, error):
            self._hall.say_error(error)

    def _changed(self, changes: Changes) -> None:
        if changes.obligations:
            self.read_when_seen(self.read)

    # ------------------------------------------------------------ laying out

    def _bring(self, card: Card) -> None:
        for one in (self.form, self.limit):
            one.setVisible(one is card)

    def _connect(self) -> None:
        text = self._text
        self._key(self.begin_new, "Ctrl+N")
        self._key(lambda: self.go_to(self._day - timedelta(days=1)), "Alt+Left")
        self._key(lambda: self.go_to(self._day + timedelta(days=1)), "Alt+Right")
        self._key(lambda: self.go_to(self._hall.session.today()), "Alt+T")
        if self._hall.session.account.role not in ACTS_ON_MATTERS:
            self.form.hide()
            return
        self.table.opened.connect(lambda _: self.take_up(CHANGE))
        self.form.reason_given.connect(self.save)
        self._key(partial(self.take_up, CANCEL), "Delete")
        acts: tuple[tuple[str, Callable[[], None], tuple[str, ...]], ...] = (
            ("save", self.save, SAVE),
            ("arrived", self.arrived, ("Alt+A",)),
            ("missed", self.missed, ("Alt+X",)),
            ("new", self.begin_new, ()),
            ("limit", self.turn_limit, ("Ctrl+L",)),
        )
        for name, act, keys in acts:
            self.add_act(text[name], is_next=name == "save").clicked.connect(act)
            self._key(act, *keys)

    def _key(self, act: Callable[[], object], *keys: str) -> None:
        for key in keys:
            owner = self.table if key == "Delete" else self
            shortcut = QShortcut(QKeySequence(key), owner)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.limit.isVisibleTo(self) or self.form.mode != NEW:
            self._bring(self.form)
            self._after(self._day)
        else:
            self.left.emit()


def _columns(text: Mapping[str, Any]) -> tuple[Column, ...]:
    return (
        Column(title=text["begin"], text=lambda row: row.begin, width=70, firm=True),
        Column(title=text["name"], text=lambda row: row.name, width=90),
        Column(title=text["persons"], text=lambda row: str(row.persons or ""), width=60, firm=True),
        Column(title=text["about"], text=lambda row: row.number or row.about),
        Column(title=text["way"], text=lambda row: text_of("booking_ways", row.way), width=120),
        Column(title=text["by"], text=lambda row: row.by, width=90),
        Column(
            title=text["state"],
            text=_state,
            width=130,
            state=lambda row: STATES.get(row.state),
        ),
    )


def _state(row: BookedLine) -> str:
    said = text_of("booked_states", row.state)
    return f"{said} {page_words()['ticket'].format(ticket=row.ticket)}" if row.ticket else said
