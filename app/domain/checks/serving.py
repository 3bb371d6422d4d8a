"""Checks of serving (应送达未送达): no proof, a proof that proves nothing, impossible days (民事诉讼法第八十七条以下)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.acts.recording import EXTERNAL_FACTS
from app.domain.check import Finding, Lead, Sight, found
from app.domain.claims import Purpose
from app.domain.delivery import Attempt, DeliveryMethod
from app.domain.matter import Matter, overlaps
from app.domain.paper import PaperRecord
from app.domain.serving import capacity_of
from app.domain.spelling import spelling_data

MUST_REACH = frozenset(
    {
        "acceptance-notice-issued",
        "path-notice-issued",
        "opinion-issued",
        "review-issued",
        "re-examination-issued",
    }
)
"""Papers of other organs that must reach the petitioner."""
FOLLOWS = (
    ("accepted", "opinion-issued"),
    ("opinion-issued", "review-issued"),
    ("review-issued", "re-examination-issued"),
)
"""Facts of which the second cannot come before the first."""


def not_proved(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K26: a paper that must reach somebody has no proof that it did."""
    if matter.unreachable:
        return
    for paper in _papers(matter):
        if paper.needs_delivery and paper.proved_on is None:
            since = sight.after("K26", "proof", paper.issued_on)
            yield found("K26", since, paper.claim, subject=paper.id, kind=paper.kind, paper=paper.number)
    for fact in matter.external_facts:
        proof = EXTERNAL_FACTS.get(fact.fact, "")
        if fact.fact not in MUST_REACH or any(
            m.name == proof and m.on >= fact.on and overlaps(m.claim, fact.claim) for m in matter.milestones
        ):
            continue
        since = sight.after("K26", "proof", fact.on)
        yield found(
            "K26", since, fact.claim, subject=f"{fact.organ}/{fact.fact}", kind=fact.fact, paper=fact.number
        )


def weak_proof(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K27: received by somebody who may not receive it, or left behind without a witness (民事诉讼法第八十七、八十九条)."""
    for paper, attempt in _proofs(matter):
        if attempt.method is DeliveryMethod.LEFT_AT_ADDRESS:
            shown = attempt.witness or attempt.recording or attempt.evidence
            if not shown and not matter.people_sealed:
                yield found(
                    "K27", attempt.on, paper.claim, subject=paper.id, what="witness", paper=paper.number
                )
        elif not _may_receive(matter, attempt):
            yield found("K27", attempt.on, paper.claim, subject=paper.id, what="receiver", paper=paper.number)


def impossible_day(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K28: proved to have arrived before it was written (条例第三十五条: the period runs from the arrival)."""
    for paper, attempt in _proofs(matter):
        if attempt.on < paper.issued_on:
            yield found("K28", attempt.on, paper.claim, subject=paper.id, paper=paper.number, day=attempt.on)
    for fact in matter.external_facts:
        if fact.delivered_on is not None and fact.delivered_on < fact.on:
            yield found(
                "K28",
                fact.delivered_on,
                fact.claim,
                subject=f"{fact.organ}/{fact.fact}",
                paper=fact.number,
                day=fact.delivered_on,
            )


def electronic_without_consent(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K29: served electronically, and nobody had agreed to that (民事诉讼法第九十条)."""
    if matter.people_sealed or any(p.electronic_delivery for p in matter.people.petitioners):
        return
    for paper, attempt in _proofs(matter):
        if attempt.method is DeliveryMethod.ELECTRONIC:
            yield found("K29", attempt.on, paper.claim, subject=paper.id, paper=paper.number)


def out_of_order(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K47: days that contradict each other: a decision before its acceptance, a paper before the matter came."""
    if matter.backfilled:
        return
    for first, second in FOLLOWS:
        for later in (m for m in matter.milestones if m.name == second):
            before = [m for m in matter.milestones if m.name == first and overlaps(m.claim, later.claim)]
            if before and later.on < before[0].on:
                yield found(
                    "K47",
                    later.on,
                    later.claim,
                    subject=second,
                    fact=second,
                    day=later.on,
                    other=before[0].on,
                )
    for paper in _papers(matter):
        if paper.entered_on is not None and paper.entered_on >= sight.after(
            "K47", "entered", paper.issued_on
        ):
            yield found(
                "K47",
                paper.entered_on,
                subject=f"{paper.id}/entered",
                fact=paper.kind,
                day=paper.issued_on,
                other=paper.entered_on,
            )
        if paper.issued_on < matter.received_on:
            yield found(
                "K47",
                paper.issued_on,
                subject=paper.id,
                fact=paper.kind,
                day=paper.issued_on,
                other=matter.received_on,
            )


def leads_of_scans(matter: Matter) -> Iterator[Lead]:
    """K47: the sealed scans, to find one that serves two matters."""
    for paper in _papers(matter):
        if paper.scan:
            yield Lead(check="K47", key=paper.scan, on=paper.sealed_on or paper.issued_on, claim=paper.claim)


def _may_receive(matter: Matter, attempt: Attempt) -> bool:
    """Whether the receiver is the petitioner or one of those who may receive for them; sealed names are not judged."""
    if attempt.method is not DeliveryMethod.IN_PERSON or matter.people_sealed:
        return True
    return capacity_of(matter, attempt) is not None


def _papers(matter: Matter) -> Iterator[PaperRecord]:
    return (paper for paper in matter.papers if not paper.voided)


def _proofs(matter: Matter) -> Iterator[tuple[PaperRecord, Attempt]]:
    return ((paper, attempt) for paper in _papers(matter) for attempt in paper.attempts if attempt.proves)


def words_of_an_accusation_sent(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K52: a letter that repeats what was said went to another organ, and it is an accusation (条例第三十条第三款).

    The program makes none; one may have been written before somebody found what it is, or by another program.
    """
    if not matter.is_accusation:
        return
    known = next(
        (m.on for m in matter.milestones if any(purpose is Purpose.ACCUSATION for purpose, _ in m.classes)),
        matter.registered_on,
    )
    for paper in _papers(matter):
        if paper.kind in spelling_data()["papers"]["carry_words"]:
            since = max(paper.issued_on, known)
            yield found("K52", since, paper.claim, subject=paper.id, kind=paper.kind, paper=paper.number)
