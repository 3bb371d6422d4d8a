"""The form of one attempt to deliver, as it stands on the slip: day, receiver, way and outcome. It saves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from PySide6.QtWidgets import QLineEdit

from app.domain.acts.delivering import Deliver
from app.domain.delivery import Capacity, DeliveryMethod, Outcome
from app.domain.fields import from_json
from app.errors import AppError, BadInput
from resources.loader import words as words_of
from ui.desk.widgets.act_form import code_word
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Editor, Field, FieldRow
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.messages import words

CODED: dict[str, type[StrEnum]] = {"method": DeliveryMethod, "outcome": Outcome, "capacity": Capacity}
LINES = ("receiver", "relation", "tracking", "place", "reason", "witness", "witness_of", "recording")
ROWS = (
    ("on", "receiver"),
    ("capacity", "relation"),
    ("method", "outcome"),
    ("tracking", "place"),
    ("reason", "recording"),
    ("witness", "witness_of"),
)


def page_words() -> dict[str, Any]:
    """The words of the page of serving."""
    found: dict[str, Any] = words_of("words/delivery.toml")["delivery_page"]
    return found


class ServeForm(Card):
    """What a clerk types of one attempt; `wide` puts four fields on a line."""

    def __init__(self, today: date, *, wide: bool = False) -> None:
        super().__init__(page_words()["form"])
        self._today = today
        labels = words("act_fields")
        made: dict[str, Editor] = {"on": DateField(today)}
        made |= {name: ChoiceField(_choices(name, kind)) for name, kind in CODED.items()}
        made |= {name: QLineEdit() for name in LINES}
        self.photos = Field(page_words()["photos"], QLineEdit(), hint=page_words()["photos_hint"])
        self.fields = {
            name: Field(str(labels.get(f"deliver.{name}", labels[name])), editor)
            for name, editor in made.items()
        }
        rows: Sequence[tuple[str, ...]] = ROWS
        if wide:
            rows = [(*one, *two) for one, two in zip(ROWS[::2], ROWS[1::2], strict=True)]
        for names in rows:
            self.add_row(FieldRow(*(self.fields[name] for name in names)))
        if wide:
            self.fields["evidence"] = self.photos
            self.add_row(FieldRow(self.photos))

    def begin(self, title: str, filled: dict[str, str], on: date | None) -> None:
        """An empty form under that title, with what stands there already."""
        self.set_title(title)
        for name, field in self.fields.items():
            field.clear()
            field.say_hint()
            editor = field.editor
            if isinstance(editor, DateField):
                editor.set_value(on)
            elif isinstance(editor, ChoiceField):
                if not editor.take_code(filled.get(name, "")):
                    editor.take_text("")
            elif isinstance(editor, QLineEdit):
                editor.setText(filled.get(name, ""))

    def take_receiver(self, name: str) -> None:
        """Whoever the paper goes to, into the field of who took it."""
        editor = self.fields["receiver"].editor
        if isinstance(editor, QLineEdit):
            editor.setText(name)

    def focus(self, name: str) -> None:
        """Puts the cursor into a field."""
        self.fields[name].editor.setFocus()

    @property
    def files(self) -> str:
        """Where the pictures lie that prove it, as typed; several between semicolons."""
        return self.photos.text.strip()

    def value(self, paper: str) -> Deliver:
        """The attempt as it is filled in. Raises BadInput naming the field."""
        clear_refusals(self.fields)
        data: dict[str, object] = {"paper": paper}
        for name, field in self.fields.items():
            editor = field.editor
            if field is self.photos:
                continue
            if isinstance(editor, DateField):
                if editor.text().strip() and editor.value is None:
                    raise BadInput("field.type", field=name, name=name, type=self._today.isoformat())
                data[name] = None if editor.value is None else editor.value.isoformat()
            elif isinstance(editor, ChoiceField):
                data[name] = editor.choice.code if editor.choice is not None else field.text.strip() or None
            else:
                data[name] = field.text.strip()
        return from_json(Deliver, {name: given for name, given in data.items() if given})

    def refuse(self, error: AppError) -> bool:
        """Shows a refusal at its field; False where it belongs to none here."""
        return show_refusal(self.fields, error)


def _choices(name: str, kind: type[StrEnum]) -> tuple[Choice, ...]:
    return tuple(Choice(code=item.value, word=code_word(name, item.value)) for item in kind)
