"""Places with a poster (场所) and their posters (场所码): where which one hangs, until when, and what the last round found.

A poster shows the official code of the county or province, and beside it a small signed one that says what must stand
there. The round (巡码) looks at what our own office hung up, never at who scans it: no entry holds a person who scanned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import NAMESPACE_OID, uuid5

from app.domain.entry import Header, StreamId, StreamKind
from app.domain.kinds import EntryKind


def places_of(station: str) -> StreamId:
    """The stream of a station's places and posters."""
    return StreamId(StreamKind.RECEPTION, uuid5(NAMESPACE_OID, f"{station}/places"))


class PlaceKind(StrEnum):
    """What kind of place it is (场所类别)."""

    HALL = "hall"
    TOWN = "town"
    VILLAGE = "village"
    UNIT = "unit"
    PUBLIC = "public"
    CAR = "car"


class Found(StrEnum):
    """What a look at a poster found (巡码结果)."""

    FINE = "fine"
    PASTED_OVER = "pasted_over"
    """Another code stands where the official one should."""
    BESIDE = "beside"
    """A strange code was stuck beside the official one."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    """A poster hangs that was withdrawn."""
    NOT_OURS = "not_ours"
    """The small code is not genuine, or of another office."""
    UNREADABLE = "unreadable"
    MISSING = "missing"


GOOD = frozenset({Found.FINE})
COVERED = frozenset({Found.PASTED_OVER, Found.BESIDE})
"""Somebody stuck a strange code there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRegistered:
    """A place was registered or changed (场所已登记): a row replaces the one with its code. `contact` is a unit."""

    code: str
    name: str
    kind: PlaceKind
    address: str = ""
    contact: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialCodeBound:
    """Which official code belongs on the posters of some places (官方码已绑定): its text, and how it was made sure of."""

    places: tuple[str, ...]
    text: str
    name: str
    sure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterPrinted:
    """A poster was printed (场所码已印制): its serial, in which sizes, its last day, and both codes as they stand on it.

    `page_words` are the four words of the phone page's key, where the poster is to show them.
    """

    place: str
    serial: int
    sizes: tuple[str, ...]
    until: date
    official: str
    code: str
    page_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterWithdrawn:
    """A poster was taken down or is to be (场所码已收回), and why."""

    serial: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterChecked:
    """Somebody looked at a place's poster (已巡码): what was found, by scan or by eye; `other` a strange code's domain.

    `photo` is the SHA-256 of a kept picture of the poster, made anew; empty without one. It stays at this station.
    """

    place: str
    found: Found
    how: str
    serial: int = 0
    other: str = ""
    note: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """An official code as it is bound now, and since when."""

    text: str
    name: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """A poster as it was printed, and whether it was withdrawn."""

    place: str
    serial: int
    sizes: tuple[str, ...]
    on: date
    until: date
    official: str
    code: str
    page_words: tuple[str, ...] = ()
    withdrawn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a poster: on which day, by whom (account), what was found; `photo` as in the entry."""

    place: str
    on: date
    by: str
    found: Found
    how: str
    serial: int = 0
    other: str = ""
    note: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """All places of a station: rows and official codes by place, posters by serial, looks oldest first."""

    rows: Mapping[str, PlaceRegistered] = field(default_factory=dict)
    officials: Mapping[str, Official] = field(default_factory=dict)
    posters: Mapping[int, Poster] = field(default_factory=dict)
    looks: tuple[Look, ...] = ()

    def hanging(self, place: str) -> Poster | None:
        """The newest poster of a place that was not withdrawn, or None."""
        found = [p for p in self.posters.values() if p.place == place and not p.withdrawn]
        return found[-1] if found else None

    def looks_at(self, place: str) -> tuple[Look, ...]:
        """Every look at a place's posters, oldest first."""
        return tuple(look for look in self.looks if look.place == place)

    def last_look(self, place: str) -> Look | None:
        """The last look at a place's poster, or None."""
        return next((look for look in reversed(self.looks) if look.place == place), None)


def registered(state: Places, entry: PlaceRegistered, header: Header) -> Places:
    """The places with one more, or with a row replaced."""
    return replace(state, rows={**state.rows, entry.code: entry})


def bound(state: Places, entry: OfficialCodeBound, header: Header) -> Places:
    """The places after an official code was bound to some of them."""
    official = Official(text=entry.text, name=entry.name, on=header.on)
    return replace(state, officials={**state.officials, **dict.fromkeys(entry.places, official)})


def printed(state: Places, entry: PosterPrinted, header: Header) -> Places:
    """The places with one more poster."""
    made = Poster(
        place=entry.place,
        serial=entry.serial,
        sizes=entry.sizes,
        on=header.on,
        until=entry.until,
        official=entry.official,
        code=entry.code,
        page_words=entry.page_words,
    )
    return replace(state, posters={**state.posters, entry.serial: made})


def withdrawn(state: Places, entry: PosterWithdrawn, header: Header) -> Places:
    """The places after a poster was withdrawn; the first reason stands."""
    poster = state.posters.get(entry.serial)
    if poster is None or poster.withdrawn:
        return state
    return replace(state, posters={**state.posters, entry.serial: replace(poster, withdrawn=entry.reason)})


def checked(state: Places, entry: PosterChecked, header: Header) -> Places:
    """The places after a look at a poster."""
    look = Look(
        place=entry.place,
        on=header.on,
        by=header.actor,
        found=entry.found,
        how=entry.how,
        serial=entry.serial,
        other=entry.other,
        note=entry.note,
        photo=entry.photo,
    )
    return replace(state, looks=(*state.looks, look))


ENTRIES = (
    EntryKind("place-registered", PlaceRegistered, registered),
    EntryKind("official-code-bound", OfficialCodeBound, bound),
    EntryKind("poster-printed", PosterPrinted, printed),
    EntryKind("poster-withdrawn", PosterWithdrawn, withdrawn),
    EntryKind("poster-checked", PosterChecked, checked),
)
