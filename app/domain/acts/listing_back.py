"""What another system says of a matter in the list it gives back (对方系统的说法): recorded as its word, ours stands.

Nothing follows from it: no clock begins or ends, because a list tells a state and not the paper that made it. Where it
differs from ours somebody looks, and records what happened (`record-external`) or corrects what was typed (hall.md).
"""

from __future__ import annotations

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import EntryKind
from app.domain.matter import Matter
from app.domain.system_word import SystemTold, SystemWord


def system_told(state: Matter, entry: SystemTold, header: Header) -> Matter:
    """The matter with one more word of another system; earlier ones stay."""
    word = SystemWord(told=entry, on=header.on, entry=header.id)
    return replace(state, system_words=(*state.system_words, word))


ENTRIES = (EntryKind("system-told", SystemTold, system_told),)
