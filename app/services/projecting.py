"""Making the matters of a package: each alone, so that one that cannot be made does not stop the others.

A matter that cannot be made stays in the journal and is not read: its new entries are put aside, what stood before stands,
and the receipt says which, why and at which field. When a later package brings what was missing, everything is read again
(reference/exchange.md 5, case 11; docs/decisions/0145).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from app.domain import history
from app.domain.acts.correcting import Corrected
from app.domain.entry import Entry, StreamId, home_of
from app.domain.matter import Matter
from app.domain.ownership import ownership
from app.domain.resealed import lost_open_bodies, restored
from app.domain.shut_files import Shut
from app.errors import AppError, Conflict, Unavailable
from app.exchange.header import PackageHeader
from app.exchange.results import MatterState, RecordCode
from app.package_ports import MatterResult
from app.ports import UnitOfWork
from app.services.exchange import ExchangeDesk, is_above
from app.services.told import note_result

IMPOSSIBLE = (
    LookupError,
    ValueError,
    TypeError,
    ArithmeticError,
    AttributeError,
    RecursionError,
    StopIteration,
)
"""What steps of the state stumble over when another office's entry says what no act would have let through."""
CORRECTING = history.ENTRY_KINDS_BY_TYPE[Corrected].name
LONGEST_FIELD = 40
LOT = 200
"""Matters that are read ahead and written together."""


class Failure(NamedTuple):
    """Why a matter cannot be made: code, and what is at fault: a kind of entry, or `kind.field`."""

    code: RecordCode
    field: str


class Matters:
    """Brings the matters of one package up to date, in an open unit of work; `told` is what is not simply accepted."""

    def __init__(self, desk: ExchangeDesk, work: UnitOfWork, header: PackageHeader, known_at: int) -> None:
        self._desk = desk
        self._work = work
        self._header = header
        self._known_at = known_at
        self._with_aside = set(work.packages.results.streams_aside())
        self._unsettled = {item.stream: item.result for item in work.packages.results.unsettled(header.chain)}
        self._numbers: dict[str, str] = {}
        self._county = is_above(desk.session.office, header.station)
        self.told: list[MatterResult] = []

    def bring_all(self, touched: Mapping[StreamId, frozenset[UUID]]) -> set[str]:
        """Makes the matters with their new entries, many at once; the numbers of those that changed."""
        made: dict[StreamId, str] = {}
        lots = self._work.lots
        for streams in batched(touched, LOT):
            lots.begin([stream for stream in streams if not self._is_rejected(stream.text)])
            made.update((stream, self.bring(stream, touched[stream])) for stream in streams)
            for stream in lots.write():
                self._put_aside(stream, touched[stream])
                self.tell(stream, made.pop(stream), MatterState.REJECTED, Failure(RecordCode.FIELD, "matter"))
                self._numbers.pop(stream.text, None)
        return {number for number in made.values() if number}

    def bring(self, stream: StreamId, fresh: frozenset[UUID]) -> str:
        """Makes the matter with its new entries, or puts these aside; its number, empty when nothing was made."""
        results = self._work.packages.results
        aside = results.aside(stream) if stream in self._with_aside else frozenset()
        passed: frozenset[UUID] = frozenset()
        rejected = self._is_rejected(stream.text)
        if rejected:
            self._put_aside(stream, frozenset())
        else:
            passed, aside = aside, frozenset()
        entries = self._work.stream(stream)
        if forged := self._forged(entries):
            passed |= forged.keys()
            self._put_aside(stream, passed)
            entries = tuple(entry for entry in entries if entry.header.id not in forged)
            aside -= forged.keys()
        hidden = fresh | aside
        before = _earlier(entry for entry in entries if entry.header.id not in hidden)
        found = self._made(stream, entries, before)
        put_right = bool(aside)
        if isinstance(found, Failure) and (passed_over := _passed_over(entries, fresh)):
            self._put_aside(stream, passed | passed_over)
            found = self._made(stream, self._work.stream(stream), before)
            put_right = True
        if isinstance(found, Failure):
            self._put_aside(stream, passed | hidden)
            if fresh:
                number = _number_told(entries) if before is None else before.number
                self.tell(stream, number, MatterState.REJECTED, found)
            return ""
        if found is None:
            return ""
        if fresh & forged.keys():
            why = Failure(RecordCode.WRITER, next(forged[item] for item in forged if item in fresh))
            self.tell(stream, found.number, MatterState.REJECTED, why)
        elif self._county and found.merged_into:
            self.tell(
                stream,
                found.number,
                MatterState.SUPERSEDED,
                Failure(RecordCode.MERGED, found.merged_into),
            )
        elif put_right or (rejected and fresh):
            self.tell(stream, found.number, MatterState.CORRECTED)
        self._numbers[stream.text] = found.number
        return found.number

    def _put_aside(self, stream: StreamId, entries: frozenset[UUID]) -> None:
        self._work.packages.results.put_aside(stream, entries)
        self._with_aside.add(stream)

    def _forged(self, entries: Iterable[Entry]) -> dict[UUID, str]:
        """The entries of a matter that only a county may write and that its station wrote, with their kinds."""
        if not self._county:
            return {}
        return {
            entry.header.id: entry.header.kind
            for entry in entries
            if home_of(entry.header.origin) == entry.header.origin
            and ownership().county_alone(entry.header.kind)
        }

    def bring_again(self, but: Collection[StreamId]) -> set[str]:
        """Tries the rejected matters of this chain once more, as a newer program may make what an older one could not.

        `but` are those of the package itself. The answer is the numbers of those that were made.
        """
        found = {StreamId.parse(text) for text in self._unsettled if self._is_rejected(text)}
        return {
            number
            for stream in sorted(found.difference(but), key=lambda item: item.text)
            if (number := self.bring(stream, frozenset()))
        }

    def is_unsettled(self, stream: StreamId) -> bool:
        """Whether something is held or rejected of that matter."""
        return stream.text in self._unsettled

    def _is_rejected(self, text: str) -> bool:
        return self._unsettled.get(text) == MatterState.REJECTED

    def tell_held(self, streams: Collection[str]) -> None:
        """Matters of this package that wait for a file; a rejected one stays rejected."""
        for text in sorted(streams):
            if self._numbers.get(text) and not self._is_rejected(text):
                why = Failure(RecordCode.FILE, "")
                self.tell(StreamId.parse(text), self._numbers[text], MatterState.HELD, why)

    def tell_shut(self, streams: Mapping[str, Shut]) -> None:
        """Matters that were taken in with a file that stays shut; where more is wrong, that alone is told."""
        told = {item.stream for item in self.told}
        for text in sorted(set(streams) - told):
            stream = StreamId.parse(text)
            number = self._numbers.get(text) or getattr(history.fold(self._work.stream(stream)), "number", "")
            if number:
                self.tell(stream, number, MatterState.ACCEPTED, Failure(RecordCode.SHUT, streams[text]))

    def tell_complete(self, streams: Collection[str]) -> None:
        """Matters whose last file came."""
        for text in sorted(streams):
            if self._unsettled.get(text) == MatterState.HELD:
                stream = StreamId.parse(text)
                matter = history.fold(self._work.stream(stream))
                self.tell(stream, "" if matter is None else matter.number, MatterState.ACCEPTED)

    def tell(self, stream: StreamId, number: str, state: MatterState, why: Failure | None = None) -> None:
        """Notes what became of a matter; the receipt takes it from there."""
        made = MatterResult(
            chain=self._header.chain,
            epoch=self._header.epoch,
            seq=self._header.seq,
            stream=stream.text,
            number=number,
            result=state,
            code="" if why is None else why.code,
            field="" if why is None else why.field[:LONGEST_FIELD],
            at=self._known_at,
            since=self._known_at,
        )
        self.told.append(note_result(self._work, made))
        if state in (MatterState.HELD, MatterState.REJECTED):
            self._unsettled[stream.text] = state
        else:
            self._unsettled.pop(stream.text, None)

    def _made(
        self, stream: StreamId, entries: Sequence[Entry], before: Matter | None
    ) -> Matter | Failure | None:
        """The matter after its projections were made (None: nothing is registered), or why they cannot be."""
        try:
            gone = lost_open_bodies(entries)
            if gone:
                self._work.forget_bodies(stream, gone)
            after = history.fold(entries)
            if after is None:
                return None
            if before is None:
                there = self._work.find(after.number)
                if there is not None and there != stream:
                    return Failure(RecordCode.NUMBER_TWICE, "number")
            known = self._desk.session.known
            self._work.project(None if before is None else known(before), known(after))
        except (Unavailable, Conflict):
            raise
        except AppError as error:
            return Failure(RecordCode.FIELD, ".".join(filter(None, (_stumbling(entries), error.field))))
        except IMPOSSIBLE:
            return Failure(RecordCode.ORDER, _stumbling(entries))
        return after


def batched(touched: Iterable[StreamId], size: int) -> Iterator[list[StreamId]]:
    """The streams in lists of so many."""
    left = iter(touched)
    while lot := list(islice(left, size)):
        yield lot


def _stumbling(entries: Sequence[Entry]) -> str:
    """The kind of the entry at which the state of a matter cannot go on; `matter` when each of them can be taken."""
    state: Matter | None = None
    for entry in history.in_order(restored(entries)):
        try:
            state = history.step(state, entry)
        except (AppError, *IMPOSSIBLE):
            return entry.header.kind
    return "matter"


def _passed_over(entries: Sequence[Entry], fresh: frozenset[UUID]) -> frozenset[UUID]:
    """The entries at which the state stumbles, when a correction (更正) came behind the last of them; else none.

    Entries are never changed: somebody who corrects a field writes one more, and the one it corrects is not read any more.
    """
    state: Matter | None = None
    bad: set[UUID] = set()
    correcting = False
    for entry in history.in_order(restored(entries)):
        try:
            state = history.step(state, entry)
        except (AppError, *IMPOSSIBLE):
            bad.add(entry.header.id)
            correcting = False
        else:
            correcting = correcting or (entry.header.kind == CORRECTING and entry.header.id in fresh)
    return frozenset(bad) if correcting and state is not None else frozenset()


def _earlier(entries: Iterable[Entry]) -> Matter | None:
    """The matter as it stood before this package; None where it was none, also for another version of this program."""
    try:
        return history.fold(entries)
    except (AppError, *IMPOSSIBLE):
        return None


def _number_told(entries: Sequence[Entry]) -> str:
    """The number that a registration claims, though no matter can be made of it; empty when that cannot be read either."""
    for entry in entries:
        try:
            found = history.read_value(entry)
        except AppError:
            continue
        number = None if found is None else getattr(found[1], "number", None)
        if entry.header.kind == "registered" and isinstance(number, str):
            return number
    return ""
