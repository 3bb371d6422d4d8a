"""Sealing packages: our own entries since the last sealed one, receipts for what came, and nothing that went before.

A sealed package is immutable: its bytes lie on the shelf before the ledger names them, and every later hand-over is the
same bytes (rulings.md 16). Nothing to say makes no package; a receipt is never receipted.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import BinaryIO, cast

from app.clock import milliseconds
from app.domain import history
from app.domain.access import PackageSealed
from app.domain.entry import Link, StreamKind, single
from app.domain.office import StationTrusted
from app.errors import BadInput, Conflict, Damaged, NotFound
from app.exchange import bag, container, package, volumes
from app.exchange.header import (
    FIRST,
    MINOR,
    PackageHeader,
    PackageKind,
    PackageRef,
    Parent,
    Wanted,
    file_name,
)
from app.exchange.keys import key_id
from app.exchange.lines import (
    Receipt,
    announced_line,
    entry_line,
    receipt_line,
)
from app.exchange.package import BodyFacts
from app.package_ports import PackageStep
from app.ports import PackageTarget, ReceivedPackage, SentPackage, UnitOfWork
from app.services.exchange import ExchangeDesk, addressees, chains_with, is_above
from app.services.holding import marks, wanted_again
from app.services.listed_keys import list_held, list_to_tell
from app.services.receipting import is_receipted, receipt_for
from app.services.receiving_keys import key_to_tell, sealed_to
from app.services.told import HANDED
from app.services.travelling_files import (
    BESIDE,
    MOST_CARRIED,
    MOST_NEEDS,
    Choice,
    Named,
    announces_to,
    choose,
    needs,
    note_choice,
    owed,
)

ATTEMPTS = 3
MOST_ENTRIES = 50_000
"""Entries of one package; a longer backlog becomes several."""
MOST_FILES = 512 * 1024 * 1024
"""Bytes of files after which a package ends."""
PORTION = 64
"""Lines that are packed at once."""
MOST_ASKED = 500
SETBACK = 2 * 60 * 1000
ACCESS = single(StreamKind.ACCESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A package that was handed over: its line of the ledger, where it (or its first volume) lies, whether it was sealed
    before, and in how many volumes (0: whole).
    """

    package: SentPackage
    place: str
    again: bool = False
    volumes: int = 0


@dataclass(slots=True, kw_only=True)
class Contents:
    """What a package will hold, decided in one look at the ledger; `entries` and `files` are counted while writing."""

    to: StationTrusted
    chain: str
    epoch: int
    seq: int
    previous: str
    after: int
    until: int
    parents: tuple[Parent, ...]
    earlier: tuple[tuple[int, int, int], ...]
    acknowledges: PackageRef | None
    asks: tuple[Wanted, ...]
    receipts: tuple[Receipt, ...]
    told: tuple[ReceivedPackage, ...]
    returning: tuple[tuple[ReceivedPackage, int, int, int], ...]
    head: str
    last: int
    announces: bool
    owed: tuple[str, ...]
    needs: tuple[str, ...]
    renewed: bool = False
    key_list: str = ""
    key_counter: int | None = None
    entries: int = 0
    named: Named = field(default_factory=Named)
    choice: Choice = field(default_factory=Choice)
    weight: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return self.until <= self.after and not (
            self.told or self.returning or self.earlier or self.owed or self.renewed or self.key_list
        )


def export(desk: ExchangeDesk, target: PackageTarget, *, station: str = "", volume: int = 0) -> list[Handed]:
    """Seals what is new and hands it over, with what the other side asked for again; [] when there is nothing.

    A package of more than `volume` bytes (0: of any size a medium takes) is handed over in volumes.

    Raises what `addressees` raises, NotAllowed for roles that act on no matters, and what the target raises: a package
    that could not be handed over stays sealed and is handed over next time.
    """
    desk.session.require_actor()
    handed: list[Handed] = []
    for to in addressees(desk.session.office, station):
        chain = chains_with(desk.session.office, to.station).ours
        for old in _owed(desk, chain, to):
            handed.append(hand_over(desk, target, old, again=True, volume=volume))
        while (sealed := seal_next(desk, to)) is not None:
            handed.append(hand_over(desk, target, sealed, volume=volume))
    return handed


def export_again(
    desk: ExchangeDesk,
    target: PackageTarget,
    seq: int,
    *,
    epoch: int = 0,
    station: str = "",
    volume: int = 0,
) -> Handed:
    """Hands an old package over again, as the same bytes, `volume` as in `export`. Raises NotFound("export.no_such_package",
    "export.package_missing")."""
    desk.session.require_actor()
    (to, *more) = addressees(desk.session.office, station)
    if more:
        raise BadInput("export.which_county", field="station")
    chain = chains_with(desk.session.office, to.station).ours
    with desk.session.work() as work:
        found = work.packages.sent(chain, epoch or work.packages.own_head(chain)[0], seq)
    if found is None:
        raise NotFound("export.no_such_package", field="again", seq=seq)
    return hand_over(desk, target, found, again=True, volume=volume)


def hand_over(
    desk: ExchangeDesk,
    target: PackageTarget,
    sealed: SentPackage,
    *,
    again: bool = False,
    volume: int = 0,
) -> Handed:
    """Writes a sealed package to where it is taken along, and marks it as no longer owed; `volume` as in `export`."""
    name = file_name(sealed.chain, sealed.epoch, sealed.seq)
    with desk.shelf.open(sealed.sha256) as source:
        parts = volumes.cut(source.seek(0, io.SEEK_END), volume or volumes.FAT32)
        source.seek(0)
        whole = len(parts) == 1
        place = (
            target.put(name, source, sealed.sha256) if whole else _put_volumes(target, name, source, parts)
        )
    step = PackageStep(
        chain=sealed.chain,
        epoch=sealed.epoch,
        seq=sealed.seq,
        step=HANDED,
        at=milliseconds(desk.session.now()),
        place=place,
    )
    with desk.session.work() as work:
        work.packages.results.note_step(step)
        if sealed.asked:
            now = work.packages.sent(sealed.chain, sealed.epoch, sealed.seq) or sealed
            work.packages.change_sent(replace(now, asked=False))
        work.commit()
    return Handed(
        package=replace(sealed, asked=False),
        place=place,
        again=again,
        volumes=0 if whole else len(parts),
    )


def _put_volumes(
    target: PackageTarget, name: str, source: BinaryIO, parts: tuple[volumes.Volume, ...]
) -> str:
    """Hands each volume over; the answer is where the first lies."""
    places = []
    for part in parts:
        source.seek(part.at)
        digest = container.measure(source, part.size).sha256
        window = cast(BinaryIO, volumes.Window(source, part))
        places.append(target.put(volumes.volume_name(name, part.number), window, digest))
    return places[0]


def _owed(desk: ExchangeDesk, chain: str, to: StationTrusted) -> list[SentPackage]:
    """Sealed packages that were never handed over, or that the other side asked for.

    Those of an epoch that ended may be gone with the old disk, or be sealed to a key that was replaced; what they held goes
    with the new epoch's first package.
    """
    with desk.session.work() as work:
        epoch = work.packages.own_head(chain)[0]
        asked = work.packages.sent_to(chain, asked=True)
    return [
        item
        for item in asked
        if item.epoch == epoch or (desk.shelf.has(item.sha256) and sealed_to(desk, item, to))
    ]


def seal_next(desk: ExchangeDesk, to: StationTrusted) -> SentPackage | None:
    """Seals the next package to that station, or answers None when there is nothing to say.

    Raises Damaged("export.file_missing"), BadInput("export.entry_too_long"), Unavailable for a full disk.
    """
    for attempt in range(1, ATTEMPTS + 1):
        with desk.session.work() as work:
            contents = _contents(desk, work, to)
        if contents.is_empty:
            return None
        try:
            return _seal(desk, contents)
        except Conflict:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the loop above returns or raises")


def _contents(desk: ExchangeDesk, work: UnitOfWork, to: StationTrusted) -> Contents:
    """What is new for that station, by the ledger."""
    above = is_above(desk.session.office, to.station)
    chain, theirs = chains_with(desk.session.office, to.station)
    ledger = work.packages
    epoch, until, head = ledger.own_head(chain)
    last = ledger.last_sent(chain, epoch)
    applied = ledger.last_applied(theirs)
    told = tuple(p for p in ledger.waiting(theirs, untold=True) if is_receipted(p))
    if not above:
        told = tuple(p for p in told if p.state == "held")
    before = [old for old in ledger.epochs(chain) if old < epoch] if last is None and epoch > 1 else []
    return Contents(
        to=to,
        chain=chain,
        epoch=epoch,
        seq=1 if last is None else last.seq + 1,
        previous=FIRST if last is None else last.sha256,
        after=0 if last is None else last.last,
        until=until,
        head=head.hex(),
        last=0 if last is None else last.last,
        parents=tuple(_parent(work, chain, old) for old in before),
        earlier=tuple(found for old in before if (found := _not_applied(work, chain, old))[1] < found[2]),
        acknowledges=None
        if applied is None
        else PackageRef(chain=theirs, epoch=applied.epoch, seq=applied.seq, sha256=applied.sha256),
        asks=(*missing(work, theirs), *wanted_again(work, theirs))[:MOST_ASKED],
        receipts=tuple(receipt_for(work, item) for item in told) if above else (),
        told=told,
        returning=_returning(work, theirs) if above else (),
        announces=announces_to(work, theirs),
        owed=owed(work, desk.session.store, chain),
        needs=tuple(needs(work, theirs))[:MOST_NEEDS],
        renewed=key_to_tell(desk, work, chain, epoch),
        key_list=list_to_tell(desk, work, to),
        key_counter=list_held(desk, work, to),
    )


def _parent(work: UnitOfWork, chain: str, epoch: int) -> Parent:
    """Where our chain stands in an epoch before this one."""
    last, head = work.packages.head(chain, epoch)
    return Parent(epoch=epoch, last=last, head=head.hex())


def _not_applied(work: UnitOfWork, chain: str, epoch: int) -> tuple[int, int, int]:
    """The entries of an epoch that ended with a restore and that nobody acknowledged: epoch, after, up to.

    They may have reached the other side all the same; it passes over what it has.
    """
    known = [p.last for p in work.packages.sent_to(chain, state="applied") if p.epoch == epoch]
    return epoch, max(known, default=0), work.packages.head(chain, epoch)[0]


def missing(work: UnitOfWork, chain: str) -> tuple[Wanted, ...]:
    """The packages of a chain that must come before those that wait, the first `MOST_ASKED` of them."""
    last: dict[int, int] = {}
    here = {(item.epoch, item.seq) for item in work.packages.waiting(chain, "held")}
    for epoch, seq in here:
        last[epoch] = max(last.get(epoch, 0), seq)
    return tuple(islice(_gaps(work, chain, last, here), MOST_ASKED))


def _gaps(work: UnitOfWork, chain: str, last: dict[int, int], here: set[tuple[int, int]]) -> Iterator[Wanted]:
    """One after the other, because a package may claim a number that no list could hold."""
    for epoch, end in sorted(last.items()):
        applied = work.packages.last_applied(chain, epoch)
        for seq in range(1 if applied is None else applied.seq + 1, end):
            if (epoch, seq) not in here:
                yield Wanted(epoch=epoch, seq=seq)


def _returning(work: UnitOfWork, theirs: str) -> tuple[tuple[ReceivedPackage, int, int, int], ...]:
    """Entries that a restored station lost and that are here: the package that said so, epoch, after, up to."""
    found = []
    for item in work.packages.begun(theirs):
        known = {parent.epoch: parent.last for parent in PackageHeader.from_bytes(item.header).parents}
        for epoch in work.packages.epochs(theirs) if item.epoch > 1 else ():
            last, _ = work.packages.head(theirs, epoch)
            if epoch < item.epoch and last > known.get(epoch, 0):
                found.append((item, epoch, known.get(epoch, 0), last))
    return tuple(found)


# ---------------------------------------------------------------- writing


def _seal(desk: ExchangeDesk, contents: Contents) -> SentPackage:
    with desk.shelf.scratch() as body:
        information = {
            "Source-Organization": desk.session.memory.station,
            "External-Identifier": contents.chain,
        }
        facts = package.write_body(body, _members(desk, contents), information, (contents.to.box,))
        header = _header(desk, contents, facts)

        def fill(file: BinaryIO) -> None:
            body.seek(0)
            package.seal(file, header, body, facts, desk.keys.sign)

        sha256 = desk.shelf.write(fill)
    sealed = SentPackage(
        chain=header.chain,
        epoch=header.epoch,
        seq=header.seq,
        to=header.to,
        sha256=sha256,
        size=facts.measured.size,
        first=header.first,
        last=header.last,
        entries=header.entries,
        sealed_at=header.created,
        asked=True,
    )
    with desk.session.work() as work:
        last = work.packages.last_sent(contents.chain, contents.epoch)
        if (FIRST if last is None else last.sha256) != contents.previous:
            raise Conflict("journal.stream_moved")
        work.packages.seal(sealed)
        for item in contents.told:
            work.packages.note(replace(item, told=item.state))
        for item in {returned[0].sha256: returned[0] for returned in contents.returning}.values():
            same = work.packages.received(item.chain, item.epoch, item.seq)
            (now,) = (p for p in same if p.sha256 == item.sha256)
            work.packages.note(replace(now, returned=True))
        note_choice(
            work,
            contents.choice,
            contents.named,
            ours=contents.chain,
            epoch=header.epoch,
            seq=header.seq,
            at=header.created,
        )
        seen = PackageSealed(name=header.name, sha256=sha256, to=header.to, entries=header.entries)
        work.look(desk.session.draft(ACCESS, seen, desk.session.today(), None))
        work.commit()
    return sealed


def _members(desk: ExchangeDesk, contents: Contents) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The members of the bag in their order; entries first, so that their files are known."""
    yield bag.ENTRIES, _entry_lines(desk, contents)
    if contents.receipts:
        yield bag.RECEIPTS, iter([receipt_line(item) for item in contents.receipts])
    if contents.earlier:
        yield (
            bag.EARLIER,
            _other_lines(desk, contents, ((contents.chain, *item) for item in contents.earlier)),
        )
    if contents.returning:
        lost = ((item.chain, epoch, after, until) for item, epoch, after, until in contents.returning)
        yield bag.RETURNED, _other_lines(desk, contents, lost, lost=True)
    with desk.session.work() as work:
        contents.choice = choose(
            work,
            desk.session.store,
            contents.named,
            contents.owed,
            ours=contents.chain,
            theirs=chains_with(desk.session.office, contents.to.station).theirs,
            announces=contents.announces,
            budget=BESIDE if contents.entries else MOST_FILES,
        )
    if contents.announces and (apart := (*contents.choice.there, *contents.choice.later)):
        yield bag.ANNOUNCED, iter([announced_line(sha256) for sha256 in apart])
    for sha256 in contents.choice.carried:
        yield bag.FILES + sha256, _file(desk, sha256)


def _file(desk: ExchangeDesk, sha256: str) -> Iterator[bytes]:
    try:
        data = desk.session.store.fetch(sha256)
    except NotFound as error:
        raise Damaged("export.file_missing", file=sha256[:12]) from error
    if len(data) > bag.LARGEST_FILE:
        raise BadInput("export.file_too_large", file=sha256[:12], most=bag.LARGEST_FILE // container.CHUNK)
    return container.chunks(io.BytesIO(data))


def _entry_lines(desk: ExchangeDesk, contents: Contents) -> Iterator[bytes]:
    """The lines of our own entries, in portions; ends early when the package is full."""
    queries = desk.session.unmasked
    portion: list[bytes] = []
    until = min(contents.until, contents.after + MOST_ENTRIES)
    for entry in queries.chain(contents.chain, contents.epoch, contents.after, until):
        portion.append(entry_line(history.travelling(entry)))
        contents.entries += 1
        contents.last = entry.oseq
        contents.head = entry.hash.hex()
        _count_files(desk, contents, entry)
        if len(portion) == PORTION:
            yield b"".join(portion)
            portion.clear()
        full = contents.weight > MOST_FILES or len(contents.named.streams) >= MOST_CARRIED
        if full and not contents.announces:
            break
    yield b"".join(portion)


def _count_files(desk: ExchangeDesk, contents: Contents, entry: Link, *, lost: bool = False) -> None:
    files = history.files_of(entry)
    stream = entry.entry().header.stream.text if files else ""
    for sha256 in files:
        if contents.named.add(sha256, stream, lost=lost):
            contents.weight += desk.session.store.size(sha256)


def _other_lines(
    desk: ExchangeDesk,
    contents: Contents,
    slices: Iterable[tuple[str, int, int, int]],
    *,
    lost: bool = False,
) -> Iterator[bytes]:
    """The lines of slices of chains: chain, epoch, after, up to."""
    for chain, epoch, after, until in slices:
        for entry in desk.session.unmasked.chain(chain, epoch, after, until):
            yield entry_line(history.travelling(entry))
            _count_files(desk, contents, entry, lost=lost)


def _header(desk: ExchangeDesk, contents: Contents, facts: BodyFacts) -> PackageHeader:
    session = desk.session
    now = session.now()
    latest = session.memory.queries.latest_at()
    with session.work() as work:
        holds = marks(work, contents.chain, contents.epoch, contents.last, contents.head)
    offset = now.utcoffset()
    return PackageHeader(
        kind=PackageKind.ANSWER if is_above(session.office, contents.to.station) else PackageKind.SLICE,
        station=session.memory.station,
        office=session.office.name,
        chain=contents.chain,
        to=contents.to.station,
        epoch=contents.epoch,
        seq=contents.seq,
        previous=contents.previous,
        first=contents.after + 1,
        last=contents.last,
        entries=contents.entries,
        head=contents.head,
        created=milliseconds(now),
        offset=0 if offset is None else int(offset.total_seconds()) // 60,
        clock="set-back" if milliseconds(now) < latest - SETBACK else "ok",
        signer=key_id(desk.keys.sign_public),
        recipients=(key_id(contents.to.box),),
        body_sha256=facts.measured.sha256,
        body_size=facts.measured.size,
        payload=facts.payload,
        files=facts.files,
        training=session.office.training,
        acknowledges=contents.acknowledges,
        asks=contents.asks,
        parents=contents.parents,
        minor=MINOR,
        needs=contents.needs,
        holds=holds,
        box=desk.keys.box_public if desk.keys.earlier else "",
        box_until=desk.keys.earlier[0].until if desk.keys.earlier else None,
        key_list=contents.key_list,
        key_counter=contents.key_counter,
    )
