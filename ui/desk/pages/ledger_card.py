"""The ledgers from the list of matters: of registrations or of requests for review, which days, names, where to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from app.domain.account import ACTS_ON_MATTERS
from app.errors import AppError
from resources.loader import words as words_of
from ui.desk import register_desk
from ui.desk.hall import Hall
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.span_row import SpanRow, span_words

MASKED, WHOLE = "masked", "whole"
REGISTERED, REVIEWS = "registered", "reviews"


class LedgerCard(Card):
    """Hidden until asked for. Whole names are offered only to roles that act on matters, and their use is recorded."""

    def __init__(self, hall: Hall) -> None:
        self._text = ledger_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall = hall
        self.span = SpanRow(hall.session.today(), self._text["file"])
        self.add_row(self.span)
        entitled = hall.session.account.role in ACTS_ON_MATTERS
        choices = [(MASKED, self._text["names_masked"])]
        if entitled:
            choices.append((WHOLE, self._text["names_whole"]))
        self.kind = PickLine(
            [(REGISTERED, self._text["kind_registered"]), (REVIEWS, self._text["kind_reviews"])]
        )
        self.names = PickLine(choices)
        hint = self._text["names_hint" if entitled else "names_only_masked"]
        kind, named = Field(self._text["kind"], self.kind), Field(self._text["names"], self.names, hint=hint)
        self.add_row(FieldRow(kind, named))
        self.kind.picked.connect(self._call_file)
        self._writing = False
        self.hide()

    def open(self) -> None:
        """Shows the card; the cursor stands in its first day."""
        self.show()
        self._hall.read(register_desk.usual_folder, self.span.offer_folder, asker=self)
        self.span.first.setFocus()

    def fold(self) -> None:
        """Puts the card away; whole names must be asked for anew."""
        self.names.take(MASKED)
        self.kind.take(REGISTERED)
        clear_refusals(self._fields)
        self.hide()

    def export(self) -> None:
        """Writes the ledger where the path says."""
        if self._writing:
            return
        clear_refusals(self._fields)
        session, path, names = self._hall.session, self.span.path.text(), self.names.code == WHOLE
        try:
            first, last = self.span.span
        except AppError as error:
            self._refuse(error)
            return
        self._wait(True)
        if self.kind.code == REVIEWS:
            self._hall.read(
                lambda: register_desk.write_reviews(session, first, last, path),
                self._written,
                self._refuse,
                asker=self,
            )
            return
        # the look at whole names is recorded: what writes goes with the acts, in their order
        lane = self._hall.write if names else partial(self._hall.read, slow=True)
        lane(
            lambda: register_desk.write_ledger(session, first, last, path, names=names),
            self._written,
            self._refuse,
            asker=self,
        )

    @property
    def _fields(self) -> Mapping[str, Field]:
        return self.span.named

    def _call_file(self, kind: str) -> None:
        self.span.call_file(self._text["file" if kind == REGISTERED else "file_reviews"])

    def _written(self, file: str) -> None:
        self._wait(False)
        self.fold()
        self._hall.say("registers.written", file=file)

    def _refuse(self, error: AppError) -> None:
        self._wait(False)
        if not show_refusal(self._fields, error):
            self._hall.say_error(error)

    def _wait(self, writing: bool) -> None:
        self._writing = writing
        self.set_keys(span_words()["writing"] if writing else self._text["keys"])


def ledger_words() -> dict[str, Any]:
    """The words of the card."""
    found: dict[str, Any] = words_of("words/registers_page.toml")["ledger_card"]
    return found
