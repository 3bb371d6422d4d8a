"""Giving an opinion (信访处理意见): the responsible unit decides each claim, with facts and law (S9, 32)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.acts.noticing import made_outside
from app.domain.changed import replace
from app.domain.claims import Conclusion, Path, Purpose
from app.domain.conclusions import numbers_of, worded
from app.domain.entry import SEALED, Header, writer_of
from app.domain.flaws import Flaw
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.lawful_wording import require_lawful
from app.domain.matter import Matter, milestone, overlaps
from app.domain.office import RESPONSIBLE
from app.errors import BadInput, Refused

LINES = "\n"


class OpinionResult(StrEnum):
    """What an opinion says to a claim (条例第三十二条): 支持、解释说明、不支持."""

    SUPPORTED = "supported"
    EXPLAINED = "explained"
    NOT_SUPPORTED = "not_supported"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOpinion:
    """Decide a claim and write the opinion (出具处理意见).

    `facts` are what was found and why, `opinion` what is decided, `basis` the law, `heard_on` when the petitioner was
    heard, `due_by` by when a supported claim is to be made good.
    """

    result: OpinionResult
    facts: str
    opinion: str
    basis: str
    heard_on: date
    claim: int | None = None
    due_by: date | None = None
    paper_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven:
    """A claim was decided (已作出处理意见)."""

    result: OpinionResult
    claim: int
    basis: str
    heard_on: date
    due_by: date | None = None
    facts: str = field(default="", metadata={"scope": "story"})
    opinion: str = field(default="", metadata={"scope": "story"})


def issue_opinion(matter: Matter, act: IssueOpinion, setting: Setting) -> tuple[Happened, ...]:
    """Decides.

    Raises BadInput("act.date_in_future"), Refused("opinion.accusation", "opinion.other_path", "opinion.not_accepted",
    "opinion.heard_before", "text.repealed_law", "text.wrong_remedy").
    """
    claim = matter.require_claim(act.claim)
    numbers = numbers_of(matter, claim)
    concerned = [c for c in matter.claims if c.number in numbers]
    if any(c.purpose is Purpose.ACCUSATION for c in concerned):
        raise Refused("opinion.accusation")
    if any(c.path not in (Path.UNDECIDED, Path.PETITION_PROCEDURE) for c in concerned):
        raise Refused("opinion.other_path", field="claim")
    for number in numbers:
        if not any(m.name == "accepted" and m.claim in (0, number) for m in matter.milestones):
            raise Refused("opinion.not_accepted", field="claim", claim=number)
    if act.heard_on > setting.today:
        raise BadInput("act.date_in_future", field="heard_on", day=act.heard_on.isoformat())
    if act.heard_on < matter.received_on:
        raise Refused("opinion.heard_before", field="heard_on", day=matter.received_on.isoformat())
    require_lawful("facts", act.facts)
    require_lawful("opinion", act.opinion, remedy=True)
    require_lawful("basis", act.basis)
    entry = OpinionGiven(
        result=act.result,
        claim=claim,
        basis=act.basis,
        heard_on=act.heard_on,
        due_by=act.due_by,
        facts=act.facts,
        opinion=act.opinion,
    )
    return (Happened(entry, setting.today), *made_outside("D25", act.paper_number, claim, setting))


def opinion_given(state: Matter, entry: OpinionGiven, header: Header) -> Matter:
    """The matter with the claim decided; issuing and delivering the paper come of their own entries."""
    said = {Flaw.NO_FACTS: entry.facts, Flaw.NO_OPINION: entry.opinion, Flaw.NO_BASIS: entry.basis}
    made = Conclusion(
        kind="opinion",
        result=entry.result,
        on=header.on,
        at=header.at,
        has_basis=bool(entry.basis),
        by=writer_of(header.origin),
        wording=LINES.join(text for text in said.values() if text),
        decision=entry.opinion,
        lacks=()
        if SEALED in header.digests
        else tuple(flaw for flaw, text in said.items() if not text.strip()),
        heard_on=entry.heard_on,
    )
    state = worded(state, entry.claim, made)
    if entry.result is OpinionResult.SUPPORTED:
        state = state.with_milestone(
            milestone(state, "supported", header, claim=entry.claim, due_by=entry.due_by)
        )
    return state


PROMISES = frozenset({"supported", "settled", "opinion-issued"})
"""Facts by which something was promised that can be made good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfil:
    """What was supported or promised has been made good (落实到位): when, and what proves it."""

    on: date
    evidence: str
    claim: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilled:
    """What was supported or promised has been made good (已落实)."""

    claim: int
    evidence: str = field(default="", metadata={"scope": "story"})


def fulfil(matter: Matter, act: Fulfil, setting: Setting) -> tuple[Happened, ...]:
    """Records it.

    Raises BadInput("act.date_in_future"), Refused("fulfil.nothing") where nothing was promised, and
    Refused("act.before_predecessor") for a day before the promise.
    """
    claim = matter.require_claim(act.claim)
    if act.on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=act.on.isoformat())
    promised = [m.on for m in matter.milestones if m.name in PROMISES and overlaps(m.claim, claim)]
    if not promised:
        raise Refused("fulfil.nothing", field="claim")
    if act.on < min(promised):
        article = setting.law.rule("fulfilment").article
        raise Refused("act.before_predecessor", field="on", day=min(promised).isoformat(), article=article)
    return (Happened(Fulfilled(claim=claim, evidence=act.evidence), act.on),)


def fulfilled(state: Matter, entry: Fulfilled, header: Header) -> Matter:
    """The matter with the promise kept."""
    return state.with_milestone(replace(milestone(state, "fulfilled", header, claim=entry.claim)))


ENTRIES = (
    EntryKind("opinion-given", OpinionGiven, opinion_given),
    EntryKind("fulfilled", Fulfilled, fulfilled),
)
ACTS = (
    ActKind("issue-opinion", IssueOpinion, issue_opinion, RESPONSIBLE),
    ActKind("fulfil", Fulfil, fulfil),
)
