"""Deciding a difference (两边不一致的处理): one word, the other, or a third is chosen with the reason; and taking that back.

Both are further entries: what was dropped stays in the journal and in the ledger of differences.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as part
from uuid import UUID

from app.domain.acts.correcting import CORRECTABLE, OF_PEOPLE, OF_STORY, said, settled, written_down
from app.domain.changed import replace
from app.domain.check import Lead
from app.domain.entry import SEALED, Header
from app.domain.field_words import Difference, FieldWord, Settled, differences, good, word_in
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter
from app.domain.ownership import Differ, ownership
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideDifference:
    """Choose between what two sides said of one field (核定不一致), with the reason.

    `keep` is the word's place in the list as it is shown, from 1, or the 32 hex digits of its entry; `value` is a third word
    in the place of all of them.
    """

    field: str = part(metadata={"values": "correctable_fields"})
    keep: str = ""
    value: str = ""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceDecided:
    """A difference was decided (不一致已核定): `kept` is the entry whose word stands, empty for a third word."""

    field: str
    kept: str = ""
    reason: str = part(default="", metadata={"scope": "people"})
    now_reachable: bool = False
    after: str = ""
    people_after: str = part(default="", metadata={"scope": "people"})
    story_after: str = part(default="", metadata={"scope": "story"})


def decide_difference(matter: Matter, act: DecideDifference, setting: Setting) -> tuple[Happened, ...]:
    """Decides.

    Raises BadInput("correct.field_unknown", "difference.choose_one", "difference.no_such_word"), Refused("difference.none",
    "difference.county_settles"), Refused("matter.sealed") when the words lie under a seal for this reader.
    """
    if act.field not in CORRECTABLE:
        raise BadInput("correct.field_unknown", field="field", name=act.field, allowed=", ".join(CORRECTABLE))
    found = _undecided(matter, act.field)
    if bool(act.keep.strip()) == bool(act.value.strip()):
        raise BadInput("difference.choose_one", field="keep")
    under_seal = (matter.people_sealed and act.field in OF_PEOPLE) or (
        matter.story_sealed and act.field in OF_STORY
    )
    if under_seal or any(word.closed for word in found.words):
        raise Refused("matter.sealed")
    kept = _kept(found, act.keep.strip()) if act.keep.strip() else None
    value = act.value if kept is None else kept.uttered
    after = CORRECTABLE[act.field][1](matter, value)
    entry = DifferenceDecided(
        field=act.field,
        kept="" if kept is None else kept.entry.hex,
        reason=act.reason,
        now_reachable=after.people.reachable,
    )
    return (Happened(_valued(entry, value), setting.today),)


def undecided(matter: Matter) -> tuple[Difference, ...]:
    """The differences of a matter that somebody may decide now; the open ones are among them."""
    free = (Settled.OPEN, Settled.SAME, Settled.BY_RULE)
    return tuple(
        item
        for item in differences(matter.said, home=matter.station)
        if item.state in free and item.field in CORRECTABLE
    )


def _undecided(matter: Matter, field: str) -> Difference:
    found = next((item for item in undecided(matter) if item.field == field), None)
    if found is None:
        raise Refused("difference.none", field="field")
    if found.state is Settled.BY_RULE and ownership().rule(field) is Differ.COUNTY:
        raise Refused("difference.county_settles", field="field")
    return found


def _kept(found: Difference, keep: str) -> FieldWord:
    places = {str(place): word for place, word in enumerate(found.words, start=1)}
    chosen = places.get(keep) or next((word for word in found.words if word.entry.hex == keep), None)
    if chosen is None:
        raise BadInput("difference.no_such_word", field="keep", words=len(found.words))
    return chosen


def _valued(entry: DifferenceDecided, value: str) -> DifferenceDecided:
    if entry.field in OF_PEOPLE:
        return replace(entry, people_after=value)
    if entry.field in OF_STORY:
        return replace(entry, story_after=value)
    return replace(entry, after=value)


def difference_decided(state: Matter, entry: DifferenceDecided, header: Header) -> Matter:
    """The matter with the word that was chosen; it is a correction, too, and a second person looks at it (hall.md 16)."""
    value = entry.after or entry.people_after or entry.story_after
    closed = SEALED in header.digests and not (value or entry.reason)
    before = CORRECTABLE[entry.field][0](state) if entry.field in CORRECTABLE else ""
    state = written_down(state, entry, header, before, value)
    word = word_in(
        header,
        entry.field,
        uttered=value,
        before=before,
        reason=entry.reason,
        decides=True,
        kept=UUID(hex=entry.kept) if entry.kept else None,
        closed=closed,
    )
    return said(state, word)


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoDecision:
    """Take a decision about a difference back (撤销核定), with the reason: both words stand beside each other again."""

    field: str = part(metadata={"values": "correctable_fields"})
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionUndone:
    """A decision was taken back (核定已撤销): `decision` is its entry."""

    field: str
    decision: str
    reason: str = part(default="", metadata={"scope": "people"})


def undo_decision(matter: Matter, act: UndoDecision, setting: Setting) -> tuple[Happened, ...]:
    """Takes it back. Raises Refused("difference.not_decided") where none stands: nobody decided, or something came since."""
    stands = good(word for word in matter.said if word.field == act.field)
    if len(stands) != 1 or not stands[0].decides:
        raise Refused("difference.not_decided", field="field")
    entry = DecisionUndone(field=act.field, decision=stands[0].entry.hex, reason=act.reason)
    return (Happened(entry, setting.today),)


def decision_undone(state: Matter, entry: DecisionUndone, header: Header) -> Matter:
    """The matter with the difference open again, and the word in the field that the rule lets stand meanwhile."""
    words = tuple(
        replace(word, undone_on=header.on, undone_by=header.actor)
        if word.decides and word.undone_on is None and word.entry.hex == entry.decision
        else word
        for word in state.said
    )
    return settled(replace(state, said=words), entry.field)


DIFFERENCE = "DIFF"
"""Leads that are differences: their key says how one stands and in which field, never what was said."""


def leads_of_differences(matter: Matter) -> tuple[Lead, ...]:
    """Every difference there ever was in a matter, for the ledger."""
    if len(matter.said) < 2:
        return ()
    return tuple(
        Lead(
            check=DIFFERENCE,
            key=f"{item.state}|{item.field}",
            on=max(word.on for word in (*item.words, item.stands)),
            claim=item.claim,
        )
        for item in differences(matter.said, home=matter.station)
    )


def _desk_alone(entry: DifferenceDecided | DecisionUndone) -> bool:
    return ownership().desk_alone(entry.field)


ENTRIES = (
    EntryKind("difference-decided", DifferenceDecided, difference_decided, desk_only=_desk_alone, word=True),
    EntryKind("decision-undone", DecisionUndone, decision_undone, desk_only=_desk_alone),
)
ACTS = (
    ActKind("decide-difference", DecideDifference, decide_difference),
    ActKind("undo-decision", UndoDecision, undo_decision),
)
