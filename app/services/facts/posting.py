"""Facts of papers that travel: the record of posting, the label on the envelope."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.codes import label
from app.domain.delivery import Attempt
from app.domain.matter import Matter
from app.domain.paper import PaperRecord
from app.errors import Refused
from app.papers.catalogue import paper_kind
from app.services.facts.recipients import recipient_of
from app.services.occasion import Facts, Occasion


def _about(matter: Matter, reference: str) -> PaperRecord:
    """The paper that travels: the one named, else the latest that must be delivered.

    Raises Refused("paper.nothing_to_deliver").
    """
    if reference:
        found = matter.paper(reference)
    else:
        served = [paper for paper in matter.papers if paper.needs_delivery and not paper.voided]
        found = served[-1] if served else None
    if found is None:
        raise Refused("paper.nothing_to_deliver")
    return found


def _row(attempt: Attempt) -> Facts:
    return {
        "on": attempt.on.isoformat(),
        "method": label("delivery_methods", attempt.method),
        "tracking": attempt.tracking,
        "outcome": label("delivery_outcomes", attempt.outcome),
        "receiver": attempt.receiver,
        "by": attempt.by,
        "reason": attempt.reason,
    }


def _posting_record(occasion: Occasion) -> Facts:
    matter = occasion.matter
    record = _about(matter, occasion.extra.get("about", ""))
    made: Facts = {
        "document": {"title": paper_kind(record.kind).title, "number": record.number},
        "recipient": recipient_of(occasion, record),
        "attempts": [_row(attempt) for attempt in record.attempts],
    }
    if record.proved_on is not None:
        made["proved_on"] = record.proved_on.isoformat()
    return made


def _postal_label(occasion: Occasion) -> Facts:
    matter = occasion.matter
    reference = occasion.extra.get("about", "")
    record = _about(matter, reference) if reference else None
    made: Facts = {"recipient": recipient_of(occasion, record)}
    if record is not None:
        made["document"] = {"number": record.number}
    return made


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {"D34": _posting_record, "D55": _postal_label}
"""Kind of paper → how its facts are gathered."""
