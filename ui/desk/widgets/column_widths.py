"""How wide the columns of a table are: as wide as what stands in them, and the room shared out. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 4_000
"""No column is wider, in pixels: a whole story on one line is of no use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What one column needs, in pixels: `natural` shows all of it, under `least` it says nothing, 0 `wished`: the rest."""

    natural: int
    least: int
    wished: int = 0


def fitted(needs: Sequence[Need], room: int) -> list[int]:
    """The widths of columns that have `room` pixels together; wider than that only where their least widths are.

    Nothing is cut while there is room. Where there is too little, the short columns keep what they need and the long ones
    share what is left equally; where there is too much, each gets what it wished and the rest goes to those without a wish.
    """
    if not needs:
        return []
    naturals = [min(max(need.natural, need.least), MOST) for need in needs]
    if sum(naturals) > room:
        return _shrunk(
            [min(need.least, most) for need, most in zip(needs, naturals, strict=True)], naturals, room
        )
    return _grown(needs, naturals, room - sum(naturals))


def _shrunk(leasts: list[int], naturals: list[int], room: int) -> list[int]:
    """One level for all: who needs less gets what it needs, who needs more gets the level."""
    low, high = 0, max(naturals)
    while low < high:
        level = (low + high + 1) // 2
        if sum(_levelled(leasts, naturals, level)) <= room:
            low = level
        else:
            high = level - 1
    widths = _levelled(leasts, naturals, low)
    over = room - sum(widths)
    for at, (width, natural) in enumerate(zip(widths, naturals, strict=True)):
        if over > 0 and width < natural:
            widths[at] += 1
            over -= 1
    return widths


def _levelled(leasts: list[int], naturals: list[int], level: int) -> list[int]:
    return [max(least, min(level, natural)) for least, natural in zip(leasts, naturals, strict=True)]


def _grown(needs: Sequence[Need], naturals: list[int], spare: int) -> list[int]:
    """First what was wished, then the rest to those that take it; to the last column where nobody does."""
    lacking = [max(need.wished - natural, 0) for need, natural in zip(needs, naturals, strict=True)]
    share = min(1.0, spare / sum(lacking)) if sum(lacking) else 0.0
    widths = [natural + int(lack * share) for natural, lack in zip(naturals, lacking, strict=True)]
    takers = [at for at, need in enumerate(needs) if not need.wished] or [len(needs) - 1]
    rest = sum(naturals) + spare - sum(widths)
    for place, at in enumerate(takers):
        widths[at] += rest // len(takers) + (1 if place < rest % len(takers) else 0)
    return widths
