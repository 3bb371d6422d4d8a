"""Facts of what is signed at the counter: the representatives' sheet, the mandate, the address for papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.services.facts.matter import identity_words
from app.services.occasion import Facts, Occasion


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


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D05": _representatives,
    "D06": mandate,
    "D08": _service_address,
}
"""Kind of paper → how its facts are gathered."""
