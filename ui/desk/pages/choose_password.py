"""At the door with a password that was given by somebody else, or is too old: an own one is chosen, then the desk opens."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.errors import AppError, BadInput
from resources.loader import words as words_of
from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.new_password import NewPassword, PasswordRules
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.messages import message_of


class ChoosePasswordPage(PageFrame):
    """Says why, says the rules, takes the new password twice. Esc goes back to the door."""

    chosen = Signal(object)
    """The new password, as a str."""
    left = Signal()
    """Back to the door."""

    def __init__(self, why: AppError, rules: PasswordRules) -> None:
        text = self._text = words_of("words/people_window.toml")["password"]
        super().__init__(text["title"])
        card = Card(text["card"])
        said = text_label(message_of(why).says, "body")
        said.setWordWrap(True)
        card.content.addWidget(said)
        self.password = NewPassword(rules)
        card.content.addWidget(self.password)
        self.main.addWidget(card)
        self.main.addStretch(1)
        self.next = self.add_act(text["submit"], is_next=True)
        self.next.clicked.connect(self.submit)
        back = self.add_act(text["back"])
        back.clicked.connect(self.left)
        self.setFocusProxy(self.password.first)

    def submit(self) -> None:
        """Hands the password over, if the rules take it."""
        clear_refusals(self.password.fields)
        try:
            new = self.password.take()
        except BadInput as error:
            self.refuse(error)
            return
        self.wait(self._text["wait"])
        self.chosen.emit(new)

    def wait(self, words: str) -> None:
        """Says what is being done; an empty text when nothing is."""
        self.next.setEnabled(not words)
        self.remark.show_keys(words)

    def refuse(self, error: AppError) -> bool:
        """Shows a refusal at its field; False where it belongs to none."""
        self.wait("")
        return show_refusal(self.password.fields, error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.next.isEnabled():
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
