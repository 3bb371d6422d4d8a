"""Printed papers that say what is no longer so (已被更正的文书): the other side replaced the word that they print.

A paper stays as it was printed; that it is overtaken is shown, and putting it right is an act of its own (更正重发, 0099).
Source: reference/exchange.md 3.5.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.check import Lead
from app.domain.codes import LIST_OF_FIELD, category, region, text_of
from app.domain.field_words import FieldWord, standing
from app.domain.matter import Matter
from app.domain.paper import PaperRecord

OVERTAKEN = "OVER"
"""Leads that are overtaken papers: their key says which paper and which field, never what was said."""
SHORTEST = 2
"""Characters of the shortest value that is looked for within a sentence; a shorter one must stand alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OvertakenPaper:
    """One paper and the field that it prints otherwise: what it says, the word that stands now, since which day."""

    paper: PaperRecord
    field: str
    printed: str
    stands: FieldWord

    @property
    def since(self) -> date:
        """The day of the word that stands."""
        return self.stands.on


def overtaken_papers(matter: Matter) -> tuple[OvertakenPaper, ...]:
    """The papers in force of which another station's word has replaced something they print, in order of the papers.

    A paper whose facts lie under a seal that is not opened here is passed over.
    """
    words = tuple(_replaced(matter))
    found: list[OvertakenPaper] = []
    for paper in matter.papers if words else ():
        if paper.voided or paper.replaced_by or not paper.facts:
            continue
        said = tuple(_texts(json.loads(paper.facts)))
        for stands, earlier in words:
            printed = next((text for text in earlier if _says(said, text)), "")
            now = any(_says(said, text) for text in _spelt(stands.field, stands.uttered))
            if printed and not now and paper.issued_on <= stands.on:
                found.append(OvertakenPaper(paper=paper, field=stands.field, printed=printed, stands=stands))
    return tuple(found)


def leads_of_overtaken(matter: Matter) -> tuple[Lead, ...]:
    """Every overtaken paper of a matter, for the lists."""
    return tuple(
        Lead(check=OVERTAKEN, key=f"{item.paper.id}|{item.field}", on=item.since, claim=item.stands.claim)
        for item in overtaken_papers(matter)
    )


def _replaced(matter: Matter) -> Iterator[tuple[FieldWord, tuple[str, ...]]]:
    """The words of another station that stand, each with what was said before, in every spelling a paper may have."""
    for field, claim in dict.fromkeys((word.field, word.claim) for word in matter.said):
        stands = standing(matter.said, field, claim, home=matter.station)
        if stands is None or stands.station == matter.station or stands.closed:
            continue
        of_field = [word for word in matter.said if (word.field, word.claim) == (field, claim)]
        values = dict.fromkeys(value for word in of_field for value in (word.before, word.uttered))
        earlier = [value for value in values if value and value != stands.uttered]
        if earlier:
            yield stands, tuple(text for value in earlier for text in _spelt(field, value))


def _spelt(field: str, value: str) -> tuple[str, ...]:
    """A value as papers print it: as it is, and the label of a code."""
    if field == "category":
        known = category(value)
        return (value,) if known is None else (known.label, value)
    if field == "place":
        where = region(value)
        return (value,) if where is None else (where.name, value)
    return (text_of(LIST_OF_FIELD[field], value), value) if field in LIST_OF_FIELD else (value,)


def _says(said: tuple[str, ...], text: str) -> bool:
    return any(text == line or (len(text) >= SHORTEST and text in line) for line in said)


def _texts(value: object) -> Iterator[str]:
    """Every text within a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
