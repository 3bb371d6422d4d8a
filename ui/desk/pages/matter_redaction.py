"""The card of a redacted transcript (摘抄): left the words with their marks, right what will be left of them.

Who proposes it marks and sends it to a second person; the second person sees the result, what can still be known from it,
and confirms exactly that or returns it. Nothing of it stays in the card when it is put away.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.acts.redacting import ConfirmRedaction, ProposeRedaction, WithdrawRedaction
from app.domain.identities import IdentityKind
from app.domain.redaction import Mark
from app.errors import AppError
from app.services.perform import perform
from app.services.redacting import TranscriptRow, left_in
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.redaction_pages import RedactionPages
from ui.desk.redaction_desk import MarkedWords, RedactionView, read_redaction
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import give_role, text_label
from ui.desk.widgets.marked_text import Marked, MarkedText
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.theme import current

KINDS = (IdentityKind.OTHER, IdentityKind.NAME, IdentityKind.PHONE, IdentityKind.ADDRESS)
"""What a clerk may call the words that are marked by hand."""
HIDE = "hide"


def redaction_words() -> dict[str, Any]:
    """The words of the card."""
    found: dict[str, Any] = words_of("words/redaction.toml")["redaction_card"]
    return found


class RedactionCard(Card):
    """Delete marks the selected words everywhere, or takes a mark away; Ctrl+Enter sends it on; Esc puts it away."""

    put_away = Signal()
    """The card is gone from sight."""

    def __init__(self, hall: Hall) -> None:
        text = self._text = redaction_words()
        super().__init__(text["title"], text["keys"])
        self._hall, self._number = hall, ""
        self._view: RedactionView | None = None
        self._words = MarkedWords("", ())
        self.busy = False
        self.source, self.result = MarkedText(), MarkedText()
        self.kind = PickLine([(kind.value, text["kinds"][kind.value]) for kind in KINDS])
        self.accused = PickLine([("", text["accused_stays"]), (HIDE, text["accused_goes"])])
        self.reason = QLineEdit()
        self.propose = QPushButton(text["propose"])
        self.confirm = QPushButton(text["confirm"])
        self.back = QPushButton(text["back"])
        self.pages = RedactionPages(hall)
        self.named = {
            "kind": Field(text["kind"], self.kind),
            "accused": Field(text["accused"], self.accused),
            "reason": Field(text["reason"], self.reason, keys=text["reason_keys"]),
        }
        self._told = text_label("", "small")
        self._told.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.hide()

    @property
    def told(self) -> str:
        """What is said above the words."""
        return self._told.text()

    @property
    def words(self) -> MarkedWords:
        """The words and their marks as they stand."""
        return self._words

    @property
    def waiting(self) -> TranscriptRow | None:
        """The transcript that waits for the person who sits here, or None while one is made."""
        row = None if self._view is None else self._view.waiting
        return row if row is not None and row.confirmable else None

    def _lay_out(self) -> None:
        self.content.addWidget(self._told)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(current.theme.px(12))
        self._left = _column(self._text["source"], self.source)
        self._columns.addWidget(self._left, 1)
        self._columns.addWidget(_column(self._text["result"], self.result), 1)
        self.content.addLayout(self._columns)
        self._choices = FieldRow(self.named["kind"], self.named["accused"], widths=(3, 2))
        self.add_row(self._choices)
        self.add_row(FieldRow(self.named["reason"]))
        buttons = QHBoxLayout()
        give_role(self.propose, "next")
        give_role(self.confirm, "next")
        for button in (self.propose, self.confirm, self.back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.content.addLayout(buttons)
        self.content.addWidget(self.pages)

    def _connect(self) -> None:
        self.source.asked.connect(self._mark)
        self.accused.picked.connect(lambda code: self._read() if self.isVisible() else None)
        self.propose.clicked.connect(self._propose)
        self.confirm.clicked.connect(self._confirm)
        self.back.clicked.connect(self._withdraw)
        self.pages.proposed.connect(self._sent)
        self._hall.bus.changed.connect(self._changed)

    def open(self, number: str) -> None:
        """Comes into sight for a matter, when what it needs was read; a refusal is said at the foot."""
        if number != self._number:
            self._forget()
            self._number = number
        self._read()

    def leave(self) -> bool:
        """Goes out of sight with all it showed; False when it was not there."""
        if self.isHidden():
            return False
        self._forget()
        self.hide()
        self.put_away.emit()
        return True

    def _forget(self) -> None:
        self._view, self._words, self.busy = None, MarkedWords("", ()), False
        self.source.show_text("")
        self.result.show_text("")
        self.reason.clear()
        self.pages.forget()

    def _read(self) -> None:
        session, number, hide = self._hall.session, self._number, bool(self.accused.code)
        self._hall.read(
            lambda: read_redaction(session, number, hide_accused=hide),
            partial(self._show, number),
            self._hall.say_error,
            asker=self,
            question="redaction",
        )

    def _show(self, number: str, view: RedactionView) -> None:
        if number != self._number:
            return
        fresh = self._view is None or view.proposed.source != self._words.text
        fresh = fresh or view.proposed.marks != (None if self._view is None else self._view.proposed.marks)
        self._view = view
        if fresh:
            self._words = MarkedWords(view.proposed.source, view.proposed.marks)
        if self.isHidden():
            self.show()
            (self.confirm if self.waiting else self.source).setFocus()
        self.pages.show_pages(number, view)
        self._tell()

    def _tell(self) -> None:
        """Shows the words as they stand, or what waits for this person."""
        waiting = self.waiting
        self._left.setVisible(waiting is None)
        self._choices.setVisible(waiting is None)
        for button, there in ((self.propose, waiting is None), (self.confirm, waiting), (self.back, waiting)):
            button.setVisible(bool(there))
        if waiting is not None:
            item = waiting.transcript
            self.result.show_text(item.text, [_marked(mark) for mark in waiting.left])
            who = next(
                (a.name for a in self._hall.session.accounts.accounts if a.id == item.proposed_by),
                item.proposed_by,
            )
            said = self._text["to_confirm"].format(who=who, reason=item.reason, pages=len(item.files))
            self._told.setText(said + self._left_words(len(waiting.left)))
            self.confirm.setEnabled(not waiting.left)
            return
        self.source.show_text(self._words.text, [_marked(mark) for mark in self._words.marks])
        result = self._words.result
        self.result.show_text(result)
        self._say(self._text["looking"])
        session, number, hide = self._hall.session, self._number, bool(self.accused.code)
        self._hall.read(
            lambda: left_in(session, number, result, hide_accused=hide),
            partial(self._show_left, result),
            asker=self,
            question="left",
        )

    def _say(self, checked: str) -> None:
        waits = self._view is not None and self._view.waiting is not None
        said = self._text["waits"] if waits else self._text["marked"].format(count=len(self._words.marks))
        self._told.setText(said + checked)

    def _show_left(self, result: str, left: tuple[Mark, ...]) -> None:
        if self.waiting is None and result == self.result.toPlainText():
            self.result.show_text(result, [_marked(mark) for mark in left])
            self._say(self._left_words(len(left)))

    def _left_words(self, count: int) -> str:
        return str(self._text["left"].format(count=count) if count else self._text["nothing_left"])

    def _mark(self, start: int, end: int) -> None:
        if self.waiting is None:
            self._words = self._words.asked(start, end, IdentityKind(self.kind.code))
            self._tell()

    def go_on_or(self, other: Callable[[], object]) -> None:
        """Ctrl+Enter on the page of a matter: it is the card's while the card is there, else what it usually does."""
        if self.isVisible():
            self.go_on()
        else:
            other()

    def go_on(self) -> None:
        """Ctrl+Enter: proposes, or confirms what waits for this person."""
        if self.waiting is None:
            self._propose()
        else:
            self._confirm()

    def _propose(self) -> None:
        reason = self.reason.text() or str(self._text["usual_reason"])
        act = ProposeRedaction(text=self._words.result, reason=reason, hide_accused=bool(self.accused.code))
        self._do(act, "redaction.proposed")

    def _confirm(self) -> None:
        if self.waiting is not None:
            item = self.waiting.transcript
            self._do(ConfirmRedaction(redaction=item.id, sha256=item.sha256), "redaction.confirmed")

    def _withdraw(self) -> None:
        if self.waiting is not None:
            act = WithdrawRedaction(redaction=self.waiting.transcript.id, reason=self.reason.text())
            self._do(act, "redaction.returned")

    def _do(self, act: object, said: str) -> None:
        if self.busy or self._view is None:
            return
        clear_refusals(self.named)
        session, number, self.busy = self._hall.session, self._number, True
        self._hall.write(
            lambda: perform(session, number, act), lambda _done: self._sent(said), self._refuse, asker=self
        )

    def _sent(self, said: str) -> None:
        self.busy = False
        self.reason.clear()
        self._hall.say(said)
        self._hall.bus.tell(Changes(matters=frozenset({self._number})))

    def _refuse(self, error: AppError) -> None:
        self.busy = False
        if not show_refusal(self.named, error):
            self._hall.say_error(error)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and self._number in changes.matters:
            self._read()


def _marked(mark: Mark) -> Marked:
    return Marked(mark.start, mark.end, mark.must)


def _column(title: str, text: MarkedText) -> QWidget:
    box = QWidget()
    inside = QVBoxLayout(box)
    inside.setContentsMargins(0, 0, 0, 0)
    label = text_label(title, "label")
    label.setBuddy(text)
    text.setAccessibleName(title)
    inside.addWidget(label)
    inside.addWidget(text, 1)
    return box
