"""Names and stories as typed: repaired where a machine spoiled them, refused only where they could harm,
masked for lists.

Names are kept as given: no Unicode normalisation form is applied, because NFC would replace compatibility
ideographs that
stand in a person's papers (design.md, the codec). Only search keys are normalised. Source of the rule:
reference/data.md 5.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from app.domain.readings import syllable
from app.errors import BadInput
from resources.loader import read_table

NAME_LIMIT: Final = 50
"""Longest name in characters."""

TEXT_LIMIT: Final = 50_000
"""Longest story in characters (ruling 22)."""

MIDDLE_DOT: Final = "\u00b7"
"""The dot between the parts of a name, as in GB/T 15834 and the household register."""

SYLLABLE_MARK: Final = "\u01c0"
"""Before each syllable of a sound: a letter, so that search keeps it, and one that nobody types."""

_HAN: Final = r"\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_GLYPH: Final = _HAN + r"\ue000-\uf8ff\U000f0000-\U0010fffd"
_DOTS: Final = r"\u00b7\u2022\u30fb\uff65\u2027\u2219\u22c5.\uff0e"
_ZERO_WIDTH: Final = re.compile(r"[\u200b-\u200d\u2060\ufeff]")
_SPACES: Final = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_OUTER_BLANKS: Final = " \t\r\n"
_SPACE_BETWEEN_HAN: Final = re.compile(rf"(?<=[{_GLYPH}]) (?=[{_GLYPH}])")
_DOT_BETWEEN_HAN: Final = re.compile(rf"(?<=[{_GLYPH}]) ?[{_DOTS}] ?(?=[{_GLYPH}])")
_WIDE: Final = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_WIDE_OFFSET: Final = 0xFEE0
_BIDI: Final = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROLS: Final = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_FORBIDDEN_IN_NAME: Final = re.compile(rf"[{_CONTROLS}{_BIDI}\ud800-\udfff]")
_HIDDEN_IN_TEXT: Final = re.compile(
    rf"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ufeff\u200b\u2060]"
)
_REFUSED_IN_TEXT: Final = re.compile(r"[\x00\ud800-\udfff]")
_SELECTORS: Final = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_KEY_DROPPED: Final = re.compile(rf"[\s{_DOTS}]")
_STAR: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanName:
    """A name after the input rule. `repairs` name what was put right, in order: private_use, zero_width,
    spaces,
    full_width, dot. When `changed`, keep what was typed beside it."""

    text: str
    changed: bool
    repairs: tuple[str, ...]


def clean_name(raw: str) -> CleanName:
    """The name as it is stored: 1 to 50 characters, repaired in the order of reference/data.md 5, without
    NFC.

    Raises BadInput (field "name"): `name.empty`, `name.too_long`, or `name.forbidden_character` for control
    characters,
    bidirectional controls, U+0000 and lone surrogates.
    """
    text = raw
    repairs = []
    for repair, step in _STEPS:
        after = step(text)
        if after != text:
            repairs.append(repair)
        text = after
    wrong = _FORBIDDEN_IN_NAME.search(text)
    if wrong is not None:
        raise BadInput("name.forbidden_character", field="name", code_point=f"U+{ord(wrong[0]):04X}")
    if not text:
        raise BadInput("name.empty", field="name")
    if len(text) > NAME_LIMIT:
        raise BadInput("name.too_long", field="name", length=len(text), limit=NAME_LIMIT)
    return CleanName(text=text, changed=text != raw, repairs=tuple(repairs))


def clean_text(raw: str, *, limit: int = TEXT_LIMIT, field: str) -> str:
    """A story as it is stored: line ends as `\\n`, tabs kept, hidden characters taken out
    (`hidden_characters` counts them).

    Raises BadInput with `field`: `text.forbidden_character` for U+0000 and lone surrogates, `text.too_long`
    past `limit`.
    """
    wrong = _REFUSED_IN_TEXT.search(raw)
    if wrong is not None:
        raise BadInput("text.forbidden_character", field=field, code_point=f"U+{ord(wrong[0]):04X}")
    text = repair_private_use(raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = _HIDDEN_IN_TEXT.sub("", text)
    if len(text) > limit:
        raise BadInput("text.too_long", field=field, length=len(text), limit=limit)
    return text


def hidden_characters(raw: str) -> int:
    """How many characters nobody can see `clean_text` takes out of `raw` (controls, bidirectional controls,
    BOM)."""
    return len(_HIDDEN_IN_TEXT.findall(raw))


def mask_name(name: str) -> str:
    """A name for lists: only the first character shows; dots and spaces stay; an organisation keeps its
    ending."""
    plain = _SELECTORS.sub("", name)
    ending = _organisation_ending(plain)
    if ending:
        body = plain[: -len(ending)]
        return body[:2] + _STAR * len(body[2:]) + ending
    if len(plain) <= 1:
        return _STAR * len(plain)
    return plain[0] + "".join(letter if letter in (MIDDLE_DOT, " ") else _STAR for letter in plain[1:])


def mask_number(number: str) -> str:
    """A document number for lists: three in front and four behind of long ones, one and two of short ones."""
    if len(number) >= 15:
        return number[:3] + _STAR * (len(number) - 7) + number[-4:]
    if len(number) >= 6:
        return number[0] + _STAR * (len(number) - 3) + number[-2:]
    return _STAR * len(number)


def mask_phone(number: str) -> str:
    """A phone number for lists: a mobile keeps three and four digits, a landline its area code and last
    four."""
    area, hyphen, rest = number.partition("-")
    if hyphen and len(rest) >= 7:
        local, second, extension = rest.partition("-")
        return f"{area}-{_STAR * (len(local) - 4)}{local[-4:]}" + second + _STAR * len(extension)
    if len(number) >= 11:
        return number[:3] + _STAR * (len(number) - 7) + number[-4:]
    if len(number) >= 7:
        return _STAR * (len(number) - 4) + number[-4:]
    return _STAR * len(number)


def search_key(name: str) -> str:
    """`name` as it is looked up: NFKC, small letters, no dots, spaces, hidden characters or variation
    selectors."""
    text = _ZERO_WIDTH.sub("", repair_private_use(name))
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    # dropping a dot can bring two marks together, so the rest is composed once more
    return unicodedata.normalize("NFKC", _SELECTORS.sub("", _KEY_DROPPED.sub("", text)))


def pinyin_initials(name: str) -> tuple[str, ...]:
    """First letters of the reading of `name`, small; the surname's own readings first, then the dictionary's.

    Both are given where they differ, because clerks type either. Empty for a name without letters.
    """
    return tuple(dict.fromkeys("".join(part[0] for part in parts) for parts in _readings(name)))


def sounds(name: str) -> tuple[str, ...]:
    """How `name` is read, one for each reading of its surname: every syllable after a mark, so that none runs into the next.

    A part of a name sounds like a part of another where its sound stands in the other's.
    """
    return tuple("".join(SYLLABLE_MARK + part for part in parts) for parts in _readings(name))


def _readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The syllables of `name`: with each reading of the surname it may begin with, then as the dictionary reads it."""
    text = "".join(letter for letter in search_key(name) if letter.isalnum())
    if not text:
        return ()
    plain = tuple(syllable(letter) for letter in text)
    surname = next((text[:length] for length in (2, 1) if text[:length] in _surname_readings()), "")
    found = [parts + plain[len(surname) :] for parts in _surname_readings().get(surname, ())]
    return tuple(dict.fromkeys([*found, plain]))


@cache
def _surname_readings() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Surname to the syllables of each of its readings ('qin|tan' gives two)."""
    return {
        row["surname"]: tuple(tuple(reading.split()) for reading in row["readings"].split("|"))
        for row in read_table("codes/surname_readings.tsv")
    }


@cache
def _private_use() -> dict[int, int]:
    """Private-use code points of old GBK fonts to the characters they stand for (GB 18030-2022)."""
    return {int(row["private"], 16): int(row["target"], 16) for row in read_table("codes/private_use.tsv")}


@cache
def _organisation_endings() -> tuple[str, ...]:
    """Endings of organisations' names, longest first."""
    return tuple(
        sorted((row["ending"] for row in read_table("codes/organisation_words.tsv")), key=len, reverse=True)
    )


def _organisation_ending(name: str) -> str:
    """The organisation's word that `name` ends in, or "": a person's name is never as long as two characters
    more."""
    if not name.endswith(_organisation_endings()):
        return ""  # one call for all of them: every row of a list comes this way
    return next(
        (end for end in _organisation_endings() if name.endswith(end) and len(name) > len(end) + 1), ""
    )


def repair_private_use(text: str) -> str:
    """The text with the characters that older GB 18030 tables and fonts put into the private area at their own places."""
    return text.translate(_private_use())


def _repair_zero_width(text: str) -> str:
    return _ZERO_WIDTH.sub("", text)


def _repair_spaces(text: str) -> str:
    return _SPACE_BETWEEN_HAN.sub("", _SPACES.sub(" ", text).strip(_OUTER_BLANKS))


def _repair_full_width(text: str) -> str:
    return _WIDE.sub(lambda found: chr(ord(found[0]) - _WIDE_OFFSET), text)


def _repair_dots(text: str) -> str:
    return _DOT_BETWEEN_HAN.sub(MIDDLE_DOT, text)


_STEPS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("private_use", repair_private_use),
    ("zero_width", _repair_zero_width),
    ("spaces", _repair_spaces),
    ("full_width", _repair_full_width),
    ("dot", _repair_dots),
)
