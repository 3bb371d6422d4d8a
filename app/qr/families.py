"""The families of our codes and the prefix by which each is known (docs/FORMAT.md; reference/exchange.md 4.2).

A prefix names a family and the version of its format: what is said differently is another prefix, and a program that does
not know it says so and guesses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Family(StrEnum):
    """One kind of code; the value is its prefix, without the colon behind it."""

    RECEIPT = "XFQ1"
    """On a receipt (回执): a matter and its token."""
    SLIP = "XFS1"
    """On a delivery receipt (送达回证): which paper was served."""
    FORM = "XFF1"
    """On a form printed empty (空白表): which sheet it is."""
    PREREGISTRATION = "XFP1"
    """On a visitor's phone (预登记): what was written there, sealed to one office."""
    NOTICE = "XFV1"
    """On a notice (文书验证): what was issued, signed."""
    PLACE = "XFW1"
    """On a poster (场所码): where it hangs and which official code is beside it, signed."""
    EVALUATION = "XFE1"
    """On an answer (评价): a matter and a token that rates it once."""
    TRANSPORT = "XFT1"
    """On a screen: a piece of a package on its way to another computer."""


_KEYS = str.maketrans({"\u3002": ".", "\u3001": "/", "\u00a5": "$", "\u00d7": "*"})
"""Marks of a Chinese input method that the compatibility forms of Unicode do not lead back to their keys."""
MOST_CHARACTERS = 8192
"""Characters of a text that is looked at at all: no code holds as many."""
_PREFIX = re.compile(r"\s*(XF[A-Z][0-9])\s*[:\uff1a]", re.IGNORECASE)


def family_of(text: str) -> Family | None:
    """Which of our codes a text is, by its prefix alone; None for anything else, and for a family of a later program.

    Lower case and the full-width colon of an input method are forgiven.
    """
    found = _PREFIX.match(text)
    if found is None:
        return None
    try:
        return Family(found[1].upper())
    except ValueError:
        return None


def is_of_later_program(text: str) -> bool:
    """Whether a text looks like one of our codes whose prefix this program does not know."""
    return _PREFIX.match(text) is not None and family_of(text) is None


def mended(text: str) -> str:
    """The text with narrow marks, capital letters, and no line ends; blanks within and around it stay."""
    narrow = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).translate(_KEYS)
    return narrow.replace("\r", "").replace("\n", "").replace("\t", "").upper()
