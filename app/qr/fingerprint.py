"""Four words for a public key (核对词), on the wall and at the top of the page: two people can compare them aloud.

    words = the list at the first four bytes of SHA-256("XFP1 words" and the public key)

That is 32 bits. They show at a glance that a page is an old one or another office's. They do not prove a page: whoever
imitates one can show the words of the poster beside a key of their own; the counter then says that it cannot open the code.
The list belongs to the words on every wall: resources/qr/fingerprint_words.txt never changes.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

from resources.loader import read_text

WORDS: Final = 4
_LABEL: Final = b"XFP1 words"


@cache
def listed_words() -> tuple[str, ...]:
    """The 256 words, in the order of their numbers."""
    return tuple(read_text("qr/fingerprint_words.txt").split())


def four_words(public: bytes) -> tuple[str, ...]:
    """The four words of a public key; the same word may come twice."""
    return tuple(listed_words()[number] for number in hashlib.sha256(_LABEL + public).digest()[:WORDS])
