"""Showing one masked value in full (按住显示): recorded in the access chain first, then given back. Never more than one."""

from __future__ import annotations

from app.domain.access import Revealed, looks_of
from app.domain.entry import StreamId, StreamKind
from app.domain.field_classes import class_of
from app.domain.matter import Matter
from app.domain.people import Agent, Petitioner, Representative
from app.domain.policy import Relation, Showing
from app.errors import BadInput, NotAllowed
from app.services.reading import open_matter
from app.services.session import Session

GROUPS: dict[str, type] = {
    "petitioners": Petitioner,
    "representatives": Representative,
    "agents": Agent,
}
"""Whose values may be shown: the lists of a matter's people."""


def reveal(session: Session, number: str, field: str, reason: str = "") -> str:
    """One value of one person of a matter in full; `field` is `petitioners/1/id_number`: list, place from 1, field.

    A value with several texts (telephones) comes with a space between them. In a matter of somebody else a reason is
    needed. Raises BadInput("reveal.field", "reveal.reason"), NotAllowed("reveal.not_for_role") where the policy does not
    even show it masked, and what `view_matter` raises.
    """
    view = open_matter(session, number, recorded=True)
    matter = view.known.matter
    person, name = _person(matter, field)
    classed = class_of(type(person), name)
    showing = classed.showing(session.account.role, view.relation, sealed=matter.restricted)
    if showing is Showing.ABSENT:
        raise NotAllowed("reveal.not_for_role", role=session.account.role)
    said = reason.strip()
    if view.relation is not Relation.OWN and not said:
        raise BadInput("reveal.reason", field="reason")
    value = Revealed(number=matter.number, field=field, reason=said)
    stream = looks_of(StreamId(StreamKind.MATTER, matter.id))
    with session.work() as work:
        work.look(session.draft(stream, value, session.today(), None))
        work.commit()
    found = getattr(person, name)
    return " ".join(found) if isinstance(found, tuple) else str(found)


def _person(matter: Matter, field: str) -> tuple[object, str]:
    """The person and the name of the field. Raises BadInput("reveal.field")."""
    group, _, rest = field.partition("/")
    place, _, name = rest.partition("/")
    kind = GROUPS.get(group)
    people = getattr(matter.people, group) if kind is not None else ()
    right = place.isdecimal() and 1 <= int(place) <= len(people)
    if kind is None or not right or name not in getattr(kind, "__dataclass_fields__", {}):
        raise BadInput("reveal.field", field="field", value=field)
    return people[int(place) - 1], name
