"""The masked values of a matter's people, each to be held; in a matter of a colleague's a reason comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.matter import Matter
from app.domain.policy import Relation
from app.services.matter_sheet import MatterSheet
from app.services.revealing import GROUPS, reveal
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.masked_lines import Asking
from ui.desk.pages.matter_words import STAR
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.masked_value import MaskedValue
from ui.desk.widgets.refusals import clear_refusals, show_refusal

FIELDS = ("id_number", "phones", "phone", "address")
"""What may be masked of a person, in the order in which it is shown. Names stand above."""


class MaskedPeople(QWidget):
    """One line for each masked value; no room where nothing is masked."""

    revealed = Signal(str)
    """A value was shown or copied: the field."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self._hall = hall
        self._text = words_of("words/people_window.toml")["masked"]
        self._number = ""
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self.values: Sequence[MaskedValue] = ()
        """The lines that stand there now."""
        self.reason = Field(self._text["reason"], QLineEdit(), hint=self._text["reason_hint"])
        self._reason_row = FieldRow(self.reason)
        self._asking = Asking(
            hall, self, self._question, lambda error: show_refusal({"reason": self.reason}, error)
        )
        self._asking.revealed.connect(self.revealed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._reason_row)
        self.hide()

    def show_sheet(self, sheet: MatterSheet) -> None:
        """Lists what is masked in the matter."""
        found = tuple(masked_in(sheet.matter, self._text["fields"]))
        needs_reason = bool(found) and sheet.view.relation is not Relation.OWN
        self._reason_row.setVisible(needs_reason)
        if (sheet.matter.number, found) != (self._number, self._shown):
            if sheet.matter.number != self._number:
                self.reason.clear()
            self._number, self._shown = sheet.matter.number, found
            self._make(found)
        self.setVisible(bool(found))

    @property
    def words(self) -> str:
        """What is said there."""
        return "\n".join(value.text for value in self.values)

    def _make(self, found: Sequence[tuple[str, str, str]]) -> None:
        for old in self.values:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.values = [MaskedValue(*item) for item in found]
        for value in self.values:
            self._column.addWidget(value)
            self._asking.serve(value)

    def _question(self, field: str) -> Callable[[], str]:
        session, number, reason = self._hall.session, self._number, self.reason.text
        clear_refusals({"reason": self.reason})
        return lambda: reveal(session, number, field, reason)


def masked_in(matter: Matter, names: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Field, label and mask of every value of the matter's people that is not shown in full."""
    for group in GROUPS:
        for at, person in enumerate(getattr(matter.people, group), start=1):
            for field in FIELDS:
                value = getattr(person, field, "")
                text = " ".join(value) if isinstance(value, tuple) else str(value)
                if STAR in text:
                    yield f"{group}/{at}/{field}", f"{person.name} {names[field]}", text
