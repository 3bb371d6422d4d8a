"""A memory in plain Python: for tests of use-cases, and one side of the memory's contract."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import TracebackType
from typing import Self
from uuid import UUID

from app.chains import Chain, Walked
from app.clock import milliseconds
from app.domain import codec
from app.domain.entry import (
    GENESIS,
    OPEN,
    SEALED,
    SHARED,
    Entry,
    Header,
    Link,
    Part,
    StreamId,
    StreamKind,
    chain_for,
    chained,
    home_of,
)
from app.domain.history import ENTRY_KINDS
from app.domain.mediation.state import Mediation
from app.domain.names import search_key
from app.domain.reception import EnquiryAnswered
from app.domain.resealed import Absences, restored
from app.domain.roadmap import CLOSED_STATES, state_of
from app.errors import Conflict
from app.ids import new_id
from app.package_ports import MatterResult, PackageFile, PackageStep
from app.ports import Draft, Known, ReceivedPackage, SentPackage
from app.readmodels import (
    DayCounts,
    DueRow,
    EnquiryRow,
    MatterRow,
    PaperRow,
    PersonRow,
    SearchHit,
)
from app.serving_queries import AttemptRow
from app.sieve import EVERYTHING, Sieve
from db.projections import search_words
from db.search import contains
from tests.fake_chains import FakeChainQueries, FakePassed
from tests.fake_checks import FakeCheckQueries
from tests.fake_days import FakeDayQueries
from tests.fake_mediations import FakeMediations
from tests.fake_packages import FakePackages
from tests.fake_repeats import FakeRepeatQueries
from tests.fake_written import FakeWrittenQueries

SETBACK = 2 * 60 * 1000
DRAFTS = ("drafted", "reviewed", "returned")
UNSERVED = ("issued", "awaiting_seal", "sealed", "sent")


@dataclass
class State:
    """Everything the office remembers, as it stands after a commit."""

    entries: list[Entry] = field(default_factory=list)
    looks: list[Entry] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)
    credentials: dict[str, str] = field(default_factory=dict)
    done: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    known: dict[StreamId, Known] = field(default_factory=dict)
    enquiries: list[EnquiryRow] = field(default_factory=list)
    mediations: dict[str, Mediation] = field(default_factory=dict)
    heads: dict[tuple[str, int], Entry] = field(default_factory=dict)
    sent: dict[tuple[str, int, int], SentPackage] = field(default_factory=dict)
    received: dict[tuple[str, int, int, str], ReceivedPackage] = field(default_factory=dict)
    aside: dict[StreamId, frozenset[UUID]] = field(default_factory=dict)
    results: dict[tuple[str, int, int, str], MatterResult] = field(default_factory=dict)
    steps: dict[tuple[str, int, int, str, int], PackageStep] = field(default_factory=dict)
    files: dict[tuple[str, str, str], PackageFile] = field(default_factory=dict)
    epoch: int = 1

    def add(self, entry: Entry) -> None:
        """Puts an entry at the end of the journal and of its chain."""
        self.entries.append(entry)
        self.heads[(entry.header.origin, entry.header.epoch)] = entry


class FakeMemory:
    """One station's memory in plain Python lists."""

    def __init__(self, station: str = "LX07") -> None:
        self.station = station
        self.state = State()
        self.queries = FakeQueries(self)

    @property
    def journal(self) -> FakeMemory:
        """Itself."""
        return self

    def write(self, *, actor: str, desk: str, now: datetime) -> FakeWork:
        """A unit of work on a copy of everything."""
        return FakeWork(self, actor, desk, now)

    def verify(self, chain: str = "entry", *, walked: Walked | None = None) -> Chain:
        """Walks a chain."""
        entries = self.state.looks if chain == "access" else self.state.entries
        heads: dict[tuple[str, int], tuple[int, bytes]] = {}
        head, absences = "", Absences()
        for place, entry in enumerate(entries, start=1):
            header = Header.from_bytes(entry.raw)
            writer = (header.origin, header.epoch)
            if (header.oseq - 1, header.prev) != heads.get(writer, (0, GENESIS)):
                return Chain(place, head, place, "chain")
            if any(part.digest != header.digests.get(name) for name, part in entry.parts.items()):
                return Chain(place, head, place, "body")
            for name in header.digests.keys() - entry.parts.keys():
                if name == OPEN or not ENTRY_KINDS[header.kind].stays:
                    told = (header.id.hex, header.stream.text, header.origin, header.digests[name].hex())
                    absences.missing(place, *told)
            absences.taken(entry)
            heads[writer] = (header.oseq, chained(entry.raw))
            head = heads[writer][1].hex()
            if walked is not None:
                walked(FakePassed(place, entry))
        if absences.first:
            return Chain(len(entries), head, absences.first, "body_missing")
        return Chain(len(entries), head)

    def reread(self) -> None:
        """Nothing is kept twice."""

    def streams(self) -> Iterator[StreamId]:
        """Every matter's stream, in order of registration."""
        yield from dict.fromkeys(
            e.header.stream for e in self.state.entries if e.header.stream.kind is StreamKind.MATTER
        )

    def close(self) -> None:
        """Nothing to close."""


class FakeWork:
    """One transaction: works on a copy that commit puts in the place of the original."""

    def __init__(self, memory: FakeMemory, actor: str, desk: str, now: datetime) -> None:
        self._memory = memory
        self._actor = actor
        self._desk = desk
        self._now = now
        self._state = memory.state
        self._read: set[StreamId] = set()

    def __enter__(self) -> Self:
        """Begins."""
        self._state = State(**{name: copy.copy(value) for name, value in vars(self._memory.state).items()})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The copy is forgotten."""

    @property
    def latest_at(self) -> int:
        """The latest instant seen."""
        return max((e.received_at for e in self._state.entries), default=0)

    @property
    def lots(self) -> FakeWork:
        """Nothing is far away here."""
        return self

    def forget(self, streams: Sequence[StreamId]) -> None:
        """What is known is replaced when it is made again."""
        for stream in streams:
            self._state.known.pop(stream, None)

    def begin(self, streams: Sequence[StreamId]) -> None:
        """Nothing is read ahead."""

    def write(self) -> tuple[StreamId, ...]:
        """Everything is written already."""
        return ()

    def stream(self, stream: StreamId) -> tuple[Entry, ...]:
        """The entries of a stream."""
        self._read.add(stream)
        return _of(self._state, stream, self._memory.station)

    def stream_head(self, stream: StreamId) -> tuple[UUID, ...]:
        """The last entry of a stream."""
        return tuple(e.header.id for e in self.stream(stream))[-1:]

    def find(self, number: str) -> StreamId | None:
        """The stream of the matter with that number."""
        return next((s for s, k in self._state.known.items() if k.matter.number == number), None)

    def take_number(self, series: str) -> int:
        """The next number of a series."""
        self._state.counters[series] = self._state.counters.get(series, 0) + 1
        return self._state.counters[series]

    def result_of(self, key: str) -> str | None:
        """What was remembered."""
        return self._state.done.get(key)

    def remember(self, key: str, result: str) -> None:
        """Remembers."""
        self._state.done[key] = result

    def append(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Appends to the journal."""
        for draft in drafts:
            if draft.after and draft.stream not in self._read:
                raise Conflict("journal.stream_moved")
            self._read.add(draft.stream)
        return tuple(self._written(draft) for draft in drafts)

    def look(self, draft: Draft) -> None:
        """Appends to the access chain."""
        looks = self._state.looks
        looks.append(self._made(draft, self._memory.station, looks[-1] if looks else None))

    @property
    def mediations(self) -> FakeMediations:
        """The list of mediations."""
        return FakeMediations(lambda: self._state.mediations)

    @property
    def packages(self) -> FakePackages:
        """The ledger of packages."""
        return FakePackages(self)

    def project(self, before: Known | None, after: Known) -> None:
        """Keeps the state itself."""
        self._state.known[StreamId(StreamKind.MATTER, after.matter.id)] = after

    def forget_bodies(self, stream: StreamId, entries: Sequence[UUID], part: str = OPEN) -> None:
        """Takes one part of bodies away."""
        gone = set(entries)
        self._state.entries = [
            replace(e, parts={n: p for n, p in e.parts.items() if n != part})
            if e.header.stream == stream and e.header.id in gone
            else e
            for e in self._state.entries
        ]

    def list_enquiry(self, entry: Entry, value: EnquiryAnswered) -> None:
        """Keeps the row."""
        row = EnquiryRow(
            number=value.number,
            on=entry.header.on,
            persons=value.persons,
            channel=value.channel,
            asked=value.asked,
            answered=value.answered,
        )
        self._state.enquiries.append(row)

    def keep_credential(self, account: str, wrapped: str) -> None:
        """Keeps a wrapped key, or forgets it."""
        self._state.credentials[account] = wrapped

    def keep_token(self, number: str, token: str) -> None:
        """Keeps a token."""
        self._state.tokens[number] = token

    def commit(self) -> None:
        """Puts the copy in place."""
        self._memory.state = self._state

    def _written(self, draft: Draft) -> Entry:
        first = next((e for e in self._state.entries if e.header.stream == draft.stream), None)
        matter = draft.stream.kind is StreamKind.MATTER and first is not None
        home = home_of(first.header.origin) if matter and first is not None else ""
        chain = chain_for(self._memory.station, home)
        entry = self._made(draft, chain, self._state.heads.get((chain, self._state.epoch)))
        self._state.add(entry)
        return entry

    def _made(self, draft: Draft, chain: str, last: Entry | None) -> Entry:
        now = milliseconds(self._now)
        latest = self.latest_at
        parts = {OPEN: Part(secrets.token_bytes(16), codec.canonical(draft.body.open))}
        if draft.sealed is not None:
            parts[SEALED] = Part(secrets.token_bytes(16), draft.sealed)
        header = Header(
            id=new_id(now),
            origin=chain,
            epoch=self._state.epoch,
            oseq=last.header.oseq + 1 if last else 1,
            prev=last.hash if last else GENESIS,
            stream=draft.stream,
            kind=draft.kind,
            form=draft.form,
            at=now,
            offset=480,
            on=draft.on,
            after=draft.after,
            clock="set-back" if now < latest - SETBACK else "ok",
            actor=self._actor,
            desk=self._desk,
            digests={name: part.digest for name, part in parts.items()},
        )
        return Entry(header, header.to_bytes(), parts, max(now, latest))


def _of(state: State, stream: StreamId, station: str) -> tuple[Entry, ...]:
    """The entries of a stream; of streams that every station has, only our own."""
    aside = state.aside.get(stream, frozenset())
    found = (e for e in state.entries if e.header.stream == stream and e.header.id not in aside)
    return tuple(e for e in found if stream.kind in SHARED or e.header.origin == station)


class FakeQueries(FakeDayQueries, FakeCheckQueries, FakeChainQueries, FakeRepeatQueries, FakeWrittenQueries):
    """The read side: every question is a scan."""

    @property
    def _state(self) -> State:
        return self._memory.state

    @property
    def mediations(self) -> FakeMediations:
        """What is asked of mediations."""
        return FakeMediations(lambda: self._state.mediations)

    @property
    def _newest(self) -> list[Known]:
        return list(self._state.known.values())[::-1]

    def find(self, number: str) -> StreamId | None:
        """By our number, then by another system's."""
        for known in self._newest[::-1]:
            if known.matter.number == number:
                return StreamId(StreamKind.MATTER, known.matter.id)
        for known in self._newest:
            if any(item.number == number for item in known.matter.external_numbers):
                return StreamId(StreamKind.MATTER, known.matter.id)
        return None

    def stream(self, stream: StreamId, *, known_until: int | None = None) -> tuple[Entry, ...]:
        """The entries of a stream."""
        found = _of(self._state, stream, self._memory.station)
        if known_until is not None:
            found = tuple(restored(found))
        return tuple(e for e in found if known_until is None or e.received_at < known_until)

    def streams_of(self, numbers: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        """The entries of some matters."""
        known = {k.matter.number: StreamId(StreamKind.MATTER, k.matter.id) for k in self._newest}
        return {number: self.stream(known[number]) for number in numbers if number in known}

    def chain(self, chain: str, epoch: int, after: int, until: int) -> Iterator[Link]:
        """The entries of a chain."""
        for entry in self._state.entries:
            header = entry.header
            if (header.origin, header.epoch) == (chain, epoch) and after < header.oseq <= until:
                yield Link(header.oseq, entry.raw, entry.parts)

    def token(self, number: str) -> str:
        """The token of a receipt."""
        return self._state.tokens.get(number, "")

    def result_of(self, key: str) -> str | None:
        """What was remembered."""
        return self._state.done.get(key)

    def due(self, *, today: date, until: date, rule: str = "") -> list[DueRow]:
        """What is owed."""
        found = []
        for known in self._state.known.values():
            row = _row(known)
            for item in known.obligations:
                closed = item.discharged_on or item.voided_on
                late = until != date.max and (item.due_office is None or item.due_office > until)
                if item.kind != "duty" or item.opened_on > today or late or rule not in ("", item.rule):
                    continue
                if closed is not None and closed <= today:
                    continue
                if item.discharged_on is not None and item.discharged_on > today:
                    item = replace(item, discharged_on=None, discharged_by="")
                if item.voided_on is not None and item.voided_on > today:
                    item = replace(item, voided_on=None, void_reason="")
                found.append(
                    DueRow(
                        obligation=item,
                        number=row.number,
                        name=row.name,
                        excerpt=row.excerpt,
                        status=item.status(today),
                    )
                )
        return sorted(found, key=lambda r: r.obligation.due_office or date.max)

    def search(
        self, words: str, *, field: str = "", limit: int = 50, sieve: Sieve = EVERYTHING
    ) -> list[SearchHit]:
        """A scan."""
        found = []
        for known in self._newest:
            if not _passes(known, sieve):
                continue
            kept = search_words(known.matter)
            texts = [getattr(kept, field)] if field else [kept.text, kept.names, kept.numbers]
            wanted = " ".join(search_key(word) for word in words.split()) if field == "names" else words
            if contains(wanted, texts):
                row = _row(known)
                found.append(
                    SearchHit(
                        number=row.number,
                        registered_on=row.registered_on,
                        name=row.name,
                        snippet=row.excerpt,
                        restricted=row.restricted,
                    )
                )
        return found[:limit]

    def newest(self, limit: int = 50, sieve: Sieve = EVERYTHING) -> list[MatterRow]:
        """The newest matters."""
        return [_row(known) for known in self._newest if _passes(known, sieve)][:limit]

    def persons(self, *, name_key: str = "", id_number: str = "", limit: int = 20) -> list[PersonRow]:
        """By name key or identity number."""
        found = []
        for known in self._newest:
            matter, row = known.matter, _row(known)
            if matter.restricted or matter.confidential:
                continue
            people = [*matter.people.petitioners, *matter.people.representatives]
            for person in people:
                same_name = bool(name_key) and search_key(person.name) == name_key
                same_number = bool(id_number) and person.id_number.upper() == id_number.upper()
                if same_name or same_number:
                    found.append(
                        PersonRow(
                            number=row.number,
                            received_on=row.received_on,
                            channel=row.channel,
                            name=person.name,
                            excerpt=row.excerpt,
                            place=row.place,
                            state=row.state,
                            same_name=same_name,
                            same_id_number=same_number,
                        )
                    )
        return found[:limit]

    def registered_between(self, first: date, last: date) -> list[MatterRow]:
        """In order of registration."""
        return [row for row in map(_row, self._newest[::-1]) if first <= row.registered_on <= last]

    def day(self, day: date) -> DayCounts:
        """What the hall did on a day."""
        matters = [k.matter for k in self._state.known.values()]
        came = [
            m
            for m in matters
            if m.registered_on == day and m.channel == "walk_in" and not (m.voided_on or m.backfilled)
        ]
        again = [n for m in matters for n in m.notes if n.kind == "visited-again" and n.on == day]
        papers = [p for m in matters for p in m.papers]
        unserved = [p.issued_on for p in papers if p.needs_delivery and p.state in UNSERVED]
        return DayCounts(
            day=day,
            batches=len(came) + len(again),
            persons=sum(m.persons_came for m in came) + sum(n.persons for n in again),
            enquiries=sum(row.on == day for row in self._state.enquiries),
            unserved=len(unserved),
            oldest_unserved=min(unserved, default=None),
            awaiting_seal=sum(p.state == "awaiting_seal" for p in papers),
        )

    def papers(self, states: Sequence[str], limit: int = 200) -> list[PaperRow]:
        """Papers in these states, oldest first."""
        found = [row for row in self._paper_rows() if row.state in states]
        return sorted(found, key=lambda row: row.issued_on)[:limit]

    def papers_issued(self, first: date, last: date) -> list[PaperRow]:
        """Papers issued in those days, drafts not."""
        rows = [row for row in self._paper_rows() if first <= row.issued_on <= last]
        return sorted((row for row in rows if row.state not in DRAFTS), key=lambda row: row.id)

    def papers_sealed(self, first: date, last: date) -> list[PaperRow]:
        """Papers sealed in those days, by day."""
        rows = [(row.sealed_on, row.id, row) for row in self._paper_rows() if row.sealed_on is not None]
        return [row for on, _, row in sorted(rows, key=lambda item: item[:2]) if first <= on <= last]

    def paper(self, identity: str) -> PaperRow | None:
        """The paper with that identity."""
        return next((row for row in self._paper_rows() if row.id == identity), None)

    def attempts(self, first: date, last: date) -> list[AttemptRow]:
        """The attempts of some days."""
        found = [
            AttemptRow(
                number=known.matter.number, paper=paper.id, on=item.on, place=place, method=item.method,
                outcome=item.outcome,
            )
            for known in self._state.known.values()
            for paper in known.matter.papers
            for place, item in enumerate(paper.attempts)
            if first <= item.on <= last
        ]  # fmt: skip
        return sorted(found, key=lambda row: (row.on, row.paper, row.place))

    def _paper_rows(self) -> Iterator[PaperRow]:
        for known in self._state.known.values():
            for paper in known.matter.papers:
                yield PaperRow(
                    number=known.matter.number,
                    id=paper.id,
                    kind=paper.kind,
                    document_number=paper.number,
                    issued_on=paper.issued_on,
                    state=paper.state,
                    needs_delivery=paper.needs_delivery,
                    name=_row(known).name,
                    sealed_on=paper.sealed_on,
                )
            for draft in known.matter.drafts:
                yield PaperRow(
                    number=known.matter.number,
                    id=draft.id,
                    kind=draft.kind,
                    document_number="",
                    issued_on=draft.drafted_on,
                    state=draft.state,
                    needs_delivery=False,
                    name=_row(known).name,
                )

    def enquiries(self, day: date) -> list[EnquiryRow]:
        """The enquiries of a day, newest first."""
        return [row for row in self._state.enquiries[::-1] if row.on == day]

    def latest_at(self) -> int:
        """The latest instant seen."""
        return max((e.received_at for e in self._state.entries), default=0)

    def head(self) -> str:
        """The hash of the last entry."""
        return self._state.entries[-1].hash.hex() if self._state.entries else ""


def _passes(known: Known, sieve: Sieve) -> bool:
    row, duties = _row(known), [item for item in known.obligations if item.kind == "duty"]
    first, last = sieve.due_from or date.min, sieve.due_until or date.max
    dues = [
        item.due_office
        for item in duties
        if item.due_office and not (item.discharged_on or item.voided_on or item.handed_on)
    ]
    return (
        (sieve.open is None or sieve.open == (row.state not in CLOSED_STATES))
        and sieve.channel in ("", row.channel)
        and (not sieve.category or (row.category != "" and row.category[:2] == sieve.category))
        and sieve.year in (0, row.registered_on.year)
        and (not sieve.unit or any(item.unit == sieve.unit for item in duties))
        and ((first, last) == (date.min, date.max) or any(first <= due <= last for due in dues))
        and not (row.restricted and sieve.speaks_of_sealed)
    )


def _row(known: Known) -> MatterRow:
    matter = known.matter
    hidden, first = matter.restricted, matter.people.first
    words = matter.claims[0].words.text or matter.claims[0].words.requested if matter.claims else ""
    return MatterRow(
        number=matter.number,
        registered_on=matter.registered_on,
        received_on=matter.received_on,
        channel=matter.channel,
        name="" if hidden or matter.confidential or first is None else first.name,
        excerpt="" if hidden else " ".join(words.split())[:60],
        category="" if hidden or not matter.claims else matter.claims[0].category,
        place="" if hidden else matter.place,
        state=state_of(matter),
        persons=matter.persons_came,
        restricted=hidden,
        anonymous=matter.anonymous,
    )
