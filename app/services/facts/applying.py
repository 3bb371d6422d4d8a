"""Facts of the applications for review and re-examination, and of the approval of a longer handling period."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.acts.extending import Extended
from app.domain.matter import Matter
from app.errors import Refused
from app.services.facts.recorded import recorded
from app.services.occasion import Facts, Occasion

OPINION, REVIEW = ("opinion", "D25"), ("review", "D30")
"""The stem of the milestones of a decision, and the kind of paper it stands on."""


def _decision(occasion: Occasion, decision: tuple[str, str]) -> Facts:
    """Organ, number and day of the latest decision of a kind, and when the petitioner had it, as far as they are known."""
    stem, kind = decision
    matter, office = occasion.matter, occasion.session.office
    made: Facts = {}
    outside = next((f for f in reversed(matter.external_facts) if f.fact == f"{stem}-issued"), None)
    record = next((p for p in reversed(matter.papers) if p.kind == kind and not p.voided), None)
    if outside is not None:
        unit = office.unit(outside.organ)
        made = {
            "organ": outside.organ if unit is None else unit.name,
            "number": outside.number,
            "issued_on": outside.on.isoformat(),
        }
    elif record is not None:
        made = {"organ": office.name, "number": record.number, "issued_on": record.issued_on.isoformat()}
    proved = _day_of(matter, f"{stem}-proved")
    return made | ({"received_on": proved} if proved else {})


def _day_of(matter: Matter, name: str) -> str:
    return next((m.on.isoformat() for m in reversed(matter.milestones) if m.name == name), "")


def _review_body(occasion: Occasion, organ: object) -> str:
    """Who reviews what that unit decided, as the office's table of units says; empty when it does not."""
    units = occasion.session.office.units
    unit = next((item for item in units if item.name == organ), None)
    if unit is None:
        return ""
    named = (*unit.review_bodies, unit.superior)
    found = next((code for code in named if code), "")
    above = occasion.session.office.unit(found)
    return found if above is None else above.name


def _review(occasion: Occasion) -> Facts:
    opinion = _decision(occasion, OPINION)
    return {"opinion": opinion, "organ": _review_body(occasion, opinion.get("organ"))}


def _re_examination(occasion: Occasion) -> Facts:
    review = _decision(occasion, REVIEW)
    return {
        "opinion": _decision(occasion, OPINION),
        "review": review,
        "organ": _review_body(occasion, review.get("organ")),
    }


def _longer_period(occasion: Occasion) -> Facts:
    """The period as it runs; of an extension that was decided its days and the new last day."""
    matter, session = occasion.matter, occasion.session
    accepted = next((m for m in reversed(matter.milestones) if m.name == "accepted"), None)
    if accepted is None:
        raise Refused("paper.not_accepted")
    rule = session.law.rule("handling", accepted.on)
    original = rule.due(accepted.on, session.calendar)
    extended = next((m for m in reversed(matter.milestones) if m.name == "extended"), None)
    made: Facts = {
        "accepted_on": accepted.on.isoformat(),
        "due_on": "" if original is None else original.strict.isoformat(),
    }
    said = next((item.value.reason for item in recorded(occasion, Extended) if item.value.reason), "")
    if said:
        made["reason"] = said
    if extended is not None and extended.days:
        longer = rule.due(accepted.on, session.calendar, extend=extended.days)
        made |= {
            "days": extended.days,
            "new_due_on": "" if longer is None else longer.strict.isoformat(),
        }
    return made


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D28": _review,
    "D31": _re_examination,
    "D22A": _longer_period,
}
"""Kind of paper → how its facts are gathered."""
