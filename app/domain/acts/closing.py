"""Closing, opening again, archiving (办结、重新办理、归档): S14 to S16, and the substance gate.

Closing in substance needs, for each claim, an answer with its basis, proof that it was delivered, and evidence of what
was done. Anything else is a procedural closing: possible, with a reason, shown and counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.account import KEEPS_ARCHIVE
from app.domain.claims import Ending
from app.domain.conclusions import ended, is_closed, missing_of, numbers_of, unanswered
from app.domain.conflict import require_kept_from
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, milestone
from app.errors import BadInput, Refused

ANSWER, BASIS, DELIVERY = "answer", "basis", "delivery"


class Closing(StrEnum):
    """How a claim is closed: solved in substance, or only walked through (实体性办结、程序性办结)."""

    SUBSTANTIVE = "substantive"
    PROCEDURAL = "procedural"


class Cause(StrEnum):
    """Why a claim is closed without being solved; the three endings of other organs are kept apart (hall.md 10)."""

    ANSWERED = "answered"
    DIVERTED = "diverted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DIED = "died"
    LAPSED = "lapsed"
    RE_EXAMINED = "re_examined"
    RECOGNISED = "recognised"
    CONCLUDED_BY_LAW = "concluded_by_law"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Close a claim (办结). In substance: `evidence` says what was done and what proves it. Procedural: the cause."""

    ending: Closing
    claim: int | None = None
    cause: Cause | None = None
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A claim was closed (已办结). `evidenced` says openly that there is evidence, for those who may not read it."""

    ending: Closing
    claim: int
    cause: str = ""
    evidenced: bool = False
    reason: str = field(default="", metadata={"scope": "story"})
    evidence: str = field(default="", metadata={"scope": "story"})


def close(matter: Matter, act: Close, setting: Setting) -> tuple[Happened, ...]:
    """Closes.

    Raises Refused("close.unanswered", "close.no_basis", "close.not_delivered", "close.already"),
    BadInput("close.no_evidence", "close.no_cause", "close.no_reason").
    """
    claim = matter.require_claim(act.claim)
    concerned = [c for c in matter.claims if c.number in numbers_of(matter, claim)]
    if all(c.ending is not Ending.NONE for c in concerned):
        raise Refused("close.already", field="claim")
    if act.ending is Closing.SUBSTANTIVE:
        for item in concerned:
            _pass_the_gate(item.number, missing_of(matter, item))
        if not act.evidence.strip():
            raise BadInput("close.no_evidence", field="evidence")
    else:
        if not act.cause:
            raise BadInput("close.no_cause", field="cause")
        if not act.reason.strip():
            raise BadInput("close.no_reason", field="reason")
    entry = Closed(
        ending=act.ending,
        claim=claim,
        cause=str(act.cause or ""),
        evidenced=bool(act.evidence.strip()),
        reason=act.reason,
        evidence=act.evidence,
    )
    return (Happened(entry, setting.today),)


def _pass_the_gate(number: int, missing: tuple[str, ...]) -> None:
    if ANSWER in missing:
        raise Refused("close.unanswered", field="claim", claim=number)
    if BASIS in missing:
        raise Refused("close.no_basis", field="claim", claim=number)
    if DELIVERY in missing:
        raise Refused("close.not_delivered", field="claim", claim=number)


def closed(state: Matter, entry: Closed, header: Header) -> Matter:
    """The matter with the claim closed; the gate is asked again, whoever wrote the entry.

    With the petitioner's death the running clocks end: there is nobody to whom anything could be told.
    """
    kind = Ending.SUBSTANTIVE if entry.ending is Closing.SUBSTANTIVE else Ending.PROCEDURAL
    state = ended(state, entry.claim, kind, entry.cause, header.on, evidenced=entry.evidenced)
    if entry.cause == Cause.DIED:
        state = state.with_milestone(milestone(state, "died", header, claim=entry.claim))
    return state.with_milestone(milestone(state, "closed", header, claim=entry.claim))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """Take a closed claim up again (重新办理): "solved" was not solved, or there is something new."""

    reason: str
    claim: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """A closed claim was taken up again (已重新办理)."""

    claim: int
    reason: str = field(default="", metadata={"scope": "story"})


def reopen(matter: Matter, act: Reopen, setting: Setting) -> tuple[Happened, ...]:
    """Opens again. Raises Refused("reopen.not_closed")."""
    claim = matter.require_claim(act.claim)
    numbers = numbers_of(matter, claim)
    if all(c.ending is Ending.NONE for c in matter.claims if c.number in numbers):
        raise Refused("reopen.not_closed", field="claim")
    return (Happened(Reopened(claim=claim, reason=act.reason), setting.today),)


def reopened(state: Matter, entry: Reopened, header: Header) -> Matter:
    """The matter with the claim open: the old answer no longer answers it."""
    return unanswered(state, entry.claim).with_milestone(
        milestone(state, "reopened", header, claim=entry.claim)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Hand the closed file over to the archive (归档): volume number and who took it."""

    volume: str
    receiver: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """The file was handed over to the archive (已归档)."""

    volume: str
    receiver: str = ""


def archive(matter: Matter, act: Archive, setting: Setting) -> tuple[Happened, ...]:
    """Hands over. Raises Refused("archive.not_closed", "archive.already", "accused.kept_from")."""
    if act.receiver:
        require_kept_from(matter, setting, act.receiver)
    if not (is_closed(matter) or matter.withdrawn_on is not None):
        raise Refused("archive.not_closed")
    last = next((m.name for m in reversed(matter.milestones) if m.name in ("archived", "reopened")), "")
    if last == "archived":
        raise Refused("archive.already")
    return (Happened(Archived(volume=act.volume, receiver=act.receiver), setting.today),)


def archived(state: Matter, entry: Archived, header: Header) -> Matter:
    """The matter in the archive."""
    return state.with_milestone(milestone(state, "archived", header))


ENTRIES = (
    EntryKind("closed", Closed, closed),
    EntryKind("reopened", Reopened, reopened),
    EntryKind("archived", Archived, archived),
)
ACTS = (
    ActKind("close", Close, close),
    ActKind("reopen", Reopen, reopen),
    ActKind("archive", Archive, archive, roles=KEEPS_ARCHIVE),
)
