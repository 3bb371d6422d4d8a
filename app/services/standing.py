"""Where a matter stands in the exchange, and which matters wait.

Local → packed → acknowledged | held | rejected → corrected. A look, not an act; asked inside a unit of work, like
the ledger it reads (reference/exchange.md 3.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.entry import StreamId
from app.domain.office import Office
from app.errors import AppError, Unavailable
from app.exchange.results import MatterState, reason
from app.package_ports import MatterResult, ReceivedPackage, SentPackage, WrittenEntry
from app.ports import UnitOfWork
from app.services.exchange import ExchangeDesk, chains_with, partners
from app.services.session import Session
from app.services.told import HANDED


class ExchangeState(StrEnum):
    """What has become of our entries on a matter at the other side."""

    LOCAL = "local"
    PACKED = "packed"
    ACKNOWLEDGED = "acknowledged"
    HELD = "held"
    REJECTED = "rejected"
    CORRECTED = "corrected"


TOLD: Mapping[str, ExchangeState] = {
    MatterState.HELD: ExchangeState.HELD,
    MatterState.REJECTED: ExchangeState.REJECTED,
    MatterState.CORRECTED: ExchangeState.CORRECTED,
}
PARTLY, HANDED_OVER = "partly", "handed"
"""States of a package that follow from its matters and its way: some did not get through; it left the house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a matter stands with one office, since when (UTC milliseconds), and why when it is held or rejected, or what
    is said besides.

    `pending` says that entries written since are local or packed.
    """

    station: str
    state: ExchangeState
    since: int
    why: AppError | None = None
    pending: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMatter:
    """A matter that waits: `ours` when the other side has not settled our entries, else when we have not settled theirs."""

    number: str
    station: str
    ours: bool
    state: ExchangeState
    since: int
    why: AppError | None = None


def exchange_of(session: Session, number: str) -> tuple[Standing, ...]:
    """Where a matter stands with each office that we exchange with; () for one of which we wrote nothing.

    Nothing is said where the folder can only be read.
    """
    stream = session.memory.queries.find(number)
    others = partners(session.office)
    if stream is None or not others:
        return ()
    try:
        with session.work() as work:
            found = (_standing(work, session.office, other.station, stream) for other in others)
            return tuple(item for item in found if item is not None)
    except Unavailable:
        return ()


def _standing(work: UnitOfWork, office: Office, station: str, stream: StreamId) -> Standing | None:
    chain = chains_with(office, station).ours
    written = work.packages.results.written(chain, stream)
    if not written:
        return None
    told = [item for item in work.packages.results.of_matter(stream) if item.chain == chain]
    usual, carried = _of_entries(work, chain, written)
    last = told[-1] if told else None
    state = (
        None
        if last is None
        else TOLD.get(MatterState(last.result))
        if last.result in set(MatterState)
        else None
    )
    if last is None or state is None or _is_past(state, last, usual, carried):
        beside = _why(last) if last is not None and last.result == MatterState.ACCEPTED else None
        return Standing(station=station, state=usual[0], since=usual[1], why=beside)
    pending = usual[0] if usual[0] in (ExchangeState.LOCAL, ExchangeState.PACKED) else ""
    return Standing(station=station, state=state, since=last.since, why=_why(last), pending=pending)


def _is_past(
    state: ExchangeState,
    last: MatterResult,
    usual: tuple[ExchangeState, int],
    carried: SentPackage | None,
) -> bool:
    """Whether "corrected" is history: something newer was written, or has arrived since."""
    newer = carried is None or (carried.epoch, carried.seq) > (last.epoch, last.seq)
    return state is ExchangeState.CORRECTED and (usual[0] is not ExchangeState.ACKNOWLEDGED or newer)


def _of_entries(
    work: UnitOfWork, chain: str, written: list[WrittenEntry]
) -> tuple[tuple[ExchangeState, int], SentPackage | None]:
    """What the ledger says of our entries on a matter, since when, and the package with the last of them."""
    epoch = work.packages.own_head(chain)[0]
    sealed = work.packages.last_sent(chain, epoch)
    after = (epoch, 0 if sealed is None else sealed.last)
    fresh = [item for item in written if (item.epoch, item.oseq) > after]
    if fresh:
        return (ExchangeState.LOCAL, min(item.at for item in fresh)), None
    last = written[-1]
    carried = work.packages.results.carrying(chain, last.epoch, last.oseq) or sealed
    if carried is None:  # of a life before a restore, and nothing was sealed since
        return (ExchangeState.LOCAL, last.at), None
    if carried.state == "applied":
        return (ExchangeState.ACKNOWLEDGED, carried.told_at), carried
    return (ExchangeState.PACKED, carried.sealed_at), carried


def _why(told: MatterResult) -> AppError | None:
    return reason(told.code, told.field) if told.code else None


def waiting(desk: ExchangeDesk, most: int | None = None) -> list[WaitingMatter]:
    """Every matter that waits in the exchange, longest first; of those on the road to one office the first `most`.

    Raises NotAllowed for roles that act on no matters.
    """
    desk.session.require_actor()
    office = desk.session.office
    found: list[WaitingMatter] = []
    with desk.session.work() as work:
        for other in partners(office):
            ours, theirs = chains_with(office, other.station)
            for chain in (ours, theirs):
                found += [
                    WaitingMatter(
                        number=item.number,
                        station=other.station,
                        ours=chain == ours,
                        state=TOLD[item.result],
                        since=item.since,
                        why=_why(item),
                    )
                    for item in work.packages.results.unsettled(chain)
                ]
            found += _on_the_road(work, other.station, ours, most)
    return sorted(found, key=lambda item: (item.since, item.number, item.station, item.ours))


def _on_the_road(work: UnitOfWork, station: str, chain: str, most: int | None) -> list[WaitingMatter]:
    """Matters of which entries are in no package yet, or in one that nobody acknowledged."""
    epoch = work.packages.own_head(chain)[0]
    acknowledged = [p.last for p in work.packages.sent_to(chain, state="applied") if p.epoch == epoch]
    sealed = work.packages.last_sent(chain, epoch)
    until = 0 if sealed is None else sealed.last
    found = work.packages.results.matters_after(chain, epoch, max(acknowledged, default=0), most)
    return [
        WaitingMatter(
            number=item.number,
            station=station,
            ours=True,
            state=ExchangeState.PACKED if item.first <= until else ExchangeState.LOCAL,
            since=item.at,
        )
        for item in found
    ]


def package_state(work: UnitOfWork, item: SentPackage | ReceivedPackage) -> str:
    """The state of a package as it is shown: partly applied, or handed over, where the ledger says less."""
    results = work.packages.results
    if item.state == "applied":
        noted = {told.stream for told in results.of_package(item.chain, item.epoch, item.seq)}
        if noted and any(told.stream in noted for told in results.unsettled(item.chain)):
            return PARTLY
    if item.state == "sealed":
        steps = results.steps(item.chain, item.epoch, item.seq)
        return HANDED_OVER if any(step.step == HANDED for step in steps) else item.state
    return item.state
