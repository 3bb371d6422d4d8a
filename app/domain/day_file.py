"""The file of one day (日账): what arrived with a ticket, what became of it, and how the day was closed.

A stream for each day. A ticket stands for whoever or whatever arrived: a visitor's queue number, a stamped letter, a line
of the telephone log. It is settled by a registration, or with a reason; a ticket that is neither is what 应登记不登记 looks
like (条例第二十二条、第二十三条、第四十四条第一项).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain import booked_visits as visits
from app.domain.booked_visits import BookedState, BookedVisit
from app.domain.entry import Header
from app.domain.kinds import EntryKind


class TicketOutcome(StrEnum):
    """What became of a ticket (号票去向): registered, with a running matter, an enquiry, gone, turned away."""

    REGISTERED = "registered"
    WITH_MATTER = "with_matter"
    ENQUIRY = "enquiry"
    LEFT = "left"
    OTHER_OFFICE = "other_office"
    TURNED_AWAY = "turned_away"


NAMED = frozenset({TicketOutcome.REGISTERED, TicketOutcome.WITH_MATTER, TicketOutcome.ENQUIRY})
"""Outcomes that name a number; the others need a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketsGiven:
    """So many arrived through a channel on the day (号票发放): their tickets run from `first` to `last`."""

    channel: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSettled:
    """What became of one ticket (号票去向): the number of the matter or enquiry, or why there is none."""

    channel: str
    ticket: int
    outcome: TicketOutcome
    number: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCalled:
    """A ticket was called to a desk (叫号), for the first time or again."""

    channel: str
    ticket: int
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStaffed:
    """Who sits where on a day (在岗人员): a name and the desk."""

    name: str
    desk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRostered:
    """Who is on duty on the day (值班表): leader on duty, leader who receives, lawyer, the desks that are manned."""

    duty_leader: str = ""
    reception_leader: str = ""
    lawyer: str = ""
    staff: tuple[DeskStaffed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDiscarded:
    """A registration that had been begun was given up (草稿已放弃), with the reason and without personal data.

    Kept so that nobody can be sent away by leaving the form: what was begun and not registered is countable.
    """

    reason: str
    had_name: bool = False
    had_story: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageEntered:
    """Who came while the power was gone was entered afterwards (停电补录): the matter, the number on the sheet, on which day
    and at which time they came, on which day it was entered. Stands in the files of both days.
    """

    number: str
    sheet: str
    came_on: date
    entered_on: date
    came_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigure:
    """One figure of the closed day as it was told: its name, batches and persons (日报数字)."""

    name: str
    batches: int
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFinding:
    """A finding that was open when the day was closed: check, number of the matter, what it was about."""

    check: str
    number: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed:
    """The day was closed (日清): the figures that were told, the findings left open and why, by whose desk."""

    figures: tuple[DayFigure, ...] = ()
    findings: tuple[OpenFinding, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One arrival of the day: channel and place, to which desk it was called and how often, what became of it or None."""

    channel: str
    number: int
    called: str = ""
    calls: int = 0
    settled: TicketSettled | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody called it yet, and nothing became of it."""
        return not self.called and self.settled is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFile:
    """A day as its entries say. `closings` are in order; the last one holds the figures that count."""

    tickets: tuple[Ticket, ...] = ()
    roster: DutyRostered = DutyRostered()
    discarded: tuple[DraftDiscarded, ...] = ()
    closings: tuple[DayClosed, ...] = ()
    outage: tuple[OutageEntered, ...] = ()
    booked: tuple[BookedVisit, ...] = ()
    forgotten: bool = False
    """Whether what was told of the booked visits was deleted, and nobody booked since."""

    @property
    def expected(self) -> tuple[BookedVisit, ...]:
        """Booked visits of which nobody said what became."""
        return tuple(one for one in self.booked if one.expected)

    def booking_of(self, channel: str, ticket: int) -> BookedVisit | None:
        """The booked visit that a ticket was given to, or None."""
        return next((one for one in self.booked if (one.channel, one.ticket) == (channel, ticket)), None)

    @property
    def unsettled(self) -> tuple[Ticket, ...]:
        """Tickets of which nobody said what became."""
        return tuple(ticket for ticket in self.tickets if ticket.settled is None)

    def ticket(self, channel: str, number: int) -> Ticket | None:
        """The ticket of that channel and place, or None."""
        return next((t for t in self.tickets if (t.channel, t.number) == (channel, number)), None)


EMPTY = DayFile()


def tickets_given(state: DayFile, entry: TicketsGiven, header: Header) -> DayFile:
    """The day with further tickets; one that is there already is not given twice."""
    there = {(ticket.channel, ticket.number) for ticket in state.tickets}
    fresh = tuple(
        Ticket(channel=entry.channel, number=number)
        for number in range(entry.first, entry.last + 1)
        if (entry.channel, number) not in there
    )
    return replace(state, tickets=(*state.tickets, *fresh))


def ticket_settled(state: DayFile, entry: TicketSettled, header: Header) -> DayFile:
    """The day with the ticket settled; settling it again replaces what was said before."""
    there = state.ticket(entry.channel, entry.ticket)
    if there is None:
        return replace(
            state,
            tickets=(*state.tickets, Ticket(channel=entry.channel, number=entry.ticket, settled=entry)),
        )
    return _with_ticket(state, replace(there, settled=entry))


def ticket_called(state: DayFile, entry: TicketCalled, header: Header) -> DayFile:
    """The day with the ticket called. Where two desks call one at the same moment, it goes to the first."""
    there = state.ticket(entry.channel, entry.ticket)
    if there is None or there.called not in ("", entry.desk):
        return state
    return _with_ticket(state, replace(there, called=entry.desk, calls=there.calls + 1))


def _with_ticket(state: DayFile, made: Ticket) -> DayFile:
    return replace(
        state,
        tickets=tuple(
            made if (t.channel, t.number) == (made.channel, made.number) else t for t in state.tickets
        ),
    )


def duty_rostered(state: DayFile, entry: DutyRostered, header: Header) -> DayFile:
    """The day with its roster; a later one takes the place of the earlier."""
    return replace(state, roster=entry)


def draft_discarded(state: DayFile, entry: DraftDiscarded, header: Header) -> DayFile:
    """The day with a registration that was given up."""
    return replace(state, discarded=(*state.discarded, entry))


def day_closed(state: DayFile, entry: DayClosed, header: Header) -> DayFile:
    """The day after it was closed (once more)."""
    return replace(state, closings=(*state.closings, entry))


def outage_entered(state: DayFile, entry: OutageEntered, header: Header) -> DayFile:
    """The day with somebody who came, or was entered, on it."""
    return replace(state, outage=(*state.outage, entry))


def visit_booked(state: DayFile, entry: visits.VisitBooked, header: Header) -> DayFile:
    """The day with one more booked visit."""
    return replace(state, booked=visits.booked(state.booked, entry, header.actor), forgotten=False)


def visit_rebooked(state: DayFile, entry: visits.VisitRebooked, header: Header) -> DayFile:
    """The day with a booked visit changed."""
    return replace(
        state, booked=visits.changed(state.booked, entry.booking, told=entry.told, reason=entry.reason)
    )


def visit_unbooked(state: DayFile, entry: visits.VisitUnbooked, header: Header) -> DayFile:
    """The day with a booked visit cancelled or moved away."""
    became = BookedState.MOVED if entry.moved else BookedState.CANCELLED
    return replace(
        state, booked=visits.changed(state.booked, entry.booking, state=became, reason=entry.reason)
    )


def visit_arrived(state: DayFile, entry: visits.VisitArrived, header: Header) -> DayFile:
    """The day with a booked visitor who came."""
    came = {"state": BookedState.ARRIVED, "channel": entry.channel, "ticket": entry.ticket}
    return replace(state, booked=visits.changed(state.booked, entry.booking, **came))


def visit_missed(state: DayFile, entry: visits.VisitMissed, header: Header) -> DayFile:
    """The day with a booked visitor who did not come."""
    return replace(state, booked=visits.changed(state.booked, entry.booking, state=BookedState.NOT_COME))


def bookings_forgotten(state: DayFile, entry: visits.BookingsForgotten, header: Header) -> DayFile:
    """The day without what was told of its booked visits."""
    return replace(state, booked=visits.forgotten(state.booked), forgotten=True)


ENTRIES = (
    EntryKind("tickets-given", TicketsGiven, tickets_given),
    EntryKind("ticket-settled", TicketSettled, ticket_settled),
    EntryKind("ticket-called", TicketCalled, ticket_called),
    EntryKind("duty-rostered", DutyRostered, duty_rostered),
    EntryKind("draft-discarded", DraftDiscarded, draft_discarded),
    EntryKind("day-closed", DayClosed, day_closed),
    EntryKind("outage-entered", OutageEntered, outage_entered),
    EntryKind("visit-booked", visits.VisitBooked, visit_booked, stays=True),
    EntryKind("visit-rebooked", visits.VisitRebooked, visit_rebooked, stays=True),
    EntryKind("visit-unbooked", visits.VisitUnbooked, visit_unbooked, stays=True),
    EntryKind("visit-arrived", visits.VisitArrived, visit_arrived),
    EntryKind("visit-missed", visits.VisitMissed, visit_missed),
    EntryKind("bookings-forgotten", visits.BookingsForgotten, bookings_forgotten),
)
