"""Who must not see an accusation (条例第三十条第三款): the accused, their unit, and the units under it."""

from __future__ import annotations

from app.domain.office import Office


def units_of_accused(accused: str, office: Office) -> frozenset[str]:
    """Codes of the units that the words about the accused name, and of every unit below them in the office's table."""
    if not accused.strip():
        return frozenset()
    named = {unit.code for unit in office.units if unit.name in accused or unit.code == accused.strip()}
    while True:
        below = {unit.code for unit in office.units if _superior(unit.superior, office) in named}
        if below <= named:
            return frozenset(named)
        named |= below


def _superior(reference: str, office: Office) -> str:
    unit = office.unit(reference) if reference else None
    return reference if unit is None else unit.code
