"""The card of what a paper asks for, above its draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal

from app.domain.paper import REASON
from app.papers.catalogue import FactField, paper_kind
from ui.desk.pages.matter_words import matter_words
from ui.desk.paper_desk import PaperWanted
from ui.desk.widgets.asked_form import AskedForm
from ui.desk.widgets.card import Card
from ui.messages import words


class PaperQuestions(Card):
    """The fields of one wanted paper. What was typed for one that was left stays until that one is issued or handed on."""

    changed = Signal()
    """Something was typed or chosen."""

    def __init__(self) -> None:
        super().__init__(matter_words()["extras"])
        self.form: AskedForm | None = None
        """The fields, or None for a paper that asks for nothing."""
        self._asked: tuple[str, ...] = ()
        self._left: dict[tuple[str, ...], dict[str, str]] = {}
        self.hide()

    @property
    def said(self) -> dict[str, str]:
        """What stands in the fields."""
        return {} if self.form is None else self.form.said

    def ask(self, wanted: PaperWanted, today: date, phrases: Sequence[str] = ()) -> None:
        """Brings the fields of what this paper asks for, with what was said already; `phrases` may be put in by a key."""
        asked = (wanted.number, wanted.kind, wanted.draft, wanted.replaces)
        if asked == self._asked:
            return
        self._left[self._asked] = self.said
        self._asked = asked
        if self.form is not None:
            self.content.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        facts = [*_reason(wanted), *paper_kind(wanted.kind).asked]
        if facts:
            self.form = AskedForm(facts, today, phrases)
            self.form.fill({**wanted.said, **self._left.get(asked, {})})
            self.form.changed.connect(self.changed)
            self.content.addWidget(self.form)

    def forget(self) -> None:
        """What was said is written down; the next paper of this kind is asked about anew."""
        self._left.pop(self._asked, None)
        self._asked = ()
        if self.form is not None:
            self.form.hide()
            self.content.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None
        self.hide()

    def show_guesses(self, guesses: Mapping[str, str]) -> None:
        """Comes into sight; empty fields show what the paper says of itself there."""
        self.setVisible(self.form is not None)
        if self.form is not None:
            self.form.show_guesses(guesses)


def _reason(wanted: PaperWanted) -> list[FactField]:
    label = str(words("office_papers")["reason"])
    return [FactField(name=REASON, label=label, type="text", required=True)] if wanted.replaces else []
