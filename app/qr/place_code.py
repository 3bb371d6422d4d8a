"""The small code in the corner of a poster (场所码, `XFW1:`): where it hangs, which poster it is, what must stand beside it.

    payload = station (4) · place (6) · serial (4) · last day (2) · official code (12)

`official` are the first bytes of the SHA-256 of the text of the official code printed beside it. A sticker over the
official code cannot change them: whoever scans both finds it (reference/exchange.md 4.2, case 34).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.qr.families import Family
from app.qr.signed_code import (
    DAY,
    STATION,
    Reader,
    Sign,
    Signed,
    day_bytes,
    day_of_bytes,
    filled,
    signed_text,
    taken_apart,
)

OFFICIAL: Final = 12
"""Bytes of the official code's fingerprint: 96 bits, so that nobody finds another address with the same."""
PLACE: Final = 6
SERIAL: Final = 4
_PLACE: Final = re.compile(r"[0-9A-Z]{1,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCode:
    """What the code of a place says: `official` is a fingerprint in hexadecimal digits, `until` its last day."""

    station: str
    place: str
    serial: int
    until: date
    official: str

    def text(self, *, public: str, sign: Sign) -> str:
        """The text of the code, signed. Raises ValueError for fields of another shape."""
        if (
            not is_place_code(self.place)
            or len(self.official) != 2 * OFFICIAL
            or len(self.station) != STATION
        ):
            raise ValueError("place code")
        payload = (
            filled(self.station, STATION)
            + filled(self.place, PLACE)
            + self.serial.to_bytes(SERIAL, "big")
            + day_bytes(self.until)
            + bytes.fromhex(self.official)
        )
        return signed_text(Family.PLACE, payload, public=public, sign=sign)


def parse_place(text: str) -> tuple[PlaceCode, Signed]:
    """What a code claims to say, and its parts: nothing of it is proved before its signature was looked at.

    Raises BadInput("code.misread"), Refused("code.newer").
    """
    found = taken_apart(text, Family.PLACE)
    reader = Reader(found.payload)
    station = reader.text(STATION)
    place = reader.text(PLACE)
    code = PlaceCode(
        station=station,
        place=place,
        serial=reader.number(SERIAL),
        until=day_of_bytes(reader.take(DAY)),
        official=reader.take(OFFICIAL).hex(),
    )
    reader.end()
    return code, found


def is_place_code(text: str) -> bool:
    """Whether a text can be the code of a place: one to six capital letters and digits."""
    return _PLACE.fullmatch(text) is not None


def official_fingerprint(text: str) -> str:
    """The fingerprint of an official code's text, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[: 2 * OFFICIAL]
