"""The parties of a mediation as lines of a form: side, name, number, telephone, address, and whether they agree already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit

from app.domain.mediation.opening import FEWEST, MOST
from app.domain.mediation.sides import Party, Side
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.pick import PickLine
from ui.messages import words

YES, NO = "yes", "no"
CREDIT_CODE = 18
"""Places of the number of an organisation."""
PARTS = ("name", "id_number", "phone", "address")


class PartyLine:
    """One party: the editors of a line."""

    def __init__(self, text: Mapping[str, Any], number: int, side: Side) -> None:
        self.side = PickLine([(item.value, text[item.value]) for item in Side], side.value)
        self.willing = PickLine([(NO, text["willing_no"]), (YES, text["willing_yes"])], NO)
        self.fields = {
            "side": Field(text["side"].format(number=number), self.side),
            **{name: Field(text[name], QLineEdit()) for name in PARTS},
            "willing": Field(text["willing"], self.willing),
        }
        self.row = FieldRow(*self.fields.values(), widths=(3, 4, 4, 3, 4, 3))

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.fields[name].text.strip() for name in PARTS)

    @property
    def content(self) -> dict[str, str]:
        """What stands in the line, for a draft."""
        return {name: field.text for name, field in self.fields.items()}

    def fill(self, content: Mapping[str, object]) -> None:
        """Puts a line back."""
        for name in PARTS:
            editor = self.fields[name].editor
            if isinstance(editor, QLineEdit):
                editor.setText(str(content.get(name, "")))
        self.side.take(str(content.get("side", Side.APPLICANT)))
        self.willing.take(str(content.get("willing", NO)))


class PartyLines(Card):
    """The lines of all parties: one of each side to begin with, more by a key."""

    def __init__(self) -> None:
        self._text = words("mediation_form")
        super().__init__(self._text["parties_card"], self._text["parties_keys"])
        self.lines: list[PartyLine] = []
        self.taken: list[Party | None] = []
        """What a matter gave of a party besides the line's own fields, by place."""
        self.add(Side.APPLICANT)
        self.add(Side.RESPONDENT)

    @property
    def fields(self) -> dict[str, Field]:
        """The fields by the names that errors use: `parties.2.name`."""
        return {
            f"parties.{at}.{name}": field
            for at, line in enumerate(self.lines, 1)
            for name, field in line.fields.items()
        }

    def add(self, side: Side | None = None) -> PartyLine | None:
        """One more line, of the side of the last one."""
        if len(self.lines) >= MOST:
            return None
        chosen = side or (Side(self.lines[-1].side.code) if self.lines else Side.APPLICANT)
        line = PartyLine(self._text, len(self.lines) + 1, chosen)
        self.lines.append(line)
        self.taken.append(None)
        self.add_row(line.row)
        return line

    def drop_last(self) -> None:
        """Takes the last line away; two always stay."""
        if len(self.lines) > FEWEST:
            line = self.lines.pop()
            self.taken.pop()
            self.content.removeWidget(line.row)
            line.row.deleteLater()

    def show_lines(self, lines: Sequence[Mapping[str, object]]) -> None:
        """Shows these lines and no others."""
        while len(self.lines) > max(len(lines), FEWEST):
            self.drop_last()
        while len(self.lines) < len(lines):
            self.add()
        blank: Sequence[Mapping[str, object]] = ({"side": Side.APPLICANT}, {"side": Side.RESPONDENT})
        for at, line in enumerate(self.lines):
            line.fill(lines[at] if at < len(lines) else blank[min(at, 1)])
        self.taken = [None] * len(self.lines)

    def take_applicants(self, parties: Sequence[Party]) -> None:
        """Puts the petitioners of a matter into the first lines; whoever stands there on the other side stays."""
        others = [
            line.content for line in self.lines if not line.is_blank and line.side.code != Side.APPLICANT
        ]
        mine = [
            {
                "side": party.side,
                "name": party.name,
                "id_number": party.id_number,
                "phone": party.phone,
                "address": party.address,
                "willing": NO,
            }
            for party in parties
        ]
        self.show_lines([*mine, *(others or [{"side": Side.RESPONDENT}])])
        self.taken[: len(parties)] = parties

    @property
    def parties(self) -> tuple[Party, ...]:
        """The parties as they stand there; blank lines are none."""
        return tuple(self._party(at) for at, line in enumerate(self.lines) if not line.is_blank)

    @property
    def willing(self) -> tuple[int, ...]:
        """Which of them agree already, by place from 1."""
        given = [line for line in self.lines if not line.is_blank]
        return tuple(at for at, line in enumerate(given, 1) if line.willing.code == YES)

    def _party(self, at: int) -> Party:
        line, taken = self.lines[at], self.taken[at]
        said = {name: line.fields[name].text.strip() for name in PARTS}
        return Party(
            side=Side(line.side.code),
            organisation=_of_organisation(said["id_number"]) if taken is None else taken.organisation,
            sex="" if taken is None else taken.sex,
            id_type="" if taken is None else taken.id_type,
            name=said["name"],
            id_number=said["id_number"],
            phone=said["phone"],
            address=said["address"],
        )


def _of_organisation(number: str) -> bool:
    """Whether a number is an organisation's (统一社会信用代码): eighteen places that begin with 9 or 5 and hold no date."""
    return (
        len(number) == CREDIT_CODE and number[:1] in ("9", "5") and not number[6:14].startswith(("19", "20"))
    )
