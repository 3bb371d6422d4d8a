"""What every paper may speak of: the office, the matter, its people, claims and materials, today."""

from __future__ import annotations

from app.clock import from_milliseconds
from app.domain.claims import Claim
from app.domain.codes import category, label, region
from app.domain.matter import Matter
from app.domain.names import mask_number
from app.services.occasion import Facts, Occasion

SUMMARY = 60
"""Characters of a request on a notice: one line and a half."""
STOPS = "\u3002\uff1b\uff0c.;, "
"""Signs at the end of a request that go when it stands inside a sentence."""


def known_facts(occasion: Occasion) -> Facts:
    """All that is told of any matter; a template takes of it what it declares, nothing else is kept with the paper.

    The words of a claim are left out where the informer or the matter is to stay dark.
    """
    matter = occasion.matter
    first = matter.people.first
    dark = matter.confidential or matter.is_accusation
    concerned = [c for c in matter.claims if occasion.claim in (0, c.number)]
    return {
        "office": office_facts(occasion),
        "matter": matter_row(occasion) | ({"summary": ""} if dark else {}),
        "confidential": matter.confidential,
        "contains_accusation": matter.is_accusation,
        "anonymous": matter.anonymous or first is None or not first.name,
        "organization": is_organisation(matter),
        "petitioner": (petitioner_rows(matter) or [{}])[0],
        "petitioners": petitioner_rows(matter),
        "representatives": [{"name": r.name, "phone": r.phone} for r in matter.people.representatives],
        "agents": [{"name": a.name} for a in matter.people.agents],
        "persons": {
            "present": matter.persons_came,
            "of_matter": matter.persons_of_matter,
            "concerned": matter.persons_concerned,
        },
        "claims": [] if dark else [{"number": c.number, "text": claim_words(c)} for c in concerned],
        "materials": material_rows(matter),
        "clerk": occasion.session.account.name,
        "issued_on": occasion.today.isoformat(),
    }


def office_facts(occasion: Occasion) -> Facts:
    """Name, address and phones of this office, and who is at the desk."""
    office = occasion.session.office
    return {
        "name": office.name,
        "phone": office.phone,
        "address": office.address,
        "complaint_phone": office.complaint_phone,
        "contact": occasion.session.account.name,
    }


def matter_row(occasion: Occasion) -> Facts:
    """Number, days, channel, class and place of the matter, and its first request in a line."""
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
        "category": claim.category if found is None else "\u00b7".join(found.path),
        "place": matter.place_words or ("" if place is None else place.path),
        "summary": shortened(words).rstrip(STOPS),
        "backfilled": matter.backfilled,
    }


def outage_row(matter: Matter) -> Facts:
    """The sheet on which it was written while the power was gone; empty words where there was none."""
    sheet = matter.sheet
    if sheet is None:
        return {"sheet": "", "written_on": "", "written_at": ""}
    day = sheet.written_on
    return {
        "sheet": sheet.number,
        "written_on": "" if day is None else day.isoformat(),
        "written_at": sheet.written_at,
    }


def shortened(text: str) -> str:
    """A text cut to a line for a notice, on one line, with an ellipsis when it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY else line[: SUMMARY - 1] + "\u2026"


def claim_words(claim: Claim) -> str:
    """What a claim asks for, in the words it was registered with."""
    return claim.words.requested or shortened(claim.words.text)


def petitioner_rows(matter: Matter) -> list[Facts]:
    """The petitioners with what a form asks of them; identity numbers are masked."""
    return [
        {
            "name": p.name,
            "sex": label("sexes", p.sex) if p.sex else "",
            "identity": identity_words(p.id_type, p.id_number),
            "phone": "\u3001".join(p.phones),
            "address": p.address,
            "needs": p.assistance,
        }
        for p in matter.people.petitioners
    ]


def identity_words(kind: str, number: str) -> str:
    """Kind and masked number of an identity document; empty without a number."""
    if not number:
        return ""
    return f"{label('id_documents', kind) if kind else ''} {mask_number(number)}".strip()


def name_rows(matter: Matter) -> list[Facts]:
    """The petitioners' names only."""
    return [{"name": p.name} for p in matter.people.petitioners]


def material_rows(matter: Matter) -> list[Facts]:
    """What was handed in: name, original or copy, pages, copies."""
    return [
        {
            "name": m.name,
            "form": label("material_forms", m.form),
            "pages": m.pages or 0,
            "copies": m.copies or 1,
        }
        for m in matter.materials
    ]


def is_organisation(matter: Matter) -> bool:
    """Whether the first petitioner is an organisation."""
    first = matter.people.first
    return first is not None and first.kind == "organisation"
