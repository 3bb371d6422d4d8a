"""Reconciling with the other side (核对): counts and a code over what each holds, and which packages and matters differ."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.office import StationTrusted
from app.errors import Refused
from app.exchange.header import file_name
from app.exchange.tally import SHORT, Reconciliation, Tally, Unlike, unlike
from app.ports import ReceivedPackage, SentPackage, UnitOfWork
from app.services.exchange import ExchangeDesk, addressees, chains_with, is_above

UP, DOWN = "up", "down"
MOST_NAMED = 200
"""Packages and matters of one difference that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference: the direction, what it is, the packages it is about, the matters that those hold as far as we know."""

    direction: str
    kind: Unlike
    packages: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def tally_with(desk: ExchangeDesk, station: str = "") -> Reconciliation:
    """What we hold of the exchange with that station (a station: with its county).

    Raises NotAllowed("export.nobody_trusted"), BadInput("export.station_unknown", "export.which_county").
    """
    desk.session.require_actor()
    to = _one(desk, station)
    with desk.session.work() as work:
        ledger = _Ledger(desk, work, to)
        ours, theirs = ledger.tally(sent=True), ledger.tally(sent=False)
    here = desk.session.office.station
    if is_above(desk.session.office, to.station):
        return Reconciliation(station=to.station, county=here, up=theirs, down=ours)
    return Reconciliation(station=here, county=to.station, up=ours, down=theirs)


def compare_with(desk: ExchangeDesk, code: str) -> tuple[Difference, ...]:
    """What differs from the code of the other side; () when both hold the same.

    Raises BadInput("reconcile.code"), Refused("reconcile.not_ours") for a code between two others.
    """
    desk.session.require_actor()
    there = Reconciliation.from_code(code)
    office = desk.session.office
    county = there.county == office.station
    ours, other = (there.county, there.station) if county else (there.station, there.county)
    if ours != office.station or office.trusts(other) is None:
        raise Refused("reconcile.not_ours", station=there.station, county=there.county)
    found: list[Difference] = []
    with desk.session.work() as work:
        ledger = _Ledger(desk, work, _one(desk, other))
        for direction, sent, tally in ((UP, not county, there.up), (DOWN, county, there.down)):
            found += ledger.differences(direction, tally, sent=sent)
    return tuple(found)


def _one(desk: ExchangeDesk, station: str) -> StationTrusted:
    found = addressees(desk.session.office, station)
    if len(found) > 1:
        raise Refused("reconcile.which_station")
    return found[0]


class _Ledger:
    """The ledger of both directions between us and one station, in the newest epoch of each."""

    def __init__(self, desk: ExchangeDesk, work: UnitOfWork, to: StationTrusted) -> None:
        self._work = work
        self._chains = chains_with(desk.session.office, to.station)

    def _lines(self, sent: bool) -> list[SentPackage] | list[ReceivedPackage]:
        if sent:
            lines = self._work.packages.sent_to(self._chains.ours)
            newest = max((line.epoch for line in lines), default=1)
            return [line for line in lines if line.epoch == newest]
        came = self._work.packages.waiting(self._chains.theirs, "applied")
        newest = max((line.epoch for line in came), default=1)
        return [line for line in came if line.epoch == newest]

    def tally(self, *, sent: bool) -> Tally:
        """What is held of one direction."""
        lines = self._lines(sent)
        if not lines:
            return Tally(epoch=1, seq=0, sha="", entries=0, matters=0)
        last = lines[-1]
        numbers = self._work.packages.numbers(last.chain, last.epoch, 1, last.last)
        return Tally(
            epoch=last.epoch, seq=last.seq, sha=last.sha256[:SHORT], entries=last.last, matters=len(numbers)
        )

    def differences(self, direction: str, there: Tally, *, sent: bool) -> list[Difference]:
        """How one direction differs from what the other side holds."""
        lines, here = self._lines(sent), self.tally(sent=sent)
        chain = self._chains.ours if sent else self._chains.theirs
        at = {line.seq: line.sha256 for line in lines}
        return [
            self._difference(direction, kind, chain, here, there)
            for kind in unlike(here, there, at.get(there.seq, ""))
        ]

    def _difference(self, direction: str, kind: Unlike, chain: str, here: Tally, there: Tally) -> Difference:
        first, last = {
            Unlike.NOT_THERE: (there.seq + 1, here.seq),
            Unlike.NOT_HERE: (here.seq + 1, there.seq),
            Unlike.OTHER_BYTES: (there.seq, there.seq),
        }.get(kind, (1, 0))
        named = range(first, min(last, first + MOST_NAMED - 1) + 1)
        numbers: list[str] = []
        if kind is Unlike.NOT_THERE:
            numbers = self._work.packages.numbers(chain, here.epoch, there.entries + 1, here.entries)
        return Difference(
            direction=direction,
            kind=kind,
            packages=tuple(file_name(chain, here.epoch, seq) for seq in named),
            numbers=tuple(numbers[:MOST_NAMED]),
        )
