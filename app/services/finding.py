"""Finding matters by words, with the place in the story where a word stands.

The query answers with the beginning of each story (one index look-up for fifty rows); where the word is not in it, the
story is read once to show it where it stands.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from app.domain.matter import Matter
from app.domain.names import sounds
from app.domain.outage import is_outage_number
from app.domain.readings import usual, with_code_points
from app.errors import BadInput, NotFound
from app.readmodels import SearchHit
from app.services.blank_forms import form_state
from app.services.reading import public_matters
from app.services.session import Session
from app.sieve import EVERYTHING, Sieve

SEARCH_FIELDS = {"": "", "text": "text", "name": "names", "number": "numbers"}
ALIKE = 60
"""Matters looked at whose names sound alike: those found by their characters are among them."""
SHORTEST, LONGEST = 2, 4
"""Characters of a part of a name that may be looked up by its sound."""
BEFORE = 12
LENGTH = 60
"""Characters of a story shown, and how many of them stand before the word."""


def search(
    session: Session,
    words: str,
    *,
    field: str = "",
    limit: int = 50,
    sieve: Sieve = EVERYTHING,
    placed: bool = True,
) -> list[SearchHit]:
    """Matters that hold all the words and pass the sieve, newest first.

    `placed`: with the place in the story where the words stand.

    Raises BadInput("search.field").
    """
    session.require_reader()
    words = with_code_points(words)
    if field not in SEARCH_FIELDS:
        allowed = ", ".join(name for name in SEARCH_FIELDS if name)
        raise BadInput("search.field", field="field", allowed=allowed)
    if field in ("", "number") and is_outage_number(words):
        words, field = _number_of_sheet(session, words), "number"
        if not words:
            return []
    hits = session.memory.queries.search(words, field=SEARCH_FIELDS[field], limit=limit, sieve=sieve)
    if not placed or field in ("name", "number"):
        return hits
    wanted = [_folded(word) for word in words.split()]
    told = {hit.number for hit in hits if not hit.restricted and not _holds(hit.snippet, wanted)}
    matters = public_matters(session, sorted(told))
    return [_shown(hit, matters[hit.number], wanted) if hit.number in matters else hit for hit in hits]


def _number_of_sheet(session: Session, words: str) -> str:
    """The matter that a sheet of a pack became, by the number on the visitor's slip (停电登记号); empty for none."""
    try:
        return form_state(session, words).number
    except (BadInput, NotFound):
        return ""


def sounding_alike(
    session: Session, words: str, *, field: str = "", limit: int = ALIKE, sieve: Sieve = EVERYTHING
) -> list[SearchHit]:
    """Matters of people whose name sounds like the one word that was typed, newest first: a second group, never mixed in.

    Only for two to four Chinese characters in the names or anywhere: a sound of one syllable is everybody's.
    """
    session.require_reader()
    word = with_code_points(words).strip()
    if (
        field not in ("", "name")
        or not SHORTEST <= len(word) <= LONGEST
        or not word.isalpha()
        or word.isascii()
    ):
        return []
    found: dict[str, SearchHit] = {}
    for sound in sounds(word):
        for hit in session.memory.queries.search(sound, field="names", limit=limit, sieve=sieve):
            found.setdefault(hit.number, hit)
    return list(found.values())[:limit]


def _holds(line: str, wanted: list[str]) -> bool:
    return not wanted or any(word in _folded(line) for word in wanted)


def _shown(hit: SearchHit, matter: Matter, wanted: list[str]) -> SearchHit:
    """The hit with the place in the story where one of the words stands, where its beginning does not show it."""
    if matter.restricted:
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
    text = usual(text)
    folded = unicodedata.normalize("NFKC", text).casefold()
    return (
        folded if len(folded) == len(text) else text.casefold() if len(text.casefold()) == len(text) else text
    )
