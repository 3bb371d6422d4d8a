"""How characters are read, and which usual character a variant stands for: for looking up only, never for keeping.

The tables are facts derived by packaging/data/build_readings.py; a reading is the first one, without its tone. They are
read with the first name that is saved or looked for, in a worker: a few milliseconds.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from resources.loader import read_table

_CODE_POINT: Final = re.compile(r"(?i)u\+([0-9a-f]{4,6})")
_LAST_CODE_POINT: Final = 0x10FFFF
_SURROGATES: Final = range(0xD800, 0xE000)


def usual(text: str) -> str:
    """The text with each variant, traditional form or commonly mistaken surname as its usual character; same length."""
    return text.translate(_usual_characters())


def syllable(character: str) -> str:
    """The first reading of a character without its tone; what has none stands for itself."""
    return _syllables().get(ord(character), character)


def with_code_points(words: str) -> str:
    """Typed words in which "U+20BB7" stands as the character it names: for characters nobody can type."""

    def named(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        return found[0] if code > _LAST_CODE_POINT or code in _SURROGATES else chr(code)

    return _CODE_POINT.sub(named, words)


@cache
def _usual_characters() -> dict[int, int]:
    """Variant to usual character, as code points."""
    return {
        ord(variant): ord(row["usual"])
        for row in read_table("codes/variants.tsv")
        for variant in row["variants"]
    }


@cache
def _syllables() -> dict[int, str]:
    """Code point to syllable; the syllables are shared, so that the table stays small."""
    return {
        ord(character): row["syllable"]
        for row in read_table("codes/syllables.tsv")
        for character in row["characters"]
    }
