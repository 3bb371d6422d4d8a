"""Phone numbers as typed at the counter: several in one field, with or without area code. Warns, never
blocks.

Source of the shapes: reference/data.md 4 (measured against real use; the large phone libraries reject local
numbers).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from resources.loader import words

PhoneKind = Literal["mobile", "landline", "short", "unknown"]

_SEPARATORS: Final = re.compile(r"[/,;|\n\u3001]+")
_NOTE: Final = re.compile(r"\([^()0-9]*\)")
_COUNTRY: Final = re.compile(r"^(?:\+|00)86")
_FOREIGN: Final = re.compile(r"^(?:\+|00)[0-9]{6,}$")
_DROPPED: Final = re.compile(r"[\s()\u2010-\u2015._-]")
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_SERVICE: Final = re.compile(r"[48]00[0-9]{7}")
_SHORT: Final = re.compile(r"(?:1[0-9]{2,4}|9[0-9]{4}|[2-9][0-9]{2,5})")
_WITH_AREA: Final = re.compile(r"(010|02[0-9])([2-9][0-9]{7})|(0[3-9][0-9]{2})([2-9][0-9]{6,7})")
_LOCAL: Final = re.compile(r"[2-8][0-9]{6,7}")
_EXTENSION: Final = re.compile(r"^(.*[0-9)])\s*(?:-|\u8f6c|\u2014)\s*([0-9]{1,6})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One phone number (联系电话). `number` is normalised: 11 digits, or `0373-5680000` with `-801` for an
    extension.

    `raw` is the piece as typed. `warnings` are codes with words in resources/words/fields.toml.
    """

    number: str
    kind: PhoneKind
    raw: str
    warnings: tuple[str, ...] = ()


def read_phones(text: str, *, area_code: str | None) -> tuple[Phone, ...]:
    """All numbers in `text`, in order, without doubles; `area_code` ("0373") completes local numbers.

    Words for "no phone" give no number. What cannot be read is kept as `unknown` with a warning; nothing
    raises.
    """
    found: list[Phone] = []
    for piece in _pieces(unicodedata.normalize("NFKC", text)):
        if piece not in _no_phone_words():
            found.append(_read(piece, area_code))
    return tuple({phone.number: phone for phone in reversed(found)}.values())[::-1]


def _pieces(text: str) -> list[str]:
    """`text` cut where one number ends and the next begins; spaces cut only between two whole numbers."""
    pieces: list[str] = []
    for part in _SEPARATORS.split(_NOTE.sub("", text)):
        piece = part.strip()
        by_space = piece.split()
        whole = len(by_space) > 1 and all(_read(word, None).kind != "unknown" for word in by_space)
        if whole and _read(piece, None).kind == "unknown":
            pieces.extend(by_space)
        elif piece:
            pieces.append(piece)
    return pieces


def _read(piece: str, area_code: str | None) -> Phone:
    """One number."""
    bare = _DROPPED.sub("", piece)
    digits = _COUNTRY.sub("", bare)
    if _MOBILE.fullmatch(digits):
        return Phone(number=digits, kind="mobile", raw=piece)
    landline = _landline(digits, area_code)
    if landline is None:
        landline = _with_extension(piece, area_code)
    if landline is not None:
        number, warnings = landline
        return Phone(number=number, kind="landline", raw=piece, warnings=warnings)
    if _SERVICE.fullmatch(digits) or _SHORT.fullmatch(digits):
        return Phone(number=digits, kind="short", raw=piece)
    if _FOREIGN.fullmatch(bare) and not _COUNTRY.match(bare):
        return Phone(number=bare, kind="unknown", raw=piece, warnings=("phone.foreign",))
    if digits.isdigit() and digits.isascii():
        return Phone(number=digits, kind="unknown", raw=piece, warnings=("phone.wrong_length",))
    return Phone(number=piece, kind="unknown", raw=piece, warnings=("phone.unreadable",))


def _landline(digits: str, area_code: str | None) -> tuple[str, tuple[str, ...]] | None:
    """The normalised landline in `digits` and its warnings, or None."""
    found = _WITH_AREA.fullmatch(digits)
    if found is not None:
        return (f"{found[1]}-{found[2]}" if found[1] else f"{found[3]}-{found[4]}"), ()
    if _LOCAL.fullmatch(digits) is None:
        return None
    if area_code is None:
        return digits, ("phone.no_area_code",)
    return f"{area_code}-{digits}", ()


def _with_extension(piece: str, area_code: str | None) -> tuple[str, tuple[str, ...]] | None:
    """A landline followed by an extension of one to six digits."""
    found = _EXTENSION.match(piece)
    if found is None:
        return None
    landline = _landline(_COUNTRY.sub("", _DROPPED.sub("", found[1])), area_code)
    return None if landline is None else (f"{landline[0]}-{found[2]}", landline[1])


@cache
def _no_phone_words() -> frozenset[str]:
    """What people write for "no phone"."""
    return frozenset(words("words/fields.toml")["phones"]["none"])
