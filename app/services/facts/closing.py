"""Facts of what comes after an answer: which advice is answered, which unit is rated, when a note must go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.papers.catalogue import paper_kind
from app.services.asking import code_to_rate
from app.services.facts.registering import next_step
from app.services.occasion import Facts, Occasion

ADVICE_PAPERS = ("D36", "D37", "D38")
"""The three recommendations (三项建议) as papers."""


def _unit(occasion: Occasion, code: str) -> str:
    unit = occasion.session.office.unit(code)
    return code if unit is None else unit.name


def _advice_answered(occasion: Occasion) -> Facts:
    """Which recommendation the slip goes along with: the latest that was issued as a paper, else as it was recorded."""
    matter = occasion.matter
    made: Facts = {}
    if matter.advice:
        last = matter.advice[-1]
        made = {"organ": _unit(occasion, last.organ), "advice": {"on": last.on.isoformat()}}
    record = next((p for p in reversed(matter.papers) if p.kind in ADVICE_PAPERS and not p.voided), None)
    if record is not None:
        made["advice"] = {
            "title": paper_kind(record.kind).title,
            "number": record.number,
            "on": record.issued_on.isoformat(),
        }
    return made


def _rating_slip(occasion: Occasion) -> Facts:
    """The code to rate with on the screen of the hall, and the unit: of the latest routing, or this one if it decides."""
    matter, office = occasion.matter, occasion.session.office
    made: Facts = {"evaluation_code": code_to_rate(matter)}
    if matter.routings:
        return {**made, "unit": _unit(occasion, matter.routings[-1].unit)}
    return {**made, "unit": office.name} if office.decides else made


def _routing_note(occasion: Occasion) -> Facts:
    """By when the next step is owed, for those who sign the note."""
    by = next_step(occasion)["by"]
    return {"due_on": by} if by else {}


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D39": _advice_answered,
    "D41": _rating_slip,
    "D51": _routing_note,
}
"""Kind of paper → how its facts are gathered."""
