"""Flat frozen rows for lists and counters. No behaviour, no personal conduct, nothing sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.check import Finding, Lead
from app.domain.matter import AccountGiven
from app.domain.obligations import Obligation, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRow:
    """One matter in a list. `name` is as given; lists show it masked. Restricted matters have neither name nor words."""

    number: str
    registered_on: date
    received_on: date
    channel: str
    name: str
    excerpt: str
    category: str
    place: str
    state: str
    persons: int
    restricted: bool
    anonymous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRow:
    """An entry that somebody wrote: its identity (hex), kind, day and instant (UTC milliseconds), and the matter it is of.

    `name` is empty where no list shows it.
    """

    entry: str
    kind: str
    on: date
    at: int
    number: str
    name: str
    restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One matter that search found; `snippet` is the beginning of its words."""

    number: str
    registered_on: date
    name: str
    snippet: str
    restricted: bool
    channel: str = ""
    category: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """An earlier matter that may be the one being told, and why it is shown (识别重复件). `similarity`: of the stories, in
    percent; 0 where they are not alike or were not compared.
    """

    number: str
    received_on: date
    channel: str
    name: str
    excerpt: str
    place: str
    state: str
    same_name: bool
    same_id_number: bool
    near_name: bool = False
    same_place: bool = False
    similarity: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePersonRow:
    """Two matters of two stations with a petitioner of the same identity number, the same category and place."""

    number: str
    received_on: date
    other: str
    other_received_on: date
    category: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryRow:
    """One enquiry that was answered at the window."""

    number: str
    on: date
    persons: int
    channel: str
    asked: str
    answered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """What the hall did on one day: visits registered and come again, persons, enquiries, unserved papers."""

    day: date
    batches: int
    persons: int
    enquiries: int
    unserved: int
    oldest_unserved: date | None
    awaiting_seal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMatterRow:
    """One matter registered on a day, as far as it counts for the day."""

    number: str
    channel: str
    persons: int
    urgent: bool
    backfilled: bool
    restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayVisitRow:
    """One coming again ("visited-again") or one letter kept with a matter ("kept", without persons)."""

    number: str
    kind: str
    channel: str
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderReceptionRow:
    """One reception by a leader. `instruction` is empty for a matter under seal."""

    number: str
    on: date
    leader: str
    post: str
    stand_in: bool
    persons: int
    unit: str
    instruction: str
    restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One paper in a list: of which matter, its identity, what it is, how far it has come.

    A draft has no document number; its day is the one it was drafted.
    """

    number: str
    id: str
    kind: str
    document_number: str
    issued_on: date
    state: str
    needs_delivery: bool
    name: str
    sealed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """One obligation with its matter, as of a day: what stands on the today board and in `due`.

    `unreachable`: name or address are unclear; told only to the self-check.
    """

    obligation: Obligation
    number: str
    name: str
    excerpt: str
    status: Status
    unreachable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding of the record of one matter, with whose it is. `station` registered the matter."""

    finding: Finding
    number: str
    station: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """What was said about a finding of a matter that nothing can undo."""

    number: str
    account: AccountGiven


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRow:
    """Something of a matter that has to be compared with others, or with the office's table."""

    lead: Lead
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRow:
    """Somebody looked at a matter under seal: who, when (day), what kind of view, and whether it opened the seal."""

    number: str
    on: date
    account: str
    what: str
    opened: bool
    id: str
