"""Two desks put the same field right: nobody's words are written over unseen; both texts are shown (rulings.md 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain.acts.correcting import CORRECTABLE, Correct
from app.domain.acts.differing import DecideDifference
from app.domain.field_words import good
from app.domain.matter import Matter
from app.errors import Conflict
from app.services.reading import as_shown, view_matter
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class BothTexts:
    """What stands in a field now and what was typed into it, and whose account put it there (empty: unknown)."""

    field: str
    theirs: str
    yours: str
    by: str


def require_as_seen(session: Session, seen: Matter, now: Matter, act: Any) -> None:
    """Raises Conflict("act.field_changed") when an act sets a field that somebody changed since the clerk saw it.

    What the clerk saw may have been masked, so it is held against every way in which the present value is shown, and a
    correction of that field which came since counts even if it looks the same. The texts are not in the error, which may
    reach a log: `both_texts` gives them. A decision about a difference raises Conflict("difference.grew") when another word
    came since. Acts that set no field are never refused here; they are run on the newer state.
    """
    if isinstance(act, DecideDifference) and _words_of(seen, act.field) != _words_of(now, act.field):
        raise Conflict("difference.grew", field="reason", name=act.field)
    if not isinstance(act, Correct) or act.field not in CORRECTABLE:
        return
    read = CORRECTABLE[act.field][0]
    if read(now) == act.value:
        return
    since = now.corrections[len(seen.corrections) :]
    looks = {read(each) for each in (now, *as_shown(session, now))}
    if read(seen) not in looks or any(each.field == act.field for each in since):
        raise Conflict("act.field_changed", field="value", name=act.field)


def _words_of(matter: Matter, field: str) -> frozenset[UUID]:
    """The entries whose words on a field nobody replaced."""
    return frozenset(word.entry for word in good(word for word in matter.said if word.field == field))


def both_texts(session: Session, number: str, act: Correct) -> tuple[BothTexts, Matter]:
    """What stands there and what was typed, and the matter as it is now: saving again from there is a choice.

    Raises as `view_matter`.
    """
    matter = view_matter(session, number).known.matter
    last = next((each for each in reversed(matter.corrections) if each.field == act.field), None)
    made = BothTexts(
        field=act.field,
        theirs=CORRECTABLE[act.field][0](matter),
        yours=act.value,
        by="" if last is None else last.by,
    )
    return made, matter
