"""Facts of what is signed at the counter: the representatives' sheet, the mandate."""

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


def _mandate(occasion: Occasion) -> Facts:
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


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D05": _representatives,
    "D06": _mandate,
    "M05": _mandate,
}
"""Kind of paper → how its facts are gathered."""
