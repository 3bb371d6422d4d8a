"""Codes as a cheap printer and a hurried scanner leave them: smaller, blurred, stained, noisy, a little turned."""

from __future__ import annotations

import random
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from app.papers import qr
from app.papers.page import MM, Ground, Pen
from tests.papers.rendering import pictures_of

CELL = 0.5
"""Millimetres: what resources/qr/places.toml has for most printers."""


FINDER = 0.4
"""Share of the side that the three large marks in the corners take; stains spare them, no code survives without."""


@dataclass(frozen=True)
class Wear:
    """What a print and a scan did: dots an inch, scale, radius of the blur in dots, share of the code that is stained."""

    dots: int
    scale: float = 1.0
    blur: float = 0.0
    stains: float = 0.0
    turned: float = 0.0


def printed(payload: str, *, worn: bool, cell: float = CELL) -> tuple[bytes, float]:
    """A PDF with one code in its true size, and the side of the code in millimetres, quiet zone included."""
    matrix = qr.make(payload, worn=worn)
    side = matrix.side * cell
    ground = Ground(width=(side + 10) * MM, height=(side + 10) * MM, left=0.0, measure=0.0)
    pen = Pen(title="code", ground=ground)
    edge = (5 + qr.QUIET_ZONE * cell) * MM
    pen.cells(matrix.rows, edge, edge, cell * MM)
    pen.end_page()
    return pen.finish(), side


def scan(pdf: bytes, side: float, wear: Wear, seed: int = 7) -> Image.Image:
    """The page as it is after that wear; the same seed gives the same stains."""
    chance = random.Random(seed)
    (page,) = pictures_of(pdf, dots=wear.dots)
    image = page.convert("L")
    dot = wear.dots / 25.4
    draw = ImageDraw.Draw(image)
    area = 0.0
    while area < wear.stains * side * side:
        radius = chance.uniform(0.01, 0.03) * side
        across, down = chance.uniform(0.05, 0.95), chance.uniform(0.05, 0.95)
        if (down < FINDER and not FINDER < across < 1 - FINDER) or (across < FINDER and down > 1 - FINDER):
            continue
        x, y = 5 + across * side, 5 + down * side
        shade = chance.choice((0, 90, 200, 255))
        draw.ellipse([(c - radius) * dot for c in (x, y)] + [(c + radius) * dot for c in (x, y)], fill=shade)
        area += 3.14 * radius * radius
    if wear.scale != 1.0:
        size = (round(image.width * wear.scale), round(image.height * wear.scale))
        image = image.resize(size, Image.Resampling.BILINEAR)
    if wear.turned:
        image = image.rotate(wear.turned, Image.Resampling.BILINEAR, fillcolor=255)
    if wear.blur:
        image = image.filter(ImageFilter.GaussianBlur(wear.blur))
    noise = Image.frombytes("L", image.size, chance.randbytes(image.width * image.height))
    return Image.blend(image, noise, 0.08)
