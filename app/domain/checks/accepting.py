"""Checks of accepting and of classes (应受理不受理、分类错误): turning away, objections, to and fro, the wrong road."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.check import Finding, Lead, Sight, found, require_check
from app.domain.claims import Path, Purpose
from app.domain.flaws import Flaw
from app.domain.matter import WHOLE, Matter, Milestone, Refusal, overlaps

SETTLES = frozenset(
    {"accepted", "diverted", "answered", "disputed", "refused", "refused-again", "opinion-issued"}
)
"""Facts that end the to and fro between units."""
DECIDED = frozenset({"returned", "objection-rejected"})
PETITION_ROAD = frozenset({"accepted", "opinion-issued", "extended", "review-requested"})
"""Facts that belong to branch six alone."""
NOT_FOR_ACCUSATIONS = frozenset({"accepted", "acceptance-notice-issued", "opinion-issued"})
OTHER_ROADS = frozenset(Path) - {Path.UNDECIDED, Path.PETITION_PROCEDURE}


def turned_away_without_ground(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K07: turned away on a ground that neither the text nor an adopted profile knows (条例第十九条第三款)."""
    for item in matter.refusals:
        act = "refuse-again" if item.again else "refuse"
        if item.ground not in {ground.id for ground in sight.law.grounds_of(act, item.on)}:
            yield found("K07", item.on, item.claim, subject=item.ground, ground=item.ground)
    for fact in matter.external_facts:
        if fact.fact == "refused" and Flaw.NO_LAWFUL_GROUND in fact.flaws:
            yield found("K07", fact.on, fact.claim, subject=fact.organ, what="external", unit=fact.organ)


def turned_away_as_pending(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K08: turned away because another unit handles it, while that unit's period was over (条例第十九条第三款)."""
    for item in matter.refusals:
        if item.again or item.proved_on is None:
            continue
        rule = sight.law.rule("handling", item.proved_on)
        due = rule.due(item.proved_on, sight.calendar, extend=rule.extension)
        if due is not None and due.legal < item.on:
            yield found("K08", item.on, item.claim, subject=item.reference, reference=item.reference)


def refused_again_without_end(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K09: "no longer taken on" without the same facts, or without a last opinion that was served (条例第三十六条)."""
    for item in matter.refusals:
        if item.again and (not item.same_facts or not item.reference or item.proved_on is None):
            yield found("K09", item.on, item.claim, subject=item.reference, reference=item.reference)
    for fact in matter.external_facts:
        if fact.fact == "refused-again" and Flaw.NO_LAWFUL_GROUND in fact.flaws:
            yield found("K09", fact.on, fact.claim, subject=fact.organ, reference=fact.organ)


def leads_of_refusals(matter: Matter) -> Iterator[Lead]:
    """K08, K09: what a refusal names as its proof, to be compared with the matter of that number."""
    for item in matter.refusals:
        if item.reference:
            yield Lead(check=_check(item), key=item.reference, on=item.on, claim=item.claim)


def _check(item: Refusal) -> str:
    return "K09" if item.again else "K08"


def objected_wrongly(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K11: an objection after its five working days or without reasons, or sent on before it was verified."""
    for window in sight.of_rule("unit-objection"):
        if window.discharged_on and window.due_legal and window.discharged_on > window.due_legal:
            yield found("K11", window.discharged_on, window.claim, subject=window.unit, unit=window.unit)
    for fact in matter.external_facts:
        if fact.fact == "objected" and Flaw.NO_REASON in fact.flaws:
            yield found("K11", fact.on, fact.claim, subject=f"{fact.organ}/reason", unit=fact.organ)
    for back in _named(matter, "returned"):
        objected = any(
            m.unit == back.unit and m.at <= back.at and overlaps(m.claim, back.claim)
            for m in _named(matter, "objected")
        )
        if not objected:
            yield found("K11", back.on, back.claim, subject=f"{back.unit}/returned", unit=back.unit)
    for fact in matter.external_facts:
        if fact.fact == "returned" and Flaw.WITHOUT_CONSENT in fact.flaws:
            yield found("K11", fact.on, fact.claim, subject=f"{fact.organ}/consent", unit=fact.organ)
    for objection in _named(matter, "objected"):
        later = [m for m in matter.milestones if m.at > objection.at and overlaps(m.claim, objection.claim)]
        first = next((m for m in later if m.name == "forwarded" or m.name in DECIDED), None)
        if first is not None and first.name == "forwarded" and objection.unit:
            yield found(
                "K11", first.on, objection.claim, subject=f"{objection.unit}/sent", unit=objection.unit
            )


def sent_to_and_fro(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K12: sent to one unit after the other, and no unit has taken it on (条例第二十四条)."""
    least = require_check("K12").counts["forwardings"]
    for claim in matter.claims:
        sent = [routing for routing in matter.routings if overlaps(routing.claim, claim.number)]
        settled = any(m.name in SETTLES and overlaps(m.claim, claim.number) for m in matter.milestones)
        if len(sent) >= least and not settled:
            yield found("K12", sight.after("K12", "within", sent[0].on), claim.number, times=len(sent))


def accusation_on_the_petition_road(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K13: an accusation was accepted or decided as if it were a claim (条例第三十条)."""
    for m in matter.milestones:
        if m.name in NOT_FOR_ACCUSATIONS and any(p is Purpose.ACCUSATION for p in _purposes(matter, m)):
            yield found("K13", m.on, m.claim, subject=m.name, fact=m.name)


def other_road_on_the_petition_clock(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K14: branches one to five got the sixty days, an opinion or a review (条例第三十一条、第三十四条)."""
    for m in matter.milestones:
        if m.name in PETITION_ROAD and any(path in OTHER_ROADS for _, path in m.classes):
            yield found("K14", m.on, m.claim, subject=m.name, fact=m.name)


def words_of_another_road(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K15: branch six was chosen, and the words speak of another procedure. A question, not a reproach."""
    words = require_check("K15").words
    for claim in matter.claims:
        if claim.path is not Path.PETITION_PROCEDURE:
            continue
        text = claim.words.text + claim.words.requested
        named = next((word for word in words if word in text), None)
        chosen = next(
            (
                m
                for m in matter.milestones
                if m.name in ("classified", "accepted") and overlaps(m.claim, claim.number)
            ),
            None,
        )
        if named is not None:
            since = matter.registered_on if chosen is None else chosen.on
            yield found("K15", since, claim.number, word=named)


def _purposes(matter: Matter, m: Milestone) -> set[Purpose]:
    """Classes of the claims of a fact, then and now: what was found out later was true before."""
    now = {claim.purpose for claim in matter.claims if m.claim in (WHOLE, claim.number)}
    return {purpose for purpose, _ in m.classes} | now


def _named(matter: Matter, name: str) -> Iterator[Milestone]:
    return (m for m in matter.milestones if m.name == name)
