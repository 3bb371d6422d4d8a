"""Applying one package: its lines and files into an open unit of work, the projections, and what it says of ours.

Whoever calls this has verified the package and commits, or leaves the unit of work and nothing was written.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from app.domain import history
from app.domain.entry import Entry, StreamId, StreamKind
from app.domain.mediation.folding import fold as mediation_of
from app.domain.office import StationTrusted
from app.domain.shut_files import Shut, shut_as
from app.errors import AppError, Damaged
from app.exchange import bag, package
from app.exchange.header import PackageRef, file_name
from app.exchange.lines import Receipt, ReceiptResult, read_announced, read_entry, read_receipt
from app.exchange.package import Package
from app.exchange.results import MatterState
from app.ports import UnitOfWork
from app.services.exchange import ExchangeDesk, chains_with, is_above
from app.services.projecting import Matters
from app.services.told import note_receipt
from app.services.travelling_files import Arrivals, mark_needed

BATCH = 500
"""Entries that are written at once."""


class Application:
    """Takes the lines and files of one package into an open unit of work; `alarms` as in the outcome."""

    def __init__(
        self, desk: ExchangeDesk, work: UnitOfWork, found: Package, sender: StationTrusted, known_at: int
    ) -> None:
        self._desk = desk
        self._work = work
        self._found = found
        self._county = is_above(desk.session.office, sender.station)
        self._home = sender.station if self._county else desk.session.office.station
        self._known_at = known_at
        self._next = found.header.first
        self._batch: list[Entry] = []
        self._receipts: list[Receipt] = []
        self._files = Arrivals(work, desk.session.store, found.header, known_at)
        self._touched: dict[StreamId, set[UUID]] = {}
        self._repeated: dict[StreamId, None] = {}
        self._mediations: dict[StreamId, None] = {}
        self._head = ""
        self._shut: dict[str, Shut] = {}
        self._before: dict[tuple[str, str], int] = {(found.header.chain, bag.EARLIER): found.header.epoch}
        if not self._county:
            own = desk.session.office.station
            self._before[(own, bag.RETURNED)] = work.packages.own_head(own)[0]
        self.alarms: list[str] = []
        self.matters = Matters(desk, work, found.header, known_at)

    def run(self, sha256: str) -> set[str]:
        """Applies everything; the answer is the numbers of the matters that changed."""
        with self._desk.shelf.open(sha256) as source:
            package.open_body(source, package.look(source), self._desk.keys, self)
        self._flush()
        header = self._found.header
        if self._next != header.last + 1 or (self._head and self._head != header.head):
            raise Damaged("package.chain", place=self._next)
        if missing := self._files.missing():
            raise Damaged("package.file_missing", file=missing[:12])
        numbers = self.matters.bring_all({stream: frozenset(new) for stream, new in self._touched.items()})
        numbers |= self.matters.bring_again(self._touched.keys())
        for stream in self._repeated:
            self._tell_repeated(stream)
        self._list_mediations()
        waiting, completed = self._files.settle()
        self.matters.tell_held(waiting)
        self.matters.tell_complete(completed)
        self.matters.tell_shut(self._files.streams_of(self._shut))
        self._acknowledge()
        return numbers

    def line(self, member: str, data: bytes) -> None:
        """Takes one line."""
        if member == bag.RECEIPTS:
            if self._county:
                raise Damaged("package.line", line="receipt")
            self._receipts.append(read_receipt(data))
            return
        if member == bag.ANNOUNCED:
            self._files.announce(read_announced(data))
            return
        entry = read_entry(data, self._known_at)
        header = entry.header
        if member == bag.ENTRIES:
            place = (self._found.header.chain, self._found.header.epoch, self._next)
            if (header.origin, header.epoch, header.oseq) != place:
                raise Damaged("package.chain", place=self._next)
            self._next += 1
            self._head = entry.hash.hex()
        elif header.epoch >= self._before.get((header.origin, member), 0):
            raise Damaged("package.not_theirs", place=header.oseq)
        elif header.stream.kind is StreamKind.MATTER:
            self._repeated[header.stream] = None
        self._check_writer(entry)
        for name in _files_of(entry):
            self._files.want(name, header.stream.text)
        self._batch.append(entry)
        if len(self._batch) >= BATCH:
            self._flush()

    def file(self, sha256: str, data: bytes) -> None:
        """Keeps one file; should the package be refused later, an unnamed file does no harm."""
        name = self._desk.session.store.keep(data)
        self._files.came(name)
        if (kind := shut_as(data)) is not None:
            self._shut[name] = kind

    def _flush(self) -> None:
        for entry in self._work.packages.admit(self._batch, self._home):
            if entry.header.stream.kind is StreamKind.MATTER:
                self._touched.setdefault(entry.header.stream, set()).add(entry.header.id)
                self._repeated.pop(entry.header.stream, None)
            elif entry.header.stream.kind is StreamKind.MEDIATION:
                self._mediations[entry.header.stream] = None
        self._batch = []

    def _list_mediations(self) -> None:
        """Lists the mediations that came or went on; one that cannot be made stays in the chain and is not listed."""
        for stream in self._mediations:
            try:
                state = mediation_of(self._work.stream(stream))
            except AppError:
                continue
            if state is not None:
                self._work.mediations.put(state)

    def _check_writer(self, entry: Entry) -> None:
        """Each field group has one writer: what happened at a desk is written by that desk alone."""
        if entry.header.origin == self._home or entry.header.stream.kind is not StreamKind.MATTER:
            return
        try:
            found = history.read_value(entry)
        except AppError:
            return  # no matter can be made of it, whoever wrote it
        if found is not None and found[0].desk_only(found[1]):
            raise Damaged("package.not_theirs", place=entry.header.oseq)

    def _tell_repeated(self, stream: StreamId) -> None:
        """A matter of an earlier epoch that came once more and was here already."""
        matter = None if self.matters.is_unsettled(stream) else history.fold(self._work.stream(stream))
        if matter is not None:
            self.matters.tell(stream, matter.number, MatterState.DUPLICATE)

    def _acknowledge(self) -> None:
        """What the other side says of ours: cumulative, one by one, and what it wants again."""
        header = self._found.header
        chain = chains_with(self._desk.session.office, header.station).ours
        if header.acknowledges is not None:
            self._require_sent(header.acknowledges, chain)
            self._settle(chain, header.acknowledges)
        for receipt in self._receipts:
            ref = receipt.package
            sent = self._work.packages.sent(chain, ref.epoch, ref.seq)
            if receipt.result is ReceiptResult.REJECTED and (sent is None or sent.sha256 != ref.sha256):
                self.alarms.append(file_name(ref.chain, ref.epoch, ref.seq))
                continue
            self._require_sent(ref, chain)
            note_receipt(self._work, receipt, self._known_at)
        if header.seq == 1 and header.epoch > 1:
            self._ask_after(chain, header.acknowledges)
        mark_needed(self._work, self._desk.session.store, header.needs, chain)
        for wanted in header.asks:
            sent = self._work.packages.sent(chain, wanted.epoch, wanted.seq)
            if sent is not None:
                self._work.packages.change_sent(replace(sent, asked=True))

    def _require_sent(self, ref: PackageRef, chain: str) -> None:
        """Raises Damaged("package.receipt_unknown") for a receipt of what was never sent.

        An epoch that ended with a restore may have sent what this memory does not know any more.
        """
        sent = self._work.packages.sent(chain, ref.epoch, ref.seq)
        epoch = self._work.packages.own_head(chain)[0]
        lost = sent is None and ref.epoch < epoch
        if ref.chain != chain or (not lost and (sent is None or sent.sha256 != ref.sha256)):
            raise Damaged("package.receipt_unknown", package=file_name(ref.chain, ref.epoch, ref.seq))

    def _settle(self, chain: str, upto: PackageRef) -> None:
        """Everything up to a package was applied; the first one of an epoch carries what was left of those before."""
        for state in ("sealed", "held"):
            for sent in self._work.packages.sent_to(chain, state=state):
                if sent.epoch < upto.epoch or (sent.epoch == upto.epoch and sent.seq <= upto.seq):
                    self._work.packages.change_sent(
                        replace(sent, state="applied", told_at=self._known_at, asked=False)
                    )

    def _ask_after(self, chain: str, upto: PackageRef | None) -> None:
        """A restored station lost what it had applied after its backup: it gets those packages again."""
        last = (0, 0) if upto is None else (upto.epoch, upto.seq)
        for sent in self._work.packages.sent_to(chain):
            if (sent.epoch, sent.seq) > last:
                self._work.packages.change_sent(replace(sent, asked=True))


def _files_of(entry: Entry) -> tuple[str, ...]:
    """The files that an entry names; none for one that cannot be read, of which no matter is made."""
    try:
        return history.files_of(entry)
    except AppError:
        return ()
