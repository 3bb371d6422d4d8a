"""Classifying (甄别定性): class, path and content category of a claim."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.changed import replace
from app.domain.claims import Path, Purpose
from app.domain.entry import Header, writer_of
from app.domain.field_words import put_down, word_in
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import WHOLE, Correction, Matter, milestone
from app.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Classify:
    """Settle class and path of a claim (甄别定性)."""

    purpose: Purpose
    claim: int | None = None
    path: Path | None = None
    category: str = field(default="", metadata={"values": "categories"})
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """Class and path of a claim were settled (已定性); claim 0 means every claim."""

    purpose: Purpose
    claim: int
    path: Path | None = None
    category: str = field(default="", metadata={"scope": "story"})
    reason: str = field(default="", metadata={"scope": "story"})


def classify(matter: Matter, act: Classify, setting: Setting) -> tuple[Happened, ...]:
    """Settles class and path.

    Where the county settled the class, that stands, and the station's word is kept as its own (初判). Anybody may find
    that it is an accusation. Raises BadInput("claim.unknown"), Refused("classify.path_without_claim").
    """
    claim = matter.require_claim(act.claim)
    path = act.path
    if act.purpose is not Purpose.CLAIM and path not in (None, Path.UNDECIDED):
        raise Refused("classify.path_without_claim", field="path")
    entry = Classified(purpose=act.purpose, claim=claim, path=path, category=act.category, reason=act.reason)
    return (Happened(entry, setting.today),)


def classified(state: Matter, entry: Classified, header: Header) -> Matter:
    """The matter after a claim was classified. An accusation darkens the whole matter from then on.

    The county's word is the last one, in whatever order the two were written and came (reference/exchange.md 3.5): the
    station's proposal stays in the journal.
    """
    covered = _covered(state, entry.claim)
    state = _noted(state, entry, header, covered)
    above = writer_of(header.origin) != state.station
    if above:
        state = replace(state, settled_above=tuple(sorted({*state.settled_above, *covered})))
    else:
        covered -= set(state.settled_above)
    claims = tuple(
        replace(
            claim,
            purpose=entry.purpose,
            path=entry.path or (claim.path if entry.purpose is claim.purpose else Path.UNDECIDED),
            category=entry.category or claim.category,
        )
        if claim.number in covered
        else claim
        for claim in state.claims
    )
    accusation = entry.purpose is Purpose.ACCUSATION
    anew = {c.purpose for c in state.claims if c.number in covered} - {Purpose.UNDECIDED, entry.purpose}
    changed = () if above else tuple(_changed(purpose, entry, header) for purpose in sorted(anew))
    state = replace(
        state,
        claims=claims,
        corrections=(*state.corrections, *changed),
        restricted=state.restricted or accusation,
        confidential=state.confidential or accusation,
    )
    return state.with_milestone(milestone(state, "classified", header, claim=entry.claim))


def _noted(state: Matter, entry: Classified, header: Header, covered: set[int]) -> Matter:
    """The matter with what was said of class, path and category of these claims, whichever word stands."""
    words = state.said
    for claim in state.claims:
        told = {
            "purpose": (claim.purpose.value, entry.purpose.value),
            "path": (claim.path.value, entry.path.value if entry.path else ""),
            "category": (claim.category, entry.category),
        }
        for name, (before, value) in told.items():
            if claim.number in covered and value:
                word = word_in(
                    header, name, claim=claim.number, uttered=value, before=before, reason=entry.reason
                )
                words = put_down(words, word, state.unseen)
    return replace(state, said=words)


def _changed(before: Purpose, entry: Classified, header: Header) -> Correction:
    """A class that was settled and is settled anew is a correction: a second person looks at it (hall.md 16)."""
    return Correction(
        field="purpose",
        before=before,
        after=entry.purpose,
        reason=entry.reason,
        on=header.on,
        by=header.actor,
        entry=header.id,
    )


def _covered(matter: Matter, claim: int) -> set[int]:
    """The claims that a classification of `claim` (0: all) is about."""
    return {item.number for item in matter.claims if claim in (WHOLE, item.number)}


ENTRIES = (EntryKind("classified", Classified, classified, word=True),)
ACTS = (ActKind("classify", Classify, classify),)
