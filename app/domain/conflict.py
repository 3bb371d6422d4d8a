"""Who must not see an accusation (条例第三十条第三款): the accused, their unit, and the units under it."""

from __future__ import annotations

from app.domain.check import require_check
from app.domain.office import Office, Unit


def units_of_accused(accused: str, office: Office) -> frozenset[str]:
    """Codes of the units that the words about the accused name, and of every unit below them in the office's table."""
    if not accused.strip():
        return frozenset()
    named = {
        unit.code
        for unit in office.units
        if unit.code == accused.strip() or any(name in accused for name in _names(unit, office))
    }
    while True:
        below = {unit.code for unit in office.units if _superior(unit.superior, office) in named}
        if below <= named:
            return frozenset(named)
        named |= below


def _names(unit: Unit, office: Office) -> tuple[str, ...]:
    """The unit's name, and as people say it: without the place that stands before the office's own name too.

    A short name with which another unit's name ends as well (the governments') could mean either and is left out.
    """
    for place in range(len(unit.name) - 1, 0, -1):
        before, short = unit.name[:place], unit.name[place:]
        if before[-1] in require_check("K38").words and office.name.startswith(before):
            alone = not any(other.name.endswith(short) for other in office.units if other.code != unit.code)
            return (unit.name, short) if alone else (unit.name,)
    return (unit.name,)


def _superior(reference: str, office: Office) -> str:
    unit = office.unit(reference) if reference else None
    return reference if unit is None else unit.code
