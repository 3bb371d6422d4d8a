"""Facts of the papers of routing: the letter to the unit, the notice of where a matter went."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.matter import Matter, Routing
from app.errors import Refused
from app.services.facts.matter import (
    is_organisation,
    matter_row,
    name_rows,
    office_facts,
    shortened,
)
from app.services.occasion import Facts, Occasion


def last_routing(matter: Matter) -> Routing:
    """The latest routing. Raises Refused("paper.not_routed")."""
    if not matter.routings:
        raise Refused("paper.not_routed")
    return matter.routings[-1]


def unit_facts(occasion: Occasion, routing: Routing) -> Facts:
    """Name, phone and address of the unit the matter was sent to."""
    unit = occasion.session.office.unit(routing.unit)
    if unit is None:
        return {"name": routing.unit, "phone": "", "address": ""}
    return {"name": unit.name, "phone": unit.phone or unit.duty_phone, "address": unit.address}


def _forwarding_letter(occasion: Occasion) -> Facts:
    matter = occasion.matter
    routing = last_routing(matter)
    return {
        "office": office_facts(occasion),
        "matter": matter_row(occasion),
        "unit": unit_facts(occasion, routing),
        "assisting": _assisting(occasion, routing),
        "confidential": matter.confidential,
        "contains_accusation": matter.is_accusation,
        "petitioners": [] if matter.confidential else name_rows(matter),
        "claims": [
            {"text": c.words.requested or shortened(c.words.text)}
            for c in matter.claims
            if routing.claim in (0, c.number)
        ],
        "materials": [{"name": m.name, "pages": m.pages or 0} for m in matter.materials],
        "issued_on": occasion.today.isoformat(),
    }


def _destination_notice(occasion: Occasion) -> Facts:
    matter = occasion.matter
    routing = last_routing(matter)
    return {
        "office": office_facts(occasion),
        "matter": matter_row(occasion),
        "petitioners": name_rows(matter),
        "organization": is_organisation(matter),
        "confidential": matter.confidential,
        "forwarding": {"assigned": routing.assigned, "on": routing.on.isoformat()},
        "unit": unit_facts(occasion, routing),
        "assisting": _assisting(occasion, routing),
        "issued_on": occasion.today.isoformat(),
    }


def _assisting(occasion: Occasion, routing: Routing) -> list[Facts]:
    """The units that contribute; the petitioner gets one letter, from the lead."""
    known = [(code, occasion.session.office.unit(code)) for code in routing.with_units]
    return [{"name": code if unit is None else unit.name} for code, unit in known]


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D09": _forwarding_letter,
    "D11": _destination_notice,
}
"""Kind of paper → how its facts are gathered."""
