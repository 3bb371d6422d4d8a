"""What a mediation takes over from its matter (访调对接): who petitions, what it is about, where; nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.mediation.sides import Party, Side
from app.domain.people import PetitionerKind
from app.errors import Refused
from app.services.reading import open_matter
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What the form of a mediation begins with: the matter, the applicants, what the dispute is, its place."""

    matter: str
    parties: tuple[Party, ...]
    dispute: str
    place: str


def take_over(session: Session, number: str) -> TakenOver:
    """What the matter gives to its mediation; its opening is recorded.

    Raises NotFound("matter.unknown"), NotAllowed("role.acts_on_no_matters"), Refused("mediate.accusation").
    """
    session.require_actor()
    matter = open_matter(session, number).known.matter
    if matter.is_accusation:
        raise Refused("mediate.accusation", field="matter")
    parties = tuple(
        Party(
            side=Side.APPLICANT,
            name=person.name,
            organisation=person.kind == PetitionerKind.ORGANISATION,
            sex=person.sex,
            id_type=person.id_type,
            id_number=person.id_number,
            phone=person.phones[0] if person.phones else "",
            address=person.address,
        )
        for person in matter.people.petitioners
    )
    words = next((claim.words.requested or claim.words.text for claim in matter.claims), "")
    return TakenOver(matter=matter.number, parties=parties, dispute=words, place=matter.place)
