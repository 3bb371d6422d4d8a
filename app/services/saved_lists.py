"""Saved lists (常用清单): a question that a clerk asks again and again, under a name of her own. Never its answer.

They lie with the clerk's drafts: in the folder's encrypted file, sealed to her own key. A list looks for its words in the
stories only, never in names, phones or numbers: it can be one of matters, and of no person (docs/decisions/0203).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from app.clock import milliseconds
from app.domain.lookalikes import lookalikes
from app.errors import BadInput, Refused
from app.ports import Drafts
from app.services.listing import ANYTHING, Narrowing
from app.services.session import Session

SLOT = 900_000
"""Where they lie among the drafts: beyond those of registrations and of the mediation room."""
KEY = "saved-lists"
MOST = 9
"""Lists of one clerk: each has a key."""
LONGEST_NAME, LONGEST_WORDS = 20, 60
"""Characters."""
DIGITS = 7
"""So many in one word are a number of somebody or something, not an amount or a year."""
OF_PERSONS = frozenset({"name", "number"})
"""Where a saved list may not look: by a name, a phone or a number it would be one of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedList:
    """A question with a name: words that stand in the story, and what the list is narrowed by."""

    name: str
    words: str = ""
    narrowing: Narrowing = ANYTHING


def saved_lists(session: Session, drafts: Drafts) -> tuple[SavedList, ...]:
    """The clerk's lists, oldest first. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    held = [item for item in drafts.load(session.account.id) if item.slot == SLOT and item.key == KEY]
    return tuple(_read(item) for kept in held for item in _items(kept.content.get("lists")))


def save_list(
    session: Session, drafts: Drafts, wanted: SavedList, *, field: str = ""
) -> tuple[SavedList, ...]:
    """Keeps a list, over one of the same name; the answer is all of them.

    `field`: where its words were looked for when it was saved. Raises NotAllowed("role.reads_no_matters"),
    BadInput("saved_list.name", "saved_list.words"), Refused("saved_list.of_a_person", "saved_list.nothing",
    "saved_list.too_many").
    """
    kept = saved_lists(session, drafts)
    name, words = " ".join(wanted.name.split()), " ".join(wanted.words.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadInput("saved_list.name", field="name", limit=LONGEST_NAME)
    if len(words) > LONGEST_WORDS:
        raise BadInput("saved_list.words", field="words", limit=LONGEST_WORDS)
    if words and (field in OF_PERSONS or _is_number(words)):
        raise Refused("saved_list.of_a_person")
    if not words and wanted.narrowing == ANYTHING:
        raise Refused("saved_list.nothing")
    made = SavedList(name=name, words=words, narrowing=wanted.narrowing)
    if name in {item.name for item in kept}:
        lists = tuple(made if item.name == name else item for item in kept)
    elif len(kept) >= MOST:
        raise Refused("saved_list.too_many", most=MOST)
    else:
        lists = (*kept, made)
    return _keep(session, drafts, lists)


def drop_list(session: Session, drafts: Drafts, name: str) -> tuple[SavedList, ...]:
    """Takes a list away; the answer is those that are left. Raises NotAllowed("role.reads_no_matters")."""
    kept = saved_lists(session, drafts)
    return _keep(session, drafts, tuple(item for item in kept if item.name != name))


def _keep(session: Session, drafts: Drafts, lists: tuple[SavedList, ...]) -> tuple[SavedList, ...]:
    content: dict[str, object] = {"lists": [asdict(item) for item in lists]}
    drafts.save(session.account.id, SLOT, key=KEY, content=content, saved_at=milliseconds(session.now()))
    return lists


def _is_number(words: str) -> bool:
    """Whether a word looks like somebody's number, also a landline or one with a slip in it."""
    many = any(sum(letter.isdigit() for letter in word) >= DIGITS for word in words.split())
    return many or any(True for _ in lookalikes(words))


def _items(kept: object) -> list[dict[str, Any]]:
    return [item for item in kept if isinstance(item, dict)] if isinstance(kept, list | tuple) else []


def _read(item: dict[str, Any]) -> SavedList:
    """One list as it was kept; what a newer program narrows by and this one does not know is left out."""
    known = {field.name for field in fields(Narrowing)}
    narrowed = item.get("narrowing") or {}
    return SavedList(
        name=str(item.get("name", "")),
        words=str(item.get("words", "")),
        narrowing=Narrowing(**{key: str(value) for key, value in narrowed.items() if key in known}),
    )
