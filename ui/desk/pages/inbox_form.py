"""The forms of the inbox: an item that is typed in, and the reason for handing one back. Neither saves."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit

from app.domain.inbox import InboxItem
from app.errors import BadInput
from resources.loader import words as words_of
from ui.desk.widgets.act_form import NO, YES
from ui.desk.widgets.card import Card
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Editor, Field, FieldRow
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.story_field import StoryField
from ui.messages import words

DAYS = ("sent_on", "arrived_on", "paper_on", "route_by", "due_by")


class InboxForm(Card):
    """Everything that stands on an item: who sent it, its numbers, its days and limits, whose matter, what to do."""

    def __init__(self, today: date) -> None:
        text: dict[str, Any] = words_of("words/inbox.toml")["inbox"]
        super().__init__(text["form"])
        self._today = today
        yes_no = words("act_form")
        editors: dict[str, Editor] = {
            "sender": QLineEdit(),
            "sender_number": QLineEdit(),
            "query_code": QLineEdit(),
            **{name: DateField(today, today if name == "arrived_on" else None) for name in DAYS},
            "name": QLineEdit(),
            "phone": QLineEdit(),
            "address": QLineEdit(),
            "kept": PickLine([(NO, str(yes_no["no"])), (YES, str(yes_no["yes"]))]),
            "content": StoryField(lines=3),
            "to_do": StoryField(lines=2),
        }
        self.fields = {name: Field(text[name], editor) for name, editor in editors.items()}
        order = (
            ("sender", "sender_number", "query_code"),
            DAYS,
            ("name", "phone", "address", "kept"),
            ("content",),
            ("to_do",),
        )
        for names in order:
            self.add_row(FieldRow(*(self.fields[name] for name in names)))

    @property
    def values(self) -> dict[str, object]:
        """What stands there, by the names of an item's fields. Raises BadInput("field.type") for a day nobody can read."""
        found: dict[str, object] = {}
        for name, field in self.fields.items():
            editor = field.editor
            if isinstance(editor, DateField):
                if editor.text().strip() and editor.value is None:
                    raise BadInput("field.type", field=name, name=name, type="2026-11-21")
                found[name] = None if editor.value is None else editor.value.isoformat()
            elif isinstance(editor, PickLine):
                found["restricted"] = editor.code == YES
            else:
                found[name] = field.text.strip()
        return found

    def empty(self) -> None:
        """An empty form; what arrived is taken to have arrived today."""
        for name, field in self.fields.items():
            field.clear()
            field.say_hint()
            if name == "arrived_on" and isinstance(field.editor, DateField):
                field.editor.set_value(self._today)
            if isinstance(field.editor, PickLine):
                field.editor.take(NO)


class ObjectionForm(Card):
    """Why an item is handed back."""

    def __init__(self) -> None:
        self._text: dict[str, Any] = words_of("words/inbox.toml")["inbox"]
        super().__init__(self._text["object"])
        self.reason = Field(self._text["reason"], StoryField(lines=4), hint=self._text["object_hint"])
        self.add_row(FieldRow(self.reason))

    def about(self, item: InboxItem) -> None:
        """Which item it is about."""
        self.reason.clear()
        self.reason.say_hint()
        self.set_title(self._text["object_card"].format(sender=item.what.sender))
