"""What the desk makes ready in the first silence after signing in, so that nobody waits for it later."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.names import pinyin_initials
from app.domain.office import Unit
from ui.desk import paper_desk


def make_ready(units: tuple[Unit, ...]) -> Mapping[str, str]:
    """For a worker: loads what draws papers and the dictionary of readings; first letters of the units' names by code."""
    paper_desk.preload()
    return {unit.code: "|".join(pinyin_initials(unit.name)) for unit in units if not unit.closed}
