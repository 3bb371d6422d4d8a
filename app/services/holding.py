"""The table of figures (核数): what the writer of a package holds of its chain after it, compared after the import.

A mark says up to which entry a stretch goes and the hash there, which speaks for every entry before it; the stretches grow
backwards, so that the table stays short however long the chain is. Where entries are fewer here, or another hash stands,
nothing more of that chain is taken in until what is lost came again: from our own shelf, or from the other side, which is
asked for those packages (reference/exchange.md 5, case 31; docs/decisions/0172).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from app.clock import milliseconds
from app.domain.entry import Entry, StreamKind
from app.errors import AppError
from app.exchange import bag, package
from app.exchange.header import Held, PackageHeader, Wanted
from app.exchange.lines import read_entry
from app.package_ports import PackageStep
from app.ports import ReceivedPackage, UnitOfWork
from app.services.exchange import ExchangeDesk
from app.services.projecting import Matters

FIRST_STRETCH = 1_000
"""Entries of the newest stretch; each one before is twice as long."""
DIFFERS, MENDED = "differs", "mended"
"""Steps of a package: what is held differs from its table; everything is here again."""
MOST_LOST = 200
"""Places of lost entries that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch of a chain of which not everything is here: beyond `after` up to `until`, with the places of what is lost.

    `lost` is empty where another entry stands at the end of the stretch than the writer has there.
    """

    chain: str
    epoch: int
    after: int
    until: int
    lost: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """What was put back: ids of entries (32 hex digits), numbers of matters that changed, and what is still not here."""

    entries: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    left: tuple[Gap, ...] = ()


def marks(work: UnitOfWork, chain: str, epoch: int, last: int, head: str) -> tuple[Held, ...]:
    """The table for a package whose last entry is `last` with that hash; the oldest stretch first."""
    made: list[Held] = [Held(epoch=epoch, last=last, head=head)] if last else []
    at, stretch = last - FIRST_STRETCH, FIRST_STRETCH
    while at > 0:
        if there := work.packages.holdings.hash_at(chain, epoch, at):
            made.append(Held(epoch=epoch, last=at, head=there))
        stretch *= 2
        at -= stretch
    return tuple(reversed(made))


def gaps_by(work: UnitOfWork, header: PackageHeader) -> tuple[Gap, ...]:
    """Where what is here differs from the table of a package that was just applied; a package without one: ()."""
    found: list[Gap] = []
    holdings = work.packages.holdings
    begin = Held(epoch=header.epoch, last=0, head="")
    for before, mark in pairwise((begin, *header.holds)):
        here = holdings.places(header.chain, mark.epoch, before.last, mark.last)
        if (
            here != mark.last - before.last
            or holdings.hash_at(header.chain, mark.epoch, mark.last) != mark.head
        ):
            lost = holdings.lost(header.chain, mark.epoch, before.last, mark.last, MOST_LOST)
            found.append(
                Gap(
                    chain=header.chain,
                    epoch=mark.epoch,
                    after=before.last,
                    until=mark.last,
                    lost=tuple(lost),
                )
            )
    return tuple(found)


def open_gaps(work: UnitOfWork, chain: str) -> tuple[Gap, ...]:
    """What differs and was not mended, by the table of the last package of a chain that was applied."""
    last = work.packages.last_applied(chain)
    if last is None:
        return ()
    here = work.packages.head(chain, last.epoch)[0]
    if here < last.last:  # the end is lost: nothing can follow before it is here again
        end = Gap(chain=chain, epoch=last.epoch, after=here, until=last.last)
        return gaps_by(work, PackageHeader.from_bytes(last.header)) or (end,)
    steps = work.packages.results.steps(chain, last.epoch, last.seq)
    told = [step.step for step in steps if step.step in (DIFFERS, MENDED)]
    if not told or told[-1] != DIFFERS:
        return ()
    return gaps_by(work, PackageHeader.from_bytes(last.header))


def note_gaps(work: UnitOfWork, last: ReceivedPackage | PackageHeader, gaps: Sequence[Gap], at: int) -> None:
    """Writes down that something differs, or (no gaps) that nothing does any more."""
    place = " ".join(f"{gap.after + 1}-{gap.until}" for gap in gaps)
    step = DIFFERS if gaps else MENDED
    made = PackageStep(chain=last.chain, epoch=last.epoch, seq=last.seq, step=step, at=at, place=place)
    work.packages.results.note_step(made)


def wanted_again(work: UnitOfWork, chain: str) -> tuple[Wanted, ...]:
    """The packages that hold what is lost: they are asked for again, all of them where the ledger does not know which."""
    return tuple(Wanted(epoch=item.epoch, seq=item.seq) for item in _covering(work, open_gaps(work, chain)))


def mend(desk: ExchangeDesk, chain: str) -> Mending:
    """Puts back what is lost of a chain, from the packages on our own shelf; one that cannot be read is passed over."""
    with desk.session.work() as work:
        gaps = open_gaps(work, chain)
        last = work.packages.last_applied(chain)
        if not gaps or last is None:
            return Mending()
        back: list[Entry] = []
        for item in _covering(work, gaps):
            back += work.packages.holdings.put_back(tuple(_lost_in(desk, item, gaps)))
        now = max(milliseconds(desk.session.now()), 1 + _last_step(work, last))
        streams = dict.fromkeys(e.header.stream for e in back if e.header.stream.kind is StreamKind.MATTER)
        whole = {stream: frozenset(entry.header.id for entry in work.stream(stream)) for stream in streams}
        work.lots.forget(tuple(streams))
        matters = Matters(desk, work, PackageHeader.from_bytes(last.header), now)
        numbers = matters.bring_all(whole)
        left = gaps_by(work, PackageHeader.from_bytes(last.header))
        note_gaps(work, last, left, now)
        work.commit()
    return Mending(
        entries=tuple(entry.header.id.hex for entry in back), numbers=tuple(sorted(numbers)), left=left
    )


def _covering(work: UnitOfWork, gaps: Sequence[Gap]) -> Iterator[ReceivedPackage]:
    """The applied packages of which entries lie in these gaps, in order."""
    if gaps:
        for item in work.packages.waiting(gaps[0].chain, "applied"):
            if any(_holds(item, gap) for gap in gaps if gap.epoch == item.epoch):
                yield item


def _holds(item: ReceivedPackage, gap: Gap) -> bool:
    """Whether a package holds something of what is lost; of the whole stretch where no place is known."""
    if gap.lost:
        return any(item.first <= place <= item.last for place in gap.lost)
    return item.first <= gap.until and gap.after < item.last


def _last_step(work: UnitOfWork, last: ReceivedPackage) -> int:
    return max((step.at for step in work.packages.results.steps(last.chain, last.epoch, last.seq)), default=0)


class _Lines:
    """A payload of which only lost entries are kept."""

    def __init__(self, places: set[int]) -> None:
        self._places = places
        self.found: list[Entry] = []

    def line(self, member: str, data: bytes) -> None:
        """Takes an entry whose place is empty here."""
        if member == bag.ENTRIES:
            entry = read_entry(data, 0)
            if entry.header.oseq in self._places:
                self.found.append(entry)

    def file(self, sha256: str, data: bytes) -> None:
        """Files are asked for by name, whoever lost them."""


def _lost_in(desk: ExchangeDesk, item: ReceivedPackage, gaps: Sequence[Gap]) -> list[Entry]:
    """The lost entries that a package on our shelf holds; none where it is not there or not whole."""
    lines = _Lines({place for gap in gaps if gap.epoch == item.epoch for place in gap.lost})
    try:
        with desk.shelf.open(item.sha256) as source:
            package.open_body(source, package.look(source), desk.keys, lines)
    except AppError:
        return []
    return lines.found


class Told(Protocol):
    """The part of an import's outcome that is about what was lost here."""

    mended: list[str]
    lost: tuple[Gap, ...]


def holding_notes(told: Told) -> list[tuple[str, dict[str, object]]]:
    """What a person is to be told of it: codes of notes with their details; none where nothing was lost."""
    notes: list[tuple[str, dict[str, object]]] = []
    if told.mended:
        notes.append(("exchange.mended", {"count": len(told.mended)}))
    for gap in told.lost:
        details = {"chain": gap.chain, "first": gap.after + 1, "last": gap.until, "count": len(gap.lost)}
        notes.append(("exchange.lost", details))
    return notes
