"""Facts of the papers of accepting: what a responsible unit tells about taking a matter on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.errors import Refused
from app.services.facts.matter import is_organisation, matter_row, name_rows, office_facts
from app.services.occasion import Facts, Occasion


def _acceptance_notice(occasion: Occasion) -> Facts:
    matter = occasion.matter
    accepted = next((m for m in reversed(matter.milestones) if m.name == "accepted"), None)
    handling = next((o for o in occasion.known.obligations if o.rule == "handling"), None)
    if accepted is None or handling is None or handling.due_strict is None:
        raise Refused("paper.not_accepted")
    received = next((m for m in matter.milestones if m.name == "unit-received"), None)
    organ, on = occasion.extra.get("from_organ", ""), occasion.extra.get("from_on", "")
    source = matter.forwarded_from
    if source is not None:
        organ, on = source.organ, source.on.isoformat()
    return {
        "office": office_facts(occasion),
        "matter": matter_row(occasion),
        "handling": {
            "department": occasion.extra.get("department", "") or occasion.session.office.name,
            "person": occasion.extra.get("person", "") or occasion.session.account.name,
            "phone": occasion.extra.get("phone", "") or occasion.session.office.phone,
        },
        "petitioners": name_rows(matter),
        "organization": is_organisation(matter),
        "confidential": matter.confidential,
        "direct": not organ,
        "forwarding": {"organ": organ, "on": on},
        "unit_received_on": (matter.received_on if received is None else received.on).isoformat(),
        "accepted_on": accepted.on.isoformat(),
        "due_on": handling.due_strict.isoformat(),
        "issued_on": occasion.today.isoformat(),
    }


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {"D14": _acceptance_notice}
"""Kind of paper → how its facts are gathered."""
