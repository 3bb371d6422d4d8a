"""Signing in: account and password, a recovery code as the other way, or a role in a training folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from app.domain.account import Role
from app.errors import AppError
from resources.loader import words as words_of
from ui.desk.recent_people import RecentPerson
from ui.desk.widgets.act_line import ActLine
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.new_password import SecretLine
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, field_of, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.messages import words

FIELD_OF_CODE = {
    "sign_in.unknown": "account",
    "sign_in.wrong": "password",
    "sign_in.locked": "password",
    "keys.wrong_code": "code",
}


SECRETS = frozenset({"password", "code"})
"""Fields that are emptied as soon as they were handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What somebody typed to be let in. `role` stands alone in a training folder."""

    account: str = ""
    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    role: str = ""


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role that can be picked in a training folder."""

    role: str
    title: str


class SignInPage(PageFrame):
    """The door of the desk. Knows no folder: it asks, and is told what was refused."""

    asked = Signal(object)
    """A Ticket."""

    def __init__(
        self,
        *,
        training: bool,
        accounts: tuple[str, ...] = (),
        locked: bool = False,
        recent: Sequence[RecentPerson] = (),
    ) -> None:
        text = words_of("words/window.toml")["sign_in"]
        super().__init__(text["title"], text["keys"])
        self._text = text
        self.fields: dict[str, Field] = {}
        self.people: Sequence[RecentPerson] = ()
        """Who is listed."""
        self._training = training
        if locked:
            self.header.add_chip(text_label(text["locked"], "chip"))
        if training:
            self._offer_roles()
        else:
            known = [person for person in recent if person.account in accounts]
            if known:
                self._offer_people(known)
            self._ask(known[0].account if known else accounts[0] if len(accounts) == 1 else "")
            self.main.addStretch(1)
        self.next = self.add_act(text["submit"], is_next=True)
        self.next.clicked.connect(self.submit)
        if not training:
            self.other = self.add_act(text["other_way"])
            self.other.clicked.connect(self.show_code)
            QShortcut(QKeySequence("F9"), self).activated.connect(self.show_code)

    def _offer_roles(self) -> None:
        card = Card(self._text["training_card"], self._text["training_keys"])
        columns = (Column(title=self._text["account"], text=lambda row: row.title),)
        self.roles = RowTable(columns, key=lambda row: row.role)
        titles = words("roles")
        self.roles.show_rows([RoleRow(role.value, str(titles[role.value])) for role in Role])
        self.roles.opened.connect(lambda _: self.submit())
        card.content.addWidget(self.roles, 1)
        card.content.addWidget(text_label(self._text["training_note"], "hint"))
        self.main.addWidget(card, 1)
        self.setFocusProxy(self.roles)

    def _offer_people(self, known: Sequence[RecentPerson]) -> None:
        """Names only, each with its key: the next person at this counter presses one key and types a password."""
        text = words_of("words/people_window.toml")["door"]
        card = Card(text["people_card"], str(text["people_keys"]).format(count=len(known)))
        self.people = known
        for at, person in enumerate(known, start=1):
            line = ActLine(person.account, person.name, f"Alt+{at}")
            line.clicked.connect(partial(self.choose, person.account))
            card.content.addWidget(line)
            QShortcut(QKeySequence(f"Alt+{at}"), self).activated.connect(partial(self.choose, person.account))
        self.main.addWidget(card)

    def choose(self, account: str) -> None:
        """Takes somebody of the list; the cursor goes to the password."""
        editor = self.fields["account"].editor
        if isinstance(editor, QLineEdit):
            editor.setText(account)
        self.fields["password"].clear()
        self.fields["password"].editor.setFocus()

    def _ask(self, account: str) -> None:
        card = Card(self._text["card"])
        secret = SecretLine()
        self.fields = {
            "account": Field(self._text["account"], QLineEdit(account)),
            "password": Field(self._text["password"], secret),
        }
        card.add_row(FieldRow(*self.fields.values()))
        self._code = Field(self._text["code"], QLineEdit(), hint=self._text["code_hint"])
        self._code_row = card.add_row(FieldRow(self._code))
        self._code_row.hide()
        self.main.addWidget(card)
        self.setFocusProxy(secret if account else self.fields["account"].editor)

    def show_code(self) -> None:
        """Brings the field for the recovery code."""
        self.fields["code"] = self._code
        self._code_row.show()
        self._code.editor.setFocus()

    def submit(self) -> None:
        """Asks to be let in with what stands there."""
        clear_refusals(self.fields)
        self.wait(self._text["wait"])
        if self._training:
            row = self.roles.current_row
            self.asked.emit(Ticket(role=row.role if row is not None else Role.CLERK.value))
            return
        given = {name: field.text for name, field in self.fields.items()}
        for name in SECRETS & set(self.fields):
            self.fields[name].clear()  # once handed over, it stands in no widget any more
        self.asked.emit(Ticket(**given))

    def wait(self, words: str) -> None:
        """Says that the desk is being opened; an empty text when it is not."""
        self.next.setEnabled(not words)
        self.remark.show_keys(words)

    def refuse(self, error: AppError) -> bool:
        """Shows why nobody was let in; False where it belongs to no field here."""
        self.wait("")
        if not show_refusal(self.fields, error, FIELD_OF_CODE):
            return False
        editor = self.fields[field_of(error, FIELD_OF_CODE)].editor
        if isinstance(editor, QLineEdit):
            editor.selectAll()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        filled = all(field.text for field in self.fields.values())
        if is_enter and (filled or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.submit()
        else:
            super().keyPressEvent(event)
