"""Facts of the papers at the window: the registration form, the receipt, the sheet for a visitor who asks again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.codes import label
from app.domain.matter import Matter
from app.domain.next_owed import next_owed
from app.qr.receipt_code import ReceiptCode
from app.services.facts.matter import (
    material_rows,
    matter_row,
    office_facts,
    outage_row,
    petitioner_rows,
    shortened,
)
from app.services.occasion import Facts, Occasion
from app.services.road_on_paper import road_map
from resources.loader import words


def _registration_form(occasion: Occasion) -> Facts:
    matter = occasion.matter
    agents = matter.people.agents
    return {
        "office": office_facts(occasion),
        "matter": matter_row(occasion),
        "outage": outage_row(matter),
        "persons": {
            "present": matter.persons_came,
            "of_matter": matter.persons_of_matter,
            "concerned": matter.persons_concerned,
        },
        "anonymous": matter.anonymous or not matter.people.petitioners,
        "confidential": matter.confidential,
        "petitioners": petitioner_rows(matter),
        "representatives": [{"name": r.name, "phone": r.phone} for r in matter.people.representatives],
        "agent": agents[0].name if agents else "",
        "claims": [
            {"text": shortened(c.words.text or c.words.requested), "wanted": c.words.requested}
            for c in matter.claims
        ],
        "story": "\n".join(c.words.text for c in matter.claims if c.words.text)
        or matter.claims[0].words.requested,
        "materials": material_rows(matter),
        "talked_by": matter.talked_by or occasion.session.account.name,
        "registered_by": occasion.session.account.name,
    }


def _receipt(occasion: Occasion) -> Facts:
    matter = occasion.matter
    claim = matter.claims[0]
    first = matter.people.first
    request = "" if matter.confidential else claim.words.requested or shortened(claim.words.text)
    made: Facts = {
        "office": office_facts(occasion),
        "matter": matter_row(occasion) | {"summary": ""},
        "outage": outage_row(matter),
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
    soonest = next_owed(occasion.known.obligations, occasion.session.law, occasion.today)
    if soonest is None:
        return {
            "who": occasion.session.office.name,
            "what": str(words("words/papers.toml")["nothing_owed"]),
            "by": "",
        }
    unit = occasion.session.office.unit(soonest.unit) if soonest.unit else None
    return {
        "who": occasion.session.office.name if unit is None else unit.name,
        "what": occasion.session.law.rule(soonest.rule).title,
        "by": (soonest.due_legal or occasion.today).isoformat(),
    }


def _situation_sheet(occasion: Occasion) -> Facts:
    matter = occasion.matter
    first = matter.people.first
    steps = [
        {"on": m.on.isoformat(), "what": label("milestones", m.name)}
        for m in matter.milestones
        if m.name in TOLD
    ]
    made: Facts = {
        "office": office_facts(occasion),
        "matter": matter_row(occasion),
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
    "D49": _situation_sheet,
    "D50": road_map,
}
"""Kind of paper → how its facts are gathered."""
