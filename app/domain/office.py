"""The office itself (本机构): who we are, what kind of station, and the table of units (单位表).

A stream of its own; not a matter. What an office may do follows from its kind (hall.md, rule 3).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain import office_wording as own
from app.domain.entry import Header


class StationKind(StrEnum):
    """The kind of station: 信访局, 乡镇(街道), 部门, 入驻窗口."""

    OFFICE = "office"
    TOWNSHIP = "township"
    DEPARTMENT = "department"
    DESK = "desk"


RESPONSIBLE = frozenset({StationKind.TOWNSHIP, StationKind.DEPARTMENT})
"""The kinds that accept and decide (责任单位); the others register, route and urge (rulings.md 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit of the office's table (单位): where to send, whom to call, who stands above it for review.

    `serves` are the kinds of body (codes of the list `bodies`) that it is, for the guide charts; empty: by its name.
    """

    code: str
    name: str
    address: str = ""
    phone: str = ""
    duty_phone: str = ""
    hours: str = ""
    superior: str = ""
    review_bodies: tuple[str, ...] = ()
    closed: bool = False
    serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSet:
    """The office told the program who it is (机构信息): entry of the office stream.

    `receipt_day` says from which day the clock of what was sent down counts (app/domain/inbox.py); empty: the earliest.
    """

    name: str
    station: str
    area: str
    kind: StationKind
    role: str = ""
    address: str = ""
    phone: str = ""
    complaint_phone: str = ""
    hours: str = ""
    letterhead: str = ""
    number_word: str = ""
    training: bool = False
    receipt_day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsListed:
    """The office's table of units was set or changed (单位表): the rows given; a row replaces one with its code."""

    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StationTrusted:
    """The keys of another station were pinned (已信任): after its fingerprint was compared.

    `sign` is an Ed25519 public key in hex, `box` an age recipient; `replaced` the fingerprint that stood before.
    """

    station: str
    office: str
    role: str
    sign: str
    box: str
    fingerprint: str
    training: bool = False
    replaced: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochBegun:
    """The chain begins anew after a restore (新纪元): where it stood in the epoch before, as far as is known here."""

    epoch: int
    parent: int
    last: int
    head: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersUnaccounted:
    """Numbers of a series that were skipped after a restore because somebody may hold them (号码去向不明)."""

    series: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardChecked:
    """Somebody went over the hall's notice board (公示栏核对, 条例第十八条第一款): what stands on it, by item."""

    items: tuple[str, ...]
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingLimitSet:
    """How many visits may be booked for a half hour (预约限额); 0: as many as there are."""

    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The notice board as it was gone over last (公示栏)."""

    items: tuple[str, ...]
    on: date


NO_WORDING = own.OfficeWording()
"""That of an office that uses everything as shipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office as its entries say (本机构). `since` is the day from which on this program has been told who it is."""

    name: str = ""
    station: str = ""
    area: str = ""
    kind: StationKind = StationKind.OFFICE
    role: str = ""
    address: str = ""
    phone: str = ""
    complaint_phone: str = ""
    hours: str = ""
    letterhead: str = ""
    number_word: str = ""
    training: bool = False
    receipt_day: str = ""
    units: tuple[Unit, ...] = ()
    trusted: tuple[StationTrusted, ...] = ()
    epochs: tuple[EpochBegun, ...] = ()
    unaccounted: tuple[NumbersUnaccounted, ...] = ()
    board: Board | None = None
    since: date | None = None
    booking_limit: int = 0
    wording: own.OfficeWording = NO_WORDING

    def trusts(self, station: str) -> StationTrusted | None:
        """The pinned keys of a station, or None."""
        return next((item for item in self.trusted if item.station == station), None)

    def unit(self, reference: str) -> Unit | None:
        """The unit with that code or exact name, or None."""
        return next((u for u in self.units if reference in (u.code, u.name)), None)

    @property
    def decides(self) -> bool:
        """Whether this station accepts and decides matters itself (责任单位)."""
        return self.kind in RESPONSIBLE


def office_set(state: Office, entry: OfficeSet, header: Header) -> Office:
    """The office after it told who it is. Whether it is one for practice is said once, at the founding, and stays so."""
    return replace(
        state,
        name=entry.name,
        station=entry.station,
        area=entry.area,
        kind=entry.kind,
        role=entry.role,
        address=entry.address,
        phone=entry.phone,
        complaint_phone=entry.complaint_phone,
        hours=entry.hours,
        letterhead=entry.letterhead,
        number_word=entry.number_word,
        training=entry.training if state.since is None else state.training,
        receipt_day=entry.receipt_day,
        since=state.since or header.on,
    )


def units_listed(state: Office, entry: UnitsListed, header: Header) -> Office:
    """The office after rows of its table of units were given."""
    kept = {unit.code: unit for unit in state.units}
    kept.update({unit.code: unit for unit in entry.units})
    return replace(state, units=tuple(kept.values()))


def station_trusted(state: Office, entry: StationTrusted, header: Header) -> Office:
    """The office after it pinned a station's keys, in the place of those that stood before."""
    kept = tuple(item for item in state.trusted if item.station != entry.station)
    return replace(state, trusted=(*kept, entry))


def epoch_begun(state: Office, entry: EpochBegun, header: Header) -> Office:
    """The office after its chain began anew."""
    return replace(state, epochs=(*state.epochs, entry))


def numbers_unaccounted(state: Office, entry: NumbersUnaccounted, header: Header) -> Office:
    """The office after numbers of a series were skipped."""
    return replace(state, unaccounted=(*state.unaccounted, entry))


def board_checked(state: Office, entry: BoardChecked, header: Header) -> Office:
    """The office after its notice board was gone over."""
    return replace(state, board=Board(items=entry.items, on=header.on))


def booking_limit_set(state: Office, entry: BookingLimitSet, header: Header) -> Office:
    """The office after it said how many visits it books for a half hour."""
    return replace(state, booking_limit=entry.most)


def _worded(step: Callable[[Any, Any, Header], own.OfficeWording]) -> Callable[[Any, Any, Header], Office]:
    """A step of the office's wording as a step of the office."""

    def stepped(state: Office, entry: Any, header: Header) -> Office:
        return replace(state, wording=step(state.wording, entry, header))

    return stepped


ENTRIES: tuple[tuple[str, type, Callable[[Any, Any, Header], Office]], ...] = (
    ("office-set", OfficeSet, office_set),
    ("units-listed", UnitsListed, units_listed),
    ("station-trusted", StationTrusted, station_trusted),
    ("epoch-begun", EpochBegun, epoch_begun),
    ("numbers-unaccounted", NumbersUnaccounted, numbers_unaccounted),
    ("board-checked", BoardChecked, board_checked),
    ("booking-limit-set", BookingLimitSet, booking_limit_set),
    ("template-changed", own.TemplateChanged, _worded(own.with_change)),
    ("template-approved", own.TemplateApproved, _worded(own.with_approval)),
    ("template-withdrawn", own.TemplateWithdrawn, _worded(own.with_withdrawal)),
    ("phrase-added", own.PhraseAdded, _worded(own.with_phrase)),
    ("phrase-approved", own.PhraseApproved, _worded(own.with_phrase_approved)),
    ("phrase-retired", own.PhraseRetired, _worded(own.with_phrase_retired)),
)
"""Name, type and step of each kind of entry; `app.domain.kinds` imports this module, so they become kinds later."""
