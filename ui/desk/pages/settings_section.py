"""What a section of the settings is: a card, its acts, a grey remark. The page shows one at a time and knows no content."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from ui.desk.hall import Hall
from ui.desk.widgets.field import Field
from ui.desk.widgets.refusals import NOWHERE, show_refusal

SAVE = ("Ctrl+Return", "Ctrl+Enter")
"""The keys of a section's first act."""


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionAct:
    """One button at the foot with its keys; `offered` says whether it makes sense now.

    `is_next`: the thing to do next while it is offered; the first act always is.
    """

    words: str
    act: Callable[[], object]
    keys: tuple[str, ...] = SAVE
    offered: Callable[[], bool] = _always
    is_next: bool = False


class Section(QObject):
    """One section. Its card is made by itself; `enter` is called whenever it comes to the front."""

    changed = Signal()
    """Other acts are offered, or another remark."""

    def __init__(self, hall: Hall, card: QWidget, *, grows: bool = False) -> None:
        super().__init__(card)
        self.hall = hall
        self.card = card
        """What is shown."""
        self.grows = grows
        """Whether the card takes the room that is left."""
        self.acts: Sequence[SectionAct] = ()
        """Its buttons; the first one is the thing to do next."""
        self.remark = ""
        """The grey print beside the acts."""

    def enter(self) -> None:
        """The section came to the front."""

    def refusing(
        self, fields: Mapping[str, Field], places: Mapping[str, str] = NOWHERE
    ) -> Callable[[AppError], object]:
        """Shows a refusal at its field, or else at the foot of the window."""

        def show(error: AppError) -> None:
            if not show_refusal(fields, error, places):
                self.hall.say_error(error)

        return show
