"""What a visitor wrote at home or on the phone before coming (预登记): fields in a fixed order, and their text in a code.

The text is a line for each field, and the story behind them, which alone may have lines of its own. It only fills the
form: the clerk compares it with the card and the person confirms. Version 1; a later one gets a prefix of its own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields

from app.errors import BadInput

MOST_STORY = 1_500
"""Characters of a story; whoever has more to say brings paper (reference/exchange.md 4.3)."""
MOST_LINE = 200
MOST_EVIDENCE = 12
_PARTED = "\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreRegistration:
    """One visitor's own words, unchecked. Codes are those of our lists, as the page offers them; empty is not said.

    `area` and `place` are codes of regions (GB/T 2260, 6 to 12 digits), of the address and of where it happened;
    `persons` is how many come, as digits; `evidence` the titles of what will be brought.
    """

    name: str = ""
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    area: str = ""
    address: str = ""
    place: str = ""
    place_words: str = ""
    purpose: str = ""
    category: str = ""
    persons: str = ""
    evidence: tuple[str, ...] = ()
    story: str = ""


_LINES = tuple(item.name for item in fields(PreRegistration) if item.name not in ("evidence", "story"))


def to_text(given: PreRegistration) -> str:
    """The text of a code. Raises BadInput("prereg.field") naming the field that is too long or holds what it may not."""
    _check(given)
    lines = [str(getattr(given, name)) for name in _LINES]
    return "\n".join((*lines, _PARTED.join(given.evidence), given.story))


def from_text(text: str) -> PreRegistration:
    """The fields of the text of a code. Raises BadInput("code.altered") for too few lines, BadInput("prereg.field")."""
    parts = text.split("\n", len(_LINES) + 1)
    if len(parts) != len(_LINES) + 2:
        raise BadInput("code.altered")
    *lines, evidence, story = parts
    given = PreRegistration(
        **dict(zip(_LINES, lines, strict=True)),
        evidence=tuple(evidence.split(_PARTED)) if evidence else (),
        story=story,
    )
    _check(given)
    return given


def _check(given: PreRegistration) -> None:
    for name in _LINES:
        _check_line(name, getattr(given, name))
    if len(given.evidence) > MOST_EVIDENCE or "" in given.evidence:
        raise BadInput("prereg.field", field="evidence", name="evidence")
    for title in given.evidence:
        _check_line("evidence", title)
    if len(given.story) > MOST_STORY or not _is_plain(given.story.replace("\n", "")):
        raise BadInput("prereg.field", field="story", name="story")
    if given.persons and not (given.persons.isascii() and given.persons.isdecimal()):
        raise BadInput("prereg.field", field="persons", name="persons")


def _check_line(name: str, text: str) -> None:
    if len(text) > MOST_LINE or not _is_plain(text):
        raise BadInput("prereg.field", field=name, name=name)


def _is_plain(text: str) -> bool:
    """Neither control characters nor halves of characters, nor marks that turn the direction of what follows."""
    return not any(unicodedata.category(c) in ("Cc", "Cs") or c in _TURNING for c in text)


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
