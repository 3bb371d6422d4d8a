"""Delivery slips as they come back: signed, carried in a pocket, stained, folded, scanned askew or upside down.

Everything is drawn by lot from a seed, so that a slip that is not read can be looked at again.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from app.papers.render import render
from app.qr.slip_code import SlipCode
from tests.papers.rendering import pictures_of
from tests.papers.samples import sample

DOTS = (150, 200, 300)
PAPER = (246, 243, 236)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """What happened to a slip: dots an inch, degrees askew, upside down, stains, folds, quality of the JPEG."""

    dots: int = 200
    askew: float = 0.0
    upside_down: bool = False
    stains: int = 0
    folds: int = 0
    quality: int = 60
    pale: float = 1.0
    noise: float = 0.0
    scribbles: int = 3


def by_lot(random: Random) -> Wear:
    """A slip's life as the issue of this chapter describes it: rotation to five degrees, stains, folds, JPEG 60."""
    return Wear(
        dots=random.choice(DOTS),
        askew=random.uniform(-5.0, 5.0),
        upside_down=random.random() < 0.3,
        stains=random.randint(0, 4),
        folds=random.randint(0, 3),
        pale=random.uniform(0.65, 1.0),
        noise=random.uniform(0.0, 9.0),
        scribbles=random.randint(2, 6),
    )


def code(paper: str) -> SlipCode:
    """The code of a slip of the example station."""
    return SlipCode(station="LX07", paper=paper)


def printed(paper: str, dots: int) -> Image.Image:
    """The delivery receipt of a paper as it leaves the printer."""
    made = render(sample("D33", slip_code=code(paper).payload()))
    (page,) = pictures_of(made.pdf, dots=dots)
    return page.convert("RGB")


def worn(page: Image.Image, wear: Wear, random: Random) -> Image.Image:
    """The picture of a printed page after all that."""
    page = page.copy()
    _sign(page, wear, random)
    for _ in range(wear.folds):
        _fold(page, random)
    for _ in range(wear.stains):
        page = _stained(page, random)
    page = ImageEnhance.Contrast(page).enhance(wear.pale)
    angle = wear.askew + (180 if wear.upside_down else 0)
    page = page.rotate(angle, Image.Resampling.BICUBIC, expand=False, fillcolor=PAPER)
    page = page.filter(ImageFilter.GaussianBlur(wear.dots / 150 * random.uniform(0.0, 0.6)))
    return _noisy(page, wear.noise, random)


def as_jpeg(page: Image.Image, wear: Wear) -> bytes:
    """As the scanner hands it over."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=wear.quality, dpi=(wear.dots, wear.dots))
    return out.getvalue()


def slip(paper: str, wear: Wear, random: Random) -> Image.Image:
    """A worn slip of that paper, with the JPEG's own damage."""
    made = worn(printed(paper, wear.dots), wear, random)
    return Image.open(io.BytesIO(as_jpeg(made, wear))).convert("RGB")


def some_paper(random: Random) -> str:
    """An identity as a paper has it."""
    return f"{random.getrandbits(128):032x}"


def gentle(wear: Wear) -> Wear:
    """The same slip, hardly worn."""
    return replace(wear, stains=0, folds=0, noise=0.0, pale=1.0)


def _sign(page: Image.Image, wear: Wear, random: Random) -> None:
    """Signatures and days in the middle of the sheet, with blue ink."""
    draw = ImageDraw.Draw(page)
    wide, high = page.size
    for _ in range(wear.scribbles):
        x, y = random.uniform(0.3, 0.7) * wide, random.uniform(0.35, 0.8) * high
        points = [(x, y)]
        for _ in range(14):
            x, y = x + random.uniform(-4, 14) * wide / 800, y + random.uniform(-14, 14) * high / 1100
            points.append((x, y))
        draw.line(points, fill=(20, 30, 120), width=max(2, wide // 500), joint="curve")


def _fold(page: Image.Image, random: Random) -> None:
    """A crease across the sheet: a dark line with a light one beside it."""
    draw = ImageDraw.Draw(page, "RGBA")
    wide, high = page.size
    width = max(2, wide // 300)
    if random.random() < 0.5:
        at = random.uniform(0.05, 0.95) * high
        ends = [(0.0, at), (float(wide), at + random.uniform(-0.01, 0.01) * high)]
    else:
        at = random.uniform(0.05, 0.95) * wide
        ends = [(at, 0.0), (at + random.uniform(-0.01, 0.01) * wide, float(high))]
    draw.line(ends, fill=(90, 90, 90, 150), width=width)
    draw.line([(x + width, y + width) for x, y in ends], fill=(255, 255, 255, 170), width=width)


def _stained(page: Image.Image, random: Random) -> Image.Image:
    """A stain of tea, mud or ink pad somewhere, a hand's breadth at most."""
    wide, high = page.size
    mask = Image.new("L", page.size, 0)
    draw = ImageDraw.Draw(mask)
    x, y = random.uniform(0, wide), random.uniform(0, high)
    size = random.uniform(0.02, 0.12) * wide
    for _ in range(12):
        dx, dy = random.gauss(0, size / 2), random.gauss(0, size / 2)
        radius = random.uniform(0.2, 0.6) * size
        draw.ellipse(
            (x + dx - radius, y + dy - radius, x + dx + radius, y + dy + radius), fill=random.randint(60, 255)
        )
    mask = mask.filter(ImageFilter.GaussianBlur(size / 10))
    colour = random.choice([(150, 110, 60), (110, 90, 70), (190, 40, 40), (120, 120, 120)])
    return Image.composite(Image.new("RGB", page.size, colour), page, mask)


def _noisy(page: Image.Image, strength: float, random: Random) -> Image.Image:
    if strength <= 0:
        return page
    # the noise itself comes from Pillow; the lot decides where its pattern begins
    noise = Image.effect_noise((page.width + 64, page.height + 64), strength * math.sqrt(2))
    left, top = random.randrange(64), random.randrange(64)
    piece = noise.crop((left, top, left + page.width, top + page.height)).convert("RGB")
    return Image.blend(page, piece, 0.12)
