"""Who must not see an accusation (条例第三十条第三款、第四十六条第五项): the accused, their unit, and the units under it."""

from __future__ import annotations

from app.domain.account import HOLDS_SEALED
from app.domain.check import require_check
from app.domain.kinds import Setting
from app.domain.matter import Matter
from app.domain.office import Office, Unit
from app.errors import Refused

KEPT_FROM = "accused.kept_from"
"""The one refusal, in the same words for everybody: it must not tell who is accused."""


def units_of_accused(accused: str, office: Office, named: tuple[str, ...] = ()) -> frozenset[str]:
    """Codes of the units that the words about the accused name, of those `named` by code, and of every unit below them.

    A superior that the table names and does not list counts too. Circles in the table end the walk.
    """
    words = accused.strip()
    found = {unit.code for unit in office.units if unit.code in named or unit.name in named}
    if words:
        found |= {
            unit.code
            for unit in office.units
            if unit.code == words or any(name in accused for name in _names(unit, office))
        }
        unlisted = {
            unit.superior for unit in office.units if unit.superior and office.unit(unit.superior) is None
        }
        found |= {name for name in unlisted if name in accused}
    while True:
        below = {unit.code for unit in office.units if _superior(unit.superior, office) in found}
        if below <= found:
            return frozenset(unit.code for unit in office.units if unit.code in found)
        found |= below


def kept_out(matter: Matter, office: Office) -> frozenset[str]:
    """Codes of the units that an accusation must not reach; none for a matter that is no accusation."""
    if not matter.is_accusation:
        return frozenset()
    return units_of_accused(matter.accused, office, matter.accused_units)


def names_kept_out(reference: str, matter: Matter, office: Office) -> bool:
    """Whether a unit (by code or name) or an organ (in words) is one that the accusation must not reach."""
    barred = kept_out(matter, office)
    unit = office.unit(reference)
    if unit is not None:
        return unit.code in barred
    return any(
        name in reference for item in office.units if item.code in barred for name in _names(item, office)
    )


def may_judge(matter: Matter, setting: Setting) -> bool:
    """Whether whoever acts can know who is accused: who registered the matter here, or a leader of this station."""
    ours = matter.station == setting.office.station and not matter.story_sealed
    return ours and (setting.role in HOLDS_SEALED or setting.actor == matter.registered_by)


def require_kept_from(matter: Matter, setting: Setting, *references: str) -> None:
    """Lets an accusation go only where the accused is not, and only by somebody who can know that.

    Raises Refused("accused.kept_from") otherwise. Who may not know is refused wherever it would go: trying unit after unit
    tells nothing.
    """
    if not matter.is_accusation:
        return
    known = may_judge(matter, setting)
    if not known or any(names_kept_out(item, matter, setting.office) for item in references if item):
        raise Refused(KEPT_FROM)


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
