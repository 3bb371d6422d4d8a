"""What an act in the mediation room declares: its name, its fields as a type, and what it makes of a mediation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.kinds import Happened, Setting
from app.domain.mediation.state import Mediation
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True)
class MediationAct:
    """An act: its name on the command line, its fields as a type, and what it makes of a mediation."""

    name: str
    type: type
    decide: Callable[[Mediation, Any, Setting], tuple[Happened, ...]]


def require_running(state: Mediation) -> None:
    """Raises Refused("mediation.ended") for one that ended."""
    if state.ended is not None:
        raise Refused("mediation.ended", number=state.number)


def require_consent(state: Mediation) -> None:
    """Nobody is mediated against their will. Raises Refused("mediation.no_consent") (人民调解法第十七条)."""
    require_running(state)
    if not state.all_agree:
        raise Refused("mediation.no_consent", field="party", number=state.number)


def on_day(given: date | None, setting: Setting, field: str = "on", *, since: date | None = None) -> date:
    """The day that an act counts for: as given, else today.

    Raises BadInput("act.date_in_future"), BadInput("mediation.day_before") for one before `since`.
    """
    day = given or setting.today
    if day > setting.today:
        raise BadInput("act.date_in_future", field=field, day=day.isoformat())
    if since is not None and day < since:
        raise BadInput("mediation.day_before", field=field, since=since)
    return day
