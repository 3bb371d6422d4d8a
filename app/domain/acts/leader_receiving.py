"""A leader received the petitioner (领导接访): who, in which post, A or stand-in, what was instructed, to which unit.

Recorded, never judged: it opens no clock and closes none. It counts for the day (hall.md, The day).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.changed import replace
from app.domain.conflict import require_kept_from
from app.domain.entry import Header, writer_of
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import LeaderReception, Matter
from app.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveByLeader:
    """A leader received the petitioner (领导接访). `stand_in` says that the second of the pair did (B角).

    `unit` is to whom the instruction was given, `persons` how many came; left out, those who came at first.
    """

    leader: str
    post: str
    on: date
    instruction: str = ""
    unit: str = field(default="", metadata={"values": "units"})
    stand_in: bool = False
    persons: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderReceived:
    """A leader received the petitioner (领导已接访)."""

    leader: str
    post: str
    persons: int
    stand_in: bool = False
    unit: str = ""
    instruction: str = field(default="", metadata={"scope": "story"})


def receive_by_leader(matter: Matter, act: ReceiveByLeader, setting: Setting) -> tuple[Happened, ...]:
    """Records the reception on its day.

    Raises BadInput("act.date_in_future", "register.head_count"), Refused("accused.kept_from").
    """
    if act.unit:
        require_kept_from(matter, setting, act.unit)
    if act.on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=act.on.isoformat())
    persons = matter.persons_came if act.persons is None else act.persons
    if persons < 1:
        raise BadInput("register.head_count", field="persons")
    unit = setting.office.unit(act.unit)
    entry = LeaderReceived(
        leader=act.leader,
        post=act.post,
        persons=persons,
        stand_in=act.stand_in,
        unit=act.unit if unit is None else unit.code,
        instruction=act.instruction,
    )
    return (Happened(entry, act.on),)


def leader_received(state: Matter, entry: LeaderReceived, header: Header) -> Matter:
    """The matter with one more reception by a leader."""
    reception = LeaderReception(
        leader=entry.leader,
        post=entry.post,
        stand_in=entry.stand_in,
        on=header.on,
        persons=entry.persons,
        station=writer_of(header.origin),
        unit=entry.unit,
        instruction=entry.instruction,
    )
    return replace(state, leader_receptions=(*state.leader_receptions, reception))


ENTRIES = (EntryKind("leader-received", LeaderReceived, leader_received),)
ACTS = (ActKind("leader-received", ReceiveByLeader, receive_by_leader),)
