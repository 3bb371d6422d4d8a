"""What serving asks of the memory: a paper by its identity, the attempts of a day. Part of the port `Queries`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.readmodels import PaperRow


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRow:
    """One attempt to deliver in a list: matter, paper, the day it counts for, its place among the paper's attempts.

    `method` and `outcome` are codes; nothing personal is here.
    """

    number: str
    paper: str
    on: date
    place: int
    method: str
    outcome: str


class ServingQueries(Protocol):
    """The part of the read side that serving asks."""

    def paper(self, identity: str) -> PaperRow | None:
        """The paper with that identity (32 hex digits), or None."""
        ...

    def attempts(self, first: date, last: date) -> list[AttemptRow]:
        """The attempts to deliver that count for those days, by day, then in the order of the papers."""
        ...
