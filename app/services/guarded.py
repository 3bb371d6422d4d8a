"""The read side as one person may see it (数据查询层脱敏): every row is masked before it leaves the query layer.

A session's `memory.queries` is one of these. What machinery must read whole (projecting, sealing packages, printing the
visitor's own papers) goes through `Session.unmasked`, and a house test lists which modules may.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import date, datetime
from typing import TypeVar

from app.domain.account import READS_MATTERS, Role
from app.domain.entry import Entry, Link, StreamId, StreamKind
from app.domain.field_classes import shown
from app.domain.policy import Relation
from app.domain.signed_heads import ChainHead, HeadsSigned
from app.errors import NotAllowed
from app.mediation_ports import MediationQueries, MediationRow, PromiseRow, SolvedRow
from app.ports import Journal, Memory, Queries, UnitOfWork
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
    LookRow,
    MatterRow,
    PaperRow,
    PersonRow,
    SamePersonRow,
    SearchHit,
    WrittenRow,
)
from app.serving_queries import AttemptRow
from app.sieve import EVERYTHING, Sieve

T = TypeVar("T")
OPEN_STREAMS = frozenset({StreamKind.OFFICE, StreamKind.ACCOUNTS, StreamKind.LAW, StreamKind.CALENDAR})
"""Streams that say nothing of a petitioner: everybody who is signed in may read them."""


class GuardedDays:
    """What a day, a check and a delivery consist of, for one role. Whoever reads no matters is refused."""

    def __init__(self, queries: Queries, role: Role) -> None:
        self._all = queries
        self._role = role

    def _readable(self) -> Queries:
        """The read side, for who may read matters at all. Raises NotAllowed("role.reads_no_matters")."""
        if self._role not in READS_MATTERS:
            raise NotAllowed("role.reads_no_matters", role=self._role)
        return self._all

    def _shown(self, rows: Sequence[T]) -> list[T]:
        """A list knows nothing of who works on which matter: everybody sees it as a colleague's."""
        return [shown(row, self._role, Relation.OTHER) for row in rows]

    def day_matters(self, day: date) -> list[DayMatterRow]:
        """The matters this station registered on a day and did not void, in order of registration."""
        return self._shown(self._readable().day_matters(day))

    def day_visits(self, day: date) -> list[DayVisitRow]:
        """Who came again on a day, and letters that were kept with a running matter, by matter."""
        return self._shown(self._readable().day_visits(day))

    def written_by(self, actor: str, desk: str, kinds: Set[str], limit: int) -> list[WrittenRow]:
        """The newest entries of these kinds that an account of this station wrote at a desk, newest first."""
        return self._shown(self._readable().written_by(actor, desk, kinds, limit))

    def leader_receptions(self, first: date, last: date) -> list[LeaderReceptionRow]:
        """Receptions by leaders of this station in those days, earliest first."""
        return self._shown(self._readable().leader_receptions(first, last))

    def numbers_of_import(self, number: str) -> list[str]:
        """The numbers that an import gave, in order of registration."""
        return self._readable().numbers_of_import(number)

    def number_of_code(self, identity: str) -> str:
        """As Queries; whether this person may be told it is for app/services/used_codes.py."""
        return self._readable().number_of_code(identity)

    def findings(self, day: date) -> list[FindingRow]:
        """Findings of the record of matters that stand on that day, by matter."""
        return self._shown(self._readable().findings(day))

    def unmet(self, day: date, rules: Sequence[str]) -> list[DueRow]:
        """Duties of these rules whose last day lies before `day` and that were not done by it, by matter."""
        return self._shown(self._readable().unmet(day, rules))

    def of_rules(self, rules: Sequence[str], first: date, last: date, today: date) -> list[DueRow]:
        """Duties of these rules that were opened, and windows that were used, in those days; in order of the matters."""
        return self._shown(self._readable().of_rules(rules, first, last, today))

    def accounts(self) -> list[AccountRow]:
        """What was accounted for, of every matter."""
        return self._shown(self._readable().accounts())

    def leads(self, check: str) -> list[LeadRow]:
        """What has to be compared for a check, in order of the matters."""
        return self._shown(self._readable().leads(check))

    def same_persons(self) -> list[SamePersonRow]:
        """Pairs of matters of two stations that may be of the same person."""
        return self._shown(self._readable().same_persons())

    def restricted(self) -> list[str]:
        """Numbers of the matters under seal, in order of registration."""
        return self._readable().restricted()

    def gaps(self) -> list[tuple[int, int, date | None]]:
        """Year and sequence of numbers of this station that stand in no matter, and the day of the next one that does."""
        return self._readable().gaps()

    def looked(self, since: date) -> list[LookRow]:
        """Who looked at matters under seal since that day, from the access chain."""
        return self._shown(self._readable().looked(since))

    def looks_at(self, number: str) -> list[Entry]:
        """The access chain's entries about one matter, oldest first."""
        return self._readable().looks_at(number)

    def looks_on(self, day: date) -> list[Entry]:
        """Every entry of the access chain that was made on a day."""
        return self._readable().looks_on(day)

    def paper(self, identity: str) -> PaperRow | None:
        """The paper with that identity (32 hex digits), or None."""
        found = self._readable().paper(identity)
        return None if found is None else shown(found, self._role, Relation.OTHER)

    def attempts(self, first: date, last: date) -> list[AttemptRow]:
        """The attempts to deliver that count for those days, by day, then in the order of the papers."""
        return self._shown(self._readable().attempts(first, last))


class GuardedMediations:
    """Lists of mediations for one role: everybody sees them as a colleague's."""

    def __init__(self, queries: MediationQueries, role: Role) -> None:
        self._all = queries
        self._role = role

    def _shown(self, rows: Sequence[T]) -> list[T]:
        return [shown(row, self._role, Relation.OTHER) for row in rows]

    def find(self, number: str) -> StreamId | None:
        """The stream of the mediation with that number, or None."""
        return self._all.find(number)

    def listed(self, *, matter: str = "", stages: Sequence[str] = (), limit: int = 500) -> list[MediationRow]:
        """Mediations, newest first: of one matter, in these stages, or all."""
        return self._shown(self._all.listed(matter=matter, stages=stages, limit=limit))

    def opened_between(self, first: date, last: date) -> list[MediationRow]:
        """Those that were opened in those days, in order of their numbers."""
        return self._shown(self._all.opened_between(first, last))

    def ended_between(self, first: date, last: date) -> list[MediationRow]:
        """Those whose agreement began to bind or that ended in those days, in order of their numbers."""
        return self._shown(self._all.ended_between(first, last))

    def sketches(self, dispute_kind: str, limit: int) -> list[tuple[str, bytes]]:
        """Numbers with sketches, which hold no word."""
        return self._all.sketches(dispute_kind, limit)

    def solved(self, numbers: Sequence[str]) -> list[SolvedRow]:
        """Examples without a name or a word."""
        return self._shown(self._all.solved(numbers))

    def untended(self) -> list[MediationRow]:
        """Those without a matter of which nobody was told that they ended, or nobody asked after the agreement."""
        return self._shown(self._all.untended())

    def promises(self, first: date, last: date) -> list[PromiseRow]:
        """What falls due in those days, and what was due before and is not kept; by day."""
        return self._shown(self._all.promises(first, last))


class GuardedRepeats(GuardedDays):
    """Earlier matters like one that is being told, for one role."""

    def persons(self, *, name_key: str = "", id_number: str = "", limit: int = 20) -> list[PersonRow]:
        """Earlier matters of somebody with that name key or identity number; newest first."""
        return self._shown(self._readable().persons(name_key=name_key, id_number=id_number, limit=limit))

    def alike(self, text: str, limit: int) -> list[str]:
        """Numbers of matters that share the rarest pairs of letters of a text."""
        return self._readable().alike(text, limit)

    def near_names(self, name_key: str, limit: int) -> list[PersonRow]:
        """Earlier matters of somebody whose name has one letter other than that name key; newest first."""
        return self._shown(self._readable().near_names(name_key, limit))

    def apart_from(self, number: str) -> frozenset[str]:
        """Numbers that were said not to be the same as this one."""
        return self._readable().apart_from(number)

    def linked_to(self, number: str) -> list[str]:
        """Numbers of the matters that were linked to this one by an act of their own."""
        return self._readable().linked_to(number)

    def streams_of(self, numbers: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        """Raises NotAllowed("policy.whole_matter"): entries cannot be masked."""
        raise NotAllowed("policy.whole_matter")


class GuardedQueries(GuardedRepeats):
    """The whole read side for one role."""

    def find(self, number: str) -> StreamId | None:
        """The stream of the matter with that number, or None. Raises NotAllowed("role.reads_no_matters")."""
        return self._readable().find(number)

    def stream(self, stream: StreamId, *, known_until: int | None = None) -> tuple[Entry, ...]:
        """The entries of a stream that is no matter: entries cannot be masked.

        Raises NotAllowed("policy.whole_matter") for a matter or a mediation, NotAllowed("role.reads_no_matters") for
        letters and days.
        """
        if stream.kind in (StreamKind.MATTER, StreamKind.MEDIATION):
            raise NotAllowed("policy.whole_matter")
        read = self._all if stream.kind in OPEN_STREAMS else self._readable()
        return read.stream(stream, known_until=known_until)

    def chain(self, chain: str, epoch: int, after: int, until: int) -> Iterator[Link]:
        """Raises NotAllowed("policy.whole_matter"): a chain holds whole matters."""
        raise NotAllowed("policy.whole_matter")

    def token(self, number: str) -> str:
        """Raises NotAllowed("policy.whole_matter"): the token of a receipt is printed on it and shown nowhere."""
        raise NotAllowed("policy.whole_matter")

    def result_of(self, key: str) -> str | None:
        """What was remembered under an idempotency key, or None."""
        return self._all.result_of(key)

    def due(self, *, today: date, until: date, rule: str = "") -> list[DueRow]:
        """Duties open today with a last office day up to `until`, as in `Queries.due`."""
        return self._shown(self._readable().due(today=today, until=until, rule=rule))

    def search(
        self, words: str, *, field: str = "", limit: int = 50, sieve: Sieve = EVERYTHING
    ) -> list[SearchHit]:
        """Matters whose text, names or numbers hold all the words and that pass the sieve; newest first."""
        return self._shown(self._readable().search(words, field=field, limit=limit, sieve=sieve))

    def newest(self, limit: int = 50, sieve: Sieve = EVERYTHING) -> list[MatterRow]:
        """The newest matters that pass the sieve."""
        return self._shown(self._readable().newest(limit, sieve))

    def registered_between(self, first: date, last: date) -> list[MatterRow]:
        """Matters registered in those days, in order of their numbers."""
        return self._shown(self._readable().registered_between(first, last))

    def day(self, day: date) -> DayCounts:
        """What the hall did on a day, and what is unserved by now."""
        return self._readable().day(day)

    def papers(self, states: Sequence[str], limit: int = 200) -> list[PaperRow]:
        """Papers in these states, oldest first."""
        return self._shown(self._readable().papers(states, limit))

    def papers_issued(self, first: date, last: date) -> list[PaperRow]:
        """Papers that were issued in those days, in the order they were issued."""
        return self._shown(self._readable().papers_issued(first, last))

    def papers_sealed(self, first: date, last: date) -> list[PaperRow]:
        """Papers on which a seal was set in those days, by day."""
        return self._shown(self._readable().papers_sealed(first, last))

    def enquiries(self, day: date) -> list[EnquiryRow]:
        """The enquiries of a day, newest first."""
        return self._shown(self._readable().enquiries(day))

    def latest_at(self) -> int:
        """UTC milliseconds of the latest instant the journal has seen; 0 for an empty one."""
        return self._all.latest_at()

    @property
    def mediations(self) -> GuardedMediations:
        """What is asked of mediations. Raises NotAllowed("role.reads_no_matters")."""
        return GuardedMediations(self._readable().mediations, self._role)

    def head(self) -> str:
        """The hash of this station's last entry in hex; empty for an empty journal."""
        return self._all.head()

    def heads(self, chain: str = "entry") -> list[ChainHead]:
        """Where every chain stands that is here: hashes, nothing of a matter."""
        return self._all.heads(chain)

    def hash_at(self, head: ChainHead, chain: str = "entry") -> str:
        """The hash in hex of the entry that stands where `head` says, empty for none."""
        return self._all.hash_at(head, chain)

    def last_signed(self) -> tuple[Entry, HeadsSigned] | None:
        """The last signed heads of the access chain, or None."""
        return self._all.last_signed()


class GuardedMemory:
    """The office's memory for one signed-in person: the same, with a read side that masks."""

    def __init__(self, whole: Memory, role: Role) -> None:
        self.unguarded = whole
        self._queries = GuardedQueries(whole.queries, role)

    @property
    def station(self) -> str:
        """The station's code."""
        return self.unguarded.station

    def reread(self) -> None:
        """Reads anew what a unit of work may have changed about this station: its epoch."""
        self.unguarded.reread()

    @property
    def queries(self) -> Queries:
        """The read side, masked."""
        return self._queries

    @property
    def journal(self) -> Journal:
        """Walking the chains."""
        return self.unguarded.journal

    def write(self, *, actor: str, desk: str, now: datetime) -> UnitOfWork:
        """A unit of work of this person at this desk."""
        return self.unguarded.write(actor=actor, desk=desk, now=now)
