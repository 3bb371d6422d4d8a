"""Folding a registration into an earlier one (重复登记并入): one visit of the same people was registered twice at this desk.

A correction of the desk's own registering, not a merger of matters (that is the county's, app/domain/acts/merging.py): both
numbers stay, the later one points to the earlier one. What the later one still owes ends, because the earlier number owes
it by the same day or sooner; what was missed by then stays missed. Taken back, everything is owed again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.acts.correcting import CORRECTABLE
from app.domain.changed import replace
from app.domain.entry import Header, writer_of
from app.domain.kinds import ActKind, EntryKind, Happened, Setting, the_desks
from app.domain.matter import Matter, Merger, milestone
from app.errors import BadInput, Refused

FOLDED = "folded"
"""The dated fact that ends what the later number still owes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldInto:
    """Say that this registration is a second one of the matter with another, earlier number (重复登记并入).

    `took` are fields whose value was taken over into the earlier number, by corrections there.
    """

    into: str
    reason: str
    took: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedInto:
    """The registration was folded into an earlier one (已按重复登记并入)."""

    into: str
    reason: str = field(default="", metadata={"scope": "story"})
    took: tuple[str, ...] = ()


def fold_into(matter: Matter, act: FoldInto, setting: Setting) -> tuple[Happened, ...]:
    """Folds; what the other number must be like is asked by app/services/folding.py.

    Raises BadInput("merge.itself", "correct.field_unknown"), Refused("fold.not_ours", "merge.already",
    "fold.already_outside") once the matter was sent on, taken on, told of, or entered elsewhere: then the county merges.
    """
    if act.into == matter.number:
        raise BadInput("merge.itself", field="into")
    unknown = next((name for name in act.took if name not in CORRECTABLE), "")
    if unknown:
        raise BadInput("correct.field_unknown", field="took", name=unknown, allowed=", ".join(CORRECTABLE))
    if matter.station != setting.office.station:
        raise Refused("fold.not_ours")
    if matter.merged_into:
        raise Refused("merge.already", field="into", number=matter.merged_into)
    if lives_elsewhere(matter):
        raise Refused("fold.already_outside")
    return (Happened(FoldedInto(into=act.into, reason=act.reason, took=act.took), setting.today),)


def lives_elsewhere(matter: Matter) -> bool:
    """Whether others work on the number already: a unit, the national system, or somebody who was told something in writing.

    What is handed over at the counter (receipts, forms) is not told in that sense.
    """
    told = any(paper.needs_delivery and not paper.voided for paper in matter.papers)
    sent = bool(matter.routings or matter.external_numbers or matter.refusals or matter.mediations)
    return told or sent or matter.ended or any(m.name == "accepted" for m in matter.milestones)


def folded_into(state: Matter, entry: FoldedInto, header: Header) -> Matter:
    """The matter with the pointer, and with the end of what it still owed."""
    made = Merger(
        into=entry.into,
        on=header.on,
        entry=header.id,
        station=writer_of(header.origin),
        by=header.actor,
        reason=entry.reason,
        took=entry.took,
        folded=True,
    )
    return replace(state, mergers=(*state.mergers, made)).with_milestone(milestone(state, FOLDED, header))


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoFold:
    """Take the folding back (撤销并入): the number stands for itself again."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldUndone:
    """The folding was taken back (并入已撤销): `fold` is its entry."""

    fold: str
    reason: str = field(default="", metadata={"scope": "story"})


def undo_fold(matter: Matter, act: UndoFold, setting: Setting) -> tuple[Happened, ...]:
    """Takes it back. Raises Refused("merge.none")."""
    found = standing_fold(matter)
    if found is None:
        raise Refused("merge.none")
    return (Happened(FoldUndone(fold=found.entry.hex, reason=act.reason), setting.today),)


def standing_fold(matter: Matter) -> Merger | None:
    """The folding that stands, or None."""
    return next((m for m in reversed(matter.mergers) if m.folded and m.undone_on is None), None)


def fold_undone(state: Matter, entry: FoldUndone, header: Header) -> Matter:
    """The matter as it was before, with what it owes; that it was folded is kept."""
    mergers = tuple(
        replace(item, undone_on=header.on)
        if item.entry.hex == entry.fold and item.undone_on is None
        else item
        for item in state.mergers
    )
    kept = tuple(m for m in state.milestones if not (m.name == FOLDED and m.entry.hex == entry.fold))
    return replace(state, mergers=mergers, milestones=kept)


ENTRIES = (
    EntryKind("folded-into", FoldedInto, folded_into, desk_only=the_desks),
    EntryKind("fold-undone", FoldUndone, fold_undone, desk_only=the_desks),
)
ACTS = (
    ActKind("fold-into", FoldInto, fold_into),
    ActKind("undo-fold", UndoFold, undo_fold),
)
