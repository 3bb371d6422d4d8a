"""What a camera makes of a screen (case 39): tilted, blurred, dim, noisy, squeezed into JPEG; at five points a cell."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from random import Random

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from app.papers.qr import texts_in
from app.qr.preregistration import PreRegistration
from tests.page.conftest import OpenPage
from tests.page.stories import story
from tests.page.visitor import WHOLE, generate, write

POINTS = 5
SHOTS = 30
GOAL = 0.95
QUIET = 4


def code_on(open_page: OpenPage, given: PreRegistration) -> tuple[Image.Image, str, int]:
    """The code that a page shows, one point a cell, with its text and its version."""
    phone = open_page()
    write(phone, given)
    generate(phone)
    phone.run("document.querySelector('canvas').scrollIntoView({block: 'center'})")
    box = phone.run(
        "(() => { const it = document.querySelector('canvas').getBoundingClientRect(); "
        "return [it.left, it.top, it.right, it.bottom].map(each => each * devicePixelRatio) })()"
    )
    picture = phone.picture().crop(tuple(round(edge) for edge in box))
    (found,) = zxingcpp.read_barcodes(picture)
    version = int(found.extra["Version"])
    side = 17 + 4 * version + 2 * QUIET
    cells = picture.resize((side, side), Image.Resampling.NEAREST)
    return cells, found.text, version


def shot(cells: Image.Image, points: float, chance: Random) -> Image.Image:
    """One photograph of a screen: `points` of the camera a cell, held by hand, in the light of a hall."""
    side = round(cells.width * points)
    screen = cells.resize((4 * cells.width, 4 * cells.width), Image.Resampling.NEAREST)
    scene = Image.new("L", (screen.width * 3 // 2,) * 2, chance.randrange(30, 90))
    scene.paste(screen, (screen.width // 4,) * 2)
    size = round(side * 1.5)
    seen = scene.transform(
        (size, size), Image.Transform.PERSPECTIVE, _view(size, scene.width, chance), Image.Resampling.BICUBIC
    )
    seen = seen.filter(ImageFilter.GaussianBlur(chance.uniform(0.5, 1.3)))
    light = chance.uniform(0.35, 1.0)
    black = chance.uniform(0, 40)
    seen = seen.point([min(255, round(black + light * value * (255 - black) / 255)) for value in range(256)])
    noise = Image.frombytes("L", (size, size), bytes(_NOISE[byte] for byte in chance.randbytes(size * size)))
    seen = ImageChops.add(seen, noise, offset=-128)
    squeezed = io.BytesIO()
    seen.save(squeezed, "JPEG", quality=chance.randrange(50, 90))
    with Image.open(squeezed) as image:
        return image.convert("L")


_NOISE = bytes(round(128 + 8 * math.sqrt(2) * (2 * (byte + 0.5) / 256 - 1) * 1.22) for byte in range(256))
"""Even noise with a deviation of 8 of 256 steps, about 128."""


def _view(size: int, scene: int, chance: Random) -> tuple[float, ...]:
    """Where each point of the photograph comes from: turned, and up to twelve degrees out of the plane."""
    turn, tilt, lean = (math.radians(chance.uniform(-12, 12)) for _ in range(3))
    wide = scene / size
    cos, sin = math.cos(turn) * wide, math.sin(turn) * wide
    middle, far = size / 2, 1.6 * size
    g, h = math.tan(tilt) / far, math.tan(lean) / far
    k = 1 - (g + h) * middle
    a, b = cos + scene / 2 * g, -sin + scene / 2 * h
    d, e = sin + scene / 2 * g, cos + scene / 2 * h
    c = scene / 2 * k - (cos - sin) * middle
    f = scene / 2 * k - (sin + cos) * middle
    return a / k, b / k, c / k, d / k, e / k, f / k, g / k, h / k


def share_read(cells: Image.Image, text: str, points: float, shots: int = SHOTS) -> float:
    """The share of photographs that are read, and none of them wrongly."""
    chance = Random(39)
    read = [texts_in(shot(cells, points, chance), thorough=True) for _ in range(shots)]
    assert all(each in ([], [text]) for each in read)
    return sum(each == [text] for each in read) / shots


@pytest.mark.parametrize("length", [380, 1500])
def test_five_points_a_cell_are_enough(open_page: OpenPage, length: int) -> None:
    cells, text, version = code_on(open_page, replace(WHOLE, story=story(length)))
    assert version in ((21, 22) if length < 400 else range(15, 21))
    assert share_read(cells, text, POINTS) >= GOAL
