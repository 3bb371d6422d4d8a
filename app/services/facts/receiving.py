"""Facts of what is signed at the counter: materials, the representatives' sheet, the mandate, the address for papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.services.facts.matter import identity_words, material_rows
from app.services.occasion import Facts, Occasion
from resources.loader import words


def _representatives(occasion: Occasion) -> Facts:
    people = occasion.matter.people
    return {
        "representatives": [
            {"name": r.name, "phone": r.phone, "signs": r.signs_for_papers} for r in people.representatives
        ],
    }


def mandate(occasion: Occasion) -> Facts:
    """Who acts for the petitioner: name, masked identity number, phone, relation."""
    return {
        "agents": [
            {
                "name": agent.name,
                "identity": identity_words(agent.id_type, agent.id_number),
                "phone": agent.phone,
                "relation": agent.relation,
            }
            for agent in occasion.matter.people.agents
        ],
    }


def _service_address(occasion: Occasion) -> Facts:
    """What was confirmed before, else what was registered; to be looked over and signed."""
    first = occasion.matter.people.first
    if first is None:
        return {}
    made: Facts = {
        "petitioner": {
            "name": first.name,
            "address": first.service_address or first.address,
            "phone": "\u3001".join(first.phones),
        },
        "receiver": first.proxy,
    }
    if first.electronic_delivery:
        made |= {"electronic": True, "electronic_account": first.electronic_delivery}
    return made


def _handed_in(occasion: Occasion) -> Facts:
    """Every material, handed in at the registration or later, and what was given back to whom."""
    text = words("words/materials.toml")["material_notes"]
    held = occasion.matter.materials
    rows = [
        row | ({} if item.returned_on is None else {"note": text["returned"].format(day=item.returned_on)})
        for row, item in zip(material_rows(occasion.matter), held, strict=True)
    ]
    back = [
        str(text["one"]).format(name=item.name, day=item.returned_on, to=item.returned_to or text["nobody"])
        for item in held
        if item.returned_on is not None and item.original
    ]
    return {"materials": rows, "returned": str(text["separator"]).join(back)}


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D03": _handed_in,
    "D05": _representatives,
    "D06": mandate,
    "D08": _service_address,
}
"""Kind of paper → how its facts are gathered."""
