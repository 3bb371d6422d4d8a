"""The register of the mediation rooms: bodies and studios, mediators, rooms; a list, and a form for each row.

A body's name, number word and seal stand on its own papers (人民调解法第八条); the petition office's are never on them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.account import Account
from app.domain.codes import text_of
from app.domain.mediation.register import Register, Row
from app.errors import AppError
from app.services.mediation.booking import ROOMS
from app.services.mediation.reading import read_register
from app.services.mediation.registering import KEEPERS, register_row
from app.services.session import Session
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.mediation_register_form import RegisterForm
from ui.desk.widgets.card import Card
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.theme import State

BODY, MEDIATOR, ROOM = "body", "mediator", "room"
KINDS = (BODY, MEDIATOR, ROOM)


def register_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/mediation_rooms.toml")["rooms_register"]
    return found


class MediationRegisterPage(PageFrame):
    """Three lists, one at a time, and the form of the row that is chosen."""

    left = Signal()
    """Back to the calendar."""

    def __init__(self, hall: Hall) -> None:
        text = self._text = register_words()
        super().__init__(text["title"], text["keys"])
        self._hall = hall
        self._register = Register()
        self.which = PickLine([(kind, text["lists"][kind]) for kind in KINDS])
        self.which.setAccessibleName(text["lists_name"])
        self.tables = {kind: self._table(kind) for kind in KINDS}
        self.forms = {kind: RegisterForm(kind, text) for kind in KINDS}
        self._card = Card(" ")
        self._card.put_in_head(self.which)
        for kind in KINDS:
            self._card.content.addWidget(self.tables[kind], 1)
            self.tables[kind].chosen.connect(self.forms[kind].show_row)
            self.tables[kind].opened.connect(lambda _: self.form.focus_first())
        self.main.addWidget(self._card, 1)
        for kind in KINDS:
            self.main.addWidget(self.forms[kind])
        self._connect()
        self.remark.show_keys(text["remark"])
        self.setFocusProxy(self.which)
        self._turn(BODY)
        self.read()

    @property
    def form(self) -> RegisterForm:
        """The form that is shown."""
        return self.forms[self.which.code]

    @property
    def table(self) -> RowTable:
        """The list that is shown."""
        return self.tables[self.which.code]

    def read(self) -> None:
        """Reads the register anew."""
        session = self._hall.session
        self._hall.read(lambda: _read(session), self.show_read, asker=self, question="mediation register")

    def show_read(self, found: tuple[Register, tuple[Account, ...]]) -> None:
        """Shows what was read; what is typed in a form that shows no row stays."""
        self._register, people = found
        for kind, rows in (
            (BODY, self._register.bodies),
            (MEDIATOR, self._register.mediators),
            (ROOM, self._register.rooms),
        ):
            self.forms[kind].offer(self._register, people)
            self.tables[kind].show_rows(
                sorted(rows.values(), key=lambda row: (row.closed, len(row.code), row.code))
            )
        self._turn(self.which.code)

    def save(self) -> None:
        """Registers the row of the form, or changes it."""
        session, form = self._hall.session, self.form
        clear_refusals(form.fields)
        try:
            row = form.row
        except AppError as error:
            self._refuse(error)
            return
        self._hall.write(lambda: _written(session, row), self._saved, self._refuse, asker=self)

    def begin_new(self) -> None:
        """An empty form."""
        clear_refusals(self.form.fields)
        self.table.clearSelection()
        self.form.begin_new()
        self.form.focus_first()

    def _saved(self, row: Row) -> None:
        self._hall.say("rooms.registered", name=row.name)
        self._hall.bus.tell(ROOMS)
        self.read()

    def _refuse(self, error: AppError) -> None:
        if not show_refusal(self.form.fields, error, _PLACES[self.which.code]):
            self._hall.say_error(error)

    def _turn(self, kind: str) -> None:
        self._card.set_title(self._text["count"].format(count=len(self.tables[kind].rows)))
        shown: QWidget
        for name in KINDS:
            for shown in (self.tables[name], self.forms[name]):
                shown.setVisible(name == kind)

    def _table(self, kind: str) -> RowTable:
        return RowTable(_COLUMNS[kind](self), key=lambda row: row.code, empty=self._text["empty"])

    def name_of(self, code: str) -> str:
        """The name of a body or a mediator of that code; the code itself where it is not there."""
        found = self._register.bodies.get(code) or self._register.mediators.get(code)
        return code if found is None else found.name

    def _connect(self) -> None:
        self.which.picked.connect(self._turn)
        acts: tuple[tuple[str, tuple[str, ...], Callable[[], None]], ...] = (
            ("act_save", ("Ctrl+Return", "Ctrl+Enter"), self.save),
            ("act_new", ("Ctrl+N",), self.begin_new),
            ("act_back", ("Esc",), self.left.emit),
        )
        keeps = self._hall.session.account.role in KEEPERS
        for name, keys, act in acts:
            if name != "act_back" and not keeps:
                continue
            self.add_act(self._text[name], is_next=name == "act_save").clicked.connect(act)
            for key in keys:
                self._key(key, act)
        for at, kind in enumerate(KINDS, 1):
            self._key(f"Alt+{at}", lambda kind=kind: self._go(kind))  # type: ignore[misc]

    def _go(self, kind: str) -> None:
        self.which.take(kind)
        self.table.setFocus()

    def _key(self, key: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)


def _state(page: MediationRegisterPage) -> Column:
    text = register_words()
    return Column(
        title=text["state"],
        text=lambda row: str(text["closed_word" if row.closed else "open_word"]),
        width=92,
        state=lambda row: State.DONE if row.closed else State.IN_TIME,
    )


def _body_columns(page: MediationRegisterPage) -> tuple[Column, ...]:
    text = register_words()

    def kind(row: Any) -> str:
        return text_of("mediation_bodies", row.body_kind)

    return (
        _state(page),
        Column(title=text["code"], text=lambda row: row.code, width=64, firm=True),
        Column(title=text["name"], text=lambda row: row.name, width=280),
        Column(title=text["body_kind"], text=kind, width=220),
        Column(title=text["number_word"], text=lambda row: row.number_word, width=84),
        Column(title=text["of"], text=lambda row: page.name_of(row.of), spare=True),
    )


def _mediator_columns(page: MediationRegisterPage) -> tuple[Column, ...]:
    text = register_words()
    return (
        _state(page),
        Column(title=text["code"], text=lambda row: row.code, width=64, firm=True),
        Column(title=text["name"], text=lambda row: row.name, width=110),
        Column(title=text["bodies"], text=lambda row: "、".join(page.name_of(code) for code in row.bodies)),
        Column(title=text["stand_in"], text=lambda row: page.name_of(row.stand_in), width=100),
        Column(title=text["account"], text=lambda row: row.account, width=100),
    )


def _room_columns(page: MediationRegisterPage) -> tuple[Column, ...]:
    text = register_words()
    return (
        _state(page),
        Column(title=text["code"], text=lambda row: row.code, width=64, firm=True),
        Column(title=text["name"], text=lambda row: row.name, width=200),
        Column(title=text["where"], text=lambda row: row.where),
        Column(title=text["seats"], text=lambda row: str(row.seats or "—"), width=80, firm=True),
    )


_COLUMNS: dict[str, Callable[[MediationRegisterPage], tuple[Column, ...]]] = {
    BODY: _body_columns,
    MEDIATOR: _mediator_columns,
    ROOM: _room_columns,
}
_PLACES = {
    BODY: {"mediation.no_body": "of"},
    MEDIATOR: {"mediation.no_body": "bodies", "mediation.unknown_mediator": "stand_in"},
    ROOM: {},
}
"""The fields of refusals: what a row names and is not there."""


def _read(session: Session) -> tuple[Register, tuple[Account, ...]]:
    return read_register(session), session.accounts.open


def _written(session: Session, row: Row) -> Row:
    register_row(session, row)
    return row
