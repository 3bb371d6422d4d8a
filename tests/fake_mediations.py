"""The list of mediations in plain Python: every question is a scan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from app.domain.entry import StreamId, StreamKind
from app.domain.mediation.state import Mediation
from app.mediation_ports import MediationRow, PromiseRow, SolvedRow
from db.mediations import EXCERPT, RUNNING, example_of, listed_names


class FakeMediations:
    """Both sides: the list in a unit of work, and the questions to it."""

    def __init__(self, kept: Callable[[], dict[str, Mediation]]) -> None:
        self._kept = kept

    def find(self, number: str) -> StreamId | None:
        """By number."""
        found = self._kept().get(number)
        return None if found is None else StreamId(StreamKind.MEDIATION, found.id)

    def running_of(self, matter: str) -> str:
        """One of the matter that still runs."""
        return next(
            (m.number for m in self._kept().values() if m.matter == matter and m.stage in RUNNING), ""
        )

    def put(self, mediation: Mediation) -> None:
        """Keeps the state itself."""
        self._kept()[mediation.number] = mediation

    def listed(self, *, matter: str = "", stages: Sequence[str] = (), limit: int = 500) -> list[MediationRow]:
        """Newest first."""
        found = [
            m
            for m in self._kept().values()
            if (not matter or m.matter == matter) and (not stages or m.stage in stages)
        ]
        return [_row(m) for m in sorted(found, key=lambda m: (m.opened_on, m.number), reverse=True)][:limit]

    def opened_between(self, first: date, last: date) -> list[MediationRow]:
        """By the day of opening."""
        return self._by_number(lambda m: first <= m.opened_on <= last)

    def ended_between(self, first: date, last: date) -> list[MediationRow]:
        """By the day on which it began to bind or ended."""

        def came(m: Mediation) -> bool:
            days = (m.effective_on, None if m.ended is None else m.ended.on)
            return any(day is not None and first <= day <= last for day in days)

        return self._by_number(came)

    def sketches(self, dispute_kind: str, limit: int) -> list[tuple[str, bytes]]:
        """Newest first."""
        found = [m for m in self._kept().values() if m.dispute_kind == dispute_kind and example_of(m)]
        found.sort(key=lambda m: m.effective_on or m.opened_on, reverse=True)
        return [(m.number, example_of(m)) for m in found[:limit]]

    def solved(self, numbers: Sequence[str]) -> list[SolvedRow]:
        """Those of them whose agreement binds."""
        return [
            SolvedRow(
                number=m.number,
                fen=_row(m).fen,
                days=(m.effective_on - m.opened_on).days,
                parties=len(m.parties),
                kept=m.performed_on is not None,
            )
            for m in self._kept().values()
            if m.number in numbers and m.effective_on is not None
        ]

    def untended(self) -> list[MediationRow]:
        """A scan by the same two conditions."""

        def left(m: Mediation) -> bool:
            if m.matter:
                return False
            if m.ended is not None:
                return m.began_on is not None and m.ended.told_on is None
            last = max((item.due for item in m.promises), default=None)
            asked = m.call_backs[-1].on if m.call_backs else None
            return last is not None and (asked is None or asked < last)

        return self._by_number(left)

    def promises(self, first: date, last: date) -> list[PromiseRow]:
        """By day."""
        found = []
        for m in self._kept().values():
            steps = {step.promise: str(step.breach_step) for step in m.breaches}
            for item in m.promises:
                open_still = m.kept_on(item) is None and m.ended is None
                if item.due <= last and (item.due >= first or open_still):
                    row = PromiseRow(
                        number=m.number,
                        matter=m.matter,
                        body=m.body,
                        mediator="" if m.mediator is None else m.mediator.mediator,
                        promise=item.key,
                        due=item.due,
                        fen=item.fen,
                        paid=m.paid(item),
                        kept_on=m.kept_on(item),
                        last_step=steps.get(item.key, ""),
                        unlisted=m.unlisted,
                        party_names=listed_names(m),
                    )
                    found.append(row)
        return sorted(found, key=lambda row: (row.due, row.number, row.promise))

    def _by_number(self, wanted: Callable[[Mediation], bool]) -> list[MediationRow]:
        return [_row(m) for _, m in sorted(self._kept().items()) if wanted(m)]


def _row(m: Mediation) -> MediationRow:
    hidden = m.unlisted or m.confidential
    open_days = [item.due for item in m.promises if m.kept_on(item) is None]
    court = m.confirmation
    return MediationRow(
        number=m.number,
        file_number=m.file_number,
        station=m.station,
        body=m.body,
        source=m.source,
        dispute_kind=m.dispute_kind,
        place=m.place,
        matter=m.matter,
        stage=m.stage,
        opened_on=m.opened_on,
        began_on=m.began_on,
        effective_on=m.effective_on,
        performed_on=m.performed_on,
        ended_on=None if m.ended is None else m.ended.on,
        ending="" if m.ended is None else m.ended.mediation_ending,
        told_on=None if m.ended is None else m.ended.told_on,
        called_back_on=m.call_backs[-1].on if m.call_backs else None,
        confirmed_on=court.decided_on if court is not None and court.confirmed else None,
        next_due=min(open_days, default=None) if m.ended is None else None,
        last_due=max((item.due for item in m.promises), default=None),
        mediator="" if m.mediator is None else m.mediator.mediator,
        sittings=len(m.sittings),
        parties=len(m.parties),
        fen=0 if m.agreement is None or m.effective_on is None else sum(c.fen for c in m.agreement.clauses),
        unlisted=m.unlisted,
        between_parties=m.agreement is not None and m.agreement.between_parties,
        party_names=listed_names(m),
        excerpt="" if hidden else " ".join(m.dispute.split())[:EXCERPT],
    )
