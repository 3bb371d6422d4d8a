"""Forms printed empty before there is a matter (空白表): which were printed, which belong to a matter now, which are void.

A waiting room has them lying ready (hall.md, At the counter). They are printed in series; each bears a code of its own
(app/qr/form_code.py). A station has one stream that says which series were printed, and a stream for each series that
says what became of its forms, so that one binding never reads more than one printing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from app.domain.entry import Header, StreamId, StreamKind
from app.domain.kinds import EntryKind


def printings_of(station: str) -> StreamId:
    """The stream of all series that a station printed."""
    return StreamId(StreamKind.RECEPTION, uuid5(NAMESPACE_OID, f"{station}/blank-forms"))


def stream_of(series: str) -> StreamId:
    """The stream of one series (28 hexadecimal digits): what became of its forms."""
    return StreamId(StreamKind.RECEPTION, UUID(hex=f"{series}0000"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsPrinted:
    """A series of empty forms was printed (空白表已印制): which kind in which version, how many; numbered from 1."""

    series: str
    kind: str
    template: str
    count: int


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
class Printing:
    """A series as it was printed: kind, version, how many, on which day, by whom (account)."""

    series: str
    kind: str
    template: str
    count: int
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fates:
    """What became of the forms of one series: place → number of the matter, and place → why it is void."""

    taken: Mapping[int, str] = field(default_factory=dict)
    voided: Mapping[int, str] = field(default_factory=dict)


def printed(state: tuple[Printing, ...], entry: FormsPrinted, header: Header) -> tuple[Printing, ...]:
    """The series of a station with one more, in the order of printing."""
    made = Printing(
        series=entry.series,
        kind=entry.kind,
        template=entry.template,
        count=entry.count,
        on=header.on,
        by=header.actor,
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


ENTRIES = (
    EntryKind("forms-printed", FormsPrinted, printed),
    EntryKind("form-taken", FormTaken, taken),
    EntryKind("form-freed", FormFreed, freed),
    EntryKind("form-voided", FormVoided, voided),
)
