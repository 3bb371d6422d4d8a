"""The trial scan (打印前回读): a code is read from the drawn page, as it will be printed, before anything is kept.

That a code reads back from its own picture (app/papers/qr.py) says nothing about the page: a line across it, a scale that
is no whole dot, a sheet too small. What draws pages as pictures is handed in, because it is Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PIL import Image

from app.errors import Damaged
from app.papers import qr
from app.papers.facts import Rendered
from resources.loader import read_toml

DrawPages = Callable[[bytes, int], Sequence[Image.Image]]
"""The pages of a PDF as pictures at so many dots an inch."""


def require_each_page(pdf: bytes, texts: frozenset[str], draw: DrawPages) -> None:
    """Every code on every page of a file, and no other, is read. Raises Damaged("paper.code_not_read_back")."""
    pages = draw(pdf, _dots())
    if not pages or any(set(qr.texts_in(page, thorough=True)) != texts for page in pages):
        raise Damaged("paper.code_not_read_back")


def require_somewhere(rendered: Rendered, draw: DrawPages | None) -> None:
    """Every code that was drawn is read from some page of a paper. Raises Damaged("paper.code_not_read_back").

    `draw` None: a memory of tests, where nothing is printed.
    """
    if draw is None or not rendered.codes:
        return
    left = set(rendered.codes)
    for page in draw(rendered.pdf, _dots()):
        left.difference_update(qr.texts_in(page, thorough=False) if left else ())
    if left:
        raise Damaged("paper.code_not_read_back")


def _dots() -> int:
    """Dots an inch of a cheap printer, or of a bad scan."""
    return int(read_toml("qr/places.toml")["trial"])
