"""Facts of records: what a leader was told and instructed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.services.occasion import Facts, Occasion


def _leader_reception(occasion: Occasion) -> Facts:
    """Of the latest reception that was recorded; a sheet for the pen where there was none yet."""
    matter = occasion.matter
    if not matter.leader_receptions:
        return {}
    last = matter.leader_receptions[-1]
    unit = occasion.session.office.unit(last.unit)
    return {
        "leader": last.leader,
        "post": last.post,
        "stand_in": last.stand_in,
        "on": last.on.isoformat(),
        "persons": {"received": last.persons},
        "instruction": last.instruction,
        "unit": last.unit if unit is None else unit.name,
    }


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {"D48L": _leader_reception}
"""Kind of paper → how its facts are gathered."""
