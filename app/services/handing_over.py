"""Handing packages over to a medium in steps that can be shown: sealed first, so that the room they need is known before.

And the slip that goes with them (交接单): what was handed over, and what both sides hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.exchange import package
from app.exchange.keys import key_id
from app.exchange.tally import Reconciliation
from app.ports import PackageTarget, SentPackage
from app.services.exchange import ExchangeDesk, addressees, chains_with
from app.services.reconciling import tally_with
from app.services.sending import Handed, hand_over, seal_next

Step = Callable[[int, int], None]
"""Told how many packages of how many are done (of 0: not known yet); whatever it raises calls the work off."""


def _go_on(done: int, total: int) -> None:
    """Nobody wants to give it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Packages that are sealed and wait to be handed over; `size` in bytes of them all, for whom and by which key."""

    packages: tuple[SentPackage, ...]
    size: int
    station: str
    office: str
    fingerprint: str

    @property
    def entries(self) -> int:
        """Entries that they hold."""
        return sum(item.entries for item in self.packages)


def prepare(desk: ExchangeDesk, station: str = "", *, step: Step = _go_on) -> tuple[Prepared, ...]:
    """Seals what is new for everybody we send to, or one of them; the answer is all that is owed, by addressee.

    What is called off stays sealed and is handed over next time. Raises what `addressees` and `seal_next` raise.
    """
    desk.session.require_actor()
    found, done = [], 0
    for to in addressees(desk.session.office, station):
        while seal_next(desk, to) is not None:
            done += 1
            step(done, 0)
        chain = chains_with(desk.session.office, to.station).ours
        with desk.session.work() as work:
            epoch = work.packages.own_head(chain)[0]
            owed = [
                item
                for item in work.packages.sent_to(chain, asked=True)
                if item.epoch == epoch or desk.shelf.has(item.sha256)
            ]
        found.append(
            Prepared(
                packages=tuple(owed),
                size=sum(_size(desk, item) for item in owed),
                station=to.station,
                office=to.office,
                fingerprint=to.fingerprint,
            )
        )
    return tuple(found)


def _size(desk: ExchangeDesk, item: SentPackage) -> int:
    """Bytes of the whole file; the ledger counts the body alone."""
    with desk.shelf.open(item.sha256) as source:
        return source.seek(0, 2)


def hand_all_over(
    desk: ExchangeDesk, target: PackageTarget, prepared: tuple[Prepared, ...], *, step: Step = _go_on
) -> list[Handed]:
    """Writes prepared packages one by one. Called off between two, what was written stays and the rest is still owed.

    Raises what `hand_over` raises.
    """
    desk.session.require_actor()
    waiting = [item for one in prepared for item in one.packages]
    handed = []
    for at, item in enumerate(waiting):
        step(at, len(waiting))
        handed.append(hand_over(desk, target, item))
    step(len(waiting), len(waiting))
    return handed


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """A package on the slip: its name, entries, files, bytes, and the beginning of its SHA-256."""

    name: str
    entries: int
    files: int
    size: int
    sha: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverSlip:
    """What stands on the slip: both offices, the key that opens the packages, the packages, and what both sides hold."""

    office: str
    station: str
    to_office: str
    to: str
    fingerprint: str
    key: str
    lines: tuple[SlipLine, ...]
    matters: int
    epoch: int
    seq: int
    held: Reconciliation

    @property
    def entries(self) -> int:
        """Entries of all packages."""
        return sum(line.entries for line in self.lines)

    @property
    def files(self) -> int:
        """Files of all packages."""
        return sum(line.files for line in self.lines)


def slip_of(desk: ExchangeDesk, packages: tuple[SentPackage, ...], station: str = "") -> HandOverSlip:
    """The slip for packages to one addressee; without packages it only says what both sides hold.

    Raises what `addressees` raises, NotFound("export.package_missing").
    """
    desk.session.require_actor()
    held = tally_with(desk, station)
    office = desk.session.office
    (to,) = addressees(office, station)
    lines, numbers = [], set[str]()
    chain = chains_with(office, to.station).ours
    with desk.session.work() as work:
        epoch = work.packages.own_head(chain)[0]
        last = work.packages.last_sent(chain, epoch)
        for item in packages:
            numbers.update(work.packages.numbers(item.chain, item.epoch, item.first, item.last))
    for item in packages:
        with desk.shelf.open(item.sha256) as source:
            header = package.look(source).header
        lines.append(
            SlipLine(
                name=header.name,
                entries=item.entries,
                files=header.files,
                size=item.size,
                sha=item.sha256[:16],
            )
        )
    return HandOverSlip(
        office=office.name,
        station=office.station,
        to_office=to.office,
        to=to.station,
        fingerprint=to.fingerprint,
        key=key_id(to.box),
        lines=tuple(lines),
        matters=len(numbers),
        epoch=epoch,
        seq=0 if last is None else last.seq,
        held=held,
    )
