"""What no paper of an office may say (文书用语): a repealed regulation as its basis, the remedy of another procedure.

Looks at what the office writes, never at the petitioner's own words: those are kept as they were said. Sources:
law.md 1.4 (10), 2.7; 行诉解释第一条第二款第九项.
"""

from __future__ import annotations

from functools import cache

from app.errors import Refused
from resources.loader import read_toml

FILE = "checks/wording.toml"


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
    for code, word in (
        ("text.repealed_law", repealed_law_in(text)),
        ("text.forbidden", _first("forbidden", text)),
        ("text.wrong_remedy", wrong_remedy_in(text) if remedy else ""),
        ("text.no_review", "" if review else _first("reviews", text)),
    ):
        if word:
            raise Refused(code, field=field, word=word)


def _first(part: str, text: str) -> str:
    return next((word for word in _words()[part] if word in text), "")


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return {part: tuple(row["words"]) for part, row in read_toml(FILE).items()}
