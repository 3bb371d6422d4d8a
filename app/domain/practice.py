"""Lessons of the training hall (练习课): who stands at the window, what is to be done, and how the state shows that it was.

A small closed vocabulary over what was written since the lesson began. Nothing here is kept, nothing is about the clerk: the
answer says of each step whether it stands in the practice folder, and of nobody how well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.matter import Matter
from app.domain.paper import PaperRecord


class PracticeFact(StrEnum):
    """What a step may ask of the practice folder (练习事实)."""

    REGISTERED = "registered"
    """A matter was registered; the traits of the goal narrow it."""
    WRITTEN = "written"
    """An entry of the goal's kind was written on a matter."""
    ISSUED = "issued"
    """A paper of the goal's kind was issued and is not void."""
    STAMPED = "stamped"
    """A paper of the kind was stamped."""
    DELIVERED = "delivered"
    """A paper of the kind reached its addressee by proof."""
    ENQUIRED = "enquired"
    """An enquiry was answered."""
    DAY_CLOSED = "day-closed"
    """The day was closed."""


class Trait(StrEnum):
    """What a registered matter may have to be (登记的样子)."""

    ANONYMOUS = "anonymous"
    IDENTIFIED = "identified"
    UNIDENTIFIED = "unidentified"
    SEALED = "sealed"


OF_KIND = {
    PracticeFact.WRITTEN: "entry",
    PracticeFact.ISSUED: "paper",
    PracticeFact.STAMPED: "paper",
    PracticeFact.DELIVERED: "paper",
}
"""Facts that name a kind: of entry, or of paper."""
ENTRY_OF = {
    PracticeFact.REGISTERED: "registered",
    PracticeFact.STAMPED: "paper-sealed",
    PracticeFact.DELIVERED: "delivery-attempted",
}
"""The kind of entry that must have been written since the lesson began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The condition of one step. `absent`: it must not have happened, for instance no second registration.

    `persons` is the least number that came, `representatives` the least number of them.
    """

    fact: PracticeFact
    kind: str = ""
    traits: frozenset[Trait] = frozenset()
    persons: int = 0
    representatives: int = 0
    absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonStep:
    """One step: what to do, the keys for it in order, the page on which they act, why, by which article."""

    does: str
    keys: tuple[str, ...]
    page: str
    goal: Goal
    why: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson: who comes and what he says, what there is to type (label and words), what to look at, its steps."""

    code: str
    order: int
    title: str
    visitor: str
    says: str
    steps: tuple[LessonStep, ...]
    given: tuple[tuple[str, str], ...] = ()
    look: str = ""
    needs_day: bool = False
    """Whether it works on one of the made-up matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PractisedEntry:
    """An entry on a matter: its identity (hex), its kind, the number, and whether that matter is under seal."""

    entry: str
    kind: str
    number: str
    sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """What happened in the practice folder since a lesson began. Matters under seal are not among `matters`."""

    entries: tuple[PractisedEntry, ...] = ()
    matters: Mapping[str, Matter] = field(default_factory=dict)
    enquiries: int = 0
    closings: int = 0


class StepState(StrEnum):
    """How a step stands (练习步骤): done, not yet, or done what was not to be done."""

    DONE = "done"
    OPEN = "open"
    WRONG = "wrong"


def is_met(goal: Goal, seen: Practised) -> bool:
    """Whether what the goal names has happened; `absent` is not asked here."""
    if goal.fact is PracticeFact.ENQUIRED:
        return seen.enquiries > 0
    if goal.fact is PracticeFact.DAY_CLOSED:
        return seen.closings > 0
    if goal.fact is PracticeFact.WRITTEN:
        return any(item.kind == goal.kind for item in seen.entries)
    if goal.fact is PracticeFact.ISSUED:
        fresh = {item.entry for item in seen.entries}
        return any(paper.id in fresh for paper in _papers(goal.kind, seen.matters.values()))
    asked = [item for item in seen.entries if item.kind == ENTRY_OF[goal.fact]]
    if goal.fact is PracticeFact.REGISTERED:
        return any(_looks_right(goal, item, seen) for item in asked)
    touched = [seen.matters[item.number] for item in asked if item.number in seen.matters]
    stamped = goal.fact is PracticeFact.STAMPED
    return any(
        (paper.sealed_on if stamped else paper.proved_on) is not None for paper in _papers(goal.kind, touched)
    )


def states_of(steps: Sequence[LessonStep], seen: Practised) -> tuple[StepState, ...]:
    """How each step stands. What must not happen is done only once everything else is: until then it still might."""
    met = [is_met(step.goal, seen) for step in steps]
    whole = all(done for step, done in zip(steps, met, strict=True) if not step.goal.absent)
    made = []
    for step, done in zip(steps, met, strict=True):
        if step.goal.absent:
            made.append(StepState.WRONG if done else StepState.DONE if whole else StepState.OPEN)
        else:
            made.append(StepState.DONE if done else StepState.OPEN)
    return tuple(made)


def next_step(steps: Sequence[LessonStep], states: Sequence[StepState]) -> int | None:
    """The place of the step that comes next; None when nothing is left to do."""
    return next(
        (at for at, step in enumerate(steps) if states[at] is StepState.OPEN and not step.goal.absent), None
    )


def _papers(kind: str, matters: Iterable[Matter]) -> list[PaperRecord]:
    found: list[PaperRecord] = []
    for matter in matters:
        found += [paper for paper in matter.papers if paper.kind == kind and not paper.voided]
    return found


def _looks_right(goal: Goal, item: PractisedEntry, seen: Practised) -> bool:
    """Whether a registered matter has the traits of the goal; one under seal is known to be nothing but that."""
    if item.sealed:
        return goal.traits <= {Trait.SEALED} and not goal.persons and not goal.representatives
    matter = seen.matters.get(item.number)
    if matter is None or matter.voided_on is not None:
        return False
    people = matter.people
    identified = any(person.id_number for person in people.petitioners)
    has = {
        Trait.ANONYMOUS: matter.anonymous,
        Trait.IDENTIFIED: identified,
        Trait.UNIDENTIFIED: not identified,
        Trait.SEALED: matter.restricted,
    }
    return (
        all(has[trait] for trait in goal.traits)
        and matter.persons_came >= goal.persons
        and len(people.representatives) >= goal.representatives
    )
