"""The check character of GB 32100 and the unified social credit code (统一社会信用代码) of organisations.

Source: GB 32100-2015. The same arithmetic guards the matter numbers (app/domain/number.py).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100: digits and capital letters without I, O, S, V, Z."""

_MODULUS: Final = len(ALPHABET)
_LENGTH: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFinding:
    """What can be read from a unified social credit code (统一社会信用代码); warnings never block.

    `number` is normalised (capitals, half width, no spaces or hyphens). `region_code` are the six digits of
    the place of
    registration, or None when the code fails a check.
    """

    number: str
    warnings: tuple[str, ...]
    region_code: str | None


def check_character(body: str) -> str:
    """The check character of `body`: alphabet[(31 - sum of value * 3^i mod 31) mod 31] (GB 32100-2015).

    Raises ValueError when `body` holds a character outside `ALPHABET`.
    """
    total = sum(ALPHABET.index(letter) * pow(3, place, _MODULUS) for place, letter in enumerate(body))
    return ALPHABET[(_MODULUS - total % _MODULUS) % _MODULUS]


def compact(text: str) -> str:
    """`text` as typed codes are compared: half width, capitals, without spaces and hyphens of any kind."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in plain if unicodedata.category(letter) not in _IGNORED)


_IGNORED: Final = frozenset({"Zs", "Pd", "Cf", "Cc"})


def check_organisation(text: str) -> OrganisationFinding:
    """Reads a unified social credit code as typed; an empty text gives an empty finding without warnings."""
    number = compact(text)
    warning = _fault(number)
    region = number[2:8] if number and warning is None and number[2:8].isdigit() else None
    return OrganisationFinding(
        number=number, warnings=() if warning is None else (warning,), region_code=region
    )


def _fault(number: str) -> str | None:
    """The first thing wrong with a compacted code, as a warning code."""
    if not number:
        return None
    if len(number) != _LENGTH:
        return "organisation.bad_length"
    if any(letter not in ALPHABET for letter in number):
        return "organisation.bad_character"
    if check_character(number[:-1]) != number[-1]:
        return "organisation.bad_check"
    return None
