"""Class suggestions at the counter: asked in the read lane while the story is typed, taken by a key, never by themselves."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.domain.suggestion import Suggestion
from ui.desk.hall import Hall
from ui.desk.pages.reception_claims import ClaimsCard, category_choice

PAUSE = 400
"""Milliseconds without a key before the words are looked at."""


class ClaimSuggestions(QObject):
    """Looks at the words of the shown claim alone; silent for an accusation and where a category stands already."""

    def __init__(self, hall: Hall, claims: ClaimsCard, parent: QObject) -> None:
        super().__init__(parent)
        self._hall, self._claims = hall, claims
        self._quiet = False
        self._asked = ""
        self._shown: dict[int, tuple[Suggestion, ...]] = {}
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self.ask)
        claims.touched.connect(self._timer.start)
        claims.suggestions.picked.connect(self._pick)

    def take(self, at: int) -> None:
        """Fills the category with the suggestion at that place, from 0."""
        self._claims.suggestions.take(at)

    def set_quiet(self, quiet: bool) -> None:
        """An accusation: its words are not looked at."""
        self._quiet = quiet
        if quiet:
            self._asked = ""
            self._shown.clear()
            self._claims.suggestions.offer(())

    def ask(self) -> None:
        """Asks for the classes of the claim that is shown, if its words have changed."""
        claim = self._claims.claims[self._claims.at]
        suggester = self._hall.session.suggester
        text = f"{claim.content}\n{claim.requested}".strip()
        if self._quiet or suggester is None or claim.category or claim.category_typed:
            self._asked = ""
            self._claims.suggestions.offer(())
            return
        if text == self._asked:
            return
        self._asked, at = text, self._claims.at

        def found(answer: tuple[Suggestion, ...]) -> None:
            if text == self._asked and at == self._claims.at:
                self._shown[at] = answer
                self._claims.suggestions.offer(answer, suggester.accuracy)

        self._hall.read(lambda: suggester.suggest(text), found, asker=self, question=(id(self), "class"))

    def note(self) -> None:
        """Counts what became of the suggestions when the form was registered; then all is forgotten."""
        suggester = self._hall.session.suggester
        shown, self._shown, self._asked = self._shown, {}, ""
        settled = [
            (found, claim.category)
            for at, claim in enumerate(self._claims.claims)
            if claim.category and (found := shown.get(at))
        ]
        self._claims.suggestions.offer(())
        if suggester is None or not settled:
            return

        def work() -> None:
            for found, category in settled:
                suggester.note(found, category)

        self._hall.write(work, _nothing, _nothing, asker=self)

    def _pick(self, item: Suggestion) -> None:
        choice = category_choice(item.category)
        if choice is not None:
            self._claims.category_editor.take(choice)
            self._claims.category_editor.setFocus()


def _nothing(_: object) -> None:
    """A count that was not kept is no reason to disturb anybody."""
