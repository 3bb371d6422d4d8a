"""Striking out (误记撤销): an earlier entry of this matter was made by mistake. It stays in the journal and is shown struck
out, with who, when and why; the fold counts it as if it had never been written (docs/decisions/0216).

Only kinds that record and nothing else (resources/policies/taking_back.toml), and only an office's own. So the order in
which packages bring the two entries cannot matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from app.clock import day_of, from_milliseconds
from app.domain.account import LEADS
from app.domain.changed import replace
from app.domain.entry import OPEN, Entry, Header, writer_of
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter
from app.domain.strikable import Strikable, Striker, StrikeUntil, about_of, taking_back
from app.errors import BadInput, Refused

LINKED: Final = "linked"
"""Entries that `unlink` strikes out by the number they name."""
FORM: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeEntry:
    """An entry was made by mistake (误记撤销): which (32 hex digits; or its kind, for the newest of one's own), and why."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStruck:
    """An entry was struck out as made by mistake (误记已撤销): its identity and its kind."""

    entry: str
    kind: str
    reason: str = field(default="", metadata={"scope": "story"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlink:
    """Take back that another matter belongs to this one (撤销关联): its number, and why."""

    other: str
    reason: str


def strike(matter: Matter, act: StrikeEntry, setting: Setting) -> tuple[Happened, ...]:
    """Strikes it out.

    Raises BadInput("strike.unknown", "field.missing"), Refused("strike.none", "strike.already", "strike.not_ours",
    "strike.not_yours", "strike.day_over", "strike.rests", "strike.told").
    """
    if not any(item.struck_on is None for item in matter.strikable):
        raise Refused("strike.none", field="entry")
    found = _found(matter, act.entry.strip(), setting)
    if found is None:
        raise BadInput("strike.unknown", field="entry")
    require_strikable(matter, found, setting)
    if not act.reason.strip():
        raise BadInput("field.missing", field="reason", name="reason")
    return (_struck(found, act.reason.strip(), setting),)


def unlink(matter: Matter, act: Unlink, setting: Setting) -> tuple[Happened, ...]:
    """Takes every link of this office to that number back.

    Raises Refused("unlink.none"), BadInput("field.missing"), and what `require_strikable` raises.
    """
    links = [
        item
        for item in matter.strikable
        if item.kind == LINKED and item.about == act.other.strip() and item.struck_on is None
    ]
    if not links:
        raise Refused("unlink.none", field="other", number=act.other.strip())
    ours = [item for item in links if item.station == setting.office.station]
    for item in ours or links:
        require_strikable(matter, item, setting)
    if not act.reason.strip():
        raise BadInput("field.missing", field="reason", name="reason")
    return tuple(_struck(item, act.reason.strip(), setting) for item in ours)


def require_strikable(matter: Matter, item: Strikable, setting: Setting) -> None:
    """Whether this person may strike this entry out now; raises the refusals of `strike`."""
    if item.struck_on is not None:
        raise Refused("strike.already", field="entry", day=item.struck_on.isoformat())
    row = taking_back().strikable(item.kind)
    if row is None:
        raise BadInput("strike.unknown", field="entry")
    if item.station != setting.office.station:
        raise Refused("strike.not_ours", field="entry", station=item.station)
    if row.who is Striker.OWN and item.by != setting.actor and setting.role not in LEADS:
        raise Refused("strike.not_yours", field="entry")
    if row.until is StrikeUntil.DAY and written_on(item) != setting.today:
        raise Refused("strike.day_over", field="entry", day=written_on(item).isoformat())
    if _rests(matter, item):
        raise Refused("strike.rests", field="entry")
    told = [
        paper.issued_on
        for paper in matter.papers
        if paper.kind in row.papers and not paper.voided and _paper_at(paper.id, item)
    ]
    told += [fact.on for fact in matter.milestones if fact.name in row.facts and fact.at > item.at]
    if told:
        raise Refused("strike.told", field="entry", day=told[0].isoformat())


def written_on(item: Strikable) -> date:
    """The day on which it was written, whatever day it counts for."""
    return day_of(from_milliseconds(item.at))


def _paper_at(paper: str, item: Strikable) -> bool:
    """Whether a paper came after the entry: identities begin with their instant (UUIDv7)."""
    return UUID(hex=paper).bytes[:6] >= item.entry.bytes[:6]


def _rests(matter: Matter, item: Strikable) -> bool:
    """Whether a later entry is about the one: pages of a material, a material that was given back."""
    held = next((m for m in matter.materials if m.id == item.entry.hex), None)
    later = any(other.about == item.entry.hex and other.struck_on is None for other in matter.strikable)
    return later or (held is not None and held.returned_on is not None)


def _found(matter: Matter, reference: str, setting: Setting) -> Strikable | None:
    for item in reversed(matter.strikable):
        if item.entry.hex == reference.lower():
            return item
    mine = [item for item in matter.strikable if item.kind == reference and item.by == setting.actor]
    return next((item for item in reversed(mine) if item.struck_on is None), None)


def _struck(item: Strikable, reason: str, setting: Setting) -> Happened:
    return Happened(EntryStruck(entry=item.entry.hex, kind=item.kind, reason=reason), setting.today)


def entry_struck(state: Matter, entry: EntryStruck, header: Header) -> Matter:
    """The matter with the entry marked as struck out; `fold` left out what it had done. The first one counts."""
    writer = writer_of(header.origin)
    return replace(
        state,
        strikable=tuple(
            replace(item, struck_on=header.on, struck_by=header.actor, reason=entry.reason)
            if item.entry.hex == entry.entry and item.struck_on is None and item.station == writer
            else item
            for item in state.strikable
        ),
    )


def struck_entries(ordered: Sequence[Entry]) -> frozenset[UUID]:
    """Which entries of a stream are not counted because a later one of the same office strikes them out.

    `ordered` is the one order. A word of another office, of a kind that stays, or before its entry strikes nothing.
    """
    if not any(entry.header.kind == STRUCK for entry in ordered):
        return frozenset()
    earlier: dict[str, str] = {}
    found: set[UUID] = set()
    for entry in ordered:
        header = entry.header
        writer = writer_of(header.origin)
        if header.kind == STRUCK and header.form <= FORM:
            named = str((entry.body(OPEN) or {}).get("entry", ""))
            if earlier.get(named) == writer:
                found.add(UUID(hex=named))
        elif taking_back().strikable(header.kind) is not None:
            earlier[header.id.hex] = writer
    return frozenset(found)


def noted(state: Matter, header: Header, value: object) -> Matter:
    """The matter with an entry that may be struck out later, or was; others leave it as it is."""
    if taking_back().strikable(header.kind) is None:
        return state
    made = Strikable(
        entry=header.id,
        kind=header.kind,
        on=header.on,
        at=header.at,
        by=header.actor,
        station=writer_of(header.origin),
        about=about_of(value),
    )
    return replace(state, strikable=(*state.strikable, made))


STRUCK: Final = "entry-struck"
ENTRIES = (EntryKind(STRUCK, EntryStruck, entry_struck, form=FORM),)
ACTS = (
    ActKind("strike", StrikeEntry, strike),
    ActKind("unlink", Unlink, unlink),
)
