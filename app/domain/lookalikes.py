"""What looks like somebody's, though nobody gave it: a mobile number, an identity number, a bank card, a plate, a mailbox.

Proposed only: it may be the accused's and the very thing the letter is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from app.domain.identities import IdentityKind
from app.domain.identity_card import identity_check_character
from app.domain.spelling import Span, fold, spelling_data

_LONG, _SHORT = 18, 15


def lookalikes(text: str) -> Iterator[tuple[IdentityKind, Span]]:
    """Every stretch that looks like somebody's number, plate or mailbox, with what it looks like."""
    spelled = fold(text, digits=True)
    plain = fold(text)
    for span in spelled.search(_pattern("mobile")):
        yield IdentityKind.PHONE, span
    for start, end in _matches("identity", spelled.folded):
        if _is_identity(spelled.folded[start:end]):
            yield IdentityKind.NUMBER, spelled.span(start, end)
    for start, end in _matches("card", spelled.folded):
        if _is_card(spelled.folded[start:end]):
            yield IdentityKind.CARD, spelled.span(start, end)
    for span in plain.search(_pattern("plate")):
        yield IdentityKind.PLATE, span
    for found in _pattern("mail").finditer(text):
        yield IdentityKind.MAIL, Span(*found.span())


def _matches(name: str, text: str) -> Iterator[tuple[int, int]]:
    for found in _pattern(name).finditer(text):
        yield found.span()


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(spelling_data()["lookalikes"][name])


def _is_identity(number: str) -> bool:
    """Whether it has a day of birth and, where it is long enough, the check character of one."""
    born = number[6:14] if len(number) == _LONG else f"19{number[6:12]}"
    try:
        date.fromisoformat(f"{born[:4]}-{born[4:6]}-{born[6:]}")
    except ValueError:
        return False
    return len(number) == _SHORT or identity_check_character(number[:17]).lower() == number[17]


def _is_card(number: str) -> bool:
    """Whether the digits add up as those of a bank card do (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
