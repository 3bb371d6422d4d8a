"""Two matters beside each other, with enough to decide whether they are one (并排核对): stories whole, what became of each.

Opening a matter for it is recorded like every opening. Of one under seal, or of people who asked for confidence, only the
number and the day are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.acts.correcting import CORRECTABLE
from app.domain.acts.linking import Relation
from app.domain.likeness import common
from app.domain.matter import Matter
from app.domain.roadmap import state_of
from app.papers.catalogue import catalogue
from app.readmodels import PersonRow
from app.services.reading import MatterView, public_matter, view_matter
from app.services.repeats import Told, earlier_matters, story_of
from app.services.session import Session

CHOSEN = ("name", "phone", "address", "content", "requested", "place", "persons_came")
"""Fields of which either value may stand when a second registration is folded into the first; never the day it came."""
MOST = 60
"""Matters of one event that are followed from link to link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: what is told of it. `closed`: number and day only. Without a number it is what is being typed."""

    number: str = ""
    closed: bool = False
    received_on: date | None = None
    person: str = ""
    persons: int = 1
    state: str = ""
    place: str = ""
    unit: str = ""
    due: date | None = None
    duty: str = ""
    answers: tuple[str, ...] = ()
    papers: tuple[tuple[str, date], ...] = ()
    visits: int = 0
    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A field of which the two registrations say different things: the earlier number's value and the later one's."""

    field: str
    kept: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two sides and the stretches of their stories that both have, in characters.

    `choices` are there where the left one could be folded into the right one, which came first.
    """

    left: Side
    right: Side
    left_marks: tuple[tuple[int, int], ...]
    right_marks: tuple[tuple[int, int], ...]
    choices: tuple[Choice, ...] = ()


def side_of(session: Session, number: str) -> tuple[Side, Matter | None]:
    """One matter as a side, and the matter as this person may see it; the opening is recorded.

    Raises NotFound("matter.unknown"), NotAllowed("role.reads_no_matters").
    """
    public = public_matter(session, number)
    if public is not None and not story_of(public) and (public.restricted or public.confidential):
        session.require_reader()
        return Side(number=number, closed=True, received_on=public.received_on), None
    view = view_matter(session, number)
    return _side(session, view), view.known.matter


def compare(session: Session, typed: Side, number: str) -> Comparison:
    """What is being typed beside an earlier matter."""
    right, _ = side_of(session, number)
    return _compared(typed, right)


def compare_matters(session: Session, number: str, other: str) -> Comparison:
    """A matter beside another one, with the fields to be chosen from where both were registered here."""
    left, mine = side_of(session, number)
    right, theirs = side_of(session, other)
    return _compared(left, right, () if mine is None or theirs is None else tuple(_choices(mine, theirs)))


def told_of(matter: Matter) -> Told:
    """What a matter tells, to look for others like it."""
    first = matter.people.first
    closed = matter.restricted or matter.confidential
    return Told(
        name="" if closed or first is None else first.name,
        id_number="" if closed or first is None else first.id_number,
        place="" if closed else matter.place,
        text=story_of(matter),
        number=matter.number,
    )


def like_this(session: Session, number: str) -> list[PersonRow]:
    """Earlier and later matters that may be this one, the likeliest first.

    Asked with its own words, of which nothing is answered. Raises NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    matter = public_matter(session, number)
    return [] if matter is None else earlier_matters(session, told_of(matter))


def same_event(session: Session, number: str) -> tuple[str, ...]:
    """Numbers that were linked as one event with this one, directly or through others, in order (同一事项)."""
    session.require_reader()
    found: dict[str, None] = {}
    waiting = [number]
    while waiting and len(found) < MOST:
        here = waiting.pop(0)
        for other in (*_event_links(session, here), *_linking(session, here)):
            if other != number and other not in found:
                found[other] = None
                waiting.append(other)
    return tuple(sorted(found))


def _event_links(session: Session, number: str) -> Iterator[str]:
    matter = public_matter(session, number)
    for item in () if matter is None else matter.links:
        if item.bond == Relation.SAME_EVENT:
            yield item.number


def _linking(session: Session, number: str) -> Iterator[str]:
    """Those that linked this one as the same event themselves."""
    for other in session.memory.queries.linked_to(number):
        if number in _event_links(session, other):
            yield other


def _side(session: Session, view: MatterView) -> Side:
    matter, law = view.known.matter, session.law
    first = matter.people.first
    running = [
        item
        for item in view.known.obligations
        if item.kind == "duty"
        and item.discharged_on is None
        and item.voided_on is None
        and item.due_office is not None
    ]
    next_one = min(running, key=lambda item: item.due_office or date.max, default=None)
    titles = {kind.kind: kind.title for kind in catalogue()}
    return Side(
        number=matter.number,
        received_on=matter.received_on,
        person="" if first is None else first.name,
        persons=max(matter.persons_came, len(matter.people.petitioners)),
        state=state_of(matter),
        place=matter.place,
        unit=_unit(session, matter),
        due=None if next_one is None else next_one.due_office,
        duty="" if next_one is None else law.rule(next_one.rule).title,
        answers=tuple(c.answer.wording for c in matter.claims if c.answer is not None and c.answer.wording),
        papers=tuple(
            (titles.get(paper.kind, paper.kind), paper.issued_on)
            for paper in matter.papers
            if not paper.voided
        ),
        visits=sum(note.kind == "visited-again" for note in matter.notes),
        story=story_of(matter),
    )


def _unit(session: Session, matter: Matter) -> str:
    """The name of the unit it was sent to last, or empty."""
    if not matter.routings:
        return ""
    sent_to = matter.routings[-1].unit
    found = session.office.unit(sent_to)
    return sent_to if found is None else found.name


def _compared(left: Side, right: Side, choices: tuple[Choice, ...] = ()) -> Comparison:
    return Comparison(
        left=left,
        right=right,
        left_marks=common(left.story, right.story),
        right_marks=common(right.story, left.story),
        choices=choices,
    )


def _choices(later: Matter, earlier: Matter) -> Iterator[Choice]:
    for name in CHOSEN:
        read = CORRECTABLE[name][0]
        kept, other = read(earlier), read(later)
        if kept != other and other:
            yield Choice(field=name, kept=kept, other=other)
