"""Extending (延长办理期限): once, only branch six, before the day ends, approved, with a reason (article 34)."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.acts.noticing import made_outside
from app.domain.changed import replace
from app.domain.claims import Path
from app.domain.conclusions import numbers_of
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.lawful_wording import require_lawful
from app.domain.matter import Matter, Milestone, milestone
from app.domain.office import RESPONSIBLE
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """Take longer (延长办理期限): so many days, the reason that the petitioner is told, who approved it."""

    days: int
    reason: str
    approver: str
    claim: int | None = None
    paper_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """The handling period was extended (已延期)."""

    days: int
    claim: int
    approver: str
    reason: str = field(default="", metadata={"scope": "story"})


def extend(matter: Matter, act: Extend, setting: Setting) -> tuple[Happened, ...]:
    """Extends.

    Raises BadInput("external.days"), Refused("extend.other_path", "extend.not_accepted", "extend.again",
    "extend.expired") and what `Rule.due` refuses ("law.extension_too_long").
    """
    claim = matter.require_claim(act.claim)
    if act.days < 1:
        raise BadInput("external.days", field="days")
    require_lawful("reason", act.reason)
    numbers = numbers_of(matter, claim)
    if any(c.path is not Path.PETITION_PROCEDURE for c in matter.claims if c.number in numbers):
        raise Refused("extend.other_path", field="claim")
    began = [_accepted(matter, number) for number in numbers]
    if any(m.name == "extended" and m.claim in (0, *numbers) for m in matter.milestones) or (
        claim == 0 and any(m.name == "extended" for m in matter.milestones)
    ):
        raise Refused("extend.again")
    for accepted in began:
        rule = setting.law.rule("handling", accepted.on)
        original = rule.due(accepted.on, setting.calendar)
        rule.due(accepted.on, setting.calendar, extend=act.days)
        if original is not None and setting.today > original.legal:
            raise Refused("extend.expired", day=original.legal.isoformat())
    entry = Extended(days=act.days, claim=claim, approver=act.approver, reason=act.reason)
    return (Happened(entry, setting.today), *made_outside("D22", act.paper_number, claim, setting))


def _accepted(matter: Matter, number: int) -> Milestone:
    found = [m for m in matter.milestones if m.name == "accepted" and m.claim in (0, number)]
    if not found:
        raise Refused("extend.not_accepted", field="claim", claim=number)
    return found[-1]


def extended(state: Matter, entry: Extended, header: Header) -> Matter:
    """The matter with a longer handling period; the notice with the reason is owed."""
    return state.with_milestone(
        replace(milestone(state, "extended", header, claim=entry.claim), days=entry.days)
    )


ENTRIES = (EntryKind("extended", Extended, extended),)
ACTS = (ActKind("extend", Extend, extend, RESPONSIBLE),)
