"""Earlier matters like one that is told, by scanning: one side of the memory's contract."""

from __future__ import annotations

from typing import Any

from app.domain.acts.telling_apart import APART
from app.domain.likeness import near_names, pairs
from app.domain.names import search_key
from app.domain.roadmap import state_of
from app.readmodels import PersonRow


class FakeRepeatQueries:
    """Questions about earlier matters."""

    @property
    def _newest(self) -> list[Any]:
        raise NotImplementedError

    def alike(self, text: str, limit: int) -> list[str]:
        """By the number of pairs that both texts hold."""
        asked = pairs(text)
        shared = []
        for known in self._newest:
            words = [claim.words for claim in known.matter.claims]
            told = pairs(" ".join(part for each in words for part in (each.text, each.requested)))
            if asked & told and not known.matter.restricted:
                shared.append((len(asked & told), known.matter.number))
        return [number for _, number in sorted(shared, key=lambda item: -item[0])[:limit]]

    def near_names(self, name_key: str, limit: int) -> list[PersonRow]:
        """By comparing every name."""
        found = []
        for known in self._newest:
            matter = known.matter
            if matter.restricted or matter.confidential:
                continue
            for person in (*matter.people.petitioners, *matter.people.representatives):
                if near_names(search_key(person.name), name_key):
                    words = matter.claims[0].words if matter.claims else None
                    found.append(
                        PersonRow(
                            number=matter.number,
                            received_on=matter.received_on,
                            channel=matter.channel,
                            name=person.name,
                            excerpt="" if words is None else words.text or words.requested,
                            place=matter.place,
                            state=state_of(matter),
                            same_name=False,
                            same_id_number=False,
                            near_name=True,
                        )
                    )
        return found[:limit]

    def apart_from(self, number: str) -> frozenset[str]:
        """By the leads of every matter."""
        told = [(k.matter.number, lead.key) for k in self._newest for lead in k.leads if lead.check == APART]
        return frozenset(part for pair in told if number in pair for part in pair) - {number}

    def linked_to(self, number: str) -> list[str]:
        """By the leads of every matter."""
        return [
            k.matter.number
            for k in reversed(self._newest)
            if any(lead.check == "LINK" and lead.key == number for lead in k.leads)
        ]
