"""The self-check and the closing of the day (Ctrl+J): what an office left undone, each line one key from being mended."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, Qt

from app.changes import Changes
from app.domain.history import ACT_KINDS
from app.services.day_closing import Closing, closing
from app.services.mediation.room_checks import is_mediation
from app.services.selfcheck import ACCOUNT, Found, self_check
from resources.loader import words as words_of
from ui.desk import day_desk
from ui.desk.hall import Hall
from ui.desk.pages.selfcheck_booked import SHOWN
from ui.desk.pages.selfcheck_cards import BoardCard, CloseCard, FindingCard, GiveCard, SettleCard, page_words
from ui.desk.pages.selfcheck_roster import RosterCard
from ui.desk.widgets.card import Card, CardRow
from ui.desk.widgets.figure import Figure
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.wording import long_day, short_day, weekday
from ui.theme import State

STATES = {"R": State.LATE, "A": State.SOON, "W": State.WAITING}
"""The shape of each severity."""
TICKET = frozenset({"K01", "K04"})
"""Findings about a ticket: mended here."""
ABOUT_MATTERS = frozenset({*ACT_KINDS, "issue"})


class SelfCheckPage(PageFrame):
    """What stands today. Read anew whenever something changed; the last answer stays until the next is there."""

    sheet_made = Signal(object)
    """The bytes of the hand-over sheet, to be printed."""
    left = Signal()
    """Esc with nothing beside the list: back to today."""

    def __init__(self, hall: Hall) -> None:
        self._text = page_words("page")
        super().__init__("", self._text["keys"], side=True)
        self._hall = hall
        self._closing: Closing | None = None
        names = ("grave", "order", "hint", "tickets")
        self.figures = {name: Figure(self._text[name]) for name in names}
        self.main.addWidget(CardRow(*self.figures.values()))
        card = Card(self._text["list"], self._text["list_keys"])
        self.table = RowTable(_columns(), key=_key, empty=self._text["checking"])
        card.content.addWidget(self.table, 1)
        self.main.addWidget(card, 1)
        self.finding = FindingCard()
        self.give = GiveCard(hall)
        self.settle = SettleCard(hall)
        self.close_card = CloseCard(hall)
        self.board = BoardCard(hall)
        self.roster = RosterCard(hall)
        self._beside = (self.finding, self.give, self.settle, self.close_card, self.board, self.roster)
        for beside in self._beside:
            self.side.addWidget(beside)
            beside.hide()
        self.side.addStretch(1)
        self.show_side(False)
        self._connect()
        self._add_acts()
        self.remark.show_keys(self._text["remark"])
        self.setFocusProxy(self.table)
        hall.bus.changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        """Checks anew, in the read lane."""
        session = self._hall.session
        self._hall.read(
            lambda: (closing(session), self_check(session)),
            self._show,
            asker=self,
            question="selfcheck",
        )

    def mend(self, item: Found | None) -> None:
        """Goes to where the finding is mended: the form of an act at its field, or a card here."""
        if item is None:
            return
        if is_mediation(item.number):
            self._hall.asked_for_mediation.emit(item.number)
        elif item.number and item.act in ABOUT_MATTERS:
            self._hall.asked_for_act.emit(item.number, item.act, item.field, item.filled)
        elif item.finding.check in TICKET:
            self._bring(self.settle, lambda: self.settle.begin(item))
        elif item.act == "check-board":
            self._bring(self.board, self.board.begin)
        elif item.act == "close-day":
            self._begin_closing()
        else:
            self.explain(item)

    def explain(self, item: Found | None) -> None:
        """Shows what a finding rests on and what clears it."""
        if item is not None:
            self._bring(self.finding, lambda: self.finding.show_finding(item), stay=True)

    def account(self) -> None:
        """Opens the form in which a finding is accounted for."""
        item = self.table.current_row
        if item is not None and _may_be_explained(item):
            given = {"check": item.finding.check, "subject": item.finding.subject}
            self._hall.asked_for_act.emit(item.number, ACCOUNT, "reason", given)

    def _show(self, found: tuple[Closing, list[Found]]) -> None:
        self._closing, items = found
        text, day = self._text, self._closing.day
        self.header.set_title(text["title"].format(day=long_day(day), weekday=weekday(day)))
        self.table.say_when_empty(text["empty"])
        self.table.show_rows(items)
        self.mend_button.setEnabled(bool(items))
        self._offer_account(self.table.current_row)
        if not items:
            self._fold(self.finding)
        if self.close_card.isVisible():
            self.close_card.show_expected(self._closing)
        counts = {name: sum(i.finding.severity == name for i in items) for name in "RAW"}
        unsettled = len(self._closing.file.unsettled)
        grave = len(self._closing.findings)
        self._hall.checked.emit(grave)
        hint = text["grave_hint"] if grave else text["grave_none"]
        if self._closing.unclosed:
            hint = text["unclosed"].format(days=short_day(self._closing.unclosed[0]))
        self._figure("grave", counts["R"], State.LATE, hint)
        self._figure("order", counts["A"], State.SOON, text["week_hint"])
        self._figure("hint", counts["W"], State.WAITING, text["week_hint"])
        self._figure("tickets", unsettled, State.LATE, text["tickets_hint" if unsettled else "tickets_none"])

    def _figure(self, name: str, count: int, state: State, hint: str) -> None:
        self.figures[name].show_figure(str(count), state if count else State.DONE, hint)

    def _connect(self) -> None:
        self.table.opened.connect(self.mend)
        self.table.explained.connect(self.explain)
        self.table.chosen.connect(self._explain_another)
        for card in self._beside[1:]:
            card.done.connect(self._done)

    def _add_acts(self) -> None:
        text = self._text
        self.mend_button = self.add_act(text["mend"], is_next=True)
        self.mend_button.clicked.connect(lambda: self.mend(self.table.current_row))
        self.account_button = self.add_act(text["explain"])
        self.account_button.clicked.connect(self.account)
        self._key("Ctrl+E", self.account)
        for name, keys, act in (
            ("give", ("Ctrl+T",), lambda: self._bring(self.give, self.give.begin)),
            ("board", ("Ctrl+B",), lambda: self._bring(self.board, self.board.begin)),
            ("close", ("Ctrl+Return", "Ctrl+Enter"), self._press),
        ):
            self.add_act(text[name]).clicked.connect(act)
            for key in keys:
                self._key(key, act)
        # printed at the head: seven buttons do not fit in a row at 24 points
        self._key("Ctrl+R", self._begin_roster)
        self._key("Ctrl+P", self.hand_over)
        for place in range(SHOWN):
            self._key(f"Alt+{place + 1}", partial(self.close_card.expected.missed, place))

    def _key(self, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _press(self) -> None:
        """Ctrl+Enter does what the open card is for; without one it begins the closing of the day."""
        open_one = next((card for card in self._beside[1:] if card.isVisible()), None)
        if open_one is None:
            self._begin_closing()
        else:
            open_one.press()

    def hand_over(self) -> None:
        """Prints the hand-over sheet of today: who was on duty, the figures, what is due next."""
        session = self._hall.session
        self._hall.read(lambda: day_desk.hand_over_sheet(session), self.sheet_made.emit, asker=self)

    def _begin_roster(self) -> None:
        before = self._closing
        if before is not None:
            self._bring(self.roster, lambda: self.roster.begin(before))

    def _begin_closing(self) -> None:
        before = self._closing
        if before is not None:
            self._bring(self.close_card, lambda: self.close_card.begin(before))

    def _bring(self, card: Card, begin: Callable[[], object], *, stay: bool = False) -> None:
        for other in self._beside:
            if other is not card:
                other.hide()
        self.show_side(True)
        card.show()
        begin()
        QTimer.singleShot(0, self, lambda: self.bring_to_sight(card))
        if stay:
            self.table.setFocus()

    def _done(self) -> None:
        for card in self._beside:
            self._fold(card)
        self.table.setFocus()

    def _fold(self, card: Card) -> None:
        card.hide()
        self.show_side(any(not other.isHidden() for other in self._beside))

    def _offer_account(self, item: Found | None) -> None:
        """Whether the chosen finding may be accounted for; where it must be mended, that is said."""
        may = item is not None and _may_be_explained(item)
        self.account_button.setEnabled(may)
        self.remark.show_keys(self._text["remark" if may or item is None else "not_explained"])

    def _explain_another(self, item: Found) -> None:
        self._offer_account(item)
        if self.finding.isVisible():
            self.finding.show_finding(item)

    def _changed(self, changes: Changes) -> None:
        if changes.obligations or changes.papers or changes.matters:
            self.read_when_seen(self.read)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif any(card.isVisible() for card in self._beside):
            self._done()
        else:
            self.left.emit()


def _may_be_explained(item: Found) -> bool:
    return bool(item.number) and item.finding.explainable


def _key(item: Found) -> object:
    return item.finding.check, item.number, item.finding.claim, item.finding.subject


def _columns() -> tuple[Column, ...]:
    text: dict[str, Any] = page_words("page")
    severities = words_of("words/checks.toml")["severities"]
    return (
        Column(
            title=text["severity"],
            text=lambda item: str(severities[item.finding.severity]),
            width=110,
            state=lambda item: STATES[item.finding.severity],
        ),
        Column(title=text["since"], text=lambda item: short_day(item.finding.since), width=80, firm=True),
        Column(title=text["check"], text=lambda item: item.title, width=190),
        Column(title=text["matter"], text=lambda item: item.number or text["office"], width=150, firm=True),
        Column(title=text["text"], text=lambda item: item.text),
    )
