"""Minuting (拟办、阅批): what is written on the circulation slip of a matter inside the office (阅批单).

It decides nothing by itself and starts no clock; it says who proposed, who was asked and who instructed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, Minute
from app.errors import BadInput


class MinuteStep(StrEnum):
    """What a remark is: 拟办意见、会办意见、领导批示、办理结果."""

    PROPOSAL = "proposal"
    CONSULTATION = "consultation"
    INSTRUCTION = "instruction"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMinute:
    """A remark is written on the circulation slip (阅批): which, its words, by whom (left out: who is signed in), when."""

    minute: MinuteStep
    words: str
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minuted:
    """A remark was written on the circulation slip (已阅批)."""

    minute: MinuteStep
    words: str = field(default="", metadata={"scope": "story"})
    by: str = ""


def write_minute(matter: Matter, act: WriteMinute, setting: Setting) -> tuple[Happened, ...]:
    """Records the remark. Raises BadInput("act.date_in_future", "minute.before_registration")."""
    on = act.on or setting.today
    if on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=on.isoformat())
    if on < matter.received_on:
        raise BadInput("minute.before_registration", field="on", day=on.isoformat())
    return (Happened(Minuted(minute=act.minute, words=act.words, by=act.by), on),)


def minuted(state: Matter, entry: Minuted, header: Header) -> Matter:
    """The matter with the remark."""
    made = Minute(step=entry.minute, on=header.on, by=entry.by or header.actor, words=entry.words)
    return replace(state, minutes=(*state.minutes, made))


ENTRIES = (EntryKind("minuted", Minuted, minuted),)
ACTS = (ActKind("minute", WriteMinute, write_minute),)
