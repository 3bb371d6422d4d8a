"""Draws the icon in its sizes from resources/look/icon/desk.svg: `python packaging/icon.py` after a change of the SVG.

The sizes are shipped as PNG, because the frozen program carries no SVG reader.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parents[1] / "resources" / "look" / "icon"
SIZES = (16, 24, 32, 48, 64, 128, 256)
"""Pixels of a side: what title bars, panels and menus ask for, to twice their usual size."""


def drawn(size: int) -> QImage:
    """The icon at one size, on nothing."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(HERE / "desk.svg")).render(painter)
    painter.end()
    return image


def main() -> int:
    """Writes every size beside the SVG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QGuiApplication(sys.argv)
    for size in SIZES:
        drawn(size).save(str(HERE / f"desk-{size}.png"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
