"""What no paper of an office may say (文书用语): a repealed regulation as its basis, the remedy of another procedure.

Looks at what the office writes, never at the petitioner's own words: those are kept as they were said. Sources:
law.md 1.4 (10), 2.7; 行诉解释第一条第二款第九项.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from app.errors import Refused
from resources.loader import read_toml

FILE = "checks/wording.toml"
CODES = {
    "repealed_law": "text.repealed_law",
    "forbidden": "text.forbidden",
    "wrong_remedy": "text.wrong_remedy",
    "no_review": "text.no_review",
}
"""What may be wrong with a text, and the error an act refuses it with."""


def repealed_law_in(text: str) -> str:
    """The words by which a text rests on a repealed regulation, or empty."""
    return _first("repealed", text)


def wrong_remedy_in(text: str) -> str:
    """The words by which an opinion of the petition procedure offers another procedure's remedy, or empty."""
    return _first("remedies", text)


def require_lawful(field: str, text: str, *, remedy: bool = False, review: bool = True) -> None:
    """Lets a text pass that says nothing of the kind.

    `remedy`: only a review may be offered (an opinion). `review`: a review may be offered at all; an answer under another
    law, or to a suggestion, has none (条例第二十九条、第三十一条).

    Raises Refused("text.repealed_law", "text.forbidden", "text.wrong_remedy", "text.no_review") naming the words.
    """
    found = found_in(text, remedy=remedy, review=review)
    if found is not None:
        raise Refused(CODES[found[0]], field=field, word=found[1])


def found_in(
    text: str, *, remedy: bool = False, review: bool = True, grounds: bool = True
) -> tuple[str, str] | None:
    """What is wrong with a text as (repealed_law, forbidden, wrong_remedy or no_review; the words), or None.

    `remedy` and `review` as in `require_lawful`; `grounds`: whether words that turn people away are looked for.
    """
    for code, word in (
        ("repealed_law", repealed_law_in(text)),
        ("forbidden", _first("forbidden", text) if grounds else ""),
        ("wrong_remedy", wrong_remedy_in(text) if remedy else ""),
        ("no_review", "" if review else _first("reviews", text)),
    ):
        if word:
            return code, word
    return None


def _first(part: str, text: str) -> str:
    plain = _plain(text)
    return next((word for word in _words()[part] if _plain(word) in plain), "")


def _plain(text: str) -> str:
    """Without blanks and line breaks, full-width letters, digits and brackets as narrow ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return {part: tuple(row["words"]) for part, row in read_toml(FILE).items()}
