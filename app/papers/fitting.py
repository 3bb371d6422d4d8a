"""Closer lines where the seal has no room (GB/T 9704-2012, 7.3.5): a letter takes them before it takes another sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.papers.blocks import Look
from app.papers.flow import Placed
from app.papers.page import LEADING

CLOSER = (28.0, 27.0, 26.0, 25.0, 24.0)
"""Line distances in points that are tried, below the one of the grid."""
TWO = 2
SET_CLOSER = ("body", "kai", "heading")
Pages = list[list[Placed]]


def fitted(pages: Pages, look: Look, room: float, make: Callable[[Look], Pages]) -> Pages:
    """The pages, or the one page that the widest of the closer lines make of two; longer letters keep the grid.

    `make` sets the paper in a look, `room` is the first page's in points. Most letters of two sheets are so much longer that
    no closer line would do: that is seen without setting them again.
    """
    if len(pages) != TWO or not CLOSER or _depth(pages) * CLOSER[-1] / LEADING > room:
        return pages
    return next((made for leading in CLOSER if len(made := make(tightened(look, leading))) < TWO), pages)


def _depth(pages: Pages) -> float:
    """Points from the first line to the last over all pages: what closer lines can at most make shorter."""
    return sum(max((down + box.height for down, box in page), default=0.0) for page in pages)


def tightened(look: Look, leading: float) -> Look:
    """The look with that distance from line to line, in points; the place of the seal stays as large."""
    styles = {
        name: replace(style, leading=leading) if name in SET_CLOSER else style
        for name, style in look.styles.items()
    }
    return replace(look, styles=styles)
