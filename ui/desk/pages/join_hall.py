"""Joining a hall at a new computer: the invitation's file, its code, the password of who keeps keys, the spare station."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLineEdit

from app.domain.account import Role
from app.errors import AppError
from resources.loader import words as words_of
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.new_password import SecretLine
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal

PLACES = {"data": "file", "database": "file"}
"""Which line has what an error calls otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinWish:
    """What was typed: path of the invitation, its code, account and password of who joins, the spare station's code."""

    file: str
    code: str
    account: str
    password: str
    spare: str


class JoinHallPage(PageFrame):
    """One screen. Enter goes on, Esc goes back; the password leaves its line when it is handed over."""

    asked = Signal(object)
    """The JoinWish."""
    left = Signal()

    def __init__(self) -> None:
        self._text: dict[str, str] = words_of("words/hall.toml")["join_page"]
        super().__init__(self._text["title"])
        self._password = SecretLine()
        editors: dict[str, QLineEdit] = {
            "file": QLineEdit(),
            "code": QLineEdit(),
            "account": QLineEdit(Role.LEADER.value),
            "password": self._password,
            "spare": QLineEdit(),
        }
        self.fields = {
            name: Field(self._text[name], editor, hint=self._text.get(f"{name}_hint", ""))
            for name, editor in editors.items()
        }
        card = Card(self._text["card"])
        why = text_label(self._text["why"], "body")
        why.setWordWrap(True)
        card.content.addWidget(why)
        card.add_row(FieldRow(self.fields["file"]))
        card.add_row(FieldRow(self.fields["code"]))
        card.add_row(FieldRow(self.fields["account"], self.fields["password"]))
        card.add_row(FieldRow(self.fields["spare"]))
        self.main.addWidget(card)
        self.main.addStretch(1)
        self.next = self.add_act(self._text["act"], is_next=True)
        self.next.clicked.connect(self.go_on)
        self.add_act(self._text["choose_act"]).clicked.connect(self.choose)
        self.add_act(self._text["back"]).clicked.connect(self.left)
        QShortcut(QKeySequence(self._text["choose_key"]), self).activated.connect(self.choose)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.go_on)
        self.setFocusProxy(editors["file"])

    def choose(self) -> None:
        """The file is chosen from what is there."""
        found, _ = QFileDialog.getOpenFileName(self, self._text["file"])
        editor = self.fields["file"].editor
        if found and isinstance(editor, QLineEdit):
            editor.setText(found)

    def go_on(self) -> None:
        """Hands over what was typed."""
        if not self.next.isEnabled():
            return
        clear_refusals(self.fields)
        typed = {name: field.text.strip() for name, field in self.fields.items() if name != "password"}
        self.wait(self._text["joining"])
        self.asked.emit(
            JoinWish(password=self._password.take(), **{**typed, "spare": typed["spare"].upper()})
        )

    def wait(self, words: str) -> None:
        """Says what is being done; an empty text when nothing is."""
        self.next.setEnabled(not words)
        self.remark.show_keys(words)

    def refuse(self, error: AppError) -> bool:
        """Shows a refusal at its line; False when no line is to blame."""
        self.wait("")
        return show_refusal(self.fields, error, PLACES)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
