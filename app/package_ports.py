"""What exchanging needs of the memory: the ledger of packages, the chains of others, and what became of each matter.

One with the unit of work it is asked of (`UnitOfWork.packages` in app/ports.py): what is written here is written with the
entries, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.domain.entry import Entry, StreamId
from app.holding_ports import Holdings


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPackage:
    """A line of the ledger: a package that was sealed here. `first`..`last` are entries of `chain`.

    `state` is sealed, applied, held or rejected: what the other side said last. `asked` says that it wants the package
    again. Times are UTC milliseconds, sizes bytes.
    """

    chain: str
    epoch: int
    seq: int
    to: str
    sha256: str
    size: int
    first: int
    last: int
    entries: int
    sealed_at: int
    state: str = "sealed"
    told_at: int = 0
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPackage:
    """A line of the ledger: a package that came here. `state` is applied, held or rejected, `code` why rejected.

    `told` is the state that the last receipt named, `returned` whether the lost entries it asked for went back.
    `header` are the bytes of its clear header.
    """

    chain: str
    epoch: int
    seq: int
    sha256: str
    first: int
    last: int
    entries: int
    received_at: int
    header: bytes
    state: str
    code: str = ""
    told: str = ""
    returned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterResult:
    """What became of one matter in one package (业务回执), as we decided of theirs or were told of ours.

    `chain` is the writer's, so it says whose package it was; `stream` is the text of the matter's stream, `number` may be
    empty when no matter could be made. `result` is a word of `app.exchange.results`, `code` and `field` say why not.
    `at` is UTC milliseconds, later than every other of the same matter; `since` the `at` of the first in a row alike.
    """

    chain: str
    epoch: int
    seq: int
    stream: str
    number: str = ""
    result: str
    code: str = ""
    field: str = ""
    at: int
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageStep:
    """A step of a package's way: handed over, received, verified; `at` in UTC milliseconds, `place` where to."""

    chain: str
    epoch: int
    seq: int
    step: str
    at: int
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFile:
    """A kept file that a package of a chain named for a matter, and the package that brought it.

    `seq` is 0 while it was announced and did not come: `at` (UTC milliseconds) says since when.
    """

    chain: str
    sha256: str
    stream: str
    epoch: int
    seq: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenEntry:
    """Where an entry stands in its writer's chain, and when it was written (UTC milliseconds)."""

    epoch: int
    oseq: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMatter:
    """A matter with entries in a chain beyond some place: its stream and number, its first such entry and when (UTC ms)."""

    stream: str
    number: str
    first: int
    at: int


class PackageResults(Protocol):
    """What became of each matter, and the steps of each package, inside a unit of work."""

    def note(self, result: MatterResult) -> None:
        """Adds what became of a matter in a package, or sets it."""
        ...

    def of_package(self, chain: str, epoch: int, seq: int) -> list[MatterResult]:
        """What was noted of a package's matters, by stream."""
        ...

    def of_matter(self, stream: StreamId) -> list[MatterResult]:
        """What was noted of a matter in every chain, oldest first."""
        ...

    def unsettled(self, chain: str) -> list[MatterResult]:
        """The newest of each matter of a chain, where that is `held` or `rejected`; longest first."""
        ...

    def aside(self, stream: StreamId) -> frozenset[UUID]:
        """The entries of a matter that lie in the journal and are not read."""
        ...

    def streams_aside(self) -> frozenset[StreamId]:
        """The matters of which entries lie in the journal and are not read."""
        ...

    def put_aside(self, stream: StreamId, entries: frozenset[UUID]) -> None:
        """Sets which entries of a matter are not read, in every question from now on; none: all are read again."""
        ...

    def note_step(self, step: PackageStep) -> None:
        """Adds a step of a package; the same one again changes nothing."""
        ...

    def steps(self, chain: str, epoch: int, seq: int) -> list[PackageStep]:
        """The steps of a package, oldest first."""
        ...

    def note_file(self, file: PackageFile) -> None:
        """Adds a file that a matter named, or sets which package brought it."""
        ...

    def files(self, chain: str, sha256: str) -> list[PackageFile]:
        """What is known of a file in a chain, by stream."""
        ...

    def awaited(self, chain: str) -> list[PackageFile]:
        """The files of a chain that were announced and did not come, longest first."""
        ...

    def carrying(self, chain: str, epoch: int, oseq: int) -> SentPackage | None:
        """The sealed package that holds that entry of our chain, or None."""
        ...

    def matters_after(self, chain: str, epoch: int, after: int, most: int | None = None) -> list[OpenMatter]:
        """The matters of which entries of that chain stand beyond `after`, in order; the first `most` of them."""
        ...

    def written(self, chain: str, stream: StreamId) -> list[WrittenEntry]:
        """The entries of a stream that stand in that chain, in order."""
        ...


class Packages(Protocol):
    """The ledger of packages and the chains of others, inside a unit of work."""

    def head(self, chain: str, epoch: int) -> tuple[int, bytes]:
        """The last number and hash of a chain; 0 and 32 zero bytes for one that is not here."""
        ...

    def own_head(self, chain: str) -> tuple[int, int, bytes]:
        """The present epoch, and where our chain stands in it."""
        ...

    def admit(self, entries: Sequence[Entry], station: str) -> list[Entry]:
        """Adds entries of another writer as they are; the answer is those that were not here yet.

        Raises Damaged("package.chain") when one does not follow or differs from the one that is here,
        Damaged("package.not_theirs") when one is about a matter that is not of `station`.
        """
        ...

    def numbers(self, chain: str, epoch: int, first: int, last: int) -> list[str]:
        """The numbers of the matters that these entries of a chain are about."""
        ...

    def seal(self, package: SentPackage) -> None:
        """Adds a sealed package. Raises Conflict("journal.stream_moved") when the number was taken meanwhile."""
        ...

    def sent(self, chain: str, epoch: int, seq: int) -> SentPackage | None:
        """The package with that number, or None."""
        ...

    def last_sent(self, chain: str, epoch: int) -> SentPackage | None:
        """The last sealed package of our chain in that epoch, or None."""
        ...

    def sent_to(self, chain: str, *, state: str = "", asked: bool = False) -> list[SentPackage]:
        """Sealed packages of a chain in order; those in that state, or those asked for again."""
        ...

    def change_sent(self, package: SentPackage) -> None:
        """Sets what the other side said of a sealed package."""
        ...

    def received(self, chain: str, epoch: int, seq: int) -> list[ReceivedPackage]:
        """What came with that number: more than one when somebody else's bytes carry it too."""
        ...

    def received_as(self, chain: str, sha256: str) -> ReceivedPackage | None:
        """The package of a chain that came with these bytes, or None."""
        ...

    def last_applied(self, chain: str, epoch: int = 0) -> ReceivedPackage | None:
        """The last package of a chain that was applied, in that epoch (0: the newest), or None."""
        ...

    def waiting(self, chain: str, state: str = "", *, untold: bool = False) -> list[ReceivedPackage]:
        """Packages of a chain that came, in order: in that state, or with a state that no receipt named yet."""
        ...

    def begun(self, chain: str) -> list[ReceivedPackage]:
        """The applied first packages of a chain's epochs whose lost entries were not sent back yet."""
        ...

    def note(self, package: ReceivedPackage) -> None:
        """Adds a package that came, or sets what became of it."""
        ...

    def jump_number(self, series: str, last: int) -> int:
        """Moves a series so that its next number is beyond `last`; the answer is the number given last before."""
        ...

    def epochs(self, chain: str) -> list[int]:
        """The epochs of a chain of which entries are here, in order."""
        ...

    def begin_epoch(self, least: int) -> tuple[int, int, int, bytes]:
        """Raises this station's epoch to `least` at least; the answer is the new one, the one before, where that stood."""
        ...

    @property
    def holdings(self) -> Holdings:
        """What is held of a chain, counted and put back."""
        ...

    @property
    def results(self) -> PackageResults:
        """What became of each matter, and the steps of each package."""
        ...
