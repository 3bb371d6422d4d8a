"""Closer lines where the seal has no room (GB/T 9704-2012, 7.3.5): a letter takes them before it takes another sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.papers.blocks import Look
from app.papers.flow import Placed

CLOSER = (28.0, 27.0, 26.0, 25.0, 24.0)
"""Line distances in points that are tried, below the one of the grid."""
TWO = 2
SET_CLOSER = ("body", "kai", "heading")
Pages = list[list[Placed]]


def fitted(pages: Pages, look: Look, make: Callable[[Look], Pages]) -> Pages:
    """The pages, or the one page that the widest of the closer lines make of two; longer letters keep the grid.

    `make` sets the paper in a look.
    """
    if len(pages) != TWO:
        return pages
    return next((made for leading in CLOSER if len(made := make(tightened(look, leading))) < TWO), pages)


def tightened(look: Look, leading: float) -> Look:
    """The look with that distance from line to line, in points; the place of the seal stays as large."""
    styles = {
        name: replace(style, leading=leading) if name in SET_CLOSER else style
        for name, style in look.styles.items()
    }
    return replace(look, styles=styles)
