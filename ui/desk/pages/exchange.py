"""Exchange (F12): what waits to be sent, one key to write it out, one to take in what came, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from app.changes import Changes
from app.clock import from_milliseconds
from app.errors import AppError
from app.services.coverage import coverage
from app.services.exchange import is_county
from app.services.outbox import Outbox, PackageLine, PackageWay, Side, outbox, way_of
from app.services.selfcheck import grave_count
from resources.loader import words as words_of
from ui.desk import exchange_desk
from ui.desk.exchange_desk import ExchangeDesk, Taken, Written
from ui.desk.hall import Hall
from ui.desk.moving_code import moving_words, show_moving
from ui.desk.moving_code_reader import MovingCodeReader
from ui.desk.open_items_desk import MOST, OpenCounts, open_counts
from ui.desk.pages.exchange_refused import RefusedCard
from ui.desk.pages.exchange_stations import StationsCard
from ui.desk.pages.exchange_way import way_in_words, way_state
from ui.desk.pages.open_items import open_items_words
from ui.desk.quarantine_desk import TriedAgain, refused_ones, try_all_again
from ui.desk.taking import Taking
from ui.desk.widgets.card import Card, CardRow
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.state_mark import StateMark
from ui.desk.widgets.status_note import StatusNote
from ui.desk.wording import short_day
from ui.messages import message_of, message_of_code
from ui.theme import State

SENT = {
    "sealed": State.WAITING,
    "handed": State.WAITING,
    "applied": State.DONE,
    "partly": State.SOON,
    "held": State.SOON,
    "rejected": State.LATE,
}
RECEIVED = {"applied": State.DONE, "partly": State.SOON, "held": State.SOON, "rejected": State.LATE}
PRESSING = 7
"""Days without an answer after which the mark warns."""


class ExchangePage(PageFrame):
    """The two directions, whom we trust, and the ledger."""

    def __init__(self, hall: Hall, desk: Callable[[], ExchangeDesk]) -> None:
        self._text = exchange_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall, self._desk = hall, desk
        self._is_county = is_county(hall.session.office)
        self.stations = StationsCard()
        """A county's view of its stations; in every other office there is none."""
        self.stations.setVisible(self._is_county)

    def made(self) -> Iterator[QWidget | None]:
        """The rest of the page, a part a turn (decision 0210); at last the page."""
        self._fill_sides()
        yield None
        self._fill_cards()
        yield None
        self._list = Card(self._text["packages"], self._text["packages_keys"])
        self.table = RowTable(
            _columns(), key=lambda row: (row.sent, row.name), empty=self._text["no_packages"]
        )
        self.way = StatusNote()
        """What became of the chosen package."""
        self._list.content.addWidget(self.table, 1)
        self._list.content.addWidget(self.way)
        self.table.chosen.connect(self._ask_way)
        self.refused = RefusedCard()
        self.main.addWidget(self.refused)
        self.main.addWidget(self._list, 1)
        yield None
        self._add_acts()
        self.remark.show_keys(self._text["remark"])
        self.setFocusProxy(self.out.editor)
        self._hall.bus.changed.connect(self._changed)
        self.read()
        yield self

    def read(self) -> None:
        """Reads the ledger and looks which sticks are there."""
        desk = self._desk
        self._hall.write(lambda: outbox(desk()), self.show_outbox, asker=self)
        self._hall.write(lambda: refused_ones(desk()), self.refused.show_refused, asker=self)
        self._hall.write(lambda: open_counts(desk()), self._show_counts, asker=self)
        if self._is_county:
            self._hall.write(lambda: tuple(coverage(desk())), self.stations.show_stations, asker=self)
        self._hall.read(exchange_desk.sticks, self._offer, asker=self, question="sticks")

    def show_outbox(self, found: Outbox) -> None:
        """Shows what was read."""
        self._nobody.setVisible(not found.sides)
        for mark, side in zip(self.marks, found.sides, strict=False):
            mark.show_state(_state_of(side, self._days(side)), _words_of(side, self._days(side), self._text))
        for at, mark in enumerate(self.marks):
            mark.setVisible(at < len(found.sides))
        self.own.setText(self._text["own"].format(fingerprint=found.fingerprint))
        self.anew.setVisible(any(side.sealed_before is not None for side in found.sides))
        self.table.show_rows(found.packages)

    def _ask_way(self, row: PackageLine) -> None:
        desk = self._desk

        def show(found: PackageWay) -> None:
            if self.table.current_row == row:
                self.way.say(way_in_words(row, found), way_state(found))

        self._hall.write(lambda: way_of(desk(), row), show, asker=self)

    def _show_counts(self, found: OpenCounts) -> None:
        words = open_items_words()
        line = words["line" if self._is_county else "line_station"]
        open_now = found.waiting or found.differences or found.duplicates
        state = State.SOON if found.differences else State.WAITING if open_now else State.DONE
        many = words["many"].format(count=MOST)
        told = line.format(
            waiting=many if found.waiting > MOST else found.waiting,
            differences=found.differences,
            duplicates=found.duplicates,
        )
        self.open_items.show_state(state, told)

    def export(self) -> None:
        """Writes out what is new, and what the other side asked for."""
        where, desk = self._place(), self._desk
        clear_refusals(self.fields)
        self._hall.write(
            lambda: exchange_desk.export(desk(), where), self._written, self._refused("out"), asker=self
        )

    def export_again(self) -> None:
        """Writes the chosen package once more, as the same bytes."""
        row, where, desk = self.table.current_row, self._place(), self._desk
        if isinstance(row, PackageLine) and row.sent:
            self._hall.write(
                lambda: exchange_desk.export_again(desk(), where, row),
                self._written,
                self._refused("out"),
                asker=self,
            )

    def seal_anew(self) -> None:
        """What waits sealed to a key that was replaced is to go once more, sealed to the new one; then it is written out."""
        desk = self._desk
        if self.anew.isVisible():
            self._hall.write(
                lambda: exchange_desk.seal_anew(desk()),
                lambda _: self.export(),
                self._refused("out"),
                asker=self,
            )

    def take_in(self) -> None:
        """Takes in a package, or all that lie in a folder."""
        clear_refusals(self.fields)
        self.taking.run(Path(self.fields["in"].text.strip()))

    def _stepped(self, done: int, count: int) -> None:
        self.stopping.setVisible(done < count and count > 1)
        if 0 < done < count:
            self._hall.say("exchange.taking", done=done, count=count)

    def _all_taken(self, done: Taken, error: AppError | None) -> None:
        self.stopping.hide()
        if error is None:
            self._taken(done)
        else:
            self._refused("in")(error)

    def try_again(self) -> None:
        """Tries every refused package again."""
        desk = self._desk
        if not self.refused.table.rows:
            return

        def work() -> TriedAgain:
            self._hall.before_risk()
            return try_all_again(desk())

        def done(found: TriedAgain) -> None:
            self._hall.say(
                "quarantine.passed", tried=found.tried, passed=found.passed, applied=found.taken.applied
            )
            self.read()

        def not_done(error: AppError) -> None:
            self._hall.say_error(error)
            self.read()

        self._hall.write(work, done, not_done, asker=self)

    def trust(self) -> None:
        """Pins the keys of a card after its digits were read out by telephone."""
        path, digits, desk = Path(self.fields["card"].text.strip()), self.fields["digits"].text, self._desk
        clear_refusals(self.fields)

        def pinned(found: Any) -> None:
            for name in ("card", "digits"):
                self.fields[name].clear()
            self._hall.say("exchange.trusted", office=found.office, station=found.station)
            self._hall.bus.tell(Changes(settings=True))

        self._hall.write(
            lambda: exchange_desk.trust(desk(), path, digits), pinned, self._refused("card"), asker=self
        )

    def write_card(self) -> None:
        """Writes our own card to where packages go."""
        where, desk = self._place(), self._desk
        self._hall.write(
            lambda: exchange_desk.write_card(desk(), where),
            lambda place: self._hall.say("exchange.card_written", place=place),
            self._refused("out"),
            asker=self,
        )

    def _fill_sides(self) -> None:
        card = Card(self._text["sides"])
        self._nobody = text_label(self._text["nobody"], "body")
        self._nobody.setWordWrap(True)
        self.marks = [StateMark(State.WAITING, "") for _ in range(0 if self._is_county else SIDES)]
        self.open_items = StateMark(State.DONE, "")
        """How much is open between the offices."""
        self.own = text_label("", "small")
        for part in (self._nobody, *self.marks, self.open_items, self.own):
            card.content.addWidget(part)
        self.main.addWidget(card)
        self.main.addWidget(self.stations, 1)

    def _fill_cards(self) -> None:
        text = self._text
        self.out = Field(text["out"], ChoiceField(), keys=text["out_keys"], hint=text["out_hint"])
        training = self._hall.session.office.training
        digits = text["digits_training"] if training else text["digits_hint"]
        self.fields = {
            "out": self.out,
            "in": Field(text["in"], ChoiceField(), keys=text["in_keys"], hint=text["in_hint"]),
            "card": Field(text["card"], QLineEdit(), hint=text["card_hint"]),
            "digits": Field(text["digits"], QLineEdit(), hint=digits),
        }
        cards = [Card(text[name]) for name in ("out_card", "in_card", "trust_card")]
        cards[0].add_row(FieldRow(self.fields["out"]))
        cards[1].add_row(FieldRow(self.fields["in"]))
        cards[2].add_row(FieldRow(self.fields["card"], self.fields["digits"]))
        self.main.addWidget(CardRow(*cards))

    def _add_acts(self) -> None:
        text = self._text
        for words, keys, act in (
            (text["export"], "Ctrl+Return", self.export),
            (moving_words()["act"], "Ctrl+M", lambda: _show_on_screen(self)),
            (text["stick"], "Ctrl+U", lambda: self._hall.asked_for_page.emit("stick")),
            (open_items_words()["show"], "Ctrl+L", lambda: self._hall.asked_for_page.emit("open-items")),
            (text["import"], "Ctrl+I", self.take_in),
            (text["trust"], "Ctrl+T", self.trust),
            (text["write_card"], "Ctrl+Shift+T", self.write_card),
        ):
            self.add_act(words, is_next=act == self.export).clicked.connect(act)
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.anew = self.add_act(text["anew"])
        self.anew.clicked.connect(self.seal_anew)
        self.anew.hide()
        QShortcut(QKeySequence("Ctrl+J"), self).activated.connect(self.seal_anew)
        self.taking = Taking(self._hall, self._desk, self)
        self.taking.stepped.connect(self._stepped)
        self.taking.ended.connect(self._all_taken)
        self.stopping = self.add_act(text["stop"])
        self.stopping.clicked.connect(self.taking.stop)
        self.stopping.hide()
        QShortcut(QKeySequence("Ctrl+."), self).activated.connect(self.taking.stop)
        QShortcut(QKeySequence("Ctrl+Enter"), self).activated.connect(self.export)
        QShortcut(QKeySequence("Ctrl+Shift+M"), self).activated.connect(lambda: read_on_screen(self))
        QShortcut(QKeySequence("Ctrl+G"), self).activated.connect(self.try_again)
        QShortcut(QKeySequence("Ctrl+R"), self).activated.connect(self.export_again)

    def _place(self) -> str:
        editor = self.out.editor
        chosen = editor.code if isinstance(editor, ChoiceField) else ""
        return chosen or self.out.text.strip()

    def _offer(self, found: tuple[str, ...]) -> None:
        choices = [Choice(code=place, word=place) for place in found]
        for name in ("out", "in"):
            editor = self.fields[name].editor
            if isinstance(editor, ChoiceField):
                editor.offer(choices)

    def _written(self, done: Written) -> None:
        if done.packages:
            self._hall.say("exchange.handed", count=done.packages, entries=done.entries, place=done.place)
            # counted aside: over years of matters it takes longer than anybody waits for a package
            session = self._hall.session
            self._hall.read(
                lambda: grave_count(session),
                partial(_say_findings, self._hall, done),
                asker=self,
                question="grave",
                slow=True,
            )
        else:
            self._hall.say("exchange.nothing_new")
        self.read()

    def _taken(self, done: Taken) -> None:
        if done.rejected is not None:
            self._hall.say_error(done.rejected)
        elif done.notes:
            code, details = done.notes[-1]
            self._hall.said.emit(message_of_code(code, **details))
        elif done.renewed:
            self._hall.said.emit(message_of_code("exchange.renewed", stations="、".join(done.renewed)))
        elif done.alarms:
            self._hall.said.emit(message_of_code("exchange.alarm", package=done.alarms[0]))
        elif done.key_list:
            self._hall.say("exchange.listed", applied=done.applied, counter=done.key_list)
        else:
            self._hall.say("exchange.taken", applied=done.applied, repeated=done.repeated, held=done.held)
        self.read()

    def _refused(self, name: str) -> Callable[[AppError], object]:
        def show(error: AppError) -> None:
            at = {"fingerprint": "digits"}.get(error.field or name, name)
            self.read()
            if not show_refusal(self.fields, type(error)(error.code, field=at, **error.details)):
                self._hall.said.emit(message_of(error))

        return show

    def _changed(self, _: Changes) -> None:
        self.read_when_seen(self.read)

    def _days(self, side: Side) -> int:
        since = from_milliseconds(side.unanswered_since).date()
        return (self._hall.session.now().date() - since).days if side.unanswered else 0


SIDES = 12
"""Offices that have a line of their own; a county with more of them reads the table."""


def _say_findings(hall: Hall, done: Written, grave: int) -> None:
    """What breaks a text still, beside what was written out; nothing where nothing does."""
    if grave:
        hall.say(
            "exchange.handed_with_findings",
            count=done.packages,
            entries=done.entries,
            place=done.place,
            findings=grave,
        )


def _words_of(side: Side, days: int, text: dict[str, Any]) -> str:
    """One line for the other side; `days`: how long what was sent is unanswered."""
    parts = [text["side"].format(office=side.office, station=side.station)]
    parts.append(text["waiting"].format(count=side.entries) if side.entries else text["nothing_waits"])
    parts.append(
        text["unanswered"].format(count=side.unanswered, days=days) if side.unanswered else text["answered"]
    )
    if side.missing:
        parts.append(text["missing"].format(numbers="、".join(str(number) for number in side.missing)))
    if side.sealed_before is not None:
        until = side.sealed_before.until
        day = text["before_day"].format(day=short_day(until)) if until else ""
        parts.append(text["sealed_before"].format(count=len(side.sealed_before.packages), day=day))
    return "    ".join(parts)


def read_on_screen(page: ExchangePage) -> MovingCodeReader:
    """Reads a package from another computer's screen, and takes it in."""
    reader = MovingCodeReader(page._hall, page)
    reader.kept.connect(lambda path: page.taking.run(Path(path)))
    reader.open()
    return reader


def _show_on_screen(page: ExchangePage) -> None:
    """Shows the chosen package as moving codes, for a computer that no stick may reach."""
    row, desk, hall = page.table.current_row, page._desk, page._hall
    if isinstance(row, PackageLine) and row.sent:
        hall.write(
            lambda: exchange_desk.on_screen(desk(), row), show_moving(page), hall.say_error, asker=page
        )


def exchange_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/exchange_page.toml")["exchange_page"]
    return found


def _state_of(side: Side, days: int) -> State:
    if side.missing or side.sealed_before is not None or days >= PRESSING:
        return State.SOON
    return State.WAITING if side.entries or side.unanswered else State.DONE


def _columns() -> tuple[Column, ...]:
    text = exchange_words()

    def state(row: PackageLine) -> State:
        return (SENT if row.sent else RECEIVED).get(row.state, State.WAITING)

    def outcome(row: PackageLine) -> str:
        return str(text["sent_states" if row.sent else "received_states"].get(row.state, row.state))

    def at(row: PackageLine) -> str:
        return from_milliseconds(row.at).strftime("%m-%d %H:%M")

    return (
        Column(title=text["direction"], text=lambda row: text["sent" if row.sent else "received"], width=70),
        Column(title=text["package"], text=lambda row: row.name),
        Column(title=text["with"], text=lambda row: row.station, width=90, firm=True),
        Column(title=text["entries"], text=lambda row: str(row.entries), width=80, firm=True),
        Column(title=text["at"], text=at, width=120, firm=True),
        Column(title=text["state"], text=outcome, width=170, state=state),
    )
