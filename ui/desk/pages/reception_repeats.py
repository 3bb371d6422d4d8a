"""The registration beside an earlier matter: opened from the side column, in the place of the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.names import mask_name
from app.services.repeats import Told
from app.services.side_by_side import Side, compare
from ui.desk.hall import Hall
from ui.desk.pages.reception_column import SideColumn
from ui.desk.pages.reception_state import FormTyped
from ui.desk.pages.repeats_card import RepeatsCard


class ReceptionRepeats(QObject):
    """Shows the chosen earlier matter whole beside what is typed; what is typed is only covered, never touched."""

    def __init__(
        self,
        hall: Hall,
        column: SideColumn,
        form: Callable[[], FormTyped],
        told: Callable[[], Told],
        covered: Sequence[QWidget],
    ) -> None:
        super().__init__(column)
        self._hall, self._column, self._form, self._told = hall, column, form, told
        self._covered = tuple(covered)
        self._hidden: list[QWidget] = []
        self._came_from: QWidget | None = None
        self.card = RepeatsCard(hall, "acts_draft")
        self.card.turned.connect(column.earlier.choose_at)
        self.card.closed.connect(self._uncover)

    def open(self) -> None:
        """Puts the chosen earlier matter beside the form; pressed again, puts it away."""
        earlier, form = self._column.earlier, self._form()
        if self.card.leave():
            return
        if earlier.chosen is None or form.sealed:
            self._hall.say("reception.nobody_earlier")
            return
        self._came_from = self.card.window().focusWidget()
        self._hidden = [widget for widget in self._covered if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()
        session, typed = self._hall.session, self._typed(form)
        self.card.open(earlier.rows, earlier.at, partial(compare, session, typed))

    def choose(self, step: int) -> None:
        """The next earlier matter, in the column and beside the form."""
        if self.card.isHidden():
            self._column.earlier.choose(step)
        else:
            self.card.turn(step)

    def tell_apart(self) -> None:
        """The chosen one is not the same."""
        number = self._column.tell_apart()
        if number and not self.card.isHidden():
            self.card.drop(number)

    def open_it(self) -> None:
        """Opens the earlier matter that stands beside the form; else the one just registered."""
        chosen = self.card.chosen
        if chosen is None:
            self._column.open_registered()
        else:
            self._hall.asked_for_matter.emit(chosen.number)

    def fold(self) -> bool:
        """Puts it away; whether it was there."""
        return self.card.leave()

    def _typed(self, form: FormTyped) -> Side:
        told, person = self._told(), form.persons[0]
        name = "" if form.anonymous else person.name.strip()
        persons = len([item for item in form.persons if item.name.strip()]) or 1
        hidden = form.confidential or form.sealed
        return Side(
            person=mask_name(name) if hidden else name, persons=persons, place=told.place, story=told.text
        )

    def _uncover(self) -> None:
        for widget in self._hidden:
            widget.show()
        self._hidden = []
        if self._came_from is not None:
            self._came_from.setFocus()
            self._came_from = None
