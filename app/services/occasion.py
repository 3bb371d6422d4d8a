"""On what occasion a paper is made; what every maker of its facts is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.entry import Entry
from app.domain.matter import WHOLE, Matter
from app.ports import Known
from app.services.session import Session

Facts = dict[str, object]
"""Plain JSON values under the names that a template declares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Why a paper is made: of which matter and claim (0: all), today, by whom, and what the clerk adds to it.

    `entries` are those of the matter in order: what an act recorded is not asked for again.
    """

    session: Session
    known: Known
    today: date
    token: str
    claim: int = WHOLE
    extra: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()

    @property
    def matter(self) -> Matter:
        """The matter it is about."""
        return self.known.matter
