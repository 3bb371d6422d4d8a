"""Correcting and ending by the petitioner or by mistake (更正、撤回、作废): always a further entry, never a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as part
from datetime import date
from typing import Protocol

from app.domain.changed import replace
from app.domain.claims import ClaimText
from app.domain.entry import SEALED, Header
from app.domain.field_words import FieldWord, put_down, standing, word_in
from app.domain.kinds import ActKind, EntryKind, Happened, Setting, the_desks
from app.domain.matter import Correction, Matter, milestone
from app.domain.ownership import ownership
from app.domain.people import Petitioner
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """Put a field of the registration right (更正), with the reason and who asked for it.

    `petitioner_confirmed`: the petitioner read or heard the new value and said that it is right.
    """

    field: str = part(metadata={"values": "correctable_fields"})
    value: str
    reason: str
    asked_by: str = ""
    petitioner_confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A field was put right (已更正); what stood before stays in the journal.

    Values of people and of the story have places of their own, because they are sealed with them. `now_reachable`
    says openly that there is a name and an address now, because a clock depends on it.
    """

    field: str
    reason: str = part(default="", metadata={"scope": "people"})
    asked_by: str = part(default="", metadata={"scope": "people"})
    now_reachable: bool = False
    petitioner_confirmed: bool = False
    before: str = ""
    after: str = ""
    people_before: str = part(default="", metadata={"scope": "people"})
    people_after: str = part(default="", metadata={"scope": "people"})
    story_before: str = part(default="", metadata={"scope": "story"})
    story_after: str = part(default="", metadata={"scope": "story"})


Reader = Callable[[Matter], str]
Writer = Callable[[Matter, str], Matter]


def _first(matter: Matter) -> Petitioner:
    return matter.people.first or Petitioner()


def _with_first(matter: Matter, petitioner: Petitioner) -> Matter:
    rest = matter.people.petitioners[1:]
    return replace(matter, people=replace(matter.people, petitioners=(petitioner, *rest)))


def _first_claim_words(matter: Matter, words: ClaimText) -> Matter:
    first, *rest = matter.claims
    return replace(matter, claims=(replace(first, words=words), *rest))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("field.type", field="value", name="value", type="date") from error


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise BadInput("register.head_count", field="value")
    return int(text)


OF_PEOPLE = frozenset({"name", "id_number", "phone", "address"})
OF_STORY = frozenset({"content", "requested", "place"})
CORRECTABLE: dict[str, tuple[Reader, Writer]] = {
    "name": (lambda m: _first(m).name, lambda m, v: _with_first(m, replace(_first(m), name=v))),
    "id_number": (
        lambda m: _first(m).id_number,
        lambda m, v: _with_first(m, replace(_first(m), id_number=v)),
    ),
    "phone": (
        lambda m: ",".join(_first(m).phones),
        lambda m, v: _with_first(m, replace(_first(m), phones=tuple(p for p in v.split(",") if p))),
    ),
    "address": (lambda m: _first(m).address, lambda m, v: _with_first(m, replace(_first(m), address=v))),
    "content": (
        lambda m: m.claims[0].words.text,
        lambda m, v: _first_claim_words(m, replace(m.claims[0].words, text=v)),
    ),
    "requested": (
        lambda m: m.claims[0].words.requested,
        lambda m, v: _first_claim_words(m, replace(m.claims[0].words, requested=v)),
    ),
    "place": (lambda m: m.place, lambda m, v: replace(m, place=v)),
    "received_on": (lambda m: m.received_on.isoformat(), lambda m, v: _received(m, _day(v))),
    "persons_came": (lambda m: str(m.persons_came), lambda m, v: replace(m, persons_came=_count(v))),
    "earlier": (lambda m: m.earlier, lambda m, v: replace(m, earlier=v)),
}
"""The fields that can be put right: how to read and how to set each."""


def _received(matter: Matter, day: date) -> Matter:
    """The receipt day moves, and with it the day from which the clocks of registering count."""
    first = matter.milestones[0].entry
    moved = tuple(replace(m, on=day) if m.entry == first else m for m in matter.milestones)
    return replace(matter, received_on=day, milestones=moved)


def correct(matter: Matter, act: Correct, setting: Setting) -> tuple[Happened, ...]:
    """Puts one field right.

    Raises BadInput("correct.field_unknown"), Refused("matter.sealed") when the part is sealed for this reader, and
    BadInput("act.date_in_future") for a receipt day to come.
    """
    if act.field not in CORRECTABLE:
        raise BadInput("correct.field_unknown", field="field", name=act.field, allowed=", ".join(CORRECTABLE))
    if (matter.people_sealed and act.field in OF_PEOPLE) or (matter.story_sealed and act.field in OF_STORY):
        raise Refused("matter.sealed")
    read, write = CORRECTABLE[act.field]
    after = write(matter, act.value)
    if act.field == "received_on" and _day(act.value) > setting.today:
        raise BadInput("act.date_in_future", field="value", day=act.value)
    entry = _valued(
        Corrected(
            field=act.field,
            reason=act.reason,
            asked_by=act.asked_by,
            now_reachable=after.people.reachable,
            petitioner_confirmed=act.petitioner_confirmed,
        ),
        read(matter),
        act.value,
    )
    return (Happened(entry, setting.today),)


def _valued(entry: Corrected, before: str, after: str) -> Corrected:
    """The entry with its values in the place where they are sealed with what they belong to."""
    if entry.field in OF_PEOPLE:
        return replace(entry, people_before=before, people_after=after)
    if entry.field in OF_STORY:
        return replace(entry, story_before=before, story_after=after)
    return replace(entry, before=before, after=after)


def corrected(state: Matter, entry: Corrected, header: Header) -> Matter:
    """The matter with the field put right, as far as no other word stands in its place.

    A sealed value that cannot be opened leaves the field as it is.
    """
    before = entry.before or entry.people_before or entry.story_before
    after = entry.after or entry.people_after or entry.story_after
    state = written_down(state, entry, header, before, after)
    closed = SEALED in header.digests and not (before or after or entry.reason)
    word = word_in(
        header,
        entry.field,
        uttered=after,
        before=before,
        reason=entry.reason,
        confirmed=entry.petitioner_confirmed,
        closed=closed,
    )
    return said(state, word)


class PutRight(Protocol):
    """An entry that puts a field right: a correction, or a decision between two of them."""

    @property
    def field(self) -> str:
        """The field."""
        ...

    @property
    def reason(self) -> str:
        """Why."""
        ...

    @property
    def now_reachable(self) -> bool:
        """Whether there is a name and an address now."""
        ...


def written_down(state: Matter, entry: PutRight, header: Header, before: str, after: str) -> Matter:
    """The matter with one more correction in its history, of whichever kind of entry it came from."""
    note = Correction(
        field=entry.field,
        before=before,
        after=after,
        reason=entry.reason,
        on=header.on,
        by=header.actor,
        entry=header.id,
    )
    return replace(
        state,
        corrections=(*state.corrections, note),
        unreachable=state.unreachable and not entry.now_reachable,
    )


def said(state: Matter, word: FieldWord) -> Matter:
    """The matter with one more word on a field, and with the word in it that stands now."""
    return settled(replace(state, said=put_down(state.said, word, state.unseen)), word.field)


def settled(state: Matter, field: str) -> Matter:
    """The matter with the word in the field that stands; what is sealed for this reader stays as it is."""
    word = standing(state.said, field, home=state.station)
    hidden = (field in OF_PEOPLE and state.people_sealed) or (field in OF_STORY and state.story_sealed)
    if word is None or word.closed or hidden or field not in CORRECTABLE:
        return state
    return CORRECTABLE[field][1](state, word.uttered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """The petitioner withdraws the matter in writing (撤回)."""

    reason: str
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The petitioner withdrew the matter (已撤回)."""

    reason: str = part(default="", metadata={"scope": "story"})
    paper: str = ""


def withdraw(matter: Matter, act: Withdraw, setting: Setting) -> tuple[Happened, ...]:
    """Ends the running clocks; a clock that was already missed stays missed (rulings.md 3).

    Raises Refused("withdraw.already").
    """
    if matter.withdrawn_on is not None:
        raise Refused("withdraw.already", day=matter.withdrawn_on.isoformat())
    return (Happened(Withdrawn(reason=act.reason, paper=act.paper), setting.today),)


def withdrawn(state: Matter, entry: Withdrawn, header: Header) -> Matter:
    """The matter after the petitioner withdrew it."""
    return replace(state, withdrawn_on=header.on).with_milestone(milestone(state, "withdrawn", header))


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """A registration made by mistake is voided (作废): the number and the reason are kept for ever."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided:
    """The registration was voided (已作废)."""

    reason: str = part(default="", metadata={"scope": "story"})


def void(matter: Matter, act: Void, setting: Setting) -> tuple[Happened, ...]:
    """Voids. Refused once a paper was issued or the matter was sent on: then it lives elsewhere too."""
    if matter.routings or any(not p.voided for p in matter.papers):
        raise Refused("void.already_outside")
    return (Happened(Voided(reason=act.reason), setting.today),)


def voided(state: Matter, entry: Voided, header: Header) -> Matter:
    """The matter after it was voided."""
    return replace(state, voided_on=header.on, void_reason=entry.reason).with_milestone(
        milestone(state, "voided", header)
    )


def desk_alone(entry: Corrected) -> bool:
    """Whether a word on that field is the registering desk's alone: the petitioner's own words, the facts of the day."""
    return ownership().desk_alone(entry.field)


ENTRIES = (
    EntryKind("corrected", Corrected, corrected, desk_only=desk_alone, word=True),
    EntryKind("withdrawn", Withdrawn, withdrawn),
    EntryKind("voided", Voided, voided, desk_only=the_desks),
)
ACTS = (
    ActKind("correct", Correct, correct),
    ActKind("withdraw", Withdraw, withdraw),
    ActKind("void", Void, void),
)
