"""What a day consists of, by scanning: one side of the memory's contract."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.matter import Matter
from app.readmodels import DayMatterRow, DayVisitRow, LeaderReceptionRow


class FakeDayQueries:
    """What a day, a log of receptions and an import consist of, by scanning."""

    def __init__(self, memory: Any) -> None:
        self._memory = memory

    @property
    def _matters(self) -> list[Matter]:
        return [known.matter for known in self._memory.state.known.values()]

    def day_matters(self, day: date) -> list[DayMatterRow]:
        """The matters registered on a day."""
        return [
            DayMatterRow(
                number=m.number,
                channel=m.channel,
                persons=m.persons_came,
                urgent=m.urgent,
                backfilled=m.backfilled,
                restricted=m.restricted,
            )
            for m in self._matters
            if m.registered_on == day and m.voided_on is None and m.station == self._memory.station
        ]

    def day_visits(self, day: date) -> list[DayVisitRow]:
        """Coming again, and kept letters."""
        return [
            DayVisitRow(
                number=m.number,
                kind=n.kind,
                channel=n.unit if n.kind == "kept" else "walk_in",
                persons=n.persons,
            )
            for m in self._matters
            for n in m.notes
            if n.on == day and n.kind in ("visited-again", "kept") and m.station == self._memory.station
        ]

    def leader_receptions(self, first: date, last: date) -> list[LeaderReceptionRow]:
        """Receptions by leaders."""
        found = [
            LeaderReceptionRow(
                number=m.number,
                on=item.on,
                leader=item.leader,
                post=item.post,
                stand_in=item.stand_in,
                persons=item.persons,
                unit=item.unit,
                instruction="" if m.restricted else item.instruction,
                restricted=m.restricted,
            )
            for m in self._matters
            for item in m.leader_receptions
            if first <= item.on <= last and item.station == self._memory.station
        ]
        return sorted(found, key=lambda row: row.on)

    def numbers_of_import(self, number: str) -> list[str]:
        """The numbers of an import."""
        return [m.number for m in self._matters if m.imported and m.imported == number]

    def number_of_code(self, identity: str) -> str:
        """The first matter that was registered with a code."""
        return next((m.number for m in self._matters if m.preregistration == identity), "")
