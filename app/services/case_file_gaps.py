"""What a case file lacks (缺件清单, M2): steps without their paper, papers without seal, scan or proof of delivery."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.acts.noticing import OUTSIDE
from app.domain.codes import label
from app.domain.delivery import DeliveryMethod
from app.domain.matter import Matter
from app.domain.paper import PaperRecord
from app.papers.catalogue import paper_kind
from app.services.session import Session
from resources.loader import words


def missing_of(session: Session, matter: Matter, expected: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What is missing, in words, in the order of the procedure. `expected`: milestones and the kinds that prove them."""
    text = words("words/case_file.toml")["case_file_missing"]
    there = {paper.kind for paper in matter.papers if not paper.voided}
    of_others = _days_of_others(matter)
    for row in expected:
        done = [
            m for m in matter.milestones if m.name == row["milestone"] and (m.name, m.on) not in of_others
        ]
        if done and not there & set(row["kinds"]):
            yield str(text["not_made"]).format(title=paper_kind(row["kinds"][0]).title)
    for paper in matter.papers:
        if not paper.voided:
            yield from (
                str(text[name]).format(title=paper_kind(paper.kind).title, number=paper.number).strip()
                for name in _gaps_of(paper)
            )
    for fact in matter.external_facts:
        if fact.number:
            unit = session.office.unit(fact.organ)
            organ = fact.organ if unit is None else unit.name
            yield str(text["of_others"]).format(
                organ=organ, fact=label("milestones", fact.fact), number=fact.number
            )


def _days_of_others(matter: Matter) -> set[tuple[str, object]]:
    """Milestones that stand there because another organ took the step: its paper is asked for as a copy."""
    return {(fact.fact, fact.on) for fact in matter.external_facts}


def _gaps_of(paper: PaperRecord) -> Iterator[str]:
    if paper.template == OUTSIDE:
        if not paper.scan:
            yield "outside"
    elif paper.needs_seal and paper.sealed_on is None:
        yield "not_sealed"
    elif paper.needs_seal and not paper.scan:
        yield "no_scan"
    if not paper.needs_delivery:
        return
    proving = [attempt for attempt in paper.attempts if attempt.proves]
    if not proving:
        yield "not_proved"
    elif all(a.method is not DeliveryMethod.ELECTRONIC and not a.slip and not a.evidence for a in proving):
        yield "no_receipt"
