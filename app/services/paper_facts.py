"""What each paper says, gathered from a matter: plain JSON values under the names the templates declare.

No words of its own: labels come from the code lists, titles from the law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.clock import from_milliseconds
from app.domain.codes import category, label, region
from app.domain.matter import Matter, PaperRecord, Routing
from app.domain.names import mask_number
from app.domain.obligations import Obligation, Status
from app.errors import Refused
from app.papers.catalogue import paper_kind
from app.papers.receipt_code import ReceiptCode
from app.papers.slip_code import SlipCode
from app.services.occasion import Facts, Occasion
from app.services.road_on_paper import road_map
from resources.loader import words

SUMMARY = 60
"""Characters of a request on a notice: one line and a half."""


def facts_for(kind: str, occasion: Occasion) -> Facts:
    """The facts of a paper of this kind.

    Raises Refused("paper.not_made_here") for a kind that this program does not make yet, "paper.not_routed",
    "paper.not_accepted", "paper.nothing_to_deliver" when the matter has not come so far.
    """
    maker = MAKERS.get(kind)
    if maker is None:
        raise Refused("paper.not_made_here", field="kind", kind=kind)
    return maker(occasion)


def _office(occasion: Occasion) -> Facts:
    office = occasion.session.office
    return {
        "name": office.name,
        "phone": office.phone,
        "address": office.address,
        "complaint_phone": office.complaint_phone,
        "contact": occasion.session.account.name,
    }


def _matter(occasion: Occasion) -> Facts:
    matter = occasion.matter
    claim = matter.claims[0]
    found = category(claim.category) if claim.category else None
    place = region(matter.place) if matter.place else None
    words = claim.words.requested or claim.words.text
    return {
        "number": matter.number,
        "received_on": matter.received_on.isoformat(),
        "registered_at": from_milliseconds(matter.registered_at).isoformat(),
        "channel": label("channels", matter.channel),
        "purpose": label("purposes", claim.purpose),
        "category": "" if found is None else "\u00b7".join(found.path),
        "place": matter.place_words or ("" if place is None else place.path),
        "summary": shortened(words),
        "backfilled": matter.backfilled,
    }


def shortened(text: str) -> str:
    """A text cut to a line for a notice, on one line, with an ellipsis when it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY else line[: SUMMARY - 1] + "\u2026"


def _petitioners(matter: Matter) -> list[Facts]:
    return [
        {
            "name": p.name,
            "sex": label("sexes", p.sex) if p.sex else "",
            "identity": _identity(p.id_type, p.id_number),
            "phone": "\u3001".join(p.phones),
            "address": p.address,
            "needs": p.assistance,
        }
        for p in matter.people.petitioners
    ]


def _identity(kind: str, number: str) -> str:
    if not number:
        return ""
    return f"{label('id_documents', kind) if kind else ''} {mask_number(number)}".strip()


def _registration_form(occasion: Occasion) -> Facts:
    matter = occasion.matter
    agents = matter.people.agents
    return {
        "office": _office(occasion),
        "matter": _matter(occasion),
        "persons": {
            "present": matter.persons_came,
            "of_matter": matter.persons_of_matter,
            "concerned": matter.persons_concerned,
        },
        "anonymous": matter.anonymous or not matter.people.petitioners,
        "confidential": matter.confidential,
        "petitioners": _petitioners(matter),
        "representatives": [{"name": r.name, "phone": r.phone} for r in matter.people.representatives],
        "agent": agents[0].name if agents else "",
        "claims": [
            {"text": shortened(c.words.text or c.words.requested), "wanted": c.words.requested}
            for c in matter.claims
        ],
        "story": "\n".join(c.words.text for c in matter.claims if c.words.text)
        or matter.claims[0].words.requested,
        "materials": [
            {
                "name": m.name,
                "form": label("material_forms", "original" if m.original else "copy"),
                "pages": m.pages or 0,
                "copies": m.copies or 1,
            }
            for m in matter.materials
        ],
        "talked_by": matter.talked_by or occasion.session.account.name,
        "registered_by": occasion.session.account.name,
    }


def _receipt(occasion: Occasion) -> Facts:
    matter = occasion.matter
    claim = matter.claims[0]
    first = matter.people.first
    request = "" if matter.confidential else claim.words.requested or shortened(claim.words.text)
    made: Facts = {
        "office": _office(occasion),
        "matter": _matter(occasion) | {"summary": ""},
        "confidential": matter.confidential,
        "anonymous": first is None or not first.name,
        "petitioner": {"name": "" if first is None else first.name},
        "request": request,
        "materials": [
            {"name": m.name, "pages": m.pages or 1, "original": m.original} for m in matter.materials
        ],
        "talked_by": matter.talked_by or occasion.session.account.name,
        "next": next_step(occasion),
        "receipt_code": ReceiptCode(number=matter.number, token=occasion.token).payload()
        if occasion.token
        else "",
    }
    for number in matter.external_numbers:
        made["national"] = {"number": number.number, "query_code": number.query_code}
    return made


def next_step(occasion: Occasion) -> Facts:
    """Who does what next, latest by when: the office's or unit's own soonest open duty that the law names.

    Where all are missed they are still owed: the soonest of them, with the day it was due.
    """
    owed = [o for o in occasion.known.obligations if o.kind == "duty" and o.article and o.due_legal]
    running = [o for o in owed if o.status(occasion.today) is Status.OPEN]
    running = running or [o for o in owed if o.status(occasion.today) is Status.MISSED]
    if not running:
        return {
            "who": occasion.session.office.name,
            "what": str(words("words/papers.toml")["nothing_owed"]),
            "by": "",
        }
    soonest = min(running, key=lambda o: (_internal(occasion, o), o.due_legal or occasion.today))
    unit = occasion.session.office.unit(soonest.unit) if soonest.unit else None
    return {
        "who": occasion.session.office.name if unit is None else unit.name,
        "what": occasion.session.law.rule(soonest.rule).title,
        "by": (soonest.due_legal or occasion.today).isoformat(),
    }


def _internal(occasion: Occasion, item: Obligation) -> bool:
    """Internal clocks and entries into other systems come after what the petitioner is owed."""
    rule = occasion.session.law.rule(item.rule)
    return rule.internal or rule.presumed or rule.to != "petitioner"


def _routing(matter: Matter) -> Routing:
    if not matter.routings:
        raise Refused("paper.not_routed")
    return matter.routings[-1]


def _unit(occasion: Occasion, routing: Routing) -> Facts:
    unit = occasion.session.office.unit(routing.unit)
    if unit is None:
        return {"name": routing.unit, "phone": "", "address": ""}
    return {"name": unit.name, "phone": unit.phone or unit.duty_phone, "address": unit.address}


def _forwarding_letter(occasion: Occasion) -> Facts:
    matter = occasion.matter
    routing = _routing(matter)
    return {
        "office": _office(occasion),
        "matter": _matter(occasion),
        "unit": _unit(occasion, routing),
        "assisting": _assisting(occasion, routing),
        "confidential": matter.confidential,
        "contains_accusation": matter.is_accusation,
        "petitioners": [] if matter.confidential else _names(matter),
        "claims": [
            {"text": c.words.requested or shortened(c.words.text)}
            for c in matter.claims
            if routing.claim in (0, c.number)
        ],
        "materials": [{"name": m.name, "pages": m.pages or 0} for m in matter.materials],
        "issued_on": occasion.today.isoformat(),
    }


def _names(matter: Matter) -> list[Facts]:
    return [{"name": p.name} for p in matter.people.petitioners]


def _destination_notice(occasion: Occasion) -> Facts:
    matter = occasion.matter
    routing = _routing(matter)
    return {
        "office": _office(occasion),
        "matter": _matter(occasion),
        "petitioners": _names(matter),
        "organization": _is_organisation(matter),
        "confidential": matter.confidential,
        "forwarding": {"assigned": routing.assigned, "on": routing.on.isoformat()},
        "unit": _unit(occasion, routing),
        "assisting": _assisting(occasion, routing),
        "issued_on": occasion.today.isoformat(),
    }


def _assisting(occasion: Occasion, routing: Routing) -> list[Facts]:
    """The units that contribute; the petitioner gets one letter, from the lead."""
    known = [(code, occasion.session.office.unit(code)) for code in routing.with_units]
    return [{"name": code if unit is None else unit.name} for code, unit in known]


def _is_organisation(matter: Matter) -> bool:
    first = matter.people.first
    return first is not None and first.kind == "organisation"


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
        "office": _office(occasion),
        "matter": _matter(occasion),
        "handling": {
            "department": occasion.extra.get("department", "") or occasion.session.office.name,
            "person": occasion.extra.get("person", "") or occasion.session.account.name,
            "phone": occasion.extra.get("phone", "") or occasion.session.office.phone,
        },
        "petitioners": _names(matter),
        "organization": _is_organisation(matter),
        "confidential": matter.confidential,
        "direct": not organ,
        "forwarding": {"organ": organ, "on": on},
        "unit_received_on": (matter.received_on if received is None else received.on).isoformat(),
        "accepted_on": accepted.on.isoformat(),
        "due_on": handling.due_strict.isoformat(),
        "issued_on": occasion.today.isoformat(),
    }


def _delivery_receipt(occasion: Occasion) -> Facts:
    matter = occasion.matter
    record = _to_deliver(matter, occasion.extra.get("about", ""))
    first = matter.people.first
    return {
        "office": _office(occasion),
        "matter": _matter(occasion),
        "document": {"title": paper_kind(record.kind).title, "number": record.number},
        "recipient": {
            "name": "" if first is None else first.name,
            "address": "" if first is None else first.address,
            "phone": "" if first is None or not first.phones else first.phones[0],
        },
        "slip_code": SlipCode(paper=record.id).payload(),
        "method": occasion.extra.get("method", ""),
        "servers": [{"name": occasion.session.account.name}],
    }


def _to_deliver(matter: Matter, reference: str) -> PaperRecord:
    if reference:
        found = matter.paper(reference)
    else:
        found = next(
            (p for p in reversed(matter.papers) if p.notice and not p.voided and not p.proved_on),
            None,
        )
    if found is None:
        raise Refused("paper.nothing_to_deliver")
    return found


def _situation_sheet(occasion: Occasion) -> Facts:
    matter = occasion.matter
    first = matter.people.first
    steps = [
        {"on": m.on.isoformat(), "what": label("milestones", m.name)}
        for m in matter.milestones
        if m.name in TOLD
    ]
    made: Facts = {
        "office": _office(occasion),
        "matter": _matter(occasion),
        "petitioner": {"name": "" if first is None else first.name},
        "asked_on": occasion.today.isoformat(),
        "confidential": matter.confidential,
        "steps": steps,
        "now": label("milestones", _last_told(matter)),
        "next": next_step(occasion),
        "told_by": occasion.session.account.name,
    }
    return made


def _last_told(matter: Matter) -> str:
    return next(m.name for m in reversed(matter.milestones) if m.name in TOLD)


TOLD = (
    "registered",
    "forwarded",
    "unit-received",
    "accepted",
    "diverted",
    "answered",
    "acceptance-notice-issued",
    "acceptance-notice-proved",
    "destination-notice-proved",
    "opinion-issued",
    "opinion-proved",
    "withdrawn",
)
"""Dated facts that a petitioner asking at the window is told, in plain words."""

MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D01": _registration_form,
    "D02": _receipt,
    "D09": _forwarding_letter,
    "D11": _destination_notice,
    "D14": _acceptance_notice,
    "D33": _delivery_receipt,
    "D49": _situation_sheet,
    "D50": road_map,
}
"""Kind of paper → how its facts are gathered."""
