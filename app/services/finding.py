"""Finding matters by words, with the place in the story where a word stands.

The query answers with the beginning of each story (one index look-up for fifty rows); where the word is not in it, the
story is read once to show it where it stands.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from app.errors import BadInput
from app.readmodels import SearchHit
from app.services.reading import public_matter
from app.services.session import Session

SEARCH_FIELDS = {"": "", "text": "text", "name": "names", "number": "numbers"}
BEFORE = 12
LENGTH = 60
"""Characters of a story shown, and how many of them stand before the word."""


def search(session: Session, words: str, *, field: str = "", limit: int = 50) -> list[SearchHit]:
    """Matters that hold all the words, newest first. Raises BadInput("search.field")."""
    session.require_reader()
    if field not in SEARCH_FIELDS:
        allowed = ", ".join(name for name in SEARCH_FIELDS if name)
        raise BadInput("search.field", field="field", allowed=allowed)
    hits = session.memory.queries.search(words, field=SEARCH_FIELDS[field], limit=limit)
    if field in ("name", "number"):
        return hits
    wanted = [_folded(word) for word in words.split()]
    return [_shown(session, hit, wanted) for hit in hits]


def _shown(session: Session, hit: SearchHit, wanted: list[str]) -> SearchHit:
    if hit.restricted or not wanted or any(word in _folded(hit.snippet) for word in wanted):
        return hit
    matter = public_matter(session, hit.number)
    if matter is None or matter.restricted:
        return hit
    texts = [text for claim in matter.claims for text in (claim.words.text, claim.words.requested)]
    for text in texts:
        line = " ".join(text.split())
        place = min((at for word in wanted if (at := _folded(line).find(word)) >= 0), default=-1)
        if place >= 0:
            start = max(0, place - BEFORE)
            return replace(hit, snippet=("\u2026" if start else "") + line[start : start + LENGTH])
    return hit


def _folded(text: str) -> str:
    """Case and width put aside where that keeps the length, so that places stay places."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return (
        folded if len(folded) == len(text) else text.casefold() if len(text.casefold()) == len(text) else text
    )
