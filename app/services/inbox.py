"""The inbox of items sent down: taken in, signed for, registered as matters of ours, or handed back with an objection.

Every step is its own transaction with its own key, so that one which was cut off goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.changes import Changes
from app.domain import history
from app.domain.acts.forwarding import Forwarded
from app.domain.acts.objecting import Object
from app.domain.acts.recording import RecordNumber
from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.acts.sending_down import RecordSource
from app.domain.claims import Purpose
from app.domain.entry import writer_of
from app.domain.field_classes import shown
from app.domain.fields import from_json, to_json
from app.domain.history import read_value
from app.domain.inbox import (
    Inbox,
    InboxItem,
    ItemRegistered,
    ItemReturned,
    ItemSentDown,
    ItemSigned,
    stream_of,
)
from app.domain.names import clean_name, clean_text
from app.domain.people import People, Petitioner
from app.domain.policy import Relation
from app.domain.resealed import restored
from app.errors import BadInput, NotFound, Refused
from app.services.exchange import is_county
from app.services.perform import perform
from app.services.registration import register_matter
from app.services.session import Session

CHANNEL = "sent_down"
SYSTEM = "national"
"""Whose number and query code a sent-down item carries."""
TEXT = 4000
"""Characters of what an item is about."""
SHORT = 200
"""Characters of a name, a number, an address."""
_SHORT_FIELDS = ("sender", "sender_number", "query_code", "name", "phone", "address")
_LONG_FIELDS = ("to_do", "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxDone:
    """What an act on an item did: the item as it stands, the notice for open views."""

    item: InboxItem
    changes: Changes


def inbox(session: Session, *, everything: bool = False) -> tuple[InboxItem, ...]:
    """The items of this year and the last that wait for something, the soonest limit first; or all of them.

    Raises NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    found = [item for item in _items(session) if everything or item.state in ("unsigned", "signed")]
    told = (replace(i, what=shown(i.what, session.account.role, Relation.OWN)) for i in found)
    return tuple(sorted(told, key=lambda item: (item.limit or date.max, item.number)))


def unsigned(session: Session) -> int:
    """How many items nobody has signed for."""
    return sum(item.state == "unsigned" for item in _items(session))


def _items(session: Session) -> tuple[InboxItem, ...]:
    year = session.today().year
    return (*_of_year(session, year - 1).items, *_of_year(session, year).items)


def _of_year(session: Session, year: int) -> Inbox:
    entries = session.memory.queries.stream(stream_of(year))
    state: Inbox = history.fold_other(entries, Inbox(), session.sealer.open)
    return state


def add_item(session: Session, values: Mapping[str, object]) -> InboxDone:
    """Writes an item down that was typed in. The number is ours: LX07-S26-00001.

    Raises NotAllowed, BadInput("inbox.no_sender", "inbox.no_content", "inbox.limit_before", "act.date_in_future",
    "field.…"), each naming its field.
    """
    session.require_actor()
    value = _cleaned(session, values)
    return _added(session, value)


def _cleaned(session: Session, values: Mapping[str, object]) -> ItemSentDown:
    given = {key: item for key, item in values.items() if item not in (None, "")}
    value = from_json(ItemSentDown, {"sender": " ", **given, "number": "?"})
    limits = {**dict.fromkeys(_SHORT_FIELDS, SHORT), **dict.fromkeys(_LONG_FIELDS, TEXT)}
    texts: dict[str, Any] = {
        name: clean_text(getattr(value, name), limit=limit, field=name).strip()
        for name, limit in limits.items()
    }
    value = replace(value, **texts)
    if not value.sender:
        raise BadInput("inbox.no_sender", field="sender")
    if not (value.content or value.to_do):
        raise BadInput("inbox.no_content", field="content")
    today = session.today()
    for name in ("sent_on", "arrived_on", "paper_on"):
        day = getattr(value, name)
        if day is not None and day > today:
            raise BadInput("act.date_in_future", field=name, day=day.isoformat())
    for name in ("route_by", "due_by"):
        day = getattr(value, name)
        if day is not None and value.sent_on is not None and day < value.sent_on:
            raise BadInput("inbox.limit_before", field=name, day=value.sent_on.isoformat())
    return value


def _added(session: Session, value: ItemSentDown) -> InboxDone:
    with session.work() as work:
        today = session.setting(work.latest_at).today
        sequence = work.take_number(f"inbox/{session.office.station}/{today.year}")
        number = f"{session.office.station}-S{today.year % 100:02d}-{sequence:05d}"
        _append(session, work, today.year, replace(value, number=number), today)
        work.commit()
    return InboxDone(item=_require(session, number), changes=Changes(inbox=True))


def sign_item(
    session: Session, number: str, *, on: date | None = None, paper_on: date | None = None
) -> InboxDone:
    """Signs for an item (签收), today or on an earlier day. Raises Refused("inbox.signed_already")."""
    item = _require(session, number)
    if item.signed_on is not None:
        raise Refused("inbox.signed_already", field="number", day=item.signed_on.isoformat())
    for name, day in (("on", on), ("paper_on", paper_on)):
        if day is not None and day > session.today():
            raise BadInput("act.date_in_future", field=name, day=day.isoformat())
    return _changed(session, number, ItemSigned(number=number, paper_on=paper_on), on)


def register_item(session: Session, number: str) -> InboxDone:
    """Registers an item as a matter of ours (登记): unconditional; the sender's limits drive the office's own days.

    One that nobody signed for is signed for with it. Raises Refused("inbox.registered_already",
    "inbox.returned_already") and what registering refuses.
    """
    item = _require(session, number)
    if item.returned_on is not None:
        raise Refused("inbox.returned_already", field="number", day=item.returned_on.isoformat())
    if item.matter:
        raise Refused("inbox.registered_already", field="number", matter=item.matter)
    if item.signed_on is None:
        item = sign_item(session, number).item
    matter = _registered(session, item)
    done = _changed(session, number, ItemRegistered(number=number, matter=matter), None)
    return replace(done, changes=Changes(matters=frozenset({matter}), obligations=True, inbox=True))


def object_to_item(session: Session, number: str, reason: str) -> InboxDone:
    """Objects and hands the item back (提出异议): registered first, then the act itself judges the five working days.

    Raises what `object` refuses ("act.not_this_station", "object.too_late"), Refused("inbox.returned_already").
    """
    session.require_actor()
    if not reason.strip():
        raise BadInput("field.missing", field="reason", name="reason")
    item = _require(session, number)
    if item.returned_on is not None:
        raise Refused("inbox.returned_already", field="number", day=item.returned_on.isoformat())
    if not session.office.decides:
        raise Refused("act.not_this_station", act="object", station=session.office.kind)
    received = item.received_on(session.office.receipt_day)
    rule = session.law.rule("unit-objection", session.today())
    due = rule.due(received, session.calendar)
    if due is not None and session.today() > due.legal:
        raise Refused("object.too_late", field="received_on", day=due.legal.isoformat())
    matter = item.matter or str(register_item(session, number).item.matter)
    act = Object(
        reason=reason.strip(),
        received_on=received,
        to=item.what.sender,
        reference=item.what.sender_number,
    )
    perform(session, matter, act, key=f"inbox/{number}/object")
    done = _changed(session, number, ItemReturned(number=number, matter=matter), None)
    return replace(done, changes=Changes(matters=frozenset({matter}), obligations=True, inbox=True))


def note_arrivals(session: Session, numbers: Iterable[str]) -> int:
    """Puts what a package brought into the inbox: steps by which another office sent a matter of ours to us.

    The answer is how many items are new. An item is written down once, whatever comes again. A county is sent nothing
    down.
    """
    if is_county(session.office):
        return 0
    known = {item.what.entry for item in _items(session) if item.what.entry}
    ours = {session.office.station, session.office.name}
    own = session.office.unit(session.office.name)
    if own is not None:
        ours.add(own.code)
    new = 0
    for number in sorted(numbers):
        stream = session.unmasked.find(number)
        entries = () if stream is None else restored(session.unmasked.stream(stream))
        opener = session.opener(entries)
        for entry in entries:
            header = entry.header
            if writer_of(header.origin) == session.office.station or header.id.hex in known:
                continue
            found = read_value(entry, opener)
            if found is None or not isinstance(found[1], Forwarded) or found[1].unit not in ours:
                continue
            sender = session.office.trusts(writer_of(header.origin))
            value = ItemSentDown(
                number="?",
                sender=writer_of(header.origin) if sender is None else sender.office,
                sender_number=found[1].reference,
                sent_on=header.on,
                arrived_on=session.today(),
                due_by=found[1].due_by,
                matter=number,
                entry=header.id.hex,
            )
            _added(session, value)
            known.add(header.id.hex)
            new += 1
    return new


def _registered(session: Session, item: InboxItem) -> str:
    """The number of the matter, with its source and the sender's number on it."""
    what, key = item.what, f"inbox/{item.number}"
    made = register_matter(session, _command(session, item), key=key)
    perform(
        session,
        made.number,
        RecordSource(
            sender=what.sender,
            number=what.sender_number,
            sent_on=what.sent_on,
            arrived_on=what.arrived_on,
            signed_on=item.signed_on,
            paper_on=item.paper_on,
            route_by=what.route_by,
            due_by=what.due_by,
        ),
        key=f"{key}/source",
    )
    if what.sender_number and what.query_code:
        number = RecordNumber(system=SYSTEM, number=what.sender_number, query_code=what.query_code)
        perform(session, made.number, number, key=f"{key}/number")
    return made.number


def _command(session: Session, item: InboxItem) -> RegisterVisit:
    what = item.what
    name = clean_name(what.name).text if what.name else ""
    petitioners = (Petitioner(name=name, phones=(what.phone,) if what.phone else (), address=what.address),)
    told = bool(name or what.phone or what.address)
    return RegisterVisit(
        channel=CHANNEL,
        received_on=item.received_on(session.office.receipt_day),
        people=People(petitioners=petitioners if told else ()),
        claims=(
            ClaimGiven(
                text=what.content or what.to_do,
                requested=what.to_do if what.content else "",
                purpose=Purpose.ACCUSATION if what.restricted else Purpose.UNDECIDED,
            ),
        ),
        restricted=what.restricted,
    )


def _require(session: Session, number: str) -> InboxItem:
    found = next((item for item in _items(session) if item.number == number), None)
    if found is None:
        raise NotFound("inbox.unknown", field="number", number=number)
    return found


def _changed(session: Session, number: str, value: Any, on: date | None) -> InboxDone:
    session.require_actor()
    year = 2000 + int(number.rsplit("-", 2)[1][1:])
    with session.work() as work:
        today = session.setting(work.latest_at).today
        _append(session, work, year, value, on or today)
        work.commit()
    return InboxDone(item=_require(session, number), changes=Changes(inbox=True))


def _append(session: Session, work: Any, year: int, value: Any, on: date) -> None:
    stream = stream_of(year)
    head = work.stream_head(stream)
    work.append([replace(session.draft(stream, value, on, None), after=head)])


def item_object(item: InboxItem) -> dict[str, object]:
    """The JSON object of `inbox`."""
    made = to_json(item.what)
    made.pop("entry", None)
    return {
        **made,
        "state": item.state,
        "signed_on": None if item.signed_on is None else item.signed_on.isoformat(),
        "paper_on": None if item.paper_on is None else item.paper_on.isoformat(),
        "matter": item.matter or None,
        "returned_on": None if item.returned_on is None else item.returned_on.isoformat(),
    }
