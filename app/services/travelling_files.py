"""Files by hash, have and need: what a package carries, what it only announces, what the other side still waits for.

Text goes first. A package names its files in its entries; those that the other side has are not sent again, and those for
which there is no room are announced and follow (reference/exchange.md 5, case 12; docs/decisions/0146). Only a reader
that said so is sent less than everything (`minor` in the clear header).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.entry import StreamId, StreamKind
from app.domain.shut_files import Shut
from app.exchange.header import ANNOUNCES, PackageHeader
from app.package_ports import PackageFile
from app.ports import PaperStore, UnitOfWork

MOST_CARRIED = 60_000
"""Files of one package; a bag holds few more members (`bag.MOST_MEMBERS`)."""
BESIDE = 64 * 1024 * 1024
"""About how many bytes of files go with entries; the rest follows in packages of their own."""
MOST_NEEDS = 500
SEVERAL = 20
"""Files that a receipt names of one matter; the clear header of the answer names the others too."""


@dataclass(slots=True)
class Named:
    """The files that the lines of a package name, by SHA-256, with the streams that name them; `lost` must go along."""

    streams: dict[str, dict[str, None]] = field(default_factory=dict)
    lost: dict[str, None] = field(default_factory=dict)

    def add(self, sha256: str, stream: str, *, lost: bool = False) -> bool:
        """Counts a file; False when it was named before. `lost`: the other side said that it lost what it had."""
        fresh = sha256 not in self.streams
        self.streams.setdefault(sha256, {})[stream] = None
        if lost:
            self.lost[sha256] = None
        return fresh


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What happens to the files of a package: carried in it, sent later, or named only, because they are there."""

    carried: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    there: tuple[str, ...] = ()


def announces_to(work: UnitOfWork, theirs: str) -> bool:
    """Whether the other side reads announcements, by the last package of it that was applied."""
    applied = work.packages.last_applied(theirs)
    return applied is not None and (PackageHeader.from_bytes(applied.header).minor or 0) >= ANNOUNCES


def owed(work: UnitOfWork, store: PaperStore, ours: str) -> tuple[str, ...]:
    """The files that were announced and not sent yet, longest first; those that are not here cannot be."""
    names = dict.fromkeys(item.sha256 for item in work.packages.results.awaited(ours))
    return tuple(name for name in names if store.has(name))


def choose(
    work: UnitOfWork,
    store: PaperStore,
    named: Named,
    before: Sequence[str],
    *,
    ours: str,
    theirs: str,
    announces: bool,
    budget: int,
) -> Choice:
    """What is carried: everything that must be or finds room, oldest debts first; at least one file, if any is due."""
    there = tuple(
        name
        for name in named.streams
        if name not in before and name not in named.lost and _is_there(work, name, ours, theirs, announces)
    )
    due = {name: None for name in (*before, *named.streams) if name not in there}
    if not announces:
        return Choice(carried=tuple(due), there=there)
    carried: list[str] = []
    later: list[str] = []
    weight = 0
    for name in due:
        if name in named.lost or (weight < budget and len(carried) < MOST_CARRIED):
            carried.append(name)
            weight += store.size(name)
        else:
            later.append(name)
    return Choice(carried=tuple(carried), later=tuple(later), there=there)


def _is_there(work: UnitOfWork, name: str, ours: str, theirs: str, announces: bool) -> bool:
    """Whether the other side has a file: it applied the package with it, or sent it itself.

    A reader of announcements can say that it lacks one, so a package that is still on the road counts as well: it is applied
    before this one, or this one waits.
    """
    results = work.packages.results
    epoch = work.packages.own_head(ours)[0]
    for item in results.files(ours, name):
        sent = work.packages.sent(ours, item.epoch, item.seq) if item.seq else None
        if sent is not None and (sent.state == "applied" or (announces and item.epoch == epoch)):
            return True
    return announces and any(item.seq for item in results.files(theirs, name))


def note_choice(
    work: UnitOfWork, choice: Choice, named: Named, *, ours: str, epoch: int, seq: int, at: int
) -> None:
    """Writes down what a sealed package carries and what it leaves for later."""
    results = work.packages.results
    for name in choice.carried:
        streams = {item.stream: item.at for item in results.files(ours, name)}
        streams.update(dict.fromkeys(named.streams.get(name, ()), at))
        for stream, since in streams.items():
            results.note_file(
                PackageFile(chain=ours, sha256=name, stream=stream, epoch=epoch, seq=seq, at=since)
            )
    for name in choice.later:
        known = {item.stream for item in results.files(ours, name) if not item.seq}
        for stream in named.streams.get(name, ()):
            if stream not in known:
                results.note_file(PackageFile(chain=ours, sha256=name, stream=stream, epoch=0, seq=0, at=at))


def mark_needed(work: UnitOfWork, store: PaperStore, needs: Iterable[str], ours: str) -> None:
    """What the other side lacks though it applied the package with it is sent once more; what was never sent is not."""
    results = work.packages.results
    epoch = work.packages.own_head(ours)[0]
    for name in needs:
        known = results.files(ours, name)
        if not known or any(not item.seq for item in known) or not store.has(name):
            continue
        newest = max(known, key=lambda item: (item.epoch, item.seq))
        sent = work.packages.sent(ours, newest.epoch, newest.seq)
        if newest.epoch < epoch or sent is None or sent.state == "applied":
            for item in known:
                results.note_file(replace(item, epoch=0, seq=0))


# ---------------------------------------------------------------- at the receiver


class Arrivals:
    """The files of one package at its receiver: which came, which are only announced, whose matters wait for them."""

    def __init__(self, work: UnitOfWork, store: PaperStore, header: PackageHeader, known_at: int) -> None:
        self._work = work
        self._store = store
        self._header = header
        self._known_at = known_at
        self._wanted: dict[str, dict[str, None]] = {}
        self._announced: set[str] = set()
        self._came: dict[str, None] = {}

    def want(self, sha256: str, stream: str) -> None:
        """An entry of that stream names the file."""
        self._wanted.setdefault(sha256, {})[stream] = None

    def announce(self, sha256: str) -> None:
        """The file is there already, or follows."""
        self._announced.add(sha256)

    def came(self, sha256: str) -> None:
        """The file was in the package and is kept."""
        self._came[sha256] = None

    def missing(self) -> str:
        """A file that an entry names and that neither came, nor is here, nor was announced; empty when there is none."""
        for name in self._wanted:
            if name not in self._came and name not in self._announced and not self._store.has(name):
                return name
        return ""

    def streams_of(self, shut: Mapping[str, Shut]) -> dict[str, Shut]:
        """The matters that name one of these files, here or in an earlier package, with the kind of the first."""
        results = self._work.packages.results
        found: dict[str, Shut] = {}
        for name, kind in shut.items():
            for item in results.files(self._header.chain, name):
                if StreamId.parse(item.stream).kind is StreamKind.MATTER:
                    found.setdefault(item.stream, kind)
        return found

    def settle(self) -> tuple[set[str], set[str]]:
        """Writes down what came and what is awaited; the streams that wait now, and those that have everything now."""
        results = self._work.packages.results
        waited = {item.sha256 for item in results.awaited(self._header.chain)}
        completed: set[str] = set()
        for name, streams in self._wanted.items():
            here = name in self._came or self._store.has(name)
            for stream in streams:
                self._note(name, stream, here=here)
        for name in waited.intersection(self._came):
            for item in results.files(self._header.chain, name):
                if item.seq == 0:
                    completed.add(item.stream)
                    self._note(name, item.stream, here=True)
        waiting = {item.stream for item in results.awaited(self._header.chain)}
        touched = {stream for streams in self._wanted.values() for stream in streams}
        return waiting & touched, completed - waiting

    def _note(self, name: str, stream: str, *, here: bool) -> None:
        epoch, seq = (self._header.epoch, self._header.seq) if here else (0, 0)
        self._work.packages.results.note_file(
            PackageFile(
                chain=self._header.chain, sha256=name, stream=stream, epoch=epoch, seq=seq, at=self._known_at
            )
        )


def needs(work: UnitOfWork, theirs: str) -> Mapping[str, tuple[str, ...]]:
    """The files that a chain announced and that did not come, with the streams that wait for each; longest first."""
    found: dict[str, list[str]] = {}
    for item in work.packages.results.awaited(theirs):
        found.setdefault(item.sha256, []).append(item.stream)
    return {name: tuple(streams) for name, streams in found.items()}
