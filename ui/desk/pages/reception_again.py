"""Somebody whose name stands in the form came again about a running matter: the form is settled by that visit.

A draft in which nothing but the person stands goes by itself, with the number in its reason; one with a story in it stays
for the clerk to decide: there may be something new in it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.desk.hall import Hall
from ui.desk.pages.reception_drafts import DraftKeeper
from ui.desk.pages.reception_state import FormTyped
from ui.desk.pages.reception_strip import section


class ComingAgain(QObject):
    """Remembers from which draft F8 was pressed, until the visit is written down."""

    def __init__(
        self, hall: Hall, drafts: DraftKeeper, form: Callable[[], FormTyped], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._drafts, self._form = drafts, form
        self._number, self._slot = "", 0
        hall.visited_again.connect(self._visited)

    def asked(self, number: str) -> None:
        """F8 was pressed for this matter."""
        self._number, self._slot = number, self._drafts.current

    def _visited(self, number: str) -> None:
        if number != self._number or self._slot != self._drafts.current:
            return
        self._number = ""
        if any(claim.content.strip() or claim.requested.strip() for claim in self._form().claims):
            return
        self._drafts.give_up(
            section("earlier")["came_again"].format(number=number), lambda: None, lambda _: None
        )
