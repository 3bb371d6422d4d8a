"""Codes that move on a screen: made a hundred times a transfer, so by the reader's own writer, thirty times as fast.

What is printed is made with `qrcode` and read back (app/papers/qr.py). Here the other computer reads back, and what it
misreads it asks for by waiting for the next frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt
from typing import Any

import zxingcpp

QUIET_ZONE = 4
"""Light cells around a code (ISO/IEC 18004, 6.3.8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenCode:
    """A code as grey points, one a cell: `side` cells along an edge, quiet zone included; 0 is dark, 255 light."""

    side: int
    points: bytes


def screen_code(text: str) -> ScreenCode:
    """The code of a frame, with the least error correction: a camera that misses one sees the next."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    image: Any = made.to_image(scale=1, add_quiet_zones=False)
    grey = memoryview(image).tobytes()
    cells = isqrt(len(grey))
    side = cells + 2 * QUIET_ZONE
    blank, edge = b"\xff" * side, b"\xff" * QUIET_ZONE
    rows = [edge + grey[at * cells : (at + 1) * cells] + edge for at in range(cells)]
    return ScreenCode(side=side, points=b"".join([blank] * QUIET_ZONE + rows + [blank] * QUIET_ZONE))
