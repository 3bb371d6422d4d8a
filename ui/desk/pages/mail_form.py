"""The forms of the mail page: a letter that is opened, registered, joined to a matter, handed on. None of them saves."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit

from app.errors import BadInput
from resources.loader import words as words_of
from ui.desk.widgets.act_form import NO, YES
from ui.desk.widgets.card import Card
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Editor, Field, FieldRow
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.story_field import StoryField
from ui.messages import words

NEW, REGISTER, JOIN, BACK = "new", "register", "join", "back"
ROWS: dict[str, tuple[tuple[str, ...], ...]] = {
    NEW: (
        ("sender", "sender_address"),
        ("received_on", "postmark_on", "postal_number", "enclosures"),
        ("envelope", "restricted"),
        ("note",),
    ),
    REGISTER: (("name", "phone", "address"), ("content",), ("requested",)),
    JOIN: (("number",), ("summary",)),
    BACK: (("to",), ("reason",)),
}
"""Which fields each form has, line by line."""
LONG = frozenset({"note", "content", "summary", "requested", "reason"})
DAYS = frozenset({"received_on", "postmark_on"})
MOST = 999


class LetterForm(Card):
    """One of the four forms."""

    def __init__(self, mode: str, today: date) -> None:
        self._text: dict[str, Any] = words_of("words/materials.toml")["mail_page"]
        super().__init__(self._text[f"form_{mode}"])
        self._today = today
        names = [name for row in ROWS[mode] for name in row]
        hints = self._text["hints"]
        self.fields = {
            name: Field(self._text["fields"][name], self._editor(name), hint=hints.get(name, ""))
            for name in names
        }
        for row in ROWS[mode]:
            self.add_row(FieldRow(*(self.fields[name] for name in row)))

    def _editor(self, name: str) -> Editor:
        if name in LONG:
            return StoryField(lines=3)
        if name in DAYS:
            return DateField(self._today, self._today if name == "received_on" else None)
        if name == "enclosures":
            return NumberField(0, MOST, None)
        if name == "restricted":
            text = words("act_form")
            return PickLine([(NO, str(text["no"])), (YES, str(text["yes"]))])
        return QLineEdit()

    @property
    def values(self) -> dict[str, object]:
        """What stands there, by name. Raises BadInput("field.type") for a day nobody can read."""
        found: dict[str, object] = {}
        for name, field in self.fields.items():
            editor = field.editor
            if isinstance(editor, DateField):
                if editor.text().strip() and editor.value is None:
                    raise BadInput("field.type", field=name, name=name, type="2026-11-21")
                found[name] = None if editor.value is None else editor.value.isoformat()
            elif isinstance(editor, PickLine):
                found[name] = editor.code == YES
            elif name == "enclosures":
                found[name] = int(field.text) if field.text.strip().isdecimal() else None
            else:
                found[name] = field.text.strip()
        return found

    def begin(self, title: str, filled: dict[str, object]) -> None:
        """An empty form under a title, with what is known already standing in it."""
        self.set_title(title)
        for name, field in self.fields.items():
            editor = field.editor
            field.clear()
            field.say_hint()
            known = str(filled.get(name) or "")
            if isinstance(editor, DateField):
                editor.set_value(self._today if name == "received_on" else None)
            elif isinstance(editor, PickLine):
                editor.take(NO)
            elif isinstance(editor, StoryField):
                editor.set_text(known)
            elif isinstance(editor, QLineEdit):
                editor.setText(known)
        next(iter(self.fields.values())).editor.setFocus()

    def take(self, filled: dict[str, object]) -> None:
        """What became known meanwhile, into lines in which nothing was typed."""
        for name, known in filled.items():
            field = self.fields.get(name)
            if field is not None and isinstance(field.editor, QLineEdit) and not field.text.strip():
                field.editor.setText(str(known))
