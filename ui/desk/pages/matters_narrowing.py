"""What the list of matters is narrowed by: one field to type it into, chips to take it away, all by keys."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.codes import codes, find_category, text_of
from app.domain.names import pinyin_initials
from app.services.listing import ANYTHING, Narrowing
from app.services.session import Session
from ui.desk.hall import Hall
from ui.desk.widgets.chips import ChipRow
from ui.desk.widgets.choice import Choice, ChoiceField

YEARS = 6
"""Years that are offered, with this one."""
KINDS = tuple(field.name for field in fields(Narrowing))
"""What may be narrowed by: one of each at most."""


class NarrowingField(QObject):
    """The field and the chips; the page puts them where they belong and binds their keys."""

    changed = Signal()
    """The list is narrowed by something else than before."""

    def __init__(self, hall: Hall, text: dict[str, Any], parent: QObject) -> None:
        super().__init__(parent)
        self._text = text
        self._words: dict[str, str] = {}
        self.narrowing = ANYTHING
        """What the list is narrowed by."""
        self.field = ChoiceField()
        self.row = ChipRow(text["narrow"])
        self.field.chosen.connect(self._chosen)
        self.row.pressed.connect(self.take_away)
        session = hall.session
        hall.read(lambda: offered(session, text), self._offer, asker=self, question="narrowings")

    def _offer(self, choices: tuple[Choice, ...]) -> None:
        self._words = {choice.code: choice.word for choice in choices}
        self.field.offer(choices)
        self._show()

    def take(self, narrowing: Narrowing) -> None:
        """Narrows by exactly these."""
        if narrowing != self.narrowing:
            self.narrowing = narrowing
            self._show()
            self.changed.emit()

    def take_away(self, kind: str) -> None:
        """No longer narrows by that kind."""
        self.take(replace(self.narrowing, **{kind: ""}))

    def take_away_at(self, place: int) -> None:
        """Presses the chip at that place, from 0."""
        if place < len(self.row.chips):
            self.take_away(self.row.chips[place].code)

    def clear(self) -> None:
        """Narrows by nothing."""
        self.take(ANYTHING)

    def _chosen(self, choice: Choice | None) -> None:
        if choice is None:
            return
        kind, _, code = choice.code.partition(":")
        self.field.take_text("")
        self.take(replace(self.narrowing, **{kind: code}))

    def _show(self) -> None:
        taken = [(kind, code) for kind in KINDS if (code := getattr(self.narrowing, kind))]
        chips = []
        for (kind, code), key in zip(taken, self._text["chip_keys"], strict=False):
            word = self._words.get(f"{kind}:{code}") or self._text["chip"].format(
                kind=self._text["kinds"][kind], value=code
            )
            chips.append((kind, word, key, self._text["chip_takes_away"].format(chip=word)))
        self.row.show_chips(chips)


def offered(session: Session, text: dict[str, Any]) -> tuple[Choice, ...]:
    """Everything that a list may be narrowed by; read in a worker, for the first letters of the readings."""
    year = session.today().year
    values: dict[str, list[tuple[str, str]]] = {
        "state": list(text["states"].items()),
        "light": list(text["lights"].items()),
        "channel": [(code.code, text_of("channels", code.code)) for code in codes("channels")],
        "category": [(found.code, found.label) for found in find_category("", 99)],
        "year": [(str(at), str(at)) for at in range(year, year - YEARS, -1)],
        "unit": [(unit.code, unit.name) for unit in session.office.units],
    }
    made = []
    for kind, items in values.items():
        for code, word in items:
            whole = text["chip"].format(kind=text["kinds"][kind], value=word)
            readings = "|".join((*pinyin_initials(word), *pinyin_initials(whole)))
            made.append(Choice(code=f"{kind}:{code}", word=whole, initials=readings))
    return tuple(made)
