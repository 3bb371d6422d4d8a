"""Drafts (草稿): autosave a field, find them again after a power cut, never register one twice.

A draft carries the idempotency key of its registration: when the program died after the commit and before the clerk
saw it, the next start shows the number instead of offering the draft again (trust.md 0.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.clock import milliseconds
from app.ports import Drafts
from app.services.enquiries import discard_draft
from app.services.session import Session

NAME_FIELDS = ("name", "id_number", "phone", "address")
STORY_FIELDS = ("content", "requested")
"""Fields whose presence makes giving up a draft a thing to be explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What the next start finds of a draft: still to be finished, or registered already under `number`."""

    slot: int
    key: str
    content: Mapping[str, object]
    saved_at: int
    number: str = ""


def save_draft(session: Session, drafts: Drafts, slot: int, key: str, content: Mapping[str, object]) -> int:
    """Keeps the form as it stands; the answer is when (UTC milliseconds)."""
    saved_at = milliseconds(session.now())
    drafts.save(session.account.id, slot, key=key, content=dict(content), saved_at=saved_at)
    return saved_at


def recover_drafts(session: Session, drafts: Drafts) -> list[Recovered]:
    """The clerk's drafts; one that was committed but never seen comes with its number and is then put away."""
    found = []
    for item in drafts.load(session.account.id):
        number = session.memory.queries.result_of(f"register:{item.key}") or ""
        found.append(
            Recovered(
                slot=item.slot, key=item.key, content=item.content, saved_at=item.saved_at, number=number
            )
        )
        if number:
            drafts.drop(session.account.id, item.slot)
    return found


def drop_draft(session: Session, drafts: Drafts, slot: int) -> None:
    """Puts the draft of a registered visit away."""
    drafts.drop(session.account.id, slot)


def give_up_draft(
    session: Session, drafts: Drafts, slot: int, content: Mapping[str, object], reason: str
) -> None:
    """Gives a draft up. One that held a name or a story needs a reason, kept without personal data (rulings.md 10)."""
    had_name = any(content.get(name) for name in NAME_FIELDS)
    had_story = any(content.get(name) for name in STORY_FIELDS)
    if had_name or had_story:
        discard_draft(session, reason, had_name=had_name, had_story=had_story)
    drafts.drop(session.account.id, slot)
