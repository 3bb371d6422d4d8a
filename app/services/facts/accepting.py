"""Facts of the papers of accepting: what a responsible unit tells about taking a matter on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from app.domain.matter import Matter
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
        **came_from(occasion),
        "unit_received_on": (matter.received_on if received is None else received.on).isoformat(),
        "accepted_on": accepted.on.isoformat(),
        "due_on": handling.due_strict.isoformat(),
        "issued_on": occasion.today.isoformat(),
    }


def came_from(occasion: Occasion) -> Facts:
    """Who sent the matter to this unit and when: as recorded, as said now, or as the acceptance notice said it.

    `direct` where nobody did.
    """
    matter, sent = occasion.matter, occasion.matter.sent_down
    if matter.forwarded_from is not None:
        organ, on = matter.forwarded_from.organ, matter.forwarded_from.on.isoformat()
    elif sent is not None and sent.sender and (sent.sent_on or sent.arrived_on) is not None:
        day = sent.sent_on or sent.arrived_on
        organ, on = sent.sender, "" if day is None else day.isoformat()
    else:
        organ = occasion.extra.get("forwarding.organ") or occasion.extra.get("from_organ", "")
        on = occasion.extra.get("forwarding.on") or occasion.extra.get("from_on", "")
        organ, on = (organ, on) if organ else _as_noticed(matter)
    return {"direct": not organ, "forwarding": {"organ": organ, "on": on}}


def _as_noticed(matter: Matter) -> tuple[str, str]:
    """What the acceptance notice said of it, for the papers after it; empty where there is none or it is sealed."""
    notice = next((p for p in reversed(matter.papers) if p.kind == "D14" and p.facts and not p.voided), None)
    if notice is None:
        return "", ""
    said = json.loads(notice.facts).get("facts", {}).get("forwarding", {})
    return str(said.get("organ", "")), str(said.get("on", ""))


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {"D14": _acceptance_notice}
"""Kind of paper → how its facts are gathered."""
