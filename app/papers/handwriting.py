"""The picture of a signature, drawn from its strokes alone: the same strokes are the same bytes for ever."""

from __future__ import annotations

import io

from app.domain.handwriting import HIGH, WIDE, Strokes

SCALE = 5
"""Points of the pad to a point of the picture."""
PEN = 5
INK = (20, 24, 60)


def drawn(strokes: Strokes) -> bytes:
    """The strokes as a PNG on white."""
    from PIL import Image, ImageDraw  # loaded when somebody signs, not when the page is made

    picture = Image.new("RGB", (WIDE // SCALE, HIGH // SCALE), "white")
    draw = ImageDraw.Draw(picture)
    for stroke in strokes:
        line = [(across // SCALE, down // SCALE) for across, down, _ in stroke]
        if len(line) > 1:
            draw.line(line, fill=INK, width=PEN, joint="curve")
        for across, down in (line[0], line[-1]):
            draw.ellipse((across - 2, down - 2, across + 2, down + 2), fill=INK)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
