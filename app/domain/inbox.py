"""The inbox of items sent down (交转收件): what another office sent to this station, until it is a matter of ours.

Streams of their own beside the matters, one a year. Four days are kept apart: sent, arrived in the system, signed for,
paper received; from which of them the clock counts is the office's decision, the earliest by default (hall.md 6).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from app.domain.entry import Header, StreamId, StreamKind
from app.domain.kinds import EntryKind

RECEIPT_DAYS = ("earliest", "arrived", "signed", "paper")
"""From which day the clock of what was sent down counts."""


def stream_of(year: int) -> StreamId:
    """The stream of the items that were written down in a year."""
    return StreamId(StreamKind.RECEPTION, UUID(int=year))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSentDown:
    """Something was sent down to us (交转收件已记): by whom, under which numbers, its days, limits and what is to be done.

    `matter` is the number of a matter of ours where it came in a package as a step of that matter; `entry` that step.
    """

    number: str
    sender: str
    sender_number: str = ""
    sent_on: date | None = None
    arrived_on: date | None = None
    paper_on: date | None = None
    route_by: date | None = None
    due_by: date | None = None
    to_do: str = field(default="", metadata={"scope": "story"})
    restricted: bool = False
    matter: str = ""
    entry: str = ""
    query_code: str = field(default="", metadata={"scope": "people"})
    name: str = field(default="", metadata={"scope": "people"})
    phone: str = field(default="", metadata={"scope": "people"})
    address: str = field(default="", metadata={"scope": "people"})
    content: str = field(default="", metadata={"scope": "story"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSigned:
    """An item was signed for (已签收) on the day of the entry; `paper_on` the day the paper came, where it was not known."""

    number: str
    paper_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRegistered:
    """An item became a matter of ours (已登记为本机构事项)."""

    number: str
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReturned:
    """We objected to an item and handed it back (已提出异议退回)."""

    number: str
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    """One item as its entries say. `by` and `on`: who wrote it down, and when."""

    what: ItemSentDown
    on: date
    by: str
    signed_on: date | None = None
    paper_on: date | None = None
    matter: str = ""
    returned_on: date | None = None

    @property
    def number(self) -> str:
        """Our number of the item."""
        return self.what.number

    @property
    def state(self) -> str:
        """unsigned, signed, registered or returned."""
        if self.returned_on is not None:
            return "returned"
        if self.signed_on is None:
            return "unsigned"
        return "registered" if self.matter else "signed"

    @property
    def limit(self) -> date | None:
        """The sender's soonest limit, or None."""
        return min((day for day in (self.what.route_by, self.what.due_by) if day is not None), default=None)

    def received_on(self, counted_from: str) -> date:
        """The day on which it counts as received: by the office's decision, or where that day is unknown the earliest.

        When nothing is known but that it was written down, that day.
        """
        known = {"arrived": self.what.arrived_on, "signed": self.signed_on, "paper": self.paper_on}
        chosen = known.get(counted_from)
        if chosen is not None:
            return chosen
        return min((day for day in known.values() if day is not None), default=self.on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Every item of a stream, in order of arrival."""

    items: tuple[InboxItem, ...] = ()

    def find(self, number: str) -> InboxItem | None:
        """The item with that number, or None."""
        return next((item for item in self.items if item.number == number), None)

    def with_item(self, number: str, **changes: object) -> Inbox:
        """Itself with one item changed; unknown numbers change nothing."""
        return replace(
            self,
            items=tuple(
                replace(item, **changes) if item.number == number else item  # type: ignore[arg-type]
                for item in self.items
            ),
        )


def item_sent_down(state: Inbox, entry: ItemSentDown, header: Header) -> Inbox:
    """The inbox with one more item."""
    item = InboxItem(what=entry, on=header.on, by=header.actor, paper_on=entry.paper_on, matter=entry.matter)
    return replace(state, items=(*state.items, item))


def item_signed(state: Inbox, entry: ItemSigned, header: Header) -> Inbox:
    """The inbox with an item signed for; the first signature stands."""
    item = state.find(entry.number)
    if item is None or item.signed_on is not None:
        return state
    return state.with_item(entry.number, signed_on=header.on, paper_on=entry.paper_on or item.paper_on)


def item_registered(state: Inbox, entry: ItemRegistered, header: Header) -> Inbox:
    """The inbox with an item that has become a matter."""
    return state.with_item(entry.number, matter=entry.matter)


def item_returned(state: Inbox, entry: ItemReturned, header: Header) -> Inbox:
    """The inbox with an item handed back."""
    return state.with_item(entry.number, matter=entry.matter, returned_on=header.on)


ENTRIES = (
    EntryKind("item-sent-down", ItemSentDown, item_sent_down),
    EntryKind("item-signed", ItemSigned, item_signed),
    EntryKind("item-registered", ItemRegistered, item_registered),
    EntryKind("item-returned", ItemReturned, item_returned),
)
