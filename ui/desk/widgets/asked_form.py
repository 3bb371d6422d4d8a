"""The fields of what a paper asks for: made from its template, so that a new kind of paper needs no form of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.codes import codes
from app.papers.catalogue import FactField
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Editor, Field, FieldRow
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.phrase_menu import offer_phrases
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.story_field import StoryField
from ui.messages import words

YES, NO = "yes", "no"
LARGEST = 999_999
SHORT = ("text", "day", "moment", "number", "flag")
"""Types of facts whose fields stand two on a line."""


class AskedForm(QWidget):
    """One field for each fact, in the order of the template; short ones two on a line."""

    changed = Signal()
    """Something was typed or chosen."""

    def __init__(self, facts: Sequence[FactField], today: date, phrases: Sequence[str] = ()) -> None:
        super().__init__()
        self._phrases = tuple(phrases)
        self._today = today
        self._facts = {fact.name: fact for fact in facts}
        self.fields = {fact.name: self._field(fact) for fact in facts}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        waiting: list[Field] = []
        for fact in facts:
            waiting.append(self.fields[fact.name])
            if fact.type not in SHORT or len(waiting) == 2:
                self._put(column, waiting, alone=fact.type not in SHORT)
                waiting = []
        self._put(column, waiting, alone=False)

    @property
    def said(self) -> dict[str, str]:
        """What stands in the fields, by name; empty ones left out. Days as ISO days, flags as yes or no."""
        found = {name: _text(field.editor) for name, field in self.fields.items()}
        return {name: value for name, value in found.items() if value}

    def fill(self, said: Mapping[str, str]) -> None:
        """Puts these words into the fields as if they had been typed."""
        for name, value in said.items():
            if name in self.fields:
                _fill(self.fields[name].editor, value)

    def show_guesses(self, guesses: Mapping[str, str]) -> None:
        """Shows in empty fields what the paper says of itself there; typing something else takes its place."""
        for name, field in self.fields.items():
            if isinstance(field.editor, QLineEdit | StoryField):
                field.editor.setPlaceholderText(guesses.get(name, ""))

    def _field(self, fact: FactField) -> Field:
        text = words("asked_form")
        hint = (
            str(text["rows"]).format(columns=" | ".join(f.label for f in fact.fields)) if fact.fields else ""
        )
        if fact.type == "list" and not fact.fields:
            hint = str(text["lines"])
        keys = str(text["required" if fact.required else "optional"])
        if self._phrases and fact.type == "words":
            keys = f"{words('phrase_words')['key']}   {keys}"
        made = Field(fact.label, self._editor(fact), keys=keys, hint=hint)
        self._watch(made.editor)
        return made

    def _editor(self, fact: FactField) -> Editor:
        if fact.values:
            return ChoiceField([Choice(code=item.code, word=item.label) for item in codes(fact.values)])
        match fact.type:
            case "words" | "list":
                editor = StoryField(lines=2)
                if fact.type == "words" and self._phrases:
                    offer_phrases(editor, self._phrases)
                return editor
            case "day":
                return DateField(self._today)
            case "number":
                return NumberField(0, LARGEST)
            case "flag":
                text = words("act_form")
                return PickLine([(NO, str(text["no"])), (YES, str(text["yes"]))])
        return QLineEdit()

    def _watch(self, editor: Editor) -> None:
        if isinstance(editor, PickLine):
            editor.picked.connect(lambda _: self.changed.emit())
        elif isinstance(editor, QLineEdit):
            editor.textChanged.connect(lambda _: self.changed.emit())
        elif isinstance(editor, StoryField):
            editor.textChanged.connect(self.changed.emit)

    def _put(self, column: QVBoxLayout, fields: list[Field], *, alone: bool) -> None:
        if alone and len(fields) == 2:
            column.addWidget(FieldRow(fields[0]))
            fields = fields[1:]
        if fields:
            column.addWidget(FieldRow(*fields))


def _text(editor: Editor) -> str:
    if isinstance(editor, ChoiceField):
        return editor.choice.code if editor.choice is not None else editor.text().strip()
    if isinstance(editor, DateField):
        return editor.text().strip() if editor.value is None else editor.value.isoformat()
    if isinstance(editor, NumberField):
        return editor.text().strip() if editor.value is None else str(editor.value)
    if isinstance(editor, PickLine):
        return YES if editor.code == YES else ""
    if isinstance(editor, StoryField):
        return editor.toPlainText().strip()
    return editor.text().strip() if isinstance(editor, QLineEdit) else ""


def _fill(editor: Editor, value: str) -> None:
    if isinstance(editor, ChoiceField):
        if not editor.take_code(value):
            editor.take_text(value)
    elif isinstance(editor, PickLine):
        editor.take(YES if value == YES else NO)
    elif isinstance(editor, StoryField):
        editor.set_text(value)
    elif isinstance(editor, QLineEdit):
        editor.setText(value)
