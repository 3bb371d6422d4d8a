"""Hearing (听证): the parties are heard before a panel (S8h). Its days are left out only at re-examination (36(2))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, milestone
from app.errors import BadInput


class Stage(StrEnum):
    """At which level the hearing is held (办理、复查、复核)."""

    HANDLING = "handling"
    REVIEW = "review"
    RE_EXAMINATION = "re_examination"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hear:
    """Hold a hearing (听证): at which stage, from when to when, led by whom."""

    stage: Stage
    begun_on: date
    ended_on: date
    claim: int | None = None
    chair: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A hearing was held (已听证)."""

    stage: Stage
    begun_on: date
    ended_on: date
    claim: int
    chair: str = ""


def hear(matter: Matter, act: Hear, setting: Setting) -> tuple[Happened, ...]:
    """Records the hearing. Raises BadInput("act.date_in_future", "hear.dates", "claim.unknown")."""
    claim = matter.require_claim(act.claim)
    if act.ended_on > setting.today:
        raise BadInput("act.date_in_future", field="ended_on", day=act.ended_on.isoformat())
    if act.begun_on > act.ended_on:
        raise BadInput("hear.dates", field="begun_on")
    entry = Heard(stage=act.stage, begun_on=act.begun_on, ended_on=act.ended_on, claim=claim, chair=act.chair)
    return (Happened(entry, act.ended_on),)


def heard(state: Matter, entry: Heard, header: Header) -> Matter:
    """The matter with the hearing; only days of a hearing at re-examination are left out of a clock."""
    days = (entry.ended_on - entry.begun_on).days + 1 if entry.stage is Stage.RE_EXAMINATION else 0
    return state.with_milestone(replace(milestone(state, "heard", header, claim=entry.claim), days=days))


ENTRIES = (EntryKind("heard", Heard, heard),)
ACTS = (ActKind("hear", Hear, hear),)
