"""Linking (关联): this matter belongs to another one, so that nobody has to tell it twice; no score, never a merger."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, MatterLink
from app.errors import BadInput, Refused


class Relation(StrEnum):
    """How two matters belong together: the same again, new facts after it, the same event, one household's."""

    SAME = "same"
    NEW_FACTS = "new_facts"
    SAME_EVENT = "same_event"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMatter:
    """Say that another matter belongs to this one (关联): its number and how."""

    other: str
    bond: Relation
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Another matter was linked to this one (已关联)."""

    other: str
    bond: Relation
    reason: str = field(default="", metadata={"scope": "story"})


def link(matter: Matter, act: LinkMatter, setting: Setting) -> tuple[Happened, ...]:
    """Links. Raises Refused("link.itself", "link.already")."""
    if act.other == matter.number:
        raise Refused("link.itself", field="other")
    if any((item.number, item.bond) == (act.other, act.bond) for item in matter.links):
        raise Refused("link.already", field="other")
    return (Happened(Linked(other=act.other, bond=act.bond, reason=act.reason), setting.today),)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSeveral:
    """Say of several others that they are of the same event (同村同事并查): looked into once, each answered for itself."""

    others: tuple[str, ...] = ()
    reason: str = ""


def link_several(matter: Matter, act: LinkSeveral, setting: Setting) -> tuple[Happened, ...]:
    """Links them all; those that are linked so already are passed over.

    Raises Refused("link.itself", "link.already"), BadInput("link.nobody").
    """
    if not act.others:
        raise BadInput("link.nobody", field="others")
    if matter.number in act.others:
        raise Refused("link.itself", field="others")
    known = {item.number for item in matter.links if item.bond == Relation.SAME_EVENT}
    fresh = [other for other in dict.fromkeys(act.others) if other not in known]
    if not fresh:
        raise Refused("link.already", field="others")
    return tuple(
        Happened(Linked(other=other, bond=Relation.SAME_EVENT, reason=act.reason), setting.today)
        for other in fresh
    )


def linked(state: Matter, entry: Linked, header: Header) -> Matter:
    """The matter with one more link."""
    made = MatterLink(number=entry.other, bond=entry.bond, on=header.on)
    return replace(state, links=(*state.links, made))


ENTRIES = (EntryKind("linked", Linked, linked),)
ACTS = (
    ActKind("link", LinkMatter, link),
    ActKind("link-several", LinkSeveral, link_several),
)
