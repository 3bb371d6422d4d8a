"""The words that a letter or document brings in, looked at before it goes out: ours only, never the petitioner's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.lawful_wording import found_in
from app.errors import Refused
from app.papers.catalogue import FactField, PaperKind
from app.papers.fact_texts import texts_in
from app.services.facts.asked import found

OUTGOING = frozenset({"letter", "document"})
"""Layouts that leave the house as words of the office; forms and records hold what people said."""
CODES = {
    "repealed_law": "letter.repealed_law",
    "forbidden": "letter.forbidden",
    "wrong_remedy": "letter.wrong_remedy",
    "no_review": "letter.no_review",
}
"""What may be wrong with a text (app/domain/lawful_wording.py), and the error of a letter that has it."""


def require_lawful_words(kind: PaperKind, facts: Mapping[str, Any]) -> None:
    """Lets a letter pass whose own words rest on no repealed law, turn nobody away and offer no other remedy.

    Raises Refused("letter.repealed_law", "letter.forbidden", "letter.wrong_remedy", "letter.no_review") naming the field
    and the words.
    """
    if kind.layout not in OUTGOING:
        return
    for field in kind.facts:
        for part, text in _own(field, facts, asked=False):
            history = part.history or field.history
            wrong = found_in(
                text,
                remedy=kind.offers == "review" and not history,
                review=kind.offers != "other" or history,
                grounds=not history,
            )
            if wrong is not None:
                raise Refused(CODES[wrong[0]], field=field.name, place=part.label, word=wrong[1])


def _own(field: FactField, facts: Mapping[str, Any], *, asked: bool) -> Iterator[tuple[FactField, str]]:
    """Every text of a field that is asked for or marked as ours; the parts of a row are asked for with their list."""
    looked_at = (asked or field.ask or field.ours) and not field.quoted
    value = found(facts, field.name)
    if field.fields and isinstance(value, list):
        for row in value:
            for part in field.fields:
                yield from _own(part, row, asked=looked_at)
    elif looked_at and value is not None:
        yield from ((field, text) for text in texts_in(value))
