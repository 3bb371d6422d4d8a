"""A form made from an act's own fields. A new act needs no form: its type, its words and its code lists are enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.acts.correcting import CORRECTABLE
from app.domain.acts.delivering import KEPT_FILES
from app.domain.acts.handing_in import KEPT_PAGES
from app.domain.acts.recording import EXTERNAL_FACTS
from app.domain.codes import LIST_OF_FIELD, category, codes, find_code
from app.domain.fields import FieldSpec, describe, from_json
from app.domain.office import Unit
from app.domain.rule import Ground
from app.errors import AppError, BadInput
from resources.loader import read_table
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Editor, Field, FieldRow
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.quick_words import QuickWords
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.several import SeveralField
from ui.desk.widgets.story_field import StoryField
from ui.desk.widgets.ticks import TickRow
from ui.desk.widgets.unit_card import UnitCard
from ui.messages import words
from ui.theme import current

UNITS = "units"
"""The code list of the office's units."""
LONG = frozenset({"asked", "told", "answer", "summary", "result", "reason"})
"""Fields in which a person's words are written down: several lines."""
LATER = frozenset({"due_by"})
"""Days that lie ahead: today is no good guess."""
TODAY_TOO = frozenset({"on"})
"""Days that may be left out and are today as a rule."""
YES, NO = "yes", "no"
UNDECIDED = "undecided"
"""The code of what is still open, in lists that name only what it can become."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSetting:
    """What the form draws on: today, the office's units, how many claims there are, values that are given already, the
    lawful grounds of the act. `filled` stands in the fields when the form comes and can be changed; `choices` are what a
    field may be that only whoever brings the form knows; `initials` are first letters of units' names, by code.
    """

    today: date
    units: Sequence[Unit] = ()
    claims: int = 1
    given: Mapping[str, object] = field(default_factory=dict)
    grounds: Sequence[Ground] = ()
    filled: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    initials: Mapping[str, str] = field(default_factory=dict)


class ActForm(QWidget):
    """One line a field, in the order of the act. What is given already is not asked."""

    def __init__(self, act: str, kind: type, setting: FormSetting) -> None:
        super().__init__()
        self.act = act
        self._kind, self._setting = kind, setting
        self._specs = {spec.name: spec for spec in describe(kind)}
        self.fields: dict[str, Field] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        hints = get_type_hints(kind)
        for spec in self._specs.values():
            if spec.name in setting.given or (spec.name == "claim" and setting.claims < 2):
                continue
            if spec.values in (KEPT_FILES, KEPT_PAGES):
                continue  # a hash is nothing to type: files are added where their pictures are shown
            made = self._field(spec, hints[spec.name])
            self.fields[spec.name] = made
            if spec.name in setting.filled:
                _fill(made.editor, setting.filled[spec.name])
            column.addWidget(FieldRow(made))
            self._say_often(column, spec.name, made.editor)

    def focus_first(self) -> None:
        """Puts the cursor into the first field that is empty and must be filled, else the first."""
        names = [name for name in self.fields if self._specs[name].required and not self.fields[name].text]
        for name in (*names, *self.fields):
            self.fields[name].editor.setFocus()
            return

    def focus(self, name: str) -> None:
        """Puts the cursor into that field, where the form has it."""
        if name in self.fields:
            self.fields[name].editor.setFocus()

    def value(self) -> Any:
        """The act as it is filled in. Raises BadInput naming the field."""
        clear_refusals(self.fields)
        data: dict[str, object] = dict(self._setting.given)
        for name, made in self.fields.items():
            read = _read(made.editor, self._specs[name])
            if read not in (None, "", []):
                data[name] = read
        return from_json(self._kind, data)

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields, as `FormSetting.filled` takes it again."""
        found = {name: _typed(made.editor) for name, made in self.fields.items()}
        return {name: text for name, text in found.items() if text}

    def put_below(self, name: str, widget: QWidget) -> None:
        """Puts something below a field, or at the end where the field is not asked for."""
        column = self.layout()
        row = self.fields[name].editor.parentWidget() if name in self.fields else None
        at = -1 if column is None or row is None else column.indexOf(row)
        if isinstance(column, QVBoxLayout):
            column.insertWidget(at + 1 if at >= 0 else -1, widget)

    def refuse(self, error: AppError) -> bool:
        """Shows a refusal at its field; False where it belongs to none here."""
        return show_refusal(self.fields, error)

    def _field(self, spec: FieldSpec, hint: Any) -> Field:
        labels, hints = words("act_fields"), words("act_hints")
        label = str(labels.get(f"{self.act}.{spec.name}", labels.get(spec.name, spec.name)))
        editor = self._editor(spec, hint)
        keys = str(words("act_form")["required" if spec.required else "optional"])
        note = str(hints.get(f"{self.act}.{spec.name}", hints.get(spec.name, "")))
        if isinstance(editor, ChoiceField) and not note:
            note = str(words("act_form")["choose"])
        return Field(label, editor, keys=keys, hint=note, help_name=f"{self.act}.{spec.name}")

    def _say_often(self, column: QVBoxLayout, name: str, editor: Editor) -> None:
        """What is said again and again in this field, each with its key; what the field's own choice means."""
        often = words("quick_words").get(f"{self.act}.{name}")
        if often is not None and isinstance(editor, QLineEdit | StoryField):
            column.addWidget(QuickWords(editor, often["sentences"], often["keys"], self))
            column.addSpacing(current.theme.px(10))
        if self._specs[name].values == UNITS and isinstance(editor, ChoiceField):
            column.addWidget(UnitCard(editor, self._setting.units))

    def _editor(self, spec: FieldSpec, hint: Any) -> Editor:
        today = self._setting.today
        choices = self._choices(spec, hint)
        if choices is not None and spec.type == "list of text":
            return SeveralField(choices)
        if choices is not None and spec.type.startswith("list of"):
            return TickRow([(choice.code, choice.word) for choice in choices])
        if choices is not None:
            made = ChoiceField(choices)
            if spec.name == "claim":
                made.take(choices[0])
            return made
        if spec.type == "date":
            guess = (spec.required and spec.name not in LATER) or spec.name in TODAY_TOO
            return DateField(today, today if guess else None)
        if spec.type == "integer":
            return NumberField(1, 9999, 1 if spec.name == "persons" else None)
        if spec.type == "yes/no":
            text = words("act_form")
            return PickLine([(NO, str(text["no"])), (YES, str(text["yes"]))])
        return StoryField(lines=2) if spec.name in LONG else QLineEdit()

    def _choices(self, spec: FieldSpec, hint: Any) -> tuple[Choice, ...] | None:
        own = self._setting.choices.get(spec.name)
        if own is not None:
            return tuple(own)
        if spec.name == "claim":
            text = words("act_form")
            one = [
                Choice(code=str(at), word=str(text["claim"]).format(number=at))
                for at in range(1, self._setting.claims + 1)
            ]
            return (Choice(code="0", word=str(text["all_claims"])), *one)
        if spec.type in ("code", "list of code"):
            return _enumerated(spec.name, hint)
        maker = CHOICES.get(spec.values)
        return None if maker is None else maker(self._setting)


def _fill(editor: Editor, value: str) -> None:
    """Puts a value into an editor as if it had been typed: a code of its list, or words."""
    if isinstance(editor, SeveralField):
        editor.take_codes(value.split("|"))
    elif isinstance(editor, ChoiceField):
        if not editor.take_code(value):
            editor.take_text(value)
    elif isinstance(editor, QLineEdit):
        editor.setText(value)
    elif isinstance(editor, StoryField):
        editor.set_text(value)
    elif isinstance(editor, PickLine):
        editor.take(value)
    elif isinstance(editor, TickRow):
        editor.take(value.split("|"))


def _typed(editor: Editor) -> str:
    """What stands in an editor: a code where one was chosen, else the words."""
    if isinstance(editor, SeveralField):
        return "|".join(editor.codes)
    if isinstance(editor, ChoiceField):
        return editor.choice.code if editor.choice is not None else editor.text()
    if isinstance(editor, PickLine):
        return editor.code
    if isinstance(editor, TickRow):
        return "|".join(editor.codes)
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


def _units(setting: FormSetting) -> tuple[Choice, ...]:
    letters = setting.initials
    return tuple(
        Choice(code=u.code, word=u.name, initials=letters.get(u.code, ""))
        for u in setting.units
        if not u.closed
    )


def _channels(_: FormSetting) -> tuple[Choice, ...]:
    return tuple(Choice(code=item.code, word=item.label) for item in codes("channels"))


def _facts(_: FormSetting) -> tuple[Choice, ...]:
    known = {item.code: item.label for item in codes("milestones")}
    return tuple(Choice(code=name, word=known.get(name, name)) for name in EXTERNAL_FACTS)


def _grounds(setting: FormSetting) -> tuple[Choice, ...]:
    return tuple(Choice(code=ground.id, word=ground.title, path=ground.article) for ground in setting.grounds)


def _correctable(_: FormSetting) -> tuple[Choice, ...]:
    labels = words("correctable")
    return tuple(Choice(code=name, word=str(labels.get(name, name))) for name in CORRECTABLE)


@cache
def content_categories() -> tuple[Choice, ...]:
    """Every content category, to be found by word or by first letters."""
    found = []
    for row in read_table("codes/classification.tsv"):
        known = category(row["code"])
        if known is not None:
            above = " › ".join(known.path[:-1])
            found.append(Choice(code=row["code"], word=row["label"], path=above, initials=row["initials"]))
    return tuple(found)


CHOICES: Mapping[str, Callable[[FormSetting], tuple[Choice, ...]]] = {
    UNITS: _units,
    "channels": _channels,
    "external_facts": _facts,
    "refusal_grounds": _grounds,
    "refusal_again_grounds": _grounds,
    "categories": lambda _: content_categories(),
    "correctable_fields": _correctable,
}
"""The code lists that a field may name in its `values`."""


def _enumerated(name: str, hint: Any) -> tuple[Choice, ...]:
    kinds = [item for item in (hint, *get_args(hint)) if isinstance(item, type) and issubclass(item, StrEnum)]
    return tuple(Choice(code=item.value, word=code_word(name, item.value)) for kind in kinds for item in kind)


def code_word(name: str, code: str) -> str:
    """A code of a field in the office's words."""
    table = LIST_OF_FIELD.get(name)
    found = find_code(table, code) if table else None
    if found is None:
        return str(words("act_form")[UNDECIDED]) if code == UNDECIDED else code
    return found.label


def _read(editor: Editor, spec: FieldSpec) -> object:
    if isinstance(editor, SeveralField):
        return editor.codes
    if isinstance(editor, ChoiceField):
        code = editor.choice.code if editor.choice is not None else editor.text().strip()
        if spec.type == "integer":
            return int(code) if code.isdecimal() and code != "0" else None
        return code
    if isinstance(editor, DateField):
        if editor.text().strip() and editor.value is None:
            raise BadInput("field.type", field=spec.name, name=spec.name, type="2026-11-21")
        return None if editor.value is None else editor.value.isoformat()
    if isinstance(editor, NumberField):
        if editor.text().strip() and editor.value is None:
            raise BadInput("field.type", field=spec.name, name=spec.name, type="1, 2, 3")
        return editor.value
    if isinstance(editor, PickLine):
        return editor.code == YES
    if isinstance(editor, TickRow):
        ticked = [int(code) for code in editor.codes] if "integer" in spec.type else list(editor.codes)
        return ticked or None
    text = editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()
    return text.strip()
