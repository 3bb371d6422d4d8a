"""Class suggestions in the form that settles class and path (甄别定性): below its category, taken by a key."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from app.domain.acts.classifying import Classify
from app.domain.matter import WHOLE, Matter
from app.domain.suggestion import Suggestion
from ui.desk.hall import Hall
from ui.desk.widgets.act_form import ActForm, content_categories
from ui.desk.widgets.choice import ChoiceField
from ui.desk.widgets.suggestion_line import SuggestionLine

ACT = "classify"


class FormSuggestions(QObject):
    """One form at a time."""

    def __init__(self, hall: Hall, parent: QObject) -> None:
        super().__init__(parent)
        self._hall = hall
        self._line: SuggestionLine | None = None
        self._shown: tuple[Suggestion, ...] = ()

    def attach(self, form: ActForm | None, matter: Matter) -> None:
        """Asks for the classes of the matter's words and shows them in the form; nothing of what lies under seal."""
        self._line, self._shown = None, ()
        suggester = self._hall.session.suggester
        hidden = matter.is_accusation or matter.story_sealed
        if form is None or form.act != ACT or suggester is None or hidden:
            return
        text = "\n".join(f"{claim.words.text}\n{claim.words.requested}" for claim in matter.claims)
        line = self._line = SuggestionLine(below=True)
        form.put_below("category", line)
        line.picked.connect(lambda item: _fill(form, item))

        def found(answer: tuple[Suggestion, ...]) -> None:
            self._shown = answer
            line.offer(answer, suggester.accuracy)

        self._hall.read(lambda: suggester.suggest(text), found, asker=line, question=(id(self), "class"))

    def take(self, at: int) -> None:
        """Fills the category with the suggestion at that place, from 0."""
        if self._line is not None and self._line.isVisible():
            self._line.take(at)

    def note(self, act: Any) -> None:
        """Counts what became of the suggestions when the class was settled."""
        suggester, shown = self._hall.session.suggester, self._shown
        self._line, self._shown = None, ()
        if suggester is None or not shown or not isinstance(act, Classify) or not act.category:
            return
        if act.claim not in (None, WHOLE):
            return  # what was shown was about all claims together
        settled = act.category
        self._hall.write(lambda: suggester.note(shown, settled), _nothing, _nothing, asker=self)


def _nothing(_: object) -> None:
    """A count that was not kept is no reason to disturb anybody."""


def _fill(form: ActForm, item: Suggestion) -> None:
    editor = form.fields["category"].editor
    choice = next((each for each in content_categories() if each.code == item.category), None)
    if isinstance(editor, ChoiceField) and choice is not None:
        editor.take(choice)
        editor.setFocus()
