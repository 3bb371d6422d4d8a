"""Sums of money in the capital numerals that cannot be altered with a stroke (大写金额)."""

from __future__ import annotations

import re
from decimal import Decimal

from resources.loader import words

LARGEST = Decimal(10) ** 12
"""Yuan; a sum as large is not written out."""
_SUM = re.compile(r"[0-9]+(\.[0-9]{1,2})?")
GROUP = 4
"""Digits in a group of Chinese counting (万, 亿)."""


def capital(value: object) -> str:
    """A sum in yuan with up to two decimals in capital numerals; words that are no such sum give an empty text.

    `"286000.5"` is twenty-eight 万, six thousand yuan and five 角; a whole sum ends in the word for "exactly".
    """
    text = str(value).replace(",", "").replace("\uff0c", "").strip()
    if not _SUM.fullmatch(text) or Decimal(text) >= LARGEST:
        return ""
    table = words("words/forms.toml")["capital_numerals"]
    digits, exactly = str(table["digits"]), str(table["exactly"])
    cents = int(Decimal(text) * 100)
    yuan, tenth, hundredth = cents // 100, cents // 10 % 10, cents % 10
    said = _whole(yuan, digits, table["places"], table["groups"]) + str(table["yuan"]) if yuan else ""
    if not tenth and not hundredth:
        return (said or digits[0] + str(table["yuan"])) + exactly
    if tenth:
        said += digits[tenth] + str(table["tenth"])
    elif said:
        said += digits[0]
    if hundredth:
        return said + digits[hundredth] + str(table["hundredth"])
    return said + exactly


def _whole(number: int, digits: str, places: list[str], groups: list[str]) -> str:
    """A whole number; zeros between digits are said once, also where a group begins with them."""
    parts: list[str] = []
    zero = False
    text = str(number)
    for index, figure in enumerate(text):
        rest = len(text) - index - 1
        group, place = divmod(rest, GROUP)
        if figure == "0":
            zero = bool(parts)
        else:
            parts.append((digits[0] if zero else "") + digits[int(figure)] + places[place])
            zero = False
        if place == 0 and int(text[max(0, index - GROUP + 1) : index + 1]):
            parts.append(groups[group])
    return "".join(parts)
