"""Forms printed empty before there is a matter (空白表): which were printed, which belong to a matter now, which are void.

A waiting room has them lying ready (hall.md, At the counter). They are printed in series; each bears a code of its own
(app/qr/form_code.py). A station has one stream that says which series were printed, and a stream for each series that
says what became of its forms, so that one binding never reads more than one printing. A pack for days without power
(停电登记本) is such a series; its stream says besides on which days it was used (app/domain/outage.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from app.domain.entry import Header, StreamId, StreamKind
from app.domain.kinds import EntryKind
from app.domain.outage import OutageDay


def printings_of(station: str) -> StreamId:
    """The stream of all series that a station printed."""
    return StreamId(StreamKind.RECEPTION, uuid5(NAMESPACE_OID, f"{station}/blank-forms"))


def stream_of(series: str) -> StreamId:
    """The stream of one series (28 hexadecimal digits): what became of its forms."""
    return StreamId(StreamKind.RECEPTION, UUID(hex=f"{series}0000"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsPrinted:
    """A series of empty forms was printed (空白表已印制): which kind in which version, how many; numbered from 1.

    `pack` is the number of the pack for days without power that they make up; 0 for forms of the waiting room.
    """

    series: str
    kind: str
    template: str
    count: int
    pack: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTaken:
    """An empty form became a paper of a matter (空白表已归入): its place in the series, the number of the matter."""

    place: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFreed:
    """A form was bound by mistake and is free again (误归已撤回): its place, and the number it does not belong to."""

    place: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVoided:
    """An empty form was lost or spoiled (空白表作废): its place in the series, and what happened to it."""

    place: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackWithdrawn:
    """A pack is used no more (停电登记本停用): it was lost, or what is printed on it is out of date."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageDayOpened:
    """A day was worked on paper with this pack (停电日): its sheets from `first` to `last` were handed out, at these times.

    Said again for the same day it takes the place of what was said before.
    """

    on: date
    first: int
    last: int
    times: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageDayClosed:
    """All sheets of a day on paper are accounted for (停电日补录完毕)."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """A series as it was printed: kind, version, how many, on which day, by whom (account); the number of a pack, or 0."""

    series: str
    kind: str
    template: str
    count: int
    on: date
    by: str
    pack: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fates:
    """What became of the forms of one series: place → number of the matter, and place → why it is void.

    Of a pack: the days on paper in order, and why it is used no more.
    """

    taken: Mapping[int, str] = field(default_factory=dict)
    voided: Mapping[int, str] = field(default_factory=dict)
    days: tuple[OutageDay, ...] = ()
    withdrawn: str = ""


def printed(state: tuple[Printing, ...], entry: FormsPrinted, header: Header) -> tuple[Printing, ...]:
    """The series of a station with one more, in the order of printing."""
    made = Printing(
        series=entry.series,
        kind=entry.kind,
        template=entry.template,
        count=entry.count,
        on=header.on,
        by=header.actor,
        pack=entry.pack,
    )
    return (*state, made)


def taken(state: Fates, entry: FormTaken, header: Header) -> Fates:
    """The series after a form was bound; the first binding stands."""
    if entry.place in state.taken:
        return state
    return replace(state, taken={**state.taken, entry.place: entry.number})


def freed(state: Fates, entry: FormFreed, header: Header) -> Fates:
    """The series after a binding was taken back; one to another matter stands."""
    if state.taken.get(entry.place) != entry.number:
        return state
    return replace(state, taken={place: text for place, text in state.taken.items() if place != entry.place})


def voided(state: Fates, entry: FormVoided, header: Header) -> Fates:
    """The series after a form was voided."""
    return replace(state, voided={**state.voided, entry.place: entry.reason})


def pack_withdrawn(state: Fates, entry: PackWithdrawn, header: Header) -> Fates:
    """The pack after it was withdrawn."""
    return replace(state, withdrawn=entry.reason)


def outage_day_opened(state: Fates, entry: OutageDayOpened, header: Header) -> Fates:
    """The pack with a day on paper, or with what is now said of it."""
    made = OutageDay(on=entry.on, first=entry.first, last=entry.last, times=entry.times)
    others = (day for day in state.days if day.on != entry.on)
    return replace(state, days=tuple(sorted((*others, made), key=lambda day: day.on)))


def outage_day_closed(state: Fates, entry: OutageDayClosed, header: Header) -> Fates:
    """The pack with a day of which every sheet is accounted for."""
    return replace(
        state, days=tuple(replace(day, closed=True) if day.on == entry.on else day for day in state.days)
    )


ENTRIES = (
    EntryKind("forms-printed", FormsPrinted, printed),
    EntryKind("form-taken", FormTaken, taken),
    EntryKind("form-freed", FormFreed, freed),
    EntryKind("form-voided", FormVoided, voided),
    EntryKind("pack-withdrawn", PackWithdrawn, pack_withdrawn),
    EntryKind("outage-day-opened", OutageDayOpened, outage_day_opened),
    EntryKind("outage-day-closed", OutageDayClosed, outage_day_closed),
)
