"""What was sent down to us (上级交转): who sent it, under what number, its days and its own limits.

Sent, arrived in the system, signed for, paper received are four days (hall.md 6). A limit that the sender set drives the
day that the office works towards, never the law's own; telling the query code is an act of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.changed import replace
from app.domain.delivery import DeliveryMethod
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import ExternalFact, Matter, SentDown, milestone
from app.errors import BadInput, Refused

TAKEN_IN = frozenset({"registered", "unit-received"})
"""Facts whose duties end by the sender's limit for passing on."""
TAKEN_ON = frozenset({"accepted"})
"""Facts whose duties end by the sender's limit for the whole."""
DAYS = ("sent_on", "arrived_on", "signed_on", "paper_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSource:
    """Record who sent the matter down (上级交转来源): its number, its four days, the limits it set.

    `route_by` is the last day for passing it on (流转截止), `due_by` for having done with it (限办).
    """

    sender: str
    number: str = ""
    sent_on: date | None = None
    arrived_on: date | None = None
    signed_on: date | None = None
    paper_on: date | None = None
    route_by: date | None = None
    due_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecorded:
    """Who sent the matter down was recorded (已记来源)."""

    sender: str
    number: str = ""
    sent_on: date | None = None
    arrived_on: date | None = None
    signed_on: date | None = None
    paper_on: date | None = None
    route_by: date | None = None
    due_by: date | None = None


def record_source(matter: Matter, act: RecordSource, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises BadInput("act.date_in_future", "inbox.limit_before")."""
    for name in DAYS:
        day = getattr(act, name)
        if day is not None and day > setting.today:
            raise BadInput("act.date_in_future", field=name, day=day.isoformat())
    for name in ("route_by", "due_by"):
        day = getattr(act, name)
        if day is not None and act.sent_on is not None and day < act.sent_on:
            raise BadInput("inbox.limit_before", field=name, day=act.sent_on.isoformat())
    entry = SourceRecorded(
        sender=act.sender,
        number=act.number,
        sent_on=act.sent_on,
        arrived_on=act.arrived_on,
        signed_on=act.signed_on,
        paper_on=act.paper_on,
        route_by=act.route_by,
        due_by=act.due_by,
    )
    return (Happened(entry, setting.today),)


def source_recorded(state: Matter, entry: SourceRecorded, header: Header) -> Matter:
    """The matter with its sender; the sender's limits stand at the facts whose duties they concern."""
    came = entry.sent_on or entry.arrived_on or entry.paper_on or entry.signed_on or header.on
    fact = ExternalFact(organ=entry.sender, fact="forwarded", on=came, number=entry.number)
    source = SentDown(
        sender=entry.sender,
        number=entry.number,
        sent_on=entry.sent_on,
        arrived_on=entry.arrived_on,
        signed_on=entry.signed_on,
        paper_on=entry.paper_on,
        route_by=entry.route_by,
        due_by=entry.due_by,
    )
    passing_on = entry.route_by or entry.due_by
    return replace(
        state,
        forwarded_from=fact,
        sent_down=source,
        milestones=tuple(
            replace(m, due_by=passing_on)
            if m.name in TAKEN_IN and not m.unit
            else replace(m, due_by=entry.due_by)
            if m.name in TAKEN_ON and not m.unit
            else m
            for m in state.milestones
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TellNumber:
    """Tell the petitioner the number and query code of the other system (告知查询码): how, and on which day."""

    method: DeliveryMethod
    on: date
    receiver: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTold:
    """The petitioner was told the number and query code (已告知查询码)."""

    method: DeliveryMethod
    number: str = ""
    receiver: str = field(default="", metadata={"scope": "people"})


def tell_number(matter: Matter, act: TellNumber, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises Refused("tell.no_number") before there is one, BadInput("act.date_in_future")."""
    if not matter.external_numbers:
        raise Refused("tell.no_number")
    if act.on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=act.on.isoformat())
    last = matter.external_numbers[-1]
    if act.on < last.on:
        raise BadInput("tell.before_number", field="on", day=last.on.isoformat())
    entry = NumberTold(method=act.method, number=last.number, receiver=act.receiver)
    return (Happened(entry, act.on),)


def number_told(state: Matter, entry: NumberTold, header: Header) -> Matter:
    """The matter whose petitioner knows where to look it up."""
    return state.with_milestone(milestone(state, "number-told", header))


ENTRIES = (
    EntryKind("source-recorded", SourceRecorded, source_recorded),
    EntryKind("number-told", NumberTold, number_told),
)
ACTS = (
    ActKind("record-source", RecordSource, record_source),
    ActKind("tell-number", TellNumber, tell_number),
)
