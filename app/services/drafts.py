"""Drafts (草稿): autosave a field, find them again after a power cut, never register one twice.

A draft carries the idempotency key of its registration: when the program died after the commit and before the clerk
saw it, the next start shows the number instead of offering the draft again (trust.md 0.2), and goes on showing it
until somebody has seen it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.clock import milliseconds
from app.ports import Drafts, FoundNumber
from app.services.enquiries import discard_draft
from app.services.registration import remembered
from app.services.session import Session

NAME_FIELDS = ("name", "id_number", "phone", "address")
ROOM_SLOTS = 1000
"""From this slot on lie the drafts of the mediation room (app/services/mediation/drafting.py), not registrations."""
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
    """The clerk's drafts. One that was committed but never seen comes first, with its number and nothing else."""
    unseen = find_unseen(session, drafts)
    kept = [
        Recovered(slot=item.slot, key=item.key, content=item.content, saved_at=item.saved_at)
        for item in drafts.load(session.account.id)
        if item.slot < ROOM_SLOTS
    ]
    numbers = [
        Recovered(slot=0, key="", content={}, saved_at=item.saved_at, number=item.number) for item in unseen
    ]
    return [*numbers, *kept]


def find_unseen(session: Session, drafts: Drafts) -> list[FoundNumber]:
    """Registrations of this clerk that were committed and never shown, oldest first, until `note_seen` is told.

    Asked when the clerk sits down, before anything is registered: what is being registered just now is no such thing.
    """
    account = session.account.id
    for item in drafts.load(account):
        if item.slot >= ROOM_SLOTS:
            continue
        _, number = remembered(session.memory.queries.result_of, item.key)
        if number:
            drafts.note_found(account, item.slot, FoundNumber(number=number, saved_at=item.saved_at))
    return drafts.found(account)


def unseen(session: Session, drafts: Drafts) -> list[FoundNumber]:
    """What `find_unseen` found and nobody has seen yet; looks for nothing new."""
    return drafts.found(session.account.id)


def note_seen(session: Session, drafts: Drafts, numbers: Iterable[str]) -> None:
    """The clerk has seen these numbers."""
    for number in numbers:
        drafts.seen(session.account.id, number)


def drop_draft(session: Session, drafts: Drafts, slot: int, number: str = "") -> None:
    """Puts the draft of a registered visit away; its `number` was seen."""
    drafts.drop(session.account.id, slot)
    if number:
        drafts.seen(session.account.id, number)


def give_up_draft(
    session: Session, drafts: Drafts, slot: int, content: Mapping[str, object], reason: str
) -> None:
    """Gives a draft up. One that held a name or a story needs a reason, kept without personal data (rulings.md 10)."""
    had_name = any(content.get(name) for name in NAME_FIELDS)
    had_story = any(content.get(name) for name in STORY_FIELDS)
    if had_name or had_story:
        discard_draft(session, reason, had_name=had_name, had_story=had_story)
    drafts.drop(session.account.id, slot)
