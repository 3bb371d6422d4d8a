"""What stands in the chip of an identity card: the text block that readers hand out, taken apart.

The block is UTF-16LE in fields of fixed places, counted in units of two bytes (reference/stack.md 11). Only what a
registration asks for is taken: no nation, no authority, no picture. A card that is out of date is a card all the same: it
stops nobody (条例第二十二条), and is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.identity_card import RESIDENCE_PERMIT, RESIDENT_CARD
from app.domain.names import clean_name, clean_text
from app.errors import AppError, BadInput, Damaged

BLOCK: Final = 256
"""Bytes of the text block."""
_UNIT: Final = 2
_NAME, _BIRTH, _ADDRESS, _NUMBER, _UNTIL, _TYPE = (
    (0, 15), (18, 8), (26, 35), (61, 18), (102, 8), (124, 1)
)  # fmt: skip
_KINDS: Final = {"": RESIDENT_CARD, "J": RESIDENCE_PERMIT}
"""By the flag at the block's end. Others are arranged in ways of their own that were not held against a card."""
_EIGHTEEN: Final = re.compile(r"[0-9]{17}[0-9X]")
_DAY: Final = re.compile(r"[0-9]{8}")
_ADDRESS_LIMIT: Final = 35


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCard:
    """A card that was read. `name_as_read` where the name had to be repaired; `valid_until` None for one without an end."""

    id_type: str
    id_number: str
    name: str
    address: str
    name_as_read: str = ""
    valid_until: date | None = None

    def expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.valid_until is not None and self.valid_until < today


def read_chip(block: bytes) -> ReadCard:
    """The card of a text block.

    Raises Damaged("card.garbled") for bytes that are no such block or contradict themselves, BadInput("card.unknown_kind")
    for a card of another arrangement.
    """
    if len(block) != BLOCK:
        raise Damaged("card.garbled")
    flag = _field(block, _TYPE)
    kind = _KINDS.get(flag)
    if kind is None:
        raise BadInput("card.unknown_kind") if flag.isascii() and flag.isalpha() else Damaged("card.garbled")
    number, birth = _field(block, _NUMBER).upper(), _field(block, _BIRTH)
    if not _EIGHTEEN.fullmatch(number) or number[6:14] != birth or _day(birth) is None:
        raise Damaged("card.garbled")
    raw = _field(block, _NAME)
    try:
        name = clean_name(raw)
        address = clean_text(_field(block, _ADDRESS), limit=_ADDRESS_LIMIT, field="address").strip()
    except AppError as error:
        raise Damaged("card.garbled") from error
    until = _field(block, _UNTIL)
    return ReadCard(
        id_type=kind,
        id_number=number,
        name=name.text,
        name_as_read=raw if name.changed else "",
        address=address,
        valid_until=_day(until),
    )


def _field(block: bytes, place: tuple[int, int]) -> str:
    start, length = place
    try:
        text = block[start * _UNIT : (start + length) * _UNIT].decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise Damaged("card.garbled") from error
    return text.rstrip("\0 ").lstrip(" ")


def _day(text: str) -> date | None:
    """A day of eight digits; None for words such as 长期, and for no day."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
