"""Ending a mediation without an agreement that is kept (终止调解), and telling both sides what else is open to them.

人民调解法第二十六条: what cannot be settled ends, and the parties are told of arbitration, administrative and judicial ways;
第二十三条: either may end it at any time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import EntryKind, Happened, Setting
from app.domain.mediation.act import MediationAct, on_day, require_running
from app.domain.mediation.state import Ended, Mediation, MediationEnding
from app.errors import BadInput, Refused

NOTICE = "M11"
"""The notice that a mediation ended."""
BETWEEN = "\u3001"
"""Stands between the numbers of several notices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMediation:
    """A mediation is ended (终止): why, in which words, on which day."""

    mediation_ending: MediationEnding
    words: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationEnded:
    """A mediation ended (已终止)."""

    mediation_ending: MediationEnding
    words: str = field(default="", metadata={"scope": "story"})


def end_mediation(state: Mediation, act: EndMediation, setting: Setting) -> tuple[Happened, ...]:
    """Ends. An agreement that binds is ended as broken only, and only by a promise that was not kept in time.

    Raises Refused("mediation.ended", "mediation.binds_already", "mediation.nothing_broken"),
    BadInput("mediation.no_reason", "act.date_in_future", "mediation.day_before").
    """
    require_running(state)
    if not act.words.strip():
        raise BadInput("mediation.no_reason", field="words")
    day = on_day(act.on, setting, since=state.opened_on)
    broken = act.mediation_ending is MediationEnding.BROKEN
    if state.effective_on is not None and not broken:
        raise Refused("mediation.binds_already", number=state.number)
    if broken and not any(item.due < day and state.kept_on(item) is None for item in state.promises):
        raise Refused("mediation.nothing_broken", number=state.number)
    return (Happened(MediationEnded(mediation_ending=act.mediation_ending, words=act.words), day),)


def mediation_ended(state: Mediation, entry: MediationEnded, header: Header) -> Mediation:
    """The mediation at its end; the first end stands."""
    if state.ended is not None:
        return state
    ended = Ended(mediation_ending=entry.mediation_ending, on=header.on, words=entry.words)
    return replace(state, ended=ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellEnd:
    """Everybody was told that it ended and what else is open (终止告知): when, and the notice's number.

    Without a number it is told by the notices of the file (M11): each party's own, all of them.
    """

    on: date | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTold:
    """The end was told (终止已告知)."""

    notice: str = ""


def tell_end(state: Mediation, act: TellEnd, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises Refused("mediation.not_ended", "mediation.told_already") and what `on_day` raises."""
    if state.ended is None:
        raise Refused("mediation.not_ended", number=state.number)
    if state.ended.told_on is not None:
        raise Refused("mediation.told_already", number=state.number)
    day = on_day(act.on, setting, since=state.ended.on)
    notice = act.notice.strip() or BETWEEN.join(_notices(state))
    return (Happened(EndTold(notice=notice), day),)


def _notices(state: Mediation) -> tuple[str, ...]:
    """The numbers of the notices that it ended: of each party the newest that is not void, in the parties' order."""
    found = {paper.party: paper.number for paper in state.papers if paper.kind == NOTICE and not paper.voided}
    return tuple(found[party] for party in sorted(found))


def end_told(state: Mediation, entry: EndTold, header: Header) -> Mediation:
    """The mediation of which everybody knows that it ended."""
    if state.ended is None:
        return state
    return replace(state, ended=replace(state.ended, told_on=header.on, notice=entry.notice))


ENTRIES = (
    EntryKind("mediation-ended", MediationEnded, mediation_ended),
    EntryKind("mediation-end-told", EndTold, end_told),
)
ACTS = (
    MediationAct("end-mediation", EndMediation, end_mediation),
    MediationAct("tell-end", TellEnd, tell_end),
)
