"""Checks of handling (应办理不办理): extensions, and what an opinion must hold (条例第三十二条、第三十四条)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta

from app.domain.check import Finding, Lead, Sight, found, require_check
from app.domain.claims import Claim, Conclusion, Ending, Path
from app.domain.flaws import Flaw
from app.domain.lawful_wording import repealed_law_in, wrong_remedy_in
from app.domain.matter import WHOLE, ExternalFact, Matter, overlaps

LACKS = frozenset({Flaw.NO_DEMAND, Flaw.NO_FACTS, Flaw.NO_OPINION, Flaw.NO_BASIS})
"""What an opinion must hold (条例第三十二条)."""
REMEDY = frozenset({Flaw.NO_REMEDY, Flaw.WRONG_REMEDY})
EXTENSION = frozenset({Flaw.NO_REASON, Flaw.NO_APPROVER})
_SENTENCE = re.compile(r"[\u3002\uff1b;\uff01!\uff1f?\n]+")
_LOOSE = re.compile(r"[\W\d_]+")


def extended_wrongly(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K17: an extension without reason or approver, too long, a second one, or on another road (条例第三十四条).

    That its notice came late is a duty of its own (`handling-extension`).
    """
    most = sight.law.rule("handling").extension
    seen: list[int] = []
    for m in matter.milestones:
        if m.name != "extended":
            continue
        if m.days > most:
            yield found("K17", m.on, m.claim, subject=f"{m.entry.hex}/days", what="days", days=m.days)
        if any(overlaps(m.claim, other) for other in seen):
            yield found("K17", m.on, m.claim, subject=f"{m.entry.hex}/again", what="again", days=m.days)
        if any(path not in (Path.PETITION_PROCEDURE, Path.UNDECIDED) for _, path in m.classes):
            yield found("K17", m.on, m.claim, subject=f"{m.entry.hex}/road", what="road", days=m.days)
        seen.append(m.claim)
    for fact in matter.external_facts:
        if fact.fact == "extended" and EXTENSION.intersection(fact.flaws):
            what = next(str(flaw) for flaw in fact.flaws if flaw in EXTENSION)
            yield found(
                "K17", fact.on, fact.claim, subject=f"{fact.organ}/{fact.on}", what=what, days=fact.days
            )


def opinion_lacks_something(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K19: an opinion lacks what it must hold, or a claim that was accepted with the others has no conclusion."""
    for fact, lacking in _flawed(matter, "opinion-issued", LACKS):
        yield found("K19", fact.on, fact.claim, subject=f"{fact.organ}/{lacking}", what=str(lacking))
    for claim, answer in _opinions(matter):
        for flaw in answer.lacks:
            yield found("K19", answer.on, claim.number, subject=f"own/{flaw}", what=flaw)
    together = any(m.name == "accepted" and m.claim == WHOLE for m in matter.milestones)
    decided = [answer.on for _, answer in _opinions(matter)]
    if not (together and decided):
        return
    for claim in matter.claims:
        if claim.answer is None and claim.ending is Ending.NONE and claim.path is Path.PETITION_PROCEDURE:
            since = max((*decided, *_days_over(sight, claim.number)))
            yield found("K19", since, claim.number, subject="claim", what="no_conclusion")


def _days_over(sight: Sight, claim: int) -> Iterator[date]:
    """The days after the claim's own handling days: claims that were accepted together may be decided apart in time."""
    for duty in sight.of_rule("handling"):
        if duty.due_legal is not None and overlaps(duty.claim, claim):
            yield duty.due_legal + timedelta(days=1)


def wrong_remedy(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K20: an opinion without the way to review, or with the remedy of another procedure (条例第三十五条)."""
    for fact, flaw in _flawed(matter, "opinion-issued", REMEDY):
        yield found("K20", fact.on, fact.claim, subject=f"{fact.organ}/{flaw}", what=str(flaw), word="")
    for claim, answer in _opinions(matter):
        word = wrong_remedy_in(answer.decision)
        if word:
            yield found("K20", answer.on, claim.number, subject="wording", what="word", word=word)


def not_heard(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K24: nobody listened before the opinion, or only after it (条例第三十一条第六项)."""
    for fact, _ in _flawed(matter, "opinion-issued", frozenset({Flaw.NOT_HEARD})):
        yield found("K24", fact.on, fact.claim, subject=fact.organ, unit=fact.organ)
    talks = [item.on for item in matter.conversations]
    for claim, answer in _opinions(matter):
        if any(matter.received_on <= on <= answer.on for on in talks):
            continue  # a record says that the petitioner was listened to in time
        if answer.heard_on is not None and not matter.received_on <= answer.heard_on <= answer.on:
            yield found("K24", answer.on, claim.number, subject="own", unit=sight.office.name)


def repealed_law(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K25: an opinion rests on the regulation of 2005, which is no longer in force."""
    for claim, answer in _opinions(matter):
        word = repealed_law_in(answer.wording)
        if word:
            yield found("K25", answer.on, claim.number, subject="repealed", what="repealed", word=word)


def supported_without_day(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K21: a supported claim without a day by which it is made good, and long after nothing was done (条例第三十二条)."""
    for duty in sight.of_rule("fulfilment"):
        if duty.due_legal is None and duty.discharged_on is None and duty.voided_on is None:
            since = sight.after("K21", "without_day", duty.opened_on)
            yield found("K21", since, duty.claim, subject=duty.id, day=duty.opened_on, unit=duty.unit)


def leads_of_wording(matter: Matter) -> Iterator[Lead]:
    """K25: the sentences of each opinion as hashes with their lengths, to find letters that all say the same.

    Numbers, dates and punctuation do not make a sentence another one; short sentences do not count.
    """
    least = require_check("K25").counts["sentence"]
    for claim in matter.claims:
        if claim.answer is None or not claim.answer.wording:
            continue
        sentences = {_LOOSE.sub("", item) for item in _SENTENCE.split(claim.answer.wording)}
        kept = sorted(f"{_digest(item)}:{len(item)}" for item in sentences if len(item) >= least)
        if kept:
            yield Lead(check="K25", key=" ".join(kept), on=claim.answer.on, claim=claim.number)


def leads_of_links(matter: Matter) -> Iterator[Lead]:
    """Matters that belong together: thirty households of one matter may get the same letter (hall.md, last section)."""
    return (Lead(check="LINK", key=link.number, on=link.on) for link in matter.links)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _flawed(matter: Matter, fact: str, flaws: frozenset[Flaw]) -> Iterator[tuple[ExternalFact, Flaw]]:
    return (
        (item, flaw)
        for item in matter.external_facts
        if item.fact == fact
        for flaw in item.flaws
        if flaw in flaws
    )


def _opinions(matter: Matter) -> Iterator[tuple[Claim, Conclusion]]:
    """Claims with the opinion that decided them."""
    return (
        (claim, claim.answer)
        for claim in matter.claims
        if claim.answer is not None and claim.answer.kind == "opinion"
    )
