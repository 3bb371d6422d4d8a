"""What the exchange looks like from here: what waits to be sent, what was never answered, what came.

A look, not an act. It is asked in the write lane: the ledger is read inside a unit of work.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.exchange.header import file_name
from app.package_ports import MatterResult, PackageStep
from app.ports import ReceivedPackage, SentPackage, UnitOfWork
from app.services.exchange import ExchangeDesk, chains_with, own_card, partners
from app.services.receiving_keys import SealedBefore, sealed_before
from app.services.sending import missing
from app.services.standing import package_state

SHOWN = 100
"""Packages of each direction that are listed; the ledger keeps all."""
UNANSWERED = ("sealed", "held")
"""States of a sealed package whose entries the other side does not have yet, as far as it told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One office that we exchange with: how many entries wait, since when packages are unanswered (UTC ms; 0: none).

    `missing` are the numbers of its packages that must come before those that wait here, `sealed_before` what waits there
    sealed to a key that it replaced.
    """

    station: str
    office: str
    fingerprint: str
    entries: int
    unanswered: int
    unanswered_since: int
    missing: tuple[int, ...]
    sealed_before: SealedBefore | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLine:
    """A package of the ledger; `at` in UTC milliseconds: when it was sealed here or came here."""

    name: str
    sent: bool
    station: str
    epoch: int
    seq: int
    entries: int
    at: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageWay:
    """The receipts of one package: the steps of its way in their order, and the matters that were not simply accepted."""

    steps: tuple[PackageStep, ...]
    matters: tuple[MatterResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """Everything the exchange page shows."""

    fingerprint: str
    sides: tuple[Side, ...]
    packages: tuple[PackageLine, ...]


def outbox(desk: ExchangeDesk) -> Outbox:
    """The exchange as it stands. Raises NotAllowed for roles that act on no matters."""
    desk.session.require_actor()
    office = desk.session.office
    sides: list[Side] = []
    lines: list[PackageLine] = []
    before = {item.station: item for item in sealed_before(desk)}
    with desk.session.work() as work:
        for other in partners(office):
            ours, theirs = chains_with(office, other.station)
            sent = work.packages.sent_to(ours)[-SHOWN:]
            lines += [_line(work, item, other.station, item.sealed_at, sent=True) for item in sent]
            lines += [
                _line(work, item, other.station, item.received_at)
                for item in work.packages.waiting(theirs)[-SHOWN:]
            ]
            unanswered = [item.sealed_at for item in sent if item.state in UNANSWERED]
            sides.append(
                Side(
                    station=other.station,
                    office=other.office,
                    fingerprint=other.fingerprint,
                    entries=_unsent(work, ours),
                    unanswered=len(unanswered),
                    unanswered_since=min(unanswered, default=0),
                    missing=tuple(item.seq for item in missing(work, theirs)),
                    sealed_before=before.get(other.station),
                )
            )
    lines.sort(key=lambda line: (-line.at, -line.epoch, -line.seq))
    return Outbox(fingerprint=own_card(desk).fingerprint, sides=tuple(sides), packages=tuple(lines))


def way_of(desk: ExchangeDesk, line: PackageLine) -> PackageWay:
    """What is known of one package of the list. Raises NotAllowed for roles that act on no matters."""
    desk.session.require_actor()
    ours, theirs = chains_with(desk.session.office, line.station)
    chain = ours if line.sent else theirs
    with desk.session.work() as work:
        results = work.packages.results
        steps = sorted(results.steps(chain, line.epoch, line.seq), key=lambda step: step.at)
        return PackageWay(steps=tuple(steps), matters=tuple(results.of_package(chain, line.epoch, line.seq)))


def _unsent(work: UnitOfWork, chain: str) -> int:
    epoch, until, _ = work.packages.own_head(chain)
    last = work.packages.last_sent(chain, epoch)
    return until - (0 if last is None else last.last)


def _line(
    work: UnitOfWork,
    item: SentPackage | ReceivedPackage,
    station: str,
    at: int,
    *,
    sent: bool = False,
) -> PackageLine:
    return PackageLine(
        name=file_name(item.chain, item.epoch, item.seq),
        sent=sent,
        station=station,
        epoch=item.epoch,
        seq=item.seq,
        entries=item.entries,
        at=at,
        state=package_state(work, item),
    )
