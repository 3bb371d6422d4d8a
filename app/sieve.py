"""What a list of matters is narrowed by besides words: only what the projections answer by an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """Everything that is set must hold. Matters under seal pass only what their line in a list shows anyway.

    `open`: not closed, withdrawn, archived or voided. `category`: a class of the first level. `year`: of registration.
    `unit`: the code of a unit that owes or owed something for the matter. `due_from`, `due_until`: a running duty that was
    not handed on has its office's last day in those days.
    """

    open: bool | None = None
    channel: str = ""
    category: str = ""
    year: int = 0
    unit: str = ""
    due_from: date | None = None
    due_until: date | None = None

    @property
    def speaks_of_sealed(self) -> bool:
        """Whether passing would tell something of a matter under seal that its line does not show."""
        return bool(self.channel or self.category or self.unit)


EVERYTHING = Sieve()
"""Lets every matter pass."""
