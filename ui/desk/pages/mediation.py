"""Mediation (F5): the cases of the room, what falls due, the figures; Enter opens, Ctrl+N takes a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.changes import Changes
from app.domain.account import ACTS_ON_MATTERS
from app.domain.codes import label
from app.domain.mediation.state import Stage
from app.mediation_ports import MediationRow, PromiseRow
from app.services.mediation.reading import list_mediations, promises_due
from app.services.session import Session
from ui.desk.hall import Hall
from ui.desk.pages.mediation_figures import MediationFiguresCard
from ui.desk.pages.mediation_words import RUNNING, STAGES, names_of, page_words, stage_word, sum_of
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.fitted_table import FittedTable
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.row_table import Column
from ui.desk.wording import short_day
from ui.theme import State

AHEAD = timedelta(days=30)
"""How far the list of what falls due looks."""
Listed = tuple[list[MediationRow], list[PromiseRow]]


class MediationPage(PageFrame):
    """The cases of the room and the promises that fall due, the soonest first."""

    new_asked = Signal()
    """A new mediation is to be taken."""
    rooms_asked = Signal()
    """The rooms' calendar is wanted."""
    register_asked = Signal()
    """The register of bodies, mediators and rooms is wanted."""

    def __init__(self, hall: Hall) -> None:
        text = self._text = page_words()
        super().__init__(text["title"], text["keys"])
        self._hall = hall
        self._today = hall.session.today()

    def made(self) -> Iterator[QWidget | None]:
        """The rest of the page, a part a turn (decision 0210); at last the page."""
        hall, text = self._hall, self._text
        self.figures = MediationFiguresCard(hall)
        self.main.addWidget(self.figures)
        yield None
        self.which = PickLine([("running", text["running"]), ("all", text["all"])])
        self.cases = FittedTable(self._case_columns(), key=lambda row: row.number, empty=text["empty"])
        self.promises = FittedTable(
            self._promise_columns(), key=lambda row: (row.number, row.promise), empty=text["promises_empty"]
        )
        self._cases_card = Card(text["cases"], text["cases_keys"])
        self._cases_card.add_row(FieldRow(Field(text["which"], self.which)))
        self._cases_card.content.addWidget(self.cases)
        self._due_card = Card(text["promises"], text["promises_keys"])
        self._due_card.content.addWidget(self.promises)
        yield None
        for card, name in ((self._cases_card, "figures"), (self.figures, "subsidy")):
            button = QPushButton(text[name])  # at the foot there is no room for a fifth on a small screen
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self.show_figures)
            card.put_in_head(button)
        for card in (self._cases_card, self._due_card):
            self.main.addWidget(card)
        self.main.addStretch(1)
        yield None
        self.which.picked.connect(lambda _: self.read())
        for table in (self.cases, self.promises):
            table.opened.connect(lambda row: hall.asked_for_mediation.emit(row.number))
        self._open_act = self.add_act(text["open"], is_next=True)
        self._open_act.clicked.connect(self._open_chosen)
        if hall.session.account.role in ACTS_ON_MATTERS:
            self.add_act(text["new"]).clicked.connect(self.new_asked)
            self._key("Ctrl+N", self.new_asked.emit)
        for name, key, asked in (
            ("rooms", "Ctrl+L", self.rooms_asked),
            ("register", "Ctrl+G", self.register_asked),
        ):
            self.add_act(text[name]).clicked.connect(asked)
            self._key(key, asked.emit)
        self._key("Ctrl+S", self.show_figures)
        self.remark.show_keys(text["remark"])
        self.setFocusProxy(self.cases)
        hall.bus.changed.connect(self._changed)
        self.read()
        yield self

    def read(self) -> None:
        """Reads both lists anew."""
        session, stages = self._hall.session, RUNNING if self.which.code == "running" else ()
        self._hall.read(lambda: _listed(session, stages), self.show_lists, asker=self, question="mediations")

    def show_lists(self, listed: Listed) -> None:
        """Shows what was read."""
        self._today = self._hall.session.today()
        cases, promises = listed
        self.cases.show_rows(cases)
        self.promises.show_rows([row for row in promises if row.kept_on is None])

    def show_figures(self) -> None:
        """The figures in the place of the lists; where they stand already, the list for finance is written."""
        if self.figures.isVisibleTo(self):
            self.figures.export()
            return
        for card in (self._cases_card, self._due_card):
            card.hide()
        self._open_act.hide()
        self.figures.open()

    def show_cases(self) -> None:
        """The lists again."""
        self.figures.fold()
        self._open_act.show()
        for card in (self._cases_card, self._due_card):
            card.show()
        self.cases.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.figures.isVisibleTo(self):
            self.show_cases()
        else:
            super().keyPressEvent(event)

    def _open_chosen(self) -> None:
        table = self.promises if self.promises.hasFocus() else self.cases
        if table.current_row is not None:
            self._hall.asked_for_mediation.emit(table.current_row.number)

    def _changed(self, changes: Changes) -> None:
        if changes.obligations:
            self.read_when_seen(self._read_all)

    def _read_all(self) -> None:
        self.read()
        if self.figures.isVisible():
            self.figures.read()

    def _light(self, row: PromiseRow) -> State:
        left = (row.due - self._today).days
        return State.LATE if left < 0 else State.SOON if left <= 3 else State.IN_TIME

    def _case_columns(self) -> tuple[Column, ...]:
        text = self._text

        def due(row: MediationRow) -> str:
            return short_day(row.next_due, self._today)

        return (
            Column(title=text["stage"], text=lambda row: stage_word(row.stage), width=116, state=_mark),
            Column(title=text["file_number"], text=lambda row: row.file_number, width=168),
            Column(title=text["kind"], text=lambda row: label("dispute_kinds", row.dispute_kind), width=134),
            Column(title=text["parties"], text=names_of),
            Column(title=text["matter"], text=lambda row: row.matter, width=140, spare=True),
            Column(title=text["next"], text=due, width=106, firm=True),
        )

    def _promise_columns(self) -> tuple[Column, ...]:
        text = self._text
        return (
            Column(
                title=text["due"],
                text=lambda row: short_day(row.due, self._today),
                width=124,
                state=self._light,
            ),
            Column(title=text["number"], text=lambda row: row.number, width=148, firm=True),
            Column(title=text["promise"], text=lambda row: row.promise, width=64, firm=True),
            Column(title=text["sum"], text=lambda row: sum_of(row.fen), width=110, firm=True),
            Column(title=text["paid"], text=lambda row: sum_of(row.paid), width=110, firm=True),
            Column(title=text["parties"], text=names_of),
            Column(title=text["step"], text=_last_step, width=130),
        )

    def _key(self, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: act())


def _listed(session: Session, stages: tuple[str, ...]) -> Listed:
    today = session.today()
    return list_mediations(session, stages=stages), promises_due(session, today, today + AHEAD)


def _mark(row: MediationRow) -> State:
    return STAGES[Stage(row.stage)]


def _last_step(row: PromiseRow) -> str:
    return label("breach_steps", row.last_step) if row.last_step else ""
