"""Which entries and acts there are in the mediation room; the only file of the package that knows them all."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.kinds import EntryKind
from app.domain.mediation import (
    booking,
    confirming,
    ending,
    opening,
    papers,
    performing,
    register,
    settling,
    sitting,
)
from app.domain.mediation.act import MediationAct
from app.errors import BadInput

_MODULES = (opening, sitting, settling, performing, confirming, ending, papers)

ENTRIES: tuple[EntryKind, ...] = (
    *(kind for module in _MODULES for kind in module.ENTRIES),
    *register.ENTRIES,
    *booking.ENTRIES,
)
ACTS: Mapping[str, MediationAct] = {act.name: act for module in _MODULES for act in module.ACTS}


def require_act(name: str) -> MediationAct:
    """The act of that name. Raises BadInput("act.unknown")."""
    found = ACTS.get(name)
    if found is None:
        raise BadInput("act.unknown", field="act", act=name, allowed=", ".join(ACTS))
    return found
