"""Facts of the papers that answer: opinion, answer to a suggestion, answer under another law, extension, final report."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.acts.answering import Answered, AnswerResult
from app.domain.acts.extending import Extended
from app.domain.acts.opining import OpinionGiven, OpinionResult
from app.domain.claims import Claim, Path, Purpose
from app.domain.codes import label
from app.domain.conclusions import numbers_of
from app.domain.matter import Milestone, overlaps
from app.domain.remedy import OF_STATION, HandlingLevel, remedy_of
from app.errors import Refused
from app.services.facts.accepting import came_from
from app.services.facts.asked import YES
from app.services.facts.matter import claim_words, matter_row
from app.services.facts.recorded import Recorded, latest, recorded
from app.services.facts.remedying import remedy_facts
from app.services.occasion import Facts, Occasion


def concerned(occasion: Occasion) -> list[Claim]:
    """The claims that the paper is about."""
    numbers = numbers_of(occasion.matter, occasion.claim)
    return [claim for claim in occasion.matter.claims if claim.number in numbers]


def dark(occasion: Occasion) -> bool:
    """Whether the paper keeps still about what the matter is about."""
    return occasion.matter.confidential or occasion.matter.is_accusation


def milestone_of(occasion: Occasion, name: str) -> Milestone | None:
    """The latest dated fact of that name about the claim, or None."""
    return next(
        (
            m
            for m in reversed(occasion.matter.milestones)
            if m.name == name and overlaps(m.claim, occasion.claim)
        ),
        None,
    )


def how_it_came(occasion: Occasion) -> Facts:
    """How a matter came to the unit that decides: from whom and when, its receipt and acceptance."""
    matter = occasion.matter
    received, accepted = milestone_of(occasion, "unit-received"), milestone_of(occasion, "accepted")
    if accepted is None:
        raise Refused("paper.not_accepted")
    return {
        **came_from(occasion),
        "unit_received_on": (matter.received_on if received is None else received.on).isoformat(),
        "accepted_on": accepted.on.isoformat(),
    }


def _opinion(occasion: Occasion) -> Facts:
    claims = concerned(occasion)
    station = occasion.session.office
    remedy = remedy_of(occasion.session.law, claims, HandlingLevel.HANDLING, OF_STATION[station.kind])
    if remedy != "review":
        raise Refused("remedy.no_review", field="claim", claim=claims[0].number)
    given = list(recorded(occasion, OpinionGiven))
    decided = [_decided(claim, given) for claim in claims]
    rows = [_opinion_row(claim, item) for claim, item in zip(claims, decided, strict=True)]
    supported = [item for item in decided if item.value.result is OpinionResult.SUPPORTED]
    days = [item.value.due_by for item in supported if item.value.due_by is not None]
    made: Facts = {
        **how_it_came(occasion),
        "confidential": dark(occasion),
        "heard_on": max(item.value.heard_on for item in decided).isoformat(),
        "claims": rows,
        "supported": bool(supported),
        "remedy": remedy_facts(occasion, "D25", remedy, station.name),
    }
    return made | ({"execution": {"due_on": max(days).isoformat()}} if days else {})


def _decided(claim: Claim, given: list[Recorded[OpinionGiven]]) -> Recorded[OpinionGiven]:
    """The newest opinion about a claim. Raises Refused("letter.claim_undecided"): each gets its own (条例第三十二条)."""
    found = next((item for item in given if overlaps(item.value.claim, claim.number)), None)
    if found is None:
        raise Refused("letter.claim_undecided", field="claim", claim=claim.number)
    return found


def _opinion_row(claim: Claim, item: Recorded[OpinionGiven]) -> Facts:
    value = item.value
    return {
        "number": claim.number,
        "text": claim_words(claim),
        "facts": value.facts,
        "basis": value.basis,
        "result": label("results", value.result),
        "opinion": value.opinion,
        "supported": value.result is OpinionResult.SUPPORTED,
        "due_by": "" if value.due_by is None else value.due_by.isoformat(),
    }


def _extension(occasion: Occasion) -> Facts:
    extended, accepted = latest(occasion, Extended), milestone_of(occasion, "accepted")
    if accepted is None:
        raise Refused("paper.not_accepted")
    rule = occasion.session.law.rule("handling", accepted.on)
    calendar = occasion.session.calendar
    before = rule.due(accepted.on, calendar)
    after = rule.due(accepted.on, calendar, extend=extended.value.days)
    if before is None or after is None:
        raise Refused("paper.not_accepted")
    return {
        "confidential": dark(occasion),
        "accepted_on": accepted.on.isoformat(),
        "extension": {
            "from": before.strict.isoformat(),
            "to": after.strict.isoformat(),
            "days": extended.value.days,
            "reason": extended.value.reason,
            "approver": extended.value.approver,
            "approved_on": extended.on.isoformat(),
        },
    }


def _answer_to_suggestion(occasion: Occasion) -> Facts:
    if any(claim.purpose is not Purpose.SUGGESTION for claim in concerned(occasion)):
        raise Refused("letter.other_paper")
    answered = latest(occasion, Answered).value
    return {
        "confidential": dark(occasion),
        "result": label("results", answered.result),
        "reply": answered.reply,
        "basis": answered.basis,
    }


def _statutory_answer(occasion: Occasion) -> Facts:
    claims = concerned(occasion)
    if any(c.path not in (Path.ADMINISTRATIVE_PROCEDURE, Path.DUTY_PERFORMANCE) for c in claims):
        raise Refused("letter.other_paper")
    answered = latest(occasion, Answered).value
    station = occasion.session.office
    remedy = remedy_of(
        occasion.session.law,
        claims,
        HandlingLevel.HANDLING,
        OF_STATION[station.kind],
        declined=answered.result is not AnswerResult.PERFORMED,
        first=_said(occasion, "remedy.first").lower() in YES,
    )
    path = occasion.session.law.path(claims[0].purpose, claims[0].path)
    return {
        "confidential": dark(occasion),
        "matter": matter_row(occasion),
        "route": {
            "branch": "" if path is None else path.article,
            "procedure": label("paths", claims[0].path),
        },
        "result": label("results", answered.result),
        "reply": answered.reply,
        "basis": answered.basis,
        "remedy": remedy_facts(occasion, "D26", remedy, station.name, court=_said(occasion, "remedy.court")),
    }


def _said(occasion: Occasion, name: str) -> str:
    """What the clerk said for a fact, by its dotted name or the last part of it."""
    return str(occasion.extra.get(name) or occasion.extra.get(name.rsplit(".", 1)[-1], ""))


def _final_report(occasion: Occasion) -> Facts:
    matter = occasion.matter
    opinions, answers = list(recorded(occasion, OpinionGiven)), list(recorded(occasion, Answered))
    rows = []
    for claim in concerned(occasion):
        opinion = next((o.value for o in opinions if overlaps(o.value.claim, claim.number)), None)
        answer = next((a.value for a in answers if overlaps(a.value.claim, claim.number)), None)
        if opinion is None and answer is None:
            raise Refused("letter.claim_undecided", field="claim", claim=claim.number)
        result = opinion.result if opinion is not None else answer.result if answer is not None else ""
        said = opinion.opinion if opinion is not None else answer.reply if answer is not None else ""
        rows.append({"text": claim_words(claim), "result": label("results", str(result)), "opinion": said})
    sent, origin = matter.sent_down, matter.forwarded_from
    assignment = {
        "organ": sent.sender if sent is not None else "" if origin is None else origin.organ,
        "number": sent.number if sent is not None else "" if origin is None else origin.number,
        "due_by": sent.due_by.isoformat() if sent is not None and sent.due_by is not None else "",
    }
    return {
        "confidential": dark(occasion),
        "claims": rows,
        "assignment": {name: value for name, value in assignment.items() if value},
        "materials": [{"name": p.number} for p in matter.papers if p.notice and p.number and not p.voided],
    }


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D19": _answer_to_suggestion,
    "D22": _extension,
    "D25": _opinion,
    "D26": _statutory_answer,
    "D27": _final_report,
}
"""Kind of paper → how its facts are gathered."""
