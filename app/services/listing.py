"""Lists of matters: the newest, or those that hold some words. What stands in a list is masked or left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.codes import category, text_of
from app.services.finding import search
from app.services.session import Session

LIMIT = 50
"""Rows of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMatter:
    """One matter in a list, fit to be seen by anybody at the counter. A restricted one has a number and a day only."""

    number: str
    registered_on: date
    name: str = ""
    channel: str = ""
    category: str = ""
    excerpt: str = ""
    state: str = ""
    restricted: bool = False


def list_matters(session: Session, words: str = "", field: str = "") -> tuple[ListedMatter, ...]:
    """The newest matters, or those with the words in `field` (text, name, number; empty: anywhere), newest first.

    Raises NotAllowed("role.reads_no_matters"), BadInput("search.field").
    """
    session.require_reader()
    if words.strip():
        hits = search(session, words.strip(), field=field, limit=LIMIT)
        rows = [
            (h.number, h.registered_on, h.name, h.channel, h.category, h.snippet, h.state, h.restricted)
            for h in hits
        ]
    else:
        found = session.memory.queries.newest(LIMIT)
        rows = [
            (m.number, m.registered_on, m.name, m.channel, m.category, m.excerpt, m.state, m.restricted)
            for m in found
        ]
    return tuple(_listed(*row) for row in rows)


def _listed(
    number: str, day: date, name: str, channel: str, code: str, excerpt: str, state: str, restricted: bool
) -> ListedMatter:
    if restricted:
        return ListedMatter(number=number, registered_on=day, state=state, restricted=True)
    content = category(code) if code else None
    return ListedMatter(
        number=number,
        registered_on=day,
        name=name,
        channel=text_of("channels", channel) if channel else "",
        category=code if content is None else content.label,
        excerpt=" ".join(excerpt.split()),
        state=state,
    )
