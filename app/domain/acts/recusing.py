"""Recusing (回避): whoever has an interest in a matter hands it over (条例第二十八条第三款)."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, Recusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Recuse:
    """Somebody who handles the matter says, or is told, that an interest stands in the way (回避).

    `replaced_by` steps in; it can be named later by doing the act again. `reason` is what the interest is.
    """

    person: str
    replaced_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recused:
    """An interest was declared (已申请回避), and who stepped in. In an accusation the person may be the accused."""

    person: str = field(default="", metadata={"scope": "story"})
    replaced_by: str = field(default="", metadata={"scope": "story"})
    reason: str = field(default="", metadata={"scope": "people"})


def recuse(matter: Matter, act: Recuse, setting: Setting) -> tuple[Happened, ...]:
    """Records it."""
    entry = Recused(person=act.person, replaced_by=act.replaced_by, reason=act.reason)
    return (Happened(entry, setting.today),)


def recused(state: Matter, entry: Recused, header: Header) -> Matter:
    """The matter with the interest on record; a later word about the same person names who stepped in.

    Whom it concerns lies under the seal of an accusation: without the key nothing is known of it.
    """
    if not entry.person:
        return state
    earlier = next((item for item in state.recusals if item.person == entry.person), None)
    made = Recusal(
        person=entry.person,
        on=header.on if earlier is None else earlier.on,
        replaced_by=entry.replaced_by or ("" if earlier is None else earlier.replaced_by),
    )
    rest = tuple(item for item in state.recusals if item.person != entry.person)
    return replace(state, recusals=(*rest, made))


ENTRIES = (EntryKind("recused", Recused, recused),)
ACTS = (ActKind("recuse", Recuse, recuse),)
