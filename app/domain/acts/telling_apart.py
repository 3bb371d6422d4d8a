"""Telling two matters apart (不是同一件): looked at beside each other, and not the same. Remembered, and can be taken back.

The pair is never suggested again, from whichever of the two it is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.changed import replace
from app.domain.check import Lead
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, ToldApartFrom
from app.errors import Refused

APART = "APRT"
"""Leads that are pairs which are not the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellApart:
    """Say that another matter is not this one (不是同一件)."""

    other: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldApart:
    """Another matter was found not to be this one (已认定不是同一件)."""

    other: str
    reason: str = field(default="", metadata={"scope": "story"})


def tell_apart(matter: Matter, act: TellApart, setting: Setting) -> tuple[Happened, ...]:
    """Tells them apart. Raises Refused("apart.itself", "apart.already")."""
    if act.other == matter.number:
        raise Refused("apart.itself", field="other")
    if act.other in matter.told_apart:
        raise Refused("apart.already", field="other", number=act.other)
    return (Happened(ToldApart(other=act.other, reason=act.reason), setting.today),)


def told_apart(state: Matter, entry: ToldApart, header: Header) -> Matter:
    """The matter with one more number that is not the same."""
    made = ToldApartFrom(number=entry.other, on=header.on, entry=header.id)
    return replace(state, apart=(*state.apart, made))


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoApart:
    """Take back that another matter is not this one (撤销“不是同一件”)."""

    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartUndone:
    """It was taken back: the pair may be suggested again."""

    other: str


def undo_apart(matter: Matter, act: UndoApart, setting: Setting) -> tuple[Happened, ...]:
    """Takes it back. Raises Refused("apart.none")."""
    if act.other not in matter.told_apart:
        raise Refused("apart.none", field="other", number=act.other)
    return (Happened(ApartUndone(other=act.other), setting.today),)


def apart_undone(state: Matter, entry: ApartUndone, header: Header) -> Matter:
    """The matter without it; that it was said is kept."""
    apart = tuple(
        replace(item, undone_on=header.on) if item.number == entry.other and item.undone_on is None else item
        for item in state.apart
    )
    return replace(state, apart=apart)


def leads_of_apart(matter: Matter) -> tuple[Lead, ...]:
    """The numbers this one is not, so that the pair is found from either side."""
    return tuple(
        Lead(check=APART, key=item.number, on=item.on) for item in matter.apart if item.undone_on is None
    )


ENTRIES = (
    EntryKind("told-apart", ToldApart, told_apart),
    EntryKind("apart-undone", ApartUndone, apart_undone),
)
ACTS = (
    ActKind("tell-apart", TellApart, tell_apart),
    ActKind("undo-apart", UndoApart, undo_apart),
)
