"""Merging (并案): the county says that a matter continues in another number. A pointer, never a deletion.

The number stays readable and may be worked on; what happens on it later is shown with the number in which it continues. Each
person keeps the duties that are owed to them. Nothing is ever merged by the program itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.changed import replace
from app.domain.check import Lead
from app.domain.entry import Header, writer_of
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, Merger
from app.errors import BadInput, Refused

COUNTY = "county"
"""The role of an office that may merge (`Office.role`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeInto:
    """Say that this matter continues in another number (并入), with the reason."""

    into: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedInto:
    """The county merged the matter into another one (已并入)."""

    into: str
    reason: str = field(default="", metadata={"scope": "story"})


def merge_into(matter: Matter, act: MergeInto, setting: Setting) -> tuple[Happened, ...]:
    """Merges; whether the other number is there is asked by app/services/merging.py.

    Raises Refused("merge.county_only", "merge.already"), BadInput("merge.itself").
    """
    _require_county(setting)
    if act.into == matter.number:
        raise BadInput("merge.itself", field="into")
    if matter.merged_into:
        raise Refused("merge.already", field="into", number=matter.merged_into)
    return (Happened(MergedInto(into=act.into, reason=act.reason), setting.today),)


def merged_into(state: Matter, entry: MergedInto, header: Header) -> Matter:
    """The matter with the pointer."""
    made = Merger(
        into=entry.into,
        on=header.on,
        entry=header.id,
        station=writer_of(header.origin),
        by=header.actor,
        reason=entry.reason,
    )
    return replace(state, mergers=(*state.mergers, made))


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoMerge:
    """Take a merger back (撤销并案), with the reason: the matter continues in its own number."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone:
    """A merger was taken back (并案已撤销): `merger` is its entry."""

    merger: str
    reason: str = field(default="", metadata={"scope": "story"})


def undo_merge(matter: Matter, act: UndoMerge, setting: Setting) -> tuple[Happened, ...]:
    """Takes it back. Raises Refused("merge.county_only", "merge.none")."""
    _require_county(setting)
    standing = [item for item in matter.mergers if item.undone_on is None and not item.folded]
    if not standing:
        raise Refused("merge.none")
    return (Happened(MergeUndone(merger=standing[-1].entry.hex, reason=act.reason), setting.today),)


def merge_undone(state: Matter, entry: MergeUndone, header: Header) -> Matter:
    """The matter without that pointer; that there was one is kept."""
    mergers = tuple(
        replace(item, undone_on=header.on)
        if item.entry.hex == entry.merger and item.undone_on is None
        else item
        for item in state.mergers
    )
    return replace(state, mergers=mergers)


def _require_county(setting: Setting) -> None:
    if setting.office.role != COUNTY:
        raise Refused("merge.county_only")


MERGED = "INTO"
"""Leads that are pointers to the number in which a matter continues."""


def leads_of_mergers(matter: Matter) -> tuple[Lead, ...]:
    """Where the matter continues, so that the other number can show what happens here."""
    return tuple(
        Lead(check=MERGED, key=item.into, on=item.on) for item in matter.mergers if item.undone_on is None
    )


ENTRIES = (
    EntryKind("merged-into", MergedInto, merged_into),
    EntryKind("merge-undone", MergeUndone, merge_undone),
)
ACTS = (
    ActKind("merge-into", MergeInto, merge_into),
    ActKind("undo-merge", UndoMerge, undo_merge),
)
