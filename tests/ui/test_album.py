"""Every page in the sizes and looks that desks have: nothing is cut, nothing makes the window wider, no English is left.

Three looks stand for all in the daily run. `make screenshots` sets PETITION_DESK_PICTURES: then all nine are gone through,
each page is kept as a picture, and each look as a contact sheet to be looked at.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import picture_of, qapp, usual_look
from tests.ui.every_page import EveryPage, furnished_folder
from tests.ui.table_room import ill_shared
from tests.ui.test_gallery import cut_labels
from ui.desk.widgets.page import PageFrame
from ui.theme import Theme, apply_theme, current

__all__ = ["qapp", "usual_look"]


@dataclass(frozen=True)
class Look:
    """A screen and a theme. `ratio`: device pixels to a pixel."""

    theme: str
    width: int
    height: int
    ratio: float = 1.0

    @property
    def name(self) -> str:
        """What its pictures are called."""
        size = "200-percent" if self.ratio > 1 else f"{self.width}"
        return f"{size}-{self.theme}"


SCREENS = ((1366, 728, 1.0), (1920, 1040, 1.0), (683, 364, 2.0))
"""1366×768 and 1920×1080 less the system's bar; the first again at twice the size."""
THEMES = ("light", "dark", "high_contrast")
EVERY = tuple(Look(theme, *screen) for screen in SCREENS for theme in THEMES)
DAILY = (EVERY[0], EVERY[4], EVERY[8])
KEPT = os.environ.get("PETITION_DESK_PICTURES", "")
_KEYS = re.compile(
    r"(?:(?:Ctrl|Alt|Shift)\+)+(?:Shift\+)?(?:Enter|PgUp/PgDn|PgUp|PgDn|Space|Tab|Del|[A-Z0-9.]+|← →|←→|↑↓|[+-])|"
    r"\b(?:Enter|Esc|Tab|Space|Delete|Del|PgUp|PgDn|Home|End|F\d{1,2})\b"
)
_OWN_NAMES = re.compile(
    r"LX07[\w-]*|XFF1|--?[a-z]+|xlsx|csv|backup|\bT1\b|\b[A-Z]\d+\b|\.(?:csv|jsonl?|xlsx|docx|pdf|zip|toml|dll|so|ics|xf[pu])|PDF|TIFF|PNG|JPEG|Excel|WPS|"
    r"sdtapi|termb|PostgreSQL|TXT|UTF-8|OFD|https?|\(?[a-z_]+(?:, [a-z_]+)+\)?|/[\w/.-]+|U\d\d|SM[234]|GB|MB|KB|"
    r"[0-9A-F]{4}(?: [0-9A-F]{4})+|\b[0-9a-f]{16}\b"
)
_ENGLISH = re.compile(r"[A-Za-z]{3,}")


def english(page: QWidget) -> list[str]:
    """Labels and buttons in which a word of English stands that is neither a key nor a proper name."""
    found = []
    for part in page.findChildren(QWidget):
        if part.isVisibleTo(page) and isinstance(part, QLabel | QAbstractButton):
            said = _OWN_NAMES.sub(" ", _KEYS.sub(" ", part.text()))
            if _ENGLISH.search(said):
                found.append(part.text())
    return found


def contact_sheet(pictures: list[tuple[str, QImage]], width: int = 360, columns: int = 5) -> QImage:
    """All pictures of a look, small, with their names below."""
    first = pictures[0][1]
    height = round(width * first.height() / first.width())
    rows = -(-len(pictures) // columns)
    sheet = QImage(columns * (width + 12) + 12, rows * (height + 36) + 12, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#808890"))
    painter = QPainter(sheet)
    painter.setFont(current.theme.font(12))
    painter.setPen(QColor("white"))
    for at, (name, picture) in enumerate(pictures):
        left, top = 12 + at % columns * (width + 12), 12 + at // columns * (height + 36)
        small = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        small.setDevicePixelRatio(1.0)
        painter.drawImage(left, top, small)
        painter.drawText(QRect(left, top + height, width, 24), int(Qt.AlignmentFlag.AlignCenter), name)
    painter.end()
    return sheet


@pytest.mark.parametrize("look", EVERY if KEPT else DAILY, ids=lambda look: look.name)
def test_every_page_in_every_look(qtbot: QtBot, qapp: QApplication, tmp_path: Path, look: Look) -> None:
    apply_theme(qapp, Theme(name=look.theme, body=14, strong_face=current.theme.strong_face))
    pages = EveryPage(qtbot, furnished_folder(tmp_path / "data"))
    wrong: list[str] = []
    pictures: list[tuple[str, QImage]] = []
    for name, page in pages.each():
        pages.resize(look.width, look.height)
        if page.minimumSizeHint().width() > look.width:
            wrong.append(f"{name}: needs {page.minimumSizeHint().width()} pixels of width")
        if isinstance(page, PageFrame) and page.overflow:
            wrong.append(f"{name}: {page.overflow} pixels lie to the right of the screen")
        wrong += [f"{name}: cut {text!r}" for text in cut_labels(page)]
        wrong += [f"{name}: {found}" for found in ill_shared(page)]
        wrong += [f"{name}: English {text!r}" for text in english(page)]
        if KEPT:
            pictures.append((name, picture_of(pages.window.shell, look.ratio)))
    if KEPT:
        folder = Path(KEPT)
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures:
            assert picture.save(str(folder / f"{look.name}-{name}.png"))
        assert contact_sheet(pictures).save(str(folder / f"contact-{look.name}.png"))
    pages.close()
    assert not wrong, "\n".join(wrong)


def test_english_words_are_found_and_keys_are_not(qtbot: QtBot) -> None:
    """Planted: what the check must see, and what it must leave alone."""
    page = QWidget()
    qtbot.addWidget(page)
    said = (
        "Save file",
        "保存 Ctrl+Shift+D",
        "Esc 返回",
        "导入 .xlsx 或 PDF",
        "LX07-26-00001-C",
        "error: 磁盘",
    )
    for text in said:
        QLabel(text, page)
    page.show()
    assert english(page) == ["Save file", "error: 磁盘"]
