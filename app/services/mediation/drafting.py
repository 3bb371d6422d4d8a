"""What is half typed in the room (草稿): the form of a mediation, a record, an agreement; kept like a registration.

Drafts lie in the encrypted draft store of this computer, sealed to whoever types. Their slots are beyond the counter's.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.clock import milliseconds
from app.ports import Drafts
from app.services.drafts import ROOM_SLOTS
from app.services.session import Session


def keep_room_draft(session: Session, drafts: Drafts, what: str, content: Mapping[str, object]) -> int:
    """Keeps what stands in the form named `what`; the answer is when (UTC milliseconds)."""
    saved_at = milliseconds(session.now())
    drafts.save(
        session.account.id, _slot(session, drafts, what), key=what, content=dict(content), saved_at=saved_at
    )
    return saved_at


def room_draft(session: Session, drafts: Drafts, what: str) -> Mapping[str, object] | None:
    """What was kept of the form named `what`, or None."""
    found = [item for item in drafts.load(session.account.id) if item.key == what and item.slot >= ROOM_SLOTS]
    return found[0].content if found else None


def drop_room_draft(session: Session, drafts: Drafts, what: str) -> None:
    """Takes the draft away: it was recorded."""
    for item in drafts.load(session.account.id):
        if item.key == what and item.slot >= ROOM_SLOTS:
            drafts.drop(session.account.id, item.slot)


def _slot(session: Session, drafts: Drafts, what: str) -> int:
    """The slot of that form: the one it has, else the first free one."""
    kept = {item.slot: item.key for item in drafts.load(session.account.id)}
    own = next((slot for slot, key in kept.items() if key == what and slot >= ROOM_SLOTS), None)
    if own is not None:
        return own
    slot = ROOM_SLOTS
    while slot in kept:
        slot += 1
    return slot
