"""A package of 100 kB by moving codes: six kilobytes a second although 15 of 100 frames are lost (issue 8, figures).

Each frame is drawn as the window shows it, filmed as a camera of 1080 lines would (five points a cell, tilted, blurred,
noisy, JPEG), read, or thrown away as lost. Told are the seconds at the window's own pace against the goal, and whether
making and reading a frame fits between two frames.
"""

from __future__ import annotations

import io
import random
from time import perf_counter

from PIL import Image, ImageFilter

LOST = 0.15
GOAL = 6 * 1024
"""Bytes a second."""
SIZE = 100 * 1024
POINTS = 5
"""Of a camera, a cell."""
SENSOR = (1920, 1080)
Ratio = tuple[str, float, float]


def run() -> list[Ratio]:
    """Seconds of the transfer against those of the goal; one frame made and read against the pause between two."""
    from app.papers.qr import texts_in
    from app.papers.screen_code import screen_code
    from app.qr.transfer import Gatherer, frames
    from ui.desk.moving_code import A_SECOND

    drawn = random.Random(8)
    whole, gatherer = drawn.randbytes(SIZE), Gatherer()
    shown, busy, unread = 0, 0.0, 0
    for text in frames(whole):
        shown += 1
        begun = perf_counter()
        code = screen_code(text)
        busy += perf_counter() - begun
        if drawn.random() < LOST:
            continue
        picture = _filmed(Image.frombytes("L", (code.side, code.side), code.points), drawn)
        begun = perf_counter()
        found = texts_in(picture, thorough=False)
        busy += perf_counter() - begun
        unread += found != [text]
        if found == [text] and gatherer.add(text).whole == whole:
            break
    seconds = shown / A_SECOND
    return [
        (
            f"100 kB by moving codes, {SIZE / 1024 / seconds:.1f} kB/s, {unread} unread",
            seconds * GOAL / SIZE,
            1.0,
        ),
        ("a frame made and read, of the pause between two", busy / shown * A_SECOND, 0.5),
    ]


def _filmed(code: Image.Image, drawn: random.Random) -> Image.Image:
    size, edge = code.width * POINTS, 40
    whole = size + 2 * edge
    ground = Image.new("L", (whole, whole), 140)
    ground.paste(code.resize((size, size), Image.Resampling.BILINEAR), (edge, edge))
    off = [drawn.uniform(-0.03, 0.03) * size for _ in range(8)]
    corners = [off[0], off[1], off[2], whole + off[3], whole + off[4], whole + off[5], whole + off[6], off[7]]
    tilted = ground.transform(
        (whole, whole), Image.Transform.QUAD, corners, Image.Resampling.BILINEAR
    ).rotate(drawn.uniform(-4, 4), resample=Image.Resampling.BILINEAR, fillcolor=140)
    sensor = Image.new("L", SENSOR, 140)
    sensor.paste(tilted, (200, 10))
    dim = sensor.filter(ImageFilter.GaussianBlur(1.0)).point([int(value * 0.8 + 20) for value in range(256)])
    noisy = Image.blend(dim, Image.effect_noise(SENSOR, 18), 0.08)
    kept = io.BytesIO()
    noisy.save(kept, "JPEG", quality=70)
    return Image.open(kept).convert("L")
