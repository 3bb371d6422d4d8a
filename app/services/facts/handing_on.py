"""Facts of the letters that hand a matter on: assignment, decided objection, the sealed letter, the judicial organs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from app.domain.acts.diverting import Diverted
from app.domain.acts.objecting import ObjectionDecided
from app.domain.claims import Path
from app.domain.matter import Milestone, Routing, overlaps
from app.domain.remedy import period_of
from app.domain.transcript import in_force
from app.errors import Refused
from app.services.facts.answering import dark
from app.services.facts.matter import claim_words, matter_row, name_rows, office_facts
from app.services.facts.recorded import latest, recorded
from app.services.facts.routing import last_routing, unit_facts
from app.services.occasion import Facts, Occasion


def _handed_on(occasion: Occasion, routing: Routing) -> Facts:
    """What a unit is told of a matter; of an accusation and to whom it is secret it is not told by this letter."""
    matter = occasion.matter
    return {
        "unit": unit_facts(occasion, routing),
        "assisting": [
            {"name": code if unit is None else unit.name}
            for code, unit in ((code, occasion.session.office.unit(code)) for code in routing.with_units)
        ],
        "petitioners": [] if matter.confidential else name_rows(matter),
        "claims": [{"text": claim_words(c)} for c in matter.claims if overlaps(routing.claim, c.number)],
        "materials": [{"name": m.name, "pages": m.pages or 0} for m in matter.materials],
    }


def _assignment(occasion: Occasion) -> Facts:
    routing = next((r for r in reversed(occasion.matter.routings) if r.assigned), None)
    if routing is None or routing.due_by is None:
        raise Refused("paper.not_routed")
    law = occasion.session.law
    return _handed_on(occasion, routing) | {
        "due_by": routing.due_by.isoformat(),
        "objection": period_of(law, "unit-objection", routing.on),
        "notice": period_of(law, "unit-notice", routing.on),
    }


def _to_judicial_organ(occasion: Occasion) -> Facts:
    return _handed_on(occasion, last_routing(occasion.matter))


def _objection(occasion: Occasion) -> Facts:
    matter, decided = occasion.matter, latest(occasion, ObjectionDecided)
    unit = decided.value.unit
    routing = next((r for r in reversed(matter.routings) if r.unit == unit), None)
    if routing is None:
        raise Refused("paper.not_routed")
    raised = _objected(occasion, unit)
    fact = next(
        (f for f in reversed(matter.external_facts) if f.fact == "objected" and f.organ == unit), None
    )
    made: Facts = {
        "unit": unit_facts(occasion, routing),
        "routing": {"on": routing.on.isoformat(), "assigned": routing.assigned},
        "decision": {"agreed": decided.value.agreed, "reason": decided.value.reason},
        "returned": [{"name": m.name} for m in matter.materials] if decided.value.agreed else [],
    }
    objection: Facts = {"reason": "" if fact is None else fact.result}
    if raised is not None:
        objection["on"] = raised.on.isoformat()
    if routing.received_on is not None:
        objection |= _in_time(occasion, routing.received_on, raised)
    made["objection"] = {name: value for name, value in objection.items() if value != ""}
    return made


def _objected(occasion: Occasion, unit: str) -> Milestone | None:
    return next(
        (m for m in reversed(occasion.matter.milestones) if m.name == "objected" and m.unit == unit), None
    )


def _in_time(occasion: Occasion, received: date, raised: Milestone | None) -> Facts:
    due = occasion.session.law.rule("unit-objection", received).due(received, occasion.session.calendar)
    made: Facts = {"received_by_unit_on": received.isoformat()}
    if due is not None and raised is not None:
        made |= {"last_day": due.legal.isoformat(), "in_time": raised.on <= due.legal}
    return made


def _sealed_letter(occasion: Occasion) -> Facts:
    """The face of it names neither informer nor accused; where it must not go is asked for every paper (`keeping_from`)."""
    matter, routing = occasion.matter, last_routing(occasion.matter)
    if not matter.is_accusation:
        raise Refused("letter.no_accusation")
    return {
        "unit": unit_facts(occasion, routing),
        "matter": matter_row(occasion) | {"summary": ""},
        "transcripts": len(in_force(matter.transcripts)),
    }


def _word_of_receipt(occasion: Occasion) -> Facts:
    if not occasion.matter.is_accusation:
        raise Refused("letter.no_accusation")
    return {"forwarded_on": last_routing(occasion.matter).on.isoformat()}


def _guided(occasion: Occasion) -> Facts:
    """What a diversion to the judicial organs recorded; a visitor who is only guided is told by the clerk's words."""
    made: Facts = {"confidential": dark(occasion), "office": office_facts(occasion)}
    diverted = next((d.value for d in recorded(occasion, Diverted) if d.value.path is Path.LITIGATION), None)
    if diverted is None:
        return made
    unit = occasion.session.office.unit(diverted.organ)
    guide: Facts = {
        "organ": diverted.organ if unit is None else unit.name,
        "basis": diverted.basis,
        "address": "" if unit is None else unit.address,
        "phone": "" if unit is None else unit.phone,
    }
    return made | {"guide": {name: value for name, value in guide.items() if value}}


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D10": _assignment,
    "D12": _objection,
    "D20": _sealed_letter,
    "D20N": _word_of_receipt,
    "D21": _to_judicial_organ,
    "D21N": _guided,
}
"""Kind of paper → how its facts are gathered."""
