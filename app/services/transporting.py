"""Sending and fetching by a folder without a hand: what is due goes out, what arrived is taken in, what fails is told.

A gateway gives no answer and may rename what it passes on: what a file holds decides, and nothing waits for a return.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Protocol

from app.changes import Changes
from app.clock import from_milliseconds
from app.errors import AppError
from app.ports import PackageTarget
from app.services import sending
from app.services.exchange import ExchangeDesk, chains_with, partners
from app.services.taking_in import Outcome, take_in

UNFINISHED = "package.frame"
"""What a package that is still being copied into the folder looks like."""
ELSEWHERE = ("package.own", "package.not_for_us", UNFINISHED)
"""Refusals of what lies in the folder for somebody else, or is not whole yet: nothing is wrong."""


class Arrival(Protocol):
    """A file that arrived: its name, and a mark that changes when the file does."""

    @property
    def name(self) -> str:
        """The name under which it lies there."""
        ...

    @property
    def mark(self) -> str:
        """What tells this state of the file from any other."""
        ...

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The bytes. Raises Unavailable("source.gone")."""
        ...


class Gateway(Protocol):
    """The two folders of a transport."""

    def target(self) -> PackageTarget | None:
        """Where packages are put; None when nothing leaves by it. Raises Unavailable("target.…")."""
        ...

    def arrivals(self) -> Iterator[Arrival]:
        """The packages in the folder of arrivals, whatever they are called. Raises Unavailable("source.gone")."""
        ...


@dataclass(slots=True, kw_only=True)
class TransportRun:
    """What one run did: packages handed over and their entries, the outcome of what came, what went wrong and where.

    `seen` are the marks of files that need not be read again.
    """

    packages: int = 0
    entries: int = 0
    taken: Outcome = field(default_factory=Outcome)
    problems: list[tuple[str, AppError]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @property
    def changes(self) -> Changes:
        """The notice for open views."""
        found = self.taken.changes
        return Changes(
            matters=found.matters,
            obligations=found.obligations,
            papers=found.papers,
            settings=True,
            inbox=found.inbox,
        )


def run_transport(desk: ExchangeDesk, *gateways: Gateway, seen: frozenset[str]) -> TransportRun:
    """Sends what is new and owed, takes in what arrived and was not seen yet, by each way. One failure stops no other.

    Raises NotAllowed for roles that act on no matters.
    """
    desk.session.require_actor()
    run = TransportRun()
    for gateway in gateways:
        _run_one(desk, gateway, seen, run)
    return run


def _run_one(desk: ExchangeDesk, gateway: Gateway, seen: frozenset[str], run: TransportRun) -> None:
    try:
        target = gateway.target()
        if target is not None:
            handed = sending.export(desk, target)
            run.packages += len(handed)
            run.entries += sum(item.package.entries for item in handed)
    except AppError as error:
        run.problems.append(("", error))
    try:
        for arrival in gateway.arrivals():
            _take(desk, arrival, seen, run)
    except AppError as error:
        run.problems.append(("", error))


def _take(desk: ExchangeDesk, arrival: Arrival, seen: frozenset[str], run: TransportRun) -> None:
    """Takes one file in. What was refused lies in the quarantine, and is not read again while it does not change."""
    if arrival.mark in seen:
        run.seen.add(arrival.mark)
        return
    try:
        with arrival.open() as source:
            run.taken.add(take_in(desk, source, origin=arrival.name))
    except AppError as error:
        if error.code not in ELSEWHERE:
            run.problems.append((arrival.name, error))
        if error.code == UNFINISHED or not error.code.startswith("package."):
            return  # it is looked at again next time
    run.seen.add(arrival.mark)


def waiting_since(desk: ExchangeDesk) -> datetime | None:
    """Since when the oldest entry waits to be sent to somebody; None when nothing waits or nobody is there to send to."""
    desk.session.require_actor()
    found: list[int] = []
    for to in partners(desk.session.office):
        chain = chains_with(desk.session.office, to.station).ours
        with desk.session.work() as work:
            epoch, until, _ = work.packages.own_head(chain)
            last = work.packages.last_sent(chain, epoch)
            found += [item.sealed_at for item in work.packages.sent_to(chain, asked=True)]
        after = 0 if last is None else last.last
        if after < until:
            oldest = next(iter(desk.session.unmasked.chain(chain, epoch, after, after + 1)), None)
            found += [] if oldest is None else [oldest.entry().header.at]
    return from_milliseconds(min(found)) if found else None
