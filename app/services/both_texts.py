"""Two desks put the same field right: nobody's words are written over unseen; both texts are shown (rulings.md 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.acts.correcting import CORRECTABLE, Correct
from app.domain.matter import Matter
from app.errors import Conflict
from app.services.reading import view_matter
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class BothTexts:
    """What stands in a field now and what was typed into it, and whose account put it there (empty: unknown)."""

    field: str
    theirs: str
    yours: str
    by: str


def require_as_seen(seen: Matter, now: Matter, act: Any) -> None:
    """Raises Conflict("act.field_changed") when an act sets a field that somebody changed since the clerk saw it.

    The texts are not in the error, which may reach a log: `both_texts` gives them. Acts that set no field are never
    refused here; they are run on the newer state.
    """
    if not isinstance(act, Correct) or act.field not in CORRECTABLE:
        return
    read = CORRECTABLE[act.field][0]
    if read(now) not in (read(seen), act.value):
        raise Conflict("act.field_changed", field="value", name=act.field)


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
