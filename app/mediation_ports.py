"""What the mediation room needs of the memory: the list of mediations, and what falls due under their agreements.

Rows hold no words of a talk and nothing of a side; of a mediation held in private (不公开) or of a confidential matter
neither names nor what it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.domain.entry import StreamId
from app.domain.mediation.state import Mediation


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationRow:
    """One mediation in a list. `stage`, `source`, `dispute_kind` and `ending` are codes, `fen` the sum of the agreement.

    `next_due` is the earliest day of a promise that is not kept yet, `last_due` the last of all; `party_names` are as far as
    they may be listed.
    """

    number: str
    file_number: str
    station: str
    body: str
    source: str
    dispute_kind: str
    place: str
    matter: str
    stage: str
    opened_on: date
    began_on: date | None
    effective_on: date | None
    performed_on: date | None
    ended_on: date | None
    ending: str
    told_on: date | None
    called_back_on: date | None
    confirmed_on: date | None
    next_due: date | None
    last_due: date | None
    mediator: str
    sittings: int
    parties: int
    fen: int
    unlisted: bool
    between_parties: bool
    party_names: tuple[str, ...]
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """One promise of an agreement that binds (履行事项): of which mediation, its key, the day, the sums, when it was kept.

    `last_step` is what was done last about one that was not kept.
    """

    number: str
    matter: str
    body: str
    mediator: str
    promise: str
    due: date
    fen: int
    paid: int
    kept_on: date | None
    last_step: str
    unlisted: bool
    party_names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedRow:
    """A mediation whose agreement binds, as an example for others: the sum in fen, the days it took, whether it was kept."""

    number: str
    fen: int
    days: int
    parties: int
    kept: bool


class MediationIndex(Protocol):
    """The list of mediations inside a unit of work."""

    def find(self, number: str) -> StreamId | None:
        """The stream of the mediation with that number, or None."""
        ...

    def running_of(self, matter: str) -> str:
        """The number of a mediation of that matter that neither ended nor was settled, or empty."""
        ...

    def put(self, mediation: Mediation) -> None:
        """Writes its rows anew."""
        ...


class MediationQueries(Protocol):
    """The read side of the mediation room."""

    def find(self, number: str) -> StreamId | None:
        """The stream of the mediation with that number, or None."""
        ...

    def listed(self, *, matter: str = "", stages: Sequence[str] = (), limit: int = 500) -> list[MediationRow]:
        """Mediations, newest first: of one matter, in these stages, or all."""
        ...

    def opened_between(self, first: date, last: date) -> list[MediationRow]:
        """Those that were opened in those days, in order of their numbers."""
        ...

    def ended_between(self, first: date, last: date) -> list[MediationRow]:
        """Those whose agreement began to bind or that ended in those days, in order of their numbers."""
        ...

    def sketches(self, dispute_kind: str, limit: int) -> list[tuple[str, bytes]]:
        """Number and sketch of the newest mediations of a kind whose agreement binds; none held in private or of a
        confidential matter.
        """
        ...

    def solved(self, numbers: Sequence[str]) -> list[SolvedRow]:
        """These as examples, in any order."""
        ...

    def untended(self) -> list[MediationRow]:
        """Those without a matter of which nobody was told that they ended, or nobody asked after the agreement."""
        ...

    def promises(self, first: date, last: date) -> list[PromiseRow]:
        """What falls due in those days, and what was due before and is not kept; by day."""
        ...
