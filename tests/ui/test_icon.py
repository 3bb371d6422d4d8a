"""The program has an icon of its own, drawn from one SVG."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.desk.application import ICON_SIZES, icon

PLACE = Path(__file__).parents[2]


def drawer() -> ModuleType:
    """packaging/icon.py, which is no package."""
    spec = importlib.util.spec_from_file_location("icon", PLACE / "packaging" / "icon.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_every_size_that_is_shipped_is_what_the_drawing_says(qapp: QApplication) -> None:
    module = drawer()
    assert module.SIZES == ICON_SIZES
    for size in ICON_SIZES:
        shipped = QImage(str(module.HERE / f"desk-{size}.png")).convertToFormat(QImage.Format.Format_ARGB32)
        drawn: QImage = module.drawn(size)
        assert shipped.size() == drawn.size()
        apart = sum(
            abs(shipped.pixelColor(x, y).lightness() - drawn.pixelColor(x, y).lightness()) > 40
            for x in range(size)
            for y in range(size)
        )
        assert apart <= size * size // 100, f"{size}: draw it anew with packaging/icon.py"


def test_a_window_has_it(qtbot: QtBot) -> None:
    assert [size.width() for size in icon().availableSizes()] == list(ICON_SIZES)
