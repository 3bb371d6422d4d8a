"""Earlier matters like one that is being told (识别重复件): found by number, name, village and text, with the reasons.

Shown to whoever decides, and never decided here: nothing is linked, merged or refused by it. Matters under seal and those
of confidential people are never compared, by whatever it may be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.acts.folding import FOLDED
from app.domain.field_classes import shown
from app.domain.likeness import LEAST, SHORTEST, letters, likeness, pairs
from app.domain.matter import Matter
from app.domain.names import search_key
from app.domain.policy import Relation
from app.domain.roadmap import state_of
from app.readmodels import PersonRow
from app.services.reading import public_matters
from app.services.session import Session

COMPARED = 30
"""Stories that are read and compared, of those that share the rarest pairs."""
NAMESAKES = 40
"""Matters of people whose name has one other letter that are looked at for the same village."""
COUNTY = 6
"""Digits of an area code that name the county; a longer one names a village or a township."""
EXCERPT = 200
SAME_NAME, NEAR_NAME, SAME_PLACE = 60, 25, 30
"""How much a reason counts beside the likeness of the stories (in percent) when candidates are put in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of the matter being told: of its petitioner, the place it is about, its story.

    `number` is its own where it has one; `apart` are numbers that were found not to be the same.
    """

    name: str = ""
    id_number: str = ""
    place: str = ""
    text: str = ""
    number: str = ""
    apart: frozenset[str] = frozenset()


def earlier_matters(
    session: Session, told: Told | None = None, *, name: str = "", id_number: str = "", limit: int = 20
) -> list[PersonRow]:
    """Earlier matters that may be this one, the likeliest first, those of the same county before others.

    While the clerk types: features B3–B5. Raises NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    asked = told or Told(name=name, id_number=id_number)
    found = {row.number: row for row in _by_person(session, asked)}
    for row in _by_text(session, asked):
        known = found.get(row.number)
        found[row.number] = row if known is None else replace(known, similarity=row.similarity)
    for row in _by_near_name(session, asked):
        known = found.get(row.number)
        if known is not None:
            found[row.number] = replace(known, near_name=not known.same_name)
        elif same_place(row.place, asked.place):
            found[row.number] = row
    away = asked.apart | {asked.number}
    if asked.number:
        away |= session.memory.queries.apart_from(asked.number)
    county = session.office.area[:COUNTY]
    rows = [
        replace(row, same_place=same_place(row.place, asked.place))
        for row in found.values()
        if row.number not in away and row.state != FOLDED
    ]
    rows.sort(key=lambda row: (not row.same_id_number, not _near(row, county), -_strength(row)))
    return rows[:limit]


def same_place(one: str, other: str) -> bool:
    """Whether two places are the same village or township: a county alone says nothing."""
    if min(len(one), len(other)) <= COUNTY:
        return False
    return one.startswith(other) or other.startswith(one)


def story_of(matter: Matter) -> str:
    """What a matter says, in all its claims: what stories are compared by. Empty for one that is never compared."""
    if matter.restricted or matter.story_sealed or matter.confidential:
        return ""
    return "\n".join(
        part for claim in matter.claims for part in (claim.words.text, claim.words.requested) if part
    )


def _by_person(session: Session, asked: Told) -> list[PersonRow]:
    """Newest first; one matter once, with the strongest reason."""
    if not asked.name and not asked.id_number:
        return []
    rows = session.memory.queries.persons(
        name_key=search_key(asked.name) if asked.name else "", id_number=asked.id_number.upper()
    )
    made: dict[str, PersonRow] = {}
    for row in rows:
        known = made.setdefault(row.number, row)
        if known is not row:
            made[row.number] = replace(
                known,
                same_name=known.same_name or row.same_name,
                same_id_number=known.same_id_number or row.same_id_number,
            )
    return list(made.values())


def _by_near_name(session: Session, asked: Told) -> list[PersonRow]:
    key = search_key(asked.name) if asked.name else ""
    return session.memory.queries.near_names(key, NAMESAKES) if len(key) > 1 else []


def _by_text(session: Session, asked: Told) -> Iterable[PersonRow]:
    """Those whose stories are really alike; read as everybody may see them."""
    if len(letters(asked.text).replace(" ", "")) < SHORTEST:
        return
    own = pairs(asked.text)
    candidates = session.memory.queries.alike(asked.text, COMPARED)
    held = public_matters(session, candidates)
    for matter in (held[number] for number in candidates if number in held):
        if matter.voided_on is not None:
            continue
        alike = likeness(own, pairs(story_of(matter)))
        if alike >= LEAST:
            yield shown(_row(matter, alike), session.account.role, Relation.OTHER)


def _row(matter: Matter, alike: int) -> PersonRow:
    first = matter.people.first
    return PersonRow(
        number=matter.number,
        received_on=matter.received_on,
        channel=matter.channel,
        name="" if first is None else first.name,
        excerpt=" ".join(story_of(matter).split())[:EXCERPT],
        place=matter.place,
        state=state_of(matter),
        same_name=False,
        same_id_number=False,
        similarity=alike,
    )


def _near(row: PersonRow, county: str) -> bool:
    return not county or row.place[:COUNTY] in ("", county)


def _strength(row: PersonRow) -> int:
    """What puts candidates in order: reasons of a matter, weighed against the likeness of the stories."""
    weighed = ((row.same_name, SAME_NAME), (row.near_name, NEAR_NAME), (row.same_place, SAME_PLACE))
    return row.similarity + sum(weight for holds, weight in weighed if holds)
