"""Naming the accused (指明被检举人): in words, and as units of the table, so that nothing is sent where they are.

Both lie under the seal of the accusation. An accused official is kept from by the unit in which they serve.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.changed import replace
from app.domain.conflict import KEPT_FROM, may_judge
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting, the_desks
from app.domain.matter import Matter
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAccused:
    """Say who is accused (指明被检举人): `units` are the accused units or where the accused serve, `accused` their words.

    What is left out stays as it was; units given take the place of those named before.
    """

    units: tuple[str, ...] = field(default=(), metadata={"values": "units"})
    accused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccusedNamed:
    """It was said who is accused (已指明被检举人)."""

    units: tuple[str, ...] = field(default=(), metadata={"scope": "story"})
    accused: str = field(default="", metadata={"scope": "story"})


def name_accused(matter: Matter, act: NameAccused, setting: Setting) -> tuple[Happened, ...]:
    """Records it.

    Raises BadInput("accused.nobody"), Refused("accused.no_accusation", "forward.unit_unknown") and, for who may not open the
    accusation, Refused("accused.kept_from").
    """
    if not matter.is_accusation:
        raise Refused("accused.no_accusation")
    if not may_judge(matter, setting):
        raise Refused(KEPT_FROM)
    if not act.units and not act.accused.strip():
        raise BadInput("accused.nobody", field="units")
    units = tuple(dict.fromkeys(_code(unit, setting) for unit in act.units))
    return (Happened(AccusedNamed(units=units, accused=act.accused.strip()), setting.today),)


def _code(reference: str, setting: Setting) -> str:
    unit = setting.office.unit(reference)
    if unit is None:
        raise Refused("forward.unit_unknown", field="units", unit=reference)
    return unit.code


def accused_named(state: Matter, entry: AccusedNamed, header: Header) -> Matter:
    """The matter with the accused, as far as the seal is open."""
    return replace(
        state, accused=entry.accused or state.accused, accused_units=entry.units or state.accused_units
    )


ENTRIES = (EntryKind("accused-named", AccusedNamed, accused_named, desk_only=the_desks),)
ACTS = (ActKind("name-accused", NameAccused, name_accused),)
