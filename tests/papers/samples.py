"""Invented facts for every kind of paper: ordinary, and as hard as a hall can make them. No real person."""

from __future__ import annotations

from typing import Any

from app.papers.catalogue import paper_kind
from app.papers.render import PaperFacts
from tests.papers.invented import CODE, HEAD, LONG_NAME, RARE_NAME, STORY
from tests.papers.sample_facts import (
    accepting,
    answering,
    applying,
    archiving,
    closing,
    handing_on,
    mediating,
    office_sheets,
    outage,
    posting,
    receiving,
    recording,
    refusing,
    registering,
    reviewing,
    routing,
    serving,
    supervising,
)
from tests.qr.signing import notice

__all__ = [
    "CODE",
    "EXTREME",
    "FACTS",
    "LONG_NAME",
    "NUMBERS",
    "RARE_NAME",
    "STORY",
    "crowded_registration",
    "extreme",
    "sample",
]
VERIFIED = notice().text
"""The code of a notice, as a station signed it."""
_SUBJECTS = (
    registering,
    routing,
    accepting,
    serving,
    receiving,
    recording,
    applying,
    posting,
    closing,
    archiving,
    office_sheets,
    outage,
    answering,
    refusing,
    handing_on,
    reviewing,
    supervising,
    mediating,
)
FACTS: dict[str, dict[str, Any]] = {kind: facts for part in _SUBJECTS for kind, facts in part.FACTS.items()}
EXTREME: dict[str, dict[str, Any]] = {
    kind: facts for part in _SUBJECTS for kind, facts in part.EXTREME.items()
}
NUMBERS: dict[str, str] = {kind: number for part in _SUBJECTS for kind, number in part.NUMBERS.items()}


def sample(kind: str, *, training: bool = False, **changed: Any) -> PaperFacts:
    """The ordinary sample of `kind`, with some of its facts changed."""
    return PaperFacts(
        kind=kind,
        template_version=paper_kind(kind).version,
        document_number=NUMBERS.get(kind),
        facts={**FACTS[kind], **changed},
        head=HEAD,
        training=training,
        form_code=outage.FORM_CODES.get(kind, ""),
        notice_code=VERIFIED if paper_kind(kind).verifiable else None,
    )


def extreme(kind: str) -> PaperFacts:
    """The hardest sample of `kind`: longest names, longest texts, most claims."""
    return sample(kind, **EXTREME[kind])


def crowded_registration() -> PaperFacts:
    """A registration of twelve persons, many claims and a very long story."""
    people = [{"name": f"甲{number}·买买提", "phone": "13700000000"} for number in range(1, 13)]
    claims = [{"text": f"第{number}项诉求：{STORY[:80]}", "wanted": "书面答复。"} for number in range(1, 25)]
    return sample("D01", petitioners=people, claims=claims, story=STORY * 40)
