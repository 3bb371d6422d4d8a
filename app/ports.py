"""What the use-cases need from the outside, as protocols: memory, seals, files. db/ and ui/ provide them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self
from uuid import UUID

from app.chains import Chain as Chain
from app.chains import ChainQueries
from app.chains import HeadSigner as HeadSigner
from app.chains import Journal as Journal
from app.domain.check import Finding, Lead
from app.domain.entry import OPEN, Entry, Link, StreamId
from app.domain.history import Body
from app.domain.matter import Matter
from app.domain.obligations import Obligation
from app.domain.reception import EnquiryAnswered
from app.errors import AppError
from app.look_queries import LookQueries
from app.lot_ports import Lots
from app.mediation_ports import MediationIndex, MediationQueries
from app.package_ports import Packages
from app.package_ports import ReceivedPackage as ReceivedPackage
from app.package_ports import SentPackage as SentPackage
from app.readmodels import (
    AccountRow,
    DayCounts,
    DayMatterRow,
    DayVisitRow,
    DueRow,
    EnquiryRow,
    FindingRow,
    LeaderReceptionRow,
    LeadRow,
    MatterRow,
    PaperRow,
    PersonRow,
    SearchHit,
)
from app.repeat_queries import RepeatQueries
from app.same_person_queries import SamePersonQueries
from app.serving_queries import ServingQueries
from app.sieve import EVERYTHING, Sieve
from app.written_queries import WrittenQueries


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before it has a place in the chain, with the heads the writer knew; `sealed`: its encrypted part, or None."""

    stream: StreamId
    kind: str
    form: int
    on: date
    body: Body
    sealed: bytes | None = None
    after: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A matter as it stands, with its obligations and what the self-check sees: what the projections are made of."""

    matter: Matter
    obligations: tuple[Obligation, ...]
    findings: tuple[Finding, ...] = ()
    leads: tuple[Lead, ...] = ()


class CodeSigner(Protocol):
    """Whoever signs codes in a station's name."""

    @property
    def sign_public(self) -> str:
        """The public signing key in hex."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature over these bytes (64 bytes)."""
        ...


class PackageTarget(Protocol):
    """Where packages are handed over: a stick, a folder."""

    def put(self, name: str, source: BinaryIO, sha256: str) -> str:
        """Hands a package over whole or not at all; the answer is where it lies.

        Raises Unavailable("target.full", "target.read_only", "target.gone", "target.not_kept").
        """
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit` undoes everything, taken numbers included."""

    def __enter__(self) -> Self:
        """Begins."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Rolls back unless committed."""
        ...

    @property
    def latest_at(self) -> int:
        """UTC milliseconds of the latest instant the journal has seen; 0 for an empty one."""
        ...

    def stream(self, stream: StreamId) -> tuple[Entry, ...]:
        """The entries of a stream, in the order they came to be known here."""
        ...

    def stream_head(self, stream: StreamId) -> tuple[UUID, ...]:
        """The last entry of a stream as `after` of the next one, without reading the stream; () for an empty one."""
        ...

    def find(self, number: str) -> StreamId | None:
        """The stream of the matter with that number, or None."""
        ...

    def take_number(self, series: str) -> int:
        """The next number of a gapless series, from 1; given back when the transaction is undone."""
        ...

    @property
    def packages(self) -> Packages:
        """The ledger of packages and the chains of others."""
        ...

    @property
    def lots(self) -> Lots:
        """Many matters at once."""
        ...

    @property
    def mediations(self) -> MediationIndex:
        """The list of mediations."""
        ...

    def result_of(self, key: str) -> str | None:
        """What was remembered under an idempotency key, or None."""
        ...

    def remember(self, key: str, result: str) -> None:
        """Remembers a result under an idempotency key, in the same transaction."""
        ...

    def append(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Appends entries to this station's chain. Raises Conflict("journal.stream_moved")."""
        ...

    def look(self, draft: Draft) -> None:
        """Appends an entry to the access chain, which is never exported."""
        ...

    def project(self, before: Known | None, after: Known) -> None:
        """Writes the difference between two states to the projections."""
        ...

    def list_enquiry(self, entry: Entry, value: EnquiryAnswered) -> None:
        """Writes the row of an enquiry that was just appended."""
        ...

    def forget_bodies(self, stream: StreamId, entries: Sequence[UUID], part: str = OPEN) -> None:
        """Deletes the open bodies of these entries of a stream: only such as a further entry names (`resealed`).

        Or a sealed `part` of such kinds as keep it at this station only (`EntryKind.stays`).
        """
        ...

    def keep_token(self, number: str, token: str) -> None:
        """Keeps the token of a receipt; it is in no entry, only its hash is."""
        ...

    def keep_credential(self, account: str, wrapped: str) -> None:
        """Keeps a person's wrapped key (JSON), which never travels, and forgets their failures; "" takes it away."""
        ...

    def commit(self) -> None:
        """Makes it durable: one sync. Raises Unavailable("disk.full"), Conflict("journal.stream_moved")."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBackup:
    """A whole backup in some folder: how far journal and access chain reach in it, and the SHA-256 of its key file."""

    file: Path
    at: datetime
    epoch: int
    entries: int
    head: str
    looks: int
    keys: str


class Backups(Protocol):
    """The backups of one open data folder."""

    def take(
        self, targets: Sequence[Path], now: datetime, *, step: Callable[[], None] = ...
    ) -> list[KeptBackup | AppError]:
        """One verified snapshot, put into each target; for each what was kept there or why not.

        `step` is called now and then on the way; whatever it raises gives the backup up and leaves nothing behind.
        """
        ...

    def kept(self, target: Path) -> list[KeptBackup]:
        """This station's backups in a folder, oldest first. Raises Unavailable("backup.target_gone")."""
        ...

    def drop(self, backup: KeptBackup) -> None:
        """Takes a backup away."""
        ...

    def unsaved_since(self, last: KeptBackup | None) -> datetime | None:
        """When the first thing happened that the last backup does not hold; None when it holds everything."""
        ...

    def same_disk(self, target: Path) -> bool:
        """Whether a folder lies on the disk of the data. Raises Unavailable("backup.target_gone")."""
        ...


class CheckQueries(LookQueries, SamePersonQueries, Protocol):
    """What the self-check asks of all matters at once."""

    def findings(self, day: date) -> list[FindingRow]:
        """Findings of the record of matters that stand on that day, by matter."""
        ...

    def unmet(self, day: date, rules: Sequence[str]) -> list[DueRow]:
        """Duties of these rules whose last day lies before `day` and that were not done by it, by matter."""
        ...

    def of_rules(self, rules: Sequence[str], first: date, last: date, today: date) -> list[DueRow]:
        """Duties of these rules that were opened, and windows that were used, in those days; in order of the matters."""
        ...

    def accounts(self) -> list[AccountRow]:
        """What was accounted for, of every matter."""
        ...

    def leads(self, check: str) -> list[LeadRow]:
        """What has to be compared for a check, in order of the matters."""
        ...

    def restricted(self) -> list[str]:
        """Numbers of the matters under seal, in order of registration."""
        ...

    def gaps(self) -> list[tuple[int, int, date | None]]:
        """Year and sequence of numbers of this station that stand in no matter, and the day of the next one that does."""
        ...


class DayQueries(Protocol):
    """What a day, a log of receptions and an import consist of."""

    def day_matters(self, day: date) -> list[DayMatterRow]:
        """The matters this station registered on a day and did not void, in order of registration."""
        ...

    def day_visits(self, day: date) -> list[DayVisitRow]:
        """Who came again on a day, and letters that were kept with a running matter, by matter."""
        ...

    def leader_receptions(self, first: date, last: date) -> list[LeaderReceptionRow]:
        """Receptions by leaders of this station in those days, earliest first."""
        ...

    def numbers_of_import(self, number: str) -> list[str]:
        """The numbers that an import gave, in order of registration."""
        ...

    def number_of_code(self, identity: str) -> str:
        """The number of the first matter that was registered with a visitor's code; empty where there is none."""
        ...


class Queries(
    DayQueries, CheckQueries, ServingQueries, ChainQueries, RepeatQueries, WrittenQueries, Protocol
):
    """The read side."""

    def find(self, number: str) -> StreamId | None:
        """The stream of the matter with that number (ours or another system's), or None."""
        ...

    def stream(self, stream: StreamId, *, known_until: int | None = None) -> tuple[Entry, ...]:
        """The entries of a stream, or those known here before that instant (UTC ms), as they may be read by now."""
        ...

    def chain(self, chain: str, epoch: int, after: int, until: int) -> Iterator[Link]:
        """The entries of a chain with numbers beyond `after` up to `until`, in order, streamed."""
        ...

    def token(self, number: str) -> str:
        """The token of a receipt, or empty."""
        ...

    def result_of(self, key: str) -> str | None:
        """What was remembered under an idempotency key, or None."""
        ...

    def due(self, *, today: date, until: date, rule: str = "") -> list[DueRow]:
        """Duties open today with a last office day up to `until`, all late ones, and for `date.max` those without one.

        With `rule`, only those of that rule.
        """
        ...

    def search(
        self, words: str, *, field: str = "", limit: int = 50, sieve: Sieve = EVERYTHING
    ) -> list[SearchHit]:
        """Matters whose text, names or numbers hold all the words and that pass the sieve; newest first."""
        ...

    def newest(self, limit: int = 50, sieve: Sieve = EVERYTHING) -> list[MatterRow]:
        """The newest matters that pass the sieve."""
        ...

    def persons(self, *, name_key: str = "", id_number: str = "", limit: int = 20) -> list[PersonRow]:
        """Earlier matters of somebody with that name key or identity number; newest first."""
        ...

    def registered_between(self, first: date, last: date) -> list[MatterRow]:
        """Matters registered in those days, in order of their numbers."""
        ...

    def day(self, day: date) -> DayCounts:
        """What the hall did on a day, and what is unserved by now."""
        ...

    def papers(self, states: Sequence[str], limit: int = 200) -> list[PaperRow]:
        """Papers in these states, oldest first: issued, awaiting_seal, sealed, sent, delivered, void, or
        (drafts) drafted, reviewed, returned.
        """
        ...

    def papers_issued(self, first: date, last: date) -> list[PaperRow]:
        """Papers that were issued in those days, void ones too, drafts not; in the order they were issued."""
        ...

    def papers_sealed(self, first: date, last: date) -> list[PaperRow]:
        """Papers on which a seal was set in those days, void ones too, by day."""
        ...

    def enquiries(self, day: date) -> list[EnquiryRow]:
        """The enquiries of a day, newest first."""
        ...

    @property
    def mediations(self) -> MediationQueries:
        """What is asked of mediations."""
        ...

    def latest_at(self) -> int:
        """UTC milliseconds of the latest instant the journal has seen; 0 for an empty one."""
        ...

    def head(self) -> str:
        """The hash of this station's last entry in hex; empty for an empty journal."""
        ...


class Memory(Protocol):
    """The office's memory: units of work, queries, maintenance."""

    @property
    def station(self) -> str:
        """The station's code."""
        ...

    def reread(self) -> None:
        """Reads anew what a unit of work may have changed about this station: its epoch."""
        ...

    @property
    def queries(self) -> Queries:
        """The read side."""
        ...

    @property
    def journal(self) -> Journal:
        """Walking the chains."""
        ...

    def write(self, *, actor: str, desk: str, now: datetime) -> UnitOfWork:
        """A unit of work of this person at this desk."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """A draft as it was kept: slot, when (UTC milliseconds), the key of its registration, the form's values."""

    slot: int
    saved_at: int
    key: str
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNumber:
    """A registration whose number nobody saw: the number, and when its draft was saved last (UTC milliseconds)."""

    number: str
    saved_at: int


class Drafts(Protocol):
    """Unfinished registrations of this computer, sealed to their clerks."""

    def save(self, account: str, slot: int, *, key: str, content: dict[str, object], saved_at: int) -> None:
        """Keeps a draft in its slot, over the one that was there."""
        ...

    def load(self, account: str) -> list[StoredDraft]:
        """The drafts of a clerk, by slot."""
        ...

    def drop(self, account: str, slot: int) -> None:
        """Takes a draft away."""
        ...

    def note_found(self, account: str, slot: int, found: FoundNumber) -> None:
        """The draft was registered and nobody saw the number: the number takes the place of the draft, at once."""
        ...

    def found(self, account: str) -> list[FoundNumber]:
        """The numbers that this clerk has not seen, oldest first."""
        ...

    def seen(self, account: str, number: str) -> None:
        """The clerk has seen that number."""
        ...


class SuggestionStore(Protocol):
    """What the class suggestion learned on this computer, and how often it was taken; no part of the journal."""

    def load(self) -> tuple[bytes, int]:
        """The model as bytes and of how many texts it was made; empty and 0 before the first."""
        ...

    def save(self, content: bytes, texts: int) -> None:
        """Keeps a model in the place of the one before."""
        ...

    def count(self, kind: str) -> None:
        """One more suggestion of which this became."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How often of each kind."""
        ...


class Sealer(Protocol):
    """Seals parts to persons and opens what the signed-in person may open."""

    def seal(self, plain: bytes, holders: Sequence[str]) -> bytes:
        """An age message to these recipients (at least two). Raises Unavailable("seal.too_few_holders")."""
        ...

    def open(self, sealed: bytes) -> bytes | None:
        """The plain bytes, or None when the signed-in person holds no key for them."""
        ...


class PaperStore(Protocol):
    """Frozen papers and attachments: encrypted files named by a keyed hash, outside the database."""

    def keep(self, data: bytes) -> str:
        """Keeps the bytes; the answer is their SHA-256 in hex. Keeping the same bytes twice is one file."""
        ...

    def fetch(self, sha256: str) -> bytes:
        """The bytes. Raises NotFound("store.missing"), Damaged("store.changed")."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether the bytes are kept here."""
        ...

    def size(self, sha256: str) -> int:
        """About how many bytes are kept, 0 when there are none: for adding up before they are read."""
        ...
