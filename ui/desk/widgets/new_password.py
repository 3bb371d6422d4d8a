"""Choosing a password: the rules before anybody types, a check at every key, nothing left in the fields after use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.passwords import check_password
from app.domain.policy_profiles import PolicyProfile
from app.errors import BadInput
from resources.loader import words as words_of
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.messages import message_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordRules:
    """What a new password must be: the office's profile, and the words that belong to the person and the office."""

    profile: PolicyProfile
    about: Sequence[str] = ()


class SecretLine(QLineEdit):
    """A line for a password: never echoed, never offered to an input method, a clipboard or a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def take(self) -> str:
        """Gives back what was typed and forgets it."""
        typed = self.text()
        self.setText("")
        return typed


class NewPassword(QWidget):
    """Twice the new password; `again` tells a slip of the finger."""

    judged = Signal(bool)
    """Whether what stands there could be taken."""

    def __init__(self, rules: PasswordRules | None = None) -> None:
        super().__init__()
        self._text = words_of("words/people_window.toml")["password"]
        self._rules = rules
        self.first, self.second = SecretLine(), SecretLine()
        self.fields = {
            "password": Field(self._text["new"], self.first),
            "again": Field(self._text["again"], self.second),
        }
        self._said = text_label("", "small")
        self._said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._said)
        column.addWidget(FieldRow(*self.fields.values()))
        for line in (self.first, self.second):
            line.textEdited.connect(self._judge)
        if rules is not None:
            self.show_rules(rules)

    @property
    def rules_words(self) -> str:
        """What is told before anybody types."""
        return self._said.text()

    def show_rules(self, rules: PasswordRules) -> None:
        """Says what a password must be."""
        self._rules = rules
        self._said.setText(rules_words(rules.profile))

    def take(self) -> str:
        """The new password, forgotten here. Raises BadInput("sign_in.not_same", "password.…") naming the field."""
        self._require()
        self.second.setText("")
        return self.first.take()

    def forget(self) -> None:
        """Empties both lines."""
        for line in (self.first, self.second):
            line.setText("")

    def _require(self) -> None:
        if self._rules is not None:
            check_password(self.first.text(), self._rules.profile, self._rules.about)
        if self.first.text() != self.second.text():
            raise BadInput("sign_in.not_same", field="again")

    def _judge(self) -> None:
        for field in self.fields.values():
            field.say_hint()
        if not self.first.text():
            return
        try:
            self._require()
        except BadInput as error:
            place = error.field or "password"
            if place != "again" or self.second.text():
                self.fields[place].warn(message_of(error).says)
            self.judged.emit(False)
            return
        self.fields["password"].confirm(self._text["good"])
        self.judged.emit(True)


def rules_words(profile: PolicyProfile) -> str:
    """The rules of a profile in one sentence or a few."""
    text = words_of("words/people_window.toml")["password"]
    said = [str(text["least"]).format(least=profile.least)]
    if profile.classes > 1:
        said.append(str(text["classes"]).format(classes=profile.classes))
    said.append(str(text["guessable"]))
    if profile.days:
        said.append(str(text["days"]).format(days=profile.days))
    if profile.refused:
        said.append(str(text["refused"]).format(count=profile.refused))
    return "".join(said)
