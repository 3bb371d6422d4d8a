"""Answering (答复): a suggestion, a question of policy, a statutory duty; never in place of an opinion."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.acts.noticing import made_outside
from app.domain.claims import Path, Purpose
from app.domain.conclusions import concluded, numbers_of
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.lawful_wording import require_lawful
from app.domain.matter import Matter, milestone
from app.errors import Refused

SIMPLE = "simple-handling"
"""The overlay under which a claim of the petition procedure may be answered without an opinion (简易办理)."""
STATUTORY = frozenset({Path.ADMINISTRATIVE_PROCEDURE, Path.DUTY_PERFORMANCE})
"""Branches whose answer opens the way to reconsideration and the courts, never to a review."""


class AnswerResult(StrEnum):
    """What an answer says: taken up, in part, not; done as the law asks, declined; or explained."""

    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    NOT_ADOPTED = "not_adopted"
    PERFORMED = "performed"
    DECLINED = "declined"
    EXPLAINED = "explained"


OF_SUGGESTIONS = frozenset({AnswerResult.ADOPTED, AnswerResult.PARTLY_ADOPTED, AnswerResult.NOT_ADOPTED})
"""Results that only a suggestion can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Answer a claim (答复): the result, the words, the law or policy it rests on."""

    result: AnswerResult
    reply: str
    basis: str
    claim: int | None = None
    paper_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A claim was answered (已答复)."""

    result: AnswerResult
    claim: int
    basis: str
    reply: str = field(default="", metadata={"scope": "story"})


def answer(matter: Matter, act: Answer, setting: Setting) -> tuple[Happened, ...]:
    """Answers.

    Raises Refused("answer.needs_opinion") on the petition procedure, "answer.not_a_suggestion", "answer.accusation", and
    what `require_lawful` refuses: an answer outside the petition procedure offers no review.
    """
    claim = matter.require_claim(act.claim)
    concerned = [c for c in matter.claims if c.number in numbers_of(matter, claim)]
    if any(c.purpose is Purpose.ACCUSATION for c in concerned):
        raise Refused("answer.accusation", field="claim")
    simple = SIMPLE in setting.law.profiles
    if any(c.path is Path.PETITION_PROCEDURE for c in concerned) and not simple:
        raise Refused("answer.needs_opinion", field="claim")
    if act.result in OF_SUGGESTIONS and any(c.purpose is not Purpose.SUGGESTION for c in concerned):
        raise Refused("answer.not_a_suggestion", field="result")
    petition = simple and any(c.path is Path.PETITION_PROCEDURE for c in concerned)
    require_lawful("reply", act.reply, remedy=petition, review=petition)
    require_lawful("basis", act.basis)
    entry = Answered(result=act.result, claim=claim, basis=act.basis, reply=act.reply)
    paper = "D26" if any(c.path in STATUTORY for c in concerned) else "D19"
    return (Happened(entry, setting.today), *made_outside(paper, act.paper_number, claim, setting))


def answered(state: Matter, entry: Answered, header: Header) -> Matter:
    """The matter with the claim answered; that it was told is proved by its own entry."""
    state = concluded(
        state, entry.claim, header, kind="answer", result=entry.result, has_basis=bool(entry.basis)
    )
    return state.with_milestone(milestone(state, "answered", header, claim=entry.claim))


ENTRIES = (EntryKind("answered", Answered, answered),)
ACTS = (ActKind("answer", Answer, answer),)
