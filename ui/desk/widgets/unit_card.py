"""The card of the unit that is chosen: how it is reached, below the field where it was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.office import Unit
from ui.desk.widgets.choice import ChoiceField
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.messages import words


class UnitCard(WrappedLine):
    """One line; takes no room while no unit is chosen."""

    def __init__(self, field: ChoiceField, units: Sequence[Unit]) -> None:
        super().__init__("", "small")
        self._field, self._units = field, {unit.code: unit for unit in units}
        field.textChanged.connect(lambda _: self._show())
        field.chosen.connect(lambda _: self._show())
        self._show()

    def _show(self) -> None:
        unit = self._units.get(self._field.code)
        self.setText("" if unit is None else reached_by(unit))
        self.setVisible(unit is not None)


def reached_by(unit: Unit) -> str:
    """Telephone, duty telephone, hours, address: what the table of units knows; else that it knows nothing."""
    text: dict[str, Any] = words("unit_card")
    parts = (
        str(text["phone"]).format(phone=unit.phone) if unit.phone else "",
        str(text["duty_phone"]).format(phone=unit.duty_phone) if unit.duty_phone else "",
        unit.hours,
        unit.address,
    )
    return "  •  ".join(part for part in parts if part) or str(text["none"])
