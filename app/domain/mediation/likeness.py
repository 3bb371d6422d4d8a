"""How alike two disputes are by their words (同类案例): a sketch of each text, and how much of two sketches agrees.

Min-wise hashing (Broder 1997) with one byte of each minimum (Li and König 2010): the share of equal bytes, less what chance
gives, estimates how many pairs of neighbouring characters two texts have in common. A sketch holds no word of the text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

SIZE = 96
"""Bytes of a sketch, one for each hash."""
BYTE = 256
PRIME = (1 << 61) - 1
_SHARES = tuple(max(0.0, (same / SIZE - 1 / BYTE) / (1 - 1 / BYTE)) for same in range(SIZE + 1))
"""How alike two sketches are that agree in so many bytes, less what chance gives."""
_GAPS = re.compile(r"[\W_]+")


def sketch_of(text: str) -> bytes:
    """The sketch of a text; empty for one without two characters side by side."""
    plain = _GAPS.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    pairs = {one + other for run in plain.split() for one, other in pairwise(run)}
    if not pairs:
        return b""
    numbers = [
        int.from_bytes(hashlib.blake2b(pair.encode(), digest_size=8).digest(), "big") % PRIME
        for pair in pairs
    ]
    return bytes(min((a * number + b) % PRIME for number in numbers) % BYTE for a, b in _hashes())


def likeness(one: bytes, other: bytes) -> float:
    """From 0 to 1: the estimated share of pairs that two texts have in common; 0 where a sketch is missing."""
    if len(one) != SIZE or len(other) != SIZE:
        return 0.0
    return _SHARES[_agreeing(int.from_bytes(one), other)]


def alike(one: bytes, others: Iterable[tuple[str, bytes]], least: float) -> Iterator[tuple[str, float]]:
    """Of thousands of named sketches those that are at least so like this one, with how like they are; in their order.

    The same as `likeness` of each; sketches are compared whole, as numbers.
    """
    if len(one) != SIZE:
        return
    mine = int.from_bytes(one)
    enough = next((same for same, share in enumerate(_SHARES) if share >= least), SIZE + 1)
    for name, other in others:
        if len(other) == SIZE:
            same = _agreeing(mine, other)
            if same >= enough:
                yield name, _SHARES[same]


def _agreeing(one: int, other: bytes) -> int:
    """In how many bytes two sketches agree: those that are nothing once what is the same has been taken away."""
    return (one ^ int.from_bytes(other)).to_bytes(SIZE).count(0)


@cache
def _hashes() -> tuple[tuple[int, int], ...]:
    """The multipliers and shifts, the same for ever: sketches are kept and compared with later ones."""
    made = []
    for at in range(SIZE):
        digest = hashlib.blake2b(f"mediation/{at}".encode(), digest_size=16).digest()
        made.append(
            (int.from_bytes(digest[:8], "big") % (PRIME - 1) + 1, int.from_bytes(digest[8:], "big") % PRIME)
        )
    return tuple(made)
