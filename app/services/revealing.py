"""Showing one masked value in full (按住显示): recorded in the access chain first, then given back. Never more than one.

A list of work (送达、来信) shows its people masked; the work itself is the reason, so none is asked for there.
"""

from __future__ import annotations

from app.domain.access import Revealed, looks_of
from app.domain.entry import StreamId, StreamKind
from app.domain.field_classes import class_of
from app.domain.matter import Matter
from app.domain.people import Agent, Petitioner, Representative
from app.domain.policy import Relation, Showing
from app.errors import BadInput, NotAllowed
from app.services.looking import STREAM
from app.services.mail import knowable_letter
from app.services.reading import open_matter, require_open
from app.services.session import Session
from resources.loader import words

GROUPS: dict[str, type] = {
    "petitioners": Petitioner,
    "representatives": Representative,
    "agents": Agent,
}
"""Whose values may be shown: the lists of a matter's people."""
ADDRESSEE = {"name": ("name",), "address": ("service_address", "address"), "phone": ("phones",)}
"""What is shown of whom papers go to, and where it is taken from, the first that is filled in."""
SENDER = ("sender", "sender_address")
"""What is shown of who sent a letter."""


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
    _record(session, matter, field, said)
    found = getattr(person, name)
    return " ".join(found) if isinstance(found, tuple) else str(found)


def reveal_addressee(session: Session, number: str, field: str) -> str:
    """One value of whom a matter's papers go to, in full, for who delivers them: name, address or phone.

    Raises BadInput("reveal.field"), NotAllowed("role.acts_on_no_matters", "paper.sealed"), and what `view_matter` raises.
    """
    session.require_actor()
    matter = open_matter(session, number, recorded=True).known.matter
    require_open(session, matter)
    first = matter.people.first
    if first is None or field not in ADDRESSEE:
        raise BadInput("reveal.field", field="field", value=field)
    name = next((item for item in ADDRESSEE[field] if getattr(first, item)), ADDRESSEE[field][-1])
    _record(session, matter, f"petitioners/1/{name}", _reason("delivery"))
    found = getattr(first, name)
    return str(found[0] if found else "") if isinstance(found, tuple) else str(found)


def reveal_sender(session: Session, stamp: str, field: str) -> str:
    """One value of who sent a letter, in full, for who deals with the mail: sender or sender_address.

    Raises BadInput("reveal.field"), NotFound("mail.unknown"), NotAllowed("role.acts_on_no_matters", "mail.sealed").
    """
    session.require_actor()
    if field not in SENDER:
        raise BadInput("reveal.field", field="field", value=field)
    letter = knowable_letter(session, stamp)
    value = Revealed(number=stamp, field=f"letters/1/{field}", reason=_reason("mail"))
    with session.work() as work:
        work.look(session.draft(STREAM, value, session.today(), None))
        work.commit()
    return str(getattr(letter.what, field))


def _reason(name: str) -> str:
    return str(words("words/masked.toml")["masked_lists"]["reasons"][name])


def _record(session: Session, matter: Matter, field: str, reason: str) -> None:
    value = Revealed(number=matter.number, field=field, reason=reason)
    stream = looks_of(StreamId(StreamKind.MATTER, matter.id))
    with session.work() as work:
        work.look(session.draft(stream, value, session.today(), None))
        work.commit()


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
