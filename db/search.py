"""Full-text search by character bigrams that we cut ourselves, and its queue.

Never FTS5's trigram tokenizer: it silently finds nothing for two characters (performance.md, 0.2). Every letter or
digit becomes four base-36 digits, so that the index sees plain ASCII tokens and no Unicode version of SQLite can
fold or drop a rare character. The index row of a save is queued (the clerk's commit stays one sync) and indexed when
idle, or at once when the queue is long; a search also scans the queue.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from app.domain.names import repair_private_use
from app.domain.readings import usual

LONGEST_QUEUE = 1000
"""Rows that may wait; beyond it a save indexes under load."""
CREATE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS matter_search USING fts5("
    "text, names, numbers, content='', contentless_delete=1, tokenize='ascii', prefix='4', detail='full')"
)
"""With an index of the first four letters of each token, which are one character: the first key that is typed is answered as
fast as a word (5.6 ms to 0.05 at 20,000 matters, for 38 % more index)."""
_GAPS = re.compile(r"[\W_]+")
"""Everything that is neither letter nor digit (Python's word characters without the underscore)."""
FORGET = "INSERT INTO matter_search (matter_search, rank) VALUES ('secure-delete', 1)"
"""FTS5 leaves the tokens of a deleted row in its pages unless told otherwise."""
MERGE = "INSERT INTO matter_search (matter_search, rank) VALUES ('merge', 64)"
"""Merges up to 64 pages of the index's segments: rows indexed a few at a time leave many small ones."""
FIELDS = ("text", "names", "numbers")


def normalised(text: str) -> str:
    """The text as search sees it: NFKC, case folded, letters and digits kept, everything else one space.

    Characters of old fonts stand at their own places and variants as the usual character, in what is kept and in what is
    asked alike: a name is found however it was written.
    """
    plain = unicodedata.normalize("NFKC", repair_private_use(text)).casefold()
    return _GAPS.sub(" ", usual(plain)).strip()


def runs(text: str) -> list[str]:
    """The runs of letters and digits of a text that is normalised already."""
    return text.split()


def tokens(run: str) -> list[str]:
    """The index tokens of one run: each pair of neighbours, then the last character alone."""
    codes = [_code(c) for c in run]
    return [a + b for a, b in pairwise(codes)] + codes[-1:]


def indexed(text: str) -> str:
    """What is put into the index for a normalised text."""
    return " ".join(token for run in runs(text) for token in tokens(run))


def match(words: str, field: str = "") -> str:
    """The FTS5 expression that finds all words, or "" when there is no letter or digit in them."""
    found = [_phrase(run) for run in runs(normalised(words))]
    if not found:
        return ""
    whole = " AND ".join(found)
    return f"{field} : ({whole})" if field else whole


def _phrase(run: str) -> str:
    if len(run) == 1:
        return f"{_code(run)}*"
    pairs = tokens(run)[:-1]
    return '"' + " ".join(pairs) + '"'


def contains(words: str, texts: Iterable[str]) -> bool:
    """Whether normalised texts hold all words: what the index must agree with."""
    hay = list(texts)
    wanted = runs(normalised(words))
    return bool(wanted) and all(any(word in part for text in hay for part in runs(text)) for word in wanted)


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_codes: dict[str, str] = {}


def _code(character: str) -> str:
    """Four base-36 digits of a code point."""
    found = _codes.get(character)
    if found is None:
        value, digits = ord(character), ""
        for _ in range(4):
            value, rest = divmod(value, 36)
            digits = _DIGITS[rest] + digits
        found = _codes[character] = digits
    return found
