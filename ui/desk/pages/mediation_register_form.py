"""The form of one row of the register: a body, a mediator or a room, with all its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit

from app.domain.account import Account
from app.domain.codes import codes
from app.domain.mediation.clauses import fen_of, yuan_of
from app.domain.mediation.register import (
    BodyKind,
    BodyRegistered,
    MediatorRegistered,
    Register,
    RoomRegistered,
    Row,
)
from app.errors import BadInput
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Editor, Field, FieldRow
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.several import SeveralField

Line = tuple[tuple[str, int], ...]
LAYOUT: Mapping[str, tuple[Line, ...]] = {
    "body": (
        (("code", 2), ("name", 5), ("number_word", 2), ("body_kind", 5)),
        (("of", 5), ("address", 5), ("phone", 3)),
        (("court", 5), ("rate", 3), ("closed", 3)),
    ),
    "mediator": (
        (("code", 2), ("name", 3), ("bodies", 6)),
        (("stand_in", 3), ("account", 3), ("phone", 3), ("closed", 3)),
    ),
    "room": ((("code", 2), ("name", 4), ("where", 5), ("seats", 2), ("closed", 3)),),
}
"""The fields of each form and how wide they are, line by line."""
MOST_SEATS = 999
NO, YES = "no", "yes"


class RegisterForm(Card):
    """One row, new or as it stands; the code of one that stands is not changed."""

    def __init__(self, kind: str, text: Mapping[str, Any]) -> None:
        super().__init__(text["form_new"])
        self._kind, self._text = kind, text
        self.fields: dict[str, Field] = {}
        for line in LAYOUT[kind]:
            row = [self._field(name) for name, _ in line]
            self.add_row(FieldRow(*row, widths=[width for _, width in line]))

    def offer(self, register: Register, people: Sequence[Account]) -> None:
        """What may be chosen: bodies, mediators, accounts."""
        bodies = [Choice(code=row.code, word=row.name) for row in register.bodies.values() if not row.closed]
        persons = [
            Choice(code=row.code, word=row.name) for row in register.mediators.values() if not row.closed
        ]
        accounts = [Choice(code=item.id, word=item.name) for item in people if not item.closed]
        for name, choices in (
            ("of", bodies),
            ("bodies", bodies),
            ("stand_in", persons),
            ("account", accounts),
        ):
            editor = self.fields[name].editor if name in self.fields else None
            if isinstance(editor, ChoiceField | SeveralField):
                editor.offer(choices)

    def begin_new(self) -> None:
        """An empty form."""
        self.set_title(str(self._text["form_new"]))
        for name, field in self.fields.items():
            _put(field.editor, NO if name == "closed" else "")
        self.fields["code"].editor.setEnabled(True)

    def show_row(self, row: object) -> None:
        """A row as it stands."""
        if not isinstance(row, BodyRegistered | MediatorRegistered | RoomRegistered):
            return
        self.set_title(str(self._text["form_of"]).format(name=row.name))
        for name, field in self.fields.items():
            _put(field.editor, _shown(row, name))
            field.say_hint()
        self.fields["code"].editor.setEnabled(False)

    def focus_first(self) -> None:
        """The cursor in the first field that can be written in."""
        next(field for field in self.fields.values() if field.editor.isEnabled()).editor.setFocus()

    @property
    def row(self) -> Row:
        """The row as it is filled in. Raises BadInput("mediation.no_sum", "field.missing", "field.type")."""
        said = {name: _read(field.editor) for name, field in self.fields.items()}
        if self._kind == "body" and said["body_kind"] not in set(BodyKind):
            raise BadInput("field.missing", field="body_kind", name="body_kind")
        seats = self.fields["seats"].editor if "seats" in self.fields else None
        if isinstance(seats, NumberField) and seats.problem:
            raise BadInput("field.type", field="seats", name="seats", type="1, 2, 3")
        closed = said["closed"] == YES
        if self._kind == "body":
            return BodyRegistered(
                code=said["code"],
                name=said["name"],
                body_kind=BodyKind(said["body_kind"]),
                number_word=said["number_word"],
                of=said["of"],
                address=said["address"],
                phone=said["phone"],
                court=said["court"],
                rate_fen=fen_of(said["rate"], "rate") if said["rate"] else 0,
                closed=closed,
            )
        if self._kind == "mediator":
            return MediatorRegistered(
                code=said["code"],
                name=said["name"],
                bodies=tuple(part for part in said["bodies"].split(",") if part),
                account=said["account"],
                stand_in=said["stand_in"],
                phone=said["phone"],
                closed=closed,
            )
        return RoomRegistered(
            code=said["code"],
            name=said["name"],
            where=said["where"],
            seats=int(said["seats"] or 0),
            closed=closed,
        )

    def _field(self, name: str) -> Field:
        text = self._text
        self.fields[name] = made = Field(
            text[name], self._editor(name), hint=str(text.get(f"{name}_hint", ""))
        )
        return made

    def _editor(self, name: str) -> Editor:
        if name == "closed":
            return PickLine([(code, self._text["in_use"][code]) for code in (NO, YES)])
        if name == "body_kind":
            return ChoiceField(
                [Choice(code=item.code, word=item.label) for item in codes("mediation_bodies")]
            )
        if name == "bodies":
            return SeveralField(())
        if name in ("of", "stand_in", "account"):
            return ChoiceField()
        return NumberField(1, MOST_SEATS) if name == "seats" else QLineEdit()


def _shown(row: Row, name: str) -> str:
    if name == "closed":
        return YES if row.closed else NO
    if name == "rate":
        return yuan_of(row.rate_fen) if isinstance(row, BodyRegistered) and row.rate_fen else ""
    value = getattr(row, name)
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value) if value else ""


def _put(editor: Editor, value: str) -> None:
    if isinstance(editor, SeveralField):
        editor.take_codes([part for part in value.split(",") if part])
    elif isinstance(editor, ChoiceField):
        editor.await_code(value, value)
    elif isinstance(editor, PickLine):
        editor.take(value)
    elif isinstance(editor, QLineEdit):
        editor.setText(value)


def _read(editor: Editor) -> str:
    if isinstance(editor, SeveralField):
        return ",".join(editor.codes)
    if isinstance(editor, ChoiceField):
        return editor.code or editor.text().strip()
    if isinstance(editor, PickLine):
        return editor.code
    if isinstance(editor, NumberField):
        return str(editor.value or "")
    return editor.text().strip() if isinstance(editor, QLineEdit) else ""
