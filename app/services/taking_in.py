"""Taking packages in: verify all, then apply whole in one transaction, or write nothing.

The same package again changes nothing; one that comes too early waits and is applied when the missing ones are there;
other bytes under a number that is known are kept aside and told (a cloned station). Whatever order packages come in,
the state is the same (reference/exchange.md 3.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from app.changes import Changes
from app.clock import milliseconds
from app.domain.access import PackageTaken
from app.domain.entry import StreamKind, single
from app.domain.office import StationTrusted
from app.errors import AppError, BadInput, Damaged, Refused, Unavailable
from app.exchange import container, package
from app.exchange.checking import LineReader, Receiver
from app.exchange.header import FIRST, PackageKind, Wanted, file_name
from app.exchange.package import Package
from app.exchange.zipform import LARGEST
from app.package_ports import MatterResult, PackageStep
from app.ports import ReceivedPackage, UnitOfWork
from app.services.applying import Application
from app.services.exchange import ExchangeDesk, chains_with, is_above
from app.services.holding import Gap, gaps_by, mend, note_gaps, open_gaps
from app.services.inbox import note_arrivals
from app.services.listed_keys import adopt_list
from app.services.quarantine import keep_refused, opened, quarantined_as
from app.services.receiving_keys import adopt_key, require_taken
from app.services.sending import missing
from app.services.session import office_of
from app.services.told import VERIFIED

ACCESS = single(StreamKind.ACCESS)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A package that was put aside: its name, and the error that says why."""

    name: str
    error: AppError


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of a package and of those that had waited for it; figures are entries.

    `packages` says for each name what happened, `missing` which numbers must come first, `numbers` which matters changed,
    `alarms` which of our numbers the other side saw with bytes that are not ours, `arrived` how many items are new in the
    inbox of what was sent down, `matters` what became of those that were not simply accepted, `renewed` which stations
    seal and read with a new receiving key from now on, `key_list` the counter of the county's list of code keys that came
    (0: none that is newer), `mended` the entries (ids) that were lost here and were put back, `lost` what is still not here.
    """

    applied: int = 0
    repeated: int = 0
    held: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    packages: list[tuple[str, str]] = field(default_factory=list)
    missing: tuple[Wanted, ...] = ()
    numbers: set[str] = field(default_factory=set)
    alarms: list[str] = field(default_factory=list)
    arrived: int = 0
    matters: list[MatterResult] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    key_list: int = 0
    mended: list[str] = field(default_factory=list)
    lost: tuple[Gap, ...] = ()

    def add(self, other: Outcome) -> None:
        """Counts another package's outcome with this one's."""
        self.applied += other.applied
        self.repeated += other.repeated
        self.held += other.held
        self.rejected += other.rejected
        self.packages += other.packages
        self.missing = other.missing
        self.numbers |= other.numbers
        self.alarms += other.alarms
        self.arrived += other.arrived
        self.matters += other.matters
        self.renewed += other.renewed
        self.key_list = other.key_list or self.key_list
        self.mended += other.mended
        self.lost = other.lost

    @property
    def changes(self) -> Changes:
        """The notice for open views."""
        some = bool(self.packages)
        return Changes(
            matters=frozenset(self.numbers), obligations=some, papers=some, settings=some, inbox=some
        )


@dataclass(frozen=True, slots=True)
class Verified:
    """What can be said of a package without applying it: genuine by the pinned key, complete as far as our keys go."""

    package: Package
    genuine: bool
    complete: bool
    opened: bool


def look_at(desk: ExchangeDesk, source: BinaryIO) -> Verified:
    """Verifies a package: the signature by the pinned key, the body by the header, the inside where we can open it.

    Raises Damaged for what is no package at all, Unavailable("source.gone").
    """
    try:
        found = package.look(source)
        public = _public_of(desk, found.header.station)
        genuine = bool(public) and found.is_genuine(public)
        return Verified(found, genuine, *_is_complete(desk, source, found, genuine))
    except OSError as error:
        raise Unavailable("source.gone") from error


def _public_of(desk: ExchangeDesk, station: str) -> str:
    if station == desk.session.office.station:
        return desk.keys.sign_public
    pinned = desk.session.office.trusts(station)
    return "" if pinned is None else pinned.sign


def _is_complete(desk: ExchangeDesk, source: BinaryIO, found: Package, genuine: bool) -> tuple[bool, bool]:
    """Whether nothing is missing or changed, and whether the inside could be opened to see.

    What a stranger wrote is never opened here: his package is not genuine, whatever it holds.
    """
    try:
        package.check_body(source, found)
    except Damaged:
        return False, False
    if not genuine:
        return True, False
    try:
        package.open_body(source, found, desk.keys, LineReader())
    except Damaged as error:
        return error.code == "package.not_readable", False
    return True, True


# ---------------------------------------------------------------- taking in


def take_in(desk: ExchangeDesk, source: BinaryIO, *, origin: str = "") -> Outcome:
    """Takes a package in, and then those that waited for it. What was refused lies in the quarantine, from `origin`.

    Raises Damaged("package.…") for what is not genuine or damaged, Refused("package.not_for_us", "package.own",
    "package.training", "package.old_key"), Unavailable: nothing was written then. A fork does not raise: it is in
    `rejected`.
    """
    desk.session.require_actor()
    try:
        found = package.look(source)
        sender = _sender(desk, found)
        sha256 = _digest(source)
        outcome = Outcome()
        known = _known_as(desk, found, sha256, outcome)
        if not known:
            _check_and_keep(desk, source, sha256)
            state = _apply(desk, found, sha256, sender, outcome)
            if state == "applied" or (state == "held" and _differs(desk, found)):
                _go_on(desk, found, sender, outcome)
        elif known == "applied" and _differs(desk, found):
            _check_and_keep(desk, source, sha256)
            _go_on(desk, found, sender, outcome)
    except OSError as error:
        raise Unavailable("source.gone") from error
    except (Damaged, Refused, BadInput) as error:
        with suppress(OSError, Unavailable):  # the reason is told whether it could be kept or not
            keep_refused(desk, source, error, origin)
        raise
    desk.quarantine.settle(sha256)
    return outcome


def check_ahead(desk: ExchangeDesk, source: BinaryIO) -> None:
    """Looks a package through and puts it on our shelf, and applies nothing: `take_in` of the same bytes is short then.

    Raises as `take_in`; nothing is kept of what is refused here, and nothing was written.
    """
    desk.session.require_actor()
    _sender(desk, package.look(source))
    _check_and_keep(desk, source, _digest(source))


def try_again(desk: ExchangeDesk, sha256: str) -> Outcome:
    """Takes a refused package in that lies in the quarantine: keys were pinned meanwhile, or the program is newer.

    Raises what `take_in` raises, NotFound("quarantine.unknown", "quarantine.not_kept").
    """
    desk.session.require_actor()
    note = quarantined_as(desk, sha256)
    with opened(desk, note) as source:
        return take_in(desk, source, origin=note.origin)


def _differs(desk: ExchangeDesk, found: Package) -> bool:
    """Whether something is lost here of the chain of a package that came once more."""
    with desk.session.work() as work:
        return bool(open_gaps(work, found.header.chain))


def _go_on(desk: ExchangeDesk, found: Package, sender: StationTrusted, outcome: Outcome) -> None:
    """Puts back what turned out to be lost, then applies what waited, as long as nothing is lost."""
    if _differs(desk, found):
        mending = mend(desk, found.header.chain)
        outcome.mended += mending.entries
        outcome.numbers.update(mending.numbers)
        outcome.lost = mending.left
    _apply_waiting(desk, found, sender, outcome)
    outcome.arrived = note_arrivals(desk.session, outcome.numbers)


def _sender(desk: ExchangeDesk, found: Package) -> StationTrusted:
    """The pinned sender, after everything was compared that the clear header says."""
    header, office = found.header, desk.session.office
    if header.station == office.station:
        raise Refused("package.own")
    sender = office.trusts(header.station)
    if sender is None:
        raise Damaged("package.sender_unknown", station=header.station)
    if not found.is_genuine(sender.sign):
        raise Damaged("package.not_genuine", station=header.station)
    if header.to != office.station:
        raise Refused("package.not_for_us", to=header.to, station=office.station)
    if header.training != office.training:
        raise Refused("package.training" if header.training else "package.not_training")
    wanted = chains_with(office, header.station).theirs
    if header.chain != wanted or (header.kind is PackageKind.SLICE) != is_above(office, header.station):
        raise Damaged("package.header")
    require_taken(desk, header)
    return sender


def _digest(source: BinaryIO) -> str:
    source.seek(0)
    return container.measure(source).sha256


def _check_and_keep(desk: ExchangeDesk, source: BinaryIO, sha256: str) -> None:
    """A copy on our own shelf, once it was looked through: what is applied is read from there, and stays there as proof.

    What lies on the shelf already was looked through when it came.
    """
    if desk.shelf.has(sha256):
        return
    with desk.shelf.scratch() as copy:
        for part in _parts(source):
            copy.write(part)
        copy.flush()
        office = desk.session.office
        receiver = Receiver(
            station=office.station, signers={item.station: item.sign for item in office.trusted}
        )
        checked = desk.check.check(copy, receiver, desk.keys.identity)
        if checked.sha256 != sha256:
            raise Damaged("package.body")
        desk.shelf.keep(copy, sha256)


def _parts(source: BinaryIO) -> Iterator[bytes]:
    try:
        source.seek(0)
        yield from container.chunks(source, LARGEST)
    except OSError as error:
        raise Unavailable("source.gone") from error


def _known_as(desk: ExchangeDesk, found: Package, sha256: str, outcome: Outcome) -> str:
    """Whether this package was here before, and what became of it; empty when it was not."""
    header = found.header
    with desk.session.work() as work:
        known = next(
            (p for p in work.packages.received(header.chain, header.epoch, header.seq) if p.sha256 == sha256),
            None,
        )
    if known is None or known.state == "held":
        return ""
    if known.state == "rejected":
        outcome.rejected.append(Rejected(header.name, Damaged(known.code, package=header.name)))
    else:
        outcome.repeated += header.entries
        outcome.packages.append((header.name, "repeated"))
    return known.state


def _apply(desk: ExchangeDesk, found: Package, sha256: str, sender: StationTrusted, outcome: Outcome) -> str:
    """Applies one package, or notes why not; the answer is what became of it."""
    with desk.session.work() as work:
        state, code = _place(work, found, sha256)
        if state == "repeated":
            outcome.repeated += found.header.entries
            outcome.packages.append((found.header.name, state))
            return state
        known_at = milliseconds(desk.session.now())
        touched: set[str] = set()
        if state == "applied":
            application = Application(desk, work, found, sender, known_at)
            touched = application.run(sha256)
            outcome.alarms += application.alarms
            outcome.matters += application.matters.told
            _note_verified(work, found, known_at)
            if gaps := gaps_by(work, found.header):
                note_gaps(work, found.header, gaps, known_at)
            _return_again(work, found)
            if adopt_key(desk, work, found.header, sender):
                outcome.renewed.append(sender.station)
            outcome.key_list = adopt_list(desk, work, found.header) or outcome.key_list
        _write_down(desk, work, _ledger_line(found, sha256, known_at, state, code))
        waits = missing(work, found.header.chain)
        work.commit()
    if outcome.renewed:
        desk.session.office = office_of(desk.session.memory)
    _count(outcome, found, state, code)
    outcome.numbers |= touched
    outcome.missing = waits
    return state


def _note_verified(work: UnitOfWork, found: Package, known_at: int) -> None:
    """Its inside was opened and checked: the second level of the receipt."""
    header = found.header
    step = PackageStep(chain=header.chain, epoch=header.epoch, seq=header.seq, step=VERIFIED, at=known_at)
    work.packages.results.note_step(step)


def _return_again(work: UnitOfWork, found: Package) -> None:
    """A package of an epoch that ended came late: the restored station lacks it, so what it lost goes back once more."""
    chain, epoch = found.header.chain, found.header.epoch
    newest = work.packages.last_applied(chain)
    if newest is not None and newest.epoch > epoch:
        for item in work.packages.waiting(chain, "applied"):
            if item.seq == 1 and item.epoch > epoch and item.returned:
                work.packages.note(replace(item, returned=False))


def _apply_waiting(desk: ExchangeDesk, found: Package, sender: StationTrusted, outcome: Outcome) -> None:
    """The next one that waited, and so on. One that turns out to be damaged stays put aside and is told."""
    chain, epoch = found.header.chain, found.header.epoch
    while not _differs(desk, found):
        with desk.session.work() as work:
            last = work.packages.last_applied(chain, epoch)
            seq = 1 if last is None else last.seq + 1
            held = [p for p in work.packages.received(chain, epoch, seq) if p.state == "held"]
        if not held:
            return
        try:
            with desk.shelf.open(held[0].sha256) as source:
                state = _apply(desk, package.look(source), held[0].sha256, sender, outcome)
        except AppError as error:
            outcome.rejected.append(Rejected(file_name(chain, epoch, seq), error))
            return
        if state != "applied":
            return


def _place(work: UnitOfWork, found: Package, sha256: str) -> tuple[str, str]:
    """What must become of a package by its place in the sequence: applied, repeated, held or rejected with a code."""
    header = found.header
    there = work.packages.received(header.chain, header.epoch, header.seq)
    if any(p.sha256 == sha256 and p.state == "applied" for p in there):
        return "repeated", ""
    if any(p.sha256 != sha256 and p.state in ("applied", "held") for p in there):
        return "rejected", "package.fork"
    last = work.packages.last_applied(header.chain, header.epoch)
    if header.seq > (1 if last is None else last.seq + 1):
        return "held", ""
    if header.previous != (FIRST if last is None else last.sha256):
        return "rejected", "package.fork"
    return ("held" if open_gaps(work, header.chain) else "applied"), ""


def _ledger_line(found: Package, sha256: str, at: int, state: str, code: str) -> ReceivedPackage:
    header = found.header
    return ReceivedPackage(
        chain=header.chain,
        epoch=header.epoch,
        seq=header.seq,
        sha256=sha256,
        first=header.first,
        last=header.last,
        entries=header.entries,
        received_at=at,
        header=found.outside.header,
        state=state,
        code=code,
    )


def _write_down(desk: ExchangeDesk, work: UnitOfWork, line: ReceivedPackage) -> None:
    """The ledger's line, and who did it."""
    same = [p for p in work.packages.received(line.chain, line.epoch, line.seq) if p.sha256 == line.sha256]
    if same:
        line = replace(line, told=same[0].told, received_at=same[0].received_at)
    work.packages.note(line)
    seen = PackageTaken(
        name=file_name(line.chain, line.epoch, line.seq),
        sha256=line.sha256,
        result=line.state,
        entries=line.entries,
    )
    work.look(desk.session.draft(ACCESS, seen, desk.session.today(), None))


def _count(outcome: Outcome, found: Package, state: str, code: str) -> None:
    header = found.header
    outcome.packages.append((header.name, state))
    if state == "applied":
        outcome.applied += header.entries
    elif state == "held":
        outcome.held += header.entries
    else:
        outcome.rejected.append(Rejected(header.name, Damaged(code, package=header.name)))
