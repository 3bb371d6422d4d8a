"""Today (F2): what is owed, soonest first, five figures, and why a date is that date."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.changes import Changes
from app.services.differing import open_numbers
from app.services.inbox import unsigned
from app.services.overtaken_list import OvertakenLine, overtaken_list
from app.services.today import Board, Duty, board, why
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.day_report_card import DayReportCard, report_words
from ui.desk.pages.found_card import FoundCard
from ui.desk.pages.matter_both_sides import both_sides_words
from ui.desk.pages.what_if_card import WhatIfCard, answers_for_rule, rule_choices, what_if_words
from ui.desk.widgets.card import Card, CardRow
from ui.desk.widgets.explanation import ExplanationCard
from ui.desk.widgets.figure import Figure
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.state_mark import StateMark
from ui.desk.wording import (
    STATES,
    duty_title,
    light_words,
    long_day,
    owner_words,
    short_day,
    today_words,
    weekday,
)
from ui.theme import State, current

SELF_CHECK = "selfcheck"
"""The page to which the key of the self-check leads."""
WHY = 330
"""Width of the card that explains a date."""
REPORT = 430
"""Width of the card with the day report."""
NARROW = 980
"""Under this width of the page these cards stand below the list."""
UNBOUND = 16_777_215
"""Qt's word for no greatest width."""


class TodayPage(PageFrame):
    """The board of the day. Reads again whenever something changed."""

    def __init__(self, hall: Hall) -> None:
        self._text = today_words()
        super().__init__("", self._text["keys"])
        self._hall = hall
        self.found = FoundCard(hall, self)
        self.main.addWidget(self.found)
        names = ("self_check", "unserved", "due_today", "due_week", "awaiting", "received")
        self.figures = {name: Figure(self._text[name]) for name in names}
        self.main.addWidget(CardRow(*self.figures.values()))
        self.unsigned = StateMark(State.SOON)
        """How many items that were sent down nobody has signed for; hidden where there are none."""
        self.unsigned.hide()
        self.main.addWidget(self.unsigned)
        self._add_reminder()
        self.differences = StateMark(State.SOON)
        """How many matters wait for a decision between what two sides said; hidden where there are none."""
        self.differences.hide()
        self.main.addWidget(self.differences)
        self._differing: tuple[str, ...] = ()
        self._add_overtaken()
        todo = Card(self._text["duties"], self._text["duties_keys"])
        self.table = RowTable(_columns(), key=lambda row: row.obligation.id, empty=self._text["empty"])
        todo.content.addWidget(self.table, 1)
        self.why = ExplanationCard()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.addWidget(todo, 1)
        self.report = DayReportCard(hall)
        self._beside.addWidget(self.why)
        self._beside.addWidget(self.report)
        self.what_if = WhatIfCard(hall, what_if_words()["rule"])
        self._beside.addWidget(self.what_if)
        self.main.addLayout(self._beside, 1)
        self.table.opened.connect(lambda row: hall.asked_for_matter.emit(row.number))
        self.table.explained.connect(self.explain)
        self.table.chosen.connect(self._explain_another)
        self.show_matter = self.add_act(self._text["show_matter"], is_next=True)
        self.show_matter.clicked.connect(self._open_chosen)
        self.add_act(self._text["show_why"]).clicked.connect(lambda: self.explain(self.table.current_row))
        self.add_act(report_words()["show"]).clicked.connect(self.show_report)
        QShortcut(QKeySequence("Ctrl+D"), self).activated.connect(self.show_report)
        QShortcut(QKeySequence(what_if_words()["key"]), self).activated.connect(self.suppose)
        first = QShortcut(QKeySequence(str(both_sides_words()["key"])), self)
        first.activated.connect(self._open_differing)
        self._copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        self._copy.activated.connect(self.report.copy)
        self._copy.setEnabled(False)
        self.check = self.figures["self_check"]
        self.show_check(None)
        for ask in (
            self.check.asked,
            QShortcut(QKeySequence(self._text["self_check_key"]), self).activated,
        ):
            ask.connect(lambda: hall.asked_for_page.emit(SELF_CHECK))
        hall.checked.connect(self.show_check)
        self.remark.show_keys(f"{what_if_words()['show_keys']}  •  {self._text['remark']}")
        self.setFocusProxy(self.table)
        hall.bus.changed.connect(self._changed)
        self.measure()
        self.found.look()
        self.read()

    def measure(self) -> None:
        """The card beside the list keeps its width; where there is little room it goes below."""
        super().measure()
        if hasattr(self, "what_if"):
            self._beside.setSpacing(current.theme.px(12))
            self._lay_beside()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_beside()
        super().resizeEvent(event)

    def _lay_beside(self) -> None:
        px = current.theme.px
        narrow = self.width() < px(NARROW)
        below, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._beside.setDirection(below if narrow else beside)
        for card, width in ((self.why, WHY), (self.report, REPORT), (self.what_if, WHY)):
            card.setMinimumWidth(0 if narrow else px(width))
            card.setMaximumWidth(UNBOUND if narrow else px(width))

    def read(self) -> None:
        """Reads the board anew."""
        self.found.read()
        session = self._hall.session
        self._hall.read(lambda: board(session), self.show_board, asker=self, question="today")
        self._hall.read(lambda: unsigned(session), self.show_unsigned, asker=self, question="unsigned")
        self._hall.read(lambda: open_numbers(session), self.show_differing, asker=self, question="differing")
        self._hall.read(
            lambda: overtaken_list(session), self.show_overtaken, asker=self, question="overtaken"
        )

    def show_differing(self, numbers: tuple[str, ...]) -> None:
        """Says how many matters have a field of which two sides said different things, with the key to the first."""
        self._differing = numbers
        text = both_sides_words()
        line = str(text["open_line"]).format(count=len(numbers), key=text["key"])
        self.differences.show_state(State.SOON, line)
        self.differences.setVisible(bool(numbers))

    def _add_overtaken(self) -> None:
        self.overtaken = StateMark(State.SOON)
        """How many printed papers say what is no longer so; hidden where there are none."""
        self.overtaken.hide()
        self.main.addWidget(self.overtaken)
        self._overtaken: tuple[OvertakenLine, ...] = ()
        shortcut = QShortcut(QKeySequence(overtaken_words()["key"]), self)
        shortcut.activated.connect(self._open_overtaken)

    def show_overtaken(self, found: tuple[OvertakenLine, ...]) -> None:
        """Says how many printed papers the other side's word has overtaken, with the key to the first."""
        self._overtaken = found
        self.overtaken.setVisible(bool(found))
        if found:
            text = overtaken_words()
            line = text["board"].format(count=len(found), number=found[0].number, key=text["key"])
            self.overtaken.show_state(State.SOON, line)

    def _open_overtaken(self) -> None:
        if self._overtaken:
            self._hall.asked_for_matter.emit(self._overtaken[0].number)

    def _open_differing(self) -> None:
        if self._differing:
            self._hall.asked_for_matter.emit(self._differing[0])

    def show_unsigned(self, count: int) -> None:
        """Says how many items that were sent down wait for a signature, with the key that leads there."""
        text = words_of("words/inbox.toml")["inbox"]
        self.unsigned.show_state(
            State.SOON, f"{text['unsigned_line'].format(count=count)}    {text['line_keys']}"
        )
        self.unsigned.setVisible(count > 0)

    def _add_reminder(self) -> None:
        self.reminder = StateMark(State.SOON)
        """That nothing was sent to the other side for days; hidden where that is not so."""
        self.main.addWidget(self.reminder)
        self._hall.reminded.connect(self.show_reminder)
        self.show_reminder(self._hall.reminder)

    def show_reminder(self, words: str) -> None:
        """Says what is owed besides the duties, with the key that leads there."""
        self.reminder.show_state(State.SOON, f"{words}    F12")
        self.reminder.setVisible(bool(words))

    def show_board(self, found: Board) -> None:
        """Shows a board that was read."""
        text = self._text
        off = "" if found.is_workday else text["off"]
        self.header.set_title(
            text["title"].format(day=long_day(found.today), weekday=weekday(found.today), off=off)
        )
        self._show_figures(found)
        self.table.show_rows(found.duties)
        self.show_matter.setEnabled(bool(found.duties))

    def show_check(self, grave: int | None) -> None:
        """How much the self-check found that breaks a text; None before it has run."""
        text = self._text["self_check_hint"]
        if grave is None:
            self.check.show_figure(self._text["self_check_none"], State.WAITING, text)
        else:
            self.check.show_figure(str(grave), State.LATE if grave else State.DONE, text)

    def explain(self, row: Duty | None) -> None:
        """Shows why the chosen duty ends on its day."""
        if row is not None:
            self._fold(self.report)
            self.what_if.hide()
            self.why.explain(row.obligation, why(self._hall.session, row.obligation))
            QTimer.singleShot(0, self, lambda: self.bring_to_sight(self.why))

    def show_report(self) -> None:
        """Brings the day report beside the list, in place of the explanation."""
        self._fold(self.why)
        self._fold(self.what_if)
        self._copy.setEnabled(True)
        self.report.open()
        QTimer.singleShot(0, self, lambda: self.bring_to_sight(self.report))

    def suppose(self) -> None:
        """Brings the what-if card for a bare rule beside the list."""
        self._fold(self.why)
        self._fold(self.report)
        session = self._hall.session
        self.what_if.open(rule_choices(session), lambda rule, on: answers_for_rule(session, rule, on))
        QTimer.singleShot(0, self, lambda: self.bring_to_sight(self.what_if))

    def _fold(self, card: QWidget) -> None:
        if card is self.report:
            self._copy.setEnabled(False)
            self.report.fold()
        else:
            card.hide()

    def _explain_another(self, row: Duty) -> None:
        if self.why.isVisible():
            self.explain(row)

    def _open_chosen(self) -> None:
        row = self.table.current_row
        if row is not None:
            self._hall.asked_for_matter.emit(row.number)

    def _changed(self, changes: Changes) -> None:
        if changes.obligations or changes.papers or changes.matters or changes.inbox:
            self.read_when_seen(self._read_all)

    def _read_all(self) -> None:
        self.read()
        if self.report.isVisible():
            self.report.read()

    def _show_figures(self, found: Board) -> None:
        text, counts = self._text, found.counts
        oldest = counts.oldest_unserved
        self.figures["unserved"].show_figure(
            str(counts.unserved),
            State.LATE if counts.unserved else State.DONE,
            text["unserved_oldest"].format(day=short_day(oldest)) if oldest else text["unserved_none"],
        )
        self.figures["due_today"].show_figure(
            str(found.due_today),
            State.SOON if found.due_today else State.LATE if found.late else State.DONE,
            text["late_too"].format(count=found.late) if found.late else text["late_none"],
        )
        self.figures["due_week"].show_figure(
            str(found.due_this_week),
            State.IN_TIME if found.due_this_week else State.DONE,
            text["due_week_hint"],
        )
        self.figures["awaiting"].show_figure(
            str(counts.awaiting_seal),
            State.WAITING if counts.awaiting_seal else State.DONE,
            text["awaiting_hint" if counts.awaiting_seal else "awaiting_none"],
        )
        self.figures["received"].show_figure(
            text["received_figure"].format(batches=counts.batches, persons=counts.persons),
            State.DONE,
            text["enquiries"].format(count=counts.enquiries),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = next((card for card in (self.why, self.report, self.what_if) if card.isVisible()), None)
        if event.key() == Qt.Key.Key_Escape and shown is not None:
            self._fold(shown)
            self.table.setFocus()
        else:
            super().keyPressEvent(event)


def _columns() -> tuple[Column, ...]:
    text = today_words()

    def light(row: Duty) -> str:
        return light_words(row.light, row.days_left, has_day=row.obligation.due_office is not None)

    def matter(row: Duty) -> str:
        return f"{row.number}  {text['restricted'] if row.restricted else row.excerpt}"

    return (
        Column(title=text["state"], text=light, width=140, state=lambda row: STATES[row.light]),
        Column(
            title=text["due_on"], text=lambda row: short_day(row.obligation.due_office), width=90, firm=True
        ),
        Column(title=text["duty"], text=lambda row: duty_title(row.obligation), width=200),
        Column(title=text["matter"], text=matter, width=330),
        Column(title=text["person"], text=lambda row: row.name or text["none"], width=80),
        Column(title=text["who"], text=lambda row: owner_words(row.owner)),
    )


def overtaken_words() -> dict[str, str]:
    """The words of printed papers that say what is no longer so."""
    found: dict[str, str] = words_of("words/overtaken.toml")["overtaken"]
    return found
