"""Who gets a paper: the petitioner, or the office that a letter to an organ names; never the one in the other's place."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.domain.paper import PaperRecord
from app.services.occasion import Facts, Occasion
from app.services.sent_on import goes_to_organ


def recipient_of(occasion: Occasion, record: PaperRecord | None) -> Facts:
    """Name, address and phone: of the office where the paper goes to one, else of the first petitioner.

    What travels with an accusation to an organ must not say on its slip or envelope who accused.
    Empty where nobody is known.
    """
    if record is not None and goes_to_organ(record.kind):
        return _office_of(occasion, record)
    first = occasion.matter.people.first
    if first is None:
        return {}
    return {
        "name": first.name,
        "address": first.service_address or first.address,
        "phone": first.phones[0] if first.phones else "",
    }


def _office_of(occasion: Occasion, record: PaperRecord) -> Facts:
    told = json.loads(record.facts).get("facts", {}) if record.facts else {}
    named = told.get("unit")
    name = str(named.get("name", "")) if isinstance(named, Mapping) else ""
    if not name and occasion.matter.routings:
        name = occasion.matter.routings[-1].unit
    unit = occasion.session.office.unit(name) if name else None
    if unit is None:
        return {"name": name, "address": "", "phone": ""}
    return {"name": unit.name, "address": unit.address, "phone": unit.phone or unit.duty_phone}
