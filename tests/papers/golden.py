"""Golden pages: of every kind of paper, ordinary and as hard as it gets, the words and a small picture of each page.

`python -m tests.papers.golden` writes them anew, to be looked at and committed. Words must be the same to the letter; a
picture may differ by what another version of the reader (poppler) rounds.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from app.papers.catalogue import catalogue
from app.papers.facts import PaperFacts
from app.papers.render import render
from tests.papers.rendering import pictures_of
from tests.papers.samples import FACTS, extreme, sample

FOLDER = Path(__file__).parent / "golden"
DOTS = 20
"""Dots an inch of the small pictures: a line of text is a grey bar, a missing one is seen."""
SHOWN = 6
"""Pages of a paper that are kept as pictures: the first ones and the last."""
GREYS = 16
CELL = 8
"""Points of the small picture that are compared as one."""
TOLERANCE = 15
"""How far the mean grey of such a cell may be off, of 255."""
CASES = ("ordinary", "extreme")


def kinds() -> tuple[str, ...]:
    """The kinds that this program can make, in the order of the catalogue."""
    return tuple(kind.kind for kind in catalogue() if kind.kind in FACTS)


def case_of(kind: str, case: str) -> PaperFacts:
    """The facts of a kind in one of the two cases."""
    return sample(kind) if case == "ordinary" else extreme(kind)


def words_of(pdf: bytes) -> str:
    """The words of a PDF as another reader finds them: a line a line, pages parted by a rule."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "paper.pdf"
        path.write_bytes(pdf)
        run = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    pages = run.stdout.decode("utf-8").rstrip("\f").split("\f")
    return "\n----\n".join(
        "\n".join(re.sub(r"\s+", " ", line).strip() for line in page.strip().splitlines()) for page in pages
    )


def strip_of(pdf: bytes) -> Image.Image:
    """The first pages and the last of a PDF, small and grey, side by side."""
    pages = [page.convert("L") for page in pictures_of(pdf, dots=DOTS)]
    shown = pages if len(pages) <= SHOWN else [*pages[: SHOWN - 1], pages[-1]]
    strip = Image.new("L", (sum(page.width for page in shown), max(page.height for page in shown)), 255)
    left = 0
    for page in shown:
        strip.paste(page, (left, 0))
        left += page.width
    return strip.quantize(GREYS).convert("L")


def differs(one: Image.Image, other: Image.Image) -> bool:
    """Whether two strips show different pages: another size, or a cell whose grey is off."""
    if one.size != other.size:
        return True
    size = (max(one.width // CELL, 1), max(one.height // CELL, 1))
    small = [picture.convert("L").resize(size, Image.Resampling.BOX) for picture in (one, other)]
    return bool(ImageStat.Stat(ImageChops.difference(*small)).extrema[0][1] > TOLERANCE)


def place_of(kind: str, case: str, ending: str) -> Path:
    """Where a golden file lies."""
    return FOLDER / f"{kind}-{case}.{ending}"


def write_all() -> Iterator[Path]:
    """Writes every golden page anew; what belongs to no kind any more is taken away."""
    FOLDER.mkdir(exist_ok=True)
    written: set[Path] = set()
    for kind in kinds():
        for case in CASES:
            pdf = render(case_of(kind, case)).pdf
            text, picture = place_of(kind, case, "txt"), place_of(kind, case, "png")
            text.write_text(words_of(pdf) + "\n", encoding="utf-8")
            strip_of(pdf).quantize(GREYS).save(picture, optimize=True)
            written |= {text, picture}
            yield text
    for stray in set(FOLDER.iterdir()) - written:
        stray.unlink()


if __name__ == "__main__":
    for path in write_all():
        sys.stdout.write(f"{path.name}\n")
